//! Where a statement comes from.

use serde::{Deserialize, Serialize};

use crate::named::named;

named! {
    /// How close a source is to what it reports.
    Quality {
        /// The study, the guideline or the public body itself.
        Primary = "P",
        /// Somebody's summary of it.
        Summary = "S",
        /// A copy or a relay of it.
        Mirror = "M",
    }
}

/// One source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What texts call it: `[^id]` in a guide.
    pub id: String,
    /// Its title, or what it is.
    pub title: String,
    /// Who answers for it.
    pub publisher: String,
    /// When it was published, where that is known.
    pub year: Option<u16>,
    /// Where it can be read. The program shows it and never opens it.
    pub address: String,
    /// How close it is to what it reports.
    pub quality: Quality,
}
