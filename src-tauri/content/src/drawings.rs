//! Drawings in guides: a picture as SVG, with the words for those who do not see it and for each of its parts.

use serde::{Deserialize, Serialize};

/// One drawing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawing {
    /// Its name: the name of its file.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What there is to see, for those who do not see it.
    pub alt: String,
    /// What stands below it, for everybody.
    pub caption: String,
    /// Under which licence it may be used, and whose work it is.
    pub license: String,
    /// The parts that can be pointed at, in the order in which they are listed.
    pub parts: Vec<Part>,
    /// The picture with its title and description. It names colours by class, so that a style sheet or the crate of
    /// the pictures fills them in; its parts carry `data-part` and can be reached with the keyboard.
    pub svg: String,
}

/// A part of a drawing that can be pointed at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its id: the `data-part` in the picture.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is, in one plain sentence.
    pub text: String,
}

impl Drawing {
    /// Every word of it that a person reads, in reading order.
    #[must_use]
    pub fn passages(&self) -> Vec<String> {
        let parts = self.parts.iter();
        [self.title.clone(), self.caption.clone()]
            .into_iter()
            .chain(parts.map(|part| format!("{}: {}", part.name, part.text)))
            .collect()
    }
}

/// How wide a drawing is in its own units, which is about how wide the column of a guide is.
pub const WIDTH: u32 = 680;

/// The least size of letters in a drawing. In the narrowest window a drawing is 576 pixels wide, which leaves
/// 14 pixels of it.
pub const LEAST_LETTERS: f64 = 17.0;

/// The classes a drawing may carry. The crate of the pictures and the style sheet know the colour of each.
pub const INKS: &[&str] = &[
    "d-ground",
    "d-card",
    "d-skin",
    "d-skin-deep",
    "d-skin-edge",
    "d-bone",
    "d-bone-deep",
    "d-bone-edge",
    "d-disc",
    "d-disc-core",
    "d-disc-edge",
    "d-canal",
    "d-canal-edge",
    "d-nerve",
    "d-nerve-edge",
    "d-nerve-body",
    "d-muscle",
    "d-muscle-deep",
    "d-muscle-edge",
    "d-band",
    "d-band-body",
    "d-band-edge",
    "d-lead",
    "d-case",
    "d-lead-dot",
    "d-text",
    "d-quiet",
    "d-on-bone",
    "d-tag",
    "d-move",
    "d-root-a",
    "d-root-b",
    "d-root-c",
    "d-root-d",
    "d-root-line",
    "d-go",
    "d-wait",
    "d-stop",
    "d-sign",
    "d-cloth",
    "d-cloth-edge",
    "d-pack",
    "d-pack-edge",
    "fig-panel",
    "fig-edge",
    "fig-floor",
    "fig-cushion",
    "fig-chair",
    "fig-shirt",
    "fig-trousers",
    "fig-skin",
    "fig-hair",
    "fig-shoe",
    "fig-target",
    "fig-arrow",
];
