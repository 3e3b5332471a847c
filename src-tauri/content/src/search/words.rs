//! Words: what is left of a text for searching, and what somebody who typed one may have meant.

use std::collections::{BTreeMap, BTreeSet};

use crate::nearness::within;

/// Looking further into a pasted text would find nothing better.
const MOST_LETTERS: usize = 2_000;
const MOST_WORDS: usize = 12;
/// No word of ours is longer; a longer one is a paste without blanks.
const LONGEST_WORD: usize = 40;

/// How much a reading of a word counts, out of ten.
const TYPED: u8 = 10;
const SAME: u8 = 7;
const BEGINNING: u8 = 6;
const MISTYPED: u8 = 5;
const BEGUN_MISTYPED: u8 = 3;

/// At most this many words that begin like the one being typed.
const MOST_BEGINNINGS: usize = 24;

/// Words that are in every text and help nobody to find one.
const FILLERS: &[&str] = &[
    "a", "about", "after", "all", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but",
    "by", "can", "could", "did", "do", "does", "feel", "feels", "for", "from", "get", "gets", "go",
    "goes", "going", "gone", "had", "has", "have", "how", "i", "if", "im", "in", "into", "is",
    "it", "its", "ive", "just", "me", "my", "myself", "no", "not", "of", "on", "or", "really",
    "so", "some", "than", "that", "the", "then", "there", "they", "this", "to", "too", "up",
    "very", "was", "what", "when", "where", "which", "while", "why", "will", "with", "you", "your",
];

/// A typed word and everything it may mean, each with its weight.
pub(super) struct Term {
    typed: String,
    pub(super) words: BTreeMap<String, u8>,
}

impl Term {
    /// Whether this word is the one that was typed, begun or mistyped. Short words have to be right:
    /// one letter makes another word of them.
    pub(super) fn is_nearly(&self, word: &str) -> bool {
        let letters = self.typed.chars().count();
        stem(&self.typed) == stem(word)
            || (letters >= 5 && word.starts_with(&self.typed))
            || (letters >= 6 && within(&self.typed, word, 1).is_some())
    }
}

/// Every word there is, and which of them mean the same.
pub(super) struct Vocabulary {
    words: BTreeSet<String>,
    same: BTreeMap<String, BTreeSet<String>>,
}

impl Vocabulary {
    pub(super) fn new(groups: &[Vec<String>]) -> Self {
        let mut same: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for group in groups {
            let group: Vec<String> = group.iter().flat_map(|word| words(word)).collect();
            for word in &group {
                let others = group.iter().filter(|other| *other != word).cloned();
                same.entry(word.clone()).or_default().extend(others);
            }
        }
        Self {
            words: same.keys().cloned().collect(),
            same,
        }
    }

    /// Takes in the words of a text.
    pub(super) fn learn(&mut self, text: &str) {
        self.words.extend(cut(text));
    }

    /// What a typed word may mean. `known` says whether a text has it, whatever its ending.
    pub(super) fn term(&self, typed: String, known: bool, last: bool) -> Term {
        let mut words = BTreeMap::from([(typed.clone(), TYPED)]);
        let mut mean = |word: &String, weight: u8| {
            let best = words.entry(word.clone()).or_insert(weight);
            *best = weight.max(*best);
        };
        let mut understood = known;
        for other in self.same.get(&typed).into_iter().flatten() {
            understood = true;
            mean(other, SAME);
        }
        // The last word may still be on its way.
        if last || !understood {
            let beginnings = self.words.range(typed.clone()..);
            for word in beginnings
                .take_while(|word| word.starts_with(&typed))
                .take(MOST_BEGINNINGS)
            {
                understood = true;
                mean(word, BEGINNING);
            }
        }
        if !understood && last {
            for word in self.nearest_beginnings(&typed) {
                mean(word, BEGUN_MISTYPED);
            }
        }
        if !understood {
            for word in self.nearest(&typed) {
                mean(word, MISTYPED);
                for other in self.same.get(word).into_iter().flatten() {
                    mean(other, MISTYPED - 1);
                }
            }
        }
        Term { typed, words }
    }

    /// The words that begin nearly like one that is still being typed.
    fn nearest_beginnings(&self, typed: &str) -> Vec<&String> {
        let letters = typed.chars().count();
        if letters < 4 {
            return Vec::new();
        }
        let close = self.words.iter().filter(|word| {
            // A letter left out or put in too much moves the end of what was typed.
            (letters - 1..=letters + 1).any(|length| {
                let end = word.char_indices().nth(length).map(|(end, _)| end);
                end.is_some_and(|end| within(typed, &word[..end], 1).is_some())
            })
        });
        close.take(MOST_BEGINNINGS).collect()
    }

    /// The words closest to a mistyped one; none when all are too far.
    fn nearest(&self, typed: &str) -> Vec<&String> {
        let letters = typed.chars().count();
        let allowed = match letters {
            0..=3 => return Vec::new(),
            4..=7 => 1,
            _ => 2,
        };
        let close = self.words.iter().filter_map(|word| {
            let gap = word.chars().count().abs_diff(letters);
            let distance = (gap <= allowed).then(|| within(typed, word, allowed))??;
            Some((distance, word))
        });
        let close: Vec<(usize, &String)> = close.collect();
        let least = close.iter().map(|(distance, _)| *distance).min();
        let close = close.into_iter();
        close
            .filter(|(distance, _)| Some(*distance) == least)
            .map(|(_, word)| word)
            .collect()
    }
}

/// The words of a text that tell it from others; all of them if there are no such words.
pub(super) fn content_words(text: &str) -> Vec<String> {
    let words = words(text);
    let telling: Vec<String> = words
        .iter()
        .filter(|word| !FILLERS.contains(&word.as_str()))
        .cloned()
        .collect();
    if telling.is_empty() { words } else { telling }
}

/// The first words of a text, each once, in order.
fn words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let within: String = text.chars().take(MOST_LETTERS).collect();
    for word in cut(&within) {
        if found.len() < MOST_WORDS && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// Cuts a text into words of plain small letters and digits. An apostrophe belongs to its word, so
/// that "can't" and "cant" are one.
fn cut(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    for letter in text.chars().chain([' ']) {
        match letter {
            '\'' | '’' | 'ʼ' | '`' => {}
            // Marks on the letter before, and letters without a width.
            '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' => {}
            letter if letter.is_alphanumeric() => {
                letter
                    .to_lowercase()
                    .for_each(|small| fold(small, &mut word));
            }
            _ => {
                let whole = std::mem::take(&mut word);
                if !whole.is_empty() && whole.chars().count() <= LONGEST_WORD {
                    found.push(whole);
                }
            }
        }
    }
    found
}

/// A letter without its accent, as the index keeps it.
fn fold(letter: char, word: &mut String) {
    match letter {
        'à'..='å' => word.push('a'),
        'æ' => word.push_str("ae"),
        'ç' => word.push('c'),
        'è'..='ë' => word.push('e'),
        'ì'..='ï' => word.push('i'),
        'ñ' => word.push('n'),
        'ò'..='ö' | 'ø' => word.push('o'),
        'ù'..='ü' => word.push('u'),
        'ý' | 'ÿ' => word.push('y'),
        'ß' => word.push_str("ss"),
        'œ' => word.push_str("oe"),
        other if other.is_alphanumeric() => word.push(other),
        _ => {}
    }
}

/// A word without the endings that make no difference.
pub(super) fn stem(word: &str) -> &str {
    for ending in ["ing", "ed", "es", "s", "e"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|it| it.len() >= 3) {
            return stem;
        }
    }
    word
}
