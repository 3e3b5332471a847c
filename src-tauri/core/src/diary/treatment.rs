//! What was taken and what was tried against the pain, and whether it helped. A log; nothing here advises.

use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

use super::store;
use crate::error::Result;
use crate::moment::Moment;
use crate::record::{self, Name, Note, Occasion, When};
use crate::settings;
use crate::worded::worded;

worded! {
    /// Whether something helped, as the person says.
    Helped in "helped" {
        /// It made things worse.
        Worse = "worse",
        /// It did not.
        No = "no",
        /// A little.
        ALittle = "a_little",
        /// A lot.
        ALot = "a_lot",
        /// They cannot say.
        Unsure = "unsure",
    }
}

worded! {
    /// What was tried besides medicines.
    Method in "method" {
        /// Heat.
        Heat = "heat",
        /// Cold.
        Cold = "cold",
        /// Rest.
        Rest = "rest",
        /// A short walk.
        ShortWalk = "short_walk",
        /// Stretching.
        Stretch = "stretch",
        /// Massage.
        Massage = "massage",
        /// Something else; the note says what.
        Other = "other",
    }
}

/// What the form of a medicine says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MedicineForm {
    /// When it was taken; `None` = now, or unchanged when it is edited.
    pub occasion: Option<Occasion>,
    /// In the person's own words.
    pub name: Name,
    /// How much, in the person's own words; never read by the program.
    pub amount: Option<Name>,
    /// Whether it helped; `None` = not recorded.
    pub helped: Option<Helped>,
    /// What the person wrote, if anything.
    pub note: Option<Note>,
}

/// A medicine taken, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Medicine {
    /// UUIDv7 text.
    pub id: String,
    /// When it was taken.
    #[serde(flatten)]
    pub when: When,
    /// As [`MedicineForm::name`].
    pub name: Name,
    /// As [`MedicineForm::amount`].
    pub amount: Option<Name>,
    /// As [`MedicineForm::helped`].
    pub helped: Option<Helped>,
    /// What the person wrote, if anything.
    pub note: Option<Note>,
    /// Unix milliseconds when it was put in the trash; `None` = in the diary.
    pub deleted_at_ms: Option<i64>,
}

/// What the form of a relief says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReliefForm {
    /// When it was tried; `None` = now, or unchanged when it is edited.
    pub occasion: Option<Occasion>,
    /// What was tried.
    pub method: Method,
    /// Whether it helped; `None` = not recorded.
    pub helped: Option<Helped>,
    /// What the person wrote, if anything.
    pub note: Option<Note>,
}

/// Something tried against the pain, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relief {
    /// UUIDv7 text.
    pub id: String,
    /// When it was tried.
    #[serde(flatten)]
    pub when: When,
    /// As [`ReliefForm::method`].
    pub method: Method,
    /// As [`ReliefForm::helped`].
    pub helped: Option<Helped>,
    /// What the person wrote, if anything.
    pub note: Option<Note>,
    /// Unix milliseconds when it was put in the trash; `None` = in the diary.
    pub deleted_at_ms: Option<i64>,
}

/// Keeps that a medicine was taken.
///
/// # Errors
/// [`crate::Error::Invalid`] on `localDate` for a date after today or before 1900; [`crate::Error::Conflict`] if the id
/// is taken; any failure of the storage.
pub fn add_medicine(
    tx: &Transaction<'_>,
    id: &str,
    form: &MedicineForm,
    now: Moment,
) -> Result<Medicine> {
    let fresh = Medicine {
        id: id.to_owned(),
        when: first(tx, form.occasion, now)?,
        name: form.name.clone(),
        amount: form.amount.clone(),
        helped: form.helped,
        note: form.note.clone(),
        deleted_at_ms: None,
    };
    record::add(tx, &fresh, now)
}

/// Changes what was kept about a medicine.
///
/// # Errors
/// As [`add_medicine`]; [`crate::Error::NotFound`]; [`crate::Error::Conflict`] if it is in the trash.
pub fn edit_medicine(
    tx: &Transaction<'_>,
    id: &str,
    form: &MedicineForm,
    now: Moment,
) -> Result<Medicine> {
    record::change(tx, id, now, |old: Medicine| {
        Ok(Medicine {
            when: moved(old.when, form.occasion, now)?,
            name: form.name.clone(),
            amount: form.amount.clone(),
            helped: form.helped,
            note: form.note.clone(),
            ..old
        })
    })
}

/// Keeps that something was tried.
///
/// # Errors
/// As [`add_medicine`].
pub fn add_relief(
    tx: &Transaction<'_>,
    id: &str,
    form: &ReliefForm,
    now: Moment,
) -> Result<Relief> {
    let fresh = Relief {
        id: id.to_owned(),
        when: first(tx, form.occasion, now)?,
        method: form.method,
        helped: form.helped,
        note: form.note.clone(),
        deleted_at_ms: None,
    };
    record::add(tx, &fresh, now)
}

/// Changes what was kept about a relief.
///
/// # Errors
/// As [`edit_medicine`].
pub fn edit_relief(
    tx: &Transaction<'_>,
    id: &str,
    form: &ReliefForm,
    now: Moment,
) -> Result<Relief> {
    record::change(tx, id, now, |old: Relief| {
        Ok(Relief {
            when: moved(old.when, form.occasion, now)?,
            method: form.method,
            helped: form.helped,
            note: form.note.clone(),
            ..old
        })
    })
}

/// The names of medicines the person has written so far, the latest first, each once, at most 50.
///
/// # Errors
/// Any failure of the storage.
pub fn medicine_names(conn: &Connection) -> Result<Vec<String>> {
    store::medicine_names(conn)
}

fn first(conn: &Connection, occasion: Option<Occasion>, now: Moment) -> Result<When> {
    match occasion {
        None => Ok(When::now(now, settings::day_ends_at(conn)?)),
        Some(occasion) => When::of(occasion, now),
    }
}

fn moved(old: When, occasion: Option<Occasion>, now: Moment) -> Result<When> {
    occasion.map_or(Ok(old), |occasion| old.moved(occasion, now))
}
