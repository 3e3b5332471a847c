//! The result of a symptom check as a page to take along: what to do first, then why, then what to watch for.

use crate::document::{Block, Document, Mark, NoteKind, Words, plain};
use crate::paper::Paper;

/// A result, in the words the person was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckResult {
    /// The heading of the page.
    pub title: String,
    /// When the check was made.
    pub made: String,
    /// How urgent it is: 1 is an emergency, [`CheckResult::LEVELS`] is self-care; none where a short check found nothing
    /// to sort.
    pub level: Option<u8>,
    /// The same in words.
    pub level_words: String,
    /// What it comes to, in a heading and a sentence.
    pub result: (String, String),
    /// What to do, the first thing first.
    pub act: Section,
    /// Who to call, with the number.
    pub numbers: Vec<(String, String)>,
    /// What to say on the phone.
    pub say: Section,
    /// What to bring.
    pub bring: Section,
    /// What the person answered that led here, the deciding answer first.
    pub reasons: Section,
    /// Why such answers are looked into.
    pub because: Vec<String>,
    /// What was not sure and is worth asking about.
    pub worth_asking: Section,
    /// How the pain behaves.
    pub patterns: Section,
    /// What would make it more urgent.
    pub more_urgent: Section,
    /// What to watch for; stands on every result.
    pub safety_net: Section,
    /// Which rules gave this result, so that it can be worked out again.
    pub rules: Vec<(String, String)>,
    /// What this page is not.
    pub small_print: String,
}

/// A heading and its lines; without lines it is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// The lines.
    pub lines: Vec<String>,
}

impl CheckResult {
    /// How many levels there are.
    pub const LEVELS: u8 = 5;

    /// The most urgent levels, whose instructions stand in a box.
    const BOXED: u8 = 2;

    /// The page.
    #[must_use]
    pub fn document(&self, lang: &str, paper: Paper, words: Words) -> Document {
        let mut blocks = Vec::new();
        if let Some(level) = self.level {
            blocks.push(Block::Scale {
                at: level,
                of: Self::LEVELS,
                text: self.level_words.clone(),
            });
        }
        let (heading, sentence) = &self.result;
        blocks.push(Block::heading(2, heading.clone()));
        blocks.push(Block::para(sentence.clone()));
        if self.level.is_some_and(|level| level <= Self::BOXED) {
            let mut act = vec![Block::list(Mark::Number, &self.act.lines)];
            act.extend(self.calls());
            blocks.push(Block::Note {
                kind: NoteKind::Help,
                title: self.act.heading.clone(),
                blocks: act,
            });
        } else {
            blocks.extend(section(&self.act, Mark::Number));
            blocks.extend(self.calls());
        }
        blocks.extend(section(&self.reasons, Mark::Dot));
        blocks.extend(self.because.iter().map(|line| Block::para(line.clone())));
        blocks.extend(section(&self.say, Mark::Dot));
        blocks.extend(section(&self.bring, Mark::Box));
        blocks.extend(section(&self.worth_asking, Mark::Dot));
        blocks.extend(section(&self.more_urgent, Mark::Dot));
        blocks.extend(section(&self.patterns, Mark::Dot));
        if !self.safety_net.lines.is_empty() {
            blocks.push(Block::Note {
                kind: NoteKind::Plain,
                title: self.safety_net.heading.clone(),
                blocks: vec![Block::list(Mark::Dot, &self.safety_net.lines)],
            });
        }
        if !self.rules.is_empty() {
            let line = |(name, value): &(String, String)| format!("{name}: {value}");
            let lines: Vec<String> = self.rules.iter().map(line).collect();
            blocks.push(Block::Small(plain(lines.join("\n"))));
        }
        blocks.push(Block::Small(plain(self.small_print.clone())));
        Document {
            title: self.title.clone(),
            lang: lang.to_owned(),
            paper,
            parts: false,
            dense: false,
            lead: vec![self.made.clone()],
            contents: None,
            blocks,
            words,
        }
    }

    fn calls(&self) -> Option<Block> {
        let row = |(name, number): &(String, String)| {
            let number = crate::document::Inline::Strong(plain(number.clone()));
            (name.clone(), vec![number])
        };
        (!self.numbers.is_empty()).then(|| Block::Facts(self.numbers.iter().map(row).collect()))
    }
}

fn section(section: &Section, mark: Mark) -> Vec<Block> {
    if section.lines.is_empty() {
        return Vec::new();
    }
    vec![
        Block::heading(2, section.heading.clone()),
        Block::list(mark, &section.lines),
    ]
}
