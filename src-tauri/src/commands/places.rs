//! The regions over the wire.

use serde::Serialize;

use crate::ipc_error::IpcError;
use crate::knowledge;

/// A region to choose.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RegionView {
    id: String,
    name: String,
    /// The emergency number, as it is read out.
    emergency: String,
}

/// Every region, in the order in which they are offered.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn places_regions() -> Result<Vec<RegionView>, IpcError> {
    let regions = knowledge::bundle().regions.iter();
    Ok(regions
        .map(|region| RegionView {
            id: region.id.clone(),
            name: region.name.clone(),
            emergency: region.emergency.clone(),
        })
        .collect())
}
