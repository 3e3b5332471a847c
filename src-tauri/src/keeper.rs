//! Makes copies of the diary without being asked, beside the person's work and never in its way.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use backstride_agent::clock;
use backstride_agent::profile::room;
use backstride_core::vault::Vault;
use backstride_core::vault::backup::{self, Backup, Follow, Made, Phase, Why};
use backstride_core::vault::keys::{self, Secret};
use backstride_core::vault::lock::{self, Changed, Step};
use backstride_core::vault::recover::{self, Prepared};
use backstride_core::{Error, Moment, db};
use rusqlite::{Connection, InterruptHandle};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager as _};
use tauri_specta::Event as _;

use crate::commands::backups::WayBackView;
use crate::ipc_error::IpcError;
use crate::records::Records;
use crate::wiring;

/// With one copy of so many the file of the diary is proven as well: about once a week.
const CHECKED_EVERY: u64 = 7;

/// So many changes that no copy holds are kept in one when the program is closed.
const CHANGES_ON_EXIT: i64 = 50;

/// What a copy leaves free for what the person writes meanwhile.
const SPARE_BYTES: u64 = 16 << 20;

/// So many copies that could not be made are said in the settings.
const FAILURES_SAID: u32 = 2;

/// How often the page is told how far it is.
const TELL_EVERY: Duration = Duration::from_millis(150);

/// What long work with the file of the diary is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CopyStepView {
    /// Bytes are being copied.
    Copying,
    /// What was copied is being proven.
    Checking,
    /// Records are being read out of a damaged file.
    Reading,
    /// It is being put in its place, and is not stopped any more.
    Placing,
}

/// How far long work with the file of the diary is.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CopyProgress {
    step: CopyStepView,
    /// Records while they are read; else units of 1,024 bytes.
    done: u32,
    /// Null = nobody knows how many there are.
    all: Option<u32>,
}

/// What is going on with copies.
#[derive(Default)]
pub(crate) struct Keeper {
    /// One thing is done with the files of the diary at a time.
    turn: Mutex<()>,
    /// How to stop what is being done.
    interrupt: Mutex<Option<InterruptHandle>>,
    stopped: AtomicBool,
    phase: Mutex<Option<Phase>>,
    told: Mutex<Option<Instant>>,
    /// Who hears how far it is.
    app: OnceLock<AppHandle>,
    /// How many copies in a row could not be made.
    failures: AtomicU32,
    second_failed: AtomicBool,
    /// The way back that stands ready.
    prepared: Mutex<Option<(Prepared, Option<db::Key>)>>,
    changes: OnceLock<Sender<()>>,
}

/// Whose turn it is to work with the files of the diary; the next one waits until it is dropped.
pub(crate) struct Turn<'a> {
    keeper: &'a Keeper,
    _one: MutexGuard<'a, ()>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *held(&self.keeper.interrupt) = None;
        *held(&self.keeper.phase) = None;
    }
}

/// A copy that was proven, its file, and what opens it.
pub(crate) struct Chosen {
    pub(crate) backup: Backup,
    pub(crate) path: PathBuf,
    pub(crate) key: Option<db::Key>,
    /// A file that was unpacked for this and goes with it.
    unpacked: bool,
}

impl Drop for Chosen {
    fn drop(&mut self) {
        if self.unpacked {
            // The next unpacking would write over it anyway.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Follow for Keeper {
    fn goes_on(&self, phase: Phase, done: u64, all: u64) -> bool {
        let goes_on = held(&self.phase).replace(phase) == Some(phase);
        // A record is read in no time, and the page has other things to do than to count along.
        let mut told = held(&self.told);
        if !goes_on || told.is_none_or(|it| it.elapsed() >= TELL_EVERY) {
            *told = Some(Instant::now());
            self.tell(phase, done, all);
        }
        !self.stopped.load(Ordering::SeqCst)
    }

    fn rests_on(&self, conn: &Connection) {
        *held(&self.interrupt) = Some(conn.get_interrupt_handle());
    }
}

impl Keeper {
    /// Waits until nobody else works with the files of the diary.
    pub(crate) fn turn(&self) -> Turn<'_> {
        let one = held(&self.turn);
        self.stopped.store(false, Ordering::SeqCst);
        Turn {
            keeper: self,
            _one: one,
        }
    }

    /// Makes a copy and puts it wherever copies go.
    pub(crate) fn make(&self, records: &Records, why: Why) -> Result<Made, IpcError> {
        let turn = self.turn();
        self.make_in(&turn, records, why)
    }

    /// The same within a turn.
    pub(crate) fn make_in(
        &self,
        _turn: &Turn<'_>,
        records: &Records,
        why: Why,
    ) -> Result<Made, IpcError> {
        let dir = records.profile().dir.clone();
        let key = records.key();
        // A diary that is not open has nothing to copy.
        records.read(|_| Ok(()))?;
        let reader = db::open_reader(&dir, key.as_ref())?;
        let size = diary_bytes(&dir);
        let made = if room(&dir).is_some_and(|room| room < size + SPARE_BYTES) {
            // Half a copy would take the room that the next entry needs.
            Err(Error::Full)
        } else {
            self.growing(
                || backup::fresh_bytes(&dir),
                size,
                || backup::make_followed(&reader, &dir, key.as_ref(), why, clock::now(), self),
            )
        };
        match made {
            Ok(made) => {
                self.failures.store(0, Ordering::SeqCst);
                // A copy is made from the rows; what only helps to find them is proven in its place, now and then.
                let turn = matches!(&made, Made::Kept(it) if it.seq % CHECKED_EVERY == 0);
                if turn && matches!(db::check(&reader, db::File::Diary), Err(Error::Damaged)) {
                    records.doubt();
                }
                // Room that could not be made now is made the next time.
                let _ = backup::rotate(&dir, backup::cap_bytes(room(&dir), backup::bytes(&dir)));
                if matches!(made, Made::Kept(_)) {
                    let _ = self.copy_out(&dir);
                }
                Ok(made)
            }
            Err(error) => {
                if !matches!(error, Error::Stopped) {
                    self.failures.fetch_add(1, Ordering::SeqCst);
                }
                if matches!(error, Error::Damaged) {
                    // The copy is not sound: either it went wrong, or the diary did.
                    records.doubt();
                }
                Err(error.into())
            }
        }
    }

    /// Changes what the diary is locked with: after a proven copy of it as it is, and followed by one of it as it is then,
    /// so that there is a copy in every moment and the one from before can go.
    pub(crate) fn change(
        &self,
        records: &Records,
        action: impl FnOnce(Vault, Moment, lock::Watch<'_>) -> Changed,
    ) -> Result<(), IpcError> {
        let turn = self.turn();
        self.make_in(&turn, records, Why::Rekey)?;
        let dir = &records.profile().dir;
        let mut watch = |step: Step| {
            let (phase, safe) = match step {
                Step::KeysWritten => (Phase::Copying, true),
                Step::Exported => (Phase::Checking, true),
                Step::Verified => (Phase::Placing, true),
                Step::Closed | Step::Swapped | Step::Wiped | Step::KeysSettled => {
                    (Phase::Placing, false)
                }
            };
            if self.goes_on(phase, 0, 0) || !safe {
                Ok(())
            } else {
                Err(Error::Stopped)
            }
        };
        self.growing(
            || lock::fresh_bytes(dir),
            diary_bytes(dir),
            || {
                records.change(|vault, now| {
                    self.rests_on(&vault.diary);
                    action(vault, now, &mut watch)
                })
            },
        )?;
        if self.make_in(&turn, records, Why::Rekey).is_err() {
            // The change is made. That no copy of it could be is said beside the copies at once.
            self.failures.store(FAILURES_SAID, Ordering::SeqCst);
        }
        Ok(())
    }

    /// Puts the newest copy into the folder outside the profile, if there is one.
    pub(crate) fn copy_out(&self, dir: &Path) -> Result<(), IpcError> {
        let (Some(folder), Some(newest)) = (backup::second_folder(dir), backup::list(dir)?.pop())
        else {
            return Ok(());
        };
        let there = backup::bundles(&folder).unwrap_or_default();
        let bytes = there.iter().map(|(_, it)| it.backup.size).sum();
        let cap = backup::cap_bytes(room(&folder), bytes);
        let copied = backup::copy_out(dir, &newest, slots(dir), &folder, cap);
        self.second_failed.store(copied.is_err(), Ordering::SeqCst);
        Ok(copied.map(drop)?)
    }

    /// A copy of the profile or a file somewhere, proven. One that was locked with another key takes a secret from its day.
    pub(crate) fn chosen(
        &self,
        _turn: &Turn<'_>,
        records: &Records,
        (seq, path): (Option<u32>, Option<&str>),
        secret: Option<Secret<'_>>,
    ) -> Result<Chosen, IpcError> {
        let dir = &records.profile().dir;
        let own = records.key();
        let (backup, path, unpacked, slots) = match (seq, path) {
            (Some(seq), None) => {
                let found = backup::of_number(dir, seq.into())?;
                backup::verify_bytes(dir, &found)?;
                let path = found.path(dir);
                (found, path, false, None)
            }
            (None, Some(path)) => {
                let (header, path) = backup::unpack(dir, Path::new(path.trim()), &self.watch())?;
                (header.backup, path, true, header.slots)
            }
            _ => return Err(Error::Invalid { field: "seq" }.into()),
        };
        let mut chosen = Chosen {
            backup,
            path,
            key: None,
            unpacked,
        };
        chosen.key = backup::key_for(dir, &chosen.path, own.as_ref(), slots.as_deref(), secret)?;
        backup::prove_as(&chosen.backup, &chosen.path, chosen.key.as_ref(), self)?;
        Ok(chosen)
    }

    /// Asked while bytes are copied; false once somebody wants it to stop.
    pub(crate) fn watch(&self) -> impl Fn(u64, u64) -> bool + '_ {
        move |done, all| self.goes_on(Phase::Copying, done, all)
    }

    /// Tells how far a file has grown while something that says nothing of itself writes it.
    fn growing<T>(&self, grown: impl Fn() -> u64 + Send, all: u64, work: impl FnOnce() -> T) -> T {
        let (working, ended) = mpsc::channel::<()>();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                while ended.recv_timeout(TELL_EVERY) == Err(RecvTimeoutError::Timeout) {
                    if *held(&self.phase) == Some(Phase::Copying) {
                        self.tell(Phase::Copying, grown().min(all), all);
                    }
                }
            });
            let done = work();
            drop(working);
            done
        })
    }

    fn tell(&self, phase: Phase, done: u64, all: u64) {
        let unit = if phase == Phase::Reading { 1 } else { 1024 };
        let amount = |it: u64| u32::try_from(it.div_ceil(unit)).unwrap_or(u32::MAX);
        if let Some(app) = self.app.get() {
            // A window that is closing needs no telling.
            let _ = CopyProgress {
                step: match phase {
                    Phase::Copying => CopyStepView::Copying,
                    Phase::Checking => CopyStepView::Checking,
                    Phase::Reading => CopyStepView::Reading,
                    Phase::Placing => CopyStepView::Placing,
                },
                done: amount(done),
                all: (all > 0).then(|| amount(all)),
            }
            .emit(app);
        }
    }

    /// Stops what is going on.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        if let Some(handle) = held(&self.interrupt).as_ref() {
            handle.interrupt();
        }
    }

    /// Whether copies fail again and again.
    pub(crate) fn failing(&self) -> bool {
        self.failures.load(Ordering::SeqCst) >= FAILURES_SAID
    }

    /// Whether the last copy did not reach the other folder.
    pub(crate) fn second_failing(&self) -> bool {
        self.second_failed.load(Ordering::SeqCst)
    }

    /// Makes the best way back ready.
    ///
    /// # Errors
    /// [`Error::Locked`] where it takes a secret and none is given; [`Error::WrongSecret`] for another one.
    pub(crate) fn prepare(
        &self,
        records: &Records,
        secret: Option<Secret<'_>>,
    ) -> Result<WayBackView, IpcError> {
        self.forget();
        let dir = &records.profile().dir;
        let key = key_of(dir, secret)?;
        records.let_go();
        let ready = recover::prepare(dir, key.as_ref(), clock::now(), self)?;
        let view = WayBackView::of(&ready, key.as_ref());
        *held(&self.prepared) = Some((ready, key));
        Ok(view)
    }

    /// Takes it.
    pub(crate) fn accept(&self, records: &Records) -> Result<(), IpcError> {
        let (ready, key) = held(&self.prepared).take().ok_or(Error::NotFound)?;
        records.recover(ready, key.as_ref())
    }

    /// Lets go of a way back that nobody took, and of the lock that goes with it.
    pub(crate) fn forget(&self) {
        held(&self.prepared).take();
    }
}

/// What a secret opens the diary with; nothing where it takes none.
pub(crate) fn key_of(dir: &Path, secret: Option<Secret<'_>>) -> Result<Option<db::Key>, Error> {
    if !keys::present(dir) {
        return Ok(None);
    }
    lock::key_behind(dir, secret.ok_or(Error::Locked)?).map(Some)
}

/// What the diary takes on the disk, its log included.
fn diary_bytes(dir: &Path) -> u64 {
    let name = db::File::Diary.name();
    ["", "-wal"]
        .iter()
        .filter_map(|ending| std::fs::metadata(dir.join(format!("{name}{ending}"))).ok())
        .map(|it| it.len())
        .sum()
}

/// The key slots of a locked diary, to go with a copy of it.
pub(crate) fn slots(dir: &Path) -> Option<Vec<u8>> {
    keys::present(dir)
        .then(|| keys::newest(dir).ok().map(|it| it.to_bytes()))
        .flatten()
}

/// Starts to make copies from here on, on a thread of its own.
pub(crate) fn follow(app: AppHandle) {
    let (changes, heard) = mpsc::channel();
    let _ = app.state::<Keeper>().changes.set(changes);
    let _ = app.state::<Keeper>().app.set(app.clone());
    std::thread::spawn(move || {
        while heard.recv().is_ok() {
            while heard.try_recv().is_ok() {}
            daily(&app);
        }
    });
}

/// The diary changed.
pub(crate) fn heard(app: &AppHandle) {
    if let Some(changes) = app.state::<Keeper>().changes.get() {
        // A listener that is gone went with the program.
        let _ = changes.send(());
    }
}

/// The first change of a day is followed by a copy.
fn daily(app: &AppHandle) {
    let records = app.state::<Records>();
    let dir = records.profile().dir.clone();
    let due = records.read(|conn| backup::due_today(conn, &dir, clock::now()));
    if !due.unwrap_or(false) {
        return;
    }
    // It is tried again with the next change; after the second time the settings say so.
    let made = app.state::<Keeper>().make(&records, Why::Day);
    if made.is_err() && records.look(|diary| matches!(diary, Err(Error::Damaged))) {
        wiring::records_changed(app, "settings");
    }
}

/// Many changes since the last copy are kept in one before the program ends.
pub(crate) fn before_exit(app: &AppHandle) {
    let records = app.state::<Records>();
    let dir = records.profile().dir.clone();
    let many = records.read(|conn| backup::changes_since_newest(conn, &dir));
    if many.is_ok_and(|many| many > CHANGES_ON_EXIT) {
        // Whatever comes of it, everything is in the diary.
        let _ = app.state::<Keeper>().make(&records, Why::Exit);
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
