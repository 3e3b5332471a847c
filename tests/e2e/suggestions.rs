//! Today suggests the guide that fits what the diary shows, and says why, in the real window.

use backstride_core::record::Occasion;
use backstride_core::walks::{self, EasedBy, WalkForm};
use backstride_core::{Moment, db};
use chrono::TimeDelta;

use crate::desktop::Desktop;
use crate::profile;
use crate::screens;
use crate::window::{ROOMY, Window};

#[tokio::test]
async fn relief_on_sitting_brings_its_guide_to_today_with_the_reason() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    let mut vault = profile::settled(&desktop);
    let now = Moment::from(profile::morning());
    for back in 1..=4_i64 {
        let date = (profile::morning() - TimeDelta::days(back * 3)).date_naive();
        let form = WalkForm {
            occasion: Some(Occasion::day(date)),
            eased_by: vec![if back == 4 {
                EasedBy::Lying
            } else {
                EasedBy::Sitting
            }],
            ..WalkForm::of_minutes(20)
        };
        let id = profile::id(20_000 + u32::try_from(back).expect("small"));
        db::write(&mut vault.diary, |tx| walks::add(tx, &id, &form, now)).expect("a walk");
    }
    vault.close().expect("closed");

    let window = Window::open(&mut desktop).await;
    window.resize(ROOMY).await;
    window.see("today-guide-why").await;
    let why = window.text("today-guide-why").await;
    assert!(
        why.contains("relief when you sit or bend: in 3 of 4 walks"),
        "{why}"
    );
    screens::picture(&window, "today-suggestion").await;
    window.click("today-guide").await;
    window
        .arrive("#/guides/leg-symptoms-that-ease-on-sitting")
        .await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn with_nothing_to_go_by_the_first_guide_of_the_shelf_is_offered() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.see("today-guide").await;
    assert!(!window.has("today-guide-why").await);
    assert!(window.text("today-guide").await.contains("start here"));
    desktop.assert_nothing_panicked();
}
