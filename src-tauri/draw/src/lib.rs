//! Pictures: plain values in, one SVG string out; knows no guide, no diary and no clock.
//!
//! A picture for the window carries class names instead of colours, so that its style sheet themes
//! it (the window's content policy forbids `style` attributes). A picture for a file or for paper
//! carries the light colours itself. [`CLASSES`] lists every class name there is.

pub mod body;
pub mod figure;
mod plane;
mod svg;
pub mod weeks;

pub use svg::{CLASSES, Class, Palette, Property, Words};
