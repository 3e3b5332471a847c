//! The project's own commands as a library, so that the tests can plant faults in front of the checks.

pub mod bench;
pub mod clean_root;
pub mod content;
pub mod count;
pub mod deb;
pub mod deny;
pub mod display;
pub mod drawings;
pub mod figures;
pub mod foreign;
pub mod mac_app;
pub mod package;
pub mod parts;
pub mod processes;
pub mod repo;
pub mod run;
pub mod sample;
pub mod say;
pub mod setup;
pub mod shell;
pub mod simulate;
pub mod test;
pub mod tidy;
pub mod triage;
pub mod windows_installer;
pub mod wine;
