//! The calls of macOS that have no safe binding: the clocks with and without sleep, and the name of this run.
#![expect(
    unsafe_code,
    reason = "each call fills one number or one buffer of its own, and keeps nothing"
)]

use std::ffi::CStr;

/// Milliseconds since the start of the machine, with and without the time spent asleep.
///
/// The raw clock is the one that nobody can set.
pub(crate) fn steady_ms() -> (i64, i64) {
    let boot_ms = clock_ms(libc::CLOCK_MONOTONIC_RAW);
    let awake_ms = clock_ms(libc::CLOCK_UPTIME_RAW);
    (boot_ms, awake_ms)
}

fn clock_ms(clock: libc::clockid_t) -> i64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the argument is a valid, writable structure. An unknown clock leaves it as it is.
    unsafe { libc::clock_gettime(clock, &raw mut time) };
    time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}

/// The kernel's name for this run of the machine; empty where it has none.
pub(crate) fn machine_run() -> String {
    const NAME: &CStr = c"kern.bootsessionuuid";
    let mut text = [0_u8; 64];
    let mut length = text.len();
    // SAFETY: the name ends with a nought, the buffer is as long as said, and nothing is set.
    let failed = unsafe {
        libc::sysctlbyname(
            NAME.as_ptr(),
            text.as_mut_ptr().cast(),
            &raw mut length,
            std::ptr::null_mut(),
            0,
        )
    };
    let text = CStr::from_bytes_until_nul(&text);
    let text = text.ok().filter(|_| failed == 0);
    text.map(|text| text.to_string_lossy().into_owned())
        .unwrap_or_default()
}
