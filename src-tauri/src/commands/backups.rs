//! Copies of the diary over the wire, and the way back when the diary cannot be opened. What takes long can be stopped.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use backstride_agent::profile::room;
use backstride_content::strings;
use backstride_core::vault::backup::{self, Backup, Difference, Made, Why};
use backstride_core::vault::recover::How;
use backstride_core::{Error, db};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State};

use super::app::{AppStateView, state};
use super::lock::{self, SecretRequest};
use super::words::{CopyWhyView, KindView};
use crate::choosing;
use crate::ipc_error::{ErrorCode, IpcError};
use crate::keeper::{self, Chosen, Keeper, Turn};
use crate::records::Records;
use crate::saved;

/// With less room than this on the disk the person is told before anything fails.
const LITTLE_ROOM_BYTES: u64 = 200 << 20;

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
    lock: CopyLockView,
}

/// How a copy is locked, beside how the diary is.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CopyLockView {
    /// As the diary is.
    Same,
    /// Not at all, and the diary is.
    Open,
    /// With another key.
    Other,
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
    /// Who carries that folder to other computers, in words.
    second_carried_by: Option<String>,
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
    /// Whether the diary takes a passphrase, and each new copy with it.
    locked: bool,
    /// Whether the disk is so full that copies and entries may soon not be kept.
    little_room: bool,
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
    /// What opens one that was locked with another key.
    secret: Option<SecretRequest>,
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
    /// Whether the diary takes a passphrase, and will after it.
    locked: bool,
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

impl BackupView {
    /// `own` is the key of the diary.
    fn of(backup: &Backup, own: Option<&db::Key>) -> Self {
        let made = backup.made();
        Self {
            lock: if backup.is_under(own) {
                CopyLockView::Same
            } else if backup.sealed {
                CopyLockView::Other
            } else {
                CopyLockView::Open
            },
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
    fn of(backup: &Backup, difference: &Difference, own: Option<&db::Key>) -> Self {
        Self {
            backup: BackupView::of(backup, own),
            locked: own.is_some(),
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

fn chosen(
    keeper: &Keeper,
    turn: &Turn<'_>,
    records: &Records,
    input: &CopyRequest,
) -> Result<Chosen, IpcError> {
    let which = (input.seq, input.path.as_deref());
    lock::with_any(input.secret.as_ref(), |secret| {
        keeper.chosen(turn, records, which, secret)
    })
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
    let own = records.key();
    let own = own.as_ref();
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
                backup: BackupView::of(&header.backup, own),
            });
        }
    }
    Ok(BackupsView {
        backups: backup::list(dir)?
            .iter()
            .rev()
            .map(|it| BackupView::of(it, own))
            .collect(),
        second_there: second.as_ref().is_some_and(|it| it.is_dir()),
        second_carried_by: second.as_deref().and_then(saved::carried_by),
        second: second.map(|it| it.display().to_string()),
        failing: keeper.failing(),
        second_failing: keeper.second_failing(),
        places: places(),
        bundles,
        folder: dir.join(backup::FOLDER).display().to_string(),
        locked: own.is_some(),
        little_room: room(dir).is_some_and(|room| room < LITTLE_ROOM_BYTES),
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
        backup: BackupView::of(made.backup(), records.key().as_ref()),
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
    let turn = keeper.turn();
    let found = chosen(&keeper, &turn, &records, &input)?;
    Ok(BackupView::of(&found.backup, records.key().as_ref()))
}

/// What bringing a copy back would change.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn backups_preview(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
    input: CopyRequest,
) -> Result<CopyPreviewView, IpcError> {
    let turn = keeper.turn();
    let chosen = chosen(&keeper, &turn, &records, &input)?;
    let dir = &records.profile().dir;
    let own = records.key();
    let copy = backup::open_as_now(dir, &chosen.path, chosen.key.as_ref())?;
    let live = db::open_reader(dir, own.as_ref())?;
    let difference = backup::compare(&live, &copy.conn)?;
    Ok(CopyPreviewView::of(
        &chosen.backup,
        &difference,
        own.as_ref(),
    ))
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
    let turn = keeper.turn();
    let chosen = chosen(&keeper, &turn, &records, &input)?;
    let before = records.restore(&chosen.path, chosen.key.as_ref(), &*keeper)?;
    keeper::heard(&app);
    Ok(RestoredView {
        app: state(&records),
        before: BackupView::of(&before, records.key().as_ref()),
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
        let turn = keeper.turn();
        keeper.make_in(&turn, &records, Why::Manual)?;
        keeper.copy_out(dir)?;
    }
    listed(&records, &keeper)
}

/// What somebody is asked to choose.
#[derive(Debug, Clone, Copy, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SoughtView {
    /// The folder that each copy goes to as well.
    Folder,
    /// A copy in one file.
    Copy,
}

/// Asks for a folder or a file in the desktop's own window and says its full name; null = nothing was chosen. Nothing is
/// done with it yet.
#[tauri::command]
#[specta::specta]
pub(crate) async fn backups_choose(
    app: AppHandle,
    what: SoughtView,
) -> Result<Option<String>, IpcError> {
    let say = |key: &str| strings::text(key, &[]);
    let chosen = choosing::ask(
        &app,
        choosing::Question {
            begin: match what {
                SoughtView::Folder => dirs::home_dir(),
                SoughtView::Copy => saved::downloads().ok(),
            },
            ending: match what {
                SoughtView::Folder => None,
                SoughtView::Copy => Some(backup::BUNDLE_ENDING),
            },
            title: say(match what {
                SoughtView::Folder => "choosing-folder-title",
                SoughtView::Copy => "choosing-copy-title",
            }),
            kind: say("choosing-copies"),
            take: say("choosing-take"),
            leave: say("choosing-leave"),
        },
    )
    .await?;
    Ok(chosen.map(|path| path.display().to_string()))
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
    let _turn = keeper.turn();
    let found = backup::of_number(dir, seq.into())?;
    let own = records.key();
    // One of another key goes out as it is: what opens it stays with the person.
    match backup::verify_followed(dir, &found, own.as_ref(), &*keeper) {
        Err(Error::OtherKey) => {}
        done => done?,
    }
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
    let target = folder.join(backup::bundle_name(&found));
    let slots = keeper::slots(dir).filter(|_| found.is_under(own.as_ref()));
    match backup::pack(dir, &found, slots, &target, &keeper.watch()) {
        // The very same is there already.
        Err(Error::Conflict) if backup::peek(&target).is_ok_and(|it| it.backup == found) => {}
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
    secret: Option<SecretRequest>,
) -> Result<WayBackView, IpcError> {
    let _turn = keeper.turn();
    lock::with_any(secret.as_ref(), |secret| keeper.prepare(&records, secret))
}

impl WayBackView {
    pub(crate) fn of(
        prepared: &backstride_core::vault::recover::Prepared,
        key: Option<&db::Key>,
    ) -> Self {
        Self {
            how: match prepared.how {
                How::Whole => HowView::Whole,
                How::WithoutLog => HowView::Earlier,
                How::Backup => HowView::Backup,
                How::Salvaged => HowView::Salvaged,
            },
            backup: prepared.backup.as_ref().map(|it| BackupView::of(it, key)),
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
    secret: Option<SecretRequest>,
) -> Result<AppStateView, IpcError> {
    keeper.forget();
    let dir = &records.profile().dir;
    let key = lock::with_any(secret.as_ref(), |secret| Ok(keeper::key_of(dir, secret)?))?;
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
