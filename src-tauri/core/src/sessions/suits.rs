//! What a person is offered: the last symptom check first, then the table of what suits whom; the strictest word wins.

use backstride_content::exercises::{Exercise, Fit, Form, Pattern};
use backstride_content::programmes::{Condition, Item, Programme, Stage};

use super::Flag;
use super::own::Part;
use super::script::{Set, Slot};
use crate::checks::Check;

/// What is known of a person that exercises depend on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// The last symptom check says that something comes before exercise.
    pub held: bool,
    /// How the pain behaves; empty = nothing clear.
    pub patterns: Vec<Pattern>,
    /// What was told, by the person or in the last check.
    pub flags: Vec<Flag>,
}

/// Why an exercise is not offered, or in its easier form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// How the pain behaves.
    Pattern(Pattern),
    /// Something the person told.
    Flag(Flag),
}

/// An exercise of a programme that is left out or replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The exercise, by slug.
    pub exercise: String,
    /// What speaks against it.
    pub why: Vec<Why>,
    /// What is done in its place.
    pub instead: Option<String>,
}

/// A stage made fit for a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Routine {
    /// What is done, in order.
    pub slots: Vec<Slot>,
    /// What is not, and why.
    pub left_out: Vec<LeftOut>,
}

/// What stands against a programme for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The last symptom check comes first.
    Check,
    /// It is meant for pain that behaves otherwise.
    Pattern,
    /// The pain in the leg has to calm down first.
    LegPain,
    /// A clinician has to look at it first.
    Clinician,
}

impl Person {
    /// Puts together what the last check says on exercise, what the last whole one found, and what the person told.
    #[must_use]
    pub fn of(last: Option<&Check>, whole: Option<&Check>, told: &[Flag]) -> Self {
        let mut flags = told.to_vec();
        let mut patterns = Vec::new();
        if let Some(check) = whole {
            for (flag, question, choice) in ANSWERS {
                if ticked(check, question, choice) {
                    flags.push(*flag);
                }
            }
            let found = check.outcome.patterns.iter();
            patterns = found
                .filter(|it| check.fits(&it.pattern))
                .filter_map(|it| pattern(&it.pattern))
                .collect();
        }
        Self {
            held: last.is_some_and(Check::hides_routines),
            patterns,
            flags: crate::worded::set(flags),
        }
    }

    /// The patterns that count; nothing clear is a pattern of its own.
    fn patterns(&self) -> Vec<Pattern> {
        if self.patterns.is_empty() {
            vec![Pattern::Mixed]
        } else {
            self.patterns.clone()
        }
    }
}

/// Answers of the check that say what a flag says. Being pregnant counts from the start: the check asks for no week.
const ANSWERS: &[(Flag, &str, &str)] = &[
    (Flag::Bones, "about", "bones"),
    (Flag::Bones, "about", "steroids"),
    (Flag::Pregnant, "about", "pregnant"),
    (Flag::Falls, "leg", "gives_way"),
];

fn ticked(check: &Check, question: &str, choice: &str) -> bool {
    use backstride_content::triage::Answer;
    check.answers.iter().any(|it| {
        it.question == question
            && match &it.answer {
                // Not sure is enough to leave an exercise out.
                Answer::Some { yes, unsure } => yes.iter().chain(unsure).any(|it| it == choice),
                _ => false,
            }
    })
}

fn pattern(code: &str) -> Option<Pattern> {
    let code = code.to_lowercase();
    let found = Pattern::ALL.iter().find(|(name, _)| *name == code);
    found.map(|(_, pattern)| *pattern)
}

/// How far an exercise suits somebody, and what speaks against it.
#[must_use]
pub fn fit(exercise: &Exercise, person: &Person) -> (Fit, Vec<Why>) {
    let suits = &exercise.suits;
    let patterns = person.patterns().into_iter();
    let by_pattern = patterns.map(|it| (suits.pattern(it), Why::Pattern(it)));
    let flags = person.flags.iter();
    let by_flag = flags.map(|it| {
        let fit = match it {
            Flag::Bones => suits.bones,
            Flag::Pregnant => suits.pregnant,
            Flag::NewHip => suits.new_hip,
            Flag::NoKneeling => suits.no_kneeling,
            Flag::Falls => suits.falls,
            Flag::LegPain => suits.leg_pain,
        };
        (fit, Why::Flag(*it))
    });
    let all: Vec<(Fit, Why)> = by_pattern.chain(by_flag).collect();
    let strictest = all.iter().fold(Fit::Yes, |fit, it| fit.stricter(it.0));
    let why = all
        .iter()
        .filter(|it| it.0 == strictest && strictest != Fit::Yes)
        .map(|it| it.1)
        .collect();
    (strictest, why)
}

/// Whether a programme is offered to somebody now.
///
/// # Errors
/// What stands against it.
pub fn offered(programme: &Programme, person: &Person) -> Result<(), Refused> {
    if person.held {
        return Err(Refused::Check);
    }
    let patterns = person.patterns();
    let mine: Vec<&Pattern> = patterns
        .iter()
        .filter(|it| programme.patterns.contains(it))
        .collect();
    if mine.is_empty() {
        return Err(Refused::Pattern);
    }
    for when in &programme.when {
        if !mine.contains(&&when.pattern) {
            continue;
        }
        match when.condition {
            Condition::LegPainUnder4 if person.flags.contains(&Flag::LegPain) => {
                return Err(Refused::LegPain);
            }
            Condition::ClinicianSeen => return Err(Refused::Clinician),
            _ => {}
        }
    }
    Ok(())
}

/// What else holds for somebody who does a programme that is offered to them, for the page to say.
#[must_use]
pub fn conditions(programme: &Programme, person: &Person) -> Vec<Condition> {
    let patterns = person.patterns();
    let mine = programme
        .when
        .iter()
        .filter(|it| patterns.contains(&it.pattern));
    mine.map(|it| it.condition)
        .filter(|it| matches!(it, Condition::Calm | Condition::SmallRange))
        .collect()
}

/// A routine of somebody's own as they may do it now. What does not suit is left out or replaced as in a programme.
#[must_use]
pub fn own(parts: &[Part], exercises: &[Exercise], person: &Person) -> Routine {
    let mut made = Routine::default();
    if person.held {
        return made;
    }
    for part in parts {
        let before = made.slots.len();
        place(&part.item(), exercises, person, &[], &mut made);
        if let Some(Slot::Exercise(set)) = made.slots.get_mut(before)
            && set.exercise == part.exercise
        {
            set.only = part.only.filter(|_| set.dose.each_side);
        }
    }
    made
}

/// One exercise by itself. What does not suit is not replaced: somebody who asks for one exercise is told why it is not
/// for them.
#[must_use]
pub fn single(exercise: &Exercise, form: &Form, person: &Person) -> Routine {
    let mut made = Routine::default();
    if person.held {
        return made;
    }
    match fit(exercise, person) {
        (Fit::No, why) => made.left_out.push(LeftOut {
            exercise: exercise.slug.clone(),
            why,
            instead: instead(exercise, person).map(str::to_owned),
        }),
        (fit, _) => {
            let form = gentler(exercise, form, fit == Fit::Small);
            made.slots.push(Slot::Exercise(Set::of(exercise, form)));
        }
    }
    made
}

/// Why a stage waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// The person or the diary says that the pain in the leg is too strong for it.
    LegPain,
    /// The person has yet to say that it is calm enough.
    Unsaid,
}

/// Whether a stage may begin. `leg` is the strongest pain in a leg that the diary holds of the days it asks about.
///
/// # Errors
/// What it waits for.
pub fn ready(stage: &Stage, person: &Person, leg: Option<u8>, said: bool) -> Result<(), Waits> {
    let Some(calm) = stage.ready else {
        return Ok(());
    };
    let strong = leg.is_some_and(|nrs| u16::from(nrs) >= calm.leg_pain_under);
    if strong || person.flags.contains(&Flag::LegPain) {
        return Err(Waits::LegPain);
    }
    if said { Ok(()) } else { Err(Waits::Unsaid) }
}

/// A stage of a programme as somebody does it. Of parts that take turns, the one whose turn it is; exercises that have
/// become too much for a while (`eased`) are done in their easier form.
#[must_use]
pub fn routine(
    stage: &Stage,
    exercises: &[Exercise],
    person: &Person,
    turn: usize,
    eased: &[String],
) -> Routine {
    let mut made = Routine::default();
    if person.held {
        return made;
    }
    let patterns = person.patterns();
    let mine = |item: &&Item| {
        let only = item.only.is_empty() || item.only.iter().any(|it| patterns.contains(it));
        only && !item.except.iter().any(|it| patterns.contains(it))
    };
    let items: Vec<&Item> = stage.items.iter().filter(mine).collect();
    for (index, item) in items.iter().enumerate() {
        if let Some(letter) = &item.one_of {
            let same = |it: &&&Item| it.one_of.as_ref() == Some(letter);
            let turns: Vec<&Item> = items.iter().filter(same).copied().collect();
            let chosen = turns[turn % turns.len()];
            if !std::ptr::eq(chosen, items[index]) {
                continue;
            }
        }
        place(item, exercises, person, eased, &mut made);
    }
    made
}

fn place(
    item: &Item,
    exercises: &[Exercise],
    person: &Person,
    eased: &[String],
    made: &mut Routine,
) {
    let find = |slug: &str| exercises.iter().find(|it| it.slug == slug);
    let Some(exercise) = item.exercise.as_deref().and_then(find) else {
        if let Some(words) = &item.text {
            made.slots.push(Slot::Words(words.clone()));
        }
        return;
    };
    let (fits, why) = fit(exercise, person);
    if fits != Fit::No {
        let named = item.form.as_deref().and_then(|it| exercise.form(it));
        let form = named.or(exercise.forms.first());
        let gentle = fits == Fit::Small || eased.contains(&exercise.slug);
        if let Some(form) = form.map(|it| gentler(exercise, it, gentle)) {
            made.slots.push(Slot::Exercise(Set {
                note: item.text.clone(),
                times_a_day: item.times_a_day,
                ..dosed(exercise, form, item)
            }));
        }
        return;
    }
    let instead = instead(exercise, person)
        .and_then(find)
        .filter(|it| fit(it, person).0 != Fit::No);
    made.left_out.push(LeftOut {
        exercise: exercise.slug.clone(),
        why,
        instead: instead.map(|it| it.slug.clone()),
    });
    // The same exercise twice in a row would be no replacement.
    let there = |slug: &str| {
        made.slots
            .iter()
            .any(|slot| matches!(slot, Slot::Exercise(set) if set.exercise == slug))
    };
    if let Some(other) = instead.filter(|it| !there(&it.slug))
        && let Some(form) = other.forms.first()
    {
        let gentle = fit(other, person).0 == Fit::Small;
        let set = Set::of(other, gentler(other, form, gentle));
        made.slots.push(Slot::Exercise(set));
    }
}

fn instead<'a>(exercise: &'a Exercise, person: &Person) -> Option<&'a str> {
    let patterns = person.patterns();
    let own = exercise.instead_for.iter();
    let own = own.filter(|it| patterns.contains(&it.pattern));
    own.map(|it| it.exercise.as_str())
        .next()
        .or(exercise.instead.as_deref())
}

/// The easier form where one is asked for and there is one.
fn gentler<'a>(exercise: &'a Exercise, form: &'a Form, gentle: bool) -> &'a Form {
    let easier = form.easier.as_deref().and_then(|it| exercise.form(it));
    easier.filter(|_| gentle).unwrap_or(form)
}

/// The dose of the programme on top of the usual one of the form.
fn dosed(exercise: &Exercise, form: &Form, item: &Item) -> Set {
    let mut set = Set::of(exercise, form);
    // Another form than the one the programme named keeps its own dose, except that there is never more of it.
    let named = item.form.as_deref().is_none_or(|it| it == form.id);
    if !named {
        return set;
    }
    let dose = &mut set.dose;
    if let Some(sets) = item.sets {
        dose.sets = [sets, sets];
    }
    dose.reps = item.reps.or(dose.reps);
    dose.hold_s = item.hold_s.or(dose.hold_s);
    dose.for_s = item.for_s.or(dose.for_s);
    set
}
