//! Files that another program has open, and the other names of a folder. Windows keeps a file that is open in its place, so
//! there the work is refused and nothing is lost by it; elsewhere it goes through. On every system the second try does.

use std::fs;
use std::path::Path;

use backstride_core::vault::backup::{self, Why};
use backstride_core::vault::{Vault, lock, wipe};
use backstride_core::{Error, db};
use rusqlite::Connection;

use crate::faults::{NOW, add, place, small_profile};
use crate::lock::{chance, code};

/// Has a file open the way most programs do: on Windows nobody may rename or remove it meanwhile.
fn held(path: &Path) -> fs::File {
    let mut open = fs::OpenOptions::new();
    open.read(true);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt as _;
        const FILE_SHARE_READ: u32 = 1;
        const FILE_SHARE_WRITE: u32 = 2;
        open.share_mode(FILE_SHARE_READ | FILE_SHARE_WRITE);
    }
    open.open(path).expect("there")
}

/// Whether the work went through; where it did not, the reason is the one a person can do something about.
fn went_through<T>(outcome: Result<T, Error>) -> bool {
    let through = match outcome {
        Ok(_) => true,
        Err(Error::Busy) => false,
        Err(error) => panic!("{error:?}"),
    };
    assert_eq!(through, cfg!(not(windows)), "only Windows forbids it");
    through
}

fn digest(conn: &Connection) -> String {
    db::check(conn, db::File::Diary).expect("sound");
    db::digest_of(conn).expect("read")
}

#[test]
fn a_copy_is_brought_back_over_a_file_that_somebody_holds_or_nothing_changes() {
    for reader in [false, true] {
        let dir = place();
        small_profile(dir.path(), 8);
        let mut vault = Vault::open(dir.path(), NOW).expect("opens");
        let then = digest(&vault.diary);
        let made = backup::make(&vault.diary, dir.path(), None, Why::Manual, NOW).expect("a copy");
        let copy = made.backup().path(dir.path());
        add(&mut vault.diary, 500, None).expect("saved");
        let now = digest(&vault.diary);

        let file = (!reader).then(|| held(&dir.path().join("diary.db")));
        // The window's own second look at the diary holds it as well.
        let beside = reader.then(|| db::open_beside(dir.path(), None).expect("opens"));
        if let Some(beside) = &beside {
            assert_eq!(digest(beside), now);
        }
        let restored = backup::restore(vault, &copy, None, NOW);
        let vault = restored.vault.expect("open again either way");
        let wanted = if went_through(restored.before) {
            &then
        } else {
            &now
        };
        assert_eq!(digest(&vault.diary), *wanted);
        drop((file, beside));

        let restored = backup::restore(vault, &copy, None, NOW);
        restored.before.expect("nobody holds it any more");
        assert_eq!(digest(&restored.vault.expect("opens").diary), then);
    }
}

#[test]
fn a_lock_is_set_over_a_file_that_somebody_holds_or_the_diary_stays_as_it_is() {
    const PASSPHRASE: &str = "brown kettle on the hill";
    let dir = place();
    small_profile(dir.path(), 8);
    let vault = Vault::open(dir.path(), NOW).expect("opens");
    let then = digest(&vault.diary);
    let turn_on = |vault, seed| {
        lock::turn_on(
            vault,
            PASSPHRASE,
            &code(seed),
            &mut chance(seed),
            NOW,
            &mut |_| Ok(()),
        )
    };
    let file = held(&dir.path().join("diary.db"));
    let changed = turn_on(vault, 1);
    let vault = changed.vault.expect("open again either way");
    let through = went_through(changed.outcome);
    assert_eq!(digest(&vault.diary), then);
    assert_eq!(lock::is_locked(dir.path()).expect("told"), through);
    drop(file);

    let vault = if through {
        vault
    } else {
        drop(vault);
        let vault = Vault::open(dir.path(), NOW).expect("opens without a passphrase");
        let changed = turn_on(vault, 2);
        changed.outcome.expect("nobody holds it any more");
        changed.vault.expect("opens")
    };
    assert_eq!(digest(&vault.diary), then);
    assert!(lock::is_locked(dir.path()).expect("told"));
    assert!(!dir.path().join("diary.db.recast").exists());
}

#[test]
fn a_copy_that_somebody_holds_goes_the_next_time_and_is_whole_until_then() {
    let dir = place();
    small_profile(dir.path(), 3);
    let mut vault = Vault::open(dir.path(), NOW).expect("opens");
    for n in 0..5 {
        add(&mut vault.diary, 500 + n, None).expect("saved");
        backup::make(&vault.diary, dir.path(), None, Why::Manual, NOW).expect("a copy");
    }
    let all = backup::list(dir.path()).expect("listed");
    let oldest = &all[0];
    let numbers = || -> Vec<u64> {
        let all = backup::list(dir.path()).expect("listed");
        all.iter().map(|it| it.seq).collect()
    };
    let files = || {
        fs::read_dir(dir.path().join(backup::FOLDER))
            .expect("listed")
            .count()
    };
    let (before, two) = (files(), all.len());

    let file = held(&oldest.path(dir.path()));
    if !went_through(backup::remove(dir.path(), oldest.seq)) {
        assert_eq!(numbers().first(), Some(&oldest.seq));
        backup::verify(dir.path(), oldest, None).expect("whole");
        went_through(backup::rotate(dir.path(), 0));
        backup::verify(dir.path(), oldest, None).expect("whole");
    }
    drop(file);

    backup::rotate(dir.path(), 0).expect("nobody holds it any more");
    assert_eq!(
        numbers(),
        all[two - 3..].iter().map(|it| it.seq).collect::<Vec<_>>()
    );
    // Each copy is a file and a line, and neither is left behind.
    assert_eq!(files(), before - 2 * (two - 3));
}

#[test]
fn deleting_everything_goes_on_once_nobody_holds_a_file() {
    let dir = place();
    small_profile(dir.path(), 8);
    let copy = backup::list(dir.path()).expect("listed")[0].path(dir.path());
    let file = held(&copy);
    wipe::begin(dir.path(), false).expect("noted");
    let through = went_through(wipe::finish(dir.path()));
    assert_eq!(wipe::begun(dir.path()), !through);
    drop(file);

    let vault = Vault::open(dir.path(), NOW).expect("opens anew");
    assert!(!wipe::begun(dir.path()) && !copy.exists());
    let lines: u32 = vault
        .diary
        .query_row("SELECT count(*) FROM line", [], |row| row.get(0))
        .expect("read");
    assert_eq!(lines, 0);
}

#[test]
fn a_profile_works_under_the_names_that_only_programs_use_and_in_every_script() {
    let place = place();
    let folder = place.path().join("Jörg % # 背");
    fs::create_dir(&folder).expect("made");
    // On Windows this begins with `\\?\`.
    let dir = folder.canonicalize().expect("there").join("profile");
    small_profile(&dir, 5);
    let mut vault = Vault::open(&dir, NOW).expect("opens");
    let made = backup::make(&vault.diary, &dir, None, Why::Manual, NOW).expect("a copy");
    let then = digest(&vault.diary);
    let copy = made.backup().path(&dir);
    backup::verify(&dir, made.backup(), None).expect("whole");
    add(&mut vault.diary, 500, None).expect("saved");
    let restored = backup::restore(vault, &copy, None, NOW);
    restored.before.expect("brought back");
    let vault = restored.vault.expect("opens");
    assert_eq!(digest(&vault.diary), then);

    // The second folder is shown to a person, who knows it by its ordinary name.
    let stick = folder.canonicalize().expect("there").join("stick");
    fs::create_dir(&stick).expect("made");
    backup::set_second_folder(&dir, Some(&stick)).expect("taken");
    let shown = backup::second_folder(&dir).expect("there");
    assert!(
        !shown.display().to_string().starts_with(r"\\?\"),
        "{}",
        shown.display()
    );
    let there = backup::copy_out(&dir, made.backup(), None, &shown, u64::MAX).expect("copied");
    let (header, unpacked) = backup::unpack(&dir, &there, &|_, _| true).expect("unpacked");
    assert_eq!(header.backup, *made.backup());
    backup::prove(&unpacked, None).expect("whole");
    assert!(
        backup::set_second_folder(&dir, Some(&dir.join("backups"))).is_err(),
        "the profile itself is no second folder, whatever its name"
    );
}
