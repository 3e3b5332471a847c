//! What was recorded and what is missing: a row for each kind of record, a column for each day or
//! week. Missing is hatched, as in the calendar; what nobody asked for stays empty.

use std::fmt::Write as _;

use crate::date::Date;
use crate::plot::{self, Area, LABEL, Tick, Time};
use crate::svg::{self, Palette, Roving, Words, n, paint};

/// What there is to draw.
#[derive(Clone, Copy)]
pub struct Completeness<'a> {
    /// How wide the strip is, in pixels; 320 to 1600.
    pub width_px: f64,
    /// The name of each row.
    pub rows: &'a [String],
    /// The days or weeks, oldest first.
    pub columns: &'a [Column],
    /// How many days a column stands for: 1 or 7.
    pub days_each: u16,
    /// Says a date under the axis.
    pub tick: Tick<'a>,
}

/// One day or week.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its first day.
    pub date: Date,
    /// A cell for each row; a row left out was not asked for.
    pub cells: Vec<Cell>,
    /// The whole of it in words.
    pub label: String,
}

/// What became of one kind of record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// Recorded on this share of the days, 0 to 1; nothing at all counts as missing.
    Recorded(f64),
    /// Nothing was recorded.
    Missing,
    /// Nobody asked: the diary was paused, or the kind was not chosen.
    NotAsked,
}

/// Room for the line of the uppermost cells.
const TOP: f64 = 1.0;
const ROW: f64 = 24.0;
const BETWEEN: f64 = 6.0;
const BOTTOM: f64 = 32.0;

/// Draws the strip.
#[must_use]
pub fn svg(words: &Words, completeness: &Completeness<'_>, palette: Palette) -> String {
    let width = plot::width(completeness.width_px);
    let widest = completeness
        .rows
        .iter()
        .map(|name| svg::text_width(name, LABEL))
        .fold(0.0, f64::max);
    let rows = completeness.rows.len();
    let area = Area {
        left: widest.min(width / 3.0) + 12.0,
        right: width - 4.0,
        top: TOP,
        bottom: TOP + rows as f64 * (ROW + BETWEEN),
    };
    let days_each = i32::from(completeness.days_each.max(1));
    let dates = || completeness.columns.iter().map(|column| column.date);
    let first = dates().min().unwrap_or(Date::EPOCH);
    let last = dates().max().unwrap_or(first).plus(days_each - 1);
    let time = Time::new(first, last, area);
    let mut out = svg::open_parts(words, width, area.bottom + BOTTOM, palette);
    for (row, name) in completeness.rows.iter().enumerate() {
        let y = TOP + row as f64 * (ROW + BETWEEN) + ROW / 2.0 + 0.36 * LABEL;
        plot::text(&mut out, area.left - 12.0, y, "end", name, palette);
    }
    time.axis(&mut out, area.bottom, completeness.tick, palette);
    let mut roving = Roving::new(palette);
    for (index, column) in completeness.columns.iter().enumerate() {
        let left = time.x(column.date, 0.0);
        let right = time.x(column.date.plus(days_each), 0.0);
        // Between columns of a few pixels gaps would take more room than what they part.
        let gap = if right - left > 6.0 { 2.0 } else { 0.0 };
        let date = column.date.to_string();
        let part = roving.part("index", index, &date, &column.label);
        let _ = write!(out, "<g{part}>");
        for row in 0..rows {
            let cell = column.cells.get(row).copied().unwrap_or(Cell::NotAsked);
            let corner = (left + gap / 2.0, TOP + row as f64 * (ROW + BETWEEN));
            draw(&mut out, cell, corner, right - left - gap, palette);
        }
        out.push_str("</g>");
    }
    out.push_str("</svg>");
    out
}

fn draw(out: &mut String, cell: Cell, (x, y): (f64, f64), width: f64, palette: Palette) {
    let share = match cell {
        Cell::NotAsked => return,
        Cell::Recorded(share) if share > 0.0 => share.min(1.0),
        Cell::Recorded(_) | Cell::Missing => 0.0,
    };
    let rounding = if width > 8.0 { 3.0 } else { 0.0 };
    // What is there stands on the floor of its row; what is missing is hatched above it.
    let filled = share * ROW;
    if share < 1.0 {
        let _ = write!(
            out,
            "<rect{} stroke-width=\"1\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
            paint(palette, &["c-empty", "c-hatch"]),
            n(x),
            n(y),
            n(width),
            n(ROW),
            n(rounding),
        );
        plot::hatch(out, (x, y), (width, ROW - filled), palette);
    }
    if share > 0.0 {
        let _ = write!(
            out,
            "<rect{} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
            paint(palette, &["c-dot"]),
            n(x),
            n(y + ROW - filled),
            n(width),
            n(filled),
            n(rounding),
        );
    }
}
