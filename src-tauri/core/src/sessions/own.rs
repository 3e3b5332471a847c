//! Routines of a person's own: exercises from the library in an order, a form and a dose of their choice.
//!
//! A routine is a record like any other, so every change of it is a step that can be taken back. What a person may play
//! of it follows from the same table as a programme ([`super::suits::own`]); nothing of that is stored.

use backstride_content::exercises::{Exercise, Form};
use backstride_content::programmes::Item;
use chrono::{Datelike as _, NaiveDate};
use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

use super::script::Side;
use super::{Session, store};
use crate::error::{Error, Result};
use crate::moment::Moment;
use crate::record::{self, Name};

/// The most sets of one exercise.
pub const SETS_MAX: u16 = 6;
/// The most repetitions of a set.
pub const REPS_MAX: u16 = 40;
/// The longest hold of a repetition, in seconds.
pub const HOLD_MAX_S: u16 = 120;
/// The shortest and the longest time that something goes on, in seconds.
pub const FOR_S: [u16; 2] = [5, 1_800];
/// The most exercises of one routine.
pub const PARTS_MAX: usize = 30;
/// As many as a list shows at a glance.
pub const ROUTINES_MAX: usize = 50;

/// All seven days as bits, Monday the lowest.
const EVERY_DAY: u8 = 0b111_1111;

/// One exercise of a routine, in a form, with a dose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The exercise, by slug.
    pub exercise: String,
    /// The form.
    pub form: String,
    /// How many sets.
    pub sets: u16,
    /// Repetitions a set; `None` where time counts.
    pub reps: Option<u16>,
    /// Seconds each is held; `None` = no hold.
    pub hold_s: Option<u16>,
    /// Seconds a set goes on; `None` where repetitions count.
    pub for_s: Option<u16>,
    /// Where there are two sides: only this one.
    pub only: Option<Side>,
}

/// What a person says of a routine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnForm {
    /// Its name.
    pub name: Name,
    /// The weekdays it is meant for, Monday the lowest bit; 0 = none chosen.
    pub days: u8,
    /// Its exercises in order.
    pub parts: Vec<Part>,
}

/// A routine as it is stored. The fields mean what they mean in [`OwnForm`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the form documents each of them")]
pub struct OwnRoutine {
    pub id: String,
    pub name: Name,
    pub days: u8,
    pub parts: Vec<Part>,
    /// Unix milliseconds when it was first saved.
    pub recorded_at_ms: i64,
    /// Unix milliseconds when it was put in the trash.
    pub deleted_at_ms: Option<i64>,
}

/// How far a routine is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnDue {
    /// How often it was done in the seven days up to the day.
    pub done: u16,
    /// Whether the day is one of its days and it was not done yet.
    pub today: bool,
}

impl Part {
    /// A form with the least of its usual dose.
    #[must_use]
    pub fn usual(exercise: &Exercise, form: &Form) -> Self {
        let least = |range: Option<[u16; 2]>| range.map(|it| it[0]);
        Self {
            exercise: exercise.slug.clone(),
            form: form.id.clone(),
            sets: form.dose.sets[0].max(1),
            reps: least(form.dose.reps),
            hold_s: least(form.dose.hold_s),
            for_s: least(form.dose.for_s),
            only: None,
        }
    }

    /// Whether the library has it and its dose can be done.
    ///
    /// # Errors
    /// [`Error::Invalid`] on the field at fault: `exercise`, `form`, `sets`, `reps`, `holdS`, `forS` or `side`.
    pub fn allowed(&self, exercises: &[Exercise]) -> Result<()> {
        let invalid = |field| Err(Error::Invalid { field });
        let Some(exercise) = exercises.iter().find(|it| it.slug == self.exercise) else {
            return invalid("exercise");
        };
        let Some(form) = exercise.form(&self.form) else {
            return invalid("form");
        };
        let dose = form.dose;
        // What is counted and what is held for a time is a matter of the form.
        let within = |value: Option<u16>, usual: Option<[u16; 2]>, low: u16, high: u16| {
            value.is_some() == usual.is_some() && value.is_none_or(|it| (low..=high).contains(&it))
        };
        if !(1..=SETS_MAX).contains(&self.sets) {
            return invalid("sets");
        }
        if !within(self.reps, dose.reps, 1, REPS_MAX) {
            return invalid("reps");
        }
        if !within(self.hold_s, dose.hold_s, 1, HOLD_MAX_S) {
            return invalid("holdS");
        }
        if !within(self.for_s, dose.for_s, FOR_S[0], FOR_S[1]) {
            return invalid("forS");
        }
        if self.only.is_some() && !dose.each_side {
            return invalid("side");
        }
        Ok(())
    }

    /// The same as a part of a programme.
    pub(super) fn item(&self) -> Item {
        let both = |value: Option<u16>| value.map(|it| [it, it]);
        Item {
            exercise: Some(self.exercise.clone()),
            form: Some(self.form.clone()),
            text: None,
            only: Vec::new(),
            except: Vec::new(),
            one_of: None,
            sets: Some(self.sets),
            reps: both(self.reps),
            hold_s: both(self.hold_s),
            for_s: both(self.for_s),
            times_a_day: None,
            walk_min: None,
        }
    }
}

impl OwnForm {
    fn allowed(&self, exercises: &[Exercise]) -> Result<()> {
        if self.days > EVERY_DAY {
            return Err(Error::Invalid { field: "days" });
        }
        if self.parts.len() > PARTS_MAX {
            return Err(Error::Invalid { field: "parts" });
        }
        self.parts.iter().try_for_each(|it| it.allowed(exercises))
    }
}

impl OwnRoutine {
    /// Whether a date is one of its days.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> bool {
        self.days & (1 << date.weekday().num_days_from_monday()) != 0
    }

    /// How far it is on a day. `sessions` may hold others as well.
    #[must_use]
    pub fn due(&self, sessions: &[Session], today: NaiveDate) -> OwnDue {
        let mine = sessions.iter().filter(|it| it.routine == self.id);
        let ago: Vec<i64> = mine
            .map(|it| (today - it.when.local_date).num_days())
            .filter(|days| (0..7).contains(days))
            .collect();
        OwnDue {
            done: u16::try_from(ago.len()).unwrap_or(u16::MAX),
            today: self.on(today) && !self.parts.is_empty() && !ago.contains(&0),
        }
    }
}

/// The routines that are not in the trash, the oldest first.
///
/// # Errors
/// Any failure of the storage.
pub fn all(conn: &Connection) -> Result<Vec<OwnRoutine>> {
    store::own(conn)
}

/// Keeps a new routine.
///
/// # Errors
/// [`Error::Invalid`] on the field at fault, on `routines` if there are [`ROUTINES_MAX`]; [`Error::Conflict`] if the id is
/// taken; any failure of the storage.
pub fn add(
    tx: &Transaction<'_>,
    id: &str,
    form: &OwnForm,
    exercises: &[Exercise],
    now: Moment,
) -> Result<OwnRoutine> {
    form.allowed(exercises)?;
    if all(tx)?.len() >= ROUTINES_MAX {
        return Err(Error::Invalid { field: "routines" });
    }
    let new = OwnRoutine {
        id: id.to_owned(),
        name: form.name.clone(),
        days: form.days,
        parts: form.parts.clone(),
        recorded_at_ms: now.utc_ms,
        deleted_at_ms: None,
    };
    record::add(tx, &new, now)
}

/// Changes a routine.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if it is in the trash; [`Error::Invalid`] on the field at fault; any failure
/// of the storage.
pub fn change(
    tx: &Transaction<'_>,
    id: &str,
    form: &OwnForm,
    exercises: &[Exercise],
    now: Moment,
) -> Result<OwnRoutine> {
    form.allowed(exercises)?;
    record::change(tx, id, now, |old: OwnRoutine| {
        Ok(OwnRoutine {
            name: form.name.clone(),
            days: form.days,
            parts: form.parts.clone(),
            ..old
        })
    })
}

/// Puts an exercise at the end of a routine.
///
/// # Errors
/// As [`change`].
pub fn append(
    tx: &Transaction<'_>,
    id: &str,
    part: &Part,
    exercises: &[Exercise],
    now: Moment,
) -> Result<OwnRoutine> {
    let old: OwnRoutine = record::find(tx, id)?;
    let mut parts = old.parts;
    parts.push(part.clone());
    let form = OwnForm {
        name: old.name,
        days: old.days,
        parts,
    };
    change(tx, id, &form, exercises, now)
}
