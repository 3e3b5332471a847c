//! The lock in the real window: set by keyboard, opened by passphrase and code, shut by key, by idling and by the session;
//! and a key store in every mood, which never keeps anybody out and never loses anything.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use backstride_core::vault::keys::{self, Kind};
use backstride_core::vault::{RecoveryCode, Vault, lock};
use backstride_core::{Error, Moment};
use serde_json::json;
use thirtyfour::prelude::*;
use zbus::blocking::{Connection, connection};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

use crate::desktop::{self, Desktop, Outcome};
use crate::profile;
use crate::screens::{
    THEMES, axe_finds_nothing, give_axe, nothing_is_clipped, picture, rest, set_text_size,
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

struct Sessions;

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Sessions {
    fn get_session(&self, _name: &str) -> OwnedObjectPath {
        at(SESSION)
    }
}

const SESSION: &str = "/org/freedesktop/login1/session/one";

fn at(path: &'static str) -> OwnedObjectPath {
    ObjectPath::try_from(path).expect("a path").into()
}

fn sessions(desktop: &mut Desktop) -> Connection {
    let address = desktop.bus_address().to_owned();
    desktop.set("DBUS_SYSTEM_BUS_ADDRESS", address.clone());
    connection::Builder::address(address.as_str())
        .and_then(|builder| builder.serve_at("/org/freedesktop/login1", Sessions))
        .and_then(|builder| builder.serve_at(SESSION, Session))
        .and_then(|builder| builder.name("org.freedesktop.login1"))
        .and_then(connection::Builder::build)
        .expect("a session manager on the private bus")
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
    for theme in THEMES {
        let script = "document.documentElement.dataset.theme = arguments[0]";
        window.js(script, vec![json!(theme)]).await;
        rest(&window).await;
        picture(&window, &format!("locked-{theme}")).await;
        axe_finds_nothing(&window, &format!("locked {theme}"), &mut wrong).await;
    }
    window.resize(SMALLEST).await;
    set_text_size(&window, "200%").await;
    rest(&window).await;
    picture(&window, "locked-large").await;
    nothing_is_clipped(&window, "locked", &mut wrong).await;
    assert_eq!(wrong, Vec::<String>::new());
    set_text_size(&window, "").await;
    window.resize(ROOMY).await;

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
        let script = "document.documentElement.dataset.theme = arguments[0]";
        window.js(script, vec![json!(theme)]).await;
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
}

type Secret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

struct Kept {
    mood: Mutex<Mood>,
    secret: Mutex<Option<Secret>>,
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
        secret: Secret,
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
    fn get_secret(&self, _session: OwnedObjectPath) -> zbus::fdo::Result<(Secret,)> {
        let kept = self.0.secret.lock().expect("not poisoned").clone();
        let mut secret = kept.ok_or(zbus::fdo::Error::Failed("nothing".to_owned()))?;
        if self.0.mood() == Mood::Lying {
            // What it begins with is changed on the way, and nothing else tells.
            secret.1[3] ^= 0x55;
        }
        Ok((secret,))
    }

    fn set_secret(&self, secret: Secret) {
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
    println!(
        "key store: attempted {attempted}, asked for the passphrase {asked}, lost 0, longest {} ms",
        longest.as_millis()
    );
    assert_eq!(attempted, 24);
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
