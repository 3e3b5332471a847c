//! The way back: undo, redo, earlier versions and the trash, for every kind of record.

use backstride_core::checks;
use backstride_core::db::{self, File};
use backstride_core::diary::{
    self, Answer, DayForm, FactorDay, FlareForm, Frame, Helped, Intensity, LegSymptom, Level,
    MedicineForm, Method, Name, Note, Occasion, PainForm, Quality, Region, RegionPain, ReliefForm,
    Sitting,
};
use backstride_core::history::{self, AnyRecord};
use backstride_core::plan::{self, CheckInForm, HardDays, InTheWay};
use backstride_core::reading;
use backstride_core::record::Kind;
use backstride_core::sessions::own::{self, OwnForm};
use backstride_core::sessions::player::Did;
use backstride_core::sessions::{self, SessionForm};
use backstride_core::walks::{self, Distance, EasedBy, Onset, WalkForm};
use backstride_core::worded::Worded as _;
use backstride_core::{Error, Moment};
use proptest::prelude::*;
use rusqlite::{Connection, Transaction};

use crate::storage::id;

/// 2026-11-23 08:10 in a place one hour east of UTC.
const MONDAY: Moment = Moment {
    utc_ms: 1_795_417_800_000,
    offset_min: 60,
};

fn after(minutes: i64) -> Moment {
    Moment {
        utc_ms: MONDAY.utc_ms + minutes * 60_000,
        ..MONDAY
    }
}

fn nrs(value: u8) -> Option<Intensity> {
    Some(Intensity::new(value.into()).expect("on the scale"))
}

fn note(text: &str) -> Option<Note> {
    Note::new(text).expect("allowed")
}

fn name(text: &str) -> Name {
    Name::new(text, "name").expect("allowed")
}

fn day(text: &str) -> Occasion {
    Occasion::new(text, None, None, false).expect("a date")
}

fn date(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a date")
}

/// A walking plan in its second week, for what is said about it.
fn under_way(tx: &Transaction<'_>) -> backstride_core::Result<()> {
    let numbers = crate::plan::numbers();
    let days_ago = |days: i64| after(-days * 24 * 60);
    if plan::begin(tx, &numbers, &id(95), days_ago(14)).is_err() {
        return Ok(());
    }
    for (number, days) in [(96, 14), (97, 12), (98, 10)] {
        let walk = WalkForm::of_minutes(20);
        walks::add(tx, &id(number), &walk, days_ago(days))?;
    }
    plan::start(tx, &numbers, false, true, days_ago(9))?;
    Ok(())
}

/// A record of each kind, made (`second` = false) or changed.
pub(crate) fn kept(conn: &mut Connection, kind: Kind, second: bool, now: Moment) -> AnyRecord {
    let number = kind as u32;
    let id = id(number);
    let pick = |a: u8, b: u8| nrs(if second { b } else { a });
    db::write(conn, |tx| {
        Ok(match kind {
            Kind::Pain => {
                let form = PainForm {
                    occasion: Some(day("2026-11-20")),
                    frame: Frame::DayWorst,
                    nrs: pick(4, 7),
                    regions: vec![
                        RegionPain {
                            region: Region::CalfLeft,
                            nrs: pick(2, 3),
                        },
                        RegionPain {
                            region: Region::LowBackLeft,
                            nrs: None,
                        },
                    ],
                    qualities: vec![Quality::Stiff, Quality::Ache],
                    leg_left: Some(vec![LegSymptom::Tingling]),
                    leg_right: Some(Vec::new()),
                    note: note(if second { "worse" } else { "stairs" }),
                };
                AnyRecord::Pain(if second {
                    diary::edit_full(tx, &id, &form, now)?
                } else {
                    diary::add_full(tx, &id, &form, now)?
                })
            }
            Kind::Walk => {
                let form = WalkForm {
                    distance: Distance::parse("1,2 mi")?,
                    onset: Some(if second {
                        Onset::Never
                    } else {
                        Onset::After(12)
                    }),
                    eased_by: vec![EasedBy::Sitting, EasedBy::BendingForward],
                    pain_before: pick(2, 1),
                    ..WalkForm::of_minutes(25)
                };
                AnyRecord::Walk(if second {
                    walks::edit(tx, &id, &form, now)?
                } else {
                    walks::add(tx, &id, &form, now)?
                })
            }
            Kind::Day => {
                if !second {
                    diary::save_factor(tx, &crate::storage::id(90), &name("hills"), true, now)?;
                }
                let form = DayForm {
                    limited: pick(3, 5),
                    sitting: Some(Sitting::Over6),
                    stress: Some(Level::new(2.0, "stress")?),
                    factors: vec![FactorDay {
                        factor_id: crate::storage::id(90),
                        state: if second { Answer::No } else { Answer::Yes },
                    }],
                    ..DayForm::default()
                };
                AnyRecord::Day(diary::save_day(tx, &id, date("2026-11-22"), &form, now)?)
            }
            Kind::Medicine => {
                let form = MedicineForm {
                    occasion: None,
                    name: name("the white ones"),
                    amount: second.then(|| name("one")),
                    helped: Some(Helped::ALittle),
                    note: None,
                };
                AnyRecord::Medicine(if second {
                    diary::edit_medicine(tx, &id, &form, now)?
                } else {
                    diary::add_medicine(tx, &id, &form, now)?
                })
            }
            Kind::Relief => {
                let form = ReliefForm {
                    occasion: None,
                    method: Method::Heat,
                    helped: second.then_some(Helped::Worse),
                    note: None,
                };
                AnyRecord::Relief(if second {
                    diary::edit_relief(tx, &id, &form, now)?
                } else {
                    diary::add_relief(tx, &id, &form, now)?
                })
            }
            Kind::Check => {
                let form = crate::checks::full(&["eases.sitting", "eases.bending"]);
                let rules = crate::triage::shipped();
                AnyRecord::Check(if second {
                    checks::overrule(tx, &id, &["FB".to_owned()], now)?
                } else {
                    checks::finish(tx, &id, rules, &form, now)?
                })
            }
            Kind::Flare => {
                let form = FlareForm {
                    start_date: date("2026-11-10"),
                    end_date: second.then(|| date("2026-11-14")),
                    note: None,
                };
                AnyRecord::Flare(if second {
                    diary::edit_flare(tx, &id, &form, now)?
                } else {
                    diary::add_flare(tx, &id, &form, now)?
                })
            }
            Kind::Factor => {
                let text = name(if second { "long drives" } else { "driving" });
                AnyRecord::Factor(diary::save_factor(tx, &id, &text, true, now)?)
            }
            Kind::Footwear => {
                let text = name(if second { "old boots" } else { "boots" });
                AnyRecord::Footwear(walks::save_footwear(tx, &id, &text, now)?)
            }
            Kind::Question => AnyRecord::Question(if second {
                reading::tick_question(tx, &id, true, now)?
            } else {
                let words = reading::Wording::new("What is it?")?;
                reading::add_question(tx, &id, &words, Some("scans"), now)?
            }),
            Kind::Plan => AnyRecord::Plan(if second {
                plan::stop(tx, &id, now)?
            } else {
                plan::begin(tx, &crate::plan::numbers(), &id, now)?
            }),
            Kind::Session => {
                let form = SessionForm {
                    routine: "before-a-walk".to_owned(),
                    stage: Some(1),
                    active_s: 240,
                    finished: second,
                    did: vec![Did {
                        exercise: Some("march".to_owned()),
                        form: Some("standing".to_owned()),
                        done: 1,
                        of: 1,
                        hurt: false,
                    }],
                    pain_before: nrs(3),
                    pain_after: pick(2, 4),
                };
                AnyRecord::Session(sessions::keep(tx, &id, &form, now)?)
            }
            Kind::Routine => {
                let march = crate::content::shipped()
                    .exercise("march")
                    .expect("shipped");
                let form = march.forms.first().expect("a form");
                let parts = vec![own::Part::usual(march, form)];
                let form = OwnForm {
                    name: name(if second { "Evening" } else { "Morning" }),
                    days: if second { 0b101 } else { 0 },
                    parts: if second { Vec::new() } else { parts },
                };
                let library = &crate::content::shipped().exercises;
                AnyRecord::Routine(if second {
                    own::change(tx, &id, &form, library, now)?
                } else {
                    own::add(tx, &id, &form, library, now)?
                })
            }
            Kind::PlanReview => {
                if !second {
                    under_way(tx)?;
                }
                let hard = if second {
                    HardDays::More
                } else {
                    HardDays::One
                };
                let numbers = crate::plan::numbers();
                let kept = plan::review(tx, &numbers, &id, 1, hard, second, now)?;
                AnyRecord::PlanReview(kept)
            }
            Kind::PlanCheckIn => {
                if !second {
                    under_way(tx)?;
                }
                let form = CheckInForm {
                    week: 0,
                    progress: second.then_some(plan::Progress::Better),
                    in_the_way: vec![InTheWay::Worry, InTheWay::Pain],
                    if_it_returns: note("Shorter walks first."),
                };
                let numbers = crate::plan::numbers();
                AnyRecord::PlanCheckIn(plan::check_in(tx, &numbers, &id, &form, now)?)
            }
        })
    })
    .expect("kept")
}

#[test]
fn edit_undo_and_redo_return_the_identical_row_for_every_kind() {
    for kind in Kind::ALL.iter().copied() {
        let mut conn = db::in_memory(File::Diary).expect("migrations hold");
        let first = kept(&mut conn, kind, false, MONDAY);
        let start = history::last_step(&conn).expect("read");
        let second = kept(&mut conn, kind, true, after(5));
        assert_ne!(first, second, "{}", kind.word());
        let undone = db::write(&mut conn, |tx| history::undo_last(tx, start, after(6)));
        assert_eq!(undone.expect("undone"), first, "{}", kind.word());
        let redone = db::write(&mut conn, |tx| history::redo_last(tx, start, after(7)));
        assert_eq!(redone.expect("redone"), second, "{}", kind.word());
        let id = id(kind as u32);
        let deleted = db::write(&mut conn, |tx| history::delete(tx, kind, &id, after(8)));
        let deleted = deleted.expect("deleted");
        let back = db::write(&mut conn, |tx| history::undo_last(tx, start, after(9)));
        assert_eq!(back.expect("undone"), second, "{}", kind.word());
        let gone = db::write(&mut conn, |tx| history::redo_last(tx, start, after(10)));
        assert_eq!(gone.expect("redone"), deleted, "{}", kind.word());
        db::check(&conn, File::Diary).expect("the sums follow");
    }
}

#[test]
fn any_version_of_any_kind_can_be_restored_and_the_history_only_grows() {
    for kind in Kind::ALL.iter().copied() {
        let mut conn = db::in_memory(File::Diary).expect("migrations hold");
        let first = kept(&mut conn, kind, false, MONDAY);
        kept(&mut conn, kind, true, after(5));
        let id = id(kind as u32);
        db::write(&mut conn, |tx| history::delete(tx, kind, &id, after(6))).expect("deleted");
        let steps = history::revisions(&conn, kind, &id).expect("read");
        assert_eq!(steps.len(), 3);
        let back = db::write(&mut conn, |tx| {
            history::restore_to(tx, steps[0].step, after(7))
        });
        assert_eq!(back.expect("restored"), first, "{}", kind.word());
        let now = history::revisions(&conn, kind, &id).expect("read");
        assert_eq!((now.len(), &now[..3]), (4, &steps[..]));
    }
}

#[test]
fn undoing_a_new_record_puts_it_in_the_trash_and_redoing_brings_the_same_one_back() {
    let mut conn = db::in_memory(File::Diary).expect("migrations hold");
    let walk = kept(&mut conn, Kind::Walk, false, MONDAY);
    db::write(&mut conn, |tx| history::undo_last(tx, 0, after(1))).expect("undone");
    assert_eq!(history::trash(&conn).expect("read").len(), 1);
    assert_eq!(walks::last(&conn).expect("read"), None);
    let back = db::write(&mut conn, |tx| history::redo_last(tx, 0, after(2))).expect("redone");
    assert_eq!(back, walk);
    assert!(history::trash(&conn).expect("read").is_empty());
}

#[test]
fn a_step_cannot_be_undone_over_a_later_change_and_nothing_new_can_be_redone() {
    let mut conn = db::in_memory(File::Diary).expect("migrations hold");
    kept(&mut conn, Kind::Pain, false, MONDAY);
    let added = history::last_step(&conn).expect("read");
    kept(&mut conn, Kind::Pain, true, after(1));
    assert!(matches!(
        db::write(&mut conn, |tx| history::undo(tx, added, after(2))),
        Err(Error::Conflict)
    ));
    db::write(&mut conn, |tx| history::undo_last(tx, 0, after(3))).expect("undone");
    kept(&mut conn, Kind::Footwear, false, after(4));
    assert!(matches!(
        db::write(&mut conn, |tx| history::redo_last(tx, 0, after(5))),
        Err(Error::NotFound)
    ));
    let reach = history::reach(&conn, 0).expect("read");
    assert_eq!((reach.undo.len(), reach.redo.len()), (2, 0));
}

#[test]
fn a_days_record_stays_in_the_trash_while_another_one_has_its_day() {
    let mut conn = db::in_memory(File::Diary).expect("migrations hold");
    kept(&mut conn, Kind::Day, false, MONDAY);
    let old = id(Kind::Day as u32);
    db::write(&mut conn, |tx| {
        history::delete(tx, Kind::Day, &old, after(1))
    })
    .expect("deleted");
    let form = DayForm {
        limited: nrs(1),
        ..DayForm::default()
    };
    db::write(&mut conn, |tx| {
        diary::save_day(tx, &id(50), date("2026-11-22"), &form, after(2))
    })
    .expect("a second one");
    assert!(matches!(
        db::write(&mut conn, |tx| history::restore(
            tx,
            Kind::Day,
            &old,
            after(3)
        )),
        Err(Error::Conflict)
    ));
}

#[test]
fn after_thirty_days_every_kind_is_gone_but_those_that_others_name() {
    let mut conn = db::in_memory(File::Diary).expect("migrations hold");
    for kind in Kind::ALL.iter().copied() {
        kept(&mut conn, kind, false, MONDAY);
        let id = id(kind as u32);
        db::write(&mut conn, |tx| history::delete(tx, kind, &id, MONDAY)).expect("deleted");
    }
    let later = after(31 * 24 * 60);
    let gone = db::write(&mut conn, |tx| history::purge(tx, later)).expect("purged");
    let left: Vec<Kind> = history::trash(&conn)
        .expect("read")
        .iter()
        .map(|record| record.key().0)
        .collect();
    assert_eq!(
        left,
        [Kind::Factor, Kind::Footwear, Kind::Plan, Kind::Routine]
    );
    assert_eq!(gone as usize, Kind::ALL.len() - left.len());
    db::check(&conn, File::Diary).expect("the sums follow the purge");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// However often somebody goes back and forward, each place along the way is the same row as before.
    #[test]
    fn walking_back_and_forward_passes_the_same_rows(values in proptest::collection::vec(0_u8..=10, 1..8), way in proptest::collection::vec(any::<bool>(), 0..24)) {
        let mut conn = db::in_memory(File::Diary).expect("migrations hold");
        kept(&mut conn, Kind::Pain, false, MONDAY);
        let id = id(Kind::Pain as u32);
        let start = history::last_step(&conn).expect("read");
        let mut rows = vec![backstride_core::record::find::<diary::PainEntry>(&conn, &id).expect("found")];
        for value in values {
            let now = after(rows.len() as i64);
            let row = db::write(&mut conn, |tx| {
                crate::diary::edit(tx, &id, Intensity::new(value.into())?, None, now)
            })
            .expect("edited");
            if rows.last() != Some(&row) {
                rows.push(row);
            }
        }
        let mut place = rows.len() - 1;
        for back in way {
            let moved = db::write(&mut conn, |tx| {
                if back { history::undo_last(tx, start, after(99)) } else { history::redo_last(tx, start, after(99)) }
            });
            match (back, place) {
                (true, 0) => prop_assert!(matches!(moved, Err(Error::NotFound))),
                (false, at) if at + 1 == rows.len() => prop_assert!(matches!(moved, Err(Error::NotFound))),
                _ => {
                    place = if back { place - 1 } else { place + 1 };
                    prop_assert_eq!(moved.expect("moved"), AnyRecord::Pain(rows[place].clone()));
                }
            }
        }
        db::check(&conn, File::Diary).expect("the sums follow");
    }
}
