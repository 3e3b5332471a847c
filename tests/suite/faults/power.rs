//! Power cuts: the system calls of the real mix of writes are recorded, replayed on a disk that keeps only what was synced,
//! and cut anywhere; the diary must open with everything that was acknowledged.

use std::path::Path;

use backstride_core::exchange::{self, Differing};
use backstride_core::vault::backup::{self, Why};
use backstride_core::vault::keys::Secret;
use backstride_core::vault::{Vault, lock, recover};
use backstride_core::{Error, Moment, db};

use super::trace::{self, Disk, tell};
use super::{Dice, NOW, child, place, prepared, small_profile, step};
use crate::exchange::{ALL, bring, empty, lines, out, profile, wish};
use crate::lock::{chance, code};

/// Images of every run, and of one that asks for all.
fn images() -> usize {
    if super::all() { 50_000 } else { 2_000 }
}

/// Says how the diary stands, once it is promised to be on the disk.
fn acknowledge(vault: &Vault) {
    tell(&format!(
        "acknowledged/{}",
        db::digest_of(&vault.diary).expect("read")
    ));
}

/// What a child does while it is recorded.
fn live(place: &Path, script: &str) {
    let later = |hours: i64| Moment {
        utc_ms: NOW.utc_ms + hours * 3_600_000,
        ..NOW
    };
    let mut vault = match script {
        "recover" => {
            let ready = recover::prepare(place, None, later(1), &()).expect("a way back");
            recover::accept(ready, None, later(1)).expect("opens")
        }
        _ => Vault::open(place, NOW).expect("opens"),
    };
    if script == "careless" {
        vault
            .diary
            .pragma_update(None, "synchronous", "NORMAL")
            .expect("set");
    }
    // So that the log is taken into the main file several times.
    vault
        .diary
        .pragma_update_and_check(None, "wal_autocheckpoint", 40, |_| Ok(()))
        .expect("set");
    acknowledge(&vault);
    let save = |vault: &mut Vault, from: u32, to: u32| {
        for n in from..to {
            step(&mut vault.diary, n).expect("saved");
            acknowledge(vault);
        }
    };
    match script {
        "begin" | "migrate" | "recover" => save(&mut vault, 100, 110),
        "import" => {
            save(&mut vault, 100, 105);
            // What three other people wrote, each with the copy that is kept before it is taken.
            for seed in 0..3 {
                let made = backup::make(
                    &vault.diary,
                    place,
                    None,
                    Why::Import,
                    later(i64::from(seed)),
                );
                made.expect("a copy");
                let mut other = empty();
                profile(&mut other, u64::from(seed));
                let files = lines(&out(&other, ALL).0);
                let wish = wish(900 + seed, Differing::Replace);
                let report = db::write_as(&mut vault.diary, |tx| bring(tx, &files, &wish));
                assert!(
                    report.expect("taken").taken > 5,
                    "a file with something in it"
                );
                acknowledge(&vault);
                save(&mut vault, 110 + 10 * seed, 113 + 10 * seed);
            }
            let undone = db::write(&mut vault.diary, |tx| {
                exchange::undo(tx, &wish(901, Differing::Keep).id, later(4))
            });
            assert!(undone.expect("taken back").back > 5);
            acknowledge(&vault);
            save(&mut vault, 140, 145);
        }
        "rekey" => {
            let words = "brown kettle on the hill";
            let changed =
                lock::turn_on(vault, words, &code(1), &mut chance(2), NOW, &mut |_| Ok(()));
            changed.outcome.expect("locked");
            vault = changed.vault.expect("opens");
            acknowledge(&vault);
            save(&mut vault, 100, 110);
            let first = code(1);
            let old = Secret::Recovery(&first);
            let changed = lock::rekey(
                vault,
                old,
                words,
                &code(3),
                &mut chance(4),
                NOW,
                &mut |_| Ok(()),
            );
            changed.outcome.expect("under another key");
            vault = changed.vault.expect("opens");
            acknowledge(&vault);
            save(&mut vault, 110, 120);
        }
        _ => {
            save(&mut vault, 100, 150);
            let made = backup::make(&vault.diary, place, None, Why::Manual, later(1));
            let kept = made.expect("a copy").backup().clone();
            acknowledge(&vault);
            save(&mut vault, 150, 170);
            let path = kept.path(place);
            let restored = backup::restore(vault, &path, None, later(2));
            restored.before.expect("kept before");
            vault = restored.vault.expect("opens");
            acknowledge(&vault);
            save(&mut vault, 170, 190);
            backup::rotate(place, u64::MAX).expect("rotated");
        }
    }
    vault.close().expect("closes");
    tell("done");
}

/// What came of the images of one recording.
#[derive(Debug, Default)]
struct Count {
    images: usize,
    acknowledged: usize,
    lost: usize,
    corrupt: usize,
    first: Option<String>,
}

/// Records a script in a prepared place and cuts the power so many times.
fn cut(test: &str, script: &str, prepare: &dyn Fn(&Path), images: usize, seed: u64) -> Count {
    let dir = place();
    let profile = dir.path().join("profile");
    std::fs::create_dir_all(&profile).expect("made");
    prepare(&profile);
    let mut disk = Disk::holding(&profile);
    let recorded = dir.path().join("trace");
    let output = child(&trace::recorder(&recorded), test, &profile)
        .env("BACKSTRIDE_TEST_SCRIPT", script)
        .output()
        .expect("strace runs");
    let calls = trace::read(&recorded);
    let told: Vec<(usize, String)> = calls
        .iter()
        .enumerate()
        .filter_map(|(at, call)| Some((at, call.told()?)))
        .collect();
    assert!(
        told.iter().any(|(_, words)| words == "done"),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let digests: Vec<&str> = told
        .iter()
        .filter_map(|(_, words)| words.strip_prefix("acknowledged/"))
        .collect();
    // Every call that changes something is a place to cut at; the images are spread over all of them.
    let mut changes = 0;
    let mut counting = Disk::holding(&profile);
    for call in &calls {
        counting.replay(call);
    }
    changes += counting.changes;
    let mut dice = Dice::new(seed);
    let mut wanted: Vec<usize> = (0..images)
        .map(|n| n * changes / images.max(1) + usize::from(n % 2 == 0))
        .collect();
    wanted.sort_unstable();
    let mut wanted = wanted.into_iter().peekable();
    let mut count = Count {
        acknowledged: digests.len(),
        ..Count::default()
    };
    let mut acknowledged = 0;
    for call in &calls {
        disk.replay(call);
        acknowledged += usize::from(
            call.told()
                .is_some_and(|it| it.starts_with("acknowledged/")),
        );
        while wanted.peek().is_some_and(|at| *at <= disk.changes) {
            wanted.next();
            count.images += 1;
            let image = dir.path().join("image");
            disk.after_power_cut(&mut dice, &image);
            // What was acknowledged last, or what was under way and not acknowledged yet.
            let allowed =
                &digests[acknowledged.saturating_sub(1)..digests.len().min(acknowledged + 1)];
            match looked_at(&image) {
                Ok(_) if acknowledged == 0 => {}
                Ok(digest) if allowed.contains(&digest.as_str()) => {}
                Ok(_) => {
                    count.lost += 1;
                    count.first.get_or_insert_with(|| {
                        format!(
                            "{script} after {acknowledged}, {} changes: not as acknowledged",
                            disk.changes
                        )
                    });
                }
                Err(error) => {
                    count.corrupt += 1;
                    count.first.get_or_insert_with(|| {
                        format!(
                            "{script} after {acknowledged}, {} changes: {error:?}",
                            disk.changes
                        )
                    });
                }
            }
            std::fs::remove_dir_all(&image).expect("removed");
        }
    }
    count
}

/// Opens what a power cut left, as the program does, and proves it and its copies.
fn looked_at(image: &Path) -> Result<String, Error> {
    let vault = match Vault::open(image, NOW) {
        // A way back that was cut off before it was taken can be gone again.
        Err(Error::Damaged | Error::Missing) if image.join("torn").exists() => {
            recover::accept(recover::prepare(image, None, NOW, &())?, None, NOW)?
        }
        // By the codes, which cost no second each as a passphrase does.
        Err(Error::Locked) => match lock::unlock(image, Secret::Recovery(&code(1)), NOW) {
            Err(Error::WrongSecret) => lock::unlock(image, Secret::Recovery(&code(3)), NOW)?,
            opened => opened?,
        },
        opened => opened?,
    };
    db::check(&vault.diary, db::File::Diary)?;
    let digest = db::digest_of(&vault.diary)?;
    for copy in backup::list(image)? {
        backup::verify(image, &copy, vault.key())?;
    }
    Ok(digest)
}

/// A profile whose diary was cut in half; the file `torn` says so to whoever looks.
fn torn(profile: &Path) {
    small_profile(profile, 5);
    let file = profile.join("diary.db");
    let bytes = std::fs::read(&file).expect("read");
    std::fs::write(&file, &bytes[..bytes.len() / 2]).expect("cut");
    std::fs::write(profile.join("torn"), b"yes").expect("written");
}

fn second_version(profile: &Path) {
    drop(crate::migrations::second_version(profile));
}

#[test]
fn a_power_cut_anywhere_loses_nothing_that_was_acknowledged() {
    const THIS: &str = "faults::power::a_power_cut_anywhere_loses_nothing_that_was_acknowledged";
    if let Some(place) = prepared() {
        live(
            &place,
            &std::env::var("BACKSTRIDE_TEST_SCRIPT").expect("told"),
        );
        return;
    }
    let few: &dyn Fn(&Path) = &|profile| small_profile(profile, 5);
    let images = images();
    let mut total = Count::default();
    for (script, prepare, share, seed) in [
        // Saving, changing, taking back, a copy, and one brought back.
        ("week", few, images * 7 / 20, 1),
        ("import", few, images / 5, 7),
        ("recover", &torn, images / 20, 5),
        ("rekey", few, images * 3 / 20, 6),
        ("migrate", &second_version, images * 3 / 20, 2),
        ("begin", &|_: &Path| {}, images / 10, 3),
    ] as [(&str, &dyn Fn(&Path), usize, u64); 6]
    {
        let count = cut(THIS, script, prepare, share, seed);
        println!("power cuts, {script}: {count:?}");
        total.images += count.images;
        total.acknowledged += count.acknowledged;
        total.lost += count.lost;
        total.corrupt += count.corrupt;
    }
    let control = cut(THIS, "careless", few, images / 10, 4);
    println!(
        "power cuts: {} images, {} acknowledged, {} lost, {} corrupt; control without syncing each save: {} of {} images lost something",
        total.images, total.acknowledged, total.lost, total.corrupt, control.lost, control.images
    );
    assert!(
        control.lost > control.images / 20,
        "the control has to fail: {control:?}"
    );
    assert!(
        total.acknowledged >= 100 && total.images >= images * 9 / 10,
        "{total:?}"
    );
    assert_eq!((total.lost, total.corrupt), (0, 0));
}
