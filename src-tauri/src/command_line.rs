//! The command line: open the window, open it in a room, or log without it.

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use backstride_agent::nudge::{self, Nudge, NudgeError, Reply, Role};
use backstride_agent::profile::Profile;
use backstride_content::strings;

use crate::commands::diary;
use crate::records::Records;
use crate::wiring;

/// How long another copy may take to answer, its fsync included.
const ANSWER_WAIT: Duration = Duration::from_secs(10);

/// What the person asked for.
#[derive(Debug, PartialEq, Eq)]
enum Wish {
    Open(Option<String>),
    Log(u8),
    Version,
    Help,
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let Some(wish) = parse(&arguments) else {
        complain(&strings::text("cli-unknown", &[]));
        complain(&strings::text("cli-help", &[]));
        return ExitCode::from(2);
    };
    match wish {
        Wish::Version => say(concat!("backstride ", env!("CARGO_PKG_VERSION"))),
        Wish::Help => say(&strings::text("cli-help", &[])),
        Wish::Log(nrs) => log(nrs),
        Wish::Open(room) => open(room),
    }
}

fn parse(arguments: &[String]) -> Option<Wish> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => Some(Wish::Open(None)),
        ["--version" | "-V"] => Some(Wish::Version),
        ["--help" | "-h" | "help"] => Some(Wish::Help),
        ["--room", room] if wiring::ROOMS.contains(room) => {
            Some(Wish::Open(Some((*room).to_owned())))
        }
        ["log", value] => value.parse().ok().filter(|nrs| *nrs <= 10).map(Wish::Log),
        // The test driver of the web view adds arguments of its own to the program it starts.
        [first, ..] if first.starts_with("--automation") => Some(Wish::Open(None)),
        _ => None,
    }
}

/// Logs through the window if one runs, because it holds the diary; otherwise straight into the file.
fn log(nrs: u8) -> ExitCode {
    let Ok(profile) = Profile::locate() else {
        return refused("unavailable");
    };
    match nudge::send(&profile, Role::Window, &Nudge::Log { nrs }, ANSWER_WAIT) {
        Ok(Reply::Logged { nrs }) => logged(nrs),
        Ok(Reply::Refused { code }) => refused(&code),
        Ok(Reply::Ok | Reply::Status(_)) => refused("unexpected"),
        Err(NudgeError::NotRunning) => {
            let records = Records::open(profile);
            let done = diary::log(&records, f64::from(nrs), None);
            records.close();
            match done {
                Ok(_) => logged(nrs),
                Err(error) => refused(
                    serde_json::to_value(error.code)
                        .ok()
                        .as_ref()
                        .and_then(|code| code.as_str())
                        .unwrap_or("unexpected"),
                ),
            }
        }
        // A window that does not answer may have saved: saying "not saved" could make two entries of one.
        Err(NudgeError::Failed(_)) => refused("no-answer"),
    }
}

fn open(room: Option<String>) -> ExitCode {
    let Ok(profile) = Profile::locate() else {
        return refused("unavailable");
    };
    let wanted = Nudge::OpenRoom {
        room: room.clone().unwrap_or_else(|| "today".to_owned()),
    };
    if let Ok(Reply::Ok) = nudge::send(&profile, Role::Window, &wanted, ANSWER_WAIT) {
        return ExitCode::SUCCESS;
    }
    match wiring::run(profile, room) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => refused("no-window"),
    }
}

fn logged(nrs: u8) -> ExitCode {
    say(&strings::text("cli-logged", &[("nrs", &nrs.to_string())]))
}

fn refused(code: &str) -> ExitCode {
    let key = match code {
        "read_only" => "cli-error-read-only",
        "full" => "cli-error-full",
        "damaged" => "cli-error-damaged",
        "missing" => "cli-error-missing",
        "newer_file" => "cli-error-newer",
        "busy" => "cli-error-busy",
        "no-answer" => "cli-error-no-answer",
        "no-window" => "cli-error-no-window",
        _ => "cli-error-unexpected",
    };
    complain(&strings::text(key, &[]));
    ExitCode::FAILURE
}

/// A closed pipe is no reason to fail: the saving is done.
fn say(text: &str) -> ExitCode {
    let _ = writeln!(std::io::stdout(), "{text}");
    ExitCode::SUCCESS
}

fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::{Wish, parse};

    #[test]
    fn only_what_is_understood_is_done() {
        let wish = |text: &str| {
            let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            parse(&words)
        };
        assert_eq!(wish(""), Some(Wish::Open(None)));
        assert_eq!(
            wish("--room diary"),
            Some(Wish::Open(Some("diary".to_owned())))
        );
        assert_eq!(wish("log 4"), Some(Wish::Log(4)));
        assert_eq!(wish("log 10"), Some(Wish::Log(10)));
        for nonsense in [
            "log",
            "log 11",
            "log -1",
            "log 2.5",
            "log four",
            "log 4 5",
            "--room attic",
            "logg 4",
        ] {
            assert_eq!(wish(nonsense), None, "{nonsense}");
        }
    }
}
