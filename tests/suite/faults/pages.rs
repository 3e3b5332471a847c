//! Damage of every class to the file of the diary: all of it is noticed, and each ends in a diary that opens.

use std::fs;
use std::path::Path;

use backstride_core::vault::backup::{self, Why};
use backstride_core::vault::{Vault, recover};
use backstride_core::{Error, db};
use rusqlite::Connection;

use super::{Dice, NOW, copy_all, place, step};

const PAGE: usize = 4096;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Bits,
    Stale,
    Zeroed,
    Swapped,
    Truncated,
}

const CLASSES: [Class; 5] = [
    Class::Bits,
    Class::Stale,
    Class::Zeroed,
    Class::Swapped,
    Class::Truncated,
];

/// Damages a file; `None` where the damage happened to change nothing.
fn damaged(class: Class, whole: &[u8], earlier: &[Vec<u8>], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut bytes = whole.to_vec();
    let pages = whole.len() / PAGE;
    let page = dice.below(pages) * PAGE;
    match class {
        Class::Bits => {
            for _ in 0..=dice.below(3) {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
        }
        Class::Stale => {
            let old = &earlier[dice.below(earlier.len())];
            bytes[page..page + PAGE].copy_from_slice(old.get(page..page + PAGE)?);
        }
        Class::Zeroed => bytes[page..page + PAGE].fill(0),
        Class::Swapped => {
            let other = dice.below(pages) * PAGE;
            let one = bytes[page..page + PAGE].to_vec();
            bytes.copy_within(other..other + PAGE, page);
            bytes[other..other + PAGE].copy_from_slice(&one);
        }
        Class::Truncated => bytes.truncate(dice.below(whole.len())),
    }
    (bytes != whole).then_some(bytes)
}

/// Everything a reader of the file could be shown, as text.
fn shown(conn: &Connection) -> Option<String> {
    let tables: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'line_words%' ORDER BY name")
        .ok()?
        .query_map([], |row| row.get(0))
        .ok()?
        .collect::<Result<_, _>>()
        .ok()?;
    let mut text = String::new();
    for table in tables {
        let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).ok()?;
        let columns = statement.column_count();
        let mut rows = statement.query([]).ok()?;
        while let Some(row) = rows.next().ok()? {
            for column in 0..columns {
                text.push_str(&format!("{:?}|", row.get_ref(column).ok()?));
            }
        }
    }
    Some(text)
}

/// A diary with its earlier states and one proven copy that lacks the last entries.
fn prepare(dir: &Path) -> (Vec<u8>, Vec<Vec<u8>>) {
    let mut vault = Vault::open(dir, NOW).expect("opens");
    let file = dir.join("diary.db");
    let mut earlier = Vec::new();
    for n in 0..70 {
        step(&mut vault.diary, n).expect("saved");
        vault
            .diary
            .pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |_| Ok(()))
            .expect("taken in");
        earlier.push(fs::read(&file).expect("read"));
        if n == 60 {
            backup::make(&vault.diary, dir, None, Why::Day, NOW).expect("a copy");
        }
    }
    vault.close().expect("closes");
    (fs::read(&file).expect("read"), earlier)
}

#[test]
fn damage_of_every_class_is_noticed_and_ends_in_a_diary_that_opens() {
    // So many of each class that a reader would have met; what happens to touch nothing is not counted among them.
    const EACH: usize = 5000;
    let ladders_every = if super::all() { 1 } else { 20 };
    let dir = place();
    let base = dir.path().join("base");
    fs::create_dir_all(&base).expect("made");
    let (whole, earlier) = prepare(&base);
    let copy = backup::list(&base).expect("listed").pop().expect("one");
    let work = dir.path().join("work");
    copy_all(&base, &work);
    let file = work.join("diary.db");
    let right = shown(&db::open_diary(&base).expect("opens")).expect("read");
    let mut dice = Dice::new(7);
    let (mut silent_to_sqlite, mut ladders, mut below, mut stuck, mut rescued) =
        (0, 0, 0, 0, 0_u32);
    let mut silent = Vec::new();
    for class in CLASSES {
        let (mut tried, mut noticed, mut harmless, mut missed) = (0, 0, 0, 0);
        while noticed + missed < EACH {
            let Some(bytes) = damaged(class, &whole, &earlier, &mut dice) else {
                continue;
            };
            tried += 1;
            for ending in ["-wal", "-shm"] {
                let _ = fs::remove_file(work.join(format!("diary.db{ending}")));
            }
            fs::write(&file, &bytes).expect("written");
            let opened = db::open_diary(&work);
            let found = opened.and_then(|conn| {
                let checked = db::check(&conn, db::File::Diary);
                if checked.is_err() {
                    let verdict: Result<String, _> =
                        conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0));
                    silent_to_sqlite += usize::from(verdict.is_ok_and(|it| it == "ok"));
                }
                checked.map(|()| conn)
            });
            let hit = match found {
                Err(_) => {
                    noticed += 1;
                    true
                }
                // What no reader can ever see, such as a bit in room that is not used.
                Ok(conn) if shown(&conn).as_ref() == Some(&right) => {
                    harmless += 1;
                    false
                }
                Ok(_) => {
                    missed += 1;
                    silent.push(class);
                    true
                }
            };
            if hit && tried % ladders_every == 0 {
                ladders += 1;
                fs::write(&file, &bytes).expect("written");
                for ending in ["-wal", "-shm"] {
                    let _ = fs::remove_file(work.join(format!("diary.db{ending}")));
                }
                match recover::prepare(&work, None, NOW, &()).and_then(|it| {
                    rescued += it.rescued;
                    recover::accept(it, None, NOW)
                }) {
                    Ok(mut vault) => {
                        let holds = db::check(&vault.diary, db::File::Diary).is_ok();
                        let facts = backup::Facts::of(&vault.diary).expect("read");
                        let lacks = facts.entries < copy.entries || !holds;
                        below += usize::from(lacks);
                        stuck += usize::from(step(&mut vault.diary, 900).is_err());
                    }
                    Err(error) => {
                        stuck += 1;
                        println!("{class:?}: {error:?}");
                    }
                }
                fs::remove_dir_all(work.join("kept")).expect("kept aside");
            }
        }
        println!(
            "page damage, {class:?}: {tried} attempted, {noticed} noticed, {missed} not noticed, {harmless} touched nothing that can be read"
        );
    }
    println!(
        "page damage: {} silent; {ladders} went down the whole ladder, {stuck} stuck, {below} with less than the newest copy, {rescued} newer records rescued; control: {silent_to_sqlite} were sound to SQLite's own check",
        silent.len()
    );
    assert!(
        silent_to_sqlite > 0,
        "the control has to fail: SQLite alone cannot see these"
    );
    assert!(ladders > 1_000 && rescued > 0, "too few to prove anything");
    assert_eq!((silent.len(), stuck, below), (0, 0, 0), "{silent:?}");
}

#[test]
fn without_any_copy_what_can_be_read_comes_back_and_nothing_is_thrown_away() {
    let dir = place();
    let (whole, _) = prepare(dir.path());
    fs::remove_dir_all(dir.path().join(backup::FOLDER)).expect("no copies");
    let entries = backup::Facts::of(&db::open_diary(dir.path()).expect("opens"))
        .expect("read")
        .entries;
    let mut dice = Dice::new(3);
    let (mut tried, mut back, mut nothing) = (0, 0, 0);
    while tried < 40 {
        let Some(bytes) = damaged(Class::Zeroed, &whole, &[], &mut dice) else {
            continue;
        };
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(dir.path().join(format!("diary.db{ending}")));
        }
        fs::write(dir.path().join("diary.db"), &bytes).expect("written");
        if db::open_diary(dir.path())
            .and_then(|conn| db::check(&conn, db::File::Diary))
            .is_ok()
        {
            continue;
        }
        tried += 1;
        match recover::prepare(dir.path(), None, NOW, &()) {
            Ok(prepared) => {
                assert!(prepared.facts.entries <= entries);
                back += u32::from(prepared.facts.entries * 10 >= entries * 8);
                let vault = recover::accept(prepared, None, NOW).expect("opens");
                db::check(&vault.diary, db::File::Diary).expect("sound");
            }
            Err(Error::NotFound) => nothing += 1,
            Err(error) => panic!("{error:?}"),
        }
        let kept = fs::read_dir(dir.path().join("kept"));
        if let Ok(mut kept) = kept {
            let aside = kept.next().expect("one").expect("listed").path();
            // A folder that is being listed cannot be removed on Windows.
            drop(kept);
            assert_eq!(fs::read(aside.join("diary.db")).expect("kept"), bytes);
            fs::remove_dir_all(dir.path().join("kept")).expect("removed");
        }
    }
    println!(
        "no copies: {tried} damaged, {back} came back with at least four fifths, {nothing} with nothing"
    );
    assert!(back > tried / 2);
}
