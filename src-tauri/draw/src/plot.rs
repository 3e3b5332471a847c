//! What the charts share: the plotting area, time along the foot, flares behind, runs without gaps.

use std::fmt::Write as _;

use crate::date::Date;
use crate::svg::{self, Palette, escape, n, paint};

/// How exactly a label under the time axis has to say its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A day: "23 Nov".
    Day,
    /// The first of a month: "Nov", and "Jan 2027" where a year begins.
    Month,
    /// The first of a year: "2027".
    Year,
}

/// Says a date under the time axis in the user's language.
pub type Tick<'a> = &'a dyn Fn(Date, Step) -> String;

/// A time in which it was distinctly worse than usual.
#[derive(Clone, Debug)]
pub struct Flare {
    /// Its first day.
    pub from: Date,
    /// Its last day; `None` while it goes on.
    pub to: Option<Date>,
    /// What is written over it; left out where there is no room.
    pub label: String,
}

/// The mean of the days up to and including a date.
#[derive(Clone, Copy, Debug)]
pub struct Mean {
    /// The day it belongs to.
    pub date: Date,
    /// The mean, 0 to 10; `None` where too little was recorded, and the line breaks.
    pub value: Option<f64>,
}

/// The size of small words in a chart.
pub(crate) const LABEL: f64 = 15.0;

/// A width to draw in, in pixels: whatever is asked for, within what can be read.
pub(crate) fn width(px: f64) -> f64 {
    if px.is_nan() {
        960.0
    } else {
        px.clamp(320.0, 1600.0)
    }
}

/// Words that stand among points and lines: a halo keeps them apart.
pub(crate) fn text_above(
    out: &mut String,
    x: f64,
    y: f64,
    anchor: &str,
    words: &str,
    palette: Palette,
) {
    if words.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "<text{} font-size=\"{}\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\" \
         pointer-events=\"none\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\" aria-hidden=\"true\">{}</text>",
        paint(palette, &["c-label", "c-halo"]),
        n(LABEL),
        n(x),
        n(y),
        escape(words),
    );
}

/// The rectangle that holds what was measured, in pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

impl Area {
    /// The height of a value between two bounds; nothing outside them leaves the area.
    pub(crate) fn y(&self, value: f64, low: f64, high: f64) -> f64 {
        self.bottom - (value.clamp(low, high) - low) / (high - low) * (self.bottom - self.top)
    }

    /// The place of a value between nothing and a bound; nothing outside them leaves the area.
    pub(crate) fn x(&self, value: f64, high: f64) -> f64 {
        self.left + value.clamp(0.0, high) / high * (self.right - self.left)
    }

    /// A line across at a height, with its label at the left.
    pub(crate) fn level(&self, out: &mut String, y: f64, label: &str, palette: Palette) {
        let _ = write!(
            out,
            "<path{} stroke-width=\"1\" fill=\"none\" d=\"M{} {at}H{}\"/>\
             <text{} font-size=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"end\" aria-hidden=\"true\">{}</text>",
            paint(palette, &["c-grid"]),
            n(self.left),
            n(self.right),
            paint(palette, &["c-label"]),
            n(LABEL),
            n(self.left - 8.0),
            n(y + LABEL / 3.0),
            escape(label),
            at = n(y),
        );
    }
}

/// Words in a chart.
pub(crate) fn text(out: &mut String, x: f64, y: f64, anchor: &str, words: &str, palette: Palette) {
    if words.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "<text{} font-size=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\" aria-hidden=\"true\">{}</text>",
        paint(palette, &["c-label"]),
        n(LABEL),
        n(x),
        n(y),
        escape(words),
    );
}

/// Time along the foot of an area, from the start of one day to the end of another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Time {
    first: Date,
    days: i32,
    area: Area,
}

impl Time {
    /// The two days in either order.
    pub(crate) fn new(first: Date, last: Date, area: Area) -> Self {
        let (first, last) = (first.min(last), first.max(last));
        Self {
            first,
            days: first.until(last) + 1,
            area,
        }
    }

    /// The area the time runs under.
    pub(crate) fn area(&self) -> Area {
        self.area
    }

    /// How wide a day is.
    pub(crate) fn day(&self) -> f64 {
        (self.area.right - self.area.left) / f64::from(self.days)
    }

    /// Whether a day is shown.
    pub(crate) fn holds(&self, date: Date) -> bool {
        (0..self.days).contains(&self.first.until(date))
    }

    /// Where a part of a day is, 0 its start and 1 its end; days that are not shown are at the edge.
    pub(crate) fn x(&self, date: Date, part: f64) -> f64 {
        let days = f64::from(self.first.until(date)) + part;
        self.area.x(days, f64::from(self.days))
    }

    /// The axis: as many labels as there is room for, each at the start of its day, month or year.
    pub(crate) fn axis(&self, out: &mut String, y: f64, tick: Tick<'_>, palette: Palette) {
        for label in self.labels(tick) {
            self::tick(out, label.x, y, label.anchor, &label.text, palette);
        }
    }

    /// The finest labels that do not touch each other.
    fn labels(&self, tick: Tick<'_>) -> Vec<Label> {
        const STEPS: [(Step, i32); 11] = [
            (Step::Day, 1),
            (Step::Day, 7),
            (Step::Day, 14),
            (Step::Month, 1),
            (Step::Month, 2),
            (Step::Month, 3),
            (Step::Month, 6),
            (Step::Year, 1),
            (Step::Year, 2),
            (Step::Year, 5),
            (Step::Year, 20),
        ];
        // Ten years have 3,650 days; what cannot fit anyway is not even tried.
        let may_fit = |step: Step, every: i32| {
            let days = match step {
                Step::Day => every,
                Step::Month => 31 * every,
                Step::Year => return true,
            };
            f64::from(days) * self.day() > 2.0 * LABEL
        };
        let mut labels = Vec::new();
        for (step, every) in STEPS {
            if !may_fit(step, every) {
                continue;
            }
            labels = (0..self.days)
                .map(|days| self.first.plus(days))
                .filter(|date| starts(*date, step, every))
                .map(|date| {
                    let part = if step == Step::Day { 0.5 } else { 0.0 };
                    Label::new(self.x(date, part), tick(date, step), &self.area)
                })
                .collect::<Vec<_>>();
            let apart = labels
                .windows(2)
                .all(|two| two[0].right + 8.0 <= two[1].left);
            if apart && !labels.is_empty() {
                break;
            }
        }
        labels
    }

    /// Bands over the days of flares, up to a height above the area where their labels stand.
    pub(crate) fn flares(&self, out: &mut String, top: f64, flares: &[Flare], palette: Palette) {
        let last = self.first.plus(self.days - 1);
        let spans: Vec<(f64, f64, &str)> = flares
            .iter()
            .map(|flare| (flare, flare.to.unwrap_or(last)))
            .filter(|(flare, to)| flare.from <= *to && flare.from <= last && self.first <= *to)
            .map(|(flare, to)| {
                let label = flare.label.as_str();
                (self.x(flare.from, 0.0), self.x(to, 1.0), label)
            })
            .collect();
        bands(out, &self.area, top, &spans, palette);
    }
}

/// A label under the axis.
struct Label {
    x: f64,
    anchor: &'static str,
    left: f64,
    right: f64,
    text: String,
}

impl Label {
    /// A label near an edge is turned inwards, so that it is never cut off.
    fn new(x: f64, text: String, area: &Area) -> Self {
        let width = svg::text_width(&text, LABEL);
        let (anchor, left) = match x - width / 2.0 {
            left if left < 4.0 => ("start", x),
            left if left + width > area.right + 8.0 => ("end", x - width),
            left => ("middle", left),
        };
        Self {
            x,
            anchor,
            left,
            right: left + width,
            text,
        }
    }
}

/// Bands behind an area from left to right, each with its label at its top, as long as there is
/// room for it.
pub(crate) fn bands(
    out: &mut String,
    area: &Area,
    top: f64,
    spans: &[(f64, f64, &str)],
    palette: Palette,
) {
    const THIN: f64 = 8.0;
    let first = spans.first().map_or(area.left, |span| span.0);
    let mut taken = area.left;
    for (left, right, label) in spans {
        let _ = write!(
            out,
            "<rect{} fill-opacity=\"0.16\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            paint(palette, &["c-flare"]),
            n(*left),
            n(top),
            n((right - left).max(1.0)),
            n(area.bottom - top),
        );
        // A label may run on behind the end of its band, but not into the next label and not out
        // of the picture. Over many bands as thin as lines, one label says what they all are.
        let width = svg::text_width(label, LABEL);
        let at = (left + 4.0).min(area.right - width);
        let said = *left > first && right - left < THIN;
        if at >= taken && !said {
            text(out, at, top + LABEL, "start", label, palette);
            taken = at + width + 8.0;
        }
    }
}

/// A mark below an area with its label.
pub(crate) fn tick(out: &mut String, x: f64, y: f64, anchor: &str, label: &str, palette: Palette) {
    let _ = write!(
        out,
        "<path{} stroke-width=\"1\" fill=\"none\" d=\"M{} {}V{}\"/>",
        paint(palette, &["c-grid"]),
        n(x),
        n(y),
        n(y + 6.0),
    );
    text(out, x, y + 8.0 + LABEL, anchor, label, palette);
}

/// Slanting lines across a rectangle: nothing was recorded here.
pub(crate) fn hatch(
    out: &mut String,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
    palette: Palette,
) {
    const APART: f64 = 9.0;
    let mut path = String::new();
    let around = width + height;
    let pieces = (around / APART) as i32;
    // Each line joins two edges, so that none leaves the rectangle.
    for piece in 1..=pieces {
        let reach = f64::from(piece) * around / f64::from(pieces + 1);
        let from = (reach.min(width), (reach - width).max(0.0));
        let to = ((reach - height).max(0.0), reach.min(height));
        let _ = write!(
            path,
            "M{} {}L{} {}",
            n(x + from.0),
            n(y + from.1),
            n(x + to.0),
            n(y + to.1)
        );
    }
    if !path.is_empty() {
        let _ = write!(
            out,
            "<path{} fill=\"none\" stroke-width=\"1\" pointer-events=\"none\" d=\"{path}\"/>",
            paint(palette, &["c-hatch"]),
        );
    }
}

/// How much of a day is over at a minute; the middle of the day where nobody knows.
pub(crate) fn part_of_day(minute: Option<u16>) -> f64 {
    minute.map_or(0.5, |minute| f64::from(minute.min(1439)) / 1440.0)
}

/// Whether a day is one of those that every so many days, months or years begin with.
fn starts(date: Date, step: Step, every: i32) -> bool {
    let (year, month, day) = date.parts();
    match (step, every) {
        (Step::Day, 1) => true,
        (Step::Day, every) => {
            // Weeks are counted from a Monday long ago, so that a chart that moves on by a day
            // keeps its labels.
            let monday =
                Date::parse("1900-01-01").is_some_and(|start| start.until(date) % every == 0);
            monday && date.weekday() == 0
        }
        (Step::Month, every) => day == 1 && (month - 1) % every == 0,
        (Step::Year, every) => day == 1 && month == 1 && year % every == 0,
    }
}

/// A line through means, broken wherever a day has none; as (x, y).
pub(crate) fn runs(means: &[Mean], time: &Time, y: impl Fn(f64) -> f64) -> Vec<Vec<(f64, f64)>> {
    let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    let mut before: Option<Date> = None;
    for mean in means {
        let value = mean.value.filter(|value| value.is_finite());
        let (Some(value), true) = (value, time.holds(mean.date)) else {
            before = None;
            continue;
        };
        if before.is_none_or(|before| before.until(mean.date) != 1) {
            runs.push(Vec::new());
        }
        before = Some(mean.date);
        if let Some(run) = runs.last_mut() {
            run.push((time.x(mean.date, 0.5), y(value)));
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// What is left of a run when each pixel column keeps its first, highest, lowest and last point:
/// the line looks the same.
pub(crate) fn thin(run: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut kept = Vec::new();
    for column in run.chunk_by(|a, b| a.0.floor() == b.0.floor()) {
        let place = |better: fn(f64, f64) -> bool| {
            let mut best = 0;
            for (index, point) in column.iter().enumerate() {
                if better(point.1, column[best].1) {
                    best = index;
                }
            }
            best
        };
        let mut places = [
            0,
            place(|a, b| a < b),
            place(|a, b| a > b),
            column.len() - 1,
        ];
        places.sort_unstable();
        let mut last = None;
        for place in places {
            if last != Some(place) {
                kept.push(column[place]);
            }
            last = Some(place);
        }
    }
    kept
}

/// One stroke through a run; a lone point becomes a dot, or it could not be seen.
pub(crate) fn stroke(run: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (x, y) in run {
        let command = if path.is_empty() { 'M' } else { 'L' };
        let _ = write!(path, "{command}{} {}", n(*x), n(*y));
    }
    if let [(x, _)] = run {
        let _ = write!(path, "H{}", n(x + 0.1));
    }
    path
}
