//! `images/guides/<slug>.svg` with `<slug>.toml`: a drawing and its words, read and proven.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};

use super::fields::Fields;
use super::{Desk, citing, meant};
use crate::drawings::{Drawing, INKS, LEAST_LETTERS, Part, WIDTH};

pub(super) const FOLDER: &str = "images/guides";

const LICENSE: &str = "MIT OR Apache-2.0, own work";
const SVG: &str = "http://www.w3.org/2000/svg";
/// A drawing is part of every page that shows it; more than this is a tracing and no drawing.
const MOST_BYTES: usize = 150_000;

/// What a drawing is made of. Everything else could act, fetch, or look different on paper.
const ELEMENTS: [&str; 14] = [
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "defs", "pattern", "clipPath",
];
const SHAPES: [&str; 8] = [
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
];
const ATTRIBUTES: [&str; 45] = [
    "viewBox",
    "width",
    "height",
    "id",
    "class",
    "d",
    "x",
    "y",
    "dx",
    "dy",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "points",
    "transform",
    "fill",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-dasharray",
    "fill-opacity",
    "stroke-opacity",
    "opacity",
    "fill-rule",
    "clip-rule",
    "clip-path",
    "font-size",
    "font-weight",
    "text-anchor",
    "patternUnits",
    "patternTransform",
    "clipPathUnits",
    "data-part",
    "data-of",
    "xmlns",
    "letter-spacing",
    "dominant-baseline",
    "paint-order",
];

/// Every drawing, by slug.
pub(super) fn read(desk: &Desk<'_>) -> BTreeMap<String, Drawing> {
    let words = desk.files(FOLDER, "toml");
    let pictures = desk.files(FOLDER, "svg");
    for (file, slug) in &pictures {
        if !words.iter().any(|(_, other)| other == slug) {
            let message = format!("a drawing without words; `{slug}.toml` beside it holds them");
            desk.say(file, message);
            // It is named already, and need not be named as a file that nobody reads.
            desk.text(file);
        }
    }
    let mut drawings = BTreeMap::new();
    for (file, slug) in words {
        let picture = format!("{FOLDER}/{slug}.svg");
        let svg = desk.text(&picture);
        let Some(table) = desk.table(&file) else {
            continue;
        };
        let mut drawing = words_of(Fields::new(desk, &file, table), slug.clone());
        if let Some(svg) = svg {
            drawing.svg = prove(desk, &picture, &svg, &drawing);
        }
        drawings.insert(slug, drawing);
    }
    drawings
}

/// Notes every drawing that no guide shows.
pub(super) fn all_shown(
    desk: &Desk<'_>,
    drawings: &BTreeMap<String, Drawing>,
    shown: &BTreeSet<String>,
) {
    for slug in drawings.keys().filter(|slug| !shown.contains(*slug)) {
        let message = "no guide shows this drawing";
        desk.say(&format!("{FOLDER}/{slug}.toml"), message);
    }
}

/// The drawing that an image of a guide names, or what is wrong with the image.
pub(super) fn named<'d>(
    drawings: &'d BTreeMap<String, Drawing>,
    address: &str,
    words: &str,
) -> Result<&'d Drawing, String> {
    let slug = address
        .strip_prefix("../images/guides/")
        .and_then(|file| file.strip_suffix(".svg"));
    let Some(slug) = slug else {
        return Err(format!(
            "the image `{address}` is no drawing of a guide; one is written \
             `![Its title](../images/guides/its-name.svg)`"
        ));
    };
    let Some(drawing) = drawings.get(slug) else {
        let known = drawings.keys().map(String::as_str);
        let hint = meant(slug, known).map_or(String::new(), |it| format!("; is `{it}` meant?"));
        return Err(format!("there is no drawing `{slug}`{hint}"));
    };
    if words != drawing.title {
        let title = &drawing.title;
        return Err(format!(
            "the drawing `{slug}` is called \"{title}\", and so it is called in the brackets"
        ));
    }
    Ok(drawing)
}

fn words_of(mut fields: Fields<'_>, slug: String) -> Drawing {
    let mut drawing = Drawing {
        slug,
        title: fields.text("title"),
        alt: fields.text("alt"),
        caption: fields.text("caption"),
        license: fields.text("license"),
        parts: Vec::new(),
        svg: String::new(),
    };
    if !drawing.license.is_empty() && drawing.license != LICENSE {
        let message = format!("has to be \"{LICENSE}\"; the drawings are all our own");
        fields.say("license", &message);
    }
    if !drawing.alt.is_empty() && drawing.alt.split_whitespace().count() < 12 {
        let message = "is too short to stand for the drawing; it says what there is to see";
        fields.say("alt", message);
    }
    if fields.has("parts") {
        let mut seen = BTreeSet::new();
        for mut part in fields.parts("parts") {
            let found = Part {
                id: citing::slug(&mut part, "id"),
                name: part.text("name"),
                text: part.text("text"),
            };
            citing::once(&part, "id", &found.id, &mut seen);
            if found.text.trim_end_matches('.').contains(". ") || !found.text.ends_with('.') {
                part.say("text", "is one sentence with a full stop at its end");
            }
            part.end();
            drawing.parts.push(found);
        }
    }
    fields.end();
    drawing
}

/// Notes everything a drawing must not hold, and gives it back with its words in it.
fn prove(desk: &Desk<'_>, file: &str, svg: &str, drawing: &Drawing) -> String {
    if svg.len() > MOST_BYTES {
        let message = format!("{} bytes; a drawing has at most {MOST_BYTES}", svg.len());
        desk.say(file, message);
    }
    let document = match Document::parse(svg) {
        Ok(document) => document,
        Err(error) => {
            let message = format!("this is no well-formed SVG: {error}");
            desk.say_at(file, error.pos().row as usize, message);
            return String::new();
        }
    };
    let mut proof = Proof {
        desk,
        file,
        document: &document,
        ids: BTreeSet::new(),
        parts: BTreeMap::new(),
        of: Vec::new(),
        references: Vec::new(),
    };
    proof.root();
    for node in document.descendants() {
        proof.node(node);
    }
    proof.names(drawing);
    worded(svg, &document, drawing)
}

struct Proof<'p, 'd> {
    desk: &'p Desk<'p>,
    file: &'p str,
    document: &'p Document<'d>,
    ids: BTreeSet<&'p str>,
    /// The parts in the picture, each with its place.
    parts: BTreeMap<&'p str, usize>,
    /// What belongs to a part and lies elsewhere in the picture.
    of: Vec<(&'p str, usize)>,
    references: Vec<(&'p str, usize)>,
}

impl<'p> Proof<'p, '_> {
    fn say(&self, at: usize, message: impl std::fmt::Display) {
        let line = self.document.text_pos_at(at).row;
        self.desk.say_at(self.file, line as usize, message);
    }

    fn root(&self) {
        let root = self.document.root_element();
        if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some(SVG) {
            self.say(
                root.range().start,
                "the outermost element is no `svg` of SVG",
            );
        }
        let frame: Vec<f64> = root
            .attribute("viewBox")
            .unwrap_or_default()
            .split(' ')
            .filter_map(|number| number.parse().ok())
            .collect();
        let sized = |name: &str| {
            let number = root.attribute(name);
            number.and_then(|number| number.parse::<f64>().ok())
        };
        let width = f64::from(WIDTH);
        let fits = matches!(frame[..], [0.0, 0.0, wide, high]
            if wide == width && high > 0.0
                && sized("width") == Some(wide) && sized("height") == Some(high));
        if !fits {
            let message = format!(
                "a drawing has `viewBox=\"0 0 {WIDTH} height\"` with the same width and height, so that a size in it \
                 is a size on the screen"
            );
            self.say(root.range().start, message);
        }
    }

    fn node(&mut self, node: Node<'p, '_>) {
        let at = node.range().start;
        if node.is_pi() {
            self.say(at, "a drawing has no instructions for programs");
        }
        if !node.is_element() {
            return;
        }
        let name = node.tag_name().name();
        if !ELEMENTS.contains(&name) || node.tag_name().namespace() != Some(SVG) {
            let message = match name {
                "title" | "desc" => format!("`{name}` is written in the file of its words"),
                _ => format!("a drawing has no `{name}`"),
            };
            self.say(at, message);
            return;
        }
        for attribute in node.attributes() {
            self.attribute(
                node,
                attribute.name(),
                attribute.namespace(),
                attribute.value(),
            );
        }
        let hidden = |it: Node<'_, '_>| it.tag_name().name() == "clipPath";
        if SHAPES.contains(&name) && !node.ancestors().any(hidden) {
            let patterned = node
                .attribute("fill")
                .is_some_and(|fill| fill.starts_with("url(#"));
            if node.attribute("class").is_none() && !patterned {
                self.say(
                    at,
                    format!("`{name}` without a class would be black in every theme"),
                );
            }
        }
        if name == "text" {
            let size = node.attribute("font-size").map(str::parse::<f64>);
            if !matches!(size, Some(Ok(size)) if size >= LEAST_LETTERS) {
                let message = format!("text needs a `font-size` of at least {LEAST_LETTERS}");
                self.say(at, message);
            }
        } else if name == "tspan" && node.attribute("font-size").is_some() {
            self.say(at, "the size of letters stands at the `text`");
        }
    }

    fn attribute(
        &mut self,
        node: Node<'p, '_>,
        name: &'p str,
        namespace: Option<&str>,
        value: &'p str,
    ) {
        let at = node.range().start;
        if namespace.is_some() || !ATTRIBUTES.contains(&name) {
            self.say(at, format!("a drawing has no attribute `{name}`"));
            return;
        }
        match name {
            "class" => {
                for class in value.split_whitespace() {
                    if !INKS.contains(&class) {
                        let hint = meant(class, INKS.iter().copied())
                            .map_or(String::new(), |it| format!("; is `{it}` meant?"));
                        self.say(at, format!("`{class}` is no ink of the drawings{hint}"));
                    }
                }
            }
            "fill" | "stroke" if value != "none" && !value.starts_with("url(") => {
                let message = format!(
                    "`{name}=\"{value}\"` is the same in every theme; a class names the ink"
                );
                self.say(at, message);
            }
            "id" => {
                let first = self.ids.insert(value);
                if !first {
                    self.say(at, format!("the id `{value}` is here twice"));
                }
            }
            "data-part" => {
                let before = self.parts.insert(value, at);
                if before.is_some() {
                    let message = format!(
                        "the part `{value}` is here twice; what else belongs to it carries `data-of`"
                    );
                    self.say(at, message);
                }
            }
            "data-of" => self.of.push((value, at)),
            _ => {}
        }
        if let Some((_, rest)) = value.split_once("url(") {
            let inside = rest.split(')').next().unwrap_or_default();
            match inside.strip_prefix('#') {
                Some(id) => self.references.push((id, at)),
                None => self.say(at, format!("`{inside}` lies outside the drawing")),
            }
        }
    }

    /// What is named has to be there, on both sides.
    fn names(&self, drawing: &Drawing) {
        for (id, at) in &self.references {
            if !self.ids.contains(id) {
                self.say(*at, format!("nothing in the drawing has the id `{id}`"));
            }
        }
        for (id, at) in &self.parts {
            if !drawing.parts.iter().any(|part| part.id == *id) {
                let message = format!("the part `{id}` has no words in the file of its words");
                self.say(*at, message);
            }
        }
        for (id, at) in &self.of {
            if !self.parts.contains_key(id) {
                self.say(
                    *at,
                    format!("belongs to the part `{id}`, which is not there"),
                );
            }
        }
        for part in drawing.parts.iter().filter(|part| !part.id.is_empty()) {
            if !self.parts.contains_key(part.id.as_str()) {
                let message = format!("the part `{}` is not in the drawing", part.id);
                self.desk.say(self.file, message);
            }
        }
    }
}

/// The drawing with its title, its description and the words of its parts. An image hides its parts from a screen
/// reader, so where there are parts to visit the whole is a document.
fn worded(svg: &str, document: &Document<'_>, drawing: &Drawing) -> String {
    let slug = &drawing.slug;
    let root = document.root_element();
    let role = if drawing.parts.is_empty() {
        "img"
    } else {
        "graphics-document"
    };
    let mut inserts = vec![(
        root.range().start + "<svg".len(),
        format!(" role=\"{role}\" aria-labelledby=\"{slug}-title {slug}-desc\""),
    )];
    let inside = root.first_child().map(|child| child.range().start);
    if let Some(at) = inside {
        let words = format!(
            "<title id=\"{slug}-title\">{}</title><desc id=\"{slug}-desc\">{}</desc>",
            escape(&drawing.title),
            escape(&drawing.alt)
        );
        inserts.push((at, words));
    }
    for node in document.descendants().filter(Node::is_element) {
        let id = node.attribute("data-part");
        let part = id.and_then(|id| drawing.parts.iter().find(|part| part.id == id));
        if let Some(part) = part {
            let label = escape(&format!("{}. {}", part.name, part.text));
            let at = node.range().start + "<".len() + node.tag_name().name().len();
            let words = format!(" role=\"graphics-symbol\" tabindex=\"0\" aria-label=\"{label}\"");
            inserts.push((at, words));
        }
    }
    let mut out = String::with_capacity(svg.len() + 4_000);
    let mut done = root.range().start;
    for (at, words) in inserts {
        out.push_str(&svg[done..at]);
        out.push_str(&words);
        done = at;
    }
    out.push_str(&svg[done..root.range().end]);
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
