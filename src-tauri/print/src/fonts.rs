//! The typeface of every page, compiled in, so that no page depends on what a computer has installed.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::Font;

/// Atkinson Hyperlegible Next, weight 400.
pub const REGULAR: &[u8] =
    include_bytes!("../../../assets/fonts/AtkinsonHyperlegibleNext-Regular.ttf");

/// Atkinson Hyperlegible Next, weight 600.
pub const SEMI_BOLD: &[u8] =
    include_bytes!("../../../assets/fonts/AtkinsonHyperlegibleNext-SemiBold.ttf");

const ITALIC: &[u8] = include_bytes!("../../../assets/fonts/AtkinsonHyperlegibleNext-Italic.ttf");

/// The faces, read once.
pub(crate) fn faces() -> &'static [Font] {
    static FACES: LazyLock<Vec<Font>> = LazyLock::new(|| {
        let files = [REGULAR, SEMI_BOLD, ITALIC];
        let faces = files.map(|file| Font::iter(Bytes::new(file)));
        faces.into_iter().flatten().collect()
    });
    &FACES
}

/// Whether every face has this character.
pub(crate) fn has(letter: char) -> bool {
    let mut faces = faces().iter();
    faces.all(|face| face.info().coverage.contains(u32::from(letter)))
}
