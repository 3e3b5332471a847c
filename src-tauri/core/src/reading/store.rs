//! SQL for the marks on guides and for questions, and nothing but.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};

use super::{GuideMark, Question, Wording};
use crate::digest;
use crate::error::Result;
use crate::record::{Kind, Line, Record, Summed, identity, number_column, text_column, unreadable};

const MARK: Summed = Summed {
    table: "guide_mark",
    key: "guide",
};

const QUESTION: Summed = Summed {
    table: "question",
    key: "id",
};

/// The tables of this room that the content digest covers.
pub(crate) const SUMMED: &[Summed] = &[MARK, QUESTION];

impl Record for Question {
    const KIND: Kind = Kind::Question;
    const TABLES: &'static [Summed] = &[QUESTION];

    identity!();

    fn line(&self) -> Option<Line> {
        None
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("id", Value::Text(self.id.clone())),
            ("text", text_column(Some(self.text.as_str()))),
            ("guide", text_column(self.guide.as_deref())),
            ("place", number_column(Some(self.place))),
            ("done", Value::Integer(self.done.into())),
            ("recorded_at_ms", number_column(Some(self.recorded_at_ms))),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let text: String = row.get("text")?;
        Ok(Self {
            id: row.get("id")?,
            text: Wording::new(&text).map_err(|_| unreadable("text"))?,
            guide: row.get("guide")?,
            place: row.get("place")?,
            done: row.get("done")?,
            recorded_at_ms: row.get("recorded_at_ms")?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        })
    }
}

/// Every question that is not in the trash, in the order of the list.
pub(super) fn questions(conn: &Connection) -> Result<Vec<Question>> {
    Ok(conn
        .prepare_cached("SELECT * FROM question WHERE deleted_at_ms IS NULL ORDER BY place, id")?
        .query_map([], Question::from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// Every mark, the last opened first.
pub(super) fn marks(conn: &Connection) -> Result<Vec<GuideMark>> {
    Ok(conn
        .prepare_cached("SELECT * FROM guide_mark ORDER BY opened_at_ms DESC NULLS LAST, guide")?
        .query_map([], read)?
        .collect::<rusqlite::Result<_>>()?)
}

/// The mark of one guide.
pub(super) fn mark(conn: &Connection, guide: &str) -> Result<Option<GuideMark>> {
    Ok(conn
        .prepare_cached("SELECT * FROM guide_mark WHERE guide = ?1")?
        .query_row([guide], read)
        .optional()?)
}

/// Writes a mark in place of the one that was there.
pub(super) fn keep(tx: &Transaction<'_>, mark: &GuideMark) -> Result<()> {
    let before = digest::of_rows(tx, MARK, &mark.guide)?;
    tx.prepare_cached(
        "INSERT INTO guide_mark (guide, opened_at_ms, section, bookmarked_at_ms, read_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (guide) DO UPDATE SET
           opened_at_ms = ?2, section = ?3, bookmarked_at_ms = ?4, read_at_ms = ?5",
    )?
    .execute((
        &mark.guide,
        mark.opened_at_ms,
        &mark.section,
        mark.bookmarked_at_ms,
        mark.read_at_ms,
    ))?;
    let after = digest::of_rows(tx, MARK, &mark.guide)?;
    digest::shift(tx, MARK, before, after)
}

fn read(row: &Row<'_>) -> rusqlite::Result<GuideMark> {
    Ok(GuideMark {
        guide: row.get("guide")?,
        opened_at_ms: row.get("opened_at_ms")?,
        section: row.get("section")?,
        bookmarked_at_ms: row.get("bookmarked_at_ms")?,
        read_at_ms: row.get("read_at_ms")?,
    })
}
