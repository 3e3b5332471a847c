//! The start: everything the first screen shows in one answer, and the sign that it may be seen.
//!
//! Each question over the wire costs some milliseconds, and a start is a chain of them; so there is one.

use backstride_agent::clock;
use backstride_core::record::When;
use backstride_core::settings;
use chrono::Days;
use serde::Serialize;
use tauri::{AppHandle, State};

use super::app::{self, AppStateView};
use super::charts::{self, ChartRequest, ChartView, RangeView};
use super::checks;
use super::diary::{self, DiaryListRequest, DiaryPageView};
use super::exercises::{self, ExerciseCardView};
use super::guides::{self, GuideCardView};
use super::insights::{self, DayFiguresView, StretchRequest, SuggestionView, SummaryView};
use super::plan::{self, PlanView};
use super::reminders::{self, DueItemView, ReminderView};
use super::walks::{self, WalkView};
use super::words::ReaskView;
use crate::records::Records;
use crate::wiring;

/// The last walk, if there is one.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LastWalkView {
    walk: Option<WalkView>,
}

/// Whether the questions on the body's functions are due again.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReaskAnswerView {
    reask: Option<ReaskView>,
}

/// Everything on Today. A part that could not be read is `null`; the page then asks for it by itself and says why not.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TodayView {
    newest: Option<DiaryPageView>,
    /// The last seven days.
    week: Option<Vec<DayFiguresView>>,
    last_walk: Option<LastWalkView>,
    summary: Option<SummaryView>,
    reask: Option<ReaskAnswerView>,
    suggestions: Option<Vec<SuggestionView>>,
    /// The last four weeks, as wide as asked.
    chart: Option<ChartView>,
    /// The walking plan, and the next walk of it.
    plan: Option<PlanView>,
    rules: Option<Vec<ReminderView>>,
    due: Option<Vec<DueItemView>>,
    exercises: Vec<ExerciseCardView>,
    guides: Vec<GuideCardView>,
}

/// The first answer.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StartView {
    app: AppStateView,
    /// `null` when the first screen is another one.
    today: Option<TodayView>,
}

/// How the program stands, and what Today shows if its chart's width says that Today is the first screen.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn start_view(records: State<'_, Records>, chart_px: Option<f64>) -> StartView {
    let app = app::state(&records);
    let today = chart_px.map(|chart_px| today(&records, chart_px));
    StartView { app, today }
}

/// Shows the window, now that its first screen is complete.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn start_show(app: AppHandle) {
    wiring::show(&app);
}

fn today(records: &State<'_, Records>, chart_px: f64) -> TodayView {
    let chart = ChartRequest::Trend {
        range: RangeView::FourWeeks,
    };
    let stretch = week(records);
    let date = stretch.as_ref().map(|it| it.to.clone());
    TodayView {
        newest: diary::diary_list(
            records.clone(),
            DiaryListRequest {
                limit: 1,
                before_id: None,
            },
        )
        .ok(),
        week: stretch.and_then(|it| insights::insights_days(records.clone(), it).ok()),
        last_walk: walks::walks_last(records.clone())
            .ok()
            .map(|walk| LastWalkView { walk }),
        summary: insights::insights_summary(records.clone()).ok(),
        reask: checks::checks_reask(records.clone())
            .ok()
            .map(|reask| ReaskAnswerView { reask }),
        suggestions: date.and_then(|it| insights::insights_suggest(records.clone(), it).ok()),
        chart: charts::charts_draw(records.clone(), chart, chart_px).ok(),
        plan: plan::plan_view(records.clone()).ok(),
        rules: reminders::reminders_list(records.clone()).ok(),
        due: reminders::reminders_due(records.clone()).ok(),
        exercises: exercises::exercises_list().unwrap_or_default(),
        guides: guides::guides_list().unwrap_or_default(),
    }
}

/// The last seven days of the diary.
fn week(records: &State<'_, Records>) -> Option<StretchRequest> {
    let to = records
        .read(|conn| Ok(When::today(clock::now(), settings::day_ends_at(conn)?)))
        .ok()?;
    let from = to.checked_sub_days(Days::new(6))?;
    Some(StretchRequest {
        from: from.to_string(),
        to: to.to_string(),
    })
}
