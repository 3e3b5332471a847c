//! The one list of everything over the wire.

use backstride_core::diary::Region;
use backstride_core::record::date_in;
use backstride_core::timeline::{self, Filter};
use serde::{Deserialize, Serialize};
use tauri::State;

use super::record::{RecordView, intensity};
use super::words::{FrameView, KindView, RegionCode, each};
use crate::ipc_error::IpcError;
use crate::records::Records;

/// Which page of the list, and what it is narrowed to. A field at fault is named as here.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TimelineRequest {
    /// 1 to 500.
    limit: u32,
    /// How many of the newest come before the page.
    skip: u32,
    /// Empty = all.
    kinds: Vec<KindView>,
    /// Empty = all; only pain entries have one.
    frames: Vec<FrameView>,
    region: Option<RegionCode>,
    /// 0 to 10, whole.
    #[specta(type = Option<specta_typescript::Number>)]
    nrs_min: Option<f64>,
    /// 0 to 10, whole.
    #[specta(type = Option<specta_typescript::Number>)]
    nrs_max: Option<f64>,
    /// `YYYY-MM-DD`
    from: Option<String>,
    /// `YYYY-MM-DD`
    to: Option<String>,
    /// Words in what the person wrote; the beginning of a word is enough.
    words: Option<String>,
}

impl TimelineRequest {
    fn filter(&self) -> backstride_core::Result<Filter> {
        let date = |text: &Option<String>, field| {
            let text = text.as_deref();
            text.map(|text| date_in(text, field)).transpose()
        };
        Ok(Filter {
            kinds: each(self.kinds.clone()),
            frames: each(self.frames.clone()),
            region: self.region.map(Region::from),
            nrs_min: intensity(self.nrs_min, "nrsMin")?,
            nrs_max: intensity(self.nrs_max, "nrsMax")?,
            from: date(&self.from, "from")?,
            to: date(&self.to, "to")?,
            words: self.words.clone(),
        })
    }
}

/// One page, newest first.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TimelinePageView {
    records: Vec<RecordView>,
    /// How many records pass the filter.
    shown: u32,
    /// How many there are in all.
    total: u32,
    /// The date of the oldest record that passes.
    first: Option<String>,
    more: bool,
}

/// A page of the list.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn timeline_page(
    records: State<'_, Records>,
    input: TimelineRequest,
) -> Result<TimelinePageView, IpcError> {
    let filter = input.filter()?;
    records.read(|conn| {
        let page = timeline::page(conn, &filter, input.limit, input.skip)?;
        let shown = page.records.into_iter();
        Ok(TimelinePageView {
            records: shown
                .map(|record| RecordView::of(conn, record))
                .collect::<backstride_core::Result<_>>()?,
            shown: page.shown,
            total: page.total,
            first: page.first.map(|date| date.to_string()),
            more: page.more,
        })
    })
}
