//! The pictures of what the records show: what the core found, drawn, said in a sentence, and once more as a table.
//!
//! Every chart is one kind of [`ChartRequest`] and answers with the same [`ChartView`], so that the window shows,
//! tabulates and saves them all in one way.

mod body;
mod calendar;
mod completeness;
mod few;
mod plan;
mod said;
mod tolerance;
mod trend;
mod walks;

use backstride_agent::clock;
use backstride_content::strings;
use backstride_core::insights;
use backstride_core::record::{When, date_in};
use backstride_core::{Result, settings};
use backstride_draw::{Date, Flare, Palette, Words};
use chrono::{Days, NaiveDate};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tauri::State;

use super::words::OutcomeView;
use crate::ipc_error::IpcError;
use crate::records::Records;
use crate::saved;
pub(super) use said::{full_month, month, month_name};

/// How far a chart looks back from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RangeView {
    /// 28 days.
    FourWeeks,
    /// 42 days.
    SixWeeks,
    /// 26 weeks.
    SixMonths,
    /// From the first record on.
    All,
}

/// A chart and what it is about.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(tag = "chart", rename_all = "snake_case")]
pub(crate) enum ChartRequest {
    /// Pain over time.
    Trend {
        /// How far back.
        range: RangeView,
    },
    /// Half a year, a cell for each day.
    Calendar {
        /// Its last day; null = today.
        to: Option<String>,
    },
    /// When the pain began on each walk.
    Tolerance {
        /// How far back.
        range: RangeView,
    },
    /// Minutes walked against what came of it.
    Walks {
        /// How far back.
        range: RangeView,
        /// What came of it.
        outcome: OutcomeView,
    },
    /// Where it hurt in a month.
    Body {
        /// Any of its days; null = this month.
        month: Option<String>,
    },
    /// Where it hurt in the first and in the last 30 days of the diary.
    BodyChange,
    /// The walking plan, week by week.
    Plan,
    /// What was recorded.
    Completeness {
        /// How far back.
        range: RangeView,
    },
}

/// The same numbers as the picture.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChartTableView {
    columns: Vec<String>,
    /// A cell for each column; the first names the row. An empty cell was not recorded.
    rows: Vec<Vec<String>>,
}

/// One picture of a chart.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PictureView {
    /// What it shows, where there are several.
    title: Option<String>,
    svg: String,
}

/// A drawn chart.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChartView {
    /// One, or several to compare.
    pictures: Vec<PictureView>,
    /// Its heading.
    title: String,
    /// What it shows, in a sentence.
    summary: String,
    /// How to read it.
    legend: String,
    /// Whether there is nothing to show.
    empty: bool,
    /// `YYYY-MM-DD`
    from: String,
    /// `YYYY-MM-DD`
    to: String,
    table: ChartTableView,
}

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PictureFormatView {
    /// Lines that stay sharp at any size.
    Svg,
    /// Pixels, for programs that take nothing else.
    Png,
}

/// Where a file went.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SavedFileView {
    path: String,
}

/// Draws a chart as wide as its place.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn charts_draw(
    records: State<'_, Records>,
    chart: ChartRequest,
    width_px: f64,
) -> std::result::Result<ChartView, IpcError> {
    records.read(|conn| Paper::new(conn, width_px, Palette::Classes)?.draw(&chart))
}

/// Saves a chart as a file in the person's folder of downloads.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn charts_save(
    records: State<'_, Records>,
    chart: ChartRequest,
    format: PictureFormatView,
) -> std::result::Result<SavedFileView, IpcError> {
    let view = records.read(|conn| Paper::new(conn, FILE_PX, Palette::Light)?.draw(&chart))?;
    let (bytes, ending) = view.file(format)?;
    let path = saved::in_downloads(&view.file_name(clock::now().local_date()), ending, &bytes)?;
    Ok(SavedFileView {
        path: path.display().to_string(),
    })
}

/// The width of a picture in a file: it is looked at on other screens and on paper.
const FILE_PX: f64 = 960.0;

/// What every chart is drawn on.
struct Paper<'a> {
    conn: &'a Connection,
    /// The date of the diary today.
    today: NaiveDate,
    width_px: f64,
    palette: Palette,
}

/// A chart before it gets its words.
struct Drawn {
    from: NaiveDate,
    to: NaiveDate,
    title: String,
    summary: String,
    legend: String,
    empty: bool,
    table: ChartTableView,
}

impl<'a> Paper<'a> {
    fn new(conn: &'a Connection, width_px: f64, palette: Palette) -> Result<Self> {
        Ok(Self {
            conn,
            today: When::today(clock::now(), settings::day_ends_at(conn)?),
            width_px,
            palette,
        })
    }

    fn draw(&self, chart: &ChartRequest) -> Result<ChartView> {
        match chart {
            ChartRequest::Trend { range } => trend::draw(self, *range),
            ChartRequest::Calendar { to } => {
                let to = to.as_deref().map(|to| date_in(to, "to")).transpose()?;
                calendar::draw(self, to.unwrap_or(self.today))
            }
            ChartRequest::Tolerance { range } => tolerance::draw(self, *range),
            ChartRequest::Walks { range, outcome } => walks::draw(self, *range, (*outcome).into()),
            ChartRequest::Body { month } => {
                let month = month
                    .as_deref()
                    .map(|it| date_in(it, "month"))
                    .transpose()?;
                body::month(self, month.unwrap_or(self.today))
            }
            ChartRequest::BodyChange => body::change(self),
            ChartRequest::Plan => plan::draw(self),
            ChartRequest::Completeness { range } => completeness::draw(self, *range),
        }
    }

    /// The days of a range.
    fn stretch(&self, range: RangeView) -> Result<(NaiveDate, NaiveDate)> {
        let back = |days: u64| self.today.checked_sub_days(Days::new(days - 1));
        let from = match range {
            RangeView::FourWeeks => back(28),
            RangeView::SixWeeks => back(42),
            RangeView::SixMonths => back(182),
            RangeView::All => insights::span(self.conn)?.map(|(first, _)| first),
        };
        Ok((from.unwrap_or(self.today).min(self.today), self.today))
    }

    /// The flares of a stretch as bands, oldest first.
    fn bands(flares: &[backstride_core::diary::Flare]) -> Vec<Flare> {
        flares
            .iter()
            .filter_map(|flare| {
                Some(Flare {
                    from: day(flare.start_date)?,
                    to: flare.end_date.and_then(day),
                    label: said::plain("chart-flare"),
                })
            })
            .collect()
    }
}

impl Drawn {
    /// What the picture says to people who do not see it.
    fn words(&self, id: &str) -> Words {
        Words {
            id: id.to_owned(),
            title: self.title.clone(),
            desc: format!("{} {}", self.summary, self.legend),
        }
    }

    fn view(self, svg: String) -> ChartView {
        self.views(vec![PictureView { title: None, svg }])
    }

    fn views(self, pictures: Vec<PictureView>) -> ChartView {
        ChartView {
            pictures,
            title: self.title,
            summary: self.summary,
            legend: self.legend,
            empty: self.empty,
            from: self.from.to_string(),
            to: self.to.to_string(),
            table: self.table,
        }
    }
}

impl ChartView {
    /// The picture on a sheet of its own, with its heading.
    fn file(
        &self,
        format: PictureFormatView,
    ) -> std::result::Result<(Vec<u8>, &'static str), IpcError> {
        let picture = self.pictures.first().map_or("", |it| it.svg.as_str());
        let sheet = backstride_draw::sheet::svg(picture, &self.title);
        match format {
            PictureFormatView::Svg => Ok((sheet.into_bytes(), "svg")),
            PictureFormatView::Png => Ok((saved::png(&sheet)?, "png")),
        }
    }

    fn file_name(&self, today: NaiveDate) -> String {
        let date = today.to_string();
        strings::text("chart-file", &[("title", &self.title), ("date", &date)])
    }
}

/// A date as the pictures know it.
fn day(date: NaiveDate) -> Option<Date> {
    Date::parse(&date.to_string())
}

/// Every date from one to another.
fn days_of(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |date| *date <= to)
}

#[cfg(test)]
mod tests;
