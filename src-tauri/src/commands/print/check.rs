//! A result of the symptom check as a page to take along, in the words that stood on the screen.

use backstride_content::strings;
use backstride_content::triage::{self, Outcome, Reason, Urgency};
use backstride_core::checks::Check;
use backstride_core::record;
use backstride_core::settings;
use backstride_print::check::{CheckResult, Section};
use backstride_print::{Document, Paper};
use chrono::NaiveDate;
use serde::Deserialize;

use super::pages;
use crate::commands::checks::CheckRequest;
use crate::ipc_error::{ErrorCode, IpcError};
use crate::knowledge;
use crate::records::Records;

/// Which result is to be printed.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum PrintedCheckView {
    /// One in the diary.
    Kept { id: String },
    /// One on the screen that could not be kept: it is worked out again from its answers.
    Answered { input: CheckRequest },
}

/// A result, ready to be put into words.
pub(super) struct Finished {
    pub(super) outcome: Outcome,
    pub(super) overruled: Vec<String>,
    pub(super) region: Option<String>,
    pub(super) made: NaiveDate,
    /// Set, version and digest of the rules that gave it.
    pub(super) rules: (String, u32, String),
}

impl Finished {
    /// Finds it in the diary or works it out; a check that is not at its end has no result.
    pub(super) fn of(
        which: PrintedCheckView,
        records: &Records,
        today: NaiveDate,
    ) -> Result<Self, IpcError> {
        let rules = &knowledge::bundle().check;
        match which {
            PrintedCheckView::Kept { id } => {
                let check: Check = records.read(|conn| record::find(conn, &id))?;
                Ok(Self {
                    outcome: check.outcome,
                    overruled: check.overruled,
                    region: check.region,
                    made: check.when.local_date,
                    rules: (check.rule_set, check.rule_version, check.rule_digest),
                })
            }
            PrintedCheckView::Answered { input } => {
                let form = input.form(rules)?;
                let triage::Step::Done(outcome) = triage::next(rules, &form.answers, form.scope)?
                else {
                    return Err(IpcError {
                        code: ErrorCode::Invalid,
                        field: Some("answers".to_owned()),
                    });
                };
                Ok(Self {
                    outcome,
                    overruled: form.overruled,
                    region: records.read(settings::read).ok().and_then(|it| it.region),
                    made: today,
                    rules: (rules.id.clone(), rules.version, rules.digest.clone()),
                })
            }
        }
    }

    /// The page.
    pub(super) fn document(&self, paper: Paper) -> Document {
        let set = &knowledge::bundle().check;
        let outcome = &self.outcome;
        let words = triage::words_of(set, outcome);
        let mut numbers = Vec::new();
        if let Ok((region, chosen)) = knowledge::region(self.region.as_deref()) {
            let name = if chosen {
                strings::text("check-emergency-for", &[("region", &region.name)])
            } else {
                word("check-emergency")
            };
            numbers.push((name, region.emergency.clone()));
            let lines = region.advice.iter();
            numbers
                .extend(lines.filter_map(|line| Some((line.name.clone(), line.number.clone()?))));
        }
        let level = outcome.level.map(|level| match level {
            Urgency::Emergency => (1, "check-level-emergency"),
            Urgency::Today => (2, "check-level-today"),
            Urgency::Days => (3, "check-level-days"),
            Urgency::Routine => (4, "check-level-routine"),
            Urgency::SelfCare => (5, "check-level-self_care"),
        });
        let (id, version, digest) = &self.rules;
        CheckResult {
            title: word("print-check"),
            made: strings::text("print-check-made", &[("date", &pages::date(self.made))]),
            level: level.map(|(step, _)| step),
            level_words: level.map_or_else(String::new, |(_, key)| word(key)),
            result: (words.title.clone(), words.lead.clone()),
            act: section("check-act", triage::acts(set, outcome)),
            numbers,
            say: section("check-say", words.say.clone()),
            bring: section("check-bring", words.bring.clone()),
            reasons: section(
                "check-reasons",
                if outcome.reasons.is_empty() {
                    vec![word("check-reasons-none")]
                } else {
                    each(&outcome.reasons, "print-check-unsure")
                },
            ),
            because: triage::because(set, outcome),
            worth_asking: section(
                "check-worth",
                each(&outcome.worth_asking, "print-check-not-sure"),
            ),
            patterns: section("check-patterns", self.patterns()),
            more_urgent: section("check-sooner", words.more_urgent.clone()),
            safety_net: section("check-net", words.net.clone()),
            rules: vec![(
                word("print-check-rules"),
                format!("{id} {version}, {digest}"),
            )],
            small_print: word("check-result-not-device"),
        }
        .document(pages::LANG, paper, pages::words())
    }

    /// An urgent page carries nothing that could wait.
    fn patterns(&self) -> Vec<String> {
        if self.outcome.level.is_some_and(|it| it <= Urgency::Today) {
            return Vec::new();
        }
        let set = &knowledge::bundle().check;
        let fit = triage::fit(set, &self.outcome.patterns, &self.overruled);
        fit.shown.iter().map(|it| it.name.clone()).collect()
    }
}

fn section(heading: &str, lines: Vec<String>) -> Section {
    Section {
        heading: word(heading),
        lines,
    }
}

fn each(reasons: &[Reason], unsure: &str) -> Vec<String> {
    let said = |reason: &Reason| match reason.unsure {
        true => strings::text(unsure, &[("text", &reason.text)]),
        false => reason.text.clone(),
    };
    reasons.iter().map(said).collect()
}

fn word(key: &str) -> String {
    strings::text(key, &[])
}
