//! Guides: short texts with their sources, as blocks that any screen or page can lay out.

use serde::{Deserialize, Serialize};

use crate::drawings::Drawing;
use crate::named::named;
use crate::sources::Source;

/// One guide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Its name in addresses: the name of its file.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What it says, in a sentence or two.
    pub summary: String,
    /// What it is about, in words for the reader.
    pub topics: Vec<String>,
    /// Other words people look for it with; never shown.
    pub words: Vec<String>,
    /// The sections whose lists of questions a reader may take to an appointment, by id.
    pub questions: Vec<String>,
    /// When its text and sources were last gone through, `YYYY-MM-DD`.
    pub reviewed: String,
    /// How many words it has.
    pub word_count: u32,
    /// How long it takes to read, at least one minute.
    pub minutes: u32,
    /// Its sections in order.
    pub sections: Vec<Section>,
    /// Its text.
    pub blocks: Vec<Block>,
    /// Its sources, numbered from 1 in the order in which the text first cites them.
    pub sources: Vec<Source>,
    /// The guide to read after this one; the last has none.
    pub next: Option<String>,
    /// Other guides on the same matter, the closest first, without the next one.
    pub related: Vec<String>,
}

impl Guide {
    /// The last day on which nobody has to be told that its text may be out of date, `YYYY-MM-DD`: a year after it was
    /// gone through.
    #[must_use]
    pub fn review_by(&self) -> String {
        let Some((year, rest)) = self.reviewed.split_once('-') else {
            return String::new();
        };
        let year = year.parse::<u16>().map_or(0, |year| year.saturating_add(1));
        // The only day that the year after may not have.
        let rest = if rest == "02-29" { "02-28" } else { rest };
        format!("{year:04}-{rest}")
    }

    /// Whether its text was last gone through more than a year before `today`, `YYYY-MM-DD`.
    #[must_use]
    pub fn is_overdue(&self, today: &str) -> bool {
        // Dates that are written alike are in the order of their letters.
        today > self.review_by().as_str()
    }
}

/// A place in a guide that a contents list leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The id of its heading.
    pub id: String,
    /// The words of its heading.
    pub title: String,
}

named! {
    /// What a note in a guide is for.
    Tone {
        /// Something to try.
        Try = "try",
        /// Something people are often told, and what is known about it.
        Heard = "heard",
        /// When to get help.
        Help = "help",
        /// Anything else worth setting apart.
        Plain = "plain",
    }
}

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// A heading; the guide's title is level 1 and stands above the blocks.
    Heading {
        /// Its name in addresses.
        id: String,
        /// 2 to 4.
        level: u8,
        /// Its words.
        inlines: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        inlines: Vec<Inline>,
    },
    /// A list.
    List {
        /// Whether its order matters.
        ordered: bool,
        /// Each item is blocks of its own.
        items: Vec<Vec<Block>>,
    },
    /// A box set apart from the text.
    Note {
        /// What it is for.
        tone: Tone,
        /// Its heading.
        title: String,
        /// Its text.
        blocks: Vec<Block>,
    },
    /// A drawing. Its words are its own and no passages of the guide.
    Drawing {
        /// The drawing.
        drawing: Box<Drawing>,
    },
}

/// A run of words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Inline {
    /// Plain words.
    Text {
        /// The words.
        text: String,
    },
    /// Important words.
    Strong {
        /// The words.
        inlines: Vec<Inline>,
    },
    /// Stressed words.
    Emphasis {
        /// The words.
        inlines: Vec<Inline>,
    },
    /// A way to another place in the program.
    Link {
        /// The place: `#/guides/<slug>`, `#/check` and so on.
        to: String,
        /// The form of an exercise that is meant; none is the usual one.
        form: Option<String>,
        /// The words.
        inlines: Vec<Inline>,
    },
    /// A mark that leads to a source.
    Cite {
        /// The id of the source.
        id: String,
        /// Its number in the list.
        number: u32,
    },
}

/// What each item of a list asks, in plain words, if every item asks something.
#[must_use]
pub fn asked(items: &[Vec<Block>]) -> Option<Vec<String>> {
    let each = items.iter().map(|item| match &item[..] {
        [Block::Paragraph { inlines }] => Some(plain(inlines)).filter(|text| text.contains('?')),
        _ => None,
    });
    each.collect()
}

/// The words of a run, without its marks.
#[must_use]
pub fn plain(inlines: &[Inline]) -> String {
    let mut words = String::new();
    gather(inlines, &mut words);
    words
}

fn gather(inlines: &[Inline], words: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text } => words.push_str(text),
            Inline::Strong { inlines }
            | Inline::Emphasis { inlines }
            | Inline::Link { inlines, .. } => gather(inlines, words),
            Inline::Cite { .. } => {}
        }
    }
}

/// Every paragraph, heading and note title in reading order, without marks.
#[must_use]
pub fn passages(blocks: &[Block]) -> Vec<String> {
    let mut found = Vec::new();
    collect(blocks, &mut found);
    found
}

fn collect(blocks: &[Block], found: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading { inlines, .. } | Block::Paragraph { inlines } => {
                found.push(plain(inlines));
            }
            Block::List { items, .. } => items.iter().for_each(|item| collect(item, found)),
            Block::Note { title, blocks, .. } => {
                found.push(title.clone());
                collect(blocks, found);
            }
            Block::Drawing { .. } => {}
        }
    }
}

/// The exercises that a paragraph leads to, each with the form that is meant.
#[must_use]
pub fn exercises(inlines: &[Inline]) -> Vec<(&str, Option<&str>)> {
    let mut found = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Link { to, form, .. } => {
                if let Some(slug) = to.strip_prefix("#/routines/") {
                    found.push((slug, form.as_deref()));
                }
            }
            Inline::Strong { inlines } | Inline::Emphasis { inlines } => {
                found.extend(exercises(inlines));
            }
            Inline::Text { .. } | Inline::Cite { .. } => {}
        }
    }
    found
}
