//! How the program stands: whether the diary is open, the date on the clock, the choices made.

use backstride_agent::clock;
use backstride_core::record::When;
use backstride_core::{Error, db, settings};
use chrono::Timelike as _;
use serde::Serialize;
use tauri::State;

use super::settings::SettingsView;
use crate::ipc_error::IpcError;
use crate::keeper::Keeper;
use crate::records::Records;

/// Whether the diary is open, and if not, why.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StoreKind {
    /// Open.
    Ok,
    /// Written by a later version.
    Newer,
    /// Damaged.
    Damaged,
    /// Locked with a passphrase.
    Locked,
    /// Gone.
    Missing,
    /// Open, but nothing can be saved.
    ReadOnly,
    /// Held by another copy.
    Busy,
    /// No space left to open it.
    Full,
    /// Not to be had for another reason.
    Unavailable,
}

/// The state of the diary file.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoreStateView {
    kind: StoreKind,
    /// The version found, if it is newer.
    found: Option<u32>,
    /// The newest version this program knows.
    known: Option<u32>,
    /// Where the file is, to show to its owner.
    file: Option<String>,
}

/// Everything the first screen needs.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AppStateView {
    store: StoreStateView,
    settings: SettingsView,
    /// Today's date, `YYYY-MM-DD`.
    today: String,
    /// The date a new record is given unless the person chooses one: today's, or yesterday's until the day has ended.
    diary_date: String,
    /// Minutes since midnight on the person's clock.
    minute_of_day: u32,
    /// Minutes without a key or the mouse until the diary is to be locked; 0 = never, or it has no passphrase.
    lock_after_min: u16,
    /// Whether it is time to see whether the person still knows the passphrase.
    recall_due: bool,
    /// The profile directory.
    data_dir: String,
    /// The version of the program.
    version: String,
}

/// How the program stands.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn app_state(records: State<'_, Records>) -> AppStateView {
    state(&records)
}

/// Tries again to open a diary that could not be opened.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn store_retry(records: State<'_, Records>, keeper: State<'_, Keeper>) -> AppStateView {
    keeper.forget();
    records.retry();
    state(&records)
}

/// Keeps the files of a damaged or missing diary aside and starts an empty one.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn store_start_empty(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
) -> Result<AppStateView, IpcError> {
    keeper.forget();
    records.start_empty()?;
    Ok(state(&records))
}

pub(super) fn state(records: &Records) -> AppStateView {
    let now = clock::now();
    let (store, settings) = records.look(|diary| match diary {
        Ok(vault) => {
            let kind = if vault.writable() {
                StoreKind::Ok
            } else {
                StoreKind::ReadOnly
            };
            (
                (kind, None, None),
                settings::read(&vault.diary).unwrap_or_default(),
            )
        }
        Err(error) => (closed(error), settings::Settings::default()),
    });
    let dir = &records.profile().dir;
    AppStateView {
        store: StoreStateView {
            kind: store.0,
            found: store.1,
            known: store.2,
            file: Some(dir.join(db::File::Diary.name()).display().to_string()),
        },
        diary_date: When::today(now, settings.day_ends_at).to_string(),
        settings: settings.into(),
        today: now.local_date().to_string(),
        lock_after_min: lock_after_min(records),
        recall_due: records.has_lock()
            && records
                .read(|conn| settings::recall_due(conn, now))
                .unwrap_or(false),
        minute_of_day: now.local_time().num_seconds_from_midnight() / 60,
        data_dir: dir.display().to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

fn lock_after_min(records: &Records) -> u16 {
    if !records.has_lock() {
        return 0;
    }
    records
        .read(settings::lock_habits)
        .map_or(0, |habits| habits.after_min)
}

fn closed(error: &Error) -> (StoreKind, Option<u32>, Option<u32>) {
    let kind = match error {
        Error::NewerDatabase { found, known } => {
            return (StoreKind::Newer, Some(*found), Some(*known));
        }
        Error::Damaged => StoreKind::Damaged,
        Error::Locked => StoreKind::Locked,
        Error::Missing => StoreKind::Missing,
        Error::ReadOnly => StoreKind::ReadOnly,
        Error::Busy => StoreKind::Busy,
        Error::Full => StoreKind::Full,
        Error::Invalid { .. }
        | Error::NotFound
        | Error::Conflict
        | Error::Foreign
        | Error::Doubtful
        | Error::Stopped
        | Error::WrongSecret
        | Error::OtherKey
        | Error::KeysDamaged
        | Error::Memory
        | Error::Storage(_)
        | Error::Files(_) => StoreKind::Unavailable,
    };
    (kind, None, None)
}
