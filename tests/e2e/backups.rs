//! Copies of the diary as a person meets them: made, checked, brought back, and the way back from a damaged file.

use std::fs;

use backstride_core::vault::backup::{self, Why};
use serde_json::{Value, json};

use crate::desktop::Desktop;
use crate::profile;
use crate::screens;
use crate::window::Window;

/// The settings with the card of the copies in view.
async fn settings(window: &Window) {
    window.go("settings").await;
    window.see("copies-make").await;
}

#[tokio::test]
async fn a_copy_is_made_checked_and_brought_back_after_showing_what_would_change() {
    let mut desktop = Desktop::new();
    profile::eight_weeks(&desktop);
    let before = u64::from(profile::entries(&desktop.profile()));
    let window = Window::open(&mut desktop).await;
    settings(&window).await;
    window.see("copies-none").await;
    let heard = window.heard().await;
    window.click("copies-make").await;
    window.hear(heard, "copy was made and checked").await;
    window.see("copies-last").await;
    window.see("copy-1").await;
    let heard = window.heard().await;
    window.click("copies-make").await;
    window.hear(heard, "Nothing has changed").await;
    let heard = window.heard().await;
    window.click("copy-check-1").await;
    window.hear(heard, "complete and in order").await;

    window.go("today").await;
    window.log_by_click(9).await;
    window.wait_total(before + 1).await;
    settings(&window).await;
    window.click("copy-back-1").await;
    window.see("copies-go").await;
    let words = window.text("copies-dialog").await;
    for part in ["What would go", "Pain entries: 1", "kept as a copy"] {
        assert!(words.contains(part), "{words}");
    }
    screens::picture(&window, "copies-dialog").await;
    let heard = window.heard().await;
    window.click("copies-do").await;
    window.hear(heard, "copy was brought back").await;
    window.wait_gone("copies-dialog").await;
    window.wait_total(before).await;
    window.see("copy-2").await;
    // What was there before is a copy like the others, and comes back the same way.
    window.click("copy-back-2").await;
    window.see("copies-comeBack").await;
    let heard = window.heard().await;
    window.click("copies-do").await;
    window.hear(heard, "copy was brought back").await;
    window.wait_total(before + 1).await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_copy_goes_to_a_stick_and_into_a_file_and_a_doctored_file_is_refused_by_name() {
    let mut desktop = Desktop::new();
    profile::eight_weeks(&desktop);
    let stick = desktop.path("stick");
    fs::create_dir(&stick).expect("a stick");
    let window = Window::open(&mut desktop).await;
    settings(&window).await;
    window
        .type_into("copies-second-folder", "/nowhere/at/all")
        .await;
    window.click("copies-second-keep").await;
    window.see("copies-trouble").await;
    assert!(
        window
            .text("copies-trouble")
            .await
            .contains("cannot be used")
    );
    window
        .type_into("copies-second-folder", &stick.display().to_string())
        .await;
    let heard = window.heard().await;
    window.click("copies-second-keep").await;
    window.hear(heard, "A copy is there already").await;
    window.see("copies-second").await;
    let bundle = fs::read_dir(&stick)
        .expect("the stick")
        .flatten()
        .map(|it| it.path())
        .find(|it| it.extension().is_some_and(|it| it == "backstride"))
        .expect("a copy on it");

    let mut bytes = fs::read(&bundle).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let (doctored, foreign) = (
        desktop.path("doctored.backstride"),
        desktop.path("letter.backstride"),
    );
    fs::write(&doctored, &bytes).expect("written");
    fs::write(&foreign, "Dear diary, this is a letter and nothing else.").expect("written");
    for (file, words) in [
        (&doctored, "This copy is damaged"),
        (&foreign, "not a copy of a diary"),
        (&desktop.path("nothing.backstride"), "no such file"),
    ] {
        window
            .type_into("copies-file-path", &file.display().to_string())
            .await;
        window.click("copies-file-look").await;
        window.wait_js_with(
            "the file is refused by name",
            "return document.querySelector('[data-testid=\"copies-trouble\"]')?.innerText.includes(arguments[0])",
            vec![words.into()],
        )
        .await;
    }
    window
        .type_into("copies-file-path", &bundle.display().to_string())
        .await;
    window.click("copies-file-look").await;
    window.see("copies-dialog").await;
    assert!(
        window
            .text("copies-dialog")
            .await
            .contains("Nothing would change")
    );
    window.click("copies-leave").await;
    window.wait_gone("copies-dialog").await;
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_folder_and_a_file_are_chosen_in_the_desktops_own_window() {
    let mut desktop = Desktop::new();
    profile::eight_weeks(&desktop);
    let stick = desktop.path("stick");
    fs::create_dir(&stick).expect("a stick");
    let window = Window::open(&mut desktop).await;
    settings(&window).await;

    // Leaving it without choosing changes nothing, and it can be opened again.
    window.click("copies-second-choose").await;
    desktop.in_front("A folder for copies");
    desktop.press_keys(&["Escape"]);
    window
        .wait_js("the button waits for another press", FOCUSED_CHOOSE)
        .await;
    assert_eq!(window.value("copies-second-folder").await, "");

    window.click("copies-second-choose").await;
    desktop.in_front("A folder for copies");
    desktop.picture("copies-choose-folder");
    desktop.type_path(&stick);
    window
        .wait_js_with(
            "the folder stands in the field",
            "return document.querySelector('[data-testid=\"copies-second-folder\"]').value === arguments[0] \
             && document.activeElement?.dataset.testid === 'copies-second-keep'",
            vec![stick.display().to_string().into()],
        )
        .await;
    let heard = window.heard().await;
    desktop.press_keys(&["Return"]);
    window.hear(heard, "A copy is there already").await;
    let bundle = fs::read_dir(&stick)
        .expect("the stick")
        .flatten()
        .map(|it| it.path())
        .find(|it| it.extension().is_some_and(|it| it == "backstride"))
        .expect("a copy on it");

    window.click("copies-file-choose").await;
    desktop.in_front("A copy of your diary");
    desktop.type_path(&bundle);
    window
        .wait_js_with(
            "the file stands in the field",
            "return document.querySelector('[data-testid=\"copies-file-path\"]').value === arguments[0] \
             && document.activeElement?.dataset.testid === 'copies-file-look'",
            vec![bundle.display().to_string().into()],
        )
        .await;
    desktop.press_keys(&["Return"]);
    window.see("copies-dialog").await;
    window.click("copies-leave").await;
    window.wait_gone("copies-dialog").await;
    desktop.assert_nothing_panicked();
}

/// Makes every write of a process slow, the way a worn stick does, until it is dropped.
struct Slow(std::process::Child);

impl Slow {
    fn writes_of(desktop: &Desktop, program: &str) -> Self {
        let pid = desktop.process(program).to_string();
        let log = desktop.path("slow.trace");
        let mut command = desktop.command("strace");
        command
            .args(["-f", "-qq", "-e", "trace=pwrite64"])
            .args(["-e", "inject=pwrite64:delay_enter=100000", "-o"])
            .arg(&log)
            .args(["-p", &pid]);
        let slow = Self(command.spawn().expect("strace starts"));
        desktop.wait_until("its writes are slow", || {
            fs::read_to_string(format!("/proc/{pid}/status")).is_ok_and(|it| {
                it.lines()
                    .any(|line| line.starts_with("TracerPid:") && !line.ends_with("\t0"))
            })
        });
        slow
    }
}

impl Drop for Slow {
    fn drop(&mut self) {
        let _ = std::process::Command::new("kill")
            .arg(self.0.id().to_string())
            .status();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn on_a_slow_disk_a_copy_says_what_it_is_at_and_its_stop_button_leaves_nothing_behind() {
    let mut desktop = Desktop::new();
    profile::eight_weeks(&desktop);
    let window = Window::open(&mut desktop).await;
    settings(&window).await;
    let slow = Slow::writes_of(&desktop, "backstride");
    window.click("copies-make").await;
    window.see("copies-stop").await;
    let said = window.text("copies-told").await;
    assert!(
        said.starts_with("Copying") || said.starts_with("Checking"),
        "{said}"
    );
    window.click("copies-stop").await;
    window
        .wait_js(
            "it is stopped",
            "return document.querySelector('[data-testid=\"copies-told\"]')?.innerText.startsWith('Stopped')",
        )
        .await;
    assert!(!window.has("copies-stop").await);
    drop(slow);
    let dir = desktop.profile();
    assert_eq!(backup::list(&dir).expect("listed"), []);
    let left: Vec<_> = fs::read_dir(dir.join(backup::FOLDER))
        .map(|it| it.flatten().map(|it| it.path()).collect())
        .unwrap_or_default();
    assert!(left.is_empty(), "{left:?}");
    // Afterwards it goes through as ever.
    let heard = window.heard().await;
    window.click("copies-make").await;
    window.hear(heard, "copy was made and checked").await;
    assert_eq!(backup::list(&dir).expect("listed").len(), 1);
    desktop.assert_nothing_panicked();
}

/// Whether the keyboard stands on the button that opens the desktop's window for a folder.
const FOCUSED_CHOOSE: &str = "return document.activeElement?.dataset.testid === 'copies-second-choose' \
     && !document.activeElement.disabled";

#[tokio::test]
async fn a_damaged_diary_comes_back_from_the_copy_that_was_made_by_itself() {
    let mut desktop = Desktop::new();
    profile::eight_weeks(&desktop);
    let before = u64::from(profile::entries(&desktop.profile()));
    let window = Window::open(&mut desktop).await;
    // The first change of the day is followed by a copy, unasked.
    window.log_by_click(4).await;
    settings(&window).await;
    desktop.wait_until("a copy", || {
        fs::read_dir(desktop.profile().join("backups")).is_ok_and(|files| {
            files
                .flatten()
                .any(|it| it.path().extension().is_some_and(|it| it == "json"))
        })
    });
    window.close(&desktop).await;
    let file = desktop.profile().join("diary.db");
    let mut bytes = fs::read(&file).expect("read");
    for page in bytes.chunks_mut(4096).step_by(3) {
        page.fill(0);
    }
    fs::write(&file, &bytes).expect("written");

    let window = Window::open(&mut desktop).await;
    window.see("state-screen").await;
    window.see("way-look").await;
    let mut wrong = Vec::new();
    screens::give_axe(&window).await;
    for theme in ["light", "dark"] {
        screens::put_on(&window, theme).await;
        screens::axe_finds_nothing(&window, "the damaged diary", &mut wrong).await;
    }
    window.click("way-look").await;
    window.see("way-take").await;
    let words = window.text("way-back").await;
    assert!(
        words.contains("The copy of") && words.contains("put aside"),
        "{words}"
    );
    for theme in ["light", "dark"] {
        screens::put_on(&window, theme).await;
        screens::axe_finds_nothing(&window, "the way back", &mut wrong).await;
        screens::picture(&window, &format!("way-back-{theme}")).await;
    }
    let heard = window.heard().await;
    window.click("way-take").await;
    window.hear(heard, "open again").await;
    window.see("pain-bar").await;
    window.wait_total(before + 1).await;
    window.log_by_click(5).await;
    window.wait_total(before + 2).await;
    let kept = fs::read_dir(desktop.profile().join("kept"))
        .expect("what was put aside")
        .flatten()
        .next()
        .expect("one folder");
    assert_eq!(fs::read(kept.path().join("diary.db")).expect("kept"), bytes);
    assert_eq!(wrong, Vec::<String>::new());
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn the_card_of_copies_can_be_read_by_everybody() {
    let mut desktop = Desktop::new();
    profile::eight_weeks(&desktop);
    let window = Window::open(&mut desktop).await;
    settings(&window).await;
    let heard = window.heard().await;
    window.click("copies-make").await;
    window.hear(heard, "copy was made and checked").await;
    let mut wrong = Vec::new();
    screens::give_axe(&window).await;
    for theme in ["light", "dark"] {
        screens::wear(&window, theme).await;
        screens::rest(&window).await;
        screens::axe_finds_nothing(&window, "the copies", &mut wrong).await;
        window
            .js("document.querySelector('[data-testid=\"copies-make\"]').scrollIntoView(); return 1", Vec::new())
            .await;
        screens::picture(&window, &format!("copies-{theme}")).await;
    }
    screens::set_text_size(&window, "200%").await;
    screens::nothing_is_clipped(&window, "the copies at 200 %", &mut wrong).await;
    screens::picture(&window, "copies-200").await;
    assert_eq!(wrong, Vec::<String>::new());
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn before_an_import_is_taken_back_everything_is_kept_in_a_copy() {
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::eight_weeks(&desktop);
    let window = Window::open(&mut desktop).await;
    let before = window.total().await;
    let lines = "{\"type\":\"header\",\"format\":\"backstride-export\",\"version\":1}\n";
    let wish = json!({ "lines": true, "tables": false, "fhir": false, "calendar": false });
    let saved = window
        .invoke("exchange_export", json!({ "input": wish }))
        .await;
    let folder = std::path::PathBuf::from(crate::window::text_of(&saved["ok"]["path"]));
    let text = fs::read_dir(&folder)
        .expect("an export")
        .flatten()
        .map(|it| it.path())
        .find(|it| it.extension().is_some_and(|it| it == "jsonl"))
        .map(|it| fs::read_to_string(it).expect("read"))
        .expect("a file of lines");
    assert!(text.contains("backstride-export"), "{lines}");
    // The same pain entry under another name is a new one.
    let entry = text
        .lines()
        .find(|it| it.contains("\"kind\":\"pain\""))
        .expect("an entry");
    let id = serde_json::from_str::<Value>(entry).expect("a line")["record"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let other = profile::id(9000);
    let piece = format!("{lines}{}\n", entry.replace(&id, &other));
    let piece = json!({ "name": "one.jsonl", "first": true, "text": piece });
    window
        .invoke("exchange_stage", json!({ "input": piece }))
        .await;
    let taken = window
        .invoke("exchange_take", json!({ "differing": "keep" }))
        .await;
    let import = taken["ok"]["report"]["id"].clone();
    assert!(import.is_string(), "{taken}");
    assert_eq!(window.total().await, before + 1);
    let undone = window
        .invoke("exchange_undo", json!({ "id": import }))
        .await;
    assert_eq!(undone["ok"]["back"], 1, "{undone}");
    assert_eq!(window.total().await, before);
    let copies = backup::list(&desktop.profile()).expect("listed");
    let whys: Vec<Why> = copies.iter().map(|it| it.why).collect();
    assert!(whys.contains(&Why::Import), "{whys:?}");
    let bulk = copies
        .iter()
        .find(|it| it.why == Why::Bulk)
        .expect("a copy");
    assert_eq!(
        u64::from(bulk.entries),
        before + 1,
        "with what was taken back"
    );
    backup::verify(&desktop.profile(), bulk, None).expect("in order");
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn what_can_be_read_of_a_damaged_diary_can_be_taken_elsewhere() {
    let mut desktop = Desktop::new();
    profile::eight_weeks(&desktop);
    let file = desktop.profile().join("diary.db");
    // A value that was changed behind the program's back: only the sum tells.
    rusqlite::Connection::open(&file)
        .and_then(|conn| conn.execute("UPDATE pain_entry SET nrs = 9 - nrs WHERE rowid = 3", []))
        .expect("changed");
    let window = Window::open(&mut desktop).await;
    settings(&window).await;
    window.click("copies-make").await;
    window.see("copies-trouble").await;
    window.go("today").await;
    window.see("state-screen").await;
    let before = fs::read(&file).expect("read");
    window.click("way-read").await;
    window.see("pain-bar").await;
    let wish = json!({ "lines": true, "tables": true, "fhir": false, "calendar": false });
    let saved = window
        .invoke("exchange_export", json!({ "input": wish }))
        .await;
    assert_eq!(saved["ok"]["kind"], "saved", "{saved}");
    let records = saved["ok"]["records"].as_u64().unwrap_or_default();
    assert!(records >= 50, "{saved}");
    let refused = window
        .invoke("diary_log", json!({ "input": { "nrs": 4, "note": null } }))
        .await;
    assert_eq!(refused["refused"]["code"], "read_only", "{refused}");
    window.close(&desktop).await;
    assert_eq!(
        fs::read(&file).expect("read"),
        before,
        "not one byte of it changes"
    );
    desktop.assert_nothing_panicked();
}
