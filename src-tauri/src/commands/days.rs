//! Whole days and watched factors over the wire.

use backstride_agent::clock;
use backstride_core::diary::{
    self, DayForm, DayRecord, Factor, FactorDay, Flare, Intensity, Level, Medicine, PainEntry,
    Relief,
};
use backstride_core::record::{Kind, Name, Record, date_in};
use backstride_core::sessions::Session;
use backstride_core::walks::Walk;
use chrono::NaiveDate;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tauri::State;

use super::diary::PainEntryView;
use super::flares::FlareView;
use super::record::{TraceView, intensity, milliseconds, new_id, note, note_text, whole};
use super::sessions::SessionView;
use super::treatments::{MedicineView, ReliefView};
use super::walks::WalkView;
use super::words::{AnswerView, LiftingView, SittingView, each};
use crate::ipc_error::IpcError;
use crate::records::Records;

/// Whether one watched factor was there; a factor that is not named is not recorded.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FactorDayView {
    factor_id: String,
    state: AnswerView,
}

/// What the form of a day says. A field at fault is named as here.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct DayRequest {
    /// `YYYY-MM-DD`
    local_date: String,
    /// 0 to 10, whole.
    #[specta(type = Option<specta_typescript::Number>)]
    limited: Option<f64>,
    /// 0 to 1440, whole.
    #[specta(type = Option<specta_typescript::Number>)]
    comfortable_walk_min: Option<f64>,
    sitting: Option<SittingView>,
    /// 0 to 3, whole.
    #[specta(type = Option<specta_typescript::Number>)]
    stress: Option<f64>,
    /// 0 to 24, to the quarter hour.
    #[specta(type = Option<specta_typescript::Number>)]
    sleep_hours: Option<f64>,
    /// 0 to 3, whole.
    #[specta(type = Option<specta_typescript::Number>)]
    sleep_quality: Option<f64>,
    lifting: Option<LiftingView>,
    factors: Vec<FactorDayView>,
    note: Option<String>,
}

impl DayRequest {
    fn form(self) -> backstride_core::Result<(NaiveDate, DayForm)> {
        let level = |value: Option<f64>, field| value.map(|it| Level::new(it, field)).transpose();
        let form = DayForm {
            limited: intensity(self.limited, "limited")?,
            comfortable_walk_min: whole(self.comfortable_walk_min, 1440, "comfortableWalkMin")?,
            sitting: self.sitting.map(Into::into),
            stress: level(self.stress, "stress")?,
            sleep_min: self.sleep_hours.map(diary::sleep_min).transpose()?,
            sleep_quality: level(self.sleep_quality, "sleepQuality")?,
            lifting: self.lifting.map(Into::into),
            factors: self
                .factors
                .into_iter()
                .map(|it| FactorDay {
                    factor_id: it.factor_id,
                    state: it.state.into(),
                })
                .collect(),
            note: note(self.note.as_deref())?,
        };
        Ok((date_in(&self.local_date, "localDate")?, form))
    }
}

/// What a day was like, as it is stored.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DayRecordView {
    id: String,
    /// `YYYY-MM-DD`
    local_date: String,
    /// Unix milliseconds when it was first saved.
    #[specta(type = specta_typescript::Number)]
    recorded_at_ms: f64,
    limited: Option<u8>,
    comfortable_walk_min: Option<u16>,
    sitting: Option<SittingView>,
    stress: Option<u8>,
    #[specta(type = Option<specta_typescript::Number>)]
    sleep_hours: Option<f64>,
    sleep_quality: Option<u8>,
    lifting: Option<LiftingView>,
    factors: Vec<FactorDayView>,
    note: Option<String>,
    #[serde(flatten)]
    trace: TraceView,
}

impl DayRecordView {
    pub(crate) fn of(conn: &Connection, day: DayRecord) -> backstride_core::Result<Self> {
        Ok(Self {
            trace: TraceView::of(conn, Kind::Day, &day.id, day.deleted_at_ms)?,
            id: day.id,
            local_date: day.local_date.to_string(),
            recorded_at_ms: milliseconds(day.recorded_at_ms),
            limited: day.limited.map(Intensity::get),
            comfortable_walk_min: day.comfortable_walk_min,
            sitting: day.sitting.map(Into::into),
            stress: day.stress.map(Level::get),
            sleep_hours: day.sleep_min.map(|minutes| f64::from(minutes) / 60.0),
            sleep_quality: day.sleep_quality.map(Level::get),
            lifting: day.lifting.map(Into::into),
            factors: day
                .factors
                .into_iter()
                .map(|it| FactorDayView {
                    factor_id: it.factor_id,
                    state: it.state.into(),
                })
                .collect(),
            note: note_text(day.note),
        })
    }
}

/// Everything about one date.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DayPageView {
    /// `YYYY-MM-DD`
    local_date: String,
    day: Option<DayRecordView>,
    pain: Vec<PainEntryView>,
    walks: Vec<WalkView>,
    sessions: Vec<SessionView>,
    medicines: Vec<MedicineView>,
    reliefs: Vec<ReliefView>,
    /// The flare the date lies in.
    flare: Option<FlareView>,
    /// The factors to ask for, in order, and those no longer asked for after them.
    factors: Vec<FactorView>,
}

/// Something the person watches.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FactorView {
    id: String,
    name: String,
    /// Whether the form asks for it.
    active: bool,
    deleted: bool,
}

impl From<Factor> for FactorView {
    fn from(factor: Factor) -> Self {
        Self {
            id: factor.id,
            name: factor.name.as_str().to_owned(),
            active: factor.active,
            deleted: factor.deleted_at_ms.is_some(),
        }
    }
}

/// A factor to keep; without an id, a new one.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FactorRequest {
    id: Option<String>,
    name: String,
    /// At most five can be.
    active: bool,
}

/// Everything about one date.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn day_open(
    records: State<'_, Records>,
    local_date: String,
) -> Result<DayPageView, IpcError> {
    let date = date_in(&local_date, "localDate")?;
    records.read(|conn| opened(conn, date))
}

/// Keeps what a day was like; a second saving changes the first.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn day_save(
    records: State<'_, Records>,
    input: DayRequest,
) -> Result<DayRecordView, IpcError> {
    let (date, form) = input.form()?;
    let kept =
        records.write_record(|tx| diary::save_day(tx, &new_id(), date, &form, clock::now()))?;
    records.read(|conn| DayRecordView::of(conn, kept))
}

/// The watched factors, in the order of the form.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn day_factors(records: State<'_, Records>) -> Result<Vec<FactorView>, IpcError> {
    Ok(each(records.read(diary::factors)?))
}

/// Makes or changes a watched factor.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn day_factor_save(
    records: State<'_, Records>,
    input: FactorRequest,
) -> Result<FactorView, IpcError> {
    let name = Name::new(&input.name, "name")?;
    let id = input.id.unwrap_or_else(new_id);
    let kept = records
        .write_record(|tx| diary::save_factor(tx, &id, &name, input.active, clock::now()))?;
    Ok(kept.into())
}

/// Puts the watched factors in this order.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn day_factors_order(
    records: State<'_, Records>,
    ids: Vec<String>,
) -> Result<Vec<FactorView>, IpcError> {
    Ok(each(records.write(|tx| {
        diary::order_factors(tx, &ids, clock::now())
    })?))
}

fn opened(conn: &Connection, date: NaiveDate) -> backstride_core::Result<DayPageView> {
    fn all<R: Record, V>(
        conn: &Connection,
        date: NaiveDate,
        view: impl Fn(&Connection, R) -> backstride_core::Result<V>,
    ) -> backstride_core::Result<Vec<V>> {
        let records = diary::on_date::<R>(conn, date)?.into_iter();
        records.map(|record| view(conn, record)).collect()
    }
    let around =
        |flare: &Flare| flare.start_date <= date && flare.end_date.is_none_or(|end| date <= end);
    let flare = diary::flares(conn)?.into_iter().find(around);
    Ok(DayPageView {
        local_date: date.to_string(),
        day: diary::day_on(conn, date)?
            .map(|day| DayRecordView::of(conn, day))
            .transpose()?,
        pain: all::<PainEntry, _>(conn, date, PainEntryView::of)?,
        walks: all::<Walk, _>(conn, date, WalkView::of)?,
        sessions: all::<Session, _>(conn, date, SessionView::of)?,
        medicines: all::<Medicine, _>(conn, date, MedicineView::of)?,
        reliefs: all::<Relief, _>(conn, date, ReliefView::of)?,
        flare: flare.map(|flare| FlareView::of(conn, flare)).transpose()?,
        factors: each(diary::factors(conn)?),
    })
}
