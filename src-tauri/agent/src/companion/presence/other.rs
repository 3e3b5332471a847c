//! Windows and macOS: how long ago the last input was, asked when the companion looks anyway, at most once a minute.
//!
//! Sources: `GetLastInputInfo` (Win32), `CGEventSourceSecondsSinceLastEventType` (Core Graphics); neither needs a
//! permission, and neither says what was typed. Lock and sleep are told of in `crate::session`.

/// Milliseconds since the last key or movement; `None` where the system does not say.
#[cfg(target_os = "macos")]
pub(super) fn idle_ms() -> Option<i64> {
    use objc2_core_graphics::{CGEventSource, CGEventSourceStateID, CGEventType};
    /// `kCGAnyInputEventType`
    const ANY_INPUT: CGEventType = CGEventType(u32::MAX);
    let idle_s = CGEventSource::seconds_since_last_event_type(
        CGEventSourceStateID::HIDSystemState,
        ANY_INPUT,
    );
    let idle = std::time::Duration::try_from_secs_f64(idle_s).ok()?;
    i64::try_from(idle.as_millis()).ok()
}

/// Milliseconds since the last key or movement; `None` where the system does not say.
#[cfg(windows)]
pub(super) fn idle_ms() -> Option<i64> {
    crate::win32::idle_ms()
}

/// Nothing is known on any other system.
#[cfg(not(any(target_os = "macos", windows)))]
pub(super) fn idle_ms() -> Option<i64> {
    None
}
