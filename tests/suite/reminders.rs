//! Reminders: each occurrence is shown at most once and ends in one row, whatever clocks, zones and people do.
//!
//! A [`World`] holds three clocks, a zone and a schedule file, and runs the companion's rounds between the events of a
//! timeline. [`check`] compares what it wrote down with what is claimed. Times are written as the person's clock shows
//! them, with the day of the month before them: `23 20:00`. An occurrence is named like the real ones: `a@23T20:00`.

use std::collections::{BTreeMap, BTreeSet};

use backstride_core::db::{self, File};
use backstride_core::reminders::{
    self, Answer, Asking, Clocks, Days, Effect, Every, Kept, NextWake, Occurrence, Plan, Presence,
    Purpose, Rule, SNOOZES_MAX, Standing, Terms, Tick, ZoneView,
};
use backstride_core::{Error, Moment};
use chrono::{
    DateTime, Datelike as _, Days as Calendar, NaiveDate, NaiveDateTime, NaiveTime, Offset as _,
    TimeDelta, TimeZone as _,
};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::reminder_rules::clock;
use crate::storage::id;

const SECOND_MS: i64 = 1000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// How a place reckons its time, from the tables of chrono-tz.
#[derive(Clone, Copy)]
struct Place(Tz);

impl ZoneView for Place {
    fn offset_s(&self, utc_s: i64) -> i32 {
        let utc = DateTime::from_timestamp(utc_s, 0)
            .expect("a time chrono can hold")
            .naive_utc();
        self.0
            .offset_from_utc_datetime(&utc)
            .fix()
            .local_minus_utc()
    }

    fn name(&self) -> String {
        self.0.name().to_owned()
    }
}

/// What a local time means, decided by chrono-tz alone: the judge of `resolve`.
fn judged(local: NaiveDateTime, zone: Tz) -> i64 {
    if let Some(first) = zone.from_local_datetime(&local).earliest() {
        return first.timestamp();
    }
    let mut before = local;
    loop {
        before -= TimeDelta::minutes(1);
        if let Some(last) = zone.from_local_datetime(&before).latest() {
            return local.and_utc().timestamp() - i64::from(last.offset().fix().local_minus_utc());
        }
    }
}

/// Something that happens to the computer, its clocks or the schedule.
#[derive(Debug, Clone, Copy)]
enum Do {
    /// The window saves the rule of this letter with these times, for every day.
    Rule(&'static str, &'static str),
    /// The same for some weekdays; bit 0 is Monday.
    RuleOn(&'static str, &'static str, u8),
    /// The window switches the rule of this letter off, or on again.
    Switch(&'static str, bool),
    Rename(&'static str, &'static str),
    Delete(&'static str),
    Done(&'static str),
    Skip(&'static str),
    Snooze(&'static str, u32),
    /// The person closes the card.
    Dismiss(&'static str),
    /// Nothing happens; the companion looks.
    Look,
    /// The companion looks every second until then.
    LookEverySecondUntil(&'static str),
    SleepUntil(&'static str),
    /// The computer is off until then and has started again.
    OffUntil(&'static str),
    /// The companion is not running until then.
    StopUntil(&'static str),
    /// Somebody sets the clock.
    SetClock(&'static str),
    Travel(Tz),
    /// Whether notifications can be shown from now on.
    Notifier(bool),
    /// The next companion that claims dies before it shows, and another one starts.
    DieAfterClaim,
    /// The next round is lost before it is committed, and another companion starts.
    DieBeforeCommit,
    /// What the engine remembered becomes unreadable.
    Forget,
    /// The next time the companion shows something, what became of it cannot be written down.
    LoseNote,
    /// The companion does not look after the next event.
    Unseen,
}

/// How the companion comes to its end in its next round that shows something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Death {
    BeforeCommit,
    AfterClaim,
}

/// A computer with a schedule file and a companion that runs its rounds.
struct World {
    conn: Connection,
    place: Place,
    month: NaiveDate,
    wall_ms: i64,
    boot_ms: i64,
    mono_ms: i64,
    boots: u32,
    companions: u32,
    started: bool,
    reached: bool,
    death: Option<Death>,
    loses_note: bool,
    unseen: bool,
    wake: NextWake,
    /// The longest time between two looks; the engine asks for a minute, a starved computer may give less.
    stride_ms: i64,
    latest_ms: i64,
    /// When and where the rules of a simulated life begin; a clock set back before that lets them begin earlier.
    begun: (i64, NaiveDateTime),
    claims: BTreeMap<String, u32>,
    log: Vec<String>,
}

impl World {
    /// A computer that has been running for an hour, at a date and time on the person's clock.
    fn at(start: &str, zone: Tz) -> Self {
        let local =
            NaiveDateTime::parse_from_str(start, "%Y-%m-%d %H:%M").expect("a date and a time");
        let mut world = Self {
            conn: db::in_memory(File::Schedule).expect("migrations hold"),
            place: Place(zone),
            month: local.date().with_day(1).expect("every month has one"),
            wall_ms: judged(local, zone) * SECOND_MS,
            boot_ms: HOUR_MS,
            mono_ms: HOUR_MS,
            boots: 1,
            companions: 0,
            started: false,
            reached: true,
            death: None,
            loses_note: false,
            unseen: false,
            wake: NextWake::Never,
            stride_ms: MINUTE_MS,
            latest_ms: 0,
            begun: (judged(local, zone) * SECOND_MS, local),
            claims: BTreeMap::new(),
            log: Vec::new(),
        };
        world.companion_starts();
        world.look();
        world
    }

    fn now(&self) -> Moment {
        Moment {
            utc_ms: self.wall_ms,
            offset_min: self.place.offset_s(self.wall_ms.div_euclid(SECOND_MS)) / 60,
        }
    }

    fn note(&mut self, line: &str) {
        let local = self.now().to_chrono().naive_local();
        let clock = if self.wall_ms % MINUTE_MS < SECOND_MS {
            local.format("%d %H:%M")
        } else {
            local.format("%d %H:%M:%S")
        };
        self.log.push(format!("{clock} {line}"));
    }

    fn clocks(&self) -> Clocks {
        Clocks {
            wall_ms: self.wall_ms,
            boot_ms: self.boot_ms,
            mono_ms: self.mono_ms,
            boot_id: self.boots.to_string(),
        }
    }

    /// One round of a companion of that name, and nothing shown after it.
    fn round(&mut self, holder: &str) -> backstride_core::Result<(Vec<Effect>, NextWake)> {
        let (now, place) = (self.now(), self.place);
        let tick = Tick {
            clocks: self.clocks(),
            zone: &place,
            started: false,
            login: false,
            presence: Presence::default(),
            heartbeat_ms: reminders::HEARTBEAT_MS,
        };
        db::write(&mut self.conn, |tx| {
            reminders::round(tx, holder, &tick, now)
        })
    }

    fn holder(&self) -> String {
        format!("companion {}", self.companions)
    }

    fn companion_starts(&mut self) {
        self.companions += 1;
        self.started = true;
        let (holder, now) = (self.holder(), self.now());
        db::write(&mut self.conn, |tx| reminders::take_lease(tx, &holder, now)).expect("taken");
    }

    /// One round of the companion, as the agent does it, and what must hold after any of them.
    fn look(&mut self) {
        self.latest_ms = self.latest_ms.max(self.wall_ms);
        if self.wall_ms < self.begun.0 {
            self.begun.1 -= TimeDelta::milliseconds(self.begun.0 - self.wall_ms);
            self.begun.0 = self.wall_ms;
        }
        let (holder, now, place) = (self.holder(), self.now(), self.place);
        let tick = Tick {
            clocks: self.clocks(),
            zone: &place,
            started: self.started,
            login: false,
            presence: Presence::default(),
            heartbeat_ms: reminders::HEARTBEAT_MS,
        };
        let dies = self.death == Some(Death::BeforeCommit);
        let round = db::write(&mut self.conn, |tx| {
            let (effects, wake) = reminders::round(tx, &holder, &tick, now)?;
            let shows = effects
                .iter()
                .any(|effect| matches!(effect, Effect::Show(_)));
            // An error takes the whole transaction back.
            if dies && shows {
                Err(Error::Full)
            } else {
                Ok((effects, wake))
            }
        });
        if dies && matches!(round, Err(Error::Full)) {
            self.death = None;
            self.note("died before the commit");
            self.companion_starts();
            return self.look();
        }
        let (effects, wake) = round.expect("the lease is ours");
        self.started = false;
        self.wake = wake;
        if let NextWake::At(at_ms) = wake {
            assert!(
                at_ms > self.wall_ms && at_ms <= self.wall_ms + MINUTE_MS,
                "the next look is ahead and at most a minute away"
            );
        }
        let mut claimed = BTreeSet::new();
        let mut on_card = BTreeSet::new();
        for effect in effects {
            match effect {
                Effect::Keep {
                    occurrence, logged, ..
                } => {
                    let name = spoken(&occurrence.id);
                    match occurrence.standing {
                        Standing::Claimed => {
                            assert!(claimed.insert(occurrence.id), "claimed once a round");
                        }
                        Standing::Missed(reason) => {
                            self.note(&format!("missed {name} {}", reason.word()));
                        }
                        standing if logged => self.note(&format!("{} {name}", standing.word())),
                        _ => {}
                    }
                }
                Effect::Show(card) => {
                    assert!(on_card.is_empty(), "one card a round");
                    on_card.extend(card.ids.iter().cloned());
                    self.show(&card.ids);
                }
                Effect::Withdraw(id) => self.note(&format!("withdraw {}", spoken(&id))),
            }
        }
        assert!(claimed.is_subset(&on_card), "what is claimed is shown");
        for id in claimed {
            *self.claims.entry(id).or_default() += 1;
        }
        if self.started {
            self.look();
        }
    }

    fn show(&mut self, ids: &[String]) {
        for id in ids {
            assert!(
                matches!(self.state(id).as_str(), "claimed" | "shown"),
                "{id} was not on the disk before it was shown"
            );
        }
        let names: Vec<String> = ids.iter().map(|id| spoken(id)).collect();
        if self.death == Some(Death::AfterClaim) {
            self.death = None;
            self.note(&format!("died with {}", names.join(" ")));
            return self.companion_starts();
        }
        let word = if self.reached { "card" } else { "no card for" };
        self.note(&format!("{word} {}", names.join(" ")));
        if std::mem::take(&mut self.loses_note) {
            return self.note("lost the note");
        }
        let (reached, now, zone) = (self.reached, self.now(), self.place.name());
        db::write(&mut self.conn, |tx| {
            reminders::shown(tx, ids, reached, now, &zone)
        })
        .expect("noted");
    }

    fn pass(&mut self, ms: i64, awake: bool) {
        self.wall_ms += ms;
        self.boot_ms += ms;
        self.mono_ms += if awake { ms } else { 0 };
    }

    /// The instant of a time of a timeline, or of a time from now: `+90s`, `+5m`, `+3h`.
    fn instant(&self, text: &str) -> i64 {
        if let Some(length) = text.strip_prefix('+') {
            let (number, unit) = length.split_at(length.len() - 1);
            let unit_ms = match unit {
                "s" => SECOND_MS,
                "m" => MINUTE_MS,
                _ => HOUR_MS,
            };
            return self.wall_ms + number.parse::<i64>().expect("a number") * unit_ms;
        }
        let full = if text.len() > "23 20:00:00".len() {
            text.to_owned()
        } else {
            format!("{}-{text}", self.month.format("%Y-%m"))
        };
        let local = NaiveDateTime::parse_from_str(&full, "%Y-%m-%d %H:%M:%S")
            .or_else(|_| NaiveDateTime::parse_from_str(&full, "%Y-%m-%d %H:%M"))
            .expect("a day and a time");
        judged(local, self.place.0) * SECOND_MS
    }

    /// The companion's rounds up to an instant.
    fn run_until(&mut self, target_ms: i64) {
        assert!(target_ms >= self.wall_ms, "a timeline goes forward");
        while self.wall_ms < target_ms {
            let next_ms = match self.wake {
                NextWake::Never => target_ms,
                NextWake::At(at_ms) if at_ms < self.wall_ms + MINUTE_MS => at_ms,
                NextWake::At(at_ms) => self.strode(at_ms),
            };
            self.pass(next_ms.min(target_ms) - self.wall_ms, true);
            self.look();
        }
    }

    /// The look after a minute without anything due, for computers that look more rarely.
    fn strode(&self, at_ms: i64) -> i64 {
        if self.stride_ms <= MINUTE_MS {
            return at_ms;
        }
        let next = reminders::next(&self.conn, self.now(), &self.place).expect("read");
        let due_ms = next.map_or(i64::MAX, |next| next.at_ms);
        (self.wall_ms + self.stride_ms).min(due_ms).max(at_ms)
    }

    fn rule(&mut self, letter: &str, times: &str, bits: u8, enabled: bool) {
        let rule = Rule {
            id: rule_id(letter),
            purpose: Purpose::DiaryCheck,
            name: None,
            plan: Plan::at(times.split(' ').map(clock).collect()),
            terms: Terms::of(Purpose::DiaryCheck),
            days: Days::new(bits).expect("seven days"),
            enabled,
        };
        self.save(&rule);
    }

    fn save(&mut self, rule: &Rule) {
        let now = self.now();
        db::write(&mut self.conn, |tx| reminders::save_rule(tx, rule, now)).expect("saved");
    }

    fn kept_rule(&self, letter: &str) -> Rule {
        let rules = reminders::rules(&self.conn).expect("read");
        let mut own = rules.into_iter().filter(|rule| rule.id == rule_id(letter));
        own.next().expect("in force")
    }

    /// The real name of `a@23T20:00`.
    fn named(&self, spoken: &str) -> String {
        let (letter, when) = spoken.split_once('@').expect("a rule and a time");
        let (day, time) = when.split_once('T').expect("a day and a time");
        let date = self
            .month
            .with_day(day.parse().expect("a number"))
            .expect("a day of the month");
        Occurrence::name(&rule_id(letter), date, clock(time))
    }

    /// The state an occurrence has in the file.
    fn state(&self, id: &str) -> String {
        self.conn
            .query_row("SELECT state FROM occurrence WHERE id = ?1", [id], |row| {
                row.get(0)
            })
            .expect("written down")
    }

    /// Every state an occurrence was logged to enter.
    fn logged(&self, spoken: &str) -> Vec<String> {
        self.conn
            .prepare("SELECT kind FROM event WHERE occurrence_id = ?1 ORDER BY id")
            .expect("asked")
            .query_map([self.named(spoken)], |row| row.get(0))
            .expect("asked")
            .collect::<Result<_, _>>()
            .expect("read")
    }

    /// Every occurrence in the file, also those the list in the app no longer shows.
    fn written(&self) -> Vec<Written> {
        self.conn
            .prepare(
                "SELECT id, rule_id, nominal_date, nominal_time, due_at_ms, state, snoozes FROM occurrence ORDER BY id",
            )
            .expect("asked")
            .query_map([], |row| {
                Ok(Written {
                    id: row.get(0)?,
                    rule_id: row.get(1)?,
                    date: row.get::<_, String>(2)?.parse().expect("a date"),
                    time: clock(&row.get::<_, String>(3)?),
                    due_at_ms: row.get(4)?,
                    state: row.get(5)?,
                    snoozes: row.get(6)?,
                })
            })
            .expect("asked")
            .collect::<Result<_, _>>()
            .expect("read")
    }

    fn answer(&mut self, spoken: &str, answer: Answer) {
        let (id, now) = (self.named(spoken), self.now());
        let word = match answer {
            Answer::Done => "done".to_owned(),
            Answer::AfterThisHour => "after this hour".to_owned(),
            Answer::Skip => "skip".to_owned(),
            Answer::Snooze { minutes } => format!("snooze {minutes}"),
        };
        let told = match db::write(&mut self.conn, |tx| reminders::answer(tx, &id, answer, now)) {
            Ok(item) => item.occurrence.standing.word(),
            Err(Error::Conflict) => "refused",
            Err(Error::NotFound) => "not found",
            Err(other) => panic!("{other}"),
        };
        self.note(&format!("{word} {spoken}: {told}"));
    }

    fn sleep_ms(&mut self, ms: i64) {
        self.pass(ms, false);
    }

    fn off_ms(&mut self, ms: i64) {
        self.wall_ms += ms;
        self.boots += 1;
        self.boot_ms = 20 * SECOND_MS;
        self.mono_ms = self.boot_ms;
        self.companion_starts();
    }

    fn stop_ms(&mut self, ms: i64) {
        self.pass(ms, true);
        self.companion_starts();
    }

    fn perform(&mut self, event: Do) {
        let unseen = std::mem::replace(&mut self.unseen, matches!(event, Do::Unseen));
        self.happen(event);
        if !unseen && !self.unseen {
            self.look();
        }
    }

    fn happen(&mut self, event: Do) {
        match event {
            Do::Rule(letter, times) => self.rule(letter, times, Days::ALL.bits(), true),
            Do::RuleOn(letter, times, bits) => self.rule(letter, times, bits, true),
            Do::Switch(letter, enabled) => {
                let rule = self.kept_rule(letter);
                self.save(&Rule { enabled, ..rule });
            }
            Do::Rename(letter, name) => {
                let rule = self.kept_rule(letter);
                self.save(&Rule {
                    name: Some(name.to_owned()),
                    ..rule
                });
            }
            Do::Delete(letter) => {
                let now = self.now();
                db::write(&mut self.conn, |tx| {
                    reminders::delete_rule(tx, &rule_id(letter), now)
                })
                .expect("in force");
            }
            Do::Done(occurrence) => self.answer(occurrence, Answer::Done),
            Do::Skip(occurrence) => self.answer(occurrence, Answer::Skip),
            Do::Snooze(occurrence, minutes) => {
                self.answer(occurrence, Answer::Snooze { minutes });
            }
            Do::Dismiss(occurrence) => {
                let (id, now) = (self.named(occurrence), self.now());
                db::write(&mut self.conn, |tx| reminders::dismissed(tx, &id, now))
                    .expect("written down");
                let word = self.state(&id);
                self.note(&format!("close {occurrence}: {word}"));
            }
            Do::Look | Do::Unseen => {}
            Do::LookEverySecondUntil(until) => {
                let until_ms = self.instant(until);
                while self.wall_ms < until_ms {
                    self.pass(SECOND_MS, true);
                    self.look();
                }
            }
            Do::SleepUntil(until) => self.sleep_ms(self.instant(until) - self.wall_ms),
            Do::OffUntil(until) => self.off_ms(self.instant(until) - self.wall_ms),
            Do::StopUntil(until) => self.stop_ms(self.instant(until) - self.wall_ms),
            Do::SetClock(to) => self.wall_ms = self.instant(to),
            Do::Travel(zone) => self.place = Place(zone),
            Do::Notifier(reached) => self.reached = reached,
            Do::DieAfterClaim => self.death = Some(Death::AfterClaim),
            Do::DieBeforeCommit => self.death = Some(Death::BeforeCommit),
            Do::Forget => {
                let changed = self
                    .conn
                    .execute("UPDATE watch SET seen = 'not JSON'", [])
                    .expect("written");
                assert_eq!(changed, 1);
            }
            Do::LoseNote => self.loses_note = true,
        }
    }

    fn play(&mut self, events: &[(&str, Do)]) {
        for (when, event) in events {
            self.run_until(self.instant(when));
            self.perform(*event);
        }
    }
}

/// The rule of a letter: `a` is the first.
fn rule_id(letter: &str) -> String {
    id(u32::from(letter.as_bytes()[0] - b'a' + 1))
}

/// The letter and the time of an occurrence, as timelines write it.
fn spoken(id: &str) -> String {
    let (rule, when) = id.split_once('@').expect("a rule and a time");
    let letter = (b'a'..=b'z')
        .map(|letter| char::from(letter).to_string())
        .find(|letter| rule_id(letter) == rule)
        .expect("one of ours");
    format!("{letter}@{}", &when["2026-11-".len()..])
}

/// An occurrence as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Written {
    id: String,
    rule_id: String,
    date: NaiveDate,
    time: NaiveTime,
    due_at_ms: i64,
    state: String,
    snoozes: u32,
}

/// Plays a timeline and compares what was written down.
#[track_caller]
fn check(start: &str, zone: Tz, events: &[(&str, Do)], expected: &[&str]) {
    let mut world = World::at(start, zone);
    world.play(events);
    assert_eq!(
        world.log,
        expected,
        "\nit went like this:\n{}",
        world.log.join("\n")
    );
}

const LONDON: Tz = Tz::Europe__London;
const NEW_YORK: Tz = Tz::America__New_York;
const LORD_HOWE: Tz = Tz::Australia__Lord_Howe;
const TOKYO: Tz = Tz::Asia__Tokyo;

/// A Monday without a change of clocks anywhere near.
const MONDAY: &str = "2026-11-23 12:00";

#[test]
fn a_reminder_comes_at_its_minute_every_day_and_expires_at_four() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 20:00", Do::Look),
            ("25 12:00", Do::Look),
        ],
        &[
            "23 20:00 card a@23T20:00",
            "24 04:00 expired a@23T20:00",
            "24 04:00 withdraw a@23T20:00",
            "24 20:00 card a@24T20:00",
            "25 04:00 expired a@24T20:00",
            "25 04:00 withdraw a@24T20:00",
        ],
    );
}

#[test]
fn looking_every_second_shows_it_once() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 19:59", Do::LookEverySecondUntil("23 20:15")),
        ],
        &["23 20:00 card a@23T20:00"],
    );
}

#[test]
fn a_reminder_for_some_weekdays_leaves_out_the_others() {
    check(
        MONDAY,
        LONDON,
        &[
            // Tuesday and Friday.
            ("23 12:00", Do::RuleOn("a", "08:00", 0b001_0010)),
            ("30 12:00", Do::Look),
        ],
        &[
            "24 08:00 card a@24T08:00",
            "25 04:00 expired a@24T08:00",
            "25 04:00 withdraw a@24T08:00",
            "27 08:00 card a@27T08:00",
            "28 04:00 expired a@27T08:00",
            "28 04:00 withdraw a@27T08:00",
        ],
    );
}

/// How often the diary asks from then on.
fn asks(world: &mut World, every: Every, rests_until: Option<&str>) {
    let asking = Asking {
        every,
        rests_until: rests_until.map(|date| date.parse().expect("a date")),
    };
    let now = world.now();
    db::write(&mut world.conn, |tx| reminders::ask(tx, asking, now)).expect("kept");
    world.look();
}

/// The days on which a card was shown between two times, each left to expire.
fn cards(world: &mut World, until: &str) -> Vec<String> {
    world.log.clear();
    world.play(&[(until, Do::Look)]);
    let cards = world.log.iter().filter(|line| line.contains(" card "));
    cards.map(|line| line[..8].to_owned()).collect()
}

#[test]
fn a_weekly_diary_asks_on_the_first_day_of_the_rule_in_each_week_and_a_monthly_one_in_each_month() {
    let mut world = World::at(MONDAY, LONDON);
    // Wednesday, Friday and Sunday.
    world.play(&[("23 12:00", Do::RuleOn("a", "20:00", 0b101_0100))]);
    asks(&mut world, Every::Week, None);
    assert_eq!(
        cards(&mut world, "2026-12-07 12:00"),
        ["25 20:00", "02 20:00"]
    );
    asks(&mut world, Every::Month, None);
    assert_eq!(
        cards(&mut world, "2027-02-01 12:00"),
        ["01 20:00"],
        "the first Friday of January; that of December is past"
    );
    let next = reminders::next(&world.conn, world.now(), &world.place).expect("read");
    let at = Moment {
        utc_ms: next.expect("one").at_ms,
        offset_min: 0,
    };
    assert_eq!(at.local_date().to_string(), "2027-02-03");
    asks(&mut world, Every::Day, None);
    assert_eq!(
        cards(&mut world, "2027-02-06 12:00"),
        ["03 20:00", "05 20:00"]
    );
}

#[test]
fn a_paused_diary_shows_no_question_and_takes_back_the_one_that_stands() {
    let mut world = World::at(MONDAY, LONDON);
    world.play(&[("23 12:00", Do::Rule("a", "20:00")), ("23 20:30", Do::Look)]);
    assert_eq!(world.state(&world.named("a@23T20:00")), "shown");
    asks(&mut world, Every::Day, Some("2026-11-26"));
    assert_eq!(world.state(&world.named("a@23T20:00")), "expired");
    assert!(world.log.last().expect("a line").contains("withdraw"));
    assert_eq!(cards(&mut world, "27 12:00"), Vec::<String>::new());
    let missed: u32 = world
        .conn
        .query_row(
            "SELECT count(*) FROM occurrence WHERE state = 'missed'",
            [],
            |row| row.get(0),
        )
        .expect("asked");
    assert_eq!(missed, 0, "nobody missed what was not asked");
    // It comes back by itself, and an end before its time asks from then on and not for what was left out.
    assert_eq!(cards(&mut world, "28 12:00"), ["27 20:00"]);
    asks(&mut world, Every::Day, Some("2026-12-20"));
    assert_eq!(cards(&mut world, "30 21:00"), Vec::<String>::new());
    asks(&mut world, Every::Day, None);
    assert_eq!(cards(&mut world, "2026-12-02 12:00"), ["01 20:00"]);
}

#[test]
fn the_first_question_of_a_new_pace_is_one_to_come() {
    let mut world = World::at(MONDAY, LONDON);
    world.play(&[("23 12:00", Do::Rule("a", "20:00"))]);
    asks(&mut world, Every::Week, None);
    world.play(&[("24 21:00", Do::Look)]);
    world.log.clear();
    assert!(
        !db::write(&mut world.conn, |tx| {
            let known = reminders::asking(tx)?;
            reminders::ask(
                tx,
                known,
                Moment {
                    utc_ms: 0,
                    offset_min: 0,
                },
            )
        })
        .expect("kept"),
        "the same pace again is no new one"
    );
    asks(&mut world, Every::Day, None);
    assert_eq!(cards(&mut world, "25 12:00"), Vec::<String>::new());
}

#[test]
fn laptop_slept_through_three_reminders_nudges_once() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "14:00 15:00 16:00")),
            ("23 13:00", Do::SleepUntil("23 16:30")),
            ("23 18:00", Do::Look),
        ],
        &[
            "23 16:32:30 missed a@23T14:00 asleep",
            "23 16:32:30 missed a@23T15:00 asleep",
            "23 16:32:30 card a@23T16:00",
        ],
    );
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "14:00")),
            ("23 12:00", Do::Rule("b", "15:00")),
            ("23 12:00", Do::Rule("c", "16:00")),
            ("23 13:00", Do::SleepUntil("23 16:30")),
            ("23 18:00", Do::Look),
        ],
        &["23 16:32:30 card a@23T14:00 b@23T15:00 c@23T16:00"],
    );
}

#[test]
fn sleeping_again_while_the_desktop_comes_back_starts_the_wait_again() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "14:00")),
            ("23 13:00", Do::SleepUntil("23 14:30")),
            ("23 14:31", Do::SleepUntil("23 14:40")),
            ("23 15:00", Do::Look),
        ],
        &["23 14:42:30 card a@23T14:00"],
    );
}

#[test]
fn a_nap_shorter_than_half_a_minute_is_no_sleep() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "14:00")),
            ("23 13:59:45", Do::SleepUntil("23 14:00:14")),
        ],
        &["23 14:00:14 card a@23T14:00"],
    );
}

#[test]
fn a_snooze_comes_back_once() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 20:01", Do::Snooze("a@23T20:00", 10)),
            ("23 20:10", Do::LookEverySecondUntil("23 20:12")),
            ("23 21:00", Do::Done("a@23T20:00")),
            ("24 12:00", Do::Look),
        ],
        &[
            "23 20:00 card a@23T20:00",
            "23 20:01 snooze 10 a@23T20:00: snoozed",
            "23 20:11 card a@23T20:00",
            "23 21:00 done a@23T20:00: done",
        ],
    );
}

#[test]
fn a_snooze_survives_a_restart_of_the_companion_and_of_the_computer() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 20:01", Do::Snooze("a@23T20:00", 30)),
            ("23 20:05", Do::StopUntil("23 20:06")),
            ("23 20:10", Do::OffUntil("23 20:15")),
            ("23 21:00", Do::Look),
        ],
        &[
            "23 20:00 card a@23T20:00",
            "23 20:01 snooze 30 a@23T20:00: snoozed",
            "23 20:31 card a@23T20:00",
        ],
    );
}

#[test]
fn a_snooze_slept_through_comes_back_within_the_hour_and_not_later() {
    let told = [
        "23 20:00 card a@23T20:00",
        "23 20:01 snooze 10 a@23T20:00: snoozed",
    ];
    for (until, then) in [
        ("23 21:08:30", "23 21:11 card a@23T20:00"),
        ("23 21:08:31", "23 21:11:01 missed a@23T20:00 asleep"),
    ] {
        check(
            MONDAY,
            LONDON,
            &[
                ("23 12:00", Do::Rule("a", "20:00")),
                ("23 20:01", Do::Snooze("a@23T20:00", 10)),
                ("23 20:05", Do::SleepUntil(until)),
                ("23 22:00", Do::Look),
            ],
            &[told[0], told[1], then],
        );
    }
}

#[test]
fn a_snooze_lasts_as_long_as_was_asked_whatever_is_done_to_the_clock() {
    for (set, back) in [("23 19:05", "23 19:11"), ("23 23:05", "23 23:11")] {
        check(
            MONDAY,
            LONDON,
            &[
                ("23 12:00", Do::Rule("a", "20:00")),
                ("23 20:01", Do::Snooze("a@23T20:00", 10)),
                ("23 20:05", Do::SetClock(set)),
                ("+15m", Do::Look),
            ],
            &[
                "23 20:00 card a@23T20:00",
                "23 20:01 snooze 10 a@23T20:00: snoozed",
                &format!("{back} card a@23T20:00"),
            ],
        );
    }
}

#[test]
fn put_off_three_times_it_waits_in_the_app_from_then_on() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 20:01", Do::Snooze("a@23T20:00", 5)),
            ("23 20:07", Do::Snooze("a@23T20:00", 5)),
            ("23 20:13", Do::Snooze("a@23T20:00", 5)),
            ("23 20:19", Do::Snooze("a@23T20:00", 5)),
            ("23 23:00", Do::Look),
            ("24 12:00", Do::Done("a@23T20:00")),
        ],
        &[
            "23 20:00 card a@23T20:00",
            "23 20:01 snooze 5 a@23T20:00: snoozed",
            "23 20:06 card a@23T20:00",
            "23 20:07 snooze 5 a@23T20:00: snoozed",
            "23 20:12 card a@23T20:00",
            "23 20:13 snooze 5 a@23T20:00: snoozed",
            "23 20:18 card a@23T20:00",
            "23 20:19 snooze 5 a@23T20:00: waiting",
            "24 04:00 expired a@23T20:00",
            "24 04:00 withdraw a@23T20:00",
            "24 12:00 done a@23T20:00: refused",
        ],
    );
}

#[test]
fn what_was_answered_does_not_expire_and_the_first_answer_stands() {
    for (first, second, told) in [
        (
            Do::Done("a@23T20:00"),
            Do::Skip("a@23T20:00"),
            ["done", "skip"],
        ),
        (
            Do::Skip("a@23T20:00"),
            Do::Done("a@23T20:00"),
            ["skip", "done"],
        ),
    ] {
        let state = if told[0] == "done" { "done" } else { "skipped" };
        check(
            MONDAY,
            LONDON,
            &[
                ("23 12:00", Do::Rule("a", "20:00")),
                ("23 20:01", first),
                ("23 20:02", first),
                ("23 20:03", second),
                ("23 20:04", Do::Snooze("a@23T20:00", 5)),
                ("23 20:05", Do::Dismiss("a@23T20:00")),
                ("24 12:00", Do::Look),
            ],
            &[
                "23 20:00 card a@23T20:00",
                &format!("23 20:01 {} a@23T20:00: {state}", told[0]),
                &format!("23 20:02 {} a@23T20:00: {state}", told[0]),
                &format!("23 20:03 {} a@23T20:00: refused", told[1]),
                "23 20:04 snooze 5 a@23T20:00: refused",
                &format!("23 20:05 close a@23T20:00: {state}"),
            ],
        );
    }
}

#[test]
fn closing_a_card_is_no_answer_and_an_answer_may_still_follow() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 20:01", Do::Dismiss("a@23T20:00")),
            ("23 20:02", Do::Dismiss("a@23T20:00")),
            ("24 12:00", Do::Done("a@23T20:00")),
            ("24 12:01", Do::Done("b@23T20:00")),
        ],
        &[
            "23 20:00 card a@23T20:00",
            "23 20:01 close a@23T20:00: dismissed",
            "23 20:02 close a@23T20:00: dismissed",
            "24 12:00 done a@23T20:00: done",
            "24 12:01 done b@23T20:00: not found",
        ],
    );
}

#[test]
fn the_log_has_one_line_for_each_state_an_occurrence_entered() {
    let mut world = World::at(MONDAY, LONDON);
    world.play(&[
        ("23 12:00", Do::Rule("a", "20:00 21:00")),
        ("23 20:01", Do::Snooze("a@23T20:00", 5)),
        ("23 20:10", Do::Done("a@23T20:00")),
        ("23 20:10", Do::Done("a@23T20:00")),
        ("23 20:11", Do::Skip("a@23T20:00")),
        ("24 12:00", Do::Look),
    ]);
    assert_eq!(
        world.logged("a@23T20:00"),
        ["claimed", "shown", "snoozed", "claimed", "shown", "done"]
    );
    assert_eq!(world.logged("a@23T21:00"), ["claimed", "shown", "expired"]);
}

#[test]
fn only_the_offered_lengths_of_a_snooze_are_taken() {
    let mut world = World::at(MONDAY, LONDON);
    world.play(&[("23 12:00", Do::Rule("a", "20:00")), ("23 20:00", Do::Look)]);
    let (name, now) = (world.named("a@23T20:00"), world.now());
    for minutes in [0, 1, 6, 60, u32::MAX] {
        let told = db::write(&mut world.conn, |tx| {
            reminders::answer(tx, &name, Answer::Snooze { minutes }, now)
        });
        assert!(matches!(told, Err(Error::Invalid { field: "minutes" })));
    }
    assert_eq!(world.state(&name), "shown");
}

#[test]
fn without_notifications_it_waits_in_the_app_until_four() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00 21:00")),
            ("23 12:00", Do::Notifier(false)),
            ("23 20:30", Do::Done("a@23T20:00")),
            ("24 05:00", Do::Look),
        ],
        &[
            "23 20:00 no card for a@23T20:00",
            "23 20:30 done a@23T20:00: done",
            "23 21:00 no card for a@23T21:00",
            "24 04:00 expired a@23T21:00",
            "24 04:00 withdraw a@23T21:00",
        ],
    );
}

#[test]
fn a_time_that_was_not_shown_says_why() {
    let start = ("23 12:00", Do::Rule("a", "19:00 20:00"));
    for (event, at, reason) in [
        (Do::SleepUntil("23 21:00"), "21:02:30", "asleep"),
        (Do::OffUntil("23 21:00"), "21:01:30", "off"),
        (Do::StopUntil("23 21:00"), "21:00", "stopped"),
        (Do::SetClock("23 21:00"), "21:00", "clock"),
        (Do::Travel(Tz::Asia__Dubai), "22:30", "tz"),
    ] {
        check(
            MONDAY,
            LONDON,
            &[start, ("23 18:30", event), ("23 23:00", Do::Look)],
            &[
                &format!("23 {at} missed a@23T19:00 {reason}"),
                &format!("23 {at} card a@23T20:00"),
            ],
        );
    }
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "14:00 14:04")),
            ("23 12:00", Do::Rule("b", "13:55")),
            ("23 15:00", Do::Look),
        ],
        &[
            "23 13:55 card b@23T13:55",
            "23 14:04 missed a@23T14:00 later",
            "23 14:05 card a@23T14:04",
        ],
    );
    check(
        "2026-03-28 12:00",
        LONDON,
        &[
            ("28 12:00", Do::Rule("a", "01:30 02:30")),
            ("29 03:00", Do::Look),
        ],
        &[
            "29 02:30 missed a@29T01:30 gap_merged",
            "29 02:30 card a@29T02:30",
        ],
    );
}

#[test]
fn what_began_the_gap_is_the_reason_for_all_of_it() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "14:00 15:00")),
            ("23 13:00", Do::SleepUntil("23 14:30")),
            ("23 14:31", Do::OffUntil("23 16:00")),
            ("23 18:00", Do::Look),
        ],
        &[
            "23 16:01:30 missed a@23T14:00 asleep",
            "23 16:01:30 card a@23T15:00",
        ],
    );
}

#[test]
fn a_reminder_of_the_evening_is_of_use_until_four() {
    for (until, then) in [
        ("24 03:57:30", "24 04:00 card a@23T20:00"),
        ("24 03:57:31", "24 04:00:01 missed a@23T20:00 asleep"),
    ] {
        check(
            MONDAY,
            LONDON,
            &[
                ("23 12:00", Do::Rule("a", "20:00")),
                ("23 19:00", Do::SleepUntil(until)),
                ("+150s", Do::Look),
            ],
            &[then],
        );
    }
}

#[test]
fn a_week_off_is_written_down_and_nothing_old_is_shown() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "08:00 20:00")),
            ("23 13:00", Do::OffUntil("27 09:00")),
            ("27 10:00", Do::Look),
        ],
        &[
            "27 09:01:30 missed a@23T20:00 off",
            "27 09:01:30 missed a@24T08:00 off",
            "27 09:01:30 missed a@24T20:00 off",
            "27 09:01:30 missed a@25T08:00 off",
            "27 09:01:30 missed a@25T20:00 off",
            "27 09:01:30 missed a@26T08:00 off",
            "27 09:01:30 missed a@26T20:00 off",
            "27 09:01:30 card a@27T08:00",
        ],
    );
    // Beyond two days nobody knows any more what the computer did.
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "08:00")),
            ("23 13:00", Do::SleepUntil("27 09:00")),
            ("27 10:00", Do::Look),
        ],
        &[
            "27 09:02:30 missed a@24T08:00 off",
            "27 09:02:30 missed a@25T08:00 off",
            "27 09:02:30 missed a@26T08:00 asleep",
            "27 09:02:30 card a@27T08:00",
        ],
    );
}

#[test]
fn a_companion_that_dies_between_claim_and_card_leaves_unknown_and_no_second_card() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 12:00", Do::DieAfterClaim),
            ("23 21:00", Do::StopUntil("23 21:01")),
            ("23 22:00", Do::OffUntil("23 22:10")),
            ("24 12:00", Do::Done("a@23T20:00")),
        ],
        &[
            "23 20:00 died with a@23T20:00",
            "23 20:00 unknown a@23T20:00",
            "24 12:00 done a@23T20:00: done",
        ],
    );
}

#[test]
fn a_round_that_was_not_committed_showed_nothing_and_is_run_again() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 12:00", Do::DieBeforeCommit),
            ("23 21:00", Do::Look),
        ],
        &[
            "23 20:00 died before the commit",
            "23 20:00 card a@23T20:00",
        ],
    );
}

#[test]
fn a_claim_is_in_the_file_for_others_to_read_before_anything_is_shown() {
    let dir = tempfile::tempdir().expect("a place");
    let mut world = World::at(MONDAY, LONDON);
    world.conn = db::open_schedule(dir.path()).expect("opens");
    world.companion_starts();
    world.play(&[("23 12:00", Do::Rule("a", "20:00")), ("23 19:59", Do::Look)]);
    world.pass(MINUTE_MS, true);
    let holder = world.holder();
    let (effects, _) = world.round(&holder).expect("the lease is ours");
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Show(_)))
    );
    let other = db::open_schedule(dir.path()).expect("opens");
    let items = reminders::due(&other, world.now()).expect("read");
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].occurrence.standing, Standing::Claimed);
    assert_eq!(items[0].occurrence.shown_at_ms, None);
}

#[test]
fn an_answer_in_the_app_that_is_quicker_than_the_card_stands() {
    let mut world = World::at(MONDAY, LONDON);
    world.play(&[("23 12:00", Do::Rule("a", "20:00")), ("23 19:59", Do::Look)]);
    world.pass(MINUTE_MS, true);
    let (holder, now) = (world.holder(), world.now());
    world.round(&holder).expect("the lease is ours");
    let name = world.named("a@23T20:00");
    let ids = [name.clone()];
    assert_eq!(world.state(&name), "claimed");
    db::write(&mut world.conn, |tx| {
        reminders::answer(tx, &name, Answer::Done, now)
    })
    .expect("open");
    db::write(&mut world.conn, |tx| {
        reminders::shown(tx, &ids, true, now, "Europe/London")
    })
    .expect("noted");
    assert_eq!(world.state(&name), "done");
}

#[test]
fn a_newer_companion_takes_over_and_the_older_one_claims_nothing_more() {
    let mut world = World::at(MONDAY, LONDON);
    world.play(&[("23 12:00", Do::Rule("a", "20:00")), ("23 19:59", Do::Look)]);
    let older = world.holder();
    world.companion_starts();
    world.pass(MINUTE_MS, true);
    for holder in [older.as_str(), "", "nobody"] {
        let refused = world.round(holder);
        assert!(matches!(refused, Err(Error::Conflict)), "{holder:?}");
    }
    assert_eq!(world.written(), []);
    world.look();
    assert_eq!(world.log, ["23 20:00 card a@23T20:00"]);
}

#[test]
fn without_a_lease_nobody_claims() {
    let mut world = World::at(MONDAY, LONDON);
    world.conn = db::in_memory(File::Schedule).expect("migrations hold");
    let holder = world.holder();
    assert!(matches!(world.round(&holder), Err(Error::Conflict)));
    world.companion_starts();
    assert!(matches!(world.round(&holder), Err(Error::Conflict)));
    let holder = world.holder();
    assert!(world.round(&holder).is_ok());
}

#[test]
fn a_memory_that_cannot_be_read_repeats_nothing_and_silences_nothing() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 20:01", Do::Forget),
            ("24 03:00", Do::Forget),
            ("24 20:01", Do::Forget),
            ("24 21:00", Do::Look),
        ],
        &[
            "23 20:00 card a@23T20:00",
            "24 04:00 expired a@23T20:00",
            "24 04:00 withdraw a@23T20:00",
            "24 20:00 card a@24T20:00",
        ],
    );
}

#[test]
fn a_rule_switched_off_or_deleted_takes_its_cards_and_snoozes_back() {
    for end in [Do::Switch("a", false), Do::Delete("a")] {
        let mut world = World::at(MONDAY, LONDON);
        world.play(&[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 20:05", end),
            ("24 21:00", Do::Look),
        ]);
        assert_eq!(
            world.log,
            [
                "23 20:00 card a@23T20:00",
                "23 20:05 expired a@23T20:00",
                "23 20:05 withdraw a@23T20:00",
            ]
        );
        assert_eq!(world.wake, NextWake::Never, "{end:?}");
        check(
            MONDAY,
            LONDON,
            &[
                ("23 12:00", Do::Rule("a", "20:00")),
                ("23 12:00", Do::Rule("b", "20:00")),
                ("23 20:01", Do::Snooze("a@23T20:00", 10)),
                ("23 20:05", end),
                ("23 21:00", Do::Look),
            ],
            &[
                "23 20:00 card a@23T20:00 b@23T20:00",
                "23 20:01 snooze 10 a@23T20:00: snoozed",
                "23 20:05 expired a@23T20:00",
            ],
        );
    }
}

#[test]
fn the_companion_may_end_only_while_nothing_is_left_to_do() {
    let mut world = World::at(MONDAY, LONDON);
    assert_eq!(world.wake, NextWake::Never, "no rule");
    for (when, event, awake) in [
        ("23 12:00", Do::Rule("a", "20:00"), true),
        ("23 12:01", Do::Switch("a", false), false),
        ("23 12:02", Do::Switch("a", true), true),
        ("23 20:01", Do::Snooze("a@23T20:00", 10), true),
        ("23 20:12", Do::Done("a@23T20:00"), true),
        ("23 20:13", Do::Delete("a"), false),
    ] {
        world.play(&[(when, event)]);
        assert_eq!(world.wake != NextWake::Never, awake, "{event:?}");
    }
}

#[test]
fn a_changed_time_counts_from_now() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "08:00")),
            ("23 13:00", Do::Rule("a", "12:30")),
            ("23 14:00", Do::Rule("a", "14:30")),
            ("23 15:00", Do::Rule("a", "09:00 11:00")),
            ("23 16:00", Do::Switch("a", false)),
            ("24 10:00", Do::Switch("a", true)),
            ("24 11:00", Do::Look),
        ],
        &[
            "23 14:30 card a@23T14:30",
            "23 16:00 expired a@23T14:30",
            "23 16:00 withdraw a@23T14:30",
            "24 11:00 card a@24T11:00",
        ],
    );
}

#[test]
fn a_time_changed_and_changed_back_is_not_shown_again() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 20:30", Do::SetClock("23 19:30")),
            ("23 19:40", Do::Rule("a", "21:00")),
            ("23 19:41", Do::Rule("a", "20:00")),
            ("23 23:00", Do::Look),
        ],
        &["23 20:00 card a@23T20:00"],
    );
}

#[test]
fn a_new_name_leaves_everything_else_as_it_is() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "14:00")),
            ("23 12:00", Do::Rule("b", "12:30")),
            ("23 12:31", Do::Snooze("b@23T12:30", 10)),
            ("23 12:35", Do::Rename("b", "stand up")),
            ("23 13:00", Do::SleepUntil("23 14:30")),
            ("23 14:31", Do::Rename("a", "evening")),
            ("23 15:00", Do::Look),
        ],
        &[
            "23 12:30 card b@23T12:30",
            "23 12:31 snooze 10 b@23T12:30: snoozed",
            "23 12:41 card b@23T12:30",
            "23 14:32:30 card a@23T14:00",
        ],
    );
}

#[test]
fn a_second_card_waits_until_ten_minutes_have_passed() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 12:00", Do::Rule("b", "20:01")),
            ("23 12:00", Do::Rule("c", "20:09")),
            ("23 12:00", Do::Rule("d", "20:20")),
            ("23 21:00", Do::Look),
        ],
        &[
            "23 20:00 card a@23T20:00",
            "23 20:10 card b@23T20:01 c@23T20:09",
            "23 20:20 card d@23T20:20",
        ],
    );
}

#[test]
fn two_rules_within_a_minute_share_one_card() {
    let rules = [
        ("23 12:00", Do::Rule("a", "20:00")),
        ("23 12:00", Do::Rule("b", "20:00")),
        ("23 12:00", Do::Rule("c", "20:01")),
    ];
    check(
        MONDAY,
        LONDON,
        &[
            rules[0],
            rules[1],
            rules[2],
            ("23 19:59", Do::StopUntil("23 20:00:30")),
            ("23 21:00", Do::Look),
        ],
        &[
            "23 20:00:30 card a@23T20:00 b@23T20:00",
            "23 20:01 card a@23T20:00 b@23T20:00 c@23T20:01",
        ],
    );
    check(
        MONDAY,
        LONDON,
        &[
            rules[0],
            rules[1],
            rules[2],
            ("23 19:59", Do::StopUntil("23 20:00:30")),
            ("23 20:00:40", Do::Done("a@23T20:00")),
            ("23 20:00:50", Do::Dismiss("b@23T20:00")),
            ("23 21:00", Do::Look),
        ],
        &[
            "23 20:00:30 card a@23T20:00 b@23T20:00",
            "23 20:00:40 done a@23T20:00: done",
            "23 20:00:50 close b@23T20:00: dismissed",
            "23 20:01 card c@23T20:01",
        ],
    );
}

#[test]
fn a_snooze_the_person_asked_for_is_not_held_back() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 12:00", Do::Rule("b", "20:15")),
            ("23 20:10", Do::Snooze("a@23T20:00", 10)),
            ("23 21:00", Do::Look),
        ],
        &[
            "23 20:00 card a@23T20:00",
            "23 20:10 snooze 10 a@23T20:00: snoozed",
            "23 20:15 card b@23T20:15",
            "23 20:20 card a@23T20:00",
        ],
    );
}

#[test]
fn a_clock_set_back_repeats_nothing() {
    for set in ["23 19:30", "23 12:00", "22 20:00"] {
        check(
            MONDAY,
            LONDON,
            &[
                ("23 12:00", Do::Rule("a", "20:00")),
                ("23 20:30", Do::SetClock(set)),
                ("23 23:00", Do::Look),
            ],
            &["23 20:00 card a@23T20:00"],
        );
    }
}

#[test]
fn a_jump_of_a_day_is_caught_up_and_a_longer_one_is_doubted_for_two_minutes() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 20:00", Do::Done("a@23T20:00")),
            ("23 21:00", Do::SetClock("24 23:00")),
            ("24 23:30", Do::Look),
        ],
        &[
            "23 20:00 card a@23T20:00",
            "23 20:00 done a@23T20:00: done",
            "24 23:00 card a@24T20:00",
        ],
    );
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 12:01", Do::SetClock("24 21:00")),
            ("24 21:00", Do::LookEverySecondUntil("24 21:05")),
        ],
        &[
            "24 21:02 missed a@23T20:00 clock",
            "24 21:02 card a@24T20:00",
        ],
    );
}

#[test]
fn a_wrong_clock_that_is_put_right_leaves_no_trace() {
    for (wrong, long) in [
        // Believable after two minutes, but put right before.
        ("26 12:00", "+119s"),
        ("20 12:00", "+119s"),
        // Never believable, however long it lasts.
        ("1970-01-01 00:00", "+3h"),
        ("2025-12-31 23:00", "+30m"),
        ("2028-06-01 12:00", "+3h"),
        ("2106-02-07 06:28", "+3h"),
    ] {
        check(
            MONDAY,
            LONDON,
            &[
                ("23 12:00", Do::Rule("a", "08:00 13:00 20:00")),
                ("23 12:30", Do::SetClock(wrong)),
                (long, Do::Look),
                ("+0s", Do::SetClock("23 15:35")),
                ("23 21:00", Do::Look),
            ],
            &["23 15:37 card a@23T13:00", "23 20:00 card a@23T20:00"],
        );
    }
}

/// Each day's one reminder of three days around a change, and the instant it is shown.
#[track_caller]
fn check_instants(start: &str, zone: Tz, time: &'static str, expected: [&str; 3]) {
    let mut world = World::at(start, zone);
    world.perform(Do::Rule("a", time));
    world.run_until(world.wall_ms + 3 * DAY_MS);
    let shown: Vec<String> = world
        .conn
        .prepare("SELECT at_ms FROM event WHERE kind = 'shown' ORDER BY id")
        .expect("asked")
        .query_map([], |row| row.get::<_, i64>(0))
        .expect("asked")
        .map(|at_ms| {
            let at = DateTime::from_timestamp_millis(at_ms.expect("read")).expect("in range");
            at.format("%m-%dT%H:%M:%S").to_string()
        })
        .collect();
    assert_eq!(shown, expected);
    assert_eq!(world.written().len(), 3);
}

#[test]
fn a_time_the_clocks_leave_out_comes_as_late_as_they_jumped() {
    check_instants(
        "2026-03-27 12:00",
        LONDON,
        "01:30",
        ["03-28T01:30:00", "03-29T01:30:00", "03-30T00:30:00"],
    );
    check_instants(
        "2026-03-06 12:00",
        NEW_YORK,
        "02:30",
        ["03-07T07:30:00", "03-08T07:30:00", "03-09T06:30:00"],
    );
    check_instants(
        "2026-10-02 12:00",
        LORD_HOWE,
        "02:15",
        ["10-02T15:45:00", "10-03T15:45:00", "10-04T15:15:00"],
    );
}

#[test]
fn a_time_the_clocks_repeat_comes_the_first_time_only() {
    check_instants(
        "2026-10-23 12:00",
        LONDON,
        "01:30",
        ["10-24T00:30:00", "10-25T00:30:00", "10-26T01:30:00"],
    );
    check_instants(
        "2026-10-30 12:00",
        NEW_YORK,
        "01:30",
        ["10-31T05:30:00", "11-01T05:30:00", "11-02T06:30:00"],
    );
    check_instants(
        "2026-04-03 12:00",
        LORD_HOWE,
        "01:45",
        ["04-03T14:45:00", "04-04T14:45:00", "04-05T15:15:00"],
    );
}

#[test]
fn flying_west_repeats_nothing_and_flying_back_neither() {
    check(
        "2026-11-23 07:00",
        LONDON,
        &[
            ("23 07:00", Do::Rule("a", "08:00")),
            ("23 09:00", Do::Travel(NEW_YORK)),
            ("24 06:00", Do::Travel(LONDON)),
            ("24 12:00", Do::Travel(NEW_YORK)),
            ("24 12:00", Do::Look),
        ],
        &[
            "23 08:00 card a@23T08:00",
            "24 04:00 expired a@23T08:00",
            "24 04:00 withdraw a@23T08:00",
            "24 11:00 card a@24T08:00",
        ],
    );
}

#[test]
fn flying_east_past_a_time_shows_it_while_its_day_lasts() {
    check(
        "2026-11-23 07:00",
        LONDON,
        &[
            ("23 07:00", Do::Rule("a", "20:00")),
            ("23 12:30", Do::Travel(TOKYO)),
            ("24 20:00", Do::Look),
        ],
        &[
            "23 21:30 card a@23T20:00",
            "24 04:00 expired a@23T20:00",
            "24 04:00 withdraw a@23T20:00",
            "24 20:00 card a@24T20:00",
        ],
    );
    check(
        "2026-11-23 07:00",
        LONDON,
        &[
            ("23 07:00", Do::Rule("a", "20:00")),
            ("23 19:30", Do::Travel(TOKYO)),
            ("24 05:00", Do::Travel(LONDON)),
            ("23 21:00", Do::Look),
        ],
        &["24 04:30 missed a@23T20:00 tz"],
    );
}

#[test]
fn a_trip_during_which_nothing_was_due_changes_nothing() {
    check(
        "2026-11-23 07:00",
        LONDON,
        &[
            ("23 07:00", Do::Rule("a", "20:00")),
            ("23 07:30", Do::Travel(TOKYO)),
            ("23 17:00", Do::Travel(LONDON)),
            ("23 23:00", Do::Look),
        ],
        &["23 20:00 card a@23T20:00"],
    );
}

#[test]
fn what_comes_next_is_the_nearest_time_or_snooze_of_a_rule_in_force() {
    let mut world = World::at(MONDAY, LONDON);
    let next = |world: &World| {
        reminders::next(&world.conn, world.now(), &world.place)
            .expect("read")
            .map(|next| (next.rule_id, next.at_ms - world.wall_ms))
    };
    assert_eq!(next(&world), None);
    world.play(&[
        ("23 12:00", Do::Rule("a", "20:00")),
        ("23 12:00", Do::RuleOn("b", "13:00", 0b000_0010)),
    ]);
    assert_eq!(next(&world), Some((rule_id("a"), 8 * HOUR_MS)));
    world.play(&[("23 20:00", Do::Look)]);
    assert_eq!(next(&world), Some((rule_id("b"), 17 * HOUR_MS)));
    world.play(&[("23 20:00", Do::Snooze("a@23T20:00", 30))]);
    assert_eq!(next(&world), Some((rule_id("a"), 30 * MINUTE_MS)));
    world.play(&[
        ("23 20:01", Do::Switch("a", false)),
        ("23 20:02", Do::Delete("b")),
    ]);
    assert_eq!(next(&world), None);
}

#[test]
fn a_rule_that_could_never_come_or_is_no_rule_is_refused_by_field() {
    let mut conn = db::in_memory(File::Schedule).expect("migrations hold");
    let now = Moment {
        utc_ms: 1_795_417_800_000,
        offset_min: 0,
    };
    let sound = Rule {
        id: id(1),
        purpose: Purpose::DiaryCheck,
        name: Some("  after work ".to_owned()),
        plan: Plan::at(vec![clock("20:00"), clock("08:00"), clock("20:00")]),
        days: Days::ALL,
        terms: Terms::of(Purpose::DiaryCheck),
        enabled: true,
    };
    let second = NaiveTime::from_hms_opt(20, 0, 1).expect("a time");
    let quarters = (0..25).map(|n| clock(&format!("{:02}:{:02}", n / 4, n % 4 * 15)));
    for (field, rule) in [
        (
            "id",
            Rule {
                id: "1".to_owned(),
                ..sound.clone()
            },
        ),
        (
            "name",
            Rule {
                name: Some("n".repeat(81)),
                ..sound.clone()
            },
        ),
        (
            "name",
            Rule {
                name: Some("a\u{1b}b".to_owned()),
                ..sound.clone()
            },
        ),
        (
            "times",
            Rule {
                plan: Plan::at(Vec::new()),
                ..sound.clone()
            },
        ),
        (
            "times",
            Rule {
                plan: Plan::at(vec![second]),
                ..sound.clone()
            },
        ),
        (
            "times",
            Rule {
                plan: Plan::at(quarters.collect()),
                ..sound.clone()
            },
        ),
        (
            "days",
            Rule {
                days: Days::new(0).expect("a set"),
                ..sound.clone()
            },
        ),
    ] {
        let told = db::write(&mut conn, |tx| reminders::save_rule(tx, &rule, now));
        assert!(
            matches!(told, Err(Error::Invalid { field: told }) if told == field),
            "{field}: {told:?}"
        );
    }
    assert!(matches!(
        Days::new(128),
        Err(Error::Invalid { field: "days" })
    ));
    assert_eq!(reminders::rules(&conn).expect("read"), []);
    let kept = db::write(&mut conn, |tx| reminders::save_rule(tx, &sound, now)).expect("saved");
    assert_eq!(kept.plan.times(), [clock("08:00"), clock("20:00")]);
    assert_eq!(kept.name.as_deref(), Some("after work"));
    assert_eq!(reminders::rules(&conn).expect("read"), [kept]);
    db::write(&mut conn, |tx| reminders::delete_rule(tx, &id(1), now)).expect("in force");
    for told in [
        db::write(&mut conn, |tx| reminders::delete_rule(tx, &id(1), now)),
        db::write(&mut conn, |tx| {
            reminders::save_rule(tx, &sound, now).map(drop)
        }),
    ] {
        assert!(matches!(told, Err(Error::NotFound)));
    }
}

#[test]
fn a_time_left_out_at_midnight_is_still_ahead_after_it() {
    // In Nuuk the last hour of this Saturday is left out; its 23:30 falls on Sunday's 00:30.
    let mut world = World::at("2026-03-28 22:30", Tz::America__Nuuk);
    world.play(&[("28 22:30", Do::Rule("a", "23:30"))]);
    let next = |world: &World| {
        let next = reminders::next(&world.conn, world.now(), &world.place).expect("read");
        next.map(|next| next.at_ms - world.wall_ms)
    };
    assert_eq!(next(&world), Some(HOUR_MS));
    world.play(&[("29 00:10", Do::Look)]);
    assert_eq!(next(&world), Some(20 * MINUTE_MS));
    check(
        "2026-03-29 00:10",
        Tz::America__Nuuk,
        &[("29 00:10", Do::Rule("a", "23:30")), ("29 02:00", Do::Look)],
        &["29 00:30 card a@28T23:30"],
    );
}

#[test]
fn a_change_of_the_clocks_by_law_is_no_journey() {
    check(
        "2026-03-28 12:00",
        LONDON,
        &[
            ("28 12:00", Do::Rule("a", "00:30 03:30")),
            ("28 23:00", Do::StopUntil("29 03:45")),
            ("29 03:50", Do::Look),
        ],
        &[
            "29 03:45 missed a@29T00:30 stopped",
            "29 03:45 card a@29T03:30",
        ],
    );
}

#[test]
fn beyond_two_days_the_newest_is_off_like_the_others() {
    check(
        MONDAY,
        LONDON,
        &[
            // Tuesday alone.
            ("23 12:00", Do::RuleOn("a", "08:00", 0b000_0010)),
            ("23 13:00", Do::SleepUntil("27 09:00")),
            ("27 10:00", Do::Look),
        ],
        &["27 09:02:30 missed a@24T08:00 off"],
    );
}

#[test]
fn held_back_until_its_day_ended_says_so() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "03:55")),
            ("23 12:00", Do::Rule("b", "03:58")),
            ("24 12:00", Do::Look),
        ],
        &[
            "24 03:55 card a@24T03:55",
            "24 04:00 expired a@24T03:55",
            "24 04:00 withdraw a@24T03:55",
            "24 04:00 missed b@24T03:58 cap",
        ],
    );
    // It was due where the person was not yet; only the journey kept it from being shown.
    check(
        "2026-11-23 07:00",
        LONDON,
        &[
            ("23 07:00", Do::Rule("a", "20:00")),
            ("23 19:30", Do::Travel(TOKYO)),
        ],
        &["24 04:30 missed a@23T20:00 tz"],
    );
}

#[test]
fn a_snooze_pressed_twice_counts_once_and_lasts_from_the_second() {
    let mut world = World::at(MONDAY, LONDON);
    world.play(&[
        ("23 12:00", Do::Rule("a", "20:00")),
        ("23 20:01", Do::Snooze("a@23T20:00", 5)),
        ("23 20:02", Do::Snooze("a@23T20:00", 10)),
        ("23 20:13", Do::Snooze("a@23T20:00", 5)),
        ("23 20:13", Do::Snooze("a@23T20:00", 5)),
        ("23 20:19", Do::Snooze("a@23T20:00", 5)),
        ("23 20:19", Do::Snooze("a@23T20:00", 5)),
        ("23 20:25", Do::Snooze("a@23T20:00", 5)),
        ("23 20:25", Do::Snooze("a@23T20:00", 5)),
        ("23 21:00", Do::Look),
    ]);
    assert_eq!(
        world.log,
        [
            "23 20:00 card a@23T20:00",
            "23 20:01 snooze 5 a@23T20:00: snoozed",
            "23 20:02 snooze 10 a@23T20:00: snoozed",
            "23 20:12 card a@23T20:00",
            "23 20:13 snooze 5 a@23T20:00: snoozed",
            "23 20:13 snooze 5 a@23T20:00: snoozed",
            "23 20:18 card a@23T20:00",
            "23 20:19 snooze 5 a@23T20:00: snoozed",
            "23 20:19 snooze 5 a@23T20:00: snoozed",
            "23 20:24 card a@23T20:00",
            "23 20:25 snooze 5 a@23T20:00: waiting",
            "23 20:25 snooze 5 a@23T20:00: waiting",
        ]
    );
    assert_eq!(
        world.logged("a@23T20:00"),
        [
            "claimed", "shown", "snoozed", "claimed", "shown", "snoozed", "claimed", "shown",
            "snoozed", "claimed", "shown", "waiting"
        ]
    );
}

#[test]
fn a_snooze_pressed_before_a_set_clock_was_seen_lasts_as_long_as_was_asked() {
    for (set, back) in [("23 23:05", "23 23:15"), ("23 19:05", "23 19:15")] {
        let told = |clock: &str| {
            [
                "23 20:00 card a@23T20:00".to_owned(),
                format!("{clock} snooze 10 a@23T20:00: snoozed"),
                format!("{back} card a@23T20:00"),
            ]
        };
        // The clock is set and then the button is pressed, or the other way round; the companion looks after both.
        for (events, clock) in [
            ([Do::SetClock(set), Do::Snooze("a@23T20:00", 10)], set),
            (
                [Do::Snooze("a@23T20:00", 10), Do::SetClock(set)],
                "23 20:05",
            ),
        ] {
            let told = told(clock);
            check(
                MONDAY,
                LONDON,
                &[
                    ("23 12:00", Do::Rule("a", "20:00")),
                    ("23 20:05", Do::Unseen),
                    ("+0s", events[0]),
                    ("+0s", events[1]),
                    ("+30m", Do::Look),
                ],
                &told.each_ref().map(String::as_str),
            );
        }
    }
    // Pressed again before the set clock was seen, it lasts from then; the first press went with the old clock.
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 20:05", Do::Snooze("a@23T20:00", 10)),
            ("23 20:07", Do::Unseen),
            ("+0s", Do::SetClock("23 23:07")),
            ("+0s", Do::Snooze("a@23T20:00", 10)),
            ("+30m", Do::Look),
        ],
        &[
            "23 20:00 card a@23T20:00",
            "23 20:05 snooze 10 a@23T20:00: snoozed",
            "23 23:07 snooze 10 a@23T20:00: snoozed",
            "23 23:17 card a@23T20:00",
        ],
    );
    // Set back to just before the press, an older snooze is still an older snooze.
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 20:05", Do::Snooze("a@23T20:00", 10)),
            ("23 20:07", Do::StopUntil("23 20:08")),
            ("23 20:09", Do::SetClock("23 20:05")),
            ("+30m", Do::Look),
        ],
        &[
            "23 20:00 card a@23T20:00",
            "23 20:05 snooze 10 a@23T20:00: snoozed",
            "23 20:11 card a@23T20:00",
        ],
    );
}

#[test]
fn a_snooze_that_returns_after_four_stays_for_an_hour() {
    for (reached, word) in [(true, "card"), (false, "no card for")] {
        check(
            MONDAY,
            LONDON,
            &[
                ("23 12:00", Do::Rule("a", "03:40")),
                ("24 03:45", Do::Snooze("a@24T03:40", 30)),
                ("24 03:45", Do::Notifier(reached)),
                ("24 12:00", Do::Look),
            ],
            &[
                "24 03:40 card a@24T03:40",
                "24 03:45 snooze 30 a@24T03:40: snoozed",
                &format!("24 04:15 {word} a@24T03:40"),
                "24 05:15 expired a@24T03:40",
                "24 05:15 withdraw a@24T03:40",
            ],
        );
    }
    // The hour is an hour whatever is done to the clock, and an hour before four is not the end.
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "03:40 22:00")),
            ("23 22:01", Do::Snooze("a@23T22:00", 10)),
            ("24 03:45", Do::Snooze("a@24T03:40", 30)),
            ("24 04:30", Do::SetClock("24 07:30")),
            ("24 12:00", Do::Look),
        ],
        &[
            "23 22:00 card a@23T22:00",
            "23 22:01 snooze 10 a@23T22:00: snoozed",
            "23 22:11 card a@23T22:00",
            "24 03:40 card a@24T03:40",
            "24 03:45 snooze 30 a@24T03:40: snoozed",
            "24 04:00 expired a@23T22:00",
            "24 04:00 withdraw a@23T22:00",
            "24 04:15 card a@24T03:40",
            "24 08:15 expired a@24T03:40",
            "24 08:15 withdraw a@24T03:40",
        ],
    );
}

#[test]
fn what_falls_due_as_a_snooze_returns_shares_its_card() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "20:00")),
            ("23 12:00", Do::Rule("b", "20:15")),
            ("23 12:00", Do::Rule("c", "20:20")),
            ("23 20:10", Do::Snooze("a@23T20:00", 10)),
            ("23 21:00", Do::Look),
        ],
        &[
            "23 20:00 card a@23T20:00",
            "23 20:10 snooze 10 a@23T20:00: snoozed",
            "23 20:15 card b@23T20:15",
            "23 20:20 card a@23T20:00 c@23T20:20",
        ],
    );
}

#[test]
fn a_card_that_was_not_noted_becomes_unknown_at_the_next_look_of_the_same_companion() {
    let mut world = World::at(MONDAY, LONDON);
    world.play(&[
        ("23 12:00", Do::Rule("a", "20:00")),
        ("23 12:00", Do::LoseNote),
        ("23 20:10", Do::Delete("a")),
    ]);
    assert_eq!(
        world.log,
        [
            "23 20:00 card a@23T20:00",
            "23 20:00 lost the note",
            "23 20:01 unknown a@23T20:00",
        ]
    );
    assert_eq!(world.wake, NextWake::Never, "nothing is left to do");
}

#[test]
fn flying_east_on_the_day_a_rule_is_made_loses_nothing() {
    for (leaves, told) in [
        ("23 12:30", "23 21:30 card a@23T20:00"),
        ("23 18:59", "24 03:59 card a@23T20:00"),
        ("23 19:30", "24 04:30 missed a@23T20:00 tz"),
    ] {
        check(
            MONDAY,
            LONDON,
            &[
                ("23 12:00", Do::Rule("a", "20:00")),
                (leaves, Do::Travel(TOKYO)),
                ("24 04:01", Do::Look),
            ][..if told.starts_with("24 04") { 2 } else { 3 }],
            &[
                told,
                "24 04:00 expired a@23T20:00",
                "24 04:00 withdraw a@23T20:00",
            ][..if told.starts_with("24 04") { 1 } else { 3 }],
        );
    }
}

#[test]
fn a_journey_brings_no_time_that_was_over_when_the_rule_was_made() {
    // At noon in London it is 21:00 in Tokyo and 07:00 in New York.
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "10:00")),
            ("23 12:30", Do::Travel(TOKYO)),
            ("23 23:00", Do::Travel(LONDON)),
            ("24 09:00", Do::Look),
        ],
        &[],
    );
    // The hour that comes twice is no journey: the first 01:50 was over.
    check(
        "2026-10-25 00:30",
        LONDON,
        &[("+130m", Do::Rule("a", "01:50")), ("25 12:00", Do::Look)],
        &[],
    );
}

#[test]
fn a_rule_made_while_the_clock_was_ahead_begins_when_it_is_put_right() {
    for ahead in ["23 21:30", "24 12:00", "30 12:00"] {
        check(
            MONDAY,
            LONDON,
            &[
                ("23 12:00", Do::SetClock(ahead)),
                ("+10m", Do::Rule("a", "20:00")),
                ("+5m", Do::SetClock("23 12:15")),
                ("23 21:00", Do::Look),
            ],
            &["23 20:00 card a@23T20:00"],
        );
    }
    // Also over a restart of the computer.
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::SetClock("24 12:00")),
            ("24 12:10", Do::Rule("a", "20:00")),
            ("24 12:15", Do::Unseen),
            ("+0s", Do::SetClock("23 12:14")),
            ("+0s", Do::OffUntil("23 12:15")),
            ("23 21:00", Do::Look),
        ],
        &["23 20:00 card a@23T20:00"],
    );
    // What the app says comes next does not wait for the wrong date either.
    let mut world = World::at(MONDAY, LONDON);
    world.play(&[
        ("23 12:00", Do::SetClock("30 12:00")),
        ("30 12:10", Do::Rule("a", "20:00")),
        ("30 12:10", Do::SetClock("23 12:10")),
    ]);
    let next = reminders::next(&world.conn, world.now(), &world.place).expect("read");
    assert_eq!(
        next.map(|next| next.at_ms - world.wall_ms),
        Some(7 * HOUR_MS + 50 * MINUTE_MS)
    );
}

#[test]
fn a_clock_wrong_for_a_while_after_a_rule_was_made_brings_no_time_that_was_over_then() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Rule("a", "11:00 11:30")),
            ("23 12:05", Do::SetClock("23 09:05")),
            ("23 09:15", Do::SetClock("23 12:15")),
            ("23 23:00", Do::Look),
        ],
        &[],
    );
}

#[test]
fn after_more_than_a_year_off_a_rule_saved_at_that_clock_confirms_it() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::OffUntil("2027-12-31 09:00")),
            ("2028-01-01 12:00", Do::Rule("a", "21:00")),
            ("2028-01-01 22:00", Do::Look),
        ],
        &["01 21:00 card a@01T21:00"],
    );
}

/// A reminder on the screen and a year and more off, up to the look before the person is back.
fn years_later() -> World {
    let mut world = World::at(MONDAY, LONDON);
    world.play(&[
        ("23 12:00", Do::Rule("a", "20:00")),
        ("23 21:00", Do::OffUntil("2027-12-31 09:00")),
        ("2027-12-31 22:00", Do::Look),
    ]);
    assert_eq!(world.log, ["23 20:00 card a@23T20:00"]);
    world
}

#[test]
fn an_answer_in_the_app_confirms_the_clock_and_one_on_a_card_does_not() {
    let mut world = years_later();
    let (name, now) = (world.named("a@23T20:00"), world.now());
    db::write(&mut world.conn, |tx| {
        reminders::pressed(tx, &name, Answer::Done, now)
    })
    .expect("open");
    world.run_until(world.instant("2028-01-01 21:00"));
    assert_eq!(world.log.len(), 1, "a card does not say which day it is");

    let mut world = years_later();
    world.answer("a@23T20:00", Answer::Done);
    world.run_until(world.instant("2028-01-01 21:00"));
    let missed = world
        .written()
        .into_iter()
        .filter(|one| one.state == "missed");
    // Four hundred days are written down and no more; the evening of the last of them is shown.
    assert_eq!(missed.count(), 399);
    assert_eq!(world.log[1], "31 22:00 done a@23T20:00: done");
    assert_eq!(
        world.log.last().map(String::as_str),
        Some("01 20:00 card a@01T20:00")
    );
}

#[test]
fn a_confirmed_clock_still_has_to_agree_for_two_minutes_and_is_forgotten_when_put_right() {
    check(
        MONDAY,
        LONDON,
        &[
            ("23 12:00", Do::Unseen),
            ("+0s", Do::SetClock("2028-06-01 12:00")),
            ("+0s", Do::Rule("a", "20:00")),
            ("+60s", Do::SetClock("23 12:01")),
            // Wrong again, and nobody says that it is right.
            ("23 12:01", Do::SetClock("2028-06-01 12:00")),
            ("+3h", Do::SetClock("23 15:01")),
            ("23 21:00", Do::Look),
        ],
        &["23 20:00 card a@23T20:00"],
    );
    let mut world = World::at(MONDAY, LONDON);
    world.play(&[("23 12:00", Do::SetClock("1970-01-01 12:00"))]);
    world.play(&[("1970-01-01 12:05", Do::Rule("a", "20:00"))]);
    world.run_until(world.wall_ms + DAY_MS);
    assert_eq!(world.log, [""; 0], "the program is younger than that");
}

/// The control of the property below: undisturbed, nothing is missed.
#[test]
fn an_undisturbed_fortnight_shows_every_reminder_also_where_the_clocks_change() {
    for (zone, start) in [
        (LONDON, "2026-03-20 05:00"),
        (LONDON, "2026-10-18 05:00"),
        (NEW_YORK, "2026-03-01 05:00"),
        (NEW_YORK, "2026-10-25 05:00"),
        (LORD_HOWE, "2026-03-29 05:00"),
        (LORD_HOWE, "2026-09-27 05:00"),
        (Tz::America__Nuuk, "2026-03-22 05:00"),
        (Tz::Africa__Cairo, "2026-04-18 05:00"),
    ] {
        let mut world = World::at(start, zone);
        world.stride_ms = HOUR_MS;
        world.play(&[
            ("+0s", Do::Rule("a", "08:00 20:00")),
            ("+0s", Do::Rule("b", "00:30 01:45 02:15 23:30")),
        ]);
        world.run_until(world.wall_ms + 14 * DAY_MS);
        let shown = world.claims.values().filter(|shown| **shown == 1).count();
        // In Nuuk the last hour of a Saturday is left out: its 23:30 falls on Sunday's 00:30.
        let merged = usize::from(zone == Tz::America__Nuuk);
        assert_eq!(
            (shown, world.written().len()),
            (14 * 6 - merged, 14 * 6),
            "{zone} {start}"
        );
    }
}

/// One turn of a simulated life.
#[derive(Debug, Clone)]
enum Turn {
    Run(i64),
    Sleep(i64),
    /// Minutes off, and minutes the clock is wrong by afterwards.
    Off(i64, i64),
    Stop(i64),
    Set(i64),
    Travel(Tz),
    /// Which of the open occurrences is answered, and how.
    Say(usize, u8),
    Dies(bool),
    Notifier(bool),
}

const ZONES: [Tz; 9] = [
    LONDON,
    NEW_YORK,
    LORD_HOWE,
    TOKYO,
    Tz::Pacific__Honolulu,
    Tz::Pacific__Kiritimati,
    Tz::America__Nuuk,
    Tz::Africa__Casablanca,
    Tz::Asia__Kathmandu,
];

fn a_zone() -> impl Strategy<Value = Tz> {
    proptest::sample::select(&ZONES[..])
}

/// A turn; the clock is set by at most so many minutes.
fn a_turn(set_by: i64) -> impl Strategy<Value = Turn> {
    prop_oneof![
        4 => (1_i64..1500).prop_map(Turn::Run),
        2 => (1_i64..2000).prop_map(Turn::Sleep),
        1 => (1_i64..6000, prop_oneof![3 => Just(0), 1 => -set_by..set_by]).prop_map(|(off, by)| Turn::Off(off, by)),
        1 => (1_i64..3000).prop_map(Turn::Stop),
        2 => (-set_by..set_by).prop_map(Turn::Set),
        1 => (-180_i64..180).prop_map(Turn::Set),
        1 => a_zone().prop_map(Turn::Travel),
        4 => (0_usize..4, 0_u8..6).prop_map(|(which, how)| Turn::Say(which, how)),
        1 => any::<bool>().prop_map(Turn::Dies),
        1 => any::<bool>().prop_map(Turn::Notifier),
    ]
}

impl World {
    fn take_turn(&mut self, turn: &Turn) {
        match *turn {
            Turn::Run(minutes) => self.run_until(self.wall_ms + minutes * MINUTE_MS),
            Turn::Sleep(minutes) => self.sleep_ms(minutes * MINUTE_MS),
            Turn::Off(minutes, wrong_by) => self.off_ms((minutes + wrong_by) * MINUTE_MS),
            Turn::Stop(minutes) => self.stop_ms(minutes * MINUTE_MS),
            Turn::Set(minutes) => self.wall_ms += minutes * MINUTE_MS,
            Turn::Travel(zone) => self.place = Place(zone),
            Turn::Say(which, how) => self.say(which, how),
            Turn::Dies(early) => {
                self.death = Some(if early {
                    Death::BeforeCommit
                } else {
                    Death::AfterClaim
                });
            }
            Turn::Notifier(reached) => self.reached = reached,
        }
        self.look();
    }

    fn say(&mut self, which: usize, how: u8) {
        let open: Vec<String> = self
            .written()
            .into_iter()
            .filter(|one| {
                !matches!(
                    one.state.as_str(),
                    "missed" | "expired" | "done" | "skipped"
                )
            })
            .map(|one| one.id)
            .collect();
        if open.is_empty() {
            return;
        }
        let (id, now) = (&open[which % open.len()], self.now());
        let said = match how {
            0 => Answer::Done,
            1 => Answer::Skip,
            2 => {
                db::write(&mut self.conn, |tx| reminders::dismissed(tx, id, now)).expect("open");
                return;
            }
            3 => Answer::Snooze { minutes: 5 },
            _ => Answer::Snooze { minutes: 30 },
        };
        db::write(&mut self.conn, |tx| reminders::answer(tx, id, said, now)).expect("open");
    }
}

/// A computer with three rules: some times lie where clocks change, and one rule has weekdays only.
fn a_life(day: i64, zone: Tz, stride_min: i64) -> World {
    let start = NaiveDate::from_ymd_opt(2026, 2, 1)
        .expect("a date")
        .checked_add_days(Calendar::new(u64::try_from(day).expect("a day after")))
        .expect("a date");
    let mut world = World::at(&format!("{start} 12:07"), zone);
    world.stride_ms = stride_min * MINUTE_MS;
    world.rule("a", "08:00 14:30 20:00", Days::ALL.bits(), true);
    world.rule("b", "01:30 02:15 23:30", Days::ALL.bits(), true);
    world.rule("c", "03:55 12:00", 0b001_1111, true);
    world.look();
    world
}

/// Every time of every rule that came up to an instant, judged by chrono-tz: for whoever stayed, after the instant at
/// which the rules were made; for whoever travelled, after the date and time at which they were made.
fn nominal(
    world: &World,
    made: (i64, NaiveDateTime),
    to_ms: i64,
    travelled: bool,
) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for rule in reminders::rules(&world.conn).expect("read") {
        let first = made.1.date() - TimeDelta::days(3);
        for day in first.iter_days() {
            let due_ms = |time| judged(day.and_time(time), world.place.0) * SECOND_MS;
            if due_ms(NaiveTime::MIN) > to_ms + 3 * DAY_MS {
                break;
            }
            for time in rule.plan.times() {
                let began = if travelled {
                    day.and_time(*time) >= made.1
                } else {
                    due_ms(*time) >= made.0
                };
                if rule.days.holds(day) && due_ms(*time) <= to_ms && began {
                    names.insert(Occurrence::name(&rule.id, day, *time));
                }
            }
        }
    }
    names
}

/// The seconds at which a zone changes its offset.
fn changes(zone: Tz, from_s: i64, to_s: i64) -> Vec<i64> {
    let place = Place(zone);
    let mut found = Vec::new();
    let day_s = DAY_MS / SECOND_MS;
    let mut from = from_s;
    while from < to_s {
        let (mut low, mut high) = (from, from + day_s);
        if place.offset_s(low) != place.offset_s(high) {
            while high - low > 1 {
                let middle = low.midpoint(high);
                if place.offset_s(middle) == place.offset_s(low) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            found.push(high);
        }
        from += day_s;
    }
    found
}

/// 2026-01-01 and 2036-01-01.
const DECADE_S: (i64, i64) = (1_767_225_600, 2_082_758_400);

#[test]
fn around_every_change_of_every_zone_a_local_time_means_what_the_judge_says() {
    let mut looked_at = 0_u32;
    for zone in TZ_VARIANTS {
        let place = Place(zone);
        for change in changes(zone, DECADE_S.0, DECADE_S.1) {
            let middle = DateTime::from_timestamp(change + i64::from(place.offset_s(change)), 0)
                .expect("in range")
                .naive_utc();
            for quarter in -16..=16 {
                for minute in [-1, 0, 1] {
                    let local = middle + TimeDelta::minutes(quarter * 15 + minute);
                    assert_eq!(
                        reminders::resolve(local, &place),
                        judged(local, zone),
                        "{local} in {zone}"
                    );
                    let there = zone.from_local_datetime(&local).earliest().is_some();
                    assert_eq!(reminders::exists(local, &place), there, "{local} in {zone}");
                    looked_at += 1;
                }
            }
        }
    }
    assert!(looked_at > 100_000, "only {looked_at} times were looked at");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the computer, its clocks and the person do, an occurrence is shown once and once for each snooze.
    #[test]
    fn an_occurrence_is_shown_at_most_once_and_once_for_each_snooze(
        day in 0_i64..1400,
        zone in a_zone(),
        stride_min in prop_oneof![1 => Just(1_i64), 3 => 20_i64..200],
        turns in proptest::collection::vec(prop_oneof![6 => a_turn(26 * 60), 1 => a_turn(800 * 24 * 60)], 1..40),
    ) {
        let mut world = a_life(day, zone, stride_min);
        for turn in &turns {
            world.take_turn(turn);
        }
        let written: BTreeMap<String, u32> =
            world.written().into_iter().map(|one| (one.id, one.snoozes)).collect();
        for (id, shown) in &world.claims {
            let snoozes = *written.get(id).expect("what was shown is written down");
            prop_assert!(*shown <= 1 + snoozes && snoozes <= u32::from(SNOOZES_MAX), "{} was shown {} times", id, shown);
        }
    }

    /// Every time of a fortnight that came ends in one row, whatever happened; and there is no row for anything else.
    #[test]
    fn every_time_of_a_fortnight_ends_in_one_row_and_none_is_invented(
        day in 0_i64..1400,
        zone in a_zone(),
        stride_min in 20_i64..200,
        turns in proptest::collection::vec(a_turn(25 * 60), 1..30),
    ) {
        let mut world = a_life(day, zone, stride_min);
        let made = world.begun;
        let from_ms = made.0;
        for turn in &turns {
            world.take_turn(turn);
        }
        world.take_turn(&Turn::Notifier(true));
        world.run_until((world.wall_ms + 3 * DAY_MS).max(from_ms + 14 * DAY_MS));
        let now_ms = world.wall_ms;
        let travelled = turns.iter().any(|turn| matches!(turn, Turn::Travel(_)));
        let written = world.written();
        let names: BTreeSet<String> = written.iter().map(|one| one.id.clone()).collect();
        prop_assert_eq!(names.len(), written.len());
        for name in nominal(&world, made, now_ms, travelled) {
            prop_assert!(names.contains(&name), "{} is lost", name);
        }
        let rules = reminders::rules(&world.conn).expect("read");
        for one in &written {
            let rule = rules.iter().find(|rule| rule.id == one.rule_id).expect("in force");
            prop_assert!(rule.plan.times().contains(&one.time) && rule.days.holds(one.date), "{} is invented", one.id);
            let began = one.due_at_ms >= world.begun.0
                || (travelled && one.date.and_time(one.time) >= world.begun.1);
            prop_assert!(began && one.due_at_ms <= world.latest_ms, "{} was not due", one.id);
            let over = one.due_at_ms < now_ms - 30 * HOUR_MS;
            let open = matches!(one.state.as_str(), "claimed" | "shown" | "waiting" | "snoozed");
            prop_assert!(!(over && open), "{} is still {}", one.id, one.state);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    /// A local time means what chrono-tz says: itself, the first of two, or what the offset before a gap makes of it.
    #[test]
    fn a_local_time_means_what_the_judge_says(zone in 0..TZ_VARIANTS.len(), minute in DECADE_S.0 / 60..DECADE_S.1 / 60) {
        let zone = TZ_VARIANTS[zone];
        let local = DateTime::from_timestamp(minute * 60, 0).expect("in range").naive_utc();
        prop_assert_eq!(reminders::resolve(local, &Place(zone)), judged(local, zone));
    }

    /// What comes next is the nearest of all times that come later, found by trying all of them.
    #[test]
    fn what_comes_next_is_the_nearest_of_all_that_come(
        zone in 0..TZ_VARIANTS.len(),
        second in DECADE_S.0..DECADE_S.1,
        near in any::<bool>(),
        minutes in proptest::collection::btree_set(prop_oneof![0_u32..1440, 0_u32..240], 1..4),
        days in 0_u8..128,
        active_h in -48_i64..96,
    ) {
        let zone = TZ_VARIANTS[zone];
        let place = Place(zone);
        let change = changes(zone, second, second + 200 * 24 * 3600);
        // Half of the instants lie within a day of a change, if the zone has any.
        let after_s = match change.first() {
            Some(change) if near => change + second % (48 * 3600) - 24 * 3600,
            _ => second,
        };
        let (after_ms, active_from_ms) = (after_s * SECOND_MS, after_s * SECOND_MS + active_h * HOUR_MS);
        let times = minutes.iter().map(|minute| clock(&format!("{:02}:{:02}", minute / 60, minute % 60)));
        let rule = Rule {
            id: id(1),
            purpose: Purpose::DiaryCheck,
            name: None,
            plan: Plan::at(times.collect()),
            terms: Terms::of(Purpose::DiaryCheck),
            days: Days::new(days).expect("seven days"),
            enabled: true,
        };
        let date = DateTime::from_timestamp(after_s, 0).expect("in range").date_naive();
        let nearest = (date - TimeDelta::days(3))
            .iter_days()
            .take(21)
            .filter(|date| rule.days.holds(*date))
            .flat_map(|date| rule.plan.times().iter().map(move |time| date.and_time(*time)))
            .map(|local| judged(local, zone) * SECOND_MS)
            .filter(|due_ms| *due_ms > after_ms && *due_ms >= active_from_ms)
            .min();
        let kept = Kept { rule, active_from_ms, asking: Asking::default() };
        prop_assert_eq!(reminders::next_after(&kept, after_ms, &place), nearest, "after {} in {}", after_s, zone);
    }
}
