//! Every screen in both themes: nothing for axe to find, nothing clipped at twice the text size, and a picture each.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::desktop::{self, Desktop};
use crate::profile;
use crate::window::{ROOMY, SMALLEST, Window, text_of};

/// Address and name of each screen that can be gone to.
const SCREENS: [(&str, &str); 16] = [
    ("#/today", "today"),
    ("#/diary", "diary"),
    ("#/diary/trash", "trash"),
    ("#/diary/new", "entry-new"),
    (
        "#/diary/entry/019ab000-0000-7000-8000-0000000002bd",
        "entry",
    ),
    ("#/diary/walk", "walk-new"),
    ("#/diary/walk/019ab000-0000-7000-8000-0000000002be", "walk"),
    ("#/diary/day/2026-11-22", "day"),
    ("#/diary/charts", "charts"),
    ("#/check", "check"),
    ("#/routines", "routines"),
    ("#/routines/hip-flexor-stretch", "exercise"),
    ("#/guides", "guides"),
    ("#/guides/leg-symptoms-that-ease-on-sitting", "guide"),
    ("#/reminders", "reminders"),
    ("#/settings", "settings"),
];

pub(crate) const THEMES: [&str; 2] = ["light", "dark"];

/// Runs axe with all its rules and returns what it found, in words.
const AXE: &str = "const done = arguments[0]; \
    axe.run(document, { resultTypes: ['violations'] }).then( \
    (report) => done(report.violations.flatMap((found) => found.nodes.map((node) => \
    `${found.id}: ${node.target.join(' ')}: ${node.failureSummary}`))), \
    (error) => done([String(error)]));";

/// What is cut off: a page wider than its window, or words that their box hides.
const CLIPPED: &str = "\
    const found = []; \
    const main = document.querySelector('main') ?? document.body; \
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page is wider than the window'); \
    if (main.scrollWidth > main.clientWidth + 1) found.push('the content is wider than its place'); \
    for (const element of document.querySelectorAll('body *')) { \
      const style = getComputedStyle(element); \
      const hides = [style.overflowX, style.overflowY].some((one) => one === 'hidden' || one === 'clip'); \
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''); \
      if (!hides || !own || element.closest('.unseen, svg')) continue; \
      if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1) \
        found.push(`${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 60)}`); \
    } \
    for (const element of document.querySelectorAll('button, a, input, select, textarea')) { \
      const box = element.getBoundingClientRect(); \
      if (box.width > 0 && !element.closest('.skip, .unseen') && (box.right > innerWidth + 1 || box.left < -1) \
 && !element.closest('nav, table')) \
        found.push(`${element.tagName} leaves the window: ${element.textContent.trim().slice(0, 60)}`); \
    } \
    return found;";

/// The pictures that the README shows; `UPDATE_PICTURES=1` renews them.
const SHOWN: [&str; 4] = ["today-light", "diary-dark", "exercise-light", "guide-light"];
const SHOWN_IN: &str = "assets/images/screens";

pub(crate) async fn picture(window: &Window, name: &str) {
    let file = format!("{name}.png");
    let path = desktop::project().join("target/screenshots").join(&file);
    window
        .try_picture(&path)
        .await
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    if SHOWN.contains(&name) && std::env::var_os("UPDATE_PICTURES").is_some() {
        let shown = desktop::project().join(SHOWN_IN);
        std::fs::create_dir_all(&shown).expect("a folder for pictures");
        std::fs::copy(&path, shown.join(&file)).expect("room for a picture");
    }
}

#[test]
fn the_readme_shows_pictures_that_are_there() {
    let readme = std::fs::read_to_string(desktop::project().join("README.md")).expect("the README");
    for name in SHOWN {
        let path = format!("{SHOWN_IN}/{name}.png");
        assert!(readme.contains(&path), "the README does not show {path}");
        assert!(
            desktop::project().join(&path).is_file(),
            "{path} is missing"
        );
    }
}

pub(crate) async fn give_axe(window: &Window) {
    let path = desktop::project().join("ui/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    window
        .js(&format!("{axe}; window.axe = axe; return true"), Vec::new())
        .await;
}

pub(crate) fn lines(value: &Value) -> Vec<String> {
    value
        .as_array()
        .map(|found| found.iter().map(text_of).collect())
        .unwrap_or_default()
}

pub(crate) async fn axe_finds_nothing(window: &Window, screen: &str, wrong: &mut Vec<String>) {
    let found = lines(&window.js_later(AXE).await);
    wrong.extend(found.into_iter().map(|line| format!("{screen}: {line}")));
}

/// Notes what does not fit its place on the screen.
pub(crate) async fn nothing_is_clipped(window: &Window, screen: &str, wrong: &mut Vec<String>) {
    let found = lines(&window.js(CLIPPED, Vec::new()).await);
    wrong.extend(found.into_iter().map(|line| format!("{screen}: {line}")));
}

/// Sets the size of all text, as a person does in the system; empty = the usual one.
pub(crate) async fn set_text_size(window: &Window, size: &str) {
    window
        .js(
            "document.documentElement.style.fontSize = arguments[0]",
            vec![json!(size)],
        )
        .await;
}

pub(crate) async fn wear(window: &Window, theme: &str) {
    window.visit("#/settings").await;
    window.click(&format!("theme-{theme}")).await;
    window
        .wait_js_with(
            "the theme is worn",
            "return document.documentElement.dataset.theme === arguments[0]",
            vec![json!(theme)],
        )
        .await;
}

/// Puts a theme on without saving the choice, which a screen without a diary behind it would refuse, and lets its colours
/// come to rest.
pub(crate) async fn put_on(window: &Window, theme: &str) {
    window
        .js(
            "document.documentElement.dataset.theme = arguments[0]",
            vec![json!(theme)],
        )
        .await;
    rest(window).await;
}

/// What is on the screen in both themes: a picture of each, and whether axe finds anything.
pub(crate) async fn in_both_themes(window: &Window, name: &str, wrong: &mut Vec<String>) {
    for theme in THEMES {
        put_on(window, theme).await;
        picture(window, &format!("{name}-{theme}")).await;
        axe_finds_nothing(window, &format!("{name} {theme}"), wrong).await;
    }
}

/// What is on the screen in the smallest window at twice the text, with a picture; and back again.
pub(crate) async fn at_twice_the_text(window: &Window, name: &str, wrong: &mut Vec<String>) {
    window.resize(SMALLEST).await;
    set_text_size(window, "200%").await;
    rest(window).await;
    picture(window, &format!("{name}-large")).await;
    nothing_is_clipped(window, name, wrong).await;
    set_text_size(window, "").await;
    window.resize(ROOMY).await;
}

/// Lets what moves come to rest and be painted, so that a picture shows the end of it and no button under a pointer.
pub(crate) async fn rest(window: &Window) {
    window.point_away().await;
    window
        .wait_js(
            "nothing moves",
            "return document.getAnimations().every((one) => one.playState !== 'running' || \
             one.effect?.getComputedTiming().iterations === Infinity)",
        )
        .await;
    window
        .js_later(
            "const done = arguments[0]; let left = 4; \
             const next = () => (left-- > 0 ? requestAnimationFrame(next) : setTimeout(() => done(true))); next();",
        )
        .await;
}

/// What the screens of the diary show only after a click or further down, each with its picture.
async fn the_diary_at_work(window: &Window, theme: &str, wrong: &mut Vec<String>) {
    let looked_at = async |name: &str, wrong: &mut Vec<String>| {
        rest(window).await;
        picture(window, &format!("{name}-{theme}")).await;
        axe_finds_nothing(window, &format!("{name} {theme}"), wrong).await;
    };
    let entry = SCREENS[4].0;
    for (route, name) in [
        (entry, "entry"),
        (SCREENS[6].0, "walk"),
        (SCREENS[7].0, "day"),
    ] {
        window.visit(route).await;
        for (part, share) in [("middle", 0.5), ("end", 1.0)] {
            let script = "const main = document.querySelector('main'); \
                          main.scrollTop = (main.scrollHeight - main.clientHeight) * arguments[0]";
            window.js(script, vec![json!(share)]).await;
            looked_at(&format!("{name}-{part}"), wrong).await;
        }
    }
    window.visit(entry).await;
    window.click("entry-history").await;
    window.see("history-step").await;
    looked_at("history", wrong).await;
    window.press(Key::Escape).await;
    window.wait_gone("history").await;

    window.visit("#/diary/new").await;
    window.click("when-other").await;
    window.type_into("when-date", "21 Nov").await;
    window.type_into("when-time", "1:30").await;
    window.click("entry-save").await;
    looked_at("entry-fault", wrong).await;
    window.click("entry-nrs-4").await;
    window
        .js(
            "document.querySelector('[data-testid=\"body-list\"]').open = true",
            Vec::new(),
        )
        .await;
    window.click("list-saddle").await;
    window.click("entry-save").await;
    window.see("safety-note").await;
    window.press_close_of_toast().await;
    looked_at("safety", wrong).await;
    window.visit("#/diary/walk").await;
    window.click("writing-for-back").await;

    window.visit(SCREENS[7].0).await;
    window.click("medicine-add").await;
    window.click("relief-add").await;
    window.click("flare-edit").await;
    looked_at("day-writing", wrong).await;
    window.click("medicine-cancel").await;
    window.click("relief-cancel").await;
    window.click("factors-open").await;
    window.see("factor-row").await;
    looked_at("factors", wrong).await;
    window.press(Key::Escape).await;
    window.wait_gone("factors").await;

    window.visit("#/diary").await;
    window.click("filter-open").await;
    window.type_into("list-search", "market").await;
    window.see("list-count").await;
    window
        .js(
            "document.querySelector('[data-testid=\"list-search\"]').scrollIntoView()",
            Vec::new(),
        )
        .await;
    looked_at("filter", wrong).await;
    window.click("list-clear").await;
    window.wait_gone("list-count").await;
}

#[tokio::test]
async fn every_screen_is_clean_for_axe_in_both_themes_and_has_its_picture() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::eight_weeks(&desktop);
    profile::tell_a_day(&desktop);
    profile::reminder(&desktop, 900, "20:00");
    let window = Window::open(&mut desktop).await;
    window.resize(ROOMY).await;
    // One entry for the trash to show.
    window.go("diary").await;
    window
        .js(
            "[...document.querySelectorAll('[data-kind=\"pain\"] [data-testid=\"entry-delete\"]')].at(-1).click()",
            Vec::new(),
        )
        .await;
    window.see("toast").await;
    window.press_close_of_toast().await;
    give_axe(&window).await;
    let mut wrong = Vec::new();
    for theme in THEMES {
        wear(&window, theme).await;
        for (route, name) in SCREENS {
            window.visit(route).await;
            rest(&window).await;
            picture(&window, &format!("{name}-{theme}")).await;
            axe_finds_nothing(&window, &format!("{name} {theme}"), &mut wrong).await;
        }
        the_diary_at_work(&window, theme, &mut wrong).await;
        window.visit("#/today").await;
        window.press("?").await;
        window.see("help-sheet").await;
        rest(&window).await;
        picture(&window, &format!("keys-{theme}")).await;
        axe_finds_nothing(&window, &format!("keys {theme}"), &mut wrong).await;
        window.press(Key::Escape).await;
        window.wait_gone("help-sheet").await;
        window.visit("#/guides").await;
        window.type_into("search-box", "trolley").await;
        window
            .wait_js(
                "the guide is found",
                "return document.querySelector('[data-testid=\"search-hit\"]')?.innerText.includes('Leg symptoms') ?? false",
            )
            .await;
        rest(&window).await;
        picture(&window, &format!("search-{theme}")).await;
        axe_finds_nothing(&window, &format!("search {theme}"), &mut wrong).await;
    }
    assert_eq!(wrong, Vec::<String>::new());

    // The control: axe does find what is wrong.
    window
        .js(
            "const button = document.createElement('button'); document.querySelector('main').append(button)",
            Vec::new(),
        )
        .await;
    axe_finds_nothing(&window, "control", &mut wrong).await;
    assert!(
        wrong.iter().any(|line| line.contains("button-name")),
        "the control was not noticed: {wrong:?}"
    );
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn the_first_run_and_the_state_screens_are_clean_in_both_themes() {
    let mut desktop = Desktop::new();
    let window = Window::open(&mut desktop).await;
    window.resize(ROOMY).await;
    give_axe(&window).await;
    let mut wrong = Vec::new();
    in_both_themes(&window, "first-run", &mut wrong).await;
    // The signs are a click away before anything was answered.
    window.click("help-signs").await;
    window.arrive("#/check").await;
    window.see("help-group").await;
    window.close(&desktop).await;

    std::fs::remove_file(desktop.profile().join("diary.db")).expect("the diary goes missing");
    let window = Window::open(&mut desktop).await;
    window.resize(ROOMY).await;
    give_axe(&window).await;
    window.see("state-screen").await;
    in_both_themes(&window, "state-missing", &mut wrong).await;
    assert_eq!(wrong, Vec::<String>::new());
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn nothing_clips_in_the_smallest_window_at_twice_the_text_size() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::eight_weeks(&desktop);
    profile::tell_a_day(&desktop);
    profile::reminder(&desktop, 900, "20:00");
    let window = Window::open(&mut desktop).await;
    window.resize(SMALLEST).await;
    let mut wrong = Vec::new();
    for size in ["100%", "200%"] {
        set_text_size(&window, size).await;
        for (route, name) in SCREENS {
            window.visit(route).await;
            rest(&window).await;
            if size == "200%" {
                picture(&window, &format!("{name}-large")).await;
            }
            nothing_is_clipped(&window, &format!("{name} at {size}"), &mut wrong).await;
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    // The control: a page that is too wide is noticed.
    window
        .js(
            "const wide = document.createElement('button'); wide.textContent = 'wide'; \
             wide.style.width = '3000px'; document.querySelector('main').append(wide)",
            Vec::new(),
        )
        .await;
    assert!(!lines(&window.js(CLIPPED, Vec::new()).await).is_empty());
    desktop.assert_nothing_panicked();
}
