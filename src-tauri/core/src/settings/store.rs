//! SQL for the settings, and nothing but.

use rusqlite::{Connection, OptionalExtension as _, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Settings;
use crate::digest::{self, Summed};
use crate::error::{Error, Result};
use crate::moment::Moment;

const SETTING: Summed = Summed {
    table: "setting",
    key: "key",
};

/// The tables of settings that the content digest covers.
pub(crate) const SUMMED: [Summed; 1] = [SETTING];

/// Longest region id that is kept; the shipped ones are far shorter.
const REGION_MAX_CHARS: usize = 40;

/// Reads every choice; a missing or unreadable one has its default, because a setting must never keep the diary shut.
///
/// # Errors
/// Any failure of the storage.
pub fn read(conn: &Connection) -> Result<Settings> {
    Ok(Settings {
        region: value(conn, "region")?,
        theme: value(conn, "theme")?,
        first_run_done: value(conn, "first_run_done")?,
    })
}

/// Keeps every choice and returns what is stored.
///
/// # Errors
/// [`Error::Invalid`] for a region id no place could have; any failure of the storage.
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
    put(tx, "region", &settings.region, now)?;
    put(tx, "theme", &settings.theme, now)?;
    put(tx, "first_run_done", &settings.first_run_done, now)?;
    read(tx)
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
    let before = digest::of_row(tx, SETTING, &key)?;
    tx.prepare_cached(
        "INSERT INTO setting (key, value_json, changed_at_ms) VALUES (?1, ?2, ?3)
         ON CONFLICT (key) DO UPDATE SET value_json = ?2, changed_at_ms = ?3
         WHERE value_json <> ?2",
    )?
    .execute((key, text, now.utc_ms))?;
    let after = digest::of_row(tx, SETTING, &key)?;
    digest::shift(tx, SETTING, before, after)
}
