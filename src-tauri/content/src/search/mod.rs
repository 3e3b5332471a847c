//! Full-text search over guides, exercises, questions and the signs that need help: forgiving with endings,
//! typing mistakes and everyday words, and never failing on what somebody types.
//!
//! The index lives in memory (SQLite FTS5). What a person types never becomes part of its query
//! language: it is cut into words first, and only letters and digits are left of it.

mod words;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use crate::bundle::Bundle;
use crate::guides::{Block, Tone, plain};
use words::{Term, Vocabulary, content_words, stem};

/// How much a match in the title, in the hidden words and in the text counts.
const COLUMNS: &str = "bm25(docs, 8.0, 6.0, 1.0)";

/// Around what was found, so that it fits on two lines.
const SNIPPET_WORDS: u32 = 24;

/// More than this nobody reads.
const MOST_HITS: usize = 12;

/// Letters that no text contains, around what was found.
const FROM: char = '\u{e000}';
const TO: char = '\u{e001}';

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A guide.
    Guide,
    /// An exercise.
    Exercise,
    /// A group of the help-now list.
    Help,
    /// A question of the check.
    Question,
}

/// Something to find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub kind: Kind,
    /// Where it leads. Several documents may lead to one place, and only the best of them is shown.
    pub slug: String,
    /// What is shown for it.
    pub title: String,
    /// Whether its title tells it from others; a title that many share finds none of them.
    pub title_tells: bool,
    /// Phrases people look for it with; never shown. Whoever types all words of one is shown it before what only has
    /// the words somewhere in its text, and a danger sign before everything else.
    pub phrases: Vec<String>,
    /// Other words that lead to it, such as its headings; never shown.
    pub words: Vec<String>,
    /// Its text, of which a piece is shown.
    pub body: String,
}

/// Something found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// Its slug, or the id of the group of signs.
    pub slug: String,
    /// Its title, or the title of the group of signs.
    pub title: String,
    /// A piece of its text.
    pub snippet: Vec<Piece>,
}

/// A part of a snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// Whether it is what was looked for.
    pub hit: bool,
}

/// The index.
pub struct Search {
    index: Connection,
    docs: Vec<Doc>,
    vocabulary: Vocabulary,
}

struct Doc {
    kind: Kind,
    slug: String,
    title: String,
    /// Its phrases, each as the words that tell.
    phrases: Vec<Vec<String>>,
    /// The words of its title, if that tells it from others.
    named: Vec<String>,
}

impl Doc {
    /// How much of a name of this was typed: a phrase of which all words were typed, or, which counts a little less, a
    /// title in which all typed words stand.
    fn called(&self, terms: &[Term]) -> usize {
        let spoken = self.phrases.iter().filter(|phrase| spoken(phrase, terms));
        let longest = spoken.map(Vec::len).max().unwrap_or_default();
        let within_title = !self.named.is_empty()
            && terms
                .iter()
                .all(|term| self.named.iter().any(|word| term.is_nearly(word)));
        (2 * longest).max(if within_title { 2 * terms.len() - 1 } else { 0 })
    }
}

impl Search {
    /// The index of everything in a library.
    pub fn open(bundle: &Bundle) -> rusqlite::Result<Self> {
        Self::of(documents(bundle), &bundle.same_words)
    }

    /// An index of these documents. `same_words` are groups of words that mean the same to somebody who searches.
    pub fn of(
        documents: impl IntoIterator<Item = Document>,
        same_words: &[Vec<String>],
    ) -> rusqlite::Result<Self> {
        let index = Connection::open_in_memory()?;
        index.execute_batch(
            "CREATE VIRTUAL TABLE docs USING fts5(
                title, words, body, tokenize = 'porter unicode61 remove_diacritics 2'
            );",
        )?;
        let mut search = Self {
            index,
            docs: Vec::new(),
            vocabulary: Vocabulary::new(same_words),
        };
        for document in documents {
            search.add(document)?;
        }
        search
            .index
            .execute_batch("INSERT INTO docs(docs) VALUES ('optimize');")?;
        Ok(search)
    }

    fn add(&mut self, document: Document) -> rusqlite::Result<()> {
        let title = if document.title_tells {
            document.title.as_str()
        } else {
            ""
        };
        let words = [document.phrases.join(" "), document.words.join(" ")].join(" ");
        self.index.execute(
            "INSERT INTO docs (rowid, title, words, body) VALUES (?1, ?2, ?3, ?4)",
            params![row(self.docs.len()), title, words, document.body],
        )?;
        for text in [title, &words, &document.body] {
            self.vocabulary.learn(text);
        }
        let phrases = document.phrases.iter();
        let phrases = phrases.map(|phrase| content_words(phrase));
        self.docs.push(Doc {
            named: content_words(title),
            phrases: phrases.filter(|phrase| !phrase.is_empty()).collect(),
            kind: document.kind,
            slug: document.slug,
            title: document.title,
        });
        Ok(())
    }

    /// What is found, the best first; signs that need help come before everything else when they
    /// are what was typed. Any text is a query; one without words finds nothing.
    pub fn find(&self, query: &str) -> rusqlite::Result<Vec<Hit>> {
        let terms = self.terms(query)?;
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        let mut found: BTreeMap<usize, Found> = BTreeMap::new();
        for term in &terms {
            for (doc, score) in self.scores(term)? {
                let to_do = self.docs.get(doc).map(|it| it.kind) == Some(Kind::Exercise);
                let found = found.entry(doc).or_default();
                found.to_do = to_do;
                found.words += 1;
                found.score += score;
            }
        }
        for (index, doc) in self.docs.iter().enumerate() {
            let called = doc.called(&terms);
            if called > 0 {
                let found = found.entry(index).or_default();
                found.called = called;
                found.danger = doc.kind == Kind::Help;
            }
        }
        let best = found.values().map(|it| it.words).max().unwrap_or_default();
        let mut ranked: Vec<(usize, Found)> = found
            .into_iter()
            // Something with most of the words is there: what has only few of them is noise.
            .filter(|(_, it)| it.called > 0 || it.words * 2 > best)
            .collect();
        ranked.sort_by(|(a, one), (b, other)| {
            other
                .danger
                .cmp(&one.danger)
                .then(other.called.cmp(&one.called))
                .then(other.words.cmp(&one.words))
                // The text of an exercise is short, so each of its words would count for more than in a guide: of two
                // that are called the same and hold as much, the one that explains comes first.
                .then(one.to_do.cmp(&other.to_do))
                .then(other.score.total_cmp(&one.score))
                .then(a.cmp(b))
        });
        self.hits(ranked.into_iter().map(|(doc, _)| doc), &terms)
    }

    /// One hit for each place it leads to: a group of signs is one place.
    fn hits(
        &self,
        ranked: impl Iterator<Item = usize>,
        terms: &[Term],
    ) -> rusqlite::Result<Vec<Hit>> {
        let wanted = terms.iter().flat_map(|term| term.words.keys());
        let wanted = either(wanted);
        let mut seen = BTreeSet::new();
        let mut hits = Vec::new();
        for index in ranked {
            let Some(doc) = self.docs.get(index) else {
                continue;
            };
            if hits.len() < MOST_HITS && seen.insert((doc.kind as u8, &doc.slug)) {
                hits.push(Hit {
                    kind: doc.kind,
                    slug: doc.slug.clone(),
                    title: doc.title.clone(),
                    snippet: self.snippet(index, &wanted)?,
                });
            }
        }
        Ok(hits)
    }

    /// What a query may mean, word by word.
    fn terms(&self, query: &str) -> rusqlite::Result<Vec<Term>> {
        let words = content_words(query);
        let last = words.len().saturating_sub(1);
        let mut terms = Vec::new();
        for (index, word) in words.into_iter().enumerate() {
            let known = self.knows(&word)?;
            terms.push(self.vocabulary.term(word, known, index == last));
        }
        Ok(terms)
    }

    /// Whether any document has a word, whatever its ending.
    fn knows(&self, word: &String) -> rusqlite::Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM docs WHERE docs MATCH ?1)";
        let mut statement = self.index.prepare_cached(sql)?;
        statement.query_row([either([word])], |row| row.get(0))
    }

    /// Every document a term is in, with how well it fits: the best of all readings of the word.
    fn scores(&self, term: &Term) -> rusqlite::Result<BTreeMap<usize, f64>> {
        let mut tiers: BTreeMap<Reverse<u8>, Vec<&String>> = BTreeMap::new();
        for (word, weight) in &term.words {
            tiers.entry(Reverse(*weight)).or_default().push(word);
        }
        let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
        for (Reverse(weight), words) in tiers {
            for (doc, rank) in self.rows(&either(words))? {
                let score = f64::from(weight) * rank;
                let best = scores.entry(doc).or_insert(score);
                *best = best.max(score);
            }
        }
        Ok(scores)
    }

    fn rows(&self, wanted: &str) -> rusqlite::Result<Vec<(usize, f64)>> {
        let sql = format!("SELECT rowid, -{COLUMNS} FROM docs WHERE docs MATCH ?1");
        let mut statement = self.index.prepare_cached(&sql)?;
        let rows = statement.query_map([wanted], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, f64>(1)?))
        })?;
        rows.map(|row| row.map(|(id, rank)| (place(id), rank)))
            .collect()
    }

    /// The part of a document's text in which most of the words are, with marks; its beginning
    /// where only the title or the hidden words were found.
    fn snippet(&self, doc: usize, wanted: &str) -> rusqlite::Result<Vec<Piece>> {
        let sql = format!(
            "SELECT snippet(docs, 2, '{FROM}', '{TO}', '…', {SNIPPET_WORDS})
             FROM docs WHERE docs MATCH ?1 AND rowid = ?2"
        );
        let mut statement = self.index.prepare_cached(&sql)?;
        let marked: Option<String> = {
            let mut rows = statement.query(params![wanted, row(doc)])?;
            rows.next()?.map(|row| row.get(0)).transpose()?
        };
        Ok(pieces(&marked.unwrap_or_default()))
    }
}

/// Everything in a library that can be found.
fn documents(bundle: &Bundle) -> Vec<Document> {
    let mut documents = Vec::new();
    for guide in &bundle.guides {
        let mut words = guide.topics.clone();
        let mut body = vec![guide.summary.clone()];
        split(&guide.blocks, &mut words, &mut body);
        documents.push(Document {
            kind: Kind::Guide,
            slug: guide.slug.clone(),
            title: guide.title.clone(),
            title_tells: true,
            phrases: guide.words.clone(),
            words,
            body: body.join(" "),
        });
    }
    for exercise in &bundle.exercises {
        // The reasons to stop stay out: who looks for a danger sign is not looking for an exercise.
        // So do the steps: "sit" in a step says nothing of sitting.
        let mut body = vec![exercise.purpose.clone(), exercise.felt.clone()];
        body.extend(exercise.cautions.iter().cloned());
        documents.push(Document {
            kind: Kind::Exercise,
            slug: exercise.slug.clone(),
            title: exercise.title.clone(),
            title_tells: true,
            phrases: exercise.words.clone(),
            words: Vec::new(),
            body: body.join(" "),
        });
    }
    for group in &bundle.help_now.groups {
        // The title of a group of signs belongs to all of them, so it tells none of them apart.
        documents.extend(group.signs.iter().map(|sign| Document {
            kind: Kind::Help,
            slug: group.id.clone(),
            title: group.title.clone(),
            title_tells: false,
            phrases: sign.words.clone(),
            words: Vec::new(),
            body: sign.text.clone(),
        }));
    }
    documents
}

/// How well a document fits a query.
#[derive(Clone, Copy, Default)]
struct Found {
    /// Whether it is a sign that needs help and one of its phrases was typed.
    danger: bool,
    /// How much of a name of it was typed: see [`Doc::called`].
    called: usize,
    /// Whether it is an exercise.
    to_do: bool,
    /// How many words of the query are in it.
    words: usize,
    score: f64,
}

/// Whether all words of a phrase were typed, in any order. A phrase of one word has to be typed as
/// such: a word that only means the same is too little to put a danger sign first.
fn spoken(phrase: &[String], terms: &[Term]) -> bool {
    match phrase {
        [only] => terms.iter().any(|term| term.is_nearly(only)),
        words => words.iter().all(|word| {
            terms.iter().any(|term| {
                let mut readings = term.words.keys();
                readings.any(|reading| stem(reading) == stem(word))
            })
        }),
    }
}

/// Any of these words, in the index's query language. The words are letters and digits only.
fn either<'w>(words: impl IntoIterator<Item = &'w String>) -> String {
    let quoted: Vec<String> = words
        .into_iter()
        .map(|word| format!("\"{word}\""))
        .collect();
    quoted.join(" OR ")
}

/// Headings and titles of notes lead to a guide, and its paragraphs are what is shown of it.
///
/// The boxes of signs stay out: nearly every guide has one, so they tell none apart, and the list of signs itself is
/// found by its own entries.
fn split(blocks: &[Block], headings: &mut Vec<String>, body: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading { inlines, .. } => headings.push(plain(inlines)),
            Block::Paragraph { inlines } => body.push(plain(inlines)),
            Block::List { items, .. } => items.iter().for_each(|item| split(item, headings, body)),
            Block::Note {
                tone: Tone::Help, ..
            } => {}
            Block::Note { title, blocks, .. } => {
                headings.push(title.clone());
                split(blocks, headings, body);
            }
            Block::Drawing { drawing } => body.extend(drawing.passages()),
        }
    }
}

fn pieces(marked: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (index, part) in marked.split(FROM).enumerate() {
        let (hit, rest) = match part.split_once(TO) {
            Some((hit, rest)) if index > 0 => (hit, rest),
            _ => ("", part),
        };
        for (text, hit) in [(hit, true), (rest, false)] {
            if !text.is_empty() {
                pieces.push(Piece {
                    text: text.to_owned(),
                    hit,
                });
            }
        }
    }
    pieces
}

/// The row of a document. Far fewer than 2^31 documents are ever shipped.
fn row(doc: usize) -> i64 {
    i64::try_from(doc).unwrap_or(i64::MAX)
}

fn place(row: i64) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}
