//! The forms of the diary through the real window: the full entry, walks, whole days, and putting right what went wrong.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::desktop::Desktop;
use crate::profile;
use crate::window::{Window, text_of};

/// The newest pain entry as it is stored.
async fn newest(window: &Window) -> Value {
    let page = window
        .invoke(
            "diary_list",
            json!({ "input": { "limit": 1, "beforeId": null } }),
        )
        .await;
    page["ok"]["entries"][0].clone()
}

/// Waits until the newest pain entry is as it should be.
async fn wait_newest(window: &Window, what: &str, holds: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..500 {
        let entry = newest(window).await;
        if holds(&entry) {
            return entry;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("waited in vain until {what}: {}", newest(window).await);
}

async fn last_walk(window: &Window) -> Value {
    window.invoke("walks_last", json!({})).await["ok"].clone()
}

#[tokio::test]
async fn a_number_is_saved_at_once_and_its_details_follow_when_there_is_time() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.press("6").await;
    window.press(Key::Enter).await;
    window.wait_total(1).await;
    window.click("toast-onward").await;
    let id = window.entry().await;
    window.arrive(&format!("#/diary/entry/{id}")).await;
    window.see("entry-form").await;
    assert_eq!(
        window.attribute("entry-nrs-6", "aria-pressed").await,
        Some("true".to_owned()),
        "the form holds what was saved"
    );
    window.click("quality-ache").await;
    window.type_into("entry-note", "On the stairs").await;
    window.press_ctrl_enter().await;
    let entry = wait_newest(&window, "the details are stored", |entry| {
        entry["note"] == "On the stairs"
    })
    .await;
    assert_eq!(entry["id"], json!(id));
    assert_eq!(entry["nrs"], 6);
    assert_eq!(entry["qualities"], json!(["ache"]));
    window.see("pain-bar").await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_full_entry_with_the_body_map_is_written_by_keyboard_alone() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.press_ctrl('5').await;
    window.arrive("#/guides").await;
    window.press_ctrl('n').await;
    window.arrive("#/diary/new").await;
    window.press("7").await;
    window.tab_to("[data-region='low_back_left']").await;
    window.press(" ").await;
    window
        .wait_js(
            "the place is chosen",
            "return document.querySelector('[data-region=\"low_back_left\"]').getAttribute('aria-checked') === 'true'",
        )
        .await;
    // A number gives the place its own, and the focus has not moved meanwhile.
    window.press("5").await;
    window
        .wait_js(
            "the place says its number",
            "const place = document.activeElement; \
             return place.dataset.region === 'low_back_left' && place.getAttribute('aria-label').includes('5 of 10')",
        )
        .await;
    window.press(Key::Tab).await;
    window.press(Key::Enter).await;
    window.tab_to("[data-testid='quality-ache']").await;
    window.press(Key::Right).await;
    window.press(" ").await;
    window
        .tab_to("[data-testid='leg-left-pain_above_knee']")
        .await;
    window.press(Key::End).await;
    window.press(Key::Enter).await;
    window.tab_to("[data-testid='entry-note']").await;
    window.press("no mouse near").await;
    window.press_ctrl_enter().await;
    window.wait_total(1).await;
    let entry = newest(&window).await;
    assert_eq!(entry["nrs"], 7);
    assert_eq!(
        entry["regions"],
        json!([{ "region": "low_back_left", "nrs": 5 }, { "region": "low_back_centre", "nrs": null }])
    );
    assert_eq!(entry["qualities"], json!(["stabbing"]));
    assert_eq!(
        entry["legLeft"],
        json!([]),
        "nothing is not the same as not looked"
    );
    assert_eq!(entry["legRight"], Value::Null);
    assert_eq!(entry["note"], "no mouse near");
    window.arrive("#/guides").await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn what_was_begun_is_there_again_after_leaving_the_screen() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.press_ctrl('n').await;
    window.arrive("#/diary/new").await;
    window.type_into("entry-note", "half a sentence").await;
    window.click("body-list").await;
    window
        .js(
            "document.querySelector('[data-testid=\"body-list\"]').open = true",
            vec![],
        )
        .await;
    window.click("list-knee_left").await;
    window.press_ctrl('4').await;
    window.arrive("#/routines").await;
    window.press_ctrl('n').await;
    window.arrive("#/diary/new").await;
    window.see("entry-resumed").await;
    assert_eq!(window.value("entry-note").await, "half a sentence");
    window.see("region-knee_left-bar").await;
    window.click("entry-afresh").await;
    window.wait_gone("entry-resumed").await;
    assert_eq!(window.value("entry-note").await, "");
    assert_eq!(window.total().await, 0);
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn past_midnight_an_entry_belongs_to_the_evening_and_others_can_follow_for_an_earlier_day() {
    let mut desktop = Desktop::new();
    desktop.set_clock("2026-11-24T00:40:00", 1);
    profile::settled(&desktop).close().expect("closed tidily");
    let window = Window::open(&mut desktop).await;
    window.log_by_click(4).await;
    let entry = newest(&window).await;
    assert_eq!(
        (&entry["localDate"], &entry["pastMidnight"]),
        (&json!("2026-11-23"), &json!(true)),
        "the day has not ended"
    );

    window.press_ctrl('n').await;
    window.arrive("#/diary/new").await;
    window.click("when-other").await;
    window.type_into("when-date", "21 Nov").await;
    window.type_into("when-time", "1:30").await;
    window.see("when-night-after").await;
    assert!(
        window
            .text("writing-for")
            .await
            .contains("You are writing for Saturday 21 November")
    );
    window.click("entry-nrs-8").await;
    window.click("entry-another").await;
    window.wait_total(2).await;
    // The day stays for the next one, the rest of the form is empty.
    window
        .wait_js(
            "the form is empty",
            "return document.querySelector('[data-testid=\"entry-nrs-8\"]').getAttribute('aria-pressed') === 'false'",
        )
        .await;
    assert!(
        window
            .text("writing-for")
            .await
            .contains("Saturday 21 November")
    );
    window.click("entry-nrs-2").await;
    window.click("when-part-morning").await;
    window.click("entry-save").await;
    window.wait_total(3).await;
    let day = window
        .invoke("day_open", json!({ "localDate": "2026-11-21" }))
        .await;
    let pain = day["ok"]["pain"].as_array().expect("entries").clone();
    let of = |nrs: u64| {
        pain.iter()
            .find(|one| one["nrs"] == nrs)
            .unwrap_or_else(|| panic!("{nrs} is not on that day: {pain:?}"))
    };
    assert_eq!(of(8)["localTime"], "01:30");
    assert_eq!(of(8)["pastMidnight"], true);
    assert_eq!(of(2)["partOfDay"], "morning");

    // A walk goes to the same day until the person goes back to today.
    window.visit("#/diary/walk").await;
    assert!(
        window
            .text("writing-for")
            .await
            .contains("Saturday 21 November")
    );
    window.click("writing-for-back").await;
    window.wait_gone("writing-for").await;

    // An entry moves to another day.
    let id = text_of(&of(2)["id"]);
    window.visit(&format!("#/diary/entry/{id}")).await;
    window.click("when-after").await;
    window.click("entry-save").await;
    let moved = window
        .invoke("day_open", json!({ "localDate": "2026-11-22" }))
        .await;
    assert_eq!(moved["ok"]["pain"][0]["id"], json!(id), "{moved}");
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_walk_is_written_by_keyboard_alone_and_the_next_one_is_filled_with_it() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.press("w").await;
    window.arrive("#/diary/walk").await;
    window.tab_to("[data-testid='walk-minutes']").await;
    window.press("22").await;
    window.tab_to("[data-testid='walk-distance']").await;
    window.press("1,2 mi").await;
    window.tab_to("[data-testid='walk-before-0']").await;
    window.press(Key::Right + Key::Right + Key::Right).await;
    window.press(Key::Enter).await;
    window.tab_to("[data-testid='walk-after-0']").await;
    window.press(Key::End).await;
    window.press(Key::Left).await;
    window.press(" ").await;
    window.tab_to("[data-testid='walk-onset-after']").await;
    window.press(" ").await;
    window.tab_to("[data-testid='walk-onset-minute']").await;
    window.press("14").await;
    window.tab_to("[data-testid='walk-stopped-yes']").await;
    window.press(" ").await;
    window.tab_to("[data-testid='walk-eased-sitting']").await;
    window.press(" ").await;
    window.press(Key::Right).await;
    window.press(" ").await;
    window.tab_to("[data-testid='walk-settle']").await;
    window.press("3").await;
    window.tab_to("[data-testid='walk-surface-pavement']").await;
    window.press(" ").await;
    window.tab_to("[data-testid='walk-carried-none']").await;
    window.press(Key::End).await;
    window.press(" ").await;
    window.tab_to("[data-testid='walk-shoes-add']").await;
    window.press(Key::Enter).await;
    window.see("walk-shoes-name").await;
    window.press("Blue trainers").await;
    window.press(Key::Enter).await;
    window.wait_gone("walk-shoes-name").await;
    window.tab_to("[data-testid='walk-note']").await;
    window.press("To the market").await;
    window.press_ctrl_enter().await;
    window.see("pain-bar").await;
    window.see("toast").await;
    let walk = last_walk(&window).await;
    let shoes = window.invoke("walks_footwear", json!({})).await;
    assert_eq!(walk["durationMin"], 22);
    assert_eq!(
        walk["distanceM"], 1931,
        "a comma is a decimal point: {walk}"
    );
    assert_eq!(walk["painBefore"], 3);
    assert_eq!(walk["painAfter"], 9);
    assert_eq!(walk["onset"], json!({ "after": 14 }));
    assert_eq!(walk["stopped"], true);
    assert_eq!(walk["easedBy"], json!(["sitting", "bending_forward"]));
    assert_eq!(walk["settleMin"], 3);
    assert_eq!(walk["surface"], "pavement");
    assert_eq!(walk["carried"], "pushing");
    assert_eq!(shoes["ok"][0]["name"], "Blue trainers");
    assert_eq!(walk["footwearId"], shoes["ok"][0]["id"]);

    window.press("w").await;
    window.arrive("#/diary/walk").await;
    window.tab_to("[data-testid='walk-same']").await;
    window.press(Key::Enter).await;
    window
        .wait_js(
            "the form is filled",
            "return document.querySelector('[data-testid=\"walk-minutes\"]').value === '22'",
        )
        .await;
    assert_eq!(window.value("walk-distance").await, "1931 m");
    assert_eq!(window.value("walk-note").await, "");
    window.press_ctrl_enter().await;
    window.see("pain-bar").await;
    let again = last_walk(&window).await;
    assert_ne!(again["id"], walk["id"]);
    assert_eq!(again["footwearId"], walk["footwearId"]);
    assert_eq!(
        again["painBefore"],
        Value::Null,
        "how it hurt is not copied"
    );
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn every_change_is_undone_and_done_again_and_any_version_comes_back() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.log_by_click(6).await;
    let first = newest(&window).await;
    let id = text_of(&first["id"]);
    let edit = format!("#/diary/entry/{id}");
    window.visit(&edit).await;
    window.click("entry-nrs-3").await;
    window.type_into("entry-note", "better").await;
    let before = window.heard().await;
    window.click("entry-save").await;
    window.hear(before, "Changes saved").await;
    wait_newest(&window, "it is changed", |it| it["nrs"] == 3).await;
    window.visit("#/diary").await;
    window.take_back("Taken back").await;
    wait_newest(&window, "the change is undone", |it| it["nrs"] == 6).await;
    window.take_back("Taken back").await;
    window.wait_total(0).await;
    window.take_back("nothing to take back").await;
    window.take_again("Done again").await;
    window.wait_total(1).await;
    window.take_again("Done again").await;
    let again = wait_newest(&window, "the change is done again", |it| it["nrs"] == 3).await;
    assert_eq!(again["note"], "better");

    window.visit(&edit).await;
    window.click("entry-history").await;
    window.see("history-step").await;
    let steps = window
        .js(
            "return document.querySelectorAll('[data-testid=\"history-step\"]').length",
            Vec::new(),
        )
        .await;
    assert!(steps.as_u64().is_some_and(|it| it >= 2), "{steps}");
    let before = window.heard().await;
    // The oldest version is the last of the list.
    window
        .js(
            "[...document.querySelectorAll('[data-testid=\"history-back\"]')].at(-1).click()",
            Vec::new(),
        )
        .await;
    window.hear(before, "It is again as it was").await;
    window.wait_gone("history").await;
    let back = wait_newest(&window, "the first version is back", |it| it["nrs"] == 6).await;
    assert_eq!(back["note"], Value::Null);
    window.take_back("Taken back").await;
    wait_newest(&window, "going back is itself undone", |it| it["nrs"] == 3).await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_day_is_told_on_one_screen_and_each_kind_goes_to_the_trash_and_comes_back() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::settled(&desktop).close().expect("closed tidily");
    let window = Window::open(&mut desktop).await;
    window.log_by_click(5).await;
    window.press_close_of_toast().await;
    let walk = json!({ "when": null, "durationMin": 20, "distance": null, "onset": null, "stopped": null,
        "easedBy": [], "settleMin": null, "surface": null, "slope": null, "carried": null, "aid": null,
        "footwearId": null, "painBefore": null, "painPeak": null, "painAfter": null, "note": null });
    window.invoke("walks_add", json!({ "input": walk })).await;
    window.visit("#/diary/day").await;

    window.click("factors-open").await;
    window.type_into("factor-new", "Garden work").await;
    window.click("factor-add").await;
    window.see("factor-row").await;
    window.press(Key::Escape).await;
    window.wait_gone("factors").await;
    window.click("day-limited-4").await;
    window.type_into("day-walk", "25").await;
    window.type_into("day-sleep", "7,5").await;
    window.click("day-sitting-2_to_4").await;
    window.click("day-stress-1").await;
    let factor = window.invoke("day_factors", json!({})).await["ok"][0].clone();
    window.press_close_of_toast().await;
    let yes = format!("factor-{}-yes", text_of(&factor["id"]));
    window.click(&yes).await;
    window.click("day-save").await;
    window.wait_gone("day-unsaved").await;
    window.press_close_of_toast().await;
    window.click("medicine-add").await;
    window.type_into("medicine-name", "Paracetamol").await;
    window.type_into("medicine-amount", "1 tablet").await;
    window.click("medicine-helped-a_little").await;
    window.click("medicine-save").await;
    window.wait_gone("medicine-save").await;
    window.click("relief-add").await;
    window.click("relief-method-heat").await;
    window.click("relief-save").await;
    window.wait_gone("relief-save").await;
    window.click("flare-begin").await;
    window.see("flare-over").await;
    let day = window
        .invoke("day_open", json!({ "localDate": "2026-11-23" }))
        .await["ok"]
        .clone();
    assert_eq!(day["day"]["limited"], 4, "{day}");
    assert_eq!(day["day"]["comfortableWalkMin"], 25);
    assert_eq!(day["day"]["sleepHours"], 7.5);
    assert_eq!(day["day"]["factors"][0]["state"], "yes");
    assert_eq!(day["medicines"][0]["helped"], "a_little");
    assert_eq!(day["reliefs"][0]["method"], "heat");
    assert_eq!(day["flare"]["startDate"], "2026-11-23");

    // Each kind by its own button.
    window.click("medicine-delete").await;
    window.wait_gone("medicine-delete").await;
    window.click("relief-delete").await;
    window.wait_gone("relief-delete").await;
    window.click("flare-edit").await;
    window.click("flare-delete").await;
    window.see("flare-begin").await;
    window.click("day-delete").await;
    window.wait_gone("day-delete").await;
    window.click("factors-open").await;
    window.click("factor-delete").await;
    window.wait_gone("factor-row").await;
    window.press(Key::Escape).await;
    window.wait_gone("factors").await;
    window.visit("#/diary/walk").await;
    window.click("walk-shoes-add").await;
    window.type_into("walk-shoes-name", "Boots").await;
    window.press(Key::Enter).await;
    window.click("walk-shoes-delete").await;
    window.wait_gone("walk-shoes-delete").await;
    window.visit("#/diary").await;
    for left in [1, 0] {
        let before = window.heard().await;
        window.click("entry-delete").await;
        window.hear(before, "Moved to the trash").await;
        window
            .wait_js_with(
                "the row has left the list",
                "return document.querySelectorAll('[data-testid=\"entry-delete\"]').length === arguments[0]",
                vec![json!(left)],
            )
            .await;
        window.press_close_of_toast().await;
    }
    window.wait_total(0).await;
    window.visit("#/diary/trash").await;
    let kinds = "return [...document.querySelectorAll('[data-testid=\"trash-list\"] [data-kind]')] \
                 .map((one) => one.dataset.kind).sort().join(' ')";
    window.see("trash-list").await;
    assert_eq!(
        text_of(&window.js(kinds, Vec::new()).await),
        "day factor flare footwear medicine pain relief walk"
    );
    for left in (0..8).rev() {
        window.click("entry-restore").await;
        window
            .wait_js_with(
                "one less is in the trash",
                "return document.querySelectorAll('[data-testid=\"trash-list\"] [data-kind]').length === arguments[0]",
                vec![json!(left)],
            )
            .await;
    }
    let again = window
        .invoke("day_open", json!({ "localDate": "2026-11-23" }))
        .await["ok"]
        .clone();
    assert_eq!(again["day"]["limited"], 4);
    assert_eq!(again["day"]["factors"], day["day"]["factors"]);
    assert_eq!(again["pain"][0]["nrs"], 5);
    assert_eq!(again["walks"][0]["durationMin"], 20);
    assert_eq!(again["flare"]["startDate"], "2026-11-23");
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn what_cannot_be_kept_is_said_at_its_field_and_stays_there() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    let window = Window::open_settled(&mut desktop).await;
    window.visit("#/diary/walk").await;
    for wrong in ["", "0", "-1", "2.5", "a while", "1441"] {
        window.paste("walk-minutes", wrong).await;
        window.click("walk-save").await;
        let fault = window.wait_fault("walk-minutes").await;
        assert!(fault.contains("minutes"), "{wrong}: {fault}");
        assert_eq!(window.value("walk-minutes").await, wrong);
        // The fault goes with the next try; the page must not show the last one's.
        window.paste("walk-minutes", "20").await;
        window.paste("walk-distance", "far").await;
        window.click("walk-save").await;
        assert!(window.wait_fault("walk-distance").await.contains("1.2 mi"));
        assert_eq!(window.fault("walk-minutes").await, "");
        window.paste("walk-distance", "").await;
    }
    window.click("walk-onset-after").await;
    window.paste("walk-onset-minute", "21").await;
    window.click("walk-save").await;
    window.wait_fault("walk-onset-minute").await;
    window.paste("walk-onset-minute", "20").await;
    window.paste("walk-settle", "99999").await;
    window.click("walk-save").await;
    window.wait_fault("walk-settle").await;
    window.paste("walk-settle", "").await;

    window.click("when-other").await;
    for (typed, shown) in [
        ("1 January 2030", "Tuesday 1 January 2030"),
        ("31/12/1899", "Sunday 31 December 1899"),
        ("next week", "next week"),
    ] {
        window.type_into("when-date", typed).await;
        window.click("walk-save").await;
        let fault = window.wait_fault("when-date").await;
        assert!(fault.contains("day"), "{typed}: {fault}");
        assert_eq!(window.value("when-date").await, shown);
    }
    window.type_into("when-date", "today").await;
    window.type_into("when-time", "23:59").await;
    window.click("walk-save").await;
    assert!(
        window
            .wait_fault("when-time")
            .await
            .contains("still to come")
    );
    assert_eq!(window.value("when-time").await, "23:59");
    window.click("when-now").await;
    assert_eq!(
        last_walk(&window).await,
        Value::Null,
        "nothing was saved so far"
    );

    let long = "a letter and more ".repeat(60_000);
    for (note, said) in [
        (long.as_str(), "letters"),
        ("bell \u{7} and \u{0}", "cannot be kept"),
    ] {
        window.paste("walk-note", note).await;
        window.click("walk-save").await;
        let fault = window.wait_fault("walk-note").await;
        assert!(fault.contains(said), "{fault}");
        assert_eq!(window.value("walk-note").await.len(), note.len());
    }
    let odd =
        "<img src=x onerror=alert(1)> & \u{202e}olleh \u{1f6b6}\u{200d}\u{2642}\u{fe0f} مرحبا";
    window.paste("walk-note", odd).await;
    window.paste("walk-distance", "1,2 mi").await;
    window.click("walk-save").await;
    window.see("toast").await;
    let walk = last_walk(&window).await;
    assert_eq!(walk["note"], odd);
    assert_eq!(walk["distanceM"], 1931);
    window.visit("#/diary").await;
    let shown = window
        .js(
            "const list = document.querySelector('[data-testid=\"diary-list\"]'); \
             return list.innerText.includes(arguments[0]) && list.querySelector('img') === null",
            vec![json!("<img src=x onerror=alert(1)> &")],
        )
        .await;
    assert_eq!(shown, json!(true), "markup is text");

    // The border itself refuses numbers that no bar offers, with the name of the field.
    for nrs in [json!(11), json!(-1), json!(2.5)] {
        let refused = window
            .invoke(
                "diary_log",
                json!({ "input": { "nrs": nrs, "note": null } }),
            )
            .await;
        assert_eq!(refused["refused"]["field"], "nrs", "{refused}");
    }
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_day_keeps_what_was_typed_until_it_can_be_kept() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.visit("#/diary/day").await;
    window.click("day-save").await;
    window
        .wait_js(
            "an empty day is said to be empty",
            "return document.querySelector('[data-testid=\"day-limited-error\"]').innerText !== ''",
        )
        .await;
    window.paste("day-sleep", "25").await;
    window.click("day-save").await;
    assert!(window.wait_fault("day-sleep").await.contains("24"));
    window.paste("day-sleep", "seven").await;
    window.paste("day-walk", "2.5").await;
    window.click("day-save").await;
    window.wait_fault("day-sleep").await;
    window.visit("#/guides").await;
    window.visit("#/diary/day").await;
    assert_eq!(window.value("day-sleep").await, "seven");
    assert_eq!(window.value("day-walk").await, "2.5");
    window.see("day-unsaved").await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn what_may_need_care_is_saved_first_and_then_leads_to_the_signs() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.visit("#/diary/new").await;
    window.click("leg-left-weakness").await;
    window.click("leg-right-tingling").await;
    window.click("entry-save").await;
    window.see("safety-note").await;
    assert_eq!(window.total().await, 1, "saving was not held up");
    let said = window.text("safety-note").await;
    assert!(
        said.contains("weak") && said.contains("both legs"),
        "{said}"
    );
    window.click("safety-check").await;
    window.arrive("#/check/ask").await;
    window.see("check-question").await;

    // The same weakness again is not new, and an entry without such signs says nothing.
    window.visit("#/diary/new").await;
    window.click("leg-left-weakness").await;
    window.click("entry-save").await;
    window.wait_total(2).await;
    window.arrive("#/check/ask").await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_filter_says_what_it_hides_and_the_list_stays_short_however_long_the_diary() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::many(&desktop, 1_500);
    let window = Window::open(&mut desktop).await;
    window.go("diary").await;
    window.see("list-search").await;
    let rows = "return document.querySelectorAll('[data-kind]').length";
    let mut most = 0;
    let mut oldest = false;
    for _ in 0..400 {
        window
            .js(
                "const main = document.querySelector('main'); main.scrollTop = main.scrollHeight",
                Vec::new(),
            )
            .await;
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        most = most.max(window.js(rows, Vec::new()).await.as_u64().unwrap_or(0));
        if window
            .js(
                "return document.body.innerText.includes('number 0 of many')",
                Vec::new(),
            )
            .await
            == json!(true)
        {
            oldest = true;
            break;
        }
    }
    assert!(oldest, "the oldest entry can be reached by scrolling");
    assert!(most < 300, "{most} rows at once");
    window
        .js("document.querySelector('main').scrollTop = 0", Vec::new())
        .await;
    window
        .wait_js(
            "the newest entry is there again",
            "return document.body.innerText.includes('number 1499 of many')",
        )
        .await;

    window.type_into("list-search", "number 7").await;
    window
        .wait_js(
            "the list is narrowed",
            "return document.querySelector('[data-testid=\"list-count\"]')?.innerText.includes('of 1,500 shown') ?? false",
        )
        .await;
    window.type_into("list-search", "zzz").await;
    window
        .wait_js(
            "nothing is found, and that is said",
            "return document.querySelector('[data-testid=\"list-count\"]')?.innerText === '0 of 1,500 shown'",
        )
        .await;
    window.click("list-clear").await;
    window.wait_gone("list-count").await;
    window
        .wait_rows("everything is back", |rows| rows.len() >= 20)
        .await;
    window.click("filter-open").await;
    window.click("filter-kind-walk").await;
    window
        .wait_js(
            "no walk is in this diary",
            "return document.querySelector('[data-testid=\"list-count\"]')?.innerText === '0 of 1,500 shown'",
        )
        .await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn two_quiet_weeks_offer_to_write_less_and_the_diary_can_pause() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::quiet(&desktop);
    let window = Window::open(&mut desktop).await;
    window.go("diary").await;
    window.click("offer-monthly-yes").await;
    window.wait_gone("offer-monthly").await;
    let state = window.invoke("app_state", json!({})).await;
    assert_eq!(state["ok"]["settings"]["pace"], "monthly");
    window.hear(0, "how often you write").await;
    window.press_ctrl('z').await;
    window.see("offer-monthly").await;
    window.click("offer-monthly-no").await;
    window.wait_gone("offer-monthly").await;

    window.go("settings").await;
    window.click("pace-weekly").await;
    window.click("pause-2").await;
    assert!(window.text("paused").await.contains("Sunday 6 December"));
    window.type_into("day-end", "13:00").await;
    window.press(Key::Tab).await;
    assert!(window.wait_fault("day-end").await.contains("12:00"));
    window.type_into("day-end", "3 am").await;
    window.press(Key::Tab).await;
    window
        .wait_js(
            "the end of the day is kept",
            "return document.querySelector('[data-testid=\"day-end\"]').value === '03:00'",
        )
        .await;
    let settings = window.invoke("app_state", json!({})).await["ok"]["settings"].clone();
    assert_eq!(settings["pace"], "weekly");
    assert_eq!(settings["pausedUntil"], "2026-12-06");
    assert_eq!(settings["dayEndsAt"], "03:00");
    desktop.assert_nothing_panicked();
}
