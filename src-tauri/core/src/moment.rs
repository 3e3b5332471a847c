//! A point in time together with what the person's own clock showed then.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone as _, Timelike as _};

/// An instant and the offset in force where the person was.
///
/// The local date is derived once, when a record is made, and stored; it is never recomputed from the instant later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    pub utc_ms: i64,
    /// Minutes east of UTC, -1080 to 1080.
    pub offset_min: i32,
}

impl Moment {
    /// The same instant as a chrono value; instants or offsets outside chrono's range read as the epoch in UTC.
    #[must_use]
    pub fn to_chrono(self) -> DateTime<FixedOffset> {
        FixedOffset::east_opt(self.offset_min.saturating_mul(60))
            .and_then(|offset| offset.timestamp_millis_opt(self.utc_ms).single())
            .unwrap_or_default()
    }

    /// The date on the person's calendar.
    #[must_use]
    pub fn local_date(self) -> NaiveDate {
        self.to_chrono().date_naive()
    }

    /// The time on the person's clock, to the minute.
    #[must_use]
    pub fn local_time(self) -> NaiveTime {
        let time = self.to_chrono().time();
        NaiveTime::from_hms_opt(time.hour(), time.minute(), 0).unwrap_or_default()
    }
}

impl From<DateTime<FixedOffset>> for Moment {
    fn from(instant: DateTime<FixedOffset>) -> Self {
        Self {
            utc_ms: instant.timestamp_millis(),
            // Offsets with seconds exist only before 1972; the diary keeps minutes.
            offset_min: instant.offset().local_minus_utc() / 60,
        }
    }
}
