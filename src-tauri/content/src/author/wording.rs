//! Comparing words: what two texts have in common once marks, case and punctuation are taken away, and which of the
//! words of a guide are its own.

use crate::guides::{Block, Inline, Tone, plain};

/// Words in small letters with one blank between them, without marks of Markdown and without citations.
pub(super) fn normal(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    let mut gap = false;
    while let Some(letter) = rest.chars().next() {
        // A citation, and the address of a link, are no words.
        let closed_by = match rest {
            it if it.starts_with("[^") => Some(']'),
            it if it.starts_with("](") => Some(')'),
            _ => None,
        };
        if let Some(close) = closed_by {
            rest = rest.find(close).map_or("", |end| &rest[end + 1..]);
            gap = true;
            continue;
        }
        rest = &rest[letter.len_utf8()..];
        if letter.is_alphanumeric() {
            if gap && !words.is_empty() {
                words.push(' ');
            }
            gap = false;
            words.extend(letter.to_lowercase());
        } else if !matches!(letter, '\'' | '’' | '*') {
            gap = true;
        }
    }
    words
}

/// Whether a text holds these words as whole words; both in their normal form.
pub(super) fn holds(text: &str, words: &str) -> bool {
    let found = text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().last();
        let after = text[at + words.len()..].chars().next();
        before.is_none_or(|it| it == ' ') && after.is_none_or(|it| it == ' ')
    });
    found && !words.is_empty()
}

/// A saying in quotes that a box corrects: written `*"..."*` in the file.
pub(super) fn saying(inline: &Inline) -> Option<String> {
    match inline {
        Inline::Emphasis { inlines } => {
            let words = plain(inlines);
            let quoted = words.starts_with(['"', '“']) && words.ends_with(['"', '”']);
            quoted.then_some(words)
        }
        _ => None,
    }
}

/// Every paragraph of a guide in its own words: the sayings it quotes in order to correct them are left out.
pub(super) fn own(blocks: &[Block]) -> Vec<String> {
    let mut found = Vec::new();
    gather(blocks, false, &mut found);
    found
}

fn gather(blocks: &[Block], heard: bool, found: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading { inlines, .. } | Block::Paragraph { inlines } => {
                let own: Vec<Inline> = inlines
                    .iter()
                    .filter(|inline| !(heard && saying(inline).is_some()))
                    .cloned()
                    .collect();
                found.push(plain(&own));
            }
            Block::List { items, .. } => items.iter().for_each(|item| gather(item, heard, found)),
            Block::Note {
                tone,
                title,
                blocks,
            } => {
                found.push(title.clone());
                gather(blocks, *tone == Tone::Heard, found);
            }
            Block::Drawing { drawing } => found.extend(drawing.passages()),
        }
    }
}

/// Paragraphs only, those of lists and boxes too: what is read as sentences. Headings and titles are not.
pub(super) fn paragraphs(blocks: &[Block]) -> Vec<&[Inline]> {
    let mut found = Vec::new();
    walk(blocks, &mut found);
    found
}

fn walk<'b>(blocks: &'b [Block], found: &mut Vec<&'b [Inline]>) {
    for block in blocks {
        match block {
            Block::Paragraph { inlines } => found.push(inlines),
            Block::List { items, .. } => items.iter().for_each(|item| walk(item, found)),
            Block::Note { blocks, .. } => walk(blocks, found),
            _ => {}
        }
    }
}

/// Whether a run of words carries a mark of a source.
pub(super) fn cites(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Cite { .. } => true,
        Inline::Strong { inlines }
        | Inline::Emphasis { inlines }
        | Inline::Link { inlines, .. } => cites(inlines),
        Inline::Text { .. } => false,
    })
}
