//! SQL for the one list, and nothing but.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::{Filter, PAGE_MAX, Page, WORDS_MAX_CHARS};
use crate::error::{Error, Result};
use crate::history;
use crate::record::Kind;
use crate::worded::Worded;

/// A page of the list, newest first, of at most `limit` (1 to 500) records after the newest `skip`, so that any place of
/// a long list is one reading away.
///
/// # Errors
/// [`Error::Invalid`] on `words` beyond [`WORDS_MAX_CHARS`]; any failure of the storage.
pub fn page(conn: &Connection, filter: &Filter, limit: u32, skip: u32) -> Result<Page> {
    let limit = limit.clamp(1, PAGE_MAX);
    let (wanted, mut values) = narrowed(filter)?;
    let count = format!("SELECT count(*), min(local_date) FROM line {wanted}");
    let (shown, first): (u32, Option<String>) = conn
        .prepare_cached(&count)?
        .query_row(params_from_iter(&values), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let total = conn
        .prepare_cached("SELECT count(*) FROM line")?
        .query_row([], |row| row.get(0))?;
    values.extend([
        Value::Integer(i64::from(limit) + 1),
        Value::Integer(i64::from(skip)),
    ]);
    let list = format!(
        "SELECT kind, record_id FROM line {wanted}
         ORDER BY local_date DESC, sort_min DESC, record_id DESC LIMIT ? OFFSET ?"
    );
    let mut found: Vec<(String, String)> = conn
        .prepare_cached(&list)?
        .query_map(params_from_iter(&values), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let records = found
        .iter()
        .map(|(kind, id)| {
            let kind = Kind::from_word(kind).map_err(|_| Error::Damaged)?;
            history::find(conn, kind, id)
        })
        .collect::<Result<_>>()?;
    Ok(Page {
        records,
        shown,
        total,
        first: first.and_then(|date| date.parse().ok()),
        more,
    })
}

/// The conditions of a filter as SQL, and the values in it. No value ever becomes part of the text.
fn narrowed(filter: &Filter) -> Result<(String, Vec<Value>)> {
    let mut sql = String::from("WHERE 1");
    let mut values = Vec::new();
    words_in(&mut sql, &mut values, "kind", &filter.kinds);
    words_in(&mut sql, &mut values, "frame", &filter.frames);
    if let Some(region) = filter.region {
        sql.push_str(" AND record_id IN (SELECT entry_id FROM pain_region WHERE region = ?)");
        values.push(Value::Text(region.word().to_owned()));
    }
    for (condition, value) in [
        (" AND nrs >= ?", filter.nrs_min),
        (" AND nrs <= ?", filter.nrs_max),
    ] {
        if let Some(value) = value {
            sql.push_str(condition);
            values.push(Value::Integer(value.get().into()));
        }
    }
    for (condition, value) in [
        (" AND local_date >= ?", filter.from),
        (" AND local_date <= ?", filter.to),
    ] {
        if let Some(date) = value {
            sql.push_str(condition);
            values.push(Value::Text(date.to_string()));
        }
    }
    if let Some(query) = filter.words.as_deref().map(searched).transpose()?.flatten() {
        sql.push_str(" AND id IN (SELECT rowid FROM line_words WHERE line_words MATCH ?)");
        values.push(Value::Text(query));
    }
    Ok((sql, values))
}

fn words_in<T: Worded>(sql: &mut String, values: &mut Vec<Value>, column: &str, wanted: &[T]) {
    if wanted.is_empty() {
        return;
    }
    let places = vec!["?"; wanted.len()].join(", ");
    sql.push_str(&format!(" AND {column} IN ({places})"));
    values.extend(wanted.iter().map(|it| Value::Text(it.word().to_owned())));
}

/// What a person typed as a query that finds all of it, in any order. Each part is quoted, so that no sign in it is
/// taken for an operator, and the beginning of a word is enough.
fn searched(text: &str) -> Result<Option<String>> {
    if text.chars().nth(WORDS_MAX_CHARS).is_some() {
        return Err(Error::Invalid { field: "words" });
    }
    let parts: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|part| !part.is_empty())
        .map(|part| format!("\"{}\"*", part.replace('"', "\"\"")))
        .collect();
    Ok((!parts.is_empty()).then(|| parts.join(" ")))
}
