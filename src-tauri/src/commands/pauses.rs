//! Pauses, quiet hours, the days ahead, what became of reminders, and the start with the session.

use std::collections::BTreeMap;

use backstride_agent::autostart::{self, Autostart};
use backstride_agent::clock;
use backstride_core::Moment;
use backstride_core::reminders::{self, Days, Planned, Quiet, Reason, Shift, Span, Until};
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use tauri::State;

use super::reminders::{bits, civil, wake, weekdays};
use crate::ipc_error::{ErrorCode, IpcError};
use crate::records::Records;

/// The hour at which a pause until a day ends on that day.
const MORNING_HOUR: u32 = 7;

/// How many days ahead are shown.
const AHEAD_DAYS: u32 = 7;

/// The hours in which nothing is shown.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct QuietHours {
    /// `HH:MM`
    from: String,
    /// `HH:MM`; before `from` it is on the next day.
    to: String,
    /// The weekdays they begin on, Monday to Sunday.
    days: Vec<bool>,
}

/// How long a pause shall be; exactly one of both.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PauseRequest {
    minutes: Option<u32>,
    /// Until the morning of this day, `YYYY-MM-DD`.
    until: Option<String>,
}

/// What holds for all reminders.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReminderSettingsView {
    quiet: Option<QuietHours>,
    /// The most cards a day; `null` = as many as there are.
    cap: Option<u32>,
    /// `YYYY-MM-DDTHH:MM`, while there is a pause.
    paused_until: Option<String>,
    autostart: AutostartView,
    /// The built-in table knows other rules of this computer's zone than the computer does.
    zone_differs: bool,
}

/// Whether reminders start with the session.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AutostartView {
    /// They do.
    On,
    /// They start with the window.
    Off,
    /// This computer, or this copy of the program, cannot do it.
    Unavailable,
}

/// A reminder that is to come.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlannedView {
    reminder: String,
    purpose: String,
    name: Option<String>,
    /// The date its rule says, `YYYY-MM-DD`.
    date: String,
    /// The time its rule says, `HH:MM`.
    time: String,
    /// When it comes on the person's clock, `YYYY-MM-DDTHH:MM`; `null` = it is left out.
    comes: Option<String>,
    /// Why that is another time: `clocks`, `quiet`, `paused`, `spaced`, or why it is left out.
    shift: Option<String>,
}

/// What became of the reminders of one rule.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReminderFiguresView {
    reminder: String,
    purpose: String,
    name: Option<String>,
    in_force: bool,
    planned: u32,
    shown: u32,
    done: u32,
    by_themselves: u32,
    skipped: u32,
    unanswered: u32,
    open: u32,
    listed: u32,
    satisfied: u32,
    missed: BTreeMap<String, u32>,
    /// Done of what was shown; `null` when nothing was shown.
    response_percent: Option<u32>,
}

/// What holds for all reminders.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_settings(
    records: State<'_, Records>,
) -> Result<ReminderSettingsView, IpcError> {
    settings(&records)
}

/// Keeps the quiet hours, or that there are none.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_set_quiet(
    records: State<'_, Records>,
    quiet: Option<QuietHours>,
) -> Result<ReminderSettingsView, IpcError> {
    let quiet = quiet.map(|quiet| quiet_hours(&quiet)).transpose()?;
    records.write_schedule(|tx| reminders::set_quiet(tx, quiet))?;
    wake(&records)?;
    settings(&records)
}

/// Keeps how many cards a day come at most, or that there are as many as there are.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_set_cap(
    records: State<'_, Records>,
    cap: Option<u32>,
) -> Result<ReminderSettingsView, IpcError> {
    records.write_schedule(|tx| reminders::set_cap(tx, cap))?;
    wake(&records)?;
    settings(&records)
}

/// Begins a pause, or ends it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_pause(
    records: State<'_, Records>,
    pause: Option<PauseRequest>,
) -> Result<ReminderSettingsView, IpcError> {
    let now = clock::now();
    let until = pause.map(|pause| until(&pause, now)).transpose()?;
    records.write_schedule(|tx| reminders::pause(tx, until, now, &clock::zone()))?;
    wake(&records)?;
    settings(&records)
}

/// Lets reminders start with the session, or no longer.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_set_autostart(
    records: State<'_, Records>,
    on: bool,
) -> Result<ReminderSettingsView, IpcError> {
    autostart::set(on).map_err(|_| IpcError::of(ErrorCode::Storage))?;
    settings(&records)
}

/// The next seven days as they will come.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_ahead(records: State<'_, Records>) -> Result<Vec<PlannedView>, IpcError> {
    let planned = records.read_schedule(|conn| {
        reminders::forecast(conn, clock::now(), &clock::zone(), AHEAD_DAYS)
    })?;
    Ok(planned.into_iter().map(planned_view).collect())
}

/// What became of the reminders of the last days.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_figures(
    records: State<'_, Records>,
    days: u32,
) -> Result<Vec<ReminderFiguresView>, IpcError> {
    let days = days.clamp(1, 366);
    let figures = records.read_schedule(|conn| reminders::figures(conn, clock::now(), days))?;
    Ok(figures
        .into_iter()
        .map(|it| ReminderFiguresView {
            response_percent: it.response_percent(),
            reminder: it.rule_id,
            purpose: it.purpose.word().to_owned(),
            name: it.name,
            in_force: it.in_force,
            planned: it.planned,
            shown: it.shown,
            done: it.done,
            by_themselves: it.by_themselves,
            skipped: it.skipped,
            unanswered: it.unanswered,
            open: it.open,
            listed: it.listed,
            satisfied: it.satisfied,
            missed: it.missed,
        })
        .collect())
}

/// The end of a pause until tomorrow.
pub(crate) fn until_tomorrow(now: Moment) -> Until {
    let today = reminders::diary_day_of(now.utc_ms, &clock::zone());
    morning_of(today.succ_opt().unwrap_or(today))
}

fn morning_of(date: NaiveDate) -> Until {
    let morning = NaiveTime::from_hms_opt(MORNING_HOUR, 0, 0).unwrap_or_default();
    Until::Local(date.and_time(morning))
}

fn until(pause: &PauseRequest, now: Moment) -> Result<Until, IpcError> {
    let wrong = || IpcError::from(backstride_core::Error::Invalid { field: "until" });
    match (pause.minutes, pause.until.as_deref()) {
        (Some(minutes), None) => Ok(Until::Instant(now.utc_ms + i64::from(minutes) * 60_000)),
        (None, Some(date)) => Ok(morning_of(date.parse().map_err(|_| wrong())?)),
        _ => Err(wrong()),
    }
}

fn settings(records: &Records) -> Result<ReminderSettingsView, IpcError> {
    let (now, zone) = (clock::now(), clock::zone());
    let (quiet, cap, paused) = records.read_schedule(|conn| {
        Ok((
            reminders::quiet(conn)?,
            reminders::cap(conn)?,
            reminders::paused(conn, now, &zone)?,
        ))
    })?;
    Ok(ReminderSettingsView {
        quiet: quiet.map(|quiet| QuietHours {
            from: quiet.span.from().format("%H:%M").to_string(),
            to: quiet.span.to().format("%H:%M").to_string(),
            days: weekdays(quiet.days),
        }),
        cap,
        paused_until: paused.map(|pause| {
            civil(pause.end_ms(&zone))
                .format("%Y-%m-%dT%H:%M")
                .to_string()
        }),
        autostart: match autostart::state() {
            Autostart::On => AutostartView::On,
            Autostart::Off => AutostartView::Off,
            Autostart::Unavailable => AutostartView::Unavailable,
        },
        zone_differs: reminders::table_differs(&zone, now.utc_ms.div_euclid(1000)),
    })
}

fn quiet_hours(quiet: &QuietHours) -> Result<Quiet, IpcError> {
    let time = |text: &str| {
        NaiveTime::parse_from_str(text, "%H:%M")
            .map_err(|_| IpcError::from(backstride_core::Error::Invalid { field: "hours" }))
    };
    Ok(Quiet {
        span: Span::new(time(&quiet.from)?, time(&quiet.to)?)?,
        days: Days::new(bits(&quiet.days)?)?,
    })
}

fn planned_view(planned: Planned) -> PlannedView {
    let shift = planned.shift.map(|shift| match shift {
        Shift::Clocks => "clocks",
        Shift::Quiet => "quiet",
        Shift::Paused => "paused",
        Shift::Spaced => "spaced",
        Shift::LeftOut(Reason::Quiet) => "left_out_quiet",
        Shift::LeftOut(Reason::Paused) => "left_out_paused",
        Shift::LeftOut(Reason::Cap) => "left_out_cap",
        Shift::LeftOut(_) => "left_out",
    });
    PlannedView {
        reminder: planned.rule_id,
        purpose: planned.purpose.word().to_owned(),
        name: planned.name,
        date: planned.date.to_string(),
        time: planned.time.format("%H:%M").to_string(),
        comes: planned
            .at_ms
            .map(|at_ms| civil(at_ms).format("%Y-%m-%dT%H:%M").to_string()),
        shift: shift.map(str::to_owned),
    }
}
