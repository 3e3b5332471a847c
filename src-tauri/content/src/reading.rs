//! How hard a text is to read: sentences, words, syllables and the school grade that Flesch and Kincaid make of them.
//!
//! The count of syllables follows the rules of English spelling and a list of words that keep to none. Against a
//! dictionary of pronunciations it is right for nearly every word of the guides, and the list holds the rest.

use std::ops::AddAssign;

/// What a text consists of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Words, as somebody would read them out.
    pub words: usize,
    /// Sentences.
    pub sentences: usize,
    /// Syllables.
    pub syllables: usize,
}

impl Reading {
    /// Counts a paragraph; what stands behind its last full stop is a sentence too.
    #[must_use]
    pub fn of(paragraph: &str) -> Self {
        let mut reading = Self::default();
        for sentence in sentences(paragraph) {
            let before = reading.words;
            for word in sentence.split_whitespace() {
                let syllables = syllables(word);
                if syllables > 0 {
                    reading.words += 1;
                    reading.syllables += syllables;
                }
            }
            reading.sentences += usize::from(reading.words > before);
        }
        reading
    }

    /// The school grade that a reader needs, after Flesch and Kincaid (1975); zero for no text.
    #[must_use]
    pub fn grade(&self) -> f64 {
        if self.sentences == 0 {
            return 0.0;
        }
        let (words, sentences) = (self.words as f64, self.sentences as f64);
        0.39 * (words / sentences) + 11.8 * (self.syllables as f64 / words) - 15.59
    }
}

impl AddAssign for Reading {
    fn add_assign(&mut self, other: Self) {
        self.words += other.words;
        self.sentences += other.sentences;
        self.syllables += other.syllables;
    }
}

/// The sentences of a paragraph. A full stop inside a word or a number ends none.
#[must_use]
pub fn sentences(paragraph: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut sentence = String::new();
    for word in paragraph.split_whitespace() {
        if !sentence.is_empty() {
            sentence.push(' ');
        }
        sentence.push_str(word);
        let bare = word.trim_end_matches(['"', '\'', '”', '’', ')']);
        if bare.ends_with(['.', '?', '!', '…']) {
            sentences.push(std::mem::take(&mut sentence));
        }
    }
    if !sentence.is_empty() {
        sentences.push(sentence);
    }
    sentences
}

/// How many syllables a word has when it is read out; none if nothing of it is.
#[must_use]
pub fn syllables(word: &str) -> usize {
    let word: String = word
        .chars()
        .map(|letter| if letter == '’' { '\'' } else { letter })
        .collect();
    let pieces = word.split(|it: char| !it.is_alphanumeric() && !matches!(it, '\'' | ',' | '.'));
    pieces.map(piece).sum()
}

/// One piece of a word between hyphens.
fn piece(piece: &str) -> usize {
    let piece = piece.trim_matches(['\'', ',', '.']);
    if piece.is_empty() {
        return 0;
    }
    let digits: String = piece.chars().filter(|it| *it != ',').collect();
    if digits.bytes().all(|it| it.is_ascii_digit() || it == b'.') {
        return digits.split('.').map(number).sum::<usize>() + usize::from(digits.contains('.'));
    }
    let bare: String = piece.chars().filter(|it| *it != '\'').collect();
    let spelled_out = bare.len() > 1 && bare.chars().all(char::is_uppercase);
    let small = piece.to_lowercase();
    if let Some(known) = known(&small) {
        return known;
    }
    if spelled_out {
        // Read letter by letter; only one letter takes three syllables.
        return bare.chars().map(|it| if it == 'W' { 3 } else { 1 }).sum();
    }
    let (stem, ending) = match small.strip_suffix("'s") {
        // "'s" is one more syllable behind a hiss only.
        Some(stem) => (stem.to_owned(), usize::from(hisses(stem))),
        None => (small, 0),
    };
    known(&stem).unwrap_or_else(|| by_rule(&stem)) + ending
}

fn hisses(stem: &str) -> bool {
    ["s", "x", "z", "ch", "sh", "ce", "se", "ge", "ze"]
        .iter()
        .any(|end| stem.ends_with(end))
}

/// A number read out in English.
fn number(digits: &str) -> usize {
    let Ok(number) = digits.parse::<u64>() else {
        // Longer than anything that is read out as one number.
        return digits.len();
    };
    below_a_million(number)
}

fn below_a_million(number: u64) -> usize {
    // one two three four five six seven eight nine ten eleven twelve thirteen …
    const FIRST: [usize; 20] = [2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2];
    const TENS: [usize; 10] = [0, 1, 2, 2, 2, 2, 2, 3, 2, 2];
    let rest = |part: u64| if part == 0 { 0 } else { below_a_million(part) };
    match number {
        0..=19 => FIRST[number as usize],
        20..=99 => TENS[(number / 10) as usize] + rest(number % 10),
        // "hundred", and "and" before what follows.
        100..=999 => {
            let more = rest(number % 100);
            below_a_million(number / 100) + 2 + more + usize::from(more > 0)
        }
        // "two thousand and nineteen"
        1_000..=999_999 => {
            let more = rest(number % 1_000);
            let joined = usize::from(more > 0 && number % 1_000 < 100);
            below_a_million(number / 1_000) + 2 + more + joined
        }
        _ => below_a_million(number / 1_000_000 % 1_000_000) + 2 + rest(number % 1_000_000),
    }
}

/// Words that the rules get wrong, with how many syllables they have.
fn known(word: &str) -> Option<usize> {
    let found = KNOWN.iter().find(|(_, words)| words.contains(&word));
    found.map(|(count, _)| *count)
}

const KNOWN: &[(usize, &[&str])] = &[
    (1, &["aches", "eye", "eyes", "nice", "pain", "tens", "who"]),
    (
        2,
        &[
            "aspirin",
            "axa",
            "elsewhere",
            "evening",
            "evenings",
            "fluid",
            "fluids",
            "guideline",
            "guidelines",
            "jama",
            "mama",
            "maybe",
            "psoas",
            "quiet",
            "science",
            "someone",
            "technique",
            "techniques",
            "tire",
            "tired",
            "tires",
            "truer",
            "xray",
        ],
    ),
    (
        3,
        &[
            "anyone",
            "aortic",
            "area",
            "areas",
            "australia",
            "australian",
            "beforehand",
            "behaviour",
            "idea",
            "ideas",
            "influence",
            "mckenzie",
            "physio",
            "physios",
            "pilates",
            "reacted",
            "reaction",
            "reactions",
            "sciatic",
            "whoever",
        ],
    ),
    (4, &["diabetes", "neuroscience", "reassurance", "sciatica"]),
    (5, &["association", "associations", "sacroiliac"]),
    (
        6,
        &[
            "contraindications",
            "physiotherapist",
            "physiotherapists",
            "physiotherapy",
            "spondyloarthritis",
        ],
    ),
];

fn by_rule(word: &str) -> usize {
    let letters: Vec<char> = word.chars().filter(char::is_ascii_alphabetic).collect();
    let word: String = letters.iter().collect();
    let vowel = |index: usize| {
        letters.get(index).is_some_and(|it| match it {
            'a' | 'e' | 'i' | 'o' | 'u' => true,
            // At the start of a syllable it is a consonant: yes, beyond.
            'y' => index > 0 && !matches!(letters.get(index + 1), Some('a' | 'e' | 'o' | 'u')),
            _ => false,
        })
    };
    let mut count = 0_usize;
    for index in 0..letters.len() {
        if vowel(index) && !(index > 0 && vowel(index - 1)) {
            count += 1;
        }
    }
    count = count.saturating_sub(silent(&word)) + split_vowels(&word);
    count.max(1)
}

fn is_consonant(letter: char) -> bool {
    !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Letters `e` that are written and not spoken.
fn silent(word: &str) -> usize {
    let letters: Vec<char> = word.chars().collect();
    let from_end = |back: usize| letters.len().checked_sub(back).map(|at| letters[at]);
    let consonant = |back: usize| from_end(back).is_some_and(is_consonant);
    let mut silent = 0;
    if word.ends_with('e') && consonant(2) {
        // "take", but "table": there the e stands for the vowel before the l.
        silent += usize::from(!(from_end(2) == Some('l') && consonant(3)));
    } else if word.ends_with("es") && consonant(3) {
        let hiss = ["s", "x", "z", "c", "g", "ch", "sh"];
        let stem = &word[..word.len() - 2];
        let spoken =
            hiss.iter().any(|end| stem.ends_with(end)) || (stem.ends_with('l') && consonant(4));
        silent += usize::from(!spoken);
    } else if word.ends_with("ed") && (consonant(3) || from_end(3) == Some('y')) {
        let spoken = matches!(from_end(3), Some('t' | 'd'))
            || (from_end(3) == Some('l')
                && consonant(4)
                && from_end(4) != Some('l')
                && from_end(4) != Some('r'));
        silent += usize::from(!spoken);
    }
    // "tongue", "league", "unique"
    silent += usize::from(
        ["ngue", "ague", "ogue", "que"]
            .iter()
            .any(|it| word.ends_with(it)),
    );
    // "careful", "safely", "movement": the e of the first part stays silent.
    for ending in [
        "ly", "less", "ful", "fully", "ment", "ments", "ness", "some",
    ] {
        if let Some(stem) = word.strip_suffix(ending) {
            let before: Vec<char> = stem.chars().rev().take(3).collect();
            if let ['e', last, ref rest @ ..] = before[..]
                && is_consonant(last)
                && !rest.is_empty()
                && stem.len() >= 3
                && !(last == 'l' && is_consonant(rest[0]))
            {
                silent += 1;
            }
        }
    }
    // "something", "therefore": first parts with such an e.
    for first in [
        "some", "there", "where", "fore", "home", "life", "time", "side", "base", "care", "house",
        "every",
    ] {
        if let Some(rest) = word.strip_prefix(first)
            && rest.starts_with(is_consonant)
            && rest.len() > 2
            && !matches!(rest, "less" | "ful" | "ness" | "fully")
        {
            silent += 1;
        }
    }
    silent
}

/// Vowels that stand side by side and are spoken one after the other.
fn split_vowels(word: &str) -> usize {
    let mut more = 0;
    let pairs = [
        // The pair, and the letters before which it is one sound.
        ("ia", "ctsg"),
        ("io", "ctsgxh"),
        ("iu", "c"),
        ("ua", "gq"),
        ("uo", "q"),
        ("eo", "pg"),
        ("oa", "bcdfghjklmnprstvwl"),
    ];
    for (pair, joins) in pairs {
        for (at, _) in word.match_indices(pair) {
            let before = word[..at].chars().last();
            more += usize::from(!before.is_some_and(|it| joins.contains(it)));
        }
    }
    for ending in [
        "ier", "iers", "iest", "oing", "eing", "uing", "ying", "sm", "sms", "thm", "iety", "uity",
    ] {
        more += usize::from(word.len() > ending.len() && word.ends_with(ending));
    }
    more
}
