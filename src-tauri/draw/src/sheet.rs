//! A picture on a white sheet of its own, with its heading: how a picture leaves the window.

use std::fmt::Write as _;

use crate::svg::{self, Palette, escape, n, paint};

const MARGIN: f64 = 32.0;
const HEADING: f64 = 22.0;
/// From the upper edge to the picture.
const HEAD: f64 = MARGIN + 2.0 * HEADING;

/// Puts a picture drawn with [`Palette::Light`] on a sheet. What is no picture of ours comes back as it was.
#[must_use]
pub fn svg(picture: &str, heading: &str) -> String {
    let Some((width, height)) = size(picture) else {
        return picture.to_owned();
    };
    let fitting = ((width / (0.58 * HEADING)) as usize).max(1);
    let lines = svg::lines(heading, fitting);
    let head = HEAD + (lines.len().max(1) as f64 - 1.0) * 1.3 * HEADING;
    let (w, h) = (width + 2.0 * MARGIN, head + height + MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
         font-family=\"Atkinson Hyperlegible Next, sans-serif\"><rect{} width=\"{w}\" height=\"{h}\"/>",
        paint(Palette::Light, &["c-empty"]),
        w = n(w),
        h = n(h),
    );
    for (index, line) in lines.iter().enumerate() {
        let _ = write!(
            out,
            "<text{} font-size=\"{}\" font-weight=\"600\" x=\"{}\" y=\"{}\">{}</text>",
            paint(Palette::Light, &["c-ink-low"]),
            n(HEADING),
            n(MARGIN),
            n(MARGIN + HEADING + index as f64 * 1.3 * HEADING),
            escape(line),
        );
    }
    let _ = write!(
        out,
        "<g transform=\"translate({} {})\">{picture}</g></svg>",
        n(MARGIN),
        n(head)
    );
    out
}

/// The size a picture says it has.
fn size(picture: &str) -> Option<(f64, f64)> {
    let open = picture.split_once('>')?.0;
    let number = |name: &str| {
        let rest = open.split_once(&format!(" {name}=\""))?.1;
        rest.split('"').next()?.parse().ok()
    };
    Some((number("width")?, number("height")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_holds_the_whole_picture_and_its_heading() {
        let picture =
            "<svg xmlns=\"x\" viewBox=\"0 0 400 200\" width=\"400\" height=\"200\"><g/></svg>";
        let sheet = svg(picture, "Pain & walks");
        assert!(sheet.starts_with("<svg "));
        assert!(sheet.contains("width=\"464\" height=\"308\""), "{sheet}");
        assert!(sheet.contains(">Pain &amp; walks</text>"));
        assert!(sheet.contains(picture));
        assert!(sheet.contains("fill=\"#FFFFFF\""));
    }

    #[test]
    fn what_is_no_picture_stays_as_it_is() {
        assert_eq!(svg("words", "Pain"), "words");
    }
}
