//! Deleting everything that was interrupted, finished at the next start while the companion runs.

use std::fs;

use backstride_core::vault::wipe;

use crate::desktop::{self, Desktop};
use crate::profile;
use crate::window::Window;

/// The schedules a process has open, by the names the system knows for them.
fn schedules(pid: u32) -> Vec<String> {
    fs::read_dir(format!("/proc/{pid}/fd"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|it| fs::read_link(it.path()).ok())
        .map(|it| it.display().to_string())
        .filter(|it| it.contains("schedule.db"))
        .collect()
}

#[tokio::test]
async fn what_is_left_of_deleting_everything_goes_under_no_companion_that_still_runs() {
    let mut desktop = Desktop::bare();
    profile::many(&desktop, 3);
    profile::reminder(&desktop, 900, "20:00");
    let agent = desktop.command(desktop::program("backstride-agent"));
    let old = desktop.start("agent", agent);
    desktop.wait_until("the companion works", || !schedules(old).is_empty());
    // As a power cut leaves it right after everything was to go.
    wipe::begin(&desktop.profile(), false).expect("asked");
    let window = Window::open(&mut desktop).await;
    window.see("first-run-region").await;
    desktop.wait_until_gone(old);
    assert_eq!(profile::entries(&desktop.profile()), 0);
    for pid in desktop.processes("backstride-agent") {
        for name in schedules(pid) {
            assert!(!name.contains("deleted"), "{name}");
        }
    }
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();
}
