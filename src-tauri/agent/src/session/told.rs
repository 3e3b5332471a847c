//! What Windows and macOS tell of session and power, in our own words.
//!
//! Sources: learn.microsoft.com, `WM_WTSSESSION_CHANGE`, `WM_POWERBROADCAST`, `WM_TIMECHANGE`, `WM_ENDSESSION`;
//! developer.apple.com, `NSWorkspace`, `NSSystemClockDidChange`. That a Mac's screen is locked is told by two notifications
//! that Apple has never written down and has sent since 2009.
//!
//! No reminder depends on hearing any of it: it makes the next look come sooner, or holds a card back.

/// What there is to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The screen was locked or unlocked.
    Locked(bool),
    /// The machine is about to sleep.
    Sleeps,
    /// The machine slept, or somebody set its clock: look at the clocks.
    Look,
    /// The session ends, and everything in it.
    Ends,
}

impl Told {
    /// Whether the person leaves the computer with it.
    #[must_use]
    pub fn leaves(self) -> bool {
        matches!(self, Self::Locked(true) | Self::Sleeps)
    }
}

/// A message of Windows to a window of ours.
#[cfg(any(windows, test))]
pub(super) fn by_windows(message: u32, word: usize) -> Option<Told> {
    const SESSION: u32 = 0x02B1;
    const POWER: u32 = 0x0218;
    const TIME: u32 = 0x001E;
    const END: u32 = 0x0016;
    match (message, word) {
        (SESSION, 7) => Some(Told::Locked(true)),
        (SESSION, 8) => Some(Told::Locked(false)),
        (POWER, 4) => Some(Told::Sleeps),
        // Is awake, with or without somebody at it.
        (POWER, 7 | 18) | (TIME, _) => Some(Told::Look),
        // Nought says that the session goes on after all.
        (END, 0) => None,
        (END, _) => Some(Told::Ends),
        _ => None,
    }
}

/// Whether the screen is locked, by what Windows says of a session.
#[cfg(any(windows, test))]
pub(super) fn locked_by_windows(flags: i32) -> Option<bool> {
    match flags {
        0 => Some(true),
        1 => Some(false),
        // Not known to the system itself.
        _ => None,
    }
}

/// A notification of macOS, by its name.
#[cfg(any(target_os = "macos", test))]
pub(super) fn by_mac(name: &str) -> Option<Told> {
    match name {
        "com.apple.screenIsLocked" | "NSWorkspaceSessionDidResignActiveNotification" => {
            Some(Told::Locked(true))
        }
        "com.apple.screenIsUnlocked" | "NSWorkspaceSessionDidBecomeActiveNotification" => {
            Some(Told::Locked(false))
        }
        "NSWorkspaceWillSleepNotification" => Some(Told::Sleeps),
        "NSWorkspaceDidWakeNotification"
        | "NSSystemClockDidChangeNotification"
        | "NSSystemTimeZoneDidChangeNotification" => Some(Told::Look),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_tells_of_the_lock_of_sleep_of_a_set_clock_and_of_the_end() {
        for (message, word, told) in [
            (0x02B1, 7, Some(Told::Locked(true))),
            (0x02B1, 8, Some(Told::Locked(false))),
            // Somebody connected from afar: nothing is known of a lock by that.
            (0x02B1, 3, None),
            (0x0218, 4, Some(Told::Sleeps)),
            (0x0218, 7, Some(Told::Look)),
            (0x0218, 18, Some(Told::Look)),
            // The plug was pulled.
            (0x0218, 10, None),
            (0x001E, 0, Some(Told::Look)),
            (0x0016, 1, Some(Told::Ends)),
            (0x0016, 0, None),
            (0x0001, 0, None),
        ] {
            assert_eq!(by_windows(message, word), told, "{message:#x} {word}");
        }
        assert_eq!(locked_by_windows(0), Some(true));
        assert_eq!(locked_by_windows(1), Some(false));
        assert_eq!(locked_by_windows(-1), None);
    }

    #[test]
    fn the_person_leaves_with_the_lock_and_with_sleep_and_with_nothing_else() {
        assert!(Told::Locked(true).leaves() && Told::Sleeps.leaves());
        for told in [Told::Locked(false), Told::Look, Told::Ends] {
            assert!(!told.leaves(), "{told:?}");
        }
    }

    #[test]
    fn a_mac_tells_of_the_lock_of_sleep_and_of_a_set_clock() {
        for (name, told) in [
            ("com.apple.screenIsLocked", Some(Told::Locked(true))),
            ("com.apple.screenIsUnlocked", Some(Told::Locked(false))),
            (
                "NSWorkspaceSessionDidResignActiveNotification",
                Some(Told::Locked(true)),
            ),
            (
                "NSWorkspaceSessionDidBecomeActiveNotification",
                Some(Told::Locked(false)),
            ),
            ("NSWorkspaceWillSleepNotification", Some(Told::Sleeps)),
            ("NSWorkspaceDidWakeNotification", Some(Told::Look)),
            ("NSSystemClockDidChangeNotification", Some(Told::Look)),
            ("NSSystemTimeZoneDidChangeNotification", Some(Told::Look)),
            ("com.apple.screensaver.didstart", None),
        ] {
            assert_eq!(by_mac(name), told, "{name}");
        }
    }
}
