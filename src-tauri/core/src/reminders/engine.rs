//! The pure engine: what a tick of the clocks means for every occurrence.
//!
//! It compares three clocks. The wall clock can be set by anybody, the boot clock runs on through sleep, the mono clock
//! stands still in it; so sleep, a set clock and another boot are told apart from two readings alone, and no hint of the
//! operating system is needed for it to be right, only for it to be quicker.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days as Calendar, NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use super::zone::{ZoneView, exists, resolve};
use super::{Asking, Occurrence, Reason, Rule, SNOOZES_MAX, Standing};

const SECOND_MS: i64 = 1000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// The longest time between two looks: it bounds how late a reminder is when every hint of the system is lost.
const HEARTBEAT_MS: i64 = MINUTE_MS;
/// How long nothing is shown after a boot or a sleep: nobody reads a card while the desktop is coming back.
const SETTLE_MS: i64 = 90 * SECOND_MS;
/// A stand-still of the mono clock longer than this is a sleep.
const SLEEP_MS: i64 = 30 * SECOND_MS;
/// Disagreement of wall and boot below this is drift, not a set clock.
const DRIFT_MS: i64 = 2 * SECOND_MS;
/// Two cards come at least this far apart, except one the person asked for.
const SPACING_MS: i64 = 10 * MINUTE_MS;
/// Occurrences this near to each other share one card.
const SHARED_MS: i64 = MINUTE_MS;
/// What is older than this is written down as missed and never shown.
const LOOK_BACK_MS: i64 = 48 * HOUR_MS;
/// A jump beyond this is doubted: one bad reading of the hardware clock must not mark months as missed.
const DOUBT_MS: i64 = 26 * HOUR_MS;
/// How long wall and boot have to agree before a doubted clock is believed.
const AGREE_MS: i64 = 120 * SECOND_MS;
/// A clock farther ahead than this is not believed at all, and nothing is written down beyond it.
const FARTHEST_MS: i64 = 400 * DAY_MS;
/// A clock before 2026-01-01 is wrong: the program is younger.
const EARLIEST_MS: i64 = 1_767_225_600_000;
/// How late a snooze may come back after it was slept through.
const SNOOZE_GRACE_MS: i64 = HOUR_MS;
/// The hour at which a diary day ends; a reminder of the evening is of use until then.
const DAY_START_HOUR: u32 = 4;

/// One reading of all clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clocks {
    /// Unix milliseconds; can be set by anybody.
    pub wall_ms: i64,
    /// Milliseconds since the machine started, sleep included.
    pub boot_ms: i64,
    /// Milliseconds since the machine started, without sleep.
    pub mono_ms: i64,
    /// Which start of the machine that is.
    pub boot_id: String,
}

/// A look at the clocks.
#[derive(Clone)]
pub struct Tick<'a> {
    /// What they show.
    pub clocks: Clocks,
    /// How the person's place reckons its time.
    pub zone: &'a dyn ZoneView,
    /// Whether this is the first look of a companion that just started.
    pub started: bool,
}

/// A rule as the file holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The rule.
    pub rule: Rule,
    /// Unix milliseconds; what was due before is none of its business.
    pub active_from_ms: i64,
    /// How often its question comes.
    pub asking: Asking,
}

/// Everything the engine decides from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// The rules in force, switched on or off; deleted ones are not among them.
    pub rules: Vec<Kept>,
    /// Open occurrences, and closed ones recent enough to be repeated by mistake.
    pub occurrences: Vec<Occurrence>,
    /// What the engine remembers from look to look.
    pub memory: Memory,
}

/// What the engine remembers from look to look and across restarts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    seen: Option<Seen>,
    /// The last wall time that was believed.
    trusted_ms: Option<i64>,
    /// A wall time farther ahead than is believed, which the person stands by.
    confirmed_ms: Option<i64>,
    /// On the boot clock: nothing is shown before.
    settle_until_boot_ms: Option<i64>,
    /// Since when a doubted clock has agreed with the boot clock.
    doubt: Option<Doubt>,
    /// Why there was no look for a while.
    cause: Option<String>,
    card: Option<LastCard>,
    /// Where and when each rule begins.
    begun: BTreeMap<String, Begun>,
    /// Until when each snooze lasted at the last look; another time was chosen since.
    snoozed: BTreeMap<String, i64>,
    /// When each open occurrence that had been put off came back.
    returned: BTreeMap<String, i64>,
}

impl Memory {
    /// The last wall time that was believed, Unix milliseconds.
    pub(crate) fn trusted_ms(&self) -> Option<i64> {
        self.trusted_ms
    }

    /// Takes a clock for right that is farther ahead than can be believed; whether that made a difference.
    pub(crate) fn confirm(&mut self, now_ms: i64) -> bool {
        let confirms = now_ms >= EARLIEST_MS && !self.plausible(now_ms);
        if confirms {
            self.confirmed_ms = Some(now_ms);
        }
        confirms
    }

    /// Whether a wall clock may be right: not before the program, nor far beyond what was last believed or confirmed.
    fn plausible(&self, now_ms: i64) -> bool {
        let known_ms = self.trusted_ms.max(self.confirmed_ms);
        now_ms >= EARLIEST_MS && known_ms.is_none_or(|known| now_ms <= known + FARTHEST_MS)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Seen {
    wall_ms: i64,
    boot_ms: i64,
    mono_ms: i64,
    boot_id: String,
    offset_s: i32,
    zone: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Doubt {
    wall_ms: i64,
    boot_ms: i64,
}

/// The beginning of a rule, as the engine reckons it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Begun {
    /// As the file has it; another one is another beginning.
    active_from_ms: i64,
    /// The seconds east of UTC of the place where it was made.
    offset_s: i32,
    /// When it begins: earlier than the file says if the clock was ahead when it was made and was put right since.
    at_ms: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct LastCard {
    wall_ms: i64,
    ids: Vec<String>,
}

/// One notification; several occurrences may share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The occurrences on it, the newest last.
    pub ids: Vec<String>,
}

/// What the companion has to do, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Write the occurrence down; `logged` when it entered a new state.
    Keep {
        /// As it is from now on.
        occurrence: Occurrence,
        /// Whether the log gets a line.
        logged: bool,
    },
    /// After the commit: show this card in place of any card that holds one of its occurrences.
    Show(Card),
    /// After the commit: take this occurrence off the screen.
    Withdraw(String),
}

/// When to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextWake {
    /// At this wall time in Unix milliseconds at the latest.
    At(i64),
    /// Nothing is switched on, put off, on the screen or waiting.
    Never,
}

/// Decides what a look at the clocks means.
#[must_use]
pub fn step(state: &State, tick: &Tick<'_>) -> (State, Vec<Effect>, NextWake) {
    let mut round = Round {
        now_ms: tick.clocks.wall_ms,
        zone: tick.zone,
        state: state.clone(),
        effects: Vec::new(),
        wake_ms: tick.clocks.wall_ms + HEARTBEAT_MS,
    };
    let since = round.notice(tick);
    round.begin(&since);
    let since_ms = round.believed_since(tick);
    if let Some(since_ms) = since_ms {
        round.begin_again(&since, since_ms);
    }
    if since_ms.is_some() && round.settled(tick) {
        round.close();
        round.show();
        round.state.memory.trusted_ms = Some(round.now_ms);
        round.state.memory.confirmed_ms = None;
        round.state.memory.cause = None;
    }
    round.remember();
    let wake = if round.armed() {
        NextWake::At(round.wake_ms)
    } else {
        NextWake::Never
    };
    (round.state, round.effects, wake)
}

/// The next time a rule is due after an instant, whatever happened before it.
#[must_use]
pub fn next_after(kept: &Kept, after_ms: i64, zone: &dyn ZoneView) -> Option<i64> {
    // Two months and two weeks hold every weekday and every first of its kind in a month twice, so a day that a zone
    // leaves out cannot hide the next one.
    let first = day_before(after_ms, zone);
    let first = kept
        .asking
        .rests_until
        .map_or(first, |until| first.max(until));
    first
        .iter_days()
        .take(76)
        .flat_map(|date| nominal(kept, date))
        .map(|(date, time)| due_ms(date, time, zone))
        .filter(|due| *due > after_ms && *due >= kept.active_from_ms)
        .min()
}

/// What the steady clocks say about the time since the last look; nothing if the machine was started anew.
struct Since {
    /// By how much the wall clock was set; drift is none.
    step_ms: i64,
    elapsed_ms: i64,
}

struct Round<'a> {
    now_ms: i64,
    zone: &'a dyn ZoneView,
    state: State,
    effects: Vec<Effect>,
    wake_ms: i64,
}

impl Round<'_> {
    /// Compares the clocks with the last look: sleep, another boot, a set clock, another zone.
    fn notice(&mut self, tick: &Tick<'_>) -> Since {
        let clocks = &tick.clocks;
        let offset_s = tick.zone.offset_s(clocks.wall_ms.div_euclid(SECOND_MS));
        let zone = tick.zone.name();
        let memory = &mut self.state.memory;
        // Set back before the time the person stood by, it is another clock.
        memory.confirmed_ms = memory
            .confirmed_ms
            .filter(|confirmed| clocks.wall_ms >= confirmed - DRIFT_MS);
        let (mut step_ms, mut elapsed_ms) = (0, 0);
        if let Some(seen) = &memory.seen {
            let rebooted = seen.boot_id != clocks.boot_id;
            if !rebooted {
                elapsed_ms = clocks.boot_ms - seen.boot_ms;
                step_ms = clocks.wall_ms - seen.wall_ms - elapsed_ms;
            }
            let slept = !rebooted && elapsed_ms - (clocks.mono_ms - seen.mono_ms) >= SLEEP_MS;
            // The same instant is asked about twice, so that a change of the clocks by law is no journey.
            let moved = seen.offset_s != tick.zone.offset_s(seen.wall_ms.div_euclid(SECOND_MS));
            if rebooted || slept {
                memory.settle_until_boot_ms = Some(clocks.boot_ms + SETTLE_MS);
            }
            let cause = if rebooted {
                Some(Reason::Off)
            } else if slept {
                Some(Reason::Asleep)
            } else if step_ms > DRIFT_MS {
                Some(Reason::Clock)
            } else if moved {
                Some(Reason::Zone)
            } else if tick.started {
                Some(Reason::Stopped)
            } else {
                None
            };
            // The first reason stands until the next time something can be shown: it is what the gap began with.
            if memory.cause.is_none() {
                memory.cause = cause.map(|reason| reason.word().to_owned());
            }
            let suspect = step_ms.abs() > DOUBT_MS || !self.plausible() || self.backwards();
            let memory = &mut self.state.memory;
            match &memory.doubt {
                None if suspect => {
                    memory.doubt = Some(Doubt {
                        wall_ms: clocks.wall_ms,
                        boot_ms: clocks.boot_ms,
                    });
                }
                Some(_) if rebooted || step_ms.abs() > DRIFT_MS => {
                    memory.doubt = Some(Doubt {
                        wall_ms: clocks.wall_ms,
                        boot_ms: clocks.boot_ms,
                    });
                }
                _ => {}
            }
        } else if !self.plausible() {
            self.state.memory.doubt = Some(Doubt {
                wall_ms: clocks.wall_ms,
                boot_ms: clocks.boot_ms,
            });
        }
        let since = Since {
            step_ms: if step_ms.abs() > DRIFT_MS { step_ms } else { 0 },
            elapsed_ms,
        };
        if since.step_ms != 0 {
            self.carry(&since);
        }
        self.state.memory.seen = Some(Seen {
            wall_ms: clocks.wall_ms,
            boot_ms: clocks.boot_ms,
            mono_ms: clocks.mono_ms,
            boot_id: clocks.boot_id.clone(),
            offset_s,
            zone,
        });
        self.forget_claims();
        since
    }

    fn plausible(&self) -> bool {
        self.state.memory.plausible(self.now_ms)
    }

    fn backwards(&self) -> bool {
        self.state
            .memory
            .trusted_ms
            .is_some_and(|trusted| self.now_ms < trusted - DOUBT_MS)
    }

    /// Snoozes and the space between cards are elapsed time: a set clock moves them along.
    ///
    /// A snooze that was pressed since the last look, on the clock as it stands now, is counted on that clock already.
    fn carry(&mut self, since: &Since) {
        let Since {
            step_ms,
            elapsed_ms,
        } = *since;
        let on_this_clock = self.now_ms - elapsed_ms - DRIFT_MS..=self.now_ms + DRIFT_MS;
        for index in 0..self.state.occurrences.len() {
            let occurrence = &mut self.state.occurrences[index];
            let Some(until) = &mut occurrence.snoozed_until_ms else {
                continue;
            };
            let seen = self.state.memory.snoozed.get(&occurrence.id) == Some(until);
            let answered = occurrence.answered_at_ms;
            if !seen && answered.is_some_and(|at| on_this_clock.contains(&at)) {
                continue;
            }
            *until += step_ms;
            let occurrence = occurrence.clone();
            self.effects.push(Effect::Keep {
                occurrence,
                logged: false,
            });
        }
        for returned in self.state.memory.returned.values_mut() {
            *returned += step_ms;
        }
        if let Some(card) = &mut self.state.memory.card {
            card.wall_ms += step_ms;
        }
    }

    /// Notes where a new rule was made. Its own instant decides, whatever the clock shows by now.
    fn begin(&mut self, since: &Since) {
        let mut begun = std::mem::take(&mut self.state.memory.begun);
        self.state.memory.begun = self
            .state
            .rules
            .iter()
            .map(|kept| {
                let at_ms = kept.active_from_ms;
                let new = Begun {
                    active_from_ms: at_ms,
                    offset_s: self.zone.offset_s(at_ms.div_euclid(SECOND_MS)),
                    at_ms,
                };
                let mut own = begun
                    .remove(&kept.rule.id)
                    .filter(|own| own.active_from_ms == at_ms)
                    .unwrap_or(new);
                if since.step_ms > 0 && own.at_ms < at_ms {
                    // It was a wrong clock that had moved the beginning.
                    own.at_ms = at_ms.min(own.at_ms + since.step_ms);
                }
                (kept.rule.id.clone(), own)
            })
            .collect();
    }

    /// A rule that was made while the clock was ahead begins when it was put right and not at the date it showed.
    ///
    /// What the clock shows again was looked at the first time it showed it: only what came since the last look counts,
    /// and of that only what came since the rule was made.
    fn begin_again(&mut self, since: &Since, believed_ms: i64) {
        let looked_ms = self.now_ms - since.elapsed_ms;
        for begun in self.state.memory.begun.values_mut() {
            if begun.at_ms > self.now_ms {
                let made_ms = begun.at_ms + since.step_ms;
                begun.at_ms = believed_ms.min(looked_ms.max(made_ms)) + 1;
            }
        }
    }

    /// Whether a time of a rule came after the rule was made.
    ///
    /// The instant decides, and for whoever has moved since also the date and the time on the clock where it was made:
    /// flying east, a time may come to lie before that instant though it was still ahead.
    fn came_after(&self, kept: &Kept, date: NaiveDate, time: NaiveTime, due_at_ms: i64) -> bool {
        let Some(begun) = self.state.memory.begun.get(&kept.rule.id) else {
            return due_at_ms >= kept.active_from_ms;
        };
        let here_s = self
            .zone
            .offset_s(begun.active_from_ms.div_euclid(SECOND_MS));
        let there_ms = begun.at_ms + i64::from(begun.offset_s) * SECOND_MS;
        due_at_ms >= begun.at_ms
            || (here_s != begun.offset_s
                && date.and_time(time).and_utc().timestamp_millis() >= there_ms)
    }

    /// A claim of an earlier look whose showing was never noted is left from a companion that ended in between, or that
    /// could not write. Whether the person saw it is unknown.
    fn forget_claims(&mut self) {
        for index in 0..self.state.occurrences.len() {
            if self.state.occurrences[index].standing == Standing::Claimed {
                self.enter(index, Standing::Unknown);
            }
        }
    }

    /// Since when at the latest the wall clock has shown what can be believed, if it can be.
    fn believed_since(&mut self, tick: &Tick<'_>) -> Option<i64> {
        let Some(doubt) = self.state.memory.doubt.clone() else {
            return Some(self.now_ms);
        };
        let agreed_ms = tick.clocks.boot_ms - doubt.boot_ms;
        if agreed_ms >= AGREE_MS && self.plausible() {
            self.state.memory.doubt = None;
            return Some(doubt.wall_ms.min(self.now_ms));
        }
        None
    }

    /// Whether the desktop has had time to come back.
    fn settled(&mut self, tick: &Tick<'_>) -> bool {
        let Some(until) = self.state.memory.settle_until_boot_ms else {
            return true;
        };
        let left_ms = until - tick.clocks.boot_ms;
        if left_ms <= 0 {
            self.state.memory.settle_until_boot_ms = None;
            return true;
        }
        self.wake_at(self.now_ms + left_ms);
        false
    }

    /// Takes back what is of no more use: its day is over, or its rule is gone or switched off.
    fn close(&mut self) {
        for index in 0..self.state.occurrences.len() {
            let occurrence = self.state.occurrences[index].clone();
            let in_force = self.state.rules.iter().any(|kept| {
                kept.rule.id == occurrence.rule_id
                    && kept.rule.enabled
                    && !kept.asking.rests_on(occurrence.date)
            });
            let ends_ms = self.end_ms(&occurrence);
            match occurrence.standing {
                Standing::Shown | Standing::Waiting if !in_force || self.now_ms > ends_ms => {
                    self.enter(index, Standing::Expired);
                    self.effects.push(Effect::Withdraw(occurrence.id));
                }
                Standing::Shown | Standing::Waiting => self.wake_at(ends_ms + 1),
                Standing::Snoozed if !in_force => self.enter(index, Standing::Expired),
                _ => {}
            }
        }
    }

    /// Until when an occurrence is of use: its day, and for one the person put off at least an hour from its return.
    fn end_ms(&self, occurrence: &Occurrence) -> i64 {
        let day_ms = day_end_ms(occurrence, self.zone);
        let returned = self.state.memory.returned.get(&occurrence.id);
        returned.map_or(day_ms, |returned| day_ms.max(returned + SNOOZE_GRACE_MS))
    }

    /// Claims what is due and shows it on at most one card.
    fn show(&mut self) {
        let mut ids = self.returning();
        let fresh = self.fresh();
        let since_ms = self
            .state
            .memory
            .card
            .as_ref()
            .map(|card| self.now_ms - card.wall_ms);
        // A snooze that returns makes a card in any case, and one card is less than two.
        let held = ids.is_empty()
            && since_ms.is_some_and(|since| (SHARED_MS..SPACING_MS).contains(&since));
        if held && !fresh.is_empty() {
            // Not claimed yet: it stays due, and is shown once there has been a pause.
            self.wake_at(self.now_ms + SPACING_MS - since_ms.unwrap_or_default());
        } else {
            for mut occurrence in fresh {
                occurrence.standing = Standing::Claimed;
                ids.push(occurrence.id.clone());
                self.effects.push(Effect::Keep {
                    occurrence: occurrence.clone(),
                    logged: true,
                });
                self.state.occurrences.push(occurrence);
            }
        }
        if ids.is_empty() {
            return;
        }
        if let Some(card) = &self.state.memory.card
            && since_ms.is_some_and(|since| (0..SHARED_MS).contains(&since))
        {
            let standing: Vec<String> = card
                .ids
                .iter()
                .filter(|id| !ids.contains(id) && self.is_shown(id))
                .cloned()
                .collect();
            ids.splice(0..0, standing);
        }
        self.state.memory.card = Some(LastCard {
            wall_ms: self.now_ms,
            ids: ids.clone(),
        });
        self.effects.push(Effect::Show(Card { ids }));
    }

    /// Snoozes that are over. The person asked for them, so the space between cards does not hold them back.
    fn returning(&mut self) -> Vec<String> {
        let mut ids = Vec::new();
        for index in 0..self.state.occurrences.len() {
            let occurrence = &self.state.occurrences[index];
            let Some(until) = occurrence.snoozed_until_ms else {
                continue;
            };
            if until > self.now_ms {
                self.wake_at(until);
            } else if self.now_ms - until > SNOOZE_GRACE_MS {
                let reason = self.cause().unwrap_or(Reason::Asleep);
                self.enter(index, Standing::Missed(reason));
            } else {
                let id = occurrence.id.clone();
                self.state.memory.returned.insert(id.clone(), self.now_ms);
                ids.push(id);
                self.enter(index, Standing::Claimed);
            }
        }
        ids
    }

    /// At most one occurrence of each rule to show now; everything else that is due is written down as missed.
    fn fresh(&mut self) -> Vec<Occurrence> {
        let known: BTreeSet<String> = self
            .state
            .occurrences
            .iter()
            .map(|occurrence| occurrence.id.clone())
            .collect();
        let mut chosen = Vec::new();
        for kept in self.state.rules.clone() {
            if !kept.rule.enabled {
                continue;
            }
            let begun = Kept {
                active_from_ms: kept.active_from_ms.min(self.now_ms),
                ..kept.clone()
            };
            if let Some(due) = next_after(&begun, self.now_ms, self.zone) {
                self.wake_at(due);
            }
            let mut late = self.due(&kept);
            late.retain(|occurrence| !known.contains(&occurrence.id));
            // At one instant the one whose time exists comes last, and the last is the one that is shown.
            late.sort_by_key(|occurrence| {
                let there = exists(occurrence.date.and_time(occurrence.time), self.zone);
                (occurrence.due_at_ms, there, occurrence.id.clone())
            });
            let newest = late.pop().filter(|occurrence| {
                let usable = self.now_ms <= day_end_ms(occurrence, self.zone)
                    && self.now_ms - occurrence.due_at_ms <= LOOK_BACK_MS;
                if !usable {
                    let reason = if self.now_ms - occurrence.due_at_ms > LOOK_BACK_MS {
                        Reason::Off
                    } else {
                        self.cause().unwrap_or(self.undisturbed(occurrence))
                    };
                    self.miss(occurrence.clone(), reason);
                }
                usable
            });
            for occurrence in late {
                let merged = newest
                    .as_ref()
                    .is_some_and(|newest| newest.due_at_ms == occurrence.due_at_ms);
                let reason = if merged {
                    Reason::GapMerged
                } else if self.now_ms - occurrence.due_at_ms > LOOK_BACK_MS {
                    Reason::Off
                } else {
                    self.cause().unwrap_or(Reason::Later)
                };
                self.miss(occurrence, reason);
            }
            chosen.extend(newest);
        }
        chosen.sort_by(|a, b| (a.due_at_ms, &a.id).cmp(&(b.due_at_ms, &b.id)));
        chosen
    }

    /// Why something is over that nothing kept from being shown: where it was due at the last look already, it was held
    /// back for the space between cards.
    fn undisturbed(&self, occurrence: &Occurrence) -> Reason {
        match self.state.memory.trusted_ms {
            Some(looked_ms) if looked_ms >= occurrence.due_at_ms => Reason::Cap,
            _ => Reason::Stopped,
        }
    }

    /// Everything of a rule that is due by now and recent enough to be looked at.
    fn due(&self, kept: &Kept) -> Vec<Occurrence> {
        let trusted_ms = self.state.memory.trusted_ms;
        let trusted_ms = trusted_ms.unwrap_or(kept.active_from_ms).min(self.now_ms);
        let from_ms = (trusted_ms - LOOK_BACK_MS).max(self.now_ms - FARTHEST_MS);
        let first = day_before(from_ms, self.zone);
        let last = local(self.now_ms, self.zone).date();
        let mut found: BTreeMap<String, Occurrence> = BTreeMap::new();
        for date in first.iter_days().take_while(|date| *date <= last) {
            for (date, time) in nominal(kept, date) {
                let due_at_ms = due_ms(date, time, self.zone);
                if (from_ms..=self.now_ms).contains(&due_at_ms)
                    && self.came_after(kept, date, time, due_at_ms)
                {
                    let id = Occurrence::name(&kept.rule.id, date, time);
                    found.insert(
                        id.clone(),
                        Occurrence {
                            id,
                            rule_id: kept.rule.id.clone(),
                            date,
                            time,
                            due_at_ms,
                            standing: Standing::Claimed,
                            snoozes: 0,
                            snoozed_until_ms: None,
                            shown_at_ms: None,
                            answered_at_ms: None,
                        },
                    );
                }
            }
        }
        found.into_values().collect()
    }

    fn miss(&mut self, mut occurrence: Occurrence, reason: Reason) {
        occurrence.standing = Standing::Missed(reason);
        self.effects.push(Effect::Keep {
            occurrence: occurrence.clone(),
            logged: true,
        });
        self.state.occurrences.push(occurrence);
    }

    fn enter(&mut self, index: usize, standing: Standing) {
        let occurrence = &mut self.state.occurrences[index];
        occurrence.standing = standing;
        occurrence.snoozed_until_ms = None;
        debug_assert!(occurrence.snoozes <= SNOOZES_MAX);
        let occurrence = occurrence.clone();
        self.effects.push(Effect::Keep {
            occurrence,
            logged: true,
        });
    }

    /// Keeps for the next look what the rows do not tell.
    fn remember(&mut self) {
        let (occurrences, memory) = (&self.state.occurrences, &mut self.state.memory);
        memory.snoozed = occurrences
            .iter()
            .filter_map(|occurrence| Some((occurrence.id.clone(), occurrence.snoozed_until_ms?)))
            .collect();
        memory.returned.retain(|id, _| {
            occurrences.iter().any(|occurrence| {
                occurrence.id == *id
                    && matches!(
                        occurrence.standing,
                        Standing::Claimed | Standing::Shown | Standing::Waiting
                    )
            })
        });
    }

    fn cause(&self) -> Option<Reason> {
        self.state
            .memory
            .cause
            .as_deref()
            .and_then(|word| Reason::from_word(word).ok())
    }

    fn is_shown(&self, id: &str) -> bool {
        self.state
            .occurrences
            .iter()
            .any(|occurrence| occurrence.id == id && occurrence.standing == Standing::Shown)
    }

    fn wake_at(&mut self, at_ms: i64) {
        self.wake_ms = self.wake_ms.min(at_ms);
    }

    fn armed(&self) -> bool {
        self.state
            .rules
            .iter()
            .any(|kept| kept.rule.enabled && kept.rule.days.bits() != 0)
            || self.state.occurrences.iter().any(|occurrence| {
                matches!(
                    occurrence.standing,
                    Standing::Claimed | Standing::Shown | Standing::Waiting | Standing::Snoozed
                )
            })
    }
}

/// The nominal times of a rule on a date.
fn nominal(kept: &Kept, date: NaiveDate) -> Vec<(NaiveDate, NaiveTime)> {
    if !kept.asking.asks_on(kept.rule.days, date) {
        return Vec::new();
    }
    let times = kept.rule.times.iter();
    times.map(|time| (date, *time)).collect()
}

fn due_ms(date: NaiveDate, time: NaiveTime, zone: &dyn ZoneView) -> i64 {
    resolve(date.and_time(time), zone) * SECOND_MS
}

/// What the clock on the wall shows at an instant.
fn local(utc_ms: i64, zone: &dyn ZoneView) -> NaiveDateTime {
    let utc_s = utc_ms.div_euclid(SECOND_MS);
    DateTime::from_timestamp(utc_s + i64::from(zone.offset_s(utc_s)), 0)
        .unwrap_or_default()
        .naive_utc()
}

/// The day before the one of an instant: where a midnight is left out, its evening comes the day after.
fn day_before(utc_ms: i64, zone: &dyn ZoneView) -> NaiveDate {
    let date = local(utc_ms, zone).date();
    date.pred_opt().unwrap_or(date)
}

/// The end of the diary day an occurrence belongs to.
fn day_end_ms(occurrence: &Occurrence, zone: &dyn ZoneView) -> i64 {
    let start = NaiveTime::from_hms_opt(DAY_START_HOUR, 0, 0).unwrap_or_default();
    let date = if occurrence.time < start {
        occurrence.date
    } else {
        occurrence
            .date
            .checked_add_days(Calendar::new(1))
            .unwrap_or(occurrence.date)
    };
    due_ms(date, start, zone)
}
