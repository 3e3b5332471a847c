//! The reminders as a calendar (RFC 5545): what comes at a time of day. What waits for something else has no place there.

use std::collections::BTreeMap;

use chrono::{
    DateTime, Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset as _, TimeZone as _,
};
use chrono_tz::{OffsetComponents as _, Tz};

use crate::moment::Moment;
use crate::reminders::{Cadence, Plan, Rule};

/// The longest line, in bytes, without its end.
const LINE_MAX_BYTES: usize = 75;

/// The years for which the changes of a zone's clock are written out.
const ZONE_YEARS: i32 = 10;

/// The weekdays as the format calls them, Monday first.
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// A calendar and what is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The file.
    pub text: String,
    /// Rules that are switched off, over, or wait for something that is no time of day.
    pub left_out: u64,
}

/// Writes the rules that come at a time of day, from the day it is made on. `title` is what a calendar calls a rule.
#[must_use]
pub fn calendar(rules: &[Rule], made: Moment, title: &dyn Fn(&Rule) -> String) -> Calendar {
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Backstride//Reminders//EN");
    let zones: BTreeMap<&str, Tz> = rules
        .iter()
        .filter_map(|rule| rule.plan.zone())
        .filter_map(|name| Some((name, name.parse().ok()?)))
        .collect();
    for zone in zones.values() {
        out.zone(*zone, made.local_date().year());
    }
    let mut left_out = 0;
    for rule in rules {
        if !rule.enabled || !out.rule(rule, made, &title(rule)) {
            left_out += 1;
        }
    }
    out.line("END:VCALENDAR");
    Calendar {
        text: out.0,
        left_out,
    }
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    /// One line, folded so that no piece is longer than allowed and no letter is cut.
    fn line(&mut self, text: &str) {
        let mut room = LINE_MAX_BYTES;
        for letter in text.chars() {
            if letter.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LINE_MAX_BYTES - 1;
            }
            self.0.push(letter);
            room -= letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// The events of a rule; false if it has none.
    fn rule(&mut self, rule: &Rule, made: Moment, title: &str) -> bool {
        let today = made.local_date();
        let start = rule.terms.from.map_or(today, |from| from.max(today));
        match &rule.plan {
            Plan::Wall { times, every, zone } => {
                let zone = zone.as_deref().and_then(|name| name.parse::<Tz>().ok());
                let first = match every {
                    Cadence::Weekdays => start
                        .iter_days()
                        .take(7)
                        .find(|date| rule.days.holds(*date)),
                    Cadence::Days { n, first } => next_of(*first, *n, start),
                };
                let Some(first) = first else { return false };
                if rule.terms.until.is_some_and(|until| first > until) {
                    return false;
                }
                let pace = match every {
                    Cadence::Days { n: 1, .. } => "FREQ=DAILY".to_owned(),
                    Cadence::Days { n, .. } => format!("FREQ=DAILY;INTERVAL={n}"),
                    Cadence::Weekdays if rule.days.bits() == 127 => "FREQ=DAILY".to_owned(),
                    Cadence::Weekdays => {
                        let days: Vec<&str> = (0..7)
                            .filter(|day| rule.days.bits() & (1 << day) != 0)
                            .map(|day| WEEKDAYS[day])
                            .collect();
                        format!("FREQ=WEEKLY;BYDAY={}", days.join(","))
                    }
                };
                for time in times {
                    let last = rule.terms.until.map(|until| until.and_time(*time));
                    let until = last.map_or_else(String::new, |last| match zone {
                        // The end of a repetition in a zone is told in UTC.
                        Some(zone) => format!(";UNTIL={}Z", stamp(utc(zone, last))),
                        None => format!(";UNTIL={}", stamp(last)),
                    });
                    let repeat = format!("RRULE:{pace}{until}");
                    self.event(
                        rule,
                        made,
                        title,
                        first.and_time(*time),
                        zone,
                        Some(&repeat),
                    );
                }
                !times.is_empty()
            }
            Plan::Once { date, time } => {
                let local = date.and_time(*time);
                if *date < start || local < made.to_chrono().naive_local() {
                    return false;
                }
                self.event(rule, made, title, local, None, None);
                true
            }
            Plan::Active { .. } | Plan::After { .. } => false,
        }
    }

    fn event(
        &mut self,
        rule: &Rule,
        made: Moment,
        title: &str,
        local: NaiveDateTime,
        zone: Option<Tz>,
        repeat: Option<&str>,
    ) {
        let stamped = DateTime::from_timestamp_millis(made.utc_ms).unwrap_or_default();
        let title = escaped(title);
        self.line("BEGIN:VEVENT");
        self.line(&format!(
            "UID:{}-{}@backstride",
            rule.id,
            local.format("%H%M")
        ));
        self.line(&format!("DTSTAMP:{}Z", stamp(stamped.naive_utc())));
        match zone {
            Some(zone) => self.line(&format!("DTSTART;TZID={}:{}", zone.name(), stamp(local))),
            // Without a zone it is the clock of the place where the person is.
            None => self.line(&format!("DTSTART:{}", stamp(local))),
        }
        self.line("DURATION:PT5M");
        if let Some(repeat) = repeat {
            self.line(repeat);
        }
        self.line(&format!("SUMMARY:{title}"));
        self.line("TRANSP:TRANSPARENT");
        self.line("BEGIN:VALARM");
        self.line("ACTION:DISPLAY");
        self.line("TRIGGER:PT0S");
        self.line(&format!("DESCRIPTION:{title}"));
        self.line("END:VALARM");
        self.line("END:VEVENT");
    }

    /// The clock of a zone from the year before to some years ahead, each change of it by its date.
    fn zone(&mut self, zone: Tz, year: i32) {
        let first = NaiveDate::from_ymd_opt(year - 1, 1, 1).unwrap_or_default();
        let last = NaiveDate::from_ymd_opt(year + ZONE_YEARS, 12, 31).unwrap_or_default();
        self.line("BEGIN:VTIMEZONE");
        self.line(&format!("TZID:{}", zone.name()));
        let base = offset(zone, first.and_time(NaiveTime::MIN));
        self.clock(base.1, base.0, base.0, &["19700101T000000".to_owned()]);
        let mut changes: BTreeMap<(bool, i32, i32), Vec<String>> = BTreeMap::new();
        let mut before = base;
        for day in first.iter_days().take_while(|day| *day <= last) {
            let next = (day + Days::new(1)).and_time(NaiveTime::MIN);
            let after = offset(zone, next);
            if after != before {
                let at = changed(zone, next, before);
                // The clock shows this when it is set, still with what held before.
                let shown = at + chrono::TimeDelta::seconds(i64::from(before.0));
                changes
                    .entry((after.1, before.0, after.0))
                    .or_default()
                    .push(stamp(shown));
                before = after;
            }
        }
        for ((summer, from, to), dates) in changes {
            self.clock(summer, from, to, &dates);
        }
        self.line("END:VTIMEZONE");
    }

    fn clock(&mut self, summer: bool, from: i32, to: i32, dates: &[String]) {
        let name = if summer { "DAYLIGHT" } else { "STANDARD" };
        self.line(&format!("BEGIN:{name}"));
        self.line(&format!("DTSTART:{}", dates[0]));
        self.line(&format!("TZOFFSETFROM:{}", hours(from)));
        self.line(&format!("TZOFFSETTO:{}", hours(to)));
        for date in &dates[1..] {
            self.line(&format!("RDATE:{date}"));
        }
        self.line(&format!("END:{name}"));
    }
}

/// The first day of a pace from a day on.
fn next_of(first: NaiveDate, n: u32, start: NaiveDate) -> Option<NaiveDate> {
    let n = u64::from(n.max(1));
    let behind = u64::try_from((start - first).num_days()).unwrap_or(0);
    first.checked_add_days(Days::new(behind.div_ceil(n) * n))
}

fn stamp(local: NaiveDateTime) -> String {
    local.format("%Y%m%dT%H%M%S").to_string()
}

/// Seconds east of UTC at an instant, and whether that is summer time.
fn offset(zone: Tz, utc: NaiveDateTime) -> (i32, bool) {
    let offset = zone.offset_from_utc_datetime(&utc);
    (
        offset.fix().local_minus_utc(),
        !offset.dst_offset().is_zero(),
    )
}

/// The instant in the day before `next` at which the clock was set.
fn changed(zone: Tz, next: NaiveDateTime, before: (i32, bool)) -> NaiveDateTime {
    let (mut low, mut high) = (0, 24 * 60);
    while high - low > 1 {
        let middle = (low + high) / 2;
        if offset(zone, next - chrono::TimeDelta::minutes(24 * 60 - middle)) == before {
            low = middle;
        } else {
            high = middle;
        }
    }
    next - chrono::TimeDelta::minutes(24 * 60 - high)
}

fn utc(zone: Tz, local: NaiveDateTime) -> NaiveDateTime {
    zone.from_local_datetime(&local)
        .earliest()
        .map_or(local, |it| it.naive_utc())
}

fn hours(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

/// A text as the format has it.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}
