//! `cargo xtask simulate SCENARIO.toml`: what the reminders would do in a life written down, as a timeline.
//!
//! The format of a scenario is in `tests/data/scenarios/README.md`; `tests/data/scenarios/*.toml` are some.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the timeline is what this program is for"
)]

mod scenario;
#[path = "mod.rs"]
mod world;

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(file) = std::env::args().nth(1) else {
        eprintln!("simulate SCENARIO.toml");
        return ExitCode::from(2);
    };
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{file}: {error}");
            return ExitCode::FAILURE;
        }
    };
    match scenario::play(&text) {
        Ok(lines) => {
            for line in lines {
                println!("{line}");
            }
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{file}: {problem}");
            ExitCode::FAILURE
        }
    }
}
