//! macOS: the workspace tells of sleep and of the session, the screen of its lock, the system of a set clock.
//!
//! All of it arrives in the run loop of the first thread: the companion turns one (`companion::run_loop`), and a window has
//! its own.
#![expect(
    unsafe_code,
    reason = "observers are blocks that Objective-C keeps and calls; each holds only what may be used from any thread"
)]

use std::ptr::NonNull;
use std::sync::Arc;

use block2::RcBlock;
use objc2::rc::{Retained, autoreleasepool};
use objc2_app_kit::{
    NSWorkspace, NSWorkspaceDidWakeNotification, NSWorkspaceSessionDidBecomeActiveNotification,
    NSWorkspaceSessionDidResignActiveNotification, NSWorkspaceWillSleepNotification,
};
use objc2_core_foundation::{CFBoolean, CFString, CFType};
use objc2_core_graphics::CGSessionCopyCurrentDictionary;
use objc2_foundation::{
    NSDistributedNotificationCenter, NSNotification, NSNotificationCenter, NSString,
    NSSystemClockDidChangeNotification, NSSystemTimeZoneDidChangeNotification,
};

use super::{Tell, told};

/// What the screen says when it is locked and unlocked.
const SCREEN: [&str; 2] = ["com.apple.screenIsLocked", "com.apple.screenIsUnlocked"];

/// Listens from now on, until the companion ends.
pub(super) fn watch(tell: Tell) {
    let tell = Arc::new(tell);
    autoreleasepool(|_| {
        let workspace = NSWorkspace::sharedWorkspace().notificationCenter();
        // SAFETY: these are names that the system itself gives, there from the start to the end of the program.
        let (of_workspace, of_clock) = unsafe {
            (
                [
                    NSWorkspaceWillSleepNotification,
                    NSWorkspaceDidWakeNotification,
                    NSWorkspaceSessionDidResignActiveNotification,
                    NSWorkspaceSessionDidBecomeActiveNotification,
                ],
                [
                    NSSystemClockDidChangeNotification,
                    NSSystemTimeZoneDidChangeNotification,
                ],
            )
        };
        for name in of_workspace {
            listen(&workspace, name, &tell);
        }
        for name in of_clock {
            listen(&NSNotificationCenter::defaultCenter(), name, &tell);
        }
        let screen = NSDistributedNotificationCenter::defaultCenter();
        for name in SCREEN {
            listen(&screen, &NSString::from_str(name), &tell);
        }
    });
}

fn listen(center: &NSNotificationCenter, name: &NSString, tell: &Arc<Tell>) {
    let tell = Arc::clone(tell);
    let hear = RcBlock::new(move |notification: NonNull<NSNotification>| {
        // SAFETY: the system keeps the object while it calls.
        let name = unsafe { notification.as_ref() }.name().to_string();
        if let Some(told) = told::by_mac(&name) {
            tell(told);
        }
    });
    // SAFETY: no object and no queue are given, and what the block holds may be used from any thread.
    let observer =
        unsafe { center.addObserverForName_object_queue_usingBlock(Some(name), None, None, &hear) };
    // It is to listen as long as the program runs.
    let _ = Retained::into_raw(observer);
}

/// Whether the screen is locked now, as far as the system says; it says nothing of a screen that is not.
pub(super) fn locked() -> Option<bool> {
    let session = CGSessionCopyCurrentDictionary()?;
    // SAFETY: the keys of this dictionary are texts, and every value in it is some object.
    let session = unsafe { session.cast_unchecked::<CFString, CFType>() };
    let value = session.get(&CFString::from_static_str("CGSSessionScreenIsLocked"));
    Some(value.is_some_and(|value| {
        value
            .downcast_ref::<CFBoolean>()
            .is_some_and(CFBoolean::as_bool)
    }))
}
