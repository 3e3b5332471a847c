//! Flares over the wire.

use backstride_agent::clock;
use backstride_core::diary::{self, Flare, FlareForm};
use backstride_core::record::{Kind, date_in};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tauri::State;

use super::record::{TraceView, milliseconds, new_id, note, note_text};
use crate::ipc_error::IpcError;
use crate::records::Records;

/// What the form of a flare says. A field at fault is named as here.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FlareRequest {
    /// `YYYY-MM-DD`, the first bad day.
    start_date: String,
    /// `YYYY-MM-DD`, the last bad day; null = not over.
    end_date: Option<String>,
    note: Option<String>,
}

impl FlareRequest {
    fn form(&self) -> backstride_core::Result<FlareForm> {
        let end = self.end_date.as_deref();
        Ok(FlareForm {
            start_date: date_in(&self.start_date, "startDate")?,
            end_date: end.map(|text| date_in(text, "endDate")).transpose()?,
            note: note(self.note.as_deref())?,
        })
    }
}

/// A flare as it is stored.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FlareView {
    id: String,
    /// `YYYY-MM-DD`
    start_date: String,
    /// `YYYY-MM-DD`
    end_date: Option<String>,
    /// Unix milliseconds when it was first saved.
    #[specta(type = specta_typescript::Number)]
    recorded_at_ms: f64,
    note: Option<String>,
    #[serde(flatten)]
    trace: TraceView,
}

impl FlareView {
    pub(crate) fn of(conn: &Connection, flare: Flare) -> backstride_core::Result<Self> {
        Ok(Self {
            trace: TraceView::of(conn, Kind::Flare, &flare.id, flare.deleted_at_ms)?,
            id: flare.id,
            start_date: flare.start_date.to_string(),
            end_date: flare.end_date.map(|date| date.to_string()),
            recorded_at_ms: milliseconds(flare.recorded_at_ms),
            note: note_text(flare.note),
        })
    }
}

/// Keeps a flare.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn flares_add(
    records: State<'_, Records>,
    input: FlareRequest,
) -> Result<FlareView, IpcError> {
    let form = input.form()?;
    let kept = records.write_record(|tx| diary::add_flare(tx, &new_id(), &form, clock::now()))?;
    records.read(|conn| FlareView::of(conn, kept))
}

/// Changes a flare, for example by ending it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn flares_edit(
    records: State<'_, Records>,
    id: String,
    input: FlareRequest,
) -> Result<FlareView, IpcError> {
    let form = input.form()?;
    let kept = records.write_record(|tx| diary::edit_flare(tx, &id, &form, clock::now()))?;
    records.read(|conn| FlareView::of(conn, kept))
}
