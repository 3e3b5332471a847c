//! The one place that asks what time it is, and the one place a test can set it.
//!
//! `BACKSTRIDE_CLOCK="2026-11-23T19:59:50@1795464000000"` makes the local clock show that time at the given real Unix
//! millisecond and run on from there; a trailing `x60` lets it run 60 times as fast, and `+28800` puts the wall clock of
//! the same world eight hours ahead, as after a sleep. Both programs read it alike.

use std::io::Write as _;
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use backstride_core::Moment;
use backstride_core::reminders::ZoneView;
use chrono::{DateTime, Local, NaiveDateTime, Offset as _, TimeZone as _};

/// The environment variable that injects a clock.
pub const VARIABLE: &str = "BACKSTRIDE_CLOCK";

/// The fastest an injected clock may run.
const FACTOR_MAX: i64 = 3600;

/// What all clocks of the machine show at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The wall clock, Unix milliseconds; can be set by anybody at any time.
    pub wall_ms: i64,
    /// Milliseconds since some start, running on while the machine sleeps.
    pub boot_ms: i64,
    /// Milliseconds since some start, standing still while the machine sleeps.
    pub mono_ms: i64,
    /// Names the run of the machine that `boot_ms` and `mono_ms` belong to.
    pub boot_id: String,
}

/// What the person's clock shows now.
///
/// Ends the program with status 2 if [`VARIABLE`] cannot be read: a test must never run on the real clock by accident.
#[must_use]
pub fn now() -> Moment {
    moment(wall_ms())
}

/// The same instant with the offset that the computer's own zone has then.
#[must_use]
pub fn moment(wall_ms: i64) -> Moment {
    let instant = DateTime::from_timestamp_millis(wall_ms).unwrap_or_default();
    instant.with_timezone(&Local).fixed_offset().into()
}

/// All clocks at once.
#[must_use]
pub fn read() -> Reading {
    let (boot_ms, mono_ms) = steady_ms();
    let boot_id = machine_run();
    match injected() {
        None => Reading {
            wall_ms: real_wall_ms(),
            boot_ms,
            mono_ms,
            boot_id,
        },
        Some(clock) => Reading {
            wall_ms: clock.wall_ms(real_wall_ms()),
            boot_ms: boot_ms.saturating_mul(clock.factor),
            mono_ms: mono_ms.saturating_mul(clock.factor),
            // Another injected clock is another world; without this it would look like a clock that was set.
            boot_id: format!("{boot_id}/{}/{}", clock.anchor_ms, clock.start),
        },
    }
}

/// How long to wait in real time until this much time has passed on the clock of [`now`].
#[must_use]
pub fn real(wait: Duration) -> Duration {
    match injected() {
        None => wait,
        Some(clock) => {
            let factor = u32::try_from(clock.factor).unwrap_or(1);
            (wait / factor).max(Duration::from_millis(2))
        }
    }
}

/// How much of the clock of [`now`] so many real milliseconds are.
#[must_use]
pub fn scaled_ms(real_ms: i64) -> i64 {
    real_ms.saturating_mul(injected().map_or(1, |clock| clock.factor))
}

/// The computer's own zone, read afresh at every question, so that travelling needs no restart.
#[must_use]
pub fn zone() -> LocalZone {
    LocalZone
}

/// The zone of the operating system; its rules are newer than any that could be built in.
#[derive(Debug, Clone, Copy)]
pub struct LocalZone;

impl ZoneView for LocalZone {
    fn offset_s(&self, utc_s: i64) -> i32 {
        let instant = DateTime::from_timestamp(utc_s, 0).unwrap_or_default();
        Local
            .offset_from_utc_datetime(&instant.naive_utc())
            .fix()
            .local_minus_utc()
    }

    fn name(&self) -> String {
        iana_time_zone::get_timezone().unwrap_or_default()
    }
}

/// A point in real time that waiting must not go beyond; an injected clock does not move it.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    /// The deadline this far from now.
    #[must_use]
    pub fn after(wait: Duration) -> Self {
        Self(steady() + wait)
    }

    /// What is left, `None` once it has passed.
    #[must_use]
    pub fn left(self) -> Option<Duration> {
        self.0
            .checked_duration_since(steady())
            .filter(|left| !left.is_zero())
    }
}

fn wall_ms() -> i64 {
    let real = real_wall_ms();
    injected().map_or(real, |clock| clock.wall_ms(real))
}

fn steady() -> Instant {
    Instant::now()
}

fn real_wall_ms() -> i64 {
    let since = |earlier: SystemTime, later: SystemTime| {
        later
            .duration_since(earlier)
            .ok()
            .and_then(|span| i64::try_from(span.as_millis()).ok())
    };
    let now = SystemTime::now();
    // A dead battery can put a clock before 1970; the engine must see that and not a panic.
    since(UNIX_EPOCH, now)
        .or_else(|| since(now, UNIX_EPOCH).map(|span| -span))
        .unwrap_or_default()
}

/// A clock given by the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Injected {
    /// What the local clock shows at the anchor.
    start: NaiveDateTime,
    /// The same as an instant, Unix milliseconds.
    start_ms: i64,
    /// The real Unix millisecond it starts at.
    anchor_ms: i64,
    /// How many times as fast it runs.
    factor: i64,
    /// How far ahead it is of what the anchor says, milliseconds.
    ahead_ms: i64,
}

impl Injected {
    fn parse(text: &str) -> Option<Self> {
        let (start, rest) = text.split_once('@')?;
        let (rest, ahead) = rest.split_once('+').unwrap_or((rest, "0"));
        let (anchor, factor) = rest.split_once('x').unwrap_or((rest, "1"));
        let ahead_s: u32 = ahead.parse().ok()?;
        let start: NaiveDateTime = start.parse().ok()?;
        let factor = factor
            .parse()
            .ok()
            .filter(|factor| (1..=FACTOR_MAX).contains(factor))?;
        // A local time the clock skips or shows twice is read as its first meaning.
        let start_ms = backstride_core::reminders::resolve(start, &LocalZone).saturating_mul(1000);
        Some(Self {
            start,
            start_ms,
            anchor_ms: anchor.parse().ok()?,
            factor,
            ahead_ms: i64::from(ahead_s) * 1000,
        })
    }

    fn wall_ms(&self, real_ms: i64) -> i64 {
        let passed = real_ms.saturating_sub(self.anchor_ms);
        self.start_ms
            .saturating_add(passed.saturating_mul(self.factor))
            .saturating_add(self.ahead_ms)
    }
}

fn injected() -> Option<&'static Injected> {
    static CLOCK: OnceLock<Option<Injected>> = OnceLock::new();
    CLOCK
        .get_or_init(|| {
            let text = std::env::var_os(VARIABLE)?;
            let clock = text.to_str().and_then(Injected::parse);
            if clock.is_none() {
                let _ = writeln!(
                    std::io::stderr(),
                    "{VARIABLE} must look like 2026-11-23T19:59:50@<unix milliseconds>, optionally followed by x<1 to {FACTOR_MAX}> and +<seconds ahead>"
                );
                std::process::exit(2);
            }
            clock
        })
        .as_ref()
}

/// Milliseconds with and without the time spent asleep.
#[cfg(target_os = "macos")]
fn steady_ms() -> (i64, i64) {
    crate::mac::steady_ms()
}

/// Milliseconds with and without the time spent asleep.
#[cfg(all(unix, not(target_os = "macos")))]
fn steady_ms() -> (i64, i64) {
    use rustix::time::{ClockId, clock_gettime};
    let ms = |clock| {
        let time = clock_gettime(clock);
        time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    };
    #[cfg(target_os = "linux")]
    {
        (ms(ClockId::Boottime), ms(ClockId::Monotonic))
    }
    #[cfg(not(target_os = "linux"))]
    {
        // Without the second clock no sleep is ever seen, which is what a system without sleep looks like.
        (ms(ClockId::Monotonic), ms(ClockId::Monotonic))
    }
}

/// Milliseconds with and without the time spent asleep.
#[cfg(windows)]
fn steady_ms() -> (i64, i64) {
    crate::win32::steady_ms()
}

/// The system's name for this run of the machine; empty where there is none, and then a boot clock that goes back says it.
fn machine_run() -> String {
    static RUN: OnceLock<String> = OnceLock::new();
    RUN.get_or_init(|| {
        #[cfg(target_os = "linux")]
        {
            std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
                .map(|text| text.trim().to_owned())
                .unwrap_or_default()
        }
        #[cfg(target_os = "macos")]
        {
            crate::mac::machine_run()
        }
        #[cfg(windows)]
        {
            crate::win32::machine_run()
        }
        #[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
        {
            String::new()
        }
    })
    .clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn injected_clock_runs_on_from_its_anchor_at_its_own_speed() {
        let clock = Injected::parse("2026-11-23T19:59:50@1000x60").expect("well formed");
        assert_eq!(clock.wall_ms(1000), clock.start_ms);
        assert_eq!(clock.wall_ms(2000), clock.start_ms + 60_000);
        assert_eq!(
            moment(clock.wall_ms(1000)).to_chrono().naive_local(),
            clock.start
        );
    }

    #[test]
    fn malformed_clock_is_refused() {
        for text in [
            "",
            "2026-11-23T19:59:50",
            "2026-11-23@5",
            "2026-11-23T19:59:50@",
            "2026-11-23T19:59:50@5x0",
            "2026-11-23T19:59:50@5x3601",
            "2026-11-23T19:59:50@5x1.5",
            "2026-11-23T19:59:50@5+",
            "2026-11-23T19:59:50@5+-3",
            "20:00@5",
        ] {
            assert_eq!(Injected::parse(text), None, "{text}");
        }
    }
}
