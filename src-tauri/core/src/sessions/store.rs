//! SQL for sessions and health flags, and nothing but.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, Transaction};

use super::{Flag, Session};
use crate::digest;
use crate::error::Result;
use crate::moment::Moment;
use crate::record::{
    Intensity, Kind, Line, Record, Summed, When, identity, number_column, text_column, unreadable,
};
use crate::worded::Worded as _;

const SESSION: Summed = Summed {
    table: "session",
    key: "id",
};
const FLAG: Summed = Summed {
    table: "health_flag",
    key: "flag",
};

/// The tables of this room that the content digest covers.
pub(crate) const SUMMED: &[Summed] = &[SESSION, FLAG];

impl Record for Session {
    const KIND: Kind = Kind::Session;
    const TABLES: &'static [Summed] = &[SESSION];

    identity!();

    fn line(&self) -> Option<Line> {
        None
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        let did = serde_json::to_string(&self.did).unwrap_or_default();
        let mut columns = vec![("id", Value::Text(self.id.clone()))];
        columns.extend(self.when.columns());
        columns.extend([
            ("routine", text_column(Some(&self.routine))),
            ("stage", number_column(self.stage)),
            ("active_s", number_column(Some(self.active_s))),
            ("finished", Value::Integer(self.finished.into())),
            ("done_json", Value::Text(did)),
            ("pain_before", Intensity::column(self.pain_before)),
            ("pain_after", Intensity::column(self.pain_after)),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]);
        columns
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let did: String = row.get("done_json")?;
        Ok(Self {
            id: row.get("id")?,
            when: When::from_row(row)?,
            routine: row.get("routine")?,
            stage: row.get("stage")?,
            active_s: row.get("active_s")?,
            finished: row.get("finished")?,
            did: serde_json::from_str(&did).map_err(|_| unreadable("done_json"))?,
            pain_before: Intensity::of(row, "pain_before")?,
            pain_after: Intensity::of(row, "pain_after")?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        })
    }
}

/// The sessions since a date that are not in the trash, the earliest first.
pub(super) fn since(conn: &Connection, from: NaiveDate) -> Result<Vec<Session>> {
    Ok(conn
        .prepare_cached(
            "SELECT * FROM session WHERE local_date >= ?1 AND deleted_at_ms IS NULL
             ORDER BY local_date, recorded_at_ms, id",
        )?
        .query_map([from.to_string()], Session::from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// Everything that is so, in the order of its list.
pub(super) fn flags(conn: &Connection) -> Result<Vec<Flag>> {
    let words: Vec<String> = conn
        .prepare_cached("SELECT flag FROM health_flag")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let flags = words.iter().map(|word| Flag::from_word(word));
    Ok(crate::worded::set(flags.collect::<Result<_>>()?))
}

/// Writes or removes one flag.
pub(super) fn set_flag(tx: &Transaction<'_>, flag: Flag, on: bool, now: Moment) -> Result<()> {
    let word = flag.word();
    let before = digest::of_rows(tx, FLAG, &word)?;
    if on {
        tx.prepare_cached(
            "INSERT INTO health_flag (flag, recorded_at_ms) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )?
        .execute((word, now.utc_ms))?;
    } else {
        tx.prepare_cached("DELETE FROM health_flag WHERE flag = ?1")?
            .execute([word])?;
    }
    let after = digest::of_rows(tx, FLAG, &word)?;
    digest::shift(tx, FLAG, before, after)
}
