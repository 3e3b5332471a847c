//! What all records share: when they were, what was written beside them, the log of every change, and the trash.
//!
//! A room describes its record once, as a [`Record`]; adding, changing, binning, taking back and the log of it follow.
//!
//! **Invariant:** a row is never written but through this room, so that no change is without its step in the log and
//! no table without its sum.

mod store;
mod when;

use rusqlite::types::Value;
use rusqlite::{Connection, Row, Transaction};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub(crate) use crate::digest::Summed;
use crate::error::{Error, Result};
use crate::worded::worded;

pub(crate) use store::{
    REVISION, Step, add, bin, change, purge, redo, restore_to, row_of_step, take, trash, undo,
    unreadable,
};
pub use store::{Traces, find, last_step, revisions, traces};
pub(crate) use when::date_of;
pub use when::{Occasion, PartOfDay, When, date_in};

worded! {
    /// The kinds of records, each with a table of its own.
    Kind in "kind" {
        /// A pain entry.
        Pain = "pain",
        /// A walk.
        Walk = "walk",
        /// What one whole day was like.
        Day = "day",
        /// A medicine taken.
        Medicine = "medicine",
        /// Something else tried against the pain.
        Relief = "relief",
        /// A flare.
        Flare = "flare",
        /// A factor the person watches.
        Factor = "factor",
        /// A pair of shoes.
        Footwear = "footwear",
        /// A finished symptom check.
        Check = "check",
        /// A question for an appointment.
        Question = "question",
        /// A walking plan.
        Plan = "plan",
        /// What was said about a week of a walking plan.
        PlanReview = "plan_review",
        /// A check-in of a walking plan.
        PlanCheckIn = "plan_check_in",
        /// A routine that was done.
        Session = "session",
        /// A routine of the person's own.
        Routine = "routine",
    }
}

/// One kind of record: how it lies in its table and how it is found again.
pub trait Record: Clone + PartialEq + Serialize + DeserializeOwned {
    /// Which kind it is.
    const KIND: Kind;

    /// Its own table first, then the tables that hold its parts, each with the column that names the record.
    const TABLES: &'static [Summed];

    /// Whether the trash keeps it for ever, because other records may name it.
    const KEPT_FOR_EVER: bool = false;

    /// UUIDv7 text.
    fn id(&self) -> &str;

    /// Unix milliseconds when it was put in the trash; `None` = in the diary.
    fn deleted_at_ms(&self) -> Option<i64>;

    /// The same record, in the trash or out of it.
    #[must_use]
    fn with_deleted_at_ms(self, deleted_at_ms: Option<i64>) -> Self;

    /// Its place in the one list of everything; `None` for kinds that are not listed.
    fn line(&self) -> Option<Line>;

    /// The columns of its row, the id first.
    fn columns(&self) -> Vec<(&'static str, Value)>;

    /// A record without its parts.
    ///
    /// # Errors
    /// A row that its own checks should have refused reads as damage.
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self>;

    /// Whether it may stand in the diary beside what stands there now, asked when it comes back from the trash or from
    /// an earlier version.
    ///
    /// # Errors
    /// [`Error::Conflict`] if its place was taken meanwhile; any failure of the storage.
    fn fits(&self, _conn: &Connection) -> Result<()> {
        Ok(())
    }

    /// Fills in what other tables hold of it.
    ///
    /// # Errors
    /// Any failure of the storage.
    fn read_parts(&mut self, _conn: &Connection) -> Result<()> {
        Ok(())
    }

    /// Writes what other tables hold of it, in place of what they held.
    ///
    /// # Errors
    /// Any failure of the storage.
    fn write_parts(&self, _tx: &Transaction<'_>) -> Result<()> {
        Ok(())
    }
}

/// The three answers that every record gives from its own fields `id` and `deleted_at_ms`.
macro_rules! identity {
    () => {
        fn id(&self) -> &str {
            &self.id
        }

        fn deleted_at_ms(&self) -> Option<i64> {
            self.deleted_at_ms
        }

        fn with_deleted_at_ms(self, deleted_at_ms: Option<i64>) -> Self {
            Self {
                deleted_at_ms,
                ..self
            }
        }
    };
}

pub(crate) use identity;

/// Where a record stands in the one list of everything, and what it can be found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The date on the person's calendar.
    pub local_date: chrono::NaiveDate,
    /// Its place within the day, in minutes; see [`When::sort_min`].
    pub sort_min: u16,
    /// What a pain entry is about.
    pub frame: Option<&'static str>,
    /// The pain it holds, 0 to 10.
    pub nrs: Option<u8>,
    /// Everything in it that the person wrote.
    pub words: Option<String>,
}

/// What a change did to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It was made.
    Add,
    /// Something in it was changed.
    Edit,
    /// It was put in the trash.
    Delete,
    /// It was taken back out of the trash.
    Restore,
}

/// One step in the history of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision<R> {
    /// Names the step, for going back to it.
    pub step: i64,
    /// What was done.
    pub action: Action,
    /// Unix milliseconds when it was done.
    pub made_at_ms: i64,
    /// The record before; `None` when it was made.
    pub before: Option<R>,
    /// The record after.
    pub after: R,
}

/// Pain on the numeric rating scale (NRS): 0 "no pain" to 10 "worst pain you can imagine", whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Intensity(u8);

impl Intensity {
    /// Accepts the eleven points of the scale.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `nrs` for anything but a whole number from 0 to 10.
    pub fn new(value: f64) -> Result<Self> {
        Self::in_field(value, "nrs")
    }

    /// As [`Intensity::new`], for another field that holds the same scale.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `field`.
    pub fn in_field(value: f64, field: &'static str) -> Result<Self> {
        // The wire carries JSON numbers; 2.5 or NaN must be refused here and not rounded on the way in.
        Ok(Self(whole(value, 0, 10, field)?))
    }

    /// The point on the scale, 0 to 10.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }

    /// As a column holds it.
    pub(crate) fn column(value: Option<Self>) -> Value {
        value.map_or(Value::Null, |it| Value::Integer(it.0.into()))
    }

    /// As a column held it.
    pub(crate) fn of(row: &Row<'_>, name: &str) -> rusqlite::Result<Option<Self>> {
        let value: Option<u8> = row.get(name)?;
        value
            .map(|value| Self::new(value.into()))
            .transpose()
            .map_err(|_| unreadable(name))
    }
}

/// A whole number between two bounds, both included, as a form sends it.
///
/// # Errors
/// [`Error::Invalid`] on `field` for a number outside the bounds, with a fraction, or none at all (NaN).
pub fn whole<T: TryFrom<u32>>(value: f64, low: u32, high: u32, field: &'static str) -> Result<T> {
    let invalid = Error::Invalid { field };
    if !(f64::from(low)..=f64::from(high)).contains(&value) || value.fract() != 0.0 {
        return Err(invalid);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range and the fraction were checked in the line above"
    )]
    T::try_from(value as u32).map_err(|_| invalid)
}

/// What the person wrote beside a value: plain text, never interpreted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Note(String);

/// Longest note, in characters; about two printed pages.
pub const NOTE_MAX_CHARS: usize = 4000;

impl Note {
    /// Trims the text; an empty one is no note.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `note` beyond [`NOTE_MAX_CHARS`] or with characters no keyboard writes (NUL and other controls).
    pub fn new(text: &str) -> Result<Option<Self>> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        // Counting stops early, so that a huge text costs no more than an allowed one.
        let too_long = text.chars().nth(NOTE_MAX_CHARS).is_some();
        let unwritable = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        if too_long || text.chars().any(unwritable) {
            return Err(Error::Invalid { field: "note" });
        }
        Ok(Some(Self(text.to_owned())))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As a column holds it.
    pub(crate) fn column(note: Option<&Self>) -> Value {
        text_column(note.map(Self::as_str))
    }

    /// As a column held it.
    pub(crate) fn of(row: &Row<'_>) -> rusqlite::Result<Option<Self>> {
        let text: Option<String> = row.get("note")?;
        text.map(|text| Self::new(&text))
            .transpose()
            .map(Option::flatten)
            .map_err(|_| unreadable("note"))
    }
}

/// A short text on one line: the name of a medicine, of a pair of shoes, of a factor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name(String);

/// Longest name, in characters; it fits one line of a list.
pub const NAME_MAX_CHARS: usize = 80;

impl Name {
    /// Trims the text.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `field` for an empty text, one beyond [`NAME_MAX_CHARS`], or one with control characters
    /// (a line break is one).
    pub fn new(text: &str, field: &'static str) -> Result<Self> {
        let text = text.trim();
        let too_long = text.chars().nth(NAME_MAX_CHARS).is_some();
        if text.is_empty() || too_long || text.chars().any(char::is_control) {
            return Err(Error::Invalid { field });
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As a column held it.
    pub(crate) fn of(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Self>> {
        let text: Option<String> = row.get(column)?;
        text.map(|text| Self::new(&text, "name"))
            .transpose()
            .map_err(|_| unreadable(column))
    }
}

/// A text as a column holds it.
pub(crate) fn text_column(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| Value::Text(text.to_owned()))
}

/// A number as a column holds it.
pub(crate) fn number_column(number: Option<impl Into<i64>>) -> Value {
    number.map_or(Value::Null, |number| Value::Integer(number.into()))
}

/// A word of a closed list as a column held it.
pub(crate) fn word_of<T: crate::worded::Worded>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<Option<T>> {
    let word: Option<String> = row.get(column)?;
    word.map(|word| T::from_word(&word))
        .transpose()
        .map_err(|_| unreadable(column))
}

/// A set of words as a column held it; `NULL` reads as the empty set.
pub(crate) fn words_of<T: crate::worded::Worded>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<Vec<T>> {
    let words: Option<String> = row.get(column)?;
    crate::worded::split(words.as_deref()).map_err(|_| unreadable(column))
}
