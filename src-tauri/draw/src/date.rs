//! Days of the calendar, so that a chart can tell weeks, months and years apart without a clock.

use std::fmt;

/// A day of the Gregorian calendar, from year 1 to year 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Days since 1 January 1970; the day count carries all arithmetic.
    days: i32,
}

impl Date {
    /// 1 January 1970, where there is nothing else to start from.
    pub(crate) const EPOCH: Date = Date { days: 0 };

    /// Reads `2026-11-23`; `None` when there is no such day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Date> {
        let mut parts = text.splitn(3, '-');
        let mut part = |digits: usize| {
            let part = parts.next()?;
            let sound = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            sound.then(|| part.parse::<i32>().ok())?
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        let date = Date {
            days: days_from_civil(year, month, day),
        };
        // A day that does not exist comes back as another one.
        (year > 0 && date.parts() == (year, month, day)).then_some(date)
    }

    /// The year, the month (1 to 12) and the day of the month.
    #[must_use]
    pub fn parts(self) -> (i32, i32, i32) {
        // Counted from 1 March of year 0, so that the odd day of a leap year comes last; after
        // Howard Hinnant, "chrono-compatible low-level date algorithms".
        let days = self.days + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month, day)
    }

    /// 0 for a Monday, 6 for a Sunday.
    #[must_use]
    pub fn weekday(self) -> usize {
        // 1 January 1970 was a Thursday.
        (self.days + 3).rem_euclid(7) as usize
    }

    /// The day this many days later.
    #[must_use]
    pub fn plus(self, days: i32) -> Date {
        Date {
            days: self.days + days,
        }
    }

    /// How many days later the other day is.
    #[must_use]
    pub fn until(self, later: Date) -> i32 {
        later.days - self.days
    }
}

impl fmt::Display for Date {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(to, "{year:04}-{month:02}-{day:02}")
    }
}

fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * month + 2) / 5 + day - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    era * 146_097 + of_era - 719_468
}
