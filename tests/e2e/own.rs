//! Routines of a person's own, single exercises, sessions in the diary and the week, through the real window.

use backstride_core::record::Name;
use backstride_core::reminders::{self, Days, Deed, Plan, Purpose, Rule, Terms, Unless};
use backstride_core::sessions::own::{self, OwnForm, OwnRoutine, Part};
use backstride_core::sessions::{self, Flag};
use backstride_core::{Moment, db};
use chrono::{NaiveTime, TimeDelta};
use serde_json::json;
use thirtyfour::Key;

use crate::desktop::Desktop;
use crate::print::{read_out, saved};
use crate::profile;
use crate::screens::{
    THEMES, axe_finds_nothing, give_axe, nothing_is_clipped, picture, rest, set_text_size, wear,
};
use crate::window::{ROOMY, SMALLEST, Window, text_of};

fn kept(desktop: &Desktop) -> Vec<OwnRoutine> {
    profile::look(&desktop.profile(), "diary.db", |conn| {
        own::all(conn).expect("read")
    })
}

async fn choose(window: &Window, id: &str, value: &str) {
    window.see(id).await;
    let script = "const select = document.querySelector(`[data-testid=\"${arguments[0]}\"]`); \
                  select.value = arguments[1]; select.dispatchEvent(new Event('change', { bubbles: true })); \
                  return select.value === arguments[1];";
    let done = window.js(script, vec![json!(id), json!(value)]).await;
    assert_eq!(done, json!(true), "{id} offers no {value}");
}

/// The exercises on the screen of a routine, in order, each with its dose.
async fn rows(window: &Window) -> Vec<String> {
    let script = "return [...document.querySelectorAll('[data-testid=\"own-part\"]')].map((row) => \
                  `${row.querySelector('.title a').innerText}: ${row.querySelector('[data-testid=\"own-lines\"]').innerText}`)";
    let rows = window.js(script, Vec::new()).await;
    rows.as_array().expect("rows").iter().map(text_of).collect()
}

/// Does something that a message tells of, and waits for the message.
async fn told(window: &Window, words: &str, action: impl AsyncFnOnce()) {
    let before = window.heard().await;
    action().await;
    window.hear(before, words).await;
}

#[tokio::test]
async fn a_routine_is_made_changed_taken_back_named_printed_and_played() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 4);
    profile::settled(&desktop).close().expect("closed");
    wants_to_know(&desktop);
    let window = Window::open(&mut desktop).await;
    window.visit("#/programmes").await;
    told(&window, "Your routine is made.", async || {
        window.click("own-new").await;
    })
    .await;
    window.see("own-add-select").await;
    for (slug, title) in [("march", "March on the spot"), ("desk-reset", "Desk reset")] {
        choose(&window, "own-add-select", slug).await;
        told(&window, title, async || window.click("own-add").await).await;
    }
    // From the library, into the routine that is there.
    window.visit("#/routines").await;
    window.click("add-to-pelvic-tilt").await;
    told(&window, "Pelvic tilt", async || {
        window.click("add-to-own").await;
    })
    .await;
    let id = kept(&desktop)[0].id.clone();
    let address = format!("#/own/{id}");
    window.visit(&address).await;
    window.see("own-part").await;
    let first = rows(&window).await;
    assert_eq!(first.len(), 3, "{first:?}");

    // By keyboard alone: the second goes up, and the focus with it.
    window
        .tab_to("[data-place='1'] [data-testid='own-up']")
        .await;
    told(&window, "is now number 1", async || {
        window.press(Key::Enter).await;
    })
    .await;
    window
        .wait_js(
            "the focus stays with the row",
            "return document.activeElement.closest('[data-testid=\"own-part\"]')?.dataset.place === '0'",
        )
        .await;
    let turned = rows(&window).await;
    assert_eq!((&turned[0], &turned[1]), (&first[1], &first[0]));
    window.take_back("Taken back").await;
    window
        .wait_js_with(
            "the order is the one before",
            "return document.querySelector('[data-testid=\"own-part\"] .title a').innerText === arguments[0]",
            vec![json!("March on the spot")],
        )
        .await;

    // A dose that nobody could do is refused at its field, and nothing is kept of it.
    edit(&window, 0).await;
    for (value, fault) in [
        ("0", "5 to 1,800"),
        ("10000", "5 to 1,800"),
        ("2.5", "5 to 1,800"),
    ] {
        window.type_into("own-forS", value).await;
        window.click("own-keep").await;
        let said = window.wait_fault("own-forS").await;
        assert!(said.contains(fault), "{said}");
    }
    assert_eq!(rows(&window).await, first);
    window.type_into("own-forS", "5").await;
    told(&window, "was changed", async || {
        window.click("own-keep").await;
    })
    .await;
    window.wait_gone("own-dose").await;
    assert!(rows(&window).await[0].contains("5 seconds"));
    // Another form comes with its own dose.
    edit(&window, 2).await;
    choose(&window, "own-form", "standing").await;
    window.type_into("own-reps", "1").await;
    told(&window, "was changed", async || {
        window.click("own-keep").await;
    })
    .await;
    window.wait_gone("own-dose").await;
    assert!(rows(&window).await[2].contains("Once"));
    // Taken out, and back again.
    let before = rows(&window).await;
    let out = "document.querySelectorAll('[data-testid=\"own-out\"]')[1].click()";
    told(&window, "was taken out", async || {
        drop(window.js(out, Vec::new()).await);
    })
    .await;
    assert_eq!(rows(&window).await.len(), 2);
    window.take_back("Taken back").await;
    window
        .wait_js(
            "all three are there again",
            "return document.querySelectorAll('[data-testid=\"own-part\"]').length === 3",
        )
        .await;
    assert_eq!(rows(&window).await, before);
    told(&window, "was taken out", async || {
        drop(window.js(out, Vec::new()).await);
    })
    .await;

    // No name is refused, a name is kept.
    window.type_into("own-name", " ").await;
    window.click("own-name-save").await;
    window.wait_fault("own-name").await;
    window.type_into("own-name", "Kettle time").await;
    told(&window, "name is saved", async || {
        window.click("own-name-save").await;
    })
    .await;
    // The morning of the test is a Monday.
    told(&window, "days are saved", async || {
        window.click("own-day-0").await;
    })
    .await;
    window.click("print-save").await;
    let text = read_out(&saved(&window, "print").await);
    assert!(
        text.contains("Kettle time") && text.contains("March on the spot"),
        "{text}"
    );

    // Due with the programmes, and in the week.
    window.visit("#/programmes").await;
    window.see("own-start").await;
    let listed = window.text("own-list").await;
    assert!(
        listed.contains("Kettle time") && listed.contains("Due today"),
        "{listed}"
    );
    window.visit("#/week").await;
    window.see("week-asked").await;
    assert_eq!(
        window
            .attribute("week-asked", "data-state")
            .await
            .as_deref(),
        Some("due")
    );

    window.visit(&address).await;
    window.click("own-play").await;
    window.see("play-toggle").await;
    window.click("play-toggle").await;
    window
        .js("document.activeElement.blur(); return true", Vec::new())
        .await;
    crate::player::play_to_the_end(&window).await;
    window.click("play-after-7").await;
    window
        .wait_js(
            "the pain after it is chosen",
            "return document.querySelector('[data-testid=\"play-after-7\"]')?.getAttribute('aria-pressed') === 'true'",
        )
        .await;
    window.click("play-done").await;
    window.arrive(&address).await;
    window.visit("#/week").await;
    window
        .wait_js(
            "it is done in the week",
            "return document.querySelector('[data-testid=\"week-asked\"]')?.dataset.state === 'done'",
        )
        .await;

    // In the diary, with its pain, to be changed and taken back.
    window.visit("#/diary").await;
    window
        .wait_js(
            "the session is in the list",
            "return document.querySelector('[data-kind=\"session\"]')?.innerText.includes('pain 7 after') ?? false",
        )
        .await;
    assert!(
        text_of(
            &window
                .js(
                    "return document.querySelector('[data-kind=\"session\"]').innerText",
                    Vec::new()
                )
                .await
        )
        .contains("Kettle time")
    );
    window.click("session-edit").await;
    window.click("session-after-4").await;
    told(&window, "Saved.", async || {
        window.click("session-save").await;
    })
    .await;
    window
        .wait_js(
            "the list shows it",
            "return document.querySelector('[data-kind=\"session\"]')?.innerText.includes('pain 4 after') ?? false",
        )
        .await;
    window.take_back("Taken back").await;
    window
        .wait_js(
            "it is as before",
            "return document.querySelector('[data-kind=\"session\"]')?.innerText.includes('pain 7 after') ?? false",
        )
        .await;
    window.click("filter-open").await;
    window.click("filter-kind-session").await;
    window
        .wait_js(
            "only sessions are left",
            "return [...document.querySelectorAll('[data-testid^=\"record-\"]')].every((row) => row.dataset.kind === 'session')",
        )
        .await;

    // Deleted, and back: the session keeps its name.
    window.visit(&address).await;
    told(&window, "is in the trash", async || {
        window.click("own-delete").await;
    })
    .await;
    window.arrive("#/programmes").await;
    window.see("own-list").await;
    assert!(kept(&desktop).is_empty());
    window.take_back("Taken back").await;
    window.see("own-open").await;
    window.close(&desktop).await;
    assert_eq!(kept(&desktop)[0].name.as_str(), "Kettle time");
    // The reminders know that something was done, and nothing of what it was.
    let deeds: Vec<String> = profile::look(&desktop.profile(), "schedule.db", |conn| {
        let mut statement = conn.prepare("SELECT deed FROM deed").expect("a query");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<rusqlite::Result<_>>().expect("words")
    });
    assert_eq!(deeds, ["routine"]);
    desktop.assert_nothing_panicked();
}

/// Opens the dose of one exercise.
async fn edit(window: &Window, at: usize) {
    let script = "document.querySelectorAll('[data-testid=\"own-edit\"]')[arguments[0]].click()";
    window.js(script, vec![json!(at)]).await;
    window.see("own-dose").await;
}

/// A reminder of a routine that is spared where one was done.
fn wants_to_know(desktop: &Desktop) {
    let mut schedule = db::open_schedule(&desktop.profile()).expect("the schedule");
    let rule = Rule {
        id: profile::id(950),
        purpose: Purpose::Routine,
        name: None,
        plan: Plan::at(vec![NaiveTime::from_hms_opt(20, 0, 0).expect("a time")]),
        days: Days::ALL,
        terms: Terms {
            unless: Some(Unless {
                deed: Deed::Routine,
                within_min: None,
            }),
            ..Terms::of(Purpose::Routine)
        },
        enabled: true,
    };
    let at = Moment::from(profile::morning() - TimeDelta::days(1));
    db::write(&mut schedule, |tx| reminders::save_rule(tx, &rule, at)).expect("the rule");
    db::close(schedule).expect("closed tidily");
}

#[tokio::test]
async fn a_single_exercise_is_done_from_its_page_and_one_that_is_not_for_somebody_says_why() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 4);
    let mut vault = profile::settled(&desktop);
    let at = Moment::from(profile::morning());
    db::write(&mut vault.diary, |tx| {
        sessions::set_flag(tx, Flag::NoKneeling, true, at)
    })
    .expect("told");
    vault.close().expect("closed");
    let window = Window::open(&mut desktop).await;
    window.visit("#/routines/bird-dog").await;
    window.see("exercise-fit").await;
    assert!(
        window
            .text("exercise-fit")
            .await
            .contains("You cannot kneel.")
    );
    assert!(!window.has("exercise-do").await);
    // Nor does another way lead there.
    let what = json!({ "what": { "kind": "exercise", "exercise": "bird-dog", "form": null } });
    let refused = window.invoke("player_open", what).await;
    assert_eq!(refused["refused"]["field"], json!("exercise"));
    window.visit("#/play/exercise/bird-dog").await;
    window.see("play-not-for-you").await;

    window.visit("#/routines/march/seated").await;
    window.see("exercise-do").await;
    window.click("exercise-do").await;
    window.arrive("#/play/exercise/march/seated").await;
    window.see("play-toggle").await;
    window.press(" ").await;
    crate::player::play_to_the_end(&window).await;
    window.click("play-done").await;
    window.arrive("#/routines/march").await;
    window.close(&desktop).await;
    let sessions = profile::look(&desktop.profile(), "diary.db", |conn| {
        let from = (profile::morning() - TimeDelta::days(2)).date_naive();
        sessions::since(conn, from).expect("read")
    });
    assert_eq!(sessions.len(), 1);
    assert_eq!(
        (sessions[0].routine.as_str(), sessions[0].stage),
        ("march", None)
    );
    assert_eq!(sessions[0].did[0].form.as_deref(), Some("seated"));
    assert!(sessions[0].finished);
    desktop.assert_nothing_panicked();
}

/// A routine with three exercises, one of which does not suit.
fn with_a_routine(desktop: &Desktop) -> String {
    let mut vault = profile::settled(desktop);
    let at = Moment::from(profile::morning() - TimeDelta::days(5));
    let part = |exercise: &str, form: &str, reps, hold_s, for_s| Part {
        exercise: exercise.to_owned(),
        form: form.to_owned(),
        sets: 1,
        reps,
        hold_s,
        for_s,
        only: None,
    };
    let form = OwnForm {
        name: Name::new("Before breakfast, on a good day", "name").expect("a name"),
        days: 0b001_0101,
        parts: vec![
            part("march", "standing", None, None, Some(60)),
            part("bird-dog", "arm-and-leg", Some(6), Some(3), None),
            part("knee-rolls", "together", Some(5), Some(4), None),
        ],
    };
    let library = profile::library();
    db::write(&mut vault.diary, |tx| {
        sessions::set_flag(tx, Flag::NoKneeling, true, at)?;
        own::add(tx, &profile::id(1), &form, &library, at)
    })
    .expect("made");
    vault.close().expect("closed");
    profile::id(1)
}

#[tokio::test]
async fn own_routines_the_week_the_plan_and_the_player_look_well_in_both_themes_and_at_twice_the_text()
 {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    let id = with_a_routine(&desktop);
    let window = Window::open(&mut desktop).await;
    give_axe(&window).await;
    let mut wrong = Vec::new();
    let own = format!("#/own/{id}");
    let play = format!("#/play/own/{id}");
    let screens = [
        (own.as_str(), "own-part", "own"),
        ("#/week", "week", "week"),
        ("#/programmes", "flags", "programmes"),
        ("#/plan", "plan-begin", "plan-start"),
        (play.as_str(), "play-toggle", "play-own"),
        ("#/routines/bird-dog", "exercise-fit", "exercise-fit"),
    ];
    for theme in THEMES {
        window.resize(ROOMY).await;
        wear(&window, theme).await;
        for (address, sign, name) in screens {
            window.visit(address).await;
            window.see(sign).await;
            if name == "own" {
                edit(&window, 2).await;
            }
            rest(&window).await;
            picture(&window, &format!("{name}-{theme}")).await;
            axe_finds_nothing(&window, &format!("{name}, {theme}"), &mut wrong).await;
        }
        window.visit("#/routines/march").await;
        window.click("add-to-march").await;
        window.see("add-to-own").await;
        rest(&window).await;
        picture(&window, &format!("add-to-{theme}")).await;
        axe_finds_nothing(&window, &format!("add to, {theme}"), &mut wrong).await;
        window.press(Key::Escape).await;
        window.wait_gone("add-to").await;
    }
    window.resize(SMALLEST).await;
    set_text_size(&window, "200%").await;
    for (address, sign, name) in screens {
        window.visit(address).await;
        window.see(sign).await;
        if name == "own" {
            edit(&window, 2).await;
        }
        rest(&window).await;
        picture(&window, &format!("{name}-large")).await;
        nothing_is_clipped(&window, &format!("{name} at 200%"), &mut wrong).await;
    }
    assert_eq!(wrong, Vec::<String>::new());
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}
