//! Quiet hours and pauses: when nothing is shown, and when that is over.

use chrono::{DateTime, NaiveDateTime, TimeDelta};

use super::zone::{ZoneView, resolve};
use super::{Days, InQuiet, Reason, Span};
use crate::error::{Error, Result};

const SECOND_MS: i64 = 1000;

/// The longest pause, in days; one without an end would be forgotten.
pub(super) const PAUSE_DAYS_MAX: i64 = 366;

/// The hours in which nothing is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// From when to when on the person's clock, both times the clock shows them.
    pub span: Span,
    /// The weekdays they begin on.
    pub days: Days,
}

/// How a pause ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// After a length of time: this instant, Unix milliseconds, moved along when the clock is set.
    Instant(i64),
    /// When the person's clock shows this, wherever they are by then.
    Local(NaiveDateTime),
}

/// A pause the person asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// When it began, Unix milliseconds.
    pub from_ms: i64,
    /// How it ends; every pause has an end.
    pub until: Until,
}

impl Pause {
    /// When it ends, Unix milliseconds.
    #[must_use]
    pub fn end_ms(&self, zone: &dyn ZoneView) -> i64 {
        match self.until {
            Until::Instant(at_ms) => at_ms,
            Until::Local(local) => resolve(local, zone) * SECOND_MS,
        }
    }

    /// Whether an instant lies in it.
    #[must_use]
    pub fn holds(&self, at_ms: i64, zone: &dyn ZoneView) -> bool {
        self.from_ms <= at_ms && at_ms < self.end_ms(zone)
    }

    /// Whether it has an end that is ahead and not too far.
    pub(super) fn sound(self, now_ms: i64, zone: &dyn ZoneView) -> Result<Self> {
        let length_ms = self.end_ms(zone) - now_ms;
        if length_ms <= 0 || length_ms > PAUSE_DAYS_MAX * 24 * 3600 * SECOND_MS {
            return Err(Error::Invalid { field: "until" });
        }
        Ok(self)
    }
}

impl Quiet {
    /// Whether the clock shows quiet hours at an instant. In a fold the clock shows some times twice, and both are quiet.
    #[must_use]
    pub fn holds(&self, at_ms: i64, zone: &dyn ZoneView) -> bool {
        let local = local(at_ms, zone);
        self.span
            .began(local)
            .is_some_and(|began| self.days.holds(began))
    }

    /// The first instant outside them after one that is inside, Unix milliseconds.
    fn end_ms(&self, at_ms: i64, zone: &dyn ZoneView) -> i64 {
        let here = local(at_ms, zone);
        let Some(began) = self.span.began(here) else {
            return at_ms;
        };
        let ends_on = if self.span.from() < self.span.to() {
            began
        } else {
            began.succ_opt().unwrap_or(began)
        };
        let mut end_ms = resolve(ends_on.and_time(self.span.to()), zone) * SECOND_MS;
        if end_ms <= at_ms {
            // The second pass of a fold: the clock shows the end once more.
            end_ms = at_ms + (ends_on.and_time(self.span.to()) - here).num_milliseconds();
        }
        // Where the clock repeats an hour of the quiet ones after it has shown their end, the last pass counts.
        for _ in 0..4 {
            if !self.holds(end_ms, zone) {
                break;
            }
            let again = local(end_ms, zone);
            let left = ends_on.and_time(self.span.to()) - again;
            end_ms += left.num_milliseconds().max(SECOND_MS);
        }
        end_ms.max(at_ms + 1)
    }
}

/// Quiet hours and a pause, as one question.
pub(super) struct Silence<'a> {
    pub(super) quiet: Option<Quiet>,
    pub(super) pause: Option<Pause>,
    pub(super) zone: &'a dyn ZoneView,
}

impl Silence<'_> {
    /// Why nothing is shown at an instant, if nothing is.
    pub(super) fn why(&self, at_ms: i64) -> Option<Reason> {
        if self.pause.is_some_and(|it| it.holds(at_ms, self.zone)) {
            return Some(Reason::Paused);
        }
        self.quiet
            .is_some_and(|it| it.holds(at_ms, self.zone))
            .then_some(Reason::Quiet)
    }

    /// When something may be shown again; the instant itself if it may be then.
    pub(super) fn end_ms(&self, at_ms: i64) -> i64 {
        let mut end_ms = at_ms;
        // A pause that ends in quiet hours and quiet hours that end in a pause follow each other a few times at most.
        for _ in 0..8 {
            if let Some(pause) = self.pause.filter(|it| it.holds(end_ms, self.zone)) {
                end_ms = pause.end_ms(self.zone);
            } else if let Some(quiet) = self.quiet.filter(|it| it.holds(end_ms, self.zone)) {
                end_ms = quiet.end_ms(end_ms, self.zone);
            } else {
                break;
            }
        }
        end_ms
    }

    /// From when an occurrence is counted as late: when it was due, or when the silence it fell into was over.
    pub(super) fn counted_from(&self, due_ms: i64, terms: InQuiet) -> i64 {
        match terms {
            InQuiet::Defer => self.end_ms(due_ms),
            InQuiet::Drop => due_ms,
        }
    }
}

fn local(at_ms: i64, zone: &dyn ZoneView) -> NaiveDateTime {
    let utc_s = at_ms.div_euclid(SECOND_MS);
    DateTime::from_timestamp(utc_s, 0)
        .unwrap_or_default()
        .naive_utc()
        + TimeDelta::seconds(i64::from(zone.offset_s(utc_s)))
        + TimeDelta::milliseconds(at_ms.rem_euclid(SECOND_MS))
}
