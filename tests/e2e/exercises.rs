//! The library of exercises and the page of each, in the real window.

use serde_json::{Value, json};

use crate::desktop::Desktop;
use crate::print::{read_out, saved};
use crate::profile;
use crate::screens::{
    THEMES, axe_finds_nothing, give_axe, nothing_is_clipped, picture, rest, set_text_size, wear,
};
use crate::window::{ROOMY, SMALLEST, Window};

/// Half of the frames of a movement are drawn by less than this; a display gives each of 60 a second 16 ms.
const FRAME_MS: f64 = 4.0;

/// Frames that are looked at of each exercise.
const FRAMES: usize = 45;

async fn library(desktop: &mut Desktop) -> Window {
    desktop.set_clock(profile::MORNING, 1);
    profile::settled(desktop).close().expect("closed tidily");
    let window = Window::open(desktop).await;
    window.resize(ROOMY).await;
    window.visit("#/routines").await;
    window.see("exercise-card").await;
    window
}

async fn choose(window: &Window, filter: &str, value: &str) {
    let script = "const select = document.querySelector(`[data-testid=\"filter-${arguments[0]}\"]`); \
                  select.value = arguments[1]; select.dispatchEvent(new Event('change', { bubbles: true })); \
                  return select.value === arguments[1];";
    let done = window.js(script, vec![json!(filter), json!(value)]).await;
    assert_eq!(done, json!(true), "{filter} offers no {value}");
}

/// Waits until the status says this, and holds it against the cards that are there.
async fn counted(window: &Window, shown: usize, of: usize) {
    window
        .wait_js_with(
            "the count is right",
            "const said = document.querySelector('[data-testid=\"exercise-count\"]').innerText.trim(); \
             const cards = document.querySelectorAll('[data-testid=\"exercise-card\"]').length; \
             return cards === arguments[0] && said === `${arguments[0]} of ${arguments[1]} exercises shown`",
            vec![json!(shown), json!(of)],
        )
        .await;
}

/// How many of all exercises go through what is chosen, and how many there are, from the backend's own list.
async fn expected(window: &Window, through: impl Fn(&Value) -> bool) -> (usize, usize) {
    let answer = window.invoke("exercises_list", json!({})).await;
    let all = answer["ok"].as_array().expect("a list").clone();
    (all.iter().filter(|it| through(it)).count(), all.len())
}

#[tokio::test]
async fn the_library_narrows_says_how_many_of_how_many_and_prints_what_is_left() {
    let mut desktop = Desktop::new();
    let window = library(&mut desktop).await;
    // One form that fits is enough.
    let sitting = |it: &Value| {
        it["forms"]
            .as_array()
            .is_some_and(|forms| forms.iter().any(|form| form["position"] == "sitting"))
    };
    let (some, all) = expected(&window, sitting).await;
    assert_eq!(all, 25);
    assert!(some > 0 && some < all);
    counted(&window, all, all).await;
    let pictures = window
        .js(
            "return document.querySelectorAll('[data-testid=\"exercise-card\"] .picture svg').length",
            Vec::new(),
        )
        .await;
    assert_eq!(pictures, json!(all), "each card has its picture");

    choose(&window, "position", "sitting").await;
    counted(&window, some, all).await;
    window.click("print-save").await;
    let text = read_out(&saved(&window, "print").await);
    let answer = window.invoke("exercises_list", json!({})).await;
    for exercise in answer["ok"].as_array().expect("a list") {
        let title = exercise["title"].as_str().expect("a title");
        assert_eq!(
            text.contains(&format!(". {title}")),
            sitting(exercise),
            "{title}"
        );
    }

    // A mat is no thing that sitting needs, and lying down needs no chair's worktop: nothing is left.
    choose(&window, "position", "on_front").await;
    choose(&window, "equipment", "wall").await;
    window
        .wait_js(
            "nothing is left, and that is said",
            "return document.querySelector('[data-testid=\"exercise-count\"]').innerText.startsWith('0 of 25')",
        )
        .await;
    assert!(!window.has("exercise-card").await);
    assert!(
        window.attribute("print-save", "disabled").await.is_some(),
        "there is nothing to print"
    );
    window.click("filters-clear").await;
    counted(&window, all, all).await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn every_form_is_a_step_away_and_has_figures_steps_and_a_dose_of_its_own() {
    let mut desktop = Desktop::new();
    let window = library(&mut desktop).await;
    window.visit("#/routines/bridge").await;
    let steps = "return [...document.querySelectorAll('[data-testid=\"exercise\"] ol li')].map((it) => it.innerText)";
    let usual = window.js(steps, Vec::new()).await;
    window.click("easier").await;
    window
        .wait_js_with(
            "the steps are those of the easier form",
            "return JSON.stringify([...document.querySelectorAll('[data-testid=\"exercise\"] ol li')] \
             .map((it) => it.innerText)) !== JSON.stringify(arguments[0])",
            vec![usual.clone()],
        )
        .await;
    let figures = "return document.querySelectorAll('[data-testid=\"figure\"] svg').length";
    assert_eq!(window.js(figures, Vec::new()).await, json!(2));
    window.click("harder").await;
    window
        .wait_js_with(
            "the usual steps are back",
            "return JSON.stringify([...document.querySelectorAll('[data-testid=\"exercise\"] ol li')] \
             .map((it) => it.innerText)) === JSON.stringify(arguments[0])",
            vec![usual],
        )
        .await;

    // The movement runs, and stands still when it is told to.
    let moved = "const done = arguments[0]; \
        const path = () => [...document.querySelectorAll('[data-testid=\"film\"] [data-piece]')] \
            .map((it) => it.getAttribute('d')).join(); \
        const first = path(); let left = 240; \
        const look = () => { if (path() !== first) done(true); else if (left-- > 0) requestAnimationFrame(look); \
            else done(false); }; look();";
    assert_eq!(window.js_later(moved).await, json!(true), "it moves");
    window.click("film-toggle").await;
    assert_eq!(window.js_later(moved).await, json!(false), "it stands");
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn whoever_wants_less_motion_sees_before_and_after_side_by_side() {
    let mut desktop = Desktop::new();
    let folder = desktop.path("config").join("gtk-3.0");
    std::fs::create_dir_all(&folder).expect("a folder for the settings of the desktop");
    std::fs::write(
        folder.join("settings.ini"),
        "[Settings]\ngtk-enable-animations=0\n",
    )
    .expect("room");
    let window = library(&mut desktop).await;
    let wanted = "return matchMedia('(prefers-reduced-motion: reduce)').matches";
    assert_eq!(window.js(wanted, Vec::new()).await, json!(true));
    window.visit("#/routines/bridge").await;
    window.see("figure").await;
    assert!(!window.has("film").await, "nothing moves");
    let side_by_side = "const [a, b] = [...document.querySelectorAll('[data-testid=\"figure\"]')] \
        .map((it) => it.getBoundingClientRect()); return a.right <= b.left && Math.abs(a.top - b.top) < 2;";
    assert_eq!(window.js(side_by_side, Vec::new()).await, json!(true));
    rest(&window).await;
    picture(&window, "exercise-still").await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_frame_of_every_movement_is_drawn_in_time() {
    let mut desktop = Desktop::new();
    let window = library(&mut desktop).await;
    let answer = window.invoke("exercises_list", json!({})).await;
    let slugs: Vec<String> = answer["ok"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| it["slug"].as_str().expect("a slug").to_owned())
        .collect();
    // Every script that runs for a frame is timed, whoever asked for it.
    window
        .js(
            "const own = window.requestAnimationFrame.bind(window); window.framesMs = []; \
             window.requestAnimationFrame = (draw) => own((now) => { \
             const began = performance.now(); draw(now); window.framesMs.push(performance.now() - began); });",
            Vec::new(),
        )
        .await;
    let mut frames_ms: Vec<f64> = Vec::new();
    for slug in &slugs {
        window.visit(&format!("#/routines/{slug}")).await;
        window.see("film").await;
        window.js("window.framesMs.length = 0", Vec::new()).await;
        window
            .wait_js_with(
                "enough frames were drawn",
                "return window.framesMs.length >= arguments[0]",
                vec![json!(FRAMES)],
            )
            .await;
        let drawn = window.js("return window.framesMs", Vec::new()).await;
        let drawn = drawn.as_array().expect("a list").iter();
        frames_ms.extend(drawn.filter_map(Value::as_f64));
    }
    println!("frame figures: {}", json!({ "frames_ms": frames_ms }));
    frames_ms.sort_by(f64::total_cmp);
    assert!(frames_ms.len() >= slugs.len() * FRAMES);
    let middle = frames_ms[frames_ms.len() / 2];
    assert!(middle < FRAME_MS, "half of the frames take {middle} ms");
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn the_exercises_are_clean_for_axe_in_both_themes_and_nothing_clips_at_twice_the_text() {
    let mut desktop = Desktop::new();
    let window = library(&mut desktop).await;
    give_axe(&window).await;
    let mut wrong = Vec::new();
    for theme in THEMES {
        wear(&window, theme).await;
        for slug in ["bridge", "knee-rolls", "nerve-slider", "belly-breathing"] {
            window.visit(&format!("#/routines/{slug}")).await;
            window.click("film-toggle").await;
            rest(&window).await;
            picture(&window, &format!("exercise-{slug}-{theme}")).await;
            axe_finds_nothing(&window, &format!("{slug} {theme}"), &mut wrong).await;
        }
        window.visit("#/routines").await;
        choose(&window, "position", "sitting").await;
        rest(&window).await;
        picture(&window, &format!("routines-sitting-{theme}")).await;
        axe_finds_nothing(&window, &format!("filtered {theme}"), &mut wrong).await;
        choose(&window, "equipment", "wall").await;
        rest(&window).await;
        picture(&window, &format!("routines-none-{theme}")).await;
        axe_finds_nothing(&window, &format!("nothing left {theme}"), &mut wrong).await;
    }
    window.resize(SMALLEST).await;
    for size in ["100%", "200%"] {
        set_text_size(&window, size).await;
        for route in [
            "#/routines",
            "#/routines/bridge",
            "#/routines/desk-reset",
            "#/routines/sit-to-stand",
        ] {
            window.visit(route).await;
            rest(&window).await;
            picture(
                &window,
                &format!("small-{}-{size}", route.replace(['#', '/'], "")),
            )
            .await;
            nothing_is_clipped(&window, &format!("{route} at {size}"), &mut wrong).await;
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    desktop.assert_nothing_panicked();
}
