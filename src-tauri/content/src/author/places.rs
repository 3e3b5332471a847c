//! `places/regions.toml`: read and proven. A region without a number would fail a person in an
//! emergency, so none of it may be left out.

use std::collections::BTreeSet;

use super::Desk;
use super::citing::{self, Citing};
use super::fields::Fields;
use crate::places::{Advice, ELSEWHERE, Region};

const FILE: &str = "places/regions.toml";

/// Every region, in the order in which they are offered.
pub(super) fn read(desk: &Desk<'_>) -> Vec<Region> {
    let Some(table) = desk.table(FILE) else {
        return Vec::new();
    };
    let mut fields = Fields::new(desk, FILE, table);
    let sources = citing::sources(&mut fields);
    let mut citing = Citing::new(desk, FILE);
    let mut seen = BTreeSet::new();
    let mut regions = Vec::new();
    for mut part in fields.parts("regions") {
        let from = part.texts_or_none("sources");
        let region = region(&mut part);
        if region.id != ELSEWHERE && from.is_empty() {
            part.say("sources", "is missing: every number needs a source");
        }
        for id in &from {
            citing.cite(&format!("the region `{}`", region.id), id, &sources);
        }
        citing::once(&part, "id", &region.id, &mut seen);
        part.end();
        regions.push(region);
    }
    fields.end();
    citing.end(sources);
    if regions.last().is_none_or(|region| region.id != ELSEWHERE) {
        let message = format!("the last region has to be `{ELSEWHERE}`, for everybody else");
        desk.say(FILE, message);
    }
    regions
}

fn region(part: &mut Fields<'_>) -> Region {
    let region = Region {
        id: citing::slug(part, "id"),
        name: part.text("name"),
        emergency: part.text("emergency"),
        advice: part.parts("advice").into_iter().map(advice).collect(),
        checked_on: part.date("checked_on"),
    };
    if !region.emergency.is_empty() && !has_digit(&region.emergency) {
        part.say("emergency", "names no number");
    }
    region
}

fn advice(mut part: Fields<'_>) -> Advice {
    let advice = Advice {
        name: part.text("name"),
        number: part.text_or_none("number"),
        note: part.text_or_none("note"),
    };
    if advice.number.as_deref().is_some_and(|it| !has_digit(it)) {
        part.say("number", "names no number");
    }
    part.end();
    advice
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}
