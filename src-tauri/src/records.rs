//! The opened files, shared by all commands, and the one way each of them is read and written.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use backstride_agent::clock;
use backstride_agent::profile::Profile;
use backstride_core::exchange::Stop;
use backstride_core::history::{self, AnyRecord};
use backstride_core::record::{self, Record};
use backstride_core::vault::backup::{self, Backup, Follow};
use backstride_core::vault::keys::Secret;
use backstride_core::vault::lock::{self, Changed};
use backstride_core::vault::recover::{self, Prepared};
use backstride_core::vault::{self, Vault, wipe};
use backstride_core::{Error, Moment, db, settings};
use rusqlite::{Connection, Transaction};

use crate::commands::storage::companion_ended;
use crate::deeds;
use crate::ipc_error::{ErrorCode, IpcError};
use crate::key_store;

/// The person's files for as long as the program runs.
pub(crate) struct Records {
    profile: Profile,
    diary: Mutex<Result<Vault, Error>>,
    schedule: Mutex<Option<Connection>>,
    session_start: AtomicI64,
    /// Whether the diary was locked while the program runs: then the person wants it shut, and no key store opens it.
    was_locked: AtomicBool,
    /// When the diary was unlocked before this time; 0 = never.
    unlocked_before: AtomicI64,
    /// Who hears that the diary changed; nobody yet = what follows from a change is done at once.
    changes: OnceLock<Sender<()>>,
}

impl Records {
    /// Opens the diary of a profile; a file that cannot be opened is a state to show and no reason to stop.
    pub(crate) fn open(profile: Profile) -> Self {
        let records = Self {
            diary: Mutex::new(opened(&profile)),
            profile,
            schedule: Mutex::new(None),
            session_start: AtomicI64::new(0),
            was_locked: AtomicBool::new(false),
            unlocked_before: AtomicI64::new(0),
            changes: OnceLock::new(),
        };
        records.begin_session();
        records
    }

    pub(crate) fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Runs a reading of the diary.
    pub(crate) fn read<T>(
        &self,
        action: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, IpcError> {
        self.with_vault(|vault| Ok(action(&vault.diary)?))
    }

    /// Runs one user action on the diary as one transaction.
    pub(crate) fn write<T>(
        &self,
        action: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
    ) -> Result<T, IpcError> {
        let done = self.with_vault(|vault| {
            if !vault.writable() {
                return Err(Error::ReadOnly.into());
            }
            Ok(db::write(&mut vault.diary, action)?)
        })?;
        self.changed();
        Ok(done)
    }

    /// Runs one change of a record; a commit that reports failure is looked up by id before anybody is told.
    pub(crate) fn write_record<R: Record>(
        &self,
        action: impl FnOnce(&Transaction<'_>) -> Result<R, Error>,
    ) -> Result<R, IpcError> {
        self.write_then_look(action, |conn, wanted| {
            Ok(record::find::<R>(conn, wanted.id())? == *wanted)
        })
    }

    /// The same for a record whose kind is only known while running.
    pub(crate) fn write_any(
        &self,
        action: impl FnOnce(&Transaction<'_>) -> Result<AnyRecord, Error>,
    ) -> Result<AnyRecord, IpcError> {
        self.write_then_look(action, |conn, wanted| {
            let (kind, id, _) = wanted.key();
            Ok(history::find(conn, kind, id)? == *wanted)
        })
    }

    fn write_then_look<T>(
        &self,
        action: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
        found: impl FnOnce(&Connection, &T) -> Result<bool, Error>,
    ) -> Result<T, IpcError> {
        let done = self.with_vault(|vault| {
            if !vault.writable() {
                return Err(Error::ReadOnly.into());
            }
            Ok(db::write_then_look(&mut vault.diary, action, found)?)
        })?;
        self.changed();
        Ok(done)
    }

    /// A second look at the diary, for a reading so long that no save should wait for it. Where nothing can be written
    /// there is nothing to wait for either, and the file is read as it lies there.
    pub(crate) fn beside(&self) -> Result<Connection, IpcError> {
        self.with_vault(|vault| {
            Ok(if vault.writable() {
                db::open_beside(vault.dir(), vault.key())?
            } else {
                db::open_for_reading(vault.dir(), db::File::Diary, vault.key())
                    .or_else(|_| recover::read_again(vault))?
            })
        })
    }

    /// Runs an action on the diary and takes all of it back, to see what it would do.
    pub(crate) fn rehearse<T>(
        &self,
        action: impl FnOnce(&Transaction<'_>) -> Result<T, Stop>,
    ) -> Result<Result<T, Stop>, IpcError> {
        self.with_vault(|vault| {
            if !vault.writable() {
                return Err(Error::ReadOnly.into());
            }
            Ok(db::rehearse(&mut vault.diary, action))
        })
    }

    /// Runs an import as one transaction, after `copy` has kept the diary as it is. What was undone before it stays
    /// undone, and the way back of this session begins anew: an import is taken back as a whole or not at all.
    pub(crate) fn import<T>(
        &self,
        copy: impl FnOnce(&Vault) -> Result<(), Error>,
        action: impl FnOnce(&Transaction<'_>) -> Result<T, Stop>,
    ) -> Result<Result<T, Stop>, IpcError> {
        let done = self.with_vault(|vault| {
            if !vault.writable() {
                return Err(Error::ReadOnly.into());
            }
            copy(vault)?;
            Ok(db::write_as(&mut vault.diary, action))
        })?;
        self.begin_session();
        self.changed();
        Ok(done)
    }

    /// Names who hears of each change of the diary from now on; the first one stays.
    pub(crate) fn tell_of_changes(&self, to: Sender<()>) {
        let _ = self.changes.set(to);
    }

    fn changed(&self) {
        // A listener that is gone went with the program.
        match self.changes.get() {
            Some(changes) => drop(changes.send(())),
            None => drop(deeds::tell(self)),
        }
    }

    /// The last step of the log before this session, where undo ends.
    pub(crate) fn session_start(&self) -> i64 {
        self.session_start.load(Ordering::Relaxed)
    }

    /// Runs a reading of the schedule, which the companion shares.
    pub(crate) fn read_schedule<T>(
        &self,
        action: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, IpcError> {
        self.with_schedule(|conn| action(conn))
    }

    /// Runs one change of the schedule as one transaction.
    pub(crate) fn write_schedule<T>(
        &self,
        action: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
    ) -> Result<T, IpcError> {
        self.with_schedule(|conn| db::write(conn, action))
    }

    /// How the diary stands.
    pub(crate) fn look<T>(&self, action: impl FnOnce(&Result<Vault, Error>) -> T) -> T {
        action(&held(&self.diary))
    }

    /// Tries to open a diary that could not be opened.
    pub(crate) fn retry(&self) {
        let mut slot = held(&self.diary);
        if !slot.as_ref().is_ok_and(Vault::writable) {
            // The old one is dropped first, because it may hold the lock the new one needs.
            *slot = Err(Error::Busy);
            *slot = opened(&self.profile);
        }
        drop(slot);
        self.begin_session();
    }

    /// Keeps a damaged or missing diary's files aside and starts an empty one.
    pub(crate) fn start_empty(&self) -> Result<(), IpcError> {
        let mut slot = held(&self.diary);
        *slot = Err(Error::Busy);
        let started = vault::start_empty(&self.profile.dir, clock::now());
        match started {
            Ok(vault) => {
                *slot = Ok(vault);
                drop(slot);
                self.begin_session();
                Ok(())
            }
            Err(error) => {
                *slot = opened(&self.profile);
                Err(error.into())
            }
        }
    }

    /// What opens the diary that is open; nothing where it takes no passphrase.
    pub(crate) fn key(&self) -> Option<db::Key> {
        self.look(|diary| diary.as_ref().ok().and_then(|vault| vault.key().cloned()))
    }

    /// Puts a proven copy in the place of the diary, and says which copy holds it as it was.
    pub(crate) fn restore(
        &self,
        path: &Path,
        key: Option<&db::Key>,
        follow: &dyn Follow,
    ) -> Result<Backup, IpcError> {
        let mut slot = held(&self.diary);
        match std::mem::replace(&mut *slot, Err(Error::Busy)) {
            Ok(vault) if vault.writable() => {
                let restored = backup::restore_followed(vault, path, key, clock::now(), follow);
                *slot = restored.vault;
                drop(slot);
                self.begin_session();
                self.changed();
                Ok(restored.before?)
            }
            other => {
                *slot = other;
                Err(Error::ReadOnly.into())
            }
        }
    }

    /// Looks closely at a diary whose copy was not sound; one that is damaged is closed, so that nothing more is written.
    pub(crate) fn doubt(&self) {
        let mut slot = held(&self.diary);
        let damaged = slot.as_ref().is_ok_and(|vault| {
            matches!(
                db::check(&vault.diary, db::File::Diary),
                Err(Error::Damaged)
            )
        });
        if damaged {
            *slot = Err(Error::Damaged);
        }
    }

    /// Lets go of the lock of a diary that is only open to be read.
    pub(crate) fn let_go(&self) {
        let mut slot = held(&self.diary);
        if slot.as_ref().is_ok_and(|vault| !vault.writable()) {
            *slot = Err(Error::Damaged);
        }
    }

    /// Takes the way back that stands ready.
    pub(crate) fn recover(&self, ready: Prepared, key: Option<&db::Key>) -> Result<(), IpcError> {
        let mut slot = held(&self.diary);
        if slot.as_ref().is_ok_and(Vault::writable) {
            return Err(Error::Conflict.into());
        }
        let back = recover::accept(ready, key, clock::now());
        let failed = back.is_err();
        *slot = back.or_else(|_| opened(&self.profile));
        drop(slot);
        self.begin_session();
        self.changed();
        if failed {
            Err(Error::Damaged.into())
        } else {
            Ok(())
        }
    }

    /// Opens what can be read of a damaged diary.
    pub(crate) fn open_to_read(&self, key: Option<&db::Key>) -> Result<(), IpcError> {
        let mut slot = held(&self.diary);
        if slot.is_ok() {
            return Err(Error::Conflict.into());
        }
        *slot = Ok(recover::open_to_read(&self.profile.dir, key)?);
        drop(slot);
        self.begin_session();
        Ok(())
    }

    /// Deletes everything in the profile and begins anew. From the first step on it will be deleted, whatever happens: what
    /// is interrupted is finished at the next start.
    pub(crate) fn erase(&self, keep_copies: bool) -> Result<(), IpcError> {
        let mut slot = held(&self.diary);
        let mut schedule = held(&self.schedule);
        let dir = &self.profile.dir;
        let locked = lock::is_locked(dir).unwrap_or(true);
        wipe::begin(dir, keep_copies)?;
        if locked {
            key_store::remove(dir);
        }
        if let Ok(mut vault) = std::mem::replace(&mut *slot, Err(Error::Busy)) {
            // The files are written over next; what fails here costs nothing but a second layer.
            let _ = wipe::forget(&mut vault.diary);
            let _ = vault.close();
        }
        if let Some(conn) = schedule.take() {
            let _ = db::close(conn);
        }
        let done = wipe::finish(dir);
        // Opening finishes what could not be finished, or says why there is no diary.
        *slot = opened(&self.profile);
        drop(schedule);
        drop(slot);
        self.begin_session();
        Ok(done?)
    }

    /// Whether the diary is open and takes a passphrase the next time.
    pub(crate) fn has_lock(&self) -> bool {
        self.look(|diary| diary.as_ref().is_ok_and(|vault| vault.key().is_some()))
    }

    /// Whether the diary is locked since the program began; one that the person locked waits for the person.
    pub(crate) fn begins_locked(&self) -> bool {
        !self.was_locked.load(Ordering::Relaxed)
            && self.look(|diary| matches!(diary, Err(Error::Locked)))
    }

    /// When the diary was unlocked before this time, so that somebody else's look at it does not go unseen.
    pub(crate) fn unlocked_before(&self) -> Option<i64> {
        Some(self.unlocked_before.load(Ordering::Relaxed)).filter(|at_ms| *at_ms > 0)
    }

    /// Opens a locked diary. A secret that does not fit changes nothing.
    pub(crate) fn unlock(&self, secret: Secret<'_>) -> Result<(), IpcError> {
        let mut slot = held(&self.diary);
        match &*slot {
            Ok(_) => return Ok(()),
            Err(Error::Locked) => {}
            Err(error) => return Err(IpcError::of(crate::ipc_error::code(error))),
        }
        let now = clock::now();
        match lock::unlock(&self.profile.dir, secret, now) {
            Ok(mut vault) => {
                if vault.writable() {
                    // Housekeeping; a failure here must not keep the diary shut.
                    let _ = db::write(&mut vault.diary, |tx| {
                        history::purge(tx, now)?;
                        if let Secret::Passphrase(_) = secret {
                            settings::note_recalled(tx, now)?;
                        }
                        let before = settings::note_unlocked(tx, now)?;
                        self.unlocked_before
                            .store(before.unwrap_or_default(), Ordering::Relaxed);
                        Ok(())
                    });
                }
                *slot = Ok(vault);
            }
            Err(error) => {
                let failed = IpcError::of(crate::ipc_error::code(&error));
                // The secret is right and the diary behind it is not: that is another screen.
                if matches!(
                    error,
                    Error::Damaged | Error::Missing | Error::NewerDatabase { .. } | Error::Full
                ) {
                    *slot = Err(error);
                }
                return Err(failed);
            }
        }
        drop(slot);
        self.begin_session();
        Ok(())
    }

    /// Locks the diary: closes it and wipes its key. False where it has no passphrase or is not open.
    pub(crate) fn lock(&self) -> bool {
        let mut slot = held(&self.diary);
        if !slot.as_ref().is_ok_and(|vault| vault.key().is_some()) {
            return false;
        }
        if let Ok(vault) = std::mem::replace(&mut *slot, Err(Error::Locked)) {
            self.was_locked.store(true, Ordering::Relaxed);
            // Every change was on the disk when it was told; a close that fails loses nothing.
            let _ = vault.close();
        }
        true
    }

    /// Changes the file of the diary itself; whatever becomes of it, the diary is open again afterwards if it can be.
    pub(crate) fn change(
        &self,
        action: impl FnOnce(Vault, Moment) -> Changed,
    ) -> Result<(), IpcError> {
        let mut slot = held(&self.diary);
        let vault = match std::mem::replace(&mut *slot, Err(Error::Busy)) {
            Ok(vault) => vault,
            Err(error) => {
                let failed = IpcError::of(crate::ipc_error::code(&error));
                *slot = Err(error);
                return Err(failed);
            }
        };
        let changed = catch_unwind(AssertUnwindSafe(|| action(vault, clock::now())));
        let Ok(Changed { vault, outcome }) = changed else {
            *slot = opened(&self.profile);
            return Err(IpcError::of(ErrorCode::Unexpected));
        };
        *slot = vault;
        Ok(outcome?)
    }

    /// Runs something on the open diary that is no change of its records.
    pub(crate) fn with_open(
        &self,
        action: impl FnOnce(&Vault) -> Result<(), Error>,
    ) -> Result<(), IpcError> {
        self.with_vault(|vault| Ok(action(vault)?))
    }

    /// Closes both files tidily; what fails here loses nothing, since every change was on the disk when it was told.
    pub(crate) fn close(&self) {
        let vault = std::mem::replace(&mut *held(&self.diary), Err(Error::Busy));
        if let Ok(vault) = vault {
            let _ = vault.close();
        }
        if let Some(conn) = held(&self.schedule).take() {
            let _ = db::close(conn);
        }
    }

    /// Undo reaches back to here; a diary that cannot be read has nothing to undo.
    fn begin_session(&self) {
        let last = self.look(|diary| {
            let vault = diary.as_ref().ok()?;
            history::last_step(&vault.diary).ok()
        });
        self.session_start
            .store(last.unwrap_or_default(), Ordering::Relaxed);
    }

    fn with_vault<T>(
        &self,
        action: impl FnOnce(&mut Vault) -> Result<T, IpcError>,
    ) -> Result<T, IpcError> {
        let mut slot = held(&self.diary);
        match slot.as_mut() {
            Ok(vault) => guarded(|| action(vault)),
            Err(error) => Err(IpcError::of(crate::ipc_error::code(error))),
        }
    }

    fn with_schedule<T>(
        &self,
        action: impl FnOnce(&mut Connection) -> Result<T, Error>,
    ) -> Result<T, IpcError> {
        let mut slot = held(&self.schedule);
        let conn = match slot.as_mut() {
            Some(conn) => conn,
            None => slot.insert(db::open_schedule(&self.profile.dir)?),
        };
        guarded(|| Ok(action(conn)?))
    }
}

/// Chance of the system, which the core takes as an argument.
pub(crate) fn chance(into: &mut [u8]) -> Result<(), Error> {
    getrandom::fill(into).map_err(|_| Error::Files(std::io::ErrorKind::Other.into()))
}

fn opened(profile: &Profile) -> Result<Vault, Error> {
    if wipe::begun(&profile.dir) {
        // Opening deletes what is left of it. A companion would go on with the files that it has open and nobody else
        // sees; one that does not end keeps the diary shut, and the next start tries again.
        companion_ended(profile).map_err(|_| Error::Busy)?;
    }
    let mut vault = Vault::open(&profile.dir, clock::now())?;
    if vault.writable() {
        // Clearing old trash is housekeeping; a failure here must not keep the diary shut.
        let _ = db::write(&mut vault.diary, |tx| history::purge(tx, clock::now()));
    }
    Ok(vault)
}

/// A panic inside a command becomes an error the person is told about; the transaction it was in rolls back.
fn guarded<T>(action: impl FnOnce() -> Result<T, IpcError>) -> Result<T, IpcError> {
    catch_unwind(AssertUnwindSafe(action))
        .unwrap_or_else(|_| Err(IpcError::of(ErrorCode::Unexpected)))
}

/// A poisoned lock is taken all the same: the connection behind it rolled back and is sound.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
