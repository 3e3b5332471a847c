//! Reminders on a real desktop: the window sets one, the companion runs it, dunst shows it, the answer comes back.

use std::time::Duration;

use backstride_core::reminders::{self, Days, Deed, Plan, Purpose, Quiet, Rule, Span, Terms};
use backstride_core::{Moment, db};
use serde_json::json;

use crate::desktop::{self, Desktop, InjectedClock};
use crate::profile;
use crate::screens::{self, THEMES};
use crate::window::{ROOMY, SMALLEST, Window};

/// How late a card may be, in milliseconds.
const LATE_MS: u64 = 2_000;

impl InjectedClock {
    /// How many milliseconds after that moment of the injected clock something at a real instant was; the clock runs
    /// at its real speed.
    fn after(self, passed_at_start_s: u64, real_ms: u64) -> i64 {
        let due_ms = self.anchor_ms + passed_at_start_s * 1000;
        i64::try_from(real_ms).expect("a date") - i64::try_from(due_ms).expect("a date")
    }
}

/// Opens the room of reminders and sets one at that time.
async fn set(window: &Window, time: &str) {
    window.go("reminders").await;
    window.click("preset-diary_evening").await;
    window.type_into("reminder-time", time).await;
    window.click("reminder-save").await;
    window.see("toast").await;
}

#[tokio::test]
async fn the_diary_check_arrives_on_time_and_done_is_in_the_list() {
    let mut desktop = Desktop::new();
    let clock = desktop.set_clock("2026-11-23T19:59:35", 1);
    let window = Window::open_settled(&mut desktop).await;
    set(&window, "20:00").await;
    let agent = desktop.process("backstride-agent");
    // What shows reminders is no second window: it holds neither Tauri's web view nor GTK.
    let maps = std::fs::read_to_string(format!("/proc/{agent}/maps")).expect("its memory");
    for library in ["libgtk", "libwebkit", "libjavascriptcore"] {
        assert!(!maps.contains(library), "the companion holds {library}");
    }
    desktop.wait_within(Duration::from_secs(40), "the card is shown", || {
        !desktop.shown().is_empty()
    });
    let card = desktop.shown().remove(0);
    let late_ms = clock.after(25, card.at_ms);
    println!("the card came {late_ms} ms after 20:00:00");
    assert!(
        (0..=i64::try_from(LATE_MS).expect("small")).contains(&late_ms),
        "{late_ms} ms"
    );
    assert_eq!(card.title, "Time for your diary");
    assert!(!card.body.to_lowercase().contains("pain"), "{}", card.body);

    window
        .wait_js(
            "the list says that it waits",
            "return document.querySelector('[data-state=\"shown\"]') !== null",
        )
        .await;
    desktop.press_button("Done");
    window
        .wait_js(
            "the list says that it is done",
            "return document.querySelector('[data-state=\"done\"]')?.innerText.includes('Done') ?? false",
        )
        .await;
    assert_eq!(profile::occurrences(&desktop.profile()), ["done"]);
    assert_eq!(desktop.shown().len(), 1);
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn snooze_comes_back_once_also_when_the_window_is_closed() {
    let mut desktop = Desktop::new();
    // A minute is a second here.
    desktop.set_clock("2026-11-23T19:56:00", 60);
    profile::settled(&desktop).close().expect("closed");
    let window = Window::open(&mut desktop).await;
    window.go("reminders").await;
    window.click("preset-diary_evening").await;
    // The clock is quick, so the time is one that cannot have passed while the form was filled in.
    window.type_into("reminder-time", "20:30").await;
    window.click("reminder-save").await;
    window.see("toast").await;
    desktop.wait_until("the companion runs", || {
        desktop.processes("backstride-agent").len() == 1
    });
    let agent = desktop.process("backstride-agent");
    window.close(&desktop).await;
    assert_eq!(
        desktop.process("backstride-agent"),
        agent,
        "it survives the window"
    );

    desktop.wait_within(Duration::from_secs(60), "the card is shown", || {
        desktop.shown().len() == 1
    });
    desktop.press_button("Snooze 10 min");
    desktop.wait_until("the snooze is kept", || {
        profile::occurrences(&desktop.profile()) == ["snoozed"]
    });
    desktop.wait_within(Duration::from_secs(40), "it comes back", || {
        desktop.shown().len() == 2
    });
    let shown = desktop.shown();
    let between_ms = shown[1].at_ms - shown[0].at_ms;
    // Ten minutes of this clock are ten seconds; answering took a moment of them.
    assert!((9_000..30_000).contains(&between_ms), "{between_ms} ms");
    desktop.press_button("Skip");
    desktop.wait_until("the answer is kept", || {
        profile::occurrences(&desktop.profile()) == ["skipped"]
    });
    // Twenty more minutes of this clock bring nothing.
    let until = desktop::real_now_ms() + 20_000;
    desktop.wait_within(Duration::from_secs(30), "twenty minutes passed", || {
        desktop::real_now_ms() > until
    });
    assert_eq!(desktop.shown().len(), 2, "Snooze comes back once");

    let window = Window::open(&mut desktop).await;
    window.go("reminders").await;
    window
        .wait_js(
            "the outcome is in the list",
            "return document.querySelector('[data-state=\"skipped\"]') !== null",
        )
        .await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn the_companion_runs_while_something_is_scheduled_and_ends_when_nothing_is() {
    let mut desktop = Desktop::new();
    desktop.set_clock("2026-11-23T12:00:00", 1);
    let window = Window::open_settled(&mut desktop).await;
    assert!(
        desktop.processes("backstride-agent").is_empty(),
        "nothing is scheduled yet"
    );
    set(&window, "20:00").await;
    let agent = desktop.process("backstride-agent");
    window
        .wait_js(
            "the window says that reminders come",
            "return document.querySelector('[data-testid=\"companion\"]')?.innerText \
             .includes('even when this window is closed') ?? false",
        )
        .await;
    // A companion that was killed is started again with the next window.
    desktop::end_now(agent);
    desktop.wait_until_gone(agent);
    window.close(&desktop).await;
    let window = Window::open(&mut desktop).await;
    desktop.wait_until("another one runs", || {
        desktop.processes("backstride-agent").len() == 1
    });
    let agent = desktop.process("backstride-agent");
    window.go("reminders").await;
    window.click("reminder-enabled").await;
    window.see("toast").await;
    desktop.wait_until_gone(agent);
    assert!(desktop.shown().is_empty());
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn without_a_notification_daemon_the_reminder_waits_in_the_app_and_says_so() {
    let mut desktop = Desktop::bare();
    desktop.set_clock("2026-11-23T19:59:40", 1);
    let window = Window::open_settled(&mut desktop).await;
    set(&window, "20:00").await;
    window
        .wait_js(
            "the window says that nothing shows notifications",
            "return document.querySelector('[data-testid=\"companion\"]')?.innerText \
             .includes('shows no notifications') ?? false",
        )
        .await;
    says(&window, "companion-do", "What you can do").await;
    // No desktop with a bar is there either.
    says(&window, "tray", "has no place for a small Backstride sign").await;
    desktop.wait_within(Duration::from_secs(40), "the occurrence is kept", || {
        profile::occurrences(&desktop.profile()) == ["waiting"]
    });
    window.go("today").await;
    window.see("next-waiting").await;
    window.click("due-done").await;
    window.wait_gone("next-waiting").await;
    assert_eq!(profile::occurrences(&desktop.profile()), ["done"]);
    desktop.assert_nothing_panicked();
}

/// Waits until the text of an element holds these words.
async fn says(window: &Window, testid: &str, words: &str) {
    window
        .wait_js(
            &format!("{testid} says {words}"),
            &format!(
                "return document.querySelector('[data-testid=\"{testid}\"]')?.innerText.includes({}) ?? false",
                serde_json::Value::from(words)
            ),
        )
        .await;
}

#[tokio::test]
async fn a_reminder_is_made_refused_at_its_field_changed_and_told_ahead() {
    let mut desktop = Desktop::new();
    desktop.set_clock("2026-11-23T10:00:00", 1);
    let window = Window::open_settled(&mut desktop).await;
    window.go("reminders").await;
    window.click("preset-desk_break").await;
    says(
        &window,
        "reminder-says",
        "Every 40 minutes of time at the computer, Monday to Friday, 09:00 to 17:30.",
    )
    .await;
    for (minutes, words) in [("0", "5 to 240"), ("10000", "5 to 240")] {
        window.type_into("reminder-work", minutes).await;
        window.click("reminder-save").await;
        says(&window, "reminder-form", words).await;
    }
    window.type_into("reminder-work", "45").await;
    says(&window, "reminder-says", "Every 45 minutes").await;
    window.click("reminder-save").await;
    says(&window, "rules", "Every 45 minutes").await;
    assert_eq!(desktop.processes("backstride-agent").len(), 1);
    // Under this X server it is known whether somebody is there.
    window
        .wait_js(
            "the window says where presence is known from",
            "return document.querySelector('[data-testid=\"presence\"]')?.dataset.source === 'x11'",
        )
        .await;

    window.click("reminder-add").await;
    window.click("preset-own").await;
    window.type_into("reminder-time", "8 am and 23:30").await;
    window.click("reminder-more").await;
    window.type_into("reminder-zone", "Mars/Olympus").await;
    window.click("reminder-save").await;
    says(
        &window,
        "reminder-form",
        "There is no time zone of that name",
    )
    .await;
    // A blank is as good as nothing.
    window.type_into("reminder-zone", " ").await;
    window.type_into("reminder-name", "Water").await;
    window.click("reminder-save").await;
    says(&window, "rules", "At 08:00 and 23:30, every day.").await;
    says(&window, "ahead", "23:30").await;

    window.type_into("quiet-from", "22:00").await;
    window.type_into("quiet-to", "10 pm").await;
    window.click("quiet-save").await;
    says(&window, "reminder-settings", "Both times are the same").await;
    window.type_into("quiet-to", "7").await;
    window.click("quiet-save").await;
    says(&window, "quiet-state", "On, 22:00 to 07:00").await;
    // What falls into the quiet hours is told to come when they are over.
    says(&window, "ahead", "The quiet hours come first").await;
    window.click("pause-hour").await;
    says(&window, "paused", "Nothing is shown until").await;
    desktop.wait_until("the companion knows of the pause", || {
        desktop
            .run(
                desktop
                    .command(desktop::program("backstride"))
                    .arg("status"),
            )
            .stdout
            .contains("Paused until")
    });
    window.click("pause-over").await;
    window.see("pause-hour").await;
    // A copy that lies where programs are built offers no start with the computer; it would be gone tomorrow.
    window.see("autostart-unavailable").await;
    desktop.assert_nothing_panicked();
}

/// Chooses what opens with the reminder that is being edited.
async fn opens(window: &Window, behind: &str) {
    window.see("reminder-behind").await;
    let chosen = window
        .js(
            "const list = document.querySelector('[data-testid=\"reminder-behind\"]');
             list.value = arguments[0];
             list.dispatchEvent(new Event('change', { bubbles: true }));
             return list.value;",
            vec![json!(behind)],
        )
        .await;
    assert_eq!(chosen, json!(behind), "it is offered");
}

#[tokio::test]
async fn a_card_opens_the_routine_that_was_chosen_and_the_usual_once_that_is_gone() {
    let mut desktop = Desktop::new();
    // A minute is six seconds here.
    desktop.set_clock("2026-11-23T19:55:00", 10);
    let window = Window::open_settled(&mut desktop).await;
    let made = window
        .invoke(
            "own_add",
            json!({ "input": {
                "name": "For my left knee",
                "days": 127,
                "parts": [{ "exercise": "march", "form": "standing", "sets": 1, "reps": null, "holdS": null, "forS": 60, "only": null }],
            } }),
        )
        .await;
    let routine = made["ok"]["id"]
        .as_str()
        .unwrap_or_else(|| panic!("{made}"))
        .to_owned();
    window.go("reminders").await;
    window.click("preset-routine").await;
    window.type_into("reminder-time", "20:02").await;
    window.click("reminder-more").await;
    // Everything that can be opened has its name in the list.
    for behind in ["programmes/desk-break", "exercises/march", "guides/scans"] {
        opens(&window, behind).await;
    }
    opens(&window, &format!("own/{routine}")).await;
    window.click("reminder-save").await;
    says(&window, "reminder-opens", "Opens For my left knee").await;
    let schedule = std::fs::read(desktop.profile().join("schedule.db")).expect("the schedule");
    let log = std::fs::read(desktop.profile().join("schedule.db-wal")).unwrap_or_default();
    let all = [schedule, log].concat();
    for word in ["left knee", &routine] {
        let word = word.as_bytes();
        assert!(!all.windows(word.len()).any(|window| window == word));
    }
    desktop.wait_within(Duration::from_secs(70), "the card is shown", || {
        !desktop.shown().is_empty()
    });
    let card = desktop.shown().remove(0);
    assert_eq!(card.title, "Time to move");
    says(&window, "due-list", "Open the exercises").await;
    desktop.press_button(&card.title);
    let address = format!("#/play/own/{routine}");
    window
        .wait_js(
            "the routine is on the screen",
            &format!("return location.hash === '{address}'"),
        )
        .await;
    window.see("player").await;
    window.go("reminders").await;
    let gone = window
        .invoke(
            "history_delete",
            json!({ "input": { "kind": "routine", "id": routine } }),
        )
        .await;
    assert!(gone["refused"].is_null(), "{gone}");
    window.visit("#/today").await;
    window.go("reminders").await;
    says(&window, "reminder-opens", "not there any more").await;
    let leads = "return document.querySelector('[data-testid=\"due-open\"]')?.getAttribute('href')";
    window
        .wait_js(
            "it leads to the usual",
            &format!("{leads} === '#/programmes'"),
        )
        .await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_card_opens_the_guide_behind_its_reminder_and_a_day_can_have_a_limit() {
    let mut desktop = Desktop::new();
    // A minute is six seconds here.
    desktop.set_clock("2026-11-23T19:55:00", 10);
    let window = Window::open_settled(&mut desktop).await;
    window.go("reminders").await;
    window.click("preset-own").await;
    window.type_into("reminder-time", "20:02").await;
    window.click("reminder-more").await;
    opens(&window, "guides/better-when-walking").await;
    window.click("reminder-save").await;
    says(&window, "rules", "Opens ").await;
    // What somebody reads is nothing for the file that lies open while the diary is locked.
    let schedule = std::fs::read(desktop.profile().join("schedule.db")).expect("the schedule");
    let log = std::fs::read(desktop.profile().join("schedule.db-wal")).unwrap_or_default();
    let all = [schedule, log].concat();
    let slug = b"better-when-walking";
    assert!(!all.windows(slug.len()).any(|window| window == slug));

    window.type_into("cap-most", "99").await;
    window.click("cap-save").await;
    says(&window, "reminder-settings", "from 1 to 50").await;
    window.type_into("cap-most", "1").await;
    window.click("cap-save").await;
    says(&window, "cap-state", "At most one a day").await;

    desktop.wait_within(Duration::from_secs(70), "the card is shown", || {
        !desktop.shown().is_empty()
    });
    says(&window, "due-list", "Read the guide").await;
    // What the card says stands for the whole card; pressing it opens what is behind it.
    let title = desktop.shown().remove(0).title;
    desktop.press_button(&title);
    window
        .wait_js(
            "the guide is on the screen",
            "return location.hash === '#/guides/better-when-walking'",
        )
        .await;
    desktop.assert_nothing_panicked();
}

/// A schedule with a reminder of every kind, and a week behind it.
fn every_kind(desktop: &Desktop) {
    let mut schedule = db::open_schedule(&desktop.profile()).expect("the schedule");
    let time = |text: &str| chrono::NaiveTime::parse_from_str(text, "%H:%M").expect("a time");
    let week_ago = Moment::from(profile::morning() - chrono::TimeDelta::days(8));
    let hours = Span::new(time("09:00"), time("17:30")).expect("two times");
    for (number, purpose, plan, days) in [
        (1, Purpose::DiaryCheck, Plan::at(vec![time("20:00")]), 127),
        (2, Purpose::DeskBreak, Plan::working(40, Some(hours)), 31),
        (3, Purpose::Walk, Plan::at(vec![time("16:00")]), 127),
        (
            4,
            Purpose::Routine,
            Plan::After {
                deed: Deed::Walk,
                delay_min: 30,
                most_a_day: 2,
            },
            127,
        ),
        (
            5,
            Purpose::Own,
            Plan::Once {
                date: "2026-12-01".parse().expect("a date"),
                time: time("17:00"),
            },
            127,
        ),
    ] {
        let rule = Rule {
            id: profile::id(number),
            purpose,
            name: (number == 5).then(|| "Call the physiotherapist".to_owned()),
            plan,
            days: Days::new(days).expect("a set"),
            terms: Terms::of(purpose),
            enabled: true,
        };
        db::write(&mut schedule, |tx| {
            reminders::save_rule(tx, &rule, week_ago)
        })
        .expect("the rule");
    }
    let quiet = Quiet {
        span: Span::new(time("22:00"), time("07:00")).expect("two times"),
        days: Days::ALL,
    };
    db::write(&mut schedule, |tx| reminders::set_quiet(tx, Some(quiet))).expect("quiet hours");
    db::close(schedule).expect("closed tidily");
}

/// The room with everything in it: the top of its columns, the form with all its fields, and the end.
async fn the_whole_room(window: &Window, look: &mut impl AsyncFnMut(&str)) {
    window.visit("#/reminders").await;
    says(window, "rules", "Every 40 minutes").await;
    says(window, "ahead", "20:00").await;
    look("reminders-kinds").await;
    window
        .js(
            "document.querySelector('[data-testid=\"ahead\"]').scrollIntoView()",
            Vec::new(),
        )
        .await;
    look("reminders-ahead").await;
    window.click("reminder-edit").await;
    window.click("reminder-more").await;
    look("reminders-form").await;
    window.click("reminder-cancel").await;
}

#[tokio::test]
async fn the_room_of_reminders_is_clean_for_axe_and_clips_nothing_with_every_kind_in_it() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::settled(&desktop).close().expect("closed tidily");
    every_kind(&desktop);
    let window = Window::open(&mut desktop).await;
    window.resize(ROOMY).await;
    screens::give_axe(&window).await;
    let mut wrong = Vec::new();
    for theme in THEMES {
        screens::wear(&window, theme).await;
        the_whole_room(&window, &mut async |name: &str| {
            screens::rest(&window).await;
            screens::picture(&window, &format!("{name}-{theme}")).await;
            screens::axe_finds_nothing(&window, &format!("{name} {theme}"), &mut wrong).await;
        })
        .await;
    }
    window.resize(SMALLEST).await;
    screens::set_text_size(&window, "200%").await;
    the_whole_room(&window, &mut async |name: &str| {
        screens::rest(&window).await;
        screens::picture(&window, &format!("{name}-large")).await;
        screens::nothing_is_clipped(&window, &format!("{name} large"), &mut wrong).await;
    })
    .await;
    assert_eq!(wrong, Vec::<String>::new());
    desktop.assert_nothing_panicked();
}
