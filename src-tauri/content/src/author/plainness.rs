//! How hard the guides and the signs are to read, held against what people in pain can be asked to read.

use super::Desk;
use super::lines::Draft;
use super::wording::paragraphs;
use crate::guides::{Block, Guide, Tone, plain};
use crate::reading::Reading;
use crate::triage::HelpNow;

/// The highest school grade of a guide, and of what says when to get help.
pub const GUIDE_GRADE: f64 = 8.0;
/// See [`GUIDE_GRADE`].
pub const HELP_GRADE: f64 = 6.0;

/// Where the groups of signs are written.
const SIGNS: &str = "triage/help-now.toml";

/// How hard one text is to read.
#[derive(Clone, Debug, PartialEq)]
pub struct Plainness {
    /// The slug of the guide, or the id of the group of signs.
    pub name: String,
    /// What was counted.
    pub whole: Reading,
    /// What was counted in its box of signs; a group of signs is nothing else.
    pub help: Reading,
}

/// Of every guide in reading order, then of every group of signs.
pub(super) fn table(guides: &[Guide], help_now: &HelpNow) -> Vec<Plainness> {
    let mut rows: Vec<Plainness> = guides.iter().map(guide).collect();
    for group in &help_now.groups {
        let mut help = Reading::default();
        for sign in &group.signs {
            help += Reading::of(&sign.text);
        }
        rows.push(Plainness {
            name: group.id.clone(),
            whole: help,
            help,
        });
    }
    rows
}

fn guide(guide: &Guide) -> Plainness {
    let mut help = Reading::default();
    for block in &guide.blocks {
        if matches!(
            block,
            Block::Note {
                tone: Tone::Help,
                ..
            }
        ) {
            help += read(std::slice::from_ref(block));
        }
    }
    Plainness {
        name: guide.slug.clone(),
        whole: read(&guide.blocks),
        help,
    }
}

fn read(blocks: &[Block]) -> Reading {
    let mut reading = Reading::default();
    for paragraph in paragraphs(blocks) {
        reading += Reading::of(&plain(paragraph));
    }
    reading
}

/// Notes every text that is too hard.
pub(super) fn check(desk: &Desk<'_>, drafts: &[Draft], guides: &[Guide], help_now: &HelpNow) {
    for row in table(guides, help_now) {
        let file = format!("guides/{}.md", row.name);
        let draft = drafts.iter().find(|draft| draft.file == file);
        let (whole, help) = (row.whole.grade(), row.help.grade());
        if let Some(draft) = draft {
            if whole > GUIDE_GRADE {
                let message = format!(
                    "reads at grade {whole:.1}, at most {GUIDE_GRADE:.0}; shorten sentences and words"
                );
                desk.say_at(&file, draft.line_of(""), message);
            }
            if help > HELP_GRADE {
                let message = format!(
                    "its signs read at grade {help:.1}, at most {HELP_GRADE:.0}; shorten sentences and words"
                );
                desk.say_at(
                    &file,
                    draft.line_of("call the emergency number now"),
                    message,
                );
            }
        } else if help > HELP_GRADE {
            let message = format!(
                "the group `{}` reads at grade {help:.1}, at most {HELP_GRADE:.0}",
                row.name
            );
            desk.say(SIGNS, message);
        }
    }
}
