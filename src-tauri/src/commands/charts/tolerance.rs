//! Walking tolerance: how long each walk went well.

use backstride_content::strings;
use backstride_core::insights::{self, Tolerances};
use backstride_core::walks::Onset;
use backstride_core::{Result, diary};
use backstride_draw::tolerance::{self, Tolerance, Walk};
use chrono::NaiveDate;

use super::{ChartTableView, ChartView, Drawn, Paper, RangeView, day, few, said};

pub(super) fn draw(paper: &Paper<'_>, range: RangeView) -> Result<ChartView> {
    let (from, to) = paper.stretch(range)?;
    let found = insights::tolerance(paper.conn, from, to)?;
    let mut flares = diary::flares(paper.conn)?;
    flares.reverse();
    let days = Place::new(from, to);
    let few = few::extremes(&found.walks, |it| days.of(it.date), tolerated);
    let walks: Vec<Walk> = few.iter().filter_map(|it| walk(it, to)).collect();
    let drawn = Drawn {
        from,
        to,
        title: said::plain("chart-tolerance"),
        summary: summary(&found),
        legend: said::legend("chart-tolerance-legend", walks.len(), found.walks.len()),
        empty: walks.is_empty(),
        table: table(&found, to),
    };
    let (Some(first), Some(last)) = (day(from), day(to)) else {
        return Ok(drawn.view(String::new()));
    };
    let picture = Tolerance {
        first,
        last,
        width_px: paper.width_px,
        walks: &walks,
        flares: &Paper::bands(&flares),
        onset_words: &said::plain("chart-tolerance-onset"),
        settle_words: &said::plain("chart-tolerance-settle"),
        tick: &said::tick,
    };
    let svg = tolerance::svg(&drawn.words("tolerance"), &picture, paper.palette);
    Ok(drawn.view(svg))
}

/// Where in a stretch of days one of them lies, from 0 to 1.
struct Place {
    from: NaiveDate,
    days: f64,
}

impl Place {
    fn new(from: NaiveDate, to: NaiveDate) -> Self {
        Self {
            from,
            days: whole((to - from).num_days() + 1),
        }
    }

    fn of(&self, date: NaiveDate) -> f64 {
        whole((date - self.from).num_days()) / self.days
    }
}

fn whole(days: i64) -> f64 {
    f64::from(i32::try_from(days).unwrap_or(i32::MAX))
}

/// How high a walk stands: at the minute in which pain began, else at its whole length.
fn tolerated(it: &insights::Tolerance) -> f64 {
    match it.onset {
        Onset::After(minutes) => minutes.into(),
        Onset::Never => it.duration_min.into(),
    }
}

fn walk(it: &insights::Tolerance, end: NaiveDate) -> Option<Walk> {
    Some(Walk {
        date: day(it.date)?,
        minute: None,
        length_min: it.duration_min.into(),
        onset: match it.onset {
            Onset::After(minutes) => tolerance::Onset::AfterMin(minutes.into()),
            Onset::Never => tolerance::Onset::Never,
        },
        settle_min: it.settle_min.map(f64::from),
        label: label(it, end),
    })
}

fn label(it: &insights::Tolerance, end: NaiveDate) -> String {
    let (date, minutes) = (said::date(it.date, end), it.duration_min.to_string());
    let settled = it
        .settle_min
        .map(|minutes| strings::text("chart-walk-settled", &[("minutes", &minutes.to_string())]));
    let walked = match it.onset {
        Onset::Never => strings::text(
            "chart-walk-never",
            &[("date", &date), ("minutes", &minutes)],
        ),
        Onset::After(onset) => strings::text(
            "chart-walk-onset",
            &[
                ("date", &date),
                ("minutes", &minutes),
                ("onset", &onset.to_string()),
            ],
        ),
    };
    settled.map_or(walked.clone(), |settled| format!("{walked} {settled}"))
}

/// How many walks each way; what nobody recorded is counted too.
fn summary(found: &Tolerances) -> String {
    if found.walks.is_empty() {
        return said::plain("chart-tolerance-none");
    }
    let never = found
        .walks
        .iter()
        .filter(|it| it.onset == Onset::Never)
        .count();
    let counted = strings::text(
        "chart-tolerance-summary",
        &[
            ("walks", &found.walks.len().to_string()),
            ("began", &(found.walks.len() - never).to_string()),
            ("never", &never.to_string()),
        ],
    );
    with_unknown(counted, found.not_recorded)
}

/// Adds how many walks are left out because nobody recorded it.
pub(super) fn with_unknown(sentence: String, not_recorded: u32) -> String {
    if not_recorded == 0 {
        return sentence;
    }
    let rest = strings::text(
        "chart-walks-left-out",
        &[("count", &not_recorded.to_string())],
    );
    format!("{sentence} {rest}")
}

fn table(found: &Tolerances, end: NaiveDate) -> ChartTableView {
    ChartTableView {
        columns: [
            "weeks-day",
            "chart-column-minutes",
            "chart-column-onset",
            "chart-column-settle",
        ]
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
                    match it.onset {
                        Onset::After(minutes) => minutes.to_string(),
                        Onset::Never => said::plain("chart-never"),
                    },
                    said::maybe(it.settle_min),
                ]
            })
            .collect(),
    }
}
