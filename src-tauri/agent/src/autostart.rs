//! Starting the companion with the session: one file that the person's desktop reads, written when they ask for it.
//!
//! Source: Desktop Application Autostart Specification and Desktop Entry Specification (specifications.freedesktop.org).
//! What was written is read back, because a switch that stays on without effect is worse than none.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::profile;

/// The file's name in the folder of things to start.
const FILE: &str = "backstride-reminders.desktop";

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
pub fn set(on: bool) -> io::Result<Autostart> {
    let (Some(file), Some(program)) = (file(), program()) else {
        return Ok(Autostart::Unavailable);
    };
    write(&file, &program, on)
}

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

/// On means: our line stands in the file, and nobody has switched it off there.
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

fn entry(program: &Path) -> Option<String> {
    Some(format!(
        "[Desktop Entry]\nType=Application\nVersion=1.0\nName=Backstride reminders\n\
         Comment=Shows the reminders that are switched on, and ends when none is\nExec={}\nIcon=backstride\n\
         Terminal=false\nNoDisplay=true\nX-GNOME-Autostart-enabled=true\n",
        exec(program)?
    ))
}

/// The command as the specification wants it quoted; `None` for a path that no text file can hold.
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

fn file() -> Option<PathBuf> {
    // A sandbox has its own way to ask, and another profile than the usual one is nobody's session.
    let sandboxed = std::env::var_os("FLATPAK_ID").is_some() || std::env::var_os("SNAP").is_some();
    let moved = std::env::var_os(profile::DIR_VARIABLE).is_some_and(|dir| !dir.is_empty());
    if !cfg!(target_os = "linux") || sandboxed || moved {
        return None;
    }
    Some(dirs::config_dir()?.join("autostart").join(FILE))
}

/// The companion beside this program, unless that is a place where programs are built: such a copy is gone tomorrow.
fn program() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let program = own.with_file_name(format!("backstride-agent{}", std::env::consts::EXE_SUFFIX));
    let built = program
        .parent()
        .is_some_and(|folder| folder.join("deps").is_dir() && folder.join(".fingerprint").is_dir());
    (program.is_file() && !built).then_some(program)
}

#[cfg(test)]
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
