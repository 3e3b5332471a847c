//! The symptom check through the real window: how fast an emergency is reached, the keyboard, what is kept, every level.

use backstride_core::Moment;
use chrono::TimeDelta;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::desktop::Desktop;
use crate::print;
use crate::profile;
use crate::screens::{
    THEMES, axe_finds_nothing, give_axe, lines, nothing_is_clipped, picture, rest, set_text_size,
    wear,
};
use crate::window::{ROOMY, SMALLEST, Window, text_of};

/// What is on the screen: a question and its kind, or the result and its level.
#[derive(Debug, Clone, Default, PartialEq)]
struct At {
    id: String,
    asks: String,
}

impl At {
    fn is_result(&self) -> bool {
        self.id == "result"
    }
}

/// Answers by question: for a list the places to tick, for a step its place, for a yes or no its letter, for a number the
/// number. What is not named is answered with none, no, the first step, and 45.
type Answers = [(&'static str, &'static str)];

/// Somebody in whom nothing stands out, whose pain eases on sitting and bending.
const CALM: &Answers = &[("eases", "12"), ("worse", "1")];
const ROUTINE: &Answers = &[
    ("time", "2"),
    ("course", "3"),
    ("eases", "12"),
    ("worse", "1"),
];
/// Past cancer at 50 or over, which puts exercise aside.
const DAYS: &Answers = &[("about", "1"), ("age", "57")];
const TODAY: &Answers = &[("ill", "5")];
const EMERGENCY: &Answers = &[("body", "1")];

const LEVELS: [(&str, &Answers); 5] = [
    ("emergency", EMERGENCY),
    ("today", TODAY),
    ("days", DAYS),
    ("routine", ROUTINE),
    ("self_care", CALM),
];

async fn at(window: &Window) -> At {
    let script = "const question = document.querySelector('[data-testid=\"check-text\"]'); \
                  const result = document.querySelector('[data-testid=\"check-result\"]'); \
                  if (document.querySelector('[aria-busy=\"true\"]')) return ['', '']; \
                  if (result) return ['result', result.dataset.level]; \
                  return question ? [question.dataset.question, question.dataset.asks] : ['', ''];";
    let found = window.js(script, Vec::new()).await;
    At {
        id: text_of(&found[0]),
        asks: text_of(&found[1]),
    }
}

/// Waits until something else is asked, or the result is there.
async fn next(window: &Window, before: &At) -> At {
    for _ in 0..500 {
        let now = at(window).await;
        if now != *before && !now.id.is_empty() {
            return now;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("nothing comes after {before:?}");
}

/// From the first screen of the room to the first question.
async fn begin(window: &Window) -> At {
    window.visit("#/check").await;
    window.click("check-start").await;
    window.arrive("#/check/ask").await;
    next(window, &At::default()).await
}

/// Answers one question with the keyboard alone, and returns what comes next.
async fn answer(window: &Window, now: &At, answers: &Answers) -> At {
    let given = answers
        .iter()
        .find(|(id, _)| *id == now.id)
        .map(|(_, keys)| *keys);
    match now.asks.as_str() {
        "yes_no" => window.press(given.unwrap_or("n")).await,
        "steps" => window.press(given.unwrap_or("1")).await,
        "number" => {
            window.press(given.unwrap_or("45")).await;
            window.press(Key::Enter).await;
        }
        "some" => {
            for key in given.unwrap_or("n").chars() {
                window.press(key.to_string()).await;
            }
            // An emergency sign has ended it already.
            if !next_is_result(window).await {
                window.press(Key::Enter).await;
            }
        }
        other => panic!("{other} is no kind of question"),
    }
    next(window, now).await
}

async fn next_is_result(window: &Window) -> bool {
    for _ in 0..5 {
        if at(window).await.is_result() {
            return true;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    false
}

/// Goes through the questions until one is reached, or the result.
async fn go_on(window: &Window, from: At, answers: &Answers, until: &str) -> (At, Vec<String>) {
    let (mut now, mut way) = (from, Vec::new());
    while now.id != until && !now.is_result() {
        assert!(way.len() < 60, "the check does not end: {way:?}");
        way.push(now.id.clone());
        now = answer(window, &now, answers).await;
    }
    (now, way)
}

/// A whole check; returns its result and the questions on the way.
async fn check(window: &Window, answers: &Answers) -> (At, Vec<String>) {
    let first = begin(window).await;
    let (result, way) = go_on(window, first, answers, "result").await;
    window.see("check-done").await;
    (result, way)
}

async fn kept(window: &Window) -> Vec<Value> {
    let list = window.invoke("checks_list", json!({})).await;
    list["ok"].as_array().cloned().expect("a list of checks")
}

/// Which lines of the question on the screen are ticked, and which are marked as not sure.
async fn ticked(window: &Window) -> (Vec<String>, Vec<String>) {
    let script = "const rows = [...document.querySelectorAll('[data-row]')]; \
        const of = (test) => rows.filter(test).map((row) => row.dataset.row); \
        return [of((row) => row.querySelector('input:checked, .single[aria-pressed=\"true\"]')), \
                of((row) => row.querySelector('.unsure[aria-pressed=\"true\"]'))];";
    let found = window.js(script, Vec::new()).await;
    (lines(&found[0]), lines(&found[1]))
}

#[tokio::test]
async fn saddle_numbness_reaches_the_emergency_screen_in_three_clicks_from_today() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.see("pain-bar").await;
    window.click("rail-check").await;
    // The number stands there before anything is answered.
    assert_eq!(window.text("emergency-number").await, "999");
    window.click("check-start").await;
    window.click("check-saddle").await;
    let now = next(
        &window,
        &At {
            id: "body".to_owned(),
            asks: "some".to_owned(),
        },
    )
    .await;
    assert_eq!(
        (now.id.as_str(), now.asks.as_str()),
        ("result", "emergency")
    );
    assert_eq!(window.text("check-call").await, "999");
    let reasons = window.text("check-echoed").await;
    assert!(reasons.contains("genitals, back passage"), "{reasons}");
    assert!(
        window
            .text("check-act")
            .await
            .contains("Call from any phone")
    );
    assert!(window.text("check-net").await.contains("cannot examine"));
    // Nothing of the rest of the program.
    let onward = "return document.querySelectorAll('[data-testid=\"check-result\"] a').length";
    assert_eq!(window.js(onward, Vec::new()).await, json!(0));
    for rest in ["check-patterns", "check-next"] {
        assert!(!window.has(rest).await, "{rest} is on an emergency result");
    }
    window.see("check-done").await;
    let kept = kept(&window).await;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0]["level"], "emergency");
    // Where it stands among the five, in words for everybody.
    assert!(window.text("check-ladder").await.contains("Emergency now"));
    assert_eq!(
        window
            .js(
                "return document.querySelector('[data-testid=\"check-ladder\"] [aria-current=\"step\"]').innerText",
                Vec::new()
            )
            .await
            .as_str()
            .map(|it| it.contains("Emergency now")),
        Some(true)
    );
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn the_whole_check_is_gone_through_by_keyboard_and_stands_in_the_diary() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.press_ctrl('3').await;
    window.arrive("#/check").await;
    window.tab_to("[data-testid='check-start']").await;
    window.press(Key::Enter).await;
    let first = next(&window, &At::default()).await;
    assert_eq!(first.id, "body");
    // Nothing chosen is said at the question, and the number stays in sight.
    window.press(Key::Enter).await;
    window
        .wait_js(
            "something has to be chosen",
            "return document.querySelector('[data-testid=\"check-fault\"]').innerText !== ''",
        )
        .await;
    assert!(window.text("check-emergency-line").await.contains("999"));
    assert!(!window.text("check-why").await.is_empty());
    let (result, way) = go_on(&window, first, CALM, "result").await;
    println!(
        "a person with nothing special sees {} questions: {way:?}",
        way.len()
    );
    assert!(way.len() <= 14, "{way:?}");
    assert_eq!(result.asks, "self_care");
    let whole = window.text("check-result").await.to_lowercase();
    for word in [
        "all clear",
        "nothing wrong with you",
        "you are fine",
        "stenosis",
        "sciatica",
        "cauda equina",
    ] {
        assert!(!whole.contains(word), "the result says “{word}”");
    }
    assert!(window.text("check-net").await.contains("emergency number"));
    // The heading has the focus, so that it is read out.
    assert_eq!(
        window
            .js(
                "return document.activeElement.dataset.testid ?? ''",
                Vec::new()
            )
            .await,
        json!("check-title")
    );
    window.press_ctrl('2').await;
    window.arrive("#/diary").await;
    window.tab_to("[data-testid='check-open']").await;
    window.press(Key::Enter).await;
    window.see("check-dated").await;
    assert_eq!(at(&window).await.asks, "self_care");
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn going_back_keeps_later_answers_and_so_does_leaving_the_room() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    let first = begin(&window).await;
    let (now, _) = go_on(&window, first, &[("injury", "4"), ("ill", "6")], "leg").await;
    assert_eq!(now.id, "leg");
    // To the first question, by key and by button.
    let mut back = now;
    while back.id != "body" {
        if back.id == "ill" {
            window.click("check-back").await;
        } else {
            window.press(Key::Backspace).await;
        }
        back = next(&window, &back).await;
    }
    assert_eq!(ticked(&window).await.0, ["none"]);
    // Forward again: each answer is still there.
    let mut seen = Vec::new();
    while back.id != "leg" {
        let before = back.clone();
        seen.push((back.id.clone(), ticked(&window).await.0));
        window.press(Key::Enter).await;
        back = next(&window, &before).await;
    }
    let expected: Vec<(String, Vec<String>)> = [
        ("body", "none"),
        ("alarm", "none"),
        ("injury", "strain"),
        ("ill", "tired"),
    ]
    .map(|(id, row)| (id.to_owned(), vec![row.to_owned()]))
    .to_vec();
    assert_eq!(seen, expected);

    window.press_ctrl('5').await;
    window.arrive("#/guides").await;
    window.press_ctrl('3').await;
    window.arrive("#/check").await;
    window.click("check-resume").await;
    let again = next(&window, &At::default()).await;
    assert_eq!(again.id, "leg", "the place is kept");
    window.press(Key::Backspace).await;
    next(&window, &again).await;
    assert_eq!(ticked(&window).await.0, ["tired"], "the answers are kept");

    // Whoever starts again starts with nothing.
    assert_eq!(begin(&window).await.id, "body");
    assert_eq!(ticked(&window).await, (Vec::new(), Vec::new()));
    assert!(
        kept(&window).await.is_empty(),
        "nothing is kept before a result"
    );
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_tick_of_the_diary_arrives_filled_in_and_counts_only_once_it_is_confirmed() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.visit("#/diary/new").await;
    window.click("entry-nrs-4").await;
    window
        .js(
            "document.querySelector('[data-testid=\"body-list\"]').open = true",
            Vec::new(),
        )
        .await;
    window.click("list-saddle").await;
    window.click("leg-left-weakness").await;
    window.click("entry-save").await;
    window.click("safety-check").await;
    window.arrive("#/check/ask").await;
    let first = next(&window, &At::default()).await;
    assert_eq!(first.id, "body");
    window.see("check-brought").await;
    assert_eq!(
        ticked(&window).await,
        (Vec::new(), vec!["saddle".to_owned()]),
        "where it hurts is no numbness yet"
    );
    assert!(kept(&window).await.is_empty());

    // It can be changed, and the next one from the diary waits at its question.
    window.press("n").await;
    window.press(Key::Enter).await;
    let now = next(&window, &first).await;
    let (now, _) = go_on(&window, now, &[], "leg").await;
    assert_eq!(now.id, "leg");
    window.see("check-brought").await;
    assert_eq!(ticked(&window).await.0, ["weak"]);
    window.press(Key::Enter).await;
    let now = next(&window, &now).await;
    let (result, _) = go_on(&window, now, &[], "result").await;
    assert_eq!(result.asks, "today");
    assert!(window.text("check-echoed").await.contains("lift your foot"));

    // Confirmed as it came, it is an emergency.
    assert_eq!(begin(&window).await.id, "body");
    window.see("check-brought").await;
    window.click("check-continue").await;
    let result = next(&window, &first).await;
    assert_eq!(result.asks, "emergency");
    assert!(window.text("check-echoed").await.contains("not sure"));
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_pattern_is_overruled_and_taken_back_and_so_is_keeping_the_check() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    let (result, _) = check(&window, CALM).await;
    assert_eq!(result.asks, "self_care");
    let patterns = window.text("check-patterns").await;
    assert!(
        patterns.contains("Eased by sitting or bending"),
        "{patterns}"
    );
    assert!(
        patterns.contains("Sitting down"),
        "the answers that drove it: {patterns}"
    );
    let guides = "return [...document.querySelectorAll('[data-testid=\"check-next\"] a')].map((one) => one.hash)";
    let before = lines(&window.js(guides, Vec::new()).await);
    assert!(
        before.contains(&"#/guides/leg-symptoms-that-ease-on-sitting".to_owned()),
        "{before:?}"
    );

    assert!(before.contains(&"#/programmes".to_owned()), "{before:?}");
    let first = "When bending or sitting eases it";
    assert!(window.text("check-programmes").await.contains(first));
    assert!(window.text("check-later").await.contains("Walking plan"));
    assert!(
        window
            .text("check-leave-out")
            .await
            .contains("Standing back bend")
    );

    window.click("check-overrule-FB").await;
    window.see("check-mixed").await;
    assert!(!window.text("check-programmes").await.contains(first));
    let after = lines(&window.js(guides, Vec::new()).await);
    assert!(
        after.contains(&"#/guides/start-here".to_owned()),
        "{after:?}"
    );
    assert_eq!(kept(&window).await[0]["patterns"], json!([]));
    assert_eq!(
        kept(&window).await[0]["level"],
        "self_care",
        "never how urgent"
    );
    window.click("toast-undo").await;
    window.wait_gone("check-mixed").await;
    assert_eq!(lines(&window.js(guides, Vec::new()).await), before);
    assert_eq!(
        kept(&window).await[0]["patterns"],
        json!(["Eased by sitting or bending"])
    );

    // Keeping it is taken back, and that as well.
    begin(&window).await;
    window.click("check-pee").await;
    window.see("check-done").await;
    assert_eq!(kept(&window).await.len(), 2);
    window.click("toast-undo").await;
    window.wait_gone("check-done").await;
    assert_eq!(kept(&window).await.len(), 1);
    assert_eq!(
        at(&window).await.asks,
        "emergency",
        "the result still stands"
    );
    window.click("toast-undo").await;
    window
        .wait_js(
            "it is back",
            "return document.querySelector('[data-testid=\"toast\"]')?.innerText.includes('Kept in your diary') ?? false",
        )
        .await;
    assert_eq!(kept(&window).await.len(), 2);
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_kept_check_is_opened_after_a_restart_as_it_was_and_can_be_cleared_and_binned() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::settled(&desktop).close().expect("closed tidily");
    let window = Window::open(&mut desktop).await;
    let (result, _) = check(&window, DAYS).await;
    assert_eq!(result.asks, "days");
    let said = [
        "check-title",
        "check-echoed",
        "check-act",
        "check-say",
        "check-bring",
        "check-net",
    ];
    let mut before = Vec::new();
    for part in said {
        before.push(window.text(part).await);
    }
    assert!(window.has("check-aside").await, "exercise is put aside");
    window.close(&desktop).await;

    let window = Window::open(&mut desktop).await;
    window.go("check").await;
    window.click("check-earlier-open").await;
    window.see("check-dated").await;
    let mut after = Vec::new();
    for part in said {
        after.push(window.text(part).await);
    }
    assert_eq!(after, before);
    assert!(window.text("check-done").await.contains("09:1"));

    // Only a day from the check until today brings exercise back.
    for (typed, wrong) in [("someday", true), ("20 Nov", true), ("today", false)] {
        window.type_into("check-clear-date", typed).await;
        window.click("check-clear-save").await;
        if wrong {
            window.wait_fault("check-clear-date").await;
        } else {
            window.see("check-cleared").await;
        }
    }
    assert!(window.text("check-cleared").await.contains("23 November"));
    window.click("toast-undo").await;
    window.see("check-aside").await;

    let id = text_of(&kept(&window).await[0]["id"]);
    window.click("check-delete").await;
    window.arrive("#/check").await;
    window.wait_gone("check-earlier").await;
    window.visit("#/diary/trash").await;
    window.click("entry-restore").await;
    window.wait_gone("entry-restore").await;
    window.visit(&format!("#/check/kept/{id}")).await;
    assert_eq!(at(&window).await.asks, "days");
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn strong_pain_asks_for_the_short_check_on_today_until_it_is_done() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.log_by_click(6).await;
    assert!(!window.has("reask").await);
    window.log_by_click(7).await;
    window.see("reask").await;
    window.click("reask-start").await;
    window.arrive("#/check/short").await;
    let first = next(&window, &At::default()).await;
    let (result, way) = go_on(&window, first, &[], "result").await;
    assert_eq!(result.asks, "none");
    assert_eq!(way, ["body", "alarm"]);
    window.see("check-done").await;
    assert!(window.text("check-net").await.contains("emergency number"));
    window.go("today").await;
    assert!(!window.has("reask").await, "it is done");

    window.log_by_click(8).await;
    window.see("reask").await;
    window.click("reask-later").await;
    window.wait_gone("reask").await;
    // The short check ends at once as well.
    window.visit("#/check/short").await;
    assert!(
        at(&window).await.is_result(),
        "the last short check is still there"
    );
    window.click("check-again").await;
    let now = next(&window, &result).await;
    window.press("2").await;
    assert_eq!(next(&window, &now).await.asks, "emergency");
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_month_later_it_asks_again_and_an_old_check_says_that_the_questions_have_changed() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    let mut vault = profile::settled(&desktop);
    let back = |days| Moment::from(profile::morning() - TimeDelta::days(days));
    profile::check_by_older_rules(&mut vault, 1, back(40));
    profile::add(&mut vault, 2, 3, None, back(2));
    vault.close().expect("closed tidily");

    let window = Window::open(&mut desktop).await;
    window.see("reask").await;
    window
        .visit(&format!("#/check/kept/{}", profile::id(1)))
        .await;
    let said = window.text("check-dated").await;
    assert!(
        said.contains("The questions have changed since then"),
        "{said}"
    );
    let result = at(&window).await;
    assert!(result.is_result(), "what it said then still stands");

    window.visit("#/check/short").await;
    let first = next(&window, &At::default()).await;
    go_on(&window, first, &[], "result").await;
    window.see("check-done").await;
    window.go("today").await;
    assert!(!window.has("reask").await, "it is done for a month");
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_result_is_copied_as_text_and_is_there_without_a_diary() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    check(&window, TODAY).await;
    window.click("check-copy").await;
    window
        .wait_js(
            "it says that it is copied",
            "return document.querySelector('[data-testid=\"toast\"]')?.innerText.includes('Copied') ?? false",
        )
        .await;
    window.visit("#/diary/new").await;
    window.click("entry-note").await;
    window.press_ctrl('v').await;
    let pasted = window.value("entry-note").await;
    for part in ["Speak to a clinician today", "lost weight", "111"] {
        assert!(
            pasted.contains(part),
            "{part} is not in what was copied: {pasted}"
        );
    }

    // The same on paper, from what the diary kept.
    window.visit("#/check/ask").await;
    window.click("check-print-save").await;
    let page = print::read_out(&print::saved(&window, "check-print").await);
    for part in [
        "Same day",
        "Speak to a clinician today",
        "lost weight",
        "111",
        "Worked out by these rules",
    ] {
        assert!(page.contains(part), "{part} is not on the page: {page}");
    }
    window.close(&desktop).await;

    std::fs::remove_file(desktop.profile().join("diary.db")).expect("the diary goes missing");
    let window = Window::open(&mut desktop).await;
    let first = begin(&window).await;
    assert_eq!(first.id, "body");
    window.press("3").await;
    let result = next(&window, &first).await;
    assert_eq!(result.asks, "emergency");
    assert!(
        !window.has("check-done").await,
        "there is no diary to keep it in"
    );
    let number = window.text("check-call").await;
    assert!(!number.is_empty());
    // What cannot be kept can still be printed: it is worked out again from the answers.
    window.click("check-print-save").await;
    let page = print::read_out(&print::saved(&window, "check-print").await);
    for part in ["Emergency now", number.as_str(), "What to say"] {
        assert!(page.contains(part), "{part} is not on the page: {page}");
    }
    desktop.assert_nothing_panicked();
}

/// Calls for every screen the check can show: the first one, one question of each kind, and each of the five levels.
async fn every_screen(window: &Window, mut look: impl AsyncFnMut(&str)) {
    window.visit("#/check").await;
    look("check-start").await;
    let mut kinds: Vec<String> = Vec::new();
    let mut now = begin(window).await;
    // Somebody of 70 whose pain lasts is asked every kind.
    let answers: &Answers = &[("age", "70"), ("time", "3"), ("examined", "y")];
    while !now.is_result() {
        if !kinds.contains(&now.asks) {
            kinds.push(now.asks.clone());
            look(&format!("check-ask-{}", now.asks)).await;
        }
        now = answer(window, &now, answers).await;
    }
    kinds.sort();
    assert_eq!(kinds, ["number", "some", "steps", "yes_no"]);
    for (level, answers) in LEVELS {
        let (result, way) = check(window, answers).await;
        assert_eq!(result.asks, level, "{way:?}");
        window.press_close_of_toast().await;
        look(&format!("check-{level}")).await;
        window
            .js(
                "const main = document.querySelector('main'); main.scrollTop = main.scrollHeight",
                Vec::new(),
            )
            .await;
        look(&format!("check-{level}-end")).await;
    }
    window.visit("#/check").await;
    window.click("check-earlier-open").await;
    window.see("check-dated").await;
    look("check-kept").await;
    window.visit("#/check").await;
    window
        .js(
            "document.querySelector('[data-testid=\"check-earlier\"]').scrollIntoView({ block: 'end' })",
            Vec::new(),
        )
        .await;
    look("check-earlier").await;
    window.visit("#/today").await;
    window.log_by_click(7).await;
    window.press_close_of_toast().await;
    window.see("reask").await;
    look("check-reask").await;
}

#[tokio::test]
async fn every_screen_of_the_check_is_clean_for_axe_in_both_themes_and_has_its_picture() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::settled(&desktop).close().expect("closed tidily");
    let window = Window::open(&mut desktop).await;
    window.resize(ROOMY).await;
    give_axe(&window).await;
    let mut wrong = Vec::new();
    for theme in THEMES {
        wear(&window, theme).await;
        every_screen(&window, async |name| {
            rest(&window).await;
            picture(&window, &format!("{name}-{theme}")).await;
            axe_finds_nothing(&window, &format!("{name} {theme}"), &mut wrong).await;
        })
        .await;
    }
    assert_eq!(wrong, Vec::<String>::new());
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn nothing_of_the_check_clips_in_the_smallest_window_at_twice_the_text_size() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::settled(&desktop).close().expect("closed tidily");
    let window = Window::open(&mut desktop).await;
    window.resize(SMALLEST).await;
    let mut wrong = Vec::new();
    for size in ["100%", "200%"] {
        set_text_size(&window, size).await;
        every_screen(&window, async |name| {
            rest(&window).await;
            let large = if size == "200%" { "large" } else { "small" };
            picture(&window, &format!("{name}-{large}")).await;
            nothing_is_clipped(&window, &format!("{name} at {size}"), &mut wrong).await;
        })
        .await;
    }
    assert_eq!(wrong, Vec::<String>::new());
    desktop.assert_nothing_panicked();
}
