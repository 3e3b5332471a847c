//! SQL for the diary, and nothing but.

mod day;
mod flare;
mod pain;
mod treatment;

use chrono::NaiveDate;
use rusqlite::Row;

use crate::error::Result;
use crate::record::{Record, Summed, find, unreadable};

pub(super) use day::{day_id, factors};
pub(super) use flare::flares;
pub(super) use pain::legs_before;
pub use pain::page;
pub(super) use treatment::medicine_names;

const fn summed(table: &'static str, key: &'static str) -> Summed {
    Summed { table, key }
}

/// The diary's tables that the content digest covers.
pub(crate) const SUMMED: &[Summed] = &[
    summed("pain_entry", "id"),
    summed("pain_region", "entry_id"),
    summed("day", "id"),
    summed("factor", "id"),
    summed("factor_day", "day_id"),
    summed("medicine_taken", "id"),
    summed("relief_tried", "id"),
    summed("flare", "id"),
];

/// The records of one kind on a date, in the order of the day, without the trash. Not for kinds that are not listed.
///
/// # Errors
/// Any failure of the storage.
pub fn on_date<R: Record>(conn: &rusqlite::Connection, date: NaiveDate) -> Result<Vec<R>> {
    use crate::worded::Worded as _;
    let ids: Vec<String> = conn
        .prepare_cached(
            "SELECT record_id FROM line WHERE local_date = ?1 AND kind = ?2
             ORDER BY sort_min, record_id",
        )?
        .query_map((date.to_string(), R::KIND.word()), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    ids.iter().map(|id| find(conn, id)).collect()
}

/// The pain entries from a date on, oldest first, without the trash.
///
/// # Errors
/// Any failure of the storage.
pub fn since(conn: &rusqlite::Connection, from: NaiveDate) -> Result<Vec<crate::diary::PainEntry>> {
    let ids: Vec<String> = conn
        .prepare_cached(
            "SELECT record_id FROM line WHERE kind = 'pain' AND local_date >= ?1
             ORDER BY local_date, sort_min, record_id",
        )?
        .query_map([from.to_string()], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    ids.iter().map(|id| find(conn, id)).collect()
}

fn date(row: &Row<'_>, column: &str) -> rusqlite::Result<NaiveDate> {
    crate::record::date_of(row, column)?.ok_or_else(|| unreadable(column))
}
