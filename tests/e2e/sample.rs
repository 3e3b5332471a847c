//! The diary of ten years in the real window: some 100,000 records, opened, scrolled, narrowed, looked back on.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::desktop::Desktop;
use crate::screens::{self, THEMES};
use crate::window::{ROOMY, Window, text_of};
use crate::{profile, years};

/// The sample that the bench measures, made once for all tests of a run.
fn ten_years() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        // Beside the pictures and not under /tmp: it is as large as a person's whole diary, and the next run may find it.
        let folder = crate::desktop::project()
            .join("target/sample")
            .join(std::process::id().to_string());
        let _ = std::fs::remove_dir_all(folder.parent().expect("a folder"));
        years::write(10, 1, &folder).expect("a diary of ten years");
        folder
    })
}

/// A window on a copy of the sample, on the morning after its last day.
async fn open(desktop: &mut Desktop) -> Window {
    desktop.set_clock(profile::MORNING, 1);
    let to = desktop.profile();
    std::fs::create_dir_all(&to).expect("a folder for the profile");
    for file in std::fs::read_dir(ten_years())
        .expect("the sample")
        .flatten()
    {
        std::fs::copy(file.path(), to.join(file.file_name())).expect("room for a copy");
    }
    let window = Window::open(desktop).await;
    window.resize(ROOMY).await;
    window
}

/// The rows on the page, and the first and the last day that has a heading.
async fn seen(window: &Window) -> (u64, String, String) {
    let script = "const list = document.querySelector('[data-testid=\"diary-list\"]'); \
        const days = [...list.querySelectorAll('h3 a')].map((one) => one.getAttribute('href').slice(-10)); \
        return [document.querySelectorAll('[data-kind]').length, days.at(0) ?? '', days.at(-1) ?? '']";
    let found = window.js(script, Vec::new()).await;
    (
        found[0].as_u64().expect("a count"),
        text_of(&found[1]),
        text_of(&found[2]),
    )
}

const SCROLL: &str = "const main = document.querySelector('main'); \
    main.scrollTop = arguments[0] * (main.scrollHeight - main.clientHeight)";

#[tokio::test]
async fn ten_years_scroll_from_end_to_end_with_few_rows() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    let total = profile::look(&desktop.profile(), "diary.db", |conn| {
        conn.query_row("SELECT count(*) FROM line", [], |row| row.get::<_, u32>(0))
            .expect("a count")
    });
    assert!(total > 90_000, "{total} records are not ten years");
    window.go("diary").await;
    let mut most = 0;
    // The bar is dragged down in forty steps; at every place there are rows, and older ones than before.
    let mut before = String::from("9999");
    for step in 0..=40_u32 {
        window.js(SCROLL, vec![json!(f64::from(step) / 40.0)]).await;
        let began = Instant::now();
        let first = loop {
            let (rows, first, _) = seen(&window).await;
            most = most.max(rows);
            if rows > 0 && (first < before || step == 0) {
                break first;
            }
            assert!(
                began.elapsed() < Duration::from_secs(5),
                "at step {step} nothing older than {before} came, but {first}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        before = first;
    }
    window
        .wait_js(
            "the first day of all is there",
            "const main = document.querySelector('main'); main.scrollTop = main.scrollHeight; \
             return document.querySelector('[data-testid=\"diary-list\"] h3 a[href$=\"2016-11-24\"]') !== null",
        )
        .await;
    most = most.max(seen(&window).await.0);
    // From there a stretch by the wheel, without the bar: no gap between the days that pass.
    let mut days: Vec<String> = Vec::new();
    for _ in 0..60 {
        window
            .js(
                "document.querySelector('main').scrollBy(0, -700)",
                Vec::new(),
            )
            .await;
        tokio::time::sleep(Duration::from_millis(30)).await;
        let (rows, first, _) = seen(&window).await;
        most = most.max(rows);
        if days.last() != Some(&first) {
            days.push(first);
        }
    }
    assert!(days.windows(2).all(|two| two[0] < two[1]), "{days:?}");
    assert!(days.len() > 5, "{days:?}");
    window.js(SCROLL, vec![json!(0)]).await;
    window
        .wait_js(
            "the newest day is there again",
            "return document.querySelector('[data-testid=\"diary-list\"] h3 a[href$=\"2026-11-22\"]') !== null",
        )
        .await;
    assert!(most < 300, "{most} rows at once");

    // What is hidden is said, of all there is.
    window.type_into("list-search", "nobody wrote this").await;
    let all = total
        .to_string()
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|three| std::str::from_utf8(three).expect("digits").to_owned())
        .collect::<Vec<_>>()
        .join(",");
    window
        .wait_js_with(
            "nothing is found, and that is said",
            "return document.querySelector('[data-testid=\"list-count\"]')?.innerText === arguments[0]",
            vec![json!(format!("0 of {all} shown"))],
        )
        .await;
    window.click("list-clear").await;
    window.wait_gone("list-count").await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_point_of_a_chart_opens_its_day_by_enter_and_a_click() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    for (chart, key) in [("trend", true), ("completeness", true), ("calendar", false)] {
        window.visit("#/diary/charts").await;
        let script = "const point = document.querySelector( \
            `[data-testid=\"${arguments[0]}-picture\"] [tabindex=\"0\"]`); \
            point.scrollIntoView({ block: 'center' }); point.focus(); return point.dataset.date";
        let date = text_of(&window.js(script, vec![json!(chart)]).await);
        if key {
            window.press(thirtyfour::Key::Enter).await;
        } else {
            window
                .js(
                    "document.activeElement.dispatchEvent(new MouseEvent('click', { bubbles: true }))",
                    Vec::new(),
                )
                .await;
        }
        window.arrive(&format!("#/diary/day/{date}")).await;
    }
    desktop.assert_nothing_panicked();
}

/// Every screen of the diary with as much in it as it will ever have.
#[tokio::test]
async fn ten_years_are_clean_in_both_themes_on_every_screen_of_the_diary() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    let newest = |kind: &'static str| {
        profile::look(&desktop.profile(), "diary.db", |conn| {
            conn.query_row(
                "SELECT record_id FROM line WHERE kind = ?1 ORDER BY local_date DESC, sort_min DESC LIMIT 1",
                [kind],
                |row| row.get::<_, String>(0),
            )
            .expect("one")
        })
    };
    let screens = [
        ("#/diary".to_owned(), "list"),
        ("#/diary/trash".to_owned(), "trash"),
        (format!("#/diary/entry/{}", newest("pain")), "entry"),
        (format!("#/diary/walk/{}", newest("walk")), "walk"),
        ("#/diary/day/2026-11-22".to_owned(), "day"),
        ("#/diary/charts".to_owned(), "charts"),
    ];
    screens::give_axe(&window).await;
    let mut wrong = Vec::new();
    for theme in THEMES {
        screens::wear(&window, theme).await;
        for (route, name) in &screens {
            window.visit(route).await;
            screens::rest(&window).await;
            screens::picture(&window, &format!("sample-{name}-{theme}")).await;
            screens::axe_finds_nothing(&window, &format!("{name} {theme}"), &mut wrong).await;
        }
        // All of ten years at once, where every chart has the most it can have.
        window.click("range-all").await;
        window
            .wait_js(
                "the charts are drawn anew",
                "return document.querySelector('[aria-busy=\"true\"]') === null",
            )
            .await;
        for chart in ["trend", "tolerance", "walks", "completeness"] {
            window
                .js(
                    "document.querySelector(`[data-testid=\"${arguments[0]}\"]`).scrollIntoView()",
                    vec![json!(chart)],
                )
                .await;
            screens::rest(&window).await;
            screens::picture(&window, &format!("sample-all-{chart}-{theme}")).await;
        }
        screens::axe_finds_nothing(&window, &format!("all {theme}"), &mut wrong).await;
    }
    assert_eq!(wrong, Vec::<String>::new());
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_no_to_an_offer_is_kept_over_a_restart() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::quiet(&desktop);
    let window = Window::open(&mut desktop).await;
    window.go("diary").await;
    window.click("offer-monthly-no").await;
    window.wait_gone("offer-monthly").await;
    window.close(&desktop).await;
    let window = Window::open(&mut desktop).await;
    window.go("diary").await;
    window.see("diary-list").await;
    let summary = window.invoke("insights_summary", json!({})).await;
    assert_eq!(
        summary["ok"]["offerMonthly"],
        Value::Bool(false),
        "{summary}"
    );
    assert!(!window.has("offer-monthly").await);
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_paused_diary_keeps_its_reminder_quiet_and_says_until_when() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::settled(&desktop).close().expect("closed tidily");
    profile::reminder(&desktop, 900, "20:00");
    let window = Window::open(&mut desktop).await;
    window.go("settings").await;
    window.click("pause-2").await;
    window.see("paused").await;
    window.go("reminders").await;
    assert!(
        window
            .text("reminder-pace")
            .await
            .contains("Sunday 6 December")
    );
    let next = window.text("reminder-next").await;
    assert!(next.contains("7 Dec"), "{next}");
    window.go("settings").await;
    window.click("pause-end").await;
    window.click("pace-weekly").await;
    window
        .wait_js(
            "the pace is kept",
            "return document.querySelector('[data-testid=\"pace-weekly\"]')?.checked ?? true",
        )
        .await;
    window.go("reminders").await;
    assert!(window.text("reminder-pace").await.contains("once a week"));
    let asking = profile::look(&desktop.profile(), "schedule.db", |conn| {
        conn.query_row("SELECT every, rests_until FROM asking", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))
        })
        .expect("a row")
    });
    assert_eq!(asking, ("week".to_owned(), None));
    desktop.assert_nothing_panicked();
}
