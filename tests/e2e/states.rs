//! Files that are not as they should be: each a clear screen, nothing lost, nothing touched.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::desktop::Desktop;
use crate::profile;
use crate::window::{Launch, Window};

/// The bytes of every file of the diary.
fn bytes(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(dir)
        .expect("the profile")
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("diary.db"))
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).expect("its bytes"))
        })
        .collect();
    files.sort();
    files
}

/// Waits for the screen of that state and looks whether it says what was kept and what to do.
async fn shows(window: &Window, state: &str) {
    window.see("state-screen").await;
    assert_eq!(
        window
            .attribute("state-screen", "data-state")
            .await
            .as_deref(),
        Some(state)
    );
    let words = window.text("state-screen").await;
    for part in ["What was kept", "What you can do"] {
        assert!(words.contains(part), "{words}");
    }
}

/// The list of signs works whatever became of the diary.
async fn still_helps(window: &Window) {
    window.go("check").await;
    window.see("help-group").await;
    window.go("guides").await;
    window.see("guide-leg-symptoms-that-ease-on-sitting").await;
}

#[tokio::test]
async fn a_newer_diary_is_refused_and_not_one_byte_changes() {
    let mut desktop = Desktop::new();
    profile::eight_weeks(&desktop);
    let file = desktop.profile().join("diary.db");
    let conn = rusqlite::Connection::open(&file).expect("the diary");
    conn.pragma_update(None, "user_version", 99)
        .expect("a later version");
    conn.pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |_| Ok(()))
        .expect("one file");
    drop(conn);
    let before = bytes(&desktop.profile());
    let window = Window::open(&mut desktop).await;
    shows(&window, "newer").await;
    assert!(window.text("state-screen").await.contains("99"));
    assert!(!window.has("first-run").await);
    still_helps(&window).await;
    let refused = window
        .invoke("diary_log", json!({ "input": { "nrs": 4, "note": null } }))
        .await;
    assert_eq!(refused["refused"]["code"], "newer_file", "{refused}");
    window.close(&desktop).await;
    assert_eq!(bytes(&desktop.profile()), before);
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_truncated_diary_is_shown_as_damaged_and_put_aside_only_when_asked() {
    let mut desktop = Desktop::new();
    profile::eight_weeks(&desktop);
    let file = desktop.profile().join("diary.db");
    let whole = fs::metadata(&file).expect("the diary").len();
    fs::OpenOptions::new()
        .write(true)
        .open(&file)
        .and_then(|open| open.set_len(whole / 2))
        .expect("cut in half");
    let before = bytes(&desktop.profile());
    let window = Window::open(&mut desktop).await;
    shows(&window, "damaged").await;
    still_helps(&window).await;
    window.go("today").await;
    window.click("state-retry").await;
    shows(&window, "damaged").await;
    assert_eq!(bytes(&desktop.profile()), before, "looking changes nothing");

    window.click("state-start-empty").await;
    window.finish_first_run("england").await;
    window.log_by_click(3).await;
    let kept: Vec<PathBuf> = fs::read_dir(desktop.profile().join("kept"))
        .expect("what was put aside")
        .flatten()
        .map(|entry| entry.path().join("diary.db"))
        .collect();
    assert_eq!(kept.len(), 1);
    let aside = fs::read(&kept[0]).expect("the old file");
    assert!(
        before.iter().any(|(_, bytes)| *bytes == aside),
        "nothing is lost"
    );
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_diary_that_is_gone_is_a_loss_and_comes_back_when_it_does() {
    let mut desktop = Desktop::new();
    profile::eight_weeks(&desktop);
    let (file, away) = (
        desktop.profile().join("diary.db"),
        desktop.path("unplugged.db"),
    );
    fs::rename(&file, &away).expect("moved away");
    let window = Window::open(&mut desktop).await;
    shows(&window, "missing").await;
    assert!(!window.has("first-run").await);
    assert!(!file.exists(), "nothing is made in its place");
    fs::rename(&away, &file).expect("moved back");
    window.click("state-retry").await;
    window.see("pain-bar").await;
    assert!(window.total().await > 50);
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_second_copy_waits_until_the_first_lets_go() {
    let mut desktop = Desktop::new();
    profile::eight_weeks(&desktop);
    let lock = fs::OpenOptions::new()
        .write(true)
        .open(desktop.profile().join("app.lock"))
        .expect("the lock");
    lock.try_lock().expect("nobody holds it");
    let window = Window::open(&mut desktop).await;
    shows(&window, "busy").await;
    drop(lock);
    window.click("state-retry").await;
    window.see("pain-bar").await;
    window.log_by_click(4).await;
    desktop.assert_nothing_panicked();
}

/// A launch inside a place of its own, prepared by a line of shell in which `$P` is the profile.
fn inside(desktop: &Desktop, script: &str) -> Launch {
    let profile = desktop.profile().display().to_string();
    Launch {
        prefix: vec![
            "unshare".to_owned(),
            "--mount".to_owned(),
            "sh".to_owned(),
            "-c".to_owned(),
            format!("P='{profile}'; {script} && exec \"$@\""),
            "sh".to_owned(),
        ],
        ..Launch::default()
    }
}

#[tokio::test]
async fn a_write_protected_folder_still_shows_the_diary_and_says_why_nothing_is_saved() {
    let mut desktop = Desktop::new();
    profile::eight_weeks(&desktop);
    let entries = u64::from(profile::entries(&desktop.profile()));
    let launch = inside(
        &desktop,
        "mount --bind \"$P\" \"$P\" && mount -o remount,ro,bind \"$P\"",
    );
    let window = Window::launch(&mut desktop, launch).await;
    shows(&window, "read_only").await;
    assert_eq!(window.total().await, entries);
    let shut = window
        .js(
            "return document.querySelector('[data-testid=\"pain-4\"]').disabled",
            Vec::new(),
        )
        .await;
    assert_eq!(shut, json!(true), "the bar takes no clicks it cannot keep");
    let refused = window
        .invoke("diary_log", json!({ "input": { "nrs": 4, "note": null } }))
        .await;
    assert_eq!(refused["refused"]["code"], "read_only", "{refused}");
    window.go("diary").await;
    let rows = window
        .wait_rows("the entries are shown", |rows| !rows.is_empty())
        .await;
    assert!(!rows.is_empty());
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_full_disk_refuses_the_save_and_keeps_everything_acknowledged() {
    let mut desktop = Desktop::new();
    fs::create_dir_all(desktop.profile()).expect("a place for the small disk");
    let launch = inside(&desktop, "mount -t tmpfs -o size=3m,mode=0700 tmpfs \"$P\"");
    let window = Window::launch(&mut desktop, launch).await;
    window.finish_first_run("england").await;
    window.log_by_click(2).await;

    // The small disk exists only inside; the process's own root leads there.
    let profile = desktop.profile();
    let within = PathBuf::from(format!("/proc/{}/root", window.pid))
        .join(profile.strip_prefix("/").expect("an absolute path"));
    let filler = within.join("filler");
    let mut file = fs::File::create(&filler).expect("a file to fill the disk");
    for size in [65_536, 4096, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
    let (mut acknowledged, mut failed) = (1_u64, 0_u64);
    // The write-ahead log may have room that it was given before the disk filled up.
    for round in 0..400_u64 {
        let answer = window
            .invoke(
                "diary_log",
                json!({ "input": { "nrs": round % 11, "note": "n".repeat(1000) } }),
            )
            .await;
        if answer.get("ok").is_some() {
            acknowledged += 1;
        } else {
            assert_eq!(answer["refused"]["code"], "full", "{answer}");
            failed += 1;
            if failed == 3 {
                break;
            }
        }
    }
    assert_eq!(failed, 3, "the disk never filled up");
    window.click("pain-9").await;
    window.see("log-failed").await;
    let words = window.text("log-failed").await;
    assert!(
        words.contains("Not saved") && words.contains("disk is full"),
        "{words}"
    );
    assert_eq!(
        window.total().await,
        acknowledged,
        "nothing acknowledged is lost"
    );

    drop(file);
    fs::remove_file(&filler).expect("room again");
    window.click("pain-1").await;
    window.wait_gone("log-failed").await;
    window.wait_total(acknowledged + 1).await;
    println!(
        "attempted {}, acknowledged {}, failed {}, lost 0",
        acknowledged + failed + 2,
        acknowledged + 1,
        failed + 1
    );
    desktop.assert_nothing_panicked();
}
