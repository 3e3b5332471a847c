//! Sources: reading them, and holding what is cited against what is there.

use std::collections::BTreeSet;

use super::fields::Fields;
use super::{Desk, is_slug, meant};
use crate::sources::{Quality, Source};

/// Reads the `[[sources]]` of a table; at least one.
pub(super) fn sources(fields: &mut Fields<'_>) -> Vec<Source> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for mut part in fields.parts("sources") {
        let source = Source {
            id: slug(&mut part, "id"),
            title: part.text("title"),
            publisher: part.text("publisher"),
            year: part.year_or_none("year"),
            address: part.text("address"),
            quality: part
                .choice("quality", Quality::ALL)
                .unwrap_or(Quality::Mirror),
        };
        if !source.address.is_empty() && !source.address.starts_with("https://") {
            part.say("address", "has to begin with https://");
        }
        once(&part, "id", &source.id, &mut seen);
        part.end();
        found.push(source);
    }
    found
}

/// A name that can stand in an address.
pub(super) fn slug(part: &mut Fields<'_>, key: &'static str) -> String {
    let slug = part.text(key);
    if !slug.is_empty() && !is_slug(&slug) {
        part.say(key, "takes small letters, digits and single hyphens only");
    }
    slug
}

/// Notes a name that was there before.
pub(super) fn once(part: &Fields<'_>, key: &str, name: &str, seen: &mut BTreeSet<String>) {
    if !name.is_empty() && !seen.insert(name.to_owned()) {
        part.say(key, &format!("is `{name}`, which is here twice"));
    }
}

/// What texts cite, held against the sources that are there.
pub(super) struct Citing<'a> {
    desk: &'a Desk<'a>,
    file: &'a str,
    cited: Vec<String>,
}

impl<'a> Citing<'a> {
    pub(super) fn new(desk: &'a Desk<'a>, file: &'a str) -> Self {
        Self {
            desk,
            file,
            cited: Vec::new(),
        }
    }

    /// Notes that a line of a text cites `id`.
    pub(super) fn cite_at(&mut self, line: usize, id: &str, sources: &[Source]) {
        if let Some(unknown) = self.mark(id, sources) {
            let message = format!("this cites {unknown}");
            self.desk.say_at(self.file, line, message);
        }
    }

    /// Notes that `place`, a part of a table, cites `id`.
    pub(super) fn cite(&mut self, place: &str, id: &str, sources: &[Source]) {
        if let Some(unknown) = self.mark(id, sources) {
            let message = format!("{place} cites {unknown}");
            match self.desk.line_with(self.file, &format!("\"{id}\"")) {
                Some(line) => self.desk.say_at(self.file, line, message),
                None => self.desk.say(self.file, message),
            }
        }
    }

    /// Remembers a citation; of one without a source, the words to say so.
    fn mark(&mut self, id: &str, sources: &[Source]) -> Option<String> {
        let ids = sources.iter().map(|source| source.id.as_str());
        if !ids.clone().any(|known| known == id) {
            let hint = meant(id, ids).map_or(String::new(), |name| format!("; is `{name}` meant?"));
            return Some(format!("`{id}`, which is not among the sources{hint}"));
        }
        if !self.cited.iter().any(|known| known == id) {
            self.cited.push(id.to_owned());
        }
        None
    }

    /// The number of a source: the place at which it was first cited, from 1.
    pub(super) fn number(&self, id: &str) -> u32 {
        let place = self.cited.iter().position(|known| known == id);
        place.map_or(0, |index| u32::try_from(index + 1).unwrap_or(u32::MAX))
    }

    /// Ends the citing: a source nobody cites is a problem. Gives the sources back in the order in
    /// which they were first cited.
    pub(super) fn end(self, mut sources: Vec<Source>) -> Vec<Source> {
        let place = |id: &str| self.cited.iter().position(|known| known == id);
        for (index, source) in sources.iter().enumerate() {
            if !source.id.is_empty() && place(&source.id).is_none() {
                let message = format!("the source `{}` is never cited", source.id);
                let path = format!("sources[{}]", index + 1);
                self.desk.say_field(self.file, &path, message);
            }
        }
        sources.sort_by_key(|source| place(&source.id).unwrap_or(usize::MAX));
        sources
    }
}
