//! `guides/<slug>.md` with `guides/topics.toml`: read and proven.

use std::collections::{BTreeMap, BTreeSet};

use super::citing::{self, Citing};
use super::fields::Fields;
use super::links::Link;
use super::{Desk, drawings, markdown, meant};
use crate::drawings::Drawing;
use crate::guides::{Guide, Section, Tone, passages};

const TOPICS: &str = "guides/topics.toml";

/// How many words most adults read in a minute when they read to understand.
const WORDS_A_MINUTE: u32 = 200;

/// How long a guide may be: under the first it says too little, over the second nobody in pain
/// reads to the end.
const WORDS: std::ops::RangeInclusive<u32> = 400..=1_200;

/// The topics: what authors write, and the words shown for it.
pub(super) fn topics(desk: &Desk<'_>) -> BTreeMap<String, String> {
    let Some(table) = desk.table(TOPICS) else {
        return BTreeMap::new();
    };
    let mut fields = Fields::new(desk, TOPICS, table);
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
    topics
}

/// Every guide, by slug, and every link in them.
pub(super) fn read(
    desk: &Desk<'_>,
    topics: &BTreeMap<String, String>,
    drawn: &BTreeMap<String, Drawing>,
) -> (Vec<Guide>, Vec<Link>) {
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
            desk.say(&file, message);
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
            topics: named_topics(&mut fields, topics),
            words: fields.texts_or_none("words"),
            reviewed: fields.date("reviewed"),
            word_count: 0,
            minutes: 0,
            sections: text.sections,
            blocks: text.blocks,
            sources: citing.end(sources),
        };
        if !titles.insert(guide.title.clone()) && !guide.title.is_empty() {
            fields.say("title", "is the title of another guide too");
        }
        fields.end();
        count(desk, &file, &mut guide);
        help_box(desk, &file, &text.notes);
        links.extend(text.links);
        shown.extend(text.drawings);
        guides.push(guide);
    }
    // A guide that could not be read may show any of them.
    if !unread {
        drawings::all_shown(desk, drawn, &shown);
    }
    (guides, links)
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

fn count(desk: &Desk<'_>, file: &str, guide: &mut Guide) {
    let words = passages(&guide.blocks)
        .iter()
        .map(|text| text.split_whitespace().count())
        .sum::<usize>();
    guide.word_count = u32::try_from(words).unwrap_or(u32::MAX);
    guide.minutes = guide.word_count.div_ceil(WORDS_A_MINUTE).max(1);
    if !WORDS.contains(&guide.word_count) {
        let (least, most) = (WORDS.start(), WORDS.end());
        let message = format!("{} words; a guide has {least} to {most}", guide.word_count);
        desk.say(file, message);
    }
}

/// Whoever reads about a symptom must find in the same place when it is an emergency.
fn help_box(desk: &Desk<'_>, file: &str, notes: &[markdown::NoteSeen]) {
    let help: Vec<_> = notes.iter().filter(|it| it.tone == Tone::Help).collect();
    match help[..] {
        [] => desk.say(
            file,
            "the box that says when to get help is missing: a quote that begins with `[!help] Title`",
        ),
        [only] if !only.links.iter().any(|to| to == "#/check") => desk.say_at(
            file,
            only.line,
            "the box that says when to get help has to link to `#/check`",
        ),
        [_] => {}
        [_, second, ..] => desk.say_at(
            file,
            second.line,
            "a second box that says when to get help; one, so that nobody misses half of it",
        ),
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
