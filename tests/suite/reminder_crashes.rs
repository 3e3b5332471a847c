//! A companion that is really killed: a process of its own over a real file, ended with SIGKILL between any two of its
//! effects, a thousand times; no occurrence comes to the screen twice (P1, P15, P26).
//!
//! The test's own program is the child. It says at each boundary where it is and waits; the parent is the screen, and
//! lets it go on or kills it.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use backstride_core::Moment;
use backstride_core::db;
use backstride_core::reminders::{
    self, Answer, Clocks, Days, Effect, HEARTBEAT_MS, Plan, Presence, Purpose, Rule, Terms, Tick,
};
use chrono::NaiveTime;
use chrono_tz::Tz;
use rusqlite::Connection;

use crate::storage::id;
use crate::world::{MINUTE, place};

const DIR: &str = "BACKSTRIDE_CRASH_DIR";
const NOW: &str = "BACKSTRIDE_CRASH_NOW";
const KILLS: u32 = 1000;

/// 2026-06-10 08:00 in London.
const START_MS: i64 = 1_781_074_800_000;

fn moment(wall_ms: i64) -> Moment {
    Moment {
        utc_ms: wall_ms,
        offset_min: 60,
    }
}

/// The child: one companion's rounds, once a minute of its own clock, until it is killed.
#[test]
fn a_companion_for_the_parent_to_kill() {
    let (Ok(dir), Ok(now)) = (std::env::var(DIR), std::env::var(NOW)) else {
        // Without a parent there is nobody to be killed by.
        return;
    };
    let mut wall_ms: i64 = now.parse().expect("milliseconds");
    let mut conn = db::open_schedule(Path::new(&dir)).expect("the schedule");
    let holder = format!("child {}", std::process::id());
    db::write(&mut conn, |tx| {
        reminders::take_lease(tx, &holder, moment(wall_ms))
    })
    .expect("the lease");
    let zone = place(Tz::Europe__London);
    let mut started = true;
    loop {
        let tick = Tick {
            clocks: Clocks {
                wall_ms,
                boot_ms: wall_ms,
                mono_ms: wall_ms,
                boot_id: "one".to_owned(),
            },
            zone: &zone,
            started,
            login: false,
            presence: Presence::default(),
            heartbeat_ms: HEARTBEAT_MS,
        };
        started = false;
        let now = moment(wall_ms);
        let (effects, _) = db::write(&mut conn, |tx| {
            let done = reminders::round(tx, &holder, &tick, now)?;
            boundary(&format!("commit {wall_ms}"));
            Ok(done)
        })
        .expect("the lease is ours");
        boundary(&format!("committed {wall_ms}"));
        for effect in effects {
            if let Effect::Show(card) = effect {
                boundary(&format!("show {}", card.ids.join(" ")));
                boundary(&format!("shown {wall_ms}"));
                db::write(&mut conn, |tx| {
                    reminders::shown(tx, &card.ids, true, now, "Europe/London")?;
                    boundary(&format!("note {wall_ms}"));
                    Ok(())
                })
                .expect("noted");
                boundary(&format!("noted {wall_ms}"));
            }
        }
        wall_ms += MINUTE;
    }
}

/// Says where it is and waits to be let go on.
fn boundary(at: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "AT {at}")
        .and_then(|()| out.flush())
        .expect("the parent listens");
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    assert!(read.is_ok_and(|read| read > 0), "the parent is gone");
}

struct Companion {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Companion {
    fn start(dir: &Path, now_ms: i64) -> Self {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args([
                "--exact",
                "reminder_crashes::a_companion_for_the_parent_to_kill",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(DIR, dir)
            .env(NOW, now_ms.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a child");
        let lines = BufReader::new(child.stdout.take().expect("its words"));
        Self { child, lines }
    }

    /// Where it is: the kind of boundary and the rest of the line.
    fn at(&mut self) -> (String, String) {
        loop {
            let mut line = String::new();
            let read = self.lines.read_line(&mut line).expect("its words");
            assert!(read > 0, "the child ended by itself");
            // The harness writes the test's name into the same line before the first words.
            if let Some((_, said)) = line.trim_end().split_once("AT ") {
                let (kind, rest) = said.split_once(' ').expect("a kind and the rest");
                return (kind.to_owned(), rest.to_owned());
            }
        }
    }

    fn go_on(&mut self) {
        let stdin = self.child.stdin.as_mut().expect("its ear");
        stdin
            .write_all(b"go\n")
            .and_then(|()| stdin.flush())
            .expect("heard");
    }

    /// SIGKILL, and the wait for the end.
    fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }
}

#[test]
fn killed_at_every_boundary_a_thousand_times_nothing_is_shown_twice() {
    let dir = tempfile::tempdir().expect("room");
    let mut conn = db::open_schedule(dir.path()).expect("the schedule");
    let start = moment(START_MS);
    for (number, minutes) in [(1, 0..24_u32), (2, 0..24)] {
        let times =
            minutes.map(|hour| NaiveTime::from_hms_opt(hour, number * 7, 0).expect("a time"));
        let rule = Rule {
            id: id(number),
            purpose: Purpose::Own,
            name: None,
            plan: Plan::at(times.collect()),
            days: Days::ALL,
            terms: Terms::of(Purpose::Own),
            enabled: true,
        };
        db::write(&mut conn, |tx| reminders::save_rule(tx, &rule, start)).expect("saved");
    }
    db::close(conn).expect("closed");

    let boundaries = ["commit", "committed", "show", "shown", "note", "noted"];
    let mut killed: BTreeMap<&str, u32> = BTreeMap::new();
    let mut screen: BTreeMap<String, u32> = BTreeMap::new();
    let mut snoozed: BTreeMap<String, u32> = BTreeMap::new();
    let mut wall_ms = START_MS;
    for kill in 0..KILLS {
        let wanted = boundaries[kill as usize % boundaries.len()];
        // An hour or two on, so that something is due.
        wall_ms += 20 * MINUTE;
        let mut companion = Companion::start(dir.path(), wall_ms);
        let mut last = Vec::new();
        for step in 0_u32.. {
            let (kind, rest) = companion.at();
            if let Ok(at_ms) = rest.parse::<i64>() {
                wall_ms = wall_ms.max(at_ms);
            }
            if kind == "show" {
                last = rest.split(' ').map(str::to_owned).collect();
                for one in &last {
                    *screen.entry(one.clone()).or_default() += 1;
                }
            }
            // The first boundaries of a kind are as good as any: which round it is follows from the kills before.
            let enough = matches!(wanted, "commit" | "committed") && step < kill % 3;
            if kind == wanted && !enough {
                *killed.entry(wanted).or_default() += 1;
                break;
            }
            companion.go_on();
        }
        companion.kill();
        // Now and then the person puts the one that was just shown off.
        if kill % 5 == 4 && !last.is_empty() {
            let mut conn = db::open_schedule(dir.path()).expect("it opens after any kill");
            let now = moment(wall_ms);
            let answer = Answer::Snooze { minutes: 10 };
            if db::write(&mut conn, |tx| reminders::answer(tx, &last[0], answer, now)).is_ok() {
                *snoozed.entry(last[0].clone()).or_default() += 1;
            }
            db::close(conn).expect("closed");
        }
    }
    println!(
        "killed {killed:?}, {} occurrences came to the screen",
        screen.len()
    );
    assert_eq!(killed.values().sum::<u32>(), KILLS);
    assert!(killed.values().all(|count| *count >= 160), "{killed:?}");
    assert!(screen.len() > 300, "only {} were shown", screen.len());
    for (one, count) in &screen {
        let most = 1 + snoozed.get(one).copied().unwrap_or(0);
        assert!(*count <= most, "{one} was shown {count} times");
    }
    let conn = Connection::open(dir.path().join("schedule.db")).expect("the file");
    let sound: String = conn
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("checked");
    assert_eq!(sound, "ok");
    // P26: each one in one row, and whatever came to the screen in one that says so.
    let rows: u32 = conn
        .query_row(
            "SELECT count(*) FROM occurrence WHERE state NOT IN ('claimed', 'missed', 'expired', 'unknown', 'shown', \
             'snoozed', 'waiting')",
            [],
            |row| row.get(0),
        )
        .expect("counted");
    assert_eq!(rows, 0);
    for one in screen.keys() {
        let known: u32 = conn
            .query_row(
                "SELECT count(*) FROM occurrence WHERE id = ?1",
                [one],
                |row| row.get(0),
            )
            .expect("counted");
        assert_eq!(known, 1, "{one}");
    }
}
