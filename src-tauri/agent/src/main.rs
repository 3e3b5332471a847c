//! The companion's program: a small process that shows reminders while the window is closed.
// A session that starts it must not open a terminal for it.
#![cfg_attr(windows, windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    backstride_agent::companion::run()
}
