//! A throw-away desktop: its own screen, message bus, window manager, notification daemon and home directory.
//!
//! Nothing of the computer's own session is seen or touched, and everything ends with the value, also when a test
//! panics. Processes are found by a mark in their environment and ended by their id, because the companion detaches
//! itself on purpose and is nobody's child.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tempfile::TempDir;

/// Marks every process of one desktop; the value is the desktop's directory.
const MARK: &str = "BACKSTRIDE_E2E_DESKTOP";

/// Long enough for a loaded two-core machine; a healthy step takes a hundredth of it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Desktop {
    root: TempDir,
    environment: BTreeMap<String, String>,
    children: Vec<Child>,
}

impl Desktop {
    /// A whole desktop with a notification daemon.
    pub(crate) fn new() -> Self {
        let mut desktop = Self::bare();
        desktop.start_notifications();
        desktop
    }

    /// A desktop on which nobody shows notifications.
    pub(crate) fn bare() -> Self {
        let root = tempfile::Builder::new()
            .prefix("bs-")
            .tempdir_in("/tmp")
            .expect("room for a desktop under /tmp");
        let mut environment = BTreeMap::new();
        for name in ["PATH", "LANG", "RUST_BACKTRACE"] {
            if let Ok(value) = std::env::var(name) {
                environment.insert(name.to_owned(), value);
            }
        }
        let place = |name: &str| root.path().join(name).display().to_string();
        for (name, folder) in [
            ("HOME", "home"),
            ("XDG_RUNTIME_DIR", "run"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
            ("TMPDIR", "tmp"),
        ] {
            fs::DirBuilder::new()
                .mode(0o700)
                .create(root.path().join(folder))
                .expect("a new folder");
            environment.insert(name.to_owned(), place(folder));
        }
        for (name, value) in [
            ("LC_ALL", "C.UTF-8"),
            ("TZ", "Europe/London"),
            ("GDK_BACKEND", "x11"),
            // The accessibility bus is a service of its own; roles and names are read through WebDriver instead.
            ("NO_AT_BRIDGE", "1"),
            ("GTK_A11Y", "none"),
            // No settings daemon runs here, and looking for one costs a second per start.
            ("GSETTINGS_BACKEND", "memory"),
        ] {
            environment.insert(name.to_owned(), value.to_owned());
        }
        environment.insert(MARK.to_owned(), root.path().display().to_string());
        let mut desktop = Self {
            root,
            environment,
            children: Vec::new(),
        };
        desktop.start_screen();
        desktop.start_bus();
        desktop.start_window_manager();
        desktop
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// Where the product keeps the diary when nobody tells it otherwise.
    pub(crate) fn profile(&self) -> PathBuf {
        match self.environment.get("BACKSTRIDE_DATA_DIR") {
            Some(dir) => PathBuf::from(dir),
            None => self.path("data").join("backstride"),
        }
    }

    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.environment.insert(name.to_owned(), value.into());
    }

    /// From now on, programs that are started see `local` as the time of day, running `speed` times as fast.
    pub(crate) fn set_clock(&mut self, local: &str, speed: u32) -> InjectedClock {
        let anchor_ms = real_now_ms();
        let factor = if speed == 1 {
            String::new()
        } else {
            format!("x{speed}")
        };
        self.set("BACKSTRIDE_CLOCK", format!("{local}@{anchor_ms}{factor}"));
        InjectedClock { anchor_ms }
    }

    /// A command that lives on this desktop and sees nothing of the outer session.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(&self.environment)
            .stdin(Stdio::null())
            .current_dir(self.root.path());
        command
    }

    /// Starts a program whose words go to `<log>.log` and which ends with the desktop.
    pub(crate) fn start(&mut self, log: &str, mut command: Command) -> u32 {
        let file = fs::File::options()
            .create(true)
            .append(true)
            .open(self.path(&format!("{log}.log")));
        let file = file.expect("a log file");
        command
            .stdout(file.try_clone().expect("a second handle"))
            .stderr(file);
        let child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} did not start: {error}"));
        let id = child.id();
        self.children.push(child);
        id
    }

    /// Runs a program to its end and returns what it said.
    pub(crate) fn run(&self, command: &mut Command) -> Outcome {
        let output = command
            .output()
            .unwrap_or_else(|error| panic!("{command:?} did not start: {error}"));
        Outcome {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Sends real key presses to the window in front, the way a keyboard does.
    pub(crate) fn press_keys(&self, keys: &[&str]) {
        let outcome = self.run(
            self.command("xdotool")
                .arg("key")
                .arg("--clearmodifiers")
                .args(keys),
        );
        assert_eq!(
            outcome.code,
            Some(0),
            "xdotool key {keys:?}: {}",
            outcome.stderr
        );
    }

    /// A picture of the whole screen, for what belongs to the desktop and not to the page.
    pub(crate) fn picture(&self, name: &str) {
        let to = project()
            .join("target/screenshots")
            .join(format!("{name}.png"));
        let shot = self.run(self.command("import").args(["-window", "root"]).arg(&to));
        assert_eq!(shot.code, Some(0), "{}", shot.stderr);
    }

    /// Waits until the window of that title is in front.
    pub(crate) fn in_front(&self, title: &str) {
        self.wait_until(&format!("“{title}” is in front"), || {
            let asked = ["getactivewindow", "getwindowname"];
            self.run(self.command("xdotool").args(asked)).stdout.trim() == title
        });
    }

    /// Names a file or folder in the desktop's own window for choosing one, by its full name, and takes it.
    pub(crate) fn type_path(&self, path: &Path) {
        let path = path.display().to_string();
        let front = || {
            let asked = ["getactivewindow", "getwindowname"];
            self.run(self.command("xdotool").args(asked)).stdout
        };
        let asking = front();
        let words = ["type", "--delay", "30", &path];
        let outcome = self.run(self.command("xdotool").args(words));
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
        // The first time may only take what the list under the field proposes.
        let pressed = std::cell::Cell::new(None::<Instant>);
        self.wait_until("what was typed is taken", || {
            if front() != asking {
                return true;
            }
            let last = pressed.get();
            if last.is_none_or(|it| it.elapsed() > Duration::from_secs(3)) {
                self.press_keys(&["Return"]);
                pressed.set(Some(Instant::now()));
            }
            false
        });
    }

    /// The ids of this desktop's running processes whose program has that name.
    pub(crate) fn processes(&self, program: &str) -> Vec<u32> {
        let mark = format!("{MARK}={}", self.root.path().display());
        running_processes()
            .filter(|pid| has_mark(*pid, &mark) && program_name(*pid).as_deref() == Some(program))
            .collect()
    }

    /// The one window process, the one companion; more than one is a defect in itself.
    pub(crate) fn process(&self, program: &str) -> u32 {
        let found = self.processes(program);
        assert_eq!(found.len(), 1, "running {program} processes: {found:?}");
        found[0]
    }

    pub(crate) fn wait_until(&self, what: &str, holds: impl Fn() -> bool) {
        self.wait_within(PATIENCE, what, holds);
    }

    pub(crate) fn wait_within(&self, patience: Duration, what: &str, holds: impl Fn() -> bool) {
        let start = Instant::now();
        while !holds() {
            assert!(
                start.elapsed() < patience,
                "waited {patience:?} in vain until {what}\n{}",
                self.logs()
            );
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    pub(crate) fn wait_until_gone(&self, pid: u32) {
        self.wait_until(&format!("process {pid} has ended"), || !is_running(pid));
    }

    /// What every program of this desktop has written so far.
    pub(crate) fn logs(&self) -> String {
        let Ok(files) = fs::read_dir(self.root.path()) else {
            return String::new();
        };
        let mut logs: Vec<_> = files.flatten().map(|entry| entry.path()).collect();
        logs.retain(|path| path.extension().is_some_and(|extension| extension == "log"));
        logs.sort();
        logs.iter()
            .map(|path| {
                let text =
                    String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
                format!(
                    "--- {}\n{text}",
                    path.file_name().unwrap_or_default().to_string_lossy()
                )
            })
            .collect()
    }

    /// A panic of any thread of window or companion, also one that was caught, is a defect.
    pub(crate) fn assert_nothing_panicked(&self) {
        let logs = self.logs();
        assert!(!logs.contains("panicked at"), "something panicked:\n{logs}");
    }

    fn start_screen(&mut self) {
        let mut command = self.command("Xvfb");
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1600x1200x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ]);
        let number = self.start_and_read_line(command);
        self.set("DISPLAY", format!(":{number}"));
    }

    fn start_bus(&mut self) {
        let config = self.path("bus.conf");
        // Without service directories nothing can be started behind the test's back.
        let text = format!(
            "<busconfig><type>session</type><listen>unix:dir={}</listen><auth>EXTERNAL</auth>\
             <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
             <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
            self.path("run").display()
        );
        fs::write(&config, text).expect("the bus configuration");
        let mut command = self.command("dbus-daemon");
        command.arg("--config-file").arg(&config).args([
            "--nofork",
            "--nopidfile",
            "--print-address=1",
        ]);
        let address = self.start_and_read_line(command);
        self.set("DBUS_SESSION_BUS_ADDRESS", address);
    }

    fn start_window_manager(&mut self) {
        let ready = self.path("openbox-is-ready");
        let mut command = self.command("openbox");
        command
            .arg("--sm-disable")
            .arg("--startup")
            .arg(format!("touch {}", ready.display()));
        self.start("openbox", command);
        self.wait_until("the window manager runs", || ready.exists());
    }

    /// Starts dunst with a rule that notes when it shows something, and a menu that picks what the test asked for.
    pub(crate) fn start_notifications(&mut self) {
        let shown = self.path("shown.tsv");
        self.script(
            "note-shown",
            &format!(
                "printf '%s\\t%s\\t%s\\n' \"$(date +%s%3N)\" \"$DUNST_SUMMARY\" \
                 \"$(printf %s \"$DUNST_BODY\" | tr '\\n\\t' '  ')\" >> {}",
                shown.display()
            ),
        );
        self.script(
            "choose",
            &format!(
                "tee -a {0}/menu.log | grep -m 1 \"^#$(cat {0}/choice) \"",
                self.root.path().display()
            ),
        );
        let config = self.path("dunstrc");
        let text = format!(
            "[global]\ndmenu = {}\nfont = Sans 10\nhistory_length = 100\nidle_threshold = 0\n\
             [note_shown]\nappname = \"*\"\nscript = {}\n",
            self.path("choose").display(),
            self.path("note-shown").display()
        );
        fs::write(&config, text).expect("the configuration of dunst");
        let mut command = self.command("dunst");
        command.arg("-conf").arg(&config);
        self.start("dunst", command);
        self.wait_until("dunst answers on the private bus", || {
            self.bus_has("org.freedesktop.Notifications")
        });
    }

    pub(crate) fn script(&self, name: &str, line: &str) {
        let path = self.path(name);
        fs::write(&path, format!("#!/bin/sh\n{line}\n")).expect("a script");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700))
            .expect("a script that may run");
    }

    /// Where the private bus listens.
    pub(crate) fn bus_address(&self) -> &str {
        &self.environment["DBUS_SESSION_BUS_ADDRESS"]
    }

    fn bus(&self) -> zbus::blocking::Connection {
        let builder = zbus::blocking::connection::Builder::address(self.bus_address())
            .expect("an address of a bus");
        builder.build().expect("the private bus answers")
    }

    /// Whether anybody on the private bus answers to that name.
    pub(crate) fn bus_has(&self, name: &str) -> bool {
        let bus = self.bus();
        let proxy = zbus::blocking::fdo::DBusProxy::new(&bus).expect("the bus itself");
        proxy
            .name_has_owner(name.try_into().expect("a name"))
            .unwrap_or(false)
    }

    /// What dunst has put on the screen so far, oldest first.
    pub(crate) fn shown(&self) -> Vec<Shown> {
        let text = fs::read_to_string(self.path("shown.tsv")).unwrap_or_default();
        text.lines()
            .filter_map(|line| {
                let mut fields = line.splitn(3, '\t');
                Some(Shown {
                    at_ms: fields.next()?.parse().ok()?,
                    title: fields.next()?.to_owned(),
                    body: fields.next()?.to_owned(),
                })
            })
            .collect()
    }

    /// Presses the named button of the notification on the screen, through the daemon's own menu.
    pub(crate) fn press_button(&self, label: &str) {
        fs::write(self.path("choice"), label).expect("the choice of the menu script");
        let bus = self.bus();
        bus.call_method(
            Some("org.freedesktop.Notifications"),
            "/org/freedesktop/Notifications",
            Some("org.dunstproject.cmd0"),
            "ContextMenuCall",
            &(),
        )
        .expect("dunst opens its menu");
    }

    fn start_and_read_line(&mut self, mut command: Command) -> String {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap_or_else(|error| {
            panic!("{command:?} did not start: {error}; `cargo xtask test` installs what is missing")
        });
        let mut line = String::new();
        let stdout = child.stdout.take().expect("a pipe");
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("one line");
        self.children.push(child);
        assert!(!line.trim().is_empty(), "{command:?} ended without a word");
        line.trim().to_owned()
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // Written to the captured output of the test, so that a failure in CI can be understood without a re-run.
            let _ = writeln!(
                std::io::stdout(),
                "what the programs of this desktop said:\n{}",
                self.logs()
            );
        }
        let mark = format!("{MARK}={}", self.root.path().display());
        // Twice: a process may start another one while it is being ended.
        for _ in 0..2 {
            for pid in running_processes().filter(|pid| has_mark(*pid, &mark)) {
                end_now(pid);
            }
        }
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// What a finished program left behind.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// One appearance of a notification on the screen.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) at_ms: u64,
    pub(crate) title: String,
    pub(crate) body: String,
}

/// When the injected time was set, on the real clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InjectedClock {
    pub(crate) anchor_ms: u64,
}

/// The directory of the two programs under test.
pub(crate) fn programs() -> PathBuf {
    if let Some(dir) = std::env::var_os("BACKSTRIDE_BIN_DIR") {
        return PathBuf::from(dir);
    }
    let this = std::env::current_exe().expect("the path of this test program");
    this.parent()
        .and_then(Path::parent)
        .expect("tests live in target/<profile>/deps")
        .to_owned()
}

pub(crate) fn program(name: &str) -> PathBuf {
    let path = programs().join(name);
    assert!(
        path.exists(),
        "{} is not built; `cargo xtask test` builds it first",
        path.display()
    );
    path
}

/// The root of the project, where screenshots and the assets of the page checker are.
pub(crate) fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ has a parent")
        .to_owned()
}

pub(crate) fn real_now_ms() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock after 1970");
    u64::try_from(since.as_millis()).expect("a date within reason")
}

/// SIGKILL: no handler runs, nothing is flushed, nobody says goodbye.
pub(crate) fn end_now(pid: u32) {
    let _ = Command::new("kill")
        .args(["-9", &pid.to_string()])
        .stderr(Stdio::null())
        .status();
}

pub(crate) fn is_running(pid: u32) -> bool {
    // A zombie has ended; only nobody has asked for its result yet.
    let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else {
        return false;
    };
    stat.rsplit_once(") ")
        .is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

fn running_processes() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").expect("/proc");
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|pid| is_running(*pid))
}

fn has_mark(pid: u32, mark: &str) -> bool {
    let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
    environment
        .split(|byte| *byte == 0)
        .any(|entry| entry == mark.as_bytes())
}

fn program_name(pid: u32) -> Option<String> {
    let path = fs::read_link(format!("/proc/{pid}/exe")).ok()?;
    path.file_name().map(|name| {
        name.to_string_lossy()
            .trim_end_matches(" (deleted)")
            .to_owned()
    })
}
