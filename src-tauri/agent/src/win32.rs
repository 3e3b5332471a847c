//! The calls of Windows that have no safe binding: the last input, the clocks with and without sleep, the room of a disk,
//! and the messages to the windows of a thread.
#![expect(
    unsafe_code,
    reason = "each call fills one value of its own or returns one, and keeps nothing"
)]

use std::path::Path;

#[cfg(feature = "companion")]
use windows::Win32::Foundation::{LPARAM, WPARAM};
use windows::Win32::Storage::FileSystem::GetDiskFreeSpaceExW;
#[cfg(feature = "companion")]
use windows::Win32::System::SystemInformation::GetTickCount;
use windows::Win32::System::SystemInformation::GetTickCount64;
#[cfg(feature = "companion")]
use windows::Win32::System::Threading::GetCurrentThreadId;
use windows::Win32::System::WindowsProgramming::QueryUnbiasedInterruptTime;
#[cfg(feature = "companion")]
use windows::Win32::UI::Input::KeyboardAndMouse::{GetLastInputInfo, LASTINPUTINFO};
use windows::Win32::UI::WindowsAndMessaging::{
    DispatchMessageW, GetMessageW, MSG, TranslateMessage, WM_APP,
};
#[cfg(feature = "companion")]
use windows::Win32::UI::WindowsAndMessaging::{PostThreadMessageW, WM_QUIT};
use windows::core::HSTRING;
use winreg::RegKey;
use winreg::enums::HKEY_LOCAL_MACHINE;

/// The clock that stands still counts in tenths of a microsecond.
const TICKS_PER_MS: u64 = 10_000;

/// Milliseconds since the last key or movement of this session.
#[cfg(feature = "companion")]
pub(crate) fn idle_ms() -> Option<i64> {
    let mut last = LASTINPUTINFO {
        cbSize: u32::try_from(size_of::<LASTINPUTINFO>()).ok()?,
        dwTime: 0,
    };
    // SAFETY: the one argument is a valid, writable structure that says its own size; the second call has none.
    let (known, now) = unsafe { (GetLastInputInfo(&raw mut last), GetTickCount()) };
    // The count starts again after 49 days.
    known
        .as_bool()
        .then(|| i64::from(now.wrapping_sub(last.dwTime)))
}

/// Milliseconds since the start of the machine, with and without the time spent asleep.
pub(crate) fn steady_ms() -> (i64, i64) {
    let mut awake = 0_u64;
    // SAFETY: the argument is a valid, writable number; the other call has none.
    let (boot, known) = unsafe { (GetTickCount64(), QueryUnbiasedInterruptTime(&raw mut awake)) };
    let ms = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let boot_ms = ms(boot);
    // Without the second clock no sleep is ever seen, which is what a system without sleep looks like.
    let awake_ms = if known.as_bool() {
        ms(awake / TICKS_PER_MS)
    } else {
        boot_ms
    };
    (boot_ms, awake_ms)
}

/// How many bytes this person may still write where a folder lies.
pub(crate) fn room(folder: &Path) -> Option<u64> {
    let mut free = 0_u64;
    // SAFETY: the first argument lives until the call is over, the second is a valid, writable number.
    unsafe { GetDiskFreeSpaceExW(&HSTRING::from(folder), Some(&raw mut free), None, None) }
        .ok()
        .map(|()| free)
}

/// The number that Windows gives this run of the machine; empty where it keeps none.
pub(crate) fn machine_run() -> String {
    const KEY: &str =
        r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters";
    RegKey::predef(HKEY_LOCAL_MACHINE)
        .open_subkey(KEY)
        .and_then(|key| key.get_value::<u32, _>("BootId"))
        .map(|run| run.to_string())
        .unwrap_or_default()
}

/// A thread that turns the messages of its windows, by its number.
#[cfg(feature = "companion")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Thread(u32);

#[cfg(feature = "companion")]
impl Thread {
    /// The one that asks.
    pub(crate) fn this() -> Self {
        // SAFETY: it takes nothing and cannot fail.
        Self(unsafe { GetCurrentThreadId() })
    }

    /// Has [`turn`] call what it was given; nothing happens to a thread that has ended.
    pub(crate) fn call(self) {
        // SAFETY: only numbers are handed over.
        let _ = unsafe { PostThreadMessageW(self.0, WM_APP, WPARAM(0), LPARAM(0)) };
    }

    /// Ends its [`turn`].
    pub(crate) fn end(self) {
        // SAFETY: only numbers are handed over.
        let _ = unsafe { PostThreadMessageW(self.0, WM_QUIT, WPARAM(0), LPARAM(0)) };
    }
}

/// Hands the messages of this thread to its windows until it is told to end, and calls `called` for each call from outside.
pub(crate) fn turn(called: impl Fn()) {
    let mut message = MSG::default();
    // SAFETY: the structure is writable; the loop is on the thread that made the windows. Failure is negative.
    while unsafe { GetMessageW(&raw mut message, None, 0, 0) }.0 > 0 {
        if message.hwnd.is_invalid() && message.message == WM_APP {
            called();
        }
        // SAFETY: the message was just filled in; a menu needs the characters of its keys.
        unsafe {
            let _ = TranslateMessage(&raw const message);
            DispatchMessageW(&raw const message);
        }
    }
}
