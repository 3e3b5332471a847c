//! Rule: every message that is asked for exists, and every message is asked for.

use std::collections::{BTreeMap, BTreeSet};

use super::{Problem, code_lines};
use crate::repo::Text;

const CATALOGUE: &str = "assets/strings/en.ftl";
const GENERATED: &str = "ui/src/ipc/words.gen.ts";

/// Compares the catalogue with the keys in the interface's and the programs' sources.
pub fn check(texts: &[Text]) -> Vec<Problem> {
    let Some(catalogue) = texts.iter().find(|text| text.path == CATALOGUE) else {
        return Vec::new();
    };
    let messages = messages(&catalogue.text);
    let topics: BTreeSet<&str> = messages
        .keys()
        .filter_map(|key| key.split_once('-'))
        .map(|(topic, _)| topic)
        .collect();
    let mut problems = Vec::new();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for text in texts.iter().filter(|text| speaks(&text.path)) {
        let asked = if text.path.ends_with(".rs") {
            literal_keys(&text.text, &topics)
        } else {
            asked_for(&text.text)
        };
        for (line, key) in asked {
            if !messages.contains_key(key) {
                let words = format!("the message `{key}` is not in {CATALOGUE}");
                problems.push(Problem::new(&text.path, line, words));
            }
        }
        let mentioned = Mentioned::in_text(&text.text);
        used.extend(messages.keys().copied().filter(|key| mentioned.has(key)));
    }
    for (key, line) in &messages {
        if !used.contains(key) && !referred_to(&catalogue.text, key) {
            let words = format!("no screen and no program asks for the message `{key}`; remove it");
            problems.push(Problem::new(CATALOGUE, *line, words));
        }
    }
    for (key, line) in doubled(&catalogue.text) {
        problems.push(Problem::new(
            CATALOGUE,
            line,
            format!("the message `{key}` is here twice"),
        ));
    }
    if let Some(generated) = texts.iter().find(|text| text.path == GENERATED) {
        let listed: BTreeSet<&str> = generated.text.lines().filter_map(listed_key).collect();
        let known: BTreeSet<&str> = messages.keys().copied().collect();
        if listed != known {
            let words = "not the keys of the catalogue any more; run `npm run words` in ui";
            problems.push(Problem::new(GENERATED, 1, words));
        }
    }
    problems
}

/// Sources that put messages in front of a person.
fn speaks(path: &str) -> bool {
    let ui = path.starts_with("ui/src/") && (path.ends_with(".ts") || path.ends_with(".svelte"));
    let rust = ["src-tauri/src/", "src-tauri/agent/"]
        .iter()
        .any(|it| path.starts_with(it))
        && path.ends_with(".rs");
    (ui || rust) && path != GENERATED && !path.ends_with(".test.ts")
}

/// The ids of all messages with their lines.
fn messages(catalogue: &str) -> BTreeMap<&str, usize> {
    ids(catalogue).map(|(line, key)| (key, line)).collect()
}

fn doubled(catalogue: &str) -> Vec<(&str, usize)> {
    let mut seen = BTreeSet::new();
    ids(catalogue)
        .filter(|(_, key)| !seen.insert(*key))
        .map(|(line, key)| (key, line))
        .collect()
}

fn ids(catalogue: &str) -> impl Iterator<Item = (usize, &str)> {
    catalogue.lines().enumerate().filter_map(|(index, line)| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let first = key.starts_with(|it: char| it.is_ascii_alphabetic());
        let rest = key
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_');
        (first && rest).then_some((index + 1, key))
    })
}

/// Whether another message quotes this one: `{ key }`.
fn referred_to(catalogue: &str, key: &str) -> bool {
    catalogue
        .lines()
        .filter(|line| !line.starts_with('#'))
        .any(|line| {
            line.split('{')
                .skip(1)
                .filter_map(|part| part.split('}').next())
                .any(|inside| inside.trim() == key)
        })
}

/// The keys asked for in plain sight: `t('key')`, `t("key", …)`, with their lines.
fn asked_for(text: &str) -> Vec<(usize, &str)> {
    code_lines(text)
        .flat_map(|(line, code)| {
            code.match_indices("t(")
                .filter(|(at, _)| {
                    !code[..*at]
                        .ends_with(|it: char| it.is_alphanumeric() || it == '_' || it == '.')
                })
                .filter_map(move |(at, call)| {
                    let rest = &code[at + call.len()..];
                    let quote = rest.chars().next().filter(|it| *it == '\'' || *it == '"')?;
                    Some((line, rest[1..].split(quote).next()?))
                })
        })
        .collect()
}

/// The words in quotes in a Rust source that look like keys: hyphens between words, and a first word
/// that other keys begin with. A program often chooses a key first and asks for it lines later.
fn literal_keys<'a>(text: &'a str, topics: &BTreeSet<&str>) -> Vec<(usize, &'a str)> {
    code_lines(text)
        .flat_map(|(line, code)| {
            code.split('"')
                .skip(1)
                .step_by(2)
                .map(move |word| (line, word))
        })
        .filter(|(_, word)| {
            let letters = word
                .chars()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-');
            letters
                && !word.ends_with('-')
                && word
                    .split_once('-')
                    .is_some_and(|(topic, _)| topics.contains(topic))
        })
        .collect()
}

/// What a source mentions in quotes: whole words, and the beginnings of keys put together.
struct Mentioned<'a> {
    whole: BTreeSet<&'a str>,
    beginnings: Vec<&'a str>,
}

impl<'a> Mentioned<'a> {
    fn in_text(text: &'a str) -> Self {
        let mut whole = BTreeSet::new();
        let mut beginnings = Vec::new();
        for quote in ['\'', '"', '`'] {
            // Quotes in prose make the pieces overlap, so every piece between two quotes counts.
            for piece in text.split(quote) {
                if piece.len() < 120 {
                    whole.insert(piece);
                }
            }
        }
        for piece in text.split('`').skip(1) {
            // A beginning names its topic: a bare letter or nothing would excuse every key.
            if let Some((beginning, _)) = piece.split_once("${")
                && beginning.len() >= 3
                && beginning.ends_with('-')
            {
                beginnings.push(beginning);
            }
        }
        for piece in text.split('"').skip(1) {
            if let Some((beginning, _)) = piece.split_once("-{")
                && beginning.len() >= 2
                && !beginning.contains(char::is_whitespace)
            {
                beginnings.push(&piece[..beginning.len() + 1]);
            }
        }
        Self { whole, beginnings }
    }

    fn has(&self, key: &str) -> bool {
        self.whole.contains(key)
            || self
                .beginnings
                .iter()
                .any(|beginning| key.starts_with(beginning))
    }
}

fn listed_key(line: &str) -> Option<&str> {
    line.trim()
        .trim_start_matches('|')
        .trim()
        .trim_end_matches(';')
        .strip_prefix('\'')?
        .strip_suffix('\'')
}
