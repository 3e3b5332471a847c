//! The help-now list with the numbers of a region, over the wire.

use backstride_content::places::{Advice, Region};
use backstride_content::triage::{Group, HelpNow};
use serde::Serialize;

use crate::ipc_error::IpcError;
use crate::knowledge;

/// The list, and who to call where this person lives.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HelpNowView {
    /// The region whose numbers these are; none while nobody has chosen one.
    region: Option<String>,
    region_name: String,
    emergency: String,
    advice: Vec<AdviceLineView>,
    /// When the numbers were compared with their sources, `YYYY-MM-DD`.
    checked_on: String,
    groups: Vec<HelpGroupView>,
    /// What to do, in order.
    act: Vec<String>,
}

/// Somebody to ask when it is urgent and no emergency.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AdviceLineView {
    name: String,
    number: Option<String>,
    note: Option<String>,
}

/// Signs that are equally urgent.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HelpGroupView {
    id: String,
    title: String,
    signs: Vec<String>,
}

/// The help-now list, with the numbers of the region.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn triage_help_now(region: Option<String>) -> Result<HelpNowView, IpcError> {
    let (shown, chosen) = knowledge::region(region.as_deref())?;
    Ok(view(&knowledge::bundle().help_now, shown, chosen))
}

fn view(list: &HelpNow, region: &Region, chosen: bool) -> HelpNowView {
    HelpNowView {
        region: chosen.then(|| region.id.clone()),
        region_name: region.name.clone(),
        emergency: region.emergency.clone(),
        advice: region.advice.iter().map(advice).collect(),
        checked_on: region.checked_on.clone(),
        groups: list.groups.iter().map(group).collect(),
        act: list.act.clone(),
    }
}

pub(super) fn advice(advice: &Advice) -> AdviceLineView {
    AdviceLineView {
        name: advice.name.clone(),
        number: advice.number.clone(),
        note: advice.note.clone(),
    }
}

fn group(group: &Group) -> HelpGroupView {
    HelpGroupView {
        id: group.id.clone(),
        title: group.title.clone(),
        signs: group.signs.iter().map(|sign| sign.text.clone()).collect(),
    }
}
