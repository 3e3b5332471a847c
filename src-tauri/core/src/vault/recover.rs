//! The way back from a damaged or missing diary: from the best that can be had down to an empty one.
//!
//! Everything is tried on copies in a place of its own, and proven there. Only when the person agrees does the result take
//! the place of the diary, and the files that were there are kept aside.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rusqlite::{Connection, Transaction};

use super::backup::{self, Backup, Facts, Follow, Phase};
use super::{Vault, kept_folder, lock, make_private, sync_dir};
use crate::db::{self, File, Key};
use crate::error::{Error, Result};
use crate::history::{self, AnyRecord};
use crate::moment::Moment;
use crate::record::{self, Kind};
use crate::worded::Worded as _;

/// Where the work is done, inside the profile.
pub(super) const PLACE: &str = "recovery";

/// How the diary can come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Everything is there: opening it from its files alone, without what was left in memory, was enough.
    Whole,
    /// The diary as it was when its log was last taken in, and what could be read of the log.
    WithoutLog,
    /// A proven copy, and what could be read of newer records.
    Backup,
    /// No copy: only what could be read, record by record.
    Salvaged,
}

/// A diary that is ready to take the place of the damaged one, and what is in it.
#[derive(Debug)]
pub struct Prepared {
    /// Where it comes from.
    pub how: How,
    /// The copy it comes from.
    pub backup: Option<Backup>,
    /// What is in it.
    pub facts: Facts,
    /// How many records were read out of the damaged file on top.
    pub rescued: u32,
    /// The days of these records.
    pub rescued_days: BTreeSet<NaiveDate>,
    /// How many records were seen in the damaged file and could not be read.
    pub unreadable: u32,
    fresh: PathBuf,
    dir: PathBuf,
    /// Nobody else opens the diary before the person has decided.
    lock: super::Held,
}

/// What came of the records of a damaged file.
#[derive(Debug, Default)]
struct Rescue {
    rescued: u32,
    days: BTreeSet<NaiveDate>,
    unreadable: u32,
}

/// Goes down the ladder until a sound diary stands ready. Nothing of the profile is changed by it.
///
/// # Errors
/// [`Error::NotFound`] if nothing can be brought back, so that only an empty diary is left; [`Error::Busy`] if the diary
/// is open elsewhere; [`Error::Stopped`]; [`Error::Full`]; any failure of the files.
pub fn prepare(
    dir: &Path,
    key: Option<&Key>,
    now: Moment,
    follow: &dyn Follow,
) -> Result<Prepared> {
    make_private(dir)?;
    let lock = lock(dir)?;
    let place = dir.join(PLACE);
    backup::remove_all_if_there(&place)?;
    make_private(&place)?;
    let ready = looked(dir, key, now, follow, lock);
    if let Err(Error::Stopped) = ready {
        // Nobody waits for what was begun; it would only take room.
        backup::remove_all_if_there(&place)?;
    }
    ready
}

/// The ladder of [`prepare`].
fn looked(
    dir: &Path,
    key: Option<&Key>,
    now: Moment,
    follow: &dyn Follow,
    lock: super::Held,
) -> Result<Prepared> {
    let place = dir.join(PLACE);
    let found = copied(dir, &place.join("found"), true, follow)?;
    let ready = |how, backup, fresh: PathBuf, facts, rescue: Rescue| Prepared {
        how,
        backup,
        facts,
        rescued: rescue.rescued,
        rescued_days: rescue.days,
        unreadable: rescue.unreadable,
        fresh,
        dir: dir.to_owned(),
        lock,
    };

    // First: the files as they are, without the shared memory beside them, which a crash can leave wrong.
    if let Some(found) = &found
        && let Some((conn, facts)) = sound(opened_whole(found, key, follow))?
    {
        tidy(conn)?;
        let fresh = found.join(File::Diary.name());
        return Ok(ready(How::Whole, None, fresh, facts, Rescue::default()));
    }

    // Then: the newest sound state that can be had, from the main file alone or from a copy.
    let base = place.join("base");
    let alone = match copied(dir, &place.join("alone"), false, follow)? {
        Some(place) => sound(opened_whole(&place, key, follow))?.map(|it| (place, it)),
        None => None,
    };
    let newest = newest_backup(dir, &base, key, follow)?;
    let steps_alone = alone.as_ref().map_or(-1, |(_, (_, facts))| facts.last_step);
    let (how, backup, place, mut conn) = match (alone, newest) {
        (Some((place, (conn, _))), newest)
            if newest
                .as_ref()
                .is_none_or(|(backup, _)| backup.last_step < steps_alone) =>
        {
            (How::WithoutLog, None, place, conn)
        }
        (_, Some((backup, conn))) => (How::Backup, Some(backup), base, conn),
        (_, None) => {
            let empty = place.join("empty");
            make_private(&empty)?;
            (
                How::Salvaged,
                None,
                empty.clone(),
                db::open(&empty, File::Diary, key)?,
            )
        }
    };

    // On top of it whatever newer records of the damaged file can still be read, each through the door of its room.
    let source = copied(dir, &dir.join(PLACE).join("source"), true, follow)?
        .and_then(|it| db::open_damaged(&it.join(File::Diary.name()), key).ok());
    let rescue = match &source {
        Some(source) => db::write(&mut conn, |tx| rescue(source, tx, now, follow))?,
        None => Rescue::default(),
    };
    drop(source);
    if how == How::Salvaged && rescue.rescued == 0 {
        drop(conn);
        backup::remove_all_if_there(&dir.join(PLACE))?;
        return Err(Error::NotFound);
    }
    follow.rests_on(&conn);
    backup::at(follow, Phase::Checking)?;
    db::check(&conn, File::Diary)?;
    let facts = Facts::of(&conn)?;
    tidy(conn)?;
    let fresh = place.join(File::Diary.name());
    Ok(ready(how, backup, fresh, facts, rescue))
}

/// Puts what stands ready in the place of the diary; the files that were there are kept aside first.
///
/// # Errors
/// Any failure of the files; the diary is then as it was, damaged, and everything can be tried again.
pub fn accept(prepared: Prepared, key: Option<&Key>, now: Moment) -> Result<Vault> {
    let Prepared {
        dir, fresh, lock, ..
    } = prepared;
    let kept = kept_folder(&dir, now)?;
    make_private(&kept)?;
    for ending in ["", "-wal"] {
        let name = format!("{}{ending}", File::Diary.name());
        if dir.join(&name).exists() {
            backup::copy(&dir.join(&name), &kept.join(&name))?;
        }
    }
    sync_dir(&kept)?;
    backup::swap_in(&dir, &fresh)?;
    backup::remove_all_if_there(&dir.join(PLACE))?;
    Vault::open_holding(&dir, key, now, Some(lock))
}

/// Opens what can be read of a damaged diary, to look at it and to take it elsewhere. Nothing can be changed in it.
///
/// # Errors
/// [`Error::Missing`]; [`Error::Damaged`] if not even its first page can be read; any failure of the files.
pub fn open_to_read(dir: &Path, key: Option<&Key>) -> Result<Vault> {
    let lock = lock(dir)?;
    let place = dir.join(PLACE);
    make_private(&place)?;
    let copy = copied(dir, &place.join("safe"), true, &())?.ok_or(Error::Missing)?;
    let diary = match db::open(&copy, File::Diary, key) {
        Ok(conn) => conn,
        Err(_) => db::open_damaged(&copy.join(File::Diary.name()), key)?,
    };
    diary.pragma_update(None, "query_only", "ON")?;
    // The rooms must be able to ask their questions; a file without the one list answers none.
    diary.prepare("SELECT 1 FROM line")?;
    Ok(Vault {
        diary,
        dir: dir.to_owned(),
        writable: false,
        key: key.cloned(),
        _lock: Some(lock),
    })
}

/// A second look at what [`open_to_read`] opened, for readings that take long.
///
/// # Errors
/// As [`open_to_read`].
pub fn read_again(vault: &Vault) -> Result<Connection> {
    let copy = vault.dir.join(PLACE).join("safe").join(File::Diary.name());
    let conn = db::open_damaged(&copy, vault.key())?;
    conn.pragma_update(None, "query_only", "ON")?;
    Ok(conn)
}

/// Copies the files of the diary into a place; `None` if there is no diary.
fn copied(
    dir: &Path,
    place: &Path,
    with_log: bool,
    follow: &dyn Follow,
) -> Result<Option<PathBuf>> {
    let name = File::Diary.name();
    if !dir.join(name).exists() {
        return Ok(None);
    }
    backup::remove_all_if_there(place)?;
    make_private(place)?;
    let watch = |done, all| follow.goes_on(Phase::Copying, done, all);
    backup::copy_watched(&dir.join(name), &place.join(name), &watch)?;
    let log = format!("{name}-wal");
    if with_log && dir.join(&log).exists() {
        backup::copy_watched(&dir.join(&log), &place.join(&log), &watch)?;
    }
    Ok(Some(place.to_owned()))
}

fn opened_whole(
    place: &Path,
    key: Option<&Key>,
    follow: &dyn Follow,
) -> Result<(Connection, Facts)> {
    let conn = db::open(place, File::Diary, key)?;
    follow.rests_on(&conn);
    backup::at(follow, Phase::Checking)?;
    let checked = db::check(&conn, File::Diary).and_then(|()| Facts::of(&conn));
    // What was interrupted says nothing about the file.
    backup::at(follow, Phase::Checking)?;
    Ok((conn, checked?))
}

/// What opened; nothing where the file is what fails. What fails for another reason ends the search.
fn sound<T>(opened: Result<T>) -> Result<Option<T>> {
    match opened {
        Ok(opened) => Ok(Some(opened)),
        // Without room no other copy can be tried either, and whoever stopped it wants none.
        Err(error @ (Error::Full | Error::Stopped)) => Err(error),
        Err(_) => Ok(None),
    }
}

/// Closes a file so that all of it lies in the one main file.
fn tidy(conn: Connection) -> Result<()> {
    db::close(conn)
}

/// The newest copy that proves sound, opened as this version reads it: of the profile, else of the folder outside it.
fn newest_backup(
    dir: &Path,
    place: &Path,
    key: Option<&Key>,
    follow: &dyn Follow,
) -> Result<Option<(Backup, Connection)>> {
    let file = place.join(File::Diary.name());
    for found in backup::list(dir)?.into_iter().rev() {
        let opened = backup::verify_followed(dir, &found, key, follow)
            .and_then(|()| placed(&found.path(dir), key.filter(|_| found.sealed), place, key))
            .and_then(|()| opened_whole(place, key, follow));
        if let Some((conn, _)) = sound(opened)? {
            return Ok(Some((found, conn)));
        }
    }
    let Some(there) = backup::second_folder(dir).and_then(|it| backup::bundles(&it).ok()) else {
        return Ok(None);
    };
    for (bundle, header) in there.into_iter().rev() {
        let watch = |done, all| follow.goes_on(Phase::Copying, done, all);
        let opened = backup::unpack(dir, &bundle, &watch).and_then(|(header, unpacked)| {
            let placed = placed(&unpacked, key.filter(|_| header.backup.sealed), place, key);
            backup::remove_if_there(&unpacked)?;
            placed?;
            backup::prove_intact(&file, key, follow)?;
            opened_whole(place, key, follow)
        });
        if let Some((conn, _)) = sound(opened)? {
            return Ok(Some((header.backup, conn)));
        }
    }
    Ok(None)
}

/// A copy in a place of its own, locked like the diary it is to become.
fn placed(from: &Path, key: Option<&Key>, place: &Path, own: Option<&Key>) -> Result<()> {
    backup::remove_all_if_there(place)?;
    make_private(place)?;
    backup::place_as(from, key, &place.join(File::Diary.name()), own)
}

/// Takes over every record that is newer in the damaged file, or is only there, as far as it can be read.
fn rescue(
    source: &Connection,
    tx: &Transaction<'_>,
    now: Moment,
    follow: &dyn Follow,
) -> Result<Rescue> {
    backup::at(follow, Phase::Reading)?;
    let mut done = Rescue::default();
    // A kind that names another comes after it.
    let found = ORDER.map(|kind| (kind, seen(source, kind)));
    let all = found.iter().map(|(_, seen)| seen.len() as u64).sum();
    let mut looked_at = 0;
    for (kind, seen) in found {
        let ours = steps(tx, kind)?;
        for (id, step) in seen {
            if !follow.goes_on(Phase::Reading, looked_at, all) {
                return Err(Error::Stopped);
            }
            looked_at += 1;
            if ours.get(&id).is_some_and(|ours| *ours >= step) {
                continue;
            }
            let Some(record) = read(source, kind, &id) else {
                done.unreadable += u32::from(!ours.contains_key(&id));
                continue;
            };
            // Each by itself, so that one that does not fit leaves nothing half done.
            tx.execute_batch("SAVEPOINT one")?;
            match history::put(tx, &record, now) {
                Ok(kept) => {
                    tx.execute_batch("RELEASE one")?;
                    if record::traces(tx, kind, &id)?.last_step
                        > ours.get(&id).copied().unwrap_or(-1)
                    {
                        done.rescued += 1;
                        done.days.extend(backup::day_of(tx, kept.key().1)?);
                    }
                }
                Err(error @ (Error::Full | Error::Stopped)) => return Err(error),
                Err(_) => {
                    tx.execute_batch("ROLLBACK TO one; RELEASE one")?;
                    done.unreadable += u32::from(!ours.contains_key(&id));
                }
            }
        }
    }
    Ok(done)
}

/// The kinds in an order in which a record comes after those it names.
const ORDER: [Kind; 15] = [
    Kind::Factor,
    Kind::Footwear,
    Kind::Plan,
    Kind::Pain,
    Kind::Walk,
    Kind::Day,
    Kind::Medicine,
    Kind::Relief,
    Kind::Flare,
    Kind::Check,
    Kind::Question,
    Kind::PlanReview,
    Kind::PlanCheckIn,
    Kind::Routine,
    Kind::Session,
];

/// The records of a kind with their last step.
fn steps(conn: &Connection, kind: Kind) -> Result<BTreeMap<String, i64>> {
    let table = history::tables(kind)[0].table;
    let mut statement = conn.prepare(&format!(
        "SELECT t.id, coalesce((SELECT max(r.id) FROM revision r WHERE r.kind = ?1 AND r.record_id = t.id), 0) FROM {table} t"
    ))?;
    let found = statement.query_map([kind.word()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Every id that shows anywhere in a damaged file: its table is read from both ends and by its index, and the log names
/// what the table does not show any more.
fn seen(source: &Connection, kind: Kind) -> BTreeMap<String, i64> {
    let table = history::tables(kind)[0].table;
    let mut found: BTreeMap<String, i64> = BTreeMap::new();
    for sql in [
        format!("SELECT id, 0 FROM {table} NOT INDEXED"),
        format!("SELECT id, 0 FROM {table} NOT INDEXED ORDER BY rowid DESC"),
        format!("SELECT id, 0 FROM {table} ORDER BY id"),
        format!("SELECT id, 0 FROM {table} ORDER BY id DESC"),
        format!(
            "SELECT record_id, id FROM revision WHERE kind = '{}' ORDER BY id",
            kind.word()
        ),
        format!(
            "SELECT record_id, id FROM revision WHERE kind = '{}' ORDER BY id DESC",
            kind.word()
        ),
    ] {
        let Ok(mut statement) = source.prepare(&sql) else {
            continue;
        };
        let Ok(mut rows) = statement.query([]) else {
            continue;
        };
        // The first page that cannot be read ends this way; the others go on.
        while let Ok(Some(row)) = rows.next() {
            if let (Ok(id), Ok(step)) = (row.get::<_, String>(0), row.get::<_, i64>(1)) {
                let last = found.entry(id).or_default();
                *last = step.max(*last);
            }
        }
    }
    // An id that no record can have is a page that was overwritten.
    found.retain(|id, _| id.len() == 36);
    found
}

/// A record as its row says, or as the last readable step of its log says.
fn read(source: &Connection, kind: Kind, id: &str) -> Option<AnyRecord> {
    let logged = history::revisions(source, kind, id)
        .ok()
        .and_then(|steps| steps.into_iter().last().map(|step| step.after));
    match (history::find(source, kind, id), logged) {
        // The log is written once and never again; where the two differ, it is the row that was hit.
        (_, Some(logged)) => Some(logged),
        (Ok(row), None) => Some(row),
        (Err(_), None) => None,
    }
}
