//! Pictures: what a figure may do to a body, what a chart may do to a diary, and what may reach an SVG.

#[path = "draw_body.rs"]
mod body;
#[path = "draw_charts.rs"]
mod charts;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use backstride_draw::figure::{self, Pose};
use backstride_draw::{CLASSES, Palette, Property, Words};
use proptest::prelude::*;
use roxmltree::{Document, Node};

pub(crate) const NOTHING: [&str; 0] = [];
pub(crate) const BOTH: [Palette; 2] = [Palette::Classes, Palette::Light];

pub(crate) fn words() -> Words {
    Words {
        id: "picture".into(),
        title: "A picture".into(),
        desc: "What there is to see.".into(),
    }
}

proptest! {
    #[test]
    fn no_text_leaves_its_place(title in ".*", desc in "\\PC*|[<>&\"'\\x00-\\x1f]*", id in ".*") {
        let words = Words { id, title, desc };
        let pose = Pose::default();
        for palette in BOTH {
            for svg in [charts::one_entry(&words, palette), figure::svg(&words, &pose, &figure::frame(&[]), palette)] {
                let picture = parsed(&svg);
                sound(&picture);
                let root = picture.root_element();
                let named: Vec<&str> = root.attribute("aria-labelledby").expect("words").split(' ').collect();
                let ids: Vec<&str> = root.children().filter_map(|child| child.attribute("id")).collect();
                prop_assert_eq!(named, ids);
            }
        }
    }
}

#[test]
fn a_title_is_shown_as_it_was_written() {
    let words = Words {
        id: "a\" onload=\"x".into(),
        title: "</title><script>alert(1)</script> & \"so on\"".into(),
        desc: "Tom's <b>bad</b> day".into(),
    };
    let svg = charts::one_entry(&words, Palette::Classes);
    let picture = parsed(&svg);
    let text = |name: &str| {
        let node = picture.descendants().find(|node| node.has_tag_name(name));
        node.and_then(|node| node.text())
            .expect("the words are there")
            .to_owned()
    };
    assert_eq!(text("title"), words.title);
    assert_eq!(text("desc"), words.desc);
    assert!(
        picture
            .descendants()
            .all(|node| !node.has_tag_name("script") && node.attribute("onload").is_none())
    );
}

// Both.

pub(crate) fn number(text: &str) -> f64 {
    text.parse()
        .unwrap_or_else(|_| panic!("{text:?} is no number"))
}

pub(crate) fn parsed(svg: &str) -> Document<'_> {
    Document::parse(svg).unwrap_or_else(|problem| panic!("{problem}: {svg}"))
}

/// Only shapes and words, only numbers that are numbers, and nothing the content policy refuses.
pub(crate) fn sound(picture: &Document<'_>) {
    const NAMES: [&str; 8] = [
        "svg", "title", "desc", "g", "path", "circle", "rect", "text",
    ];
    const NUMBERS: [&str; 9] = [
        "x",
        "y",
        "cx",
        "cy",
        "r",
        "width",
        "height",
        "stroke-width",
        "font-size",
    ];
    for node in picture.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert!(NAMES.contains(&name), "<{name}> is no part of a picture");
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(
                name != "style" && !name.starts_with("on"),
                "{name}={value:?}"
            );
            if NUMBERS.contains(&name) {
                assert!(number(value).is_finite(), "{name}={value:?}");
            }
            if name == "d" {
                let numbers = value
                    .split(|c: char| c.is_ascii_uppercase() || c == ' ')
                    .filter(|part| !part.is_empty());
                assert!(numbers.clone().count() > 1, "{value:?}");
                assert!(numbers.map(number).all(f64::is_finite), "{value:?}");
            }
        }
    }
}

/// Colours come from classes, or are written out, never both, and never from anywhere else.
pub(crate) fn coloured(picture: &Document<'_>, palette: Palette) {
    for node in picture.descendants().filter(Node::is_element) {
        let classes: Vec<&str> = node
            .attribute("class")
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        for class in &classes {
            assert!(
                CLASSES.iter().any(|known| known.name == *class),
                "{class} is not in CLASSES"
            );
        }
        let inked = ["fill", "stroke"]
            .iter()
            .filter_map(|name| node.attribute(*name))
            .any(|value| value.starts_with('#'));
        let shape = ["path", "circle", "rect", "text"].contains(&node.tag_name().name());
        assert_eq!(inked, shape && palette == Palette::Light, "{node:?}");
        assert_eq!(
            !classes.is_empty(),
            shape && palette == Palette::Classes,
            "{node:?}"
        );
    }
}

/// Every place of a picture: corners of rectangles, rims of circles, points of paths, feet of words.
fn places(picture: &Document<'_>) -> Vec<(f64, f64)> {
    let mut places = Vec::new();
    for node in picture.descendants().filter(Node::is_element) {
        let get = |name: &str| node.attribute(name).map_or(0.0, number);
        let own = match node.tag_name().name() {
            "rect" => vec![
                (get("x"), get("y")),
                (get("x") + get("width"), get("y") + get("height")),
            ],
            "circle" => vec![
                (get("cx") - get("r"), get("cy") - get("r")),
                (get("cx") + get("r"), get("cy") + get("r")),
            ],
            "text" => vec![(get("x"), get("y"))],
            "path" => path_points(node.attribute("d").expect("a path")),
            _ => Vec::new(),
        };
        let moved = node
            .ancestors()
            .filter_map(|ancestor| ancestor.attribute("transform"));
        let (mut dx, mut dy) = (0.0, 0.0);
        for transform in moved {
            let by = transform
                .strip_prefix("translate(")
                .and_then(|by| by.strip_suffix(')'))
                .unwrap_or_else(|| panic!("{transform:?} is no shift"));
            let (x, y) = by.split_once(' ').expect("two numbers");
            (dx, dy) = (dx + number(x), dy + number(y));
        }
        places.extend(own.into_iter().map(|(x, y)| (x + dx, y + dy)));
    }
    places
}

/// The points of a path of absolute strokes.
fn path_points(path: &str) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    let starts: Vec<usize> = path
        .char_indices()
        .filter(|(_, c)| c.is_ascii_alphabetic())
        .map(|(at, _)| at)
        .chain([path.len()])
        .collect();
    for stretch in starts.windows(2) {
        let (command, rest) = path[stretch[0]..stretch[1]].split_at(1);
        let numbers: Vec<f64> = rest.split_whitespace().map(number).collect();
        let (x, y) = points.last().copied().unwrap_or_default();
        match command {
            "H" => points.push((numbers[0], y)),
            "V" => points.push((x, numbers[0])),
            "M" | "L" | "C" => points.extend(numbers.chunks(2).map(|two| (two[0], two[1]))),
            "Z" => {}
            other => panic!("{other} is no stroke of ours: {path}"),
        }
    }
    points
}

/// Nothing of a picture lies outside its frame.
fn framed(picture: &Document<'_>) {
    let frame: Vec<f64> = picture
        .root_element()
        .attribute("viewBox")
        .expect("a frame")
        .split(' ')
        .map(number)
        .collect();
    for (x, y) in places(picture) {
        // A tenth is what rounding may add.
        assert!(
            (-0.1..=frame[2] + 0.1).contains(&x) && (-0.1..=frame[3] + 0.1).contains(&y),
            "({x}, {y}) is outside of {frame:?}"
        );
    }
}

/// One Tab stop, on the first part; every part with its words; nothing of it in a picture for a file.
fn visited(picture: &Document<'_>, palette: Palette) {
    let parts: Vec<Node<'_, '_>> = picture
        .descendants()
        .filter(|node| node.attribute("tabindex").is_some())
        .collect();
    let root = picture.root_element().attribute("role");
    if palette == Palette::Light {
        assert!(parts.is_empty());
        assert_eq!(root, Some("img"));
        return;
    }
    assert_eq!(root, Some("graphics-document"));
    for (index, part) in parts.iter().enumerate() {
        let stop = if index == 0 { "0" } else { "-1" };
        assert_eq!(part.attribute("tabindex"), Some(stop));
        assert_eq!(part.attribute("role"), Some("graphics-symbol"));
        assert!(part.attribute("aria-label").is_some(), "{part:?}");
    }
}

/// Everything that holds for a picture whose parts can be visited.
fn well_drawn(draw: impl Fn(Palette) -> String) {
    for palette in BOTH {
        let svg = draw(palette);
        assert_eq!(svg, draw(palette), "the same records make the same picture");
        let picture = parsed(&svg);
        sound(&picture);
        coloured(&picture, palette);
        framed(&picture);
        visited(&picture, palette);
    }
}

/// The nodes of a class.
fn of_class<'a, 'input>(picture: &'a Document<'input>, class: &str) -> Vec<Node<'a, 'input>> {
    picture
        .descendants()
        .filter(|node| {
            let classes = node.attribute("class").unwrap_or_default();
            classes.split_whitespace().any(|name| name == class)
        })
        .collect()
}

/// The number an attribute holds.
fn at(node: Node<'_, '_>, name: &str) -> f64 {
    number(
        node.attribute(name)
            .unwrap_or_else(|| panic!("{name}: {node:?}")),
    )
}

/// The rules of the style sheet, as (selector, declarations).
fn rules(sheet: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut plain = String::new();
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").expect("comments end").1;
    }
    plain.push_str(rest);
    plain
        .split('}')
        .filter_map(|rule| rule.split_once('{'))
        .flat_map(|(selectors, body)| {
            let declarations: Vec<(String, String)> = body
                .split(';')
                .filter_map(|line| line.split_once(':'))
                .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
                .collect();
            let selectors: Vec<String> = selectors
                .split(',')
                .map(|one| one.trim().to_owned())
                .collect();
            selectors
                .into_iter()
                .map(move |one| (one, declarations.clone()))
        })
        .collect()
}

#[test]
fn the_style_sheet_colours_every_class_by_a_token_and_knows_no_other() {
    let sheet = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/styles/picture.css");
    let sheet = fs::read_to_string(sheet).expect("the style sheet of the pictures");
    let rules = rules(&sheet);
    let mut problems = Vec::new();
    for class in CLASSES {
        let property = match class.property {
            Property::Fill => "fill",
            Property::Stroke => "stroke",
        };
        let selector = format!(".picture .{}", class.name);
        let coloured = rules.iter().any(|(name, declarations)| {
            *name == selector
                && declarations.iter().any(|(name, value)| {
                    name == property && (value.starts_with("var(--") || value == "transparent")
                })
        });
        if !coloured {
            problems.push(format!("{selector} has no {property} from a token"));
        }
    }
    for (selector, declarations) in &rules {
        if let Some(class) = selector.strip_prefix(".picture .")
            && !CLASSES.iter().any(|known| known.name == class)
        {
            problems.push(format!("{selector}: no picture has this class"));
        }
        for (name, value) in declarations {
            if value.contains('#') || value.contains("rgb") || value.contains("hsl") {
                problems.push(format!("{selector} {{ {name}: {value} }} is a raw colour"));
            }
        }
    }
    assert_eq!(problems, NOTHING);
}

#[test]
fn no_class_is_listed_twice() {
    let names: BTreeSet<&str> = CLASSES.iter().map(|class| class.name).collect();
    assert_eq!(names.len(), CLASSES.len());
}
