//! The export itself: one walk over the diary that feeds every file that was asked for.

use std::collections::BTreeMap;
use std::io::Write;

use rusqlite::Connection;
use serde_json::{Value, json};

use super::fields::{Field, ORDER};
use super::folder::{Out, Place};
use super::schema::schema;
use super::store::{self, FACTS, Line};
use super::{Stop, VERSION, fhir, for_kind, ics, lines, table};
use crate::moment::Moment;
use crate::record::Record;
use crate::reminders::Rule;
use crate::worded::Worded as _;

/// The file of lines.
pub const LINES: &str = "backstride.jsonl";

/// The file that says what a line may hold.
pub const SCHEMA: &str = "backstride.schema.json";

/// The file for the system of a clinic.
pub const FHIR: &str = "backstride-fhir.json";

/// The file for a calendar.
pub const CALENDAR: &str = "reminders.ics";

/// The folder of tables.
pub const TABLES: &str = "csv";

/// The file that names every other file with its size and its digest; it is written last.
pub const CONTENTS: &str = "contents.json";

/// What an export says about itself, for whoever opens the folder.
const README: &str = include_str!("../../../../assets/exchange/readme.txt");

/// The same for the folder of tables.
const README_TABLES: &str = include_str!("../../../../assets/exchange/readme-csv.txt");

/// How many records are written between two looks at whether the person wants to go on.
const LOOK_EVERY: u64 = 64;

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Everything, to be brought in again.
    pub lines: bool,
    /// Tables for a spreadsheet.
    pub tables: bool,
    /// A bundle for the system of a clinic.
    pub fhir: bool,
    /// The reminders for a calendar.
    pub calendar: bool,
}

/// What an export is made of, besides the diary.
pub struct Order<'a> {
    /// What is wanted.
    pub wanted: Wanted,
    /// When it is made.
    pub made: Moment,
    /// The version of the program.
    pub program: &'a str,
    /// A UUID that stands for the person in a bundle; it is told by nothing else.
    pub person: &'a str,
    /// The reminders.
    pub rules: &'a [Rule],
    /// What a calendar calls each of them.
    pub title: &'a dyn Fn(&Rule) -> String,
}

/// What an export holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// How many records of each kind, and how many choices and marks.
    pub counts: BTreeMap<&'static str, u64>,
    /// The digest of the file of lines, if there is one.
    pub digest: Option<String>,
    /// Reminders that have no place in a calendar, because they wait for something and not for a time.
    pub not_in_calendar: u64,
    /// Bytes of all files.
    pub bytes: u64,
    /// How many files.
    pub files: u64,
}

/// A file being written, with its size and digest so far.
pub(super) struct File {
    name: String,
    out: Box<dyn Out>,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl File {
    fn open(place: &mut dyn Place, name: &str) -> Result<Self, Stop> {
        Ok(Self {
            name: name.to_owned(),
            out: place.file(name)?,
            hasher: blake3::Hasher::new(),
            bytes: 0,
        })
    }

    /// The digest of everything written so far.
    pub(super) fn digest(&self) -> String {
        self.hasher.finalize().to_hex().to_string()
    }

    fn close(self, told: &mut Told, contents: &mut Vec<Value>) -> Result<(), Stop> {
        contents.push(json!({ "name": self.name, "bytes": self.bytes, "blake3": self.digest() }));
        told.bytes += self.bytes;
        told.files += 1;
        Ok(self.out.done()?)
    }
}

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// The files that every record goes into.
struct Files {
    lines: Option<lines::Writer>,
    fhir: Option<fhir::Writer>,
    table: Option<(File, Vec<Field>)>,
}

/// How far an export is, and the one question whether to go on.
struct Pace<'a> {
    done: u64,
    all: u64,
    going: &'a mut dyn FnMut(u64, u64) -> bool,
}

impl Pace<'_> {
    fn step(&mut self) -> Result<(), Stop> {
        self.done += 1;
        let look = self.done.is_multiple_of(LOOK_EVERY);
        if look && !(self.going)(self.done.min(self.all), self.all) {
            return Err(Stop::Stopped);
        }
        Ok(())
    }
}

/// Writes everything that is wanted. The caller makes the place visible once this returned, so half an export is none.
///
/// `going` hears how many of how many rows are done, and answers whether to go on.
///
/// # Errors
/// [`Stop::Stopped`] if `going` said so; any failure of the storage or of the place.
pub fn export(
    conn: &Connection,
    order: &Order<'_>,
    place: &mut dyn Place,
    going: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Told, Stop> {
    // One snapshot: what is saved while this runs belongs to the next export.
    let snapshot = conn.unchecked_transaction()?;
    let conn: &Connection = &snapshot;
    let wanted = order.wanted;
    let mut told = Told::default();
    let mut contents = Vec::new();
    let mut pace = Pace {
        done: 0,
        all: rows(conn, wanted)?,
        going,
    };
    if !(pace.going)(0, pace.all) {
        return Err(Stop::Stopped);
    }
    let mut files = Files {
        lines: None,
        fhir: None,
        table: None,
    };
    if wanted.lines {
        let mut file = File::open(place, SCHEMA)?;
        file.write_all(schema().as_bytes())?;
        file.close(&mut told, &mut contents)?;
        files.lines = Some(lines::Writer::begin(File::open(place, LINES)?, order)?);
    }
    if wanted.fhir {
        files.fhir = Some(fhir::Writer::begin(File::open(place, FHIR)?, order)?);
    }
    for kind in ORDER {
        if wanted.tables {
            let name = format!("{TABLES}/{}.csv", kind.word());
            let mut file = File::open(place, &name)?;
            let columns = table::columns(kind);
            let names: Vec<&str> = columns.iter().map(|field| field.name).collect();
            table::head(&mut file, &names)?;
            files.table = Some((file, columns));
        }
        let count = for_kind!(kind, records(conn, &mut files, wanted, &mut pace))?;
        told.counts.insert(kind.word(), count);
        if let Some((file, _)) = files.table.take() {
            file.close(&mut told, &mut contents)?;
        }
    }
    if let Some(writer) = files.fhir.take() {
        writer.end()?.close(&mut told, &mut contents)?;
    }
    if let Some(mut writer) = files.lines.take() {
        for (what, ..) in FACTS {
            let facts = store::facts(conn, what)?;
            told.counts.insert(what.word(), facts.len() as u64);
            for (key, row) in facts {
                writer.fact(what, &key, row)?;
            }
        }
        for rule in order.rules {
            writer.reminder(rule)?;
        }
        told.counts.insert("reminder", order.rules.len() as u64);
        let mut steps = 0;
        store::each_step(conn, |step| {
            steps += 1;
            writer.step(&step)?;
            pace.step()
        })?;
        told.counts.insert("step", steps);
        let (file, digest) = writer.end(&told.counts)?;
        told.digest = Some(digest);
        file.close(&mut told, &mut contents)?;
    }
    if wanted.tables {
        for view in ["v_day", "v_walk"] {
            let mut file = File::open(place, &format!("{TABLES}/{view}.csv"))?;
            view_rows(conn, view, &mut file, &mut pace)?;
            file.close(&mut told, &mut contents)?;
        }
        let mut file = File::open(place, &format!("{TABLES}/README.txt"))?;
        file.write_all(README_TABLES.as_bytes())?;
        file.close(&mut told, &mut contents)?;
    }
    if wanted.calendar {
        let calendar = ics::calendar(order.rules, order.made, order.title);
        told.not_in_calendar = calendar.left_out;
        let mut file = File::open(place, CALENDAR)?;
        file.write_all(calendar.text.as_bytes())?;
        file.close(&mut told, &mut contents)?;
    }
    let mut file = File::open(place, "README.txt")?;
    file.write_all(README.as_bytes())?;
    file.close(&mut told, &mut contents)?;
    let mut file = File::open(place, CONTENTS)?;
    let list = json!({
        "format": super::FORMAT,
        "version": VERSION,
        "made_at_ms": order.made.utc_ms,
        "program": order.program,
        "counts": told.counts,
        "files": contents,
    });
    serde_json::to_writer_pretty(&mut file, &list).map_err(std::io::Error::from)?;
    file.close(&mut told, &mut Vec::new())?;
    (pace.going)(pace.all, pace.all);
    Ok(told)
}

/// How many rows an export will walk over, so that a person can see how far it is.
fn rows(conn: &Connection, wanted: Wanted) -> Result<u64, Stop> {
    fn of<R: Record>(conn: &Connection) -> Result<u64, Stop> {
        let sql = format!("SELECT count(*) FROM {}", R::TABLES[0].table);
        let count: u32 = conn.query_row(&sql, [], |row| row.get(0))?;
        Ok(count.into())
    }
    let mut all = 0;
    for kind in ORDER {
        all += for_kind!(kind, of(conn))?;
    }
    if wanted.lines {
        let steps: u32 = conn.query_row("SELECT count(*) FROM revision", [], |row| row.get(0))?;
        all += u64::from(steps);
    }
    Ok(all)
}

fn records<R: Record>(
    conn: &Connection,
    files: &mut Files,
    wanted: Wanted,
    pace: &mut Pace<'_>,
) -> Result<u64, Stop> {
    let mut count = 0;
    // The trash is part of everything; tables and bundles show what is in the diary.
    store::each::<R>(conn, wanted.lines, |record| {
        pace.step()?;
        count += 1;
        let value =
            serde_json::to_value(&record).map_err(|_| crate::Error::Invalid { field: "record" })?;
        if let Some(writer) = &mut files.lines {
            writer.record(R::KIND, &value)?;
        }
        if record.deleted_at_ms().is_some() {
            return Ok(());
        }
        if let Some((file, columns)) = &mut files.table {
            table::row(file, columns, &value)?;
        }
        if let Some(writer) = &mut files.fhir {
            writer.record(R::KIND, &value)?;
        }
        Ok(())
    })?;
    Ok(count)
}

fn view_rows(
    conn: &Connection,
    view: &str,
    file: &mut File,
    pace: &mut Pace<'_>,
) -> Result<(), Stop> {
    store::each_of_view(conn, view, |line| {
        match line {
            Line::Head(names) => table::head(file, &names)?,
            Line::Cells(cells) => {
                pace.step()?;
                file.write_all(cells.join(",").as_bytes())?;
                file.write_all(b"\r\n")?;
            }
        }
        Ok(())
    })
}
