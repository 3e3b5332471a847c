//! What Windows and macOS tell of the session of this person and of the power: lock, sleep, a set clock, the end.
//!
//! The companion looks sooner for it, the window locks its diary. On Linux both ask the buses themselves, each for what it
//! needs.

#[cfg(target_os = "macos")]
mod mac;
mod told;
#[cfg(windows)]
mod windows;

pub use told::Told;

/// Who is told, on a thread of the system's choice; it must not take long.
pub type Tell = Box<dyn Fn(Told) + Send + Sync>;

/// Listens as long as the program runs, on a thread of its own; `begun` is called once it does. Where Windows gives no window
/// to listen with, `tell` is dropped.
#[cfg(windows)]
pub fn listen(tell: Tell, begun: impl FnOnce() + Send + 'static) {
    let _ = std::thread::Builder::new()
        .name("session".to_owned())
        .stack_size(256 * 1024)
        .spawn(move || windows::watch(tell, begun));
}

/// Listens as long as the program runs: what is told arrives in the run loop of its first thread. `begun` is called once it
/// does.
#[cfg(target_os = "macos")]
pub fn listen(tell: Tell, begun: impl FnOnce() + Send + 'static) {
    mac::watch(tell);
    begun();
}

/// Whether the screen is locked now, as far as the system says.
#[cfg(windows)]
#[must_use]
pub fn locked() -> Option<bool> {
    windows::locked()
}

/// Whether the screen is locked now, as far as the system says.
#[cfg(target_os = "macos")]
#[must_use]
pub fn locked() -> Option<bool> {
    mac::locked()
}
