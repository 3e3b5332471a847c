//! From the time on a wall to the instant it means, also where the clocks change.

use chrono::NaiveDateTime;

/// How a place reckons its time. The companion asks the operating system; tests ask a table.
pub trait ZoneView {
    /// Seconds east of UTC in force at this Unix second.
    fn offset_s(&self, utc_s: i64) -> i32;
    /// The zone's name, as far as it is known.
    fn name(&self) -> String;
}

/// Farther from any local time than any zone is from UTC, and nearer than two changes of any zone are to each other.
const REACH_S: i64 = 26 * 3600;

/// The Unix second a local time means.
///
/// A time that exists twice (fold) means the first; a time that does not exist (gap) is read with the offset in force
/// before the gap, so 02:30 becomes 03:30. Source: RFC 5545, 3.3.10, for both.
#[must_use]
pub fn resolve(local: NaiveDateTime, zone: &dyn ZoneView) -> i64 {
    let wall = local.and_utc().timestamp();
    let before = i64::from(zone.offset_s(wall - REACH_S));
    let after = i64::from(zone.offset_s(wall + REACH_S));
    // The larger offset gives the earlier instant.
    let (first, second) = (wall - before.max(after), wall - before.min(after));
    [first, second]
        .into_iter()
        .find(|instant| instant + i64::from(zone.offset_s(*instant)) == wall)
        .unwrap_or(wall - before)
}

/// Whether a local time exists at all.
#[must_use]
pub fn exists(local: NaiveDateTime, zone: &dyn ZoneView) -> bool {
    let instant = resolve(local, zone);
    instant + i64::from(zone.offset_s(instant)) == local.and_utc().timestamp()
}
