//! Whether somebody is at the computer, as far as this computer says.
//!
//! Each source waits for its system to tell of it, on a thread of its own: nothing is asked again and again, no process,
//! camera or microphone is looked at, and what was typed is never known, only when. Where no source answers, the state is
//! [`Source::Unknown`], which the window shows, and time at work is then counted by the clock alone.

#[cfg(target_os = "linux")]
mod logind;
#[cfg(target_os = "linux")]
mod mutter;
#[cfg(not(target_os = "linux"))]
mod other;
#[cfg(target_os = "linux")]
mod wayland;
#[cfg(target_os = "linux")]
mod x11;

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use backstride_core::reminders::Presence;

use super::Message;
use crate::clock;
use crate::nudge::PresenceSource as Source;
#[cfg(any(target_os = "macos", windows))]
use crate::session::{self, Told};

/// How long without input until a system tells that somebody may be away; shorter than any rule waits.
const QUIET: Duration = Duration::from_secs(15);

/// Coming back after less than this needs no look of its own.
#[cfg(target_os = "linux")]
const AWAY_MS: i64 = 60_000;

/// How long to leave a source alone that did not answer, on the boot clock.
#[cfg(target_os = "linux")]
const RETRY_MS: i64 = 5 * 60_000;

/// A way to know whether somebody is there.
pub(super) trait Watch {
    /// What is known now. Rules that count time at work need the last input; all of them need the lock.
    fn presence(&mut self, counts: bool) -> Presence;
    /// Where the last input is known from.
    fn source(&self) -> Source;
}

/// What a source knows of the last input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Seen {
    /// No source answers.
    #[default]
    Unknown,
    /// Somebody is there.
    Here,
    /// Nobody is, since then on the boot clock.
    Away(i64),
}

/// What the threads of the sources write and the rounds read.
#[derive(Debug, Clone, Default)]
struct Shared(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    seen: Seen,
    source: Source,
    locked: Option<bool>,
}

impl Shared {
    fn with<T>(&self, action: impl FnOnce(&mut State) -> T) -> T {
        action(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn starts(&self, source: Source, seen: Seen) {
        self.with(|state| (state.source, state.seen) = (source, seen));
    }

    fn ends(&self) {
        self.with(|state| (state.source, state.seen) = (Source::Unknown, Seen::Unknown));
    }

    /// Notes what the system told; what the companion is to hear of it.
    #[cfg(any(target_os = "macos", windows))]
    fn heard(&self, told: Told) -> Option<Message> {
        match told {
            Told::Locked(locked) => self.locked(Some(locked)).then_some(Message::Look),
            Told::Sleeps | Told::Look => Some(Message::Look),
            Told::Ends => Some(Message::Quit),
        }
    }

    /// Notes whether the screen is locked; whether that is news.
    fn locked(&self, locked: Option<bool>) -> bool {
        self.with(|state| std::mem::replace(&mut state.locked, locked) != locked)
    }

    /// Nobody has touched anything for so long.
    #[cfg(target_os = "linux")]
    fn leaves(&self, idle: Duration) {
        let idle_ms = i64::try_from(idle.as_millis()).unwrap_or(i64::MAX);
        let now = clock::read();
        let since_ms = now.boot_ms - clock::scaled_ms(idle_ms);
        self.with(|state| {
            if !matches!(state.seen, Seen::Away(_)) {
                state.seen = Seen::Away(since_ms);
            }
        });
    }

    /// Somebody touched something; whether they had been away long enough for a look to be of use.
    #[cfg(target_os = "linux")]
    fn returns(&self) -> bool {
        let now_ms = clock::read().boot_ms;
        let before = self.with(|state| std::mem::replace(&mut state.seen, Seen::Here));
        matches!(before, Seen::Away(since_ms) if now_ms - since_ms >= AWAY_MS)
    }
}

/// The sources of this system.
pub(super) struct Desk {
    #[cfg(target_os = "linux")]
    sender: Sender<Message>,
    shared: Shared,
    /// On the boot clock: when a source was last looked for.
    #[cfg(target_os = "linux")]
    sought_ms: Option<i64>,
    #[cfg(target_os = "linux")]
    lock_sought_ms: Option<i64>,
}

impl Desk {
    #[cfg(target_os = "linux")]
    pub(super) fn new(sender: &Sender<Message>) -> Self {
        Self {
            sender: sender.clone(),
            shared: Shared::default(),
            sought_ms: None,
            lock_sought_ms: None,
        }
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn new(sender: &Sender<Message>) -> Self {
        let shared = Shared::default();
        start_session(&shared, sender);
        Self { shared }
    }

    /// Asks the system, which tells nobody by itself.
    #[cfg(not(target_os = "linux"))]
    fn seek(&mut self, counts: bool) {
        let idle = counts.then(other::idle_ms).flatten();
        let Some(idle_ms) = idle else {
            return self.shared.ends();
        };
        let idle_ms = clock::scaled_ms(idle_ms);
        let quiet_ms = i64::try_from(QUIET.as_millis()).unwrap_or(i64::MAX);
        let seen = if idle_ms >= quiet_ms {
            Seen::Away(clock::read().boot_ms - idle_ms)
        } else {
            Seen::Here
        };
        self.shared.starts(Source::System, seen);
    }

    /// Looks for a source, at most once in a while.
    #[cfg(target_os = "linux")]
    fn seek(&mut self, counts: bool) {
        let now_ms = clock::read().boot_ms;
        let due = |sought: Option<i64>| {
            sought.is_none_or(|sought| now_ms - sought >= clock::scaled_ms(RETRY_MS))
        };
        let (known, locked) = self
            .shared
            .with(|state| (state.seen != Seen::Unknown, state.locked.is_some()));
        if !locked && due(self.lock_sought_ms) {
            self.lock_sought_ms = Some(now_ms);
            start_lock(&self.shared, &self.sender);
        }
        if counts && !known && due(self.sought_ms) {
            self.sought_ms = Some(now_ms);
            start_input(&self.shared, &self.sender);
        }
    }
}

impl Watch for Desk {
    fn presence(&mut self, counts: bool) -> Presence {
        self.seek(counts);
        let now_ms = clock::read().boot_ms;
        self.shared.with(|state| Presence {
            idle_ms: match state.seen {
                Seen::Unknown => None,
                Seen::Here => Some(0),
                Seen::Away(since_ms) => Some((now_ms - since_ms).max(0)),
            },
            locked: state.locked,
        })
    }

    fn source(&self) -> Source {
        self.shared.with(|state| state.source)
    }
}

#[cfg(target_os = "linux")]
fn start_input(shared: &Shared, sender: &Sender<Message>) {
    let (shared, sender) = (shared.clone(), sender.clone());
    thread("presence", move || {
        // A session of Wayland also has an X server, which knows nothing of what goes to other windows.
        if std::env::var_os("WAYLAND_DISPLAY").is_some() {
            let _ = mutter::watch(&shared, &sender).or_else(|| wayland::watch(&shared, &sender));
        } else {
            let _ = mutter::watch(&shared, &sender).or_else(|| x11::watch(&shared, &sender));
        }
        shared.ends();
    });
}

#[cfg(target_os = "linux")]
fn start_lock(shared: &Shared, sender: &Sender<Message>) {
    let (shared, sender) = (shared.clone(), sender.clone());
    thread("session", move || {
        let _ = logind::watch(&shared, &sender);
        shared.locked(None);
    });
}

#[cfg(any(target_os = "macos", windows))]
fn start_session(shared: &Shared, sender: &Sender<Message>) {
    let (noted, listener) = (shared.clone(), sender.clone());
    let tell = Box::new(move |told| {
        // A companion that is ending has nobody left to tell.
        let _ = noted.heard(told).map(|message| listener.send(message));
    });
    let (noted, listener) = (shared.clone(), sender.clone());
    session::listen(tell, move || {
        if noted.locked(session::locked()) {
            let _ = listener.send(Message::Look);
        }
    });
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn start_session(_shared: &Shared, _sender: &Sender<Message>) {}

#[cfg(target_os = "linux")]
fn thread(name: &str, work: impl FnOnce() + Send + 'static) {
    let _ = std::thread::Builder::new()
        .name(name.to_owned())
        .stack_size(256 * 1024)
        .spawn(work);
}
