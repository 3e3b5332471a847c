//! Links: every way out of a guide has to lead to a place in the program that exists.

use super::{Desk, meant};
use crate::exercises::Exercise;
use crate::guides::Guide;

/// The places that are always there, as the window's router names them.
const ROOMS: [&str; 10] = [
    "today",
    "diary",
    "diary/trash",
    "check",
    "routines",
    "guides",
    "places",
    "questions",
    "reminders",
    "settings",
];

/// A link in a guide.
pub(super) struct Link {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) to: String,
    /// The form of an exercise that is meant.
    pub(super) form: Option<String>,
}

/// Notes every link that leads nowhere. One to a guide that is there and could not be read leads somewhere: what is
/// wrong with that guide is said where it stands, once.
pub(super) fn check(desk: &Desk<'_>, links: &[Link], guides: &[Guide], exercises: &[Exercise]) {
    let unread: Vec<String> = desk
        .files("guides", "md")
        .into_iter()
        .map(|(_, slug)| slug)
        .filter(|slug| guides.iter().all(|guide| guide.slug != *slug))
        .collect();
    let leads_to_unread = |to: &str| {
        to.strip_prefix("#/guides/")
            .and_then(|place| place.split('/').next())
            .is_some_and(|slug| unread.iter().any(|one| one == slug))
    };
    for link in links.iter().filter(|link| !leads_to_unread(&link.to)) {
        if let Some(message) = fault(&link.to, guides, exercises) {
            desk.say_at(&link.file, link.line, message);
        } else if let Some(message) = formless(link, exercises) {
            desk.say_at(&link.file, link.line, message);
        }
    }
}

fn fault(to: &str, guides: &[Guide], exercises: &[Exercise]) -> Option<String> {
    let Some(place) = to.strip_prefix("#/") else {
        return Some(format!(
            "the link `{to}` leaves the program, which never opens an address; make it a source, \
             or link to a place such as `#/check` or `#/guides/<name>`"
        ));
    };
    if ROOMS.contains(&place) {
        return None;
    }
    match place.split('/').collect::<Vec<_>>()[..] {
        ["guides", slug] => guide(slug, guides).err(),
        ["guides", slug, part] => match guide(slug, guides) {
            Ok(guide) => section(guide, part),
            Err(message) => Some(message),
        },
        ["routines", slug] => {
            let slugs = exercises.iter().map(|it| it.slug.as_str());
            let known = slugs.clone().any(|it| it == slug);
            (!known).then(|| nowhere("exercise", slug, slugs))
        }
        _ => {
            let first = place.split('/').next().unwrap_or_default();
            Some(nowhere("room", first, ROOMS.into_iter()))
        }
    }
}

/// What is wrong with the form that a link names.
fn formless(link: &Link, exercises: &[Exercise]) -> Option<String> {
    let form = link.form.as_deref()?;
    let exercise = link.to.strip_prefix("#/routines/");
    let exercise = exercise.and_then(|slug| exercises.iter().find(|it| it.slug == slug));
    match exercise {
        None => Some(format!(
            "the link `{}` names a form, `{form}`, and leads to no exercise",
            link.to
        )),
        Some(exercise) if exercise.form(form).is_some() => None,
        Some(exercise) => {
            let ids = exercise.forms.iter().map(|it| it.id.as_str());
            Some(nowhere(&format!("form of `{}`", exercise.slug), form, ids))
        }
    }
}

fn guide<'g>(slug: &str, guides: &'g [Guide]) -> Result<&'g Guide, String> {
    let found = guides.iter().find(|it| it.slug == slug);
    found.ok_or_else(|| nowhere("guide", slug, guides.iter().map(|it| it.slug.as_str())))
}

fn section(guide: &Guide, part: &str) -> Option<String> {
    let ids = guide.sections.iter().map(|it| it.id.as_str());
    let known = part == "sources" || ids.clone().any(|it| it == part);
    (!known).then(|| nowhere(&format!("part of `{}`", guide.slug), part, ids))
}

fn nowhere<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let hint = meant(name, known).map_or(String::new(), |it| format!("; is `{it}` meant?"));
    format!("a link leads to the {what} `{name}`, which is not there{hint}")
}
