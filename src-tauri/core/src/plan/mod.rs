//! The walking plan: from three walks to a start, from week to week by the law in [`course`], with the walks of the diary.
//!
//! Only what a person said is stored: that a plan was begun, how a week was, what a check-in found. What a week asks for
//! follows from that, from the diary and from the shipped numbers, so an edited walk is never at odds with the plan.

pub mod course;
mod store;

pub use backstride_content::programmes::Walking;
use backstride_content::triage::Scope;
use chrono::{Days, NaiveDate};
use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

use crate::checks;
use crate::error::{Error, Result};
use crate::insights::{self, DayFigures};
use crate::moment::Moment;
use crate::record::{self, Note, When};
use crate::settings;
use crate::worded::{set, worded};

pub use course::{Course, HardDays, Past, Said, Step, Target, Week};
pub(crate) use store::SUMMED;

/// The pattern whose walks are split into parts with rests.
const EASES_ON_BENDING: &str = "FB";

/// The pattern that has to wait until the pain in the leg is low.
const LEG: &str = "LEG";

const WEEK_DAYS: u64 = 7;

worded! {
    /// How it has gone since the last check-in.
    Progress in "progress" {
        /// Better.
        Better = "better",
        /// About the same.
        Same = "same",
        /// Worse.
        Worse = "worse",
    }
}

worded! {
    /// What got in the way of walking.
    InTheWay in "inTheWay" {
        /// Pain.
        Pain = "pain",
        /// Worry that walking does harm.
        Worry = "worry",
        /// No time.
        Time = "time",
        /// Weather, or nowhere good to walk.
        Place = "place",
        /// Tiredness or low mood.
        Tired = "tired",
        /// Something with feet or shoes.
        Feet = "feet",
        /// Something else.
        Other = "other",
    }
}

/// A plan as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// UUIDv7 text.
    pub id: String,
    /// Walks from this date on find the start.
    pub looked_from: NaiveDate,
    /// The first day of week 1; `None` = the start is being found.
    pub first_day: Option<NaiveDate>,
    /// Minutes of each walk in week 1; `None` as `first_day`.
    pub start_min: Option<u16>,
    /// Each walk is done in parts, with rests between them.
    pub with_rests: bool,
    /// The day it was stopped; `None` = it goes on.
    pub ended_on: Option<NaiveDate>,
    /// Minutes east of UTC where it was begun.
    pub offset_min: i32,
    /// Unix milliseconds when it was begun.
    pub recorded_at_ms: i64,
    /// Unix milliseconds when it was put in the trash.
    pub deleted_at_ms: Option<i64>,
}

/// What was said about a week, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// UUIDv7 text.
    pub id: String,
    /// The plan.
    pub plan_id: String,
    /// The week, from 1.
    pub week: u16,
    /// Days with strong pain, or pain still up the next morning.
    pub hard_days: HardDays,
    /// A new pain in foot, calf or knee.
    pub new_pain: bool,
    /// Days with a walk, as the diary stood when it was said.
    pub walked_days: u16,
    /// Minutes east of UTC where it was said.
    pub offset_min: i32,
    /// Unix milliseconds when it was first said.
    pub recorded_at_ms: i64,
    /// Unix milliseconds when it was put in the trash.
    pub deleted_at_ms: Option<i64>,
}

/// A look back and forward, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckIn {
    /// UUIDv7 text.
    pub id: String,
    /// The plan.
    pub plan_id: String,
    /// Finished weeks it looks back on; 0 = at the start.
    pub week: u16,
    /// How it has gone.
    pub progress: Option<Progress>,
    /// What got in the way.
    pub in_the_way: Vec<InTheWay>,
    /// What the person means to do if the pain comes back.
    pub if_it_returns: Option<Note>,
    /// Minutes east of UTC where it was said.
    pub offset_min: i32,
    /// Unix milliseconds when it was first said.
    pub recorded_at_ms: i64,
    /// Unix milliseconds when it was put in the trash.
    pub deleted_at_ms: Option<i64>,
}

/// What a check-in says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "CheckIn documents each of them")]
pub struct CheckInForm {
    pub week: u16,
    pub progress: Option<Progress>,
    pub in_the_way: Vec<InTheWay>,
    pub if_it_returns: Option<Note>,
}

/// A walk that helps to find the start: the longest level one of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its day.
    pub date: NaiveDate,
    /// Its minutes.
    pub minutes: u16,
}

/// A week that is over, or the present one so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekSeen {
    /// From 1.
    pub number: u16,
    /// Its first day.
    pub from: NaiveDate,
    /// What it asked for.
    pub week: Week,
    /// Days with a walk.
    pub walked_days: u16,
    /// Minutes walked.
    pub walked_min: u32,
    /// Days with strong pain in the diary.
    pub strong_days: u16,
    /// What was said about it.
    pub said: Option<Review>,
}

/// A plan under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWay {
    /// Every week, the last one the present.
    pub weeks: Vec<WeekSeen>,
    /// The day of the next walk; `None` = this week's walks are done.
    pub next_walk: Option<NaiveDate>,
    /// The finished week that nobody has spoken about yet.
    pub review_due: Option<u16>,
    /// The check-in that is due, by the weeks it looks back on.
    pub check_in_due: Option<u16>,
    /// Whether a walk may be brisk by now.
    pub brisk: bool,
    /// Whether the planned weeks are over; the plan goes on all the same.
    pub beyond: bool,
}

/// Where a plan stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// There is none.
    None,
    /// The start is being found.
    Finding {
        /// Walks that count, oldest first.
        walks: Vec<Found>,
        /// Minutes to start with, once there are enough.
        start_min: Option<u16>,
    },
    /// It is under way.
    UnderWay(UnderWay),
    /// So long without a walk that the start has to be found anew.
    Anew {
        /// Whole weeks without a walk.
        gap_weeks: u16,
    },
}

/// All there is to say about the walking plan today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The last symptom check says that something comes before exercise.
    pub held: bool,
    /// The last check found that bending or sitting eases the pain.
    pub rests_suit: bool,
    /// The last check found pain of the nerve kind in a leg.
    pub leg: bool,
    /// The plan that goes on.
    pub plan: Option<Plan>,
    /// Where it stands.
    pub stage: Stage,
    /// The check-ins of the plan, by week.
    pub check_ins: Vec<CheckIn>,
}

/// Where the walking plan stands today.
///
/// # Errors
/// Any failure of the storage.
pub fn overview(conn: &Connection, numbers: &Walking, today: NaiveDate) -> Result<Overview> {
    let last = checks::latest(conn, None)?;
    let held = last.as_ref().is_some_and(checks::Check::hides_routines);
    // A short check does not ask how the pain behaves.
    let whole = checks::latest(conn, Some(Scope::Full))?;
    let fits = |code: &str| whole.as_ref().is_some_and(|it| it.fits(code));
    let plan = store::going_on(conn)?;
    let stage = match &plan {
        None => Stage::None,
        Some(plan) => stage(conn, numbers, plan, today)?,
    };
    let check_ins = match &plan {
        None => Vec::new(),
        Some(plan) => store::check_ins(conn, &plan.id)?,
    };
    Ok(Overview {
        held,
        rests_suit: fits(EASES_ON_BENDING),
        leg: fits(LEG),
        plan,
        stage,
        check_ins,
    })
}

/// Begins a plan: from today on level walks find its start. One that has to find its start anew ends with this.
///
/// # Errors
/// [`Error::Conflict`] if one goes on already; [`Error::Invalid`] on `check` while the last symptom check comes first;
/// any failure of the storage.
pub fn begin(tx: &Transaction<'_>, numbers: &Walking, id: &str, now: Moment) -> Result<Plan> {
    let today = today(tx, now)?;
    let seen = open(tx, numbers, today)?;
    match (seen.plan, seen.stage) {
        (None, _) => {}
        (Some(old), Stage::Anew { .. }) => {
            stop(tx, &old.id, now)?;
        }
        (Some(_), _) => return Err(Error::Conflict),
    }
    let fresh = Plan {
        id: id.to_owned(),
        looked_from: today,
        first_day: None,
        start_min: None,
        with_rests: false,
        ended_on: None,
        offset_min: now.offset_min,
        recorded_at_ms: now.utc_ms,
        deleted_at_ms: None,
    };
    record::add(tx, &fresh, now)
}

/// Begins week 1 today, with the minutes that the walks gave.
///
/// # Errors
/// [`Error::Invalid`] on `walks` without enough of them, on `legPain` if the last check found pain of the nerve kind in a
/// leg and the person does not say that it is low, on `check` as [`begin`]; [`Error::NotFound`] without a plan;
/// [`Error::Conflict`] if week 1 has begun; any failure of the storage.
pub fn start(
    tx: &Transaction<'_>,
    numbers: &Walking,
    with_rests: bool,
    leg_pain_is_low: bool,
    now: Moment,
) -> Result<Plan> {
    let today = today(tx, now)?;
    let seen = open(tx, numbers, today)?;
    let plan = seen.plan.ok_or(Error::NotFound)?;
    let Stage::Finding { start_min, .. } = seen.stage else {
        return Err(Error::Conflict);
    };
    let start_min = start_min.ok_or(Error::Invalid { field: "walks" })?;
    if seen.leg && !leg_pain_is_low {
        return Err(Error::Invalid { field: "legPain" });
    }
    record::change(tx, &plan.id, now, |old: Plan| {
        Ok(Plan {
            first_day: Some(today),
            start_min: Some(start_min),
            with_rests,
            ..old
        })
    })
}

/// Stops a plan. What was walked stays in the diary.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if it is in the trash; any failure of the storage.
pub fn stop(tx: &Transaction<'_>, id: &str, now: Moment) -> Result<Plan> {
    let today = today(tx, now)?;
    record::change(tx, id, now, |old: Plan| {
        Ok(Plan {
            ended_on: old.ended_on.or(Some(today)),
            ..old
        })
    })
}

/// Says how the last finished week was, or says it again. The week after it follows from the answer at once.
///
/// # Errors
/// [`Error::NotFound`] without a plan under way; [`Error::Invalid`] on `week` for any week but the last finished one;
/// any failure of the storage.
pub fn review(
    tx: &Transaction<'_>,
    numbers: &Walking,
    id: &str,
    week: u16,
    hard_days: HardDays,
    new_pain: bool,
    now: Moment,
) -> Result<Review> {
    let (plan, seen) = under_way(tx, numbers, today(tx, now)?)?;
    let last = seen.weeks.len().checked_sub(2).map(|at| &seen.weeks[at]);
    let last = last
        .filter(|it| it.number == week)
        .ok_or(Error::Invalid { field: "week" })?;
    let walked_days = last.walked_days;
    if let Some(said) = &last.said {
        return record::change(tx, &said.id, now, |old: Review| {
            Ok(Review {
                hard_days,
                new_pain,
                walked_days,
                ..old
            })
        });
    }
    let fresh = Review {
        id: id.to_owned(),
        plan_id: plan.id,
        week,
        hard_days,
        new_pain,
        walked_days,
        offset_min: now.offset_min,
        recorded_at_ms: now.utc_ms,
        deleted_at_ms: None,
    };
    record::add(tx, &fresh, now)
}

/// Keeps a check-in, or changes it.
///
/// # Errors
/// [`Error::NotFound`] without a plan; [`Error::Invalid`] on `week` for one that has none or that is still to come; any
/// failure of the storage.
pub fn check_in(
    tx: &Transaction<'_>,
    numbers: &Walking,
    id: &str,
    form: &CheckInForm,
    now: Moment,
) -> Result<CheckIn> {
    let seen = overview(tx, numbers, today(tx, now)?)?;
    let plan = seen.plan.ok_or(Error::NotFound)?;
    if !numbers.check_ins.contains(&form.week) || form.week > finished(&seen.stage) {
        return Err(Error::Invalid { field: "week" });
    }
    let in_the_way = set(form.in_the_way.clone());
    if let Some(kept) = seen.check_ins.iter().find(|it| it.week == form.week) {
        return record::change(tx, &kept.id, now, |old: CheckIn| {
            Ok(CheckIn {
                progress: form.progress,
                in_the_way,
                if_it_returns: form.if_it_returns.clone(),
                ..old
            })
        });
    }
    let fresh = CheckIn {
        id: id.to_owned(),
        plan_id: plan.id,
        week: form.week,
        progress: form.progress,
        in_the_way,
        if_it_returns: form.if_it_returns.clone(),
        offset_min: now.offset_min,
        recorded_at_ms: now.utc_ms,
        deleted_at_ms: None,
    };
    record::add(tx, &fresh, now)
}

fn today(conn: &Connection, now: Moment) -> Result<NaiveDate> {
    Ok(When::today(now, settings::day_ends_at(conn)?))
}

/// The overview, refused while the last symptom check comes first.
fn open(conn: &Connection, numbers: &Walking, today: NaiveDate) -> Result<Overview> {
    let seen = overview(conn, numbers, today)?;
    if seen.held {
        return Err(Error::Invalid { field: "check" });
    }
    Ok(seen)
}

fn under_way(conn: &Connection, numbers: &Walking, today: NaiveDate) -> Result<(Plan, UnderWay)> {
    let seen = overview(conn, numbers, today)?;
    match (seen.plan, seen.stage) {
        (Some(plan), Stage::UnderWay(under_way)) => Ok((plan, under_way)),
        _ => Err(Error::NotFound),
    }
}

fn finished(stage: &Stage) -> u16 {
    match stage {
        Stage::UnderWay(it) => it.weeks.last().map_or(0, |week| week.number - 1),
        _ => 0,
    }
}

fn stage(conn: &Connection, numbers: &Walking, plan: &Plan, today: NaiveDate) -> Result<Stage> {
    let (Some(first_day), Some(start_min)) = (plan.first_day, plan.start_min) else {
        let walks = store::level_walks(conn, plan.looked_from, today)?;
        let minutes: Vec<u16> = walks.iter().map(|it| it.minutes).collect();
        return Ok(Stage::Finding {
            start_min: course::start_min(numbers, &minutes),
            walks,
        });
    };
    // A clock that was set back shows the first week until it is right again.
    let today = today.max(first_day);
    let diary = Diary {
        numbers,
        first_day,
        today,
        days: insights::days(conn, first_day, today)?,
        before: store::last_walk_before(conn, first_day)?,
    };
    let said = store::reviews(conn, &plan.id)?;
    let present = diary.week_of(today);
    let past: Vec<Past> = (1..present)
        .map(|number| Past {
            said: said.iter().find(|it| it.week == number).map(|it| Said {
                hard_days: it.hard_days,
                new_pain: it.new_pain,
                walked_days: it.walked_days,
            }),
            walked: diary.walks_in(number).next().is_some(),
            gap_weeks: diary.gap_weeks(number + 1),
        })
        .collect();
    let course = course::course(numbers, start_min, plan.with_rests, &past);
    if course.anew {
        return Ok(Stage::Anew {
            gap_weeks: diary.gap_weeks(present),
        });
    }
    let weeks: Vec<WeekSeen> = (1..)
        .zip(&course.weeks)
        .map(|(number, week)| diary.seen(number, *week, &said))
        .collect();
    let kept = store::check_ins(conn, &plan.id)?;
    Ok(Stage::UnderWay(diary.under_way(weeks, &said, &kept)))
}

/// The diary as a plan reads it.
struct Diary<'a> {
    numbers: &'a Walking,
    first_day: NaiveDate,
    today: NaiveDate,
    days: Vec<DayFigures>,
    /// The last day with a walk before the plan.
    before: Option<NaiveDate>,
}

impl Diary<'_> {
    fn first_of(&self, number: u16) -> NaiveDate {
        let weeks = u64::from(number.saturating_sub(1));
        plus(self.first_day, WEEK_DAYS * weeks)
    }

    fn week_of(&self, date: NaiveDate) -> u16 {
        let days = (date - self.first_day).num_days().max(0);
        u16::try_from(days / 7 + 1).unwrap_or(u16::MAX)
    }

    fn in_week(&self, number: u16) -> impl Iterator<Item = &DayFigures> {
        self.days
            .iter()
            .filter(move |day| self.week_of(day.date) == number)
    }

    fn walks_in(&self, number: u16) -> impl Iterator<Item = &DayFigures> {
        self.in_week(number).filter(|day| day.walks > 0)
    }

    /// Whole weeks without a walk: from the last one before a week to the first one in it; without one, to its last day
    /// or to today.
    fn gap_weeks(&self, number: u16) -> u16 {
        let from = self.first_of(number);
        let walked = self.days.iter().filter(|day| day.walks > 0);
        let last = walked.map(|day| day.date).filter(|date| *date < from).max();
        let last = last
            .or(self.before)
            .unwrap_or(self.first_day)
            .max(plus_back(self.first_day));
        let end = plus(from, WEEK_DAYS - 1).min(self.today);
        let until = self.walks_in(number).next().map_or(end, |day| day.date);
        u16::try_from((until - last).num_days().max(0) / 7).unwrap_or(u16::MAX)
    }

    fn seen(&self, number: u16, week: Week, said: &[Review]) -> WeekSeen {
        let strong = |day: &&DayFigures| {
            day.nrs_high
                .is_some_and(|nrs| u16::from(nrs) >= self.numbers.strong_pain)
        };
        let count = |days: usize| u16::try_from(days).unwrap_or(u16::MAX);
        WeekSeen {
            number,
            from: self.first_of(number),
            week,
            walked_days: count(self.walks_in(number).count()),
            walked_min: self.walks_in(number).filter_map(|day| day.walk_min).sum(),
            strong_days: count(self.in_week(number).filter(strong).count()),
            said: said.iter().find(|it| it.week == number).cloned(),
        }
    }

    fn under_way(&self, weeks: Vec<WeekSeen>, said: &[Review], kept: &[CheckIn]) -> UnderWay {
        let present = &weeks[weeks.len() - 1];
        let finished = present.number - 1;
        let done = present.walked_days >= present.week.target.days;
        let walked_today = self
            .walks_in(present.number)
            .any(|it| it.date == self.today);
        let tomorrow = plus(self.today, 1);
        let next_walk = match (done, walked_today) {
            (true, _) => None,
            (false, false) => Some(self.today),
            (false, true) => Some(tomorrow).filter(|it| self.week_of(*it) == present.number),
        };
        // Only the newest that is due: nobody wants to look back twice in a row.
        let due = self.numbers.check_ins.iter().filter(|it| **it <= finished);
        let check_in_due = due
            .max()
            .copied()
            .filter(|week| !kept.iter().any(|it| it.week == *week));
        let easy = self.numbers.brisk_after_week;
        let walked_weeks = weeks.iter().filter(|it| it.walked_days > 0).count();
        UnderWay {
            next_walk,
            review_due: (finished > 0 && !said.iter().any(|it| it.week == finished))
                .then_some(finished),
            check_in_due,
            // Weeks without a walk bring nobody nearer to a brisk one.
            brisk: present.number > easy && walked_weeks >= usize::from(easy),
            beyond: present.number > self.numbers.weeks,
            weeks,
        }
    }
}

fn plus(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}

/// A plan that was only just begun has no gap behind it, however long ago the last walk was.
fn plus_back(first_day: NaiveDate) -> NaiveDate {
    first_day
        .checked_sub_days(Days::new(1))
        .unwrap_or(first_day)
}
