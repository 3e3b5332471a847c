//! What the person keeps about the guides: where they stopped, bookmarks, what they have read; and the questions they
//! mean to ask at an appointment.
//!
//! A mark on a guide is its own way back, so it leaves no step in the log. A question is something a person wrote, so it
//! is a record like any other ([`crate::record`]).

mod store;

use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

pub(crate) use store::SUMMED;

use crate::error::{Error, Result};
use crate::moment::Moment;
use crate::record;

/// Longest name of a guide, in characters.
const GUIDE_MAX_CHARS: usize = 80;

/// Longest name of a section, in characters.
const SECTION_MAX_CHARS: usize = 120;

/// Longest question, in characters; three lines on paper.
pub const QUESTION_MAX_CHARS: usize = 300;

/// As many as anybody could ask.
pub const QUESTIONS_MAX: usize = 60;

/// Room between two neighbours in the list.
const GAP: i64 = 1 << 20;

/// What is kept about one guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideMark {
    /// Its name.
    pub guide: String,
    /// Unix milliseconds when it was read in last.
    pub opened_at_ms: Option<i64>,
    /// The section where reading stopped; `None` = at the start or at the end.
    pub section: Option<String>,
    /// Unix milliseconds when the bookmark was set.
    pub bookmarked_at_ms: Option<i64>,
    /// Unix milliseconds when the person called it read.
    pub read_at_ms: Option<i64>,
}

/// The words of a question: one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Wording(String);

impl Wording {
    /// Trims the text and makes one line of it.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `text` for an empty text, one beyond [`QUESTION_MAX_CHARS`], or one with control characters.
    pub fn new(text: &str) -> Result<Self> {
        let invalid = Err(Error::Invalid { field: "text" });
        // Counting stops early, so that a huge text costs no more than an allowed one.
        let bound = QUESTION_MAX_CHARS.saturating_mul(2);
        if text.trim().chars().nth(bound).is_some() {
            return invalid;
        }
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let too_long = line.chars().nth(QUESTION_MAX_CHARS).is_some();
        if line.is_empty() || too_long || line.chars().any(char::is_control) {
            return invalid;
        }
        Ok(Self(line))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Something to ask at an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// UUIDv7 text.
    pub id: String,
    /// Its words.
    pub text: Wording,
    /// The guide it was taken from; `None` = the person's own.
    pub guide: Option<String>,
    /// Its place in the list; only the order means something.
    pub place: i64,
    /// Whether it was asked.
    pub done: bool,
    /// Unix milliseconds when it was first saved.
    pub recorded_at_ms: i64,
    /// Unix milliseconds when it was put in the trash; `None` = in the list.
    pub deleted_at_ms: Option<i64>,
}

/// What is kept about every guide that was ever opened or marked, the last opened first.
///
/// # Errors
/// Any failure of the storage.
pub fn marks(conn: &Connection) -> Result<Vec<GuideMark>> {
    store::marks(conn)
}

/// Notes where reading stands: in a section, or with `None` before the first or after the last one.
///
/// # Errors
/// [`Error::Invalid`] on `guide` or `section` for a name that nothing could have; any failure of the storage.
pub fn stand(
    tx: &Transaction<'_>,
    guide: &str,
    section: Option<&str>,
    now: Moment,
) -> Result<GuideMark> {
    if let Some(section) = section {
        named(section, SECTION_MAX_CHARS, "section")?;
    }
    change(tx, guide, |mark| {
        mark.opened_at_ms = Some(now.utc_ms);
        mark.section = section.map(str::to_owned);
    })
}

/// Sets a bookmark or takes it off. Doing it twice is the same as once.
///
/// # Errors
/// As [`stand`].
pub fn bookmark(tx: &Transaction<'_>, guide: &str, on: bool, now: Moment) -> Result<GuideMark> {
    change(tx, guide, |mark| {
        mark.bookmarked_at_ms = on.then(|| mark.bookmarked_at_ms.unwrap_or(now.utc_ms));
    })
}

/// Calls a guide read, which ends the place in it, or takes that back. Doing it twice is the same as once.
///
/// # Errors
/// As [`stand`].
pub fn call_read(tx: &Transaction<'_>, guide: &str, on: bool, now: Moment) -> Result<GuideMark> {
    change(tx, guide, |mark| {
        mark.read_at_ms = on.then(|| mark.read_at_ms.unwrap_or(now.utc_ms));
        if on {
            mark.section = None;
        }
    })
}

/// The questions for the next appointment, in the order of the list, without the trash.
///
/// # Errors
/// Any failure of the storage.
pub fn questions(conn: &Connection) -> Result<Vec<Question>> {
    store::questions(conn)
}

/// Puts a question at the end of the list.
///
/// # Errors
/// [`Error::Conflict`] if the list holds these words already or the id is taken; [`Error::Invalid`] on `questions` if it
/// holds [`QUESTIONS_MAX`], on `guide` for a name no guide could have; any failure of the storage.
pub fn add_question(
    tx: &Transaction<'_>,
    id: &str,
    text: &Wording,
    guide: Option<&str>,
    now: Moment,
) -> Result<Question> {
    if let Some(guide) = guide {
        named(guide, GUIDE_MAX_CHARS, "guide")?;
    }
    let all = questions(tx)?;
    if all.len() >= QUESTIONS_MAX {
        return Err(Error::Invalid { field: "questions" });
    }
    fresh(&all, id, text)?;
    let new = Question {
        id: id.to_owned(),
        text: text.clone(),
        guide: guide.map(str::to_owned),
        place: all.last().map_or(0, |last| last.place.saturating_add(GAP)),
        done: false,
        recorded_at_ms: now.utc_ms,
        deleted_at_ms: None,
    };
    record::add(tx, &new, now)
}

/// Changes the words of a question.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if it is in the trash, or if the list holds these words already; any failure
/// of the storage.
pub fn word_question(
    tx: &Transaction<'_>,
    id: &str,
    text: &Wording,
    now: Moment,
) -> Result<Question> {
    fresh(&questions(tx)?, id, text)?;
    record::change(tx, id, now, |old: Question| {
        Ok(Question {
            text: text.clone(),
            ..old
        })
    })
}

/// Ticks a question as asked, or takes the tick back.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if it is in the trash; any failure of the storage.
pub fn tick_question(tx: &Transaction<'_>, id: &str, done: bool, now: Moment) -> Result<Question> {
    record::change(tx, id, now, |old: Question| Ok(Question { done, ..old }))
}

/// Moves a question to a place in the list, counted from 0; beyond the end is the end. One step in the log, unless no
/// room is left between its new neighbours and the whole list has to be spaced anew.
///
/// # Errors
/// As [`tick_question`].
pub fn move_question(tx: &Transaction<'_>, id: &str, to: usize, now: Moment) -> Result<Question> {
    let mut others = questions(tx)?;
    let at = others.iter().position(|it| it.id == id);
    // One that is in the trash is found and refused below.
    if let Some(at) = at {
        others.remove(at);
    }
    let to = to.min(others.len());
    if at == Some(to) {
        return record::find(tx, id);
    }
    let before = to.checked_sub(1).map(|index| others[index].place);
    let after = others.get(to).map(|it| it.place);
    let place = match (before, after) {
        (None, None) => Some(0),
        (None, Some(after)) => after.checked_sub(GAP),
        (Some(before), None) => before.checked_add(GAP),
        (Some(before), Some(after)) => {
            let middle = i64::midpoint(before, after);
            (before < middle && middle < after).then_some(middle)
        }
    };
    if let Some(place) = place {
        return record::change(tx, id, now, |old: Question| Ok(Question { place, ..old }));
    }
    let moved: Question = record::find(tx, id)?;
    others.insert(to, moved);
    for (index, other) in (0_i64..).zip(&others) {
        let place = index.saturating_mul(GAP);
        record::change(tx, &other.id, now, |old: Question| {
            Ok(Question { place, ..old })
        })?;
    }
    record::find(tx, id)
}

fn fresh(all: &[Question], id: &str, text: &Wording) -> Result<()> {
    let same = |other: &&Question| {
        other.id != id && other.text.as_str().to_lowercase() == text.as_str().to_lowercase()
    };
    match all.iter().find(same) {
        Some(_) => Err(Error::Conflict),
        None => Ok(()),
    }
}

fn change(
    tx: &Transaction<'_>,
    guide: &str,
    action: impl FnOnce(&mut GuideMark),
) -> Result<GuideMark> {
    named(guide, GUIDE_MAX_CHARS, "guide")?;
    let mut mark = store::mark(tx, guide)?.unwrap_or_else(|| GuideMark {
        guide: guide.to_owned(),
        opened_at_ms: None,
        section: None,
        bookmarked_at_ms: None,
        read_at_ms: None,
    });
    action(&mut mark);
    store::keep(tx, &mark)?;
    Ok(mark)
}

/// Names of guides and sections stand in addresses.
fn named(name: &str, most: usize, field: &'static str) -> Result<()> {
    let letters = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    if name.is_empty() || name.len() > most || !name.bytes().all(letters) {
        return Err(Error::Invalid { field });
    }
    Ok(())
}
