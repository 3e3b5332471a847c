//! SQL for the walking plan, and nothing but.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{CheckIn, Found, Plan, Review};
use crate::error::{Error, Result};
use crate::record::{
    Kind, Line, Note, Record, Summed, date_of, identity, number_column, text_column, unreadable,
    word_of, words_of,
};
use crate::worded::{Worded as _, joined};

const PLAN: Summed = Summed {
    table: "plan",
    key: "id",
};
const REVIEW: Summed = Summed {
    table: "plan_review",
    key: "id",
};
const CHECK_IN: Summed = Summed {
    table: "plan_check_in",
    key: "id",
};

/// The tables of this room that the content digest covers.
pub(crate) const SUMMED: &[Summed] = &[PLAN, REVIEW, CHECK_IN];

impl Record for Plan {
    const KIND: Kind = Kind::Plan;
    const TABLES: &'static [Summed] = &[PLAN];
    const KEPT_FOR_EVER: bool = true;

    identity!();

    fn line(&self) -> Option<Line> {
        None
    }

    fn fits(&self, conn: &Connection) -> Result<()> {
        match going_on(conn)? {
            Some(other) if other.id != self.id && self.ended_on.is_none() => Err(Error::Conflict),
            _ => Ok(()),
        }
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        let day = |date: NaiveDate| date.to_string();
        vec![
            ("id", Value::Text(self.id.clone())),
            ("looked_from", Value::Text(day(self.looked_from))),
            ("first_day", text_column(self.first_day.map(day).as_deref())),
            ("start_min", number_column(self.start_min)),
            ("with_rests", Value::Integer(self.with_rests.into())),
            ("ended_on", text_column(self.ended_on.map(day).as_deref())),
            ("offset_min", number_column(Some(self.offset_min))),
            ("recorded_at_ms", number_column(Some(self.recorded_at_ms))),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            looked_from: date_of(row, "looked_from")?.ok_or_else(|| unreadable("looked_from"))?,
            first_day: date_of(row, "first_day")?,
            start_min: row.get("start_min")?,
            with_rests: row.get("with_rests")?,
            ended_on: date_of(row, "ended_on")?,
            offset_min: row.get("offset_min")?,
            recorded_at_ms: row.get("recorded_at_ms")?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        })
    }
}

impl Record for Review {
    const KIND: Kind = Kind::PlanReview;
    const TABLES: &'static [Summed] = &[REVIEW];

    identity!();

    fn line(&self) -> Option<Line> {
        None
    }

    fn fits(&self, conn: &Connection) -> Result<()> {
        let taken = |it: &Review| it.week == self.week && it.id != self.id;
        match reviews(conn, &self.plan_id)?.iter().any(taken) {
            true => Err(Error::Conflict),
            false => Ok(()),
        }
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("id", Value::Text(self.id.clone())),
            ("plan_id", Value::Text(self.plan_id.clone())),
            ("week", number_column(Some(self.week))),
            ("hard_days", text_column(Some(self.hard_days.word()))),
            ("new_pain", Value::Integer(self.new_pain.into())),
            ("walked_days", number_column(Some(self.walked_days))),
            ("offset_min", number_column(Some(self.offset_min))),
            ("recorded_at_ms", number_column(Some(self.recorded_at_ms))),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            plan_id: row.get("plan_id")?,
            week: row.get("week")?,
            hard_days: word_of(row, "hard_days")?.ok_or_else(|| unreadable("hard_days"))?,
            new_pain: row.get("new_pain")?,
            walked_days: row.get("walked_days")?,
            offset_min: row.get("offset_min")?,
            recorded_at_ms: row.get("recorded_at_ms")?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        })
    }
}

impl Record for CheckIn {
    const KIND: Kind = Kind::PlanCheckIn;
    const TABLES: &'static [Summed] = &[CHECK_IN];

    identity!();

    fn line(&self) -> Option<Line> {
        None
    }

    fn fits(&self, conn: &Connection) -> Result<()> {
        let taken = |it: &CheckIn| it.week == self.week && it.id != self.id;
        match check_ins(conn, &self.plan_id)?.iter().any(taken) {
            true => Err(Error::Conflict),
            false => Ok(()),
        }
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        let returns = self.if_it_returns.as_ref().map(Note::as_str);
        vec![
            ("id", Value::Text(self.id.clone())),
            ("plan_id", Value::Text(self.plan_id.clone())),
            ("week", number_column(Some(self.week))),
            ("progress", text_column(self.progress.map(|it| it.word()))),
            (
                "in_the_way",
                text_column(joined(&self.in_the_way).as_deref()),
            ),
            ("if_it_returns", text_column(returns)),
            ("offset_min", number_column(Some(self.offset_min))),
            ("recorded_at_ms", number_column(Some(self.recorded_at_ms))),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let returns: Option<String> = row.get("if_it_returns")?;
        Ok(Self {
            id: row.get("id")?,
            plan_id: row.get("plan_id")?,
            week: row.get("week")?,
            progress: word_of(row, "progress")?,
            in_the_way: words_of(row, "in_the_way")?,
            if_it_returns: returns
                .map(|text| Note::new(&text))
                .transpose()
                .map_err(|_| unreadable("if_it_returns"))?
                .flatten(),
            offset_min: row.get("offset_min")?,
            recorded_at_ms: row.get("recorded_at_ms")?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        })
    }
}

/// The plan that goes on.
pub(super) fn going_on(conn: &Connection) -> Result<Option<Plan>> {
    Ok(conn
        .prepare_cached(
            "SELECT * FROM plan WHERE ended_on IS NULL AND deleted_at_ms IS NULL
             ORDER BY recorded_at_ms DESC, id DESC LIMIT 1",
        )?
        .query_row([], Plan::from_row)
        .optional()?)
}

/// What was said about the weeks of a plan, by week.
pub(super) fn reviews(conn: &Connection, plan_id: &str) -> Result<Vec<Review>> {
    Ok(conn
        .prepare_cached(
            "SELECT * FROM plan_review WHERE plan_id = ?1 AND deleted_at_ms IS NULL ORDER BY week",
        )?
        .query_map([plan_id], Review::from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// The check-ins of a plan, by week.
pub(super) fn check_ins(conn: &Connection, plan_id: &str) -> Result<Vec<CheckIn>> {
    Ok(conn
        .prepare_cached(
            "SELECT * FROM plan_check_in WHERE plan_id = ?1 AND deleted_at_ms IS NULL ORDER BY week",
        )?
        .query_map([plan_id], CheckIn::from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// The longest walk of each day that is not known to have gone up and down, oldest first.
pub(super) fn level_walks(conn: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Vec<Found>> {
    Ok(conn
        .prepare_cached(
            "SELECT local_date, max(duration_min) AS minutes FROM v_walk
             WHERE local_date BETWEEN ?1 AND ?2 AND coalesce(slope, 'flat') = 'flat'
             GROUP BY local_date ORDER BY local_date",
        )?
        .query_map((from.to_string(), to.to_string()), |row| {
            Ok(Found {
                date: date_of(row, "local_date")?.ok_or_else(|| unreadable("local_date"))?,
                minutes: row.get("minutes")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// The last day with a walk before a date.
pub(super) fn last_walk_before(conn: &Connection, before: NaiveDate) -> Result<Option<NaiveDate>> {
    let last: Option<String> = conn
        .prepare_cached("SELECT max(local_date) FROM v_walk WHERE local_date < ?1")?
        .query_row([before.to_string()], |row| row.get(0))?;
    Ok(last.and_then(|date| date.parse().ok()))
}
