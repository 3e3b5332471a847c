//! Pages are saved from the real window, and read by other people's programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;
use thirtyfour::prelude::*;

use crate::desktop::Desktop;
use crate::profile;
use crate::screens::{self, THEMES};
use crate::window::{ROOMY, SMALLEST, Window};

const BOOKLET: &str = "#/guides/booklet";

/// Where the sentence says the file is.
fn path_in(words: &str) -> PathBuf {
    let path = words.split_once(": ").map(|(_, path)| path);
    let path = path.and_then(|it| it.split_once(".pdf"));
    let path = path.unwrap_or_else(|| panic!("no path in {words}"));
    PathBuf::from(format!("{}.pdf", path.0))
}

/// Waits for the sentence about a file that was saved.
pub(crate) async fn saved(window: &Window, place: &str) -> PathBuf {
    window
        .wait_js_with(
            "the file is saved",
            "return document.querySelector(`[data-testid=\"${arguments[0]}-said\"]`)?.innerText.includes('.pdf') ?? false",
            vec![json!(place)],
        )
        .await;
    path_in(&window.text(&format!("{place}-said")).await)
}

pub(crate) fn read_out(path: &Path) -> String {
    let said = Command::new("pdftotext")
        .arg("-raw")
        .arg(path)
        .arg("-")
        .output();
    let said = said.expect("poppler-utils, which cargo xtask test installs");
    assert!(said.status.success(), "{}", path.display());
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn pages(desktop: &Desktop) -> Vec<PathBuf> {
    let home = std::fs::read_dir(desktop.path("home")).expect("a home");
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = home.flatten().map(|it| it.path()).collect();
    while let Some(path) = folders.pop() {
        if path.is_dir() {
            let inside = std::fs::read_dir(&path).expect("a folder");
            folders.extend(inside.flatten().map(|it| it.path()));
        } else if path.extension().is_some_and(|it| it == "pdf") {
            found.push(path);
        }
    }
    found
}

/// Notes a question for the appointment, as the guides do.
async fn note(window: &Window, text: &str) {
    let noted = window
        .invoke(
            "questions_add",
            json!({ "input": { "text": text, "guide": null } }),
        )
        .await;
    assert!(noted["ok"].is_object(), "{noted}");
}

async fn open(desktop: &mut Desktop) -> Window {
    desktop.set_clock(profile::MORNING, 1);
    profile::settled(desktop).close().expect("closed tidily");
    let window = Window::open(desktop).await;
    window.resize(ROOMY).await;
    window
}

#[tokio::test]
async fn a_guide_and_an_exercise_are_saved_twice_under_names_of_their_own() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    window
        .visit("#/guides/leg-symptoms-that-ease-on-sitting")
        .await;
    window.click("print-save").await;
    let first = saved(&window, "print").await;
    screens::picture(&window, "guide-saved").await;
    let text = read_out(&first);
    for words in [
        "Leg symptoms that ease on sitting",
        "Printed on 23 November 2026.",
        "When to get help",
        "Sources",
        "JAMA, 2010",
        "Page 1 of",
    ] {
        assert!(text.contains(words), "{words} is missing");
    }
    window.click("print-save").await;
    window
        .wait_js(
            "a second file is saved",
            "return document.querySelector('[data-testid=\"print-said\"]')?.innerText.includes('(2).pdf') ?? false",
        )
        .await;
    window.visit("#/routines/hip-flexor-stretch").await;
    window.click("print-save").await;
    let routine = saved(&window, "print").await;
    assert!(read_out(&routine).contains("Hip flexor stretch"));
    assert_eq!(pages(&desktop).len(), 3);
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_booklet_is_chosen_ordered_and_saved_with_the_keyboard() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    note(&window, "Is it #panic() safe?").await;
    note(&window, "What *next*? $1").await;
    window.visit("#/guides").await;
    window.click("booklet-open").await;
    window.arrive(BOOKLET).await;
    assert!(
        window.attribute("booklet-save", "disabled").await.is_some(),
        "there is nothing to save yet"
    );
    for slug in [
        "choose-guide-scans",
        "choose-guide-start-here",
        "choose-routine-hip-flexor-stretch",
    ] {
        window.tab_to(&format!("[data-testid=\"{slug}\"]")).await;
        window.press(Key::Space).await;
    }
    // The second guide moves up, and the keyboard stays on its row.
    window
        .tab_to("[data-piece=\"guide/start-here\"] [data-testid=\"order-up\"]")
        .await;
    window.press(Key::Enter).await;
    window
        .wait_js(
            "the keyboard is on the row that moved",
            "return document.activeElement?.closest('[data-piece]')?.dataset.piece === 'guide/start-here'",
        )
        .await;
    window.tab_to("[data-testid=\"booklet-asking\"]").await;
    window.press(Key::Space).await;
    assert!(window.text("booklet-asked").await.contains("What *next*?"));
    window.click("paper-letter").await;
    window.tab_to("[data-testid=\"booklet-save\"]").await;
    window.press(Key::Enter).await;
    let path = saved(&window, "booklet").await;
    let text = read_out(&path);
    for words in [
        "Is it #panic() safe?",
        "What *next*? $1",
        "Contents",
        "Hip flexor stretch",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    let at = |words: &str| text.rfind(words).expect("there");
    assert!(
        at("which guide to read next") < at("Most people with back pain do not need a scan"),
        "in the order chosen"
    );
    let about = Command::new("pdfinfo")
        .arg(&path)
        .output()
        .expect("pdfinfo");
    let about = String::from_utf8_lossy(&about.stdout).into_owned();
    assert!(
        about.contains("Tagged:          yes") && about.contains("(letter)"),
        "{about}"
    );
    // What was chosen is still there after reading something else.
    window.visit("#/guides/scans").await;
    window.visit(BOOKLET).await;
    let chosen = window
        .js(
            "return document.querySelectorAll('input[type=\"checkbox\"]:checked').length",
            Vec::new(),
        )
        .await;
    assert_eq!(chosen, json!(3));
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_booklet_that_is_stopped_leaves_no_file() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    window.visit(BOOKLET).await;
    window
        .js(
            "for (const box of document.querySelectorAll('[data-testid=\"booklet-guides\"] input')) box.click()",
            Vec::new(),
        )
        .await;
    // The click that stops it comes as soon as there is something to click, which no person is quick enough for.
    let stopped = window
        .js_later(
            "const done = arguments[arguments.length - 1]; \
             const seek = () => { const stop = document.querySelector('[data-testid=\"booklet-stop\"]'); \
               if (stop) { stop.click(); wait(); } else setTimeout(seek, 5); }; \
             const wait = () => { const said = document.querySelector('[data-testid=\"booklet-said\"]'); \
               if (said && said.innerText !== '') done(said.innerText); else setTimeout(wait, 5); }; \
             document.querySelector('[data-testid=\"booklet-save\"]').click(); seek();",
        )
        .await;
    assert_eq!(stopped, json!("Stopped. No file was saved."));
    // The window goes on at once, and what was stopped still leaves nothing when its last step is over: the next file,
    // which is saved meanwhile, is the only one.
    window.visit("#/guides/scans").await;
    window.click("print-save").await;
    let path = saved(&window, "print").await;
    desktop.wait_until("only the file that was wanted is there", || {
        pages(&desktop) == [path.clone()]
    });
    window.visit(BOOKLET).await;
    window.click("booklet-save").await;
    let library = saved(&window, "booklet").await;
    assert_eq!(pages(&desktop).len(), 2);
    let folder = crate::desktop::project().join("target/pages");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::copy(library, folder.join("from-the-window.pdf")).expect("room");
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn the_booklet_is_clean_in_both_themes_and_fits_twice_the_text_size() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    screens::give_axe(&window).await;
    let mut wrong = Vec::new();
    window.visit(BOOKLET).await;
    let frame = window
        .js(
            "return document.documentElement.scrollHeight <= innerHeight",
            Vec::new(),
        )
        .await;
    assert_eq!(frame, json!(true), "only the content scrolls");
    for id in [
        "choose-guide-scans",
        "choose-guide-start-here",
        "choose-routine-hip-flexor-stretch",
    ] {
        window.click(id).await;
    }
    window.click("booklet-asking").await;
    window.see("booklet-questions-none").await;
    note(&window, "Is it safe to walk?").await;
    window.visit("#/guides").await;
    window.visit(BOOKLET).await;
    window.see("booklet-asked").await;
    for theme in THEMES {
        screens::wear(&window, theme).await;
        window.visit(BOOKLET).await;
        for (place, id) in [("top", "booklet-guides"), ("foot", "booklet-print")] {
            window
                .js(
                    "document.querySelector(`[data-testid=\"${arguments[0]}\"]`).scrollIntoView()",
                    vec![json!(id)],
                )
                .await;
            screens::rest(&window).await;
            screens::picture(&window, &format!("booklet-{place}-{theme}")).await;
        }
        screens::axe_finds_nothing(&window, &format!("booklet {theme}"), &mut wrong).await;
    }
    window.click("booklet-save").await;
    saved(&window, "booklet").await;
    screens::axe_finds_nothing(&window, "booklet saved", &mut wrong).await;
    screens::picture(&window, "booklet-saved").await;
    window.resize(SMALLEST).await;
    screens::set_text_size(&window, "200%").await;
    window.visit("#/guides").await;
    window.visit(BOOKLET).await;
    screens::rest(&window).await;
    screens::picture(&window, "booklet-large").await;
    screens::nothing_is_clipped(&window, "booklet large", &mut wrong).await;
    assert_eq!(wrong, Vec::<String>::new());
    desktop.assert_nothing_panicked();
}
