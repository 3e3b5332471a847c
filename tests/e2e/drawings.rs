//! The drawings in guides, in the real window: parts reached by keyboard and pointer, clean for axe, readable at every size.

use serde_json::json;
use thirtyfour::prelude::*;

use crate::desktop::Desktop;
use crate::screens::{self, THEMES};
use crate::window::{ROOMY, SMALLEST, Window};

const SPINE: &str = "#/guides/your-lower-back-part-by-part";

/// The guides with drawings, each with the drawings it shows.
const GUIDES: [(&str, &[&str]); 5] = [
    ("your-lower-back-part-by-part", &["lower-back-parts"]),
    (
        "leg-symptoms-that-ease-on-sitting",
        &["canal-bending-and-arching"],
    ),
    ("nerve-type-leg-pain", &["where-leg-pain-is-felt"]),
    ("worse-when-walking", &["what-eases-it", "how-hard-to-push"]),
    ("heat-cold-and-daily-habits", &["using-a-heat-pack-safely"]),
];

async fn show(window: &Window, drawing: &str) {
    window.see(&format!("drawing-{drawing}")).await;
    window
        .wait_js_with(
            "the picture is there",
            "return document.querySelector(`[data-testid=\"drawing-${arguments[0]}\"] svg title`) !== null",
            vec![json!(drawing)],
        )
        .await;
    window
        .js(
            "document.querySelector(`[data-testid=\"drawing-${arguments[0]}\"]`).scrollIntoView()",
            vec![json!(drawing)],
        )
        .await;
}

/// How many pixels high the smallest letters of a drawing are.
async fn least_letters(window: &Window, drawing: &str) -> f64 {
    let script = "const svg = document.querySelector(`[data-testid=\"drawing-${arguments[0]}\"] svg`); \
                  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width; \
                  return Math.min(...[...svg.querySelectorAll('text')].map((text) => \
                    Number(text.getAttribute('font-size')) * scale))";
    let size = window.js(script, vec![json!(drawing)]).await;
    size.as_f64().expect("a size")
}

/// Words of a drawing that lie on other words of it, as the page really set them.
async fn overlaps(window: &Window, drawing: &str) -> Vec<String> {
    let script = "const svg = document.querySelector(`[data-testid=\"drawing-${arguments[0]}\"] svg`); \
         const texts = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBBox()]); \
         const whole = svg.viewBox.baseVal; const found = []; \
         texts.forEach(([words, box], at) => { \
           if (box.x < 0 || box.x + box.width > whole.width) found.push(`${words} leaves the drawing`); \
           for (const [other, that] of texts.slice(at + 1)) \
             if (box.x < that.x + that.width && that.x < box.x + box.width \
              && box.y + box.height * 0.15 < that.y + that.height * 0.85 \
              && that.y + that.height * 0.15 < box.y + box.height * 0.85) \
               found.push(`${words} lies on ${other}`); }); \
         return found";
    screens::lines(&window.js(script, vec![json!(drawing)]).await)
}

#[tokio::test]
async fn tab_goes_through_the_parts_of_the_spine_and_each_says_what_it_is() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.resize(ROOMY).await;
    window.visit(SPINE).await;
    show(&window, "lower-back-parts").await;
    let before = window.text("drawing-part").await;
    assert!(before.contains("press Tab"), "{before}");
    window.tab_to("[data-part]").await;
    let mut seen = Vec::new();
    for _ in 0..10 {
        let at = window
            .js(
                "const part = document.activeElement; \
                 return [part.getAttribute('data-part'), part.getAttribute('aria-label'), part.getAttribute('data-lit')]",
                Vec::new(),
            )
            .await;
        let label = at[1].as_str().expect("a label").to_owned();
        let shown = window.text("drawing-part").await;
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(shown, label.replacen(". ", " ", 1), "{at}");
        assert_eq!(at[2], json!("on"), "{at}");
        assert!(!seen.contains(&at[0]), "{at} twice");
        seen.push(at[0].clone());
        if at[0] == json!("canal") {
            screens::picture(&window, "drawing-part-focused").await;
        }
        window.press(Key::Tab).await;
    }
    let outside = window
        .js(
            "return document.activeElement.closest('[data-part]') === null",
            Vec::new(),
        )
        .await;
    assert_eq!(outside, json!(true), "ten parts and no more");

    // A pointer does the same, also on what belongs to a part elsewhere in the picture.
    let pointed = window
        .driver()
        .find(By::Css("[data-of='canal'] path"))
        .await
        .expect("the canal");
    pointed.scroll_into_view().await.expect("it is on the page");
    window
        .js(
            "document.querySelector('[data-of=\"canal\"] path') \
             .dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))",
            Vec::new(),
        )
        .await;
    window
        .wait_js(
            "the canal is named",
            "return document.querySelector('[data-testid=\"drawing-part\"]').innerText.startsWith('Canal and nerves')",
        )
        .await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn drawings_are_clean_in_both_themes_and_readable_at_every_size() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.resize(ROOMY).await;
    screens::give_axe(&window).await;
    let mut wrong = Vec::new();
    for theme in THEMES {
        screens::wear(&window, theme).await;
        for (guide, drawings) in GUIDES {
            window.visit(&format!("#/guides/{guide}")).await;
            for drawing in drawings {
                show(&window, drawing).await;
                screens::rest(&window).await;
                screens::picture(&window, &format!("drawing-{drawing}-{theme}")).await;
                let letters = least_letters(&window, drawing).await;
                assert!(letters >= 14.0, "{drawing}: letters of {letters} pixels");
                wrong.extend(overlaps(&window, drawing).await);
            }
            screens::axe_finds_nothing(&window, &format!("{guide} {theme}"), &mut wrong).await;
        }
    }
    for (size, least) in [("100%", 14.0), ("200%", 28.0)] {
        window.resize(SMALLEST).await;
        screens::set_text_size(&window, size).await;
        for (guide, drawings) in GUIDES {
            window.visit(&format!("#/guides/{guide}")).await;
            for drawing in drawings {
                show(&window, drawing).await;
                screens::rest(&window).await;
                let name = size.trim_end_matches('%');
                screens::picture(&window, &format!("drawing-{drawing}-small-{name}")).await;
                let letters = least_letters(&window, drawing).await;
                println!(
                    "{drawing} at {size} in the smallest window: letters of {letters:.1} pixels"
                );
                assert!(letters >= least, "{drawing}: {letters} pixels at {size}");
                wrong.extend(overlaps(&window, drawing).await);
            }
            let screen = format!("{guide} at {size}");
            screens::nothing_is_clipped(&window, &screen, &mut wrong).await;
        }
    }
    screens::axe_finds_nothing(&window, "twice the text size", &mut wrong).await;
    assert_eq!(wrong, Vec::<String>::new());
    desktop.assert_nothing_panicked();
}
