//! The companion's program: a small process that shows reminders while the window is closed.

fn main() -> std::process::ExitCode {
    backstride_agent::companion::run()
}
