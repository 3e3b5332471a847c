//! Answers nobody could have given, and many that somebody could: what does not fit is refused by name, and what fits
//! comes to the same whichever way it is asked.

use backstride_content::triage::check::{Facts, checked, level};
use backstride_content::triage::logic::{Fact, Logic as _, decide};
use backstride_content::triage::rules::{Kind, Question, RuleSet, Urgency};
use backstride_content::triage::{
    Answer, Answered, Refused, Scope, Step, again, next, outcome, same_rules,
};
use serde_json::{Value, json};

use super::cases::{cases, walk};
use super::formulas::Formulas;
use super::{shipped, signed};

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    /// A person who says yes or not sure to about one thing in so many.
    fn sheet(&mut self, set: &RuleSet, one_in: usize) -> Vec<Answered> {
        let each = set.questions.iter();
        each.map(|it| Answered {
            question: it.id.clone(),
            answer: self.answer(it, one_in),
        })
        .collect()
    }

    fn answer(&mut self, question: &Question, one_in: usize) -> Answer {
        match &question.kind {
            Kind::YesNo { .. } => [Answer::Yes, Answer::No, Answer::Unsure][self.roll(3)].clone(),
            Kind::Some { options } => {
                let (mut yes, mut unsure) = (Vec::new(), Vec::new());
                for option in options {
                    match self.roll(2 * one_in) {
                        0 => yes.push(option.id.clone()),
                        1 => unsure.push(option.id.clone()),
                        _ => {}
                    }
                }
                if yes.is_empty() && unsure.is_empty() {
                    Answer::None
                } else {
                    Answer::Some { yes, unsure }
                }
            }
            Kind::Steps { steps } => Answer::Step(steps[self.roll(steps.len())].id.clone()),
            Kind::Number { low, high, .. } => {
                let span = usize::try_from(high - low + 1).unwrap();
                Answer::Number(low + u32::try_from(self.roll(span)).unwrap())
            }
        }
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.roll(at + 1));
        }
    }
}

#[test]
fn formulas_and_people_are_decided_by_the_same_lines() {
    let set = shipped();
    let mut all = Formulas::new(set);
    let decided = all.decided(set);
    let mut dice = Dice(7);
    for round in 0..2000 {
        let sheet = dice.sheet(set, 2 + round % 40);
        let mut facts = Facts::new(set, &sheet);
        let plain = decide(set, &mut facts);
        for (at, (formula, truth)) in decided.rules.iter().zip(&plain.rules).enumerate() {
            let value = all.value(*formula, &|fact: &Fact| Facts::new(set, &sheet).fact(fact));
            assert_eq!(value, *truth, "{}", set.rules[at].id);
        }
    }
}

#[test]
fn every_way_of_asking_and_stopping_comes_to_the_same_level() {
    let mut dice = Dice(11);
    let mut by_level = [0; 5];
    for set in [
        shipped().clone(),
        signed(&["ces_old", "stenosis_exception"]),
    ] {
        for round in 0..4000 {
            let mut sheet = dice.sheet(&set, 4 + round % 200);
            let full = outcome(&set, &sheet, Scope::Full).unwrap().level.unwrap();
            let (stopped, given) = walk(&set, &sheet);
            assert_eq!(stopped.level, Some(full), "stopping early: {given:?}");
            by_level[full as usize] += 1;
            dice.shuffle(&mut sheet);
            let shuffled = outcome(&set, &sheet, Scope::Full).unwrap();
            assert_eq!(shuffled.level, Some(full), "another order of answers");
            // Sections asked in another order: whoever answers everything that comes up ends at the same level.
            let mut turned = set.clone();
            let from = dice.roll(turned.questions.len());
            turned.questions.rotate_left(from);
            let mut facts = Facts::new(&turned, &sheet);
            let decision = decide(&turned, &mut facts);
            assert_eq!(level(&decision), full, "another order of questions");
        }
    }
    println!("symptom check: 8000 made-up people by level, the most urgent first: {by_level:?}");
    assert!(by_level.iter().all(|it| *it > 20), "{by_level:?}");
}

#[test]
fn going_back_keeps_later_answers_and_changes_only_what_was_changed() {
    let set = shipped();
    for case in cases() {
        let (first, given) = walk(set, &case.sheet(set));
        for at in 0..given.len() {
            let shown = again(set, &given, Scope::Full, &given[at].question).unwrap();
            let Step::Ask { question, path, .. } = shown else {
                panic!("a question")
            };
            assert_eq!(question.id, given[at].question);
            assert_eq!(path.len(), at, "{}", case.name);
        }
        // The same answer once more, and everything is as it was.
        assert!(matches!(next(set, &given, Scope::Full).unwrap(), Step::Done(it) if it == first));
        assert_eq!(
            again(set, &given, Scope::Full, "nobody").unwrap_err(),
            Refused::Question("nobody".into())
        );
    }
}

#[test]
fn answers_that_do_not_fit_are_refused_by_name_and_never_come_to_a_result() {
    let set = shipped();
    let one = |question: &str, answer: Answer| {
        vec![Answered {
            question: question.to_owned(),
            answer,
        }]
    };
    let some = |yes: &[&str], unsure: &[&str]| Answer::Some {
        yes: yes.iter().map(|it| (*it).to_owned()).collect(),
        unsure: unsure.iter().map(|it| (*it).to_owned()).collect(),
    };
    let q = |id: &str| Refused::Question(id.to_owned());
    for (answers, refused) in [
        (one("nobody", Answer::Yes), q("nobody")),
        (one("", Answer::None), q("")),
        (
            [one("body", Answer::None), one("body", Answer::None)].concat(),
            Refused::Twice("body".into()),
        ),
        (one("body", Answer::Yes), Refused::Kind("body".into())),
        (one("body", Answer::No), Refused::Kind("body".into())),
        (one("body", Answer::Number(1)), Refused::Kind("body".into())),
        (one("age", Answer::None), Refused::Kind("age".into())),
        (
            one("age", Answer::Number(121)),
            Refused::Number("age".into()),
        ),
        (
            one("time", Answer::Step("w9".into())),
            Refused::Choice("time".into()),
        ),
        (one("time", Answer::Number(1)), Refused::Kind("time".into())),
        (
            one("examined", Answer::None),
            Refused::Kind("examined".into()),
        ),
        (one("body", some(&[], &[])), Refused::Choice("body".into())),
        (
            one("body", some(&["saddles"], &[])),
            Refused::Choice("body".into()),
        ),
        (
            one("body", some(&["saddle", "saddle"], &[])),
            Refused::Choice("body".into()),
        ),
        (
            one("body", some(&["saddle"], &["saddle"])),
            Refused::Choice("body".into()),
        ),
    ] {
        for scope in [Scope::Full, Scope::Short] {
            assert_eq!(checked(set, &answers), Err(refused.clone()));
            assert_eq!(next(set, &answers, scope).unwrap_err(), refused);
            assert_eq!(outcome(set, &answers, scope).unwrap_err(), refused);
        }
    }
    assert_eq!(same_rules(set, &set.id, set.version), Ok(()));
    assert_eq!(
        same_rules(set, &set.id, set.version + 1),
        Err(Refused::Rules)
    );
    assert_eq!(same_rules(set, "another-check", 1), Err(Refused::Rules));
}

#[test]
fn made_up_json_is_refused_or_a_sheet_of_answers_and_never_half_understood() {
    let set = shipped();
    let mut dice = Dice(23);
    let (mut unread, mut refused, mut fit) = (0, 0, 0);
    for _ in 0..20_000 {
        let mut list = Vec::new();
        for _ in 0..dice.roll(4) {
            list.push(junk(&mut dice, set));
        }
        let text = Value::Array(list).to_string();
        match serde_json::from_str::<Vec<Answered>>(&text) {
            Err(_) => unread += 1,
            Ok(answers) => match next(set, &answers, Scope::Full) {
                Err(_) => refused += 1,
                Ok(Step::Ask { .. }) => fit += 1,
                Ok(Step::Done(done)) => {
                    fit += 1;
                    // A few answers end a check only where one of them is an emergency.
                    assert_eq!(done.level, Some(Urgency::Emergency), "{text}");
                    assert!(!done.reasons.is_empty());
                }
            },
        }
    }
    println!(
        "symptom check: of 20000 made-up answers {unread} could not be read, {refused} were refused, {fit} fit"
    );
    assert!(unread > 1000 && refused > 1000 && fit > 1000);
}

/// Something like an answer, with a good chance of being none.
fn junk(dice: &mut Dice, set: &RuleSet) -> Value {
    let question = &set.questions[dice.roll(set.questions.len())];
    let options: Vec<&str> = question.choices().iter().map(|it| it.id.as_str()).collect();
    let word = |dice: &mut Dice| match dice.roll(6) {
        0 => json!("nothing"),
        1 => json!(7),
        _ if options.is_empty() => json!("yes"),
        _ => json!(options[dice.roll(options.len())]),
    };
    let answer = match dice.roll(9) {
        0 => json!("yes"),
        1 => json!("none"),
        2 => json!("maybe"),
        3 => json!({ "number": dice.roll(200) }),
        4 => json!({ "number": -1 }),
        5 => json!({ "step": word(dice) }),
        6 => json!({ "some": { "yes": [word(dice)], "unsure": [] } }),
        7 => json!({ "some": { "yes": [word(dice)], "unsure": [word(dice)] } }),
        _ => json!({ "some": { "yes": [word(dice)] , "else": 1, "unsure": [] } }),
    };
    match dice.roll(8) {
        0 => json!({ "question": "nobody", "answer": answer }),
        1 => json!({ "question": question.id, "answer": answer, "more": true }),
        _ => json!({ "question": question.id, "answer": answer }),
    }
}

#[test]
fn a_short_check_finds_emergencies_and_never_says_that_all_is_well() {
    let set = shipped();
    let none = |id: &str| Answered {
        question: id.to_owned(),
        answer: Answer::None,
    };
    let Step::Done(nothing) = next(set, &[none("body"), none("alarm")], Scope::Short).unwrap()
    else {
        panic!("it is over after the short questions");
    };
    assert_eq!(nothing.level, None);
    assert!(nothing.patterns.is_empty());
    let saddle = Answered {
        question: "body".to_owned(),
        answer: Answer::Some {
            yes: vec!["saddle".into()],
            unsure: Vec::new(),
        },
    };
    let Step::Done(found) = next(set, &[saddle], Scope::Short).unwrap() else {
        panic!("over at once")
    };
    assert_eq!(found.level, Some(Urgency::Emergency));
}

#[test]
fn what_the_diary_suggests_decides_nothing_before_it_is_confirmed() {
    use backstride_content::triage::suggested;
    use backstride_core::diary::safety::CheckAnswer;
    use backstride_core::worded::Worded as _;
    let set = shipped();
    let ticks: Vec<&str> = CheckAnswer::ALL.iter().map(|it| it.word()).collect();
    for tick in &ticks {
        let used = set
            .questions
            .iter()
            .any(|it| suggested(set, &it.id, &[tick]).is_some());
        assert!(used, "nothing takes up {tick}");
    }
    assert!(
        set.prefills
            .iter()
            .all(|it| ticks.contains(&it.tick.as_str()))
    );
    for question in &set.questions {
        if let Some(answer) = suggested(set, &question.id, &ticks) {
            let answers = [Answered {
                question: question.id.clone(),
                answer,
            }];
            assert_eq!(checked(set, &answers), Ok(()), "{}", question.id);
        }
    }
    assert!(
        matches!(next(set, &[], Scope::Full).unwrap(), Step::Ask { question, .. } if question.id == "body")
    );
}
