//! The symptom check: `triage/questions.toml`, `rules.toml`, `outcomes.toml`, `patterns.toml` and `sources.toml`, read
//! and proven as far as that can be done when the program is built.

mod conditions;
mod flow;

use std::collections::BTreeSet;

use super::Desk;
use super::citing::{self, Citing};
use super::fields::Fields;
use crate::sources::Source;
use crate::triage::rules::{
    Choice, Exception, Family, FamilyAct, Kind, Leads, LevelWords, Pattern, Points, Prefill,
    Question, Rule, RuleSet, Stage, Unsure, Urgency,
};

const QUESTIONS: &str = "triage/questions.toml";
const RULES: &str = "triage/rules.toml";
const OUTCOMES: &str = "triage/outcomes.toml";
const PATTERNS: &str = "triage/patterns.toml";
const SOURCES: &str = "triage/sources.toml";
const SAFETY: &str = "triage/SAFETY.md";

/// Beside the rules stand the written cases and the table of outcomes, which only the tests read.
const BESIDE: [&str; 2] = [".cases.toml", ".outcomes.txt"];

/// The rules of the symptom check.
pub(super) fn read(desk: &Desk<'_>) -> RuleSet {
    for name in desk.listed("triage") {
        if BESIDE.iter().any(|end| name.ends_with(end)) {
            desk.text(&format!("triage/{name}"));
        }
    }
    let mut set = RuleSet::default();
    let tables = [QUESTIONS, RULES, OUTCOMES, PATTERNS, SOURCES].map(|file| desk.table(file));
    let [
        Some(questions),
        Some(rules),
        Some(outcomes),
        Some(patterns),
        Some(sources),
    ] = tables
    else {
        return set;
    };
    let mut fields = Fields::new(desk, SOURCES, sources);
    set.sources = citing::sources(&mut fields);
    fields.end();
    let mut open = conditions::Open::default();
    read_questions(desk, questions, &mut set, &mut open);
    read_outcomes(desk, outcomes, &mut set);
    read_rules(desk, rules, &mut set, &mut open);
    read_patterns(desk, patterns, &mut set, &mut open);
    let problems = conditions::settle(&mut set, open);
    let sound = problems.is_empty();
    for (file, message) in problems {
        desk.say(file, message);
    }
    if sound {
        // What follows walks along the conditions, so they have to be known.
        for (file, message) in flow::problems(&set) {
            desk.say(file, message);
        }
    }
    if let Some(safety) = desk.text(SAFETY) {
        open_rules_are_listed(desk, &set, &safety);
    }
    set.digest = digest(&set);
    set
}

/// The same questions, rules and words always have the same digest, on every machine.
fn digest(set: &RuleSet) -> String {
    let bytes = serde_json::to_vec(&RuleSet {
        digest: String::new(),
        ..set.clone()
    });
    blake3::hash(&bytes.unwrap_or_default())
        .to_hex()
        .to_string()
}

fn read_questions(
    desk: &Desk<'_>,
    table: toml::Table,
    set: &mut RuleSet,
    open: &mut conditions::Open,
) {
    let mut fields = Fields::new(desk, QUESTIONS, table);
    let mut ids = BTreeSet::new();
    for mut part in fields.parts("questions") {
        let id = word(&mut part, "id");
        citing::once(&part, "id", &id, &mut ids);
        let when = part.raw("when");
        let question = Question {
            section: part.text("section"),
            stage: part.choice("stage", Stage::ALL).unwrap_or(Stage::Signs),
            text: part.text("text"),
            hint: part.text_or_none("hint"),
            why: part.text("why"),
            when: None,
            exception: part.text_or_none("exception"),
            short: part.flag("short", false),
            kind: read_kind(&mut part),
            id,
        };
        if let Some(when) = when {
            open.question(&question.id, when);
        }
        part.end();
        set.questions.push(question);
    }
    fields.end();
}

fn read_kind(part: &mut Fields<'_>) -> Kind {
    const KINDS: &[(&str, u8)] = &[("yes_no", 0), ("some", 1), ("steps", 2), ("number", 3)];
    match part.choice("kind", KINDS) {
        Some(0) => Kind::YesNo {
            echo: part.text("echo"),
            unsure: unsure(part),
            reassures: part.flag("reassures", false),
        },
        Some(2) => Kind::Steps {
            steps: choices(part, "steps"),
        },
        Some(3) => {
            let (low, high) = (part.whole("low"), part.whole("high"));
            if low >= high {
                part.say("high", "has to be more than `low`");
            }
            let echo = part.text("echo");
            if !echo.contains("{n}") {
                part.say("echo", "has to hold {n}, which stands for the number");
            }
            Kind::Number {
                unit: part.text("unit"),
                low,
                high,
                echo,
            }
        }
        _ => Kind::Some {
            options: choices(part, "options"),
        },
    }
}

fn choices(part: &mut Fields<'_>, key: &'static str) -> Vec<Choice> {
    let mut ids = BTreeSet::new();
    let mut found = Vec::new();
    for mut choice in part.parts(key) {
        let id = word(&mut choice, "id");
        citing::once(&choice, "id", &id, &mut ids);
        let text = choice.text("text");
        let echo = choice.text_or_none("echo");
        found.push(Choice {
            echo: echo.unwrap_or_else(|| text.clone()),
            text,
            unsure: unsure(&mut choice),
            id,
        });
        choice.end();
    }
    if found.len() > 8 {
        part.say(key, "holds more than 8, which is too much for one screen");
    }
    found
}

fn unsure(part: &mut Fields<'_>) -> Unsure {
    let said = part.choice_or_none("unsure", Unsure::ALL);
    said.unwrap_or(Unsure::No)
}

fn read_outcomes(desk: &Desk<'_>, table: toml::Table, set: &mut RuleSet) {
    let mut fields = Fields::new(desk, OUTCOMES, table);
    let mut ids = BTreeSet::new();
    for mut part in fields.parts("families") {
        let family = Family {
            id: word(&mut part, "id"),
            because: part.text("because"),
            acts: part
                .parts_or_none("acts")
                .into_iter()
                .map(|mut act| {
                    let level = act.choice("level", Urgency::ALL);
                    let read = FamilyAct {
                        level: level.unwrap_or(Urgency::Emergency),
                        act: act.text("act"),
                    };
                    act.end();
                    read
                })
                .collect(),
        };
        citing::once(&part, "id", &family.id, &mut ids);
        part.end();
        set.families.push(family);
    }
    let mut levels = Vec::new();
    for mut part in fields.parts("levels") {
        levels.extend(part.choice("id", Urgency::ALL));
        set.levels.push(level_words(&mut part));
        part.end();
    }
    if !levels
        .iter()
        .eq(Urgency::ALL.iter().map(|(_, level)| level))
    {
        fields.say(
            "levels",
            "have to be the five levels once each, the most urgent first",
        );
    }
    if let Some(mut part) = fields.part_or_none("nothing_ticked") {
        set.nothing_ticked = level_words(&mut part);
        part.end();
    } else {
        fields.say("nothing_ticked", "is missing");
    }
    fields.end();
}

/// Every level says all of it; a result without a safety net cannot be built.
fn level_words(part: &mut Fields<'_>) -> LevelWords {
    LevelWords {
        title: part.text("title"),
        lead: part.text("lead"),
        act: part.texts("act"),
        say: part.texts("say"),
        bring: part.texts("bring"),
        more_urgent: part.texts("more_urgent"),
        net: part.texts("net"),
    }
}

fn read_rules(desk: &Desk<'_>, table: toml::Table, set: &mut RuleSet, open: &mut conditions::Open) {
    let mut fields = Fields::new(desk, RULES, table);
    set.id = citing::slug(&mut fields, "id");
    set.version = fields.whole("version");
    if set.version == 0 {
        fields.say("version", "begins at 1");
    }
    let mut ids = BTreeSet::new();
    for mut part in fields.parts_or_none("exceptions") {
        let id = word(&mut part, "id");
        citing::once(&part, "id", &id, &mut ids);
        open.exception(&id, part.raw("none"));
        set.exceptions.push(Exception {
            id,
            signed_off: part.flag("signed_off", false),
            yes: part.texts("yes"),
            none: Vec::new(),
            says: part.text("says"),
        });
        part.end();
    }
    let mut citing = Citing::new(desk, SOURCES);
    let sources = set.sources.clone();
    for mut part in fields.parts("rules") {
        let rule = read_rule(&mut part, &mut citing, &sources, open);
        citing::once(&part, "id", &rule.id, &mut ids);
        let known = |id: &Option<String>| {
            let each = set.exceptions.iter();
            id.as_ref()
                .is_none_or(|id| each.clone().any(|it| it.id == *id))
        };
        if !known(&rule.unless) || !known(&rule.only_with) {
            part.say("unless", "or `only_with` names no exception of this file");
        }
        if set.family(&rule.family).is_none() {
            part.say("family", "is none of those in outcomes.toml");
        }
        if set.rules.last().is_some_and(|last| last.level > rule.level) {
            part.say(
                "level",
                "is more urgent than the rule above; the most urgent come first",
            );
        }
        part.end();
        set.rules.push(rule);
    }
    fields.end();
    set.sources = citing.end(sources);
}

fn read_rule(
    part: &mut Fields<'_>,
    citing: &mut Citing<'_>,
    sources: &[Source],
    open: &mut conditions::Open,
) -> Rule {
    let id = part.text("id");
    open.rule(&id, part.raw("when"));
    let level = part
        .choice("level", Urgency::ALL)
        .unwrap_or(Urgency::Emergency);
    if level == Urgency::SelfCare {
        part.say(
            "level",
            "cannot be `self_care`: that is what is left when no rule holds",
        );
    }
    let rule = Rule {
        family: part.text("family"),
        level,
        when: crate::triage::rules::Expr::Any(Vec::new()),
        unless: part.text_or_none("unless"),
        only_with: part.text_or_none("only_with"),
        hides_routines: part.flag("hides_routines", false),
        says: part.text("says"),
        sources: part.texts_or_none("sources"),
        sign_off: part.text_or_none("sign_off"),
        id,
    };
    for source in &rule.sources {
        citing.cite(&format!("the rule {}", rule.id), source, sources);
    }
    if rule.sources.is_empty() && rule.sign_off.is_none() {
        part.say(
            "sources",
            "is empty: a rule needs a source, or `sign_off` with what a clinician has to decide",
        );
    }
    rule
}

fn read_patterns(
    desk: &Desk<'_>,
    table: toml::Table,
    set: &mut RuleSet,
    open: &mut conditions::Open,
) {
    let mut fields = Fields::new(desk, PATTERNS, table);
    let mut ids = BTreeSet::new();
    for mut part in fields.parts("patterns") {
        let id = part.text("id");
        citing::once(&part, "id", &id, &mut ids);
        let mut points = Vec::new();
        for mut each in part.parts("points") {
            open.points(&id, points.len(), each.raw("when"));
            points.push(Points {
                when: crate::triage::rules::Expr::Any(Vec::new()),
                add: each.whole("add"),
                behaviour: each.flag("behaviour", true),
            });
            each.end();
        }
        let leads = part.part_or_none("leads");
        if leads.is_none() {
            part.say("leads", "is missing");
        }
        set.patterns.push(Pattern {
            name: part.text("name"),
            about: part.text("about"),
            points,
            leads: leads.map_or_else(Leads::default, |it| read_leads(desk, it)),
            before: part.text_or_none("before"),
            id,
        });
        part.end();
    }
    match fields.part_or_none("no_pattern") {
        Some(part) => set.no_pattern = read_leads(desk, part),
        None => fields.say("no_pattern", "is missing"),
    }
    for mut part in fields.parts_or_none("prefills") {
        let prefill = Prefill {
            tick: part.text("tick"),
            question: part.text("question"),
            option: part.text("option"),
            unsure: part.flag("unsure", false),
        };
        let question = set.question(&prefill.question);
        let known = question.is_some_and(|it| {
            matches!(it.kind, Kind::Some { .. })
                && it.choices().iter().any(|it| it.id == prefill.option)
        });
        if !known {
            part.say("option", "is no option of that question");
        }
        part.end();
        set.prefills.push(prefill);
    }
    fields.end();
}

fn read_leads(desk: &Desk<'_>, mut part: Fields<'_>) -> Leads {
    let leads = Leads {
        guides: part.texts("guides"),
        start: part.texts_or_none("start"),
        later: part.texts_or_none("later"),
        leave_out: part.texts_or_none("leave_out"),
        send_on: part.text_or_none("send_on"),
    };
    for slug in &leads.guides {
        // The file is asked for and not the guide, so that a broken guide is one problem and not two.
        if !desk.assets.join(format!("guides/{slug}.md")).is_file() {
            part.say(
                "guides",
                &format!("names `{slug}`, and there is no such guide"),
            );
        }
    }
    part.end();
    leads
}

/// A name used in conditions: small letters, digits and underscores.
fn word(part: &mut Fields<'_>, key: &'static str) -> String {
    let word = part.text(key);
    let fine = word
        .bytes()
        .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_');
    if !fine {
        part.say(key, "takes small letters, digits and underscores only");
    }
    word
}

/// What a clinician still has to decide is lost if the list handed to them leaves it out.
fn open_rules_are_listed(desk: &Desk<'_>, set: &RuleSet, safety: &str) {
    let listed: BTreeSet<&str> = safety
        .split(|it: char| !it.is_ascii_alphanumeric() && it != '-' && it != '_')
        .collect();
    let rules = set.rules.iter().filter(|it| it.sign_off.is_some());
    let exceptions = set.exceptions.iter().map(|it| &it.id);
    for id in rules.map(|it| &it.id).chain(exceptions) {
        if !listed.contains(id.as_str()) {
            desk.say(
                SAFETY,
                format!("the rule {id} waits for a signature and is not here"),
            );
        }
    }
}
