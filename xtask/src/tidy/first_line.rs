//! Rule: a file's first line says what the file is for.

use super::Problem;
use crate::repo::Text;

/// How a file of this ending opens its first comment; `None` for formats without comments.
fn openers(path: &str) -> Option<&'static [&'static str]> {
    let ending = path.rsplit('.').next().unwrap_or_default();
    match ending {
        "rs" => Some(&["//!"]),
        "ts" | "js" | "mjs" => Some(&["//", "/*"]),
        "svelte" => Some(&["<!--"]),
        "css" => Some(&["/*"]),
        "toml" | "ftl" | "yml" | "yaml" => Some(&["#"]),
        "sql" => Some(&["--"]),
        _ => None,
    }
}

/// Every commentable file of ours begins with a comment of at least three words.
pub fn check(texts: &[Text]) -> Vec<Problem> {
    texts
        .iter()
        .filter(|text| !text.path.starts_with("tests/data/"))
        .filter_map(breach)
        .collect()
}

fn breach(text: &Text) -> Option<Problem> {
    let openers = openers(&text.path)?;
    let mut lines = text.text.lines();
    let mut first = lines.next().unwrap_or_default().trim();
    let opener = openers.iter().find(|it| first.starts_with(**it));
    let Some(opener) = opener else {
        let words = format!(
            "the first line must be a comment ({}) that says what this file is for",
            openers[0]
        );
        return Some(Problem::new(&text.path, 1, words));
    };
    // A block comment may open on a line of its own.
    if first
        .trim_start_matches(opener)
        .trim_matches(['*', ' '])
        .is_empty()
    {
        first = lines.next().unwrap_or_default().trim();
    }
    let words = first
        .split_whitespace()
        .filter(|it| it.chars().any(char::is_alphabetic))
        .count();
    (words < 3).then(|| {
        Problem::new(
            &text.path,
            1,
            "the first comment must say what this file is for",
        )
    })
}
