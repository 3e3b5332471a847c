//! `cargo xtask wine`: the tests of the rooms, of what they look into and of the companion, as Windows programs under Wine.
//!
//! They are compiled by mingw and keep Windows' rules for files that are open, for paths and for pipes as far as Wine keeps
//! them. What passes ran as a program of Windows; Windows itself was not there. It needs a gigabyte of packages and a second
//! build of nearly everything, so it is no part of `cargo xtask test`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::count::{self, Count};
use crate::foreign::{self, System};
use crate::repo::{self, Repo};
use crate::{run, say, setup, shell, test};

/// Packages of Debian and Ubuntu; elsewhere they have other names.
const PACKAGES: &[&str] = &["gcc-mingw-w64-x86-64-win32", "wine", "wine64"];

/// What Wine itself cannot do, by the name of the test and with the reason. A test that passes does not belong here.
const NOT_UNDER_WINE: &[(&str, &str)] = &[
    (
        "checkers::an_arrow_that_points_back_and_a_network_crate_are_caught_through_others",
        "asks cargo, and there is no cargo for Windows here",
    ),
    (
        "parts::the_lists_of_parts_and_licences_are_fresh",
        "asks cargo, and there is no cargo for Windows here",
    ),
    (
        "nudge::tests::a_second_listener_is_refused_and_the_first_one_goes_on",
        "Wine 8 gives the name of a pipe to a second program that wants to be the first (FILE_FLAG_FIRST_PIPE_INSTANCE)",
    ),
];

/// Tests that start a thousand programs each. Now and then Wine cannot start one, and says so by this error; whatever else
/// they fail by is ours.
const STARTS_MANY: &[&str] = &[
    "faults::kills::killed_a_thousand_times_while_saving_nothing_acknowledged_is_lost",
    "reminder_crashes::killed_at_every_boundary_a_thousand_times_nothing_is_shown_twice",
];
const NOT_STARTED: &str = "Os { code: 1359, ";

/// A run that takes longer hangs.
const MOST_S: &str = "7200";

/// Windows programs ask this library for chance, and Wine before version 9 has none.
const CHANCE: &str = "#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE into, SIZE_T length) {
  while (length > 0) {
    ULONG part = length > 65536 ? 65536 : (ULONG)length;
    if (!SystemFunction036(into, part)) return FALSE;
    into += part;
    length -= part;
  }
  return TRUE;
}
";

/// Where Wine looks for that library.
const CHANCE_LIBRARY: &str = "drive_c/windows/system32/bcryptprimitives.dll";

/// Builds the tests for Windows and runs them.
pub fn run(repo: &Repo) -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err(
            "Wine is for Linux; on Windows, `cargo xtask test` runs the same tests for real."
                .into(),
        );
    }
    let wine = brought()?;
    foreign::add_targets(&[System::Windows])?;
    say::heading("build for Windows");
    let place = repo.target.join("wine");
    let mut build = shell::command("cargo");
    build.args(["test", "--no-run"]);
    shell::stream(chosen(&mut build, repo, &place))?;
    let prefix = prepared(&place, &wine)?;
    say::heading("tests under Wine, without a network");
    let (network, mut command) = cargo_without_network();
    command.args(["test", "--offline", "--no-fail-fast"]);
    chosen(&mut command, repo, &place)
        .args(["--", "--show-output"])
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", &wine);
    if std::env::var_os(test::SEED).is_none() {
        command.env(test::SEED, "1");
    }
    let said = shell::tee(within(&mut command, &prefix))?;
    say::heading("result");
    let words = report(&said.text, said.ok, NOT_UNDER_WINE)?;
    if !network {
        say::line(
            "NOT PROVEN HERE  the kernel gives no empty network, so the tests could have used it",
        );
    }
    for words in words {
        say::line(words);
    }
    Ok(())
}

/// Brings mingw and Wine, and says how Wine is called.
fn brought() -> Result<PathBuf, String> {
    if shell::on_path("dpkg-query") && shell::on_path("apt-get") {
        setup::debian(PACKAGES)?;
    }
    if !shell::on_path("x86_64-w64-mingw32-gcc") {
        return Err(
            "The compiler for Windows is missing: x86_64-w64-mingw32-gcc, of mingw-w64.".into(),
        );
    }
    ["wine64", "wine"]
        .into_iter()
        .find(|name| shell::on_path(name))
        .map(PathBuf::from)
        .ok_or_else(|| "Wine for programs of 64 bits is missing.".into())
}

/// The tests that make sense without a desktop of Windows, in a build folder of their own.
fn chosen<'a>(cargo: &'a mut Command, repo: &Repo, place: &Path) -> &'a mut Command {
    cargo
        .args(["--release", "--locked", "--target"])
        .arg(System::Windows.target())
        .arg("--target-dir")
        .arg(place)
        // The snapshots ask cargo for this, which is no program of Windows here; it is compiled in.
        .env("INSTA_WORKSPACE_ROOT", &repo.root)
        .current_dir(&repo.root);
    for package in run::TESTED.iter().chain(&["backstride-agent"]) {
        cargo.args(["--package", package]);
    }
    cargo.args(["--lib", "--bins", "--test", "suite", "--test", "companion"])
}

/// Cargo where nothing but the loopback exists, if the kernel gives such a place.
fn cargo_without_network() -> (bool, Command) {
    let limited = |mut command: Command| {
        command.args(["--kill-after=30", MOST_S, "cargo"]);
        command
    };
    match test::empty_network() {
        Some(way) => (
            true,
            limited(test::in_empty_network(way, Path::new("timeout"))),
        ),
        None => (false, limited(shell::command("timeout"))),
    }
}

/// A Windows of our own: it sees the files of this computer, and keeps its settings in the build folder.
fn within<'a>(command: &'a mut Command, prefix: &Path) -> &'a mut Command {
    command
        .env("WINEPREFIX", prefix)
        // Wine says much of what it lacks; what is wrong with us the tests say.
        .env("WINEDEBUG", "-all")
        .env("WINEDLLOVERRIDES", "mscoree,mshtml=")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
}

/// Makes that Windows, with the library for chance.
fn prepared(place: &Path, wine: &Path) -> Result<PathBuf, String> {
    let prefix = place.join("prefix");
    let library = prefix.join(CHANCE_LIBRARY);
    if library.is_file() {
        return Ok(prefix);
    }
    say::line("Making a Windows of our own for Wine");
    fs::create_dir_all(&prefix).map_err(|error| format!("{}: {error}", prefix.display()))?;
    let mut boot = shell::command(&wine.to_string_lossy());
    boot.args(["wineboot", "--init"]);
    shell::quiet(within(&mut boot, &prefix))?;
    // Rust's programs are for Windows 10 and later.
    let mut version = shell::command(&wine.to_string_lossy());
    version.args([
        "reg",
        "add",
        r"HKCU\Software\Wine",
        "/v",
        "Version",
        "/d",
        "win10",
        "/f",
    ]);
    shell::quiet(within(&mut version, &prefix))?;
    if !library.is_file() {
        let source = place.join("chance.c");
        repo::write(&source, CHANCE)?;
        let mut compile = shell::command("x86_64-w64-mingw32-gcc");
        compile.args(["-shared", "-O1", "-s", "-o"]).arg(&library);
        shell::quiet(compile.arg(&source).arg("-ladvapi32"))?;
    }
    Ok(prefix)
}

/// What the run says in the end: what passed, what failed by itself, and what is Wine's.
fn report(text: &str, ok: bool, excused: &[(&str, &str)]) -> Result<Vec<String>, String> {
    let begun = text
        .lines()
        .filter(|line| line.trim_start().starts_with("Running "))
        .count();
    let ended = text
        .lines()
        .filter(|line| line.trim_start().starts_with("test result:"))
        .count();
    let failed = test::failed_tests(text);
    let ours: Vec<&String> = failed
        .iter()
        .filter(|name| excused.iter().all(|(excused, _)| excused != name))
        .filter(|name| !not_started(text, name))
        .collect();
    let passes = |name: &str| {
        text.lines()
            .any(|line| line == format!("test {name} ... ok"))
    };
    let count = count::cargo_test(text);
    let Count {
        passed,
        failed: all,
    } = count;
    if begun == 0 || begun != ended {
        return Err(format!(
            "{begun} test programs were started and {ended} came to their end ({count})"
        ));
    }
    if !ours.is_empty() {
        let names: Vec<&str> = ours.iter().map(|name| name.as_str()).collect();
        return Err(format!(
            "{count}. Failed as Windows programs:\n  {}",
            names.join("\n  ")
        ));
    }
    if let Some((name, _)) = excused.iter().find(|(name, _)| passes(name)) {
        return Err(format!(
            "{name} passes under Wine and needs no excuse any more"
        ));
    }
    if passed == 0 || (!ok && all == 0) {
        return Err(format!("the run did not end well ({count})"));
    }
    let mut words: Vec<String> = excused
        .iter()
        .filter(|(name, _)| failed.iter().any(|failed| failed == name))
        .map(|(name, why)| format!("NOT UNDER WINE  {name}: {why}"))
        .collect();
    words.extend(
        failed
            .iter()
            .filter(|name| not_started(text, name))
            .map(|name| {
                format!("NOT UNDER WINE  {name}: Wine could not start one of its many programs")
            }),
    );
    words.push(format!(
        "{passed} passed, {all} failed by what Wine lacks, in {ended} programs of Windows"
    ));
    Ok(words)
}

/// Whether a test ended because Wine could not start one of its many programs.
fn not_started(text: &str, name: &str) -> bool {
    STARTS_MANY.contains(&name) && test::said_by(text, name).contains(NOT_STARTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "     Running unittests src/lib.rs (a.exe)
test a::works ... ok
test result: ok. 1 passed; 0 failed; 0 ignored
     Running suite/main.rs (b.exe)
test b::works ... ok
test b::wants_more ... FAILED
test result: FAILED. 1 passed; 1 failed; 0 ignored
";

    #[test]
    fn what_fails_is_forgiven_by_name_alone() {
        let excuse = [("b::wants_more", "a reason")];
        let words = report(TEXT, false, &excuse).expect("forgiven");
        assert_eq!(
            words,
            [
                "NOT UNDER WINE  b::wants_more: a reason",
                "2 passed, 1 failed by what Wine lacks, in 2 programs of Windows"
            ]
        );
        let named = report(TEXT, false, &[]).expect_err("not forgiven");
        assert!(named.contains("b::wants_more"), "{named}");
        let stale = report(TEXT, false, &[excuse[0], ("a::works", "a reason")]);
        assert!(stale.expect_err("stale").contains("a::works passes"));
    }

    #[test]
    fn a_test_of_many_programs_is_forgiven_the_one_that_wine_did_not_start_and_nothing_else() {
        let name = STARTS_MANY[0];
        let failed = |why: &str| {
            format!(
                "     Running x\ntest a ... ok\ntest {name} ... FAILED\n\nthread '{name}' (7) panicked at k.rs:1\n{why}\n\
                 test result: FAILED. 1 passed; 1 failed; 0 ignored\n"
            )
        };
        let wine = failed("starts: Os { code: 1359, kind: Uncategorized }");
        assert_eq!(report(&wine, false, &[]).expect("forgiven").len(), 2);
        assert!(report(&failed("left: 1"), false, &[]).is_err());
    }

    #[test]
    fn a_program_that_fell_over_fails_the_run_whatever_is_excused() {
        let excuse = [("b::wants_more", "a reason")];
        let fell = TEXT.replace("test result: ok. 1 passed; 0 failed; 0 ignored\n", "");
        assert!(report(&fell, false, &excuse).is_err());
        assert!(report("", true, &[]).is_err());
        let none = "     Running x\ntest result: ok. 0 passed; 0 failed; 0 ignored\n";
        assert!(report(none, true, &[]).is_err());
    }
}
