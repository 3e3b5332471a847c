//! The companion as its own program, on whatever system this was compiled for: it starts, says what comes next, keeps a
//! second one out, notes a reminder that is due, ends when it is asked to, and leaves its seat free when it is killed.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use backstride_agent::clock::{self, Deadline};
use backstride_agent::nudge::{self, Nudge, NudgeError, Reply, Role, Status};
use backstride_agent::profile::{self, Profile};
use backstride_core::reminders::{self, Days, Plan, Purpose, Rule, Terms};
use backstride_core::{Moment, db};
use chrono::{Local, NaiveTime, TimeZone as _};

/// Enough for a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(60);

/// A companion that does not outlive the test.
struct Companion(Child);

impl Drop for Companion {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, and need not be.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command(profile: &Profile, clock: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backstride-agent"));
    command
        .env(profile::DIR_VARIABLE, &profile.dir)
        .env(clock::VARIABLE, clock)
        // The desktop of whoever runs this is none of its business.
        .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
        .env("DBUS_SYSTEM_BUS_ADDRESS", "disabled:")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn start(profile: &Profile, clock: &str) -> Companion {
    Companion(command(profile, clock).spawn().expect("starts"))
}

fn ask(profile: &Profile, nudge: &Nudge) -> Result<Reply, NudgeError> {
    nudge::send(profile, Role::Agent, nudge, Duration::from_secs(5))
}

/// Asks until there is an answer.
fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Deadline::after(PATIENCE);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(deadline.left().is_some(), "{what} did not come");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn status(profile: &Profile) -> Status {
    until("an answer", || match ask(profile, &Nudge::Status) {
        // It answers before its first round, and knows what comes next after it.
        Ok(Reply::Status(status)) if status.next.is_some() => Some(status),
        _ => None,
    })
}

#[test]
fn the_program_lives_through_a_reminder_and_never_twice_at_a_time() {
    let place = tempfile::tempdir().expect("a place");
    let profile = Profile::at(&place.path().join("profile")).expect("named");
    profile.ensure().expect("made");
    let local = |hour, minute| -> Moment {
        let time = Local.with_ymd_and_hms(2026, 11, 23, hour, minute, 0);
        time.earliest().expect("a time").fixed_offset().into()
    };
    let mut schedule = db::open_schedule(&profile.dir).expect("opens");
    let rule = Rule {
        id: "00000000-0000-7000-8000-000000000001".to_owned(),
        purpose: Purpose::DiaryCheck,
        name: None,
        plan: Plan::at(vec![NaiveTime::from_hms_opt(10, 0, 0).expect("a time")]),
        days: Days::ALL,
        terms: Terms::of(Purpose::DiaryCheck),
        enabled: true,
    };
    db::write(&mut schedule, |tx| {
        reminders::save_rule(tx, &rule, local(8, 0))
    })
    .expect("saved");
    db::close(schedule).expect("closes");

    let clock = format!("2026-11-23T09:59:50@{}", clock::read().wall_ms);
    let mut first = start(&profile, &clock);
    let next = status(&profile).next.expect("something comes");
    assert!(next.local.ends_with("10:00"), "{}", next.local);

    let second = command(&profile, &clock).status().expect("runs");
    assert!(second.success(), "{second}");
    assert!(
        first.0.try_wait().expect("asked").is_none(),
        "the first one stays"
    );

    // Both processes have the file open, as companion and window do.
    let schedule = db::open_schedule(&profile.dir).expect("opens beside it");
    let due = until("the reminder", || {
        let due = reminders::due(&schedule, local(10, 1)).expect("read");
        (!due.is_empty()).then_some(due)
    });
    assert_eq!(due.len(), 1, "{due:?}");

    assert_eq!(ask(&profile, &Nudge::Quit).expect("answered"), Reply::Ok);
    let ended = until("its end", || first.0.try_wait().expect("asked"));
    assert!(ended.success(), "{ended}");
    assert!(matches!(
        ask(&profile, &Nudge::Status),
        Err(NudgeError::NotRunning)
    ));

    let mut killed = start(&profile, &clock);
    status(&profile);
    killed.0.kill().expect("killed");
    killed.0.wait().expect("gone");
    let _again = start(&profile, &clock);
    status(&profile);
    let verdict: String = schedule
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .expect("asked");
    assert_eq!(verdict, "ok");
    let due = reminders::due(&schedule, local(10, 1)).expect("read");
    assert_eq!(due.len(), 1, "what was noted is noted once: {due:?}");
}
