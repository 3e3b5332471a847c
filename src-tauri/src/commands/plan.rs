//! The walking plan over the wire.

use backstride_agent::clock;
use backstride_core::plan::{self, CheckIn, CheckInForm, Plan, Review, Stage, UnderWay, Walking};
use backstride_core::record::{Kind, When, whole as whole_between};
use backstride_core::settings;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tauri::State;

use super::record::{TraceView, new_id, note, note_text};
use super::words::{HardDaysView, InTheWayView, PlanStepView, ProgressView, each};
use crate::ipc_error::IpcError;
use crate::knowledge;
use crate::records::Records;

/// The last week a request may name; far beyond any life of a plan.
const WEEK_MOST: u32 = 5200;

/// A plan as it is stored.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanRecordView {
    id: String,
    start_min: Option<u16>,
    /// `YYYY-MM-DD`
    ended_on: Option<String>,
    #[serde(flatten)]
    trace: TraceView,
}

impl PlanRecordView {
    pub(crate) fn of(conn: &Connection, plan: Plan) -> backstride_core::Result<Self> {
        Ok(Self {
            trace: TraceView::of(conn, Kind::Plan, &plan.id, plan.deleted_at_ms)?,
            id: plan.id,
            start_min: plan.start_min,
            ended_on: plan.ended_on.map(|date| date.to_string()),
        })
    }
}

/// What was said about a week, as it is stored.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanReviewView {
    id: String,
    week: u16,
    hard_days: HardDaysView,
    new_pain: bool,
    #[serde(flatten)]
    trace: TraceView,
}

impl PlanReviewView {
    pub(crate) fn of(conn: &Connection, review: Review) -> backstride_core::Result<Self> {
        Ok(Self {
            trace: TraceView::of(conn, Kind::PlanReview, &review.id, review.deleted_at_ms)?,
            id: review.id,
            week: review.week,
            hard_days: review.hard_days.into(),
            new_pain: review.new_pain,
        })
    }
}

/// A check-in as it is stored.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanCheckInView {
    id: String,
    week: u16,
    progress: Option<ProgressView>,
    in_the_way: Vec<InTheWayView>,
    if_it_returns: Option<String>,
    #[serde(flatten)]
    trace: TraceView,
}

impl PlanCheckInView {
    pub(crate) fn of(conn: &Connection, kept: CheckIn) -> backstride_core::Result<Self> {
        Ok(Self {
            trace: TraceView::of(conn, Kind::PlanCheckIn, &kept.id, kept.deleted_at_ms)?,
            id: kept.id,
            week: kept.week,
            progress: kept.progress.map(Into::into),
            in_the_way: each(kept.in_the_way),
            if_it_returns: note_text(kept.if_it_returns),
        })
    }
}

/// What one week asks for.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanWeekView {
    number: u16,
    minutes: u16,
    days: u16,
    total_min: u16,
}

impl PlanWeekView {
    fn of(number: u16, target: plan::Target) -> Self {
        Self {
            number,
            minutes: target.minutes,
            days: target.days,
            total_min: target.total_min(),
        }
    }
}

/// A walk that helps to find the start.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FoundWalkView {
    /// `YYYY-MM-DD`
    date: String,
    minutes: u16,
}

/// The question about the week that is over.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WeekOverView {
    week: PlanWeekView,
    walked_days: u16,
    /// Days with strong pain in the diary.
    strong_days: u16,
    /// What was said; null = nothing yet.
    said: Option<PlanReviewView>,
}

/// A plan under way.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UnderWayView {
    week: PlanWeekView,
    step: PlanStepView,
    /// What the week before asked for.
    before: Option<PlanWeekView>,
    walked_days: u16,
    walked_min: u32,
    /// `YYYY-MM-DD`; null = this week's walks are done.
    next_walk: Option<String>,
    /// The first day of the next week, `YYYY-MM-DD`.
    next_week: String,
    /// The last finished week; null in the first one.
    over: Option<WeekOverView>,
    check_in_due: Option<u16>,
    brisk: bool,
    beyond: bool,
    with_rests: bool,
    check_ins: Vec<PlanCheckInView>,
}

/// Where the plan stands.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(tag = "kind", content = "is", rename_all = "snake_case")]
pub(crate) enum PlanStageView {
    /// There is none.
    None,
    /// The start is being found.
    Finding(FindingView),
    /// It is under way.
    UnderWay(UnderWayView),
    /// So long without a walk that the start has to be found anew.
    Anew(AnewView),
}

/// The walks that find the start.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FindingView {
    walks: Vec<FoundWalkView>,
    start_min: Option<u16>,
}

/// A gap after which the start has to be found anew.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AnewView {
    gap_weeks: u16,
}

/// The shipped numbers that the words of the screen name.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanNumbersView {
    walks: u16,
    percent: u16,
    strong_pain: u16,
    goal_min: u16,
    goal_days: u16,
    weeks: u16,
    brisk_after_week: u16,
    bouts: [u16; 2],
    bout_ends_at: [u16; 2],
    repeat_every: u16,
}

impl PlanNumbersView {
    fn of(numbers: &Walking) -> Self {
        Self {
            walks: numbers.baseline_walks,
            percent: numbers.baseline_percent,
            strong_pain: numbers.strong_pain,
            goal_min: numbers.goal[0],
            goal_days: numbers.goal[1],
            weeks: numbers.weeks,
            brisk_after_week: numbers.brisk_after_week,
            bouts: numbers.bouts,
            bout_ends_at: numbers.bout_ends_at,
            repeat_every: numbers.repeat_every,
        }
    }
}

/// All there is to say about the walking plan.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanView {
    /// The last symptom check says that something comes before exercise.
    held: bool,
    /// Whether walks in parts suit what the last check found.
    rests_suit: bool,
    /// Whether the person has to say first that the pain in the leg is low.
    leg: bool,
    id: Option<String>,
    stage: PlanStageView,
    /// The weeks if every one goes well; empty until the start is known.
    forecast: Vec<PlanWeekView>,
    numbers: PlanNumbersView,
}

impl PlanView {
    pub(crate) fn of(conn: &Connection) -> backstride_core::Result<Self> {
        let numbers = knowledge::walking();
        let today = When::today(clock::now(), settings::day_ends_at(conn)?);
        let seen = plan::overview(conn, numbers, today)?;
        let with_rests = seen.plan.as_ref().is_some_and(|it| it.with_rests);
        let start_min = match &seen.stage {
            Stage::Finding { start_min, .. } => *start_min,
            _ => seen.plan.as_ref().and_then(|it| it.start_min),
        };
        let forecast = start_min.map(|it| plan::course::forecast(numbers, it, with_rests));
        Ok(Self {
            held: seen.held,
            rests_suit: seen.rests_suit,
            leg: seen.leg,
            id: seen.plan.as_ref().map(|it| it.id.clone()),
            stage: match seen.stage {
                Stage::None => PlanStageView::None,
                Stage::Finding { walks, start_min } => PlanStageView::Finding(FindingView {
                    walks: walks
                        .iter()
                        .map(|it| FoundWalkView {
                            date: it.date.to_string(),
                            minutes: it.minutes,
                        })
                        .collect(),
                    start_min,
                }),
                Stage::Anew { gap_weeks } => PlanStageView::Anew(AnewView { gap_weeks }),
                Stage::UnderWay(it) => {
                    PlanStageView::UnderWay(under_way(conn, it, seen.check_ins, with_rests)?)
                }
            },
            forecast: (1..)
                .zip(forecast.unwrap_or_default())
                .map(|(number, week)| PlanWeekView::of(number, week.target))
                .collect(),
            numbers: PlanNumbersView::of(numbers),
        })
    }
}

fn under_way(
    conn: &Connection,
    it: UnderWay,
    check_ins: Vec<CheckIn>,
    with_rests: bool,
) -> backstride_core::Result<UnderWayView> {
    let mut weeks = it.weeks.into_iter().rev();
    let present = weeks.next().ok_or(backstride_core::Error::NotFound)?;
    let over = weeks.next();
    Ok(UnderWayView {
        week: PlanWeekView::of(present.number, present.week.target),
        step: present.week.step.into(),
        before: over
            .as_ref()
            .map(|it| PlanWeekView::of(it.number, it.week.target)),
        walked_days: present.walked_days,
        walked_min: present.walked_min,
        next_walk: it.next_walk.map(|date| date.to_string()),
        next_week: (present.from + chrono::Days::new(7)).to_string(),
        over: over
            .map(|it| {
                Ok::<_, backstride_core::Error>(WeekOverView {
                    week: PlanWeekView::of(it.number, it.week.target),
                    walked_days: it.walked_days,
                    strong_days: it.strong_days,
                    said: it
                        .said
                        .map(|said| PlanReviewView::of(conn, said))
                        .transpose()?,
                })
            })
            .transpose()?,
        check_in_due: it.check_in_due,
        brisk: it.brisk,
        beyond: it.beyond,
        with_rests,
        check_ins: check_ins
            .into_iter()
            .map(|it| PlanCheckInView::of(conn, it))
            .collect::<backstride_core::Result<_>>()?,
    })
}

/// How week 1 is begun.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PlanStartRequest {
    with_rests: bool,
    /// Only asked for where the last check found pain of the nerve kind in a leg.
    leg_pain_is_low: bool,
}

/// How the week that is over was.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PlanReviewRequest {
    #[specta(type = specta_typescript::Number)]
    week: f64,
    hard_days: HardDaysView,
    new_pain: bool,
}

/// What a check-in says.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PlanCheckInRequest {
    #[specta(type = specta_typescript::Number)]
    week: f64,
    progress: Option<ProgressView>,
    in_the_way: Vec<InTheWayView>,
    if_it_returns: Option<String>,
}

/// Where the walking plan stands.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn plan_view(records: State<'_, Records>) -> Result<PlanView, IpcError> {
    records.read(PlanView::of)
}

/// Begins a plan: walks from now on find its start.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn plan_begin(records: State<'_, Records>) -> Result<PlanRecordView, IpcError> {
    let kept = records
        .write_record(|tx| plan::begin(tx, knowledge::walking(), &new_id(), clock::now()))?;
    records.read(|conn| PlanRecordView::of(conn, kept))
}

/// Begins week 1 today.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn plan_start(
    records: State<'_, Records>,
    input: PlanStartRequest,
) -> Result<PlanRecordView, IpcError> {
    let kept = records.write_record(|tx| {
        let numbers = knowledge::walking();
        plan::start(
            tx,
            numbers,
            input.with_rests,
            input.leg_pain_is_low,
            clock::now(),
        )
    })?;
    records.read(|conn| PlanRecordView::of(conn, kept))
}

/// Stops the plan.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn plan_stop(
    records: State<'_, Records>,
    id: String,
) -> Result<PlanRecordView, IpcError> {
    let kept = records.write_record(|tx| plan::stop(tx, &id, clock::now()))?;
    records.read(|conn| PlanRecordView::of(conn, kept))
}

/// Says how the week that is over was.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn plan_review(
    records: State<'_, Records>,
    input: PlanReviewRequest,
) -> Result<PlanReviewView, IpcError> {
    let week = whole_between(input.week, 1, WEEK_MOST, "week")?;
    let hard = input.hard_days.into();
    let kept = records.write_record(|tx| {
        let (numbers, now) = (knowledge::walking(), clock::now());
        plan::review(tx, numbers, &new_id(), week, hard, input.new_pain, now)
    })?;
    records.read(|conn| PlanReviewView::of(conn, kept))
}

/// Keeps a check-in.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn plan_check_in(
    records: State<'_, Records>,
    input: PlanCheckInRequest,
) -> Result<PlanCheckInView, IpcError> {
    let form = CheckInForm {
        week: whole_between(input.week, 0, WEEK_MOST, "week")?,
        progress: input.progress.map(Into::into),
        in_the_way: each(input.in_the_way),
        if_it_returns: note(input.if_it_returns.as_deref())?,
    };
    let kept = records.write_record(|tx| {
        plan::check_in(tx, knowledge::walking(), &new_id(), &form, clock::now())
    })?;
    records.read(|conn| PlanCheckInView::of(conn, kept))
}
