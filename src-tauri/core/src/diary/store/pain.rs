//! SQL for pain entries, and nothing but.

use chrono::Days;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, Transaction};

use super::summed;
use crate::diary::safety::NEW_WITHIN_DAYS;
use crate::diary::{LegSymptom, Page, PainEntry, RegionPain};
use crate::error::Result;
use crate::record::{
    Intensity, Kind, Line, Note, Record, Summed, When, find, identity, number_column, text_column,
    unreadable, word_of, words_of,
};
use crate::worded::{Worded as _, joined, split};

/// The most entries one page may hold.
const PAGE_MAX: u32 = 500;

/// What stands for "looked at, and nothing there", because `NULL` means that nobody looked.
const NONE: &str = "none";

impl Record for PainEntry {
    const KIND: Kind = Kind::Pain;
    const TABLES: &'static [Summed] = &[
        summed("pain_entry", "id"),
        summed("pain_region", "entry_id"),
    ];

    identity!();

    fn line(&self) -> Option<Line> {
        Some(Line {
            local_date: self.when.local_date,
            sort_min: self.when.sort_min(),
            frame: Some(self.frame.word()),
            nrs: self.nrs.map(Intensity::get),
            words: self.note.as_ref().map(|note| note.as_str().to_owned()),
        })
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        let mut columns = vec![("id", Value::Text(self.id.clone()))];
        columns.extend(self.when.columns());
        columns.extend([
            ("frame", text_column(Some(self.frame.word()))),
            ("nrs", Intensity::column(self.nrs)),
            ("qualities", text_column(joined(&self.qualities).as_deref())),
            ("leg_left", leg_column(self.leg_left.as_deref())),
            ("leg_right", leg_column(self.leg_right.as_deref())),
            ("note", Note::column(self.note.as_ref())),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]);
        columns
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            when: When::from_row(row)?,
            frame: word_of(row, "frame")?.ok_or_else(|| unreadable("frame"))?,
            nrs: Intensity::of(row, "nrs")?,
            regions: Vec::new(),
            qualities: words_of(row, "qualities")?,
            leg_left: leg_of(row, "leg_left")?,
            leg_right: leg_of(row, "leg_right")?,
            note: Note::of(row)?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        })
    }

    fn read_parts(&mut self, conn: &Connection) -> Result<()> {
        self.regions = conn
            .prepare_cached("SELECT region, nrs FROM pain_region WHERE entry_id = ?1")?
            .query_map([&self.id], |row| {
                Ok(RegionPain {
                    region: word_of(row, "region")?.ok_or_else(|| unreadable("region"))?,
                    nrs: Intensity::of(row, "nrs")?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        self.regions.sort_by_key(|it: &RegionPain| it.region);
        Ok(())
    }

    fn write_parts(&self, tx: &Transaction<'_>) -> Result<()> {
        tx.prepare_cached("DELETE FROM pain_region WHERE entry_id = ?1")?
            .execute([&self.id])?;
        for RegionPain { region, nrs } in &self.regions {
            tx.prepare_cached(
                "INSERT INTO pain_region (entry_id, region, nrs) VALUES (?1, ?2, ?3)",
            )?
            .execute((&self.id, region.word(), nrs.map(Intensity::get)))?;
        }
        Ok(())
    }
}

fn leg_column(symptoms: Option<&[LegSymptom]>) -> Value {
    symptoms.map_or(Value::Null, |symptoms| {
        Value::Text(joined(symptoms).unwrap_or_else(|| NONE.to_owned()))
    })
}

fn leg_of(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Vec<LegSymptom>>> {
    let words: Option<String> = row.get(column)?;
    match words.as_deref() {
        None => Ok(None),
        Some(NONE) => Ok(Some(Vec::new())),
        words => split(words).map(Some).map_err(|_| unreadable(column)),
    }
}

/// A page of pain entries, newest first, of at most `limit` (1 to 500) entries older than the entry `before`.
///
/// # Errors
/// [`crate::Error::NotFound`] if there is no entry `before`; any failure of the storage.
pub fn page(conn: &Connection, limit: u32, before: Option<&str>) -> Result<Page> {
    let limit = limit.clamp(1, PAGE_MAX);
    // A cursor of the greatest possible key reads from the top, so that one statement serves both cases.
    let (date, minute, id) = match before {
        None => ("9999-99-99".to_owned(), 0, String::new()),
        Some(id) => {
            let entry: PainEntry = find(conn, id)?;
            let when = entry.when;
            (when.local_date.to_string(), when.sort_min(), entry.id)
        }
    };
    let mut ids: Vec<String> = conn
        .prepare_cached(
            "SELECT record_id FROM line
             WHERE kind = 'pain' AND (local_date, sort_min, record_id) < (?1, ?2, ?3)
             ORDER BY local_date DESC, sort_min DESC, record_id DESC LIMIT ?4",
        )?
        .query_map((date, minute, id, limit + 1), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let more = ids.len() > limit as usize;
    ids.truncate(limit as usize);
    let (total, first): (u32, Option<String>) = conn
        .prepare_cached("SELECT count(*), min(local_date) FROM line WHERE kind = 'pain'")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Page {
        entries: ids.iter().map(|id| find(conn, id)).collect::<Result<_>>()?,
        total,
        first: first.and_then(|date| date.parse().ok()),
        more,
    })
}

/// The entries of the four weeks before an entry that say something about the legs.
pub(in crate::diary) fn legs_before(
    conn: &Connection,
    entry: &PainEntry,
) -> Result<Vec<PainEntry>> {
    let date = entry.when.local_date;
    let from = date
        .checked_sub_days(Days::new(NEW_WITHIN_DAYS))
        .unwrap_or(date);
    let key = (
        date.to_string(),
        entry.when.sort_min(),
        &entry.id,
        from.to_string(),
    );
    let found: Vec<PainEntry> = conn
        .prepare_cached(
            "SELECT pain_entry.* FROM line JOIN pain_entry ON pain_entry.id = line.record_id
             WHERE line.kind = 'pain' AND line.local_date >= ?4
               AND (line.local_date, line.sort_min, line.record_id) < (?1, ?2, ?3)
               AND (leg_left IS NOT NULL OR leg_right IS NOT NULL)",
        )?
        .query_map(key, PainEntry::from_row)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(found)
}
