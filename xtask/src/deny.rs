//! Licences, sources and banned crates, through cargo-deny in the one version `deny.toml` is written for.

use std::path::{Path, PathBuf};

use crate::repo::Repo;
use crate::{say, shell};

/// The version of cargo-deny that `deny.toml` is written for.
pub const CARGO_DENY: &str = "0.20.2";

/// Runs every check of cargo-deny that needs no network.
pub fn run(repo: &Repo) -> Result<(), String> {
    let program = installed(repo)?;
    let mut check = shell::command(&program.to_string_lossy());
    check.args([
        "--offline",
        "--locked",
        "check",
        "bans",
        "licenses",
        "sources",
    ]);
    shell::stream(check.current_dir(&repo.root))
}

/// The program, built once below the build folder.
fn installed(repo: &Repo) -> Result<PathBuf, String> {
    let tools = repo.target.join("tools");
    let program = tools
        .join("bin")
        .join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    let answer = shell::quiet(shell::command(&program.to_string_lossy()).arg("--version"));
    if !answer.is_ok_and(|words| words.trim() == format!("cargo-deny {CARGO_DENY}")) {
        install(repo, &tools)?;
    }
    Ok(program)
}

fn install(repo: &Repo, tools: &Path) -> Result<(), String> {
    say::line(format!(
        "Building cargo-deny {CARGO_DENY} once, into {}",
        tools.display()
    ));
    let mut install = shell::command("cargo");
    // Its network features would fetch advisories; only what needs no network is checked here.
    install
        .args([
            "install",
            "--locked",
            "--force",
            "--no-default-features",
            "--root",
        ])
        .arg(tools)
        .arg("--target-dir")
        .arg(tools.join("build"))
        .arg(format!("cargo-deny@{CARGO_DENY}"))
        // It runs for a second, so compiling it quickly matters more than its speed.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .current_dir(&repo.root);
    shell::stream(&mut install).map_err(|words| {
        format!(
            "{words}\ncargo-deny could not be built, so licences and sources are unchecked; \
             the rule against network crates is checked by tidy as well"
        )
    })?;
    // What building left behind is not needed again; losing it only costs the next version time.
    let _ = std::fs::remove_dir_all(tools.join("build"));
    Ok(())
}
