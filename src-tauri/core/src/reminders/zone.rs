//! From the time on a wall to the instant it means, also where the clocks change.

use chrono::{DateTime, NaiveDateTime, Offset as _, TimeZone as _};
use chrono_tz::Tz;

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

/// The place whose clock a rule means.
pub(super) enum Place<'a> {
    /// Where the person is; the operating system knows its rules.
    Here(&'a dyn ZoneView),
    /// A zone the rule is pinned to, from the table that is built in.
    Pinned(Tz),
}

impl<'a> Place<'a> {
    /// The place of a rule. A pinned zone that is the computer's own follows the operating system, whose rules are newer.
    pub(super) fn of(pinned: Option<&str>, here: &'a dyn ZoneView) -> Self {
        match pinned.and_then(|name| Some((name, name.parse::<Tz>().ok()?))) {
            Some((name, zone)) if name != here.name() => Self::Pinned(zone),
            _ => Self::Here(here),
        }
    }
}

impl ZoneView for Place<'_> {
    fn offset_s(&self, utc_s: i64) -> i32 {
        match self {
            Self::Here(zone) => zone.offset_s(utc_s),
            Self::Pinned(zone) => table_offset_s(*zone, utc_s),
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Here(zone) => zone.name(),
            Self::Pinned(zone) => zone.name().to_owned(),
        }
    }
}

/// Whether the table that is built in reckons another offset for a zone than the operating system does now. The
/// operating system is believed; the person is told once, because pinned zones may be wrong too.
#[must_use]
pub fn table_differs(here: &dyn ZoneView, utc_s: i64) -> bool {
    here.name()
        .parse::<Tz>()
        .is_ok_and(|zone| table_offset_s(zone, utc_s) != here.offset_s(utc_s))
}

fn table_offset_s(zone: Tz, utc_s: i64) -> i32 {
    let utc = DateTime::from_timestamp(utc_s, 0).unwrap_or_default();
    zone.offset_from_utc_datetime(&utc.naive_utc())
        .fix()
        .local_minus_utc()
}
