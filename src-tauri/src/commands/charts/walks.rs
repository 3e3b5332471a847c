//! Minutes walked against what came of them.

use backstride_content::strings;
use backstride_core::Result;
use backstride_core::insights::{self, CHANGE_POINTS, Outcome, Scatter};
use backstride_draw::scatter::{self, Walk};
use chrono::NaiveDate;

use super::tolerance::with_unknown;
use super::{ChartTableView, ChartView, Drawn, Paper, RangeView, day, few, said};

pub(super) fn draw(paper: &Paper<'_>, range: RangeView, outcome: Outcome) -> Result<ChartView> {
    let (from, to) = paper.stretch(range)?;
    let found = insights::walks_against(paper.conn, from, to, outcome)?;
    // Across a year of dots there is no order to thin them by, so the newest speak for all.
    let newest = found.walks.len().saturating_sub(few::MOST);
    let walks: Vec<Walk> = found.walks[newest..]
        .iter()
        .filter_map(|it| {
            Some(Walk {
                date: day(it.date)?,
                length_min: it.duration_min.into(),
                value: it.value,
                label: label(it, outcome, to),
            })
        })
        .collect();
    let count = strings::text("chart-walks-count", &[("count", &walks.len().to_string())]);
    let drawn = Drawn {
        from,
        to,
        title: said::plain("chart-walks"),
        summary: summary(&found),
        legend: legend(outcome, walks.len(), found.walks.len()),
        empty: walks.is_empty(),
        table: table(&found, to),
    };
    let (worse, better) = (
        said::plain("chart-walks-worse"),
        said::plain("chart-walks-better"),
    );
    let (same, words) = (said::plain("chart-walks-same"), said::plain(axis(outcome)));
    let picture = scatter::Scatter {
        width_px: paper.width_px,
        outcome: match outcome {
            Outcome::Change => scatter::Outcome::Change {
                worse: &worse,
                better: &better,
                same_below: CHANGE_POINTS,
                same: &same,
            },
            _ => scatter::Outcome::Score { words: &words },
        },
        walks: &walks,
        minutes_words: &said::plain("chart-walks-minutes"),
        count_words: &count,
    };
    let svg = scatter::svg(&drawn.words("walks"), &picture, paper.palette);
    Ok(drawn.view(svg))
}

fn legend(outcome: Outcome, shown: usize, all: usize) -> String {
    let words = said::plain(match outcome {
        Outcome::Change => "chart-walks-legend-change",
        _ => "chart-walks-legend-score",
    });
    if shown == all {
        return words;
    }
    let newest = strings::text(
        "chart-walks-newest",
        &[("shown", &shown.to_string()), ("all", &all.to_string())],
    );
    format!("{newest} {words}")
}

/// What stands on the upright axis and over its column.
fn axis(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Change => "chart-outcome-change",
        Outcome::During => "chart-outcome-during",
        Outcome::Evening => "chart-outcome-evening",
        Outcome::NextMorning => "chart-outcome-next-morning",
    }
}

fn label(it: &insights::WalkPoint, outcome: Outcome, end: NaiveDate) -> String {
    let (date, minutes) = (said::date(it.date, end), it.duration_min.to_string());
    strings::text(
        "chart-walk-point",
        &[
            ("date", &date),
            ("minutes", &minutes),
            ("outcome", &said::plain(axis(outcome)).to_lowercase()),
            ("value", &value(it.value, outcome)),
        ],
    )
}

/// A change wears its sign, the real minus; a mean of several entries keeps its decimal.
fn value(value: f64, outcome: Outcome) -> String {
    let number = if value.fract() == 0.0 {
        format!("{:.0}", value.abs())
    } else {
        said::mean(value.abs())
    };
    match outcome {
        Outcome::Change if value > 0.0 => format!("+{number}"),
        Outcome::Change if value < 0.0 => format!("\u{2212}{number}"),
        _ => number,
    }
}

fn summary(found: &Scatter) -> String {
    if found.walks.is_empty() {
        return with_unknown(said::plain("chart-walks-none"), found.not_recorded);
    }
    let walks = found.walks.len().to_string();
    let values = || found.walks.iter().map(|it| it.value);
    let counted = match found.outcome {
        Outcome::Change => {
            let more = values().filter(|it| *it >= CHANGE_POINTS).count();
            let less = values().filter(|it| *it <= -CHANGE_POINTS).count();
            let same = found.walks.len() - more - less;
            strings::text(
                "chart-walks-change",
                &[
                    ("walks", &walks),
                    ("same", &same.to_string()),
                    ("more", &more.to_string()),
                    ("less", &less.to_string()),
                ],
            )
        }
        outcome => strings::text(
            "chart-walks-score",
            &[
                ("walks", &walks),
                ("outcome", &said::plain(axis(outcome)).to_lowercase()),
                ("low", &value(values().fold(10.0, f64::min), outcome)),
                ("high", &value(values().fold(0.0, f64::max), outcome)),
            ],
        ),
    };
    with_unknown(counted, found.not_recorded)
}

fn table(found: &Scatter, end: NaiveDate) -> ChartTableView {
    ChartTableView {
        columns: ["weeks-day", "chart-column-minutes", axis(found.outcome)]
            .map(said::plain)
            .to_vec(),
        rows: found
            .walks
            .iter()
            .rev()
            .map(|it| {
                vec![
                    said::date(it.date, end),
                    it.duration_min.to_string(),
                    value(it.value, found.outcome),
                ]
            })
            .collect(),
    }
}
