//! `triage/help-now.toml` with `triage/SAFETY.md`: read and proven.

use std::collections::BTreeSet;

use super::Desk;
use super::citing::{self, Citing};
use super::fields::Fields;
use crate::sources::Source;
use crate::triage::{Group, HelpNow, Level, Sign};

const FILE: &str = "triage/help-now.toml";
const SAFETY: &str = "triage/SAFETY.md";

/// The help-now list.
pub(super) fn read(desk: &Desk<'_>) -> HelpNow {
    let safety = desk.text(SAFETY);
    let Some(table) = desk.table(FILE) else {
        return HelpNow::default();
    };
    let mut fields = Fields::new(desk, FILE, table);
    let sources = citing::sources(&mut fields);
    let mut citing = Citing::new(desk, FILE);
    let act = fields.texts("act");
    let mut codes = BTreeSet::new();
    let mut ids = BTreeSet::new();
    let mut groups: Vec<Group> = Vec::new();
    for mut part in fields.parts("groups") {
        let group = Group {
            id: citing::slug(&mut part, "id"),
            level: part.choice("level", Level::ALL).unwrap_or(Level::Now),
            title: part.text("title"),
            signs: part
                .parts("signs")
                .into_iter()
                .map(|sign| read_sign(sign, &mut codes, &mut citing, &sources))
                .collect(),
        };
        citing::once(&part, "id", &group.id, &mut ids);
        let eased = groups.last().is_some_and(|last| last.level == Level::Today);
        if eased && group.level == Level::Now {
            let message = "is `now` below a group that is `today`; the most urgent come first";
            part.say("level", message);
        }
        part.end();
        groups.push(group);
    }
    fields.end();
    let sources = citing.end(sources);
    if let Some(safety) = safety {
        open_signs_are_listed(desk, &groups, &safety);
    }
    HelpNow {
        groups,
        act,
        sources,
    }
}

fn read_sign(
    mut part: Fields<'_>,
    codes: &mut BTreeSet<String>,
    citing: &mut Citing<'_>,
    sources: &[Source],
) -> Sign {
    let sign = Sign {
        code: part.text("code"),
        text: part.text("text"),
        words: part.texts_or_none("words"),
        sources: part.texts_or_none("sources"),
        sign_off: part.text_or_none("sign_off"),
    };
    for id in &sign.sources {
        citing.cite(&format!("the sign {}", sign.code), id, sources);
    }
    if sign.sources.is_empty() && sign.sign_off.is_none() {
        part.say(
            "sources",
            "is missing: a sign needs a source, or `sign_off` with what a clinician has to decide",
        );
    }
    citing::once(&part, "code", &sign.code, codes);
    part.end();
    sign
}

/// What a clinician still has to decide is lost if the list handed to them leaves it out.
fn open_signs_are_listed(desk: &Desk<'_>, groups: &[Group], safety: &str) {
    let listed: BTreeSet<&str> = safety
        .split(|it: char| !it.is_ascii_alphanumeric() && it != '-')
        .collect();
    for sign in groups.iter().flat_map(|group| &group.signs) {
        if sign.sign_off.is_some() && !listed.contains(sign.code.as_str()) {
            let message = format!(
                "the sign {} waits for a signature and is not here",
                sign.code
            );
            desk.say(SAFETY, message);
        }
    }
}
