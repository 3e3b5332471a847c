//! Words on the terminal: the one place in the project's commands that prints.

use std::fmt::Display;
use std::io::{IsTerminal, Write};

/// A plain line on standard output.
pub fn line(words: impl Display) {
    let mut out = std::io::stdout().lock();
    // A closed pipe is the reader's choice; there is nobody left to tell.
    let _ = writeln!(out, "{words}").and_then(|()| out.flush());
}

/// A line on standard error, for what went wrong.
pub fn problem(words: impl Display) {
    let mut out = std::io::stderr().lock();
    let _ = writeln!(out, "{words}").and_then(|()| out.flush());
}

/// A heading that can be found again in a long log.
pub fn heading(words: impl Display) {
    if colourful() {
        line(format!("\n\u{1b}[1m== {words}\u{1b}[0m"));
    } else {
        line(format!("\n== {words}"));
    }
}

/// Whether a person is looking, so that children may be asked for colours.
pub fn colourful() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}
