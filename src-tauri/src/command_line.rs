//! The command line: open the window, open it in a room, or log without it.

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use backstride_agent::clock;
use backstride_agent::nudge::{self, Nudge, NudgeError, Reply, Role};
use backstride_agent::profile::Profile;
use backstride_content::strings;
use backstride_core::db;
use backstride_core::reminders::{self, Until};

use crate::commands::{diary, lock, pauses};
use crate::ipc_error::IpcError;
use crate::records::Records;
use crate::wiring;

/// How long another copy may take to answer, its fsync included.
const ANSWER_WAIT: Duration = Duration::from_secs(10);

/// What the person asked for.
#[derive(Debug, PartialEq, Eq)]
enum Wish {
    Open(Option<String>),
    Log(u8),
    /// Show no reminders for so many minutes, until tomorrow, or no longer.
    Pause(Length),
    Status,
    Version,
    Help,
}

/// How long a pause shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Minutes(u32),
    UntilTomorrow,
    Over,
}

/// The longest pause that can be asked for in hours, in minutes: a week.
const PAUSE_MIN_MAX: u32 = 7 * 24 * 60;

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
        Wish::Pause(length) => pause(length),
        Wish::Status => status(),
        Wish::Open(room) => open(room),
    }
}

fn parse(arguments: &[String]) -> Option<Wish> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => Some(Wish::Open(None)),
        ["--version" | "-V"] => Some(Wish::Version),
        ["--help" | "-h" | "help"] => Some(Wish::Help),
        ["--room", room] if wiring::is_room(room) => Some(Wish::Open(Some((*room).to_owned()))),
        ["log", value] => value.parse().ok().filter(|nrs| *nrs <= 10).map(Wish::Log),
        ["pause", length] => pause_length(length).map(Wish::Pause),
        ["status"] => Some(Wish::Status),
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
            // Where the person let the key store of this computer remember it, a locked diary opens by itself.
            lock::by_key_store(&records);
            let done = diary::log(&records, f64::from(nrs), None);
            records.close();
            match done {
                Ok(_) => logged(nrs),
                Err(error) => refused_for(&error),
            }
        }
        // A window that does not answer may have saved: saying "not saved" could make two entries of one.
        Err(NudgeError::Failed(_)) => refused("no-answer"),
    }
}

/// "1h", "90m", "tomorrow" or "off".
fn pause_length(text: &str) -> Option<Length> {
    let (number, unit) = match text {
        "tomorrow" => return Some(Length::UntilTomorrow),
        "off" => return Some(Length::Over),
        _ => text.split_at_checked(text.len().checked_sub(1)?)?,
    };
    let unit_min = match unit {
        "m" => 1,
        "h" => 60,
        _ => return None,
    };
    let minutes = number.parse::<u32>().ok()?.checked_mul(unit_min)?;
    (1..=PAUSE_MIN_MAX)
        .contains(&minutes)
        .then_some(Length::Minutes(minutes))
}

/// Writes the pause where the companion reads it, and tells it to look.
fn pause(length: Length) -> ExitCode {
    let Ok(profile) = Profile::locate() else {
        return refused("unavailable");
    };
    if !db::exists(&profile.dir, db::File::Schedule) {
        return say(&strings::text("cli-no-reminders", &[]));
    }
    let now = clock::now();
    let until = match length {
        Length::Minutes(minutes) => Some(Until::Instant(now.utc_ms + i64::from(minutes) * 60_000)),
        Length::UntilTomorrow => Some(pauses::until_tomorrow(now)),
        Length::Over => None,
    };
    let done = db::open_schedule(&profile.dir).and_then(|mut conn| {
        db::write(&mut conn, |tx| {
            reminders::pause(tx, until, now, &clock::zone())
        })?;
        let pause = reminders::paused(&conn, now, &clock::zone())?;
        db::close(conn)?;
        Ok(pause)
    });
    // Who runs is told to look; a companion that does not run reads it when it starts.
    for role in [Role::Agent, Role::Window] {
        let _ = nudge::send(&profile, role, &Nudge::ReRead, ANSWER_WAIT);
    }
    match done {
        Ok(Some(pause)) => say(&strings::text(
            "cli-paused",
            &[("when", &local(pause.end_ms(&clock::zone())))],
        )),
        Ok(None) => say(&strings::text("cli-goes-on", &[])),
        Err(error) => refused_for(&error.into()),
    }
}

/// What comes next, whether there is a pause, and whether somebody shows it.
fn status() -> ExitCode {
    let Ok(profile) = Profile::locate() else {
        return refused("unavailable");
    };
    let told = nudge::send(&profile, Role::Agent, &Nudge::Status, ANSWER_WAIT);
    let Ok(Reply::Status(status)) = told else {
        return say(&strings::text("cli-status-stopped", &[]));
    };
    let notifier = match status.notifier {
        nudge::NotifierState::Ok => "cli-status-ok",
        nudge::NotifierState::Missing => "cli-status-missing",
        nudge::NotifierState::NoActions => "cli-status-no-actions",
        nudge::NotifierState::NotInstalled => "cli-status-not-installed",
        nudge::NotifierState::Unknown => "cli-status-unknown",
    };
    say(&strings::text(notifier, &[]));
    say(&match (status.paused_until, status.next) {
        (Some(until), _) => strings::text("cli-status-paused", &[("when", &until)]),
        (None, Some(next)) => strings::text("cli-status-next", &[("when", &next.local)]),
        (None, None) => strings::text("cli-status-none", &[]),
    })
}

/// "Mon 23 Nov 20:00" on the person's clock.
fn local(at_ms: i64) -> String {
    let local = clock::moment(at_ms).to_chrono();
    local.format("%a %-d %b %H:%M").to_string()
}

fn refused_for(error: &IpcError) -> ExitCode {
    let code = serde_json::to_value(error.code).ok();
    refused(
        code.as_ref()
            .and_then(|code| code.as_str())
            .unwrap_or("unexpected"),
    )
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
        "locked" => "cli-error-locked",
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
    use super::{Length, Wish, parse};

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
        for (text, length) in [
            ("pause 1h", Length::Minutes(60)),
            ("pause 90m", Length::Minutes(90)),
            ("pause 168h", Length::Minutes(10_080)),
            ("pause tomorrow", Length::UntilTomorrow),
            ("pause off", Length::Over),
        ] {
            assert_eq!(wish(text), Some(Wish::Pause(length)), "{text}");
        }
        assert_eq!(wish("status"), Some(Wish::Status));
        for nonsense in [
            "log",
            "log 11",
            "log -1",
            "log 2.5",
            "log four",
            "log 4 5",
            "--room attic",
            "logg 4",
            "pause",
            "pause 0h",
            "pause -1h",
            "pause h",
            "pause 1",
            "pause 1d",
            "pause 169h",
            "pause 99999999999h",
            "pause 1h 2h",
            "pause é",
            "status now",
        ] {
            assert_eq!(wish(nonsense), None, "{nonsense}");
        }
    }
}
