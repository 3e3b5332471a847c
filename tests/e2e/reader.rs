//! Reading with the keyboard alone: the place that is kept, the size of the text, marks, questions, and finding care.

use std::fs;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::desktop::Desktop;
use crate::profile;
use crate::screens::{
    THEMES, axe_finds_nothing, give_axe, lines, nothing_is_clipped, picture, rest, set_text_size,
    wear,
};
use crate::window::{ROOMY, SMALLEST, Window, text_of};

const GUIDE: &str = "leg-symptoms-that-ease-on-sitting";

/// Guides of every kind: with questions, with many sources, the longest and the shortest.
const TEN: [&str; 10] = [
    "start-here",
    GUIDE,
    "when-to-get-help",
    "the-diary-at-an-appointment",
    "medicines-questions-for-a-pharmacist",
    "what-a-physio-does",
    "your-lower-back-part-by-part",
    "questions-people-ask",
    "finding-a-physiotherapist",
    "using-health-insurance",
];

/// The part of the guide that the contents call the current one.
async fn current(window: &Window) -> String {
    let script = "return document.querySelector('[data-testid=\"guide-contents\"] [aria-current]') \
                  ?.getAttribute('href').split('/').at(-1) ?? ''";
    text_of(&window.js(script, Vec::new()).await)
}

async fn mark(window: &Window) -> Value {
    let marks = window.invoke("reading_marks", json!({})).await;
    let mut all = marks["ok"].as_array().expect("a list").iter();
    let found = all.find(|mark| mark["guide"] == json!(GUIDE));
    found.cloned().unwrap_or(Value::Null)
}

/// Goes on until something holds; the page needs its time to follow.
async fn wait_mark(window: &Window, what: &str, holds: impl Fn(&Value) -> bool) {
    for _ in 0..250 {
        if holds(&mark(window).await) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("in vain until {what}: {}", mark(window).await);
}

async fn open_by_search(window: &Window) {
    window.press_ctrl('5').await;
    window.arrive("#/guides").await;
    window.press("/").await;
    window.type_into("search-box", "shopping trolley").await;
    window
        .wait_js(
            "the guide is the first hit",
            "return document.querySelector('[data-testid=\"search-hit\"]')?.innerText \
             .includes('Leg symptoms that ease on sitting') ?? false",
        )
        .await;
    window.press(Key::Enter).await;
    window.arrive(&format!("#/guides/{GUIDE}")).await;
    window.see("guide").await;
}

#[tokio::test]
async fn the_place_in_a_guide_and_the_size_of_its_text_are_kept() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.resize(ROOMY).await;
    open_by_search(&window).await;
    window
        .wait_js(
            "the first part is the current one",
            "return document.querySelector('[data-testid=\"guide-contents\"] li a')?.ariaCurrent === 'location'",
        )
        .await;
    let first = current(&window).await;
    // Nothing is kept by merely opening it.
    assert_eq!(mark(&window).await, Value::Null);

    // The keys of any page scroll it, because the heading has the focus.
    for _ in 0..3 {
        window.press(Key::PageDown).await;
    }
    wait_mark(&window, "the place is kept", |mark| {
        mark["section"].is_string()
    })
    .await;
    let there = current(&window).await;
    assert_ne!(there, first);
    assert_eq!(mark(&window).await["section"], json!(there));

    // Larger text keeps the line in sight and the part current.
    let size = async || {
        text_of(&window.js(
        "return getComputedStyle(document.querySelector('[data-testid=\"guide\"] .text p')).fontSize", Vec::new()).await)
    };
    let usual = size().await;
    window.press_ctrl('+').await;
    window.press_ctrl('+').await;
    assert_eq!(window.text("guide-size").await, "130 %");
    assert_ne!(size().await, usual);
    assert_eq!(current(&window).await, there);
    window.press_ctrl('0').await;
    assert_eq!(size().await, usual);
    window.press_ctrl('-').await;
    assert_eq!(window.text("guide-size").await, "85 %");
    window.press_ctrl('-').await;
    assert_eq!(window.text("guide-size").await, "85 %");
    for _ in 0..6 {
        window.press_ctrl('+').await;
    }
    assert_eq!(window.text("guide-size").await, "200 %");
    window
        .wait_js(
            "the size is stored",
            "return window.__TAURI_INTERNALS__.invoke('app_state').then((it) => it.settings.guideTextPercent === 200)",
        )
        .await;
    window.close(&desktop).await;

    // Another day: the library leads back, the guide offers the place, and both go by its part and not by its height.
    let window = Window::open(&mut desktop).await;
    window.resize(ROOMY).await;
    window.press_ctrl('5').await;
    window.see("guides-continue").await;
    window.visit(&format!("#/guides/{GUIDE}")).await;
    assert_eq!(window.text("guide-size").await, "200 %");
    window.see("guide-continue").await;
    window.tab_to("[data-testid=\"guide-continue-go\"]").await;
    window.press(Key::Enter).await;
    let kept = mark(&window).await["section"]
        .as_str()
        .expect("kept")
        .to_owned();
    window.arrive(&format!("#/guides/{GUIDE}/{kept}")).await;
    window.wait_gone("guide-continue").await;
    window
        .wait_js_with(
            "its heading is at the top and has the focus",
            "const heading = document.getElementById(arguments[0]); \
             const top = heading.getBoundingClientRect().top; \
             return top >= 0 && top < 120 && document.activeElement === heading",
            vec![json!(kept)],
        )
        .await;
    window
        .wait_js_with(
            "the contents call it the current one",
            "return document.querySelector('[data-testid=\"guide-contents\"] [aria-current]') \
             ?.getAttribute('href').endsWith(arguments[0]) ?? false",
            vec![json!(format!("/{kept}"))],
        )
        .await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn bookmarks_and_read_marks_are_set_and_taken_back_and_the_next_guide_follows() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.resize(ROOMY).await;
    open_by_search(&window).await;
    window.tab_to("[data-testid=\"guide-bookmark\"]").await;
    window.press(" ").await;
    wait_mark(&window, "the bookmark is set", |mark| {
        mark["bookmarked"] == json!(true)
    })
    .await;
    window.tab_to("[data-testid=\"guide-read\"]").await;
    window.press(" ").await;
    wait_mark(&window, "it is called read", |mark| {
        mark["read"] == json!(true) && mark["section"].is_null()
    })
    .await;
    assert_eq!(
        window
            .attribute("guide-read", "aria-pressed")
            .await
            .as_deref(),
        Some("true")
    );

    window.press_ctrl('5').await;
    window.arrive("#/guides").await;
    window.see("guides-bookmarks").await;
    assert!(
        window
            .text(&format!("guide-{GUIDE}"))
            .await
            .contains("Read")
    );
    assert!(window.text("guides-read-count").await.starts_with("1 of "));
    // One topic alone: fewer guides, all of them of it.
    let count = "return document.querySelectorAll('.guides a').length";
    let all = window
        .js(count, Vec::new())
        .await
        .as_u64()
        .expect("a number");
    window.tab_to("[data-testid=\"topic-all\"]").await;
    window.press(Key::Right).await;
    window.press(" ").await;
    let some = window
        .js(count, Vec::new())
        .await
        .as_u64()
        .expect("a number");
    assert!(some > 0 && some < all, "{some} of {all}");

    window.visit(&format!("#/guides/{GUIDE}")).await;
    window.tab_to("[data-testid=\"guide-read\"]").await;
    window.press(" ").await;
    wait_mark(&window, "it is taken back", |mark| {
        mark["read"] == json!(false) && mark["bookmarked"] == json!(true)
    })
    .await;
    window.tab_to("[data-testid=\"guide-next\"]").await;
    window.press(Key::Enter).await;
    window
        .wait_js_with(
            "another guide is open, from its top",
            "return location.hash.startsWith('#/guides/') && !location.hash.endsWith(arguments[0]) \
             && document.querySelector('main').scrollTop === 0 \
             && document.activeElement.matches('h1')",
            vec![json!(GUIDE)],
        )
        .await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_guide_that_was_gone_through_over_a_year_ago_says_so() {
    for (clock, old) in [
        ("2026-11-26T09:00:00", false),
        ("2029-11-26T09:00:00", true),
    ] {
        let mut desktop = Desktop::new();
        desktop.set_clock(clock, 1);
        let window = Window::open_settled(&mut desktop).await;
        window.visit(&format!("#/guides/{GUIDE}")).await;
        assert_eq!(window.has("guide-old").await, old, "{clock}");
        desktop.assert_nothing_panicked();
    }
}

#[tokio::test]
async fn questions_are_taken_from_a_guide_ordered_ticked_and_taken_back() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.resize(ROOMY).await;
    window.visit("#/guides/the-diary-at-an-appointment").await;
    window.tab_to("[data-testid=\"question-add\"]").await;
    window.press(" ").await;
    window
        .wait_js(
            "one is taken",
            "return document.querySelectorAll('[data-testid=\"question-add\"][aria-pressed=\"true\"]').length === 1",
        )
        .await;
    window
        .tab_to("[data-testid=\"question-add\"][aria-pressed=\"false\"]")
        .await;
    window.press(" ").await;
    let texts = async || {
        let found = window
            .js(
                "return [...document.querySelectorAll('[data-testid=\"question\"] .what span')].map((one) => one.innerText)",
                Vec::new(),
            )
            .await;
        lines(&found)
    };
    let wait_texts = async |wanted: Vec<String>| {
        window
            .wait_js_with(
                "the list is in order",
                "return JSON.stringify([...document.querySelectorAll('[data-testid=\"question\"] .what span')] \
                 .map((one) => one.innerText)) === JSON.stringify(arguments[0])",
                vec![json!(wanted)],
            )
            .await;
    };
    window
        .wait_js(
            "both are taken",
            "return document.querySelectorAll('[data-testid=\"question-add\"][aria-pressed=\"true\"]').length === 2",
        )
        .await;
    window.visit("#/questions").await;
    window
        .wait_js(
            "both are there",
            "return document.querySelectorAll('[data-testid=\"question\"]').length === 2",
        )
        .await;
    window.tab_to("[data-testid=\"question-own\"]").await;
    window.press("May I go on walking?").await;
    window.press(Key::Enter).await;
    window
        .wait_js(
            "their own is there",
            "return document.querySelectorAll('[data-testid=\"question\"]').length === 3",
        )
        .await;
    let [first, second, own] = &texts().await[..] else {
        panic!("three questions");
    };
    assert_eq!(own, "May I go on walking?");
    // The same words twice are said to be there, at the field.
    window
        .type_into("question-own", "may i GO on walking?")
        .await;
    window.press(Key::Enter).await;
    assert!(window.wait_fault("question-own").await.contains("already"));

    window
        .tab_to("[data-testid=\"question\"]:nth-child(3) [data-way=\"-1\"]")
        .await;
    window.press(" ").await;
    wait_texts(vec![first.clone(), own.clone(), second.clone()]).await;
    // The focus went with the row, so the same key moves it on.
    window.press(" ").await;
    wait_texts(vec![own.clone(), first.clone(), second.clone()]).await;
    window.hear(0, "at place 1").await;
    window.press_ctrl('z').await;
    wait_texts(vec![first.clone(), own.clone(), second.clone()]).await;

    window
        .tab_to("[data-testid=\"question\"]:nth-child(2) [data-testid=\"question-tick\"]")
        .await;
    window.press(" ").await;
    window
        .wait_js(
            "one is asked",
            "return document.querySelector('[data-testid=\"questions-left\"]').innerText.startsWith('2 of 3')",
        )
        .await;
    window
        .tab_to("[data-testid=\"question\"]:nth-child(2) [data-testid=\"question-edit\"]")
        .await;
    window.press(" ").await;
    window
        .type_into("question-words", "How far may I walk?")
        .await;
    window.press(Key::Enter).await;
    let own = "How far may I walk?".to_owned();
    wait_texts(vec![first.clone(), own.clone(), second.clone()]).await;

    window
        .tab_to("[data-testid=\"question\"]:nth-child(1) [data-testid=\"question-delete\"]")
        .await;
    window.press(" ").await;
    wait_texts(vec![own.clone(), second.clone()]).await;
    window.hear(0, "Taken off your questions").await;
    window.press_ctrl('z').await;
    wait_texts(vec![first.clone(), own.clone(), second.clone()]).await;
    // One in the trash has words there, and the list is the same after a restart.
    window.click("question-delete").await;
    wait_texts(vec![own.clone(), second.clone()]).await;
    window.visit("#/diary/trash").await;
    assert!(window.text("trash-list").await.contains(first.as_str()));
    window.close(&desktop).await;
    let window = Window::open(&mut desktop).await;
    window.visit("#/questions").await;
    window
        .wait_js_with(
            "the list was kept",
            "return [...document.querySelectorAll('[data-testid=\"question\"] .what span')] \
             .map((one) => one.innerText).join('|') === arguments[0]",
            vec![json!(format!("{own}|{second}"))],
        )
        .await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn the_region_is_changed_where_help_is_shown_and_a_browser_opens_only_what_is_listed() {
    let mut desktop = Desktop::new();
    // What would be the browser writes down what it is asked for.
    let opened = desktop.path("opened.txt");
    desktop.script(
        "xdg-open",
        &format!("printf '%s\\n' \"$#\" \"$@\" >> {}", opened.display()),
    );
    let path = std::env::var("PATH").expect("a path");
    desktop.set("PATH", format!("{}:{path}", desktop.path("").display()));
    let window = Window::open_settled(&mut desktop).await;
    window.resize(ROOMY).await;
    window.visit("#/guides").await;
    window.tab_to("[data-testid=\"to-places\"]").await;
    window.press(Key::Enter).await;
    window.arrive("#/places").await;
    assert_eq!(window.text("places-number").await, "999");
    assert!(window.text("places-checked").await.contains("2026"));
    assert!(window.has("insurers").await);
    // Nobody moves the person but the person.
    window.tab_to("[data-testid=\"places-region\"]").await;
    window
        .js(
            "const field = document.querySelector('[data-testid=\"places-region\"]'); \
             field.value = 'united-states'; field.dispatchEvent(new Event('change', { bubbles: true }))",
            Vec::new(),
        )
        .await;
    window
        .wait_js(
            "the number is that of the region",
            "return document.querySelector('[data-testid=\"places-number\"]')?.innerText === '911'",
        )
        .await;
    assert!(!window.has("insurers").await);
    window.visit(&format!("#/guides/{GUIDE}")).await;
    assert!(window.text("guide-emergency").await.contains("911"));
    window.visit("#/check").await;
    assert_eq!(window.text("emergency-number").await, "911");

    window.visit("#/places").await;
    let address = window.text("register-address").await;
    assert!(!opened.exists(), "nothing is opened by looking");
    window.tab_to("[data-testid=\"register-open\"]").await;
    window.press(Key::Enter).await;
    desktop.wait_until("the register is opened", || {
        fs::read_to_string(&opened).is_ok_and(|it| it == format!("1\n{address}\n"))
    });
    window.tab_to("[data-testid=\"near-place\"]").await;
    window.press("Århus & \"York\"; `id` $(id)").await;
    window
        .wait_js(
            "the address follows",
            "return document.querySelector('[data-testid=\"near-address\"]').innerText.includes('%24%28id%29')",
        )
        .await;
    assert!(
        window
            .value("near-phrase")
            .await
            .ends_with("Århus & \"York\"; `id` $(id)")
    );
    fs::remove_file(&opened).expect("written");
    window.tab_to("[data-testid=\"near-open\"]").await;
    window.press(Key::Enter).await;
    desktop.wait_until("the search is opened", || opened.exists());
    let asked = fs::read_to_string(&opened).expect("written");
    assert!(
        asked.starts_with("1\nhttps://duckduckgo.com/?q=licensed%20physical%20therapist")
            && asked.lines().count() == 2,
        "{asked}"
    );
    // What the page was never given cannot be opened from it, whoever asks.
    fs::remove_file(&opened).expect("written");
    for address in [
        "https://example.org/",
        "file:///etc/passwd",
        "https://duckduckgo.com/?q=a&b=c",
        "--help",
        "javascript:alert(1)",
    ] {
        let refused = window
            .invoke("places_open", json!({ "address": address }))
            .await;
        assert_eq!(refused["refused"]["code"], json!("invalid"), "{address}");
    }
    assert!(!opened.exists());

    window.tab_to("[data-testid=\"near-copy\"]").await;
    window.press(Key::Enter).await;
    window.see("toast").await;
    let said = window.text("toast").await;
    assert!(said.contains("Copied"), "{said}");
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn every_guide_opens_whole() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    let guides = window.invoke("guides_list", json!({})).await;
    let slugs: Vec<String> = guides["ok"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|guide| text_of(&guide["slug"]))
        .collect();
    assert!(slugs.len() >= 26, "{} guides", slugs.len());
    let mut took_ms = Vec::new();
    for slug in slugs {
        window.visit("#/guides").await;
        took_ms.push(opening_ms(&window, &slug).await);
        window.arrive(&format!("#/guides/{slug}")).await;
        window.see("guide").await;
        assert!(
            window.text("guide").await.split_whitespace().count() > 400,
            "{slug}"
        );
    }
    window.visit("#/places").await;
    window.see("places-number").await;
    took_ms.sort_by(f64::total_cmp);
    let (half, most) = (took_ms[took_ms.len() / 2], took_ms[took_ms.len() - 1]);
    println!("a guide on the page: half of them within {half:.0} ms, the slowest {most:.0} ms");
    desktop.assert_nothing_panicked();
}

/// How long a guide takes from the change of the address until two frames with its text were asked for.
async fn opening_ms(window: &Window, slug: &str) -> f64 {
    let script = format!(
        "const done = arguments[0]; const began = performance.now(); \
         const look = () => document.querySelector('[data-testid=\"guide\"] .text') === null \
           ? requestAnimationFrame(look) \
           : requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began))); \
         location.hash = '#/guides/{slug}'; look();"
    );
    let took = window.js_later(&script).await;
    took.as_f64().expect("a time")
}

/// Everything open and filled, as a person who uses it would see it.
async fn in_use(window: &Window) {
    for (command, input) in [
        (
            "reading_stand",
            json!({ "guide": GUIDE, "section": "what-can-you-do-now" }),
        ),
        (
            "reading_bookmark",
            json!({ "guide": "sleep-and-back-pain", "on": true }),
        ),
        ("reading_bookmark", json!({ "guide": "scans", "on": true })),
        ("reading_read", json!({ "guide": "start-here", "on": true })),
        (
            "questions_add",
            json!({ "input": { "text": "What do you think it is, and how sure are you?", "guide": "the-diary-at-an-appointment" } }),
        ),
        (
            "questions_add",
            json!({ "input": { "text": "May I go on walking to the shop and back when it hurts on the way home?", "guide": null } }),
        ),
    ] {
        let done = window.invoke(command, input).await;
        assert!(done["ok"].is_object(), "{command}: {done}");
    }
}

#[tokio::test]
async fn guides_and_places_are_clean_in_both_themes_with_their_pictures() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    let window = Window::open_settled(&mut desktop).await;
    window.resize(ROOMY).await;
    give_axe(&window).await;
    in_use(&window).await;
    let mut wrong = Vec::new();
    for theme in THEMES {
        wear(&window, theme).await;
        let looked_at = async |name: &str, wrong: &mut Vec<String>| {
            rest(&window).await;
            picture(&window, &format!("{name}-{theme}")).await;
            axe_finds_nothing(&window, &format!("{name} {theme}"), wrong).await;
        };
        let scroll = async |share: f64| {
            let script = "const main = document.querySelector('main'); \
                          main.scrollTop = (main.scrollHeight - main.clientHeight) * arguments[0]";
            window.js(script, vec![json!(share)]).await;
        };
        window.visit("#/guides").await;
        looked_at("library", &mut wrong).await;
        for slug in TEN {
            window.visit(&format!("#/guides/{slug}")).await;
            looked_at(&format!("guide-{slug}"), &mut wrong).await;
            headings_in_order(&window, slug, &mut wrong).await;
        }
        window.visit("#/guides/the-diary-at-an-appointment").await;
        scroll(0.45).await;
        looked_at("reader-middle", &mut wrong).await;
        scroll(1.0).await;
        looked_at("reader-end", &mut wrong).await;
        window.visit("#/questions").await;
        window.see("question").await;
        looked_at("questions", &mut wrong).await;
        headings_in_order(&window, "questions", &mut wrong).await;
        window.visit("#/places").await;
        looked_at("places", &mut wrong).await;
        headings_in_order(&window, "places", &mut wrong).await;
        window
            .js(
                "for (const one of document.querySelectorAll('details')) one.open = true",
                Vec::new(),
            )
            .await;
        for (part, share) in [("register", 0.15), ("checklist", 0.3), ("insurers", 0.85)] {
            scroll(share).await;
            looked_at(&format!("places-{part}"), &mut wrong).await;
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    desktop.assert_nothing_panicked();
}

/// One main heading first, and no level left out on the way down.
async fn headings_in_order(window: &Window, screen: &str, wrong: &mut Vec<String>) {
    let script = "const found = []; let last = 0; \
                  for (const one of document.querySelectorAll('main :is(h1,h2,h3,h4,h5,h6)')) { \
                    if (one.closest('details:not([open])') || one.getClientRects().length === 0) continue; \
                    const level = Number(one.tagName[1]); \
                    if (level > last + 1) found.push(`${one.tagName} after h${last}: ${one.innerText}`); \
                    last = level; } \
                  if (document.querySelectorAll('main h1').length !== 1) found.push('not one h1'); \
                  return found;";
    let found = lines(&window.js(script, Vec::new()).await);
    wrong.extend(found.into_iter().map(|it| format!("{screen}: {it}")));
}

#[tokio::test]
async fn guides_and_places_clip_nothing_in_the_smallest_window_at_twice_the_size() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    let window = Window::open_settled(&mut desktop).await;
    window.resize(SMALLEST).await;
    in_use(&window).await;
    let mut wrong = Vec::new();
    for size in ["100%", "200%"] {
        // The reader's own size first, then that of the whole page on top of it.
        window.visit(&format!("#/guides/{GUIDE}")).await;
        window.press_ctrl('0').await;
        for _ in 0..5 {
            window.press_ctrl('+').await;
        }
        set_text_size(&window, size).await;
        let mut screens: Vec<String> = TEN.iter().map(|slug| format!("#/guides/{slug}")).collect();
        screens.extend(["#/guides", "#/questions", "#/places"].map(str::to_owned));
        for route in screens {
            window.visit(&route).await;
            window
                .js(
                    "for (const one of document.querySelectorAll('details')) one.open = true",
                    Vec::new(),
                )
                .await;
            rest(&window).await;
            let name = route.trim_start_matches("#/").replace('/', "-");
            picture(
                &window,
                &format!("{name}-small-{}", size.trim_end_matches('%')),
            )
            .await;
            nothing_is_clipped(&window, &format!("{route} at {size}"), &mut wrong).await;
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    // The reader at twice its text in a window of the usual size.
    set_text_size(&window, "").await;
    window.resize(ROOMY).await;
    window.visit(&format!("#/guides/{GUIDE}")).await;
    rest(&window).await;
    picture(&window, "reader-200").await;
    desktop.assert_nothing_panicked();
}
