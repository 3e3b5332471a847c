//! The course of pain from six weeks to ten years: every entry a point, two means as lines, flares
//! and the usual range behind. Time is real time, the axis always runs from 0 to 10, and no line
//! crosses a gap.

use std::fmt::Write as _;

use crate::date::Date;
use crate::plot::{self, Area, Flare, Mean, Tick, Time};
use crate::svg::{self, Palette, Roving, Words, n, paint};

/// What there is to draw.
#[derive(Clone, Copy)]
pub struct Trend<'a> {
    /// The first day shown.
    pub first: Date,
    /// The last day shown.
    pub last: Date,
    /// How wide the chart is, in pixels; 320 to 1600.
    pub width_px: f64,
    /// Every entry, oldest first.
    pub entries: &'a [Entry],
    /// The mean of the last 7 days for each day, oldest first; a day left out breaks the line.
    pub week_means: &'a [Mean],
    /// The mean of the last 28 days, likewise.
    pub month_means: &'a [Mean],
    /// Flares, oldest first.
    pub flares: &'a [Flare],
    /// Between which scores most days lie.
    pub usual: Option<&'a Usual>,
    /// What began or changed.
    pub markers: &'a [Marker],
    /// Says a date under the axis.
    pub tick: Tick<'a>,
    /// Says that of so many entries (second) only so many are drawn (first), the lowest and the
    /// highest of each column; the sentence is added to the description of the picture.
    pub thinned: &'a dyn Fn(usize, usize) -> String,
}

/// One entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The day it belongs to.
    pub date: Date,
    /// The minute of the day it was felt in, 0 to 1439, if known.
    pub minute: Option<u16>,
    /// The score, 0 to 10; anything above is not drawn.
    pub score: u8,
    /// The whole of it in words.
    pub label: String,
}

/// The range most days lie in.
#[derive(Clone, Debug)]
pub struct Usual {
    /// Its lower end, 0 to 10.
    pub low: f64,
    /// Its upper end, 0 to 10.
    pub high: f64,
    /// What is written at it.
    pub label: String,
}

/// Something that began or changed on a day.
#[derive(Clone, Debug)]
pub struct Marker {
    /// The day.
    pub date: Date,
    /// How it is drawn, so that kinds can be told apart without colour.
    pub sign: Sign,
    /// What it was, in words.
    pub label: String,
}

/// The shapes a marker can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Standing on its tip.
    Diamond,
    /// Lying flat.
    Square,
    /// Pointing up.
    Triangle,
}

const LEFT: f64 = 36.0;
const RIGHT: f64 = 12.0;
/// The labels of flares stand above the line of ten.
const TOP: f64 = 30.0;
const BOTTOM: f64 = 32.0;
/// The row of markers between the line of zero and the dates.
const MARKERS: f64 = 22.0;
/// The most points a chart draws; beyond, they would only cover each other.
const MOST: usize = 800;

/// Draws the chart.
#[must_use]
pub fn svg(words: &Words, trend: &Trend<'_>, palette: Palette) -> String {
    let width = plot::width(trend.width_px);
    let below = if trend.markers.is_empty() {
        0.0
    } else {
        MARKERS
    };
    let height = (0.3 * width).clamp(240.0, 300.0) + below;
    let area = Area {
        left: LEFT,
        right: width - RIGHT,
        top: TOP,
        bottom: height - BOTTOM - below,
    };
    let time = Time::new(trend.first, trend.last, area);
    let points = placed(trend, &time);
    let shown = fewer(&points, &area);
    let mut words = words.clone();
    if shown.len() < points.len() {
        let _ = write!(
            words.desc,
            " {}",
            (trend.thinned)(shown.len(), points.len())
        );
    }
    let mut out = svg::open_parts(&words, width, height, palette);
    usual(&mut out, trend, &area, palette);
    time.flares(&mut out, 4.0, trend.flares, palette);
    for score in [0_u8, 5, 10] {
        let y = area.y(f64::from(score), 0.0, 10.0);
        area.level(&mut out, y, &score.to_string(), palette);
    }
    time.axis(&mut out, area.bottom + below, trend.tick, palette);
    let mut roving = Roving::new(palette);
    entries(&mut out, trend, &shown, &time, &mut roving);
    lines(&mut out, trend, &time, &area, palette);
    usual_label(&mut out, trend, &area, palette);
    markers(&mut out, trend, &time, &area, &mut roving);
    out.push_str("</svg>");
    out
}

/// A point: its place in the list of entries, and where it lies.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    index: usize,
    x: f64,
    score: u8,
}

/// Every entry that can be drawn. Those of a day that have no time share the day evenly.
fn placed(trend: &Trend<'_>, time: &Time) -> Vec<Point> {
    let mut points = Vec::new();
    let mut position = 0;
    for day in trend.entries.chunk_by(|a, b| a.date == b.date) {
        let untimed = day.iter().filter(|entry| entry.minute.is_none()).count();
        let mut before = 0;
        for entry in day {
            let part = match entry.minute {
                Some(minute) => f64::from(minute.min(1439)) / 1440.0,
                None => {
                    before += 1;
                    f64::from(before) / (untimed as f64 + 1.0)
                }
            };
            if entry.score <= 10 && time.holds(entry.date) {
                points.push(Point {
                    index: position,
                    x: time.x(entry.date, part),
                    score: entry.score,
                });
            }
            position += 1;
        }
    }
    points
}

/// The same points, or where there are too many, the first lowest and the first highest of each
/// column. What is kept depends on nothing but the points.
fn fewer(points: &[Point], area: &Area) -> Vec<Point> {
    if points.len() <= MOST {
        return points.to_vec();
    }
    let columns = MOST / 2;
    let column = |point: &Point| {
        let share = (point.x - area.left) / (area.right - area.left);
        ((share * columns as f64) as usize).min(columns - 1)
    };
    // Two entries of a day may come in any order, so columns are gathered, not walked through.
    let mut extremes: Vec<Option<(Point, Point)>> = vec![None; columns];
    for point in points {
        let slot = &mut extremes[column(point)];
        *slot = Some(match *slot {
            None => (*point, *point),
            Some((low, high)) => (
                if point.score < low.score { *point } else { low },
                if point.score > high.score {
                    *point
                } else {
                    high
                },
            ),
        });
    }
    let mut kept: Vec<Point> = extremes
        .into_iter()
        .flatten()
        .flat_map(|(low, high)| [low, high])
        .collect();
    kept.sort_by_key(|point| point.index);
    kept.dedup_by_key(|point| point.index);
    kept
}

/// The heights of the usual range, lower end first, if it is one.
fn usual_heights(trend: &Trend<'_>, area: &Area) -> Option<(f64, f64)> {
    let usual = trend.usual?;
    let sound = usual.low.is_finite() && usual.high.is_finite() && usual.low <= usual.high;
    sound.then(|| (area.y(usual.low, 0.0, 10.0), area.y(usual.high, 0.0, 10.0)))
}

fn usual(out: &mut String, trend: &Trend<'_>, area: &Area, palette: Palette) {
    let Some((low, high)) = usual_heights(trend, area) else {
        return;
    };
    let _ = write!(
        out,
        "<rect{} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
        paint(palette, &["c-usual"]),
        n(area.left),
        n(high),
        n(area.right - area.left),
        n((low - high).max(1.0)),
    );
}

/// Just above the lower end, because points gather in the middle.
fn usual_label(out: &mut String, trend: &Trend<'_>, area: &Area, palette: Palette) {
    if let (Some((low, _)), Some(usual)) = (usual_heights(trend, area), trend.usual) {
        let (x, y) = (area.right - 6.0, low - 6.0);
        plot::text_above(out, x, y, "end", &usual.label, palette);
    }
}

fn entries(out: &mut String, trend: &Trend<'_>, shown: &[Point], time: &Time, roving: &mut Roving) {
    let radius = (0.3 * time.day()).clamp(2.0, 4.5);
    // Where hundreds of points stand shoulder to shoulder they are the ground of the lines.
    let faint = if time.day() < 2.0 {
        " opacity=\"0.6\""
    } else {
        ""
    };
    for point in shown {
        let entry = &trend.entries[point.index];
        let _ = write!(
            out,
            "<circle{} stroke-width=\"1\" cx=\"{}\" cy=\"{}\" r=\"{}\"{faint}{}/>",
            paint(roving.palette(), &["c-point", svg::step(point.score)]),
            n(point.x),
            n(time.area().y(f64::from(point.score), 0.0, 10.0)),
            n(radius),
            roving.part("index", point.index, &entry.date.to_string(), &entry.label),
        );
    }
}

/// The longer mean first, so that the shorter one, which says more about now, lies on top.
fn lines(out: &mut String, trend: &Trend<'_>, time: &Time, area: &Area, palette: Palette) {
    let y = |value: f64| area.y(value, 0.0, 10.0);
    // Over years a mean of seven days is all peaks; a thinner line keeps them apart.
    let dense = time.day() < 2.0;
    for (means, class, width, dashes) in [
        (
            trend.month_means,
            "c-slow",
            "2",
            " stroke-dasharray=\"7 5\"",
        ),
        (
            trend.week_means,
            "c-line",
            if dense { "1.5" } else { "3" },
            "",
        ),
    ] {
        for run in plot::runs(means, time, y) {
            let _ = write!(
                out,
                "<path{} fill=\"none\" stroke-width=\"{width}\" stroke-linecap=\"round\" stroke-linejoin=\"round\" \
                 pointer-events=\"none\"{dashes} d=\"{}\"/>",
                paint(palette, &[class]),
                plot::stroke(&plot::thin(&run)),
            );
        }
    }
}

fn markers(out: &mut String, trend: &Trend<'_>, time: &Time, area: &Area, roving: &mut Roving) {
    const HALF: f64 = 6.0;
    for (index, marker) in trend.markers.iter().enumerate() {
        if !time.holds(marker.date) {
            continue;
        }
        let (x, y) = (time.x(marker.date, 0.5), area.bottom + MARKERS / 2.0 + 1.0);
        let corners: &[(f64, f64)] = match marker.sign {
            Sign::Diamond => &[(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)],
            Sign::Square => &[(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)],
            Sign::Triangle => &[(0.0, -0.95), (1.0, 0.8), (-1.0, 0.8)],
        };
        let corners: Vec<(f64, f64)> = corners
            .iter()
            .map(|(dx, dy)| (x + dx * HALF, y + dy * HALF))
            .collect();
        let _ = write!(
            out,
            "<path{} stroke-width=\"1\" fill=\"none\" stroke-dasharray=\"2 4\" pointer-events=\"none\" d=\"M{} {}V{}\"/>\
             <path{} d=\"{}Z\"{}/>",
            paint(roving.palette(), &["c-slow"]),
            n(x),
            n(area.top),
            n(area.bottom),
            paint(roving.palette(), &["c-sign"]),
            plot::stroke(&corners),
            roving.part("marker", index, &marker.date.to_string(), &marker.label),
        );
    }
}
