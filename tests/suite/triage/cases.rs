//! Written people, each with the level, the rules and the patterns the check has to come to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::OnceLock;

use backstride_content::triage::rules::{Kind, Question, RuleSet, Stage, Urgency};
use backstride_content::triage::{Answer, Answered, Outcome, Scope, Step, next, outcome};

use super::{ASSETS, shipped};

const FILE: &str = "/triage/people.cases.toml";

/// One written person.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) name: String,
    line: String,
    side: String,
    yes: Vec<String>,
    unsure: Vec<String>,
    no: Vec<String>,
    open: Vec<String>,
    numbers: BTreeMap<String, u32>,
    time: String,
    pub(super) level: Urgency,
    rules: Vec<String>,
    patterns: Option<Vec<String>>,
}

pub(super) fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(|| {
        let text = fs::read_to_string(format!("{ASSETS}{FILE}")).unwrap();
        let table: toml::Table = text.parse().unwrap();
        table["cases"]
            .as_array()
            .unwrap()
            .iter()
            .map(read)
            .collect()
    })
}

fn read(value: &toml::Value) -> Case {
    let table = value.as_table().unwrap();
    let text = |key: &str| table[key].as_str().unwrap().to_owned();
    let list = |key: &str| -> Vec<String> {
        let found = table.get(key).and_then(toml::Value::as_array);
        let each = found.into_iter().flatten();
        each.map(|it| it.as_str().unwrap().to_owned()).collect()
    };
    let number = |key: &str| {
        let found = table.get(key).and_then(toml::Value::as_integer);
        found.map(|it| (key.to_owned(), u32::try_from(it).unwrap()))
    };
    let level = text("level");
    Case {
        name: text("name"),
        line: text("line"),
        side: text("side"),
        yes: list("yes"),
        unsure: list("unsure"),
        no: list("no"),
        open: list("open"),
        numbers: ["age", "start_age"]
            .iter()
            .filter_map(|key| number(key))
            .collect(),
        time: text("time"),
        level: Urgency::ALL.iter().find(|it| it.0 == level).unwrap().1,
        rules: list("rules"),
        patterns: table.contains_key("patterns").then(|| list("patterns")),
    }
}

impl Case {
    /// Every question answered: none and no where nothing is said, and yes to what reassures.
    pub(super) fn sheet(&self, set: &RuleSet) -> Vec<Answered> {
        set.questions
            .iter()
            .map(|question| Answered {
                question: question.id.clone(),
                answer: self.answer(question),
            })
            .collect()
    }

    fn answer(&self, question: &Question) -> Answer {
        let id = &question.id;
        match &question.kind {
            Kind::YesNo { reassures, .. } => {
                if self.open.contains(id) {
                    Answer::Unsure
                } else if self.yes.contains(id) || (*reassures && !self.no.contains(id)) {
                    Answer::Yes
                } else {
                    Answer::No
                }
            }
            Kind::Some { options } => {
                let named = |list: &[String]| -> Vec<String> {
                    let ids = options.iter().map(|it| &it.id);
                    ids.filter(|it| list.contains(&format!("{id}.{it}")))
                        .cloned()
                        .collect()
                };
                let (yes, unsure) = (named(&self.yes), named(&self.unsure));
                if yes.is_empty() && unsure.is_empty() {
                    Answer::None
                } else {
                    Answer::Some { yes, unsure }
                }
            }
            Kind::Steps { .. } => Answer::Step(self.time.clone()),
            Kind::Number { .. } => Answer::Number(self.numbers.get(id).copied().unwrap_or(50)),
        }
    }
}

/// Goes through the check as a person does, one question after the other, until it ends.
pub(super) fn walk(set: &RuleSet, sheet: &[Answered]) -> (Outcome, Vec<Answered>) {
    let mut given: Vec<Answered> = Vec::new();
    loop {
        match next(set, &given, Scope::Full).unwrap() {
            Step::Done(outcome) => return (outcome, given),
            Step::Ask {
                question,
                path,
                about,
            } => {
                assert!(path.len() < about, "progress never passes its end");
                let answer = sheet.iter().find(|it| it.question == question.id).unwrap();
                assert!(!given.contains(answer), "{} is asked twice", question.id);
                given.push(answer.clone());
            }
        }
    }
}

/// The first written person a set of rules treats otherwise.
pub(super) fn unlike_the_cases(set: &RuleSet) -> Option<String> {
    cases().iter().find_map(|case| {
        let (outcome, _) = walk(set, &case.sheet(set));
        let same = outcome.level == Some(case.level) && outcome.rules == case.rules;
        (!same).then(|| {
            let level = outcome.level.map(Urgency::name);
            format!("{}: {level:?} by {:?}", case.name, outcome.rules)
        })
    })
}

#[test]
fn every_written_person_is_told_what_is_written() {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        renew();
        return;
    }
    assert_eq!(unlike_the_cases(shipped()), None);
    for case in cases() {
        let (outcome, _) = walk(shipped(), &case.sheet(shipped()));
        if let Some(patterns) = &case.patterns {
            let found: Vec<&String> = outcome.patterns.iter().map(|it| &it.pattern).collect();
            assert_eq!(found, patterns.iter().collect::<Vec<_>>(), "{}", case.name);
        }
        // Every tick is echoed, what decided first.
        let ticked = case.yes.iter().filter(|it| {
            let (question, _) = it.split_once('.').unwrap_or((it, ""));
            outcome.path.iter().any(|it| it == question)
                && shipped().question(question).unwrap().stage == Stage::Signs
        });
        for tick in ticked {
            let echoed = outcome.reasons.iter().any(|it| {
                let choice = it
                    .choice
                    .as_ref()
                    .map_or(String::new(), |it| format!(".{it}"));
                format!("{}{choice}", it.question) == *tick
            });
            assert!(echoed, "{}: {tick} is not among the reasons", case.name);
        }
        let first = outcome.reasons.first().and_then(|it| it.level);
        if case.level != Urgency::SelfCare {
            assert_eq!(
                first,
                Some(case.level),
                "{}: what decided comes first",
                case.name
            );
        }
    }
    println!(
        "symptom check: {} written people, each with its level and all its rules",
        cases().len()
    );
}

/// Writes the rules that hold into the file; a person reads the difference.
fn renew() {
    let path = format!("{ASSETS}{FILE}");
    let text = fs::read_to_string(&path).unwrap();
    let mut each = cases().iter();
    let lines = text.lines().map(|line| {
        if !line.starts_with("rules = ") {
            return line.to_owned();
        }
        let (outcome, _) = walk(shipped(), &each.next().unwrap().sheet(shipped()));
        let rules: Vec<String> = outcome.rules.iter().map(|it| format!("\"{it}\"")).collect();
        format!("rules = [{}]", rules.join(", "))
    });
    fs::write(path, lines.collect::<Vec<_>>().join("\n") + "\n").unwrap();
}

#[test]
fn every_line_has_somebody_just_inside_and_somebody_just_outside() {
    assert!(cases().len() >= 120, "{}", cases().len());
    let names: BTreeSet<&str> = cases().iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names.len(), cases().len(), "no name twice");
    for rule in shipped().rules.iter().filter(|it| it.only_with.is_none()) {
        let on = |side: &str| {
            cases()
                .iter()
                .filter(|it| it.line == rule.id && it.side == side)
                .collect::<Vec<_>>()
        };
        let (inside, outside) = (on("in"), on("out"));
        assert!(
            !inside.is_empty() && !outside.is_empty(),
            "{} lacks a side",
            rule.id
        );
        for case in inside {
            // Somebody stopped by an emergency may not have come to the end, so the whole sheet is read.
            let all = outcome(shipped(), &case.sheet(shipped()), Scope::Full).unwrap();
            assert!(
                all.rules.contains(&rule.id),
                "{} is inside {}",
                case.name,
                rule.id
            );
        }
        for case in outside {
            let all = outcome(shipped(), &case.sheet(shipped()), Scope::Full).unwrap();
            assert!(
                !all.rules.contains(&rule.id),
                "{} is outside {}",
                case.name,
                rule.id
            );
        }
    }
    assert!(
        cases()
            .iter()
            .all(|it| it.line == "story" || shipped().rule(&it.line).is_some())
    );
}

#[test]
fn somebody_with_nothing_special_sees_at_most_fourteen_screens() {
    let mut screens = Vec::new();
    for age in 18..60 {
        for time in ["w0", "w2", "w6", "m3"] {
            let mut plain = cases()
                .iter()
                .find(|it| it.name.starts_with("Nothing special"))
                .unwrap()
                .clone();
            plain.numbers.insert("age".to_owned(), age);
            plain.time = time.to_owned();
            let (outcome, given) = walk(shipped(), &plain.sheet(shipped()));
            assert_eq!(outcome.level, Some(Urgency::SelfCare));
            screens.push(given.len());
        }
    }
    screens.sort_unstable();
    let (median, most) = (screens[screens.len() / 2], *screens.last().unwrap());
    println!("symptom check: nothing special is {median} screens in the median and {most} at most");
    assert!(median <= 14 && most <= 14, "{median}, {most}");
}

#[test]
fn urgent_results_carry_no_pattern_and_hide_every_routine_and_later_ones_only_for_the_reasons_named()
 {
    for case in cases() {
        let (outcome, _) = walk(shipped(), &case.sheet(shipped()));
        if case.level <= Urgency::Today {
            assert!(
                outcome.hides_routines && outcome.patterns.is_empty(),
                "{}",
                case.name
            );
        } else {
            let reasons = [
                "bones",
                "cancer",
                "infection",
                "kidneys",
                "vessels",
                "elsewhere",
            ];
            let of = outcome.rules.iter().filter_map(|id| shipped().rule(id));
            let hiding: Vec<_> = of.filter(|it| it.hides_routines).collect();
            assert_eq!(outcome.hides_routines, !hiding.is_empty(), "{}", case.name);
            assert!(
                hiding
                    .iter()
                    .all(|it| reasons.contains(&it.family.as_str()))
            );
        }
    }
    for id in ["NE3-days", "STRONG", "WEAK2", "AGE60", "COUGH-days"] {
        assert!(!shipped().rule(id).unwrap().hides_routines, "{id}");
    }
}
