//! Walking tolerance: how many minutes of each walk went by before pain began. A walk on which it
//! never began is an open end, because all it says is "longer than this". Below, how long the pain
//! took to settle.

use std::fmt::Write as _;

use crate::date::Date;
use crate::plot::{self, Area, Flare, LABEL, Tick, Time};
use crate::svg::{self, Palette, Roving, Words, n, paint};

/// What there is to draw.
#[derive(Clone, Copy)]
pub struct Tolerance<'a> {
    /// The first day shown.
    pub first: Date,
    /// The last day shown.
    pub last: Date,
    /// How wide the chart is, in pixels; 320 to 1600.
    pub width_px: f64,
    /// Every walk, oldest first.
    pub walks: &'a [Walk],
    /// Flares, oldest first.
    pub flares: &'a [Flare],
    /// Over the chart: "Minutes until pain began".
    pub onset_words: &'a str,
    /// Over the bars below: "Minutes until it settled". They are left out when no walk has any.
    pub settle_words: &'a str,
    /// Says a date under the axis.
    pub tick: Tick<'a>,
}

/// One walk.
#[derive(Clone, Debug)]
pub struct Walk {
    /// Its day.
    pub date: Date,
    /// The minute of the day it began in, 0 to 1439, if known.
    pub minute: Option<u16>,
    /// How long it was, in minutes.
    pub length_min: f64,
    /// When pain began.
    pub onset: Onset,
    /// How many minutes it took to settle afterwards, if recorded; the bars end at 60.
    pub settle_min: Option<f64>,
    /// The whole of it in words.
    pub label: String,
}

/// When pain began on a walk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Onset {
    /// After so many minutes.
    AfterMin(f64),
    /// Not on this walk.
    Never,
    /// Nobody said; the walk has no point.
    Unsaid,
}

const LEFT: f64 = 44.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 50.0;
const PLOT: f64 = 170.0;
/// The heading of the bars, and the bars.
const SETTLE_TOP: f64 = 40.0;
const SETTLE: f64 = 44.0;
const BOTTOM: f64 = 32.0;
/// The bars end here; "over an hour" is as much as anybody remembers.
const SETTLE_MOST_MIN: f64 = 60.0;
const RADIUS: f64 = 4.5;
/// How far the arrow of an open end rises above its point.
const ARROW: f64 = 16.0;

/// Draws the chart.
#[must_use]
pub fn svg(words: &Words, tolerance: &Tolerance<'_>, palette: Palette) -> String {
    let width = plot::width(tolerance.width_px);
    let settles = tolerance.walks.iter().any(|walk| settled(walk).is_some());
    let below = if settles { SETTLE_TOP + SETTLE } else { 0.0 };
    let area = Area {
        left: LEFT,
        right: width - RIGHT,
        top: TOP,
        bottom: TOP + PLOT,
    };
    let strip = Area {
        top: area.bottom + SETTLE_TOP,
        bottom: area.bottom + below,
        ..area
    };
    let time = Time::new(tolerance.first, tolerance.last, area);
    let mut out = svg::open_parts(words, width, TOP + PLOT + below + BOTTOM, palette);
    plot::text(
        &mut out,
        0.0,
        LABEL,
        "start",
        tolerance.onset_words,
        palette,
    );
    time.flares(&mut out, TOP - 24.0, tolerance.flares, palette);
    let (step_min, most_min) = scale(tolerance.walks);
    for step in 0..=(most_min / step_min) as i32 {
        let minutes = f64::from(step) * step_min;
        area.level(
            &mut out,
            area.y(minutes, 0.0, most_min),
            &n(minutes),
            palette,
        );
    }
    if settles {
        let heading = strip.top - 12.0;
        plot::text(
            &mut out,
            0.0,
            heading,
            "start",
            tolerance.settle_words,
            palette,
        );
        for (minutes, label) in [(0.0, "0"), (SETTLE_MOST_MIN, "60+")] {
            let y = strip.y(minutes, 0.0, SETTLE_MOST_MIN);
            strip.level(&mut out, y, label, palette);
        }
    }
    time.axis(&mut out, area.bottom + below, tolerance.tick, palette);
    let mut roving = Roving::new(palette);
    for (index, walk) in tolerance.walks.iter().enumerate() {
        if !time.holds(walk.date) {
            continue;
        }
        let x = time.x(walk.date, plot::part_of_day(walk.minute));
        if let Some(minutes) = settled(walk) {
            let y = strip.y(minutes, 0.0, SETTLE_MOST_MIN);
            bar(&mut out, x, y, &strip, &time, palette);
        }
        let y = |minutes: f64| area.y(minutes, 0.0, most_min);
        point(&mut out, index, walk, x, y, &mut roving);
    }
    out.push_str("</svg>");
    out
}

fn settled(walk: &Walk) -> Option<f64> {
    walk.settle_min.and_then(minutes)
}

/// A number of minutes, if it is one.
fn minutes(value: f64) -> Option<f64> {
    (value.is_finite() && value >= 0.0).then_some(value)
}

/// The step and the end of the axis: round minutes, with room for the arrow of the longest walk.
fn scale(walks: &[Walk]) -> (f64, f64) {
    const STEPS: [f64; 8] = [5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 240.0, 480.0];
    let longest = walks
        .iter()
        .flat_map(|walk| match walk.onset {
            Onset::AfterMin(onset) => [minutes(onset), minutes(walk.length_min)],
            Onset::Never => [minutes(walk.length_min), None],
            Onset::Unsaid => [None, None],
        })
        .flatten()
        .fold(0.0, f64::max);
    // Nobody walks longer than a day; whoever types more must not flatten all other walks.
    let longest = longest.clamp(10.0, 24.0 * 60.0) * PLOT / (PLOT - ARROW - RADIUS);
    let step = STEPS
        .into_iter()
        .find(|step| longest / step <= 4.0)
        .unwrap_or(480.0);
    (step, (longest / step).ceil() * step)
}

fn bar(out: &mut String, x: f64, y: f64, strip: &Area, time: &Time, palette: Palette) {
    let width = (0.5 * time.day()).clamp(1.5, 8.0);
    let left = (x - width / 2.0).clamp(strip.left, strip.right - width);
    // Settled at once is something that was recorded, so it has a bar one can see.
    let top = y.min(strip.bottom - 1.5);
    let _ = write!(
        out,
        "<rect{} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
        paint(palette, &["c-bar"]),
        n(left),
        n(top),
        n(width),
        n(strip.bottom - top),
    );
}

fn point(
    out: &mut String,
    index: usize,
    walk: &Walk,
    x: f64,
    y: impl Fn(f64) -> f64,
    roving: &mut Roving,
) {
    let length = minutes(walk.length_min);
    let (at, open) = match walk.onset {
        Onset::AfterMin(onset) => (minutes(onset), false),
        Onset::Never => (length, true),
        Onset::Unsaid => (None, false),
    };
    let Some(at) = at.map(&y) else { return };
    let date = walk.date.to_string();
    let _ = write!(
        out,
        "<g{}>",
        roving.part("index", index, &date, &walk.label)
    );
    if open {
        arrow(out, x, at, roving.palette());
    } else {
        let palette = roving.palette();
        // The rest of the walk, with pain.
        if let Some(end) = length.map(&y).filter(|end| *end < at - RADIUS) {
            let _ = write!(
                out,
                "<path{} fill=\"none\" stroke-width=\"2\" d=\"M{} {}V{}\"/>",
                paint(palette, &["c-stem"]),
                n(x),
                n(at),
                n(end),
            );
        }
        let _ = write!(
            out,
            "<circle{} stroke-width=\"1\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
            paint(palette, &["c-dot", "c-halo"]),
            n(x),
            n(at),
            n(RADIUS),
        );
    }
    out.push_str("</g>");
}

/// An open end: at least so long, and nobody knows how much longer.
fn arrow(out: &mut String, x: f64, at: f64, palette: Palette) {
    let tip = at - ARROW;
    let _ = write!(
        out,
        "<path{} fill=\"none\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"M{x} {}V{tip}M{} {barb}L{x} {tip}L{} {barb}\"/>\
         <circle{} stroke-width=\"2\" cx=\"{x}\" cy=\"{}\" r=\"{}\"/>",
        paint(palette, &["c-ring"]),
        n(at - RADIUS),
        n(x - 4.0),
        n(x + 4.0),
        paint(palette, &["c-open", "c-ring"]),
        n(at),
        n(RADIUS),
        x = n(x),
        tip = n(tip),
        barb = n(tip + 4.5),
    );
}
