//! Running other programs: streamed to the terminal, quietly for their answer, or both.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::say;

/// What a streamed program said and whether it was content.
#[derive(Debug)]
pub struct Said {
    /// Standard output and error, in the order they arrived, without colours.
    pub text: String,
    /// Whether it ended with success.
    pub ok: bool,
    /// The end in words, for the report.
    pub end: String,
}

/// A command whose name resolves on Windows too, where npm's programs are `.cmd` files.
pub fn command(program: &str) -> Command {
    let script = matches!(program, "npm" | "npx");
    let mut command = if cfg!(windows) && script {
        Command::new(format!("{program}.cmd"))
    } else {
        Command::new(program)
    };
    if say::colourful() {
        command
            .env("CARGO_TERM_COLOR", "always")
            .env("FORCE_COLOR", "1");
    }
    command
}

/// Runs a program with our terminal as its own.
pub fn stream(command: &mut Command) -> Result<(), String> {
    let status = command
        .status()
        .map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} ended with {status}", shown(command)))
    }
}

/// Runs a program, passes its lines on as they come, and keeps them for counting.
pub fn tee(command: &mut Command) -> Result<Said, String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_start(command, &error))?;
    let kept = Arc::new(Mutex::new(String::new()));
    let mut readers = Vec::new();
    if let Some(out) = child.stdout.take() {
        readers.push(pass_on(out, Arc::clone(&kept)));
    }
    if let Some(err) = child.stderr.take() {
        readers.push(pass_on(err, Arc::clone(&kept)));
    }
    let status = child
        .wait()
        .map_err(|error| format!("{}: {error}", shown(command)))?;
    for reader in readers {
        let _ = reader.join();
    }
    let text = kept.lock().map(|text| plain(&text)).unwrap_or_default();
    Ok(Said {
        text,
        ok: status.success(),
        end: format!("{} ended with {status}", shown(command)),
    })
}

/// Runs a program for its answer; its words appear only in the error.
pub fn quiet(command: &mut Command) -> Result<String, String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| cannot_start(command, &error))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        Ok(text)
    } else {
        let more = String::from_utf8_lossy(&output.stderr);
        Err(format!(
            "{} ended with {}\n{text}{more}",
            shown(command),
            output.status
        ))
    }
}

/// Runs a program for its answer while its complaints go to our terminal as they come.
pub fn answer(command: &mut Command) -> Result<String, String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{} ended with {}", shown(command), output.status))
    }
}

/// Whether a program of this name is on the path.
pub fn on_path(program: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else {
        return false;
    };
    std::env::split_paths(&path).any(|folder| {
        ["", ".exe", ".cmd"]
            .iter()
            .any(|end| folder.join(format!("{program}{end}")).is_file())
    })
}

/// The command as a person would have typed it.
pub fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|it| it.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

/// The text without terminal colour sequences.
pub fn plain(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            // A sequence runs until its first letter: ESC [ 1 ; 32 m.
            for inside in letters.by_ref() {
                if inside.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            clean.push(letter);
        }
    }
    clean
}

fn pass_on(from: impl Read + Send + 'static, kept: Arc<Mutex<String>>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut from = BufReader::new(from);
        let mut bytes = Vec::new();
        // Lines are read as bytes because a program may print what is not UTF-8.
        while matches!(from.read_until(b'\n', &mut bytes), Ok(count) if count > 0) {
            let text = String::from_utf8_lossy(&bytes)
                .trim_end_matches(['\n', '\r'])
                .to_owned();
            say::line(&text);
            if let Ok(mut kept) = kept.lock() {
                kept.push_str(&text);
                kept.push('\n');
            }
            bytes.clear();
        }
    })
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("cannot start {}: {error}", shown(command))
}
