//! `guides/must-say.toml` and `guides/banned-words.toml`: what each guide has to say, what it may not say, which claims
//! it corrects by name, and words that no guide may use as its own.

use std::collections::BTreeSet;

use super::fields::Fields;
use super::lines::Draft;
use super::wording::{holds, normal, own};
use super::{Desk, boxes, citing, meant, origins};
use crate::guides::Guide;
use crate::reading::sentences;

const MUST_SAY: &str = "guides/must-say.toml";
const BANNED: &str = "guides/banned-words.toml";

/// Holds every guide against both files.
pub(super) fn check(desk: &Desk<'_>, drafts: &[Draft], guides: &[Guide]) {
    let spoken: Vec<Spoken<'_>> = guides.iter().map(|it| Spoken::of(it, drafts)).collect();
    must_say(desk, &spoken, guides);
    banned(desk, &spoken);
}

/// What a guide says in its own words, ready for comparing.
struct Spoken<'g> {
    guide: &'g Guide,
    draft: Option<&'g Draft>,
    /// Each sentence as it stands and in its normal form.
    sentences: Vec<(String, String)>,
    /// All of it with title and summary, in the normal form.
    whole: String,
}

impl<'g> Spoken<'g> {
    fn of(guide: &'g Guide, drafts: &'g [Draft]) -> Self {
        let file = format!("guides/{}.md", guide.slug);
        let passages = own(&guide.blocks);
        let whole = format!("{} {} {}", guide.title, guide.summary, passages.join(" "));
        let each = passages.iter().flat_map(|passage| sentences(passage));
        Self {
            guide,
            draft: drafts.iter().find(|draft| draft.file == file),
            sentences: each.map(|it| (it.clone(), normal(&it))).collect(),
            whole: normal(&whole),
        }
    }

    /// Notes each place where it says these words.
    fn refuse(&self, desk: &Desk<'_>, words: &str, why: &str) {
        let wanted = normal(words);
        if !holds(&self.whole, &wanted) {
            return;
        }
        let guide = self.guide;
        let file = format!("guides/{}.md", guide.slug);
        for (key, text) in [("title", &guide.title), ("summary", &guide.summary)] {
            if holds(&normal(text), &wanted) {
                desk.say_field(&file, key, format!("`{key}` says `{words}`: {why}"));
            }
        }
        for (sentence, normal) in &self.sentences {
            if holds(normal, &wanted) {
                let line = self.draft.map_or(1, |draft| draft.line_of(sentence));
                desk.say_at(&file, line, format!("\"{sentence}\" says `{words}`: {why}"));
            }
        }
    }
}

fn must_say(desk: &Desk<'_>, spoken: &[Spoken<'_>], guides: &[Guide]) {
    let Some(table) = desk.table(MUST_SAY) else {
        return;
    };
    let mut fields = Fields::new(desk, MUST_SAY, table);
    let files: Vec<String> = desk
        .files("guides", "md")
        .into_iter()
        .map(|it| it.1)
        .collect();
    origins::check(desk, guides, MUST_SAY, &fields.texts_or_none("undated"));
    let mut claims = BTreeSet::new();
    for mut part in fields.parts("claims") {
        let id = citing::slug(&mut part, "id");
        part.text("claim");
        citing::once(&part, "id", &id, &mut claims);
        part.end();
    }
    let mut corrected = BTreeSet::new();
    let mut bound = BTreeSet::new();
    for mut part in fields.parts("guides") {
        let slug = citing::slug(&mut part, "slug");
        citing::once(&part, "slug", &slug, &mut bound);
        let guide = spoken.iter().find(|it| it.guide.slug == slug);
        // What is wrong with a guide that is there and could not be read is said where it stands.
        let there = files.contains(&slug);
        if guide.is_none() && !there {
            let known = guides.iter().map(|it| it.slug.as_str());
            let hint =
                meant(&slug, known).map_or(String::new(), |it| format!("; is `{it}` meant?"));
            part.say("slug", &format!("is `{slug}`, which is no guide{hint}"));
        }
        let text = guide.map_or("", |it| it.whole.as_str());
        let sayings = guide.map_or(Vec::new(), |it| boxes::sayings(it.guide));
        for mut point in part.parts("says") {
            let (what, words) = (point.text("point"), point.text("words"));
            if guide.is_some() && !holds(text, &normal(&words)) {
                let message = format!("is not said any more in `{slug}`: {what}: \"{words}\"");
                point.say("words", &message);
            }
            point.end();
        }
        for mut claim in part.parts_or_none("heard") {
            let (id, words) = (claim.text("claim"), claim.text("words"));
            if !claims.contains(&id) && !id.is_empty() {
                let known = claims.iter().map(String::as_str);
                let hint =
                    meant(&id, known).map_or(String::new(), |it| format!("; is `{it}` meant?"));
                claim.say(
                    "claim",
                    &format!("is `{id}`, which is not among the claims{hint}"),
                );
            }
            let found = sayings
                .iter()
                .any(|saying| holds(&normal(saying), &normal(&words)));
            if guide.is_some() && !found {
                let message = format!("is no saying that `{slug}` corrects any more: \"{words}\"");
                claim.say("words", &message);
            }
            corrected.insert(id);
            claim.end();
        }
        let never = part.texts_or_none("never");
        if let Some(guide) = guide {
            for words in &never {
                guide.refuse(desk, words, "which this guide may not say");
            }
        }
        part.end();
    }
    for claim in claims.iter().filter(|it| !corrected.contains(*it)) {
        desk.say_field(
            MUST_SAY,
            "claims",
            format!("no guide corrects the claim `{claim}`"),
        );
    }
    for slug in files.iter().filter(|slug| !bound.contains(*slug)) {
        desk.say_field(
            MUST_SAY,
            "guides",
            format!("says nothing about the guide `{slug}`"),
        );
    }
    fields.end();
}

fn banned(desk: &Desk<'_>, spoken: &[Spoken<'_>]) {
    let Some(table) = desk.table(BANNED) else {
        return;
    };
    let mut fields = Fields::new(desk, BANNED, table);
    let mut seen = BTreeSet::new();
    for mut part in fields.parts("banned") {
        let words = part.texts("words");
        let why = part.text("why");
        for word in &words {
            citing::once(&part, "words", word, &mut seen);
            for guide in spoken {
                guide.refuse(desk, word, &why);
            }
        }
        part.end();
    }
    fields.end();
}
