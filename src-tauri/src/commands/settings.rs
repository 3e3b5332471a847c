//! The person's choices over the wire.

use backstride_agent::clock;
use backstride_core::settings::{self, Settings, Theme};
use serde::{Deserialize, Serialize};
use tauri::State;

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

/// All choices, both ways.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SettingsView {
    region: Option<String>,
    theme: ThemeView,
    first_run_done: bool,
}

/// Keeps all choices.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn settings_save(
    records: State<'_, Records>,
    input: SettingsView,
) -> Result<SettingsView, IpcError> {
    let wanted = input.into();
    let kept = records.write(|tx| settings::save(tx, &wanted, clock::now()))?;
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
        }
    }
}

impl From<SettingsView> for Settings {
    fn from(view: SettingsView) -> Self {
        Self {
            region: view.region,
            theme: match view.theme {
                ThemeView::System => Theme::System,
                ThemeView::Light => Theme::Light,
                ThemeView::Dark => Theme::Dark,
            },
            first_run_done: view.first_run_done,
        }
    }
}
