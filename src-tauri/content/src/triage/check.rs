//! One check: answers in, the next question or the outcome out. Nothing is kept here; the same answers always give the
//! same outcome.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::logic::{Decision, Fact, Logic, Reader, Reading, decide};
use super::patterns::{self, Scored};
use super::rules::{Expr, Kind, Prefill, Question, Rule, RuleSet, Stage, Unsure, Urgency};

/// What was answered to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not sure.
    Unsure,
    /// None of the options.
    None,
    /// Some of the options; each can also be one the person is not sure about.
    Some {
        /// Those that were ticked.
        yes: Vec<String>,
        /// Those the person is not sure about.
        unsure: Vec<String>,
    },
    /// One step.
    Step(String),
    /// A number.
    Number(u32),
}

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The id of the question.
    pub question: String,
    /// The answer.
    pub answer: Answer,
}

/// How much of the check is gone through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All of it.
    #[default]
    Full,
    /// Only the questions on the body's functions, asked again from time to time.
    Short,
}

/// Why answers are no answers to these questions. It is never guessed what they could have meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// No question has this id.
    Question(String),
    /// A question was answered twice.
    Twice(String),
    /// The question does not take this kind of answer.
    Kind(String),
    /// The question does not have this option, or it is there twice.
    Choice(String),
    /// The number is out of bounds.
    Number(String),
    /// The answers were given to other rules: another set, or a version this program does not know.
    Rules,
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Question(id) => write!(out, "there is no question `{id}`"),
            Self::Twice(id) => write!(out, "the question `{id}` is answered twice"),
            Self::Kind(id) => write!(out, "the question `{id}` takes no such kind of answer"),
            Self::Choice(id) => write!(
                out,
                "the question `{id}` has no such option, or it is there twice"
            ),
            Self::Number(id) => write!(out, "the number given to `{id}` is out of bounds"),
            Self::Rules => write!(
                out,
                "the answers belong to rules this program does not know"
            ),
        }
    }
}

impl std::error::Error for Refused {}

/// Where a check stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<'a> {
    /// A question to ask.
    Ask {
        /// Which.
        question: &'a Question,
        /// The questions on the way here that have an answer, in the order they are asked.
        path: Vec<&'a str>,
        /// How many questions it may be in all, as it looks now.
        about: usize,
    },
    /// Nothing more to ask.
    Done(Outcome),
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// How soon; nothing for a short check in which nothing was ticked, because it did not ask enough.
    pub level: Option<Urgency>,
    /// The rules that hold, the most urgent first.
    pub rules: Vec<String>,
    /// What was ticked, what decided first.
    pub reasons: Vec<Reason>,
    /// What the person was not sure about and what the level does not count.
    pub worth_asking: Vec<Reason>,
    /// The patterns that fit; empty where the check ended before they were asked for.
    pub patterns: Vec<Scored>,
    /// The families of the deciding rules, in the order of the rules.
    pub families: Vec<String>,
    /// Whether routines are hidden.
    pub hides_routines: bool,
    /// The questions on the way, in order.
    pub path: Vec<String>,
}

/// One answer that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The question.
    pub question: String,
    /// The option, step or number; nothing for a yes.
    pub choice: Option<String>,
    /// In the words of the question.
    pub text: String,
    /// Whether it counts although the person was not sure.
    pub unsure: bool,
    /// The most urgent level of a rule that rests on it; nothing if none does.
    pub level: Option<Urgency>,
}

/// Holds answers against the questions.
///
/// # Errors
/// [`Refused`], for the first thing that does not fit.
pub fn checked(set: &RuleSet, answers: &[Answered]) -> Result<(), Refused> {
    let mut seen = BTreeSet::new();
    for answered in answers {
        let id = &answered.question;
        let question = set
            .question(id)
            .ok_or_else(|| Refused::Question(id.clone()))?;
        if !seen.insert(id) {
            return Err(Refused::Twice(id.clone()));
        }
        match (&question.kind, &answered.answer) {
            (Kind::YesNo { .. }, Answer::Yes | Answer::No | Answer::Unsure)
            | (Kind::Some { .. }, Answer::None) => {}
            (Kind::Some { options }, Answer::Some { yes, unsure }) => {
                let mut ticked = BTreeSet::new();
                let known = |id: &String| options.iter().any(|it| it.id == *id);
                let fine = yes
                    .iter()
                    .chain(unsure)
                    .all(|it| known(it) && ticked.insert(it));
                if !fine || ticked.is_empty() {
                    return Err(Refused::Choice(id.clone()));
                }
            }
            (Kind::Steps { steps }, Answer::Step(step)) => {
                if !steps.iter().any(|it| it.id == *step) {
                    return Err(Refused::Choice(id.clone()));
                }
            }
            (Kind::Number { low, high, .. }, Answer::Number(number)) => {
                if !(low..=high).contains(&number) {
                    return Err(Refused::Number(id.clone()));
                }
            }
            _ => return Err(Refused::Kind(id.clone())),
        }
    }
    Ok(())
}

/// The facts a person's answers make true.
pub struct Facts<'a> {
    answers: BTreeMap<&'a str, &'a Answer>,
    set: &'a RuleSet,
}

impl<'a> Facts<'a> {
    /// Of answers that were [`checked`].
    #[must_use]
    pub fn new(set: &'a RuleSet, answers: &'a [Answered]) -> Self {
        let each = answers.iter();
        Self {
            answers: each.map(|it| (it.question.as_str(), &it.answer)).collect(),
            set,
        }
    }

    fn number(&self, question: &str) -> Option<u32> {
        match self.answers.get(question)? {
            Answer::Number(number) => Some(*number),
            Answer::Step(step) => {
                let steps = self.set.question(question)?.choices();
                let place = steps.iter().position(|it| it.id == *step)?;
                u32::try_from(place).ok()
            }
            _ => None,
        }
    }
}

impl Logic for Facts<'_> {
    type Truth = bool;

    fn constant(&mut self, value: bool) -> bool {
        value
    }

    fn fact(&mut self, fact: &Fact) -> bool {
        match fact {
            Fact::Yes(question, option) => match (self.answers.get(question.as_str()), option) {
                (Some(Answer::Yes), None) => true,
                (Some(Answer::Some { yes, .. }), Some(option)) => yes.contains(option),
                _ => false,
            },
            Fact::Unsure(question, option) => match (self.answers.get(question.as_str()), option) {
                (Some(Answer::Unsure), None) => true,
                (Some(Answer::Some { unsure, .. }), Some(option)) => unsure.contains(option),
                _ => false,
            },
            Fact::From(question, least) => self.number(question).is_some_and(|it| it >= *least),
            Fact::Below(question, limit) => self.number(question).is_some_and(|it| it < *limit),
        }
    }

    fn and(&mut self, left: &bool, right: &bool) -> bool {
        *left && *right
    }

    fn or(&mut self, left: &bool, right: &bool) -> bool {
        *left || *right
    }

    fn not(&mut self, value: &bool) -> bool {
        !*value
    }
}

/// The level of a decision over plain truth values.
#[must_use]
pub fn level(decision: &Decision<bool>) -> Urgency {
    let first = decision.at_least.iter().position(|it| *it);
    first.map_or(Urgency::SelfCare, |at| Urgency::ALL[at].1)
}

/// Where a check with these answers stands: the next question, or the outcome. It ends at the first answer that makes
/// it an emergency, and before the questions on how the pain behaves when it is urgent.
///
/// # Errors
/// [`Refused`].
pub fn next<'a>(set: &'a RuleSet, answers: &[Answered], scope: Scope) -> Result<Step<'a>, Refused> {
    checked(set, answers)?;
    let mut facts = Facts::new(set, answers);
    let decision = decide(set, &mut facts);
    let level = level(&decision);
    let answered = |question: &Question| answers.iter().any(|it| it.question == question.id);
    let in_scope = |question: &Question| scope == Scope::Full || question.short;
    let mut reader = Reader::new(set, &mut facts);
    let mut path = Vec::new();
    let mut open: Option<&Question> = None;
    let mut later = 0;
    for question in set.questions.iter().filter(|it| in_scope(it)) {
        if level <= Urgency::Today && question.stage == Stage::Behaviour {
            break;
        }
        if !reader.asked(&question.id) {
            continue;
        }
        if answered(question) {
            path.push(question.id.as_str());
        } else if let Some(first) = open {
            // What could make it milder is asked before anything else is.
            if question.exception.is_some() && first.exception.is_none() {
                open = Some(question);
            }
            later += 1;
        } else {
            open = Some(question);
        }
    }
    // An emergency that nothing could make milder ends the check at once; one that a signed exception could touch waits
    // for the questions of that exception and for no others.
    let firm = set.rules.iter().zip(&decision.rules).any(|(rule, holds)| {
        let touched = rule.unless.as_deref().is_some_and(|it| set.signed(it));
        *holds && rule.level == Urgency::Emergency && !touched
    });
    let waits = open.is_some_and(|it| it.exception.is_some());
    let ends = level == Urgency::Emergency && (firm || !waits);
    match open {
        Some(question) if !ends => {
            let about = path.len() + 1 + later;
            Ok(Step::Ask {
                question,
                path,
                about,
            })
        }
        _ => Ok(Step::Done(outcome(set, answers, scope)?)),
    }
}

/// What answers come to, whether or not more could be asked.
///
/// # Errors
/// [`Refused`].
pub fn outcome(set: &RuleSet, answers: &[Answered], scope: Scope) -> Result<Outcome, Refused> {
    checked(set, answers)?;
    let mut facts = Facts::new(set, answers);
    let decision = decide(set, &mut facts);
    let level = level(&decision);
    let holding: Vec<&Rule> = set
        .rules
        .iter()
        .zip(&decision.rules)
        .filter_map(|(rule, holds)| holds.then_some(rule))
        .collect();
    let mut reader = Reader::new(set, &mut facts);
    let asked: Vec<&Question> = set
        .questions
        .iter()
        .filter(|it| reader.asked(&it.id))
        .collect();
    let path = asked.iter().filter(|question| {
        answers.iter().any(|it| it.question == question.id)
            && (level > Urgency::Today || question.stage == Stage::Signs)
    });
    let path: Vec<String> = path.map(|it| it.id.clone()).collect();
    let mut rests: BTreeMap<(String, Option<String>), (Urgency, usize)> = BTreeMap::new();
    for (place, rule) in holding.iter().enumerate() {
        for key in rests_on(set, &mut reader, rule) {
            rests.entry(key).or_insert((rule.level, place));
        }
    }
    let (mut reasons, mut worth_asking) = (Vec::new(), Vec::new());
    for question in asked.iter().filter(|it| path.contains(&it.id)) {
        let answer = answers.iter().find(|it| it.question == question.id);
        for said in answer.map_or(Vec::new(), |it| said(question, &it.answer)) {
            let rest = rests.get(&(question.id.clone(), said.option.clone()));
            let unsure = said.unsure.is_some();
            if rest.is_none() && (unsure || !said.sign) {
                if unsure {
                    worth_asking.push(said.reason(question, None));
                }
                continue;
            }
            let place = rest.map_or(usize::MAX, |it| it.1);
            reasons.push((place, said.reason(question, rest.map(|it| it.0))));
        }
    }
    reasons.sort_by_key(|it| it.0);
    let deciding = holding.iter().filter(|it| it.level == level);
    let mut families: Vec<String> = Vec::new();
    for rule in deciding {
        if !families.contains(&rule.family) {
            families.push(rule.family.clone());
        }
    }
    let urgent = level <= Urgency::Today;
    let short = scope == Scope::Short;
    Ok(Outcome {
        level: (!short || urgent).then_some(level),
        rules: holding.iter().map(|it| it.id.clone()).collect(),
        reasons: reasons.into_iter().map(|it| it.1).collect(),
        worth_asking,
        patterns: if urgent || short {
            Vec::new()
        } else {
            patterns::fitting(set, answers)
        },
        families,
        hides_routines: urgent || holding.iter().any(|it| it.hides_routines),
        path,
    })
}

/// What "not sure" or a tick said about one option.
struct Said {
    option: Option<String>,
    echo: String,
    unsure: Option<Unsure>,
    /// Whether it stands among the reasons even when no rule rests on it.
    sign: bool,
}

impl Said {
    fn reason(&self, question: &Question, level: Option<Urgency>) -> Reason {
        Reason {
            question: question.id.clone(),
            choice: self.option.clone(),
            text: self.echo.clone(),
            unsure: self.unsure.is_some(),
            level,
        }
    }
}

/// Everything an answer says yes or not sure to.
fn said(question: &Question, answer: &Answer) -> Vec<Said> {
    let signs = question.stage == Stage::Signs;
    let one = |option: Option<&str>, echo: &str, unsure: Option<Unsure>, sign| Said {
        option: option.map(str::to_owned),
        echo: echo.to_owned(),
        unsure,
        sign,
    };
    match (&question.kind, answer) {
        (
            Kind::YesNo {
                reassures: true,
                echo,
                ..
            },
            Answer::No | Answer::Unsure,
        ) => {
            vec![one(None, echo, None, false)]
        }
        (
            Kind::YesNo {
                reassures: false,
                echo,
                ..
            },
            Answer::Yes,
        ) => {
            vec![one(None, echo, None, signs)]
        }
        (
            Kind::YesNo {
                reassures: false,
                echo,
                unsure,
            },
            Answer::Unsure,
        ) => {
            vec![one(None, echo, Some(*unsure), signs)]
        }
        (Kind::Some { options }, Answer::Some { yes, unsure }) => {
            let each = options.iter().filter_map(|it| {
                let ticked = yes.contains(&it.id);
                let open = unsure.contains(&it.id);
                (ticked || open)
                    .then(|| one(Some(&it.id), &it.echo, open.then_some(it.unsure), signs))
            });
            each.collect()
        }
        (Kind::Steps { steps }, Answer::Step(step)) => {
            let found = steps.iter().find(|it| it.id == *step);
            found.map_or(Vec::new(), |it| {
                vec![one(Some(step), &it.echo, None, false)]
            })
        }
        (Kind::Number { echo, .. }, Answer::Number(number)) => {
            let number = number.to_string();
            vec![one(
                Some(&number),
                &echo.replace("{n}", &number),
                None,
                false,
            )]
        }
        _ => Vec::new(),
    }
}

/// The answers a rule that holds rests on.
fn rests_on(
    set: &RuleSet,
    reader: &mut Reader<'_, Facts<'_>>,
    rule: &Rule,
) -> BTreeSet<(String, Option<String>)> {
    let reading = match rule.level {
        Urgency::Emergency => Reading::Cautious,
        _ => Reading::Plain,
    };
    let mut found = BTreeSet::new();
    gather(set, reader, &rule.when, reading, &mut found);
    found
}

/// The answers that make a condition hold.
pub(super) fn gather(
    set: &RuleSet,
    reader: &mut Reader<'_, Facts<'_>>,
    expr: &Expr,
    reading: Reading,
    found: &mut BTreeSet<(String, Option<String>)>,
) {
    if !reader.holds(expr, reading) {
        return;
    }
    match expr {
        Expr::Is { question, option } => {
            found.insert((question.clone(), option.clone()));
        }
        Expr::IsNot { question } => {
            found.insert((question.clone(), None));
        }
        Expr::From { question, .. } | Expr::Below { question, .. } => {
            found.insert((question.clone(), reader.chosen(question)));
        }
        Expr::Rule { id } => {
            if let Some(rule) = set.rule(id) {
                gather(set, reader, &rule.when, reading, found);
            }
        }
        Expr::Function { .. } => {
            for points in set.pattern("VASC").map_or(&[][..], |it| &it.points) {
                gather(set, reader, &points.when, reading, found);
            }
        }
        Expr::All(of) | Expr::Any(of) | Expr::AtLeast { of, .. } => {
            for part in of {
                gather(set, reader, part, reading, found);
            }
        }
    }
}

impl Reader<'_, Facts<'_>> {
    /// The step or number a question was answered with, as reasons name it.
    fn chosen(&mut self, question: &str) -> Option<String> {
        match self.logic().answers.get(question)? {
            Answer::Step(step) => Some(step.clone()),
            Answer::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}

/// The answer that ticks of the diary suggest for a question, if any does.
#[must_use]
pub fn suggested(set: &RuleSet, question: &str, ticks: &[&str]) -> Option<Answer> {
    let fits = |it: &&Prefill| it.question == question && ticks.contains(&it.tick.as_str());
    let (mut yes, mut unsure) = (Vec::new(), Vec::new());
    for prefill in set.prefills.iter().filter(fits) {
        let list = if prefill.unsure {
            &mut unsure
        } else {
            &mut yes
        };
        if !list.contains(&prefill.option) {
            list.push(prefill.option.clone());
        }
    }
    unsure.retain(|it| !yes.contains(it));
    (!yes.is_empty() || !unsure.is_empty()).then_some(Answer::Some { yes, unsure })
}
