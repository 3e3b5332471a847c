//! What the diary shows about a stretch of days, in figures for somebody who treats people: no more than was recorded,
//! with the number of days, walks or times behind each figure. It reads and writes nothing.
//!
//! Days come from the view `v_day`, walks from `v_walk`, means and what a change means from [`crate::insights`]: one source
//! for charts, summary and exports.
//!
//! **Invariant:** what was not recorded is missing here too, never a zero. A section that was not chosen is not read.

mod spread;
mod store;

use std::collections::{BTreeMap, BTreeSet};

use backstride_content::triage::{Scope, Urgency};
use chrono::{Datelike as _, Days, Months, NaiveDate};
use rusqlite::Connection;

use crate::checks::{self, Check};
use crate::diary::{self, Helped, LegSymptom, Method};
use crate::error::{Error, Result};
use crate::insights::{self, BodyShare, DayFigures, Meaning};
use crate::reading;
use crate::sessions::{self, Flag};
use crate::walks::{Aid, Carried, EasedBy, Slope};
use crate::worded::worded;

pub use spread::Spread;

/// The stretch that is compared with another: four weeks.
pub const WINDOW_DAYS: u64 = 28;

/// Notes beyond so many are counted and not given; nobody reads more at an appointment.
pub const NOTES_MOST: usize = 200;

/// The amounts of a medicine that are given, the most frequent first.
pub const AMOUNTS_MOST: usize = 3;

/// As many steps as a chart and a table of one page hold.
const WEEKS_MOST: i64 = 14;
const MONTHS_MOST: i32 = 24;
const QUARTERS_MOST: i32 = 24;

/// Which days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// The 28 days that end with today.
    FourWeeks,
    /// The 13 weeks that end with today.
    ThreeMonths,
    /// From a date until today.
    Since(NaiveDate),
    /// From one date to another.
    Between(NaiveDate, NaiveDate),
}

worded! {
    /// A part that can be left out.
    Section in "sections" {
        /// What the symptom check was answered with.
        Checks = "checks",
        /// What the person told about their health.
        Health = "health",
        /// How much it hurt.
        Pain = "pain",
        /// Walks, and when the pain began on them.
        Walking = "walking",
        /// Where it hurt.
        Body = "body",
        /// What the legs did.
        Legs = "legs",
        /// Flares.
        Flares = "flares",
        /// Medicines and what else was tried.
        Treatments = "treatments",
        /// Sleep, stress, and how much the back was in the way.
        Days = "days",
        /// Exercises.
        Routines = "routines",
        /// What the person wants to ask.
        Questions = "questions",
    }
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// Which days.
    pub period: Period,
    /// Which parts.
    pub sections: BTreeSet<Section>,
    /// Whether what the person wrote in notes goes along.
    pub notes: bool,
}

/// How long a step of the table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepLength {
    /// Seven days; the last ends with the stretch.
    Week,
    /// A month of the calendar.
    Month,
    /// Three months of the calendar.
    Quarter,
    /// A year of the calendar.
    Year,
}

/// The whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// How complete it is.
    pub days: DayCounts,
    /// How long a step is.
    pub step: StepLength,
    /// The stretch step by step, oldest first. A figure is missing where its section was not chosen.
    pub steps: Vec<Step>,
    /// What the symptom check was answered with.
    pub checks: Option<Checks>,
    /// What the person told about their health, as it stands now.
    pub health: Option<Vec<Flag>>,
    /// How much it hurt.
    pub pain: Option<Pain>,
    /// Walks.
    pub walking: Option<Walking>,
    /// Where it hurt.
    pub body: Option<BodyShare>,
    /// What the legs did.
    pub legs: Option<Legs>,
    /// Flares that touch the stretch, oldest first.
    pub flares: Option<Vec<FlareSpan>>,
    /// What was tried.
    pub treatments: Option<Treatments>,
    /// What whole days were like.
    pub whole_days: Option<WholeDays>,
    /// Exercises, the most frequent first.
    pub routines: Option<Vec<RoutineDone>>,
    /// What the person wants to ask and has not asked, in the order of the list.
    pub questions: Option<Vec<String>>,
    /// What the person wrote, where that was chosen.
    pub notes: Option<Notes>,
}

/// How many days there are, and on how many something was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCounts {
    /// Days of the stretch.
    pub possible: u32,
    /// Days on which the diary asked: fewer where it was weekly, monthly or paused.
    pub asked: u32,
    /// Days with anything recorded.
    pub recorded: u32,
    /// Days with a pain entry.
    pub pain: u32,
    /// Days with a walk.
    pub walked: u32,
    /// Days with a record of the whole day.
    pub whole: u32,
    /// The first day of the whole diary, which may be inside the stretch.
    pub first: Option<NaiveDate>,
}

/// One step of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its first day within the stretch.
    pub from: NaiveDate,
    /// Its last day within the stretch.
    pub to: NaiveDate,
    /// Days with anything recorded.
    pub recorded: u32,
    /// Days with a number for pain.
    pub pain_days: u32,
    /// The mean of those days.
    pub mean: Option<f64>,
    /// The lowest pain of any entry.
    pub low: Option<u8>,
    /// The highest.
    pub high: Option<u8>,
    /// Walks.
    pub walks: u32,
    /// Minutes walked; `None` = no walk.
    pub walk_min: Option<u32>,
    /// The minute in which the pain began, over the walks on which it did.
    pub onset: Option<Spread>,
    /// Walks on which it never began.
    pub never: u32,
    /// Whether a flare touches it.
    pub flare: bool,
}

/// What the symptom check was answered with.
#[derive(Debug, Clone, PartialEq)]
pub struct Checks {
    /// The checks of the stretch, the latest first.
    pub made: Vec<CheckMade>,
    /// What was ticked, or not sure, in any of them or in the one before: what is most urgent first.
    pub answers: Vec<Flagged>,
    /// The latest whole check before the stretch, where the stretch holds none.
    pub before: Option<CheckMade>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckMade {
    /// The day.
    pub date: NaiveDate,
    /// All questions, or only those on the body's functions.
    pub scope: Scope,
    /// How soon it advised to get help; `None` = a short check in which nothing was ticked.
    pub level: Option<Urgency>,
    /// The day a clinician said that exercise is fine.
    pub cleared_on: Option<NaiveDate>,
}

/// One question that was answered with yes or not sure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flagged {
    /// In the words of the question.
    pub text: String,
    /// The most urgent level of a rule that rests on it.
    pub level: Option<Urgency>,
    /// The latest check in which it was yes.
    pub yes_on: Option<NaiveDate>,
    /// The latest in which it was not sure.
    pub unsure_on: Option<NaiveDate>,
    /// The latest check after those that asked for it again and in which it was neither.
    pub not_on: Option<NaiveDate>,
}

/// How much it hurt.
#[derive(Debug, Clone, PartialEq)]
pub struct Pain {
    /// Entries with a number.
    pub entries: u32,
    /// The days with a number, one value each.
    pub days: Option<Spread>,
    /// The lowest and the highest of any entry.
    pub range: Option<(u8, u8)>,
    /// The last four weeks beside four earlier ones.
    pub change: Option<Change>,
}

/// Two stretches of the same length, and what the difference means.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The earlier one.
    pub earlier: Window,
    /// The later one.
    pub latest: Window,
    /// By the rule of [`insights::meaning`], where either has enough days.
    pub meaning: Meaning,
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Days with a number.
    pub days: u32,
    /// Their mean.
    pub mean: Option<f64>,
}

/// Walks.
#[derive(Debug, Clone, PartialEq)]
pub struct Walking {
    /// How many.
    pub walks: u32,
    /// Days with one.
    pub days: u32,
    /// How long they were, in minutes.
    pub duration: Option<Spread>,
    /// The minute in which the pain began, over the walks on which it did.
    pub onset: Option<Spread>,
    /// How long the walks were on which it never began: the tolerance is at least that.
    pub never: Option<Spread>,
    /// Walks of which neither was recorded.
    pub onset_unknown: u32,
    /// Walks on which the person had to stop for the pain.
    pub stopped: Share,
    /// Minutes until the pain had settled.
    pub settle: Option<Spread>,
    /// What eased it, the most frequent first.
    pub eased: Vec<Eased>,
    /// Walks of which it was recorded what eased it.
    pub eased_of: u32,
    /// The worst pain of a walk.
    pub peak: Option<Spread>,
    /// The longest comfortable walk, as said of whole days, in minutes.
    pub comfortable: Option<Spread>,
    /// Walks by what they were like.
    pub kinds: Vec<WalkKind>,
}

/// How many of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// These.
    pub of: u32,
    /// Of these.
    pub all: u32,
}

/// What eased the pain of walks.
#[derive(Debug, Clone, PartialEq)]
pub struct Eased {
    /// What.
    pub by: EasedBy,
    /// On how many walks.
    pub walks: u32,
    /// Minutes until it had settled on those.
    pub settle: Option<Spread>,
}

/// What walks can have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// How much it went up and down.
    Slope(Slope),
    /// What was carried.
    Carried(Carried),
    /// What the person leaned on.
    Aid(Aid),
    /// The shoes, in the person's own words.
    Shoes(String),
}

/// Walks that have something in common.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkKind {
    /// What.
    pub kind: Kind,
    /// How many.
    pub walks: u32,
    /// The minute in which the pain began.
    pub onset: Option<Spread>,
    /// Walks on which it never began.
    pub never: u32,
}

/// What the legs did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legs {
    /// Days on which something was said about a leg, be it that there was nothing.
    pub days: u32,
    /// Those on which there was nothing in either.
    pub clear: u32,
    /// What there was, in the order of the list.
    pub symptoms: Vec<LegDays>,
}

/// On how many days a leg did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegDays {
    /// What.
    pub symptom: LegSymptom,
    /// Days, left or right or both.
    pub days: u32,
    /// Days in the left leg.
    pub left: u32,
    /// Days in the right leg.
    pub right: u32,
    /// Days in both.
    pub both: u32,
}

/// A flare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlareSpan {
    /// The first bad day.
    pub from: NaiveDate,
    /// The last; `None` = not over.
    pub to: Option<NaiveDate>,
}

/// What was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treatments {
    /// Besides medicines, the most frequent first.
    pub reliefs: Vec<Tried>,
    /// Medicines, the most frequent first.
    pub medicines: Vec<Taken>,
}

/// One thing that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// What.
    pub method: Method,
    /// How often and with what result.
    pub times: Times,
}

/// One medicine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// In the person's own words, as they wrote it last.
    pub name: String,
    /// Amounts in the person's own words, the most frequent first, [`AMOUNTS_MOST`] at most.
    pub amounts: Vec<String>,
    /// How often and with what result.
    pub times: Times,
}

/// How often, on how many days, and what the person said of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Times {
    /// Times.
    pub times: u32,
    /// Days.
    pub days: u32,
    /// It made things worse.
    pub worse: u32,
    /// It did not help.
    pub no: u32,
    /// It helped a little.
    pub a_little: u32,
    /// It helped a lot.
    pub a_lot: u32,
    /// The person could not say.
    pub unsure: u32,
    /// Nothing was recorded.
    pub unsaid: u32,
}

/// What whole days were like.
#[derive(Debug, Clone, PartialEq)]
pub struct WholeDays {
    /// Days with such a record.
    pub days: u32,
    /// How much the back limited the person, 0 to 10.
    pub limited: Option<Spread>,
    /// Minutes slept.
    pub sleep_min: Option<Spread>,
    /// Days by how well the person slept, from bad to good.
    pub sleep_quality: [u32; 4],
    /// Days by how much stress there was, from none to a lot.
    pub stress: [u32; 4],
}

/// Exercises that were done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutineDone {
    /// The programme, the exercise or the person's own routine, as the session names it.
    pub routine: String,
    /// How often it was begun.
    pub times: u32,
    /// How often it was done to the end.
    pub finished: u32,
    /// On how many days.
    pub days: u32,
}

/// What the person wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notes {
    /// The latest [`NOTES_MOST`], oldest first.
    pub lines: Vec<NoteLine>,
    /// How many there are.
    pub all: u32,
}

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteLine {
    /// The day it belongs to.
    pub date: NaiveDate,
    /// What kind of record it was written on.
    pub on: NoteOn,
    /// As it was written.
    pub text: String,
}

worded! {
    /// What a note was written on.
    NoteOn in "kind" {
        /// A pain entry.
        Pain = "pain",
        /// A walk.
        Walk = "walk",
        /// A whole day.
        Day = "day",
        /// A medicine.
        Medicine = "medicine",
        /// Something that was tried.
        Relief = "relief",
        /// A flare.
        Flare = "flare",
    }
}

/// One walk as the summary reads it.
#[derive(Debug, Clone)]
pub(crate) struct Walked {
    pub(crate) date: NaiveDate,
    pub(crate) duration_min: u16,
    pub(crate) onset_min: Option<u16>,
    pub(crate) onset_never: bool,
    pub(crate) stopped: Option<bool>,
    pub(crate) settle_min: Option<u16>,
    pub(crate) peak: Option<u8>,
    pub(crate) eased: Vec<EasedBy>,
    pub(crate) slope: Option<Slope>,
    pub(crate) carried: Option<Carried>,
    pub(crate) aid: Option<Aid>,
    pub(crate) shoes: Option<String>,
}

impl Choices {
    /// Every part, without notes.
    #[must_use]
    pub fn all(period: Period) -> Self {
        use crate::worded::Worded as _;
        Self {
            period,
            sections: Section::ALL.iter().copied().collect(),
            notes: false,
        }
    }
}

impl Period {
    /// The first and the last day.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `from` or `to` for a date after today, a date before 1900, or an end before the start.
    pub fn days(self, today: NaiveDate) -> Result<(NaiveDate, NaiveDate)> {
        let (from, to) = match self {
            Self::FourWeeks => (back(today, WINDOW_DAYS - 1), today),
            Self::ThreeMonths => (back(today, 13 * 7 - 1), today),
            Self::Since(from) => (from, today),
            Self::Between(from, to) => (from, to),
        };
        if from > today || from.year() < 1900 {
            return Err(Error::Invalid { field: "from" });
        }
        if to > today || to < from {
            return Err(Error::Invalid { field: "to" });
        }
        Ok((from, to))
    }
}

/// The summary of a stretch of days.
///
/// # Errors
/// As [`Period::days`]; any failure of the storage.
pub fn summary(conn: &Connection, choices: &Choices, today: NaiveDate) -> Result<Summary> {
    let (from, to) = choices.period.days(today)?;
    let days = insights::days(conn, from, to)?;
    let wants = |section| choices.sections.contains(&section);
    let walks = match wants(Section::Walking) {
        true => store::walks(conn, from, to)?,
        false => Vec::new(),
    };
    let flares = flares(conn, from, to)?;
    let (step, edges) = steps_of(from, to);
    let not_asked = insights::not_asked(conn, from, to, &days)?;
    let possible = whole((to - from).num_days() + 1);
    Ok(Summary {
        from,
        to,
        days: DayCounts {
            possible,
            asked: possible.saturating_sub(count(not_asked.len())),
            recorded: count(days.len()),
            pain: count_of(&days, |day| day.entries > 0),
            walked: count_of(&days, |day| day.walks > 0),
            whole: count_of(&days, |day| day.day_recorded),
            first: insights::span(conn)?.map(|(first, _)| first),
        },
        step,
        steps: edges
            .into_iter()
            .map(|(from, to)| Step::of(from, to, &days, &walks, &flares, &choices.sections))
            .collect(),
        checks: chosen(wants(Section::Checks), || checks_of(conn, from, to))?,
        health: chosen(wants(Section::Health), || sessions::flags(conn))?,
        pain: chosen(wants(Section::Pain), || pain(conn, from, to, &days))?,
        walking: wants(Section::Walking).then(|| walking(&walks, &days)),
        body: chosen(wants(Section::Body), || insights::body(conn, from, to))?,
        legs: chosen(wants(Section::Legs), || legs(conn, from, to))?,
        flares: wants(Section::Flares).then_some(flares),
        treatments: chosen(wants(Section::Treatments), || treatments(conn, from, to))?,
        whole_days: chosen(wants(Section::Days), || whole_days(conn, from, to, &days))?,
        routines: chosen(wants(Section::Routines), || store::routines(conn, from, to))?,
        questions: chosen(wants(Section::Questions), || questions(conn))?,
        notes: chosen(choices.notes, || {
            store::notes(conn, from, to, &choices.sections)
        })?,
    })
}

fn chosen<T>(wanted: bool, read: impl FnOnce() -> Result<T>) -> Result<Option<T>> {
    wanted.then(read).transpose()
}

fn flares(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Vec<FlareSpan>> {
    let mut flares: Vec<FlareSpan> = diary::flares(conn)?
        .into_iter()
        .filter(|it| it.start_date <= to && it.end_date.is_none_or(|end| end >= from))
        .map(|it| FlareSpan {
            from: it.start_date,
            to: it.end_date,
        })
        .collect();
    flares.sort_by_key(|it| it.from);
    Ok(flares)
}

fn questions(conn: &Connection) -> Result<Vec<String>> {
    let open = reading::questions(conn)?.into_iter().filter(|it| !it.done);
    Ok(open.map(|it| it.text.as_str().to_owned()).collect())
}

fn pain(conn: &Connection, from: NaiveDate, to: NaiveDate, days: &[DayFigures]) -> Result<Pain> {
    let values: Vec<f64> = days.iter().filter_map(|day| day.nrs_mean).collect();
    let low = days.iter().filter_map(|day| day.nrs_low).min();
    let high = days.iter().filter_map(|day| day.nrs_high).max();
    Ok(Pain {
        entries: store::numbers(conn, from, to)?,
        days: Spread::of(values),
        range: low.zip(high),
        change: change(conn, from, to, days)?,
    })
}

/// The last four weeks of the stretch beside its first four; in a stretch of less than eight weeks, beside the four before
/// them. A stretch of less than four weeks has nothing like itself to be compared with.
fn change(
    conn: &Connection,
    from: NaiveDate,
    to: NaiveDate,
    days: &[DayFigures],
) -> Result<Option<Change>> {
    let latest_from = back(to, WINDOW_DAYS - 1);
    if latest_from < from {
        return Ok(None);
    }
    let earlier_to = from
        .checked_add_days(Days::new(WINDOW_DAYS - 1))
        .filter(|end| *end < latest_from);
    let (earlier_from, earlier_to) = match earlier_to {
        Some(end) => (from, end),
        None => (back(latest_from, WINDOW_DAYS), back(latest_from, 1)),
    };
    let before = match earlier_from < from {
        true => insights::days(conn, earlier_from, earlier_to)?,
        false => days.to_vec(),
    };
    let numbers = |days: &[DayFigures], from: NaiveDate, to: NaiveDate| -> Vec<f64> {
        days.iter()
            .filter(|day| (from..=to).contains(&day.date))
            .filter_map(|day| day.nrs_mean)
            .collect()
    };
    let earlier = numbers(&before, earlier_from, earlier_to);
    let latest = numbers(days, latest_from, to);
    let window = |from, to, values: &[f64]| Window {
        from,
        to,
        days: count(values.len()),
        mean: insights::mean(values),
    };
    Ok(Some(Change {
        meaning: insights::compared(&earlier, &latest),
        earlier: window(earlier_from, earlier_to, &earlier),
        latest: window(latest_from, to, &latest),
    }))
}

fn walking(walks: &[Walked], days: &[DayFigures]) -> Walking {
    let dates: BTreeSet<NaiveDate> = walks.iter().map(|it| it.date).collect();
    let mut eased: BTreeMap<EasedBy, Vec<&Walked>> = BTreeMap::new();
    let mut kinds: BTreeMap<Kind, Vec<&Walked>> = BTreeMap::new();
    for walk in walks {
        for by in &walk.eased {
            eased.entry(*by).or_default().push(walk);
        }
        let of = [
            walk.slope.map(Kind::Slope),
            walk.carried.map(Kind::Carried),
            walk.aid.map(Kind::Aid),
            walk.shoes.clone().map(Kind::Shoes),
        ];
        for kind in of.into_iter().flatten() {
            kinds.entry(kind).or_default().push(walk);
        }
    }
    let mut eased: Vec<Eased> = eased
        .into_iter()
        .map(|(by, walks)| Eased {
            by,
            walks: count(walks.len()),
            settle: Spread::of(walks.iter().filter_map(|it| it.settle_min)),
        })
        .collect();
    eased.sort_by_key(|it| std::cmp::Reverse(it.walks));
    Walking {
        walks: count(walks.len()),
        days: count(dates.len()),
        duration: Spread::of(walks.iter().map(|it| it.duration_min)),
        onset: onset(walks),
        never: Spread::of(
            walks
                .iter()
                .filter(|it| it.onset_never)
                .map(|it| it.duration_min),
        ),
        onset_unknown: count_of(walks, |it| !it.onset_never && it.onset_min.is_none()),
        stopped: Share {
            of: count_of(walks, |it| it.stopped == Some(true)),
            all: count_of(walks, |it| it.stopped.is_some()),
        },
        settle: Spread::of(walks.iter().filter_map(|it| it.settle_min)),
        eased,
        eased_of: count_of(walks, |it| !it.eased.is_empty()),
        peak: Spread::of(walks.iter().filter_map(|it| it.peak)),
        comfortable: Spread::of(days.iter().filter_map(|it| it.comfortable_walk_min)),
        kinds: kinds
            .into_iter()
            .map(|(kind, walks)| WalkKind {
                kind,
                walks: count(walks.len()),
                onset: onset(walks.iter().copied()),
                never: count(walks.iter().filter(|it| it.onset_never).count()),
            })
            .collect(),
    }
}

fn onset<'a>(walks: impl IntoIterator<Item = &'a Walked>) -> Option<Spread> {
    Spread::of(walks.into_iter().filter_map(|it| it.onset_min))
}

fn legs(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Legs> {
    use crate::worded::Worded as _;
    // Of each day, what was said of either leg in any of its entries.
    let mut days: BTreeMap<NaiveDate, [BTreeSet<LegSymptom>; 2]> = BTreeMap::new();
    for (date, legs) in store::legs(conn, from, to)? {
        let day = days.entry(date).or_default();
        for (all, more) in day.iter_mut().zip(legs) {
            all.extend(more);
        }
    }
    let on = |is: &dyn Fn(&[BTreeSet<LegSymptom>; 2]) -> bool| {
        count(days.values().filter(|day| is(day)).count())
    };
    let of = |symptom: LegSymptom| LegDays {
        symptom,
        days: on(&|day| day.iter().any(|leg| leg.contains(&symptom))),
        left: on(&|[left, _]| left.contains(&symptom)),
        right: on(&|[_, right]| right.contains(&symptom)),
        both: on(&|day| day.iter().all(|leg| leg.contains(&symptom))),
    };
    Ok(Legs {
        days: count(days.len()),
        clear: on(&|day| day.iter().all(BTreeSet::is_empty)),
        symptoms: LegSymptom::ALL
            .iter()
            .map(|symptom| of(*symptom))
            .filter(|it| it.days > 0)
            .collect(),
    })
}

fn treatments(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Treatments> {
    let mut reliefs: BTreeMap<Method, Tally> = BTreeMap::new();
    for (date, method, helped) in store::reliefs(conn, from, to)? {
        reliefs.entry(method).or_default().add(date, helped);
    }
    // One medicine is one name, however it was capitalised.
    let mut medicines: BTreeMap<String, (String, BTreeMap<String, u32>, Tally)> = BTreeMap::new();
    for (date, name, amount, helped) in store::medicines(conn, from, to)? {
        let (written, amounts, tally) = medicines.entry(name.to_lowercase()).or_default();
        *written = name;
        if let Some(amount) = amount {
            *amounts.entry(amount).or_default() += 1;
        }
        tally.add(date, helped);
    }
    let mut reliefs: Vec<Tried> = reliefs
        .into_iter()
        .map(|(method, tally)| Tried {
            method,
            times: tally.times(),
        })
        .collect();
    reliefs.sort_by_key(|it| std::cmp::Reverse(it.times.times));
    let mut medicines: Vec<Taken> = medicines
        .into_values()
        .map(|(name, amounts, tally)| {
            let mut amounts: Vec<(String, u32)> = amounts.into_iter().collect();
            amounts.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
            amounts.truncate(AMOUNTS_MOST);
            Taken {
                name,
                amounts: amounts.into_iter().map(|(amount, _)| amount).collect(),
                times: tally.times(),
            }
        })
        .collect();
    medicines.sort_by_key(|it| std::cmp::Reverse(it.times.times));
    Ok(Treatments { reliefs, medicines })
}

#[derive(Debug, Default)]
struct Tally {
    days: BTreeSet<NaiveDate>,
    counts: Times,
}

impl Tally {
    fn add(&mut self, date: NaiveDate, helped: Option<Helped>) {
        self.days.insert(date);
        let counts = &mut self.counts;
        counts.times += 1;
        *match helped {
            Some(Helped::Worse) => &mut counts.worse,
            Some(Helped::No) => &mut counts.no,
            Some(Helped::ALittle) => &mut counts.a_little,
            Some(Helped::ALot) => &mut counts.a_lot,
            Some(Helped::Unsure) => &mut counts.unsure,
            None => &mut counts.unsaid,
        } += 1;
    }

    fn times(self) -> Times {
        Times {
            days: count(self.days.len()),
            ..self.counts
        }
    }
}

fn whole_days(
    conn: &Connection,
    from: NaiveDate,
    to: NaiveDate,
    days: &[DayFigures],
) -> Result<WholeDays> {
    let (sleep_quality, stress) = store::levels(conn, from, to)?;
    Ok(WholeDays {
        days: count_of(days, |day| day.day_recorded),
        limited: Spread::of(days.iter().filter_map(|day| day.limited)),
        sleep_min: Spread::of(days.iter().filter_map(|day| day.sleep_min)),
        sleep_quality,
        stress,
    })
}

fn checks_of(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Checks> {
    let all = checks::list(conn)?;
    let inside: Vec<&Check> = all
        .iter()
        .filter(|it| (from..=to).contains(&it.when.local_date))
        .collect();
    let before = all
        .iter()
        .find(|it| it.scope == Scope::Full && it.when.local_date < from)
        .filter(|_| inside.iter().all(|it| it.scope != Scope::Full));
    // What was said last still holds until it is asked again; its date tells how old it is.
    let told: Vec<&Check> = inside.iter().copied().chain(before).collect();
    Ok(Checks {
        made: inside.iter().map(|it| CheckMade::of(it)).collect(),
        answers: flagged(&told),
        before: before.map(CheckMade::of),
    })
}

/// What was answered with yes or not sure in any of these checks, which come the latest first. What sets no urgency is no
/// sign that is looked for, unless the person was not sure of it.
fn flagged(checks: &[&Check]) -> Vec<Flagged> {
    let mut found: BTreeMap<(&str, Option<&str>), Flagged> = BTreeMap::new();
    for check in checks {
        let outcome = &check.outcome;
        let ticked = outcome
            .reasons
            .iter()
            .filter(|it| it.level.is_some_and(|level| level <= Urgency::Days))
            .map(|it| (it, it.unsure));
        let open = outcome.worth_asking.iter().map(|it| (it, true));
        for (reason, unsure) in ticked.chain(open) {
            let key = (reason.question.as_str(), reason.choice.as_deref());
            let flag = found.entry(key).or_insert_with(|| Flagged {
                text: reason.text.clone(),
                level: None,
                yes_on: None,
                unsure_on: None,
                not_on: None,
            });
            let place = match unsure {
                true => &mut flag.unsure_on,
                false => &mut flag.yes_on,
            };
            place.get_or_insert(check.when.local_date);
            flag.level = sooner(flag.level, reason.level);
        }
    }
    let mut flags: Vec<Flagged> = found
        .into_iter()
        .map(|((question, _), flag)| {
            let last = flag.yes_on.max(flag.unsure_on);
            let asked = |it: &&&Check| it.answers.iter().any(|one| one.question == question);
            let later = checks.iter().find(asked).map(|it| it.when.local_date);
            Flagged {
                not_on: later.filter(|later| Some(*later) > last),
                ..flag
            }
        })
        .collect();
    flags.sort_by_key(|it| (it.level.is_none(), it.level));
    flags
}

/// The more urgent of two; one that is not there is the less urgent.
fn sooner(one: Option<Urgency>, other: Option<Urgency>) -> Option<Urgency> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

impl CheckMade {
    fn of(check: &Check) -> Self {
        Self {
            date: check.when.local_date,
            scope: check.scope,
            level: check.outcome.level,
            cleared_on: check.cleared_on,
        }
    }
}

impl Step {
    fn of(
        from: NaiveDate,
        to: NaiveDate,
        days: &[DayFigures],
        walks: &[Walked],
        flares: &[FlareSpan],
        sections: &BTreeSet<Section>,
    ) -> Self {
        let inside = |date: &NaiveDate| (from..=to).contains(date);
        let here: Vec<&DayFigures> = days.iter().filter(|it| inside(&it.date)).collect();
        let walked: Vec<&Walked> = walks.iter().filter(|it| inside(&it.date)).collect();
        let pain = sections.contains(&Section::Pain);
        let values: Vec<f64> = here
            .iter()
            .filter(|_| pain)
            .filter_map(|it| it.nrs_mean)
            .collect();
        let minutes = walked.iter().map(|it| u32::from(it.duration_min));
        Self {
            from,
            to,
            recorded: count(here.len()),
            pain_days: count(values.len()),
            mean: insights::mean(&values),
            low: here
                .iter()
                .filter(|_| pain)
                .filter_map(|it| it.nrs_low)
                .min(),
            high: here
                .iter()
                .filter(|_| pain)
                .filter_map(|it| it.nrs_high)
                .max(),
            walks: count(walked.len()),
            walk_min: (!walked.is_empty()).then(|| minutes.sum()),
            onset: onset(walked.iter().copied()),
            never: count(walked.iter().filter(|it| it.onset_never).count()),
            flare: sections.contains(&Section::Flares)
                && flares
                    .iter()
                    .any(|it| it.from <= to && it.to.is_none_or(|end| end >= from)),
        }
    }
}

/// The steps of a stretch, oldest first, each with its first and last day inside it.
fn steps_of(from: NaiveDate, to: NaiveDate) -> (StepLength, Vec<(NaiveDate, NaiveDate)>) {
    let days = (to - from).num_days() + 1;
    let months = (to.year() - from.year()) * 12 + to.month0().cast_signed()
        - from.month0().cast_signed()
        + 1;
    let length = if days <= WEEKS_MOST * 7 {
        StepLength::Week
    } else if months <= MONTHS_MOST {
        StepLength::Month
    } else if months <= QUARTERS_MOST * 3 {
        StepLength::Quarter
    } else {
        StepLength::Year
    };
    let mut steps = Vec::new();
    let mut end = to;
    loop {
        let first = first_of(length, end).max(from);
        steps.push((first, end));
        match first.pred_opt() {
            Some(before) if before >= from => end = before,
            _ => break,
        }
    }
    steps.reverse();
    (length, steps)
}

/// The first day of the step that a day ends or lies in.
fn first_of(length: StepLength, day: NaiveDate) -> NaiveDate {
    let month = day.with_day(1).unwrap_or(day);
    let earlier = |months| {
        month
            .checked_sub_months(Months::new(months))
            .unwrap_or(month)
    };
    match length {
        StepLength::Week => back(day, 6),
        StepLength::Month => month,
        StepLength::Quarter => earlier(day.month0() % 3),
        StepLength::Year => earlier(day.month0()),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn count_of<T>(all: &[T], which: impl Fn(&T) -> bool) -> u32 {
    count(all.iter().filter(|it| which(it)).count())
}

fn whole(days: i64) -> u32 {
    u32::try_from(days).unwrap_or_default()
}

fn back(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}
