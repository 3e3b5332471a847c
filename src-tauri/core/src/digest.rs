//! A running sum over every row, kept in the same transaction as the rows, so that silent damage is noticed.
//!
//! SQLite's own checks see the structure of a file, not its content: most flipped bits and all stale pages pass them.
//! The sum finds accidents. It is no protection against somebody who changes both a row and the sum.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, ToSql, Transaction};

use crate::error::{Error, Result};

/// A table whose rows are summed, and the column that names a record: its own row, or all rows that are parts of it.
#[derive(Debug, Clone, Copy)]
pub struct Summed {
    pub(crate) table: &'static str,
    pub(crate) key: &'static str,
}

/// How many rows there are and the sum of their hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sum {
    rows: i64,
    hashes: u128,
}

impl Sum {
    fn count(&mut self, row: &rusqlite::Row<'_>) -> rusqlite::Result<()> {
        self.rows += 1;
        self.hashes = self.hashes.wrapping_add(hash_row(row)?);
        Ok(())
    }
}

/// The sum of all rows of one record as they stand.
pub(crate) fn of_rows(conn: &Connection, summed: Summed, key: &dyn ToSql) -> Result<Sum> {
    let sql = format!("SELECT * FROM {} WHERE {} = ?1", summed.table, summed.key);
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([key])?;
    let mut sum = Sum::default();
    while let Some(row) = rows.next()? {
        sum.count(row)?;
    }
    Ok(sum)
}

/// Moves the sum of a table from a record's old rows to its new ones.
pub(crate) fn shift(tx: &Transaction<'_>, summed: Summed, before: Sum, after: Sum) -> Result<()> {
    if before == after {
        return Ok(());
    }
    let old = stored(tx, summed.table)?;
    let new = Sum {
        rows: old.rows + after.rows - before.rows,
        hashes: old
            .hashes
            .wrapping_sub(before.hashes)
            .wrapping_add(after.hashes),
    };
    store(tx, summed.table, new)
}

/// Sums tables afresh whose columns a migration changed.
pub(crate) fn renew(tx: &Connection, tables: &[&'static str]) -> Result<()> {
    for table in tables {
        let sum = recomputed(tx, table)?;
        // A table that never held a row has no sum, as in a new file.
        if sum != Sum::default() || stored(tx, table)? != Sum::default() {
            store(tx, table, sum)?;
        }
    }
    Ok(())
}

/// Recomputes the sum of every table and compares.
///
/// # Errors
/// [`Error::Damaged`] if a row was changed, lost or added behind the program's back.
pub(crate) fn check(conn: &Connection, all: &[Summed]) -> Result<()> {
    for summed in all {
        if recomputed(conn, summed.table)? != stored(conn, summed.table)? {
            return Err(Error::Damaged);
        }
    }
    Ok(())
}

/// Compares every table that has a sum, whatever version of the schema the file has.
///
/// # Errors
/// As [`check`].
pub(crate) fn check_summed(conn: &Connection) -> Result<()> {
    let tables: Vec<String> = conn
        .prepare(
            "SELECT name FROM sqlite_schema
             WHERE type = 'table' AND name IN (SELECT table_name FROM content_digest)",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for table in tables {
        if recomputed(conn, &table)? != stored(conn, &table)? {
            return Err(Error::Damaged);
        }
    }
    Ok(())
}

/// One name for the whole content of a file: equal for two files whose summed tables hold the same rows.
///
/// # Errors
/// Any failure of the storage.
pub(crate) fn of_all(conn: &Connection) -> Result<String> {
    let mut statement = conn.prepare(
        "SELECT table_name, row_count, digest FROM content_digest WHERE row_count > 0 ORDER BY table_name",
    )?;
    let mut rows = statement.query([])?;
    let mut hasher = blake3::Hasher::new();
    while let Some(row) = rows.next()? {
        hasher.update(&hash_row(row)?.to_be_bytes());
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// Every sum that is kept, by table.
pub(crate) fn all(conn: &Connection) -> Result<Vec<(String, i64, [u8; 16])>> {
    Ok(conn
        .prepare("SELECT table_name, row_count, digest FROM content_digest ORDER BY table_name")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?)
}

fn recomputed(conn: &Connection, table: &str) -> Result<Sum> {
    let mut statement = conn.prepare(&format!("SELECT * FROM {table}"))?;
    let mut rows = statement.query([])?;
    let mut sum = Sum::default();
    while let Some(row) = rows.next()? {
        sum.count(row)?;
    }
    Ok(sum)
}

fn stored(conn: &Connection, table: &str) -> Result<Sum> {
    let found = conn
        .prepare_cached("SELECT row_count, digest FROM content_digest WHERE table_name = ?1")?
        .query_row([table], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 16]>(1)?))
        })
        .optional()?;
    Ok(found.map_or_else(Sum::default, |(rows, sum)| Sum {
        rows,
        hashes: u128::from_be_bytes(sum),
    }))
}

fn store(conn: &Connection, table: &str, sum: Sum) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO content_digest (table_name, row_count, digest) VALUES (?1, ?2, ?3)
         ON CONFLICT (table_name) DO UPDATE SET row_count = ?2, digest = ?3",
    )?
    .execute((table, sum.rows, sum.hashes.to_be_bytes()))?;
    Ok(())
}

/// Every value goes in with its type and length, so that no two different rows share their bytes.
fn hash_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<u128> {
    let mut hasher = blake3::Hasher::new();
    for index in 0..row.as_ref().column_count() {
        match row.get_ref(index)? {
            ValueRef::Null => feed(&mut hasher, 0, &[]),
            ValueRef::Integer(value) => feed(&mut hasher, 1, &value.to_be_bytes()),
            ValueRef::Real(value) => feed(&mut hasher, 2, &value.to_bits().to_be_bytes()),
            ValueRef::Text(value) => feed(&mut hasher, 3, value),
            ValueRef::Blob(value) => feed(&mut hasher, 4, value),
        }
    }
    let hash = hasher.finalize();
    let mut first = [0; 16];
    first.copy_from_slice(&hash.as_bytes()[..16]);
    Ok(u128::from_be_bytes(first))
}

fn feed(hasher: &mut blake3::Hasher, kind: u8, bytes: &[u8]) {
    hasher.update(&[kind]);
    hasher.update(&(bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}
