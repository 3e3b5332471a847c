//! Which characters a page can show, and what stands in the place of those it cannot.
//!
//! A missing character would be an empty box to the eye and nothing at all to a screen reader, so the standard that the
//! pages keep forbids it. What a person wrote is never dropped in silence: a mark stands in its place and a note at the end
//! says what the mark means.

use unicode_normalization::UnicodeNormalization as _;

use crate::fonts;

/// Stands for one or several characters in a row that the typeface lacks.
pub(crate) const MARK: &str = "[?]";

/// A word longer than this may be broken anywhere, because no line holds it.
const LONGEST_WORD: usize = 48;

/// What a text becomes on paper.
#[derive(Debug, Default)]
pub(crate) struct Letters {
    /// How many characters have a mark in their place.
    pub(crate) left_out: usize,
}

impl Letters {
    /// A text of one line or several.
    pub(crate) fn text(&mut self, text: &str) -> String {
        let mut shown = self.shown(text);
        if shown.split_whitespace().any(is_long) {
            shown = breakable(&shown);
        }
        shown
    }

    /// A text of one line.
    pub(crate) fn line(&mut self, text: &str) -> String {
        let shown = self.text(text);
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A drawing: its letters, while its lines and names are all plain ASCII.
    pub(crate) fn drawing(&mut self, svg: &str) -> String {
        self.shown(svg)
    }

    fn shown(&mut self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        // Whether a mark was the last thing set.
        let mut marked = false;
        // A letter and its accents are one character wherever the typeface has them as one.
        for letter in text.replace("\r\n", "\n").nfc() {
            match like(letter) {
                Like::Nothing => {}
                Like::Itself(letter) if letter.is_ascii() || fonts::has(letter) => {
                    shown.push(letter);
                    marked = false;
                }
                Like::Itself(_) => {
                    self.left_out += 1;
                    if !marked {
                        shown.push_str(MARK);
                    }
                    marked = true;
                }
                Like::Words(words) => {
                    shown.push_str(words);
                    marked = false;
                }
            }
        }
        shown
    }
}

enum Like {
    Nothing,
    Itself(char),
    Words(&'static str),
}

fn like(letter: char) -> Like {
    match letter {
        '\n' | '\u{2028}' | '\u{2029}' => Like::Words("\n"),
        '\t' => Like::Words(" "),
        letter if letter.is_control() => Like::Nothing,
        // They turn, join or hide what stands around them; on paper the order of writing is the order of reading.
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => {
            Like::Nothing
        }
        '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => Like::Nothing,
        '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}' => Like::Nothing,
        '\u{a0}' | '\u{202f}' => Like::Itself('\u{a0}'),
        letter if letter.is_whitespace() => Like::Words(" "),
        '\u{2010}' | '\u{2011}' => Like::Words("-"),
        '≥' => Like::Words(">="),
        '≤' => Like::Words("<="),
        '≈' => Like::Words("~"),
        '→' => Like::Words("->"),
        '←' => Like::Words("<-"),
        letter => Like::Itself(letter),
    }
}

fn is_long(word: &str) -> bool {
    word.chars().count() > LONGEST_WORD && !is_address(word)
}

/// The sheet breaks addresses by itself, at better places.
fn is_address(word: &str) -> bool {
    word.starts_with("https://") || word.starts_with("http://")
}

/// Places to break in words that no line holds.
fn breakable(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            broken.push(' ');
        }
        let long = is_long(word);
        for (count, letter) in word.chars().enumerate() {
            if long && count > 0 && count % 16 == 0 {
                broken.push('\u{200b}');
            }
            broken.push(letter);
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> (String, usize) {
        let mut letters = Letters::default();
        (letters.text(text), letters.left_out)
    }

    #[test]
    fn letters_of_europe_and_the_marks_of_print_stay() {
        let text = "Łódź, Škofja Loka, Göteborg, Ålesund, “quoted” – ½ × 3 … £5 €5 °";
        assert_eq!(shown(text), (text.to_owned(), 0));
        // Written as a letter and an accent, as some keyboards do.
        assert_eq!(shown("cafe\u{301}").0, "café");
    }

    #[test]
    fn what_the_typeface_lacks_has_a_mark_and_is_counted() {
        assert_eq!(shown("sore 😖😖 today"), ("sore [?] today".to_owned(), 2));
        assert_eq!(shown("שלום, hello"), ("[?], hello".to_owned(), 4));
        assert_eq!(shown("\u{1f44d}\u{1f3fd}\u{fe0f}").0, "[?]");
    }

    #[test]
    fn what_cannot_be_seen_is_taken_out() {
        assert_eq!(
            shown("a\0b\u{7}c\u{202e}d\u{200b}e\u{ad}f"),
            ("abcdef".to_owned(), 0)
        );
        assert_eq!(shown("one\r\ntwo\tthree").0, "one\ntwo three");
        let mut letters = Letters::default();
        assert_eq!(letters.line("  one\n two "), "one two");
    }

    #[test]
    fn a_word_that_no_line_holds_can_be_broken_and_an_address_is_left_alone() {
        let long = "x".repeat(100);
        assert!(shown(&long).0.contains('\u{200b}'));
        let address = format!("https://example.org/{long}");
        assert_eq!(shown(&address).0, address);
    }
}
