//! Packs the shipped knowledge into the program and tells Tauri the one list of commands that may be called.

use std::path::Path;

/// Every command by name. A test compares it with the source, the wiring and the capability.
const COMMANDS: &[&str] = &[
    "start_view",
    "start_show",
    "app_state",
    "store_retry",
    "store_start_empty",
    "settings_save",
    "diary_log",
    "diary_list",
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
    "flares_add",
    "flares_edit",
    "history_delete",
    "history_restore",
    "history_trash",
    "history_revisions",
    "history_restore_to",
    "history_undo",
    "history_redo",
    "charts_draw",
    "charts_save",
    "insights_days",
    "insights_span",
    "insights_summary",
    "insights_decline",
    "insights_suggest",
    "timeline_page",
    "guides_list",
    "guides_get",
    "guides_search",
    "places_regions",
    "places_care",
    "places_phrase",
    "places_open",
    "plan_view",
    "plan_begin",
    "plan_start",
    "plan_stop",
    "plan_review",
    "plan_check_in",
    "sessions_programmes",
    "sessions_flag",
    "sessions_week",
    "sessions_pain",
    "sessions_fit",
    "own_get",
    "own_add",
    "own_save",
    "own_append",
    "own_copy",
    "player_open",
    "player_step",
    "player_pain",
    "player_close",
    "reading_marks",
    "reading_stand",
    "reading_bookmark",
    "reading_read",
    "questions_list",
    "questions_add",
    "questions_word",
    "questions_tick",
    "questions_move",
    "triage_help_now",
    "checks_step",
    "checks_save",
    "checks_overrule",
    "checks_clear",
    "checks_get",
    "checks_list",
    "checks_latest",
    "checks_text",
    "checks_prefill",
    "checks_reask",
    "exercises_list",
    "exercises_get",
    "exercises_pictures",
    "print_paper",
    "print_guide",
    "print_routine",
    "print_booklet",
    "print_check",
    "print_sheet",
    "print_stop",
    "summary_preview",
    "summary_save",
    "storage_view",
    "storage_erase",
    "about_parts",
    "about_text",
    "about_save",
    "reminders_list",
    "reminders_save",
    "reminders_delete",
    "reminders_due",
    "reminders_answer",
    "reminders_companion",
    "reminders_settings",
    "reminders_set_quiet",
    "reminders_pause",
    "reminders_set_autostart",
    "reminders_ahead",
    "reminders_figures",
    "exchange_export",
    "exchange_stage",
    "exchange_clear",
    "exchange_preview",
    "exchange_take",
    "exchange_stop",
    "exchange_imports",
    "exchange_undo",
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
    match backstride_content::Bundle::load_dir(assets, &|poses| {
        backstride_draw::figure::judge(poses)
    }) {
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
