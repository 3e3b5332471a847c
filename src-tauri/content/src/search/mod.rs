//! Full-text search over guides, exercises and the signs that need help: forgiving with endings,
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
    /// Phrases that bring it to the top, as words.
    phrases: Vec<Vec<String>>,
}

impl Search {
    /// Makes the index.
    pub fn open(bundle: &Bundle) -> rusqlite::Result<Self> {
        let index = Connection::open_in_memory()?;
        index.execute_batch(
            "CREATE VIRTUAL TABLE docs USING fts5(
                title, words, body, tokenize = 'porter unicode61 remove_diacritics 2'
            );",
        )?;
        let mut search = Self {
            index,
            docs: Vec::new(),
            vocabulary: Vocabulary::new(&bundle.same_words),
        };
        search.fill(bundle)?;
        search
            .index
            .execute_batch("INSERT INTO docs(docs) VALUES ('optimize');")?;
        Ok(search)
    }

    fn fill(&mut self, bundle: &Bundle) -> rusqlite::Result<()> {
        for guide in &bundle.guides {
            let mut headings = guide.words.clone();
            headings.extend(guide.topics.iter().cloned());
            let mut body = vec![guide.summary.clone()];
            split(&guide.blocks, &mut headings, &mut body);
            let doc = Doc::new(Kind::Guide, &guide.slug, &guide.title);
            self.add(doc, &headings.join(" "), &body.join(" "))?;
        }
        for exercise in &bundle.exercises {
            // The reasons to stop stay out: who looks for a danger sign is not looking for an exercise.
            // So do the steps: "sit" in a step says nothing of sitting.
            let mut body = vec![exercise.purpose.clone(), exercise.felt.clone()];
            body.extend(exercise.cautions.iter().cloned());
            let doc = Doc::new(Kind::Exercise, &exercise.slug, &exercise.title);
            self.add(doc, &exercise.words.join(" "), &body.join(" "))?;
        }
        for group in &bundle.help_now.groups {
            for sign in &group.signs {
                let mut doc = Doc::new(Kind::Help, &group.id, &group.title);
                let phrases = sign.words.iter().map(|phrase| content_words(phrase));
                doc.phrases = phrases.filter(|phrase| !phrase.is_empty()).collect();
                self.add(doc, &sign.words.join(" "), &sign.text)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, doc: Doc, words: &str, body: &str) -> rusqlite::Result<()> {
        // The title of a group of signs belongs to all of them, so it tells none of them apart.
        let title = match doc.kind {
            Kind::Guide | Kind::Exercise => doc.title.as_str(),
            Kind::Help => "",
        };
        self.index.execute(
            "INSERT INTO docs (rowid, title, words, body) VALUES (?1, ?2, ?3, ?4)",
            params![row(self.docs.len()), title, words, body],
        )?;
        for text in [title, words, body] {
            self.vocabulary.learn(text);
        }
        self.docs.push(doc);
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
                let found = found.entry(doc).or_default();
                found.words += 1;
                found.score += score;
            }
        }
        for (index, doc) in self.docs.iter().enumerate() {
            let phrases = doc.phrases.iter();
            let longest = phrases
                .filter(|phrase| spoken(phrase, &terms))
                .map(Vec::len)
                .max();
            if let Some(longest) = longest {
                found.entry(index).or_default().phrase = longest;
            }
        }
        let best = found.values().map(|it| it.words).max().unwrap_or_default();
        let mut ranked: Vec<(usize, Found)> = found
            .into_iter()
            // Something with most of the words is there: what has only few of them is noise.
            .filter(|(_, it)| it.phrase > 0 || it.words * 2 > best)
            .collect();
        ranked.sort_by(|(a, one), (b, other)| {
            other
                .phrase
                .cmp(&one.phrase)
                .then(other.words.cmp(&one.words))
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
            let known = !self.rows(&either([&word]))?.is_empty();
            terms.push(self.vocabulary.term(word, known, index == last));
        }
        Ok(terms)
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

impl Doc {
    fn new(kind: Kind, slug: &str, title: &str) -> Self {
        Self {
            kind,
            slug: slug.to_owned(),
            title: title.to_owned(),
            phrases: Vec::new(),
        }
    }
}

/// How well a document fits a query.
#[derive(Clone, Copy, Default)]
struct Found {
    /// How many words of a phrase that brings it to the top were typed.
    phrase: usize,
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
