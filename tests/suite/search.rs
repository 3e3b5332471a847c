//! The search as a person uses it: everyday words, misspelt and half typed, find what they need first.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use backstride_content::Bundle;
use backstride_content::search::{Document, Hit, Kind, Search};

use crate::content::{assets, load};

/// At least so many of the everyday queries have to find the right thing first.
const RIGHT: usize = 57;

fn bundle() -> &'static Bundle {
    static BUNDLE: OnceLock<Bundle> = OnceLock::new();
    BUNDLE.get_or_init(|| load(&assets()).unwrap())
}

fn place(hit: &Hit) -> String {
    let kind = match hit.kind {
        Kind::Guide => "guide",
        Kind::Exercise => "exercise",
        Kind::Help => "help",
        Kind::Question => "question",
    };
    format!("{kind}/{}", hit.slug)
}

/// The table: what people type, and what may come first.
fn queries() -> Vec<(String, Vec<String>)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/queries.tsv");
    let text = fs::read_to_string(file).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let each = lines.map(|line| {
        let (query, answers) = line.split_once('\t').unwrap();
        (
            query.to_owned(),
            answers.split(' ').map(str::to_owned).collect(),
        )
    });
    each.collect()
}

#[test]
fn everyday_queries_find_the_right_thing_first() {
    let search = Search::open(bundle()).unwrap();
    let queries = queries();
    assert_eq!(queries.len(), 60);
    let mut right = 0;
    for (query, answers) in &queries {
        let hits = search.find(query).unwrap();
        let first = hits.first().map(place).unwrap_or_default();
        if answers.contains(&first) {
            right += 1;
        } else {
            let places: Vec<String> = hits.iter().take(3).map(place).collect();
            println!("`{query}` finds {places:?}, not {answers:?}");
        }
    }
    println!(
        "{right} of {} everyday queries find the right thing first",
        queries.len()
    );
    assert!(right >= RIGHT, "{right} of {}", queries.len());
}

#[test]
fn every_answer_of_the_table_is_something_that_can_be_found() {
    for (query, answers) in queries() {
        for answer in answers {
            let (kind, slug) = answer.split_once('/').unwrap();
            let there = match kind {
                "guide" => bundle().guide(slug).is_some(),
                "exercise" => bundle().exercise(slug).is_some(),
                _ => bundle()
                    .help_now
                    .groups
                    .iter()
                    .any(|group| group.id == slug),
            };
            assert!(there, "`{query}` asks for {answer}");
        }
    }
}

/// A danger sign that was typed to its end stays first however the words are put.
#[test]
fn emergency_words_put_the_signs_first() {
    let search = Search::open(bundle()).unwrap();
    for query in [
        "cant pee",
        "can't pee and my back hurts when i walk",
        "pee cant",
        "numb bottom after walking",
        "wet myself on a walk",
        "both legs weak",
        "chest pain when walking uphill",
        "fell off a ladder and my back hurts",
        "cold leg",
    ] {
        let hits = search.find(query).unwrap();
        assert_eq!(
            hits.first().map(|hit| hit.kind),
            Some(Kind::Help),
            "`{query}`: {hits:#?}"
        );
    }
    // The control: words of a sign that say nothing dangerous alone.
    for query in ["leg", "walking uphill", "back hurts when i walk"] {
        let hits = search.find(query).unwrap();
        assert_ne!(
            hits.first().map(|hit| hit.kind),
            Some(Kind::Help),
            "`{query}`"
        );
    }
}

#[test]
fn a_query_finds_something_from_its_third_letter_on() {
    let search = Search::open(bundle()).unwrap();
    let mut empty = Vec::new();
    for (query, _) in queries() {
        let first = query.split(' ').next().unwrap_or_default();
        for letters in 3..=first.chars().count() {
            let begun: String = query.chars().take(letters).collect();
            if search.find(&begun).unwrap().is_empty() {
                empty.push(begun);
            }
        }
    }
    // Three letters with a mistake in them are near nothing yet.
    assert!(empty.len() <= 4, "{empty:?}");
}

#[test]
fn what_was_typed_is_marked_in_the_snippet() {
    let search = Search::open(bundle()).unwrap();
    for (query, word) in [
        ("trolley", "trolley"),
        ("masage", "massage"),
        ("stret", "stretch"),
        ("mattress", "mattress"),
    ] {
        let hits = search.find(query).unwrap();
        let marked = hits[0].snippet.iter().filter(|piece| piece.hit);
        let marked: Vec<String> = marked.map(|piece| piece.text.to_lowercase()).collect();
        assert!(
            marked.iter().any(|it| it.starts_with(word)),
            "`{query}`: {:?}",
            hits[0].snippet
        );
    }
}

fn document(kind: Kind, slug: &str, title: &str, body: &str) -> Document {
    Document {
        kind,
        slug: slug.to_owned(),
        title: title.to_owned(),
        title_tells: true,
        phrases: Vec::new(),
        words: Vec::new(),
        body: body.to_owned(),
    }
}

#[test]
fn any_kind_of_document_can_be_searched() {
    let question = document(
        Kind::Question,
        "night-pain",
        "Does pain wake you at night?",
        "Turning over may ease it.",
    );
    let guide = document(Kind::Guide, "sleep", "Sleep", "Pain at night is common.");
    let search = Search::of([guide, question], &[]).unwrap();
    let hits = search.find("pain wakes me at nigth").unwrap();
    assert_eq!(place(&hits[0]), "question/night-pain");
    assert_eq!(hits.len(), 2);
    // What has only one of three words is noise beside what has all of them.
    assert!(search.find("turning").unwrap().len() == 1);
}

#[test]
fn several_documents_of_one_place_are_one_hit() {
    let both = ["It hurts in bed.", "It hurts on stairs."];
    let documents = both.map(|body| document(Kind::Question, "pain", "Where does it hurt?", body));
    let search = Search::of(documents, &[]).unwrap();
    assert_eq!(search.find("hurts").unwrap().len(), 1);
    let stairs = &search.find("stairs").unwrap()[0];
    assert!(
        stairs
            .snippet
            .iter()
            .any(|piece| piece.hit && piece.text == "stairs"),
        "{stairs:?}"
    );
}

#[test]
fn an_empty_index_finds_nothing() {
    let search = Search::of([], &[]).unwrap();
    assert_eq!(search.find("sit").unwrap(), Vec::new());
}
