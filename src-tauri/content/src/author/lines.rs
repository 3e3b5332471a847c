//! Where things stand in a file: the line of each key of a table, and of each saying in a guide.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::wording::normal;

/// The lines of a table's keys, by their path: `sources[2].title`.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyLines(BTreeMap<String, usize>);

impl KeyLines {
    /// Of a piece of TOML that begins below `lines_above` other lines of its file; none of one that is broken.
    pub(super) fn of(text: &str, lines_above: usize) -> Self {
        let mut lines = Self::default();
        if let Ok(table) = DeTable::parse(text) {
            let line = |at: usize| {
                let breaks = text.bytes().take(at).filter(|it| *it == b'\n');
                lines_above + breaks.count() + 1
            };
            lines.table("", table.get_ref(), &line);
        }
        lines
    }

    fn table(&mut self, at: &str, table: &DeTable<'_>, line: &impl Fn(usize) -> usize) {
        for (key, value) in table.iter() {
            let path = format!("{at}{}", key.get_ref());
            self.0.insert(path.clone(), line(key.span().start));
            self.value(&path, value.get_ref(), line);
        }
    }

    fn value(&mut self, path: &str, value: &DeValue<'_>, line: &impl Fn(usize) -> usize) {
        match value {
            DeValue::Table(table) => self.table(&format!("{path}."), table, line),
            DeValue::Array(values) => {
                for (index, value) in values.iter().enumerate() {
                    let path = format!("{path}[{}]", index + 1);
                    self.0.insert(path.clone(), line(value.span().start));
                    self.value(&path, value.get_ref(), line);
                }
            }
            _ => {}
        }
    }

    /// The line of a key, or of the closest thing around one that is missing.
    pub(super) fn line(&self, path: &str) -> Option<usize> {
        let mut path = path;
        loop {
            if let Some(line) = self.0.get(path) {
                return Some(*line);
            }
            let end = path.rfind(['.', '['])?;
            path = &path[..end];
        }
    }
}

/// A guide's text as its author wrote it, to tell where in the file something stands.
pub(super) struct Draft {
    pub(super) file: String,
    first: usize,
    lines: Vec<String>,
}

impl Draft {
    /// Of a body that begins below `lines_above` other lines of its file.
    pub(super) fn new(file: &str, body: &str, lines_above: usize) -> Self {
        Self {
            file: file.to_owned(),
            first: lines_above + 1,
            lines: body.lines().map(normal).collect(),
        }
    }

    /// The line that holds these words, or the first line of the text.
    pub(super) fn line_of(&self, words: &str) -> usize {
        let words = normal(words);
        let found = self
            .lines
            .iter()
            .position(|line| super::wording::holds(line, &words));
        self.first + found.unwrap_or(0)
    }
}
