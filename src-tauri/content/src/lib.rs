//! Shipped knowledge: guides, exercises, the list of signs that need help, emergency numbers, words.
//!
//! What authors write in `assets/` is read, proven and packed when the program is built (feature
//! `author`), unpacked once when it runs, and found by [`search`] (feature `search`).
//!
//! **Invariant:** never sees a user. The same bytes give the same answers on every machine.

mod bundle;
pub mod drawings;
pub mod exercises;
pub mod guides;
mod named;
#[cfg(any(feature = "author", feature = "search"))]
mod nearness;
pub mod places;
pub mod programmes;
#[cfg(feature = "author")]
pub mod reading;
pub mod sources;
pub mod strings;
pub mod triage;

#[cfg(feature = "author")]
mod author;
#[cfg(feature = "search")]
pub mod search;

#[cfg(feature = "author")]
pub use author::{GUIDE_GRADE, HELP_GRADE, Judge, Plainness, Problem};
pub use bundle::{Bundle, Unreadable};
