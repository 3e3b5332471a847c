//! The regions over the wire, where care is found, and the one way an address leaves for the browser.

use backstride_content::places::{
    Asks, Insurer, InsurerKind, Profession, Region, Register, tidy_phrase,
};
use serde::Serialize;

use super::guides::{SourceView, sources};
use super::triage::{AdviceLineView, advice};
use crate::ipc_error::{ErrorCode, IpcError};
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

/// Where care is found in a region.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CareView {
    /// The region this is about; none while nobody has chosen one.
    region: Option<String>,
    region_name: String,
    emergency: String,
    advice: Vec<AdviceLineView>,
    /// When the numbers were compared with their sources, `YYYY-MM-DD`.
    checked_on: String,
    professions: Vec<ProfessionView>,
    /// Empty where no list of insurers is kept.
    insurers: Vec<InsurerView>,
    /// The name of the search engine that a phrase can be taken to.
    engine: String,
    /// What registers and insurers were compared with.
    sources: Vec<SourceView>,
}

/// Somebody who treats backs, as far as this region goes.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProfessionView {
    id: String,
    name: String,
    /// The guide that says more.
    guide: String,
    licence: String,
    register_name: Option<String>,
    register_address: Option<String>,
    location: String,
    cost: String,
    availability: String,
    /// What to search for, without the place.
    phrase: String,
    /// `YYYY-MM-DD`
    checked_on: String,
    unchecked: Option<String>,
    asks: Vec<AsksView>,
    warnings: Vec<String>,
}

/// Questions about one matter.
#[derive(Debug, Serialize, specta::Type)]
pub(crate) struct AsksView {
    title: String,
    questions: Vec<String>,
}

/// What stands behind a name in a list of insurers.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InsurerKindView {
    /// It sells medical insurance.
    Insurer,
    /// It sells plans for people abroad.
    International,
    /// It pays back a fixed sum for each visit.
    CashPlan,
    /// It treats people and insures nobody.
    Provider,
    /// It runs schemes for others.
    Administrator,
    /// A name under which others insure.
    Brand,
    /// It could not be told.
    Unclear,
}

/// A name in a list of insurers.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InsurerView {
    name: String,
    kind: InsurerKindView,
    status: String,
    /// `YYYY-MM-DD`
    checked_on: String,
    unchecked: Option<String>,
}

/// A phrase to search for, and the address that it would be taken to.
#[derive(Debug, Serialize, specta::Type)]
pub(crate) struct PhraseView {
    phrase: String,
    address: String,
}

/// Where care is found.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn places_care(region: Option<String>) -> Result<CareView, IpcError> {
    let (shown, chosen) = knowledge::region(region.as_deref())?;
    Ok(care(shown, chosen))
}

/// A phrase and a place as they would be searched for. Nothing is opened.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn places_phrase(phrase: String, place: String) -> Result<PhraseView, IpcError> {
    let phrase = tidy_phrase(&format!("{phrase} {place}"));
    let address = knowledge::bundle().care.search_address(&phrase);
    Ok(PhraseView { phrase, address })
}

/// Hands an address to the system's browser, if it is one that the shipped library knows. The program itself connects
/// to nothing.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn places_open(address: String) -> Result<(), IpcError> {
    if !knowledge::bundle().care.may_open(&address) {
        let field = Some("address".to_owned());
        return Err(IpcError {
            code: ErrorCode::Invalid,
            field,
        });
    }
    open::that_detached(&address).map_err(|_| IpcError::of(ErrorCode::Unexpected))
}

fn care(region: &Region, chosen: bool) -> CareView {
    let care = &knowledge::bundle().care;
    let insured = care.insures(&region.id);
    let shown: Vec<(&Profession, &Register)> = care
        .professions
        .iter()
        .filter_map(|it| Some((it, care.register(&it.id, &region.id)?)))
        .collect();
    let insurers: Vec<&Insurer> = care.insurers.iter().filter(|_| insured).collect();
    let cited: Vec<&String> = shown
        .iter()
        .flat_map(|(_, register)| &register.sources)
        .chain(insurers.iter().flat_map(|insurer| &insurer.sources))
        .collect();
    let cited: Vec<_> = care
        .sources
        .iter()
        .filter(|source| cited.contains(&&source.id))
        .cloned()
        .collect();
    CareView {
        region: chosen.then(|| region.id.clone()),
        region_name: region.name.clone(),
        emergency: region.emergency.clone(),
        advice: region.advice.iter().map(advice).collect(),
        checked_on: region.checked_on.clone(),
        professions: shown
            .into_iter()
            .map(|(who, register)| profession(who, register))
            .collect(),
        insurers: insurers.into_iter().map(insurer).collect(),
        engine: care.engine.name.clone(),
        sources: sources(&cited),
    }
}

fn profession(profession: &Profession, register: &Register) -> ProfessionView {
    let asks = |asks: &Asks| AsksView {
        title: asks.title.clone(),
        questions: asks.questions.clone(),
    };
    ProfessionView {
        id: profession.id.clone(),
        name: profession.name.clone(),
        guide: profession.guide.clone(),
        licence: register.licence.clone(),
        register_name: register.name.clone(),
        register_address: register.address.clone(),
        location: register.location.clone(),
        cost: register.cost.clone(),
        availability: register.availability.clone(),
        phrase: register.phrase.clone(),
        checked_on: register.checked_on.clone(),
        unchecked: register.unchecked.clone(),
        asks: profession.asks.iter().map(asks).collect(),
        warnings: profession.warnings.clone(),
    }
}

fn insurer(insurer: &Insurer) -> InsurerView {
    InsurerView {
        name: insurer.name.clone(),
        kind: match insurer.kind {
            InsurerKind::Insurer => InsurerKindView::Insurer,
            InsurerKind::International => InsurerKindView::International,
            InsurerKind::CashPlan => InsurerKindView::CashPlan,
            InsurerKind::Provider => InsurerKindView::Provider,
            InsurerKind::Administrator => InsurerKindView::Administrator,
            InsurerKind::Brand => InsurerKindView::Brand,
            InsurerKind::Unclear => InsurerKindView::Unclear,
        },
        status: insurer.status.clone(),
        checked_on: insurer.checked_on.clone(),
        unchecked: insurer.unchecked.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_not_in_the_library_is_refused_before_anything_is_started() {
        for address in [
            "",
            "https://example.org/",
            "https://duckduckgo.com/?q=a&b=c",
            "https://www.hcpc-uk.org/check-the-register/../x",
            "file:///etc/passwd",
            "-h",
        ] {
            let refused = places_open(address.to_owned()).expect_err(address);
            assert_eq!(refused.code, ErrorCode::Invalid);
            assert_eq!(refused.field.as_deref(), Some("address"));
        }
    }

    #[test]
    fn what_is_shown_before_it_is_opened_is_what_may_be_opened() {
        let care = &knowledge::bundle().care;
        for region in &knowledge::bundle().regions {
            let view = places_care(Some(region.id.clone())).expect("known");
            assert_eq!(view.professions.len(), care.professions.len());
            for profession in view.professions {
                let shown = places_phrase(profession.phrase, " York & \u{1F6B6} ".to_owned());
                let shown = shown.expect("a phrase");
                assert!(shown.phrase.ends_with("York & \u{1F6B6}"));
                assert!(care.may_open(&shown.address), "{}", shown.address);
                if let Some(address) = profession.register_address {
                    assert!(care.may_open(&address), "{address}");
                }
            }
        }
    }

    #[test]
    fn nobody_is_given_a_region_they_did_not_choose() {
        for region in [None, Some("atlantis".to_owned())] {
            let view = places_care(region).expect("everybody else");
            assert_eq!(
                (view.region, view.region_name.as_str()),
                (None, "Elsewhere")
            );
            assert!(view.insurers.is_empty());
        }
    }
}
