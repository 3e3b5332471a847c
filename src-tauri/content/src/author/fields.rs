//! Reading a table field by field: every field that is missing, wrong or unknown is a problem of
//! its own, so that an author sees all of them at once.

use std::collections::BTreeSet;

use toml::Value;

use super::{Desk, meant};

/// A table being read.
pub(super) struct Fields<'a> {
    desk: &'a Desk<'a>,
    file: &'a str,
    /// Where in the file the table stands: empty for the file itself, `poses[1].` for a part.
    at: String,
    table: toml::Table,
    asked: BTreeSet<&'static str>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(desk: &'a Desk<'a>, file: &'a str, table: toml::Table) -> Self {
        Self::within(desk, file, String::new(), table)
    }

    fn within(desk: &'a Desk<'a>, file: &'a str, at: String, table: toml::Table) -> Self {
        Self {
            desk,
            file,
            at,
            table,
            asked: BTreeSet::new(),
        }
    }

    /// Notes a problem with a field.
    pub(super) fn say(&self, key: &str, message: &str) {
        let path = format!("{}{key}", self.at);
        let message = format!("`{path}` {message}");
        self.desk.say_field(self.file, &path, message);
    }

    /// Whether a field is there at all.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn take(&mut self, key: &'static str) -> Option<Value> {
        self.asked.insert(key);
        self.table.remove(key)
    }

    fn take_needed(&mut self, key: &'static str) -> Option<Value> {
        let value = self.take(key);
        if value.is_none() {
            self.say(key, "is missing");
        }
        value
    }

    /// A text that has to be there.
    pub(super) fn text(&mut self, key: &'static str) -> String {
        let value = self.take_needed(key);
        self.as_text(key, value).unwrap_or_default()
    }

    /// A text that may be left out.
    pub(super) fn text_or_none(&mut self, key: &'static str) -> Option<String> {
        let value = self.take(key);
        self.as_text(key, value)
    }

    fn as_text(&self, key: &str, value: Option<Value>) -> Option<String> {
        match value? {
            Value::String(text) if text.trim().is_empty() => {
                self.say(key, "is empty");
                None
            }
            Value::String(text) if text.trim() != text => {
                self.say(key, "begins or ends with a blank");
                None
            }
            Value::String(text) => Some(text),
            other => {
                let message = format!("is {}, and has to be text in quotes", kind(&other));
                self.say(key, &message);
                None
            }
        }
    }

    /// A list of texts that has to be there and to hold something.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<String> {
        let value = self.take_needed(key);
        if matches!(&value, Some(Value::Array(values)) if values.is_empty()) {
            self.say(key, "is an empty list");
        }
        self.as_texts(key, value)
    }

    /// A list of texts that may be left out.
    pub(super) fn texts_or_none(&mut self, key: &'static str) -> Vec<String> {
        let value = self.take(key);
        self.as_texts(key, value)
    }

    fn as_texts(&self, key: &str, value: Option<Value>) -> Vec<String> {
        let values = match value {
            None => return Vec::new(),
            Some(Value::Array(values)) => values,
            Some(_) => {
                self.say(key, "has to be a list of texts: [\"one\", \"two\"]");
                return Vec::new();
            }
        };
        let each = values.into_iter().enumerate();
        each.filter_map(|(index, value)| {
            self.as_text(&format!("{key}[{}]", index + 1), Some(value))
        })
        .collect()
    }

    /// A date that has to be there.
    pub(super) fn date(&mut self, key: &'static str) -> String {
        match self.take_needed(key) {
            None => String::new(),
            Some(Value::Datetime(toml::value::Datetime {
                date: Some(date),
                time: None,
                offset: None,
            })) => date.to_string(),
            Some(_) => {
                self.say(key, "has to be a date without quotes, such as 2026-11-23");
                String::new()
            }
        }
    }

    /// A year that may be left out.
    pub(super) fn year_or_none(&mut self, key: &'static str) -> Option<u16> {
        match self.take(key)? {
            Value::Integer(year @ 1900..=2100) => u16::try_from(year).ok(),
            _ => {
                self.say(key, "has to be a year such as 2020");
                None
            }
        }
    }

    /// A value of any shape that may be left out; whoever asks reads it.
    pub(super) fn raw(&mut self, key: &'static str) -> Option<Value> {
        self.take(key)
    }

    /// True or false; what is left out is as `otherwise` says.
    pub(super) fn flag(&mut self, key: &'static str, otherwise: bool) -> bool {
        match self.take(key) {
            None => otherwise,
            Some(Value::Boolean(value)) => value,
            Some(_) => {
                self.say(key, "has to be true or false");
                otherwise
            }
        }
    }

    /// A whole number from 0 that has to be there.
    pub(super) fn whole(&mut self, key: &'static str) -> u32 {
        match self.take_needed(key) {
            None => 0,
            Some(value) => {
                let whole = value.as_integer().and_then(|it| u32::try_from(it).ok());
                if whole.is_none() {
                    self.say(key, "has to be a whole number from 0");
                }
                whole.unwrap_or_default()
            }
        }
    }

    /// Names of a closed list, at least one.
    pub(super) fn choices<T: Copy>(
        &mut self,
        key: &'static str,
        known: &[(&'static str, T)],
    ) -> Vec<T> {
        let texts = self.texts(key);
        let each = texts.iter();
        each.filter_map(|text| self.known(key, text, known))
            .collect()
    }

    fn as_whole(&self, key: &str, value: &Value, least: i64) -> Option<u16> {
        let whole = match value {
            Value::Integer(whole) if (least..=3600).contains(whole) => u16::try_from(*whole).ok(),
            _ => None,
        };
        if whole.is_none() {
            self.say(
                key,
                &format!("has to be a whole number from {least} to 3600"),
            );
        }
        whole
    }

    /// A whole number from zero on that may be left out.
    pub(super) fn whole_or_none(&mut self, key: &'static str) -> Option<u16> {
        let value = self.take(key)?;
        self.as_whole(key, &value, 0)
    }

    /// A whole number from one on that may be left out.
    pub(super) fn count_or_none(&mut self, key: &'static str) -> Option<u16> {
        let value = self.take(key)?;
        self.as_whole(key, &value, 1)
    }

    /// A whole number from one on that has to be there.
    pub(super) fn count(&mut self, key: &'static str) -> u16 {
        let value = self.take_needed(key);
        value
            .and_then(|value| self.as_whole(key, &value, 1))
            .unwrap_or(1)
    }

    /// Whole numbers from zero on, so many of them, that may be left out.
    pub(super) fn numbers_or_none<const N: usize>(
        &mut self,
        key: &'static str,
    ) -> Option<[u16; N]> {
        let value = self.take(key)?;
        self.as_numbers(key, &value, 0)
    }

    fn as_numbers<const N: usize>(&self, key: &str, value: &Value, least: i64) -> Option<[u16; N]> {
        match value {
            Value::Array(values) if values.len() == N => {
                let each = values.iter();
                let numbers: Vec<u16> = each
                    .filter_map(|value| self.as_whole(key, value, least))
                    .collect();
                numbers.try_into().ok()
            }
            _ => {
                self.say(key, &format!("has to be a list of {N} whole numbers"));
                None
            }
        }
    }

    /// Whole numbers from zero on, so many of them, that have to be there.
    pub(super) fn numbers<const N: usize>(&mut self, key: &'static str) -> [u16; N] {
        let value = self.take_needed(key);
        value
            .and_then(|value| self.as_numbers(key, &value, 0))
            .unwrap_or([0; N])
    }

    /// Any amount of whole numbers from zero on.
    pub(super) fn wholes(&mut self, key: &'static str) -> Vec<u16> {
        match self.take_needed(key) {
            Some(Value::Array(values)) => values
                .iter()
                .filter_map(|value| self.as_whole(key, value, 0))
                .collect(),
            Some(_) => {
                self.say(key, "has to be a list of whole numbers");
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// How much: one whole number from one on, or the least and the most of it.
    pub(super) fn range_or_none(&mut self, key: &'static str) -> Option<[u16; 2]> {
        let value = self.take(key)?;
        let range = match &value {
            Value::Array(_) => self.as_numbers(key, &value, 1)?,
            _ => {
                let number = self.as_whole(key, &value, 1)?;
                [number, number]
            }
        };
        if range[0] > range[1] {
            self.say(key, "has its most before its least");
        }
        Some(range)
    }

    /// The least and the most on the scale of pain.
    pub(super) fn levels(&mut self, key: &'static str) -> [u16; 2] {
        let levels: [u16; 2] = self.numbers(key);
        if levels[0] > levels[1] || levels[1] > 10 {
            self.say(key, "has to be the least and the most out of 10");
        }
        levels
    }

    /// A table as it is, which has to be there.
    pub(super) fn table(&mut self, key: &'static str) -> Option<toml::Table> {
        match self.take_needed(key)? {
            Value::Table(table) => Some(table),
            _ => {
                self.say(key, "has to be a table of its own");
                None
            }
        }
    }

    /// A part of this table that has to be there.
    pub(super) fn part(&mut self, key: &'static str) -> Option<Fields<'a>> {
        if !self.table.contains_key(key) {
            self.say(key, "is missing");
        }
        self.part_or_none(key)
    }

    /// Parts that may be left out.
    pub(super) fn parts_or_none(&mut self, key: &'static str) -> Vec<Fields<'a>> {
        if self.table.contains_key(key) {
            self.parts(key)
        } else {
            self.asked.insert(key);
            Vec::new()
        }
    }

    /// One name of a closed list that has to be there.
    pub(super) fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        known: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.text(key);
        self.known(key, &text, known)
    }

    /// One name of a closed list that may be left out.
    pub(super) fn choice_or_none<T: Copy>(
        &mut self,
        key: &'static str,
        known: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.text_or_none(key)?;
        self.known(key, &text, known)
    }

    /// Names of a closed list; none when the field is left out.
    pub(super) fn choices_or_none<T: Copy>(
        &mut self,
        key: &'static str,
        known: &[(&'static str, T)],
    ) -> Vec<T> {
        let texts = self.texts_or_none(key);
        let each = texts.iter();
        each.filter_map(|text| self.known(key, text, known))
            .collect()
    }

    fn known<T: Copy>(&self, key: &str, text: &str, known: &[(&'static str, T)]) -> Option<T> {
        let found = known.iter().find(|(name, _)| *name == text);
        if found.is_none() && !text.is_empty() {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            let names = names.join(", ");
            self.say(
                key,
                &format!("has the unknown name `{text}`; known are {names}"),
            );
        }
        found.map(|(_, value)| *value)
    }

    /// A part of this table that may be left out.
    pub(super) fn part_or_none(&mut self, key: &'static str) -> Option<Fields<'a>> {
        match self.take(key)? {
            Value::Table(table) => {
                let at = format!("{}{key}.", self.at);
                Some(Fields::within(self.desk, self.file, at, table))
            }
            _ => {
                self.say(key, "has to be a table of its own");
                None
            }
        }
    }

    /// Parts of which there has to be at least one: `[[key]]` in the file.
    pub(super) fn parts(&mut self, key: &'static str) -> Vec<Fields<'a>> {
        let tables = match self.take_needed(key) {
            None => return Vec::new(),
            Some(Value::Array(values)) if !values.is_empty() => values
                .into_iter()
                .map(|value| match value {
                    Value::Table(table) => Some(table),
                    _ => None,
                })
                .collect::<Option<Vec<_>>>(),
            Some(_) => None,
        };
        let Some(tables) = tables else {
            self.say(
                key,
                &format!("has to be written as parts that begin with [[{key}]]"),
            );
            return Vec::new();
        };
        let each = tables.into_iter().enumerate();
        each.map(|(index, table)| {
            let at = format!("{}{key}[{}].", self.at, index + 1);
            Fields::within(self.desk, self.file, at, table)
        })
        .collect()
    }

    /// Ends the reading: what nobody asked for is unknown, and most likely misspelt.
    pub(super) fn end(self) {
        for key in self.table.keys() {
            let message = match meant(key, self.asked.iter().copied()) {
                Some(name) => format!("is no known key; is `{name}` meant?"),
                None => {
                    let names: Vec<&str> = self.asked.iter().copied().collect();
                    format!("is no known key; known are {}", names.join(", "))
                }
            };
            self.say(key, &message);
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a text",
        Value::Integer(_) | Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date",
        Value::Array(_) => "a list",
        Value::Table(_) => "a table",
    }
}
