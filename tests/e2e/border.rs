//! The border between page and program: what is refused there, and what the page cannot do at all.

use serde_json::{Value, json};

use crate::desktop::Desktop;
use crate::window::Window;

/// The full form with nothing in it but what is given.
fn full(said: Value) -> Value {
    let mut form = json!({ "when": null, "frame": "now", "nrs": null, "regions": [], "qualities": [],
        "legLeft": null, "legRight": null, "note": null });
    for (field, value) in said.as_object().expect("fields") {
        form[field] = value.clone();
    }
    form
}

/// A reminder as the form sends it, with some fields changed.
fn reminder(changes: Value) -> Value {
    let mut form = json!({
        "purpose": "own", "name": null, "kind": "wall", "times": ["20:00"], "everyDays": null, "zone": null,
        "workMin": null, "breakMin": null, "hoursFrom": null, "hoursTo": null, "after": null, "delayMin": null,
        "unless": null, "unlessWithinMin": null, "date": null, "from": null, "until": null,
        "days": [true, true, true, true, true, true, true], "named": false, "enabled": true,
    });
    for (name, value) in changes.as_object().expect("fields") {
        form[name] = value.clone();
    }
    json!({ "id": null, "form": form })
}

#[tokio::test]
async fn bad_input_is_refused_at_its_field_and_nothing_is_written() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    window.log_by_click(5).await;
    let entry = window.entry().await;

    let long = "a".repeat(1024 * 1024);
    for (command, input, field) in [
        ("diary_log", json!({ "nrs": 11, "note": null }), "nrs"),
        ("diary_log", json!({ "nrs": 2.5, "note": null }), "nrs"),
        ("diary_log", json!({ "nrs": -1, "note": null }), "nrs"),
        ("diary_log", json!({ "nrs": 4, "note": long }), "note"),
        (
            "diary_log",
            json!({ "nrs": 4, "note": "bell \u{7}" }),
            "note",
        ),
        ("diary_add", full(json!({ "nrs": 11 })), "nrs"),
        ("diary_add", full(json!({ "nrs": 2.5 })), "nrs"),
        (
            "diary_add",
            full(json!({ "regions": [{ "region": "saddle", "nrs": -1 }] })),
            "regions",
        ),
        (
            "reminders_save",
            reminder(json!({ "times": ["25:00"] })),
            "times",
        ),
        (
            "reminders_save",
            reminder(json!({ "days": [true] })),
            "days",
        ),
        (
            "reminders_save",
            reminder(json!({ "days": [false, false, false, false, false, false, false] })),
            "days",
        ),
        (
            "reminders_save",
            reminder(json!({ "behind": "guides/nothing-of-the-kind" })),
            "behind",
        ),
        (
            "reminders_save",
            reminder(json!({ "behind": "own/../../etc" })),
            "behind",
        ),
        (
            "reminders_save",
            reminder(json!({ "zone": "Mars/Olympus" })),
            "zone",
        ),
        (
            "reminders_save",
            reminder(json!({ "kind": "active", "workMin": 0 })),
            "work_min",
        ),
        (
            "reminders_save",
            reminder(json!({ "kind": "active", "workMin": 10_000 })),
            "work_min",
        ),
        (
            "reminders_save",
            reminder(
                json!({ "kind": "active", "workMin": 40, "hoursFrom": "09:00", "hoursTo": "09:00" }),
            ),
            "hours",
        ),
        (
            "reminders_save",
            reminder(json!({ "from": "2026-03-02", "until": "2026-03-01" })),
            "until",
        ),
    ] {
        let answer = window.invoke(command, json!({ "input": input })).await;
        assert_eq!(answer["refused"]["code"], "invalid", "{command}: {answer}");
        assert_eq!(answer["refused"]["field"], field, "{command}: {answer}");
    }
    let edited = window
        .invoke(
            "diary_edit_full",
            json!({ "id": entry, "input": full(json!({ "nrs": 11 })) }),
        )
        .await;
    assert_eq!(edited["refused"]["field"], "nrs", "{edited}");
    let gone = window
        .invoke(
            "history_delete",
            json!({ "input": { "kind": "pain", "id": "nobody" } }),
        )
        .await;
    assert_eq!(gone["refused"]["code"], "not_found", "{gone}");

    // What is not even the shape of a request never reaches the core.
    for (command, arguments) in [
        ("diary_log", json!({})),
        ("diary_log", json!({ "input": "4" })),
        (
            "diary_log",
            json!({ "input": { "nrs": "4", "note": null } }),
        ),
        (
            "diary_log",
            json!({ "input": { "nrs": 4, "note": null, "colour": "red" } }),
        ),
        ("diary_list", json!({ "input": { "limit": -1 } })),
        (
            "history_delete",
            json!({ "input": { "kind": "pain", "id": 7 } }),
        ),
        (
            "history_delete",
            json!({ "input": { "kind": "cat", "id": "7" } }),
        ),
        ("diary_log", Value::Null),
    ] {
        let answer = window.invoke(command, arguments.clone()).await;
        assert!(
            answer.get("refused").is_some(),
            "{command} {arguments}: {answer}"
        );
    }
    let malformed = window
        .js_later(
            "const done = arguments[0]; fetch('ipc://localhost/diary_log', { method: 'POST', \
             headers: { 'Content-Type': 'application/json' }, body: '{\"input\": {\"nrs\": 4' }) \
             .then((answer) => done(answer.ok ? 'taken' : 'refused'), () => done('refused'));",
        )
        .await;
    assert_eq!(malformed, json!("refused"));

    assert_eq!(
        window.total().await,
        1,
        "nothing was written by any of them"
    );
    window.log_by_click(2).await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn the_page_reaches_no_network_no_other_page_and_no_command_it_was_not_given() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;

    for (what, script) in [
        (
            "a request",
            "return fetch('https://example.org/').then(() => 'yes', () => 'no')",
        ),
        (
            "a request to this computer",
            "return fetch('http://127.0.0.1:9/').then(() => 'yes', () => 'no')",
        ),
        (
            "a picture from outside",
            "return new Promise((done) => { const image = new Image(); image.onload = () => done('yes'); \
             image.onerror = () => done('no'); image.src = 'https://example.org/a.png'; })",
        ),
        (
            "a script from outside",
            "return new Promise((done) => { const script = document.createElement('script'); \
             script.onload = () => done('yes'); script.onerror = () => done('no'); \
             script.src = 'https://example.org/a.js'; document.head.append(script); })",
        ),
        (
            "a second window",
            "const opened = window.open('https://example.org/'); return opened === null ? 'no' : 'yes'",
        ),
        (
            "peers and sockets",
            "return ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebSocket', 'EventSource', 'WebTransport'] \
             .some((name) => name in globalThis) ? 'yes' : 'no'",
        ),
        (
            "the global door of the shell",
            "return '__TAURI__' in globalThis ? 'yes' : 'no'",
        ),
        (
            "a script made of words in the page",
            "const script = document.createElement('script'); script.textContent = 'globalThis.slipped = true'; \
             document.head.append(script); return globalThis.slipped ? 'yes' : 'no'",
        ),
        (
            "a frame",
            "return new Promise((done) => { const frame = document.createElement('iframe'); \
             frame.src = 'https://example.org/'; document.body.append(frame); \
             setTimeout(() => { let open = 'no'; try { open = frame.contentDocument?.body?.innerText ? 'yes' : 'no'; } \
             catch { open = 'yes'; } frame.remove(); done(open); }, 300); })",
        ),
    ] {
        assert_eq!(window.js(script, Vec::new()).await, json!("no"), "{what}");
    }

    window
        .js("location.href = 'https://example.org/'", Vec::new())
        .await;
    window
        .js("location.assign('file:///etc/passwd')", Vec::new())
        .await;
    window
        .wait_js(
            "the page stays",
            "return location.protocol === 'tauri:' && document.querySelector('[data-testid=\"pain-bar\"]') !== null",
        )
        .await;
    assert_eq!(window.window_count().await, 1);

    for command in [
        "plugin:fs|read_text_file",
        "plugin:shell|execute",
        "plugin:http|fetch",
        "plugin:webview|create_webview_window",
        "plugin:window|close",
        "plugin:app|version",
        "plugin:event|emit",
        "diary_burn",
    ] {
        let answer = window.invoke(command, json!({})).await;
        assert!(answer.get("refused").is_some(), "{command}: {answer}");
    }
    desktop.assert_nothing_panicked();
}
