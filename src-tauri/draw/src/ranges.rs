//! Steps of time beside each other, each with its middle and the lowest and highest of it: the small chart of a report.
//! A step without a figure is hatched, and no line crosses it.

use std::fmt::Write as _;

use crate::plot::{self, Area, LABEL};
use crate::svg::{self, Palette, Words, n, paint};

/// What there is to draw.
#[derive(Clone, Copy)]
pub struct Ranges<'a> {
    /// How wide the chart is, in pixels; 320 to 1600.
    pub width_px: f64,
    /// The steps, oldest first.
    pub steps: &'a [Range],
    /// The end of the axis, which begins at 0.
    pub most: f64,
    /// The heights that have a line and a label.
    pub levels: &'a [f64],
    /// What stands before the numbers of figures under the axis: "n".
    pub count_words: &'a str,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Range {
    /// What it is called under the axis; as many are written as there is room for.
    pub label: String,
    /// How many figures it rests on.
    pub count: u32,
    /// The lowest, the middle and the highest, where there is anything.
    pub values: Option<(f64, f64, f64)>,
    /// Whether a flare touches it.
    pub flare: bool,
}

const LEFT: f64 = 32.0;
const RIGHT: f64 = 4.0;
const TOP: f64 = 20.0;
const PLOT: f64 = 116.0;
/// Below the axis: the counts, then the labels.
const FOOT: f64 = 44.0;

/// Draws the chart.
#[must_use]
pub fn svg(words: &Words, ranges: &Ranges<'_>, palette: Palette) -> String {
    let width = plot::width(ranges.width_px);
    let area = Area {
        left: LEFT,
        right: width - RIGHT,
        top: TOP,
        bottom: TOP + PLOT,
    };
    let mut out = svg::open(words, width, TOP + PLOT + FOOT, palette);
    let most = ranges.most.max(1.0);
    let y = |value: f64| area.y(value, 0.0, most);
    for level in ranges.levels {
        area.level(&mut out, y(*level), &n(*level), palette);
    }
    let column = (area.right - area.left) / ranges.steps.len().max(1) as f64;
    let middle = |at: usize| area.left + (at as f64 + 0.5) * column;
    for (at, step) in ranges.steps.iter().enumerate() {
        if step.values.is_none() {
            let gap = if column > 6.0 { 1.0 } else { 0.0 };
            let corner = (middle(at) - column / 2.0 + gap, area.top);
            plot::hatch(
                &mut out,
                corner,
                (column - 2.0 * gap, area.bottom - area.top),
                palette,
            );
        }
    }
    line(&mut out, ranges.steps, middle, y, palette);
    for (at, step) in ranges.steps.iter().enumerate() {
        if step.flare {
            flare(&mut out, middle(at), palette);
        }
        if let Some(values) = step.values {
            range(&mut out, middle(at), values, y, palette);
        }
    }
    counts(&mut out, ranges, &area, column, middle, palette);
    labels(&mut out, ranges.steps, &area, middle, palette);
    out.push_str("</svg>");
    out
}

/// From one middle to the next, as long as no step between them is empty.
fn line(
    out: &mut String,
    steps: &[Range],
    x: impl Fn(usize) -> f64,
    y: impl Fn(f64) -> f64,
    palette: Palette,
) {
    let mut path = String::new();
    let mut joined = false;
    for (at, step) in steps.iter().enumerate() {
        match step.values {
            Some((_, middle, _)) => {
                let command = if joined { 'L' } else { 'M' };
                let _ = write!(path, "{command}{} {}", n(x(at)), n(y(middle)));
                joined = true;
            }
            None => joined = false,
        }
    }
    if path.contains('L') {
        let _ = write!(
            out,
            "<path{} fill=\"none\" stroke-width=\"1.5\" stroke-linejoin=\"round\" d=\"{path}\"/>",
            paint(palette, &["c-line"]),
        );
    }
}

fn range(
    out: &mut String,
    x: f64,
    (low, middle, high): (f64, f64, f64),
    y: impl Fn(f64) -> f64,
    palette: Palette,
) {
    const HALF: f64 = 2.5;
    // A step in which all figures are the same still has a bar that can be seen behind its point.
    let (top, bottom) = (y(high) - 1.0, y(low) + 1.0);
    let _ = write!(
        out,
        "<rect{} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\"/>\
         <circle{} stroke-width=\"1.5\" cx=\"{}\" cy=\"{}\" r=\"4.5\"/>",
        paint(palette, &["c-bar"]),
        n(x - HALF),
        n(top),
        n(2.0 * HALF),
        n(bottom - top),
        paint(palette, &["c-dot", "c-halo"]),
        n(x),
        n(y(middle)),
    );
}

/// A mark above the area, which needs no colour.
fn flare(out: &mut String, x: f64, palette: Palette) {
    let _ = write!(
        out,
        "<path{} d=\"M{} {}l5.5 9.5h-11z\"/>",
        paint(palette, &["c-sign"]),
        n(x),
        n(TOP - 15.0),
    );
}

/// How many figures each step rests on, if all of them have room.
fn counts(
    out: &mut String,
    ranges: &Ranges<'_>,
    area: &Area,
    column: f64,
    x: impl Fn(usize) -> f64,
    palette: Palette,
) {
    let texts: Vec<String> = ranges
        .steps
        .iter()
        .map(|step| step.count.to_string())
        .collect();
    let widest = texts.iter().map(|text| svg::text_width(text, LABEL));
    let base = area.bottom + LABEL + 2.0;
    if widest.fold(0.0, f64::max) + 3.0 > column {
        return;
    }
    plot::text(
        out,
        area.left - 8.0,
        base,
        "end",
        ranges.count_words,
        palette,
    );
    for (at, text) in texts.iter().enumerate() {
        plot::text(out, x(at), base, "middle", text, palette);
    }
}

/// Every label, or every second, third and so on, so that none touches the next; the last always stands.
fn labels(
    out: &mut String,
    steps: &[Range],
    area: &Area,
    x: impl Fn(usize) -> f64,
    palette: Palette,
) {
    let Some(last) = steps.len().checked_sub(1) else {
        return;
    };
    let placed = |at: usize| {
        let width = svg::text_width(&steps[at].label, LABEL);
        let half = width / 2.0;
        // Near an edge a label moves inwards, so that it is never cut off.
        let most = (area.right - half).max(half);
        (x(at).clamp(half.min(most), most), half)
    };
    let every = (1..=steps.len()).find(|every| {
        let shown: Vec<(f64, f64)> = (0..=last).rev().step_by(*every).map(placed).collect();
        shown
            .windows(2)
            .all(|two| two[1].0 + two[1].1 + 8.0 <= two[0].0 - two[0].1)
    });
    for at in (0..=last).rev().step_by(every.unwrap_or(steps.len())) {
        let (x, _) = placed(at);
        let base = area.bottom + FOOT - 6.0;
        plot::text(out, x, base, "middle", &steps[at].label, palette);
    }
}
