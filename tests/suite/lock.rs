//! The lock: what opens a locked diary, what does not, and that no crash, damage or forgery on the way loses anything.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use backstride_core::db::{self, File, Looks};
use backstride_core::diary::{self, Intensity, NewPain, Note};
use backstride_core::vault::backup::{self, Backup, Made, Why};
use backstride_core::vault::keys::{self, Secret, Slots};
use backstride_core::vault::lock::{self, Left, Step};
use backstride_core::vault::{self, RecoveryCode, Vault, recover, wipe};
use backstride_core::{Error, Moment, Result, settings};

const NOW: Moment = Moment {
    utc_ms: 1_795_417_800_000,
    offset_min: 0,
};

const PASSPHRASE: &str = "brown kettle on the hill";
const OTHER: &str = "seven quiet ferries";
const ENTRIES: u32 = 25;

/// Chance that comes out the same in every run, and never twice within one.
pub(crate) fn chance(seed: u8) -> impl FnMut(&mut [u8]) -> Result<()> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[seed]);
    let mut reader = hasher.finalize_xof();
    move |into| {
        reader.fill(into);
        Ok(())
    }
}

pub(crate) fn code(seed: u8) -> RecoveryCode {
    RecoveryCode::new(&mut chance(seed)).expect("a code")
}

fn canary(n: u32) -> String {
    format!("canary-{n:02}-of-a-sore-back")
}

/// A diary of some entries, each with words that can be found again.
fn plain() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a place");
    let mut vault = Vault::open(dir.path(), NOW).expect("opens");
    for n in 0..ENTRIES {
        let new = NewPain {
            id: crate::storage::id(n),
            nrs: Intensity::new(f64::from(n % 11)).expect("on the scale"),
            note: Note::new(&canary(n)).expect("a note"),
        };
        db::write(&mut vault.diary, |tx| diary::add(tx, &new, NOW)).expect("saved");
    }
    vault.close().expect("closed");
    dir
}

fn quiet(_: Step) -> Result<()> {
    Ok(())
}

/// The same diary, locked with [`PASSPHRASE`] and the first code.
fn locked() -> tempfile::TempDir {
    let dir = plain();
    let vault = Vault::open(dir.path(), NOW).expect("opens");
    let changed = lock::turn_on(vault, PASSPHRASE, &code(1), &mut chance(2), NOW, &mut quiet);
    changed.outcome.expect("locked");
    changed.vault.expect("open").close().expect("closed");
    dir
}

fn by_code(dir: &Path, seed: u8) -> Result<Vault> {
    lock::unlock(dir, Secret::Recovery(&code(seed)), NOW)
}

fn by_words(dir: &Path, words: &str) -> Result<Vault> {
    lock::unlock(dir, Secret::Passphrase(words), NOW)
}

/// How many entries a diary has, after everything in it was checked.
fn whole(vault: &Vault) -> u32 {
    db::check(&vault.diary, File::Diary).expect("sound");
    diary::page(&vault.diary, 1, None).expect("read").total
}

/// Every file below a folder.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).expect("a folder").flatten() {
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    found
}

/// How many of the canaries lie readable anywhere below a folder.
fn readable(dir: &Path) -> usize {
    let all: Vec<Vec<u8>> = files(dir)
        .iter()
        .map(|path| fs::read(path).expect("read"))
        .collect();
    (0..ENTRIES)
        .filter(|n| {
            let word = canary(*n).into_bytes();
            all.iter()
                .any(|bytes| bytes.windows(word.len()).any(|part| part == word))
        })
        .count()
}

fn copy_of(dir: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a place");
    for path in files(dir) {
        let to = copy.path().join(path.strip_prefix(dir).expect("inside"));
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        fs::copy(&path, to).expect("copied");
    }
    copy
}

#[test]
fn a_locked_diary_opens_with_the_passphrase_or_the_code_and_with_nothing_else() {
    let dir = locked();
    assert!(matches!(Vault::open(dir.path(), NOW), Err(Error::Locked)));
    let vault = by_words(dir.path(), PASSPHRASE).expect("the passphrase opens it");
    assert!(vault.writable());
    assert_eq!(whole(&vault), ENTRIES);
    drop(vault);
    assert_eq!(
        whole(&by_code(dir.path(), 1).expect("the code opens it")),
        ENTRIES
    );
    for wrong in [
        "",
        "brown kettle on the hil",
        "Brown kettle on the hill",
        OTHER,
    ] {
        let refused = by_words(dir.path(), wrong);
        assert!(matches!(refused, Err(Error::WrongSecret)), "{wrong}");
    }
    assert!(matches!(by_code(dir.path(), 9), Err(Error::WrongSecret)));
    let stored = lock::unlock(dir.path(), Secret::Stored(&[7; 32]), NOW);
    assert!(matches!(stored, Err(Error::WrongSecret)));
}

#[test]
fn an_accent_typed_as_two_characters_opens_what_one_character_locked() {
    let dir = plain();
    let vault = Vault::open(dir.path(), NOW).expect("opens");
    let changed = lock::turn_on(
        vault,
        "caf\u{e9} au lait",
        &code(1),
        &mut chance(2),
        NOW,
        &mut quiet,
    );
    changed.outcome.expect("locked");
    drop(changed.vault);
    by_words(dir.path(), "cafe\u{301} au lait").expect("the same words");
}

#[test]
fn a_short_passphrase_is_refused_and_nothing_changes() {
    let dir = plain();
    let vault = Vault::open(dir.path(), NOW).expect("opens");
    let changed = lock::turn_on(vault, "1234567", &code(1), &mut chance(2), NOW, &mut quiet);
    assert!(matches!(
        changed.outcome,
        Err(Error::Invalid {
            field: "passphrase"
        })
    ));
    assert_eq!(whole(&changed.vault.expect("still open")), ENTRIES);
    assert!(!keys::present(dir.path()));
}

#[test]
fn every_code_is_read_back_as_it_is_shown_and_a_wrong_symbol_is_noticed() {
    let (mut attempted, mut noticed) = (0, 0);
    for seed in 0..40 {
        let text = code(seed).text().to_string();
        assert_eq!(text.len(), 35, "{text}");
        let sloppy = text
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .replace('1', "l");
        for typed in [text.as_str(), sloppy.as_str()] {
            let read = RecoveryCode::parse(typed).expect("the same code");
            assert_eq!(*read.text(), text);
        }
        for at in 0..text.len() {
            let mut wrong = text.clone().into_bytes();
            if wrong[at] == b'-' {
                continue;
            }
            wrong[at] = if wrong[at] == b'7' { b'8' } else { b'7' };
            attempted += 1;
            let read = RecoveryCode::parse(std::str::from_utf8(&wrong).expect("letters"));
            noticed += u32::from(read.is_err());
        }
    }
    for wrong in [
        "",
        "0000",
        "00000-00000-00000-00000-00000-00001",
        "ü",
        &"0".repeat(31),
    ] {
        assert!(RecoveryCode::parse(wrong).is_err(), "{wrong}");
    }
    println!("wrong symbols: attempted {attempted}, noticed {noticed}");
    assert!(attempted >= 1000);
    assert_eq!(noticed, attempted);
}

/// Runs the change that the environment names and dies at the step it names: a child of the test below.
fn die_at_a_step() {
    let Ok(order) = std::env::var("BACKSTRIDE_TEST_LOCK") else {
        return;
    };
    let mut words = order.splitn(3, ' ');
    let (change, step, place) = (
        words.next().expect("a change"),
        words.next().expect("a step"),
        PathBuf::from(words.next().expect("a place")),
    );
    let mut die = |done: Step| {
        if format!("{done:?}") == step {
            std::process::abort();
        }
        Ok(())
    };
    let changed = make(change, &place, &mut die);
    panic!("{change} never came to {step}: {:?}", changed.outcome);
}

fn make(change: &str, place: &Path, watch: lock::Watch<'_>) -> lock::Changed {
    let draw = &mut chance(3);
    let old = code(1);
    let secret = Secret::Recovery(&old);
    match change {
        "on" => {
            let vault = Vault::open(place, NOW).expect("opens");
            lock::turn_on(vault, PASSPHRASE, &code(1), draw, NOW, watch)
        }
        "off" => {
            let vault = by_code(place, 1).expect("opens");
            lock::turn_off(vault, secret, NOW, watch)
        }
        _ => {
            let vault = by_code(place, 1).expect("opens");
            lock::rekey(vault, secret, OTHER, &code(4), draw, NOW, watch)
        }
    }
}

/// Opens whatever a change left, by whatever a person has after it: nothing, the old code or the new one.
fn opens_again(dir: &Path) -> Option<(&'static str, Vault)> {
    match Vault::open(dir, NOW) {
        Ok(vault) => return Some(("plain", vault)),
        Err(Error::Locked) => {}
        Err(_) => return None,
    }
    if let Ok(vault) = by_code(dir, 1) {
        return Some(("old code", vault));
    }
    by_code(dir, 4).ok().map(|vault| ("new code", vault))
}

#[test]
fn a_crash_at_any_step_of_a_change_leaves_the_old_diary_or_the_new_one() {
    die_at_a_step();
    let (open, shut) = (plain(), locked());
    let (mut attempted, mut opened, mut lost) = (0, 0, 0);
    for (change, before, old, new) in [
        ("on", &open, "plain", "old code"),
        ("off", &shut, "old code", "plain"),
        ("rekey", &shut, "old code", "new code"),
    ] {
        for step in Step::ALL {
            let place = copy_of(before.path());
            let ended = Command::new(std::env::current_exe().expect("known"))
                .args([
                    "--exact",
                    "lock::a_crash_at_any_step_of_a_change_leaves_the_old_diary_or_the_new_one",
                ])
                .env(
                    "BACKSTRIDE_TEST_LOCK",
                    format!("{change} {step:?} {}", place.path().display()),
                )
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .expect("ran");
            // Windows gives whoever aborts a number of its own, where others are told of a signal.
            const ABORTED: i32 = 0xC000_0409_u32.cast_signed();
            assert!(
                ended.code().is_none_or(|code| code == ABORTED),
                "{change} {step:?} did not die: {ended}"
            );
            attempted += 1;
            let Some((how, vault)) = opens_again(place.path()) else {
                lost += ENTRIES;
                continue;
            };
            opened += 1;
            lost += ENTRIES - whole(&vault);
            let swapped = matches!(step, Step::Swapped | Step::Wiped | Step::KeysSettled);
            assert_eq!(how, if swapped { new } else { old }, "{change} at {step:?}");
            assert!(!place.path().join("diary.db.recast").exists());
            drop(vault);
            // What was opened once is opened the same way ever after.
            assert_eq!(opens_again(place.path()).expect("opens again").0, how);
        }
    }
    // The control: had the slots been written after the swap, this crash would have left neither.
    let place = copy_of(shut.path());
    for name in keys::NAMES {
        fs::remove_file(place.path().join(name)).expect("no slots");
    }
    assert!(
        opens_again(place.path()).is_none(),
        "the control has to fail"
    );
    println!(
        "crashes: attempted {attempted}, opened {opened}, entries lost {lost}; the control lost {ENTRIES}"
    );
    assert_eq!((attempted, opened, lost), (21, 21, 0));
}

#[test]
fn a_failure_at_any_step_gives_the_diary_back_open() {
    let (open, shut) = (plain(), locked());
    let mut attempted = 0;
    for (change, before) in [("on", &open), ("off", &shut), ("rekey", &shut)] {
        for step in Step::ALL {
            let place = copy_of(before.path());
            let mut fail = |done: Step| {
                if done == step {
                    Err(Error::Full)
                } else {
                    Ok(())
                }
            };
            let changed = make(change, place.path(), &mut fail);
            assert!(
                matches!(changed.outcome, Err(Error::Full)),
                "{change} {step:?}"
            );
            let vault = changed.vault.expect("open all the same");
            assert_eq!(whole(&vault), ENTRIES, "{change} {step:?}");
            assert!(!place.path().join("diary.db.recast").exists());
            attempted += 1;
        }
    }
    println!("failures: attempted {attempted}, diaries open afterwards {attempted}, lost 0");
}

#[test]
fn twenty_canaries_are_nowhere_on_the_disk_once_the_diary_is_locked() {
    let dir = plain();
    let backups = dir.path().join("backups");
    fs::create_dir_all(backups.join("old")).expect("made");
    for name in ["backups/diary.db.before-migration-3", "backups/old/a.db"] {
        fs::copy(dir.path().join("diary.db"), dir.path().join(name)).expect("an old backup");
    }
    assert_eq!(
        readable(dir.path()),
        ENTRIES as usize,
        "the control has to find them"
    );
    let vault = Vault::open(dir.path(), NOW).expect("opens");
    // A log beside a backup, as a program leaves it that was killed.
    fs::copy(
        dir.path().join("diary.db-wal"),
        backups.join("old/a.db-wal"),
    )
    .expect("a log");
    let changed = lock::turn_on(vault, PASSPHRASE, &code(1), &mut chance(2), NOW, &mut quiet);
    changed.outcome.expect("locked");
    let mut vault = changed.vault.expect("open");
    let listed = lock::left_over(dir.path(), vault.key()).expect("listed");
    let names: Vec<PathBuf> = listed.into_iter().map(|one| one.name).collect();
    assert!(
        names.contains(&PathBuf::from("backups/old/a.db")),
        "{names:?}"
    );
    assert!(
        // By opening, the copy from before a migration took its place among the others.
        names.contains(&PathBuf::from("backups/000001.db")),
        "{names:?}"
    );
    assert_eq!(
        readable(dir.path()),
        ENTRIES as usize,
        "nothing goes unasked"
    );
    let gone = lock::remove_left_over(dir.path(), vault.key(), &names).expect("removed");
    assert_eq!(gone, names.len());
    // More words come while it is open, and the program is killed: they lie in the log.
    for n in 0..ENTRIES {
        let new = NewPain {
            id: crate::storage::id(100 + n),
            nrs: Intensity::new(3.0).expect("on the scale"),
            note: Note::new(&canary(n)).expect("a note"),
        };
        db::write(&mut vault.diary, |tx| diary::add(tx, &new, NOW)).expect("saved");
    }
    let log = fs::metadata(dir.path().join("diary.db-wal"))
        .expect("a log")
        .len();
    assert!(log > 0, "the words have to be in the log");
    let found = readable(dir.path());
    println!("canaries: attempted {ENTRIES}, found {found}; the control found {ENTRIES}");
    assert_eq!(found, 0);
    assert_eq!(
        db::looks(&dir.path().join("diary.db")).expect("read"),
        Looks::Sealed
    );
    std::mem::forget(vault);
}

#[test]
fn one_damaged_copy_of_the_slots_costs_nothing_and_two_are_told_apart_from_a_wrong_passphrase() {
    let dir = locked();
    let good = fs::read(dir.path().join(keys::NAMES[0])).expect("slots");
    assert_eq!(
        good,
        fs::read(dir.path().join(keys::NAMES[1])).expect("slots")
    );
    let diary = fs::read(dir.path().join("diary.db")).expect("the diary");
    let (mut attempted, mut opened, mut refused) = (0, 0, 0);
    for at in (0..good.len()).step_by(11) {
        let mut bad = good.clone();
        bad[at] ^= 0x10;
        for name in keys::NAMES {
            attempted += 1;
            fs::write(dir.path().join(name), &bad).expect("damaged");
            drop(by_code(dir.path(), 1).expect("the other copy opens it"));
            opened += 1;
            let mended = fs::read(dir.path().join(name)).expect("slots");
            assert!(Slots::from_bytes(&mended).is_ok(), "mended");
        }
        for name in keys::NAMES {
            fs::write(dir.path().join(name), &bad).expect("damaged");
        }
        attempted += 1;
        assert!(matches!(by_code(dir.path(), 1), Err(Error::KeysDamaged)));
        assert!(matches!(
            by_words(dir.path(), PASSPHRASE),
            Err(Error::KeysDamaged)
        ));
        assert!(matches!(Vault::open(dir.path(), NOW), Err(Error::Locked)));
        refused += 1;
        for name in keys::NAMES {
            fs::write(dir.path().join(name), &good).expect("as it was");
        }
    }
    // A copy that is cut off, empty or gone.
    for bytes in [&good[..good.len() / 2], &[]] {
        fs::write(dir.path().join(keys::NAMES[0]), bytes).expect("damaged");
        drop(by_code(dir.path(), 1).expect("the other copy opens it"));
    }
    for name in keys::NAMES {
        fs::remove_file(dir.path().join(name)).expect("gone");
        drop(by_code(dir.path(), 1).expect("the other copy opens it"));
    }
    println!("slots: attempted {attempted}, opened {opened}, refused by name {refused}, lost 0");
    assert_eq!(attempted, opened + refused);
    assert_eq!(
        diary.len(),
        fs::read(dir.path().join("diary.db"))
            .expect("the diary")
            .len()
    );
    assert_eq!(whole(&by_code(dir.path(), 1).expect("opens")), ENTRIES);
}

/// Writes a sum that fits, as somebody would who knows the format and has not the key.
fn resum(bytes: &mut Vec<u8>) {
    bytes.truncate(bytes.len() - 32);
    let sum = blake3::hash(bytes);
    bytes.extend_from_slice(sum.as_bytes());
}

#[test]
fn doctored_slots_take_no_memory_no_time_and_no_diary() {
    let dir = locked();
    let good = fs::read(dir.path().join(keys::NAMES[0])).expect("slots");
    // The first slot is the passphrase: 14 bytes in, behind its kind and generation, stand memory, passes and lanes.
    let (memory, passes, lanes) = (19, 23, 27);
    let begun = std::time::Instant::now();
    let mut refused = 0;
    for (at, value) in [
        (memory, u32::MAX),
        (memory, 2 * 1024 * 1024),
        (memory, 1024),
        (memory, 0),
        (passes, u32::MAX),
        (passes, 100),
        (passes, 1),
        (passes, 0),
        (lanes, 0),
        (lanes, 1_000_000),
    ] {
        let mut bad = good.clone();
        bad[at..at + 4].copy_from_slice(&u32::to_be_bytes(value));
        resum(&mut bad);
        assert!(
            matches!(Slots::from_bytes(&bad), Err(Error::KeysDamaged)),
            "{at} {value}"
        );
        for name in keys::NAMES {
            fs::write(dir.path().join(name), &bad).expect("doctored");
        }
        assert!(matches!(
            by_words(dir.path(), PASSPHRASE),
            Err(Error::KeysDamaged)
        ));
        refused += 1;
    }
    let took = begun.elapsed();
    assert!(took.as_secs() < 5, "{took:?}");
    // Within the limits it costs one guess, and fits nothing, because each slot is bound to what it was made with.
    let mut bad = good.clone();
    bad[memory..memory + 4].copy_from_slice(&u32::to_be_bytes(32 * 1024));
    resum(&mut bad);
    for name in keys::NAMES {
        fs::write(dir.path().join(name), &bad).expect("doctored");
    }
    assert!(matches!(
        by_words(dir.path(), PASSPHRASE),
        Err(Error::WrongSecret)
    ));
    // A slot that was taken away is noticed by the seal.
    assert!(matches!(by_code(dir.path(), 1), Err(Error::KeysDamaged)));
    println!(
        "doctored costs: attempted 10, refused {refused}, in {} ms",
        took.as_millis()
    );
    // One doctored copy beside a good one is no harm at all.
    fs::write(dir.path().join(keys::NAMES[1]), &good).expect("as it was");
    assert_eq!(
        whole(&by_words(dir.path(), PASSPHRASE).expect("opens")),
        ENTRIES
    );
}

#[test]
fn behind_the_right_passphrase_damage_is_called_damage() {
    let dir = locked();
    let path = dir.path().join("diary.db");
    let mut bytes = fs::read(&path).expect("the diary");
    bytes[100] ^= 1;
    fs::write(&path, &bytes).expect("damaged");
    assert!(matches!(
        by_words(dir.path(), PASSPHRASE),
        Err(Error::Damaged)
    ));
    assert!(matches!(
        by_words(dir.path(), OTHER),
        Err(Error::WrongSecret)
    ));
    assert_eq!(
        fs::read(&path).expect("the diary"),
        bytes,
        "not one byte changes"
    );
}

#[test]
fn another_passphrase_changes_the_slots_alone_and_the_old_one_opens_nothing() {
    let dir = locked();
    let before = fs::read(dir.path().join("diary.db")).expect("the diary");
    let vault = by_code(dir.path(), 1).expect("opens");
    let wrong = lock::change_passphrase(&vault, Secret::Passphrase(OTHER), OTHER, &mut chance(5));
    assert!(matches!(wrong, Err(Error::WrongSecret)));
    lock::change_passphrase(
        &vault,
        Secret::Passphrase(PASSPHRASE),
        OTHER,
        &mut chance(5),
    )
    .expect("changed");
    lock::change_code(&vault, Secret::Passphrase(OTHER), &code(6), &mut chance(6))
        .expect("another code");
    vault.close().expect("closed");
    assert_eq!(
        fs::read(dir.path().join("diary.db")).expect("the diary"),
        before
    );
    assert!(matches!(
        by_words(dir.path(), PASSPHRASE),
        Err(Error::WrongSecret)
    ));
    assert!(matches!(by_code(dir.path(), 1), Err(Error::WrongSecret)));
    drop(by_words(dir.path(), OTHER).expect("the new one opens it"));
    assert_eq!(
        whole(&by_code(dir.path(), 6).expect("the new code opens it")),
        ENTRIES
    );
}

#[test]
fn what_the_key_store_kept_is_worthless_after_it_was_forgotten() {
    let dir = locked();
    let stored = [42; 32];
    let by_store = || lock::unlock(dir.path(), Secret::Stored(&stored), NOW);
    let vault = by_code(dir.path(), 1).expect("opens");
    lock::remember(&vault, &stored, &mut chance(7)).expect("remembered");
    drop(vault);
    let vault = by_store().expect("the store opens it");
    assert_eq!(whole(&vault), ENTRIES);
    lock::forget(&vault).expect("forgotten");
    drop(vault);
    assert!(matches!(by_store(), Err(Error::WrongSecret)));
    drop(by_code(dir.path(), 1).expect("the code is not touched"));
    drop(by_words(dir.path(), PASSPHRASE).expect("nor is the passphrase"));
}

#[test]
fn a_new_key_makes_every_old_way_in_and_every_old_copy_useless_for_the_new_diary() {
    let dir = locked();
    let vault = by_code(dir.path(), 1).expect("opens");
    let old_key = vault.key().expect("a key").clone();
    lock::remember(&vault, &[42; 32], &mut chance(7)).expect("remembered");
    drop(vault);
    let mut seen = Vec::new();
    let changed = make("rekey", dir.path(), &mut |step| {
        seen.push(step);
        Ok(())
    });
    changed.outcome.expect("a new key");
    assert_eq!(seen, Step::ALL);
    drop(changed.vault);
    assert!(db::open_copy(&dir.path().join("diary.db"), File::Diary, Some(&old_key)).is_err());
    assert!(matches!(
        by_words(dir.path(), PASSPHRASE),
        Err(Error::WrongSecret)
    ));
    let stored = lock::unlock(dir.path(), Secret::Stored(&[42; 32]), NOW);
    assert!(matches!(stored, Err(Error::WrongSecret)));
    drop(by_words(dir.path(), OTHER).expect("the new passphrase opens it"));
    assert_eq!(
        whole(&by_code(dir.path(), 4).expect("the new code opens it")),
        ENTRIES
    );
}

#[test]
fn turned_off_it_is_an_ordinary_diary_again() {
    let dir = locked();
    let vault = by_code(dir.path(), 1).expect("opens");
    let changed = lock::turn_off(vault, Secret::Passphrase(OTHER), NOW, &mut quiet);
    assert!(matches!(changed.outcome, Err(Error::WrongSecret)));
    let vault = changed.vault.expect("open");
    let changed = lock::turn_off(vault, Secret::Passphrase(PASSPHRASE), NOW, &mut quiet);
    changed.outcome.expect("off");
    drop(changed.vault);
    assert!(!keys::present(dir.path()));
    // An old copy elsewhere may need them, so the slots are put aside and not deleted.
    let kept = files(&dir.path().join("kept"));
    assert_eq!(kept.len(), keys::NAMES.len(), "{kept:?}");
    let vault = Vault::open(dir.path(), NOW).expect("opens without a word");
    assert_eq!(whole(&vault), ENTRIES);
    assert!(vault.key().is_none());
    // The columns of a file that only an export could lose.
    let number: i32 = vault
        .diary
        .pragma_query_value(None, "auto_vacuum", |row| row.get(0))
        .expect("read");
    assert_eq!(number, 2);
}

#[test]
fn a_locked_file_is_migrated_copied_and_read_with_its_key_alone() {
    let dir = locked();
    let vault = by_code(dir.path(), 1).expect("opens");
    let key = vault.key().expect("a key").clone();
    assert_eq!(format!("{key:?}"), "Key(..)");
    let copy = dir.path().join("copy.db");
    let text = copy.to_str().expect("text");
    vault
        .diary
        .execute("VACUUM INTO ?1", [text])
        .expect("copied");
    drop(vault);
    let opened = db::open_copy(&copy, File::Diary, Some(&key)).expect("a copy opens");
    db::check(&opened, File::Diary).expect("sound");
    assert!(matches!(
        db::open_copy(&copy, File::Diary, None),
        Err(Error::Damaged)
    ));
    assert!(matches!(
        db::open_copy(&copy, File::Schedule, Some(&key)),
        Err(Error::Damaged)
    ));
    assert!(matches!(
        db::open(dir.path(), File::Diary, None),
        Err(Error::Damaged)
    ));
    let read = db::open_for_reading(dir.path(), File::Diary, Some(&key)).expect("reads");
    db::check(&read, File::Diary).expect("sound");
    // A file of a later version is refused without a trace.
    let conn = db::open(dir.path(), File::Diary, Some(&key)).expect("opens");
    conn.pragma_update(None, "user_version", 99).expect("later");
    db::close(conn).expect("closed");
    let before = files(dir.path());
    let refused = by_code(dir.path(), 1);
    assert!(
        matches!(refused, Err(Error::NewerDatabase { found: 99, .. })),
        "{refused:?}"
    );
    assert_eq!(files(dir.path()), before);
}

#[test]
fn somebody_who_lost_both_starts_anew_and_the_locked_file_is_kept() {
    let dir = locked();
    drop(vault::start_empty(dir.path(), NOW).expect("a new diary"));
    let vault = Vault::open(dir.path(), NOW).expect("opens");
    assert_eq!(whole(&vault), 0);
    let aside = fs::read_dir(dir.path().join("kept"))
        .expect("kept")
        .flatten()
        .next()
        .expect("one")
        .path();
    drop(vault);
    // The passphrase came back to mind: what was put aside opens with it.
    assert_eq!(
        whole(&by_words(&aside, PASSPHRASE).expect("opens")),
        ENTRIES
    );
}

/// A copy of an open diary, as the keeper makes one.
fn copied(vault: &Vault, why: Why) -> Made {
    backup::make(&vault.diary, vault.dir(), vault.key(), why, NOW).expect("a copy")
}

fn packed(vault: &Vault, copy: &Backup, folder: &Path) -> PathBuf {
    let target = folder.join(backup::bundle_name(copy));
    let slots = keys::newest(vault.dir()).ok().map(|it| it.to_bytes());
    backup::pack(vault.dir(), copy, slots, &target, &|_, _| true).expect("packed");
    target
}

#[test]
fn once_it_is_locked_every_copy_that_lies_open_is_named_wherever_it_is() {
    let dir = plain();
    let (stick, home) = (
        tempfile::tempdir().expect("a place"),
        tempfile::tempdir().expect("a place"),
    );
    let drawer = home.path().join("drawer");
    fs::create_dir(&drawer).expect("made");
    let vault = Vault::open(dir.path(), NOW).expect("opens");
    let open = copied(&vault, Why::Day);
    let near = packed(&vault, open.backup(), stick.path());
    let far = packed(&vault, open.backup(), &drawer);
    let deleted = packed(&vault, open.backup(), home.path());
    fs::remove_file(&deleted).expect("by the person");
    // The stick that is in the drawer now.
    fs::rename(&drawer, home.path().join("elsewhere")).expect("moved");
    assert_eq!(
        lock::left_over(dir.path(), vault.key()).expect("listed"),
        [],
        "nothing is a left-over before"
    );

    let changed = lock::turn_on(vault, PASSPHRASE, &code(1), &mut chance(2), NOW, &mut quiet);
    changed.outcome.expect("locked");
    let vault = changed.vault.expect("open");
    let new = copied(&vault, Why::Rekey);
    assert!(
        matches!(new, Made::Kept(_)),
        "an open copy is no copy of a locked diary"
    );
    assert!(new.backup().sealed);
    backup::verify(dir.path(), new.backup(), vault.key()).expect("proven");

    let listed = lock::left_over(dir.path(), vault.key()).expect("listed");
    let found: Vec<(PathBuf, Left, bool)> = listed
        .iter()
        .map(|it| (it.name.clone(), it.left, it.reachable))
        .collect();
    let mut wanted = vec![
        (PathBuf::from("backups/000001.db"), Left::Open, true),
        (near.clone(), Left::Open, true),
        (far.clone(), Left::Open, false),
    ];
    wanted.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(found, wanted);
    let names: Vec<PathBuf> = listed.into_iter().map(|it| it.name).collect();
    let gone = lock::remove_left_over(dir.path(), vault.key(), &names).expect("removed");
    assert_eq!(gone, 2, "what cannot be reached is only taken off the list");
    assert!(
        !near.exists()
            && home
                .path()
                .join("elsewhere")
                .read_dir()
                .expect("there")
                .count()
                == 1
    );
    assert_eq!(
        lock::left_over(dir.path(), vault.key()).expect("listed"),
        []
    );
    assert_eq!(readable(dir.path()) + readable(stick.path()), 0);
    assert_eq!(
        readable(&home.path().join("elsewhere")),
        ENTRIES as usize,
        "the control"
    );
    let left = backup::list(dir.path()).expect("listed");
    assert_eq!(left, [new.backup().clone()]);
}

#[test]
fn after_a_new_key_old_copies_are_named_and_come_back_with_the_old_code_until_they_are_removed() {
    let dir = locked();
    let stick = tempfile::tempdir().expect("a place");
    let vault = by_code(dir.path(), 1).expect("opens");
    let old = copied(&vault, Why::Rekey).backup().clone();
    let bundle = packed(&vault, &old, stick.path());
    drop(vault);
    let changed = make("rekey", dir.path(), &mut quiet);
    changed.outcome.expect("a new key");
    let vault = changed.vault.expect("open");
    let new = copied(&vault, Why::Rekey);
    assert!(
        matches!(new, Made::Kept(_)),
        "the same words under another key are no copy"
    );
    let key = vault.key().cloned();
    let (dir, own, path) = (dir.path(), key.as_ref(), old.path(dir.path()));
    assert!(matches!(
        backup::verify(dir, &old, own),
        Err(Error::OtherKey)
    ));
    let key_for = |secret| backup::key_for(dir, &path, own, None, secret);
    assert!(matches!(key_for(None), Err(Error::OtherKey)));
    let wrong = Some(Secret::Passphrase("not the old words"));
    assert!(matches!(key_for(wrong), Err(Error::WrongSecret)));
    let code_before = code(1);
    let before = key_for(Some(Secret::Recovery(&code_before))).expect("the old code opens it");
    key_for(Some(Secret::Passphrase(PASSPHRASE))).expect("so do the old words");
    backup::verify(dir, &old, before.as_ref()).expect("in order");

    let restored = backup::restore(vault, &path, before.as_ref(), NOW);
    restored.before.expect("kept before");
    let vault = restored.vault.expect("open");
    assert_eq!(whole(&vault), ENTRIES);
    assert_eq!(db::digest_of(&vault.diary).expect("read"), old.digest);
    vault.close().expect("closed");
    assert!(
        by_code(dir, 1).is_err(),
        "the diary stays under the new key, whatever was brought back"
    );
    let vault = by_code(dir, 4).expect("opens");

    let listed = lock::left_over(dir, own).expect("listed");
    let names: Vec<PathBuf> = listed.iter().map(|it| it.name.clone()).collect();
    let mut wanted = vec![PathBuf::from("backups/000001.db"), bundle.clone()];
    wanted.sort();
    assert_eq!(names, wanted);
    assert!(listed.iter().all(|it| it.left == Left::OldKey));
    assert_eq!(
        lock::remove_left_over(dir, own, &names).expect("removed"),
        2
    );
    assert!(!path.exists() && !bundle.exists());
    drop(vault);
}

#[test]
fn what_is_locked_with_another_key_is_no_damage_and_opens_with_its_own_words() {
    let (from, stick) = (locked(), tempfile::tempdir().expect("a place"));
    let vault = by_code(from.path(), 1).expect("opens");
    let copy = copied(&vault, Why::Manual).backup().clone();
    let bundle = packed(&vault, &copy, stick.path());
    drop(vault);
    let whole_file = fs::read(&bundle).expect("read");

    let other = plain();
    let vault = Vault::open(other.path(), NOW).expect("opens");
    let changed = lock::turn_on(vault, OTHER, &code(8), &mut chance(9), NOW, &mut quiet);
    changed.outcome.expect("locked");
    drop(changed.vault);
    let unlocked = plain();
    let (mut attempted, mut by_name, mut opened) = (0, 0, 0);
    for (place, open) in [(unlocked.path(), None), (other.path(), Some(8))] {
        let vault = match open {
            None => Vault::open(place, NOW),
            Some(seed) => by_code(place, seed),
        }
        .expect("opens");
        let own = vault.key().cloned();
        let (header, path) =
            backup::unpack(place, &bundle, &|_, _| true).expect("its seal is whole");
        attempted += 1;
        by_name += u32::from(matches!(
            backup::prove_intact(&path, own.as_ref(), &()),
            Err(Error::OtherKey)
        ));
        let key_for =
            |secret| backup::key_for(place, &path, own.as_ref(), header.slots.as_deref(), secret);
        assert!(matches!(key_for(None), Err(Error::OtherKey)));
        assert!(matches!(
            key_for(Some(Secret::Passphrase(OTHER))),
            Err(Error::WrongSecret)
        ));
        let key = key_for(Some(Secret::Passphrase(PASSPHRASE))).expect("its own words");
        backup::prove_intact(&path, key.as_ref(), &()).expect("in order");
        let restored = backup::restore(vault, &path, key.as_ref(), NOW);
        restored.before.expect("kept before");
        let vault = restored.vault.expect("open");
        assert_eq!(vault.key().is_some(), open.is_some(), "locked as it was");
        assert_eq!(whole(&vault), ENTRIES);
        vault.close().expect("closed");
        match open {
            None => drop(Vault::open(place, NOW).expect("opens without a word")),
            Some(seed) => drop(by_code(place, seed).expect("opens with its own code")),
        }
        opened += 1;
    }
    let (mut flipped, mut damaged) = (0, 0);
    for at in (0..whole_file.len()).step_by(whole_file.len() / 60) {
        let mut bytes = whole_file.clone();
        bytes[at] ^= 4;
        fs::write(&bundle, &bytes).expect("written");
        flipped += 1;
        damaged += u32::from(matches!(
            backup::unpack(unlocked.path(), &bundle, &|_, _| true),
            Err(Error::Damaged | Error::Foreign | Error::NewerDatabase { .. })
        ));
    }
    println!(
        "locked elsewhere: attempted {attempted}, refused by name {by_name}, opened with its own words {opened}; \
         flipped bits: attempted {flipped}, called damage {damaged}"
    );
    assert_eq!((attempted, by_name, opened), (2, 2, 2));
    assert_eq!(flipped, damaged);
}

#[test]
fn an_open_copy_brought_back_into_a_locked_diary_is_locked_with_it() {
    let dir = plain();
    let vault = Vault::open(dir.path(), NOW).expect("opens");
    let open = copied(&vault, Why::Day).backup().clone();
    let changed = lock::turn_on(vault, PASSPHRASE, &code(1), &mut chance(2), NOW, &mut quiet);
    changed.outcome.expect("locked");
    let vault = changed.vault.expect("open");
    let restored = backup::restore(vault, &open.path(dir.path()), None, NOW);
    restored.before.expect("kept before");
    let vault = restored.vault.expect("open");
    assert_eq!(whole(&vault), ENTRIES);
    let names = [PathBuf::from("backups/000001.db")];
    lock::remove_left_over(dir.path(), vault.key(), &names).expect("removed");
    vault.close().expect("closed");
    assert_eq!(readable(dir.path()), 0, "in {:?}", files(dir.path()));
    drop(by_code(dir.path(), 1).expect("opens"));
}

#[test]
fn copies_that_were_kept_when_everything_was_deleted_come_back_with_their_words() {
    let dir = locked();
    let vault = by_code(dir.path(), 1).expect("opens");
    let copy = copied(&vault, Why::Manual).backup().clone();
    vault.close().expect("closed");
    wipe::begin(dir.path(), true).expect("asked");
    wipe::finish(dir.path()).expect("deleted");
    assert!(dir.path().join("kept/keyslots-0").exists());
    let vault = Vault::open(dir.path(), NOW).expect("a first run");
    assert_eq!(whole(&vault), 0);
    assert_eq!(
        backup::list(dir.path()).expect("listed"),
        std::slice::from_ref(&copy),
        "the copy stayed"
    );
    let path = copy.path(dir.path());
    assert!(matches!(
        backup::verify(dir.path(), &copy, None),
        Err(Error::OtherKey)
    ));
    let words = Some(Secret::Passphrase(PASSPHRASE));
    let key = backup::key_for(dir.path(), &path, None, None, words).expect("its words open it");
    let restored = backup::restore(vault, &path, key.as_ref(), NOW);
    restored.before.expect("kept before");
    assert_eq!(whole(&restored.vault.expect("open")), ENTRIES);
}

#[test]
fn in_the_middle_of_a_change_one_code_gives_out_the_key_that_fits() {
    for (step, place) in [(Step::Exported, locked()), (Step::Swapped, locked())] {
        let vault = by_code(place.path(), 1).expect("opens");
        // The same code for both keys.
        let changed = lock::rekey(
            vault,
            Secret::Recovery(&code(1)),
            OTHER,
            &code(1),
            &mut chance(3),
            NOW,
            &mut |done| {
                if done == step {
                    Err(Error::Full)
                } else {
                    Ok(())
                }
            },
        );
        assert!(matches!(changed.outcome, Err(Error::Full)));
        changed.vault.expect("open").close().expect("closed");
        let secret = code(1);
        let key = lock::key_behind(place.path(), Secret::Recovery(&secret)).expect("a key");
        db::open_copy(&place.path().join("diary.db"), File::Diary, Some(&key))
            .unwrap_or_else(|error| panic!("{step:?}: {error}"));
    }
}

#[test]
fn a_damaged_locked_diary_comes_back_locked_from_a_copy_that_lay_open() {
    let dir = plain();
    let vault = Vault::open(dir.path(), NOW).expect("opens");
    copied(&vault, Why::Day);
    let changed = lock::turn_on(vault, PASSPHRASE, &code(1), &mut chance(2), NOW, &mut quiet);
    changed.outcome.expect("locked");
    changed.vault.expect("open").close().expect("closed");
    let path = dir.path().join("diary.db");
    let bytes = fs::read(&path).expect("read").len();
    fs::write(&path, vec![7; bytes]).expect("gone to pieces");
    let secret = code(1);
    let key = lock::key_behind(dir.path(), Secret::Recovery(&secret)).expect("the slots are whole");
    let ready = recover::prepare(dir.path(), Some(&key), NOW, &()).expect("a way back");
    assert_eq!(ready.how, recover::How::Backup);
    let vault = recover::accept(ready, Some(&key), NOW).expect("opens");
    assert_eq!(whole(&vault), ENTRIES);
    drop(vault);
    assert_eq!(
        whole(&by_code(dir.path(), 1).expect("locked as before")),
        ENTRIES
    );
}

/// What may have become of the two copies of the slots.
fn slots_in_every_state(good: &[u8], other: &[u8]) -> Vec<(&'static str, [Option<Vec<u8>>; 2])> {
    let mut flipped = good.to_vec();
    flipped[60] ^= 1;
    let doctored = |at: usize, value: u32| {
        let mut bytes = good.to_vec();
        bytes[at..at + 4].copy_from_slice(&value.to_be_bytes());
        resum(&mut bytes);
        Some(bytes)
    };
    let whole = || Some(good.to_vec());
    vec![
        ("both good", [whole(), whole()]),
        ("one flipped", [Some(flipped.clone()), whole()]),
        ("both flipped", [Some(flipped.clone()), Some(flipped)]),
        ("one asks for 4 TiB", [doctored(19, u32::MAX), whole()]),
        (
            "both ask for 4 TiB",
            [doctored(19, u32::MAX), doctored(19, u32::MAX)],
        ),
        (
            "both ask for a million passes",
            [doctored(23, 1_000_000), doctored(23, 1_000_000)],
        ),
        (
            "both cut off",
            [Some(good[..40].to_vec()), Some(good[..90].to_vec())],
        ),
        (
            "those of another diary",
            [Some(other.to_vec()), Some(other.to_vec())],
        ),
        ("both gone", [None, None]),
    ]
}

#[test]
fn no_key_store_no_words_and_no_slots_keep_anybody_out_for_good_or_let_anybody_in() {
    let dir = locked();
    let stored = [42; 32];
    let vault = by_code(dir.path(), 1).expect("opens");
    lock::remember(&vault, &stored, &mut chance(7)).expect("remembered");
    vault.close().expect("closed");
    let good = fs::read(dir.path().join(keys::NAMES[0])).expect("slots");
    let other_dir = plain();
    let vault = Vault::open(other_dir.path(), NOW).expect("opens");
    let changed = lock::turn_on(vault, OTHER, &code(8), &mut chance(9), NOW, &mut quiet);
    drop(changed.vault);
    let other = fs::read(other_dir.path().join(keys::NAMES[0])).expect("slots");
    let diary = fs::read(dir.path().join("diary.db")).expect("the diary");
    let garbage = vec![0x5A; 1 << 20];
    let (right, wrong) = (code(1), code(9));
    let secrets: [(&str, Secret<'_>, bool); 9] = [
        ("store: what it was given", Secret::Stored(&stored), true),
        ("store: another value", Secret::Stored(&[43; 32]), false),
        ("store: nothing", Secret::Stored(&[]), false),
        ("store: half of it", Secret::Stored(&stored[..16]), false),
        ("store: a megabyte", Secret::Stored(&garbage), false),
        (
            "words: wrong",
            Secret::Passphrase("seven quiet fairies"),
            false,
        ),
        ("words: none", Secret::Passphrase(""), false),
        ("code: wrong", Secret::Recovery(&wrong), false),
        ("code: right", Secret::Recovery(&right), true),
    ];
    let (mut attempted, mut opened, mut prompts, mut refusals, mut lost) = (0, 0, 0, 0, 0);
    let mut longest = std::time::Duration::ZERO;
    for (state, copies) in slots_in_every_state(&good, &other) {
        let usable = matches!(state, "both good" | "one flipped" | "one asks for 4 TiB");
        for (what, secret, fits) in &secrets {
            for (name, bytes) in keys::NAMES.iter().zip(&copies) {
                let path = dir.path().join(name);
                match bytes {
                    Some(bytes) => fs::write(path, bytes).expect("written"),
                    None => drop(fs::remove_file(path)),
                }
            }
            attempted += 1;
            let begun = std::time::Instant::now();
            let answer = lock::unlock(dir.path(), *secret, NOW);
            longest = longest.max(begun.elapsed());
            match answer {
                Ok(vault) => {
                    assert!(*fits && usable, "{what}, {state}: nobody may get in");
                    assert_eq!(whole(&vault), ENTRIES);
                    vault.close().expect("closed");
                    opened += 1;
                }
                // The passphrase is asked for again.
                Err(Error::WrongSecret) => {
                    assert!(!(*fits && usable), "{what}, {state}");
                    prompts += 1;
                }
                // Said by name: the slots are not as they were written, or are gone.
                Err(Error::KeysDamaged | Error::Missing) => {
                    assert!(!usable, "{what}, {state}");
                    refusals += 1;
                }
                Err(error) => panic!("{what}, {state}: {error}"),
            }
        }
        // Whatever was tried: with good slots it opens, and holds what it held.
        for name in keys::NAMES {
            fs::write(dir.path().join(name), &good).expect("as it was");
        }
        lost += ENTRIES - whole(&by_code(dir.path(), 1).expect("opens"));
        if !usable {
            assert_eq!(
                fs::read(dir.path().join("diary.db"))
                    .expect("the diary")
                    .len(),
                diary.len()
            );
        }
    }
    println!(
        "key store, words and slots: attempted {attempted}, opened {opened}, asked again {prompts}, \
         refused by name {refusals}, entries lost {lost}, longest {} ms",
        longest.as_millis()
    );
    assert_eq!((attempted, opened, lost), (81, 6, 0));
    assert_eq!(opened + prompts + refusals, attempted);
    assert!(longest.as_secs() < 3, "{longest:?}");
}

#[test]
fn whether_the_words_are_still_known_is_asked_after_a_day_and_after_a_week() {
    let dir = plain();
    let mut vault = Vault::open(dir.path(), NOW).expect("opens");
    let at = |hours: i64| Moment {
        utc_ms: NOW.utc_ms + hours * 3_600_000,
        ..NOW
    };
    let due = |vault: &Vault, hours| settings::recall_due(&vault.diary, at(hours)).expect("asked");
    let known = |vault: &mut Vault, hours| {
        db::write(&mut vault.diary, |tx| {
            settings::note_recalled(tx, at(hours))
        })
        .expect("noted");
    };
    assert!(!due(&vault, 1000), "without a passphrase nobody asks");
    db::write(&mut vault.diary, |tx| settings::note_passphrase(tx, at(0))).expect("noted");
    assert!(!due(&vault, 23) && due(&vault, 24));
    known(&mut vault, 2);
    assert!(due(&vault, 24), "on the first day everybody knows it");
    known(&mut vault, 30);
    assert!(!due(&vault, 31) && !due(&vault, 167) && due(&vault, 168));
    assert!(
        !due(&vault, -9000),
        "a clock that was set back asks no earlier"
    );
    known(&mut vault, 170);
    assert!(!due(&vault, 100_000), "twice is enough");
    // A new one begins anew, and who knows it after a week is not asked about the first day.
    db::write(&mut vault.diary, |tx| {
        settings::note_passphrase(tx, at(200))
    })
    .expect("noted");
    assert!(due(&vault, 224));
    known(&mut vault, 200 + 169);
    assert!(!due(&vault, 100_000));
}

#[test]
fn the_words_are_checked_without_changing_anything() {
    let dir = locked();
    let vault = by_code(dir.path(), 1).expect("opens");
    lock::recall(&vault, PASSPHRASE).expect("known");
    assert!(matches!(
        lock::recall(&vault, OTHER),
        Err(Error::WrongSecret)
    ));
    drop(vault);
    let open = plain();
    let vault = Vault::open(open.path(), NOW).expect("opens");
    assert!(matches!(
        lock::recall(&vault, PASSPHRASE),
        Err(Error::Conflict)
    ));
}
