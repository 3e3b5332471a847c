//! Walks and shoes over the wire.

use backstride_agent::clock;
use backstride_core::diary::Intensity;
use backstride_core::record::{Kind, Name, whole as whole_between};
use backstride_core::walks::{self, Distance, Footwear, Onset, SETTLE_MAX_MIN, Walk, WalkForm};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tauri::State;

use super::record::{
    OccasionRequest, TraceView, WhenView, intensity, new_id, note, note_text, whole,
};
use super::words::{AidView, CarriedView, EasedByView, SlopeView, SurfaceView, each};
use crate::ipc_error::IpcError;
use crate::records::Records;

/// When the pain began on a walk.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OnsetView {
    /// After so many minutes.
    After(#[specta(type = specta_typescript::Number)] f64),
    /// It did not.
    Never,
}

impl From<Onset> for OnsetView {
    fn from(onset: Onset) -> Self {
        match onset {
            Onset::After(minutes) => Self::After(minutes.into()),
            Onset::Never => Self::Never,
        }
    }
}

/// What the form of a walk says. A field at fault is named as here.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct WalkRequest {
    /// When it began; null = it ended just now, or unchanged.
    when: Option<OccasionRequest>,
    /// 1 to 1440, whole.
    #[specta(type = specta_typescript::Number)]
    duration_min: f64,
    /// As typed: `800 m`, `2 km`, `1.2 mi`, `1,2 mi`.
    distance: Option<String>,
    onset: Option<OnsetView>,
    stopped: Option<bool>,
    eased_by: Vec<EasedByView>,
    /// 0 to 2880, whole.
    #[specta(type = Option<specta_typescript::Number>)]
    settle_min: Option<f64>,
    surface: Option<SurfaceView>,
    slope: Option<SlopeView>,
    carried: Option<CarriedView>,
    aid: Option<AidView>,
    footwear_id: Option<String>,
    /// 0 to 10, whole.
    #[specta(type = Option<specta_typescript::Number>)]
    pain_before: Option<f64>,
    /// 0 to 10, whole.
    #[specta(type = Option<specta_typescript::Number>)]
    pain_peak: Option<f64>,
    /// 0 to 10, whole.
    #[specta(type = Option<specta_typescript::Number>)]
    pain_after: Option<f64>,
    note: Option<String>,
}

impl WalkRequest {
    fn form(self) -> backstride_core::Result<WalkForm> {
        let most = u32::from(walks::DURATION_MAX_MIN);
        Ok(WalkForm {
            occasion: OccasionRequest::parsed(self.when.as_ref())?,
            duration_min: whole_between(self.duration_min, 1, most, "durationMin")?,
            distance: self
                .distance
                .map(|text| Distance::parse(&text))
                .transpose()?
                .flatten(),
            onset: match self.onset {
                None => None,
                Some(OnsetView::Never) => Some(Onset::Never),
                Some(OnsetView::After(min)) => {
                    Some(Onset::After(whole_between(min, 0, most, "onset")?))
                }
            },
            stopped: self.stopped,
            eased_by: each(self.eased_by),
            settle_min: whole(self.settle_min, SETTLE_MAX_MIN.into(), "settleMin")?,
            surface: self.surface.map(Into::into),
            slope: self.slope.map(Into::into),
            carried: self.carried.map(Into::into),
            aid: self.aid.map(Into::into),
            footwear_id: self.footwear_id,
            pain_before: intensity(self.pain_before, "painBefore")?,
            pain_peak: intensity(self.pain_peak, "painPeak")?,
            pain_after: intensity(self.pain_after, "painAfter")?,
            note: note(self.note.as_deref())?,
        })
    }
}

/// A walk as it is stored.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WalkView {
    id: String,
    #[serde(flatten)]
    when: WhenView,
    duration_min: u16,
    /// Metres.
    distance_m: Option<u32>,
    onset: Option<OnsetView>,
    stopped: Option<bool>,
    eased_by: Vec<EasedByView>,
    settle_min: Option<u16>,
    surface: Option<SurfaceView>,
    slope: Option<SlopeView>,
    carried: Option<CarriedView>,
    aid: Option<AidView>,
    footwear_id: Option<String>,
    pain_before: Option<u8>,
    pain_peak: Option<u8>,
    pain_after: Option<u8>,
    note: Option<String>,
    #[serde(flatten)]
    trace: TraceView,
}

impl WalkView {
    pub(crate) fn of(conn: &Connection, walk: Walk) -> backstride_core::Result<Self> {
        Ok(Self {
            trace: TraceView::of(conn, Kind::Walk, &walk.id, walk.deleted_at_ms)?,
            id: walk.id,
            when: walk.when.into(),
            duration_min: walk.duration_min,
            distance_m: walk.distance.map(Distance::metres),
            onset: walk.onset.map(Into::into),
            stopped: walk.stopped,
            eased_by: each(walk.eased_by),
            settle_min: walk.settle_min,
            surface: walk.surface.map(Into::into),
            slope: walk.slope.map(Into::into),
            carried: walk.carried.map(Into::into),
            aid: walk.aid.map(Into::into),
            footwear_id: walk.footwear_id,
            pain_before: walk.pain_before.map(Intensity::get),
            pain_peak: walk.pain_peak.map(Intensity::get),
            pain_after: walk.pain_after.map(Intensity::get),
            note: note_text(walk.note),
        })
    }
}

/// A pair of shoes.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FootwearView {
    id: String,
    name: String,
    deleted: bool,
}

impl From<Footwear> for FootwearView {
    fn from(footwear: Footwear) -> Self {
        Self {
            id: footwear.id,
            name: footwear.name.as_str().to_owned(),
            deleted: footwear.deleted_at_ms.is_some(),
        }
    }
}

/// A pair of shoes to keep; without an id, a new one.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FootwearRequest {
    id: Option<String>,
    name: String,
}

/// Keeps a walk.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn walks_add(
    records: State<'_, Records>,
    input: WalkRequest,
) -> Result<WalkView, IpcError> {
    let form = input.form()?;
    let kept = records.write_record(|tx| walks::add(tx, &new_id(), &form, clock::now()))?;
    records.read(|conn| WalkView::of(conn, kept))
}

/// Makes a walk say what the form says.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn walks_edit(
    records: State<'_, Records>,
    id: String,
    input: WalkRequest,
) -> Result<WalkView, IpcError> {
    let form = input.form()?;
    let kept = records.write_record(|tx| walks::edit(tx, &id, &form, clock::now()))?;
    records.read(|conn| WalkView::of(conn, kept))
}

/// The walk that began last, to fill the form with.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn walks_last(records: State<'_, Records>) -> Result<Option<WalkView>, IpcError> {
    records.read(|conn| {
        let last = walks::last(conn)?;
        last.map(|walk| WalkView::of(conn, walk)).transpose()
    })
}

/// The person's shoes.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn walks_footwear(records: State<'_, Records>) -> Result<Vec<FootwearView>, IpcError> {
    Ok(each(records.read(walks::footwear)?))
}

/// Makes or renames a pair of shoes.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn walks_footwear_save(
    records: State<'_, Records>,
    input: FootwearRequest,
) -> Result<FootwearView, IpcError> {
    let name = Name::new(&input.name, "name")?;
    let id = input.id.unwrap_or_else(new_id);
    let kept = records.write_record(|tx| walks::save_footwear(tx, &id, &name, clock::now()))?;
    Ok(kept.into())
}
