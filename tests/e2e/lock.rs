//! The lock in the real window: set by keyboard, opened by passphrase and code, shut by key, by idling and by the session;
//! and a key store in every mood, which never keeps anybody out and never loses anything.

use std::collections::HashMap;
use std::fs;
use std::io::{PipeReader, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use backstride_core::vault::keys::{self, Kind, Secret};
use backstride_core::vault::{RecoveryCode, Vault, backup, lock};
use backstride_core::{Error, Moment, db, settings};
use serde_json::json;
use thirtyfour::prelude::*;
use zbus::blocking::{Connection, connection};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedFd, OwnedObjectPath, OwnedValue, Value};

use crate::desktop::{self, Desktop, Outcome};
use crate::profile;
use crate::screens::{
    THEMES, at_twice_the_text, axe_finds_nothing, give_axe, in_both_themes, nothing_is_clipped,
    picture, put_on, rest, set_text_size,
};
use crate::window::{ROOMY, SMALLEST, Window, text_of};

const PASSPHRASE: &str = "brown kettle on the hill";

/// How many entries, each with words that can be found again.
const CANARIES: u32 = 20;

fn now() -> Moment {
    Moment::from(profile::morning())
}

/// Locks the diary of a profile the way the window does.
fn lock_it(desktop: &Desktop) {
    let mut next = 0_u8;
    let mut draw = |into: &mut [u8]| {
        for byte in into {
            next = next.wrapping_mul(37).wrapping_add(11);
            *byte = next;
        }
        Ok(())
    };
    let vault = Vault::open(&desktop.profile(), now()).expect("opens");
    let code = RecoveryCode::new(&mut draw).expect("a code");
    let changed = lock::turn_on(vault, PASSPHRASE, &code, &mut draw, now(), &mut |_| Ok(()));
    changed.outcome.expect("locked");
    changed.vault.expect("open").close().expect("closed tidily");
}

fn backstride(desktop: &Desktop, words: &[&str]) -> Outcome {
    desktop.run(desktop.command(desktop::program("backstride")).args(words))
}

/// Every file below a folder that still is one when it is looked at.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(files(&entry.path())),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
    found
}

/// How many canaries lie readable anywhere on the desktop: profile, logs, temporary files, folders of the web view.
fn readable(desktop: &Desktop) -> usize {
    let all: Vec<Vec<u8>> = files(&desktop.path(""))
        .iter()
        .filter_map(|path| fs::read(path).ok())
        .collect();
    (0..CANARIES)
        .filter(|number| {
            let word = format!("number {number} of many").into_bytes();
            all.iter()
                .any(|bytes| bytes.windows(word.len()).any(|part| part == word))
        })
        .count()
}

async fn is_locked(window: &Window) {
    window.see("lock-screen").await;
    window
        .wait_js(
            "the field for the passphrase has the focus",
            "return document.activeElement?.dataset.testid === 'lock-words'",
        )
        .await;
}

/// A session manager that says what the test has it say.
struct Session;

#[zbus::interface(name = "org.freedesktop.login1.Session")]
impl Session {}

struct Sessions {
    /// The other ends of what holds sleep off, newest last.
    held: Arc<Mutex<Vec<PipeReader>>>,
}

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Sessions {
    /// Somebody wants to be waited for before the computer sleeps.
    fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> OwnedFd {
        assert_eq!((what, mode), ("sleep", "delay"));
        let (reader, writer) = std::io::pipe().expect("a pipe");
        self.held.lock().expect("sound").push(reader);
        std::os::fd::OwnedFd::from(writer).into()
    }

    fn get_session(&self, _name: &str) -> OwnedObjectPath {
        at(SESSION)
    }
}

const SESSION: &str = "/org/freedesktop/login1/session/one";

fn at(path: &'static str) -> OwnedObjectPath {
    ObjectPath::try_from(path).expect("a path").into()
}

fn sessions(desktop: &mut Desktop) -> Connection {
    sessions_that_sleep(desktop).0
}

/// The same, and what holds its sleep off.
fn sessions_that_sleep(desktop: &mut Desktop) -> (Connection, Arc<Mutex<Vec<PipeReader>>>) {
    let address = desktop.bus_address().to_owned();
    desktop.set("DBUS_SYSTEM_BUS_ADDRESS", address.clone());
    let held = Arc::new(Mutex::new(Vec::new()));
    let manager = Sessions { held: held.clone() };
    let bus = connection::Builder::address(address.as_str())
        .and_then(|builder| builder.serve_at("/org/freedesktop/login1", manager))
        .and_then(|builder| builder.serve_at(SESSION, Session))
        .and_then(|builder| builder.name("org.freedesktop.login1"))
        .and_then(connection::Builder::build)
        .expect("a session manager on the private bus");
    (bus, held)
}

#[tokio::test]
async fn by_keyboard_a_diary_is_locked_opened_in_both_ways_and_unlocked_for_good() {
    let mut desktop = Desktop::new();
    let session = sessions(&mut desktop);
    desktop.set_clock(profile::MORNING, 1);
    profile::many(&desktop, CANARIES);
    // An old copy, as a migration leaves it.
    let backups = desktop.profile().join("backups");
    fs::create_dir_all(&backups).expect("a folder");
    fs::copy(
        desktop.profile().join("diary.db"),
        backups.join("diary.db.before-migration-3"),
    )
    .expect("an old copy");
    let control = readable(&desktop);
    assert_eq!(control, CANARIES as usize, "the control has to find them");

    let window = Window::open(&mut desktop).await;
    window.resize(ROOMY).await;
    let total = window.total().await;
    window.visit("#/settings").await;
    window.see("lock-card").await;
    window.tab_to("[data-testid='lock-begin']").await;
    window.press(Key::Enter).await;
    window.see("lock-form").await;
    window.tab_to("[data-testid='lock-new']").await;
    window.press("short").await;
    window.press(Key::Enter).await;
    assert!(window.wait_fault("lock-new").await.contains("8 characters"));
    window.type_into("lock-new", PASSPHRASE).await;
    window
        .type_into("lock-again", "brown kettle on the hil")
        .await;
    window.press(Key::Enter).await;
    assert!(
        window
            .wait_fault("lock-again")
            .await
            .contains("do not match")
    );
    window.type_into("lock-again", PASSPHRASE).await;
    window.press(Key::Enter).await;
    let code = window.text("lock-new-code").await;
    assert!(RecoveryCode::parse(&code).is_ok(), "{code}");
    rest(&window).await;
    picture(&window, "lock-code").await;
    window.type_into("lock-tail", "00000").await;
    window.press(Key::Enter).await;
    assert!(
        window
            .wait_fault("lock-tail")
            .await
            .contains("not the last five")
    );
    window.type_into("lock-tail", &code[code.len() - 5..]).await;
    window.press(Key::Enter).await;
    window.hear(0, "locked with your passphrase").await;
    window.see("lock-left").await;
    assert!(window.text("lock-left").await.contains("backups/"));
    rest(&window).await;
    picture(&window, "lock-on").await;
    window.click("lock-left-remove").await;
    window.wait_gone("lock-left").await;
    assert_eq!(window.total().await, total, "nothing is lost by it");

    // The key that hides, from inside a field as well.
    window.visit("#/diary").await;
    window.press_ctrl('l').await;
    is_locked(&window).await;
    let page = window
        .js("return document.body.innerText", Vec::new())
        .await;
    assert!(!text_of(&page).contains("of many"), "{page}");
    let refused = window
        .invoke("diary_log", json!({ "input": { "nrs": 4, "note": null } }))
        .await;
    assert_eq!(refused["refused"]["code"], "locked", "{refused}");
    let shell = backstride(&desktop, &["log", "4"]);
    assert_eq!(shell.code, Some(1), "{shell:?}");
    assert!(
        shell.stderr.contains("Not saved: the diary is locked") && shell.stderr.contains("unlock"),
        "{shell:?}"
    );
    let found = readable(&desktop);
    println!("canaries: attempted {CANARIES}, found {found}; the control found {control}");
    assert_eq!(found, 0, "in {:?}", desktop.path(""));

    give_axe(&window).await;
    let mut wrong = Vec::new();
    in_both_themes(&window, "locked", &mut wrong).await;
    at_twice_the_text(&window, "locked", &mut wrong).await;
    assert_eq!(wrong, Vec::<String>::new());

    window.click("lock-words").await;
    window.press("brown kettle on the hilk").await;
    window.press(Key::Enter).await;
    assert!(
        window
            .wait_fault("lock-words")
            .await
            .contains("does not fit")
    );
    rest(&window).await;
    picture(&window, "locked-wrong").await;
    // What needs no diary works all the same.
    window.visit("#/check").await;
    window.see("help-group").await;
    window.visit("#/today").await;
    is_locked(&window).await;
    window.press(PASSPHRASE).await;
    window.press(Key::Enter).await;
    window.see("pain-bar").await;
    assert_eq!(window.total().await, total);

    // The session is locked: so is the diary.
    session
        .emit_signal(
            None::<zbus::names::BusName<'_>>,
            SESSION,
            "org.freedesktop.login1.Session",
            "Lock",
            &(),
        )
        .expect("a signal");
    is_locked(&window).await;
    window.click("lock-turn").await;
    window.click("lock-code").await;
    window.press(code.to_lowercase().replace('-', " ")).await;
    window.press(Key::Enter).await;
    window.see("pain-bar").await;

    // Nothing is touched for longer than was chosen.
    // Each look at the clock is 16 minutes after the one before, so that a pointer that seems to move changes nothing.
    let script = "const was = Date.now; let on = 0; Date.now = () => was() + (on += 16 * 60_000)";
    window.js(script, Vec::new()).await;
    is_locked(&window).await;
    window.press(PASSPHRASE).await;
    window.press(Key::Enter).await;
    window.see("pain-bar").await;

    window.visit("#/settings").await;
    window.tab_to("[data-testid='lock-off']").await;
    give_axe(&window).await;
    for theme in THEMES {
        put_on(&window, theme).await;
        axe_finds_nothing(&window, &format!("lock settings {theme}"), &mut wrong).await;
    }
    assert_eq!(wrong, Vec::<String>::new());
    window.press(Key::Enter).await;
    window.type_into("lock-old", "not the passphrase").await;
    window.press(Key::Enter).await;
    assert!(window.wait_fault("lock-old").await.contains("does not fit"));
    window.type_into("lock-old", PASSPHRASE).await;
    window.press(Key::Enter).await;
    window.see("lock-begin").await;
    assert_eq!(window.total().await, total);
    // Without a passphrase the same key covers the window, and one press brings it back.
    window.press_ctrl('l').await;
    window.see("cover").await;
    assert!(!window.has("lock-card").await);
    window.press(Key::Enter).await;
    window.see("lock-card").await;
    window.close(&desktop).await;
    let vault = Vault::open(&desktop.profile(), now()).expect("opens without a word");
    assert!(vault.key().is_none());
    desktop.assert_nothing_panicked();
}

#[test]
fn reminders_go_on_while_the_diary_is_locked_and_say_nothing_of_it() {
    let mut desktop = Desktop::new();
    desktop.set_clock("2026-11-23T19:59:00", 20);
    profile::many(&desktop, CANARIES);
    profile::reminder(&desktop, 900, "20:00");
    lock_it(&desktop);
    let diary = fs::read(desktop.profile().join("diary.db")).expect("the diary");
    let agent = desktop.command(desktop::program("backstride-agent"));
    desktop.start("agent", agent);
    desktop.wait_until("a card is shown", || !desktop.shown().is_empty());
    for card in desktop.shown() {
        assert!(!format!("{card:?}").contains("of many"), "{card:?}");
    }
    assert!(matches!(
        Vault::open(&desktop.profile(), now()),
        Err(Error::Locked)
    ));
    assert_eq!(
        fs::read(desktop.profile().join("diary.db")).expect("the diary"),
        diary,
        "nobody opened it"
    );
    desktop.assert_nothing_panicked();
}

/// How the key store behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    Honest,
    /// Hands out other bytes than it was given.
    Lying,
    /// Never answers.
    Silent,
    /// Answers that it will not.
    Refusing,
    /// Is locked, and its question to the person is dismissed.
    Dismissed,
    /// Says that it keeps nothing.
    Empty,
    /// Answers, and too late.
    Late,
    /// Is gone from the bus in the middle of an answer.
    Vanishing,
    /// Hands out something that is no secret at all.
    Garbage,
}

type StoreSecret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

struct Kept {
    mood: Mutex<Mood>,
    secret: Mutex<Option<StoreSecret>>,
}

impl Kept {
    fn mood(&self) -> Mood {
        *self.mood.lock().expect("not poisoned")
    }

    async fn answer(&self) -> zbus::fdo::Result<()> {
        match self.mood() {
            Mood::Silent => {
                std::future::pending::<()>().await;
                Ok(())
            }
            Mood::Late => {
                std::thread::sleep(Duration::from_millis(2500));
                Ok(())
            }
            Mood::Refusing => Err(zbus::fdo::Error::AccessDenied("no".to_owned())),
            _ => Ok(()),
        }
    }
}

const STORE: &str = "/org/freedesktop/secrets";
const COLLECTION: &str = "/org/freedesktop/secrets/collection/login";
const ITEM: &str = "/org/freedesktop/secrets/collection/login/1";
const PROMPT: &str = "/org/freedesktop/secrets/prompt/1";

struct Store(Arc<Kept>);

#[zbus::interface(name = "org.freedesktop.Secret.Service")]
impl Store {
    async fn open_session(
        &self,
        _algorithm: &str,
        _input: Value<'_>,
    ) -> zbus::fdo::Result<(OwnedValue, OwnedObjectPath)> {
        self.0.answer().await?;
        // With a one for its half of the exchange both sides share the same key each time, and this one need not know it.
        let half = OwnedValue::try_from(Value::from(vec![1_u8])).expect("a value");
        Ok((half, at("/org/freedesktop/secrets/session/1")))
    }

    fn search_items(
        &self,
        _attributes: HashMap<String, String>,
    ) -> (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) {
        let kept = self.0.secret.lock().expect("not poisoned").is_some();
        match self.0.mood() {
            Mood::Empty => (Vec::new(), Vec::new()),
            Mood::Dismissed if kept => (Vec::new(), vec![at(ITEM)]),
            _ if kept => (vec![at(ITEM)], Vec::new()),
            _ => (Vec::new(), Vec::new()),
        }
    }

    fn unlock(&self, _paths: Vec<OwnedObjectPath>) -> (Vec<OwnedObjectPath>, OwnedObjectPath) {
        (Vec::new(), at(PROMPT))
    }

    fn read_alias(&self, _name: &str) -> OwnedObjectPath {
        at(COLLECTION)
    }
}

struct Collection(Arc<Kept>);

#[zbus::interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    fn create_item(
        &self,
        _properties: HashMap<String, OwnedValue>,
        secret: StoreSecret,
        _replace: bool,
    ) -> (OwnedObjectPath, OwnedObjectPath) {
        *self.0.secret.lock().expect("not poisoned") = Some(secret);
        (at(ITEM), at("/"))
    }

    #[zbus(property)]
    fn locked(&self) -> bool {
        false
    }
}

struct Item(Arc<Kept>);

#[zbus::interface(name = "org.freedesktop.Secret.Item")]
impl Item {
    async fn get_secret(
        &self,
        _session: OwnedObjectPath,
        #[zbus(connection)] connection: &zbus::Connection,
    ) -> zbus::fdo::Result<(StoreSecret,)> {
        if self.0.mood() == Mood::Vanishing {
            connection.release_name("org.freedesktop.secrets").await?;
            std::future::pending::<()>().await;
        }
        let kept = self.0.secret.lock().expect("not poisoned").clone();
        let mut secret = kept.ok_or(zbus::fdo::Error::Failed("nothing".to_owned()))?;
        if self.0.mood() == Mood::Lying {
            // What it begins with is changed on the way, and nothing else tells.
            secret.1[3] ^= 0x55;
        }
        if self.0.mood() == Mood::Garbage {
            secret.1.clear();
            secret.2 = b"no secret, and not as long as one".to_vec();
        }
        Ok((secret,))
    }

    fn set_secret(&self, secret: StoreSecret) {
        *self.0.secret.lock().expect("not poisoned") = Some(secret);
    }

    #[zbus(property)]
    fn locked(&self) -> bool {
        self.0.mood() == Mood::Dismissed
    }
}

struct Prompt;

#[zbus::interface(name = "org.freedesktop.Secret.Prompt")]
impl Prompt {
    async fn prompt(
        &self,
        _window: &str,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> zbus::fdo::Result<()> {
        Self::completed(&emitter, true, Value::from("")).await?;
        Ok(())
    }

    #[zbus(signal)]
    async fn completed(
        emitter: &SignalEmitter<'_>,
        dismissed: bool,
        result: Value<'_>,
    ) -> zbus::Result<()>;
}

#[tokio::test]
async fn a_key_store_opens_the_diary_or_the_passphrase_does_within_three_seconds() {
    let mut desktop = Desktop::bare();
    profile::many(&desktop, CANARIES);
    lock_it(&desktop);
    let kept = Arc::new(Kept {
        mood: Mutex::new(Mood::Honest),
        secret: Mutex::new(None),
    });
    let address = desktop.bus_address().to_owned();
    let bus = connection::Builder::address(address.as_str())
        .and_then(|builder| builder.serve_at(STORE, Store(Arc::clone(&kept))))
        .and_then(|builder| builder.serve_at(COLLECTION, Collection(Arc::clone(&kept))))
        .and_then(|builder| builder.serve_at(ITEM, Item(Arc::clone(&kept))))
        .and_then(|builder| builder.serve_at(PROMPT, Prompt))
        .and_then(|builder| builder.name("org.freedesktop.secrets"))
        .and_then(connection::Builder::build)
        .expect("a key store on the private bus");

    let window = Window::open(&mut desktop).await;
    is_locked(&window).await;
    window.press(PASSPHRASE).await;
    window.click("lock-remember").await;
    window.click("lock-open").await;
    window.see("pain-bar").await;
    window.close(&desktop).await;
    let slots = keys::newest(&desktop.profile()).expect("slots");
    assert!(slots.has(Kind::Stored), "the store was asked to keep it");
    assert!(kept.secret.lock().expect("not poisoned").is_some());

    // The control: with an honest store the diary opens by itself, in the shell as in the window.
    let saved = backstride(&desktop, &["log", "4"]);
    assert_eq!(saved.code, Some(0), "{saved:?}");
    let window = Window::open(&mut desktop).await;
    window.see("pain-bar").await;
    // Somebody who locks it wants it locked, whatever the store remembers.
    window.press_ctrl('l').await;
    is_locked(&window).await;
    window.close(&desktop).await;

    let diary = fs::read(desktop.profile().join("diary.db")).expect("the diary");
    let (mut attempted, mut asked) = (0, 0);
    let mut longest = Duration::ZERO;
    let mut refuses = |desktop: &Desktop, what: &str| {
        attempted += 1;
        let begun = Instant::now();
        let refused = backstride(desktop, &["log", "4"]);
        longest = longest.max(begun.elapsed());
        assert_eq!(refused.code, Some(1), "{what}: {refused:?}");
        assert!(
            refused.stderr.contains("the diary is locked"),
            "{what}: {refused:?}"
        );
        asked += 1;
    };
    for round in 0..3 {
        for mood in [
            Mood::Lying,
            Mood::Silent,
            Mood::Refusing,
            Mood::Dismissed,
            Mood::Empty,
        ] {
            *kept.mood.lock().expect("not poisoned") = mood;
            refuses(&desktop, &format!("{mood:?} {round}"));
        }
        *kept.mood.lock().expect("not poisoned") = Mood::Honest;
        let secret = kept.secret.lock().expect("not poisoned").take();
        refuses(&desktop, "forgotten");
        *kept.secret.lock().expect("not poisoned") = secret;
        bus.release_name("org.freedesktop.secrets").expect("gone");
        refuses(&desktop, "absent");
        bus.request_name("org.freedesktop.secrets").expect("back");
        desktop.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
        refuses(&desktop, "no bus");
        desktop.set("DBUS_SESSION_BUS_ADDRESS", address.clone());
    }
    for mood in [Mood::Late, Mood::Garbage, Mood::Vanishing] {
        *kept.mood.lock().expect("not poisoned") = mood;
        refuses(&desktop, &format!("{mood:?}"));
    }
    bus.request_name("org.freedesktop.secrets").expect("back");
    // Whatever the store says, slots that are not as they were written open nothing and ask for nothing costly.
    let good = fs::read(desktop.profile().join(keys::NAMES[0])).expect("slots");
    let mut flipped = good.clone();
    flipped[60] ^= 1;
    let mut doctored = good.clone();
    doctored[19..23].copy_from_slice(&u32::MAX.to_be_bytes());
    doctored.truncate(doctored.len() - 32);
    let sum = blake3::hash(&doctored);
    doctored.extend_from_slice(sum.as_bytes());
    for (what, slots) in [("flipped", &flipped), ("doctored", &doctored)] {
        for name in keys::NAMES {
            fs::write(desktop.profile().join(name), slots).expect("written");
        }
        for mood in [Mood::Honest, Mood::Lying, Mood::Garbage] {
            *kept.mood.lock().expect("not poisoned") = mood;
            refuses(&desktop, &format!("{mood:?}, slots {what}"));
        }
    }
    for name in keys::NAMES {
        fs::write(desktop.profile().join(name), &good).expect("as it was");
    }
    *kept.mood.lock().expect("not poisoned") = Mood::Honest;
    println!(
        "key store: attempted {attempted}, asked for the passphrase {asked}, lost 0, longest {} ms",
        longest.as_millis()
    );
    assert_eq!(attempted, 24 + 3 + 6);
    assert!(longest < Duration::from_secs(3), "{longest:?}");
    assert_eq!(
        fs::read(desktop.profile().join("diary.db")).expect("the diary"),
        diary,
        "nothing was written"
    );
    // After all of it the honest store still opens it.
    let saved = backstride(&desktop, &["log", "4"]);
    assert_eq!(saved.code, Some(0), "{saved:?}");
    desktop.assert_nothing_panicked();
}

/// Signals that somebody leaves, and signals like them that say something else.
fn emit<B: serde::Serialize + zbus::zvariant::DynamicType>(
    bus: &Connection,
    path: &str,
    interface: &str,
    member: &str,
    body: &B,
) {
    bus.emit_signal(
        None::<zbus::names::BusName<'_>>,
        path,
        interface,
        member,
        body,
    )
    .expect("a signal");
}

const LOGIND: &str = "org.freedesktop.login1";

fn hint(locked: bool) -> (String, HashMap<String, Value<'static>>, Vec<String>) {
    (
        format!("{LOGIND}.Session"),
        HashMap::from([("LockedHint".to_owned(), Value::from(locked))]),
        Vec::new(),
    )
}

#[tokio::test]
async fn the_computer_falls_asleep_only_after_the_diary_is_locked() {
    let mut desktop = Desktop::bare();
    let (bus, held) = sessions_that_sleep(&mut desktop);
    desktop.set_clock(profile::MORNING, 1);
    profile::many(&desktop, 3);
    lock_it(&desktop);
    let window = Window::open(&mut desktop).await;
    let sleeps = |now: bool| {
        let interface = format!("{LOGIND}.Manager");
        emit(
            &bus,
            "/org/freedesktop/login1",
            &interface,
            "PrepareForSleep",
            &(now),
        );
    };
    let mut locked_first = 0;
    for round in 1..=3 {
        is_locked(&window).await;
        window.press(PASSPHRASE).await;
        window.press(Key::Enter).await;
        window.see("pain-bar").await;
        desktop.wait_until("sleep is held off", || {
            held.lock().expect("sound").len() == round
        });
        let newest = held
            .lock()
            .expect("sound")
            .last()
            .map(PipeReader::try_clone);
        let mut newest = newest.expect("held").expect("two of it");
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || tell.send(newest.read(&mut [0])));
        sleeps(true);
        // Its end comes when sleep may go on; the diary is closed by then.
        let end = told.recv_timeout(Duration::from_secs(20));
        assert_eq!(end.expect("let go").expect("read"), 0);
        let refused = window.invoke("lock_view", json!({})).await;
        assert_eq!(refused["refused"]["code"], "locked", "{refused}");
        locked_first += 1;
        sleeps(false);
    }
    println!("sleep: attempted 3, held until locked {locked_first}");
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn the_diary_locks_when_the_computer_sleeps_or_its_screen_is_locked_and_only_then() {
    let mut desktop = Desktop::bare();
    let bus = sessions(&mut desktop);
    desktop.set_clock(profile::MORNING, 1);
    profile::many(&desktop, 3);
    lock_it(&desktop);
    let window = Window::open(&mut desktop).await;
    let unlock = async || {
        is_locked(&window).await;
        window.press(PASSPHRASE).await;
        window.press(Key::Enter).await;
        window.see("pain-bar").await;
    };
    unlock().await;
    let sleeps = |now: bool| {
        let interface = format!("{LOGIND}.Manager");
        emit(
            &bus,
            "/org/freedesktop/login1",
            &interface,
            "PrepareForSleep",
            &(now),
        );
    };
    let session = |path: &str| emit(&bus, path, &format!("{LOGIND}.Session"), "Lock", &());
    let hinted = |locked: bool| {
        let properties = "org.freedesktop.DBus.Properties";
        emit(
            &bus,
            SESSION,
            properties,
            "PropertiesChanged",
            &hint(locked),
        );
    };
    let saver = |name: &str, on: bool| {
        let path = format!("/{}", name.replace('.', "/"));
        emit(&bus, &path, name, "ActiveChanged", &(on));
    };
    const SAVERS: [&str; 2] = ["org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"];

    // The control: waking up, somebody else's session, a screen that is unlocked.
    let before = window.total().await;
    sleeps(false);
    session("/org/freedesktop/login1/session/two");
    hinted(false);
    for name in SAVERS {
        saver(name, false);
    }
    window.log_by_click(4).await;
    window.wait_total(before + 1).await;
    assert!(!window.has("lock-screen").await, "nobody left");

    let (mut attempted, mut locked) = (0, 0);
    for way in 0..5 {
        attempted += 1;
        match way {
            0 => sleeps(true),
            1 => session(SESSION),
            2 => hinted(true),
            n => saver(SAVERS[n - 3], true),
        }
        is_locked(&window).await;
        let refused = window.invoke("lock_view", json!({})).await;
        assert_eq!(refused["refused"]["code"], "locked", "{refused}");
        locked += 1;
        unlock().await;
    }
    // Whoever does not want it is not locked out.
    let kept = window
        .invoke("lock_habits", json!({ "afterMin": 15, "onLeave": false }))
        .await;
    assert_eq!(kept["ok"]["onLeave"], false, "{kept}");
    sleeps(true);
    window.log_by_click(5).await;
    window.wait_total(before + 2).await;
    assert!(!window.has("lock-screen").await);
    println!("leaving: attempted {attempted}, locked {locked}, locked without leaving 0");
    assert_eq!(attempted, locked);
    desktop.assert_nothing_panicked();
}

/// Words that are typed by a person, each in one place of the window.
fn typed_word(n: u32) -> String {
    format!("kestrel{n:02}ember")
}

/// How many of the typed words lie readable anywhere on the desktop, as bytes or in the letters of the web view.
fn typed_and_readable(desktop: &Desktop) -> Vec<u32> {
    let all: Vec<Vec<u8>> = files(&desktop.path(""))
        .iter()
        .filter_map(|path| fs::read(path).ok())
        .collect();
    let holds = |word: &[u8]| {
        all.iter()
            .any(|bytes| bytes.windows(word.len()).any(|part| part == word))
    };
    (0..CANARIES)
        .filter(|n| {
            let word = typed_word(*n);
            let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
            holds(word.as_bytes()) || holds(&wide)
        })
        .collect()
}

/// Types every word into the window: most into an entry that is saved, others into the search and into what is left.
async fn type_words(window: &Window, desktop: &Desktop) {
    let note: Vec<String> = (0..14).map(typed_word).collect();
    window.visit("#/diary/new").await;
    window.type_into("entry-note", &note.join(" ")).await;
    let heard = window.heard().await;
    window.press_ctrl_enter().await;
    window.hear(heard, "Saved").await;
    window.visit("#/diary").await;
    window
        .type_into(
            "list-search",
            &format!("{} {}", typed_word(14), typed_word(15)),
        )
        .await;
    window.visit("#/questions").await;
    window
        .type_into(
            "question-own",
            &format!("{} {}", typed_word(16), typed_word(17)),
        )
        .await;
    window.press(Key::Enter).await;
    window.see("question").await;
    // Everything that makes files of it: a copy, a copy in one file, and an export, which is the person's to delete.
    let made = window.invoke("backups_make", json!({})).await;
    let seq = made["ok"]["backup"]["seq"].clone();
    window
        .invoke("backups_pack", json!({ "seq": seq, "folder": null }))
        .await;
    let wish = json!({ "lines": true, "tables": true, "fhir": true, "calendar": true });
    let saved = window
        .invoke("exchange_export", json!({ "input": wish }))
        .await;
    let folder = PathBuf::from(text_of(&saved["ok"]["path"]));
    assert!(folder.starts_with(desktop.path("")), "{saved}");
    fs::remove_dir_all(folder).expect("the person deletes what was exported");
    window.visit("#/diary/new").await;
    window
        .type_into(
            "entry-note",
            &format!("{} {}", typed_word(18), typed_word(19)),
        )
        .await;
}

#[tokio::test]
async fn what_is_typed_into_a_locked_diary_lies_nowhere_on_the_disk() {
    let mut found = Vec::new();
    for lock in [false, true] {
        let mut desktop = Desktop::bare();
        desktop.set_clock(profile::MORNING, 1);
        profile::many(&desktop, 3);
        if lock {
            lock_it(&desktop);
        }
        let window = Window::open(&mut desktop).await;
        if lock {
            is_locked(&window).await;
            window.press(PASSPHRASE).await;
            window.press(Key::Enter).await;
        }
        window.see("pain-bar").await;
        type_words(&window, &desktop).await;
        window.press_ctrl('l').await;
        if lock {
            is_locked(&window).await;
            let open = typed_and_readable(&desktop);
            assert!(open.is_empty(), "{open:?} while the window is there");
        }
        window.close(&desktop).await;
        found.push(typed_and_readable(&desktop));
        if lock {
            let words = PASSPHRASE.as_bytes();
            let kept = files(&desktop.path("")).into_iter().find(|path| {
                fs::read(path)
                    .is_ok_and(|bytes| bytes.windows(words.len()).any(|part| part == words))
            });
            assert_eq!(kept, None, "the passphrase lies there");
        }
        desktop.assert_nothing_panicked();
    }
    println!(
        "typed words: attempted {CANARIES}, found {}; the control without a lock found {}",
        found[1].len(),
        found[0].len()
    );
    assert!(
        found[0].len() >= 16,
        "the control has to find what was saved: {found:?}"
    );
    assert_eq!(found[1], Vec::<u32>::new());
}

/// What the limits of a process say about a file of its memory.
fn core_limit(pid: &str) -> String {
    let limits = fs::read_to_string(format!("/proc/{pid}/limits")).expect("limits");
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let words: Vec<&str> = line.expect("a line").split_whitespace().collect();
    format!("{} {}", words[4], words[5])
}

#[tokio::test]
async fn no_process_that_has_the_diary_open_writes_its_memory_to_the_disk() {
    let mut desktop = Desktop::bare();
    let window = Window::open_settled(&mut desktop).await;
    window.see("pain-bar").await;
    let control = core_limit("self");
    assert!(
        !control.ends_with(" 0"),
        "the control has to be allowed to: {control}"
    );
    let mut looked_at = 0;
    for program in ["backstride", "WebKitWebProcess"] {
        for pid in desktop.processes(program) {
            assert_eq!(core_limit(&pid.to_string()), "0 0", "{program}");
            looked_at += 1;
        }
    }
    println!("memory on the disk: processes {looked_at}, allowed 0; the control {control}");
    assert!(looked_at >= 2, "{looked_at}");
}

/// Opens a locked diary and gives it a recovery code that the test knows.
fn with_code(desktop: &Desktop) -> (Vault, RecoveryCode) {
    let secret = Secret::Passphrase(PASSPHRASE);
    let vault = lock::unlock(&desktop.profile(), secret, now()).expect("opens");
    let mut next = 0_u8;
    let mut draw = |into: &mut [u8]| {
        next = next.wrapping_add(1);
        into.fill(next);
        Ok(())
    };
    let code = RecoveryCode::new(&mut draw).expect("a code");
    lock::change_code(&vault, secret, &code, &mut draw).expect("another code");
    (vault, code)
}

#[tokio::test]
async fn a_damaged_locked_diary_comes_back_with_the_recovery_code() {
    let mut desktop = Desktop::bare();
    desktop.set_clock(profile::MORNING, 1);
    profile::many(&desktop, CANARIES);
    lock_it(&desktop);
    let (vault, code) = with_code(&desktop);
    let why = backup::Why::Manual;
    backup::make(&vault.diary, vault.dir(), vault.key(), why, now()).expect("a copy");
    vault.close().expect("closed");
    let file = desktop.profile().join("diary.db");
    let length = fs::read(&file).expect("read").len();
    fs::write(&file, vec![7; length]).expect("gone to pieces");

    let window = Window::open(&mut desktop).await;
    is_locked(&window).await;
    window.press(PASSPHRASE).await;
    window.press(Key::Enter).await;
    // The passphrase is right and what is behind it is not: that is no wrong passphrase.
    window.see("state-screen").await;
    window.click("way-look").await;
    window.see("way-words").await;
    window
        .type_into("way-words", &code.text().to_lowercase())
        .await;
    window.click("way-look").await;
    window.see("way-take").await;
    let heard = window.heard().await;
    window.click("way-take").await;
    window.hear(heard, "open again").await;
    window.wait_total(u64::from(CANARIES)).await;
    window.press_ctrl('l').await;
    is_locked(&window).await;
    window.press(PASSPHRASE).await;
    window.press(Key::Enter).await;
    window.see("pain-bar").await;
    window.close(&desktop).await;
    assert_eq!(readable(&desktop), 0, "it came back locked");
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_day_after_it_was_chosen_the_passphrase_is_asked_for_once() {
    let mut desktop = Desktop::bare();
    desktop.set_clock(profile::MORNING, 1);
    profile::many(&desktop, 3);
    lock_it(&desktop);
    let (mut vault, code) = with_code(&desktop);
    let yesterday = Moment {
        utc_ms: now().utc_ms - 25 * 3_600_000,
        ..now()
    };
    db::write(&mut vault.diary, |tx| {
        settings::note_passphrase(tx, yesterday)
    })
    .expect("noted");
    vault.close().expect("closed");

    let window = Window::open(&mut desktop).await;
    window.resize(ROOMY).await;
    is_locked(&window).await;
    // Who comes in with the code has not shown that they know the passphrase.
    window.click("lock-turn").await;
    window.click("lock-code").await;
    window.press(code.text().to_string()).await;
    window.press(Key::Enter).await;
    window.see("recall").await;
    give_axe(&window).await;
    let mut wrong = Vec::new();
    in_both_themes(&window, "recall", &mut wrong).await;
    window
        .type_into("recall-words", "brown kettle on the hilk")
        .await;
    window.press(Key::Enter).await;
    assert!(
        window
            .wait_fault("recall-words")
            .await
            .contains("not your passphrase")
    );
    at_twice_the_text(&window, "recall", &mut wrong).await;
    assert_eq!(wrong, Vec::<String>::new());
    // It can wait, and is not pressed on anybody.
    window.click("recall-later").await;
    window.wait_gone("recall").await;
    window.press_ctrl('l').await;
    is_locked(&window).await;
    window.click("lock-turn").await;
    window.click("lock-code").await;
    window.press(code.text().to_string()).await;
    window.press(Key::Enter).await;
    window.see("recall").await;
    let heard = window.heard().await;
    window.type_into("recall-words", PASSPHRASE).await;
    window.press(Key::Enter).await;
    window.hear(heard, "That is your passphrase").await;
    window.wait_gone("recall").await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_copy_from_before_a_new_key_is_named_and_comes_back_with_the_old_words() {
    const NEW: &str = "seven quiet ferries";
    let mut desktop = Desktop::bare();
    desktop.set_clock(profile::MORNING, 1);
    profile::many(&desktop, CANARIES);
    lock_it(&desktop);
    let window = Window::open(&mut desktop).await;
    window.resize(ROOMY).await;
    is_locked(&window).await;
    window.press(PASSPHRASE).await;
    window.press(Key::Enter).await;
    window.see("pain-bar").await;
    let total = window.total().await;
    window.visit("#/settings").await;
    window.see("copies-make").await;
    // What the page hears of long work.
    let listen = "const done = arguments[0];
        window.__steps = [];
        const heard = window.__TAURI_INTERNALS__.transformCallback((it) => window.__steps.push(it.payload.step));
        return window.__TAURI_INTERNALS__.invoke('plugin:event|listen',
            { event: 'copy-progress', target: { kind: 'Any' }, handler: heard }).then(() => done(1))";
    window.js_later(listen).await;
    let heard = window.heard().await;
    window.click("copies-make").await;
    window.hear(heard, "copy was made and checked").await;
    window.see("copy-1").await;
    let steps = window
        .js("return [...new Set(window.__steps)].join(' ')", Vec::new())
        .await;
    assert_eq!(text_of(&steps), "copying checking placing");

    window.click("lock-rekey").await;
    window.type_into("lock-old", PASSPHRASE).await;
    window.type_into("lock-new", NEW).await;
    window.type_into("lock-again", NEW).await;
    window.press(Key::Enter).await;
    let code = window.text("lock-new-code").await;
    window.type_into("lock-tail", &code[code.len() - 5..]).await;
    let heard = window.heard().await;
    window.press(Key::Enter).await;
    window.hear(heard, "Changed").await;
    window.see("lock-left").await;
    let words = window.text("lock-left").await;
    assert!(
        words.contains("000001.db") && words.contains("old passphrase"),
        "{words}"
    );
    // A new copy under the new key was made at once, and only the old one is named.
    window.see("copy-lock-1").await;
    window.see("copy-2").await;
    assert!(!window.has("copy-lock-2").await);

    window.click("copy-check-1").await;
    window.see("copies-words-dialog").await;
    window
        .wait_js(
            "the field has the focus",
            "return document.activeElement?.dataset.testid === 'copies-words'",
        )
        .await;
    give_axe(&window).await;
    let mut wrong = Vec::new();
    in_both_themes(&window, "copies-words", &mut wrong).await;
    // Only whoever gives none is told what the copy is.
    assert!(!window.has("copies-trouble").await);
    window.press(Key::Escape).await;
    window.see("copies-trouble").await;
    window.click("copy-check-1").await;
    window.type_into("copies-words", NEW).await;
    window.press(Key::Enter).await;
    assert!(
        window
            .wait_fault("copies-words")
            .await
            .contains("does not open the copy")
    );
    let heard = window.heard().await;
    window.type_into("copies-words", PASSPHRASE).await;
    window.press(Key::Enter).await;
    window.hear(heard, "complete and in order").await;
    window.wait_gone("copies-words-dialog").await;

    window.click("copy-back-1").await;
    window.type_into("copies-words", PASSPHRASE).await;
    window.press(Key::Enter).await;
    window.see("copies-dialog").await;
    let said = window.text("copies-back-lock").await;
    assert!(said.contains("the passphrase you have now"), "{said}");
    rest(&window).await;
    picture(&window, "copies-back-lock").await;
    let heard = window.heard().await;
    window.click("copies-do").await;
    window.hear(heard, "copy was brought back").await;
    window.wait_gone("copies-dialog").await;
    assert_eq!(window.total().await, total);

    window.see("lock-left").await;
    let script = "document.querySelector('[data-testid=\"lock-left\"]').scrollIntoView()";
    for theme in THEMES {
        put_on(&window, theme).await;
        window.js(script, Vec::new()).await;
        rest(&window).await;
        picture(&window, &format!("lock-left-{theme}")).await;
    }
    window.resize(SMALLEST).await;
    set_text_size(&window, "200%").await;
    window.js(script, Vec::new()).await;
    rest(&window).await;
    picture(&window, "lock-left-large").await;
    nothing_is_clipped(&window, "lock left", &mut wrong).await;
    assert_eq!(wrong, Vec::<String>::new());
    set_text_size(&window, "").await;
    window.resize(ROOMY).await;
    window.click("lock-left-remove").await;
    window.wait_gone("lock-left").await;
    window.close(&desktop).await;
    let open = |words| lock::unlock(&desktop.profile(), Secret::Passphrase(words), now());
    assert!(matches!(open(PASSPHRASE), Err(Error::WrongSecret)));
    open(NEW).expect("opens").close().expect("closed");
    assert!(!desktop.profile().join("backups/000001.db").exists());
    desktop.assert_nothing_panicked();
}
