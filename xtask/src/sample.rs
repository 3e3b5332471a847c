//! `cargo xtask sample`: a synthetic diary for tests, benchmarks and screenshots.

use crate::shell;

/// Reads the flags and lets the example of the tests, which knows the core, write the diary.
pub fn run(args: &[String]) -> Result<(), String> {
    let (mut years, mut seed, mut out) = ("10", "1", None);
    let mut rest = args.iter().map(String::as_str);
    while let Some(flag) = rest.next() {
        let value = rest.next().ok_or_else(|| format!("{flag} needs a value"))?;
        match flag {
            "--years" => years = value,
            "--seed" => seed = value,
            "--out" => out = Some(value),
            other => return Err(format!("there is no flag {other}")),
        }
    }
    let out = out.ok_or("--out DIR says where to write it")?;
    let mut cargo = shell::command("cargo");
    cargo.args([
        "run",
        "--quiet",
        "--release",
        "--package",
        "backstride-tests",
    ]);
    cargo.args(["--example", "sample", "--", years, seed, out]);
    shell::stream(&mut cargo)
}
