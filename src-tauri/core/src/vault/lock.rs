//! Locking the diary: turning the lock on and off, opening with a passphrase, changing what opens it.
//!
//! The diary never changes in place. A whole new file is written beside it under the new key, read back, compared, and
//! only then takes the place of the old one by a single renaming. The key slots are written before it and settled after
//! it, so that at every moment the file that is there is opened by what the slots say.

use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::backup;
use super::code::RecoveryCode;
use super::keys::{self, Draw, Kind, Secret, Slots};
use super::{Vault, kept_folder, remove_if_there, sync_dir};
use crate::db::{self, File, Key, Looks};
use crate::error::{Error, Result};
use crate::moment::Moment;

/// The new file while it is being written.
const FRESH: &str = "diary.db.recast";

/// A point in a change of the lock at which a test can let the computer die.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The key slots are on the disk.
    KeysWritten,
    /// The new file is written.
    Exported,
    /// The new file was read back and compared.
    Verified,
    /// The old file is closed and has no log beside it.
    Closed,
    /// The new file has the name of the old one.
    Swapped,
    /// What is left of the old file was overwritten.
    Wiped,
    /// The key slots hold one key alone, or are gone.
    KeysSettled,
}

impl Step {
    /// All of them, in their order.
    pub const ALL: [Self; 7] = [
        Self::KeysWritten,
        Self::Exported,
        Self::Verified,
        Self::Closed,
        Self::Swapped,
        Self::Wiped,
        Self::KeysSettled,
    ];
}

/// Who is told of each step once it is done; an error is taken for a failure of that step.
pub type Watch<'a> = &'a mut dyn FnMut(Step) -> Result<()>;

/// What became of a change of the lock: the diary as it stands afterwards, and whether the change was made.
#[derive(Debug)]
pub struct Changed {
    /// The diary, opened again. After a failure it is the old one, or the new one if it had taken its place.
    pub vault: Result<Vault>,
    /// Whether all of it was done.
    pub outcome: Result<()>,
}

/// Whether the diary of a profile is locked with a key that its slots give out.
///
/// # Errors
/// Any failure to read it.
pub fn is_locked(dir: &Path) -> Result<bool> {
    Ok(db::looks(&dir.join(File::Diary.name()))? == Looks::Sealed && keys::present(dir))
}

/// Opens a locked diary with a passphrase, the recovery code, or what the key store kept.
///
/// # Errors
/// [`Error::WrongSecret`] if it fits no slot; [`Error::KeysDamaged`] if no copy of the slots is as it was written;
/// [`Error::Damaged`] if the secret is right and the diary behind it is not; otherwise as [`Vault::open`].
pub fn unlock(dir: &Path, secret: Secret<'_>, now: Moment) -> Result<Vault> {
    let (copies, whole) = keys::read(dir)?;
    let (mut forged, mut tried) = (false, Vec::new());
    for slots in &copies {
        let opened = match slots.open(secret) {
            Err(Error::KeysDamaged) => {
                forged = true;
                continue;
            }
            opened => opened?,
        };
        for (generation, key) in opened {
            match Vault::unlock(dir, &key, now) {
                Err(Error::Damaged) => tried.push(generation),
                Ok(vault) => {
                    if vault.writable() && (!whole || forged || slots.between_two()) {
                        if slots.between_two() && generation == slots.newest() {
                            // The change to a new key was cut off behind its middle.
                            let _ = keep_for_copies(dir, slots, now);
                        }
                        let mut settled = slots.clone();
                        settled.keep_only(generation, &key);
                        // The diary is open; a copy that cannot be mended now is mended next time.
                        let _ = keys::write(dir, &settled);
                    }
                    return Ok(vault);
                }
                Err(error) => return Err(error),
            }
        }
    }
    // In the middle of a change of keys the right passphrase may be the other one.
    let other = copies
        .iter()
        .any(|slots| slots.between_two() && !tried.contains(&slots.newest()));
    Err(match (tried.is_empty(), forged) {
        (true, true) => Error::KeysDamaged,
        (true, false) => Error::WrongSecret,
        (false, _) if other => Error::WrongSecret,
        (false, _) => Error::Damaged,
    })
}

/// What a secret opens the diary with, also where the diary itself cannot be opened.
///
/// # Errors
/// As [`unlock`] where it is about the secret.
pub fn key_behind(dir: &Path, secret: Secret<'_>) -> Result<Key> {
    let (copies, _) = keys::read(dir)?;
    let (mut forged, mut found) = (false, Vec::new());
    for slots in &copies {
        match slots.open(secret) {
            Err(Error::KeysDamaged) => forged = true,
            opened => found.extend(opened?),
        }
    }
    // In the middle of a change one secret may give out two keys; the file tells, if its beginning can be read.
    let path = dir.join(File::Diary.name());
    let at = found
        .iter()
        .position(|(_, key)| db::fits(&path, File::Diary, key))
        .unwrap_or_default();
    found
        .into_iter()
        .nth(at)
        .map(|(_, key)| key)
        .ok_or(if forged {
            Error::KeysDamaged
        } else {
            Error::WrongSecret
        })
}

/// Locks a diary that is not locked.
///
/// # Errors
/// In the outcome: [`Error::Invalid`] on `passphrase`; [`Error::Conflict`] if it is locked already; any failure of the
/// storage.
pub fn turn_on(
    vault: Vault,
    passphrase: &str,
    code: &RecoveryCode,
    draw: Draw<'_>,
    now: Moment,
    watch: Watch<'_>,
) -> Changed {
    if !vault.writable() || vault.key.is_some() {
        return refused(vault);
    }
    let dir = vault.dir().to_owned();
    let begun = keys::accept_passphrase(passphrase).and_then(|()| {
        let key = drawn(&mut *draw)?;
        let slots = Slots::new(passphrase, code, &key, draw)?;
        Ok((key, slots))
    });
    let (key, slots) = match begun {
        Ok(begun) => begun,
        Err(error) => return kept(vault, error),
    };
    let done = put_slots_aside(&dir, now)
        .and_then(|()| keys::write(&dir, &slots))
        .and_then(|()| watch(Step::KeysWritten))
        .and_then(|()| recast(vault, Some(&key), now, &mut *watch))
        .and_then(|vault| watch(Step::KeysSettled).map(|()| vault));
    let changed = changed(done, &dir, &[&key], now);
    if changed.outcome.is_err()
        && changed
            .vault
            .as_ref()
            .is_ok_and(|vault| vault.key.is_none())
    {
        // They open nothing; left there they would only be in the way.
        let _ = keys::remove(&dir);
    }
    changed
}

/// Takes the lock off. The passphrase is asked for again, because whoever finds the window open should not be able to.
///
/// # Errors
/// In the outcome: [`Error::WrongSecret`]; [`Error::Conflict`] if it is not locked; any failure of the storage.
pub fn turn_off(vault: Vault, secret: Secret<'_>, now: Moment, watch: Watch<'_>) -> Changed {
    let Some(key) = vault.key.clone().filter(|_| vault.writable()) else {
        return refused(vault);
    };
    let dir = vault.dir().to_owned();
    if let Err(error) = proven(&dir, &key, secret) {
        return kept(vault, error);
    }
    let done = watch(Step::KeysWritten)
        .and_then(|()| recast(vault, None, now, &mut *watch))
        .and_then(|vault| {
            put_slots_aside(&dir, now)?;
            watch(Step::KeysSettled)?;
            Ok(vault)
        });
    changed(done, &dir, &[&key], now)
}

/// Encrypts the whole diary anew with a key nobody ever had, for somebody whose passphrase became known.
///
/// # Errors
/// In the outcome: [`Error::WrongSecret`] for the old passphrase; [`Error::Invalid`] on `passphrase` for the new one;
/// [`Error::Conflict`] if it is not locked; any failure of the storage.
pub fn rekey(
    vault: Vault,
    old: Secret<'_>,
    passphrase: &str,
    code: &RecoveryCode,
    draw: Draw<'_>,
    now: Moment,
    watch: Watch<'_>,
) -> Changed {
    let Some(key) = vault.key.clone().filter(|_| vault.writable()) else {
        return refused(vault);
    };
    let dir = vault.dir().to_owned();
    let begun = proven(&dir, &key, old).and_then(|(mut slots, generation)| {
        let fresh = drawn(&mut *draw)?;
        slots.keep_only(generation, &key);
        let before = slots.alone(generation, &key);
        let next = generation.checked_add(1).ok_or(Error::Conflict)?;
        slots.add_generation(next, passphrase, code, &fresh, draw)?;
        slots.next(&[(generation, &key), (next, &fresh)]);
        Ok((slots, before, next, fresh))
    });
    let (mut slots, before, next, fresh) = match begun {
        Ok(begun) => begun,
        Err(error) => return kept(vault, error),
    };
    let done = keys::write(&dir, &slots)
        .and_then(|()| watch(Step::KeysWritten))
        .and_then(|()| recast(vault, Some(&fresh), now, &mut *watch))
        .and_then(|vault| {
            if let Some(before) = &before {
                keep_for_copies(&dir, before, now)?;
            }
            slots.keep_only(next, &fresh);
            keys::write(&dir, &slots)?;
            watch(Step::KeysSettled)?;
            Ok(vault)
        });
    changed(done, &dir, &[&fresh, &key], now)
}

/// Puts another passphrase in the place of the old one. Only the slots change; the diary does not.
///
/// # Errors
/// [`Error::WrongSecret`] if neither the old passphrase nor the code fits; [`Error::Invalid`] on `passphrase`.
pub fn change_passphrase(
    vault: &Vault,
    old: Secret<'_>,
    passphrase: &str,
    draw: Draw<'_>,
) -> Result<()> {
    keys::accept_passphrase(passphrase)?;
    reslot(vault, Some(old), Secret::Passphrase(passphrase), draw)
}

/// Puts another recovery code in the place of the old one, which opens nothing from then on.
///
/// # Errors
/// [`Error::WrongSecret`] if the passphrase does not fit.
pub fn change_code(
    vault: &Vault,
    old: Secret<'_>,
    code: &RecoveryCode,
    draw: Draw<'_>,
) -> Result<()> {
    reslot(vault, Some(old), Secret::Recovery(code), draw)
}

/// Whether a passphrase opens the diary, for somebody who wants to be sure to know it still.
///
/// # Errors
/// [`Error::WrongSecret`] if it does not; [`Error::Conflict`] if the diary is not locked.
pub fn recall(vault: &Vault, words: &str) -> Result<()> {
    let key = vault.key.as_ref().ok_or(Error::Conflict)?;
    proven(vault.dir(), key, Secret::Passphrase(words)).map(drop)
}

/// Lets what the key store keeps open the diary as well. It is a shorter way in and never the only one.
///
/// # Errors
/// [`Error::Conflict`] if the diary is not locked.
pub fn remember(vault: &Vault, stored: &[u8], draw: Draw<'_>) -> Result<()> {
    reslot(vault, None, Secret::Stored(stored), draw)
}

/// Makes what the key store keeps worthless, whether or not the store can be reached.
///
/// # Errors
/// [`Error::Conflict`] if the diary is not locked.
pub fn forget(vault: &Vault) -> Result<()> {
    let (mut slots, generation, key) = current(vault)?;
    slots.without(Kind::Stored, generation, key);
    keys::write(vault.dir(), &slots)
}

/// Old slots may be all that opens an old copy of the diary, so they are never deleted.
fn put_slots_aside(dir: &Path, now: Moment) -> Result<()> {
    if keys::present(dir) {
        keys::put_aside(dir, &kept_folder(dir, now)?)?;
    }
    Ok(())
}

/// Keeps slots for the copies that were locked with their key, as long as there are any.
fn keep_for_copies(dir: &Path, slots: &Slots, now: Moment) -> Result<()> {
    if backup::list(dir)?.iter().any(|copy| copy.sealed) {
        keys::keep(&kept_folder(dir, now)?, slots)?;
        sync_dir(dir)?;
    }
    Ok(())
}

fn reslot(vault: &Vault, old: Option<Secret<'_>>, new: Secret<'_>, draw: Draw<'_>) -> Result<()> {
    let (mut slots, generation, key) = current(vault)?;
    if let Some(old) = old {
        proven(vault.dir(), key, old)?;
    }
    slots.replace(new, generation, key, draw)?;
    keys::write(vault.dir(), &slots)
}

/// The newest slots of an open diary, and which of their keys it has.
fn current(vault: &Vault) -> Result<(Slots, u32, &Key)> {
    let key = vault.key.as_ref().ok_or(Error::Conflict)?;
    if !vault.writable() {
        return Err(Error::ReadOnly);
    }
    let slots = keys::newest(vault.dir())?;
    let generation = slots.newest();
    Ok((slots, generation, key))
}

/// Whether a secret opens the very key the diary is open with, and with which slots.
fn proven(dir: &Path, key: &Key, secret: Secret<'_>) -> Result<(Slots, u32)> {
    let slots = keys::newest(dir)?;
    let fits = slots
        .open(secret)?
        .into_iter()
        .find(|(_, opened)| opened.bytes() == key.bytes());
    let (generation, _) = fits.ok_or(Error::WrongSecret)?;
    Ok((slots, generation))
}

fn drawn(draw: Draw<'_>) -> Result<Key> {
    let mut bytes = zeroize::Zeroizing::new([0; Key::BYTES]);
    draw(&mut *bytes)?;
    Ok(Key::new(bytes))
}

/// Writes the diary anew under another key, or under none, and puts it in the place of the old one.
fn recast(vault: Vault, key: Option<&Key>, now: Moment, watch: Watch<'_>) -> Result<Vault> {
    let dir = vault.dir.clone();
    let (path, fresh) = (dir.join(File::Diary.name()), dir.join(FRESH));
    remove_fresh(&dir)?;
    let written = db::recast(&vault.diary, File::Diary, &fresh, key)
        .and_then(|()| watch(Step::Exported))
        .and_then(|()| db::compare(&vault.diary, File::Diary, &fresh, key))
        .and_then(|()| db::to_disk(&fresh))
        .and_then(|()| sync_dir(&dir))
        .and_then(|()| watch(Step::Verified));
    if let Err(error) = written {
        // Half of a diary must not lie about, least of all half of a plain one.
        let _ = remove_fresh(&dir);
        return Err(error);
    }
    let plain = vault.key.is_none();
    let Vault { diary, _lock, .. } = vault;
    db::close_whole(diary, &path)?;
    sync_dir(&dir)?;
    watch(Step::Closed)?;
    // The old file has no name after the swap, but what it held is still on the disk until it is overwritten.
    let mut old = plain.then(|| open_to_wipe(&path)).flatten();
    db::rename(&fresh, &path).or_else(|error| {
        // Some file systems of Windows replace no file that is open; there the old one is only deleted.
        match old.take().filter(|_| cfg!(windows)) {
            Some(held) => {
                drop(held);
                db::rename(&fresh, &path)
            }
            None => Err(error),
        }
    })?;
    sync_dir(&dir)?;
    watch(Step::Swapped)?;
    if let Some(old) = old {
        // A disk that refuses this keeps what it may keep anyway; the change itself is made.
        let _ = overwrite(old);
    }
    watch(Step::Wiped)?;
    Vault::open_holding(&dir, key, now, _lock)
}

/// How long the new file of a change is by now.
#[must_use]
pub fn fresh_bytes(dir: &Path) -> u64 {
    fs::metadata(dir.join(FRESH)).map_or(0, |it| it.len())
}

/// Takes away what a change that was cut off left of its new file.
pub(super) fn remove_fresh(dir: &Path) -> Result<()> {
    for ending in ["", "-journal", "-wal", "-shm"] {
        let path = dir.join(format!("{FRESH}{ending}"));
        if ending.is_empty()
            && let Some(file) = open_to_wipe(&path)
        {
            let _ = overwrite(file);
        }
        remove_if_there(&path)?;
    }
    Ok(())
}

/// Windows lets a file that is open this way lose its name.
fn open_to_wipe(path: &Path) -> Option<fs::File> {
    fs::OpenOptions::new().write(true).open(path).ok()
}

fn overwrite(mut file: fs::File) -> Result<()> {
    let mut left = file.metadata()?.len();
    file.seek(SeekFrom::Start(0))?;
    let nothing = vec![0; 64 * 1024];
    while left > 0 {
        let part = left.min(nothing.len() as u64);
        file.write_all(&nothing[..usize::try_from(part).unwrap_or(nothing.len())])?;
        left -= part;
    }
    file.sync_all()?;
    Ok(())
}

fn refused(vault: Vault) -> Changed {
    let error = if vault.writable() {
        Error::Conflict
    } else {
        Error::ReadOnly
    };
    kept(vault, error)
}

fn kept(vault: Vault, error: Error) -> Changed {
    Changed {
        vault: Ok(vault),
        outcome: Err(error),
    }
}

/// After a failure the diary is opened again as whatever it is now.
fn changed(done: Result<Vault>, dir: &Path, keys: &[&Key], now: Moment) -> Changed {
    let error = match done {
        Ok(vault) => {
            return Changed {
                vault: Ok(vault),
                outcome: Ok(()),
            };
        }
        Err(error) => error,
    };
    let mut vault = Vault::open(dir, now);
    for key in keys {
        if !matches!(vault, Err(Error::Locked | Error::Damaged)) {
            break;
        }
        vault = Vault::unlock(dir, key, now);
    }
    Changed {
        vault,
        outcome: Err(error),
    }
}

/// Why a file is a left-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// The diary lies in it for anybody to read.
    Open,
    /// It is locked with the key from before, which somebody may have.
    OldKey,
}

impl Left {
    /// A copy of the diary that is not locked the way the diary is.
    fn of(sealed: bool) -> Self {
        if sealed { Self::OldKey } else { Self::Open }
    }
}

/// A file that holds the diary, or parts of it, and is not locked the way the diary is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOver {
    /// The path inside the profile; the whole path of one outside.
    pub name: PathBuf,
    /// How long it is.
    pub bytes: u64,
    /// Why it is here.
    pub left: Left,
    /// Whether it can be reached: a stick may be in a drawer.
    pub reachable: bool,
}

/// Every file of a locked diary that is not locked the way the diary is: old copies, files that were put aside, logs, and
/// the copies that were saved elsewhere.
///
/// Empty while the diary is not locked, because then nothing is a left-over.
///
/// # Errors
/// Any failure to read the folder.
pub fn left_over(dir: &Path, key: Option<&Key>) -> Result<Vec<LeftOver>> {
    let mut found = Vec::new();
    let Some(key) = key else {
        return Ok(found);
    };
    look_into(dir, Path::new(""), 0, &mut found)?;
    // One that lies open was found by its first bytes already.
    for copy in backup::list(dir)?.into_iter().filter(|copy| copy.sealed) {
        let path = copy.path(dir);
        let ours = match &copy.key {
            Some(_) => copy.is_under(Some(key)),
            None => db::fits(&path, File::Diary, key),
        };
        if !ours {
            found.push(LeftOver {
                name: path.strip_prefix(dir).unwrap_or(&path).to_owned(),
                bytes: copy.size,
                left: Left::OldKey,
                reachable: true,
            });
        }
    }
    found.extend(elsewhere(dir, key));
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The same among what was saved outside the profile.
fn elsewhere(dir: &Path, key: &Key) -> Vec<LeftOver> {
    let mark = key.mark();
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut found = Vec::new();
    for saved in backup::saved_files(dir) {
        if saved.path.starts_with(dir) {
            continue;
        }
        if saved.reachable() {
            paths.push(saved.path);
        } else if saved.key.as_ref() != Some(&mark) {
            found.push(LeftOver {
                name: saved.path,
                bytes: 0,
                left: Left::of(saved.sealed),
                reachable: false,
            });
        }
    }
    let second = backup::second_folder(dir).and_then(|it| backup::bundles(&it).ok());
    for (path, _) in second.unwrap_or_default() {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    for path in paths {
        // Whatever else has the name by now is none of ours.
        let Ok(header) = backup::peek(&path) else {
            continue;
        };
        if header.backup.key.as_ref() != Some(&mark) {
            found.push(LeftOver {
                bytes: fs::metadata(&path).map_or(header.backup.size, |it| it.len()),
                name: path,
                left: Left::of(header.backup.sealed),
                reachable: true,
            });
        }
    }
    found
}

/// Overwrites and deletes files that [`left_over`] lists; others are left alone. One that cannot be reached is taken off
/// the list, because its owner said so. Returns how many are gone.
///
/// # Errors
/// Any failure of the file system; what was deleted before it stays deleted.
pub fn remove_left_over(dir: &Path, key: Option<&Key>, names: &[PathBuf]) -> Result<usize> {
    let copies = backup::list(dir)?;
    let mut gone = 0;
    for one in left_over(dir, key)? {
        if !names.contains(&one.name) {
            continue;
        }
        if !one.reachable {
            backup::forget_saved(dir, &one.name)?;
            continue;
        }
        // The whole path of one outside stays as it is.
        let path = dir.join(&one.name);
        if let Some(copy) = copies.iter().find(|copy| copy.path(dir) == path) {
            backup::disown(dir, copy)?;
        }
        if let Some(file) = open_to_wipe(&path) {
            let _ = overwrite(file);
        }
        remove_if_there(&path)?;
        gone += 1;
    }
    sync_dir(dir)?;
    Ok(gone)
}

/// As deep as anything of ours lies.
const DEPTH_MAX: u32 = 3;

fn look_into(dir: &Path, below: &Path, depth: u32, found: &mut Vec<LeftOver>) -> Result<()> {
    for entry in fs::read_dir(dir.join(below))? {
        let entry = entry?;
        let name = below.join(entry.file_name());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if depth < DEPTH_MAX {
                look_into(dir, &name, depth + 1, found)?;
            }
        } else if kind.is_file() && db::holds_diary(&entry.path())? {
            found.push(LeftOver {
                name,
                bytes: entry.metadata()?.len(),
                left: Left::Open,
                reachable: true,
            });
        }
    }
    Ok(())
}
