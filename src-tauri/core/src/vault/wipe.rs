//! What a profile holds, and deleting all of it so that nothing can be read from what is left.
//!
//! It begins with a mark of its own on the disk. Whoever is interrupted in the middle, by a crash or a power cut, finds the
//! mark at the next start, and the deletion is finished before anything is opened. Only names that this program gives are
//! touched: a profile may lie in a folder that holds other things.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::{KEPT, LOCK, MARKER, lock, sync_dir};
use crate::db::{self, File};
use crate::error::{Error, Result};

/// Says that everything is being deleted.
const ERASING: &str = "erasing.json";

/// The folder of the copies made by themselves; those set aside after damage lie in another one.
const BACKUPS: &str = "backups";

/// What the files that open an encrypted diary are called.
const KEYS: &str = "keyslots";

/// Bytes that are written over a file at a time.
const CHUNK: usize = 1 << 20;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
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

/// One file, or one folder of copies with everything in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// What it is.
    pub what: What,
    /// Its name in the profile.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// How many files it is.
    pub files: u32,
}

/// What was asked for.
#[derive(Debug, Serialize, Deserialize)]
struct Erasing {
    keep_copies: bool,
}

/// What the profile holds, by kind and name.
///
/// # Errors
/// Any failure to read the folder.
pub fn holdings(dir: &Path) -> Result<Vec<Holding>> {
    let mut all = Vec::new();
    for (name, path) in ours(dir)? {
        let (bytes, files) = weight(&path)?;
        all.push(Holding {
            what: what(&name),
            name,
            bytes,
            files,
        });
    }
    all.sort_by(|a, b| (a.what, &a.name).cmp(&(b.what, &b.name)));
    Ok(all)
}

/// Notes on the disk that everything is to go; from here on it will, whatever happens.
///
/// # Errors
/// Any failure to write; then nothing was deleted.
pub fn begin(dir: &Path, keep_copies: bool) -> Result<()> {
    let text = serde_json::to_vec(&Erasing { keep_copies })
        .map_err(|_| Error::Invalid { field: "marker" })?;
    let mut file = fs::File::create(dir.join(ERASING))?;
    db::owner_only(&dir.join(ERASING))?;
    file.write_all(&text)?;
    file.sync_all()?;
    sync_dir(dir)
}

/// Takes every row out of an open diary, writes over where they stood, the index of words included, and empties the
/// journal beside it.
///
/// # Errors
/// Any failure of the storage; the files go all the same.
pub fn forget(conn: &mut Connection) -> Result<()> {
    conn.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA secure_delete = ON;")?;
    let tx = conn.transaction()?;
    tx.execute(
        "INSERT INTO line_words (line_words, rank) VALUES ('secure-delete', 1)",
        [],
    )?;
    let tables: Vec<String> = tx
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
               AND name NOT LIKE 'line\\_words\\_%' ESCAPE '\\'",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for table in tables {
        tx.execute(&format!("DELETE FROM \"{table}\""), [])?;
    }
    tx.execute(
        "INSERT INTO line_words (line_words) VALUES ('optimize')",
        [],
    )?;
    tx.commit()?;
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

/// Deletes everything that [`begin`] was asked for: each file is written over with nothing, cut off and removed. No program
/// may have a file open. Without a mark it does nothing.
///
/// # Errors
/// [`Error::Busy`] if another copy of the program runs; any failure to write or remove. The mark stays, and the next start
/// tries again.
pub fn finish(dir: &Path) -> Result<()> {
    let held = lock(dir)?;
    finish_locked(dir)?;
    drop(held);
    Ok(())
}

/// Whether everything is being deleted.
#[must_use]
pub fn begun(dir: &Path) -> bool {
    dir.join(ERASING).exists()
}

/// The same for whoever holds the lock.
pub(super) fn finish_locked(dir: &Path) -> Result<()> {
    let Some(erasing) = asked(dir)? else {
        return Ok(());
    };
    for (name, path) in ours(dir)? {
        let copies = matches!(what(&name), What::Backups | What::Kept);
        if name == ERASING || name == LOCK || (copies && erasing.keep_copies) {
            continue;
        }
        if name.starts_with(KEYS) && erasing.keep_copies {
            // Copies of an encrypted diary are worth nothing without what opens them.
            set_aside(dir, &name)?;
            continue;
        }
        gone(&path)?;
    }
    sync_dir(dir)?;
    gone(&dir.join(ERASING))?;
    sync_dir(dir)
}

/// What was asked for; a mark that cannot be read was cut off while it was written, before anything was deleted.
fn asked(dir: &Path) -> Result<Option<Erasing>> {
    match fs::read(dir.join(ERASING)) {
        Ok(text) => match serde_json::from_slice(&text) {
            Ok(erasing) => Ok(Some(erasing)),
            Err(_) => {
                fs::remove_file(dir.join(ERASING))?;
                Ok(None)
            }
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Everything in the profile that has a name of ours.
fn ours(dir: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        // Names of ours are plain letters; another one is somebody else's.
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let folder = entry.file_type()?.is_dir();
        let ours = match folder {
            true => name == BACKUPS || name == KEPT || name == super::recover::PLACE,
            false => is_ours(&name),
        };
        if ours {
            all.push((name, entry.path()));
        }
    }
    all.sort();
    Ok(all)
}

fn is_ours(name: &str) -> bool {
    let begins = [File::Diary.name(), File::Schedule.name(), MARKER, KEYS];
    begins.iter().any(|it| name.starts_with(it)) || [ERASING, LOCK, ".probe"].contains(&name)
}

fn what(name: &str) -> What {
    match name {
        BACKUPS => What::Backups,
        KEPT => What::Kept,
        _ if name.starts_with(File::Diary.name()) => What::Diary,
        _ if name.starts_with(File::Schedule.name()) => What::Schedule,
        _ => What::Own,
    }
}

/// The size of a file, or of all files of a folder, and how many they are.
fn weight(path: &Path) -> Result<(u64, u32)> {
    let meta = fs::symlink_metadata(path)?;
    if !meta.is_dir() {
        return Ok((meta.len(), 1));
    }
    let mut sum = (0, 0);
    for entry in fs::read_dir(path)? {
        let (bytes, files) = weight(&entry?.path())?;
        sum = (sum.0 + bytes, sum.1 + files);
    }
    Ok(sum)
}

/// Removes a file after writing over it, or a folder with everything in it. A link is removed and not followed.
fn gone(path: &Path) -> Result<()> {
    let meta = match fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    if meta.is_dir() {
        for entry in fs::read_dir(path)? {
            gone(&entry?.path())?;
        }
        fs::remove_dir(path)?;
        return Ok(());
    }
    if meta.is_file() {
        blank(path, meta.len())?;
    }
    fs::remove_file(path)?;
    Ok(())
}

fn blank(path: &Path, bytes: u64) -> Result<()> {
    let mut file = fs::OpenOptions::new().write(true).open(path)?;
    let nothing = vec![0; CHUNK];
    let mut left = bytes;
    while left > 0 {
        let now = usize::try_from(left).map_or(CHUNK, |left| left.min(CHUNK));
        file.write_all(&nothing[..now])?;
        left -= now as u64;
    }
    file.sync_all()?;
    file.set_len(0)?;
    file.sync_all()?;
    Ok(())
}

/// Moves a key file beside the copies it opens.
fn set_aside(dir: &Path, name: &str) -> Result<()> {
    let kept = dir.join(KEPT);
    fs::create_dir_all(&kept)?;
    let free = (0..u32::MAX)
        .map(|n| kept.join(format!("{name}-{n}")))
        .find(|path| !path.exists())
        .ok_or(Error::Conflict)?;
    db::rename(&dir.join(name), &free)
}
