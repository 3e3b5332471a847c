//! The packed library: what the build proves and writes, and what the program unpacks.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::exercises::Exercise;
use crate::guides::Guide;
use crate::places::{Care, ELSEWHERE, Region};
use crate::programmes::{Programme, Universal};
use crate::triage::{HelpNow, RuleSet};

/// Everything an author wrote, proven and in a fixed order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// The guides, in the order in which they are best read.
    pub guides: Vec<Guide>,
    /// The exercises, by slug.
    pub exercises: Vec<Exercise>,
    /// The programmes, by slug.
    pub programmes: Vec<Programme>,
    /// The rules that hold for every exercise.
    pub universal: Universal,
    /// The list of signs that need help.
    pub help_now: HelpNow,
    /// The rules of the symptom check.
    pub check: RuleSet,
    /// The regions, in the order in which they are offered.
    pub regions: Vec<Region>,
    /// Where care is found.
    pub care: Care,
    /// Groups of words that mean the same to somebody who searches.
    pub same_words: Vec<Vec<String>>,
}

/// The first bytes of every packed library. The number grows with every change of the format.
const MARK: &[u8] = b"backstride knowledge 2\n";

/// Why bytes are no library.
#[derive(Debug)]
pub enum Unreadable {
    /// They do not begin like one of this version.
    Mark,
    /// They begin like one and are broken.
    Broken(serde_json::Error),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mark => out.write_str("not a packed library of this version"),
            Self::Broken(error) => write!(out, "a broken packed library: {error}"),
        }
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Mark => None,
            Self::Broken(error) => Some(error),
        }
    }
}

impl Bundle {
    /// The library as bytes; the same library always gives the same bytes.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        let mut bytes = MARK.to_vec();
        serde_json::to_writer(&mut bytes, self)
            .expect("plain values with text keys always have a form, and memory can be written to");
        bytes
    }

    /// The library that was packed into these bytes.
    pub fn unpack(bytes: &[u8]) -> Result<Self, Unreadable> {
        let body = bytes.strip_prefix(MARK).ok_or(Unreadable::Mark)?;
        serde_json::from_slice(body).map_err(Unreadable::Broken)
    }

    /// The guide of this name.
    #[must_use]
    pub fn guide(&self, slug: &str) -> Option<&Guide> {
        self.guides.iter().find(|guide| guide.slug == slug)
    }

    /// The exercise of this name.
    #[must_use]
    pub fn exercise(&self, slug: &str) -> Option<&Exercise> {
        self.exercises.iter().find(|exercise| exercise.slug == slug)
    }

    /// The programme of this name.
    #[must_use]
    pub fn programme(&self, slug: &str) -> Option<&Programme> {
        self.programmes
            .iter()
            .find(|programme| programme.slug == slug)
    }

    /// The region of this id.
    #[must_use]
    pub fn region(&self, id: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.id == id)
    }

    /// The numbers to show to somebody who chose no region, or one this library does not know any
    /// more. There is always an answer in a library that was built from proven assets.
    #[must_use]
    pub fn elsewhere(&self) -> Option<&Region> {
        self.region(ELSEWHERE)
    }
}
