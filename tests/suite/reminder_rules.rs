//! Reminders through the file: what is refused and at which field, pauses and quiet hours, what was done, the days ahead
//! held against the days that come, and honest figures.

use std::collections::BTreeMap;

use backstride_core::db::{self, File};
use backstride_core::reminders::{
    self, Answer, Cadence, Clocks, Days, Deed, Effect, HEARTBEAT_MS, Happened, InQuiet, NextWake,
    Plan, Presence, Purpose, Quiet, Rule, Shift, Span, Terms, Tick, Unless, Until, ZoneView as _,
};
use backstride_core::settings::{self, Behind};
use backstride_core::{Error, Moment};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use rusqlite::Connection;

use crate::storage::id;
use crate::world::{DAY, HOUR, MINUTE, SECOND, place};

const LONDON: Tz = Tz::Europe__London;

/// A time of day.
pub(crate) fn clock(time: &str) -> NaiveTime {
    NaiveTime::parse_from_str(time, "%H:%M").expect("a time")
}

/// At these times of day.
pub(crate) fn times(text: &str) -> Plan {
    Plan::at(text.split(' ').map(clock).collect())
}

/// The rule of a number, every day, on the usual terms of its purpose.
pub(crate) fn rule(number: u32, purpose: Purpose, plan: Plan) -> Rule {
    Rule {
        id: id(number),
        purpose,
        name: None,
        plan,
        days: Days::ALL,
        terms: Terms::of(purpose),
        enabled: true,
    }
}

fn instant(local: &str) -> i64 {
    let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").expect("date and time");
    reminders::resolve(local, &place(LONDON)) * SECOND
}

fn moment(wall_ms: i64) -> Moment {
    Moment {
        utc_ms: wall_ms,
        offset_min: place(LONDON).offset_s(wall_ms.div_euclid(SECOND)) / 60,
    }
}

/// A computer in London that is always on, with a companion that looks when it has to.
struct Computer {
    conn: Connection,
    wall_ms: i64,
    started: bool,
    shown: BTreeMap<String, i64>,
}

impl Computer {
    fn at(local: &str) -> Self {
        let mut conn = db::in_memory(File::Schedule).expect("migrations hold");
        let wall_ms = instant(local);
        db::write(&mut conn, |tx| {
            reminders::take_lease(tx, "one", moment(wall_ms))
        })
        .expect("the lease");
        Self {
            conn,
            wall_ms,
            started: true,
            shown: BTreeMap::new(),
        }
    }

    fn now(&self) -> Moment {
        moment(self.wall_ms)
    }

    fn save(&mut self, rule: &Rule) {
        let now = self.now();
        db::write(&mut self.conn, |tx| reminders::save_rule(tx, rule, now)).expect("saved");
    }

    fn look(&mut self) -> NextWake {
        let zone = place(LONDON);
        let tick = Tick {
            clocks: Clocks {
                wall_ms: self.wall_ms,
                boot_ms: self.wall_ms,
                mono_ms: self.wall_ms,
                boot_id: "one".to_owned(),
            },
            zone: &zone,
            started: std::mem::take(&mut self.started),
            login: false,
            presence: Presence::default(),
            heartbeat_ms: HEARTBEAT_MS,
        };
        let now = self.now();
        let (effects, wake) =
            db::write(&mut self.conn, |tx| reminders::round(tx, "one", &tick, now)).expect("ours");
        for effect in effects {
            if let Effect::Show(card) = effect {
                for one in &card.ids {
                    self.shown.entry(one.clone()).or_insert(self.wall_ms);
                }
                db::write(&mut self.conn, |tx| {
                    reminders::shown(tx, &card.ids, true, now, "Europe/London")
                })
                .expect("noted");
            }
        }
        wake
    }

    fn run_to(&mut self, local: &str) {
        self.run_until(instant(local));
    }

    fn run_until(&mut self, until_ms: i64) {
        loop {
            let wake = self.look();
            if self.wall_ms >= until_ms {
                return;
            }
            let next_ms = match wake {
                NextWake::At(at_ms) => at_ms.max(self.wall_ms + 1),
                NextWake::Never => until_ms,
            };
            self.wall_ms = next_ms.min(until_ms);
        }
    }

    fn state(&self, id: &str) -> Option<String> {
        let items = reminders::due(&self.conn, self.now()).expect("read");
        let item = items.into_iter().find(|item| item.occurrence.id == id)?;
        Some(item.occurrence.standing.word().to_owned())
    }

    fn states(&self) -> Vec<String> {
        let items = reminders::due(&self.conn, self.now()).expect("read");
        let words = items.iter().map(|item| {
            let standing = item.occurrence.standing;
            match standing.reason() {
                Some(reason) => format!("{} {}", standing.word(), reason.word()),
                None => standing.word().to_owned(),
            }
        });
        words.collect()
    }
}

fn refused_at(rule: &Rule) -> Option<&'static str> {
    let mut conn = db::in_memory(File::Schedule).expect("migrations hold");
    let now = moment(instant("2026-11-23 09:00"));
    match db::write(&mut conn, |tx| reminders::save_rule(tx, rule, now)) {
        Ok(_) => None,
        Err(Error::Invalid { field }) => Some(field),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn bad_input_is_refused_at_its_field() {
    let good = rule(1, Purpose::Own, times("20:00"));
    assert_eq!(refused_at(&good), None);
    let with = |change: &dyn Fn(&mut Rule)| {
        let mut rule = good.clone();
        change(&mut rule);
        refused_at(&rule)
    };
    let date = |text: &str| text.parse::<NaiveDate>().expect("a date");
    let active = |work: u32, rest: u32, idle: u32| Plan::Active {
        work_min: work,
        idle_after_s: idle,
        natural_break_min: rest,
        credit: reminders::Credit::Drain,
        hours: None,
    };
    let paced = |n: u32, zone: Option<&str>| Plan::Wall {
        times: vec![clock("20:00")],
        every: Cadence::Days {
            n,
            first: date("2026-11-23"),
        },
        zone: zone.map(str::to_owned),
    };
    let after = |delay_min: u32, most_a_day: u32| Plan::After {
        deed: Deed::Walk,
        delay_min,
        most_a_day,
    };
    for (plan, field) in [
        (times("20:00"), None),
        (active(5, 5, 60), None),
        (active(240, 60, 600), None),
        (active(0, 5, 60), Some("work_min")),
        (active(4, 5, 60), Some("work_min")),
        (active(241, 5, 60), Some("work_min")),
        (active(10_000, 5, 60), Some("work_min")),
        (active(40, 0, 60), Some("break_min")),
        (active(40, 10_000, 60), Some("break_min")),
        (active(40, 5, 1), Some("idle_after_s")),
        (paced(1, None), None),
        (paced(0, None), Some("every_days")),
        (paced(366, None), Some("every_days")),
        (paced(2, Some("Asia/Tokyo")), None),
        (paced(2, Some("Mars/Olympus")), Some("zone")),
        (paced(2, Some("")), Some("zone")),
        (after(30, 2), None),
        (after(0, 2), Some("delay_min")),
        (after(10_000, 2), Some("delay_min")),
        (after(30, 0), Some("most_a_day")),
    ] {
        assert_eq!(with(&|rule| rule.plan = plan.clone()), field, "{plan:?}");
    }
    assert_eq!(
        with(&|rule| rule.days = Days::new(0).expect("a set")),
        Some("days")
    );
    let off_for_no_day = |rule: &mut Rule| {
        rule.days = Days::new(0).expect("a set");
        rule.enabled = false;
    };
    assert_eq!(
        with(&off_for_no_day),
        None,
        "switched off it may name no day"
    );
    let backwards = |rule: &mut Rule| {
        rule.terms.from = Some(date("2026-03-02"));
        rule.terms.until = Some(date("2026-03-01"));
    };
    assert_eq!(with(&backwards), Some("until"));
    let window = |rule: &mut Rule| {
        rule.terms.unless = Some(Unless {
            deed: Deed::Diary,
            within_min: Some(0),
        });
    };
    assert_eq!(with(&window), Some("within_min"));
    // Quiet hours from a time to the same time could mean never as well as always.
    let same = Span::new(clock("22:00"), clock("22:00"));
    assert!(matches!(same, Err(Error::Invalid { field: "hours" })));
    let mut conn = db::in_memory(File::Schedule).expect("migrations hold");
    let never = Quiet {
        span: Span::new(clock("22:00"), clock("07:00")).expect("two times"),
        days: Days::new(0).expect("a set"),
    };
    let told = db::write(&mut conn, |tx| reminders::set_quiet(tx, Some(never)));
    assert!(matches!(told, Err(Error::Invalid { field: "days" })));
}

#[test]
fn what_is_saved_is_what_is_read() {
    let mut computer = Computer::at("2026-11-23 09:00");
    let mut rules = Vec::new();
    for (number, purpose, plan) in [
        (1, Purpose::DiaryCheck, times("08:00 20:00")),
        (
            2,
            Purpose::DeskBreak,
            Plan::working(
                40,
                Some(Span::new(clock("09:00"), clock("17:30")).expect("two times")),
            ),
        ),
        (
            3,
            Purpose::Routine,
            Plan::After {
                deed: Deed::Walk,
                delay_min: 30,
                most_a_day: 2,
            },
        ),
        (
            4,
            Purpose::Own,
            Plan::Once {
                date: "2026-12-01".parse().expect("a date"),
                time: clock("17:00"),
            },
        ),
        (
            5,
            Purpose::Walk,
            Plan::Wall {
                times: vec![clock("16:00")],
                every: Cadence::Days {
                    n: 3,
                    first: "2026-11-20".parse().expect("a date"),
                },
                zone: Some("Asia/Tokyo".to_owned()),
            },
        ),
    ] {
        let rule = rule(number, purpose, plan);
        computer.save(&rule);
        rules.push(rule);
    }
    assert_eq!(reminders::rules(&computer.conn).expect("read"), rules);
}

#[test]
fn what_an_older_program_kept_goes_on() {
    // The rows as the version before wrote them; the second step of the schedule is the one under test.
    let conn = Connection::open_in_memory().expect("memory");
    let older = include_str!("../../src-tauri/core/migrations/0003_reminders_schedule.sql");
    let asking = include_str!("../../src-tauri/core/migrations/0012_reminders_asking.sql");
    conn.execute_batch(&format!("PRAGMA foreign_keys = ON; {older} {asking}"))
        .expect("made");
    let (one, two) = (id(1), id(2));
    conn.execute_batch(&format!(
        "INSERT INTO rule VALUES ('{one}', 'diary_check', NULL, '08:00 20:00', 31, 1, 5, 6, NULL),
             ('{two}', 'diary_check', 'mine', '20:00', 127, 0, 5, 6, 7);
         INSERT INTO occurrence VALUES ('{one}@2026-11-20T20:00', '{one}', '2026-11-20', '20:00', 9, 'done', NULL, 1, NULL, 10, 11),
             ('{two}@2026-11-20T20:00', '{two}', '2026-11-20', '20:00', 9, 'missed', 'off', 0, NULL, NULL, NULL);
         INSERT INTO event (occurrence_id, kind, at_ms, offset_min) VALUES ('{one}@2026-11-20T20:00', 'done', 11, 0);"
    ))
    .expect("filled");
    let step = std::fs::read_dir(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../src-tauri/core/migrations"
    ))
    .expect("the steps")
    .filter_map(|entry| Some(entry.ok()?.path()))
    .find(|path| {
        path.to_string_lossy()
            .ends_with("_reminders_every_kind_of_rule.sql")
    })
    .expect("the step");
    let step = std::fs::read_to_string(step).expect("read");
    conn.execute_batch(&format!("BEGIN; {step} COMMIT;"))
        .expect("migrated");
    let rules = reminders::rules(&conn).expect("read");
    let mut kept = rule(1, Purpose::DiaryCheck, times("08:00 20:00"));
    kept.days = Days::new(31).expect("five days");
    assert_eq!(rules, [kept]);
    let due = reminders::due(&conn, moment(20)).expect("read");
    let states: Vec<&str> = due.iter().map(|it| it.occurrence.standing.word()).collect();
    assert_eq!(states, ["missed", "done"]);
    let broken: u32 = conn
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })
        .expect("checked");
    assert_eq!(broken, 0);
}

#[test]
fn a_pause_has_an_end_and_what_fell_into_it_waits_or_is_left_out() {
    let mut computer = Computer::at("2026-11-23 09:00");
    computer.save(&rule(1, Purpose::DiaryCheck, times("10:00")));
    computer.save(&rule(2, Purpose::Walk, times("10:30")));
    let (now, zone) = (computer.now(), place(LONDON));
    for until in [
        Until::Instant(now.utc_ms),
        Until::Instant(now.utc_ms - HOUR),
        Until::Instant(now.utc_ms + 367 * DAY),
        Until::Local("2026-11-23T08:00:00".parse().expect("a moment")),
    ] {
        let told = db::write(&mut computer.conn, |tx| {
            reminders::pause(tx, Some(until), now, &zone)
        });
        assert!(
            matches!(told, Err(Error::Invalid { field: "until" })),
            "{until:?}"
        );
    }
    let until = Until::Local("2026-11-23T12:00:00".parse().expect("a moment"));
    db::write(&mut computer.conn, |tx| {
        reminders::pause(tx, Some(until), now, &zone)
    })
    .expect("paused");
    assert!(
        reminders::paused(&computer.conn, now, &zone)
            .expect("read")
            .is_some()
    );
    computer.run_to("2026-11-23 11:59");
    assert!(computer.shown.is_empty());
    computer.run_to("2026-11-23 13:00");
    assert_eq!(computer.states(), ["missed paused", "shown"]);
    assert_eq!(
        computer.shown.values().copied().collect::<Vec<_>>(),
        [instant("2026-11-23 12:00")]
    );
    let now = computer.now();
    assert!(
        reminders::paused(&computer.conn, now, &zone)
            .expect("read")
            .is_none()
    );
}

#[test]
fn a_pause_that_is_ended_early_is_over_at_once() {
    let mut computer = Computer::at("2026-11-23 09:00");
    computer.save(&rule(1, Purpose::DiaryCheck, times("10:00")));
    let (now, zone) = (computer.now(), place(LONDON));
    let until = Until::Instant(now.utc_ms + 5 * HOUR);
    db::write(&mut computer.conn, |tx| {
        reminders::pause(tx, Some(until), now, &zone)
    })
    .expect("paused");
    computer.run_to("2026-11-23 11:00");
    assert!(computer.shown.is_empty());
    let now = computer.now();
    db::write(&mut computer.conn, |tx| {
        reminders::pause(tx, None, now, &zone)
    })
    .expect("over");
    computer.run_to("2026-11-23 11:01");
    assert_eq!(computer.states(), ["shown"]);
}

#[test]
fn a_walk_in_the_diary_spares_its_reminder_and_brings_the_one_after_it() {
    let mut computer = Computer::at("2026-11-23 09:00");
    computer.save(&rule(1, Purpose::Walk, times("16:00")));
    let after = Plan::After {
        deed: Deed::Walk,
        delay_min: 30,
        most_a_day: 2,
    };
    computer.save(&rule(2, Purpose::Routine, after));
    computer.run_to("2026-11-23 11:00");
    let walk = Happened {
        id: id(77),
        deed: Deed::Walk,
        at_ms: computer.wall_ms - 20 * MINUTE,
    };
    let kinds = [Deed::Walk, Deed::Diary];
    let now = computer.now();
    let told = |computer: &mut Computer, walks: &[Happened]| {
        db::write(&mut computer.conn, |tx| {
            reminders::happened(tx, &kinds, walks, now)
        })
        .expect("told")
    };
    assert!(told(&mut computer, std::slice::from_ref(&walk)));
    assert!(
        !told(&mut computer, std::slice::from_ref(&walk)),
        "told twice is once"
    );
    computer.run_to("2026-11-23 17:00");
    assert_eq!(computer.states(), ["satisfied", "shown"]);
    let shown: Vec<i64> = computer.shown.values().copied().collect();
    assert_eq!(shown, [instant("2026-11-23 11:30")]);
    // Taken back the next day before its time, it spares nothing.
    computer.run_to("2026-11-24 10:00");
    let next = Happened {
        id: id(78),
        deed: Deed::Walk,
        at_ms: computer.wall_ms,
    };
    let now = computer.now();
    db::write(&mut computer.conn, |tx| {
        reminders::happened(tx, &kinds, &[walk.clone(), next], now)
    })
    .expect("told");
    db::write(&mut computer.conn, |tx| {
        reminders::happened(tx, &kinds, &[walk], now)
    })
    .expect("taken back");
    computer.run_to("2026-11-24 17:00");
    let name = reminders::Occurrence::name(
        &id(1),
        "2026-11-24".parse().expect("a date"),
        clock("16:00"),
    );
    assert_eq!(computer.state(&name).as_deref(), Some("shown"));
}

#[test]
fn done_on_a_card_is_a_deed_for_the_others() {
    let mut computer = Computer::at("2026-11-23 09:00");
    computer.save(&rule(1, Purpose::Routine, times("10:00")));
    let mut spared = rule(2, Purpose::Own, times("18:00"));
    spared.terms.unless = Some(Unless {
        deed: Deed::Routine,
        within_min: None,
    });
    computer.save(&spared);
    computer.run_to("2026-11-23 10:01");
    let one = computer.shown.keys().next().expect("shown").clone();
    let now = computer.now();
    db::write(&mut computer.conn, |tx| {
        reminders::answer(tx, &one, Answer::Done, now)
    })
    .expect("done");
    computer.run_to("2026-11-23 19:00");
    assert_eq!(computer.states(), ["satisfied", "done"]);
}

/// A session that was played is the deed a reminder of a routine waits for: one that stands is done by it, one that is
/// still to come that day is spared, and what comes after it has its time from it.
#[test]
fn a_played_session_is_the_routine_of_its_day() {
    let mut computer = Computer::at("2026-11-23 09:00");
    let mut routine = rule(1, Purpose::Routine, times("10:00 18:00"));
    routine.terms.unless = Some(Unless {
        deed: Deed::Routine,
        within_min: None,
    });
    computer.save(&routine);
    let after = Plan::After {
        deed: Deed::Routine,
        delay_min: 20,
        most_a_day: 3,
    };
    computer.save(&rule(2, Purpose::Own, after));
    computer.run_to("2026-11-23 10:30");
    assert_eq!(computer.states(), ["shown"]);
    let session = Happened {
        id: id(77),
        deed: Deed::Routine,
        at_ms: computer.wall_ms,
    };
    let now = computer.now();
    db::write(&mut computer.conn, |tx| {
        reminders::happened(
            tx,
            &[Deed::Walk, Deed::Diary, Deed::Routine],
            &[session],
            now,
        )
    })
    .expect("told");
    computer.run_to("2026-11-23 19:00");
    let mut states = computer.states();
    states.sort();
    assert_eq!(states, ["done", "satisfied", "shown"]);
    let after = computer
        .shown
        .iter()
        .find(|(one, _)| one.starts_with(&id(2)));
    assert_eq!(
        after.map(|(_, at_ms)| *at_ms),
        Some(instant("2026-11-23 10:50"))
    );
}

#[test]
fn after_this_hour_comes_when_the_next_one_begins() {
    let mut computer = Computer::at("2026-11-23 19:30");
    computer.save(&rule(1, Purpose::DiaryCheck, times("19:41")));
    computer.run_to("2026-11-23 19:45");
    let one = computer.shown.keys().next().expect("shown").clone();
    let now = computer.now();
    let item = db::write(&mut computer.conn, |tx| {
        reminders::answer(tx, &one, Answer::AfterThisHour, now)
    })
    .expect("later");
    assert_eq!(
        item.occurrence.snoozed_until_ms,
        Some(instant("2026-11-23 20:00"))
    );
}

#[test]
fn a_card_says_a_name_only_where_that_was_chosen() {
    let mut computer = Computer::at("2026-11-23 09:00");
    for (number, named) in [(1, false), (2, true)] {
        let mut rule = rule(number, Purpose::Own, times("10:00"));
        rule.name = Some("My sore back".to_owned());
        rule.terms.named = named;
        computer.save(&rule);
    }
    computer.run_to("2026-11-23 10:01");
    let items = reminders::due(&computer.conn, computer.now()).expect("read");
    let named: BTreeMap<String, bool> = items
        .into_iter()
        .map(|item| (item.occurrence.rule_id, item.named))
        .collect();
    assert_eq!(named, BTreeMap::from([(id(1), false), (id(2), true)]));
}

/// The days ahead are what then comes, minute by minute, also over a change of the clocks and with quiet hours.
#[test]
fn the_days_ahead_come_as_they_were_told() {
    for start in ["2026-03-25 12:00", "2026-10-21 12:00", "2026-11-23 12:00"] {
        let mut computer = Computer::at(start);
        computer.save(&rule(1, Purpose::DiaryCheck, times("08:00 20:00 23:30")));
        computer.save(&rule(2, Purpose::Own, times("01:30 20:05")));
        let mut walk = rule(3, Purpose::Walk, times("06:30 16:00"));
        walk.days = Days::new(0b101_0101).expect("a set");
        computer.save(&walk);
        let mut dropped = rule(4, Purpose::Own, times("22:30"));
        dropped.terms.quiet = InQuiet::Drop;
        computer.save(&dropped);
        let quiet = Quiet {
            span: Span::new(clock("22:00"), clock("07:00")).expect("two times"),
            days: Days::ALL,
        };
        db::write(&mut computer.conn, |tx| {
            reminders::set_quiet(tx, Some(quiet))
        })
        .expect("quiet");
        computer.look();
        let (now, zone) = (computer.now(), place(LONDON));
        let told = reminders::forecast(&computer.conn, now, &zone, 7).expect("told");
        let unchanged = reminders::rules(&computer.conn).expect("read").len();
        assert_eq!(unchanged, 4, "looking ahead writes nothing");
        computer.run_until(now.utc_ms + 7 * DAY);
        let mut foretold = BTreeMap::new();
        for one in &told {
            let name = reminders::Occurrence::name(&one.rule_id, one.date, one.time);
            if let Some(at_ms) = one.at_ms {
                foretold.insert(name, at_ms);
            } else {
                assert!(matches!(one.shift, Some(Shift::LeftOut(_))), "{name}");
                assert_eq!(computer.state(&name).as_deref(), Some("missed"), "{name}");
            }
        }
        assert_eq!(foretold, computer.shown, "from {start}");
        assert!(told.iter().any(|it| it.shift == Some(Shift::Quiet)));
        assert!(told.iter().any(|it| it.shift == Some(Shift::Spaced)));
        assert!(foretold.len() > 30, "{}", foretold.len());
    }
}

#[test]
fn figures_count_only_what_was_shown_and_blame_nobody_for_a_machine() {
    let mut computer = Computer::at("2026-11-16 09:00");
    computer.save(&rule(1, Purpose::Walk, times("10:00")));
    for day in 16..=25 {
        computer.run_to(&format!("2026-11-{day} 10:01"));
        let name = reminders::Occurrence::name(
            &id(1),
            NaiveDate::from_ymd_opt(2026, 11, day).expect("a date"),
            clock("10:00"),
        );
        let now = computer.now();
        match day {
            16..=19 => {
                db::write(&mut computer.conn, |tx| {
                    reminders::answer(tx, &name, Answer::Done, now)
                })
                .expect("done");
            }
            20 => {
                db::write(&mut computer.conn, |tx| {
                    reminders::answer(tx, &name, Answer::Skip, now)
                })
                .expect("skipped");
            }
            _ => {}
        }
        if day == 21 {
            // Two days in which the computer is not on.
            computer.wall_ms = instant("2026-11-23 09:00");
            computer.started = true;
        }
    }
    let figures = reminders::figures(&computer.conn, computer.now(), 28).expect("counted");
    let [own] = &figures[..] else {
        panic!("{figures:?}");
    };
    let missed = own.missed_total();
    assert_eq!(
        own.planned,
        own.shown + own.satisfied + own.listed + missed,
        "P26: {own:?}"
    );
    assert_eq!((own.done, own.skipped), (4, 1));
    assert_eq!(missed, 1, "{own:?}");
    assert_eq!(
        own.response_percent(),
        Some((4 * 100 + own.shown / 2) / own.shown)
    );
    let log = reminders::log_of(
        &computer.conn,
        &reminders::Occurrence::name(
            &id(1),
            "2026-11-16".parse().expect("a date"),
            clock("10:00"),
        ),
    )
    .expect("read");
    let kinds: Vec<&str> = log.iter().map(|it| it.kind.as_str()).collect();
    assert_eq!(kinds, ["claimed", "shown", "done"]);
    let sources: Vec<Option<&str>> = log.iter().map(|it| it.source.as_deref()).collect();
    assert_eq!(sources, [Some("engine"), Some("engine"), Some("person")]);
    assert_eq!(log[2].latency_ms, Some(MINUTE));
}

/// P22: a copy of the file goes on exactly as the file itself.
#[test]
fn a_copy_of_the_schedule_has_the_same_future() {
    let dir = tempfile::tempdir().expect("room");
    let mut computer = Computer::at("2026-11-23 09:00");
    computer.save(&rule(1, Purpose::DiaryCheck, times("10:00 20:00")));
    computer.save(&rule(2, Purpose::DeskBreak, Plan::working(40, None)));
    computer.run_to("2026-11-23 10:30");
    let one = computer.shown.keys().next().expect("shown").clone();
    let now = computer.now();
    db::write(&mut computer.conn, |tx| {
        reminders::answer(tx, &one, Answer::Snooze { minutes: 30 }, now)
    })
    .expect("later");
    let copy = dir.path().join("copy.db");
    computer
        .conn
        .execute("VACUUM INTO ?1", [copy.to_string_lossy()])
        .expect("copied");
    let mut other = Computer {
        conn: Connection::open(&copy).expect("the copy"),
        wall_ms: computer.wall_ms,
        started: false,
        shown: computer.shown.clone(),
    };
    for computer in [&mut computer, &mut other] {
        computer.run_to("2026-11-24 12:00");
    }
    assert_eq!(computer.shown, other.shown);
    assert_eq!(computer.states(), other.states());
    assert!(computer.shown.len() > 10, "{}", computer.shown.len());
}

/// P25: where the built-in table and the operating system differ there is one row for it, however often it is seen.
#[test]
fn a_zone_the_table_knows_otherwise_is_noted_once() {
    struct Newer;
    impl reminders::ZoneView for Newer {
        fn offset_s(&self, utc_s: i64) -> i32 {
            place(Tz::America__Vancouver).offset_s(utc_s) + 3600
        }
        fn name(&self) -> String {
            "America/Vancouver".to_owned()
        }
    }
    let mut computer = Computer::at("2026-11-23 09:00");
    for minute in 0..3 {
        let wall_ms = computer.wall_ms + minute * MINUTE;
        let tick = Tick {
            clocks: Clocks {
                wall_ms,
                boot_ms: wall_ms,
                mono_ms: wall_ms,
                boot_id: "one".to_owned(),
            },
            zone: &Newer,
            started: false,
            login: false,
            presence: Presence::default(),
            heartbeat_ms: HEARTBEAT_MS,
        };
        db::write(&mut computer.conn, |tx| {
            reminders::round(tx, "one", &tick, moment(wall_ms))
        })
        .expect("ours");
    }
    let first = reminders::zone_warning(&computer.conn, "America/Vancouver").expect("read");
    assert_eq!(first, Some(computer.wall_ms));
    let none = reminders::zone_warning(&computer.conn, "Europe/London").expect("read");
    assert_eq!(none, None);
}

#[test]
fn the_days_ahead_of_rules_of_every_kind_that_are_a_week_old() {
    let mut computer = Computer::at("2026-11-15 09:12");
    computer.save(&rule(1, Purpose::DiaryCheck, times("20:00")));
    let hours = Span::new(clock("09:00"), clock("17:30")).expect("two times");
    computer.save(&rule(2, Purpose::DeskBreak, Plan::working(40, Some(hours))));
    computer.save(&rule(3, Purpose::Walk, times("16:00")));
    let once = Plan::Once {
        date: "2026-12-01".parse().expect("a date"),
        time: clock("17:00"),
    };
    computer.save(&rule(5, Purpose::Own, once));
    let quiet = Quiet {
        span: Span::new(clock("22:00"), clock("07:00")).expect("two times"),
        days: Days::ALL,
    };
    db::write(&mut computer.conn, |tx| {
        reminders::set_quiet(tx, Some(quiet))
    })
    .expect("quiet");
    computer.wall_ms = instant("2026-11-23 09:12");
    computer.look();
    let begun = std::time::Instant::now();
    let told =
        reminders::forecast(&computer.conn, computer.now(), &place(LONDON), 7).expect("told");
    println!("looked a week ahead in {} ms", begun.elapsed().as_millis());
    assert_eq!(
        told.iter().filter(|it| it.at_ms.is_some()).count(),
        14,
        "{told:?}"
    );
    assert!(begun.elapsed().as_secs() < 1);
}

#[test]
fn a_day_has_as_many_cards_as_the_person_wants() {
    let mut computer = Computer::at("2026-11-23 08:00");
    computer.save(&rule(1, Purpose::Own, times("09:00 12:00 15:00 18:00")));
    computer.save(&rule(2, Purpose::Walk, times("16:00")));
    db::write(&mut computer.conn, |tx| reminders::set_cap(tx, Some(2))).expect("kept");
    let told =
        reminders::forecast(&computer.conn, computer.now(), &place(LONDON), 2).expect("told");
    computer.run_to("2026-11-23 12:05");
    // What the person put off is not one more.
    let noon = format!("{}@2026-11-23T12:00", id(1));
    let now = computer.now();
    db::write(&mut computer.conn, |tx| {
        reminders::pressed(tx, &noon, Answer::Snooze { minutes: 30 }, now)
    })
    .expect("put off");
    computer.run_to("2026-11-23 12:36");
    assert_eq!(computer.state(&noon).as_deref(), Some("shown"));
    computer.run_to("2026-11-24 08:00");
    assert_eq!(computer.shown.len(), 2, "{:?}", computer.shown);
    let why = |time: &str, rule: u32| {
        let items = reminders::due(&computer.conn, computer.now()).expect("read");
        let name = format!("{}@2026-11-23T{time}", id(rule));
        let item = items.into_iter().find(|it| it.occurrence.id == name);
        item.and_then(|it| it.occurrence.standing.reason())
    };
    assert_eq!(why("15:00", 1), Some(reminders::Reason::Later));
    assert_eq!(why("18:00", 1), Some(reminders::Reason::Cap));
    assert_eq!(why("16:00", 2), Some(reminders::Reason::Cap));
    // A new day begins anew, and all of it was told ahead.
    computer.run_to("2026-11-24 12:01");
    assert_eq!(computer.shown.len(), 4, "{:?}", computer.shown);
    let first = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
    let left_out = told
        .iter()
        .filter(|it| it.date == first && it.shift == Some(Shift::LeftOut(reminders::Reason::Cap)))
        .map(|it| it.time)
        .collect::<Vec<_>>();
    assert_eq!(left_out, [clock("16:00"), clock("18:00")]);
    for few in [0, 51] {
        let refused = db::write(&mut computer.conn, |tx| reminders::set_cap(tx, Some(few)));
        assert!(
            matches!(refused, Err(Error::Invalid { field: "cap" })),
            "{few}"
        );
    }
    db::write(&mut computer.conn, |tx| reminders::set_cap(tx, None)).expect("kept");
    assert_eq!(reminders::cap(&computer.conn).expect("read"), None);
    computer.run_to("2026-11-24 20:00");
    assert!(computer.shown.len() >= 6, "{:?}", computer.shown);
}

/// A companion that has nothing to do lets the disk sleep, and one that dies in that time repeats and forgets nothing.
#[test]
fn where_nothing_happens_nothing_is_written() {
    let mut computer = Computer::at("2026-11-23 12:00");
    computer.save(&rule(1, Purpose::DiaryCheck, times("20:00")));
    let zone = place(LONDON);
    let mut notebook = reminders::Notebook::default();
    let look = |computer: &mut Computer, notebook: &reminders::Notebook| {
        let tick = Tick {
            clocks: Clocks {
                wall_ms: computer.wall_ms,
                boot_ms: computer.wall_ms,
                mono_ms: computer.wall_ms,
                boot_id: "one".to_owned(),
            },
            zone: &zone,
            started: false,
            login: false,
            presence: Presence::default(),
            heartbeat_ms: HEARTBEAT_MS,
        };
        let now = computer.now();
        let before = computer.conn.total_changes();
        let (effects, _, after) = db::write(&mut computer.conn, |tx| {
            reminders::round_with(tx, "one", &tick, now, notebook)
        })
        .expect("ours");
        (effects, after, computer.conn.total_changes() > before)
    };
    let mut written = 0;
    for _ in 0..60 {
        computer.wall_ms += MINUTE;
        let (effects, after, wrote) = look(&mut computer, &notebook);
        assert_eq!(effects, []);
        notebook = after;
        written += u32::from(wrote);
    }
    println!("60 looks wrote {written} times");
    assert!((10..=13).contains(&written), "{written}");
    // It dies, and the next one opens no notebook.
    computer.run_to("2026-11-23 20:01");
    computer.run_to("2026-11-23 21:00");
    assert_eq!(computer.shown.len(), 1);
    let items = reminders::due(&computer.conn, computer.now()).expect("read");
    assert_eq!(items.len(), 1, "{items:?}");
}

/// What opens with a reminder is a choice of the diary, so that the file that lies open while it is locked says nothing of it.
#[test]
fn what_opens_with_a_reminder_is_kept_in_the_diary_alone() {
    let mut diary = db::in_memory(File::Diary).expect("a diary");
    let now = moment(instant("2026-11-23 09:00"));
    let mut put = |reminder: u32, behind: Option<&Behind>| {
        db::write(&mut diary, |tx| {
            settings::put_behind(tx, &id(reminder), behind, now)
        })
        .expect("kept")
    };
    let each = [
        Behind::Own(id(41)),
        Behind::Programme("desk-break".to_owned()),
        Behind::Exercise("pelvic-tilt".to_owned()),
        Behind::Guide("better-when-walking".to_owned()),
    ];
    for (number, behind) in (1..).zip(&each) {
        assert!(put(number, Some(behind)), "{behind:?} is news");
        assert!(!put(number, Some(behind)), "{behind:?} is none twice");
    }
    assert!(put(3, None));
    assert!(!put(3, None));
    let kept = settings::behind_reminders(&diary).expect("read");
    let kept: Vec<(String, Behind)> = kept.into_iter().collect();
    assert_eq!(
        kept,
        [
            (id(1), each[0].clone()),
            (id(2), each[1].clone()),
            (id(4), each[3].clone())
        ]
    );
    // Nothing of it has a column in the other file.
    let schedule = db::in_memory(File::Schedule).expect("a schedule");
    let columns: Vec<String> = schedule
        .prepare("SELECT c.name FROM sqlite_schema s, pragma_table_info(s.name) c WHERE s.name LIKE '%rule%'")
        .and_then(|mut all| all.query_map((), |row| row.get(0))?.collect())
        .expect("read");
    assert!(columns.len() > 5, "{columns:?}");
    for word in ["guide", "behind", "routine", "exercise", "programme"] {
        assert!(
            !columns.iter().any(|name| name.contains(word)),
            "{columns:?}"
        );
    }
}

#[test]
fn what_was_chosen_when_there_were_only_guides_is_a_guide() {
    let diary = db::in_memory(File::Diary).expect("a diary");
    let kept = format!("{{\"{}\":\"scans\",\"{}\":\"?\"}}", id(1), id(2));
    diary
        .execute(
            "INSERT INTO setting (key, value_json, changed_at_ms) VALUES ('guides_behind', ?1, 0)",
            [kept],
        )
        .expect("as an older program kept it");
    let read = settings::behind_reminders(&diary).expect("read");
    assert_eq!(
        read.into_iter().collect::<Vec<_>>(),
        [(id(1), Behind::Guide("scans".to_owned()))]
    );
    for text in ["", "guides/", "own/a b", "sessions/x", "own/../x", "a/b/c"] {
        assert_eq!(Behind::read(text), None, "{text}");
    }
    for text in ["guides/scans", "own/7", "programmes/x", "exercises/y-z"] {
        assert_eq!(
            Behind::read(text).map(|it| it.text()).as_deref(),
            Some(text)
        );
    }
}

/// A machine without a name for its runs was started anew when its boot clock goes back: no sleep, and no clock that was set.
#[test]
fn a_boot_clock_that_goes_back_is_another_start_also_where_runs_have_no_name() {
    let mut conn = db::in_memory(File::Schedule).expect("a schedule");
    let begun = instant("2026-11-23 09:00");
    db::write(&mut conn, |tx| {
        reminders::take_lease(tx, "one", moment(begun))?;
        reminders::save_rule(tx, &rule(1, Purpose::Walk, times("10:00")), moment(begun))
    })
    .expect("kept");
    let mut notebook = reminders::Notebook::default();
    let mut look = |wall: &str, boot_ms: i64| {
        let wall_ms = instant(wall);
        let tick = Tick {
            clocks: Clocks {
                wall_ms,
                boot_ms,
                mono_ms: boot_ms,
                boot_id: String::new(),
            },
            zone: &place(Tz::Europe__London),
            started: true,
            login: false,
            presence: Presence::default(),
            heartbeat_ms: HEARTBEAT_MS,
        };
        let (_, _, after) = db::write(&mut conn, |tx| {
            reminders::round_with(tx, "one", &tick, moment(wall_ms), &notebook)
        })
        .expect("ours");
        notebook = after;
    };
    look("2026-11-23 09:30", 9 * HOUR);
    // Off until after the walk, and the new run is younger than the old one was.
    look("2026-11-23 13:00", MINUTE);
    look("2026-11-23 13:05", 6 * MINUTE);
    let missed: Vec<(String, String)> = reminders::due(&conn, moment(instant("2026-11-23 13:05")))
        .expect("read")
        .into_iter()
        .map(|item| {
            let standing = item.occurrence.standing;
            (
                standing.word().to_owned(),
                standing.reason().map_or("", |it| it.word()).to_owned(),
            )
        })
        .collect();
    assert_eq!(missed, [("missed".to_owned(), "off".to_owned())]);
}
