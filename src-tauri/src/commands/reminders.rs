//! Reminders over the wire, and keeping the companion awake while there is something to remind of.

use std::time::Duration;

use backstride_agent::nudge::{self, Nudge, Reply, Role};
use backstride_agent::{clock, launch};
use backstride_core::reminders::{self, Answer, Asking, Days, DueItem, Every, Purpose, Rule};
use backstride_core::settings::{self, Pace};
use chrono::{NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};
use tauri::State;

use crate::ipc_error::{ErrorCode, IpcError};
use crate::records::Records;

/// How long the companion may take to say how it is; a person waits for the answer.
const ANSWER_WAIT: Duration = Duration::from_millis(500);

/// What a reminder shall be.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SaveReminderRequest {
    /// `null` makes a new one.
    id: Option<String>,
    /// `HH:MM` on the person's clock.
    time: String,
    /// Monday to Sunday.
    days: Vec<bool>,
    enabled: bool,
}

/// What somebody says to a reminder.
#[derive(Debug, Clone, Copy, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AnswerKind {
    /// It is done.
    Done,
    /// Later.
    Snooze,
    /// Not this time.
    Skip,
}

/// An answer and what it answers.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct AnswerRequest {
    occurrence: String,
    answer: AnswerKind,
    /// 5, 10 or 30; only with `snooze`.
    minutes: Option<u32>,
}

/// A reminder.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReminderView {
    id: String,
    purpose: String,
    /// `HH:MM`
    time: String,
    /// Monday to Sunday.
    days: Vec<bool>,
    enabled: bool,
    /// When it comes next, `YYYY-MM-DDTHH:MM` on the person's clock.
    next: Option<String>,
}

/// An occurrence of the last seven days.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DueItemView {
    occurrence: String,
    reminder: String,
    purpose: String,
    /// `YYYY-MM-DD`
    date: String,
    /// `HH:MM`
    time: String,
    state: String,
    /// Why it was not shown.
    reason: Option<String>,
    /// `HH:MM`
    snoozed_until: Option<String>,
}

/// How the companion is.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CompanionView {
    running: bool,
    notifier: NotifierView,
    tray: bool,
}

/// Whether notifications reach the person.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NotifierView {
    /// They do, with buttons.
    Ok,
    /// Nothing shows them.
    Missing,
    /// They do, without buttons.
    NoActions,
    /// Nobody knows yet.
    Unknown,
}

/// Every reminder.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_list(records: State<'_, Records>) -> Result<Vec<ReminderView>, IpcError> {
    let (rules, asking) =
        records.read_schedule(|conn| Ok((reminders::rules(conn)?, reminders::asking(conn)?)))?;
    Ok(rules.into_iter().map(|rule| view(rule, asking)).collect())
}

/// Keeps a reminder and sees to it that somebody runs it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_save(
    records: State<'_, Records>,
    input: SaveReminderRequest,
) -> Result<ReminderView, IpcError> {
    let rule = rule(input)?;
    let kept = records.write_schedule(|tx| reminders::save_rule(tx, &rule, clock::now()))?;
    tell_pace(&records)?;
    wake(&records)?;
    Ok(view(kept, records.read_schedule(reminders::asking)?))
}

/// Takes a reminder out of force.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_delete(records: State<'_, Records>, id: String) -> Result<(), IpcError> {
    records.write_schedule(|tx| reminders::delete_rule(tx, &id, clock::now()))?;
    wake(&records)
}

/// What was due in the last seven days.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_due(records: State<'_, Records>) -> Result<Vec<DueItemView>, IpcError> {
    let items = records.read_schedule(|conn| reminders::due(conn, clock::now()))?;
    Ok(items.into_iter().map(due_view).collect())
}

/// Keeps an answer.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_answer(
    records: State<'_, Records>,
    input: AnswerRequest,
) -> Result<DueItemView, IpcError> {
    let answer = answer(&input)?;
    let item = records
        .write_schedule(|tx| reminders::answer(tx, &input.occurrence, answer, clock::now()))?;
    // The answer is kept; a companion that cannot be reached finds it at its next look.
    let _ = wake(&records);
    Ok(due_view(item))
}

/// How the companion is.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_companion(records: State<'_, Records>) -> CompanionView {
    match nudge::send(records.profile(), Role::Agent, &Nudge::Status, ANSWER_WAIT) {
        Ok(Reply::Status(status)) => CompanionView {
            running: true,
            notifier: match status.notifier {
                nudge::NotifierState::Ok => NotifierView::Ok,
                nudge::NotifierState::Missing => NotifierView::Missing,
                nudge::NotifierState::NoActions => NotifierView::NoActions,
                nudge::NotifierState::Unknown => NotifierView::Unknown,
            },
            tray: status.tray,
        },
        _ => CompanionView {
            running: false,
            notifier: NotifierView::Unknown,
            tray: false,
        },
    }
}

/// Starts the companion with the program, in case the last one ended with the session.
pub(crate) fn wake_companion(records: &Records) {
    // A person who never made a reminder has no schedule, and none is made for looking.
    if backstride_core::db::exists(&records.profile().dir, backstride_core::db::File::Schedule) {
        // What fails here is shown in the room of reminders, where something can be done about it.
        let _ = tell_pace(records);
        let _ = wake(records);
    }
}

/// Writes down for the companion how often the diary asks and until when it rests; the choice itself is the diary's.
///
/// A diary that cannot be read says nothing, and what the companion knows stays.
pub(crate) fn tell_pace(records: &Records) -> Result<(), IpcError> {
    if !backstride_core::db::exists(&records.profile().dir, backstride_core::db::File::Schedule) {
        // Without a reminder nobody has to know it; the first one brings the file, and this with it.
        return Ok(());
    }
    let Ok(chosen) = records.read(settings::read) else {
        return Ok(());
    };
    let asking = Asking {
        every: match chosen.pace {
            Pace::Daily => Every::Day,
            Pace::Weekly => Every::Week,
            Pace::Monthly => Every::Month,
        },
        rests_until: chosen.paused_until,
    };
    let known = records.read_schedule(reminders::asking)?;
    if known != asking {
        records.write_schedule(|tx| reminders::ask(tx, asking, clock::now()))?;
        wake(records)?;
    }
    Ok(())
}

/// Tells a running companion to look again, or starts one when a reminder is switched on.
fn wake(records: &Records) -> Result<(), IpcError> {
    let profile = records.profile();
    if nudge::send(profile, Role::Agent, &Nudge::ReRead, ANSWER_WAIT).is_ok() {
        return Ok(());
    }
    let wanted = records
        .read_schedule(reminders::rules)?
        .iter()
        .any(|rule| rule.enabled);
    if wanted {
        launch::ensure_running(profile).map_err(|_| IpcError::of(ErrorCode::Companion))?;
    }
    Ok(())
}

fn rule(input: SaveReminderRequest) -> Result<Rule, IpcError> {
    let time = NaiveTime::parse_from_str(&input.time, "%H:%M")
        .map_err(|_| IpcError::from(backstride_core::Error::Invalid { field: "times" }))?;
    let [_, _, _, _, _, _, _] = input.days[..] else {
        return Err(backstride_core::Error::Invalid { field: "days" }.into());
    };
    let bits = input
        .days
        .iter()
        .enumerate()
        .fold(0, |bits, (day, chosen)| bits | (u8::from(*chosen) << day));
    Ok(Rule {
        id: input.id.unwrap_or_else(|| uuid::Uuid::now_v7().to_string()),
        purpose: Purpose::DiaryCheck,
        name: None,
        times: vec![time],
        days: Days::new(bits)?,
        enabled: input.enabled,
    })
}

fn answer(input: &AnswerRequest) -> Result<Answer, IpcError> {
    match (input.answer, input.minutes) {
        (AnswerKind::Done, None) => Ok(Answer::Done),
        (AnswerKind::Skip, None) => Ok(Answer::Skip),
        (AnswerKind::Snooze, Some(minutes)) => Ok(Answer::Snooze { minutes }),
        _ => Err(backstride_core::Error::Invalid { field: "minutes" }.into()),
    }
}

fn view(rule: Rule, asking: Asking) -> ReminderView {
    let now = clock::now();
    let next = rule
        .enabled
        .then(|| {
            reminders::next_after(
                &rule.clone().in_force_since(now, asking),
                now.utc_ms,
                &clock::zone(),
            )
        })
        .flatten();
    ReminderView {
        time: rule
            .times
            .first()
            .map(|time| time.format("%H:%M").to_string())
            .unwrap_or_default(),
        days: (0..7)
            .map(|day| rule.days.bits() & (1 << day) != 0)
            .collect(),
        id: rule.id,
        purpose: rule.purpose.word().to_owned(),
        enabled: rule.enabled,
        next: next.map(|at_ms| civil(at_ms).format("%Y-%m-%dT%H:%M").to_string()),
    }
}

fn due_view(item: DueItem) -> DueItemView {
    let occurrence = item.occurrence;
    DueItemView {
        occurrence: occurrence.id,
        reminder: occurrence.rule_id,
        purpose: item.purpose.word().to_owned(),
        date: occurrence.date.to_string(),
        time: occurrence.time.format("%H:%M").to_string(),
        state: occurrence.standing.word().to_owned(),
        reason: occurrence
            .standing
            .reason()
            .map(|reason| reason.word().to_owned()),
        snoozed_until: occurrence
            .snoozed_until_ms
            .map(|until| civil(until).format("%H:%M").to_string()),
    }
}

fn civil(at_ms: i64) -> NaiveDateTime {
    clock::moment(at_ms).to_chrono().naive_local()
}
