//! `guides/same-words.toml`: words that mean the same to somebody who searches.

use std::collections::BTreeSet;

use super::fields::Fields;
use super::{Desk, citing};

const FILE: &str = "guides/same-words.toml";

/// The groups of words, in the author's order.
pub(super) fn read(desk: &Desk<'_>) -> Vec<Vec<String>> {
    let Some(table) = desk.table(FILE) else {
        return Vec::new();
    };
    let mut fields = Fields::new(desk, FILE, table);
    let mut groups = Vec::new();
    for mut part in fields.parts("same") {
        let words = part.texts("words");
        let mut seen = BTreeSet::new();
        for word in &words {
            if !word.chars().all(|it| it.is_lowercase() || it.is_numeric()) {
                let message = format!("holds `{word}`, which is not one word in small letters");
                part.say("words", &message);
            }
            citing::once(&part, "words", word, &mut seen);
        }
        if words.len() == 1 {
            part.say(
                "words",
                "is a single word, which means the same as nothing else here",
            );
        }
        part.end();
        groups.push(words);
    }
    fields.end();
    groups
}
