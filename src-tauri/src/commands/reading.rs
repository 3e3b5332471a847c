//! Marks on guides, and the questions for an appointment, over the wire.

use backstride_agent::clock;
use backstride_core::reading::{self, GuideMark, Question, Wording};
use backstride_core::record::Kind;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tauri::State;

use super::record::{TraceView, milliseconds, new_id};
use crate::ipc_error::{ErrorCode, IpcError};
use crate::knowledge;
use crate::records::Records;

/// What is kept about one guide.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GuideMarkView {
    guide: String,
    /// Whether it was ever read in.
    opened: bool,
    /// The section where reading stopped; none = at the start or at the end.
    section: Option<String>,
    bookmarked: bool,
    read: bool,
}

impl From<GuideMark> for GuideMarkView {
    fn from(mark: GuideMark) -> Self {
        Self {
            guide: mark.guide,
            opened: mark.opened_at_ms.is_some(),
            section: mark.section,
            bookmarked: mark.bookmarked_at_ms.is_some(),
            read: mark.read_at_ms.is_some(),
        }
    }
}

/// Something to ask at an appointment.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QuestionView {
    id: String,
    text: String,
    /// The guide it was taken from.
    guide: Option<String>,
    done: bool,
    /// Unix milliseconds when it was first saved.
    #[specta(type = specta_typescript::Number)]
    recorded_at_ms: f64,
    #[serde(flatten)]
    trace: TraceView,
}

impl QuestionView {
    pub(crate) fn of(conn: &Connection, question: Question) -> backstride_core::Result<Self> {
        Ok(Self {
            trace: TraceView::of(conn, Kind::Question, &question.id, question.deleted_at_ms)?,
            id: question.id,
            text: question.text.as_str().to_owned(),
            guide: question.guide,
            done: question.done,
            recorded_at_ms: milliseconds(question.recorded_at_ms),
        })
    }
}

/// A new question. A field at fault is named as here, or `questions` when the list is full.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct QuestionRequest {
    text: String,
    /// The guide it is taken from.
    guide: Option<String>,
}

/// What is kept about every guide, the last opened first.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reading_marks(records: State<'_, Records>) -> Result<Vec<GuideMarkView>, IpcError> {
    let marks = records.read(reading::marks)?;
    Ok(marks.into_iter().map(Into::into).collect())
}

/// Notes where reading stands in a guide: in a section, or with none before the first or after the last.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reading_stand(
    records: State<'_, Records>,
    guide: String,
    section: Option<String>,
) -> Result<GuideMarkView, IpcError> {
    known(&guide)?;
    let section = section.as_deref();
    let kept = records.write(|tx| reading::stand(tx, &guide, section, clock::now()))?;
    Ok(kept.into())
}

/// Sets a bookmark or takes it off.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reading_bookmark(
    records: State<'_, Records>,
    guide: String,
    on: bool,
) -> Result<GuideMarkView, IpcError> {
    known(&guide)?;
    let kept = records.write(|tx| reading::bookmark(tx, &guide, on, clock::now()))?;
    Ok(kept.into())
}

/// Calls a guide read, or takes that back.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reading_read(
    records: State<'_, Records>,
    guide: String,
    on: bool,
) -> Result<GuideMarkView, IpcError> {
    known(&guide)?;
    let kept = records.write(|tx| reading::call_read(tx, &guide, on, clock::now()))?;
    Ok(kept.into())
}

/// The questions for the next appointment, in order.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn questions_list(records: State<'_, Records>) -> Result<Vec<QuestionView>, IpcError> {
    records.read(|conn| {
        let all = reading::questions(conn)?.into_iter();
        all.map(|it| QuestionView::of(conn, it)).collect()
    })
}

/// Puts a question at the end of the list.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn questions_add(
    records: State<'_, Records>,
    input: QuestionRequest,
) -> Result<QuestionView, IpcError> {
    let text = Wording::new(&input.text)?;
    input.guide.as_deref().map(known).transpose()?;
    let (id, guide) = (new_id(), input.guide.as_deref());
    let kept =
        records.write_record(|tx| reading::add_question(tx, &id, &text, guide, clock::now()))?;
    records.read(|conn| QuestionView::of(conn, kept))
}

/// Changes the words of a question.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn questions_word(
    records: State<'_, Records>,
    id: String,
    text: String,
) -> Result<QuestionView, IpcError> {
    let text = Wording::new(&text)?;
    let kept = records.write_record(|tx| reading::word_question(tx, &id, &text, clock::now()))?;
    records.read(|conn| QuestionView::of(conn, kept))
}

/// Ticks a question as asked, or takes the tick back.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn questions_tick(
    records: State<'_, Records>,
    id: String,
    done: bool,
) -> Result<QuestionView, IpcError> {
    let kept = records.write_record(|tx| reading::tick_question(tx, &id, done, clock::now()))?;
    records.read(|conn| QuestionView::of(conn, kept))
}

/// Moves a question to a place in the list, counted from 0.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn questions_move(
    records: State<'_, Records>,
    id: String,
    to: u32,
) -> Result<QuestionView, IpcError> {
    let to = usize::try_from(to).unwrap_or(usize::MAX);
    let kept = records.write_record(|tx| reading::move_question(tx, &id, to, clock::now()))?;
    records.read(|conn| QuestionView::of(conn, kept))
}

/// A mark on a guide that does not exist would never be seen again.
fn known(guide: &str) -> Result<(), IpcError> {
    let found = knowledge::bundle().guide(guide);
    found.map(|_| ()).ok_or(IpcError::of(ErrorCode::NotFound))
}
