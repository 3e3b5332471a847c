//! The exercises over the wire, their figures drawn: still pictures, and the paths of a film.

use backstride_content::exercises::{Dose, Exercise, Form};
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
    forms: u32,
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
}

/// A key pose, drawn.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PoseView {
    label: String,
    alt: String,
    svg: String,
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
        forms: u32::try_from(exercise.forms.len()).unwrap_or(u32::MAX),
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
fn name(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}

fn dose(dose: &Dose) -> DoseView {
    DoseView {
        sets: dose.sets,
        reps: dose.reps,
        hold_s: dose.hold_s,
        for_s: dose.for_s,
        each_side: dose.each_side,
        seconds: dose.seconds(),
    }
}

fn form(exercise: &Exercise, form: &Form) -> Result<FormView, IpcError> {
    let bodies = bodies(form)?;
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
        poses: form
            .poses
            .iter()
            .zip(figure::svgs(&words, &bodies, Palette::Classes))
            .map(|(pose, svg)| PoseView {
                label: pose.label.clone(),
                alt: pose.alt.clone(),
                svg,
            })
            .collect(),
        film: film.map(|film| FilmView {
            svg: film.svg,
            steps: film.steps,
            steps_each: figure::STEPS as u32,
            round: form.round,
        }),
    })
}

/// The figures of a form as the crate that draws reads them. They were proven when the program was built.
fn bodies(form: &Form) -> Result<Vec<Pose>, IpcError> {
    form.poses
        .iter()
        .map(|pose| serde_json::from_value(pose.figure.clone()))
        .collect::<serde_json::Result<_>>()
        .map_err(|_| IpcError::of(ErrorCode::Unexpected))
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
    let pictures = figure::svgs(&words(exercise, form), &bodies(form)?, Palette::Classes);
    let at = 1.min(pictures.len().saturating_sub(1));
    pictures
        .into_iter()
        .nth(at)
        .ok_or(IpcError::of(ErrorCode::Unexpected))
}
