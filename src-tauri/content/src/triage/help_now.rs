//! The help-now list: signs that need care quickly, the same for everybody, grouped by urgency.

use serde::{Deserialize, Serialize};

use crate::named::named;
use crate::sources::Source;

/// The whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HelpNow {
    /// The groups, the most urgent first.
    pub groups: Vec<Group>,
    /// What to do when a sign is there, in order.
    pub act: Vec<String>,
    /// Where the signs come from.
    pub sources: Vec<Source>,
}

named! {
    /// How soon help is needed.
    Level {
        /// The emergency number, now.
        Now = "now",
        /// A clinician, the same day.
        Today = "today",
    }
}

/// Signs that belong together and are equally urgent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its name in addresses.
    pub id: String,
    /// How soon.
    pub level: Level,
    /// Its heading: what to do first, then what the signs are about.
    pub title: String,
    /// The signs.
    pub signs: Vec<Sign>,
}

/// One sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Its name in the list for sign-off.
    pub code: String,
    /// The sign in everyday words.
    pub text: String,
    /// Phrases people look for it with. Whoever types all words of one is shown the sign first.
    pub words: Vec<String>,
    /// The ids of its sources.
    pub sources: Vec<String>,
    /// What a clinician has to decide about it, as long as that is open.
    pub sign_off: Option<String>,
}
