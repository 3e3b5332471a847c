//! `cargo xtask run`: set up, build the program as it ships, and open it.

use std::process::Command;

use crate::repo::Repo;
use crate::setup::{self, Purpose};
use crate::{say, shell};

/// What is built together. Cargo chooses features for a set of packages: always naming the same two sets, this one
/// and [`TESTED`], compiles Tauri and the typesetter once and keeps what only tests want out of the programs.
pub const PROGRAMS: &[&str] = &[
    "backstride",
    "backstride-agent",
    "backstride-floor",
    "backstride-print",
];

/// The programs a person gets.
pub const SHIPPED: &[&str] = &["backstride", "backstride-agent"];

/// The other set: the tests and what they look into.
pub const TESTED: &[&str] = &[
    "backstride-tests",
    "backstride-fhir",
    "backstride-core",
    "backstride-content",
    "backstride-draw",
    "xtask",
];

/// Builds everything that ships and starts the window with the given arguments.
pub fn run(repo: &Repo, args: &[String]) -> Result<(), String> {
    setup::run(repo, Purpose::Build)?;
    build(repo)?;
    say::line("Opening Backstride");
    shell::stream(shell::command(&repo.program("backstride").to_string_lossy()).args(args))
}

/// Builds the interface, then the programs.
pub fn build(repo: &Repo) -> Result<(), String> {
    setup::npm(&repo.at("ui"), &["run", "build"])?;
    build_programs(repo)
}

/// Builds the programs with the interface that lies in `ui/dist`.
pub fn build_programs(repo: &Repo) -> Result<(), String> {
    shell::stream(&mut cargo(repo, "build", PROGRAMS))
}

/// A cargo command on one of the two sets, in the one profile.
pub fn cargo(repo: &Repo, verb: &str, packages: &[&str]) -> Command {
    let mut cargo = shell::command("cargo");
    cargo
        .args([verb, "--release", "--locked"])
        .current_dir(&repo.root);
    for package in packages {
        cargo.args(["--package", package]);
    }
    cargo
}
