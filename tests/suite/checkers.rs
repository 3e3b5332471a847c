//! The project's own checks catch what they are there for: each fault is planted in a copy and must be named.
//!
//! The control is the tree as it is, which must keep every rule; a check that always complains would prove nothing.

use std::fs;
use std::path::Path;

use xtask::repo::{Repo, Text};
use xtask::tidy::arrows::{self, Graph};
use xtask::tidy::{self, Problem};
use xtask::{content, repo};

/// The project's texts in memory, to plant faults in.
struct Copy {
    texts: Vec<Text>,
    /// What was wrong before anything was planted; nothing, as a test of its own demands.
    before: Vec<String>,
}

impl Copy {
    fn clean() -> Self {
        let texts = Repo::find().texts().expect("the project can be read");
        assert!(texts.len() > 100, "only {} files were found", texts.len());
        let before = shown(&tidy::of_texts(&texts));
        Self { texts, before }
    }

    /// What is wrong since something was planted.
    fn problems(&self) -> Vec<String> {
        let mut problems = shown(&tidy::of_texts(&self.texts));
        problems.retain(|problem| !self.before.contains(problem));
        problems
    }

    fn text(&mut self, path: &str) -> &mut String {
        let found = self.texts.iter_mut().find(|text| text.path == path);
        &mut found.unwrap_or_else(|| panic!("{path} is gone")).text
    }

    fn append(mut self, path: &str, lines: &str) -> Self {
        self.text(path).push_str(lines);
        self
    }

    fn replace(mut self, path: &str, from: &str, to: &str) -> Self {
        let text = self.text(path);
        assert!(
            text.contains(from),
            "{path} does not hold {from:?} any more"
        );
        *text = text.replacen(from, to, 1);
        self
    }

    fn with(mut self, path: &str, text: &str) -> Self {
        self.texts.push(Text::new(path, text));
        self
    }

    /// Exactly these problems, each given by its file and words of its message.
    fn must_show(&self, expected: &[(&str, &str)]) {
        let problems = self.problems();
        assert_eq!(problems.len(), expected.len(), "{problems:#?}");
        for (path, words) in expected {
            let named = problems
                .iter()
                .any(|problem| problem.starts_with(path) && problem.contains(words));
            assert!(named, "{path} … {words} is not among {problems:#?}");
        }
    }
}

fn shown(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn the_project_as_it_is_keeps_every_rule() {
    assert_eq!(Copy::clean().before, Vec::<String>::new());
}

#[test]
fn a_room_that_looks_into_a_room_it_may_not_is_caught() {
    let path = "src-tauri/core/src/diary/pain.rs";
    Copy::clean()
        .append(path, "\nuse crate::walks::Walk;\n")
        .must_show(&[(path, "`diary` may not look into `walks`")]);
}

#[test]
fn a_room_that_is_not_in_the_table_is_caught() {
    let path = "src-tauri/core/src/garden/mod.rs";
    Copy::clean()
        .with(path, "//! A room that nobody decided on.\n")
        .must_show(&[(path, "not in the table")]);
}

#[test]
fn a_clock_in_the_core_is_caught() {
    let path = "src-tauri/core/src/diary/mod.rs";
    Copy::clean()
        .append(
            path,
            "\nfn late() -> bool { chrono::Utc::now().timestamp() > 0 }\n",
        )
        .must_show(&[(path, "time is an argument")]);
}

#[test]
fn a_random_number_and_a_socket_in_the_pure_crates_are_caught() {
    let (draw, content) = (
        "src-tauri/draw/src/svg.rs",
        "src-tauri/content/src/strings.rs",
    );
    Copy::clean()
        .append(draw, "\nfn any() -> u64 { rand::random() }\n")
        .append(content, "\nuse std::net::TcpStream;\n")
        .must_show(&[(draw, "chance"), (content, "no socket")]);
}

#[test]
fn a_command_that_is_not_listed_is_caught_in_all_three_places() {
    let path = "src-tauri/src/commands/diary.rs";
    let command = "\n#[tauri::command]\n#[specta::specta]\npub(crate) fn diary_burn() {}\n";
    Copy::clean().append(path, command).must_show(&[
        (
            path,
            "missing from collect_commands![…] in src-tauri/src/wiring.rs",
        ),
        (path, "missing from the list of AppManifest::commands"),
        (
            path,
            "missing from permissions in src-tauri/capabilities/main.json",
        ),
    ]);
}

#[test]
fn a_permission_for_no_command_is_caught() {
    let path = "src-tauri/capabilities/main.json";
    Copy::clean()
        .replace(
            path,
            "\"allow-diary-log\"",
            "\"allow-diary-log\", \"allow-diary-burn\"",
        )
        .must_show(&[(path, "`diary_burn` is no command")]);
}

#[test]
fn a_changed_old_migration_is_caught() {
    let path = "src-tauri/core/migrations/0001_diary_pain_entry.sql";
    Copy::clean()
        .append(path, "\nALTER TABLE pain_entry ADD COLUMN mood INTEGER;\n")
        .must_show(&[(path, "has changed")]);
}

#[test]
fn a_migration_that_is_gone_or_comes_too_early_is_caught() {
    let mut copy = Copy::clean();
    let path = "src-tauri/core/migrations/0001_diary_pain_entry.sql";
    let moved = "src-tauri/core/migrations/0000_diary_pain_entry.sql";
    copy.texts.retain(|text| text.path != path);
    let copy = copy.with(moved, "-- Says what it is for.\n");
    let problems = copy.problems();
    let has = |words: &str| problems.iter().any(|problem| problem.contains(words));
    assert!(has("was recorded and is gone"), "{problems:#?}");
    assert!(has("must come after"), "{problems:#?}");
}

#[test]
fn a_missing_string_is_caught_where_it_is_asked_for() {
    let path = "src-tauri/src/command_line.rs";
    Copy::clean()
        .replace(
            "assets/strings/en.ftl",
            "\ncli-logged =",
            "\ncli-recorded =",
        )
        .must_show(&[
            (path, "`cli-logged` is not in"),
            (
                "assets/strings/en.ftl",
                "asks for the message `cli-recorded`",
            ),
            ("ui/src/ipc/words.gen.ts", "not the keys of the catalogue"),
        ]);
}

#[test]
fn a_string_that_only_the_interface_asks_for_is_caught() {
    let path = "ui/src/views/Today.svelte";
    let mut copy = Copy::clean();
    let asked = format!("{}\n<p>{{t('today-planted')}}</p>\n", copy.text(path));
    *copy.text(path) = asked;
    copy.must_show(&[(path, "`today-planted` is not in")]);
}

#[test]
fn a_way_to_the_network_in_the_interface_is_caught() {
    let path = "ui/src/ipc/app.svelte.ts";
    let lines = "\nexport const ask = () => fetch('https://example.org/track');\n";
    Copy::clean()
        .append(path, lines)
        .must_show(&[(path, "opens no connection"), (path, "no address outside")]);
}

#[test]
fn an_address_left_in_the_built_interface_is_caught() {
    let clean = [Text::new(
        "ui/dist/a.js",
        "const ns = 'http://www.w3.org/2000/svg';",
    )];
    assert_eq!(tidy::network::shipped(&clean), []);
    let dirty = [Text::new(
        "ui/dist/a.js",
        "load('https://fonts.example.org/a.woff2')",
    )];
    assert_eq!(tidy::network::shipped(&dirty).len(), 1);
}

#[test]
fn a_room_of_the_interface_that_imports_another_one_is_caught() {
    let path = "ui/src/rooms/guides/planted.ts";
    let text = "// Imports what it may not.\nimport { entries } from '../diary/entries';\nimport { invoke } from '@tauri-apps/api/core';\n";
    Copy::clean().with(path, text).must_show(&[
        (path, "a room imports kit, ipc and itself"),
        (path, "only ui/src/ipc"),
    ]);
}

#[test]
fn a_path_of_one_machine_an_empty_name_and_a_silent_file_are_caught() {
    // Put together here, so that this file keeps the rule itself.
    let line = [
        "# Notes on the rules.\nroot = \"/ho",
        "me/someone/backstride\"\n",
    ]
    .concat();
    let name = ["src-tauri/draw/src/hel", "pers.rs"].concat();
    Copy::clean()
        .with("assets/notes.toml", &line)
        .with(&name, "//! Says what it is for.\n")
        .with("src-tauri/draw/src/silent.rs", "pub fn silent() {}\n")
        .must_show(&[
            ("assets/notes.toml", "a folder of one machine"),
            (&name, "says nothing"),
            (
                "src-tauri/draw/src/silent.rs",
                "the first line must be a comment",
            ),
        ]);
}

#[test]
fn an_arrow_that_points_back_and_a_network_crate_are_caught_through_others() {
    let project = Repo::find();
    let graph = Graph::of_workspace(&project).expect("cargo tree");
    assert_eq!(
        shown(&arrows::check(&graph)),
        Vec::<String>::new(),
        "the control"
    );
    let programs = Graph::of_programs(&project).expect("cargo tree");
    assert_eq!(
        shown(&arrows::check_network(&programs)),
        Vec::<String>::new(),
        "the control"
    );

    let planted = [("backstride-core", "chrono"), ("chrono", "tokio-stream")];
    let problems = shown(&arrows::check(&Graph::from_pairs(planted)));
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert!(problems[0].contains("backstride-core must not depend on tokio-stream"));
    let planted = [("backstride", "tauri"), ("tauri", "hyper-util")];
    let problems = shown(&arrows::check_network(&Graph::from_pairs(planted)));
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert!(problems[0].contains("hyper-util, a way to the network"));
}

#[test]
fn a_broken_link_in_a_guide_is_caught() {
    let project = Repo::find();
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy_folder(&project.at("assets"), folder.path());
    assert_eq!(
        content::check(folder.path()),
        Vec::<String>::new(),
        "the control"
    );

    let guides = folder.path().join("guides");
    let guide = first_file(&guides, "md");
    let text = repo::read(&guide).expect("a guide");
    let last = "> [!plain] About this guide";
    assert!(text.contains(last), "{}", guide.display());
    let planted = text.replace(
        last,
        &format!("Read [more about it](#/guides/no-such-guide).\n\n{last}"),
    );
    repo::write(&guide, planted).expect("written");
    let problems = content::check(folder.path());
    let name = guide
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert!(
        problems[0].contains(&name) && problems[0].contains("no-such-guide"),
        "{problems:#?}"
    );
}

/// The whole interface is copied, because svelte-check has passed without looking in large projects.
#[cfg(unix)]
#[test]
fn a_type_error_in_a_svelte_file_is_caught() {
    let ui = Repo::find().at("ui");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copy = folder.path().join("ui");
    for inside in ["src", "dev", "tests"] {
        if ui.join(inside).is_dir() {
            copy_folder(&ui.join(inside), &copy.join(inside));
        }
    }
    for file in [
        "tsconfig.json",
        "svelte.config.js",
        "vite.config.ts",
        "package.json",
    ] {
        fs::copy(ui.join(file), copy.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    }
    copy_folder(
        &ui.join("../assets/strings"),
        &folder.path().join("assets/strings"),
    );
    copy_folder(
        &ui.join("../assets/fonts"),
        &folder.path().join("assets/fonts"),
    );
    std::os::unix::fs::symlink(ui.join("node_modules"), copy.join("node_modules")).expect("a link");

    let (ok, said) = svelte_check(&copy);
    assert!(ok, "the control: {said}");
    let path = copy.join("src/App.svelte");
    let text = repo::read(&path).expect("the interface's first file");
    let planted = text.replacen(
        "</script>",
        "  export const felt: number = 'much';\n</script>",
        1,
    );
    assert_ne!(text, planted);
    repo::write(&path, planted).expect("written");
    let (ok, said) = svelte_check(&copy);
    assert!(!ok, "{said}");
    assert!(
        said.contains("App.svelte") && said.contains("1 error"),
        "{said}"
    );
    assert!(
        said.contains("'string' is not assignable to type 'number'"),
        "{said}"
    );
}

#[cfg(unix)]
fn svelte_check(ui: &Path) -> (bool, String) {
    let done = std::process::Command::new("node")
        .arg("node_modules/svelte-check/bin/svelte-check")
        .args(["--tsconfig", "./tsconfig.json", "--fail-on-warnings"])
        .current_dir(ui)
        .output()
        .expect("Node runs");
    let said = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
    (done.status.success(), said.into_owned())
}

fn first_file(folder: &Path, ending: &str) -> std::path::PathBuf {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == ending))
        .collect();
    files.sort();
    files.into_iter().next().expect("a file of that kind")
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let path = entry.expect("an entry").path();
        let goal = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_folder(&path, &goal);
        } else {
            fs::copy(&path, &goal).expect("copied");
        }
    }
}
