//! The opened files, shared by all commands, and the one way each of them is read and written.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use backstride_agent::clock;
use backstride_agent::profile::Profile;
use backstride_core::exchange::Stop;
use backstride_core::history::{self, AnyRecord};
use backstride_core::record::{self, Record};
use backstride_core::vault::{self, Vault, wipe};
use backstride_core::{Error, db};
use rusqlite::{Connection, Transaction};

use crate::deeds;
use crate::ipc_error::{ErrorCode, IpcError};

/// The person's files for as long as the program runs.
pub(crate) struct Records {
    profile: Profile,
    diary: Mutex<Result<Vault, Error>>,
    schedule: Mutex<Option<Connection>>,
    session_start: AtomicI64,
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
                db::open_beside(vault.dir())?
            } else {
                db::open_for_reading(vault.dir(), db::File::Diary)?
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

    /// Deletes everything in the profile and begins anew. From the first step on it will be deleted, whatever happens: what
    /// is interrupted is finished at the next start.
    pub(crate) fn erase(&self, keep_copies: bool) -> Result<(), IpcError> {
        let mut slot = held(&self.diary);
        let mut schedule = held(&self.schedule);
        let dir = &self.profile.dir;
        wipe::begin(dir, keep_copies)?;
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

fn opened(profile: &Profile) -> Result<Vault, Error> {
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
