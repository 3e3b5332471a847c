//! Rule: who in the interface may import whom. ESLint says it to the editor; this check proves the rule is on.

use super::Problem;
use crate::repo::Text;

const SOURCE: &str = "ui/src/";

/// Reads every import of the interface and compares it with the three tiers.
pub fn check(texts: &[Text]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for text in texts {
        let Some(inside) = text.path.strip_prefix(SOURCE) else {
            continue;
        };
        if !(inside.ends_with(".ts") || inside.ends_with(".svelte")) {
            continue;
        }
        for (index, line) in text.text.lines().enumerate() {
            let Some(import) = imported(line) else {
                continue;
            };
            if let Some(words) = refused(inside, import) {
                problems.push(Problem::new(&text.path, index + 1, words));
            }
        }
    }
    problems
}

/// The specifier of an import or a re-export in one line.
fn imported(line: &str) -> Option<&str> {
    let start = line.trim_start();
    let after = if let Some(rest) = start
        .strip_prefix("import ")
        .filter(|it| it.starts_with(['\'', '"']))
    {
        rest
    } else if let Some((_, rest)) = start.rsplit_once(" from ") {
        rest
    } else {
        start.split_once("import(").map(|(_, rest)| rest)?
    };
    let quote = after
        .chars()
        .next()
        .filter(|it| *it == '\'' || *it == '"')?;
    after[1..].split(quote).next()
}

fn refused(from: &str, import: &str) -> Option<String> {
    let tier = from.split('/').next().unwrap_or_default();
    if import.starts_with("@tauri-apps/") {
        return (tier != "ipc").then(|| "only ui/src/ipc talks to the window".into());
    }
    if !import.starts_with('.') {
        return None;
    }
    let target = resolve(from, import);
    let goal = target.split('/').next().unwrap_or_default();
    let room = |path: &str| path.split('/').nth(1).unwrap_or_default().to_owned();
    match (tier, goal) {
        ("kit", "kit") | ("ipc", "ipc" | "..") => None,
        ("kit", _) => Some(format!("kit knows nothing of ours and imports `{target}`")),
        ("ipc", _) => Some(format!("ipc is below all screens and imports `{target}`")),
        ("rooms", "kit" | "ipc") => None,
        ("rooms", "rooms") if room(from) == room(&target) => None,
        ("rooms", _) => Some(format!(
            "a room imports kit, ipc and itself, not `{target}`"
        )),
        ("views", "kit" | "ipc" | "rooms" | "views") => None,
        ("views", _) => Some(format!("a view imports kit, ipc and rooms, not `{target}`")),
        _ => None,
    }
}

/// The imported path seen from `ui/src`; what lies above it starts with `..`.
fn resolve(from: &str, import: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in import.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|it| *it != "..") => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}
