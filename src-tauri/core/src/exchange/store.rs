//! SQL for imports and for the rows that are no records, and nothing but.

use rusqlite::types::{Value as Column, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};
use serde_json::{Map, Value};

use super::{Batch, FactChange, Stop, What};
use crate::digest::{self, Summed};
use crate::error::{Error, Result};
use crate::record::Record;

/// The table of imports; the content digest covers it.
pub(crate) const BATCH: Summed = Summed {
    table: "import_batch",
    key: "id",
};

/// The table, its key, and its other columns, of what is no record.
pub(super) const FACTS: [(What, Summed, &[&str]); 3] = [
    (
        What::Setting,
        Summed {
            table: "setting",
            key: "key",
        },
        &["value_json", "changed_at_ms"],
    ),
    (
        What::GuideMark,
        Summed {
            table: "guide_mark",
            key: "guide",
        },
        &["opened_at_ms", "section", "bookmarked_at_ms", "read_at_ms"],
    ),
    (
        What::HealthFlag,
        Summed {
            table: "health_flag",
            key: "flag",
        },
        &["recorded_at_ms"],
    ),
];

/// The table of a thing that is no record.
pub(super) fn table_of(what: What) -> Option<(Summed, &'static [&'static str])> {
    FACTS
        .iter()
        .find(|(it, ..)| *it == what)
        .map(|(_, summed, columns)| (*summed, *columns))
}

/// Runs something on every record of a kind, oldest first, with the trash if wanted; false from it ends the reading.
pub(super) fn each<R: Record>(
    conn: &Connection,
    with_trash: bool,
    mut action: impl FnMut(R) -> std::result::Result<(), Stop>,
) -> std::result::Result<(), Stop> {
    let live = if with_trash {
        ""
    } else {
        "WHERE deleted_at_ms IS NULL"
    };
    let sql = format!("SELECT * FROM {} {live} ORDER BY id", R::TABLES[0].table);
    let mut statement = conn.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut record = R::from_row(row)?;
        record.read_parts(conn)?;
        action(record)?;
    }
    Ok(())
}

/// The records of a kind that are not in the trash and hold a value in a column.
pub(super) fn holding<R: Record>(
    conn: &Connection,
    column: &str,
    value: &Column,
) -> Result<Vec<R>> {
    let sql = format!(
        "SELECT * FROM {} WHERE {column} = ?1 AND deleted_at_ms IS NULL",
        R::TABLES[0].table
    );
    let mut records: Vec<R> = conn
        .prepare_cached(&sql)?
        .query_map([value], R::from_row)?
        .collect::<rusqlite::Result<_>>()?;
    for record in &mut records {
        record.read_parts(conn)?;
    }
    Ok(records)
}

/// Whether a record of any listed kind has an id; the one list of everything holds each id once.
pub(super) fn id_taken(conn: &Connection, id: &str) -> Result<bool> {
    Ok(conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM pain_entry WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM walk WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM day WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM medicine_taken WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM relief_tried WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM flare WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM symptom_check WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM session WHERE id = ?1)",
        )?
        .query_row([id], |row| row.get(0))?)
}

/// Every row of a thing that is no record, as an object.
pub(super) fn facts(conn: &Connection, what: What) -> Result<Vec<(String, Value)>> {
    let Some((summed, columns)) = table_of(what) else {
        return Ok(Vec::new());
    };
    let sql = format!(
        "SELECT {}, {} FROM {} ORDER BY 1",
        summed.key,
        columns.join(", "),
        summed.table
    );
    Ok(conn
        .prepare(&sql)?
        .query_map([], |row| Ok((row.get(0)?, object(row, columns)?)))?
        .collect::<rusqlite::Result<_>>()?)
}

/// One such row.
pub(super) fn fact(conn: &Connection, what: What, key: &str) -> Result<Option<Value>> {
    let Some((summed, columns)) = table_of(what) else {
        return Ok(None);
    };
    let sql = format!(
        "SELECT {}, {} FROM {} WHERE {} = ?1",
        summed.key,
        columns.join(", "),
        summed.table,
        summed.key
    );
    Ok(conn
        .prepare_cached(&sql)?
        .query_row([key], |row| object(row, columns))
        .optional()?)
}

fn object(row: &Row<'_>, columns: &[&str]) -> rusqlite::Result<Value> {
    let mut object = Map::new();
    for (at, name) in columns.iter().enumerate() {
        let value = match row.get_ref(at + 1)? {
            ValueRef::Integer(number) => Value::from(number),
            ValueRef::Text(text) => Value::from(String::from_utf8_lossy(text)),
            _ => Value::Null,
        };
        object.insert((*name).to_owned(), value);
    }
    Ok(Value::Object(object))
}

/// Writes one such row, or removes it.
pub(super) fn put_fact(
    tx: &Transaction<'_>,
    what: What,
    key: &str,
    row: Option<&Value>,
) -> Result<()> {
    let Some((summed, columns)) = table_of(what) else {
        return Ok(());
    };
    let before = digest::of_rows(tx, summed, &key)?;
    tx.prepare_cached(&format!(
        "DELETE FROM {} WHERE {} = ?1",
        summed.table, summed.key
    ))?
    .execute([key])?;
    if let Some(row) = row {
        let places: Vec<String> = (2..columns.len() + 2).map(|n| format!("?{n}")).collect();
        let sql = format!(
            "INSERT INTO {} ({}, {}) VALUES (?1, {})",
            summed.table,
            summed.key,
            columns.join(", "),
            places.join(", ")
        );
        let mut values = vec![Column::Text(key.to_owned())];
        values.extend(columns.iter().map(|name| match &row[*name] {
            Value::Number(number) => number.as_i64().map_or(Column::Null, Column::Integer),
            Value::String(text) => Column::Text(text.clone()),
            _ => Column::Null,
        }));
        tx.prepare_cached(&sql)?
            .execute(rusqlite::params_from_iter(values))?;
    }
    let after = digest::of_rows(tx, summed, &key)?;
    digest::shift(tx, summed, before, after)
}

/// A step of the log, as it lies in the file.
pub(super) struct LogRow {
    pub(super) step: i64,
    pub(super) kind: String,
    pub(super) record_id: String,
    pub(super) action: String,
    pub(super) made_at_ms: i64,
    pub(super) before: Option<String>,
    pub(super) after: String,
    pub(super) way: Option<String>,
    pub(super) of_step: Option<i64>,
}

/// Runs something on every step of the log.
pub(super) fn each_step(
    conn: &Connection,
    mut action: impl FnMut(LogRow) -> std::result::Result<(), Stop>,
) -> std::result::Result<(), Stop> {
    let mut statement = conn.prepare(
        "SELECT id, kind, record_id, action, made_at_ms, before_json, after_json, way, of_step
         FROM revision ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        action(LogRow {
            step: row.get(0)?,
            kind: row.get(1)?,
            record_id: row.get(2)?,
            action: row.get(3)?,
            made_at_ms: row.get(4)?,
            before: row.get(5)?,
            after: row.get(6)?,
            way: row.get(7)?,
            of_step: row.get(8)?,
        })?;
    }
    Ok(())
}

/// A line of a view.
pub(super) enum Line<'a> {
    /// The names of its columns.
    Head(Vec<&'a str>),
    /// The texts of its cells; nothing in a view is a person's own words.
    Cells(Vec<String>),
}

/// The columns of a view and its rows.
pub(super) fn each_of_view(
    conn: &Connection,
    view: &str,
    mut action: impl FnMut(Line<'_>) -> std::result::Result<(), Stop>,
) -> std::result::Result<(), Stop> {
    let mut statement = conn.prepare(&format!("SELECT * FROM {view} ORDER BY local_date"))?;
    action(Line::Head(statement.column_names()))?;
    let width = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut cells = Vec::with_capacity(width);
        for at in 0..width {
            cells.push(match row.get_ref(at)? {
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Real(number) => format!("{number:.2}"),
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                ValueRef::Null | ValueRef::Blob(_) => String::new(),
            });
        }
        action(Line::Cells(cells))?;
    }
    Ok(())
}

/// Keeps that an import was made.
pub(super) fn put_batch(
    tx: &Transaction<'_>,
    batch: &Batch,
    steps: (i64, i64),
    facts: &[FactChange],
) -> Result<()> {
    let json = serde_json::to_string(facts).map_err(|_| Error::Invalid { field: "import" })?;
    let before = digest::of_rows(tx, BATCH, &batch.id)?;
    tx.execute(
        "INSERT INTO import_batch (id, made_at_ms, source, after_step, last_step, records, facts_json, undone_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL)",
        (
            &batch.id,
            batch.made_at_ms,
            &batch.source,
            steps.0,
            steps.1,
            i64::try_from(batch.taken).unwrap_or(i64::MAX),
            json,
        ),
    )?;
    digest::shift(tx, BATCH, before, digest::of_rows(tx, BATCH, &batch.id)?)
}

/// Keeps that an import was taken back.
pub(super) fn end_batch(tx: &Transaction<'_>, id: &str, at_ms: i64) -> Result<()> {
    let before = digest::of_rows(tx, BATCH, &id)?;
    tx.execute(
        "UPDATE import_batch SET undone_at_ms = ?2 WHERE id = ?1",
        (id, at_ms),
    )?;
    digest::shift(tx, BATCH, before, digest::of_rows(tx, BATCH, &id)?)
}

/// An import with the steps it lies between and the rows that are no records.
pub(super) fn batch(conn: &Connection, id: &str) -> Result<(Batch, (i64, i64), Vec<FactChange>)> {
    let found = conn
        .query_row("SELECT * FROM import_batch WHERE id = ?1", [id], |row| {
            Ok((
                batch_of(row)?,
                (row.get("after_step")?, row.get("last_step")?),
                row.get::<_, String>("facts_json")?,
            ))
        })
        .optional()?;
    let (batch, steps, json) = found.ok_or(Error::NotFound)?;
    let facts = serde_json::from_str(&json).map_err(|_| Error::Damaged)?;
    Ok((batch, steps, facts))
}

/// The steps of the log between two, the last first.
pub(super) fn steps(conn: &Connection, after: i64, last: i64) -> Result<Vec<i64>> {
    Ok(conn
        .prepare("SELECT id FROM revision WHERE id > ?1 AND id <= ?2 ORDER BY id DESC")?
        .query_map([after, last], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Every import, the last first.
///
/// # Errors
/// Any failure of the storage.
pub fn batches(conn: &Connection) -> Result<Vec<Batch>> {
    Ok(conn
        .prepare_cached("SELECT * FROM import_batch ORDER BY made_at_ms DESC, id DESC")?
        .query_map([], batch_of)?
        .collect::<rusqlite::Result<_>>()?)
}

fn batch_of(row: &Row<'_>) -> rusqlite::Result<Batch> {
    let records: i64 = row.get("records")?;
    Ok(Batch {
        id: row.get("id")?,
        made_at_ms: row.get("made_at_ms")?,
        source: row.get("source")?,
        taken: u64::try_from(records).unwrap_or_default(),
        undone_at_ms: row.get("undone_at_ms")?,
    })
}
