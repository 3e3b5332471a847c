//! `cargo xtask simulate`: what the reminders would do in a life that is written down.

use crate::repo::Repo;
use crate::shell;

/// Lets the example of the tests, which knows the engine, play the scenario.
pub fn run(repo: &Repo, args: &[String]) -> Result<(), String> {
    let [file] = args else {
        return Err(
            "cargo xtask simulate SCENARIO.toml; the format is in tests/data/scenarios/README.md"
                .into(),
        );
    };
    let file = std::path::absolute(file).map_err(|error| error.to_string())?;
    let mut cargo = shell::command("cargo");
    cargo
        .args([
            "run",
            "--quiet",
            "--release",
            "--package",
            "backstride-tests",
        ])
        .args(["--example", "simulate", "--"])
        .arg(file)
        .current_dir(&repo.root);
    shell::stream(&mut cargo)
}
