//! Routines: what is offered to whom, the player under sleep, pause and skip, and how far a programme has come.

use backstride_content::exercises::{Fit, Pattern};
use backstride_content::programmes::{Colour, Per, Programme};
use backstride_core::checks::{self, CheckForm};
use backstride_core::db::{self, File};
use backstride_core::diary::Intensity;
use backstride_core::sessions::due::{colour, standing};
use backstride_core::sessions::player::{Cue, Did, GAP_MAX_MS, Input, Player, Standing};
use backstride_core::sessions::script::{self, Phase, Set, Slot};
use backstride_core::sessions::suits::{self, Person, Refused, Why};
use backstride_core::sessions::{self, Flag, Session, SessionForm};
use backstride_core::worded::Worded as _;
use backstride_core::{Error, Moment};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::content::shipped;
use crate::storage::id;

fn programme(slug: &str) -> &'static Programme {
    shipped()
        .programme(slug)
        .unwrap_or_else(|| panic!("{slug}"))
}

fn person(patterns: &[Pattern], flags: &[Flag]) -> Person {
    Person {
        held: false,
        patterns: patterns.to_vec(),
        flags: flags.to_vec(),
    }
}

/// Every stage of every programme for every pattern: all that can be played.
fn everything() -> Vec<(String, Vec<Slot>)> {
    let mut all = Vec::new();
    for programme in &shipped().programmes {
        for (index, stage) in programme.stages.iter().enumerate() {
            for (name, pattern) in Pattern::ALL {
                let somebody = person(&[*pattern], &[]);
                let made = suits::routine(stage, &shipped().exercises, &somebody, 0, &[]);
                if !made.slots.is_empty() {
                    let name = format!("{} stage {index} for {name}", programme.slug);
                    all.push((name, made.slots));
                }
            }
        }
    }
    assert!(all.len() > 60, "only {}", all.len());
    all
}

/// Plays on in looks a quarter of a second apart until something, and returns when that was and what was heard.
fn play(player: &mut Player, now_ms: &mut u64, until: impl Fn(&Player) -> bool) -> Vec<Cue> {
    let mut heard = Vec::new();
    for _ in 0..200_000 {
        if until(player) {
            return heard;
        }
        *now_ms += 250;
        heard.extend(player.step(&Input::Tick, *now_ms));
    }
    panic!("it never came to that");
}

fn open(player: &Player) -> bool {
    player.beat().is_some_and(|it| it.phase == Phase::Open)
        && player.standing() == Standing::Running
}

#[test]
fn every_programme_is_played_to_its_end_in_exactly_the_time_of_its_parts() {
    for (name, slots) in everything() {
        let total_ms = script::total_ms(&script::beats(&slots));
        let mut now_ms = 1_000;
        let mut player = Player::new(slots, now_ms);
        assert_eq!(player.total_ms(), total_ms, "{name}");
        player.step(&Input::Resume, now_ms);
        let begun_ms = now_ms;
        let mut heard = Vec::new();
        loop {
            heard.extend(play(&mut player, &mut now_ms, |it| {
                it.standing() == Standing::Over || open(it)
            }));
            if player.standing() == Standing::Over {
                break;
            }
            heard.extend(player.step(&Input::Skip, now_ms));
        }
        // What has no clock took no time here, because the person went on at once.
        assert!(now_ms - begun_ms - total_ms < 250 * 40, "{name}");
        assert_eq!(player.active_ms(), total_ms, "{name}");
        assert_eq!(player.all_left_ms(), 0, "{name}");
        assert!(
            player.finished() && player.did().iter().all(Did::whole),
            "{name}"
        );
        assert_eq!(heard.last(), Some(&Cue::Over), "{name}");
    }
}

#[test]
fn a_lid_closed_in_the_middle_neither_jumps_nor_cheats() {
    for (name, slots) in everything() {
        let mut now_ms = 0;
        let mut player = Player::new(slots, now_ms);
        player.step(&Input::Resume, now_ms);
        if open(&player) {
            continue;
        }
        play(&mut player, &mut now_ms, |it| {
            it.active_ms() >= 9_000 || it.standing() == Standing::Over
        });
        let (beat, left_ms, done) = (player.beat(), player.left_ms(), player.did());
        // Eight hours of sleep.
        now_ms += 8 * 3_600_000;
        let heard = player.step(&Input::Tick, now_ms);
        assert_eq!(heard, [], "{name}");
        assert_eq!(player.standing(), Standing::Slept, "{name}");
        assert_eq!(
            (player.beat(), player.left_ms(), player.did()),
            (beat, left_ms, done),
            "{name}"
        );
        // It waits for the person, however long that takes.
        now_ms += 60_000;
        player.step(&Input::Tick, now_ms);
        assert_eq!(player.left_ms(), left_ms, "{name}");
        player.step(&Input::Resume, now_ms);
        now_ms += 500;
        player.step(&Input::Tick, now_ms);
        assert!(
            player.left_ms() < left_ms || player.beat() != beat,
            "{name}"
        );
    }
}

#[test]
fn a_pause_stops_the_clock_and_a_clock_set_back_harms_nothing() {
    let slots = vec![Slot::Exercise(set("march", "standing"))];
    let mut player = Player::new(slots, 50_000);
    player.step(&Input::Resume, 50_000);
    player.step(&Input::Tick, 52_000);
    player.step(&Input::Pause, 53_000);
    assert_eq!(player.active_ms(), 3_000);
    player.step(&Input::Tick, 90_000);
    player.step(&Input::Resume, 120_000);
    player.step(&Input::Tick, 60_000);
    player.step(&Input::Tick, 120_000);
    assert_eq!(player.active_ms(), 3_000);
    player.step(&Input::Tick, 121_000);
    assert_eq!(player.active_ms(), 4_000);
    assert_eq!(player.standing(), Standing::Running);
}

fn set(exercise: &str, form: &str) -> Set {
    let exercise = shipped().exercise(exercise).expect("shipped");
    Set::of(exercise, exercise.form(form).expect("a form"))
}

#[test]
fn a_hold_tells_its_middle_and_its_last_three_seconds_and_sides_change() {
    let slots = vec![Slot::Exercise(set("calf-stretch", "wall"))];
    let beats = script::beats(&slots);
    let mut now_ms = 0;
    let mut player = Player::new(slots, 0);
    let mut heard = player.step(&Input::Resume, 0);
    heard.extend(play(&mut player, &mut now_ms, |it| {
        it.standing() == Standing::Over
    }));
    assert_eq!(heard.first(), Some(&Cue::Ready));
    let count = |cue: Cue| heard.iter().filter(|it| **it == cue).count();
    let changes = beats.iter().filter(|it| it.phase == Phase::Change).count();
    assert_eq!(count(Cue::Change), changes);
    assert!(changes >= 1);
    let last: Vec<&Cue> = heard
        .iter()
        .filter(|it| matches!(it, Cue::Last(_)))
        .collect();
    assert_eq!(last[..3], [&Cue::Last(3), &Cue::Last(2), &Cue::Last(1)]);
}

#[test]
fn repetitions_are_counted_aloud_in_their_own_time() {
    let bridge = set("bridge", "full");
    let reps = bridge.reps().expect("counted");
    let slots = vec![Slot::Exercise(bridge)];
    let mut now_ms = 0;
    let mut player = Player::new(slots.clone(), 0);
    let mut heard = player.step(&Input::Resume, 0);
    heard.extend(play(&mut player, &mut now_ms, |it| {
        it.standing() == Standing::Over
    }));
    let sets = script::beats(&slots)
        .iter()
        .map(|it| it.set)
        .max()
        .expect("some");
    let spoken: Vec<u16> = heard
        .iter()
        .filter_map(|it| match it {
            Cue::Rep(number) => Some(*number),
            _ => None,
        })
        .collect();
    let each: Vec<u16> = (1..=reps).collect();
    assert_eq!(spoken, each.repeat(usize::from(sets)));
}

#[test]
fn back_goes_to_the_start_and_then_to_the_one_before_and_skipped_is_not_done() {
    let slots = vec![
        Slot::Exercise(set("march", "standing")),
        Slot::Exercise(set("bridge", "full")),
    ];
    let mut now_ms = 0;
    let mut player = Player::new(slots, 0);
    player.step(&Input::Resume, 0);
    let heard = player.step(&Input::Skip, 100);
    assert_eq!(heard, [Cue::Ready]);
    assert_eq!(player.slot(), 1);
    play(&mut player, &mut now_ms, |it| it.did()[1].done == 2);
    player.step(&Input::Back, now_ms);
    assert_eq!((player.slot(), player.did()[1].done), (1, 0));
    player.step(&Input::Back, now_ms);
    assert_eq!(player.slot(), 0);
    player.step(&Input::Skip, now_ms);
    player.step(&Input::Skip, now_ms);
    assert_eq!(player.standing(), Standing::Over);
    assert!(player.did().iter().all(|it| it.done == 0));
    assert!(!player.did()[0].whole());
}

#[test]
fn the_easier_form_starts_anew_and_what_hurts_stops_and_is_remembered() {
    let mut now_ms = 0;
    let slots = vec![
        Slot::Exercise(set("bridge", "full")),
        Slot::Exercise(set("march", "standing")),
    ];
    let mut player = Player::new(slots, 0);
    player.step(&Input::Resume, 0);
    play(&mut player, &mut now_ms, |it| it.did()[0].done == 1);
    player.step(&Input::Hurts, now_ms);
    assert_eq!(player.standing(), Standing::Hurt);
    now_ms += 1_000;
    player.step(&Input::Tick, now_ms);
    assert_eq!(player.did()[0].done, 1);
    let half = set("bridge", "half");
    player.step(&Input::Change(half.clone()), now_ms);
    assert_eq!(player.standing(), Standing::Running);
    let did = player.did();
    assert_eq!(
        (did[0].form.as_deref(), did[0].done, did[0].hurt),
        (Some("half"), 0, true)
    );
    assert_eq!(
        player.total_ms(),
        script::total_ms(&script::beats(player.slots()))
    );
    // A form of another exercise is none of this one.
    player.step(&Input::Change(set("march", "seated")), now_ms);
    assert_eq!(player.slots()[0], Slot::Exercise(half));
    player.step(&Input::Stop, now_ms);
    assert_eq!(player.standing(), Standing::Over);
    assert!(!player.finished());
}

fn any_input() -> impl Strategy<Value = (Input, u64)> {
    let input = prop_oneof![
        20 => Just(Input::Tick),
        2 => Just(Input::Pause),
        4 => Just(Input::Resume),
        1 => Just(Input::Skip),
        1 => Just(Input::Back),
        1 => Just(Input::Hurts),
        1 => Just(Input::Change(set("bridge", "half"))),
    ];
    let gap = prop_oneof![10 => 0_u64..=GAP_MAX_MS, 1 => GAP_MAX_MS + 1..40_000_000];
    (input, gap)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever a person does and however long a computer sleeps: only time that somebody saw is counted, never more
    /// than passed, and nothing is done that was not on for its whole length.
    #[test]
    fn no_sequence_of_keys_and_sleeps_cheats(
        which in 0_usize..60,
        inputs in prop::collection::vec(any_input(), 1..300),
    ) {
        let slots = everything().swap_remove(which).1;
        let mut player = Player::new(slots, 0);
        let (mut now_ms, mut seen_ms) = (0, 0);
        for (input, gap_ms) in inputs {
            let running = player.standing() == Standing::Running;
            let (active_ms, done) = (player.active_ms(), work(&player));
            now_ms += gap_ms;
            player.step(&input, now_ms);
            if running && gap_ms <= GAP_MAX_MS {
                seen_ms += gap_ms;
            } else {
                prop_assert_eq!(player.active_ms(), active_ms, "time passed while nobody was there");
            }
            prop_assert!(player.active_ms() - active_ms <= gap_ms);
            if !running && input != Input::Skip {
                prop_assert!(work(&player) <= done);
            }
            prop_assert!(player.active_ms() <= seen_ms);
            prop_assert_eq!(player.total_ms(), script::total_ms(&script::beats(player.slots())));
            prop_assert!(player.all_left_ms() <= player.total_ms());
            for did in player.did() {
                prop_assert!(did.done <= did.of);
            }
        }
    }
}

fn work(player: &Player) -> u32 {
    player.did().iter().map(|it| u32::from(it.done)).sum()
}

#[test]
fn the_strictest_word_of_the_table_wins_and_the_reason_is_said() {
    let bird_dog = shipped().exercise("bird-dog").expect("shipped");
    let (fit, why) = suits::fit(bird_dog, &person(&[Pattern::Load], &[]));
    assert_eq!((fit, why), (Fit::Yes, vec![]));
    let (fit, why) = suits::fit(bird_dog, &person(&[Pattern::FlexionBias], &[Flag::Falls]));
    assert_eq!(fit, Fit::Small);
    assert_eq!(
        why,
        [Why::Pattern(Pattern::FlexionBias), Why::Flag(Flag::Falls)]
    );
    let (fit, why) = suits::fit(
        bird_dog,
        &person(&[Pattern::FlexionBias], &[Flag::NoKneeling, Flag::Falls]),
    );
    assert_eq!((fit, why), (Fit::No, vec![Why::Flag(Flag::NoKneeling)]));
}

#[test]
fn what_does_not_suit_is_replaced_or_dropped_with_the_reason() {
    let stage = &programme("core-and-hips").stages[0];
    let somebody = person(&[Pattern::Load], &[Flag::NoKneeling]);
    let made = suits::routine(stage, &shipped().exercises, &somebody, 0, &[]);
    assert_eq!(made.left_out.len(), 1);
    assert_eq!(made.left_out[0].exercise, "bird-dog");
    assert_eq!(made.left_out[0].why, [Why::Flag(Flag::NoKneeling)]);
    // Its replacement is in the stage already or takes its place; it is never there twice.
    let slugs: Vec<&str> = made
        .slots
        .iter()
        .filter_map(|it| match it {
            Slot::Exercise(set) => Some(set.exercise.as_str()),
            Slot::Words(_) => None,
        })
        .collect();
    assert!(!slugs.contains(&"bird-dog"));
    for slug in &slugs {
        assert!(
            slugs.iter().filter(|it| *it == slug).count() <= 2,
            "{slugs:?}"
        );
    }
}

/// Over every person there can be: nothing that the table forbids is ever played.
#[test]
fn nobody_is_ever_given_what_the_table_rules_out() {
    let mut people = 0;
    for (_, pattern) in Pattern::ALL {
        for bits in 0_u32..64 {
            let flags: Vec<Flag> = Flag::ALL
                .iter()
                .enumerate()
                .filter(|(at, _)| bits & (1 << at) != 0)
                .map(|(_, flag)| *flag)
                .collect();
            let somebody = person(&[*pattern], &flags);
            people += 1;
            for programme in &shipped().programmes {
                for stage in &programme.stages {
                    for turn in 0..3 {
                        let made =
                            suits::routine(stage, &shipped().exercises, &somebody, turn, &[]);
                        for slot in &made.slots {
                            let Slot::Exercise(set) = slot else { continue };
                            let exercise = shipped().exercise(&set.exercise).expect("shipped");
                            assert_ne!(
                                suits::fit(exercise, &somebody).0,
                                Fit::No,
                                "{set:?} {somebody:?}"
                            );
                        }
                        for left in &made.left_out {
                            assert!(!left.why.is_empty());
                        }
                    }
                }
            }
        }
    }
    assert_eq!(people, Pattern::ALL.len() * 64);
}

#[test]
fn after_an_emergency_or_a_same_day_result_there_is_no_routine_at_all() {
    let held = Person {
        held: true,
        ..Person::default()
    };
    for programme in &shipped().programmes {
        assert_eq!(suits::offered(programme, &held), Err(Refused::Check));
        for stage in &programme.stages {
            let made = suits::routine(stage, &shipped().exercises, &held, 0, &[]);
            assert_eq!(made.slots, []);
        }
    }
}

#[test]
fn a_kept_check_holds_routines_and_its_answers_rule_exercises_out() {
    let mut conn = fresh();
    assert!(!sessions::person(&conn).expect("read").held);
    let rules = crate::triage::shipped();
    let finish = |conn: &mut Connection, number, form: &CheckForm| {
        db::write(conn, |tx| {
            checks::finish(tx, &id(number), rules, form, at(0))
        })
        .expect("kept")
    };
    let calm = crate::checks::full(&["eases.sitting", "eases.bending", "about.bones"]);
    finish(&mut conn, 1, &calm);
    let somebody = sessions::person(&conn).expect("read");
    assert_eq!(somebody.patterns, [Pattern::FlexionBias]);
    assert_eq!(somebody.flags, [Flag::Bones]);
    let urgent = crate::checks::full(&["body.pee"]);
    finish(&mut conn, 2, &urgent);
    assert!(sessions::person(&conn).expect("read").held);
}

#[test]
fn programmes_wait_for_what_they_wait_for() {
    let core = programme("core-and-hips");
    let nerve = [Pattern::Leg];
    assert_eq!(suits::offered(core, &person(&nerve, &[])), Ok(()));
    assert_eq!(
        suits::offered(core, &person(&nerve, &[Flag::LegPain])),
        Err(Refused::LegPain)
    );
    let bending = programme("bending-eases");
    assert_eq!(
        suits::offered(bending, &person(&[Pattern::ExtensionBias], &[])),
        Err(Refused::Pattern)
    );
    let walking = programme("walking-plan");
    assert_eq!(
        suits::offered(walking, &person(&[Pattern::Vascular], &[])),
        Err(Refused::Clinician)
    );
}

fn fresh() -> Connection {
    db::in_memory(File::Diary).expect("migrations hold")
}

fn at(minute: i64) -> Moment {
    Moment {
        utc_ms: 1_795_417_800_000 + minute * 60_000,
        offset_min: 0,
    }
}

fn form(done: u16, finished: bool) -> SessionForm {
    SessionForm {
        routine: "before-a-walk".to_owned(),
        stage: Some(1),
        active_s: 90,
        finished,
        did: vec![Did {
            exercise: Some("march".to_owned()),
            form: Some("standing".to_owned()),
            done,
            of: 2,
            hurt: false,
        }],
        pain_before: None,
        pain_after: None,
    }
}

#[test]
fn a_session_is_one_record_however_often_it_is_kept_and_nothing_done_is_nothing_kept() {
    let mut conn = fresh();
    let mut keep = |form: &SessionForm, minute| {
        db::write(&mut conn, |tx| sessions::keep(tx, &id(1), form, at(minute)))
    };
    assert!(matches!(
        keep(&form(0, false), 0),
        Err(Error::Invalid { field: "did" })
    ));
    let first = keep(&form(1, false), 2).expect("kept");
    let second = keep(&form(2, true), 4).expect("kept");
    assert_eq!(first.when, second.when);
    assert!(second.finished);
    let all = sessions::since(&conn, first.when.local_date).expect("read");
    assert_eq!(all, [second]);
}

#[test]
fn flags_are_set_and_taken_back_and_the_sums_follow() {
    let mut conn = fresh();
    let mut set = |flag, on| {
        db::write(&mut conn, |tx| sessions::set_flag(tx, flag, on, at(0))).expect("kept")
    };
    set(Flag::Falls, true);
    assert_eq!(set(Flag::Bones, true), [Flag::Bones, Flag::Falls]);
    assert_eq!(set(Flag::Bones, true), [Flag::Bones, Flag::Falls]);
    assert_eq!(set(Flag::Falls, false), [Flag::Bones]);
    db::check(&conn, File::Diary).expect("the sums hold");
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).expect("a Monday") + Days::new(number)
}

/// A finished session of the first stage on a day, with pain before and after it.
fn session(number: u64, stage: u16, pain: Option<(u8, u8)>, hurt: Option<&str>) -> Session {
    let nrs = |value: u8| Intensity::new(value.into()).expect("on the scale");
    let mut conn = fresh();
    let form = SessionForm {
        routine: "core-and-hips".to_owned(),
        stage: Some(stage),
        finished: true,
        did: vec![Did {
            exercise: Some(hurt.unwrap_or("bridge").to_owned()),
            form: None,
            done: 1,
            of: 1,
            hurt: hurt.is_some(),
        }],
        pain_before: pain.map(|it| nrs(it.0)),
        pain_after: pain.map(|it| nrs(it.1)),
        ..form(1, true)
    };
    let mut kept =
        db::write(&mut conn, |tx| sessions::keep(tx, &id(1), &form, at(0))).expect("kept");
    kept.when.local_date = day(number);
    kept
}

#[test]
fn the_traffic_light_is_read_from_the_pain_before_and_after() {
    let lights = &shipped().universal.lights;
    let of = |pain, hurt| colour(lights, &session(0, 1, pain, hurt));
    assert_eq!(of(None, None), None);
    assert_eq!(of(Some((2, 3)), None), Some(Colour::Green));
    assert_eq!(of(Some((3, 5)), None), Some(Colour::Green));
    assert_eq!(of(Some((2, 5)), None), Some(Colour::Amber));
    assert_eq!(of(Some((2, 2)), Some("bridge")), Some(Colour::Amber));
    // Six is red even for somebody who came with five.
    assert_eq!(of(Some((5, 6)), None), Some(Colour::Red));
}

#[test]
fn strength_grows_after_its_weeks_and_two_green_sessions_and_goes_back_after_a_gap() {
    let core = programme("core-and-hips");
    let lights = &shipped().universal.lights;
    let stage = |sessions: &[Session], today: u64| {
        let standing = standing(core, lights, sessions, day(today));
        assert_eq!(standing.stages.len(), 1);
        standing.stages[0].stage
    };
    let green = Some((2, 2));
    let mut done: Vec<Session> = [0, 2, 4, 7, 9]
        .map(|it| session(it, 1, green, None))
        .to_vec();
    assert_eq!(stage(&[], 0), 0);
    // Two green ones are not enough in the first week.
    assert_eq!(stage(&done[..2], 3), 0);
    assert_eq!(stage(&done, 10), 0);
    done.push(session(11, 1, green, None));
    assert_eq!(stage(&done, 12), 1);
    // A hard session instead: the stage is held until two are green again.
    let mut held = done[..5].to_vec();
    held.push(session(11, 1, Some((2, 7)), None));
    assert_eq!(stage(&held, 12), 0);
    held.push(session(14, 1, green, None));
    assert_eq!(stage(&held, 15), 0);
    held.push(session(16, 1, green, None));
    assert_eq!(stage(&held, 17), 1);
    // Under a week away repeats; more goes one stage back.
    assert_eq!(stage(&done, 18), 1);
    assert_eq!(stage(&done, 19), 0);
}

#[test]
fn strength_is_not_due_on_two_days_in_a_row_nor_a_fourth_time_a_week() {
    let core = programme("core-and-hips");
    let lights = &shipped().universal.lights;
    let due = |days: &[u64], today: u64| {
        let done: Vec<Session> = days.iter().map(|it| session(*it, 1, None, None)).collect();
        standing(core, lights, &done, day(today)).stages[0].clone()
    };
    assert_eq!(core.stages[0].often.per, Per::Week);
    assert!(due(&[], 0).today);
    assert!(!due(&[0], 0).today);
    assert!(!due(&[0], 1).today);
    assert!(due(&[0], 2).today);
    let full = due(&[0, 2, 4], 6);
    assert_eq!((full.done, full.today), (3, false));
    assert!(due(&[0, 2, 4], 7).today);
}

#[test]
fn an_exercise_that_hurt_twice_is_done_in_its_easier_form_for_a_week() {
    let core = programme("core-and-hips");
    let lights = &shipped().universal.lights;
    let done = [
        session(0, 1, None, Some("bridge")),
        session(2, 1, None, Some("bridge")),
    ];
    let eased = |sessions: &[Session], today| standing(core, lights, sessions, day(today)).eased;
    assert_eq!(eased(&done[..1], 3), Vec::<String>::new());
    assert_eq!(eased(&done, 3), ["bridge"]);
    assert_eq!(eased(&done, 10), Vec::<String>::new());
    let made = suits::routine(
        &core.stages[0],
        &shipped().exercises,
        &person(&[Pattern::Load], &[]),
        0,
        &["bridge".to_owned()],
    );
    let form = made.slots.iter().find_map(|it| match it {
        Slot::Exercise(set) if set.exercise == "bridge" => Some(set.form.as_str()),
        _ => None,
    });
    let easier = shipped().exercise("bridge").expect("shipped").form("full");
    assert_eq!(form, easier.and_then(|it| it.easier.as_deref()));
}

#[test]
fn a_flare_counts_its_days_and_begins_anew_after_a_week() {
    let flare = programme("flare-up");
    let lights = &shipped().universal.lights;
    let on = |days: &[u64], today: u64| {
        let done: Vec<Session> = days.iter().map(|it| session(*it, 1, None, None)).collect();
        let standing = standing(flare, lights, &done, day(today));
        (
            standing.number,
            standing
                .stages
                .iter()
                .map(|it| it.stage)
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(on(&[], 0), (1, vec![0]));
    assert_eq!(on(&[0], 1), (2, vec![1]));
    assert_eq!(on(&[0, 1], 2), (3, vec![2]));
    assert_eq!(on(&[0, 1, 2], 5), (6, vec![3]));
    assert_eq!(on(&[0, 1, 20], 20), (1, vec![0]));
}
