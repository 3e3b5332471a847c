//! What the records show: gaps stay gaps, means need enough days, and small changes are called about the same.

use backstride_core::db::{self, File};
use backstride_core::diary::{
    self, FlareForm, Frame, Intensity, Occasion, PainForm, Region, RegionPain,
};
use backstride_core::insights::{self, Meaning, Outcome};
use backstride_core::settings::{self, Pace, Settings};
use backstride_core::walks::{self, Onset, WalkForm};
use backstride_core::{Error, Moment};
use chrono::{NaiveDate, TimeDelta};
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

fn today() -> NaiveDate {
    MONDAY.local_date()
}

fn ago(days: i64) -> NaiveDate {
    today() - TimeDelta::days(days)
}

fn nrs(value: u8) -> Option<Intensity> {
    Intensity::new(value.into()).ok()
}

/// An entry so many days ago; ids count on by themselves.
fn pain(conn: &mut Connection, days: i64, frame: Frame, value: u8) {
    let n: u32 = conn
        .query_row("SELECT count(*) FROM revision", [], |row| row.get(0))
        .expect("asked");
    let form = PainForm {
        occasion: Some(Occasion::day(ago(days))),
        frame,
        nrs: nrs(value),
        ..PainForm::empty()
    };
    db::write(conn, |tx| diary::add_full(tx, &id(n), &form, MONDAY)).expect("kept");
}

fn walk(conn: &mut Connection, n: u32, days: i64, form: WalkForm) {
    let form = WalkForm {
        occasion: Some(Occasion::day(ago(days))),
        ..form
    };
    db::write(conn, |tx| walks::add(tx, &id(n), &form, MONDAY)).expect("kept");
}

#[test]
fn the_mean_of_seven_days_breaks_where_fewer_than_four_have_a_number() {
    let mut conn = fresh();
    for days in [20, 19, 18, 17, 5] {
        pain(&mut conn, days, Frame::Now, 4);
    }
    let trend = insights::trend(&conn, ago(20), today()).expect("read");
    let there: Vec<i64> = trend
        .week
        .iter()
        .filter(|mean| mean.value.is_some())
        .map(|mean| (today() - mean.date).num_days())
        .collect();
    assert_eq!(
        there,
        [17, 16, 15, 14],
        "from the fourth day until the first leaves the week"
    );
    assert_eq!(
        trend.week.len(),
        21,
        "one place for every date, filled or not"
    );
    assert_eq!(trend.days.len(), 5, "a day without a record has no row");
    assert!(trend.four_weeks.iter().all(|mean| mean.value.is_none()));
    assert_eq!(trend.usual, None);
}

#[test]
fn a_mean_looks_back_before_the_stretch_that_is_shown() {
    let mut conn = fresh();
    for days in 0..20 {
        pain(&mut conn, days, Frame::Now, 6);
    }
    let trend = insights::trend(&conn, today(), today()).expect("read");
    assert_eq!(trend.week[0].value, Some(6.0));
    assert_eq!(trend.four_weeks[0].value, Some(6.0));
    let usual = trend.usual.expect("twenty days are enough");
    assert_eq!((usual.low, usual.high, usual.days), (6.0, 6.0, 20));
}

#[test]
fn the_persons_own_average_of_the_day_goes_before_the_mean_of_its_moments() {
    let mut conn = fresh();
    pain(&mut conn, 1, Frame::Now, 2);
    pain(&mut conn, 1, Frame::Now, 4);
    pain(&mut conn, 1, Frame::DayWorst, 9);
    let day = |conn: &Connection| {
        insights::days(conn, ago(1), ago(1))
            .expect("read")
            .remove(0)
    };
    assert_eq!(day(&conn).nrs_mean, Some(3.0), "the worst is no moment");
    assert_eq!(day(&conn).nrs_high, Some(9));
    pain(&mut conn, 1, Frame::DayAverage, 5);
    assert_eq!(day(&conn).nrs_mean, Some(5.0));
    pain(&mut conn, 2, Frame::DayWorst, 7);
    let only_worst = insights::days(&conn, ago(2), ago(2))
        .expect("read")
        .remove(0);
    assert_eq!((only_worst.nrs_mean, only_worst.nrs_high), (None, Some(7)));
}

#[test]
fn a_walk_on_which_pain_never_began_is_open_ended_and_one_without_word_is_left_out() {
    let mut conn = fresh();
    walk(
        &mut conn,
        1,
        3,
        WalkForm {
            onset: Some(Onset::After(12)),
            ..WalkForm::of_minutes(30)
        },
    );
    walk(
        &mut conn,
        2,
        2,
        WalkForm {
            onset: Some(Onset::Never),
            ..WalkForm::of_minutes(40)
        },
    );
    walk(&mut conn, 3, 1, WalkForm::of_minutes(50));
    let all = insights::tolerance(&conn, ago(9), today()).expect("read");
    let onsets: Vec<(u16, Onset)> = all
        .walks
        .iter()
        .map(|it| (it.duration_min, it.onset))
        .collect();
    assert_eq!(onsets, [(30, Onset::After(12)), (40, Onset::Never)]);
    assert_eq!(all.not_recorded, 1);
}

#[test]
fn walks_are_set_against_the_change_the_peak_the_evening_and_the_next_morning() {
    let mut conn = fresh();
    let form = WalkForm {
        pain_before: nrs(5),
        pain_peak: nrs(7),
        pain_after: nrs(3),
        ..WalkForm::of_minutes(30)
    };
    walk(&mut conn, 900, 3, form);
    walk(
        &mut conn,
        901,
        9,
        WalkForm {
            pain_after: nrs(3),
            ..WalkForm::of_minutes(10)
        },
    );
    pain(&mut conn, 3, Frame::DayAverage, 4);
    pain(&mut conn, 2, Frame::NextMorning, 6);
    pain(&mut conn, 2, Frame::Morning, 8);
    for (outcome, value) in [
        (Outcome::Change, -2.0),
        (Outcome::During, 7.0),
        (Outcome::Evening, 4.0),
        (Outcome::NextMorning, 7.0),
    ] {
        let scatter = insights::walks_against(&conn, ago(20), today(), outcome).expect("read");
        let points: Vec<(u16, f64)> = scatter
            .walks
            .iter()
            .map(|it| (it.duration_min, it.value))
            .collect();
        assert_eq!(
            (points, scatter.not_recorded),
            (vec![(30, value)], 1),
            "{outcome:?}"
        );
    }
}

#[test]
fn the_body_of_a_month_counts_days_and_not_entries() {
    let mut conn = fresh();
    for (n, (days, region)) in [
        (1, Region::CalfLeft),
        (1, Region::CalfLeft),
        (2, Region::CalfLeft),
        (3, Region::Neck),
    ]
    .into_iter()
    .enumerate()
    {
        let form = PainForm {
            occasion: Some(Occasion::day(ago(days))),
            regions: vec![RegionPain {
                region,
                nrs: nrs(n as u8 + 2),
            }],
            ..PainForm::empty()
        };
        db::write(&mut conn, |tx| {
            diary::add_full(tx, &id(n as u32), &form, MONDAY)
        })
        .expect("kept");
    }
    let body = insights::body_month(&conn, today()).expect("read");
    assert_eq!(
        (body.from.to_string(), body.to.to_string()),
        ("2026-11-01".to_owned(), "2026-11-30".to_owned())
    );
    assert_eq!(body.entry_days, 3);
    let shares: Vec<(Region, u32, Option<f64>)> = body
        .regions
        .iter()
        .map(|it| (it.region, it.days, it.nrs_mean))
        .collect();
    assert_eq!(
        shares,
        [
            (Region::Neck, 1, Some(5.0)),
            (Region::CalfLeft, 2, Some(3.0))
        ]
    );
}

#[test]
fn a_change_below_two_points_or_thirty_percent_is_about_the_same() {
    for (before, now, meaning) in [
        (5.0, 3.1, Meaning::AboutTheSame),
        (5.0, 3.0, Meaning::Better),
        (5.0, 7.0, Meaning::Worse),
        (8.0, 5.9, Meaning::AboutTheSame),
        (8.0, 5.5, Meaning::Better),
        (0.0, 1.9, Meaning::AboutTheSame),
        (0.0, 2.0, Meaning::Worse),
        (1.0, 0.0, Meaning::AboutTheSame),
    ] {
        assert_eq!(insights::meaning(before, now), meaning, "{before} to {now}");
    }
    let empty = insights::summary(&fresh(), today()).expect("read");
    assert_eq!(
        (empty.meaning, empty.nrs_mean, empty.walk_min),
        (Meaning::NotEnough, None, None)
    );
}

#[test]
fn fourteen_calm_days_offer_a_monthly_check_and_a_choice_of_it_is_not_asked_again() {
    let mut conn = fresh();
    for days in 0..13 {
        pain(&mut conn, days * 2, Frame::Now, 1);
    }
    let offered = |conn: &Connection| {
        insights::summary(conn, today())
            .expect("read")
            .offer_monthly
    };
    assert!(!offered(&conn), "thirteen days are not fourteen");
    pain(&mut conn, 1, Frame::Now, 0);
    assert!(offered(&conn));
    pain(&mut conn, 3, Frame::DayWorst, 2);
    pain(&mut conn, 27, Frame::Now, 0);
    assert!(
        !offered(&conn),
        "one day above it among the latest fourteen"
    );
    let mut calm = fresh();
    for days in 0..14 {
        pain(&mut calm, days, Frame::Now, 0);
    }
    assert!(offered(&calm));
    let monthly = Settings {
        pace: Pace::Monthly,
        ..Settings::default()
    };
    db::write(&mut calm, |tx| settings::save(tx, &monthly, MONDAY)).expect("saved");
    assert!(!offered(&calm));
}

#[test]
fn a_pause_offers_nothing_through_its_last_day_and_the_offers_come_back_after_it() {
    let mut conn = fresh();
    for days in 0..14 {
        pain(&mut conn, days, Frame::Now, 0);
    }
    for (days_left, offered) in [(7, false), (0, false), (-1, true)] {
        let paused = Settings {
            paused_until: Some(today() + TimeDelta::days(days_left)),
            ..Settings::default()
        };
        db::write(&mut conn, |tx| settings::save(tx, &paused, MONDAY)).expect("saved");
        let summary = insights::summary(&conn, today()).expect("read");
        assert_eq!(summary.offer_monthly, offered, "{days_left} days left");
    }
}

#[test]
fn a_flare_is_offered_on_a_distinctly_worse_day_and_not_while_one_runs() {
    let mut conn = fresh();
    for days in 1..10 {
        pain(&mut conn, days, Frame::Now, 3);
    }
    let offered = |conn: &Connection| insights::summary(conn, today()).expect("read").offer_flare;
    assert!(!offered(&conn));
    pain(&mut conn, 0, Frame::Now, 6);
    assert!(offered(&conn));
    let form = FlareForm {
        start_date: today(),
        end_date: None,
        note: None,
    };
    db::write(&mut conn, |tx| {
        diary::add_flare(tx, &id(800), &form, MONDAY)
    })
    .expect("kept");
    assert!(!offered(&conn));
    let trend = insights::trend(&conn, ago(9), today()).expect("read");
    assert_eq!(trend.flares.len(), 1);
}

#[test]
fn a_stretch_that_ends_before_it_begins_or_is_endless_is_refused() {
    let conn = fresh();
    for (from, to) in [(today(), ago(1)), (NaiveDate::MIN, NaiveDate::MAX)] {
        assert!(matches!(
            insights::trend(&conn, from, to),
            Err(Error::Invalid { field: "to" })
        ));
    }
    assert!(matches!(
        insights::calendar(&conn, 1899),
        Err(Error::Invalid { field: "year" })
    ));
    assert_eq!(insights::span(&conn).expect("read"), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the days, the running mean is the plain one, and is there exactly where four of seven days are.
    #[test]
    fn the_running_mean_is_the_plain_mean(values in proptest::collection::btree_map(0_i64..40, 0_u8..=10, 0..30)) {
        let mut conn = fresh();
        for (days, value) in &values {
            pain(&mut conn, *days, Frame::Now, *value);
        }
        let trend = insights::trend(&conn, ago(30), today()).expect("read");
        for mean in trend.week {
            let back = (today() - mean.date).num_days();
            let inside: Vec<f64> = values.range(back..back + 7).map(|(_, value)| f64::from(*value)).collect();
            let plain = (inside.len() >= 4).then(|| inside.iter().sum::<f64>() / inside.len() as f64);
            match (mean.value, plain) {
                (Some(is), Some(should)) => prop_assert!((is - should).abs() < 1e-9),
                (is, should) => prop_assert_eq!(is, should),
            }
        }
    }
}
