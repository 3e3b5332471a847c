//! `cargo xtask parts`: what the program is made of, with licences and a list for machines (CycloneDX), written from the
//! locked crates and packages. A test compares what is committed with what the lock files say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::repo::{self, Repo};
use crate::{run, say, shell};

/// Where the three files lie.
pub const FOLDER: &str = "assets/parts";

/// The parts by name, with the licences each has chosen and which texts belong to it.
pub const LIST: &str = "parts.json";

/// Every text once.
pub const TEXTS: &str = "texts.json";

/// The list for machines.
pub const SBOM: &str = "sbom.cdx.json";

/// The system the list is made for: the one that is packaged.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// One part.
#[derive(Debug, Clone)]
struct Part {
    kind: &'static str,
    name: String,
    version: String,
    /// As its author states it.
    licence: String,
    /// Names of the texts, from [`TEXTS`].
    texts: Vec<String>,
    purl: Option<String>,
    /// The algorithm and the digest of the archive it comes from.
    hash: Option<(&'static str, String)>,
    /// What it uses, by reference.
    uses: Vec<String>,
}

impl Part {
    fn reference(&self) -> String {
        self.purl
            .clone()
            .unwrap_or_else(|| format!("{}:{}@{}", self.kind, self.name, self.version))
    }
}

/// Writes the files, or says which of them are stale.
pub fn run(repo: &Repo, bless: bool) -> Result<(), String> {
    let files = made(repo)?;
    if bless {
        for (name, text) in &files {
            repo::write(&repo.at(&format!("{FOLDER}/{name}")), text.clone())?;
        }
        say::line(format!("{FOLDER}: {} files written", files.len()));
        return Ok(());
    }
    match stale(repo, &files).as_slice() {
        [] => {
            say::line(format!("{FOLDER} is fresh"));
            Ok(())
        }
        names => Err(format!(
            "stale: {}; `cargo xtask parts --bless` renews them",
            names.join(", ")
        )),
    }
}

/// Which of the committed files differ from these.
pub fn stale(repo: &Repo, files: &[(&'static str, String)]) -> Vec<&'static str> {
    let differs = |name: &str, text: &str| {
        fs::read_to_string(repo.at(&format!("{FOLDER}/{name}"))).map_or(true, |it| it != *text)
    };
    files
        .iter()
        .filter(|(name, text)| differs(name, text))
        .map(|(name, _)| *name)
        .collect()
}

/// The files as the lock files want them.
///
/// # Errors
/// If cargo cannot say what is shipped, or a part has no licence.
pub fn made(repo: &Repo) -> Result<Vec<(&'static str, String)>, String> {
    let mut texts = Texts::default();
    let mut parts = crates(repo, &mut texts)?;
    parts.extend(packages(repo, &mut texts)?);
    parts.extend(others(repo, &parts, &mut texts)?);
    parts.sort_by(|a, b| {
        (a.name.to_lowercase(), &a.version, a.kind).cmp(&(
            b.name.to_lowercase(),
            &b.version,
            b.kind,
        ))
    });
    let bare: Vec<&str> = parts
        .iter()
        .filter(|it| it.licence.is_empty() || it.texts.is_empty())
        .map(|it| it.name.as_str())
        .collect();
    if !bare.is_empty() {
        return Err(format!("no licence text for {}", bare.join(", ")));
    }
    let list: Vec<Value> = parts
        .iter()
        .map(|it| {
            json!({
                "name": it.name,
                "version": it.version,
                "kind": it.kind,
                "licence": it.licence,
                "texts": it.texts,
            })
        })
        .collect();
    Ok(vec![
        (LIST, pretty(&Value::Array(list))?),
        (TEXTS, pretty(&json!(texts.by_name()))?),
        (SBOM, pretty(&sbom(repo, &parts)?)?),
    ])
}

/// Every licence text once, however its lines were broken.
#[derive(Debug, Default)]
struct Texts {
    /// By what stays the same when lines are broken elsewhere: name and text.
    known: BTreeMap<String, (String, String)>,
}

impl Texts {
    fn add(&mut self, text: &str) -> String {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = blake3::hash(words.as_bytes()).to_hex()[..12].to_owned();
        let text = text.replace("\r\n", "\n").trim().to_owned();
        let kept = self.known.entry(words).or_insert((name, text));
        kept.0.clone()
    }

    fn by_name(&self) -> BTreeMap<String, String> {
        self.known.values().cloned().collect()
    }
}

/// The crates that are linked into the two programs, with the licences they come under.
fn crates(repo: &Repo, texts: &mut Texts) -> Result<Vec<Part>, String> {
    let metadata = metadata(repo)?;
    let lock = locked(repo)?;
    let mut tree = shell::command("cargo");
    tree.current_dir(&repo.root).env_remove("CARGO_TERM_COLOR");
    tree.args(["tree", "--locked", "--edges", "normal,no-proc-macro"]);
    tree.args(["--target", TARGET, "--prefix", "none", "--format", "{p}"]);
    for name in run::SHIPPED {
        tree.args(["--package", name]);
    }
    let shipped: BTreeSet<(String, String)> = shell::answer(&mut tree)?
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (name, version) = (words.next()?, words.next()?);
            Some((name.to_owned(), version.trim_start_matches('v').to_owned()))
        })
        .collect();
    let text =
        |package: &Value, field: &str| package[field].as_str().unwrap_or_default().to_owned();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let mut found = Vec::new();
    let packages = metadata["packages"].as_array().into_iter().flatten();
    for package in packages {
        let (name, version) = (text(package, "name"), text(package, "version"));
        // Our own crates are the product; its licence stands by itself.
        let ours = package["source"].is_null();
        if ours || !shipped.contains(&(name.clone(), version.clone())) {
            continue;
        }
        let folder = PathBuf::from(text(package, "manifest_path"));
        let folder = folder.parent().map(Path::to_path_buf).unwrap_or_default();
        let stated = text(package, "license");
        let licence = stated.replace(" / ", " OR ").replace('/', " OR ");
        let purl = format!("pkg:cargo/{name}@{version}");
        ids.insert(text(package, "id"), purl.clone());
        let authors = package["authors"].as_array().into_iter().flatten();
        let authors: Vec<&str> = authors.filter_map(Value::as_str).collect();
        found.push((
            text(package, "id"),
            Part {
                kind: "crate",
                texts: licence_texts(repo, &folder, &licence, &name, &authors, texts)?,
                hash: lock
                    .get(&(name.clone(), version.clone()))
                    .map(|digest| ("SHA-256", digest.clone())),
                name,
                version,
                licence,
                purl: Some(purl),
                uses: Vec::new(),
            },
        ));
    }
    let nodes = metadata["resolve"]["nodes"]
        .as_array()
        .into_iter()
        .flatten();
    let uses: BTreeMap<&str, Vec<String>> = nodes
        .map(|node| {
            let used = node["dependencies"].as_array().into_iter().flatten();
            let used = used.filter_map(|it| ids.get(it.as_str()?).cloned());
            (node["id"].as_str().unwrap_or_default(), used.collect())
        })
        .collect();
    Ok(found
        .into_iter()
        .map(|(id, part)| Part {
            uses: uses.get(id.as_str()).cloned().unwrap_or_default(),
            ..part
        })
        .collect())
}

/// The npm packages whose code or files are in the page. Their tools are not shipped.
fn packages(repo: &Repo, texts: &mut Texts) -> Result<Vec<Part>, String> {
    let read = |path: &str| -> Result<Value, String> {
        let text = fs::read_to_string(repo.at(path)).map_err(|why| format!("{path}: {why}"))?;
        serde_json::from_str(&text).map_err(|why| format!("{path}: {why}"))
    };
    let lock = read("ui/package-lock.json")?;
    let entries = &lock["packages"];
    let mut wanted: Vec<String> = names(&entries[""]["dependencies"]);
    let mut found: BTreeMap<String, Part> = BTreeMap::new();
    while let Some(name) = wanted.pop() {
        if found.contains_key(&name) {
            continue;
        }
        let entry = &entries[format!("node_modules/{name}")];
        let version = entry["version"].as_str().unwrap_or_default();
        // What an own dependency only needs while it compiles is no part of the page.
        let uses = match name.as_str() {
            "svelte" => vec![
                "esm-env".to_owned(),
                "clsx".to_owned(),
                "devalue".to_owned(),
            ],
            _ => names(&entry["dependencies"]),
        };
        let folder = repo.at(&format!("ui/node_modules/{name}"));
        let licence = entry["license"].as_str().unwrap_or_default().to_owned();
        let digest = entry["integrity"].as_str().and_then(hexadecimal);
        let uses: Vec<String> = uses
            .into_iter()
            .filter(|it| !entries[format!("node_modules/{it}")].is_null())
            .collect();
        wanted.extend(uses.iter().cloned());
        let part = Part {
            kind: "package",
            texts: licence_texts(repo, &folder, &licence, &name, &[], texts)?,
            purl: Some(npm(&name, version)),
            hash: digest.map(|digest| ("SHA-512", digest)),
            version: version.to_owned(),
            licence,
            uses,
            name: name.clone(),
        };
        found.insert(name, part);
    }
    let references: BTreeMap<String, String> = found
        .iter()
        .map(|(name, part)| (name.clone(), part.reference()))
        .collect();
    Ok(found
        .into_values()
        .map(|part| Part {
            uses: part
                .uses
                .iter()
                .filter_map(|it| references.get(it).cloned())
                .collect(),
            ..part
        })
        .collect())
}

/// What no registry lists: the C libraries inside crates, and the typeface.
fn others(repo: &Repo, crates: &[Part], texts: &mut Texts) -> Result<Vec<Part>, String> {
    let sources = sources(repo)?;
    let folder = |name: &str| {
        sources
            .get(name)
            .cloned()
            .ok_or_else(|| format!("the crate {name} is not in the lock file"))
    };
    let read = |path: PathBuf| {
        fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))
    };
    let sqlite = folder("libsqlite3-sys")?;
    let (openssl, openssl_version) = {
        let (path, version) = folder("openssl-src")?;
        // "300.5.0+3.5.0" carries the version of OpenSSL behind the plus.
        let inner = version
            .split_once('+')
            .map_or(version.clone(), |(_, it)| it.to_owned());
        (path, inner)
    };
    let cipher = fs::read_to_string(sqlite.0.join("sqlcipher/sqlite3.h")).unwrap_or_default();
    let sqlite_version = quoted(&cipher, "#define SQLITE_VERSION ");
    let cipher_c = fs::read_to_string(sqlite.0.join("sqlcipher/sqlite3.c")).unwrap_or_default();
    let cipher_version = ["#define CIPHER_VERSION_NUMBER ", "#define CIPHER_VERSION "]
        .iter()
        .find_map(|it| word_after(&cipher_c, it));
    let blessing = "The authors of SQLite disclaim copyright to its source code. It is in the public domain: anyone may \
        copy, change, publish, use, compile, sell or distribute it, for any purpose.";
    let part = |kind, name: &str, version: String, licence: &str, text: String| Part {
        kind,
        name: name.to_owned(),
        version,
        licence: licence.to_owned(),
        texts: vec![text],
        purl: None,
        hash: None,
        uses: Vec::new(),
    };
    let font = crates
        .iter()
        .find(|it| it.name == "@fontsource-variable/atkinson-hyperlegible-next");
    Ok(vec![
        part(
            "library",
            "SQLite",
            sqlite_version.unwrap_or_else(|| sqlite.1.clone()),
            "blessing",
            texts.add(blessing),
        ),
        part(
            "library",
            "SQLCipher",
            cipher_version.unwrap_or_else(|| sqlite.1.clone()),
            "BSD-3-Clause",
            texts.add(&read(sqlite.0.join("sqlcipher/LICENSE"))?),
        ),
        part(
            "library",
            "OpenSSL",
            openssl_version,
            "Apache-2.0",
            texts.add(&read(openssl.join("openssl/LICENSE.txt"))?),
        ),
        part(
            "font",
            "Atkinson Hyperlegible Next",
            font.map(|it| it.version.clone()).unwrap_or_default(),
            "OFL-1.1",
            texts.add(&read(repo.at("assets/fonts/OFL.txt"))?),
        ),
    ])
}

/// The texts of the licences a part comes under. Of "this or that" the first that this project may use is taken, of "this
/// and that" all are. A part without a file gets the text of its licence with the names it states.
fn licence_texts(
    repo: &Repo,
    folder: &Path,
    licence: &str,
    name: &str,
    authors: &[&str],
    texts: &mut Texts,
) -> Result<Vec<String>, String> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(|why| format!("{}: {why}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file() && is_licence(path))
        .collect();
    files.sort();
    let named = |words: &[&str]| -> Vec<&PathBuf> {
        files
            .iter()
            .filter(|path| {
                let name = file_name(path);
                words.iter().any(|word| name.contains(word))
            })
            .collect()
    };
    let any = licence.contains(" OR ") && !licence.contains(" AND ");
    let mit = named(&["mit"]);
    let chosen: Vec<&PathBuf> = if any && licence.contains("MIT") && !mit.is_empty() {
        mit
    } else if any && licence.contains("Apache-2.0") && !named(&["apache"]).is_empty() {
        named(&["apache"])
    } else {
        files.iter().collect()
    };
    let mut all = Vec::new();
    for path in chosen {
        let text = fs::read(path).map_err(|why| format!("{}: {why}", path.display()))?;
        let text = String::from_utf8_lossy(&text);
        if !text.trim().is_empty() {
            all.push(texts.add(&text));
        }
    }
    if all.is_empty() {
        let standard = standard(repo, licence, name, authors)?;
        all.extend(standard.iter().map(|text| texts.add(text)));
    }
    Ok(all)
}

fn is_licence(path: &Path) -> bool {
    let name = file_name(path);
    let begins = ["licen", "copying", "copyright", "unlicense", "notice"];
    let source = [".rs", ".html", ".toml", ".py", ".sh"];
    begins.iter().any(|it| name.starts_with(it)) && !source.iter().any(|it| name.ends_with(it))
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().to_lowercase()
}

/// The text of a licence for a part that brings none.
fn standard(
    repo: &Repo,
    licence: &str,
    name: &str,
    authors: &[&str],
) -> Result<Vec<String>, String> {
    let own =
        |file: &str| fs::read_to_string(repo.at(file)).map_err(|why| format!("{file}: {why}"));
    let holder = match authors.is_empty() {
        true => format!("the authors of {name}"),
        false => authors.join(", "),
    };
    if licence.contains("MIT") {
        let text = own("LICENSE-MIT")?;
        let lines = text
            .lines()
            .map(|line| match line.starts_with("Copyright") {
                true => format!("Copyright (c) {holder}"),
                false => line.to_owned(),
            });
        return Ok(vec![lines.collect::<Vec<_>>().join("\n")]);
    }
    if licence.contains("Apache-2.0") {
        return Ok(vec![own("LICENSE-APACHE")?]);
    }
    // A licence that a neighbour brings as a file: the same project's, or the same words under another name.
    let neighbours = [
        ("BSD-3-Clause", "alloc-no-stdlib", "LICENSE"),
        ("0BSD", "adler2", "LICENSE-0BSD"),
    ];
    for (wanted, neighbour, file) in neighbours {
        if licence.contains(wanted)
            && let Some((folder, _)) = sources(repo)?.get(neighbour)
        {
            let text = fs::read_to_string(folder.join(file)).map_err(|why| why.to_string())?;
            let lines = text
                .lines()
                .map(|line| match line.starts_with("Copyright") {
                    true => format!("Copyright (c) {holder}"),
                    false => line.to_owned(),
                });
            return Ok(vec![lines.collect::<Vec<_>>().join("\n")]);
        }
    }
    Err(format!("{name} has no file with its licence, {licence}"))
}

/// The list for machines: CycloneDX 1.5, without anything that differs from one run to the next.
fn sbom(repo: &Repo, parts: &[Part]) -> Result<Value, String> {
    let manifest = fs::read_to_string(repo.at("Cargo.toml")).map_err(|why| why.to_string())?;
    let manifest: toml::Value = toml::from_str(&manifest).map_err(|why| why.to_string())?;
    let version = manifest["workspace"]["package"]["version"].as_str();
    let product = format!("backstride@{}", version.unwrap_or_default());
    let component = |part: &Part| {
        let mut one = json!({
            "type": match part.kind { "font" => "file", _ => "library" },
            "bom-ref": part.reference(),
            "name": part.name,
            "version": part.version,
            "licenses": [{ "expression": part.licence }],
        });
        if let Some(purl) = &part.purl {
            one["purl"] = json!(purl);
        }
        if let Some((algorithm, digest)) = &part.hash {
            one["hashes"] = json!([{ "alg": algorithm, "content": digest }]);
        }
        one
    };
    let mut dependencies = vec![json!({
        "ref": product,
        "dependsOn": parts.iter().map(Part::reference).collect::<Vec<_>>(),
    })];
    dependencies.extend(parts.iter().map(|part| {
        let mut uses = part.uses.clone();
        uses.sort();
        uses.dedup();
        json!({ "ref": part.reference(), "dependsOn": uses })
    }));
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": product,
                "name": "Backstride",
                "version": version,
                "licenses": [{ "expression": "MIT OR Apache-2.0" }],
            },
        },
        "components": parts.iter().map(component).collect::<Vec<_>>(),
        "dependencies": dependencies,
    }))
}

fn metadata(repo: &Repo) -> Result<Value, String> {
    let mut cargo = shell::command("cargo");
    cargo.current_dir(&repo.root);
    cargo.args(["metadata", "--locked", "--format-version", "1"]);
    cargo.args(["--filter-platform", TARGET]);
    serde_json::from_str(&shell::answer(&mut cargo)?)
        .map_err(|why| format!("cargo metadata: {why}"))
}

/// Where the sources of each crate lie, and its version.
fn sources(repo: &Repo) -> Result<BTreeMap<String, (PathBuf, String)>, String> {
    let metadata = metadata(repo)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    Ok(packages
        .filter_map(|package| {
            let path = PathBuf::from(package["manifest_path"].as_str()?);
            let version = package["version"].as_str()?.to_owned();
            let name = package["name"].as_str()?.to_owned();
            Some((name, (path.parent()?.to_path_buf(), version)))
        })
        .collect())
}

/// The digests of the archives, from the lock file.
fn locked(repo: &Repo) -> Result<BTreeMap<(String, String), String>, String> {
    let text = fs::read_to_string(repo.at("Cargo.lock")).map_err(|why| why.to_string())?;
    let lock: toml::Value = toml::from_str(&text).map_err(|why| format!("Cargo.lock: {why}"))?;
    let packages = lock["package"].as_array().into_iter().flatten();
    Ok(packages
        .filter_map(|it| {
            let text = |field: &str| it.get(field)?.as_str().map(str::to_owned);
            Some(((text("name")?, text("version")?), text("checksum")?))
        })
        .collect())
}

fn names(of: &Value) -> Vec<String> {
    let all = of.as_object().into_iter().flatten();
    all.map(|(name, _)| name.clone()).collect()
}

fn npm(name: &str, version: &str) -> String {
    format!("pkg:npm/{}@{version}", name.replace('@', "%40"))
}

/// The digest of an `integrity` of npm as digits; none where it is no SHA-512.
fn hexadecimal(integrity: &str) -> Option<String> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = integrity.strip_prefix("sha512-")?.trim_end_matches('=');
    let (mut bits, mut held, mut digits) = (0_u32, 0_u32, String::new());
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|it| *it == letter)?;
        bits = (bits << 6) | u32::try_from(value).ok()?;
        held += 6;
        while held >= 4 {
            held -= 4;
            digits.push(char::from_digit((bits >> held) & 0xf, 16)?);
        }
        bits &= (1 << held) - 1;
    }
    digits.truncate(128);
    (digits.len() == 128).then_some(digits)
}

fn quoted(text: &str, after: &str) -> Option<String> {
    let (_, rest) = text.split_once(after)?;
    let (_, rest) = rest.split_once('"')?;
    rest.split_once('"').map(|(it, _)| it.to_owned())
}

fn word_after(text: &str, after: &str) -> Option<String> {
    let (_, rest) = text.split_once(after)?;
    let word = rest.split_whitespace().next()?;
    Some(word.trim_matches('"').to_owned())
}

fn pretty(value: &Value) -> Result<String, String> {
    serde_json::to_string_pretty(&ordered(value))
        .map(|text| format!("{text}\n"))
        .map_err(|why| why.to_string())
}

/// The same with the names of every object in the order of letters, however the library that holds it was built.
fn ordered(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut names: Vec<&String> = object.keys().collect();
            names.sort();
            names
                .into_iter()
                .map(|name| (name.clone(), ordered(&object[name])))
                .collect::<serde_json::Map<_, _>>()
                .into()
        }
        Value::Array(values) => values.iter().map(ordered).collect::<Vec<_>>().into(),
        other => other.clone(),
    }
}
