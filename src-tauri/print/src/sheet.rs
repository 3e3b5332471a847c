//! A document made ready for the sheet: every text shown as letters the typeface has, every link leading somewhere,
//! every heading one level below the last at most. The sheet then has nothing left to refuse.

use std::collections::HashMap;

use serde::Serialize;

use crate::document::{Block, Column, Document, Figure, Inline, Item, Mark, NoteKind, Target};
use crate::letters::{self, Letters};
use crate::press::Failed;

/// How deep blocks may lie in each other; people write two or three.
const DEEPEST: usize = 12;

/// A box or an item with fewer letters than this is not divided between two pages; a longer one might not fit on one.
const WHOLE: usize = 500;

/// A list looks the better in one piece the fewer lines it has.
const WHOLE_LIST: usize = 240;

/// The deepest heading.
const LOWEST_LEVEL: u8 = 5;

/// A document as the sheet reads it.
#[derive(Serialize)]
pub(crate) struct Ready {
    title: String,
    lang: String,
    region: Option<String>,
    width_mm: f64,
    height_mm: f64,
    parts: bool,
    dense: bool,
    lead: Vec<String>,
    contents: Option<ReadyContents>,
    blocks: Vec<Piece>,
    foot: String,
    page_of: String,
    on_page: String,
    left_out: Option<String>,
    /// The anchors that are really set; a link to any other would lead nowhere.
    places: Vec<String>,
}

#[derive(Serialize)]
struct ReadyContents {
    heading: String,
    depth: u8,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Piece {
    Heading {
        level: u8,
        text: Vec<Run>,
        anchor: Option<String>,
        listed: bool,
    },
    Para {
        text: Vec<Run>,
    },
    Small {
        text: Vec<Run>,
    },
    List {
        mark: &'static str,
        items: Vec<ReadyItem>,
        whole: bool,
    },
    Table {
        summary: String,
        columns: Vec<ReadyColumn>,
        rows: Vec<Vec<Vec<Run>>>,
        named_rows: bool,
    },
    Facts {
        rows: Vec<(String, Vec<Run>)>,
    },
    Note {
        tone: &'static str,
        level: u8,
        title: String,
        blocks: Vec<Piece>,
        whole: bool,
    },
    Figures {
        figures: Vec<ReadyFigure>,
    },
    Beside {
        left: Vec<Piece>,
        right: Vec<Piece>,
    },
    Scale {
        at: u8,
        of: u8,
        text: String,
    },
    Lines {
        count: u8,
    },
    PageBreak,
}

#[derive(Serialize)]
struct ReadyItem {
    blocks: Vec<Piece>,
    anchor: Option<String>,
    whole: bool,
}

#[derive(Serialize)]
struct ReadyColumn {
    title: String,
    numbers: bool,
}

#[derive(Serialize)]
struct ReadyFigure {
    svg: String,
    alt: String,
    caption: Option<String>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Run {
    Text {
        text: String,
    },
    Break,
    Strong {
        runs: Vec<Run>,
    },
    Emphasis {
        runs: Vec<Run>,
    },
    Address {
        to: String,
        shown: Option<String>,
        runs: Vec<Run>,
    },
    Place {
        to: String,
        runs: Vec<Run>,
    },
    Cite {
        to: Option<String>,
        number: u32,
    },
}

/// Makes a document ready.
pub(crate) fn ready(document: &Document) -> Result<(Ready, usize), Failed> {
    let mut making = Making {
        letters: Letters::default(),
        anchors: HashMap::new(),
        // The title is a heading of level 1.
        level: 1,
    };
    let title = making.letters.line(&document.title);
    if title.is_empty() {
        return Err(Failed::Untitled);
    }
    making.collect(&document.blocks);
    let (lang, region) = match document.lang.split_once('-') {
        Some((lang, region)) => (lang, Some(region.to_owned())),
        None => (document.lang.as_str(), None),
    };
    let (width_mm, height_mm) = document.paper.size_mm();
    let words = &document.words;
    let mut ready = Ready {
        title,
        lang: lang.to_owned(),
        region,
        width_mm,
        height_mm,
        parts: document.parts,
        dense: document.dense,
        lead: document
            .lead
            .iter()
            .map(|it| making.letters.line(it))
            .collect(),
        contents: document.contents.as_ref().map(|it| ReadyContents {
            heading: making.letters.line(&it.heading),
            depth: it.depth,
        }),
        blocks: making.blocks(&document.blocks, Place::Text, DEEPEST)?,
        foot: making.letters.line(&words.foot),
        page_of: making.letters.line(&words.page_of),
        on_page: making.letters.line(&words.on_page),
        left_out: None,
        places: Vec::new(),
    };
    let set = making.anchors.values().filter(|it| it.set);
    ready.places = set.map(|it| it.name.clone()).collect();
    ready.places.sort();
    let left_out = making.letters.left_out;
    if left_out > 0 {
        let note = words.left_out.replace("{mark}", letters::MARK);
        ready.left_out = Some(making.letters.line(&note));
    }
    Ok((ready, left_out))
}

/// Where blocks stand; a heading belongs into the text alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Inside,
}

struct Making {
    letters: Letters,
    /// The names of anchors, each with the plain name it has on the sheet.
    anchors: HashMap<String, Anchor>,
    /// The level of the last heading.
    level: u8,
}

struct Anchor {
    name: String,
    /// Whether it was set; a second one of a name would make every link to it doubtful.
    set: bool,
}

impl Making {
    fn collect(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { anchor, .. } => self.note(anchor.as_deref()),
                Block::List { items, .. } => {
                    for item in items {
                        self.note(item.anchor.as_deref());
                        self.collect(&item.blocks);
                    }
                }
                Block::Note { blocks, .. } => self.collect(blocks),
                Block::Beside(left, right) => {
                    self.collect(left);
                    self.collect(right);
                }
                Block::Para(_)
                | Block::Small(_)
                | Block::Table { .. }
                | Block::Facts(_)
                | Block::Figures(_)
                | Block::Scale { .. }
                | Block::Lines(_)
                | Block::PageBreak => {}
            }
        }
    }

    fn note(&mut self, anchor: Option<&str>) {
        let Some(anchor) = anchor else { return };
        let name = format!("place-{}", self.anchors.len());
        let new = Anchor { name, set: false };
        self.anchors.entry(anchor.to_owned()).or_insert(new);
    }

    /// The name to set here, once.
    fn set(&mut self, anchor: Option<&str>) -> Option<String> {
        let anchor = self.anchors.get_mut(anchor?)?;
        if anchor.set {
            return None;
        }
        anchor.set = true;
        Some(anchor.name.clone())
    }

    fn blocks(
        &mut self,
        blocks: &[Block],
        place: Place,
        deeper: usize,
    ) -> Result<Vec<Piece>, Failed> {
        let deeper = deeper.checked_sub(1).ok_or(Failed::TooDeep)?;
        let mut pieces = Vec::with_capacity(blocks.len());
        for block in blocks {
            if let Some(piece) = self.block(block, place, deeper)? {
                pieces.push(piece);
            }
        }
        Ok(pieces)
    }

    /// A block; none where nothing would be there to see.
    fn block(
        &mut self,
        block: &Block,
        place: Place,
        deeper: usize,
    ) -> Result<Option<Piece>, Failed> {
        Ok(Some(match block {
            Block::Heading {
                level,
                text,
                anchor,
                listed,
            } => {
                let text = self.runs(text, deeper)?;
                if is_blank(&text) {
                    return Ok(None);
                }
                if place == Place::Inside {
                    let runs = vec![Run::Strong { runs: text }];
                    return Ok(Some(Piece::Para { text: runs }));
                }
                self.level = (*level).clamp(1, LOWEST_LEVEL).min(self.level + 1);
                Piece::Heading {
                    level: self.level,
                    text,
                    anchor: self.set(anchor.as_deref()),
                    listed: *listed,
                }
            }
            Block::Para(text) => {
                let text = self.runs(text, deeper)?;
                if is_blank(&text) {
                    return Ok(None);
                }
                Piece::Para { text }
            }
            Block::Small(text) => Piece::Small {
                text: self.runs(text, deeper)?,
            },
            Block::List { mark, items } => {
                let mut ready = Vec::with_capacity(items.len());
                for Item { blocks, anchor } in items {
                    let anchor = self.set(anchor.as_deref());
                    let blocks = self.blocks(blocks, Place::Inside, deeper)?;
                    ready.push(ReadyItem {
                        whole: length(&blocks) < WHOLE,
                        blocks,
                        anchor,
                    });
                }
                if ready.is_empty() {
                    return Ok(None);
                }
                let mark = match mark {
                    Mark::Dot => "dot",
                    Mark::Number => "number",
                    Mark::Box => "box",
                };
                let length: usize = ready.iter().map(|it| length(&it.blocks)).sum();
                Piece::List {
                    mark,
                    whole: length < WHOLE_LIST,
                    items: ready,
                }
            }
            Block::Table {
                summary,
                columns,
                rows,
                named_rows,
            } => self.table(summary, columns, rows, *named_rows, deeper)?,
            Block::Facts(rows) => {
                let mut ready = Vec::with_capacity(rows.len());
                for (name, text) in rows {
                    ready.push((self.letters.line(name), self.runs(text, deeper)?));
                }
                if ready.is_empty() {
                    return Ok(None);
                }
                Piece::Facts { rows: ready }
            }
            Block::Note {
                kind,
                title,
                blocks,
            } => {
                let title = self.letters.line(title);
                let blocks = self.blocks(blocks, Place::Inside, deeper)?;
                Piece::Note {
                    tone: match kind {
                        NoteKind::Try => "try",
                        NoteKind::Heard => "heard",
                        NoteKind::Help => "help",
                        NoteKind::Plain => "plain",
                    },
                    level: self.level + 1,
                    title,
                    whole: length(&blocks) < WHOLE,
                    blocks,
                }
            }
            Block::Figures(figures) => {
                let figures = figures.iter().map(|figure| self.figure(figure));
                let figures = figures.collect::<Result<Vec<_>, _>>()?;
                if figures.is_empty() {
                    return Ok(None);
                }
                Piece::Figures { figures }
            }
            Block::Beside(left, right) => Piece::Beside {
                left: self.blocks(left, place, deeper)?,
                right: self.blocks(right, place, deeper)?,
            },
            Block::Scale { at, of, text } => Piece::Scale {
                at: (*at).clamp(1, (*of).max(1)),
                of: (*of).max(1),
                text: self.letters.line(text),
            },
            Block::Lines(count) => Piece::Lines { count: *count },
            Block::PageBreak => Piece::PageBreak,
        }))
    }

    fn table(
        &mut self,
        summary: &str,
        columns: &[Column],
        rows: &[Vec<Vec<Inline>>],
        named_rows: bool,
        deeper: usize,
    ) -> Result<Piece, Failed> {
        let mut ready = Vec::with_capacity(rows.len());
        for row in rows {
            let mut cells = Vec::with_capacity(columns.len());
            for at in 0..columns.len() {
                let cell = row.get(at).map_or(&[][..], Vec::as_slice);
                cells.push(self.runs(cell, deeper)?);
            }
            ready.push(cells);
        }
        Ok(Piece::Table {
            summary: self.letters.line(summary),
            columns: columns
                .iter()
                .map(|column| ReadyColumn {
                    title: self.letters.line(&column.title),
                    numbers: column.numbers,
                })
                .collect(),
            rows: ready,
            named_rows,
        })
    }

    fn figure(&mut self, figure: &Figure) -> Result<ReadyFigure, Failed> {
        let alt = self.letters.line(&figure.alt);
        if alt.is_empty() {
            return Err(Failed::Undescribed);
        }
        let caption = figure.caption.as_deref().map(|it| self.letters.line(it));
        Ok(ReadyFigure {
            svg: self.letters.drawing(&figure.svg),
            alt,
            caption: caption.filter(|it| !it.is_empty()),
        })
    }

    fn runs(&mut self, inlines: &[Inline], deeper: usize) -> Result<Vec<Run>, Failed> {
        let deeper = deeper.checked_sub(1).ok_or(Failed::TooDeep)?;
        let mut runs = Vec::with_capacity(inlines.len());
        for inline in inlines {
            match inline {
                Inline::Text(text) => {
                    for (at, line) in self.letters.text(text).split('\n').enumerate() {
                        if at > 0 {
                            runs.push(Run::Break);
                        }
                        if !line.is_empty() {
                            let text = line.to_owned();
                            runs.push(Run::Text { text });
                        }
                    }
                }
                Inline::Strong(inlines) => runs.push(Run::Strong {
                    runs: self.runs(inlines, deeper)?,
                }),
                Inline::Emphasis(inlines) => runs.push(Run::Emphasis {
                    runs: self.runs(inlines, deeper)?,
                }),
                Inline::Link { to, inlines } => {
                    let words = self.runs(inlines, deeper)?;
                    runs.push(match self.target(to, inlines) {
                        Some(link) => link(words),
                        // The name of something that is elsewhere still reads as a name.
                        None => Run::Emphasis { runs: words },
                    });
                }
                Inline::Cite { number, anchor } => runs.push(Run::Cite {
                    to: self.anchors.get(anchor).map(|it| it.name.clone()),
                    number: *number,
                }),
            }
        }
        Ok(runs)
    }

    /// How words become a link; none where they lead nowhere on paper.
    fn target(
        &mut self,
        to: &Target,
        words: &[Inline],
    ) -> Option<Box<dyn FnOnce(Vec<Run>) -> Run>> {
        const ALLOWED: [&str; 4] = ["https:", "http:", "mailto:", "tel:"];
        match to {
            Target::Anchor(anchor) => {
                let to = self.anchors.get(anchor)?.name.clone();
                Some(Box::new(|runs| Run::Place { to, runs }))
            }
            Target::Address(address) => {
                let to = self.letters.line(address);
                if !ALLOWED.iter().any(|scheme| to.starts_with(scheme)) {
                    return None;
                }
                let bare = |text: &str| {
                    let text = text.trim_start_matches("mailto:");
                    text.trim_start_matches("tel:").to_owned()
                };
                let says_it = matches!(words, [Inline::Text(text)] if bare(text) == bare(&to));
                let shown = (!says_it).then(|| bare(&to));
                Some(Box::new(|runs| Run::Address { to, shown, runs }))
            }
        }
    }
}

/// About how many letters these pieces have; what is no text counts as much as its height.
fn length(pieces: &[Piece]) -> usize {
    const LINE: usize = 70;
    let each = pieces.iter();
    each.map(|piece| match piece {
        Piece::Heading { text, .. } | Piece::Para { text } | Piece::Small { text } => {
            letters_in(text)
        }
        Piece::List { items, .. } => items.iter().map(|it| length(&it.blocks).max(LINE)).sum(),
        Piece::Note { blocks, .. } => length(blocks),
        Piece::Lines { count } => usize::from(*count) * LINE,
        // Tables and pictures find their own places.
        Piece::Table { .. }
        | Piece::Facts { .. }
        | Piece::Figures { .. }
        | Piece::Beside { .. }
        | Piece::Scale { .. }
        | Piece::PageBreak => WHOLE,
    })
    .sum()
}

fn letters_in(runs: &[Run]) -> usize {
    let each = runs.iter();
    each.map(|run| match run {
        Run::Text { text } => text.chars().count(),
        Run::Strong { runs } | Run::Emphasis { runs } | Run::Place { runs, .. } => letters_in(runs),
        Run::Address { shown, runs, .. } => letters_in(runs) + shown.as_deref().map_or(0, str::len),
        Run::Break | Run::Cite { .. } => 1,
    })
    .sum()
}

/// Whether there is nothing to see in these runs.
fn is_blank(runs: &[Run]) -> bool {
    runs.iter().all(|run| match run {
        Run::Text { text } => text.trim().is_empty(),
        Run::Break => true,
        Run::Strong { runs } | Run::Emphasis { runs } => is_blank(runs),
        Run::Address { .. } | Run::Place { .. } | Run::Cite { .. } => false,
    })
}
