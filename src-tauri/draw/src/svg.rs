//! What every picture shares: escaping, numbers, smooth outlines, class names or colours.

use std::fmt::Write as _;

use crate::plane::{P, p};

/// What a picture says to people who do not see it.
#[derive(Clone, Debug)]
pub struct Words {
    /// A name that no other picture on the same page has; it ties the words to the picture.
    pub id: String,
    /// A short name of the picture.
    pub title: String,
    /// What there is to see, in a sentence or two.
    pub desc: String,
}

/// Where the colours come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// From the window's style sheet: the picture carries class names only.
    Classes,
    /// From the picture itself: the light colours, for files and paper.
    Light,
}

/// Which property a class colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// The inside of a shape.
    Fill,
    /// The line of a shape.
    Stroke,
}

/// One class name a picture may carry.
#[derive(Clone, Copy, Debug)]
pub struct Class {
    /// The class name.
    pub name: &'static str,
    /// What it colours.
    pub property: Property,
    /// Its colour in the light palette.
    pub light: &'static str,
}

const fn fill(name: &'static str, light: &'static str) -> Class {
    Class {
        name,
        property: Property::Fill,
        light,
    }
}

const fn stroke(name: &'static str, light: &'static str) -> Class {
    Class {
        name,
        property: Property::Stroke,
        light,
    }
}

/// Every class name the pictures use, with its light colour. A style sheet has to colour each one.
pub const CLASSES: &[Class] = &[
    stroke("c-grid", "#E1DACD"),
    stroke("c-line", "#135860"),
    stroke("c-point", "#FFFFFF"),
    fill("c-label", "#566468"),
    fill("c-flare", "#E4915B"),
    fill("c-usual", "#DDECEA"),
    stroke("c-slow", "#566468"),
    fill("c-sign", "#566468"),
    fill("c-dot", "#135860"),
    stroke("c-halo", "#FFFFFF"),
    fill("c-open", "#FFFFFF"),
    stroke("c-ring", "#135860"),
    stroke("c-stem", "#8B9290"),
    fill("c-bar", "#8B9290"),
    stroke("c-cell", "#FFFFFF"),
    fill("c-empty", "#FFFFFF"),
    stroke("c-hatch", "#B9B3A6"),
    stroke("c-border", "#8B9290"),
    fill("c-ink-low", "#1E2B2F"),
    fill("c-ink-high", "#FFFFFF"),
    fill("pain-0", "#EBE5D8"),
    fill("pain-1", "#F1DDB9"),
    fill("pain-2", "#F3CF9D"),
    fill("pain-3", "#F0BB86"),
    fill("pain-4", "#EAA273"),
    fill("pain-5", "#DF8768"),
    fill("pain-6", "#CF6C66"),
    fill("pain-7", "#B85468"),
    fill("pain-8", "#9A416A"),
    fill("pain-9", "#793369"),
    fill("pain-10", "#572862"),
    fill("b-skin", "#EFEAE0"),
    stroke("b-edge", "#566468"),
    stroke("b-hint", "#C9C2B4"),
    fill("b-region", "#FFFFFF"),
    fill("b-chosen", "#DDECEA"),
    stroke("b-rim", "#8B9290"),
    stroke("b-picked", "#1E2B2F"),
    stroke("b-hit", "#FFFFFF"),
    fill("fig-panel", "#DDECEA"),
    stroke("fig-edge", "#DDECEA"),
    stroke("fig-floor", "#135860"),
    fill("fig-cushion", "#F3CF9D"),
    stroke("fig-chair", "#8B9290"),
    fill("fig-pillow", "#A9BFCB"),
    fill("fig-mat", "#F3CF9D"),
    fill("fig-wall", "#C9D3D0"),
    fill("fig-wood", "#C8B79C"),
    fill("fig-wood-dark", "#A79573"),
    stroke("fig-towel", "#566468"),
    fill("fig-shirt", "#135860"),
    fill("fig-trousers", "#0D4147"),
    fill("fig-skin", "#E4915B"),
    fill("fig-hair", "#566468"),
    fill("fig-shoe", "#1E2B2F"),
    fill("fig-target", "#9A416A"),
    stroke("fig-arrow", "#0D4147"),
    // The inks of drawings.
    fill("d-ground", "#EFEAE0"),
    fill("d-card", "#FFFFFF"),
    fill("d-skin", "#F3DFCB"),
    fill("d-skin-deep", "#E8CDB4"),
    stroke("d-skin-edge", "#A98465"),
    fill("d-bone", "#FBF1DC"),
    fill("d-bone-deep", "#E9D7B4"),
    stroke("d-bone-edge", "#80694A"),
    fill("d-disc", "#8FC1BE"),
    fill("d-disc-core", "#C4E2DF"),
    stroke("d-disc-edge", "#135860"),
    fill("d-canal", "#DCECF3"),
    stroke("d-canal-edge", "#135860"),
    stroke("d-nerve", "#F0BB3A"),
    stroke("d-nerve-edge", "#80590B"),
    fill("d-nerve-body", "#F0BB3A"),
    fill("d-muscle", "#DB9484"),
    fill("d-muscle-deep", "#C67767"),
    stroke("d-muscle-edge", "#84392E"),
    stroke("d-band", "#C3D0D6"),
    fill("d-band-body", "#C3D0D6"),
    stroke("d-band-edge", "#4F6770"),
    stroke("d-lead", "#566468"),
    stroke("d-case", "#FFFFFF"),
    fill("d-lead-dot", "#566468"),
    fill("d-text", "#1E2B2F"),
    fill("d-quiet", "#566468"),
    fill("d-on-bone", "#1E2B2F"),
    fill("d-tag", "none"),
    stroke("d-move", "#0D4147"),
    fill("d-root-a", "#F2C879"),
    fill("d-root-b", "#8CC7C0"),
    fill("d-root-c", "#C4B2DE"),
    fill("d-root-d", "#EFA58F"),
    stroke("d-root-line", "#1E2B2F"),
    fill("d-go", "#2E6B45"),
    fill("d-wait", "#F0A830"),
    fill("d-stop", "#9B1C31"),
    stroke("d-sign", "#FFFFFF"),
    fill("d-cloth", "#FFFFFF"),
    stroke("d-cloth-edge", "#566468"),
    fill("d-pack", "#C7524F"),
    stroke("d-pack-edge", "#7A2320"),
];

/// The colour of a class, as the palette wants it written: with a leading space.
pub(crate) fn paint(palette: Palette, names: &[&str]) -> String {
    match palette {
        Palette::Classes => format!(" class=\"{}\"", names.join(" ")),
        Palette::Light => {
            let mut out = String::new();
            for class in names
                .iter()
                .filter_map(|name| CLASSES.iter().find(|class| class.name == *name))
            {
                let property = match class.property {
                    Property::Fill => "fill",
                    Property::Stroke => "stroke",
                };
                let _ = write!(out, " {property}=\"{}\"", class.light);
            }
            out
        }
    }
}

/// The class of a step of the ramp, 0 to 10.
pub(crate) fn step(level: u8) -> &'static str {
    const STEPS: [&str; 11] = [
        "pain-0", "pain-1", "pain-2", "pain-3", "pain-4", "pain-5", "pain-6", "pain-7", "pain-8",
        "pain-9", "pain-10",
    ];
    STEPS[usize::from(level.min(10))]
}

/// The class of a number written on a step of the ramp.
pub(crate) fn ink(level: u8) -> &'static str {
    if level > 5 { "c-ink-high" } else { "c-ink-low" }
}

/// Text that is safe between tags and inside quoted attributes. Characters XML 1.0 cannot hold at
/// all are dropped: a picture must never fail to parse because of what somebody typed.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c < ' ' || matches!(c, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// A name fit for an `id`: whatever is not a letter, digit or hyphen becomes a hyphen.
fn id(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect()
}

/// A number with one decimal at most; a picture gains nothing from more.
pub(crate) fn n(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    // Negative zero would print its sign.
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

/// The opening of a picture with its words.
pub(crate) fn open(words: &Words, width: f64, height: f64, palette: Palette) -> String {
    open_as("img", words, width, height, palette)
}

/// The opening of a picture whose parts can be visited one by one. An image hides its parts from a
/// screen reader, so where there are parts to visit the whole is a document.
pub(crate) fn open_parts(words: &Words, width: f64, height: f64, palette: Palette) -> String {
    let role = match palette {
        Palette::Classes => "graphics-document",
        Palette::Light => "img",
    };
    open_as(role, words, width, height, palette)
}

fn open_as(role: &str, words: &Words, width: f64, height: f64, palette: Palette) -> String {
    let id = id(&words.id);
    let font = if palette == Palette::Light {
        " font-family=\"Atkinson Hyperlegible Next, sans-serif\""
    } else {
        ""
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"{role}\" \
         aria-labelledby=\"{id}-title {id}-desc\"{font}><title id=\"{id}-title\">{title}</title>\
         <desc id=\"{id}-desc\">{desc}</desc>",
        w = n(width),
        h = n(height),
        title = escape(&words.title),
        desc = escape(&words.desc),
    )
}

/// Hands out what makes the parts of a picture reachable: one Tab stop for all of them, on the first
/// part; the arrow keys of the window move it. A picture for a file has nothing to reach.
pub(crate) struct Roving {
    palette: Palette,
    begun: bool,
}

impl Roving {
    pub(crate) fn new(palette: Palette) -> Self {
        Self {
            palette,
            begun: false,
        }
    }

    pub(crate) fn palette(&self) -> Palette {
        self.palette
    }

    /// The attributes of the next part: its place in a list of the caller (`data-index`, or what
    /// else the list is called), its date, its words.
    pub(crate) fn part(&mut self, list: &str, index: usize, date: &str, label: &str) -> String {
        if self.palette == Palette::Light {
            return String::new();
        }
        let stop = if self.begun { -1 } else { 0 };
        self.begun = true;
        let mut out =
            format!(" role=\"graphics-symbol\" tabindex=\"{stop}\" data-{list}=\"{index}\"");
        if !date.is_empty() {
            let _ = write!(out, " data-date=\"{}\"", escape(date));
        }
        let _ = write!(out, " aria-label=\"{}\"", escape(label));
        out
    }
}

/// A closed outline that runs smoothly through all points (centripetal enough for our even spacing).
pub(crate) fn smooth(points: &[P]) -> String {
    let count = points.len();
    let at = |index: usize| points[index % count];
    let mut out = format!("M{} {}", n(at(0).x), n(at(0).y));
    for index in 0..count {
        bend(
            &mut out,
            [
                at(index + count - 1),
                at(index),
                at(index + 1),
                at(index + 2),
            ],
        );
    }
    out.push('Z');
    out
}

/// A line that runs smoothly through all points and ends at the last one.
pub(crate) fn smooth_open(points: &[P]) -> String {
    let last = points.len() - 1;
    let mut out = format!("M{} {}", n(points[0].x), n(points[0].y));
    for index in 0..last {
        bend(
            &mut out,
            [
                points[index.saturating_sub(1)],
                points[index],
                points[index + 1],
                points[(index + 2).min(last)],
            ],
        );
    }
    out
}

/// The stretch between the second and the third of four points in a row.
fn bend(out: &mut String, [before, from, to, after]: [P; 4]) {
    // A control point never reaches further than a third of its own stretch, which keeps
    // unevenly spaced outlines from overshooting.
    let reach = (to - from).length() / 3.0;
    let pull = |way: P| {
        if way.length() > 0.0 {
            way * (reach / way.length())
        } else {
            p(0.0, 0.0)
        }
    };
    let (a, b) = (from + pull(to - before), to - pull(after - from));
    let _ = write!(
        out,
        "C{} {} {} {} {} {}",
        n(a.x),
        n(a.y),
        n(b.x),
        n(b.y),
        n(to.x),
        n(to.y)
    );
}

/// About how wide a text is in the font of the window; rather too wide than too narrow.
pub(crate) fn text_width(text: &str, font_size: f64) -> f64 {
    let widths = text.chars().map(|c| match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | ' ' | '.' | ',' | ':' | '-' | '\'' => 0.36,
        'm' | 'w' | 'M' | 'W' => 0.92,
        // Scripts whose letters fill a square.
        '\u{2e80}'.. => 1.0,
        c if c.is_uppercase() => 0.7,
        _ => 0.58,
    });
    widths.sum::<f64>() * font_size
}

/// Words on lines of about this many characters; a word is never broken.
pub(crate) fn lines(text: &str, characters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < characters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(
            escape("<a href='x'>\"&\u{0}\u{7}\n"),
            "&lt;a href=&#39;x&#39;&gt;&quot;&amp; "
        );
        assert_eq!(id("a\" onload=\"x"), "a--onload--x");
    }

    #[test]
    fn numbers_are_short_and_never_minus_zero() {
        assert_eq!(n(-0.04), "0");
        assert_eq!(n(12.345), "12.3");
        assert_eq!(n(7.0), "7");
    }
}
