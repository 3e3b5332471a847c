//! Places: the emergency and advice numbers of each region.

use serde::{Deserialize, Serialize};

/// The region shown to people who live in none of the others, and until one is chosen.
pub const ELSEWHERE: &str = "elsewhere";

/// One region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Its name in the settings file.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The number to call in an emergency, as it is read out.
    pub emergency: String,
    /// Who else can be asked when it is urgent but no emergency, best first.
    pub advice: Vec<Advice>,
    /// When the numbers were last compared with their sources, `YYYY-MM-DD`.
    pub checked_on: String,
}

/// Somebody who can be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// Who it is.
    pub name: String,
    /// The number, where there is one for the whole region.
    pub number: Option<String>,
    /// What else to know.
    pub note: Option<String>,
}
