//! What became of the reminders, counted honestly: only what was shown can have been answered.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::{Purpose, Standing};
use crate::error::{Error, Result};
use crate::moment::Moment;

/// What became of the reminders of one rule within some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The rule.
    pub rule_id: String,
    /// What stands behind it.
    pub purpose: Purpose,
    /// The person's own name for it.
    pub name: Option<String>,
    /// Whether it is still in force.
    pub in_force: bool,
    /// How many were due.
    pub planned: u32,
    /// How many of them were on the screen at least once.
    pub shown: u32,
    /// How many of the shown ones were answered with done.
    pub done: u32,
    /// How many of those were done by a break the person took by themselves.
    pub by_themselves: u32,
    /// How many of the shown ones were skipped.
    pub skipped: u32,
    /// How many of the shown ones had no answer.
    pub unanswered: u32,
    /// How many are still open.
    pub open: u32,
    /// How many only waited in the list of the app.
    pub listed: u32,
    /// How many were not needed, because it was done already.
    pub satisfied: u32,
    /// How many could not be shown, by the word of the reason; none of them is the person's doing.
    pub missed: BTreeMap<String, u32>,
}

impl Figures {
    /// How many could not be shown.
    #[must_use]
    pub fn missed_total(&self) -> u32 {
        self.missed.values().sum()
    }

    /// Shown of what was planned and needed, in whole percent; `None` when nothing was.
    #[must_use]
    pub fn delivered_percent(&self) -> Option<u32> {
        percent(self.shown, self.planned - self.satisfied)
    }

    /// Done of what was shown, in whole percent; `None` when nothing was shown.
    #[must_use]
    pub fn response_percent(&self) -> Option<u32> {
        percent(self.done, self.shown)
    }
}

fn percent(part: u32, whole: u32) -> Option<u32> {
    (whole > 0).then(|| (part * 100 + whole / 2) / whole)
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The state it entered.
    pub kind: String,
    /// What brought it about; `None` = not noted.
    pub source: Option<String>,
    /// Unix milliseconds.
    pub at_ms: i64,
    /// Minutes east of UTC where the person was.
    pub offset_min: i32,
    /// The name of that zone, where the writer knew it.
    pub zone: Option<String>,
    /// Milliseconds since it was last shown, where it was.
    pub latency_ms: Option<i64>,
}

/// The figures of each rule over the last days, today included, counted by the date they were due on.
///
/// # Errors
/// When the file cannot be read.
pub fn figures(conn: &Connection, now: Moment, days: u32) -> Result<Vec<Figures>> {
    let first = now.local_date() - chrono::TimeDelta::days(i64::from(days.max(1)) - 1);
    let mut statement = conn.prepare_cached(
        "SELECT rule.id, rule.purpose, rule.name, rule.deleted_at_ms IS NULL, occurrence.state, occurrence.reason,
                occurrence.shown_at_ms IS NOT NULL,
                EXISTS (SELECT 1 FROM event WHERE event.occurrence_id = occurrence.id AND event.kind = 'done'
                        AND event.source = 'natural')
         FROM occurrence JOIN rule ON rule.id = occurrence.rule_id
         WHERE occurrence.nominal_date >= ?1 AND occurrence.nominal_date <= ?2 ORDER BY rule.id, occurrence.id",
    )?;
    let last = now.local_date();
    let mut rows = statement.query([text(first), text(last)])?;
    let mut figures: Vec<Figures> = Vec::new();
    while let Some(row) = rows.next()? {
        let rule_id: String = row.get(0)?;
        if figures.last().is_none_or(|it| it.rule_id != rule_id) {
            figures.push(Figures {
                rule_id,
                purpose: Purpose::from_word(&row.get::<_, String>(1)?)
                    .map_err(|_| Error::Damaged)?,
                name: row.get(2)?,
                in_force: row.get(3)?,
                planned: 0,
                shown: 0,
                done: 0,
                by_themselves: 0,
                skipped: 0,
                unanswered: 0,
                open: 0,
                listed: 0,
                satisfied: 0,
                missed: BTreeMap::new(),
            });
        }
        let Some(own) = figures.last_mut() else {
            continue;
        };
        let (state, reason): (String, Option<String>) = (row.get(4)?, row.get(5)?);
        let standing = Standing::from_words(&state, reason.as_deref())?;
        own.count(standing, row.get(6)?, row.get(7)?);
    }
    Ok(figures)
}

impl Figures {
    /// Each occurrence counts once as shown, listed, satisfied, missed or not known.
    fn count(&mut self, standing: Standing, shown: bool, by_themselves: bool) {
        self.planned += 1;
        match standing {
            Standing::Satisfied => {
                self.satisfied += 1;
                return;
            }
            Standing::Missed(reason) if !shown => {
                *self.missed.entry(reason.word().to_owned()).or_default() += 1;
                return;
            }
            _ if !shown => {
                self.listed += 1;
                return;
            }
            _ => self.shown += 1,
        }
        match standing {
            Standing::Done => {
                self.done += 1;
                self.by_themselves += u32::from(by_themselves);
            }
            Standing::Skipped => self.skipped += 1,
            Standing::Shown | Standing::Waiting | Standing::Snoozed | Standing::Claimed => {
                self.open += 1;
            }
            _ => self.unanswered += 1,
        }
    }
}

/// Everything that happened to one occurrence, oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn log_of(conn: &Connection, occurrence_id: &str) -> Result<Vec<Outcome>> {
    let mut statement = conn.prepare_cached(
        "SELECT kind, source, at_ms, offset_min, zone FROM event WHERE occurrence_id = ?1 ORDER BY id",
    )?;
    let mut rows = statement.query([occurrence_id])?;
    let mut log = Vec::new();
    let mut shown_ms = None;
    while let Some(row) = rows.next()? {
        let (kind, at_ms): (String, i64) = (row.get(0)?, row.get(2)?);
        log.push(Outcome {
            source: row.get(1)?,
            at_ms,
            offset_min: row.get(3)?,
            zone: row.get(4)?,
            latency_ms: shown_ms.map(|shown: i64| at_ms - shown),
            kind: kind.clone(),
        });
        if kind == "shown" {
            shown_ms = Some(at_ms);
        }
    }
    Ok(log)
}

fn text(date: NaiveDate) -> String {
    date.to_string()
}
