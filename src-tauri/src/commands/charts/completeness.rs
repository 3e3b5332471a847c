//! What was recorded and what is missing.

use backstride_content::strings;
use backstride_core::Result;
use backstride_core::insights::{self, DayFigures};
use backstride_draw::completeness::{self, Cell, Column, Completeness};
use std::collections::BTreeSet;

use chrono::{Datelike as _, Days, NaiveDate};

use super::{ChartTableView, ChartView, Drawn, Paper, RangeView, day, days_of, said};

/// A kind of record, and whether a day without it is one on which something is missing.
type Row = (&'static str, bool, fn(&DayFigures) -> bool);

/// Nobody has to walk or to take something on any day, so only the first two can be missing.
const ROWS: [Row; 4] = [
    ("chart-row-pain", true, |it| it.entries > 0),
    ("chart-row-day", true, |it| it.day_recorded),
    ("chart-row-walk", false, |it| it.walks > 0),
    ("chart-row-relief", false, |it| {
        it.medicines + it.reliefs > 0
    }),
];

/// Up to here a day has a column of its own.
const MOST_DAYS: i64 = 62;

pub(super) fn draw(paper: &Paper<'_>, range: RangeView) -> Result<ChartView> {
    let (from, to) = paper.stretch(range)?;
    let first = insights::span(paper.conn)?.map_or(to, |(first, _)| first);
    let from = from.max(first).min(to);
    let figures = insights::days(paper.conn, from, to)?;
    let each: u16 = if (to - from).num_days() < MOST_DAYS {
        1
    } else {
        7
    };
    let not_asked = insights::not_asked(paper.conn, from, to, &figures)?;
    let columns = columns(&figures, &not_asked, (from, to), each);
    let asked = columns.iter().map(|it| i64::from(it.asked)).sum();
    let drawn = Drawn {
        from,
        to,
        title: said::plain("chart-complete"),
        summary: summary(&figures, (to - from).num_days() + 1, asked),
        legend: said::plain(if each == 1 {
            "chart-complete-legend-days"
        } else {
            "chart-complete-legend-weeks"
        }),
        empty: figures.is_empty(),
        table: table(&columns, to, each),
    };
    let rows = ROWS.map(|(key, _, _)| said::plain(key));
    let shown: Vec<Column> = columns
        .iter()
        .filter_map(|it| it.column(to, each))
        .collect();
    let picture = Completeness {
        width_px: paper.width_px,
        rows: &rows,
        columns: &shown,
        days_each: each,
        tick: &said::tick,
    };
    let svg = completeness::svg(&drawn.words("completeness"), &picture, paper.palette);
    Ok(drawn.view(svg))
}

/// A day or a week, with on how many of its days there is each kind of record.
struct Counted {
    date: NaiveDate,
    days: u32,
    /// On how many of the days the diary asked for anything.
    asked: u32,
    counts: [u32; 4],
}

impl Counted {
    fn column(&self, end: NaiveDate, each: u16) -> Option<Column> {
        let cells = self.counts.iter().zip(ROWS).map(|(count, (_, asked, _))| {
            // In a weekly diary one day of seven is all of the week that was asked for.
            let of = if asked { self.asked } else { self.days };
            match (*count, asked && self.asked > 0) {
                (0, true) => Cell::Missing,
                (0, false) => Cell::NotAsked,
                (count, _) => Cell::Recorded((f64::from(count) / f64::from(of.max(1))).min(1.0)),
            }
        });
        Some(Column {
            date: day(self.date)?,
            cells: cells.collect(),
            label: self.label(end, each),
        })
    }

    fn label(&self, end: NaiveDate, each: u16) -> String {
        let key = if each == 1 {
            "chart-complete-day"
        } else {
            "chart-complete-week"
        };
        let found: Vec<String> = self
            .counts
            .iter()
            .zip(ROWS)
            .filter(|(count, _)| **count > 0)
            .map(|(count, (row, _, _))| {
                let row = said::plain(row).to_lowercase();
                if each == 1 {
                    row
                } else {
                    strings::text(
                        "chart-complete-part",
                        &[
                            ("row", &row),
                            ("count", &count.to_string()),
                            ("days", &self.days.to_string()),
                        ],
                    )
                }
            })
            .collect();
        let what = if found.is_empty() && self.asked == 0 {
            said::plain("chart-complete-not-asked")
        } else if found.is_empty() {
            said::plain("chart-complete-nothing")
        } else {
            found.join(", ")
        };
        strings::text(
            key,
            &[("date", &said::date(self.date, end)), ("what", &what)],
        )
    }
}

/// The columns of a stretch; weeks begin on Mondays, and of the first and the last only the days inside it count.
fn columns(
    figures: &[DayFigures],
    not_asked: &BTreeSet<NaiveDate>,
    (from, to): (NaiveDate, NaiveDate),
    each: u16,
) -> Vec<Counted> {
    let into_week = match each {
        1 => 0,
        _ => u64::from(from.weekday().num_days_from_monday()),
    };
    let start = from.checked_sub_days(Days::new(into_week)).unwrap_or(from);
    days_of(start, to)
        .step_by(each.into())
        .map(|date| {
            let first = date.max(from);
            let last = date
                .checked_add_days(Days::new(u64::from(each) - 1))
                .map_or(to, |last| last.min(to));
            // The list is in order, so the days of a column are found by halving it.
            let before = figures.partition_point(|it| it.date < first);
            let until = figures.partition_point(|it| it.date <= last);
            let inside = &figures[before..until];
            let count = |which: fn(&DayFigures) -> bool| {
                u32::try_from(inside.iter().filter(|it| which(it)).count()).unwrap_or(u32::MAX)
            };
            let days = u32::try_from((last - first).num_days() + 1).unwrap_or(1);
            let rests = u32::try_from(not_asked.range(first..=last).count()).unwrap_or(days);
            Counted {
                date,
                days,
                asked: days.saturating_sub(rests),
                counts: ROWS.map(|(_, _, which)| count(which)),
            }
        })
        .collect()
}

fn summary(figures: &[DayFigures], days: i64, asked: i64) -> String {
    let count =
        |which: fn(&DayFigures) -> bool| figures.iter().filter(|it| which(it)).count().to_string();
    let [pain, whole, _, _] = ROWS.map(|(_, _, which)| count(which));
    let said = strings::text(
        "chart-complete-summary",
        &[
            ("days", &days.to_string()),
            ("pain", &pain),
            ("whole", &whole),
        ],
    );
    if asked == days {
        return said;
    }
    let rests = (days - asked).to_string();
    format!(
        "{said} {}",
        strings::text("chart-complete-rests", &[("days", &rests)])
    )
}

/// Newest first; a week says on how many of its days.
fn table(columns: &[Counted], end: NaiveDate, each: u16) -> ChartTableView {
    let mut names = vec![said::plain(if each == 1 {
        "weeks-day"
    } else {
        "chart-column-week-from"
    })];
    names.extend(ROWS.map(|(key, _, _)| said::plain(key)));
    ChartTableView {
        columns: names,
        rows: columns
            .iter()
            .rev()
            .map(|it| {
                let mut row = vec![said::date(it.date, end)];
                row.extend(it.counts.map(|count| match (count, each) {
                    (0, _) => String::new(),
                    (_, 1) => said::plain("chart-complete-yes"),
                    (count, _) => count.to_string(),
                }));
                row
            })
            .collect(),
    }
}
