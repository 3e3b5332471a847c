//! The schedule's SQL, and nothing but.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, named_params, params};

use super::engine::{By, Done, Effect, Kept, Memory, NextWake, State, Tick, next_after, step};
use super::zone::{ZoneView, table_differs};
use super::{
    Answer, Asking, CAP, Cadence, Days, Deed, DueItem, Every, NAME_MAX, Next, Occurrence, Pause,
    Plan, Purpose, Quiet, Rule, SNOOZE_MINUTES, SNOOZES_MAX, Span, Standing, Terms, Until,
};
use crate::error::{Error, Result};
use crate::moment::Moment;

/// How far back the list in the app goes.
const LIST_MS: i64 = 7 * 24 * 3_600_000;

/// How far back what was done is loaded, and kept.
const DEEDS_MS: i64 = 3 * 24 * 3_600_000;

/// How far back closed occurrences are loaded: farther than the engine looks for due ones, whatever the zone does.
const LOADED_MS: i64 = 6 * 24 * 3_600_000;

const OCCURRENCE: &str = "occurrence.id, rule_id, nominal_date, nominal_time, due_at_ms, state, reason, snoozes, \
     snoozed_until_ms, shown_at_ms, answered_at_ms";

/// Every rule in force, oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn rules(conn: &Connection) -> Result<Vec<Rule>> {
    Ok(kept(conn)?.into_iter().map(|kept| kept.rule).collect())
}

/// How often the diary's own question comes.
///
/// # Errors
/// When the file cannot be read.
pub fn asking(conn: &Connection) -> Result<Asking> {
    Ok(asking_since(conn)?.0)
}

fn asking_since(conn: &Connection) -> Result<(Asking, i64)> {
    let row: Option<(String, Option<String>, i64)> = conn
        .prepare_cached("SELECT every, rests_until, since_ms FROM asking WHERE one = 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((every, rests_until, since_ms)) = row else {
        return Ok((Asking::default(), i64::MIN));
    };
    let rests_until = rests_until
        .map(|text| text.parse::<NaiveDate>())
        .transpose()
        .map_err(|_| Error::Damaged)?;
    let every = Every::from_word(&every)?;
    Ok((Asking { every, rests_until }, since_ms))
}

/// Keeps how often the diary's own question comes; whether that changed anything. It counts from now on: nobody is told
/// that they missed a question of a pace that they just chose.
///
/// # Errors
/// When the file cannot be written.
pub fn ask(tx: &Transaction<'_>, asking: Asking, now: Moment) -> Result<bool> {
    if self::asking(tx)? == asking {
        return Ok(false);
    }
    tx.execute(
        "INSERT INTO asking (one, every, rests_until, since_ms) VALUES (1, ?1, ?2, ?3)
         ON CONFLICT (one) DO UPDATE SET every = ?1, rests_until = ?2, since_ms = ?3",
        params![
            asking.every.word(),
            asking.rests_until.map(|date| date.to_string()),
            now.utc_ms
        ],
    )?;
    Ok(true)
}

fn kept(conn: &Connection) -> Result<Vec<Kept>> {
    let (asking, asked_since_ms) = asking_since(conn)?;
    let mut statement = conn.prepare_cached(
        "SELECT id, purpose, name, plan, days, terms, enabled, active_from_ms FROM rule WHERE deleted_at_ms IS NULL ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut rules = Vec::new();
    while let Some(row) = rows.next()? {
        let rule = Rule {
            id: row.get(0)?,
            purpose: Purpose::from_word(&row.get::<_, String>(1)?).map_err(|_| Error::Damaged)?,
            name: row.get(2)?,
            plan: read_json(&row.get::<_, String>(3)?)?,
            days: Days::new(row.get(4)?).map_err(|_| Error::Damaged)?,
            terms: read_json(&row.get::<_, String>(5)?)?,
            enabled: row.get(6)?,
        };
        let asking = rule.paced_by(asking);
        let active_from_ms: i64 = row.get(7)?;
        rules.push(Kept {
            active_from_ms: if rule.purpose == Purpose::DiaryCheck {
                active_from_ms.max(asked_since_ms)
            } else {
                active_from_ms
            },
            asking,
            rule,
        });
    }
    Ok(rules)
}

fn read_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::Damaged)
}

fn write_json(value: &impl serde::Serialize, field: &'static str) -> Result<String> {
    serde_json::to_string(value).map_err(|_| Error::Invalid { field })
}

/// Saves a rule and returns it as it is kept: times in order, each once, the name without blanks around it.
///
/// A changed time, day or switch counts from now on: nobody is told that they missed a time they just chose.
///
/// # Errors
/// [`Error::Invalid`] names the field: `id`, `name`, `days`, `until`, `within_min`, or one of the plan's own;
/// [`Error::NotFound`] for a deleted rule.
pub fn save_rule(tx: &Transaction<'_>, rule: &Rule, now: Moment) -> Result<Rule> {
    let rule = sound(rule)?;
    let deleted: Option<bool> = tx
        .query_row(
            "SELECT deleted_at_ms IS NOT NULL FROM rule WHERE id = ?1",
            [&rule.id],
            |row| row.get(0),
        )
        .optional()?;
    if deleted == Some(true) {
        return Err(Error::NotFound);
    }
    let before = kept(tx)?.into_iter().find(|kept| kept.rule.id == rule.id);
    let active_from_ms = match &before {
        Some(before)
            if before.rule.plan == rule.plan
                && before.rule.days == rule.days
                && before.rule.terms == rule.terms
                && before.rule.enabled == rule.enabled =>
        {
            before.active_from_ms
        }
        _ => now.utc_ms,
    };
    tx.prepare_cached(
        "INSERT INTO rule (id, purpose, name, plan, days, terms, enabled, active_from_ms, changed_at_ms)
         VALUES (:id, :purpose, :name, :plan, :days, :terms, :enabled, :active_from_ms, :changed_at_ms)
         ON CONFLICT (id) DO UPDATE SET purpose = :purpose, name = :name, plan = :plan, days = :days, terms = :terms,
             enabled = :enabled, active_from_ms = :active_from_ms, changed_at_ms = :changed_at_ms",
    )?
    .execute(named_params! {
        ":id": rule.id,
        ":purpose": rule.purpose.word(),
        ":name": rule.name,
        ":plan": write_json(&rule.plan, "plan")?,
        ":days": rule.days.bits(),
        ":terms": write_json(&rule.terms, "terms")?,
        ":enabled": rule.enabled,
        ":active_from_ms": active_from_ms,
        ":changed_at_ms": now.utc_ms,
    })?;
    confirm_clock(tx, now)?;
    Ok(rule)
}

fn sound(rule: &Rule) -> Result<Rule> {
    if rule.id.len() != 36 {
        return Err(Error::Invalid { field: "id" });
    }
    let mut rule = rule.clone();
    rule.name = rule
        .name
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty());
    let named = rule.name.as_deref().unwrap_or_default();
    if named.chars().count() > NAME_MAX || named.chars().any(char::is_control) {
        return Err(Error::Invalid { field: "name" });
    }
    rule.plan = rule.plan.sound()?;
    let by_date = matches!(
        rule.plan,
        Plan::Once { .. }
            | Plan::Wall {
                every: Cadence::Days { .. },
                ..
            }
    );
    if by_date {
        rule.days = Days::ALL;
    }
    if rule.enabled && rule.days.bits() == 0 {
        // Switched on for no day at all would look as if it worked.
        return Err(Error::Invalid { field: "days" });
    }
    let Terms {
        from,
        until,
        unless,
        missed,
        ..
    } = rule.terms;
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        return Err(Error::Invalid { field: "until" });
    }
    let minutes = unless.and_then(|unless| unless.within_min);
    if minutes.is_some_and(|minutes| !(1..=1440).contains(&minutes)) {
        return Err(Error::Invalid {
            field: "within_min",
        });
    }
    if let super::Missed::Within { minutes } = missed
        && !(1..=1440).contains(&minutes)
    {
        return Err(Error::Invalid { field: "missed" });
    }
    Ok(rule)
}

/// The hours in which nothing is shown.
///
/// # Errors
/// When the file cannot be read.
pub fn quiet(conn: &Connection) -> Result<Option<Quiet>> {
    let row: Option<(String, String, u8)> = conn
        .prepare_cached("SELECT from_at, to_at, days FROM quiet WHERE one = 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    row.map(|(from, to, days)| {
        let span = Span::new(clock(&from)?, clock(&to)?).map_err(|_| Error::Damaged)?;
        let days = Days::new(days).map_err(|_| Error::Damaged)?;
        Ok(Quiet { span, days })
    })
    .transpose()
}

/// Keeps the hours in which nothing is shown; `None` = there are none.
///
/// # Errors
/// [`Error::Invalid`] names `days` when there is none among them; when the file cannot be written.
pub fn set_quiet(tx: &Transaction<'_>, quiet: Option<Quiet>) -> Result<()> {
    let Some(quiet) = quiet else {
        tx.execute("DELETE FROM quiet", [])?;
        return Ok(());
    };
    if quiet.days.bits() == 0 {
        return Err(Error::Invalid { field: "days" });
    }
    tx.execute(
        "INSERT INTO quiet (one, from_at, to_at, days) VALUES (1, ?1, ?2, ?3)
         ON CONFLICT (one) DO UPDATE SET from_at = ?1, to_at = ?2, days = ?3",
        params![
            quiet.span.from().format("%H:%M").to_string(),
            quiet.span.to().format("%H:%M").to_string(),
            quiet.days.bits()
        ],
    )?;
    Ok(())
}

/// The most cards a day; `None` = as many as there are.
///
/// # Errors
/// When the file cannot be read.
pub fn cap(conn: &Connection) -> Result<Option<u32>> {
    Ok(conn
        .prepare_cached("SELECT most_a_day FROM cap WHERE one = 1")?
        .query_row([], |row| row.get(0))
        .optional()?)
}

/// Keeps how many cards a day come at most; `None` = as many as there are.
///
/// # Errors
/// [`Error::Invalid`] names `cap` for a number outside [`CAP`]; when the file cannot be written.
pub fn set_cap(tx: &Transaction<'_>, cap: Option<u32>) -> Result<()> {
    let Some(most) = cap else {
        tx.execute("DELETE FROM cap", [])?;
        return Ok(());
    };
    if !CAP.contains(&most) {
        return Err(Error::Invalid { field: "cap" });
    }
    tx.execute(
        "INSERT INTO cap (one, most_a_day) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET most_a_day = ?1",
        [most],
    )?;
    Ok(())
}

/// The pause that is on, if one is.
///
/// # Errors
/// When the file cannot be read.
pub fn paused(conn: &Connection, now: Moment, zone: &dyn ZoneView) -> Result<Option<Pause>> {
    Ok(last_pause(conn)?.filter(|pause| pause.holds(now.utc_ms, zone)))
}

/// Begins a pause now, or ends the one that is on with `None`.
///
/// # Errors
/// [`Error::Invalid`] names `until` for an end that is over or more than a year away.
pub fn pause(
    tx: &Transaction<'_>,
    until: Option<Until>,
    now: Moment,
    zone: &dyn ZoneView,
) -> Result<()> {
    let Some(until) = until else {
        if let Some(pause) = paused(tx, now, zone)? {
            keep_pause(
                tx,
                Pause {
                    until: Until::Instant(now.utc_ms.max(pause.from_ms)),
                    ..pause
                },
            )?;
        }
        return Ok(());
    };
    let from_ms = now.utc_ms;
    keep_pause(tx, Pause { from_ms, until }.sound(now.utc_ms, zone)?)
}

fn last_pause(conn: &Connection) -> Result<Option<Pause>> {
    let row: Option<(i64, Option<i64>, Option<String>)> = conn
        .prepare_cached("SELECT from_ms, until_ms, until_local FROM pause WHERE one = 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    row.map(|(from_ms, until_ms, until_local)| {
        let until = match (until_ms, until_local) {
            (Some(at_ms), _) => Until::Instant(at_ms),
            (None, Some(local)) => Until::Local(
                NaiveDateTime::parse_from_str(&local, "%Y-%m-%dT%H:%M")
                    .map_err(|_| Error::Damaged)?,
            ),
            (None, None) => return Err(Error::Damaged),
        };
        Ok(Pause { from_ms, until })
    })
    .transpose()
}

fn keep_pause(tx: &Transaction<'_>, pause: Pause) -> Result<()> {
    let (until_ms, until_local) = match pause.until {
        Until::Instant(at_ms) => (Some(at_ms), None),
        Until::Local(local) => (None, Some(local.format("%Y-%m-%dT%H:%M").to_string())),
    };
    tx.execute(
        "INSERT INTO pause (one, from_ms, until_ms, until_local) VALUES (1, ?1, ?2, ?3)
         ON CONFLICT (one) DO UPDATE SET from_ms = ?1, until_ms = ?2, until_local = ?3",
        params![pause.from_ms, until_ms, until_local],
    )?;
    Ok(())
}

/// Something that is in the diary.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Happened {
    /// The record's own id.
    pub id: String,
    /// What it is.
    pub deed: Deed,
    /// Unix milliseconds.
    pub at_ms: i64,
}

/// Takes over what the diary holds of the last days of these kinds; whether that changed anything. What is not among
/// them any more was taken back.
///
/// # Errors
/// When the file cannot be written.
pub fn happened(
    tx: &Transaction<'_>,
    kinds: &[Deed],
    of_late: &[Happened],
    now: Moment,
) -> Result<bool> {
    let mut changed = false;
    for known in deeds(tx)? {
        // A card that was answered with done is named after its occurrence, and no record takes it back.
        let answered = known.id.contains(['@', '~']);
        let gone = kinds.contains(&known.deed)
            && !answered
            && !of_late
                .iter()
                .any(|it| it.id == known.id && it.deed == known.deed && it.at_ms == known.at_ms);
        if gone || known.at_ms < now.utc_ms - DEEDS_MS {
            tx.execute("DELETE FROM deed WHERE id = ?1", [&known.id])?;
            changed |= gone;
        }
    }
    for it in of_late {
        if !kinds.contains(&it.deed) || it.at_ms < now.utc_ms - DEEDS_MS {
            continue;
        }
        let added = tx.execute(
            "INSERT INTO deed (id, deed, at_ms, noted_at_ms) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING",
            params![it.id, it.deed.word(), it.at_ms, now.utc_ms],
        )?;
        changed |= added > 0;
    }
    Ok(changed)
}

fn deeds(conn: &Connection) -> Result<Vec<Done>> {
    let mut statement =
        conn.prepare_cached("SELECT id, deed, at_ms, noted_at_ms FROM deed ORDER BY at_ms, id")?;
    let mut rows = statement.query([])?;
    let mut deeds = Vec::new();
    while let Some(row) = rows.next()? {
        deeds.push(Done {
            id: row.get(0)?,
            deed: Deed::from_word(&row.get::<_, String>(1)?).map_err(|_| Error::Damaged)?,
            at_ms: row.get(2)?,
            noted_at_ms: row.get(3)?,
        });
    }
    Ok(deeds)
}

/// Since when the built-in table and the operating system say different things of a zone, if they do.
///
/// # Errors
/// When the file cannot be read.
pub fn zone_warning(conn: &Connection, zone: &str) -> Result<Option<i64>> {
    Ok(conn
        .prepare_cached("SELECT first_ms FROM zone_warning WHERE zone = ?1")?
        .query_row([zone], |row| row.get(0))
        .optional()?)
}

/// Takes a rule out of force. What became of its occurrences stays.
///
/// # Errors
/// [`Error::NotFound`] when there is no such rule in force.
pub fn delete_rule(tx: &Transaction<'_>, id: &str, now: Moment) -> Result<()> {
    let changed = tx.execute(
        "UPDATE rule SET enabled = 0, deleted_at_ms = ?2, changed_at_ms = ?2 WHERE id = ?1 AND deleted_at_ms IS NULL",
        params![id, now.utc_ms],
    )?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// What was due in the last seven days, newest first.
///
/// # Errors
/// When the file cannot be read.
pub fn due(conn: &Connection, now: Moment) -> Result<Vec<DueItem>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {OCCURRENCE}, rule.purpose, rule.name, rule.terms FROM occurrence JOIN rule ON rule.id = rule_id
         WHERE due_at_ms >= ?1 ORDER BY due_at_ms DESC, occurrence.id DESC LIMIT 500"
    ))?;
    let mut rows = statement.query([now.utc_ms - LIST_MS])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        items.push(item(row)?);
    }
    Ok(items)
}

fn find(conn: &Connection, id: &str) -> Result<DueItem> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {OCCURRENCE}, rule.purpose, rule.name, rule.terms FROM occurrence JOIN rule ON rule.id = rule_id WHERE occurrence.id = ?1"
    ))?;
    let mut rows = statement.query([id])?;
    item(rows.next()?.ok_or(Error::NotFound)?)
}

/// Takes the clock for right, because the person sees it and goes on.
///
/// After more than 400 days without a look the engine cannot tell a long absence from a broken clock, and waits for this.
/// A clock that is believed anyway, or that is before the program was made, is left as it is.
///
/// # Errors
/// When the file cannot be read or written.
pub fn confirm_clock(tx: &Transaction<'_>, now: Moment) -> Result<()> {
    let mut memory = memory(tx)?;
    if memory.confirm(now.utc_ms) {
        remember(tx, &memory)?;
    }
    Ok(())
}

/// Keeps what a person said to an occurrence in the app, where the day stands beside it: the clock is confirmed
/// ([`confirm_clock`]). Otherwise like [`pressed`].
///
/// # Errors
/// Those of [`pressed`].
pub fn answer(tx: &Transaction<'_>, id: &str, answer: Answer, now: Moment) -> Result<DueItem> {
    let item = pressed(tx, id, answer, now)?;
    confirm_clock(tx, now)?;
    Ok(item)
}

/// Keeps what a person said to an occurrence on its card. Saying the same twice is the same as once; a snooze lasts from
/// the second.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it was answered otherwise or is over; [`Error::Invalid`] for minutes
/// that are not offered.
pub fn pressed(tx: &Transaction<'_>, id: &str, answer: Answer, now: Moment) -> Result<DueItem> {
    let mut item = find(tx, id)?;
    let occurrence = &mut item.occurrence;
    let standing = match answer {
        Answer::Done => Standing::Done,
        Answer::Skip => Standing::Skipped,
        Answer::Snooze { minutes } => {
            if !SNOOZE_MINUTES.contains(&minutes) {
                return Err(Error::Invalid { field: "minutes" });
            }
            Standing::Snoozed
        }
        Answer::AfterThisHour => Standing::Snoozed,
    };
    if occurrence.standing == standing && standing != Standing::Snoozed {
        return Ok(item);
    }
    if !occurrence.standing.is_open() {
        return Err(Error::Conflict);
    }
    let before = occurrence.standing;
    occurrence.standing = standing;
    occurrence.snoozed_until_ms = None;
    let until_ms = match answer {
        Answer::Snooze { minutes } => Some(now.utc_ms + i64::from(minutes) * 60_000),
        Answer::AfterThisHour => Some(next_hour_ms(now)),
        Answer::Done | Answer::Skip => None,
    };
    if until_ms.is_some() {
        if before == Standing::Snoozed || occurrence.snoozes < SNOOZES_MAX {
            // Put off already, it is only put off until another time.
            occurrence.snoozes += u8::from(before != Standing::Snoozed);
            occurrence.snoozed_until_ms = until_ms;
        } else {
            // It was put off often enough; from now on it waits in the app.
            occurrence.standing = Standing::Waiting;
        }
    }
    occurrence.answered_at_ms = Some(now.utc_ms);
    keep(tx, occurrence)?;
    if occurrence.standing != before {
        log(tx, occurrence, now, None, By::Person)?;
    }
    if let (Answer::Done, Some(deed)) = (answer, item.purpose.deed()) {
        // The occurrence's own name is the deed's: the same one twice is one.
        tx.execute(
            "INSERT INTO deed (id, deed, at_ms, noted_at_ms) VALUES (?1, ?2, ?3, ?3) ON CONFLICT (id) DO NOTHING",
            params![item.occurrence.id, deed.word(), now.utc_ms],
        )?;
    }
    Ok(item)
}

/// When the next hour on the person's clock begins.
fn next_hour_ms(now: Moment) -> i64 {
    let local = now.to_chrono().naive_local();
    let into = TimeDelta::minutes(i64::from(local.minute()))
        + TimeDelta::seconds(i64::from(local.second()))
        + TimeDelta::milliseconds(now.utc_ms.rem_euclid(1000));
    now.utc_ms - into.num_milliseconds() + 3_600_000
}

/// Notes that a person closed the notification without an answer. A card that is gone for another reason is not this.
///
/// # Errors
/// [`Error::NotFound`].
pub fn dismissed(tx: &Transaction<'_>, id: &str, now: Moment) -> Result<()> {
    let mut item = find(tx, id)?;
    if item.occurrence.standing == Standing::Shown {
        item.occurrence.standing = Standing::Dismissed;
        keep(tx, &item.occurrence)?;
        log(tx, &item.occurrence, now, None, By::Person)?;
    }
    Ok(())
}

/// Notes whether a claimed card could be put on the screen; what could not waits in the app.
///
/// # Errors
/// When the file cannot be written.
pub fn shown(
    tx: &Transaction<'_>,
    ids: &[String],
    reached: bool,
    now: Moment,
    zone: &str,
) -> Result<()> {
    for id in ids {
        let mut item = find(tx, id)?;
        // An answer in the app may have been quicker than the notification.
        if item.occurrence.standing != Standing::Claimed {
            continue;
        }
        item.occurrence.standing = if reached {
            Standing::Shown
        } else {
            Standing::Waiting
        };
        item.occurrence.shown_at_ms = reached
            .then_some(now.utc_ms)
            .or(item.occurrence.shown_at_ms);
        keep(tx, &item.occurrence)?;
        log(tx, &item.occurrence, now, Some(zone), By::Engine)?;
    }
    Ok(())
}

/// What comes next, among rules and snoozes.
///
/// # Errors
/// When the file cannot be read.
pub fn next(conn: &Connection, now: Moment, zone: &dyn ZoneView) -> Result<Option<Next>> {
    let kept = kept(conn)?;
    let mut nearest: Option<Next> = None;
    let mut offer = |kept: &Kept, at_ms: i64| {
        if nearest.as_ref().is_none_or(|nearest| at_ms < nearest.at_ms) {
            nearest = Some(Next {
                rule_id: kept.rule.id.clone(),
                purpose: kept.rule.purpose,
                name: kept.rule.name.clone(),
                at_ms,
            });
        }
    };
    let mut snoozed = conn.prepare_cached(
        "SELECT rule_id, snoozed_until_ms FROM occurrence WHERE state = 'snoozed' AND snoozed_until_ms IS NOT NULL",
    )?;
    let snoozes = snoozed
        .query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for mut kept in kept.into_iter().filter(|kept| kept.rule.enabled) {
        // A beginning ahead of the clock was written down by a wrong clock; the engine does not wait for it either.
        kept.active_from_ms = kept.active_from_ms.min(now.utc_ms);
        if let Some(at_ms) = next_after(&kept, now.utc_ms, zone) {
            offer(&kept, at_ms);
        }
        for (_, until_ms) in snoozes.iter().filter(|(rule, _)| *rule == kept.rule.id) {
            offer(&kept, (*until_ms).max(now.utc_ms));
        }
    }
    Ok(nearest)
}

/// Makes this companion the one that claims; an older one finds out at its next round and stops.
///
/// # Errors
/// When the file cannot be written.
pub fn take_lease(tx: &Transaction<'_>, holder: &str, now: Moment) -> Result<()> {
    tx.execute(
        "INSERT INTO lease (one, holder, taken_at_ms) VALUES (1, ?1, ?2)
         ON CONFLICT (one) DO UPDATE SET holder = ?1, taken_at_ms = ?2",
        params![holder, now.utc_ms],
    )?;
    Ok(())
}

/// What the companion remembers between two writings, beside what of it is on the disk.
#[derive(Debug, Clone, Default)]
pub struct Notebook {
    /// As the file had it; whoever changed it there since is believed.
    on_disk: Option<String>,
    memory: Memory,
}

/// One round of the companion: load, step, write. What it returns may be shown once the transaction is committed.
///
/// # Errors
/// [`Error::Conflict`] when another companion holds the lease.
pub fn round(
    tx: &Transaction<'_>,
    holder: &str,
    tick: &Tick<'_>,
    now: Moment,
) -> Result<(Vec<Effect>, NextWake)> {
    let (effects, wake, notebook) = round_with(tx, holder, tick, now, &Notebook::default())?;
    write_up(tx, &notebook)?;
    Ok((effects, wake))
}

/// [`round`] for a companion that keeps a notebook: where nothing happened but that time went by, nothing is written, and
/// the disk can sleep. The notebook that comes back counts once the transaction is committed.
///
/// # Errors
/// [`Error::Conflict`] when another companion holds the lease.
pub fn round_with(
    tx: &Transaction<'_>,
    holder: &str,
    tick: &Tick<'_>,
    now: Moment,
    notebook: &Notebook,
) -> Result<(Vec<Effect>, NextWake, Notebook)> {
    let holds: Option<String> = tx
        .query_row("SELECT holder FROM lease WHERE one = 1", [], |row| {
            row.get(0)
        })
        .optional()?;
    if holds.as_deref() != Some(holder) {
        return Err(Error::Conflict);
    }
    let on_disk = seen(tx)?;
    let kept = read(on_disk.as_deref());
    let remembered = if on_disk.is_some() && on_disk == notebook.on_disk {
        notebook.memory.clone()
    } else {
        kept.clone()
    };
    let before = load_with(tx, remembered, now)?;
    let pause = before.pause;
    let (after, effects, wake) = step(before, tick);
    let zone = tick.zone.name();
    for effect in &effects {
        if let Effect::Keep {
            occurrence,
            logged,
            by,
        } = effect
        {
            keep(tx, occurrence)?;
            if *logged {
                log(tx, occurrence, now, Some(&zone), *by)?;
            }
        }
    }
    if let Some(pause) = after.pause.filter(|_| after.pause != pause) {
        keep_pause(tx, pause)?;
    }
    if table_differs(tick.zone, now.utc_ms.div_euclid(1000)) && zone_warning(tx, &zone)?.is_none() {
        tx.execute(
            "INSERT INTO zone_warning (zone, first_ms) VALUES (?1, ?2) ON CONFLICT (zone) DO NOTHING",
            params![zone, now.utc_ms],
        )?;
    }
    let writes = !effects.is_empty() || on_disk.is_none() || after.memory.differs_from(&kept);
    let on_disk = if writes {
        Some(remember(tx, &after.memory)?)
    } else {
        on_disk
    };
    let notebook = Notebook {
        on_disk,
        memory: after.memory,
    };
    Ok((effects, wake, notebook))
}

/// Writes the notebook down: the companion ends in order. What somebody else wrote since stands.
///
/// # Errors
/// When the file cannot be read or written.
pub fn write_up(tx: &Transaction<'_>, notebook: &Notebook) -> Result<()> {
    let on_disk = seen(tx)?;
    if on_disk.is_some()
        && on_disk == notebook.on_disk
        && read(on_disk.as_deref()) != notebook.memory
    {
        remember(tx, &notebook.memory)?;
    }
    Ok(())
}

fn seen(conn: &Connection) -> Result<Option<String>> {
    Ok(conn
        .query_row("SELECT seen FROM watch WHERE one = 1", [], |row| row.get(0))
        .optional()?)
}

/// A memory that cannot be read is no reason to be silent: what was claimed is in the rows.
fn read(seen: Option<&str>) -> Memory {
    seen.and_then(|seen| serde_json::from_str(seen).ok())
        .unwrap_or_default()
}

fn memory(conn: &Connection) -> Result<Memory> {
    Ok(read(seen(conn)?.as_deref()))
}

pub(super) fn load(conn: &Connection, now: Moment) -> Result<State> {
    load_with(conn, memory(conn)?, now)
}

fn load_with(conn: &Connection, memory: Memory, now: Moment) -> Result<State> {
    let since_ms = memory.trusted_ms().map_or(i64::MIN, |trusted| {
        trusted.min(now.utc_ms).saturating_sub(LOADED_MS)
    });
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {OCCURRENCE} FROM occurrence
         WHERE due_at_ms >= ?1 OR state IN ('claimed', 'shown', 'waiting', 'snoozed') ORDER BY due_at_ms, id"
    ))?;
    let mut rows = statement.query([since_ms])?;
    let mut occurrences = Vec::new();
    while let Some(row) = rows.next()? {
        occurrences.push(occurrence(row)?);
    }
    Ok(State {
        rules: kept(conn)?,
        occurrences,
        quiet: quiet(conn)?,
        pause: last_pause(conn)?,
        cap: cap(conn)?,
        deeds: deeds(conn)?,
        memory,
    })
}

fn remember(tx: &Transaction<'_>, memory: &Memory) -> Result<String> {
    let seen = serde_json::to_string(memory).map_err(|_| Error::Invalid { field: "memory" })?;
    tx.execute(
        "INSERT INTO watch (one, seen) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET seen = ?1",
        [&seen],
    )?;
    Ok(seen)
}

fn keep(tx: &Transaction<'_>, occurrence: &Occurrence) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO occurrence (id, rule_id, nominal_date, nominal_time, due_at_ms, state, reason, snoozes,
             snoozed_until_ms, shown_at_ms, answered_at_ms)
         VALUES (:id, :rule, :date, :time, :due, :state, :reason, :snoozes, :until, :shown, :answered)
         ON CONFLICT (id) DO UPDATE SET state = :state, reason = :reason, snoozes = :snoozes,
             snoozed_until_ms = :until, shown_at_ms = :shown, answered_at_ms = :answered",
    )?
    .execute(named_params! {
        ":id": occurrence.id,
        ":rule": occurrence.rule_id,
        ":date": occurrence.date.to_string(),
        ":time": occurrence.time.format("%H:%M").to_string(),
        ":due": occurrence.due_at_ms,
        ":state": occurrence.standing.word(),
        ":reason": occurrence.standing.reason().map(super::Reason::word),
        ":snoozes": occurrence.snoozes,
        ":until": occurrence.snoozed_until_ms,
        ":shown": occurrence.shown_at_ms,
        ":answered": occurrence.answered_at_ms,
    })?;
    Ok(())
}

fn log(
    tx: &Transaction<'_>,
    occurrence: &Occurrence,
    now: Moment,
    zone: Option<&str>,
    by: By,
) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO event (occurrence_id, kind, at_ms, offset_min, zone, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        occurrence.id,
        occurrence.standing.word(),
        now.utc_ms,
        now.offset_min,
        zone,
        by.word()
    ])?;
    Ok(())
}

fn item(row: &Row<'_>) -> Result<DueItem> {
    Ok(DueItem {
        occurrence: occurrence(row)?,
        purpose: Purpose::from_word(&row.get::<_, String>(11)?).map_err(|_| Error::Damaged)?,
        name: row.get(12)?,
        named: read_json::<Terms>(&row.get::<_, String>(13)?)?.named,
    })
}

fn occurrence(row: &Row<'_>) -> Result<Occurrence> {
    let date: String = row.get(2)?;
    let time: String = row.get(3)?;
    let state: String = row.get(5)?;
    let reason: Option<String> = row.get(6)?;
    Ok(Occurrence {
        id: row.get(0)?,
        rule_id: row.get(1)?,
        date: NaiveDate::parse_from_str(&date, "%Y-%m-%d").map_err(|_| Error::Damaged)?,
        time: NaiveTime::parse_from_str(&time, "%H:%M").map_err(|_| Error::Damaged)?,
        due_at_ms: row.get(4)?,
        standing: Standing::from_words(&state, reason.as_deref())?,
        snoozes: row.get(7)?,
        snoozed_until_ms: row.get(8)?,
        shown_at_ms: row.get(9)?,
        answered_at_ms: row.get(10)?,
    })
}

fn clock(text: &str) -> Result<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| Error::Damaged)
}
