//! The commands, one file a room, and the types that cross the wire. Nothing here decides.

pub(crate) mod app;
pub(crate) mod backups;
pub(crate) mod charts;
pub(crate) mod checks;
pub(crate) mod days;
pub(crate) mod diary;
pub(crate) mod exercises;
pub(crate) mod flares;
pub(crate) mod guides;
pub(crate) mod history;
pub(crate) mod insights;
pub(crate) mod pauses;
pub(crate) mod places;
pub(crate) mod plan;
pub(crate) mod print;
pub(crate) mod reading;
pub(crate) mod record;
pub(crate) mod reminders;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod start;
pub(crate) mod timeline;
pub(crate) mod treatments;
pub(crate) mod triage;
pub(crate) mod walks;
pub(crate) mod words;
