//! Help with signs: the fixed list for everybody ([`HelpNow`]), and the rules of the symptom check ([`RuleSet`]).
//!
//! The rules are data. [`logic::decide`] reads them over any kind of truth values: the program gives it yes and no, the
//! proofs give it formulas, and both run the same lines.

pub mod check;
mod help_now;
pub mod logic;
mod patterns;
pub mod rules;
mod words;

pub use check::{
    Answer, Answered, Outcome, Reason, Refused, Scope, Step, next, outcome, suggested,
};
pub use help_now::{Group, HelpNow, Level, Sign};
pub use patterns::{Fit, Scored, fit};
pub use rules::{Question, RuleSet, Urgency};
pub use words::{acts, again, because, echo, ends_at_once, plain_text, same_rules, words_of};
