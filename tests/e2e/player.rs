//! The player through the real window: one whole routine by keyboard alone with its cues, closing in the middle, what
//! hurts, and how it looks.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use backstride_core::sessions::{self, Session};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::desktop::Desktop;
use crate::profile;
use crate::screens::{
    THEMES, axe_finds_nothing, give_axe, lines, nothing_is_clipped, picture, rest, wear,
};
use crate::window::{ROOMY, SMALLEST, Window, text_of};

/// Fast enough for a test, and slow enough that a look at the clock on a busy machine is no sleep.
const SPEED: u32 = 4;

/// A break from sitting: a minute of movement and one more thing, in turn.
const ROUTINE: &str = "#/play/desk-break/1";

fn kept(desktop: &Desktop) -> Vec<Session> {
    profile::look(&desktop.profile(), "diary.db", |conn| {
        let from = (profile::morning() - chrono::TimeDelta::days(2)).date_naive();
        sessions::since(conn, from).expect("read")
    })
}

/// Writes down every cue that is shown, from now on.
const RECORD: &str = "\
    window.cues = []; \
    const note = () => { \
      const said = document.querySelector('[data-testid=\"play-said\"]')?.innerText.trim() ?? ''; \
      if (said !== '' && said !== window.cues.at(-1)) window.cues.push(said); \
    }; \
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true }); \
    return true;";

async fn standing(window: &Window) -> String {
    let script =
        "return document.querySelector('[data-testid=\"player\"]')?.dataset.standing ?? ''";
    text_of(&window.js(script, Vec::new()).await)
}

/// Plays on as a person would: whatever stands goes on with Space, until it is over.
pub(crate) async fn play_to_the_end(window: &Window) {
    for _ in 0..2_400 {
        match standing(window).await.as_str() {
            "over" => return,
            // A busy machine is as good as a short sleep, and what has no clock waits for the person.
            "slept" | "paused" => window.press(" ").await,
            "running" => {
                if window.has("play-on").await {
                    window.press(" ").await;
                }
            }
            other => panic!("it stands at {other}"),
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("it never ended");
}

#[tokio::test]
async fn one_whole_routine_is_done_by_keyboard_alone_and_every_cue_is_given() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, SPEED);
    profile::settled(&desktop).close().expect("closed");
    let window = Window::open(&mut desktop).await;
    window.visit("#/programmes").await;
    window.see("start-desk-break-1").await;
    window.tab_to("[data-testid='start-desk-break-1']").await;
    window.press(Key::Enter).await;
    window.arrive(ROUTINE).await;
    window.see("play-before-card").await;
    window.js(RECORD, Vec::new()).await;
    window.tab_to("[data-testid='play-before-0']").await;
    for _ in 0..4 {
        window.press(Key::Right).await;
    }
    window.press(Key::Enter).await;
    window
        .wait_js(
            "the pain before it is chosen",
            "return document.querySelector('[data-testid=\"play-before-4\"]')?.getAttribute('aria-pressed') === 'true'",
        )
        .await;
    window.tab_to("[data-testid='play-toggle']").await;
    window.press(Key::Enter).await;
    window
        .wait_js(
            "it runs",
            "return document.querySelector('[data-testid=\"player\"]').dataset.standing === 'running'",
        )
        .await;
    // The focus leaves the button, so that Space means the player and no button.
    window
        .js("document.activeElement.blur(); return true", Vec::new())
        .await;
    window.press(" ").await;
    window
        .wait_js(
            "it is paused",
            "return document.querySelector('[data-testid=\"player\"]').dataset.standing === 'paused'",
        )
        .await;
    play_to_the_end(&window).await;
    window.see("play-over").await;
    window.tab_to("[data-testid='play-after-0']").await;
    for _ in 0..3 {
        window.press(Key::Right).await;
    }
    window.press(Key::Enter).await;
    window
        .wait_js(
            "the pain after it is chosen",
            "return document.querySelector('[data-testid=\"play-after-3\"]')?.getAttribute('aria-pressed') === 'true'",
        )
        .await;
    let heard = lines(&window.js("return window.cues", Vec::new()).await);
    println!("cues: {heard:?}");
    for wanted in ["Get ready", "Half way", "3", "2", "1", "Go."] {
        assert!(
            heard.iter().any(|it| it.contains(wanted)),
            "{wanted} is missing: {heard:?}"
        );
    }
    let kept = kept(&desktop);
    assert_eq!(kept.len(), 1);
    assert!(kept[0].finished && kept[0].did.iter().all(|it| it.done == it.of));
    assert_eq!(kept[0].pain_after.map(|it| it.get()), Some(3));
    assert_eq!(kept[0].pain_before.map(|it| it.get()), Some(4));
    window.tab_to("[data-testid='play-done']").await;
    window.press(Key::Enter).await;
    window.arrive("#/programmes").await;
    window.see("lately").await;
    assert!(window.text("lately").await.contains("Break from sitting"));
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}

/// The screen saver of a desktop, as far as it can be held off.
#[derive(Clone, Default)]
struct ScreenSaver {
    /// Who holds it off now, and how often that was asked for.
    held: Arc<Mutex<(BTreeSet<u32>, u32)>>,
}

#[zbus::interface(name = "org.freedesktop.ScreenSaver")]
impl ScreenSaver {
    fn inhibit(&self, _program: &str, _reason: &str) -> u32 {
        let mut held = self.held.lock().expect("not poisoned");
        held.1 += 1;
        let cookie = held.1;
        held.0.insert(cookie);
        cookie
    }

    fn un_inhibit(&self, cookie: u32) {
        self.held.lock().expect("not poisoned").0.remove(&cookie);
    }
}

#[tokio::test]
async fn the_screen_stays_awake_while_a_routine_runs_and_not_while_it_is_paused() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::settled(&desktop).close().expect("closed");
    let saver = ScreenSaver::default();
    let _bus = zbus::blocking::connection::Builder::address(desktop.bus_address())
        .and_then(|builder| builder.serve_at("/org/freedesktop/ScreenSaver", saver.clone()))
        .and_then(|builder| builder.name("org.freedesktop.ScreenSaver"))
        .and_then(zbus::blocking::connection::Builder::build)
        .expect("a screen saver on the private bus");
    let holding = || saver.held.lock().expect("not poisoned").0.len();
    let window = Window::open(&mut desktop).await;
    window.visit(ROUTINE).await;
    window.see("play-before-card").await;
    assert_eq!(holding(), 0, "held off before anything runs");
    window.click("play-toggle").await;
    desktop.wait_until("the screen saver is held off", || holding() == 1);
    assert!(!window.has("play-awake").await, "says that it cannot");
    window.click("play-toggle").await;
    desktop.wait_until("the screen saver is let go", || holding() == 0);
    window.click("play-toggle").await;
    desktop.wait_until("it is held off again", || holding() == 1);
    window.visit("#/today").await;
    desktop.wait_until("leaving lets it go", || holding() == 0);
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn closing_the_window_in_the_middle_keeps_what_was_done() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, SPEED);
    profile::settled(&desktop).close().expect("closed");
    let window = Window::open(&mut desktop).await;
    window.visit(ROUTINE).await;
    window.click("play-toggle").await;
    window
        .js("document.activeElement.blur(); return true", Vec::new())
        .await;
    for _ in 0..600 {
        let part = window
            .js(
                "return document.querySelector('.page-head .note')?.innerText ?? ''",
                Vec::new(),
            )
            .await;
        if text_of(&part).starts_with("Part 2") {
            break;
        }
        if standing(&window).await == "slept" {
            window.press(" ").await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    window.close(&desktop).await;
    let kept = kept(&desktop);
    assert_eq!(kept.len(), 1);
    assert!(!kept[0].finished);
    assert_eq!(kept[0].did[0].done, kept[0].did[0].of);
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn what_hurts_is_noted_and_the_easier_form_or_an_end_is_offered() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::settled(&desktop).close().expect("closed");
    let window = Window::open(&mut desktop).await;
    window.visit("#/play/before-a-walk/1").await;
    window.see("play-toggle").await;
    let first = window.text("play-name").await;
    window.press(" ").await;
    window
        .wait_js(
            "it runs",
            "return document.querySelector('[data-testid=\"player\"]').dataset.standing === 'running'",
        )
        .await;
    window.press("x").await;
    window.see("play-hurt").await;
    window.click("play-hurt-easier").await;
    window.wait_gone("play-hurt").await;
    assert_eq!(window.text("play-name").await, first);
    window.press("x").await;
    window.see("play-hurt").await;
    window.click("play-hurt-stop").await;
    window.see("play-over").await;
    window.visit("#/programmes").await;
    window.see("lately").await;
    let kept = kept(&desktop);
    assert_eq!(kept.len(), 1);
    assert!(kept[0].did[0].hurt && !kept[0].finished);
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn what_was_chosen_about_cues_is_there_again_after_a_restart() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::settled(&desktop).close().expect("closed");
    let is = async |window: &Window, cue: &str, on: bool| {
        let script = format!(
            "return document.querySelector('[data-testid=\"cue-{cue}\"]')?.getAttribute('aria-checked') === '{on}'"
        );
        window.wait_js(&format!("{cue}: {on}"), &script).await;
    };
    let window = Window::open(&mut desktop).await;
    window.visit(ROUTINE).await;
    window.see("cue-sound").await;
    is(&window, "sound", true).await;
    window.click("cue-sound").await;
    is(&window, "sound", false).await;
    window.click("cue-flash").await;
    is(&window, "flash", true).await;
    window.close(&desktop).await;
    let window = Window::open(&mut desktop).await;
    window.visit(ROUTINE).await;
    window.see("cue-sound").await;
    is(&window, "sound", false).await;
    is(&window, "flash", true).await;
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn what_a_person_told_leaves_exercises_out_and_says_why() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::settled(&desktop).close().expect("closed");
    let window = Window::open(&mut desktop).await;
    window.visit("#/programmes").await;
    window.see("flag-no_kneeling").await;
    assert!(!window.has("left-out").await);
    window.click("flag-no_kneeling").await;
    window.see("left-out").await;
    assert!(window.text("left-out").await.contains("You cannot kneel."));
    window.click("flag-no_kneeling").await;
    window.wait_gone("left-out").await;
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn the_player_and_the_programmes_look_well_in_both_themes_and_at_any_size() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::settled(&desktop).close().expect("closed");
    let window = Window::open(&mut desktop).await;
    give_axe(&window).await;
    let mut wrong = Vec::new();
    for theme in THEMES {
        window.resize(ROOMY).await;
        wear(&window, theme).await;
        for (address, sign, name) in [
            ("#/programmes", "flags", "programmes"),
            ("#/play/before-a-walk/1", "play-toggle", "player"),
        ] {
            window.visit(address).await;
            window.see(sign).await;
            if name == "player" {
                window.see("play-film").await;
                window.press(" ").await;
                window
                    .wait_js_with(
                        "it runs",
                        "return document.querySelector('[data-testid=\"player\"]').dataset.standing === arguments[0]",
                        vec![json!("running")],
                    )
                    .await;
                window.press(" ").await;
                window
                    .wait_js_with(
                        "it is paused",
                        "return document.querySelector('[data-testid=\"player\"]').dataset.standing === arguments[0]",
                        vec![Value::String("paused".to_owned())],
                    )
                    .await;
            }
            rest(&window).await;
            picture(&window, &format!("{name}-{theme}")).await;
            axe_finds_nothing(&window, &format!("{name}, {theme}"), &mut wrong).await;
            window.resize(SMALLEST).await;
            rest(&window).await;
            nothing_is_clipped(&window, &format!("{name}, {theme}"), &mut wrong).await;
            picture(&window, &format!("{name}-small-{theme}")).await;
            window.resize(ROOMY).await;
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}
