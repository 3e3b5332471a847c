//! Sessions: routines that were played, what became of them, and what rules exercises out.
//!
//! Exercises and programmes are shipped knowledge. What a person is offered follows from them, from the last symptom
//! check, and from what the person told ([`suits`]); how far a programme has come follows from its sessions ([`due`]).

pub mod due;
pub mod own;
pub mod player;
pub mod script;
mod store;
pub mod suits;
pub mod week;

use backstride_content::triage::Scope;
use chrono::NaiveDate;
use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

use crate::checks;
use crate::error::{Error, Result};
use crate::moment::Moment;
use crate::record::{self, Intensity, When};
use crate::settings;
use crate::worded::worded;

use player::Did;
pub(crate) use store::SUMMED;

/// Longest name of a programme or an exercise.
const ROUTINE_MAX_CHARS: usize = 80;

/// A day in seconds; nothing is played longer.
const ACTIVE_MAX_S: u32 = 86_400;

worded! {
    /// What a person told about themselves that rules exercises out or asks for their easier form.
    Flag in "flag" {
        /// Thin bones, a past spine fracture of little force, or months of steroid tablets.
        Bones = "bones",
        /// Pregnant for 16 weeks or more.
        Pregnant = "pregnant",
        /// A hip replacement under a clinician's restrictions.
        NewHip = "new_hip",
        /// Cannot kneel.
        NoKneeling = "no_kneeling",
        /// A fall in the last year, or unsteady.
        Falls = "falls",
        /// Leg pain of 4 or more out of 10.
        LegPain = "leg_pain",
    }
}

/// What became of a routine so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionForm {
    /// The programme or exercise, by name.
    pub routine: String,
    /// The stage of the programme, from 1; `None` = a single exercise.
    pub stage: Option<u16>,
    /// Seconds played, without pauses and sleep.
    pub active_s: u32,
    /// Whether it was played to its end.
    pub finished: bool,
    /// Each exercise.
    pub did: Vec<Did>,
    /// Pain before it.
    pub pain_before: Option<Intensity>,
    /// Pain after it.
    pub pain_after: Option<Intensity>,
}

/// A session as it is stored. The fields mean what they mean in [`SessionForm`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the form documents each of them")]
pub struct Session {
    pub id: String,
    #[serde(flatten)]
    pub when: When,
    pub routine: String,
    pub stage: Option<u16>,
    pub active_s: u32,
    pub finished: bool,
    pub did: Vec<Did>,
    pub pain_before: Option<Intensity>,
    pub pain_after: Option<Intensity>,
    /// Unix milliseconds when it was put in the trash.
    pub deleted_at_ms: Option<i64>,
}

impl SessionForm {
    fn allowed(&self) -> Result<()> {
        let named = !self.routine.is_empty() && self.routine.len() <= ROUTINE_MAX_CHARS;
        if !named {
            return Err(Error::Invalid { field: "routine" });
        }
        if self.active_s > ACTIVE_MAX_S {
            return Err(Error::Invalid { field: "activeS" });
        }
        Ok(())
    }

    fn onto(&self, id: &str, when: When) -> Session {
        Session {
            id: id.to_owned(),
            when,
            routine: self.routine.clone(),
            stage: self.stage,
            active_s: self.active_s,
            finished: self.finished,
            did: self.did.clone(),
            pain_before: self.pain_before,
            pain_after: self.pain_after,
            deleted_at_ms: None,
        }
    }
}

/// Keeps what was done so far: a new session, or the same one further on. Nothing done is nothing kept.
///
/// # Errors
/// [`Error::Invalid`] on `routine`, `activeS`, or on `did` while nothing was done; [`Error::Conflict`] if it is in the
/// trash; any failure of the storage.
pub fn keep(tx: &Transaction<'_>, id: &str, form: &SessionForm, now: Moment) -> Result<Session> {
    form.allowed()?;
    if form.did.iter().all(|it| it.done == 0 && !it.hurt) {
        return Err(Error::Invalid { field: "did" });
    }
    match record::find::<Session>(tx, id) {
        Err(Error::NotFound) => {
            let begun = Moment {
                utc_ms: now.utc_ms - i64::from(form.active_s) * 1_000,
                ..now
            };
            let when = When {
                recorded_at_ms: now.utc_ms,
                ..When::now(begun, settings::day_ends_at(tx)?)
            };
            record::add(tx, &form.onto(id, when), now)
        }
        Err(error) => Err(error),
        Ok(_) => record::change(tx, id, now, |old: Session| Ok(form.onto(id, old.when))),
    }
}

/// Changes what was said of the pain before and after a session.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if it is in the trash; any failure of the storage.
pub fn say_pain(
    tx: &Transaction<'_>,
    id: &str,
    before: Option<Intensity>,
    after: Option<Intensity>,
    now: Moment,
) -> Result<Session> {
    record::change(tx, id, now, |old: Session| {
        Ok(Session {
            pain_before: before,
            pain_after: after,
            ..old
        })
    })
}

/// The strongest pain in a leg that the diary holds since a date; `None` = it says nothing of the legs.
///
/// # Errors
/// Any failure of the storage.
pub fn leg_pain(conn: &Connection, from: NaiveDate) -> Result<Option<u8>> {
    store::leg_pain(conn, from)
}

/// The sessions since a date, the earliest first.
///
/// # Errors
/// Any failure of the storage.
pub fn since(conn: &Connection, from: NaiveDate) -> Result<Vec<Session>> {
    store::since(conn, from)
}

/// What is known of the person that exercises depend on.
///
/// # Errors
/// Any failure of the storage.
pub fn person(conn: &Connection) -> Result<suits::Person> {
    let last = checks::latest(conn, None)?;
    // A short check asks neither how the pain behaves nor what else there is.
    let whole = checks::latest(conn, Some(Scope::Full))?;
    Ok(suits::Person::of(
        last.as_ref(),
        whole.as_ref(),
        &flags(conn)?,
    ))
}

/// What the person told about themselves.
///
/// # Errors
/// Any failure of the storage.
pub fn flags(conn: &Connection) -> Result<Vec<Flag>> {
    store::flags(conn)
}

/// Says that something is so, or no longer. Doing it twice is the same as once.
///
/// # Errors
/// Any failure of the storage.
pub fn set_flag(tx: &Transaction<'_>, flag: Flag, on: bool, now: Moment) -> Result<Vec<Flag>> {
    store::set_flag(tx, flag, on, now)?;
    flags(tx)
}
