//! Reading and proving what authors write: a folder of assets in, a library or every problem out.

mod alike;
mod boxes;
mod care;
mod check;
mod citing;
mod claims;
mod drawings;
mod exercises;
mod fields;
mod guides;
mod lines;
mod links;
mod markdown;
mod order;
mod origins;
mod places;
mod plainness;
mod programmes;
mod promises;
mod strings;
mod triage;
mod wording;
mod words;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;

use crate::bundle::Bundle;
pub use exercises::Judge;
use lines::KeyLines;
pub use plainness::{GUIDE_GRADE, HELP_GRADE, Plainness};

/// Something an author has to change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as seen from the folder of assets.
    pub file: String,
    /// The line, counted from 1; none where the file as a whole is meant.
    pub line: Option<usize>,
    /// What is wrong with it and what would be right.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "{}:{line}: {}", self.file, self.message),
            None => write!(out, "{}: {}", self.file, self.message),
        }
    }
}

impl Bundle {
    /// Reads and proves a folder of assets. There is no half a library: either everything holds,
    /// or every problem comes back at once, file by file. `judge` knows what a body can do.
    pub fn load_dir(assets: &Path, judge: &Judge<'_>) -> Result<Self, Vec<Problem>> {
        let desk = Desk::new(assets);
        let shelf = guides::shelf(&desk);
        let drawings = drawings::read(&desk);
        let guides::Read {
            guides,
            links,
            drafts,
        } = guides::read(&desk, &shelf, &drawings);
        let exercises = exercises::read(&desk, judge);
        let programmes = programmes::read(&desk, &exercises);
        let universal = programmes::rules(&desk, &exercises);
        let help_now = triage::read(&desk);
        let check = check::read(&desk);
        promises::check(&desk, &drafts, &guides);
        alike::check(&desk, &drafts, &guides);
        plainness::check(&desk, &drafts, &guides, &help_now);
        let regions = places::read(&desk);
        let care = care::read(&desk, &regions, &guides);
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
            check,
            regions,
            care,
            same_words,
        })
    }

    /// How hard each guide and each group of signs is to read.
    #[must_use]
    pub fn plainness(&self) -> Vec<Plainness> {
        plainness::table(&self.guides, &self.help_now)
    }
}

/// Where files are read and problems are noted.
struct Desk<'a> {
    assets: &'a Path,
    problems: RefCell<Vec<Problem>>,
    read: RefCell<BTreeSet<String>>,
    keys: RefCell<BTreeMap<String, KeyLines>>,
}

/// The folders this crate reads; the others belong to somebody else.
const FOLDERS: [&str; 7] = [
    "exercises",
    "guides",
    drawings::FOLDER,
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
            keys: RefCell::default(),
        }
    }

    /// Notes a problem with a file as a whole.
    fn say(&self, file: &str, message: impl Into<String>) {
        self.note(file, None, message.into());
    }

    /// Notes a problem at a line, counted from 1.
    fn say_at(&self, file: &str, line: usize, message: impl fmt::Display) {
        self.note(file, Some(line), message.to_string());
    }

    /// Notes a problem with a key of a table, at its line or at that of what it is missing from.
    fn say_field(&self, file: &str, path: &str, message: impl Into<String>) {
        let line = self.key_line(file, path);
        self.note(file, Some(line), message.into());
    }

    fn key_line(&self, file: &str, path: &str) -> usize {
        let keys = self.keys.borrow();
        let found = keys.get(file).and_then(|keys| keys.line(path));
        found.unwrap_or(1)
    }

    /// Whether a problem of this file was noted.
    fn complained(&self, file: &str) -> bool {
        self.problems.borrow().iter().any(|it| it.file == file)
    }

    /// The first line of a file that holds this.
    fn line_with(&self, file: &str, wanted: &str) -> Option<usize> {
        let text = fs::read_to_string(self.assets.join(file)).ok()?;
        let found = text.lines().position(|line| line.contains(wanted));
        found.map(|index| index + 1)
    }

    fn note(&self, file: &str, line: Option<usize>, message: String) {
        self.problems.borrow_mut().push(Problem {
            file: file.to_owned(),
            line,
            message,
        });
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
            Ok(table) => {
                let keys = KeyLines::of(text, lines_above);
                self.keys.borrow_mut().insert(file.to_owned(), keys);
                Some(table)
            }
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
        .filter_map(|name| Some((crate::nearness::within(written, name, 2)?, name)))
        .filter(|(distance, name)| *distance < name.chars().count())
        .min()
        .map(|(_, name)| name)
}
