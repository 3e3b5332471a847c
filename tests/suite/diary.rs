//! The diary: what goes in comes out, every change can be followed, and no day is invented.

use backstride_core::db::{self, File};
use backstride_core::diary::{self, Action, Intensity, NOTE_MAX_CHARS, NewPain, Note};
use backstride_core::{Error, Moment, history};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::storage::id;

/// 2026-11-23 08:10 in a place one hour east of UTC.
const MONDAY: Moment = Moment {
    utc_ms: 1_795_417_800_000,
    offset_min: 60,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn later(days: i64) -> Moment {
    Moment {
        utc_ms: MONDAY.utc_ms + days * DAY_MS,
        ..MONDAY
    }
}

fn fresh() -> Connection {
    db::in_memory(File::Diary).expect("migrations hold")
}

fn log(conn: &mut Connection, n: u32, nrs: u8, when: Moment) -> String {
    let new = NewPain {
        id: id(n),
        nrs: Intensity::new(f64::from(nrs)).expect("on the scale"),
        note: None,
    };
    db::write(conn, |tx| diary::add(tx, &new, when))
        .expect("saved")
        .id
}

#[test]
fn an_entry_keeps_the_date_and_time_the_person_saw() {
    let mut conn = fresh();
    let id = log(&mut conn, 1, 4, MONDAY);
    let entry = diary::find(&conn, &id).expect("found");
    assert_eq!(entry.when.local_date.to_string(), "2026-11-23");
    let time = entry.when.local_time.expect("known to the minute");
    assert_eq!(time.to_string(), "08:10:00");
    assert_eq!(entry.when.offset_min, 60);
    assert_eq!(entry.nrs.map(Intensity::get), Some(4));
}

#[test]
fn only_whole_numbers_from_0_to_10_are_pain() {
    for value in [-1.0, 2.5, 10.000_1, 11.0, 1e300, f64::NAN, f64::INFINITY] {
        assert!(
            matches!(Intensity::new(value), Err(Error::Invalid { field: "nrs" })),
            "{value} must be refused"
        );
    }
    for value in 0..=10_u8 {
        assert_eq!(
            Intensity::new(f64::from(value)).expect("allowed").get(),
            value
        );
    }
}

#[test]
fn a_note_beyond_the_limit_or_with_control_characters_is_refused_and_blank_is_none() {
    assert!(
        Note::new(&"ä".repeat(NOTE_MAX_CHARS))
            .expect("allowed")
            .is_some()
    );
    for text in [
        &"ä".repeat(NOTE_MAX_CHARS + 1),
        &"x".repeat(1_000_000),
        "a\0b",
        "\u{1b}[31m",
    ] {
        assert!(matches!(
            Note::new(text),
            Err(Error::Invalid { field: "note" })
        ));
    }
    assert_eq!(Note::new(" \n\t ").expect("allowed"), None);
}

#[test]
fn every_change_appends_to_the_history_and_the_trash_gives_back() {
    let mut conn = fresh();
    let id = log(&mut conn, 1, 4, MONDAY);
    let note = Note::new("after the stairs").expect("allowed");
    let six = Intensity::new(6.0).expect("on the scale");
    db::write(&mut conn, |tx| {
        diary::edit(tx, &id, six, note.as_ref(), later(1))
    })
    .expect("edited");
    db::write(&mut conn, |tx| diary::delete(tx, &id, later(2))).expect("deleted");
    assert_eq!(diary::page(&conn, 10, None).expect("read").total, 0);
    assert_eq!(diary::trash(&conn).expect("read").len(), 1);
    assert!(matches!(
        db::write(&mut conn, |tx| diary::edit(tx, &id, six, None, later(2))),
        Err(Error::Conflict)
    ));
    let back = db::write(&mut conn, |tx| diary::restore(tx, &id, later(3))).expect("restored");
    assert_eq!(back.nrs, Some(six));
    assert_eq!(back.note, note);
    assert_eq!(
        back.when.local_date.to_string(),
        "2026-11-23",
        "an edit never moves an entry"
    );
    let actions: Vec<Action> = diary::revisions(&conn, &id)
        .expect("read")
        .iter()
        .map(|step| step.action)
        .collect();
    assert_eq!(
        actions,
        [Action::Add, Action::Edit, Action::Delete, Action::Restore]
    );
    db::check(&conn, File::Diary).expect("the sums follow every change");
}

#[test]
fn doing_a_thing_twice_is_the_same_as_once() {
    let mut conn = fresh();
    let id = log(&mut conn, 1, 4, MONDAY);
    let four = Intensity::new(4.0).expect("on the scale");
    for _ in 0..2 {
        db::write(&mut conn, |tx| diary::edit(tx, &id, four, None, later(1))).expect("unchanged");
        db::write(&mut conn, |tx| diary::delete(tx, &id, later(1))).expect("deleted");
        db::write(&mut conn, |tx| diary::delete(tx, &id, later(1))).expect("still deleted");
        db::write(&mut conn, |tx| diary::restore(tx, &id, later(1))).expect("restored");
        db::write(&mut conn, |tx| diary::restore(tx, &id, later(1))).expect("still restored");
    }
    assert_eq!(diary::revisions(&conn, &id).expect("read").len(), 5);
    let again = NewPain {
        id,
        nrs: four,
        note: None,
    };
    assert!(matches!(
        db::write(&mut conn, |tx| diary::add(tx, &again, MONDAY)),
        Err(Error::Conflict)
    ));
    assert_eq!(diary::page(&conn, 10, None).expect("read").total, 1);
}

#[test]
fn the_trash_forgets_after_thirty_days_and_not_before() {
    let mut conn = fresh();
    let id = log(&mut conn, 1, 4, MONDAY);
    log(&mut conn, 2, 5, MONDAY);
    db::write(&mut conn, |tx| diary::delete(tx, &id, later(0))).expect("deleted");
    assert_eq!(
        db::write(&mut conn, |tx| history::purge(tx, later(30))).expect("purged"),
        0
    );
    assert_eq!(
        db::write(&mut conn, |tx| history::purge(tx, later(31))).expect("purged"),
        1
    );
    assert!(matches!(diary::find(&conn, &id), Err(Error::NotFound)));
    assert!(diary::revisions(&conn, &id).expect("read").is_empty());
    assert_eq!(diary::page(&conn, 10, None).expect("read").total, 1);
    db::check(&conn, File::Diary).expect("the sums follow the purge");
}

#[test]
fn four_weeks_hold_28_days_and_a_day_without_entries_is_no_day() {
    let mut conn = fresh();
    log(&mut conn, 1, 2, later(-27));
    log(&mut conn, 2, 9, later(-28));
    log(&mut conn, 3, 4, later(0));
    log(&mut conn, 4, 8, later(0));
    log(&mut conn, 5, 10, later(1));
    let deleted = log(&mut conn, 6, 10, later(-3));
    db::write(&mut conn, |tx| diary::delete(tx, &deleted, later(0))).expect("deleted");
    let weeks = diary::weeks(&conn, MONDAY.local_date()).expect("read");
    assert_eq!(weeks.from.to_string(), "2026-10-27");
    assert_eq!(weeks.entries.len(), 3);
    let days: Vec<(String, f64)> = weeks
        .days
        .iter()
        .map(|day| (day.date.to_string(), day.mean))
        .collect();
    assert_eq!(
        days,
        [
            ("2026-10-27".to_owned(), 2.0),
            ("2026-11-23".to_owned(), 6.0)
        ]
    );
    assert_eq!(weeks.mean, Some(4.0), "each day weighs the same");
    assert_eq!(weeks.previous_mean, Some(9.0));
    let empty = diary::weeks(&fresh(), MONDAY.local_date()).expect("read");
    assert_eq!((empty.mean, empty.previous_mean), (None, None));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the order of saving, pages together are the whole diary, newest first, each entry once.
    #[test]
    fn pages_together_are_the_diary(
        minutes in proptest::collection::vec(0_i64..4000, 0..60),
        limit in 1_u32..20,
    ) {
        let mut conn = fresh();
        for (n, minute) in minutes.iter().enumerate() {
            let when = Moment { utc_ms: MONDAY.utc_ms + minute * 60_000, ..MONDAY };
            log(&mut conn, n as u32, (n % 11) as u8, when);
        }
        let mut seen = Vec::new();
        loop {
            let before = seen.last().map(|entry: &diary::PainEntry| entry.id.clone());
            let page = diary::page(&conn, limit, before.as_deref()).expect("read");
            prop_assert_eq!(page.total as usize, minutes.len());
            seen.extend(page.entries);
            if !page.more { break; }
        }
        prop_assert_eq!(seen.len(), minutes.len());
        let descending = seen.windows(2).all(|pair| {
            let key = |entry: &diary::PainEntry| {
                (entry.when.local_date, entry.when.sort_min(), entry.id.clone())
            };
            key(&pair[0]) > key(&pair[1])
        });
        prop_assert!(descending, "a page is newest first");
    }

    /// Any note that is accepted comes back letter for letter.
    #[test]
    fn notes_come_back_as_written(text in "\\PC{0,200}") {
        let mut conn = fresh();
        let note = Note::new(&text).expect("printable and short");
        let new = NewPain { id: id(1), nrs: Intensity::new(3.0).expect("on the scale"), note };
        db::write(&mut conn, |tx| diary::add(tx, &new, MONDAY)).expect("saved");
        let back = diary::find(&conn, &new.id).expect("found");
        let trimmed = text.trim();
        prop_assert_eq!(back.note.as_ref().map_or("", Note::as_str), trimmed);
    }
}
