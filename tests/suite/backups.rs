//! Copies of the diary: proven before they count, kept by rule, refused by name, and brought back to the last bit.

use std::cell::{Cell, RefCell};
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use backstride_core::diary::{self, NewPain, Note};
use backstride_core::record::{Intensity, Kind};
use backstride_core::vault::backup::{self, Backup, Follow, Made, Phase, Why};
use backstride_core::vault::{Vault, lock, recover};
use backstride_core::{Error, Moment, db, history, settings};
use rusqlite::Connection;

use crate::faults::{Dice, NOW, copy_all, place, small_profile, step};
use crate::storage::id;

fn after(hours: i64) -> Moment {
    Moment {
        utc_ms: NOW.utc_ms + hours * 3_600_000,
        ..NOW
    }
}

fn make(vault: &Vault, why: Why, now: Moment) -> Made {
    backup::make(&vault.diary, vault.dir(), None, why, now).expect("a copy")
}

fn digest(vault: &Vault) -> String {
    db::digest_of(&vault.diary).expect("read")
}

/// What somebody might have written in a while, drawn: half of them records of every kind.
fn random_life(vault: &mut Vault, dice: &mut Dice) {
    if dice.below(2) == 0 {
        crate::exchange::profile(&mut vault.diary, dice.below(1 << 30) as u64);
    }
    const NOTES: [&str; 5] = [
        "Walked to the market and back.",
        "=1+1",
        "שלום 😖 \"quoted\"",
        "Two\nlines",
        "'; DROP TABLE pain_entry; --",
    ];
    for n in 0..u32::try_from(2 + dice.below(14)).expect("few") {
        let note = NOTES.get(dice.below(8)).copied();
        let now = after(i64::try_from(dice.below(900)).expect("few"));
        let new = NewPain {
            id: id(n),
            nrs: Intensity::new(f64::from(u32::try_from(dice.below(11)).expect("few")))
                .expect("on the scale"),
            note: note
                .map(|it| Note::new(it).expect("writable"))
                .unwrap_or_default(),
        };
        db::write(&mut vault.diary, |tx| diary::add(tx, &new, now)).expect("saved");
        match dice.below(5) {
            0 => drop(db::write(&mut vault.diary, |tx| {
                history::delete(tx, Kind::Pain, &id(n), now)
            })),
            1 => drop(db::write(&mut vault.diary, |tx| {
                history::undo_last(tx, 0, now)
            })),
            2 => drop(db::write(&mut vault.diary, |tx| {
                let mut chosen = settings::read(tx)?;
                chosen.first_run_done = !chosen.first_run_done;
                settings::save(tx, &chosen, now)
            })),
            _ => {}
        }
    }
}

#[test]
fn random_profiles_come_back_from_their_copies_to_the_last_bit() {
    const PROFILES: usize = 1000;
    let (mut equal, mut unequal, mut packed) = (0, 0, 0);
    let empty = place();
    Vault::open(empty.path(), NOW)
        .and_then(Vault::close)
        .expect("made");
    let mut dice = Dice::new(11);
    for _ in 0..PROFILES {
        let dir = place();
        copy_all(empty.path(), dir.path());
        let mut vault = Vault::open(dir.path(), NOW).expect("opens");
        random_life(&mut vault, &mut dice);
        let then = digest(&vault);
        let made = make(&vault, Why::Manual, after(1000));
        // Life goes on, and is taken back.
        db::write(&mut vault.diary, |tx| {
            diary::add(
                tx,
                &NewPain {
                    id: id(500),
                    nrs: Intensity::new(3.0)?,
                    note: None,
                },
                after(1001),
            )
        })
        .expect("saved");
        let now = digest(&vault);
        assert_ne!(then, now, "the control: another diary has another name");
        let path = if dice.below(2) == 0 {
            made.backup().path(dir.path())
        } else {
            packed += 1;
            let bundle = dir.path().join("bundle.backstride");
            backup::pack(dir.path(), made.backup(), None, &bundle, &|_, _| true).expect("packed");
            let (header, path) = backup::unpack(dir.path(), &bundle, &|_, _| true).expect("whole");
            assert_eq!(&header.backup, made.backup());
            backup::prove(&path, None).expect("sound");
            path
        };
        let restored = backup::restore(vault, &path, None, after(1002));
        let before = restored.before.expect("kept before");
        let vault = restored.vault.expect("opens");
        assert_eq!(before.digest, now, "what was there before is a copy now");
        db::check(&vault.diary, db::File::Diary).expect("sound");
        if digest(&vault) == then {
            equal += 1;
        } else {
            unequal += 1;
        }
        // And back again.
        let restored = backup::restore(vault, &before.path(dir.path()), None, after(1003));
        if digest(&restored.vault.expect("opens")) == now {
            equal += 1;
        } else {
            unequal += 1;
        }
    }
    println!(
        "round trips: {PROFILES} attempted, {packed} through one file, {equal} equal, {unequal} not"
    );
    assert_eq!((equal, unequal), (PROFILES * 2, 0));
}

#[test]
fn an_unchanged_diary_is_not_copied_twice_and_a_changed_one_is() {
    let dir = place();
    small_profile(dir.path(), 5);
    let mut vault = Vault::open(dir.path(), NOW).expect("opens");
    assert!(matches!(make(&vault, Why::Day, after(1)), Made::Same(_)));
    assert!(!backup::due_today(&vault.diary, dir.path(), after(48)).expect("asked"));
    step(&mut vault.diary, 20).expect("saved");
    assert!(
        !backup::due_today(&vault.diary, dir.path(), NOW).expect("asked"),
        "today has one"
    );
    assert!(backup::due_today(&vault.diary, dir.path(), after(48)).expect("asked"));
    assert_eq!(
        backup::changes_since_newest(&vault.diary, dir.path()).expect("asked"),
        1
    );
    assert!(matches!(make(&vault, Why::Day, after(48)), Made::Kept(_)));
    assert_eq!(
        backup::changes_since_newest(&vault.diary, dir.path()).expect("asked"),
        0
    );
}

#[test]
fn saving_goes_on_while_a_copy_is_made() {
    let dir = place();
    small_profile(dir.path(), 30);
    let mut vault = Vault::open(dir.path(), NOW).expect("opens");
    step(&mut vault.diary, 40).expect("saved");
    let reader = db::open_reader(dir.path(), None).expect("opens");
    let then = digest(&vault);
    // A reader in the middle of its work sees the diary as it was; the writer is not held up.
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM pain_entry")
        .expect("begun");
    step(&mut vault.diary, 41).expect("saved at once");
    assert_eq!(db::digest_of(&reader).expect("read"), then);
    reader.execute_batch("COMMIT").expect("ended");
    let made = backup::make(&reader, dir.path(), None, Why::Day, after(1)).expect("a copy");
    assert_eq!(made.backup().digest, digest(&vault));
    assert!(
        reader.execute("DELETE FROM pain_entry", []).is_err(),
        "a reader writes nothing"
    );
}

#[test]
fn a_copy_that_is_stopped_leaves_nothing() {
    let dir = place();
    small_profile(dir.path(), 5);
    let vault = Vault::open(dir.path(), NOW).expect("opens");
    let kept = backup::list(dir.path())
        .expect("listed")
        .pop()
        .expect("one");
    let target = dir.path().join("bundle.backstride");
    let stopped = backup::pack(dir.path(), &kept, None, &target, &|_, _| false);
    assert!(matches!(stopped, Err(Error::Stopped)));
    assert!(!target.exists());
    assert!(!dir.path().join("bundle.backstride.part").exists());
    drop(vault);
}

fn drawn(seq: u64, day: i64, why: Why) -> Backup {
    Backup {
        seq,
        why,
        made_at_ms: NOW.utc_ms + day * 86_400_000,
        offset_min: 0,
        version: 1,
        digest: seq.to_string(),
        hash: String::new(),
        size: 1000,
        last_step: 0,
        entries: 0,
        days: 0,
        first_date: None,
        last_date: None,
        sealed: false,
        key: None,
    }
}

#[test]
fn rotation_keeps_days_weeks_and_months_and_never_the_wrong_ones() {
    // Two years, three copies a day.
    let all: Vec<Backup> = (0..2190)
        .map(|n| drawn(n, i64::try_from(n / 3).expect("few"), Why::Day))
        .collect();
    let gone = backup::superfluous(&all, u64::MAX);
    let kept: Vec<&Backup> = all.iter().filter(|it| !gone.contains(&it.seq)).collect();
    let newest: Vec<u64> = kept.iter().rev().take(6).map(|it| it.seq).collect();
    assert_eq!(
        newest,
        [2189, 2188, 2187, 2186, 2185, 2184],
        "all of the last two days"
    );
    assert_eq!(kept.len(), 6 + 12 + 10 + 9);
    let oldest = kept[0].made().local_date();
    assert!(
        after(24 * 729).local_date() - oldest > chrono::TimeDelta::days(240),
        "{oldest}"
    );
    // Once removed, the rest stays as it is.
    let rest: Vec<Backup> = kept.into_iter().cloned().collect();
    assert!(backup::superfluous(&rest, u64::MAX).is_empty());
}

#[test]
fn a_clock_that_jumps_ten_years_costs_no_newest_copy() {
    let mut dice = Dice::new(5);
    for _ in 0..500 {
        let all: Vec<Backup> = (0..60)
            .map(|n| {
                let jump = [0, 3650, -3650, 1, 400][dice.below(5)];
                let why = if dice.below(20) == 0 {
                    Why::Migration
                } else {
                    Why::Day
                };
                drawn(n, jump + i64::try_from(n / 4).expect("few"), why)
            })
            .collect();
        let cap = [u64::MAX, 5000, 0][dice.below(3)];
        let gone = backup::superfluous(&all, cap);
        for newest in [57, 58, 59] {
            assert!(!gone.contains(&newest));
        }
        if let Some(migration) = all.iter().rev().find(|it| it.why == Why::Migration) {
            assert!(!gone.contains(&migration.seq));
        }
        assert!(all.len() - gone.len() <= 10 + 12 + 10 + 9 + 4);
        if cap == 5000 {
            assert!(
                all.len() - gone.len() <= 5,
                "the cap holds beside the floor"
            );
        }
    }
}

#[test]
fn a_file_that_is_no_copy_is_refused_by_name() {
    let dir = place();
    small_profile(dir.path(), 5);
    let kept = backup::list(dir.path())
        .expect("listed")
        .pop()
        .expect("one");
    let bundle = dir.path().join("bundle.backstride");
    backup::pack(dir.path(), &kept, None, &bundle, &|_, _| true).expect("packed");
    let whole = fs::read(&bundle).expect("read");
    let unpack = |bytes: &[u8]| {
        let path = dir.path().join("doctored.backstride");
        fs::write(&path, bytes).expect("written");
        backup::unpack(dir.path(), &path, &|_, _| true)
    };
    assert!(matches!(
        unpack(b"PK\x03\x04 some other file altogether"),
        Err(Error::Foreign)
    ));
    assert!(matches!(unpack(b""), Err(Error::Foreign)));
    let mut newer = whole.clone();
    newer[19] = 9;
    assert!(matches!(
        unpack(&newer),
        Err(Error::NewerDatabase { found: 9, .. })
    ));
    assert!(matches!(
        unpack(&whole[..whole.len() - 1]),
        Err(Error::Damaged)
    ));
    assert!(matches!(
        backup::unpack(dir.path(), &dir.path().join("nowhere"), &|_, _| true),
        Err(Error::Missing)
    ));
    let mut dice = Dice::new(1);
    let (mut tried, mut refused) = (0, 0);
    for n in 0..2000 {
        let mut bytes = whole.clone();
        // Every byte of the header once, and the rest here and there.
        let at = if n < 700 { n } else { dice.below(whole.len()) };
        bytes[at] ^= 1 << dice.below(8);
        tried += 1;
        refused += usize::from(matches!(
            unpack(&bytes),
            Err(Error::Damaged | Error::Foreign | Error::NewerDatabase { .. })
        ));
    }
    println!("flipped bits: {tried} attempted, {refused} refused");
    assert_eq!(tried, refused);
    assert!(
        unpack(&whole).is_ok(),
        "the control: an unchanged one is taken"
    );

    // A diary of another program, and one with a table too many.
    let other = dir.path().join("other.db");
    Connection::open(&other)
        .expect("opens")
        .execute_batch("CREATE TABLE t (x)")
        .expect("made");
    assert!(matches!(backup::prove(&other, None), Err(Error::Foreign)));
    let doctored = dir.path().join("doctored.db");
    fs::copy(kept.path(dir.path()), &doctored).expect("copied");
    Connection::open(&doctored)
        .expect("opens")
        .execute_batch("CREATE TRIGGER t AFTER INSERT ON walk BEGIN DELETE FROM pain_entry; END")
        .expect("made");
    assert!(matches!(
        backup::prove(&doctored, None),
        Err(Error::Damaged)
    ));
}

#[test]
fn a_preview_says_what_would_go_come_back_and_change() {
    let dir = place();
    let mut vault = Vault::open(dir.path(), NOW).expect("opens");
    let add = |vault: &mut Vault, n: u32, now: Moment| {
        let new = NewPain {
            id: id(n),
            nrs: Intensity::new(5.0).expect("on the scale"),
            note: None,
        };
        db::write(&mut vault.diary, |tx| diary::add(tx, &new, now)).expect("saved");
    };
    for n in 0..4 {
        add(&mut vault, n, after(0));
    }
    let made = make(&vault, Why::Manual, after(1));
    for n in 10..13 {
        add(&mut vault, n, after(24 * i64::from(n)));
    }
    db::write(&mut vault.diary, |tx| {
        history::delete(tx, Kind::Pain, &id(0), after(2))
    })
    .expect("deleted");
    let step = history::last_step(&vault.diary).expect("read");
    db::write(&mut vault.diary, |tx| history::undo(tx, step, after(3))).expect("undone");
    db::write(&mut vault.diary, |tx| {
        history::delete(tx, Kind::Pain, &id(1), after(4))
    })
    .expect("deleted");
    let copy =
        backup::open_as_now(dir.path(), &made.backup().path(dir.path()), None).expect("opens");
    let difference = backup::compare(&vault.diary, &copy.conn).expect("compared");
    assert_eq!(difference.kinds.len(), 1);
    let pain = difference.kinds[0];
    assert_eq!(
        (pain.kind, pain.go, pain.come_back, pain.change),
        (Kind::Pain, 3, 1, 1)
    );
    assert_eq!(difference.days_losing.len(), 3);
    assert_eq!(difference.days_gaining.len(), 1);
}

#[test]
fn a_copy_of_an_older_version_comes_back_migrated() {
    let dir = place();
    drop(crate::migrations::second_version(dir.path()));
    let vault = Vault::open(dir.path(), NOW).expect("migrates");
    let all = backup::list(dir.path()).expect("listed");
    assert_eq!(
        all.len(),
        1,
        "the copy before the migration is one like the others"
    );
    assert_eq!((all[0].why, all[0].version), (Why::Migration, 2));
    backup::verify(dir.path(), &all[0], None).expect("in order");
    let now = digest(&vault);
    let copy = backup::open_as_now(dir.path(), &all[0].path(dir.path()), None).expect("opens");
    assert_eq!(
        backup::compare(&vault.diary, &copy.conn)
            .expect("compared")
            .kinds,
        []
    );
    drop(copy);
    assert!(
        !dir.path().join("backups/.preview").exists(),
        "what was migrated to be looked at goes with the look"
    );
    let restored = backup::restore(vault, &all[0].path(dir.path()), None, after(1));
    assert_eq!(digest(&restored.vault.expect("opens")), now);
}

#[test]
fn the_second_folder_gets_each_copy_and_brings_the_diary_back_when_all_else_is_gone() {
    let (dir, stick) = (place(), place());
    small_profile(dir.path(), 8);
    let mut vault = Vault::open(dir.path(), NOW).expect("opens");
    for wrong in [
        Path::new("relative"),
        &dir.path().join("backups"),
        Path::new("/nowhere/at/all"),
    ] {
        assert!(matches!(
            backup::set_second_folder(dir.path(), Some(wrong)),
            Err(Error::Invalid { field: "folder" })
        ));
    }
    backup::set_second_folder(dir.path(), Some(stick.path())).expect("chosen");
    fs::write(stick.path().join("holiday.backstride"), b"somebody else's").expect("written");
    for n in 0..20 {
        step(&mut vault.diary, 200 + n).expect("saved");
        let made = make(&vault, Why::Day, after(24 * i64::from(n)));
        backup::copy_out(dir.path(), made.backup(), None, stick.path(), 20 << 20)
            .expect("copied out");
    }
    let there = backup::bundles(stick.path()).expect("read");
    assert!(
        (10..=20).contains(&there.len()),
        "rotated there as well: {}",
        there.len()
    );
    assert!(
        stick.path().join("holiday.backstride").exists(),
        "what is not ours stays"
    );
    let now = digest(&vault);
    vault.close().expect("closes");
    fs::remove_file(dir.path().join("diary.db")).expect("gone");
    for copy in backup::list(dir.path()).expect("listed") {
        backup::remove(dir.path(), copy.seq).expect("gone as well");
    }
    assert!(matches!(Vault::open(dir.path(), NOW), Err(Error::Missing)));
    let prepared = recover::prepare(dir.path(), None, after(500), &()).expect("found on the stick");
    assert_eq!(prepared.how, recover::How::Backup);
    let vault = recover::accept(prepared, None, after(500)).expect("opens");
    assert_eq!(digest(&vault), now);
}

#[test]
fn a_damaged_newest_copy_makes_way_for_the_one_before() {
    let dir = place();
    small_profile(dir.path(), 8);
    let mut vault = Vault::open(dir.path(), NOW).expect("opens");
    let first = digest(&vault);
    step(&mut vault.diary, 200).expect("saved");
    let made = make(&vault, Why::Day, after(24));
    vault.close().expect("closes");
    let newest = made.backup().path(dir.path());
    let mut bytes = fs::read(&newest).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&newest, &bytes).expect("written");
    assert!(matches!(
        backup::verify(dir.path(), made.backup(), None),
        Err(Error::Damaged)
    ));
    fs::write(dir.path().join("diary.db"), b"gone to pieces").expect("written");
    let prepared = recover::prepare(dir.path(), None, after(30), &()).expect("an older one");
    assert_eq!(prepared.facts.digest, first);
    // Nobody else gets in while the person decides, and nothing has changed yet.
    assert!(matches!(Vault::open(dir.path(), NOW), Err(Error::Busy)));
    assert_eq!(
        fs::read(dir.path().join("diary.db")).expect("there"),
        b"gone to pieces"
    );
    drop(prepared);
    assert!(matches!(Vault::open(dir.path(), NOW), Err(Error::Damaged)));
}

#[test]
fn newer_records_are_read_out_of_the_damaged_file() {
    let dir = place();
    small_profile(dir.path(), 8);
    let mut vault = Vault::open(dir.path(), NOW).expect("opens");
    for n in [301, 302, 305] {
        step(&mut vault.diary, n).expect("saved");
    }
    vault.close().expect("closes");
    // A value that was changed behind the program's back: structure and all are sound, and only the sum tells.
    let conn = Connection::open(dir.path().join("diary.db")).expect("opens");
    conn.execute("UPDATE pain_entry SET nrs = 9 WHERE id = ?1", [id(0)])
        .expect("changed");
    drop(conn);
    let prepared = recover::prepare(dir.path(), None, after(30), &()).expect("ready");
    assert_eq!(prepared.how, recover::How::Backup);
    assert_eq!((prepared.rescued, prepared.unreadable), (3, 0));
    let vault = recover::accept(prepared, None, after(30)).expect("opens");
    for n in [301, 302, 305] {
        backstride_core::record::find::<diary::PainEntry>(&vault.diary, &id(n)).expect("rescued");
    }
    let hit =
        backstride_core::record::find::<diary::PainEntry>(&vault.diary, &id(0)).expect("there");
    assert_ne!(
        hit.nrs.map(Intensity::get),
        Some(9),
        "what was damaged is not carried over"
    );
}

#[test]
fn a_damaged_diary_opens_to_be_read_and_not_one_byte_of_it_changes() {
    let dir = place();
    small_profile(dir.path(), 8);
    let file = dir.path().join("diary.db");
    let conn = Connection::open(&file).expect("opens");
    conn.execute("UPDATE pain_entry SET nrs = 9 WHERE id = ?1", [id(0)])
        .expect("changed");
    drop(conn);
    let before = fs::read(&file).expect("read");
    let mut vault = recover::open_to_read(dir.path(), None).expect("opens");
    assert!(!vault.writable());
    assert!(diary::page(&vault.diary, 10, None).expect("read").total > 0);
    assert!(step(&mut vault.diary, 50).is_err());
    drop(vault);
    assert_eq!(fs::read(&file).expect("read"), before);
}

/// Stops long work when it was asked for the n-th time whether to go on.
struct StopAt {
    left: Cell<u32>,
    seen: Mutex<Vec<Phase>>,
}

impl StopAt {
    fn call(n: u32) -> Self {
        Self {
            left: Cell::new(n),
            seen: Mutex::default(),
        }
    }
}

impl Follow for StopAt {
    fn goes_on(&self, phase: Phase, _done: u64, _all: u64) -> bool {
        self.seen.lock().expect("not poisoned").push(phase);
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    fn rests_on(&self, _conn: &Connection) {}
}

/// The files of a profile with the folder of its copies, and how long each is.
fn files_of(dir: &Path) -> Vec<(String, u64)> {
    let mut all = Vec::new();
    for folder in [dir.to_owned(), dir.join(backup::FOLDER)] {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let meta = entry.metadata().expect("there");
            let name = entry.file_name().to_string_lossy().into_owned();
            // The log beside the diary is as long as whatever was done last.
            if meta.is_file() && !name.ends_with("-wal") && !name.ends_with("-shm") {
                all.push((name, meta.len()));
            }
        }
    }
    all.sort();
    all
}

#[test]
fn long_work_stops_whenever_it_is_asked_to_and_leaves_nothing_behind() {
    let dir = place();
    small_profile(dir.path(), 8);
    let mut vault = Vault::open(dir.path(), NOW).expect("opens");
    let old = backup::list(dir.path())
        .expect("listed")
        .pop()
        .expect("one");
    step(&mut vault.diary, 90).expect("saved");
    let (then, files) = (digest(&vault), files_of(dir.path()));
    let (mut attempted, mut stopped, mut done) = (0, 0, 0);

    // A copy, a proof, and bringing one back: stopped at each question, and at last let go on.
    for n in 0..9 {
        let follow = StopAt::call(n);
        attempted += 1;
        match backup::make_followed(
            &vault.diary,
            dir.path(),
            None,
            Why::Manual,
            after(1),
            &follow,
        ) {
            Err(Error::Stopped) => {
                stopped += 1;
                assert_eq!(files_of(dir.path()), files, "make, stopped at {n}");
            }
            made => {
                let copy = made.expect("a copy").backup().clone();
                let seen = follow.seen.lock().expect("not poisoned").clone();
                assert_eq!(seen, [Phase::Copying, Phase::Checking, Phase::Placing]);
                done += 1;
                backup::remove(dir.path(), copy.seq).expect("removed");
            }
        }
        attempted += 1;
        match backup::verify_followed(dir.path(), &old, None, &StopAt::call(n)) {
            Err(Error::Stopped) => stopped += 1,
            verified => {
                verified.expect("in order");
                done += 1;
            }
        }
    }
    make(&vault, Why::Manual, after(2));
    let files = files_of(dir.path());
    let mut brought_back = 0;
    for n in 0..9 {
        attempted += 1;
        let path = old.path(dir.path());
        let restored = backup::restore_followed(vault, &path, None, after(3), &StopAt::call(n));
        vault = restored.vault.expect("open");
        match restored.before {
            Err(Error::Stopped) => {
                stopped += 1;
                assert_eq!(digest(&vault), then, "restore, stopped at {n}");
                assert_eq!(files_of(dir.path()), files, "restore, stopped at {n}");
            }
            before => {
                before.expect("kept before");
                done += 1;
                brought_back += 1;
                assert_eq!(digest(&vault), old.digest);
                break;
            }
        }
    }
    println!("stops: attempted {attempted}, stopped {stopped}, went through {done}, strays 0");
    assert_eq!(
        (stopped, brought_back),
        (6, 1),
        "two of each, before anything is placed"
    );
    assert!(done >= 10, "{done}");
}

/// Counts how far a search for a way back is, and stops at one question.
struct Searching {
    left: Cell<u32>,
    read: RefCell<Vec<(u64, u64)>>,
}

impl Follow for Searching {
    fn goes_on(&self, phase: Phase, done: u64, all: u64) -> bool {
        if phase == Phase::Reading && all > 0 {
            self.read.borrow_mut().push((done, all));
        }
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    fn rests_on(&self, _conn: &Connection) {}
}

#[test]
fn the_search_for_a_way_back_says_how_far_it_is_and_stops_whenever_it_is_asked_to() {
    let dir = place();
    small_profile(dir.path(), 8);
    let mut vault = Vault::open(dir.path(), NOW).expect("opens");
    for n in [301, 302, 305] {
        step(&mut vault.diary, n).expect("saved");
    }
    vault.close().expect("closes");
    let conn = Connection::open(dir.path().join("diary.db")).expect("opens");
    conn.execute("UPDATE pain_entry SET nrs = 9 WHERE id = ?1", [id(0)])
        .expect("changed");
    drop(conn);
    let files = files_of(dir.path());
    let bytes = fs::read(dir.path().join("diary.db")).expect("read");
    let mut stopped = 0;
    let read = loop {
        let follow = Searching {
            left: Cell::new(stopped),
            read: RefCell::default(),
        };
        match recover::prepare(dir.path(), None, after(30), &follow) {
            Err(Error::Stopped) => {
                stopped += 1;
                assert_eq!(files_of(dir.path()), files, "stopped at {stopped}");
                assert!(
                    !dir.path().join("recovery").exists(),
                    "stopped at {stopped}"
                );
            }
            prepared => {
                let prepared = prepared.expect("a way back");
                assert_eq!((prepared.rescued, prepared.unreadable), (3, 0));
                break follow.read.into_inner();
            }
        }
    };
    let all = read.last().expect("records were read").1;
    let counted: Vec<(u64, u64)> = (0..all).map(|n| (n, all)).collect();
    assert_eq!(read, counted, "one by one, of all of them");
    assert_eq!(
        fs::read(dir.path().join("diary.db")).expect("read"),
        bytes,
        "the damaged file is as it was"
    );
    println!("search: stopped {stopped} times, {all} records read one by one");
    assert!(stopped > 15, "the control: every step asks ({stopped})");
}

/// Interrupts every connection that long work rests on, again and again.
struct Interrupting(Mutex<Option<rusqlite::InterruptHandle>>);

impl Follow for Interrupting {
    fn goes_on(&self, _phase: Phase, _done: u64, _all: u64) -> bool {
        true
    }

    fn rests_on(&self, conn: &Connection) {
        *self.0.lock().expect("not poisoned") = Some(conn.get_interrupt_handle());
    }
}

#[test]
fn what_is_interrupted_in_the_middle_is_stopped_and_never_called_damage() {
    let dir = place();
    small_profile(dir.path(), 300);
    let vault = Vault::open(dir.path(), NOW).expect("opens");
    let copy = make(&vault, Why::Manual, after(1)).backup().clone();
    let follow = Interrupting(Mutex::new(None));
    let over = AtomicBool::new(false);
    let (mut attempted, mut stopped) = (0, 0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::SeqCst) {
                if let Some(handle) = follow.0.lock().expect("not poisoned").as_ref() {
                    handle.interrupt();
                }
                std::thread::yield_now();
            }
        });
        // Where much else runs, more attempts may be over before anybody interrupts one.
        while attempted < 40 || (stopped == 0 && attempted < 4000) {
            attempted += 1;
            match backup::verify_followed(dir.path(), &copy, None, &follow) {
                Err(Error::Stopped) => stopped += 1,
                Ok(()) => {}
                Err(other) => {
                    over.store(true, Ordering::SeqCst);
                    panic!("an interruption was taken for {other}");
                }
            }
        }
        over.store(true, Ordering::SeqCst);
    });
    println!("interruptions: attempted {attempted}, stopped {stopped}, called damage 0");
    assert!(stopped > 0, "the control: some of them have to hit");
    backup::verify(dir.path(), &copy, None).expect("the copy is as it was");
}

#[test]
fn copies_take_a_fifth_of_the_room_and_never_more_than_two_gigabytes() {
    const GB: u64 = 1 << 30;
    assert_eq!(backup::cap_bytes(None, 0), 2 * GB);
    assert_eq!(backup::cap_bytes(Some(500 * GB), 0), 2 * GB);
    assert_eq!(backup::cap_bytes(Some(1000), 0), 200);
    // The more they take, the less is free; together it stays the same.
    assert_eq!(
        backup::cap_bytes(Some(600), 400),
        backup::cap_bytes(Some(1000), 0)
    );
    let all: Vec<Backup> = (0..30)
        .map(|n| drawn(n, i64::try_from(n).expect("few"), Why::Day))
        .collect();
    // Thirty of a thousand bytes each, and 20,000 bytes free: a fifth of the whole is ten of them.
    let gone = backup::superfluous(&all, backup::cap_bytes(Some(20_000), 30_000));
    assert_eq!(all.len() - gone.len(), 10);
    let gone = backup::superfluous(&all, backup::cap_bytes(Some(0), 0));
    assert_eq!(
        all.len() - gone.len(),
        3,
        "the newest three stay on a full disk"
    );
}

#[test]
fn a_file_that_was_saved_is_known_until_it_is_gone() {
    let (dir, stick) = (place(), place());
    small_profile(dir.path(), 4);
    let copy = backup::list(dir.path())
        .expect("listed")
        .pop()
        .expect("one");
    let folder = stick.path().join("in the drawer");
    fs::create_dir(&folder).expect("made");
    let file = folder.join("one.backstride");
    backup::pack(dir.path(), &copy, None, &file, &|_, _| true).expect("packed");
    let known = backup::saved_files(dir.path());
    assert_eq!(known.len(), 1);
    assert!(known[0].reachable() && !known[0].sealed);
    fs::rename(&folder, stick.path().join("away")).expect("moved");
    let known = backup::saved_files(dir.path());
    assert!(
        !known[0].reachable(),
        "a stick that is away keeps its files"
    );
    fs::rename(stick.path().join("away"), &folder).expect("back");
    fs::remove_file(&file).expect("deleted");
    assert_eq!(backup::saved_files(dir.path()), []);
    assert_eq!(
        lock::left_over(dir.path(), None).expect("listed"),
        [],
        "without a lock nothing is a left-over"
    );
}
