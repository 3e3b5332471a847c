//! What the profile holds and where, and deleting all of it.

use std::time::{Duration, Instant};

use backstride_agent::nudge::{self, Nudge, NudgeError, Role};
use backstride_agent::{autostart, profile::Profile};
use backstride_content::strings;
use backstride_core::vault::wipe::{self, What};
use serde::Serialize;
use tauri::State;

use crate::ipc_error::{ErrorCode, IpcError};
use crate::keeper::Keeper;
use crate::records::Records;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HoldingKindView {
    /// The diary, with what belongs to it while it is open.
    Diary,
    /// The schedule of the reminders.
    Schedule,
    /// Copies made by themselves.
    Backups,
    /// Copies set aside.
    Kept,
    /// Small files of the program's own.
    Own,
}

/// One file, or a folder of copies with everything in it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HoldingView {
    kind: HoldingKindView,
    name: String,
    /// Its size. A number of the page is exact far beyond any disk.
    #[specta(type = specta_typescript::Number)]
    bytes: f64,
    files: u32,
}

/// The profile.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StorageView {
    /// Where it is.
    dir: String,
    /// What it holds, by kind and name.
    holdings: Vec<HoldingView>,
    /// All of it.
    #[specta(type = specta_typescript::Number)]
    bytes: f64,
}

/// How long the companion may take to end.
const END_WAIT: Duration = Duration::from_secs(8);

/// What the profile holds.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn storage_view(records: State<'_, Records>) -> Result<StorageView, IpcError> {
    let dir = &records.profile().dir;
    let holdings: Vec<HoldingView> = wipe::holdings(dir)?
        .into_iter()
        .map(|it| HoldingView {
            kind: match it.what {
                What::Diary => HoldingKindView::Diary,
                What::Schedule => HoldingKindView::Schedule,
                What::Backups => HoldingKindView::Backups,
                What::Kept => HoldingKindView::Kept,
                What::Own => HoldingKindView::Own,
            },
            name: it.name,
            bytes: size(it.bytes),
            files: it.files,
        })
        .collect();
    Ok(StorageView {
        dir: dir.display().to_string(),
        bytes: holdings.iter().map(|it| it.bytes).sum(),
        holdings,
    })
}

/// Deletes everything once the word was typed: the companion ends first, nothing starts with the session any more, then the
/// files go. What follows is a first run.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn storage_erase(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
    word: String,
    keep_copies: bool,
) -> Result<(), IpcError> {
    let wanted = strings::text("erase-word", &[]);
    if word.trim().to_lowercase() != wanted.to_lowercase() {
        return Err(IpcError {
            code: ErrorCode::Invalid,
            field: Some("word".to_owned()),
        });
    }
    companion_ended(records.profile())?;
    autostart::set(false).map_err(|_| IpcError::of(ErrorCode::Storage))?;
    // No copy may come into being behind what is deleted.
    keeper.stop();
    let _turn = keeper.turn();
    records.erase(keep_copies)
}

/// Asks the companion to end and waits until it has; nothing may be deleted under a program that still writes.
pub(crate) fn companion_ended(profile: &Profile) -> Result<(), IpcError> {
    let begun = Instant::now();
    let wait = Duration::from_millis(500);
    let mut ask = Nudge::Quit;
    while begun.elapsed() < END_WAIT {
        match nudge::send(profile, Role::Agent, &ask, wait) {
            Err(NudgeError::NotRunning) => return Ok(()),
            // One that is on its way out may not answer any more.
            Ok(_) | Err(NudgeError::Failed(_)) => {
                ask = Nudge::Status;
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
    Err(IpcError::of(ErrorCode::Companion))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "exact up to eight petabytes, which no diary is"
)]
fn size(bytes: u64) -> f64 {
    bytes as f64
}
