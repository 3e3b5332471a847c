//! SQL for flares, and nothing but.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::{date, summed};
use crate::diary::{Flare, Note, flare};
use crate::error::{Error, Result};
use crate::record::{
    Kind, Line, Occasion, Record, Summed, date_of, identity, number_column, text_column,
};

impl Record for Flare {
    const KIND: Kind = Kind::Flare;
    const TABLES: &'static [Summed] = &[summed("flare", "id")];

    identity!();

    fn line(&self) -> Option<Line> {
        Some(Line {
            local_date: self.start_date,
            sort_min: Occasion::whole_day_sort_min(),
            frame: None,
            nrs: None,
            words: self.note.as_ref().map(|note| note.as_str().to_owned()),
        })
    }

    fn fits(&self, conn: &Connection) -> Result<()> {
        match flare::overlapped(conn, &self.id, self.start_date, self.end_date)? {
            Some(_) => Err(Error::Conflict),
            None => Ok(()),
        }
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        let day = |date: NaiveDate| date.to_string();
        vec![
            ("id", Value::Text(self.id.clone())),
            ("start_date", Value::Text(day(self.start_date))),
            ("end_date", text_column(self.end_date.map(day).as_deref())),
            ("offset_min", number_column(Some(self.offset_min))),
            ("recorded_at_ms", number_column(Some(self.recorded_at_ms))),
            ("note", Note::column(self.note.as_ref())),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            start_date: date(row, "start_date")?,
            end_date: date_of(row, "end_date")?,
            offset_min: row.get("offset_min")?,
            recorded_at_ms: row.get("recorded_at_ms")?,
            note: Note::of(row)?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        })
    }
}

/// Every flare that is not in the trash, the latest first.
pub(in crate::diary) fn flares(conn: &Connection) -> Result<Vec<Flare>> {
    Ok(conn
        .prepare_cached(
            "SELECT * FROM flare WHERE deleted_at_ms IS NULL ORDER BY start_date DESC, id DESC",
        )?
        .query_map([], Flare::from_row)?
        .collect::<rusqlite::Result<_>>()?)
}
