//! `cargo xtask figures`: every exercise figure on one sheet, to look at.

use crate::repo::Repo;
use crate::{run, shell};

/// Lets the example of the tests, which may draw and read the assets, make the sheet.
pub fn run(repo: &Repo, args: &[String]) -> Result<(), String> {
    let [flag, out, more @ ..] = args else {
        return Err("--sheet OUT.png says where to draw it".into());
    };
    if flag != "--sheet" {
        return Err(format!("there is no flag {flag}"));
    }
    let mut cargo = run::cargo(repo, "build", run::TESTED);
    shell::stream(cargo.args(["--example", "figures"]))?;
    let program = repo.program("examples/figures");
    let mut figures = shell::command(&program.to_string_lossy());
    shell::stream(figures.args(["sheet", out]).args(more))
}
