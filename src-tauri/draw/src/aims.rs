//! What was aimed at and what was reached, week by week: an outline for the one, a filled column in
//! it for the other.

use std::fmt::Write as _;

use crate::plot::{self, Area, LABEL};
use crate::svg::{self, Palette, Roving, Words, n, paint};

/// What there is to draw.
#[derive(Clone, Copy)]
pub struct Aims<'a> {
    /// How wide the chart is, in pixels; 320 to 1600.
    pub width_px: f64,
    /// The weeks, oldest first.
    pub weeks: &'a [Week],
    /// What the upright axis counts.
    pub amount_words: &'a str,
    /// What is counted along the foot.
    pub week_words: &'a str,
}

/// One week.
#[derive(Clone, Debug)]
pub struct Week {
    /// Its number.
    pub number: u16,
    /// Its first day, `YYYY-MM-DD`.
    pub date: String,
    /// What was aimed at.
    pub aim: f64,
    /// What was reached.
    pub reached: f64,
    /// The whole of it in words.
    pub label: String,
}

const TOP: f64 = 36.0;
const PLOT: f64 = 200.0;
const BOTTOM: f64 = 56.0;
/// The share of a week's room that its outline takes; a column as wide as its neighbour's gap reads best.
const OUTLINE: f64 = 0.72;
/// No column gets wider than this: few weeks must not look like a wall.
const WIDEST: f64 = 44.0;

/// Draws the chart.
#[must_use]
pub fn svg(words: &Words, aims: &Aims<'_>, palette: Palette) -> String {
    let width = plot::width(aims.width_px);
    let area = Area {
        left: 44.0,
        right: width - 8.0,
        top: TOP,
        bottom: TOP + PLOT,
    };
    let mut out = svg::open_parts(words, width, area.bottom + BOTTOM, palette);
    plot::text(&mut out, 0.0, LABEL, "start", aims.amount_words, palette);
    let (step, most) = scale(aims.weeks);
    for line in 0..=(most / step).round() as u32 {
        let amount = f64::from(line) * step;
        let y = area.y(amount, 0.0, most);
        area.level(&mut out, y, &n(amount), palette);
    }
    let room = (area.right - area.left) / aims.weeks.len().max(1) as f64;
    let outline = (room * OUTLINE).min(WIDEST);
    let every = every(aims.weeks, room);
    let mut roving = Roving::new(palette);
    for (index, week) in aims.weeks.iter().enumerate() {
        let middle = area.left + room * (index as f64 + 0.5);
        let part = roving.part("index", index, &week.date, &week.label);
        let _ = write!(out, "<g{part}>");
        column(&mut out, &area, (middle, outline), week, most, palette);
        out.push_str("</g>");
        if index % every == 0 {
            let number = week.number.to_string();
            plot::tick(&mut out, middle, area.bottom, "middle", &number, palette);
        }
    }
    let foot = area.bottom + BOTTOM - 6.0;
    plot::text(&mut out, area.left, foot, "start", aims.week_words, palette);
    out.push_str("</svg>");
    out
}

fn column(
    out: &mut String,
    area: &Area,
    (middle, width): (f64, f64),
    week: &Week,
    most: f64,
    palette: Palette,
) {
    let mut bar = |classes: &[&str], amount: f64, width: f64, line: f64| {
        let y = area.y(amount, 0.0, most);
        let _ = write!(
            out,
            "<rect{} stroke-width=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\"/>",
            paint(palette, classes),
            n(line),
            n(middle - width / 2.0),
            n(y),
            n(width),
            n(area.bottom - y),
        );
    };
    bar(&["c-open", "c-ring"], amount(week.aim), width, 2.0);
    if amount(week.reached) > 0.0 {
        // Narrower than the outline, so that both stay in sight whichever is higher.
        bar(&["c-dot", "c-halo"], amount(week.reached), width * 0.6, 0.0);
    }
}

/// An amount one can draw.
fn amount(value: f64) -> f64 {
    if value.is_finite() {
        value.max(0.0)
    } else {
        0.0
    }
}

/// The step and the end of the axis, round numbers above everything there is.
fn scale(weeks: &[Week]) -> (f64, f64) {
    const STEPS: [f64; 10] = [
        5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 3000.0,
    ];
    let highest = weeks
        .iter()
        .flat_map(|week| [amount(week.aim), amount(week.reached)])
        .fold(0.0, f64::max)
        .clamp(10.0, 7.0 * 24.0 * 60.0);
    let step = STEPS
        .into_iter()
        .find(|step| highest / step <= 5.0)
        .unwrap_or(3000.0);
    (step, (highest / step).ceil() * step)
}

/// Every how many weeks there is room for a number.
fn every(weeks: &[Week], room: f64) -> usize {
    let widest = weeks
        .iter()
        .map(|week| svg::text_width(&week.number.to_string(), LABEL))
        .fold(LABEL, f64::max);
    [1, 2, 4, 8, 12, 24, 52]
        .into_iter()
        .find(|every| room * *every as f64 >= widest + 8.0)
        .unwrap_or(104)
}
