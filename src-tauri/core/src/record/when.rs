//! When something was, as the person's own calendar and clock showed it, and how exactly that is known.

use chrono::{Days, NaiveDate, NaiveTime, Timelike as _};
use rusqlite::Row;
use rusqlite::types::Value;
use serde::{Deserialize, Serialize};

use super::{number_column, text_column, unreadable, word_of};
use crate::error::{Error, Result};
use crate::moment::Moment;
use crate::worded::{Worded as _, worded};

worded! {
    /// A part of the day, for things remembered without a time.
    PartOfDay in "partOfDay" {
        /// Before noon.
        Morning = "morning",
        /// From noon to about six.
        Afternoon = "afternoon",
        /// From about six.
        Evening = "evening",
        /// In bed.
        Night = "night",
    }
}

/// The date and, as far as it is known, the time a form gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion {
    date: NaiveDate,
    time: Option<NaiveTime>,
    part: Option<PartOfDay>,
    past_midnight: bool,
}

/// When a record was. A stored date is never recomputed, whatever zone the person is in later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The date on the person's calendar, or of the day they still counted it to; see `past_midnight`.
    pub local_date: NaiveDate,
    /// The time on the person's clock, to the minute; `None` = not known that exactly.
    pub local_time: Option<NaiveTime>,
    /// The part of the day; only without a time. Neither of both = the day is all that is known.
    #[serde(default)]
    pub part_of_day: Option<PartOfDay>,
    /// The time is one after midnight and `local_date` the day before, which had not ended yet for the person.
    #[serde(default)]
    pub past_midnight: bool,
    /// Minutes east of UTC where the person was when they wrote it down.
    pub offset_min: i32,
    /// Unix milliseconds when it was first saved.
    pub recorded_at_ms: i64,
}

/// Minutes of a day.
const DAY_MIN: u16 = 24 * 60;

/// The earliest date that is accepted; nobody writes about an earlier one.
const FIRST_YEAR: i32 = 1900;

/// The latest a time after midnight can still belong to the day before.
const DAY_ENDS_LATEST: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).expect("noon exists");

impl Occasion {
    /// Reads what a form sends: a date `YYYY-MM-DD`, and a time `HH:MM` or a part of the day or neither.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `localDate`, `localTime`, or `partOfDay` (beside a time), with the field at fault.
    pub fn new(
        date: &str,
        time: Option<&str>,
        part: Option<PartOfDay>,
        past_midnight: bool,
    ) -> Result<Self> {
        let invalid = |field| Error::Invalid { field };
        let date = date_in(date, "localDate")?;
        let time = time
            .map(|text| NaiveTime::parse_from_str(text.trim(), "%H:%M"))
            .transpose()
            .map_err(|_| invalid("localTime"))?;
        if time.is_some() && part.is_some() {
            return Err(invalid("partOfDay"));
        }
        if past_midnight && time.is_none_or(|time| time >= DAY_ENDS_LATEST) {
            return Err(invalid("localTime"));
        }
        Ok(Self {
            date,
            time,
            part,
            past_midnight,
        })
    }

    /// Where something about a whole day stands among the things of that day: after all of them.
    pub(crate) fn whole_day_sort_min() -> u16 {
        2 * DAY_MIN
    }

    /// A whole day.
    #[must_use]
    pub fn day(date: NaiveDate) -> Self {
        Self {
            date,
            time: None,
            part: None,
            past_midnight: false,
        }
    }
}

/// A date `YYYY-MM-DD`.
///
/// # Errors
/// [`Error::Invalid`] on `field` if the text is none.
pub fn date_in(text: &str, field: &'static str) -> Result<NaiveDate> {
    let text = text.trim();
    // chrono also reads years of five digits and signs, which no calendar field sends.
    let shaped = text.len() == 10 && text.starts_with(|first: char| first.is_ascii_digit());
    shaped
        .then(|| text.parse().ok())
        .flatten()
        .ok_or(Error::Invalid { field })
}

impl When {
    /// This very moment, on the day the person still counts it to: before `day_ends_at`, the one before.
    #[must_use]
    pub fn now(now: Moment, day_ends_at: NaiveTime) -> Self {
        let time = now.local_time();
        let past_midnight = time < day_ends_at.min(DAY_ENDS_LATEST);
        Self {
            local_date: Self::today(now, day_ends_at),
            local_time: Some(time),
            part_of_day: None,
            past_midnight,
            offset_min: now.offset_min,
            recorded_at_ms: now.utc_ms,
        }
    }

    /// The day the person counts this moment to: the date on the calendar, or the one before until that day has ended.
    #[must_use]
    pub fn today(now: Moment, day_ends_at: NaiveTime) -> NaiveDate {
        let date = now.local_date();
        if now.local_time() < day_ends_at.min(DAY_ENDS_LATEST) {
            date.checked_sub_days(Days::new(1)).unwrap_or(date)
        } else {
            date
        }
    }

    /// Something that was on this occasion and is written down now.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `localDate` for a date after today or before 1900, on `localTime` for a time to come.
    pub fn of(occasion: Occasion, now: Moment) -> Result<Self> {
        let fresh = Self {
            local_date: occasion.date,
            local_time: occasion.time,
            part_of_day: occasion.part,
            past_midnight: occasion.past_midnight,
            offset_min: now.offset_min,
            recorded_at_ms: now.utc_ms,
        };
        fresh.allowed(now)?;
        Ok(fresh)
    }

    /// The same record on another occasion. Where and when it was first written down stays.
    ///
    /// # Errors
    /// As [`When::of`], but only if it was on another date or at another time: somebody who flew west since must still
    /// be able to edit.
    pub fn moved(self, occasion: Occasion, now: Moment) -> Result<Self> {
        let moved = Self {
            local_date: occasion.date,
            local_time: occasion.time,
            part_of_day: occasion.part,
            past_midnight: occasion.past_midnight,
            ..self
        };
        let time = |when: &Self| (when.local_time, when.past_midnight);
        if moved.local_date != self.local_date {
            moved.allowed(now)?;
        } else if time(&moved) != time(&self) && moved.local_date <= now.local_date() {
            moved.begun(now)?;
        }
        Ok(moved)
    }

    fn allowed(&self, now: Moment) -> Result<()> {
        use chrono::Datelike as _;
        let date = self.local_date;
        if date > now.local_date() || date.year() < FIRST_YEAR {
            return Err(Error::Invalid { field: "localDate" });
        }
        self.begun(now)
    }

    /// A time to come is refused at its field.
    fn begun(&self, now: Moment) -> Result<()> {
        let Some(time) = self.local_time else {
            return Ok(());
        };
        let night = Days::new(u64::from(self.past_midnight));
        let date = self.local_date;
        let at = date.checked_add_days(night).unwrap_or(date).and_time(time);
        if at > now.local_date().and_time(now.local_time()) {
            return Err(Error::Invalid { field: "localTime" });
        }
        Ok(())
    }

    /// The order within a day, in minutes from its midnight, 0 to 2880. A part of the day stands at its middle; what
    /// is about the whole day stands after everything in it.
    #[must_use]
    pub fn sort_min(&self) -> u16 {
        match (self.local_time, self.part_of_day) {
            (Some(time), _) => {
                let minutes = time.num_seconds_from_midnight() / 60;
                let after = if self.past_midnight { DAY_MIN } else { 0 };
                u16::try_from(minutes).unwrap_or(DAY_MIN) + after
            }
            (None, Some(PartOfDay::Morning)) => 9 * 60,
            (None, Some(PartOfDay::Afternoon)) => 15 * 60,
            (None, Some(PartOfDay::Evening)) => 20 * 60,
            (None, Some(PartOfDay::Night)) => 23 * 60 + 59,
            (None, None) => Occasion::whole_day_sort_min(),
        }
    }

    /// The columns every dated record has.
    pub(crate) fn columns(&self) -> [(&'static str, Value); 6] {
        [
            ("local_date", Value::Text(self.local_date.to_string())),
            (
                "local_time",
                self.local_time.map_or(Value::Null, |time| {
                    Value::Text(time.format("%H:%M").to_string())
                }),
            ),
            (
                "part_of_day",
                text_column(self.part_of_day.map(PartOfDay::word)),
            ),
            ("past_midnight", Value::Integer(self.past_midnight.into())),
            ("offset_min", Value::Integer(self.offset_min.into())),
            ("recorded_at_ms", number_column(Some(self.recorded_at_ms))),
        ]
    }

    /// As the columns held it.
    pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let time: Option<String> = row.get("local_time")?;
        Ok(Self {
            local_date: date_of(row, "local_date")?.ok_or_else(|| unreadable("local_date"))?,
            local_time: time
                .map(|time| NaiveTime::parse_from_str(&time, "%H:%M"))
                .transpose()
                .map_err(|_| unreadable("local_time"))?,
            part_of_day: word_of(row, "part_of_day")?,
            past_midnight: row.get("past_midnight")?,
            offset_min: row.get("offset_min")?,
            recorded_at_ms: row.get("recorded_at_ms")?,
        })
    }
}

/// A date as a column held it.
pub(crate) fn date_of(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<NaiveDate>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse())
        .transpose()
        .map_err(|_| unreadable(column))
}
