//! Programmes: which exercises in which week, how they grow, when they hold and drop, and the rules
//! that hold for every exercise.

use serde::{Deserialize, Serialize};

use crate::exercises::Pattern;
use crate::named::named;
use crate::sources::Source;

/// One programme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Its name in addresses: the name of its file.
    pub slug: String,
    /// Its number among the programmes, `P1` and so on.
    pub code: String,
    /// Its title.
    pub title: String,
    /// What it is for, and what it is not.
    pub purpose: String,
    /// What it is modelled on and what nobody has shown, said openly.
    pub label: Option<String>,
    /// Who it is meant for.
    pub patterns: Vec<Pattern>,
    /// Who it is meant for only under a condition.
    pub when: Vec<When>,
    /// How long it lasts in the least and the most; none goes on as long as it helps.
    pub weeks: Option<[u16; 2]>,
    /// What is done, in stages.
    pub stages: Vec<Stage>,
    /// How it grows and gives way.
    pub rules: Rules,
    /// The numbers of a walking plan.
    pub walking: Option<Walking>,
    /// What to leave out meanwhile.
    pub leave_out: Vec<String>,
    /// When to see somebody.
    pub see_somebody: Vec<Sign>,
    /// What comes afterwards.
    pub afterwards: Option<String>,
    /// Its sources.
    pub sources: Vec<Source>,
}

/// A pattern that has to wait for something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The pattern.
    pub pattern: Pattern,
    /// What has to be so first.
    pub condition: Condition,
}

named! {
    /// What has to be so before a programme is offered.
    Condition {
        /// Leg pain is under 4 out of 10.
        LegPainUnder4 = "leg_pain_under_4",
        /// The pain has calmed down.
        Calm = "calm",
        /// The symptom check found nothing that needs somebody first.
        CheckClears = "check_clears",
        /// A clinician has looked at it.
        ClinicianSeen = "clinician_seen",
        /// Walks are split into parts with rests.
        AsIntervals = "as_intervals",
        /// Its movements are kept small.
        SmallRange = "small_range",
    }
}

/// One stage of a programme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its title.
    pub title: String,
    /// The first and the last week or day it covers, from 1.
    pub span: Option<[u16; 2]>,
    /// What the span counts.
    pub unit: Unit,
    /// How often, in the least and the most.
    pub often: Often,
    /// What is said about it.
    pub note: Option<String>,
    /// It waits until the pain in the leg has calmed down.
    pub ready: Option<Ready>,
    /// The programme whose exercises come first in it, by slug. They stand among the parts already.
    pub begins_with: Option<String>,
    /// Its parts in order.
    pub items: Vec<Item>,
}

/// How calm the pain in the leg has to be before a stage begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ready {
    /// Below so many out of 10.
    pub leg_pain_under: u16,
    /// For so many days in a row, today included.
    pub days: u16,
}

named! {
    /// What a span counts.
    Unit {
        /// Weeks.
        Week = "week",
        /// Days.
        Day = "day",
    }
}

/// How often something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Often {
    /// Times in the least and the most.
    pub times: [u16; 2],
    /// A day, a week, a walk, a break.
    pub per: Per,
    /// Never on two days in a row.
    pub with_days_between: bool,
}

named! {
    /// What a number of times belongs to.
    Per {
        /// Times a day.
        Day = "day",
        /// Times a week.
        Week = "week",
        /// Once a walk.
        Walk = "walk",
        /// Once a break from sitting.
        Break = "break",
    }
}

/// One part of a stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The exercise, by slug; none is something else to do, which the text says.
    pub exercise: Option<String>,
    /// The form of it.
    pub form: Option<String>,
    /// What to do where it is no exercise, or what to add.
    pub text: Option<String>,
    /// Only for these patterns; none is everybody.
    pub only: Vec<Pattern>,
    /// Not for these patterns.
    pub except: Vec<Pattern>,
    /// One of the parts that carry the same letter is done, in turn.
    pub one_of: Option<String>,
    /// What of the usual dose is different here.
    pub sets: Option<u16>,
    /// Repetitions a set.
    pub reps: Option<[u16; 2]>,
    /// Seconds each is held.
    pub hold_s: Option<[u16; 2]>,
    /// Seconds it goes on.
    pub for_s: Option<[u16; 2]>,
    /// Times a day.
    pub times_a_day: Option<[u16; 2]>,
    /// A walk of so many minutes.
    pub walk_min: Option<[u16; 2]>,
}

/// How a programme grows and gives way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// So many green sessions in a row before the next stage.
    pub green_to_grow: Option<u16>,
    /// A gap of under so many days repeats the week; a longer one goes back a stage.
    pub gap_repeats_days: Option<u16>,
    /// So many times red in one exercise makes it easier for a week.
    pub red_to_ease: Option<u16>,
    /// A part that was red is left out.
    pub red_skips: bool,
    /// So many red parts turn the rest into a shorter walk.
    pub red_to_shorten: Option<u16>,
    /// What grows, in words.
    pub grow: Vec<String>,
    /// What a green session leaves to spare, in repetitions.
    pub spare_reps: Option<[u16; 2]>,
    /// After so many weeks without change, see somebody.
    pub no_change_weeks: Option<u16>,
    /// Minutes of sitting between two breaks: usual, least, most.
    pub break_every_min: Option<[u16; 3]>,
}

/// The numbers of a walking plan; the weeks follow from them by a pure function of the records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Walking {
    /// Walks on different days that give the start.
    pub baseline_walks: u16,
    /// Per cent of their average, rounded down.
    pub baseline_percent: u16,
    /// The shortest and the longest start in minutes.
    pub start_min: [u16; 2],
    /// Per cent the weekly total grows by, below and from `grow_from_total_min` on.
    pub grow_percent: [u16; 2],
    /// Where the growth changes.
    pub grow_from_total_min: u16,
    /// The most it grows by in per cent, after rounding.
    pub most_percent: u16,
    /// Below so many minutes a week each walk grows by at least a minute instead.
    pub small_total_min: u16,
    /// Every so many weeks one is repeated.
    pub repeat_every: u16,
    /// Days a week at first, and more from these weekly totals on.
    pub days: Vec<WalkDays>,
    /// Minutes a walk and days a week at which it is complete.
    pub goal: [u16; 2],
    /// The last week of the plan.
    pub weeks: u16,
    /// Per cent less after a hard week.
    pub drop_percent: u16,
    /// Days with strong pain that repeat a week, and that drop it.
    pub hard_days: [u16; 2],
    /// Below so many per cent of the planned walks the week is repeated.
    pub done_percent: u16,
    /// Pain that counts as strong.
    pub strong_pain: u16,
    /// From this week on a walk may be brisk.
    pub brisk_after_week: u16,
    /// Whole weeks without a walk: repeats, goes back two, starts anew.
    pub gap_weeks: [u16; 3],
    /// Plan weeks to go back after a middling gap.
    pub gap_back_weeks: u16,
    /// The weeks of the check-ins.
    pub check_ins: Vec<u16>,
    /// Parts of a walk with rests, in the least and the most.
    pub bouts: [u16; 2],
    /// Per cent the total of such parts grows by in a week.
    pub bouts_grow_percent: u16,
    /// Pain at which such a part ends, in the least and the most.
    pub bout_ends_at: [u16; 2],
}

/// So many days a week from a weekly total on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WalkDays {
    /// The total in minutes.
    pub from_total_min: u16,
    /// The days.
    pub days: u16,
}

/// Something that sends a person to somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// How soon.
    pub soon: Soon,
    /// What there is.
    pub text: String,
}

named! {
    /// How soon to see somebody.
    Soon {
        /// Now.
        Now = "now",
        /// Today.
        Today = "today",
        /// Within days.
        Days = "days",
        /// Without hurry.
        Routine = "routine",
    }
}

/// The rules that hold for every exercise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Universal {
    /// What is usual to feel.
    pub expect: Vec<String>,
    /// When to stop.
    pub stop: Vec<String>,
    /// How to go on by what is felt.
    pub lights: Vec<Light>,
    /// Which way of moving to keep and which to leave.
    pub direction: String,
    /// How to breathe.
    pub breathing: String,
    /// What to do when nothing changes.
    pub no_change: String,
    /// What remains while the symptom check says to see somebody within days, by slug.
    pub while_waiting: Vec<Waiting>,
    /// Where these rules come from.
    pub sources: Vec<Source>,
}

/// An exercise that remains while a person waits to be seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiting {
    /// The exercise, by slug.
    pub exercise: String,
    /// Without which part of it.
    pub without: Option<String>,
}

/// One colour of the traffic light.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Light {
    /// Its colour.
    pub colour: Colour,
    /// Pain during it, least and most out of 10.
    pub during: [u16; 2],
    /// Still this colour when pain is no more than this above usual.
    pub above_usual: Option<u16>,
    /// What is so the next morning.
    pub next_morning: String,
    /// What to do.
    pub then: String,
}

named! {
    /// The colours of the traffic light.
    Colour {
        /// Go on.
        Green = "green",
        /// Stay.
        Amber = "amber",
        /// Ease off.
        Red = "red",
    }
}
