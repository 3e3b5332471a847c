//! Makes copies of the diary without being asked, beside the person's work and never in its way.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use backstride_agent::clock;
use backstride_core::vault::backup::{self, Backup, Made, Why};
use backstride_core::vault::keys::{self, Secret};
use backstride_core::vault::recover::{self, Prepared};
use backstride_core::{Error, db};
use rusqlite::InterruptHandle;
use tauri::{AppHandle, Manager as _};

use crate::commands::backups::WayBackView;
use crate::ipc_error::IpcError;
use crate::records::Records;
use crate::wiring;

/// The most room all copies may take; the newest three stay whatever they take.
const CAP_BYTES: u64 = 2 << 30;

/// With one copy of so many the file of the diary is proven as well: about once a week.
const CHECKED_EVERY: u64 = 7;

/// So many changes that no copy holds are kept in one when the program is closed.
const CHANGES_ON_EXIT: i64 = 50;

/// What is going on with copies.
#[derive(Default)]
pub(crate) struct Keeper {
    /// One copy is made at a time.
    making: Mutex<()>,
    /// How to stop the one that is being made.
    interrupt: Mutex<Option<InterruptHandle>>,
    stopped: AtomicBool,
    /// How many copies in a row could not be made.
    failures: AtomicU32,
    second_failed: AtomicBool,
    /// The way back that stands ready.
    prepared: Mutex<Option<(Prepared, Option<db::Key>)>>,
    changes: OnceLock<Sender<()>>,
}

/// A copy that was proven, and its file.
pub(crate) struct Chosen {
    pub(crate) backup: Backup,
    pub(crate) path: PathBuf,
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

impl Keeper {
    /// Makes a copy and puts it wherever copies go.
    pub(crate) fn make(&self, records: &Records, why: Why) -> Result<Made, IpcError> {
        let _one = held(&self.making);
        let dir = records.profile().dir.clone();
        let key = records.key();
        // A diary that is not open has nothing to copy.
        records.read(|_| Ok(()))?;
        let reader = db::open_reader(&dir, key.as_ref())?;
        self.stopped.store(false, Ordering::SeqCst);
        *held(&self.interrupt) = Some(reader.get_interrupt_handle());
        let made = backup::make(&reader, &dir, key.as_ref(), why, clock::now());
        *held(&self.interrupt) = None;
        match made {
            Ok(made) => {
                self.failures.store(0, Ordering::SeqCst);
                // A copy is made from the rows; what only helps to find them is proven in its place, now and then.
                let turn = matches!(&made, Made::Kept(it) if it.seq % CHECKED_EVERY == 0);
                if turn && matches!(db::check(&reader, db::File::Diary), Err(Error::Damaged)) {
                    records.doubt();
                }
                // Room that could not be made now is made the next time.
                let _ = backup::rotate(&dir, CAP_BYTES);
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

    /// Puts the newest copy into the folder outside the profile, if there is one.
    pub(crate) fn copy_out(&self, dir: &Path) -> Result<(), IpcError> {
        let (Some(folder), Some(newest)) = (backup::second_folder(dir), backup::list(dir)?.pop())
        else {
            return Ok(());
        };
        let copied = backup::copy_out(dir, &newest, slots(dir), &folder, CAP_BYTES);
        self.second_failed.store(copied.is_err(), Ordering::SeqCst);
        Ok(copied.map(drop)?)
    }

    /// A copy of the profile or a file somewhere, proven.
    pub(crate) fn chosen(
        &self,
        records: &Records,
        seq: Option<u32>,
        path: Option<&str>,
    ) -> Result<Chosen, IpcError> {
        let dir = &records.profile().dir;
        let key = records.key();
        match (seq, path) {
            (Some(seq), None) => {
                let found = backup::of_number(dir, seq.into())?;
                backup::verify(dir, &found, key.as_ref())?;
                let path = found.path(dir);
                Ok(Chosen {
                    backup: found,
                    path,
                    unpacked: false,
                })
            }
            (None, Some(path)) => {
                let watch = self.watch();
                let (header, path) = backup::unpack(dir, Path::new(path.trim()), &watch)?;
                let chosen = Chosen {
                    backup: header.backup,
                    path,
                    unpacked: true,
                };
                backup::prove(&chosen.path, key.as_ref())?;
                Ok(chosen)
            }
            _ => Err(Error::Invalid { field: "seq" }.into()),
        }
    }

    /// Asked while long work goes on; false once somebody wants it to stop.
    pub(crate) fn watch(&self) -> impl Fn(u64, u64) -> bool + '_ {
        self.stopped.store(false, Ordering::SeqCst);
        move |_, _| !self.stopped.load(Ordering::SeqCst)
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
        self.failures.load(Ordering::SeqCst) >= 2
    }

    /// Whether the last copy did not reach the other folder.
    pub(crate) fn second_failing(&self) -> bool {
        self.second_failed.load(Ordering::SeqCst)
    }

    /// Makes the best way back ready.
    ///
    /// # Errors
    /// [`Error::Locked`] where it takes a passphrase and none is given; [`Error::WrongSecret`] for another one.
    pub(crate) fn prepare(
        &self,
        records: &Records,
        passphrase: Option<&str>,
    ) -> Result<WayBackView, IpcError> {
        self.forget();
        let dir = &records.profile().dir;
        let key = key_of(dir, passphrase)?;
        records.let_go();
        let ready = recover::prepare(dir, key.as_ref(), clock::now())?;
        let view = WayBackView::of(&ready);
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

/// What a passphrase opens the diary with; nothing where it takes none.
pub(crate) fn key_of(dir: &Path, passphrase: Option<&str>) -> Result<Option<db::Key>, Error> {
    if !keys::present(dir) {
        return Ok(None);
    }
    let passphrase = passphrase.ok_or(Error::Locked)?;
    let found = keys::newest(dir)?.open(Secret::Passphrase(passphrase))?;
    // Of two keys in the middle of a change the newer one comes last.
    found
        .into_iter()
        .next_back()
        .map(|(_, key)| Some(key))
        .ok_or(Error::WrongSecret)
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
