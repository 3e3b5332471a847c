//! Reminders over the wire, and keeping the companion awake while there is something to remind of.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use backstride_agent::nudge::{self, Nudge, Reply, Role};
use backstride_agent::{clock, launch};
use backstride_core::reminders::{
    self, Answer, Asking, Cadence, Days, Deed, DueItem, Every, Missed, Plan, Purpose, Rule, Span,
    Terms, Unless,
};
use backstride_core::sessions::own;
use backstride_core::settings::{self, Behind, Pace};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};
use tauri::State;

use super::sessions;
use crate::deeds;
use crate::ipc_error::{ErrorCode, IpcError};
use crate::knowledge;
use crate::records::Records;

/// How long the companion may take to say how it is; a person waits for the answer.
const ANSWER_WAIT: Duration = Duration::from_millis(500);

/// How often a day one after a deed comes at most.
const AFTER_MOST_A_DAY: u32 = 3;

/// A reminder as the form holds it: the kind, and the fields of that kind.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ReminderForm {
    purpose: String,
    name: Option<String>,
    kind: PlanKind,
    /// `HH:MM`, one or more; one for `once`.
    times: Vec<String>,
    /// Every so many days in place of weekdays, from `from` on.
    every_days: Option<u32>,
    /// The zone whose clock is meant; `null` = wherever the person is.
    zone: Option<String>,
    /// Minutes at the computer.
    work_min: Option<u32>,
    /// Minutes away that are a break by themselves.
    break_min: Option<u32>,
    /// `HH:MM`; the hours that count.
    hours_from: Option<String>,
    hours_to: Option<String>,
    /// `walk`, `diary` or `routine`: after what, and what spares it.
    after: Option<String>,
    delay_min: Option<u32>,
    unless: Option<String>,
    /// Minutes before it that count as done already; `null` = the whole day.
    unless_within_min: Option<u32>,
    /// `YYYY-MM-DD`, of `once`.
    date: Option<String>,
    /// `YYYY-MM-DD`
    from: Option<String>,
    /// `YYYY-MM-DD`
    until: Option<String>,
    /// Monday to Sunday.
    days: Vec<bool>,
    /// Whether the card may say the name.
    named: bool,
    /// What opens with it, as one of [`reminders_choices`]; `null` = what belongs to its purpose.
    behind: Option<String>,
    enabled: bool,
}

/// The kinds of reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PlanKind {
    /// At times of day.
    Wall,
    /// After time at the computer.
    Active,
    /// After something was done.
    After,
    /// Once.
    Once,
}

/// What a reminder shall be.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SaveReminderRequest {
    /// `null` makes a new one.
    id: Option<String>,
    form: ReminderForm,
}

/// What somebody says to a reminder.
#[derive(Debug, Clone, Copy, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AnswerKind {
    /// It is done.
    Done,
    /// Later.
    Snooze,
    /// When the next hour begins.
    AfterThisHour,
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
    form: ReminderForm,
    /// When it comes next, `YYYY-MM-DDTHH:MM` on the person's clock; only for what a clock decides.
    next: Option<String>,
}

/// An occurrence of the last seven days.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DueItemView {
    occurrence: String,
    reminder: String,
    purpose: String,
    name: Option<String>,
    /// What stands behind it, as an address of the window.
    behind: String,
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
    /// Where it is known from whether somebody is at the computer: `x11`, `wayland`, `mutter`, `system`, `unknown`.
    presence: String,
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
    /// They would, if the program ran from where programs are installed.
    NotInstalled,
    /// Nobody knows yet.
    Unknown,
}

/// Something that may open with a reminder.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChoiceView {
    behind: String,
    kind: ChoiceKind,
    title: String,
}

/// The kinds of what may open with a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ChoiceKind {
    /// A routine of the person's own.
    Own,
    /// What a programme asks for on that day.
    Programme,
    /// One exercise.
    Exercise,
    /// A guide.
    Guide,
}

/// Every reminder.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_list(records: State<'_, Records>) -> Result<Vec<ReminderView>, IpcError> {
    let (rules, asking) =
        records.read_schedule(|conn| Ok((reminders::rules(conn)?, reminders::asking(conn)?)))?;
    let chosen = chosen(&records);
    let views = rules.into_iter().map(|rule| view(rule, asking, &chosen));
    Ok(views.collect())
}

/// What may open with a reminder. Routines of the person's own are among it while the diary can be read.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_choices(records: State<'_, Records>) -> Vec<ChoiceView> {
    let own = records.read(own::all).unwrap_or_default();
    let bundle = knowledge::bundle();
    let choice = |kind, behind: Behind, title: &str| ChoiceView {
        behind: behind.text(),
        kind,
        title: title.to_owned(),
    };
    let own = own.iter().map(|it| {
        choice(
            ChoiceKind::Own,
            Behind::Own(it.id.clone()),
            it.name.as_str(),
        )
    });
    let programmes = sessions::routines().map(|it| {
        choice(
            ChoiceKind::Programme,
            Behind::Programme(it.slug.clone()),
            &it.title,
        )
    });
    let exercises = bundle.exercises.iter().map(|it| {
        choice(
            ChoiceKind::Exercise,
            Behind::Exercise(it.slug.clone()),
            &it.title,
        )
    });
    let guides = bundle
        .guides
        .iter()
        .map(|it| choice(ChoiceKind::Guide, Behind::Guide(it.slug.clone()), &it.title));
    own.chain(programmes)
        .chain(exercises)
        .chain(guides)
        .collect()
}

/// What was chosen to open with the reminders; nothing while the diary cannot be read.
fn chosen(records: &Records) -> BTreeMap<String, Behind> {
    records.read(settings::behind_reminders).unwrap_or_default()
}

/// Whether there is such a thing. A routine that was deleted is none any more.
fn there_is(records: &Records, behind: &Behind) -> bool {
    let bundle = knowledge::bundle();
    match behind {
        Behind::Guide(slug) => bundle.guide(slug).is_some(),
        Behind::Exercise(slug) => bundle.exercise(slug).is_some(),
        Behind::Programme(slug) => sessions::routines().any(|it| it.slug == *slug),
        Behind::Own(id) => records
            .read(own::all)
            .is_ok_and(|all| all.iter().any(|it| it.id == *id)),
    }
}

/// The address of what was chosen, as it stands now; nothing where it is gone.
fn opens(records: &Records, behind: &Behind) -> Option<String> {
    if !there_is(records, behind) {
        return None;
    }
    Some(match behind {
        Behind::Guide(slug) => format!("guides/{slug}"),
        Behind::Exercise(slug) => format!("routines/{slug}"),
        Behind::Own(id) => format!("play/own/{id}"),
        // Where nothing of it can be begun at once, its page says what there is to do or to wait for.
        Behind::Programme(slug) => records
            .read(|conn| sessions::due_now(conn, slug))
            .ok()
            .flatten()
            .map_or_else(
                || "programmes".to_owned(),
                |stage| format!("play/programme/{slug}/{stage}"),
            ),
    })
}

/// The start of the name of a room that stands behind a reminder; its id follows.
pub(crate) const BEHIND: &str = "behind/";

/// The room that stands behind a reminder: what was chosen for it, or what belongs to its purpose.
pub(crate) fn behind(records: &Records, id: &str) -> String {
    let chosen = chosen(records);
    if let Some(address) = chosen.get(id).and_then(|it| opens(records, it)) {
        return address;
    }
    let rules = records.read_schedule(reminders::rules).unwrap_or_default();
    let rule = rules.iter().find(|rule| rule.id == id);
    rule.map_or("reminders", |rule| rule.purpose.room())
        .to_owned()
}

/// Keeps a reminder and sees to it that somebody runs it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_save(
    records: State<'_, Records>,
    input: SaveReminderRequest,
) -> Result<ReminderView, IpcError> {
    let before = input.id.as_ref().and_then(|id| chosen(&records).remove(id));
    let behind = match input.form.behind.as_deref() {
        None => None,
        Some(text) => Some(Behind::read(text).ok_or_else(|| invalid("behind"))?),
    };
    // What is gone may stay chosen, so that a switch can still be turned; it cannot be chosen anew.
    if behind != before && behind.as_ref().is_some_and(|it| !there_is(&records, it)) {
        return Err(invalid("behind"));
    }
    let rule = rule(input)?;
    let kept = records.write_schedule(|tx| reminders::save_rule(tx, &rule, clock::now()))?;
    if before != behind {
        records.write(|tx| settings::put_behind(tx, &kept.id, behind.as_ref(), clock::now()))?;
    }
    tell_pace(&records)?;
    // What was done today already counts for a reminder that was made just now.
    deeds::tell(&records);
    wake(&records)?;
    let asking = records.read_schedule(reminders::asking)?;
    Ok(view(kept, asking, &chosen(&records)))
}

/// Takes a reminder out of force.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_delete(records: State<'_, Records>, id: String) -> Result<(), IpcError> {
    records.write_schedule(|tx| reminders::delete_rule(tx, &id, clock::now()))?;
    if chosen(&records).contains_key(&id) {
        records.write(|tx| settings::put_behind(tx, &id, None, clock::now()))?;
    }
    wake(&records)
}

/// What was due in the last seven days.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reminders_due(records: State<'_, Records>) -> Result<Vec<DueItemView>, IpcError> {
    let items = records.read_schedule(|conn| reminders::due(conn, clock::now()))?;
    let addresses = addresses(&records, items.iter());
    let views = items.into_iter().map(|item| due_view(item, &addresses));
    Ok(views.collect())
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
    let addresses = addresses(&records, std::iter::once(&item));
    Ok(due_view(item, &addresses))
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
                nudge::NotifierState::NotInstalled => NotifierView::NotInstalled,
                nudge::NotifierState::Unknown => NotifierView::Unknown,
            },
            tray: status.tray,
            presence: status.presence.word().to_owned(),
        },
        _ => CompanionView {
            running: false,
            notifier: NotifierView::Unknown,
            tray: false,
            presence: nudge::PresenceSource::Unknown.word().to_owned(),
        },
    }
}

/// Starts the companion with the program, in case the last one ended with the session.
pub(crate) fn wake_companion(records: &Records) {
    // A person who never made a reminder has no schedule, and none is made for looking.
    if backstride_core::db::exists(&records.profile().dir, backstride_core::db::File::Schedule) {
        // What fails here is shown in the room of reminders, where something can be done about it.
        let _ = tell_pace(records);
        deeds::tell(records);
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
pub(crate) fn wake(records: &Records) -> Result<(), IpcError> {
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
    let form = input.form;
    let purpose = Purpose::from_word(&form.purpose)?;
    let mut terms = Terms::of(purpose);
    terms.from = date(form.from.as_deref(), "from")?;
    terms.until = date(form.until.as_deref(), "until")?;
    terms.named = form.named;
    terms.unless = match &form.unless {
        Some(deed) => Some(Unless {
            deed: Deed::from_word(deed)?,
            within_min: form.unless_within_min,
        }),
        None => None,
    };
    if form.kind == PlanKind::Once {
        terms.missed = Missed::DayEnd;
    }
    Ok(Rule {
        plan: plan(&form, terms)?,
        id: input.id.unwrap_or_else(|| uuid::Uuid::now_v7().to_string()),
        purpose,
        name: form.name,
        days: Days::new(bits(&form.days)?)?,
        terms,
        enabled: form.enabled,
    })
}

fn plan(form: &ReminderForm, terms: Terms) -> Result<Plan, IpcError> {
    let times = form.times.iter().map(|text| time(text, "times"));
    let times = times.collect::<Result<Vec<_>, _>>()?;
    Ok(match form.kind {
        PlanKind::Wall => Plan::Wall {
            times,
            every: match form.every_days {
                Some(n) => Cadence::Days {
                    n,
                    first: terms.from.ok_or_else(|| invalid("from"))?,
                },
                None => Cadence::Weekdays,
            },
            zone: form.zone.clone(),
        },
        PlanKind::Active => {
            let work_min = form.work_min.ok_or_else(|| invalid("work_min"))?;
            let mut plan = Plan::working(work_min, hours(form)?);
            if let (
                Plan::Active {
                    natural_break_min, ..
                },
                Some(minutes),
            ) = (&mut plan, form.break_min)
            {
                *natural_break_min = minutes;
            }
            plan
        }
        PlanKind::After => Plan::After {
            deed: Deed::from_word(form.after.as_deref().unwrap_or_default())?,
            delay_min: form.delay_min.ok_or_else(|| invalid("delay_min"))?,
            most_a_day: AFTER_MOST_A_DAY,
        },
        PlanKind::Once => Plan::Once {
            date: date(form.date.as_deref(), "date")?.ok_or_else(|| invalid("date"))?,
            time: *times.first().ok_or_else(|| invalid("times"))?,
        },
    })
}

fn hours(form: &ReminderForm) -> Result<Option<Span>, IpcError> {
    match (&form.hours_from, &form.hours_to) {
        (Some(from), Some(to)) => Ok(Some(Span::new(time(from, "hours")?, time(to, "hours")?)?)),
        (None, None) => Ok(None),
        _ => Err(invalid("hours")),
    }
}

fn form(rule: &Rule) -> ReminderForm {
    let mut form = ReminderForm {
        purpose: rule.purpose.word().to_owned(),
        name: rule.name.clone(),
        kind: PlanKind::Wall,
        times: rule
            .plan
            .times()
            .iter()
            .map(|time| time.format("%H:%M").to_string())
            .collect(),
        every_days: None,
        zone: rule.plan.zone().map(str::to_owned),
        work_min: None,
        break_min: None,
        hours_from: None,
        hours_to: None,
        after: None,
        delay_min: None,
        unless: rule.terms.unless.map(|it| it.deed.word().to_owned()),
        unless_within_min: rule.terms.unless.and_then(|it| it.within_min),
        date: None,
        from: rule.terms.from.map(|date| date.to_string()),
        until: rule.terms.until.map(|date| date.to_string()),
        days: weekdays(rule.days),
        named: rule.terms.named,
        behind: None,
        enabled: rule.enabled,
    };
    match &rule.plan {
        Plan::Wall { every, .. } => {
            if let Cadence::Days { n, first } = every {
                form.every_days = Some(*n);
                form.from = Some(first.to_string());
            }
        }
        Plan::Active {
            work_min,
            natural_break_min,
            hours,
            ..
        } => {
            form.kind = PlanKind::Active;
            form.work_min = Some(*work_min);
            form.break_min = Some(*natural_break_min);
            form.hours_from = hours.map(|it| it.from().format("%H:%M").to_string());
            form.hours_to = hours.map(|it| it.to().format("%H:%M").to_string());
        }
        Plan::After {
            deed, delay_min, ..
        } => {
            form.kind = PlanKind::After;
            form.after = Some(deed.word().to_owned());
            form.delay_min = Some(*delay_min);
        }
        Plan::Once { date, .. } => {
            form.kind = PlanKind::Once;
            form.date = Some(date.to_string());
        }
    }
    form
}

fn invalid(field: &'static str) -> IpcError {
    backstride_core::Error::Invalid { field }.into()
}

fn time(text: &str, field: &'static str) -> Result<NaiveTime, IpcError> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| invalid(field))
}

fn date(text: Option<&str>, field: &'static str) -> Result<Option<NaiveDate>, IpcError> {
    text.map(|text| text.parse().map_err(|_| invalid(field)))
        .transpose()
}

/// The bits of seven weekdays.
pub(crate) fn bits(days: &[bool]) -> Result<u8, IpcError> {
    let [_, _, _, _, _, _, _] = days else {
        return Err(invalid("days"));
    };
    Ok(days
        .iter()
        .enumerate()
        .fold(0, |bits, (day, chosen)| bits | (u8::from(*chosen) << day)))
}

/// Monday to Sunday.
pub(crate) fn weekdays(days: Days) -> Vec<bool> {
    (0..7).map(|day| days.bits() & (1 << day) != 0).collect()
}

fn answer(input: &AnswerRequest) -> Result<Answer, IpcError> {
    match (input.answer, input.minutes) {
        (AnswerKind::Done, None) => Ok(Answer::Done),
        (AnswerKind::Skip, None) => Ok(Answer::Skip),
        (AnswerKind::AfterThisHour, None) => Ok(Answer::AfterThisHour),
        (AnswerKind::Snooze, Some(minutes)) => Ok(Answer::Snooze { minutes }),
        _ => Err(backstride_core::Error::Invalid { field: "minutes" }.into()),
    }
}

/// What opens with these, by the id of the reminder, where something was chosen that is there.
fn addresses<'a>(
    records: &Records,
    items: impl Iterator<Item = &'a DueItem>,
) -> BTreeMap<String, String> {
    let chosen = chosen(records);
    let asked: BTreeSet<&String> = items.map(|item| &item.occurrence.rule_id).collect();
    chosen
        .iter()
        .filter(|(reminder, _)| asked.contains(reminder))
        .filter_map(|(reminder, behind)| Some((reminder.clone(), opens(records, behind)?)))
        .collect()
}

fn view(rule: Rule, asking: Asking, chosen: &BTreeMap<String, Behind>) -> ReminderView {
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
        form: ReminderForm {
            behind: chosen.get(&rule.id).map(Behind::text),
            ..form(&rule)
        },
        id: rule.id,
        next: next.map(|at_ms| civil(at_ms).format("%Y-%m-%dT%H:%M").to_string()),
    }
}

fn due_view(item: DueItem, addresses: &BTreeMap<String, String>) -> DueItemView {
    let occurrence = item.occurrence;
    DueItemView {
        behind: addresses
            .get(&occurrence.rule_id)
            .cloned()
            .unwrap_or_else(|| item.purpose.room().to_owned()),
        occurrence: occurrence.id,
        reminder: occurrence.rule_id,
        purpose: item.purpose.word().to_owned(),
        name: item.name,
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

pub(crate) fn civil(at_ms: i64) -> NaiveDateTime {
    clock::moment(at_ms).to_chrono().naive_local()
}
