//! A drawing that was made elsewhere and names its colours by class: the same picture with the light colours in it.

use crate::svg::{Palette, paint};

/// The drawing for a file or for paper: it carries the light colours itself, needs no style sheet, and has nothing to
/// reach with a keyboard. What is no drawing comes back as it was.
#[must_use]
pub fn light(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len() * 2);
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        let (words, tag) = rest.split_at(start);
        out.push_str(words);
        let Some(end) = end_of_tag(tag) else {
            out.push_str(tag);
            return out;
        };
        out.push_str(&coloured(&tag[..end]));
        rest = &tag[end..];
    }
    out.push_str(rest);
    out
}

/// Where a tag ends; a sign inside quotes ends none.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, sign) in tag.char_indices() {
        match (quote, sign) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), _) if open == sign => quote = None,
            _ => {}
        }
    }
    None
}

fn coloured(tag: &str) -> String {
    let mut tag = tag.to_owned();
    if let Some((before, names, after)) = without(&tag, "class") {
        let names: Vec<&str> = names.split_whitespace().collect();
        tag = format!("{before}{}{after}", paint(Palette::Light, &names));
    }
    for name in ["tabindex", "data-part", "data-of"] {
        if let Some((before, _, after)) = without(&tag, name) {
            tag = before + &after;
        }
    }
    if tag.starts_with("<svg") {
        tag = tag.replacen(
            "<svg",
            "<svg font-family=\"Atkinson Hyperlegible Next, sans-serif\"",
            1,
        );
        tag = tag.replacen("role=\"graphics-document\"", "role=\"img\"", 1);
    } else if tag.contains(" role=\"graphics-symbol\"") {
        // Inside an image nothing has a name of its own.
        tag = tag.replacen(" role=\"graphics-symbol\"", "", 1);
        if let Some((before, _, after)) = without(&tag, "aria-label") {
            tag = before + &after;
        }
    }
    tag
}

/// A tag around one of its attributes: what stands before, the value, what stands after.
fn without(tag: &str, name: &str) -> Option<(String, String, String)> {
    let (before, rest) = tag.split_once(&format!(" {name}=\""))?;
    let (value, after) = rest.split_once('"')?;
    Some((before.to_owned(), value.to_owned(), after.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_become_colours_and_words_stay() {
        let drawing = "<svg xmlns=\"x\" role=\"graphics-document\"><title>a &gt; b</title>\
                       <g data-part=\"disc\" role=\"graphics-symbol\" tabindex=\"0\" aria-label=\"Disc. 1 > 0.\">\
                       <path class=\"d-disc d-disc-edge\" d=\"M0 0\"/><text class=\"d-text\">Disc</text></g></svg>";
        let paper = light(drawing);
        for gone in ["class", "tabindex", "data-part", "aria-label", "graphics"] {
            assert!(!paper.contains(gone), "{gone}: {paper}");
        }
        assert!(paper.contains("<path fill=\"#"), "{paper}");
        assert!(paper.contains(" stroke=\"#"), "{paper}");
        assert!(paper.contains(">Disc</text></g></svg>"), "{paper}");
        assert!(paper.contains("<title>a &gt; b</title>"), "{paper}");
        assert!(paper.contains("role=\"img\""), "{paper}");
    }

    #[test]
    fn what_is_no_drawing_stays_as_it_is() {
        assert_eq!(light("1 < 2"), "1 < 2");
    }
}
