//! Routines of a person's own: made, changed and taken back, refused at the field, played like a programme, and the week
//! day by day.

use backstride_content::exercises::{Exercise, Pattern};
use backstride_content::programmes::Programme;
use backstride_core::db::{self, File};
use backstride_core::diary::{self, Intensity, Occasion, PainForm, Region, RegionPain};
use backstride_core::history::{self, AnyRecord};
use backstride_core::record::{self, Kind, Name};
use backstride_core::sessions::own::{
    self, FOR_S, HOLD_MAX_S, OwnForm, OwnRoutine, PARTS_MAX, Part,
};
use backstride_core::sessions::own::{REPS_MAX, SETS_MAX};
use backstride_core::sessions::player::{Did, Input, Player, Standing};
use backstride_core::sessions::script::{self, Phase, Side, Slot};
use backstride_core::sessions::suits::{self, Person, Waits, Why};
use backstride_core::sessions::week::{self, Going, State, WalkWeek, What};
use backstride_core::sessions::{self, Flag, Session, SessionForm};
use backstride_core::timeline::{self, Filter};
use backstride_core::{Error, Moment};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::content::shipped;
use crate::storage::id;

fn fresh() -> Connection {
    db::in_memory(File::Diary).expect("migrations hold")
}

fn at(minute: i64) -> Moment {
    Moment {
        utc_ms: 1_795_417_800_000 + minute * 60_000,
        offset_min: 0,
    }
}

fn library() -> &'static [Exercise] {
    &shipped().exercises
}

fn part(exercise: &str, form: &str) -> Part {
    let exercise = shipped().exercise(exercise).expect("shipped");
    Part::usual(exercise, exercise.form(form).expect("a form"))
}

fn form(name: &str, parts: Vec<Part>) -> OwnForm {
    OwnForm {
        name: Name::new(name, "name").expect("a name"),
        days: 0,
        parts,
    }
}

fn made(conn: &mut Connection, form: &OwnForm) -> OwnRoutine {
    db::write(conn, |tx| own::add(tx, &id(1), form, library(), at(0))).expect("made")
}

fn person(patterns: &[Pattern], flags: &[Flag]) -> Person {
    Person {
        held: false,
        patterns: patterns.to_vec(),
        flags: flags.to_vec(),
    }
}

#[test]
fn every_change_of_a_routine_is_one_step_and_all_of_them_can_be_taken_back() {
    let mut conn = fresh();
    let first = made(&mut conn, &form("Morning", vec![part("march", "standing")]));
    let mut states = vec![first.clone()];
    let change = |conn: &mut Connection, form: &OwnForm, minute| {
        db::write(conn, |tx| {
            own::change(tx, &first.id, form, library(), at(minute))
        })
        .expect("changed")
    };
    // Added, put in another order, another dose, another form, taken out, another name, days.
    let bridge = part("bridge", "full");
    states.push(
        db::write(&mut conn, |tx| {
            own::append(tx, &first.id, &bridge, library(), at(1))
        })
        .expect("added"),
    );
    let turned = vec![bridge.clone(), part("march", "standing")];
    states.push(change(&mut conn, &form("Morning", turned), 2));
    let dosed = Part {
        reps: Some(12),
        sets: 3,
        ..bridge
    };
    states.push(change(
        &mut conn,
        &form("Morning", vec![dosed, part("march", "standing")]),
        3,
    ));
    let easier = vec![part("bridge", "half"), part("march", "standing")];
    states.push(change(&mut conn, &form("Morning", easier), 4));
    states.push(change(
        &mut conn,
        &form("Morning", vec![part("bridge", "half")]),
        5,
    ));
    states.push(change(
        &mut conn,
        &form("Evening", vec![part("bridge", "half")]),
        6,
    ));
    let days = OwnForm {
        days: 0b101,
        ..form("Evening", vec![part("bridge", "half")])
    };
    states.push(change(&mut conn, &days, 7));
    for pair in states.windows(2) {
        assert_ne!(pair[0], pair[1], "a change that changed nothing");
    }
    // The same again is no step.
    change(&mut conn, &days, 8);
    assert_eq!(
        history::reach(&conn, 0).expect("read").undo.len(),
        states.len()
    );
    for (index, state) in states.iter().enumerate().rev().skip(1) {
        let back = db::write(&mut conn, |tx| {
            history::undo_last(tx, 0, at(20 + index as i64))
        });
        assert_eq!(back.expect("undone"), AnyRecord::Routine(state.clone()));
    }
    for state in &states[1..] {
        let again = db::write(&mut conn, |tx| history::redo_last(tx, 0, at(60)));
        assert_eq!(again.expect("redone"), AnyRecord::Routine(state.clone()));
    }
    db::check(&conn, File::Diary).expect("the sums hold");
}

#[test]
fn what_nobody_could_do_is_refused_at_its_field_and_nothing_of_it_is_kept() {
    let mut conn = fresh();
    made(&mut conn, &form("Morning", vec![part("bridge", "full")]));
    let bridge = part("bridge", "full");
    let march = part("march", "standing");
    let wrong: Vec<(&str, Part)> = vec![
        (
            "exercise",
            Part {
                exercise: "flying".to_owned(),
                ..bridge.clone()
            },
        ),
        (
            "form",
            Part {
                form: "upside-down".to_owned(),
                ..bridge.clone()
            },
        ),
        (
            "sets",
            Part {
                sets: 0,
                ..bridge.clone()
            },
        ),
        (
            "sets",
            Part {
                sets: SETS_MAX + 1,
                ..bridge.clone()
            },
        ),
        (
            "reps",
            Part {
                reps: Some(0),
                ..bridge.clone()
            },
        ),
        (
            "reps",
            Part {
                reps: Some(REPS_MAX + 1),
                ..bridge.clone()
            },
        ),
        (
            "reps",
            Part {
                reps: None,
                ..bridge.clone()
            },
        ),
        (
            "holdS",
            Part {
                hold_s: Some(10_000),
                ..bridge.clone()
            },
        ),
        (
            "holdS",
            Part {
                hold_s: Some(HOLD_MAX_S + 1),
                ..bridge.clone()
            },
        ),
        (
            "holdS",
            Part {
                hold_s: Some(0),
                ..bridge.clone()
            },
        ),
        (
            "forS",
            Part {
                for_s: Some(60),
                ..bridge.clone()
            },
        ),
        (
            "side",
            Part {
                only: Some(Side::Left),
                ..bridge.clone()
            },
        ),
        (
            "forS",
            Part {
                for_s: Some(FOR_S[0] - 1),
                ..march.clone()
            },
        ),
        (
            "forS",
            Part {
                for_s: Some(FOR_S[1] + 1),
                ..march.clone()
            },
        ),
        (
            "reps",
            Part {
                reps: Some(5),
                ..march
            },
        ),
    ];
    for (field, part) in wrong {
        let said = db::write(&mut conn, |tx| {
            own::change(
                tx,
                &id(1),
                &form("Morning", vec![part.clone()]),
                library(),
                at(1),
            )
        });
        assert!(
            matches!(said, Err(Error::Invalid { field: named }) if named == field),
            "{part:?} {said:?}"
        );
    }
    for name in ["", "   ", "two\nlines"] {
        assert!(matches!(
            Name::new(name, "name"),
            Err(Error::Invalid { field: "name" })
        ));
    }
    let many = form("Morning", vec![bridge.clone(); PARTS_MAX + 1]);
    let said = db::write(&mut conn, |tx| {
        own::change(tx, &id(1), &many, library(), at(1))
    });
    assert!(matches!(said, Err(Error::Invalid { field: "parts" })));
    let days = OwnForm {
        days: 128,
        ..form("Morning", vec![bridge])
    };
    let said = db::write(&mut conn, |tx| {
        own::change(tx, &id(1), &days, library(), at(1))
    });
    assert!(matches!(said, Err(Error::Invalid { field: "days" })));
    // The limits themselves are allowed.
    let most = Part {
        sets: SETS_MAX,
        reps: Some(REPS_MAX),
        hold_s: Some(HOLD_MAX_S),
        ..part("bridge", "full")
    };
    assert!(most.allowed(library()).is_ok());
    let kept: OwnRoutine = record::find(&conn, &id(1)).expect("kept");
    assert_eq!(kept.parts, [part("bridge", "full")]);
    assert_eq!(history::reach(&conn, 0).expect("read").undo.len(), 1);
}

#[test]
fn the_usual_dose_of_every_form_may_be_put_into_a_routine() {
    let mut forms = 0;
    for exercise in library() {
        for form in &exercise.forms {
            let part = Part::usual(exercise, form);
            assert!(part.allowed(library()).is_ok(), "{part:?}");
            forms += 1;
        }
    }
    assert!(forms > 60);
}

#[test]
fn a_routine_in_the_trash_is_not_listed_and_comes_back_and_is_kept_for_its_sessions() {
    let mut conn = fresh();
    let routine = made(&mut conn, &form("Morning", vec![part("march", "standing")]));
    db::write(&mut conn, |tx| {
        history::delete(tx, Kind::Routine, &routine.id, at(1))
    })
    .expect("deleted");
    assert_eq!(own::all(&conn).expect("read"), []);
    let years = Moment {
        utc_ms: at(0).utc_ms + 400 * 86_400_000,
        offset_min: 0,
    };
    db::write(&mut conn, |tx| history::purge(tx, years)).expect("purged");
    db::write(&mut conn, |tx| {
        history::restore(tx, Kind::Routine, &routine.id, years)
    })
    .expect("restored");
    assert_eq!(own::all(&conn).expect("read"), [routine]);
    let said = db::write(&mut conn, |tx| {
        own::change(tx, &id(9), &form("x", Vec::new()), library(), at(2))
    });
    assert!(matches!(said, Err(Error::NotFound)));
}

fn slugs(slots: &[Slot]) -> Vec<&str> {
    let each = slots.iter().filter_map(|it| match it {
        Slot::Exercise(set) => Some(set.exercise.as_str()),
        Slot::Words(_) => None,
    });
    each.collect()
}

#[test]
fn an_own_routine_is_played_in_its_own_order_dose_and_sides() {
    let parts = vec![
        Part {
            reps: Some(3),
            only: Some(Side::Right),
            ..part("hip-abduction", "standing")
        },
        Part {
            for_s: Some(30),
            ..part("march", "standing")
        },
        Part {
            sets: 2,
            reps: Some(4),
            hold_s: Some(6),
            ..part("bridge", "full")
        },
    ];
    let made = suits::own(&parts, library(), &person(&[Pattern::Load], &[]));
    assert_eq!(slugs(&made.slots), ["hip-abduction", "march", "bridge"]);
    let beats = script::beats(&made.slots);
    assert!(
        beats
            .iter()
            .filter(|it| it.slot == 0)
            .all(|it| it.side == Some(Side::Right)),
        "the left side was asked for by nobody"
    );
    let reps = |slot| {
        beats
            .iter()
            .filter(|it| it.slot == slot && it.phase == Phase::Repeat)
            .count()
    };
    assert_eq!((reps(0), reps(2)), (3, 8));
    let hold: Vec<u64> = beats
        .iter()
        .filter(|it| it.slot == 1 && it.phase == Phase::Hold)
        .map(|it| it.length_ms)
        .collect();
    assert_eq!(hold, [30_000]);
    let mut now_ms = 0;
    let mut player = Player::new(made.slots, 0);
    player.step(&Input::Resume, 0);
    while player.standing() == Standing::Running {
        now_ms += 250;
        player.step(&Input::Tick, now_ms);
    }
    assert!(player.finished() && player.did().iter().all(Did::whole));
    assert_eq!(player.active_ms(), script::total_ms(&beats));
}

#[test]
fn what_does_not_suit_is_left_out_of_an_own_routine_with_the_reason_and_nothing_is_played_while_held()
 {
    let parts = vec![part("bird-dog", "arm-and-leg"), part("march", "standing")];
    let somebody = person(&[Pattern::Load], &[Flag::NoKneeling]);
    let made = suits::own(&parts, library(), &somebody);
    assert!(!slugs(&made.slots).contains(&"bird-dog"));
    assert_eq!(made.left_out[0].why, [Why::Flag(Flag::NoKneeling)]);
    let held = Person {
        held: true,
        ..Person::default()
    };
    assert_eq!(suits::own(&parts, library(), &held).slots, []);
}

/// Over every person there can be: no routine of any exercises plays what the table forbids.
#[test]
fn no_own_routine_and_no_single_exercise_gives_anybody_what_the_table_rules_out() {
    use backstride_content::exercises::Fit;
    use backstride_core::worded::Worded as _;
    let everything: Vec<Part> = library()
        .iter()
        .flat_map(|exercise| {
            exercise
                .forms
                .iter()
                .map(|form| Part::usual(exercise, form))
        })
        .collect();
    for (_, pattern) in Pattern::ALL {
        for bits in 0_u32..64 {
            let flags = Flag::ALL
                .iter()
                .enumerate()
                .filter(|(at, _)| bits & (1 << at) != 0);
            let flags: Vec<Flag> = flags.map(|(_, flag)| *flag).collect();
            let somebody = person(&[*pattern], &flags);
            let made = suits::own(&everything, library(), &somebody);
            for slug in slugs(&made.slots) {
                let exercise = shipped().exercise(slug).expect("shipped");
                assert_ne!(
                    suits::fit(exercise, &somebody).0,
                    Fit::No,
                    "{slug} {somebody:?}"
                );
            }
            for exercise in library() {
                let form = &exercise.forms[exercise.forms.len() - 1];
                let made = suits::single(exercise, form, &somebody);
                let (fit, why) = suits::fit(exercise, &somebody);
                match fit {
                    Fit::No => assert!(made.slots.is_empty() && made.left_out[0].why == why),
                    Fit::Small => {
                        let Slot::Exercise(set) = &made.slots[0] else {
                            panic!("no exercise")
                        };
                        assert_eq!(&set.form, form.easier.as_ref().unwrap_or(&form.id));
                    }
                    Fit::Yes => assert_eq!(slugs(&made.slots), [exercise.slug.as_str()]),
                }
            }
        }
    }
    let held = Person {
        held: true,
        ..Person::default()
    };
    let march = shipped().exercise("march").expect("shipped");
    assert_eq!(suits::single(march, &march.forms[0], &held).slots, []);
}

#[test]
fn a_stage_for_a_calm_leg_waits_for_the_person_the_flag_and_the_diary() {
    let programme = shipped().programme("nerve-leg-pain").expect("shipped");
    let ready = |stage: usize, flags: &[Flag], leg, said| {
        suits::ready(
            &programme.stages[stage],
            &person(&[Pattern::Leg], flags),
            leg,
            said,
        )
    };
    let calm: Vec<_> = programme
        .stages
        .iter()
        .map(|it| it.ready.map(|it| (it.leg_pain_under, it.days)))
        .collect();
    assert_eq!(calm, [None, None, Some((4, 3)), Some((2, 1))]);
    assert_eq!(ready(0, &[Flag::LegPain], Some(9), false), Ok(()));
    assert_eq!(ready(2, &[], None, false), Err(Waits::Unsaid));
    assert_eq!(ready(2, &[], None, true), Ok(()));
    assert_eq!(ready(2, &[Flag::LegPain], None, true), Err(Waits::LegPain));
    assert_eq!(ready(2, &[], Some(4), true), Err(Waits::LegPain));
    assert_eq!(ready(2, &[], Some(3), true), Ok(()));
    assert_eq!(ready(3, &[], Some(2), true), Err(Waits::LegPain));
    assert_eq!(ready(3, &[], Some(1), true), Ok(()));

    // The diary is asked for legs alone, and for the days of the stage.
    let mut conn = fresh();
    let mut entry = |n: u32, date: &str, region, own: Option<f64>| {
        let form = PainForm {
            occasion: Some(Occasion::new(date, Some("09:00"), None, false).expect("a date")),
            nrs: Intensity::new(7.0).ok(),
            regions: vec![RegionPain {
                region,
                nrs: own.and_then(|it| Intensity::new(it).ok()),
            }],
            ..PainForm::empty()
        };
        db::write(&mut conn, |tx| diary::add_full(tx, &id(n), &form, at(0))).expect("kept");
    };
    entry(1, "2026-11-10", Region::CalfLeft, Some(8.0));
    entry(2, "2026-11-20", Region::LowBackLeft, Some(9.0));
    entry(3, "2026-11-21", Region::FootSoleRight, Some(3.0));
    let from = |date: &str| date.parse::<NaiveDate>().expect("a date");
    let leg = |conn: &Connection, date| sessions::leg_pain(conn, from(date)).expect("read");
    assert_eq!(leg(&conn, "2026-11-09"), Some(8));
    assert_eq!(leg(&conn, "2026-11-20"), Some(3));
    assert_eq!(leg(&conn, "2026-11-22"), None);
    let form = PainForm {
        occasion: Some(Occasion::new("2026-11-22", Some("09:00"), None, false).expect("a date")),
        nrs: Intensity::new(7.0).ok(),
        regions: vec![RegionPain {
            region: Region::BackThighLeft,
            nrs: None,
        }],
        ..PainForm::empty()
    };
    db::write(&mut conn, |tx| diary::add_full(tx, &id(4), &form, at(0))).expect("kept");
    // A place without a number of its own has that of its entry.
    assert_eq!(leg(&conn, "2026-11-22"), Some(7));
}

#[test]
fn what_else_has_to_be_so_is_said_to_whom_it_is_meant_for() {
    use backstride_content::programmes::Condition;
    let said = |programme: &str, pattern| {
        let programme = shipped().programme(programme).expect("shipped");
        suits::conditions(programme, &person(&[pattern], &[]))
    };
    assert_eq!(said("core-and-hips", Pattern::Girdle), [Condition::Calm]);
    assert_eq!(said("core-and-hips", Pattern::Load), []);
    assert_eq!(said("before-a-walk", Pattern::Hip), [Condition::SmallRange]);
    assert_eq!(said("core-and-hips", Pattern::Leg), []);
}

#[test]
fn strength_begins_with_the_warm_up_and_nothing_of_a_walk() {
    let warm: Vec<&str> = shipped()
        .programme("before-a-walk")
        .expect("shipped")
        .stages[0]
        .items
        .iter()
        .filter_map(|it| it.exercise.as_deref())
        .collect();
    let mut begun = 0;
    for programme in ["core-and-hips", "leaning-back-eases"] {
        let programme = shipped().programme(programme).expect("shipped");
        for stage in &programme.stages {
            let Some(first) = &stage.begins_with else {
                continue;
            };
            assert_eq!(first, "before-a-walk");
            let own: Vec<&str> = stage
                .items
                .iter()
                .filter_map(|it| it.exercise.as_deref())
                .collect();
            assert_eq!(own[..warm.len()], warm[..], "{}", stage.title);
            assert_eq!(own.last(), Some(&"belly-breathing"));
            assert!(stage.items.iter().all(|it| it.walk_min.is_none()));
            begun += 1;
        }
    }
    assert_eq!(begun, 5);
}

fn session(routine: &str, stage: Option<u16>, date: NaiveDate) -> Session {
    let mut conn = fresh();
    let form = SessionForm {
        routine: routine.to_owned(),
        stage,
        active_s: 90,
        finished: true,
        did: vec![Did {
            exercise: Some("march".to_owned()),
            form: None,
            done: 1,
            of: 1,
            hurt: false,
        }],
        pain_before: None,
        pain_after: None,
    };
    let mut kept =
        db::write(&mut conn, |tx| sessions::keep(tx, &id(1), &form, at(0))).expect("kept");
    kept.when.local_date = date;
    kept
}

#[test]
fn sessions_stand_in_the_one_list_with_their_pain_and_can_be_changed_and_taken_back() {
    let mut conn = fresh();
    let nrs = |value: u8| Intensity::new(value.into()).ok();
    let form = SessionForm {
        routine: "before-a-walk".to_owned(),
        stage: Some(1),
        active_s: 90,
        finished: true,
        did: vec![Did {
            exercise: Some("march".to_owned()),
            form: None,
            done: 1,
            of: 1,
            hurt: false,
        }],
        pain_before: nrs(2),
        pain_after: nrs(5),
    };
    let kept = db::write(&mut conn, |tx| sessions::keep(tx, &id(1), &form, at(0))).expect("kept");
    let shown = |conn: &Connection, kinds: &[Kind], low: Option<u8>| {
        let filter = Filter {
            kinds: kinds.to_vec(),
            nrs_min: low.and_then(nrs),
            ..Filter::default()
        };
        timeline::page(conn, &filter, 10, 0).expect("read").records
    };
    assert_eq!(shown(&conn, &[], None), [AnyRecord::Session(kept.clone())]);
    assert_eq!(shown(&conn, &[Kind::Session], Some(5)).len(), 1);
    assert_eq!(shown(&conn, &[Kind::Session], Some(6)).len(), 0);
    assert_eq!(shown(&conn, &[Kind::Walk], None).len(), 0);
    let start = history::last_step(&conn).expect("read");
    let changed = db::write(&mut conn, |tx| {
        sessions::say_pain(tx, &id(1), nrs(2), nrs(7), at(3))
    })
    .expect("changed");
    assert_eq!(changed.pain_after, nrs(7));
    assert_eq!((changed.when, &changed.did), (kept.when, &kept.did));
    assert_eq!(shown(&conn, &[Kind::Session], Some(6)).len(), 1);
    db::write(&mut conn, |tx| history::undo_last(tx, start, at(4))).expect("undone");
    assert_eq!(shown(&conn, &[], None), [AnyRecord::Session(kept)]);
    db::write(&mut conn, |tx| {
        history::delete(tx, Kind::Session, &id(1), at(5))
    })
    .expect("deleted");
    assert_eq!(shown(&conn, &[], None), []);
    let said = db::write(&mut conn, |tx| {
        sessions::say_pain(tx, &id(1), None, None, at(6))
    });
    assert!(matches!(said, Err(Error::Conflict)));
    db::check(&conn, File::Diary).expect("the sums hold");
}

#[test]
fn a_diary_from_before_the_list_held_sessions_gets_their_lines() {
    let conn = Connection::open_in_memory().expect("opens");
    for sql in [
        "CREATE TABLE line (id INTEGER NOT NULL PRIMARY KEY, kind TEXT, record_id TEXT, local_date TEXT, sort_min INTEGER, frame TEXT, nrs INTEGER)",
        include_str!("../../src-tauri/core/migrations/0014_sessions_session.sql"),
        "INSERT INTO session VALUES ('019ab000-0000-7000-8000-000000000001', '2026-11-20', '01:05', NULL, 1, 0, 1, 'march', NULL, 60, 1, '[]', 3, 6, NULL)",
        "INSERT INTO session VALUES ('019ab000-0000-7000-8000-000000000002', '2026-11-21', '09:30', NULL, 0, 0, 1, 'march', NULL, 60, 1, '[]', NULL, NULL, NULL)",
        "INSERT INTO session VALUES ('019ab000-0000-7000-8000-000000000003', '2026-11-21', '09:30', NULL, 0, 0, 1, 'march', NULL, 60, 1, '[]', NULL, 2, 5)",
        include_str!("../../src-tauri/core/migrations/0016_sessions_own_routine.sql"),
    ] {
        conn.execute_batch(sql).expect(sql);
    }
    let lines: Vec<(String, u16, Option<u8>)> = conn
        .prepare("SELECT record_id, sort_min, nrs FROM line ORDER BY record_id")
        .expect("a query")
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .expect("rows")
        .collect::<rusqlite::Result<_>>()
        .expect("lines");
    assert_eq!(
        lines,
        [
            (
                "019ab000-0000-7000-8000-000000000001".to_owned(),
                1440 + 65,
                Some(6)
            ),
            ("019ab000-0000-7000-8000-000000000002".to_owned(), 570, None)
        ]
    );
}

#[test]
fn a_session_that_is_taken_back_is_no_deed_any_more_and_an_answered_card_stays_one() {
    use backstride_core::reminders::{self, Deed, Happened};
    let mut conn = db::in_memory(File::Schedule).expect("migrations hold");
    let now = at(0);
    conn.execute(
        "INSERT INTO deed (id, deed, at_ms, noted_at_ms) VALUES (?1, 'routine', ?2, ?2)",
        (format!("{}@2026-11-23T07:00", id(5)), now.utc_ms - 1_000),
    )
    .expect("a card that was answered");
    let kinds = [Deed::Walk, Deed::Diary, Deed::Routine];
    let session = Happened {
        id: id(7),
        deed: Deed::Routine,
        at_ms: now.utc_ms - 60_000,
    };
    let mut tell = |of_late: &[Happened]| {
        let changed = db::write(&mut conn, |tx| {
            reminders::happened(tx, &kinds, of_late, now)
        });
        let count: u32 = conn
            .query_row("SELECT count(*) FROM deed", [], |row| row.get(0))
            .expect("a count");
        (changed.expect("told"), count)
    };
    assert_eq!(tell(&[]), (false, 1));
    assert_eq!(tell(std::slice::from_ref(&session)), (true, 2));
    assert_eq!(tell(&[session]), (false, 2));
    assert_eq!(tell(&[]), (true, 1));
}

/// The Monday of the week that is looked at.
fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).expect("a Monday") + Days::new(number)
}

/// What is on each day, as one letter of its state after what it is.
fn seen(going: &Going<'_>, today: NaiveDate) -> Vec<String> {
    let days = week::week(going, today);
    assert_eq!(days.len(), 7);
    days.iter()
        .map(|day| {
            let asked = day.asked.iter().map(|it| {
                let what = match &it.what {
                    What::Stage { stage, .. } => format!("S{stage}"),
                    What::Routine(_) => "R".to_owned(),
                    What::Walk(_) => "W".to_owned(),
                };
                let state = match it.state {
                    State::Done => "done",
                    State::Due => "due",
                    State::Missed => "missed",
                    State::Ahead => "ahead",
                };
                format!("{what} {state}")
            });
            asked.collect::<Vec<_>>().join(", ")
        })
        .collect()
}

fn going(programme: &'static Programme, sessions: Vec<Session>) -> Going<'static> {
    Going {
        programmes: vec![programme],
        lights: &shipped().universal.lights,
        sessions,
        ..Going::default()
    }
}

#[test]
fn strength_three_times_a_week_is_missed_only_when_the_week_has_no_room_for_it() {
    let core = shipped().programme("core-and-hips").expect("shipped");
    let of = |days: &[u64], today| {
        // Begun in the week before.
        let days = days
            .iter()
            .map(|it| session("core-and-hips", Some(1), day(*it)));
        let mut all = vec![session("core-and-hips", Some(1), day(0) - Days::new(8))];
        all.extend(days);
        seen(&going(core, all), day(today))
    };
    assert_eq!(
        of(&[0, 2, 4], 4),
        ["S0 done", "", "S0 done", "", "S0 done", "", ""]
    );
    // On Monday, with nothing done yet: as early as it can be, never on two days in a row.
    assert_eq!(
        of(&[], 0),
        ["S0 due", "", "S0 ahead", "", "S0 ahead", "", ""]
    );
    assert_eq!(
        of(&[1], 3),
        ["", "S0 done", "", "S0 due", "", "S0 ahead", ""]
    );
    // Nothing all week: three were missed, on the days that were the last ones for them.
    assert_eq!(
        of(&[], 6),
        ["", "", "S0 missed", "", "S0 missed", "", "S0 due"]
    );
    assert_eq!(
        of(&[2], 6),
        ["", "", "S0 done", "", "S0 missed", "", "S0 due"]
    );
}

#[test]
fn a_stage_that_waits_for_a_calmer_leg_is_asked_for_on_no_day_to_come() {
    let nerve = shipped().programme("nerve-leg-pain").expect("shipped");
    let before = day(0) - Days::new(3);
    let all = vec![
        session("nerve-leg-pain", Some(1), before),
        session("nerve-leg-pain", Some(3), before),
    ];
    let mut going = going(nerve, all);
    let strength = |going: &Going<'_>| {
        let days = seen(going, day(2));
        days.iter().filter(|it| it.contains("S2")).count()
    };
    assert!(strength(&going) >= 2);
    going.waiting = vec![("nerve-leg-pain".to_owned(), 2)];
    let later = &seen(&going, day(2))[2..];
    assert!(later.iter().all(|it| !it.contains("S2")), "{later:?}");
    assert!(later.iter().all(|it| it.contains("S0")), "{later:?}");
}

#[test]
fn a_programme_that_was_never_begun_is_not_in_the_week() {
    let core = shipped().programme("core-and-hips").expect("shipped");
    assert_eq!(seen(&going(core, Vec::new()), day(3)), [""; 7]);
}

#[test]
fn an_own_routine_is_in_the_week_on_the_days_that_were_chosen_and_from_the_day_it_was_made() {
    let mut conn = fresh();
    let form = OwnForm {
        days: 0b001_0101,
        ..form("Morning", vec![part("march", "standing")])
    };
    let routine = made(&mut conn, &form);
    let of = |sessions: Vec<Session>, made_on, today| {
        let going = Going {
            own: vec![(routine.clone(), made_on)],
            sessions,
            ..Going::default()
        };
        seen(&going, day(today))
    };
    let long_ago = day(0) - Days::new(30);
    assert_eq!(
        of(vec![], long_ago, 2),
        ["R missed", "", "R due", "", "R ahead", "", ""]
    );
    assert_eq!(
        of(vec![], day(1), 2),
        ["", "", "R due", "", "R ahead", "", ""]
    );
    let done = vec![
        session(&routine.id, None, day(0)),
        session(&routine.id, None, day(1)),
    ];
    assert_eq!(
        of(done.clone(), long_ago, 2),
        ["R done", "R done", "R due", "", "R ahead", "", ""]
    );
    let due = routine.due(&done, day(2));
    assert_eq!((due.done, due.today), (2, true));
    assert!(!routine.due(&done, day(1)).today);
    // Without days it is never due.
    let never = OwnRoutine {
        days: 0,
        ..routine.clone()
    };
    for number in 0..7 {
        assert!(!never.due(&[], day(number)).today);
    }
    // What else was done stands in the week as well.
    let going = Going {
        sessions: vec![session("march", None, day(1))],
        ..Going::default()
    };
    assert_eq!(seen(&going, day(2)), ["", "R done", "", "", "", "", ""]);
}

#[test]
fn the_walks_of_the_plan_are_in_the_week() {
    let of = |walked: &[u64], from: u64, today: u64| {
        let going = Going {
            walks: vec![
                WalkWeek {
                    from: day(0) - Days::new(7) + Days::new(from),
                    days: 3,
                    minutes: 12,
                },
                WalkWeek {
                    from: day(from),
                    days: 3,
                    minutes: 13,
                },
            ],
            walked: walked.iter().map(|it| day(*it)).collect(),
            ..Going::default()
        };
        seen(&going, day(today))
    };
    assert_eq!(
        of(&[0, 2], 0, 4),
        ["W done", "", "W done", "", "W due", "", ""]
    );
    assert_eq!(
        of(&[], 0, 0),
        ["W due", "W ahead", "W ahead", "", "", "", ""]
    );
    assert_eq!(
        of(&[0], 0, 6),
        ["W done", "", "", "", "", "W missed", "W due"]
    );
    // A week of the plan that began on Wednesday.
    assert_eq!(
        of(&[2, 3, 4], 2, 5),
        ["W missed", "W missed", "W done", "W done", "W done", "", ""]
    );
    let finding = Going {
        finding: true,
        walked: vec![day(1)],
        ..Going::default()
    };
    assert_eq!(
        seen(&finding, day(3)),
        ["", "W done", "", "W due", "", "", ""]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever was done: today and later nothing is missed, nothing is ahead of a day that is over, never more strength
    /// is asked of a week than it says, and every session is somewhere.
    #[test]
    fn a_week_asks_for_no_more_than_its_programme_and_forgets_nothing(
        days in prop::collection::btree_set(0_u64..7, 0..7),
        today in 0_u64..7,
    ) {
        let core = shipped().programme("core-and-hips").expect("shipped");
        let done: Vec<u64> = days.into_iter().filter(|it| *it <= today).collect();
        let mut all = vec![session("core-and-hips", Some(1), day(0) - Days::new(8))];
        all.extend(done.iter().map(|it| session("core-and-hips", Some(1), day(*it))));
        let week = week::week(&going(core, all), day(today));
        let mut asked = 0;
        for (number, seen) in (0_u64..).zip(&week) {
            for one in &seen.asked {
                match one.state {
                    State::Missed => prop_assert!(number < today),
                    State::Due => prop_assert_eq!(number, today),
                    State::Ahead => prop_assert!(number > today),
                    State::Done => prop_assert!(done.contains(&number)),
                }
                asked += usize::from(one.state != State::Done);
            }
            prop_assert_eq!(seen.asked.iter().any(|it| it.state == State::Done), done.contains(&number));
        }
        prop_assert!(asked + done.len() <= 3.max(done.len()), "{} asked beside {}", asked, done.len());
    }
}
