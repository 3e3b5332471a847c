//! Reading and proving what authors write: a folder of assets in, a library or every problem out.

mod citing;
mod exercises;
mod fields;
mod guides;
mod links;
mod markdown;
mod places;
mod programmes;
mod strings;
mod triage;
mod words;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

use crate::bundle::Bundle;

pub use exercises::Judge;

/// Something an author has to change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as seen from the folder of assets.
    pub file: String,
    /// What is wrong with it and what would be right.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.file, self.message)
    }
}

impl Bundle {
    /// Reads and proves a folder of assets. There is no half a library: either everything holds,
    /// or every problem comes back at once, file by file. `judge` knows what a body can do.
    pub fn load_dir(assets: &Path, judge: &Judge<'_>) -> Result<Self, Vec<Problem>> {
        let desk = Desk::new(assets);
        let topics = guides::topics(&desk);
        let (guides, links) = guides::read(&desk, &topics);
        let exercises = exercises::read(&desk, judge);
        let programmes = programmes::read(&desk, &exercises);
        let universal = programmes::rules(&desk, &exercises);
        let help_now = triage::read(&desk);
        let regions = places::read(&desk);
        let same_words = words::read(&desk);
        strings::check(&desk);
        links::check(&desk, &links, &guides, &exercises);
        desk.nothing_left_over();
        let problems = desk.problems();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            guides,
            exercises,
            programmes,
            universal,
            help_now,
            regions,
            same_words,
        })
    }
}

/// Where files are read and problems are noted.
struct Desk<'a> {
    assets: &'a Path,
    problems: RefCell<Vec<Problem>>,
    read: RefCell<BTreeSet<String>>,
}

/// The folders this crate reads; the others belong to somebody else.
const FOLDERS: [&str; 6] = [
    "exercises",
    "guides",
    "places",
    "programmes",
    "strings",
    "triage",
];

impl<'a> Desk<'a> {
    fn new(assets: &'a Path) -> Self {
        Self {
            assets,
            problems: RefCell::default(),
            read: RefCell::default(),
        }
    }

    /// Notes a problem.
    fn say(&self, file: &str, message: impl Into<String>) {
        self.problems.borrow_mut().push(Problem {
            file: file.to_owned(),
            message: message.into(),
        });
    }

    /// Notes a problem at a line, counted from 1.
    fn say_at(&self, file: &str, line: usize, message: impl fmt::Display) {
        self.say(file, format!("line {line}: {message}"));
    }

    fn problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort();
        problems.dedup();
        problems
    }

    /// The text of a file. A file that is missing or no text is a problem.
    fn text(&self, file: &str) -> Option<String> {
        self.read.borrow_mut().insert(file.to_owned());
        match fs::read_to_string(self.assets.join(file)) {
            // An editor of another system may have left a mark at the start and its own line ends.
            Ok(text) => Some(text.trim_start_matches('\u{feff}').replace("\r\n", "\n")),
            Err(error) => {
                self.say(file, cannot_read(&error));
                None
            }
        }
    }

    /// The table in a TOML file.
    fn table(&self, file: &str) -> Option<toml::Table> {
        let text = self.text(file)?;
        self.parse_table(file, &text, 0)
    }

    /// The table in a piece of TOML that begins below `lines_above` other lines of its file.
    fn parse_table(&self, file: &str, text: &str, lines_above: usize) -> Option<toml::Table> {
        match text.parse::<toml::Table>() {
            Ok(table) => Some(table),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start.min(text.len()));
                let breaks = text.as_bytes()[..at].iter().filter(|it| **it == b'\n');
                let line = lines_above + breaks.count() + 1;
                let message = format!("this is not valid TOML: {}", error.message().trim());
                self.say_at(file, line, message);
                None
            }
        }
    }

    /// The files of a folder with this ending, in order, each with the name that addresses use:
    /// the file's name without its ending.
    fn files(&self, folder: &str, ending: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for name in self.listed(folder) {
            let stem = name
                .strip_suffix(ending)
                .and_then(|it| it.strip_suffix('.'));
            if let Some(slug) = stem {
                let file = format!("{folder}/{name}");
                if !is_slug(slug) {
                    self.say(
                        &file,
                        "the file name becomes the address, so it takes small letters, digits and \
                         single hyphens only, such as `heat-and-cold`",
                    );
                }
                found.push((file, slug.to_owned()));
            }
        }
        found
    }

    fn listed(&self, folder: &str) -> Vec<String> {
        let entries = match fs::read_dir(self.assets.join(folder)) {
            Ok(entries) => entries,
            Err(error) => {
                self.say(folder, cannot_read(&error));
                return Vec::new();
            }
        };
        let mut names: Vec<String> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            // Hidden files are the operating system's or an editor's.
            .filter(|name| !name.starts_with('.') && !name.ends_with('~'))
            .collect();
        names.sort();
        names
    }

    /// A file nobody reads is most likely a misspelt name, and its text would silently be missing.
    fn nothing_left_over(&self) {
        for folder in FOLDERS {
            for name in self.listed(folder) {
                let file = format!("{folder}/{name}");
                if !self.read.borrow().contains(&file) {
                    self.say(
                        &file,
                        "nothing reads this file; is its name or ending misspelt?",
                    );
                }
            }
        }
    }
}

fn cannot_read(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "this is missing".to_owned(),
        std::io::ErrorKind::InvalidData => "this is not UTF-8 text".to_owned(),
        _ => format!("this cannot be read: {error}"),
    }
}

/// Whether a name can stand in an address as it is.
fn is_slug(name: &str) -> bool {
    name.split('-').all(|piece| {
        let mut letters = piece.bytes();
        !piece.is_empty() && letters.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
    })
}

/// What an author most likely meant, if one of the known names is close.
fn meant<'n>(written: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    known
        .into_iter()
        .map(|name| (crate::nearness::distance(written, name), name))
        .filter(|(distance, name)| *distance <= 2 && *distance < name.chars().count())
        .min()
        .map(|(_, name)| name)
}
