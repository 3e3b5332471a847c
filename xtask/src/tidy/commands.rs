//! Rule: every command is in the one list, in the app manifest and in the capability, and nothing else is.

use std::collections::BTreeMap;

use super::{Problem, identifier};
use crate::repo::Text;

const FOLDER: &str = "src-tauri/src/commands/";
const WIRING: &str = "src-tauri/src/wiring.rs";
const MANIFEST: &str = "src-tauri/build.rs";
const CAPABILITY: &str = "src-tauri/capabilities/main.json";

/// Compares the functions marked as commands with the three places that name them.
pub fn check(texts: &[Text]) -> Vec<Problem> {
    let defined = defined(texts);
    if defined.is_empty() {
        return Vec::new();
    }
    let text_of = |path: &str| {
        texts
            .iter()
            .find(|text| text.path == path)
            .map_or("", |text| text.text.as_str())
    };
    let places = [
        (WIRING, listed(text_of(WIRING)), "collect_commands![…]"),
        (
            MANIFEST,
            quoted(text_of(MANIFEST)),
            "the list of AppManifest::commands",
        ),
        (CAPABILITY, permitted(text_of(CAPABILITY)), "permissions"),
    ];
    let mut problems = Vec::new();
    for (path, named, place) in places {
        for (command, (file, line)) in &defined {
            if !named.contains_key(command) {
                let words = format!("the command `{command}` is missing from {place} in {path}");
                problems.push(Problem::new(file, *line, words));
            }
        }
        for (command, line) in named {
            if !defined.contains_key(&command) {
                let words = format!("`{command}` is no command of {FOLDER}");
                problems.push(Problem::new(path, line, words));
            }
        }
    }
    problems
}

/// Every function below `#[tauri::command]`, with its place.
fn defined(texts: &[Text]) -> BTreeMap<String, (String, usize)> {
    let mut found = BTreeMap::new();
    for text in texts
        .iter()
        .filter(|text| text.path.starts_with("src-tauri/src/") && text.path.ends_with(".rs"))
    {
        let mut marked = false;
        for (index, line) in text.text.lines().enumerate() {
            if line.trim_start().starts_with("#[tauri::command") {
                marked = true;
            } else if let (true, Some(at)) = (marked, line.find("fn ")) {
                let name = identifier(&line[at + 3..]).to_owned();
                found.insert(name, (text.path.clone(), index + 1));
                marked = false;
            }
        }
    }
    found
}

/// The last names of the paths inside `collect_commands![…]`.
fn listed(text: &str) -> BTreeMap<String, usize> {
    between(text, "collect_commands![", ']')
        .into_iter()
        .flat_map(|(line, part)| {
            let code = part.split("//").next().unwrap_or_default().to_owned();
            code.split(',')
                .filter_map(|path| path.trim().rsplit("::").next().map(identifier))
                .filter(|name| !name.is_empty())
                .map(|name| (name.to_owned(), line))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The quoted names inside `.commands(&[…])`, or inside a list named COMMANDS.
fn quoted(text: &str) -> BTreeMap<String, usize> {
    ["commands(&[", "COMMANDS: &[&str] = &["]
        .iter()
        .flat_map(|start| between(text, start, ']'))
        .flat_map(|(line, part)| {
            part.split('"')
                .skip(1)
                .step_by(2)
                .map(|name| (name.to_owned(), line))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The commands behind `allow-…` permissions that are not the framework's own.
fn permitted(text: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        for part in line.split('"').skip(1).step_by(2) {
            if let Some(name) = part.strip_prefix("allow-") {
                found.insert(name.replace('-', "_"), index + 1);
            }
        }
    }
    found
}

/// The lines between an opening text and the first closing letter after it, numbered.
fn between(text: &str, open: &str, close: char) -> Vec<(usize, String)> {
    let Some(at) = text.find(open).map(|at| at + open.len()) else {
        return Vec::new();
    };
    let inside = text[at..].split(close).next().unwrap_or_default();
    let first = text[..at].lines().count().max(1);
    inside
        .lines()
        .enumerate()
        .map(|(index, line)| (first + index, line.to_owned()))
        .collect()
}
