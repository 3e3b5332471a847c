//! What the records show: gaps stay gaps, means need enough days, and small changes are called about the same.

use backstride_core::db::{self, File};
use backstride_core::diary::{
    self, FlareForm, Frame, Intensity, MedicineForm, Name, Occasion, PainForm, Region, RegionPain,
};
use backstride_core::insights::{self, Meaning, Outcome};
use backstride_core::settings::{self, Offer, Pace, Settings};
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
            .is_some()
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
        assert_eq!(
            summary.offer_monthly.is_some(),
            offered,
            "{days_left} days left"
        );
    }
}

#[test]
fn a_flare_is_offered_on_a_distinctly_worse_day_and_not_while_one_runs() {
    let mut conn = fresh();
    for days in 1..10 {
        pain(&mut conn, days, Frame::Now, 3);
    }
    let offered = |conn: &Connection| {
        let summary = insights::summary(conn, today()).expect("read");
        summary.offer_flare.is_some()
    };
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

/// What is offered on a day, a no to which is kept if `no`.
fn offers(conn: &mut Connection, day: NaiveDate, no: bool) -> [bool; 2] {
    let summary = insights::summary(conn, day).expect("read");
    let reasons = [
        (Offer::Monthly, summary.offer_monthly),
        (Offer::Flare, summary.offer_flare),
    ];
    for (offer, reason) in reasons {
        if let Some(reason) = reason.filter(|_| no) {
            db::write(conn, |tx| settings::decline(tx, offer, reason, MONDAY)).expect("kept");
        }
    }
    reasons.map(|(_, reason)| reason.is_some())
}

#[test]
fn an_offer_turned_down_comes_back_only_for_another_reason() {
    let mut conn = fresh();
    for days in 20..40 {
        pain(&mut conn, days, Frame::Now, 0);
    }
    assert_eq!(offers(&mut conn, ago(20), true), [true, false]);
    pain(&mut conn, 19, Frame::Now, 0);
    assert_eq!(
        offers(&mut conn, ago(19), false),
        [false, false],
        "the same quiet weeks"
    );
    // A bad day, and the one after it, are one reason.
    pain(&mut conn, 18, Frame::Now, 6);
    assert_eq!(offers(&mut conn, ago(18), true), [false, true]);
    pain(&mut conn, 17, Frame::Now, 6);
    assert_eq!(offers(&mut conn, ago(17), false), [false, false]);
    for days in 2..17 {
        pain(&mut conn, days, Frame::Now, 1);
    }
    assert_eq!(
        offers(&mut conn, ago(2), true),
        [true, false],
        "two quiet weeks after a bad day are other quiet weeks"
    );
    pain(&mut conn, 1, Frame::Now, 7);
    assert_eq!(
        offers(&mut conn, ago(1), false),
        [false, true],
        "another bad day"
    );
    db::check(&conn, File::Diary).expect("the sums follow");
}

#[test]
fn in_a_weekly_diary_a_week_without_a_word_is_one_missing_day_and_not_seven() {
    let mut conn = fresh();
    let chosen = |conn: &mut Connection, days: i64, pace, paused_until| {
        let choices = Settings {
            pace,
            paused_until,
            ..Settings::default()
        };
        let at = Moment {
            utc_ms: MONDAY.utc_ms - days * 24 * 60 * 60 * 1000,
            ..MONDAY
        };
        db::write(conn, |tx| settings::save(tx, &choices, at)).expect("saved");
    };
    let asked = |conn: &Connection, from: i64, to: i64| -> Vec<String> {
        let (from, to) = (ago(from), ago(to));
        let days = insights::days(conn, from, to).expect("read");
        let rests = insights::not_asked(conn, from, to, &days).expect("read");
        from.iter_days()
            .take_while(|date| *date <= to)
            .filter(|date| !rests.contains(date))
            .map(|date| date.format("%d").to_string())
            .collect()
    };
    assert_eq!(asked(&conn, 6, 0).len(), 7, "a daily diary asks daily");
    // Weekly from Monday 2 November on, written on Wednesday 4 and on no day of the next week.
    chosen(&mut conn, 21, Pace::Weekly, None);
    pain(&mut conn, 19, Frame::Now, 3);
    assert_eq!(asked(&conn, 24, 8), ["30", "31", "01", "04", "15"]);
    assert_eq!(
        asked(&conn, 7, 5),
        Vec::<String>::new(),
        "the week is not over"
    );
    // A pause asks for nothing, and what is written in it counts all the same.
    chosen(&mut conn, 7, Pace::Weekly, Some(ago(1)));
    pain(&mut conn, 3, Frame::Now, 2);
    assert_eq!(asked(&conn, 7, 1), ["20"]);
    chosen(&mut conn, 0, Pace::Daily, None);
    assert_eq!(asked(&conn, 1, 0), ["23"], "from today on daily again");
    // Monthly: one day of October, the last.
    let mut monthly = fresh();
    chosen(&mut monthly, 60, Pace::Monthly, None);
    assert_eq!(asked(&monthly, 53, 1), ["31"]);
}

#[test]
fn pain_written_beside_a_walk_is_its_pain_where_the_walk_says_nothing() {
    let mut conn = fresh();
    let at = |time: &str| Occasion::new("2026-11-20", Some(time), None, false).expect("a time");
    let mut n = 0;
    let mut said = |conn: &mut Connection, time: &str, frame, value| {
        n += 1;
        let form = PainForm {
            occasion: Some(at(time)),
            frame,
            nrs: nrs(value),
            ..PainForm::empty()
        };
        db::write(conn, |tx| diary::add_full(tx, &id(n), &form, MONDAY)).expect("kept");
    };
    // From 10:00 to 10:30.
    said(&mut conn, "08:59", Frame::WalkBefore, 9);
    said(&mut conn, "09:10", Frame::WalkBefore, 1);
    said(&mut conn, "09:55", Frame::WalkBefore, 2);
    said(&mut conn, "10:10", Frame::WalkPeak, 5);
    said(&mut conn, "10:20", Frame::WalkPeak, 6);
    said(&mut conn, "10:20", Frame::WalkAfter, 8);
    said(&mut conn, "10:40", Frame::WalkAfter, 4);
    said(&mut conn, "11:20", Frame::WalkAfter, 3);
    said(&mut conn, "10:05", Frame::Now, 10);
    let form = WalkForm {
        occasion: Some(at("10:00")),
        ..WalkForm::of_minutes(30)
    };
    db::write(&mut conn, |tx| walks::add(tx, &id(90), &form, MONDAY)).expect("kept");
    let value = |conn: &Connection, outcome| -> Vec<f64> {
        let scatter = insights::walks_against(conn, ago(9), today(), outcome).expect("read");
        scatter.walks.iter().map(|walk| walk.value).collect()
    };
    assert_eq!(value(&conn, Outcome::Change), [2.0], "4 after, 2 before");
    assert_eq!(value(&conn, Outcome::During), [6.0]);
    // What the walk says itself comes first.
    let own = WalkForm {
        pain_before: nrs(3),
        pain_peak: nrs(3),
        ..form.clone()
    };
    db::write(&mut conn, |tx| walks::edit(tx, &id(90), &own, MONDAY)).expect("changed");
    assert_eq!(value(&conn, Outcome::Change), [1.0]);
    assert_eq!(value(&conn, Outcome::During), [3.0]);
    // A walk without a time has no hour before it, and one on another day none of these entries.
    for (n, occasion) in [(91, Occasion::day(ago(3))), (92, Occasion::day(ago(4)))] {
        let form = WalkForm {
            occasion: Some(occasion),
            ..WalkForm::of_minutes(30)
        };
        db::write(&mut conn, |tx| walks::add(tx, &id(n), &form, MONDAY)).expect("kept");
    }
    assert_eq!(value(&conn, Outcome::Change).len(), 1);
}

#[test]
fn a_medicine_begins_when_it_was_not_taken_for_four_weeks() {
    let mut conn = fresh();
    for (n, (days, name)) in [
        (70, "Ibuprofen"),
        (45, "ibuprofen"),
        (20, "Paracetamol"),
        (19, "paracetamol"),
        (5, "Ibuprofen"),
    ]
    .into_iter()
    .enumerate()
    {
        let form = MedicineForm {
            occasion: Some(Occasion::day(ago(days))),
            name: Name::new(name, "name").expect("a name"),
            amount: None,
            helped: None,
            note: None,
        };
        db::write(&mut conn, |tx| {
            diary::add_medicine(tx, &id(n as u32), &form, MONDAY)
        })
        .expect("kept");
    }
    // Signs stand among entries; where those are too many to be drawn there are none.
    pain(&mut conn, 1, Frame::Now, 3);
    let begun = |from: i64| -> Vec<(i64, String)> {
        let trend = insights::trend(&conn, ago(from), today()).expect("read");
        let days = |date: NaiveDate| (today() - date).num_days();
        trend
            .begun
            .into_iter()
            .map(|it| (days(it.date), it.name))
            .collect()
    };
    let is = |days, name: &str| (days, name.to_owned());
    assert_eq!(
        begun(60),
        [is(20, "Paracetamol"), is(5, "Ibuprofen")],
        "45 days ago it had been taken 25 days before"
    );
    assert_eq!(begun(80)[0], is(70, "Ibuprofen"));
    assert_eq!(begun(500), []);
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
