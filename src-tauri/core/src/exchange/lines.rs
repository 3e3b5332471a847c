//! Everything as JSON Lines: a line for each thing, the first says what the file is, the last what it should hold.

use std::collections::BTreeMap;
use std::io::{BufRead, Read as _, Write};

use serde_json::{Map, Value, json};

use super::store::LogRow;
use super::write::{File, Order};
use super::{FORMAT, LINE_MAX_BYTES, Stop, VERSION, What};
use crate::error::Result;
use crate::record::Kind;
use crate::reminders::Rule;
use crate::worded::Worded as _;

/// Writes the file of lines.
pub(super) struct Writer {
    file: File,
    lines: u64,
}

impl Writer {
    pub(super) fn begin(file: File, order: &Order<'_>) -> Result<Self> {
        let mut writer = Self { file, lines: 0 };
        writer.line(&json!({
            "type": "header",
            "format": FORMAT,
            "version": VERSION,
            "program": order.program,
            "made_at_ms": order.made.utc_ms,
            "offset_min": order.made.offset_min,
        }))?;
        Ok(writer)
    }

    fn line(&mut self, line: &Value) -> Result<()> {
        serde_json::to_writer(&mut self.file, line).map_err(std::io::Error::from)?;
        self.lines += 1;
        Ok(self.file.write_all(b"\n")?)
    }

    pub(super) fn record(&mut self, kind: Kind, record: &Value) -> Result<()> {
        write!(
            self.file,
            "{{\"type\":\"record\",\"kind\":\"{}\",\"record\":",
            kind.word()
        )?;
        serde_json::to_writer(&mut self.file, record).map_err(std::io::Error::from)?;
        self.lines += 1;
        Ok(self.file.write_all(b"}\n")?)
    }

    pub(super) fn fact(&mut self, what: What, key: &str, row: Value) -> Result<()> {
        self.line(&json!({ "type": what.word(), "key": key, "row": row }))
    }

    pub(super) fn reminder(&mut self, rule: &Rule) -> Result<()> {
        self.line(&json!({
            "type": "reminder",
            "id": rule.id,
            "purpose": rule.purpose.word(),
            "name": rule.name,
            "plan": rule.plan,
            "days": rule.days.bits(),
            "terms": rule.terms,
            "enabled": rule.enabled,
        }))
    }

    pub(super) fn step(&mut self, step: &LogRow) -> Result<()> {
        // A step that cannot be read any more is written all the same, as the text it is.
        let read = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| json!(text));
        self.line(&json!({
            "type": "step",
            "step": step.step,
            "kind": step.kind,
            "record_id": step.record_id,
            "action": step.action,
            "made_at_ms": step.made_at_ms,
            "before": step.before.as_deref().map(read),
            "after": read(&step.after),
            "way": step.way,
            "of_step": step.of_step,
        }))
    }

    /// The last line, with the digest of all before it.
    pub(super) fn end(
        mut self,
        counts: &BTreeMap<&'static str, u64>,
    ) -> std::result::Result<(File, String), Stop> {
        let digest = self.file.digest();
        let lines = self.lines;
        self.line(&json!({
            "type": "end",
            "counts": counts,
            "lines": lines,
            "blake3": digest,
        }))?;
        Ok((self.file, digest))
    }
}

/// What reading a line came to.
pub(super) enum Line {
    /// An object, with the digest of everything before it.
    Object(Map<String, Value>),
    /// No JSON object.
    Unreadable,
    /// Longer than any line of ours.
    TooLong,
    /// The file is over.
    End,
}

/// Reads the file of lines; never holds more than one line.
pub(super) struct Reader<'a> {
    bytes: &'a mut dyn BufRead,
    hasher: blake3::Hasher,
    /// The digest of everything before the line that was read last.
    before: Option<blake3::Hash>,
    buffer: Vec<u8>,
    /// The line that was read last, from 1.
    pub(super) line: u64,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a mut dyn BufRead) -> Self {
        Self {
            bytes,
            hasher: blake3::Hasher::new(),
            before: None,
            buffer: Vec::new(),
            line: 0,
        }
    }

    /// Whether the digest is that of everything before the line that was read last.
    pub(super) fn vouched(&self, digest: &str) -> bool {
        self.before
            .is_some_and(|hash| hash.to_hex().as_str() == digest)
    }

    pub(super) fn next(&mut self) -> Result<Line> {
        self.buffer.clear();
        let most = LINE_MAX_BYTES as u64 + 1;
        let read = (&mut *self.bytes)
            .take(most)
            .read_until(b'\n', &mut self.buffer)?;
        if read == 0 {
            return Ok(Line::End);
        }
        self.line += 1;
        if self.buffer.len() > LINE_MAX_BYTES && !self.buffer.ends_with(b"\n") {
            self.hasher.update(&self.buffer);
            self.skip()?;
            self.before = None;
            return Ok(Line::TooLong);
        }
        // Only a last line is asked for what came before it, and every line may be the last.
        let ends = self.buffer.starts_with(b"{") && contains(&self.buffer, b"\"blake3\"");
        self.before = ends.then(|| self.hasher.finalize());
        self.hasher.update(&self.buffer);
        let text = match self.line {
            1 => self
                .buffer
                .strip_prefix(super::table::MARK.as_bytes())
                .unwrap_or(&self.buffer),
            _ => &self.buffer,
        };
        Ok(match serde_json::from_slice(text) {
            Ok(Value::Object(object)) => Line::Object(object),
            Ok(_) | Err(_) => Line::Unreadable,
        })
    }

    fn skip(&mut self) -> Result<()> {
        loop {
            let chunk = self.bytes.fill_buf()?;
            if chunk.is_empty() {
                return Ok(());
            }
            let (used, over) = match chunk.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (chunk.len(), false),
            };
            self.hasher.update(&chunk[..used]);
            self.bytes.consume(used);
            if over {
                return Ok(());
            }
        }
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|it| it == part)
}
