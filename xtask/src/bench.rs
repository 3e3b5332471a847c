//! `cargo xtask bench`: how quickly the window stands, what it uses, how long saving takes, beside the bare floor.
//!
//! Floor and product take turns in one run, so that whatever else the machine does falls on both. What was painted
//! when is read from the pixels of a display of our own; the product has no hook for it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::display::{self, Display};
use crate::figures::{self, Figure};
use crate::processes::{self, Process};
use crate::repo::{self, Repo};
use crate::setup::{self, Purpose};
use crate::{deb, package, run, say, shell, test};

/// How often each start is measured.
const ROUNDS: usize = 10;

/// How long nothing may change until what is there counts as the filled screen.
const STILL: Duration = Duration::from_millis(700);

/// How long a window may take to stand still.
const START_WAIT: Duration = Duration::from_secs(30);

/// How long what was started may take to end.
const END_WAIT: Duration = Duration::from_secs(10);

/// Time between two looks at the display.
const LOOK_PAUSE: Duration = Duration::from_millis(3);

/// Long enough for what was typed to be found and shown.
const FOUND: Duration = Duration::from_millis(500);

/// How long idling is watched.
const IDLE: Duration = Duration::from_secs(60);

/// The moment that the prepared profile ends at; hours before its reminder.
const NOON: &str = "2026-11-23T12:00:00";

/// The product may start this much later than the floor: a factor and a head start in milliseconds.
const START_FACTOR: f64 = 1.15;
const START_EXTRA_MS: f64 = 60.0;

/// The product's window may use this much more memory than the floor.
const WINDOW_EXTRA_MB: f64 = 25.0;

/// The companion may use this much memory.
const AGENT_MB: f64 = 20.0;

/// How long the companion is watched with the window closed, and how long its writes are counted.
const ALONE: Duration = Duration::from_secs(600);
const WRITES: Duration = Duration::from_secs(300);

/// Other programs that remind of breaks, and how long each is watched.
const OTHERS: [&str; 2] = ["workrave", "safeeyes"];
const OTHERS_SPAN: Duration = Duration::from_secs(60);

/// The companion by itself may use this share of a processor, wake up so often a second, and write out so often a minute.
const ALONE_PERCENT: f64 = 0.1;
const ALONE_WAKES_PER_S: f64 = 2.0;
const ALONE_WRITES_PER_MIN: f64 = 1.0;

/// One saved entry in a hundred may take this long, and no more than this many times a bare commit.
const SAVE_P99_MS: f64 = 15.0;
const SAVE_FACTOR: f64 = 3.0;

/// Copying and proving 100,000 entries may take this long and this much memory, and hold up no save for longer than this.
const BACKUP_MS: f64 = 6_000.0;
const BACKUP_MB: f64 = 150.0;
const SAVE_WHILE_COPYING_MS: f64 = 250.0;

/// The data of any chart or page may take this long on ten years of records.
const READ_MS: f64 = 50.0;

/// One answer of the search in a hundred may take this long, whatever was typed so far.
const SEARCH_MS: f64 = 5.0;

/// The diary of ten years may take this long from the key to its last change on the display.
const TURN_MS: f64 = 400.0;

/// Any guide may take this long from the key to its last change on the display.
const GUIDE_MS: f64 = 150.0;

/// A guide may take this long from the button to the bytes of its PDF, the whole library as a booklet this long.
const GUIDE_PDF_MS: f64 = 2_000.0;
const LIBRARY_PDF_MS: f64 = 20_000.0;

/// Ten years of a diary may take this long to become a summary.
const SUMMARY_PDF_MS: f64 = 2_000.0;
/// What one frame of an exercise figure may take, of the 16 a screen gives it.
const FRAME_MS: f64 = 4.0;

/// Taking out everything of [`MANY`] may take this long, and the process that does it may hold this much memory.
const EXPORT_MS: f64 = 10_000.0;
const EXPORT_MB: f64 = 150.0;

/// A sample of a little more than 100,000 entries.
const MANY: [&str; 2] = ["11", "2"];
const MANY_ENTRIES: f64 = 100_000.0;

/// The sample that reading is measured on.
const SAMPLE: [&str; 2] = ["10", "1"];

/// Measures everything, prints the table, and writes the list where `--json` says.
pub fn run(repo: &Repo, args: &[String]) -> Result<(), String> {
    let Asked { json_file, only } = Asked::parse(args)?;
    if !cfg!(target_os = "linux") {
        return Err("the bench reads the display and the processes as Linux shows them".into());
    }
    setup::run(repo, Purpose::Test)?;
    run::build(repo)?;
    let saving = saving_program(repo)?;
    let wants = |part: Part| only.is_none_or(|it| it == part);

    let mut figures = Vec::new();
    if wants(Part::Start) {
        figures.extend(started(repo, &saving)?);
    }
    if wants(Part::Save) {
        figures.extend(saved(repo, &saving)?);
    }
    if wants(Part::Backup) {
        figures.extend(backed_up(repo, &saving)?);
    }
    if wants(Part::Read) {
        figures.extend(read(repo, &saving)?);
        figures.push(searched(repo, &saving)?);
    }
    if wants(Part::Turn) {
        figures.push(turned(repo, &saving)?);
        figures.push(guides_opened(repo, &saving)?);
    }
    if wants(Part::Draw) {
        figures.extend(drawn(repo)?);
    }
    if wants(Part::Print) {
        figures.extend(printed(repo)?);
    }
    if wants(Part::Export) {
        figures.extend(exported(repo, &saving)?);
    }
    if wants(Part::Companion) {
        figures.extend(alone(repo, &saving)?);
    }
    if wants(Part::Size) {
        let installed_mb = package::installed_mb(&deb::build(repo)?)?;
        figures.push(Figure::median("installed size", "MB", vec![installed_mb]));
    }

    say::heading("figures");
    for figure in &figures {
        say::line(figure.shown());
    }
    if let Some(file) = json_file {
        repo::write(&file, figures::json(&figures)?)?;
    }
    let broken = figures
        .iter()
        .filter(|it| it.within() == Some(false))
        .count();
    match broken {
        0 => Ok(()),
        1 => Err("1 limit is broken".into()),
        many => Err(format!("{many} limits are broken")),
    }
}

/// What can be measured by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Start,
    Save,
    Backup,
    Read,
    Turn,
    Draw,
    Print,
    Export,
    Companion,
    Size,
}

/// The options of the command line.
#[derive(Debug, Default)]
struct Asked {
    json_file: Option<PathBuf>,
    only: Option<Part>,
}

impl Asked {
    fn parse(args: &[String]) -> Result<Self, String> {
        let mut asked = Self::default();
        let mut rest = args.iter();
        while let Some(flag) = rest.next() {
            match (flag.as_str(), rest.next()) {
                ("--json", Some(file)) => asked.json_file = Some(PathBuf::from(file)),
                ("--only", Some(part)) => {
                    asked.only = Some(match part.as_str() {
                        "start" => Part::Start,
                        "save" => Part::Save,
                        "backup" => Part::Backup,
                        "read" => Part::Read,
                        "turn" => Part::Turn,
                        "draw" => Part::Draw,
                        "print" => Part::Print,
                        "export" => Part::Export,
                        "companion" => Part::Companion,
                        "size" => Part::Size,
                        _ => {
                            return Err(
                                "--only start, save, backup, read, turn, draw, print, export, companion or size"
                                    .into(),
                            );
                        }
                    });
                }
                _ => return Err("the options are --json FILE and --only PART".into()),
            }
        }
        Ok(asked)
    }
}

/// The companion with the window closed: processor, wake-ups, writes, children, memory; and what else is installed
/// beside it.
fn alone(repo: &Repo, saving: &Path) -> Result<Vec<Figure>, String> {
    say::heading("the companion alone, ten minutes");
    let desk = Desk::make(repo, saving)?;
    let launch = format!("{}-product", std::process::id());
    let mut agent = shell::command(&desk.programs[2].to_string_lossy())
        .env(processes::LAUNCH, &launch)
        .env("DISPLAY", desk.display.name())
        .env("DBUS_SESSION_BUS_ADDRESS", &desk.bus_address)
        .env("HOME", &desk.home)
        .env("XDG_RUNTIME_DIR", desk.home.join("run"))
        .env("BACKSTRIDE_DATA_DIR", &desk.profile)
        .env("BACKSTRIDE_CLOCK", &desk.clock)
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("cannot start the companion: {error}"))?;
    // What it does once, when it starts, is not idling.
    thread::sleep(Duration::from_secs(10));
    let agents = desk.agents();
    let [process] = &agents[..] else {
        return Err(format!("{} companions run", agents.len()));
    };
    let (busy, wakes) = (processes::busy(&agents), processes::wakes(process.pid));
    let mut children = 0;
    let began = Instant::now();
    while began.elapsed() < ALONE {
        thread::sleep(Duration::from_secs(5));
        children = children.max(processes::children(process.pid));
    }
    let seconds = began.elapsed().as_secs_f64();
    let used = processes::busy(&agents).saturating_sub(busy).as_secs_f64();
    let woken = processes::wakes(process.pid).saturating_sub(wakes);
    let memory = processes::memory_mb(&agents);
    let writes = processes::writes(process.pid, WRITES)?;
    desk.end_agents()?;
    let _ = agent.wait();
    let mut figures = vec![
        Figure::median(
            "companion alone, processor",
            "%",
            vec![used / seconds * 100.0],
        )
        .at_most(ALONE_PERCENT),
        Figure::median(
            "companion alone, wake-ups",
            "/s",
            vec![woken as f64 / seconds],
        )
        .at_most(ALONE_WAKES_PER_S),
        Figure::median(
            "companion alone, child processes",
            "",
            vec![f64::from(children)],
        )
        .at_most(0.0),
        Figure::median("companion alone, memory (PSS)", "MB", vec![memory]).at_most(AGENT_MB),
    ];
    match writes {
        Some(count) => figures.push(
            Figure::median(
                "companion alone, writes to the disk",
                "/min",
                vec![f64::from(count) / (WRITES.as_secs_f64() / 60.0)],
            )
            .at_most(ALONE_WRITES_PER_MIN),
        ),
        None => {
            say::line("NOT MEASURED HERE  writes to the disk: strace cannot watch the companion");
        }
    }
    figures.extend(others(&desk)?);
    Ok(figures)
}

/// What other reminder programs use on the same display and bus, where they are installed; they have no limit here.
fn others(desk: &Desk) -> Result<Vec<Figure>, String> {
    let mut figures = Vec::new();
    for other in OTHERS {
        let launch = format!("{}-{other}", std::process::id());
        let started = shell::command(other)
            .env(processes::LAUNCH, &launch)
            .env("DISPLAY", desk.display.name())
            .env("DBUS_SESSION_BUS_ADDRESS", &desk.bus_address)
            .env("HOME", &desk.home)
            .env("XDG_RUNTIME_DIR", desk.home.join("run"))
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut program) = started else {
            say::line(format!("NOT MEASURED HERE  {other} is not installed"));
            continue;
        };
        thread::sleep(Duration::from_secs(10));
        let running = processes::of_launch(&launch);
        let wakes = |running: &[Process]| {
            running
                .iter()
                .map(|it| processes::wakes(it.pid))
                .sum::<u64>()
        };
        let (busy, woken) = (processes::busy(&running), wakes(&running));
        let began = Instant::now();
        thread::sleep(OTHERS_SPAN);
        let seconds = began.elapsed().as_secs_f64();
        let still = processes::of_launch(&launch);
        if running.is_empty() || still.is_empty() {
            say::line(format!(
                "NOT MEASURED HERE  {other} ends by itself on this display"
            ));
        } else {
            let used = processes::busy(&running).saturating_sub(busy).as_secs_f64();
            let woken = wakes(&running).saturating_sub(woken) as f64;
            for (what, unit, figure) in [
                ("processor", "%", used / seconds * 100.0),
                ("wake-ups", "/s", woken / seconds),
                ("memory (PSS)", "MB", processes::memory_mb(&still)),
            ] {
                figures.push(Figure::median(
                    format!("{other}, {what}"),
                    unit,
                    vec![figure],
                ));
            }
        }
        for process in still {
            // One that is gone meanwhile needs no telling.
            let _ = processes::ask_to_end(process.pid);
        }
        display::end(&mut program);
    }
    Ok(figures)
}

/// Builds the program that prepares a profile and measures saving.
fn saving_program(repo: &Repo) -> Result<PathBuf, String> {
    let mut cargo = run::cargo(repo, "build", run::TESTED);
    shell::stream(cargo.args([
        "--example",
        "bench_core",
        "--example",
        "sample",
        "--example",
        "figures",
    ]))?;
    Ok(repo.program("examples/bench_core"))
}

/// Starts, memory and idling of floor, product and companion.
fn started(repo: &Repo, saving: &Path) -> Result<Vec<Figure>, String> {
    let mut desk = Desk::make(repo, saving)?;
    let mut floor = Starts::default();
    let mut first = Starts::default();
    let mut again = Starts::default();
    let mut agent_mb = Vec::new();
    say::heading(format!("starts, {ROUNDS} rounds"));
    // The first round warms the caches for all and counts for none.
    for round in 0..=ROUNDS {
        let counts = round > 0;
        let bare = desk.open(Which::Floor)?;
        desk.close(bare.window)?;
        desk.end_agents()?;
        let cold = desk.open(Which::Product)?;
        desk.wait_for_agent()?;
        desk.close(cold.window)?;
        let warm = desk.open(Which::Product)?;
        desk.close(warm.window)?;
        let agents = desk.agents();
        if agents.is_empty() {
            return Err("no companion runs although a reminder is set".into());
        }
        if counts {
            agent_mb.push(processes::memory_mb(&agents));
            floor.add(bare.start);
            first.add(cold.start);
            again.add(warm.start);
        }
        say::line(format!(
            "{round:>2}  floor {:.0} ms, first {:.0} ms, again {:.0} ms",
            bare.start.filled_ms, cold.start.filled_ms, warm.start.filled_ms
        ));
    }
    let limit =
        |samples: &[f64]| figures::percentile(samples, 50.0) * START_FACTOR + START_EXTRA_MS;
    let (painted_limit, filled_limit) = (limit(&floor.painted_ms), limit(&floor.filled_ms));
    let window_limit = figures::percentile(&floor.memory_mb, 50.0) + WINDOW_EXTRA_MB;

    say::heading(format!("idle, {} s each", IDLE.as_secs()));
    let floor_idle = desk.idle(Which::Floor)?;
    let (window_idle, agent_idle) = desk.idle_with_agent()?;
    Ok(vec![
        Figure::median("floor: start to first paint", "ms", floor.painted_ms),
        Figure::median("floor: start to filled", "ms", floor.filled_ms),
        Figure::median("start to first paint", "ms", first.painted_ms).at_most(painted_limit),
        Figure::median("start to Today filled", "ms", first.filled_ms).at_most(filled_limit),
        Figure::median("re-open to first paint", "ms", again.painted_ms).at_most(painted_limit),
        Figure::median("re-open to Today filled", "ms", again.filled_ms).at_most(filled_limit),
        Figure::median("floor: memory, window open", "MB", floor.memory_mb),
        Figure::median("memory, window open", "MB", first.memory_mb).at_most(window_limit),
        Figure::median("memory, companion alone", "MB", agent_mb).at_most(AGENT_MB),
        Figure::median("floor: processor, a minute idle", "ms", vec![floor_idle]),
        Figure::median("processor, a minute idle, window", "ms", vec![window_idle]),
        Figure::median(
            "processor, a minute idle, companion",
            "ms",
            vec![agent_idle],
        ),
    ])
}

/// Saving, beside a bare commit on the same disk.
fn saved(repo: &Repo, saving: &Path) -> Result<Vec<Figure>, String> {
    say::heading("saving");
    let folder = repo.target.join("bench/saving");
    let answer = shell::answer(
        shell::command(&saving.to_string_lossy())
            .arg("save")
            .arg(folder),
    )?;
    let answer: serde_json::Value =
        serde_json::from_str(&answer).map_err(|error| format!("bench_core: {error}"))?;
    let samples = |key: &str| -> Result<Vec<f64>, String> {
        let list = answer[key].as_array().filter(|list| !list.is_empty());
        let list = list.ok_or_else(|| format!("bench_core measured no {key}"))?;
        Ok(list.iter().filter_map(serde_json::Value::as_f64).collect())
    };
    let (bare, save) = (samples("bare_ms")?, samples("save_ms")?);
    let limit = SAVE_P99_MS.min(figures::percentile(&bare, 99.0) * SAVE_FACTOR);
    Ok(vec![
        Figure::percentile("floor: bare commit, p50", "ms", bare.clone(), 50.0),
        Figure::percentile("floor: bare commit, p99", "ms", bare, 99.0),
        Figure::percentile("save after fsync, p50", "ms", save.clone(), 50.0),
        Figure::percentile("save after fsync, p99", "ms", save, 99.0).at_most(limit),
    ])
}

/// How long copying and proving a large diary takes, what it costs whoever saves meanwhile, and the memory it takes.
fn backed_up(repo: &Repo, saving: &Path) -> Result<Vec<Figure>, String> {
    say::heading("copying a diary of 100,000 entries");
    let folder = repo.target.join("bench/backup");
    // A diary of an earlier run would grow from run to run.
    let _ = fs::remove_dir_all(&folder);
    for part in ["fill", "backup"] {
        let mut command = shell::command(&saving.to_string_lossy());
        let answer = shell::answer(command.arg(part).arg(&folder))?;
        if part == "fill" {
            continue;
        }
        let answer: serde_json::Value =
            serde_json::from_str(&answer).map_err(|error| format!("bench_core: {error}"))?;
        let samples = |key: &str| -> Result<Vec<f64>, String> {
            let list = answer[key].as_array().filter(|list| !list.is_empty());
            let list = list.ok_or_else(|| format!("bench_core measured no {key}"))?;
            Ok(list.iter().filter_map(serde_json::Value::as_f64).collect())
        };
        return Ok(vec![
            Figure::median(
                "copy and prove 100,000 entries",
                "ms",
                samples("backup_ms")?,
            )
            .at_most(BACKUP_MS),
            Figure::percentile("save while copying, p50", "ms", samples("save_ms")?, 50.0),
            Figure::percentile(
                "save while copying, slowest",
                "ms",
                samples("save_ms")?,
                100.0,
            )
            .at_most(SAVE_WHILE_COPYING_MS),
            Figure::median("memory while copying, peak", "MB", samples("peak_mb")?)
                .at_most(BACKUP_MB),
        ]);
    }
    Err("bench_core copied nothing".into())
}

/// How long one picture of an exercise takes to draw, one step of its film, and the script of one frame in the window.
fn drawn(repo: &Repo) -> Result<Vec<Figure>, String> {
    say::heading("drawing the exercises");
    let program = repo.program("examples/figures");
    let answer = shell::answer(shell::command(&program.to_string_lossy()).arg("time"))?;
    let drawn = answer.as_str();
    let frames = frames(repo)?;
    [
        (drawn, "picture_ms", "figure: one picture, p99"),
        (drawn, "film_step_ms", "figure: one step of a film, p99"),
        (&frames, "frames_ms", "figure: script of a frame, p99"),
    ]
    .into_iter()
    .map(|(answer, key, name)| {
        let answer: serde_json::Value =
            serde_json::from_str(answer).map_err(|error| format!("figures: {error}"))?;
        let samples: Vec<f64> = answer[key]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(serde_json::Value::as_f64)
            .collect();
        if samples.is_empty() {
            return Err(format!("nothing measured {key}"));
        }
        Ok(Figure::percentile(name, "ms", samples, 99.0).at_most(FRAME_MS))
    })
    .collect()
}

/// The script of each frame of every exercise, as the test of the real window measures it.
fn frames(repo: &Repo) -> Result<String, String> {
    const FIGURES: &str = "frame figures: ";
    let tests = test::e2e_program(repo)?;
    let mut command = shell::command(&tests.to_string_lossy());
    command
        .args(["--exact", "--nocapture"])
        .arg("exercises::a_frame_of_every_movement_is_drawn_in_time")
        .env("BACKSTRIDE_BIN_DIR", repo.target.join("release"))
        .current_dir(repo.at("tests"));
    let answer = shell::answer(&mut command)?;
    let figures = answer.lines().find_map(|line| line.split_once(FIGURES));
    let (_, figures) = figures.ok_or("the test of the frames printed no figures")?;
    Ok(figures.to_owned())
}

/// A diary of ten years, written anew: a window that showed an older one may have changed it.
fn sample(repo: &Repo) -> Result<PathBuf, String> {
    written(repo, SAMPLE, "bench/sample")
}

/// A synthetic diary of so many years, written anew.
fn written(repo: &Repo, which: [&str; 2], place: &str) -> Result<PathBuf, String> {
    let folder = repo.target.join(place);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let program = repo.program("examples/sample");
    shell::stream(
        shell::command(&program.to_string_lossy())
            .args(which)
            .arg(&folder),
    )?;
    Ok(folder)
}

/// Everything out of a large diary, and into an empty one.
fn exported(repo: &Repo, saving: &Path) -> Result<Vec<Figure>, String> {
    say::heading("taking everything out and bringing it in");
    let folder = written(repo, MANY, "bench/many")?;
    let told = |what: &str| -> Result<serde_json::Value, String> {
        let answer = shell::answer(
            shell::command(&saving.to_string_lossy())
                .arg(what)
                .arg(&folder),
        )?;
        serde_json::from_str(&answer).map_err(|error| format!("bench_core: {error}"))
    };
    let number = |answer: &serde_json::Value, name: &str| {
        let number = answer[name].as_f64();
        number.ok_or_else(|| format!("bench_core said nothing of {name}"))
    };
    let out = told("export")?;
    let entries = number(&out, "entries")?;
    if entries < MANY_ENTRIES {
        return Err(format!("only {entries} entries, too few for the bar"));
    }
    let back = told("import")?;
    say::line(format!(
        "{entries} entries, {:.0} MB of files, {} records brought in",
        number(&out, "bytes")? / 1e6,
        number(&back, "imported")?
    ));
    let figure = |name: &str, unit: &'static str, number: f64| -> Figure {
        Figure::median(name, unit, vec![number])
    };
    Ok(vec![
        figure("export of everything", "ms", number(&out, "ms")?).at_most(EXPORT_MS),
        figure("memory while exporting", "MB", number(&out, "mb")?).at_most(EXPORT_MB),
        figure("import of everything", "ms", number(&back, "ms")?),
        figure("memory while importing", "MB", number(&back, "mb")?).at_most(EXPORT_MB),
    ])
}

/// The data of every chart and page, on a sample of ten years.
fn read(repo: &Repo, saving: &Path) -> Result<Vec<Figure>, String> {
    say::heading("reading ten years");
    let folder = sample(repo)?;
    let answer = shell::answer(
        shell::command(&saving.to_string_lossy())
            .arg("read")
            .arg(&folder),
    )?;
    let answer: serde_json::Value =
        serde_json::from_str(&answer).map_err(|error| format!("bench_core: {error}"))?;
    let readings = answer["read_ms"].as_object().filter(|it| !it.is_empty());
    let readings = readings.ok_or("bench_core measured no reading")?;
    Ok(readings
        .iter()
        .map(|(name, ms)| {
            let ms = ms.as_array().into_iter().flatten();
            let samples = ms.filter_map(serde_json::Value::as_f64).collect();
            Figure::percentile(format!("data: {name}, p95"), "ms", samples, 95.0).at_most(READ_MS)
        })
        .collect())
}

/// The search in the library, as somebody types the everyday queries of the table.
fn searched(repo: &Repo, saving: &Path) -> Result<Figure, String> {
    say::heading("searching the guides");
    let answer = shell::answer(
        shell::command(&saving.to_string_lossy())
            .arg("search")
            .arg(repo.at("assets"))
            .arg(repo.at("tests/data/queries.tsv")),
    )?;
    let answer: serde_json::Value =
        serde_json::from_str(&answer).map_err(|error| format!("bench_core: {error}"))?;
    let samples = answer["search_ms"].as_array().into_iter().flatten();
    let samples: Vec<f64> = samples.filter_map(serde_json::Value::as_f64).collect();
    if samples.is_empty() {
        return Err("bench_core measured no search".into());
    }
    Ok(Figure::percentile("search as one types, p99", "ms", samples, 99.0).at_most(SEARCH_MS))
}

/// From Today to the diary by its key, in the real window on the sample of ten years.
fn turned(repo: &Repo, saving: &Path) -> Result<Figure, String> {
    say::heading("turning to the diary of ten years");
    let mut desk = Desk::make(repo, saving)?;
    desk.profile = sample(repo)?;
    let opened = desk.open(Which::Product)?;
    let mut turns_ms = Vec::new();
    // The first turn reads what the later ones find in memory, as it is for a person who opens the diary once; it
    // counts as well.
    for _ in 0..ROUNDS {
        turns_ms.push(desk.turn("ctrl+2")?.as_secs_f64() * 1e3);
        desk.turn("ctrl+1")?;
    }
    desk.close(opened.window)?;
    Ok(
        Figure::percentile("diary on screen after its key, p90", "ms", turns_ms, 90.0)
            .at_most(TURN_MS),
    )
}

/// Every guide, opened with Enter from what the search found for its title, in the real window.
fn guides_opened(repo: &Repo, saving: &Path) -> Result<Figure, String> {
    say::heading("opening every guide");
    let titles = guide_titles(repo)?;
    let mut desk = Desk::make(repo, saving)?;
    desk.profile = repo.target.join("bench/sample");
    let opened = desk.open(Which::Product)?;
    let mut openings_ms = Vec::new();
    for title in &titles {
        desk.turn("ctrl+5")?;
        desk.find(title)?;
        let took = desk.turn("Return")?.as_secs_f64() * 1e3;
        say::line(format!("{took:>4.0} ms  {title}"));
        openings_ms.push(took);
        // By way of Today, because coming back from a guide leaves the caret blinking in the search.
        desk.turn("ctrl+1")?;
    }
    desk.close(opened.window)?;
    Ok(Figure::percentile(
        "a guide on screen after its key, p90",
        "ms",
        openings_ms,
        90.0,
    )
    .at_most(GUIDE_MS))
}

/// The titles of all guides, as their files give them.
fn guide_titles(repo: &Repo) -> Result<Vec<String>, String> {
    let folder = repo.at("assets/guides");
    let entries =
        fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut titles = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.extension().is_some_and(|it| it == "md") {
            let text = repo::read(&path)?;
            let title = text.lines().find_map(|line| {
                let quoted = line.strip_prefix("title = \"")?;
                quoted.strip_suffix('"')
            });
            titles.push(title.ok_or("a guide without a title")?.to_owned());
        }
    }
    titles.sort();
    Ok(titles)
}

/// Guides as pages, set by the test that sets them all; what it prints is read here.
fn printed(repo: &Repo) -> Result<[Figure; 3], String> {
    const FIGURES: &str = "print figures: ";
    const SUMMARY: &str = "summary figures: ";
    say::heading("setting pages");
    let mut cargo = run::cargo(repo, "test", run::PROGRAMS);
    cargo.args(["--lib", "--", "--nocapture", "--exact"]);
    cargo.arg("commands::print::tests::one_guide_and_the_whole_library_are_set_in_good_time");
    cargo.arg("commands::summary::tests::a_summary_of_ten_years_is_made_in_good_time");
    // One after the other, or each would be measured beside the other.
    cargo.arg("--test-threads=1");
    let answer = shell::answer(&mut cargo)?;
    let said = |after: &str| -> Result<serde_json::Value, String> {
        let figures = answer.lines().find_map(|line| line.split_once(after));
        let (_, figures) = figures.ok_or("a test of the pages printed no figures")?;
        serde_json::from_str(figures).map_err(|error| format!("figures of the pages: {error}"))
    };
    let (figures, summary) = (said(FIGURES)?, said(SUMMARY)?);
    let guides = figures["guides_ms"].as_array().into_iter().flatten();
    let guides = guides.filter_map(serde_json::Value::as_f64).collect();
    let library = figures["library_ms"].as_f64().into_iter().collect();
    let summary = summary["all_ms"].as_f64().into_iter().collect();
    Ok([
        Figure::percentile("a guide as PDF, slowest", "ms", guides, 100.0).at_most(GUIDE_PDF_MS),
        Figure::median("the whole library as PDF", "ms", library).at_most(LIBRARY_PDF_MS),
        Figure::median("a summary of ten years as PDF", "ms", summary).at_most(SUMMARY_PDF_MS),
    ])
}

/// One start, measured.
#[derive(Clone, Copy, Debug)]
struct Start {
    painted_ms: f64,
    filled_ms: f64,
    memory_mb: f64,
}

#[derive(Debug, Default)]
struct Starts {
    painted_ms: Vec<f64>,
    filled_ms: Vec<f64>,
    memory_mb: Vec<f64>,
}

impl Starts {
    fn add(&mut self, start: Start) {
        self.painted_ms.push(start.painted_ms);
        self.filled_ms.push(start.filled_ms);
        self.memory_mb.push(start.memory_mb);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Floor,
    Product,
}

/// A window that stands, and how it came to stand.
struct Opened {
    window: Window,
    start: Start,
}

struct Window {
    child: Child,
    launch: String,
}

/// A desktop of our own: display, message bus, notification daemon and a prepared profile.
struct Desk {
    display: Display,
    bus: Child,
    bus_address: String,
    notifier: Child,
    home: PathBuf,
    profile: PathBuf,
    clock: String,
    programs: [PathBuf; 3],
}

impl Desk {
    fn make(repo: &Repo, saving: &Path) -> Result<Self, String> {
        let home = repo.target.join("bench/home");
        // What an earlier run left would make this one's first start a later one.
        let _ = fs::remove_dir_all(&home);
        let (profile, runtime) = (home.join("profile"), home.join("run"));
        for folder in [&home, &profile, &runtime] {
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
            private(folder)?;
        }
        shell::quiet(
            shell::command(&saving.to_string_lossy())
                .args(["prepare", NOON])
                .arg(&profile),
        )?;
        // The product's own size, so that no background is left around it.
        let display = Display::start(repo, 1280, 860)?;
        let mut bus = shell::command("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .arg(format!("--address=unix:dir={}", runtime.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("cannot start dbus-daemon: {error}"))?;
        let mut bus_address = String::new();
        if let Some(out) = bus.stdout.take() {
            // An empty answer shows below, when nothing can talk to the bus.
            let _ = BufReader::new(out).read_line(&mut bus_address);
        }
        let bus_address = bus_address.trim().to_owned();
        let notifier = shell::command("dunst")
            .env("DISPLAY", display.name())
            .env("DBUS_SESSION_BUS_ADDRESS", &bus_address)
            .env("HOME", &home)
            .env("XDG_RUNTIME_DIR", &runtime)
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("cannot start dunst: {error}"))?;
        let since_epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_err(|error| error.to_string())?;
        Ok(Self {
            display,
            bus,
            bus_address,
            notifier,
            home,
            profile,
            clock: format!("{NOON}@{}", since_epoch.as_millis()),
            programs: ["backstride-floor", "backstride", "backstride-agent"]
                .map(|name| repo.program(name)),
        })
    }

    /// Opens a window and watches it until it stands still.
    fn open(&mut self, which: Which) -> Result<Opened, String> {
        // The companion outlives its window, so all launches of the product share a name with it.
        let launch = match which {
            Which::Floor => format!("{}-floor", std::process::id()),
            Which::Product => format!("{}-product", std::process::id()),
        };
        let program = match which {
            Which::Floor => self.programs[0].clone(),
            Which::Product => self.programs[1].clone(),
        };
        let mut command = Command::new(&program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC")
            .env("NO_AT_BRIDGE", "1")
            .env("DISPLAY", self.display.name())
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
            .env("HOME", &self.home)
            .env("XDG_RUNTIME_DIR", self.home.join("run"))
            .env("BACKSTRIDE_DATA_DIR", &self.profile)
            .env("BACKSTRIDE_CLOCK", &self.clock)
            .env(processes::LAUNCH, &launch)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let began = Instant::now();
        let child = command
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", program.display()))?;
        let mut window = Window { child, launch };
        match self.watch(began, &mut window) {
            Ok((painted, filled)) => {
                let memory_mb = processes::memory_mb(&self.windows(&window.launch));
                let start = Start {
                    painted_ms: painted.as_secs_f64() * 1e3,
                    filled_ms: filled.as_secs_f64() * 1e3,
                    memory_mb,
                };
                Ok(Opened { window, start })
            }
            Err(words) => {
                display::end(&mut window.child);
                Err(format!("{}: {words}", program.display()))
            }
        }
    }

    /// When there were letters first, and when the last change was.
    fn watch(
        &mut self,
        began: Instant,
        window: &mut Window,
    ) -> Result<(Duration, Duration), String> {
        let mut last = self.display.look()?;
        let mut changed = Duration::ZERO;
        let mut painted = None;
        loop {
            let look = self.display.look()?;
            let now = began.elapsed();
            if painted.is_none() && look.colours >= display::PAINTED_COLOURS {
                painted = Some(now);
            }
            // Compared with the last picture that was another one, so that a slow change is not missed.
            if look.differs(&last) {
                changed = now;
                last = look;
            }
            match painted {
                Some(painted) if now > changed + STILL => return Ok((painted, changed)),
                _ if now > START_WAIT => return Err("the window never stood still".into()),
                _ => {}
            }
            if let Ok(Some(status)) = window.child.try_wait() {
                return Err(format!("ended with {status}"));
            }
            thread::sleep(LOOK_PAUSE);
        }
    }

    /// Presses a key and watches until the display stands still; how long its last change took.
    fn turn(&mut self, key: &str) -> Result<Duration, String> {
        let before = self.display.look()?;
        // No window manager runs here, so the keyboard has to be given to the window first.
        shell::quiet(
            shell::command("xdotool")
                .args(["search", "--onlyvisible", "--name", "^Backstride$"])
                .args(["windowfocus", "--sync"])
                .env("DISPLAY", self.display.name()),
        )?;
        let began = Instant::now();
        shell::quiet(
            shell::command("xdotool")
                .args(["key", key])
                .env("DISPLAY", self.display.name()),
        )?;
        let mut last = before;
        let mut changed = None;
        loop {
            let look = self.display.look()?;
            let now = began.elapsed();
            if look.differs(&last) {
                changed = Some(now);
                last = look;
            }
            match changed {
                Some(changed) if now > changed + STILL => return Ok(changed),
                None if now > START_WAIT => {
                    return Err(format!("{key} changed nothing on the display"));
                }
                Some(_) if now > START_WAIT => {
                    return Err(format!("after {key} the display never stood still"));
                }
                _ => thread::sleep(LOOK_PAUSE),
            }
        }
    }

    /// Searches the guides for a title and goes to the first thing found, where no caret blinks; waits until the display
    /// stands still.
    fn find(&mut self, title: &str) -> Result<(), String> {
        let name = self.display.name().to_owned();
        let xdotool = |words: &[&str]| {
            let mut command = shell::command("xdotool");
            shell::quiet(command.args(words).env("DISPLAY", &name))
        };
        xdotool(&["key", "slash"])?;
        xdotool(&["type", "--delay", "5", title])?;
        thread::sleep(FOUND);
        xdotool(&["key", "Down"])?;
        let began = Instant::now();
        let (mut last, mut changed) = (self.display.look()?, began);
        while changed.elapsed() < STILL {
            thread::sleep(LOOK_PAUSE);
            let look = self.display.look()?;
            if look.differs(&last) {
                changed = Instant::now();
                last = look;
            }
            if began.elapsed() > START_WAIT {
                return Err(format!(
                    "the display never stood still after finding {title}"
                ));
            }
        }
        Ok(())
    }

    /// Ends a window as the desktop does and waits until nothing of it is left.
    fn close(&mut self, mut window: Window) -> Result<(), String> {
        processes::ask_to_end(window.child.id())?;
        let began = Instant::now();
        loop {
            // The child must be waited for, or it stays in the list of processes for ever.
            let ended = matches!(window.child.try_wait(), Ok(Some(_)));
            // A pointer over the empty display has colours of its own.
            if ended
                && self.windows(&window.launch).is_empty()
                && self.display.look()?.colours < display::PAINTED_COLOURS
            {
                return Ok(());
            }
            if began.elapsed() > END_WAIT {
                display::end(&mut window.child);
                return Err("the window did not end when it was asked to".into());
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// The processes of a window, without the companion it may have started.
    fn windows(&self, launch: &str) -> Vec<Process> {
        let mut all = processes::of_launch(launch);
        all.retain(|it| it.program != self.programs[2]);
        all
    }

    /// The companions of our profile.
    fn agents(&self) -> Vec<Process> {
        let mut all = processes::of_launch(&format!("{}-product", std::process::id()));
        all.retain(|it| it.program == self.programs[2]);
        all
    }

    /// Waits until the window has woken its companion, which it does a moment after the first screen.
    fn wait_for_agent(&self) -> Result<(), String> {
        let began = Instant::now();
        while self.agents().is_empty() {
            if began.elapsed() > END_WAIT {
                return Err("no companion runs although a reminder is set".into());
            }
            thread::sleep(LOOK_PAUSE);
        }
        Ok(())
    }

    fn end_agents(&self) -> Result<(), String> {
        for agent in self.agents() {
            processes::ask_to_end(agent.pid)?;
        }
        let began = Instant::now();
        while !self.agents().is_empty() {
            if began.elapsed() > END_WAIT {
                return Err("the companion did not end when it was asked to".into());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Processor time in milliseconds that an open window uses while nobody touches it.
    fn idle(&mut self, which: Which) -> Result<f64, String> {
        let opened = self.open(which)?;
        let before = processes::busy(&self.windows(&opened.window.launch));
        thread::sleep(IDLE);
        let after = processes::busy(&self.windows(&opened.window.launch));
        self.close(opened.window)?;
        Ok(after.saturating_sub(before).as_secs_f64() * 1e3)
    }

    /// The same for the product's window and its companion, at once.
    fn idle_with_agent(&mut self) -> Result<(f64, f64), String> {
        let opened = self.open(Which::Product)?;
        let launch = opened.window.launch.clone();
        let before = (
            processes::busy(&self.windows(&launch)),
            processes::busy(&self.agents()),
        );
        thread::sleep(IDLE);
        let after = (
            processes::busy(&self.windows(&launch)),
            processes::busy(&self.agents()),
        );
        self.close(opened.window)?;
        let used =
            |before: Duration, after: Duration| after.saturating_sub(before).as_secs_f64() * 1e3;
        Ok((used(before.0, after.0), used(before.1, after.1)))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // A companion that does not end is named by the next run, which then finds its profile in use.
        let _ = self.end_agents();
        display::end(&mut self.notifier);
        display::end(&mut self.bus);
    }
}

/// Folders for sockets and diaries belong to nobody else.
fn private(folder: &Path) -> Result<(), String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
            .map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
