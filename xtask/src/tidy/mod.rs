//! `cargo xtask tidy`: the project's own rules, every breach of every rule at once.
//!
//! Each rule is a pure function from texts to problems, so that a test can hand it a faulty text
//! without touching the tree.

pub mod arrows;
pub mod clocks;
pub mod commands;
pub mod first_line;
pub mod migrations;
pub mod names;
pub mod network;
pub mod paths;
pub mod rooms;
pub mod strings;
pub mod tiers;

use std::fmt;

use crate::repo::{Repo, Text};
use crate::say;

/// A breach of a rule, at its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Relative to the root.
    pub path: String,
    /// Counted from 1.
    pub line: usize,
    /// What is wrong and what to do instead.
    pub words: String,
}

impl Problem {
    /// A problem at a line counted from 1.
    pub fn new(path: impl Into<String>, line: usize, words: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            line,
            words: words.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}:{}: {}", self.path, self.line, self.words)
    }
}

/// A rule that needs nothing but the files' texts.
type Rule = fn(&[Text]) -> Vec<Problem>;

/// Every such rule.
const RULES: &[Rule] = &[
    first_line::check,
    names::check,
    rooms::check,
    clocks::check,
    migrations::check,
    strings::check,
    commands::check,
    network::check,
    paths::check,
    tiers::check,
];

/// Every breach that the files' texts show.
pub fn of_texts(texts: &[Text]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = RULES.iter().flat_map(|rule| rule(texts)).collect();
    problems.sort();
    problems.dedup();
    problems
}

/// Runs every rule over the project; `bless` records new migrations first.
pub fn run(repo: &Repo, bless: bool) -> Result<(), String> {
    if bless {
        migrations::bless(repo)?;
    }
    let texts = repo.texts()?;
    let mut problems = of_texts(&texts);
    problems.extend(arrows::check(&arrows::Graph::of_workspace(repo)?));
    problems.extend(arrows::check_network(&arrows::Graph::of_programs(repo)?));
    report(&problems)?;
    say::line(format!("{} files keep the project's rules", texts.len()));
    Ok(())
}

/// Prints all problems; their number is the error.
pub fn report(problems: &[Problem]) -> Result<(), String> {
    for problem in problems {
        say::problem(problem);
    }
    match problems.len() {
        0 => Ok(()),
        1 => Err("1 problem".into()),
        many => Err(format!("{many} problems")),
    }
}

/// The lines of a text with their numbers from 1, without comment lines of C-like languages.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| {
            let start = line.trim_start();
            !(start.starts_with("//") || start.starts_with('*') || start.starts_with("/*"))
        })
}

/// The identifier that `text` starts with.
fn identifier(text: &str) -> &str {
    let end = text
        .find(|it: char| !(it.is_alphanumeric() || it == '_'))
        .unwrap_or(text.len());
    &text[..end]
}
