//! The drawings in guides: what the checker refuses in them, what they say, and how they look on paper.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use backstride_content::Bundle;
use backstride_content::drawings::{Drawing, INKS};
use backstride_content::guides::Block;
use backstride_content::search::Search;
use backstride_draw::{CLASSES, drawing};
use roxmltree::{Document, Node};
use tempfile::TempDir;

use crate::content::load;

const SPINE: &str = "images/guides/lower-back-parts.svg";
const SPINE_WORDS: &str = "images/guides/lower-back-parts.toml";
const LIGHT: &str = "images/guides/how-hard-to-push.svg";
const LIGHT_WORDS: &str = "images/guides/how-hard-to-push.toml";
const GUIDE: &str = "guides/your-lower-back-part-by-part.md";
const IMAGE: &str = "![The parts of your lower back](../images/guides/lower-back-parts.svg)";

fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets")
}

fn shipped() -> &'static Bundle {
    static BUNDLE: OnceLock<Bundle> = OnceLock::new();
    BUNDLE.get_or_init(|| load(&assets()).unwrap())
}

/// Every drawing with the guide that shows it.
fn shown() -> Vec<(&'static str, &'static Drawing)> {
    let guides = shipped().guides.iter();
    guides
        .flat_map(|guide| {
            guide.blocks.iter().filter_map(|block| match block {
                Block::Drawing { drawing } => Some((guide.slug.as_str(), &**drawing)),
                _ => None,
            })
        })
        .collect()
}

fn spine() -> &'static Drawing {
    let found = shown()
        .into_iter()
        .find(|(_, it)| it.slug == "lower-back-parts");
    found.unwrap().1
}

/// A copy of the shipped assets to break.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        fn copy(from: &Path, to: &Path) {
            fs::create_dir_all(to).unwrap();
            for entry in fs::read_dir(from).unwrap() {
                let entry = entry.unwrap();
                let to = to.join(entry.file_name());
                if entry.file_type().unwrap().is_dir() {
                    copy(&entry.path(), &to);
                } else {
                    fs::copy(entry.path(), to).unwrap();
                }
            }
        }
        let dir = tempfile::tempdir().unwrap();
        copy(&assets(), dir.path());
        Self(dir)
    }

    /// Replaces the first place where `from` stands; a fault that cannot be planted is no test.
    fn plant(&self, file: &str, from: &str, to: &str) -> &Self {
        let path = self.0.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no `{from}` to break");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        self
    }

    fn problems(&self) -> Vec<String> {
        match load(self.0.path()) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(ToString::to_string).collect(),
        }
    }

    /// Exactly one problem, in this file, that says this.
    fn refuses(&self, file: &str, says: &str) {
        let problems = self.problems();
        let [only] = &problems[..] else {
            panic!("one problem that says `{says}` was planted, found {problems:#?}");
        };
        // The line, where one is known, stands between the file and the words.
        let start = format!("{file}:");
        assert!(
            only.starts_with(&start) && only.contains(says),
            "`{only}` does not say `{says}` about {file}"
        );
    }
}

fn refuses(file: &str, from: &str, to: &str, says: &str) {
    Copy::new().plant(file, from, to).refuses(file, says);
}

// The checker.

#[test]
fn a_whole_copy_holds() {
    assert_eq!(Copy::new().problems(), Vec::<String>::new());
}

#[test]
fn what_could_act_or_fetch_is_refused() {
    for (planted, says) in [
        ("<script>1</script>", "has no `script`"),
        ("<foreignObject/>", "has no `foreignObject`"),
        ("<style>a{}</style>", "has no `style`"),
        ("<image width=\"1\"/>", "has no `image`"),
        ("<use/>", "has no `use`"),
        ("<animate/>", "has no `animate`"),
        ("<a><g/></a>", "has no `a`"),
        (
            "<title>Two</title>",
            "`title` is written in the file of its words",
        ),
        ("<g onclick=\"1\"/>", "has no attribute `onclick`"),
        ("<g style=\"fill:red\"/>", "has no attribute `style`"),
        ("<g href=\"#x\"/>", "has no attribute `href`"),
        (
            "<g xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"http://a/b\"/>",
            "has no attribute `href`",
        ),
        ("<g xmlns:b=\"http://b\"><b:rect/></g>", "has no `rect`"),
        ("<?program go?>", "no instructions for programs"),
        (
            "<path class=\"d-bone\" clip-path=\"url(http://a/b#c)\" d=\"M0 0\"/>",
            "`http://a/b#c` lies outside the drawing",
        ),
        (
            "<path class=\"d-bone\" clip-path=\"url(#nowhere)\" d=\"M0 0\"/>",
            "nothing in the drawing has the id `nowhere`",
        ),
    ] {
        refuses(LIGHT, "</svg>", &format!("{planted}</svg>"), says);
    }
}

#[test]
fn a_drawing_that_is_no_svg_is_refused_with_its_line() {
    refuses(LIGHT, "</svg>", "", "no well-formed SVG");
    refuses(LIGHT, "</svg>", "<g></svg>", "svg:3: ");
}

#[test]
fn colours_come_from_known_inks_only() {
    for (planted, says) in [
        (
            "<path class=\"d-bones\" d=\"M0 0\"/>",
            "`d-bones` is no ink of the drawings; is `d-bone` meant?",
        ),
        (
            "<path class=\"d-bone\" stroke=\"#ff0000\" d=\"M0 0\"/>",
            "is the same in every theme",
        ),
        (
            "<path fill=\"currentColor\" d=\"M0 0\"/>",
            "is the same in every theme",
        ),
        (
            "<path class=\"d-bone\" filter=\"none\" d=\"M0 0\"/>",
            "no attribute `filter`",
        ),
    ] {
        let copy = Copy::new();
        copy.plant(LIGHT, "</svg>", &format!("{planted}</svg>"));
        let problems = copy.problems();
        assert!(
            problems.iter().any(|it| it.contains(says)),
            "`{says}` is not among {problems:#?}"
        );
    }
    refuses(
        LIGHT,
        "</svg>",
        "<path d=\"M0 0\"/></svg>",
        "without a class would be black",
    );
}

#[test]
fn letters_are_large_enough_in_the_narrowest_window() {
    refuses(
        LIGHT,
        "</svg>",
        "<text class=\"d-text\" font-size=\"13\">a</text></svg>",
        "`font-size` of at least 17",
    );
    refuses(
        LIGHT,
        "</svg>",
        "<text class=\"d-text\">a</text></svg>",
        "`font-size` of at least 17",
    );
    refuses(LIGHT, "viewBox=\"0 0 680", "viewBox=\"0 0 900", "viewBox");
}

#[test]
fn a_part_without_words_and_words_without_a_part_are_both_told() {
    let copy = Copy::new();
    copy.plant(SPINE_WORDS, "id = \"sacrum\"", "id = \"tailbone\"");
    let problems = copy.problems();
    for says in [
        "the part `sacrum` has no words in the file of its words",
        "the part `tailbone` is not in the drawing",
    ] {
        assert!(
            problems
                .iter()
                .any(|it| it.starts_with(SPINE) && it.contains(says)),
            "`{says}` is not among {problems:#?}"
        );
    }
    refuses(
        SPINE,
        "data-of=\"sacrum\"",
        "data-of=\"nothing\"",
        "belongs to the part `nothing`",
    );
    refuses(
        SPINE,
        "</svg>",
        "<g data-part=\"discs\"/></svg>",
        "the part `discs` is here twice",
    );
    refuses(
        SPINE_WORDS,
        "which stop a movement at its end.\"",
        "which stop a movement. That is all.\"",
        "is one sentence",
    );
}

#[test]
fn missing_words_are_told_by_name() {
    for (from, to, says) in [
        ("\nalt = ", "\n# alt = ", "`alt` is missing"),
        ("\ncaption = ", "\n# caption = ", "`caption` is missing"),
        ("\nlicense = ", "\n# license = ", "`license` is missing"),
        ("own work\"", "somebody's work\"", "`license` has to be"),
        (
            "alt = \"A traffic light",
            "alt = \"A light.\"\n# ",
            "too short to stand for the drawing",
        ),
    ] {
        refuses(LIGHT_WORDS, from, to, says);
    }
}

#[test]
fn an_image_of_a_guide_is_a_drawing_that_is_there() {
    let copy = Copy::new();
    copy.plant(GUIDE, "lower-back-parts.svg", "lower-back-party.svg");
    let problems = copy.problems();
    assert!(
        problems.iter().any(|it| it.starts_with(GUIDE)
            && it.contains("no drawing `lower-back-party`; is `lower-back-parts` meant?")),
        "{problems:#?}"
    );
    assert!(
        problems
            .iter()
            .any(|it| it.starts_with(SPINE_WORDS) && it.contains("no guide shows this drawing")),
        "{problems:#?}"
    );
    for (to, says) in [
        (
            "![Parts](../images/guides/lower-back-parts.svg)",
            "is called \"The parts of your lower back\"",
        ),
        (
            "![The parts of your lower back](https://a.example/b.svg)",
            "is no drawing of a guide",
        ),
        (
            "> [!plain] See\n>\n> ![The parts of your lower back](../images/guides/lower-back-parts.svg)",
            "a drawing inside a box",
        ),
        (
            "See ![The parts of your lower back](../images/guides/lower-back-parts.svg)",
            "an image among words",
        ),
    ] {
        let copy = Copy::new();
        copy.plant(GUIDE, IMAGE, to);
        let problems = copy.problems();
        assert!(
            problems
                .iter()
                .any(|it| it.starts_with(GUIDE) && it.contains(says)),
            "`{says}` is not among {problems:#?}"
        );
    }
    let twice = format!("{IMAGE}\n\n{IMAGE}");
    refuses(GUIDE, IMAGE, &twice, "the same drawing a second time");
}

#[test]
fn a_drawing_without_words_and_words_without_a_drawing_are_refused() {
    let copy = Copy::new();
    let at = |file: &str| copy.0.path().join(file);
    fs::copy(at(LIGHT), at("images/guides/lonely.svg")).unwrap();
    copy.refuses("images/guides/lonely.svg", "a drawing without words");
    let copy = Copy::new();
    fs::remove_file(copy.0.path().join(LIGHT)).unwrap();
    copy.refuses(LIGHT, "this is missing");
}

// What is shipped.

#[test]
fn six_drawings_stand_in_the_guides_they_were_made_for() {
    let found: BTreeSet<(&str, &str)> = shown()
        .iter()
        .map(|(guide, drawing)| (*guide, drawing.slug.as_str()))
        .collect();
    let expected = BTreeSet::from([
        ("your-lower-back-part-by-part", "lower-back-parts"),
        (
            "leg-symptoms-that-ease-on-sitting",
            "canal-bending-and-arching",
        ),
        ("nerve-type-leg-pain", "where-leg-pain-is-felt"),
        ("worse-when-walking", "what-eases-it"),
        ("worse-when-walking", "how-hard-to-push"),
        ("heat-cold-and-daily-habits", "using-a-heat-pack-safely"),
    ]);
    assert_eq!(found, expected);
}

#[test]
fn the_drawings_say_what_they_must_in_words() {
    let words = |slug: &str| {
        let all = shown();
        let (_, drawing) = all.iter().find(|(_, it)| it.slug == slug).unwrap();
        let picture = Document::parse(&drawing.svg).unwrap();
        let texts = picture.descendants().filter(|it| it.has_tag_name("text"));
        let inside: Vec<&str> = texts.filter_map(|it| it.text()).collect();
        inside.join(" ")
    };
    for (slug, said) in [
        ("canal-bending-and-arching", "a little more room"),
        ("canal-bending-and-arching", "a little less room"),
        ("where-leg-pain-is-felt", "it varies a lot between people"),
        ("what-eases-it", "Neither row names a cause"),
        ("how-hard-to-push", "Red: do less for a while"),
        ("using-a-heat-pack-safely", "Not where skin is numb"),
    ] {
        assert!(words(slug).contains(said), "{slug} does not say `{said}`");
    }
    // The bands of the traffic light are this program's own, so they carry no figures.
    assert!(!words("how-hard-to-push").contains(|it: char| it.is_ascii_digit()));
    let alt = &spine().alt;
    assert!(alt.contains("canal") && alt.contains("disc"), "{alt}");
}

#[test]
fn each_part_of_the_spine_can_be_reached_and_says_its_name_and_one_sentence() {
    let picture = Document::parse(&spine().svg).unwrap();
    let root = picture.root_element();
    assert_eq!(root.attribute("role"), Some("graphics-document"));
    let parts: Vec<Node<'_, '_>> = picture
        .descendants()
        .filter(|it| it.attribute("data-part").is_some())
        .collect();
    assert_eq!(parts.len(), spine().parts.len());
    assert_eq!(parts.len(), 10);
    for part in parts {
        let id = part.attribute("data-part").unwrap();
        let words = spine().parts.iter().find(|it| it.id == id).unwrap();
        assert_eq!(part.attribute("tabindex"), Some("0"), "{id}");
        assert_eq!(part.attribute("role"), Some("graphics-symbol"), "{id}");
        let label = format!("{}. {}", words.name, words.text);
        assert_eq!(part.attribute("aria-label"), Some(label.as_str()), "{id}");
        // Its name stands in the picture as well, so nothing is lost to somebody who points at nothing.
        let first = words.name.split(' ').next().unwrap().trim_end_matches('s');
        let texts = part.descendants().filter(|it| it.has_tag_name("text"));
        let written: Vec<&str> = texts.filter_map(|it| it.text()).collect();
        assert!(written.join(" ").contains(first), "{id}: {written:?}");
    }
}

#[test]
fn every_drawing_carries_its_title_and_description() {
    for (_, drawing) in shown() {
        let picture = Document::parse(&drawing.svg).unwrap();
        let text = |name: &str| {
            let node = picture.descendants().find(|it| it.has_tag_name(name));
            node.and_then(|it| it.text()).unwrap().to_owned()
        };
        assert_eq!(text("title"), drawing.title);
        assert_eq!(text("desc"), drawing.alt);
        let labelled = picture.root_element().attribute("aria-labelledby").unwrap();
        for id in labelled.split(' ') {
            assert!(
                picture
                    .descendants()
                    .any(|it| it.attribute("id") == Some(id)),
                "{id}"
            );
        }
    }
}

/// Where the letters of each text stand: left, top, right, bottom, with some air around them.
fn boxes(drawing: &Drawing) -> Vec<(String, [f64; 4])> {
    let picture = Document::parse(&drawing.svg).unwrap();
    let texts = picture.descendants().filter(|it| it.has_tag_name("text"));
    texts
        .map(|node| {
            let number = |name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
            let words = node.text().unwrap().to_owned();
            let (x, y, size) = (number("x"), number("y"), number("font-size"));
            // About as wide as the typeface sets it; the real window measures the same.
            let widths = words.chars().map(|letter| match letter {
                'i' | 'l' | 'j' | 't' | 'f' | 'r' | 'I' | ' ' | '.' | ',' | ':' => 0.36,
                'm' | 'w' | 'M' | 'W' => 0.86,
                _ => 0.56,
            });
            let wide = widths.sum::<f64>() * size;
            let left = match node.attribute("text-anchor") {
                Some("middle") => x - wide / 2.0,
                Some("end") => x - wide,
                _ => x,
            };
            (words, [left, y - size * 0.8, left + wide, y + size * 0.22])
        })
        .collect()
}

#[test]
fn no_words_lie_on_other_words_or_leave_the_drawing() {
    for (_, drawing) in shown() {
        let high: f64 = Document::parse(&drawing.svg)
            .unwrap()
            .root_element()
            .attribute("height")
            .unwrap()
            .parse()
            .unwrap();
        let boxes = boxes(drawing);
        for (at, (words, [left, top, right, bottom])) in boxes.iter().enumerate() {
            assert!(
                *left >= 0.0 && *top >= 0.0 && *right <= 680.0 && *bottom <= high,
                "{}: `{words}` leaves the drawing: {left} {top} {right} {bottom}",
                drawing.slug
            );
            for (other, [l, t, r, b]) in &boxes[at + 1..] {
                assert!(
                    right <= l || r <= left || bottom <= t || b <= top,
                    "{}: `{words}` lies on `{other}`",
                    drawing.slug
                );
            }
        }
    }
}

#[test]
fn the_inks_of_the_drawings_are_all_used_and_all_have_a_colour() {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for (_, drawing) in shown() {
        let picture = Document::parse(&drawing.svg).unwrap();
        for classes in picture.descendants().filter_map(|it| it.attribute("class")) {
            used.extend(classes.split(' ').map(str::to_owned));
        }
    }
    for ink in INKS {
        assert!(used.contains(*ink), "no drawing uses {ink}");
        assert!(
            CLASSES.iter().any(|it| it.name == *ink),
            "{ink} has no colour"
        );
    }
    for class in CLASSES.iter().filter(|it| it.name.starts_with("d-")) {
        assert!(INKS.contains(&class.name), "{} is no ink", class.name);
    }
}

#[test]
fn on_paper_every_shape_has_its_own_colour_and_nothing_else_is_needed() {
    for (_, drawn) in shown() {
        let paper = drawing::light(&drawn.svg);
        let picture = Document::parse(&paper).unwrap();
        let mut coloured = 0;
        for node in picture.descendants().filter(Node::is_element) {
            for name in ["class", "tabindex", "data-part", "data-of"] {
                assert_eq!(node.attribute(name), None, "{}: {node:?}", drawn.slug);
            }
            let own = |name: &str| node.attribute(name).is_some_and(|it| it.starts_with('#'));
            coloured += usize::from(own("fill") || own("stroke"));
        }
        let shapes = Document::parse(&drawn.svg).unwrap();
        let classed = shapes.descendants().filter(|it| {
            it.attribute("class")
                .is_some_and(|classes| classes != "d-tag")
        });
        assert_eq!(coloured, classed.count(), "{}", drawn.slug);
        assert!(paper.contains("font-family=\"Atkinson Hyperlegible Next"));
        assert_eq!(picture.root_element().attribute("role"), Some("img"));
    }
}

#[test]
fn the_words_of_a_drawing_are_found() {
    let search = Search::open(shipped()).unwrap();
    let hits = search.find("facet joints in pairs").unwrap();
    assert!(
        hits.iter()
            .any(|hit| hit.slug == "your-lower-back-part-by-part"),
        "{hits:?}"
    );
}
