//! Deleting everything: a word that was written down is nowhere afterwards, and what is not ours stays.

use std::fs;
use std::path::Path;

use backstride_core::db::{self, File};
use backstride_core::diary::{self, MedicineForm, Name, Note, PainForm};
use backstride_core::vault::Vault;
use backstride_core::vault::wipe::{self, What};
use backstride_core::{Error, Moment};

use crate::storage::id;

/// 2026-11-23 08:10 in a place one hour east of UTC.
const MONDAY: Moment = Moment {
    utc_ms: 1_795_417_800_000,
    offset_min: 60,
};

/// Words nobody writes by chance; one for each place they are written in.
const CANARIES: [&str; 3] = ["quixoticzebra", "obsidianferret", "lavenderwalrus"];

/// How often any of the words is in any file below a folder, in letters of either case and of two widths.
fn found(dir: &Path) -> usize {
    let mut count = 0;
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            count += found(&path);
            continue;
        }
        let bytes = fs::read(&path).unwrap().to_ascii_lowercase();
        for word in CANARIES {
            let wide: Vec<u8> = word.bytes().flat_map(|it| [it, 0]).collect();
            for needle in [word.as_bytes(), &wide] {
                count += bytes
                    .windows(needle.len())
                    .filter(|it| *it == needle)
                    .count();
            }
        }
    }
    count
}

/// A profile in use: entries with the words, one of them changed and one in the trash, copies set aside, reminders.
fn lived_in(dir: &Path) -> Vault {
    let mut vault = Vault::open(dir, MONDAY).unwrap();
    db::write(&mut vault.diary, |tx| {
        for n in 0..40 {
            let form = PainForm {
                note: Note::new(&format!("{} and entry {n}", CANARIES[0]))?,
                ..PainForm::empty()
            };
            diary::add_full(tx, &id(n), &form, MONDAY)?;
        }
        let form = MedicineForm {
            occasion: None,
            name: Name::new(CANARIES[1], "name")?,
            amount: None,
            helped: None,
            note: None,
        };
        diary::add_medicine(tx, &id(90), &form, MONDAY)?;
        backstride_core::history::delete(tx, backstride_core::record::Kind::Pain, &id(3), MONDAY)
    })
    .unwrap();
    for folder in ["kept/2026-11-01-0", "backups", "recovery/safe"] {
        fs::create_dir_all(dir.join(folder)).unwrap();
        fs::write(dir.join(folder).join("diary.db"), CANARIES[2]).unwrap();
    }
    drop(db::open_schedule(dir).unwrap());
    vault
}

fn erased(dir: &Path, mut vault: Vault, keep_copies: bool) {
    wipe::begin(dir, keep_copies).unwrap();
    wipe::forget(&mut vault.diary).unwrap();
    vault.close().unwrap();
    wipe::finish(dir).unwrap();
}

#[test]
fn a_word_that_was_written_down_is_nowhere_after_everything_was_deleted() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    let vault = lived_in(dir);
    let before = found(dir);
    assert!(before > 40, "the control has to find the words: {before}");
    // A second name of the same bytes shows whether they were written over or only lost their name.
    let other = tempfile::tempdir_in(dir.parent().unwrap()).unwrap();
    let linked = [
        File::Diary.name(),
        "diary.db-wal",
        "kept/2026-11-01-0/diary.db",
    ];
    let links: Vec<_> = linked
        .iter()
        .enumerate()
        .map(|(n, name)| {
            let link = other.path().join(n.to_string());
            fs::hard_link(dir.join(name), &link).unwrap();
            link
        })
        .collect();
    assert!(found(other.path()) > 0);

    erased(dir, vault, false);
    assert_eq!(found(dir), 0);
    assert_eq!(
        found(other.path()),
        0,
        "the bytes themselves are written over"
    );
    for link in links {
        assert_eq!(fs::metadata(link).unwrap().len(), 0);
    }
    let left: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(left, ["app.lock"], "an empty file that holds the place");

    let again = Vault::open(dir, MONDAY).unwrap();
    let lines: u32 = again
        .diary
        .query_row("SELECT count(*) FROM line", [], |row| row.get(0))
        .unwrap();
    assert_eq!(lines, 0, "what follows is a first run and no loss");
}

#[test]
fn taking_the_rows_out_leaves_no_word_in_the_file_its_index_or_its_journal() {
    let place = tempfile::tempdir().unwrap();
    let mut vault = lived_in(place.path());
    for copies in ["kept", "backups", "recovery"] {
        fs::remove_dir_all(place.path().join(copies)).unwrap();
    }
    assert!(found(place.path()) > 40);
    wipe::forget(&mut vault.diary).unwrap();
    assert_eq!(found(place.path()), 0);
}

#[test]
fn copies_stay_where_that_was_chosen() {
    let place = tempfile::tempdir().unwrap();
    let vault = lived_in(place.path());
    fs::write(place.path().join("keyslots"), "opens the copies").unwrap();
    erased(place.path(), vault, true);
    assert_eq!(found(place.path()), 2, "one in each folder of copies");
    assert!(!place.path().join("diary.db").exists());
    assert!(
        !place.path().join("keyslots").exists(),
        "a new diary has no key"
    );
    let kept = place.path().join("kept/keyslots-0");
    assert_eq!(fs::read_to_string(kept).unwrap(), "opens the copies");
}

#[test]
fn a_deletion_that_was_interrupted_is_finished_at_the_next_start() {
    let place = tempfile::tempdir().unwrap();
    let vault = lived_in(place.path());
    wipe::begin(place.path(), false).unwrap();
    // The program ends here, with nothing deleted yet.
    drop(vault);
    assert!(found(place.path()) > 40);
    let vault = Vault::open(place.path(), MONDAY).unwrap();
    assert_eq!(found(place.path()), 0);
    drop(vault);

    // And in the middle: the diary is gone, the mark of the installation and the copies are not.
    let vault = lived_in(place.path());
    wipe::begin(place.path(), false).unwrap();
    vault.close().unwrap();
    fs::remove_file(place.path().join("diary.db")).unwrap();
    let vault = Vault::open(place.path(), MONDAY).expect("a first run and not a missing diary");
    assert!(vault.writable());
    assert_eq!(found(place.path()), 0);
}

#[test]
fn a_mark_that_was_cut_off_deletes_nothing() {
    let place = tempfile::tempdir().unwrap();
    lived_in(place.path()).close().unwrap();
    fs::write(place.path().join("erasing.json"), "{\"keep_co").unwrap();
    drop(Vault::open(place.path(), MONDAY).unwrap());
    assert!(found(place.path()) > 40);
    assert!(!place.path().join("erasing.json").exists());
}

#[test]
fn files_of_others_in_the_same_folder_stay() {
    let place = tempfile::tempdir().unwrap();
    let vault = lived_in(place.path());
    let others = [
        "letter.txt",
        "diary.txt",
        "photos/one.jpg",
        "my schedule.db.txt",
    ];
    fs::create_dir(place.path().join("photos")).unwrap();
    for name in others {
        fs::write(place.path().join(name), "mine").unwrap();
    }
    erased(place.path(), vault, false);
    for name in others {
        assert_eq!(fs::read_to_string(place.path().join(name)).unwrap(), "mine");
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_removed_and_what_it_leads_to_stays() {
    let place = tempfile::tempdir().unwrap();
    let other = tempfile::tempdir().unwrap();
    let vault = lived_in(place.path());
    let target = other.path().join("elsewhere.txt");
    fs::write(&target, "mine").unwrap();
    std::os::unix::fs::symlink(&target, place.path().join("backups/link")).unwrap();
    std::os::unix::fs::symlink(other.path(), place.path().join("kept/folder")).unwrap();
    erased(place.path(), vault, false);
    assert_eq!(fs::read_to_string(target).unwrap(), "mine");
    assert!(!place.path().join("backups").exists());
}

#[test]
fn nothing_is_deleted_while_another_copy_runs() {
    let place = tempfile::tempdir().unwrap();
    let vault = lived_in(place.path());
    wipe::begin(place.path(), false).unwrap();
    assert!(matches!(wipe::finish(place.path()), Err(Error::Busy)));
    assert!(found(place.path()) > 40);
    drop(vault);
}

#[test]
fn what_a_profile_holds_is_listed_with_its_size() {
    let place = tempfile::tempdir().unwrap();
    let vault = lived_in(place.path());
    fs::write(place.path().join("letter.txt"), "mine").unwrap();
    let all = wipe::holdings(place.path()).unwrap();
    let of = |what: What| {
        let these: Vec<_> = all.iter().filter(|it| it.what == what).collect();
        let bytes: u64 = these.iter().map(|it| it.bytes).sum();
        let files: u32 = these.iter().map(|it| it.files).sum();
        (bytes, files)
    };
    let on_disk: u64 = fs::read_dir(place.path())
        .unwrap()
        .map(|it| it.unwrap())
        .filter(|it| it.file_name().to_string_lossy().starts_with("diary.db"))
        .map(|it| it.metadata().unwrap().len())
        .sum();
    assert_eq!(of(What::Diary).0, on_disk);
    assert!(of(What::Schedule).0 > 0);
    assert_eq!(of(What::Backups), (CANARIES[2].len() as u64, 1));
    assert_eq!(of(What::Kept), (CANARIES[2].len() as u64, 1));
    assert!(all.iter().all(|it| it.name != "letter.txt"));
    drop(vault);
}
