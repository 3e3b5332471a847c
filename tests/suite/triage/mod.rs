//! The symptom check: proofs over all answers at once, written cases, mutants of the rules, and what no answer may do.

mod cases;
mod formulas;
mod lines;
mod mutants;
mod proofs;
mod safety;
mod strangers;
mod table;

use std::path::Path;
use std::sync::OnceLock;

use backstride_content::triage::RuleSet;

use crate::content::load;

pub(crate) const ASSETS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets");

/// The rules as they ship.
pub(crate) fn shipped() -> &'static RuleSet {
    static SHIPPED: OnceLock<RuleSet> = OnceLock::new();
    SHIPPED.get_or_init(|| match load(Path::new(ASSETS)) {
        Ok(bundle) => bundle.check,
        Err(problems) => panic!(
            "{} problems; `cargo xtask content` names them",
            problems.len()
        ),
    })
}

/// The same with exceptions signed, as they are proven before anybody signs them.
pub(crate) fn signed(exceptions: &[&str]) -> RuleSet {
    let mut set = shipped().clone();
    for exception in &mut set.exceptions {
        exception.signed_off = exceptions.contains(&exception.id.as_str());
    }
    set
}
