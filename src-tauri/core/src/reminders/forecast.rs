//! The days ahead, as they will really come: the engine itself is run through them, with nobody answering.

use chrono::{NaiveDate, NaiveTime};
use rusqlite::Connection;

use super::active::Presence;
use super::engine::{Clocks, Effect, NextWake, State, Tick, step};
use super::store;
use super::zone::ZoneView;
use super::{Purpose, Reason, Standing};
use crate::error::Result;
use crate::moment::Moment;

const DAY_MS: i64 = 24 * 3_600_000;

/// More than this are never shown on a screen, whatever the rules say.
const PLANNED_MAX: usize = 400;

/// Why one comes at another time than its rule says, or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// The clocks are set forward over it.
    Clocks,
    /// The quiet hours come first.
    Quiet,
    /// A pause comes first.
    Paused,
    /// Another card has to be read first.
    Spaced,
    /// It is left out, for this reason.
    LeftOut(Reason),
}

/// One that is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its rule.
    pub rule_id: String,
    /// What stands behind it.
    pub purpose: Purpose,
    /// The person's own name for the rule.
    pub name: Option<String>,
    /// The date its rule says.
    pub date: NaiveDate,
    /// The time its rule says.
    pub time: NaiveTime,
    /// When it comes, Unix milliseconds; `None` = it is left out.
    pub at_ms: Option<i64>,
    /// Why that is another time than the rule says.
    pub shift: Option<Shift>,
}

/// What the next days bring, in their order: times of day and single ones. Time at work and deeds cannot be foreseen.
///
/// # Errors
/// When the file cannot be read.
pub fn forecast(
    conn: &Connection,
    now: Moment,
    zone: &dyn ZoneView,
    days: u32,
) -> Result<Vec<Planned>> {
    let state = store::load(conn, now)?;
    Ok(run(state, now.utc_ms, zone, days))
}

fn run(mut state: State, now_ms: i64, zone: &dyn ZoneView, days: u32) -> Vec<Planned> {
    state
        .rules
        .retain(|kept| kept.rule.enabled && !kept.rule.plan.times().is_empty());
    // A rule that begins later than now was written down by a wrong clock; the engine does not wait for it either.
    for kept in &mut state.rules {
        kept.active_from_ms = kept.active_from_ms.min(now_ms);
    }
    state.memory = std::mem::take(&mut state.memory).stand_by(now_ms);
    let begun = state.occurrences.len();
    let end_ms = now_ms + i64::from(days) * DAY_MS;
    let mut at_ms = now_ms;
    let mut shown: Vec<(String, i64)> = Vec::new();
    while at_ms <= end_ms && shown.len() < PLANNED_MAX {
        let tick = Tick {
            clocks: Clocks {
                wall_ms: at_ms,
                boot_ms: at_ms,
                mono_ms: at_ms,
                boot_id: String::new(),
            },
            zone,
            started: false,
            login: false,
            presence: Presence::default(),
            heartbeat_ms: end_ms + 1 - at_ms,
        };
        let (after, effects, wake) = step(state, &tick);
        state = after;
        for effect in effects {
            if let Effect::Show(card) = effect {
                for id in card.ids {
                    if let Some(row) = state.occurrences.iter_mut().find(|row| row.id == id) {
                        row.standing = Standing::Dismissed;
                    }
                    shown.push((id, at_ms));
                }
            }
        }
        let NextWake::At(wake_ms) = wake else { break };
        at_ms = wake_ms.max(at_ms + 1000);
    }
    let mut planned: Vec<Planned> = Vec::new();
    for row in &state.occurrences[begun.min(state.occurrences.len())..] {
        let Some(kept) = state.rules.iter().find(|kept| kept.rule.id == row.rule_id) else {
            continue;
        };
        let came_ms = shown
            .iter()
            .find(|(id, _)| *id == row.id)
            .map(|(_, at_ms)| *at_ms);
        if row.due_at_ms < now_ms && came_ms.is_none() {
            continue;
        }
        let shift = match (came_ms, row.standing) {
            (None, Standing::Missed(reason)) => Some(Shift::LeftOut(reason)),
            (None, _) => continue,
            (Some(came_ms), _) => shift(&state, kept.rule.plan.zone(), row, came_ms, zone),
        };
        planned.push(Planned {
            rule_id: row.rule_id.clone(),
            purpose: kept.rule.purpose,
            name: kept.rule.name.clone(),
            date: row.date,
            time: row.time,
            at_ms: came_ms,
            shift,
        });
    }
    planned.sort_by_key(|one| {
        let nominal = one.date.and_time(one.time).and_utc().timestamp_millis();
        (
            one.at_ms.map_or(nominal, |at_ms| {
                at_ms + i64::from(zone.offset_s(at_ms.div_euclid(1000))) * 1000
            }),
            one.rule_id.clone(),
        )
    });
    planned
}

fn shift(
    state: &State,
    pinned: Option<&str>,
    row: &super::Occurrence,
    came_ms: i64,
    zone: &dyn ZoneView,
) -> Option<Shift> {
    if came_ms - row.due_at_ms >= 60_000 {
        return Some(
            match (super::quiet::Silence {
                quiet: state.quiet,
                pause: state.pause,
                zone,
            })
            .why(came_ms - 1)
            {
                Some(Reason::Paused) => Shift::Paused,
                Some(_) => Shift::Quiet,
                None => Shift::Spaced,
            },
        );
    }
    let place = super::zone::Place::of(pinned, zone);
    (!super::exists(row.date.and_time(row.time), &place)).then_some(Shift::Clocks)
}
