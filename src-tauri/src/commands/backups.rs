//! Copies of the diary over the wire, and the way back when the diary cannot be opened. What takes long can be stopped.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use backstride_core::vault::backup::{self, Backup, Difference, Made, Why};
use backstride_core::vault::recover::How;
use backstride_core::{Error, db};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State};

use super::app::{AppStateView, state};
use super::words::{CopyWhyView, KindView};
use crate::ipc_error::{ErrorCode, IpcError};
use crate::keeper::{self, Keeper};
use crate::records::Records;

/// A copy of the diary.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BackupView {
    seq: u32,
    why: CopyWhyView,
    /// The date on the clock when it was made, `YYYY-MM-DD`.
    date: String,
    /// The time on the clock when it was made, `HH:MM`.
    time: String,
    entries: u32,
    days: u32,
    last_date: Option<String>,
    /// Rounded up.
    size_kb: u32,
}

/// A copy in one file, somewhere else.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BundleView {
    path: String,
    name: String,
    backup: BackupView,
}

/// All copies, newest first, and where else they go.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BackupsView {
    backups: Vec<BackupView>,
    /// The folder outside the profile.
    second: Option<String>,
    /// Whether that folder is there now.
    second_there: bool,
    /// Whether the last two copies that were due could not be made.
    failing: bool,
    /// Whether the last copy did not reach the other folder.
    second_failing: bool,
    /// Folders somebody might choose.
    places: Vec<String>,
    /// Copies in one file, in the other folder and among the downloads.
    bundles: Vec<BundleView>,
    /// Where the copies lie.
    folder: String,
}

/// What came of asking for a copy.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MadeView {
    backup: BackupView,
    /// Whether it was there already, because nothing has changed since.
    same: bool,
}

/// Which copy: one of the profile by its number, or one file by its path.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CopyRequest {
    seq: Option<u32>,
    path: Option<String>,
}

/// How many records of one kind would be different.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KindDifferenceView {
    kind: KindView,
    come_back: u32,
    go: u32,
    change: u32,
}

/// Days: how many, the first and the last.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CopyDaysView {
    count: u32,
    first: Option<String>,
    last: Option<String>,
}

/// What bringing a copy back would change.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CopyPreviewView {
    backup: BackupView,
    kinds: Vec<KindDifferenceView>,
    losing: CopyDaysView,
    gaining: CopyDaysView,
}

/// What came of bringing a copy back.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RestoredView {
    app: AppStateView,
    /// The copy that holds the diary as it was before.
    before: BackupView,
}

/// Where a diary that stands ready comes from.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HowView {
    /// Everything is there.
    Whole,
    /// The diary as it was a little earlier.
    Earlier,
    /// A copy.
    Backup,
    /// What could be read record by record.
    Salvaged,
}

/// A diary that stands ready to take the place of the one that cannot be opened.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WayBackView {
    how: HowView,
    backup: Option<BackupView>,
    entries: u32,
    days: u32,
    last_date: Option<String>,
    /// Newer records that were read out of the damaged file.
    rescued: u32,
    rescued_days: CopyDaysView,
    /// Records that were seen in it and cannot be read.
    unreadable: u32,
}

impl From<&Backup> for BackupView {
    fn from(backup: &Backup) -> Self {
        let made = backup.made();
        Self {
            seq: u32::try_from(backup.seq).unwrap_or(u32::MAX),
            why: backup.why.into(),
            date: made.local_date().to_string(),
            time: made.local_time().format("%H:%M").to_string(),
            entries: backup.entries,
            days: backup.days,
            last_date: backup.last_date.map(|it| it.to_string()),
            size_kb: u32::try_from(backup.size.div_ceil(1024)).unwrap_or(u32::MAX),
        }
    }
}

impl From<&BTreeSet<NaiveDate>> for CopyDaysView {
    fn from(days: &BTreeSet<NaiveDate>) -> Self {
        Self {
            count: u32::try_from(days.len()).unwrap_or(u32::MAX),
            first: days.first().map(ToString::to_string),
            last: days.last().map(ToString::to_string),
        }
    }
}

impl CopyPreviewView {
    fn of(backup: &Backup, difference: &Difference) -> Self {
        Self {
            backup: backup.into(),
            kinds: difference
                .kinds
                .iter()
                .map(|it| KindDifferenceView {
                    kind: it.kind.into(),
                    come_back: it.come_back,
                    go: it.go,
                    change: it.change,
                })
                .collect(),
            losing: (&difference.days_losing).into(),
            gaining: (&difference.days_gaining).into(),
        }
    }
}

/// All copies, newest first, and where else they go.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn backups_list(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
) -> Result<BackupsView, IpcError> {
    listed(&records, &keeper)
}

fn listed(records: &Records, keeper: &Keeper) -> Result<BackupsView, IpcError> {
    let dir = &records.profile().dir;
    let second = backup::second_folder(dir);
    let mut bundles = Vec::new();
    for folder in second.iter().cloned().chain(dirs::download_dir()) {
        for (path, header) in backup::bundles(&folder)
            .unwrap_or_default()
            .into_iter()
            .rev()
        {
            bundles.push(BundleView {
                name: path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                path: path.display().to_string(),
                backup: (&header.backup).into(),
            });
        }
    }
    Ok(BackupsView {
        backups: backup::list(dir)?.iter().rev().map(Into::into).collect(),
        second_there: second.as_ref().is_some_and(|it| it.is_dir()),
        second: second.map(|it| it.display().to_string()),
        failing: keeper.failing(),
        second_failing: keeper.second_failing(),
        places: places(),
        bundles,
        folder: dir.join(backup::FOLDER).display().to_string(),
    })
}

/// Makes a copy now.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn backups_make(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
) -> Result<MadeView, IpcError> {
    let made = keeper.make(&records, Why::Manual)?;
    Ok(MadeView {
        backup: made.backup().into(),
        same: matches!(made, Made::Same(_)),
    })
}

/// Proves a copy again, from its first byte to its last record.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn backups_verify(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
    input: CopyRequest,
) -> Result<BackupView, IpcError> {
    let found = keeper.chosen(&records, input.seq, input.path.as_deref())?;
    Ok((&found.backup).into())
}

/// What bringing a copy back would change.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn backups_preview(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
    input: CopyRequest,
) -> Result<CopyPreviewView, IpcError> {
    let chosen = keeper.chosen(&records, input.seq, input.path.as_deref())?;
    let dir = &records.profile().dir;
    let key = records.key();
    let copy = backup::open_as_now(dir, &chosen.path, key.as_ref())?;
    let live = db::open_reader(dir, key.as_ref())?;
    let difference = backup::compare(&live, &copy.conn)?;
    Ok(CopyPreviewView::of(&chosen.backup, &difference))
}

/// Brings a copy back; the diary as it is is kept as a copy first.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn backups_restore(
    app: AppHandle,
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
    input: CopyRequest,
) -> Result<RestoredView, IpcError> {
    let chosen = keeper.chosen(&records, input.seq, input.path.as_deref())?;
    let before = records.restore(&chosen.path)?;
    keeper::heard(&app);
    Ok(RestoredView {
        app: state(&records),
        before: (&before).into(),
    })
}

/// Chooses the folder outside the profile, or none, and puts the newest copy there at once.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn backups_second(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
    folder: Option<String>,
) -> Result<BackupsView, IpcError> {
    let dir = &records.profile().dir;
    let folder = folder.map(|it| PathBuf::from(it.trim()));
    backup::set_second_folder(dir, folder.as_deref())?;
    if folder.is_some() {
        keeper.make(&records, Why::Manual)?;
        keeper.copy_out(dir)?;
    }
    listed(&records, &keeper)
}

/// Packs a copy into one file in a folder and says where; without a folder among the downloads.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn backups_pack(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
    seq: u32,
    folder: Option<String>,
) -> Result<String, IpcError> {
    let dir = &records.profile().dir;
    let chosen = keeper.chosen(&records, Some(seq), None)?;
    let folder = match folder {
        Some(folder) => PathBuf::from(folder.trim()),
        None => dirs::download_dir()
            .or_else(dirs::document_dir)
            .or_else(dirs::home_dir)
            .ok_or_else(|| IpcError::of(ErrorCode::Unexpected))?,
    };
    if !folder.is_absolute() || !folder.is_dir() {
        return Err(Error::Invalid { field: "folder" }.into());
    }
    let target = folder.join(backup::bundle_name(&chosen.backup));
    let watch = keeper.watch();
    match backup::pack(dir, &chosen.backup, keeper::slots(dir), &target, &watch) {
        // The very same is there already.
        Err(Error::Conflict)
            if backup::peek(&target).is_ok_and(|it| it.backup == chosen.backup) => {}
        done => done?,
    }
    Ok(target.display().to_string())
}

/// Stops what takes long; what was stopped in time changed nothing.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn backups_stop(keeper: State<'_, Keeper>) {
    keeper.stop();
}

/// Looks for the best way back and makes it ready, without changing anything yet.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn recovery_look(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
    passphrase: Option<String>,
) -> Result<WayBackView, IpcError> {
    keeper.prepare(&records, passphrase.as_deref())
}

impl WayBackView {
    pub(crate) fn of(prepared: &backstride_core::vault::recover::Prepared) -> Self {
        Self {
            how: match prepared.how {
                How::Whole => HowView::Whole,
                How::WithoutLog => HowView::Earlier,
                How::Backup => HowView::Backup,
                How::Salvaged => HowView::Salvaged,
            },
            backup: prepared.backup.as_ref().map(Into::into),
            entries: prepared.facts.entries,
            days: prepared.facts.days,
            last_date: prepared.facts.last_date.map(|it| it.to_string()),
            rescued: prepared.rescued,
            rescued_days: (&prepared.rescued_days).into(),
            unreadable: prepared.unreadable,
        }
    }
}

/// Takes the way back that stands ready; the files that were there are kept aside.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn recovery_accept(
    app: AppHandle,
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
) -> Result<AppStateView, IpcError> {
    keeper.accept(&records)?;
    keeper::heard(&app);
    Ok(state(&records))
}

/// Opens what can be read of a damaged diary, to look at it; nothing can be changed in it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn recovery_read_only(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
    passphrase: Option<String>,
) -> Result<AppStateView, IpcError> {
    keeper.forget();
    let key = keeper::key_of(&records.profile().dir, passphrase.as_deref())?;
    records.open_to_read(key.as_ref())?;
    Ok(state(&records))
}

/// Folders somebody might choose: documents, downloads, and what is plugged in.
fn places() -> Vec<String> {
    let mut found: Vec<PathBuf> = [dirs::document_dir(), dirs::download_dir()]
        .into_iter()
        .flatten()
        .collect();
    let user = dirs::home_dir().and_then(|it| it.file_name().map(|name| name.to_owned()));
    for root in ["/media", "/run/media"] {
        found.extend(
            user.as_ref()
                .map(|user| Path::new(root).join(user))
                .into_iter()
                .flat_map(|it| inside(&it)),
        );
    }
    found.extend(inside(Path::new("/Volumes")));
    #[cfg(windows)]
    found.extend((b'D'..=b'Z').map(|letter| PathBuf::from(format!("{}:\\", char::from(letter)))));
    found
        .into_iter()
        .filter(|it| it.is_dir())
        .map(|it| it.display().to_string())
        .collect()
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|it| it.path()).collect())
        .unwrap_or_default()
}
