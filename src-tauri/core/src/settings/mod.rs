//! The person's choices, typed, each with its default.

mod behind;
mod store;

pub use behind::Behind;
pub(crate) use store::SUMMED;
pub use store::{
    behind_reminders, day_ends_at, decline, declined, lock_habits, note_passphrase, note_recalled,
    note_unlocked, paces, put_behind, read, recall_due, save, save_lock_habits,
};

use chrono::{NaiveDate, NaiveTime};

/// How the window is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the operating system asks.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// How often the diary is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// Every day.
    #[default]
    Daily,
    /// Once a week, for people in whom watching pain feeds it.
    Weekly,
    /// Once a month, for people who are well.
    Monthly,
}

/// How often the diary was kept from a day on, and the pause that was chosen then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PaceSince {
    /// The first day.
    pub from: NaiveDate,
    /// How often.
    pub pace: Pace,
    /// The last day of the pause; `None` = none.
    pub paused_until: Option<NaiveDate>,
}

/// Something the diary offers of its own accord, and takes no for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// A look once a month, after quiet weeks.
    Monthly,
    /// To note a flare.
    Flare,
}

/// When a diary with a passphrase locks by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LockHabits {
    /// Minutes without a key or the mouse; one of [`LOCK_AFTER_MIN`], 0 = never.
    pub after_min: u16,
    /// Whether it locks when the computer sleeps or the session is locked.
    pub on_leave: bool,
}

/// The minutes that are offered; 0 = never.
pub const LOCK_AFTER_MIN: [u16; 5] = [0, 5, 15, 30, 60];

impl Default for LockHabits {
    fn default() -> Self {
        Self {
            after_min: 15,
            on_leave: true,
        }
    }
}

/// How the player tells what is next; each on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CueChoice {
    /// Spoken, where the computer has a voice.
    pub voice: bool,
    /// As tones.
    pub sound: bool,
    /// As a flash of the screen.
    pub flash: bool,
}

impl Default for CueChoice {
    fn default() -> Self {
        Self {
            voice: true,
            sound: true,
            flash: false,
        }
    }
}

/// When a day ends unless the person says otherwise: 04:00.
pub const DAY_ENDS_AT: NaiveTime = NaiveTime::from_hms_opt(4, 0, 0).expect("the clock has it");

/// The sizes the text of a guide can have, in percent of its usual size.
pub const GUIDE_TEXT_PERCENT: [u16; 7] = [85, 100, 115, 130, 150, 175, 200];

/// All choices at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The id of the region whose emergency numbers are shown; `None` until the person has chosen.
    pub region: Option<String>,
    /// How the window is coloured.
    pub theme: Theme,
    /// Whether the person has finished the first-run screen.
    pub first_run_done: bool,
    /// Until this time of day, noon at the latest, a new record counts to the day before. Stored dates never follow it.
    pub day_ends_at: NaiveTime,
    /// How often the diary is kept.
    pub pace: Pace,
    /// The last day of a pause, on which the diary asks for nothing; `None` = no pause.
    pub paused_until: Option<NaiveDate>,
    /// How large the text of a guide is, in percent of its usual size; one of [`GUIDE_TEXT_PERCENT`].
    pub guide_text_percent: u16,
    /// How the player tells what is next.
    pub cues: CueChoice,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            region: None,
            theme: Theme::default(),
            first_run_done: false,
            day_ends_at: DAY_ENDS_AT,
            pace: Pace::default(),
            paused_until: None,
            guide_text_percent: 100,
            cues: CueChoice::default(),
        }
    }
}
