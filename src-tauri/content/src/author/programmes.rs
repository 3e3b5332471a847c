//! `programmes/<slug>.toml` with `programmes/rules.toml`: read and held against the exercises.

use super::fields::Fields;
use super::{Desk, citing, exercises::known, meant};
use crate::exercises::{Exercise, Pattern};
use crate::programmes::{
    Colour, Condition, Item, Light, Often, Per, Programme, Ready, Rules, Sign, Soon, Stage, Unit,
    Universal, Waiting, WalkDays, Walking, When,
};

const RULES: &str = "programmes/rules.toml";

/// The rules that hold for every exercise.
pub(super) fn rules(desk: &Desk<'_>, exercises: &[Exercise]) -> Universal {
    let Some(table) = desk.table(RULES) else {
        return Universal::default();
    };
    let mut fields = Fields::new(desk, RULES, table);
    let universal = Universal {
        expect: fields.texts("expect"),
        stop: fields.texts("stop"),
        lights: fields.parts("lights").into_iter().map(light).collect(),
        direction: fields.text("direction"),
        breathing: fields.text("breathing"),
        no_change: fields.text("no_change"),
        while_waiting: fields
            .parts("while_waiting")
            .into_iter()
            .map(|mut part| {
                let waiting = Waiting {
                    exercise: part.text("exercise"),
                    without: part.text_or_none("without"),
                };
                part.end();
                waiting
            })
            .collect(),
        sources: citing::sources(&mut fields),
    };
    fields.end();
    for (index, waiting) in universal.while_waiting.iter().enumerate() {
        let at = format!("while_waiting[{}].exercise", index + 1);
        known(desk, RULES, &at, &waiting.exercise, exercises);
    }
    universal
}

fn light(mut part: Fields<'_>) -> Light {
    let light = Light {
        colour: part.choice("colour", Colour::ALL).unwrap_or(Colour::Red),
        during: part.levels("during"),
        above_usual: part.whole_or_none("above_usual"),
        next_morning: part.text("next_morning"),
        then: part.text("then"),
    };
    part.end();
    light
}

/// Every programme, by slug.
pub(super) fn read(desk: &Desk<'_>, exercises: &[Exercise]) -> Vec<Programme> {
    let mut found = Vec::new();
    for (file, slug) in desk.files("programmes", "toml") {
        if file == RULES {
            continue;
        }
        if let Some(table) = desk.table(&file) {
            let programme = programme(Fields::new(desk, &file, table), slug);
            parts(desk, &file, &programme, exercises);
            found.push((file, programme));
        }
    }
    begun(desk, found)
}

/// Puts the exercises of the programme that a stage begins with in front of its own.
fn begun(desk: &Desk<'_>, mut found: Vec<(String, Programme)>) -> Vec<Programme> {
    let before: Vec<(String, Vec<Item>)> = found
        .iter()
        .filter_map(|(_, it)| Some((it.slug.clone(), it.stages.first()?.items.clone())))
        .collect();
    for (file, programme) in &mut found {
        let own = programme.slug.clone();
        for (index, stage) in programme.stages.iter_mut().enumerate() {
            let Some(first) = &stage.begins_with else {
                continue;
            };
            match before
                .iter()
                .find(|(slug, _)| slug == first && *slug != own)
            {
                Some((_, items)) => {
                    // A walk or a stroll belongs to the other programme and not to what follows here.
                    let warm = items.iter().filter(|it| it.exercise.is_some());
                    stage.items.splice(0..0, warm.cloned());
                }
                None => {
                    let at = format!("stages[{}].begins_with", index + 1);
                    let message = format!("`{at}` names `{first}`, which is no other programme");
                    desk.say_field(file, &at, message);
                }
            }
        }
    }
    found.into_iter().map(|(_, programme)| programme).collect()
}

fn programme(mut fields: Fields<'_>, slug: String) -> Programme {
    let programme = Programme {
        slug,
        code: fields.text("code"),
        title: fields.text("title"),
        purpose: fields.text("purpose"),
        label: fields.text_or_none("label"),
        patterns: fields.choices("patterns", Pattern::ALL),
        when: fields
            .parts_or_none("when")
            .into_iter()
            .map(|mut part| {
                let when = When {
                    pattern: part
                        .choice("pattern", Pattern::ALL)
                        .unwrap_or(Pattern::Mixed),
                    condition: part
                        .choice("condition", Condition::ALL)
                        .unwrap_or(Condition::ClinicianSeen),
                };
                part.end();
                when
            })
            .collect(),
        weeks: fields.range_or_none("weeks"),
        stages: fields.parts("stages").into_iter().map(stage).collect(),
        rules: fields.part_or_none("rules").map(growth).unwrap_or_default(),
        walking: fields.part_or_none("walking").map(walking),
        leave_out: fields.texts_or_none("leave_out"),
        see_somebody: fields
            .parts_or_none("see_somebody")
            .into_iter()
            .map(|mut part| {
                let sign = Sign {
                    soon: part.choice("soon", Soon::ALL).unwrap_or(Soon::Now),
                    text: part.text("text"),
                };
                part.end();
                sign
            })
            .collect(),
        afterwards: fields.text_or_none("afterwards"),
        sources: citing::sources(&mut fields),
    };
    fields.end();
    programme
}

fn stage(mut part: Fields<'_>) -> Stage {
    let stage = Stage {
        title: part.text("title"),
        span: part.range_or_none("span"),
        unit: part.choice_or_none("unit", Unit::ALL).unwrap_or(Unit::Week),
        often: Often {
            times: part.range_or_none("times").unwrap_or([1, 1]),
            per: part.choice("per", Per::ALL).unwrap_or(Per::Day),
            with_days_between: part.flag("with_days_between", false),
        },
        note: part.text_or_none("note"),
        ready: part.part_or_none("ready").map(|mut ready| {
            let calm = Ready {
                leg_pain_under: ready.count("leg_pain_under"),
                days: ready.count("days"),
            };
            ready.end();
            calm
        }),
        begins_with: part.text_or_none("begins_with"),
        items: part.parts("items").into_iter().map(item).collect(),
    };
    part.end();
    stage
}

fn item(mut part: Fields<'_>) -> Item {
    let item = Item {
        exercise: part.text_or_none("exercise"),
        form: part.text_or_none("form"),
        text: part.text_or_none("text"),
        only: part.choices_or_none("only", Pattern::ALL),
        except: part.choices_or_none("except", Pattern::ALL),
        one_of: part.text_or_none("one_of"),
        sets: part.count_or_none("sets"),
        reps: part.range_or_none("reps"),
        hold_s: part.range_or_none("hold_s"),
        for_s: part.range_or_none("for_s"),
        times_a_day: part.range_or_none("times_a_day"),
        walk_min: part.range_or_none("walk_min"),
    };
    if item.exercise.is_none() && item.text.is_none() {
        part.say("exercise", "is missing, and there is no text either");
    }
    if item.exercise.is_none() && item.form.is_some() {
        part.say("form", "is a form of no exercise");
    }
    part.end();
    item
}

fn growth(mut part: Fields<'_>) -> Rules {
    let rules = Rules {
        green_to_grow: part.count_or_none("green_to_grow"),
        gap_repeats_days: part.count_or_none("gap_repeats_days"),
        red_to_ease: part.count_or_none("red_to_ease"),
        red_skips: part.flag("red_skips", false),
        red_to_shorten: part.count_or_none("red_to_shorten"),
        grow: part.texts_or_none("grow"),
        spare_reps: part.range_or_none("spare_reps"),
        no_change_weeks: part.count_or_none("no_change_weeks"),
        break_every_min: part.numbers_or_none("break_every_min"),
    };
    part.end();
    rules
}

fn walking(mut part: Fields<'_>) -> Walking {
    let walking = Walking {
        baseline_walks: part.count("baseline_walks"),
        baseline_percent: part.count("baseline_percent"),
        start_min: part.numbers("start_min"),
        grow_percent: part.numbers("grow_percent"),
        grow_from_total_min: part.count("grow_from_total_min"),
        most_percent: part.count("most_percent"),
        small_total_min: part.count("small_total_min"),
        repeat_every: part.count("repeat_every"),
        days: part
            .parts("days")
            .into_iter()
            .map(|mut day| {
                let days = WalkDays {
                    from_total_min: day.whole_or_none("from_total_min").unwrap_or(0),
                    days: day.count("days"),
                };
                day.end();
                days
            })
            .collect(),
        goal: part.numbers("goal"),
        weeks: part.count("weeks"),
        drop_percent: part.count("drop_percent"),
        hard_days: part.numbers("hard_days"),
        done_percent: part.count("done_percent"),
        strong_pain: part.count("strong_pain"),
        brisk_after_week: part.count("brisk_after_week"),
        gap_weeks: part.numbers("gap_weeks"),
        gap_back_weeks: part.count("gap_back_weeks"),
        check_ins: part.wholes("check_ins"),
        bouts: part.numbers("bouts"),
        bouts_grow_percent: part.count("bouts_grow_percent"),
        bout_ends_at: part.numbers("bout_ends_at"),
    };
    part.end();
    walking
}

/// Every exercise and form a programme names has to be there, and its stages follow each other.
fn parts(desk: &Desk<'_>, file: &str, programme: &Programme, exercises: &[Exercise]) {
    for (number, stage) in programme.stages.iter().enumerate() {
        for (place, item) in stage.items.iter().enumerate() {
            let Some(slug) = &item.exercise else { continue };
            let at = format!("stages[{}].items[{}]", number + 1, place + 1);
            known(desk, file, &format!("{at}.exercise"), slug, exercises);
            let exercise = exercises.iter().find(|it| &it.slug == slug);
            if let (Some(form), Some(exercise)) = (&item.form, exercise)
                && exercise.form(form).is_none()
            {
                let ids = exercise.forms.iter().map(|form| form.id.as_str());
                let hint =
                    meant(form, ids).map_or(String::new(), |name| format!("; is `{name}` meant?"));
                let at = format!("{at}.form");
                let message =
                    format!("`{at}` names the form `{form}` of `{slug}`, which has none{hint}");
                desk.say_field(file, &at, message);
            }
        }
    }
    if let (Some([_, weeks]), Some(last)) = (
        programme.weeks,
        programme
            .stages
            .iter()
            .filter(|stage| stage.unit == Unit::Week)
            .filter_map(|stage| stage.span)
            .map(|span| span[1])
            .max(),
    ) && last > weeks
    {
        let message = format!("a stage reaches week {last}, and the programme has {weeks}");
        desk.say_field(file, "weeks", message);
    }
}
