//! A life written down as TOML, and the timeline that follows from it.

use backstride_core::db::{self, File};
use backstride_core::reminders::{
    self, Answer, Cadence, Credit, Days, Deed, Done, InQuiet, Missed, Pause, Plan, Purpose, Quiet,
    Rule, Span, Terms, Unless, Until,
};
use backstride_core::{Error, Moment};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use serde::Deserialize;

use crate::world::{DAY, MINUTE, SECOND, World};

/// The longest life: two years say everything.
const LONGEST_DAYS: i64 = 800;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    zone: String,
    start: String,
    until: String,
    #[serde(default = "minute")]
    heartbeat_s: i64,
    quiet: Option<String>,
    #[serde(default)]
    rule: Vec<RuleText>,
    day: Option<Day>,
    #[serde(default)]
    event: Vec<Event>,
}

fn minute() -> i64 {
    60
}

/// The human day: when somebody is at the computer, and when the computer sleeps.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Day {
    #[serde(default)]
    work: Vec<String>,
    sleep: Option<String>,
    #[serde(default)]
    answer: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    name: String,
    purpose: Option<String>,
    days: Option<String>,
    times: Option<Vec<String>>,
    every_days: Option<u32>,
    zone: Option<String>,
    work_min: Option<u32>,
    idle_after_s: Option<u32>,
    break_min: Option<u32>,
    credit: Option<String>,
    hours: Option<String>,
    after: Option<String>,
    delay_min: Option<u32>,
    most_a_day: Option<u32>,
    once: Option<String>,
    from: Option<NaiveDateText>,
    until: Option<NaiveDateText>,
    missed: Option<String>,
    quiet: Option<String>,
    unless: Option<String>,
    unless_within_min: Option<u32>,
    while_locked: Option<bool>,
}

type NaiveDateText = String;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    at: String,
    #[serde(rename = "do")]
    what: String,
    minutes: Option<i64>,
    zone: Option<String>,
    id: Option<String>,
    answer: Option<String>,
}

fn clock(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| format!("{text:?} is no time like 20:00"))
}

fn date(text: &str) -> Result<NaiveDate, String> {
    text.parse()
        .map_err(|_| format!("{text:?} is no date like 2026-03-29"))
}

fn moment(text: &str) -> Result<NaiveDateTime, String> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .map_err(|_| format!("{text:?} is no date and time like 2026-03-29 08:00"))
}

fn zone(text: &str) -> Result<Tz, String> {
    text.parse()
        .map_err(|_| format!("there is no zone {text:?}"))
}

fn span(text: &str) -> Result<Span, String> {
    let (from, to) = text
        .split_once('-')
        .ok_or_else(|| format!("{text:?} is no span like 09:00-17:30"))?;
    Span::new(clock(from.trim())?, clock(to.trim())?)
        .map_err(|_| format!("{text:?} begins when it ends"))
}

fn days(text: &str) -> Result<Days, String> {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let day = |name: &str| {
        names
            .iter()
            .position(|it| *it == name.trim())
            .ok_or_else(|| format!("{name:?} is no day like mon"))
    };
    let mut bits = 0_u8;
    for part in text.split(',') {
        let (first, last) = match part.split_once('-') {
            Some((first, last)) => (day(first)?, day(last)?),
            None => (day(part)?, day(part)?),
        };
        for step in 0..7 {
            let index = (first + step) % 7;
            bits |= 1 << index;
            if index == last {
                break;
            }
        }
    }
    Days::new(bits).map_err(|_| format!("{text:?} are no days"))
}

impl RuleText {
    fn rule(&self, index: usize) -> Result<Rule, String> {
        let purpose = self.purpose.as_deref().unwrap_or("own");
        let purpose =
            Purpose::from_word(purpose).map_err(|_| format!("there is no purpose {purpose:?}"))?;
        let mut terms = Terms::of(purpose);
        if let Some(from) = &self.from {
            terms.from = Some(date(from)?);
        }
        if let Some(until) = &self.until {
            terms.until = Some(date(until)?);
        }
        match self.missed.as_deref() {
            None => {}
            Some("drop") => terms.missed = Missed::Drop,
            Some("day_end") => terms.missed = Missed::DayEnd,
            Some("in_app") => terms.missed = Missed::InApp,
            Some(minutes) => {
                let minutes = minutes.parse().map_err(|_| {
                    format!("missed is drop, day_end, in_app or minutes, not {minutes:?}")
                })?;
                terms.missed = Missed::Within { minutes };
            }
        }
        match self.quiet.as_deref() {
            None => {}
            Some("drop") => terms.quiet = InQuiet::Drop,
            Some("defer") => terms.quiet = InQuiet::Defer,
            Some(other) => return Err(format!("quiet is drop or defer, not {other:?}")),
        }
        if let Some(deed) = &self.unless {
            terms.unless = Some(Unless {
                deed: deed_of(deed)?,
                within_min: self.unless_within_min,
            });
        }
        terms.while_locked = self.while_locked.unwrap_or(terms.while_locked);
        let plan = self.plan()?;
        let rule = Rule {
            // The name stands where the identity would, so that the timeline reads by itself.
            id: format!("{}:{}", index + 1, self.name),
            purpose,
            name: Some(self.name.clone()),
            plan,
            days: self.days.as_deref().map_or(Ok(Days::ALL), days)?,
            terms,
            enabled: true,
        };
        self.sound(&rule)?;
        Ok(rule)
    }

    /// What the program would refuse is not played either.
    fn sound(&self, rule: &Rule) -> Result<(), String> {
        let rule = Rule {
            id: "00000000-0000-7000-8000-000000000001".to_owned(),
            ..rule.clone()
        };
        let now = Moment {
            utc_ms: 0,
            offset_min: 0,
        };
        let kept = db::in_memory(File::Schedule)
            .and_then(|mut conn| db::write(&mut conn, |tx| reminders::save_rule(tx, &rule, now)));
        match kept {
            Ok(_) => Ok(()),
            Err(Error::Invalid { field }) => Err(format!(
                "the rule {:?} is refused at {field}, as in the window",
                self.name
            )),
            Err(error) => Err(error.to_string()),
        }
    }

    fn plan(&self) -> Result<Plan, String> {
        let kinds = [
            self.times.is_some(),
            self.work_min.is_some(),
            self.after.is_some(),
            self.once.is_some(),
        ];
        if kinds.into_iter().filter(|is| *is).count() > 1 {
            return Err(format!(
                "the rule {:?} has more than one of times, work_min, after, once",
                self.name
            ));
        }
        if let Some(times) = &self.times {
            let times = times
                .iter()
                .map(|time| clock(time))
                .collect::<Result<_, _>>()?;
            let every = match (self.every_days, &self.from) {
                (None, _) => Cadence::Weekdays,
                (Some(n), Some(from)) => Cadence::Days {
                    n,
                    first: date(from)?,
                },
                (Some(_), None) => return Err("every_days counts from `from`".into()),
            };
            if let Some(name) = &self.zone {
                zone(name)?;
            }
            return Ok(Plan::Wall {
                times,
                every,
                zone: self.zone.clone(),
            });
        }
        if let Some(work_min) = self.work_min {
            return Ok(Plan::Active {
                work_min,
                idle_after_s: self.idle_after_s.unwrap_or(60),
                natural_break_min: self.break_min.unwrap_or(5),
                credit: match self.credit.as_deref() {
                    None | Some("drain") => Credit::Drain,
                    Some("freeze") => Credit::Freeze,
                    Some(other) => return Err(format!("credit is drain or freeze, not {other:?}")),
                },
                hours: self.hours.as_deref().map(span).transpose()?,
            });
        }
        if let Some(deed) = &self.after {
            return Ok(Plan::After {
                deed: deed_of(deed)?,
                delay_min: self.delay_min.unwrap_or(30),
                most_a_day: self.most_a_day.unwrap_or(2),
            });
        }
        if let Some(once) = &self.once {
            let at = moment(once)?;
            return Ok(Plan::Once {
                date: at.date(),
                time: at.time(),
            });
        }
        Err(format!(
            "the rule {:?} has none of times, work_min, after, once",
            self.name
        ))
    }
}

fn deed_of(text: &str) -> Result<Deed, String> {
    Deed::from_word(text).map_err(|_| format!("there is no deed {text:?}"))
}

fn answer_of(text: &str) -> Result<Answer, String> {
    Ok(match text {
        "done" => Answer::Done,
        "skip" => Answer::Skip,
        "snooze 5" => Answer::Snooze { minutes: 5 },
        "snooze 10" => Answer::Snooze { minutes: 10 },
        "snooze 30" => Answer::Snooze { minutes: 30 },
        "after this hour" => Answer::AfterThisHour,
        other => return Err(format!("there is no answer {other:?}")),
    })
}

/// What changes by itself on a day: the time, and whether somebody is there or the computer sleeps until then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Here,
    Away,
    SleepUntil(NaiveTime),
}

/// Plays a scenario and returns its timeline.
pub(crate) fn play(text: &str) -> Result<Vec<String>, String> {
    let scenario: Scenario = toml::from_str(text).map_err(|error| error.to_string())?;
    let (start, until) = (moment(&scenario.start)?, moment(&scenario.until)?);
    let mut world = World::at(&scenario.start, zone(&scenario.zone)?);
    world.tells = true;
    if !(1..=3600).contains(&scenario.heartbeat_s) {
        return Err("heartbeat_s is 1 to 3600".into());
    }
    world.stride_ms = scenario.heartbeat_s * SECOND;
    if until <= start || (until - start).num_days() > LONGEST_DAYS {
        return Err(format!(
            "until comes after start, and at most {LONGEST_DAYS} days"
        ));
    }
    if let Some(quiet) = &scenario.quiet {
        world.state.quiet = Some(Quiet {
            span: span(quiet)?,
            days: Days::ALL,
        });
    }
    for (index, rule) in scenario.rule.iter().enumerate() {
        world.add(rule.rule(index)?);
    }
    let by_itself = scenario.day.as_ref().and_then(|day| day.answer.clone());
    let by_itself = by_itself.as_deref().map(answer_of).transpose()?;
    let mut turns = turns(&scenario, start.date(), until.date())?;
    for event in &scenario.event {
        turns.push((moment(&event.at)?, Err(event)));
    }
    turns.sort_by_key(|(at, _)| *at);
    if let Some(day) = &scenario.day
        && !day.work.is_empty()
    {
        // Before the first stretch of work nobody is there.
        world.away(true);
    }
    for (at, turn) in turns {
        if at < start || at > until {
            continue;
        }
        run_to(&mut world, at, by_itself);
        match turn {
            Ok(Turn::Here) => world.away(false),
            Ok(Turn::Away) => world.away(true),
            Ok(Turn::SleepUntil(wakes)) => {
                let day = if wakes > at.time() {
                    at.date()
                } else {
                    at.date() + TimeDelta::days(1)
                };
                let wakes =
                    world.instant(&day.and_time(wakes).format("%Y-%m-%d %H:%M").to_string());
                let was_away = world.presence().idle_ms.is_some_and(|idle| idle > 0);
                world.sleep((wakes - world.wall_ms).max(0));
                if was_away {
                    world.away(true);
                }
            }
            Err(event) => happen(&mut world, event)?,
        }
    }
    run_to(&mut world, until, by_itself);
    world.say(|| "end".into());
    let cards = world.shown.len();
    let mut lines = std::mem::take(&mut world.lines);
    lines.push(format!("{cards} cards, {} missed", world.missed.len()));
    Ok(lines)
}

fn run_to(world: &mut World, at: NaiveDateTime, by_itself: Option<Answer>) {
    let target = world.instant(&at.format("%Y-%m-%d %H:%M").to_string());
    while world.wall_ms < target {
        let step = (target - world.wall_ms).min(MINUTE);
        let before = world.shown.len();
        world.run(step);
        if let Some(answer) = by_itself
            && world.shown.len() > before
        {
            for one in world.open() {
                world.answer(&one, answer);
            }
        }
        if world.looks > 4_000_000 {
            break;
        }
    }
}

type At<'a> = (NaiveDateTime, Result<Turn, &'a Event>);

fn turns<'a>(
    scenario: &'a Scenario,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<At<'a>>, String> {
    let mut turns: Vec<At<'a>> = Vec::new();
    let Some(day) = &scenario.day else {
        return Ok(turns);
    };
    for date in first.iter_days().take_while(|date| *date <= last) {
        for work in &day.work {
            let work = span(work)?;
            turns.push((date.and_time(work.from()), Ok(Turn::Here)));
            turns.push((date.and_time(work.to()), Ok(Turn::Away)));
        }
        if let Some(sleep) = &day.sleep {
            let sleep = span(sleep)?;
            turns.push((
                date.and_time(sleep.from()),
                Ok(Turn::SleepUntil(sleep.to())),
            ));
        }
    }
    Ok(turns)
}

fn happen(world: &mut World, event: &Event) -> Result<(), String> {
    let minutes = || {
        event
            .minutes
            .map(|minutes| minutes * MINUTE)
            .ok_or_else(|| format!("{:?} needs minutes", event.what))
    };
    match event.what.as_str() {
        "sleep" => {
            let was_away = world.presence().idle_ms.is_some_and(|idle| idle > 0);
            world.sleep(minutes()?);
            world.away(was_away);
        }
        "off" => world.off(minutes()?, 0),
        "restart" => {
            world.restart();
            world.look();
        }
        "set_clock" => world.set_clock(minutes()?),
        "travel" => world.travel(zone(event.zone.as_deref().unwrap_or_default())?),
        "lock" => world.lock(true),
        "unlock" => world.lock(false),
        "away" => world.away(true),
        "back" => world.away(false),
        "pause" => {
            world.state.pause = Some(Pause {
                from_ms: world.wall_ms,
                until: Until::Instant(world.wall_ms + minutes()?),
            });
            world.say(|| "paused".into());
            world.look();
        }
        "undo" => world.undo(event.id.as_deref().unwrap_or("deed")),
        "answer" => {
            let answer = answer_of(event.answer.as_deref().unwrap_or("done"))?;
            for one in world.open() {
                world.answer(&one, answer);
            }
        }
        deed => {
            let deed = deed_of(deed).map_err(|_| format!("nothing is called {deed:?}"))?;
            let at_ms = world.wall_ms;
            world.did(Done {
                id: event
                    .id
                    .clone()
                    .unwrap_or_else(|| format!("deed-{}", at_ms / DAY)),
                deed,
                at_ms,
                noted_at_ms: at_ms,
            });
        }
    }
    Ok(())
}
