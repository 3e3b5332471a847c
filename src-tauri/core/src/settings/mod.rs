//! The person's choices, typed, each with its default.

mod store;

pub(crate) use store::SUMMED;
pub use store::{read, save};

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

/// All choices at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The id of the region whose emergency numbers are shown; `None` until the person has chosen.
    pub region: Option<String>,
    /// How the window is coloured.
    pub theme: Theme,
    /// Whether the person has finished the first-run screen.
    pub first_run_done: bool,
}
