//! Walks: what people type becomes metres and minutes, and what cannot be meant is refused at its field.

use backstride_core::db::{self, File};
use backstride_core::diary::{Name, Occasion};
use backstride_core::walks::{self, Distance, EasedBy, Onset, WalkForm};
use backstride_core::{Error, Moment};

use crate::storage::id;

/// 2026-11-23 08:10 in a place one hour east of UTC.
const MONDAY: Moment = Moment {
    utc_ms: 1_795_417_800_000,
    offset_min: 60,
};

fn refused(form: &WalkForm) -> &'static str {
    let mut conn = db::in_memory(File::Diary).expect("migrations hold");
    match db::write(&mut conn, |tx| walks::add(tx, &id(1), form, MONDAY)) {
        Err(Error::Invalid { field }) => field,
        other => panic!("{other:?}"),
    }
}

#[test]
fn distances_are_read_as_people_type_them() {
    for (text, metres) in [
        ("800 m", 800),
        ("800m", 800),
        ("2 km", 2000),
        ("2km", 2000),
        (" 2.5 KM ", 2500),
        ("1.2 mi", 1931),
        ("1,2 mi", 1931),
        ("1,25 km", 1250),
        ("0.0625 mi", 101),
        ("3 miles", 4828),
        ("1 metre", 1),
        ("200 km", 200_000),
    ] {
        let read = Distance::parse(text).expect(text).map(Distance::metres);
        assert_eq!(read, Some(metres), "{text}");
    }
    assert_eq!(Distance::parse("  ").expect("none"), None);
}

#[test]
fn a_distance_that_could_mean_two_things_or_nothing_is_refused_at_its_field() {
    for text in [
        "800",
        "m",
        "1,200 m",
        "1.200 m",
        "1.2.3 km",
        "-2 km",
        "2 parsecs",
        "2 k m",
        "1e3 m",
        "0 m",
        "0.2 m",
        "201 km",
        "٣ km",
        "1,2",
        ". km",
        "1. km",
        "NaN km",
        "999999999999999999999 m",
    ] {
        assert!(
            matches!(
                Distance::parse(text),
                Err(Error::Invalid { field: "distance" })
            ),
            "{text}"
        );
    }
}

#[test]
fn only_the_minutes_are_required_and_the_walk_began_that_long_ago() {
    let mut conn = db::in_memory(File::Diary).expect("migrations hold");
    let form = WalkForm::of_minutes(25);
    let walk = db::write(&mut conn, |tx| walks::add(tx, &id(1), &form, MONDAY)).expect("kept");
    assert_eq!(walk.when.local_time.expect("known").to_string(), "07:45:00");
    assert_eq!(walk.when.recorded_at_ms, MONDAY.utc_ms);
    assert_eq!(walk.onset, None, "not recorded is not never");
    assert_eq!(refused(&WalkForm::of_minutes(0)), "durationMin");
    assert_eq!(refused(&WalkForm::of_minutes(1441)), "durationMin");
}

#[test]
fn what_cannot_be_meant_is_refused_at_its_field() {
    let form = || WalkForm::of_minutes(20);
    let on = |text| Some(Occasion::new(text, None, None, false).expect("a date"));
    for (field, form) in [
        (
            "onset",
            WalkForm {
                onset: Some(Onset::After(21)),
                ..form()
            },
        ),
        (
            "settleMin",
            WalkForm {
                settle_min: Some(2881),
                ..form()
            },
        ),
        (
            "easedBy",
            WalkForm {
                eased_by: vec![EasedBy::Nothing, EasedBy::Lying],
                ..form()
            },
        ),
        (
            "footwearId",
            WalkForm {
                footwear_id: Some(id(9)),
                ..form()
            },
        ),
        (
            "localDate",
            WalkForm {
                occasion: on("2026-11-24"),
                ..form()
            },
        ),
        (
            "localDate",
            WalkForm {
                occasion: on("1899-12-31"),
                ..form()
            },
        ),
    ] {
        assert_eq!(refused(&form), field);
    }
}

#[test]
fn a_pain_that_never_began_is_kept_as_never_and_not_as_a_number() {
    let mut conn = db::in_memory(File::Diary).expect("migrations hold");
    for (n, onset) in [Some(Onset::Never), Some(Onset::After(0)), None]
        .into_iter()
        .enumerate()
    {
        let form = WalkForm {
            onset,
            ..WalkForm::of_minutes(30)
        };
        let walk = db::write(&mut conn, |tx| walks::add(tx, &id(n as u32), &form, MONDAY));
        assert_eq!(walk.expect("kept").onset, onset);
    }
}

#[test]
fn the_last_walk_is_the_one_that_began_last_and_brings_its_shoes() {
    let mut conn = db::in_memory(File::Diary).expect("migrations hold");
    let boots = Name::new("boots", "name").expect("allowed");
    db::write(&mut conn, |tx| {
        walks::save_footwear(tx, &id(7), &boots, MONDAY)
    })
    .expect("kept");
    let form = WalkForm {
        footwear_id: Some(id(7)),
        ..WalkForm::of_minutes(20)
    };
    let earlier = Occasion::new("2026-11-01", Some("09:00"), None, false).expect("a time");
    db::write(&mut conn, |tx| walks::add(tx, &id(1), &form, MONDAY)).expect("kept");
    let backdated = WalkForm {
        occasion: Some(earlier),
        ..WalkForm::of_minutes(5)
    };
    db::write(&mut conn, |tx| walks::add(tx, &id(2), &backdated, MONDAY)).expect("kept");
    let last = walks::last(&conn).expect("read").expect("there is one");
    assert_eq!((last.id, last.footwear_id), (id(1), Some(id(7))));
    let again = db::write(&mut conn, |tx| {
        walks::save_footwear(tx, &id(8), &boots, MONDAY)
    });
    assert!(matches!(again, Err(Error::Invalid { field: "name" })));
}
