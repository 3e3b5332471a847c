//! The parts that every guide has: what it says in short, something to try, what people may have heard, when to get
//! help, and who wrote it.

use super::Desk;
use super::lines::Draft;
use super::markdown::NoteSeen;
use super::wording::{self, normal};
use crate::guides::{Block, Guide, Inline, Tone, plain};

const SHORT: &str = "in short";
const ABOUT: &str = "about this guide";

/// Notes every part that is missing or stands in the wrong place.
pub(super) fn check(desk: &Desk<'_>, draft: &Draft, guide: &Guide, notes: &[NoteSeen]) {
    help(desk, draft, notes);
    needed(
        desk,
        draft,
        notes,
        Tone::Try,
        "the box with something to try",
        "[!try] Try this",
    );
    needed(
        desk,
        draft,
        notes,
        Tone::Heard,
        "the box that corrects what people may have heard",
        "[!heard] What you may have heard",
    );
    for note in notes.iter().filter(|it| it.tone == Tone::Try) {
        if !note.links.iter().any(|to| to.starts_with("#/")) {
            let message = "a box with something to try leads nowhere in the program; link to the diary, a reminder, \
                           a routine or a guide";
            desk.say_at(&draft.file, note.line, message);
        }
    }
    heard(desk, draft, guide);
    if !titled(guide.blocks.first(), SHORT) {
        let message = "a guide begins with a box `> [!plain] In short`";
        desk.say_at(&draft.file, draft.line_of(""), message);
    }
    if !titled(guide.blocks.last(), ABOUT) {
        let message = "a guide ends with a box `> [!plain] About this guide`: who wrote it, and who checked it";
        desk.say_at(&draft.file, draft.line_of(""), message);
    }
}

fn titled(block: Option<&Block>, wanted: &str) -> bool {
    matches!(block, Some(Block::Note { tone: Tone::Plain, title, .. }) if normal(title) == wanted)
}

fn needed(desk: &Desk<'_>, draft: &Draft, notes: &[NoteSeen], tone: Tone, what: &str, how: &str) {
    if !notes.iter().any(|it| it.tone == tone) {
        let message = format!("{what} is missing: a quote that begins with `> {how}`");
        desk.say_at(&draft.file, draft.line_of(""), message);
    }
}

/// Whoever reads about a symptom must find in the same place when it is an emergency.
fn help(desk: &Desk<'_>, draft: &Draft, notes: &[NoteSeen]) {
    let help: Vec<_> = notes.iter().filter(|it| it.tone == Tone::Help).collect();
    match help[..] {
        [] => desk.say_at(
            &draft.file,
            draft.line_of(""),
            "the box that says when to get help is missing: a quote that begins with `[!help] Title`",
        ),
        [only] if !only.links.iter().any(|to| to == "#/check") => desk.say_at(
            &draft.file,
            only.line,
            "the box that says when to get help has to link to `#/check`",
        ),
        [_] => {}
        [_, second, ..] => desk.say_at(
            &draft.file,
            second.line,
            "a second box that says when to get help; one, so that nobody misses half of it",
        ),
    }
}

/// Each line of such a box is a saying in quotes and what is known about it.
fn heard(desk: &Desk<'_>, draft: &Draft, guide: &Guide) {
    for block in &guide.blocks {
        let Block::Note {
            tone: Tone::Heard,
            blocks,
            ..
        } = block
        else {
            continue;
        };
        for paragraph in wording::paragraphs(blocks) {
            let answered = match paragraph {
                [first, rest @ ..] if wording::saying(first).is_some() => {
                    !normal(&plain(rest)).is_empty()
                }
                _ => false,
            };
            if !answered {
                let words = plain(paragraph);
                let message = "a line of this box begins with the saying, `*\"...\"*`, and goes on with what is known";
                desk.say_at(&draft.file, draft.line_of(&words), message);
            }
        }
    }
}

/// Every saying that a guide quotes in order to correct it.
pub(super) fn sayings(guide: &Guide) -> Vec<String> {
    let mut found = Vec::new();
    for block in &guide.blocks {
        if let Block::Note {
            tone: Tone::Heard,
            blocks,
            ..
        } = block
        {
            let paragraphs = wording::paragraphs(blocks);
            let inlines = paragraphs.into_iter().flatten();
            found.extend(inlines.filter_map(|inline: &Inline| wording::saying(inline)));
        }
    }
    found
}
