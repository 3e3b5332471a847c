//! The committed table of ways and outcomes, so that a change of rules is seen as a change of outcomes; and how the texts
//! read.

use std::fmt::Write as _;
use std::fs;

use backstride_content::triage::rules::{Kind, LevelWords, RuleSet};
use backstride_content::triage::{Answer, Answered, Outcome, Urgency};

use super::cases::{Case, cases, walk};
use super::{ASSETS, shipped};

fn row(name: &str, outcome: &Outcome, given: &[Answered]) -> String {
    let path: Vec<&str> = given.iter().map(|it| it.question.as_str()).collect();
    let patterns: Vec<&str> = outcome
        .patterns
        .iter()
        .map(|it| it.pattern.as_str())
        .collect();
    format!(
        "{name}\n    {}{} | {} | {}{}\n",
        outcome.level.map_or("none", Urgency::name),
        if outcome.hides_routines {
            ", routines hidden"
        } else {
            ""
        },
        outcome.rules.join(" "),
        path.join(" "),
        if patterns.is_empty() {
            String::new()
        } else {
            format!(" | {}", patterns.join(" "))
        },
    )
}

/// Somebody of 45 with pain for days, who says one thing and nothing else.
fn alone(
    set: &RuleSet,
    base: &Case,
    question: &str,
    answer: &Answer,
    with: &[(&str, &str)],
) -> (Outcome, Vec<Answered>) {
    let mut sheet = base.sheet(set);
    for (opens, option) in with {
        let at = sheet.iter().position(|it| it.question == *opens).unwrap();
        sheet[at].answer = Answer::Some {
            yes: vec![(*option).to_owned()],
            unsure: Vec::new(),
        };
    }
    let at = sheet.iter().position(|it| it.question == question).unwrap();
    sheet[at].answer = answer.clone();
    walk(set, &sheet)
}

/// What has to be ticked for a list to be shown.
const OPENERS: &[(&str, (&str, &str))] = &[
    ("ill_more", ("ill", "side")),
    ("side_more", ("ill", "side")),
    ("tingle", ("leg", "tingling")),
    ("swollen", ("leg", "swollen")),
    ("calf", ("leg", "calf")),
    ("pulse", ("elsewhere", "pulse")),
    ("cancer", ("about", "cancer")),
    ("pregnant", ("about", "pregnant")),
    ("early", ("about", "pregnant")),
    ("inflamed", ("eases", "walking")),
];

fn table(set: &RuleSet) -> String {
    let mut text = String::from(
        "# What the symptom check comes to: one answer alone, by somebody of 45 with pain for days, and every written person.\n\
         # Level | rules that hold | questions on the way | patterns. Made by the suite; UPDATE_EXPECT=1 renews it.\n\n",
    );
    let base = cases()
        .iter()
        .find(|it| it.name.starts_with("Nothing special"))
        .unwrap();
    for question in &set.questions {
        let opener = OPENERS.iter().find(|it| it.0 == question.id).map(|it| it.1);
        let with: Vec<(&str, &str)> = opener.into_iter().collect();
        let mut add = |name: &str, answer: Answer| {
            let (outcome, given) = alone(set, base, &question.id, &answer, &with);
            text.push_str(&row(name, &outcome, &given));
        };
        match &question.kind {
            Kind::Some { options } => {
                for option in options {
                    let list = vec![option.id.clone()];
                    add(
                        &format!("{}.{}", question.id, option.id),
                        Answer::Some {
                            yes: list.clone(),
                            unsure: Vec::new(),
                        },
                    );
                    add(
                        &format!("{}.{}?", question.id, option.id),
                        Answer::Some {
                            yes: Vec::new(),
                            unsure: list,
                        },
                    );
                }
            }
            Kind::Steps { steps } => {
                for step in steps {
                    add(
                        &format!("{}={}", question.id, step.id),
                        Answer::Step(step.id.clone()),
                    );
                }
            }
            Kind::Number { low, .. } => {
                for edge in super::formulas::edges(set, &question.id, *low) {
                    add(&format!("{}={edge}", question.id), Answer::Number(edge));
                }
            }
            Kind::YesNo { .. } => {}
        }
    }
    let _ = writeln!(text);
    for case in cases() {
        let (outcome, given) = walk(set, &case.sheet(set));
        text.push_str(&row(&case.name, &outcome, &given));
    }
    text
}

#[test]
fn the_table_of_ways_and_outcomes_is_the_committed_one() {
    let path = format!("{ASSETS}/triage/check.outcomes.txt");
    let fresh = table(shipped());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &fresh).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap();
    let changed: Vec<&str> = fresh
        .lines()
        .filter(|line| !committed.lines().any(|it| it == *line))
        .collect();
    assert!(
        committed == fresh,
        "outcomes changed; UPDATE_EXPECT=1 renews the table:\n{}",
        changed.join("\n")
    );
}

/// A kept check names the version of the rules that made it, so a version must never mean two things.
#[test]
fn a_change_of_rules_or_words_raises_their_version() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/triage-versions.txt");
    let set = shipped();
    let committed = fs::read_to_string(path).unwrap_or_default();
    let said = committed
        .lines()
        .filter_map(|line| line.split_once(' '))
        .find(|(version, _)| *version == set.version.to_string());
    if said.is_none() && std::env::var_os("UPDATE_EXPECT").is_some() {
        let line = format!("{} {}\n", set.version, set.digest);
        fs::write(path, committed.clone() + line.as_str()).unwrap();
        return;
    }
    let Some((_, digest)) = said else {
        panic!("version {} is new; UPDATE_EXPECT=1 notes it", set.version);
    };
    assert_eq!(
        digest, set.digest,
        "what version {} says has changed; give it the next number",
        set.version
    );
}

#[test]
fn the_command_lists_draws_tabulates_and_tries_and_takes_no_missing_answer_for_a_no() {
    use xtask::triage::{graph, list, table, tried};
    let set = shipped();
    let (listed, drawn, rows) = (list(set), graph(set), table(set));
    for question in &set.questions {
        assert!(
            listed.contains(&question.text) && drawn.contains(&question.text),
            "{}",
            question.id
        );
        for choice in question.choices() {
            assert!(listed.contains(&choice.text), "{}", choice.text);
        }
    }
    assert_eq!(
        rows.lines().count(),
        1 + set.rules.len() + set.exceptions.len()
    );
    let columns = |line: &str| line.split('\t').count();
    let first = columns(rows.lines().next().unwrap());
    assert!(rows.lines().all(|line| columns(line) == first));
    assert!(set.rules.iter().all(|it| rows.contains(&format!(
        "\n{}\t{}\t",
        it.id,
        it.level.name()
    ))));
    let told = tried(set, "body = [\"saddle\"]").unwrap();
    assert_eq!(told["level"], "emergency");
    assert_eq!(told["asked"], serde_json::json!(["body"]));
    assert_eq!(told["rules_of"]["digest"], set.digest.as_str());
    for (text, says) in [
        ("", "`body` comes up and is not answered"),
        ("body = \"none\"", "`alarm` comes up and is not answered"),
        ("bodies = \"none\"", "there is no question `bodies`"),
        ("body = \"no\"", "`body` takes no such answer"),
        ("body = [\"saddles\"]", "has no such option"),
        ("body = [\"saddle\"]\nage = 300", "out of bounds"),
        ("age = \"old\"", "`age` takes no such answer"),
    ] {
        let refused = tried(set, text).unwrap_err();
        assert!(refused.contains(says), "{text}: {refused}");
    }
}

/// Flesch and Kincaid's grade of one text.
fn grade(text: &str) -> f64 {
    let sentences = text
        .split(['.', '?', ':', ';'])
        .filter(|it| it.split_whitespace().count() > 0)
        .count()
        .max(1);
    let words: Vec<String> = text
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(str::to_lowercase)
        .collect();
    let syllables: usize = words.iter().map(|it| syllables(it)).sum();
    0.39 * words.len() as f64 / sentences as f64 + 11.8 * syllables as f64 / words.len() as f64
        - 15.59
}

fn syllables(word: &str) -> usize {
    let vowel = |it: char| "aeiouy".contains(it);
    let mut count = 0;
    let mut before = false;
    for letter in word.chars() {
        if vowel(letter) && !before {
            count += 1;
        }
        before = vowel(letter);
    }
    if word.ends_with('e') && !word.ends_with("le") && count > 1 {
        count -= 1;
    }
    count.max(1)
}

fn each_level(set: &RuleSet) -> Vec<&LevelWords> {
    set.levels.iter().chain([&set.nothing_ticked]).collect()
}

#[test]
fn what_people_read_is_plain_and_none_of_it_says_that_all_is_well() {
    let set = shipped();
    let mut parts: Vec<(String, String)> = Vec::new();
    for question in &set.questions {
        let mut text = vec![question.text.clone(), question.why.clone()];
        text.extend(question.hint.clone());
        text.extend(question.choices().iter().map(|it| format!("{}.", it.text)));
        parts.push((question.id.clone(), text.join(" ")));
    }
    for words in each_level(set) {
        let lists = [
            &words.act,
            &words.say,
            &words.bring,
            &words.more_urgent,
            &words.net,
        ];
        let each: Vec<String> = lists
            .into_iter()
            .flatten()
            .map(|it| format!("{}.", it.trim_end_matches('.')))
            .collect();
        parts.push((
            words.title.clone(),
            format!("{}. {} {}", words.title, words.lead, each.join(" ")),
        ));
    }
    for family in &set.families {
        parts.push((family.id.clone(), family.because.clone()));
    }
    for pattern in &set.patterns {
        let send_on = pattern.leads.send_on.clone().unwrap_or_default();
        parts.push((
            pattern.id.clone(),
            format!("{}. {} {send_on}", pattern.name, pattern.about),
        ));
    }
    let all: String = parts.iter().map(|it| format!("{} ", it.1)).collect();
    let whole = grade(&all);
    let hardest = parts
        .iter()
        .map(|it| (grade(&it.1), it.0.as_str()))
        .fold((0.0, ""), |a, b| if b.0 > a.0 { b } else { a });
    println!(
        "symptom check: texts read at grade {whole:.1}, the hardest part at {:.1} ({})",
        hardest.0, hardest.1
    );
    assert!(whole <= 6.0, "{whole:.1}");
    for (name, text) in &parts {
        // A single sentence of a family is too short to be judged by its grade alone.
        let limit = if text.split_whitespace().count() < 40 {
            12.0
        } else {
            8.0
        };
        assert!(
            grade(text) <= limit,
            "{name} reads at grade {:.1}",
            grade(text)
        );
    }
    let lower = all.to_lowercase();
    for never in [
        "all clear",
        "nothing is wrong with",
        "you are fine",
        "you are safe",
        "no need to worry",
        "per cent",
        "%",
        "probability",
        "likely",
        "chance",
        "diagnos",
        "stenosis",
        "sciatica",
        "cauda",
        "sepsis",
        "embol",
        "thrombos",
        "fracture",
        "tumour",
        "slipped",
        "worn",
        "crumbling",
        "!",
    ] {
        assert!(!lower.contains(never), "a text says `{never}`");
    }
    for words in each_level(set) {
        let net = words.net.join(" ");
        assert!(net.contains("cannot examine you"), "{}", words.title);
        assert!(!words.more_urgent.is_empty() && !words.say.is_empty() && !words.bring.is_empty());
    }
    for words in &set.levels[1..] {
        let signs = words.more_urgent.join(" ");
        for sign in [
            "Numbness around your genitals",
            "how you pee or poo",
            "both legs",
            "faint",
            "cold, pale or blue leg",
        ] {
            assert!(
                signs.contains(sign),
                "{} lacks a sign of its net: {sign}",
                words.title
            );
        }
        assert!(
            words
                .net
                .join(" ")
                .contains("call the emergency number and do not wait")
        );
    }
    for words in &set.levels[2..] {
        assert!(
            words.net.join(" ").contains("within six weeks"),
            "{}",
            words.title
        );
    }
    for words in [&set.levels[4], &set.nothing_ticked] {
        assert!(words.lead.contains("does not mean that nothing is wrong"));
    }
}
