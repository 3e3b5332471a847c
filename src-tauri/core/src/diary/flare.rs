//! Flares: stretches of days distinctly worse than usual, as the person says.

use chrono::{Datelike as _, NaiveDate};
use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

use super::store;
use crate::error::{Error, Result};
use crate::moment::Moment;
use crate::record::{self, Note};

/// What the form of a flare says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlareForm {
    /// The first bad day.
    pub start_date: NaiveDate,
    /// The last bad day; `None` = not over.
    pub end_date: Option<NaiveDate>,
    /// What the person wrote, if anything.
    pub note: Option<Note>,
}

/// A flare as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flare {
    /// UUIDv7 text.
    pub id: String,
    /// The first bad day.
    pub start_date: NaiveDate,
    /// The last bad day; `None` = not over.
    pub end_date: Option<NaiveDate>,
    /// Minutes east of UTC where it was written down.
    pub offset_min: i32,
    /// Unix milliseconds when it was first saved.
    pub recorded_at_ms: i64,
    /// What the person wrote, if anything.
    pub note: Option<Note>,
    /// Unix milliseconds when it was put in the trash; `None` = in the diary.
    pub deleted_at_ms: Option<i64>,
}

/// Keeps a flare.
///
/// # Errors
/// [`Error::Invalid`] on `startDate` or `endDate` for a date after today or before 1900, an end before the start, or a
/// stretch that overlaps another flare; [`Error::Conflict`] if the id is taken; any failure of the storage.
pub fn add_flare(tx: &Transaction<'_>, id: &str, form: &FlareForm, now: Moment) -> Result<Flare> {
    allowed(tx, id, form, now)?;
    let fresh = Flare {
        id: id.to_owned(),
        start_date: form.start_date,
        end_date: form.end_date,
        offset_min: now.offset_min,
        recorded_at_ms: now.utc_ms,
        note: form.note.clone(),
        deleted_at_ms: None,
    };
    record::add(tx, &fresh, now)
}

/// Changes a flare, for example by ending it.
///
/// # Errors
/// As [`add_flare`]; [`Error::NotFound`]; [`Error::Conflict`] if it is in the trash.
pub fn edit_flare(tx: &Transaction<'_>, id: &str, form: &FlareForm, now: Moment) -> Result<Flare> {
    record::change(tx, id, now, |old: Flare| {
        allowed(tx, id, form, now)?;
        Ok(Flare {
            start_date: form.start_date,
            end_date: form.end_date,
            note: form.note.clone(),
            ..old
        })
    })
}

/// Every flare, the latest first.
///
/// # Errors
/// Any failure of the storage.
pub fn flares(conn: &Connection) -> Result<Vec<Flare>> {
    store::flares(conn)
}

fn allowed(conn: &Connection, id: &str, form: &FlareForm, now: Moment) -> Result<()> {
    let invalid = |field| Err(Error::Invalid { field });
    let today = now.local_date();
    if form.start_date > today || form.start_date.year() < 1900 {
        return invalid("startDate");
    }
    if form
        .end_date
        .is_some_and(|end| end > today || end < form.start_date)
    {
        return invalid("endDate");
    }
    match overlapped(conn, id, form.start_date, form.end_date)? {
        Some(other) if form.start_date >= other.start_date => invalid("startDate"),
        Some(_) => invalid("endDate"),
        None => Ok(()),
    }
}

/// Another flare that has a day in common with this stretch.
pub(super) fn overlapped(
    conn: &Connection,
    id: &str,
    start: NaiveDate,
    end: Option<NaiveDate>,
) -> Result<Option<Flare>> {
    let until = |end: Option<NaiveDate>| end.unwrap_or(NaiveDate::MAX);
    Ok(flares(conn)?.into_iter().find(|other| {
        other.id != id && other.start_date <= until(end) && start <= until(other.end_date)
    }))
}
