//! Half a year at a glance: a cell for each day.

use backstride_content::strings;
use backstride_core::Result;
use backstride_core::insights::{self, DayFigures};
use backstride_draw::calendar::{self, Calendar, Day};
use chrono::{Datelike as _, Days, NaiveDate};

use super::{ChartTableView, ChartView, Drawn, Paper, day, days_of, said};

/// Whole weeks, of which the last may have just begun.
const WEEKS: u64 = 26;

pub(super) fn draw(paper: &Paper<'_>, to: NaiveDate) -> Result<ChartView> {
    let to = to.min(paper.today);
    let into_week = u64::from(to.weekday().num_days_from_monday());
    let from = to.checked_sub_days(Days::new((WEEKS - 1) * 7 + into_week));
    let first = insights::span(paper.conn)?.map_or(to, |(first, _)| first);
    // Before its first record the diary did not exist, which is something else than a gap.
    let from = from.unwrap_or(to).max(first).min(to);
    let figures = insights::days(paper.conn, from, to)?;
    let days: Vec<Day> = days_of(from, to)
        .filter_map(|date| {
            let known = figures.iter().find(|it| it.date == date);
            Some(Day {
                date: day(date)?,
                score: known.and_then(|it| it.nrs_mean),
                walked: known.is_some_and(|it| it.walks > 0),
                label: label(date, known, to),
            })
        })
        .collect();
    let drawn = Drawn {
        from,
        to,
        title: said::plain("chart-calendar"),
        summary: summary(&figures, days.len()),
        legend: said::plain("chart-calendar-legend"),
        empty: figures.is_empty(),
        table: table(&figures, to),
    };
    let weekdays = std::array::from_fn(said::weekday);
    let picture = Calendar {
        width_px: paper.width_px,
        days: &days,
        weekdays: &weekdays,
        starts_on: 0,
        month: &|date| said::tick(date, backstride_draw::Step::Month),
    };
    let svg = calendar::svg(&drawn.words("calendar"), &picture, paper.palette);
    Ok(drawn.view(svg))
}

/// A day in words: its pain, then its walk, or that there is nothing.
fn label(date: NaiveDate, figures: Option<&DayFigures>, end: NaiveDate) -> String {
    let date = said::date(date, end);
    let pain = figures.and_then(|it| Some((it.nrs_mean?, it.nrs_low?, it.nrs_high?)));
    let pain = match pain {
        None => said::plain("chart-day-no-pain"),
        Some((mean, low, high)) if low == high => {
            strings::text("chart-day-pain", &[("mean", &said::mean(mean))])
        }
        Some((mean, low, high)) => strings::text(
            "chart-day-pain-between",
            &[
                ("mean", &said::mean(mean)),
                ("low", &low.to_string()),
                ("high", &high.to_string()),
            ],
        ),
    };
    match figures.and_then(|it| it.walk_min) {
        None => strings::text("chart-day", &[("date", &date), ("pain", &pain)]),
        Some(minutes) => strings::text(
            "chart-day-walked",
            &[
                ("date", &date),
                ("pain", &pain),
                ("minutes", &minutes.to_string()),
            ],
        ),
    }
}

fn summary(figures: &[DayFigures], days: usize) -> String {
    let pain = figures.iter().filter(|it| it.nrs_mean.is_some()).count();
    let walked = figures.iter().filter(|it| it.walks > 0).count();
    strings::text(
        "chart-calendar-summary",
        &[
            ("days", &days.to_string()),
            ("pain", &pain.to_string()),
            ("walked", &walked.to_string()),
        ],
    )
}

fn table(figures: &[DayFigures], end: NaiveDate) -> ChartTableView {
    ChartTableView {
        columns: ["weeks-day", "chart-column-pain", "chart-column-walked"]
            .map(said::plain)
            .to_vec(),
        rows: figures
            .iter()
            .rev()
            .map(|it| {
                vec![
                    said::date(it.date, end),
                    said::maybe(it.nrs_mean.map(said::mean)),
                    said::maybe(it.walk_min),
                ]
            })
            .collect(),
    }
}
