//! The exercises over the wire, their poses drawn.

use backstride_content::exercises::Exercise;
use backstride_draw::figure::{self, Pose};
use backstride_draw::{Palette, Words};
use serde::Serialize;

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
    dose: String,
}

/// A whole exercise.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExerciseView {
    slug: String,
    title: String,
    purpose: String,
    position: String,
    steps: Vec<String>,
    dose: String,
    easier: Option<String>,
    harder: Option<String>,
    cautions: Vec<String>,
    stop: Vec<String>,
    poses: Vec<PoseView>,
    sources: Vec<SourceView>,
}

/// A pose, drawn.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PoseView {
    label: String,
    pub(crate) svg: String,
}

/// Every exercise.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn exercises_list() -> Result<Vec<ExerciseCardView>, IpcError> {
    let exercises = knowledge::bundle().exercises.iter();
    Ok(exercises
        .map(|exercise| ExerciseCardView {
            slug: exercise.slug.clone(),
            title: exercise.title.clone(),
            purpose: exercise.purpose.clone(),
            dose: exercise.dose.clone(),
        })
        .collect())
}

/// One exercise with its pictures.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn exercises_get(slug: String) -> Result<ExerciseView, IpcError> {
    let exercise = knowledge::bundle().exercise(&slug);
    whole(exercise.ok_or(IpcError::of(ErrorCode::NotFound))?)
}

fn whole(exercise: &Exercise) -> Result<ExerciseView, IpcError> {
    Ok(ExerciseView {
        slug: exercise.slug.clone(),
        title: exercise.title.clone(),
        purpose: exercise.purpose.clone(),
        position: exercise.position.clone(),
        steps: exercise.steps.clone(),
        dose: exercise.dose.clone(),
        easier: exercise.easier.clone(),
        harder: exercise.harder.clone(),
        cautions: exercise.cautions.clone(),
        stop: exercise.stop.clone(),
        poses: drawn(exercise, Palette::Classes)
            .map_err(|_| IpcError::of(ErrorCode::Unexpected))?,
        sources: sources(&exercise.sources),
    })
}

/// Content and drawing name the parts of a pose alike; a test holds the two lists against each other.
pub(crate) fn drawn(exercise: &Exercise, palette: Palette) -> serde_json::Result<Vec<PoseView>> {
    let poses = exercise.poses.iter();
    let bodies = poses
        .map(|pose| serde_json::from_value(serde_json::to_value(&pose.figure)?))
        .collect::<serde_json::Result<Vec<Pose>>>()?;
    let frame = figure::frame(&bodies);
    let each = exercise.poses.iter().zip(&bodies).enumerate();
    Ok(each
        .map(|(index, (pose, body))| {
            let words = Words {
                id: format!("figure-{}-{}", exercise.slug, index + 1),
                title: pose.label.clone(),
                desc: pose.alt.clone(),
            };
            PoseView {
                label: pose.label.clone(),
                svg: figure::svg(&words, body, &frame, palette),
            }
        })
        .collect())
}
