//! Whole days, watched factors and flares: one record a day, five questions at most, and nothing that overlaps.

use backstride_core::db::{self, File};
use backstride_core::diary::{
    self, Answer, DayForm, FACTORS_MAX, FactorDay, FlareForm, Intensity, Name, sleep_min,
};
use backstride_core::record::Kind;
use backstride_core::{Error, Moment, history};
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

fn name(text: &str) -> Name {
    Name::new(text, "name").expect("allowed")
}

fn date(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a date")
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    match outcome {
        Err(Error::Invalid { field }) => field,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_second_saving_of_a_day_changes_the_first() {
    let mut conn = fresh();
    let mut save = |n: u32, limited: f64| {
        let form = DayForm {
            limited: Intensity::new(limited).ok(),
            ..DayForm::default()
        };
        db::write(&mut conn, |tx| {
            diary::save_day(tx, &id(n), date("2026-11-22"), &form, MONDAY)
        })
        .expect("kept")
    };
    let first = save(1, 3.0);
    let second = save(2, 5.0);
    assert_eq!(first.id, second.id);
    let stored = diary::day_on(&conn, date("2026-11-22")).expect("read");
    assert_eq!(stored, Some(second));
    assert_eq!(
        diary::day_on(&conn, date("2026-11-21")).expect("read"),
        None
    );
}

#[test]
fn a_day_that_says_nothing_or_is_still_to_come_is_refused_at_its_field() {
    let mut conn = fresh();
    let mut save = |day: &str, form: &DayForm| {
        db::write(&mut conn, |tx| {
            diary::save_day(tx, &id(1), date(day), form, MONDAY)
        })
    };
    assert_eq!(refused(save("2026-11-22", &DayForm::default())), "limited");
    let form = DayForm {
        limited: Intensity::new(0.0).ok(),
        ..DayForm::default()
    };
    assert_eq!(refused(save("2026-11-24", &form)), "localDate");
    let unknown = DayForm {
        factors: vec![FactorDay {
            factor_id: id(9),
            state: Answer::No,
        }],
        ..form.clone()
    };
    assert_eq!(refused(save("2026-11-22", &unknown)), "factors");
    assert!(save("2026-11-22", &form).is_ok(), "0 is an answer");
}

#[test]
fn sleep_is_kept_to_the_quarter_hour() {
    assert_eq!(sleep_min(7.5).expect("allowed"), 450);
    assert_eq!(sleep_min(0.0).expect("allowed"), 0);
    for hours in [-1.0, 7.1, 24.25, f64::NAN] {
        assert_eq!(refused(sleep_min(hours)), "sleepHours");
    }
}

#[test]
fn at_most_five_factors_are_asked_for_and_the_sixth_can_wait() {
    let mut conn = fresh();
    let mut save = |n: u32, text: &str, active: bool| {
        db::write(&mut conn, |tx| {
            diary::save_factor(tx, &id(n), &name(text), active, MONDAY)
        })
    };
    for n in 0..FACTORS_MAX as u32 {
        save(n, &format!("factor {n}"), true).expect("kept");
    }
    assert_eq!(refused(save(8, "one too many", true)), "active");
    save(8, "waiting", false).expect("kept");
    assert_eq!(refused(save(9, "waiting", false)), "name");
    save(0, "factor 0", false).expect("no longer asked for");
    save(8, "waiting", true).expect("in its place");
    let order = [id(8), id(3)];
    let all = db::write(&mut conn, |tx| diary::order_factors(tx, &order, MONDAY)).expect("kept");
    let ids: Vec<String> = all.into_iter().map(|factor| factor.id).collect();
    assert_eq!(ids, [id(8), id(3), id(1), id(2), id(4), id(0)]);
}

#[test]
fn flares_do_not_overlap_end_before_they_begin_or_lie_ahead() {
    let mut conn = fresh();
    let form = |start: &str, end: Option<&str>| FlareForm {
        start_date: date(start),
        end_date: end.map(date),
        note: None,
    };
    let mut add = |n: u32, form: &FlareForm| {
        db::write(&mut conn, |tx| diary::add_flare(tx, &id(n), form, MONDAY))
    };
    add(1, &form("2026-11-10", Some("2026-11-14"))).expect("kept");
    for (wrong, field) in [
        (form("2026-11-24", None), "startDate"),
        (form("2026-11-20", Some("2026-11-19")), "endDate"),
        (form("2026-11-20", Some("2026-11-24")), "endDate"),
        (form("2026-11-14", None), "startDate"),
        (form("2026-11-01", Some("2026-11-10")), "endDate"),
        (form("2026-11-01", None), "endDate"),
    ] {
        assert_eq!(refused(add(2, &wrong)), field, "{wrong:?}");
    }
    add(2, &form("2026-11-15", None)).expect("kept");
    let ended = db::write(&mut conn, |tx| {
        diary::edit_flare(tx, &id(2), &form("2026-11-15", Some("2026-11-23")), MONDAY)
    });
    assert_eq!(ended.expect("ended").end_date, Some(date("2026-11-23")));
}

#[test]
fn a_flare_comes_back_only_where_no_other_has_taken_its_days() {
    let mut conn = fresh();
    let form = |start: &str, end: Option<&str>| FlareForm {
        start_date: date(start),
        end_date: end.map(date),
        note: None,
    };
    let (early, late) = (
        form("2026-11-01", Some("2026-11-05")),
        form("2026-11-10", None),
    );
    db::write(&mut conn, |tx| diary::add_flare(tx, &id(1), &early, MONDAY)).expect("kept");
    let first = history::last_step(&conn).expect("read");
    db::write(&mut conn, |tx| diary::edit_flare(tx, &id(1), &late, MONDAY)).expect("moved");
    // In its old place stands another one now: neither the history nor undo puts it there.
    db::write(&mut conn, |tx| diary::add_flare(tx, &id(2), &early, MONDAY)).expect("kept");
    let conflict = |answer: Result<history::AnyRecord, Error>| {
        assert!(matches!(answer, Err(Error::Conflict)), "{answer:?}");
    };
    conflict(db::write(&mut conn, |tx| {
        history::restore_to(tx, first, MONDAY)
    }));
    conflict(db::write(&mut conn, |tx| {
        history::undo(tx, first + 1, MONDAY)
    }));
    // The trash keeps it as long as its days are taken, and gives it back once they are free.
    db::write(&mut conn, |tx| {
        history::delete(tx, Kind::Flare, &id(1), MONDAY)
    })
    .expect("binned");
    db::write(&mut conn, |tx| diary::add_flare(tx, &id(3), &late, MONDAY)).expect("kept");
    conflict(db::write(&mut conn, |tx| {
        history::restore(tx, Kind::Flare, &id(1), MONDAY)
    }));
    assert_eq!(history::trash(&conn).expect("read").len(), 1);
    db::write(&mut conn, |tx| {
        history::delete(tx, Kind::Flare, &id(3), MONDAY)
    })
    .expect("binned");
    db::write(&mut conn, |tx| {
        history::restore(tx, Kind::Flare, &id(1), MONDAY)
    })
    .expect("its days are free");
    assert_eq!(diary::flares(&conn).expect("read").len(), 2);
    db::check(&conn, File::Diary).expect("the sums follow");
}
