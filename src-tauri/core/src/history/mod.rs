//! The way back: undo and redo over all kinds of records, going back to an earlier version, and the trash.
//!
//! Every change is a step in the log ([`crate::record`]). Going back appends a step that names the one it takes back, so
//! the log itself says what can be undone and redone next, also after a restart.

mod store;

use rusqlite::{Connection, Transaction};

use crate::checks::Check;
use crate::diary::{DayRecord, Factor, Flare, Medicine, PainEntry, Relief};
use crate::error::{Error, Result};
use crate::moment::Moment;
use crate::plan::{CheckIn, Plan, Review};
use crate::reading::Question;
use crate::record::{self, Action, Kind, Record};
use crate::sessions::Session;
use crate::sessions::own::OwnRoutine;
use crate::walks::{Footwear, Walk};

pub use crate::record::last_step;

/// A record of any kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyRecord {
    /// A pain entry.
    Pain(PainEntry),
    /// A walk.
    Walk(Walk),
    /// A whole day.
    Day(DayRecord),
    /// A medicine taken.
    Medicine(Medicine),
    /// Something tried.
    Relief(Relief),
    /// A flare.
    Flare(Flare),
    /// A watched factor.
    Factor(Factor),
    /// A pair of shoes.
    Footwear(Footwear),
    /// A finished symptom check.
    Check(Check),
    /// A question for an appointment.
    Question(Question),
    /// A walking plan.
    Plan(Plan),
    /// What was said about a week of one.
    PlanReview(Review),
    /// A check-in of one.
    PlanCheckIn(CheckIn),
    /// A routine that was done.
    Session(Session),
    /// A routine of the person's own.
    Routine(OwnRoutine),
}

/// One step in the history of a record of any kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnyRevision {
    /// Names the step, for [`restore_to`].
    pub step: i64,
    /// What was done.
    pub action: Action,
    /// Unix milliseconds when it was done.
    pub made_at_ms: i64,
    /// The record after it.
    pub after: AnyRecord,
}

/// What can be taken back and what can be done again, the next one last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// Steps that can be undone.
    pub undo: Vec<i64>,
    /// Steps that can be redone.
    pub redo: Vec<i64>,
}

/// Calls one generic function for the kind that is only known now.
macro_rules! for_kind {
    ($kind:expr, $function:path, ($($argument:expr),*)) => {
        match $kind {
            Kind::Pain => $function($($argument,)* AnyRecord::Pain),
            Kind::Walk => $function($($argument,)* AnyRecord::Walk),
            Kind::Day => $function($($argument,)* AnyRecord::Day),
            Kind::Medicine => $function($($argument,)* AnyRecord::Medicine),
            Kind::Relief => $function($($argument,)* AnyRecord::Relief),
            Kind::Flare => $function($($argument,)* AnyRecord::Flare),
            Kind::Factor => $function($($argument,)* AnyRecord::Factor),
            Kind::Footwear => $function($($argument,)* AnyRecord::Footwear),
            Kind::Check => $function($($argument,)* AnyRecord::Check),
            Kind::Question => $function($($argument,)* AnyRecord::Question),
            Kind::Plan => $function($($argument,)* AnyRecord::Plan),
            Kind::PlanReview => $function($($argument,)* AnyRecord::PlanReview),
            Kind::PlanCheckIn => $function($($argument,)* AnyRecord::PlanCheckIn),
            Kind::Session => $function($($argument,)* AnyRecord::Session),
            Kind::Routine => $function($($argument,)* AnyRecord::Routine),
        }
    };
}

impl AnyRecord {
    /// Which kind it is, its id, and when it was put in the trash.
    #[must_use]
    pub fn key(&self) -> (Kind, &str, Option<i64>) {
        match self {
            Self::Pain(it) => (Kind::Pain, &it.id, it.deleted_at_ms),
            Self::Walk(it) => (Kind::Walk, &it.id, it.deleted_at_ms),
            Self::Day(it) => (Kind::Day, &it.id, it.deleted_at_ms),
            Self::Medicine(it) => (Kind::Medicine, &it.id, it.deleted_at_ms),
            Self::Relief(it) => (Kind::Relief, &it.id, it.deleted_at_ms),
            Self::Flare(it) => (Kind::Flare, &it.id, it.deleted_at_ms),
            Self::Factor(it) => (Kind::Factor, &it.id, it.deleted_at_ms),
            Self::Footwear(it) => (Kind::Footwear, &it.id, it.deleted_at_ms),
            Self::Check(it) => (Kind::Check, &it.id, it.deleted_at_ms),
            Self::Question(it) => (Kind::Question, &it.id, it.deleted_at_ms),
            Self::Plan(it) => (Kind::Plan, &it.id, it.deleted_at_ms),
            Self::PlanReview(it) => (Kind::PlanReview, &it.id, it.deleted_at_ms),
            Self::PlanCheckIn(it) => (Kind::PlanCheckIn, &it.id, it.deleted_at_ms),
            Self::Session(it) => (Kind::Session, &it.id, it.deleted_at_ms),
            Self::Routine(it) => (Kind::Routine, &it.id, it.deleted_at_ms),
        }
    }
}

/// One record of a kind, in the diary or in the trash.
///
/// # Errors
/// [`Error::NotFound`]; any failure of the storage.
pub fn find(conn: &Connection, kind: Kind, id: &str) -> Result<AnyRecord> {
    for_kind!(kind, found, (conn, id))
}

/// Keeps a record of any kind as it is, new or in place of what it was.
///
/// # Errors
/// [`Error::Conflict`] if its place is taken by another; any failure of the storage.
pub fn put(tx: &Transaction<'_>, record: &AnyRecord, now: Moment) -> Result<AnyRecord> {
    match record {
        AnyRecord::Pain(it) => record::take(tx, it, now).map(AnyRecord::Pain),
        AnyRecord::Walk(it) => record::take(tx, it, now).map(AnyRecord::Walk),
        AnyRecord::Day(it) => record::take(tx, it, now).map(AnyRecord::Day),
        AnyRecord::Medicine(it) => record::take(tx, it, now).map(AnyRecord::Medicine),
        AnyRecord::Relief(it) => record::take(tx, it, now).map(AnyRecord::Relief),
        AnyRecord::Flare(it) => record::take(tx, it, now).map(AnyRecord::Flare),
        AnyRecord::Factor(it) => record::take(tx, it, now).map(AnyRecord::Factor),
        AnyRecord::Footwear(it) => record::take(tx, it, now).map(AnyRecord::Footwear),
        AnyRecord::Check(it) => record::take(tx, it, now).map(AnyRecord::Check),
        AnyRecord::Question(it) => record::take(tx, it, now).map(AnyRecord::Question),
        AnyRecord::Plan(it) => record::take(tx, it, now).map(AnyRecord::Plan),
        AnyRecord::PlanReview(it) => record::take(tx, it, now).map(AnyRecord::PlanReview),
        AnyRecord::PlanCheckIn(it) => record::take(tx, it, now).map(AnyRecord::PlanCheckIn),
        AnyRecord::Session(it) => record::take(tx, it, now).map(AnyRecord::Session),
        AnyRecord::Routine(it) => record::take(tx, it, now).map(AnyRecord::Routine),
    }
}

/// The tables of a kind, its own first.
pub(crate) fn tables(kind: Kind) -> &'static [record::Summed] {
    for_kind!(kind, tables_of, ())
}

/// Puts a record in the trash, where it stays for 30 days. Doing it twice is the same as once.
///
/// # Errors
/// [`Error::NotFound`]; any failure of the storage.
pub fn delete(tx: &Transaction<'_>, kind: Kind, id: &str, now: Moment) -> Result<AnyRecord> {
    for_kind!(kind, binned, (tx, id, true, now))
}

/// Takes a record back out of the trash. Doing it twice is the same as once.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if its place was taken meanwhile, for example by another record of the same
/// day; any failure of the storage.
pub fn restore(tx: &Transaction<'_>, kind: Kind, id: &str, now: Moment) -> Result<AnyRecord> {
    for_kind!(kind, binned, (tx, id, false, now))
}

/// What is in the trash, of all kinds, last deleted first.
///
/// # Errors
/// Any failure of the storage.
pub fn trash(conn: &Connection) -> Result<Vec<AnyRecord>> {
    use crate::worded::Worded as _;
    let mut all = Vec::new();
    for kind in Kind::ALL {
        all.extend(for_kind!(kind, trashed, (conn))?);
    }
    // Stable, so that within one millisecond the order of the kinds holds.
    all.sort_by_key(|record| std::cmp::Reverse(record.key().2));
    Ok(all)
}

/// Removes for good what has been in the trash for over 30 days, with its history; returns how many records went.
///
/// # Errors
/// Any failure of the storage.
pub fn purge(tx: &Transaction<'_>, now: Moment) -> Result<u32> {
    // A kind that is named by others comes after them.
    let gone = [
        record::purge::<PainEntry>(tx, now)?,
        record::purge::<Walk>(tx, now)?,
        record::purge::<DayRecord>(tx, now)?,
        record::purge::<Medicine>(tx, now)?,
        record::purge::<Relief>(tx, now)?,
        record::purge::<Flare>(tx, now)?,
        record::purge::<Factor>(tx, now)?,
        record::purge::<Footwear>(tx, now)?,
        record::purge::<Check>(tx, now)?,
        record::purge::<Question>(tx, now)?,
        record::purge::<Review>(tx, now)?,
        record::purge::<CheckIn>(tx, now)?,
        record::purge::<Session>(tx, now)?,
        record::purge::<OwnRoutine>(tx, now)?,
    ];
    Ok(gone.iter().sum())
}

/// The history of a record, first step first.
///
/// # Errors
/// [`Error::Damaged`] if a step cannot be read back; any failure of the storage.
pub fn revisions(conn: &Connection, kind: Kind, id: &str) -> Result<Vec<AnyRevision>> {
    for_kind!(kind, steps, (conn, id))
}

/// Makes a record again what it was after a step of its history, out of the trash if need be. Itself a new step, so
/// nothing of the history is lost by it.
///
/// # Errors
/// [`Error::NotFound`] for a step that is not in the log; [`Error::Conflict`] if its place was taken meanwhile; any
/// failure of the storage.
pub fn restore_to(tx: &Transaction<'_>, step: i64, now: Moment) -> Result<AnyRecord> {
    let step = record::row_of_step(tx, step)?;
    for_kind!(step.kind, gone_back, (tx, &step, now))
}

/// What can be undone and redone among the steps after `since`; a session begins with the [`last_step`] before it.
///
/// # Errors
/// Any failure of the storage.
pub fn reach(conn: &Connection, since: i64) -> Result<Reach> {
    store::reach(conn, since)
}

/// Takes a step back. The record is again what it was, to the last bit; one that was made by the step goes to the trash.
///
/// # Errors
/// [`Error::NotFound`] for a step that is not in the log; [`Error::Conflict`] if the record was changed after it; any
/// failure of the storage.
pub fn undo(tx: &Transaction<'_>, step: i64, now: Moment) -> Result<AnyRecord> {
    let step = record::row_of_step(tx, step)?;
    for_kind!(step.kind, undone, (tx, &step, now))
}

/// Takes a step again that was undone. The record is again what it was after the step, to the last bit.
///
/// # Errors
/// As [`undo`].
pub fn redo(tx: &Transaction<'_>, step: i64, now: Moment) -> Result<AnyRecord> {
    let step = record::row_of_step(tx, step)?;
    for_kind!(step.kind, redone, (tx, &step, now))
}

/// Takes back the last step after `since` that can be.
///
/// # Errors
/// [`Error::NotFound`] if there is none; otherwise as [`undo`].
pub fn undo_last(tx: &Transaction<'_>, since: i64, now: Moment) -> Result<AnyRecord> {
    let last = reach(tx, since)?.undo.pop().ok_or(Error::NotFound)?;
    undo(tx, last, now)
}

/// Takes the step again that was undone last.
///
/// # Errors
/// As [`undo_last`].
pub fn redo_last(tx: &Transaction<'_>, since: i64, now: Moment) -> Result<AnyRecord> {
    let last = reach(tx, since)?.redo.pop().ok_or(Error::NotFound)?;
    redo(tx, last, now)
}

fn tables_of<R: Record>(_any: fn(R) -> AnyRecord) -> &'static [record::Summed] {
    R::TABLES
}

fn found<R: Record>(conn: &Connection, id: &str, any: fn(R) -> AnyRecord) -> Result<AnyRecord> {
    record::find(conn, id).map(any)
}

fn binned<R: Record>(
    tx: &Transaction<'_>,
    id: &str,
    deleted: bool,
    now: Moment,
    any: fn(R) -> AnyRecord,
) -> Result<AnyRecord> {
    record::bin(tx, id, deleted, now).map(any)
}

fn trashed<R: Record>(conn: &Connection, any: fn(R) -> AnyRecord) -> Result<Vec<AnyRecord>> {
    Ok(record::trash(conn)?.into_iter().map(any).collect())
}

fn steps<R: Record>(
    conn: &Connection,
    id: &str,
    any: fn(R) -> AnyRecord,
) -> Result<Vec<AnyRevision>> {
    Ok(record::revisions::<R>(conn, id)?
        .into_iter()
        .map(|it| AnyRevision {
            step: it.step,
            action: it.action,
            made_at_ms: it.made_at_ms,
            after: any(it.after),
        })
        .collect())
}

fn gone_back<R: Record>(
    tx: &Transaction<'_>,
    step: &record::Step,
    now: Moment,
    any: fn(R) -> AnyRecord,
) -> Result<AnyRecord> {
    record::restore_to(tx, step, now).map(any)
}

fn undone<R: Record>(
    tx: &Transaction<'_>,
    step: &record::Step,
    now: Moment,
    any: fn(R) -> AnyRecord,
) -> Result<AnyRecord> {
    record::undo(tx, step, now).map(any)
}

fn redone<R: Record>(
    tx: &Transaction<'_>,
    step: &record::Step,
    now: Moment,
    any: fn(R) -> AnyRecord,
) -> Result<AnyRecord> {
    record::redo(tx, step, now).map(any)
}
