//! Opening the two files: settings, version gate, migrations, and the checks that keep a damaged file untouched.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use rusqlite_migration::{M, Migrations};
use zeroize::Zeroizing;

use crate::digest::{self, Summed};
use crate::error::{Error, Result};
use crate::{checks, diary, exchange, plan, reading, record, sessions, settings, walks};

/// The oldest SQLite whose write-ahead log does not lose committed pages (sqlite.org/wal.html#walresetbug).
const SQLITE_OLDEST: i32 = 3_051_003;

/// How a file of SQLite begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// What every page of a locked file is encrypted with: 32 random bytes, wiped from memory when dropped.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; Self::BYTES]>);

impl Key {
    /// How long a key is.
    pub const BYTES: usize = 32;

    /// A key of bytes that were drawn elsewhere.
    #[must_use]
    pub fn new(bytes: Zeroizing<[u8; Self::BYTES]>) -> Self {
        Self(bytes)
    }

    /// The bytes, for whoever wraps them.
    pub(crate) fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// A name that tells this key from others and gives nothing of it away.
    pub(crate) fn mark(&self) -> String {
        let name = blake3::derive_key("backstride 2026 mark of a key", &*self.0);
        name[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The key as SQLCipher takes it: raw, so that no second derivation costs time at each opening.
    fn literal(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = Zeroizing::new(String::with_capacity(2 * Self::BYTES + 3));
        text.push_str("x'");
        for byte in self.0.iter() {
            text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        text.push('\'');
        text
    }
}

/// A key never says what it is, not even into a log by mistake.
impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(..)")
    }
}

/// What a file looks like from outside, without a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// It is not there, or has not one byte yet.
    Absent,
    /// It begins like a file of SQLite.
    Plain,
    /// It begins like nothing: locked with a key, or damaged at its very beginning. Only the key can tell.
    Sealed,
}

/// One of the two files of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// `diary.db`: the user's records; only the window opens it.
    Diary,
    /// `schedule.db`: reminders without a health word; the window and the companion share it.
    Schedule,
}

/// The steps of `diary.db`, oldest first. Append only: a released step never changes.
fn diary_steps() -> Vec<M<'static>> {
    vec![
        M::up(include_str!("../migrations/0001_diary_pain_entry.sql")),
        M::up(include_str!("../migrations/0002_settings_setting.sql")),
        resummed(
            include_str!("../migrations/0004_record_revision_of_all_kinds.sql"),
            &["revision"],
        ),
        resummed(
            include_str!("../migrations/0005_diary_more_than_a_number.sql"),
            &["pain_entry"],
        ),
        M::up(include_str!("../migrations/0006_walks_walk.sql")),
        M::up(include_str!("../migrations/0007_insights_views.sql")),
        M::up(include_str!(
            "../migrations/0008_insights_days_summed_by_table.sql"
        )),
        resummed(
            include_str!("../migrations/0009_checks_symptom_check.sql"),
            &["revision"],
        ),
        resummed(
            include_str!("../migrations/0010_reading_library.sql"),
            &["revision"],
        ),
        M::up(include_str!(
            "../migrations/0011_insights_pain_beside_a_walk.sql"
        )),
        M::up(include_str!("../migrations/0013_plan_walking_plan.sql")),
        M::up(include_str!("../migrations/0014_sessions_session.sql")),
        M::up(include_str!("../migrations/0016_sessions_own_routine.sql")),
        M::up(include_str!("../migrations/0018_exchange_import.sql")),
        resummed(
            include_str!("../migrations/0019_record_sums_of_the_list.sql"),
            &["line", "line_words_content"],
        ),
    ]
}

/// The steps of `schedule.db`, oldest first. Append only as well.
fn schedule_steps() -> Vec<M<'static>> {
    vec![
        M::up(include_str!("../migrations/0003_reminders_schedule.sql")),
        M::up(include_str!("../migrations/0012_reminders_asking.sql")),
        M::up(include_str!(
            "../migrations/0015_reminders_every_kind_of_rule.sql"
        )),
        M::up(include_str!("../migrations/0017_reminders_cap.sql")),
    ]
}

/// A step that changes the columns of summed tables, so that their sums are made afresh in the same transaction.
fn resummed(sql: &'static str, tables: &'static [&'static str]) -> M<'static> {
    M::up_with_hook(sql, move |tx: &Transaction<'_>| {
        digest::renew(tx, tables)
            .map_err(|error| rusqlite_migration::HookError::Hook(error.to_string()))
    })
}

impl File {
    /// The name of the file inside the profile.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Diary => "diary.db",
            Self::Schedule => "schedule.db",
        }
    }

    /// The newest schema version this program knows.
    #[must_use]
    pub fn known_version(self) -> u32 {
        u32::try_from(self.steps().len()).unwrap_or(u32::MAX)
    }

    /// Four bytes in the header that tell our files from anybody else's: "Bkst" and "Bksc".
    fn application_id(self) -> i32 {
        match self {
            Self::Diary => 0x426B_7374,
            Self::Schedule => 0x426B_7363,
        }
    }

    fn steps(self) -> Vec<M<'static>> {
        match self {
            Self::Diary => diary_steps(),
            Self::Schedule => schedule_steps(),
        }
    }

    fn summed(self) -> Vec<Summed> {
        match self {
            Self::Diary => [
                &[record::REVISION, record::LINE, record::LINE_WORDS][..],
                diary::SUMMED,
                walks::SUMMED,
                checks::SUMMED,
                reading::SUMMED,
                plan::SUMMED,
                sessions::SUMMED,
                &settings::SUMMED,
                &[exchange::BATCH],
            ]
            .concat(),
            Self::Schedule => Vec::new(),
        }
    }
}

/// Whether a file is there, without making it.
#[must_use]
pub fn exists(dir: &Path, file: File) -> bool {
    dir.join(file.name()).exists()
}

/// What the file at a path looks like from outside.
///
/// # Errors
/// Any failure to read it.
pub fn looks(path: &Path) -> Result<Looks> {
    let mut start = Vec::with_capacity(MAGIC.len());
    match fs::File::open(path) {
        Ok(opened) => opened
            .take(MAGIC.len() as u64)
            .read_to_end(&mut start)
            .map_err(Error::from)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Looks::Absent),
        Err(error) => return Err(error.into()),
    };
    Ok(if start.is_empty() {
        Looks::Absent
    } else if start == MAGIC {
        Looks::Plain
    } else {
        Looks::Sealed
    })
}

/// Opens `diary.db` in a profile directory, making or migrating it as needed.
///
/// # Errors
/// [`Error::NewerDatabase`] and [`Error::Damaged`] leave the file untouched; [`Error::ReadOnly`], [`Error::Full`]
/// and [`Error::Busy`] say what stands in the way.
pub fn open_diary(dir: &Path) -> Result<Connection> {
    open(dir, File::Diary, None)
}

/// Opens `schedule.db` in a profile directory, making or migrating it as needed.
///
/// # Errors
/// As [`open_diary`].
pub fn open_schedule(dir: &Path) -> Result<Connection> {
    open(dir, File::Schedule, None)
}

/// Opens a file for reading where nothing can be written, without leaving a trace beside it.
///
/// # Errors
/// [`Error::ReadOnly`] if changes are still waiting in the write-ahead log, because they would be missed;
/// otherwise as [`open`].
pub fn open_for_reading(dir: &Path, file: File, key: Option<&Key>) -> Result<Connection> {
    let path = dir.join(file.name());
    if waiting_in_log(&path) {
        return Err(Error::ReadOnly);
    }
    let conn = open_copy(&path, file, key)?;
    if version(&conn)? < file.known_version() {
        // An older file would need a migration, which is a write.
        return Err(Error::ReadOnly);
    }
    sound(&conn)?;
    Ok(conn)
}

/// Opens a copy of one of the files for reading, wherever it lies, without leaving a trace beside it.
///
/// Proven by then: it is a copy of this kind of file, this key opens it, and this program knows its version. Its pages
/// are not: [`check`] reads them all, for a copy of the newest version.
///
/// # Errors
/// [`Error::Missing`]; [`Error::NewerDatabase`]; [`Error::Damaged`] for anything else, which includes a key that does not
/// fit, and one too few or too many: ask [`looks`] first.
pub fn open_copy(path: &Path, file: File, key: Option<&Key>) -> Result<Connection> {
    match (looks(path)?, key) {
        (Looks::Absent, _) => return Err(Error::Missing),
        (Looks::Plain, Some(_)) | (Looks::Sealed, None) => return Err(Error::Damaged),
        (Looks::Plain, None) => {
            Header::read(path)?.ok_or(Error::Missing)?.accept(file)?;
        }
        (Looks::Sealed, Some(_)) => {}
    }
    let conn = Connection::open_with_flags(
        as_it_lies(path)?,
        OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    unlock(&conn, key)?;
    protect(&conn)?;
    // The first question reads and proves the first page; a key that does not fit ends here.
    let found = version(&conn)?;
    let id: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id != file.application_id() {
        return Err(Error::Damaged);
    }
    if found > file.known_version() {
        return Err(Error::NewerDatabase {
            found,
            known: file.known_version(),
        });
    }
    Ok(conn)
}

/// The address of a file that is read as it lies there, without a trace beside it.
fn as_it_lies(path: &Path) -> Result<String> {
    let text = path.to_str().ok_or(Error::ReadOnly)?;
    let escaped = text
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    Ok(format!("file:{escaped}?immutable=1"))
}

/// Whether a key opens the first page of a file that is locked; what is behind it is not looked at.
pub(crate) fn fits(path: &Path, file: File, key: &Key) -> bool {
    !matches!(
        open_copy(path, file, Some(key)),
        Err(Error::Damaged | Error::Missing)
    )
}

/// Whether a file that begins like one of SQLite says that it is ours.
pub(crate) fn is_ours(path: &Path, file: File) -> Result<bool> {
    Ok(Header::read(path)?.is_some_and(|it| it.application_id == file.application_id()))
}

/// A second look at the open diary of a profile, for readings so long that a save must not wait for them.
///
/// # Errors
/// As [`open_diary`]; nothing is ever written through it.
pub fn open_beside(dir: &Path, key: Option<&Key>) -> Result<Connection> {
    let conn = Connection::open_with_flags(
        dir.join(File::Diary.name()),
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    unlock(&conn, key)?;
    protect(&conn)?;
    conn.pragma_update(None, "query_only", "ON")?;
    Ok(conn)
}

/// A migrated file that lives in memory: the fake of every test.
///
/// # Errors
/// Only a broken migration makes it fail.
pub fn in_memory(file: File) -> Result<Connection> {
    let mut conn = Connection::open_in_memory()?;
    prepare(&mut conn, file)?;
    Ok(conn)
}

/// Runs one user action as one immediate transaction; nothing of it is kept unless the commit returned.
///
/// # Errors
/// Whatever the action returns, or the failure to begin or commit.
pub fn write<T>(
    conn: &mut Connection,
    action: impl FnOnce(&Transaction<'_>) -> Result<T>,
) -> Result<T> {
    write_as(conn, action)
}

/// Runs one user action as one immediate transaction, for actions that can end in more ways than a failure of storage.
///
/// # Errors
/// Whatever the action returns, or the failure to begin or commit.
pub fn write_as<T, E: From<Error>>(
    conn: &mut Connection,
    action: impl FnOnce(&Transaction<'_>) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let tx = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(|error| E::from(error.into()))?;
    let done = action(&tx)?;
    match tx.commit() {
        Ok(()) => Ok(done),
        Err(error) => Err(settled(conn, error).into()),
    }
}

/// Runs an action as [`write`] would and takes all of it back, so that somebody can see what it would do.
///
/// # Errors
/// Whatever the action returns, or the failure to begin.
pub fn rehearse<T, E: From<Error>>(
    conn: &mut Connection,
    action: impl FnOnce(&Transaction<'_>) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let tx = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(|error| E::from(error.into()))?;
    let done = action(&tx)?;
    tx.rollback().map_err(|error| E::from(error.into()))?;
    Ok(done)
}

/// Like [`write`], but a commit that reports failure is looked up again before anybody is told.
///
/// A failed commit can have reached the disk all the same (362 of 6,008 injected faults did); saying "not saved" then
/// would make people enter the same thing twice. `found` reads the record by id and answers `None` if it is not there
/// as wanted.
///
/// # Errors
/// The failure of the commit, if the record is not there.
pub fn write_then_look<T>(
    conn: &mut Connection,
    action: impl FnOnce(&Transaction<'_>) -> Result<T>,
    found: impl FnOnce(&Connection, &T) -> Result<bool>,
) -> Result<T> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = action(&tx)?;
    match tx.commit() {
        Ok(()) => Ok(done),
        Err(error) => match found(conn, &done) {
            Ok(true) => Ok(done),
            Ok(false) | Err(_) => Err(settled(conn, error)),
        },
    }
}

/// Makes a failed commit a certain one, and says how it failed.
///
/// Where only the last step failed, which puts the log on the disk, a whole commit lies in the log that this process no
/// longer sees and the next one would find. Another small commit in its place ends it; where that fails as well, nobody
/// can say what the next start will find.
fn settled(conn: &Connection, error: rusqlite::Error) -> Error {
    // A write that failed left no whole commit; only what failed after the last one can have.
    let whole = matches!(&error, rusqlite::Error::SqliteFailure(failure, _)
        if failure.code == rusqlite::ErrorCode::SystemIoFailure
            && failure.extended_code != rusqlite::ffi::SQLITE_IOERR_WRITE);
    let error = Error::from(error);
    if !whole {
        return error;
    }
    let ended =
        version(conn).and_then(|known| Ok(conn.pragma_update(None, "user_version", known)?));
    match ended {
        Ok(()) => error,
        Err(_) => Error::Doubtful,
    }
}

/// Checks everything: structure, references, the content digest and the tables themselves. Seconds at 100,000 entries.
///
/// # Errors
/// [`Error::Damaged`] if anything is not as it was written.
pub fn check(conn: &Connection, file: File) -> Result<()> {
    check_structure(conn, file)?;
    digest::check(conn, &file.summed())
}

/// The same for a file of any version this program knows.
///
/// # Errors
/// As [`check`].
pub(crate) fn check_whole(conn: &Connection, file: File) -> Result<()> {
    if version(conn)? == file.known_version() {
        return check(conn, file);
    }
    check_structure(conn, file)?;
    digest::check_summed(conn)
}

fn check_structure(conn: &Connection, file: File) -> Result<()> {
    // The tables first: a check of a doctored schema would run what is written in it.
    if parts(conn)? != known_parts(file, version(conn)?)? {
        return Err(Error::Damaged);
    }
    let verdict: String = conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" || conn.prepare("PRAGMA foreign_key_check")?.exists([])? {
        return Err(Error::Damaged);
    }
    Ok(())
}

/// Every table, index, view and trigger of a file, as it was made.
fn parts(conn: &Connection) -> Result<Vec<String>> {
    Ok(conn
        .prepare(
            "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || sql FROM sqlite_schema
             WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY 1",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// What [`parts`] has to say for a version.
fn known_parts(file: File, version: u32) -> Result<Vec<String>> {
    static NEWEST: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
    if file == File::Diary && version == file.known_version() {
        if let Some(known) = NEWEST.get() {
            return Ok(known.clone());
        }
        let known = parts(&in_memory(file)?)?;
        return Ok(NEWEST.get_or_init(|| known).clone());
    }
    let mut conn = Connection::open_in_memory()?;
    protect(&conn)?;
    Migrations::new(file.steps())
        .to_version(&mut conn, version as usize)
        .map_err(|_| Error::Damaged)?;
    parts(&conn)
}

/// One name for the whole content of the diary: equal for two files that hold the same.
///
/// # Errors
/// Any failure of the storage.
pub fn digest_of(conn: &Connection) -> Result<String> {
    digest::of_all(conn)
}

/// Opens the diary once more for reading, beside the connection that writes, which it never holds up.
///
/// # Errors
/// As [`open_copy`].
pub fn open_reader(dir: &Path, key: Option<&Key>) -> Result<Connection> {
    let conn = Connection::open_with_flags(
        dir.join(File::Diary.name()),
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    unlock(&conn, key)?;
    protect(&conn)?;
    Ok(conn)
}

/// Opens a copy of a damaged file for what can still be read of it; nothing of it is proven.
pub(crate) fn open_damaged(path: &Path, key: Option<&Key>) -> Result<Connection> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    unlock(&conn, key)?;
    protect(&conn)?;
    version(&conn)?;
    Ok(conn)
}

/// Tidies a file before it is closed, so that all of it lies in the one main file.
///
/// # Errors
/// Any failure of the storage; nothing is lost by it.
pub fn close(conn: Connection) -> Result<()> {
    conn.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);")?;
    conn.close().map_err(|(_, error)| error.into())
}

/// Writes everything of an open file into a new one that is encrypted with another key, or with none.
///
/// # Errors
/// Any failure of the storage; what was written until then is for the caller to remove.
pub(crate) fn recast(conn: &Connection, file: File, to: &Path, key: Option<&Key>) -> Result<()> {
    private(to)?;
    let text = to.to_str().ok_or(Error::ReadOnly)?;
    attach(conn, "recast", text, key)?;
    let done = export(conn, file, "main", "recast");
    conn.execute("DETACH DATABASE recast", [])?;
    done
}

/// Writes everything of a copy into a new file that is encrypted with another key, or with none. The copy is only read,
/// and nothing of it lies anywhere else meanwhile.
///
/// # Errors
/// [`Error::Damaged`] where the key does not open it; any failure of the storage. What was written until then is for the
/// caller to remove.
pub(crate) fn recast_copy(
    copy: &Path,
    file: File,
    key: Option<&Key>,
    to: &Path,
    own: Option<&Key>,
) -> Result<()> {
    private(to)?;
    let conn = Connection::open_with_flags(
        to,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    unlock(&conn, own)?;
    protect(&conn)?;
    attach(&conn, "source", &as_it_lies(copy)?, key)?;
    export(&conn, file, "source", "main")?;
    conn.execute("DETACH DATABASE source", [])?;
    conn.close().map_err(|(_, error)| error)?;
    to_disk(to)
}

/// A new file of which nobody else may read a byte, from the first on.
fn private(path: &Path) -> Result<()> {
    fs::File::create_new(path)?;
    owner_only(path)
}

/// Opens a second file beside the first one, with the key it takes, if any.
fn attach(conn: &Connection, name: &str, file: &str, key: Option<&Key>) -> Result<()> {
    let literal = key.map_or_else(Zeroizing::default, Key::literal);
    let attach = format!("ATTACH DATABASE ?1 AS {name} KEY ?2");
    conn.execute(&attach, [file, literal.as_str()])?;
    Ok(())
}

/// Writes everything of one file that a connection has open into another one that is empty.
fn export(conn: &Connection, file: File, from: &str, to: &str) -> Result<()> {
    conn.pragma_update(Some(to), "auto_vacuum", "INCREMENTAL")?;
    // The copy writes the tables of the schema itself, which a protected connection does not do.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    let exported = conn.query_row("SELECT sqlcipher_export(?1, ?2)", [to, from], |_| Ok(()));
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    exported?;
    // Neither goes with the export.
    let found: u32 = conn.pragma_query_value(Some(from), "user_version", |row| row.get(0))?;
    conn.pragma_update(Some(to), "user_version", found)?;
    conn.pragma_update(Some(to), "application_id", file.application_id())?;
    Ok(())
}

/// Whether a copy of an open file is sound and holds the same.
///
/// # Errors
/// [`Error::Damaged`] if it is not or does not.
pub(crate) fn compare(conn: &Connection, file: File, copy: &Path, key: Option<&Key>) -> Result<()> {
    let copy = open_copy(copy, file, key)?;
    check(&copy, file)?;
    let same = version(&copy)? == version(conn)?
        && digest::all(&copy)? == digest::all(conn)?
        && counts(&copy)? == counts(conn)?;
    if same { Ok(()) } else { Err(Error::Damaged) }
}

/// How many rows each table has, those included that have no sum.
fn counts(conn: &Connection) -> Result<Vec<(String, i64)>> {
    let names: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    names
        .into_iter()
        .map(|name| {
            let sql = format!("SELECT count(*) FROM \"{name}\"");
            let count = conn.query_row(&sql, [], |row| row.get(0))?;
            Ok((name, count))
        })
        .collect()
}

/// Closes a file so that all of it lies in the one main file and no log is left beside it.
///
/// # Errors
/// [`Error::Busy`] if somebody else still reads it; any failure of the storage.
pub(crate) fn close_whole(conn: Connection, path: &Path) -> Result<()> {
    let waits: i64 = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if waits != 0 {
        return Err(Error::Busy);
    }
    conn.close().map_err(|(_, error)| error)?;
    if waiting_in_log(path) {
        return Err(Error::Busy);
    }
    for ending in ["-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        remove_if_there(Path::new(&name))?;
    }
    Ok(())
}

/// Whether a file holds the diary, or a log of it, for anybody to read.
///
/// # Errors
/// Any failure to read it.
pub(crate) fn holds_diary(path: &Path) -> Result<bool> {
    /// How a log begins, without the one bit that says in which order its sums were made.
    const LOG: [u8; 4] = [0x37, 0x7F, 0x06, 0x82];
    let mut start = Vec::with_capacity(72);
    fs::File::open(path)?.take(72).read_to_end(&mut start)?;
    let log = start.len() > 32 && start[..3] == LOG[..3] && start[3] & 0xFE == LOG[3];
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let schedule = name.starts_with(File::Schedule.name());
    // The log of the locked diary itself is encrypted like the file it belongs to.
    let live = looks(&path.with_file_name(File::Diary.name()))? == Looks::Sealed
        && name.starts_with(File::Diary.name());
    let plain = start.starts_with(MAGIC)
        && start.get(68..72) != Some(&File::Schedule.application_id().to_be_bytes()[..]);
    Ok(plain || (log && !schedule && !live))
}

/// The schema of both files as SQL text, as committed in `schema.sql`.
///
/// # Errors
/// Only a broken migration makes it fail.
pub fn schema() -> Result<String> {
    let mut text = String::from(
        "-- The schema after all migrations, generated; a test compares it. Change it by a new migration.\n",
    );
    for file in [File::Diary, File::Schedule] {
        let conn = in_memory(file)?;
        text.push_str(&format!("\n-- {}\n", file.name()));
        let mut statement = conn.prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
        )?;
        let parts = statement.query_map([], |row| row.get::<_, String>(0))?;
        for part in parts {
            text.push_str(&format!("\n{};\n", part?));
        }
    }
    Ok(text)
}

/// The versions of SQLite and SQLCipher that are linked in.
///
/// # Errors
/// Any failure of the storage.
pub fn versions(conn: &Connection) -> Result<(String, String)> {
    Ok((
        rusqlite::version().to_owned(),
        conn.query_row("PRAGMA cipher_version", [], |row| row.get(0))?,
    ))
}

/// Opens a file in a profile directory, making or migrating it as needed; with a key, one that is encrypted with it.
///
/// # Errors
/// [`Error::NewerDatabase`] and [`Error::Damaged`] leave the file untouched; a key that does not fit reads as damage too,
/// so whoever has a key proves it first, and whoever has none asks [`looks`]. [`Error::ReadOnly`], [`Error::Full`] and [`Error::Busy`] say what stands in the way.
pub fn open(dir: &Path, file: File, key: Option<&Key>) -> Result<Connection> {
    let path = dir.join(file.name());
    let unclean = waiting_in_log(&path);
    // The header is read without SQLite first: a newer or foreign file must not even get a log file beside it.
    let known = match key {
        None => {
            let header = Header::read(&path)?;
            if let Some(header) = &header {
                header.accept(file)?;
            }
            header.is_some()
        }
        Some(_) => sealed_is_ours(&path, file, key, unclean)?,
    };
    let mut conn = Connection::open_with_flags(
        &path,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    unlock(&conn, key)?;
    owner_only(&path)?;
    // The log may hold a newer version than the header of the main file; asking reads through both.
    let found = version(&conn)?;
    if found > file.known_version() {
        return Err(Error::NewerDatabase {
            found,
            known: file.known_version(),
        });
    }
    if unclean {
        sound(&conn)?;
    }
    if known && (1..file.known_version()).contains(&found) {
        // Sums are made afresh while migrating; damage that was there before must not be summed as if it were right.
        if file == File::Diary {
            digest::check_summed(&conn)?;
        }
        keep_copy(&conn, dir, file, found, key)?;
    }
    prepare(&mut conn, file)?;
    Ok(conn)
}

/// Whether an encrypted file is there, and if it is quiet, that it is ours and not newer.
///
/// Its header cannot be read from outside, so its first page is opened with the key, for reading and without a trace.
/// Before the first checkpoint the main file may lag behind its log, so only a quiet file is held to it.
fn sealed_is_ours(path: &Path, file: File, key: Option<&Key>, unclean: bool) -> Result<bool> {
    match looks(path)? {
        Looks::Absent => Ok(false),
        Looks::Plain => Err(Error::Damaged),
        Looks::Sealed if unclean => Ok(true),
        Looks::Sealed => open_copy(path, file, key).map(|_| true),
    }
}

/// Hands a connection its key, which has to come before anything else is asked of it.
fn unlock(conn: &Connection, key: Option<&Key>) -> Result<()> {
    if let Some(key) = key {
        let mut text = Zeroizing::new(String::with_capacity(96));
        text.push_str("PRAGMA key = \"");
        text.push_str(&key.literal());
        text.push('"');
        conn.execute_batch(&text)?;
    }
    Ok(())
}

fn prepare(conn: &mut Connection, file: File) -> Result<()> {
    if rusqlite::version_number() < SQLITE_OLDEST {
        return Err(Error::Storage(rusqlite::Error::InvalidQuery));
    }
    protect(conn)?;
    if version(conn)? == 0 {
        conn.pragma_update(None, "page_size", 4096)?;
        conn.pragma_update(None, "encoding", "UTF-8")?;
        conn.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        conn.pragma_update(None, "application_id", file.application_id())?;
    }
    // Setting the mode answers with a row; in memory it stays "memory", which is right there.
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    for (name, value) in [
        ("synchronous", "FULL"),
        ("fullfsync", "ON"),
        ("checkpoint_fullfsync", "ON"),
        ("foreign_keys", "ON"),
        ("recursive_triggers", "ON"),
        ("secure_delete", "ON"),
        ("temp_store", "MEMORY"),
    ] {
        conn.pragma_update_and_check(None, name, value, |_| Ok(()))
            .or_else(|error| match error {
                // Most of these answer with no row at all; only a refusal is a failure.
                rusqlite::Error::QueryReturnedNoRows => Ok(()),
                other => Err(other),
            })?;
    }
    for (name, value) in [
        ("wal_autocheckpoint", 1000),
        ("journal_size_limit", 8 * 1024 * 1024),
        ("mmap_size", 0),
    ] {
        conn.pragma_update_and_check(None, name, value, |_| Ok(()))
            .or_else(|error| match error {
                rusqlite::Error::QueryReturnedNoRows => Ok(()),
                other => Err(other),
            })?;
    }
    Migrations::new(file.steps())
        .to_latest(conn)
        .map_err(|error| match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
            _ => Error::Damaged,
        })?;
    Ok(())
}

/// What makes a connection safe against a doctored file; needs no write.
fn protect(conn: &Connection) -> Result<()> {
    conn.busy_timeout(std::time::Duration::from_secs(5))?;
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, true),
    ] {
        conn.set_db_config(setting, on)?;
    }
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
        (Limit::SQLITE_LIMIT_ATTACHED, 2),
        (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 999),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
    ] {
        conn.set_limit(limit, most)?;
    }
    conn.pragma_update(None, "cell_size_check", "ON")?;
    Ok(())
}

fn version(conn: &Connection) -> Result<u32> {
    Ok(conn.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

fn sound(conn: &Connection) -> Result<()> {
    let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(Error::Damaged)
    }
}

/// Keeps a checked copy of the file as it was, because a migration has no way back.
fn keep_copy(
    conn: &Connection,
    dir: &Path,
    file: File,
    found: u32,
    key: Option<&Key>,
) -> Result<()> {
    let folder = dir.join("backups");
    fs::create_dir_all(&folder)?;
    let kept = folder.join(format!("{}.before-migration-{found}", file.name()));
    let fresh = folder.join(format!("{}.tmp", file.name()));
    remove_if_there(&fresh)?;
    let text = fresh.to_str().ok_or(Error::ReadOnly)?;
    let made = conn.execute("VACUUM INTO ?1", [text]);
    let checked = made.map_err(Error::from).and_then(|_| {
        owner_only(&fresh)?;
        // The copy of an encrypted file is encrypted with the same key.
        let copy = open_copy(&fresh, file, key)?;
        sound(&copy)?;
        if version(&copy)? == found {
            Ok(())
        } else {
            Err(Error::Damaged)
        }
    });
    if checked.is_err() {
        // A half-written copy must never be taken for a backup.
        remove_if_there(&fresh)?;
    }
    checked?;
    to_disk(&fresh)?;
    rename(&fresh, &kept)
}

/// Puts what is written to a file on the disk for good.
pub(crate) fn to_disk(path: &Path) -> Result<()> {
    // Windows flushes only what may be written.
    Ok(fs::OpenOptions::new().write(true).open(path)?.sync_all()?)
}

/// Gives a file another name, in the place of whatever has that name.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(|error| match error.kind() {
        // What somebody has open stays in its place on Windows, which says no more than that it is denied.
        std::io::ErrorKind::PermissionDenied if cfg!(windows) => Error::Busy,
        _ => error.into(),
    })
}

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Whether changes wait in a log beside the file, which is how it looks after a crash.
///
/// Mostly in the write-ahead log; while a new file is turned to that, for one moment, in the older kind of log, out of
/// which SQLite mends a page that was torn.
fn waiting_in_log(path: &Path) -> bool {
    ["-wal", "-journal"].iter().any(|ending| {
        let mut log = path.as_os_str().to_owned();
        log.push(ending);
        fs::metadata(PathBuf::from(log)).is_ok_and(|meta| meta.len() > 0)
    })
}

/// Health data is for its owner alone; the directory says so already, the file says it again.
#[cfg(unix)]
pub(crate) fn owner_only(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    if fs::metadata(path)?.permissions().mode() & 0o777 != 0o600 {
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

/// On Windows the local profile folder is the owner's already.
#[cfg(not(unix))]
pub(crate) fn owner_only(_path: &Path) -> Result<()> {
    Ok(())
}

/// The parts of a database header that decide whether it may be opened (sqlite.org/fileformat.html, 1.3).
struct Header {
    application_id: i32,
    user_version: u32,
    /// Bytes the header says the file has.
    promised: u64,
    /// Bytes it has.
    present: u64,
    log_waits: bool,
}

impl Header {
    /// `None` for a file that does not exist or is still empty.
    fn read(path: &Path) -> Result<Option<Self>> {
        let mut opened = match fs::File::open(path) {
            Ok(opened) => opened,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let present = opened.metadata()?.len();
        if present == 0 {
            return Ok(None);
        }
        let mut bytes = [0; 100];
        opened.read_exact(&mut bytes).map_err(|_| Error::Damaged)?;
        if !bytes.starts_with(MAGIC) {
            return Err(Error::Damaged);
        }
        let word = |at: usize| {
            u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let page_size = match u16::from_be_bytes([bytes[16], bytes[17]]) {
            1 => 65_536,
            size => u64::from(size),
        };
        Ok(Some(Self {
            application_id: word(68).cast_signed(),
            user_version: word(60),
            promised: page_size * u64::from(word(28)),
            present,
            log_waits: waiting_in_log(path),
        }))
    }

    fn accept(&self, file: File) -> Result<()> {
        let ours = self.application_id == file.application_id();
        if ours && self.user_version > file.known_version() {
            return Err(Error::NewerDatabase {
                found: self.user_version,
                known: file.known_version(),
            });
        }
        // Before the first checkpoint the main file may lag behind its log, so only a quiet file is held to its header.
        if !self.log_waits && (!ours || self.present < self.promised) {
            return Err(Error::Damaged);
        }
        Ok(())
    }
}
