//! The user's records and what follows from them: storage, rules about time, and the rooms built on both.
//!
//! Start reading at [`vault::Vault`], which opens the two files, and [`diary`], the main room.
//!
//! **Invariant:** nothing here asks what time it is, draws a random number, opens a socket or knows a window.
//! Time, zone and ids come in as arguments, so that every behaviour can be replayed by a test.
//!
//! **Invariant:** reading takes `&Connection`, writing takes `&Transaction`; the caller owns the commit.

pub mod checks;
pub mod db;
pub mod diary;
mod digest;
pub mod error;
pub mod exchange;
pub mod history;
pub mod insights;
pub mod moment;
pub mod plan;
pub mod reading;
pub mod record;
pub mod reminders;
pub mod sessions;
pub mod settings;
pub mod summary;
pub mod timeline;
pub mod vault;
pub mod walks;
pub mod worded;

pub use error::{Error, Result};
pub use moment::Moment;
