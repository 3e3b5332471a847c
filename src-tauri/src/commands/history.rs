//! Undo and redo, the history of a record, and the trash over the wire.

use backstride_agent::clock;
use backstride_core::history;
use serde::{Deserialize, Serialize};
use tauri::State;

use super::record::{RecordView, milliseconds, step};
use super::words::{ActionView, KindView};
use crate::ipc_error::IpcError;
use crate::records::Records;

/// Which record.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RecordRequest {
    kind: KindView,
    id: String,
}

/// One step in the history of a record.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RevisionView {
    /// Names the step, for going back to it.
    step: u32,
    action: ActionView,
    /// Unix milliseconds.
    #[specta(type = specta_typescript::Number)]
    made_at_ms: f64,
    /// The record after the step.
    after: RecordView,
}

/// Puts a record in the trash.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn history_delete(
    records: State<'_, Records>,
    input: RecordRequest,
) -> Result<RecordView, IpcError> {
    let kind = input.kind.into();
    let kept = records.write_any(|tx| history::delete(tx, kind, &input.id, clock::now()))?;
    records.read(|conn| RecordView::of(conn, kept))
}

/// Takes a record back out of the trash.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn history_restore(
    records: State<'_, Records>,
    input: RecordRequest,
) -> Result<RecordView, IpcError> {
    let kind = input.kind.into();
    let kept = records.write_any(|tx| history::restore(tx, kind, &input.id, clock::now()))?;
    records.read(|conn| RecordView::of(conn, kept))
}

/// What is in the trash, of all kinds, last deleted first.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn history_trash(records: State<'_, Records>) -> Result<Vec<RecordView>, IpcError> {
    records.read(|conn| {
        let all = history::trash(conn)?.into_iter();
        all.map(|record| RecordView::of(conn, record)).collect()
    })
}

/// The history of a record, first step first.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn history_revisions(
    records: State<'_, Records>,
    input: RecordRequest,
) -> Result<Vec<RevisionView>, IpcError> {
    records.read(|conn| {
        let steps = history::revisions(conn, input.kind.into(), &input.id)?;
        steps
            .into_iter()
            .map(|it| {
                Ok(RevisionView {
                    step: step(it.step),
                    action: it.action.into(),
                    made_at_ms: milliseconds(it.made_at_ms),
                    after: RecordView::of(conn, it.after)?,
                })
            })
            .collect()
    })
}

/// Makes a record again what it was after a step of its history.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn history_restore_to(
    records: State<'_, Records>,
    step: u32,
) -> Result<RecordView, IpcError> {
    let kept = records.write_any(|tx| history::restore_to(tx, step.into(), clock::now()))?;
    records.read(|conn| RecordView::of(conn, kept))
}

/// Takes back one step: the given one, or the last of this session.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn history_undo(
    records: State<'_, Records>,
    step: Option<u32>,
) -> Result<RecordView, IpcError> {
    let since = records.session_start();
    let kept = records.write_any(|tx| match step {
        Some(step) => history::undo(tx, step.into(), clock::now()),
        None => history::undo_last(tx, since, clock::now()),
    })?;
    records.read(|conn| RecordView::of(conn, kept))
}

/// Takes again the step that was undone last in this session.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn history_redo(records: State<'_, Records>) -> Result<RecordView, IpcError> {
    let since = records.session_start();
    let kept = records.write_any(|tx| history::redo_last(tx, since, clock::now()))?;
    records.read(|conn| RecordView::of(conn, kept))
}
