//! The words of the interface, the notifications and the command line, as Fluent messages.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("../../../assets/strings/en.ftl");

/// Numbers longer than this are names to Fluent, not amounts; no amount of ours comes near.
const LONGEST_NUMBER: usize = 15;

/// The message of this key with its arguments filled in. A key that does not exist is a mistake
/// that the checks of the project catch; the key itself is the best that is left to show.
#[must_use]
pub fn text(key: &str, args: &[(&str, &str)]) -> String {
    let catalogue = catalogue();
    let Some(pattern) = catalogue.get_message(key).and_then(|it| it.value()) else {
        return key.to_owned();
    };
    let mut values = FluentArgs::new();
    for (name, value) in args {
        values.set(*name, amount_or_name(value));
    }
    let mut problems = Vec::new();
    catalogue
        .format_pattern(pattern, Some(&values), &mut problems)
        .into_owned()
}

fn catalogue() -> &'static FluentBundle<FluentResource> {
    static CATALOGUE: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    CATALOGUE.get_or_init(|| read(ENGLISH.to_owned()).0)
}

/// Reads a catalogue. What could not be read is left out of it and named beside it.
pub(crate) fn read(text: String) -> (FluentBundle<FluentResource>, Vec<String>) {
    let mut problems = Vec::new();
    let resource = match FluentResource::try_new(text) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            let lines = errors.iter().map(|error| {
                let line = line_at(resource.source(), error.pos.start);
                format!("line {line}: {}", error.kind)
            });
            problems.extend(lines);
            resource
        }
    };
    let mut bundle = FluentBundle::new_concurrent(vec![english()]);
    // Marks around arguments would show up as boxes on terminals and in notifications.
    bundle.set_use_isolating(false);
    if let Err(errors) = bundle.add_resource(resource) {
        problems.extend(errors.iter().map(ToString::to_string));
    }
    (bundle, problems)
}

fn english() -> LanguageIdentifier {
    "en-GB".parse().expect("a well-formed language tag")
}

/// Only what is written like an amount counts as one: a name such as `007` or `inf` stays a name.
fn amount_or_name(value: &str) -> FluentValue<'_> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let leads_with_zero = whole.len() > 1 && whole.starts_with('0');
    if value.len() <= LONGEST_NUMBER && plain(whole) && plain(part) && !leads_with_zero {
        FluentValue::try_number(value)
    } else {
        FluentValue::from(value)
    }
}

fn line_at(text: &str, at: usize) -> usize {
    text.as_bytes()
        .iter()
        .take(at)
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}
