//! Programmes, the player and what was done, over the wire. The machine itself is in the core; this holds the one that
//! is on, tells it the time, and keeps what it has done.

use std::sync::{Mutex, MutexGuard, PoisonError};

use backstride_agent::clock;
use backstride_content::exercises::{Exercise, Form};
use backstride_content::programmes::{Programme, Stage};
use backstride_core::record::{self, Kind, When};
use backstride_core::sessions::own::OwnRoutine;
use backstride_core::sessions::player::{Cue, Input, Player, Standing};
use backstride_core::sessions::script::{Phase, Set, Side, Slot};
use backstride_core::sessions::suits::{self, Person, Refused, Why};
use backstride_core::sessions::week::{self, What};
use backstride_core::sessions::{self, Flag, Session, SessionForm, due};
use backstride_core::{Error, settings};
use chrono::{Days, NaiveDate};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tauri::State;

use super::own::{self, OwnView};
use super::record::{TraceView, WhenView, intensity, new_id};
use super::words::{FlagView, each};
use crate::ipc_error::{ErrorCode, IpcError};
use crate::knowledge;
use crate::records::Records;

/// How far back sessions are looked at; the longest programme has 24 weeks.
const LOOK_BACK_DAYS: u64 = 400;

/// The routine that is being played, if any.
#[derive(Default)]
pub(crate) struct Playing(Mutex<Option<Run>>);

struct Run {
    id: String,
    /// What sessions are kept under.
    routine: String,
    /// From 1; none = no programme.
    stage: Option<u16>,
    title: String,
    player: Player,
    before: Option<u8>,
    after: Option<u8>,
    /// Why what was done could not be kept.
    unkept: Option<ErrorCode>,
}

/// A session as it is stored.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SessionView {
    id: String,
    #[serde(flatten)]
    when: WhenView,
    /// In words.
    title: String,
    active_s: u32,
    finished: bool,
    pain_before: Option<u8>,
    pain_after: Option<u8>,
    /// The exercises that were done, or begun and hurt.
    did: Vec<DidView>,
    #[serde(flatten)]
    trace: TraceView,
}

/// An exercise of a session.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DidView {
    title: String,
    hurt: bool,
}

impl SessionView {
    pub(crate) fn of(conn: &Connection, session: Session) -> backstride_core::Result<Self> {
        Ok(Self {
            trace: TraceView::of(conn, Kind::Session, &session.id, session.deleted_at_ms)?,
            title: named(conn, &session.routine)?,
            did: session
                .did
                .iter()
                .filter(|it| it.done > 0 || it.hurt)
                .filter_map(|it| {
                    Some(DidView {
                        title: title(it.exercise.as_deref()?),
                        hurt: it.hurt,
                    })
                })
                .collect(),
            id: session.id,
            when: session.when.into(),
            active_s: session.active_s,
            finished: session.finished,
            pain_before: session.pain_before.map(|it| it.get()),
            pain_after: session.pain_after.map(|it| it.get()),
        })
    }
}

/// What stands against an exercise.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(tag = "kind", content = "what", rename_all = "snake_case")]
pub(crate) enum WhyView {
    /// How the pain behaves, by the name of the pattern.
    Pattern(String),
    /// Something the person told, or the last check found.
    Flag(FlagView),
}

/// An exercise that is left out or replaced.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LeftOutView {
    title: String,
    why: Vec<WhyView>,
    /// What is done in its place.
    instead: Option<String>,
}

/// One part of a stage.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PartView {
    /// The exercise, or what else there is to do.
    title: String,
    /// The exercise, by name; null = something else.
    slug: Option<String>,
    form: Option<String>,
    /// What the programme says about it.
    note: Option<String>,
    /// In the least and the most, where that is more than once.
    times_a_day: Option<[u16; 2]>,
}

/// What a stage waits for.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WaitsView {
    /// Pain in the leg has to be below so many out of 10.
    under: u16,
    /// For so many days.
    days: u16,
    /// The person or the diary says that it is not.
    too_strong: bool,
}

/// A stage that is on.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StageView {
    /// From 1.
    number: u16,
    title: String,
    note: Option<String>,
    /// How often, in the least and the most.
    times: [u16; 2],
    per: String,
    done: u16,
    today: bool,
    seconds: u32,
    parts: Vec<PartView>,
    left_out: Vec<LeftOutView>,
    /// What has to be so before it is done; null = nothing.
    waits: Option<WaitsView>,
}

/// A programme as it stands for the person.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProgrammeView {
    slug: String,
    title: String,
    purpose: String,
    label: Option<String>,
    /// Why it is not offered; null = it is.
    refused: Option<RefusedView>,
    /// What has to be so for the person to do it, by name.
    conditions: Vec<String>,
    begun: bool,
    /// Which week or day it is.
    number: u16,
    counts_days: bool,
    /// How many weeks it has at most.
    weeks: Option<u16>,
    over: bool,
    afterwards: Option<String>,
    see_somebody: Vec<String>,
    stages: Vec<StageView>,
}

/// Why a programme is not offered.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RefusedView {
    /// The last symptom check comes first.
    Check,
    /// It is meant for pain that behaves otherwise.
    Pattern,
    /// The pain in the leg has to calm down first.
    LegPain,
    /// A clinician has to look at it first.
    Clinician,
}

/// What rules exercises out.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FlagsView {
    /// What the person told here.
    told: Vec<FlagView>,
    /// All that counts, with what the last check found.
    all: Vec<FlagView>,
}

/// The programmes and what is due of them.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProgrammesView {
    /// The last symptom check comes first.
    held: bool,
    flags: FlagsView,
    programmes: Vec<ProgrammeView>,
    /// The person's own routines.
    own: Vec<OwnView>,
    /// The latest sessions, the last one first.
    lately: Vec<SessionView>,
}

/// A form to change to.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OtherFormView {
    title: String,
}

/// Something to be said, sounded or flashed.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(tag = "cue", content = "number", rename_all = "snake_case")]
pub(crate) enum CueView {
    /// Get into position.
    Ready,
    /// Begin.
    Go,
    /// A repetition begins.
    Rep(u16),
    /// Half of a hold is over.
    Half,
    /// Three, two, one.
    Last(u8),
    /// The other side.
    Change,
    /// Rest.
    Rest,
    /// It goes on until the person says so.
    Open,
    /// All of it is over.
    Over,
}

/// Why the player stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StandingView {
    /// It goes on.
    Running,
    /// The person asked for it.
    Paused,
    /// Time passed that nobody saw.
    Slept,
    /// Something hurt.
    Hurt,
    /// All of it is over.
    Over,
}

/// What happens now.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PhaseView {
    /// Get into position.
    Ready,
    /// A repetition.
    Repeat,
    /// A position or a movement goes on.
    Hold,
    /// The other side is next.
    Change,
    /// A rest.
    Rest,
    /// It goes on until the person says so.
    Open,
}

/// A side of the body.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WorkingSideView {
    /// The left one.
    Left,
    /// The right one.
    Right,
}

/// The player as it stands.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlayerView {
    /// Names this run, so that a page that leaves late closes no other one.
    id: String,
    title: String,
    standing: StandingView,
    /// Whether anything ran yet.
    begun: bool,
    finished: bool,
    phase: PhaseView,
    side: Option<WorkingSideView>,
    /// From 1.
    part: u32,
    parts: u32,
    set: u16,
    sets: u16,
    /// From 1; 0 where nothing is counted.
    rep: u16,
    reps: u16,
    /// The exercise, by name; null = something else.
    exercise: Option<String>,
    form: Option<String>,
    /// What is on, in words.
    name: String,
    /// What the programme says about it.
    note: Option<String>,
    easier: Option<OtherFormView>,
    harder: Option<OtherFormView>,
    /// What is next, in words.
    next: Option<String>,
    #[specta(type = specta_typescript::Number)]
    left_ms: f64,
    #[specta(type = specta_typescript::Number)]
    beat_ms: f64,
    #[specta(type = specta_typescript::Number)]
    all_left_ms: f64,
    #[specta(type = specta_typescript::Number)]
    total_ms: f64,
    #[specta(type = specta_typescript::Number)]
    active_ms: f64,
    pain_before: Option<u8>,
    pain_after: Option<u8>,
    /// Whether something was done that is kept.
    worked: bool,
    /// Why what was done could not be kept.
    unkept: Option<ErrorCode>,
    cues: Vec<CueView>,
}

/// What the person asks of the player.
#[derive(Debug, Clone, Copy, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PlayerInput {
    /// Nothing; time passes.
    Tick,
    /// Stop where it is.
    Pause,
    /// Go on.
    Resume,
    /// The next exercise.
    Skip,
    /// The start of this one, or the one before.
    Back,
    /// The easier form.
    Easier,
    /// The harder form.
    Harder,
    /// This hurts.
    Hurts,
    /// Enough.
    Stop,
}

/// The programmes and what is due of them.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn sessions_programmes(records: State<'_, Records>) -> Result<ProgrammesView, IpcError> {
    records.read(|conn| {
        let (person, today) = (sessions::person(conn)?, today(conn)?);
        let all = sessions::since(conn, back(today))?;
        let lately = all.iter().rev().take(6).cloned();
        Ok(ProgrammesView {
            held: person.held,
            flags: flags_view(conn, &person)?,
            programmes: routines()
                .map(|it| programme_view(conn, it, &person, &all, today))
                .collect::<backstride_core::Result<_>>()?,
            own: sessions::own::all(conn)?
                .into_iter()
                .map(|it| own::view_for(conn, it, &person, &all, today))
                .collect::<backstride_core::Result<_>>()?,
            lately: lately
                .map(|it| SessionView::of(conn, it))
                .collect::<backstride_core::Result<_>>()?,
        })
    })
}

/// Says that something is so, or no longer.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn sessions_flag(
    records: State<'_, Records>,
    flag: FlagView,
    on: bool,
) -> Result<FlagsView, IpcError> {
    records.write(|tx| {
        sessions::set_flag(tx, flag.into(), on, clock::now())?;
        flags_view(tx, &sessions::person(tx)?)
    })
}

/// What is to be played.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum PlayRequest {
    /// A stage of a programme, from 1. `calm` = the person says that the pain in the leg is as the stage asks.
    Programme {
        /// By name.
        programme: String,
        stage: u16,
        calm: bool,
    },
    /// A routine of the person's own.
    Own { id: String },
    /// One exercise, in its usual form where none is named.
    Exercise {
        /// By name.
        exercise: String,
        form: Option<String>,
    },
}

/// Opens something in the player. Nothing runs yet.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn player_open(
    records: State<'_, Records>,
    playing: State<'_, Playing>,
    what: PlayRequest,
) -> Result<PlayerView, IpcError> {
    let (routine, stage, title, slots) = match what {
        PlayRequest::Programme {
            programme,
            stage,
            calm,
        } => {
            let (programme, found, number) =
                part_of_programme(&programme, stage).ok_or(IpcError::of(ErrorCode::NotFound))?;
            let slots = records.read(|conn| {
                let (person, today) = (sessions::person(conn)?, today(conn)?);
                suits::offered(programme, &person)
                    .map_err(|_| Error::Invalid { field: "check" })?;
                suits::ready(found, &person, leg(conn, found, today)?, calm)
                    .map_err(|_| Error::Invalid { field: "legPain" })?;
                let done = of(&sessions::since(conn, back(today))?, programme);
                Ok(routine_made(programme, found, number, &person, &done, today).slots)
            })?;
            (
                programme.slug.clone(),
                Some(number),
                programme.title.clone(),
                slots,
            )
        }
        PlayRequest::Own { id } => {
            let (title, slots) = records.read(|conn| own::slots(conn, &id))?;
            (id, None, title, slots)
        }
        PlayRequest::Exercise { exercise, form } => {
            let meant = super::exercises::meant(&exercise, form.as_deref());
            let (exercise, form) = meant.ok_or(IpcError::of(ErrorCode::NotFound))?;
            let slots = records.read(|conn| {
                let person = sessions::person(conn)?;
                let made = suits::single(exercise, form, &person);
                match (person.held, made.slots.is_empty()) {
                    (true, _) => Err(Error::Invalid { field: "check" }),
                    (false, true) => Err(Error::Invalid { field: "exercise" }),
                    (false, false) => Ok(made.slots),
                }
            })?;
            (exercise.slug.clone(), None, exercise.title.clone(), slots)
        }
    };
    let run = Run {
        id: new_id(),
        routine,
        stage,
        title,
        player: Player::new(slots, now_ms()),
        before: None,
        after: None,
        unkept: None,
    };
    let view = run.view(Vec::new());
    // Another one that was on is kept first; a page that is shown twice must lose nothing.
    playing.close(&records);
    *playing.held() = Some(run);
    Ok(view)
}

/// The week from Monday to Sunday, as it stands today.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn sessions_week(records: State<'_, Records>) -> Result<Vec<WeekDayView>, IpcError> {
    let bundle = knowledge::bundle();
    let lights = &bundle.universal.lights;
    records.read(|conn| {
        let today = today(conn)?;
        let from = back(today);
        let days = week::of(conn, &bundle.programmes, lights, today, from, clock::now())?;
        days.into_iter().map(|it| day_view(conn, it)).collect()
    })
}

fn day_view(conn: &Connection, day: week::Day) -> backstride_core::Result<WeekDayView> {
    let asked = day.asked.into_iter().map(|it| {
        let (title, stage, minutes, what) = match it.what {
            What::Stage { programme, stage } => {
                let found = knowledge::bundle().programme(&programme);
                let named = found.and_then(|it| it.stages.get(stage));
                let several = found.is_some_and(|it| it.stages.len() > 1);
                (
                    found.map_or_else(String::new, |it| it.title.clone()),
                    named.filter(|_| several).map(|it| it.title.clone()),
                    None,
                    WeekWhatView::Routine,
                )
            }
            What::Routine(routine) => (named(conn, &routine)?, None, None, WeekWhatView::Routine),
            What::Walk(minutes) => (String::new(), None, minutes, WeekWhatView::Walk),
        };
        Ok(WeekAskedView {
            what,
            title,
            stage,
            minutes,
            state: match it.state {
                week::State::Done => WeekStateView::Done,
                week::State::Due => WeekStateView::Due,
                week::State::Missed => WeekStateView::Missed,
                week::State::Ahead => WeekStateView::Ahead,
            },
            done: it.done,
            of: it.of,
        })
    });
    Ok(WeekDayView {
        date: day.date.to_string(),
        asked: asked.collect::<backstride_core::Result<_>>()?,
    })
}

/// A day of the week.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WeekDayView {
    /// `YYYY-MM-DD`
    date: String,
    asked: Vec<WeekAskedView>,
}

/// Something on a day of the week.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WeekAskedView {
    what: WeekWhatView,
    /// In words; empty for a walk.
    title: String,
    stage: Option<String>,
    /// Of a walk of the plan.
    minutes: Option<u16>,
    state: WeekStateView,
    done: u16,
    of: u16,
}

/// What is on a day of the week.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WeekWhatView {
    /// A programme, a routine or an exercise.
    Routine,
    /// A walk.
    Walk,
}

/// How something on a day of the week stands.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WeekStateView {
    /// It was done.
    Done,
    /// It is for today.
    Due,
    /// It was not done, and the week has no day left for it.
    Missed,
    /// It comes on a later day.
    Ahead,
}

/// Changes what was said of the pain before and after a session.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn sessions_pain(
    records: State<'_, Records>,
    id: String,
    before: Option<f64>,
    after: Option<f64>,
) -> Result<SessionView, IpcError> {
    let before = intensity(before, "painBefore")?;
    let after = intensity(after, "painAfter")?;
    let kept =
        records.write_record(|tx| sessions::say_pain(tx, &id, before, after, clock::now()))?;
    records.read(|conn| SessionView::of(conn, kept))
}

/// Asks something of the player; it answers with what is to be heard and seen.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn player_step(
    records: State<'_, Records>,
    playing: State<'_, Playing>,
    input: PlayerInput,
) -> Result<PlayerView, IpcError> {
    playing.with(|run| run.step(&records, input))
}

/// Notes the pain before (`after` = false) or after it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn player_pain(
    records: State<'_, Records>,
    playing: State<'_, Playing>,
    after: bool,
    nrs: Option<f64>,
) -> Result<PlayerView, IpcError> {
    let nrs = intensity(nrs, "nrs")?.map(|it| it.get());
    playing.with(|run| {
        *(if after {
            &mut run.after
        } else {
            &mut run.before
        }) = nrs;
        run.keep(&records);
        run.view(Vec::new())
    })
}

/// Keeps what was done and puts the player away.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn player_close(records: State<'_, Records>, playing: State<'_, Playing>, id: String) {
    if playing.with(|run| run.id == id).unwrap_or(false) {
        playing.close(&records);
    }
}

impl Playing {
    fn held(&self) -> MutexGuard<'_, Option<Run>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, action: impl FnOnce(&mut Run) -> T) -> Result<T, IpcError> {
        let mut held = self.held();
        held.as_mut()
            .map(action)
            .ok_or(IpcError::of(ErrorCode::NotFound))
    }

    /// Keeps what was done so far, also when the window is closed in the middle.
    pub(crate) fn close(&self, records: &Records) {
        if let Some(mut run) = self.held().take() {
            run.player.step(&Input::Stop, now_ms());
            run.keep(records);
        }
    }
}

impl Run {
    fn step(&mut self, records: &Records, input: PlayerInput) -> PlayerView {
        let before = (self.player.slot(), self.player.standing());
        let cues = match self.input(input) {
            Some(input) => self.player.step(&input, now_ms()),
            None => Vec::new(),
        };
        // Whatever ends here is kept here: a program that is killed loses the exercise that was on, and no more.
        if (self.player.slot(), self.player.standing()) != before {
            self.keep(records);
        }
        self.view(cues)
    }

    fn input(&self, input: PlayerInput) -> Option<Input> {
        Some(match input {
            PlayerInput::Tick => Input::Tick,
            PlayerInput::Pause => Input::Pause,
            PlayerInput::Resume => Input::Resume,
            PlayerInput::Skip => Input::Skip,
            PlayerInput::Back => Input::Back,
            PlayerInput::Hurts => Input::Hurts,
            PlayerInput::Stop => Input::Stop,
            PlayerInput::Easier => Input::Change(self.other(|it| it.easier.as_deref())?),
            PlayerInput::Harder => Input::Change(self.other(|it| it.harder.as_deref())?),
        })
    }

    fn on(&self) -> Option<(&'static Exercise, &'static Form)> {
        let Slot::Exercise(set) = self.player.slots().get(self.player.slot())? else {
            return None;
        };
        let exercise = knowledge::bundle().exercise(&set.exercise)?;
        Some((exercise, exercise.form(&set.form)?))
    }

    fn other(&self, which: fn(&Form) -> Option<&str>) -> Option<Set> {
        let (exercise, form) = self.on()?;
        let other = exercise.form(which(form)?)?;
        let Some(Slot::Exercise(now)) = self.player.slots().get(self.player.slot()) else {
            return None;
        };
        Some(Set {
            only: now.only.filter(|_| other.dose.each_side),
            note: now.note.clone(),
            ..Set::of(exercise, other)
        })
    }

    fn keep(&mut self, records: &Records) {
        let form = SessionForm {
            routine: self.routine.clone(),
            stage: self.stage,
            active_s: u32::try_from(self.player.active_ms() / 1_000).unwrap_or(u32::MAX),
            finished: self.player.finished(),
            did: self.player.did(),
            pain_before: scale(self.before),
            pain_after: scale(self.after),
        };
        let kept = records.write_record(|tx| sessions::keep(tx, &self.id, &form, clock::now()));
        self.unkept = match kept {
            Ok(_) => None,
            // Nothing was done yet, so there is nothing to keep.
            Err(error) if error.field.as_deref() == Some("did") => None,
            Err(error) => Some(error.code),
        };
    }

    fn view(&self, cues: Vec<Cue>) -> PlayerView {
        let player = &self.player;
        let beat = player.beat();
        let slot = player.slots().get(player.slot());
        let (sets, reps) = match slot {
            Some(Slot::Exercise(set)) => (set.sets(), set.reps().unwrap_or(0)),
            _ => (1, 0),
        };
        let on = self.on();
        let named = |which: fn(&Form) -> Option<&str>| {
            let (exercise, form) = on?;
            let other = exercise.form(which(form)?)?;
            let title = other.title.clone();
            Some(OtherFormView { title })
        };
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let did = player.did();
        PlayerView {
            id: self.id.clone(),
            title: self.title.clone(),
            standing: standing_view(player.standing()),
            begun: player.active_ms() > 0 || did.iter().any(|it| it.done > 0),
            finished: player.finished(),
            phase: beat.map_or(PhaseView::Open, |it| phase_view(it.phase)),
            side: beat.and_then(|it| it.side).map(|side| match side {
                Side::Left => WorkingSideView::Left,
                Side::Right => WorkingSideView::Right,
            }),
            part: count(player.slot() + 1),
            parts: count(player.slots().len()),
            set: beat.map_or(1, |it| it.set),
            sets,
            rep: beat.map_or(0, |it| it.rep),
            reps,
            exercise: on.map(|it| it.0.slug.clone()),
            form: on.map(|it| it.1.id.clone()),
            name: slot.map(name).unwrap_or_default(),
            note: match slot {
                Some(Slot::Exercise(set)) => set.note.clone(),
                _ => None,
            },
            easier: named(|it| it.easier.as_deref()),
            harder: named(|it| it.harder.as_deref()),
            next: player.slots().get(player.slot() + 1).map(name),
            left_ms: ms(player.left_ms()),
            beat_ms: ms(beat.map_or(0, |it| it.length_ms)),
            all_left_ms: ms(player.all_left_ms()),
            total_ms: ms(player.total_ms()),
            active_ms: ms(player.active_ms()),
            pain_before: self.before,
            pain_after: self.after,
            worked: did.iter().any(|it| it.done > 0 || it.hurt),
            unkept: self.unkept,
            cues: cues.into_iter().map(cue_view).collect(),
        }
    }
}

fn standing_view(standing: Standing) -> StandingView {
    match standing {
        Standing::Running => StandingView::Running,
        Standing::Paused => StandingView::Paused,
        Standing::Slept => StandingView::Slept,
        Standing::Hurt => StandingView::Hurt,
        Standing::Over => StandingView::Over,
    }
}

fn phase_view(phase: Phase) -> PhaseView {
    match phase {
        Phase::Ready => PhaseView::Ready,
        Phase::Repeat => PhaseView::Repeat,
        Phase::Hold => PhaseView::Hold,
        Phase::Change => PhaseView::Change,
        Phase::Rest => PhaseView::Rest,
        Phase::Open => PhaseView::Open,
    }
}

fn cue_view(cue: Cue) -> CueView {
    match cue {
        Cue::Ready => CueView::Ready,
        Cue::Go => CueView::Go,
        Cue::Rep(number) => CueView::Rep(number),
        Cue::Half => CueView::Half,
        Cue::Last(number) => CueView::Last(number),
        Cue::Change => CueView::Change,
        Cue::Rest => CueView::Rest,
        Cue::Open => CueView::Open,
        Cue::Over => CueView::Over,
    }
}

/// A number that was on the scale when it came in.
fn scale(nrs: Option<u8>) -> Option<backstride_core::diary::Intensity> {
    intensity(nrs.map(f64::from), "nrs").ok().flatten()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a routine of hours is far below what a double holds exactly"
)]
fn ms(ms: u64) -> f64 {
    ms as f64
}

/// The clock that runs on while the computer sleeps, so that a sleep can be told from a pause.
fn now_ms() -> u64 {
    u64::try_from(clock::read().boot_ms).unwrap_or_default()
}

pub(super) fn today(conn: &Connection) -> backstride_core::Result<NaiveDate> {
    Ok(When::today(clock::now(), settings::day_ends_at(conn)?))
}

pub(super) fn back(today: NaiveDate) -> NaiveDate {
    today
        .checked_sub_days(Days::new(LOOK_BACK_DAYS))
        .unwrap_or(today)
}

/// The programmes that are played; the walking plan has a room of its own.
pub(super) fn routines() -> impl Iterator<Item = &'static Programme> {
    let mut all: Vec<&Programme> = knowledge::bundle().programmes.iter().collect();
    all.sort_by(|a, b| a.code.cmp(&b.code));
    all.into_iter().filter(|it| it.walking.is_none())
}

/// The stage of a programme that can be begun now without a question, from 1: one that is due today before any other.
pub(super) fn due_now(conn: &Connection, slug: &str) -> backstride_core::Result<Option<u16>> {
    let Some(programme) = routines().find(|it| it.slug == slug) else {
        return Ok(None);
    };
    let (person, today) = (sessions::person(conn)?, today(conn)?);
    if suits::offered(programme, &person).is_err() {
        return Ok(None);
    }
    let done = of(&sessions::since(conn, back(today))?, programme);
    let lights = &knowledge::bundle().universal.lights;
    let standing = due::standing(programme, lights, &done, today);
    let mut ready = Vec::new();
    for due in &standing.stages {
        if let Some(stage) = programme.stages.get(due.stage)
            && suits::ready(stage, &person, leg(conn, stage, today)?, false).is_ok()
        {
            ready.push(due);
        }
    }
    let first = ready.iter().find(|it| it.today).or(ready.first());
    Ok(first.and_then(|it| u16::try_from(it.stage + 1).ok()))
}

fn of(all: &[Session], programme: &Programme) -> Vec<Session> {
    let mine = all.iter().filter(|it| it.routine == programme.slug);
    mine.cloned().collect()
}

/// A stage of a programme that is played, with its number.
pub(super) fn part_of_programme(
    programme: &str,
    stage: u16,
) -> Option<(&'static Programme, &'static Stage, u16)> {
    let programme = routines().find(|it| it.slug == programme)?;
    let index = usize::from(stage).checked_sub(1)?;
    Some((programme, programme.stages.get(index)?, stage))
}

/// What a session was of, in words: a programme, an exercise, or a routine of the person's own.
pub(super) fn named(conn: &Connection, routine: &str) -> backstride_core::Result<String> {
    let bundle = knowledge::bundle();
    if let Some(programme) = bundle.programme(routine) {
        return Ok(programme.title.clone());
    }
    if let Some(exercise) = bundle.exercise(routine) {
        return Ok(exercise.title.clone());
    }
    match record::find::<OwnRoutine>(conn, routine) {
        Ok(own) => Ok(own.name.as_str().to_owned()),
        // Something that a later version no longer has keeps its name.
        Err(Error::NotFound) => Ok(routine.to_owned()),
        Err(error) => Err(error),
    }
}

/// The strongest pain in a leg of the days that a stage asks about.
fn leg(conn: &Connection, stage: &Stage, today: NaiveDate) -> backstride_core::Result<Option<u8>> {
    let Some(calm) = stage.ready else {
        return Ok(None);
    };
    let days = Days::new(u64::from(calm.days).saturating_sub(1));
    sessions::leg_pain(conn, today.checked_sub_days(days).unwrap_or(today))
}

/// What stands against something, as the wire says it.
pub(super) fn why_views(why: &[Why]) -> Vec<WhyView> {
    why.iter()
        .map(|why| match why {
            Why::Pattern(pattern) => WhyView::Pattern(super::exercises::name(*pattern)),
            Why::Flag(flag) => WhyView::Flag(Flag::into(*flag)),
        })
        .collect()
}

/// What is left out of a routine, as the wire says it.
pub(super) fn left_out(made: &suits::Routine) -> Vec<LeftOutView> {
    made.left_out
        .iter()
        .map(|it| LeftOutView {
            title: title(&it.exercise),
            why: why_views(&it.why),
            instead: it.instead.as_deref().map(title),
        })
        .collect()
}

/// A stage as the person does it today.
pub(super) fn routine_made(
    programme: &Programme,
    stage: &Stage,
    number: u16,
    person: &Person,
    done: &[Session],
    today: NaiveDate,
) -> suits::Routine {
    let bundle = knowledge::bundle();
    let standing = due::standing(programme, &bundle.universal.lights, done, today);
    let turn = done.iter().filter(|it| it.stage == Some(number)).count();
    suits::routine(stage, &bundle.exercises, person, turn, &standing.eased)
}

fn name(slot: &Slot) -> String {
    match slot {
        Slot::Exercise(set) => title(&set.exercise),
        Slot::Words(words) => words.clone(),
    }
}

pub(super) fn title(slug: &str) -> String {
    let exercise = knowledge::bundle().exercise(slug);
    exercise.map_or_else(String::new, |it| it.title.clone())
}

fn flags_view(conn: &Connection, person: &Person) -> backstride_core::Result<FlagsView> {
    Ok(FlagsView {
        told: each(sessions::flags(conn)?),
        all: each(person.flags.clone()),
    })
}

fn programme_view(
    conn: &Connection,
    programme: &Programme,
    person: &Person,
    all: &[Session],
    today: NaiveDate,
) -> backstride_core::Result<ProgrammeView> {
    let done = of(all, programme);
    let standing = due::standing(
        programme,
        &knowledge::bundle().universal.lights,
        &done,
        today,
    );
    let first = programme.stages.first();
    Ok(ProgrammeView {
        slug: programme.slug.clone(),
        title: programme.title.clone(),
        purpose: programme.purpose.clone(),
        label: programme.label.clone(),
        refused: suits::offered(programme, person).err().map(|it| match it {
            Refused::Check => RefusedView::Check,
            Refused::Pattern => RefusedView::Pattern,
            Refused::LegPain => RefusedView::LegPain,
            Refused::Clinician => RefusedView::Clinician,
        }),
        conditions: suits::conditions(programme, person)
            .into_iter()
            .map(super::exercises::name)
            .collect(),
        begun: standing.begun.is_some(),
        number: standing.number,
        counts_days: first.is_some_and(|it| it.unit == backstride_content::programmes::Unit::Day),
        weeks: programme.weeks.map(|it| it[1]),
        over: standing.over,
        afterwards: programme.afterwards.clone(),
        see_somebody: programme
            .see_somebody
            .iter()
            .map(|it| it.text.clone())
            .collect(),
        stages: standing
            .stages
            .iter()
            .filter_map(|it| stage_view(conn, programme, it, person, &done, today).transpose())
            .collect::<backstride_core::Result<_>>()?,
    })
}

fn stage_view(
    conn: &Connection,
    programme: &Programme,
    due: &due::Due,
    person: &Person,
    done: &[Session],
    today: NaiveDate,
) -> backstride_core::Result<Option<StageView>> {
    let (Some(stage), Ok(number)) = (
        programme.stages.get(due.stage),
        u16::try_from(due.stage + 1),
    ) else {
        return Ok(None);
    };
    let made = routine_made(programme, stage, number, person, done, today);
    let leg = leg(conn, stage, today)?;
    let too_strong = suits::ready(stage, person, leg, true).is_err();
    Ok(Some(StageView {
        number,
        title: stage.title.clone(),
        note: stage.note.clone(),
        times: stage.often.times,
        per: super::exercises::name(stage.often.per),
        done: due.done,
        today: due.today && !too_strong,
        waits: stage.ready.map(|it| WaitsView {
            under: it.leg_pain_under,
            days: it.days,
            too_strong,
        }),
        seconds: own::seconds(&made.slots),
        parts: made
            .slots
            .iter()
            .map(|slot| match slot {
                Slot::Exercise(set) => PartView {
                    title: name(slot),
                    slug: Some(set.exercise.clone()),
                    form: knowledge::bundle()
                        .exercise(&set.exercise)
                        .and_then(|it| it.form(&set.form))
                        .map(|it| it.title.clone()),
                    note: set.note.clone(),
                    times_a_day: set.times_a_day,
                },
                Slot::Words(_) => PartView {
                    title: name(slot),
                    slug: None,
                    form: None,
                    note: None,
                    times_a_day: None,
                },
            })
            .collect(),
        left_out: left_out(&made),
    }))
}
