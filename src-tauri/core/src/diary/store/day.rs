//! SQL for whole days and watched factors, and nothing but.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};

use super::{date, summed};
use crate::diary::{DayRecord, Factor, FactorDay, Intensity, Level, Lifting, Name, Note, Sitting};
use crate::error::Result;
use crate::record::{
    Kind, Line, Occasion, Record, Summed, identity, number_column, text_column, unreadable, word_of,
};
use crate::worded::Worded as _;

impl Record for DayRecord {
    const KIND: Kind = Kind::Day;
    const TABLES: &'static [Summed] = &[summed("day", "id"), summed("factor_day", "day_id")];

    identity!();

    fn line(&self) -> Option<Line> {
        Some(Line {
            local_date: self.local_date,
            sort_min: Occasion::whole_day_sort_min(),
            frame: None,
            nrs: None,
            words: self.note.as_ref().map(|note| note.as_str().to_owned()),
        })
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("id", Value::Text(self.id.clone())),
            ("local_date", Value::Text(self.local_date.to_string())),
            ("offset_min", number_column(Some(self.offset_min))),
            ("recorded_at_ms", number_column(Some(self.recorded_at_ms))),
            ("limited", Intensity::column(self.limited)),
            (
                "comfortable_walk_min",
                number_column(self.comfortable_walk_min),
            ),
            ("sitting", text_column(self.sitting.map(Sitting::word))),
            ("stress", number_column(self.stress.map(Level::get))),
            ("sleep_min", number_column(self.sleep_min)),
            (
                "sleep_quality",
                number_column(self.sleep_quality.map(Level::get)),
            ),
            ("lifting", text_column(self.lifting.map(Lifting::word))),
            ("note", Note::column(self.note.as_ref())),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            local_date: date(row, "local_date")?,
            offset_min: row.get("offset_min")?,
            recorded_at_ms: row.get("recorded_at_ms")?,
            limited: Intensity::of(row, "limited")?,
            comfortable_walk_min: row.get("comfortable_walk_min")?,
            sitting: word_of(row, "sitting")?,
            stress: level(row, "stress")?,
            sleep_min: row.get("sleep_min")?,
            sleep_quality: level(row, "sleep_quality")?,
            lifting: word_of(row, "lifting")?,
            factors: Vec::new(),
            note: Note::of(row)?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        })
    }

    fn read_parts(&mut self, conn: &Connection) -> Result<()> {
        self.factors = conn
            .prepare_cached(
                "SELECT factor_id, state FROM factor_day WHERE day_id = ?1 ORDER BY factor_id",
            )?
            .query_map([&self.id], |row| {
                Ok(FactorDay {
                    factor_id: row.get(0)?,
                    state: word_of(row, "state")?.ok_or_else(|| unreadable("state"))?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(())
    }

    fn write_parts(&self, tx: &Transaction<'_>) -> Result<()> {
        tx.prepare_cached("DELETE FROM factor_day WHERE day_id = ?1")?
            .execute([&self.id])?;
        for FactorDay { factor_id, state } in &self.factors {
            tx.prepare_cached(
                "INSERT INTO factor_day (day_id, factor_id, state) VALUES (?1, ?2, ?3)",
            )?
            .execute((&self.id, factor_id, state.word()))?;
        }
        Ok(())
    }
}

impl Record for Factor {
    const KIND: Kind = Kind::Factor;
    const TABLES: &'static [Summed] = &[summed("factor", "id")];
    const KEPT_FOR_EVER: bool = true;

    identity!();

    fn line(&self) -> Option<Line> {
        None
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("id", Value::Text(self.id.clone())),
            ("name", text_column(Some(self.name.as_str()))),
            ("active", Value::Integer(self.active.into())),
            ("position", number_column(Some(self.position))),
            ("recorded_at_ms", number_column(Some(self.recorded_at_ms))),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            name: Name::of(row, "name")?.ok_or_else(|| unreadable("name"))?,
            active: row.get("active")?,
            position: row.get("position")?,
            recorded_at_ms: row.get("recorded_at_ms")?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        })
    }
}

fn level(row: &Row<'_>, column: &'static str) -> rusqlite::Result<Option<Level>> {
    let value: Option<u8> = row.get(column)?;
    value
        .map(|value| Level::new(value.into(), column))
        .transpose()
        .map_err(|_| unreadable(column))
}

/// The record of a date that is not in the trash.
pub(in crate::diary) fn day_id(conn: &Connection, date: NaiveDate) -> Result<Option<String>> {
    Ok(conn
        .prepare_cached("SELECT id FROM day WHERE local_date = ?1 AND deleted_at_ms IS NULL")?
        .query_row([date.to_string()], |row| row.get(0))
        .optional()?)
}

/// The factors that are not in the trash, in the order of the form, those that are not asked for last.
pub(in crate::diary) fn factors(conn: &Connection) -> Result<Vec<Factor>> {
    Ok(conn
        .prepare_cached(
            "SELECT * FROM factor WHERE deleted_at_ms IS NULL ORDER BY active DESC, position, id",
        )?
        .query_map([], Factor::from_row)?
        .collect::<rusqlite::Result<_>>()?)
}
