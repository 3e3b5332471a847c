//! macOS tells of answers, sleep and the lock, and shows an icon, only in the run loop of a program's first thread; the work
//! goes beside it.

use std::cell::Cell;

use block2::RcBlock;
use objc2::MainThreadMarker;
use objc2_app_kit::{NSApplication, NSApplicationActivationPolicy};
use objc2_core_foundation::{CFRunLoop, kCFRunLoopCommonModes};

/// Does the work on a thread of its own and ends the program with what it says.
pub(super) fn beside(work: impl FnOnce() -> u8 + Send + 'static) -> std::process::ExitCode {
    const FAILED: u8 = 3;
    let Some(first) = MainThreadMarker::new() else {
        return FAILED.into();
    };
    let app = NSApplication::sharedApplication(first);
    // It has an icon in the menu bar, and neither a place in the Dock nor menus of its own.
    app.setActivationPolicy(NSApplicationActivationPolicy::Accessory);
    let started = std::thread::Builder::new()
        .name("rounds".to_owned())
        .spawn(|| std::process::exit(i32::from(work())));
    if started.is_err() {
        return FAILED.into();
    }
    app.run();
    // Nobody stops it from outside; a session that ends ends the program, which is a crash the rounds are made for.
    FAILED.into()
}

/// Has the first thread do something as soon as it turns again, also while a menu is open.
#[expect(
    unsafe_code,
    reason = "the name of the usual modes is a variable of the system's, and the block is called once"
)]
pub(super) fn on_first(work: impl FnOnce() + Send + 'static) {
    let Some(first) = CFRunLoop::main() else {
        return;
    };
    let work = Cell::new(Some(work));
    let once = RcBlock::new(move || {
        if let Some(work) = work.take() {
            work();
        }
    });
    // SAFETY: the name is set before the program starts and never changes; what the block holds may go to any thread.
    unsafe { first.perform_block(kCFRunLoopCommonModes.map(AsRef::as_ref), Some(&once)) };
    first.wake_up();
}
