//! What one whole day was like, and the factors the person watches.

use chrono::NaiveDate;
use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

use super::store;
use crate::error::{Error, Result};
use crate::moment::Moment;
use crate::record::{self, Intensity, Name, Note, Occasion, When};
use crate::worded::worded;

/// How many factors can be watched at a time. More questions find more things that are not there.
pub const FACTORS_MAX: usize = 5;

worded! {
    /// Hours sat on a day.
    Sitting in "sitting" {
        /// Under 2 hours.
        Under2 = "under_2",
        /// 2 to 4 hours.
        From2To4 = "2_to_4",
        /// 4 to 6 hours.
        From4To6 = "4_to_6",
        /// Over 6 hours.
        Over6 = "over_6",
    }
}

worded! {
    /// What was lifted on a day.
    Lifting in "lifting" {
        /// Nothing to speak of.
        None = "none",
        /// Some.
        Some = "some",
        /// Heavy things.
        Heavy = "heavy",
    }
}

worded! {
    /// Whether a watched factor was there. That nothing was said is neither.
    Answer in "factors" {
        /// It was.
        Yes = "yes",
        /// It was not.
        No = "no",
    }
}

/// A point on a scale of four, 0 to 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Level(u8);

impl Level {
    /// Accepts 0, 1, 2 and 3.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `field`.
    pub fn new(value: f64, field: &'static str) -> Result<Self> {
        Ok(Self(record::whole(value, 0, 3, field)?))
    }

    /// The point on the scale.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

/// Whether one watched factor was there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FactorDay {
    /// The id of the factor.
    pub factor_id: String,
    /// Whether it was there.
    pub state: Answer,
}

/// What the form of the day says; everything may be missing, but not all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayForm {
    /// How much the back limited the person, 0 not at all to 10 completely.
    pub limited: Option<Intensity>,
    /// The longest walk that was comfortable, in minutes, 0 to 1440.
    pub comfortable_walk_min: Option<u16>,
    /// Hours sat.
    pub sitting: Option<Sitting>,
    /// 0 none to 3 a lot.
    pub stress: Option<Level>,
    /// Minutes slept the night before, 0 to 1440; see [`sleep_min`].
    pub sleep_min: Option<u16>,
    /// 0 bad to 3 good.
    pub sleep_quality: Option<Level>,
    /// What was lifted.
    pub lifting: Option<Lifting>,
    /// Watched factors that were answered, in any order.
    pub factors: Vec<FactorDay>,
    /// What the person wrote, if anything.
    pub note: Option<Note>,
}

/// What one whole day was like, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRecord {
    /// UUIDv7 text.
    pub id: String,
    /// The date on the person's calendar; never recomputed.
    pub local_date: NaiveDate,
    /// Minutes east of UTC where it was written down.
    pub offset_min: i32,
    /// Unix milliseconds when it was first saved.
    pub recorded_at_ms: i64,
    /// As [`DayForm::limited`].
    pub limited: Option<Intensity>,
    /// As [`DayForm::comfortable_walk_min`].
    pub comfortable_walk_min: Option<u16>,
    /// As [`DayForm::sitting`].
    pub sitting: Option<Sitting>,
    /// As [`DayForm::stress`].
    pub stress: Option<Level>,
    /// As [`DayForm::sleep_min`].
    pub sleep_min: Option<u16>,
    /// As [`DayForm::sleep_quality`].
    pub sleep_quality: Option<Level>,
    /// As [`DayForm::lifting`].
    pub lifting: Option<Lifting>,
    /// Answered factors, by id, each once.
    pub factors: Vec<FactorDay>,
    /// What the person wrote, if anything.
    pub note: Option<Note>,
    /// Unix milliseconds when it was put in the trash; `None` = in the diary.
    pub deleted_at_ms: Option<i64>,
}

/// Something the person wants to watch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// UUIDv7 text.
    pub id: String,
    /// In the person's own words.
    pub name: Name,
    /// Whether the form asks for it.
    pub active: bool,
    /// Order in the form.
    pub position: u32,
    /// Unix milliseconds when it was first saved.
    pub recorded_at_ms: i64,
    /// Unix milliseconds when it was put in the trash.
    pub deleted_at_ms: Option<i64>,
}

/// Hours of sleep as a form sends them, in minutes: 0 to 24, to the quarter hour.
///
/// # Errors
/// [`Error::Invalid`] on `sleepHours`.
pub fn sleep_min(hours: f64) -> Result<u16> {
    Ok(record::whole::<u16>(hours * 4.0, 0, 96, "sleepHours")? * 15)
}

/// Keeps what a day was like; one record a day, so a second saving changes the first. `id` is for a first one.
///
/// # Errors
/// [`Error::Invalid`] on `limited` if the form says nothing, on `factors` for a factor named twice or unknown, on
/// `localDate` for a date after today or before 1900; any failure of the storage.
pub fn save_day(
    tx: &Transaction<'_>,
    id: &str,
    date: NaiveDate,
    form: &DayForm,
    now: Moment,
) -> Result<DayRecord> {
    let when = When::of(Occasion::day(date), now)?;
    if *form == DayForm::default() {
        return Err(Error::Invalid { field: "limited" });
    }
    let mut answered = form.factors.clone();
    answered.sort();
    for factor in &answered {
        record::find::<Factor>(tx, &factor.factor_id).map_err(|error| match error {
            Error::NotFound => Error::Invalid { field: "factors" },
            other => other,
        })?;
    }
    if answered
        .windows(2)
        .any(|pair| pair[0].factor_id == pair[1].factor_id)
    {
        return Err(Error::Invalid { field: "factors" });
    }
    let fresh = DayRecord {
        id: id.to_owned(),
        local_date: date,
        offset_min: when.offset_min,
        recorded_at_ms: when.recorded_at_ms,
        limited: form.limited,
        comfortable_walk_min: form.comfortable_walk_min,
        sitting: form.sitting,
        stress: form.stress,
        sleep_min: form.sleep_min,
        sleep_quality: form.sleep_quality,
        lifting: form.lifting,
        factors: answered,
        note: form.note.clone(),
        deleted_at_ms: None,
    };
    match day_on(tx, date)? {
        None => record::add(tx, &fresh, now),
        Some(old) => record::change(tx, &old.id.clone(), now, |old: DayRecord| {
            Ok(DayRecord {
                id: old.id,
                offset_min: old.offset_min,
                recorded_at_ms: old.recorded_at_ms,
                ..fresh
            })
        }),
    }
}

/// What a day was like; `None` if nothing was said about it.
///
/// # Errors
/// Any failure of the storage.
pub fn day_on(conn: &Connection, date: NaiveDate) -> Result<Option<DayRecord>> {
    store::day_id(conn, date)?
        .map(|id| record::find(conn, &id))
        .transpose()
}

/// The factors that are not in the trash, in the order of the form, those that are not asked for last.
///
/// # Errors
/// Any failure of the storage.
pub fn factors(conn: &Connection) -> Result<Vec<Factor>> {
    store::factors(conn)
}

/// Makes or changes a factor.
///
/// # Errors
/// [`Error::Invalid`] on `active` if it would be the sixth that is asked for, on `name` if another one has it;
/// [`Error::Conflict`] if it is in the trash; any failure of the storage.
pub fn save_factor(
    tx: &Transaction<'_>,
    id: &str,
    name: &Name,
    active: bool,
    now: Moment,
) -> Result<Factor> {
    let others: Vec<Factor> = store::factors(tx)?
        .into_iter()
        .filter(|factor| factor.id != id)
        .collect();
    if active && others.iter().filter(|factor| factor.active).count() >= FACTORS_MAX {
        return Err(Error::Invalid { field: "active" });
    }
    if others.iter().any(|factor| factor.name == *name) {
        return Err(Error::Invalid { field: "name" });
    }
    match record::find::<Factor>(tx, id) {
        Err(Error::NotFound) => {
            let last = others.iter().map(|factor| factor.position).max();
            let fresh = Factor {
                id: id.to_owned(),
                name: name.clone(),
                active,
                position: last.map_or(0, |position| position.saturating_add(1)),
                recorded_at_ms: now.utc_ms,
                deleted_at_ms: None,
            };
            record::add(tx, &fresh, now)
        }
        Err(error) => Err(error),
        Ok(_) => record::change(tx, id, now, |old: Factor| {
            Ok(Factor {
                name: name.clone(),
                active,
                ..old
            })
        }),
    }
}

/// Puts the factors in this order; those not named keep theirs, after the named ones.
///
/// # Errors
/// [`Error::NotFound`] for an id no factor has; [`Error::Conflict`] for one in the trash; any failure of the storage.
pub fn order_factors(tx: &Transaction<'_>, ids: &[String], now: Moment) -> Result<Vec<Factor>> {
    let rest = store::factors(tx)?
        .into_iter()
        .map(|factor| factor.id)
        .filter(|id| !ids.contains(id));
    let all = ids.iter().cloned().chain(rest.collect::<Vec<_>>());
    for (position, id) in (0_u32..).zip(all) {
        record::change(tx, &id, now, |old: Factor| Ok(Factor { position, ..old }))?;
    }
    factors(tx)
}
