//! SQL for the summary: readings of the views and of the records between two dates, and nothing but.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::{Connection, Row};

use super::{NOTES_MOST, NoteLine, NoteOn, Notes, RoutineDone, Section, Walked};
use crate::diary::{Helped, LegSymptom, Method};
use crate::error::Result;
use crate::record::{date_of, unreadable, word_of, words_of};
use crate::worded::Worded;

/// The walks, oldest first.
pub(super) fn walks(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Vec<Walked>> {
    Ok(conn
        .prepare_cached(
            "SELECT v_walk.local_date, v_walk.duration_min, v_walk.onset_min, v_walk.onset_never, v_walk.stopped,
                    v_walk.settle_min, v_walk.pain_peak, v_walk.slope, v_walk.carried, v_walk.aid, walk.eased_by,
                    footwear.name AS shoes
             FROM v_walk JOIN walk ON walk.id = v_walk.id LEFT JOIN footwear ON footwear.id = v_walk.footwear_id
             WHERE v_walk.local_date BETWEEN ?1 AND ?2 ORDER BY v_walk.local_date, v_walk.local_time, v_walk.id",
        )?
        .query_map((from.to_string(), to.to_string()), |row| {
            Ok(Walked {
                date: date(row)?,
                duration_min: row.get("duration_min")?,
                onset_min: row.get("onset_min")?,
                onset_never: row.get("onset_never")?,
                stopped: row.get("stopped")?,
                settle_min: row.get("settle_min")?,
                peak: row.get("pain_peak")?,
                eased: words_of(row, "eased_by")?,
                slope: word_of(row, "slope")?,
                carried: word_of(row, "carried")?,
                aid: word_of(row, "aid")?,
                shoes: row.get("shoes")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// How many pain entries have a number.
pub(super) fn numbers(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<u32> {
    Ok(conn
        .prepare_cached(
            "SELECT count(*) FROM line WHERE kind = 'pain' AND nrs IS NOT NULL AND local_date BETWEEN ?1 AND ?2",
        )?
        .query_row((from.to_string(), to.to_string()), |row| row.get(0))?)
}

/// What each entry that speaks of a leg says of the left and of the right one.
pub(super) fn legs(
    conn: &Connection,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(NaiveDate, [Vec<LegSymptom>; 2])>> {
    Ok(conn
        .prepare_cached(
            "SELECT local_date, nullif(leg_left, 'none') AS leg_left, nullif(leg_right, 'none') AS leg_right
             FROM pain_entry
             WHERE deleted_at_ms IS NULL AND local_date BETWEEN ?1 AND ?2
               AND (pain_entry.leg_left IS NOT NULL OR pain_entry.leg_right IS NOT NULL)",
        )?
        .query_map((from.to_string(), to.to_string()), |row| {
            Ok((
                date(row)?,
                [words_of(row, "leg_left")?, words_of(row, "leg_right")?],
            ))
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// What was tried besides medicines.
pub(super) fn reliefs(
    conn: &Connection,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(NaiveDate, Method, Option<Helped>)>> {
    Ok(conn
        .prepare_cached(
            "SELECT local_date, method, helped FROM relief_tried
             WHERE deleted_at_ms IS NULL AND local_date BETWEEN ?1 AND ?2",
        )?
        .query_map((from.to_string(), to.to_string()), |row| {
            let method = word_of(row, "method")?.ok_or_else(|| unreadable("method"))?;
            Ok((date(row)?, method, word_of(row, "helped")?))
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// What was taken, oldest first: name, amount and whether it helped.
#[expect(clippy::type_complexity, reason = "read once, right beside it")]
pub(super) fn medicines(
    conn: &Connection,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(NaiveDate, String, Option<String>, Option<Helped>)>> {
    Ok(conn
        .prepare_cached(
            "SELECT local_date, name, amount, helped FROM medicine_taken
             WHERE deleted_at_ms IS NULL AND local_date BETWEEN ?1 AND ?2 ORDER BY local_date, recorded_at_ms, id",
        )?
        .query_map((from.to_string(), to.to_string()), |row| {
            Ok((
                date(row)?,
                row.get("name")?,
                row.get("amount")?,
                word_of(row, "helped")?,
            ))
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// Days by how well the person slept, and by how much stress there was.
pub(super) fn levels(
    conn: &Connection,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<([u32; 4], [u32; 4])> {
    let (mut sleep, mut stress) = ([0; 4], [0; 4]);
    let mut days = conn.prepare_cached(
        "SELECT sleep_quality, stress FROM day WHERE deleted_at_ms IS NULL AND local_date BETWEEN ?1 AND ?2",
    )?;
    let mut rows = days.query((from.to_string(), to.to_string()))?;
    while let Some(row) = rows.next()? {
        for (column, counts) in [("sleep_quality", &mut sleep), ("stress", &mut stress)] {
            let level: Option<u8> = row.get(column)?;
            if let Some(count) = level.and_then(|level| counts.get_mut(usize::from(level))) {
                *count += 1;
            }
        }
    }
    Ok((sleep, stress))
}

/// Exercises by name, the most frequent first.
pub(super) fn routines(
    conn: &Connection,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<RoutineDone>> {
    Ok(conn
        .prepare_cached(
            "SELECT routine, count(*) AS times, sum(finished) AS finished, count(DISTINCT local_date) AS days
             FROM session WHERE deleted_at_ms IS NULL AND local_date BETWEEN ?1 AND ?2
             GROUP BY routine ORDER BY times DESC, routine",
        )?
        .query_map((from.to_string(), to.to_string()), |row| {
            Ok(RoutineDone {
                routine: row.get("routine")?,
                times: row.get("times")?,
                finished: row.get("finished")?,
                days: row.get("days")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// What was written on records whose part is chosen; the latest, oldest first, and how many there are in all.
pub(super) fn notes(
    conn: &Connection,
    from: NaiveDate,
    to: NaiveDate,
    sections: &BTreeSet<Section>,
) -> Result<Notes> {
    let on: Vec<&str> = NoteOn::ALL
        .iter()
        .filter(|on| sections.contains(&on.section()))
        .map(|on| on.word())
        .collect();
    let parameters = (from.to_string(), to.to_string(), on.join(" "));
    const ALL: &str = "
        SELECT * FROM (
          SELECT local_date, 'pain' AS on_what, note, recorded_at_ms FROM pain_entry WHERE deleted_at_ms IS NULL
          UNION ALL SELECT local_date, 'walk', note, recorded_at_ms FROM walk WHERE deleted_at_ms IS NULL
          UNION ALL SELECT local_date, 'day', note, recorded_at_ms FROM day WHERE deleted_at_ms IS NULL
          UNION ALL SELECT local_date, 'medicine', note, recorded_at_ms FROM medicine_taken WHERE deleted_at_ms IS NULL
          UNION ALL SELECT local_date, 'relief', note, recorded_at_ms FROM relief_tried WHERE deleted_at_ms IS NULL
          UNION ALL SELECT start_date, 'flare', note, recorded_at_ms FROM flare WHERE deleted_at_ms IS NULL
        )
        WHERE note IS NOT NULL AND local_date BETWEEN ?1 AND ?2 AND instr(' ' || ?3 || ' ', ' ' || on_what || ' ') > 0";
    let all = conn
        .prepare_cached(&format!("SELECT count(*) FROM ({ALL})"))?
        .query_row((&parameters.0, &parameters.1, &parameters.2), |row| {
            row.get(0)
        })?;
    let mut lines: Vec<NoteLine> = conn
        .prepare_cached(&format!(
            "{ALL} ORDER BY local_date DESC, recorded_at_ms DESC, on_what, note LIMIT {NOTES_MOST}"
        ))?
        .query_map((&parameters.0, &parameters.1, &parameters.2), |row| {
            Ok(NoteLine {
                date: date(row)?,
                on: word_of(row, "on_what")?.ok_or_else(|| unreadable("on_what"))?,
                text: row.get("note")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    lines.reverse();
    Ok(Notes { lines, all })
}

impl NoteOn {
    /// The part whose records it was written on.
    fn section(self) -> Section {
        match self {
            Self::Pain => Section::Pain,
            Self::Walk => Section::Walking,
            Self::Day => Section::Days,
            Self::Medicine | Self::Relief => Section::Treatments,
            Self::Flare => Section::Flares,
        }
    }
}

fn date(row: &Row<'_>) -> rusqlite::Result<NaiveDate> {
    date_of(row, "local_date")?.ok_or_else(|| unreadable("local_date"))
}
