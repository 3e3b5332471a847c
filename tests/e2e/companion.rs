//! The companion by itself, without a window: a notification server that does as a script says, a mock session manager,
//! a real X server, no display at all, a machine that slept, a zone that changes, and a companion that is killed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use backstride_core::reminders::{self, Credit, Days, Plan, Purpose, Rule, Terms};
use backstride_core::{Moment, db};
use chrono::{NaiveTime, TimeDelta};
use zbus::blocking::{Connection, connection};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue};

use crate::desktop::{self, Desktop};
use crate::profile;
use crate::wayland::{Compositor, Seat};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// What the server was asked to show.
#[derive(Debug, Clone)]
struct Asked {
    replaces: u32,
    number: u32,
    title: String,
    body: String,
    buttons: Vec<String>,
}

/// What happened at the server, shared with the test.
#[derive(Debug, Default)]
struct Told {
    asked: Vec<Asked>,
    closed: Vec<u32>,
    next: u32,
}

/// How the server behaves.
#[derive(Debug, Clone)]
struct Script {
    capabilities: Vec<&'static str>,
    /// How long it takes to answer.
    slow: Duration,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            capabilities: vec!["body", "actions"],
            slow: Duration::ZERO,
        }
    }
}

#[derive(Clone)]
struct Server {
    told: Arc<Mutex<Told>>,
    script: Script,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Server {
    fn get_capabilities(&self) -> Vec<String> {
        self.script
            .capabilities
            .iter()
            .map(|it| (*it).to_owned())
            .collect()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        (
            "scripted".into(),
            "backstride".into(),
            "1".into(),
            "1.2".into(),
        )
    }

    #[expect(clippy::too_many_arguments, reason = "the specification has so many")]
    fn notify(
        &self,
        _program: &str,
        replaces: u32,
        _icon: &str,
        title: &str,
        body: &str,
        buttons: Vec<String>,
        _hints: std::collections::HashMap<String, OwnedValue>,
        _expires: i32,
    ) -> u32 {
        std::thread::sleep(self.script.slow);
        let mut told = self.told.lock().expect("not poisoned");
        told.next += 1;
        let number = if replaces > 0 {
            replaces
        } else {
            100 + told.next
        };
        told.asked.push(Asked {
            replaces,
            number,
            title: title.to_owned(),
            body: body.to_owned(),
            buttons,
        });
        number
    }

    fn close_notification(&self, number: u32) {
        self.told.lock().expect("not poisoned").closed.push(number);
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, card: u32, key: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn notification_closed(
        emitter: &SignalEmitter<'_>,
        card: u32,
        reason: u32,
    ) -> zbus::Result<()>;
}

/// A running server and what it was told.
struct Scripted {
    bus: Connection,
    told: Arc<Mutex<Told>>,
}

impl Scripted {
    fn start(desktop: &Desktop, script: Script) -> Self {
        let told = Arc::new(Mutex::new(Told::default()));
        Self::with(desktop, script, told)
    }

    fn with(desktop: &Desktop, script: Script, told: Arc<Mutex<Told>>) -> Self {
        let server = Server {
            told: Arc::clone(&told),
            script,
        };
        let bus = connection::Builder::address(desktop.bus_address())
            .and_then(|builder| builder.serve_at(PATH, server))
            .and_then(|builder| builder.name(NAME))
            .and_then(connection::Builder::build)
            .expect("a server on the private bus");
        Self { bus, told }
    }

    fn asked(&self) -> Vec<Asked> {
        self.told.lock().expect("not poisoned").asked.clone()
    }

    fn closed(&self) -> Vec<u32> {
        self.told.lock().expect("not poisoned").closed.clone()
    }

    fn press(&self, card: u32, key: &str) {
        self.emit("ActionInvoked", &(card, key));
    }

    fn close(&self, card: u32, reason: u32) {
        self.emit("NotificationClosed", &(card, reason));
    }

    fn emit(&self, member: &str, body: &(impl serde::Serialize + zbus::zvariant::DynamicType)) {
        self.bus
            .emit_signal(None::<zbus::names::BusName<'_>>, PATH, NAME, member, body)
            .expect("a signal");
    }
}

/// A rule that is kept since the midnight before the clock of these tests.
fn keep(desktop: &Desktop, number: u32, purpose: Purpose, plan: Plan) {
    let dir = desktop.profile();
    std::fs::create_dir_all(&dir).expect("a folder for the profile");
    let mut schedule = db::open_schedule(&dir).expect("the schedule");
    let rule = Rule {
        id: profile::id(number),
        purpose,
        name: Some("Stretch my sore back".to_owned()),
        plan,
        days: Days::ALL,
        terms: Terms::of(purpose),
        enabled: true,
    };
    let at = Moment::from(profile::morning() - TimeDelta::hours(9));
    db::write(&mut schedule, |tx| reminders::save_rule(tx, &rule, at)).expect("the rule");
    db::close(schedule).expect("closed tidily");
}

fn at(times: &str) -> Plan {
    let time = |text| NaiveTime::parse_from_str(text, "%H:%M").expect("a time");
    Plan::at(times.split(' ').map(time).collect())
}

fn desk(work_min: u32) -> Plan {
    Plan::Active {
        work_min,
        idle_after_s: 60,
        natural_break_min: 5,
        credit: Credit::Drain,
        hours: None,
    }
}

fn start(desktop: &mut Desktop) -> u32 {
    let command = desktop.command(desktop::program("backstride-agent"));
    desktop.start("agent", command)
}

/// What the program says to this question of the command line.
fn says(desktop: &Desktop, words: &[&str]) -> String {
    desktop
        .run(desktop.command(desktop::program("backstride")).args(words))
        .stdout
}

fn states(desktop: &Desktop) -> Vec<String> {
    profile::occurrences(&desktop.profile())
}

fn wait_for_card(desktop: &Desktop, server: &Scripted, count: usize) -> Asked {
    desktop.wait_within(Duration::from_secs(60), "the card is asked for", || {
        server.asked().len() >= count
    });
    server.asked()[count - 1].clone()
}

#[test]
fn a_card_names_no_complaint_and_each_button_is_kept() {
    for (key, state) in [("done", "done"), ("skip", "skipped"), ("snooze", "snoozed")] {
        let mut desktop = Desktop::bare();
        let server = Scripted::start(&desktop, Script::default());
        desktop.set_clock("2026-11-23T19:59:00", 60);
        keep(&desktop, 1, Purpose::Routine, at("20:00"));
        start(&mut desktop);
        let card = wait_for_card(&desktop, &server, 1);
        assert_eq!(card.title, "Time to move");
        let text = format!("{} {}", card.title, card.body).to_lowercase();
        for word in ["back", "sore", "pain", "stretch"] {
            assert!(!text.contains(word), "{text}");
        }
        for wanted in ["default", "done", "snooze", "skip"] {
            assert!(
                card.buttons.iter().any(|it| it == wanted),
                "{:?}",
                card.buttons
            );
        }
        server.press(card.number, key);
        desktop.wait_until("the answer is kept", || states(&desktop) == [state]);
        desktop.assert_nothing_panicked();
    }
}

#[test]
fn only_the_person_who_closes_a_card_is_said_to_have_closed_it() {
    // 1 expired, 2 closed by the person, 3 closed by a call, 4 undefined.
    for (reason, state) in [(1, "shown"), (2, "dismissed"), (3, "shown"), (4, "shown")] {
        let mut desktop = Desktop::bare();
        let server = Scripted::start(&desktop, Script::default());
        desktop.set_clock("2026-11-23T19:59:00", 60);
        keep(&desktop, 1, Purpose::DiaryCheck, at("20:00"));
        start(&mut desktop);
        let card = wait_for_card(&desktop, &server, 1);
        desktop.wait_until("it is noted as shown", || states(&desktop) == ["shown"]);
        server.close(card.number, reason);
        // A button that is told of after the closing still counts, and shows that the closing was heard before it.
        if state == "dismissed" {
            desktop.wait_until("the closing is kept", || states(&desktop) == [state]);
        }
        server.press(card.number, "done");
        desktop.wait_until("the answer is kept", || states(&desktop) == ["done"]);
        let log: Vec<String> = profile::look(&desktop.profile(), "schedule.db", |conn| {
            let mut rows = conn
                .prepare("SELECT kind FROM event ORDER BY id")
                .expect("asked");
            rows.query_map([], |row| row.get(0))
                .expect("asked")
                .collect::<Result<_, _>>()
                .expect("read")
        });
        assert_eq!(
            log.contains(&"dismissed".to_owned()),
            state == "dismissed",
            "reason {reason}: {log:?}"
        );
        desktop.assert_nothing_panicked();
    }
}

#[test]
fn without_buttons_the_card_says_where_to_answer() {
    let mut desktop = Desktop::bare();
    let script = Script {
        capabilities: vec!["body"],
        ..Script::default()
    };
    let server = Scripted::start(&desktop, script);
    desktop.set_clock("2026-11-23T19:59:00", 60);
    keep(&desktop, 1, Purpose::DiaryCheck, at("20:00"));
    start(&mut desktop);
    let card = wait_for_card(&desktop, &server, 1);
    assert!(card.buttons.is_empty(), "{:?}", card.buttons);
    assert!(card.body.contains("open Backstride"), "{}", card.body);
    assert!(says(&desktop, &["status"]).contains("without buttons"));
    desktop.assert_nothing_panicked();
}

#[test]
fn a_server_that_hangs_holds_nothing_up() {
    let mut desktop = Desktop::bare();
    let script = Script {
        slow: Duration::from_secs(30),
        ..Script::default()
    };
    let server = Scripted::start(&desktop, script);
    desktop.set_clock("2026-11-23T19:59:30", 10);
    keep(&desktop, 1, Purpose::DiaryCheck, at("20:00 21:00"));
    start(&mut desktop);
    desktop.wait_within(Duration::from_secs(30), "it waits in the list", || {
        states(&desktop)
            .first()
            .is_some_and(|state| state == "waiting")
    });
    assert!(server.asked().is_empty(), "it has not answered yet");
    assert!(says(&desktop, &["status"]).contains("Next:"));
    desktop.assert_nothing_panicked();
}

#[test]
fn a_server_that_is_started_anew_shows_the_next_card() {
    let mut desktop = Desktop::bare();
    let server = Scripted::start(&desktop, Script::default());
    desktop.set_clock("2026-11-23T19:59:00", 60);
    keep(&desktop, 1, Purpose::DiaryCheck, at("20:00 20:30 21:00"));
    start(&mut desktop);
    wait_for_card(&desktop, &server, 1);
    drop(server);
    desktop.wait_within(
        Duration::from_secs(60),
        "the second waits in the list",
        || states(&desktop).iter().any(|state| state == "waiting"),
    );
    let server = Scripted::start(&desktop, Script::default());
    let card = wait_for_card(&desktop, &server, 1);
    assert_eq!(
        card.replaces, 0,
        "the new server knows none of the old cards"
    );
    desktop.wait_until("the third is shown", || {
        states(&desktop).iter().any(|state| state == "shown")
    });
    desktop.assert_nothing_panicked();
}

#[test]
fn a_second_one_in_the_same_minute_takes_the_place_of_the_card() {
    let mut desktop = Desktop::bare();
    let server = Scripted::start(&desktop, Script::default());
    desktop.set_clock("2026-11-23T19:59:40", 1);
    keep(&desktop, 1, Purpose::DiaryCheck, at("20:00"));
    keep(&desktop, 2, Purpose::Own, at("20:00"));
    start(&mut desktop);
    let card = wait_for_card(&desktop, &server, 1);
    assert!(card.title.starts_with('2'), "{}", card.title);
    server.press(card.number, "skip");
    desktop.wait_until("both are answered", || {
        states(&desktop) == ["skipped", "skipped"]
    });
    desktop.wait_until("the card is taken away", || {
        server.closed() == [card.number]
    });
    desktop.assert_nothing_panicked();
}

#[test]
fn a_pause_from_the_command_line_is_kept_and_ends() {
    let mut desktop = Desktop::bare();
    let server = Scripted::start(&desktop, Script::default());
    desktop.set_clock("2026-11-23T19:00:00", 60);
    keep(&desktop, 1, Purpose::DiaryCheck, at("20:00"));
    start(&mut desktop);
    desktop.wait_until("it answers", || {
        says(&desktop, &["status"]).contains("Next:")
    });
    assert!(says(&desktop, &["pause", "2h"]).contains("paused until"));
    desktop.wait_until("the companion knows", || {
        says(&desktop, &["status"]).contains("Paused until")
    });
    // Two hours of this clock are two minutes; the reminder of 20:00 waits for their end.
    let card = {
        desktop.wait_within(Duration::from_secs(160), "it comes after the pause", || {
            !server.asked().is_empty()
        });
        server.asked()[0].clone()
    };
    assert!(card.body.contains("20:00"), "{}", card.body);
    assert!(says(&desktop, &["pause", "off"]).contains("go on"));
    desktop.assert_nothing_panicked();
}

#[test]
fn the_x_server_tells_when_somebody_leaves_and_comes_back() {
    let mut desktop = Desktop::bare();
    let server = Scripted::start(&desktop, Script::default());
    // A minute is a second: fifteen quiet seconds pass in a quarter of one.
    desktop.set_clock("2026-11-23T10:00:00", 60);
    keep(&desktop, 1, Purpose::DeskBreak, desk(5));
    start(&mut desktop);
    // Nobody touches the keyboard of this screen: whoever is away for ever is never sent away.
    let until = desktop::real_now_ms() + 12_000;
    desktop.wait_within(Duration::from_secs(30), "twelve minutes pass", || {
        desktop::real_now_ms() > until
    });
    assert!(server.asked().is_empty(), "nobody was there");
    desktop.wait_within(
        Duration::from_secs(60),
        "a break after five minutes at work",
        || {
            desktop.press_keys(&["shift"]);
            !server.asked().is_empty()
        },
    );
    desktop.assert_nothing_panicked();
}

/// A session manager that says whether the screen is locked.
struct Session {
    locked: Arc<Mutex<bool>>,
}

#[zbus::interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        *self.locked.lock().expect("not poisoned")
    }
}

struct Manager;

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    fn get_session(&self, _name: &str) -> OwnedObjectPath {
        ObjectPath::try_from("/org/freedesktop/login1/session/one")
            .expect("a path")
            .into()
    }
}

#[test]
fn a_locked_screen_holds_the_card_back_until_somebody_is_there() {
    let mut desktop = Desktop::bare();
    let server = Scripted::start(&desktop, Script::default());
    let address = desktop.bus_address().to_owned();
    desktop.set("DBUS_SYSTEM_BUS_ADDRESS", address.clone());
    let locked = Arc::new(Mutex::new(true));
    let session = Session {
        locked: Arc::clone(&locked),
    };
    let bus = connection::Builder::address(address.as_str())
        .and_then(|builder| builder.serve_at("/org/freedesktop/login1", Manager))
        .and_then(|builder| builder.serve_at("/org/freedesktop/login1/session/one", session))
        .and_then(|builder| builder.name("org.freedesktop.login1"))
        .and_then(connection::Builder::build)
        .expect("a session manager on the private bus");
    desktop.set_clock("2026-11-23T19:50:00", 60);
    keep(&desktop, 1, Purpose::DiaryCheck, at("20:00"));
    start(&mut desktop);
    desktop.wait_until("it answers", || {
        says(&desktop, &["status"]).contains("Next:")
    });
    // Half an hour of this clock.
    let until = desktop::real_now_ms() + 25_000;
    desktop.wait_within(Duration::from_secs(40), "20:00 passes", || {
        desktop::real_now_ms() > until
    });
    assert!(server.asked().is_empty(), "shown on a locked screen");
    *locked.lock().expect("not poisoned") = false;
    let unlocked_ms = desktop::real_now_ms();
    bus.emit_signal(
        None::<zbus::names::BusName<'_>>,
        "/org/freedesktop/login1/session/one",
        "org.freedesktop.login1.Session",
        "Unlock",
        &(),
    )
    .expect("a signal");
    wait_for_card(&desktop, &server, 1);
    // A minute and a half of this clock, in which the desktop comes back.
    assert!(desktop::real_now_ms() - unlocked_ms >= 1_400);
    desktop.assert_nothing_panicked();
}

/// The window manager of GNOME, as far as it tells of idling.
struct Mutter {
    watches: Arc<Mutex<BTreeMap<u32, &'static str>>>,
}

#[zbus::interface(name = "org.gnome.Mutter.IdleMonitor")]
impl Mutter {
    fn add_idle_watch(&self, _interval: u64) -> u32 {
        self.watches.lock().expect("not poisoned").insert(1, "idle");
        1
    }

    fn add_user_active_watch(&self) -> u32 {
        let mut watches = self.watches.lock().expect("not poisoned");
        let number = 2 + u32::try_from(watches.len()).expect("few");
        watches.insert(number, "active");
        number
    }

    fn get_idletime(&self) -> u64 {
        0
    }
}

#[test]
fn the_window_manager_of_gnome_tells_when_somebody_leaves_and_comes_back() {
    let mut desktop = Desktop::bare();
    let server = Scripted::start(&desktop, Script::default());
    let path = "/org/gnome/Mutter/IdleMonitor/Core";
    let watches = Arc::new(Mutex::new(BTreeMap::new()));
    let mutter = Mutter {
        watches: Arc::clone(&watches),
    };
    let bus = connection::Builder::address(desktop.bus_address())
        .and_then(|builder| builder.serve_at(path, mutter))
        .and_then(|builder| builder.name("org.gnome.Mutter.IdleMonitor"))
        .and_then(connection::Builder::build)
        .expect("a window manager on the private bus");
    let fires = |number: u32| {
        bus.emit_signal(
            None::<zbus::names::BusName<'_>>,
            path,
            "org.gnome.Mutter.IdleMonitor",
            "WatchFired",
            &(number,),
        )
        .expect("a signal");
    };
    desktop.set_clock("2026-11-23T10:00:00", 60);
    keep(&desktop, 1, Purpose::DeskBreak, desk(10));
    start(&mut desktop);
    desktop.wait_until("it watches", || {
        watches.lock().expect("not poisoned").contains_key(&1)
    });
    fires(1);
    desktop.wait_until("it waits for somebody to come back", || {
        watches
            .lock()
            .expect("not poisoned")
            .values()
            .any(|kind| *kind == "active")
    });
    let until = desktop::real_now_ms() + 15_000;
    desktop.wait_within(
        Duration::from_secs(30),
        "a quarter of an hour passes",
        || desktop::real_now_ms() > until,
    );
    assert!(server.asked().is_empty(), "nobody was there");
    let active = watches
        .lock()
        .expect("not poisoned")
        .iter()
        .find(|(_, kind)| **kind == "active")
        .map(|(number, _)| *number)
        .expect("it is watched");
    fires(active);
    wait_for_card(&desktop, &server, 1);
    desktop.assert_nothing_panicked();
}

#[test]
fn a_wayland_compositor_tells_when_somebody_leaves_and_comes_back() {
    let mut desktop = Desktop::bare();
    let server = Scripted::start(&desktop, Script::default());
    let socket = desktop.path("run").join("wayland-9");
    let compositor = Compositor::start(&socket);
    desktop.set("WAYLAND_DISPLAY", socket.display().to_string());
    desktop.set_clock("2026-11-23T10:00:00", 60);
    keep(&desktop, 1, Purpose::DeskBreak, desk(10));
    start(&mut desktop);
    desktop.wait_until("it watches", || compositor.is_watched());
    compositor.tell(Seat::Idle);
    let until = desktop::real_now_ms() + 15_000;
    desktop.wait_within(
        Duration::from_secs(30),
        "a quarter of an hour passes",
        || desktop::real_now_ms() > until,
    );
    assert!(server.asked().is_empty(), "nobody was there");
    compositor.tell(Seat::Used);
    wait_for_card(&desktop, &server, 1);
    // A compositor that is gone is no reason to end: the clock counts from then on.
    drop(compositor);
    wait_for_card(&desktop, &server, 2);
    desktop.assert_nothing_panicked();
}

#[test]
fn without_a_display_a_bus_or_a_session_it_still_keeps_the_list() {
    let mut desktop = Desktop::bare();
    desktop.set_clock("2026-11-23T19:59:00", 60);
    keep(&desktop, 1, Purpose::DiaryCheck, at("20:00"));
    keep(&desktop, 2, Purpose::DeskBreak, desk(5));
    let mut command = desktop.command(desktop::program("backstride-agent"));
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY"] {
        command.env_remove(name);
    }
    command
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .env("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/system");
    let agent = desktop.start("agent", command);
    // Time at the computer is counted by the clock where nothing says who is there.
    desktop.wait_within(Duration::from_secs(60), "both wait in the list", || {
        let states = states(&desktop);
        states.len() >= 2
            && states
                .iter()
                .all(|state| state == "waiting" || state == "expired")
    });
    assert!(desktop::is_running(agent));
    desktop.assert_nothing_panicked();
}

/// Whether this machine lets a test have clocks or mounts of its own.
fn may_unshare(desktop: &Desktop, flags: &[&str]) -> bool {
    let mut command = desktop.command("unshare");
    command.args(flags).arg("true");
    let may = command.output().is_ok_and(|it| it.status.success());
    if !may {
        println!("NOT PROVEN HERE  this machine gives a test no namespace: unshare {flags:?}");
    }
    may
}

#[test]
fn eight_hours_asleep_are_seen_by_the_real_clocks() {
    let mut desktop = Desktop::bare();
    let flags = ["--time", "--boottime", "28800", "--fork"];
    if !may_unshare(&desktop, &flags) {
        return;
    }
    let server = Scripted::start(&desktop, Script::default());
    let clock = desktop.set_clock("2026-11-23T09:00:00", 1);
    keep(&desktop, 1, Purpose::Walk, at("12:00"));
    let agent = start(&mut desktop);
    desktop.wait_until("it has looked once", || {
        says(&desktop, &["status"]).contains("Next:")
    });
    desktop::end_now(agent);
    desktop.wait_until_gone(agent);
    // The same machine eight hours later, of which it was awake for none: the kernel's boot clock says so.
    desktop.set(
        "BACKSTRIDE_CLOCK",
        format!("2026-11-23T09:00:00@{}+28800", clock.anchor_ms),
    );
    let mut command = desktop.command("unshare");
    command
        .args(flags)
        .arg(desktop::program("backstride-agent"));
    desktop.start("agent", command);
    desktop.wait_within(
        Duration::from_secs(190),
        "what was slept through is missed",
        || states(&desktop) == ["missed"],
    );
    let reason: String = profile::look(&desktop.profile(), "schedule.db", |conn| {
        conn.query_row("SELECT reason FROM occurrence", [], |row| row.get(0))
            .expect("one")
    });
    assert_eq!(reason, "asleep");
    assert!(server.asked().is_empty());
    desktop.assert_nothing_panicked();
}

#[test]
fn a_zone_that_changes_while_it_runs_is_followed_within_a_minute() {
    let mut desktop = Desktop::bare();
    let flags = ["--mount", "--fork"];
    if !may_unshare(&desktop, &flags) {
        return;
    }
    let server = Scripted::start(&desktop, Script::default());
    // A folder of settings of its own, in which the link to the zone is replaced as a desktop does it.
    let etc = desktop.path("etc");
    let copied = desktop.run(
        desktop
            .command("cp")
            .arg("-a")
            .args(["/etc", &etc.display().to_string()]),
    );
    drop(copied);
    let live_in = |zone: &str| {
        let (link, next) = (etc.join("localtime"), etc.join("localtime.new"));
        std::os::unix::fs::symlink(format!("/usr/share/zoneinfo/{zone}"), &next).expect("a link");
        std::fs::rename(&next, &link).expect("in its place");
    };
    live_in("Europe/London");
    // 11:30 in London is 20:30 in Tokyo.
    desktop.set_clock("2026-11-23T11:30:00", 1);
    keep(&desktop, 1, Purpose::DiaryCheck, at("20:00"));
    let script = format!(
        "mount --bind {} /etc && exec {}",
        etc.display(),
        desktop::program("backstride-agent").display()
    );
    let mut command = desktop.command("unshare");
    command
        .args(flags)
        .args(["sh", "-c", &script])
        .env_remove("TZ");
    desktop.start("agent", command);
    desktop.wait_until("it has looked once", || {
        says(&desktop, &["status"]).contains("20:00")
    });
    assert!(server.asked().is_empty());
    live_in("Asia/Tokyo");
    desktop.wait_within(Duration::from_secs(75), "the card of 20:00 comes", || {
        !server.asked().is_empty()
    });
    desktop.assert_nothing_panicked();
}

#[test]
fn killed_with_the_card_just_asked_for_it_is_not_asked_for_again() {
    let mut desktop = Desktop::bare();
    let server = Scripted::start(&desktop, Script::default());
    desktop.set_clock("2026-11-23T19:58:00", 60);
    let times = "20:00 20:30 21:00 21:30 22:00";
    keep(&desktop, 1, Purpose::DiaryCheck, at(times));
    for round in 1..=5 {
        let agent = start(&mut desktop);
        wait_for_card(&desktop, &server, round);
        desktop::end_now(agent);
        desktop.wait_until_gone(agent);
    }
    let asked = server.asked();
    assert_eq!(asked.len(), 5, "{asked:?}");
    let rows = states(&desktop);
    assert_eq!(rows.len(), 5, "{rows:?}");
    desktop.assert_nothing_panicked();
}
