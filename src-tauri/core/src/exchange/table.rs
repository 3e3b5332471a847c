//! Tables as RFC 4180 has them, that a spreadsheet cannot be made to calculate with, and back.
//!
//! A text that a spreadsheet would take for a formula gets an apostrophe before it, and so does one that begins with an
//! apostrophe; taking one off again is therefore exact. Numbers, dates and words of closed lists are never guarded.

use std::io::{BufRead, Write};

use serde_json::{Map, Value, json};

use super::fields::{Field, Or, Shape, alike, fields};
use super::{CELL_MAX_BYTES, COLUMNS_MAX, Stop, Why};
use crate::error::Result;
use crate::record::Kind;

/// What stands for a set in which nothing is, where an empty cell means that nobody looked.
const NONE: &str = "none";

/// How a UTF-8 file tells a spreadsheet that it is one.
pub(super) const MARK: &str = "\u{feff}";

/// A file name for each kind.
pub(super) fn columns(kind: Kind) -> Vec<Field> {
    let mut fields = fields(kind);
    // A table holds what is in the diary, not what is in the trash.
    fields.retain(|field| field.name != super::fields::DELETED.name);
    fields
}

/// Whether a spreadsheet would do something with a text, or whether it begins with our own guard.
fn needs_guard(text: &str) -> bool {
    text.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠',
    ])
}

/// A text as a cell, always in quotes.
pub(super) fn quoted(text: &str) -> String {
    let guard = if needs_guard(text) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// A cell's own text again.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if needs_guard(rest) => rest,
        _ => cell,
    }
}

/// The first line of a table.
pub(super) fn head(out: &mut dyn Write, names: &[&str]) -> Result<()> {
    Ok(write!(out, "{MARK}{}\r\n", names.join(","))?)
}

/// One record as a line of its table.
pub(super) fn row(out: &mut dyn Write, columns: &[Field], record: &Value) -> Result<()> {
    for (at, field) in columns.iter().enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        out.write_all(cell(*field, &record[field.name]).as_bytes())?;
    }
    Ok(out.write_all(b"\r\n")?)
}

fn cell(field: Field, value: &Value) -> String {
    let joined = |texts: Vec<String>| match texts.is_empty() && field.or == Or::Null {
        true => NONE.to_owned(),
        false => texts.join(" "),
    };
    let each = |make: &dyn Fn(&Value) -> String| {
        value
            .as_array()
            .map(|all| joined(all.iter().map(make).collect()))
            .unwrap_or_default()
    };
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    if value.is_null() {
        return String::new();
    }
    match field.shape {
        Shape::Line(_) | Shape::Text(_) => quoted(value.as_str().unwrap_or_default()),
        Shape::Time => value.as_str().unwrap_or_default().chars().take(5).collect(),
        Shape::Id | Shape::Date | Shape::Word(_) => text(value),
        Shape::Whole(..) => value.to_string(),
        Shape::Flag => if value == &Value::Bool(true) {
            "yes"
        } else {
            "no"
        }
        .to_owned(),
        Shape::Words(_) | Shape::Names => each(&text),
        Shape::Regions => each(&|it| match it["nrs"].as_u64() {
            Some(nrs) => format!("{}={nrs}", text(&it["region"])),
            None => text(&it["region"]),
        }),
        Shape::Factors => each(&|it| format!("{}={}", text(&it["factor_id"]), text(&it["state"]))),
        Shape::Onset => match &value["after"] {
            Value::Null => "never".to_owned(),
            minutes => minutes.to_string(),
        },
        Shape::Objects | Shape::Object => quoted(&value.to_string()),
    }
}

/// A line of a table as an object, checked no further than its cells can be read.
pub(super) fn object(
    columns: &[Option<Field>],
    cells: &[String],
) -> std::result::Result<Map<String, Value>, Why> {
    let mut object = Map::new();
    if cells.len() > columns.len() {
        return Err(Why::Unreadable);
    }
    for (column, cell) in columns.iter().zip(cells) {
        let Some(field) = column else { continue };
        let value = value(*field, cell).ok_or_else(|| Why::BadValue(field.name.to_owned()))?;
        // An empty cell is a missing one, which has its own meaning for each field.
        if let Some(value) = value {
            object.insert(field.name.to_owned(), value);
        }
    }
    Ok(object)
}

/// What a cell says; `None` inside = nothing, `None` outside = it cannot be read.
#[expect(
    clippy::option_option,
    reason = "an unreadable cell and an empty one are two things"
)]
fn value(field: Field, cell: &str) -> Option<Option<Value>> {
    if let Shape::Line(_) | Shape::Text(_) = field.shape {
        let text = unguarded(cell).trim();
        return Some((!text.is_empty()).then(|| Value::String(text.to_owned())));
    }
    let plain = unguarded(cell).trim();
    if plain.is_empty() {
        return Some(None);
    }
    let words = || -> Vec<&str> {
        plain
            .split_whitespace()
            .filter(|it| *it != NONE || field.or != Or::Null)
            .collect()
    };
    Some(Some(match field.shape {
        Shape::Line(_) | Shape::Text(_) => return None,
        Shape::Id | Shape::Date | Shape::Word(_) => Value::String(plain.to_owned()),
        Shape::Time => Value::String(match plain.len() {
            5 => format!("{plain}:00"),
            _ => plain.to_owned(),
        }),
        Shape::Whole(..) => Value::from(plain.parse::<i64>().ok()?),
        Shape::Flag => match plain {
            "yes" => Value::Bool(true),
            "no" => Value::Bool(false),
            _ => return None,
        },
        Shape::Words(_) | Shape::Names => json!(words()),
        Shape::Regions => words()
            .into_iter()
            .map(|word| {
                Some(match word.split_once('=') {
                    Some((region, nrs)) => {
                        json!({ "region": region, "nrs": nrs.parse::<u8>().ok()? })
                    }
                    None => json!({ "region": word, "nrs": null }),
                })
            })
            .collect::<Option<_>>()?,
        Shape::Factors => words()
            .into_iter()
            .map(|word| {
                let (id, state) = word.split_once('=')?;
                Some(json!({ "factor_id": id, "state": state }))
            })
            .collect::<Option<_>>()?,
        Shape::Onset => match plain {
            "never" => json!("never"),
            minutes => json!({ "after": minutes.parse::<u16>().ok()? }),
        },
        Shape::Objects | Shape::Object => serde_json::from_str(unguarded(cell)).ok()?,
    }))
}

/// What the first line of a table names, column by column; `None` = a column nobody knows.
pub(super) struct Heading {
    pub(super) columns: Vec<Option<Field>>,
    pub(super) left: Vec<String>,
}

/// Reads the first line of a table of a kind.
///
/// # Errors
/// [`Stop::Foreign`] if it is no such table: it lacks the column that every such record is found by, or names one twice.
pub(super) fn heading(kind: Kind, cells: &[String]) -> std::result::Result<Heading, Stop> {
    let known = columns(kind);
    let mut heading = Heading {
        columns: Vec::new(),
        left: Vec::new(),
    };
    for cell in cells {
        let name = cell.trim();
        let field = known.iter().find(|field| field.name == name).copied();
        let again = |it: &Option<Field>| it.is_some_and(|it| it.name == name);
        if field.is_some() && heading.columns.iter().any(again) {
            return Err(Stop::Foreign);
        }
        if field.is_none() {
            heading.left.push(super::fields::short(name));
        }
        heading.columns.push(field);
    }
    let found = |name: &str| {
        heading
            .columns
            .iter()
            .flatten()
            .any(|field| field.name == name)
    };
    if found(alike(kind).column) || found("id") {
        Ok(heading)
    } else {
        Err(Stop::Foreign)
    }
}

/// What reading a line of a table came to.
pub(super) enum Line {
    /// Its cells, and the number of its first line in the file.
    Cells(u64, Vec<String>),
    /// It cannot be read.
    Bad(u64, Why),
    /// The file is over.
    End,
}

/// Reads a table line by line; what is in quotes may hold line breaks. Never holds more than one line's cells.
pub(super) struct Reader<'a> {
    bytes: &'a mut dyn BufRead,
    /// The line of the file that comes next, from 1.
    line: u64,
    started: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a mut dyn BufRead) -> Self {
        Self {
            bytes,
            line: 1,
            started: false,
        }
    }

    fn peek(&mut self) -> Result<Option<u8>> {
        Ok(self.bytes.fill_buf()?.first().copied())
    }

    fn byte(&mut self) -> Result<Option<u8>> {
        let byte = self.peek()?;
        if byte.is_some() {
            self.bytes.consume(1);
        }
        Ok(byte)
    }

    /// The next line of the table.
    pub(super) fn next(&mut self) -> Result<Line> {
        let first = self.line;
        let mut cells: Vec<String> = Vec::new();
        let mut cell: Vec<u8> = Vec::new();
        let mut why: Option<Why> = None;
        let (mut inside, mut was_quoted, mut any) = (false, false, false);
        loop {
            let byte = self.byte()?;
            let Some(byte) = byte else {
                if !any {
                    return Ok(Line::End);
                }
                if inside {
                    why = Some(Why::Unreadable);
                }
                break;
            };
            any = true;
            match byte {
                b'"' if inside => {
                    if self.peek()? == Some(b'"') {
                        self.bytes.consume(1);
                        push(&mut cell, b'"', &mut why);
                    } else {
                        inside = false;
                    }
                }
                b'"' if cell.is_empty() && !was_quoted => {
                    inside = true;
                    was_quoted = true;
                }
                // The mark of a UTF-8 file stands before the first cell.
                b'"' if !self.started && cells.is_empty() && cell == MARK.as_bytes() => {
                    cell.clear();
                    inside = true;
                    was_quoted = true;
                }
                b',' if !inside => {
                    end_cell(&mut cells, &mut cell, &mut why);
                    was_quoted = false;
                }
                b'\n' if !inside => {
                    self.line += 1;
                    break;
                }
                b'\r' if !inside && self.peek()? == Some(b'\n') => {}
                // Text behind a closing quote is no table any more.
                _ if was_quoted && !inside => why = Some(Why::Unreadable),
                byte => {
                    if byte == b'\n' {
                        self.line += 1;
                    }
                    push(&mut cell, byte, &mut why);
                }
            }
        }
        if cells.is_empty() && cell.is_empty() && !was_quoted && why.is_none() {
            // An empty line is none; it still has a number.
            return self.next_after_empty();
        }
        end_cell(&mut cells, &mut cell, &mut why);
        if !self.started {
            self.started = true;
            if let Some(first) = cells.first_mut()
                && let Some(rest) = first.strip_prefix(MARK)
            {
                *first = rest.to_owned();
            }
        }
        Ok(match why {
            Some(why) => Line::Bad(first, why),
            None => Line::Cells(first, cells),
        })
    }

    /// Skips all empty lines that follow, without going deeper for each.
    fn next_after_empty(&mut self) -> Result<Line> {
        loop {
            match self.peek()? {
                Some(b'\n') => {
                    self.bytes.consume(1);
                    self.line += 1;
                }
                Some(b'\r') => self.bytes.consume(1),
                Some(_) => return self.next(),
                None => return Ok(Line::End),
            }
        }
    }
}

fn push(cell: &mut Vec<u8>, byte: u8, why: &mut Option<Why>) {
    if cell.len() < CELL_MAX_BYTES {
        cell.push(byte);
    } else {
        *why = Some(Why::TooLong);
    }
}

fn end_cell(cells: &mut Vec<String>, cell: &mut Vec<u8>, why: &mut Option<Why>) {
    let bytes = std::mem::take(cell);
    if cells.len() >= COLUMNS_MAX {
        *why = Some(Why::TooLong);
        return;
    }
    match String::from_utf8(bytes) {
        Ok(text) => cells.push(text),
        Err(_) => {
            *why = Some(Why::Unreadable);
            cells.push(String::new());
        }
    }
}
