//! SQL for the diary, and nothing but.

use chrono::{Days, NaiveDate, NaiveTime};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};

use super::{Action, Day, Intensity, NewPain, Note, Page, PainEntry, Revision, Weeks};
use crate::digest::{self, Summed};
use crate::error::{Error, Result};
use crate::moment::Moment;

const PAIN_ENTRY: Summed = Summed {
    table: "pain_entry",
    key: "id",
};
const REVISION: Summed = Summed {
    table: "revision",
    key: "id",
};

/// The diary's tables that the content digest covers.
pub(crate) const SUMMED: [Summed; 2] = [PAIN_ENTRY, REVISION];

/// How long the trash keeps an entry, in milliseconds: 30 days.
const TRASH_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// The most entries one page may hold.
const PAGE_MAX: u32 = 500;

const COLUMNS: &str =
    "id, local_date, local_time, offset_min, recorded_at_ms, nrs, note, deleted_at_ms";

/// Makes an entry felt now.
///
/// # Errors
/// [`Error::Conflict`] if the id is taken; any failure of the storage.
pub fn add(tx: &Transaction<'_>, new: &NewPain, now: Moment) -> Result<PainEntry> {
    let before = digest::of_row(tx, PAIN_ENTRY, &new.id)?;
    tx.prepare_cached(
        "INSERT INTO pain_entry (id, local_date, local_time, offset_min, recorded_at_ms, nrs, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((
        &new.id,
        now.local_date().to_string(),
        now.local_time().format("%H:%M").to_string(),
        now.offset_min,
        now.utc_ms,
        new.nrs.get(),
        new.note.as_ref().map(Note::as_str),
    ))?;
    let entry = find(tx, &new.id)?;
    record(tx, before, Action::Add, None, &entry, now)?;
    Ok(entry)
}

/// Changes the value and the note of an entry; when it was felt stays.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if it is in the trash; any failure of the storage.
pub fn edit(
    tx: &Transaction<'_>,
    id: &str,
    nrs: Intensity,
    note: Option<&Note>,
    now: Moment,
) -> Result<PainEntry> {
    let old = find(tx, id)?;
    if old.deleted_at_ms.is_some() {
        return Err(Error::Conflict);
    }
    if old.nrs == nrs && old.note.as_ref() == note {
        return Ok(old);
    }
    let before = digest::of_row(tx, PAIN_ENTRY, &id)?;
    tx.prepare_cached("UPDATE pain_entry SET nrs = ?2, note = ?3 WHERE id = ?1")?
        .execute((id, nrs.get(), note.map(Note::as_str)))?;
    let entry = find(tx, id)?;
    record(tx, before, Action::Edit, Some(&old), &entry, now)?;
    Ok(entry)
}

/// Puts an entry in the trash, where it stays for 30 days. Doing it twice is the same as once.
///
/// # Errors
/// [`Error::NotFound`]; any failure of the storage.
pub fn delete(tx: &Transaction<'_>, id: &str, now: Moment) -> Result<PainEntry> {
    bin(tx, id, Action::Delete, Some(now.utc_ms), now)
}

/// Takes an entry back out of the trash. Doing it twice is the same as once.
///
/// # Errors
/// [`Error::NotFound`]; any failure of the storage.
pub fn restore(tx: &Transaction<'_>, id: &str, now: Moment) -> Result<PainEntry> {
    bin(tx, id, Action::Restore, None, now)
}

fn bin(
    tx: &Transaction<'_>,
    id: &str,
    action: Action,
    deleted_at_ms: Option<i64>,
    now: Moment,
) -> Result<PainEntry> {
    let old = find(tx, id)?;
    if old.deleted_at_ms.is_some() == deleted_at_ms.is_some() {
        return Ok(old);
    }
    let before = digest::of_row(tx, PAIN_ENTRY, &id)?;
    tx.prepare_cached("UPDATE pain_entry SET deleted_at_ms = ?2 WHERE id = ?1")?
        .execute((id, deleted_at_ms))?;
    let entry = find(tx, id)?;
    record(tx, before, action, Some(&old), &entry, now)?;
    Ok(entry)
}

/// Removes for good what has been in the trash for over 30 days, with its history; returns how many entries went.
///
/// # Errors
/// Any failure of the storage.
pub fn purge(tx: &Transaction<'_>, now: Moment) -> Result<u32> {
    let old: Vec<String> = tx
        .prepare("SELECT id FROM pain_entry WHERE deleted_at_ms < ?1")?
        .query_map([now.utc_ms.saturating_sub(TRASH_MS)], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for id in &old {
        let steps: Vec<i64> = tx
            .prepare_cached("SELECT id FROM revision WHERE room = 'diary' AND record_id = ?1")?
            .query_map([id], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for step in steps {
            digest::shift(tx, REVISION, digest::of_row(tx, REVISION, &step)?, None)?;
            tx.execute("DELETE FROM revision WHERE id = ?1", [step])?;
        }
        digest::shift(tx, PAIN_ENTRY, digest::of_row(tx, PAIN_ENTRY, id)?, None)?;
        tx.execute("DELETE FROM pain_entry WHERE id = ?1", [id])?;
    }
    Ok(u32::try_from(old.len()).unwrap_or(u32::MAX))
}

/// One entry, in the diary or in the trash.
///
/// # Errors
/// [`Error::NotFound`]; any failure of the storage.
pub fn find(conn: &Connection, id: &str) -> Result<PainEntry> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM pain_entry WHERE id = ?1"))?
        .query_row([id], entry)
        .optional()?
        .ok_or(Error::NotFound)
}

/// A page of the diary, newest first, of at most `limit` (1 to 500) entries older than the entry `before`.
///
/// # Errors
/// [`Error::NotFound`] if there is no entry `before`; any failure of the storage.
pub fn page(conn: &Connection, limit: u32, before: Option<&str>) -> Result<Page> {
    let limit = limit.clamp(1, PAGE_MAX);
    // A cursor of the greatest possible key reads from the top, so that one statement serves both cases.
    let (date, time, id) = match before {
        None => ("9999-99-99".to_owned(), "99:99".to_owned(), String::new()),
        Some(id) => {
            let entry = find(conn, id)?;
            (
                entry.local_date.to_string(),
                entry.local_time.format("%H:%M").to_string(),
                entry.id,
            )
        }
    };
    let mut entries: Vec<PainEntry> = conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM pain_entry
             WHERE deleted_at_ms IS NULL AND (local_date, local_time, id) < (?1, ?2, ?3)
             ORDER BY local_date DESC, local_time DESC, id DESC LIMIT ?4"
        ))?
        .query_map((date, time, id, limit + 1), entry)?
        .collect::<rusqlite::Result<_>>()?;
    let more = entries.len() > limit as usize;
    entries.truncate(limit as usize);
    let (total, first): (u32, Option<String>) = conn
        .prepare_cached(
            "SELECT count(*), min(local_date) FROM pain_entry WHERE deleted_at_ms IS NULL",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Page {
        entries,
        total,
        first: first.and_then(|date| date.parse().ok()),
        more,
    })
}

/// What is in the trash, last deleted first.
///
/// # Errors
/// Any failure of the storage.
pub fn trash(conn: &Connection) -> Result<Vec<PainEntry>> {
    Ok(conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM pain_entry WHERE deleted_at_ms IS NOT NULL
             ORDER BY deleted_at_ms DESC, id DESC"
        ))?
        .query_map([], entry)?
        .collect::<rusqlite::Result<_>>()?)
}

/// Every entry from a date on, oldest first, without the trash.
///
/// # Errors
/// Any failure of the storage.
pub fn since(conn: &Connection, from: NaiveDate) -> Result<Vec<PainEntry>> {
    Ok(conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM pain_entry
             WHERE deleted_at_ms IS NULL AND local_date >= ?1
             ORDER BY local_date, local_time, id"
        ))?
        .query_map([from.to_string()], entry)?
        .collect::<rusqlite::Result<_>>()?)
}

/// The 28 days that end with `today`.
///
/// # Errors
/// Any failure of the storage.
pub fn weeks(conn: &Connection, today: NaiveDate) -> Result<Weeks> {
    let back = |from: NaiveDate, days: u64| from.checked_sub_days(Days::new(days)).unwrap_or(from);
    let from = back(today, 27);
    let mut entries = since(conn, from)?;
    entries.retain(|entry| entry.local_date <= today);
    let days = days(conn, from, today)?;
    let before = self::days(conn, back(from, 28), back(from, 1))?;
    Ok(Weeks {
        from,
        to: today,
        mean: mean(&days),
        previous_mean: mean(&before),
        entries,
        days,
    })
}

fn days(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Vec<Day>> {
    Ok(conn
        .prepare_cached(
            "SELECT local_date, entries, nrs_mean, nrs_low, nrs_high FROM v_day
             WHERE local_date BETWEEN ?1 AND ?2 ORDER BY local_date",
        )?
        .query_map((from.to_string(), to.to_string()), |row| {
            Ok(Day {
                date: parsed(row, 0)?,
                entries: row.get(1)?,
                mean: row.get(2)?,
                low: row.get(3)?,
                high: row.get(4)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?)
}

fn mean(days: &[Day]) -> Option<f64> {
    let count = u32::try_from(days.len()).ok().filter(|count| *count > 0)?;
    Some(days.iter().map(|day| day.mean).sum::<f64>() / f64::from(count))
}

/// The history of an entry, first step first.
///
/// # Errors
/// [`Error::Damaged`] if a step cannot be read back; any failure of the storage.
pub fn revisions(conn: &Connection, id: &str) -> Result<Vec<Revision>> {
    let rows: Vec<(String, i64, Option<String>, String)> = conn
        .prepare_cached(
            "SELECT action, made_at_ms, before_json, after_json FROM revision
             WHERE room = 'diary' AND record_id = ?1 ORDER BY id",
        )?
        .query_map([id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    rows.into_iter()
        .map(|(action, made_at_ms, before, after)| {
            let read = |text: &str| serde_json::from_str(text).map_err(|_| Error::Damaged);
            Ok(Revision {
                action: match action.as_str() {
                    "add" => Action::Add,
                    "edit" => Action::Edit,
                    "delete" => Action::Delete,
                    _ => Action::Restore,
                },
                made_at_ms,
                before: before.as_deref().map(read).transpose()?,
                after: read(&after)?,
            })
        })
        .collect()
}

/// How often an entry was edited since it was made; being binned and taken back does not count.
///
/// # Errors
/// Any failure of the storage.
pub fn edited_times(conn: &Connection, id: &str) -> Result<u32> {
    Ok(conn
        .prepare_cached(
            "SELECT count(*) FROM revision
             WHERE room = 'diary' AND record_id = ?1 AND action = 'edit'",
        )?
        .query_row([id], |row| row.get(0))?)
}

/// Closes a change: the step in the history and both sums, in the same transaction as the row.
fn record(
    tx: &Transaction<'_>,
    hash_before: Option<u128>,
    action: Action,
    before: Option<&PainEntry>,
    after: &PainEntry,
    now: Moment,
) -> Result<()> {
    let hash_after = digest::of_row(tx, PAIN_ENTRY, &after.id)?;
    digest::shift(tx, PAIN_ENTRY, hash_before, hash_after)?;
    let json = |entry: &PainEntry| {
        serde_json::to_string(entry).map_err(|_| Error::Invalid { field: "entry" })
    };
    let word = match action {
        Action::Add => "add",
        Action::Edit => "edit",
        Action::Delete => "delete",
        Action::Restore => "restore",
    };
    tx.prepare_cached(
        "INSERT INTO revision (room, record_id, action, made_at_ms, before_json, after_json)
         VALUES ('diary', ?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((
        &after.id,
        word,
        now.utc_ms,
        before.map(json).transpose()?,
        json(after)?,
    ))?;
    let step = tx.last_insert_rowid();
    digest::shift(tx, REVISION, None, digest::of_row(tx, REVISION, &step)?)
}

fn entry(row: &Row<'_>) -> rusqlite::Result<PainEntry> {
    let time: String = row.get(2)?;
    let nrs: f64 = row.get::<_, i32>(5)?.into();
    let note: Option<String> = row.get(6)?;
    Ok(PainEntry {
        id: row.get(0)?,
        local_date: parsed(row, 1)?,
        local_time: NaiveTime::parse_from_str(&time, "%H:%M").map_err(|_| unreadable(2))?,
        offset_min: row.get(3)?,
        recorded_at_ms: row.get(4)?,
        nrs: Intensity::new(nrs).map_err(|_| unreadable(5))?,
        note: note
            .map(|text| Note::new(&text))
            .transpose()
            .map_err(|_| unreadable(6))?
            .flatten(),
        deleted_at_ms: row.get(7)?,
    })
}

fn parsed(row: &Row<'_>, column: usize) -> rusqlite::Result<NaiveDate> {
    row.get::<_, String>(column)?
        .parse()
        .map_err(|_| unreadable(column))
}

/// The table's own checks make this unreachable in a sound file, so it reads as damage and quotes nothing.
fn unreadable(column: usize) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
        Some(format!("column {column}")),
    )
}
