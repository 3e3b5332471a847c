//! `cargo xtask content`: everything an author wrote, checked with the loader that the program ships.

use std::path::Path;

use backstride_content::Bundle;

use crate::repo::Repo;
use crate::say;

/// Loads the assets as the build does and prints every problem at once.
pub fn run(repo: &Repo) -> Result<(), String> {
    let problems = check(&repo.at("assets"));
    for problem in &problems {
        say::problem(problem);
    }
    match problems.len() {
        0 => {
            say::line("The shipped content holds");
            Ok(())
        }
        1 => Err("1 problem in the content".into()),
        many => Err(format!("{many} problems in the content")),
    }
}

/// Every problem of a folder of assets, each as `file: message`.
pub fn check(assets: &Path) -> Vec<String> {
    let judge = |poses: &[serde_json::Value]| backstride_draw::figure::judge(poses);
    match Bundle::load_dir(assets, &judge) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}
