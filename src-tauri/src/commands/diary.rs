//! The diary over the wire.

use backstride_agent::clock;
use backstride_content::strings;
use backstride_core::diary::{self, Intensity, NewPain, Note, PainEntry, Weeks};
use backstride_draw::{Palette, Words, weeks as chart};
use chrono::{Datelike as _, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State};

use crate::ipc_error::IpcError;
use crate::records::Records;
use crate::wiring;

/// What a new entry says.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewPainRequest {
    /// 0 to 10, whole.
    #[specta(type = specta_typescript::Number)]
    nrs: f64,
    note: Option<String>,
}

/// What an entry shall say from now on.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct EditPainRequest {
    id: String,
    /// 0 to 10, whole.
    #[specta(type = specta_typescript::Number)]
    nrs: f64,
    note: Option<String>,
}

/// Which page of the diary.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct DiaryListRequest {
    /// 1 to 500.
    limit: u32,
    /// The last entry already shown.
    before_id: Option<String>,
}

/// One entry as it is stored.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PainEntryView {
    id: String,
    nrs: u8,
    note: Option<String>,
    /// `YYYY-MM-DD`
    local_date: String,
    /// `HH:MM`
    local_time: String,
    /// Unix milliseconds.
    #[specta(type = specta_typescript::Number)]
    recorded_at_ms: f64,
    /// How often it was changed after it was made.
    edited_times: u32,
    deleted: bool,
}

/// One page, newest first.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DiaryPageView {
    entries: Vec<PainEntryView>,
    total: u32,
    /// The date of the oldest entry.
    first: Option<String>,
    more: bool,
}

/// One day that has entries.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DayView {
    date: String,
    entries: u32,
    #[specta(type = specta_typescript::Number)]
    mean: f64,
    low: u8,
    high: u8,
}

/// The last four weeks: the picture, its numbers, and its table.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WeeksView {
    svg: String,
    /// How many days have entries.
    days: u32,
    entries: u32,
    mean: Option<f64>,
    previous_mean: Option<f64>,
    rows: Vec<DayView>,
}

/// Saves how it is now.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn diary_log(
    records: State<'_, Records>,
    input: NewPainRequest,
) -> Result<PainEntryView, IpcError> {
    log(&records, input.nrs, input.note.as_deref())
}

/// A page of the diary.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn diary_list(
    records: State<'_, Records>,
    input: DiaryListRequest,
) -> Result<DiaryPageView, IpcError> {
    records.read(|conn| {
        let page = diary::page(conn, input.limit, input.before_id.as_deref())?;
        Ok(DiaryPageView {
            entries: views(conn, page.entries)?,
            total: page.total,
            first: page.first.map(|date| date.to_string()),
            more: page.more,
        })
    })
}

/// Changes the value and the note of an entry.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn diary_edit(
    records: State<'_, Records>,
    input: EditPainRequest,
) -> Result<PainEntryView, IpcError> {
    let nrs = Intensity::new(input.nrs)?;
    let note = noted(input.note.as_deref())?;
    let kept =
        records.write_entry(|tx| diary::edit(tx, &input.id, nrs, note.as_ref(), clock::now()))?;
    seen(&records, kept)
}

/// Puts an entry in the trash.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn diary_delete(
    records: State<'_, Records>,
    id: String,
) -> Result<PainEntryView, IpcError> {
    let kept = records.write_entry(|tx| diary::delete(tx, &id, clock::now()))?;
    seen(&records, kept)
}

/// Takes an entry back out of the trash.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn diary_restore(
    records: State<'_, Records>,
    id: String,
) -> Result<PainEntryView, IpcError> {
    let kept = records.write_entry(|tx| diary::restore(tx, &id, clock::now()))?;
    seen(&records, kept)
}

/// What is in the trash.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn diary_trash(records: State<'_, Records>) -> Result<Vec<PainEntryView>, IpcError> {
    records.read(|conn| views(conn, diary::trash(conn)?))
}

/// The last four weeks.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn diary_weeks(records: State<'_, Records>) -> Result<WeeksView, IpcError> {
    let weeks = records.read(|conn| diary::weeks(conn, clock::now().local_date()))?;
    Ok(WeeksView {
        svg: drawn(&weeks),
        days: u32::try_from(weeks.days.len()).unwrap_or(u32::MAX),
        entries: u32::try_from(weeks.entries.len()).unwrap_or(u32::MAX),
        mean: weeks.mean,
        previous_mean: weeks.previous_mean,
        rows: weeks
            .days
            .iter()
            .map(|day| DayView {
                date: day.date.to_string(),
                entries: day.entries,
                mean: day.mean,
                low: day.low,
                high: day.high,
            })
            .collect(),
    })
}

/// Saves how it is now, for the window and for the command line alike.
pub(crate) fn log(
    records: &Records,
    nrs: f64,
    note: Option<&str>,
) -> Result<PainEntryView, IpcError> {
    let new = NewPain {
        id: uuid::Uuid::now_v7().to_string(),
        nrs: Intensity::new(nrs)?,
        note: noted(note)?,
    };
    let kept = records.write_entry(|tx| diary::add(tx, &new, clock::now()))?;
    seen(records, kept)
}

/// Logs for somebody outside the window, and tells the window that the diary changed.
pub(crate) fn log_from_outside(
    app: &AppHandle,
    records: &Records,
    nrs: u8,
) -> Result<(), IpcError> {
    log(records, f64::from(nrs), None)?;
    wiring::records_changed(app, "diary");
    Ok(())
}

/// The picture of four weeks: a date under every Monday, and a place for days on which nothing was written.
fn drawn(weeks: &Weeks) -> String {
    let days: Vec<chart::Day> = weeks
        .from
        .iter_days()
        .take_while(|date| *date <= weeks.to)
        .map(|date| chart::Day {
            date: date.to_string(),
            tick: (date.weekday() == Weekday::Mon).then(|| day_and_month(date)),
            scores: weeks
                .entries
                .iter()
                .filter(|entry| entry.local_date == date)
                .map(|entry| entry.nrs.get())
                .collect(),
            mean: weeks
                .days
                .iter()
                .find(|day| day.date == date)
                .map(|day| day.mean),
        })
        .collect();
    let words = Words {
        id: "weeks".to_owned(),
        title: strings::text("chart-weeks-title", &[]),
        desc: strings::text(
            "chart-weeks-desc",
            &[
                ("days", &weeks.days.len().to_string()),
                ("entries", &weeks.entries.len().to_string()),
            ],
        ),
    };
    chart::svg(&words, &days, Palette::Classes)
}

/// A date short enough to stand under an axis.
fn day_and_month(date: NaiveDate) -> String {
    const KEYS: [&str; 12] = [
        "date-short-jan",
        "date-short-feb",
        "date-short-mar",
        "date-short-apr",
        "date-short-may",
        "date-short-jun",
        "date-short-jul",
        "date-short-aug",
        "date-short-sep",
        "date-short-oct",
        "date-short-nov",
        "date-short-dec",
    ];
    let key = KEYS[date.month0() as usize];
    strings::text(key, &[("day", &date.day().to_string())])
}

fn noted(text: Option<&str>) -> Result<Option<Note>, IpcError> {
    Ok(text.map(Note::new).transpose()?.flatten())
}

fn seen(records: &Records, entry: PainEntry) -> Result<PainEntryView, IpcError> {
    records.read(|conn| view(conn, entry))
}

fn views(
    conn: &rusqlite::Connection,
    entries: Vec<PainEntry>,
) -> backstride_core::Result<Vec<PainEntryView>> {
    entries.into_iter().map(|entry| view(conn, entry)).collect()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 stay exact in a double for 285,000 years"
)]
fn view(conn: &rusqlite::Connection, entry: PainEntry) -> backstride_core::Result<PainEntryView> {
    Ok(PainEntryView {
        edited_times: diary::edited_times(conn, &entry.id)?,
        id: entry.id,
        nrs: entry.nrs.get(),
        note: entry.note.map(|note| note.as_str().to_owned()),
        local_date: entry.local_date.to_string(),
        local_time: entry.local_time.format("%H:%M").to_string(),
        recorded_at_ms: entry.recorded_at_ms as f64,
        deleted: entry.deleted_at_ms.is_some(),
    })
}
