//! The walking plan through the real window: begun, under way, answered, taken back, and how it looks.

use backstride_core::plan::{self, HardDays, Walking};
use backstride_core::record::Occasion;
use backstride_core::walks::{self, WalkForm};
use backstride_core::{Moment, db};
use chrono::TimeDelta;

use crate::desktop::{self, Desktop};
use crate::profile;
use crate::screens::{
    THEMES, axe_finds_nothing, give_axe, nothing_is_clipped, picture, rest, set_text_size, wear,
};
use crate::window::{ROOMY, SMALLEST, Window};

/// The numbers as they are shipped.
fn numbers() -> Walking {
    let path = desktop::project().join("assets/programmes/walking-plan.toml");
    let text = std::fs::read_to_string(&path).expect("the programme");
    let table: toml::Table = text.parse().expect("a table");
    table["walking"].clone().try_into().expect("its numbers")
}

fn ago(days: i64) -> Moment {
    Moment::from(profile::morning() - TimeDelta::days(days))
}

/// A plan that was begun so many days ago, with walks on some days since, each with its minutes.
struct Begun {
    vault: backstride_core::vault::Vault,
    next: u32,
}

impl Begun {
    fn new(desktop: &Desktop, days: i64) -> Self {
        let mut vault = profile::settled(desktop);
        db::write(&mut vault.diary, |tx| {
            plan::begin(tx, &numbers(), &profile::id(1), ago(days))
        })
        .expect("begun");
        Self { vault, next: 100 }
    }

    fn walk(&mut self, days: i64, minutes: u16) {
        self.next += 1;
        let id = profile::id(self.next);
        let form = WalkForm {
            occasion: Some(Occasion::day(ago(days).local_date())),
            ..WalkForm::of_minutes(minutes)
        };
        db::write(&mut self.vault.diary, |tx| {
            walks::add(tx, &id, &form, ago(0))
        })
        .expect("a walk");
    }

    /// Week 1 began so many days ago.
    fn start(&mut self, days: i64) {
        db::write(&mut self.vault.diary, |tx| {
            plan::start(tx, &numbers(), false, true, ago(days))
        })
        .expect("started");
    }

    fn say(&mut self, days: i64, week: u16, hard: HardDays) {
        self.next += 1;
        let id = profile::id(self.next);
        db::write(&mut self.vault.diary, |tx| {
            plan::review(tx, &numbers(), &id, week, hard, false, ago(days))
        })
        .expect("said");
    }

    fn close(self) {
        self.vault.close().expect("closed tidily");
    }
}

/// Seven weeks of a plan that began with 10 minutes; the last one is over and nobody has said how it was.
fn seven_weeks(desktop: &Desktop) {
    const WALKED: [&[u16]; 7] = [
        &[10, 10, 11],
        &[12, 12],
        &[13, 14, 13],
        &[13, 20, 13],
        &[15, 8, 15],
        &[13, 13, 14, 13],
        &[15, 16, 15],
    ];
    let mut begun = Begun::new(desktop, 56);
    for day in [56, 54, 52] {
        begun.walk(day, 13);
    }
    begun.start(49);
    for (week, walks) in (0_i64..).zip(WALKED) {
        for (walk, minutes) in (0_i64..).zip(walks) {
            begun.walk(49 - 7 * week - 2 * walk, *minutes);
        }
        if week < 6 {
            let number = u16::try_from(week + 1).expect("small");
            let hard = if week == 4 {
                HardDays::One
            } else {
                HardDays::None
            };
            begun.say(42 - 7 * week, number, hard);
        }
    }
    begun.close();
}

#[tokio::test]
async fn a_plan_is_begun_from_today_and_its_start_is_found_and_taken_back() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::settled(&desktop).close().expect("closed");
    let window = Window::open(&mut desktop).await;
    window.see("today-plan").await;
    window.click("today-plan").await;
    window.arrive("#/plan").await;
    window.click("plan-begin").await;
    window.see("toast").await;
    window.see("plan-finding").await;
    assert!(window.text("plan-found").await.contains("No walk yet"));
    window.press_ctrl('z').await;
    window.see("plan-begin").await;
    window.click("plan-begin").await;
    window.see("plan-finding").await;
    window.visit("#/today").await;
    window.see("today-plan-find").await;
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn three_walks_start_week_one_by_keyboard_alone() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    let mut begun = Begun::new(&desktop, 6);
    for day in [6, 4, 1] {
        begun.walk(day, 13);
    }
    begun.close();
    let window = Window::open(&mut desktop).await;
    window.see("today-plan-ready").await;
    window.tab_to("[data-testid='today-plan']").await;
    window.press(thirtyfour::Key::Enter).await;
    window.arrive("#/plan").await;
    window.see("plan-start").await;
    assert!(window.text("plan-start").await.contains("10 minutes"));
    window.tab_to("[data-testid='plan-start-now']").await;
    window.press(thirtyfour::Key::Enter).await;
    window.see("plan-week").await;
    assert_eq!(window.text("plan-target").await, "10 minutes on 3 days");
    assert_eq!(window.text("plan-next").await, "Next walk: today");
    window.see("plan-check-in").await;
    window.visit("#/today").await;
    window.see("today-plan-minutes").await;
    assert_eq!(window.text("today-plan-minutes").await, "10 min");
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn the_answer_about_a_week_makes_the_next_one_and_can_be_changed_and_undone() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    seven_weeks(&desktop);
    let window = Window::open(&mut desktop).await;
    window.click("today-plan-review").await;
    window.arrive("#/plan").await;
    window.see("plan-week").await;
    // Weeks 1 to 7: 10, 12, 13, 13, 15 on 3 days, 15 again for a hard day, then 13 on 4 days.
    let repeated = window.text("plan-target").await;
    assert!(window.text("plan-step").await.contains("until you say"));
    window.click("plan-review-save").await;
    window.see("plan-said").await;
    let grown = window.text("plan-target").await;
    assert_ne!(repeated, grown);
    assert!(
        window
            .text("plan-step")
            .await
            .contains("more than last week")
    );
    assert!(window.text("toast").await.contains("Saved."));
    window.click("plan-review-change").await;
    window.click("plan-hard-more").await;
    window.click("plan-review-save").await;
    window.see("plan-said").await;
    assert!(
        window
            .text("plan-step")
            .await
            .contains("Less than last week")
    );
    window.press_ctrl('z').await;
    window
        .wait_js(
            "the plan is as it was before the second answer",
            "return document.querySelector('[data-testid=\"plan-step\"]').innerText.includes('more than last week')",
        )
        .await;
    assert_eq!(window.text("plan-target").await, grown);
    window.click("plan-stop").await;
    window.see("plan-begin").await;
    window.press_ctrl('z').await;
    window.see("plan-week").await;
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn the_plan_looks_well_in_both_themes_and_at_any_size() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    seven_weeks(&desktop);
    let window = Window::open(&mut desktop).await;
    give_axe(&window).await;
    let mut wrong = Vec::new();
    for theme in THEMES {
        window.resize(ROOMY).await;
        wear(&window, theme).await;
        window.visit("#/today").await;
        window.see("today-plan-review").await;
        rest(&window).await;
        picture(&window, &format!("plan-today-{theme}")).await;
        axe_finds_nothing(&window, &format!("today, {theme}"), &mut wrong).await;
        window.visit("#/plan").await;
        window.see("plan-chart-picture").await;
        rest(&window).await;
        picture(&window, &format!("plan-{theme}")).await;
        axe_finds_nothing(&window, &format!("plan, {theme}"), &mut wrong).await;
        let scroll =
            "document.querySelector('[data-testid=\"plan-chart\"]').scrollIntoView(); return true";
        window.js(scroll, Vec::new()).await;
        rest(&window).await;
        picture(&window, &format!("plan-chart-{theme}")).await;
        window.resize(SMALLEST).await;
        rest(&window).await;
        nothing_is_clipped(&window, &format!("plan, {theme}"), &mut wrong).await;
        picture(&window, &format!("plan-small-{theme}")).await;
    }
    set_text_size(&window, "200%").await;
    for (address, sign, name) in [
        ("#/plan", "plan-chart-picture", "plan"),
        ("#/today", "today-plan-review", "plan-today"),
    ] {
        window.visit(address).await;
        window.see(sign).await;
        rest(&window).await;
        picture(&window, &format!("{name}-large")).await;
        nothing_is_clipped(&window, &format!("{name} at 200%"), &mut wrong).await;
    }
    assert_eq!(wrong, Vec::<String>::new());
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}
