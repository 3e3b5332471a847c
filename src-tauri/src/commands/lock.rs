//! The lock over the wire: opening, locking, and everything that changes what opens the diary.

use std::path::PathBuf;

use backstride_agent::clock;
use backstride_core::settings::{self, LockHabits};
use backstride_core::vault::RecoveryCode;
use backstride_core::vault::backup::Why;
use backstride_core::vault::keys::{self, Kind, Secret};
use backstride_core::vault::lock::{self, Left};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager as _, State};
use zeroize::{Zeroize as _, Zeroizing};

use super::app::{self, AppStateView};
use super::print::{self, PrintOutcomeView};
use super::sessions::Playing;
use crate::deeds;
use crate::ipc_error::{ErrorCode, IpcError};
use crate::keeper::Keeper;
use crate::records::{Records, chance};
use crate::{key_store, leaving, wiring};

/// Why a file is a left-over.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LeftView {
    /// The diary lies in it for anybody to read.
    Open,
    /// It is locked with the key from before.
    OldKey,
}

/// A file that holds the diary and is not locked the way the diary is.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LeftOverView {
    /// Its path inside the data folder; the whole path of one elsewhere.
    name: String,
    /// How long it is, in units of 1,024 bytes.
    kib: u32,
    left: LeftView,
    /// Whether it can be reached: a stick may be in a drawer.
    reachable: bool,
}

/// How the lock stands, for the settings.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LockView {
    /// Whether the diary takes a passphrase.
    on: bool,
    /// Whether the key store of this computer opens it as well.
    remembered: bool,
    /// Minutes without a key or the mouse until it locks by itself; 0 = never.
    after_min: u16,
    /// Whether it locks when the computer sleeps or the session is locked.
    on_leave: bool,
    /// Whether this system tells when the person leaves.
    leave_told: bool,
    /// Local date and time at which it was unlocked before this time.
    last_unlocked: Option<String>,
    /// Files that are not locked the way the diary is.
    left_over: Vec<LeftOverView>,
}

/// What somebody offers to open the diary.
#[derive(Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SecretRequest {
    passphrase: Option<String>,
    code: Option<String>,
}

impl std::fmt::Debug for SecretRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretRequest(..)")
    }
}

impl Drop for SecretRequest {
    fn drop(&mut self) {
        self.passphrase.zeroize();
        self.code.zeroize();
    }
}

impl SecretRequest {
    /// Runs something with the one secret there is.
    pub(super) fn with<T>(
        &self,
        action: impl FnOnce(Secret<'_>) -> Result<T, IpcError>,
    ) -> Result<T, IpcError> {
        match (&self.passphrase, &self.code) {
            (Some(words), None) => action(Secret::Passphrase(words)),
            (None, Some(text)) => {
                let code = RecoveryCode::parse(text)?;
                action(Secret::Recovery(&code))
            }
            _ => Err(IpcError {
                code: ErrorCode::Invalid,
                field: Some("passphrase".to_owned()),
            }),
        }
    }
}

/// Runs something with the one secret there is, or with none.
pub(super) fn with_any<T>(
    secret: Option<&SecretRequest>,
    action: impl FnOnce(Option<Secret<'_>>) -> Result<T, IpcError>,
) -> Result<T, IpcError> {
    match secret {
        Some(secret) => secret.with(|secret| action(Some(secret))),
        None => action(None),
    }
}

/// How the lock stands.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn lock_view(records: State<'_, Records>) -> Result<LockView, IpcError> {
    view(&records)
}

/// Opens the locked diary.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn lock_unlock(
    app: AppHandle,
    records: State<'_, Records>,
    secret: SecretRequest,
    remember: bool,
) -> Result<AppStateView, IpcError> {
    secret.with(|secret| records.unlock(secret))?;
    if remember {
        // The diary is open; a key store that will not keep anything is said by the settings, which show it.
        let _ = remembered(&records, true);
    }
    opened(&app, &records);
    Ok(app::state(&records))
}

/// Opens the locked diary with what the key store kept, if it kept anything. Whatever is wrong, the answer is "locked".
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn lock_remembered(app: AppHandle, records: State<'_, Records>) -> AppStateView {
    if by_key_store(&records) {
        opened(&app, &records);
    }
    app::state(&records)
}

/// Locks the diary now, where it has a passphrase; the window loads itself anew and knows nothing any more.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn lock_now(app: AppHandle) -> AppStateView {
    shut(&app);
    app::state(&app.state::<Records>())
}

/// A new recovery code, which is kept nowhere until it is handed back.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn lock_code() -> Result<String, IpcError> {
    let code = RecoveryCode::new(&mut chance)?;
    Ok(code.text().to_string())
}

/// Saves a recovery code as a page to print.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock_code_print(
    app: AppHandle,
    code: String,
    job: u32,
) -> Result<PrintOutcomeView, IpcError> {
    let code = Zeroizing::new(code);
    let code = RecoveryCode::parse(&code)?;
    print::print_code(app, code.text().to_string(), job).await
}

/// Locks the diary with a passphrase and a code from now on.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn lock_turn_on(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
    passphrase: String,
    code: String,
    remember: bool,
) -> Result<LockView, IpcError> {
    let (passphrase, code) = (Zeroizing::new(passphrase), Zeroizing::new(code));
    let code = RecoveryCode::parse(&code)?;
    keeper.change(&records, |vault, now, watch| {
        lock::turn_on(vault, &passphrase, &code, &mut chance, now, watch)
    })?;
    chosen_now(&records);
    if remember {
        let _ = remembered(&records, true);
    }
    view(&records)
}

/// Takes the lock off.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn lock_turn_off(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
    secret: SecretRequest,
) -> Result<LockView, IpcError> {
    secret.with(|secret| {
        keeper.change(&records, |vault, now, watch| {
            lock::turn_off(vault, secret, now, watch)
        })
    })?;
    key_store::remove(&records.profile().dir);
    view(&records)
}

/// Puts another passphrase in the place of the old one.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn lock_change(
    records: State<'_, Records>,
    secret: SecretRequest,
    passphrase: String,
) -> Result<LockView, IpcError> {
    let passphrase = Zeroizing::new(passphrase);
    secret.with(|old| {
        records.with_open(|vault| lock::change_passphrase(vault, old, &passphrase, &mut chance))
    })?;
    chosen_now(&records);
    view(&records)
}

/// Puts another recovery code in the place of the old one.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn lock_change_code(
    records: State<'_, Records>,
    secret: SecretRequest,
    code: String,
) -> Result<LockView, IpcError> {
    let code = RecoveryCode::parse(&Zeroizing::new(code))?;
    secret
        .with(|old| records.with_open(|vault| lock::change_code(vault, old, &code, &mut chance)))?;
    view(&records)
}

/// Encrypts everything anew with another key, another passphrase and another code.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn lock_rekey(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
    secret: SecretRequest,
    passphrase: String,
    code: String,
) -> Result<LockView, IpcError> {
    let passphrase = Zeroizing::new(passphrase);
    let code = RecoveryCode::parse(&Zeroizing::new(code))?;
    secret.with(|old| {
        keeper.change(&records, |vault, now, watch| {
            lock::rekey(vault, old, &passphrase, &code, &mut chance, now, watch)
        })
    })?;
    chosen_now(&records);
    key_store::remove(&records.profile().dir);
    view(&records)
}

/// Lets the key store of this computer open the diary as well, or no longer.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn lock_remember(records: State<'_, Records>, on: bool) -> Result<LockView, IpcError> {
    remembered(&records, on)?;
    view(&records)
}

/// Keeps when the diary locks by itself.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn lock_habits(
    records: State<'_, Records>,
    after_min: u16,
    on_leave: bool,
) -> Result<LockView, IpcError> {
    let habits = LockHabits {
        after_min,
        on_leave,
    };
    records.write(|tx| settings::save_lock_habits(tx, habits, clock::now()))?;
    view(&records)
}

/// Overwrites and deletes files that are not locked the way the diary is, once there is a copy that is.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn lock_left_over_remove(
    records: State<'_, Records>,
    keeper: State<'_, Keeper>,
    names: Vec<String>,
) -> Result<LockView, IpcError> {
    let names: Vec<PathBuf> = names.into_iter().map(PathBuf::from).collect();
    let turn = keeper.turn();
    keeper.make_in(&turn, &records, Why::Rekey)?;
    lock::remove_left_over(&records.profile().dir, records.key().as_ref(), &names)?;
    view(&records)
}

/// Says whether the person still knows the passphrase. Nothing is changed by a wrong one.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn lock_recall(
    records: State<'_, Records>,
    passphrase: String,
) -> Result<AppStateView, IpcError> {
    let passphrase = Zeroizing::new(passphrase);
    records.with_open(|vault| lock::recall(vault, &passphrase))?;
    records.write(|tx| settings::note_recalled(tx, clock::now()))?;
    Ok(app::state(&records))
}

/// From now on the person is asked now and then whether they still know it; without that note nobody is asked.
fn chosen_now(records: &Records) {
    let _ = records.write(|tx| settings::note_passphrase(tx, clock::now()));
}

/// Locks the diary because the person leaves, if that is what they want.
pub(crate) fn left(app: &AppHandle) {
    let records = app.state::<Records>();
    let habits = records.read(settings::lock_habits);
    if habits.is_ok_and(|habits| habits.on_leave) {
        shut(app);
    }
}

/// Opens a locked diary with what the key store kept, if it can; for the command line as well.
pub(crate) fn by_key_store(records: &Records) -> bool {
    let dir = &records.profile().dir;
    let wanted =
        records.begins_locked() && keys::newest(dir).is_ok_and(|slots| slots.has(Kind::Stored));
    wanted && key_store::read(dir).is_some_and(|kept| records.unlock(Secret::Stored(&kept)).is_ok())
}

fn shut(app: &AppHandle) {
    let records = app.state::<Records>();
    if !records.has_lock() {
        return;
    }
    // What is being copied is begun again another time; what is being put in its place is waited for.
    app.state::<Keeper>().stop();
    app.state::<Playing>().close(&records);
    deeds::tell(&records);
    if records.lock() {
        wiring::locked(app);
    }
}

/// What the schedule missed while the diary was locked is told now.
fn opened(app: &AppHandle, records: &Records) {
    if deeds::tell(records) {
        wiring::records_changed(app, "reminders");
    }
}

fn remembered(records: &Records, on: bool) -> Result<(), IpcError> {
    let dir = &records.profile().dir;
    if !on {
        records.with_open(lock::forget)?;
        key_store::remove(dir);
        return Ok(());
    }
    let mut bytes = Zeroizing::new([0; 32]);
    chance(&mut *bytes)?;
    if !key_store::write(dir, &*bytes) {
        return Err(IpcError::of(ErrorCode::KeyStore));
    }
    records.with_open(|vault| lock::remember(vault, &*bytes, &mut chance))
}

fn view(records: &Records) -> Result<LockView, IpcError> {
    let dir = &records.profile().dir;
    let habits = records.read(settings::lock_habits)?;
    let on = records.has_lock();
    let last = records.unlocked_before().filter(|_| on);
    let left_over = lock::left_over(dir, records.key().as_ref())?;
    Ok(LockView {
        on,
        remembered: on && keys::newest(dir).is_ok_and(|slots| slots.has(Kind::Stored)),
        after_min: habits.after_min,
        on_leave: habits.on_leave,
        leave_told: leaving::TOLD,
        last_unlocked: last.map(|at_ms| {
            let local = clock::moment(at_ms).to_chrono();
            local.format("%Y-%m-%d %H:%M").to_string()
        }),
        left_over: left_over
            .into_iter()
            .map(|one| LeftOverView {
                name: one.name.display().to_string(),
                kib: u32::try_from(one.bytes.div_ceil(1024)).unwrap_or(u32::MAX),
                left: match one.left {
                    Left::Open => LeftView::Open,
                    Left::OldKey => LeftView::OldKey,
                },
                reachable: one.reachable,
            })
            .collect(),
    })
}
