//! The walking plan: what each week asked for, and what was walked.

use backstride_content::strings;
use backstride_core::Result;
use backstride_core::plan::{self, Stage, WeekSeen};
use backstride_draw::aims::{self, Aims};
use chrono::NaiveDate;

use super::{ChartTableView, ChartView, Drawn, Paper, said};
use crate::knowledge;

/// A year of weeks is as much as a picture can hold apart; the newest speak.
const MOST: usize = 52;

pub(super) fn draw(paper: &Paper<'_>) -> Result<ChartView> {
    let seen = plan::overview(paper.conn, knowledge::walking(), paper.today)?;
    let all = match seen.stage {
        Stage::UnderWay(it) => it.weeks,
        _ => Vec::new(),
    };
    let weeks = &all[all.len().saturating_sub(MOST)..];
    let to = paper.today;
    let drawn = Drawn {
        from: weeks.first().map_or(to, |it| it.from),
        to,
        title: said::plain("chart-plan"),
        summary: summary(weeks),
        legend: said::plain("chart-plan-legend"),
        empty: weeks.is_empty(),
        table: table(weeks, to),
    };
    let columns: Vec<aims::Week> = weeks
        .iter()
        .map(|it| aims::Week {
            number: it.number,
            date: it.from.to_string(),
            aim: it.week.target.total_min().into(),
            reached: it.walked_min.into(),
            label: label(it, to),
        })
        .collect();
    let picture = Aims {
        width_px: paper.width_px,
        weeks: &columns,
        amount_words: &said::plain("chart-plan-amount"),
        week_words: &said::plain("chart-plan-weeks"),
    };
    let svg = aims::svg(&drawn.words("plan"), &picture, paper.palette);
    Ok(drawn.view(svg))
}

fn label(it: &WeekSeen, end: NaiveDate) -> String {
    strings::text(
        "chart-plan-week",
        &[
            ("week", &it.number.to_string()),
            ("from", &said::day(it.from, end)),
            ("walked", &it.walked_min.to_string()),
            ("planned", &it.week.target.total_min().to_string()),
        ],
    )
}

/// The present week, which is not over, is left to the picture.
fn summary(weeks: &[WeekSeen]) -> String {
    let Some((present, over)) = weeks.split_last() else {
        return said::plain("chart-plan-none");
    };
    let target = present.week.target;
    let now = strings::text(
        "chart-plan-now",
        &[
            ("week", &present.number.to_string()),
            ("walked", &present.walked_min.to_string()),
            ("planned", &target.total_min().to_string()),
        ],
    );
    if over.is_empty() {
        return now;
    }
    let reached = |it: &&WeekSeen| it.walked_min >= it.week.target.total_min().into();
    let reached = over.iter().filter(reached).count().to_string();
    let before = strings::text(
        "chart-plan-before",
        &[("reached", &reached), ("weeks", &over.len().to_string())],
    );
    format!("{now} {before}")
}

fn table(weeks: &[WeekSeen], end: NaiveDate) -> ChartTableView {
    const COLUMNS: [&str; 6] = [
        "chart-plan-column-week",
        "chart-plan-column-from",
        "chart-plan-column-each",
        "chart-plan-column-planned",
        "chart-plan-column-walked",
        "chart-plan-column-days",
    ];
    ChartTableView {
        columns: COLUMNS.map(said::plain).to_vec(),
        rows: weeks
            .iter()
            .rev()
            .map(|it| {
                let target = it.week.target;
                let each = strings::text(
                    "chart-plan-each",
                    &[
                        ("minutes", &target.minutes.to_string()),
                        ("days", &target.days.to_string()),
                    ],
                );
                vec![
                    it.number.to_string(),
                    said::day(it.from, end),
                    each,
                    target.total_min().to_string(),
                    it.walked_min.to_string(),
                    it.walked_days.to_string(),
                ]
            })
            .collect(),
    }
}
