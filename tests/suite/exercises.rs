//! Exercises and programmes: what is shipped, what they hold, and what the build refuses.

use std::collections::BTreeSet;

use backstride_content::exercises::{Exercise, Fit, Pattern};
use backstride_content::programmes::{Colour, Programme};

use crate::content::{Copy, refuses, shipped};

const BRIDGE: &str = "exercises/bridge.toml";
const PLANK: &str = "exercises/side-plank.toml";
const POSES: &str = "exercises/poses.toml";
const STRENGTH: &str = "programmes/core-and-hips.toml";

fn exercise(code: &str) -> &'static Exercise {
    let found = shipped().exercises.iter().find(|it| it.code == code);
    found.unwrap_or_else(|| panic!("{code} is not shipped"))
}

fn programme(code: &str) -> &'static Programme {
    let found = shipped().programmes.iter().find(|it| it.code == code);
    found.unwrap_or_else(|| panic!("{code} is not shipped"))
}

// What is shipped.

/// The symptom check names programmes and exercises by their codes; what it names is here.
#[test]
fn whatever_a_pattern_of_the_check_leads_to_is_shipped() {
    let patterns = &shipped().check.patterns;
    assert!(patterns.iter().any(|it| !it.leads.start.is_empty()));
    for leads in patterns.iter().map(|it| &it.leads) {
        for code in leads.start.iter().chain(&leads.later) {
            programme(code);
        }
        for code in &leads.leave_out {
            exercise(code);
        }
    }
}

#[test]
fn all_25_exercises_are_here_each_with_an_easier_or_a_harder_form() {
    let codes: BTreeSet<&str> = shipped()
        .exercises
        .iter()
        .map(|it| it.code.as_str())
        .collect();
    let wanted: Vec<String> = (1..=25).map(|number| format!("E{number:02}")).collect();
    assert_eq!(codes, wanted.iter().map(String::as_str).collect());
    for exercise in &shipped().exercises {
        let usual = &exercise.forms[0];
        assert!(
            usual.easier.is_some(),
            "{} has no easier form",
            exercise.code
        );
        // The resting position has no harder one.
        assert!(
            usual.harder.is_some() || exercise.code == "E24",
            "{} has no harder form",
            exercise.code
        );
    }
}

#[test]
fn every_form_has_steps_of_its_own_a_dose_and_a_figure_with_words() {
    for exercise in &shipped().exercises {
        let mut steps = BTreeSet::new();
        for form in &exercise.forms {
            let name = format!("{}/{}", exercise.slug, form.id);
            assert!(
                steps.insert(&form.steps),
                "{name} has the steps of another form"
            );
            assert!(form.dose.seconds()[0] > 0, "{name}");
            assert!(form.dose.seconds()[0] <= form.dose.seconds()[1], "{name}");
            assert!(!form.poses.is_empty(), "{name}");
            for pose in &form.poses {
                assert!(
                    pose.alt.ends_with('.') && pose.alt.len() > 20,
                    "{name}: {}",
                    pose.alt
                );
            }
        }
    }
}

#[test]
fn a_step_is_short_enough_to_be_followed_while_moving() {
    for exercise in &shipped().exercises {
        for step in exercise.forms.iter().flat_map(|form| &form.steps) {
            for sentence in step.split_inclusive(['.', '!', '?']) {
                let words = sentence.split_whitespace().count();
                assert!(
                    words <= 15,
                    "{}: {words} words in `{sentence}`",
                    exercise.slug
                );
            }
        }
    }
}

#[test]
fn every_exercise_says_who_takes_care_and_the_rules_say_when_to_stop() {
    for exercise in &shipped().exercises {
        assert!(!exercise.cautions.is_empty(), "{}", exercise.slug);
    }
    let stop = &shipped().universal.stop;
    for sign in ["numb", "weakness", "chest pain", "calf", "tummy", "leg"] {
        assert!(stop.iter().any(|line| line.contains(sign)), "{sign}");
    }
    let lights: Vec<Colour> = shipped()
        .universal
        .lights
        .iter()
        .map(|it| it.colour)
        .collect();
    assert_eq!(lights, [Colour::Green, Colour::Amber, Colour::Red]);
}

#[test]
fn the_table_of_who_suits_what_is_the_one_of_the_facts() {
    // Letters in the order fb eb leg load girdle hip bones pregnant new_hip no_kneeling falls leg_pain.
    for (code, letters) in [
        ("E01", "YYYYYSYYSYSY"),
        ("E02", "YYSYSSSSSYSN"),
        ("E03", "YYYYYYYYYYSY"),
        ("E04", "YYYYYYYSYYSY"),
        ("E05", "YSYYSSSNSYYS"),
        ("E06", "YNSYSSNNNYYS"),
        ("E07", "YNNYSSNSNYSN"),
        ("E08", "YNSYYSNSNNYS"),
        ("E09", "SYSYYYSYYNYS"),
        ("E10", "NYSSSYSNYYYS"),
        ("E11", "NYSYSSSSYYSS"),
        ("E12", "SYYYSSYSSSSY"),
        ("E13", "YYNYYSYSSYYN"),
        ("E14", "YYSYYYYYYYSS"),
        ("E15", "YYSYYSSSNYYS"),
        ("E16", "YYYYSYSYYYYY"),
        ("E17", "SYYYSYYNYYYS"),
        ("E18", "SYYYSYYSYNSS"),
        ("E19", "YYYYSSYNSYYS"),
        ("E20", "YYSYSSYSSYYS"),
        ("E21", "YYYYSSYYSYSY"),
        ("E22", "YYYYYSYYSYSY"),
        ("E23", "NNYNNNYSYYYS"),
        ("E24", "YYYYYYYSYYYY"),
        ("E25", "YYYYYYYYYYSY"),
    ] {
        let suits = exercise(code).suits;
        let found: String = [
            suits.fb,
            suits.eb,
            suits.leg,
            suits.load,
            suits.girdle,
            suits.hip,
            suits.bones,
            suits.pregnant,
            suits.new_hip,
            suits.no_kneeling,
            suits.falls,
            suits.leg_pain,
        ]
        .iter()
        .map(|fit| match fit {
            Fit::Yes => 'Y',
            Fit::Small => 'S',
            Fit::No => 'N',
        })
        .collect();
        assert_eq!(found, letters, "{code}");
    }
    assert_eq!(exercise("E09").suits.pattern(Pattern::Mixed), Fit::Yes);
    assert_eq!(Fit::Yes.stricter(Fit::Small).stricter(Fit::No), Fit::No);
}

#[test]
fn where_an_exercise_does_not_suit_another_one_takes_its_place() {
    for (code, instead) in [
        ("E02", Some("E01")),
        ("E05", Some("E16")),
        ("E06", Some("E04")),
        ("E07", Some("E04")),
        ("E08", Some("E04")),
        ("E10", Some("E04")),
        ("E11", Some("E04")),
        ("E13", Some("E14")),
        ("E15", Some("E12")),
        ("E17", Some("E22")),
        ("E18", Some("E21")),
        ("E19", Some("E04")),
        ("E20", None),
    ] {
        let found = exercise(code).instead.as_deref();
        assert_eq!(
            found,
            instead.map(|code| exercise(code).slug.as_str()),
            "{code}"
        );
    }
    let for_bending = |code: &str| exercise(code).instead_for[0].exercise.as_str();
    assert_eq!(for_bending("E10"), exercise("E07").slug);
    assert_eq!(for_bending("E13"), exercise("E23").slug);
}

#[test]
fn all_programmes_are_here_and_keep_their_doses() {
    let codes: BTreeSet<&str> = shipped()
        .programmes
        .iter()
        .map(|it| it.code.as_str())
        .collect();
    let wanted = ["P1", "P2", "P3", "P4", "P5", "P5-E", "P6", "P7", "P8"];
    assert_eq!(codes, wanted.into_iter().collect());
    // The strength table, stage by stage: bridge, bird dog, dead bug, side plank, hip, chair.
    let table: Vec<Vec<(u16, u16)>> = programme("P4")
        .stages
        .iter()
        .map(|stage| {
            // The warm-up before it has doses of its own.
            let warm = programme("P1").stages[0]
                .items
                .iter()
                .filter(|item| item.exercise.is_some());
            let items = stage
                .items
                .iter()
                .skip(warm.count())
                .filter(|item| item.one_of.as_deref() != Some("b"));
            items
                .filter_map(|item| Some((item.sets.unwrap_or(1), item.reps?[1])))
                .collect()
        })
        .collect();
    assert_eq!(table[0], [(2, 8), (2, 6), (2, 6), (1, 3), (2, 8), (2, 8)]);
    assert_eq!(
        table[1],
        [(2, 10), (2, 8), (2, 8), (1, 3), (2, 12), (2, 10)]
    );
    assert_eq!(
        table[2],
        [(3, 10), (3, 8), (3, 8), (1, 5), (3, 12), (3, 10)]
    );
    assert_eq!(table[3][2..], [(3, 8), (3, 10), (1, 5), (3, 12), (3, 12)]);
    assert_eq!(programme("P3").rules.break_every_min, Some([40, 20, 90]));
    assert_eq!(programme("P4").rules.green_to_grow, Some(2));
}

#[test]
fn the_walking_plan_is_numbers_and_no_table() {
    let walking = programme("P8")
        .walking
        .as_ref()
        .expect("the numbers of the plan");
    assert_eq!((walking.baseline_walks, walking.baseline_percent), (3, 80));
    assert_eq!(
        (walking.grow_percent, walking.grow_from_total_min),
        ([15, 10], 60)
    );
    assert_eq!((walking.most_percent, walking.repeat_every), (20, 4));
    let days: Vec<(u16, u16)> = walking
        .days
        .iter()
        .map(|it| (it.from_total_min, it.days))
        .collect();
    assert_eq!(days, [(0, 3), (48, 4), (90, 5)]);
    assert_eq!(walking.goal[0] * walking.goal[1], 150);
    assert_eq!(walking.check_ins, [0, 2, 4, 8, 12, 20, 24]);
    let others = shipped().programmes.iter().filter(|it| it.code != "P8");
    assert!(others.into_iter().all(|it| it.walking.is_none()));
}

#[test]
fn nothing_a_programme_asks_of_a_pattern_is_forbidden_to_it() {
    for programme in &shipped().programmes {
        for item in programme.stages.iter().flat_map(|stage| &stage.items) {
            let Some(slug) = &item.exercise else { continue };
            let exercise = shipped().exercise(slug).expect("checked by the build");
            for pattern in &item.only {
                assert_ne!(
                    exercise.suits.pattern(*pattern),
                    Fit::No,
                    "{}: {slug} for {pattern:?}",
                    programme.code
                );
            }
        }
    }
}

// What the build refuses.

#[test]
fn an_unknown_exercise_is_refused_with_what_was_meant() {
    refuses(
        STRENGTH,
        "exercise = \"bridge\", form = \"full\"",
        "exercise = \"brigde\", form = \"full\"",
        "`stages[1].items[1].exercise` names the exercise `brigde`, which does not exist; is `bridge` meant?",
    );
    refuses(
        STRENGTH,
        "exercise = \"bridge\", form = \"full\"",
        "exercise = \"bridge\", form = \"ful\"",
        "names the form `ful` of `bridge`, which has none; is `full` meant?",
    );
    refuses(
        BRIDGE,
        "instead = \"sit-to-stand\"",
        "instead = \"sit-to-stant\"",
        "`instead` names the exercise `sit-to-stant`, which does not exist; is `sit-to-stand` meant?",
    );
}

#[test]
fn an_impossible_joint_is_refused_with_its_pose_and_its_limit() {
    refuses(
        BRIDGE,
        "near_leg = { anew = true, hip_deg = 52, knee_deg = 96, ankle_deg = 0 }",
        "near_leg = { anew = true, hip_deg = 52, knee_deg = 190, ankle_deg = 0 }",
        "`forms[3].poses[2].figure` (march) near_leg.knee_deg: 190 degrees is more than the joint does (-2 to 160)",
    );
    let floating = Copy::new();
    floating.plant(
        "exercises/press-up.toml",
        "hand_at_cm = [74, 3]",
        "hand_at_cm = [174, 3]",
    );
    let problems = floating.problems();
    assert!(
        problems
            .iter()
            .all(|it| it.contains("the hand cannot reach that"))
            && problems.len() == 2,
        "{problems:#?}"
    );
}

#[test]
fn a_body_below_the_floor_is_refused() {
    let copy = Copy::new();
    copy.plant(
        PLANK,
        "legs = { hip_deg = 6, knee_deg = 88, ankle_deg = -72 }",
        "legs = { hip_deg = 6, knee_deg = 10 }",
    );
    let problems = copy.problems();
    assert!(
        problems
            .iter()
            .any(|it| it.starts_with(PLANK) && it.contains("sinks")),
        "{problems:#?}"
    );
}

#[test]
fn zero_repetitions_are_refused() {
    refuses(
        BRIDGE,
        "reps = [8, 12]",
        "reps = 0",
        "`forms[1].dose.reps` has to be a whole number from 1 to 3600",
    );
    refuses(
        BRIDGE,
        "reps = [8, 12]",
        "reps = [12, 8]",
        "`forms[1].dose.reps` has its most before its least",
    );
    refuses(
        BRIDGE,
        "reps = [8, 12], hold_s = [2, 3], ",
        "",
        "`forms[1].dose.reps` is missing, and so are hold_s and for_s: how much is it?",
    );
    refuses(
        STRENGTH,
        "form = \"full\", sets = 2, reps = 8",
        "form = \"full\", sets = 0, reps = 8",
        "`stages[1].items[1].sets` has to be a whole number from 1 to 3600",
    );
}

#[test]
fn easier_and_harder_that_go_in_a_circle_are_refused() {
    let copy = Copy::new();
    copy.plant(
        BRIDGE,
        "harder = \"full\"",
        "harder = \"full\"\neasier = \"one-leg\"",
    );
    let problems = copy.problems();
    assert!(
        problems
            .iter()
            .any(|it| it.starts_with(BRIDGE) && it.contains("easier goes in a circle: ")),
        "{problems:#?}"
    );
    let copy = Copy::new();
    copy.plant(BRIDGE, "easier = \"half\"", "easier = \"halb\"");
    let says = "the form `full` names `halb` as easier, which is no form of this exercise; is `half` meant?";
    let problems = copy.problems();
    assert!(
        problems
            .iter()
            .any(|it| it.starts_with(&format!("{BRIDGE}:")) && it.ends_with(says)),
        "{problems:#?}"
    );
}

#[test]
fn a_figure_that_begins_from_nothing_known_or_knows_another_word_is_refused() {
    let copy = Copy::new();
    copy.plant(BRIDGE, "like = \"crook\"", "like = \"croock\"");
    let problems = copy.problems();
    assert!(
        problems.iter().any(|it| it.contains(&format!(
            "begins from `croock`, which is not in {POSES}; is `crook` meant?"
        ))),
        "{problems:#?}"
    );
    refuses(
        BRIDGE,
        "near_leg = { anew = true, hip_deg = 52,",
        "near_leg = { anew = true, toe_deg = 3, hip_deg = 52,",
        "unknown field `toe_deg`",
    );
}

#[test]
fn a_guide_that_shows_a_form_which_is_not_there_is_refused() {
    const GUIDE: &str = "guides/leg-symptoms-that-ease-on-sitting.md";
    refuses(
        GUIDE,
        "(#/routines/hip-flexor-stretch \"standing\")",
        "(#/routines/hip-flexor-stretch \"standin\")",
        "a link leads to the form of `hip-flexor-stretch` `standin`, which is not there; is `standing` meant?",
    );
    refuses(
        GUIDE,
        "(#/routines/hip-flexor-stretch \"standing\")",
        "(#/routines \"standing\")",
        "the link `#/routines` names a form, `standing`, and leads to no exercise",
    );
}

#[test]
fn two_exercises_of_one_number_are_refused() {
    refuses(
        PLANK,
        "code = \"E20\"",
        "code = \"E17\"",
        "`code` is `E17`, which another exercise has",
    );
}
