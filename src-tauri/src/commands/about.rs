//! What the program is made of: every part with its licence, the full texts, and the list for machines.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use backstride_content::strings;
use serde::{Deserialize, Serialize};

use crate::ipc_error::{ErrorCode, IpcError};
use crate::{knowledge, saved};

const LIST: &str = include_str!("../../../assets/parts/parts.json");
const TEXTS: &str = include_str!("../../../assets/parts/texts.json");
const SBOM: &str = include_str!("../../../assets/parts/sbom.cdx.json");

/// What kind of part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PartKindView {
    /// A crate of Rust.
    Crate,
    /// A package of the page.
    Package,
    /// A library inside a crate.
    Library,
    /// A typeface.
    Font,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PartListedView {
    name: String,
    version: String,
    kind: PartKindView,
    licence: String,
    /// The names of its texts.
    texts: Vec<String>,
}

/// What the program is.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AboutView {
    /// The version of the program.
    version: String,
    /// The rules of the symptom check: set, version, and the first digits of their digest.
    rules: String,
    /// How many guides there are.
    guides: u32,
    /// When somebody last went over one of them, `YYYY-MM`.
    reviewed: Option<String>,
    parts: Vec<PartListedView>,
}

/// Where a file went.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SavedListView {
    path: String,
}

/// The versions, and every part by name.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn about_parts() -> Result<AboutView, IpcError> {
    let bundle = knowledge::bundle();
    let check = &bundle.check;
    Ok(AboutView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        rules: format!(
            "{} {}, {}",
            check.id,
            check.version,
            &check.digest[..12.min(check.digest.len())]
        ),
        guides: u32::try_from(bundle.guides.len()).unwrap_or(u32::MAX),
        reviewed: bundle.guides.iter().map(|it| it.reviewed.clone()).max(),
        parts: parts()?,
    })
}

/// The full text of a licence.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn about_text(name: String) -> Result<String, IpcError> {
    static ALL: LazyLock<Option<BTreeMap<String, String>>> =
        LazyLock::new(|| serde_json::from_str(TEXTS).ok());
    let all = ALL.as_ref().ok_or(IpcError::of(ErrorCode::Unexpected))?;
    all.get(&name)
        .cloned()
        .ok_or(IpcError::of(ErrorCode::NotFound))
}

/// Saves the list for machines among the person's downloads.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn about_save() -> Result<SavedListView, IpcError> {
    let name = strings::text("parts-file", &[("version", env!("CARGO_PKG_VERSION"))]);
    let path = saved::in_downloads(&name, "cdx.json", SBOM.as_bytes())?;
    Ok(SavedListView {
        path: path.display().to_string(),
    })
}

fn parts() -> Result<Vec<PartListedView>, IpcError> {
    serde_json::from_str(LIST).map_err(|_| IpcError::of(ErrorCode::Unexpected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_a_licence_and_every_text_can_be_read() {
        let parts = parts().expect("the list");
        assert!(parts.len() > 200, "{} parts", parts.len());
        let mut named = std::collections::BTreeSet::new();
        for part in &parts {
            assert!(!part.licence.is_empty(), "{}", part.name);
            assert!(!part.texts.is_empty(), "{}", part.name);
            for name in &part.texts {
                let text = about_text(name.clone()).expect("a text");
                assert!(text.len() > 80, "{}: {text}", part.name);
                named.insert(name.clone());
            }
        }
        let all: BTreeMap<String, String> = serde_json::from_str(TEXTS).expect("the texts");
        assert_eq!(all.len(), named.len(), "no text without a part");
        assert!(about_text("nothing".to_owned()).is_err());
        for wanted in [
            "tauri",
            "typst",
            "rusqlite",
            "svelte",
            "SQLCipher",
            "OpenSSL",
        ] {
            assert!(parts.iter().any(|it| it.name == wanted), "{wanted}");
        }
    }

    #[test]
    fn the_list_for_machines_names_the_same_parts() {
        let sbom: serde_json::Value = serde_json::from_str(SBOM).expect("JSON");
        assert_eq!(sbom["bomFormat"], "CycloneDX");
        assert_eq!(sbom["specVersion"], "1.5");
        let text = |it: &serde_json::Value| it.as_str().unwrap_or_default().to_owned();
        let components = sbom["components"].as_array().expect("components");
        let mut listed: Vec<(String, String)> = components
            .iter()
            .map(|it| (text(&it["name"]), text(&it["version"])))
            .collect();
        let mut ours: Vec<(String, String)> = parts()
            .expect("the list")
            .into_iter()
            .map(|it| (it.name, it.version))
            .collect();
        listed.sort();
        ours.sort();
        assert_eq!(listed, ours);
        let references: std::collections::BTreeSet<String> =
            components.iter().map(|it| text(&it["bom-ref"])).collect();
        assert_eq!(
            references.len(),
            components.len(),
            "each has a name of its own"
        );
        for one in sbom["dependencies"].as_array().expect("dependencies") {
            for used in one["dependsOn"].as_array().expect("a list") {
                assert!(references.contains(&text(used)), "{used}");
            }
        }
    }
}
