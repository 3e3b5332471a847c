//! The player: a pure machine over the beats of a routine. It is told the time and never asks for it.
//!
//! Time that nobody saw pass does not count. When the computer slept, or the program could not look for a while, the
//! player stands where it stood and waits for the person; it neither jumps ahead nor calls anything done.

use serde::{Deserialize, Serialize};

use super::script::{self, Beat, Phase, Set, Slot};

/// Between two looks at the clock no more than this passes while somebody is there; a longer gap was sleep.
pub const GAP_MAX_MS: u64 = 5_000;

/// So late into an exercise "back" means its start; before that, the one before.
const BACK_WITHIN_MS: u64 = 3_000;

/// A hold of at least this length tells its middle.
const HALF_FROM_MS: u64 = 20_000;

/// A beat of at least this length counts its last three seconds.
const LAST_FROM_MS: u64 = 8_000;

/// Why the player stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It goes on.
    Running,
    /// The person asked for it.
    Paused,
    /// Time passed that nobody saw.
    Slept,
    /// Something hurt.
    Hurt,
    /// All of it is over.
    Over,
}

/// What the person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Nothing; the clock is told.
    Tick,
    /// Stop where it is.
    Pause,
    /// Go on.
    Resume,
    /// Go on to the next exercise.
    Skip,
    /// To the start of this exercise, or to the one before.
    Back,
    /// Another form of this exercise, from its start.
    Change(Set),
    /// This hurts.
    Hurts,
    /// It is over, before its end.
    Stop,
}

/// Something to be said, sounded or flashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// An exercise is next: get into position.
    Ready,
    /// Begin.
    Go,
    /// A repetition begins, with its number.
    Rep(u16),
    /// Half of a hold is over.
    Half,
    /// Three, two, one.
    Last(u8),
    /// The other side is next.
    Change,
    /// Rest.
    Rest,
    /// Something without a clock: it goes on until the person says so.
    Open,
    /// All of it is over.
    Over,
}

/// What became of one slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Did {
    /// The exercise, by slug; `None` = something else, such as a walk.
    pub exercise: Option<String>,
    /// The form it was done in last.
    pub form: Option<String>,
    /// Beats of work done.
    pub done: u16,
    /// Beats of work there were.
    pub of: u16,
    /// Whether it hurt.
    pub hurt: bool,
}

impl Did {
    /// Whether all of it was done.
    #[must_use]
    pub fn whole(&self) -> bool {
        self.done >= self.of
    }
}

/// A routine being played.
#[derive(Debug, Clone)]
pub struct Player {
    slots: Vec<Slot>,
    beats: Vec<Beat>,
    at: usize,
    into_ms: u64,
    standing: Standing,
    seen_ms: u64,
    active_ms: u64,
    /// Which beats of the present script were played to their end.
    played: Vec<bool>,
    hurt: Vec<bool>,
}

impl Player {
    /// A player that waits at the first beat. Nothing runs before the first `Resume`.
    #[must_use]
    pub fn new(slots: Vec<Slot>, now_ms: u64) -> Self {
        let beats = script::beats(&slots);
        Self {
            played: vec![false; beats.len()],
            hurt: vec![false; slots.len()],
            standing: if beats.is_empty() {
                Standing::Over
            } else {
                Standing::Paused
            },
            slots,
            beats,
            at: 0,
            into_ms: 0,
            seen_ms: now_ms,
            active_ms: 0,
        }
    }

    /// Takes what the person asked for at this moment, and answers with what is to be heard and seen now.
    pub fn step(&mut self, input: &Input, now_ms: u64) -> Vec<Cue> {
        let mut cues = Vec::new();
        self.pass(now_ms, &mut cues);
        if self.standing == Standing::Over {
            return cues;
        }
        match input {
            Input::Tick => {}
            Input::Pause => {
                if self.standing == Standing::Running {
                    self.standing = Standing::Paused;
                }
            }
            Input::Resume => {
                if self.standing != Standing::Running {
                    self.standing = Standing::Running;
                    if self.into_ms == 0 {
                        self.begin(&mut cues);
                    }
                }
            }
            Input::Skip => self.leap(self.slot() + 1, &mut cues),
            Input::Back => {
                let slot = self.slot();
                let late = self.played_in(slot) > BACK_WITHIN_MS;
                self.leap(if late { slot } else { slot.saturating_sub(1) }, &mut cues);
            }
            Input::Change(set) => self.change(set, &mut cues),
            Input::Hurts => {
                let slot = self.slot();
                self.hurt[slot] = true;
                self.standing = Standing::Hurt;
            }
            Input::Stop => self.standing = Standing::Over,
        }
        cues
    }

    /// The beat that is on; the last one once it is over.
    #[must_use]
    pub fn beat(&self) -> Option<Beat> {
        let last = self.beats.len().checked_sub(1)?;
        Some(self.beats[self.at.min(last)])
    }

    /// The slots, as they are played now.
    #[must_use]
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Why it stands, or that it goes on.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// How much of the present beat is left.
    #[must_use]
    pub fn left_ms(&self) -> u64 {
        self.beat()
            .map_or(0, |it| it.length_ms.saturating_sub(self.into_ms))
    }

    /// How much is left of all, as it is planned now.
    #[must_use]
    pub fn all_left_ms(&self) -> u64 {
        let rest = self.beats.get(self.at..).unwrap_or_default();
        script::total_ms(rest).saturating_sub(self.into_ms)
    }

    /// How long all of it takes, as it is planned now.
    #[must_use]
    pub fn total_ms(&self) -> u64 {
        script::total_ms(&self.beats)
    }

    /// How long it ran, without pauses and sleep.
    #[must_use]
    pub fn active_ms(&self) -> u64 {
        self.active_ms
    }

    /// Whether every beat was played to its end.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.at >= self.beats.len()
    }

    /// What became of each slot so far.
    #[must_use]
    pub fn did(&self) -> Vec<Did> {
        let slots = self.slots.iter().enumerate();
        slots
            .map(|(index, slot)| {
                let work = |it: &&(&Beat, &bool)| {
                    it.0.slot == index
                        && matches!(it.0.phase, Phase::Repeat | Phase::Hold | Phase::Open)
                };
                let beats: Vec<(&Beat, &bool)> = self.beats.iter().zip(&self.played).collect();
                let of = beats.iter().filter(work).count();
                let done = beats.iter().filter(work).filter(|it| *it.1).count();
                let count = |beats: usize| u16::try_from(beats).unwrap_or(u16::MAX);
                let (exercise, form) = match slot {
                    Slot::Exercise(set) => (Some(set.exercise.clone()), Some(set.form.clone())),
                    Slot::Words(_) => (None, None),
                };
                Did {
                    exercise,
                    form,
                    done: count(done),
                    of: count(of),
                    hurt: self.hurt[index],
                }
            })
            .collect()
    }

    /// The slot that is on.
    #[must_use]
    pub fn slot(&self) -> usize {
        self.beat().map_or(0, |it| it.slot)
    }

    /// Lets time pass up to now.
    fn pass(&mut self, now_ms: u64, cues: &mut Vec<Cue>) {
        let gone_ms = now_ms.saturating_sub(self.seen_ms);
        self.seen_ms = self.seen_ms.max(now_ms);
        if self.standing != Standing::Running {
            return;
        }
        if gone_ms > GAP_MAX_MS {
            self.standing = Standing::Slept;
            return;
        }
        let mut left_ms = gone_ms;
        while let Some(beat) = self.beats.get(self.at).copied() {
            if beat.phase == Phase::Open {
                // It has no clock, and its time belongs to nobody's exercise.
                return;
            }
            let rest_ms = beat.length_ms - self.into_ms;
            let part_ms = left_ms.min(rest_ms);
            self.hear(beat, self.into_ms, self.into_ms + part_ms, cues);
            self.into_ms += part_ms;
            self.active_ms += part_ms;
            left_ms -= part_ms;
            if self.into_ms < beat.length_ms {
                return;
            }
            self.played[self.at] = true;
            self.at += 1;
            self.into_ms = 0;
            self.begin(cues);
        }
    }

    /// The cues inside a beat between two moments of it.
    fn hear(&self, beat: Beat, from_ms: u64, to_ms: u64, cues: &mut Vec<Cue>) {
        let crossed = |at_ms: u64| from_ms < at_ms && at_ms <= to_ms;
        let work = beat.phase == Phase::Hold;
        if work && beat.length_ms >= HALF_FROM_MS && crossed(beat.length_ms / 2) {
            cues.push(Cue::Half);
        }
        if beat.phase != Phase::Repeat && beat.length_ms >= LAST_FROM_MS {
            for left in [3_u8, 2, 1] {
                if crossed(beat.length_ms - 1_000 * u64::from(left)) {
                    cues.push(Cue::Last(left));
                }
            }
        }
    }

    /// The cue of the beat that begins.
    fn begin(&mut self, cues: &mut Vec<Cue>) {
        let Some(beat) = self.beats.get(self.at) else {
            self.standing = Standing::Over;
            cues.push(Cue::Over);
            return;
        };
        cues.push(match beat.phase {
            Phase::Ready => Cue::Ready,
            Phase::Repeat => Cue::Rep(beat.rep),
            Phase::Hold => Cue::Go,
            Phase::Change => Cue::Change,
            Phase::Rest => Cue::Rest,
            Phase::Open => Cue::Open,
        });
    }

    /// To the start of a slot; after the last one it is over. Something without a clock is done by going on from it.
    fn leap(&mut self, slot: usize, cues: &mut Vec<Cue>) {
        let here = self.slot();
        if slot > here && self.beats[self.at].phase == Phase::Open {
            self.played[self.at] = true;
        }
        let to = self.beats.iter().position(|it| it.slot == slot);
        self.at = to.unwrap_or(self.beats.len());
        self.into_ms = 0;
        if let Some(to) = to {
            // What is done anew counts anew.
            if slot <= here {
                for played in &mut self.played[to..] {
                    *played = false;
                }
            }
            if self.standing != Standing::Paused {
                self.standing = Standing::Running;
            }
        }
        self.begin(cues);
    }

    /// The same exercise in another form, from its start.
    fn change(&mut self, set: &Set, cues: &mut Vec<Cue>) {
        let slot = self.slot();
        let same = matches!(&self.slots[slot], Slot::Exercise(now) if now.exercise == set.exercise);
        if !same {
            return;
        }
        self.slots[slot] = Slot::Exercise(set.clone());
        let first = self.beats.iter().position(|it| it.slot == slot);
        let first = first.unwrap_or_default();
        let after = self.beats.iter().rposition(|it| it.slot == slot);
        let after = after.map_or(first, |it| it + 1);
        let fresh = script::of_slot(slot, &self.slots[slot]);
        self.played
            .splice(first..after, vec![false; fresh.len()])
            .for_each(drop);
        self.beats.splice(first..after, fresh).for_each(drop);
        self.at = first;
        self.into_ms = 0;
        self.standing = Standing::Running;
        self.begin(cues);
    }

    /// How long the present slot has been on.
    fn played_in(&self, slot: usize) -> u64 {
        let before: u64 = self.beats[..self.at.min(self.beats.len())]
            .iter()
            .filter(|it| it.slot == slot)
            .map(|it| it.length_ms)
            .sum();
        before + self.into_ms
    }
}
