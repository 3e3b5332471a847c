//! The main job through the real window: log, take back, put right, and find it all again.

use thirtyfour::prelude::*;

use crate::desktop::Desktop;
use crate::profile;
use crate::window::Window;

#[tokio::test]
async fn one_click_on_the_pain_bar_lands_in_the_diary_and_can_be_put_right() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;

    window.log_by_click(6).await;
    assert!(window.text("toast").await.contains("Saved: pain 6"));
    assert!(window.text("pain-last").await.contains("Last saved: 6"));
    // The number said to the person is on the disk, not in a cache.
    assert_eq!(profile::entries(&desktop.profile()), 1);

    window.go("diary").await;
    let rows = window
        .wait_rows("one entry is listed", |rows| rows.len() == 1)
        .await;
    assert_eq!(rows[0].value, 6);

    window.click("entry-edit").await;
    window.see("entry-form").await;
    window.click("entry-nrs-3").await;
    window
        .type_into(
            "entry-note",
            "After the stairs. <b>Not bold</b> & ½ cup of café",
        )
        .await;
    window.click("entry-save").await;
    window.arrive("#/diary").await;
    let rows = window
        .wait_rows("the change is shown", |rows| rows[0].value == 3)
        .await;
    assert!(
        rows[0].words.contains("<b>Not bold</b> & ½ cup of café"),
        "markup is text: {rows:?}"
    );
    assert!(rows[0].words.contains("changed"), "{rows:?}");

    window.click("entry-delete").await;
    window.wait_rows("the list is empty", <[_]>::is_empty).await;
    assert_eq!(window.total().await, 0);
    window.click("toast-undo").await;
    window
        .wait_rows("undo brings it back", |rows| {
            rows.len() == 1 && rows[0].value == 3
        })
        .await;

    window.click("entry-delete").await;
    window.wait_rows("gone again", <[_]>::is_empty).await;
    window.click("trash-open").await;
    window.arrive("#/diary/trash").await;
    window.click("entry-restore").await;
    window.wait_total(1).await;
    window.go("diary").await;
    let before = window
        .wait_rows("restored", |rows| rows.len() == 1 && rows[0].value == 3)
        .await;

    window.close(&desktop).await;
    let window = Window::open(&mut desktop).await;
    window.go("diary").await;
    let after = window.wait_rows("read again", |rows| rows.len() == 1).await;
    assert_eq!(before, after, "a restart shows the same");
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn the_keyboard_alone_logs_takes_back_and_finds_its_way() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;

    window.press("4").await;
    window.press(Key::Enter).await;
    window.wait_total(1).await;
    window.hear(0, "pain 4").await;
    window.press("t").await;
    window.press(Key::Enter).await;
    window.hear(0, "pain 10").await;
    window.wait_total(2).await;
    let page = window
        .invoke(
            "diary_list",
            serde_json::json!({ "input": { "limit": 9, "beforeId": null } }),
        )
        .await;
    let mut values: Vec<u64> = page["ok"]["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .filter_map(|entry| entry["nrs"].as_u64())
        .collect();
    values.sort_unstable();
    assert_eq!(values, [4, 10]);

    window.press_ctrl('z').await;
    window.wait_total(1).await;

    for (key, route) in [
        ('2', "#/diary"),
        ('3', "#/check"),
        ('4', "#/routines"),
        ('5', "#/guides"),
        ('6', "#/reminders"),
        (',', "#/settings"),
        ('1', "#/today"),
    ] {
        window.press_ctrl(key).await;
        window.arrive(route).await;
    }
    window.press("?").await;
    window.see("help-sheet").await;
    window.press(Key::Escape).await;
    window.wait_gone("help-sheet").await;
    // A number pressed somewhere else than on Today is not a pain value.
    window.press_ctrl('2').await;
    window.arrive("#/diary").await;
    window.press("7").await;
    window.press(Key::Enter).await;
    assert_eq!(window.total().await, 1);
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn killed_right_after_the_toast_five_times_nothing_is_lost() {
    let mut desktop = Desktop::new();
    let mut window = Window::open_settled(&mut desktop).await;
    let (mut acknowledged, mut lost) = (0_u32, 0_u32);
    for value in [2, 4, 6, 8, 10] {
        window.click(&format!("pain-{value}")).await;
        window.see("toast").await;
        window.kill(&desktop);
        acknowledged += 1;
        let kept = profile::entries(&desktop.profile());
        lost += acknowledged.saturating_sub(kept);
        window = Window::open(&mut desktop).await;
        assert_eq!(window.total().await, u64::from(acknowledged));
    }
    println!("attempted 5, acknowledged {acknowledged}, lost {lost}");
    assert_eq!((acknowledged, lost), (5, 0));
    window.go("diary").await;
    let rows = window.rows().await;
    let mut values: Vec<u8> = rows.iter().map(|row| row.value).collect();
    values.sort_unstable();
    assert_eq!(values, [2, 4, 6, 8, 10]);
    desktop.assert_nothing_panicked();
}
