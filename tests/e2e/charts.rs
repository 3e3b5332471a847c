//! Look back in the real window: every chart, its numbers, its keyboard, its gaps and its files.

use std::path::Path;

use backstride_core::diary::{self, FlareForm, Frame, Intensity, PainForm, Region, RegionPain};
use backstride_core::record::Occasion;
use backstride_core::vault::Vault;
use backstride_core::walks::{self, Onset, WalkForm};
use backstride_core::{Moment, db};
use chrono::{Datelike as _, TimeDelta};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::desktop::Desktop;
use crate::profile;
use crate::screens::{self, THEMES};
use crate::window::{ROOMY, SMALLEST, Window, text_of};

const LOOK_BACK: &str = "#/diary/charts";

/// The charts of the screen by the id of their card, in order.
const CHARTS: [&str; 7] = [
    "trend",
    "tolerance",
    "walks",
    "completeness",
    "calendar",
    "body",
    "body-change",
];

/// The days before the morning of the pictures on which nothing at all was written.
const GAP: std::ops::RangeInclusive<i64> = 15..=20;

/// Half a year of somebody who walks: pain that eases, a flare, walks that get longer, a gap of six days.
fn half_a_year(desktop: &Desktop) {
    let mut vault = profile::settled(desktop);
    let now = Moment::from(profile::morning());
    let mut number = 10_000;
    let mut next = || {
        number += 1;
        profile::id(number)
    };
    for back in (0..190_i64).rev() {
        if GAP.contains(&back) || back % 11 == 3 {
            continue;
        }
        let at = profile::morning() - TimeDelta::days(back);
        let date = at.date_naive().to_string();
        let flare = (58..=66).contains(&back);
        let wave = [0, 1, -1, 0, 2, -2, 1][usize::try_from(back % 7).expect("small")];
        let level = 2 + back / 48 + wave + if flare { 3 } else { 0 };
        let walked = at.weekday().num_days_from_monday().is_multiple_of(2);
        for (time, more) in [("08:10", 0), ("19:30", 1)] {
            if more == 1 && (back % 3 == 0 || back == 0) {
                continue;
            }
            let form = PainForm {
                occasion: Occasion::new(&date, Some(time), None, false).ok(),
                frame: if more == 0 {
                    Frame::Morning
                } else {
                    Frame::Now
                },
                nrs: Some(points(level + more)),
                regions: places(back),
                qualities: Vec::new(),
                leg_left: None,
                leg_right: None,
                note: None,
            };
            let id = next();
            db::write(&mut vault.diary, |tx| diary::add_full(tx, &id, &form, now))
                .expect("an entry");
        }
        if walked && back > 0 {
            walk(&mut vault, &next(), &date, back, level);
        }
    }
    let day = |back| (profile::morning() - TimeDelta::days(back)).date_naive();
    for (from, to) in [(66, 58), (30, 25)] {
        let form = FlareForm {
            start_date: day(from),
            end_date: Some(day(to)),
            note: None,
        };
        let id = next();
        db::write(&mut vault.diary, |tx| diary::add_flare(tx, &id, &form, now)).expect("a flare");
    }
    vault.close().expect("closed tidily");
}

fn points(level: i64) -> Intensity {
    Intensity::new(f64::from(
        i32::try_from(level.clamp(0, 10)).expect("0 to 10"),
    ))
    .expect("0 to 10")
}

/// It starts on both sides and in the leg, and draws back to the left of the low back.
fn places(back: i64) -> Vec<RegionPain> {
    let mut places = vec![Region::LowBackLeft];
    if back % 3 == 0 {
        places.push(Region::LowBackCentre);
    }
    if back > 60 && back % 2 == 0 {
        places.extend([Region::ButtockLeft, Region::BackThighLeft]);
    }
    if back > 120 && back % 4 == 0 {
        places.push(Region::CalfLeft);
    }
    places
        .into_iter()
        .map(|region| RegionPain { region, nrs: None })
        .collect()
}

fn walk(vault: &mut Vault, id: &str, date: &str, back: i64, level: i64) {
    let minutes = u16::try_from(14 + (190 - back) / 8 + back % 5).expect("small");
    let onset = match back % 4 {
        0 => Some(Onset::Never),
        3 => None,
        _ => Some(Onset::After(minutes * 3 / 5)),
    };
    let form = WalkForm {
        occasion: Occasion::new(date, Some("11:20"), None, false).ok(),
        duration_min: minutes,
        distance: None,
        onset,
        stopped: None,
        eased_by: Vec::new(),
        settle_min: (back % 4 != 0).then_some(u16::try_from(back % 30).expect("small")),
        surface: None,
        slope: None,
        carried: None,
        aid: None,
        footwear_id: None,
        pain_before: Some(points(level)),
        pain_peak: Some(points(level + back % 3)),
        pain_after: Some(points(level + back % 5 - 1)),
        note: None,
    };
    let now = Moment::from(profile::morning());
    db::write(&mut vault.diary, |tx| walks::add(tx, id, &form, now)).expect("a walk");
}

async fn open(desktop: &mut Desktop) -> Window {
    desktop.set_clock(profile::MORNING, 1);
    half_a_year(desktop);
    let window = Window::open(desktop).await;
    window.resize(ROOMY).await;
    window.visit(LOOK_BACK).await;
    window
}

async fn range(window: &Window, name: &str) {
    window.click(&format!("range-{name}")).await;
    window.wait_js("the charts are drawn anew", DRAWN).await;
}

const DRAWN: &str = "return document.querySelector('[aria-busy=\"true\"]') === null";

/// The cells of a table twin, opened and read to its end.
async fn table(window: &Window, chart: &str) -> Vec<Vec<String>> {
    let script = "const [id, done] = [arguments[0], arguments[1]]; \
        const details = document.querySelector(`[data-testid=\"${id}-table\"]`); details.open = true; \
        const read = () => { \
          const more = details.querySelector(`[data-testid=\"${id}-more\"]`); \
          if (more) { more.click(); setTimeout(read, 20); return; } \
          done([...details.querySelectorAll('tbody tr')].map((row) => \
            [...row.children].map((cell) => cell.innerText.trim()))); }; \
        setTimeout(read, 50);";
    let result = window
        .driver()
        .execute_async(script, vec![json!(chart)])
        .await
        .unwrap_or_else(|error| panic!("{chart}: {error}"));
    let rows = result.json().as_array().expect("rows").clone();
    rows.iter()
        .map(|row| row.as_array().expect("cells").iter().map(text_of).collect())
        .collect()
}

/// One figure straight from the file.
fn figure(dir: &Path, sql: &str) -> i64 {
    profile::look(dir, "diary.db", |conn| {
        conn.query_row(sql, [], |row| row.get(0)).expect("a figure")
    })
}

/// The width that the page asks the first chart for before it knows its room.
fn first_chart_px() -> i64 {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/rooms/diary/charts/fit.ts");
    let source = std::fs::read_to_string(source).expect("the source of the page");
    let after = source.split("FIRST_CHART_PX = ").nth(1).expect("named");
    let digits = after.split(';').next().expect("ends");
    digits.parse().expect("a number")
}

#[tokio::test]
async fn the_chart_that_comes_with_the_first_answer_fits_its_place_on_today() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    half_a_year(&desktop);
    let window = Window::open(&mut desktop).await;
    window.resize(ROOMY).await;
    window.wait_js("the charts are drawn anew", DRAWN).await;
    let room = "return document.querySelector('[data-testid=weeks] .place').clientWidth";
    let width = window.js(room, Vec::new()).await;
    assert_eq!(width, json!(first_chart_px()));
    window.close(&desktop).await;
}

#[tokio::test]
async fn every_chart_shows_and_its_table_has_the_numbers_of_the_database() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    let dir = desktop.profile();
    range(&window, "all").await;
    for chart in CHARTS {
        window.see(&format!("{chart}-picture")).await;
        let script = "return document.querySelector(`[data-testid=\"${arguments[0]}\"] .titles p`).innerText";
        let sentence = text_of(&window.js(script, vec![json!(chart)]).await);
        assert!(sentence.ends_with('.'), "{chart}: {sentence}");
    }
    let sum = |rows: &[Vec<String>], column: usize| -> i64 {
        rows.iter()
            .filter_map(|row| row[column].parse::<i64>().ok())
            .sum()
    };

    let trend = table(&window, "trend").await;
    assert_eq!(
        i64::try_from(trend.len()).expect("few"),
        figure(&dir, "SELECT count(DISTINCT local_date) FROM pain_entry")
    );
    assert_eq!(
        sum(&trend, 1),
        figure(&dir, "SELECT count(*) FROM pain_entry")
    );
    assert_eq!(
        sum(&trend, 4),
        figure(&dir, "SELECT sum(nrs_high) FROM v_day")
    );

    let tolerance = table(&window, "tolerance").await;
    assert_eq!(
        sum(&tolerance, 2),
        figure(&dir, "SELECT sum(onset_min) FROM walk")
    );
    assert_eq!(
        i64::try_from(tolerance.iter().filter(|row| row[2] == "never").count()).expect("few"),
        figure(&dir, "SELECT count(*) FROM walk WHERE onset_never = 1")
    );

    let walks = table(&window, "walks").await;
    let changes: i64 = walks
        .iter()
        .map(|row| {
            row[2]
                .replace('\u{2212}', "-")
                .parse::<i64>()
                .expect("a number")
        })
        .sum();
    assert_eq!(
        changes,
        figure(&dir, "SELECT sum(pain_after - pain_before) FROM walk")
    );

    let calendar = table(&window, "calendar").await;
    assert_eq!(
        sum(&calendar, 2),
        figure(
            &dir,
            "SELECT sum(duration_min) FROM walk WHERE local_date BETWEEN '2026-06-01' AND '2026-11-23'"
        )
    );

    let complete = table(&window, "completeness").await;
    assert_eq!(
        sum(&complete, 1),
        figure(&dir, "SELECT count(DISTINCT local_date) FROM pain_entry")
    );

    let body = table(&window, "body").await;
    assert_eq!(
        sum(&body, 1),
        figure(
            &dir,
            "SELECT count(*) FROM (SELECT DISTINCT local_date, region FROM pain_entry
             JOIN pain_region ON entry_id = pain_entry.id WHERE local_date LIKE '2026-11-%')"
        )
    );
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_gap_stays_a_gap_in_every_chart_over_time() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    let day = |back: i64| {
        (profile::morning() - TimeDelta::days(back))
            .date_naive()
            .to_string()
    };
    for back in GAP {
        let script = "const cell = document.querySelector( \
            `[data-testid=\"calendar-picture\"] [data-date=\"${arguments[0]}\"]`); \
            return [cell.querySelector('rect').getAttribute('class'), cell.querySelector('text') === null, \
              document.querySelectorAll(`[data-testid=\"trend-picture\"] [data-date=\"${arguments[0]}\"]`).length];";
        let found = window.js(script, vec![json!(day(back))]).await;
        assert_eq!(found, json!(["c-empty c-hatch", true, 0]), "{}", day(back));
    }
    // The line of seven days ends before the gap and begins anew behind it.
    let pieces = window
        .js(
            "return document.querySelectorAll('[data-testid=\"trend-picture\"] path.c-line').length",
            Vec::new(),
        )
        .await;
    assert!(pieces.as_u64().expect("a count") >= 2, "{pieces} pieces");
    // A day of the gap has no row, and what has one was recorded.
    let rows = table(&window, "trend").await;
    assert!(rows.iter().all(|row| row[1] != "0" && !row[2].is_empty()));
    desktop.assert_nothing_panicked();
}

/// The words of the point that has the focus, and of the line below its picture.
async fn at(window: &Window, chart: &str) -> (Value, String) {
    let label = window
        .js(
            "return document.activeElement.getAttribute('aria-label')",
            Vec::new(),
        )
        .await;
    (label, window.text(&format!("{chart}-said")).await)
}

#[tokio::test]
async fn the_keyboard_walks_the_points_of_every_chart_and_each_says_its_words() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    for chart in CHARTS {
        // One Tab stop for each picture, however many points it has.
        let script = "const pictures = [...document.querySelectorAll(`[data-testid=\"${arguments[0]}-picture\"]`)]; \
            pictures[0].querySelector('[tabindex=\"0\"]').focus(); \
            return pictures.every((one) => one.querySelectorAll('[tabindex=\"0\"]').length === 1 \
              && one.querySelectorAll('[tabindex]').length > 1)";
        assert_eq!(
            window.js(script, vec![json!(chart)]).await,
            json!(true),
            "{chart}"
        );
        let first = at(&window, chart).await;
        assert_eq!(first.0, json!(first.1), "{chart} says its point");
        window.press(Key::Down).await;
        let second = at(&window, chart).await;
        assert_ne!(first, second, "{chart}");
        assert_eq!(second.0, json!(second.1));
        window.press(Key::End).await;
        let last = at(&window, chart).await;
        window.press(Key::Down).await;
        assert_eq!(at(&window, chart).await, last, "the end does not wrap");
        window.press(Key::Home).await;
        assert_eq!(at(&window, chart).await, first, "{chart}");
    }
    // In the calendar a week lies beside a week.
    window
        .js(
            "document.querySelector('[data-testid=\"calendar-picture\"] [data-date=\"2026-11-02\"]').focus()",
            Vec::new(),
        )
        .await;
    window.press(Key::Right).await;
    let date = window
        .js("return document.activeElement.dataset.date", Vec::new())
        .await;
    assert_eq!(date, json!("2026-11-09"));
    // A window that is made narrower draws anew and keeps the place.
    window.resize((900, 860)).await;
    window
        .wait_js(
            "the keyboard is where it was",
            "return document.activeElement.dataset.date === '2026-11-09' \
             && document.querySelector('[data-testid=\"calendar-picture\"] svg').viewBox.baseVal.width < 800",
        )
        .await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_picture_is_saved_as_svg_and_png_and_never_over_another() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    let mut paths = Vec::new();
    for (button, ending) in [
        ("trend-svg", ".svg"),
        ("trend-png", ".png"),
        ("trend-svg", ".svg"),
    ] {
        window.click(button).await;
        let words = window.text("toast").await;
        let path = words
            .lines()
            .find_map(|line| line.split_once("Saved: "))
            .map(|(_, path)| path.trim().to_owned())
            .unwrap_or_else(|| panic!("no path in {words}"));
        assert!(path.ends_with(ending), "{path}");
        assert!(Path::new(&path).is_file(), "{path}");
        assert!(!paths.contains(&path), "{path} was there already");
        paths.push(path);
        window.press_close_of_toast().await;
    }
    let svg = std::fs::read_to_string(&paths[0]).expect("the drawing");
    assert!(svg.starts_with("<svg ") && svg.contains("Pain, last 6 weeks"));
    assert!(!svg.contains("class="), "a file brings its own colours");
    let png = std::fs::read(&paths[1]).expect("the pixels");
    assert!(png.starts_with(b"\x89PNG") && png.len() > 10_000);
    for chart in CHARTS {
        window.click(&format!("{chart}-png")).await;
        window.see("toast").await;
        window.press_close_of_toast().await;
        assert!(
            !window.has(&format!("{chart}-save-failed")).await,
            "{chart}"
        );
    }
    keep(&desktop, &paths[1]);
    desktop.assert_nothing_panicked();
}

/// Keeps what was saved beside the pictures of the screens, to be looked at.
fn keep(desktop: &Desktop, path: &str) {
    let folder = crate::desktop::project().join("target/screenshots/saved");
    std::fs::create_dir_all(&folder).expect("a folder");
    let from = Path::new(path).parent().expect("a folder");
    assert!(
        from.starts_with(desktop.path("home")),
        "{path} is not at home"
    );
    for file in std::fs::read_dir(from).expect("the folder").flatten() {
        let name = file.file_name();
        if name.to_string_lossy().starts_with("Backstride") {
            std::fs::copy(file.path(), folder.join(name)).expect("room for a picture");
        }
    }
}

#[tokio::test]
async fn looking_back_is_clean_in_both_themes_and_fits_twice_the_text_size() {
    let mut desktop = Desktop::new();
    let window = open(&mut desktop).await;
    screens::give_axe(&window).await;
    let mut wrong = Vec::new();
    for theme in THEMES {
        screens::wear(&window, theme).await;
        window.point_away().await;
        window.visit("#/today").await;
        screens::rest(&window).await;
        screens::picture(&window, &format!("today-full-{theme}")).await;
        screens::axe_finds_nothing(&window, &format!("today {theme}"), &mut wrong).await;
        window.visit(LOOK_BACK).await;
        screens::rest(&window).await;
        screens::picture(&window, &format!("charts-top-{theme}")).await;
        range(&window, "six_months").await;
        for chart in CHARTS {
            show(&window, chart).await;
            screens::rest(&window).await;
            screens::picture(&window, &format!("charts-{chart}-{theme}")).await;
        }
        table(&window, "walks").await;
        screens::axe_finds_nothing(&window, &format!("charts {theme}"), &mut wrong).await;
    }
    window.resize(SMALLEST).await;
    screens::set_text_size(&window, "200%").await;
    window.visit("#/today").await;
    window.visit(LOOK_BACK).await;
    window.wait_js("the charts are drawn", DRAWN).await;
    for chart in CHARTS {
        show(&window, chart).await;
        screens::rest(&window).await;
        screens::picture(&window, &format!("charts-{chart}-large")).await;
    }
    screens::nothing_is_clipped(&window, "charts large", &mut wrong).await;
    // The words in a picture are as large as the text around them.
    let sizes = window
        .js(
            "return ['trend', 'tolerance', 'walks', 'completeness', 'calendar'].map((id) => { \
               const svg = document.querySelector(`[data-testid=\"${id}-picture\"] svg`); \
               return 15 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width; })",
            Vec::new(),
        )
        .await;
    for size in sizes.as_array().expect("sizes") {
        assert!(size.as_f64().expect("a size") > 26.0, "{sizes}");
    }
    assert_eq!(wrong, Vec::<String>::new());
    desktop.assert_nothing_panicked();
}

async fn show(window: &Window, chart: &str) {
    window
        .js(
            "document.querySelector(`[data-testid=\"${arguments[0]}\"]`).scrollIntoView()",
            vec![json!(chart)],
        )
        .await;
}
