//! What the companion says, from the one catalogue of words.

use backstride_content::strings::text;
use backstride_core::reminders::{DueItem, Purpose};

use super::notify::Face;
use crate::clock;

/// How long the button for later puts a reminder off, in minutes; one of `reminders::SNOOZE_MINUTES`.
pub(super) const SNOOZE_MINUTES: u32 = 10;

/// The hour at which a pause until tomorrow ends.
pub(super) const MORNING_HOUR: u32 = 7;

/// The keys of the buttons, and of a click on the card itself.
pub(super) const DONE: &str = "done";
pub(super) const SNOOZE: &str = "snooze";
pub(super) const SKIP: &str = "skip";
pub(super) const OPEN: &str = "default";

/// A card later than this says which time it was for, in milliseconds.
const LATE_MS: i64 = 2 * 60_000;

/// What stands on the card of these occurrences, the newest last.
pub(super) fn face(items: &[DueItem], now_ms: i64) -> Face {
    let title = match items {
        // The person's own words may name a complaint, and others may read a card.
        [one] => match &one.name {
            Some(name) if one.named => name.clone(),
            _ => purpose(one.purpose),
        },
        several => text(
            "companion-card-several",
            &[("count", &several.len().to_string())],
        ),
    };
    let body = match items {
        [one] if one.occurrence.snoozes == 0 && now_ms - one.occurrence.due_at_ms > LATE_MS => {
            text(
                "companion-card-late",
                &[("when", &moment(one.occurrence.due_at_ms))],
            )
        }
        [one] if one.purpose == Purpose::DiaryCheck => text("companion-card-body", &[]),
        [_] => text("companion-card-body-plain", &[]),
        _ => text("companion-card-several-body", &[]),
    };
    Face {
        title,
        body,
        body_without_buttons: text("companion-card-no-buttons", &[]),
        buttons: vec![
            (DONE, text("companion-done", &[])),
            (
                SNOOZE,
                text(
                    "companion-snooze",
                    &[("minutes", &SNOOZE_MINUTES.to_string())],
                ),
            ),
            (SKIP, text("companion-skip", &[])),
        ],
    }
}

fn purpose(purpose: Purpose) -> String {
    match purpose {
        Purpose::DiaryCheck => text("companion-card-diary-check", &[]),
        Purpose::DeskBreak => text("companion-card-desk-break", &[]),
        Purpose::Walk => text("companion-card-walk", &[]),
        Purpose::Routine => text("companion-card-routine", &[]),
        Purpose::Own => text("companion-card-own", &[]),
    }
}

/// "Mon 23 Nov 20:00" on the person's clock.
pub(super) fn moment(at_ms: i64) -> String {
    clock::moment(at_ms)
        .to_chrono()
        .format("%a %-d %b %H:%M")
        .to_string()
}

pub(super) fn help() -> String {
    text("companion-help", &[])
}

/// The words of the tray's menu.
pub(super) mod tray {
    use super::text;

    pub(in crate::companion) fn title() -> String {
        text("companion-tray-title", &[])
    }

    pub(in crate::companion) fn open() -> String {
        text("companion-tray-open", &[])
    }

    pub(in crate::companion) fn next(when: Option<&str>) -> String {
        match when {
            Some(when) => text("companion-tray-next", &[("when", when)]),
            None => text("companion-tray-none", &[]),
        }
    }

    pub(in crate::companion) fn paused(until: &str) -> String {
        text("companion-tray-paused", &[("when", until)])
    }

    pub(in crate::companion) fn log() -> String {
        text("companion-tray-log", &[])
    }

    pub(in crate::companion) fn pause() -> String {
        text("companion-tray-pause", &[])
    }

    pub(in crate::companion) fn pause_hour() -> String {
        text("companion-tray-pause-hour", &[])
    }

    pub(in crate::companion) fn pause_hours() -> String {
        text("companion-tray-pause-hours", &[])
    }

    pub(in crate::companion) fn pause_tomorrow() -> String {
        text("companion-tray-pause-tomorrow", &[])
    }

    pub(in crate::companion) fn go_on() -> String {
        text("companion-tray-go-on", &[])
    }

    pub(in crate::companion) fn quit() -> String {
        text("companion-tray-quit", &[])
    }
}
