//! SQL for what was taken and tried, and nothing but.

use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::summed;
use crate::diary::{Helped, Medicine, Name, Note, Relief};
use crate::error::Result;
use crate::record::{
    Kind, Line, Record, Summed, When, identity, number_column, text_column, unreadable, word_of,
};
use crate::worded::Worded as _;

impl Record for Medicine {
    const KIND: Kind = Kind::Medicine;
    const TABLES: &'static [Summed] = &[summed("medicine_taken", "id")];

    identity!();

    fn line(&self) -> Option<Line> {
        let written = [
            Some(self.name.as_str()),
            self.amount.as_ref().map(Name::as_str),
            self.note.as_ref().map(Note::as_str),
        ];
        Some(Line {
            local_date: self.when.local_date,
            sort_min: self.when.sort_min(),
            frame: None,
            nrs: None,
            words: Some(written.into_iter().flatten().collect::<Vec<_>>().join("\n")),
        })
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        let mut columns = vec![("id", Value::Text(self.id.clone()))];
        columns.extend(self.when.columns());
        columns.extend([
            ("name", text_column(Some(self.name.as_str()))),
            (
                "amount",
                text_column(self.amount.as_ref().map(Name::as_str)),
            ),
            ("helped", text_column(self.helped.map(Helped::word))),
            ("note", Note::column(self.note.as_ref())),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]);
        columns
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            when: When::from_row(row)?,
            name: Name::of(row, "name")?.ok_or_else(|| unreadable("name"))?,
            amount: Name::of(row, "amount")?,
            helped: word_of(row, "helped")?,
            note: Note::of(row)?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        })
    }
}

impl Record for Relief {
    const KIND: Kind = Kind::Relief;
    const TABLES: &'static [Summed] = &[summed("relief_tried", "id")];

    identity!();

    fn line(&self) -> Option<Line> {
        Some(Line {
            local_date: self.when.local_date,
            sort_min: self.when.sort_min(),
            frame: None,
            nrs: None,
            words: self.note.as_ref().map(|note| note.as_str().to_owned()),
        })
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        let mut columns = vec![("id", Value::Text(self.id.clone()))];
        columns.extend(self.when.columns());
        columns.extend([
            ("method", text_column(Some(self.method.word()))),
            ("helped", text_column(self.helped.map(Helped::word))),
            ("note", Note::column(self.note.as_ref())),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]);
        columns
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            when: When::from_row(row)?,
            method: word_of(row, "method")?.ok_or_else(|| unreadable("method"))?,
            helped: word_of(row, "helped")?,
            note: Note::of(row)?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        })
    }
}

/// The names of medicines written so far, the latest first, each once, at most 50.
pub(in crate::diary) fn medicine_names(conn: &Connection) -> Result<Vec<String>> {
    Ok(conn
        .prepare_cached(
            "SELECT name FROM medicine_taken WHERE deleted_at_ms IS NULL
             GROUP BY name ORDER BY max(local_date) DESC, name LIMIT 50",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}
