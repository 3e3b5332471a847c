//! The person's choices over the wire.

use backstride_agent::clock;
use backstride_core::Error;
use backstride_core::record::date_in;
use backstride_core::settings::{self, CueChoice, Settings, Theme};
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
use tauri::State;

use super::words::PaceView;
use crate::ipc_error::IpcError;
use crate::records::Records;

/// How the window is coloured.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ThemeView {
    /// As the system asks.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// How the player tells what is next.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub(crate) struct CueChoiceView {
    voice: bool,
    sound: bool,
    flash: bool,
}

/// All choices, both ways.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SettingsView {
    region: Option<String>,
    theme: ThemeView,
    first_run_done: bool,
    /// `HH:MM`; until then a new record counts to the day before.
    day_ends_at: String,
    /// How often the diary is kept.
    pace: PaceView,
    /// `YYYY-MM-DD`, the last day of a pause.
    paused_until: Option<String>,
    /// How large the text of a guide is, in percent of its usual size.
    guide_text_percent: u16,
    /// How the player tells what is next.
    cues: CueChoiceView,
}

/// Keeps all choices.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn settings_save(
    records: State<'_, Records>,
    input: SettingsView,
) -> Result<SettingsView, IpcError> {
    let wanted = input.parsed()?;
    let kept = records.write(|tx| settings::save(tx, &wanted, clock::now()))?;
    // The choice is kept; a companion that cannot be told is told at the next start.
    let _ = super::reminders::tell_pace(&records);
    Ok(kept.into())
}

impl From<Settings> for SettingsView {
    fn from(settings: Settings) -> Self {
        Self {
            region: settings.region,
            theme: match settings.theme {
                Theme::System => ThemeView::System,
                Theme::Light => ThemeView::Light,
                Theme::Dark => ThemeView::Dark,
            },
            first_run_done: settings.first_run_done,
            day_ends_at: settings.day_ends_at.format("%H:%M").to_string(),
            pace: settings.pace.into(),
            paused_until: settings.paused_until.map(|date| date.to_string()),
            guide_text_percent: settings.guide_text_percent,
            cues: CueChoiceView {
                voice: settings.cues.voice,
                sound: settings.cues.sound,
                flash: settings.cues.flash,
            },
        }
    }
}

impl SettingsView {
    fn parsed(self) -> Result<Settings, Error> {
        let paused_until = self.paused_until.as_deref();
        Ok(Settings {
            region: self.region,
            theme: match self.theme {
                ThemeView::System => Theme::System,
                ThemeView::Light => Theme::Light,
                ThemeView::Dark => Theme::Dark,
            },
            first_run_done: self.first_run_done,
            day_ends_at: NaiveTime::parse_from_str(&self.day_ends_at, "%H:%M")
                .map_err(|_| Error::Invalid { field: "dayEndsAt" })?,
            pace: self.pace.into(),
            paused_until: paused_until
                .map(|text| date_in(text, "pausedUntil"))
                .transpose()?,
            guide_text_percent: self.guide_text_percent,
            cues: CueChoice {
                voice: self.cues.voice,
                sound: self.cues.sound,
                flash: self.cues.flash,
            },
        })
    }
}
