//! Reads the system calls a child made, as strace writes them, and replays them on a disk that may lose its power.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Dice;

/// Where a child asks for a file to tell its parent something: the question stands in the trace, in order with the rest.
pub(crate) const TOLD: &str = "/told/";

/// What is recorded: everything that changes a file or a name.
pub(crate) const CALLS: &str = "openat,open,creat,close,dup,lseek,write,pwrite64,writev,pwritev,ftruncate,truncate,\
                                fallocate,fsync,fdatasync,sync_file_range,rename,renameat,renameat2,unlink,unlinkat,\
                                mkdir,mkdirat,rmdir,link,copy_file_range,sendfile,statx";

/// How strace is called to record a child into a file.
pub(crate) fn recorder(into: &Path) -> Vec<String> {
    [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-xx",
        "-s",
        "2000000",
        "-e",
        "signal=none",
        "-e",
        &format!("trace={CALLS}"),
        "-o",
        &into.display().to_string(),
    ]
    .iter()
    .map(|it| (*it).to_owned())
    .collect()
}

/// Tells the parent something; the file is never there.
pub(crate) fn tell(words: &str) {
    let _ = std::fs::metadata(format!("{TOLD}{words}"));
}

/// One system call.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) process: u32,
    pub(crate) name: String,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) answer: i64,
}

/// An argument: a number or word as it stands there, or the bytes of a text.
#[derive(Debug)]
pub(crate) enum Argument {
    Word(String),
    Bytes(Vec<u8>),
}

impl Call {
    pub(crate) fn number(&self, at: usize) -> i64 {
        match &self.arguments[at] {
            Argument::Word(word) => word.parse().unwrap_or(-1),
            Argument::Bytes(_) => -1,
        }
    }

    pub(crate) fn word(&self, at: usize) -> &str {
        match self.arguments.get(at) {
            Some(Argument::Word(word)) => word,
            _ => "",
        }
    }

    pub(crate) fn path(&self, at: usize) -> PathBuf {
        PathBuf::from(String::from_utf8_lossy(self.bytes(at)).into_owned())
    }

    pub(crate) fn bytes(&self, at: usize) -> &[u8] {
        match self.arguments.get(at) {
            Some(Argument::Bytes(bytes)) => bytes,
            _ => &[],
        }
    }

    /// What the child told, if this is a telling.
    pub(crate) fn told(&self) -> Option<String> {
        let path = (self.name == "statx").then(|| self.path(1))?;
        let text = path.to_str()?.strip_prefix(TOLD)?;
        Some(text.to_owned())
    }
}

/// Reads a trace.
pub(crate) fn read(trace: &Path) -> Vec<Call> {
    let text = std::fs::read_to_string(trace).expect("a trace");
    let mut unfinished: BTreeMap<u32, String> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in text.lines() {
        let Some((process, rest)) = line.split_once(' ') else {
            continue;
        };
        let Ok(process) = process.parse::<u32>() else {
            continue;
        };
        let rest = rest.trim_start();
        if let Some(begun) = rest.strip_suffix(" <unfinished ...>") {
            unfinished.insert(process, begun.to_owned());
            continue;
        }
        let whole = match rest.strip_prefix("<... ") {
            Some(resumed) => {
                let begun = unfinished.remove(&process).unwrap_or_default();
                let end = resumed.split_once("resumed>").map_or("", |it| it.1);
                format!("{begun}{end}")
            }
            None => rest.to_owned(),
        };
        calls.extend(parse(process, &whole));
    }
    calls
}

fn parse(process: u32, line: &str) -> Option<Call> {
    let (name, rest) = line.split_once('(')?;
    let (inside, answer) = rest.rsplit_once(" = ")?;
    let inside = inside.trim_end().strip_suffix(')')?;
    let answer = answer.split_whitespace().next()?.parse().unwrap_or(-1);
    let mut arguments = Vec::new();
    let mut depth = 0;
    let mut word = String::new();
    let mut bytes = None;
    let mut letters = inside.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                let mut read = Vec::new();
                // With -xx every byte of a text is `\x` and two digits.
                while letters.as_str().starts_with("\\x") {
                    let digits = &letters.as_str()[2..4];
                    read.push(u8::from_str_radix(digits, 16).expect("two digits"));
                    letters = letters.as_str()[4..].chars();
                }
                letters.next();
                if depth == 0 {
                    bytes = Some(read);
                }
            }
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            ',' if depth == 0 => {
                arguments.push(argument(&mut word, &mut bytes));
            }
            other => word.push(other),
        }
    }
    arguments.push(argument(&mut word, &mut bytes));
    Some(Call {
        process,
        name: name.to_owned(),
        arguments,
        answer,
    })
}

fn argument(word: &mut String, bytes: &mut Option<Vec<u8>>) -> Argument {
    let word = std::mem::take(word);
    match bytes.take() {
        Some(bytes) => Argument::Bytes(bytes),
        None => Argument::Word(word.trim().to_owned()),
    }
}

/// A change of a file that is not on the disk for certain.
#[derive(Debug, Clone)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Size(usize),
}

/// A file: what is on the disk for certain, and what may or may not be.
#[derive(Debug, Clone, Default)]
struct Inode {
    durable: Vec<u8>,
    pending: Vec<Change>,
    /// As its programs see it.
    seen: Vec<u8>,
}

/// A change of names that is not on the disk for certain.
#[derive(Debug, Clone)]
enum Naming {
    Link { path: PathBuf, inode: usize },
    Unlink { path: PathBuf },
    Rename { from: PathBuf, to: PathBuf },
}

impl Naming {
    fn is_in(&self, folder: &Path) -> bool {
        let inside = |path: &PathBuf| path.parent() == Some(folder);
        match self {
            Self::Link { path, .. } | Self::Unlink { path } => inside(path),
            Self::Rename { from, to } => inside(from) || inside(to),
        }
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>) {
        match self {
            Self::Link { path, inode } => {
                names.insert(path.clone(), *inode);
            }
            Self::Unlink { path } => {
                names.remove(path);
            }
            Self::Rename { from, to } => {
                if let Some(inode) = names.remove(from) {
                    names.insert(to.clone(), inode);
                }
            }
        }
    }
}

/// A disk that keeps its promises (what was synced is there) and no more than them.
///
/// Writes that were not synced are kept, dropped or torn in sectors of 512 bytes, each for itself, so also out of order.
/// Names are kept as far as they were made, or each for itself, until their folder is synced.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    root: PathBuf,
    inodes: Vec<Inode>,
    durable: BTreeMap<PathBuf, usize>,
    pending: Vec<Naming>,
    seen: BTreeMap<PathBuf, usize>,
    open: BTreeMap<i64, (Option<usize>, PathBuf, usize)>,
    folders: Vec<PathBuf>,
    /// Changes of files and names so far.
    pub(crate) changes: usize,
}

impl Disk {
    /// A disk that holds what lies in a folder now.
    pub(crate) fn holding(root: &Path) -> Self {
        let mut disk = Self {
            root: root.to_owned(),
            ..Self::default()
        };
        disk.take_in(root);
        disk
    }

    fn take_in(&mut self, folder: &Path) {
        self.folders.push(folder.to_owned());
        for entry in std::fs::read_dir(folder).expect("listed") {
            let path = entry.expect("listed").path();
            if path.is_dir() {
                self.take_in(&path);
            } else {
                let bytes = std::fs::read(&path).expect("read");
                self.inodes.push(Inode {
                    durable: bytes.clone(),
                    pending: Vec::new(),
                    seen: bytes,
                });
                self.durable.insert(path.clone(), self.inodes.len() - 1);
                self.seen.insert(path, self.inodes.len() - 1);
            }
        }
    }

    /// Replays one call.
    pub(crate) fn replay(&mut self, call: &Call) {
        if call.answer < 0 {
            return;
        }
        let name = call.name.as_str();
        match name {
            "openat" => self.opened(call.path(1), call.word(2), call.answer),
            "open" => self.opened(call.path(0), call.word(1), call.answer),
            "close" => {
                self.open.remove(&call.number(0));
            }
            "lseek" => {
                if let Some(open) = self.open.get_mut(&call.number(0)) {
                    open.2 = usize::try_from(call.answer).expect("a place");
                }
            }
            "write" | "pwrite64" => {
                let written = usize::try_from(call.answer).expect("a length");
                if let Some((Some(inode), _, at)) = self.open.get(&call.number(0)).cloned() {
                    let at = if name == "write" {
                        at
                    } else {
                        usize::try_from(call.number(3)).expect("a place")
                    };
                    let bytes = call.bytes(1)[..written].to_vec();
                    self.change(inode, Change::Write { at, bytes });
                    if name == "write"
                        && let Some(open) = self.open.get_mut(&call.number(0))
                    {
                        open.2 += written;
                    }
                }
            }
            "ftruncate" => {
                if let Some((Some(inode), ..)) = self.open.get(&call.number(0)) {
                    let size = usize::try_from(call.number(1)).expect("a length");
                    self.change(*inode, Change::Size(size));
                }
            }
            "fsync" | "fdatasync" => match self.open.get(&call.number(0)).cloned() {
                Some((Some(inode), ..)) => {
                    let inode = &mut self.inodes[inode];
                    inode.durable.clone_from(&inode.seen);
                    inode.pending.clear();
                }
                Some((None, folder, _)) => {
                    let (there, later) = std::mem::take(&mut self.pending)
                        .into_iter()
                        .partition(|it| it.is_in(&folder));
                    self.pending = later;
                    for naming in there {
                        naming.apply(&mut self.durable);
                    }
                }
                None => {}
            },
            "rename" | "renameat" | "renameat2" => {
                let (from, to) = if name == "rename" { (0, 1) } else { (1, 3) };
                let (from, to) = (call.path(from), call.path(to));
                self.name(Naming::Rename { from, to });
            }
            "unlink" => self.name(Naming::Unlink { path: call.path(0) }),
            // Emptying a folder by its number: only places of work are, and nobody looks into those after a start.
            "unlinkat" if call.word(0) == "AT_FDCWD" => {
                self.name(Naming::Unlink { path: call.path(1) });
            }
            // A folder is there at once: a lost one could only take with it what was not promised yet.
            "mkdir" => self.folders.push(call.path(0)),
            "mkdirat" => self.folders.push(call.path(1)),
            "dup" | "writev" | "pwritev" | "truncate" | "fallocate" | "link"
            | "copy_file_range" | "sendfile" => {
                let ours =
                    self.open.contains_key(&call.number(0)) || call.path(0).starts_with(&self.root);
                assert!(!ours, "{name} is not modelled");
            }
            _ => {}
        }
    }

    fn opened(&mut self, path: PathBuf, flags: &str, file: i64) {
        self.open.remove(&file);
        if !path.starts_with(&self.root) {
            return;
        }
        if self.folders.contains(&path) {
            self.open.insert(file, (None, path, 0));
            return;
        }
        let inode = match self.seen.get(&path) {
            Some(inode) => *inode,
            None if flags.contains("O_CREAT") => {
                self.inodes.push(Inode::default());
                let inode = self.inodes.len() - 1;
                self.name(Naming::Link {
                    path: path.clone(),
                    inode,
                });
                inode
            }
            None => return,
        };
        if flags.contains("O_TRUNC") && !self.inodes[inode].seen.is_empty() {
            self.change(inode, Change::Size(0));
        }
        self.open.insert(file, (Some(inode), path, 0));
    }

    fn change(&mut self, inode: usize, change: Change) {
        self.changes += 1;
        let inode = &mut self.inodes[inode];
        apply(&mut inode.seen, &change);
        inode.pending.push(change);
    }

    fn name(&mut self, naming: Naming) {
        let ours = match &naming {
            Naming::Link { path, .. } | Naming::Unlink { path } => path.starts_with(&self.root),
            Naming::Rename { to, .. } => to.starts_with(&self.root),
        };
        if ours {
            self.changes += 1;
            naming.apply(&mut self.seen);
            self.pending.push(naming);
        }
    }

    /// What is found when the power comes back, written into a folder.
    pub(crate) fn after_power_cut(&self, dice: &mut Dice, into: &Path) {
        let mut names = self.durable.clone();
        // Most file systems keep the order of names; one that does not is tried as well.
        let in_order = dice.below(3) > 0;
        let kept = dice.below(self.pending.len() + 1);
        for (at, naming) in self.pending.iter().enumerate() {
            let there = if in_order {
                at < kept
            } else {
                dice.below(2) == 0
            };
            if there {
                naming.apply(&mut names);
            }
        }
        let mood = dice.below(4);
        for folder in &self.folders {
            let inside = folder.strip_prefix(&self.root).expect("inside");
            std::fs::create_dir_all(into.join(inside)).expect("made");
        }
        for (path, inode) in &names {
            // Shared memory is never on a disk.
            if path.to_string_lossy().ends_with("-shm") {
                continue;
            }
            let inode = &self.inodes[*inode];
            let mut bytes = inode.durable.clone();
            for change in &inode.pending {
                match mood {
                    0 => {}
                    1 => apply(&mut bytes, change),
                    _ => match dice.below(3) {
                        0 => {}
                        1 => apply(&mut bytes, change),
                        _ => torn(&mut bytes, change, dice),
                    },
                }
            }
            let target = into.join(path.strip_prefix(&self.root).expect("inside"));
            if let Some(folder) = target.parent() {
                std::fs::create_dir_all(folder).expect("made");
            }
            std::fs::write(target, bytes).expect("written");
        }
    }
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write { at, bytes: new } => {
            if bytes.len() < at + new.len() {
                bytes.resize(at + new.len(), 0);
            }
            bytes[*at..at + new.len()].copy_from_slice(new);
        }
        Change::Size(size) => bytes.resize(*size, 0),
    }
}

/// Some sectors of a write came to the disk and others did not.
fn torn(bytes: &mut Vec<u8>, change: &Change, dice: &mut Dice) {
    const SECTOR: usize = 512;
    match change {
        Change::Write { at, bytes: new } => {
            let mut from = 0;
            while from < new.len() {
                let to = new.len().min((at + from) / SECTOR * SECTOR + SECTOR - at);
                if dice.below(2) == 0 {
                    let part = Change::Write {
                        at: at + from,
                        bytes: new[from..to].to_vec(),
                    };
                    apply(bytes, &part);
                }
                from = to;
            }
        }
        Change::Size(_) => apply(bytes, change),
    }
}
