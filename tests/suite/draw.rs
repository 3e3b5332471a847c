//! Pictures: what a figure may do to a body, what a chart may do to a diary, and what may reach an SVG.

#[path = "draw_body.rs"]
mod body;
#[path = "draw_charts.rs"]
mod charts;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use backstride_draw::figure::{self, Arm, Arrow, Contact, Leg, Pose, Prop, Support, Target};
use backstride_draw::{CLASSES, Palette, Property, Words};
use proptest::prelude::*;
use roxmltree::{Document, Node};

const NOTHING: [&str; 0] = [];
const BOTH: [Palette; 2] = [Palette::Classes, Palette::Light];

fn words() -> Words {
    Words {
        id: "picture".into(),
        title: "A picture".into(),
        desc: "What there is to see.".into(),
    }
}

// Figures.

/// Every shipped exercise: its file name and its poses.
fn shipped() -> Vec<(String, Vec<Pose>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/exercises");
    let mut exercises = Vec::new();
    for entry in fs::read_dir(folder).expect("the exercises are there") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_none_or(|ext| ext != "toml") {
            continue;
        }
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let table: toml::Table =
            toml::from_str(&fs::read_to_string(&path).expect("readable")).expect("TOML");
        let poses = table["poses"].as_array().expect("a list of poses").iter();
        let poses = poses.map(|pose| pose["figure"].clone().try_into().expect("a pose"));
        exercises.push((name, poses.collect()));
    }
    exercises
}

fn check(pose: &Pose) -> String {
    figure::check(pose).join("\n")
}

/// Half kneeling, the start of the hip flexor stretch.
fn half_kneeling() -> Pose {
    Pose {
        contacts: vec![Contact::NearKnee, Contact::NearFoot],
        props: vec![Prop::Cushion],
        near_leg: Leg {
            hip_deg: 4.0,
            knee_deg: 92.0,
            ankle_deg: -62.0,
            foot_at_cm: None,
        },
        far_leg: Leg {
            foot_at_cm: Some(50.0),
            ..Leg::default()
        },
        ..Pose::default()
    }
}

#[test]
fn every_shipped_pose_can_be_taken_by_a_body_and_shares_one_frame() {
    let exercises = shipped();
    assert!(!exercises.is_empty());
    for (name, poses) in &exercises {
        let frame = figure::frame(poses);
        for pose in poses {
            assert_eq!(figure::check(pose), NOTHING, "{name}");
            assert_eq!(figure::outside(pose, &frame), NOTHING, "{name}");
        }
    }
}

#[test]
fn the_hip_flexor_stretch_moves_the_hips_ahead_over_a_knee_that_stays() {
    let (_, poses) = shipped()
        .into_iter()
        .find(|(name, _)| name == "hip-flexor-stretch.toml")
        .expect("the stretch is shipped");
    let [start, hold] = &poses[..] else {
        panic!("a start and a hold, not {} poses", poses.len());
    };
    assert_eq!(start.contacts, hold.contacts);
    assert_eq!(hold.target, Some(Target::NearHipFront));
    assert!(
        hold.pelvis_deg < start.pelvis_deg,
        "the tail is tucked under"
    );
    assert!(
        hold.near_leg.hip_deg < start.near_leg.hip_deg,
        "the hip opens"
    );
    assert!(hold.lumbar_deg >= 0.0, "the lower back does not arch");
}

#[test]
fn standing_is_a_pose_without_a_single_number() {
    assert_eq!(check(&Pose::default()), "");
}

#[test]
fn a_knee_bent_too_far_is_found() {
    let mut pose = Pose {
        contacts: vec![Contact::FarFoot],
        ..Pose::default()
    };
    pose.near_leg.hip_deg = 90.0;
    pose.near_leg.knee_deg = 150.0;
    assert_eq!(check(&pose), "");
    pose.near_leg.knee_deg = 170.0;
    assert_eq!(
        check(&pose),
        "near_leg.knee_deg: 170 degrees is more than the joint does (-2 to 155)"
    );
}

#[test]
fn a_back_arched_too_far_is_found() {
    let pose = Pose {
        lumbar_deg: -40.0,
        ..Pose::default()
    };
    assert_eq!(
        check(&pose),
        "lumbar_deg: -40 degrees is more than the joint does (-25 to 60)"
    );
}

#[test]
fn a_foot_below_the_floor_is_found() {
    // Stands on a bent leg, but the other leg stayed straight.
    let mut pose = Pose {
        contacts: vec![Contact::NearFoot],
        ..Pose::default()
    };
    pose.near_leg = Leg {
        hip_deg: 40.0,
        knee_deg: 60.0,
        ankle_deg: 20.0,
        foot_at_cm: None,
    };
    let problems = check(&pose);
    assert!(problems.starts_with("the body sinks "), "{problems}");
    assert!(figure::lowest_cm(&pose) < -5.0);
}

#[test]
fn contacts_that_cannot_touch_together_are_found() {
    // The author forgot to bend the knee that is knelt on.
    let mut pose = half_kneeling();
    pose.near_leg.knee_deg = 0.0;
    let problems = check(&pose);
    assert!(
        problems.contains("contacts: the near foot cannot touch the floor beside its knee"),
        "{problems}"
    );
    let mut pose = half_kneeling();
    pose.contacts = vec![Contact::NearKnee, Contact::NearHand, Contact::FarHand];
    assert!(check(&pose).contains("a pose can be placed by two of them"));
}

#[test]
fn two_contacts_turn_the_body_until_both_touch() {
    // On hands and knees, as far as the author knew; the lean of the pelvis is left to the solver.
    let pose = Pose {
        pelvis_deg: 70.0,
        neck_deg: -20.0,
        contacts: vec![Contact::NearKnee, Contact::NearHand],
        near_leg: Leg {
            hip_deg: 85.0,
            knee_deg: 88.0,
            ankle_deg: -62.0,
            foot_at_cm: None,
        },
        far_leg: Leg {
            hip_deg: 85.0,
            knee_deg: 88.0,
            ankle_deg: -62.0,
            foot_at_cm: None,
        },
        near_arm: Arm {
            shoulder_deg: 80.0,
            wrist_deg: 75.0,
            ..Arm::default()
        },
        far_arm: Arm {
            shoulder_deg: 80.0,
            wrist_deg: 75.0,
            ..Arm::default()
        },
        props: vec![Prop::Mat],
        ..Pose::default()
    };
    assert!(!check(&pose).contains("contacts"), "{}", check(&pose));
}

#[test]
fn hands_and_feet_out_of_reach_are_found() {
    let mut pose = half_kneeling();
    pose.far_leg.foot_at_cm = Some(120.0);
    assert!(check(&pose).contains("far_leg.foot_at_cm: the foot cannot reach 120 cm"));
    let mut pose = Pose::default();
    pose.near_arm.hand_on = Some(Support::Floor);
    assert!(check(&pose).contains("near_arm.hand_on: the hand cannot reach that"));
}

#[test]
fn a_chair_is_held_on_to_only_where_there_is_one() {
    let mut pose = Pose::default();
    pose.near_arm.hand_on = Some(Support::Chair);
    assert!(check(&pose).contains("near_arm.hand_on: there is no chair among the props"));
    pose.props = vec![Prop::Chair];
    assert_eq!(check(&pose), "");
}

#[test]
fn sitting_on_a_chair_lifts_the_seat_and_leaves_the_feet_on_the_floor() {
    let sitting = Pose {
        contacts: vec![Contact::Seat],
        props: vec![Prop::Chair],
        near_leg: Leg {
            foot_at_cm: Some(38.0),
            ..Leg::default()
        },
        far_leg: Leg {
            foot_at_cm: Some(44.0),
            ..Leg::default()
        },
        ..Pose::default()
    };
    assert_eq!(check(&sitting), "");
    assert!(figure::lowest_cm(&sitting).abs() < 0.8);
    // Without the chair the same feet would have to be below the ground the body sits on.
    let floating = Pose {
        props: Vec::new(),
        ..sitting
    };
    assert_ne!(check(&floating), "");
}

#[test]
fn a_pose_larger_than_the_frame_is_found() {
    let frame = figure::frame(&[half_kneeling()]);
    assert_eq!(figure::outside(&half_kneeling(), &frame), NOTHING);
    let problems = figure::outside(&Pose::default(), &frame);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].starts_with("the figure leaves the frame at the top by "));
}

#[test]
fn a_number_that_is_none_is_found_and_never_drawn() {
    for bad in [f64::NAN, f64::INFINITY, 1e9] {
        let mut pose = half_kneeling();
        pose.lumbar_deg = bad;
        pose.far_arm.elbow_deg = bad;
        let problems = check(&pose);
        assert!(problems.contains("lumbar_deg: "), "{problems}");
        assert!(problems.contains("far_arm.elbow_deg: "), "{problems}");
        drawn_soundly(&pose);
    }
}

#[test]
fn the_far_side_is_fainter_than_the_near_side_and_lies_behind_it() {
    let pose = half_kneeling();
    let svg = figure::svg(
        &words(),
        &pose,
        &figure::frame(std::slice::from_ref(&pose)),
        Palette::Classes,
    );
    let picture = parsed(&svg);
    let far: Vec<Node<'_, '_>> = picture
        .descendants()
        .filter(|node| node.attribute("opacity").is_some())
        .collect();
    let [far] = far[..] else {
        panic!("one group for the far side")
    };
    let legs: Vec<bool> = picture
        .descendants()
        .filter(|node| node.attribute("class") == Some("fig-shoe"))
        .map(|node| node.ancestors().any(|ancestor| ancestor == far))
        .collect();
    assert_eq!(
        legs,
        [true, false],
        "the far shoe comes first, the near one after it"
    );
}

#[test]
fn what_a_pose_marks_is_in_the_picture() {
    let plain = half_kneeling();
    let count = |pose: &Pose, class: &str| {
        let svg = figure::svg(
            &words(),
            pose,
            &figure::frame(std::slice::from_ref(pose)),
            Palette::Classes,
        );
        parsed(&svg)
            .descendants()
            .filter(|node| node.attribute("class") == Some(class))
            .count()
    };
    for (class, marked) in [
        (
            "fig-target",
            Pose {
                target: Some(Target::LowerBack),
                ..plain.clone()
            },
        ),
        (
            "fig-target",
            Pose {
                target: Some(Target::NearHipFront),
                ..plain.clone()
            },
        ),
        (
            "fig-arrow",
            Pose {
                arrow: Some(Arrow::HipsForward),
                ..plain.clone()
            },
        ),
        (
            "fig-arrow",
            Pose {
                arrow: Some(Arrow::TailUnder),
                ..plain.clone()
            },
        ),
        (
            "fig-mat",
            Pose {
                props: vec![Prop::Cushion, Prop::Mat],
                ..plain.clone()
            },
        ),
        (
            "fig-chair",
            Pose {
                props: vec![Prop::Cushion, Prop::Chair],
                ..plain.clone()
            },
        ),
    ] {
        assert_eq!(count(&plain, class), 0, "{class}");
        assert!(count(&marked, class) > 0, "{class}");
    }
}

prop_compose! {
    fn any_leg()(hip_deg in -30.0..130.0, knee_deg in -2.0..155.0, ankle_deg in -70.0..35.0, foot_at_cm in prop::option::of(-80.0..80.0)) -> Leg {
        Leg { hip_deg, knee_deg, ankle_deg, foot_at_cm }
    }
}

prop_compose! {
    fn any_arm()(
        shoulder_deg in -60.0..185.0, elbow_deg in -2.0..150.0, wrist_deg in -85.0..85.0,
        hand_on in prop::option::of(prop::sample::select(vec![Support::NearThigh, Support::FarThigh, Support::Hip, Support::Floor, Support::Chair])),
    ) -> Arm {
        Arm { shoulder_deg, elbow_deg, wrist_deg, hand_on }
    }
}

prop_compose! {
    fn any_pose()(
        (pelvis_deg, lumbar_deg, thorax_deg, neck_deg) in (-120.0..120.0, -25.0..60.0, -25.0..45.0, -60.0..55.0),
        (near_arm, far_arm, near_leg, far_leg) in (any_arm(), any_arm(), any_leg(), any_leg()),
        contacts in prop::sample::subsequence(vec![
            Contact::NearKnee, Contact::FarKnee, Contact::NearFoot, Contact::FarFoot, Contact::NearHand, Contact::FarHand, Contact::Seat,
        ], 0..3),
        props in prop::sample::subsequence(vec![Prop::Cushion, Prop::Mat, Prop::Chair], 0..=3),
        target in prop::option::of(prop::sample::select(vec![Target::NearHipFront, Target::LowerBack])),
        arrow in prop::option::of(prop::sample::select(vec![Arrow::HipsForward, Arrow::TailUnder])),
    ) -> Pose {
        Pose { pelvis_deg, lumbar_deg, thorax_deg, neck_deg, near_arm, far_arm, near_leg, far_leg, contacts, props, target, arrow }
    }
}

/// Draws a pose in both palettes and looks through every number of it.
fn drawn_soundly(pose: &Pose) {
    let frame = figure::frame(std::slice::from_ref(pose));
    for palette in BOTH {
        let svg = figure::svg(&words(), pose, &frame, palette);
        let picture = parsed(&svg);
        sound(&picture);
        coloured(&picture, palette);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_pose_changes_the_length_of_a_bone(pose in any_pose()) {
        let standing = figure::bone_lengths_cm(&Pose::default());
        for ((bone, length), (_, wanted)) in figure::bone_lengths_cm(&pose).iter().zip(&standing) {
            prop_assert!((length - wanted).abs() < 1e-6, "the {bone} is {length} cm long instead of {wanted}");
        }
    }

    #[test]
    fn every_pose_is_drawn_as_sound_xml_inside_its_own_frame(pose in any_pose()) {
        drawn_soundly(&pose);
        // A part below the floor is a fault of the pose, which the floor check names.
        let outside = figure::outside(&pose, &figure::frame(std::slice::from_ref(&pose)));
        prop_assert!(outside.iter().all(|problem| problem.contains("bottom")), "{outside:?}");
    }

    #[test]
    fn half_kneeling_keeps_knee_and_feet_on_the_floor_however_the_hips_move(
        hip_deg in -28.0..12.0, pelvis_deg in -12.0..12.0, ankle_deg in -70.0..20.0, ahead_cm in 35.0..50.0,
    ) {
        let mut pose = half_kneeling();
        (pose.pelvis_deg, pose.near_leg.hip_deg, pose.near_leg.ankle_deg) = (pelvis_deg, hip_deg, ankle_deg);
        pose.far_leg.foot_at_cm = Some(ahead_cm);
        let problems = check(&pose);
        prop_assert!(!problems.contains("contacts") && !problems.contains("floor"), "{problems}");
        prop_assert!(figure::lowest_cm(&pose).abs() < 0.8);
    }

    #[test]
    fn what_passes_the_checks_stands_on_the_floor(pose in any_pose()) {
        if figure::check(&pose).is_empty() {
            prop_assert!(figure::lowest_cm(&pose) > -1.0);
        }
    }
}

// Words.

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

fn number(text: &str) -> f64 {
    text.parse()
        .unwrap_or_else(|_| panic!("{text:?} is no number"))
}

fn parsed(svg: &str) -> Document<'_> {
    Document::parse(svg).unwrap_or_else(|problem| panic!("{problem}: {svg}"))
}

/// Only shapes and words, only numbers that are numbers, and nothing the content policy refuses.
fn sound(picture: &Document<'_>) {
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
fn coloured(picture: &Document<'_>, palette: Palette) {
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
