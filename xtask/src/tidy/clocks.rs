//! Rule: the pure crates never ask what time it is, never draw a random number, never open a socket.
//!
//! Clippy refuses the same calls by their types; this second net catches a call that a macro hides
//! or an `#[expect]` excuses.

use super::{Problem, code_lines};
use crate::repo::Text;

const PURE: &[&str] = &[
    "src-tauri/core/",
    "src-tauri/content/",
    "src-tauri/draw/",
    "src-tauri/print/",
];

const BANNED: &[(&str, &str)] = &[
    ("Utc::now", "time is an argument (Moment)"),
    ("Local::now", "time is an argument (Moment)"),
    ("chrono::Local", "the zone is an argument (ZoneView)"),
    ("SystemTime::now", "time is an argument (Moment)"),
    ("Instant::now", "time is an argument"),
    ("thread::sleep", "waiting is the caller's business"),
    ("now_v7", "ids come in as arguments"),
    ("new_v4", "ids come in as arguments"),
    ("Timestamp::now", "ids come in as arguments"),
    ("rand::", "chance comes in as an argument"),
    ("fastrand", "chance comes in as an argument"),
    ("getrandom", "chance comes in as an argument"),
    ("RandomState", "the order must not depend on chance"),
    ("std::net", "this crate opens no socket"),
];

/// Reads every line of the pure crates' sources.
pub fn check(texts: &[Text]) -> Vec<Problem> {
    let pure = texts.iter().filter(|text| {
        text.path.ends_with(".rs") && PURE.iter().any(|folder| text.path.starts_with(folder))
    });
    let mut problems = Vec::new();
    for text in pure {
        for (line, code) in code_lines(&text.text) {
            for (call, instead) in BANNED {
                if mentions(code, call) {
                    problems.push(Problem::new(
                        &text.path,
                        line,
                        format!("`{call}`: {instead}"),
                    ));
                }
            }
        }
    }
    problems
}

/// Whether the call stands in the line as a word of its own, so `operand::` is not `rand::`.
fn mentions(code: &str, call: &str) -> bool {
    code.match_indices(call)
        .any(|(at, _)| !code[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_'))
}
