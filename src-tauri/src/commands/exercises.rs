//! The exercises over the wire, their figures drawn: still pictures, and the paths of a film.

use backstride_content::exercises::{Dose, Equipment, Exercise, Form};
use backstride_content::strings;
use backstride_draw::figure::{self, Pose};
use backstride_draw::{Palette, Words};
use serde::Serialize;
use serde_json::Value;

use super::guides::{SourceView, sources};
use crate::ipc_error::{ErrorCode, IpcError};
use crate::knowledge;

/// An exercise as it stands in a list.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExerciseCardView {
    slug: String,
    title: String,
    purpose: String,
    position: String,
    kinds: Vec<String>,
    slots: Vec<String>,
    /// What its usual form needs.
    equipment: Vec<String>,
    patterns: Vec<String>,
    dose: DoseView,
    /// Every form, the usual one first.
    forms: Vec<FormCardView>,
}

/// A form as it stands in a list.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FormCardView {
    id: String,
    title: String,
    position: String,
    equipment: Vec<String>,
    /// How long it takes in the least and the most.
    seconds: [u32; 2],
}

/// The picture of an exercise in a list.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExercisePictureView {
    slug: String,
    svg: String,
}

/// A whole exercise.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExerciseView {
    slug: String,
    title: String,
    purpose: String,
    felt: String,
    position: String,
    kinds: Vec<String>,
    cautions: Vec<String>,
    /// When to stop: this exercise's own reasons first, then those of every exercise.
    stop: Vec<String>,
    forms: Vec<FormView>,
    sources: Vec<SourceView>,
}

/// One way to do it.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FormView {
    id: String,
    title: String,
    start: String,
    equipment: Vec<String>,
    dose: DoseView,
    steps: Vec<String>,
    easier: Option<String>,
    harder: Option<String>,
    poses: Vec<PoseView>,
    film: Option<FilmView>,
}

/// How much; two numbers are least and most.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DoseView {
    sets: [u16; 2],
    reps: Option<[u16; 2]>,
    hold_s: Option<[u16; 2]>,
    for_s: Option<[u16; 2]>,
    each_side: bool,
    seconds: [u32; 2],
    /// The same in words.
    lines: Vec<String>,
}

/// A key pose, drawn.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PoseView {
    pub(crate) label: String,
    pub(crate) alt: String,
    pub(crate) svg: String,
}

/// A figure that moves.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FilmView {
    svg: String,
    /// For every step the path of every numbered piece.
    steps: Vec<Vec<String>>,
    /// So many steps lead from one key pose to the next.
    steps_each: u32,
    /// It goes on from its last pose to its first, instead of back the way it came.
    round: bool,
}

/// Every exercise, by number.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn exercises_list() -> Result<Vec<ExerciseCardView>, IpcError> {
    let mut exercises: Vec<&Exercise> = knowledge::bundle().exercises.iter().collect();
    exercises.sort_by(|a, b| a.code.cmp(&b.code));
    exercises.into_iter().map(card).collect()
}

/// A picture of every exercise: its usual form at its clearest moment.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn exercises_pictures() -> Result<Vec<ExercisePictureView>, IpcError> {
    let exercises = knowledge::bundle().exercises.iter();
    exercises
        .filter_map(|exercise| Some((exercise, exercise.forms.first()?)))
        .map(|(exercise, usual)| {
            Ok(ExercisePictureView {
                slug: exercise.slug.clone(),
                svg: telling(exercise, usual)?,
            })
        })
        .collect()
}

/// One exercise with its pictures.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn exercises_get(slug: String) -> Result<ExerciseView, IpcError> {
    let exercise = knowledge::bundle().exercise(&slug);
    whole(exercise.ok_or(IpcError::of(ErrorCode::NotFound))?)
}

fn card(exercise: &Exercise) -> Result<ExerciseCardView, IpcError> {
    let usual = exercise
        .forms
        .first()
        .ok_or(IpcError::of(ErrorCode::Unexpected))?;
    Ok(ExerciseCardView {
        slug: exercise.slug.clone(),
        title: exercise.title.clone(),
        purpose: exercise.purpose.clone(),
        position: name(exercise.position),
        kinds: exercise.kinds.iter().map(name).collect(),
        slots: exercise.slots.iter().map(name).collect(),
        equipment: usual.equipment.iter().map(name).collect(),
        patterns: exercise.patterns.iter().map(name).collect(),
        dose: dose(&usual.dose),
        forms: exercise
            .forms
            .iter()
            .map(|it| FormCardView {
                id: it.id.clone(),
                title: it.title.clone(),
                position: name(it.position),
                equipment: it.equipment.iter().map(name).collect(),
                seconds: it.dose.seconds(),
            })
            .collect(),
    })
}

fn whole(exercise: &Exercise) -> Result<ExerciseView, IpcError> {
    let universal = &knowledge::bundle().universal.stop;
    Ok(ExerciseView {
        slug: exercise.slug.clone(),
        title: exercise.title.clone(),
        purpose: exercise.purpose.clone(),
        felt: exercise.felt.clone(),
        position: name(exercise.position),
        kinds: exercise.kinds.iter().map(name).collect(),
        cautions: exercise.cautions.clone(),
        stop: exercise.stop.iter().chain(universal).cloned().collect(),
        forms: exercise
            .forms
            .iter()
            .map(|it| form(exercise, it))
            .collect::<Result<_, _>>()?,
        sources: sources(&exercise.sources),
    })
}

/// The name by which an author and the interface know one of a closed list.
pub(crate) fn name(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The word for a thing that a form needs.
pub(crate) fn thing(thing: Equipment) -> String {
    strings::text(&format!("equipment-{}", name(thing)), &[])
}

fn dose(dose: &Dose) -> DoseView {
    DoseView {
        sets: dose.sets,
        reps: dose.reps,
        hold_s: dose.hold_s,
        for_s: dose.for_s,
        each_side: dose.each_side,
        seconds: dose.seconds(),
        lines: dose_lines(dose),
    }
}

/// How much, in words, one fact each; the screen and the paper say the same.
pub(crate) fn dose_lines(dose: &Dose) -> Vec<String> {
    let count = |key: &str, range: [u16; 2]| {
        let [least, most] = range.map(|number| number.to_string());
        let count = if least == most {
            least
        } else {
            strings::text("exercise-range", &[("least", &least), ("most", &most)])
        };
        strings::text(key, &[("count", &count)])
    };
    let mut lines = Vec::new();
    if let Some(time) = dose.for_s {
        let whole_minutes = time.iter().all(|it| *it >= 60 && it % 60 == 0);
        lines.push(if whole_minutes && time[1] > 60 {
            count("exercise-dose-for-minutes", time.map(|it| it / 60))
        } else {
            count("exercise-dose-for", time)
        });
    }
    if let Some(reps) = dose.reps {
        lines.push(if reps == [1, 1] {
            strings::text("exercise-dose-once", &[])
        } else {
            count("exercise-dose-reps", reps)
        });
    }
    if let Some(hold) = dose.hold_s {
        lines.push(count("exercise-dose-hold", hold));
    }
    if dose.sets[1] > 1 {
        lines.push(count("exercise-dose-sets", dose.sets));
    }
    if dose.each_side {
        lines.push(strings::text("exercise-dose-sides", &[]));
    }
    lines
}

fn form(exercise: &Exercise, form: &Form) -> Result<FormView, IpcError> {
    let bodies = bodies(form).map_err(|_| IpcError::of(ErrorCode::Unexpected))?;
    let words = words(exercise, form);
    let film = (bodies.len() > 1)
        .then(|| figure::film(&words[0], &bodies, form.round, Palette::Classes))
        .flatten();
    Ok(FormView {
        id: form.id.clone(),
        title: form.title.clone(),
        start: form.start.clone(),
        equipment: form.equipment.iter().map(name).collect(),
        dose: dose(&form.dose),
        steps: form.steps.clone(),
        easier: form.easier.clone(),
        harder: form.harder.clone(),
        poses: posed(form, &words, &bodies, Palette::Classes),
        film: film.map(|film| FilmView {
            svg: film.svg,
            steps: film.steps,
            steps_each: figure::STEPS as u32,
            round: form.round,
        }),
    })
}

/// The figures of a form as the crate that draws reads them. They were proven when the program was built.
fn bodies(form: &Form) -> serde_json::Result<Vec<Pose>> {
    let poses = form.poses.iter();
    poses
        .map(|pose| serde_json::from_value(pose.figure.clone()))
        .collect()
}

/// An exercise and one of its forms; without a name the usual one.
pub(crate) fn meant(slug: &str, form: Option<&str>) -> Option<(&'static Exercise, &'static Form)> {
    let exercise = knowledge::bundle().exercise(slug)?;
    let form = match form {
        Some(id) => exercise.form(id),
        None => exercise.forms.first(),
    };
    Some((exercise, form?))
}

/// The key poses of a form, drawn.
pub(crate) fn drawn(
    exercise: &Exercise,
    form: &Form,
    palette: Palette,
) -> serde_json::Result<Vec<PoseView>> {
    Ok(posed(form, &words(exercise, form), &bodies(form)?, palette))
}

fn posed(form: &Form, words: &[Words], bodies: &[Pose], palette: Palette) -> Vec<PoseView> {
    let each = form.poses.iter().zip(figure::svgs(words, bodies, palette));
    each.map(|(pose, svg)| PoseView {
        label: pose.label.clone(),
        alt: pose.alt.clone(),
        svg,
    })
    .collect()
}

fn words(exercise: &Exercise, form: &Form) -> Vec<Words> {
    form.poses
        .iter()
        .enumerate()
        .map(|(index, pose)| Words {
            id: format!("figure-{}-{}-{}", exercise.slug, form.id, index + 1),
            title: pose.label.clone(),
            desc: pose.alt.clone(),
        })
        .collect()
}

/// The pose that tells an exercise best is the one its movement leads to: the second, where there is one.
fn telling(exercise: &Exercise, form: &Form) -> Result<String, IpcError> {
    let pictures = drawn(exercise, form, Palette::Classes);
    let pictures = pictures.map_err(|_| IpcError::of(ErrorCode::Unexpected))?;
    let at = 1.min(pictures.len().saturating_sub(1));
    let picture = pictures.into_iter().nth(at);
    picture
        .map(|it| it.svg)
        .ok_or(IpcError::of(ErrorCode::Unexpected))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BRIDGE: Dose = Dose {
        sets: [2, 3],
        reps: Some([8, 12]),
        hold_s: Some([2, 3]),
        for_s: None,
        rep_s: 4,
        rest_s: 60,
        each_side: false,
    };

    #[test]
    fn a_dose_says_every_fact_and_nothing_twice() {
        assert_eq!(
            dose_lines(&BRIDGE),
            ["8 to 12 times", "Hold for 2 to 3 seconds", "2 to 3 sets"]
        );
    }

    #[test]
    fn long_times_are_said_in_minutes_and_both_sides_are_named() {
        let timed = |for_s, each_side| Dose {
            sets: [1, 1],
            reps: None,
            hold_s: None,
            for_s: Some(for_s),
            each_side,
            ..BRIDGE
        };
        assert_eq!(
            dose_lines(&timed([60, 600], true)),
            ["For 1 to 10 minutes", "On each side"]
        );
        assert_eq!(dose_lines(&timed([45, 45], false)), ["For 45 seconds"]);
    }
}
