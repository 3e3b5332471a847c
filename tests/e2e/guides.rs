//! The guide is found by the words people use, and read with the keyboard alone.

use thirtyfour::prelude::*;

use crate::desktop::Desktop;
use crate::window::Window;

#[tokio::test]
async fn everyday_words_find_the_guide_and_the_keyboard_opens_it() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.press("/").await;
    window.arrive("#/guides").await;
    for words in ["trolley", "heavy legs", "stenossis", "dead leg"] {
        window.type_into("search-box", words).await;
        window
            .wait_js_with(
                &format!("“{words}” finds the guide"),
                "return [...document.querySelectorAll('[data-testid=\"search-hit\"]')].some((hit) => \
                 hit.innerText.includes('Leg symptoms that ease on sitting'))",
                Vec::new(),
            )
            .await;
    }
    // Nothing was clicked since the search box took the focus.
    window.type_into("search-box", "shopping trolley").await;
    window
        .wait_js(
            "the guide is the first hit",
            "return document.querySelector('[data-testid=\"search-hit\"]')?.innerText \
             .includes('Leg symptoms that ease on sitting') ?? false",
        )
        .await;
    window.press(Key::Down).await;
    window.press(Key::Enter).await;
    window.see("guide").await;
    let text = window.text("guide").await;
    for part in ["When to get help", "Sources", "JAMA", "2010"] {
        assert!(text.contains(part), "{part} is missing");
    }
    // A mark in the text leads to its source, and every mark has one.
    let loose = window
        .js(
            "return [...document.querySelectorAll('[data-testid=\"guide\"] a[href^=\"#\"]')] \
             .filter((link) => link.getAttribute('href') === '#').length",
            Vec::new(),
        )
        .await;
    assert_eq!(loose, serde_json::json!(0));

    window.press_ctrl('f').await;
    window.arrive("#/guides").await;
    window.type_into("search-box", "xylophone").await;
    window.see("search-none").await;
    window.press(Key::Escape).await;
    window.wait_gone("search-none").await;
    desktop.assert_nothing_panicked();
}
