//! What has to hold along every way through the check, as far as it can be seen without asking anybody.

use std::collections::BTreeSet;

use super::{PATTERNS, QUESTIONS, RULES};
use crate::triage::check::{Answer, Answered, Facts};
use crate::triage::logic::{Reader, Reading};
use crate::triage::rules::{Expr, Kind, Question, RuleSet, Stage, Unsure, Urgency};

/// What is wrong, by file.
pub(super) fn problems(set: &RuleSet) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    order(set, &mut found);
    readers(set, &mut found);
    exceptions(set, &mut found);
    emergencies(set, &mut found);
    reachable(set, &mut found);
    found
}

/// A question depends on earlier ones only, so there is no way round in a circle; and signs come before behaviour, so no
/// mild result can come before a question about an emergency.
fn order(set: &RuleSet, found: &mut Vec<(&'static str, String)>) {
    let mut before = BTreeSet::new();
    let mut behaviour = false;
    for question in &set.questions {
        for read in when_reads(question) {
            if !before.contains(read) {
                let message = format!(
                    "the question {} depends on `{read}`, which is not asked before it",
                    question.id
                );
                found.push((QUESTIONS, message));
            }
        }
        before.insert(question.id.as_str());
        if behaviour && question.stage == Stage::Signs {
            let message = format!(
                "the question {} is about signs and stands behind one about behaviour",
                question.id
            );
            found.push((QUESTIONS, message));
        }
        behaviour |= question.stage == Stage::Behaviour;
        if question.short && question.stage == Stage::Behaviour {
            found.push((
                QUESTIONS,
                format!(
                    "the question {} is about behaviour and not for the short check",
                    question.id
                ),
            ));
        }
    }
}

fn when_reads(question: &Question) -> BTreeSet<&str> {
    let mut read = BTreeSet::new();
    if let Some(when) = &question.when {
        when.each(&mut |part| read.extend(part.question()));
    }
    read
}

/// Every answer leads somewhere: a rule, a pattern, an exception or another question reads it.
fn readers(set: &RuleSet, found: &mut Vec<(&'static str, String)>) {
    let mut read: BTreeSet<(&str, Option<&str>)> = BTreeSet::new();
    let mut all: Vec<&Expr> = Vec::new();
    all.extend(set.questions.iter().filter_map(|it| it.when.as_ref()));
    all.extend(set.rules.iter().map(|it| &it.when));
    all.extend(
        set.patterns
            .iter()
            .flat_map(|it| &it.points)
            .map(|it| &it.when),
    );
    all.extend(set.exceptions.iter().flat_map(|it| &it.none));
    for expr in all {
        expr.each(&mut |part| match part {
            Expr::Is { question, option } => {
                read.insert((question, option.as_deref()));
            }
            Expr::IsNot { question }
            | Expr::From { question, .. }
            | Expr::Below { question, .. } => {
                read.insert((question, None));
            }
            _ => {}
        });
    }
    for exception in &set.exceptions {
        read.extend(exception.yes.iter().map(|it| (it.as_str(), None)));
    }
    for question in &set.questions {
        let id = question.id.as_str();
        let open: Vec<String> = match &question.kind {
            Kind::Some { options } => options
                .iter()
                .filter(|it| !read.contains(&(id, Some(it.id.as_str()))))
                .map(|it| format!("{id}.{}", it.id))
                .collect(),
            _ if read.contains(&(id, None)) => Vec::new(),
            _ => vec![id.to_owned()],
        };
        for answer in open {
            found.push((
                QUESTIONS,
                format!("the answer {answer} leads nowhere: nothing reads it"),
            ));
        }
    }
    for pattern in &set.patterns {
        let other = pattern.before.as_deref();
        if other.is_some_and(|it| set.pattern(it).is_none()) {
            found.push((
                PATTERNS,
                format!(
                    "the pattern {} stands before one that is not here",
                    pattern.id
                ),
            ));
        }
    }
}

/// An exception rests on reassuring questions that are asked for it alone.
fn exceptions(set: &RuleSet, found: &mut Vec<(&'static str, String)>) {
    for exception in &set.exceptions {
        for id in &exception.yes {
            let fits = set.question(id).is_some_and(|it| {
                let reassures = matches!(
                    it.kind,
                    Kind::YesNo {
                        reassures: true,
                        ..
                    }
                );
                reassures && it.exception.as_ref() == Some(&exception.id)
            });
            if !fits {
                found.push((RULES, format!("the exception {} rests on `{id}`, which is no reassuring question of its own", exception.id)));
            }
        }
    }
    for question in &set.questions {
        let known = question.exception.as_ref();
        if known.is_some_and(|id| set.exception(id).is_none()) {
            found.push((
                QUESTIONS,
                format!("the question {} belongs to no known exception", question.id),
            ));
        }
    }
}

/// Emergencies rest on signs alone and read "not sure" as yes; what is urgent never waits for questions on behaviour.
fn emergencies(set: &RuleSet, found: &mut Vec<(&'static str, String)>) {
    for rule in &set.rules {
        if rule.level > Urgency::Today {
            continue;
        }
        for (question, option) in reads(set, &rule.when) {
            let Some(asked) = set.question(question) else {
                continue;
            };
            if asked.stage == Stage::Behaviour {
                found.push((RULES, format!("the urgent rule {} reads `{question}`, which is asked only when nothing is urgent", rule.id)));
            }
            let counts = asked.unsure(option).is_none_or(|it| it != Unsure::No);
            if rule.level == Urgency::Emergency && !counts {
                let name = option.map_or(question.to_owned(), |it| format!("{question}.{it}"));
                found.push((QUESTIONS, format!("{name} is part of the emergency rule {}, so `unsure` has to be \"yes\" or \"emergency\"", rule.id)));
            }
        }
    }
    let first = set.questions.first();
    let opens = first.is_some_and(|first| {
        let mut urgent = set.rules.iter().filter(|it| it.level == Urgency::Emergency);
        urgent.any(|it| reads(set, &it.when).iter().any(|read| read.0 == first.id))
    });
    if !opens {
        found.push((
            QUESTIONS,
            "the first question has to be one that can find an emergency".to_owned(),
        ));
    }
}

/// Every answer a condition reads, also through other rules and functions.
fn reads<'a>(set: &'a RuleSet, expr: &'a Expr) -> BTreeSet<(&'a str, Option<&'a str>)> {
    let mut read = BTreeSet::new();
    let mut further = Vec::new();
    expr.each(&mut |part| match part {
        Expr::Is { question, option } => {
            read.insert((question.as_str(), option.as_deref()));
        }
        Expr::Rule { id } => further.extend(set.rule(id).map(|it| &it.when)),
        Expr::Function { .. } => {
            let pattern = set.pattern("VASC");
            further.extend(
                pattern
                    .into_iter()
                    .flat_map(|it| &it.points)
                    .map(|it| &it.when),
            );
        }
        other => read.extend(other.question().map(|it| (it, None))),
    });
    for expr in further {
        read.extend(reads(set, expr));
    }
    read
}

/// Every question can come up and every rule can hold, for somebody who ticks everything at some age and time.
fn reachable(set: &RuleSet, found: &mut Vec<(&'static str, String)>) {
    let mut signed = set.clone();
    for exception in &mut signed.exceptions {
        exception.signed_off = true;
    }
    let mut people = vec![Vec::new()];
    for question in &signed.questions {
        let answers = everything(&signed, question);
        people = people
            .into_iter()
            .flat_map(|person| {
                answers.iter().map(move |answer| {
                    let mut person: Vec<Answered> = person.clone();
                    person.push(Answered {
                        question: question.id.clone(),
                        answer: answer.clone(),
                    });
                    person
                })
            })
            .collect();
    }
    let mut asked = BTreeSet::new();
    let mut held = BTreeSet::new();
    for person in &people {
        let mut facts = Facts::new(&signed, person);
        let mut reader = Reader::new(&signed, &mut facts);
        for question in &signed.questions {
            if reader.asked(&question.id) {
                asked.insert(question.id.as_str());
            }
        }
        for rule in &signed.rules {
            // The exceptions' own answers are proven by the suite, which does not tick everything at once.
            let rest = match &rule.when {
                Expr::All(of) => of
                    .iter()
                    .filter(|it| !matches!(it, Expr::IsNot { .. }))
                    .collect(),
                other => vec![other],
            };
            if rest.iter().all(|it| reader.holds(it, Reading::Plain)) {
                held.insert(rule.id.as_str());
            }
        }
    }
    for question in &set.questions {
        if !asked.contains(question.id.as_str()) {
            found.push((
                QUESTIONS,
                format!("the question {} never comes up", question.id),
            ));
        }
    }
    for rule in &set.rules {
        if !held.contains(rule.id.as_str()) {
            found.push((RULES, format!("the rule {} can never hold", rule.id)));
        }
    }
    for (name, level) in &Urgency::ALL[..4] {
        if !set.rules.iter().any(|it| it.level == *level) {
            found.push((RULES, format!("no rule leads to the level {name}")));
        }
    }
}

/// The answers of somebody who says yes to everything, one for each number or step that makes a difference.
fn everything(set: &RuleSet, question: &Question) -> Vec<Answer> {
    match &question.kind {
        Kind::YesNo { .. } => vec![Answer::Yes],
        Kind::Some { options } => vec![Answer::Some {
            yes: options.iter().map(|it| it.id.clone()).collect(),
            unsure: Vec::new(),
        }],
        Kind::Steps { steps } => steps.iter().map(|it| Answer::Step(it.id.clone())).collect(),
        Kind::Number { low, .. } => {
            let mut edges = BTreeSet::from([*low]);
            let mut note = |part: &Expr| match part {
                Expr::From {
                    question: id,
                    least,
                } if *id == question.id => {
                    edges.insert(*least);
                }
                Expr::Below {
                    question: id,
                    limit,
                } if *id == question.id => {
                    edges.insert(*limit);
                }
                _ => {}
            };
            set.rules.iter().for_each(|it| it.when.each(&mut note));
            set.questions
                .iter()
                .filter_map(|it| it.when.as_ref())
                .for_each(|it| it.each(&mut note));
            set.patterns
                .iter()
                .flat_map(|it| &it.points)
                .for_each(|it| it.when.each(&mut note));
            edges.into_iter().map(Answer::Number).collect()
        }
    }
}
