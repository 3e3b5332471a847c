//! SQL for the settings, and nothing but.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{
    Behind, DAY_ENDS_AT, GUIDE_TEXT_PERCENT, LOCK_AFTER_MIN, LockHabits, Offer, PaceSince, Settings,
};
use crate::digest::{self, Summed};
use crate::error::{Error, Result};
use crate::moment::Moment;

const SETTING: Summed = Summed {
    table: "setting",
    key: "key",
};

/// The tables of settings that the content digest covers.
pub(crate) const SUMMED: [Summed; 1] = [SETTING];

/// The key says what could be chosen first; by now it is not only guides.
const BEHIND: &str = "guides_behind";

/// Longest region id that is kept; the shipped ones are far shorter.
const REGION_MAX_CHARS: usize = 40;

/// The latest a day may end: a later one would move half of the next day.
const DAY_ENDS_LATEST: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).expect("noon exists");

/// Reads every choice; a missing or unreadable one has its default, because a setting must never keep the diary shut.
///
/// # Errors
/// Any failure of the storage.
pub fn read(conn: &Connection) -> Result<Settings> {
    Ok(Settings {
        region: value(conn, "region")?,
        theme: value(conn, "theme")?,
        first_run_done: value(conn, "first_run_done")?,
        day_ends_at: day_ends_at(conn)?,
        pace: value(conn, "pace")?,
        paused_until: value(conn, "paused_until")?,
        guide_text_percent: value::<Option<u16>>(conn, "guide_text_percent")?
            .filter(|percent| GUIDE_TEXT_PERCENT.contains(percent))
            .unwrap_or(100),
        cues: value(conn, "cues")?,
    })
}

/// When a day ends for the person; see [`Settings::day_ends_at`].
///
/// # Errors
/// Any failure of the storage.
pub fn day_ends_at(conn: &Connection) -> Result<NaiveTime> {
    Ok(value::<Option<NaiveTime>>(conn, "day_ends_at")?.unwrap_or(DAY_ENDS_AT))
}

/// Keeps every choice and returns what is stored.
///
/// # Errors
/// [`Error::Invalid`] on `region` for an id no place could have, on `dayEndsAt` for a time after noon, on
/// `guideTextPercent` for a size that is not offered; any failure of the storage.
pub fn save(tx: &Transaction<'_>, settings: &Settings, now: Moment) -> Result<Settings> {
    if settings.region.as_ref().is_some_and(|region| {
        region.is_empty()
            || region.len() > REGION_MAX_CHARS
            || !region
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    }) {
        return Err(Error::Invalid { field: "region" });
    }
    if settings.day_ends_at > DAY_ENDS_LATEST {
        return Err(Error::Invalid { field: "dayEndsAt" });
    }
    if !GUIDE_TEXT_PERCENT.contains(&settings.guide_text_percent) {
        let field = "guideTextPercent";
        return Err(Error::Invalid { field });
    }
    let before = read(tx)?;
    if (before.pace, before.paused_until) != (settings.pace, settings.paused_until) {
        let from = now.local_date();
        let mut paces = paces(tx)?;
        // What was chosen and taken back on one day is one choice.
        paces.retain(|pace| pace.from < from);
        paces.push(PaceSince {
            from,
            pace: settings.pace,
            paused_until: settings.paused_until,
        });
        put(tx, "paces", &paces, now)?;
    }
    put(tx, "region", &settings.region, now)?;
    put(tx, "theme", &settings.theme, now)?;
    put(tx, "first_run_done", &settings.first_run_done, now)?;
    put(tx, "day_ends_at", &Some(settings.day_ends_at), now)?;
    put(tx, "pace", &settings.pace, now)?;
    put(tx, "paused_until", &settings.paused_until, now)?;
    let percent = Some(settings.guide_text_percent);
    put(tx, "guide_text_percent", &percent, now)?;
    put(tx, "cues", &settings.cues, now)?;
    read(tx)
}

/// How often the diary was kept, oldest first. Before the first of them it was kept daily.
///
/// # Errors
/// Any failure of the storage.
pub fn paces(conn: &Connection) -> Result<Vec<PaceSince>> {
    value(conn, "paces")
}

/// What opens with each reminder for which something was chosen, by the reminder's id. It is here and not beside the rules,
/// because what somebody reads or does may say what they suffer from, and the rules lie open while the diary is locked.
///
/// # Errors
/// Any failure of the storage.
pub fn behind_reminders(conn: &Connection) -> Result<BTreeMap<String, Behind>> {
    let kept: BTreeMap<String, String> = value(conn, BEHIND)?;
    let kept = kept.into_iter();
    Ok(kept
        .filter_map(|(reminder, text)| Some((reminder, Behind::read(&text)?)))
        .collect())
}

/// Keeps what opens with a reminder; `None` = what belongs to its purpose. Whether that changed anything.
///
/// # Errors
/// Any failure of the storage.
pub fn put_behind(
    tx: &Transaction<'_>,
    reminder: &str,
    behind: Option<&Behind>,
    now: Moment,
) -> Result<bool> {
    let mut all = behind_reminders(tx)?;
    let before = match behind {
        Some(behind) => all.insert(reminder.to_owned(), behind.clone()),
        None => all.remove(reminder),
    };
    let changes = before.as_ref() != behind;
    if changes {
        let texts: BTreeMap<String, String> = all
            .into_iter()
            .map(|(reminder, behind)| (reminder, behind.text()))
            .collect();
        put(tx, BEHIND, &texts, now)?;
    }
    Ok(changes)
}

/// The reason for which an offer was last turned down, named by the day it began.
///
/// # Errors
/// Any failure of the storage.
pub fn declined(conn: &Connection, offer: Offer) -> Result<Option<NaiveDate>> {
    value(conn, key(offer))
}

/// Keeps that an offer was turned down; it comes back only for another reason.
///
/// # Errors
/// Any failure of the storage.
pub fn decline(tx: &Transaction<'_>, offer: Offer, reason: NaiveDate, now: Moment) -> Result<()> {
    put(tx, key(offer), &Some(reason), now)
}

/// When a diary with a passphrase locks by itself.
///
/// # Errors
/// Any failure of the storage.
pub fn lock_habits(conn: &Connection) -> Result<LockHabits> {
    Ok(value::<Option<LockHabits>>(conn, "lock_habits")?.unwrap_or_default())
}

/// Keeps when a diary with a passphrase locks by itself.
///
/// # Errors
/// [`Error::Invalid`] on `afterMin` for minutes that are not offered; any failure of the storage.
pub fn save_lock_habits(tx: &Transaction<'_>, habits: LockHabits, now: Moment) -> Result<()> {
    if !LOCK_AFTER_MIN.contains(&habits.after_min) {
        return Err(Error::Invalid { field: "afterMin" });
    }
    put(tx, "lock_habits", &Some(habits), now)
}

/// A day after a passphrase was chosen, and a week after it, the person is asked whether they still know it.
const RECALL_AFTER_MS: [i64; 2] = [24 * 3_600_000, 7 * 24 * 3_600_000];

/// When the passphrase was chosen, and how often it was known at its time since.
#[derive(Debug, Clone, Copy, Default, serde::Serialize, serde::Deserialize)]
struct Recall {
    chosen_at_ms: i64,
    known: u8,
}

impl Recall {
    /// A clock that was set back asks no earlier.
    fn is_due(self, now: Moment) -> bool {
        self.chosen_at_ms > 0
            && RECALL_AFTER_MS
                .get(usize::from(self.known))
                .is_some_and(|after_ms| now.utc_ms - self.chosen_at_ms >= *after_ms)
    }
}

/// Notes that a passphrase was chosen now.
///
/// # Errors
/// Any failure of the storage.
pub fn note_passphrase(tx: &Transaction<'_>, now: Moment) -> Result<()> {
    let recall = Recall {
        chosen_at_ms: now.utc_ms,
        known: 0,
    };
    put(tx, "lock_recall", &Some(recall), now)
}

/// Notes that the person knew the passphrase now. Before its time this says nothing.
///
/// # Errors
/// Any failure of the storage.
pub fn note_recalled(tx: &Transaction<'_>, now: Moment) -> Result<()> {
    let mut recall = value::<Option<Recall>>(tx, "lock_recall")?.unwrap_or_default();
    if !recall.is_due(now) {
        return Ok(());
    }
    // Who knows it after a week need not be asked about the first day.
    while recall.is_due(now) {
        recall.known += 1;
    }
    put(tx, "lock_recall", &Some(recall), now)
}

/// Whether it is time to see whether the person still knows the passphrase.
///
/// # Errors
/// Any failure of the storage.
pub fn recall_due(conn: &Connection, now: Moment) -> Result<bool> {
    Ok(value::<Option<Recall>>(conn, "lock_recall")?
        .unwrap_or_default()
        .is_due(now))
}

/// Notes that the diary was unlocked now, and tells when that was the last time, in Unix milliseconds.
///
/// # Errors
/// Any failure of the storage.
pub fn note_unlocked(tx: &Transaction<'_>, now: Moment) -> Result<Option<i64>> {
    let before = value(tx, "unlocked_at_ms")?;
    put(tx, "unlocked_at_ms", &Some(now.utc_ms), now)?;
    Ok(before)
}

fn key(offer: Offer) -> &'static str {
    match offer {
        Offer::Monthly => "declined_monthly",
        Offer::Flare => "declined_flare",
    }
}

fn value<T: DeserializeOwned + Default>(conn: &Connection, key: &str) -> Result<T> {
    let text: Option<String> = conn
        .prepare_cached("SELECT value_json FROM setting WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(text
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

fn put<T: Serialize>(tx: &Transaction<'_>, key: &str, value: &T, now: Moment) -> Result<()> {
    let text = serde_json::to_string(value).map_err(|_| Error::Invalid { field: "settings" })?;
    let before = digest::of_rows(tx, SETTING, &key)?;
    tx.prepare_cached(
        "INSERT INTO setting (key, value_json, changed_at_ms) VALUES (?1, ?2, ?3)
         ON CONFLICT (key) DO UPDATE SET value_json = ?2, changed_at_ms = ?3
         WHERE value_json <> ?2",
    )?
    .execute((key, text, now.utc_ms))?;
    let after = digest::of_rows(tx, SETTING, &key)?;
    digest::shift(tx, SETTING, before, after)
}
