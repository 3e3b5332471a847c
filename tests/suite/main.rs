//! Behaviour through each room's door: data in, claims out. One binary, one module a room.
#![expect(
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect has to stop right there"
)]
#![expect(
    clippy::print_stdout,
    reason = "figures of a fault test are shown in the report of the run"
)]

mod backups;
mod checkers;
mod checks;
mod content;
mod content_checks;
mod days;
mod diary;
mod doses;
mod draw;
mod drawings;
mod erase;
mod exchange;
mod exchange_fuzz;
mod exercises;
mod faults;
mod figures;
mod held;
mod history;
mod insights;
mod library;
mod lock;
mod migrations;
mod own_routines;
mod parts;
mod places;
mod plan;
mod reading;
mod reminder_crashes;
mod reminder_laws;
mod reminder_rules;
mod reminder_zones;
mod reminders;
#[path = "../world/scenario.rs"]
mod scenario;
mod search;
mod sessions;
mod storage;
mod suggestions;
mod summary;
mod synced;
mod timeline;
mod triage;
mod walks;
#[path = "../world/mod.rs"]
mod world;
