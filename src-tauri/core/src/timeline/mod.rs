//! The one list of everything: all kinds of records in the order of their days, filtered and searched.

mod store;

use chrono::NaiveDate;

use crate::diary::{Frame, Intensity, Region};
use crate::history::AnyRecord;
use crate::record::Kind;

pub use store::{of_late, page};

/// That something is in the list, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfLate {
    /// The record.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// The day it belongs to.
    pub local_date: NaiveDate,
    /// Its place in that day, minutes from its midnight.
    pub sort_min: u32,
}

/// The most records one page may hold.
pub const PAGE_MAX: u32 = 500;

/// Longest search text, in characters.
pub const WORDS_MAX_CHARS: usize = 200;

/// What the list is narrowed to; the default is everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only these kinds; empty = all.
    pub kinds: Vec<Kind>,
    /// Only pain entries about these; empty = all.
    pub frames: Vec<Frame>,
    /// Only pain entries that name this region.
    pub region: Option<Region>,
    /// Only records whose pain is at least this.
    pub nrs_min: Option<Intensity>,
    /// Only records whose pain is at most this.
    pub nrs_max: Option<Intensity>,
    /// Only from this date on.
    pub from: Option<NaiveDate>,
    /// Only up to this date.
    pub to: Option<NaiveDate>,
    /// Only records with all of these words in what the person wrote; the beginning of a word is enough.
    pub words: Option<String>,
}

/// One page of the list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The records of this page.
    pub records: Vec<AnyRecord>,
    /// How many records pass the filter.
    pub shown: u32,
    /// How many records there are in all, without the trash.
    pub total: u32,
    /// The date of the oldest record that passes.
    pub first: Option<NaiveDate>,
    /// Whether older ones follow.
    pub more: bool,
}
