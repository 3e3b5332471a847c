//! The body of a guide: Markdown in, blocks out. What the program cannot show is a problem and
//! never silently left out.

use std::collections::{BTreeMap, BTreeSet};

use comrak::nodes::{ListType, Node, NodeValue};
use comrak::{Arena, Options, parse_document};

use super::citing::Citing;
use super::links::Link;
use super::{Desk, drawings, guides, is_slug};
use crate::drawings::Drawing;
use crate::guides::{Block, Inline, Section, Tone, passages, plain};
use crate::sources::Source;

/// The longest sentence that people in pain should have to follow.
const SENTENCE_WORDS: usize = 25;

/// A body that was read.
pub(super) struct Text {
    pub(super) blocks: Vec<Block>,
    pub(super) sections: Vec<Section>,
    pub(super) links: Vec<Link>,
    pub(super) notes: Vec<NoteSeen>,
    pub(super) drawings: Vec<String>,
}

/// A note, and where it leads.
pub(super) struct NoteSeen {
    pub(super) tone: Tone,
    pub(super) line: usize,
    pub(super) links: Vec<String>,
}

/// Reads a body that begins below `lines_above` other lines of its file.
pub(super) fn read(
    desk: &Desk<'_>,
    file: &str,
    body: &str,
    lines_above: usize,
    sources: &[Source],
    citing: &mut Citing<'_>,
    drawn: &BTreeMap<String, Drawing>,
) -> Text {
    let mut markdown = body.to_owned();
    // A citation is written like a footnote, `[^id]`. Its note is the source in the front matter,
    // so the notes that Markdown wants are put below the text here.
    for source in sources.iter().filter(|source| is_slug(&source.id)) {
        markdown.push_str(&format!("\n\n[^{}]: source\n", source.id));
    }
    let mut options = Options::default();
    options.extension.footnotes = true;
    options.parse.smart = true;
    let arena = Arena::new();
    let document = parse_document(&arena, &markdown, &options);
    let mut reader = Reader {
        desk,
        file,
        lines_above,
        sources,
        citing,
        drawn,
        text: Text {
            blocks: Vec::new(),
            sections: Vec::new(),
            links: Vec::new(),
            notes: Vec::new(),
            drawings: Vec::new(),
        },
        ids: BTreeSet::new(),
        level: 1,
    };
    reader.no_notes_of_their_own(body);
    let mut blocks = reader.blocks(document, Place::Page);
    join_lines(&mut blocks);
    reader.text.blocks = blocks;
    reader.text
}

/// Where a block stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Page,
    Note,
    Item,
}

struct Reader<'r, 'd, 'c> {
    desk: &'r Desk<'d>,
    file: &'r str,
    lines_above: usize,
    sources: &'r [Source],
    citing: &'r mut Citing<'c>,
    drawn: &'r BTreeMap<String, Drawing>,
    text: Text,
    ids: BTreeSet<String>,
    /// The level of the last heading; the title is 1.
    level: u8,
}

impl Reader<'_, '_, '_> {
    fn line(&self, node: Node<'_>) -> usize {
        self.lines_above + node.data().sourcepos.start.line
    }

    fn say(&self, node: Node<'_>, message: impl std::fmt::Display) {
        self.desk.say_at(self.file, self.line(node), message);
    }

    /// Markdown drops a footnote that nobody refers to, and its words would be lost without a sign.
    fn no_notes_of_their_own(&self, body: &str) {
        for (index, line) in body.lines().enumerate() {
            let line = line.trim_start();
            if line.starts_with("[^") && line.contains("]:") {
                let message = "a guide has no footnotes; write the words into the text, and \
                               sources into the front matter";
                self.desk
                    .say_at(self.file, self.lines_above + index + 1, message);
            }
        }
    }

    fn blocks<'a>(&mut self, parent: Node<'a>, place: Place) -> Vec<Block> {
        let mut blocks = Vec::new();
        for node in parent.children() {
            blocks.extend(self.block(node, place));
        }
        blocks
    }

    fn block<'a>(&mut self, node: Node<'a>, place: Place) -> Option<Block> {
        let value = node.data().value.clone();
        match value {
            NodeValue::Paragraph if is_image(node) => self.drawing(node, place),
            NodeValue::Paragraph => Some(self.paragraph(node)),
            NodeValue::Heading(heading) => self.heading(node, heading.level, place),
            NodeValue::List(list) => Some(Block::List {
                ordered: list.list_type == ListType::Ordered,
                items: node
                    .children()
                    .map(|item| self.blocks(item, Place::Item))
                    .collect(),
            }),
            NodeValue::BlockQuote if place == Place::Page => self.note(node),
            NodeValue::BlockQuote => {
                self.say(
                    node,
                    "a box inside a box or a list; let it stand on its own",
                );
                None
            }
            // These are the sources, put there by this reader.
            NodeValue::FootnoteDefinition(_) => None,
            NodeValue::HtmlBlock(_) => {
                self.say(node, "HTML has no place in a guide");
                None
            }
            other => {
                self.say(node, format!("a guide cannot show {}", name(&other)));
                None
            }
        }
    }

    /// An image that is a paragraph of its own.
    fn drawing<'a>(&mut self, paragraph: Node<'a>, place: Place) -> Option<Block> {
        if place != Place::Page {
            self.say(
                paragraph,
                "a drawing inside a box or a list; let it stand on its own",
            );
            return None;
        }
        let node = paragraph.first_child()?;
        let NodeValue::Image(image) = node.data().value.clone() else {
            return None;
        };
        let words = plain(&self.inlines(node));
        match drawings::named(self.drawn, &image.url, &words) {
            Ok(drawing) => {
                if self.text.drawings.contains(&drawing.slug) {
                    self.say(paragraph, "the same drawing a second time");
                }
                self.text.drawings.push(drawing.slug.clone());
                Some(Block::Drawing {
                    drawing: Box::new(drawing.clone()),
                })
            }
            Err(message) => {
                self.say(paragraph, message);
                None
            }
        }
    }

    fn paragraph<'a>(&mut self, node: Node<'a>) -> Block {
        let inlines = self.inlines(node);
        let words = plain(&inlines);
        // The first line of a box is its title and no sentence.
        let mark = words.strip_prefix("[!").and_then(|it| it.split_once('\n'));
        let words = mark.map_or(words.as_str(), |(_, rest)| rest);
        if words.bytes().any(|it| it.is_ascii_digit()) && !has_citation(&inlines) {
            self.say(node, "a number without a source; cite where it comes from");
        }
        for sentence in sentences(words) {
            let count = sentence.split_whitespace().count();
            if count > SENTENCE_WORDS {
                let start: Vec<&str> = sentence.split_whitespace().take(5).collect();
                let start = start.join(" ");
                let message = format!(
                    "a sentence of {count} words, at most {SENTENCE_WORDS} are easy to follow: \
                     \"{start} …\""
                );
                self.say(node, message);
            }
        }
        Block::Paragraph { inlines }
    }

    fn heading<'a>(&mut self, node: Node<'a>, level: u8, place: Place) -> Option<Block> {
        if place != Place::Page {
            self.say(node, "a heading inside a box or a list");
            return None;
        }
        let inlines = self.inlines(node);
        let title = plain(&inlines);
        match level {
            1 => self.say(
                node,
                "the title stands in the front matter; headings of the text begin with `##`",
            ),
            2..=4 if level > self.level + 1 => {
                let (found, expected) = (
                    "#".repeat(level.into()),
                    "#".repeat(usize::from(self.level) + 1),
                );
                let message = format!(
                    "`{found}` below a higher heading skips a level; `{expected}` comes first"
                );
                self.say(node, message);
            }
            2..=4 => {}
            _ => self.say(node, "headings go down to `####`"),
        }
        self.level = level.clamp(2, 4);
        let id = slug(&title);
        if id.is_empty() {
            self.say(node, "a heading without words");
        } else if guides::reserved(&id) {
            let message = format!("the page itself has a part `{id}`; call the heading otherwise");
            self.say(node, message);
        } else if !self.ids.insert(id.clone()) {
            self.say(
                node,
                format!("two headings lead to the same address `{id}`"),
            );
        }
        if level == 2 {
            self.text.sections.push(guides::section(&id, &title));
        }
        Some(Block::Heading { id, level, inlines })
    }

    /// A quote whose first line is `[!tone] Title`.
    fn note<'a>(&mut self, node: Node<'a>) -> Option<Block> {
        let line = self.line(node);
        let before = self.text.links.len();
        let mut blocks = self.blocks(node, Place::Note);
        let marked = match blocks.first_mut() {
            Some(Block::Paragraph { inlines }) => take_mark(inlines),
            _ => None,
        };
        let Some((tone, title)) = marked else {
            self.say(
                node,
                "a box begins with a line such as `> [!try] Try this`; instead of `try` it may be \
                 `heard`, `help` or `plain`",
            );
            return None;
        };
        let Some((_, tone)) = Tone::ALL.iter().find(|(known, _)| *known == tone) else {
            let names: Vec<&str> = Tone::ALL.iter().map(|(known, _)| *known).collect();
            let names = names.join(", ");
            self.say(
                node,
                format!("an unknown kind of box `{tone}`; known are {names}"),
            );
            return None;
        };
        if title.is_empty() {
            self.say(
                node,
                "a box without a title; it stands behind the kind, on the same line",
            );
        }
        blocks.retain(|block| !matches!(block, Block::Paragraph { inlines } if inlines.is_empty()));
        if passages(&blocks).is_empty() {
            self.say(node, "an empty box");
        }
        let links = self.text.links[before..].iter();
        self.text.notes.push(NoteSeen {
            tone: *tone,
            line,
            links: links.map(|link| link.to.clone()).collect(),
        });
        Some(Block::Note {
            tone: *tone,
            title,
            blocks,
        })
    }

    fn inlines<'a>(&mut self, parent: Node<'a>) -> Vec<Inline> {
        let mut inlines: Vec<Inline> = Vec::new();
        for node in parent.children() {
            let value = node.data().value.clone();
            match value {
                NodeValue::Text(text) => self.words(node, &mut inlines, &text),
                // `join_lines` makes a blank of it, once the titles of boxes are found.
                NodeValue::SoftBreak => push_text(&mut inlines, "\n"),
                NodeValue::Strong => {
                    let inside = self.inlines(node);
                    inlines.push(Inline::Strong { inlines: inside });
                }
                NodeValue::Emph => {
                    let inside = self.inlines(node);
                    inlines.push(Inline::Emphasis { inlines: inside });
                }
                NodeValue::Link(link) => {
                    let inside = self.inlines(node);
                    if plain(&inside).trim().is_empty() {
                        self.say(node, "a link without words");
                    }
                    // Behind the address of an exercise stands, in quotes, the form that is meant.
                    let form = Some(link.title).filter(|it| !it.is_empty());
                    self.text.links.push(Link {
                        file: self.file.to_owned(),
                        line: self.line(node),
                        to: link.url.clone(),
                        form: form.clone(),
                    });
                    inlines.push(Inline::Link {
                        to: link.url,
                        form,
                        inlines: inside,
                    });
                }
                NodeValue::FootnoteReference(note) => inlines.push(self.cite(node, &note.name)),
                other => self.say(node, format!("a guide cannot show {}", name(&other))),
            }
        }
        inlines
    }

    /// Plain words. What still looks like a citation in them is one that has no source.
    fn words<'a>(&mut self, node: Node<'a>, inlines: &mut Vec<Inline>, text: &str) {
        for (at, _) in text.match_indices("[^") {
            if let Some(id) = text[at + 2..].split(']').next() {
                let line = self.line(node);
                self.citing.cite_at(line, id, self.sources);
            }
        }
        push_text(inlines, text);
    }

    fn cite<'a>(&mut self, node: Node<'a>, id: &str) -> Inline {
        let line = self.line(node);
        self.citing.cite_at(line, id, self.sources);
        Inline::Cite {
            id: id.to_owned(),
            number: self.citing.number(id),
        }
    }
}

/// Whether a paragraph is one image and nothing else.
fn is_image(paragraph: Node<'_>) -> bool {
    let mut inside = paragraph.children();
    let first = inside
        .next()
        .is_some_and(|node| matches!(node.data().value, NodeValue::Image(_)));
    first && inside.next().is_none()
}

/// Takes `[!tone] Title` off the beginning of a box's first paragraph.
fn take_mark(inlines: &mut Vec<Inline>) -> Option<(String, String)> {
    let Some(Inline::Text { text }) = inlines.first() else {
        return None;
    };
    let (mark, rest) = match text.split_once('\n') {
        Some((mark, rest)) => (mark, rest.to_owned()),
        None if inlines.len() == 1 => (text.as_str(), String::new()),
        None => return None,
    };
    let (tone, title) = mark.strip_prefix("[!")?.split_once(']')?;
    let found = (tone.trim().to_owned(), title.trim().to_owned());
    inlines.remove(0);
    if !rest.is_empty() {
        inlines.insert(0, Inline::Text { text: rest });
    }
    Some(found)
}

fn push_text(inlines: &mut Vec<Inline>, more: &str) {
    match inlines.last_mut() {
        Some(Inline::Text { text }) => text.push_str(more),
        _ => inlines.push(Inline::Text {
            text: more.to_owned(),
        }),
    }
}

/// The end of a line in the file is a blank on the screen.
fn join_lines(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Heading { inlines, .. } | Block::Paragraph { inlines } => join(inlines),
            Block::List { items, .. } => items.iter_mut().for_each(|item| join_lines(item)),
            Block::Note { blocks, .. } => join_lines(blocks),
            Block::Drawing { .. } => {}
        }
    }
}

fn join(inlines: &mut [Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text { text } => *text = text.replace('\n', " "),
            Inline::Strong { inlines }
            | Inline::Emphasis { inlines }
            | Inline::Link { inlines, .. } => join(inlines),
            Inline::Cite { .. } => {}
        }
    }
}

fn has_citation(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Cite { .. } => true,
        Inline::Text { .. } => false,
        Inline::Strong { inlines }
        | Inline::Emphasis { inlines }
        | Inline::Link { inlines, .. } => has_citation(inlines),
    })
}

/// The sentences of a paragraph. A full stop inside a word or a number ends none.
fn sentences(words: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    for word in words.split_whitespace() {
        if let Some(last) = sentences.last_mut() {
            last.push_str(word);
            last.push(' ');
        }
        let bare = word.trim_end_matches(['"', '\'', '”', '’', ')']);
        if bare.ends_with(['.', '?', '!', ':']) {
            sentences.push(String::new());
        }
    }
    sentences
}

/// A heading as a name in an address.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for letter in title.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !matches!(letter, '\'' | '’') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

fn name(value: &NodeValue) -> &'static str {
    match value {
        NodeValue::CodeBlock(_) | NodeValue::Code(_) => "program code",
        NodeValue::HtmlInline(_) | NodeValue::HtmlBlock(_) => "HTML",
        NodeValue::Image(_) => "an image among words; a drawing is a paragraph of its own",
        NodeValue::Table(_) => "a table",
        NodeValue::ThematicBreak => "a line across the page; use a heading",
        NodeValue::LineBreak => "a line break inside a paragraph; begin a new one",
        _ => "this kind of text",
    }
}
