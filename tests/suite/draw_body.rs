//! The body map: which regions there are, whose left is whose, and what a keyboard finds.

use std::collections::BTreeSet;

use backstride_draw::body::{
    self, Interactive, Map, Mark, Panel, Region, Sides, Size, Value, multiples,
};
use backstride_draw::{Palette, Words};
use proptest::prelude::*;
use roxmltree::{Document, Node};

use super::{BOTH, coloured, framed, of_class, parsed, path_points, sound, words};

const CODES: [&str; 31] = [
    "neck",
    "upper_back",
    "mid_back",
    "low_back_left",
    "low_back_centre",
    "low_back_right",
    "sacrum",
    "si_left",
    "si_right",
    "buttock_left",
    "buttock_right",
    "outer_hip_left",
    "outer_hip_right",
    "groin_left",
    "groin_right",
    "front_thigh_left",
    "front_thigh_right",
    "back_thigh_left",
    "back_thigh_right",
    "knee_left",
    "knee_right",
    "shin_left",
    "shin_right",
    "calf_left",
    "calf_right",
    "foot_top_left",
    "foot_top_right",
    "foot_sole_left",
    "foot_sole_right",
    "abdomen",
    "saddle",
];

fn sides() -> Sides {
    Sides {
        front: "Front".into(),
        back: "Back".into(),
        left: "your left".into(),
        right: "your right".into(),
    }
}

fn mark(code: &str, value: Value) -> Mark {
    Mark {
        region: Region::from_code(code).expect("a region"),
        value,
        selected: false,
        label: format!("the {code}"),
    }
}

fn map(marks: Vec<Mark>, interactive: Interactive) -> Map {
    Map {
        marks,
        sides: sides(),
        interactive,
        size: Size::Full,
    }
}

/// A map on which every region can be ticked, given from the last to the first.
fn form() -> Map {
    let mut marks: Vec<Mark> = CODES.iter().map(|code| mark(code, Value::Unsaid)).collect();
    marks[7].selected = true;
    marks.reverse();
    map(marks, Interactive::Checkboxes)
}

fn regions<'a, 'input>(picture: &'a Document<'input>) -> Vec<Node<'a, 'input>> {
    picture
        .descendants()
        .filter(|node| node.attribute("data-region").is_some())
        .collect()
}

/// The places of the shapes of a region, one for each view it is seen in.
fn middles(picture: &Document<'_>, code: &str) -> Vec<f64> {
    let region = regions(picture)
        .into_iter()
        .find(|node| node.attribute("data-region") == Some(code))
        .unwrap_or_else(|| panic!("{code} is drawn"));
    region
        .children()
        .filter(|child| child.has_tag_name("path") && child.attribute("pointer-events").is_none())
        .map(|path| {
            let points = path_points(path.attribute("d").expect("a path"));
            points.iter().map(|point| point.0).sum::<f64>() / points.len() as f64
        })
        .collect()
}

fn words_at(picture: &Document<'_>, words: &str) -> Vec<f64> {
    picture
        .descendants()
        .filter(|node| node.has_tag_name("text") && node.text() == Some(words))
        .map(|node| super::at(node, "x"))
        .collect()
}

#[test]
fn there_are_31_regions_and_each_is_known_by_its_code() {
    let codes: Vec<&str> = Region::all().map(Region::code).collect();
    assert_eq!(codes, CODES);
    for code in CODES {
        assert_eq!(Region::from_code(code).map(Region::code), Some(code));
    }
    assert_eq!(Region::from_code("head"), None);
    assert_eq!(Region::from_code("low_back"), None);
}

#[test]
fn the_tab_key_finds_every_region_from_the_neck_down_as_a_check_box() {
    let svg = body::svg(&words(), &form(), Palette::Classes);
    let picture = parsed(&svg);
    let found: Vec<&str> = regions(&picture)
        .iter()
        .map(|node| {
            assert_eq!(node.attribute("role"), Some("checkbox"));
            assert_eq!(node.attribute("tabindex"), Some("0"));
            let code = node.attribute("data-region").expect("a code");
            assert_eq!(node.attribute("aria-label"), Some(&*format!("the {code}")));
            let checked = (code == "si_left").to_string();
            assert_eq!(node.attribute("aria-checked"), Some(&*checked), "{code}");
            code
        })
        .collect();
    assert_eq!(found, CODES);
    // An image would hide its boxes from a screen reader.
    assert_eq!(
        picture.root_element().attribute("role"),
        Some("graphics-document")
    );
    // The one that is ticked is drawn otherwise, with a line and not by colour alone.
    assert_eq!(of_class(&picture, "b-picked").len(), 1);
}

#[test]
fn a_picture_for_a_file_has_nothing_to_tick() {
    let svg = body::svg(&words(), &form(), Palette::Light);
    let picture = parsed(&svg);
    assert_eq!(picture.root_element().attribute("role"), Some("img"));
    assert!(
        picture
            .descendants()
            .all(|node| node.attribute("tabindex").is_none()
                && node.attribute("role") != Some("checkbox"))
    );
}

#[test]
fn one_entry_shows_what_it_says_and_nothing_else() {
    let marks = vec![
        mark("buttock_left", Value::Intensity(0)),
        mark("sacrum", Value::Unsaid),
        mark("knee_right", Value::Intensity(11)),
        mark("neck", Value::Share(f64::NAN)),
    ];
    let svg = body::svg(&words(), &map(marks, Interactive::Still), Palette::Classes);
    let picture = parsed(&svg);
    let shown: Vec<_> = regions(&picture)
        .iter()
        .map(|node| node.attribute("data-region"))
        .collect();
    assert_eq!(
        shown,
        [Some("buttock_left")],
        "zero was said, the others were not"
    );
    assert_eq!(of_class(&picture, "pain-0").len(), 1);
    assert_eq!(of_class(&picture, "b-region").len(), 0);
}

#[test]
fn your_left_is_written_where_your_left_is_drawn_in_both_views() {
    let svg = body::svg(&words(), &form(), Palette::Classes);
    let picture = parsed(&svg);
    let (left, right) = (
        words_at(&picture, "your left"),
        words_at(&picture, "your right"),
    );
    let (front, back) = (
        words_at(&picture, "Front")[0],
        words_at(&picture, "Back")[0],
    );
    let ([left_front, left_back], [right_front, right_back]) = (&left[..], &right[..]) else {
        panic!("both words in both views: {left:?}, {right:?}");
    };
    assert!(*right_front < front && front < *left_front, "face to face");
    assert!(*left_back < back && back < *right_back, "from behind");
    for (code, middle, word) in [
        ("groin_left", front, *left_front),
        ("groin_right", front, *right_front),
        ("shin_left", front, *left_front),
        ("si_left", back, *left_back),
        ("low_back_right", back, *right_back),
        ("foot_sole_left", back, *left_back),
    ] {
        let [at] = middles(&picture, code)[..] else {
            panic!("{code} is seen from one side");
        };
        let beside = (at - middle).signum() == (word - middle).signum();
        assert!(beside && (at - middle).abs() < 150.0, "{code} at {at}");
    }
    // A knee is seen from both sides, and is the same knee.
    let [in_front, behind] = middles(&picture, "knee_left")[..] else {
        panic!("a knee is seen from both sides");
    };
    assert!(in_front > front && behind < back);
}

#[test]
fn the_number_stands_in_its_region() {
    let marks = vec![
        mark("low_back_left", Value::Intensity(10)),
        mark("groin_left", Value::Intensity(3)),
        mark("back_thigh_left", Value::Share(0.42)),
        mark("calf_left", Value::Share(0.002)),
    ];
    let svg = body::svg(&words(), &map(marks, Interactive::Parts), Palette::Classes);
    let picture = parsed(&svg);
    let numbers: Vec<_> = regions(&picture)
        .iter()
        .map(|region| {
            let text = region.children().find(|child| child.has_tag_name("text"));
            text.and_then(|text| text.text().map(str::to_owned))
        })
        .collect();
    assert_eq!(
        numbers,
        ["10", "3", "42", "<1"].map(|number| Some(number.to_owned()))
    );
}

#[test]
fn two_months_stand_side_by_side_in_the_same_body() {
    let panel = |title: &str, code: &str| Panel {
        title: title.into(),
        marks: vec![mark(code, Value::Share(0.5))],
    };
    let panels = [
        panel("First 30 days", "sacrum"),
        panel("Last 30 days", "neck"),
    ];
    for palette in BOTH {
        let svg = multiples(&words(), &panels, &sides(), palette);
        let picture = parsed(&svg);
        sound(&picture);
        coloured(&picture, palette);
        framed(&picture);
        assert_eq!(words_at(&picture, "Front").len(), 2);
        assert!(words_at(&picture, "First 30 days")[0] < words_at(&picture, "Last 30 days")[0]);
        assert_eq!(regions(&picture).len(), 2);
    }
    let none = multiples(&words(), &[], &sides(), Palette::Classes);
    framed(&parsed(&none));
}

#[test]
fn a_small_map_looks_like_this() {
    let map = Map {
        marks: vec![
            mark("low_back_left", Value::Intensity(6)),
            mark("foot_top_right", Value::Intensity(2)),
        ],
        size: Size::Small,
        ..Map::default()
    };
    let svg = body::svg(&words(), &map, Palette::Classes);
    insta::assert_snapshot!("small_body", svg.replace("><", ">\n<"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_map_leaves_its_frame_whatever_is_said_of_the_body(
        said in prop::collection::vec((0..31_usize, prop::num::f64::ANY, any::<u8>(), any::<bool>(), any::<bool>(), ".*"), 0..40),
        size in prop::sample::select(vec![Size::Full, Size::Middle, Size::Small]),
        interactive in prop::sample::select(vec![Interactive::Still, Interactive::Checkboxes, Interactive::Parts]),
        side in "\\PC{0,40}",
    ) {
        let marks = said
            .into_iter()
            .map(|(region, share, nrs, shares, selected, label)| Mark {
                region: Region::all().nth(region).expect("31 regions"),
                value: if shares { Value::Share(share) } else { Value::Intensity(nrs) },
                selected,
                label,
            })
            .collect();
        let map = Map { marks, sides: Sides { left: side.clone(), front: side, ..sides() }, interactive, size };
        for palette in BOTH {
            let words = Words { id: "body".into(), ..words() };
            let svg = body::svg(&words, &map, palette);
            let picture = parsed(&svg);
            sound(&picture);
            coloured(&picture, palette);
            framed(&picture);
            let drawn = regions(&picture);
            let named: BTreeSet<_> = drawn.iter().map(|node| node.attribute("data-region")).collect();
            prop_assert_eq!(named.len(), drawn.len(), "a region is drawn once, so that ids and ticks are one");
        }
    }
}
