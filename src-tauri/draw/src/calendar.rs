//! The calendar: a cell for each day with its number in it, weeks as columns. A day without an
//! entry is hatched, because "not recorded" is not "no pain", and a dot says that there was a walk.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::date::Date;
use crate::plot::{self, LABEL};
use crate::svg::{self, Palette, Roving, Words, n, paint};

/// What there is to draw.
#[derive(Clone, Copy)]
pub struct Calendar<'a> {
    /// How wide the calendar is, in pixels; 320 to 1600.
    pub width_px: f64,
    /// Every day of the range in any order, those without an entry too; of a day given twice the
    /// last one counts, and a day left out stays empty.
    pub days: &'a [Day],
    /// The short names of the weekdays, Monday first.
    pub weekdays: &'a [String; 7],
    /// The weekday a week starts with: 0 for Monday, 6 for Sunday.
    pub starts_on: u8,
    /// The short name of the month of a day, with the year where the reader needs it.
    pub month: &'a dyn Fn(Date) -> String,
}

/// One day.
#[derive(Clone, Debug)]
pub struct Day {
    /// The date.
    pub date: Date,
    /// The pain of the day, 0 to 10; `None` when nothing was recorded. It is shown rounded.
    pub score: Option<f64>,
    /// Whether there was a walk.
    pub walked: bool,
    /// The whole of it in words.
    pub label: String,
}

/// Between two cells.
const GAP: f64 = 3.0;
/// The smallest cell whose number can be read at arm's length.
const LEAST_CELL: f64 = 26.0;
const MOST_CELL: f64 = 40.0;
/// Above the cells of a row of weeks, for the months.
const MONTHS: f64 = 24.0;
/// Between two rows of weeks.
const BETWEEN: f64 = 18.0;

/// Draws the calendar; where the cells of a whole year would be too small to read, the weeks go on
/// in a second row below.
#[must_use]
pub fn svg(words: &Words, calendar: &Calendar<'_>, palette: Palette) -> String {
    let days: BTreeMap<Date, (usize, &Day)> = calendar
        .days
        .iter()
        .enumerate()
        .map(|(index, day)| (day.date, (index, day)))
        .collect();
    let grid = Grid::new(calendar, days.keys());
    let mut out = svg::open_parts(words, grid.width, grid.height(), palette);
    grid.weekdays(&mut out, calendar, palette);
    grid.months(&mut out, calendar, days.keys(), palette);
    let mut roving = Roving::new(palette);
    for (index, day) in days.values() {
        grid.cell(&mut out, *index, day, &mut roving);
    }
    out.push_str("</svg>");
    out
}

/// Where the cells are.
struct Grid {
    /// The first day of the first week.
    start: Date,
    starts_on: usize,
    width: f64,
    left: f64,
    /// How many weeks stand beside each other.
    weeks: usize,
    /// How many rows of weeks there are.
    bands: usize,
    /// From one cell to the next.
    pitch: f64,
}

impl Grid {
    fn new<'a>(
        calendar: &Calendar<'_>,
        mut dates: impl DoubleEndedIterator<Item = &'a Date>,
    ) -> Self {
        let starts_on = usize::from(calendar.starts_on % 7);
        let first = dates.next().copied();
        let last = dates.next_back().copied().or(first);
        let into_week = |date: Date| ((date.weekday() + 7 - starts_on) % 7) as i32;
        let (start, all) = match (first, last) {
            (Some(first), Some(last)) => {
                let start = first.plus(-into_week(first));
                (start, start.until(last) as usize / 7 + 1)
            }
            _ => (Date::EPOCH, 1),
        };
        let widest = calendar
            .weekdays
            .iter()
            .map(|name| svg::text_width(name, LABEL))
            .fold(0.0, f64::max);
        let width = plot::width(calendar.width_px);
        let left = widest.min(width / 4.0) + 10.0;
        let room = width - left;
        let fitting = ((room / (LEAST_CELL + GAP)) as usize).max(1);
        let bands = all.div_ceil(fitting);
        // Even rows look better than a full one and a rest.
        let weeks = all.div_ceil(bands);
        Self {
            start,
            starts_on,
            width,
            left,
            weeks,
            bands,
            pitch: (room / weeks as f64).min(MOST_CELL + GAP),
        }
    }

    fn side(&self) -> f64 {
        self.pitch - GAP
    }

    fn band_height(&self) -> f64 {
        MONTHS + 7.0 * self.pitch
    }

    fn height(&self) -> f64 {
        self.bands as f64 * (self.band_height() + BETWEEN) - BETWEEN
    }

    /// The band, the column in it and the row of a day.
    fn place(&self, date: Date) -> (usize, usize, usize) {
        let days = self.start.until(date) as usize;
        let week = days / 7;
        (week / self.weeks, week % self.weeks, days % 7)
    }

    /// The top left corner of a place.
    fn corner(&self, band: usize, column: usize, row: usize) -> (f64, f64) {
        (
            self.left + column as f64 * self.pitch,
            band as f64 * (self.band_height() + BETWEEN) + MONTHS + row as f64 * self.pitch,
        )
    }

    fn weekdays(&self, out: &mut String, calendar: &Calendar<'_>, palette: Palette) {
        for band in 0..self.bands {
            for row in 0..7 {
                let name = &calendar.weekdays[(row + self.starts_on) % 7];
                let (x, y) = self.corner(band, 0, row);
                let y = y + self.side() / 2.0 + LABEL * 0.36;
                plot::text(out, x - 10.0, y, "end", name, palette);
            }
        }
    }

    /// The name of each month over its first week, and a line between two months.
    fn months<'a>(
        &self,
        out: &mut String,
        calendar: &Calendar<'_>,
        dates: impl Iterator<Item = &'a Date>,
        palette: Palette,
    ) {
        // The first day of each month in each band, in order.
        let mut seen: Vec<(usize, usize, Date)> = Vec::new();
        for date in dates {
            let (band, column, row) = self.place(*date);
            let (year, month, day) = date.parts();
            let same = seen.last().is_some_and(|(last_band, _, last)| {
                *last_band == band && (last.parts().0, last.parts().1) == (year, month)
            });
            if same {
                continue;
            }
            seen.push((band, column, *date));
            if day == 1 && (column, row) != (0, 0) {
                self.border(out, band, column, row, palette);
            }
        }
        for (index, (band, column, date)) in seen.iter().enumerate() {
            let name = (calendar.month)(*date);
            let (x, y) = self.corner(*band, *column, 0);
            let end = match seen.get(index + 1) {
                Some((next_band, next, _)) if next_band == band => self.corner(*band, *next, 0).0,
                _ => self.width,
            };
            // A month of a few days at an edge has no room for its name.
            if x + svg::text_width(&name, LABEL) <= end {
                plot::text(out, x, y - 8.0, "start", &name, palette);
            }
        }
    }

    /// The line before the first of a month: down the left of its week from its day on, and down
    /// the left of the next week above it.
    fn border(&self, out: &mut String, band: usize, column: usize, row: usize, palette: Palette) {
        let (x, y) = self.corner(band, column, row);
        let (x, y) = (x - GAP / 2.0, y - GAP / 2.0);
        let top = self.corner(band, 0, 0).1 - GAP / 2.0;
        let bottom = top + 7.0 * self.pitch;
        let next = x + self.pitch;
        let path = match (column, row) {
            (_, 0) => format!("M{} {}V{}", n(x), n(top), n(bottom)),
            // At the left edge there is nothing to be parted from.
            (0, _) => format!("M{} {}V{}H{}", n(next), n(top), n(y), n(x)),
            _ => format!("M{} {}V{}H{}V{}", n(next), n(top), n(y), n(x), n(bottom)),
        };
        let _ = write!(
            out,
            "<path{} fill=\"none\" stroke-width=\"1\" d=\"{path}\"/>",
            paint(palette, &["c-border"]),
        );
    }

    fn cell(&self, out: &mut String, index: usize, day: &Day, roving: &mut Roving) {
        let palette = roving.palette();
        let (band, column, row) = self.place(day.date);
        let (x, y) = self.corner(band, column, row);
        let side = self.side();
        let date = day.date.to_string();
        let _ = write!(out, "<g{}>", roving.part("index", index, &date, &day.label));
        let score = day.score.filter(|score| score.is_finite());
        let level = score.map(|score| score.round().clamp(0.0, 10.0) as u8);
        let inside: &[&str] = match level {
            Some(level) => &[svg::step(level), "c-cell"],
            None => &["c-empty", "c-hatch"],
        };
        let _ = write!(
            out,
            "<rect{} stroke-width=\"1\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"5\"/>",
            paint(palette, inside),
            n(x),
            n(y),
            n(side),
            n(side),
        );
        let dot = if let Some(level) = level {
            // The number makes room for the dot below it.
            let size = (0.5 * side).min(16.0);
            let up = if day.walked { 3.0 } else { 0.0 };
            let _ = write!(
                out,
                "<text{} font-size=\"{}\" font-weight=\"600\" x=\"{}\" y=\"{}\" text-anchor=\"middle\" aria-hidden=\"true\">{level}</text>",
                paint(palette, &[svg::ink(level)]),
                n(size),
                n(x + side / 2.0),
                n(y + side / 2.0 + 0.36 * size - up),
            );
            svg::ink(level)
        } else {
            plot::hatch(out, (x, y), (side, side), palette);
            "c-sign"
        };
        if day.walked {
            let _ = write!(
                out,
                "<circle{} cx=\"{}\" cy=\"{}\" r=\"2.5\"/>",
                paint(palette, &[dot]),
                n(x + side / 2.0),
                n(y + side - 5.5),
            );
        }
        out.push_str("</g>");
    }
}
