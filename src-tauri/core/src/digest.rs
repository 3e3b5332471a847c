//! A running sum over every row, kept in the same transaction as the rows, so that silent damage is noticed.
//!
//! SQLite's own checks see the structure of a file, not its content: most flipped bits and all stale pages pass them.
//! The sum finds accidents. It is no protection against somebody who changes both a row and the sum.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, ToSql, Transaction};

use crate::error::{Error, Result};

/// A table whose rows are summed, and the column that names a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Summed {
    pub(crate) table: &'static str,
    pub(crate) key: &'static str,
}

/// The hash of one row as it stands; `None` if there is no such row.
pub(crate) fn of_row(conn: &Connection, summed: Summed, key: &dyn ToSql) -> Result<Option<u128>> {
    let sql = format!("SELECT * FROM {} WHERE {} = ?1", summed.table, summed.key);
    let mut statement = conn.prepare_cached(&sql)?;
    Ok(statement.query_row([key], hash_row).optional()?)
}

/// Moves the sum of a table from a row's old hash to its new one.
pub(crate) fn shift(
    tx: &Transaction<'_>,
    summed: Summed,
    before: Option<u128>,
    after: Option<u128>,
) -> Result<()> {
    let (rows, sum) = stored(tx, summed.table)?;
    let rows = rows + i64::from(after.is_some()) - i64::from(before.is_some());
    let sum = sum
        .wrapping_sub(before.unwrap_or(0))
        .wrapping_add(after.unwrap_or(0));
    tx.prepare_cached(
        "INSERT INTO content_digest (table_name, row_count, digest) VALUES (?1, ?2, ?3)
         ON CONFLICT (table_name) DO UPDATE SET row_count = ?2, digest = ?3",
    )?
    .execute((summed.table, rows, sum.to_be_bytes()))?;
    Ok(())
}

/// Recomputes the sum of every table and compares.
///
/// # Errors
/// [`Error::Damaged`] if a row was changed, lost or added behind the program's back.
pub(crate) fn check(conn: &Connection, all: &[Summed]) -> Result<()> {
    for summed in all {
        let mut statement = conn.prepare(&format!("SELECT * FROM {}", summed.table))?;
        let mut found = (0_i64, 0_u128);
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            found = (found.0 + 1, found.1.wrapping_add(hash_row(row)?));
        }
        if found != stored(conn, summed.table)? {
            return Err(Error::Damaged);
        }
    }
    Ok(())
}

fn stored(conn: &Connection, table: &str) -> Result<(i64, u128)> {
    let found = conn
        .prepare_cached("SELECT row_count, digest FROM content_digest WHERE table_name = ?1")?
        .query_row([table], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 16]>(1)?))
        })
        .optional()?;
    Ok(found.map_or((0, 0), |(rows, sum)| (rows, u128::from_be_bytes(sum))))
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
