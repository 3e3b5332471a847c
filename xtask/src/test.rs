//! `cargo xtask test`: every check and every test, one after the other, all of them, with one verdict.
//!
//! All steps choose the same profile and one of two sets of packages (`run.rs`), so that cargo compiles a crate once
//! for running and once for clippy's look at it, and not again because a feature differs.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::count::{self, Count};
use crate::deny::{self, CARGO_DENY};
use crate::repo::{self, Repo, Text};
use crate::setup::{self, Purpose};
use crate::{content, package, run, say, shell, tidy};

/// What a step gives back when it is content.
#[derive(Debug, Default)]
struct Done {
    count: Count,
    /// What this machine could not prove, in words.
    unproven: Vec<String>,
}

type Outcome = Result<Done, Failure>;

/// Why a step failed, and what it had counted by then.
#[derive(Clone, Debug)]
struct Failure {
    words: String,
    count: Count,
}

impl From<String> for Failure {
    fn from(words: String) -> Self {
        let count = Count {
            passed: 0,
            failed: 1,
        };
        Self { words, count }
    }
}

/// One step of the test run.
struct Step {
    name: &'static str,
    what: &'static str,
    run: fn(&Repo) -> Outcome,
}

/// In the order of what they cost: what a slip of the pen breaks is found before the long compiling.
const STEPS: &[Step] = &[
    Step {
        name: "setup",
        what: "Rust, Node and packages are there",
        run: |repo| check(setup::run(repo, Purpose::Test)),
    },
    Step {
        name: "tidy",
        what: "the project's own rules",
        run: |repo| check(tidy::run(repo, false)),
    },
    Step {
        name: "content",
        what: "guides, lists, exercises, words",
        run: |repo| check(content::run(repo)),
    },
    Step {
        name: "rustfmt",
        what: "Rust is formatted",
        run: rustfmt,
    },
    Step {
        name: "prettier",
        what: "the interface is formatted",
        run: |repo| npm(repo, "format:check"),
    },
    Step {
        name: "svelte-check",
        what: "the interface's types",
        run: |repo| npm(repo, "check"),
    },
    Step {
        name: "eslint",
        what: "the interface's rules",
        run: |repo| npm(repo, "lint"),
    },
    Step {
        name: "vitest",
        what: "the interface's own tests",
        run: vitest,
    },
    Step {
        name: "build",
        what: "the interface and the programs, as they ship",
        run: build,
    },
    Step {
        name: "clippy",
        what: "Rust's rules",
        run: clippy,
    },
    Step {
        name: "deny",
        what: "licences, sources, banned crates",
        run: deny_step,
    },
    Step {
        name: "programs",
        what: "tests of window and companion from inside",
        run: programs_tests,
    },
    Step {
        name: "suite",
        what: "tests of the rooms",
        run: suite,
    },
    Step {
        name: "e2e",
        what: "tests through the real window, without a network",
        run: e2e,
    },
    Step {
        name: "package",
        what: "what a person installs: the .deb in a clean Debian, or what this system has instead",
        run: package_step,
    },
];

/// Runs the steps that `--only` and `--skip` leave, never stopping at the first failure.
pub fn run(repo: &Repo, args: &[String]) -> Result<(), String> {
    let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    let chosen = choose(&names, args)?;
    let began = Instant::now();
    let mut rows = Vec::new();
    for step in STEPS.iter().filter(|step| chosen.contains(&step.name)) {
        say::heading(format!("{}: {}", step.name, step.what));
        let began = Instant::now();
        let outcome = (step.run)(repo);
        let row = Row::new(step.name, began.elapsed(), outcome);
        if let Some(words) = &row.failure {
            say::problem(words);
        }
        say::line(format!(
            "{} after {:.1} s",
            step.name,
            row.took.as_secs_f64()
        ));
        rows.push(row);
    }
    say::heading("result");
    for line in table(&rows, began.elapsed()) {
        say::line(line);
    }
    if good(&rows) {
        Ok(())
    } else {
        Err(String::new())
    }
}

/// The table, what was not proven here, what failed, and the line that sums it up.
fn table(rows: &[Row], took: Duration) -> Vec<String> {
    let mut lines: Vec<String> = rows.iter().map(Row::shown).collect();
    lines.push(format!("{:<22}{:>8.1} s", "together", took.as_secs_f64()));
    for row in rows {
        for words in &row.unproven {
            lines.push(format!("NOT PROVEN HERE  {}: {words}", row.name));
        }
    }
    for row in rows {
        if let Some(words) = &row.failure {
            let first = words.lines().next().unwrap_or_default();
            lines.push(format!("FAILED  {}: {first}", row.name));
        }
    }
    lines.push(total(rows).to_string());
    lines
}

fn total(rows: &[Row]) -> Count {
    rows.iter()
        .fold(Count::default(), |sum, row| sum.and(row.count))
}

fn good(rows: &[Row]) -> bool {
    total(rows).failed == 0 && rows.iter().all(|row| row.failure.is_none())
}

/// Reads `--only STEP` and `--skip STEP`, each as often as wanted.
pub fn choose<'a>(names: &[&'a str], args: &[String]) -> Result<Vec<&'a str>, String> {
    let mut only = Vec::new();
    let mut skip = Vec::new();
    let mut args = args.iter();
    while let Some(flag) = args.next() {
        let into = match flag.as_str() {
            "--only" => &mut only,
            "--skip" => &mut skip,
            other => {
                return Err(format!(
                    "unknown option {other}; there are --only STEP and --skip STEP"
                ));
            }
        };
        let given = args
            .next()
            .ok_or_else(|| format!("{flag} needs the name of a step"))?;
        let known = names.iter().find(|name| *name == given).ok_or_else(|| {
            format!(
                "no step is named {given}; the steps are {}",
                names.join(", ")
            )
        })?;
        into.push(*known);
    }
    Ok(names
        .iter()
        .filter(|name| only.is_empty() || only.contains(name))
        .filter(|name| !skip.contains(name))
        .copied()
        .collect())
}

/// A step's line in the table at the end.
struct Row {
    name: &'static str,
    took: Duration,
    count: Count,
    unproven: Vec<String>,
    failure: Option<String>,
}

impl Row {
    fn new(name: &'static str, took: Duration, outcome: Outcome) -> Self {
        match outcome {
            Ok(done) => Self {
                name,
                took,
                count: done.count,
                unproven: done.unproven,
                failure: None,
            },
            Err(failure) => Self {
                name,
                took,
                count: failure.count,
                unproven: Vec::new(),
                failure: Some(failure.words),
            },
        }
    }

    fn shown(&self) -> String {
        let verdict = match (&self.failure, self.unproven.is_empty()) {
            (Some(_), _) => "FAILED",
            (None, true) => "ok",
            (None, false) => "partly",
        };
        let seconds = self.took.as_secs_f64();
        format!(
            "{:<14}{verdict:<8}{seconds:>8.1} s   {}",
            self.name, self.count
        )
    }
}

/// A check that only holds or does not counts as one.
fn check(outcome: Result<(), String>) -> Outcome {
    outcome.map(|()| one()).map_err(Failure::from)
}

fn one() -> Done {
    Done {
        count: Count {
            passed: 1,
            failed: 0,
        },
        unproven: Vec::new(),
    }
}

fn cargo(repo: &Repo) -> Command {
    let mut command = shell::command("cargo");
    command.current_dir(&repo.root);
    command
}

fn npm(repo: &Repo, script: &str) -> Outcome {
    check(setup::npm(&repo.at("ui"), &["run", "--silent", script]))
}

fn rustfmt(repo: &Repo) -> Outcome {
    check(shell::stream(cargo(repo).args(["fmt", "--all", "--check"])))
}

fn clippy(repo: &Repo) -> Outcome {
    let args = [
        "clippy",
        "--release",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    check(shell::stream(cargo(repo).args(args)))
}

fn build(repo: &Repo) -> Outcome {
    run::build(repo)?;
    let problems = tidy::network::shipped(&built_interface(repo)?);
    check(tidy::report(&problems))
}

/// What the window will load, as texts.
fn built_interface(repo: &Repo) -> Result<Vec<Text>, String> {
    let texts = repo::texts_below(&repo.root, &repo.at("ui/dist"))?;
    if texts.iter().any(|text| text.path.ends_with(".js")) {
        Ok(texts)
    } else {
        Err("ui/dist holds no script, so the interface was not built".into())
    }
}

fn vitest(repo: &Repo) -> Outcome {
    let mut npm = shell::command("npm");
    npm.args(["run", "--silent", "test"])
        .current_dir(repo.at("ui"));
    counted(&mut npm, count::vitest)
}

fn deny_step(repo: &Repo) -> Outcome {
    say::line(format!("cargo-deny {CARGO_DENY}"));
    check(deny::run(repo))
}

fn programs_tests(repo: &Repo) -> Outcome {
    let mut command = run::cargo(repo, "test", run::PROGRAMS);
    command.args(["--no-fail-fast", "--lib", "--bins", "--test", "companion"]);
    // Set-up brings poppler on Linux alone.
    let pages =
        cfg!(target_os = "linux") || ["pdftotext", "pdfinfo"].into_iter().all(shell::on_path);
    if pages {
        command.args(["--test", "print"]);
    }
    let mut done = counted(&mut command, count::cargo_test)?;
    if !pages {
        done.unproven
            .push("the pages as poppler reads them, which is not on this machine".into());
    }
    Ok(done)
}

/// Where proptest looks for the start of its random numbers.
pub(crate) const SEED: &str = "PROPTEST_RNG_SEED";

fn suite(repo: &Repo) -> Outcome {
    let mut command = run::cargo(repo, "test", run::TESTED);
    command.args(["--no-fail-fast", "--lib", "--bins", "--test", "suite"]);
    // Fault tests print what was attempted, acknowledged and lost; the report shows it.
    command.args(["--", "--show-output"]);
    // The same made-up cases in every run, so that a red one can be repeated; whoever sets the seed searches elsewhere.
    if std::env::var_os(SEED).is_none() {
        command.env(SEED, "1");
    }
    let mut done = counted(&mut command, count::cargo_test)?;
    if !cfg!(target_os = "linux") {
        done.unproven.push(
            "power cuts, failing, full and read-only disks, and the memory that files take: they \
             are made and measured with what only Linux has"
                .into(),
        );
    }
    Ok(done)
}

fn e2e(repo: &Repo) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Ok(Done {
            count: Count::default(),
            unproven: vec!["the real window is driven by tests on Linux only".into()],
        });
    }
    // Its own build, so that the tests run beside no compiler: they measure time.
    run::build_programs(repo)?;
    let tests = e2e_program(repo)?;
    let mut done = Done::default();
    let network = empty_network();
    if network.is_none() {
        done.unproven.push(
            "the kernel gives no empty network namespace, so the run as a whole could have used \
             the network"
                .into(),
        );
    }
    let drive = |args: &[&str]| {
        let mut command = match &network {
            Some(way) => in_empty_network(way, &tests),
            None => shell::command(&tests.to_string_lossy()),
        };
        command
            .args(args)
            .arg("--show-output")
            .env("BACKSTRIDE_BIN_DIR", repo.target.join("release"))
            .current_dir(repo.at("tests"));
        shell::tee(&mut command)
    };
    let said = drive(&["--test-threads=2"])?;
    let first = verdict(said.ok, &said.end, count::cargo_test(&said.text));
    let failure = match first {
        Ok(count) => {
            done.count = count;
            return Ok(done);
        }
        Err(failure) => failure,
    };
    // Two windows on a busy machine can starve each other. What fails again alone is broken; what does not is named.
    let failed = failed_tests(&said.text);
    if failed.is_empty() || failed.len() > MOST_RUN_AGAIN {
        return Err(failure);
    }
    for name in &failed {
        let again = drive(&["--test-threads=1", "--exact", name])?;
        verdict(again.ok, &again.end, count::cargo_test(&again.text))
            .map_err(|_| failure.clone())?;
        done.unproven.push(format!(
            "{name} failed beside another window and passed alone; what it said: {}",
            said_by(&said.text, name)
        ));
    }
    done.count = Count {
        passed: failure.count.passed + failure.count.failed,
        failed: 0,
    };
    Ok(done)
}

/// More failures than this are no accident of a busy machine.
const MOST_RUN_AGAIN: usize = 2;

/// The names of the tests that a test program says failed.
pub(crate) fn failed_tests(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"))
        .map(str::to_owned)
        .collect()
}

/// The first lines a failed test wrote, for the report.
pub(crate) fn said_by(text: &str, name: &str) -> String {
    text.lines()
        .skip_while(|line| !line.contains(&format!("thread '{name}'")))
        .take(6)
        .collect::<Vec<_>>()
        .join(" | ")
}

/// Builds the end-to-end tests and asks cargo where they are.
pub(crate) fn e2e_program(repo: &Repo) -> Result<PathBuf, String> {
    let mut command = run::cargo(repo, "test", run::TESTED);
    command.args([
        "--test",
        "e2e",
        "--no-run",
        "--message-format=json-render-diagnostics",
    ]);
    let answer = shell::answer(&mut command)?;
    executable(&answer, "e2e").ok_or_else(|| "cargo built no program for the tests e2e".into())
}

/// The program of a test target in cargo's messages.
fn executable(messages: &str, target: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| {
            message["target"]["name"] == target && message["target"]["kind"][0] == "test"
        })
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

/// How to get a place where nothing but the loopback exists, if the kernel gives one.
pub(crate) fn empty_network() -> Option<&'static [&'static str]> {
    const WAYS: [&[&str]; 2] = [
        &["--net"],
        // Somebody who is not root may be root in a namespace of their own.
        &["--map-root-user", "--net", "--mount"],
    ];
    WAYS.into_iter().find(|way| {
        let mut command = shell::command("unshare");
        command.args(*way).args(["sh", "-c", "ip link set lo up"]);
        shell::quiet(&mut command).is_ok()
    })
}

/// A command that runs a program in such a place.
pub(crate) fn in_empty_network(way: &[&str], program: &Path) -> Command {
    let mut command = shell::command("unshare");
    command
        .args(way)
        .args(["sh", "-c", "ip link set lo up && exec \"$@\"", "e2e"])
        .arg(program);
    command
}

fn package_step(repo: &Repo) -> Outcome {
    let unproven = package::run(repo)?;
    Ok(Done { unproven, ..one() })
}

/// Streams a test program and believes its own summary; no test at all is a failure.
fn counted(command: &mut Command, read: fn(&str) -> Count) -> Outcome {
    let said = shell::tee(command)?;
    let count = verdict(said.ok, &said.end, read(&said.text))?;
    Ok(Done {
        count,
        unproven: Vec::new(),
    })
}

/// A test program's end and its counts, put together.
fn verdict(ok: bool, end: &str, mut count: Count) -> Result<Count, Failure> {
    if !ok || count.failed > 0 {
        // A program that fell over before its summary is still one failure.
        count.failed = count.failed.max(1);
        return Err(Failure {
            words: end.to_owned(),
            count,
        });
    }
    if count.passed == 0 {
        return Err(Failure::from(String::from("no test ran")));
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(passed: u32, failed: u32) -> Count {
        Count { passed, failed }
    }

    #[test]
    fn a_failed_test_is_found_by_name_with_what_it_said() {
        let text = "test a::works ... ok\ntest a::breaks ... FAILED\n\nthread 'a::breaks' (7) panicked at x.rs:1\nleft: 1";
        assert_eq!(failed_tests(text), ["a::breaks"]);
        assert_eq!(
            said_by(text, "a::breaks"),
            "thread 'a::breaks' (7) panicked at x.rs:1 | left: 1"
        );
    }

    #[test]
    fn a_run_without_tests_or_with_a_crash_is_a_failure() {
        assert_eq!(verdict(true, "", count(3, 0)).unwrap(), count(3, 0));
        for (ok, counted, failed) in [
            (true, count(0, 0), 1),
            (false, count(3, 0), 1),
            (true, count(3, 2), 2),
        ] {
            let failure = verdict(ok, "ended", counted).expect_err("must fail");
            assert_eq!(failure.count.failed, failed);
        }
    }

    #[test]
    fn one_failed_step_fails_the_run_and_an_unproven_one_does_not() {
        let row = |outcome| Row::new("step", Duration::ZERO, outcome);
        let partly = Done {
            unproven: vec!["no mirror".into()],
            ..one()
        };
        let rows = [row(Ok(one())), row(Ok(partly))];
        assert!(good(&rows));
        let lines = table(&rows, Duration::ZERO);
        assert!(lines.contains(&"NOT PROVEN HERE  step: no mirror".to_owned()));
        assert_eq!(lines.last().unwrap(), "2 passed, 0 failed");
        let broken = Err(Failure::from(String::from("broken")));
        let rows = [row(Ok(one())), row(broken)];
        assert!(!good(&rows));
        assert_eq!(
            table(&rows, Duration::ZERO).last().unwrap(),
            "1 passed, 1 failed"
        );
    }

    #[test]
    fn steps_are_chosen_by_name_and_unknown_names_are_refused() {
        let names = ["setup", "tidy", "suite"];
        let words = |text: &str| {
            text.split_whitespace()
                .map(String::from)
                .collect::<Vec<_>>()
        };
        assert_eq!(choose(&names, &words("--only tidy")), Ok(vec!["tidy"]));
        assert_eq!(
            choose(&names, &words("--skip setup")),
            Ok(vec!["tidy", "suite"])
        );
        assert!(choose(&names, &words("--only nothing")).is_err());
        assert!(choose(&names, &words("--only")).is_err());
    }

    #[test]
    fn the_test_program_is_found_among_the_messages_of_cargo() {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"e2e","kind":["lib"]},"executable":null}
not json
{"reason":"compiler-artifact","target":{"name":"e2e","kind":["test"]},"executable":"deps/e2e-1"}"#;
        assert_eq!(
            executable(messages, "e2e"),
            Some(PathBuf::from("deps/e2e-1"))
        );
        assert_eq!(executable(messages, "suite"), None);
    }
}
