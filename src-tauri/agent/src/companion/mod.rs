//! The companion: runs reminders while the window is closed, and ends when nothing is scheduled.
//!
//! Start reading at [`rounds`]. Everything that happens outside (a nudge, a button, a signal) becomes one [`Message`] to
//! the one thread that owns the file and the screen, so nothing here is locked against anything.

#[cfg(any(target_os = "macos", windows, test))]
mod cards;
#[cfg(target_os = "macos")]
mod center;
#[cfg(target_os = "linux")]
mod freedesktop;
#[cfg(any(target_os = "macos", windows))]
mod menu_icon;
mod notify;
mod presence;
mod rounds;
#[cfg(target_os = "macos")]
mod run_loop;
mod seat;
#[cfg(windows)]
mod toasts;
#[cfg(target_os = "linux")]
mod tray;
mod words;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use crate::nudge::{self, Listening, Nudge, Reply, Role, Status};
use crate::profile::Profile;
use rounds::{End, Rounds};

/// What the threads around the companion tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Message {
    /// Something may have changed: look again.
    Look,
    /// Show the window in the room of this name.
    Open(String),
    /// Show nothing for so many minutes; 0 = go on.
    Pause(u32),
    /// Show nothing until the next morning.
    PauseUntilMorning,
    /// A button of a notification was pressed.
    Pressed {
        /// The notification server's number of the card.
        card: u32,
        /// The key of the button.
        button: String,
    },
    /// A card left the screen.
    Closed {
        /// The notification server's number of the card.
        card: u32,
        /// Whether the person closed it.
        by_person: bool,
    },
    /// The notification server came or went.
    #[cfg_attr(
        not(target_os = "linux"),
        expect(dead_code, reason = "only the Linux notifier tells so far")
    )]
    Server,
    /// End in an orderly way.
    Quit,
}

/// The state other threads may ask for.
type Shared = Arc<Mutex<Status>>;

/// Runs the companion until nothing is scheduled or somebody ends it.
#[must_use]
pub fn run() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] => at_work(false),
        // The entry that starts it with a session says so: the desktop is still coming up then.
        ["--login"] => at_work(true),
        ["--version"] => say(
            &mut std::io::stdout(),
            &format!("backstride-agent {}", env!("CARGO_PKG_VERSION")),
        ),
        ["--help"] => say(&mut std::io::stdout(), &words::help()),
        _ => {
            say(&mut std::io::stderr(), &words::help());
            ExitCode::from(2)
        }
    }
}

fn say(out: &mut dyn std::io::Write, text: &str) -> ExitCode {
    // A reader that has gone away is not told that it has.
    let _ = writeln!(out, "{text}");
    ExitCode::SUCCESS
}

/// What the program ends with when the schedule cannot be used.
const FAILED: u8 = 3;

#[cfg(not(target_os = "macos"))]
fn at_work(login: bool) -> ExitCode {
    ExitCode::from(stay(login))
}

#[cfg(target_os = "macos")]
fn at_work(login: bool) -> ExitCode {
    run_loop::beside(move || stay(login))
}

fn stay(login: bool) -> u8 {
    let (sender, messages) = mpsc::channel();
    // Signals first: one that comes while the file opens must still end the program in an orderly way.
    hear_signals(&sender);
    let profile = match Profile::locate().and_then(|profile| profile.ensure().map(|()| profile)) {
        Ok(profile) => profile,
        Err(error) => return fail(&error.to_string()),
    };
    let seat = match seat::take(&profile) {
        Ok(Some(seat)) => seat,
        // Another companion serves this profile already.
        Ok(None) => return 0,
        Err(error) => return fail(&error.to_string()),
    };
    let status = Shared::default();
    let mut rounds = match Rounds::open(&profile, &sender, &status, login) {
        Ok(rounds) => rounds,
        Err(error) => return fail(&error.to_string()),
    };
    let mut listening = listen(&profile, &sender, &status);
    let ended = loop {
        let ended = rounds.run(&messages);
        if ended != End::NothingScheduled {
            break ended;
        }
        // A nudge that was answered just now must not be lost: nobody is answered any more, then one last look decides.
        drop(listening.take());
        if rounds.nothing_scheduled(&messages) {
            break ended;
        }
        listening = listen(&profile, &sender, &status);
    };
    drop(listening);
    rounds.close();
    drop(seat);
    match ended {
        End::Failed => FAILED,
        End::NothingScheduled | End::Asked | End::Replaced => 0,
    }
}

fn fail(why: &str) -> u8 {
    let _ = writeln!(std::io::stderr(), "backstride-agent: {why}");
    FAILED
}

/// Answers nudges. Without a socket the companion still runs: it looks by itself at least once a minute.
fn listen(profile: &Profile, sender: &Sender<Message>, status: &Shared) -> Option<Listening> {
    let sender = sender.clone();
    let status = Arc::clone(status);
    nudge::listen(profile, Role::Agent, move |nudge| {
        answer(nudge, &sender, &status)
    })
    .ok()
}

fn answer(nudge: Nudge, sender: &Sender<Message>, status: &Shared) -> Reply {
    let message = match nudge {
        Nudge::ReRead => Message::Look,
        Nudge::OpenRoom { room } => Message::Open(room),
        Nudge::Quit => Message::Quit,
        Nudge::Status => {
            let status = status.lock().unwrap_or_else(PoisonError::into_inner);
            return Reply::Status(status.clone());
        }
        // The diary belongs to the window.
        Nudge::Log { .. } => {
            return Reply::Refused {
                code: "invalid".to_owned(),
            };
        }
    };
    match sender.send(message) {
        Ok(()) => Reply::Ok,
        Err(_) => Reply::Refused {
            code: "busy".to_owned(),
        },
    }
}

#[cfg(unix)]
fn hear_signals(sender: &Sender<Message>) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else {
        return;
    };
    let sender = sender.clone();
    let _ = std::thread::Builder::new()
        .name("signals".to_owned())
        .stack_size(64 * 1024)
        .spawn(move || {
            for signal in signals.forever() {
                // A terminal that closes is no reason to end: reminders outlive the window and what started it.
                let message = if signal == SIGHUP {
                    Message::Look
                } else {
                    Message::Quit
                };
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
}

/// Windows ends a session by closing the process; every round is committed, so nothing is left to tidy up.
#[cfg(not(unix))]
fn hear_signals(_sender: &Sender<Message>) {}
