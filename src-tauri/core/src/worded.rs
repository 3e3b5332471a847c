//! Closed lists: enums whose every value has one word, the same in the file and on the wire.

use crate::error::Result;

/// A value that stands for one word.
pub trait Worded: Copy + Ord + Sized + 'static {
    /// Every value, in the order they are shown.
    const ALL: &'static [Self];

    /// The word the file and the wire use.
    fn word(self) -> &'static str;

    /// The value of a word.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] on the field of this list for any other word.
    fn from_word(word: &str) -> Result<Self>;
}

/// Makes an enum [`Worded`]: a name, the field it stands in, and each value with its word.
macro_rules! worded {
    ($(#[$meta:meta])* $name:ident in $field:literal { $($(#[$each:meta])* $value:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$each])* #[serde(rename = $word)] $value),+
        }

        impl $crate::worded::Worded for $name {
            const ALL: &'static [Self] = &[$(Self::$value),+];

            fn word(self) -> &'static str {
                match self {
                    $(Self::$value => $word),+
                }
            }

            fn from_word(word: &str) -> $crate::error::Result<Self> {
                match word {
                    $($word => Ok(Self::$value),)+
                    _ => Err($crate::error::Error::Invalid { field: $field }),
                }
            }
        }
    };
}

pub(crate) use worded;

/// Each value once, in the order of its list, so that equal sets are equal rows.
pub(crate) fn set<T: Worded>(mut values: Vec<T>) -> Vec<T> {
    values.sort_unstable();
    values.dedup();
    values
}

/// The words of a set, joined by blanks; `None` for an empty one.
pub(crate) fn joined<T: Worded>(values: &[T]) -> Option<String> {
    let words: Vec<&str> = values.iter().map(|value| value.word()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The set of words joined by blanks.
///
/// # Errors
/// [`crate::Error::Invalid`] for a word that is not in the list.
pub(crate) fn split<T: Worded>(words: Option<&str>) -> Result<Vec<T>> {
    words
        .unwrap_or_default()
        .split_whitespace()
        .map(T::from_word)
        .collect()
}
