//! Guides that fit what the diary shows: each rule fires at its threshold and not below it, and says how often.

use backstride_core::Moment;
use backstride_core::db::{self, File};
use backstride_core::diary::{
    self, DayForm, FlareForm, Helped, Level, Method, Occasion, PainForm, Region, RegionPain,
    ReliefForm,
};
use backstride_core::insights::{self, Facts, OFTEN_TIMES, Reason, Suggestion, suggest};
use backstride_core::settings::{self, Settings};
use backstride_core::walks::{self, EasedBy, WalkForm};
use backstride_core::worded::Worded;
use chrono::{NaiveDate, TimeDelta};
use rusqlite::Connection;

use crate::content::{assets, load};
use crate::storage::id;

/// 2026-11-23 08:10 in a place one hour east of UTC.
const MONDAY: Moment = Moment {
    utc_ms: 1_795_417_800_000,
    offset_min: 60,
};

fn ago(days: i64) -> NaiveDate {
    MONDAY.local_date() - TimeDelta::days(days)
}

fn only(facts: &Facts) -> Option<(Reason, u32, u32)> {
    let found = suggest(facts);
    assert!(found.len() <= 1, "{found:?}");
    found.first().map(|it| (it.reason, it.times, it.of))
}

#[test]
fn every_reason_names_a_guide_that_is_shipped() {
    let bundle = load(&assets()).unwrap();
    for reason in Reason::ALL {
        assert!(bundle.guide(reason.guide()).is_some(), "{reason:?}");
    }
}

#[test]
fn an_empty_diary_suggests_nothing() {
    assert_eq!(suggest(&Facts::default()), Vec::new());
}

#[test]
fn often_is_three_times_and_half_of_the_times() {
    let eased = |sitting: usize, other: usize| Facts {
        eased: [
            vec![vec![EasedBy::Sitting]; sitting],
            vec![vec![EasedBy::Lying]; other],
        ]
        .concat(),
        ..Facts::default()
    };
    assert_eq!(OFTEN_TIMES, 3);
    assert_eq!(only(&eased(2, 0)), None, "twice is not often");
    assert_eq!(only(&eased(3, 0)), Some((Reason::SittingEases, 3, 3)));
    assert_eq!(
        only(&eased(3, 3)),
        Some((Reason::SittingEases, 3, 6)),
        "half is enough"
    );
    assert_eq!(only(&eased(3, 4)), None, "less than half is not");
}

#[test]
fn bending_counts_as_sitting_and_standing_still_is_another_matter() {
    let eased = |by: &[EasedBy]| Facts {
        eased: vec![by.to_vec(); 3],
        ..Facts::default()
    };
    assert_eq!(
        only(&eased(&[EasedBy::BendingForward])),
        Some((Reason::SittingEases, 3, 3))
    );
    let both = eased(&[EasedBy::Sitting, EasedBy::StandingStill]);
    assert_eq!(only(&both), Some((Reason::StandingEases, 3, 3)));
    assert_eq!(only(&eased(&[EasedBy::Nothing])), None);
}

#[test]
fn one_leg_is_one_leg() {
    let places = |regions: &[Region]| Facts {
        places: vec![regions.to_vec(); 3],
        ..Facts::default()
    };
    let calf = places(&[Region::CalfLeft, Region::LowBackCentre]);
    assert_eq!(only(&calf), Some((Reason::OneLeg, 3, 3)));
    assert_eq!(only(&places(&[Region::CalfLeft, Region::CalfRight])), None);
    assert_eq!(only(&places(&[Region::LowBackLeft])), None);
    assert_eq!(
        only(&places(&[Region::FrontThighLeft, Region::KneeLeft])),
        None
    );
}

#[test]
fn a_walk_makes_a_difference_of_two_points() {
    let walks = |before: u8, after: u8| Facts {
        around_walks: vec![(before, after); 3],
        ..Facts::default()
    };
    assert_eq!(only(&walks(3, 5)), Some((Reason::WorseAfterWalks, 3, 3)));
    assert_eq!(only(&walks(3, 4)), None);
    assert_eq!(only(&walks(5, 3)), Some((Reason::BetterAfterWalks, 3, 3)));
    assert_eq!(only(&walks(5, 4)), None);
}

#[test]
fn more_walking_is_half_as_much_again_as_in_the_weeks_before() {
    let weeks = |walk_min: [Option<u32>; 4]| Facts {
        walk_min,
        ..Facts::default()
    };
    assert_eq!(
        only(&weeks([Some(90), Some(60), Some(60), None])),
        Some((Reason::MoreWalking, 90, 60))
    );
    assert_eq!(only(&weeks([Some(89), Some(60), Some(60), None])), None);
    assert_eq!(
        only(&weeks([Some(90), Some(60), None, None])),
        None,
        "one week is not usual"
    );
    assert_eq!(
        only(&weeks([Some(59), Some(10), Some(10), Some(10)])),
        None,
        "little is not much"
    );
    assert_eq!(only(&weeks([None, Some(60), Some(60), Some(60)])), None);
}

#[test]
fn nights_and_warmth_count_only_where_they_were_noted() {
    let nights = |sleep: &[u8]| Facts {
        sleep: sleep.to_vec(),
        ..Facts::default()
    };
    assert_eq!(
        only(&nights(&[0, 1, 1, 2, 3])),
        Some((Reason::BadSleep, 3, 5))
    );
    assert_eq!(only(&nights(&[2, 2, 2, 1])), None);
    let warmth = Facts {
        warmth: vec![true, true, false, true],
        ..Facts::default()
    };
    assert_eq!(only(&warmth), Some((Reason::WarmthHelps, 3, 4)));
}

#[test]
fn a_guide_is_suggested_once_and_the_most_telling_reason_first() {
    let facts = Facts {
        eased: vec![vec![EasedBy::StandingStill]; 4],
        around_walks: vec![(2, 6); 4],
        sleep: vec![0; 4],
        flare: true,
        ..Facts::default()
    };
    let reasons: Vec<Reason> = suggest(&facts).iter().map(|it| it.reason).collect();
    assert_eq!(
        reasons,
        [Reason::StandingEases, Reason::Flare, Reason::BadSleep]
    );
}

fn walk(conn: &mut Connection, n: u32, days: i64, form: WalkForm) {
    let form = WalkForm {
        occasion: Some(Occasion::day(ago(days))),
        ..form
    };
    db::write(conn, |tx| walks::add(tx, &id(n), &form, MONDAY)).unwrap();
}

fn sitting_walk() -> WalkForm {
    WalkForm {
        eased_by: vec![EasedBy::Sitting],
        ..WalkForm::of_minutes(20)
    }
}

fn found(conn: &Connection, days: i64) -> Vec<Suggestion> {
    insights::suggestions(conn, ago(days)).unwrap()
}

#[test]
fn the_diary_of_four_weeks_is_looked_at_and_nothing_older_or_later() {
    let mut conn = db::in_memory(File::Diary).unwrap();
    for (n, days) in [(1, 0), (2, 14), (3, 27)] {
        walk(&mut conn, n, days, sitting_walk());
    }
    let expected = Suggestion {
        guide: "leg-symptoms-that-ease-on-sitting",
        reason: Reason::SittingEases,
        times: 3,
        of: 3,
    };
    assert_eq!(found(&conn, 0), [expected]);
    assert_eq!(found(&conn, 1), [], "today's walk is later than that day");
    assert_eq!(
        found(&conn, -1),
        [],
        "the oldest walk is out of the four weeks then"
    );
    db::write(&mut conn, |tx| {
        backstride_core::history::delete(tx, backstride_core::record::Kind::Walk, &id(2), MONDAY)
    })
    .unwrap();
    assert_eq!(found(&conn, 0), [], "what is in the trash does not count");
}

#[test]
fn what_the_forms_keep_reaches_every_rule() {
    let mut conn = db::in_memory(File::Diary).unwrap();
    let day = |days: i64| Some(Occasion::day(ago(days)));
    for n in 0..3_i64 {
        let number = u32::try_from(n).unwrap();
        db::write(&mut conn, |tx| {
            let pain = PainForm {
                occasion: day(n),
                regions: vec![RegionPain {
                    region: Region::CalfRight,
                    nrs: None,
                }],
                ..PainForm::empty()
            };
            diary::add_full(tx, &id(100 + number), &pain, MONDAY)?;
            let relief = ReliefForm {
                occasion: day(n),
                method: Method::Heat,
                helped: Some(Helped::ALot),
                note: None,
            };
            diary::add_relief(tx, &id(200 + number), &relief, MONDAY)?;
            let form = DayForm {
                sleep_quality: Some(Level::new(1.0, "sleepQuality")?),
                ..DayForm::default()
            };
            diary::save_day(tx, &id(300 + number), ago(n), &form, MONDAY)
        })
        .unwrap();
    }
    let reasons: Vec<Reason> = found(&conn, 0).iter().map(|it| it.reason).collect();
    assert_eq!(
        reasons,
        [Reason::OneLeg, Reason::BadSleep, Reason::WarmthHelps]
    );
}

#[test]
fn a_flare_up_is_answered_while_it_goes_on() {
    let mut conn = db::in_memory(File::Diary).unwrap();
    let form = FlareForm {
        start_date: ago(5),
        end_date: Some(ago(2)),
        note: None,
    };
    db::write(&mut conn, |tx| diary::add_flare(tx, &id(1), &form, MONDAY)).unwrap();
    assert_eq!(found(&conn, 0), []);
    let reasons: Vec<Reason> = found(&conn, 3).iter().map(|it| it.reason).collect();
    assert_eq!(reasons, [Reason::Flare]);
}

#[test]
fn nothing_is_suggested_during_a_pause() {
    let mut conn = db::in_memory(File::Diary).unwrap();
    for n in 1..=3 {
        walk(&mut conn, n, 1, sitting_walk());
    }
    let pause = |until: NaiveDate| Settings {
        paused_until: Some(until),
        ..Settings::default()
    };
    db::write(&mut conn, |tx| settings::save(tx, &pause(ago(0)), MONDAY)).unwrap();
    assert_eq!(found(&conn, 0), []);
    db::write(&mut conn, |tx| settings::save(tx, &pause(ago(1)), MONDAY)).unwrap();
    assert_eq!(found(&conn, 0).len(), 1);
}
