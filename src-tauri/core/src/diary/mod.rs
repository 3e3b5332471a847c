//! What was felt, when: pain entries with their values, notes, changes and trash.

mod store;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

pub(crate) use store::SUMMED;
pub use store::{
    add, delete, edit, edited_times, find, page, purge, restore, revisions, since, trash, weeks,
};

use crate::error::{Error, Result};

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
        // The wire carries JSON numbers; 2.5 or NaN must be refused here and not rounded on the way in.
        if (0.0..=10.0).contains(&value) && value.fract() == 0.0 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the range and the fraction were checked in the line above"
            )]
            Ok(Self(value as u8))
        } else {
            Err(Error::Invalid { field: "nrs" })
        }
    }

    /// The point on the scale, 0 to 10.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
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
}

/// What a new entry says; when it was felt is the moment of saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPain {
    /// UUIDv7 text, minted by the caller so that a doubtful commit can be looked up again.
    pub id: String,
    /// Pain now.
    pub nrs: Intensity,
    /// What the person wrote, if anything.
    pub note: Option<Note>,
}

/// One pain entry as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PainEntry {
    /// UUIDv7 text.
    pub id: String,
    /// The date on the person's calendar; never recomputed.
    pub local_date: NaiveDate,
    /// The time on the person's clock, to the minute.
    pub local_time: NaiveTime,
    /// Minutes east of UTC at that moment.
    pub offset_min: i32,
    /// Unix milliseconds when it was first saved.
    pub recorded_at_ms: i64,
    /// Pain now, 0 to 10.
    pub nrs: Intensity,
    /// What the person wrote, if anything.
    pub note: Option<Note>,
    /// Unix milliseconds when it was put in the trash; `None` = in the diary.
    pub deleted_at_ms: Option<i64>,
}

/// One page of the diary, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The entries of this page.
    pub entries: Vec<PainEntry>,
    /// How many entries the diary holds in all, without the trash.
    pub total: u32,
    /// The date of the oldest entry.
    pub first: Option<NaiveDate>,
    /// Whether older entries follow.
    pub more: bool,
}

/// What a change did to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It was made.
    Add,
    /// Its value or note was changed.
    Edit,
    /// It was put in the trash.
    Delete,
    /// It was taken back out of the trash.
    Restore,
}

/// One step in the history of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// What was done.
    pub action: Action,
    /// Unix milliseconds when it was done.
    pub made_at_ms: i64,
    /// The entry before; `None` when it was made.
    pub before: Option<PainEntry>,
    /// The entry after.
    pub after: PainEntry,
}

/// One day of the diary. A day without entries has no row and is no zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// The date on the person's calendar.
    pub date: NaiveDate,
    /// How many entries it has, at least 1.
    pub entries: u32,
    /// Their arithmetic mean, 0 to 10.
    pub mean: f64,
    /// The lowest value.
    pub low: u8,
    /// The highest value.
    pub high: u8,
}

/// The last four weeks, today included, and the four before them in one figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Weeks {
    /// The first of the 28 days.
    pub from: NaiveDate,
    /// The last of them: today.
    pub to: NaiveDate,
    /// Every entry, oldest first.
    pub entries: Vec<PainEntry>,
    /// Every day that has entries, oldest first.
    pub days: Vec<Day>,
    /// Mean of the day means; `None` without entries. Days weigh the same however often somebody logged,
    /// because people log more on bad days.
    pub mean: Option<f64>,
    /// The same for the 28 days before `from`.
    pub previous_mean: Option<f64>,
}
