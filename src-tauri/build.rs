//! Packs the shipped knowledge into the program and tells Tauri the one list of commands that may be called.

use std::path::Path;

/// Every command by name. A test compares it with the source, the wiring and the capability.
const COMMANDS: &[&str] = &[
    "app_state",
    "store_retry",
    "store_start_empty",
    "settings_save",
    "diary_log",
    "diary_list",
    "diary_edit",
    "diary_delete",
    "diary_restore",
    "diary_trash",
    "diary_weeks",
    "diary_add",
    "diary_edit_full",
    "diary_regions",
    "diary_body",
    "day_open",
    "day_save",
    "day_factors",
    "day_factor_save",
    "day_factors_order",
    "walks_add",
    "walks_edit",
    "walks_last",
    "walks_footwear",
    "walks_footwear_save",
    "treatments_medicine_add",
    "treatments_medicine_edit",
    "treatments_medicine_names",
    "treatments_relief_add",
    "treatments_relief_edit",
    "flares_list",
    "flares_add",
    "flares_edit",
    "history_delete",
    "history_restore",
    "history_trash",
    "history_revisions",
    "history_restore_to",
    "history_undo",
    "history_redo",
    "history_reach",
    "charts_draw",
    "charts_save",
    "insights_calendar",
    "insights_days",
    "insights_trend",
    "insights_tolerance",
    "insights_walks",
    "insights_body_month",
    "insights_body",
    "insights_span",
    "insights_summary",
    "timeline_page",
    "guides_list",
    "guides_get",
    "guides_search",
    "places_regions",
    "triage_help_now",
    "exercises_list",
    "exercises_get",
    "exercises_pictures",
    "reminders_list",
    "reminders_save",
    "reminders_delete",
    "reminders_due",
    "reminders_answer",
    "reminders_companion",
];

fn main() {
    pack_knowledge();
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("the Tauri configuration holds");
}

/// A broken asset must not reach a person, so it stops the build with every problem at once.
fn pack_knowledge() {
    let assets = Path::new("../assets");
    println!("cargo::rerun-if-changed=../assets");
    let judge = |poses: &[serde_json::Value]| backstride_draw::figure::judge(poses);
    match backstride_content::Bundle::load_dir(assets, &judge) {
        Ok(bundle) => {
            let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
            std::fs::write(Path::new(&out).join("knowledge.bin"), bundle.pack())
                .expect("OUT_DIR can be written to");
        }
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
        }
    }
}
