//! Routines of a person's own over the wire: made, changed, and as they may be played now.

use backstride_agent::clock;
use backstride_content::exercises::{Dose, Exercise, Fit, Form};
use backstride_core::record::{self, Kind, Name};
use backstride_core::sessions::own::{self, OwnForm, OwnRoutine, Part};
use backstride_core::sessions::script::{self, Set, Slot};
use backstride_core::sessions::suits::{self, Person};
use backstride_core::sessions::{self, Session};
use backstride_core::{Error, Result};
use chrono::NaiveDate;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tauri::State;

use super::exercises::{self, dose_lines};
use super::record::{TraceView, new_id};
use super::sessions::{
    LeftOutView, WhyView, back, left_out, part_of_programme, routine_made, title, today, why_views,
};
use super::words::OnlySideView;
use crate::ipc_error::{ErrorCode, IpcError};
use crate::knowledge;
use crate::records::Records;

/// The most a field of a dose may say on the wire; the room knows what is sane.
const NUMBER_MOST: u32 = u16::MAX as u32;

/// A routine as the trash and the messages name it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnRecordView {
    id: String,
    name: String,
    #[serde(flatten)]
    trace: TraceView,
}

impl OwnRecordView {
    pub(crate) fn of(conn: &Connection, routine: OwnRoutine) -> Result<Self> {
        Ok(Self {
            trace: TraceView::of(conn, Kind::Routine, &routine.id, routine.deleted_at_ms)?,
            id: routine.id,
            name: routine.name.as_str().to_owned(),
        })
    }
}

/// How far an exercise suits the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FitView {
    /// As it is.
    Yes,
    /// In its easier form.
    Small,
    /// Not at all.
    No,
}

impl From<Fit> for FitView {
    fn from(fit: Fit) -> Self {
        match fit {
            Fit::Yes => Self::Yes,
            Fit::Small => Self::Small,
            Fit::No => Self::No,
        }
    }
}

/// How far an exercise suits the person, and whether anything does now.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FitsView {
    /// The last symptom check comes first.
    held: bool,
    fit: FitView,
    why: Vec<WhyView>,
    /// What may be done instead, by name, and in words.
    instead: Option<[String; 2]>,
}

/// A form that a part may take, with its usual dose.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnChoiceView {
    id: String,
    title: String,
    sets: u16,
    reps: Option<u16>,
    hold_s: Option<u16>,
    for_s: Option<u16>,
    each_side: bool,
}

/// One exercise of a routine.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnPartView {
    exercise: String,
    title: String,
    form: String,
    sets: u16,
    reps: Option<u16>,
    hold_s: Option<u16>,
    for_s: Option<u16>,
    only: Option<OnlySideView>,
    each_side: bool,
    /// How much, in words.
    lines: Vec<String>,
    fit: FitView,
    why: Vec<WhyView>,
    /// What is done in its place, in words.
    instead: Option<String>,
    /// Every form the exercise has.
    forms: Vec<OwnChoiceView>,
}

/// A routine of the person's own.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnView {
    id: String,
    name: String,
    /// The weekdays it is meant for, Monday the lowest bit.
    days: u8,
    parts: Vec<OwnPartView>,
    /// The last symptom check comes first.
    held: bool,
    /// About how long it takes now.
    seconds: u32,
    /// How often it was done in the last seven days.
    done: u16,
    /// Whether it is meant for today and not done yet.
    today: bool,
    left_out: Vec<LeftOutView>,
    #[serde(flatten)]
    trace: TraceView,
}

/// A routine in a request. Fields at fault are named as here, those of a part as they are named there.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct OwnRequest {
    name: String,
    /// Monday the lowest bit.
    #[specta(type = specta_typescript::Number)]
    days: f64,
    parts: Vec<OwnPartRequest>,
}

/// One exercise of a routine in a request.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct OwnPartRequest {
    exercise: String,
    form: String,
    #[specta(type = specta_typescript::Number)]
    sets: f64,
    #[specta(type = Option<specta_typescript::Number>)]
    reps: Option<f64>,
    #[specta(type = Option<specta_typescript::Number>)]
    hold_s: Option<f64>,
    #[specta(type = Option<specta_typescript::Number>)]
    for_s: Option<f64>,
    only: Option<OnlySideView>,
}

impl OwnPartRequest {
    fn parsed(&self) -> Result<Part> {
        let number = |value: Option<f64>, field| {
            let number = value.map(|it| record::whole(it, 0, NUMBER_MOST, field));
            number.transpose()
        };
        Ok(Part {
            exercise: self.exercise.clone(),
            form: self.form.clone(),
            sets: record::whole(self.sets, 0, NUMBER_MOST, "sets")?,
            reps: number(self.reps, "reps")?,
            hold_s: number(self.hold_s, "holdS")?,
            for_s: number(self.for_s, "forS")?,
            only: self.only.map(Into::into),
        })
    }
}

impl OwnRequest {
    fn parsed(&self) -> Result<OwnForm> {
        Ok(OwnForm {
            name: Name::new(&self.name, "name")?,
            days: record::whole(self.days, 0, 127, "days")?,
            parts: self
                .parts
                .iter()
                .map(OwnPartRequest::parsed)
                .collect::<Result<_>>()?,
        })
    }
}

/// One routine.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn own_get(
    records: State<'_, Records>,
    id: String,
) -> std::result::Result<OwnView, IpcError> {
    records.read(|conn| {
        let routine: OwnRoutine = record::find(conn, &id)?;
        if routine.deleted_at_ms.is_some() {
            return Err(Error::NotFound);
        }
        view(conn, routine)
    })
}

/// Makes a routine.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn own_add(
    records: State<'_, Records>,
    input: OwnRequest,
) -> std::result::Result<OwnView, IpcError> {
    let (id, form) = (new_id(), input.parsed()?);
    made(&records, &id, &form)
}

/// Changes a routine.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn own_save(
    records: State<'_, Records>,
    id: String,
    input: OwnRequest,
) -> std::result::Result<OwnView, IpcError> {
    let form = input.parsed()?;
    let kept = records.write_record(|tx| own::change(tx, &id, &form, library(), clock::now()))?;
    records.read(|conn| view(conn, kept))
}

/// Puts an exercise at the end of a routine, with its usual dose.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn own_append(
    records: State<'_, Records>,
    id: String,
    exercise: String,
    form: Option<String>,
) -> std::result::Result<OwnView, IpcError> {
    let (exercise, form) = exercises::meant(&exercise, form.as_deref()).ok_or(at("exercise"))?;
    let part = Part::usual(exercise, form);
    let kept = records.write_record(|tx| own::append(tx, &id, &part, library(), clock::now()))?;
    records.read(|conn| view(conn, kept))
}

/// Makes a routine of the person's own from a stage of a programme, as it stands for them today.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn own_copy(
    records: State<'_, Records>,
    programme: String,
    stage: u16,
) -> std::result::Result<OwnView, IpcError> {
    let (programme, stage, number) =
        part_of_programme(&programme, stage).ok_or(IpcError::of(ErrorCode::NotFound))?;
    let slots = records.read(|conn| {
        let (person, today) = (sessions::person(conn)?, today(conn)?);
        let done = sessions::since(conn, back(today))?;
        Ok(routine_made(programme, stage, number, &person, &done, today).slots)
    })?;
    let name = Name::new(&programme.title, "name")?;
    let parts = slots.iter().filter_map(|slot| match slot {
        Slot::Exercise(set) => Some(part_of(set)),
        Slot::Words(_) => None,
    });
    let form = OwnForm {
        name,
        days: 0,
        parts: parts.collect(),
    };
    made(&records, &new_id(), &form)
}

/// How far an exercise suits the person.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn sessions_fit(
    records: State<'_, Records>,
    exercise: String,
) -> std::result::Result<FitsView, IpcError> {
    let found = knowledge::bundle().exercise(&exercise);
    let exercise = found.ok_or(IpcError::of(ErrorCode::NotFound))?;
    records.read(|conn| {
        let person = sessions::person(conn)?;
        let (fit, why) = suits::fit(exercise, &person);
        Ok(FitsView {
            held: person.held,
            fit: fit.into(),
            why: why_views(&why),
            instead: instead(exercise, &person),
        })
    })
}

/// What else may be done, by name and in words; none where the exercise itself may.
fn instead(exercise: &'static Exercise, person: &Person) -> Option<[String; 2]> {
    let form = exercise.forms.first()?;
    let made = suits::single(exercise, form, person);
    let other = made.left_out.into_iter().next()?.instead?;
    let exercise = knowledge::bundle().exercise(&other)?;
    let suits = suits::fit(exercise, person).0 != Fit::No;
    suits.then(|| [other, exercise.title.clone()])
}

fn made(records: &Records, id: &str, form: &OwnForm) -> std::result::Result<OwnView, IpcError> {
    let kept = records.write_record(|tx| own::add(tx, id, form, library(), clock::now()))?;
    records.read(|conn| view(conn, kept))
}

/// A part with the dose that is played.
fn part_of(set: &Set) -> Part {
    let least = |range: Option<[u16; 2]>| range.map(|it| it[0]);
    Part {
        exercise: set.exercise.clone(),
        form: set.form.clone(),
        sets: set.sets(),
        reps: least(set.dose.reps),
        hold_s: least(set.dose.hold_s),
        for_s: least(set.dose.for_s),
        only: set.only,
    }
}

fn library() -> &'static [Exercise] {
    &knowledge::bundle().exercises
}

fn at(field: &str) -> IpcError {
    IpcError {
        code: ErrorCode::Invalid,
        field: Some(field.to_owned()),
    }
}

fn view(conn: &Connection, routine: OwnRoutine) -> Result<OwnView> {
    let (person, today) = (sessions::person(conn)?, today(conn)?);
    let done = sessions::since(conn, back(today))?;
    view_for(conn, routine, &person, &done, today)
}

/// A routine as it stands for somebody on a day.
pub(super) fn view_for(
    conn: &Connection,
    routine: OwnRoutine,
    person: &Person,
    done: &[Session],
    today: NaiveDate,
) -> Result<OwnView> {
    let made = suits::own(&routine.parts, library(), person);
    let due = routine.due(done, today);
    Ok(OwnView {
        held: person.held,
        seconds: seconds(&made.slots),
        done: due.done,
        today: due.today && !person.held,
        left_out: left_out(&made),
        parts: routine
            .parts
            .iter()
            .filter_map(|it| part_view(it, person))
            .collect(),
        days: routine.days,
        name: routine.name.as_str().to_owned(),
        trace: TraceView::of(conn, Kind::Routine, &routine.id, routine.deleted_at_ms)?,
        id: routine.id,
    })
}

/// A part, unless a later version of the library lost its exercise.
fn part_view(part: &Part, person: &Person) -> Option<OwnPartView> {
    let (exercise, form) = exercises::meant(&part.exercise, Some(&part.form))?;
    let (fit, why) = suits::fit(exercise, person);
    let both = |value: Option<u16>| value.map(|it| [it, it]);
    let dose = Dose {
        sets: [part.sets, part.sets],
        reps: both(part.reps),
        hold_s: both(part.hold_s),
        for_s: both(part.for_s),
        each_side: form.dose.each_side && part.only.is_none(),
        ..form.dose
    };
    Some(OwnPartView {
        exercise: part.exercise.clone(),
        title: title(&part.exercise),
        form: part.form.clone(),
        sets: part.sets,
        reps: part.reps,
        hold_s: part.hold_s,
        for_s: part.for_s,
        only: part.only.map(Into::into),
        each_side: form.dose.each_side,
        lines: dose_lines(&dose),
        fit: fit.into(),
        why: why_views(&why),
        instead: instead(exercise, person).map(|[_, title]| title),
        forms: exercise
            .forms
            .iter()
            .map(|it| choice(exercise, it))
            .collect(),
    })
}

fn choice(exercise: &Exercise, form: &Form) -> OwnChoiceView {
    let usual = Part::usual(exercise, form);
    OwnChoiceView {
        id: form.id.clone(),
        title: form.title.clone(),
        sets: usual.sets,
        reps: usual.reps,
        hold_s: usual.hold_s,
        for_s: usual.for_s,
        each_side: form.dose.each_side,
    }
}

/// The slots of a routine of the person's own, as they may be played now.
pub(super) fn slots(conn: &Connection, id: &str) -> Result<(String, Vec<Slot>)> {
    let routine: OwnRoutine = record::find(conn, id)?;
    if routine.deleted_at_ms.is_some() {
        return Err(Error::NotFound);
    }
    let person = sessions::person(conn)?;
    if person.held {
        return Err(Error::Invalid { field: "check" });
    }
    let slots = suits::own(&routine.parts, library(), &person).slots;
    Ok((routine.name.as_str().to_owned(), slots))
}

/// About how long some slots take.
pub(super) fn seconds(slots: &[Slot]) -> u32 {
    u32::try_from(script::total_ms(&script::beats(slots)) / 1_000).unwrap_or(u32::MAX)
}
