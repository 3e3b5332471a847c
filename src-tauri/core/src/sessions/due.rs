//! How far a programme has come, and what of it is due, from the sessions that were done.

use backstride_content::programmes::{Colour, Light, Per, Programme, Stage, Unit};
use chrono::{Days, NaiveDate};

use super::Session;

/// After so many days without a session a programme that counts days begins anew.
const ANEW_AFTER_DAYS: i64 = 7;

/// The same for one that counts weeks.
const ANEW_AFTER_WEEKS: i64 = 4;

/// A form that was made easier stays so for as many days.
const EASED_DAYS: i64 = 7;

/// How far a programme has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The first session of this run; `None` = not begun.
    pub begun: Option<NaiveDate>,
    /// Which week or day it is, from 1.
    pub number: u16,
    /// The stages that are on, by their place.
    pub stages: Vec<Due>,
    /// All its weeks are over.
    pub over: bool,
    /// Exercises that hurt again and again: for a while in their easier form.
    pub eased: Vec<String>,
}

/// A stage that is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Its place, from 0.
    pub stage: usize,
    /// How often it was done in the seven days up to today, or today where it is done every day.
    pub done: u16,
    /// Whether it is due today.
    pub today: bool,
    /// How often it was done at all, for parts that take turns.
    pub turn: usize,
}

/// The colour of the traffic light after a session; `None` while nobody said how the pain was.
#[must_use]
pub fn colour(lights: &[Light], session: &Session) -> Option<Colour> {
    let after = u16::from(session.pain_after?.get());
    let light = |colour| lights.iter().find(|it| it.colour == colour);
    let red = light(Colour::Red).map_or(u16::MAX, |it| it.during[0]);
    if after >= red {
        return Some(Colour::Red);
    }
    let green = light(Colour::Green)?;
    let usual = session.pain_before.zip(green.above_usual);
    let near = usual.is_some_and(|(before, above)| after <= u16::from(before.get()) + above);
    let hurt = session.did.iter().any(|it| it.hurt);
    if !hurt && (after <= green.during[1] || near) {
        Some(Colour::Green)
    } else {
        Some(Colour::Amber)
    }
}

/// Where a programme stands on a day. `sessions` are those of this programme, the earliest first.
#[must_use]
pub fn standing(
    programme: &Programme,
    lights: &[Light],
    sessions: &[Session],
    today: NaiveDate,
) -> Standing {
    let unit = programme.stages.first().map_or(Unit::Week, |it| it.unit);
    let run = run(sessions, unit, programme.rules.green_to_grow.is_some());
    let begun = run.first().map(|it| it.when.local_date);
    let days = begun.map_or(0, |it| (today - it).num_days().max(0));
    let number = match unit {
        Unit::Week => days / 7 + 1,
        Unit::Day => days + 1,
    };
    let number = u16::try_from(number).unwrap_or(u16::MAX);
    let last = programme
        .stages
        .iter()
        .filter_map(|it| it.span)
        .map(|it| it[1])
        .max();
    let (on, over) = match programme.rules.green_to_grow {
        Some(green) => {
            let (stage, over) = grown(programme, lights, run, green, today);
            (vec![stage], over)
        }
        None => {
            let over = last.is_some_and(|last| number > last);
            let at = number.min(last.unwrap_or(number));
            let on = |it: &(usize, &Stage)| {
                it.1.span
                    .is_none_or(|span| (span[0]..=span[1]).contains(&at))
            };
            let stages = programme.stages.iter().enumerate();
            (stages.filter(on).map(|it| it.0).collect(), over)
        }
    };
    let stages = on
        .into_iter()
        .filter_map(|index| Some(due(programme.stages.get(index)?, index, sessions, today)))
        .collect();
    Standing {
        begun,
        number,
        stages,
        over,
        eased: eased(programme, sessions, today),
    }
}

/// The sessions since the last long gap. A programme that waits for green has a rule of its own for gaps.
fn run(sessions: &[Session], unit: Unit, waits: bool) -> &[Session] {
    if waits {
        return sessions;
    }
    let most = match unit {
        Unit::Week => ANEW_AFTER_WEEKS * 7,
        Unit::Day => ANEW_AFTER_DAYS,
    };
    let gap =
        |pair: &[Session]| (pair[1].when.local_date - pair[0].when.local_date).num_days() > most;
    let from = sessions.windows(2).rposition(gap).map_or(0, |at| at + 1);
    &sessions[from..]
}

/// A programme that waits for green: its stage, and whether the last one is done with.
fn grown(
    programme: &Programme,
    lights: &[Light],
    run: &[Session],
    green: u16,
    today: NaiveDate,
) -> (usize, bool) {
    let gap_days = programme.rules.gap_repeats_days.map_or(i64::MAX, i64::from);
    let last_stage = programme.stages.len().saturating_sub(1);
    let (mut stage, mut greens, mut over) = (0_usize, 0_u16, false);
    let mut since: Option<NaiveDate> = None;
    let mut before: Option<NaiveDate> = None;
    for session in run {
        let date = session.when.local_date;
        if before.is_some_and(|it| (date - it).num_days() > gap_days) {
            (stage, greens, since) = (stage.saturating_sub(1), 0, None);
        }
        before = Some(date);
        let began = *since.get_or_insert(date);
        greens = match colour(lights, session) {
            Some(Colour::Green) if session.finished => greens + 1,
            _ => 0,
        };
        let weeks = programme.stages[stage]
            .span
            .map_or(1, |span| span[1] - span[0] + 1);
        // The last session of a week comes before its last day.
        let long = (date - began).num_days() >= i64::from(weeks) * 7 - 3;
        if greens >= green && long {
            over |= stage == last_stage;
            (stage, greens, since) = ((stage + 1).min(last_stage), 0, None);
        }
    }
    if before.is_some_and(|it| (today - it).num_days() > gap_days) {
        stage = stage.saturating_sub(1);
    }
    (stage, over)
}

fn due(stage: &Stage, index: usize, sessions: &[Session], today: NaiveDate) -> Due {
    let number = u16::try_from(index + 1).ok();
    let mine: Vec<NaiveDate> = sessions
        .iter()
        .filter(|it| it.stage == number)
        .map(|it| it.when.local_date)
        .collect();
    let days = match stage.often.per {
        Per::Week => 6,
        Per::Day | Per::Walk | Per::Break => 0,
    };
    let from = today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let count = mine
        .iter()
        .filter(|it| (from..=today).contains(*it))
        .count();
    let done = u16::try_from(count).unwrap_or(u16::MAX);
    let near = mine.iter().any(|it| (today - *it).num_days() <= 1);
    let scheduled = matches!(stage.often.per, Per::Day | Per::Week);
    let done_today = mine.contains(&today) && stage.often.per == Per::Week;
    Due {
        stage: index,
        done,
        today: scheduled
            && done < stage.often.times[0]
            && !done_today
            && !(stage.often.with_days_between && near)
            // What waits for a calmer leg is begun by the person and due only from then on.
            && !(stage.ready.is_some() && mine.is_empty()),
        turn: mine.len(),
    }
}

/// Exercises that hurt as often as the rules say, the last time not long ago.
fn eased(programme: &Programme, sessions: &[Session], today: NaiveDate) -> Vec<String> {
    let Some(often) = programme.rules.red_to_ease else {
        return Vec::new();
    };
    let mut found: Vec<String> = Vec::new();
    let hurts = |slug: &str| {
        let hurt = sessions.iter().filter(|session| {
            let mut did = session.did.iter();
            did.any(|it| it.hurt && it.exercise.as_deref() == Some(slug))
        });
        hurt.map(|it| it.when.local_date).collect::<Vec<_>>()
    };
    for item in programme.stages.iter().flat_map(|it| &it.items) {
        let Some(slug) = item.exercise.as_deref() else {
            continue;
        };
        let dates = hurts(slug);
        let lately = dates
            .last()
            .is_some_and(|it| (today - *it).num_days() <= EASED_DAYS);
        if dates.len() >= usize::from(often) && lately && !found.iter().any(|it| it == slug) {
            found.push(slug.to_owned());
        }
    }
    found
}
