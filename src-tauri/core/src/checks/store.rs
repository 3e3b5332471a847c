//! SQL for finished symptom checks, and nothing but.

use backstride_content::triage::{Scope, Urgency};
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Check;
use crate::error::Result;
use crate::record::{
    self, Kind, Line, Record, Summed, When, date_of, identity, number_column, text_column,
    unreadable,
};

const CHECK: Summed = Summed {
    table: "symptom_check",
    key: "id",
};

/// The tables of checks that the content digest covers.
pub(crate) const SUMMED: &[Summed] = &[CHECK];

impl Record for Check {
    const KIND: Kind = Kind::Check;
    const TABLES: &'static [Summed] = &[CHECK];

    identity!();

    fn line(&self) -> Option<Line> {
        Some(Line {
            local_date: self.when.local_date,
            sort_min: self.when.sort_min(),
            frame: None,
            nrs: None,
            // Nothing in it is the person's own words.
            words: None,
        })
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        let overruled = (!self.overruled.is_empty()).then(|| self.overruled.join(" "));
        let cleared_on = self.cleared_on.map(|date| date.to_string());
        let mut columns = vec![("id", Value::Text(self.id.clone()))];
        columns.extend(self.when.columns());
        columns.extend([
            ("scope", text_column(Some(scope_word(self.scope)))),
            ("level", text_column(self.outcome.level.map(Urgency::name))),
            ("rule_set", text_column(Some(&self.rule_set))),
            ("rule_version", number_column(Some(self.rule_version))),
            ("rule_digest", text_column(Some(&self.rule_digest))),
            ("answers_json", json(&self.answers)),
            ("outcome_json", json(&self.outcome)),
            ("overruled", text_column(overruled.as_deref())),
            ("region", text_column(self.region.as_deref())),
            ("cleared_on", text_column(cleared_on.as_deref())),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]);
        columns
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let scope: String = row.get("scope")?;
        let overruled: Option<String> = row.get("overruled")?;
        let words = overruled.unwrap_or_default();
        let check = Self {
            id: row.get("id")?,
            when: When::from_row(row)?,
            scope: match scope.as_str() {
                "full" => Scope::Full,
                "short" => Scope::Short,
                _ => return Err(unreadable("scope")),
            },
            rule_set: row.get("rule_set")?,
            rule_version: row.get("rule_version")?,
            rule_digest: row.get("rule_digest")?,
            answers: parsed(row, "answers_json")?,
            outcome: parsed(row, "outcome_json")?,
            overruled: words.split_whitespace().map(str::to_owned).collect(),
            region: row.get("region")?,
            cleared_on: date_of(row, "cleared_on")?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        };
        // The level stands in two places; if they differ, neither can be believed.
        let level: Option<String> = row.get("level")?;
        if level.as_deref() != check.outcome.level.map(Urgency::name) {
            return Err(unreadable("level"));
        }
        Ok(check)
    }
}

/// Every check that is not in the trash, the latest first.
///
/// # Errors
/// Any failure of the storage.
pub fn list(conn: &Connection) -> Result<Vec<Check>> {
    Ok(conn
        .prepare_cached(
            "SELECT * FROM symptom_check WHERE deleted_at_ms IS NULL ORDER BY recorded_at_ms DESC, id DESC",
        )?
        .query_map([], Check::from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// The check that was finished last, of one scope or of any.
///
/// # Errors
/// Any failure of the storage.
pub fn latest(conn: &Connection, scope: Option<Scope>) -> Result<Option<Check>> {
    let id: Option<String> = conn
        .prepare_cached(
            "SELECT id FROM symptom_check WHERE deleted_at_ms IS NULL AND (?1 IS NULL OR scope = ?1)
             ORDER BY recorded_at_ms DESC, id DESC LIMIT 1",
        )?
        .query_row([scope.map(scope_word)], |row| row.get(0))
        .optional()?;
    id.map(|id| record::find(conn, &id)).transpose()
}

/// The date of the oldest record in the one list.
pub(super) fn first_date(conn: &Connection) -> Result<Option<NaiveDate>> {
    let first: Option<String> = conn
        .prepare_cached("SELECT min(local_date) FROM line")?
        .query_row([], |row| row.get(0))?;
    Ok(first.and_then(|date| date.parse().ok()))
}

fn scope_word(scope: Scope) -> &'static str {
    match scope {
        Scope::Full => "full",
        Scope::Short => "short",
    }
}

fn json(value: &impl Serialize) -> Value {
    Value::Text(serde_json::to_string(value).unwrap_or_default())
}

fn parsed<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|_| unreadable(column))
}
