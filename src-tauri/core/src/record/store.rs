//! SQL that is the same for every record: its row, its place in the list, its step in the log, and both sums.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};

use super::{Action, Kind, Line, Record, Revision};
use crate::digest::{self, Summed};
use crate::error::{Error, Result};
use crate::moment::Moment;
use crate::worded::Worded as _;

pub(crate) const REVISION: Summed = Summed {
    table: "revision",
    key: "id",
};

/// How long the trash keeps a record, in milliseconds: 30 days.
const TRASH_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// Whether a step goes back or forward again along the log, instead of being something new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Undo,
    Redo,
}

/// A step of the log as it lies in the file.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) id: i64,
    pub(crate) kind: Kind,
    pub(crate) record_id: String,
    before_json: Option<String>,
    after_json: String,
}

/// How a record came to be as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traces {
    /// How often it was edited since it was made; being binned and taken back does not count.
    pub edited_times: u32,
    /// Its last step in the log.
    pub last_step: i64,
}

/// Keeps a new record.
///
/// # Errors
/// [`Error::Conflict`] if the id is taken or the row breaks a rule of its table; any failure of the storage.
pub(crate) fn add<R: Record>(tx: &Transaction<'_>, new: &R, now: Moment) -> Result<R> {
    match find::<R>(tx, new.id()) {
        Err(Error::NotFound) => keep(tx, Action::Add, None, new, None, now),
        Ok(_) => Err(Error::Conflict),
        Err(error) => Err(error),
    }
}

/// Keeps a record exactly as it is given, new or in place of the one with its id: what another diary held comes in.
///
/// # Errors
/// [`Error::Conflict`] if its place is taken or the row breaks a rule of its table; any failure of the storage.
pub(crate) fn take<R: Record>(tx: &Transaction<'_>, wanted: &R, now: Moment) -> Result<R> {
    match find::<R>(tx, wanted.id()) {
        Err(Error::NotFound) => {
            if wanted.deleted_at_ms().is_none() {
                wanted.fits(tx)?;
            }
            keep(tx, Action::Add, None, wanted, None, now)
        }
        Err(error) => Err(error),
        Ok(current) => travel(tx, &current, wanted, None, now),
    }
}

/// Changes a record; a change that changes nothing leaves no step.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if it is in the trash; what `action` refuses; any failure of the storage.
pub(crate) fn change<R: Record>(
    tx: &Transaction<'_>,
    id: &str,
    now: Moment,
    action: impl FnOnce(R) -> Result<R>,
) -> Result<R> {
    let old = find::<R>(tx, id)?;
    if old.deleted_at_ms().is_some() {
        return Err(Error::Conflict);
    }
    let new = action(old.clone())?;
    if new == old {
        return Ok(old);
    }
    keep(tx, Action::Edit, Some(&old), &new, None, now)
}

/// Puts a record in the trash or takes it back out. Doing it twice is the same as once.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if its place was taken meanwhile; any failure of the storage.
pub(crate) fn bin<R: Record>(
    tx: &Transaction<'_>,
    id: &str,
    deleted: bool,
    now: Moment,
) -> Result<R> {
    let old = find::<R>(tx, id)?;
    if old.deleted_at_ms().is_some() == deleted {
        return Ok(old);
    }
    let action = if deleted {
        Action::Delete
    } else {
        Action::Restore
    };
    let new = old
        .clone()
        .with_deleted_at_ms(deleted.then_some(now.utc_ms));
    if !deleted {
        new.fits(tx)?;
    }
    keep(tx, action, Some(&old), &new, None, now)
}

/// Takes a step back: the record is again what it was before, to the last bit. A record that was made by the step goes
/// to the trash.
///
/// # Errors
/// [`Error::Conflict`] if the record was changed after the step; any failure of the storage.
pub(crate) fn undo<R: Record>(tx: &Transaction<'_>, step: &Step, now: Moment) -> Result<R> {
    let current = find::<R>(tx, &step.record_id)?;
    let (before, after) = read_both::<R>(step)?;
    if current != after {
        return Err(Error::Conflict);
    }
    let wanted = before.unwrap_or_else(|| after.with_deleted_at_ms(Some(now.utc_ms)));
    travel(tx, &current, &wanted, Some((Way::Undo, step.id)), now)
}

/// Takes a step again that was taken back.
///
/// # Errors
/// [`Error::Conflict`] if the record was changed since; any failure of the storage.
pub(crate) fn redo<R: Record>(tx: &Transaction<'_>, step: &Step, now: Moment) -> Result<R> {
    let current = find::<R>(tx, &step.record_id)?;
    let (before, after) = read_both::<R>(step)?;
    let undone = match before {
        Some(before) => current == before,
        None => {
            current.deleted_at_ms().is_some()
                && current.clone().with_deleted_at_ms(after.deleted_at_ms()) == after
        }
    };
    if !undone {
        return Err(Error::Conflict);
    }
    travel(tx, &current, &after, Some((Way::Redo, step.id)), now)
}

/// Makes a record again what it was after a step of its history, out of the trash if need be.
///
/// # Errors
/// [`Error::Conflict`] if its place was taken meanwhile; any failure of the storage.
pub(crate) fn restore_to<R: Record>(tx: &Transaction<'_>, step: &Step, now: Moment) -> Result<R> {
    let current = find::<R>(tx, &step.record_id)?;
    let wanted = read_both::<R>(step)?.1.with_deleted_at_ms(None);
    if wanted == current {
        return Ok(current);
    }
    travel(tx, &current, &wanted, None, now)
}

fn travel<R: Record>(
    tx: &Transaction<'_>,
    current: &R,
    wanted: &R,
    way: Option<(Way, i64)>,
    now: Moment,
) -> Result<R> {
    let action = match (current.deleted_at_ms(), wanted.deleted_at_ms()) {
        (None, Some(_)) => Action::Delete,
        (Some(_), None) => Action::Restore,
        _ => Action::Edit,
    };
    if wanted.deleted_at_ms().is_none() {
        wanted.fits(tx)?;
    }
    keep(tx, action, Some(current), wanted, way, now)
}

/// Removes for good what has been in the trash for over 30 days, with its history; returns how many records went.
///
/// # Errors
/// Any failure of the storage.
pub(crate) fn purge<R: Record>(tx: &Transaction<'_>, now: Moment) -> Result<u32> {
    if R::KEPT_FOR_EVER {
        return Ok(0);
    }
    let old: Vec<String> = tx
        .prepare(&format!(
            "SELECT id FROM {} WHERE deleted_at_ms < ?1",
            R::TABLES[0].table
        ))?
        .query_map([now.utc_ms.saturating_sub(TRASH_MS)], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for id in &old {
        let steps: Vec<i64> = tx
            .prepare_cached("SELECT id FROM revision WHERE kind = ?1 AND record_id = ?2")?
            .query_map((R::KIND.word(), id), |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for step in steps {
            remove(tx, REVISION, &step)?;
        }
        for summed in R::TABLES.iter().rev() {
            remove(tx, *summed, id)?;
        }
    }
    Ok(u32::try_from(old.len()).unwrap_or(u32::MAX))
}

fn remove(tx: &Transaction<'_>, summed: Summed, key: &dyn rusqlite::ToSql) -> Result<()> {
    let before = digest::of_rows(tx, summed, key)?;
    tx.prepare_cached(&format!(
        "DELETE FROM {} WHERE {} = ?1",
        summed.table, summed.key
    ))?
    .execute([key])?;
    digest::shift(tx, summed, before, digest::Sum::default())
}

/// One record, in the diary or in the trash.
///
/// # Errors
/// [`Error::NotFound`]; any failure of the storage.
pub fn find<R: Record>(conn: &Connection, id: &str) -> Result<R> {
    let found = conn
        .prepare_cached(&format!(
            "SELECT * FROM {} WHERE id = ?1",
            R::TABLES[0].table
        ))?
        .query_row([id], R::from_row)
        .optional()?;
    let mut record = found.ok_or(Error::NotFound)?;
    record.read_parts(conn)?;
    Ok(record)
}

/// What is in the trash of one kind, last deleted first.
///
/// # Errors
/// Any failure of the storage.
pub(crate) fn trash<R: Record>(conn: &Connection) -> Result<Vec<R>> {
    let mut records: Vec<R> = conn
        .prepare_cached(&format!(
            "SELECT * FROM {} WHERE deleted_at_ms IS NOT NULL ORDER BY deleted_at_ms DESC, id DESC",
            R::TABLES[0].table
        ))?
        .query_map([], R::from_row)?
        .collect::<rusqlite::Result<_>>()?;
    for record in &mut records {
        record.read_parts(conn)?;
    }
    Ok(records)
}

/// The history of a record, first step first.
///
/// # Errors
/// [`Error::Damaged`] if a step cannot be read back; any failure of the storage.
pub fn revisions<R: Record>(conn: &Connection, id: &str) -> Result<Vec<Revision<R>>> {
    let rows: Vec<(Step, String, i64)> = conn
        .prepare_cached(
            "SELECT id, kind, record_id, before_json, after_json, action, made_at_ms FROM revision
             WHERE kind = ?1 AND record_id = ?2 ORDER BY id",
        )?
        .query_map((R::KIND.word(), id), |row| {
            Ok((step(row)?, row.get(5)?, row.get(6)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    rows.into_iter()
        .map(|(step, action, made_at_ms)| {
            let (before, after) = read_both(&step)?;
            Ok(Revision {
                step: step.id,
                action: match action.as_str() {
                    "add" => Action::Add,
                    "edit" => Action::Edit,
                    "delete" => Action::Delete,
                    _ => Action::Restore,
                },
                made_at_ms,
                before,
                after,
            })
        })
        .collect()
}

/// How often a record was edited, and its last step.
///
/// # Errors
/// Any failure of the storage.
pub fn traces(conn: &Connection, kind: Kind, id: &str) -> Result<Traces> {
    Ok(conn
        .prepare_cached(
            "SELECT count(*) FILTER (WHERE action = 'edit'), coalesce(max(id), 0) FROM revision
             WHERE kind = ?1 AND record_id = ?2",
        )?
        .query_row((kind.word(), id), |row| {
            Ok(Traces {
                edited_times: row.get(0)?,
                last_step: row.get(1)?,
            })
        })?)
}

/// The newest step in the log; 0 if there is none.
///
/// # Errors
/// Any failure of the storage.
pub fn last_step(conn: &Connection) -> Result<i64> {
    Ok(conn
        .prepare_cached("SELECT coalesce(max(id), 0) FROM revision")?
        .query_row([], |row| row.get(0))?)
}

/// A step by its number.
///
/// # Errors
/// [`Error::NotFound`]; any failure of the storage.
pub(crate) fn row_of_step(conn: &Connection, id: i64) -> Result<Step> {
    conn.prepare_cached(
        "SELECT id, kind, record_id, before_json, after_json FROM revision WHERE id = ?1",
    )?
    .query_row([id], step)
    .optional()?
    .ok_or(Error::NotFound)
}

fn step(row: &Row<'_>) -> rusqlite::Result<Step> {
    let kind: String = row.get(1)?;
    Ok(Step {
        id: row.get(0)?,
        kind: Kind::from_word(&kind).map_err(|_| unreadable("kind"))?,
        record_id: row.get(2)?,
        before_json: row.get(3)?,
        after_json: row.get(4)?,
    })
}

fn read_both<R: Record>(step: &Step) -> Result<(Option<R>, R)> {
    let read = |text: &str| serde_json::from_str(text).map_err(|_| Error::Damaged);
    Ok((
        step.before_json.as_deref().map(read).transpose()?,
        read(&step.after_json)?,
    ))
}

/// The one way a row changes: the row with its parts, the sums, the list and the log, all in one transaction.
fn keep<R: Record>(
    tx: &Transaction<'_>,
    action: Action,
    before: Option<&R>,
    after: &R,
    way: Option<(Way, i64)>,
    now: Moment,
) -> Result<R> {
    let id = after.id();
    let sums = R::TABLES
        .iter()
        .map(|summed| digest::of_rows(tx, *summed, &id))
        .collect::<Result<Vec<_>>>()?;
    upsert(tx, R::TABLES[0].table, &after.columns())?;
    after.write_parts(tx)?;
    for (summed, sum) in R::TABLES.iter().zip(sums) {
        digest::shift(tx, *summed, sum, digest::of_rows(tx, *summed, &id)?)?;
    }
    let stored = find::<R>(tx, id)?;
    let listed = stored.line().filter(|_| stored.deleted_at_ms().is_none());
    list(tx, R::KIND, id, listed.as_ref())?;
    log(tx, action, before, &stored, way, now)?;
    Ok(stored)
}

/// Writes a row, new or in place of the one with the same first column.
fn upsert(tx: &Transaction<'_>, table: &str, columns: &[(&'static str, Value)]) -> Result<()> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let places: Vec<String> = (1..=columns.len()).map(|n| format!("?{n}")).collect();
    let changes: Vec<String> = names[1..]
        .iter()
        .map(|name| format!("{name} = excluded.{name}"))
        .collect();
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET {}",
        names.join(", "),
        places.join(", "),
        names[0],
        changes.join(", ")
    );
    tx.prepare_cached(&sql)?
        .execute(rusqlite::params_from_iter(
            columns.iter().map(|(_, value)| value),
        ))?;
    Ok(())
}

/// Renews the place of a record in the one list, and the words it is found by.
fn list(tx: &Transaction<'_>, kind: Kind, id: &str, line: Option<&Line>) -> Result<()> {
    let old: Option<i64> = tx
        .prepare_cached("SELECT id FROM line WHERE record_id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    if let Some(old) = old {
        tx.prepare_cached("DELETE FROM line_words WHERE rowid = ?1")?
            .execute([old])?;
    }
    let Some(line) = line else {
        tx.prepare_cached("DELETE FROM line WHERE id = ?1")?
            .execute([old])?;
        return Ok(());
    };
    let place: i64 = tx
        .prepare_cached(
            "INSERT INTO line (id, kind, record_id, local_date, sort_min, frame, nrs)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET local_date = ?4, sort_min = ?5, frame = ?6, nrs = ?7
             RETURNING id",
        )?
        .query_row(
            (
                old,
                kind.word(),
                id,
                line.local_date.to_string(),
                line.sort_min,
                line.frame,
                line.nrs,
            ),
            |row| row.get(0),
        )?;
    if let Some(words) = &line.words {
        tx.prepare_cached("INSERT INTO line_words (rowid, words) VALUES (?1, ?2)")?
            .execute((place, words))?;
    }
    Ok(())
}

fn log<R: Record>(
    tx: &Transaction<'_>,
    action: Action,
    before: Option<&R>,
    after: &R,
    way: Option<(Way, i64)>,
    now: Moment,
) -> Result<()> {
    let json =
        |record: &R| serde_json::to_string(record).map_err(|_| Error::Invalid { field: "record" });
    let word = match action {
        Action::Add => "add",
        Action::Edit => "edit",
        Action::Delete => "delete",
        Action::Restore => "restore",
    };
    let way_word = way.map(|(way, _)| match way {
        Way::Undo => "undo",
        Way::Redo => "redo",
    });
    tx.prepare_cached(
        "INSERT INTO revision (kind, record_id, action, made_at_ms, before_json, after_json, way, of_step)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute((
        R::KIND.word(),
        after.id(),
        word,
        now.utc_ms,
        before.map(json).transpose()?,
        json(after)?,
        way_word,
        way.map(|(_, step)| step),
    ))?;
    let step = tx.last_insert_rowid();
    let sum = digest::of_rows(tx, REVISION, &step)?;
    digest::shift(tx, REVISION, digest::Sum::default(), sum)
}

/// The table's own checks make this unreachable in a sound file, so it reads as damage and quotes nothing.
pub(crate) fn unreadable(column: &str) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
        Some(format!("column {column}")),
    )
}
