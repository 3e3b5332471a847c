//! Rule: the interface knows no way to the network and no address outside.

use super::Problem;
use crate::repo::Text;

/// Ways for a page to open a connection or to run text as code.
const CALLS: &[&str] = &[
    "fetch(",
    "XMLHttpRequest",
    "WebSocket",
    "EventSource",
    "sendBeacon",
    "RTCPeerConnection",
    "WebTransport",
    "importScripts(",
    "{@html",
    ".innerHTML",
    ".outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function(",
];

/// Addresses that are names, never fetched.
const NAMES: &[&str] = &["http://www.w3.org/", "https://svelte.dev/e/"];

/// The interface's own sources.
pub fn check(texts: &[Text]) -> Vec<Problem> {
    let ours = |text: &&Text| {
        text.path.starts_with("ui/src/")
            && [".ts", ".svelte", ".css"]
                .iter()
                .any(|ending| text.path.ends_with(ending))
            && !text.path.ends_with(".test.ts")
            && !text.path.ends_with(".gen.ts")
    };
    let mut problems = Vec::new();
    for text in texts.iter().filter(ours) {
        for (line, code) in super::code_lines(&text.text) {
            for call in CALLS.iter().filter(|call| contains_call(code, call)) {
                let words =
                    format!("`{call}`: the interface opens no connection and runs no text as code");
                problems.push(Problem::new(&text.path, line, words));
            }
        }
        problems.extend(addresses(text));
    }
    problems
}

/// The built interface: no address may be left in it except names of formats.
pub fn shipped(files: &[Text]) -> Vec<Problem> {
    files.iter().flat_map(addresses).collect()
}

fn addresses(text: &Text) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (line, code) in text.text.lines().enumerate() {
        for (at, _) in code
            .match_indices("http://")
            .chain(code.match_indices("https://"))
        {
            let address = &code[at..];
            if NAMES.iter().any(|name| address.starts_with(name)) {
                continue;
            }
            let end = address
                .find(|it: char| it.is_whitespace() || "\"'`<>)\\".contains(it))
                .unwrap_or(address.len());
            let words = format!(
                "`{}`: no address outside belongs into the interface",
                &address[..end]
            );
            problems.push(Problem::new(&text.path, line + 1, words));
        }
    }
    problems
}

fn contains_call(code: &str, call: &str) -> bool {
    code.match_indices(call)
        .any(|(at, _)| !code[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_'))
}
