//! What was taken and tried, over the wire. A log; nothing here advises.

use backstride_agent::clock;
use backstride_core::diary::{self, Medicine, MedicineForm, Relief, ReliefForm};
use backstride_core::record::{Kind, Name};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tauri::State;

use super::record::{OccasionRequest, TraceView, WhenView, name, new_id, note, note_text};
use super::words::{HelpedView, MethodView};
use crate::ipc_error::IpcError;
use crate::records::Records;

/// What the form of a medicine says. A field at fault is named as here.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct MedicineRequest {
    /// Null = now, or unchanged.
    when: Option<OccasionRequest>,
    name: String,
    amount: Option<String>,
    helped: Option<HelpedView>,
    note: Option<String>,
}

impl MedicineRequest {
    fn form(&self) -> backstride_core::Result<MedicineForm> {
        Ok(MedicineForm {
            occasion: OccasionRequest::parsed(self.when.as_ref())?,
            name: Name::new(&self.name, "name")?,
            amount: name(self.amount.as_deref(), "amount")?,
            helped: self.helped.map(Into::into),
            note: note(self.note.as_deref())?,
        })
    }
}

/// A medicine taken.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MedicineView {
    id: String,
    #[serde(flatten)]
    when: WhenView,
    name: String,
    amount: Option<String>,
    helped: Option<HelpedView>,
    note: Option<String>,
    #[serde(flatten)]
    trace: TraceView,
}

impl MedicineView {
    pub(crate) fn of(conn: &Connection, medicine: Medicine) -> backstride_core::Result<Self> {
        Ok(Self {
            trace: TraceView::of(conn, Kind::Medicine, &medicine.id, medicine.deleted_at_ms)?,
            id: medicine.id,
            when: medicine.when.into(),
            name: medicine.name.as_str().to_owned(),
            amount: medicine.amount.map(|amount| amount.as_str().to_owned()),
            helped: medicine.helped.map(Into::into),
            note: note_text(medicine.note),
        })
    }
}

/// What the form of a relief says. A field at fault is named as here.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ReliefRequest {
    /// Null = now, or unchanged.
    when: Option<OccasionRequest>,
    method: MethodView,
    helped: Option<HelpedView>,
    note: Option<String>,
}

impl ReliefRequest {
    fn form(&self) -> backstride_core::Result<ReliefForm> {
        Ok(ReliefForm {
            occasion: OccasionRequest::parsed(self.when.as_ref())?,
            method: self.method.into(),
            helped: self.helped.map(Into::into),
            note: note(self.note.as_deref())?,
        })
    }
}

/// Something tried against the pain.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReliefView {
    id: String,
    #[serde(flatten)]
    when: WhenView,
    method: MethodView,
    helped: Option<HelpedView>,
    note: Option<String>,
    #[serde(flatten)]
    trace: TraceView,
}

impl ReliefView {
    pub(crate) fn of(conn: &Connection, relief: Relief) -> backstride_core::Result<Self> {
        Ok(Self {
            trace: TraceView::of(conn, Kind::Relief, &relief.id, relief.deleted_at_ms)?,
            id: relief.id,
            when: relief.when.into(),
            method: relief.method.into(),
            helped: relief.helped.map(Into::into),
            note: note_text(relief.note),
        })
    }
}

/// Keeps that a medicine was taken.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn treatments_medicine_add(
    records: State<'_, Records>,
    input: MedicineRequest,
) -> Result<MedicineView, IpcError> {
    let form = input.form()?;
    let kept =
        records.write_record(|tx| diary::add_medicine(tx, &new_id(), &form, clock::now()))?;
    records.read(|conn| MedicineView::of(conn, kept))
}

/// Changes what was kept about a medicine.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn treatments_medicine_edit(
    records: State<'_, Records>,
    id: String,
    input: MedicineRequest,
) -> Result<MedicineView, IpcError> {
    let form = input.form()?;
    let kept = records.write_record(|tx| diary::edit_medicine(tx, &id, &form, clock::now()))?;
    records.read(|conn| MedicineView::of(conn, kept))
}

/// The names of medicines written so far, to choose from while typing.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn treatments_medicine_names(
    records: State<'_, Records>,
) -> Result<Vec<String>, IpcError> {
    records.read(diary::medicine_names)
}

/// Keeps that something was tried.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn treatments_relief_add(
    records: State<'_, Records>,
    input: ReliefRequest,
) -> Result<ReliefView, IpcError> {
    let form = input.form()?;
    let kept = records.write_record(|tx| diary::add_relief(tx, &new_id(), &form, clock::now()))?;
    records.read(|conn| ReliefView::of(conn, kept))
}

/// Changes what was kept about something tried.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn treatments_relief_edit(
    records: State<'_, Records>,
    id: String,
    input: ReliefRequest,
) -> Result<ReliefView, IpcError> {
    let form = input.form()?;
    let kept = records.write_record(|tx| diary::edit_relief(tx, &id, &form, clock::now()))?;
    records.read(|conn| ReliefView::of(conn, kept))
}
