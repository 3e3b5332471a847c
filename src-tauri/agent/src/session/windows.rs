//! Windows: a window that is never shown hears of lock, sleep, a set clock and the end of the session.
//!
//! A window only for messages would be simpler, but Windows tells those nothing of sleep or of the time.
#![expect(
    unsafe_code,
    reason = "windows of Windows have no safe binding; each call is given names and structures that outlive it"
)]

use std::cell::RefCell;

use windows::Win32::Foundation::{HANDLE, HWND, LPARAM, LRESULT, WPARAM};
use windows::Win32::System::LibraryLoader::GetModuleHandleW;
use windows::Win32::System::Power::RegisterSuspendResumeNotification;
use windows::Win32::System::RemoteDesktop::{
    NOTIFY_FOR_THIS_SESSION, WTS_CURRENT_SESSION, WTSFreeMemory, WTSINFOEXW,
    WTSQuerySessionInformationW, WTSRegisterSessionNotification, WTSSessionInfoEx,
};
use windows::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DEVICE_NOTIFY_WINDOW_HANDLE, DefWindowProcW, DispatchMessageW, GetMessageW,
    MSG, RegisterClassW, WINDOW_EX_STYLE, WNDCLASSW, WS_OVERLAPPED,
};
use windows::core::{PWSTR, w};

use super::{Tell, told};

thread_local! {
    /// Whom the window of this thread tells.
    static TELL: RefCell<Option<Tell>> = const { RefCell::new(None) };
}

/// Listens until the session ends; `None` when Windows gives no window.
pub(super) fn watch(tell: Tell, begun: impl FnOnce()) -> Option<()> {
    let window = window()?;
    TELL.set(Some(tell));
    // SAFETY: the window is this thread's own and stays until the thread ends.
    let registered = unsafe { WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION) };
    if registered.is_ok() {
        begun();
    }
    // A computer that only dozes tells of it only who has asked; without it the clocks tell a little later.
    // SAFETY: a handle of a window is a handle.
    let _ =
        unsafe { RegisterSuspendResumeNotification(HANDLE(window.0), DEVICE_NOTIFY_WINDOW_HANDLE) };
    let mut message = MSG::default();
    // SAFETY: the structure is writable; the loop is on the thread that made the window. Failure is negative.
    while unsafe { GetMessageW(&raw mut message, None, 0, 0) }.0 > 0 {
        // SAFETY: the message was just filled in.
        unsafe { DispatchMessageW(&raw const message) };
    }
    Some(())
}

fn window() -> Option<HWND> {
    let name = w!("BackstrideSession");
    // SAFETY: no name means this program, which stays loaded.
    let program = unsafe { GetModuleHandleW(None) }.ok()?.into();
    let class = WNDCLASSW {
        lpfnWndProc: Some(hear),
        hInstance: program,
        lpszClassName: name,
        ..WNDCLASSW::default()
    };
    // SAFETY: the structure and its name are valid; a class that is registered already is used as it is.
    unsafe { RegisterClassW(&raw const class) };
    // SAFETY: the class is registered above, and nothing is handed to the window.
    unsafe {
        CreateWindowExW(
            WINDOW_EX_STYLE::default(),
            name,
            name,
            WS_OVERLAPPED,
            0,
            0,
            0,
            0,
            None,
            None,
            Some(program),
            None,
        )
    }
    .ok()
}

extern "system" fn hear(window: HWND, message: u32, word: WPARAM, long: LPARAM) -> LRESULT {
    if let Some(told) = told::by_windows(message, word.0) {
        TELL.with_borrow(|tell| {
            if let Some(tell) = tell {
                tell(told);
            }
        });
    }
    // SAFETY: what came in is passed on as it came.
    unsafe { DefWindowProcW(window, message, word, long) }
}

/// Whether the session is locked now, as far as Windows knows.
pub(super) fn locked() -> Option<bool> {
    let mut buffer = PWSTR::null();
    let mut length = 0_u32;
    // SAFETY: both are writable; the buffer is Windows' own until it is given back below.
    unsafe {
        WTSQuerySessionInformationW(
            None,
            WTS_CURRENT_SESSION,
            WTSSessionInfoEx,
            &raw mut buffer,
            &raw mut length,
        )
    }
    .ok()?;
    let whole = usize::try_from(length).is_ok_and(|length| length >= size_of::<WTSINFOEXW>());
    let flags = whole.then(|| {
        // SAFETY: Windows filled the buffer with this structure, and its length was looked at; the first level is the only one.
        unsafe {
            let info = buffer.0.cast::<WTSINFOEXW>().read_unaligned();
            (info.Level == 1).then_some(info.Data.WTSInfoExLevel1.SessionFlags)
        }
    });
    // SAFETY: it came from the call above and is not used any more.
    unsafe { WTSFreeMemory(buffer.0.cast()) };
    flags.flatten().and_then(told::locked_by_windows)
}
