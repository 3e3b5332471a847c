//! Rule: which room of the core may look into which.

use super::{Problem, code_lines, identifier};
use crate::repo::Text;

/// Each room of `backstride-core` with the rooms it may look into. Nothing points upwards.
pub const ROOMS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("moment", &["error"]),
    ("worded", &["error"]),
    ("digest", &["error"]),
    ("record", &["error", "moment", "worded", "digest"]),
    ("settings", &["error", "moment", "digest"]),
    (
        "diary",
        &["error", "moment", "worded", "record", "settings"],
    ),
    (
        "walks",
        &["error", "moment", "worded", "record", "settings"],
    ),
    (
        "checks",
        &["error", "moment", "worded", "record", "diary", "settings"],
    ),
    ("reading", &["error", "moment", "digest", "record"]),
    // What is about all kinds of records looks into the rooms that hold them.
    (
        "history",
        &[
            "error", "moment", "worded", "record", "diary", "walks", "checks", "reading", "plan",
            "sessions",
        ],
    ),
    (
        "timeline",
        &["error", "worded", "record", "diary", "history"],
    ),
    // What follows from the records, read through the views; it writes nothing.
    (
        "insights",
        &[
            "error", "moment", "worded", "record", "diary", "walks", "settings",
        ],
    ),
    // The plan looks at the walks through the views of insights, and at the last check.
    (
        "plan",
        &[
            "error", "moment", "worded", "record", "checks", "insights", "settings",
        ],
    ),
    // What is offered follows from the last check; a week holds the walks of the plan as well.
    (
        "sessions",
        &[
            "error", "moment", "worded", "digest", "record", "checks", "insights", "plan",
            "settings",
        ],
    ),
    // What somebody who treats people wants to know of a stretch of days.
    (
        "summary",
        &[
            "error", "worded", "record", "diary", "walks", "checks", "reading", "insights",
            "sessions",
        ],
    ),
    ("reminders", &["error", "moment", "digest"]),
    // What goes out and comes in is about everything.
    (
        "exchange",
        &[
            "error",
            "moment",
            "worded",
            "digest",
            "record",
            "settings",
            "diary",
            "walks",
            "checks",
            "reading",
            "plan",
            "sessions",
            "reminders",
            "history",
        ],
    ),
    // The files know the rooms whose tables they hold; no room knows the files.
    (
        "db",
        &[
            "error",
            "moment",
            "digest",
            "record",
            "diary",
            "walks",
            "checks",
            "reading",
            "plan",
            "sessions",
            "settings",
            "reminders",
            "exchange",
        ],
    ),
    // What is salvaged goes back through the rooms that hold it, and a copy is compared with the diary record by record.
    (
        "vault",
        &["error", "moment", "worded", "db", "record", "history"],
    ),
];

const CORE: &str = "src-tauri/core/src/";

/// Reads every `crate::room` in the core and compares it with the table.
pub fn check(texts: &[Text]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for text in texts {
        let Some(inside) = text
            .path
            .strip_prefix(CORE)
            .filter(|it| it.ends_with(".rs"))
        else {
            continue;
        };
        if inside == "lib.rs" {
            continue;
        }
        let room = inside
            .split('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs");
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            let words =
                format!("the room `{room}` is not in the table ROOMS (xtask/src/tidy/rooms.rs)");
            problems.push(Problem::new(&text.path, 1, words));
            continue;
        };
        for (line, word) in looked_into(&text.text) {
            if word != room && !allowed.contains(&word) && is_module(word) {
                let words = format!(
                    "`{room}` may not look into `{word}` (table ROOMS, xtask/src/tidy/rooms.rs)"
                );
                problems.push(Problem::new(&text.path, line, words));
            }
        }
        for (line, code) in code_lines(&text.text) {
            if code.contains("super::super::") {
                let words = "`super::super::` hides which room is meant; write `crate::room::…`";
                problems.push(Problem::new(&text.path, line, words));
            }
        }
    }
    problems
}

/// What follows each `crate::`, with its line: a name, or all names of `crate::{one, two::Three}`.
fn looked_into(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start_of_line = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let start = start_of_line;
        start_of_line += line.len();
        let comment = line.find("//").unwrap_or(line.len());
        for (at, word) in line.match_indices("crate::") {
            // `backstride_crate::` or `$crate::` would be something else.
            let another =
                line[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_' || it == '$');
            if another || at > comment {
                continue;
            }
            let rest = &text[start + at + word.len()..];
            match rest.strip_prefix('{') {
                Some(inside) => {
                    found.extend(in_braces(inside).into_iter().map(|name| (index + 1, name)));
                }
                None => found.push((index + 1, identifier(rest))),
            }
        }
    }
    found
}

/// The first name of each path between an opened brace and the one that closes it.
fn in_braces(inside: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, letter) in inside.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(identifier(inside[start..at].trim_start()));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(identifier(inside[start..at].trim_start()));
                start = at + 1;
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Types re-exported at the root (`crate::Result`) are no rooms: they start with a capital.
fn is_module(word: &str) -> bool {
    word.starts_with(|it: char| it.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_look_into_a_room_is_seen() {
        let text = "use crate::db;\n// crate::vault\nuse crate::{\n    Error, diary::{self, Page},\n    settings,\n};\nfn a() { crate::vault::b(); other_crate::x(); }\n";
        let seen = looked_into(text);
        assert_eq!(
            seen,
            [
                (1, "db"),
                (3, "Error"),
                (3, "diary"),
                (3, "settings"),
                (7, "vault")
            ]
        );
    }
}
