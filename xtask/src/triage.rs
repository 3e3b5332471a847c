//! `cargo xtask triage`: the symptom check as a list, as a drawing, as a table to sign, and tried with answers.

use backstride_content::Bundle;
use backstride_content::triage::rules::{Expr, Kind, Question, RuleSet, Urgency};
use backstride_content::triage::{Answer, Answered, Outcome, Scope, Step, next};
use serde_json::{Value, json};

use crate::repo::Repo;
use crate::say;

const FLAGS: &str = "cargo xtask triage takes one of

  --list                every question with its id, its text and its answers
  --answers FILE.toml   what the check says to these answers, as JSON
  --graph               the questions and what they lead to, for Graphviz
  --table               one row a rule, for a clinician to sign (tab-separated)";

/// Prints what the flags ask for.
pub fn run(repo: &Repo, args: &[String]) -> Result<(), String> {
    let bundle = Bundle::load_dir(&repo.at("assets"), &|poses| {
        backstride_draw::figure::judge(poses)
    });
    let set = bundle.map_err(|problems| {
        format!(
            "{} problems in the content; `cargo xtask content` names them",
            problems.len()
        )
    })?;
    let set = &set.check;
    match args
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["--list"] => say::line(list(set)),
        ["--graph"] => say::line(graph(set)),
        ["--table"] => say::line(table(set)),
        ["--answers", file] => {
            let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
            let told = tried(set, &text).map_err(|words| format!("{file}: {words}"))?;
            say::line(serde_json::to_string_pretty(&told).map_err(|error| error.to_string())?);
        }
        _ => return Err(FLAGS.to_owned()),
    }
    Ok(())
}

/// Every question with its answers.
pub fn list(set: &RuleSet) -> String {
    let mut text = format!("{} version {} {}\n", set.id, set.version, set.digest);
    for question in &set.questions {
        text.push_str(&format!("\n{}  {}\n", question.id, question.text));
        if let Some(when) = &question.when {
            text.push_str(&format!("    asked when {}\n", words(set, when)));
        }
        if let Some(exception) = &question.exception {
            text.push_str(&format!("    asked only while {exception} is signed\n"));
        }
        match &question.kind {
            Kind::YesNo { reassures, .. } => {
                let note = if *reassures { " (a yes reassures)" } else { "" };
                text.push_str(&format!("    yes, no, not sure{note}\n"));
            }
            Kind::Some { options } => {
                for option in options {
                    text.push_str(&format!(
                        "    {}.{}  {}\n",
                        question.id, option.id, option.text
                    ));
                }
                text.push_str("    none of these\n");
            }
            Kind::Steps { steps } => {
                for step in steps {
                    text.push_str(&format!("    {}  {}\n", step.id, step.text));
                }
            }
            Kind::Number {
                unit, low, high, ..
            } => {
                text.push_str(&format!("    {low} to {high} {unit}\n"));
            }
        }
    }
    text
}

/// What the check says to a file of answers; a question that comes up and has none is an error, never a no.
pub fn tried(set: &RuleSet, text: &str) -> Result<Value, String> {
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| error.message().to_owned())?;
    let mut sheet = Vec::new();
    for (id, value) in &table {
        let question = set
            .question(id)
            .ok_or_else(|| format!("there is no question `{id}`"))?;
        let answer =
            answer(question, value).ok_or_else(|| format!("`{id}` takes no such answer"))?;
        sheet.push(Answered {
            question: id.clone(),
            answer,
        });
    }
    // Everything is held against the questions first, also what never comes up.
    next(set, &sheet, Scope::Full).map_err(|refused| refused.to_string())?;
    let mut given: Vec<Answered> = Vec::new();
    loop {
        match next(set, &given, Scope::Full).map_err(|refused| refused.to_string())? {
            Step::Done(outcome) => return Ok(told(set, &outcome, &given)),
            Step::Ask { question, .. } => {
                let found = sheet.iter().find(|it| it.question == question.id);
                given.push(
                    found
                        .cloned()
                        .ok_or_else(|| format!("`{}` comes up and is not answered", question.id))?,
                );
            }
        }
    }
}

fn answer(question: &Question, value: &toml::Value) -> Option<Answer> {
    let texts = |value: Option<&toml::Value>| -> Option<Vec<String>> {
        match value {
            None => Some(Vec::new()),
            Some(toml::Value::Array(each)) => each
                .iter()
                .map(|it| it.as_str().map(str::to_owned))
                .collect(),
            Some(_) => None,
        }
    };
    match (&question.kind, value) {
        (Kind::YesNo { .. }, toml::Value::String(word)) => match word.as_str() {
            "yes" => Some(Answer::Yes),
            "no" => Some(Answer::No),
            "unsure" => Some(Answer::Unsure),
            _ => None,
        },
        (Kind::Some { .. }, toml::Value::String(word)) if word == "none" => Some(Answer::None),
        (Kind::Some { .. }, toml::Value::Array(_)) => Some(Answer::Some {
            yes: texts(Some(value))?,
            unsure: Vec::new(),
        }),
        (Kind::Some { .. }, toml::Value::Table(table))
            if table.keys().all(|it| it == "yes" || it == "unsure") =>
        {
            Some(Answer::Some {
                yes: texts(table.get("yes"))?,
                unsure: texts(table.get("unsure"))?,
            })
        }
        (Kind::Steps { .. }, toml::Value::String(step)) => Some(Answer::Step(step.clone())),
        (Kind::Number { .. }, toml::Value::Integer(number)) => {
            u32::try_from(*number).ok().map(Answer::Number)
        }
        _ => None,
    }
}

fn told(set: &RuleSet, outcome: &Outcome, given: &[Answered]) -> Value {
    let reasons = |list: &[backstride_content::triage::Reason]| -> Vec<Value> {
        list.iter()
            .map(|it| json!({ "text": it.text, "unsure": it.unsure, "level": it.level.map(Urgency::name) }))
            .collect()
    };
    json!({
        "rules_of": { "id": set.id, "version": set.version, "digest": set.digest },
        "level": outcome.level.map(Urgency::name),
        "rules": outcome.rules,
        "reasons": reasons(&outcome.reasons),
        "worth_asking": reasons(&outcome.worth_asking),
        "patterns": outcome.patterns.iter().map(|it| &it.pattern).collect::<Vec<_>>(),
        "hides_routines": outcome.hides_routines,
        "asked": given.iter().map(|it| &it.question).collect::<Vec<_>>(),
    })
}

/// The questions in order, what opens them, and the rules each leads to.
pub fn graph(set: &RuleSet) -> String {
    let mut text =
        String::from("digraph check {\n  rankdir=LR;\n  node [shape=box, fontname=sans];\n");
    for (name, _) in Urgency::ALL {
        text.push_str(&format!("  \"{name}\" [shape=ellipse, style=bold];\n"));
    }
    let mut before: Option<&str> = None;
    for question in &set.questions {
        let style = if question.when.is_some() || question.exception.is_some() {
            "dashed"
        } else {
            "solid"
        };
        let label = question.text.replace('"', "'");
        text.push_str(&format!(
            "  \"{}\" [label=\"{}\\n{label}\", style={style}];\n",
            question.id, question.id
        ));
        if let Some(before) = before {
            text.push_str(&format!("  \"{before}\" -> \"{}\";\n", question.id));
        }
        if let Some(when) = &question.when {
            when.each(&mut |part| {
                if let Some(opens) = part.question() {
                    let label = words(set, part).replace('"', "'");
                    text.push_str(&format!(
                        "  \"{opens}\" -> \"{}\" [style=dashed, label=\"{label}\"];\n",
                        question.id
                    ));
                }
            });
        }
        before = Some(&question.id);
    }
    if let Some(last) = before {
        text.push_str(&format!(
            "  \"{last}\" -> \"self_care\" [label=\"no rule holds\"];\n"
        ));
    }
    for rule in &set.rules {
        rule.when.each(&mut |part| {
            let from = match part {
                Expr::Rule { id } => set.rule(id).and_then(|it| it.when.question()),
                _ => part.question(),
            };
            if let Some(from) = from {
                text.push_str(&format!(
                    "  \"{from}\" -> \"{}\" [color=gray, label=\"{}\"];\n",
                    rule.level.name(),
                    rule.id
                ));
            }
        });
    }
    text.push('}');
    text
}

/// One row a rule.
pub fn table(set: &RuleSet) -> String {
    let mut text = String::from(
        "rule\tlevel\tholds when\texception\tin a clinician's words\tsources\tto be decided\tsigned by\ton\n",
    );
    for exception in &set.exceptions {
        let state = if exception.signed_off { "on" } else { "off" };
        text.push_str(&format!(
            "{}\t{state}\t{}\t\t{}\t\tthe whole\t\t\n",
            exception.id,
            exception.yes.join(" and "),
            exception.says
        ));
    }
    for rule in &set.rules {
        let exception = match (&rule.unless, &rule.only_with) {
            (Some(id), _) => format!("not while {id}"),
            (_, Some(id)) => format!("only while {id}"),
            _ => String::new(),
        };
        text.push_str(&format!(
            "{}\t{}\t{}\t{exception}\t{}\t{}\t{}\t\t\n",
            rule.id,
            rule.level.name(),
            words(set, &rule.when),
            rule.says,
            rule.sources.join(", "),
            rule.sign_off.as_deref().unwrap_or_default(),
        ));
    }
    text
}

/// A condition as a person reads it.
fn words(set: &RuleSet, expr: &Expr) -> String {
    let place = |question: &str, at: u32| match set.question(question).map(|it| &it.kind) {
        Some(Kind::Steps { steps }) => steps
            .get(at as usize)
            .map_or(at.to_string(), |it| it.id.clone()),
        _ => at.to_string(),
    };
    let list = |of: &[Expr], between: &str| {
        let each: Vec<String> = of.iter().map(|it| words(set, it)).collect();
        format!("({})", each.join(between))
    };
    match expr {
        Expr::Is {
            question,
            option: Some(option),
        } => format!("{question}.{option}"),
        Expr::Is {
            question,
            option: None,
        } => question.clone(),
        Expr::IsNot { question } => format!("not {question}"),
        Expr::From { question, least } => format!("{question} from {}", place(question, *least)),
        Expr::Below { question, limit } => format!("{question} below {}", place(question, *limit)),
        Expr::Rule { id } => format!("what {id} says"),
        Expr::Function { .. } => "the pattern VASC at four points or more".to_owned(),
        Expr::All(of) => list(of, " and "),
        Expr::Any(of) => list(of, " or "),
        Expr::AtLeast { least, of } => format!("at least {least} of {}", list(of, ", ")),
    }
}
