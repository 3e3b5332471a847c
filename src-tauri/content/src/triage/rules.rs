//! What authors write about the symptom check: questions, rules, exceptions, patterns and the words of a result.
//!
//! The language is poor on purpose. A condition is made of answers with `all`, `any` and `at least`; there is no "not"
//! but for questions that are marked as reassuring, so that one more symptom can never make a result milder.

use serde::{Deserialize, Serialize};

use crate::named::named;
use crate::sources::Source;

/// Everything the symptom check asks, decides and says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Its name, the same in every version.
    pub id: String,
    /// Grows with every change of what is asked or decided.
    pub version: u32,
    /// Hash over everything else in here, made when it was packed.
    pub digest: String,
    /// The questions in the order in which they are asked.
    pub questions: Vec<Question>,
    /// The rules, the most urgent first.
    pub rules: Vec<Rule>,
    /// Reasons to judge a rule milder. Each is off until a clinician has signed it.
    pub exceptions: Vec<Exception>,
    /// What rules are about.
    pub families: Vec<Family>,
    /// What each level says, the most urgent first.
    pub levels: Vec<LevelWords>,
    /// What a short check says in which nothing was ticked.
    pub nothing_ticked: LevelWords,
    /// The ways pain behaves. They choose texts and routines, never urgency.
    pub patterns: Vec<Pattern>,
    /// The pattern of everybody whom no other fits.
    pub no_pattern: Leads,
    /// Which answers a diary entry suggests.
    pub prefills: Vec<Prefill>,
    /// Where it comes from.
    pub sources: Vec<Source>,
}

named! {
    /// How soon help is needed, the most urgent first.
    #[derive(PartialOrd, Ord, Hash)]
    Urgency {
        /// The emergency number, now.
        Emergency = "emergency",
        /// A clinician, the same day.
        Today = "today",
        /// An appointment within days.
        Days = "days",
        /// An appointment, without hurry.
        Routine = "routine",
        /// By oneself, and look again when things change.
        SelfCare = "self_care",
    }
}

impl Urgency {
    /// The level as the rules number it, 1 to 5.
    #[must_use]
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// The name in files and on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}

named! {
    /// What "not sure" counts as.
    Unsure {
        /// As yes, everywhere: the answer can lead to an emergency.
        Yes = "yes",
        /// As yes where an emergency depends on it, as no elsewhere.
        Emergency = "emergency",
        /// As no; the result names it as worth asking about.
        No = "no",
    }
}

named! {
    /// Which part of the check a question belongs to.
    Stage {
        /// Signs of urgency.
        Signs = "signs",
        /// How the pain behaves; asked only when nothing urgent was found.
        Behaviour = "behaviour",
    }
}

/// One screen of the check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its name in rules and saved answers; never used for anything else once released.
    pub id: String,
    /// The heading it stands under.
    pub section: String,
    /// The part it belongs to.
    pub stage: Stage,
    /// The question.
    pub text: String,
    /// What counts as a yes, or as a no, where that needs saying.
    pub hint: Option<String>,
    /// Why it is asked.
    pub why: String,
    /// Asked only when this holds; always, if nothing.
    pub when: Option<Expr>,
    /// Asked only while this exception is signed.
    pub exception: Option<String>,
    /// Whether the short check asks it too.
    pub short: bool,
    /// What can be answered.
    pub kind: Kind,
}

/// What can be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// Yes, no or not sure.
    YesNo {
        /// How a yes is echoed.
        echo: String,
        /// What "not sure" counts as.
        unsure: Unsure,
        /// A yes speaks against urgency: only the absence of a yes can be part of a rule, and "not sure" is one.
        reassures: bool,
    },
    /// Any number of options, or none of them.
    Some {
        /// The options.
        options: Vec<Choice>,
    },
    /// One of several steps, the least first.
    Steps {
        /// The steps.
        steps: Vec<Choice>,
    },
    /// A whole number.
    Number {
        /// What is counted, as it stands behind the number.
        unit: String,
        /// The least.
        low: u32,
        /// The most.
        high: u32,
        /// How the number is echoed; `{n}` stands for it.
        echo: String,
    },
}

/// One option or step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name in rules and saved answers.
    pub id: String,
    /// What the person reads and ticks.
    pub text: String,
    /// How a tick is echoed: in the same words, from the person's mouth.
    pub echo: String,
    /// What "not sure" counts as.
    pub unsure: Unsure,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Expr {
    /// An option was ticked: `body.saddle`; or a question was answered with yes: `examined`, then without an option.
    Is {
        /// The question.
        question: String,
        /// The option; nothing for a yes or no.
        option: Option<String>,
    },
    /// A reassuring question was not answered with yes: `!examined`.
    IsNot {
        /// The question.
        question: String,
    },
    /// A number, or a step by its place, is at least this: `age>=50`, `time>=w6`.
    From {
        /// The question.
        question: String,
        /// The least.
        least: u32,
    },
    /// A number is below this: `age<18`.
    Below {
        /// The question.
        question: String,
        /// The first that is too much.
        limit: u32,
    },
    /// The condition of another rule holds: `#CES6`.
    Rule {
        /// Its id.
        id: String,
    },
    /// What the language cannot say, by the name of a function in this program: `$vasc_score`.
    Function {
        /// Which.
        name: Function,
    },
    /// Each of them.
    All(Vec<Self>),
    /// At least one of them.
    Any(Vec<Self>),
    /// At least so many of them.
    AtLeast {
        /// How many.
        least: u32,
        /// Of which.
        of: Vec<Self>,
    },
}

named! {
    /// The named functions.
    Function {
        /// The pattern VASC has four points or more.
        VascScore = "vasc_score",
    }
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name in the list for sign-off.
    pub id: String,
    /// What it is about, by id.
    pub family: String,
    /// How soon, when it holds.
    pub level: Urgency,
    /// When it holds.
    pub when: Expr,
    /// It does not hold while this exception does.
    pub unless: Option<String>,
    /// It holds only while this exception does.
    pub only_with: Option<String>,
    /// Routines are hidden even though it is only within days.
    pub hides_routines: bool,
    /// In a clinician's words, for the table they sign.
    pub says: String,
    /// The ids of its sources.
    pub sources: Vec<String>,
    /// What a clinician has to decide about it, as long as that is open.
    pub sign_off: Option<String>,
}

/// A reason to judge a rule milder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// Its name.
    pub id: String,
    /// The only switch: it never holds before a clinician has signed it.
    pub signed_off: bool,
    /// Questions that all have to be answered with yes.
    pub yes: Vec<String>,
    /// Conditions none of which may hold, "not sure" counting as holding.
    pub none: Vec<Expr>,
    /// In a clinician's words.
    pub says: String,
}

/// What rules are about, and what is said for all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Its name.
    pub id: String,
    /// Why these symptoms are looked into: never a disease as a conclusion.
    pub because: String,
    /// What to do at one level that others need not, before what the level itself says.
    pub acts: Vec<FamilyAct>,
}

/// What a family adds at one level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyAct {
    /// At which.
    pub level: Urgency,
    /// What to do.
    pub act: String,
}

/// What a level says. The numbers of the region stand beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelWords {
    /// The first line.
    pub title: String,
    /// One sentence below it.
    pub lead: String,
    /// What to do, in order.
    pub act: Vec<String>,
    /// What to say on the phone.
    pub say: Vec<String>,
    /// What to have at hand.
    pub bring: Vec<String>,
    /// What would make it more urgent.
    pub more_urgent: Vec<String>,
    /// The safety net.
    pub net: Vec<String>,
}

/// A way pain behaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Its code.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What it is like, in a sentence.
    pub about: String,
    /// Answers and what each adds.
    pub points: Vec<Points>,
    /// Where it leads.
    pub leads: Leads,
    /// Another pattern that gives way when both fit, because this one has to be looked at first.
    pub before: Option<String>,
}

/// What an answer adds to a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// The answer.
    pub when: Expr,
    /// How much.
    pub add: u32,
    /// Whether it is how the pain behaves, and not who the person is.
    pub behaviour: bool,
}

/// Where a pattern leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leads {
    /// Guides by slug.
    pub guides: Vec<String>,
    /// Programmes to start with.
    pub start: Vec<String>,
    /// Programmes to add later.
    pub later: Vec<String>,
    /// Exercises to leave out.
    pub leave_out: Vec<String>,
    /// When to ask somebody, in a sentence.
    pub send_on: Option<String>,
}

/// An answer that a diary entry suggests. Nothing is decided by it before the person has confirmed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prefill {
    /// What the diary says.
    pub tick: String,
    /// Which question.
    pub question: String,
    /// Which option.
    pub option: String,
    /// Suggested as not sure, and not as a yes.
    pub unsure: bool,
}

impl RuleSet {
    /// The question of this id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|it| it.id == id)
    }

    /// The rule of this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|it| it.id == id)
    }

    /// The exception of this id.
    #[must_use]
    pub fn exception(&self, id: &str) -> Option<&Exception> {
        self.exceptions.iter().find(|it| it.id == id)
    }

    /// The pattern of this code.
    #[must_use]
    pub fn pattern(&self, id: &str) -> Option<&Pattern> {
        self.patterns.iter().find(|it| it.id == id)
    }

    /// The family of this id.
    #[must_use]
    pub fn family(&self, id: &str) -> Option<&Family> {
        self.families.iter().find(|it| it.id == id)
    }

    /// What a level says.
    #[must_use]
    pub fn words(&self, level: Urgency) -> Option<&LevelWords> {
        self.levels.get(level as usize)
    }

    /// Whether an exception is signed.
    #[must_use]
    pub fn signed(&self, exception: &str) -> bool {
        self.exception(exception).is_some_and(|it| it.signed_off)
    }

    /// Whether the check asks this question at all: those of an unsigned exception never are.
    #[must_use]
    pub fn asks(&self, question: &Question) -> bool {
        question
            .exception
            .as_deref()
            .is_none_or(|it| self.signed(it))
    }
}

impl Question {
    /// The options or steps; none for other kinds.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match &self.kind {
            Kind::Some { options } => options,
            Kind::Steps { steps } => steps,
            Kind::YesNo { .. } | Kind::Number { .. } => &[],
        }
    }

    /// What "not sure" about an option, or about the question itself, counts as.
    #[must_use]
    pub fn unsure(&self, option: Option<&str>) -> Option<Unsure> {
        match (&self.kind, option) {
            (Kind::YesNo { unsure, .. }, None) => Some(*unsure),
            (Kind::Some { options }, Some(option)) => {
                let found = options.iter().find(|it| it.id == option);
                found.map(|it| it.unsure)
            }
            _ => None,
        }
    }
}

impl Expr {
    /// Walks over every condition in this one, itself first.
    pub fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        visit(self);
        match self {
            Self::All(of) | Self::Any(of) | Self::AtLeast { of, .. } => {
                for part in of {
                    part.each(visit);
                }
            }
            _ => {}
        }
    }

    /// The question it reads itself, without those in its parts.
    #[must_use]
    pub fn question(&self) -> Option<&str> {
        match self {
            Self::Is { question, .. }
            | Self::IsNot { question }
            | Self::From { question, .. }
            | Self::Below { question, .. } => Some(question),
            _ => None,
        }
    }
}
