//! SQL for sessions and health flags, and nothing but.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, Transaction};

use super::own::OwnRoutine;
use super::{Flag, Session};
use crate::digest;
use crate::error::Result;
use crate::moment::Moment;
use crate::record::{
    Intensity, Kind, Line, Name, Record, Summed, When, identity, number_column, text_column,
    unreadable,
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
const ROUTINE: Summed = Summed {
    table: "routine",
    key: "id",
};

/// The tables of this room that the content digest covers.
pub(crate) const SUMMED: &[Summed] = &[SESSION, FLAG, ROUTINE];

impl Record for Session {
    const KIND: Kind = Kind::Session;
    const TABLES: &'static [Summed] = &[SESSION];

    identity!();

    fn line(&self) -> Option<Line> {
        Some(Line {
            local_date: self.when.local_date,
            sort_min: self.when.sort_min(),
            frame: None,
            // As with a walk, a list asks for those that hurt.
            nrs: [self.pain_before, self.pain_after]
                .into_iter()
                .flatten()
                .max()
                .map(Intensity::get),
            // Nothing in it is the person's own words.
            words: None,
        })
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

impl Record for OwnRoutine {
    const KIND: Kind = Kind::Routine;
    const TABLES: &'static [Summed] = &[ROUTINE];
    // Sessions name it.
    const KEPT_FOR_EVER: bool = true;

    identity!();

    fn line(&self) -> Option<Line> {
        None
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        let parts = serde_json::to_string(&self.parts).unwrap_or_default();
        vec![
            ("id", Value::Text(self.id.clone())),
            ("name", text_column(Some(self.name.as_str()))),
            ("days", Value::Integer(self.days.into())),
            ("parts_json", Value::Text(parts)),
            ("recorded_at_ms", number_column(Some(self.recorded_at_ms))),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let parts: String = row.get("parts_json")?;
        Ok(Self {
            id: row.get("id")?,
            name: Name::of(row, "name")?.ok_or_else(|| unreadable("name"))?,
            days: row.get("days")?,
            parts: serde_json::from_str(&parts).map_err(|_| unreadable("parts_json"))?,
            recorded_at_ms: row.get("recorded_at_ms")?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        })
    }
}

/// The routines that are not in the trash, the oldest first.
pub(super) fn own(conn: &Connection) -> Result<Vec<OwnRoutine>> {
    Ok(conn
        .prepare_cached(
            "SELECT * FROM routine WHERE deleted_at_ms IS NULL ORDER BY recorded_at_ms, id",
        )?
        .query_map([], OwnRoutine::from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// The strongest pain that entries since a date name for a thigh, a knee, a shin, a calf or a foot.
pub(super) fn leg_pain(conn: &Connection, from: NaiveDate) -> Result<Option<u8>> {
    Ok(conn
        .prepare_cached(
            "SELECT max(coalesce(pain_region.nrs, line.nrs)) FROM line
             JOIN pain_region ON pain_region.entry_id = line.record_id
             WHERE line.kind = 'pain' AND line.local_date >= ?1
               AND (region LIKE '%thigh%' OR region LIKE 'knee%' OR region LIKE 'shin%'
                    OR region LIKE 'calf%' OR region LIKE 'foot%')",
        )?
        .query_row([from.to_string()], |row| row.get(0))?)
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
