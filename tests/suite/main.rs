//! Behaviour through each room's door: data in, claims out. One binary, one module a room.
#![expect(
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect has to stop right there"
)]
#![expect(
    clippy::print_stdout,
    reason = "figures of a fault test are shown in the report of the run"
)]

mod checkers;
mod content;
mod days;
mod diary;
mod draw;
mod exercises;
mod figures;
mod history;
mod insights;
mod migrations;
mod reminders;
mod storage;
mod timeline;
mod walks;
