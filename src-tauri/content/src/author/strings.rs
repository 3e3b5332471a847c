//! `strings/<locale>.ftl`: every catalogue has to be readable as a whole and to refer to nothing
//! that is not in it.

use fluent_bundle::FluentError;
use fluent_bundle::resolver::ResolverError;
use fluent_bundle::resolver::errors::ReferenceKind;
use fluent_syntax::ast::Entry;

use super::Desk;

const ENGLISH: &str = "strings/en.ftl";

/// Checks every catalogue; the English one has to be there.
pub(super) fn check(desk: &Desk<'_>) {
    let files = desk.files("strings", "ftl");
    if !files.iter().any(|(file, _)| file == ENGLISH) {
        desk.say(ENGLISH, "this is missing");
    }
    for (file, _) in files {
        if let Some(text) = desk.text(&file) {
            catalogue(desk, &file, text);
        }
    }
}

fn catalogue(desk: &Desk<'_>, file: &str, text: String) {
    let keys = keys(&text);
    let (catalogue, problems) = crate::strings::read(text);
    for problem in problems {
        // Where a message cannot be read at all, its line comes first: `line 12: ...`.
        let placed = problem
            .strip_prefix("line ")
            .and_then(|it| it.split_once(": "));
        match placed.and_then(|(line, message)| Some((line.parse().ok()?, message))) {
            Some((line, message)) => desk.say_at(file, line, message),
            None => desk.say(file, problem),
        }
    }
    for key in keys {
        let Some(pattern) = catalogue.get_message(&key).and_then(|it| it.value()) else {
            continue;
        };
        let mut problems = Vec::new();
        let _ = catalogue.format_pattern(pattern, None, &mut problems);
        for problem in problems {
            // Arguments are missing here by nature: only the program that asks has them.
            if !is_argument(&problem) {
                let message = format!("the message `{key}`: {problem}");
                match desk.line_with(file, &format!("{key} =")) {
                    Some(line) => desk.say_at(file, line, message),
                    None => desk.say(file, message),
                }
            }
        }
    }
}

fn is_argument(problem: &FluentError) -> bool {
    matches!(
        problem,
        FluentError::ResolverError(ResolverError::Reference(ReferenceKind::Variable { .. }))
    )
}

/// The keys of all messages that can be read.
fn keys(text: &str) -> Vec<String> {
    let resource = match fluent_syntax::parser::parse(text) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let entries = resource.body.iter();
    entries
        .filter_map(|entry| match entry {
            Entry::Message(message) => Some(message.id.name.to_owned()),
            _ => None,
        })
        .collect()
}
