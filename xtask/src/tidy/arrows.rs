//! Rule: which crate may depend on which, seen through the whole tree and not only the next step.

use std::collections::{BTreeMap, BTreeSet};

use super::Problem;
use crate::repo::Repo;
use crate::shell;

/// Crates that ship: from each, what must not be reachable. A name that ends in `*` is a beginning.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "backstride-core",
        &[
            "backstride",
            "backstride-agent",
            "backstride-draw",
            "backstride-print",
        ],
    ),
    (
        "backstride-content",
        &[
            "backstride",
            "backstride-agent",
            "backstride-core",
            "backstride-draw",
            "backstride-print",
        ],
    ),
    (
        "backstride-draw",
        &[
            "backstride",
            "backstride-agent",
            "backstride-core",
            "backstride-content",
            "backstride-print",
        ],
    ),
    (
        "backstride-print",
        &[
            "backstride",
            "backstride-agent",
            "backstride-core",
            "backstride-content",
            "backstride-draw",
        ],
    ),
    (
        "backstride-agent",
        &[
            "backstride",
            "backstride-print",
            "tauri*",
            "wry",
            "tao",
            "gtk*",
            "webkit2gtk*",
            "specta*",
        ],
    ),
];

/// What none of the pure crates may reach: windows, generated bindings, async runtimes, sockets.
const NOT_PURE: &[&str] = &[
    "tauri*",
    "wry",
    "tao",
    "gtk*",
    "webkit2gtk*",
    "specta*",
    "tokio*",
    "async-std",
    "async-io",
    "async-executor",
    "smol",
    "futures-executor",
    "zbus*",
    "interprocess",
    "rand",
    "getrandom",
    "reqwest",
    "hyper*",
    "ureq",
    "curl",
    "isahc",
];

/// What a pure crate reaches all the same. The typesetter makes filler text with numbers that follow from a fixed seed;
/// real chance (`getrandom`) stays out of its reach.
const PURE_ALL_THE_SAME: &[(&str, &str)] = &[("backstride-print", "rand")];

const PURE: &[&str] = &[
    "backstride-core",
    "backstride-content",
    "backstride-draw",
    "backstride-print",
];

/// What ships.
const PROGRAMS: &[&str] = &["backstride", "backstride-agent"];

/// The three desktop systems; on the mobile ones Tauri brings a client of its own.
const DESKTOPS: &[&str] = &[
    "x86_64-unknown-linux-gnu",
    "x86_64-pc-windows-msvc",
    "aarch64-apple-darwin",
];

/// Ways to the network that must not be linked into a program. `deny.toml` says the same with reasons.
const NETWORK: &[&str] = &[
    "attohttpc",
    "awc",
    "axum",
    "actix-web",
    "curl*",
    "h2",
    "h3",
    "hickory*",
    "hyper*",
    "isahc",
    "minreq",
    "native-tls",
    "quinn*",
    "reqwest*",
    "rustls*",
    "self_update",
    "sentry*",
    "surf",
    "tauri-plugin-http",
    "tauri-plugin-localhost",
    "tauri-plugin-updater",
    "tauri-plugin-upload",
    "tauri-plugin-websocket",
    "tiny_http",
    "tokio-tungstenite",
    "tungstenite",
    "ureq*",
    "warp",
];

/// Each crate with the crates it needs to run; build scripts and tests are left out.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    needs: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// A graph from pairs of a crate and what it needs.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in pairs {
            needs
                .entry(from.to_owned())
                .or_default()
                .insert(to.to_owned());
            needs.entry(to.to_owned()).or_default();
        }
        Self { needs }
    }

    /// The workspace as cargo resolves it, one crate at a time so that features do not mix.
    pub fn of_workspace(repo: &Repo) -> Result<Self, String> {
        let crates = FORBIDDEN.iter().map(|(name, _)| *name);
        Self::of(repo, crates, &["all"])
    }

    /// The programs as they are linked on the three desktop systems.
    pub fn of_programs(repo: &Repo) -> Result<Self, String> {
        Self::of(repo, PROGRAMS.iter().copied(), DESKTOPS)
    }

    fn of<'a>(
        repo: &Repo,
        crates: impl Iterator<Item = &'a str>,
        targets: &[&str],
    ) -> Result<Self, String> {
        let mut pairs = Vec::new();
        for name in crates {
            for target in targets {
                let mut tree = std::process::Command::new("cargo");
                tree.args(["tree", "--locked", "--edges", "normal", "--prefix", "none"])
                    .args(["--format", "{p}", "--target", target, "--package", name])
                    .current_dir(&repo.root);
                let answer = shell::quiet(&mut tree)?;
                for line in answer.lines().skip(1) {
                    if let Some(needed) = line.split_whitespace().next() {
                        pairs.push((name, needed.to_owned()));
                    }
                }
            }
        }
        Ok(Self::from_pairs(
            pairs.iter().map(|(from, to)| (*from, to.as_str())),
        ))
    }

    fn reachable(&self, from: &str) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(name) = open.pop() {
            for next in self.needs.get(name).into_iter().flatten() {
                if seen.insert(next.as_str()) {
                    open.push(next);
                }
            }
        }
        seen
    }
}

/// Follows every arrow from each shipped crate.
pub fn check(graph: &Graph) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, forbidden) in FORBIDDEN {
        let reached = graph.reachable(name);
        let pure: &[&str] = if PURE.contains(name) { NOT_PURE } else { &[] };
        for pattern in forbidden.iter().chain(pure) {
            for found in reached.iter().filter(|found| matches(pattern, found)) {
                if PURE_ALL_THE_SAME.contains(&(*name, *found)) {
                    continue;
                }
                let folder = name.trim_start_matches("backstride-");
                let words =
                    format!("{name} must not depend on {found}, directly or through others");
                problems.push(Problem::new(
                    format!("src-tauri/{folder}/Cargo.toml"),
                    1,
                    words,
                ));
            }
        }
    }
    problems
}

/// No program that ships reaches a way to the network.
pub fn check_network(graph: &Graph) -> Vec<Problem> {
    let mut problems = Vec::new();
    for name in PROGRAMS {
        let reached = graph.reachable(name);
        for pattern in NETWORK {
            for found in reached.iter().filter(|found| matches(pattern, found)) {
                let words = format!("{name} would be linked with {found}, a way to the network");
                problems.push(Problem::new("Cargo.lock", 1, words));
            }
        }
    }
    problems
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == pattern,
    }
}
