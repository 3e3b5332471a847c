//! One companion for each profile: a lock of the operating system, so that a crash frees it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::time::Duration;

use crate::clock::Deadline;
use crate::nudge::{self, Nudge, Role};
use crate::profile::Profile;

const LOCK: &str = "agent.lock";

/// How long a companion that ends may take to let go.
const ENDING: Duration = Duration::from_secs(5);

/// How long one that runs may take to say so.
const ANSWER_WAIT: Duration = Duration::from_millis(500);

/// The held lock; dropping it frees the seat.
#[derive(Debug)]
pub(super) struct Seat(#[expect(dead_code, reason = "the open file holds the lock")] File);

/// Takes the seat; `None` when another companion has it and answers.
///
/// One that has it and does not answer is starting or ending. Both are over soon, and only after an ending one is
/// there anything to do; so this waits for either.
pub(super) fn take(profile: &Profile) -> io::Result<Option<Seat>> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let file = options.open(profile.dir.join(LOCK))?;
    let deadline = Deadline::after(ENDING);
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(Seat(file))),
            Err(fs::TryLockError::WouldBlock) => {}
            Err(fs::TryLockError::Error(error)) => return Err(error),
        }
        let answers = nudge::send(profile, Role::Agent, &Nudge::Status, ANSWER_WAIT).is_ok();
        if answers || deadline.left().is_none() {
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}
