//! The one list of commands and events, and how the parts are put together.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager as _, RunEvent};
use tauri_specta::{Builder, Event as _, collect_commands, collect_events};

use backstride_agent::nudge::{self, Nudge, Reply, Role};
use backstride_agent::profile::Profile;

use crate::choosing;
use crate::commands::{
    about, app, backups, charts, checks, days, diary, exchange, exercises, flares, guides, history,
    insights, lock, own, pauses, places, plan, print, reading, reminders, sessions, settings,
    start, storage, summary, timeline, treatments, triage, walks,
};
use crate::deeds;
use crate::keeper::{self, Keeper};
use crate::leaving;
use crate::records::Records;
use crate::window;

/// Something the person did not do in this window changed what a room shows.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub(crate) struct RecordsChanged {
    /// The room whose records changed.
    pub(crate) room: String,
}

/// Somebody outside the window asked for a room.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub(crate) struct OpenRoom {
    /// The room as the router names it.
    pub(crate) room: String,
}

/// The diary was locked; whatever the window still shows of it has to go.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub(crate) struct Locked;

/// The rooms that may be asked for from outside.
pub(crate) const ROOMS: [&str; 8] = [
    "today",
    "diary",
    // The empty form of an entry, for the menu of the tray.
    "diary/new",
    "check",
    "routines",
    "guides",
    "reminders",
    "settings",
];

/// Whether somebody may ask for this room from outside: by its name, or as what stands behind a reminder.
pub(crate) fn is_room(room: &str) -> bool {
    ROOMS.contains(&room)
        || room
            .strip_prefix(reminders::BEHIND)
            .is_some_and(|id| uuid::Uuid::try_parse(id).is_ok())
}

/// The address of a room in the window; what stands behind a reminder is looked up.
fn address(records: &Records, room: &str) -> String {
    room.strip_prefix(reminders::BEHIND)
        .map_or_else(|| room.to_owned(), |id| reminders::behind(records, id))
}

/// Every command and event the window knows.
pub(crate) fn wire() -> Builder<tauri::Wry> {
    Builder::new()
        .commands(collect_commands![
            start::start_view,
            start::start_show,
            app::app_state,
            app::store_retry,
            app::store_start_empty,
            settings::settings_save,
            backups::backups_list,
            backups::backups_make,
            backups::backups_verify,
            backups::backups_preview,
            backups::backups_restore,
            backups::backups_second,
            backups::backups_choose,
            backups::backups_pack,
            backups::backups_stop,
            backups::recovery_look,
            backups::recovery_accept,
            backups::recovery_read_only,
            diary::diary_log,
            diary::diary_list,
            diary::diary_add,
            diary::diary_edit_full,
            diary::diary_regions,
            diary::diary_body,
            days::day_open,
            days::day_save,
            days::day_factors,
            days::day_factor_save,
            days::day_factors_order,
            walks::walks_add,
            walks::walks_edit,
            walks::walks_last,
            walks::walks_footwear,
            walks::walks_footwear_save,
            treatments::treatments_medicine_add,
            treatments::treatments_medicine_edit,
            treatments::treatments_medicine_names,
            treatments::treatments_relief_add,
            treatments::treatments_relief_edit,
            flares::flares_add,
            flares::flares_edit,
            history::history_delete,
            history::history_restore,
            history::history_trash,
            history::history_revisions,
            history::history_restore_to,
            history::history_undo,
            history::history_redo,
            charts::charts_draw,
            charts::charts_save,
            insights::insights_days,
            insights::insights_span,
            insights::insights_summary,
            insights::insights_decline,
            insights::insights_suggest,
            timeline::timeline_page,
            lock::lock_view,
            lock::lock_unlock,
            lock::lock_remembered,
            lock::lock_now,
            lock::lock_code,
            lock::lock_code_print,
            lock::lock_turn_on,
            lock::lock_turn_off,
            lock::lock_change,
            lock::lock_change_code,
            lock::lock_rekey,
            lock::lock_remember,
            lock::lock_habits,
            lock::lock_left_over_remove,
            lock::lock_recall,
            guides::guides_list,
            guides::guides_get,
            guides::guides_search,
            places::places_regions,
            places::places_care,
            places::places_phrase,
            places::places_open,
            plan::plan_view,
            plan::plan_begin,
            plan::plan_start,
            plan::plan_stop,
            plan::plan_review,
            plan::plan_check_in,
            sessions::sessions_programmes,
            sessions::sessions_flag,
            sessions::sessions_week,
            sessions::sessions_pain,
            own::sessions_fit,
            own::own_get,
            own::own_add,
            own::own_save,
            own::own_append,
            own::own_copy,
            sessions::player_open,
            sessions::player_step,
            sessions::player_pain,
            sessions::player_close,
            reading::reading_marks,
            reading::reading_stand,
            reading::reading_bookmark,
            reading::reading_read,
            reading::questions_list,
            reading::questions_add,
            reading::questions_word,
            reading::questions_tick,
            reading::questions_move,
            triage::triage_help_now,
            checks::checks_step,
            checks::checks_save,
            checks::checks_overrule,
            checks::checks_clear,
            checks::checks_get,
            checks::checks_list,
            checks::checks_latest,
            checks::checks_text,
            checks::checks_prefill,
            checks::checks_reask,
            exercises::exercises_list,
            exercises::exercises_get,
            exercises::exercises_pictures,
            print::print_paper,
            print::print_guide,
            print::print_routine,
            print::print_booklet,
            print::print_check,
            print::print_sheet,
            print::print_stop,
            summary::summary_preview,
            summary::summary_save,
            storage::storage_view,
            storage::storage_erase,
            about::about_parts,
            about::about_text,
            about::about_save,
            reminders::reminders_list,
            reminders::reminders_choices,
            reminders::reminders_save,
            reminders::reminders_delete,
            reminders::reminders_due,
            reminders::reminders_answer,
            reminders::reminders_companion,
            pauses::reminders_settings,
            pauses::reminders_set_quiet,
            pauses::reminders_set_cap,
            pauses::reminders_pause,
            pauses::reminders_set_autostart,
            pauses::reminders_ahead,
            pauses::reminders_figures,
            exchange::exchange_place,
            exchange::exchange_export,
            exchange::exchange_stage,
            exchange::exchange_clear,
            exchange::exchange_preview,
            exchange::exchange_take,
            exchange::exchange_stop,
            exchange::exchange_imports,
            exchange::exchange_undo,
        ])
        .events(collect_events![
            RecordsChanged,
            OpenRoom,
            Locked,
            print::PrintProgress,
            keeper::CopyProgress,
            exchange::ExchangeProgress
        ])
        .disable_serde_phases()
}

/// How long the page may take to have its window shown; then it is shown as it is.
const PAGE_WAIT: Duration = Duration::from_secs(3);

/// How long the first screen is left alone before the companion is woken: some three times what it needs to be painted.
const WAKE_AFTER: Duration = Duration::from_secs(1);

/// Runs the window until it is closed.
pub(crate) fn run(profile: Profile, room: Option<String>) -> Result<(), tauri::Error> {
    #[cfg(target_os = "linux")]
    crate::graphics::choose();
    keep_no_memory();
    let wire = wire();
    // The files are opened and the shipped texts unpacked beside the start of the window, which needs neither.
    let opening = {
        let profile = profile.clone();
        std::thread::spawn(move || Records::open(profile))
    };
    std::thread::spawn(crate::knowledge::bundle);
    let app = tauri::Builder::default()
        .invoke_handler(wire.invoke_handler())
        .manage(print::Jobs::default())
        .manage(sessions::Playing::default())
        .manage(Keeper::default())
        .manage(choosing::Choosing::default())
        .manage(exchange::Exchange::default())
        .setup(move |app| {
            wire.mount_events(app);
            // The window stands before the files do, unless they have to say what it opens with.
            let asks = room
                .as_deref()
                .filter(|it| it.starts_with(reminders::BEHIND));
            if asks.is_none() {
                window::open(app.handle(), room.as_deref())?;
            }
            let records = opening
                .join()
                .map_err(|_| "the files could not be opened")?;
            if let Some(room) = asks {
                window::open(app.handle(), Some(&address(&records, room)))?;
            }
            app.manage(records);
            deeds::follow(app.handle().clone());
            keeper::follow(app.handle().clone());
            let leaver = app.handle().clone();
            leaving::follow(leaving::System, move || lock::left(&leaver));
            let leaver = app.handle().clone();
            leaving::follow(leaving::Cover, move || lock::left(&leaver));
            listen(app.handle().clone(), &profile);
            let app = app.handle().clone();
            std::thread::spawn(move || {
                std::thread::sleep(PAGE_WAIT);
                show(&app);
            });
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            wake_companion(app);
            let records = app.state::<Records>();
            app.state::<sessions::Playing>().close(&records);
            // Who hears of changes may not get to the last ones any more.
            deeds::tell(&records);
            keeper::before_exit(app);
            records.close();
        }
    });
    Ok(())
}

/// What is in memory while the diary is open must not be written to the disk when a process dies: not that of the window,
/// and not that of the web view, which is started by it and keeps to the same limits.
fn keep_no_memory() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // A system that refuses writes what it writes; nothing can be done about it from here.
        let _ = setrlimit(Resource::Core, none);
    }
}

/// Shows the window for the first time, and wakes the companion once the first screen had the processor for itself.
///
/// It is made unseen, because a WebKitGTK that draws plainly now and then waits half a second for the first picture of
/// a page when it is shown before there is one; and nobody sees a screen put itself together.
pub(crate) fn show(app: &AppHandle) {
    static SHOWN: AtomicBool = AtomicBool::new(false);
    if SHOWN.swap(true, Ordering::SeqCst) {
        return;
    }
    if let Some(window) = app.get_webview_window(window::MAIN) {
        // A window that cannot be shown is gone, and the program with it.
        let _ = window.show();
    }
    let app = app.clone();
    // Nothing that is due waits for this second: the list of what is due is on the screen already.
    std::thread::spawn(move || {
        std::thread::sleep(WAKE_AFTER);
        wake_companion(&app);
    });
}

/// Wakes the companion, once; whoever closes the window before its time has come is reminded all the same.
fn wake_companion(app: &AppHandle) {
    static WOKEN: AtomicBool = AtomicBool::new(false);
    if !WOKEN.swap(true, Ordering::SeqCst) {
        reminders::wake_companion(app.state::<Records>().inner());
    }
}

/// Tells the window that a room's records changed; a window that is closing needs no telling.
pub(crate) fn records_changed(app: &AppHandle, room: &str) {
    let _ = RecordsChanged {
        room: room.to_owned(),
    }
    .emit(app);
}

/// Tells the window that the diary was locked.
pub(crate) fn locked(app: &AppHandle) {
    let _ = Locked.emit(app);
}

/// Hears nudges from the companion and the command line. Without a socket the window works all the same.
fn listen(app: AppHandle, profile: &Profile) {
    let handle = app.clone();
    let listening = nudge::listen(profile, Role::Window, move |nudge| answer(&handle, &nudge));
    if let Ok(listening) = listening {
        // Tauri keeps it until the program ends; dropping it would stop the listening.
        app.manage(listening);
    }
}

fn answer(app: &AppHandle, nudge: &Nudge) -> Reply {
    match nudge {
        Nudge::ReRead => {
            records_changed(app, "reminders");
            Reply::Ok
        }
        Nudge::OpenRoom { room } => {
            if !is_room(room) {
                return Reply::Refused {
                    code: "invalid".to_owned(),
                };
            }
            let (app, room) = (app.clone(), room.clone());
            let asked = app.clone().run_on_main_thread(move || {
                let room = match app.try_state::<Records>() {
                    Some(records) => address(&records, &room),
                    None => room,
                };
                let _ = window::open(&app, Some(&room));
                let _ = OpenRoom { room }.emit(&app);
            });
            match asked {
                Ok(()) => Reply::Ok,
                Err(_) => Reply::Refused {
                    code: "unexpected".to_owned(),
                },
            }
        }
        Nudge::Log { nrs } => match app.try_state::<Records>() {
            Some(records) => match diary::log_from_outside(app, &records, *nrs) {
                Ok(()) => Reply::Logged { nrs: *nrs },
                Err(error) => Reply::Refused {
                    code: serde_json::to_value(error.code)
                        .ok()
                        .and_then(|code| code.as_str().map(str::to_owned))
                        .unwrap_or_default(),
                },
            },
            None => Reply::Refused {
                code: "busy".to_owned(),
            },
        },
        Nudge::Status => Reply::Ok,
        Nudge::Quit => {
            app.exit(0);
            Reply::Ok
        }
    }
}

#[cfg(test)]
mod tests {
    use super::wire;

    const BINDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/ipc/bindings.ts");

    /// `UPDATE_BINDINGS=1` renews the file.
    #[test]
    fn the_committed_bindings_are_fresh() {
        let dir = tempfile::tempdir().expect("a place");
        let path = dir.path().join("bindings.ts");
        wire()
            .export(
                specta_typescript::Typescript::default()
                    .header("// Generated from the Rust commands; a test keeps it fresh. Do not edit.\n/* eslint-disable */\n// @ts-nocheck\n"),
                &path,
            )
            .expect("exports");
        let fresh = std::fs::read_to_string(path).expect("written");
        if std::env::var_os("UPDATE_BINDINGS").is_some() {
            std::fs::write(BINDINGS, &fresh).expect("written");
        }
        let committed = std::fs::read_to_string(BINDINGS).expect("committed");
        assert!(
            committed == fresh,
            "ui/src/ipc/bindings.ts is stale; UPDATE_BINDINGS=1 renews it"
        );
    }
}
