//! The summary for an appointment: looked at on the screen and saved as pages. Both are the same document.

mod page;

use backstride_agent::clock;
use backstride_content::strings;
use backstride_core::record::{When, date_in};
use backstride_core::summary::{Choices, Period, Summary};
use backstride_core::{Error, settings};
use backstride_print::document::{Block, Inline, Mark};
use backstride_print::{Document, Failed, Pages};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager as _};

use self::page::Part;
use super::print::{self, PaperView, PrintOutcomeView};
use super::words::SummarySectionView;
use crate::ipc_error::{ErrorCode, IpcError};
use crate::records::Records;

/// Which days.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum SummaryPeriodView {
    /// The last four weeks.
    FourWeeks,
    /// The last 13 weeks.
    ThreeMonths,
    /// From a date until today.
    Since {
        /// `YYYY-MM-DD`
        from: String,
    },
    /// From one date to another.
    Between {
        /// `YYYY-MM-DD`
        from: String,
        /// `YYYY-MM-DD`
        to: String,
    },
}

/// What goes along.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SummaryRequest {
    period: SummaryPeriodView,
    sections: Vec<SummarySectionView>,
    /// Whether what the person wrote in notes goes along.
    notes: bool,
    /// What stands at the top, for example a name and a date of birth; printed and not kept.
    name: String,
    /// Null = the one that is usual here.
    paper: Option<PaperView>,
}

/// A block of a page as the screen shows it.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum PageBlockView {
    /// A heading.
    Heading {
        /// 2 or 3.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Para {
        /// Its words.
        text: String,
        /// Whether its letters are small.
        small: bool,
    },
    /// A list.
    List {
        /// Whether it is numbered.
        numbered: bool,
        /// A line each.
        items: Vec<String>,
    },
    /// A picture.
    Figure {
        /// The drawing.
        svg: String,
        /// Words under it.
        caption: Option<String>,
    },
    /// A table whose first cells name the rows.
    #[serde(rename_all = "camelCase")]
    Table {
        /// What it shows.
        summary: String,
        /// Headings, and whether they stand above numbers.
        columns: Vec<PageColumnView>,
        /// A cell for each column.
        rows: Vec<Vec<String>>,
    },
    /// Two columns; the left one is read first.
    Beside {
        /// The left one.
        left: Vec<PageBlockView>,
        /// The right one.
        right: Vec<PageBlockView>,
    },
    /// What follows begins a page.
    PageBreak,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PageColumnView {
    title: String,
    numbers: bool,
}

/// The pages before they are saved.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SummaryPreviewView {
    title: String,
    lead: Vec<String>,
    blocks: Vec<PageBlockView>,
    /// At the foot of every page.
    foot: String,
    /// How many pages there are.
    pages: u32,
    /// How many characters could not be shown.
    left_out: u32,
    /// The sheet it is laid out for.
    paper: PaperView,
}

/// Characters of what stands at the top.
const NAME_MOST: usize = 120;

/// Lays the summary out, and shows what would be saved.
#[tauri::command]
#[specta::specta]
pub(crate) async fn summary_preview(
    app: AppHandle,
    request: SummaryRequest,
) -> Result<SummaryPreviewView, IpcError> {
    let sheet = print::sheet(&app, request.paper);
    let (summary, name) = asked(&app.state::<Records>(), &request)?;
    let unexpected = || IpcError::of(ErrorCode::Unexpected);
    let work = move || {
        let (document, pages) = set(&summary, &name, &sheet)?;
        Ok(preview(&document, &pages))
    };
    let done = tauri::async_runtime::spawn_blocking(move || {
        // Layout needs more room than a small stack has; a panic in there is one failed preview and nothing else.
        let thread = std::thread::Builder::new().stack_size(print::STACK_BYTES);
        let thread = thread.spawn(work).map_err(|_| Failed::Cancelled)?;
        thread.join().unwrap_or(Err(Failed::Cancelled))
    });
    done.await
        .map_err(|_| unexpected())?
        .map_err(|_: Failed| unexpected())
}

/// Saves the summary as a PDF among the person's downloads; no name of a person is in the name of the file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn summary_save(
    app: AppHandle,
    request: SummaryRequest,
    job: u32,
) -> Result<PrintOutcomeView, IpcError> {
    let sheet = print::sheet(&app, request.paper);
    let (summary, name) = asked(&app.state::<Records>(), &request)?;
    let file = print::file_name(&strings::text("summary-title", &[]));
    print::printed(app, job, file, move || {
        set(&summary, &name, &sheet).map(|(document, _)| document)
    })
    .await
}

fn asked(records: &Records, request: &SummaryRequest) -> Result<(Summary, String), IpcError> {
    let name = request
        .name
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if name.chars().count() > NAME_MOST {
        return Err(IpcError {
            code: ErrorCode::Invalid,
            field: Some("name".to_owned()),
        });
    }
    let choices = request.choices()?;
    let summary = records.read(|conn| {
        let today = When::today(clock::now(), settings::day_ends_at(conn)?);
        let mut summary = backstride_core::summary::summary(conn, &choices, today)?;
        for done in summary.routines.iter_mut().flatten() {
            done.routine = super::sessions::named(conn, &done.routine)?;
        }
        Ok(summary)
    })?;
    Ok((summary, name))
}

impl SummaryRequest {
    fn choices(&self) -> Result<Choices, Error> {
        let date = |text: &str, field| -> Result<NaiveDate, Error> { date_in(text, field) };
        Ok(Choices {
            period: match &self.period {
                SummaryPeriodView::FourWeeks => Period::FourWeeks,
                SummaryPeriodView::ThreeMonths => Period::ThreeMonths,
                SummaryPeriodView::Since { from } => Period::Since(date(from, "from")?),
                SummaryPeriodView::Between { from, to } => {
                    Period::Between(date(from, "from")?, date(to, "to")?)
                }
            },
            sections: self.sections.iter().map(|it| (*it).into()).collect(),
            notes: self.notes,
        })
    }
}

/// The document with as much on its two pages as they hold. What has no room on the first is in the tables of the second,
/// and what has none there is said to be in the diary; notes follow on pages of their own.
fn set(
    summary: &Summary,
    name: &str,
    sheet: &print::pages::Sheet,
) -> Result<(Document, Pages), Failed> {
    const PAGES: usize = 2;
    let without = Summary {
        notes: None,
        ..summary.clone()
    };
    let all = (page::First::ALL, page::Second::ALL);
    let lay = |first, second, part| laid(&without, name, sheet, (first, second), part);
    let whole = lay(all.0[0], all.1[0], Part::Whole)?;
    let limits = if whole.1.count <= PAGES {
        (all.0[0], all.1[0])
    } else {
        // Each page for itself, so that a full one takes nothing from the other.
        let first = most(
            &all.0,
            |it| Ok(lay(it, all.1[0], Part::First)?.1.count <= 1),
        )?;
        let second = most(&all.1, |it| Ok(lay(first, it, Part::Second)?.1.count <= 1))?;
        (first, second)
    };
    match &summary.notes {
        None if whole.1.count <= PAGES => Ok(whole),
        _ => laid(summary, name, sheet, limits, Part::Whole),
    }
}

fn laid(
    summary: &Summary,
    name: &str,
    sheet: &print::pages::Sheet,
    limits: (page::First, page::Second),
    part: Part,
) -> Result<(Document, Pages), Failed> {
    let document = page::document(summary, name, sheet, limits, part);
    let pages = backstride_print::pdf(&document, |_| true)?;
    Ok((document, pages))
}

/// The most that fits; the last of them always does. It is found in the middle of what is left, because each page that is
/// laid out takes its time.
fn most<T: Copy>(all: &[T], fits: impl Fn(T) -> Result<bool, Failed>) -> Result<T, Failed> {
    let (mut from, mut to) = (0, all.len() - 1);
    while from < to {
        let middle = usize::midpoint(from, to);
        match fits(all[middle])? {
            true => to = middle,
            false => from = middle + 1,
        }
    }
    Ok(all[from])
}

fn preview(document: &Document, pages: &Pages) -> SummaryPreviewView {
    let whole = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    SummaryPreviewView {
        title: document.title.clone(),
        lead: document.lead.clone(),
        blocks: views(&document.blocks),
        foot: document.words.foot.clone(),
        pages: whole(pages.count),
        left_out: whole(pages.left_out),
        paper: match document.paper {
            backstride_print::Paper::A4 => PaperView::A4,
            backstride_print::Paper::Letter => PaperView::Letter,
        },
    }
}

/// Every block of the document in its order. A block that this page never has would be missing from the screen, so it is
/// shown by its words.
fn views(blocks: &[Block]) -> Vec<PageBlockView> {
    let mut views = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { level, text, .. } => views.push(PageBlockView::Heading {
                level: *level,
                text: words(text),
            }),
            Block::Para(text) => views.push(PageBlockView::Para {
                text: words(text),
                small: false,
            }),
            Block::Small(text) => views.push(PageBlockView::Para {
                text: words(text),
                small: true,
            }),
            Block::List { mark, items } => views.push(PageBlockView::List {
                numbered: *mark == Mark::Number,
                items: items.iter().map(|item| said(&item.blocks)).collect(),
            }),
            Block::Table {
                summary,
                columns,
                rows,
                ..
            } => views.push(PageBlockView::Table {
                summary: summary.clone(),
                columns: columns
                    .iter()
                    .map(|it| PageColumnView {
                        title: it.title.clone(),
                        numbers: it.numbers,
                    })
                    .collect(),
                rows: rows
                    .iter()
                    .map(|row| row.iter().map(|cell| words(cell)).collect())
                    .collect(),
            }),
            Block::Figures(figures) => {
                views.extend(figures.iter().map(|it| PageBlockView::Figure {
                    svg: it.svg.clone(),
                    caption: it.caption.clone(),
                }));
            }
            Block::Beside(left, right) => views.push(PageBlockView::Beside {
                left: self::views(left),
                right: self::views(right),
            }),
            Block::PageBreak => views.push(PageBlockView::PageBreak),
            Block::Facts(_) | Block::Note { .. } | Block::Scale { .. } | Block::Lines(_) => {
                views.push(PageBlockView::Para {
                    text: said(std::slice::from_ref(block)),
                    small: false,
                });
            }
        }
    }
    views
}

/// All words of blocks as one text.
fn said(blocks: &[Block]) -> String {
    let each = blocks.iter().map(|block| match block {
        Block::Heading { text, .. } | Block::Para(text) | Block::Small(text) => words(text),
        Block::List { items, .. } => items
            .iter()
            .map(|item| said(&item.blocks))
            .collect::<Vec<_>>()
            .join(" "),
        Block::Facts(rows) => rows
            .iter()
            .map(|(name, text)| format!("{name}: {}", words(text)))
            .collect::<Vec<_>>()
            .join(" "),
        Block::Note { title, blocks, .. } => format!("{title} {}", said(blocks)),
        Block::Scale { text, .. } => text.clone(),
        Block::Beside(left, right) => format!("{} {}", said(left), said(right)),
        Block::Table { .. } | Block::Figures(_) | Block::Lines(_) | Block::PageBreak => {
            String::new()
        }
    });
    each.filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn words(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.clone(),
            Inline::Strong(inner) | Inline::Emphasis(inner) => words(inner),
            Inline::Link { inlines, .. } => words(inlines),
            Inline::Cite { number, .. } => number.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
