//! Starting the companion with the session: one entry that the person's desktop reads, written when they ask for it.
//!
//! Linux: Desktop Application Autostart Specification and Desktop Entry Specification (specifications.freedesktop.org).
//! macOS: an agent of launchd, `launchd.plist(5)`. Windows: the key `Run` of the person's own part of the registry, and
//! `StartupApproved`, where the task manager notes what was switched off there.
//! What was written is read back, because a switch that stays on without effect is worse than none.

#[cfg(not(windows))]
use std::fs;
use std::io;
#[cfg(not(windows))]
use std::path::Path;
use std::path::PathBuf;

use crate::profile;

/// The file's name in the folder of things to start.
#[cfg(not(any(target_os = "macos", windows)))]
const FILE: &str = "backstride-reminders.desktop";
/// The file's name in the folder of things to start.
#[cfg(target_os = "macos")]
const FILE: &str = "app.backstride.reminders.plist";

/// How the companion stands with the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Autostart {
    /// It starts with the session.
    On,
    /// It starts with the window.
    Off,
    /// This computer, or this copy of the program, cannot do it.
    Unavailable,
}

/// How it stands now.
#[must_use]
#[cfg(windows)]
pub fn state() -> Autostart {
    program().map_or(Autostart::Unavailable, |program| run::stands(&program))
}

/// Switches it on or off and says how it stands after that.
///
/// # Errors
/// When the entry cannot be written, removed or read back as it was written.
#[cfg(windows)]
pub fn set(on: bool) -> io::Result<Autostart> {
    let Some(program) = program() else {
        return Ok(Autostart::Unavailable);
    };
    run::write(&program, on)?;
    let stands = run::stands(&program);
    if (stands == Autostart::On) == on {
        Ok(stands)
    } else {
        Err(io::Error::other("what was written does not stand there"))
    }
}

/// The entry of Windows.
#[cfg(windows)]
mod run {
    use std::io;
    use std::path::Path;

    use winreg::RegKey;
    use winreg::enums::{HKEY_CURRENT_USER, KEY_SET_VALUE};

    use super::Autostart;

    const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
    const APPROVED: &str =
        r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";
    const NAME: &str = "BackstrideReminders";

    fn command(program: &Path) -> Option<String> {
        Some(format!("\"{}\" --login", program.to_str()?))
    }

    pub(super) fn write(program: &Path, on: bool) -> io::Result<()> {
        let person = RegKey::predef(HKEY_CURRENT_USER);
        let gone = |outcome: io::Result<()>| match outcome {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            outcome => outcome,
        };
        // Who switches it on here means it, whatever was said in the task manager before.
        gone(
            person
                .open_subkey_with_flags(APPROVED, KEY_SET_VALUE)
                .and_then(|key| key.delete_value(NAME)),
        )?;
        let (key, _) = person.create_subkey(RUN)?;
        if on {
            let command = command(program).ok_or(io::ErrorKind::InvalidFilename)?;
            key.set_value(NAME, &command)
        } else {
            gone(key.delete_value(NAME))
        }
    }

    /// On means: our command stands there, and the task manager has not switched it off.
    pub(super) fn stands(program: &Path) -> Autostart {
        let person = RegKey::predef(HKEY_CURRENT_USER);
        let ours = person
            .open_subkey(RUN)
            .and_then(|key| key.get_value::<String, _>(NAME))
            .ok();
        let said = person
            .open_subkey(APPROVED)
            .and_then(|key| key.get_raw_value(NAME))
            .ok();
        // Its first byte is even for what may start.
        let off = said.is_some_and(|said| said.bytes.first().is_some_and(|byte| byte % 2 == 1));
        if ours.is_some() && ours == command(program) && !off && program.is_file() {
            Autostart::On
        } else {
            Autostart::Off
        }
    }
}

/// How it stands now.
#[must_use]
#[cfg(not(windows))]
pub fn state() -> Autostart {
    match (file(), program()) {
        (Some(file), Some(program)) => stands(&file, &program),
        _ => Autostart::Unavailable,
    }
}

/// Switches it on or off and says how it stands after that.
///
/// # Errors
/// When the file cannot be written, removed or read back as it was written.
#[cfg(not(windows))]
pub fn set(on: bool) -> io::Result<Autostart> {
    let (Some(file), Some(program)) = (file(), program()) else {
        return Ok(Autostart::Unavailable);
    };
    write(&file, &program, on)
}

#[cfg(not(windows))]
fn write(file: &Path, program: &Path, on: bool) -> io::Result<Autostart> {
    if on {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let entry = entry(program).ok_or(io::ErrorKind::InvalidFilename)?;
        fs::write(file, entry)?;
    } else if let Err(error) = fs::remove_file(file)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let stands = stands(file, program);
    if (stands == Autostart::On) == on {
        Ok(stands)
    } else {
        Err(io::Error::other("what was written does not stand there"))
    }
}

/// On means: the file stands there as we write it.
#[cfg(target_os = "macos")]
fn stands(file: &Path, program: &Path) -> Autostart {
    let text = fs::read_to_string(file).ok();
    if text.is_some() && text == entry(program) && program.is_file() {
        Autostart::On
    } else {
        Autostart::Off
    }
}

#[cfg(target_os = "macos")]
fn entry(program: &Path) -> Option<String> {
    let path = program.to_str()?;
    if path.chars().any(char::is_control) {
        return None;
    }
    let path = path
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <plist version=\"1.0\">\n<dict>\n<key>Label</key><string>app.backstride.reminders</string>\n\
         <key>ProgramArguments</key><array><string>{path}</string><string>--login</string></array>\n\
         <key>RunAtLoad</key><true/>\n<key>ProcessType</key><string>Background</string>\n</dict>\n</plist>\n"
    ))
}

/// On means: our line stands in the file, and nobody has switched it off there.
#[cfg(not(any(target_os = "macos", windows)))]
fn stands(file: &Path, program: &Path) -> Autostart {
    let Ok(text) = fs::read_to_string(file) else {
        return Autostart::Off;
    };
    let wanted = exec(program).map(|exec| format!("Exec={exec}"));
    let ours = text.lines().any(|line| Some(line) == wanted.as_deref());
    let hidden = text.lines().any(|line| {
        matches!(
            line.replace(' ', "").as_str(),
            "Hidden=true" | "X-GNOME-Autostart-enabled=false"
        )
    });
    if ours && !hidden && program.is_file() {
        Autostart::On
    } else {
        Autostart::Off
    }
}

#[cfg(not(any(target_os = "macos", windows)))]
fn entry(program: &Path) -> Option<String> {
    Some(format!(
        "[Desktop Entry]\nType=Application\nVersion=1.0\nName=Backstride reminders\n\
         Comment=Shows the reminders that are switched on, and ends when none is\nExec={}\nIcon=backstride\n\
         Terminal=false\nNoDisplay=true\nX-GNOME-Autostart-enabled=true\n",
        exec(program)?
    ))
}

/// The command as the specification wants it quoted; `None` for a path that no text file can hold.
#[cfg(not(any(target_os = "macos", windows)))]
fn exec(program: &Path) -> Option<String> {
    let path = program.to_str()?;
    if path.chars().any(char::is_control) {
        return None;
    }
    let mut quoted = String::from("\"");
    for letter in path.chars() {
        match letter {
            // Quoted once for the command and once more for the value it stands in.
            '"' | '`' | '$' => quoted.extend(['\\', '\\', letter]),
            '\\' => quoted.push_str("\\\\\\\\"),
            '%' => quoted.push_str("%%"),
            other => quoted.push(other),
        }
    }
    quoted.push_str("\" --login");
    Some(quoted)
}

#[cfg(not(windows))]
fn file() -> Option<PathBuf> {
    // A sandbox has its own way to ask.
    let sandboxed = std::env::var_os("FLATPAK_ID").is_some() || std::env::var_os("SNAP").is_some();
    if sandboxed {
        return None;
    }
    #[cfg(target_os = "macos")]
    let folder = dirs::home_dir()?.join("Library").join("LaunchAgents");
    #[cfg(not(target_os = "macos"))]
    let folder = dirs::config_dir()?.join("autostart");
    Some(folder.join(FILE))
}

/// The companion beside this program, unless that is a place where programs are built: such a copy is gone tomorrow.
fn program() -> Option<PathBuf> {
    // Another profile than the usual one is nobody's session.
    if std::env::var_os(profile::DIR_VARIABLE).is_some_and(|dir| !dir.is_empty()) {
        return None;
    }
    let own = std::env::current_exe().ok()?;
    let program = own.with_file_name(format!("backstride-agent{}", std::env::consts::EXE_SUFFIX));
    let built = program
        .parent()
        .is_some_and(|folder| folder.join("deps").is_dir() && folder.join(".fingerprint").is_dir());
    (program.is_file() && !built).then_some(program)
}

#[cfg(all(test, not(any(target_os = "macos", windows))))]
mod tests {
    use super::*;

    fn program(folder: &Path, name: &str) -> PathBuf {
        let program = folder.join(name);
        fs::write(&program, "").expect("written");
        program
    }

    #[test]
    fn what_is_switched_on_stands_there_and_is_gone_when_switched_off() {
        let folder = tempfile::tempdir().expect("room");
        let program = program(folder.path(), "backstride-agent");
        let file = folder.path().join("config/autostart").join(FILE);
        assert_eq!(stands(&file, &program), Autostart::Off);
        assert_eq!(write(&file, &program, true).expect("on"), Autostart::On);
        assert_eq!(stands(&file, &program), Autostart::On);
        assert_eq!(write(&file, &program, true).expect("again"), Autostart::On);
        assert_eq!(write(&file, &program, false).expect("off"), Autostart::Off);
        assert!(!file.exists());
        assert_eq!(
            write(&file, &program, false).expect("again"),
            Autostart::Off
        );
    }

    #[test]
    fn a_switch_without_effect_is_told() {
        let folder = tempfile::tempdir().expect("room");
        let program = program(folder.path(), "backstride-agent");
        // A folder stands where the file should.
        let file = folder.path().join(FILE);
        fs::create_dir(&file).expect("made");
        assert!(write(&file, &program, true).is_err());
        assert_eq!(stands(&file, &program), Autostart::Off);
    }

    #[test]
    fn one_that_was_hidden_moved_or_changed_elsewhere_is_off() {
        let folder = tempfile::tempdir().expect("room");
        let program = program(folder.path(), "backstride-agent");
        let file = folder.path().join(FILE);
        write(&file, &program, true).expect("on");
        let text = fs::read_to_string(&file).expect("read");
        fs::write(&file, format!("{text}Hidden=true\n")).expect("written");
        assert_eq!(stands(&file, &program), Autostart::Off);
        write(&file, &program, true).expect("on");
        assert_eq!(stands(&file, &folder.path().join("other")), Autostart::Off);
        fs::remove_file(&program).expect("gone");
        assert_eq!(stands(&file, &program), Autostart::Off);
    }

    #[test]
    fn odd_letters_of_a_path_are_quoted() {
        assert_eq!(
            exec(Path::new("/opt/my \"$x\" 100%/agent")).as_deref(),
            Some("\"/opt/my \\\\\"\\\\$x\\\\\" 100%%/agent\" --login")
        );
        assert_eq!(exec(Path::new("/opt/a\nb")), None);
    }
}
