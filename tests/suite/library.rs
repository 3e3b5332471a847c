//! The library as a whole: the order of the guides, what follows each, what is near it, and when its text has aged.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use backstride_content::Bundle;
use backstride_content::guides::Guide;

use crate::content::{Copy, assets, load};

const TOPICS: &str = "guides/topics.toml";

fn shipped() -> &'static Bundle {
    static BUNDLE: OnceLock<Bundle> = OnceLock::new();
    BUNDLE.get_or_init(|| load(&assets()).unwrap())
}

fn guide(slug: &str) -> &'static Guide {
    shipped().guide(slug).unwrap()
}

#[test]
fn whoever_follows_next_from_the_first_guide_reads_each_guide_once() {
    let mut read = vec!["start-here".to_owned()];
    while let Some(next) = &guide(read.last().unwrap()).next {
        assert!(!read.contains(next), "{next} comes twice");
        read.push(next.clone());
    }
    let listed: Vec<String> = shipped().guides.iter().map(|it| it.slug.clone()).collect();
    assert_eq!(read, listed);
    assert!(listed.len() >= 31, "{}", listed.len());
}

#[test]
fn related_guides_are_other_guides_that_are_there() {
    for guide in &shipped().guides {
        let related: BTreeSet<&String> = guide.related.iter().collect();
        assert_eq!(related.len(), guide.related.len(), "{}", guide.slug);
        assert!(
            (1..=4).contains(&related.len()),
            "{}: {related:?}",
            guide.slug
        );
        for slug in related {
            assert!(shipped().guide(slug).is_some(), "{slug}");
            assert!(
                *slug != guide.slug && guide.next.as_ref() != Some(slug),
                "{slug}"
            );
        }
    }
    // Each of the two sends its reader to the other, and they are about the same.
    assert_eq!(
        guide("finding-a-massage-therapist").related[0],
        "massage-for-back-pain"
    );
}

#[test]
fn an_order_that_leaves_out_a_guide_or_names_none_is_refused() {
    Copy::new()
        .plant(TOPICS, "  \"scans\",\n", "")
        .refuses(TOPICS, "leaves out the guide `scans`");
    Copy::new()
        .plant(TOPICS, "  \"scans\",\n", "  \"scans\",\n  \"scanz\",\n")
        .refuses(
            TOPICS,
            "`order` holds `scanz`, which is no guide; is `scans` meant?",
        );
    Copy::new()
        .plant(TOPICS, "  \"scans\",\n", "  \"scans\",\n  \"scans\",\n")
        .refuses(TOPICS, "`order` is `scans`, which is here twice");
}

#[test]
fn a_text_ages_a_year_after_it_was_gone_through() {
    let reviewed = |date: &str| Guide {
        reviewed: date.to_owned(),
        ..guide("start-here").clone()
    };
    let november = reviewed("2026-11-25");
    assert_eq!(november.review_by(), "2027-11-25");
    assert!(!november.is_overdue("2026-11-25"));
    assert!(!november.is_overdue("2027-11-25"));
    assert!(november.is_overdue("2027-11-26"));
    assert!(november.is_overdue("2031-01-01"));
    let leap = reviewed("2028-02-29");
    assert_eq!(leap.review_by(), "2029-02-28");
    assert!(!leap.is_overdue("2029-02-28"));
    assert!(leap.is_overdue("2029-03-01"));
}
