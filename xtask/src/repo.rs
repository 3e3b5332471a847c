//! Where things are: the root of the project, its build folder, and the files that are ours.

use std::fs;
use std::path::{Path, PathBuf};

/// The project as the commands see it.
#[derive(Clone, Debug)]
pub struct Repo {
    /// The folder that holds the workspace's Cargo.toml.
    pub root: PathBuf,
    /// Cargo's build folder, which may lie elsewhere.
    pub target: PathBuf,
}

/// One text file of the project; the path is relative to the root, with forward slashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// For example `src-tauri/core/src/db.rs`.
    pub path: String,
    /// The whole file.
    pub text: String,
}

impl Text {
    /// A file that exists only in memory, as the tests of the checks use it.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }
}

/// Folders that hold what tools made or fetched, never what we wrote.
const NOT_OURS: &[&str] = &[".git", "target", "node_modules", "dist", ".svelte-kit"];

/// Extensions of files that are read as text by the checks.
const TEXT: &[&str] = &[
    "rs", "ts", "js", "mjs", "svelte", "css", "html", "toml", "ftl", "sql", "md", "json", "yml",
    "yaml", "sh", "snap", "txt",
];

impl Repo {
    /// Finds the project from where cargo compiled this program.
    pub fn find() -> Self {
        let here = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        // A test asks from its own crate, so the root is the nearest folder above with a lock file.
        let root = here
            .ancestors()
            .find(|folder| folder.join("Cargo.lock").is_file())
            .unwrap_or(&here)
            .to_path_buf();
        let target = match std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from) {
            Some(given) if given.is_absolute() => given,
            Some(given) => root.join(given),
            None => root.join("target"),
        };
        Self { root, target }
    }

    /// A path inside the project.
    pub fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// A program that cargo built from this workspace.
    pub fn program(&self, name: &str) -> PathBuf {
        self.target
            .join("release")
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Every text file that is ours, in the order of their paths.
    pub fn texts(&self) -> Result<Vec<Text>, String> {
        texts_below(&self.root, &self.root)
    }
}

/// Every text file below a folder, in the order of their paths seen from `root`.
pub fn texts_below(root: &Path, folder: &Path) -> Result<Vec<Text>, String> {
    let mut found = Vec::new();
    collect(root, folder, &mut found)?;
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// One file's text, with the reason in words when it cannot be read.
pub fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes a file and makes its folder first.
pub fn write(path: &Path, text: impl AsRef<[u8]>) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The path relative to `root` with forward slashes on every system.
pub fn relative(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    inside
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Text>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let entry = entry.map_err(|error| format!("{}: {error}", folder.display()))?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry
            .file_type()
            .map_err(|error| format!("{}: {error}", path.display()))?;
        if kind.is_dir() {
            let inside = relative(root, &path);
            let generated = inside == "src-tauri/gen" || inside == "tests/floor/gen";
            if !NOT_OURS.contains(&name.as_str()) && !generated {
                collect(root, &path, found)?;
            }
        } else if kind.is_file() {
            let extension = path
                .extension()
                .and_then(|it| it.to_str())
                .unwrap_or_default();
            let is_text = TEXT.contains(&extension) || relative(root, &path) == ".ci/run";
            if is_text {
                // Test data may be broken on purpose; what is not UTF-8 is not text to check.
                if let Ok(text) = fs::read_to_string(&path) {
                    found.push(Text {
                        path: relative(root, &path),
                        text,
                    });
                }
            }
        }
    }
    Ok(())
}
