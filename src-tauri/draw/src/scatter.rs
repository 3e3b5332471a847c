//! Walks against what came of them: minutes across, and up how much the pain changed or how high
//! it was. Points that would cover each other are set apart a little, always in the same way.

use std::fmt::Write as _;

use crate::date::Date;
use crate::plot::{self, Area, LABEL};
use crate::svg::{self, Palette, Roving, Words, n, paint};

/// What there is to draw.
#[derive(Clone, Copy)]
pub struct Scatter<'a> {
    /// How wide the chart is, in pixels; 320 to 1600.
    pub width_px: f64,
    /// What stands on the upright axis.
    pub outcome: Outcome<'a>,
    /// Every walk that has both values.
    pub walks: &'a [Walk],
    /// Under the chart: "Minutes walked".
    pub minutes_words: &'a str,
    /// How many walks there are, in words: "23 walks".
    pub count_words: &'a str,
}

/// What stands on the upright axis.
#[derive(Clone, Copy, Debug)]
pub enum Outcome<'a> {
    /// How much the pain changed from before the walk, -10 to 10; above zero is more pain.
    Change {
        /// At the upper end: "more pain".
        worse: &'a str,
        /// At the lower end: "less pain".
        better: &'a str,
        /// Changes smaller than this are "about the same" and lie in a band; 0 for no band.
        same_below: f64,
        /// At the band: "about the same".
        same: &'a str,
    },
    /// How high it was, 0 to 10.
    Score {
        /// Over the chart: "pain in the evening".
        words: &'a str,
    },
}

/// One walk.
#[derive(Clone, Debug)]
pub struct Walk {
    /// Its day.
    pub date: Date,
    /// How long it was, in minutes.
    pub length_min: f64,
    /// What came of it.
    pub value: f64,
    /// The whole of it in words.
    pub label: String,
}

const LEFT: f64 = 44.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 34.0;
const PLOT: f64 = 250.0;
const BOTTOM: f64 = 52.0;
const RADIUS: f64 = 5.0;
/// How far a point is moved at most: up and down less than half of what parts two scores, so that
/// each still stands nearest to its own; across by less than a minute.
const JITTER_POINTS: f64 = 0.3;
const JITTER_MIN: f64 = 0.9;

/// Draws the chart. The upright axis is always the same, so that two charts can be compared.
#[must_use]
pub fn svg(words: &Words, scatter: &Scatter<'_>, palette: Palette) -> String {
    let width = plot::width(scatter.width_px);
    let area = Area {
        left: LEFT,
        right: width - RIGHT,
        top: TOP,
        bottom: TOP + PLOT,
    };
    let mut out = svg::open_parts(words, width, TOP + PLOT + BOTTOM, palette);
    let low = upright_axis(&mut out, scatter, &area, palette);
    let most_min = minutes_axis(&mut out, scatter, &area, palette);
    headings(&mut out, scatter, &area, palette);
    let mut roving = Roving::new(palette);
    for (index, walk) in scatter.walks.iter().enumerate() {
        if !walk.length_min.is_finite() || !walk.value.is_finite() || walk.length_min < 0.0 {
            continue;
        }
        let (dx, dy) = jitter(index);
        let minutes = walk.length_min.min(most_min) + dx * JITTER_MIN;
        let value = walk.value.clamp(low, 10.0) + dy * JITTER_POINTS;
        let date = walk.date.to_string();
        let _ = write!(
            out,
            "<circle{} fill-opacity=\"0.6\" stroke-width=\"1\" cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>",
            paint(palette, &["c-dot", "c-halo"]),
            n(area.x(minutes, most_min)),
            n(area.y(value, low, 10.0)),
            n(RADIUS),
            roving.part("index", index, &date, &walk.label),
        );
    }
    same_label(&mut out, scatter, &area, palette);
    out.push_str("</svg>");
    out
}

/// Above the band at its left, where the shortest walks are and so the fewest; on top of any that are there.
fn same_label(out: &mut String, scatter: &Scatter<'_>, area: &Area, palette: Palette) {
    if let Outcome::Change {
        same_below, same, ..
    } = scatter.outcome
        && same_below > 0.0
    {
        let y = area.y(same_below, -10.0, 10.0) - 5.0;
        plot::text_above(out, area.left + 6.0, y, "start", same, palette);
    }
}

/// The upright axis, with the band in which nothing much changed; returns where it begins.
fn upright_axis(out: &mut String, scatter: &Scatter<'_>, area: &Area, palette: Palette) -> f64 {
    let (low, step) = match scatter.outcome {
        Outcome::Change { .. } => (-10.0, 5.0),
        Outcome::Score { .. } => (0.0, 5.0),
    };
    if let Outcome::Change { same_below, .. } = scatter.outcome
        && same_below > 0.0
    {
        let (top, bottom) = (
            area.y(same_below, low, 10.0),
            area.y(-same_below, low, 10.0),
        );
        let _ = write!(
            out,
            "<rect{} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            paint(palette, &["c-usual"]),
            n(area.left),
            n(top),
            n(area.right - area.left),
            n(bottom - top),
        );
    }
    for index in 0..=((10.0 - low) / step) as i32 {
        let level = low + f64::from(index) * step;
        // A change wears its sign; the minus is the real one, as wide as the plus.
        let label = match scatter.outcome {
            Outcome::Change { .. } if level > 0.0 => format!("+{}", n(level)),
            Outcome::Change { .. } if level < 0.0 => format!("\u{2212}{}", n(-level)),
            _ => n(level),
        };
        area.level(out, area.y(level, low, 10.0), &label, palette);
    }
    low
}

/// The minutes along the foot; returns where they end.
fn minutes_axis(out: &mut String, scatter: &Scatter<'_>, area: &Area, palette: Palette) -> f64 {
    const STEPS: [f64; 7] = [5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 240.0];
    let longest = scatter
        .walks
        .iter()
        .map(|walk| walk.length_min)
        .filter(|length| length.is_finite())
        .fold(0.0, f64::max)
        .clamp(20.0, 24.0 * 60.0);
    let step = STEPS
        .into_iter()
        .find(|step| longest / step <= 8.0)
        .unwrap_or(240.0);
    let most = ((longest + JITTER_MIN) / step).ceil() * step;
    for index in 0..=(most / step) as i32 {
        let minutes = f64::from(index) * step;
        let x = area.x(minutes, most);
        plot::tick(out, x, area.bottom, "middle", &n(minutes), palette);
    }
    most
}

fn headings(out: &mut String, scatter: &Scatter<'_>, area: &Area, palette: Palette) {
    let (above, below) = match scatter.outcome {
        Outcome::Change { worse, better, .. } => (worse, better),
        Outcome::Score { words } => (words, ""),
    };
    plot::text(out, 0.0, LABEL, "start", above, palette);
    plot::text(
        out,
        0.0,
        area.bottom + BOTTOM - 6.0,
        "start",
        below,
        palette,
    );
    plot::text(out, area.right, LABEL, "end", scatter.count_words, palette);
    let foot = area.bottom + BOTTOM - 6.0;
    plot::text(out, area.right, foot, "end", scatter.minutes_words, palette);
}

/// Two numbers between -1 and 1 that look random and depend on the place in the list alone.
fn jitter(index: usize) -> (f64, f64) {
    // Multiples of two irrational numbers fill a square evenly (the R2 sequence of Martin Roberts).
    let spread = |by: f64| ((index as f64 + 1.0) * by).fract() * 2.0 - 1.0;
    (spread(0.754_877_666), spread(0.569_840_291))
}
