//! What `cargo xtask bench` asks of the core: a profile with four weeks in it, and how long saving takes.
//!
//! `bench_core prepare MOMENT DIR` makes the profile as it would look at that local moment.
//! `bench_core read DIR` reads the data of every chart and page from the diary in that folder and prints the times as JSON.
//! `bench_core search ASSETS QUERIES` searches the library for each query of a table as somebody types it, letter by
//! letter, and prints the times as JSON.
//! `bench_core fill DIR` makes a diary of 100,000 entries; `bench_core backup DIR` copies and proves it while entries are
//! saved beside it, and prints times and memory as JSON.
//! `bench_core export DIR` takes everything out of the diary in that folder, and `bench_core import DIR` brings it into an
//! empty one; each prints its time and the most memory its own process held as JSON.
//! `bench_core save DIR` saves entries on the disk of that folder and prints the times as JSON.

use std::io::{BufReader, Write as _};
use std::path::Path;
use std::time::Instant;

use backstride_content::Bundle;
use backstride_content::search::Search;
use backstride_core::db::File;
use backstride_core::diary::{self, Frame, Intensity, NewPain, Note, Region};
use backstride_core::exchange::{self, Differing, Folder, Form, Order, Source, Wanted, Wish};
use backstride_core::insights::{self, Outcome};
use backstride_core::record::Kind;
use backstride_core::reminders::{self, Days, Plan, Purpose, Rule, Terms};
use backstride_core::settings::{self, Settings};
use backstride_core::timeline::{self, Filter};
use backstride_core::vault::Vault;
use backstride_core::{Moment, db};
use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDateTime, NaiveTime, TimeDelta};
use rusqlite::Connection;

/// Entries that are saved, and bare commits that are made, one after the other.
const SAVES: u32 = 1000;

/// How often the whole table of queries is typed.
const SEARCH_ROUNDS: u32 = 5;

/// Days that the prepared diary reaches back.
const DAYS: i64 = 28;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["prepare", moment, dir] => prepare(&moment.parse()?, dir.as_ref()),
        ["read", dir] => read(dir.as_ref()),
        ["export", dir] => export(dir.as_ref()),
        ["import", dir] => import(dir.as_ref()),
        ["save", dir] => save(dir.as_ref()),
        ["fill", dir] => fill(dir.as_ref()),
        ["backup", dir] => backup(dir.as_ref()),
        ["search", assets, queries] => search(assets.as_ref(), queries.as_ref()),
        _ => Err(
            "bench_core prepare MOMENT DIR, read DIR, export DIR, import DIR, save DIR, fill DIR, backup DIR, or search ASSETS QUERIES".into(),
        ),
    }
}

/// The moment the bench takes everything out and brings it in.
const MADE: Moment = Moment {
    utc_ms: 1_795_417_800_000,
    offset_min: 0,
};

/// Where the bench takes everything out to, inside the folder of the diary.
const EXPORTED: &str = "exported";

/// Everything out of a diary.
fn export(dir: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let conn = db::open_beside(dir, None)?;
    let entries: u32 = conn.query_row("SELECT count(*) FROM line", [], |row| row.get(0))?;
    let order = Order {
        wanted: Wanted {
            lines: true,
            tables: true,
            fhir: true,
            calendar: true,
        },
        made: MADE,
        program: "bench",
        person: "0189aaaa-0000-7000-8000-000000000001",
        rules: &[],
        title: &|_| String::new(),
    };
    let begun = Instant::now();
    let mut folder = Folder::begin(dir, EXPORTED, "bench")?;
    let told = exchange::export(&conn, &order, &mut folder, &mut |_, _| true)?;
    folder.finish()?;
    let answer = serde_json::json!({
        "ms": begun.elapsed().as_secs_f64() * 1000.0,
        "entries": entries,
        "bytes": told.bytes,
        "mb": peak_mb()?,
    });
    Ok(writeln!(std::io::stdout(), "{answer}")?)
}

/// Everything that [`export`] took out, into an empty diary.
fn import(dir: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let begun = Instant::now();
    let into = dir.join("imported");
    let mut vault = Vault::open(&into, MADE)?;
    let wish = Wish {
        id: "0189aaaa-0000-7000-8000-000000000002".to_owned(),
        source: "bench".to_owned(),
        differing: Differing::Keep,
    };
    let lines = dir.join(EXPORTED).join(exchange::LINES);
    let mut bytes = BufReader::new(std::fs::File::open(lines)?);
    let report = db::write_as(&mut vault.diary, |tx| {
        let mut sources = [Source {
            form: Form::Lines,
            bytes: &mut bytes,
        }];
        exchange::take(tx, &mut sources, &wish, MADE, &mut String::new, &mut |_| {
            true
        })
    })?;
    let ms = begun.elapsed().as_secs_f64() * 1000.0;
    if report.total().refused > 0 {
        return Err(format!("{:?}", report.refused).into());
    }
    vault.close()?;
    let answer = serde_json::json!({
        "ms": ms,
        "imported": report.taken,
        "mb": peak_mb()?,
    });
    Ok(writeln!(std::io::stdout(), "{answer}")?)
}

/// The most memory this process has held so far.
fn peak_mb() -> Result<f64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kb = line
        .and_then(|it| it.split_whitespace().nth(1))
        .ok_or("no VmHWM")?;
    Ok(kb.parse::<f64>()? / 1024.0)
}

/// A profile of somebody who has used the program for four weeks: two entries a day, one reminder.
fn prepare(until: &NaiveDateTime, dir: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let end = until.and_utc().fixed_offset();
    let start = end - TimeDelta::days(DAYS);
    let mut vault = Vault::open(dir, Moment::from(start))?;
    let choices = Settings {
        first_run_done: true,
        ..Settings::default()
    };
    db::write(&mut vault.diary, |tx| {
        settings::save(tx, &choices, Moment::from(start))
    })?;
    for half_day in 0..DAYS * 2 {
        let at = start + TimeDelta::hours(12 * half_day);
        // Any values will do, as long as they are not all alike.
        let nrs = Intensity::new(((half_day * 7) % 11) as f64)?;
        let note = if half_day % 5 == 0 {
            Note::new("Walked to the market and back.")?
        } else {
            None
        };
        add(&mut vault.diary, half_day as u32, nrs, note, at)?;
    }
    vault.close()?;
    let mut schedule = db::open_schedule(dir)?;
    let rule = Rule {
        id: id(u32::MAX),
        purpose: Purpose::DiaryCheck,
        name: None,
        plan: Plan::at(vec![NaiveTime::from_hms_opt(20, 0, 0).ok_or("20:00")?]),
        days: Days::ALL,
        terms: Terms::of(Purpose::DiaryCheck),
        enabled: true,
    };
    // Somebody at a desk, so that the companion watches whether they are there.
    let desk = Rule {
        id: id(u32::MAX - 1),
        purpose: Purpose::DeskBreak,
        name: None,
        plan: Plan::working(40, None),
        days: Days::ALL,
        terms: Terms::of(Purpose::DeskBreak),
        enabled: true,
    };
    for rule in [&rule, &desk] {
        db::write(&mut schedule, |tx| {
            reminders::save_rule(tx, rule, Moment::from(end))
        })?;
    }
    db::close(schedule)?;
    Ok(())
}

/// Finds what each query of the table has after each of its letters.
fn search(assets: &Path, queries: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let bundle = Bundle::load_dir(assets, &|poses| backstride_draw::figure::judge(poses))
        .map_err(|problems| format!("{problems:#?}"))?;
    let search = Search::open(&bundle)?;
    let queries = std::fs::read_to_string(queries)?;
    let lines = queries.lines().filter(|line| !line.starts_with('#'));
    let queries: Vec<&str> = lines.filter_map(|line| line.split('\t').next()).collect();
    let mut search_ms = Vec::new();
    // The first round prepares the statements, as the first letter that a person types does; it counts as well.
    for _ in 0..SEARCH_ROUNDS {
        for query in &queries {
            for (at, letter) in query.char_indices() {
                let typed = &query[..at + letter.len_utf8()];
                let began = Instant::now();
                let found = search.find(typed)?;
                search_ms.push(began.elapsed().as_secs_f64() * 1e3);
                std::hint::black_box(found);
            }
        }
    }
    write_out(&serde_json::json!({ "search_ms": search_ms }))?;
    Ok(())
}

/// Saves as the window does, and beside it commits one number to a bare file with the same promise.
fn save(dir: &Path) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(dir)?;
    let folder = tempfile::tempdir_in(dir)?;
    let mut bare = Connection::open(folder.path().join("bare.db"))?;
    bare.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE bare (number INTEGER PRIMARY KEY) STRICT;",
    )?;
    let at: DateTime<FixedOffset> = "2026-11-23T12:00:00Z".parse()?;
    let mut vault = Vault::open(folder.path(), Moment::from(at))?;
    let mut bare_ms = Vec::new();
    let mut save_ms = Vec::new();
    // Turn by turn, so that a busy moment of the disk falls on both.
    for number in 0..SAVES {
        let began = Instant::now();
        let tx = bare.transaction()?;
        tx.execute("INSERT INTO bare (number) VALUES (?1)", [number])?;
        tx.commit()?;
        bare_ms.push(began.elapsed().as_secs_f64() * 1e3);

        let nrs = Intensity::new(f64::from(number % 11))?;
        let began = Instant::now();
        add(&mut vault.diary, number, nrs, None, at)?;
        save_ms.push(began.elapsed().as_secs_f64() * 1e3);
    }
    vault.close()?;
    let answer = serde_json::json!({ "bare_ms": bare_ms, "save_ms": save_ms });
    write_out(&answer)?;
    Ok(())
}

/// Entries of the diary that is copied.
const ENTRIES: u32 = 100_000;

/// How often it is copied.
const COPIES: u32 = 3;

/// Ten years of entries, some with words, kept in few transactions.
fn fill(dir: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut vault = Vault::open(dir, bench_moment(0))?;
    for first in (0..ENTRIES).step_by(5000) {
        db::write(&mut vault.diary, |tx| {
            for number in first..(first + 5000).min(ENTRIES) {
                let note = match number % 4 {
                    0 => Note::new("Walked to the market and back, with two rests on the way.")?,
                    _ => None,
                };
                let new = NewPain {
                    id: id(number),
                    nrs: Intensity::new(f64::from(number % 11))?,
                    note,
                };
                diary::add(tx, &new, bench_moment(number))?;
            }
            Ok(())
        })?;
    }
    vault.close()?;
    Ok(())
}

/// Half an hour after another, from ten years ago on.
fn bench_moment(number: u32) -> Moment {
    Moment {
        utc_ms: 1_480_000_000_000 + i64::from(number) * 3_000_000,
        offset_min: 0,
    }
}

/// Copies and proves the diary on a thread of its own while the person goes on saving.
fn backup(dir: &Path) -> Result<(), Box<dyn std::error::Error>> {
    use backstride_core::vault::backup::{self, Why};
    let mut vault = Vault::open(dir, bench_moment(0))?;
    let mut next = backup::Facts::of(&vault.diary)?.last_step as u32 + ENTRIES;
    let (mut backup_ms, mut save_ms) = (Vec::new(), Vec::new());
    for _ in 0..COPIES {
        let folder = dir.to_owned();
        let copying = std::thread::spawn(move || {
            let began = Instant::now();
            let reader = db::open_reader(&folder, None)?;
            backup::make(&reader, &folder, None, Why::Manual, bench_moment(ENTRIES))
                .map(|made| (began.elapsed().as_secs_f64() * 1e3, made))
        });
        let mut saved = 0;
        while !copying.is_finished() || saved < 5 {
            let at = DateTime::from_timestamp_millis(bench_moment(next).utc_ms)
                .ok_or("a moment")?
                .fixed_offset();
            let began = Instant::now();
            add(&mut vault.diary, next, Intensity::new(4.0)?, None, at)?;
            save_ms.push(began.elapsed().as_secs_f64() * 1e3);
            next += 1;
            saved += 1;
            // A person saves now and then, not in a row.
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let (took, made) = copying.join().map_err(|_| "the copy panicked")??;
        if !matches!(made, backup::Made::Kept(_)) {
            return Err("nothing was copied".into());
        }
        backup_ms.push(took);
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak_kb: f64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .ok_or("no peak of the memory")?;
    let answer = serde_json::json!({
        "backup_ms": backup_ms, "save_ms": save_ms, "peak_mb": [peak_kb / 1024.0],
    });
    write_out(&answer)?;
    Ok(())
}

/// How often each reading is timed.
const READS: u32 = 20;

/// A reading of a chart or a page, named as the report shall name it.
type Reading<'a> = (
    &'a str,
    Box<dyn Fn(&Connection) -> backstride_core::Result<()> + 'a>,
);

/// The data of every chart and page, each from a diary opened afresh and then again and again.
fn read(dir: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let (first, last, records) = {
        let diary = db::open_for_reading(dir, File::Diary, None)?;
        let (first, last) = insights::span(&diary)?.ok_or("the diary is empty")?;
        let all = timeline::page(&diary, &Filter::default(), 1, 0)?;
        (first, last, all.total)
    };
    let year = last - TimeDelta::days(364);
    let page = |filter: Filter, from_middle: bool| {
        move |conn: &Connection| {
            let skip = if from_middle { records / 2 } else { 0 };
            timeline::page(conn, &filter, 100, skip).map(drop)
        }
    };
    let narrowed = Filter {
        kinds: vec![Kind::Pain],
        frames: vec![Frame::Now],
        nrs_min: Some(Intensity::new(5.0)?),
        ..Filter::default()
    };
    let region = Filter {
        region: Some(Region::CalfLeft),
        ..Filter::default()
    };
    let words = |text: &str| Filter {
        words: Some(text.to_owned()),
        ..Filter::default()
    };
    let readings: Vec<Reading<'_>> = vec![
        (
            "calendar of a year",
            Box::new(|it| insights::calendar(it, year.year()).map(drop)),
        ),
        (
            "trend of a year",
            Box::new(|it| insights::trend(it, year, last).map(drop)),
        ),
        (
            "trend of everything",
            Box::new(|it| insights::trend(it, first, last).map(drop)),
        ),
        (
            "tolerance of a year",
            Box::new(|it| insights::tolerance(it, year, last).map(drop)),
        ),
        (
            "tolerance of everything",
            Box::new(|it| insights::tolerance(it, first, last).map(drop)),
        ),
        (
            "walks against change",
            Box::new(|it| insights::walks_against(it, first, last, Outcome::Change).map(drop)),
        ),
        (
            "walks against next morning",
            Box::new(|it| insights::walks_against(it, year, last, Outcome::NextMorning).map(drop)),
        ),
        (
            "body of a month",
            Box::new(|it| insights::body_month(it, last).map(drop)),
        ),
        (
            "body of a year",
            Box::new(|it| insights::body(it, year, last).map(drop)),
        ),
        (
            "summary",
            Box::new(|it| insights::summary(it, last).map(drop)),
        ),
        ("first page", Box::new(page(Filter::default(), false))),
        (
            "page in the middle",
            Box::new(page(Filter::default(), true)),
        ),
        ("page of strong pain now", Box::new(page(narrowed, false))),
        ("page of one region", Box::new(page(region, false))),
        ("page of a rare word", Box::new(page(words("weed"), false))),
        (
            "page of two words",
            Box::new(page(words("walk mark"), false)),
        ),
    ];
    let mut times = serde_json::Map::new();
    for (name, reading) in &readings {
        let diary = db::open_for_reading(dir, File::Diary, None)?;
        let mut ms = Vec::new();
        for _ in 0..READS {
            let began = Instant::now();
            reading(&diary)?;
            ms.push(began.elapsed().as_secs_f64() * 1e3);
        }
        times.insert((*name).to_owned(), ms.into());
    }
    write_out(&serde_json::json!({ "read_ms": times }))?;
    Ok(())
}

fn write_out(answer: &serde_json::Value) -> std::io::Result<()> {
    use std::io::Write as _;
    writeln!(std::io::stdout(), "{answer}")
}

fn add(
    diary: &mut Connection,
    number: u32,
    nrs: Intensity,
    note: Option<Note>,
    at: DateTime<FixedOffset>,
) -> backstride_core::Result<()> {
    let new = NewPain {
        id: id(number),
        nrs,
        note,
    };
    db::write(diary, |tx| diary::add(tx, &new, Moment::from(at))).map(drop)
}

/// Ids in the form that the window mints, without its clock.
fn id(number: u32) -> String {
    format!("019ab000-0000-7000-8000-{number:012x}")
}
