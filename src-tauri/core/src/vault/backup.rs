//! Copies of the diary that are proven before they count: made, kept by rule, checked, packed into one file, brought back.
//!
//! A copy is a file of the diary and a line beside it that says what is in it. The line is written last, so that a copy
//! that was cut off is none.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use chrono::{Datelike as _, NaiveDate};
use rusqlite::{Connection, OptionalExtension as _};
use serde::{Deserialize, Serialize};

use super::keys::{self, Secret};
use super::{Vault, make_private, sync_dir};
use crate::db::{self, File, Key, Looks};
use crate::error::{Error, Result};
use crate::history;
use crate::moment::Moment;
use crate::record::Kind;
use crate::worded::{Worded as _, worded};

/// The folder of the copies inside the profile.
pub const FOLDER: &str = "backups";

/// Where the folder outside the profile is remembered, beside the diary and not in it: a damaged diary must not take the
/// way to its copies with it, and bringing an old diary back must not change it.
const ELSEWHERE: &str = "second-folder.json";

/// Where is remembered which files copies were saved as, so that nobody has to search for those that lie open.
const SAVED: &str = "saved-files.json";

/// What a copy that is still being made begins with.
const FRESH: &str = ".fresh-";

/// How a bundle begins.
const MAGIC: &[u8; 16] = b"Backstride copy\n";

/// The form of a bundle this program writes.
const BUNDLE_FORM: u32 = 1;

/// What the name of a bundle ends with.
pub const BUNDLE_ENDING: &str = "backstride";

/// The longest header of a bundle that is read: a line and the key slots are far shorter.
const HEADER_MAX_BYTES: u32 = 1 << 20;

/// How many of the newest copies are never removed.
const FLOOR: usize = 3;

/// What long work is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Bytes are being copied.
    Copying,
    /// What was copied is being proven.
    Checking,
    /// Records are being read out of a damaged file, one by one.
    Reading,
    /// It is being put in its place; from here on it is not stopped any more.
    Placing,
}

/// Who follows long work: hears how far it is, and may stop it.
pub trait Follow {
    /// So many bytes, or records while they are read, are done of all; zero of zero where nobody knows. False stops the work, unless it is being placed.
    fn goes_on(&self, phase: Phase, done: u64, all: u64) -> bool;

    /// The work rests on this connection until the next one is named: interrupting it stops the work.
    fn rests_on(&self, conn: &Connection);
}

/// Nobody follows.
impl Follow for () {
    fn goes_on(&self, _phase: Phase, _done: u64, _all: u64) -> bool {
        true
    }

    fn rests_on(&self, _conn: &Connection) {}
}

pub(super) fn at(follow: &dyn Follow, phase: Phase) -> Result<()> {
    if follow.goes_on(phase, 0, 0) || phase == Phase::Placing {
        Ok(())
    } else {
        Err(Error::Stopped)
    }
}

worded! {
    /// What a copy was made for.
    Why in "why" {
        /// The first change of a day.
        Day = "day",
        /// Many changes, when the program was closed.
        Exit = "exit",
        /// The person asked for it.
        Manual = "manual",
        /// A new version was about to change the file.
        Migration = "migration",
        /// Records from elsewhere were about to be taken in.
        Import = "import",
        /// Another copy was about to be brought back.
        Restore = "restore",
        /// Many records were about to be deleted at once.
        Bulk = "bulk",
        /// The key of the file was about to change.
        Rekey = "rekey",
    }
}

/// What the line beside a copy says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    /// Its place in the order; what is newer is decided by it and never by a clock.
    pub seq: u64,
    /// What it was made for.
    pub why: Why,
    /// Unix milliseconds when it was made.
    pub made_at_ms: i64,
    /// Minutes east of UTC where it was made.
    pub offset_min: i32,
    /// The version of its schema.
    pub version: u32,
    /// One name for its content.
    pub digest: String,
    /// BLAKE3 of its file.
    pub hash: String,
    /// Bytes of its file.
    pub size: u64,
    /// The last step of its log.
    pub last_step: i64,
    /// How many records are in its list.
    pub entries: u32,
    /// On how many days.
    pub days: u32,
    /// The first of these days.
    pub first_date: Option<NaiveDate>,
    /// The last of these days.
    pub last_date: Option<NaiveDate>,
    /// Whether it takes a key to open it.
    pub sealed: bool,
    /// The name of that key, which tells it from others and gives nothing of it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

impl Backup {
    /// Whether it is locked the way a diary with this key is, or lies as open as a diary without one.
    #[must_use]
    pub fn is_under(&self, key: Option<&Key>) -> bool {
        self.sealed == key.is_some() && self.key == key.map(Key::mark)
    }

    /// When it was made.
    #[must_use]
    pub fn made(&self) -> Moment {
        Moment {
            utc_ms: self.made_at_ms,
            offset_min: self.offset_min,
        }
    }

    /// Where its file lies.
    #[must_use]
    pub fn path(&self, dir: &Path) -> PathBuf {
        dir.join(FOLDER).join(format!("{:06}.db", self.seq))
    }

    fn line_path(&self, dir: &Path) -> PathBuf {
        dir.join(FOLDER).join(format!("{:06}.json", self.seq))
    }
}

/// What came of asking for a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// A new one is there, and proven.
    Kept(Backup),
    /// The newest one holds the same already.
    Same(Backup),
}

impl Made {
    /// The copy that holds the diary as it is.
    #[must_use]
    pub fn backup(&self) -> &Backup {
        match self {
            Self::Kept(backup) | Self::Same(backup) => backup,
        }
    }
}

/// What is in a file of the diary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The version of its schema.
    pub version: u32,
    /// One name for its content.
    pub digest: String,
    /// The last step of its log.
    pub last_step: i64,
    /// How many records are in its list.
    pub entries: u32,
    /// On how many days.
    pub days: u32,
    /// The first of these days.
    pub first_date: Option<NaiveDate>,
    /// The last of these days.
    pub last_date: Option<NaiveDate>,
}

impl Facts {
    /// Reads them from an open file, whatever version it has.
    ///
    /// # Errors
    /// Any failure of the storage.
    pub fn of(conn: &Connection) -> Result<Self> {
        let has = |name: &str| {
            conn.prepare_cached("SELECT 1 FROM sqlite_schema WHERE name = ?1")?
                .exists([name])
        };
        let last_step = if has("revision")? {
            conn.query_row("SELECT coalesce(max(id), 0) FROM revision", [], |row| {
                row.get(0)
            })?
        } else {
            0
        };
        // Before there was the one list, pain entries were all there was.
        let listed = if has("line")? {
            "line"
        } else {
            "pain_entry WHERE deleted_at_ms IS NULL"
        };
        let (entries, days, first_date, last_date) = conn.query_row(
            &format!(
                "SELECT count(*), count(DISTINCT local_date), min(local_date), max(local_date) FROM {listed}"
            ),
            [],
            |row| Ok((row.get(0)?, row.get(1)?, date(row, 2)?, date(row, 3)?)),
        )?;
        Ok(Self {
            version: conn.pragma_query_value(None, "user_version", |row| row.get(0))?,
            digest: db::digest_of(conn)?,
            last_step,
            entries,
            days,
            first_date,
            last_date,
        })
    }
}

fn date(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Option<NaiveDate>> {
    let text: Option<String> = row.get(at)?;
    Ok(text.and_then(|text| text.parse().ok()))
}

/// Every copy that counts, oldest first.
///
/// # Errors
/// If the folder is there and cannot be read.
pub fn list(dir: &Path) -> Result<Vec<Backup>> {
    let entries = match fs::read_dir(dir.join(FOLDER)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_none_or(|it| it != "json") {
            continue;
        }
        // A line nobody can read names no copy; the file beside it stays where it is.
        let Some(backup) = fs::read(&path)
            .ok()
            .and_then(|text| serde_json::from_slice::<Backup>(&text).ok())
        else {
            continue;
        };
        let whole = fs::metadata(backup.path(dir)).is_ok_and(|it| it.len() == backup.size);
        if whole && backup.line_path(dir) == path {
            found.push(backup);
        }
    }
    found.sort_by_key(|it| it.seq);
    Ok(found)
}

/// The copy of that number.
///
/// # Errors
/// [`Error::NotFound`]; as [`list`].
pub fn of_number(dir: &Path, seq: u64) -> Result<Backup> {
    list(dir)?
        .into_iter()
        .find(|it| it.seq == seq)
        .ok_or(Error::NotFound)
}

/// Makes a copy of the diary and proves it; what cannot be proven is removed and was never a copy.
///
/// `reader` may be a connection of its own ([`db::open_reader`]), so that saving goes on meanwhile; interrupting it stops
/// the work.
///
/// # Errors
/// [`Error::Damaged`] if the copy is not sound, which means that the diary is not; [`Error::Stopped`]; [`Error::Full`];
/// any failure of the files.
pub fn make(
    reader: &Connection,
    dir: &Path,
    key: Option<&Key>,
    why: Why,
    now: Moment,
) -> Result<Made> {
    make_followed(reader, dir, key, why, now, &())
}

/// The same, with somebody who follows.
///
/// # Errors
/// As [`make`].
pub fn make_followed(
    reader: &Connection,
    dir: &Path,
    key: Option<&Key>,
    why: Why,
    now: Moment,
    follow: &dyn Follow,
) -> Result<Made> {
    let folder = dir.join(FOLDER);
    make_private(&folder)?;
    sweep(&folder)?;
    let before = list(dir)?;
    if let Some(newest) = before.last()
        && newest.is_under(key)
        && newest.digest == db::digest_of(reader)?
        && newest.version == Facts::of(reader)?.version
        && hash(&newest.path(dir))? == newest.hash
    {
        return Ok(Made::Same(newest.clone()));
    }
    let seq = next_number(&folder)?;
    let fresh = folder.join(format!("{FRESH}{seq:06}.db"));
    let text = fresh.to_str().ok_or(Error::ReadOnly)?;
    at(follow, Phase::Copying)?;
    follow.rests_on(reader);
    let made = reader
        .execute("VACUUM INTO ?1", [text])
        .map_err(Error::from)
        .and_then(|_| count(dir, &fresh, key, (why, now), seq, follow));
    if made.is_err() {
        // A half-written copy must never be taken for one, nor keep the room it takes.
        let _ = fs::remove_file(&fresh);
    }
    made.map(Made::Kept)
}

/// Takes the copy that a migration made into the order, once it is proven like the others.
///
/// # Errors
/// As [`make`]; the copy stays where it was.
pub fn adopt(dir: &Path, key: Option<&Key>, now: Moment) -> Result<Option<Backup>> {
    let folder = dir.join(FOLDER);
    let start = format!("{}.before-migration-", File::Diary.name());
    let mut adopted = None;
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&start) {
            let seq = next_number(&folder)?;
            let why = (Why::Migration, now);
            adopted = Some(count(dir, &entry.path(), key, why, seq, &())?);
        }
    }
    Ok(adopted)
}

/// Proves a file, puts it on the disk for good, and writes the line that makes it count.
fn count(
    dir: &Path,
    fresh: &Path,
    key: Option<&Key>,
    (why, now): (Why, Moment),
    seq: u64,
    follow: &dyn Follow,
) -> Result<Backup> {
    db::owner_only(fresh)?;
    let facts = prove_followed(fresh, key, follow)?;
    let backup = Backup {
        seq,
        why,
        made_at_ms: now.utc_ms,
        offset_min: now.offset_min,
        version: facts.version,
        digest: facts.digest,
        hash: hash(fresh)?,
        size: fs::metadata(fresh)?.len(),
        last_step: facts.last_step,
        entries: facts.entries,
        days: facts.days,
        first_date: facts.first_date,
        last_date: facts.last_date,
        sealed: key.is_some(),
        key: key.map(Key::mark),
    };
    at(follow, Phase::Placing)?;
    db::to_disk(fresh)?;
    db::rename(fresh, &backup.path(dir))?;
    // The file must be there for good before the line says so.
    sync_dir(&dir.join(FOLDER))?;
    let text = serde_json::to_vec(&backup).map_err(|_| Error::Invalid { field: "backup" })?;
    write_whole(&backup.line_path(dir), &text)?;
    Ok(backup)
}

/// Proves that a file is a whole and unchanged diary that this program can open.
///
/// # Errors
/// [`Error::Foreign`] for a file of another program;
/// [`Error::NewerDatabase`]; [`Error::Damaged`] for anything else, also for one that takes a key and got none.
pub fn prove(path: &Path, key: Option<&Key>) -> Result<Facts> {
    prove_followed(path, key, &())
}

fn prove_followed(path: &Path, key: Option<&Key>, follow: &dyn Follow) -> Result<Facts> {
    at(follow, Phase::Checking)?;
    if db::looks(path)? == Looks::Plain && !db::is_ours(path, File::Diary)? {
        return Err(Error::Foreign);
    }
    let conn = db::open_copy(path, File::Diary, key)?;
    follow.rests_on(&conn);
    db::check_whole(&conn, File::Diary)?;
    Facts::of(&conn)
}

/// Proves a file whose bytes are known to be as they were written, with the key that opens it, if it takes one.
///
/// # Errors
/// As [`prove`]; [`Error::OtherKey`] for one that was locked with another key, which is no damage.
pub fn prove_intact(path: &Path, key: Option<&Key>, follow: &dyn Follow) -> Result<Facts> {
    let sealed = db::looks(path)? == Looks::Sealed;
    if sealed && !key.is_some_and(|key| db::fits(path, File::Diary, key)) {
        return Err(Error::OtherKey);
    }
    prove_followed(path, key.filter(|_| sealed), follow)
}

/// What opens a file whose bytes are known to be as they were written: nothing for one that lies open, the key of the
/// diary where it fits, else whatever a passphrase or a code from another day gives out. `slots` came with the file.
///
/// # Errors
/// [`Error::OtherKey`] if it takes a secret and there is none; [`Error::WrongSecret`] for one that does not open it;
/// [`Error::Memory`].
pub fn key_for(
    dir: &Path,
    path: &Path,
    own: Option<&Key>,
    slots: Option<&[u8]>,
    secret: Option<Secret<'_>>,
) -> Result<Option<Key>> {
    if db::looks(path)? != Looks::Sealed {
        return Ok(None);
    }
    let fits = |key: &Key| db::fits(path, File::Diary, key);
    if let Some(own) = own.filter(|own| fits(own)) {
        return Ok(Some(own.clone()));
    }
    let secret = secret.ok_or(Error::OtherKey)?;
    for slots in keys::known(dir, slots) {
        let opened = match slots.open(secret) {
            Err(Error::KeysDamaged) => continue,
            opened => opened?,
        };
        if let Some((_, key)) = opened.into_iter().find(|(_, key)| fits(key)) {
            return Ok(Some(key));
        }
    }
    Err(Error::WrongSecret)
}

/// Proves a copy again: its bytes, its structure and its content.
///
/// # Errors
/// As [`prove_intact`]; [`Error::Damaged`] also if it is another file than the one that was kept.
pub fn verify(dir: &Path, backup: &Backup, key: Option<&Key>) -> Result<()> {
    verify_followed(dir, backup, key, &())
}

/// Whether the bytes of a copy are as they were written.
///
/// # Errors
/// [`Error::Damaged`] if they are not; any failure of the files.
pub fn verify_bytes(dir: &Path, backup: &Backup) -> Result<()> {
    if hash(&backup.path(dir))? == backup.hash {
        Ok(())
    } else {
        Err(Error::Damaged)
    }
}

/// The same as [`verify`], with somebody who follows.
///
/// # Errors
/// As [`verify`]; [`Error::Stopped`].
pub fn verify_followed(
    dir: &Path,
    backup: &Backup,
    key: Option<&Key>,
    follow: &dyn Follow,
) -> Result<()> {
    at(follow, Phase::Checking)?;
    verify_bytes(dir, backup)?;
    prove_as(backup, &backup.path(dir), key, follow)
}

/// Proves a file whose bytes are known to be as they were written, and that it holds what was written down about it.
///
/// # Errors
/// As [`prove_intact`]; [`Error::Damaged`] also if it holds something else; [`Error::Stopped`].
pub fn prove_as(
    backup: &Backup,
    path: &Path,
    key: Option<&Key>,
    follow: &dyn Follow,
) -> Result<()> {
    let facts = prove_intact(path, key, follow)?;
    if facts.digest == backup.digest && facts.entries == backup.entries {
        Ok(())
    } else {
        Err(Error::Damaged)
    }
}

/// Which copies no rule keeps: all of the last two days that have any (ten at most), one for each of twelve days, ten
/// weeks and nine months before. The newest three and the last one before a migration stay in any case; beyond
/// `cap_bytes` the oldest go first.
///
/// The order is that of the numbers. Dates only tell copies of one day from those of another, so that a clock that was
/// wrong for a while costs nothing.
#[must_use]
pub fn superfluous(backups: &[Backup], cap_bytes: u64) -> Vec<u64> {
    const ACTIVE_DAYS: usize = 2;
    const ACTIVE: usize = 10;
    const DAYS: usize = 12;
    const WEEKS: usize = 10;
    const MONTHS: usize = 9;
    let mut newest_first: Vec<&Backup> = backups.iter().collect();
    newest_first.sort_by_key(|it| std::cmp::Reverse(it.seq));
    let mut kept = BTreeSet::new();
    let (mut days, mut weeks, mut months) = (Vec::new(), Vec::new(), Vec::new());
    let mut active = 0;
    for backup in &newest_first {
        let date = backup.made().local_date();
        let (week, month) = (date.iso_week(), (date.year(), date.month()));
        let new_day = !days.contains(&date);
        if new_day {
            days.push(date);
        }
        let of_active_days = days
            .iter()
            .position(|it| *it == date)
            .is_some_and(|at| at < ACTIVE_DAYS);
        if of_active_days {
            if active < ACTIVE {
                active += 1;
                kept.insert(backup.seq);
            }
        } else if new_day && days.len() <= ACTIVE_DAYS + DAYS {
            kept.insert(backup.seq);
        } else if days.len() > ACTIVE_DAYS + DAYS && !weeks.contains(&week) {
            if weeks.len() < WEEKS {
                weeks.push(week);
                kept.insert(backup.seq);
            } else if !months.contains(&month) && months.len() < MONTHS {
                months.push(month);
                kept.insert(backup.seq);
            }
        }
    }
    let floor: BTreeSet<u64> = newest_first
        .iter()
        .take(FLOOR)
        .chain(newest_first.iter().find(|it| it.why == Why::Migration))
        .map(|it| it.seq)
        .collect();
    kept.extend(&floor);
    let mut bytes: u64 = backups
        .iter()
        .filter(|it| kept.contains(&it.seq))
        .map(|it| it.size)
        .sum();
    for oldest in newest_first.iter().rev() {
        if bytes <= cap_bytes {
            break;
        }
        if !floor.contains(&oldest.seq) && kept.remove(&oldest.seq) {
            bytes -= oldest.size;
        }
    }
    backups
        .iter()
        .map(|it| it.seq)
        .filter(|seq| !kept.contains(seq))
        .collect()
}

/// The most of all copies together, 2 GB, and of the room there is where they lie, a fifth.
const CAP_BYTES: u64 = 2 << 30;
const CAP_PERCENT: u64 = 20;

/// How much copies may take where `room` bytes are free and they take `taken` by now. What they take is room as well: else
/// copies that were made yesterday would make those of today go.
#[must_use]
pub fn cap_bytes(room: Option<u64>, taken: u64) -> u64 {
    room.map_or(CAP_BYTES, |room| {
        CAP_BYTES.min(room.saturating_add(taken) / 100 * CAP_PERCENT)
    })
}

/// Removes what [`superfluous`] names; returns how many went.
///
/// # Errors
/// Any failure of the files; what could not be removed is removed the next time.
pub fn rotate(dir: &Path, cap_bytes: u64) -> Result<usize> {
    let all = list(dir)?;
    let gone = superfluous(&all, cap_bytes);
    for backup in all.iter().filter(|it| gone.contains(&it.seq)) {
        take_away(dir, backup)?;
    }
    Ok(gone.len())
}

/// Removes one copy.
///
/// # Errors
/// [`Error::NotFound`]; any failure of the files.
pub fn remove(dir: &Path, seq: u64) -> Result<()> {
    let backup = of_number(dir, seq)?;
    take_away(dir, &backup)?;
    sync_dir(&dir.join(FOLDER))
}

/// The file first: where somebody has it open, it cannot go on Windows and stays a copy, to be removed the next time. A line
/// without its file names no copy and is swept.
fn take_away(dir: &Path, backup: &Backup) -> Result<()> {
    remove_if_there(&backup.path(dir))?;
    disown(dir, backup)
}

/// Takes its line away from a copy, which is none from then on.
pub(super) fn disown(dir: &Path, backup: &Backup) -> Result<()> {
    remove_if_there(&backup.line_path(dir))
}

/// How long the copy is by now that is being made.
#[must_use]
pub fn fresh_bytes(dir: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(dir.join(FOLDER)) else {
        return 0;
    };
    entries
        .flatten()
        .filter(|it| it.file_name().to_string_lossy().starts_with(FRESH))
        .filter_map(|it| it.metadata().ok())
        .map(|it| it.len())
        .sum()
}

/// What all copies take.
#[must_use]
pub fn bytes(dir: &Path) -> u64 {
    list(dir).map_or(0, |all| all.iter().map(|it| it.size).sum())
}

/// Whether the diary has changed since the last copy that was made on this day, so that one is due.
///
/// # Errors
/// Any failure of the storage.
pub fn due_today(reader: &Connection, dir: &Path, now: Moment) -> Result<bool> {
    let all = list(dir)?;
    let Some(newest) = all.last() else {
        return Ok(Facts::of(reader)?.last_step > 0);
    };
    Ok(newest.made().local_date() != now.local_date() && newest.digest != db::digest_of(reader)?)
}

/// How many changes no copy holds yet.
///
/// # Errors
/// Any failure of the storage.
pub fn changes_since_newest(conn: &Connection, dir: &Path) -> Result<i64> {
    let last = Facts::of(conn)?.last_step;
    Ok(list(dir)?
        .last()
        // After bringing an old copy back the log is shorter; all of it may be new then.
        .filter(|newest| newest.last_step <= last)
        .map_or(last, |newest| last - newest.last_step))
}

/// How many records of one kind would be different.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindDifference {
    /// Which kind.
    pub kind: Kind,
    /// In the copy alone.
    pub come_back: u32,
    /// In the diary alone.
    pub go: u32,
    /// In both, and not the same.
    pub change: u32,
}

/// What bringing a copy back would change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// The kinds in which anything would change.
    pub kinds: Vec<KindDifference>,
    /// The days of which something would go.
    pub days_losing: BTreeSet<NaiveDate>,
    /// The days to which something would come back.
    pub days_gaining: BTreeSet<NaiveDate>,
}

/// Compares the diary with a copy of it, both of the newest version.
///
/// # Errors
/// Any failure of the storage.
pub fn compare(live: &Connection, copy: &Connection) -> Result<Difference> {
    let mut difference = Difference::default();
    for kind in Kind::ALL {
        let mut of_kind = KindDifference {
            kind: *kind,
            come_back: 0,
            go: 0,
            change: 0,
        };
        let sql = format!(
            "SELECT t.id, coalesce((SELECT max(r.id) FROM revision r WHERE r.kind = ?1 AND r.record_id = t.id), 0) AS step,
                    coalesce((SELECT r.made_at_ms FROM revision r WHERE r.kind = ?1 AND r.record_id = t.id
                              ORDER BY r.id DESC LIMIT 1), 0)
             FROM {} t WHERE t.deleted_at_ms IS NULL ORDER BY t.id",
            history::tables(*kind)[0].table
        );
        let (mut ours, mut theirs) = (live.prepare(&sql)?, copy.prepare(&sql)?);
        let (mut ours, mut theirs) = (ours.query([kind.word()])?, theirs.query([kind.word()])?);
        let read = |row: Option<&rusqlite::Row<'_>>| -> Result<Option<(String, i64, i64)>> {
            row.map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .transpose()
        };
        let (mut one, mut other) = (read(ours.next()?)?, read(theirs.next()?)?);
        loop {
            // Both lists are in the order of the ids, so the smaller one stands in its list alone.
            let order = match (&one, &other) {
                (None, None) => break,
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some(one), Some(other)) => one.0.cmp(&other.0),
            };
            match order {
                std::cmp::Ordering::Less => {
                    of_kind.go += 1;
                    if let Some((id, ..)) = &one {
                        difference.days_losing.extend(day_of(live, id)?);
                    }
                    one = read(ours.next()?)?;
                }
                std::cmp::Ordering::Greater => {
                    of_kind.come_back += 1;
                    if let Some((id, ..)) = &other {
                        difference.days_gaining.extend(day_of(copy, id)?);
                    }
                    other = read(theirs.next()?)?;
                }
                std::cmp::Ordering::Equal => {
                    of_kind.change += u32::from(one != other);
                    one = read(ours.next()?)?;
                    other = read(theirs.next()?)?;
                }
            }
        }
        if of_kind.come_back + of_kind.go + of_kind.change > 0 {
            difference.kinds.push(of_kind);
        }
    }
    Ok(difference)
}

pub(super) fn day_of(conn: &Connection, id: &str) -> Result<Option<NaiveDate>> {
    Ok(conn
        .prepare_cached("SELECT local_date FROM line WHERE record_id = ?1")?
        .query_row([id], |row| date(row, 0))
        .optional()?
        .flatten())
}

/// A copy, opened as this version reads it: an older one is migrated in a place of its own and stays as it is.
#[derive(Debug)]
pub struct Opened {
    /// The copy, to be read.
    pub conn: Connection,
    /// Removed with it, and after it: on Windows a file that is open stays.
    _scratch: Option<Scratch>,
}

/// A folder that goes when this does.
#[derive(Debug)]
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // It is removed before the next time as well.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Opens a file that [`prove`] let through, as this version reads it.
///
/// # Errors
/// As [`prove`]; any failure of the files.
pub fn open_as_now(dir: &Path, path: &Path, key: Option<&Key>) -> Result<Opened> {
    let conn = db::open_copy(path, File::Diary, key)?;
    let version: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version == File::Diary.known_version() {
        return Ok(Opened {
            conn,
            _scratch: None,
        });
    }
    drop(conn);
    let scratch = dir.join(FOLDER).join(".preview");
    remove_all_if_there(&scratch)?;
    make_private(&scratch)?;
    let scratch = Scratch(scratch);
    copy(path, &scratch.0.join(File::Diary.name()))?;
    let conn = db::open(&scratch.0, File::Diary, key)?;
    Ok(Opened {
        conn,
        _scratch: Some(scratch),
    })
}

/// What came of bringing a copy back: the diary is open again either way, unless the disk refuses even that.
#[derive(Debug)]
pub struct Restored {
    /// The diary as it is now.
    pub vault: Result<Vault>,
    /// The copy of the diary as it was before, or why nothing was changed.
    pub before: Result<Backup>,
}

/// Puts a proven copy in the place of the diary. What was there is kept as a copy of its own first.
///
/// `path` is a file that [`verify`] or [`unpack`] let through, and `key` is what opens it; it is copied and proven once more
/// on the way. The diary stays locked the way it is: a copy that was locked otherwise, or not at all, is written anew.
#[must_use]
pub fn restore(vault: Vault, path: &Path, key: Option<&Key>, now: Moment) -> Restored {
    restore_followed(vault, path, key, now, &())
}

/// The same, with somebody who follows.
#[must_use]
pub fn restore_followed(
    vault: Vault,
    path: &Path,
    key: Option<&Key>,
    now: Moment,
    follow: &dyn Follow,
) -> Restored {
    let dir = vault.dir.clone();
    let own = vault.key.clone();
    let own = own.as_ref();
    let fresh = dir.join("diary.db.fresh");
    let prepared =
        make_followed(&vault.diary, &dir, own, Why::Restore, now, follow).and_then(|made| {
            at(follow, Phase::Copying)?;
            place_as(path, key, &fresh, own)?;
            prove_followed(&fresh, own, follow)?;
            at(follow, Phase::Placing)?;
            Ok(made.backup().clone())
        });
    let before = match prepared {
        Ok(before) => before,
        Err(error) => {
            let _ = fs::remove_file(&fresh);
            return Restored {
                vault: Ok(vault),
                before: Err(error),
            };
        }
    };
    let Vault { diary, _lock, .. } = vault;
    let swapped = db::close(diary).and_then(|()| swap_in(&dir, &fresh));
    let _ = fs::remove_file(&fresh);
    Restored {
        // The lock is held from before the change until after it.
        vault: Vault::open_holding(&dir, own, now, _lock),
        before: swapped.map(|()| before),
    }
}

/// Puts a copy of a file somewhere, locked with `own`, whatever it was locked with before.
pub(super) fn place_as(from: &Path, key: Option<&Key>, to: &Path, own: Option<&Key>) -> Result<()> {
    if key.map(Key::bytes) == own.map(Key::bytes) {
        return copy(from, to);
    }
    remove_if_there(to)?;
    let was = prove(from, key)?;
    db::recast_copy(from, File::Diary, key, to, own)?;
    if prove(to, own)? == was {
        Ok(())
    } else {
        Err(Error::Damaged)
    }
}

/// Puts a file in the place of the diary. Nothing else may have it open, and nothing may wait in its log.
///
/// A log beside another diary than its own would be replayed over it, so the log goes first, and is gone for good before
/// the new file comes.
pub(super) fn swap_in(dir: &Path, fresh: &Path) -> Result<()> {
    for ending in ["-wal", "-shm"] {
        remove_if_there(&dir.join(format!("{}{ending}", File::Diary.name())))?;
    }
    sync_dir(dir)?;
    db::rename(fresh, &dir.join(File::Diary.name()))?;
    sync_dir(dir)
}

/// The header of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// What is in it.
    pub backup: Backup,
    /// The key slots of a locked diary as they lie in the profile, so that the passphrase of that day opens it.
    pub slots: Option<Vec<u8>>,
}

/// How far a long work is: bytes done of all. Answering false stops it.
pub type Watch<'a> = &'a dyn Fn(u64, u64) -> bool;

/// Writes a copy with everything it takes to bring it back into one file; what is there already is never written over.
///
/// # Errors
/// [`Error::Conflict`] if a file of this name is there; [`Error::Stopped`]; [`Error::Full`]; [`Error::ReadOnly`].
pub fn pack(
    dir: &Path,
    backup: &Backup,
    slots: Option<Vec<u8>>,
    target: &Path,
    watch: Watch<'_>,
) -> Result<()> {
    if target.exists() {
        return Err(Error::Conflict);
    }
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = target.with_file_name(name);
    let written = pack_into(dir, backup, slots, &part, watch)
        .and_then(|()| read_through(&part, None, watch).map(drop))
        .and_then(|()| {
            // A profile on a full disk must not keep anybody from saving the diary elsewhere.
            let _ = note_saved(dir, target, backup);
            db::rename(&part, target)
        });
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written?;
    match target.parent() {
        // Not every file system of a stick can sync a folder.
        Some(folder) => sync_dir(folder).or(Ok(())),
        None => Ok(()),
    }
}

fn pack_into(
    dir: &Path,
    backup: &Backup,
    slots: Option<Vec<u8>>,
    part: &Path,
    watch: Watch<'_>,
) -> Result<()> {
    let header = serde_json::to_vec(&Header {
        backup: backup.clone(),
        slots,
    })
    .map_err(|_| Error::Invalid { field: "backup" })?;
    let length = u32::try_from(header.len()).map_err(|_| Error::Invalid { field: "backup" })?;
    let mut out = Sealing {
        file: fs::File::create(part)?,
        hasher: blake3::Hasher::new(),
    };
    // Not every file system of a stick knows owners.
    let _ = db::owner_only(part);
    out.write(MAGIC)?;
    out.write(&BUNDLE_FORM.to_be_bytes())?;
    out.write(&length.to_be_bytes())?;
    out.write(&header)?;
    let mut from = fs::File::open(backup.path(dir))?;
    pour(&mut from, backup.size, watch, &mut |bytes| out.write(bytes))?;
    let seal = out.hasher.finalize();
    out.file.write_all(seal.as_bytes())?;
    out.file.sync_all()?;
    Ok(())
}

/// A file that is hashed while it is written.
struct Sealing {
    file: fs::File,
    hasher: blake3::Hasher,
}

impl Sealing {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.hasher.update(bytes);
        Ok(self.file.write_all(bytes)?)
    }
}

/// Takes a bundle apart into the folder of the copies and proves its seal; the diary in it is still to be proven.
///
/// # Errors
/// [`Error::Foreign`] for a file that is no bundle; [`Error::NewerDatabase`] for one of a later form;
/// [`Error::Damaged`] if one bit is not as it was written; [`Error::Stopped`].
pub fn unpack(dir: &Path, bundle: &Path, watch: Watch<'_>) -> Result<(Header, PathBuf)> {
    let folder = dir.join(FOLDER);
    make_private(&folder)?;
    let into = folder.join(".unpacked.db");
    remove_if_there(&into)?;
    let mut file = fs::File::create(&into)?;
    db::owner_only(&into)?;
    let header = read_through(bundle, Some(&mut file), watch)
        .and_then(|header| Ok(file.sync_all().map(|()| header)?));
    match header {
        Ok(header) => Ok((header, into)),
        Err(error) => {
            let _ = fs::remove_file(&into);
            Err(error)
        }
    }
}

/// Reads only what a bundle says of itself, for a list; its seal is not proven by that.
///
/// # Errors
/// As [`unpack`].
pub fn peek(bundle: &Path) -> Result<Header> {
    Ok(open_bundle(bundle)?.1)
}

fn open_bundle(bundle: &Path) -> Result<(fs::File, Header, blake3::Hasher)> {
    let mut file = fs::File::open(bundle).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::Missing,
        _ => error.into(),
    })?;
    let mut hasher = blake3::Hasher::new();
    let mut start = [0; 24];
    file.read_exact(&mut start).map_err(|_| Error::Foreign)?;
    hasher.update(&start);
    if start[..16] != *MAGIC {
        return Err(Error::Foreign);
    }
    let word =
        |at: usize| u32::from_be_bytes([start[at], start[at + 1], start[at + 2], start[at + 3]]);
    if word(16) > BUNDLE_FORM {
        return Err(Error::NewerDatabase {
            found: word(16),
            known: BUNDLE_FORM,
        });
    }
    if word(16) == 0 || word(20) > HEADER_MAX_BYTES {
        return Err(Error::Damaged);
    }
    let mut text = vec![0; word(20) as usize];
    file.read_exact(&mut text).map_err(|_| Error::Damaged)?;
    hasher.update(&text);
    let header: Header = serde_json::from_slice(&text).map_err(|_| Error::Damaged)?;
    let seal = blake3::OUT_LEN as u64;
    let whole = 24 + text.len() as u64 + header.backup.size + seal;
    if file.metadata()?.len() != whole {
        return Err(Error::Damaged);
    }
    Ok((file, header, hasher))
}

fn read_through(
    bundle: &Path,
    mut into: Option<&mut fs::File>,
    watch: Watch<'_>,
) -> Result<Header> {
    let (mut file, header, mut hasher) = open_bundle(bundle)?;
    let mut inner = blake3::Hasher::new();
    pour(&mut file, header.backup.size, watch, &mut |bytes| {
        hasher.update(bytes);
        inner.update(bytes);
        match &mut into {
            Some(into) => Ok(into.write_all(bytes)?),
            None => Ok(()),
        }
    })?;
    let mut seal = [0; blake3::OUT_LEN];
    file.read_exact(&mut seal).map_err(|_| Error::Damaged)?;
    let sealed = hasher.finalize() == blake3::Hash::from_bytes(seal);
    if sealed && inner.finalize().to_hex().as_str() == header.backup.hash {
        Ok(header)
    } else {
        Err(Error::Damaged)
    }
}

/// A file that a copy was saved as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFile {
    /// Where it was put.
    pub path: PathBuf,
    /// Whether it takes a key to open it.
    pub sealed: bool,
    /// The name of that key.
    pub key: Option<String>,
}

impl SavedFile {
    /// Whether the place it was put is there, as far as anybody can tell: a stick may be in a drawer.
    #[must_use]
    pub fn reachable(&self) -> bool {
        self.path.parent().is_some_and(Path::is_dir)
    }
}

/// Every file that copies were saved as, except those that are known to be gone.
#[must_use]
pub fn saved_files(dir: &Path) -> Vec<SavedFile> {
    let mut found: Vec<SavedFile> = fs::read(dir.join(FOLDER).join(SAVED))
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default();
    found.retain(|it| it.path.exists() || !it.reachable());
    found
}

fn note_saved(dir: &Path, target: &Path, backup: &Backup) -> Result<()> {
    let mut all = saved_files(dir);
    all.retain(|it| it.path != target);
    all.push(SavedFile {
        path: target.to_owned(),
        sealed: backup.sealed,
        key: backup.key.clone(),
    });
    write_saved(dir, &all)
}

/// Takes a file off the list of what was saved, whatever becomes of it.
///
/// # Errors
/// Any failure of the files.
pub fn forget_saved(dir: &Path, path: &Path) -> Result<()> {
    let mut all = saved_files(dir);
    all.retain(|it| it.path != path);
    write_saved(dir, &all)
}

fn write_saved(dir: &Path, all: &[SavedFile]) -> Result<()> {
    let text = serde_json::to_vec(all).map_err(|_| Error::Invalid { field: "backup" })?;
    make_private(&dir.join(FOLDER))?;
    write_whole(&dir.join(FOLDER).join(SAVED), &text)
}

/// The folder outside the profile that copies go to as well.
#[must_use]
pub fn second_folder(dir: &Path) -> Option<PathBuf> {
    let text = fs::read(dir.join(FOLDER).join(ELSEWHERE)).ok()?;
    serde_json::from_slice::<Option<PathBuf>>(&text).ok()?
}

/// Chooses that folder, or none.
///
/// # Errors
/// [`Error::Invalid`] for a folder that is not there, is not named in full, or is the profile itself;
/// [`Error::ReadOnly`] if nothing can be written there.
pub fn set_second_folder(dir: &Path, folder: Option<&Path>) -> Result<()> {
    const FIELD: Error = Error::Invalid { field: "folder" };
    let folder = match folder {
        Some(folder) => {
            if !folder.is_absolute() || !folder.is_dir() {
                return Err(FIELD);
            }
            // The name a person knows it by: Windows has another one for programs.
            let real = dunce::canonicalize(folder)?;
            if real.starts_with(dunce::canonicalize(dir)?) {
                return Err(FIELD);
            }
            super::probe(&real)?;
            Some(real)
        }
        None => None,
    };
    make_private(&dir.join(FOLDER))?;
    let text = serde_json::to_vec(&folder).map_err(|_| FIELD)?;
    write_whole(&dir.join(FOLDER).join(ELSEWHERE), &text)
}

/// The bundles in a folder, oldest first, each with its place.
///
/// # Errors
/// If the folder cannot be read, for example because the stick is not plugged in.
pub fn bundles(folder: &Path) -> Result<Vec<(PathBuf, Header)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == BUNDLE_ENDING)
            && let Ok(header) = peek(&path)
        {
            found.push((path, header));
        }
    }
    found.sort_by_key(|(_, header)| header.backup.seq);
    Ok(found)
}

/// Puts a copy into the folder outside the profile, proves it there, and removes there what no rule keeps.
///
/// # Errors
/// As [`pack`].
pub fn copy_out(
    dir: &Path,
    backup: &Backup,
    slots: Option<Vec<u8>>,
    folder: &Path,
    cap_bytes: u64,
) -> Result<PathBuf> {
    let target = folder.join(bundle_name(backup));
    match pack(dir, backup, slots, &target, &|_, _| true) {
        // The same copy was put there before; whatever else has the name is not ours to write over.
        Err(Error::Conflict) if peek(&target).is_ok_and(|it| it.backup == *backup) => {}
        done => done?,
    }
    let there = bundles(folder)?;
    let of_ours: Vec<Backup> = there
        .iter()
        .filter(|(path, header)| path.ends_with(bundle_name(&header.backup)))
        .map(|(_, header)| header.backup.clone())
        .collect();
    for seq in superfluous(&of_ours, cap_bytes) {
        for (path, header) in &there {
            if header.backup.seq == seq && path.ends_with(bundle_name(&header.backup)) {
                remove_if_there(path)?;
            }
        }
    }
    Ok(target)
}

/// The name of a bundle: the day and the number, and no word about whom or what.
#[must_use]
pub fn bundle_name(backup: &Backup) -> String {
    format!(
        "Backstride {} ({}).{BUNDLE_ENDING}",
        backup.made().local_date(),
        backup.seq
    )
}

/// Copies a file and puts the copy on the disk for good.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    copy_watched(from, to, &|_, _| true)
}

/// The same, with somebody who hears how far it is and may stop it.
pub(super) fn copy_watched(from: &Path, to: &Path, watch: Watch<'_>) -> Result<()> {
    let mut from = fs::File::open(from)?;
    let size = from.metadata()?.len();
    let mut into = fs::File::create(to)?;
    db::owner_only(to)?;
    pour(&mut from, size, watch, &mut |bytes| {
        Ok(into.write_all(bytes)?)
    })?;
    into.sync_all()?;
    Ok(())
}

/// Hands on exactly so many bytes, piece by piece.
fn pour(
    from: &mut fs::File,
    size: u64,
    watch: Watch<'_>,
    take: &mut dyn FnMut(&[u8]) -> Result<()>,
) -> Result<()> {
    const PIECE: u64 = 1 << 20;
    let mut piece = vec![0; usize::try_from(PIECE.min(size.max(1))).unwrap_or(1)];
    let mut done = 0;
    while done < size {
        let wanted = usize::try_from(size - done).map_or(piece.len(), |left| left.min(piece.len()));
        from.read_exact(&mut piece[..wanted])
            .map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => Error::Damaged,
                _ => error.into(),
            })?;
        take(&piece[..wanted])?;
        done += wanted as u64;
        if !watch(done, size) {
            return Err(Error::Stopped);
        }
    }
    Ok(())
}

/// BLAKE3 of a file, as hexadecimal digits.
fn hash(path: &Path) -> Result<String> {
    let mut file = fs::File::open(path)?;
    let size = file.seek(io::SeekFrom::End(0))?;
    file.rewind()?;
    let mut hasher = blake3::Hasher::new();
    pour(&mut file, size, &|_, _| true, &mut |bytes| {
        hasher.update(bytes);
        Ok(())
    })?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// Writes a small file whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let mut file = fs::File::create(&part)?;
    db::owner_only(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    db::rename(&part, path)?;
    match path.parent() {
        Some(folder) => sync_dir(folder),
        None => Ok(()),
    }
}

/// The number of the next copy. Files without a line count as well: they are never written over.
fn next_number(folder: &Path) -> Result<u64> {
    let mut highest = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let number = path
            .file_stem()
            .and_then(|stem| stem.to_str()?.parse::<u64>().ok());
        highest = highest.max(number.unwrap_or(0));
    }
    Ok(highest + 1)
}

/// Removes what was cut off while it was made.
fn sweep(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // A line without its file was left by somebody who removed the file alone.
        let line_alone = name.strip_suffix(".json").is_some_and(|stem| {
            stem.parse::<u64>().is_ok() && !folder.join(format!("{stem}.db")).exists()
        });
        if name.starts_with(FRESH) || name.ends_with(".part") || line_alone {
            remove_if_there(&entry.path())?;
        }
    }
    Ok(())
}

pub(super) fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

pub(super) fn remove_all_if_there(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
