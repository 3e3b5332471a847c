//! Processes that are killed in the middle of saving.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use backstride_core::vault::Vault;
use backstride_core::{db, diary, record};

use super::{NOW, add, child, place, prepared};
use crate::storage::id;

const KILLS: u32 = 1000;

/// How many savings are heard of before each kill, at least.
const HEARD: u32 = 10;

#[test]
fn killed_a_thousand_times_while_saving_nothing_acknowledged_is_lost() {
    const THIS: &str =
        "faults::kills::killed_a_thousand_times_while_saving_nothing_acknowledged_is_lost";
    if let Some(place) = prepared() {
        let first: u32 = std::env::var("BACKSTRIDE_TEST_FIRST")
            .expect("told")
            .parse()
            .expect("a number");
        let mut vault = Vault::open(&place, NOW).expect("opens");
        let mut out = std::io::stdout().lock();
        for n in first.. {
            add(&mut vault.diary, n, None).expect("saved");
            writeln!(out, "acknowledged {n}").expect("told");
        }
    }
    let mut dir = place();
    let (mut acknowledged, mut lost, mut unsaid) = (0_u32, 0_u32, 0_u32);
    let mut next = 0;
    for round in 0..KILLS {
        // A fresh diary now and then, because looking everything up again costs more the more there is.
        if round % 100 == 0 {
            dir = place();
            next = 0;
        }
        let mut running = child(&[], THIS, dir.path())
            .env("BACKSTRIDE_TEST_FIRST", next.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut lines = BufReader::new(running.stdout.take().expect("piped")).lines();
        let number = |line: String| {
            line.split("acknowledged ")
                .nth(1)?
                .trim()
                .parse::<u32>()
                .ok()
        };
        let mut heard = Vec::new();
        while heard.len() < (HEARD + round % 7) as usize {
            let line = lines.next().expect("goes on").expect("read");
            heard.extend(number(line));
        }
        running.kill().expect("killed");
        running.wait().expect("ended");
        // What was said between the last line that was read and the kill counts as well.
        heard.extend(lines.map_while(Result::ok).filter_map(number));
        let vault = Vault::open(dir.path(), NOW).expect("opens after a kill");
        for n in &heard {
            lost += u32::from(record::find::<diary::PainEntry>(&vault.diary, &id(*n)).is_err());
        }
        acknowledged += u32::try_from(heard.len()).expect("few");
        next = heard.last().expect("some") + 1;
        // One that was on its way may be there; it is the next number and must not be in the way.
        while record::find::<diary::PainEntry>(&vault.diary, &id(next)).is_ok() {
            unsaid += 1;
            next += 1;
        }
        if round % 20 == 19 {
            db::check(&vault.diary, db::File::Diary).expect("sound after a kill");
        }
    }
    println!(
        "kills: {KILLS} kills, {acknowledged} acknowledged, {lost} lost, {unsaid} saved and not acknowledged yet"
    );
    assert_eq!(lost, 0);
    assert!(acknowledged >= 10_000, "too few to prove anything");
}

#[test]
fn a_save_that_is_acknowledged_before_its_commit_would_be_found_lost() {
    const THIS: &str =
        "faults::kills::a_save_that_is_acknowledged_before_its_commit_would_be_found_lost";
    // The control of the test above: a writer that speaks too early.
    if let Some(place) = prepared() {
        let mut vault = Vault::open(&place, NOW).expect("opens");
        let tx = vault.diary.transaction().expect("begun");
        let new = diary::NewPain {
            id: id(1),
            nrs: record::Intensity::new(4.0).expect("on the scale"),
            note: None,
        };
        diary::add(&tx, &new, NOW).expect("added");
        println!("acknowledged 1");
        std::io::stdout().flush().expect("told");
        // Until the kill.
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).expect("never");
    }
    let dir = place();
    let mut running = child(&[], THIS, dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let lines = BufReader::new(running.stdout.take().expect("piped")).lines();
    for line in lines.map_while(Result::ok) {
        if line.contains("acknowledged 1") {
            break;
        }
    }
    running.kill().expect("killed");
    running.wait().expect("ended");
    let vault = Vault::open(dir.path(), NOW).expect("opens");
    assert!(record::find::<diary::PainEntry>(&vault.diary, &id(1)).is_err());
}
