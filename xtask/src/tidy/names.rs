//! Rule: no file, folder or module is named after nothing in particular.

use super::Problem;
use crate::repo::Text;

const EMPTY: &[&str] = &[
    "util",
    "utils",
    "utility",
    "utilities",
    "helper",
    "helpers",
    "common",
    "misc",
    "manager",
    "managers",
    "service",
    "services",
];

/// Refuses names that say nothing about what lives under them.
pub fn check(texts: &[Text]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for text in texts {
        let without_ending = text
            .path
            .rsplit_once('.')
            .map_or(text.path.as_str(), |(stem, _)| stem);
        for part in words_of(without_ending) {
            if EMPTY.contains(&part.as_str()) {
                problems.push(Problem::new(&text.path, 1, refusal(&part)));
            }
        }
        if text.path.ends_with(".rs") {
            for (line, code) in super::code_lines(&text.text) {
                let Some(at) = code.find("mod ") else {
                    continue;
                };
                if !code[..at].trim().is_empty() && !code[..at].trim().starts_with("pub") {
                    continue;
                }
                for part in words_of(super::identifier(&code[at + 4..])) {
                    if EMPTY.contains(&part.as_str()) {
                        problems.push(Problem::new(&text.path, line, refusal(&part)));
                    }
                }
            }
        }
    }
    problems
}

fn refusal(word: &str) -> String {
    format!("`{word}` says nothing; name it after what it does or is")
}

/// The lower-case words of a path or an identifier: `ui/src/DateHelper` has four.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        let starts = !letter.is_alphanumeric() || letter.is_uppercase();
        if starts {
            words.push(String::new());
        }
        if let (true, Some(word)) = (letter.is_alphanumeric(), words.last_mut()) {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
