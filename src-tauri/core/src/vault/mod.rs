//! The profile on disk: its directory, its lock, its install marker, and what is done when a file is not as it should be.

pub mod backup;
mod code;
pub mod keys;
pub mod lock;
pub mod recover;
pub mod synced;
pub mod wipe;

pub use code::RecoveryCode;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::db::{self, File, Key};
use crate::error::{Error, Result};
use crate::moment::Moment;

/// Says that a diary was made here once, so that its absence reads as a loss and never as a first run.
const MARKER: &str = "installed.json";

/// The lock that keeps a second copy of the program out. A lock of the operating system, so a crash frees it.
const LOCK: &str = "app.lock";

/// Where files are put aside.
const KEPT: &str = "kept";

/// The opened diary together with the lock that makes this process its only writer.
#[derive(Debug)]
pub struct Vault {
    /// The diary; read-only if [`Vault::writable`] is false.
    pub diary: Connection,
    dir: PathBuf,
    writable: bool,
    /// What the diary is encrypted with; `None` = it is not.
    key: Option<Key>,
    /// Held, and let go with the vault: then the next copy may come in.
    _lock: Option<Held>,
}

/// The content of the install marker.
#[derive(Debug, Serialize, Deserialize)]
struct Marker {
    /// Unix milliseconds when the diary was made.
    made_at_ms: i64,
}

impl Vault {
    /// Opens the diary of a profile, making both only where no diary ever was.
    ///
    /// # Errors
    /// [`Error::Locked`] if it takes a passphrase; [`Error::Busy`] if another copy runs; [`Error::Missing`] if a diary was here and is gone; [`Error::Damaged`] and
    /// [`Error::NewerDatabase`] leave every file as it is; [`Error::Full`]; [`Error::ReadOnly`] if there is nothing to
    /// read either.
    pub fn open(dir: &Path, now: Moment) -> Result<Self> {
        Self::open_with(dir, None, now)
    }

    /// Opens a locked diary with the key its slots gave out.
    ///
    /// # Errors
    /// As [`Vault::open`]; the diary is [`Error::Damaged`] if this key, which was proven before, does not open it.
    pub fn unlock(dir: &Path, key: &Key, now: Moment) -> Result<Self> {
        Self::open_with(dir, Some(key), now)
    }

    fn open_with(dir: &Path, key: Option<&Key>, now: Moment) -> Result<Self> {
        // Who asked to delete everything needs no passphrase for the rest of it.
        if key.is_none() && !wipe::begun(dir) && lock::is_locked(dir)? {
            return Err(Error::Locked);
        }
        match make_private(dir).and_then(|()| Self::open_holding(dir, key, now, Some(lock(dir)?))) {
            Err(Error::ReadOnly) => Ok(Self {
                diary: db::open_for_reading(dir, File::Diary, key).map_err(
                    |error| match error {
                        Error::Missing => Error::ReadOnly,
                        other => other,
                    },
                )?,
                dir: dir.to_owned(),
                writable: false,
                key: key.cloned(),
                _lock: None,
            }),
            done => done,
        }
    }

    /// Opens the diary to write, by whoever holds the lock of the profile already.
    fn open_holding(
        dir: &Path,
        key: Option<&Key>,
        now: Moment,
        _lock: Option<Held>,
    ) -> Result<Self> {
        // Whoever asked to delete everything and was interrupted still wants it.
        wipe::finish_locked(dir)?;
        let marker = dir.join(MARKER);
        let path = dir.join(File::Diary.name());
        let length = fs::metadata(&path).map(|meta| meta.len()).ok();
        if marker.exists() {
            match length {
                None => return Err(Error::Missing),
                // The first commit makes the file; an empty one beside a marker was cut off.
                Some(0) => return Err(Error::Damaged),
                Some(_) => {}
            }
        }
        probe(dir)?;
        if !marker.exists() {
            clear_cut_off_start(dir)?;
        }
        let diary = db::open(dir, File::Diary, key)?;
        // The diary opened, so what a change of the lock that was cut off left behind is of no use any more.
        lock::remove_fresh(dir)?;
        // The diary opened, so nobody needs a way back; what was worked on for one holds the diary as well.
        backup::remove_all_if_there(&dir.join(recover::PLACE))?;
        // The copy that a migration made is proven like every other; until it is, it stays where it is.
        let _ = backup::adopt(dir, key, now);
        if !marker.exists() {
            write_marker(dir, now)?;
        }
        Ok(Self {
            diary,
            dir: dir.to_owned(),
            writable: true,
            key: key.cloned(),
            _lock,
        })
    }

    /// Whether changes can be kept.
    #[must_use]
    pub fn writable(&self) -> bool {
        self.writable
    }

    /// The profile directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What the diary is encrypted with, for whoever copies it; `None` = it is not.
    #[must_use]
    pub fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// Closes the diary tidily; an untidy end loses nothing either.
    ///
    /// # Errors
    /// Any failure of the storage.
    pub fn close(self) -> Result<()> {
        if self.writable {
            db::close(self.diary)
        } else {
            Ok(())
        }
    }
}

/// Moves the files of a damaged, missing or locked diary aside and makes an empty one. Nothing is deleted.
///
/// # Errors
/// [`Error::Conflict`] if the diary opens as it is, because then there is nothing to replace; otherwise as
/// [`Vault::open`].
pub fn start_empty(dir: &Path, now: Moment) -> Result<Vault> {
    match Vault::open(dir, now) {
        Ok(_) => return Err(Error::Conflict),
        Err(Error::Damaged | Error::Missing | Error::Locked) => {}
        Err(error) => return Err(error),
    }
    let lock = lock(dir)?;
    let kept = kept_folder(dir, now)?;
    for ending in ["", "-wal", "-shm"] {
        let name = format!("{}{ending}", File::Diary.name());
        let from = dir.join(&name);
        if from.exists() {
            db::rename(&from, &kept.join(name))?;
        }
    }
    // A file that was put aside locked is opened by its own slots, should the passphrase come back to mind.
    keys::put_aside(dir, &kept)?;
    if dir.join(MARKER).exists() {
        db::rename(&dir.join(MARKER), &kept.join(MARKER))?;
    }
    drop(lock);
    Vault::open(dir, now)
}

/// Clears what a power cut in the very first moment left: a first page or part of one, before there was a diary to lose. A
/// diary has many more, and one that lies in its log alone has a log.
fn clear_cut_off_start(dir: &Path) -> Result<()> {
    const PAGE: u64 = 4096;
    let path = dir.join(File::Diary.name());
    let length = |ending: &str| {
        fs::metadata(dir.join(format!("{}{ending}", File::Diary.name()))).map_or(0, |it| it.len())
    };
    let one_page = (1..=PAGE).contains(&length(""));
    if one_page && length("-wal") == 0 {
        backup::remove_if_there(&path)?;
        backup::remove_if_there(&dir.join(format!("{}-journal", File::Diary.name())))?;
    }
    Ok(())
}

/// A new folder for files that are put aside.
fn kept_folder(dir: &Path, now: Moment) -> Result<PathBuf> {
    let kept = (0..u32::MAX)
        .map(|n| dir.join(KEPT).join(format!("{}-{n}", now.local_date())))
        .find(|kept| !kept.exists())
        .ok_or(Error::Conflict)?;
    fs::create_dir_all(&kept)?;
    Ok(kept)
}

/// The lock of a profile for as long as this is kept.
#[derive(Debug)]
struct Held(fs::File);

impl Drop for Held {
    fn drop(&mut self) {
        // Closing is not enough: a process that is just being started elsewhere has the same file for a moment, and would
        // keep the lock until it runs its own program.
        let _ = self.0.unlock();
    }
}

fn lock(dir: &Path) -> Result<Held> {
    let file = fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(dir.join(LOCK))?;
    db::owner_only(&dir.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(Held(file)),
        Err(fs::TryLockError::WouldBlock) => Err(Error::Busy),
        Err(fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

/// A read-only place is found out before SQLite tries, because its own refusals come late and in many forms.
fn probe(dir: &Path) -> Result<()> {
    let path = dir.join(".probe");
    let made = fs::File::create(&path).and_then(|mut file| file.write_all(b"probe"));
    let gone = fs::remove_file(&path);
    made?;
    gone?;
    Ok(())
}

fn write_marker(dir: &Path, now: Moment) -> Result<()> {
    let text = serde_json::to_vec(&Marker {
        made_at_ms: now.utc_ms,
    })
    .map_err(|_| Error::Invalid { field: "marker" })?;
    let fresh = dir.join("installed.json.tmp");
    let mut file = fs::File::create(&fresh)?;
    db::owner_only(&fresh)?;
    file.write_all(&text)?;
    file.sync_all()?;
    db::rename(&fresh, &dir.join(MARKER))?;
    sync_dir(dir)
}

/// Makes the directory if need be, for the owner alone.
fn make_private(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if fs::metadata(dir)?.permissions().mode() & 0o777 != 0o700 {
            fs::set_permissions(dir, fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

/// A new name is on the disk only once its directory is; Windows has no such call and needs none.
fn sync_dir(dir: &Path) -> Result<()> {
    #[cfg(unix)]
    fs::File::open(dir)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
