//! Finished symptom checks: what was answered, what came of it, and by which rules.
//!
//! The rules themselves are shipped knowledge. A finished check keeps what it said for ever; [`recomputed`] compares it
//! with what the rules of this program say to the same answers.

mod store;

use backstride_content::triage::check::checked;
use backstride_content::triage::{self, Answered, Outcome, RuleSet, Scope, Scored, Step, Urgency};
use chrono::{Days, NaiveDate};
use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

use crate::diary::safety::{self, CheckAnswer};
use crate::diary::{self, Intensity};
use crate::error::{Error, Result};
use crate::moment::Moment;
use crate::record::{self, When};
use crate::settings;

pub(crate) use store::SUMMED;
pub use store::{latest, list};

/// Pain from here on asks for the questions on the body's functions again.
pub const FLARE_FROM: u8 = 7;

/// After so many days they are asked again while the diary is in use.
pub const MONTHLY_DAYS: u64 = 30;

/// How many days back the diary suggests answers.
pub const PREFILL_DAYS: u64 = 7;

/// What a finished check says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckForm {
    /// How much of it was gone through.
    pub scope: Scope,
    /// What was answered.
    pub answers: Vec<Answered>,
    /// Patterns the person does not agree with.
    pub overruled: Vec<String>,
}

/// A check as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// UUIDv7 text.
    pub id: String,
    /// When it was finished.
    #[serde(flatten)]
    pub when: When,
    /// How much of it was gone through.
    pub scope: Scope,
    /// Which set of rules.
    pub rule_set: String,
    /// Which version of it.
    pub rule_version: u32,
    /// The hash of everything in it.
    pub rule_digest: String,
    /// What was answered.
    pub answers: Vec<Answered>,
    /// What came of it.
    pub outcome: Outcome,
    /// Patterns the person does not agree with.
    pub overruled: Vec<String>,
    /// The region whose numbers were shown; `None` = none chosen.
    pub region: Option<String>,
    /// The day on which a clinician had checked this and said that exercise is fine.
    pub cleared_on: Option<NaiveDate>,
    /// Unix milliseconds when it was put in the trash; `None` = in the diary.
    pub deleted_at_ms: Option<i64>,
}

/// How a stored check compares with the rules of this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recomputed {
    /// The same rules say the same again.
    Same,
    /// The same rules say something else: the record or the program is damaged.
    Different,
    /// It was made by other rules, so what it said then stands.
    OtherRules,
}

/// Why the questions on the body's functions are due again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reask {
    /// Strong pain was noted since they were last answered.
    Flare,
    /// The diary is in use and they were not answered for a month.
    Monthly,
}

/// Keeps a finished check.
///
/// # Errors
/// [`Error::Invalid`] on `answers` if they do not fit the questions or the check is not finished, and on `overruled` for
/// a pattern that was not found; [`Error::Conflict`] if the id is taken; any failure of the storage.
pub fn finish(
    tx: &Transaction<'_>,
    id: &str,
    rules: &RuleSet,
    form: &CheckForm,
    now: Moment,
) -> Result<Check> {
    let invalid = |field| Error::Invalid { field };
    let outcome = match triage::next(rules, &form.answers, form.scope) {
        Ok(Step::Done(outcome)) => outcome,
        Ok(Step::Ask { .. }) | Err(_) => return Err(invalid("answers")),
    };
    let fresh = Check {
        id: id.to_owned(),
        when: When::now(now, settings::day_ends_at(tx)?),
        scope: form.scope,
        rule_set: rules.id.clone(),
        rule_version: rules.version,
        rule_digest: rules.digest.clone(),
        answers: form.answers.clone(),
        overruled: overruled(&outcome, &form.overruled)?,
        outcome,
        region: settings::read(tx)?.region,
        cleared_on: None,
        deleted_at_ms: None,
    };
    record::add(tx, &fresh, now)
}

/// Says which patterns of a check the person does not agree with.
///
/// # Errors
/// [`Error::Invalid`] on `overruled`; [`Error::NotFound`]; [`Error::Conflict`] if it is in the trash.
pub fn overrule(tx: &Transaction<'_>, id: &str, patterns: &[String], now: Moment) -> Result<Check> {
    record::change(tx, id, now, |old: Check| {
        Ok(Check {
            overruled: overruled(&old.outcome, patterns)?,
            ..old
        })
    })
}

/// Keeps the day on which a clinician had checked this and said that exercise is fine, or takes it back. Only for a
/// check that says "within days": an urgent one is never cleared by the person.
///
/// # Errors
/// [`Error::Invalid`] on `clearedOn` for a date after today or before the check, or for a check of another level;
/// [`Error::NotFound`]; [`Error::Conflict`] if it is in the trash.
pub fn clear(tx: &Transaction<'_>, id: &str, on: Option<NaiveDate>, now: Moment) -> Result<Check> {
    record::change(tx, id, now, |old: Check| {
        let allowed = on.is_none_or(|on| {
            old.outcome.level == Some(Urgency::Days)
                && old.outcome.hides_routines
                && (old.when.local_date..=now.local_date()).contains(&on)
        });
        if !allowed {
            return Err(Error::Invalid { field: "clearedOn" });
        }
        Ok(Check {
            cleared_on: on,
            ..old
        })
    })
}

impl Check {
    /// Whether it found a pattern, by its code, that the person did not overrule.
    #[must_use]
    pub fn fits(&self, pattern: &str) -> bool {
        let found = |it: &Scored| it.pattern == pattern;
        self.outcome.patterns.iter().any(found) && !self.overruled.iter().any(|it| it == pattern)
    }

    /// Whether routines are hidden because of it.
    #[must_use]
    pub fn hides_routines(&self) -> bool {
        self.outcome.hides_routines && self.cleared_on.is_none()
    }
}

/// Compares a stored check with what the rules of this program say to the same answers.
#[must_use]
pub fn recomputed(rules: &RuleSet, check: &Check) -> Recomputed {
    let same_rules = check.rule_set == rules.id
        && check.rule_version == rules.version
        && check.rule_digest == rules.digest;
    if !same_rules {
        return Recomputed::OtherRules;
    }
    match triage::outcome(rules, &check.answers, check.scope) {
        Ok(outcome) if outcome == check.outcome => Recomputed::Same,
        _ => Recomputed::Different,
    }
}

/// Whether answers that were given to rules of this id and version are answers to these rules. Those of another set or a
/// newer version never are, and those of an older one only if they still fit its questions.
///
/// # Errors
/// [`Error::Invalid`] on `rules` or `answers`.
pub fn answers_fit(rules: &RuleSet, set: &str, version: u32, answers: &[Answered]) -> Result<()> {
    if set != rules.id || version > rules.version {
        return Err(Error::Invalid { field: "rules" });
    }
    checked(rules, answers).map_err(|_| Error::Invalid { field: "answers" })
}

/// What the pain entries of the last [`PREFILL_DAYS`] days already say that the check asks for.
///
/// # Errors
/// Any failure of the storage.
pub fn prefill(conn: &Connection, now: Moment) -> Result<Vec<CheckAnswer>> {
    let from = back(now.local_date(), PREFILL_DAYS);
    let mut ticks = Vec::new();
    for entry in diary::since(conn, from)? {
        ticks.extend(safety::check_answers_of(conn, &entry)?);
    }
    Ok(crate::worded::set(ticks))
}

/// Whether the questions on the body's functions are due again: strong pain since they were last answered, or a month
/// without them while the diary is in use.
///
/// # Errors
/// Any failure of the storage.
pub fn reask(conn: &Connection, now: Moment) -> Result<Option<Reask>> {
    let today = now.local_date();
    let last = latest(conn, None)?;
    let month = back(today, MONTHLY_DAYS);
    let strong = Intensity::new(FLARE_FROM.into())?;
    let since = diary::since(conn, month)?;
    let answered_ms = last.as_ref().map_or(i64::MIN, |it| it.when.recorded_at_ms);
    let flared = since.iter().any(|entry| {
        entry.when.recorded_at_ms > answered_ms && entry.nrs.is_some_and(|nrs| nrs >= strong)
    });
    if flared {
        return Ok(Some(Reask::Flare));
    }
    let settings = settings::read(conn)?;
    if settings.paused_until.is_some_and(|until| until >= today) || since.is_empty() {
        return Ok(None);
    }
    // Somebody who never did a check is asked a month after the first entry.
    let from = match last {
        Some(check) => Some(check.when.local_date),
        None => store::first_date(conn)?,
    };
    Ok(from.filter(|from| *from <= month).map(|_| Reask::Monthly))
}

fn overruled(outcome: &Outcome, patterns: &[String]) -> Result<Vec<String>> {
    let mut each = patterns.to_vec();
    each.sort();
    each.dedup();
    let found = |id: &String| outcome.patterns.iter().any(|it| it.pattern == *id);
    if each.iter().all(found) {
        Ok(each)
    } else {
        Err(Error::Invalid { field: "overruled" })
    }
}

fn back(from: NaiveDate, days: u64) -> NaiveDate {
    from.checked_sub_days(Days::new(days)).unwrap_or(from)
}
