//! What the window and the companion share: where the profile lies, what time it is, how they nudge each other.
//!
//! Start reading at [`nudge`]. The companion itself (feature `companion`) begins in `companion/mod.rs`.
//!
//! **Invariant:** nothing here knows Tauri, GTK or a web view, and nothing opens a network socket.
//!
//! **Invariant:** truth lies in the two database files; what goes over the socket only says "look again".

pub mod autostart;
pub mod clock;
#[cfg(feature = "companion")]
pub mod companion;
pub mod launch;
#[cfg(target_os = "macos")]
mod mac;
pub mod nudge;
pub mod profile;
pub mod session;
#[cfg(windows)]
mod win32;
