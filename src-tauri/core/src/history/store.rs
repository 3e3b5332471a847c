//! SQL for walking the log, and nothing but.

use rusqlite::Connection;

use super::Reach;
use crate::error::Result;

/// Replays the steps after `since`: something new can be undone and forbids redoing what was undone before it.
pub(super) fn reach(conn: &Connection, since: i64) -> Result<Reach> {
    let mut reach = Reach::default();
    let mut statement =
        conn.prepare_cached("SELECT id, way, of_step FROM revision WHERE id > ?1 ORDER BY id")?;
    let mut rows = statement.query([since])?;
    while let Some(row) = rows.next()? {
        let step: i64 = row.get(0)?;
        let way: Option<String> = row.get(1)?;
        let of: Option<i64> = row.get(2)?;
        match (way.as_deref(), of) {
            (Some("undo"), Some(of)) => {
                reach.undo.retain(|it| *it != of);
                reach.redo.push(of);
            }
            (Some(_), Some(of)) => {
                reach.redo.retain(|it| *it != of);
                reach.undo.push(of);
            }
            _ => {
                reach.undo.push(step);
                reach.redo.clear();
            }
        }
    }
    Ok(reach)
}
