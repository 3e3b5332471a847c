//! When a rule comes, and on which terms: the kinds of plans, and what each may say.

use chrono::{NaiveDate, NaiveTime, Timelike as _};
use serde::{Deserialize, Serialize};

use super::Purpose;
use crate::error::{Error, Result};

/// More times a day than this is no reminder any more.
const TIMES_MAX: usize = 24;

/// The longest pace of a rule, in days.
const EVERY_DAYS_MAX: u32 = 365;

/// The minutes at work after which a break is due.
pub const WORK_MIN: std::ops::RangeInclusive<u32> = 5..=240;

/// The minutes away that count as a break.
pub const BREAK_MIN: std::ops::RangeInclusive<u32> = 1..=60;

/// The minutes after something was done.
pub const DELAY_MIN: std::ops::RangeInclusive<u32> = 1..=720;

/// When a rule comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Plan {
    /// At these times of day.
    Wall {
        /// Whole minutes, in order, each once.
        #[serde(with = "minutes")]
        times: Vec<NaiveTime>,
        /// On which days.
        every: Cadence,
        /// The zone whose clock is meant; `None` = the clock of the place where the person is.
        zone: Option<String>,
    },
    /// After so much time at the computer.
    Active {
        /// Minutes at work until it is due.
        work_min: u32,
        /// Seconds without a key or a movement after which nobody is counted as working.
        idle_after_s: u32,
        /// Minutes away that are a break by themselves.
        natural_break_min: u32,
        /// What a shorter time away does to the count.
        credit: Credit,
        /// The hours it counts in; `None` = the whole day.
        hours: Option<Span>,
    },
    /// Some time after something was done.
    After {
        /// What was done.
        deed: Deed,
        /// Minutes after it.
        delay_min: u32,
        /// How often a day at most.
        most_a_day: u32,
    },
    /// Once.
    Once {
        /// The day.
        date: NaiveDate,
        /// Whole minutes.
        #[serde(with = "minute")]
        time: NaiveTime,
    },
}

/// On which days a time of day comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "pace", rename_all = "snake_case", deny_unknown_fields)]
pub enum Cadence {
    /// On the weekdays of the rule.
    Weekdays,
    /// Every so many days.
    Days {
        /// How many.
        n: u32,
        /// The first of them.
        first: NaiveDate,
    },
}

/// What a time away that is no break does to the time at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credit {
    /// Nothing: the count stands still.
    Freeze,
    /// It takes as much off the count as it lasted.
    Drain,
}

/// Something the person did that a reminder may wait for or be spared by. It holds no health word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// A walk is in the diary.
    Walk,
    /// An entry is in the diary.
    Diary,
    /// A routine was done, or a reminder of one was answered with done.
    Routine,
}

impl Deed {
    /// The word the file and the wire use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Walk => "walk",
            Self::Diary => "diary",
            Self::Routine => "routine",
        }
    }

    /// The deed of a word.
    ///
    /// # Errors
    /// [`Error::Invalid`] for any other word.
    pub fn from_word(word: &str) -> Result<Self> {
        [Self::Walk, Self::Diary, Self::Routine]
            .into_iter()
            .find(|deed| deed.word() == word)
            .ok_or(Error::Invalid { field: "deed" })
    }
}

/// A stretch of the day, from its first minute up to but without its last; one that ends before it begins goes on past
/// midnight and belongs to the day it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    #[serde(with = "minute")]
    from: NaiveTime,
    #[serde(with = "minute")]
    to: NaiveTime,
}

impl Span {
    /// A stretch between two times.
    ///
    /// # Errors
    /// [`Error::Invalid`] for two equal times, which could mean never as well as always, and for parts of minutes.
    pub fn new(from: NaiveTime, to: NaiveTime) -> Result<Self> {
        if from == to || !whole(from) || !whole(to) {
            return Err(Error::Invalid { field: "hours" });
        }
        Ok(Self { from, to })
    }

    /// Its first minute.
    #[must_use]
    pub fn from(self) -> NaiveTime {
        self.from
    }

    /// The minute it is over.
    #[must_use]
    pub fn to(self) -> NaiveTime {
        self.to
    }

    /// The date it began on, if a moment on the clock lies in it.
    #[must_use]
    pub fn began(self, local: chrono::NaiveDateTime) -> Option<NaiveDate> {
        let (date, time) = (local.date(), local.time());
        if self.from < self.to {
            return (self.from <= time && time < self.to).then_some(date);
        }
        if time >= self.from {
            return Some(date);
        }
        (time < self.to).then(|| date.pred_opt()).flatten()
    }
}

/// What becomes of one that could not be shown in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "then", rename_all = "snake_case", deny_unknown_fields)]
pub enum Missed {
    /// It is left out.
    Drop,
    /// The latest is shown if it is no later than so many minutes.
    Within {
        /// How many.
        minutes: u32,
    },
    /// The latest is shown until its day ends.
    DayEnd,
    /// The latest waits in the list of the app, without a card.
    InApp,
}

/// What becomes of one that falls into the quiet hours or a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InQuiet {
    /// It is left out.
    Drop,
    /// It comes when they are over.
    Defer,
}

/// What spares the person a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unless {
    /// What was done.
    pub deed: Deed,
    /// How many minutes before it counts as done already; `None` = since the day began.
    pub within_min: Option<u32>,
}

/// On which terms a rule comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
    /// What becomes of one that could not be shown in time.
    pub missed: Missed,
    /// What becomes of one that falls into the quiet hours or a pause.
    pub quiet: InQuiet,
    /// What spares it.
    pub unless: Option<Unless>,
    /// Whether it also comes while the screen is locked.
    pub while_locked: bool,
    /// Whether the card may say the person's own name for it, which others may read.
    pub named: bool,
}

impl Terms {
    /// The terms a purpose begins with: a break that is over is over, a walk can wait an hour, the diary until its day
    /// ends.
    #[must_use]
    pub fn of(purpose: Purpose) -> Self {
        let (missed, quiet, unless) = match purpose {
            Purpose::DiaryCheck => (Missed::DayEnd, InQuiet::Defer, None),
            Purpose::DeskBreak => (Missed::Drop, InQuiet::Drop, None),
            Purpose::Walk => (
                Missed::Within { minutes: 60 },
                InQuiet::Drop,
                Some(Unless {
                    deed: Deed::Walk,
                    within_min: None,
                }),
            ),
            Purpose::Routine => (Missed::Within { minutes: 60 }, InQuiet::Drop, None),
            Purpose::Own => (Missed::DayEnd, InQuiet::Defer, None),
        };
        Self {
            from: None,
            until: None,
            missed,
            quiet,
            unless,
            while_locked: false,
            named: false,
        }
    }

    /// Whether a date is none of its business.
    pub(super) fn leave_out(&self, date: NaiveDate) -> bool {
        self.from.is_some_and(|from| date < from) || self.until.is_some_and(|until| date > until)
    }
}

impl Plan {
    /// These times, on the weekdays of the rule, on the person's own clock.
    #[must_use]
    pub fn at(times: Vec<NaiveTime>) -> Self {
        Self::Wall {
            times,
            every: Cadence::Weekdays,
            zone: None,
        }
    }

    /// So many minutes at the computer, with what is usual for the rest.
    #[must_use]
    pub fn working(work_min: u32, hours: Option<Span>) -> Self {
        Self::Active {
            work_min,
            idle_after_s: 60,
            natural_break_min: 5,
            credit: Credit::Drain,
            hours,
        }
    }

    /// The times of day it knows before anything happens.
    #[must_use]
    pub fn times(&self) -> &[NaiveTime] {
        match self {
            Self::Wall { times, .. } => times,
            Self::Once { time, .. } => std::slice::from_ref(time),
            Self::Active { .. } | Self::After { .. } => &[],
        }
    }

    /// The zone it is pinned to.
    #[must_use]
    pub fn zone(&self) -> Option<&str> {
        match self {
            Self::Wall { zone, .. } => zone.as_deref(),
            _ => None,
        }
    }

    /// The plan with its times in order, each once.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the field: `times`, `every_days`, `zone`, `work_min`, `idle_after_s`, `break_min`,
    /// `delay_min` or `most_a_day`.
    pub(super) fn sound(mut self) -> Result<Self> {
        let within = |holds: bool, field: &'static str| {
            if holds {
                Ok(())
            } else {
                Err(Error::Invalid { field })
            }
        };
        match &mut self {
            Self::Wall { times, every, zone } => {
                times.sort_unstable();
                times.dedup();
                within(times.iter().all(|time| whole(*time)), "times")?;
                within((1..=TIMES_MAX).contains(&times.len()), "times")?;
                if let Cadence::Days { n, .. } = every {
                    within((1..=EVERY_DAYS_MAX).contains(n), "every_days")?;
                }
                if let Some(zone) = zone {
                    within(zone.parse::<chrono_tz::Tz>().is_ok(), "zone")?;
                }
            }
            Self::Active {
                work_min,
                idle_after_s,
                natural_break_min,
                ..
            } => {
                within(WORK_MIN.contains(work_min), "work_min")?;
                within((15..=600).contains(idle_after_s), "idle_after_s")?;
                within(BREAK_MIN.contains(natural_break_min), "break_min")?;
            }
            Self::After {
                delay_min,
                most_a_day,
                ..
            } => {
                within(DELAY_MIN.contains(delay_min), "delay_min")?;
                within((1..=10).contains(most_a_day), "most_a_day")?;
            }
            Self::Once { time, .. } => within(whole(*time), "times")?,
        }
        Ok(self)
    }
}

fn whole(time: NaiveTime) -> bool {
    time.second() == 0 && time.nanosecond() == 0
}

/// A time of day as `HH:MM`.
mod minute {
    use chrono::NaiveTime;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(time: &NaiveTime, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&time.format("%H:%M"))
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<NaiveTime, D::Error> {
        let text = String::deserialize(from)?;
        NaiveTime::parse_from_str(&text, "%H:%M").map_err(D::Error::custom)
    }
}

/// Times of day, each as `HH:MM`.
mod minutes {
    use chrono::NaiveTime;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(times: &[NaiveTime], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(times.iter().map(|time| time.format("%H:%M").to_string()))
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(
        from: D,
    ) -> Result<Vec<NaiveTime>, D::Error> {
        Vec::<String>::deserialize(from)?
            .iter()
            .map(|text| NaiveTime::parse_from_str(text, "%H:%M").map_err(D::Error::custom))
            .collect()
    }
}
