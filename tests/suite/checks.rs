//! Finished checks: kept with what they said and by which rules, and found again to the last bit.

use std::collections::BTreeSet;

use backstride_content::triage::{Answer, Answered, RuleSet, Scope, Urgency};
use backstride_core::checks::{self, Check, CheckForm, Reask, Recomputed};
use backstride_core::db::{self, File};
use backstride_core::diary::safety::CheckAnswer;
use backstride_core::diary::{Intensity, LegSymptom, Note, Occasion, PainForm};
use backstride_core::history::{self, AnyRecord};
use backstride_core::record::{self, Kind};
use backstride_core::settings::{self, Settings};
use backstride_core::timeline::{self, Filter};
use backstride_core::{Error, Moment, diary};
use rusqlite::Connection;

use crate::storage::id;
use crate::triage::shipped;

/// 2026-11-23 08:10 in a place one hour east of UTC.
const MONDAY: Moment = Moment {
    utc_ms: 1_795_417_800_000,
    offset_min: 60,
};

fn later(days: i64) -> Moment {
    Moment {
        utc_ms: MONDAY.utc_ms + days * 24 * 60 * 60 * 1000,
        ..MONDAY
    }
}

fn some(question: &str, yes: &[&str]) -> Answered {
    Answered {
        question: question.to_owned(),
        answer: if yes.is_empty() {
            Answer::None
        } else {
            Answer::Some {
                yes: yes.iter().map(|it| (*it).to_owned()).collect(),
                unsure: Vec::new(),
            }
        },
    }
}

fn short(yes: &[&str]) -> CheckForm {
    CheckForm {
        scope: Scope::Short,
        answers: vec![some("body", yes), some("alarm", &[])],
        overruled: Vec::new(),
    }
}

/// A whole check of somebody of 60 with these ticks, as `question.option`.
pub(crate) fn full(ticks: &[&str]) -> CheckForm {
    let rules = shipped();
    let mut answers: Vec<Answered> = Vec::new();
    loop {
        let step = backstride_content::triage::next(rules, &answers, Scope::Full).unwrap();
        let backstride_content::triage::Step::Ask { question, .. } = step else {
            break;
        };
        let prefix = format!("{}.", question.id);
        let yes: Vec<&str> = ticks
            .iter()
            .filter_map(|it| it.strip_prefix(&prefix))
            .collect();
        use backstride_content::triage::rules::Kind as Q;
        answers.push(match &question.kind {
            Q::Some { .. } => some(&question.id, &yes),
            Q::YesNo { .. } => Answered {
                question: question.id.clone(),
                answer: Answer::Yes,
            },
            Q::Steps { steps } => Answered {
                question: question.id.clone(),
                answer: Answer::Step(steps[0].id.clone()),
            },
            Q::Number { .. } => Answered {
                question: question.id.clone(),
                answer: Answer::Number(60),
            },
        });
    }
    CheckForm {
        scope: Scope::Full,
        answers,
        overruled: Vec::new(),
    }
}

fn kept(conn: &mut Connection, number: u32, form: &CheckForm, now: Moment) -> Check {
    db::write(conn, |tx| {
        checks::finish(tx, &id(number), shipped(), form, now)
    })
    .expect("kept")
}

fn pain(conn: &mut Connection, number: u32, nrs: f64, note: &str, now: Moment) {
    let form = PainForm {
        nrs: Some(Intensity::new(nrs).unwrap()),
        note: Note::new(note).unwrap(),
        ..PainForm::empty()
    };
    db::write(conn, |tx| diary::add_full(tx, &id(number), &form, now)).expect("kept");
}

#[test]
fn a_check_is_kept_with_its_rules_and_says_the_same_when_it_is_recomputed() {
    let mut conn = db::in_memory(File::Diary).unwrap();
    let rules = shipped();
    let chosen = Settings {
        region: Some("england".to_owned()),
        ..Settings::default()
    };
    db::write(&mut conn, |tx| settings::save(tx, &chosen, MONDAY)).unwrap();
    for (number, form, level) in [
        (1, full(&["body.saddle"]), Some(Urgency::Emergency)),
        (2, full(&["ill.fever"]), Some(Urgency::Today)),
        (3, full(&["elsewhere.rash"]), Some(Urgency::Days)),
        (4, full(&["leg.tingling"]), Some(Urgency::Routine)),
        (
            5,
            full(&["eases.sitting", "eases.bending"]),
            Some(Urgency::SelfCare),
        ),
        (6, short(&[]), None),
        (7, short(&["sex"]), Some(Urgency::Today)),
    ] {
        let check = kept(&mut conn, number, &form, MONDAY);
        assert_eq!(check.outcome.level, level);
        assert_eq!(
            (&check.rule_set, check.rule_version, &check.rule_digest),
            (&rules.id, rules.version, &rules.digest)
        );
        assert_eq!(check.rule_digest.len(), 64);
        assert_eq!(check.region.as_deref(), Some("england"));
        let found: Check = record::find(&conn, &check.id).unwrap();
        assert_eq!(found, check);
        assert_eq!(checks::recomputed(rules, &found), Recomputed::Same);
    }
    assert_eq!(checks::list(&conn).unwrap().len(), 7);
    assert_eq!(
        checks::latest(&conn, Some(Scope::Full))
            .unwrap()
            .unwrap()
            .id,
        id(5)
    );
    assert_eq!(checks::latest(&conn, None).unwrap().unwrap().id, id(7));
}

#[test]
fn other_rules_never_change_what_a_kept_check_said() {
    let mut conn = db::in_memory(File::Diary).unwrap();
    let check = kept(&mut conn, 1, &full(&["ill.fever"]), MONDAY);
    let mut newer: RuleSet = shipped().clone();
    newer.version += 1;
    assert_eq!(checks::recomputed(&newer, &check), Recomputed::OtherRules);
    let mut touched = check.clone();
    touched.outcome.level = Some(Urgency::SelfCare);
    assert_eq!(
        checks::recomputed(shipped(), &touched),
        Recomputed::Different
    );
    let fit = |set: &str, version| checks::answers_fit(shipped(), set, version, &check.answers);
    assert!(fit(&check.rule_set, check.rule_version).is_ok());
    for (set, version) in [
        ("another", 1),
        (check.rule_set.as_str(), shipped().version + 1),
    ] {
        assert!(matches!(
            fit(set, version),
            Err(Error::Invalid { field: "rules" })
        ));
    }
}

#[test]
fn a_check_that_is_not_finished_or_does_not_fit_is_not_kept() {
    let mut conn = db::in_memory(File::Diary).unwrap();
    let mut halfway = full(&[]);
    halfway.answers.pop();
    let strange = CheckForm {
        answers: vec![some("nobody", &[])],
        ..short(&[])
    };
    let twice = CheckForm {
        answers: vec![some("body", &[]), some("body", &[])],
        ..short(&[])
    };
    let empty = CheckForm {
        answers: Vec::new(),
        ..short(&[])
    };
    for form in [halfway, strange, twice, empty] {
        let result = db::write(&mut conn, |tx| {
            checks::finish(tx, &id(1), shipped(), &form, MONDAY)
        });
        assert!(
            matches!(result, Err(Error::Invalid { field: "answers" })),
            "{result:?}"
        );
    }
    let wrong = CheckForm {
        overruled: vec!["FB".to_owned()],
        ..full(&["ill.fever"])
    };
    let result = db::write(&mut conn, |tx| {
        checks::finish(tx, &id(1), shipped(), &wrong, MONDAY)
    });
    assert!(
        matches!(result, Err(Error::Invalid { field: "overruled" })),
        "no pattern was found"
    );
    assert!(checks::list(&conn).unwrap().is_empty());
}

#[test]
fn a_check_has_its_line_its_history_its_trash_and_its_way_back() {
    let mut conn = db::in_memory(File::Diary).unwrap();
    let check = kept(
        &mut conn,
        1,
        &full(&["eases.sitting", "eases.bending", "worse.standing"]),
        MONDAY,
    );
    assert_eq!(
        check.outcome.patterns.len(),
        1,
        "{:?}",
        check.outcome.patterns
    );
    let only = Filter {
        kinds: vec![Kind::Check],
        ..Filter::default()
    };
    let page = timeline::page(&conn, &only, 10, 0).unwrap();
    assert_eq!(page.records, [AnyRecord::Check(check.clone())]);
    let overruled = db::write(&mut conn, |tx| {
        checks::overrule(tx, &id(1), &["FB".to_owned()], MONDAY)
    })
    .unwrap();
    assert_eq!(overruled.overruled, ["FB"]);
    let wrong = db::write(&mut conn, |tx| {
        checks::overrule(tx, &id(1), &["EB".to_owned()], MONDAY)
    });
    assert!(matches!(wrong, Err(Error::Invalid { field: "overruled" })));
    let steps = history::revisions(&conn, Kind::Check, &id(1)).unwrap();
    assert_eq!(steps.len(), 2);
    db::write(&mut conn, |tx| history::undo_last(tx, 0, MONDAY)).unwrap();
    assert_eq!(record::find::<Check>(&conn, &id(1)).unwrap(), check);
    db::write(&mut conn, |tx| history::redo_last(tx, 0, MONDAY)).unwrap();
    assert_eq!(record::find::<Check>(&conn, &id(1)).unwrap(), overruled);
    db::write(&mut conn, |tx| {
        history::delete(tx, Kind::Check, &id(1), MONDAY)
    })
    .unwrap();
    assert!(
        checks::list(&conn).unwrap().is_empty() && checks::latest(&conn, None).unwrap().is_none()
    );
    assert_eq!(history::trash(&conn).unwrap().len(), 1);
    db::write(&mut conn, |tx| {
        history::restore(tx, Kind::Check, &id(1), MONDAY)
    })
    .unwrap();
    assert_eq!(checks::list(&conn).unwrap(), [overruled]);
    db::write(&mut conn, |tx| {
        history::delete(tx, Kind::Check, &id(1), MONDAY)
    })
    .unwrap();
    assert_eq!(
        db::write(&mut conn, |tx| history::purge(tx, later(31))).unwrap(),
        1
    );
    assert!(matches!(
        record::find::<Check>(&conn, &id(1)),
        Err(Error::NotFound)
    ));
}

#[test]
fn exercise_comes_back_only_within_days_and_only_with_the_day_a_clinician_said_so() {
    let mut conn = db::in_memory(File::Diary).unwrap();
    let rash = kept(&mut conn, 1, &full(&["elsewhere.rash"]), MONDAY);
    kept(&mut conn, 2, &full(&["ill.fever"]), MONDAY);
    kept(&mut conn, 3, &full(&["body.saddle"]), MONDAY);
    kept(&mut conn, 4, &full(&["nature.severe"]), MONDAY);
    assert!(rash.hides_routines());
    let day = |it: i64| later(it).local_date();
    let mut clear =
        |number, on, now| db::write(&mut conn, |tx| checks::clear(tx, &id(number), on, now));
    for number in [2, 3, 4] {
        let result = clear(number, Some(day(0)), later(3));
        assert!(
            matches!(result, Err(Error::Invalid { field: "clearedOn" })),
            "{number}"
        );
    }
    for on in [day(-1), day(4)] {
        assert!(matches!(
            clear(1, Some(on), later(3)),
            Err(Error::Invalid { field: "clearedOn" })
        ));
    }
    let cleared = clear(1, Some(day(2)), later(3)).unwrap();
    assert!(!cleared.hides_routines() && cleared.outcome == rash.outcome);
    assert!(clear(1, None, later(3)).unwrap().hides_routines());
}

#[test]
fn strong_pain_and_a_month_ask_for_the_bodys_functions_again() {
    let mut conn = db::in_memory(File::Diary).unwrap();
    let due = |conn: &Connection, days| checks::reask(conn, later(days)).unwrap();
    assert_eq!(due(&conn, 0), None, "an empty diary asks for nothing");
    pain(&mut conn, 1, 6.0, "", later(0));
    assert_eq!(due(&conn, 0), None);
    pain(&mut conn, 2, 7.0, "", later(1));
    assert_eq!(due(&conn, 1), Some(Reask::Flare));
    kept(&mut conn, 3, &short(&[]), later(2));
    assert_eq!(due(&conn, 2), None, "answered");
    pain(&mut conn, 4, 3.0, "", later(20));
    assert_eq!(due(&conn, 31), None);
    assert_eq!(due(&conn, 32), Some(Reask::Monthly));
    let pause = Settings {
        paused_until: Some(later(40).local_date()),
        ..Settings::default()
    };
    db::write(&mut conn, |tx| settings::save(tx, &pause, MONDAY)).unwrap();
    assert_eq!(due(&conn, 32), None, "a pause asks for nothing");
    pain(&mut conn, 5, 9.0, "", later(33));
    assert_eq!(
        due(&conn, 33),
        Some(Reask::Flare),
        "but strong pain is strong pain"
    );
    kept(&mut conn, 6, &full(&["ill.fever"]), later(34));
    assert_eq!(due(&conn, 34), None);
    assert_eq!(
        due(&conn, 90),
        None,
        "a diary nobody writes in asks for nothing"
    );
}

#[test]
fn somebody_who_never_did_a_check_is_asked_a_month_after_the_first_entry() {
    let mut conn = db::in_memory(File::Diary).unwrap();
    pain(&mut conn, 1, 4.0, "", later(0));
    pain(&mut conn, 2, 4.0, "", later(28));
    assert_eq!(checks::reask(&conn, later(29)).unwrap(), None);
    assert_eq!(
        checks::reask(&conn, later(30)).unwrap(),
        Some(Reask::Monthly)
    );
}

#[test]
fn ticks_of_the_last_days_are_ready_for_the_check() {
    let mut conn = db::in_memory(File::Diary).unwrap();
    pain(&mut conn, 1, 4.0, "leaking a little", later(0));
    let form = PainForm {
        nrs: Some(Intensity::new(4.0).unwrap()),
        leg_left: Some(vec![LegSymptom::Weakness]),
        occasion: Some(Occasion::day(later(3).local_date())),
        ..PainForm::empty()
    };
    db::write(&mut conn, |tx| diary::add_full(tx, &id(2), &form, later(3))).unwrap();
    let ticks = |days| -> BTreeSet<CheckAnswer> {
        checks::prefill(&conn, later(days))
            .unwrap()
            .into_iter()
            .collect()
    };
    assert_eq!(
        ticks(3),
        BTreeSet::from([CheckAnswer::NewWeakness, CheckAnswer::BladderBowel])
    );
    assert_eq!(ticks(8), BTreeSet::from([CheckAnswer::NewWeakness]));
    assert_eq!(ticks(11), BTreeSet::new());
}
