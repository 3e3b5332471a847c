//! The chart of pain over the last weeks: every entry a point, each day's mean a line, and a day
//! without an entry a gap, because "not recorded" is not "no pain".

use std::fmt::Write as _;

use crate::plot::{self, Area, Flare};
use crate::svg::{self, Palette, Roving, Words, escape, n, paint};

/// What there is to draw.
#[derive(Clone, Copy, Default)]
pub struct Weeks<'a> {
    /// The days, oldest first.
    pub days: &'a [Day],
    /// Flares, oldest first.
    pub flares: &'a [Flare],
    /// Says one score of a day in words; with it, every point can be visited.
    pub label: Option<Label<'a>>,
}

/// Says one score of a day in words.
pub type Label<'a> = &'a dyn Fn(&Day, u8) -> String;

/// One day of the chart, oldest first; days without an entry are in the list too.
#[derive(Clone, Debug, Default)]
pub struct Day {
    /// The date as `2026-11-23`.
    pub date: String,
    /// What the axis says under this day, if anything; usually one day a week.
    pub tick: Option<String>,
    /// Every score of the day, 0 to 10, in the order felt.
    pub scores: Vec<u8>,
    /// The day's mean; `None` when nothing was recorded.
    pub mean: Option<f64>,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 216.0;
const LEFT: f64 = 40.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 36.0;
const LABEL: f64 = 15.0;
/// The room for the labels of flares.
const FLARES: f64 = 14.0;
const POINT_RADIUS: f64 = 5.0;

/// Draws the chart of some days and nothing else.
#[must_use]
pub fn svg(words: &Words, days: &[Day], palette: Palette) -> String {
    let weeks = Weeks {
        days,
        ..Weeks::default()
    };
    picture(words, &weeks, palette)
}

/// Draws the chart. The axis always runs from 0 to 10, so that two charts can be compared.
#[must_use]
pub fn picture(words: &Words, weeks: &Weeks<'_>, palette: Palette) -> String {
    // Flares carry their labels above the line of ten; without any, no room is kept for them.
    let head = if weeks.flares.is_empty() { 0.0 } else { FLARES };
    let height = HEIGHT + head;
    let mut out = match weeks.label {
        Some(_) => svg::open_parts(words, WIDTH, height, palette),
        None => svg::open(words, WIDTH, height, palette),
    };
    if head > 0.0 {
        let _ = write!(out, "<g transform=\"translate(0 {})\">", n(head));
    }
    flares(&mut out, weeks, palette);
    grid(&mut out, weeks.days, palette);
    means(&mut out, weeks.days, palette);
    points(&mut out, weeks, palette);
    if head > 0.0 {
        out.push_str("</g>");
    }
    out.push_str("</svg>");
    out
}

/// A band from the first to the last day of each flare, as far as they are shown.
fn flares(out: &mut String, weeks: &Weeks<'_>, palette: Palette) {
    let area = Area {
        left: LEFT,
        right: WIDTH - RIGHT,
        top: TOP,
        bottom: y(0.0),
    };
    let half = step(weeks.days) / 2.0;
    let spans: Vec<(f64, f64, &str)> = weeks
        .flares
        .iter()
        .filter_map(|flare| {
            let (from, to) = (flare.from.to_string(), flare.to.map(|to| to.to_string()));
            let inside =
                |day: &Day| day.date >= from && to.as_ref().is_none_or(|to| day.date <= *to);
            let first = weeks.days.iter().position(inside)?;
            let last = weeks.days.iter().rposition(inside)?;
            Some((
                x(weeks.days, first) - half,
                x(weeks.days, last) + half,
                flare.label.as_str(),
            ))
        })
        .collect();
    plot::bands(out, &area, -FLARES, &spans, palette);
}

/// How wide one day is.
fn step(days: &[Day]) -> f64 {
    (WIDTH - LEFT - RIGHT) / days.len().max(1) as f64
}

/// The middle of a day.
fn x(days: &[Day], index: usize) -> f64 {
    LEFT + (index as f64 + 0.5) * step(days)
}

/// The height of a score; nothing outside 0 to 10 leaves the chart.
fn y(score: f64) -> f64 {
    TOP + (10.0 - score.clamp(0.0, 10.0)) / 10.0 * (HEIGHT - TOP - BOTTOM)
}

fn grid(out: &mut String, days: &[Day], palette: Palette) {
    let (line, label) = (paint(palette, &["c-grid"]), paint(palette, &["c-label"]));
    for score in [0_u8, 5, 10] {
        let at = y(f64::from(score));
        let _ = write!(
            out,
            "<path{line} stroke-width=\"1\" fill=\"none\" d=\"M{} {at}H{}\"/>\
             <text{label} font-size=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"end\" aria-hidden=\"true\">{score}</text>",
            n(LEFT - 4.0),
            n(WIDTH - RIGHT),
            n(LABEL),
            n(LEFT - 12.0),
            n(at + LABEL / 3.0),
            at = n(at),
        );
    }
    for (index, tick) in days
        .iter()
        .enumerate()
        .filter_map(|(index, day)| Some((index, day.tick.as_ref()?)))
    {
        let at = x(days, index);
        // A label near an edge is turned inwards, so that it is never cut off.
        let anchor = match at {
            at if at < LEFT + 30.0 => "start",
            at if at > WIDTH - 40.0 => "end",
            _ => "middle",
        };
        let foot = y(0.0);
        let _ = write!(
            out,
            "<path{line} stroke-width=\"1\" fill=\"none\" d=\"M{at} {}V{}\"/>\
             <text{label} font-size=\"{}\" x=\"{at}\" y=\"{}\" text-anchor=\"{anchor}\" aria-hidden=\"true\">{}</text>",
            n(foot),
            n(foot + 6.0),
            n(LABEL),
            n(foot + 6.0 + LABEL),
            escape(tick),
            at = n(at),
        );
    }
}

/// One line for each unbroken run of days; a lone day gets a dot, or its mean could not be seen.
fn means(out: &mut String, days: &[Day], palette: Palette) {
    for run in runs(days) {
        if let [(index, mean)] = run[..] {
            let _ = write!(
                out,
                "<circle{} cx=\"{}\" cy=\"{}\" r=\"3\"/>",
                paint(palette, &["c-mean"]),
                n(x(days, index)),
                n(y(mean)),
            );
            continue;
        }
        let mut path = String::new();
        for (index, mean) in run {
            let command = if path.is_empty() { 'M' } else { 'L' };
            let _ = write!(path, "{command}{} {}", n(x(days, index)), n(y(mean)));
        }
        let _ = write!(
            out,
            "<path{} fill=\"none\" stroke-width=\"3\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"{path}\"/>",
            paint(palette, &["c-line"]),
        );
    }
}

/// The unbroken runs of recorded days, as (index, mean).
fn runs(days: &[Day]) -> Vec<Vec<(usize, f64)>> {
    let mut runs = vec![Vec::new()];
    for (index, day) in days.iter().enumerate() {
        match (day.mean, runs.last_mut()) {
            (Some(mean), Some(run)) if mean.is_finite() => run.push((index, mean)),
            (_, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
            _ => {}
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// Every entry; entries of one day that share a score stand side by side.
fn points(out: &mut String, weeks: &Weeks<'_>, palette: Palette) {
    let days = weeks.days;
    let mut roving = Roving::new(palette);
    let mut entry = 0;
    for (index, day) in days.iter().enumerate() {
        for (position, score) in day
            .scores
            .iter()
            .copied()
            .filter(|score| *score <= 10)
            .enumerate()
        {
            let alike = day.scores.iter().filter(|other| **other == score).count();
            let before = day
                .scores
                .iter()
                .filter(|other| **other <= 10)
                .take(position)
                .filter(|other| **other == score)
                .count();
            let spread = if alike > 1 {
                (step(days) * 0.8 / alike as f64).min(2.0 * POINT_RADIUS)
            } else {
                0.0
            };
            let at = x(days, index) + (before as f64 - (alike as f64 - 1.0) / 2.0) * spread;
            // The date is there whether or not the point can be visited.
            let part = weeks
                .label
                .map(|label| roving.part("index", entry, "", &label(day, score)))
                .unwrap_or_default();
            entry += 1;
            let _ = write!(
                out,
                "<circle{} stroke-width=\"1.5\" cx=\"{}\" cy=\"{}\" r=\"{}\" data-date=\"{}\" data-nrs=\"{score}\"{part}/>",
                paint(palette, &["c-point", &format!("pain-{score}")]),
                n(at),
                n(y(f64::from(score))),
                n(POINT_RADIUS),
                escape(&day.date),
            );
        }
    }
}
