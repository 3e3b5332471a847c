//! What a page can hold. A document is plain values; how it looks is the business of the sheet.

use crate::paper::Paper;

/// A whole document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its title; a document without one is refused, because it could not be found again by ear.
    pub title: String,
    /// The language of all its words, as `en` or `en-GB`.
    pub lang: String,
    /// The sheet.
    pub paper: Paper,
    /// Lines below the title: when it was printed, what it is not.
    pub lead: Vec<String>,
    /// Whether every heading of level 1 begins a part on a page of its own.
    pub parts: bool,
    /// Whether it is for somebody who reads pages like it all day: smaller letters and less room between them.
    pub dense: bool,
    /// Whether a list of contents stands before the blocks.
    pub contents: Option<Contents>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The words that the sheet itself needs.
    pub words: Words,
}

/// The words that the sheet itself needs; it has none of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// At the foot of every page, so that a loose one says where it comes from and what it is not.
    pub foot: String,
    /// The number of a page, with `{page}` and `{pages}` in it.
    pub page_of: String,
    /// Where in the document something stands, with `{page}` in it.
    pub on_page: String,
    /// A note at the end for characters that the typeface lacks, with `{mark}` in it.
    pub left_out: String,
}

/// A list of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Its heading.
    pub heading: String,
    /// How many levels of headings it lists.
    pub depth: u8,
}

/// A block of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 to 5; the title of the document is of level 1, so that its sections are of level 2. A level that skips one
        /// is set as the next that does not.
        level: u8,
        /// Its words.
        text: Vec<Inline>,
        /// The name by which links find it.
        anchor: Option<String>,
        /// Whether the contents list it.
        listed: bool,
    },
    /// A paragraph.
    Para(Vec<Inline>),
    /// A paragraph in small letters.
    Small(Vec<Inline>),
    /// A list.
    List {
        /// What stands before its items.
        mark: Mark,
        /// Each item is blocks of its own.
        items: Vec<Item>,
    },
    /// A table; its first row is repeated on every page it reaches.
    Table {
        /// What it shows, for people who do not see it.
        summary: String,
        /// Its columns.
        columns: Vec<Column>,
        /// A cell for each column; missing ones stay empty.
        rows: Vec<Vec<Vec<Inline>>>,
        /// Whether the first cell of a row names the row.
        named_rows: bool,
    },
    /// Names and what belongs to them.
    Facts(Vec<(String, Vec<Inline>)>),
    /// A box set apart from the text.
    Note {
        /// What it is for.
        kind: NoteKind,
        /// Its heading.
        title: String,
        /// Its text.
        blocks: Vec<Self>,
    },
    /// Pictures beside each other, as far as there is room.
    Figures(Vec<Figure>),
    /// Blocks beside each other in two columns; the left ones are read first.
    Beside(Vec<Self>, Vec<Self>),
    /// Where something stands on a scale of steps, in words, position and shade.
    Scale {
        /// The step, from 1.
        at: u8,
        /// How many steps there are.
        of: u8,
        /// The whole in words.
        text: String,
    },
    /// Lines to write on by hand.
    Lines(u8),
    /// What follows begins a page.
    PageBreak,
}

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A dot.
    Dot,
    /// A number.
    Number,
    /// A box to tick by hand.
    Box,
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// What it says.
    pub blocks: Vec<Block>,
    /// The name by which links find it.
    pub anchor: Option<String>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Whether it holds numbers, which stand below each other by their last digit.
    pub numbers: bool,
}

/// What a box is for; each kind differs from the others without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// Something to try.
    Try,
    /// Something people are told, and what is known about it.
    Heard,
    /// When to get help.
    Help,
    /// Anything else worth setting apart.
    Plain,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// A drawing that brings its own colours and refers to nothing outside itself.
    pub svg: String,
    /// What there is to see; a picture without these words is refused.
    pub alt: String,
    /// Words under it.
    pub caption: Option<String>,
}

/// A run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain words. A line feed in them begins a line.
    Text(String),
    /// Important words.
    Strong(Vec<Self>),
    /// Stressed words.
    Emphasis(Vec<Self>),
    /// Words that lead somewhere; paper cannot be clicked, so where to is printed as well.
    Link {
        /// Where to.
        to: Target,
        /// The words.
        inlines: Vec<Self>,
    },
    /// A raised number that leads to a source.
    Cite {
        /// The number.
        number: u32,
        /// The anchor of the source.
        anchor: String,
    },
}

/// Where words lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An address outside; only `https:`, `http:`, `mailto:` and `tel:` become links.
    Address(String),
    /// An anchor of this document; words whose anchor is not in it are only stressed.
    Anchor(String),
}

/// Plain words as a run.
#[must_use]
pub fn plain(text: impl Into<String>) -> Vec<Inline> {
    vec![Inline::Text(text.into())]
}

impl Block {
    /// A paragraph of plain words.
    #[must_use]
    pub fn para(text: impl Into<String>) -> Self {
        Self::Para(plain(text))
    }

    /// A heading of plain words.
    #[must_use]
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading {
            level,
            text: plain(text),
            anchor: None,
            listed: true,
        }
    }

    /// A list whose items are a paragraph each.
    #[must_use]
    pub fn list(mark: Mark, items: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let items = items.into_iter().map(|text| Item {
            blocks: vec![Self::para(text)],
            anchor: None,
        });
        Self::List {
            mark,
            items: items.collect(),
        }
    }
}
