//! The rules, broken one at a time: every one of them has to be noticed.

use std::fs;
use std::path::Path;

use backstride_content::triage::rules::{Expr, Kind, RuleSet, Unsure, Urgency};

use super::cases::unlike_the_cases;
use super::proofs::Judge;
use super::{ASSETS, shipped};
use crate::content::load;

/// The same set with both exceptions signed.
fn all_signed(set: &RuleSet) -> RuleSet {
    let mut set = set.clone();
    set.exceptions
        .iter_mut()
        .for_each(|it| it.signed_off = true);
    set
}

/// Whether the lines notice a mutant, as it ships or with the exceptions signed.
fn noticed(judge: &mut Judge, mutant: &RuleSet) -> bool {
    judge.unlike(mutant).is_some() || !judge.alike(&all_signed(mutant), &all_signed(shipped()))
}

#[test]
fn no_rule_can_be_removed_or_lowered_without_being_noticed() {
    let set = shipped();
    let mut mutants = Vec::new();
    for (at, rule) in set.rules.iter().enumerate() {
        let mut without = set.clone();
        // Kept in its place and never holding, so that rules that name it are broken only where they should be.
        without.rules[at].when = Expr::Any(Vec::new());
        mutants.push((format!("{} removed", rule.id), without));
        let mut lowered = set.clone();
        lowered.rules[at].level = Urgency::ALL[rule.level as usize + 1].1;
        mutants.push((format!("{} lowered", rule.id), lowered));
        if let Some(id) = &rule.unless {
            let mut excepted = set.clone();
            let own = excepted.exceptions.iter_mut().filter(|it| it.id == *id);
            own.for_each(|it| it.signed_off = true);
            mutants.push((format!("{} with {id} signed", rule.id), excepted));
        }
    }
    let total = mutants.len();
    let mut judge = Judge::new();
    let (mut by_lines, mut by_people, mut alive) = (0, 0, Vec::new());
    for (name, mutant) in mutants {
        let (lines, people) = (
            noticed(&mut judge, &mutant),
            unlike_the_cases(&mutant).is_some(),
        );
        by_lines += usize::from(lines);
        by_people += usize::from(people);
        if !lines && !people {
            alive.push(name);
        }
    }
    let killed = total - alive.len();
    println!(
        "symptom check: rules removed, lowered by one or excepted: {killed}/{total} noticed (by written lines {by_lines}, by written people {by_people})"
    );
    assert_eq!(alive, Vec::<String>::new());
    assert!(total >= 2 * set.rules.len());
}

/// Changes that change nothing for any sheet of answers, each with its reason. A new one has to be understood first.
const SAME: &[&str] = &[
    // A list that is only shown after the tick that the condition asks for too.
    "KI1: without ill.side",
    "VA4: without leg.swollen",
    "VA5: without leg.swollen",
    "CES6-days: without #CES6",
    // Asked only at 60 and over, for pain of over six weeks.
    "CA5: without age>=60",
    "CA5: age from 59",
    "CA5: without time>=2",
    "CA5: time from 1",
    "AGE60: without age>=60",
    "AGE60: age from 59",
    "AGE60: without time>=2",
    "AGE60: time from 1",
    // The sport is asked for only under 25, and only when arching hurts.
    "FX6: without age<25",
    "FX6: age below 26",
    "FX6: without worse.arching",
    // The direct sign has seven of the four points.
    "VA3: without all",
    "VA3: without leg.calf",
    "VA3: without calf.same",
    "VA3: without calf.stand",
    // Pain at night that no position eases is pain that no position eases.
    "WEAK1: without all",
    "WEAK1: without nature.night",
    // It only adds to a pattern.
    "leg_most is never asked",
];

#[test]
fn no_part_of_a_condition_can_change_without_being_noticed() {
    let set = shipped();
    let mut judge = Judge::new();
    let mut mutants = Vec::new();
    for at in 0..set.rules.len() {
        for (what, changed) in changes(&set.rules[at].when) {
            let mut mutant = set.clone();
            mutant.rules[at].when = changed;
            mutants.push((format!("{}: {what}", set.rules[at].id), mutant));
        }
    }
    for at in 0..set.questions.len() {
        if set.questions[at].when.is_some() {
            let mut mutant = set.clone();
            mutant.questions[at].when = Some(Expr::Any(Vec::new()));
            mutants.push((format!("{} is never asked", set.questions[at].id), mutant));
        }
    }
    let total = mutants.len();
    let (mut by_lines, mut same, mut alive) = (0, 0, Vec::new());
    for (name, mutant) in mutants {
        if noticed(&mut judge, &mutant) {
            by_lines += 1;
        } else if SAME.contains(&name.as_str()) {
            same += 1;
        } else {
            alive.push(name);
        }
    }
    println!(
        "symptom check: parts of conditions dropped or moved by one: {by_lines}/{total} noticed, {same} proven to change nothing, {} alive",
        alive.len()
    );
    assert_eq!(alive, Vec::<String>::new());
}

#[test]
fn what_not_sure_counts_as_cannot_change_without_being_noticed() {
    let set = shipped();
    let mut judge = Judge::new();
    let dir = tempfile::tempdir().unwrap();
    copied(Path::new(ASSETS), dir.path());
    let file = dir.path().join("triage/questions.toml");
    let written = fs::read_to_string(&file).unwrap();
    let (mut by_lines, mut by_build, mut alive) = (0, 0, Vec::new());
    for at in 0..set.questions.len() {
        let Kind::Some { options } = &set.questions[at].kind else {
            continue;
        };
        for (place, option) in options
            .iter()
            .enumerate()
            .filter(|it| it.1.unsure != Unsure::No)
        {
            let mut mutant = set.clone();
            if let Kind::Some { options } = &mut mutant.questions[at].kind {
                options[place].unsure = Unsure::No;
            }
            if noticed(&mut judge, &mutant) {
                by_lines += 1;
                continue;
            }
            // An emergency reads every "not sure" as a yes, so this changes nothing; and it cannot be built either.
            let line = format!("{{ id = \"{}\", text = \"{}\"", option.id, option.text);
            let changed: Vec<String> = written
                .lines()
                .map(|it| match it.trim().starts_with(&line) {
                    true => it
                        .replace(", unsure = \"yes\"", "")
                        .replace(", unsure = \"emergency\"", ""),
                    false => it.to_owned(),
                })
                .collect();
            fs::write(&file, changed.join("\n")).unwrap();
            let problems = load(dir.path()).err().unwrap_or_default();
            let name = format!("{}.{}", set.questions[at].id, option.id);
            if problems.iter().any(|it| {
                it.message
                    .contains(&format!("{name} is part of the emergency rule"))
            }) {
                by_build += 1;
            } else {
                alive.push(name);
            }
        }
    }
    println!(
        "symptom check: not sure turned into a no: {by_lines} noticed by written lines, {by_build} refused by the build, {} alive",
        alive.len()
    );
    assert_eq!(alive, Vec::<String>::new());
    assert!(by_lines >= 20 && by_build >= 10);
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copied(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// How a part is named in a report.
fn named(expr: &Expr) -> String {
    match expr {
        Expr::Is {
            question,
            option: Some(option),
        } => format!("{question}.{option}"),
        Expr::Is {
            question,
            option: None,
        } => question.clone(),
        Expr::IsNot { question } => format!("!{question}"),
        Expr::From { question, least } => format!("{question}>={least}"),
        Expr::Below { question, limit } => format!("{question}<{limit}"),
        Expr::Rule { id } => format!("#{id}"),
        Expr::Function { .. } => "$function".to_owned(),
        Expr::All(_) => "all".to_owned(),
        Expr::Any(_) => "any".to_owned(),
        Expr::AtLeast { .. } => "least".to_owned(),
    }
}

/// Every way to drop one part of a condition, or to move one of its limits by one.
fn changes(expr: &Expr) -> Vec<(String, Expr)> {
    let mut found = Vec::new();
    match expr {
        Expr::All(of) | Expr::Any(of) => {
            let whole = |parts: Vec<Expr>| match expr {
                Expr::All(_) => Expr::All(parts),
                _ => Expr::Any(parts),
            };
            for at in 0..of.len() {
                let mut without = of.clone();
                let gone = without.remove(at);
                found.push((format!("without {}", named(&gone)), whole(without)));
                for (what, changed) in changes(&of[at]) {
                    let mut with = of.clone();
                    with[at] = changed;
                    found.push((what, whole(with)));
                }
            }
        }
        Expr::AtLeast { least, of } => {
            for other in [least - 1, least + 1] {
                let changed = Expr::AtLeast {
                    least: other,
                    of: of.clone(),
                };
                found.push((format!("at least {other}"), changed));
            }
            for at in 0..of.len() {
                let mut without = of.clone();
                let gone = without.remove(at);
                let changed = Expr::AtLeast {
                    least: *least,
                    of: without,
                };
                found.push((format!("at least without {}", named(&gone)), changed));
            }
        }
        Expr::From { question, least } => {
            let most = if question == "time" { 3 } else { u32::MAX };
            for other in [least - 1, least + 1].into_iter().filter(|it| *it <= most) {
                let changed = Expr::From {
                    question: question.clone(),
                    least: other,
                };
                found.push((format!("{question} from {other}"), changed));
            }
        }
        Expr::Below { question, limit } => {
            for other in [limit - 1, limit + 1] {
                let changed = Expr::Below {
                    question: question.clone(),
                    limit: other,
                };
                found.push((format!("{question} below {other}"), changed));
            }
        }
        _ => {}
    }
    found
}
