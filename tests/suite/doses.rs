//! Every dose a second time, line by line as the clinical facts have it: whoever changes one changes both.

use std::fmt::Write as _;

use backstride_content::exercises::Pattern;
use backstride_content::programmes::{Item, Per, Unit};

use crate::content::shipped;

/// The doses of the exercises: number, form, and how much in the least and the most.
/// `3x` sets, `12r` repetitions, `30h` seconds held, `60s` seconds in all, `/` on each side.
const EXERCISES: &[(&str, &str, &str)] = &[
    ("E01", "standing", "1-2x 60s"),
    ("E01", "high", "1-2x 90s"),
    ("E02", "swings", "1x 10r /"),
    ("E03", "both", "1-3x 10-15r"),
    ("E04", "lying", "1x 10r 2h"),
    ("E04", "standing", "1x 10r 2h"),
    ("E05", "together", "1x 5-10r 4h /"),
    ("E06", "one", "1x 2r 15-20h /"),
    ("E06", "both", "1x 3r 20-30h"),
    ("E07", "shins", "1x 5r 5-10h"),
    ("E08", "heels", "1x 5r 10-20h"),
    ("E09", "hands-and-knees", "1x 8-10r 2h"),
    ("E10", "prop", "2-3x 30-60h"),
    ("E10", "press-up", "1x 10r 1-2h"),
    ("E11", "hands-back", "1x 5-10r 1-2h"),
    ("E11", "large", "1x 10r 2h"),
    ("E12", "kneeling", "1x 2r 20-30h /"),
    ("E12", "standing", "1x 2r 20-30h /"),
    ("E13", "towel", "1x 2r 20-30h /"),
    ("E14", "wall", "1x 2r 45h /"),
    ("E15", "lying", "1x 2r 20-30h /"),
    ("E15", "seated", "1x 2r 20-30h /"),
    ("E16", "arm", "1x 6-8r 4h /"),
    ("E17", "full", "2-3x 8-12r 2-3h"),
    ("E18", "arm-and-leg", "2-3x 6-10r 3-8h /"),
    ("E18", "square", "2-3x 6-8r 10h /"),
    ("E19", "taps", "2-3x 6-10r /"),
    ("E20", "knees", "1x 3-6r 5-10h /"),
    ("E21", "standing", "1-3x 8-15r 1h /"),
    ("E22", "chair", "1-3x 5-12r"),
    ("E23", "slider", "1-3x 10r"),
    ("E24", "chair", "1x 60-600s"),
    ("E25", "stand", "1x 60-120s"),
];

/// What each stage of a programme asks for: its number, how often, and its parts. What is not written is as the exercise
/// has it; `+` is said for one pattern alone, `-` for all but one, `|` takes turns.
const PROGRAMMES: &[(&str, &str, &[&str])] = &[
    ("P1", "with each walk", WARM_UP),
    (
        "P2",
        "with each walk",
        &[
            "walk 2",
            "E14 wall 2r 30h",
            "E12 standing 1r 30h",
            "E13 towel 1r 30h -leg",
            "E23 slider 1x 10r +leg",
            "E15 lying 1r 30h",
            "E07 shins 5r +fb |",
            "E06 both +fb |",
            "E11 hands-back 5r +eb",
            "E09 hands-and-knees 8r -fb -eb",
            "E24 chair 60s",
        ],
    ),
    (
        "P3",
        "in each break",
        &[
            "E25 stand 60-120s",
            "E22 chair 1x 5r |",
            "E15 seated 1r |",
            "E12 standing 1r |",
            "words |",
        ],
    ),
    (
        "P4",
        "weeks 1-2, 3 a week apart, after P1",
        &[
            "E17 full 2x 8r",
            "E18 leg 2x 6r",
            "E19 taps 2x 6r",
            "E20 knees 3r 5h",
            "E21 standing 2x 8r",
            "E22 high 2x 8r",
            "E24 chair 60s",
        ],
    ),
    (
        "P4",
        "weeks 3-4, 3 a week apart, after P1",
        &[
            "E17 full 2x 10r",
            "E18 arm-and-leg 2x 8r 3h",
            "E19 taps 2x 8r",
            "E20 knees 3r 10h",
            "E21 standing 2x 12r",
            "E22 chair 2x 10r",
            "E24 chair 60s",
        ],
    ),
    (
        "P4",
        "weeks 5-6, 3 a week apart, after P1",
        &[
            "E17 full 3x 10r 3h",
            "E18 arm-and-leg 3x 8r 5h",
            "E19 arm-and-leg 3x 8r",
            "E20 knees 5r 10h",
            "E21 standing 3x 12r",
            "E22 crossed 3x 10r",
            "E24 chair 60s",
        ],
    ),
    (
        "P4",
        "weeks 7-8, 3 a week apart, after P1",
        &[
            "E17 full 3x 12r |",
            "E17 march 3x 6r |",
            "E18 square 3x 8r 8-10h",
            "E19 straight 3x 10r",
            "E20 straight 5r 10h",
            "E21 band 3x 12r",
            "E22 weight 3x 12r",
            "E24 chair 60s",
        ],
    ),
    (
        "P5",
        "weeks 1-6, 2 a day",
        &[
            "E04 lying 10r",
            "E06 both 3r 20-30h",
            "E05 together 5r",
            "E07 shins 5r",
        ],
    ),
    ("P5", "weeks 1-6, 3-5 a week", &["walk 10-30"]),
    (
        "P5",
        "weeks 1-6, 2-3 a week apart",
        &[
            "E17 half 2x 8-10r",
            "E21 standing 2x 8-10r",
            "E22 chair 2x 8-10r",
            "E19 taps 2x 8-10r",
        ],
    ),
    ("P5", "weeks 1-6, 1 a day", &["words"]),
    (
        "P5-E",
        "weeks 1-4, 1 a day",
        &[
            "E10 prop",
            "E10 press-up 10r 2-4/day",
            "E09 hands-and-knees 8r",
        ],
    ),
    ("P5-E", "weeks 1-4, in each break", &["E11 hands-back 5r"]),
    ("P5-E", "weeks 1-4, 3-6 a day", &["walk 5-10"]),
    (
        "P5-E",
        "weeks 2-4, 3 a week apart, after P1",
        &[
            "E17 full 2x 8r",
            "E18 leg 2x 6r",
            "E19 taps 2x 6r",
            "E20 knees 3r 5h",
            "E21 standing 2x 8r",
            "E22 high 2x 8r",
            "E24 chair 60s",
        ],
    ),
    (
        "P6",
        "1 a day",
        &[
            "E24 chair 120-300s",
            "E04 lying 10r",
            "E05 together 5-8r",
            "E23 slider 1x 10r 1-3/day",
            "E10 prop",
        ],
    ),
    ("P6", "3-6 a day", &["walk 5-10"]),
    (
        "P6",
        "3 a week apart, leg under 4 for 3 days",
        &[
            "E17 full 2x 8r",
            "E18 leg 2x 6r",
            "E21 standing 2x 8r",
            "E22 high 2x 8r",
        ],
    ),
    ("P6", "1 a day, leg under 2 for 1 days", &["E13 seated 2r"]),
    (
        "P7",
        "days 1-1, 1 a day",
        &[
            "E24 chair 300-1800s",
            "E04 lying 5r 3/day",
            "E05 together 5r 3/day",
            "walk 2-5",
        ],
    ),
    (
        "P7",
        "days 2-2, 1 a day",
        &[
            "E24 chair 300-1800s",
            "E04 lying 5r 3/day",
            "E05 together 5r 3/day",
            "E09 hands-and-knees 5r",
            "E06 one +fb +load",
            "E10 prop +eb",
            "walk 5",
        ],
    ),
    (
        "P7",
        "days 3-3, 1 a day",
        &[
            "words",
            "E01 seated 60s",
            "E04 standing 10r",
            "E14 short 1r",
        ],
    ),
    ("P7", "days 4-10, 1 a day", &["words"]),
];

/// The warm-up, which other programmes begin with.
const WARM_UP: &[&str] = &[
    "E01 standing 60s",
    "E02 swings 10r",
    "E03 both 1x 15r",
    "E04 standing 10r",
    "E21 standing 1x 8r",
    "E11 hands-back 5r +eb",
    "E07 shins 5r +fb",
    "walk 2-3",
];

fn range([least, most]: [u16; 2]) -> String {
    if least == most {
        least.to_string()
    } else {
        format!("{least}-{most}")
    }
}

fn pattern(pattern: Pattern) -> &'static str {
    let named = Pattern::ALL.iter().find(|(_, it)| *it == pattern);
    named.map_or("", |(name, _)| name)
}

fn line(item: &Item) -> String {
    let mut line = match (&item.exercise, item.walk_min) {
        (Some(slug), _) => {
            let exercise = shipped().exercise(slug).expect("checked by the build");
            let form = item.form.as_deref().unwrap_or_default();
            format!("{} {form}", exercise.code)
        }
        (None, Some(minutes)) => format!("walk {}", range(minutes)),
        (None, None) => "words".to_owned(),
    };
    let mut say = |value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(line, " {value}");
        }
    };
    say(item.sets.map(|it| format!("{it}x")));
    say(item.reps.map(|it| format!("{}r", range(it))));
    say(item.hold_s.map(|it| format!("{}h", range(it))));
    say(item.for_s.map(|it| format!("{}s", range(it))));
    say(item.times_a_day.map(|it| format!("{}/day", range(it))));
    for one in &item.only {
        say(Some(format!("+{}", pattern(*one))));
    }
    for one in &item.except {
        say(Some(format!("-{}", pattern(*one))));
    }
    say(item.one_of.as_ref().map(|_| "|".to_owned()));
    line
}

#[test]
fn the_dose_of_every_exercise_is_the_one_written_down_from_the_clinical_sheet() {
    let mut seen = std::collections::BTreeSet::new();
    for (code, form, wanted) in EXERCISES {
        let exercise = shipped().exercises.iter().find(|it| it.code == *code);
        let exercise = exercise.unwrap_or_else(|| panic!("{code}"));
        let dose = exercise
            .form(form)
            .unwrap_or_else(|| panic!("{code} {form}"))
            .dose;
        let mut found = format!("{}x", range(dose.sets));
        for (value, unit) in [(dose.reps, 'r'), (dose.hold_s, 'h'), (dose.for_s, 's')] {
            if let Some(value) = value {
                let _ = write!(found, " {}{unit}", range(value));
            }
        }
        if dose.each_side {
            found.push_str(" /");
        }
        assert_eq!(&found, wanted, "{code} {form}");
        seen.insert(*code);
    }
    assert_eq!(
        seen.len(),
        shipped().exercises.len(),
        "an exercise is not in the table"
    );
}

#[test]
fn every_stage_of_every_programme_asks_for_what_is_written_down_from_the_clinical_sheet() {
    let mut table = PROGRAMMES.iter();
    let mut programmes: Vec<_> = shipped().programmes.iter().collect();
    programmes.sort_by(|a, b| a.code.cmp(&b.code));
    for programme in programmes.iter().filter(|it| it.walking.is_none()) {
        for stage in &programme.stages {
            let mut often = String::new();
            if let Some(span) = stage.span {
                let unit = if stage.unit == Unit::Week {
                    "weeks"
                } else {
                    "days"
                };
                let _ = write!(often, "{unit} {}-{}, ", span[0], span[1]);
            }
            match stage.often.per {
                Per::Walk => often.push_str("with each walk"),
                Per::Break => often.push_str("in each break"),
                Per::Day => {
                    let _ = write!(often, "{} a day", range(stage.often.times));
                }
                Per::Week => {
                    let _ = write!(often, "{} a week", range(stage.often.times));
                }
            }
            if stage.often.with_days_between {
                often.push_str(" apart");
            }
            if let Some(calm) = stage.ready {
                let _ = write!(
                    often,
                    ", leg under {} for {} days",
                    calm.leg_pain_under, calm.days
                );
            }
            let mut items: Vec<String> = stage.items.iter().map(line).collect();
            if stage.begins_with.is_some() {
                often.push_str(", after P1");
                let warm: Vec<String> = items.drain(..WARM_UP.len() - 1).collect();
                assert_eq!(warm, WARM_UP[..WARM_UP.len() - 1]);
            }
            let (code, wanted_often, wanted) = table.next().unwrap_or_else(|| {
                panic!("{} {} is not in the table", programme.code, stage.title)
            });
            assert_eq!(
                (programme.code.as_str(), often.as_str()),
                (*code, *wanted_often)
            );
            assert_eq!(items, *wanted, "{} {}", programme.code, stage.title);
        }
    }
    assert_eq!(table.next(), None, "the table asks for more than there is");
}

/// Times as the facts name them: about 5 minutes before a walk, 6 to 7 after it besides the slow walk, about 25 of
/// strength at first. What the player adds is the time to get into position and to change sides; a stretch counts with the
/// way into it and out. The numbers of the last weeks of strength ask for more than 25 minutes, and the programme says so.
#[test]
fn routines_take_about_as_long_as_the_facts_say() {
    use backstride_core::sessions::script::{self, Phase};
    use backstride_core::sessions::suits::{self, Person};
    for (slug, stage, least_s, most_s) in [
        ("before-a-walk", 0, 270, 330),
        ("after-a-walk", 0, 360, 480),
        ("core-and-hips", 0, 18 * 60, 25 * 60),
        ("core-and-hips", 3, 25 * 60, 52 * 60),
    ] {
        let stage = &shipped().programme(slug).expect("shipped").stages[stage];
        let made = suits::routine(stage, &shipped().exercises, &Person::default(), 0, &[]);
        let beats = script::beats(&made.slots);
        let moving = beats
            .iter()
            .filter(|it| !matches!(it.phase, Phase::Ready | Phase::Change));
        let moving_s = script::total_ms(&moving.copied().collect::<Vec<_>>()) / 1_000;
        println!(
            "{slug}, {}: {moving_s} s of exercise, {} s in all",
            stage.title,
            script::total_ms(&beats) / 1_000
        );
        assert!(
            (least_s..=most_s).contains(&moving_s),
            "{slug}, {}: {moving_s} s",
            stage.title
        );
    }
}
