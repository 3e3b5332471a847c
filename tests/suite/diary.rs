//! The diary: what goes in comes out, every change can be followed, and no day is invented.

use backstride_core::db::{self, File};
use backstride_core::diary::{
    self, Action, Frame, Intensity, LegSymptom, NOTE_MAX_CHARS, NewPain, Note, Occasion, PainEntry,
    PainForm, PartOfDay, Quality, Region, RegionPain,
};
use backstride_core::record::{self, Kind};
use backstride_core::worded::Worded as _;
use backstride_core::{Error, Moment, history, settings};
use proptest::prelude::*;
use rusqlite::{Connection, Transaction};

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

/// The full form with everything as it is but the number and the note.
pub(crate) fn edit(
    tx: &Transaction<'_>,
    id: &str,
    nrs: Intensity,
    note: Option<&Note>,
    now: Moment,
) -> Result<PainEntry, Error> {
    let old = record::find::<PainEntry>(tx, id)?;
    let form = PainForm {
        occasion: None,
        frame: old.frame,
        nrs: Some(nrs),
        regions: old.regions,
        qualities: old.qualities,
        leg_left: old.leg_left,
        leg_right: old.leg_right,
        note: note.cloned(),
    };
    diary::edit_full(tx, id, &form, now)
}

#[test]
fn an_entry_keeps_the_date_and_time_the_person_saw() {
    let mut conn = fresh();
    let id = log(&mut conn, 1, 4, MONDAY);
    let entry = record::find::<PainEntry>(&conn, &id).expect("found");
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
    db::write(&mut conn, |tx| edit(tx, &id, six, note.as_ref(), later(1))).expect("edited");
    db::write(&mut conn, |tx| {
        history::delete(tx, Kind::Pain, &id, later(2))
    })
    .expect("deleted");
    assert_eq!(diary::page(&conn, 10, None).expect("read").total, 0);
    assert_eq!(history::trash(&conn).expect("read").len(), 1);
    assert!(matches!(
        db::write(&mut conn, |tx| edit(tx, &id, six, None, later(2))),
        Err(Error::Conflict)
    ));
    db::write(&mut conn, |tx| {
        history::restore(tx, Kind::Pain, &id, later(3))
    })
    .expect("restored");
    let back = record::find::<PainEntry>(&conn, &id).expect("found");
    assert_eq!(back.nrs, Some(six));
    assert_eq!(back.note, note);
    assert_eq!(
        back.when.local_date.to_string(),
        "2026-11-23",
        "an edit never moves an entry"
    );
    let actions: Vec<Action> = history::revisions(&conn, Kind::Pain, &id)
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
        db::write(&mut conn, |tx| edit(tx, &id, four, None, later(1))).expect("unchanged");
        db::write(&mut conn, |tx| {
            history::delete(tx, Kind::Pain, &id, later(1))
        })
        .expect("deleted");
        db::write(&mut conn, |tx| {
            history::delete(tx, Kind::Pain, &id, later(1))
        })
        .expect("still deleted");
        db::write(&mut conn, |tx| {
            history::restore(tx, Kind::Pain, &id, later(1))
        })
        .expect("restored");
        db::write(&mut conn, |tx| {
            history::restore(tx, Kind::Pain, &id, later(1))
        })
        .expect("still restored");
    }
    assert_eq!(
        history::revisions(&conn, Kind::Pain, &id)
            .expect("read")
            .len(),
        5
    );
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
    db::write(&mut conn, |tx| {
        history::delete(tx, Kind::Pain, &id, later(0))
    })
    .expect("deleted");
    assert_eq!(
        db::write(&mut conn, |tx| history::purge(tx, later(30))).expect("purged"),
        0
    );
    assert_eq!(
        db::write(&mut conn, |tx| history::purge(tx, later(31))).expect("purged"),
        1
    );
    assert!(matches!(
        record::find::<PainEntry>(&conn, &id),
        Err(Error::NotFound)
    ));
    assert!(
        history::revisions(&conn, Kind::Pain, &id)
            .expect("read")
            .is_empty()
    );
    assert_eq!(diary::page(&conn, 10, None).expect("read").total, 1);
    db::check(&conn, File::Diary).expect("the sums follow the purge");
}

fn full(conn: &mut Connection, n: u32, form: &PainForm, now: Moment) -> Result<PainEntry, Error> {
    db::write(conn, |tx| diary::add_full(tx, &id(n), form, now))
}

fn on(date: &str, time: Option<&str>) -> Option<Occasion> {
    Some(Occasion::new(date, time, None, false).expect("a date"))
}

#[test]
fn a_date_that_cannot_be_is_refused_at_its_field() {
    let mut conn = fresh();
    for date in ["2026-11-24", "2126-01-01", "1899-12-31", "0001-01-01"] {
        let form = PainForm {
            occasion: on(date, None),
            nrs: Intensity::new(3.0).ok(),
            ..PainForm::empty()
        };
        let refused = full(&mut conn, 1, &form, MONDAY);
        assert!(
            matches!(refused, Err(Error::Invalid { field: "localDate" })),
            "{date}"
        );
    }
    for (date, time, part, past_midnight, field) in [
        ("2026-13-01", None, None, false, "localDate"),
        ("2026-02-29", None, None, false, "localDate"),
        ("yesterday", None, None, false, "localDate"),
        ("+12026-01-01", None, None, false, "localDate"),
        ("2026-1-1", None, None, false, "localDate"),
        ("2026-11-01", Some("24:00"), None, false, "localTime"),
        ("2026-11-01", Some("8 am"), None, false, "localTime"),
        ("2026-11-01", Some("12:00"), None, true, "localTime"),
        ("2026-11-01", None, None, true, "localTime"),
        (
            "2026-11-01",
            Some("08:00"),
            Some(PartOfDay::Night),
            false,
            "partOfDay",
        ),
    ] {
        match Occasion::new(date, time, part, past_midnight) {
            Err(Error::Invalid { field: at }) => assert_eq!(at, field, "{date} {time:?}"),
            other => panic!("{date} {time:?}: {other:?}"),
        }
    }
    assert!(
        full(
            &mut conn,
            1,
            &PainForm {
                occasion: on("1900-01-01", None),
                nrs: Intensity::new(3.0).ok(),
                ..PainForm::empty()
            },
            MONDAY
        )
        .is_ok()
    );
}

#[test]
fn a_time_that_is_still_to_come_is_refused_at_its_field_and_now_is_not() {
    let mut conn = fresh();
    let at = |date: &str, time: &str, past_midnight| PainForm {
        occasion: Some(Occasion::new(date, Some(time), None, past_midnight).expect("a date")),
        nrs: Intensity::new(3.0).ok(),
        ..PainForm::empty()
    };
    for (n, (date, time, past_midnight, taken)) in [
        ("2026-11-23", "08:11", false, false),
        ("2026-11-23", "23:59", false, false),
        ("2026-11-23", "01:00", true, false),
        ("2026-11-22", "08:30", true, false),
        ("2026-11-23", "08:10", false, true),
        ("2026-11-22", "08:10", true, true),
        ("2026-11-22", "23:59", false, true),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = full(&mut conn, n as u32, &at(date, time, past_midnight), MONDAY);
        if taken {
            answer.expect("it has been");
        } else {
            assert!(
                matches!(answer, Err(Error::Invalid { field: "localTime" })),
                "{date} {time}"
            );
        }
    }
    // An entry that was written down cannot be moved ahead of the clock either, and where it is it can be edited.
    let kept = full(&mut conn, 50, &at("2026-11-23", "07:00", false), MONDAY).expect("kept");
    let ahead = at("2026-11-23", "09:00", false);
    let refused = db::write(&mut conn, |tx| {
        diary::edit_full(tx, &kept.id, &ahead, MONDAY)
    });
    assert!(matches!(
        refused,
        Err(Error::Invalid { field: "localTime" })
    ));
}

#[test]
fn a_form_that_says_nothing_is_refused_and_any_one_part_is_enough() {
    let mut conn = fresh();
    let nothing = full(&mut conn, 1, &PainForm::empty(), MONDAY);
    assert!(matches!(nothing, Err(Error::Invalid { field: "nrs" })));
    let calf = RegionPain {
        region: Region::CalfLeft,
        nrs: None,
    };
    for (n, form) in [
        PainForm {
            leg_left: Some(Vec::new()),
            ..PainForm::empty()
        },
        PainForm {
            regions: vec![calf],
            ..PainForm::empty()
        },
        PainForm {
            qualities: vec![Quality::Ache],
            ..PainForm::empty()
        },
        PainForm {
            note: Note::new("hm").expect("allowed"),
            ..PainForm::empty()
        },
    ]
    .into_iter()
    .enumerate()
    {
        let kept = full(&mut conn, n as u32, &form, MONDAY).expect("kept");
        assert_eq!(kept.nrs, None, "what was not said is no zero");
    }
    let twice = PainForm {
        regions: vec![calf, calf],
        ..PainForm::empty()
    };
    let refused = full(&mut conn, 9, &twice, MONDAY);
    assert!(matches!(refused, Err(Error::Invalid { field: "regions" })));
}

#[test]
fn until_the_day_ends_a_record_counts_to_the_day_before_and_comes_last_in_it() {
    let mut conn = fresh();
    let at = |text: &str| {
        let instant: chrono::DateTime<chrono::FixedOffset> = text.parse().expect("an instant");
        Moment::from(instant)
    };
    let evening = log(&mut conn, 1, 3, at("2026-11-22T23:30:00+01:00"));
    let night = log(&mut conn, 2, 4, at("2026-11-23T01:30:00+01:00"));
    let morning = log(&mut conn, 3, 5, at("2026-11-23T04:00:00+01:00"));
    let entry = record::find::<PainEntry>(&conn, &night).expect("found");
    assert_eq!(entry.when.local_date.to_string(), "2026-11-22");
    assert!(entry.when.past_midnight);
    let order: Vec<String> = diary::page(&conn, 9, None)
        .expect("read")
        .entries
        .into_iter()
        .map(|entry| entry.id)
        .collect();
    assert_eq!(order, [morning, night.clone(), evening]);
    let settings = settings::Settings {
        day_ends_at: chrono::NaiveTime::MIN,
        ..settings::Settings::default()
    };
    db::write(&mut conn, |tx| settings::save(tx, &settings, MONDAY)).expect("saved");
    let later = log(&mut conn, 4, 4, at("2026-11-24T01:30:00+01:00"));
    let later = record::find::<PainEntry>(&conn, &later).expect("found");
    assert_eq!(later.when.local_date.to_string(), "2026-11-24");
    let before = record::find::<PainEntry>(&conn, &night).expect("found");
    assert_eq!(before, entry, "a stored date never follows the setting");
}

#[test]
fn moving_an_entry_changes_its_day_and_nothing_of_when_it_was_written_down() {
    let mut conn = fresh();
    let id = log(&mut conn, 1, 4, MONDAY);
    let old = record::find::<PainEntry>(&conn, &id).expect("found");
    let form = PainForm {
        occasion: on("2026-11-03", Some("21:15")),
        nrs: old.nrs,
        ..PainForm::empty()
    };
    let elsewhere = Moment {
        offset_min: -600,
        ..later(2)
    };
    let new =
        db::write(&mut conn, |tx| diary::edit_full(tx, &id, &form, elsewhere)).expect("moved");
    assert_eq!(new.when.local_date.to_string(), "2026-11-03");
    assert_eq!(new.when.recorded_at_ms, old.when.recorded_at_ms);
    assert_eq!(new.when.offset_min, old.when.offset_min);
    // Somebody who flew west is a day behind what they wrote; they must still be able to correct it.
    let behind = Moment {
        utc_ms: MONDAY.utc_ms - 20 * 60 * 60 * 1000,
        offset_min: -600,
    };
    let second = log(&mut conn, 2, 4, MONDAY);
    let same_day = PainForm {
        occasion: on("2026-11-23", Some("08:15")),
        nrs: old.nrs,
        ..PainForm::empty()
    };
    db::write(&mut conn, |tx| {
        diary::edit_full(tx, &second, &same_day, behind)
    })
    .expect("edited");
}

#[test]
fn the_table_of_regions_has_31_rows_and_every_left_has_its_right() {
    let all = Region::ALL;
    assert_eq!(all.len(), 31);
    for region in all {
        let word = region.word();
        if let Some(stem) = word.strip_suffix("_left") {
            let right = Region::from_word(&format!("{stem}_right")).expect("its other side");
            assert_eq!(region.face(), right.face(), "{word}");
        }
    }
}

#[test]
fn an_entry_says_which_answers_of_the_symptom_check_it_gives() {
    use diary::safety::CheckAnswer::{self, *};
    let mut conn = fresh();
    let mut said = |n: u32, days: i64, form: PainForm| -> Vec<CheckAnswer> {
        let kept = full(&mut conn, n, &form, later(days)).expect("saving is never held up");
        diary::safety::check_answers_of(&conn, &kept).expect("read")
    };
    let left = |symptoms: &[LegSymptom]| PainForm {
        leg_left: Some(symptoms.to_vec()),
        ..PainForm::empty()
    };
    let note = |text: &str| PainForm {
        note: Note::new(text).expect("allowed"),
        ..PainForm::empty()
    };
    assert_eq!(said(1, 0, left(&[LegSymptom::Weakness])), [NewWeakness]);
    assert_eq!(
        said(2, 5, left(&[LegSymptom::Weakness, LegSymptom::Numbness])),
        [NewNumbness]
    );
    assert_eq!(
        said(3, 40, left(&[LegSymptom::Weakness])),
        [NewWeakness],
        "new again"
    );
    let both = PainForm {
        leg_right: Some(vec![LegSymptom::PainAboveKnee]),
        ..left(&[LegSymptom::PainAboveKnee])
    };
    assert_eq!(said(4, 41, both), [BothLegs]);
    let nothing_there = PainForm {
        leg_right: Some(Vec::new()),
        ..left(&[LegSymptom::PainAboveKnee])
    };
    assert_eq!(said(5, 41, nothing_there), []);
    let saddle = RegionPain {
        region: Region::Saddle,
        nrs: None,
    };
    assert_eq!(
        said(
            6,
            41,
            PainForm {
                regions: vec![saddle],
                ..PainForm::empty()
            }
        ),
        [SaddleArea]
    );
    assert_eq!(
        said(7, 41, note("Numb between my legs since lunch.")),
        [SaddleArea]
    );
    assert_eq!(
        said(8, 41, note("Hard to PEE, bowels odd too")),
        [BladderBowel]
    );
    for text in [
        "A week of walks, looked at the pool",
        "peeled potatoes",
        "sweet",
    ] {
        assert_eq!(said(20 + text.len() as u32, 41, note(text)), [], "{text}");
    }
}

#[test]
fn text_in_any_script_with_any_direction_or_sign_is_kept_and_markup_is_only_text() {
    let mut conn = fresh();
    for (n, text) in [
        "‏שלום, כאב גב‏",
        "\u{202e}reversed\u{202c}",
        "👩‍🦽 ok 👍🏽",
        "<script>alert(1)</script>",
        "{{ x }} & <b>",
        "a\r\nb\tc",
    ]
    .into_iter()
    .enumerate()
    {
        let form = PainForm {
            note: Note::new(text).expect("allowed"),
            ..PainForm::empty()
        };
        let kept = full(&mut conn, n as u32, &form, MONDAY).expect("kept");
        assert_eq!(kept.note.as_ref().map(Note::as_str), Some(text));
    }
}

/// Any form a person could fill in.
fn any_form() -> impl Strategy<Value = PainForm> {
    let nrs = || {
        proptest::option::of(
            (0_u8..=10).prop_map(|it| Intensity::new(it.into()).expect("on the scale")),
        )
    };
    let legs = || {
        proptest::option::of(proptest::collection::vec(
            proptest::sample::select(LegSymptom::ALL),
            0..6,
        ))
    };
    let regions =
        proptest::collection::btree_map(proptest::sample::select(Region::ALL), nrs(), 0..8);
    let time = proptest::option::of((0_u32..24, 0_u32..60));
    let part = proptest::option::of(proptest::sample::select(PartOfDay::ALL));
    (
        (2_i64..3000, time, part, any::<bool>()),
        proptest::sample::select(Frame::ALL),
        nrs(),
        regions,
        proptest::collection::vec(proptest::sample::select(Quality::ALL), 0..9),
        (legs(), legs()),
        "\\PC{0,40}",
    )
        .prop_map(
            |(
                (ago, time, part, past),
                frame,
                nrs,
                regions,
                qualities,
                (leg_left, leg_right),
                note,
            )| {
                let date = MONDAY.local_date() - chrono::TimeDelta::days(ago);
                let text = time.map(|(hour, minute)| format!("{hour:02}:{minute:02}"));
                let past = past && time.is_some_and(|(hour, _)| hour < 12);
                let part = part.filter(|_| time.is_none());
                let note = Note::new(&format!("n{note}")).expect("printable and short");
                PainForm {
                    occasion: Some(
                        Occasion::new(&date.to_string(), text.as_deref(), part, past)
                            .expect("sound"),
                    ),
                    frame,
                    nrs,
                    regions: regions
                        .into_iter()
                        .map(|(region, nrs)| RegionPain { region, nrs })
                        .collect(),
                    qualities,
                    leg_left,
                    leg_right,
                    note,
                }
            },
        )
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
            let before = seen.last().map(|entry: &PainEntry| entry.id.clone());
            let page = diary::page(&conn, limit, before.as_deref()).expect("read");
            prop_assert_eq!(page.total as usize, minutes.len());
            seen.extend(page.entries);
            if !page.more { break; }
        }
        prop_assert_eq!(seen.len(), minutes.len());
        let descending = seen.windows(2).all(|pair| {
            let key = |entry: &PainEntry| {
                (entry.when.local_date, entry.when.sort_min(), entry.id.clone())
            };
            key(&pair[0]) > key(&pair[1])
        });
        prop_assert!(descending, "a page is newest first");
    }

    /// What is saved comes back, and saving what came back changes nothing.
    #[test]
    fn every_entry_survives_save_load_save(form in any_form()) {
        let mut conn = fresh();
        let kept = full(&mut conn, 1, &form, MONDAY).expect("saved");
        let loaded = record::find::<PainEntry>(&conn, &kept.id).expect("found");
        prop_assert_eq!(&loaded, &kept);
        let again = PainForm {
            occasion: form.occasion,
            frame: loaded.frame,
            nrs: loaded.nrs,
            regions: loaded.regions.clone(),
            qualities: loaded.qualities.clone(),
            leg_left: loaded.leg_left.clone(),
            leg_right: loaded.leg_right.clone(),
            note: loaded.note.clone(),
        };
        let saved = db::write(&mut conn, |tx| diary::edit_full(tx, &kept.id, &again, later(9))).expect("saved");
        prop_assert_eq!(&saved, &kept);
        prop_assert_eq!(history::revisions(&conn, Kind::Pain, &kept.id).expect("read").len(), 1);
        db::check(&conn, File::Diary).expect("the sums follow");
    }

    /// However somebody travels, through zones and clock changes, a stored date is what their calendar showed.
    #[test]
    fn local_dates_survive_any_journey(
        stops in proptest::collection::vec((proptest::sample::select(chrono_tz::TZ_VARIANTS.to_vec()), 0_i64..40_000), 1..12),
    ) {
        let mut conn = fresh();
        let mut seen = Vec::new();
        let mut minutes = 0;
        for (n, (zone, wait)) in stops.into_iter().enumerate() {
            minutes += wait;
            let instant = chrono::DateTime::from_timestamp_millis(MONDAY.utc_ms + minutes * 60_000).expect("in range");
            let local = instant.with_timezone(&zone).fixed_offset();
            let id = log(&mut conn, n as u32, 3, Moment::from(local));
            let day_ends = chrono::NaiveTime::from_hms_opt(4, 0, 0).expect("a time");
            let shown = if local.time() < day_ends { local.date_naive() - chrono::TimeDelta::days(1) } else { local.date_naive() };
            seen.push((id, shown, local.format("%H:%M").to_string()));
            // All of it is looked at again from every place on the way.
            for (id, date, time) in &seen {
                let entry = record::find::<PainEntry>(&conn, id).expect("found");
                prop_assert_eq!(entry.when.local_date, *date);
                prop_assert_eq!(entry.when.local_time.expect("known").format("%H:%M").to_string(), time.clone());
            }
        }
    }

    /// Any note that is accepted comes back letter for letter.
    #[test]
    fn notes_come_back_as_written(text in "\\PC{0,200}") {
        let mut conn = fresh();
        let note = Note::new(&text).expect("printable and short");
        let new = NewPain { id: id(1), nrs: Intensity::new(3.0).expect("on the scale"), note };
        db::write(&mut conn, |tx| diary::add(tx, &new, MONDAY)).expect("saved");
        let back = record::find::<PainEntry>(&conn, &new.id).expect("found");
        let trimmed = text.trim();
        prop_assert_eq!(back.note.as_ref().map_or("", Note::as_str), trimmed);
    }
}
