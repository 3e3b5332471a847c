//! The product as a person meets it: the real window, the real companion, the real notification daemon.
//!
//! Each test has a desktop of its own and none sees the network. They need the packages that `cargo xtask test`
//! installs, and run on Linux, where every part of a desktop can be had without a person in front of it.
#![cfg(target_os = "linux")]
#![expect(
    clippy::print_stdout,
    reason = "figures of a fault test are shown in the report of the run"
)]

mod backups;
mod border;
mod border_fuzz;
mod charts;
mod check;
mod companion;
mod desktop;
mod diary;
mod drawings;
mod erase;
mod exchange;
mod exercises;
mod forms;
mod guides;
mod hostile;
mod lock;
mod network;
mod own;
mod plan;
mod player;
mod print;
mod profile;
mod reader;
mod reminders;
mod sample;
mod screens;
mod shell;
mod states;
mod suggestions;
mod summary;
mod tray;
mod wayland;
mod window;
mod wire;
#[path = "../bench/years.rs"]
mod years;
