//! Reminders: rules on the person's clock, their occurrences, and the pure engine that decides what is shown when.
//!
//! The companion runs [`step`] under a lease: it loads a [`State`], steps it, commits what changed (a claim is on the disk
//! before anything is shown), then shows. The window saves rules and answers occurrences. SQLite is the truth for both.
//!
//! One round of the companion:
//! 1. `db::write(conn, |tx| round_with(tx, holder, &tick, now, &notebook))` claims in one transaction and returns the effects and the next wake;
//! 2. it shows the card among the effects and withdraws what they name;
//! 3. `db::write(conn, |tx| shown(tx, ids, reached, tick))` says whether a notification could be shown.
//!
//! **Invariant:** nothing here asks what time it is. An occurrence is named by its nominal date and time, so it is claimed
//! at most once whatever the clocks do.

mod active;
mod engine;
mod forecast;
mod ledger;
mod plan;
mod quiet;
mod store;
mod zone;

use chrono::{Datelike as _, NaiveDate, NaiveTime};

use crate::error::{Error, Result};

pub use active::Presence;
pub use engine::{
    By, Card, Clocks, Done, Effect, HEARTBEAT_MS, Kept, Memory, NextWake, State, Tick,
    day_start_ms, diary_day_of, next_after, step,
};
pub use forecast::{Planned, Shift, forecast};
pub use ledger::{Figures, Outcome, figures, log_of};
pub use plan::{
    BREAK_MIN, Cadence, Credit, DELAY_MIN, Deed, InQuiet, Missed, Plan, Span, Terms, Unless,
    WORK_MIN,
};
pub use quiet::{Pause, Quiet, Until};
pub use store::{
    Happened, Notebook, answer, ask, asking, cap, confirm_clock, delete_rule, dismissed, due,
    happened, next, pause, paused, pressed, quiet, round, round_with, rules, save_rule, set_cap,
    set_quiet, shown, take_lease, write_up, zone_warning,
};
pub use zone::{ZoneView, exists, resolve, table_differs};

/// How few and how many cards a day somebody may ask for.
pub const CAP: std::ops::RangeInclusive<u32> = 1..=50;

/// How long a name may be, in characters.
pub const NAME_MAX: usize = 80;

/// How often one occurrence may be put off before it waits in the app alone.
pub const SNOOZES_MAX: u8 = 3;

/// The minutes a snooze may last.
pub const SNOOZE_MINUTES: [u32; 3] = [5, 10, 30];

/// What stands behind a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The diary's own question of the day.
    DiaryCheck,
    /// Getting up from the desk.
    DeskBreak,
    /// A walk.
    Walk,
    /// A routine of exercises.
    Routine,
    /// Something of the person's own; the name says it.
    Own,
}

/// Every purpose, in the order the window offers them.
pub const PURPOSES: [Purpose; 5] = [
    Purpose::DiaryCheck,
    Purpose::DeskBreak,
    Purpose::Walk,
    Purpose::Routine,
    Purpose::Own,
];

impl Purpose {
    /// The word the file and the wire use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::DiaryCheck => "diary_check",
            Self::DeskBreak => "desk_break",
            Self::Walk => "walk",
            Self::Routine => "routine",
            Self::Own => "own",
        }
    }

    /// The purpose of a word.
    ///
    /// # Errors
    /// [`Error::Invalid`] for any other word.
    pub fn from_word(word: &str) -> Result<Self> {
        PURPOSES
            .into_iter()
            .find(|purpose| purpose.word() == word)
            .ok_or(Error::Invalid { field: "purpose" })
    }

    /// The room of the window that stands behind it.
    #[must_use]
    pub fn room(self) -> &'static str {
        match self {
            Self::DiaryCheck | Self::Walk => "diary",
            Self::DeskBreak => "routines",
            Self::Routine => "programmes",
            Self::Own => "reminders",
        }
    }

    /// What answering it with done means for the reminders that wait for that.
    #[must_use]
    pub fn deed(self) -> Option<Deed> {
        match self {
            Self::DeskBreak | Self::Routine => Some(Deed::Routine),
            // The diary itself says whether something is in it.
            Self::DiaryCheck | Self::Walk | Self::Own => None,
        }
    }
}

/// A set of weekdays; bit 0 is Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days(u8);

impl Days {
    /// Every day of the week.
    pub const ALL: Self = Self(0b111_1111);

    /// A set from its bits.
    ///
    /// # Errors
    /// [`Error::Invalid`] with a bit beyond Sunday's.
    pub fn new(bits: u8) -> Result<Self> {
        if bits > Self::ALL.0 {
            return Err(Error::Invalid { field: "days" });
        }
        Ok(Self(bits))
    }

    /// Its bits, Monday the lowest.
    #[must_use]
    pub fn bits(self) -> u8 {
        self.0
    }

    /// Whether the weekday of this date belongs to it.
    #[must_use]
    pub fn holds(self, date: NaiveDate) -> bool {
        self.0 & (1 << date.weekday().num_days_from_monday()) != 0
    }
}

/// How often the diary's own question comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Every {
    /// On each day of its rule.
    #[default]
    Day,
    /// On the first day of its rule in each week, which begins on Monday.
    Week,
    /// On the first day of its rule in each month.
    Month,
}

impl Every {
    /// The word the file uses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    pub(crate) fn from_word(word: &str) -> Result<Self> {
        match word {
            "day" => Ok(Self::Day),
            "week" => Ok(Self::Week),
            "month" => Ok(Self::Month),
            _ => Err(Error::Damaged),
        }
    }
}

/// How often the diary's own question comes, and until when it rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asking {
    /// How often.
    pub every: Every,
    /// The last day on which it does not come at all; `None` = no rest.
    pub rests_until: Option<NaiveDate>,
}

impl Asking {
    /// Whether it rests on a date.
    #[must_use]
    pub fn rests_on(self, date: NaiveDate) -> bool {
        self.rests_until.is_some_and(|until| date <= until)
    }

    /// Whether it comes on a date, to a rule on these weekdays.
    #[must_use]
    pub fn asks_on(self, days: Days, date: NaiveDate) -> bool {
        let before = match self.every {
            Every::Day => 0,
            Every::Week => date.weekday().num_days_from_monday(),
            Every::Month => date.day0(),
        };
        let mut earlier = date.iter_days().rev().skip(1).take(before as usize);
        days.holds(date) && !self.rests_on(date) && !earlier.any(|day| days.holds(day))
    }
}

/// A reminder, as the person made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// UUIDv7, minted by the window.
    pub id: String,
    /// What stands behind it.
    pub purpose: Purpose,
    /// The person's own name for it.
    pub name: Option<String>,
    /// When it comes.
    pub plan: Plan,
    /// The weekdays it comes on; all of them where the plan itself says on which days.
    pub days: Days,
    /// On which terms.
    pub terms: Terms,
    /// Whether it is switched on.
    pub enabled: bool,
}

impl Rule {
    /// The rule as the engine holds it, for asking when it comes next.
    #[must_use]
    pub fn in_force_since(self, now: crate::Moment, asking: Asking) -> Kept {
        let asking = self.paced_by(asking);
        Kept {
            rule: self,
            active_from_ms: now.utc_ms,
            asking,
        }
    }

    /// The pace it follows: only the diary's own question has one.
    fn paced_by(&self, asking: Asking) -> Asking {
        match self.purpose {
            Purpose::DiaryCheck => asking,
            _ => Asking::default(),
        }
    }
}

/// What became of an occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// About to be shown; on the disk before it is.
    Claimed,
    /// On the screen.
    Shown,
    /// In the app's list only: no notification could be shown, or it was put off too often.
    Waiting,
    /// Put off.
    Snoozed,
    /// Answered: done.
    Done,
    /// Answered: not this time.
    Skipped,
    /// Not shown, because what it asks was done already.
    Satisfied,
    /// Closed without an answer.
    Dismissed,
    /// Its day ended without an answer.
    Expired,
    /// Not shown, for a reason.
    Missed(Reason),
    /// It was claimed, and whether it was shown could not be noted; showing it again could make two of it.
    Unknown,
}

/// Why an occurrence was not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The computer slept.
    Asleep,
    /// The computer was off.
    Off,
    /// The companion was not running.
    Stopped,
    /// The clock was set past it.
    Clock,
    /// The zone changed past it.
    Zone,
    /// A later one of the same rule was due already.
    Later,
    /// Its time did not exist that day and another one stands at the same instant.
    GapMerged,
    /// Held back for the space between cards, or for the most a day, until it was of no more use.
    Cap,
    /// It fell into the quiet hours.
    Quiet,
    /// It fell into a pause the person had asked for.
    Paused,
    /// The screen was locked until it was of no more use.
    Locked,
}

impl Reason {
    /// The word the file and the wire use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Asleep => "asleep",
            Self::Off => "off",
            Self::Stopped => "stopped",
            Self::Clock => "clock",
            Self::Zone => "tz",
            Self::Later => "later",
            Self::GapMerged => "gap_merged",
            Self::Cap => "cap",
            Self::Quiet => "quiet",
            Self::Paused => "paused",
            Self::Locked => "locked",
        }
    }

    pub(crate) fn from_word(word: &str) -> Result<Self> {
        [
            Self::Asleep,
            Self::Off,
            Self::Stopped,
            Self::Clock,
            Self::Zone,
            Self::Later,
            Self::GapMerged,
            Self::Cap,
            Self::Quiet,
            Self::Paused,
            Self::Locked,
        ]
        .into_iter()
        .find(|reason| reason.word() == word)
        .ok_or(Error::Damaged)
    }
}

impl Standing {
    /// The word the file and the wire use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Shown => "shown",
            Self::Waiting => "waiting",
            Self::Snoozed => "snoozed",
            Self::Done => "done",
            Self::Skipped => "skipped",
            Self::Satisfied => "satisfied",
            Self::Dismissed => "dismissed",
            Self::Expired => "expired",
            Self::Missed(_) => "missed",
            Self::Unknown => "unknown",
        }
    }

    pub(crate) fn from_words(word: &str, reason: Option<&str>) -> Result<Self> {
        Ok(match word {
            "claimed" => Self::Claimed,
            "shown" => Self::Shown,
            "waiting" => Self::Waiting,
            "snoozed" => Self::Snoozed,
            "done" => Self::Done,
            "skipped" => Self::Skipped,
            "satisfied" => Self::Satisfied,
            "dismissed" => Self::Dismissed,
            "expired" => Self::Expired,
            "missed" => Self::Missed(Reason::from_word(reason.ok_or(Error::Damaged)?)?),
            "unknown" => Self::Unknown,
            _ => return Err(Error::Damaged),
        })
    }

    /// Why it was not shown, if it was not.
    #[must_use]
    pub fn reason(self) -> Option<Reason> {
        match self {
            Self::Missed(reason) => Some(reason),
            _ => None,
        }
    }

    /// Whether an answer still makes a difference.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Self::Claimed
                | Self::Shown
                | Self::Waiting
                | Self::Snoozed
                | Self::Dismissed
                | Self::Unknown
        )
    }
}

/// One occurrence of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// Rule id, `@`, nominal date, `T`, nominal time; `#` and a number for time at work; `~` and what was done after it.
    pub id: String,
    /// Its rule.
    pub rule_id: String,
    /// The date on the person's calendar.
    pub date: NaiveDate,
    /// The time on the person's clock.
    pub time: NaiveTime,
    /// Unix milliseconds it was due, as the zone stood when it was claimed.
    pub due_at_ms: i64,
    /// What became of it.
    pub standing: Standing,
    /// How often it was put off.
    pub snoozes: u8,
    /// Unix milliseconds it comes back, while it is snoozed.
    pub snoozed_until_ms: Option<i64>,
    /// Unix milliseconds it was last on the screen.
    pub shown_at_ms: Option<i64>,
    /// Unix milliseconds of the last answer.
    pub answered_at_ms: Option<i64>,
}

impl Occurrence {
    /// The name of an occurrence of a time of day.
    #[must_use]
    pub fn name(rule_id: &str, date: NaiveDate, time: NaiveTime) -> String {
        format!("{rule_id}@{date}T{}", time.format("%H:%M"))
    }

    /// Whether it has the name of this time of day of a rule.
    fn is_at(&self, rule_id: &str, date: NaiveDate, time: NaiveTime) -> bool {
        // The cheap questions come first: this is asked of each row at each look.
        self.date == date
            && self.time == time
            && self.id.strip_prefix(rule_id).is_some_and(|rest| {
                // Of the three kinds of names only this one has a time in it.
                rest.starts_with('@') && rest.contains('T')
            })
    }
}

/// An occurrence beside what its rule says: a line of the list in the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueItem {
    /// The occurrence.
    pub occurrence: Occurrence,
    /// What stands behind it.
    pub purpose: Purpose,
    /// The person's own name for the rule.
    pub name: Option<String>,
    /// Whether a card may say that name.
    pub named: bool,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// The rule.
    pub rule_id: String,
    /// What stands behind it.
    pub purpose: Purpose,
    /// The person's own name for the rule.
    pub name: Option<String>,
    /// Unix milliseconds.
    pub at_ms: i64,
}

/// What a person says to a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is done.
    Done,
    /// Later.
    Snooze {
        /// One of [`SNOOZE_MINUTES`].
        minutes: u32,
    },
    /// When the next hour on the person's clock begins.
    AfterThisHour,
    /// Not this time.
    Skip,
}
