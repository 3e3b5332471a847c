//! Starting the companion from the window, once.

use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::nudge::{self, Nudge, Role};
use crate::profile::{self, Profile};

/// How long a running companion may take to say that it runs.
const ANSWER_WAIT: Duration = Duration::from_millis(500);

/// Starts the companion unless it answers already; calling it twice is the same as once.
///
/// A companion that is still starting does not answer yet. A second one then finds the first one's lock and ends.
///
/// # Errors
/// If the program beside this one is missing or cannot be started.
pub fn ensure_running(profile: &Profile) -> io::Result<()> {
    if nudge::send(profile, Role::Agent, &Nudge::Status, ANSWER_WAIT).is_ok() {
        return Ok(());
    }
    let mut command = Command::new(sibling("backstride-agent")?);
    command.env(profile::DIR_VARIABLE, &profile.dir);
    detached(&mut command)
}

/// Opens the window, in the given room.
///
/// # Errors
/// If the program beside this one is missing or cannot be started.
pub fn open_window(profile: &Profile, room: &str) -> io::Result<()> {
    let mut command = Command::new(sibling("backstride")?);
    command
        .args(["--room", room])
        .env(profile::DIR_VARIABLE, &profile.dir);
    detached(&mut command)
}

/// The program of this name in the directory of the running one; never one that merely comes first in `PATH`.
fn sibling(name: &str) -> io::Result<PathBuf> {
    let path =
        std::env::current_exe()?.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if path.is_file() {
        Ok(path)
    } else {
        Err(io::Error::new(
            io::ErrorKind::NotFound,
            "the program beside this one is missing",
        ))
    }
}

fn detached(command: &mut Command) -> io::Result<()> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // A place that cannot be unmounted must not be held for days by a process nobody sees.
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        command.current_dir("/");
        // Closing the terminal the window was started from must not end the companion with it.
        command.process_group(0);
    }
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt as _;
        const DETACHED_PROCESS: u32 = 0x0000_0008;
        const CREATE_NEW_PROCESS_GROUP: u32 = 0x0000_0200;
        command.creation_flags(DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP);
    }
    let mut child = command.spawn()?;
    // Waiting in a thread leaves no zombie behind when the child ends first; the thread costs nothing while it waits.
    std::thread::Builder::new()
        .name("child".to_owned())
        .stack_size(64 * 1024)
        .spawn(move || child.wait())?;
    Ok(())
}
