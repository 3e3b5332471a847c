//! Reading: what is kept about guides, and the questions for an appointment, with their order and the way back.

use backstride_core::db::{self, File};
use backstride_core::history::{self, AnyRecord};
use backstride_core::reading::{
    self, GuideMark, QUESTION_MAX_CHARS, QUESTIONS_MAX, Question, Wording,
};
use backstride_core::record::{Kind, last_step, traces};
use backstride_core::settings::{self, GUIDE_TEXT_PERCENT};
use backstride_core::{Error, Moment};
use proptest::prelude::*;
use rusqlite::{Connection, Transaction};

use crate::storage::id;

const GUIDE: &str = "scans";

fn at(minute: i64) -> Moment {
    Moment {
        utc_ms: 1_795_417_800_000 + minute * 60_000,
        offset_min: 0,
    }
}

fn fresh() -> Connection {
    db::in_memory(File::Diary).expect("migrations hold")
}

fn done<T>(
    conn: &mut Connection,
    action: impl FnOnce(&Transaction<'_>) -> backstride_core::Result<T>,
) -> T {
    db::write(conn, action).expect("kept")
}

fn words(text: &str) -> Wording {
    Wording::new(text).expect(text)
}

fn ask(conn: &mut Connection, number: u32, text: &str) -> Question {
    done(conn, |tx| {
        reading::add_question(tx, &id(number), &words(text), None, at(0))
    })
}

fn texts(conn: &Connection) -> Vec<String> {
    let all = reading::questions(conn).expect("read");
    all.into_iter()
        .map(|it| it.text.as_str().to_owned())
        .collect()
}

fn mark(conn: &Connection) -> GuideMark {
    let mut all = reading::marks(conn).expect("read");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[test]
fn the_place_in_a_guide_is_kept_by_section_and_ends_when_it_is_read() {
    let mut conn = fresh();
    assert_eq!(reading::marks(&conn).expect("read"), []);
    let kept = done(&mut conn, |tx| {
        reading::stand(tx, GUIDE, Some("what-helps"), at(1))
    });
    assert_eq!(kept, mark(&conn));
    assert_eq!(kept.section.as_deref(), Some("what-helps"));
    assert_eq!(kept.opened_at_ms, Some(at(1).utc_ms));
    assert_eq!((kept.read_at_ms, kept.bookmarked_at_ms), (None, None));

    let read = done(&mut conn, |tx| reading::call_read(tx, GUIDE, true, at(2)));
    assert_eq!((read.section, read.read_at_ms), (None, Some(at(2).utc_ms)));
    // A second time is the same as once; taking it back does not bring the place back.
    let again = done(&mut conn, |tx| reading::call_read(tx, GUIDE, true, at(3)));
    assert_eq!(again.read_at_ms, Some(at(2).utc_ms));
    let unread = done(&mut conn, |tx| reading::call_read(tx, GUIDE, false, at(4)));
    assert_eq!((unread.section, unread.read_at_ms), (None, None));
    db::check(&conn, File::Diary).expect("the sums hold");
}

#[test]
fn a_bookmark_and_the_place_do_not_touch_each_other_and_leave_no_step() {
    let mut conn = fresh();
    done(&mut conn, |tx| reading::bookmark(tx, GUIDE, true, at(1)));
    done(&mut conn, |tx| reading::stand(tx, GUIDE, Some("a"), at(2)));
    done(&mut conn, |tx| reading::bookmark(tx, GUIDE, true, at(3)));
    let kept = mark(&conn);
    assert_eq!(kept.bookmarked_at_ms, Some(at(1).utc_ms));
    assert_eq!(kept.section.as_deref(), Some("a"));
    done(&mut conn, |tx| reading::bookmark(tx, GUIDE, false, at(4)));
    assert_eq!(mark(&conn).bookmarked_at_ms, None);
    assert_eq!(mark(&conn).section.as_deref(), Some("a"));
    assert_eq!(last_step(&conn).expect("read"), 0);
    db::check(&conn, File::Diary).expect("the sums hold");
}

#[test]
fn the_guide_that_was_open_last_comes_first() {
    let mut conn = fresh();
    for (guide, minute) in [("a", 1), ("b", 3), ("c", 2)] {
        done(&mut conn, |tx| {
            reading::stand(tx, guide, Some("x"), at(minute))
        });
    }
    done(&mut conn, |tx| reading::bookmark(tx, "never", true, at(9)));
    let all = reading::marks(&conn).expect("read");
    let order: Vec<&str> = all.iter().map(|it| it.guide.as_str()).collect();
    assert_eq!(order, ["b", "c", "a", "never"]);
}

#[test]
fn a_name_that_nothing_could_have_is_refused_at_its_field() {
    let mut conn = fresh();
    let long = "x".repeat(121);
    for guide in ["", "A", "a b", "../a", "a/b", "ä", &long] {
        let refused = db::write(&mut conn, |tx| reading::bookmark(tx, guide, true, at(0)));
        assert!(
            matches!(refused, Err(Error::Invalid { field: "guide" })),
            "{guide}"
        );
        let refused = db::write(&mut conn, |tx| {
            reading::stand(tx, GUIDE, Some(guide), at(0))
        });
        assert!(
            matches!(refused, Err(Error::Invalid { field: "section" })),
            "{guide}"
        );
        let refused = db::write(&mut conn, |tx| {
            reading::add_question(tx, &id(1), &words("a?"), Some(guide), at(0))
        });
        assert!(
            matches!(refused, Err(Error::Invalid { field: "guide" })),
            "{guide}"
        );
    }
    assert_eq!(reading::marks(&conn).expect("read"), []);
}

#[test]
fn the_words_of_a_question_are_one_line_of_bounded_length() {
    assert_eq!(
        words("  What is\n it,\treally? ").as_str(),
        "What is it, really?"
    );
    assert_eq!(
        words(&"ü".repeat(QUESTION_MAX_CHARS))
            .as_str()
            .chars()
            .count(),
        QUESTION_MAX_CHARS
    );
    for text in [
        "",
        "  \n ",
        "a\u{0}b",
        "a\u{7f}b",
        &"x".repeat(QUESTION_MAX_CHARS + 1),
        &"x".repeat(1_000_000),
    ] {
        assert!(matches!(
            Wording::new(text),
            Err(Error::Invalid { field: "text" })
        ));
    }
}

#[test]
fn a_question_is_added_once_worded_ticked_and_taken_back() {
    let mut conn = fresh();
    let first = done(&mut conn, |tx| {
        reading::add_question(
            tx,
            &id(1),
            &words("What is it?"),
            Some("the-diary-at-an-appointment"),
            at(0),
        )
    });
    assert_eq!(first.guide.as_deref(), Some("the-diary-at-an-appointment"));
    let twice = db::write(&mut conn, |tx| {
        reading::add_question(tx, &id(2), &words(" what IS it? "), None, at(1))
    });
    assert!(matches!(twice, Err(Error::Conflict)));

    let ticked = done(&mut conn, |tx| {
        reading::tick_question(tx, &id(1), true, at(2))
    });
    assert!(ticked.done);
    let worded = done(&mut conn, |tx| {
        reading::word_question(tx, &id(1), &words("What is it not?"), at(3))
    });
    assert!(worded.done && worded.guide == first.guide);

    let bin = done(&mut conn, |tx| {
        history::delete(tx, Kind::Question, &id(1), at(4))
    });
    assert!(matches!(bin, AnyRecord::Question(_)));
    assert_eq!(texts(&conn), [""; 0]);
    assert_eq!(history::trash(&conn).expect("read").len(), 1);
    let refused = db::write(&mut conn, |tx| {
        reading::tick_question(tx, &id(1), false, at(5))
    });
    assert!(matches!(refused, Err(Error::Conflict)));
    let step = traces(&conn, Kind::Question, &id(1))
        .expect("read")
        .last_step;
    done(&mut conn, |tx| history::undo(tx, step, at(6)));
    assert_eq!(reading::questions(&conn).expect("read"), [worded]);

    // Back through every step to the one that made it.
    for _ in 0..2 {
        done(&mut conn, |tx| history::undo_last(tx, 0, at(7)));
    }
    assert_eq!(reading::questions(&conn).expect("read"), [first]);
    db::check(&conn, File::Diary).expect("the sums hold");
}

#[test]
fn a_question_moves_by_one_step_of_the_log_and_back_again() {
    let mut conn = fresh();
    for (number, text) in [(1, "a"), (2, "b"), (3, "c"), (4, "d")] {
        ask(&mut conn, number, text);
    }
    for (moved, to, order) in [
        (4, 0, ["d", "a", "b", "c"]),
        (4, 2, ["a", "b", "d", "c"]),
        (1, 3, ["b", "d", "c", "a"]),
        (1, 99, ["b", "d", "c", "a"]),
        (3, 1, ["b", "c", "d", "a"]),
    ] {
        let before = texts(&conn);
        let steps = last_step(&conn).expect("read");
        done(&mut conn, |tx| {
            reading::move_question(tx, &id(moved), to, at(1))
        });
        assert_eq!(texts(&conn), order);
        let made = last_step(&conn).expect("read") - steps;
        assert_eq!(made, i64::from(before != order), "one step, or none");
    }
    done(&mut conn, |tx| history::undo_last(tx, 0, at(2)));
    assert_eq!(texts(&conn), ["b", "d", "c", "a"]);
    let refused = db::write(&mut conn, |tx| reading::move_question(tx, &id(9), 0, at(1)));
    assert!(matches!(refused, Err(Error::NotFound)));
}

#[test]
fn a_list_without_room_between_two_is_spaced_anew() {
    let mut conn = fresh();
    for (number, text) in [(1, "a"), (2, "b"), (3, "c")] {
        ask(&mut conn, number, text);
    }
    // The last is put between the first two, again and again, until no whole number lies between them.
    for turn in 0..80_i64 {
        let last = reading::questions(&conn).expect("read").remove(2);
        let mut expected = texts(&conn);
        let text = expected.remove(2);
        expected.insert(1, text);
        done(&mut conn, |tx| {
            reading::move_question(tx, &last.id, 1, at(turn))
        });
        assert_eq!(texts(&conn), expected, "turn {turn}");
    }
    db::check(&conn, File::Diary).expect("the sums hold");
}

#[test]
fn the_list_has_an_end() {
    let mut conn = fresh();
    for number in 0..QUESTIONS_MAX {
        ask(
            &mut conn,
            u32::try_from(number).expect("few"),
            &format!("Question {number}?"),
        );
    }
    let more = db::write(&mut conn, |tx| {
        reading::add_question(tx, &id(999), &words("One more?"), None, at(0))
    });
    assert!(matches!(more, Err(Error::Invalid { field: "questions" })));
    done(&mut conn, |tx| {
        history::delete(tx, Kind::Question, &id(3), at(1))
    });
    ask(&mut conn, 999, "One more?");
}

#[test]
fn old_trash_takes_its_questions_along() {
    let mut conn = fresh();
    ask(&mut conn, 1, "a");
    done(&mut conn, |tx| {
        history::delete(tx, Kind::Question, &id(1), at(0))
    });
    let later = at(31 * 24 * 60);
    assert_eq!(done(&mut conn, |tx| history::purge(tx, later)), 1);
    assert_eq!(history::trash(&conn).expect("read").len(), 0);
    // A number of a step is never given twice, also when the last ones are gone.
    let step = last_step(&conn).expect("read");
    assert_eq!(step, 0);
    ask(&mut conn, 2, "b");
    assert!(last_step(&conn).expect("read") > 2);
    db::check(&conn, File::Diary).expect("the sums hold");
}

#[test]
fn each_cue_of_the_player_is_a_choice_of_its_own_that_is_kept() {
    let mut conn = fresh();
    let mut choices = settings::read(&conn).expect("read");
    assert!(choices.cues.voice && choices.cues.sound && !choices.cues.flash);
    for number in 0..8_u8 {
        choices.cues = settings::CueChoice {
            voice: number & 1 != 0,
            sound: number & 2 != 0,
            flash: number & 4 != 0,
        };
        done(&mut conn, |tx| settings::save(tx, &choices, at(0)));
        assert_eq!(settings::read(&conn).expect("read").cues, choices.cues);
    }
    db::check(&conn, File::Diary).expect("the sums hold");
}

#[test]
fn the_size_of_the_text_is_one_of_a_few_and_is_kept() {
    let mut conn = fresh();
    let mut choices = settings::read(&conn).expect("read");
    assert_eq!(choices.guide_text_percent, 100);
    for percent in GUIDE_TEXT_PERCENT {
        choices.guide_text_percent = percent;
        let kept = done(&mut conn, |tx| settings::save(tx, &choices, at(0)));
        assert_eq!(kept.guide_text_percent, percent);
    }
    for percent in [0, 99, 201, u16::MAX] {
        choices.guide_text_percent = percent;
        let refused = db::write(&mut conn, |tx| settings::save(tx, &choices, at(0)));
        let field = "guideTextPercent";
        assert!(matches!(refused, Err(Error::Invalid { field: it }) if it == field));
    }
    assert_eq!(settings::read(&conn).expect("read").guide_text_percent, 200);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever is moved where, the list is the one a person would have made by hand, and every sum holds.
    #[test]
    fn moving_is_taking_out_and_putting_in(moves in proptest::collection::vec((0_usize..6, 0_usize..8), 1..30)) {
        let mut conn = fresh();
        let mut model: Vec<String> = Vec::new();
        for number in 0..6_u32 {
            let text = format!("q{number}");
            ask(&mut conn, number, &text);
            model.push(text);
        }
        for (which, to) in moves {
            let all = reading::questions(&conn).expect("read");
            done(&mut conn, |tx| reading::move_question(tx, &all[which].id, to, at(0)));
            let text = model.remove(which);
            model.insert(to.min(model.len()), text);
            prop_assert_eq!(&texts(&conn), &model);
        }
        db::check(&conn, File::Diary).expect("the sums hold");
    }
}
