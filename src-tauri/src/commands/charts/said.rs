//! How the charts say dates, numbers and amounts.

use backstride_content::strings;
use backstride_draw::{Date, Step};
use chrono::{Datelike as _, NaiveDate};

use crate::commands::diary::day_and_month;

/// Words without anything to fill in.
pub(super) fn plain(key: &str) -> String {
    strings::text(key, &[])
}

/// "Mon 23 Nov", with the year where it is another one than that of the end of the chart.
pub(super) fn date(date: NaiveDate, end: NaiveDate) -> String {
    let weekday = weekday(date.weekday().num_days_from_monday() as usize);
    strings::text(
        "chart-date",
        &[("weekday", &weekday), ("date", &day(date, end))],
    )
}

/// "23 Nov", with the year where it is another one than that of the end of the chart.
pub(super) fn day(date: NaiveDate, end: NaiveDate) -> String {
    let short = day_and_month(date);
    if date.year() == end.year() {
        short
    } else {
        format!("{short} {}", date.year())
    }
}

/// "12 Oct to 23 Nov".
pub(super) fn span(from: NaiveDate, to: NaiveDate) -> String {
    strings::text(
        "chart-span",
        &[("from", &day(from, to)), ("to", &day(to, to))],
    )
}

/// The short name of a weekday, 0 for Monday.
pub(super) fn weekday(place: usize) -> String {
    const KEYS: [&str; 7] = [
        "weekday-mon",
        "weekday-tue",
        "weekday-wed",
        "weekday-thu",
        "weekday-fri",
        "weekday-sat",
        "weekday-sun",
    ];
    plain(KEYS[place % 7])
}

/// "Nov", with the year where the caller asks for it.
pub(in crate::commands) fn month(month: u32, year: Option<i32>) -> String {
    const KEYS: [&str; 12] = [
        "month-jan",
        "month-feb",
        "month-mar",
        "month-apr",
        "month-may",
        "month-jun",
        "month-jul",
        "month-aug",
        "month-sep",
        "month-oct",
        "month-nov",
        "month-dec",
    ];
    let name = plain(KEYS[(month.max(1) as usize - 1) % 12]);
    year.map_or(name.clone(), |year| format!("{name} {year}"))
}

/// "November 2026".
pub(in crate::commands) fn full_month(date: NaiveDate) -> String {
    format!("{} {}", month_name(date), date.year())
}

/// "November".
pub(in crate::commands) fn month_name(date: NaiveDate) -> String {
    const KEYS: [&str; 12] = [
        "month-full-jan",
        "month-full-feb",
        "month-full-mar",
        "month-full-apr",
        "month-full-may",
        "month-full-jun",
        "month-full-jul",
        "month-full-aug",
        "month-full-sep",
        "month-full-oct",
        "month-full-nov",
        "month-full-dec",
    ];
    plain(KEYS[date.month0() as usize % 12])
}

/// A date under an axis.
pub(super) fn tick(date: Date, step: Step) -> String {
    let (year, number, _) = date.parts();
    let number = number.unsigned_abs();
    match step {
        Step::Day => date
            .to_string()
            .parse()
            .map(day_and_month)
            .unwrap_or_default(),
        Step::Month => month(number, (number == 1).then_some(year)),
        Step::Year => year.to_string(),
    }
}

/// How to read a chart, and that not every mark is drawn where that is so.
pub(super) fn legend(key: &str, shown: usize, all: usize) -> String {
    if shown == all {
        return plain(key);
    }
    let thinned = strings::text(
        "chart-thinned",
        &[("shown", &shown.to_string()), ("all", &all.to_string())],
    );
    format!("{} {thinned}", plain(key))
}

/// A mean with one decimal.
pub(super) fn mean(value: f64) -> String {
    format!("{value:.1}")
}

/// Something that may not have been recorded; what was not stays empty.
pub(super) fn maybe<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A share of days in whole percent; seldom is not never.
pub(super) fn percent(days: u32, of: u32) -> String {
    let share = if of == 0 {
        0.0
    } else {
        f64::from(days) / f64::from(of) * 100.0
    };
    if days > 0 && share < 1.0 {
        "<1 %".to_owned()
    } else {
        format!("{share:.0} %")
    }
}
