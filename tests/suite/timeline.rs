//! The one list: everything in order, filters that say what they hide, and search that finds what was written.

use backstride_core::db::{self, File};
use backstride_core::diary::{
    self, Frame, Intensity, MedicineForm, Name, Note, Occasion, PainForm, Region, RegionPain,
};
use backstride_core::history::{self, AnyRecord};
use backstride_core::record::Kind;
use backstride_core::timeline::{self, Filter};
use backstride_core::walks::{self, WalkForm};
use backstride_core::{Error, Moment};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::storage::id;

/// 2026-11-23 08:10 in a place one hour east of UTC.
const MONDAY: Moment = Moment {
    utc_ms: 1_795_417_800_000,
    offset_min: 60,
};

fn fresh() -> Connection {
    db::in_memory(File::Diary).expect("migrations hold")
}

fn pain(conn: &mut Connection, n: u32, date: &str, nrs: u8, note: &str) {
    let form = PainForm {
        occasion: Some(Occasion::new(date, Some("09:00"), None, false).expect("a date")),
        frame: if n.is_multiple_of(2) {
            Frame::Now
        } else {
            Frame::DayWorst
        },
        nrs: Intensity::new(nrs.into()).ok(),
        regions: vec![RegionPain {
            region: if n.is_multiple_of(3) {
                Region::CalfLeft
            } else {
                Region::Neck
            },
            nrs: None,
        }],
        note: Note::new(note).expect("allowed"),
        ..PainForm::empty()
    };
    db::write(conn, |tx| diary::add_full(tx, &id(n), &form, MONDAY)).expect("kept");
}

fn ids(conn: &Connection, filter: &Filter) -> Vec<String> {
    let page = timeline::page(conn, filter, 500, 0).expect("read");
    assert_eq!(page.shown as usize, page.records.len());
    page.records
        .iter()
        .map(|it| it.key().1.to_owned())
        .collect()
}

fn searched(conn: &Connection, words: &str) -> Vec<String> {
    let filter = Filter {
        words: Some(words.to_owned()),
        ..Filter::default()
    };
    ids(conn, &filter)
}

#[test]
fn all_kinds_stand_in_one_order_and_the_trash_stands_nowhere() {
    let mut conn = fresh();
    pain(&mut conn, 1, "2026-11-20", 4, "");
    pain(&mut conn, 2, "2026-11-21", 4, "");
    let walk = WalkForm {
        occasion: Some(Occasion::new("2026-11-20", Some("10:00"), None, false).expect("a time")),
        ..WalkForm::of_minutes(20)
    };
    db::write(&mut conn, |tx| walks::add(tx, &id(3), &walk, MONDAY)).expect("kept");
    assert_eq!(ids(&conn, &Filter::default()), [id(2), id(3), id(1)]);
    db::write(&mut conn, |tx| {
        history::delete(tx, Kind::Walk, &id(3), MONDAY)
    })
    .expect("deleted");
    let page = timeline::page(&conn, &Filter::default(), 1, 0).expect("read");
    assert_eq!((page.shown, page.total, page.more), (2, 2, true));
    let next = timeline::page(&conn, &Filter::default(), 1, 1).expect("read");
    assert!(matches!(&next.records[..], [AnyRecord::Pain(entry)] if entry.id == id(1)));
    assert!(!next.more);
    let beyond = timeline::page(&conn, &Filter::default(), 1, 2).expect("read");
    assert_eq!((beyond.records.len(), beyond.more), (0, false));
}

#[test]
fn a_filter_says_how_many_of_how_many_it_shows() {
    let mut conn = fresh();
    for n in 1..=10 {
        pain(&mut conn, n, &format!("2026-11-{n:02}"), n as u8, "");
    }
    for (filter, shown) in [
        (
            Filter {
                kinds: vec![Kind::Walk, Kind::Flare],
                ..Filter::default()
            },
            0,
        ),
        (
            Filter {
                kinds: vec![Kind::Pain],
                ..Filter::default()
            },
            10,
        ),
        (
            Filter {
                frames: vec![Frame::DayWorst],
                ..Filter::default()
            },
            5,
        ),
        (
            Filter {
                region: Some(Region::CalfLeft),
                ..Filter::default()
            },
            3,
        ),
        (
            Filter {
                nrs_min: Intensity::new(8.0).ok(),
                ..Filter::default()
            },
            3,
        ),
        (
            Filter {
                nrs_max: Intensity::new(2.0).ok(),
                ..Filter::default()
            },
            2,
        ),
        (
            Filter {
                from: "2026-11-04".parse().ok(),
                to: "2026-11-06".parse().ok(),
                ..Filter::default()
            },
            3,
        ),
    ] {
        let page = timeline::page(&conn, &filter, 2, 0).expect("read");
        assert_eq!((page.shown, page.total), (shown, 10), "{filter:?}");
    }
}

#[test]
fn words_are_found_by_their_beginning_without_marks_in_any_order_and_signs_are_no_operators() {
    let mut conn = fresh();
    pain(
        &mut conn,
        1,
        "2026-11-01",
        4,
        "Café with Zoë, sat on a hard chair ☕",
    );
    pain(
        &mut conn,
        2,
        "2026-11-02",
        4,
        "Walked to the market AND back",
    );
    pain(&mut conn, 3, "2026-11-03", 4, "say \"ouch\" * (twice)");
    let medicine = MedicineForm {
        occasion: None,
        name: Name::new("The gel", "name").expect("allowed"),
        amount: None,
        helped: None,
        note: None,
    };
    db::write(&mut conn, |tx| {
        diary::add_medicine(tx, &id(4), &medicine, MONDAY)
    })
    .expect("kept");
    for (words, found) in [
        ("cafe", vec![id(1)]),
        ("ZOE chair", vec![id(1)]),
        ("☕", vec![id(1)]),
        ("mark walk", vec![id(2)]),
        ("and", vec![id(2)]),
        ("gel", vec![id(4)]),
        ("\"ouch", vec![id(3)]),
        ("NOT", vec![]),
        ("hard OR market", vec![]),
        ("arket", vec![]),
        ("words:walked", vec![]),
        ("  ", vec![id(4), id(3), id(2), id(1)]),
    ] {
        assert_eq!(searched(&conn, words), found, "{words}");
    }
    let long = Filter {
        words: Some("x".repeat(201)),
        ..Filter::default()
    };
    assert!(matches!(
        timeline::page(&conn, &long, 1, 0),
        Err(Error::Invalid { field: "words" })
    ));
}

#[test]
fn an_edited_or_deleted_note_is_not_found_by_its_old_words() {
    let mut conn = fresh();
    pain(&mut conn, 1, "2026-11-01", 4, "secret garden");
    let four = Intensity::new(4.0).expect("on the scale");
    let new = Note::new("open field").expect("allowed");
    db::write(&mut conn, |tx| {
        crate::diary::edit(tx, &id(1), four, new.as_ref(), MONDAY)
    })
    .expect("edited");
    assert_eq!(searched(&conn, "secret"), Vec::<String>::new());
    assert_eq!(searched(&conn, "field"), [id(1)]);
    db::write(&mut conn, |tx| {
        history::delete(tx, Kind::Pain, &id(1), MONDAY)
    })
    .expect("deleted");
    assert_eq!(searched(&conn, "field"), Vec::<String>::new());
    db::write(&mut conn, |tx| {
        history::restore(tx, Kind::Pain, &id(1), MONDAY)
    })
    .expect("restored");
    assert_eq!(searched(&conn, "field"), [id(1)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever somebody types into the search, it is an answer or a refusal at the field, never a failure.
    #[test]
    fn no_search_text_breaks_the_search(text in "\\PC{0,60}") {
        let mut conn = fresh();
        pain(&mut conn, 1, "2026-11-01", 4, "a note");
        let filter = Filter { words: Some(text), ..Filter::default() };
        prop_assert!(timeline::page(&conn, &filter, 10, 0).is_ok());
    }

    /// Pages of any size together are the whole list, each record once.
    #[test]
    fn pages_together_are_the_list(days in proptest::collection::vec(1_u32..28, 0..40), limit in 1_u32..9) {
        let mut conn = fresh();
        for (n, day) in days.iter().enumerate() {
            pain(&mut conn, n as u32, &format!("2026-10-{day:02}"), 3, "");
        }
        let mut seen: Vec<String> = Vec::new();
        loop {
            let page = timeline::page(&conn, &Filter::default(), limit, seen.len() as u32).expect("read");
            seen.extend(page.records.iter().map(|it| it.key().1.to_owned()));
            if !page.more { break; }
        }
        prop_assert_eq!(seen, ids(&conn, &Filter::default()));
    }
}
