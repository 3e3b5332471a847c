//! The order of the guides: which one follows which, and which ones are near each other.

use std::cmp::Reverse;

use super::guides::TOPICS;
use super::links::Link;
use super::{Desk, meant};
use crate::guides::Guide;

/// More than a handful is a list nobody chooses from.
const MOST_RELATED: usize = 4;

/// What makes two guides near: one sends its reader to the other, is sent to by it, shares a topic with it.
const LEADS_THERE: usize = 3;
const LED_TO_BY: usize = 2;
const SHARED_TOPIC: usize = 1;

/// Puts the guides in the stated order and tells each what comes after it and what is near it. A guide without a place,
/// or a place without a guide, is a problem.
pub(super) fn set(desk: &Desk<'_>, order: &[String], guides: &mut [Guide], links: &[Link]) {
    let files: Vec<String> = desk
        .files("guides", "md")
        .into_iter()
        .map(|it| it.1)
        .collect();
    for slug in order.iter().filter(|slug| !files.contains(slug)) {
        let hint = meant(slug, files.iter().map(String::as_str))
            .map_or(String::new(), |it| format!("; is `{it}` meant?"));
        let message = format!("`order` holds `{slug}`, which is no guide{hint}");
        desk.say_field(TOPICS, "order", message);
    }
    for slug in files.iter().filter(|slug| !order.contains(slug)) {
        let message = format!("`order` leaves out the guide `{slug}`, so nobody is led to it");
        desk.say_field(TOPICS, "order", message);
    }
    let place = |slug: &str| {
        order
            .iter()
            .position(|it| it == slug)
            .unwrap_or(order.len())
    };
    guides.sort_by_key(|guide| place(&guide.slug));
    let slugs: Vec<String> = guides.iter().map(|guide| guide.slug.clone()).collect();
    for index in 0..guides.len() {
        let next = slugs.get(index + 1).cloned();
        let related = related(index, next.as_deref(), guides, links);
        guides[index].next = next;
        guides[index].related = related;
    }
}

fn related(index: usize, next: Option<&str>, guides: &[Guide], links: &[Link]) -> Vec<String> {
    let this = &guides[index];
    let leads = |from: &str, to: &str| {
        let file = format!("guides/{from}.md");
        let address = format!("#/guides/{to}");
        links.iter().any(|link| {
            let rest = link.to.strip_prefix(&address);
            link.file == file && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let mut near: Vec<(Reverse<usize>, usize)> = Vec::new();
    for (place, other) in guides.iter().enumerate() {
        if place == index || next == Some(other.slug.as_str()) {
            continue;
        }
        let shared = other.topics.iter().filter(|it| this.topics.contains(it));
        let nearness = usize::from(leads(&this.slug, &other.slug)) * LEADS_THERE
            + usize::from(leads(&other.slug, &this.slug)) * LED_TO_BY
            + shared.count() * SHARED_TOPIC;
        if nearness > 0 {
            near.push((Reverse(nearness), place));
        }
    }
    // Near nothing but the next one: the one before it is the nearest that is left.
    if near.is_empty() && index > 0 {
        near.push((Reverse(0), index - 1));
    }
    near.sort_unstable();
    let nearest = near.into_iter().take(MOST_RELATED);
    nearest
        .map(|(_, place)| guides[place].slug.clone())
        .collect()
}
