//! Conditions as authors write them, read once all questions and rules are known.

use std::collections::BTreeSet;

use toml::Value;

use super::{PATTERNS, QUESTIONS, RULES};
use crate::author::meant;
use crate::triage::rules::{Expr, Function, Kind, RuleSet};

/// Conditions that were found and not yet read.
#[derive(Default)]
pub(super) struct Open {
    questions: Vec<(String, Value)>,
    rules: Vec<(String, Option<Value>)>,
    exceptions: Vec<(String, Option<Value>)>,
    points: Vec<(String, usize, Option<Value>)>,
}

impl Open {
    pub(super) fn question(&mut self, id: &str, when: Value) {
        self.questions.push((id.to_owned(), when));
    }

    pub(super) fn rule(&mut self, id: &str, when: Option<Value>) {
        self.rules.push((id.to_owned(), when));
    }

    pub(super) fn exception(&mut self, id: &str, none: Option<Value>) {
        self.exceptions.push((id.to_owned(), none));
    }

    pub(super) fn points(&mut self, pattern: &str, at: usize, when: Option<Value>) {
        self.points.push((pattern.to_owned(), at, when));
    }
}

/// Reads every condition into its place; gives back what is wrong, by file.
pub(super) fn settle(set: &mut RuleSet, open: Open) -> Vec<(&'static str, String)> {
    let mut problems = Vec::new();
    let mut read = |set: &RuleSet, file, place: &str, value: Option<Value>| {
        let Some(value) = value else {
            problems.push((file, format!("{place} has no condition")));
            return Expr::Any(Vec::new());
        };
        parse(set, &value).unwrap_or_else(|message| {
            problems.push((file, format!("{place}: {message}")));
            Expr::Any(Vec::new())
        })
    };
    for (id, when) in open.questions {
        let expr = read(set, QUESTIONS, &format!("the question {id}"), Some(when));
        if let Some(question) = set.questions.iter_mut().find(|it| it.id == id) {
            question.when = Some(expr);
        }
    }
    for (id, when) in open.rules {
        let expr = read(set, RULES, &format!("the rule {id}"), when);
        if let Some(rule) = set.rules.iter_mut().find(|it| it.id == id) {
            rule.when = expr;
        }
    }
    for (id, none) in open.exceptions {
        let place = format!("the exception {id}");
        let all = match none {
            Some(Value::Array(values)) => values
                .into_iter()
                .map(|value| read(set, RULES, &place, Some(value)))
                .collect(),
            other => vec![read(set, RULES, &place, other)],
        };
        if let Some(exception) = set.exceptions.iter_mut().find(|it| it.id == id) {
            exception.none = all;
        }
    }
    for (id, at, when) in open.points {
        let expr = read(set, PATTERNS, &format!("the pattern {id}"), when);
        let pattern = set.patterns.iter_mut().find(|it| it.id == id);
        if let Some(points) = pattern.and_then(|it| it.points.get_mut(at)) {
            points.when = expr;
        }
    }
    for rule in &set.rules {
        if circular(set, &rule.id, &mut BTreeSet::new()) {
            problems.push((RULES, format!("the rule {} leads back to itself", rule.id)));
        }
    }
    problems
}

fn circular(set: &RuleSet, id: &str, above: &mut BTreeSet<String>) -> bool {
    if !above.insert(id.to_owned()) {
        return true;
    }
    let mut found = false;
    if let Some(rule) = set.rule(id) {
        rule.when.each(&mut |part| {
            if let Expr::Rule { id } = part {
                found = found || circular(set, id, above);
            }
        });
    }
    above.remove(id);
    found
}

fn parse(set: &RuleSet, value: &Value) -> Result<Expr, String> {
    match value {
        Value::String(text) => atom(set, text),
        Value::Table(table) => {
            let list = |key: &str| match table.get(key) {
                Some(Value::Array(values)) if !values.is_empty() => values
                    .iter()
                    .map(|value| parse(set, value))
                    .collect::<Result<Vec<_>, _>>()
                    .map(Some),
                Some(_) => Err(format!("`{key}` has to be a list that holds something")),
                None => Ok(None),
            };
            let keys: Vec<&str> = table.keys().map(String::as_str).collect();
            match keys.as_slice() {
                ["all"] => Ok(Expr::All(list("all")?.unwrap_or_default())),
                ["any"] => Ok(Expr::Any(list("any")?.unwrap_or_default())),
                ["least", "of"] | ["of", "least"] => {
                    let of = list("of")?.unwrap_or_default();
                    let least = table["least"].as_integer();
                    let least = least.and_then(|it| u32::try_from(it).ok());
                    let fits = least.filter(|it| *it >= 1 && *it as usize <= of.len());
                    let least =
                        fits.ok_or("`least` has to be between 1 and the number of parts")?;
                    Ok(Expr::AtLeast { least, of })
                }
                _ => Err(format!(
                    "a condition is a text, {{ all = [..] }}, {{ any = [..] }} or {{ least = n, of = [..] }}, not one of {}",
                    keys.join(", ")
                )),
            }
        }
        _ => Err("a condition is a text or a table".to_owned()),
    }
}

fn atom(set: &RuleSet, text: &str) -> Result<Expr, String> {
    if let Some(id) = text.strip_prefix('#') {
        return match set.rule(id) {
            Some(_) => Ok(Expr::Rule { id: id.to_owned() }),
            None => Err(unknown(
                "rule",
                id,
                set.rules.iter().map(|it| it.id.as_str()),
            )),
        };
    }
    if let Some(name) = text.strip_prefix('$') {
        let found = Function::ALL.iter().find(|(known, _)| *known == name);
        let names = Function::ALL.iter().map(|(known, _)| *known);
        return match found {
            Some((_, name)) => Ok(Expr::Function { name: *name }),
            None => Err(unknown("function", name, names)),
        };
    }
    if let Some(id) = text.strip_prefix('!') {
        return match &question(set, id)?.kind {
            Kind::YesNo {
                reassures: true, ..
            } => Ok(Expr::IsNot {
                question: id.to_owned(),
            }),
            _ => Err(format!(
                "`{text}`: only a question that reassures can be turned round"
            )),
        };
    }
    if let Some((id, limit)) = text.split_once(">=") {
        let least = place(set, id, limit)?;
        let question = id.to_owned();
        return Ok(Expr::From { question, least });
    }
    if let Some((id, limit)) = text.split_once('<') {
        let limit = place(set, id, limit)?;
        let question = id.to_owned();
        return Ok(Expr::Below { question, limit });
    }
    if let Some((id, option)) = text.split_once('.') {
        let found = question(set, id)?;
        let options = found.choices().iter().map(|it| it.id.as_str());
        return match &found.kind {
            Kind::Some { options: all } if all.iter().any(|it| it.id == option) => Ok(Expr::Is {
                question: id.to_owned(),
                option: Some(option.to_owned()),
            }),
            Kind::Some { .. } => Err(unknown(&format!("option of `{id}`"), option, options)),
            _ => Err(format!("`{text}`: `{id}` has no options to tick")),
        };
    }
    match &question(set, text)?.kind {
        Kind::YesNo {
            reassures: false, ..
        } => Ok(Expr::Is {
            question: text.to_owned(),
            option: None,
        }),
        _ => Err(format!(
            "`{text}` is no question of yes and no that speaks for urgency"
        )),
    }
}

fn place(set: &RuleSet, id: &str, limit: &str) -> Result<u32, String> {
    let found = question(set, id)?;
    match &found.kind {
        Kind::Number { low, high, .. } => {
            let number: Option<u32> = limit.parse().ok();
            let fits = number.filter(|it| (*low + 1..=*high).contains(it));
            fits.ok_or(format!(
                "`{limit}` is no number that tells answers to `{id}` apart"
            ))
        }
        Kind::Steps { steps } => {
            let at = steps.iter().position(|it| it.id == limit);
            let at = at
                .and_then(|it| u32::try_from(it).ok())
                .filter(|it| *it > 0);
            at.ok_or(format!("`{limit}` is no step of `{id}` after the first"))
        }
        _ => Err(format!("`{id}` is neither a number nor has it steps")),
    }
}

fn question<'a>(set: &'a RuleSet, id: &str) -> Result<&'a crate::triage::Question, String> {
    let ids = set.questions.iter().map(|it| it.id.as_str());
    set.question(id).ok_or_else(|| unknown("question", id, ids))
}

fn unknown<'n>(what: &str, written: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    let hint = meant(written, known).map_or(String::new(), |name| format!("; is `{name}` meant?"));
    format!("there is no {what} `{written}`{hint}")
}
