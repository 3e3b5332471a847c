//! What a routine is made of, second by second: exercises with their doses become beats, each with a length of its own.
//!
//! The whole takes exactly as long as its beats together; nothing between them takes time.

use backstride_content::exercises::{Dose, Exercise, Form};

use crate::worded::worded;

/// To get into position.
pub const READY_MS: u64 = 8_000;

/// To change sides.
pub const CHANGE_MS: u64 = 5_000;

/// One exercise of a routine, or something else to do in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// An exercise in one of its forms.
    Exercise(Set),
    /// Something that has no clock, such as a walk; it goes on until the person says so.
    Words(String),
}

/// An exercise, its form, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// The exercise, by slug.
    pub exercise: String,
    /// The form.
    pub form: String,
    /// How much; of two numbers the least is played.
    pub dose: Dose,
    /// Where there are two sides: only this one.
    pub only: Option<Side>,
    /// What a programme says about it.
    pub note: Option<String>,
    /// How often a day, where that differs from once.
    pub times_a_day: Option<[u16; 2]>,
}

worded! {
    /// A side of the body.
    Side in "side" {
        /// The left one.
        Left = "left",
        /// The right one.
        Right = "right",
    }
}

/// What happens in a beat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The person gets into position.
    Ready,
    /// One repetition: there, its hold, and back.
    Repeat,
    /// A position or a movement goes on.
    Hold,
    /// The other side is next.
    Change,
    /// A rest between two sets.
    Rest,
    /// It goes on until the person says so.
    Open,
}

/// One beat of a routine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beat {
    /// The slot it belongs to.
    pub slot: usize,
    /// What happens.
    pub phase: Phase,
    /// How long; an open one has no length of its own.
    pub length_ms: u64,
    /// Which set, from 1.
    pub set: u16,
    /// Which repetition, from 1; 0 where nothing is counted.
    pub rep: u16,
    /// The side, where there are two.
    pub side: Option<Side>,
}

impl Set {
    /// A form with the dose its author gave it.
    #[must_use]
    pub fn of(exercise: &Exercise, form: &Form) -> Self {
        Self {
            exercise: exercise.slug.clone(),
            form: form.id.clone(),
            dose: form.dose,
            only: None,
            note: None,
            times_a_day: None,
        }
    }

    /// Sets, at least one.
    #[must_use]
    pub fn sets(&self) -> u16 {
        self.dose.sets[0].max(1)
    }

    /// Repetitions a set and side; `None` where nothing is counted.
    #[must_use]
    pub fn reps(&self) -> Option<u16> {
        match (self.dose.for_s, self.dose.reps) {
            (None, Some(reps)) => Some(reps[0].max(1)),
            _ => None,
        }
    }
}

/// The beats of some slots, in order.
#[must_use]
pub fn beats(slots: &[Slot]) -> Vec<Beat> {
    slots
        .iter()
        .enumerate()
        .flat_map(|(index, slot)| of_slot(index, slot))
        .collect()
}

/// The beats of one slot.
#[must_use]
pub fn of_slot(slot: usize, what: &Slot) -> Vec<Beat> {
    let beat = |phase, length_ms, set, rep, side| Beat {
        slot,
        phase,
        length_ms,
        set,
        rep,
        side,
    };
    let Slot::Exercise(exercise) = what else {
        return vec![beat(Phase::Open, 0, 1, 0, None)];
    };
    let dose = exercise.dose;
    let seconds = |s: u16| u64::from(s) * 1_000;
    let hold_ms = dose.hold_s.map_or(0, |hold| seconds(hold[0]));
    let sides: &[Option<Side>] = match (dose.each_side, exercise.only) {
        (false, _) => &[None],
        (true, None) => &[Some(Side::Left), Some(Side::Right)],
        (true, Some(Side::Left)) => &[Some(Side::Left)],
        (true, Some(Side::Right)) => &[Some(Side::Right)],
    };
    let mut beats = vec![beat(Phase::Ready, READY_MS, 1, 0, sides[0])];
    for set in 1..=exercise.sets() {
        if set > 1 && dose.rest_s > 0 {
            beats.push(beat(Phase::Rest, seconds(dose.rest_s), set, 0, sides[0]));
        } else if set > 1 && sides.len() > 1 {
            beats.push(beat(Phase::Change, CHANGE_MS, set, 0, sides[0]));
        }
        for (turn, side) in sides.iter().enumerate() {
            if turn > 0 {
                beats.push(beat(Phase::Change, CHANGE_MS, set, 0, *side));
            }
            match (dose.for_s, exercise.reps()) {
                (Some(for_s), _) => {
                    beats.push(beat(Phase::Hold, seconds(for_s[0].max(1)), set, 0, *side));
                }
                (None, Some(reps)) => {
                    let length_ms = (seconds(dose.rep_s) + hold_ms).max(1_000);
                    beats.extend(
                        (1..=reps).map(|rep| beat(Phase::Repeat, length_ms, set, rep, *side)),
                    );
                }
                (None, None) => {
                    beats.push(beat(Phase::Hold, hold_ms.max(1_000), set, 0, *side));
                }
            }
        }
    }
    beats
}

/// How long some beats take together.
#[must_use]
pub fn total_ms(beats: &[Beat]) -> u64 {
    beats.iter().map(|it| it.length_ms).sum()
}
