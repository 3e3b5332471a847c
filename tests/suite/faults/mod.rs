//! What disks, power and processes do to a diary, done on purpose: each test counts what was acknowledged, has a floor
//! below which it proves nothing, and a control that must fail.
//!
//! The figures here are those of every run; `BACKSTRIDE_FAULTS=all` asks for the large ones.

// These record and break the system calls of a child, which takes Linux's strace.
#[cfg(target_os = "linux")]
mod errors;
mod kills;
mod pages;
#[cfg(target_os = "linux")]
mod power;
mod racers;
#[cfg(target_os = "linux")]
mod trace;

use std::path::{Path, PathBuf};
use std::process::Command;

use backstride_core::diary::{self, Intensity, NewPain, Note};
use backstride_core::record::{self, Kind};
use backstride_core::vault::Vault;
use backstride_core::vault::backup::{self, Why};
use backstride_core::{Error, Moment, Result, db, history};
use rusqlite::Connection;

use crate::storage::id;

pub(crate) const NOW: Moment = Moment {
    utc_ms: 1_795_417_800_000,
    offset_min: 0,
};

/// A row of numbers that look drawn, the same in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % (end.max(1) as u64)).expect("below end")
    }
}

/// Whether the large figures are asked for.
pub(crate) fn all() -> bool {
    std::env::var_os("BACKSTRIDE_FAULTS").is_some_and(|it| it == "all")
}

/// A place in memory where there is one: what these tests do to files wears a disk out and proves no more there.
pub(crate) fn place() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).expect("a place")
    } else {
        tempfile::tempdir().expect("a place")
    }
}

/// The place a parent prepared, in a process that was started for it.
pub(crate) fn prepared() -> Option<PathBuf> {
    std::env::var_os("BACKSTRIDE_TEST_PLACE").map(Into::into)
}

/// Starts one test of this binary again, in a prepared place, behind `prefix`.
pub(crate) fn child(prefix: &[String], test: &str, place: &Path) -> Command {
    let this = std::env::current_exe().expect("known");
    let mut command = match prefix.split_first() {
        Some((program, rest)) => {
            let mut command = Command::new(program);
            command.args(rest).arg(this);
            command
        }
        None => Command::new(this),
    };
    command
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env("BACKSTRIDE_TEST_PLACE", place);
    command
}

/// Copies the files of a folder and of the folders in it.
pub(crate) fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("listed") {
        let entry = entry.expect("listed");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_all(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

pub(crate) fn add(conn: &mut Connection, n: u32, note: Option<&str>) -> Result<diary::PainEntry> {
    let new = NewPain {
        id: id(n),
        nrs: Intensity::new(f64::from(n % 11))?,
        note: note.map(Note::new).transpose()?.flatten(),
    };
    db::write_then_look(
        conn,
        |tx| diary::add(tx, &new, NOW),
        |conn, wanted| Ok(record::find::<diary::PainEntry>(conn, &wanted.id)? == *wanted),
    )
}

/// One step of what a person does in a week: mostly new entries, some changed, some put in the trash, now and then
/// something long.
pub(crate) fn step(conn: &mut Connection, n: u32) -> Result<()> {
    let long = "It hurt more on the way back. ".repeat(usize::try_from(n % 90).expect("small") + 1);
    match n % 10 {
        3 | 7 => {
            // Changes the entry of the step before: out of the trash or into it, which is a change as good as any.
            db::write(conn, |tx| {
                match history::delete(tx, Kind::Pain, &id(n - 1), NOW) {
                    Err(Error::NotFound) => Ok(()),
                    done => done.map(drop),
                }
            })
        }
        9 => {
            let since = 0;
            match db::write(conn, |tx| history::undo_last(tx, since, NOW)) {
                Err(Error::NotFound) => Ok(()),
                done => done.map(drop),
            }
        }
        4 => add(conn, n, Some(&long)).map(drop),
        _ => add(conn, n, None).map(drop),
    }
}

/// A profile with a few entries, closed tidily, and one proven copy of it.
pub(crate) fn small_profile(dir: &Path, entries: u32) {
    let mut vault = Vault::open(dir, NOW).expect("opens");
    for n in 0..entries {
        step(&mut vault.diary, n).expect("saved");
    }
    backup::make(&vault.diary, dir, None, Why::Manual, NOW).expect("a copy");
    vault.close().expect("closes");
}
