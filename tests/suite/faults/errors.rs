//! A disk that fails or is full at any one operation, once or from then on.

use std::collections::BTreeMap;
use std::path::Path;

use backstride_core::vault::Vault;
use backstride_core::vault::backup::{self, Why};
use backstride_core::{Error, db, diary, record};

use super::trace::{self, tell};
use super::{NOW, add, child, copy_all, place, prepared, small_profile};
use crate::storage::id;

/// The calls that can fail, and change something.
const FALLIBLE: [&str; 10] = [
    "openat",
    "write",
    "pwrite64",
    "ftruncate",
    "fsync",
    "fdatasync",
    "rename",
    "unlink",
    "mkdir",
    "fallocate",
];

/// The first number of the entries that the child saves.
const FIRST: u32 = 1000;

/// How many it saves before the copy, between copy and restore, and after.
const EACH: u32 = 5;

fn told(n: u32, what: &Result<diary::PainEntry, Error>) {
    match what {
        Ok(_) => tell(&format!("saved/{n}")),
        Err(Error::Doubtful) => tell(&format!("doubtful/{n}")),
        Err(_) => tell(&format!("refused/{n}")),
    }
}

/// What the child does on the failing disk; whatever fails, it goes on as a person would.
fn live(place: &Path) {
    let mut vault = match Vault::open(place, NOW) {
        Ok(vault) if vault.writable() => vault,
        _ => {
            tell("shut");
            return;
        }
    };
    let _ = vault
        .diary
        .pragma_update_and_check(None, "wal_autocheckpoint", 12, |_| Ok(()));
    let mut n = FIRST;
    let mut save = |vault: &mut Vault| {
        for _ in 0..EACH {
            told(
                n,
                &add(
                    &mut vault.diary,
                    n,
                    Some("A note, so that the search has something to keep."),
                ),
            );
            n += 1;
        }
    };
    save(&mut vault);
    let kept = backup::make(&vault.diary, place, None, Why::Manual, NOW);
    tell(if kept.is_ok() {
        "copy/kept"
    } else {
        "copy/refused"
    });
    let Ok(kept) = kept else {
        save(&mut vault);
        return;
    };
    let restored = backup::restore(vault, &kept.backup().path(place), None, NOW);
    tell(if restored.before.is_ok() {
        "restore/done"
    } else {
        "restore/refused"
    });
    if let Ok(mut vault) = restored.vault
        && vault.writable()
    {
        save(&mut vault);
        let closed = vault.close();
        tell(if closed.is_ok() {
            "closed/well"
        } else {
            "closed/badly"
        });
    }
}

#[derive(Debug, Default)]
struct Count {
    runs: usize,
    acknowledged: usize,
    refused: usize,
    doubtful: usize,
    doubtful_and_there: usize,
    lost: usize,
    falsely_refused: usize,
    doubled: usize,
    unsound: usize,
    panics: usize,
    bad_copies: usize,
    first: Option<String>,
}

/// Runs the child with one fault, and looks at what is left once the disk works again.
fn run(test: &str, base: &Path, inject: &[String], count: &mut Count, name: &str) {
    let dir = place();
    let profile = dir.path().join("profile");
    copy_all(base, &profile);
    let recorded = dir.path().join("trace");
    let mut strace: Vec<String> = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-s",
        "300",
        "-e",
        "signal=none",
        "-o",
    ]
    .iter()
    .map(|it| (*it).to_owned())
    .collect();
    strace.push(recorded.display().to_string());
    strace.extend([
        "-e".to_owned(),
        format!("trace=statx,{}", FALLIBLE.join(",")),
    ]);
    for one in inject {
        strace.extend(["-e".to_owned(), format!("inject={one}")]);
    }
    let output = child(&strace, test, &profile)
        .output()
        .expect("strace runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned()
        + String::from_utf8_lossy(&output.stdout).as_ref();
    count.runs += 1;
    let note = |count: &mut Count, what: &str| {
        count.first.get_or_insert_with(|| format!("{name}: {what}"));
    };
    if said.contains("panicked") {
        count.panics += 1;
        note(count, &said);
    }
    let text = std::fs::read_to_string(&recorded).expect("a trace");
    let words: Vec<&str> = text
        .lines()
        .filter(|line| line.contains(" statx("))
        .filter_map(|line| line.split(trace::TOLD).nth(1)?.split('"').next())
        .collect();
    let mut vault = match Vault::open(&profile, NOW) {
        Ok(vault) => vault,
        Err(error) => {
            count.unsound += 1;
            note(count, &format!("{error:?}"));
            return;
        }
    };
    if db::check(&vault.diary, db::File::Diary).is_err() {
        count.unsound += 1;
        note(count, "unsound");
    }
    // What was restored is the copy made after the first five, so nothing that was acknowledged goes with it.
    for word in &words {
        let Some((what, n)) = word
            .split_once('/')
            .and_then(|(what, n)| Some((what, n.parse::<u32>().ok()?)))
        else {
            continue;
        };
        let there = record::find::<diary::PainEntry>(&vault.diary, &id(n)).is_ok();
        match what {
            "saved" => {
                count.acknowledged += 1;
                if !there {
                    count.lost += 1;
                    note(count, &format!("{n} is lost"));
                }
            }
            "refused" => {
                count.refused += 1;
                if there {
                    count.falsely_refused += 1;
                    note(count, &format!("{n} is there"));
                }
                // The person presses the button again: a new record of the same, and never two of it.
                add(&mut vault.diary, n + 5000, None).expect("saved when the disk works again");
                let twice =
                    there && record::find::<diary::PainEntry>(&vault.diary, &id(n + 5000)).is_ok();
                count.doubled += usize::from(twice);
            }
            "doubtful" => {
                count.doubtful += 1;
                count.doubtful_and_there += usize::from(there);
            }
            _ => {}
        }
    }
    for copy in backup::list(&profile).expect("listed") {
        if backup::verify(&profile, &copy, None).is_err() {
            count.bad_copies += 1;
            note(count, "a copy that does not hold");
        }
    }
    let made = backup::make(&vault.diary, &profile, None, Why::Manual, NOW);
    let strays = std::fs::read_dir(profile.join(backup::FOLDER))
        .expect("listed")
        .flatten()
        .filter(|it| it.file_name().to_string_lossy().starts_with(".fresh"))
        .count();
    if made.is_err() || strays > 0 {
        count.bad_copies += 1;
        note(count, &format!("{made:?}, {strays} left over"));
    }
}

#[test]
fn a_disk_that_fails_at_any_operation_loses_nothing_and_is_never_lied_about() {
    const THIS: &str =
        "faults::errors::a_disk_that_fails_at_any_operation_loses_nothing_and_is_never_lied_about";
    if let Some(place) = prepared() {
        live(&place);
        return;
    }
    let dir = place();
    let base = dir.path().join("base");
    small_profile(&base, 5);

    // One run without a fault counts the operations: each is the n-th of its name in its process.
    let profile = dir.path().join("profile");
    copy_all(&base, &profile);
    let recorded = dir.path().join("trace");
    child(&trace::recorder(&recorded), THIS, &profile)
        .output()
        .expect("strace runs");
    let calls = trace::read(&recorded);
    assert!(
        calls
            .iter()
            .any(|it| it.told().as_deref() == Some("closed/well")),
        "the mix runs"
    );
    let process = calls
        .iter()
        .find(|it| it.told().is_some())
        .map(|it| it.process)
        .expect("told");
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    let mut open: BTreeMap<i64, bool> = BTreeMap::new();
    // Each operation on a file of the profile, with how many of every name came before it.
    let mut operations: Vec<(&str, BTreeMap<&str, usize>)> = Vec::new();
    for call in calls.iter().filter(|it| it.process == process) {
        let Some(name) = FALLIBLE.iter().find(|it| **it == call.name) else {
            continue;
        };
        let ours = match *name {
            "openat" => call.path(1).starts_with(&profile),
            "rename" | "unlink" | "mkdir" => call.path(0).starts_with(&profile),
            _ => open.get(&call.number(0)).copied().unwrap_or(false),
        };
        if *name == "openat" {
            open.insert(call.answer, ours);
        }
        if ours {
            operations.push((name, counted.clone()));
        }
        *counted.entry(name).or_default() += 1;
    }
    let every = if super::all() { 1 } else { 9 };
    let (mut runs, mut at) = (Count::default(), 0);
    for (index, (name, before)) in operations.iter().enumerate() {
        for (mode, error) in ["EIO", "ENOSPC"].into_iter().enumerate() {
            for (way, once) in [true, false].into_iter().enumerate() {
                at += 1;
                // In every run each operation's turn comes with another fault than its neighbours'.
                if (index + 3 * mode + 5 * way) % every != 0 {
                    continue;
                }
                let inject: Vec<String> = FALLIBLE
                    .iter()
                    .filter(|it| !once || *it == name)
                    .map(|it| {
                        let nth = before.get(it).copied().unwrap_or(0) + 1;
                        format!(
                            "{it}:error={error}:when={nth}{}",
                            if once { "" } else { "+" }
                        )
                    })
                    .collect();
                run(
                    THIS,
                    &base,
                    &inject,
                    &mut runs,
                    &format!("{name} {index} {error} once={once}"),
                );
            }
        }
    }
    println!(
        "disk faults: {} operations, {at} faults, {runs:?}",
        operations.len()
    );
    assert!(
        runs.acknowledged > runs.runs,
        "too few to prove anything: {runs:?}"
    );
    assert!(runs.refused > 0, "the control: a fault has to show");
    assert_eq!(
        (
            runs.lost,
            runs.falsely_refused,
            runs.doubled,
            runs.unsound,
            runs.panics,
            runs.bad_copies
        ),
        (0, 0, 0, 0, 0, 0),
        "{runs:?}"
    );
}
