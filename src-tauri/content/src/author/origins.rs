//! Sources across guides: one name means one source everywhere, and a page that names no year is declared as such, so
//! that a year which somebody forgot to write down is noticed.

use std::collections::{BTreeMap, BTreeSet};

use super::Desk;
use crate::guides::Guide;
use crate::sources::Source;

/// Notes sources that differ from their namesakes, and years that are missing. `undated` are the pages that name none.
pub(super) fn check(desk: &Desk<'_>, guides: &[Guide], list: &str, undated: &[String]) {
    let mut seen: BTreeMap<&str, (&str, &Source)> = BTreeMap::new();
    let mut without_year = BTreeSet::new();
    for guide in guides {
        let file = format!("guides/{}.md", guide.slug);
        // What is wrong with a guide already would show up here a second time.
        let broken = desk.complained(&file);
        for source in &guide.sources {
            if broken {
                without_year.extend(source.year.is_none().then_some(source.id.as_str()));
                continue;
            }
            let line = || {
                desk.line_with(&file, &format!("id = \"{}\"", source.id))
                    .unwrap_or(1)
            };
            match seen.get(source.id.as_str()) {
                Some((other, known)) if *known != source => {
                    let message = format!("the source `{}` is another one in `{other}`", source.id);
                    desk.say_at(&file, line(), message);
                }
                Some(_) => {}
                None => {
                    seen.insert(&source.id, (&guide.slug, source));
                }
            }
            let declared = undated.contains(&source.id);
            match source.year {
                None if !declared => {
                    let message = format!(
                        "the source `{}` has no year; write it down, or name it in `undated` of {list} if the page \
                         names none",
                        source.id
                    );
                    desk.say_at(&file, line(), message);
                }
                None => {
                    without_year.insert(source.id.as_str());
                }
                Some(_) => {}
            }
        }
    }
    for (index, id) in undated.iter().enumerate() {
        if !without_year.contains(id.as_str()) {
            let message = format!("`undated` names `{id}`, which is no source without a year");
            desk.say_field(list, &format!("undated[{}]", index + 1), message);
        }
    }
}
