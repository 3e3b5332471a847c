//! How the pain behaves: points for answers, and the patterns that have enough of them. They choose texts and routines,
//! never urgency.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::check::{Answered, Facts, gather};
use super::logic::{Reader, Reading};
use super::rules::{Leads, Pattern, RuleSet};

/// Points a pattern needs.
const ENOUGH: u32 = 4;

/// How many more than the next one it needs to stand alone.
const LEAD: u32 = 2;

/// Answers on how the pain behaves that a pattern needs.
const BEHAVIOURS: usize = 2;

/// A pattern that fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scored {
    /// Its code.
    pub pattern: String,
    /// The answers that drove it, as question and option, step or number.
    pub from: Vec<(String, Option<String>)>,
}

/// What patterns lead to, after the person has overruled some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit<'a> {
    /// The patterns shown; none if the person overruled all or none fits.
    pub shown: Vec<&'a Pattern>,
    /// Where that leads.
    pub leads: &'a Leads,
}

/// The patterns that fit: the one that is clearly ahead; two where one of them has to be looked at first; or none.
pub(super) fn fitting(set: &RuleSet, answers: &[Answered]) -> Vec<Scored> {
    let mut facts = Facts::new(set, answers);
    let mut reader = Reader::new(set, &mut facts);
    let mut scored: Vec<(u32, &Pattern, Scored)> = Vec::new();
    for pattern in &set.patterns {
        let (mut sum, mut behaviours, mut from) = (0, 0, BTreeSet::new());
        for points in &pattern.points {
            if !reader.holds(&points.when, Reading::Plain) {
                continue;
            }
            sum += points.add;
            behaviours += usize::from(points.behaviour);
            gather(set, &mut reader, &points.when, Reading::Plain, &mut from);
        }
        if sum >= ENOUGH && behaviours >= BEHAVIOURS {
            let from = from.into_iter().collect();
            let pattern_id = pattern.id.clone();
            scored.push((
                sum,
                pattern,
                Scored {
                    pattern: pattern_id,
                    from,
                },
            ));
        }
    }
    // Stable: among equals the order of the file holds, and then none of them leads anyway.
    scored.sort_by_key(|it| std::cmp::Reverse(it.0));
    let both = scored.iter().position(|(_, pattern, _)| {
        let other = pattern.before.as_deref();
        other.is_some_and(|other| scored.iter().any(|it| it.1.id == other))
    });
    if let Some(first) = both {
        let other = scored[first].1.before.clone();
        let shown = scored
            .into_iter()
            .filter(|it| it.1.before.is_some() || Some(&it.1.id) == other.as_ref());
        let mut shown: Vec<_> = shown.collect();
        shown.sort_by_key(|it| it.1.before.is_none());
        return shown.into_iter().map(|it| it.2).collect();
    }
    let second = scored.get(1).map_or(0, |it| it.0);
    let leads = scored.first().is_some_and(|it| it.0 >= second + LEAD);
    if leads {
        scored.truncate(1);
        scored.into_iter().map(|it| it.2).collect()
    } else {
        Vec::new()
    }
}

/// Where patterns lead that the person did not overrule.
#[must_use]
pub fn fit<'a>(set: &'a RuleSet, scored: &[Scored], overruled: &[String]) -> Fit<'a> {
    let kept = scored.iter().filter(|it| !overruled.contains(&it.pattern));
    let shown: Vec<&Pattern> = kept.filter_map(|it| set.pattern(&it.pattern)).collect();
    let leads = shown.first().map_or(&set.no_pattern, |it| &it.leads);
    Fit { shown, leads }
}
