//! Guides, routines and questions as documents for paper.

use backstride_content::exercises::{Dose, Exercise, Form};
use backstride_content::guides::{self, Guide, Tone};
use backstride_content::places::Region;
use backstride_content::sources::{Quality, Source};
use backstride_content::strings;
use backstride_draw::Palette;
use backstride_print::document::{
    Block, Contents, Document, Figure, Inline, Item, Mark, NoteKind, Target, Words, plain,
};
use backstride_print::{Failed, Paper};
use chrono::{Datelike as _, NaiveDate};

use crate::commands::charts::{full_month, month_name};
use crate::commands::exercises;
use crate::commands::words::OnlySideView;
use crate::knowledge;

/// The language of all that is shipped.
pub(crate) const LANG: &str = "en-GB";

/// A booklet of more guides than this lists only their titles.
const FEW: usize = 6;

/// Lines for the answer to each question, and for what comes up besides.
const ANSWER_LINES: u8 = 3;
const BLANK_LINES: u8 = 6;

/// What goes into a booklet.
pub(super) struct Booklet {
    pub(super) guides: Vec<&'static Guide>,
    pub(super) routines: Vec<&'static Exercise>,
    /// Questions for an appointment; none = no page for them.
    pub(super) questions: Option<Vec<String>>,
}

/// Exercises to be done one after the other.
pub(super) struct Routine {
    pub(super) title: String,
    pub(super) parts: Vec<Part>,
}

/// An exercise of a routine: in which form, and how much.
pub(super) struct Part {
    pub(super) exercise: &'static Exercise,
    pub(super) form: &'static Form,
    pub(super) dose: Dose,
    /// Where there are two sides: only this one.
    pub(super) only: Option<OnlySideView>,
}

/// What every document of a day and a person has in common.
pub(crate) struct Sheet {
    pub(crate) paper: Paper,
    pub(crate) today: NaiveDate,
    /// Where the person has said they live; paper has no link to the numbers, so they stand on it.
    pub(crate) region: Option<&'static Region>,
}

/// A guide by itself.
pub(super) fn guide(guide: &Guide, sheet: &Sheet) -> Result<Document, Failed> {
    let mut document = blank(guide.title.clone(), sheet);
    document.lead.insert(0, reviewed(&guide.reviewed));
    document.blocks = guide_blocks(guide);
    Ok(document)
}

/// An exercise by itself.
pub(super) fn routine(exercise: &Exercise, sheet: &Sheet) -> Result<Document, Failed> {
    Ok(Document {
        blocks: routine_blocks(exercise)?,
        ..blank(exercise.title.clone(), sheet)
    })
}

/// A routine: what to do and how much, for each exercise with its figure.
pub(super) fn routine_sheet(routine: &Routine, sheet: &Sheet) -> Result<Document, Failed> {
    let rules = &knowledge::bundle().universal;
    let mut blocks = Vec::new();
    for (index, part) in routine.parts.iter().enumerate() {
        let title = format!("{}. {}", index + 1, part.exercise.title);
        blocks.push(Block::heading(2, title));
        if part.exercise.forms.len() > 1 {
            blocks.push(Block::heading(3, part.form.title.clone()));
        }
        let mut more = vec![(
            word("exercise-cautions"),
            plain(part.exercise.cautions.join(" ")),
        )];
        if !part.exercise.stop.is_empty() {
            let stop = part.exercise.stop.join(" ");
            more.push((word("exercise-stop"), plain(stop)));
        }
        blocks.extend(form_blocks(
            part.exercise,
            part.form,
            &part.dose,
            part.only,
        )?);
        blocks.push(Block::Facts(more));
    }
    blocks.push(Block::Note {
        kind: NoteKind::Help,
        title: word("exercise-stop"),
        blocks: vec![Block::list(Mark::Dot, &rules.stop)],
    });
    Ok(Document {
        blocks,
        ..blank(routine.title.clone(), sheet)
    })
}

/// Guides, routines and questions in one, with contents.
pub(super) fn booklet(booklet: &Booklet, sheet: &Sheet) -> Result<Document, Failed> {
    let mut blocks = Vec::new();
    if let Some(questions) = &booklet.questions {
        blocks.push(part(&word("print-questions"), "questions"));
        blocks.extend(question_blocks(questions));
    }
    for guide in &booklet.guides {
        blocks.push(part(&guide.title, &guide.slug));
        blocks.push(Block::Small(plain(reviewed(&guide.reviewed))));
        blocks.extend(guide_blocks(guide));
    }
    for exercise in &booklet.routines {
        blocks.push(part(&exercise.title, &routine_anchor(&exercise.slug)));
        blocks.extend(routine_blocks(exercise)?);
    }
    let parts = booklet.guides.len() + booklet.routines.len();
    Ok(Document {
        parts: true,
        dense: false,
        contents: Some(Contents {
            heading: word("print-contents"),
            depth: if parts <= FEW { 2 } else { 1 },
        }),
        blocks,
        ..blank(word("print-booklet"), sheet)
    })
}

/// A document that says nothing yet.
/// A recovery code, with what it is for and where it belongs.
pub(super) fn code(code: &str, sheet: &Sheet) -> Document {
    let mut document = blank(word("lock-code-title"), sheet);
    // Emergency numbers and advice have no place on it: it is to be put away.
    document.lead.truncate(1);
    document.blocks = vec![
        Block::para(word("lock-code-print-what")),
        Block::heading(2, code),
        Block::para(word("lock-code-print-keep")),
        Block::para(word("lock-code-print-delete")),
    ];
    document
}

fn blank(title: String, sheet: &Sheet) -> Document {
    Document {
        title,
        lang: LANG.to_owned(),
        paper: sheet.paper,
        lead: lead(sheet),
        parts: false,
        dense: false,
        contents: None,
        blocks: Vec::new(),
        words: words(),
    }
}

/// The words that every sheet needs.
pub(crate) fn words() -> Words {
    Words {
        foot: word("print-foot"),
        page_of: strings::text("print-page", &[("page", "{page}"), ("pages", "{pages}")]),
        on_page: strings::text("print-on-page", &[("page", "{page}")]),
        left_out: strings::text("print-left-out", &[("mark", "{mark}")]),
    }
}

fn part(title: &str, anchor: &str) -> Block {
    Block::Heading {
        level: 1,
        text: plain(title),
        anchor: Some(anchor.to_owned()),
        listed: true,
    }
}

fn guide_blocks(guide: &Guide) -> Vec<Block> {
    let at = Place { guide: &guide.slug };
    let mut blocks = vec![Block::Para(vec![Inline::Emphasis(plain(
        guide.summary.clone(),
    ))])];
    blocks.extend(at.blocks(&guide.blocks));
    blocks.extend(source_blocks(&guide.sources, &guide.slug));
    blocks
}

/// A guide on paper.
struct Place<'a> {
    guide: &'a str,
}

impl Place<'_> {
    fn block(&self, block: &guides::Block) -> Block {
        match block {
            guides::Block::Heading { id, level, inlines } => Block::Heading {
                level: *level,
                text: self.inlines(inlines),
                anchor: Some(format!("{}/{id}", self.guide)),
                listed: true,
            },
            guides::Block::Paragraph { inlines } => Block::Para(self.inlines(inlines)),
            guides::Block::List { ordered, items } => Block::List {
                mark: if *ordered { Mark::Number } else { Mark::Dot },
                items: items
                    .iter()
                    .map(|item| Item {
                        blocks: self.blocks(item),
                        anchor: None,
                    })
                    .collect(),
            },
            guides::Block::Note {
                tone,
                title,
                blocks,
            } => Block::Note {
                kind: match tone {
                    Tone::Try => NoteKind::Try,
                    Tone::Heard => NoteKind::Heard,
                    Tone::Help => NoteKind::Help,
                    Tone::Plain => NoteKind::Plain,
                },
                title: title.clone(),
                blocks: self.blocks(blocks),
            },
            guides::Block::Drawing { drawing } => Block::Figures(vec![Figure {
                svg: backstride_draw::drawing::light(&drawing.svg),
                alt: drawing.alt.clone(),
                caption: Some(drawing.caption.clone()),
            }]),
        }
    }

    /// A block, and below a paragraph the figures of the exercises it leads to.
    fn shown(&self, block: &guides::Block) -> Vec<Block> {
        let mut shown = vec![self.block(block)];
        if let guides::Block::Paragraph { inlines } = block {
            for (slug, form) in guides::exercises(inlines) {
                let drawn =
                    exercises::meant(slug, form).and_then(|(of, form)| figures(of, form).ok());
                shown.extend(drawn);
            }
        }
        shown
    }

    fn blocks(&self, blocks: &[guides::Block]) -> Vec<Block> {
        blocks.iter().flat_map(|block| self.shown(block)).collect()
    }

    fn inlines(&self, inlines: &[guides::Inline]) -> Vec<Inline> {
        let each = inlines.iter();
        each.map(|inline| match inline {
            guides::Inline::Text { text } => Inline::Text(text.clone()),
            guides::Inline::Strong { inlines } => Inline::Strong(self.inlines(inlines)),
            guides::Inline::Emphasis { inlines } => Inline::Emphasis(self.inlines(inlines)),
            guides::Inline::Link { to, inlines, .. } => Inline::Link {
                to: target(to),
                inlines: self.inlines(inlines),
            },
            guides::Inline::Cite { id, number } => Inline::Cite {
                number: *number,
                anchor: source_anchor(self.guide, id),
            },
        })
        .collect()
    }
}

/// What an address of the program means on paper: a place in the same document, if it is in there.
fn target(to: &str) -> Target {
    let path = to.trim_start_matches("#/");
    Target::Anchor(match path.split_once('/') {
        Some(("guides", place)) => place.to_owned(),
        Some(("routines", slug)) => routine_anchor(slug),
        _ => path.to_owned(),
    })
}

fn routine_anchor(slug: &str) -> String {
    format!("routines/{slug}")
}

fn source_anchor(of: &str, id: &str) -> String {
    format!("{of}/source-{id}")
}

fn routine_blocks(exercise: &Exercise) -> Result<Vec<Block>, Failed> {
    let heading = |key: &str| Block::heading(2, word(key));
    let mut blocks = vec![Block::para(exercise.purpose.clone())];
    for (at, form) in exercise.forms.iter().enumerate() {
        if exercise.forms.len() > 1 {
            blocks.push(Block::heading(2, form.title.clone()));
        }
        blocks.extend(form_blocks(exercise, form, &form.dose, None)?);
        if at == 0 {
            blocks.push(Block::para(exercise.felt.clone()));
        }
    }
    blocks.push(heading("exercise-cautions"));
    blocks.push(Block::list(Mark::Dot, &exercise.cautions));
    let universal = &knowledge::bundle().universal.stop;
    let stop: Vec<String> = exercise.stop.iter().chain(universal).cloned().collect();
    blocks.push(Block::Note {
        kind: NoteKind::Help,
        title: word("exercise-stop"),
        blocks: vec![Block::list(Mark::Dot, &stop)],
    });
    let anchor = routine_anchor(&exercise.slug);
    blocks.extend(source_blocks(&exercise.sources, &anchor));
    Ok(blocks)
}

/// The key poses of an exercise side by side.
fn figures(exercise: &Exercise, form: &Form) -> Result<Block, Failed> {
    let drawn = exercises::drawn(exercise, form, Palette::Light);
    let drawn = drawn.map_err(|error| Failed::Refused(error.to_string()))?;
    let figures = drawn.into_iter().map(|pose| Figure {
        svg: pose.svg,
        alt: pose.alt,
        caption: Some(pose.label),
    });
    Ok(Block::Figures(figures.collect()))
}

/// One way to do an exercise: its figures, where it starts, how much and how.
fn form_blocks(
    exercise: &Exercise,
    form: &Form,
    dose: &Dose,
    only: Option<OnlySideView>,
) -> Result<Vec<Block>, Failed> {
    let mut much = exercises::dose_lines(dose);
    much.extend(only.map(|side| {
        word(match side {
            OnlySideView::Left => "own-only-left",
            OnlySideView::Right => "own-only-right",
        })
    }));
    let mut facts = vec![
        (word("exercise-start"), plain(form.start.clone())),
        (word("exercise-dose"), plain(much.join(". ") + ".")),
    ];
    if !form.equipment.is_empty() {
        let needs: Vec<String> = form
            .equipment
            .iter()
            .map(|it| exercises::thing(*it))
            .collect();
        facts.push((word("exercise-needs"), plain(needs.join(", "))));
    }
    Ok(vec![
        figures(exercise, form)?,
        Block::Facts(facts),
        Block::list(Mark::Number, &form.steps),
    ])
}

fn question_blocks(questions: &[String]) -> Vec<Block> {
    let mut blocks = vec![Block::para(word("print-questions-note"))];
    for question in questions {
        // A question and its lines stay together in one box.
        blocks.push(Block::Note {
            kind: NoteKind::Plain,
            title: String::new(),
            blocks: vec![
                Block::Para(vec![Inline::Strong(plain(question.clone()))]),
                Block::Lines(ANSWER_LINES),
            ],
        });
    }
    blocks.push(Block::para(word("print-questions-more")));
    blocks.push(Block::Lines(BLANK_LINES));
    blocks
}

/// The sources, numbered as the text cites them.
fn source_blocks(sources: &[Source], of: &str) -> Vec<Block> {
    if sources.is_empty() {
        return Vec::new();
    }
    let items = sources.iter().map(|source| {
        let origin = match source.year {
            Some(year) => format!("{}, {year}", source.publisher),
            None => source.publisher.clone(),
        };
        let kind = word(match source.quality {
            Quality::Primary => "quality-P",
            Quality::Summary => "quality-S",
            Quality::Mirror => "quality-M",
        });
        let address = Inline::Link {
            to: Target::Address(source.address.clone()),
            inlines: plain(source.address.clone()),
        };
        Item {
            blocks: vec![Block::Small(vec![
                Inline::Strong(plain(source.title.clone())),
                Inline::Text(format!("\n{origin}. {kind}.\n")),
                address,
            ])],
            anchor: Some(source_anchor(of, &source.id)),
        }
    });
    vec![
        Block::Heading {
            level: 2,
            text: plain(word("guide-sources")),
            anchor: None,
            // Every part has them, so in the contents they would only be in the way.
            listed: false,
        },
        Block::List {
            mark: Mark::Number,
            items: items.collect(),
        },
    ]
}

fn word(key: &str) -> String {
    strings::text(key, &[])
}

/// When it was printed, who to call, and what it is not.
fn lead(sheet: &Sheet) -> Vec<String> {
    let today = sheet.today;
    let mut lines = vec![strings::text("print-printed", &[("date", &date(today))])];
    if let Some(region) = sheet.region {
        let checked = region.checked_on.parse().map(date);
        lines.push(strings::text(
            "print-emergency",
            &[
                ("region", &region.name),
                ("number", &region.emergency),
                ("checked", &checked.unwrap_or(region.checked_on.clone())),
            ],
        ));
    }
    lines.push(word("print-not-advice"));
    lines
}

pub(crate) fn date(date: NaiveDate) -> String {
    strings::text(
        "print-date",
        &[
            ("day", &date.day().to_string()),
            ("month", &month_name(date)),
            ("year", &date.year().to_string()),
        ],
    )
}

fn reviewed(date: &str) -> String {
    let said =
        NaiveDate::parse_from_str(date, "%Y-%m-%d").map_or_else(|_| date.to_owned(), full_month);
    strings::text("print-reviewed", &[("reviewed", &said)])
}
