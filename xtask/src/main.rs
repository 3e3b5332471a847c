//! `cargo xtask <verb>`: the project's own commands.

use std::process::ExitCode;

use xtask::repo::Repo;
use xtask::{
    bench, content, drawings, foreign, package, parts, run, sample, say, simulate, test, tidy,
    triage, wine,
};

const USAGE: &str = "cargo xtask <verb>

  run [ARGS]                        build Backstride and open it
  test [--only STEP] [--skip STEP]  every check and every test
  tidy [--bless]                    the project's own rules (--bless records new migrations)
  content                           the shipped texts, lists and words
  figures --sheet OUT.png [--dark] [NAME...]
                                    every exercise figure on one sheet, or those of the named exercises
  triage --list | --answers FILE.toml | --graph | --table
                                    the symptom check: its questions, a try, a drawing, a table to sign
  parts [--bless]                   what the program is made of: licences and the list for machines
  foreign [windows | macos]         type-checks the code of the other systems on Linux
  wine                              builds the tests for Windows and runs them under Wine
  package                           what this system installs: the .deb, tried in a clean Debian; the bundle for
                                    macOS; the installer for Windows
  sample [--years N] [--seed N] --out DIR
                                    a synthetic diary, the same for the same years and seed
  simulate SCENARIO.toml            the timeline of the reminders in a life written down (tests/data/scenarios)
  bench [--json FILE] [--only PART] start, memory, idling and saving, beside a bare window";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let verb = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let repo = Repo::find();
    let outcome = match verb.as_str() {
        "run" => run::run(&repo, &rest),
        "test" => test::run(&repo, &rest),
        "tidy" => tidy::run(&repo, rest.iter().any(|flag| flag == "--bless")),
        "content" => content::run(&repo),
        "figures" => drawings::run(&repo, &rest),
        "triage" => triage::run(&repo, &rest),
        "sample" => sample::run(&rest),
        "simulate" => simulate::run(&repo, &rest),
        "bench" => bench::run(&repo, &rest),
        "parts" => parts::run(&repo, rest.iter().any(|flag| flag == "--bless")),
        "foreign" => foreign::run(&repo, &rest),
        "wine" => wine::run(&repo),
        "package" => package::run(&repo).map(unproven),
        "" | "help" | "--help" => {
            say::line(USAGE);
            return ExitCode::SUCCESS;
        }
        other => Err(format!("there is no verb {other}\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            if !words.is_empty() {
                say::problem(words);
            }
            ExitCode::FAILURE
        }
    }
}

/// Says what this machine could not prove.
fn unproven(words: Vec<String>) {
    for words in words {
        say::line(format!("NOT PROVEN HERE  {words}"));
    }
}
