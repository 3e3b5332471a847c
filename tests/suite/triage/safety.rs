//! The log of hazards: every control names the test that proves it, and the test is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{ASSETS, shipped};

fn safety() -> String {
    fs::read_to_string(format!("{ASSETS}/triage/SAFETY.md")).unwrap()
}

/// The names of all tests of the suite, of the real window and of the crates.
fn tests() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut names = BTreeSet::new();
    let mut open: Vec<PathBuf> = [
        "tests/suite",
        "tests/e2e",
        "src-tauri/src",
        "src-tauri/agent/src",
        "xtask/src",
    ]
    .iter()
    .map(|it| root.join(it))
    .collect();
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let mut lines = text.lines().map(str::trim).peekable();
                let mut marked = false;
                for line in lines.by_ref() {
                    if line.starts_with("#[test]")
                        || line.starts_with("#[tokio::test")
                        || line.starts_with("proptest!")
                    {
                        marked = true;
                    }
                    let name = line
                        .strip_prefix("async fn ")
                        .or_else(|| line.strip_prefix("fn "));
                    if let Some(name) = name.filter(|_| marked) {
                        names.insert(name.split(['(', '<']).next().unwrap().to_owned());
                        marked = false;
                    }
                }
            }
        }
    }
    names
}

#[test]
fn every_control_of_a_hazard_names_a_test_that_is_there() {
    let text = safety();
    let tests = tests();
    let section = text
        .split("## Hazards")
        .nth(1)
        .unwrap()
        .split("\n## ")
        .next()
        .unwrap();
    let rows: Vec<&str> = section
        .lines()
        .filter(|it| it.starts_with("| ") && !it.starts_with("| #") && !it.starts_with("|---"))
        .collect();
    let mut proofs = 0;
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 6, "{row}");
        assert_eq!(cells[0], (at + 1).to_string(), "{row}");
        let named: Vec<&str> = cells[5].split('`').skip(1).step_by(2).collect();
        let open = cells[5].contains("not proven:");
        assert!(
            !named.is_empty() || open,
            "hazard {} has neither a proof nor says that it has none",
            cells[0]
        );
        for name in named {
            assert!(
                tests.contains(name),
                "hazard {}: there is no test {name}",
                cells[0]
            );
            proofs += 1;
        }
    }
    println!(
        "symptom check: {} hazards, {proofs} links to tests that are there",
        rows.len()
    );
    assert!(rows.len() >= 21 && proofs >= 30, "{} {proofs}", rows.len());
}

#[test]
fn the_page_says_what_it_is_for_what_is_unsigned_and_what_a_distributor_has_to_do() {
    let text = safety();
    for part in [
        "## Intended purpose",
        "## Hazards",
        "medical device",
        "United Kingdom",
        "European Union",
        "signed_off = false",
    ] {
        assert!(text.contains(part), "{part}");
    }
    // A sentence that would be untrue of rules that turn answers into advice.
    assert!(!text.contains("does not process answers into advice"));
    for exception in &shipped().exceptions {
        assert!(
            !exception.signed_off,
            "{} was signed; the page, the lines and the people change with it",
            exception.id
        );
    }
}
