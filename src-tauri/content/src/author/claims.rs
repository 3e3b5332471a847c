//! Statements and where they come from: what needs a source has one, and what has none is declared.

use std::collections::BTreeSet;

use super::Desk;
use super::lines::Draft;
use super::wording::{self, cites, holds, normal};
use crate::guides::{Block, Guide, Inline, Tone, plain};

/// Amounts in words. Digits without a source are refused where they are read.
const AMOUNTS: &[&str] = &[
    "per cent",
    "percent",
    "half of the people",
    "half of them",
    "half of those",
    "one half",
    "a third of",
    "two thirds",
    "a quarter of",
    "three quarters",
    "one in",
    "two in",
    "three in",
    "four in",
    "five in",
    "nine in",
    "out of ten",
    "in ten",
    "in a hundred",
    "twice as",
    "three times as",
    "ten times",
    "doubles the",
    "halves the",
];

/// Words with which a text points to research.
const RESEARCH: &[&str] = &[
    "in a study",
    "a study of",
    "a study found",
    "one study",
    "in studies",
    "studies show",
    "studies found",
    "studies have",
    "a trial",
    "one trial",
    "trials show",
    "trials found",
    "a review",
    "one review",
    "reviews of",
    "researchers",
    "research shows",
    "nhs guidance",
    "guideline from",
    "guidelines differ",
    "the world health organization",
];

/// Notes what is stated without a source. `general` names the sections of common knowledge and advice of our own.
pub(super) fn check(desk: &Desk<'_>, draft: &Draft, guide: &Guide, general: &[String]) {
    amounts(desk, draft, guide);
    let mut declared: BTreeSet<&str> = general.iter().map(String::as_str).collect();
    for (title, id, blocks) in sections(guide) {
        let line = draft.line_of(title);
        let cited = blocks.iter().any(block_cites);
        let is_general = declared.remove(id);
        if cited && is_general {
            let message =
                format!("the section `{id}` cites a source, so it has no place in `general`");
            desk.say_at(&draft.file, line, message);
        }
        if !cited && !is_general {
            let message = format!(
                "the section `{id}` cites nothing; cite where it comes from, or name it in `general`, which is for \
                 common knowledge and advice of our own"
            );
            desk.say_at(&draft.file, line, message);
        }
        if !cited && is_general {
            research(desk, draft, id, blocks);
        }
    }
    for id in declared {
        desk.say_field(
            &draft.file,
            "general",
            format!("`general` names `{id}`, which is no section of this guide"),
        );
    }
}

fn amounts(desk: &Desk<'_>, draft: &Draft, guide: &Guide) {
    for paragraph in wording::paragraphs(&guide.blocks) {
        let own: Vec<Inline> = paragraph
            .iter()
            .filter(|it| wording::saying(it).is_none())
            .cloned()
            .collect();
        let words = plain(&own);
        let found = AMOUNTS.iter().find(|amount| holds(&normal(&words), amount));
        if let Some(amount) = found.filter(|_| !cites(paragraph)) {
            let message =
                format!("an amount, `{amount}`, without a source; cite where it comes from");
            desk.say_at(&draft.file, draft.line_of(&plain(paragraph)), message);
        }
    }
}

fn research(desk: &Desk<'_>, draft: &Draft, id: &str, blocks: &[Block]) {
    for paragraph in wording::paragraphs(blocks) {
        let words = plain(paragraph);
        if let Some(word) = RESEARCH.iter().find(|word| holds(&normal(&words), word)) {
            let message = format!("the section `{id}` speaks of `{word}` and cites none");
            desk.say_at(&draft.file, draft.line_of(&words), message);
        }
    }
}

/// The sections of a guide with their own text. The boxes that close a guide belong to none.
fn sections(guide: &Guide) -> Vec<(&str, &str, &[Block])> {
    let starts: Vec<(usize, &str)> = guide
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            Block::Heading { id, level: 2, .. } => Some((at, id.as_str())),
            _ => None,
        })
        .collect();
    let each = starts.iter().enumerate();
    each.map(|(index, (start, id))| {
        let end = starts.get(index + 1).map_or(guide.blocks.len(), |it| it.0);
        let closing = guide.blocks[*start..end].iter().position(|block| {
            matches!(
                block,
                Block::Note {
                    tone: Tone::Heard | Tone::Help | Tone::Plain,
                    ..
                }
            )
        });
        let end = closing.map_or(end, |at| start + at);
        let title = guide
            .sections
            .iter()
            .find(|it| it.id == **id)
            .map_or("", |it| it.title.as_str());
        (title, *id, &guide.blocks[*start..end])
    })
    .collect()
}

fn block_cites(block: &Block) -> bool {
    match block {
        Block::Heading { inlines, .. } | Block::Paragraph { inlines } => cites(inlines),
        Block::List { items, .. } => items.iter().flatten().any(block_cites),
        Block::Note { blocks, .. } => blocks.iter().any(block_cites),
        // A drawing names its parts; what it claims stands in the text beside it, with its source.
        Block::Drawing { .. } => false,
    }
}
