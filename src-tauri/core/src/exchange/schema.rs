//! The published schema of the file of lines, made from the one list of fields.

use serde_json::{Map, Value, json};

use super::fields::{Field, ORDER, Or, Shape, fields};
use super::{FORMAT, LINE_MAX_BYTES, VERSION};
use crate::diary::{Answer, Region};
use crate::record::Kind;
use crate::worded::Worded;

/// The schema as it lies beside an export, one JSON document.
#[must_use]
pub fn schema() -> String {
    let mut lines = vec![header(), end(), step(), reminder()];
    lines.extend(facts());
    lines.extend(ORDER.map(record));
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of a Backstride export",
        "description": format!(
            "The file is JSON Lines: UTF-8, one object a line, no line over {LINE_MAX_BYTES} bytes. The first line is the \
             header, the last the end. A field that is null was not recorded; it is never zero. Dates and times are what \
             the person's own calendar and clock showed; offset_min is minutes east of UTC where it was written down. The \
             end's blake3 is the digest of every byte before its line. Lines of the types step and reminder are only there \
             to be read: an import leaves them out."
        ),
        "oneOf": lines,
    });
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// An object with these fields and no others.
fn object(properties: Map<String, Value>, optional: &[&str]) -> Value {
    let required: Vec<&String> = properties
        .keys()
        .filter(|name| !optional.contains(&name.as_str()))
        .collect();
    json!({
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": false,
    })
}

fn of(fields: Value) -> Value {
    match fields {
        Value::Object(properties) => object(properties, &[]),
        other => other,
    }
}

fn header() -> Value {
    of(json!({
        "type": { "const": "header" },
        "format": { "const": FORMAT },
        "version": { "const": VERSION },
        "program": { "type": "string" },
        "made_at_ms": { "type": "integer" },
        "offset_min": { "type": "integer" },
    }))
}

fn end() -> Value {
    of(json!({
        "type": { "const": "end" },
        "counts": { "type": "object", "additionalProperties": { "type": "integer", "minimum": 0 } },
        "lines": { "type": "integer", "minimum": 1 },
        "blake3": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
    }))
}

fn step() -> Value {
    of(json!({
        "type": { "const": "step" },
        "step": { "type": "integer" },
        "kind": { "type": "string" },
        "record_id": { "type": "string" },
        "action": { "enum": ["add", "edit", "delete", "restore"] },
        "made_at_ms": { "type": "integer" },
        "before": { "type": ["object", "string", "null"] },
        "after": { "type": ["object", "string"] },
        "way": { "enum": ["undo", "redo", null] },
        "of_step": { "type": ["integer", "null"] },
    }))
}

fn reminder() -> Value {
    of(json!({
        "type": { "const": "reminder" },
        "id": { "type": "string" },
        "purpose": { "type": "string" },
        "name": { "type": ["string", "null"] },
        "plan": { "type": "object" },
        "days": { "type": "integer", "minimum": 0, "maximum": 127 },
        "terms": { "type": "object" },
        "enabled": { "type": "boolean" },
    }))
}

fn facts() -> [Value; 3] {
    let number = || json!({ "type": ["integer", "null"] });
    let fact = |name: &str, row: Value| {
        of(json!({ "type": { "const": name }, "key": { "type": "string" }, "row": of(row) }))
    };
    [
        fact(
            "setting",
            json!({ "value_json": { "type": "string" }, "changed_at_ms": { "type": "integer" } }),
        ),
        fact(
            "guide_mark",
            json!({
                "opened_at_ms": number(),
                "section": { "type": ["string", "null"] },
                "bookmarked_at_ms": number(),
                "read_at_ms": number(),
            }),
        ),
        fact(
            "health_flag",
            json!({ "recorded_at_ms": { "type": "integer" } }),
        ),
    ]
}

fn record(kind: Kind) -> Value {
    let fields = fields(kind);
    let properties = fields
        .iter()
        .map(|field| (field.name.to_owned(), property(*field)))
        .collect();
    let optional: Vec<&str> = fields
        .iter()
        .filter(|field| field.or != Or::Must)
        .map(|field| field.name)
        .collect();
    of(json!({
        "type": { "const": "record" },
        "kind": { "const": kind.word() },
        "record": object(properties, &optional),
    }))
}

fn property(field: Field) -> Value {
    let value = shape(field.shape);
    if field.or == Or::Null {
        json!({ "anyOf": [value, { "type": "null" }] })
    } else {
        value
    }
}

fn words<T: Worded>() -> Vec<&'static str> {
    T::ALL.iter().map(|it| it.word()).collect()
}

fn shape(shape: Shape) -> Value {
    let nrs = json!({ "type": ["integer", "null"], "minimum": 0, "maximum": 10 });
    match shape {
        Shape::Id => json!({
            "type": "string",
            "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        }),
        Shape::Date => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Shape::Time => json!({ "type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]:00$" }),
        Shape::Whole(low, high) => json!({ "type": "integer", "minimum": low, "maximum": high }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Word(list) => json!({ "enum": list() }),
        Shape::Words(list) => {
            json!({ "type": "array", "items": { "enum": list() }, "uniqueItems": true })
        }
        Shape::Line(most) => json!({
            "type": "string",
            "minLength": 1,
            "maxLength": most,
            "description": "one line, without blanks around it",
        }),
        Shape::Text(most) => json!({
            "type": "string",
            "minLength": 1,
            "maxLength": most,
            "description": "without blanks around it",
        }),
        Shape::Regions => json!({
            "type": "array",
            "items": of(json!({ "region": { "enum": words::<Region>() }, "nrs": nrs })),
        }),
        Shape::Factors => json!({
            "type": "array",
            "items": of(json!({
                "factor_id": { "type": "string" },
                "state": { "enum": words::<Answer>() },
            })),
        }),
        Shape::Onset => json!({
            "anyOf": [
                { "const": "never" },
                of(json!({ "after": { "type": "integer", "minimum": 0, "maximum": 1440 } })),
            ],
        }),
        Shape::Names => json!({ "type": "array", "items": { "type": "string" } }),
        Shape::Objects => json!({ "type": "array", "items": { "type": "object" } }),
        Shape::Object => json!({ "type": "object" }),
    }
}
