//! Bringing in: each line is held against the fields of its kind, against the rules of its form, and against what is
//! here. What differs stays or is replaced, as the person wishes; what cannot be taken is named.

use chrono::{NaiveDate, NaiveTime};
use rusqlite::Transaction;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::fields::{ORDER, Shape, alike, checked, holds};
use super::rules::{Brought, not_future};
use super::{
    Altered, Batch, Counts, Differing, FORMAT, FactChange, Form, LINES_MAX, NAMED_MAX, Refused,
    Report, Source, Stop, Undone, VERSION, What, Why, Wish, for_kind, lines, store, table,
};
use crate::error::{Error, Result};
use crate::history;
use crate::moment::Moment;
use crate::record::{self, Kind, Record};
use crate::sessions::Flag;
use crate::settings::{CueChoice, GUIDE_TEXT_PERCENT, Pace, PaceSince, Theme};
use crate::worded::Worded as _;

/// How many lines are taken between two looks at whether the person wants to go on.
const LOOK_EVERY: u64 = 64;

/// Columns nobody knows that are named.
const COLUMNS_NAMED: usize = 20;

/// What holds of one line.
enum Verdict {
    New,
    Same,
    Differs { taken: bool },
}

/// How far an import is and what it found.
struct Work<'a, 'c> {
    tx: &'a Transaction<'c>,
    differing: Differing,
    now: Moment,
    mint: &'a mut dyn FnMut() -> String,
    going: &'a mut dyn FnMut(u64) -> bool,
    report: Report,
    facts: Vec<FactChange>,
    file: usize,
}

/// Takes what files hold, in the one transaction of the caller; rolled back, it is a preview.
///
/// `mint` makes ids for lines of tables that have none. `going` hears how many lines were read and answers whether to go
/// on. Tables are taken in an order in which each record comes after what it names.
///
/// # Errors
/// [`Stop::Foreign`] and [`Stop::Newer`] for a file that is not taken at all, [`Stop::TooLarge`], [`Stop::Stopped`], any
/// failure of the storage. The caller then keeps nothing.
pub fn take(
    tx: &Transaction<'_>,
    sources: &mut [Source<'_>],
    wish: &Wish,
    now: Moment,
    mint: &mut dyn FnMut() -> String,
    going: &mut dyn FnMut(u64) -> bool,
) -> std::result::Result<Report, Stop> {
    let before = record::last_step(tx)?;
    let mut work = Work {
        tx,
        differing: wish.differing,
        now,
        mint,
        going,
        report: Report::default(),
        facts: Vec::new(),
        file: 0,
    };
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order.sort_by_key(|at| match sources[*at].form {
        Form::Lines => None,
        Form::Table(kind) => ORDER.iter().position(|it| *it == kind),
    });
    for at in order {
        work.file = at;
        match sources[at].form {
            Form::Lines => work.lines(&mut lines::Reader::new(sources[at].bytes))?,
            Form::Table(kind) => work.table(kind, &mut table::Reader::new(sources[at].bytes))?,
        }
    }
    let Work { report, facts, .. } = work;
    if report.taken > 0 {
        let batch = Batch {
            id: wish.id.clone(),
            made_at_ms: now.utc_ms,
            source: named(&wish.source),
            taken: report.taken,
            undone_at_ms: None,
        };
        store::put_batch(tx, &batch, (before, record::last_step(tx)?), &facts)?;
    }
    Ok(report)
}

/// The names of the files as they are kept.
fn named(source: &str) -> String {
    let name: String = source
        .chars()
        .filter(|it| !it.is_control())
        .take(200)
        .collect();
    match name.trim() {
        "" => "?".to_owned(),
        name => name.to_owned(),
    }
}

/// Takes a whole import back. What was changed after it is left as it is and counted.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if it was taken back before; any failure of the storage.
pub fn undo(tx: &Transaction<'_>, id: &str, now: Moment) -> Result<Undone> {
    let (batch, (after, last), facts) = store::batch(tx, id)?;
    if batch.undone_at_ms.is_some() {
        return Err(Error::Conflict);
    }
    let mut undone = Undone::default();
    for step in store::steps(tx, after, last)? {
        match history::undo(tx, step, now) {
            Ok(_) => undone.back += 1,
            Err(Error::Conflict | Error::NotFound) => undone.left += 1,
            Err(error) => return Err(error),
        }
    }
    for change in facts.into_iter().rev() {
        let what = store::FACTS
            .iter()
            .map(|(what, ..)| *what)
            .find(|what| what.word() == change.what)
            .ok_or(Error::Damaged)?;
        if store::fact(tx, what, &change.key)? == change.after {
            store::put_fact(tx, what, &change.key, change.before.as_ref())?;
            undone.back += 1;
        } else {
            undone.left += 1;
        }
    }
    store::end_batch(tx, id, now.utc_ms)?;
    Ok(undone)
}

impl Work<'_, '_> {
    fn step(&mut self) -> std::result::Result<(), Stop> {
        self.report.lines += 1;
        if self.report.lines > LINES_MAX {
            return Err(Stop::TooLarge);
        }
        let look = self.report.lines.is_multiple_of(LOOK_EVERY);
        if look && !(self.going)(self.report.lines) {
            return Err(Stop::Stopped);
        }
        Ok(())
    }

    fn lines(&mut self, reader: &mut lines::Reader<'_>) -> std::result::Result<(), Stop> {
        match reader.next()? {
            lines::Line::Object(header) => is_ours(&header)?,
            _ => return Err(Stop::Foreign),
        }
        let mut ended = false;
        loop {
            let line = reader.next()?;
            if let lines::Line::End = line {
                break;
            }
            self.step()?;
            if std::mem::replace(&mut ended, false) {
                // Something follows what should have been the last line.
                self.altered(Altered::Changed);
            }
            let number = reader.line;
            let object = match line {
                lines::Line::Object(object) => object,
                lines::Line::TooLong => {
                    self.refuse(number, None, Why::TooLong);
                    continue;
                }
                lines::Line::Unreadable | lines::Line::End => {
                    self.refuse(number, None, Why::Unreadable);
                    continue;
                }
            };
            if object.get("type").and_then(Value::as_str) == Some("end") {
                ended = true;
                let digest = object.get("blake3").and_then(Value::as_str);
                if !digest.is_some_and(|digest| reader.vouched(digest)) {
                    self.altered(Altered::Changed);
                }
                continue;
            }
            self.object(number, object)?;
        }
        if !ended {
            self.altered(Altered::CutOff);
        }
        Ok(())
    }

    fn altered(&mut self, how: Altered) {
        let entry = (self.file, how);
        if !self.report.altered.contains(&entry) {
            self.report.altered.push(entry);
        }
    }

    fn object(
        &mut self,
        line: u64,
        mut object: Map<String, Value>,
    ) -> std::result::Result<(), Stop> {
        let word = object.get("type").and_then(Value::as_str).unwrap_or("");
        let fact = store::FACTS
            .iter()
            .map(|(what, ..)| *what)
            .find(|what| what.word() == word);
        match word {
            "record" => {
                let kind = object
                    .get("kind")
                    .and_then(Value::as_str)
                    .and_then(|kind| Kind::from_word(kind).ok());
                let (Some(kind), Some(Value::Object(record))) = (kind, object.remove("record"))
                else {
                    self.refuse(line, None, Why::UnknownLine);
                    return Ok(());
                };
                self.record(line, kind, record, false)
            }
            "step" | "reminder" => {
                self.report.only_to_read += 1;
                Ok(())
            }
            _ => match fact {
                Some(what) => self.fact(line, what, &mut object),
                None => {
                    self.refuse(line, None, Why::UnknownLine);
                    Ok(())
                }
            },
        }
    }

    fn table(
        &mut self,
        kind: Kind,
        reader: &mut table::Reader<'_>,
    ) -> std::result::Result<(), Stop> {
        let table::Line::Cells(_, head) = reader.next()? else {
            return Err(Stop::Foreign);
        };
        let heading = table::heading(kind, &head)?;
        for name in heading.left {
            if self.report.columns_left.len() < COLUMNS_NAMED {
                self.report.columns_left.push(name);
            }
        }
        loop {
            match reader.next()? {
                table::Line::End => return Ok(()),
                table::Line::Bad(line, why) => {
                    self.step()?;
                    self.refuse(line, Some(What::Record(kind)), why);
                }
                table::Line::Cells(line, cells) => {
                    self.step()?;
                    match table::object(&heading.columns, &cells) {
                        Ok(object) => self.record(line, kind, object, true)?,
                        Err(why) => self.refuse(line, Some(What::Record(kind)), why),
                    }
                }
            }
        }
    }

    fn record(
        &mut self,
        line: u64,
        kind: Kind,
        object: Map<String, Value>,
        loose: bool,
    ) -> std::result::Result<(), Stop> {
        let verdict = for_kind!(kind, one(self, object, loose))?;
        self.count(line, What::Record(kind), verdict);
        Ok(())
    }

    fn fact(
        &mut self,
        line: u64,
        what: What,
        object: &mut Map<String, Value>,
    ) -> std::result::Result<(), Stop> {
        if what == What::Setting
            && let Some(key) = object.get("key").and_then(Value::as_str)
            && let Some(aside) = aside(key)
        {
            match aside {
                Aside::OfLock => self.report.of_lock += 1,
                Aside::OfReminders => self.report.only_to_read += 1,
            }
            return Ok(());
        }
        let verdict = match (object.remove("key"), object.remove("row")) {
            (Some(Value::String(key)), Some(row)) if object.len() == 1 => {
                match fact_holds(what, &key, &row) {
                    Ok(()) => Ok(self.put_fact(what, &key, &row)?),
                    Err(why) => Err(why),
                }
            }
            _ => Err(Why::UnknownLine),
        };
        self.count(line, what, verdict);
        Ok(())
    }

    fn put_fact(&mut self, what: What, key: &str, row: &Value) -> Result<Verdict> {
        let here = store::fact(self.tx, what, key)?;
        let verdict = match &here {
            None => Verdict::New,
            // When a choice was made does not make it another one.
            Some(here) if what == What::Setting && here["value_json"] == row["value_json"] => {
                return Ok(Verdict::Same);
            }
            Some(_) if what == What::HealthFlag => return Ok(Verdict::Same),
            Some(here) if here == row => return Ok(Verdict::Same),
            Some(_) => {
                let taken = self.differing == Differing::Replace;
                Verdict::Differs { taken }
            }
        };
        if !matches!(verdict, Verdict::Differs { taken: false }) {
            store::put_fact(self.tx, what, key, Some(row))?;
            self.facts.push(FactChange {
                what: what.word().to_owned(),
                key: key.to_owned(),
                before: here,
                after: store::fact(self.tx, what, key)?,
            });
        }
        Ok(verdict)
    }

    fn count(&mut self, line: u64, what: What, verdict: std::result::Result<Verdict, Why>) {
        let counts: &mut Counts = self.report.counts.entry(what).or_default();
        match verdict {
            Ok(Verdict::New) => {
                counts.new += 1;
                self.report.taken += 1;
            }
            Ok(Verdict::Same) => counts.same += 1,
            Ok(Verdict::Differs { taken }) => {
                counts.differs += 1;
                self.report.taken += u64::from(taken);
            }
            Err(why) => self.refuse(line, Some(what), why),
        }
    }

    fn refuse(&mut self, line: u64, what: Option<What>, why: Why) {
        match what {
            Some(what) => self.report.counts.entry(what).or_default().refused += 1,
            None => self.report.unknown += 1,
        }
        if self.report.refused.len() < NAMED_MAX {
            self.report.refused.push(Refused {
                file: self.file,
                line,
                what,
                why,
            });
        }
    }

    fn dated(&mut self, date: NaiveDate) {
        let (first, last) = self.report.span.unwrap_or((date, date));
        self.report.span = Some((first.min(date), last.max(date)));
    }
}

/// Whether the first line says that this is an export this program can read.
fn is_ours(header: &Map<String, Value>) -> std::result::Result<(), Stop> {
    let says = |name: &str| header.get(name).and_then(Value::as_str);
    if says("type") != Some("header") || says("format") != Some(FORMAT) {
        return Err(Stop::Foreign);
    }
    match header.get("version").and_then(Value::as_u64) {
        Some(version) if version <= u64::from(VERSION) => Ok(()),
        Some(version) => Err(Stop::Newer(version)),
        None => Err(Stop::Foreign),
    }
}

/// Takes one record, or says why not.
fn one<R: Brought>(
    work: &mut Work<'_, '_>,
    mut object: Map<String, Value>,
    loose: bool,
) -> std::result::Result<std::result::Result<Verdict, Why>, Stop> {
    let nameless = loose && !object.contains_key("id");
    if loose {
        let now = work.now;
        let mut or = |name: &str, value: Value| {
            object.entry(name.to_owned()).or_insert(value);
        };
        let has = |name: &str| {
            super::fields::fields(R::KIND)
                .iter()
                .any(|it| it.name == name)
        };
        if has("offset_min") {
            or("offset_min", now.offset_min.into());
        }
        if has("recorded_at_ms") {
            or("recorded_at_ms", now.utc_ms.into());
        }
        if nameless {
            or("id", (work.mint)().into());
        }
    }
    let value = match checked(R::KIND, object) {
        Ok(value) => value,
        Err(why) => return Ok(Err(why)),
    };
    let Ok(record) = serde_json::from_value::<R>(value) else {
        return Ok(Err(Why::Unreadable));
    };
    let mut record = record.settled();
    if let Err(why) =
        not_future(record.last_date(), work.now.local_date()).and_then(|()| record.sound(work.tx))
    {
        return Ok(Err(why));
    }
    if nameless {
        match like(work.tx, &record)? {
            Like::Same => return Ok(Ok(Verdict::Same)),
            Like::Instead(there) => record = there,
            Like::None => {}
        }
    }
    let verdict = match record::find::<R>(work.tx, record.id()) {
        Err(Error::NotFound) if store::id_taken(work.tx, record.id())? => {
            return Ok(Err(Why::Taken));
        }
        Err(Error::NotFound) => Verdict::New,
        Err(error) => return Err(error.into()),
        Ok(here) if here == record => return Ok(Ok(Verdict::Same)),
        Ok(here) if record.deleted_at_ms().is_none() && here.deleted_at_ms().is_some() => {
            // What lies in the trash comes back; it differs only if it says something else.
            if here.with_deleted_at_ms(None) == record {
                Verdict::New
            } else {
                let taken = work.differing == Differing::Replace;
                Verdict::Differs { taken }
            }
        }
        Ok(_) => {
            let taken = work.differing == Differing::Replace;
            Verdict::Differs { taken }
        }
    };
    if matches!(verdict, Verdict::Differs { taken: false }) {
        return Ok(Ok(verdict));
    }
    match placed(work.tx, &record, work.now)? {
        Ok(()) => {}
        Err(why) => return Ok(Err(why)),
    }
    if let Some(date) = record.date() {
        work.dated(date);
    }
    Ok(Ok(verdict))
}

/// Writes a record so that either all of it is there or nothing.
fn placed<R: Record>(
    tx: &Transaction<'_>,
    record: &R,
    now: Moment,
) -> std::result::Result<std::result::Result<(), Why>, Stop> {
    tx.prepare_cached("SAVEPOINT line")?.execute([])?;
    let why = match record::take(tx, record, now) {
        Ok(stored) if stored == *record => None,
        // Whatever is kept has to be what the file said.
        Ok(_) => Some(Why::BadValue("record".to_owned())),
        Err(Error::Conflict) => Some(Why::Taken),
        Err(error) => return Err(error.into()),
    };
    if why.is_some() {
        tx.prepare_cached("ROLLBACK TO line")?.execute([])?;
    }
    tx.prepare_cached("RELEASE line")?.execute([])?;
    Ok(why.map_or(Ok(()), Err))
}

/// What is here of a record without an id.
enum Like<R> {
    None,
    Same,
    /// The one record of its place, saying what the file says.
    Instead(R),
}

/// Looks for a record by what it says.
fn like<R: Record>(tx: &Transaction<'_>, record: &R) -> Result<Like<R>> {
    let by = alike(R::KIND);
    let columns = record.columns();
    let Some((_, value)) = columns.iter().find(|(name, _)| *name == by.column) else {
        return Ok(Like::None);
    };
    let here: Vec<R> = store::holding(tx, by.column, value)?;
    let wanted = content(record);
    if here.iter().any(|it| content(it) == wanted) {
        return Ok(Like::Same);
    }
    match here.first().filter(|_| by.only_one) {
        None => Ok(Like::None),
        Some(there) => {
            let mut value = serde_json::to_value(record).map_err(|_| Error::Conflict)?;
            value["id"] = there.id().into();
            // Where and when it was first written down stays.
            let old = serde_json::to_value(there).map_err(|_| Error::Conflict)?;
            for name in MADE {
                if let Some(made) = old.get(name) {
                    value[name] = made.clone();
                }
            }
            serde_json::from_value(value)
                .map(Like::Instead)
                .map_err(|_| Error::Conflict)
        }
    }
}

/// Fields that say where and when a record was written down, and not what it says.
const MADE: [&str; 2] = ["offset_min", "recorded_at_ms"];

fn content<R: Record>(record: &R) -> Value {
    let mut value = serde_json::to_value(record).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.remove("id");
        for name in MADE {
            object.remove(name);
        }
    }
    value
}

/// Whether a choice, a mark or a flag is one the program itself could have kept.
fn fact_holds(what: What, key: &str, row: &Value) -> std::result::Result<(), Why> {
    let bad = |field: &str| Err(Why::BadValue(field.to_owned()));
    let Some((_, columns)) = store::table_of(what) else {
        return Err(Why::UnknownLine);
    };
    let known = row.as_object().is_some_and(|row| {
        row.len() == columns.len() && columns.iter().all(|column| row.contains_key(*column))
    });
    if !known {
        return bad("row");
    }
    let moment = |name: &str| holds(Shape::Whole(0, i64::MAX), &row[name]);
    let maybe = |name: &str, shape: Shape| row[name].is_null() || holds(shape, &row[name]);
    match what {
        What::Setting => {
            let Some(text) = row["value_json"].as_str() else {
                return bad("value_json");
            };
            if !moment("changed_at_ms") || text.len() > 1 << 16 {
                return bad("changed_at_ms");
            }
            match choice_holds(key, text) {
                Some(true) => Ok(()),
                Some(false) => bad("value_json"),
                None => Err(Why::UnknownField(super::fields::short(key))),
            }
        }
        What::GuideMark => {
            let times = ["opened_at_ms", "bookmarked_at_ms", "read_at_ms"]
                .iter()
                .all(|name| maybe(name, Shape::Whole(0, i64::MAX)));
            let named = holds(Shape::Line(80), &Value::from(key));
            if named && times && maybe("section", Shape::Line(120)) {
                Ok(())
            } else {
                bad("row")
            }
        }
        What::HealthFlag => {
            if Flag::from_word(key).is_ok() && moment("recorded_at_ms") {
                Ok(())
            } else {
                bad("key")
            }
        }
        What::Record(_) => Err(Why::UnknownLine),
    }
}

/// Why a choice is left as it is here, whatever a file says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aside {
    /// It says when the diary locks here or when it was opened: no file may change that.
    OfLock,
    /// It belongs to a reminder, and reminders are only there to be read.
    OfReminders,
}

/// Whether a choice is left aside. Every key that the settings keep is named here or below; a test keeps it so.
fn aside(key: &str) -> Option<Aside> {
    match key {
        "lock_habits" | "lock_recall" | "unlocked_at_ms" => Some(Aside::OfLock),
        "guides_behind" => Some(Aside::OfReminders),
        _ => None,
    }
}

/// Whether a choice may have this value; `None` = nobody knows this choice.
fn choice_holds(key: &str, text: &str) -> Option<bool> {
    fn read<T: DeserializeOwned>(text: &str, holds: impl FnOnce(&T) -> bool) -> bool {
        serde_json::from_str::<T>(text).is_ok_and(|value| holds(&value))
    }
    Some(match key {
        "region" => read(text, |it: &Option<String>| {
            it.as_ref().is_none_or(|it| {
                !it.is_empty()
                    && it.len() <= 40
                    && it
                        .bytes()
                        .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
            })
        }),
        "theme" => read(text, |_: &Theme| true),
        "first_run_done" => read(text, |_: &bool| true),
        "day_ends_at" => read(text, |it: &Option<NaiveTime>| {
            it.is_none_or(|it| NaiveTime::from_hms_opt(12, 0, 0).is_some_and(|noon| it <= noon))
        }),
        "pace" => read(text, |_: &Pace| true),
        "paused_until" | "declined_monthly" | "declined_flare" => {
            read(text, |_: &Option<NaiveDate>| true)
        }
        "guide_text_percent" => read(text, |it: &Option<u16>| {
            it.is_none_or(|it| GUIDE_TEXT_PERCENT.contains(&it))
        }),
        "paces" => read(text, |_: &Vec<PaceSince>| true),
        "cues" => read(text, |_: &CueChoice| true),
        _ => return None,
    })
}
