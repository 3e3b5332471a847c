//! Reading the rules over any kind of truth values.
//!
//! The program reads them with [`bool`]s made from a person's answers. The proofs read them with formulas over all
//! answers at once, so what they prove is about these very lines.

use std::collections::BTreeMap;

use super::rules::{Exception, Expr, Function, Kind, RuleSet, Unsure};

/// What an answer is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// Whether it is an emergency, or whether to ask on: "not sure" is a yes.
    Cautious,
    /// Any other level: "not sure" is a yes where the question says so.
    Plain,
}

/// A fact about answers that is true or false by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// It was answered with yes, or ticked.
    Yes(String, Option<String>),
    /// It was answered with "not sure".
    Unsure(String, Option<String>),
    /// The number or step is known and at least this.
    From(String, u32),
    /// The number is known and below this.
    Below(String, u32),
}

/// Truth values and what can be done with them.
pub trait Logic {
    /// One truth value.
    type Truth: Clone;

    /// Always true or always false.
    fn constant(&mut self, value: bool) -> Self::Truth;

    /// A fact.
    fn fact(&mut self, fact: &Fact) -> Self::Truth;

    /// Both.
    fn and(&mut self, left: &Self::Truth, right: &Self::Truth) -> Self::Truth;

    /// Either.
    fn or(&mut self, left: &Self::Truth, right: &Self::Truth) -> Self::Truth;

    /// The opposite; only reassuring questions and exceptions use it.
    fn not(&mut self, value: &Self::Truth) -> Self::Truth;
}

/// What the rules say.
#[derive(Clone, Debug)]
pub struct Decision<T> {
    /// Whether each rule holds, in the order of the rules.
    pub rules: Vec<T>,
    /// Whether it is at least as urgent as each level but the last.
    pub at_least: [T; 4],
}

/// Reads every rule.
pub fn decide<L: Logic>(set: &RuleSet, logic: &mut L) -> Decision<L::Truth> {
    let mut reader = Reader::new(set, logic);
    let rules: Vec<L::Truth> = (0..set.rules.len()).map(|at| reader.rule(at)).collect();
    let no = reader.logic.constant(false);
    let mut at_least = [no.clone(), no.clone(), no.clone(), no];
    for (rule, holds) in set.rules.iter().zip(&rules) {
        for level in at_least.iter_mut().skip(rule.level as usize) {
            *level = reader.logic.or(level, holds);
        }
    }
    Decision { rules, at_least }
}

/// Reads conditions of a rule set over one kind of truth values.
pub struct Reader<'a, L: Logic> {
    set: &'a RuleSet,
    logic: &'a mut L,
    asked: BTreeMap<String, L::Truth>,
}

impl<'a, L: Logic> Reader<'a, L> {
    /// A reader.
    pub fn new(set: &'a RuleSet, logic: &'a mut L) -> Self {
        Self {
            set,
            logic,
            asked: BTreeMap::new(),
        }
    }

    /// What the answers are read from.
    pub(super) fn logic(&mut self) -> &mut L {
        self.logic
    }

    /// Whether a question is asked, given the answers to those before it. An answer to one that is not asked, because
    /// the person went back and changed something, counts for nothing.
    pub fn asked(&mut self, question: &str) -> L::Truth {
        if let Some(known) = self.asked.get(question) {
            return known.clone();
        }
        let truth = match self.set.question(question) {
            Some(found) if self.set.asks(found) => match &found.when {
                Some(when) => self.holds(when, Reading::Cautious),
                None => self.logic.constant(true),
            },
            _ => self.logic.constant(false),
        };
        self.asked.insert(question.to_owned(), truth.clone());
        truth
    }

    /// Whether a rule holds, by its place.
    fn rule(&mut self, at: usize) -> L::Truth {
        let rule = &self.set.rules[at];
        let reading = match rule.level {
            super::Urgency::Emergency => Reading::Cautious,
            _ => Reading::Plain,
        };
        let mut truth = self.holds(&rule.when, reading);
        if let Some(id) = &rule.unless {
            let excepted = self.exception(id);
            let counts = self.logic.not(&excepted);
            truth = self.logic.and(&truth, &counts);
        }
        if let Some(id) = &rule.only_with {
            let excepted = self.exception(id);
            truth = self.logic.and(&truth, &excepted);
        }
        truth
    }

    /// Whether an exception holds. One that nobody has signed never does.
    pub fn exception(&mut self, id: &str) -> L::Truth {
        match self.set.exception(id) {
            Some(exception) if exception.signed_off => self.excepted(exception),
            _ => self.logic.constant(false),
        }
    }

    fn excepted(&mut self, exception: &Exception) -> L::Truth {
        let mut truth = self.logic.constant(true);
        for question in &exception.yes {
            let yes = self.yes(question, None);
            truth = self.logic.and(&truth, &yes);
        }
        for sign in &exception.none {
            let there = self.holds(sign, Reading::Cautious);
            let absent = self.logic.not(&there);
            truth = self.logic.and(&truth, &absent);
        }
        truth
    }

    /// Whether a condition holds.
    pub fn holds(&mut self, expr: &Expr, reading: Reading) -> L::Truth {
        match expr {
            Expr::Is { question, option } => self.said(question, option.as_deref(), reading),
            Expr::IsNot { question } => {
                let asked = self.asked(question);
                let yes = self.yes(question, None);
                let not = self.logic.not(&yes);
                self.logic.and(&asked, &not)
            }
            Expr::From { question, least } => {
                self.gated(question, Fact::From(question.clone(), *least))
            }
            Expr::Below { question, limit } => {
                self.gated(question, Fact::Below(question.clone(), *limit))
            }
            Expr::Rule { id } => {
                let set = self.set;
                match set.rule(id) {
                    Some(rule) => self.holds(&rule.when, reading),
                    None => self.logic.constant(false),
                }
            }
            Expr::Function {
                name: Function::VascScore,
            } => self.points("VASC", 4, reading),
            Expr::All(of) => {
                let mut truth = self.logic.constant(true);
                for part in of {
                    let part = self.holds(part, reading);
                    truth = self.logic.and(&truth, &part);
                }
                truth
            }
            Expr::Any(of) => {
                let mut truth = self.logic.constant(false);
                for part in of {
                    let part = self.holds(part, reading);
                    truth = self.logic.or(&truth, &part);
                }
                truth
            }
            Expr::AtLeast { least, of } => {
                let mut weighed = Vec::new();
                for part in of {
                    weighed.push((self.holds(part, reading), 1));
                }
                self.weighed(&weighed, *least)
            }
        }
    }

    /// Whether the answers give a pattern at least so many points. A sum is what the language of the rules cannot say.
    fn points(&mut self, pattern: &str, least: u32, reading: Reading) -> L::Truth {
        let set = self.set;
        let mut weighed = Vec::new();
        for points in set.pattern(pattern).map_or(&[][..], |it| &it.points) {
            weighed.push((self.holds(&points.when, reading), points.add));
        }
        self.weighed(&weighed, least)
    }

    /// Whether the weights of what is true add up to at least so much.
    fn weighed(&mut self, parts: &[(L::Truth, u32)], least: u32) -> L::Truth {
        // At place n stands whether the parts so far add up to n or more.
        let top = least as usize;
        let mut reached = vec![self.logic.constant(false); top + 1];
        reached[0] = self.logic.constant(true);
        for (truth, weight) in parts {
            for sum in (1..=top).rev() {
                let from = reached[sum.saturating_sub(*weight as usize)].clone();
                let with = self.logic.and(&from, truth);
                reached[sum] = self.logic.or(&reached[sum], &with);
            }
        }
        reached[top].clone()
    }

    /// Whether something counts as said.
    fn said(&mut self, question: &str, option: Option<&str>, reading: Reading) -> L::Truth {
        let yes = self.yes(question, option);
        let found = self.set.question(question);
        let counts = match found.and_then(|it| it.unsure(option)) {
            Some(Unsure::Yes) => true,
            Some(Unsure::Emergency | Unsure::No) => reading == Reading::Cautious,
            None => false,
        };
        if !counts {
            return yes;
        }
        let fact = Fact::Unsure(question.to_owned(), option.map(str::to_owned));
        let unsure = self.gated(question, fact);
        self.logic.or(&yes, &unsure)
    }

    fn yes(&mut self, question: &str, option: Option<&str>) -> L::Truth {
        let fact = Fact::Yes(question.to_owned(), option.map(str::to_owned));
        self.gated(question, fact)
    }

    fn gated(&mut self, question: &str, fact: Fact) -> L::Truth {
        let asked = self.asked(question);
        let fact = self.logic.fact(&fact);
        self.logic.and(&asked, &fact)
    }
}

/// Every fact about the answers to a question that a rule set can read.
#[must_use]
pub fn facts(set: &RuleSet) -> Vec<Fact> {
    let mut facts = Vec::new();
    for question in &set.questions {
        match &question.kind {
            Kind::YesNo { .. } => {
                facts.push(Fact::Yes(question.id.clone(), None));
                facts.push(Fact::Unsure(question.id.clone(), None));
            }
            Kind::Some { options } => {
                for option in options {
                    let id = Some(option.id.clone());
                    facts.push(Fact::Yes(question.id.clone(), id.clone()));
                    facts.push(Fact::Unsure(question.id.clone(), id));
                }
            }
            Kind::Steps { .. } | Kind::Number { .. } => {}
        }
    }
    facts
}
