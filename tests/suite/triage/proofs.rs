//! Proofs over every sheet of answers at once. The very lines that decide for a person run here over formulas.

use std::collections::BTreeMap;

use backstride_content::triage::logic::Fact;
use backstride_content::triage::rules::{Kind, RuleSet, Stage, Unsure, Urgency};

use super::formulas::{Formulas, NO, Node};
use super::lines::lines;
use super::{shipped, signed};

const LEVELS: [Urgency; 4] = [
    Urgency::Emergency,
    Urgency::Today,
    Urgency::Days,
    Urgency::Routine,
];

/// Every answer that can be ticked: the question, the option, and what "not sure" counts as.
fn ticks(set: &RuleSet) -> Vec<(String, Option<String>, Unsure, bool)> {
    let mut ticks = Vec::new();
    for question in &set.questions {
        match &question.kind {
            Kind::YesNo {
                unsure, reassures, ..
            } => {
                ticks.push((question.id.clone(), None, *unsure, *reassures));
            }
            Kind::Some { options } => {
                for option in options {
                    let id = Some(option.id.clone());
                    ticks.push((question.id.clone(), id, option.unsure, false));
                }
            }
            Kind::Steps { .. } | Kind::Number { .. } => {}
        }
    }
    ticks
}

/// The written lines, ready to judge any set that asks the same questions.
pub(super) struct Judge {
    all: Formulas,
    lines: Vec<super::lines::Line>,
    at_least: [Node; 4],
}

impl Judge {
    /// For the rules as they ship and for sets that differ from them in their conditions.
    pub(super) fn new() -> Self {
        let mut all = Formulas::new(shipped());
        let lines = lines(&mut all);
        let mut at_least = [NO; 4];
        for (_, level, holds) in &lines {
            for reached in at_least.iter_mut().skip(level - 1) {
                *reached = all_or(&mut all, *reached, *holds);
            }
        }
        Self {
            all,
            lines,
            at_least,
        }
    }

    /// The first thing in which a set differs from the lines, for any sheet of answers at all.
    pub(super) fn unlike(&mut self, set: &RuleSet) -> Option<String> {
        let decided = self.all.decided(set);
        if self.lines.len() != set.rules.len() {
            return Some(format!(
                "{} lines and {} rules",
                self.lines.len(),
                set.rules.len()
            ));
        }
        for (name, level, holds) in self.lines.clone() {
            let Some(place) = set.rules.iter().position(|it| it.id == name) else {
                return Some(format!("no rule {name}"));
            };
            if set.rules[place].level.number() != level {
                return Some(format!("{name} is of level {level}"));
            }
            if !self.all.equal(decided.rules[place], holds) {
                let (left, right) = (decided.rules[place], holds);
                let not_both = |all: &mut Formulas, one, other| {
                    let not = all_not(all, other);
                    all_and(all, one, not)
                };
                let more = not_both(&mut self.all, left, right);
                let less = not_both(&mut self.all, right, left);
                let differs = all_or(&mut self.all, more, less);
                return Some(format!(
                    "{name} differs, for example {:?}",
                    self.all.example(differs)
                ));
            }
        }
        for (level, (rules, lines)) in LEVELS
            .iter()
            .zip(decided.at_least.iter().zip(self.at_least))
        {
            if !self.all.equal(*rules, lines) {
                return Some(format!("the level {} differs", level.name()));
            }
        }
        None
    }

    /// Whether two sets decide the same for every sheet of answers.
    pub(super) fn alike(&mut self, one: &RuleSet, other: &RuleSet) -> bool {
        let (one, other) = (self.all.decided(one), self.all.decided(other));
        let pairs = one.rules.iter().zip(&other.rules);
        pairs
            .into_iter()
            .all(|(one, other)| self.all.equal(*one, *other))
    }
}

fn all_not(all: &mut Formulas, node: Node) -> Node {
    use backstride_content::triage::logic::Logic as _;
    all.not(&node)
}

fn all_and(all: &mut Formulas, left: Node, right: Node) -> Node {
    use backstride_content::triage::logic::Logic as _;
    all.and(&left, &right)
}

fn all_or(all: &mut Formulas, left: Node, right: Node) -> Node {
    use backstride_content::triage::logic::Logic as _;
    all.or(&left, &right)
}

#[test]
fn every_rule_and_every_level_is_the_one_written_down_from_the_clinical_sheet() {
    let set = shipped();
    assert_eq!(Judge::new().unlike(set), None);
    let mut all = Formulas::new(set);
    let decided = all.decided(set);
    println!(
        "symptom check: {} rules proven equal to lines written by hand over {:.1e} sheets of answers ({} answers as variables, {} nodes; equal formulas are the same node, so nothing is sampled)",
        decided.rules.len(),
        all.sheets,
        all.variables(),
        all.size(),
    );
    assert!(
        all.sheets > 1e40,
        "the space is the whole check and no corner of it"
    );
}

#[test]
fn no_sheet_with_a_sign_of_a_level_ends_below_it() {
    for set in [
        shipped().clone(),
        signed(&["ces_old"]),
        signed(&["stenosis_exception"]),
        signed(&["ces_old", "stenosis_exception"]),
    ] {
        let mut all = Formulas::new(&set);
        let decided = all.decided(&set);
        for (rule, holds) in set.rules.iter().zip(&decided.rules) {
            let level = decided.at_least[rule.level as usize];
            assert!(all.follows(*holds, level), "{}", rule.id);
        }
        for pair in decided.at_least.windows(2) {
            assert!(all.follows(pair[0], pair[1]), "what is now is also today");
        }
    }
}

#[test]
fn one_more_yes_or_not_sure_never_makes_it_milder() {
    let mut compared = 0;
    for set in [
        shipped().clone(),
        signed(&["ces_old", "stenosis_exception"]),
    ] {
        let mut all = Formulas::new(&set);
        let decided = all.decided(&set);
        for (question, option, _, reassures) in ticks(&set) {
            let yes = all
                .place(&Fact::Yes(question.clone(), option.clone()))
                .unwrap();
            let unsure = all
                .place(&Fact::Unsure(question.clone(), option.clone()))
                .unwrap();
            let answers = [(false, false), (false, true), (true, false)]
                .map(|(is_yes, is_unsure)| BTreeMap::from([(yes, is_yes), (unsure, is_unsure)]));
            for level in decided.at_least {
                let [no, open, yes] = answers.each_ref().map(|known| all.known(level, known));
                compared += 1;
                if reassures {
                    assert!(
                        all.follows(yes, no),
                        "{question}: a reassuring yes is never worse than no"
                    );
                    assert!(all.equal(no, open), "{question}: not sure reassures nobody");
                } else {
                    assert!(
                        all.follows(no, open),
                        "{question} {option:?}: not sure below no"
                    );
                    assert!(
                        all.follows(open, yes),
                        "{question} {option:?}: yes below not sure"
                    );
                }
            }
        }
    }
    println!("symptom check: {compared} comparisons of whole formulas: a yes never lowers a level");
}

#[test]
fn not_sure_is_a_yes_for_everything_that_can_lead_to_an_emergency() {
    let set = shipped();
    let mut all = Formulas::new(set);
    let decided = all.decided(set);
    let (mut everywhere, mut emergencies, mut others) = (0, 0, 0);
    for (question, option, unsure, reassures) in ticks(set) {
        let yes = all
            .place(&Fact::Yes(question.clone(), option.clone()))
            .unwrap();
        let open = all
            .place(&Fact::Unsure(question.clone(), option.clone()))
            .unwrap();
        let with_yes = BTreeMap::from([(yes, true), (open, false)]);
        let with_open = BTreeMap::from([(yes, false), (open, true)]);
        let same = |all: &mut Formulas, level: Node| {
            let (one, other) = (all.known(level, &with_yes), all.known(level, &with_open));
            all.equal(one, other)
        };
        assert!(
            same(&mut all, decided.at_least[0]),
            "{question} {option:?}: an emergency"
        );
        match unsure {
            _ if reassures => {}
            Unsure::Yes => {
                everywhere += 1;
                let equal = decided.at_least.iter().all(|level| same(&mut all, *level));
                assert!(equal, "{question} {option:?}");
            }
            Unsure::Emergency => emergencies += 1,
            Unsure::No => others += 1,
        }
    }
    // What the sheet names as items of an emergency line, written down once more.
    for item in super::lines::sure_enough() {
        let (question, option) = item.split_once('.').unwrap();
        let found = set
            .question(question)
            .and_then(|it| it.unsure(Some(option)));
        assert_eq!(found, Some(Unsure::Yes), "{item}");
    }
    println!(
        "symptom check: not sure is a yes everywhere for {everywhere} answers, where an emergency depends on it for {emergencies}, and is named as worth asking about for {others}"
    );
}

#[test]
fn stopping_early_never_says_less_than_answering_everything() {
    for set in [
        shipped().clone(),
        signed(&["ces_old", "stenosis_exception"]),
    ] {
        let mut all = Formulas::new(&set);
        let decided = all.decided(&set);
        let emergency = decided.at_least[0];
        let mut later: BTreeMap<u32, bool> = BTreeMap::new();
        for (_, own) in all.of_question.clone().into_iter().rev() {
            later.extend(own.into_iter().map(|place| (place, false)));
            // What is known with every later question still open.
            let so_far = all.known(emergency, &later);
            let milder = set
                .questions
                .iter()
                .any(|it| set.asks(it) && it.exception.is_some());
            if !milder {
                assert!(
                    all.follows(so_far, emergency),
                    "a later answer took an emergency back"
                );
            }
        }
        // Whoever stops because it is for today would not have ended higher or lower with the rest.
        let mut behaviour = BTreeMap::new();
        for (id, own) in all.of_question.clone() {
            if set.question(&id).unwrap().stage == Stage::Behaviour {
                behaviour.extend(own.into_iter().map(|place| (place, false)));
            }
        }
        assert!(!behaviour.is_empty());
        for level in &decided.at_least[..2] {
            let without = all.known(*level, &behaviour);
            assert!(
                all.equal(without, *level),
                "an urgent level waits for behaviour"
            );
        }
    }
}

#[test]
fn what_is_not_asked_counts_for_nothing_and_the_order_of_asking_cannot_either() {
    let set = shipped();
    let mut all = Formulas::new(set);
    let decided = all.decided(set);
    for (id, own) in all.of_question.clone() {
        let asked = all.asked(set, &id);
        let not_asked = all_not(&mut all, asked);
        let without: BTreeMap<u32, bool> = own.into_iter().map(|place| (place, false)).collect();
        for holds in decided.rules.iter().chain(&decided.at_least) {
            // A level is a function of the sheet alone, and of that only of what was asked: no order is in it.
            let bare = all.known(*holds, &without);
            let (left, right) = (
                all_and(&mut all, *holds, not_asked),
                all_and(&mut all, bare, not_asked),
            );
            assert!(all.equal(left, right), "{id}");
        }
    }
}

#[test]
fn every_question_rule_and_level_can_be_reached() {
    let set = signed(&["ces_old", "stenosis_exception"]);
    let mut all = Formulas::new(&set);
    let decided = all.decided(&set);
    let sound = all.sound;
    for question in &set.questions {
        let asked = all.asked(&set, &question.id);
        assert_ne!(all_and(&mut all, asked, sound), NO, "{}", question.id);
    }
    for (rule, holds) in set.rules.iter().zip(&decided.rules) {
        assert_ne!(all_and(&mut all, *holds, sound), NO, "{}", rule.id);
    }
    let mut more_urgent = NO;
    for level in decided.at_least {
        let not_more = all_not(&mut all, more_urgent);
        let exactly = all_and(&mut all, level, not_more);
        assert_ne!(all_and(&mut all, exactly, sound), NO);
        more_urgent = level;
    }
    let nothing = all_not(&mut all, more_urgent);
    assert_ne!(all_and(&mut all, nothing, sound), NO, "self-care");
}

#[test]
fn the_exceptions_are_off_and_change_nothing_until_they_are_signed() {
    let set = shipped();
    assert!(set.exceptions.iter().all(|it| !it.signed_off));
    assert_eq!(set.exceptions.len(), 2);
    let mut all = Formulas::new(set);
    let decided = all.decided(set);
    for (id, own) in all.of_question.clone() {
        if set.question(&id).unwrap().exception.is_none() {
            continue;
        }
        for place in own {
            for value in [false, true] {
                let known = BTreeMap::from([(place, value)]);
                for level in decided.at_least {
                    assert_eq!(
                        all.known(level, &known),
                        level,
                        "{id} has a say while it is off"
                    );
                }
            }
        }
    }
}

#[test]
fn a_signed_exception_lowers_exactly_what_it_names_and_nothing_else() {
    let off = shipped();
    let (old, legs) = (signed(&["ces_old"]), signed(&["stenosis_exception"]));
    let mut all = Formulas::new(off);
    let [before, with_old, with_legs] = [off, &old, &legs].map(|set| all.decided(set));
    let said = |all: &mut Formulas, names: &[&str], set: &RuleSet| {
        use backstride_content::triage::logic::{Logic as _, Reader, Reading};
        use backstride_content::triage::rules::Expr;
        names.iter().fold(super::formulas::YES, |both, id| {
            let asked = Reader::new(set, all).holds(
                &Expr::Is {
                    question: (*id).to_owned(),
                    option: None,
                },
                Reading::Plain,
            );
            all.and(&both, &asked)
        })
    };
    for (set, with, names) in [
        (
            &old,
            &with_old,
            &["ces_since", "ces_steady", "ces_seen"][..],
        ),
        (
            &legs,
            &with_legs,
            &["both_since", "both_steady", "both_walk", "both_gone"][..],
        ),
    ] {
        let lowered_from = before.at_least[0];
        let still = with.at_least[0];
        assert!(
            all.follows(still, lowered_from),
            "an exception never raises"
        );
        let not_still = all_not(&mut all, still);
        let lowered = all_and(&mut all, lowered_from, not_still);
        assert_ne!(lowered, NO, "it has an effect");
        let conditions = said(&mut all, names, set);
        assert!(
            all.follows(lowered, conditions),
            "only with every condition of it"
        );
        // Every other rule is untouched.
        for (at, rule) in off.rules.iter().enumerate() {
            if rule.unless.is_none() && rule.only_with.is_none() {
                assert_eq!(before.rules[at], with.rules[at], "{}", rule.id);
            }
        }
    }
    // What was an emergency is at least today with one, and at least without hurry with the other.
    assert!(all.follows(before.at_least[0], with_old.at_least[1]));
    assert!(all.follows(before.at_least[0], with_legs.at_least[3]));
    let seen = all.place(&Fact::Yes("both_seen".to_owned(), None)).unwrap();
    let unseen = BTreeMap::from([(seen, false)]);
    let (from, to) = (
        all.known(before.at_least[0], &unseen),
        all.known(with_legs.at_least[2], &unseen),
    );
    assert!(all.follows(from, to), "nobody examined: within days");
    // Any sign that speaks against it ends the second one.
    for sign in [
        "body.saddle",
        "body.pee",
        "body.poo",
        "body.sex",
        "alarm.both_weak",
        "leg.weak",
        "leg.worse",
        "leg.gives_way",
    ] {
        let (question, option) = sign.split_once('.').unwrap();
        let place = all
            .place(&Fact::Yes(question.to_owned(), Some(option.to_owned())))
            .unwrap();
        let both = all
            .place(&Fact::Yes("alarm".to_owned(), Some("both_legs".to_owned())))
            .unwrap();
        let known = BTreeMap::from([(place, true), (both, true)]);
        let ends = all.known(with_legs.at_least[0], &known);
        assert_eq!(ends, super::formulas::YES, "{sign}");
    }
}
