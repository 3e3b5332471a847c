//! `cargo xtask figures`: every exercise figure on one sheet, to look at.

use crate::shell;

/// Lets the example of the tests, which may draw and read the assets, make the sheet.
pub fn run(args: &[String]) -> Result<(), String> {
    let [flag, out, slugs @ ..] = args else {
        return Err("--sheet OUT.png says where to draw it".into());
    };
    if flag != "--sheet" {
        return Err(format!("there is no flag {flag}"));
    }
    let mut cargo = shell::command("cargo");
    cargo.args([
        "run",
        "--quiet",
        "--release",
        "--package",
        "backstride-tests",
    ]);
    cargo.args(["--example", "figures", "--", "sheet", out]);
    shell::stream(cargo.args(slugs))
}
