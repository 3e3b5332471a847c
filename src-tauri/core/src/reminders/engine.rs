//! The pure engine: what a tick of the clocks means for every occurrence.
//!
//! It compares three clocks. The wall clock can be set by anybody, the boot clock runs on through sleep, the mono clock
//! stands still in it; so sleep, a set clock and another boot are told apart from two readings alone, and no hint of the
//! operating system is needed for it to be right, only for it to be quicker.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days as Calendar, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};
use serde::{Deserialize, Serialize};

use super::active::{Measure, Presence, Work};
use super::quiet::{Pause, Quiet, Silence, Until};
use super::zone::{Place, ZoneView, exists, resolve};
use super::{
    Asking, Cadence, Deed, InQuiet, Missed, Occurrence, Plan, Reason, Rule, SNOOZES_MAX, Standing,
};

const SECOND_MS: i64 = 1000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// The longest time between two looks of the companion: it bounds how late a reminder is when every hint of the system
/// is lost.
pub const HEARTBEAT_MS: i64 = MINUTE_MS;
/// How long nothing is shown after a boot or a sleep: nobody reads a card while the desktop is coming back.
const SETTLE_MS: i64 = 90 * SECOND_MS;
/// How long what a look remembers may wait to be written down, if nothing happened but that time went by.
const KEEP_MS: i64 = 5 * MINUTE_MS;
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
/// How late one that is left out when it is missed may still come after a sleep or the like, and without one.
const DROP_AFTER_GAP_MS: i64 = 2 * MINUTE_MS;
const DROP_MS: i64 = 30 * MINUTE_MS;
/// A deed that is noted this long after it was done starts no reminder: the time for it is over.
const NOTED_LATE_MS: i64 = 6 * HOUR_MS;
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
    /// Which start of the machine that is; empty where the system has no name for it.
    pub boot_id: String,
}

impl Clocks {
    /// Whether the machine was started anew since an earlier reading.
    ///
    /// The boot clock never goes back, so a lower one belongs to another start even where no name tells the two apart.
    pub(super) fn is_another_run(&self, earlier: &Self) -> bool {
        self.boot_id != earlier.boot_id || self.boot_ms < earlier.boot_ms
    }
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
    /// Whether it was started by a login, when the desktop is still coming up.
    pub login: bool,
    /// What is known of the person.
    pub presence: Presence,
    /// How long the next look may be away at most: [`HEARTBEAT_MS`], or longer for whoever looks ahead and knows that
    /// nothing else happens.
    pub heartbeat_ms: i64,
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
    /// The hours in which nothing is shown.
    pub quiet: Option<Quiet>,
    /// The last pause the person asked for, over or not.
    pub pause: Option<Pause>,
    /// The most cards a day; `None` = as many as there are.
    pub cap: Option<u32>,
    /// What was done of late.
    pub deeds: Vec<Done>,
    /// What the engine remembers from look to look.
    pub memory: Memory,
}

/// Something that was done and still stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Its own name, such as the id of the record.
    pub id: String,
    /// What it was.
    pub deed: Deed,
    /// Unix milliseconds it was done.
    pub at_ms: i64,
    /// Unix milliseconds it was noted.
    pub noted_at_ms: i64,
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
    /// How many cards the day has had that the person did not ask for.
    cards: Option<DayCards>,
    /// Where and when each rule begins.
    begun: BTreeMap<String, Begun>,
    /// Until when each snooze lasted at the last look; another time was chosen since.
    snoozed: BTreeMap<String, i64>,
    /// When each open occurrence that had been put off came back.
    returned: BTreeMap<String, i64>,
    /// The time at work, of each rule that counts it.
    work: BTreeMap<String, Work>,
    /// When each reminder after a deed is due.
    after: BTreeMap<String, Due>,
    /// Until when each one that fell into a silence was held back.
    held: BTreeMap<String, i64>,
    /// Whether the screen was locked at the last look.
    locked: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Due {
    rule_id: String,
    deed_id: String,
    at_ms: i64,
}

impl Memory {
    /// The last wall time that was believed, Unix milliseconds.
    pub(crate) fn trusted_ms(&self) -> Option<i64> {
        self.trusted_ms
    }

    /// Whether it must be on the disk before anything else happens, seen from what is there.
    ///
    /// That time went by, and somebody worked in it, can wait: a companion that dies finds its last look a little longer
    /// ago, tells sleep and set clocks apart over that stretch as it would have, and knows the rest from the rows.
    #[must_use]
    pub fn differs_from(&self, on_disk: &Self) -> bool {
        let (Some(seen), Some(before)) = (&self.seen, &on_disk.seen) else {
            return self != on_disk;
        };
        let passed_ms = seen.boot_ms - before.boot_ms;
        let steady = seen.boot_id == before.boot_id
            && (0..KEEP_MS).contains(&passed_ms)
            && (seen.wall_ms - before.wall_ms - passed_ms).abs() <= DRIFT_MS
            && passed_ms - (seen.mono_ms - before.mono_ms) < SLEEP_MS
            && (seen.offset_s, &seen.zone) == (before.offset_s, &before.zone);
        !steady
            || self.trusted_ms.is_some() != on_disk.trusted_ms.is_some()
            || self.but_time() != on_disk.but_time()
    }

    /// Everything but what changes with every look.
    fn but_time(&self) -> impl PartialEq + '_ {
        let Self {
            seen: _,
            trusted_ms: _,
            work: _,
            confirmed_ms,
            settle_until_boot_ms,
            doubt,
            cause,
            card,
            cards,
            begun,
            snoozed,
            returned,
            after,
            held,
            locked,
        } = self;
        (
            (confirmed_ms, settle_until_boot_ms, doubt, cause, locked),
            (card, cards, begun, snoozed, returned, after, held),
        )
    }

    /// A memory that believes the clock as it stands and has nothing to settle from; the cards of the day still count.
    pub(super) fn stand_by(self, now_ms: i64) -> Self {
        Self {
            trusted_ms: Some(now_ms),
            cards: self.cards,
            ..Self::default()
        }
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

impl Seen {
    fn clocks(&self) -> Clocks {
        Clocks {
            wall_ms: self.wall_ms,
            boot_ms: self.boot_ms,
            mono_ms: self.mono_ms,
            boot_id: self.boot_id.clone(),
        }
    }
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
struct DayCards {
    /// A diary day.
    day: NaiveDate,
    count: u32,
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
        /// What brought it about.
        by: By,
    },
    /// After the commit: show this card in place of any card that holds one of its occurrences.
    Show(Card),
    /// After the commit: take this occurrence off the screen.
    Withdraw(String),
}

/// What brought a new state about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The person answered.
    Person,
    /// What the reminder asks was done.
    Deed,
    /// A break that the person took by themselves.
    NaturalBreak,
    /// The clocks.
    Engine,
}

impl By {
    /// The word the file uses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Deed => "deed",
            Self::NaturalBreak => "natural",
            Self::Engine => "engine",
        }
    }
}

/// When to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextWake {
    /// At this wall time in Unix milliseconds at the latest.
    At(i64),
    /// Nothing is switched on, put off, on the screen or waiting.
    Never,
}

/// Decides what a look at the clocks means: from the state as it was comes the state as it is.
#[must_use]
pub fn step(mut state: State, tick: &Tick<'_>) -> (State, Vec<Effect>, NextWake) {
    // No look changes a rule, so everything may read them while the rest of the state moves on.
    let rules = std::mem::take(&mut state.rules);
    let mut round = Round {
        now_ms: tick.clocks.wall_ms,
        zone: tick.zone,
        locked: tick.presence.is_locked(),
        rules: &rules,
        broke: BTreeSet::new(),
        state,
        effects: Vec::new(),
        wake_ms: tick.clocks.wall_ms + to_heartbeat_ms(tick.clocks.mono_ms, tick.heartbeat_ms),
    };
    let before = round.state.memory.seen.as_ref().map(Seen::clocks);
    let since = round.notice(tick);
    round.begin(&since);
    let since_ms = round.believed_since(tick);
    if let Some(since_ms) = since_ms {
        round.begin_again(&since, since_ms);
    }
    round.count(tick, before.as_ref());
    if since_ms.is_some() {
        round.expect_deeds();
    }
    if since_ms.is_some() && round.settled(tick) {
        round.close();
        round.show();
        round.state.memory.trusted_ms = Some(round.now_ms);
        round.state.memory.confirmed_ms = None;
        if !round.locked {
            round.state.memory.cause = None;
        }
    }
    round.remember();
    let wake = if round.armed() {
        NextWake::At(round.wake_ms)
    } else {
        NextWake::Never
    };
    let (mut state, effects) = (round.state, round.effects);
    state.rules = rules;
    (state, effects, wake)
}

/// The next time a rule is due after an instant, whatever happened before it.
#[must_use]
pub fn next_after(kept: &Kept, after_ms: i64, zone: &dyn ZoneView) -> Option<i64> {
    next_due(kept, kept.active_from_ms, after_ms, zone)
}

/// The next time of a rule after an instant, for a rule that begins when this says.
fn next_due(kept: &Kept, begins_ms: i64, after_ms: i64, zone: &dyn ZoneView) -> Option<i64> {
    let zone = &Place::of(kept.rule.plan.zone(), zone);
    // Two months and two weeks hold every weekday and every first of its kind in a month twice, so a day that a zone
    // leaves out cannot hide the next one.
    let mut first = day_before(after_ms, zone);
    let begins = kept.rule.terms.from.into_iter();
    for date in begins.chain(kept.asking.rests_until) {
        first = first.max(date);
    }
    let days = match &kept.rule.plan {
        Plan::Wall {
            every: Cadence::Days { n, first: anchor },
            ..
        } => {
            first = first.max(*anchor);
            (2 * *n as usize + 2).max(76)
        }
        Plan::Once { date, .. } => {
            first = first.max(*date);
            2
        }
        _ => 76,
    };
    let mut nearest: Option<i64> = None;
    let mut left = days;
    for date in first.iter_days() {
        for time in nominal(kept, date) {
            let due = due_ms(date, *time, zone);
            if due > after_ms && due >= begins_ms {
                nearest = Some(nearest.map_or(due, |nearest| nearest.min(due)));
            }
        }
        // A zone may leave a day out, so that what a later date says comes first; never what the third one says.
        left = if nearest.is_some() {
            left.min(3) - 1
        } else {
            left - 1
        };
        if left == 0 {
            break;
        }
    }
    nearest
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
    locked: bool,
    rules: &'a [Kept],
    /// The rules in whose count a break came to be one since the last look.
    broke: BTreeSet<String>,
    state: State,
    effects: Vec<Effect>,
    wake_ms: i64,
}

impl<'a> Round<'a> {
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
            let rebooted = clocks.is_another_run(&seen.clocks());
            if !rebooted {
                elapsed_ms = clocks.boot_ms - seen.boot_ms;
                step_ms = clocks.wall_ms - seen.wall_ms - elapsed_ms;
            }
            let slept = !rebooted && elapsed_ms - (clocks.mono_ms - seen.mono_ms) >= SLEEP_MS;
            // The same instant is asked about twice, so that a change of the clocks by law is no journey.
            let moved = seen.offset_s != tick.zone.offset_s(seen.wall_ms.div_euclid(SECOND_MS));
            let unlocked = memory.locked && !tick.presence.is_locked();
            if rebooted || slept || unlocked || (tick.started && tick.login) {
                let mut until_ms = clocks.boot_ms + SETTLE_MS;
                if !rebooted {
                    until_ms = until_ms.max(noticed_by_ms(seen, clocks) + SETTLE_MS);
                }
                memory.settle_until_boot_ms = Some(until_ms);
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
            } else if unlocked {
                Some(Reason::Locked)
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
        self.state.memory.locked = tick.presence.is_locked();
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
                by: By::Engine,
            });
        }
        for returned in self.state.memory.returned.values_mut() {
            *returned += step_ms;
        }
        for due in self.state.memory.after.values_mut() {
            due.at_ms += step_ms;
        }
        if let Some(pause) = &mut self.state.pause
            && let Until::Instant(until_ms) = &mut pause.until
            && !on_this_clock.contains(&pause.from_ms)
        {
            *until_ms += step_ms;
            pause.from_ms += step_ms;
        }
        if let Some(card) = &mut self.state.memory.card {
            card.wall_ms += step_ms;
        }
    }

    /// Notes where a new rule was made. Its own instant decides, whatever the clock shows by now.
    fn begin(&mut self, since: &Since) {
        let mut begun = std::mem::take(&mut self.state.memory.begun);
        self.state.memory.begun = self
            .rules
            .iter()
            .map(|kept| {
                let at_ms = kept.active_from_ms;
                let place = Place::of(kept.rule.plan.zone(), self.zone);
                let new = Begun {
                    active_from_ms: at_ms,
                    offset_s: place.offset_s(at_ms.div_euclid(SECOND_MS)),
                    at_ms,
                };
                let (id, own) = begun
                    .remove_entry(&kept.rule.id)
                    .unwrap_or_else(|| (kept.rule.id.clone(), new.clone()));
                let mut own = if own.active_from_ms == at_ms {
                    own
                } else {
                    new
                };
                if since.step_ms > 0 && own.at_ms < at_ms {
                    // It was a wrong clock that had moved the beginning.
                    own.at_ms = at_ms.min(own.at_ms + since.step_ms);
                }
                (id, own)
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
        let place = Place::of(kept.rule.plan.zone(), self.zone);
        let here_s = place.offset_s(begun.active_from_ms.div_euclid(SECOND_MS));
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
                self.enter(index, Standing::Unknown, By::Engine);
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
        if agreed_ms < AGREE_MS {
            self.wake_at(self.now_ms + AGREE_MS - agreed_ms);
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

    /// Counts the time at work of every rule that asks for it.
    fn count(&mut self, tick: &Tick<'_>, before: Option<&Clocks>) {
        let mut work = std::mem::take(&mut self.state.memory.work);
        let mut counted = BTreeMap::new();
        for kept in self.rules {
            let Plan::Active {
                idle_after_s,
                natural_break_min,
                credit,
                ..
            } = kept.rule.plan
            else {
                continue;
            };
            if !kept.rule.enabled {
                continue;
            }
            let measure = Measure {
                idle_after_ms: i64::from(idle_after_s) * SECOND_MS,
                break_ms: i64::from(natural_break_min) * MINUTE_MS,
                credit,
            };
            let mut own = work.remove(&kept.rule.id).unwrap_or_default();
            if let Some(before) = before
                && own.pass(
                    measure,
                    before,
                    &tick.clocks,
                    tick.presence,
                    tick.heartbeat_ms,
                )
            {
                self.broke.insert(kept.rule.id.clone());
            }
            own.opens(
                self.working_day(&kept.rule).is_some() && self.silence().why(self.now_ms).is_none(),
            );
            counted.insert(kept.rule.id.clone(), own);
        }
        self.state.memory.work = counted;
    }

    /// The date of the working hours that a rule counts in now; `None` outside them.
    fn working_day(&self, rule: &Rule) -> Option<NaiveDate> {
        let Plan::Active { hours, .. } = &rule.plan else {
            return None;
        };
        let local = local(self.now_ms, self.zone);
        let date = match hours {
            Some(hours) => hours.began(local)?,
            None => local.date(),
        };
        (rule.days.holds(date) && !rule.terms.leave_out(date)).then_some(date)
    }

    /// Notes what was done, so that what comes after it has a time of its own that a set clock moves along.
    fn expect_deeds(&mut self) {
        let mut expected = std::mem::take(&mut self.state.memory.after);
        // What was taken back is waited for no more, nor is a rule that is gone.
        expected.retain(|_, due| {
            self.state.deeds.iter().any(|done| done.id == due.deed_id)
                && self
                    .rules
                    .iter()
                    .any(|kept| kept.rule.id == due.rule_id && kept.rule.enabled)
        });
        for kept in self.rules {
            let Plan::After {
                deed, delay_min, ..
            } = kept.rule.plan
            else {
                continue;
            };
            for done in &self.state.deeds {
                let name = format!("{}~{}", kept.rule.id, done.id);
                let fits = kept.rule.enabled
                    && done.deed == deed
                    && done.noted_at_ms >= kept.active_from_ms
                    && (done.noted_at_ms - done.at_ms).abs() <= NOTED_LATE_MS
                    && self.now_ms - done.noted_at_ms <= LOOK_BACK_MS;
                if fits && !self.state.occurrences.iter().any(|known| known.id == name) {
                    expected.entry(name).or_insert_with(|| Due {
                        rule_id: kept.rule.id.clone(),
                        deed_id: done.id.clone(),
                        at_ms: done.noted_at_ms + i64::from(delay_min) * MINUTE_MS,
                    });
                }
            }
        }
        self.state.memory.after = expected;
    }

    fn silence(&self) -> Silence<'_> {
        Silence {
            quiet: self.state.quiet,
            pause: self.state.pause,
            zone: self.zone,
        }
    }

    fn rule_of(&self, occurrence: &Occurrence) -> Option<&'a Kept> {
        self.rules
            .iter()
            .find(|kept| kept.rule.id == occurrence.rule_id)
    }

    /// Whether what a rule asks was done already, seen from an occurrence of it.
    fn satisfied(&self, occurrence: &Occurrence) -> bool {
        let Some(kept) = self.rule_of(occurrence) else {
            return false;
        };
        let Some(unless) = kept.rule.terms.unless else {
            return false;
        };
        let until_ms = self.day_end_ms(occurrence).min(self.now_ms);
        let day = diary_day(occurrence.date, occurrence.time);
        self.state.deeds.iter().any(|done| {
            let counts = match unless.within_min {
                Some(minutes) => {
                    done.at_ms >= occurrence.due_at_ms - i64::from(minutes) * MINUTE_MS
                }
                None => {
                    let local = local(done.at_ms, self.zone);
                    diary_day(local.date(), local.time()) == day
                }
            };
            done.deed == unless.deed && counts && done.at_ms <= until_ms
        })
    }

    /// Takes back what is of no more use: its day is over, its rule is gone or switched off, or what it asks is done.
    fn close(&mut self) {
        for index in 0..self.state.occurrences.len() {
            let occurrence = self.state.occurrences[index].clone();
            if !matches!(
                occurrence.standing,
                Standing::Shown | Standing::Waiting | Standing::Snoozed
            ) {
                continue;
            }
            let kept = self.rule_of(&occurrence);
            let in_force = kept
                .is_some_and(|kept| kept.rule.enabled && !kept.asking.rests_on(occurrence.date));
            let ends_ms = self.end_ms(&occurrence);
            let on_screen = occurrence.standing != Standing::Snoozed;
            let done = if !in_force {
                None
            } else if self.broke.contains(&occurrence.rule_id) {
                Some(By::NaturalBreak)
            } else {
                self.satisfied(&occurrence).then_some(By::Deed)
            };
            if let Some(by) = done {
                self.enter(index, Standing::Done, by);
            } else if !in_force || (on_screen && self.now_ms > ends_ms) {
                self.enter(index, Standing::Expired, By::Engine);
            } else {
                if on_screen {
                    self.wake_at(ends_ms + 1);
                }
                continue;
            }
            if on_screen {
                self.effects.push(Effect::Withdraw(occurrence.id));
            }
        }
    }

    /// Until when an occurrence is of use: its day, and for one the person put off at least an hour from its return.
    fn end_ms(&self, occurrence: &Occurrence) -> i64 {
        let day_ms = self.day_end_ms(occurrence);
        let returned = self.state.memory.returned.get(&occurrence.id);
        returned.map_or(day_ms, |returned| day_ms.max(returned + SNOOZE_GRACE_MS))
    }

    /// The end of the diary day an occurrence belongs to; for one that was held back, of the day it comes on.
    fn day_end_ms(&self, occurrence: &Occurrence) -> i64 {
        let kept = self.rule_of(occurrence);
        let place = Place::of(kept.and_then(|kept| kept.rule.plan.zone()), self.zone);
        let own_ms = day_end_ms(occurrence.date, occurrence.time, &place);
        let from_ms = self.counted_from(occurrence);
        if from_ms <= occurrence.due_at_ms {
            return own_ms;
        }
        let local = local(from_ms, &place);
        own_ms.max(day_end_ms(local.date(), local.time(), &place))
    }

    /// From when an occurrence is counted as late.
    fn counted_from(&self, occurrence: &Occurrence) -> i64 {
        let terms = self
            .rule_of(occurrence)
            .map_or(InQuiet::Drop, |kept| kept.rule.terms.quiet);
        let silent_ms = self.silence().counted_from(occurrence.due_at_ms, terms);
        let held_ms = self.state.memory.held.get(&occurrence.id);
        held_ms.map_or(silent_ms, |held| silent_ms.max(*held))
    }

    /// Until when one that was not shown in time may still be, on the terms of its rule.
    fn grace_ms(&self, occurrence: &Occurrence) -> i64 {
        let missed = self
            .rule_of(occurrence)
            .map_or(Missed::DayEnd, |kept| kept.rule.terms.missed);
        let from_ms = self
            .counted_from(occurrence)
            .min(self.now_ms.max(occurrence.due_at_ms));
        match missed {
            Missed::DayEnd | Missed::InApp => self.day_end_ms(occurrence),
            Missed::Within { minutes } => from_ms + i64::from(minutes) * MINUTE_MS,
            Missed::Drop if self.cause().is_some() => from_ms + DROP_AFTER_GAP_MS,
            Missed::Drop => from_ms + DROP_MS,
        }
    }

    /// Claims what is due and shows it on at most one card.
    fn show(&mut self) {
        let mut ids = self.returning();
        let mut fresh = self.fresh();
        fresh.extend(self.worked());
        let since_ms = self
            .state
            .memory
            .card
            .as_ref()
            .map(|card| self.now_ms - card.wall_ms);
        let shares = since_ms.is_some_and(|since| (0..SHARED_MS).contains(&since));
        // The instant at which a day begins still belongs to the one before: what is of use until then does not slip into
        // the new one.
        let day = diary_day_of(self.now_ms - 1, self.zone);
        let capped = !shares && self.day_is_full(day);
        // A snooze that returns makes a card in any case, and one card is less than two.
        let spaced = since_ms.is_some_and(|since| (SHARED_MS..SPACING_MS).contains(&since));
        let asked = !ids.is_empty();
        if !asked && capped && !fresh.is_empty() {
            // Not claimed either: what is of use until then comes with the new day, and the rest is written down.
            self.wake_at(day_start_ms(day.succ_opt().unwrap_or(day), self.zone) + 1);
            for occurrence in &fresh {
                let over_ms = self.grace_ms(occurrence) + 1;
                if over_ms > self.now_ms {
                    self.wake_at(over_ms);
                }
            }
        } else if !asked && spaced && !fresh.is_empty() {
            // Not claimed yet: it stays due, and is shown once there has been a pause.
            self.wake_at(self.now_ms + SPACING_MS - since_ms.unwrap_or_default());
        } else {
            if !asked && !shares && !fresh.is_empty() {
                self.count_card(day);
            }
            for mut occurrence in fresh {
                self.take_back_earlier(&occurrence);
                occurrence.standing = Standing::Claimed;
                ids.push(occurrence.id.clone());
                self.add(occurrence);
            }
        }
        if ids.is_empty() {
            return;
        }
        if let Some(card) = &self.state.memory.card
            && shares
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

    /// Whether the day has had as many cards as the person wants.
    fn day_is_full(&self, day: NaiveDate) -> bool {
        let count = match &self.state.memory.cards {
            Some(cards) if cards.day == day => cards.count,
            _ => 0,
        };
        self.state.cap.is_some_and(|cap| count >= cap)
    }

    fn count_card(&mut self, day: NaiveDate) {
        let cards = self
            .state
            .memory
            .cards
            .get_or_insert(DayCards { day, count: 0 });
        if cards.day != day {
            *cards = DayCards { day, count: 0 };
        }
        cards.count += 1;
    }

    /// A new card of a rule that counts time takes the place of its last one, which nobody answered.
    fn take_back_earlier(&mut self, next: &Occurrence) {
        let counts = self
            .rule_of(next)
            .is_some_and(|kept| matches!(kept.rule.plan, Plan::Active { .. }));
        if !counts {
            return;
        }
        if let Some(work) = self.state.memory.work.get_mut(&next.rule_id) {
            work.begin_anew();
        }
        for index in 0..self.state.occurrences.len() {
            let earlier = &self.state.occurrences[index];
            if earlier.rule_id == next.rule_id
                && matches!(earlier.standing, Standing::Shown | Standing::Waiting)
            {
                let id = earlier.id.clone();
                self.enter(index, Standing::Expired, By::Engine);
                self.effects.push(Effect::Withdraw(id));
            }
        }
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
            } else if self.locked && !self.comes_while_locked(occurrence) {
                // It waits for somebody to come back.
            } else if self.now_ms - until > SNOOZE_GRACE_MS {
                let reason = self.cause().unwrap_or(Reason::Asleep);
                self.enter(index, Standing::Missed(reason), By::Engine);
            } else if self.silence().why(self.now_ms).is_some() {
                let end_ms = self.silence().end_ms(self.now_ms);
                let occurrence = &mut self.state.occurrences[index];
                occurrence.snoozed_until_ms = Some(end_ms);
                let occurrence = occurrence.clone();
                self.effects.push(Effect::Keep {
                    occurrence,
                    logged: false,
                    by: By::Engine,
                });
                self.wake_at(end_ms);
            } else {
                let (id, rule_id) = (occurrence.id.clone(), occurrence.rule_id.clone());
                self.state.memory.returned.insert(id.clone(), self.now_ms);
                if let Some(work) = self.state.memory.work.get_mut(&rule_id) {
                    work.begin_anew();
                }
                ids.push(id);
                self.enter(index, Standing::Claimed, By::Engine);
            }
        }
        ids
    }

    fn comes_while_locked(&self, occurrence: &Occurrence) -> bool {
        self.rule_of(occurrence)
            .is_some_and(|kept| kept.rule.terms.while_locked)
    }

    /// Of each rule that counts time at work, the one that is due.
    fn worked(&mut self) -> Vec<Occurrence> {
        let mut found = Vec::new();
        for kept in self.rules {
            let Plan::Active { work_min, .. } = kept.rule.plan else {
                continue;
            };
            let own = self.state.memory.work.get(&kept.rule.id);
            let (Some(own), Some(date)) = (own, self.working_day(&kept.rule)) else {
                continue;
            };
            let left_ms = i64::from(work_min) * MINUTE_MS - own.worked_ms;
            let there = own.is_there();
            if !kept.rule.enabled || left_ms > 0 || !there {
                if kept.rule.enabled && there {
                    self.wake_at(self.now_ms + left_ms.max(SECOND_MS));
                }
                continue;
            }
            let rows = self.state.occurrences.iter();
            let mut of_rule = rows.filter(|known| known.rule_id == kept.rule.id);
            // One that was put off comes back by itself; another one beside it would be two.
            let open = of_rule
                .clone()
                .any(|known| matches!(known.standing, Standing::Snoozed | Standing::Claimed));
            if open || self.locked || self.silence().why(self.now_ms).is_some() {
                continue;
            }
            let names = format!("{}@{date}#", kept.rule.id);
            let before = of_rule
                .by_ref()
                .filter_map(|known| known.id.strip_prefix(&names)?.parse::<u32>().ok());
            let number = before.max().unwrap_or(0) + 1;
            let time = local(self.now_ms, self.zone).time();
            let occurrence = Occurrence {
                id: format!("{names}{number}"),
                rule_id: kept.rule.id.clone(),
                date,
                time: whole_minute(time),
                due_at_ms: self.now_ms,
                standing: Standing::Claimed,
                snoozes: 0,
                snoozed_until_ms: None,
                shown_at_ms: None,
                answered_at_ms: None,
            };
            if self.satisfied(&occurrence) {
                if let Some(work) = self.state.memory.work.get_mut(&kept.rule.id) {
                    work.begin_anew();
                }
                self.settle_as(occurrence, Standing::Satisfied, By::Deed);
            } else {
                found.push(occurrence);
            }
        }
        found
    }

    /// At most one occurrence of each rule to show now; everything else that is due is written down as missed.
    fn fresh(&mut self) -> Vec<Occurrence> {
        let mut chosen = Vec::new();
        for kept in self.rules {
            if !kept.rule.enabled || matches!(kept.rule.plan, Plan::Active { .. }) {
                continue;
            }
            if let Some(due) = next_due(kept, i64::MIN, self.now_ms, self.zone) {
                self.wake_at(due);
            }
            let mut late = match kept.rule.plan {
                Plan::After { most_a_day, .. } => self.after(kept, most_a_day),
                _ => self.due(kept, |date, time| !self.is_known(kept, date, time)),
            };
            if late.is_empty() {
                continue;
            }
            // At one instant the one whose time exists comes last, and the last is the one that is shown.
            let place = Place::of(kept.rule.plan.zone(), self.zone);
            late.sort_by_key(|occurrence| {
                let there = exists(occurrence.date.and_time(occurrence.time), &place);
                (occurrence.due_at_ms, there, occurrence.id.clone())
            });
            let (done, late): (Vec<_>, Vec<_>) = late
                .into_iter()
                .partition(|occurrence| self.satisfied(occurrence));
            for occurrence in done {
                self.settle_as(occurrence, Standing::Satisfied, By::Deed);
            }
            let (dropped, mut late): (Vec<_>, Vec<_>) = late
                .into_iter()
                .partition(|occurrence| self.falls_silent(&kept.rule, occurrence));
            for occurrence in dropped {
                let why = self.silence().why(occurrence.due_at_ms);
                let why = why.or_else(|| self.silence().why(self.now_ms));
                self.miss(occurrence, why.unwrap_or(Reason::Quiet));
            }
            let newest = late.pop();
            let newest_due_ms = newest.as_ref().map(|newest| newest.due_at_ms);
            if let Some(newest) = newest {
                chosen.extend(self.in_time(&kept.rule, newest));
            }
            for occurrence in late {
                let reason = if newest_due_ms == Some(occurrence.due_at_ms) {
                    Reason::GapMerged
                } else if self.now_ms - occurrence.due_at_ms > LOOK_BACK_MS {
                    Reason::Off
                } else {
                    self.cause().unwrap_or(Reason::Later)
                };
                self.miss(occurrence, reason);
            }
        }
        chosen.sort_by(|a, b| (a.due_at_ms, &a.id).cmp(&(b.due_at_ms, &b.id)));
        chosen
    }

    /// Whether one is left out because it falls into the quiet hours or a pause.
    fn falls_silent(&self, rule: &Rule, occurrence: &Occurrence) -> bool {
        let silence = self.silence();
        rule.terms.quiet == InQuiet::Drop
            && (silence.why(occurrence.due_at_ms).is_some() || silence.why(self.now_ms).is_some())
    }

    /// The newest of a rule, if it may be shown now; one that has to wait stays due, and one that is too late is missed.
    fn in_time(&mut self, rule: &Rule, occurrence: Occurrence) -> Option<Occurrence> {
        let late_ms = self.now_ms - self.counted_from(&occurrence);
        // The next look would not find it any more, so it does not leave without a word, however long the pause it waits for.
        let beyond = self.now_ms - occurrence.due_at_ms > LOOK_BACK_MS;
        if beyond || self.now_ms > self.grace_ms(&occurrence) {
            let reason = match self.cause() {
                Some(_) if beyond => Reason::Off,
                Some(cause) => cause,
                None => {
                    let silent = self.silence().why(self.now_ms).filter(|_| beyond);
                    silent.unwrap_or(self.undisturbed(&occurrence))
                }
            };
            self.miss(occurrence, reason);
            return None;
        }
        if self.silence().why(self.now_ms).is_some() {
            let end_ms = self.silence().end_ms(self.now_ms);
            self.state.memory.held.insert(occurrence.id, end_ms);
            self.wake_at(end_ms);
            return None;
        }
        if self.locked && !rule.terms.while_locked {
            return None;
        }
        if rule.terms.missed == Missed::InApp
            && self.cause().is_some()
            && late_ms > DROP_AFTER_GAP_MS
        {
            self.settle_as(occurrence, Standing::Waiting, By::Engine);
            return None;
        }
        Some(occurrence)
    }

    /// What is due after deeds.
    fn after(&mut self, kept: &Kept, most_a_day: u32) -> Vec<Occurrence> {
        let mut found = Vec::new();
        let mut over = Vec::new();
        let expected = self.state.memory.after.clone();
        for (name, due) in expected
            .iter()
            .filter(|(_, due)| due.rule_id == kept.rule.id)
        {
            if due.at_ms > self.now_ms {
                self.wake_at(due.at_ms);
                continue;
            }
            let local = local(due.at_ms, self.zone);
            let rows = self.state.occurrences.iter();
            let of_day = rows.filter(|known| {
                known.rule_id == kept.rule.id
                    && diary_day(known.date, known.time) == diary_day(local.date(), local.time())
                    && !matches!(known.standing, Standing::Missed(_) | Standing::Satisfied)
            });
            let enough = of_day.count() + found.len() >= most_a_day as usize;
            if enough
                || !kept.rule.days.holds(local.date())
                || kept.rule.terms.leave_out(local.date())
            {
                over.push(name.clone());
                continue;
            }
            found.push(Occurrence {
                id: name.clone(),
                rule_id: kept.rule.id.clone(),
                date: local.date(),
                time: whole_minute(local.time()),
                due_at_ms: due.at_ms,
                standing: Standing::Claimed,
                snoozes: 0,
                snoozed_until_ms: None,
                shown_at_ms: None,
                answered_at_ms: None,
            });
        }
        for name in over {
            // The day has had enough of them; nobody planned this one.
            self.state.memory.after.remove(&name);
        }
        let known = &self.state.occurrences;
        found.retain(|one| !known.iter().any(|known| known.id == one.id));
        found
    }

    /// Why something is over that nothing kept from being shown: where it was due at the last look already, it was held
    /// back for the space between cards.
    fn undisturbed(&self, occurrence: &Occurrence) -> Reason {
        match self.state.memory.trusted_ms {
            Some(looked_ms) if looked_ms >= occurrence.due_at_ms => Reason::Cap,
            _ => Reason::Stopped,
        }
    }

    /// Whether a time of a rule is written down already.
    fn is_known(&self, kept: &Kept, date: NaiveDate, time: NaiveTime) -> bool {
        let mut rows = self.state.occurrences.iter();
        rows.any(|row| row.is_at(&kept.rule.id, date, time))
    }

    /// What of a rule is due by now, recent enough to be looked at, and wanted.
    fn due(&self, kept: &Kept, wanted: impl Fn(NaiveDate, NaiveTime) -> bool) -> Vec<Occurrence> {
        let trusted_ms = self.state.memory.trusted_ms;
        let trusted_ms = trusted_ms.unwrap_or(kept.active_from_ms).min(self.now_ms);
        let from_ms = (trusted_ms - LOOK_BACK_MS).max(self.now_ms - FARTHEST_MS);
        let place = Place::of(kept.rule.plan.zone(), self.zone);
        let first = day_before(from_ms, &place);
        let last = local(self.now_ms, &place).date();
        let mut found: Vec<Occurrence> = Vec::new();
        for date in first.iter_days().take_while(|date| *date <= last) {
            for time in nominal(kept, date) {
                if !wanted(date, *time) {
                    continue;
                }
                let due_at_ms = due_ms(date, *time, &place);
                if (from_ms..=self.now_ms).contains(&due_at_ms)
                    && self.came_after(kept, date, *time, due_at_ms)
                {
                    found.push(Occurrence {
                        id: Occurrence::name(&kept.rule.id, date, *time),
                        rule_id: kept.rule.id.clone(),
                        date,
                        time: *time,
                        due_at_ms,
                        standing: Standing::Claimed,
                        snoozes: 0,
                        snoozed_until_ms: None,
                        shown_at_ms: None,
                        answered_at_ms: None,
                    });
                }
            }
        }
        found
    }

    fn miss(&mut self, occurrence: Occurrence, reason: Reason) {
        self.settle_as(occurrence, Standing::Missed(reason), By::Engine);
    }

    fn settle_as(&mut self, mut occurrence: Occurrence, standing: Standing, by: By) {
        occurrence.standing = standing;
        self.effects.push(Effect::Keep {
            occurrence: occurrence.clone(),
            logged: true,
            by,
        });
        self.state.occurrences.push(occurrence);
    }

    fn add(&mut self, occurrence: Occurrence) {
        let standing = occurrence.standing;
        self.settle_as(occurrence, standing, By::Engine);
    }

    fn enter(&mut self, index: usize, standing: Standing, by: By) {
        let occurrence = &mut self.state.occurrences[index];
        occurrence.standing = standing;
        occurrence.snoozed_until_ms = None;
        debug_assert!(occurrence.snoozes <= SNOOZES_MAX);
        let occurrence = occurrence.clone();
        self.effects.push(Effect::Keep {
            occurrence,
            logged: true,
            by,
        });
    }

    /// Keeps for the next look what the rows do not tell.
    fn remember(&mut self) {
        let (occurrences, memory) = (&self.state.occurrences, &mut self.state.memory);
        memory.snoozed = occurrences
            .iter()
            .filter_map(|occurrence| Some((occurrence.id.clone(), occurrence.snoozed_until_ms?)))
            .collect();
        // What was held back and is written down by now needs no note any more, unless its end hangs on it.
        memory.held.retain(|id, until| {
            let row = occurrences.iter().find(|occurrence| occurrence.id == *id);
            row.map_or(self.now_ms - *until <= LOOK_BACK_MS, |occurrence| {
                occurrence.standing.is_open()
            })
        });
        let known = |id: &String| occurrences.iter().any(|occurrence| occurrence.id == *id);
        memory.after.retain(|id, _| !known(id));
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

    /// Whether a rule may ever show something again.
    fn may_come(&self, kept: &Kept) -> bool {
        let rule = &kept.rule;
        if !rule.enabled || rule.days.bits() == 0 {
            return false;
        }
        match &rule.plan {
            Plan::Active { .. } | Plan::After { .. } => {
                let today = local(self.now_ms, self.zone).date();
                rule.terms.until.is_none_or(|until| today <= until)
            }
            Plan::Once { .. } => {
                // Until it is written down it is still to come, also one that is due by now and held back.
                let known = self.state.occurrences.iter();
                let mut known = known.filter(|known| known.rule_id == rule.id);
                known.next().is_none()
                    && (next_after(kept, self.now_ms, self.zone).is_some()
                        || !self.due(kept, |_, _| true).is_empty())
            }
            Plan::Wall { .. } => {
                rule.terms.until.is_none()
                    || next_after(kept, self.now_ms, self.zone).is_some()
                    || !self.due(kept, |_, _| true).is_empty()
            }
        }
    }

    fn wake_at(&mut self, at_ms: i64) {
        self.wake_ms = self.wake_ms.min(at_ms);
    }

    fn armed(&self) -> bool {
        self.rules.iter().any(|kept| self.may_come(kept))
            || self.state.occurrences.iter().any(|occurrence| {
                matches!(
                    occurrence.standing,
                    Standing::Claimed | Standing::Shown | Standing::Waiting | Standing::Snoozed
                )
            })
    }
}

/// How long until the next heartbeat. They lie on a grid of the mono clock, which nothing but time moves: whatever was
/// looked at in between, the next one comes when it would have come anyway.
fn to_heartbeat_ms(mono_ms: i64, heartbeat_ms: i64) -> i64 {
    let every_ms = heartbeat_ms.max(1);
    every_ms - mono_ms.rem_euclid(every_ms)
}

/// On the boot clock: when the heartbeat after a sleep, an unlocking or the like comes, which notices it at the latest.
///
/// The desktop settles from there and not from the look that noticed it, so that whoever hears of a resume at once and
/// whoever does not decide at one and the same moment what came too late.
fn noticed_by_ms(seen: &Seen, now: &Clocks) -> i64 {
    let beat = |mono_ms: i64| mono_ms - mono_ms.rem_euclid(HEARTBEAT_MS);
    let last_ms = beat(seen.mono_ms).max(beat(now.mono_ms) - HEARTBEAT_MS);
    last_ms + HEARTBEAT_MS + (now.boot_ms - now.mono_ms)
}

/// The nominal times of a rule on a date.
fn nominal(kept: &Kept, date: NaiveDate) -> &[NaiveTime] {
    let rule = &kept.rule;
    if rule.terms.leave_out(date) || !kept.asking.asks_on(rule.days, date) {
        return &[];
    }
    let comes = match &rule.plan {
        Plan::Wall {
            every: Cadence::Days { n, first },
            ..
        } => {
            let since = (date - *first).num_days();
            since >= 0 && since % i64::from((*n).max(1)) == 0
        }
        Plan::Wall { .. } => true,
        Plan::Once { date: own, .. } => date == *own,
        Plan::Active { .. } | Plan::After { .. } => false,
    };
    if comes { rule.plan.times() } else { &[] }
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

/// The date of the diary day that a date and a time of the clock belong to.
fn diary_day(date: NaiveDate, time: NaiveTime) -> NaiveDate {
    if time < day_start() {
        date.pred_opt().unwrap_or(date)
    } else {
        date
    }
}

/// The first instant of the diary day of a date, Unix milliseconds: never a midnight, which some zones leave out.
#[must_use]
pub fn day_start_ms(date: NaiveDate, zone: &dyn ZoneView) -> i64 {
    due_ms(date, day_start(), zone)
}

/// The diary day that an instant lies in.
#[must_use]
pub fn diary_day_of(utc_ms: i64, zone: &dyn ZoneView) -> NaiveDate {
    // The instants decide: where a clock repeats its small hours, no day begins twice.
    let mut date = local(utc_ms, zone).date();
    if utc_ms < day_start_ms(date, zone) {
        date = date.pred_opt().unwrap_or(date);
    }
    let next = date.succ_opt().unwrap_or(date);
    if utc_ms >= day_start_ms(next, zone) {
        return next;
    }
    date
}

/// The end of the diary day that a date and a time of the clock belong to.
fn day_end_ms(date: NaiveDate, time: NaiveTime, zone: &dyn ZoneView) -> i64 {
    let day = diary_day(date, time);
    let next = day.checked_add_days(Calendar::new(1)).unwrap_or(day);
    due_ms(next, day_start(), zone)
}

fn day_start() -> NaiveTime {
    NaiveTime::from_hms_opt(DAY_START_HOUR, 0, 0).unwrap_or_default()
}

fn whole_minute(time: NaiveTime) -> NaiveTime {
    NaiveTime::from_hms_opt(time.hour(), time.minute(), 0).unwrap_or_default()
}
