//! The window: Tauri, the wire to the web view, and the person's files. It decides nothing; the core does.
//!
//! Start reading at [`wiring`], the one list of commands and events.
//!
//! **Invariant:** a command parses, opens a transaction, calls one core function and returns what is stored.

mod choosing;
mod command_line;
mod commands;
mod deeds;
#[cfg(target_os = "linux")]
mod graphics;
mod ipc_error;
mod keeper;
mod key_store;
mod knowledge;
mod leaving;
mod records;
mod saved;
mod window;
mod wiring;

pub use command_line::main;
