//! Out and in again in the real window: a folder among the downloads, a preview before anything changes, and one way back.

use std::path::{Path, PathBuf};

use serde_json::json;
use thirtyfour::prelude::*;

use crate::desktop::Desktop;
use crate::profile;
use crate::screens::{
    THEMES, at_twice_the_text, axe_finds_nothing, give_axe, in_both_themes, nothing_is_clipped,
    picture, rest, set_text_size, wear,
};
use crate::window::{ROOMY, SMALLEST, Window};

/// The one new folder of an export.
fn folder(desktop: &Desktop) -> PathBuf {
    let mut places = vec![desktop.path("home")];
    let mut found = Vec::new();
    while let Some(place) = places.pop() {
        for entry in std::fs::read_dir(&place).expect("a folder").flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            assert!(!name.contains(".part"), "half an export is left: {name}");
            if name.starts_with("Backstride export") {
                found.push(path);
            } else if path.is_dir() {
                places.push(path);
            }
        }
    }
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// Chooses files the way a person does in the dialog of the system.
async fn choose(window: &Window, files: &[PathBuf]) {
    let names: Vec<String> = files
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let field = window.element("exchange-files").await;
    field
        .send_keys(names.join("\n"))
        .await
        .expect("the field takes files");
}

async fn is_said(window: &Window, id: &str, words: &str) {
    window
        .wait_js_with(
            &format!("{id} says {words}"),
            "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`)?.innerText.includes(arguments[1]) ?? false",
            vec![json!(id), json!(words)],
        )
        .await;
}

fn lines(path: &Path) -> usize {
    std::fs::read_to_string(path)
        .expect("there")
        .lines()
        .count()
}

#[tokio::test]
async fn a_diary_is_taken_out_lost_brought_back_and_the_import_taken_back() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::eight_weeks(&desktop);
    profile::tell_a_day(&desktop);
    profile::reminder(&desktop, 900, "20:00");
    let window = Window::open(&mut desktop).await;
    window.resize(ROOMY).await;
    let all = window.total().await;
    window.visit("#/settings").await;

    // By the keyboard alone: everything that can be saved is chosen already.
    window.tab_to("[data-testid=\"exchange-export\"]").await;
    window.press(Key::Enter).await;
    is_said(&window, "exchange-exported", "Backstride export").await;
    let out = folder(&desktop);
    for name in [
        "backstride.jsonl",
        "backstride.schema.json",
        "backstride-fhir.json",
        "reminders.ics",
        "README.txt",
        "contents.json",
        "csv/pain.csv",
        "csv/README.txt",
    ] {
        assert!(out.join(name).is_file(), "{name} is missing");
    }
    let entries = usize::try_from(all).expect("small");
    assert_eq!(lines(&out.join("csv/pain.csv")), entries + 1);
    let calendar = std::fs::read_to_string(out.join("reminders.ics")).expect("there");
    assert!(calendar.contains("T200000"), "{calendar}");

    // Two entries are lost, one is changed after it was saved.
    for _ in 0..2 {
        let entry = window.entry().await;
        let gone = window
            .invoke(
                "history_delete",
                json!({ "input": { "kind": "pain", "id": entry } }),
            )
            .await;
        assert!(gone["ok"].is_object(), "{gone}");
    }
    assert_eq!(window.total().await, all - 2);

    choose(&window, &[out.join("backstride.jsonl")]).await;
    window.see("exchange-preview").await;
    assert_eq!(window.text("exchange-new").await, "2");
    assert_eq!(window.total().await, all - 2, "a preview changes nothing");
    rest(&window).await;
    let script = "document.querySelector('[data-testid=\"exchange-preview\"]').scrollIntoView()";
    window.js(script, Vec::new()).await;
    picture(&window, "exchange-preview").await;

    // The keyboard stands at the preview, and the way on is a few steps of Tab.
    window.tab_to("[data-testid=\"exchange-take\"]").await;
    window.press(Key::Enter).await;
    window.see("exchange-taken").await;
    assert_eq!(window.total().await, all);
    assert!(
        backstride_core::vault::backup::list(&desktop.profile())
            .expect("the copies")
            .iter()
            .any(|it| it.why == backstride_core::vault::backup::Why::Import),
        "a copy from before is kept"
    );
    window.tab_to("[data-testid=\"exchange-undo\"]").await;
    window.press(Key::Enter).await;
    is_said(&window, "exchange-undone", "2 records").await;
    assert_eq!(window.total().await, all - 2);
    // The way back of the session does not lead into an import.
    let none = window.invoke("history_undo", json!({ "step": null })).await;
    assert_eq!(none["refused"]["code"], "not_found", "{none}");

    // Tables come in too, and what is here already is known.
    choose(
        &window,
        &[out.join("csv/pain.csv"), out.join("csv/walk.csv")],
    )
    .await;
    window.see("exchange-preview").await;
    assert_eq!(window.text("exchange-new").await, "2");
    window.click("exchange-drop").await;
    window.wait_gone("exchange-preview").await;
    assert_eq!(window.total().await, all - 2);
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn files_that_are_wrong_say_what_is_wrong_and_change_nothing() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::eight_weeks(&desktop);
    let window = Window::open(&mut desktop).await;
    window.resize(ROOMY).await;
    give_axe(&window).await;
    let all = window.total().await;
    let file = |name: &str, bytes: &[u8]| {
        let path = desktop.path("home").join(name);
        std::fs::write(&path, bytes).expect("written");
        path
    };
    const HEAD: &str = "{\"type\":\"header\",\"format\":\"backstride-export\",\"version\":1}\n";
    let hostile = "<img src=x onerror=window.__hit=1>";
    window.visit("#/settings").await;
    for (path, words) in [
        (file("notes.txt", b"hello"), "does not say what is in it"),
        (file("picture.jsonl", b"\xff\xd8\xff\xe0"), "not plain text"),
        (
            file("other.jsonl", b"{\"a\":1}\n"),
            "not saved by Backstride",
        ),
        (
            file("pain.csv", b"one,two\r\n1,2\r\n"),
            "not saved by Backstride",
        ),
        (
            file("new.jsonl", HEAD.replace(":1}", ":9}").as_bytes()),
            "newer Backstride",
        ),
    ] {
        choose(&window, &[path]).await;
        is_said(&window, "exchange-refused", words).await;
    }
    // What is named in a refusal comes out of the file, and stays text.
    let record = format!(
        "{HEAD}{{\"type\":\"record\",\"kind\":\"pain\",\"record\":{{\"{hostile}\":1}}}}\nnot JSON\n"
    );
    let path = file(&format!("{hostile}.jsonl"), record.as_bytes());
    choose(&window, &[path]).await;
    window.see("exchange-refused-lines").await;
    is_said(&window, "exchange-refused-lines", hostile).await;
    is_said(&window, "exchange-altered", hostile).await;
    assert!(
        !window.has("exchange-take").await,
        "there is nothing to take"
    );
    assert_eq!(
        window.js("return window.__hit ?? null", Vec::new()).await,
        json!(null)
    );
    assert_eq!(window.total().await, all);

    let mut wrong = Vec::new();
    for theme in THEMES {
        // The choice of a theme is on the same screen, so what was found stays in sight.
        wear(&window, theme).await;
        window.see("exchange-preview").await;
        let script =
            "document.querySelector('[data-testid=\"exchange-preview\"]').scrollIntoView()";
        window.js(script, Vec::new()).await;
        rest(&window).await;
        picture(&window, &format!("exchange-{theme}")).await;
        axe_finds_nothing(&window, &format!("exchange {theme}"), &mut wrong).await;
    }
    window.resize(SMALLEST).await;
    set_text_size(&window, "200%").await;
    let script = "document.querySelector('[data-testid=\"exchange-preview\"]').scrollIntoView()";
    window.js(script, Vec::new()).await;
    rest(&window).await;
    picture(&window, "exchange-large").await;
    nothing_is_clipped(&window, "exchange at 200%", &mut wrong).await;
    assert_eq!(wrong, Vec::<String>::new());
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn before_files_go_where_a_service_carries_them_away_the_person_is_told() {
    let mut desktop = Desktop::bare();
    profile::many(&desktop, 3);
    let (config, carried) = (desktop.path("config"), desktop.path("home/Dropbox"));
    std::fs::create_dir_all(&config).expect("a folder");
    std::fs::create_dir_all(&carried).expect("a folder");
    std::fs::write(
        config.join("user-dirs.dirs"),
        "XDG_DOWNLOAD_DIR=\"$HOME/Dropbox\"\n",
    )
    .expect("written");
    let window = Window::open(&mut desktop).await;
    window.go("settings").await;
    is_said(&window, "exchange-carried", "Dropbox takes it").await;
    window.see("copies-second-folder").await;
    assert!(
        !window.has("copies-carried").await,
        "nothing goes there yet"
    );
    window
        .type_into("copies-second-folder", &carried.display().to_string())
        .await;
    let heard = window.heard().await;
    window.click("copies-second-keep").await;
    window.hear(heard, "A copy is there already").await;
    is_said(&window, "copies-carried", "can read it").await;
    give_axe(&window).await;
    let mut wrong = Vec::new();
    in_both_themes(&window, "copies-carried", &mut wrong).await;
    at_twice_the_text(&window, "copies-carried", &mut wrong).await;
    assert!(wrong.is_empty(), "{wrong:#?}");
    window.click("copies-second-end").await;
    window.wait_gone("copies-carried").await;
    desktop.assert_nothing_panicked();
}
