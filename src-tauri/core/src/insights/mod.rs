//! What the records show: the data of every chart, figures in words' reach, and offers. It reads and writes nothing else.
//!
//! **Invariant:** a gap stays a gap. Nothing here fills a day without a record, with a zero or with a guess; a mean that
//! rests on too few days is not there.

mod store;
mod suggestions;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Days, NaiveDate};
use rusqlite::Connection;

use crate::diary::{self, Flare, Region};
use crate::error::{Error, Result};
use crate::settings::{self, Offer, Pace};
use crate::walks::Onset;
use crate::worded::worded;

pub use suggestions::{
    BAD_SLEEP, Facts, MORE_WALKING_MIN, MORE_WALKING_PERCENT, OFTEN_TIMES, Reason, SPAN_DAYS,
    Suggestion, WALK_POINTS, suggest,
};

/// The days a short mean looks back over, and how many of them must have a number.
pub const WEEK: (u64, usize) = (7, 4);

/// The same for a long mean: half of four weeks.
pub const FOUR_WEEKS: (u64, usize) = (28, 14);

/// The days the usual range looks back over, and how many of them must have a number.
pub const USUAL: (u64, usize) = (90, 14);

/// The longest stretch of which single entries are given; beyond it a chart has more dots than pixels.
pub const POINTS_MAX_DAYS: i64 = 400;

/// A medicine not taken for so many days begins anew.
pub const BEGUN_AFTER_DAYS: u64 = 28;

/// A change of pain below this many points is about the same (clinical.md E1: 2 points or 30 %).
pub const CHANGE_POINTS: f64 = 2.0;

/// A change of pain below this share of where it started is about the same.
pub const CHANGE_SHARE: f64 = 0.3;

/// One day as the view `v_day` gives it; every figure may be missing.
#[derive(Debug, Clone, PartialEq)]
pub struct DayFigures {
    /// The date.
    pub date: NaiveDate,
    /// Pain entries.
    pub entries: u32,
    /// The person's own average of the day, or else the mean of its moments.
    pub nrs_mean: Option<f64>,
    /// The lowest pain.
    pub nrs_low: Option<u8>,
    /// The highest pain.
    pub nrs_high: Option<u8>,
    /// Walks.
    pub walks: u32,
    /// Minutes walked; `None` = no walk recorded.
    pub walk_min: Option<u32>,
    /// Whether there is a record of the whole day.
    pub day_recorded: bool,
    /// How much the back limited the person.
    pub limited: Option<u8>,
    /// The longest comfortable walk, in minutes.
    pub comfortable_walk_min: Option<u16>,
    /// Minutes slept.
    pub sleep_min: Option<u16>,
    /// Medicines taken.
    pub medicines: u32,
    /// Reliefs tried.
    pub reliefs: u32,
}

/// One pain entry as a dot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dot {
    /// The entry.
    pub id: String,
    /// Its date.
    pub date: NaiveDate,
    /// Its place within the day, in minutes from midnight.
    pub sort_min: u16,
    /// 0 to 10.
    pub nrs: u8,
    /// Whether it was written down more than 36 hours after the end of its day, from memory.
    pub backfilled: bool,
}

/// A mean at the end of a date; `None` where too few of the days before it have a number, and a line breaks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// The last day it rests on.
    pub date: NaiveDate,
    /// 0 to 10.
    pub value: Option<f64>,
}

/// Where most days lie: 10 % of them are below, 10 % above.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The 10 % quantile of the day means.
    pub low: f64,
    /// The 90 % quantile.
    pub high: f64,
    /// How many days it rests on.
    pub days: u32,
}

/// A medicine that the person took after not having taken it for [`BEGUN_AFTER_DAYS`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The day.
    pub date: NaiveDate,
    /// As they call it.
    pub name: String,
}

/// Pain over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Single entries, oldest first; empty if the stretch is longer than [`POINTS_MAX_DAYS`].
    pub dots: Vec<Dot>,
    /// Days with a record, oldest first.
    pub days: Vec<DayFigures>,
    /// The mean over [`WEEK`], one for every date.
    pub week: Vec<Mean>,
    /// The mean over [`FOUR_WEEKS`], one for every date.
    pub four_weeks: Vec<Mean>,
    /// Flares that touch the stretch, oldest first.
    pub flares: Vec<Flare>,
    /// Medicines that began in the stretch, oldest first; empty where there are no single entries either.
    pub begun: Vec<Begun>,
    /// The usual range at the end of the stretch.
    pub usual: Option<Band>,
}

/// One walk with what is known of when the pain began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tolerance {
    /// The walk.
    pub id: String,
    /// Its date.
    pub date: NaiveDate,
    /// How long it was, in minutes.
    pub duration_min: u16,
    /// When the pain began. [`Onset::Never`] says that the tolerance is at least `duration_min`: an open-ended point.
    pub onset: Onset,
    /// Minutes until it had settled.
    pub settle_min: Option<u16>,
}

/// Walking tolerance over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tolerances {
    /// Walks of which it is known when the pain began or that it never did, oldest first.
    pub walks: Vec<Tolerance>,
    /// Walks of which it was not recorded; they are left out.
    pub not_recorded: u32,
}

worded! {
    /// What a walk is set against.
    Outcome in "outcome" {
        /// Pain after the walk less pain before it: the default, because people walk more on good mornings.
        Change = "change",
        /// The worst during the walk.
        During = "during",
        /// The evening of the same day.
        Evening = "evening",
        /// The next morning.
        NextMorning = "next_morning",
    }
}

/// One walk as a point of the scatter.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkPoint {
    /// The walk.
    pub id: String,
    /// Its date.
    pub date: NaiveDate,
    /// How long it was, in minutes.
    pub duration_min: u16,
    /// 0 to 10, or -10 to 10 for a change.
    pub value: f64,
}

/// Walk minutes against an outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Scatter {
    /// Which one.
    pub outcome: Outcome,
    /// Walks of which it is known, oldest first.
    pub walks: Vec<WalkPoint>,
    /// Walks of which it is not; they are left out.
    pub not_recorded: u32,
}

/// How often one region hurt.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionShare {
    /// Which.
    pub region: Region,
    /// Days on which it was marked.
    pub days: u32,
    /// The mean of what was said about it, where something was.
    pub nrs_mean: Option<f64>,
}

/// Where it hurt over a stretch of days.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyShare {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Days with a pain entry: what the days of each region are a share of.
    pub entry_days: u32,
    /// Regions that were marked, in the order of the table of regions.
    pub regions: Vec<RegionShare>,
}

worded! {
    /// What a change means to a person.
    Meaning in "meaning" {
        /// Too few days on either side to say.
        NotEnough = "not_enough",
        /// Below what people notice.
        AboutTheSame = "about_the_same",
        /// Less pain.
        Better = "better",
        /// More pain.
        Worse = "worse",
    }
}

/// The last four weeks in figures, beside the four before.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The first of the 28 days.
    pub from: NaiveDate,
    /// The last: today.
    pub to: NaiveDate,
    /// Mean of the day means.
    pub nrs_mean: Option<f64>,
    /// The same for the 28 days before.
    pub nrs_mean_before: Option<f64>,
    /// What the difference means.
    pub meaning: Meaning,
    /// Days with anything recorded.
    pub days_recorded: u32,
    /// Days with a pain entry.
    pub days_pain: u32,
    /// Days with a walk.
    pub days_walked: u32,
    /// Days with a record of the whole day.
    pub days_day: u32,
    /// Minutes walked; `None` = no walk recorded.
    pub walk_min: Option<u32>,
    /// The longest walk that was comfortable, in minutes.
    pub comfortable_walk_min: Option<u16>,
    /// Flares that touch the 28 days.
    pub flares: u32,
    /// Whether to offer a monthly check instead: 14 days with a number in the last 28, the latest 14 all at 1 or less.
    /// The reason is named by the first day of the quiet stretch; one that was turned down is none.
    pub offer_monthly: Option<NaiveDate>,
    /// Whether to offer to note a flare: today or yesterday was distinctly worse than the 28 days before it. The reason
    /// is named by the first of the bad days; one that was turned down is none.
    pub offer_flare: Option<NaiveDate>,
}

/// The days of a calendar year that have a record, oldest first.
///
/// # Errors
/// [`Error::Invalid`] on `year` outside 1900 to 9999; any failure of the storage.
pub fn calendar(conn: &Connection, year: i32) -> Result<Vec<DayFigures>> {
    let invalid = Error::Invalid { field: "year" };
    if !(1900..=9999).contains(&year) {
        return Err(invalid);
    }
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    match (day(1, 1), day(12, 31)) {
        (Some(from), Some(to)) => store::days(conn, from, to),
        _ => Err(invalid),
    }
}

/// The days from one date to another that have a record, oldest first: a completeness strip.
///
/// # Errors
/// [`Error::Invalid`] on `to` before `from`; any failure of the storage.
pub fn days(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Vec<DayFigures>> {
    ordered(from, to)?;
    store::days(conn, from, to)
}

/// Pain over a stretch of days.
///
/// # Errors
/// As [`days`].
pub fn trend(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Trend> {
    ordered(from, to)?;
    // The first mean looks back beyond the first day.
    let before = back(from, FOUR_WEEKS.0.max(USUAL.0) - 1);
    let mut days = store::days(conn, before, to)?;
    let known: Vec<(NaiveDate, f64)> = days
        .iter()
        .filter_map(|day| Some((day.date, day.nrs_mean?)))
        .collect();
    days.retain(|day| day.date >= from);
    let short = (to - from).num_days() <= POINTS_MAX_DAYS;
    let mut flares = diary::flares(conn)?;
    flares.retain(|flare| flare.start_date <= to && flare.end_date.is_none_or(|end| end >= from));
    flares.reverse();
    Ok(Trend {
        from,
        to,
        dots: if short {
            store::dots(conn, from, to)?
        } else {
            Vec::new()
        },
        begun: if short {
            begun(&store::taken(conn, back(from, BEGUN_AFTER_DAYS), to)?, from)
        } else {
            Vec::new()
        },
        days,
        week: means(&known, from, to, WEEK),
        four_weeks: means(&known, from, to, FOUR_WEEKS),
        flares,
        usual: usual(&known, to),
    })
}

/// Walking tolerance over a stretch of days.
///
/// # Errors
/// As [`days`].
pub fn tolerance(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Tolerances> {
    ordered(from, to)?;
    store::tolerance(conn, from, to)
}

/// Walk minutes against an outcome.
///
/// # Errors
/// As [`days`].
pub fn walks_against(
    conn: &Connection,
    from: NaiveDate,
    to: NaiveDate,
    outcome: Outcome,
) -> Result<Scatter> {
    ordered(from, to)?;
    store::scatter(conn, from, to, outcome)
}

/// Where it hurt in a month, given by any of its days.
///
/// # Errors
/// Any failure of the storage.
pub fn body_month(conn: &Connection, month: NaiveDate) -> Result<BodyShare> {
    let (from, to) = month_of(month);
    store::body(conn, from, to)
}

/// Where it hurt over a stretch of days.
///
/// # Errors
/// As [`days`].
pub fn body(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<BodyShare> {
    ordered(from, to)?;
    store::body(conn, from, to)
}

/// The first and the last date with a record; `None` in an empty diary.
///
/// # Errors
/// Any failure of the storage.
pub fn span(conn: &Connection) -> Result<Option<(NaiveDate, NaiveDate)>> {
    store::span(conn)
}

/// The last four weeks in figures, and what is to be offered; during a pause nothing is.
///
/// # Errors
/// Any failure of the storage.
pub fn summary(conn: &Connection, today: NaiveDate) -> Result<Summary> {
    let from = back(today, 27);
    let all = store::days(conn, back(from, 29), today)?;
    let (before, now): (Vec<_>, Vec<_>) = all.iter().partition(|day| day.date < from);
    let before: Vec<_> = before
        .into_iter()
        .filter(|day| day.date >= back(from, 28))
        .collect();
    let count = |which: &dyn Fn(&DayFigures) -> bool| {
        u32::try_from(now.iter().filter(|day| which(day)).count()).unwrap_or(u32::MAX)
    };
    let flares = diary::flares(conn)?;
    let touching = flares
        .iter()
        .filter(|flare| flare.end_date.is_none_or(|end| end >= from) && flare.start_date <= today);
    let in_flare = flares
        .iter()
        .any(|flare| flare.end_date.is_none_or(|end| end >= back(today, 1)));
    let settings = settings::read(conn)?;
    let asks = settings.paused_until.is_none_or(|until| until < today);
    let minutes: Vec<u32> = now.iter().filter_map(|day| day.walk_min).collect();
    let numbers =
        |days: &[&DayFigures]| -> Vec<f64> { days.iter().filter_map(|day| day.nrs_mean).collect() };
    let (numbers_now, numbers_before) = (numbers(&now), numbers(&before));
    Ok(Summary {
        from,
        to: today,
        nrs_mean: mean(&numbers_now),
        nrs_mean_before: mean(&numbers_before),
        meaning: compared(&numbers_before, &numbers_now),
        days_recorded: u32::try_from(now.len()).unwrap_or(u32::MAX),
        days_pain: count(&|day| day.entries > 0),
        days_walked: count(&|day| day.walks > 0),
        days_day: count(&|day| day.day_recorded),
        walk_min: (!minutes.is_empty()).then(|| minutes.iter().sum()),
        comfortable_walk_min: now.iter().filter_map(|day| day.comfortable_walk_min).max(),
        flares: u32::try_from(touching.count()).unwrap_or(u32::MAX),
        offer_monthly: if asks && settings.pace != Pace::Monthly && calm(&now) {
            fresh(conn, Offer::Monthly, store::quiet_since(conn, today)?)?
        } else {
            None
        },
        offer_flare: if asks && !in_flare {
            fresh(conn, Offer::Flare, distinctly_worse(&all, today))?
        } else {
            None
        },
    })
}

/// The reason of an offer, unless it is the one for which the person turned it down.
fn fresh(conn: &Connection, offer: Offer, reason: Option<NaiveDate>) -> Result<Option<NaiveDate>> {
    let declined = settings::declined(conn, offer)?;
    Ok(reason.filter(|reason| declined != Some(*reason)))
}

/// The days of a stretch on which the diary asked for nothing: those of a pause, and in a weekly or monthly diary all but
/// one of a week or a month. That one is the day that was written about, or else the last, so that a week without a word
/// is one missing day and not seven. `days` are those of the stretch that have a record.
///
/// # Errors
/// Any failure of the storage.
pub fn not_asked(
    conn: &Connection,
    from: NaiveDate,
    to: NaiveDate,
    days: &[DayFigures],
) -> Result<BTreeSet<NaiveDate>> {
    ordered(from, to)?;
    let paces = settings::paces(conn)?;
    let written: BTreeSet<NaiveDate> = days
        .iter()
        .filter(|day| day.entries > 0 || day.day_recorded)
        .map(|day| day.date)
        .collect();
    let asked = |date: NaiveDate| {
        let Some(pace) = paces.iter().rev().find(|pace| pace.from <= date) else {
            return true;
        };
        if written.contains(&date) {
            return true;
        }
        if pace.paused_until.is_some_and(|until| date <= until) {
            return false;
        }
        let (first, last) = match pace.pace {
            Pace::Daily => return true,
            Pace::Weekly => {
                let week = date.week(chrono::Weekday::Mon);
                (week.first_day(), week.last_day())
            }
            Pace::Monthly => month_of(date),
        };
        date == last && written.range(first..=last).next().is_none()
    };
    Ok(from
        .iter_days()
        .take_while(|date| *date <= to)
        .filter(|date| !asked(*date))
        .collect())
}

/// The first and the last day of a month.
fn month_of(date: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = date.with_day(1).unwrap_or(date);
    let last = first
        .checked_add_months(chrono::Months::new(1))
        .and_then(|next| next.pred_opt())
        .unwrap_or(first);
    (first, last)
}

/// The guides that fit what the diary shows about the four weeks that end with `today`, the most telling first. During a
/// pause nothing is suggested, as nothing is offered.
///
/// # Errors
/// Any failure of the storage.
pub fn suggestions(conn: &Connection, today: NaiveDate) -> Result<Vec<Suggestion>> {
    let paused = settings::read(conn)?.paused_until;
    if paused.is_some_and(|until| until >= today) {
        return Ok(Vec::new());
    }
    let from = back(today, SPAN_DAYS - 1);
    let mut facts = store::facts(conn, from, today)?;
    for day in store::days(conn, from, today)? {
        let Some(minutes) = day.walk_min else {
            continue;
        };
        let week = usize::try_from((today - day.date).num_days() / 7).unwrap_or(usize::MAX);
        if let Some(sum) = facts.walk_min.get_mut(week) {
            *sum = Some(sum.unwrap_or(0) + minutes);
        }
    }
    facts.flare = diary::flares(conn)?
        .iter()
        .any(|flare| flare.start_date <= today && flare.end_date.is_none_or(|end| end >= today));
    Ok(suggest(&facts))
}

/// What a change from one mean to another means: about the same below [`CHANGE_POINTS`] or below [`CHANGE_SHARE`] of
/// where it started.
#[must_use]
pub fn meaning(before: f64, now: f64) -> Meaning {
    let change = now - before;
    if change.abs() < CHANGE_POINTS || change.abs() < CHANGE_SHARE * before {
        Meaning::AboutTheSame
    } else if change < 0.0 {
        Meaning::Better
    } else {
        Meaning::Worse
    }
}

/// What a change from the days of four weeks to those of four others means: they say something about each other only if
/// either has a number on a quarter of its days.
#[must_use]
pub fn compared(before: &[f64], now: &[f64]) -> Meaning {
    const DAYS_MIN: usize = 7;
    match (mean(before), mean(now)) {
        (Some(was), Some(is)) if before.len() >= DAYS_MIN && now.len() >= DAYS_MIN => {
            meaning(was, is)
        }
        _ => Meaning::NotEnough,
    }
}

fn calm(now: &[&DayFigures]) -> bool {
    const DAYS: usize = 14;
    let highs: Vec<u8> = now
        .iter()
        .rev()
        .filter_map(|day| day.nrs_high)
        .take(DAYS)
        .collect();
    highs.len() == DAYS && highs.iter().all(|high| *high <= 1)
}

/// Today or yesterday, if it was worse than the days before it by what people notice: the first day of that bad stretch.
/// A day without a number does not end it.
fn distinctly_worse(all: &[DayFigures], today: NaiveDate) -> Option<NaiveDate> {
    let numbers = |from: NaiveDate, to: NaiveDate| -> Vec<f64> {
        all.iter()
            .filter(|day| (from..=to).contains(&day.date))
            .filter_map(|day| day.nrs_mean)
            .collect()
    };
    let worse = |date: NaiveDate| {
        let recent = numbers(back(date, 28), back(date, 1));
        let there = numbers(date, date);
        match (mean(&recent), there.first()) {
            (Some(was), Some(is)) if recent.len() >= 7 => meaning(was, *is) == Meaning::Worse,
            _ => false,
        }
    };
    let mut first = [today, back(today, 1)]
        .into_iter()
        .find(|date| worse(*date))?;
    for day in all.iter().rev().filter(|day| day.nrs_mean.is_some()) {
        if day.date < first {
            if !worse(day.date) {
                break;
            }
            first = day.date;
        }
    }
    Some(first)
}

/// A mean for every date, over the days that end with it; time counts, not the number of entries.
fn means(
    known: &[(NaiveDate, f64)],
    from: NaiveDate,
    to: NaiveDate,
    (span, least): (u64, usize),
) -> Vec<Mean> {
    let (mut start, mut end) = (0, 0);
    from.iter_days()
        .take_while(|date| *date <= to)
        .map(|date| {
            let first = back(date, span - 1);
            while known.get(end).is_some_and(|(day, _)| *day <= date) {
                end += 1;
            }
            while start < end && known[start].0 < first {
                start += 1;
            }
            let inside = &known[start..end];
            let values: Vec<f64> = inside.iter().map(|(_, value)| *value).collect();
            Mean {
                date,
                value: mean(&values).filter(|_| values.len() >= least),
            }
        })
        .collect()
}

fn usual(known: &[(NaiveDate, f64)], to: NaiveDate) -> Option<Band> {
    let first = back(to, USUAL.0 - 1);
    let mut values: Vec<f64> = known
        .iter()
        .filter(|(date, _)| (first..=to).contains(date))
        .map(|(_, value)| *value)
        .collect();
    if values.len() < USUAL.1 {
        return None;
    }
    values.sort_by(f64::total_cmp);
    Some(Band {
        low: quantile(&values, 0.1),
        high: quantile(&values, 0.9),
        days: u32::try_from(values.len()).unwrap_or(u32::MAX),
    })
}

/// From what was taken when, in order: where each name begins.
fn begun(taken: &[(NaiveDate, String)], from: NaiveDate) -> Vec<Begun> {
    let mut last: BTreeMap<String, NaiveDate> = BTreeMap::new();
    let mut begun = Vec::new();
    for (date, name) in taken {
        let before = last.insert(name.to_lowercase(), *date);
        let pause = before.is_none_or(|before| before < back(*date, BEGUN_AFTER_DAYS));
        if *date >= from && pause {
            begun.push(Begun {
                date: *date,
                name: name.clone(),
            });
        }
    }
    begun
}

/// Between the two sorted values around the place (Hyndman and Fan 1996, type 7).
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most 90 values, and a place between 0 and their count"
)]
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (low, high) = (place.floor() as usize, place.ceil() as usize);
    sorted[low] + (sorted[high] - sorted[low]) * place.fract()
}

/// The mean; none of nothing.
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    let count = u32::try_from(values.len())
        .ok()
        .filter(|count| *count > 0)?;
    Some(values.iter().sum::<f64>() / f64::from(count))
}

fn back(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}

fn ordered(from: NaiveDate, to: NaiveDate) -> Result<()> {
    // A century of days is more than anybody keeps; without a bound, two dates could ask for millions.
    if from > to || (to - from).num_days() > 36_600 {
        return Err(Error::Invalid { field: "to" });
    }
    Ok(())
}
