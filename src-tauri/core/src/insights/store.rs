//! SQL for the insights: readings of the views and of the list, and nothing but.

use chrono::NaiveDate;
use rusqlite::{Connection, Row};

use super::{
    BodyShare, DayFigures, Dot, Facts, Outcome, RegionShare, Scatter, Tolerance, Tolerances,
    WalkPoint,
};
use crate::diary::Region;
use crate::error::Result;
use crate::record::{date_of, unreadable, word_of, words_of};
use crate::walks::Onset;

/// An entry written down later than this after the end of its day comes from memory: 36 hours, in milliseconds.
const BACKFILLED_MS: i64 = 36 * 60 * 60 * 1000;

/// The days between two dates, both included, that have a record, oldest first.
pub(super) fn days(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Vec<DayFigures>> {
    Ok(conn
        .prepare_cached(
            "SELECT * FROM v_day WHERE local_date BETWEEN ?1 AND ?2 ORDER BY local_date",
        )?
        .query_map((from.to_string(), to.to_string()), |row| {
            Ok(DayFigures {
                date: date(row, "local_date")?,
                entries: row.get("entries")?,
                nrs_mean: row.get("nrs_mean")?,
                nrs_low: row.get("nrs_low")?,
                nrs_high: row.get("nrs_high")?,
                walks: row.get("walks")?,
                walk_min: row.get("walk_min")?,
                day_recorded: row.get("day_recorded")?,
                limited: row.get("limited")?,
                comfortable_walk_min: row.get("comfortable_walk_min")?,
                sleep_min: row.get("sleep_min")?,
                medicines: row.get("medicines")?,
                reliefs: row.get("reliefs")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// The pain entries between two dates that have a number, oldest first.
pub(super) fn dots(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Vec<Dot>> {
    Ok(conn
        .prepare_cached(
            "SELECT line.record_id, line.local_date, line.sort_min, line.nrs,
                    pain_entry.recorded_at_ms
                      - (unixepoch(line.local_date) + 86400 - 60 * pain_entry.offset_min) * 1000 AS late_ms
             FROM line JOIN pain_entry ON pain_entry.id = line.record_id
             WHERE line.kind = 'pain' AND line.nrs IS NOT NULL AND line.local_date BETWEEN ?1 AND ?2
             ORDER BY line.local_date, line.sort_min, line.record_id",
        )?
        .query_map((from.to_string(), to.to_string()), |row| {
            Ok(Dot {
                id: row.get(0)?,
                date: date(row, "local_date")?,
                sort_min: row.get(2)?,
                nrs: row.get(3)?,
                backfilled: row.get::<_, i64>(4)? > BACKFILLED_MS,
            })
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// What was taken on which day, oldest first.
pub(super) fn taken(
    conn: &Connection,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(NaiveDate, String)>> {
    Ok(conn
        .prepare_cached(
            "SELECT DISTINCT local_date, name FROM medicine_taken
             WHERE deleted_at_ms IS NULL AND local_date BETWEEN ?1 AND ?2 ORDER BY local_date, name",
        )?
        .query_map((from.to_string(), to.to_string()), |row| {
            Ok((date(row, "local_date")?, row.get("name")?))
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// The first day with a number after the last day on which pain was above 1.
pub(super) fn quiet_since(conn: &Connection, today: NaiveDate) -> Result<Option<NaiveDate>> {
    let first: Option<String> = conn
        .prepare_cached(
            "SELECT min(local_date) FROM line
             WHERE kind = 'pain' AND nrs IS NOT NULL AND local_date <= ?1 AND local_date > coalesce(
               (SELECT local_date FROM line WHERE kind = 'pain' AND nrs > 1 AND local_date <= ?1
                ORDER BY local_date DESC LIMIT 1), '')",
        )?
        .query_row([today.to_string()], |row| row.get(0))?;
    Ok(first.and_then(|text| text.parse().ok()))
}

/// When the pain began on the walks between two dates.
pub(super) fn tolerance(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Tolerances> {
    let all: Vec<Option<Tolerance>> = conn
        .prepare_cached(
            "SELECT id, local_date, duration_min, onset_min, onset_never, settle_min FROM v_walk
             WHERE local_date BETWEEN ?1 AND ?2 ORDER BY local_date, local_time, id",
        )?
        .query_map((from.to_string(), to.to_string()), |row| {
            let minutes: Option<u16> = row.get("onset_min")?;
            let onset = if row.get("onset_never")? {
                Some(Onset::Never)
            } else {
                minutes.map(Onset::After)
            };
            let Some(onset) = onset else {
                return Ok(None);
            };
            Ok(Some(Tolerance {
                id: row.get("id")?,
                date: date(row, "local_date")?,
                duration_min: row.get("duration_min")?,
                onset,
                settle_min: row.get("settle_min")?,
            }))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let (walks, not_recorded) = sifted(all);
    Ok(Tolerances {
        walks,
        not_recorded,
    })
}

/// The walks between two dates against an outcome.
pub(super) fn scatter(
    conn: &Connection,
    from: NaiveDate,
    to: NaiveDate,
    outcome: Outcome,
) -> Result<Scatter> {
    let value = match outcome {
        Outcome::Change => "CAST(pain_after - pain_before AS REAL)",
        Outcome::During => "CAST(pain_peak AS REAL)",
        Outcome::Evening => "pain_evening",
        Outcome::NextMorning => "pain_next_morning",
    };
    let all: Vec<Option<WalkPoint>> = conn
        .prepare_cached(&format!(
            "SELECT id, local_date, duration_min, {value} AS value FROM v_walk
             WHERE local_date BETWEEN ?1 AND ?2 ORDER BY local_date, local_time, id"
        ))?
        .query_map((from.to_string(), to.to_string()), |row| {
            let Some(value) = row.get("value")? else {
                return Ok(None);
            };
            Ok(Some(WalkPoint {
                id: row.get("id")?,
                date: date(row, "local_date")?,
                duration_min: row.get("duration_min")?,
                value,
            }))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let (walks, not_recorded) = sifted(all);
    Ok(Scatter {
        outcome,
        walks,
        not_recorded,
    })
}

/// What is known, and how many are not.
fn sifted<T>(all: Vec<Option<T>>) -> (Vec<T>, u32) {
    let count = all.len();
    let known: Vec<T> = all.into_iter().flatten().collect();
    let unknown = u32::try_from(count - known.len()).unwrap_or(u32::MAX);
    (known, unknown)
}

/// Where it hurt between two dates.
pub(super) fn body(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<BodyShare> {
    let dates = (from.to_string(), to.to_string());
    let entry_days = conn
        .prepare_cached(
            "SELECT count(DISTINCT local_date) FROM line
             WHERE kind = 'pain' AND local_date BETWEEN ?1 AND ?2",
        )?
        .query_row((&dates.0, &dates.1), |row| row.get(0))?;
    let mut regions: Vec<RegionShare> = conn
        .prepare_cached(
            "SELECT region, count(DISTINCT line.local_date), avg(pain_region.nrs)
             FROM line JOIN pain_region ON pain_region.entry_id = line.record_id
             WHERE line.kind = 'pain' AND line.local_date BETWEEN ?1 AND ?2
             GROUP BY region",
        )?
        .query_map((&dates.0, &dates.1), |row| {
            Ok(RegionShare {
                region: word_of(row, "region")?.ok_or_else(|| unreadable("region"))?,
                days: row.get(1)?,
                nrs_mean: row.get(2)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    regions.sort_by_key(|share| share.region);
    Ok(BodyShare {
        from,
        to,
        entry_days,
        regions,
    })
}

/// What the suggestions look at between two dates, oldest first; the weeks and the flare-up are added elsewhere.
pub(super) fn facts(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Facts> {
    let dates = (from.to_string(), to.to_string());
    let mut facts = Facts::default();
    let mut walks = conn.prepare_cached(
        "SELECT eased_by, pain_before, pain_after FROM walk
         WHERE deleted_at_ms IS NULL AND local_date BETWEEN ?1 AND ?2 ORDER BY local_date, id",
    )?;
    let mut rows = walks.query((&dates.0, &dates.1))?;
    while let Some(row) = rows.next()? {
        let eased = words_of(row, "eased_by")?;
        if !eased.is_empty() {
            facts.eased.push(eased);
        }
        let before: Option<u8> = row.get("pain_before")?;
        facts
            .around_walks
            .extend(before.zip(row.get("pain_after")?));
    }
    let mut places = conn.prepare_cached(
        "SELECT line.record_id, region FROM line JOIN pain_region ON pain_region.entry_id = line.record_id
         WHERE line.kind = 'pain' AND line.local_date BETWEEN ?1 AND ?2 ORDER BY line.record_id, region",
    )?;
    let mut rows = places.query((&dates.0, &dates.1))?;
    let mut entry = String::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get("record_id")?;
        if id != entry {
            facts.places.push(Vec::new());
            entry = id;
        }
        let region: Region = word_of(row, "region")?.ok_or_else(|| unreadable("region"))?;
        if let Some(regions) = facts.places.last_mut() {
            regions.push(region);
        }
    }
    facts.sleep = conn
        .prepare_cached(
            "SELECT sleep_quality FROM day WHERE deleted_at_ms IS NULL AND sleep_quality IS NOT NULL
               AND local_date BETWEEN ?1 AND ?2 ORDER BY local_date",
        )?
        .query_map((&dates.0, &dates.1), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    facts.warmth = conn
        .prepare_cached(
            "SELECT helped IN ('a_little', 'a_lot') FROM relief_tried
             WHERE deleted_at_ms IS NULL AND method = 'heat' AND helped IS NOT NULL AND helped <> 'unsure'
               AND local_date BETWEEN ?1 AND ?2 ORDER BY local_date, id",
        )?
        .query_map((&dates.0, &dates.1), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(facts)
}

/// The first and the last date with a record.
pub(super) fn span(conn: &Connection) -> Result<Option<(NaiveDate, NaiveDate)>> {
    let (first, last): (Option<String>, Option<String>) = conn
        .prepare_cached(
            "SELECT (SELECT min(local_date) FROM line), (SELECT max(local_date) FROM line)",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let parsed = |text: Option<String>| text.and_then(|text| text.parse().ok());
    Ok(parsed(first).zip(parsed(last)))
}

fn date(row: &Row<'_>, column: &str) -> rusqlite::Result<NaiveDate> {
    date_of(row, column)?.ok_or_else(|| unreadable(column))
}
