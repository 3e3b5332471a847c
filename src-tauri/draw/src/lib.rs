//! Pictures: plain values in, one SVG string out; knows no guide, no diary and no clock.
//!
//! A picture for the window carries class names instead of colours, so that its style sheet themes
//! it (the window's content policy forbids `style` attributes). A picture for a file or for paper
//! carries the light colours itself. [`CLASSES`] lists every class name there is.

pub mod aims;
pub mod body;
pub mod calendar;
pub mod completeness;
mod date;
pub mod drawing;
pub mod figure;
mod plane;
mod plot;
pub mod ranges;
pub mod scatter;
pub mod sheet;
mod svg;
pub mod tolerance;
pub mod trend;

pub use date::Date;
pub use plot::{Flare, Mean, Step, Tick};
pub use svg::{CLASSES, Class, Palette, Property, Words};
