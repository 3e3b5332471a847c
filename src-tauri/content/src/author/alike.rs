//! Sentences that stand in two guides. A reader who meets the same words again stops reading, and one of the two is
//! most likely left over from copying.

use std::collections::BTreeMap;

use super::Desk;
use super::lines::Draft;
use super::wording::{normal, paragraphs};
use crate::guides::{Guide, plain};
use crate::reading::sentences;

/// Fewer words than this say nothing of their own: "It may."
const FEWEST_WORDS: usize = 5;

/// Notes each sentence that an earlier guide has too.
pub(super) fn check(desk: &Desk<'_>, drafts: &[Draft], guides: &[Guide]) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for guide in guides {
        let file = format!("guides/{}.md", guide.slug);
        for paragraph in paragraphs(&guide.blocks) {
            for sentence in sentences(&plain(paragraph)) {
                let words = normal(&sentence);
                if words.split(' ').count() < FEWEST_WORDS {
                    continue;
                }
                match seen.get(&words) {
                    Some(other) if *other != guide.slug => {
                        let message = format!("a sentence that `{other}` has too: \"{sentence}\"");
                        let draft = drafts.iter().find(|draft| draft.file == file);
                        let line = draft.map_or(1, |draft| draft.line_of(&words));
                        desk.say_at(&file, line, message);
                    }
                    _ => {
                        seen.insert(words, &guide.slug);
                    }
                }
            }
        }
    }
}
