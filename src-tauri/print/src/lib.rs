//! Pages: typed documents become PDF files that can be printed, kept and read out.
//!
//! Start reading at [`document`], what a page can hold, and at [`pdf`], which sets it.
//!
//! **Invariant:** knows neither diary nor guide, neither clock nor disk nor network. Everything arrives as plain values,
//! the words of the pages included; nothing that arrives is ever read as markup.

pub mod check;
pub mod document;
mod fonts;
mod letters;
mod paper;
mod press;
mod sheet;

pub use document::Document;
pub use fonts::{REGULAR, SEMI_BOLD};
pub use paper::Paper;
pub use press::{Failed, Pages, Step, pdf};
