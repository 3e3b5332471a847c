//! The summary for an appointment and the settings through the real window: chosen, looked at, saved, by keyboard; and
//! everything deleted.

use std::path::Path;

use backstride_core::{db, reminders};
use serde_json::json;
use thirtyfour::Key;

use crate::desktop::Desktop;
use crate::print::{read_out, saved};
use crate::profile;
use crate::screens::{
    THEMES, axe_finds_nothing, give_axe, nothing_is_clipped, picture, rest, set_text_size, wear,
};
use crate::window::{ROOMY, SMALLEST, Window};

async fn open(desktop: &mut Desktop) -> Window {
    desktop.set_clock(profile::MORNING, 1);
    profile::eight_weeks(desktop);
    let window = Window::open(desktop).await;
    window.resize(ROOMY).await;
    window
}

/// Waits until the pages on the screen say these words, or no longer do.
async fn shows(window: &Window, words: &str, there: bool) {
    window
        .wait_js_with(
            "the pages follow the choice",
            "const sheet = document.querySelector('[data-testid=\"summary-sheet\"]');
             return sheet !== null && sheet.innerText.includes(arguments[0]) === arguments[1]",
            vec![json!(words), json!(there)],
        )
        .await;
}

#[tokio::test]
async fn a_summary_is_opened_chosen_and_saved_by_keyboard() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    window.visit("#/diary").await;
    window.tab_to("[data-testid='summary-open']").await;
    window.press(Key::Enter).await;
    window.arrive("#/summary").await;
    shows(&window, "of 28 days", true).await;
    window.tab_to("[data-testid='summary-four_weeks']").await;
    window.press(Key::Right).await;
    shows(&window, "of 91 days", true).await;
    shows(&window, "Where it hurt", true).await;
    window.tab_to("[data-testid='summary-part-checks']").await;
    window.press(Key::Space).await;
    shows(&window, "Symptom check", false).await;
    window.tab_to("[data-testid='summary-name']").await;
    window.press("Jo Example").await;
    shows(&window, "Jo Example", true).await;
    window.tab_to("[data-testid='summary-save']").await;
    window.press(Key::Enter).await;
    let file = saved(&window, "summary").await;
    let name = file.file_name().expect("a name").to_string_lossy();
    assert!(!name.contains("Jo"), "no name of a person in {name}");
    let text = read_out(&file);
    for words in ["Jo Example", "of 91 days", "Step by step"] {
        assert!(text.contains(words), "{words} is missing");
    }
    assert!(!text.contains("Symptom check"));
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}

/// Waits until the second date is said to be wrong in these words.
async fn fault_says(window: &Window, words: &str) {
    window
        .wait_js_with(
            "what is wrong with the date is said",
            "return document.querySelector('[data-testid=\"summary-until\"]').closest('.field').innerText.includes(arguments[0])",
            vec![json!(words)],
        )
        .await;
}

#[tokio::test]
async fn a_date_that_is_none_is_said_and_nothing_else_is_lost() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    window.visit("#/summary").await;
    shows(&window, "of 28 days", true).await;
    window.click("summary-between").await;
    window.type_into("summary-from", "20 November 2026").await;
    window.type_into("summary-until", "35 November 2026").await;
    fault_says(&window, "Write a date").await;
    window.type_into("summary-until", "10 November 2026").await;
    fault_says(&window, "before the second").await;
    window.type_into("summary-until", "22 November 2026").await;
    shows(&window, "of 3 days", true).await;
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn the_summary_and_the_settings_are_read_by_everybody_in_both_themes() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    let mut wrong = Vec::new();
    for (route, name) in [("#/summary", "summary"), ("#/settings", "settings")] {
        for theme in THEMES {
            window.resize(ROOMY).await;
            window.visit("#/today").await;
            wear(&window, theme).await;
            window.visit(route).await;
            match name {
                "summary" => shows(&window, "of 28 days", true).await,
                _ => window.see("parts").await,
            }
            rest(&window).await;
            give_axe(&window).await;
            axe_finds_nothing(&window, &format!("{name}-{theme}"), &mut wrong).await;
            picture(&window, &format!("{name}-{theme}")).await;
        }
        window.resize(SMALLEST).await;
        set_text_size(&window, "200%").await;
        nothing_is_clipped(&window, name, &mut wrong).await;
        picture(&window, &format!("{name}-large")).await;
        set_text_size(&window, "").await;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn every_licence_can_be_read_and_the_list_for_machines_is_saved() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    window.visit("#/settings").await;
    window.see("parts").await;
    window.tab_to("[data-testid='parts'] summary").await;
    window.press(Key::Enter).await;
    window.type_into("parts-seek", "rusqlite").await;
    window
        .wait_js(
            "the part is found",
            "return document.querySelector('[data-testid=\"part\"]')?.dataset.part === 'rusqlite'",
        )
        .await;
    window.click("part").await;
    window.see("part-dialog").await;
    assert!(
        window
            .text("part-dialog")
            .await
            .contains("WITHOUT WARRANTY")
    );
    window.press(Key::Escape).await;
    window.wait_gone("part-dialog").await;
    window.click("sbom-save").await;
    window
        .wait_js(
            "the list is saved",
            "return document.querySelector('[data-testid=\"sbom-said\"]')?.innerText.includes('.cdx.json') ?? false",
        )
        .await;
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}

/// Whether any file below a folder holds this word.
fn holds(dir: &Path, word: &str) -> bool {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let path = entry.path();
        match path.is_dir() {
            true => holds(&path, word),
            false => std::fs::read(&path)
                .is_ok_and(|bytes| bytes.windows(word.len()).any(|it| it == word.as_bytes())),
        }
    })
}

#[tokio::test]
async fn everything_is_deleted_after_the_word_is_typed_and_a_first_run_follows() {
    const CANARY: &str = "quixoticzebra";
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    let mut vault = profile::settled(&desktop);
    profile::add(&mut vault, 1, 6, Some(CANARY), profile::morning().into());
    vault.close().expect("closed tidily");
    profile::reminder(&desktop, 2, "20:00");
    let window = Window::open(&mut desktop).await;
    desktop.wait_until("the companion runs", || {
        !desktop.processes("backstride-agent").is_empty()
    });
    let dir = desktop.profile();
    assert!(holds(&dir, CANARY), "the control finds it");
    window.visit("#/settings").await;
    window.see("storage-files").await;
    window.click("erase-open").await;
    window.see("erase-dialog").await;
    picture(&window, "erase").await;
    window.type_into("erase-word", "no").await;
    window.click("erase-now").await;
    assert!(
        window
            .wait_fault("erase-word")
            .await
            .contains("Nothing has been deleted")
    );
    assert!(holds(&dir, CANARY), "a wrong word deletes nothing");
    window.type_into("erase-word", "delete").await;
    window.click("erase-now").await;
    window.see("first-run").await;
    assert!(!holds(&dir, CANARY), "the word is gone");
    let schedule = db::open_schedule(&dir).expect("opens");
    assert_eq!(
        reminders::rules(&schedule).expect("reads"),
        [],
        "so are the reminders"
    );
    drop(schedule);
    desktop.wait_until("the companion has ended", || {
        desktop.processes("backstride-agent").is_empty()
    });
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}
