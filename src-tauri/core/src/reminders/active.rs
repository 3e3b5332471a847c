//! Time at work: how long somebody has been at the computer since the last break.
//!
//! Only the steady clocks and the time since the last key or movement are read, so that no set clock and no zone makes
//! anybody tired. Away is reckoned from the last input, not from the moment it was noticed.

use serde::{Deserialize, Serialize};

use super::Credit;
use super::engine::Clocks;

/// A stand-still of the mono clock longer than this is a sleep.
const SLEEP_MS: i64 = 30_000;

/// What is known of the person at a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Presence {
    /// Milliseconds since the last key or movement; `None` = this computer does not say.
    pub idle_ms: Option<i64>,
    /// Whether the screen is locked; `None` = this computer does not say.
    pub locked: Option<bool>,
}

impl Presence {
    /// Whether the screen is known to be locked.
    #[must_use]
    pub fn is_locked(self) -> bool {
        self.locked == Some(true)
    }
}

/// The count of one rule.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Work {
    /// Milliseconds at work since the last break or card.
    pub(super) worked_ms: i64,
    /// On the boot clock: since when nobody is there.
    away_since_ms: Option<i64>,
    /// Whether the time away is a break by now.
    rested: bool,
    /// Whether the last look came at an hour that does not count.
    closed: bool,
}

/// How one rule counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    pub(super) idle_after_ms: i64,
    pub(super) break_ms: i64,
    pub(super) credit: Credit,
}

impl Work {
    /// Whether somebody is at the computer, as far as is known.
    pub(super) fn is_there(&self) -> bool {
        self.away_since_ms.is_none()
    }

    /// Begins anew: a card was shown.
    pub(super) fn begin_anew(&mut self) {
        self.worked_ms = 0;
    }

    /// Counts nothing outside the hours of its rule, nor what lies before the first look in them.
    pub(super) fn opens(&mut self, open: bool) {
        if !open || self.closed {
            self.worked_ms = 0;
        }
        self.closed = !open;
    }

    /// Takes the time since the last look in. Whether a break came to be one in it.
    pub(super) fn pass(
        &mut self,
        measure: Measure,
        before: &Clocks,
        now: &Clocks,
        presence: Presence,
        heartbeat_ms: i64,
    ) -> bool {
        if now.is_another_run(before) {
            // A computer that was started anew was off for longer than anybody stays at it.
            *self = Self::default();
            return true;
        }
        let passed_ms = (now.boot_ms - before.boot_ms).max(0);
        let awake_ms = (now.mono_ms - before.mono_ms).clamp(0, passed_ms);
        let slept_ms = passed_ms - awake_ms;
        // Nothing is known of a time that no companion watched.
        let watched = awake_ms <= heartbeat_ms.saturating_mul(5) / 2;
        if slept_ms >= SLEEP_MS && self.away_since_ms.is_none() {
            // What was awake of it came before the sleep or after it; the sleep is no longer than it was.
            self.away_since_ms = Some(now.boot_ms - slept_ms);
        }
        let idle_ms = presence.idle_ms.map(|idle_ms| idle_ms.max(0));
        let away =
            presence.is_locked() || idle_ms.is_some_and(|idle| idle >= measure.idle_after_ms);
        if away {
            let last_input_ms = now.boot_ms - idle_ms.unwrap_or(0);
            if let Some(since_ms) = &mut self.away_since_ms {
                *since_ms = last_input_ms.max(before.boot_ms).min(*since_ms);
            } else {
                // What was counted after the last input was not work.
                let over_ms = (before.boot_ms - last_input_ms).max(0);
                let more_ms = (last_input_ms - before.boot_ms).clamp(0, awake_ms);
                let more_ms = if watched { more_ms } else { 0 };
                self.worked_ms = (self.worked_ms - over_ms).max(0) + more_ms;
                self.away_since_ms = Some(last_input_ms);
            }
            return self.rests(measure, now.boot_ms);
        }
        if let Some(since_ms) = self.away_since_ms {
            // Back: at the earliest after the last look, at the latest with the last input.
            let back_ms = idle_ms.map_or(now.boot_ms, |idle| now.boot_ms - idle);
            let back_ms = back_ms.clamp(before.boot_ms.max(since_ms), now.boot_ms);
            let broke = self.rests(measure, back_ms);
            let away_ms = back_ms - since_ms;
            if self.rested {
                self.worked_ms = 0;
            } else if measure.credit == Credit::Drain {
                self.worked_ms = (self.worked_ms - away_ms).max(0);
            }
            self.away_since_ms = None;
            self.rested = false;
            self.worked_ms += (now.boot_ms - back_ms).min(awake_ms);
            return broke;
        }
        if watched {
            self.worked_ms += awake_ms;
        }
        false
    }

    fn rests(&mut self, measure: Measure, at_ms: i64) -> bool {
        let long = self
            .away_since_ms
            .is_some_and(|since| at_ms - since >= measure.break_ms);
        let newly = long && !self.rested;
        if long {
            self.rested = true;
            self.worked_ms = 0;
        }
        newly
    }
}
