//! What `cargo xtask bench` asks of the core: a profile with four weeks in it, and how long saving takes.
//!
//! `bench_core prepare MOMENT DIR` makes the profile as it would look at that local moment.
//! `bench_core save DIR` saves entries on the disk of that folder and prints the times as JSON.

use std::path::Path;
use std::time::Instant;

use backstride_core::diary::{self, Intensity, NewPain, Note};
use backstride_core::reminders::{self, Days, Purpose, Rule};
use backstride_core::settings::{self, Settings};
use backstride_core::vault::Vault;
use backstride_core::{Moment, db};
use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime, TimeDelta};
use rusqlite::Connection;

/// Entries that are saved, and bare commits that are made, one after the other.
const SAVES: u32 = 1000;

/// Days that the prepared diary reaches back.
const DAYS: i64 = 28;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["prepare", moment, dir] => prepare(&moment.parse()?, dir.as_ref()),
        ["save", dir] => save(dir.as_ref()),
        _ => Err("bench_core prepare MOMENT DIR, or bench_core save DIR".into()),
    }
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
        times: vec![NaiveTime::from_hms_opt(20, 0, 0).ok_or("20:00")?],
        days: Days::ALL,
        enabled: true,
    };
    db::write(&mut schedule, |tx| {
        reminders::save_rule(tx, &rule, Moment::from(end))
    })?;
    db::close(schedule)?;
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
