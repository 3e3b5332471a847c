//! The laws of the reminders, P1 to P26, over traces of a virtual world; and the known bugs of other programs, each of
//! which these checks must notice.
//!
//! The numbers are those of the comments. What needs the file (leases, what a crash leaves behind) is in
//! `reminders.rs`; a companion that is really killed is in `reminder_crashes.rs`.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use backstride_core::reminders::{
    self, Answer, Cadence, Credit, Days, Deed, Done, InQuiet, Missed, NextWake, Pause, Plan,
    Purpose, Quiet, Rule, SNOOZES_MAX, Span, Standing, Unless, Until, day_start_ms, diary_day_of,
    next_after, resolve,
};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::reminder_rules::{clock, rule, times};
use crate::reminder_zones::every_quarter_of_an_hour_of_ten_years_means_what_jiff_says_in_every_zone;
use crate::storage::id;
use crate::world::{DAY, HOUR, MINUTE, MUTANTS, Mutant, SECOND, World, place};

const LONDON: Tz = Tz::Europe__London;
const NEW_YORK: Tz = Tz::America__New_York;
const TOKYO: Tz = Tz::Asia__Tokyo;

type Verdict = Result<(), String>;

/// Fails a check with words.
macro_rules! must {
    ($holds:expr, $($words:tt)+) => {
        if !$holds {
            return Err(format!($($words)+));
        }
    };
}

fn diary(number: u32, text: &str) -> Rule {
    rule(number, Purpose::DiaryCheck, times(text))
}

fn desk(number: u32, work_min: u32) -> Rule {
    rule(
        number,
        Purpose::DeskBreak,
        Plan::Active {
            work_min,
            idle_after_s: 60,
            natural_break_min: 5,
            credit: Credit::Drain,
            hours: None,
        },
    )
}

fn quiet(from: &str, to: &str) -> Quiet {
    Quiet {
        span: Span::new(clock(from), clock(to)).expect("two times"),
        days: Days::ALL,
    }
}

fn walk(number: u32, at_ms: i64) -> Done {
    Done {
        id: id(900_000 + number),
        deed: Deed::Walk,
        at_ms,
        noted_at_ms: at_ms,
    }
}

fn of_rule(world: &World, number: u32) -> Vec<&crate::world::Shown> {
    let rule_id = id(number);
    let shown = world.shown.iter();
    shown
        .filter(|card| card.ids.iter().any(|one| one.starts_with(&rule_id)))
        .collect()
}

fn local_times(world: &World, number: u32) -> Vec<String> {
    let cards = of_rule(world, number);
    let local = cards.iter().map(|card| world.local(card.wall_ms));
    local.map(|at| at.format("%d %H:%M").to_string()).collect()
}

// The checks that every known bug has to pass by.

fn the_repeated_hour_shows_each_time_once(mutant: Option<Mutant>) -> Verdict {
    let mut world = World::at("2026-10-24 22:00", LONDON).with(mutant);
    world.add(diary(1, "01:00 01:30"));
    world.run_to("2026-10-25 06:00");
    let shown = local_times(&world, 1);
    must!(shown == ["25 01:00", "25 01:30"], "{shown:?}");
    Ok(())
}

fn the_left_out_hour_comes_as_late_as_the_clocks_jumped(mutant: Option<Mutant>) -> Verdict {
    let mut world = World::at("2026-03-07 22:00", NEW_YORK).with(mutant);
    world.add(diary(1, "02:30"));
    world.run_to("2026-03-08 12:00");
    let shown = local_times(&world, 1);
    must!(shown == ["08 03:30"], "{shown:?}");
    Ok(())
}

fn the_clock_says_the_same_before_and_after_a_change(mutant: Option<Mutant>) -> Verdict {
    for (start, end) in [
        ("2026-03-27 12:00", "2026-03-31 12:00"),
        ("2026-10-23 12:00", "2026-10-27 12:00"),
    ] {
        let mut world = World::at(start, LONDON).with(mutant);
        world.add(diary(1, "05:00"));
        world.run_to(end);
        for shown in local_times(&world, 1) {
            must!(shown.ends_with("05:00"), "{shown}");
        }
        must!(world.shown.len() == 4, "{}", world.shown.len());
    }
    Ok(())
}

fn a_restart_within_the_minute_shows_nothing_again(mutant: Option<Mutant>) -> Verdict {
    let mut world = World::at("2026-11-23 19:00", LONDON).with(mutant);
    world.add(diary(1, "20:00"));
    world.run_to("2026-11-23 20:00");
    world.restart();
    world.run(20 * SECOND);
    world.restart();
    world.run(HOUR);
    must!(world.shown.len() == 1, "{} cards", world.shown.len());
    Ok(())
}

fn a_journey_west_brings_no_time_twice(mutant: Option<Mutant>) -> Verdict {
    let mut world = World::at("2026-11-23 07:00", LONDON).with(mutant);
    world.add(diary(1, "08:00"));
    world.run_to("2026-11-23 09:00");
    world.travel(NEW_YORK);
    world.run_to("2026-11-23 20:00");
    must!(world.shown.len() == 1, "{} cards", world.shown.len());
    Ok(())
}

fn sleep_is_a_break_and_makes_nobody_tired(mutant: Option<Mutant>) -> Verdict {
    let mut world = World::at("2026-11-23 09:00", LONDON).with(mutant);
    world.add(desk(1, 40));
    world.run(35 * MINUTE);
    world.sleep(50 * MINUTE);
    world.run(39 * MINUTE);
    must!(
        world.shown.is_empty(),
        "a card {:?}",
        local_times(&world, 1)
    );
    world.run(3 * MINUTE);
    must!(world.shown.len() == 1, "{} cards", world.shown.len());
    Ok(())
}

fn a_set_clock_makes_nobody_tired(mutant: Option<Mutant>) -> Verdict {
    for by in [-3 * HOUR, 3 * HOUR, 30 * MINUTE] {
        let mut world = World::at("2026-11-23 09:00", LONDON).with(mutant);
        world.add(desk(1, 40));
        world.run(20 * MINUTE);
        world.set_clock(by);
        world.run(19 * MINUTE);
        must!(world.shown.is_empty(), "too early after {by}");
        world.run(2 * MINUTE);
        must!(
            world.shown.len() == 1,
            "{} cards after {by}",
            world.shown.len()
        );
    }
    Ok(())
}

fn who_was_away_is_not_sent_away(mutant: Option<Mutant>) -> Verdict {
    let mut world = World::at("2026-11-23 09:00", LONDON).with(mutant);
    world.add(desk(1, 40));
    world.run(35 * MINUTE);
    world.away(true);
    world.run(20 * MINUTE);
    world.away(false);
    world.run(39 * MINUTE);
    must!(world.shown.is_empty(), "{:?}", local_times(&world, 1));
    Ok(())
}

fn a_pause_ends_when_it_was_said_to(mutant: Option<Mutant>) -> Verdict {
    let mut world = World::at("2026-11-23 09:00", LONDON).with(mutant);
    world.add(diary(1, "12:00"));
    world.state.pause = Some(Pause {
        from_ms: world.wall_ms,
        until: Until::Instant(world.wall_ms + HOUR),
    });
    world.run(10 * MINUTE);
    world.sleep(150 * MINUTE);
    world.run(2 * HOUR);
    let shown = local_times(&world, 1);
    must!(shown == ["23 12:00"], "{shown:?}");
    Ok(())
}

fn a_snooze_survives_a_restart(mutant: Option<Mutant>) -> Verdict {
    let mut world = World::at("2026-11-23 19:59", LONDON).with(mutant);
    world.add(diary(1, "20:00"));
    world.run(2 * MINUTE);
    let open = world.open();
    must!(open.len() == 1, "{open:?}");
    world.answer(&open[0], Answer::Snooze { minutes: 10 });
    world.restart();
    world.run(30 * MINUTE);
    let shown = local_times(&world, 1);
    must!(shown == ["23 20:00", "23 20:11"], "{shown:?}");
    Ok(())
}

fn quiet_hours_go_past_midnight(mutant: Option<Mutant>) -> Verdict {
    let mut world = World::at("2026-11-23 20:00", LONDON).with(mutant);
    world.state.quiet = Some(quiet("22:00", "07:00"));
    world.add(diary(1, "23:00"));
    world.add(rule(2, Purpose::Walk, times("06:30")));
    world.run_to("2026-11-24 09:00");
    let (deferred, dropped) = (local_times(&world, 1), local_times(&world, 2));
    must!(deferred == ["24 07:00"], "{deferred:?}");
    must!(dropped.is_empty(), "{dropped:?}");
    must!(
        world.missed.iter().any(|(_, _, why)| *why == "quiet"),
        "{:?}",
        world.missed
    );
    Ok(())
}

fn after_a_card_comes_the_next(mutant: Option<Mutant>) -> Verdict {
    let mut world = World::at("2026-11-23 19:59", LONDON).with(mutant);
    world.add(diary(1, "20:00 21:00"));
    world.run(2 * MINUTE);
    must!(matches!(world.wake, NextWake::At(_)), "no next look");
    world.run(2 * HOUR);
    must!(world.shown.len() == 2, "{} cards", world.shown.len());
    Ok(())
}

fn what_is_long_over_is_not_shown(mutant: Option<Mutant>) -> Verdict {
    let mut world = World::at("2026-11-23 09:00", LONDON).with(mutant);
    world.add(rule(1, Purpose::Walk, times("10:00")));
    world.run(HOUR - MINUTE);
    world.sleep(3 * HOUR);
    world.run(HOUR);
    must!(world.shown.is_empty(), "{:?}", local_times(&world, 1));
    must!(
        world.missed.iter().any(|(_, _, why)| *why == "asleep"),
        "{:?}",
        world.missed
    );
    Ok(())
}

fn nothing_comes_while_the_desktop_comes_back(mutant: Option<Mutant>) -> Verdict {
    let mut world = World::at("2026-11-23 19:00", LONDON).with(mutant);
    world.add(diary(1, "20:00"));
    world.run(HOUR - 2 * MINUTE);
    world.sleep(10 * MINUTE);
    let back_ms = world.boot_ms;
    world.run(5 * MINUTE);
    must!(world.shown.len() == 1, "{} cards", world.shown.len());
    let waited = world.shown[0].boot_ms - back_ms;
    must!(
        (90 * SECOND..=150 * SECOND).contains(&waited),
        "{waited} ms"
    );
    Ok(())
}

fn a_journey_rests_nobody(mutant: Option<Mutant>) -> Verdict {
    let mut world = World::at("2026-11-23 09:00", LONDON).with(mutant);
    world.add(desk(1, 40));
    world.run(30 * MINUTE);
    world.travel(TOKYO);
    world.run(11 * MINUTE);
    must!(world.shown.len() == 1, "{} cards", world.shown.len());
    Ok(())
}

type Check = fn(Option<Mutant>) -> Verdict;

const CHECKS: [Check; 15] = [
    the_repeated_hour_shows_each_time_once,
    the_left_out_hour_comes_as_late_as_the_clocks_jumped,
    the_clock_says_the_same_before_and_after_a_change,
    a_restart_within_the_minute_shows_nothing_again,
    a_journey_west_brings_no_time_twice,
    sleep_is_a_break_and_makes_nobody_tired,
    a_set_clock_makes_nobody_tired,
    who_was_away_is_not_sent_away,
    a_pause_ends_when_it_was_said_to,
    a_snooze_survives_a_restart,
    quiet_hours_go_past_midnight,
    after_a_card_comes_the_next,
    what_is_long_over_is_not_shown,
    nothing_comes_while_the_desktop_comes_back,
    a_journey_rests_nobody,
];

#[test]
fn the_known_bugs_of_other_programs_are_all_noticed() {
    for (index, check) in CHECKS.iter().enumerate() {
        assert_eq!(check(None), Ok(()), "check {index} on the engine itself");
    }
    let mut alive = Vec::new();
    for mutant in MUTANTS {
        let noticed = CHECKS.iter().filter(|check| check(Some(mutant)).is_err());
        match noticed.count() {
            0 => alive.push(mutant),
            count => println!("{mutant:?} is noticed by {count} checks"),
        }
    }
    let killed = MUTANTS.len() - alive.len();
    println!("{killed} of {} known bugs are noticed", MUTANTS.len());
    assert_eq!(alive, [], "these go unnoticed");
}

// Random lives.

/// One turn of a life.
#[derive(Debug, Clone)]
enum Turn {
    Run(i64),
    Away(i64),
    Sleep(i64),
    /// Minutes off, and minutes the hardware clock is wrong by.
    Off(i64, i64),
    Stop,
    Crash,
    Login,
    Set(i64),
    Travel(Tz),
    Lock(i64),
    Say(usize, u8),
    Dies(bool),
    Walk(u32),
    TakeBack(u32),
    Pause(i64),
    Hears(bool),
}

const ZONES: [Tz; 8] = [
    LONDON,
    NEW_YORK,
    TOKYO,
    Tz::Australia__Lord_Howe,
    Tz::America__Nuuk,
    Tz::Africa__Cairo,
    Tz::Pacific__Kiritimati,
    Tz::Asia__Kathmandu,
];

fn a_zone() -> impl Strategy<Value = Tz> {
    proptest::sample::select(&ZONES[..])
}

fn a_turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        6 => (1_i64..600).prop_map(Turn::Run),
        3 => (1_i64..90).prop_map(Turn::Away),
        3 => (1_i64..900).prop_map(Turn::Sleep),
        1 => (1_i64..3000, prop_oneof![3 => Just(0), 1 => -1500_i64..1500]).prop_map(|(off, by)| Turn::Off(off, by)),
        1 => Just(Turn::Stop),
        1 => Just(Turn::Crash),
        1 => Just(Turn::Login),
        2 => prop_oneof![-1500_i64..1500, -180_i64..180].prop_map(Turn::Set),
        1 => a_zone().prop_map(Turn::Travel),
        2 => (1_i64..200).prop_map(Turn::Lock),
        5 => (0_usize..5, 0_u8..6).prop_map(|(which, how)| Turn::Say(which, how)),
        1 => any::<bool>().prop_map(Turn::Dies),
        2 => (0_u32..6).prop_map(Turn::Walk),
        1 => (0_u32..6).prop_map(Turn::TakeBack),
        1 => (5_i64..600).prop_map(Turn::Pause),
        1 => any::<bool>().prop_map(Turn::Hears),
    ]
}

/// The longest time between two looks, in minutes. Most lives are long ones of few looks; that how often is looked makes
/// no difference is a law of its own.
fn a_stride() -> impl Strategy<Value = i64> {
    prop_oneof![1 => Just(1_i64), 4 => 20_i64..200]
}

/// A person with a rule of every kind.
fn a_life(day: i64, zone: Tz, stride_min: i64) -> World {
    let start = NaiveDate::from_ymd_opt(2026, 2, 1).expect("a date") + TimeDelta::days(day);
    let mut world = World::at(&format!("{start} 12:07"), zone);
    world.stride_ms = stride_min * MINUTE;
    world.state.quiet = Some(quiet("22:15", "06:45"));
    world.add(diary(1, "08:00 20:00"));
    world.add(diary(2, "01:30 02:15 23:30"));
    let mut weekdays = rule(3, Purpose::Own, times("03:55 12:00"));
    weekdays.days = Days::new(0b001_1111).expect("five days");
    weekdays.terms.missed = Missed::InApp;
    world.add(weekdays);
    world.add(desk(4, 40));
    let after = Plan::After {
        deed: Deed::Walk,
        delay_min: 25,
        most_a_day: 2,
    };
    world.add(rule(5, Purpose::Routine, after));
    world.add(rule(6, Purpose::Walk, times("16:00")));
    let mut pinned = rule(7, Purpose::Own, times("09:00"));
    pinned.plan = Plan::Wall {
        times: vec![clock("09:00")],
        every: Cadence::Days { n: 2, first: start },
        zone: Some("Asia/Tokyo".to_owned()),
    };
    pinned.terms.quiet = InQuiet::Drop;
    pinned.terms.while_locked = true;
    world.add(pinned);
    let once = Plan::Once {
        date: start + TimeDelta::days(1),
        time: clock("17:20"),
    };
    world.add(rule(8, Purpose::Own, once));
    world
}

impl World {
    fn take_turn(&mut self, turn: &Turn) {
        match *turn {
            Turn::Run(minutes) => self.run(minutes * MINUTE),
            Turn::Away(minutes) => {
                self.away(true);
                self.run(minutes * MINUTE);
                self.away(false);
            }
            Turn::Sleep(minutes) => self.sleep(minutes * MINUTE),
            Turn::Off(minutes, wrong_by) => self.off(minutes * MINUTE, wrong_by * MINUTE),
            // Whoever starts looks at once, whatever is heard.
            Turn::Stop => self.stop(),
            Turn::Crash => {
                self.restart();
                self.look();
            }
            Turn::Login => self.login(),
            Turn::Set(minutes) => self.set_clock(minutes * MINUTE),
            Turn::Travel(zone) => self.travel(zone),
            Turn::Lock(minutes) => {
                self.lock(true);
                self.run(minutes * MINUTE);
                self.lock(false);
            }
            Turn::Say(which, how) => {
                let open = self.open();
                if open.is_empty() {
                    return;
                }
                let said = match how {
                    0 => Answer::Done,
                    1 => Answer::Skip,
                    2 => Answer::AfterThisHour,
                    3 => Answer::Snooze { minutes: 5 },
                    _ => Answer::Snooze { minutes: 30 },
                };
                self.answer(&open[which % open.len()], said);
            }
            Turn::Dies(early) => {
                self.dies_before_commit = early;
                self.dies_after_claim = !early;
            }
            Turn::Walk(number) => {
                let done = walk(number, self.wall_ms);
                if !self.state.deeds.iter().any(|known| known.id == done.id) {
                    self.did(done);
                }
            }
            Turn::TakeBack(number) => self.undo(&id(900_000 + number)),
            Turn::Pause(minutes) => {
                self.state.pause = Some(Pause {
                    from_ms: self.wall_ms,
                    until: Until::Instant(self.wall_ms + minutes * MINUTE),
                });
                self.look();
            }
            Turn::Hears(hears) => self.hears = hears,
        }
    }

    /// What must hold after any life, whatever happened in it.
    fn laws(&self) -> Verdict {
        let snoozes = |one: &String| self.rows.get(one).map_or(0, |row| u32::from(row.snoozes));
        for (one, count) in self.times_shown() {
            // P1, and P16's other half: once, and once for each snooze. A card that is joined within its minute stays.
            let joined = self
                .shown
                .iter()
                .filter(|card| card.shared && card.ids.contains(&one));
            let most = 1 + snoozes(&one) + u32::try_from(joined.count()).expect("few");
            must!(count <= most, "P1: {one} was shown {count} times");
            must!(snoozes(&one) <= u32::from(SNOOZES_MAX), "P1: {one}");
        }
        for (one, count) in &self.claims {
            must!(
                *count <= 1 + snoozes(one),
                "P1: {one} was claimed {count} times"
            );
        }
        for (before, card) in self.shown.iter().zip(self.shown.iter().skip(1)) {
            // P10: space between cards, but for what the person asked for and what comes in the same minute.
            let apart = card.boot_ms - before.boot_ms;
            let rebooted = card.boots != before.boots;
            must!(
                rebooted || card.returned || card.shared || apart >= 10 * MINUTE - 3 * SECOND,
                "P10: two cards {apart} ms apart"
            );
        }
        for row in self.rows.values() {
            // P26: one row for each, and a reason for each that was missed.
            let missed = matches!(row.standing, Standing::Missed(_));
            must!(
                missed == row.standing.reason().is_some(),
                "P26: {} is {:?}",
                row.id,
                row.standing
            );
            must!(
                !missed || row.shown_at_ms.is_none() || row.snoozes > 0,
                "P26: {} was shown and missed",
                row.id
            );
        }
        Ok(())
    }
}

/// Steps a life turn by turn and holds P7 and P20 after each of them.
fn live(world: &mut World, turns: &[Turn]) -> Verdict {
    for turn in turns {
        let before = world.shown.len();
        world.take_turn(turn);
        must!(
            matches!(world.wake, NextWake::At(at_ms) if at_ms > world.wall_ms - DAY),
            "P20: no next look after {turn:?}"
        );
        // P7: what came in this turn came outside the quiet hours. Each turn that moves the clock or the zone shows
        // nothing on its way but at its end, where the zone is the one that counts.
        let silent = world.state.quiet;
        for card in &world.shown[before..] {
            let place = place(world.place.zone);
            must!(
                silent.is_none_or(|quiet| !quiet.holds(card.wall_ms, &place)),
                "P7: a card at {} in {}",
                world.local(card.wall_ms),
                world.place.zone
            );
        }
    }
    world.laws()
}

/// On how many traces each law is held in every run. `BACKSTRIDE_TRACES=200` asks for another number, and
/// `PROPTEST_RNG_SEED` for others than the usual ones.
const TRACES: u32 = 10_000;

fn traces_wanted() -> u32 {
    let asked = std::env::var("BACKSTRIDE_TRACES").ok();
    asked.map_or(TRACES, |asked| {
        asked.parse().expect("BACKSTRIDE_TRACES is a number")
    })
}

/// Holds laws on so many traces and says on how many, for whoever reads the log of a run.
fn hold<S: Strategy>(laws: &str, traces: S, law: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let mut runner = TestRunner::new(ProptestConfig {
        cases: traces_wanted(),
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let held = Cell::new(0_u32);
    let outcome = runner.run(&traces, |trace| {
        law(trace)?;
        held.set(held.get() + 1);
        Ok(())
    });
    if let Err(broken) = outcome {
        panic!("{laws} after {} traces: {broken}", held.get());
    }
    assert!(held.get() >= traces_wanted(), "{laws}: {}", held.get());
    println!("{laws}: held on {} traces", held.get());
}

/// How a law is held.
enum Held {
    /// On so many traces as [`TRACES`] says, by each of these.
    OnTraces(&'static [(&'static str, fn())]),
    /// On every case there is.
    OnAll(&'static [(&'static str, fn())]),
}

/// Names tests, so that a law whose test is gone does not compile.
macro_rules! by {
    ($($test:path),+) => {
        &[$((stringify!($test), $test as fn())),+]
    };
}

/// Where each law is held.
const LAWS: [(&str, &str, Held); 26] = [
    (
        "P1",
        "nothing is shown twice",
        Held::OnTraces(by![the_laws_hold_in_any_life]),
    ),
    (
        "P2",
        "nothing that can be shown is left out",
        Held::OnTraces(by![an_undisturbed_day_shows_everything_in_time]),
    ),
    (
        "P3",
        "what comes next comes later",
        Held::OnTraces(by![what_comes_next_comes_later]),
    ),
    (
        "P4",
        "so many days bring so many",
        Held::OnTraces(by![so_many_days_bring_so_many]),
    ),
    (
        "P5",
        "a time on the wall means one instant",
        Held::OnAll(by![
            every_quarter_of_an_hour_of_ten_years_means_what_jiff_says_in_every_zone
        ]),
    ),
    (
        "P6",
        "the same instant as another library says",
        Held::OnAll(by![
            every_quarter_of_an_hour_of_ten_years_means_what_jiff_says_in_every_zone
        ]),
    ),
    (
        "P7",
        "nothing in quiet hours",
        Held::OnTraces(by![the_laws_hold_in_any_life]),
    ),
    (
        "P8",
        "a break begins the count anew",
        Held::OnTraces(by![
            a_break_of_any_kind_begins_the_count_anew,
            time_at_work_knows_no_wall_clock
        ]),
    ),
    (
        "P9",
        "time at work knows no wall clock",
        Held::OnTraces(by![time_at_work_knows_no_wall_clock]),
    ),
    (
        "P10",
        "one card at a time, with space between",
        Held::OnTraces(by![
            the_laws_hold_in_any_life,
            no_day_has_more_cards_than_wanted
        ]),
    ),
    (
        "P11",
        "a trip and back changes nothing",
        Held::OnTraces(by![
            a_trip_and_back_changes_nothing_and_a_trip_west_repeats_nothing
        ]),
    ),
    (
        "P12",
        "a trip west repeats nothing",
        Held::OnTraces(by![
            a_trip_and_back_changes_nothing_and_a_trip_west_repeats_nothing
        ]),
    ),
    (
        "P13",
        "how often is looked makes no difference",
        Held::OnTraces(by![how_often_is_looked_makes_no_difference]),
    ),
    (
        "P14",
        "lost hints make no difference",
        Held::OnTraces(by![lost_hints_make_no_difference]),
    ),
    (
        "P15",
        "who dies shows nothing twice and keeps what was written",
        Held::OnTraces(by![the_laws_hold_in_any_life]),
    ),
    (
        "P16",
        "a snooze lasts as long as was asked",
        Held::OnTraces(by![a_snooze_lasts_as_long_as_was_asked]),
    ),
    (
        "P17",
        "a clock set back repeats nothing",
        Held::OnTraces(by![a_wild_clock_leaves_no_trace, the_laws_hold_in_any_life]),
    ),
    (
        "P18",
        "a wild clock leaves no trace",
        Held::OnTraces(by![a_wild_clock_leaves_no_trace]),
    ),
    (
        "P19",
        "every instant lies in one diary day",
        Held::OnTraces(by![every_instant_lies_in_one_diary_day]),
    ),
    (
        "P20",
        "there is always a next look",
        Held::OnTraces(by![the_laws_hold_in_any_life]),
    ),
    (
        "P21",
        "a change of one rule leaves the others",
        Held::OnTraces(by![a_change_of_one_rule_leaves_the_others_as_they_are]),
    ),
    (
        "P22",
        "a copy has the same future",
        Held::OnTraces(by![a_copy_of_the_memory_has_the_same_future]),
    ),
    (
        "P23",
        "what is done is not asked for",
        Held::OnTraces(by![done_already_spares_and_taken_back_asks_again]),
    ),
    (
        "P24",
        "a delay is a length of time",
        Held::OnTraces(by![a_delay_is_a_length_of_time]),
    ),
    (
        "P25",
        "the system is believed before the table",
        Held::OnTraces(by![the_system_is_believed_before_the_table]),
    ),
    (
        "P26",
        "what was planned is accounted for",
        Held::OnTraces(by![
            every_planned_time_is_accounted_for,
            the_laws_hold_in_any_life
        ]),
    ),
];

/// The table of the laws, for the log of the run; each line of it is proven by the tests it names.
#[test]
fn each_of_the_twenty_six_laws_has_its_place() {
    for (number, (law, words, held)) in LAWS.iter().enumerate() {
        assert_eq!(*law, format!("P{}", number + 1));
        let (tests, on) = match held {
            Held::OnTraces(tests) => {
                let all = traces_wanted() * u32::try_from(tests.len()).expect("few");
                (tests, format!("on {all} traces"))
            }
            Held::OnAll(tests) => (tests, "on every case there is".to_owned()),
        };
        let names: Vec<&str> = tests.iter().map(|(name, _)| *name).collect();
        println!("{law:<4} {words}: {on}, by {}", names.join(", "));
    }
}

/// P1, P7, P10, P15, P17, P20, P26 over sleep, clocks, journeys, locks, deaths and answers.
#[test]
fn the_laws_hold_in_any_life() {
    let traces = (
        0_i64..1400,
        a_zone(),
        a_stride(),
        proptest::collection::vec(a_turn(), 1..10),
    );
    hold(
        "P1 P7 P10 P15 P17 P20 P26",
        traces,
        |(day, zone, stride_min, turns)| {
            let mut world = a_life(day, zone, stride_min);
            prop_assert_eq!(live(&mut world, &turns), Ok(()));
            Ok(())
        },
    );
}

#[test]
fn a_sleep_that_ends_with_the_time_of_grace_is_judged_alike_with_and_without_its_hint() {
    let mut heard = a_life(0, LONDON, 1);
    let mut deaf = heard.clone();
    deaf.hears = false;
    for world in [&mut heard, &mut deaf] {
        // Until two minutes before the hour is over that the walk of four o'clock may be late.
        world.take_turn(&Turn::Sleep(291));
        world.run(20 * MINUTE);
    }
    assert_eq!(came(&heard), came(&deaf));
    assert_eq!(heard.missed, deaf.missed);
}

/// P10's other half: no day of any life has more cards than the person wants, but for those they asked for.
#[test]
fn no_day_has_more_cards_than_wanted() {
    let traces = (
        0_i64..1400,
        a_zone(),
        1_u32..5,
        a_stride(),
        proptest::collection::vec(quiet_turn(), 1..12),
    );
    hold("P10", traces, |(day, zone, most, stride_min, turns)| {
        let mut world = a_life(day, zone, stride_min);
        world.state.cap = Some(most);
        for turn in &turns {
            world.take_turn(turn);
        }
        let mut days: BTreeMap<NaiveDate, u32> = BTreeMap::new();
        for card in world
            .shown
            .iter()
            .filter(|card| !card.returned && !card.shared)
        {
            *days
                .entry(diary_day_of(card.wall_ms - 1, &world.place))
                .or_default() += 1;
        }
        prop_assert!(days.values().all(|count| *count <= most), "{:?}", days);
        prop_assert_eq!(world.laws(), Ok(()));
        Ok(())
    });
}

/// The longest time from when something is due until it is written down what became of it: so far back every look looks.
const SETTLED_BY: i64 = 48 * HOUR;

/// P26: of each time of day of each rule that is long over there is one row, and of no other time there is any.
#[test]
fn every_planned_time_is_accounted_for() {
    let traces = (
        0_i64..1400,
        a_zone(),
        proptest::option::of(1_u32..5),
        a_stride(),
        proptest::option::of(1_i64..6000),
        proptest::collection::vec(quiet_turn(), 12..28),
    );
    let planned = Cell::new(0_u64);
    hold(
        "P26",
        traces,
        |(day, zone, most, stride_min, pause_min, turns)| {
            let mut world = a_life(day, zone, stride_min);
            world.state.cap = most;
            let begun = world.wall_ms;
            world.state.pause = pause_min.map(|minutes| Pause {
                from_ms: begun,
                until: Until::Instant(begun + minutes * MINUTE),
            });
            for turn in &turns {
                world.take_turn(turn);
            }
            world.run(20 * MINUTE);
            for number in [1_u32, 2, 3, 6, 7, 8] {
                let kept = world
                    .state
                    .rules
                    .iter()
                    .find(|kept| kept.rule.id == id(number));
                let rule = &kept.expect("a rule of this life").rule;
                let here = place(if number == 7 { TOKYO } else { zone });
                let first =
                    NaiveDate::from_ymd_opt(2026, 2, 1).expect("a date") + TimeDelta::days(day);
                let mut of_rule = BTreeSet::new();
                for date in (first - TimeDelta::days(1)).iter_days().take(20) {
                    let comes = rule.days.holds(date)
                        && match &rule.plan {
                            Plan::Wall {
                                every: Cadence::Days { n, .. },
                                ..
                            } => date >= first && (date - first).num_days() % i64::from(*n) == 0,
                            Plan::Once { date: own, .. } => date == *own,
                            _ => true,
                        };
                    for time in rule.plan.times().iter().filter(|_| comes) {
                        let due = resolve(date.and_time(*time), &here) * SECOND;
                        let name = reminders::Occurrence::name(&rule.id, date, *time);
                        if (begun + MINUTE..world.wall_ms - SETTLED_BY).contains(&due) {
                            planned.set(planned.get() + 1);
                            let row = world.rows.get(&name);
                            prop_assert!(
                                row.is_some_and(|row| row.due_at_ms == due),
                                "{} is {:?}",
                                name,
                                row
                            );
                        }
                        of_rule.insert(name);
                    }
                }
                for row in world.rows.values().filter(|row| row.rule_id == id(number)) {
                    prop_assert!(of_rule.contains(&row.id), "nobody planned {}", row.id);
                }
            }
            prop_assert_eq!(world.laws(), Ok(()));
            Ok(())
        },
    );
    println!("P26: {} planned times were accounted for", planned.get());
    assert!(
        planned.get() > u64::from(traces_wanted()),
        "{} planned times",
        planned.get()
    );
}

/// What waits for the end of a silence longer than any look looks back is written down before it is out of sight.
#[test]
fn a_pause_longer_than_two_days_loses_nothing_without_a_word() {
    let mut world = World::at("2026-02-01 12:07", LONDON);
    let once = Plan::Once {
        date: NaiveDate::from_ymd_opt(2026, 2, 2).expect("a date"),
        time: clock("17:20"),
    };
    world.add(rule(8, Purpose::Own, once));
    world.state.pause = Some(Pause {
        from_ms: world.wall_ms,
        until: Until::Instant(world.wall_ms + 5 * DAY),
    });
    world.run(6 * DAY);
    assert_eq!(world.shown, []);
    let missed: Vec<_> = world
        .missed
        .iter()
        .map(|(at, id, why)| (world.local(*at).to_string(), id.len(), *why))
        .collect();
    assert_eq!(missed.len(), 1, "{missed:?}");
    assert_eq!(missed[0].2, "paused", "{missed:?}");
}

/// Who is stopped in order right after a sleep knows as well as anybody when the sleep began.
#[test]
fn a_stop_right_after_a_sleep_makes_no_difference_to_who_heard_of_it() {
    let mut heard = a_life(21, LONDON, 1);
    heard
        .state
        .rules
        .retain(|kept| !matches!(kept.rule.plan, Plan::Active { .. }));
    let mut deaf = heard.clone();
    let turns = [
        Turn::Lock(46),
        Turn::Stop,
        Turn::Sleep(540),
        Turn::Sleep(239),
        Turn::Lock(175),
        Turn::Sleep(118),
        Turn::Stop,
    ];
    for (index, turn) in turns.iter().enumerate() {
        heard.take_turn(turn);
        deaf.hears = index < 4;
        deaf.take_turn(turn);
    }
    for world in [&mut heard, &mut deaf] {
        world.run(20 * MINUTE);
    }
    assert_eq!(came(&heard), came(&deaf));
}

/// The occurrences that ever came to the screen.
fn came(world: &World) -> BTreeSet<String> {
    world.times_shown().into_keys().collect()
}

/// Turns after which two companions that looked at different times have to agree. One that dies is not among them: it takes
/// up to five minutes of looks with it, and the next one cannot know at which of them a sleep began.
fn quiet_turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        6 => (1_i64..400).prop_map(Turn::Run),
        2 => (6_i64..90).prop_map(Turn::Away),
        2 => (6_i64..600).prop_map(Turn::Sleep),
        1 => Just(Turn::Stop),
    ]
}

/// P2: whoever is there, with nothing in the way, sees each reminder within its minute and the space between cards.
#[test]
fn an_undisturbed_day_shows_everything_in_time() {
    let traces = (
        0_i64..1400,
        a_zone(),
        proptest::collection::btree_set(0_u32..1440, 1..5),
        a_stride(),
    );
    hold("P2", traces, |(day, zone, minutes, stride_min)| {
        let start = NaiveDate::from_ymd_opt(2026, 2, 1).expect("a date") + TimeDelta::days(day);
        let mut world = World::at(&format!("{start} 12:07"), zone);
        world.stride_ms = stride_min * MINUTE;
        let text: Vec<String> = minutes
            .iter()
            .map(|it| format!("{:02}:{:02}", it / 60, it % 60))
            .collect();
        for (index, time) in text.iter().enumerate() {
            world.add(diary(u32::try_from(index).expect("few") + 1, time));
        }
        let first = world.wall_ms;
        world.run(DAY + 6 * HOUR);
        let spaces = i64::try_from(text.len()).expect("few") * 10 * MINUTE;
        for (index, time) in text.iter().enumerate() {
            let rule_id = id(u32::try_from(index).expect("few") + 1);
            for date in start.iter_days().take(3) {
                let due = resolve(date.and_time(clock(time)), &world.place) * SECOND;
                // One that had to wait for the space between cards until its day was over is left out, and says so.
                let day = diary_day_of(due, &world.place).succ_opt().expect("a date");
                let over = due + spaces > day_start_ms(day, &world.place);
                if due < first || over || due > world.wall_ms - spaces - 3 * MINUTE {
                    continue;
                }
                let name = reminders::Occurrence::name(&rule_id, date, clock(time));
                let at = world
                    .shown
                    .iter()
                    .find(|card| card.ids.contains(&name))
                    .map(|card| card.wall_ms);
                // In a gap two of a rule may stand at one instant; these rules have one time each.
                prop_assert!(
                    at.is_some_and(|at| (due..=due + MINUTE + spaces).contains(&at)),
                    "{} due {} came {:?}",
                    name,
                    due,
                    at
                );
            }
        }
        Ok(())
    });
}

/// P13: looking every second, every minute or now and then shows the same.
#[test]
fn how_often_is_looked_makes_no_difference() {
    let traces = (
        0_i64..1400,
        a_zone(),
        proptest::collection::vec(quiet_turn(), 1..5),
        5_i64..60,
    );
    hold("P13", traces, |(day, zone, turns, stride_s)| {
        let mut often = a_life(day, zone, 1);
        often
            .state
            .rules
            .retain(|kept| !matches!(kept.rule.plan, Plan::Active { .. }));
        let mut seldom = often.clone();
        often.stride_ms = stride_s * SECOND;
        for turn in &turns {
            often.take_turn(turn);
            seldom.take_turn(turn);
        }
        for world in [&mut often, &mut seldom] {
            world.run(20 * MINUTE);
        }
        prop_assert_eq!(came(&often), came(&seldom));
        Ok(())
    });
}

/// P14: nothing depends on hearing of sleep, locks or a set clock at once.
#[test]
fn lost_hints_make_no_difference() {
    let traces = (
        0_i64..1400,
        a_zone(),
        proptest::collection::vec(
            prop_oneof![8 => quiet_turn(), 2 => (1_i64..200).prop_map(Turn::Lock)],
            1..8,
        ),
        any::<u16>(),
    );
    hold("P14", traces, |(day, zone, turns, lost)| {
        let mut heard = a_life(day, zone, 1);
        heard
            .state
            .rules
            .retain(|kept| !matches!(kept.rule.plan, Plan::Active { .. }));
        let mut deaf = heard.clone();
        for (index, turn) in turns.iter().enumerate() {
            heard.take_turn(turn);
            deaf.hears = lost & (1 << index) == 0;
            deaf.take_turn(turn);
        }
        for world in [&mut heard, &mut deaf] {
            world.run(20 * MINUTE);
        }
        prop_assert_eq!(came(&heard), came(&deaf));
        Ok(())
    });
}

/// P8 and P9: the count is of time at work and of nothing else, whatever the wall clock and the zone do beside it.
#[test]
fn time_at_work_knows_no_wall_clock() {
    let traces = (
        proptest::collection::vec((1_i64..70, 0_i64..20, 0_i64..3), 1..10),
        proptest::collection::vec(-1500_i64..1500, 10),
        proptest::collection::vec(a_zone(), 10),
    );
    hold("P8 P9", traces, |(bouts, steps, zones)| {
        let mut plain = World::at("2026-06-10 09:00", LONDON);
        let mut rule = desk(1, 40);
        rule.terms.quiet = InQuiet::Drop;
        plain.add(rule);
        let mut moved = plain.clone();
        for (index, (work, away, slept)) in bouts.iter().enumerate() {
            for world in [&mut plain, &mut moved] {
                world.run(work * MINUTE);
                if *slept > 1 {
                    world.sleep(away * MINUTE + MINUTE);
                } else {
                    world.away(true);
                    world.run(away * MINUTE);
                    world.away(false);
                }
            }
            moved.wall_ms += steps[index] * SECOND / 60 * 60;
            moved.travel(zones[index]);
        }
        let boots = |world: &World| {
            world
                .shown
                .iter()
                .map(|card| card.boot_ms / MINUTE)
                .collect::<Vec<_>>()
        };
        let (one, other) = (boots(&plain), boots(&moved));
        prop_assert_eq!(one.len(), other.len(), "{:?} {:?}", one, other);
        for (one, other) in one.iter().zip(&other) {
            prop_assert!((one - other).abs() <= 3, "{} {}", one, other);
        }
        // P8: between two cards there were at least as many minutes at the computer, and after a break too.
        for pair in plain.shown.windows(2) {
            prop_assert!(pair[1].boot_ms - pair[0].boot_ms >= 40 * MINUTE);
        }
        Ok(())
    });
}

/// P8: after a sleep or an absence that is a break the count begins anew.
#[test]
fn a_break_of_any_kind_begins_the_count_anew() {
    let traces = (1_i64..39, 5_i64..700, any::<bool>());
    hold("P8", traces, |(worked, away, asleep)| {
        let mut world = World::at("2026-06-10 09:00", LONDON);
        world.add(desk(1, 40));
        world.run(worked * MINUTE);
        if asleep {
            world.sleep(away * MINUTE + SECOND);
        } else {
            world.away(true);
            world.run(away * MINUTE + SECOND);
            world.away(false);
        }
        world.run(40 * MINUTE - 2 * SECOND);
        prop_assert!(world.shown.is_empty(), "a card {:?}", world.shown);
        world.run(2 * MINUTE);
        prop_assert_eq!(world.shown.len(), 1);
        Ok(())
    });
}

/// P11: a trip with nothing due on it leaves no trace. P12: a trip west brings nothing twice.
#[test]
fn a_trip_and_back_changes_nothing_and_a_trip_west_repeats_nothing() {
    let traces = (0_i64..1400, a_zone(), a_zone(), 1_i64..300, a_stride());
    hold("P11 P12", traces, |(day, from, to, minutes, stride_min)| {
        let start = NaiveDate::from_ymd_opt(2026, 2, 1).expect("a date") + TimeDelta::days(day);
        let mut stayed = World::at(&format!("{start} 09:05"), from);
        stayed.stride_ms = stride_min * MINUTE;
        stayed.add(diary(1, "09:00 15:00"));
        let mut travelled = stayed.clone();
        travelled.travel(to);
        travelled.travel(from);
        for world in [&mut stayed, &mut travelled] {
            world.run(2 * DAY);
        }
        // Where the trip is over a time of the rule, that time is due there.
        let there = DateTime::from_timestamp_millis(stayed.wall_ms - 2 * DAY).expect("in range");
        let there = there.with_timezone(&to).naive_local();
        if there.date() == start && (clock("09:01")..clock("15:00")).contains(&there.time()) {
            prop_assert_eq!(&stayed.shown, &travelled.shown);
        }
        let mut west = stayed.clone();
        west.travel(to);
        west.run(minutes * MINUTE);
        west.travel(from);
        west.run(DAY);
        for (one, count) in west.times_shown() {
            prop_assert_eq!(count, 1, "{}", one);
        }
        Ok(())
    });
}

/// P16: a snooze lasts as long as was asked, also across a restart, a sleep that is shorter, and a set clock.
#[test]
fn a_snooze_lasts_as_long_as_was_asked() {
    let traces = (0_usize..3, 0_i64..290, 0_u8..4, -600_i64..600);
    hold("P16", traces, |(which, at_s, what, by_min)| {
        let minutes = reminders::SNOOZE_MINUTES[which];
        let mut world = World::at("2026-06-10 13:59", LONDON);
        world.add(diary(1, "14:00"));
        world.run(2 * MINUTE);
        let open = world.open();
        world.answer(&open[0], Answer::Snooze { minutes });
        let asked = world.boot_ms;
        world.run(at_s * SECOND);
        match what {
            0 => world.restart(),
            1 => world.set_clock(by_min * MINUTE),
            2 => world.travel(TOKYO),
            _ => {}
        }
        world.run(HOUR);
        prop_assert_eq!(world.shown.len(), 2);
        let after = world.shown[1].boot_ms - asked;
        let length = i64::from(minutes) * MINUTE;
        // A clock set by so much that a new day began brings the reminder of that day along.
        prop_assert!(
            (length - 3 * SECOND..=length + MINUTE + 3 * SECOND).contains(&after),
            "{} ms",
            after
        );
        Ok(())
    });
}

/// P17 and P18: a clock set back repeats nothing, and a wild clock that is put right leaves no trace.
#[test]
fn a_wild_clock_leaves_no_trace() {
    let traces = (
        1_i64..20_000,
        prop_oneof![
            Just(0_i64),
            Just(4_294_967_295_000),
            Just(2_100_000_000_000),
            Just(-5_000_000_000)
        ],
        1_i64..600,
    );
    hold("P17 P18", traces, |(back_h, wild, minutes)| {
        let mut world = World::at("2026-06-10 19:59", LONDON);
        world.add(diary(1, "20:00"));
        world.run(5 * MINUTE);
        prop_assert_eq!(world.shown.len(), 1);
        let mut set_back = world.clone();
        set_back.set_clock(-back_h * HOUR);
        set_back.run(10 * MINUTE);
        let repeated = set_back.times_shown().values().any(|count| *count > 1);
        prop_assert!(!repeated, "repeated");
        let right = world.wall_ms;
        world.set_clock(wild - right);
        world.run(minutes.min(100) * MINUTE / 60);
        world.set_clock(right - wild);
        world.run(10 * MINUTE);
        prop_assert_eq!(&world.missed, &[]);
        prop_assert_eq!(world.shown.len(), 1);
        Ok(())
    });
}

/// P22: what is written down of the memory is all of it: who goes on from a copy does what the other one does.
#[test]
fn a_copy_of_the_memory_has_the_same_future() {
    let traces = (
        0_i64..1400,
        a_zone(),
        proptest::collection::vec(a_turn(), 1..6),
        proptest::collection::vec(a_turn(), 1..4),
    );
    hold("P22", traces, |(day, zone, turns, after)| {
        let mut world = a_life(day, zone, 30);
        for turn in &turns {
            world.take_turn(turn);
        }
        let mut copy = world.clone();
        let text = serde_json::to_string(&world.state.memory).expect("written");
        copy.state.memory = serde_json::from_str(&text).expect("read");
        prop_assert_eq!(&copy.state.memory, &world.state.memory);
        for turn in &after {
            world.take_turn(turn);
            copy.take_turn(turn);
        }
        prop_assert_eq!(&copy.shown, &world.shown);
        prop_assert_eq!(&copy.missed, &world.missed);
        prop_assert_eq!(&copy.state, &world.state);
        Ok(())
    });
}

/// P21: what happens to one rule leaves the others as they are.
#[test]
fn a_change_of_one_rule_leaves_the_others_as_they_are() {
    let traces = (
        0_i64..1400,
        a_zone(),
        proptest::collection::vec(a_turn(), 1..8),
        0_u32..1440,
    );
    hold("P21", traces, |(day, zone, turns, time)| {
        let mut world = a_life(day, zone, 30);
        for turn in &turns {
            world.take_turn(turn);
        }
        world.dies_after_claim = false;
        world.dies_before_commit = false;
        let others = |world: &World| {
            let rows = world
                .state
                .occurrences
                .iter()
                .filter(|row| row.rule_id != id(1));
            rows.cloned().collect::<Vec<_>>()
        };
        let mut edited = world.clone();
        world.look();
        let time = format!("{:02}:{:02}", time / 60, time % 60);
        edited.add(diary(1, &time));
        prop_assert_eq!(others(&world), others(&edited));
        Ok(())
    });
}

/// P23: what was done already is not asked for, and what was taken back is asked for again.
#[test]
fn done_already_spares_and_taken_back_asks_again() {
    let traces = (
        1_i64..400,
        prop_oneof![Just(None), (30_u32..300).prop_map(Some)],
        any::<bool>(),
    );
    hold("P23", traces, |(before_min, within, take_back)| {
        let mut world = World::at("2026-06-10 08:00", LONDON);
        let mut rule = rule(1, Purpose::Walk, times("16:00"));
        rule.terms.unless = Some(Unless {
            deed: Deed::Walk,
            within_min: within,
        });
        world.add(rule);
        let due = world.instant("2026-06-10 16:00");
        world.run(due - before_min * MINUTE - world.wall_ms);
        world.did(walk(1, world.wall_ms));
        if take_back {
            world.run(30 * SECOND);
            world.undo(&id(900_001));
        }
        world.run_to("2026-06-10 17:00");
        let counts = within.is_none_or(|within| before_min <= i64::from(within));
        let spared = counts && !take_back;
        prop_assert_eq!(world.shown.is_empty(), spared);
        let row = world.rows.values().next().expect("one row");
        prop_assert_eq!(
            row.standing == Standing::Satisfied,
            spared,
            "{:?}",
            row.standing
        );
        Ok(())
    });
}

/// P24: a delay after something is a length of time, wherever it ends.
#[test]
fn a_delay_is_a_length_of_time() {
    let traces = (1_u32..300, a_zone(), -600_i64..600);
    hold("P24", traces, |(delay_min, zone, by_min)| {
        let mut world = World::at("2026-06-10 08:00", LONDON);
        world.add(rule(
            1,
            Purpose::Routine,
            Plan::After {
                deed: Deed::Walk,
                delay_min,
                most_a_day: 3,
            },
        ));
        world.did(walk(1, world.wall_ms));
        let done = world.boot_ms;
        world.run(20 * SECOND);
        world.travel(zone);
        world.set_clock(by_min * MINUTE);
        world.run(i64::from(delay_min) * MINUTE + 5 * MINUTE);
        prop_assert_eq!(world.shown.len(), 1);
        let after = world.shown[0].boot_ms - done;
        let delay = i64::from(delay_min) * MINUTE;
        prop_assert!(
            (delay - 3 * SECOND..=delay + MINUTE + 3 * SECOND).contains(&after),
            "{} ms",
            after
        );
        Ok(())
    });
}

// The laws of single functions.

/// 2026-01-01 and 2036-01-01.
const DECADE_S: (i64, i64) = (1_767_225_600, 2_082_758_400);

/// P3: what comes next comes later, and what comes after it later still, in every zone and for every pace.
#[test]
fn what_comes_next_comes_later() {
    let traces = (
        0..TZ_VARIANTS.len(),
        DECADE_S.0..DECADE_S.1 - 400 * 86_400,
        proptest::collection::btree_set(0_u32..1440, 1..4),
        1_u8..128,
        proptest::option::of(1_u32..40),
    );
    hold("P3", traces, |(zone, second, minutes, days, every)| {
        let here = place(TZ_VARIANTS[zone]);
        let first = DateTime::from_timestamp(second, 0)
            .expect("in range")
            .date_naive();
        let text: Vec<String> = minutes
            .iter()
            .map(|it| format!("{:02}:{:02}", it / 60, it % 60))
            .collect();
        let mut rule = diary(1, &text.join(" "));
        match every {
            Some(n) => {
                rule.plan = Plan::Wall {
                    times: text.iter().map(|time| clock(time)).collect(),
                    every: Cadence::Days { n, first },
                    zone: None,
                }
            }
            None => rule.days = Days::new(days).expect("a set"),
        }
        let kept = reminders::Kept {
            rule,
            active_from_ms: i64::MIN,
            asking: Default::default(),
        };
        let mut at = second * SECOND;
        for _ in 0..8 {
            let next = next_after(&kept, at, &here);
            prop_assert!(
                next.is_some_and(|next| next > at),
                "{:?} after {}",
                next,
                at
            );
            at = next.expect("just looked at");
        }
        Ok(())
    });
}

/// P4: a rule of so many times a day comes so many times in so many days, in every zone.
#[test]
fn so_many_days_bring_so_many() {
    let traces = (
        0..TZ_VARIANTS.len(),
        0_i64..3500,
        proptest::collection::btree_set(0_u32..1440, 1..4),
    );
    hold("P4", traces, |(zone, day, minutes)| {
        let here = place(TZ_VARIANTS[zone]);
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date") + TimeDelta::days(day);
        let text: Vec<String> = minutes
            .iter()
            .map(|it| format!("{:02}:{:02}", it / 60, it % 60))
            .collect();
        let mut rule = diary(1, &text.join(" "));
        rule.terms.from = Some(first);
        rule.terms.until = Some(first + TimeDelta::days(19));
        let kept = reminders::Kept {
            rule,
            active_from_ms: i64::MIN,
            asking: Default::default(),
        };
        let mut at = resolve((first - TimeDelta::days(2)).and_time(NaiveTime::MIN), &here) * SECOND;
        let mut instants = 0;
        while let Some(next) = next_after(&kept, at, &here) {
            (at, instants) = (next, instants + 1);
        }
        // Two that a gap puts at one instant are one of these, and two rows in the file.
        let nominal: BTreeMap<i64, u32> = first
            .iter_days()
            .take(20)
            .flat_map(|date| {
                let here = &here;
                text.iter()
                    .map(move |time| resolve(date.and_time(clock(time)), here))
            })
            .fold(BTreeMap::new(), |mut seen, at| {
                *seen.entry(at).or_default() += 1;
                seen
            });
        prop_assert_eq!(nominal.values().sum::<u32>() as usize, 20 * text.len());
        prop_assert_eq!(instants, nominal.len());
        Ok(())
    });
}

/// P19: days follow each other, and every instant lies in exactly one.
#[test]
fn every_instant_lies_in_one_diary_day() {
    let traces = (0..TZ_VARIANTS.len(), DECADE_S.0..DECADE_S.1);
    hold("P19", traces, |(zone, second)| {
        let here = place(TZ_VARIANTS[zone]);
        let day = diary_day_of(second * SECOND, &here);
        let (start, end) = (
            day_start_ms(day, &here),
            day_start_ms(day.succ_opt().expect("a date"), &here),
        );
        prop_assert!(start < end);
        prop_assert!((start..end).contains(&(second * SECOND)));
        Ok(())
    });
}

#[test]
fn days_follow_each_other_in_every_zone_around_every_change() {
    for zone in TZ_VARIANTS {
        let here = place(zone);
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");
        let mut before = i64::MIN;
        for date in first.iter_days().take(3652) {
            let start = day_start_ms(date, &here);
            assert!(start > before, "{date} in {zone}");
            before = start;
        }
    }
}

/// P25: whatever the table says of the computer's own zone, what floats and what is pinned to it follow the system, what is
/// pinned to it from elsewhere follows the table, and a difference is noticed exactly where there is one.
#[test]
fn the_system_is_believed_before_the_table() {
    struct System {
        zone: Tz,
        differs_s: i32,
    }
    impl reminders::ZoneView for System {
        fn offset_s(&self, utc_s: i64) -> i32 {
            place(self.zone).offset_s(utc_s) + self.differs_s
        }
        fn name(&self) -> String {
            self.zone.name().to_owned()
        }
    }
    let traces = (
        0..TZ_VARIANTS.len(),
        DECADE_S.0..DECADE_S.1 - 400 * 86_400,
        -8_i32..=8,
        0_u32..1440,
    );
    hold("P25", traces, |(zone, second, quarters, minute)| {
        let zone = TZ_VARIANTS[zone];
        let here = System {
            zone,
            differs_s: quarters * 900,
        };
        prop_assert_eq!(reminders::table_differs(&here, second), quarters != 0);
        let time = clock(&format!("{:02}:{:02}", minute / 60, minute % 60));
        let mut rule = diary(1, "08:00");
        rule.plan = Plan::at(vec![time]);
        let floating = reminders::Kept {
            rule,
            active_from_ms: i64::MIN,
            asking: Default::default(),
        };
        let mut pinned = floating.clone();
        pinned.rule.plan = Plan::Wall {
            times: vec![time],
            every: Cadence::Weekdays,
            zone: Some(zone.name().to_owned()),
        };
        let at = second * SECOND;
        let by_system = next_after(&floating, at, &here);
        let date = |days: i64| {
            DateTime::from_timestamp(second, 0)
                .expect("in range")
                .date_naive()
                + TimeDelta::days(days)
        };
        let judged = (-2..4).map(|days| resolve(date(days).and_time(time), &here) * SECOND);
        prop_assert_eq!(by_system, judged.filter(|due| *due > at).min());
        prop_assert_eq!(next_after(&pinned, at, &here), by_system);
        let elsewhere = place(if zone == LONDON { TOKYO } else { LONDON });
        prop_assert_eq!(
            next_after(&pinned, at, &elsewhere),
            next_after(&floating, at, &place(zone))
        );
        Ok(())
    });
}

#[test]
fn the_table_that_is_behind_is_noticed_and_the_system_believed() {
    // P25: a place whose own rules are an hour off what the table says of its name.
    struct Newer;
    impl reminders::ZoneView for Newer {
        fn offset_s(&self, utc_s: i64) -> i32 {
            place(Tz::America__Vancouver).offset_s(utc_s) + 3600
        }
        fn name(&self) -> String {
            "America/Vancouver".to_owned()
        }
    }
    let winter = 1_768_500_000;
    assert!(reminders::table_differs(&Newer, winter));
    assert!(!reminders::table_differs(&place(LONDON), winter));
    let mut rule = diary(1, "08:00");
    rule.plan = Plan::Wall {
        times: vec![clock("08:00")],
        every: Cadence::Weekdays,
        zone: Some("America/Vancouver".to_owned()),
    };
    let pinned = reminders::Kept {
        rule,
        active_from_ms: i64::MIN,
        asking: Default::default(),
    };
    let floating = reminders::Kept {
        rule: diary(1, "08:00"),
        ..pinned.clone()
    };
    // Pinned to the computer's own zone it follows the computer, and elsewhere the table.
    let here = next_after(&pinned, winter * SECOND, &Newer);
    assert_eq!(here, next_after(&floating, winter * SECOND, &Newer));
    let there = next_after(&pinned, winter * SECOND, &place(LONDON));
    assert_eq!(
        there,
        next_after(&floating, winter * SECOND, &place(Tz::America__Vancouver))
    );
    assert_ne!(here, there);
}

/// Ten years of a person at a desk, with every look that something happens at.
#[test]
fn ten_years_of_a_person_are_quick_and_lawful() {
    let begun = std::time::Instant::now();
    let mut world = World::at("2026-01-05 07:00", LONDON);
    world.stride_ms = 3 * HOUR;
    world.state.quiet = Some(quiet("22:00", "07:00"));
    world.add(diary(1, "08:00 20:00"));
    let mut hours = desk(2, 40);
    hours.days = Days::new(0b001_1111).expect("five days");
    world.add(hours);
    world.add(rule(3, Purpose::Walk, times("16:00")));
    let mut days = 0;
    while days < 3652 {
        world.run(2 * HOUR + 30 * MINUTE);
        world.away(true);
        world.run(45 * MINUTE);
        world.away(false);
        world.run(4 * HOUR);
        for one in world.open() {
            world.answer(
                &one,
                if days % 3 == 0 {
                    Answer::Skip
                } else {
                    Answer::Done
                },
            );
        }
        world.run(6 * HOUR);
        let morning = world.instant(&format!(
            "{} 07:00",
            (world.local(world.wall_ms).date() + TimeDelta::days(1)).format("%Y-%m-%d")
        ));
        world.sleep(morning - world.wall_ms);
        days += 1;
    }
    let took = begun.elapsed();
    println!(
        "ten years: {} looks, {} cards in {} ms",
        world.looks,
        world.shown.len(),
        took.as_millis()
    );
    assert_eq!(world.laws(), Ok(()));
    assert!(
        of_rule(&world, 1).len() >= 2 * 3600,
        "the diary came each day"
    );
    assert!(of_rule(&world, 2).len() > 10_000, "breaks came");
    assert!(took.as_secs() < 5, "{took:?}");
}

/// The scenarios that come with the project play as they are written down beside them.
#[test]
fn the_scenarios_play_as_they_are_written_down() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/scenarios");
    let mut played = 0;
    for entry in std::fs::read_dir(folder).expect("scenarios") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|it| it != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("read");
        let lines = crate::scenario::play(&text).expect("it can be played");
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        insta::assert_snapshot!(format!("scenario_{name}"), lines.join("\n"));
        played += 1;
    }
    assert!(played > 0);
}

/// Whoever poses a case finds each word that is understood in the description.
#[test]
fn every_word_of_a_scenario_is_in_its_description() {
    let described = include_str!("../data/scenarios/README.md");
    let base =
        "zone = \"Europe/London\"\nstart = \"2026-03-28 08:00\"\nuntil = \"2026-03-29 08:00\"\n";
    let mut words = BTreeSet::new();
    for place in [
        "nonsense = 1\n",
        "[[rule]]\nname = \"a\"\nnonsense = 1\n",
        "[day]\nnonsense = 1\n",
        "[[event]]\nat = \"2026-03-28 09:00\"\ndo = \"walk\"\nnonsense = 1\n",
    ] {
        let told = crate::scenario::play(&format!("{base}{place}"));
        let told = told.expect_err("refused");
        let (_, known) = told
            .split_once("expected one of")
            .unwrap_or_else(|| panic!("{told}"));
        words.extend(known.split('`').skip(1).step_by(2).map(str::to_owned));
    }
    assert!(words.len() > 30, "{words:?}");
    let told: BTreeSet<&str> = described
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .collect();
    for word in &words {
        assert!(told.contains(word.as_str()), "{word} is nowhere described");
    }
}

#[test]
fn a_scenario_that_cannot_be_understood_says_why() {
    let base =
        "zone = \"Europe/London\"\nstart = \"2026-03-28 08:00\"\nuntil = \"2026-03-29 08:00\"\n";
    for (more, words) in [
        ("[[rule]]\nname = \"a\"\n", "has none of times"),
        ("[[rule]]\nname = \"a\"\ntimes = [\"25:00\"]\n", "no time"),
        (
            "[[rule]]\nname = \"a\"\ntimes = [\"20:00\"]\nwork_min = 40\n",
            "more than one of times",
        ),
        ("[[rule]]\nname = \"a\"\ntimes = []\n", "refused at times"),
        (
            "[[rule]]\nname = \"a\"\nwork_min = 0\n",
            "refused at work_min",
        ),
        (
            "[[rule]]\nname = \"a\"\nwork_min = 10000\n",
            "refused at work_min",
        ),
        ("quiet = \"22:00-22:00\"\n", "begins when it ends"),
        (
            "[[event]]\nat = \"2026-03-28 09:00\"\ndo = \"dance\"\n",
            "nothing is called",
        ),
        ("nonsense = 1\n", "unknown field"),
    ] {
        let told = crate::scenario::play(&format!("{base}{more}"));
        assert!(
            told.as_ref().is_err_and(|told| told.contains(words)),
            "{told:?}"
        );
    }
    let told = crate::scenario::play(
        "zone = \"Mars/Olympus\"\nstart = \"2026-03-28 08:00\"\nuntil = \"2026-03-29 08:00\"\n",
    );
    assert!(told.is_err_and(|told| told.contains("there is no zone")));
}
