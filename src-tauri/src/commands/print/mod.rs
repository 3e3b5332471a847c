//! Guides, routines, booklets and results of the check as files to print or keep. Long work is done beside the window, says how far it is, and
//! can be stopped; what was stopped leaves no file.

mod check;
mod jobs;
pub(super) mod pages;

use std::path::PathBuf;

use backstride_agent::clock;
use backstride_content::exercises::Dose;
use backstride_content::places::Region;
use backstride_content::strings;
use backstride_core::settings;
use backstride_print::{Document, Failed, Paper, Step};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager as _, State};
use tauri_specta::Event as _;

use check::Finished;
pub(crate) use check::PrintedCheckView;
use jobs::Job;
pub(crate) use jobs::Jobs;

use super::exercises;
use super::words::OnlySideView;
use crate::ipc_error::{ErrorCode, IpcError};
use crate::knowledge;
use crate::records::Records;
use crate::saved;

/// A sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PaperView {
    /// A4.
    A4,
    /// US Letter.
    Letter,
}

/// What goes into a booklet, in this order.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BookletRequest {
    guides: Vec<String>,
    routines: Vec<String>,
    /// What to ask at an appointment, with room for the answers; null = no such pages.
    questions: Option<Vec<String>>,
    paper: PaperView,
}

/// What goes onto a sheet of exercises, in this order.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SheetRequest {
    title: String,
    parts: Vec<SheetPartRequest>,
    /// Null = the one that is usual here.
    paper: Option<PaperView>,
}

/// One exercise of a sheet. What is null is as the exercise has it.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SheetPartRequest {
    exercise: String,
    form: Option<String>,
    sets: Option<[u16; 2]>,
    reps: Option<[u16; 2]>,
    hold_s: Option<[u16; 2]>,
    for_s: Option<[u16; 2]>,
    /// Where there are two sides: only this one.
    only: Option<OnlySideView>,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PrintStepView {
    /// The pages are laid out.
    Setting,
    /// The file is made.
    Writing,
}

/// A job went on.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub(crate) struct PrintProgress {
    job: u32,
    step: PrintStepView,
}

/// What came of a job.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum PrintOutcomeView {
    /// A file was saved.
    #[serde(rename_all = "camelCase")]
    Saved {
        /// Where it is.
        path: String,
        /// How many pages it has.
        pages: u32,
        /// How many characters could not be shown; the pages say so where they stand.
        left_out: u32,
    },
    /// It was stopped, and nothing was kept.
    Stopped,
}

/// Characters of a question. Whoever writes more writes a letter.
const QUESTION_MOST: usize = 500;
/// Questions for one appointment.
const QUESTIONS_MOST: usize = 50;

/// Exercises on one sheet, and characters of its title.
const PARTS_MOST: usize = 60;
const TITLE_MOST: usize = 120;

/// Layout goes as deep as boxes lie in each other, which a small stack would not hold.
pub(super) const STACK_BYTES: usize = 16 << 20;

/// The sheet that printers hold where this person lives.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn print_paper(app: AppHandle) -> Result<PaperView, IpcError> {
    Ok(preset(region(&app)))
}

/// Saves a guide as a PDF among the person's downloads; without a paper on the one that is usual here.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_guide(
    app: AppHandle,
    slug: String,
    paper: Option<PaperView>,
    job: u32,
) -> Result<PrintOutcomeView, IpcError> {
    let sheet = sheet(&app, paper);
    let guide = knowledge::bundle().guide(&slug);
    let guide = guide.ok_or(IpcError::of(ErrorCode::NotFound))?;
    let name = file_name(&guide.title);
    printed(app, job, name, move || pages::guide(guide, &sheet)).await
}

/// Saves an exercise in the same way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_routine(
    app: AppHandle,
    slug: String,
    paper: Option<PaperView>,
    job: u32,
) -> Result<PrintOutcomeView, IpcError> {
    let sheet = sheet(&app, paper);
    let exercise = knowledge::bundle().exercise(&slug);
    let exercise = exercise.ok_or(IpcError::of(ErrorCode::NotFound))?;
    let name = file_name(&exercise.title);
    printed(app, job, name, move || pages::routine(exercise, &sheet)).await
}

/// Saves a booklet as a PDF among the person's downloads.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_booklet(
    app: AppHandle,
    booklet: BookletRequest,
    job: u32,
) -> Result<PrintOutcomeView, IpcError> {
    let sheet = sheet(&app, Some(booklet.paper));
    let chosen = chosen(&booklet)?;
    let name = file_name(&strings::text("print-booklet", &[]));
    printed(app, job, name, move || pages::booklet(&chosen, &sheet)).await
}

/// Saves the result of a symptom check as a PDF, to show to whoever is asked for help.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_check(
    app: AppHandle,
    check: PrintedCheckView,
    paper: Option<PaperView>,
    job: u32,
) -> Result<PrintOutcomeView, IpcError> {
    let sheet = sheet(&app, paper);
    let finished = Finished::of(check, &app.state::<Records>(), sheet.today)?;
    let name = file_name(&strings::text("print-check", &[]));
    printed(app, job, name, move || Ok(finished.document(sheet.paper))).await
}

/// Saves a sheet of exercises, each with its figure, its steps and how much, as a PDF among the person's downloads.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_sheet(
    app: AppHandle,
    request: SheetRequest,
    job: u32,
) -> Result<PrintOutcomeView, IpcError> {
    let sheet = sheet(&app, request.paper);
    let routine = routine(&request)?;
    let name = file_name(&routine.title);
    printed(app, job, name, move || {
        pages::routine_sheet(&routine, &sheet)
    })
    .await
}

/// Saves a recovery code as a page to print and put away.
pub(crate) async fn print_code(
    app: AppHandle,
    code: String,
    job: u32,
) -> Result<PrintOutcomeView, IpcError> {
    let sheet = sheet(&app, None);
    let name = file_name(&strings::text("lock-code-title", &[]));
    printed(app, job, name, move || Ok(pages::code(&code, &sheet))).await
}

/// Stops a job; it then leaves no file. True where it was not done yet.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn print_stop(jobs: State<'_, Jobs>, job: u32) -> Result<bool, IpcError> {
    Ok(jobs.stop(job))
}

impl From<PaperView> for Paper {
    fn from(paper: PaperView) -> Self {
        match paper {
            PaperView::A4 => Self::A4,
            PaperView::Letter => Self::Letter,
        }
    }
}

/// Where the person has said they live. A diary that cannot be opened is no reason not to print a guide.
fn region(app: &AppHandle) -> Option<&'static Region> {
    let settings = app.state::<Records>().read(settings::read).ok()?;
    knowledge::bundle().region(&settings.region?)
}

pub(super) fn sheet(app: &AppHandle, paper: Option<PaperView>) -> pages::Sheet {
    let region = region(app);
    let paper = paper.unwrap_or_else(|| preset(region));
    pages::Sheet {
        paper: paper.into(),
        today: clock::now().local_date(),
        region,
    }
}

fn preset(region: Option<&Region>) -> PaperView {
    let country = match region.map(|it| it.id.as_str()) {
        Some("united-states") => Some("US"),
        Some("canada") => Some("CA"),
        _ => None,
    };
    match Paper::preset(country) {
        Paper::A4 => PaperView::A4,
        Paper::Letter => PaperView::Letter,
    }
}

pub(super) fn file_name(title: &str) -> String {
    let date = clock::now().local_date().to_string();
    strings::text("chart-file", &[("title", title), ("date", &date)])
}

/// What was asked for, as it is in the library; each thing once.
fn chosen(booklet: &BookletRequest) -> Result<pages::Booklet, IpcError> {
    let bundle = knowledge::bundle();
    let invalid = |field: &str| IpcError {
        code: ErrorCode::Invalid,
        field: Some(field.to_owned()),
    };
    let missing = IpcError::of(ErrorCode::NotFound);
    let guides = once(&booklet.guides).map(|slug| bundle.guide(slug));
    let guides = guides.collect::<Option<Vec<_>>>().ok_or(missing.clone())?;
    let routines = once(&booklet.routines).map(|slug| bundle.exercise(slug));
    let routines = routines.collect::<Option<Vec<_>>>().ok_or(missing)?;
    let questions = match &booklet.questions {
        None => None,
        Some(questions) => {
            let questions: Vec<String> = questions
                .iter()
                .map(|it| it.trim().to_owned())
                .filter(|it| !it.is_empty())
                .collect();
            let long = |it: &String| it.chars().count() > QUESTION_MOST;
            if questions.len() > QUESTIONS_MOST || questions.iter().any(long) {
                return Err(invalid("questions"));
            }
            Some(questions)
        }
    };
    if guides.is_empty() && routines.is_empty() && questions.is_none() {
        return Err(invalid("guides"));
    }
    Ok(pages::Booklet {
        guides,
        routines,
        questions,
    })
}

/// A sheet as it was asked for, held against the library.
fn routine(request: &SheetRequest) -> Result<pages::Routine, IpcError> {
    let invalid = |field: &str| IpcError {
        code: ErrorCode::Invalid,
        field: Some(field.to_owned()),
    };
    let title = request.title.trim();
    if title.is_empty() || title.chars().count() > TITLE_MOST {
        return Err(invalid("title"));
    }
    if request.parts.is_empty() || request.parts.len() > PARTS_MOST {
        return Err(invalid("parts"));
    }
    let parts = request.parts.iter().map(|part| {
        let (exercise, form) = exercises::meant(&part.exercise, part.form.as_deref())?;
        let usual = form.dose;
        // What is held for a time and what is counted are two ways to say how much; the one that was given counts.
        let counted = part.reps.is_some() || (part.for_s.is_none() && usual.for_s.is_none());
        let dose = Dose {
            sets: part.sets.unwrap_or(usual.sets),
            reps: counted.then(|| part.reps.or(usual.reps)).flatten(),
            hold_s: part.hold_s.or(usual.hold_s),
            for_s: (!counted).then(|| part.for_s.or(usual.for_s)).flatten(),
            each_side: usual.each_side && part.only.is_none(),
            ..usual
        };
        Some(pages::Part {
            exercise,
            form,
            dose,
            only: part.only.filter(|_| usual.each_side),
        })
    });
    let parts = parts.collect::<Option<Vec<_>>>();
    Ok(pages::Routine {
        title: title.to_owned(),
        parts: parts.ok_or(IpcError::of(ErrorCode::NotFound))?,
    })
}

fn once(slugs: &[String]) -> impl Iterator<Item = &str> {
    let each = slugs.iter().enumerate();
    each.filter(|(at, slug)| !slugs[..*at].contains(slug))
        .map(|(_, slug)| slug.as_str())
}

/// Makes a document, sets it and keeps it, on a thread of its own.
pub(super) async fn printed(
    app: AppHandle,
    number: u32,
    name: String,
    make: impl FnOnce() -> Result<Document, Failed> + Send + 'static,
) -> Result<PrintOutcomeView, IpcError> {
    let job = app.state::<Jobs>().begin(number);
    let work = move || {
        let tell = app.clone();
        let said = |step| {
            // A window that is closing needs no telling.
            let _ = PrintProgress { job: number, step }.emit(&tell);
        };
        kept(&job, &name, said, make)
    };
    let done = tauri::async_runtime::spawn_blocking(move || {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
        let thread = thread.spawn(work).map_err(|_| unexpected())?;
        // A panic in there is one failed job and nothing else.
        thread.join().unwrap_or_else(|_| Err(unexpected()))
    });
    done.await.map_err(|_| unexpected())?
}

/// The work itself; no file is left where it was stopped.
fn kept(
    job: &Job,
    name: &str,
    said: impl Fn(PrintStepView),
    make: impl FnOnce() -> Result<Document, Failed>,
) -> Result<PrintOutcomeView, IpcError> {
    let set = make().and_then(|document| {
        backstride_print::pdf(&document, |step| {
            said(step.into());
            !job.stopped()
        })
    });
    let pages = match set {
        Ok(pages) => pages,
        Err(Failed::Cancelled) => return Ok(PrintOutcomeView::Stopped),
        Err(_) => return Err(unexpected()),
    };
    let path: PathBuf = saved::in_downloads(name, "pdf", &pages.pdf)?;
    if job.finish() {
        return Ok(PrintOutcomeView::Saved {
            path: path.display().to_string(),
            pages: u32::try_from(pages.count).unwrap_or(u32::MAX),
            left_out: u32::try_from(pages.left_out).unwrap_or(u32::MAX),
        });
    }
    // It was made a moment ago under a name of its own, so nothing else can be lost with it.
    match std::fs::remove_file(&path) {
        Ok(()) => Ok(PrintOutcomeView::Stopped),
        Err(_) => Err(IpcError::of(ErrorCode::Storage)),
    }
}

impl From<Step> for PrintStepView {
    fn from(step: Step) -> Self {
        match step {
            Step::Setting => Self::Setting,
            Step::Writing => Self::Writing,
        }
    }
}

/// A document that cannot be set is a defect of the program; the person can only try again.
fn unexpected() -> IpcError {
    IpcError::of(ErrorCode::Unexpected)
}

#[cfg(test)]
mod tests;
