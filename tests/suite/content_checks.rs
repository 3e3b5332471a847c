//! What the checker of the guides is there for: each fault is planted in a copy of the assets and has to be named with
//! its file and line, and beside each fault stands something like it that is right and has to pass.

use std::fs;

use backstride_content::reading::{Reading, sentences, syllables};
use xtask::content::aged;

use crate::content::{Copy, assets, load};

const LEGS: &str = "guides/leg-symptoms-that-ease-on-sitting.md";
const SCANS: &str = "guides/scans.md";
const SHOES: &str = "guides/shoes-and-insoles.md";
const HELP_GUIDE: &str = "guides/when-to-get-help.md";
const MUST_SAY: &str = "guides/must-say.toml";
const BANNED: &str = "guides/banned-words.toml";
const TOPICS: &str = "guides/topics.toml";
const SIGNS: &str = "triage/help-now.toml";

/// Something to plant: what stands there, and what shall stand there.
type Fault<'f> = (&'f str, &'f str);

fn planted(file: &str, faults: &[Fault<'_>]) -> Copy {
    let copy = Copy::new();
    for (from, to) in faults {
        copy.plant(file, from, to);
    }
    copy
}

fn refuses(file: &str, fault: Fault<'_>, says: &str) {
    planted(file, &[fault]).refuses(file, says);
}

fn passes(file: &str, faults: &[Fault<'_>]) {
    let problems = planted(file, faults).problems();
    assert_eq!(problems, Vec::<String>::new(), "{faults:?}");
}

/// A box of a guide, from its first line to the blank line below it.
fn note(file: &str, start: &str) -> String {
    let text = fs::read_to_string(assets().join(file)).unwrap();
    let from = text.find(start).unwrap();
    let length = text[from..].find("\n\n").unwrap_or(text.len() - from);
    text[from..from + length].to_owned()
}

#[test]
fn every_problem_names_its_file_and_its_line() {
    let copy = planted(
        LEGS,
        &[("](#/routines/hip-flexor-stretch \"standing\")", "](#/chek)")],
    );
    copy.plant(SHOES, "quality = \"P\"", "quality = \"Q\"");
    let text = fs::read_to_string(copy.at(LEGS)).unwrap();
    let line = text.lines().position(|it| it.contains("#/chek")).unwrap() + 1;
    let problems = copy.problems();
    assert_eq!(problems.len(), 2, "{problems:#?}");
    assert!(
        problems[0].starts_with(&format!("{LEGS}:{line}: ")),
        "{problems:#?}"
    );
    let text = fs::read_to_string(copy.at(SHOES)).unwrap();
    let line = text.lines().position(|it| it == "quality = \"Q\"").unwrap() + 1;
    assert!(
        problems[1].starts_with(&format!("{SHOES}:{line}: ")),
        "{problems:#?}"
    );
}

// The parts that every guide has.

#[test]
fn a_guide_without_one_of_its_boxes_is_refused() {
    let attempt = note(SCANS, "> [!try]");
    refuses(
        SCANS,
        (&attempt, "Nothing here."),
        "the box with something to try is missing",
    );
    let short = "> [!plain] In short";
    refuses(SCANS, (short, "> [!plain] Hello"), "begins with a box");
    let about = note(SCANS, "> [!plain] About this guide");
    // What the points of that guide are bound to stands elsewhere.
    refuses(SCANS, (about.trim_end(), "The end."), "ends with a box");
    let help = note(SCANS, "> [!help]");
    let other = help.replace("[!help]", "[!plain]");
    refuses(
        SCANS,
        (&help, &other),
        "the box that says when to get help is missing",
    );
    // A box may be called as it suits the guide.
    passes(SCANS, &[("> [!try] Try this", "> [!try] Before the visit")]);
}

#[test]
fn a_guide_that_corrects_nothing_is_refused() {
    let heard = note(SCANS, "> [!heard]");
    let problems = planted(SCANS, &[(&heard, "Nothing here.")]).problems();
    let says = |words: &str| problems.iter().any(|it| it.contains(words));
    assert!(
        says("the box that corrects what people may have heard is missing"),
        "{problems:#?}"
    );
    assert!(
        says("is no saying that `scans` corrects any more"),
        "{problems:#?}"
    );
    assert_eq!(problems.len(), 2, "{problems:#?}");
}

#[test]
fn something_to_try_leads_into_the_program() {
    let attempt = note(SCANS, "> [!try]");
    let without = attempt.replace("[diary](#/diary)", "diary").replace(
        "[The diary at an appointment](#/guides/the-diary-at-an-appointment)",
        "another guide",
    );
    refuses(SCANS, (&attempt, &without), "leads nowhere in the program");
}

#[test]
fn a_saying_stands_in_quotes_and_is_answered() {
    let line = "> - *\"The scan shows the reason.\"* Not by itself. Many people have a narrow canal and feel nothing.";
    refuses(
        LEGS,
        (line, "> - The scan shows the reason. Not by itself."),
        "begins with the saying",
    );
    refuses(
        LEGS,
        (line, "> - *\"The scan shows the reason.\"*"),
        "goes on with what is known",
    );
    passes(
        LEGS,
        &[(line, "> - *\"The scan shows the reason.\"* Not by itself.")],
    );
}

// Statements and sources.

const NEW_SECTION: Fault<'static> = (
    "## How does it go on?",
    "## What else?\n\nApples grow on trees.\n\n## How does it go on?",
);
const DECLARED: Fault<'static> = (
    "general = [\"what-can-you-do-now\"]",
    "general = [\"what-can-you-do-now\", \"what-else\"]",
);

#[test]
fn a_section_cites_or_is_declared_as_common_knowledge() {
    refuses(LEGS, NEW_SECTION, "the section `what-else` cites nothing");
    passes(LEGS, &[NEW_SECTION, DECLARED]);
    refuses(
        LEGS,
        DECLARED,
        "`general` names `what-else`, which is no section",
    );
    let cited = (
        NEW_SECTION.0,
        "## What else?\n\nApples grow.[^suri-2010]\n\n## How does it go on?",
    );
    passes(LEGS, &[cited]);
    planted(LEGS, &[cited, DECLARED])
        .refuses(LEGS, "cites a source, so it has no place in `general`");
    let research = (
        NEW_SECTION.0,
        "## What else?\n\nIn one study apples grew.\n\n## How does it go on?",
    );
    planted(LEGS, &[research, DECLARED]).refuses(LEGS, "speaks of `one study` and cites none");
}

#[test]
fn an_amount_needs_a_source_in_digits_and_in_words() {
    let after = |words: &str| format!("For now, do less of what brings it on. {words}");
    let before = "For now, do less of what brings it on.";
    refuses(
        LEGS,
        (before, &after("It helps 7 people.")),
        "a number without a source",
    );
    refuses(
        LEGS,
        (before, &after("It helps half of the people.")),
        "an amount, `half of the people`",
    );
    refuses(
        LEGS,
        (before, &after("It helps four in ten people.")),
        "an amount, `four in`",
    );
    passes(LEGS, &[(before, &after("It helps some people."))]);
    passes(LEGS, &[(before, &after("Rest for half an hour."))]);
}

#[test]
fn a_source_is_the_same_everywhere_and_has_a_year_or_is_known_to_have_none() {
    let other = (
        "publisher = \"BMJ Best Practice\"",
        "publisher = \"Somebody\"",
    );
    // The last guide that has it; the guides before it agree with each other.
    let last = "guides/questions-people-ask.md";
    refuses(
        last,
        other,
        "the source `cauda-equina-signs` is another one in `start-here`",
    );
    refuses(LEGS, ("year = 2016\n", ""), "has no year");
    let undated = ("undated = [\n", "undated = [\n  \"suri-2010\",\n");
    refuses(
        MUST_SAY,
        undated,
        "`undated` names `suri-2010`, which is no source without a year",
    );
}

// What a guide has to say and may not say.

#[test]
fn a_point_that_a_guide_no_longer_makes_is_refused() {
    let point = "It is a decision that you and a specialist make together.";
    planted(LEGS, &[(point, "It is a decision.")])
        .refuses(MUST_SAY, "An operation is a shared choice");
    // Case, marks and citations make no difference.
    passes(
        LEGS,
        &[(
            point,
            "**It is a decision** that you, and a specialist, make together!",
        )],
    );
}

#[test]
fn a_point_that_only_a_quoted_saying_makes_does_not_count() {
    let point = "It is a decision that you and a specialist make together.";
    let copy = planted(LEGS, &[(point, "It is a decision.")]);
    copy.plant(
        LEGS,
        "*\"The scan shows the reason.\"*",
        "*\"It is a decision that you and a specialist make together.\"*",
    );
    copy.refuses(MUST_SAY, "An operation is a shared choice");
}

#[test]
fn what_a_guide_may_not_say_is_refused_unless_it_is_quoted_and_corrected() {
    let before = "Your back may ache as well";
    refuses(
        LEGS,
        (before, "You have stenosis. Your back may ache as well"),
        "`you have stenosis`",
    );
    let saying = "*\"The scan shows the reason.\"*";
    passes(LEGS, &[(saying, "*\"You have stenosis.\"*")]);
}

#[test]
fn every_guide_is_bound_and_every_claim_is_corrected() {
    let scans = "slug = \"scans\"";
    let copy = Copy::new();
    copy.plant(MUST_SAY, scans, "slug = \"scanz\"");
    let problems = copy.problems();
    assert_eq!(problems.len(), 2, "{problems:#?}");
    assert!(
        problems
            .iter()
            .any(|it| it.contains("is no guide; is `scans` meant?"))
    );
    assert!(
        problems
            .iter()
            .any(|it| it.contains("says nothing about the guide `scans`"))
    );
    refuses(
        MUST_SAY,
        ("claim = \"ice-inflammation\"", "claim = \"shop-relief\""),
        "no guide corrects the claim `ice-inflammation`",
    );
    planted(MUST_SAY, &[("claim = \"overuse\"", "claim = \"overuze\"")])
        .problems()
        .iter()
        .find(|it| it.contains("is not among the claims; is `overuse` meant?"))
        .unwrap();
    let saying = "*\"Ice takes the inflammation out of a bad back.\"*";
    planted(
        "guides/heat-cold-and-daily-habits.md",
        &[(saying, "*\"Ice is good.\"*")],
    )
    .refuses(
        MUST_SAY,
        "is no saying that `heat-cold-and-daily-habits` corrects any more",
    );
}

#[test]
fn a_banned_word_is_refused_wherever_a_guide_speaks_for_itself() {
    let before = "Your back may ache as well";
    for word in [
        "diagnose",
        "cures",
        "prevents",
        "treat",
        "should",
        "just",
        "damaged",
        "slipped",
        "monitor",
        "guaranteed",
    ] {
        let with = format!("This is what {word} means. Your back may ache as well");
        refuses(LEGS, (before, &with), &format!("says `{word}`"));
    }
    refuses(
        LEGS,
        ("summary = \"Heavy,", "summary = \"Worn, heavy,"),
        "`summary` says `worn`",
    );
    // A word that only begins like one, and a saying that is corrected.
    passes(
        LEGS,
        &[(
            before,
            "This treatment is an adjustment. Your back may ache as well",
        )],
    );
    passes(
        LEGS,
        &[(
            "*\"The scan shows the reason.\"*",
            "*\"The scan can diagnose you.\"*",
        )],
    );
    // Emphasis that quotes nothing is the guide's own.
    refuses(
        LEGS,
        ("Not by itself.", "*Just* not by itself."),
        "says `just`",
    );
    refuses(
        BANNED,
        ("\"detect\", ", "\"detect\", \"detect\", "),
        "`detect`, which is here twice",
    );
}

#[test]
fn a_sentence_stands_in_one_guide_only() {
    let sentence = "Apples and pears grow on trees here.";
    let copy = Copy::new();
    copy.plant(
        LEGS,
        "Your back may ache as well",
        &format!("{sentence} Your back may ache as well"),
    );
    copy.plant(
        SCANS,
        "An *MRI scan* shows",
        &format!("**{sentence}** An *MRI scan* shows"),
    );
    copy.refuses(
        SCANS,
        "a sentence that `leg-symptoms-that-ease-on-sitting` has too",
    );
    // In one guide twice, or a few words that say nothing of their own.
    let twice = format!("{sentence} {sentence} Your back may ache as well");
    passes(LEGS, &[("Your back may ache as well", &twice)]);
    let copy = Copy::new();
    copy.plant(
        LEGS,
        "Your back may ache as well",
        "Some apples grow here. Your back may ache as well",
    );
    copy.plant(
        SCANS,
        "An *MRI scan* shows",
        "Some apples grow here. An *MRI scan* shows",
    );
    assert_eq!(copy.problems(), Vec::<String>::new());
}

#[test]
fn a_topic_that_no_guide_carries_is_refused() {
    let topic = "\n[[topics]]\nid = \"garden\"\nname = \"In the garden\"\n";
    Copy::new()
        .append(TOPICS, topic)
        .refuses(TOPICS, "no guide carries the topic `garden`");
    let copy = Copy::new();
    copy.append(TOPICS, topic);
    copy.plant(LEGS, "topics = [", "topics = [\"garden\", ");
    assert_eq!(copy.problems(), Vec::<String>::new());
}

// How hard a text is to read.

/// So many sentences of ten words, each word with this many syllables.
fn text(sentences: usize, word: &str) -> String {
    let sentence = format!("{}.", [word; 10].join(" "));
    vec![sentence; sentences].join(" ")
}

#[test]
fn a_guide_that_is_too_hard_to_read_is_refused() {
    let before = "So a finding on a scan may be the reason";
    let hard = format!("{} {before}", text(40, "physiotherapy"));
    refuses(SCANS, (before, &hard), "reads at grade");
    let easy = format!("{} {before}", text(40, "walk"));
    passes(SCANS, &[(before, &easy)]);
}

#[test]
fn signs_that_are_too_hard_to_read_are_refused() {
    let before = "**Call the emergency number now** for any one of these";
    let hard = format!("{} {before}", text(12, "generally"));
    // The guide has its most words already; what makes room is not said twice.
    let copy = planted(HELP_GUIDE, &[(before, &hard)]);
    let problems = copy.problems();
    assert!(
        problems
            .iter()
            .any(|it| it.contains("its signs read at grade")),
        "{problems:#?}"
    );
    let sign = "text = \"Back pain together with chest pain.\"";
    let hard = format!("text = \"{}\"", text(3, "emergency"));
    refuses(
        SIGNS,
        (sign, &hard),
        "the group `emergency-sudden` reads at grade",
    );
    let easy = format!("text = \"{}\"", text(3, "chest"));
    passes(SIGNS, &[(sign, &easy)]);
}

#[test]
fn every_guide_and_every_group_of_signs_is_in_the_table() {
    let bundle = load(&assets()).unwrap();
    let rows = bundle.plainness();
    assert_eq!(
        rows.len(),
        bundle.guides.len() + bundle.help_now.groups.len()
    );
    for row in &rows {
        assert!(row.whole.words > 0 && row.help.words > 0, "{}", row.name);
        assert!(
            row.whole.grade() <= 8.0 && row.help.grade() <= 6.0,
            "{}",
            row.name
        );
        // A grade far below what adults' texts have would be a fault of the counting.
        assert!(
            row.whole.grade() > 1.0,
            "{}: {}",
            row.name,
            row.whole.grade()
        );
    }
}

#[test]
fn the_grade_is_that_of_flesch_and_kincaid() {
    let reading = Reading::of("The cat sat on the mat.");
    assert_eq!(
        (reading.words, reading.sentences, reading.syllables),
        (6, 1, 6)
    );
    assert!((reading.grade() - (0.39 * 6.0 + 11.8 - 15.59)).abs() < 1e-9);
    let mut both = Reading::of("Is it yours? It is 3.5 km away, e.g. over there");
    assert_eq!(both.sentences, 3, "{both:?}");
    both += reading;
    assert_eq!(both.sentences, 4);
    assert_eq!(Reading::of("… – \"\"").sentences, 0);
    assert!(Reading::default().grade().abs() < 1e-9);
}

#[test]
fn a_sentence_ends_at_its_mark_and_not_inside_a_number() {
    assert_eq!(
        sentences("It fell by 1.06 points. \"Is that much?\" No (not really.) And so on"),
        [
            "It fell by 1.06 points.",
            "\"Is that much?\"",
            "No (not really.)",
            "And so on"
        ]
    );
}

#[test]
fn syllables_are_counted_as_they_are_spoken() {
    let table: [(usize, &[&str]); 8] = [
        (0, &["", "–", "…", "\"", "-"]),
        (
            1,
            &[
                "the", "walk", "walked", "aches", "eye", "Crohn's", "eyes", "pulled", "leaned",
                "stayed", "through", "strength", "lead", "guide", "tongue", "nerves", "shapes",
                "moved", "you", "pee", "poo", "spine", "bulge", "1", "12",
            ],
        ),
        (
            2,
            &[
                "table",
                "muscle",
                "muscles",
                "settled",
                "needed",
                "painful",
                "careful",
                "movement",
                "something",
                "going",
                "doing",
                "being",
                "trying",
                "spasm",
                "quiet",
                "fluid",
                "number",
                "sitting",
                "bottom",
                "doctor",
                "useful",
                "safely",
                "someone",
                "changes",
                "bulges",
                "clinic",
                "GP",
                "x-ray",
                "bruises",
            ],
        ),
        (
            3,
            &[
                "diary",
                "70",
                "medicine",
                "easier",
                "gradual",
                "usual",
                "area",
                "stenosis",
                "idea",
                "everything",
                "exercise",
                "massages",
                "radio",
                "NHS",
                "behaviour",
                "MRI",
                "another",
                "remember",
            ],
        ),
        (
            4,
            &[
                "sciatica",
                "material",
                "diabetes",
                "anxiety",
                "information",
                "mechanism",
                "physically",
                "everybody",
            ],
        ),
        (
            5,
            &[
                "association",
                "paracetamol",
                "university",
                "inflammatory",
                "refrigerator",
            ],
        ),
        (6, &["physiotherapist", "rehabilitation", "responsibility"]),
        (7, &["individuality"]),
    ];
    let mut counted = 0;
    for (expected, words) in table {
        for word in words {
            assert_eq!(syllables(word), expected, "{word}");
            counted += 1;
        }
    }
    assert!(counted >= 60, "{counted}");
}

// When a text has aged.

#[test]
fn a_guide_that_nobody_went_through_for_a_year_is_warned_of_and_stops_no_build() {
    let copy = Copy::new();
    copy.plant(SCANS, "reviewed = 2026-11-25", "reviewed = 2025-11-25");
    let bundle = load(&copy.at("")).unwrap();
    assert_eq!(aged(&bundle, "2025-11-25"), Vec::<String>::new());
    assert_eq!(aged(&bundle, "2026-11-25"), Vec::<String>::new());
    let warnings = aged(&bundle, "2026-11-26");
    assert_eq!(warnings.len(), 1, "{warnings:#?}");
    assert!(
        warnings[0].starts_with("warning: guides/scans.md: last gone through on 2025-11-25"),
        "{warnings:#?}"
    );
    assert_eq!(aged(&bundle, "2030-01-01").len(), bundle.guides.len());
}
