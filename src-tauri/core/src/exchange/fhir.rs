//! What is in the diary as a FHIR R4 bundle, for the system of a clinic. Only three codes are used, all of LOINC and all
//! looked up; everything else is said in words, because a code that was made up is worse than none.

use std::io::Write as _;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use serde_json::{Value, json};

use super::Stop;
use super::write::{File, Order};
use crate::error::Result;
use crate::record::Kind;

/// Pain severity as a number from 0 to 10, told by the person.
const PAIN: &str = "72514-3";

/// How long somebody moved.
const DURATION: &str = "55411-3";

/// What somebody did to move.
const ACTIVITY: &str = "73985-4";

/// The largest offset a time may have in FHIR.
const OFFSET_MAX_MIN: i64 = 14 * 60;

/// Writes the bundle entry by entry.
pub(super) struct Writer {
    file: File,
    subject: Value,
    entries: u64,
}

impl Writer {
    pub(super) fn begin(mut file: File, order: &Order<'_>) -> Result<Self> {
        let made = instant(order.made.utc_ms);
        write!(
            file,
            "{{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"timestamp\":\"{made}\",\"entry\":["
        )?;
        let mut writer = Self {
            file,
            subject: json!({ "reference": format!("urn:uuid:{}", order.person) }),
            entries: 0,
        };
        // Who it is stays with the person: nothing in the diary says a name.
        writer.entry(
            order.person,
            &json!({ "resourceType": "Patient", "id": order.person }),
        )?;
        Ok(writer)
    }

    fn entry(&mut self, id: &str, resource: &Value) -> Result<()> {
        if self.entries > 0 {
            self.file.write_all(b",")?;
        }
        self.entries += 1;
        let entry = json!({ "fullUrl": format!("urn:uuid:{id}"), "resource": resource });
        serde_json::to_writer(&mut self.file, &entry).map_err(std::io::Error::from)?;
        Ok(self.file.write_all(b"\n")?)
    }

    /// Adds what a clinic can use of a record.
    pub(super) fn record(&mut self, kind: Kind, record: &Value) -> Result<()> {
        let made = match kind {
            Kind::Pain => Some(self.pain(record)),
            Kind::Walk => Some(self.walk(record)),
            Kind::Day => Some(self.day(record)),
            Kind::Medicine => Some(self.medicine(record)),
            Kind::Relief => Some(self.relief(record)),
            Kind::Flare => Some(self.flare(record)),
            Kind::Check => Some(self.check(record)),
            Kind::Session => Some(self.session(record)),
            // Names, questions and plans are for the person and not for a record of a clinic.
            Kind::Factor
            | Kind::Footwear
            | Kind::Question
            | Kind::Plan
            | Kind::PlanReview
            | Kind::PlanCheckIn
            | Kind::Routine => None,
        };
        match made {
            Some(resource) => self.entry(text(record, "id"), &resource),
            None => Ok(()),
        }
    }

    pub(super) fn end(mut self) -> std::result::Result<File, Stop> {
        self.file.write_all(b"]}\n")?;
        Ok(self.file)
    }

    /// An observation with what all of them share.
    fn observation(&self, record: &Value, category: &str, code: Value) -> Value {
        let mut observation = json!({
            "resourceType": "Observation",
            "id": record["id"],
            "status": "final",
            "category": [{ "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                "code": category,
            }] }],
            "code": code,
            "subject": self.subject,
            "performer": [self.subject],
            "effectiveDateTime": when(record),
            "issued": instant(record["recorded_at_ms"].as_i64().unwrap_or_default()),
        });
        note(&mut observation, record);
        observation
    }

    fn pain(&self, record: &Value) -> Value {
        let asked = text(record, "frame").replace('_', " ");
        let code = loinc(PAIN, &format!("Pain, 0 to 10: {asked}"));
        let mut observation = self.observation(record, "survey", code);
        match record["nrs"].as_u64() {
            Some(nrs) => observation["valueQuantity"] = score(nrs),
            None => observation["dataAbsentReason"] = unknown(),
        }
        let empty = Vec::new();
        let regions = record["regions"].as_array().unwrap_or(&empty);
        let named = |it: &Value| text(it, "region").replace('_', " ");
        if !regions.is_empty() {
            let all: Vec<String> = regions.iter().map(named).collect();
            observation["bodySite"] = words(&all.join(", "));
        }
        let mut parts: Vec<Value> = regions
            .iter()
            .filter_map(|it| {
                let code = loinc(PAIN, &format!("Pain, 0 to 10, in: {}", named(it)));
                Some(json!({ "code": code, "valueQuantity": score(it["nrs"].as_u64()?) }))
            })
            .collect();
        parts.extend(list(record, "qualities", "How it feels"));
        parts.extend(list(record, "leg_left", "What the left leg does"));
        parts.extend(list(record, "leg_right", "What the right leg does"));
        components(observation, parts)
    }

    fn walk(&self, record: &Value) -> Value {
        let code = loinc(DURATION, "A walk, in minutes");
        let mut observation = self.observation(record, "activity", code);
        observation["valueQuantity"] =
            quantity(record["duration_min"].as_u64().unwrap_or_default(), "min");
        let mut parts = vec![activity("Walking")];
        parts.extend(number(record, "distance", "Distance", "m"));
        match &record["onset"]["after"] {
            Value::Null if record["onset"] == "never" => parts.push(part(
                "Minutes until the pain began",
                "valueString",
                json!("it did not begin"),
            )),
            Value::Null => {}
            minutes => parts.push(part(
                "Minutes until the pain began",
                "valueQuantity",
                quantity(minutes.as_u64().unwrap_or_default(), "min"),
            )),
        }
        if let Some(stopped) = record["stopped"].as_bool() {
            parts.push(part(
                "Had to stop for the pain",
                "valueBoolean",
                stopped.into(),
            ));
        }
        parts.extend(list(record, "eased_by", "What eased it"));
        parts.extend(number(
            record,
            "settle_min",
            "Time until it had settled",
            "min",
        ));
        for (name, label) in [
            ("surface", "Surface"),
            ("slope", "Slope"),
            ("carried", "Carried"),
            ("aid", "Walking aid"),
        ] {
            parts.extend(word(record, name, label));
        }
        for (name, label) in [
            ("pain_before", "before the walk"),
            ("pain_peak", "worst during the walk"),
            ("pain_after", "after the walk"),
        ] {
            if let Some(nrs) = record[name].as_u64() {
                let code = loinc(PAIN, &format!("Pain, 0 to 10: {label}"));
                parts.push(json!({ "code": code, "valueQuantity": score(nrs) }));
            }
        }
        components(observation, parts)
    }

    fn day(&self, record: &Value) -> Value {
        let code = words("A whole day, as the person looked back on it");
        let observation = self.observation(record, "survey", code);
        let mut parts = Vec::new();
        for (name, label, unit) in [
            (
                "limited",
                "How much the back limited, 0 not at all to 10 completely",
                "{score}",
            ),
            ("comfortable_walk_min", "Longest comfortable walk", "min"),
            ("stress", "Stress, 0 none to 3 a lot", "{score}"),
            ("sleep_min", "Sleep", "min"),
            ("sleep_quality", "Sleep, 0 bad to 3 good", "{score}"),
        ] {
            parts.extend(number(record, name, label, unit));
        }
        parts.extend(word(record, "sitting", "Hours sat"));
        parts.extend(word(record, "lifting", "Lifting"));
        components(observation, parts)
    }

    fn medicine(&self, record: &Value) -> Value {
        let mut statement = json!({
            "resourceType": "MedicationStatement",
            "id": record["id"],
            "status": "completed",
            "medicationCodeableConcept": { "text": record["name"] },
            "subject": self.subject,
            "informationSource": self.subject,
            "effectiveDateTime": when(record),
            "dateAsserted": instant(record["recorded_at_ms"].as_i64().unwrap_or_default()),
        });
        if record["amount"].is_string() {
            statement["dosage"] = json!([{ "text": record["amount"] }]);
        }
        note(&mut statement, record);
        if let Some(helped) = record["helped"].as_str() {
            let said = json!({ "text": format!("Helped, as the person says: {}", helped.replace('_', " ")) });
            match statement["note"].as_array_mut() {
                Some(notes) => notes.push(said),
                None => statement["note"] = json!([said]),
            }
        }
        statement
    }

    fn relief(&self, record: &Value) -> Value {
        let code = words("Tried against the pain");
        let mut observation = self.observation(record, "survey", code);
        observation["valueString"] = text(record, "method").replace('_', " ").into();
        let parts = word(record, "helped", "Helped, as the person says");
        components(observation, parts.into_iter().collect())
    }

    fn flare(&self, record: &Value) -> Value {
        let code = words("Days distinctly worse than usual, as the person says");
        let mut observation = self.observation(record, "survey", code);
        let mut period = json!({ "start": record["start_date"] });
        if record["end_date"].is_string() {
            period["end"] = record["end_date"].clone();
        }
        if let Some(object) = observation.as_object_mut() {
            object.remove("effectiveDateTime");
        }
        observation["effectivePeriod"] = period;
        observation["valueBoolean"] = true.into();
        observation
    }

    fn check(&self, record: &Value) -> Value {
        let empty = Vec::new();
        let answers = record["answers"].as_array().unwrap_or(&empty);
        let items: Vec<Value> = answers
            .iter()
            .map(|it| json!({ "linkId": it["question"], "answer": answered(&it["answer"]) }))
            .collect();
        let mut response = json!({
            "resourceType": "QuestionnaireResponse",
            "id": record["id"],
            "status": "completed",
            "subject": self.subject,
            "author": self.subject,
            "source": self.subject,
            "authored": when(record),
            "item": items,
        });
        if let Some(level) = record["outcome"]["level"].as_str() {
            let said = json!({
                "linkId": "self-assessment-result",
                "text": "Result of the program's own check; not a diagnosis",
                "answer": [{ "valueString": level.replace('_', " ") }],
            });
            if let Some(items) = response["item"].as_array_mut() {
                items.push(said);
            }
        }
        if response["item"].as_array().is_some_and(Vec::is_empty)
            && let Some(object) = response.as_object_mut()
        {
            object.remove("item");
        }
        response
    }

    fn session(&self, record: &Value) -> Value {
        let code = loinc(DURATION, "Exercises, in minutes");
        let mut observation = self.observation(record, "activity", code);
        let minutes = record["active_s"].as_f64().unwrap_or_default() / 60.0;
        observation["valueQuantity"] = quantity((minutes * 10.0).round() / 10.0, "min");
        let mut parts = vec![activity(&text(record, "routine").replace('-', " "))];
        if let Some(finished) = record["finished"].as_bool() {
            parts.push(part("Played to its end", "valueBoolean", finished.into()));
        }
        for (name, label) in [
            ("pain_before", "before the exercises"),
            ("pain_after", "after the exercises"),
        ] {
            if let Some(nrs) = record[name].as_u64() {
                let code = loinc(PAIN, &format!("Pain, 0 to 10: {label}"));
                parts.push(json!({ "code": code, "valueQuantity": score(nrs) }));
            }
        }
        components(observation, parts)
    }
}

fn text<'a>(record: &'a Value, name: &str) -> &'a str {
    record[name].as_str().unwrap_or_default()
}

fn words(text: &str) -> Value {
    json!({ "text": text })
}

fn loinc(code: &str, text: &str) -> Value {
    json!({ "coding": [{ "system": "http://loinc.org", "code": code }], "text": text })
}

fn unknown() -> Value {
    json!({ "coding": [{
        "system": "http://terminology.hl7.org/CodeSystem/data-absent-reason",
        "code": "unknown",
    }] })
}

fn quantity(value: impl Into<Value>, unit: &str) -> Value {
    let value = value.into();
    json!({ "value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit })
}

fn score(nrs: u64) -> Value {
    quantity(nrs, "{score}")
}

fn part(label: &str, name: &str, value: Value) -> Value {
    json!({ "code": words(label), name: value })
}

fn activity(what: &str) -> Value {
    json!({ "code": loinc(ACTIVITY, "What was done"), "valueString": what })
}

fn number(record: &Value, name: &str, label: &str, unit: &str) -> Option<Value> {
    let value = record[name].as_u64()?;
    Some(part(label, "valueQuantity", quantity(value, unit)))
}

fn word(record: &Value, name: &str, label: &str) -> Option<Value> {
    let value = record[name].as_str()?.replace('_', " ");
    Some(part(label, "valueString", value.into()))
}

/// A set; an empty one that was looked at says "none".
fn list(record: &Value, name: &str, label: &str) -> Option<Value> {
    let values = record[name].as_array()?;
    if values.is_empty() && !name.starts_with("leg") {
        return None;
    }
    let all: Vec<String> = values
        .iter()
        .filter_map(|it| Some(it.as_str()?.replace('_', " ")))
        .collect();
    let said = if all.is_empty() {
        "none".to_owned()
    } else {
        all.join(", ")
    };
    Some(part(label, "valueString", said.into()))
}

fn components(mut observation: Value, parts: Vec<Value>) -> Value {
    if !parts.is_empty() {
        observation["component"] = parts.into();
    }
    observation
}

fn note(resource: &mut Value, record: &Value) {
    if record["note"].is_string() {
        resource["note"] = json!([{ "text": record["note"] }]);
    }
}

/// An answer of a check.
fn answered(answer: &Value) -> Value {
    match answer {
        Value::String(word) => json!([{ "valueString": word }]),
        Value::Object(object) => {
            let mut said = Vec::new();
            if let Some(number) = object.get("number").and_then(Value::as_u64) {
                said.push(json!({ "valueInteger": number }));
            }
            if let Some(step) = object.get("step").and_then(Value::as_str) {
                said.push(json!({ "valueString": step }));
            }
            for (name, ending) in [("yes", ""), ("unsure", " (not sure)")] {
                let ticked = object
                    .get("some")
                    .and_then(|it| it[name].as_array())
                    .into_iter()
                    .flatten();
                for choice in ticked.filter_map(Value::as_str) {
                    said.push(json!({ "valueString": format!("{choice}{ending}") }));
                }
            }
            Value::Array(said)
        }
        _ => json!([]),
    }
}

/// An instant in UTC.
fn instant(ms: i64) -> String {
    DateTime::from_timestamp_millis(ms)
        .unwrap_or_default()
        .format("%Y-%m-%dT%H:%M:%S%.3fZ")
        .to_string()
}

/// When something was: the date and, where both are known, the time with its offset. A time after midnight stands on the
/// date of the calendar here, because nobody else knows when the person's day ends.
fn when(record: &Value) -> String {
    let date = text(record, "local_date");
    let offset = record["offset_min"].as_i64().unwrap_or_default();
    let time = record["local_time"].as_str();
    let (Some(time), true) = (time, offset.abs() <= OFFSET_MAX_MIN) else {
        return date.to_owned();
    };
    let after_midnight = record["past_midnight"] == true;
    let shown = date
        .parse::<NaiveDate>()
        .ok()
        .and_then(|date| date.checked_add_days(Days::new(u64::from(after_midnight))));
    let zone = i32::try_from(offset * 60)
        .ok()
        .and_then(FixedOffset::east_opt);
    match (shown, zone) {
        (Some(shown), Some(zone)) => format!("{shown}T{time}{zone}"),
        _ => date.to_owned(),
    }
}
