//! The diary over the wire.

use backstride_agent::clock;
use backstride_content::strings;
use backstride_core::diary::region::{Face, Side};
use backstride_core::diary::{
    self, Intensity, NewPain, PainEntry, PainForm, Region, RegionPain, safety,
};
use backstride_core::record::Kind;
use backstride_core::worded::Worded as _;
use backstride_draw::{Palette, Words, body};
use chrono::{Datelike as _, NaiveDate};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State};

use super::record::{OccasionRequest, TraceView, WhenView, intensity, new_id, note, note_text};
use super::words::{CheckAnswerView, FrameView, LegSymptomView, PainQualityView, RegionCode, each};
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

/// Which page of the diary.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct DiaryListRequest {
    /// 1 to 500.
    pub(super) limit: u32,
    /// The last entry already shown.
    pub(super) before_id: Option<String>,
}

/// A region that hurts.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RegionPainView {
    region: RegionCode,
    /// 0 to 10, whole; null = only that it hurts.
    #[specta(type = Option<specta_typescript::Number>)]
    nrs: Option<f64>,
}

/// Everything the full form says. Each part may be missing, but not all of them. A field at fault is named as here.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PainRequest {
    /// Null = now, or unchanged.
    when: Option<OccasionRequest>,
    frame: FrameView,
    /// 0 to 10, whole.
    #[specta(type = Option<specta_typescript::Number>)]
    nrs: Option<f64>,
    regions: Vec<RegionPainView>,
    qualities: Vec<PainQualityView>,
    /// Null = not recorded, empty = nothing.
    leg_left: Option<Vec<LegSymptomView>>,
    /// Null = not recorded, empty = nothing.
    leg_right: Option<Vec<LegSymptomView>>,
    note: Option<String>,
}

impl PainRequest {
    fn form(self) -> backstride_core::Result<PainForm> {
        let region = |it: RegionPainView| {
            Ok(RegionPain {
                region: it.region.into(),
                nrs: intensity(it.nrs, "regions")?,
            })
        };
        Ok(PainForm {
            occasion: OccasionRequest::parsed(self.when.as_ref())?,
            frame: self.frame.into(),
            nrs: intensity(self.nrs, "nrs")?,
            regions: self
                .regions
                .into_iter()
                .map(region)
                .collect::<backstride_core::Result<_>>()?,
            qualities: each(self.qualities),
            leg_left: self.leg_left.map(each),
            leg_right: self.leg_right.map(each),
            note: note(self.note.as_deref())?,
        })
    }
}

/// One entry as it is stored.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PainEntryView {
    id: String,
    #[serde(flatten)]
    when: WhenView,
    frame: FrameView,
    nrs: Option<u8>,
    regions: Vec<RegionPainView>,
    qualities: Vec<PainQualityView>,
    leg_left: Option<Vec<LegSymptomView>>,
    leg_right: Option<Vec<LegSymptomView>>,
    note: Option<String>,
    /// Answers of the symptom check that it already gives; if there are any, offer the check.
    check: Vec<CheckAnswerView>,
    #[serde(flatten)]
    trace: TraceView,
}

/// The side of the person's own body.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SideView {
    /// Their left.
    Left,
    /// The middle.
    Centre,
    /// Their right.
    Right,
}

/// Which view of the body shows a region.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FaceView {
    /// From the front.
    Front,
    /// From behind.
    Back,
}

/// One row of the table of regions, in order.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BodyRegionView {
    code: RegionCode,
    side: SideView,
    face: FaceView,
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

/// Makes an entry from the full form.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn diary_add(
    records: State<'_, Records>,
    input: PainRequest,
) -> Result<PainEntryView, IpcError> {
    let form = input.form()?;
    let kept = records.write_record(|tx| diary::add_full(tx, &new_id(), &form, clock::now()))?;
    seen(&records, kept)
}

/// Makes an entry say what the full form says.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn diary_edit_full(
    records: State<'_, Records>,
    id: String,
    input: PainRequest,
) -> Result<PainEntryView, IpcError> {
    let form = input.form()?;
    let kept = records.write_record(|tx| diary::edit_full(tx, &id, &form, clock::now()))?;
    seen(&records, kept)
}

/// The table of regions, in the order in which they are listed and reached by Tab.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn diary_regions() -> Vec<BodyRegionView> {
    Region::ALL
        .iter()
        .copied()
        .map(BodyRegionView::from)
        .collect()
}

/// The body from both sides with these regions chosen: each region a check box that the page makes work.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn diary_body(regions: Vec<RegionPainView>) -> Result<String, IpcError> {
    let chosen = regions
        .into_iter()
        .map(|it| Ok((Region::from(it.region), intensity(it.nrs, "regions")?)))
        .collect::<backstride_core::Result<Vec<_>>>()?;
    Ok(body_map(&chosen))
}

/// Saves how it is now, for the window and for the command line alike.
pub(crate) fn log(
    records: &Records,
    nrs: f64,
    text: Option<&str>,
) -> Result<PainEntryView, IpcError> {
    let new = NewPain {
        id: new_id(),
        nrs: Intensity::new(nrs)?,
        note: note(text)?,
    };
    let kept = records.write_record(|tx| diary::add(tx, &new, clock::now()))?;
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

/// The body map to point at, its words from the catalogue.
fn body_map(chosen: &[(Region, Option<Intensity>)]) -> String {
    let said = |key: &str| strings::text(key, &[]);
    let marks = body::Region::all().map(|region| {
        let known = chosen.iter().find(|(it, _)| it.word() == region.code());
        let nrs = known.and_then(|(_, nrs)| *nrs).map(Intensity::get);
        let name = said(&format!("region-{}", region.code()));
        body::Mark {
            region,
            value: nrs.map_or(body::Value::Unsaid, body::Value::Intensity),
            selected: known.is_some(),
            label: nrs.map_or(name.clone(), |nrs| {
                strings::text(
                    "map-region-nrs",
                    &[("region", &name), ("nrs", &nrs.to_string())],
                )
            }),
        }
    });
    let map = body::Map {
        marks: marks.collect(),
        sides: body::Sides {
            front: said("map-front"),
            back: said("map-back"),
            left: said("map-left"),
            right: said("map-right"),
        },
        interactive: body::Interactive::Checkboxes,
        size: body::Size::Full,
    };
    let words = Words {
        id: "body".to_owned(),
        title: said("map-title"),
        desc: said("map-desc"),
    };
    body::svg(&words, &map, Palette::Classes)
}

/// A date short enough to stand under an axis.
pub(crate) fn day_and_month(date: NaiveDate) -> String {
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

fn seen(records: &Records, entry: PainEntry) -> Result<PainEntryView, IpcError> {
    records.read(|conn| PainEntryView::of(conn, entry))
}

fn views(
    conn: &Connection,
    entries: Vec<PainEntry>,
) -> backstride_core::Result<Vec<PainEntryView>> {
    entries
        .into_iter()
        .map(|entry| PainEntryView::of(conn, entry))
        .collect()
}

impl PainEntryView {
    pub(crate) fn of(conn: &Connection, entry: PainEntry) -> backstride_core::Result<Self> {
        Ok(Self {
            check: each(safety::check_answers_of(conn, &entry)?),
            trace: TraceView::of(conn, Kind::Pain, &entry.id, entry.deleted_at_ms)?,
            id: entry.id,
            when: entry.when.into(),
            frame: entry.frame.into(),
            nrs: entry.nrs.map(Intensity::get),
            regions: entry
                .regions
                .into_iter()
                .map(|it| RegionPainView {
                    region: it.region.into(),
                    nrs: it.nrs.map(|nrs| nrs.get().into()),
                })
                .collect(),
            qualities: each(entry.qualities),
            leg_left: entry.leg_left.map(each),
            leg_right: entry.leg_right.map(each),
            note: note_text(entry.note),
        })
    }
}

impl From<Region> for BodyRegionView {
    fn from(region: Region) -> Self {
        Self {
            code: region.into(),
            side: match region.side() {
                Side::Left => SideView::Left,
                Side::Centre => SideView::Centre,
                Side::Right => SideView::Right,
            },
            face: match region.face() {
                Face::Front => FaceView::Front,
                Face::Back => FaceView::Back,
            },
        }
    }
}
