//! The week day by day: what was done, what was missed, what is due today, and what is ahead.
//!
//! A pure function of the sessions, the walks and what goes on. What is asked for so many times a week is due as early as
//! it can be; a day on which it was not done is missed only when the week has no room left to make up for it.

use backstride_content::programmes::{Light, Per, Programme, Stage};
use chrono::{Datelike as _, Days, NaiveDate};
use rusqlite::Connection;

use super::own::OwnRoutine;
use super::{Session, due, since};
use crate::error::Result;
use crate::insights;
use crate::moment::Moment;
use crate::plan;

/// Days of a week.
const DAYS: u64 = 7;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A stage of a programme, by its place.
    Stage {
        /// The programme, by slug.
        programme: String,
        /// The stage, from 0.
        stage: usize,
    },
    /// A routine of the person's own, or what else was done: a session names it.
    Routine(String),
    /// A walk of the plan, with its minutes; `None` = it helps to find the start.
    Walk(Option<u16>),
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was done.
    Done,
    /// It is to be done today.
    Due,
    /// It was not done, and the week has no day left for it.
    Missed,
    /// It comes on a later day.
    Ahead,
}

/// Something on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What.
    pub what: What,
    /// How it stands.
    pub state: State,
    /// How often it was done that day.
    pub done: u16,
    /// How often it is asked for that day.
    pub of: u16,
}

/// One day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Its date.
    pub date: NaiveDate,
    /// What is on it, programmes first, then routines, then the walk.
    pub asked: Vec<Asked>,
}

/// One week of a walking plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WalkWeek {
    /// Its first day.
    pub from: NaiveDate,
    /// On so many days.
    pub days: u16,
    /// Minutes of each walk.
    pub minutes: u16,
}

/// All that a week follows from.
#[derive(Debug, Clone, Default)]
pub struct Going<'a> {
    /// The programmes that go on, and may be done.
    pub programmes: Vec<&'a Programme>,
    /// Stages that wait for a calmer leg, by programme and place.
    pub waiting: Vec<(String, usize)>,
    /// The traffic light.
    pub lights: &'a [Light],
    /// The person's own routines, each with the day it was made.
    pub own: Vec<(OwnRoutine, NaiveDate)>,
    /// Sessions from long before the week up to today, the earliest first.
    pub sessions: Vec<Session>,
    /// The weeks of a walking plan under way.
    pub walks: Vec<WalkWeek>,
    /// The start of a walking plan is being found.
    pub finding: bool,
    /// Days with a walk.
    pub walked: Vec<NaiveDate>,
}

/// The week from Monday to Sunday that a day is in.
///
/// # Errors
/// Any failure of the storage.
pub fn of(
    conn: &Connection,
    all: &[Programme],
    lights: &[Light],
    today: NaiveDate,
    back: NaiveDate,
    now: Moment,
) -> Result<Vec<Day>> {
    let person = super::person(conn)?;
    let sessions = since(conn, back)?;
    let goes_on = |programme: &&Programme| {
        let mine = of_routine(&sessions, &programme.slug);
        let standing = due::standing(programme, lights, &mine, today);
        programme.walking.is_none()
            && standing.begun.is_some()
            && !standing.over
            && super::suits::offered(programme, &person).is_ok()
    };
    let mut going = Going {
        programmes: all.iter().filter(goes_on).collect(),
        waiting: Vec::new(),
        lights,
        own: Vec::new(),
        walks: Vec::new(),
        finding: false,
        walked: Vec::new(),
        sessions,
    };
    going.programmes.sort_by(|a, b| a.code.cmp(&b.code));
    for programme in &going.programmes {
        for (index, stage) in programme.stages.iter().enumerate() {
            let Some(calm) = stage.ready else { continue };
            let since = minus(today, u64::from(calm.days).saturating_sub(1));
            let leg = super::leg_pain(conn, since)?;
            if super::suits::ready(stage, &person, leg, true).is_err() {
                going.waiting.push((programme.slug.clone(), index));
            }
        }
    }
    let walked = insights::days(conn, minus(monday(today), DAYS), today)?;
    let walked = walked.iter().filter(|day| day.walks > 0);
    going.walked = walked.map(|day| day.date).collect();
    if !person.held {
        for routine in super::own::all(conn)? {
            let made = Moment {
                utc_ms: routine.recorded_at_ms,
                ..now
            };
            going.own.push((routine, made.local_date()));
        }
        if let Some(numbers) = all.iter().find_map(|it| it.walking.as_ref()) {
            match plan::overview(conn, numbers, today)?.stage {
                plan::Stage::UnderWay(under_way) => {
                    let weeks = under_way.weeks.iter().map(|it| WalkWeek {
                        from: it.from,
                        days: it.week.target.days,
                        minutes: it.week.target.minutes,
                    });
                    going.walks = weeks.collect();
                }
                plan::Stage::Finding {
                    start_min: None, ..
                } => going.finding = true,
                _ => {}
            }
        }
    }
    Ok(week(&going, today))
}

/// The week from Monday to Sunday that a day is in.
#[must_use]
pub fn week(going: &Going<'_>, today: NaiveDate) -> Vec<Day> {
    let monday = monday(today);
    let mut days: Vec<Day> = (0..DAYS)
        .map(|number| Day {
            date: plus(monday, number),
            asked: Vec::new(),
        })
        .collect();
    for programme in &going.programmes {
        stages(programme, going, today, &mut days);
    }
    for (routine, made_on) in &going.own {
        for day in &mut days {
            let done = on(&going.sessions, day.date)
                .filter(|it| it.routine == routine.id)
                .count();
            let asked = routine.on(day.date) && !routine.parts.is_empty() && day.date >= *made_on;
            let what = What::Routine(routine.id.clone());
            push(day, what, done, u16::from(asked), today, |_| true);
        }
    }
    // What was done besides.
    for day in &mut days {
        for session in on(&going.sessions, day.date) {
            let listed = going.programmes.iter().any(|it| it.slug == session.routine)
                || going.own.iter().any(|it| it.0.id == session.routine);
            let what = What::Routine(session.routine.clone());
            if listed || day.asked.iter().any(|it| it.what == what) {
                continue;
            }
            let same = on(&going.sessions, day.date).filter(|it| it.routine == session.routine);
            push(day, what, same.count(), 0, today, |_| false);
        }
    }
    walks(going, today, &mut days);
    days
}

/// Notes what was done or is asked for. `lost` says of a past day whether it cannot be made up for.
fn push(
    day: &mut Day,
    what: What,
    done: usize,
    of: u16,
    today: NaiveDate,
    lost: impl FnOnce(u16) -> bool,
) {
    let done = u16::try_from(done).unwrap_or(u16::MAX);
    let state = if done > 0 && done >= of {
        State::Done
    } else if of == 0 {
        return;
    } else if day.date == today {
        State::Due
    } else if day.date > today {
        State::Ahead
    } else if lost(done) {
        State::Missed
    } else if done > 0 {
        State::Done
    } else {
        return;
    };
    day.asked.push(Asked {
        what,
        state,
        done,
        of: of.max(done),
    });
}

fn stages(programme: &Programme, going: &Going<'_>, today: NaiveDate, days: &mut [Day]) {
    let mine = of_routine(&going.sessions, &programme.slug);
    // Days ahead are looked at as if all that is due had been done.
    let mut as_if: Vec<Session> = mine.clone();
    for day in days.iter_mut() {
        let before: Vec<Session> = as_if
            .iter()
            .filter(|it| it.when.local_date < day.date)
            .cloned()
            .collect();
        let standing = due::standing(programme, going.lights, &before, day.date);
        let mut seen = Vec::new();
        for stage in &standing.stages {
            let Some(shipped) = programme.stages.get(stage.stage) else {
                continue;
            };
            seen.push(stage.stage);
            let done = on(&mine, day.date)
                .filter(|it| is_of(it, stage.stage))
                .count();
            let goes = standing.begun.is_some() && !standing.over;
            let waits = going
                .waiting
                .iter()
                .any(|(slug, index)| *slug == programme.slug && *index == stage.stage);
            let asked = goes && stage.today && !(waits && day.date >= today);
            let of = match (asked, shipped.often.per) {
                (false, _) => 0,
                (true, Per::Day) => shipped.often.times[0],
                (true, _) => 1,
            };
            let date = day.date;
            let lost = |_| match shipped.often.per {
                Per::Week => is_lost(shipped, stage.stage, &mine, date),
                _ => true,
            };
            let what = What::Stage {
                programme: programme.slug.clone(),
                stage: stage.stage,
            };
            push(day, what, done, of, today, lost);
            if of > 0
                && done == 0
                && day.date >= today
                && let Some(mut one) = as_if.last().cloned()
            {
                one.when.local_date = day.date;
                one.stage = u16::try_from(stage.stage + 1).ok();
                one.pain_after = None;
                as_if.push(one);
            }
        }
        // Another stage than the one that was on that morning.
        let others = on(&mine, day.date)
            .filter_map(|it| usize::from(it.stage?).checked_sub(1))
            .filter(|stage| !seen.contains(stage))
            .collect::<std::collections::BTreeSet<_>>();
        for stage in others {
            let done = on(&mine, day.date).filter(|it| is_of(it, stage)).count();
            let what = What::Stage {
                programme: programme.slug.clone(),
                stage,
            };
            push(day, what, done, 0, today, |_| false);
        }
    }
    for (index, stage) in programme.stages.iter().enumerate() {
        if stage.often.per == Per::Week {
            forgive(&programme.slug, index, stage.often.times[0], days);
        }
    }
}

/// Takes back what was called missed and was made up for since, the earliest first: somebody who did it on two days in a
/// row is not told off for the day before.
fn forgive(programme: &str, index: usize, times: u16, days: &mut [Day]) {
    let what = What::Stage {
        programme: programme.to_owned(),
        stage: index,
    };
    let mine = days.iter().flat_map(|day| &day.asked);
    let (missed, others): (Vec<_>, Vec<_>) = mine
        .filter(|it| it.what == what)
        .partition(|it| it.state == State::Missed);
    let open = usize::from(times).saturating_sub(others.len());
    let mut surplus = missed.len().saturating_sub(open);
    for day in days {
        day.asked.retain(|it| {
            let goes = surplus > 0 && it.what == what && it.state == State::Missed;
            surplus -= usize::from(goes);
            !goes
        });
    }
}

/// Whether a day on which it was due, and not done, leaves too few days of the week for what is asked.
fn is_lost(stage: &Stage, index: usize, mine: &[Session], date: NaiveDate) -> bool {
    let monday = monday(date);
    let done = mine
        .iter()
        .filter(|it| is_of(it, index) && (monday..date).contains(&it.when.local_date))
        .count() as u64;
    let step = if stage.often.with_days_between { 2 } else { 1 };
    lost(
        u64::from(stage.often.times[0]).saturating_sub(done),
        step,
        monday,
        date,
    )
}

/// Whether fewer of `need` fit into the days of a week after a date than into those from it on, `step` days apart.
fn lost(need: u64, step: u64, first: NaiveDate, date: NaiveDate) -> bool {
    let gone = u64::try_from((date - first).num_days()).unwrap_or(0);
    let left = DAYS.saturating_sub(gone);
    let room = |days: u64| need.min(days.div_ceil(step));
    room(left.saturating_sub(1)) < room(left)
}

fn walks(going: &Going<'_>, today: NaiveDate, days: &mut [Day]) {
    let walked = |date: NaiveDate| going.walked.contains(&date);
    // Days ahead are looked at as if the walks of today and of the days between had been walked.
    let mut as_if = 0_u64;
    let mut in_week = None;
    for day in days {
        let plan = going
            .walks
            .iter()
            .rfind(|it| it.from <= day.date && day.date < plus(it.from, DAYS));
        let Some(plan) = plan else {
            let asked = going.finding && day.date == today;
            let done = usize::from(walked(day.date) && day.date <= today);
            push(day, What::Walk(None), done, u16::from(asked), today, |_| {
                false
            });
            continue;
        };
        if in_week != Some(plan.from) {
            (in_week, as_if) = (Some(plan.from), 0);
        }
        let before = going
            .walked
            .iter()
            .filter(|it| (plan.from..day.date).contains(*it));
        let before = before.count() as u64 + as_if;
        let need = u64::from(plan.days).saturating_sub(before);
        let done = usize::from(walked(day.date));
        let is_lost = lost(need, 1, plan.from, day.date);
        let what = What::Walk(Some(plan.minutes));
        push(day, what, done, u16::from(need > 0), today, |_| is_lost);
        if day.date >= today && need > 0 && done == 0 {
            as_if += 1;
        }
    }
}

fn of_routine(sessions: &[Session], routine: &str) -> Vec<Session> {
    let mine = sessions.iter().filter(|it| it.routine == routine);
    mine.cloned().collect()
}

fn on(sessions: &[Session], date: NaiveDate) -> impl Iterator<Item = &Session> {
    sessions.iter().filter(move |it| it.when.local_date == date)
}

fn is_of(session: &Session, stage: usize) -> bool {
    session.stage.is_some_and(|it| usize::from(it) == stage + 1)
}

/// The Monday of the week that a date is in.
#[must_use]
pub fn monday(date: NaiveDate) -> NaiveDate {
    minus(date, u64::from(date.weekday().num_days_from_monday()))
}

fn plus(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}

fn minus(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}
