//! macOS tells of answers, sleep and the lock only in the run loop of a program's first thread; the work goes beside it.

use std::time::Duration;

use objc2_core_foundation::{CFRunLoop, CFRunLoopRunResult, kCFRunLoopDefaultMode};

/// How long the loop turns before it is asked to turn again; nothing happens in between unless the system tells something.
const TURN_S: f64 = 3600.0;

/// Does the work on a thread of its own and ends the program with what it says.
pub(super) fn beside(work: impl FnOnce() -> u8 + Send + 'static) -> std::process::ExitCode {
    let started = std::thread::Builder::new()
        .name("rounds".to_owned())
        .spawn(|| std::process::exit(i32::from(work())));
    if started.is_err() {
        return std::process::ExitCode::from(3);
    }
    loop {
        let ended = turn();
        if ended == CFRunLoopRunResult::Finished {
            // Nobody listens so far, and a loop without listeners returns at once.
            std::thread::sleep(Duration::from_secs(1));
        }
    }
}

#[expect(
    unsafe_code,
    reason = "the name of the usual mode is a variable of the system's"
)]
fn turn() -> CFRunLoopRunResult {
    // SAFETY: it is set before the program starts and never changes.
    let mode = unsafe { kCFRunLoopDefaultMode };
    CFRunLoop::run_in_mode(mode, TURN_S, false)
}
