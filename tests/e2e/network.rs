//! Nothing reaches out: the system calls of window, web view and companion are read while they work.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::desktop::{self, Desktop};
use crate::profile;

/// Lines of a trace in which somebody reaches for the network: connecting, sending or binding an internet address.
fn reaching(trace: &str) -> Vec<&str> {
    trace
        .lines()
        .filter(|line| line.contains("AF_INET") || line.contains("sin6_addr"))
        .filter(|line| {
            ["connect(", "bind(", "sendto(", "sendmsg(", "sendmmsg("]
                .iter()
                .any(|call| line.contains(call))
        })
        .collect()
}

/// The names of the programs that a trace tells of.
fn programs(trace: &str) -> BTreeSet<&str> {
    trace
        .lines()
        .filter_map(|line| {
            line.split_once('<')?
                .1
                .split_once('>')
                .map(|(name, _)| name)
        })
        .collect()
}

/// Every file below these folders.
fn files_below(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = folders.to_vec();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}

/// The files that WebKit makes for every program, whether or not it may keep anything.
fn is_empty_of_words(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name == "salt" || name == "hsts-storage.sqlite")
}

/// Whether nothing of the diary's notes or numbers stands in a file.
fn holds_no_note(path: &Path) -> bool {
    let bytes = fs::read(path).expect("a file that can be read");
    let text = String::from_utf8_lossy(&bytes);
    !["market", "trolley", "nrs", "pain"]
        .iter()
        .any(|word| text.contains(word))
}

/// What libraries of the desktop keep, whatever program asks them: caches of fonts, of shaders and of decoders.
fn of_the_desktop(path: &Path) -> bool {
    path.components().any(|part| {
        [
            "fontconfig",
            "mesa_shader_cache",
            "gstreamer-1.0",
            "openbox",
            "dunst",
            "dconf",
        ]
        .iter()
        .any(|name| part.as_os_str() == *name)
    })
}

fn strace(desktop: &Desktop, into: &Path) -> std::process::Command {
    let mut command = desktop.command("strace");
    command
        .args(["-f", "-Y", "-qq", "-e", "trace=network,clone,clone3,execve"])
        .arg("-o")
        .arg(into);
    command
}

#[test]
fn window_web_view_and_companion_connect_send_and_bind_nowhere() {
    let mut desktop = Desktop::new();
    desktop.set_clock("2026-11-23T19:59:30", 1);
    profile::eight_weeks(&desktop);
    profile::reminder(&desktop, 900, "20:00");
    let before = profile::entries(&desktop.profile());

    // Without the driver, which would make the web view listen for it.
    let trace = desktop.path("calls.trace");
    let mut command = strace(&desktop, &trace);
    command.arg(desktop::program("backstride"));
    desktop.start("traced", command);
    desktop.wait_within(Duration::from_secs(60), "the window is there", || {
        desktop
            .run(desktop.command("wmctrl").arg("-l"))
            .stdout
            .contains("Backstride")
    });
    desktop.wait_within(Duration::from_secs(60), "a key logs", || {
        // The page may not listen yet; a number that only moves the focus does no harm.
        desktop.press_keys(&["5"]);
        desktop.press_keys(&["Return"]);
        profile::entries(&desktop.profile()) > before
    });
    for room in [
        "ctrl+2",
        "ctrl+3",
        "ctrl+4",
        "ctrl+5",
        "ctrl+6",
        "ctrl+comma",
        "ctrl+1",
    ] {
        desktop.press_keys(&[room]);
    }
    desktop.wait_within(Duration::from_secs(60), "the card is shown", || {
        !desktop.shown().is_empty()
    });
    let window = desktop.process("backstride");
    desktop.run(desktop.command("wmctrl").args(["-c", "Backstride"]));
    desktop.wait_until_gone(window);
    let agent = desktop.process("backstride-agent");
    desktop.run(desktop.command("kill").arg(agent.to_string()));
    desktop.wait_until_gone(agent);

    // What was written lies in the profile alone. WebKit leaves its salts and an empty list of hosts beside it, and
    // no word of the diary.
    let left = files_below(&[
        desktop.path("home"),
        desktop.path("config"),
        desktop.path("cache"),
        desktop.path("state"),
        desktop.path("data"),
    ]);
    let profile = desktop.profile();
    let strange: Vec<_> = left
        .iter()
        .filter(|path| !path.starts_with(&profile))
        .filter(|path| !of_the_desktop(path))
        .filter(|path| !(is_empty_of_words(path) && holds_no_note(path)))
        .collect();
    assert!(left.iter().any(|path| path.starts_with(&profile)));
    assert!(strange.is_empty(), "left on the disk: {strange:#?}");

    let text = fs::read_to_string(&trace).expect("the trace");
    let seen = programs(&text);
    for program in [
        "backstride",
        "WebKitWebProces",
        "WebKitNetworkPr",
        "backstride-agen",
    ] {
        assert!(
            seen.iter().any(|name| name.starts_with(program)),
            "{program} was not watched: {seen:?}"
        );
    }
    let calls = text.lines().filter(|line| line.contains("AF_UNIX")).count();
    assert!(calls > 10, "only {calls} local calls were seen");
    let found = reaching(&text);
    println!(
        "{} lines of system calls read, {} reach for the network",
        text.lines().count(),
        found.len()
    );
    assert_eq!(found, Vec::<&str>::new());
    desktop.assert_nothing_panicked();

    // The control: the same reading finds somebody who does reach out, if only to this computer.
    let control = desktop.path("control.trace");
    let mut command = strace(&desktop, &control);
    command.args(["bash", "-c", "echo > /dev/tcp/127.0.0.1/9"]);
    desktop.run(&mut command);
    let text = fs::read_to_string(&control).expect("the trace of the control");
    assert!(
        !reaching(&text).is_empty(),
        "the control was not noticed:\n{text}"
    );
}
