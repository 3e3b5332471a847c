//! Everything out and in again: files that any program can read, and taking such files back.
//!
//! [`export`] walks the diary once and feeds every file that was asked for; [`take`] brings lines or tables back in, and
//! a preview is the very same taking, rolled back by the caller ([`crate::db::rehearse`]), so the two never differ.
//!
//! **Invariant:** nothing is left out in silence. A file of lines ends with its counts and its digest, a line that cannot
//! be taken is named with its number and a reason, and a stored record that would not equal what the file said is refused.

mod fhir;
mod fields;
mod folder;
mod ics;
mod lines;
mod rules;
mod schema;
mod store;
mod table;
mod take;
mod write;

use std::collections::BTreeMap;
use std::io::BufRead;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::record::Kind;
use crate::worded::worded;

pub use folder::{Folder, Out, Place};
pub use ics::{Calendar, calendar};
pub use schema::schema;
pub(crate) use store::BATCH;
pub use store::batches;
pub use take::{take, undo};
pub use write::{CALENDAR, CONTENTS, FHIR, LINES, Order, SCHEMA, TABLES, Told, Wanted, export};

/// The name every file of lines begins with.
pub const FORMAT: &str = "backstride-export";

/// The version of the format of lines and tables.
pub const VERSION: u32 = 1;

/// The longest line that is read.
pub const LINE_MAX_BYTES: usize = 1 << 20;

/// The longest field of a table that is read.
pub const CELL_MAX_BYTES: usize = 64 << 10;

/// The most columns of a table that are read.
pub const COLUMNS_MAX: usize = 64;

/// The most lines that are read in one import.
pub const LINES_MAX: u64 = 5_000_000;

/// How many refused lines are named; all of them are counted.
pub const NAMED_MAX: usize = 100;

/// Why work ended before its end.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// The person stopped it.
    #[error("it was stopped")]
    Stopped,
    /// The file is not one of ours.
    #[error("the file is something else")]
    Foreign,
    /// The file was written by a later version.
    #[error("the file has version {0}, which is newer than this program")]
    Newer(u64),
    /// The file holds more lines than are read.
    #[error("the file is too large")]
    TooLarge,
    /// The storage or the file system failed.
    #[error(transparent)]
    Failed(#[from] crate::Error),
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// What a line of a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A record of a kind.
    Record(Kind),
    /// A choice of the settings.
    Setting,
    /// A mark on a guide.
    GuideMark,
    /// Something the person told about themselves that exercises depend on.
    HealthFlag,
}

impl What {
    /// The word the files use.
    #[must_use]
    pub fn word(self) -> &'static str {
        use crate::worded::Worded as _;
        match self {
            Self::Record(kind) => kind.word(),
            Self::Setting => "setting",
            Self::GuideMark => "guide_mark",
            Self::HealthFlag => "health_flag",
        }
    }
}

/// What became of the lines about one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Not here yet, or only in the trash: taken.
    pub new: u64,
    /// Here already, and the same.
    pub same: u64,
    /// Here already, and not the same.
    pub differs: u64,
    /// Not taken; the reasons are named.
    pub refused: u64,
}

/// Why a line was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It cannot be read at all.
    Unreadable,
    /// It is longer than any line of ours.
    TooLong,
    /// Nobody knows what it is about.
    UnknownLine,
    /// It holds a field that nobody knows.
    UnknownField(String),
    /// A field is missing.
    MissingField(String),
    /// A field holds what it cannot hold.
    BadValue(String),
    /// It names a record that is neither here nor before it in the file.
    NamesMissing,
    /// Another record has its place, for example the one record of a day.
    Taken,
    /// It says nothing.
    Empty,
    /// It lies in the future.
    Future,
}

impl Why {
    /// The word the wire uses, and the field it is about.
    #[must_use]
    pub fn word(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::Unreadable => ("unreadable", None),
            Self::TooLong => ("too_long", None),
            Self::UnknownLine => ("unknown_line", None),
            Self::UnknownField(field) => ("unknown_field", Some(field)),
            Self::MissingField(field) => ("missing_field", Some(field)),
            Self::BadValue(field) => ("bad_value", Some(field)),
            Self::NamesMissing => ("names_missing", None),
            Self::Taken => ("taken", None),
            Self::Empty => ("empty", None),
            Self::Future => ("future", None),
        }
    }
}

/// A line that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Which of the files.
    pub file: usize,
    /// Its line, from 1.
    pub line: u64,
    /// What it is about, as far as that is known.
    pub what: Option<What>,
    /// Why.
    pub why: Why,
}

worded! {
    /// How a file of lines differs from the one that was written.
    Altered in "altered" {
        /// Its last line is missing.
        CutOff = "cut_off",
        /// Its content is not what its last line vouches for.
        Changed = "changed",
    }
}

worded! {
    /// What is done with a record that is here already and differs.
    Differing in "differing" {
        /// What is here stays.
        Keep = "keep",
        /// What the file says is taken.
        Replace = "replace",
    }
}

/// What an import found and did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// By what the lines are about.
    pub counts: BTreeMap<What, Counts>,
    /// The first refused lines, at most [`NAMED_MAX`].
    pub refused: Vec<Refused>,
    /// Refused lines of which it is not even known what they are about.
    pub unknown: u64,
    /// Files that are not as they were written.
    pub altered: Vec<(usize, Altered)>,
    /// Lines that are only there to be read: the log of changes, and the reminders with what belongs to them.
    pub only_to_read: u64,
    /// Choices about the lock, which no file changes.
    pub of_lock: u64,
    /// Columns of tables that nobody knows, which were left aside.
    pub columns_left: Vec<String>,
    /// The first and the last date of the records that were taken.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// Lines that were read.
    pub lines: u64,
    /// Records, choices and marks that were added, brought back or changed.
    pub taken: u64,
}

impl Report {
    /// The sum over everything.
    #[must_use]
    pub fn total(&self) -> Counts {
        let mut sum = Counts {
            refused: self.unknown,
            ..Counts::default()
        };
        for counts in self.counts.values() {
            sum.new += counts.new;
            sum.same += counts.same;
            sum.differs += counts.differs;
            sum.refused += counts.refused;
        }
        sum
    }
}

/// What a file that is brought in holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Everything, one line each.
    Lines,
    /// A table of one kind.
    Table(Kind),
}

impl Form {
    /// What a file holds, by its name: `pain.csv`, `pain (2).csv`, or anything that ends in `.jsonl`.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        use crate::worded::Worded as _;
        let lower = name.to_lowercase();
        if lower.ends_with(".jsonl") {
            return Some(Self::Lines);
        }
        let stem = lower.strip_suffix(".csv")?;
        let end = stem
            .find(|it: char| !it.is_ascii_lowercase() && it != '_')
            .unwrap_or(stem.len());
        Kind::from_word(&stem[..end]).ok().map(Self::Table)
    }
}

/// A file that is brought in.
pub struct Source<'a> {
    /// What it holds.
    pub form: Form,
    /// Its bytes.
    pub bytes: &'a mut dyn BufRead,
}

/// How an import is meant.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The id of the import, by which it can be taken back.
    pub id: String,
    /// The names of the files, for the person to know it by.
    pub source: String,
    /// What is done with what differs.
    pub differing: Differing,
}

/// An import that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Names it.
    pub id: String,
    /// Unix milliseconds.
    pub made_at_ms: i64,
    /// The names of the files.
    pub source: String,
    /// How many records, choices and marks it changed.
    pub taken: u64,
    /// Unix milliseconds when it was taken back; `None` = it stands.
    pub undone_at_ms: Option<i64>,
}

/// What came of taking an import back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Undone {
    /// Taken back.
    pub back: u64,
    /// Left as they are, because they were changed after the import.
    pub left: u64,
}

/// A row of a choice, a mark or a flag before and after an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FactChange {
    what: String,
    key: String,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
}

/// What no keyboard writes: controls, except for what breaks a line.
fn unwritable(it: char) -> bool {
    it.is_control() && !matches!(it, '\n' | '\r' | '\t')
}

/// Calls one generic function for a kind that is only known now.
macro_rules! for_kind {
    ($kind:expr, $function:ident ($($argument:expr),* $(,)?)) => {{
        use $crate::record::Kind;
        match $kind {
            Kind::Pain => $function::<$crate::diary::PainEntry>($($argument),*),
            Kind::Walk => $function::<$crate::walks::Walk>($($argument),*),
            Kind::Day => $function::<$crate::diary::DayRecord>($($argument),*),
            Kind::Medicine => $function::<$crate::diary::Medicine>($($argument),*),
            Kind::Relief => $function::<$crate::diary::Relief>($($argument),*),
            Kind::Flare => $function::<$crate::diary::Flare>($($argument),*),
            Kind::Factor => $function::<$crate::diary::Factor>($($argument),*),
            Kind::Footwear => $function::<$crate::walks::Footwear>($($argument),*),
            Kind::Check => $function::<$crate::checks::Check>($($argument),*),
            Kind::Question => $function::<$crate::reading::Question>($($argument),*),
            Kind::Plan => $function::<$crate::plan::Plan>($($argument),*),
            Kind::PlanReview => $function::<$crate::plan::Review>($($argument),*),
            Kind::PlanCheckIn => $function::<$crate::plan::CheckIn>($($argument),*),
            Kind::Session => $function::<$crate::sessions::Session>($($argument),*),
            Kind::Routine => $function::<$crate::sessions::own::OwnRoutine>($($argument),*),
        }
    }};
}

use for_kind;
