//! The symptom check over the wire. The page holds the answers while a check goes on; nothing is kept before it is
//! saved.

use backstride_agent::clock;
use backstride_content::triage::rules::Kind as QuestionKind;
use backstride_content::triage::{
    self, Answer, Answered, Outcome, Question, Reason, Refused, RuleSet, Scope, Step, Urgency,
};
use backstride_core::checks::{self, Check, CheckForm};
use backstride_core::record::{self, Kind, date_in};
use backstride_core::settings;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tauri::State;

use super::record::{TraceView, WhenView, new_id};
use super::triage::{AdviceLineView, advice};
use super::words::{CheckAnswerView, CheckScopeView, ReaskView, RecomputedView, UrgencyView, each};
use crate::ipc_error::{ErrorCode, IpcError};
use crate::knowledge;
use crate::records::Records;

/// The rules a check was made with.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CheckRulesView {
    id: String,
    version: u32,
}

/// What was answered to one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum CheckReplyView {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not sure.
    Unsure,
    /// None of the options.
    None,
    /// At least one option; `unsure` are those the person is not sure about.
    Some {
        yes: Vec<String>,
        unsure: Vec<String>,
    },
    /// One step.
    Step { step: String },
    /// A whole number.
    Number {
        #[specta(type = specta_typescript::Number)]
        value: f64,
    },
}

/// A question and its answer.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CheckRepliedView {
    question: String,
    answer: CheckReplyView,
}

/// A check as far as it has come. Nothing is guessed: what does not fit the questions is refused, with `question`,
/// `answer`, `option`, `number`, `rules`, `show` or `overruled` as the field at fault.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CheckRequest {
    scope: CheckScopeView,
    /// Given so far, in any order; answers to questions that are not asked any more may stay and count for nothing.
    answers: Vec<CheckRepliedView>,
    /// A question on the way to show again instead of the next one.
    show: Option<String>,
    /// What the diary says already; it is offered as an answer and decides nothing.
    ticks: Vec<CheckAnswerView>,
    /// Patterns the person does not agree with.
    overruled: Vec<String>,
    /// The rules the answers were given to; null at the start.
    rules: Option<CheckRulesView>,
}

/// Where a check stands.
#[derive(Debug, Serialize, specta::Type)]
#[serde(tag = "kind", content = "view", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "one is made for each answer and goes to the wire at once"
)]
pub(crate) enum CheckStepView {
    /// Something to ask.
    Question(CheckQuestionView),
    /// Nothing more to ask.
    Result(CheckResultView),
}

/// One screen of the check.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckQuestionView {
    id: String,
    section: String,
    text: String,
    /// What counts as a yes.
    hint: Option<String>,
    /// Why it is asked.
    why: String,
    input: CheckInputView,
    /// What was answered before.
    answer: Option<CheckReplyView>,
    /// What the diary suggests; it counts only once the person has confirmed it.
    suggested: Option<CheckReplyView>,
    /// The answered questions before this one, the first first.
    path: Vec<String>,
    /// Which one this is, from 1.
    asked: u32,
    /// How many there may be in all, as it looks now.
    about: u32,
    rules: CheckRulesView,
}

/// What can be answered.
#[derive(Debug, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum CheckInputView {
    /// Yes, no or not sure.
    YesNo {
        /// A yes, or not sure, ends the check as an emergency at once.
        emergency: bool,
    },
    /// Any number of options, each yes or not sure; or none of them, which excludes the others.
    Some { options: Vec<CheckOptionView> },
    /// One of them.
    Steps { options: Vec<CheckOptionView> },
    /// A whole number.
    Number { unit: String, low: u32, high: u32 },
}

/// An option or step.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckOptionView {
    id: String,
    text: String,
    /// Ticking it, or not being sure, ends the check as an emergency at once.
    emergency: bool,
}

/// An answer that counts, in the words of its question.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckReasonView {
    question: String,
    text: String,
    /// It counts although the person was not sure.
    unsure: bool,
    /// The most urgent level that rests on it.
    level: Option<UrgencyView>,
}

/// A pattern with the answers that drove it.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckPatternView {
    id: String,
    name: String,
    about: String,
    from: Vec<String>,
    overruled: bool,
}

/// Something in the library that a result leads to: a guide, a programme or an exercise.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LeadView {
    slug: String,
    title: String,
}

/// What came of a check.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckResultView {
    scope: CheckScopeView,
    /// Null only for a short check in which nothing was ticked.
    level: Option<UrgencyView>,
    title: String,
    lead: String,
    /// Why these symptoms are looked into.
    because: Vec<String>,
    act: Vec<String>,
    say: Vec<String>,
    bring: Vec<String>,
    more_urgent: Vec<String>,
    /// The safety net; there at every level.
    net: Vec<String>,
    /// What was ticked, what decided first.
    reasons: Vec<CheckReasonView>,
    /// What the person was not sure about and the level does not count.
    worth_asking: Vec<CheckReasonView>,
    patterns: Vec<CheckPatternView>,
    /// No pattern is clearly ahead, or the person overruled all.
    mixed: bool,
    /// Empty when urgent.
    guides: Vec<LeadView>,
    /// Programmes to start with; empty while routines are hidden.
    start: Vec<LeadView>,
    /// Programmes to add later.
    later: Vec<LeadView>,
    /// Exercises to leave out meanwhile.
    leave_out: Vec<LeadView>,
    /// When to ask somebody.
    send_on: Option<String>,
    hides_routines: bool,
    /// Routines are hidden until a day is kept on which a clinician had said that exercise is fine.
    can_be_cleared: bool,
    /// `YYYY-MM-DD`
    cleared_on: Option<String>,
    /// The answered questions, the first first, to go back to.
    path: Vec<String>,
    region: Option<String>,
    region_name: String,
    emergency: String,
    advice: Vec<AdviceLineView>,
    /// When the numbers were compared with their sources, `YYYY-MM-DD`.
    numbers_checked_on: String,
    rules: CheckRulesView,
}

/// A finished check as it is stored.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckView {
    id: String,
    #[serde(flatten)]
    when: WhenView,
    scope: CheckScopeView,
    /// Null only for a short check in which nothing was ticked.
    level: Option<UrgencyView>,
    title: String,
    /// What was ticked, what decided first.
    reasons: Vec<String>,
    /// The names of the patterns the person agrees with.
    patterns: Vec<String>,
    hides_routines: bool,
    /// `YYYY-MM-DD`
    cleared_on: Option<String>,
    rules: CheckRulesView,
    #[serde(flatten)]
    trace: TraceView,
}

/// A finished check with all it says.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckOpenView {
    check: CheckView,
    answers: Vec<CheckRepliedView>,
    result: CheckResultView,
    /// Whether the rules of this program say the same to the same answers.
    recomputed: RecomputedView,
}

impl LeadView {
    fn of(slug: &str, title: &str) -> Self {
        Self {
            slug: slug.to_owned(),
            title: title.to_owned(),
        }
    }
}

impl CheckView {
    pub(crate) fn of(conn: &Connection, check: Check) -> backstride_core::Result<Self> {
        let rules = &knowledge::bundle().check;
        Ok(Self {
            trace: TraceView::of(conn, Kind::Check, &check.id, check.deleted_at_ms)?,
            title: triage::words_of(rules, &check.outcome).title.clone(),
            reasons: check
                .outcome
                .reasons
                .iter()
                .map(|it| it.text.clone())
                .collect(),
            patterns: triage::fit(rules, &check.outcome.patterns, &check.overruled)
                .shown
                .iter()
                .map(|it| it.name.clone())
                .collect(),
            hides_routines: check.hides_routines(),
            cleared_on: check.cleared_on.map(|date| date.to_string()),
            level: check.outcome.level.map(Into::into),
            scope: check.scope.into(),
            rules: CheckRulesView {
                id: check.rule_set,
                version: check.rule_version,
            },
            id: check.id,
            when: check.when.into(),
        })
    }
}

impl From<Answer> for CheckReplyView {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Yes => Self::Yes,
            Answer::No => Self::No,
            Answer::Unsure => Self::Unsure,
            Answer::None => Self::None,
            Answer::Some { yes, unsure } => Self::Some { yes, unsure },
            Answer::Step(step) => Self::Step { step },
            Answer::Number(number) => Self::Number {
                value: number.into(),
            },
        }
    }
}

impl From<Answered> for CheckRepliedView {
    fn from(answered: Answered) -> Self {
        Self {
            question: answered.question,
            answer: answered.answer.into(),
        }
    }
}

impl CheckRepliedView {
    fn parsed(self) -> backstride_core::Result<Answered> {
        let answer = match self.answer {
            CheckReplyView::Yes => Answer::Yes,
            CheckReplyView::No => Answer::No,
            CheckReplyView::Unsure => Answer::Unsure,
            CheckReplyView::None => Answer::None,
            CheckReplyView::Some { yes, unsure } => Answer::Some { yes, unsure },
            CheckReplyView::Step { step } => Answer::Step(step),
            CheckReplyView::Number { value } => {
                Answer::Number(record::whole(value, 0, u32::MAX, "number")?)
            }
        };
        Ok(Answered {
            question: self.question,
            answer,
        })
    }
}

impl From<Refused> for IpcError {
    fn from(refused: Refused) -> Self {
        let field = match refused {
            Refused::Question(_) | Refused::Twice(_) => "question",
            Refused::Kind(_) => "answer",
            Refused::Choice(_) => "option",
            Refused::Number(_) => "number",
            Refused::Rules => "rules",
        };
        Self {
            code: ErrorCode::Invalid,
            field: Some(field.to_owned()),
        }
    }
}

impl CheckRequest {
    /// The form, held against the rules it says it was answered to.
    pub(crate) fn form(self, rules: &RuleSet) -> Result<CheckForm, IpcError> {
        if let Some(said) = &self.rules {
            triage::same_rules(rules, &said.id, said.version)?;
        }
        Ok(CheckForm {
            scope: self.scope.into(),
            answers: self
                .answers
                .into_iter()
                .map(CheckRepliedView::parsed)
                .collect::<backstride_core::Result<_>>()?,
            overruled: self.overruled,
        })
    }
}

/// The next question, the one asked for, or the result.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn checks_step(
    records: State<'_, Records>,
    input: CheckRequest,
) -> Result<CheckStepView, IpcError> {
    let rules = &knowledge::bundle().check;
    let ticks: Vec<&str> = input.ticks.iter().map(|it| it.word()).collect();
    let show = input.show.clone();
    let form = input.form(rules)?;
    let step = match show {
        Some(id) => triage::again(rules, &form.answers, form.scope, &id)?,
        None => triage::next(rules, &form.answers, form.scope)?,
    };
    Ok(match step {
        Step::Ask {
            question,
            path,
            about,
        } => CheckStepView::Question(question_view(rules, &form, question, &path, about, &ticks)),
        Step::Done(outcome) => {
            // Whoever cannot open the diary still gets an answer, with the numbers for everybody.
            let region = records.read(settings::read).ok().and_then(|it| it.region);
            CheckStepView::Result(result_view(&form, &outcome, region.as_deref(), None)?)
        }
    })
}

/// Keeps a finished check.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn checks_save(
    records: State<'_, Records>,
    input: CheckRequest,
) -> Result<CheckView, IpcError> {
    let rules = &knowledge::bundle().check;
    let form = input.form(rules)?;
    let kept =
        records.write_record(|tx| checks::finish(tx, &new_id(), rules, &form, clock::now()))?;
    records.read(|conn| CheckView::of(conn, kept))
}

/// Says which patterns of a kept check the person does not agree with.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn checks_overrule(
    records: State<'_, Records>,
    id: String,
    patterns: Vec<String>,
) -> Result<CheckView, IpcError> {
    let kept = records.write_record(|tx| checks::overrule(tx, &id, &patterns, clock::now()))?;
    records.read(|conn| CheckView::of(conn, kept))
}

/// Keeps the day (`YYYY-MM-DD`) on which a clinician had checked this and said that exercise is fine; null takes it back.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn checks_clear(
    records: State<'_, Records>,
    id: String,
    on: Option<String>,
) -> Result<CheckView, IpcError> {
    let on = on.map(|text| date_in(&text, "clearedOn")).transpose()?;
    let kept = records.write_record(|tx| checks::clear(tx, &id, on, clock::now()))?;
    records.read(|conn| CheckView::of(conn, kept))
}

/// A kept check with all it said.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn checks_get(
    records: State<'_, Records>,
    id: String,
) -> Result<CheckOpenView, IpcError> {
    let rules = &knowledge::bundle().check;
    let (check, view) = records.read(|conn| {
        let check: Check = record::find(conn, &id)?;
        let view = CheckView::of(conn, check.clone())?;
        Ok((check, view))
    })?;
    let form = CheckForm {
        scope: check.scope,
        answers: check.answers.clone(),
        overruled: check.overruled.clone(),
    };
    Ok(CheckOpenView {
        check: view,
        answers: each(check.answers.clone()),
        result: result_view(&form, &check.outcome, check.region.as_deref(), Some(&check))?,
        recomputed: checks::recomputed(rules, &check).into(),
    })
}

/// Every kept check, the latest first.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn checks_list(records: State<'_, Records>) -> Result<Vec<CheckView>, IpcError> {
    records.read(|conn| {
        let all = checks::list(conn)?.into_iter();
        all.map(|check| CheckView::of(conn, check)).collect()
    })
}

/// The full check that was finished last.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn checks_latest(records: State<'_, Records>) -> Result<Option<CheckView>, IpcError> {
    records.read(|conn| {
        let last = checks::latest(conn, Some(Scope::Full))?;
        last.map(|check| CheckView::of(conn, check)).transpose()
    })
}

/// A kept check as plain text, to copy.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn checks_text(records: State<'_, Records>, id: String) -> Result<String, IpcError> {
    let check: Check = records.read(|conn| record::find(conn, &id))?;
    let (region, _) = knowledge::region(check.region.as_deref())?;
    Ok(triage::plain_text(
        &knowledge::bundle().check,
        &check.outcome,
        &check.overruled,
        Some(region),
        &check.when.local_date.to_string(),
    ))
}

/// What the diary of the last days already says that the check asks for.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn checks_prefill(
    records: State<'_, Records>,
) -> Result<Vec<CheckAnswerView>, IpcError> {
    Ok(each(
        records.read(|conn| checks::prefill(conn, clock::now()))?,
    ))
}

/// Whether the questions on the body's functions are due again, and why.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn checks_reask(records: State<'_, Records>) -> Result<Option<ReaskView>, IpcError> {
    Ok(records
        .read(|conn| checks::reask(conn, clock::now()))?
        .map(Into::into))
}

fn question_view(
    rules: &RuleSet,
    form: &CheckForm,
    question: &Question,
    path: &[&str],
    about: usize,
    ticks: &[&str],
) -> CheckQuestionView {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let alone = |option: Option<&str>| {
        triage::ends_at_once(rules, &form.answers, form.scope, question, option)
    };
    let options = |choices: &[triage::rules::Choice]| {
        choices
            .iter()
            .map(|it| CheckOptionView {
                id: it.id.clone(),
                text: it.text.clone(),
                emergency: alone(Some(&it.id)),
            })
            .collect()
    };
    let answer = form.answers.iter().find(|it| it.question == question.id);
    CheckQuestionView {
        id: question.id.clone(),
        section: question.section.clone(),
        text: question.text.clone(),
        hint: question.hint.clone(),
        why: question.why.clone(),
        input: match &question.kind {
            QuestionKind::YesNo { .. } => CheckInputView::YesNo {
                emergency: alone(None),
            },
            QuestionKind::Some { options: choices } => CheckInputView::Some {
                options: options(choices),
            },
            QuestionKind::Steps { steps } => CheckInputView::Steps {
                options: options(steps),
            },
            QuestionKind::Number {
                unit, low, high, ..
            } => CheckInputView::Number {
                unit: unit.clone(),
                low: *low,
                high: *high,
            },
        },
        answer: answer.map(|it| it.answer.clone().into()),
        suggested: triage::suggested(rules, &question.id, ticks).map(Into::into),
        path: path.iter().map(|&id| id.to_owned()).collect(),
        asked: count(path.len() + 1),
        about: count(about),
        rules: rules_view(rules),
    }
}

fn result_view(
    form: &CheckForm,
    outcome: &Outcome,
    region: Option<&str>,
    kept: Option<&Check>,
) -> Result<CheckResultView, IpcError> {
    let bundle = knowledge::bundle();
    let rules = &bundle.check;
    let (shown, chosen) = knowledge::region(region)?;
    let words = triage::words_of(rules, outcome);
    let fit = triage::fit(rules, &outcome.patterns, &form.overruled);
    let urgent = outcome.level.is_some_and(|it| it <= Urgency::Today);
    let full = form.scope == Scope::Full;
    let hidden = kept.map_or(outcome.hides_routines, Check::hides_routines);
    // The codes of D6, which a test of the library holds against what is there.
    let codes = |list: &[String], found: &dyn Fn(&str) -> Option<LeadView>| {
        let list = if hidden || !full { &[] } else { list };
        list.iter().filter_map(|code| found(code)).collect()
    };
    let programme = |code: &str| {
        let found = bundle.programmes.iter().find(|it| it.code == code)?;
        Some(LeadView::of(&found.slug, &found.title))
    };
    let exercise = |code: &str| {
        let found = bundle.exercises.iter().find(|it| it.code == code)?;
        Some(LeadView::of(&found.slug, &found.title))
    };
    let guides = fit
        .leads
        .guides
        .iter()
        .filter_map(|slug| bundle.guide(slug));
    Ok(CheckResultView {
        scope: form.scope.into(),
        level: outcome.level.map(Into::into),
        title: words.title.clone(),
        lead: words.lead.clone(),
        because: triage::because(rules, outcome),
        act: triage::acts(rules, outcome),
        say: words.say.clone(),
        bring: words.bring.clone(),
        more_urgent: words.more_urgent.clone(),
        net: words.net.clone(),
        reasons: outcome.reasons.iter().map(reason_view).collect(),
        worth_asking: outcome.worth_asking.iter().map(reason_view).collect(),
        patterns: outcome
            .patterns
            .iter()
            .filter_map(|scored| {
                let pattern = rules.pattern(&scored.pattern)?;
                Some(CheckPatternView {
                    id: pattern.id.clone(),
                    name: pattern.name.clone(),
                    about: pattern.about.clone(),
                    from: scored
                        .from
                        .iter()
                        .filter_map(|(question, choice)| {
                            triage::echo(rules, question, choice.as_deref())
                        })
                        .collect(),
                    overruled: form.overruled.contains(&pattern.id),
                })
            })
            .collect(),
        mixed: full && !urgent && fit.shown.is_empty(),
        guides: if urgent || !full {
            Vec::new()
        } else {
            guides
                .map(|guide| LeadView::of(&guide.slug, &guide.title))
                .collect()
        },
        start: codes(&fit.leads.start, &programme),
        later: codes(&fit.leads.later, &programme),
        leave_out: codes(&fit.leads.leave_out, &exercise),
        send_on: fit.leads.send_on.clone().filter(|_| full && !urgent),
        hides_routines: hidden,
        can_be_cleared: outcome.hides_routines && outcome.level == Some(Urgency::Days),
        cleared_on: kept
            .and_then(|it| it.cleared_on)
            .map(|date| date.to_string()),
        path: outcome.path.clone(),
        region: chosen.then(|| shown.id.clone()),
        region_name: shown.name.clone(),
        emergency: shown.emergency.clone(),
        advice: shown.advice.iter().map(advice).collect(),
        numbers_checked_on: shown.checked_on.clone(),
        rules: kept.map_or_else(
            || rules_view(rules),
            |it| CheckRulesView {
                id: it.rule_set.clone(),
                version: it.rule_version,
            },
        ),
    })
}

fn reason_view(reason: &Reason) -> CheckReasonView {
    CheckReasonView {
        question: reason.question.clone(),
        text: reason.text.clone(),
        unsure: reason.unsure,
        level: reason.level.map(Into::into),
    }
}

fn rules_view(rules: &RuleSet) -> CheckRulesView {
    CheckRulesView {
        id: rules.id.clone(),
        version: rules.version,
    }
}
