//! The published shape of every kind of record: its fields, what each may hold, and which may be missing. The schema,
//! the tables of the CSV files and the checks of an import are all made from this one list.

use chrono::{NaiveDate, NaiveTime};
use serde_json::{Map, Value};

use super::{Why, unwritable};
use crate::checks::Check;
use crate::diary::{
    Answer, Factor, Frame, Helped, LegSymptom, Lifting, Medicine, Method, NAME_MAX_CHARS,
    NOTE_MAX_CHARS, PartOfDay, Quality, Region, Relief, Sitting,
};
use crate::plan::{HardDays, InTheWay, Plan, Progress};
use crate::record::{Kind, Record};
use crate::sessions::Session;
use crate::walks::{Aid, Carried, DISTANCE_MAX_M, EasedBy, Footwear, Slope, Surface};
use crate::worded::Worded;

/// The years a date may have.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// Unix milliseconds of the year 2100; a clock was never right beyond it.
const LATEST_MS: i64 = 4_133_980_800_000;

/// What a field may hold.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// A UUID in small letters.
    Id,
    /// `YYYY-MM-DD`.
    Date,
    /// `HH:MM:SS`.
    Time,
    /// A whole number between two bounds.
    Whole(i64, i64),
    /// Yes or no.
    Flag,
    /// A word of a closed list.
    Word(fn() -> Vec<&'static str>),
    /// A set of them.
    Words(fn() -> Vec<&'static str>),
    /// A text on one line of at most so many characters.
    Line(usize),
    /// A text with line breaks of at most so many characters.
    Text(usize),
    /// Places of the body, each with how much it hurts there.
    Regions,
    /// Watched factors, each by id with yes or no.
    Factors,
    /// When the pain began on a walk: `never`, or after so many minutes.
    Onset,
    /// Words of the rules of a check, which change with the rules.
    Names,
    /// A list of objects that only the program itself writes.
    Objects,
    /// An object that only the program itself writes.
    Object,
}

/// What stands for a field that is missing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Or {
    /// Nothing: it must be there.
    Must,
    /// Not recorded.
    Null,
    /// The empty list.
    Empty,
    /// No.
    False,
}

/// One field of a kind.
#[derive(Clone, Copy)]
pub(super) struct Field {
    /// Its name in every file.
    pub(super) name: &'static str,
    /// What it may hold.
    pub(super) shape: Shape,
    /// What stands for it where it is missing.
    pub(super) or: Or,
}

/// How two records are known to be about the same thing where a file has no ids.
#[derive(Clone, Copy)]
pub(super) struct Alike {
    /// The column that narrows the search.
    pub(super) column: &'static str,
    /// Whether there is only one record for a value of that column, so that another one there is a change of it.
    pub(super) only_one: bool,
}

fn words<T: Worded>() -> Vec<&'static str> {
    T::ALL.iter().map(|it| it.word()).collect()
}

fn scopes() -> Vec<&'static str> {
    vec!["full", "short"]
}

const fn must(name: &'static str, shape: Shape) -> Field {
    let or = Or::Must;
    Field { name, shape, or }
}

const fn may(name: &'static str, shape: Shape) -> Field {
    let or = Or::Null;
    Field { name, shape, or }
}

const fn list(name: &'static str, shape: Shape) -> Field {
    let or = Or::Empty;
    Field { name, shape, or }
}

const NRS: Shape = Shape::Whole(0, 10);
const NAME: Shape = Shape::Line(NAME_MAX_CHARS);
const NOTE: Field = may("note", Shape::Text(NOTE_MAX_CHARS));
const ID: Field = must("id", Shape::Id);
const OFFSET: Field = must("offset_min", Shape::Whole(-1080, 1080));
const RECORDED: Field = must("recorded_at_ms", Shape::Whole(0, LATEST_MS));

/// When it was put in the trash.
pub(super) const DELETED: Field = may("deleted_at_ms", Shape::Whole(0, LATEST_MS));

/// The fields of every dated record.
const WHEN: [Field; 6] = [
    must("local_date", Shape::Date),
    may("local_time", Shape::Time),
    may("part_of_day", Shape::Word(words::<PartOfDay>)),
    Field {
        name: "past_midnight",
        shape: Shape::Flag,
        or: Or::False,
    },
    OFFSET,
    RECORDED,
];

/// The fields of a kind, in the order every file has them.
pub(super) fn fields(kind: Kind) -> Vec<Field> {
    let mut fields = vec![ID];
    let dated = matches!(
        kind,
        Kind::Pain | Kind::Walk | Kind::Medicine | Kind::Relief | Kind::Check | Kind::Session
    );
    if dated {
        fields.extend(WHEN);
    }
    fields.extend(own(kind));
    fields.push(DELETED);
    fields
}

fn own(kind: Kind) -> Vec<Field> {
    let minutes = |most: i64| Shape::Whole(0, most);
    match kind {
        Kind::Pain => vec![
            must("frame", Shape::Word(words::<Frame>)),
            may("nrs", NRS),
            list("regions", Shape::Regions),
            list("qualities", Shape::Words(words::<Quality>)),
            may("leg_left", Shape::Words(words::<LegSymptom>)),
            may("leg_right", Shape::Words(words::<LegSymptom>)),
            NOTE,
        ],
        Kind::Walk => vec![
            must("duration_min", Shape::Whole(1, 1440)),
            may("distance", Shape::Whole(1, i64::from(DISTANCE_MAX_M))),
            may("onset", Shape::Onset),
            may("stopped", Shape::Flag),
            list("eased_by", Shape::Words(words::<EasedBy>)),
            may("settle_min", minutes(2880)),
            may("surface", Shape::Word(words::<Surface>)),
            may("slope", Shape::Word(words::<Slope>)),
            may("carried", Shape::Word(words::<Carried>)),
            may("aid", Shape::Word(words::<Aid>)),
            may("footwear_id", Shape::Id),
            may("pain_before", NRS),
            may("pain_peak", NRS),
            may("pain_after", NRS),
            NOTE,
        ],
        Kind::Day => vec![
            must("local_date", Shape::Date),
            OFFSET,
            RECORDED,
            may("limited", NRS),
            may("comfortable_walk_min", minutes(1440)),
            may("sitting", Shape::Word(words::<Sitting>)),
            may("stress", Shape::Whole(0, 3)),
            may("sleep_min", minutes(1440)),
            may("sleep_quality", Shape::Whole(0, 3)),
            may("lifting", Shape::Word(words::<Lifting>)),
            list("factors", Shape::Factors),
            NOTE,
        ],
        Kind::Medicine => vec![
            must("name", NAME),
            may("amount", NAME),
            may("helped", Shape::Word(words::<Helped>)),
            NOTE,
        ],
        Kind::Relief => vec![
            must("method", Shape::Word(words::<Method>)),
            may("helped", Shape::Word(words::<Helped>)),
            NOTE,
        ],
        Kind::Flare => vec![
            must("start_date", Shape::Date),
            may("end_date", Shape::Date),
            OFFSET,
            RECORDED,
            NOTE,
        ],
        Kind::Factor => vec![
            must("name", NAME),
            must("active", Shape::Flag),
            must("position", Shape::Whole(0, 1_000_000)),
            RECORDED,
        ],
        Kind::Footwear => vec![must("name", NAME), RECORDED],
        Kind::Check => vec![
            must("scope", Shape::Word(scopes)),
            must("rule_set", Shape::Line(80)),
            must("rule_version", Shape::Whole(1, 1_000_000)),
            must("rule_digest", Shape::Line(64)),
            must("answers", Shape::Objects),
            must("outcome", Shape::Object),
            list("overruled", Shape::Names),
            may("region", Shape::Line(40)),
            may("cleared_on", Shape::Date),
        ],
        Kind::Question => vec![
            must("text", Shape::Line(crate::reading::QUESTION_MAX_CHARS)),
            may("guide", NAME),
            must("place", Shape::Whole(-(1 << 53), 1 << 53)),
            Field {
                name: "done",
                shape: Shape::Flag,
                or: Or::False,
            },
            RECORDED,
        ],
        Kind::Plan => vec![
            must("looked_from", Shape::Date),
            may("first_day", Shape::Date),
            may("start_min", Shape::Whole(1, 60)),
            must("with_rests", Shape::Flag),
            may("ended_on", Shape::Date),
            OFFSET,
            RECORDED,
        ],
        Kind::PlanReview => vec![
            must("plan_id", Shape::Id),
            must("week", Shape::Whole(1, 5200)),
            must("hard_days", Shape::Word(words::<HardDays>)),
            must("new_pain", Shape::Flag),
            must("walked_days", Shape::Whole(0, 7)),
            OFFSET,
            RECORDED,
        ],
        Kind::PlanCheckIn => vec![
            must("plan_id", Shape::Id),
            must("week", Shape::Whole(0, 5200)),
            may("progress", Shape::Word(words::<Progress>)),
            list("in_the_way", Shape::Words(words::<InTheWay>)),
            may("if_it_returns", Shape::Text(NOTE_MAX_CHARS)),
            OFFSET,
            RECORDED,
        ],
        Kind::Session => vec![
            must("routine", NAME),
            may("stage", Shape::Whole(1, 99)),
            must("active_s", Shape::Whole(0, 86_400)),
            must("finished", Shape::Flag),
            must("did", Shape::Objects),
            may("pain_before", NRS),
            may("pain_after", NRS),
        ],
        Kind::Routine => vec![
            must("name", NAME),
            must("days", Shape::Whole(0, 127)),
            must("parts", Shape::Objects),
            RECORDED,
        ],
    }
}

/// By what two records of a kind are known to be about the same thing.
pub(super) fn alike(kind: Kind) -> Alike {
    let (column, only_one) = match kind {
        Kind::Pain | Kind::Walk | Kind::Medicine | Kind::Relief | Kind::Check | Kind::Session => {
            ("local_date", false)
        }
        Kind::Day => ("local_date", true),
        Kind::Flare => ("start_date", true),
        Kind::Factor | Kind::Footwear | Kind::Routine => ("name", true),
        Kind::Question => ("text", true),
        Kind::Plan => ("looked_from", true),
        Kind::PlanReview | Kind::PlanCheckIn => ("plan_id", false),
    };
    Alike { column, only_one }
}

/// The kinds in an order in which every record comes after what it names.
pub(super) const ORDER: [Kind; 15] = [
    Factor::KIND,
    Footwear::KIND,
    Plan::KIND,
    Kind::Pain,
    Kind::Walk,
    Kind::Day,
    Medicine::KIND,
    Relief::KIND,
    Kind::Flare,
    Check::KIND,
    Kind::Question,
    Kind::PlanReview,
    Kind::PlanCheckIn,
    Kind::Routine,
    Session::KIND,
];

/// Holds an object against the fields of its kind and fills in what may be missing.
pub(super) fn checked(kind: Kind, mut object: Map<String, Value>) -> Result<Value, Why> {
    let fields = fields(kind);
    if let Some(strange) = object
        .keys()
        .find(|key| !fields.iter().any(|field| field.name == key.as_str()))
    {
        return Err(Why::UnknownField(short(strange)));
    }
    for field in &fields {
        match object.get(field.name) {
            None => {
                let value = match field.or {
                    Or::Must => return Err(Why::MissingField(field.name.to_owned())),
                    Or::Null => Value::Null,
                    Or::Empty => Value::Array(Vec::new()),
                    Or::False => Value::Bool(false),
                };
                object.insert(field.name.to_owned(), value);
            }
            Some(Value::Null) if field.or == Or::Null => {}
            Some(value) if holds(field.shape, value) => {}
            Some(_) => return Err(Why::BadValue(field.name.to_owned())),
        }
    }
    Ok(Value::Object(object))
}

/// A name out of a foreign file, cut to what a person can read.
pub(super) fn short(name: &str) -> String {
    name.chars()
        .filter(|it| !it.is_control())
        .take(40)
        .collect()
}

/// A date within the years that are accepted.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    use chrono::Datelike as _;
    let shaped = text.len() == 10 && text.starts_with(|it: char| it.is_ascii_digit());
    let date: NaiveDate = shaped.then(|| text.parse().ok())??;
    YEARS.contains(&date.year()).then_some(date)
}

/// Whether a value is one the shape may hold; `null` is asked about before.
pub(super) fn holds(shape: Shape, value: &Value) -> bool {
    let text = value.as_str();
    match shape {
        Shape::Id => text.is_some_and(is_id),
        Shape::Date => text.and_then(date).is_some(),
        Shape::Time => text.is_some_and(|text| {
            text.len() == 8
                && text.ends_with(":00")
                && NaiveTime::parse_from_str(text, "%H:%M:%S").is_ok()
        }),
        Shape::Whole(low, high) => value
            .as_i64()
            .is_some_and(|number| (low..=high).contains(&number)),
        Shape::Flag => value.is_boolean(),
        Shape::Word(list) => text.is_some_and(|text| list().contains(&text)),
        Shape::Words(list) => value.as_array().is_some_and(|values| {
            let list = list();
            values.len() <= list.len()
                && values
                    .iter()
                    .all(|it| it.as_str().is_some_and(|it| list.contains(&it)))
        }),
        Shape::Line(most) => text.is_some_and(|text| one_line(text, most)),
        Shape::Text(most) => text.is_some_and(|text| {
            !text.is_empty()
                && text.trim() == text
                && text.chars().nth(most).is_none()
                && !text.chars().any(unwritable)
        }),
        Shape::Regions => pairs(value, Region::ALL.len(), |it| {
            it.len() <= 2
                && it
                    .get("region")
                    .is_some_and(|it| holds(Shape::Word(words::<Region>), it))
                && it
                    .get("nrs")
                    .is_none_or(|it| it.is_null() || holds(NRS, it))
                && it.keys().all(|key| key == "region" || key == "nrs")
        }),
        Shape::Factors => pairs(value, 1000, |it| {
            it.len() == 2
                && it.get("factor_id").is_some_and(|it| holds(Shape::Id, it))
                && it
                    .get("state")
                    .is_some_and(|it| holds(Shape::Word(words::<Answer>), it))
        }),
        Shape::Onset => {
            text == Some("never")
                || value.as_object().is_some_and(|it| {
                    it.len() == 1
                        && it
                            .get("after")
                            .is_some_and(|it| holds(Shape::Whole(0, 1440), it))
                })
        }
        Shape::Names => value.as_array().is_some_and(|values| {
            values.len() <= 100
                && values.iter().all(|it| {
                    it.as_str()
                        .is_some_and(|it| one_line(it, 80) && !it.contains(char::is_whitespace))
                })
        }),
        Shape::Objects => value.is_array() && clean(value),
        Shape::Object => value.is_object() && clean(value),
    }
}

fn pairs(value: &Value, most: usize, each: impl Fn(&Map<String, Value>) -> bool) -> bool {
    value.as_array().is_some_and(|values| {
        values.len() <= most && values.iter().all(|it| it.as_object().is_some_and(&each))
    })
}

/// One line as a form keeps it: nothing around it, no line break, not too long.
fn one_line(text: &str, most: usize) -> bool {
    !text.is_empty()
        && text.trim() == text
        && text.chars().nth(most).is_none()
        && !text.chars().any(char::is_control)
}

/// Whether no text in a nested value holds what no keyboard writes.
fn clean(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.chars().any(unwritable),
        Value::Array(values) => values.iter().all(clean),
        Value::Object(object) => {
            object.keys().all(|key| !key.chars().any(unwritable)) && object.values().all(clean)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

/// A UUID as the program writes it.
pub(super) fn is_id(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}
