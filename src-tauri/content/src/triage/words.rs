//! What a result says: the words of its level, of the families that decided, and all of it as plain text.

use super::check::{Answer, Answered, Outcome, Reason, Refused, Scope, Step, next};
use super::patterns::fit;
use super::rules::{Kind, LevelWords, Question, RuleSet, Urgency};
use crate::places::Region;

/// Says nothing; stands in for words a damaged set would lack.
static NO_WORDS: LevelWords = LevelWords {
    title: String::new(),
    lead: String::new(),
    act: Vec::new(),
    say: Vec::new(),
    bring: Vec::new(),
    more_urgent: Vec::new(),
    net: Vec::new(),
};

/// The words of an outcome's level.
#[must_use]
pub fn words_of<'a>(set: &'a RuleSet, outcome: &Outcome) -> &'a LevelWords {
    match outcome.level {
        Some(level) => set.words(level).unwrap_or(&NO_WORDS),
        None => &set.nothing_ticked,
    }
}

/// Why the symptoms that decided are looked into, each family once.
#[must_use]
pub fn because(set: &RuleSet, outcome: &Outcome) -> Vec<String> {
    let families = outcome.families.iter().filter_map(|id| set.family(id));
    let mut said: Vec<String> = Vec::new();
    for family in families {
        if !said.contains(&family.because) {
            said.push(family.because.clone());
        }
    }
    said
}

/// What to do: what the deciding families add, then what the level says.
#[must_use]
pub fn acts(set: &RuleSet, outcome: &Outcome) -> Vec<String> {
    let families = outcome.families.iter().filter_map(|id| set.family(id));
    let added = families
        .flat_map(|it| &it.acts)
        .filter(|it| Some(it.level) == outcome.level);
    let mut acts: Vec<String> = Vec::new();
    for act in added.map(|it| &it.act).chain(&words_of(set, outcome).act) {
        if !acts.contains(act) {
            acts.push(act.clone());
        }
    }
    acts
}

/// How an answer is echoed.
#[must_use]
pub fn echo(set: &RuleSet, question: &str, choice: Option<&str>) -> Option<String> {
    let question = set.question(question)?;
    match (&question.kind, choice) {
        (Kind::YesNo { echo, .. }, None) => Some(echo.clone()),
        (Kind::Number { echo, .. }, Some(number)) => Some(echo.replace("{n}", number)),
        (_, Some(choice)) => {
            let choices = question.choices();
            let found = choices.iter().find(|it| it.id == choice);
            found.map(|it| it.echo.clone())
        }
        _ => None,
    }
}

/// Whether answers that name these rules can be answers to this set. Those to another set or a newer version cannot.
///
/// # Errors
/// [`Refused::Rules`].
pub fn same_rules(set: &RuleSet, id: &str, version: u32) -> Result<(), Refused> {
    if id == set.id && version <= set.version {
        Ok(())
    } else {
        Err(Refused::Rules)
    }
}

/// A question on the way, shown again.
///
/// # Errors
/// [`Refused`], also for a question that is not on the way.
pub fn again<'a>(
    set: &'a RuleSet,
    answers: &[Answered],
    scope: Scope,
    show: &str,
) -> Result<Step<'a>, Refused> {
    let unknown = || Refused::Question(show.to_owned());
    let question = set.question(show).ok_or_else(unknown)?;
    let before: Vec<&str> = set
        .questions
        .iter()
        .take_while(|it| it.id != show)
        .map(|it| it.id.as_str())
        .collect();
    let (asked, about) = match next(set, answers, scope)? {
        Step::Ask {
            question: open,
            path,
            about,
        } => {
            let mut all = path;
            all.push(open.id.as_str());
            (all, about)
        }
        Step::Done(outcome) => {
            let path = outcome.path;
            let on_it = set.questions.iter().filter(|it| path.contains(&it.id));
            let all: Vec<&str> = on_it.map(|it| it.id.as_str()).collect();
            let about = all.len();
            (all, about)
        }
    };
    if !asked.contains(&show) {
        return Err(unknown());
    }
    let path = asked.into_iter().filter(|it| before.contains(it)).collect();
    Ok(Step::Ask {
        question,
        path,
        about,
    })
}

/// Whether one more tick, or a yes, ends the check as an emergency at once.
#[must_use]
pub fn ends_at_once(
    set: &RuleSet,
    answers: &[Answered],
    scope: Scope,
    question: &Question,
    option: Option<&str>,
) -> bool {
    let answer = match (&question.kind, option) {
        (Kind::YesNo { .. }, None) => Answer::Yes,
        (Kind::Some { .. }, Some(option)) => Answer::Some {
            yes: vec![option.to_owned()],
            unsure: Vec::new(),
        },
        _ => return false,
    };
    let mut with: Vec<Answered> = answers
        .iter()
        .filter(|it| it.question != question.id)
        .cloned()
        .collect();
    with.push(Answered {
        question: question.id.clone(),
        answer,
    });
    matches!(next(set, &with, scope), Ok(Step::Done(it)) if it.level == Some(Urgency::Emergency))
}

/// All a result says, as plain text with the date it was made on.
#[must_use]
pub fn plain_text(
    set: &RuleSet,
    outcome: &Outcome,
    overruled: &[String],
    region: Option<&Region>,
    date: &str,
) -> String {
    let words = words_of(set, outcome);
    let mut text = format!("Backstride: {date}\n\n{}\n{}\n", words.title, words.lead);
    let mut part = |heading: &str, lines: &[String]| {
        if !lines.is_empty() {
            text.push_str(&format!("\n{heading}\n"));
            for line in lines {
                text.push_str(&format!("- {line}\n"));
            }
        }
    };
    let reasons = |list: &[Reason]| -> Vec<String> {
        list.iter()
            .map(|it| {
                if it.unsure {
                    format!("{} (not sure)", it.text)
                } else {
                    it.text.clone()
                }
            })
            .collect()
    };
    part("What you ticked", &reasons(&outcome.reasons));
    part("Why this is looked into", &because(set, outcome));
    part("What to do", &acts(set, outcome));
    if let Some(region) = region {
        let mut numbers = vec![format!("{}: {}", region.name, region.emergency)];
        numbers.extend(region.advice.iter().map(|it| match &it.number {
            Some(number) => format!("{}: {number}", it.name),
            None => it.name.clone(),
        }));
        part("Numbers", &numbers);
    }
    part("What to say", &words.say);
    part("What to have with you", &words.bring);
    part("What makes it more urgent", &words.more_urgent);
    part("Worth asking about", &reasons(&outcome.worth_asking));
    let shown = fit(set, &outcome.patterns, overruled).shown;
    let patterns: Vec<String> = shown.iter().map(|it| it.name.clone()).collect();
    part("How your pain behaves", &patterns);
    part("Keep in mind", &words.net);
    let digest: String = set.digest.chars().take(12).collect();
    text.push_str(&format!("\n{} {} {digest}\n", set.id, set.version));
    text
}
