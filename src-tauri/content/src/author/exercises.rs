//! `exercises/<slug>.toml` with `exercises/poses.toml`: read and proven, figures included.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::fields::Fields;
use super::{Desk, citing, meant};
use crate::exercises::{
    Dose, Equipment, Exercise, Fit, Form, Instead, Kind, Pattern, Pose, Position, Slot, Suits,
};

/// Says everything that is wrong with the key poses of one figure, each problem with the number of
/// its pose. The crate that draws knows; this one only asks.
pub type Judge<'a> = dyn Fn(&[Value]) -> Vec<(usize, String)> + 'a;

const POSES: &str = "exercises/poses.toml";

/// Every exercise, by slug.
pub(super) fn read(desk: &Desk<'_>, judge: &Judge<'_>) -> Vec<Exercise> {
    let bodies = bodies(desk);
    let mut found = Vec::new();
    for (file, slug) in desk.files("exercises", "toml") {
        if file == POSES {
            continue;
        }
        if let Some(table) = desk.table(&file) {
            let exercise = exercise(Fields::new(desk, &file, table), slug, &bodies);
            figures(desk, &file, &exercise, judge);
            found.push((file, exercise));
        }
    }
    let exercises: Vec<Exercise> = found.iter().map(|(_, exercise)| exercise.clone()).collect();
    let mut codes = BTreeSet::new();
    for (file, exercise) in &found {
        if !exercise.code.is_empty() && !codes.insert(exercise.code.clone()) {
            let message = format!("`code` is `{}`, which another exercise has", exercise.code);
            desk.say_field(file, "code", message);
        }
        ladder(desk, file, exercise);
        substitutes(desk, file, exercise, &exercises);
    }
    exercises
}

/// The bodies that poses begin from, by name.
fn bodies(desk: &Desk<'_>) -> BTreeMap<String, Value> {
    let mut bodies = BTreeMap::new();
    let Some(table) = desk.table(POSES) else {
        return bodies;
    };
    // A body may begin from one that stands above it in the file.
    let mut names: Vec<(usize, String)> = Vec::new();
    let text = desk.text(POSES).unwrap_or_default();
    for name in table.keys() {
        let place = text.find(&format!("[{name}]")).unwrap_or(usize::MAX);
        names.push((place, name.clone()));
    }
    names.sort();
    for (_, name) in names {
        match &table[&name] {
            toml::Value::Table(body) => {
                let figure = figure(body.clone(), None, &bodies, |message| {
                    desk.say_field(POSES, &name, format!("`{name}` {message}"));
                });
                bodies.insert(name, figure);
            }
            _ => desk.say_field(
                POSES,
                &name,
                format!("`{name}` has to be a table of its own"),
            ),
        }
    }
    bodies
}

fn exercise(mut fields: Fields<'_>, slug: String, bodies: &BTreeMap<String, Value>) -> Exercise {
    let position = fields
        .choice("position", Position::ALL)
        .unwrap_or(Position::Standing);
    let exercise = Exercise {
        slug,
        code: fields.text("code"),
        title: fields.text("title"),
        purpose: fields.text("purpose"),
        felt: fields.text("felt"),
        position,
        kinds: fields.choices("kinds", Kind::ALL),
        slots: fields.choices("slots", Slot::ALL),
        patterns: fields.choices("patterns", Pattern::ALL),
        suits: fields.part("suits").map(suits).unwrap_or_default(),
        instead: fields.text_or_none("instead"),
        instead_for: fields
            .parts_or_none("instead_for")
            .into_iter()
            .map(|mut part| {
                let instead = Instead {
                    pattern: part
                        .choice("pattern", Pattern::ALL)
                        .unwrap_or(Pattern::Mixed),
                    exercise: part.text("exercise"),
                };
                part.end();
                instead
            })
            .collect(),
        cautions: fields.texts("cautions"),
        stop: fields.texts_or_none("stop"),
        words: fields.texts_or_none("words"),
        sources: citing::sources(&mut fields),
        forms: forms(&mut fields, position, bodies),
    };
    fields.end();
    exercise
}

fn suits(mut fields: Fields<'_>) -> Suits {
    let mut fit = |key| fields.choice(key, Fit::ALL).unwrap_or(Fit::No);
    let suits = Suits {
        fb: fit("fb"),
        eb: fit("eb"),
        leg: fit("leg"),
        load: fit("load"),
        girdle: fit("girdle"),
        hip: fit("hip"),
        bones: fit("bones"),
        pregnant: fit("pregnant"),
        new_hip: fit("new_hip"),
        no_kneeling: fit("no_kneeling"),
        falls: fit("falls"),
        leg_pain: fit("leg_pain"),
    };
    fields.end();
    suits
}

fn forms(
    fields: &mut Fields<'_>,
    position: Position,
    bodies: &BTreeMap<String, Value>,
) -> Vec<Form> {
    let mut ids = BTreeSet::new();
    fields
        .parts("forms")
        .into_iter()
        .map(|mut part| {
            let id = citing::slug(&mut part, "id");
            citing::once(&part, "id", &id, &mut ids);
            let form = Form {
                id,
                title: part.text("title"),
                start: part.text("start"),
                position: part
                    .choice_or_none("position", Position::ALL)
                    .unwrap_or(position),
                equipment: part.choices_or_none("equipment", Equipment::ALL),
                dose: part.part("dose").map(dose).unwrap_or_default(),
                steps: part.texts("steps"),
                easier: part.text_or_none("easier"),
                harder: part.text_or_none("harder"),
                round: part.flag("round", false),
                poses: poses(&mut part, bodies),
            };
            part.end();
            form
        })
        .collect()
}

fn dose(mut fields: Fields<'_>) -> Dose {
    let dose = Dose {
        sets: fields.range_or_none("sets").unwrap_or([1, 1]),
        reps: fields.range_or_none("reps"),
        hold_s: fields.range_or_none("hold_s"),
        for_s: fields.range_or_none("for_s"),
        rep_s: fields.count_or_none("rep_s").unwrap_or(4),
        rest_s: fields.whole_or_none("rest_s").unwrap_or(0),
        each_side: fields.flag("each_side", false),
    };
    match (dose.reps, dose.hold_s, dose.for_s) {
        (None, None, None) => {
            fields.say(
                "reps",
                "is missing, and so are hold_s and for_s: how much is it?",
            );
        }
        (Some(_), _, Some(_)) => {
            fields.say("for_s", "does not go with reps: which of them counts?");
        }
        _ => {}
    }
    fields.end();
    dose
}

fn poses(fields: &mut Fields<'_>, bodies: &BTreeMap<String, Value>) -> Vec<Pose> {
    let mut found: Vec<Pose> = Vec::new();
    for mut part in fields.parts("poses") {
        let body = part.table("figure");
        let before = found.last().map(|pose| &pose.figure);
        let figure = figure(body.unwrap_or_default(), before, bodies, |message| {
            part.say("figure", message);
        });
        found.push(Pose {
            label: part.text("label"),
            alt: part.text("alt"),
            figure,
        });
        part.end();
    }
    found
}

/// A figure in full. It says only what differs from the body it begins from: the named one, else the
/// pose before it. `arms` and `legs` speak for both sides, `anew = true` forgets what a limb began
/// from, and the text "none" takes a single value back.
fn figure(
    table: toml::Table,
    before: Option<&Value>,
    bodies: &BTreeMap<String, Value>,
    say: impl Fn(&str),
) -> Value {
    let Ok(Value::Object(mut own)) = serde_json::to_value(&table) else {
        say("cannot be read");
        return Value::Null;
    };
    let begins = match own.remove("like") {
        None => before.cloned().map(|mut before| {
            // An arrow belongs to the one pose it is written in.
            if let Value::Object(before) = &mut before {
                before.remove("arrows");
            }
            before
        }),
        Some(Value::String(name)) => {
            let known = bodies.get(&name);
            if known.is_none() {
                let hint = meant(&name, bodies.keys().map(String::as_str))
                    .map_or(String::new(), |name| format!("; is `{name}` meant?"));
                say(&format!(
                    "begins from `{name}`, which is not in {POSES}{hint}"
                ));
            }
            known.cloned()
        }
        Some(_) => {
            say("has a `like` that is no name");
            None
        }
    };
    for (both, near, far) in [
        ("arms", "near_arm", "far_arm"),
        ("legs", "near_leg", "far_leg"),
    ] {
        if let Some(shared) = own.remove(both) {
            for side in [near, far] {
                let mut limb = shared.clone();
                if let Some(own) = own.remove(side) {
                    merge(&mut limb, own);
                }
                own.insert(side.into(), limb);
            }
        }
    }
    let mut figure = begins.unwrap_or_else(|| Value::Object(Map::new()));
    merge(&mut figure, Value::Object(own));
    figure
}

/// Lays one value over another, table by table.
fn merge(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(mut over)) => {
            if over.remove("anew") == Some(Value::Bool(true)) {
                under.clear();
            }
            for (key, value) in over {
                if value == Value::String("none".into()) {
                    under.remove(&key);
                } else if let Some(there) = under.get_mut(&key) {
                    merge(there, value);
                } else {
                    let mut fresh = Value::Object(Map::new());
                    if value.is_object() {
                        merge(&mut fresh, value);
                        under.insert(key, fresh);
                    } else {
                        under.insert(key, value);
                    }
                }
            }
        }
        (under, over) => *under = over,
    }
}

fn figures(desk: &Desk<'_>, file: &str, exercise: &Exercise, judge: &Judge<'_>) {
    for (index, form) in exercise.forms.iter().enumerate() {
        let figures: Vec<Value> = form.poses.iter().map(|pose| pose.figure.clone()).collect();
        for (pose, problem) in judge(&figures) {
            let at = format!("forms[{}].poses[{pose}].figure", index + 1);
            desk.say_field(file, &at, format!("`{at}` ({}) {problem}", form.id));
        }
    }
}

/// Easier and harder lead to forms of the same exercise, back and forth, and never in a circle.
fn ladder(desk: &Desk<'_>, file: &str, exercise: &Exercise) {
    let ids: Vec<&str> = exercise.forms.iter().map(|form| form.id.as_str()).collect();
    for (word, step) in [
        (
            "easier",
            (|form| form.easier.as_deref()) as fn(&Form) -> Option<&str>,
        ),
        ("harder", |form| form.harder.as_deref()),
    ] {
        for (index, form) in exercise.forms.iter().enumerate() {
            let Some(next) = step(form) else { continue };
            let at = format!("forms[{}].{word}", index + 1);
            if !ids.contains(&next) {
                let hint = meant(next, ids.iter().copied())
                    .map_or(String::new(), |name| format!("; is `{name}` meant?"));
                let message = format!(
                    "the form `{}` names `{next}` as {word}, which is no form of this exercise{hint}",
                    form.id
                );
                desk.say_field(file, &at, message);
                continue;
            }
            let mut way = vec![form.id.as_str()];
            let mut here = form;
            while let Some(next) = step(here).and_then(|id| exercise.form(id)) {
                way.push(&next.id);
                if next.id == form.id {
                    let message = format!("{word} goes in a circle: {}", way.join(", "));
                    desk.say_field(file, &at, message);
                    break;
                }
                if way.len() > exercise.forms.len() {
                    break;
                }
                here = next;
            }
        }
    }
    for (index, form) in exercise.forms.iter().enumerate().skip(1) {
        let reached = exercise.forms.iter().any(|other| {
            other.easier.as_deref() == Some(&form.id) || other.harder.as_deref() == Some(&form.id)
        });
        if !reached {
            let message = format!(
                "no form leads to the form `{}` as easier or harder",
                form.id
            );
            desk.say_field(file, &format!("forms[{}].id", index + 1), message);
        }
    }
}

fn substitutes(desk: &Desk<'_>, file: &str, exercise: &Exercise, all: &[Exercise]) {
    let instead = exercise.instead.iter();
    let mut named: Vec<(String, &str)> = instead
        .map(|slug| ("instead".to_owned(), slug.as_str()))
        .collect();
    for (index, it) in exercise.instead_for.iter().enumerate() {
        let at = format!("instead_for[{}].exercise", index + 1);
        named.push((at, &it.exercise));
    }
    for (at, slug) in named {
        known(desk, file, &at, slug, all);
        if slug == exercise.slug {
            desk.say_field(file, &at, format!("`{at}` is the exercise itself"));
        }
    }
}

/// Whether an exercise exists, said with what may be meant.
pub(super) fn known(desk: &Desk<'_>, file: &str, key: &str, slug: &str, all: &[Exercise]) {
    if all.iter().any(|other| other.slug == slug) {
        return;
    }
    let hint = meant(slug, all.iter().map(|other| other.slug.as_str()))
        .map_or(String::new(), |name| format!("; is `{name}` meant?"));
    let message = format!("`{key}` names the exercise `{slug}`, which does not exist{hint}");
    desk.say_field(file, key, message);
}
