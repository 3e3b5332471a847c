//! `places/registers.toml` and `places/insurers.toml`: read and proven. Whoever looks for care must find one answer for
//! every region, an address that leads where it says, and the day on which somebody last looked.

use std::collections::BTreeSet;

use super::citing::{self, Citing};
use super::fields::Fields;
use super::{Desk, meant};
use crate::guides::Guide;
use crate::places::{
    Asks, Care, ELSEWHERE, Engine, Insurer, InsurerKind, PHRASE_MAX_CHARS, Profession, Region,
    Register,
};
use crate::sources::Source;

const REGISTERS: &str = "places/registers.toml";
const INSURERS: &str = "places/insurers.toml";

/// Where the phrase stands in the address of a search engine.
const PHRASE: &str = "{phrase}";

/// How many characters of the longest phrase are left for the place.
const PLACE_CHARS: usize = 60;

/// Where care is found.
pub(super) fn read(desk: &Desk<'_>, regions: &[Region], guides: &[Guide]) -> Care {
    let mut care = Care::default();
    // What is wrong with the regions themselves is said where they stand, once.
    let ids: BTreeSet<&str> = regions.iter().map(|it| it.id.as_str()).collect();
    let whole = ids.len() == regions.len() && ids.contains(ELSEWHERE);
    let regions = if whole { regions } else { &[] };
    registers(desk, regions, guides, &mut care);
    insurers(desk, regions, &mut care);
    care
}

fn registers(desk: &Desk<'_>, regions: &[Region], guides: &[Guide], care: &mut Care) {
    let Some(table) = desk.table(REGISTERS) else {
        return;
    };
    let mut fields = Fields::new(desk, REGISTERS, table);
    let sources = citing::sources(&mut fields);
    let mut citing = Citing::new(desk, REGISTERS);
    match fields.part_or_none("engine") {
        Some(part) => care.engine = engine(part),
        None => fields.say("engine", "is missing: the one search engine, as [engine]"),
    }
    let mut ids = BTreeSet::new();
    for mut part in fields.parts("professions") {
        let profession = profession(&mut part, guides);
        citing::once(&part, "id", &profession.id, &mut ids);
        part.end();
        care.professions.push(profession);
    }
    let mut taken = BTreeSet::new();
    for mut part in fields.parts("registers") {
        let register = register(&mut part);
        if !ids.contains(&register.profession) && !register.profession.is_empty() {
            let ids = ids.iter().map(String::as_str);
            let hint = meant(&register.profession, ids)
                .map_or(String::new(), |it| format!("; is `{it}` meant?"));
            let message = format!("is `{}`, which is no profession{hint}", register.profession);
            part.say("profession", &message);
        }
        for region in &register.regions {
            known_region(&part, "regions", region, regions);
            if !taken.insert((register.profession.clone(), region.clone())) {
                let message = format!("names `{region}`, which has its register above");
                part.say("regions", &message);
            }
        }
        let place = format!(
            "the {} of {}",
            register.profession,
            register.regions.join(", ")
        );
        cite(
            &part,
            &mut citing,
            &sources,
            &place,
            &register.sources,
            register.unchecked.as_ref(),
        );
        part.end();
        care.registers.push(register);
    }
    fields.end();
    care.sources.extend(citing.end(sources));
    for id in &ids {
        for region in regions {
            if !taken.contains(&(id.clone(), region.id.clone())) {
                let message = format!("nothing says how to find a {id} in `{}`", region.id);
                desk.say(REGISTERS, message);
            }
        }
    }
}

fn engine(mut part: Fields<'_>) -> Engine {
    let name = part.text("name");
    let template = part.text("address");
    let begins = template.strip_suffix(PHRASE).unwrap_or_default();
    if !template.is_empty() && (begins.contains(['{', '}']) || begins.is_empty()) {
        part.say("address", "has to end with {phrase}, where the words go");
    }
    secure(&part, "address", &template);
    let address = begins.to_owned();
    part.end();
    Engine { name, address }
}

fn profession(part: &mut Fields<'_>, guides: &[Guide]) -> Profession {
    let profession = Profession {
        id: citing::slug(part, "id"),
        name: part.text("name"),
        guide: part.text("guide"),
        asks: part
            .parts("asks")
            .into_iter()
            .map(|mut part| {
                let asks = Asks {
                    title: part.text("title"),
                    questions: part.texts("questions"),
                };
                for question in asks.questions.iter().filter(|it| !it.contains('?')) {
                    part.say(
                        "questions",
                        &format!("holds `{question}`, which asks nothing"),
                    );
                }
                part.end();
                asks
            })
            .collect(),
        warnings: part.texts("warnings"),
    };
    let slugs = guides.iter().map(|guide| guide.slug.as_str());
    if !profession.guide.is_empty() && !slugs.clone().any(|slug| slug == profession.guide) {
        let hint = meant(&profession.guide, slugs)
            .map_or(String::new(), |it| format!("; is `{it}` meant?"));
        part.say(
            "guide",
            &format!("is `{}`, which is no guide{hint}", profession.guide),
        );
    }
    profession
}

fn register(part: &mut Fields<'_>) -> Register {
    let register = Register {
        profession: part.text("profession"),
        regions: part.texts("regions"),
        licence: part.text("licence"),
        name: part.text_or_none("name"),
        address: part.text_or_none("address"),
        location: part.text("location"),
        cost: part.text("cost"),
        availability: part.text("availability"),
        phrase: part.text("phrase"),
        checked_on: part.date("checked_on"),
        sources: part.texts_or_none("sources"),
        unchecked: part.text_or_none("unchecked"),
    };
    if let Some(address) = &register.address {
        secure(part, "address", address);
        if register.name.is_none() {
            part.say(
                "name",
                "is missing: an address needs the name of what it leads to",
            );
        }
    }
    if register.phrase.chars().count() > PHRASE_MAX_CHARS - PLACE_CHARS {
        part.say("phrase", "is so long that no place fits behind it");
    }
    register
}

fn insurers(desk: &Desk<'_>, regions: &[Region], care: &mut Care) {
    let Some(table) = desk.table(INSURERS) else {
        return;
    };
    let mut fields = Fields::new(desk, INSURERS, table);
    let sources = citing::sources(&mut fields);
    let mut citing = Citing::new(desk, INSURERS);
    care.insured_regions = fields.texts("regions");
    for region in &care.insured_regions {
        known_region(&fields, "regions", region, regions);
    }
    let mut names = BTreeSet::new();
    for mut part in fields.parts("insurers") {
        let insurer = Insurer {
            name: part.text("name"),
            kind: part
                .choice("kind", InsurerKind::ALL)
                .unwrap_or(InsurerKind::Unclear),
            status: part.text("status"),
            checked_on: part.date("checked_on"),
            sources: part.texts_or_none("sources"),
            unchecked: part.text_or_none("unchecked"),
        };
        citing::once(&part, "name", &insurer.name, &mut names);
        for word in praise(&insurer.status) {
            let message = format!("says `{word}`: a list of names praises nobody");
            part.say("status", &message);
        }
        cite(
            &part,
            &mut citing,
            &sources,
            &insurer.name,
            &insurer.sources,
            insurer.unchecked.as_ref(),
        );
        part.end();
        care.insurers.push(insurer);
    }
    fields.end();
    care.sources.extend(citing.end(sources));
}

/// Words that would make a fact an advertisement.
fn praise(text: &str) -> impl Iterator<Item = &'static str> {
    const WORDS: [&str; 8] = [
        "best",
        "leading",
        "recommended",
        "trusted",
        "approved",
        "top",
        "excellent",
        "favourite",
    ];
    let text = text.to_lowercase();
    WORDS.into_iter().filter(move |word| {
        text.split(|it: char| !it.is_alphabetic())
            .any(|one| one == *word)
    })
}

/// What was looked up names where; what was not says so.
fn cite(
    part: &Fields<'_>,
    citing: &mut Citing<'_>,
    sources: &[Source],
    place: &str,
    ids: &[String],
    unchecked: Option<&String>,
) {
    for id in ids {
        citing.cite(place, id, sources);
    }
    if ids.is_empty() && unchecked.is_none() {
        let message =
            "is missing: name what this was compared with, or say in `unchecked` what was not";
        part.say("sources", message);
    }
}

/// An address that a browser may be sent to is whole, secure, and has no name and password in it.
fn secure(part: &Fields<'_>, key: &str, address: &str) {
    if address.is_empty() {
        return;
    }
    let host = address.strip_prefix("https://").map(|rest| {
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        &rest[..end]
    });
    let sound = |host: &str| {
        host.contains('.')
            && host.bytes().all(|it| {
                it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, b'.' | b'-')
            })
    };
    if host.is_none() {
        part.say(key, "has to begin with https://");
    } else if !host.is_some_and(sound) || address.contains(|it: char| !it.is_ascii_graphic()) {
        part.say(
            key,
            "is no plain address such as https://www.example.org/register",
        );
    }
}

fn known_region(part: &Fields<'_>, key: &str, region: &str, regions: &[Region]) {
    let ids = regions.iter().map(|it| it.id.as_str());
    if !regions.is_empty() && !ids.clone().any(|id| id == region) {
        let hint = meant(region, ids).map_or(String::new(), |it| format!("; is `{it}` meant?"));
        part.say(
            key,
            &format!("names the region `{region}`, which is not there{hint}"),
        );
    }
}
