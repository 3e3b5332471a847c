//! Rule: a migration that was recorded never changes; new ones are only appended.

use std::collections::BTreeMap;

use super::Problem;
use crate::repo::{self, Repo, Text};

const FOLDER: &str = "src-tauri/core/migrations/";
const LOCK: &str = "tests/data/migrations.txt";
const HEADING: &str =
    "# Digest of every migration. Never edited: `cargo xtask tidy --bless` appends new ones.";

/// Compares the migrations with their recorded digests.
pub fn check(texts: &[Text]) -> Vec<Problem> {
    let migrations = of(texts);
    let lock = texts
        .iter()
        .find(|text| text.path == LOCK)
        .map_or("", |text| text.text.as_str());
    let recorded = read_lock(lock);
    let mut problems = Vec::new();
    for (name, digest) in &recorded {
        match migrations.get(name) {
            None => problems.push(Problem::new(
                LOCK,
                1,
                format!("the migration {name} was recorded and is gone; migrations stay for ever"),
            )),
            Some(now) if now != digest => {
                let words =
                    "this migration was recorded and has changed; put it back and write a new one";
                problems.push(Problem::new(format!("{FOLDER}{name}"), 1, words));
            }
            Some(_) => {}
        }
    }
    let last = recorded.keys().next_back().cloned().unwrap_or_default();
    for name in migrations
        .keys()
        .filter(|name| !recorded.contains_key(*name))
    {
        let words = if *name < last {
            format!("a new migration must come after {last}")
        } else {
            "a new migration: record it with `cargo xtask tidy --bless`".into()
        };
        problems.push(Problem::new(format!("{FOLDER}{name}"), 1, words));
    }
    problems.extend(numbering(&migrations));
    problems
}

/// Appends the digests of migrations that are not recorded yet, and touches no line that is.
pub fn bless(repo: &Repo) -> Result<(), String> {
    let path = repo.at(LOCK);
    let lock = if path.is_file() {
        repo::read(&path)?
    } else {
        String::new()
    };
    repo::write(&path, blessed(&lock, &repo.texts()?))
}

/// The lock's text with new migrations appended.
pub fn blessed(lock: &str, texts: &[Text]) -> String {
    let recorded = read_lock(lock);
    let mut text = if lock.is_empty() {
        format!("{HEADING}\n")
    } else {
        lock.to_owned()
    };
    for (name, digest) in of(texts) {
        if !recorded.contains_key(&name) {
            text.push_str(&format!("{digest}  {name}\n"));
        }
    }
    text
}

fn numbering(migrations: &BTreeMap<String, String>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, name) in migrations.keys().enumerate() {
        let expected = format!("{:04}_", index + 1);
        if !name.starts_with(&expected) || name.matches('_').count() < 2 {
            let words =
                format!("expected {expected}<room>_<what>.sql here: numbers run without gaps");
            problems.push(Problem::new(format!("{FOLDER}{name}"), 1, words));
        }
    }
    problems
}

fn of(texts: &[Text]) -> BTreeMap<String, String> {
    texts
        .iter()
        .filter_map(|text| Some((text.path.strip_prefix(FOLDER)?, &text.text)))
        .filter(|(name, _)| name.ends_with(".sql"))
        // Line endings are Git's business on Windows, not a change.
        .map(|(name, text)| {
            let digest = blake3::hash(text.replace("\r\n", "\n").as_bytes());
            (name.to_owned(), digest.to_hex().to_string())
        })
        .collect()
}

fn read_lock(lock: &str) -> BTreeMap<String, String> {
    lock.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once("  "))
        .map(|(digest, name)| (name.trim().to_owned(), digest.to_owned()))
        .collect()
}
