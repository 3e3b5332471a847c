//! `guides/<slug>.md` with `guides/topics.toml`: read and proven.

use std::collections::{BTreeMap, BTreeSet};

use super::citing::{self, Citing};
use super::fields::Fields;
use super::lines::Draft;
use super::links::Link;
use super::{Desk, boxes, claims, drawings, markdown, meant, order};
use crate::drawings::Drawing;
use crate::guides::{Block, Guide, Section, asked, passages};

pub(super) const TOPICS: &str = "guides/topics.toml";

/// How many words most adults read in a minute when they read to understand.
const WORDS_A_MINUTE: u32 = 200;

/// How long a guide may be: under the first it says too little, over the second nobody in pain
/// reads to the end.
const WORDS: std::ops::RangeInclusive<u32> = 400..=1_200;

/// What stands above all guides.
#[derive(Default)]
pub(super) struct Shelf {
    /// The slugs in the order in which the guides are best read.
    order: Vec<String>,
    /// The topics: what authors write, and the words shown for it.
    topics: BTreeMap<String, String>,
}

/// The order of the guides and their topics.
pub(super) fn shelf(desk: &Desk<'_>) -> Shelf {
    let Some(table) = desk.table(TOPICS) else {
        return Shelf::default();
    };
    let mut fields = Fields::new(desk, TOPICS, table);
    let order = fields.texts("order");
    let mut seen = BTreeSet::new();
    for slug in &order {
        citing::once(&fields, "order", slug, &mut seen);
    }
    let mut topics = BTreeMap::new();
    for mut part in fields.parts("topics") {
        let id = citing::slug(&mut part, "id");
        let name = part.text("name");
        if topics.contains_key(&id) {
            part.say("id", &format!("is `{id}`, which is here twice"));
        }
        part.end();
        topics.insert(id, name);
    }
    fields.end();
    Shelf { order, topics }
}

/// What was read of the guides.
pub(super) struct Read {
    /// Every guide, in reading order.
    pub(super) guides: Vec<Guide>,
    /// Every link in them.
    pub(super) links: Vec<Link>,
    /// Where in its file each of them says what.
    pub(super) drafts: Vec<Draft>,
}

/// Reads every guide.
pub(super) fn read(desk: &Desk<'_>, shelf: &Shelf, drawn: &BTreeMap<String, Drawing>) -> Read {
    let mut drafts = Vec::new();
    let mut used = BTreeSet::new();
    let mut guides = Vec::new();
    let mut links = Vec::new();
    let mut titles = BTreeSet::new();
    let mut shown = BTreeSet::new();
    let mut unread = false;
    for (file, slug) in desk.files("guides", "md") {
        let Some(text) = desk.text(&file) else {
            unread = true;
            continue;
        };
        let Some((front, body, body_line)) = parts(&text) else {
            let message = "a guide begins with its front matter: TOML between two lines `+++`";
            desk.say_at(&file, 1, message);
            unread = true;
            continue;
        };
        let Some(table) = desk.parse_table(&file, front, 1) else {
            unread = true;
            continue;
        };
        let mut fields = Fields::new(desk, &file, table);
        let sources = citing::sources(&mut fields);
        let mut citing = Citing::new(desk, &file);
        let text = markdown::read(desk, &file, body, body_line, &sources, &mut citing, drawn);
        let mut guide = Guide {
            slug,
            title: fields.text("title"),
            summary: fields.text("summary"),
            topics: named_topics(&mut fields, &shelf.topics),
            words: fields.texts_or_none("words"),
            questions: fields.texts_or_none("questions"),
            reviewed: fields.date("reviewed"),
            word_count: 0,
            minutes: 0,
            sections: text.sections,
            blocks: text.blocks,
            sources: citing.end(sources),
            next: None,
            related: Vec::new(),
        };
        if !titles.insert(guide.title.clone()) && !guide.title.is_empty() {
            fields.say("title", "is the title of another guide too");
        }
        questions(&fields, &guide);
        let general = fields.texts_or_none("general");
        fields.end();
        let draft = Draft::new(&file, body, body_line);
        count(desk, &draft, &mut guide);
        boxes::check(desk, &draft, &guide, &text.notes);
        claims::check(desk, &draft, &guide, &general);
        used.extend(guide.topics.iter().cloned());
        links.extend(text.links);
        shown.extend(text.drawings);
        drafts.push(draft);
        guides.push(guide);
    }
    for (id, name) in shelf.topics.iter().filter(|it| !used.contains(it.1)) {
        let message = format!("no guide carries the topic `{id}`, {name}");
        desk.say_field(TOPICS, "topics", message);
    }
    order::set(desk, &shelf.order, &mut guides, &links);
    // A guide that could not be read may show any of them.
    if !unread {
        drawings::all_shown(desk, drawn, &shown);
    }
    Read {
        guides,
        links,
        drafts,
    }
}

/// The front matter, the body, and how many lines stand above the body.
fn parts(text: &str) -> Option<(&str, &str, usize)> {
    let rest = text.strip_prefix("+++\n")?;
    let end = rest.find("\n+++\n")?;
    let front = &rest[..=end];
    let body = &rest[end + "\n+++\n".len()..];
    Some((front, body, front.lines().count() + 2))
}

fn named_topics(fields: &mut Fields<'_>, topics: &BTreeMap<String, String>) -> Vec<String> {
    let mut names = Vec::new();
    for id in fields.texts("topics") {
        match topics.get(&id) {
            Some(name) => names.push(name.clone()),
            None => {
                let known = topics.keys().map(String::as_str);
                let hint =
                    meant(&id, known).map_or(String::new(), |it| format!("; is `{it}` meant?"));
                fields.say(
                    "topics",
                    &format!("holds `{id}`, which is not in {TOPICS}{hint}"),
                );
            }
        }
    }
    names
}

/// A section that is said to hold questions for an appointment has to hold them.
fn questions(fields: &Fields<'_>, guide: &Guide) {
    let mut at = "";
    let mut asking = BTreeSet::new();
    for block in &guide.blocks {
        match block {
            Block::Heading { id, level: 2, .. } => at = id,
            // A box holds its blocks, and no box holds another one.
            Block::Note { blocks, .. } if blocks.iter().any(asks) => {
                asking.insert(at);
            }
            other if asks(other) => {
                asking.insert(at);
            }
            _ => {}
        }
    }
    for id in &guide.questions {
        let ids = guide.sections.iter().map(|section| section.id.as_str());
        if !ids.clone().any(|known| known == id) {
            let hint = meant(id, ids).map_or(String::new(), |it| format!("; is `{it}` meant?"));
            fields.say(
                "questions",
                &format!("names the part `{id}`, which is not there{hint}"),
            );
        } else if !asking.contains(id.as_str()) {
            let message =
                format!("names `{id}`, which has no list in which every line asks something");
            fields.say("questions", &message);
        }
    }
}

fn asks(block: &Block) -> bool {
    matches!(block, Block::List { items, .. } if asked(items).is_some())
}

fn count(desk: &Desk<'_>, draft: &Draft, guide: &mut Guide) {
    let words = passages(&guide.blocks)
        .iter()
        .map(|text| text.split_whitespace().count())
        .sum::<usize>();
    guide.word_count = u32::try_from(words).unwrap_or(u32::MAX);
    guide.minutes = guide.word_count.div_ceil(WORDS_A_MINUTE).max(1);
    if !WORDS.contains(&guide.word_count) {
        let (least, most) = (WORDS.start(), WORDS.end());
        let message = format!("{} words; a guide has {least} to {most}", guide.word_count);
        desk.say_at(&draft.file, draft.line_of(""), message);
    }
}

/// The ids that parts of a guide may not take, because the page uses them.
pub(super) fn reserved(id: &str) -> bool {
    id == "sources" || id.starts_with("source-")
}

/// A contents list has the headings of the second level only.
pub(super) fn section(id: &str, title: &str) -> Section {
    Section {
        id: id.to_owned(),
        title: title.to_owned(),
    }
}
