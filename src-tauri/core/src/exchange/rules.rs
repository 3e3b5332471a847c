//! What each kind of record must hold beyond its fields one by one: what the forms refuse, an import refuses too.

use chrono::{Days, NaiveDate, NaiveTime};
use rusqlite::Connection;

use super::Why;
use crate::checks::Check;
use crate::diary::{DayRecord, FACTORS_MAX, Factor, Flare, Medicine, PainEntry, Relief, factors};
use crate::error::Error;
use crate::plan::{CheckIn, Plan, Review};
use crate::reading::Question;
use crate::record::{Record, When, find};
use crate::sessions::Session;
use crate::sessions::own::{FOR_S, HOLD_MAX_S, OwnRoutine, PARTS_MAX, REPS_MAX, SETS_MAX};
use crate::walks::{EasedBy, Footwear, Onset, Walk};
use crate::worded::set;
use backstride_content::triage::Scope;

/// The latest a time after midnight can belong to the day before.
const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).expect("noon exists");

/// A record that a file may bring.
pub(super) trait Brought: Record {
    /// The same record with its sets in the order the program keeps them.
    #[must_use]
    fn settled(self) -> Self {
        self
    }

    /// Its own date, as far as it has one.
    fn date(&self) -> Option<NaiveDate> {
        None
    }

    /// The last day it is about.
    fn last_date(&self) -> Option<NaiveDate> {
        self.date()
    }

    /// Whether it says what a form could have said.
    fn sound(&self, _conn: &Connection) -> Result<(), Why> {
        Ok(())
    }
}

/// Whether a date is not after tomorrow: somebody may have written it east of here.
pub(super) fn not_future(date: Option<NaiveDate>, today: NaiveDate) -> Result<(), Why> {
    let last = today.checked_add_days(Days::new(1)).unwrap_or(today);
    match date {
        Some(date) if date > last => Err(Why::Future),
        _ => Ok(()),
    }
}

fn when_holds(when: &When, with_part: bool) -> Result<(), Why> {
    let bad = |field: &str| Err(Why::BadValue(field.to_owned()));
    if when.part_of_day.is_some() && (when.local_time.is_some() || !with_part) {
        return bad("part_of_day");
    }
    if when.past_midnight && when.local_time.is_none_or(|time| time >= NOON) {
        return bad("past_midnight");
    }
    Ok(())
}

/// Whether a record that is named is there.
fn named<R: Record>(conn: &Connection, id: &str) -> Result<(), Why> {
    match find::<R>(conn, id) {
        Ok(_) => Ok(()),
        // Any failure of the storage comes back when the row is written.
        Err(Error::NotFound | _) => Err(Why::NamesMissing),
    }
}

fn bad(field: &str) -> Why {
    Why::BadValue(field.to_owned())
}

impl Brought for PainEntry {
    fn settled(mut self) -> Self {
        self.regions.sort_by_key(|it| it.region);
        self.qualities = set(self.qualities);
        self.leg_left = self.leg_left.map(set);
        self.leg_right = self.leg_right.map(set);
        self
    }

    fn date(&self) -> Option<NaiveDate> {
        Some(self.when.local_date)
    }

    fn sound(&self, _conn: &Connection) -> Result<(), Why> {
        when_holds(&self.when, true)?;
        if self
            .regions
            .windows(2)
            .any(|pair| pair[0].region == pair[1].region)
        {
            return Err(bad("regions"));
        }
        let nothing = self.nrs.is_none()
            && self.regions.is_empty()
            && self.qualities.is_empty()
            && self.leg_left.is_none()
            && self.leg_right.is_none()
            && self.note.is_none();
        if nothing { Err(Why::Empty) } else { Ok(()) }
    }
}

impl Brought for Walk {
    fn settled(mut self) -> Self {
        self.eased_by = set(self.eased_by);
        self
    }

    fn date(&self) -> Option<NaiveDate> {
        Some(self.when.local_date)
    }

    fn sound(&self, conn: &Connection) -> Result<(), Why> {
        when_holds(&self.when, true)?;
        if matches!(self.onset, Some(Onset::After(minutes)) if minutes > self.duration_min) {
            return Err(bad("onset"));
        }
        if self.eased_by.contains(&EasedBy::Nothing) && self.eased_by.len() > 1 {
            return Err(bad("eased_by"));
        }
        match &self.footwear_id {
            Some(id) => named::<Footwear>(conn, id),
            None => Ok(()),
        }
    }
}

impl Brought for DayRecord {
    fn settled(mut self) -> Self {
        self.factors.sort();
        self
    }

    fn date(&self) -> Option<NaiveDate> {
        Some(self.local_date)
    }

    fn sound(&self, conn: &Connection) -> Result<(), Why> {
        if self
            .factors
            .windows(2)
            .any(|pair| pair[0].factor_id == pair[1].factor_id)
        {
            return Err(bad("factors"));
        }
        for factor in &self.factors {
            named::<Factor>(conn, &factor.factor_id)?;
        }
        let nothing = self.limited.is_none()
            && self.comfortable_walk_min.is_none()
            && self.sitting.is_none()
            && self.stress.is_none()
            && self.sleep_min.is_none()
            && self.sleep_quality.is_none()
            && self.lifting.is_none()
            && self.factors.is_empty()
            && self.note.is_none();
        if nothing { Err(Why::Empty) } else { Ok(()) }
    }
}

impl Brought for Medicine {
    fn date(&self) -> Option<NaiveDate> {
        Some(self.when.local_date)
    }

    fn sound(&self, _conn: &Connection) -> Result<(), Why> {
        when_holds(&self.when, true)
    }
}

impl Brought for Relief {
    fn date(&self) -> Option<NaiveDate> {
        Some(self.when.local_date)
    }

    fn sound(&self, _conn: &Connection) -> Result<(), Why> {
        when_holds(&self.when, true)
    }
}

impl Brought for Flare {
    fn date(&self) -> Option<NaiveDate> {
        Some(self.start_date)
    }

    fn last_date(&self) -> Option<NaiveDate> {
        self.end_date.or(Some(self.start_date))
    }

    fn sound(&self, _conn: &Connection) -> Result<(), Why> {
        match self.end_date {
            Some(end) if end < self.start_date => Err(bad("end_date")),
            _ => Ok(()),
        }
    }
}

impl Brought for Factor {
    fn sound(&self, conn: &Connection) -> Result<(), Why> {
        // As in the form: more questions find more things that are not there.
        let others = factors(conn).unwrap_or_default();
        let asked = others
            .iter()
            .filter(|it| it.active && it.id != self.id)
            .count();
        if self.active && self.deleted_at_ms.is_none() && asked >= FACTORS_MAX {
            Err(bad("active"))
        } else {
            Ok(())
        }
    }
}

impl Brought for Footwear {}

impl Brought for Check {
    fn date(&self) -> Option<NaiveDate> {
        Some(self.when.local_date)
    }

    fn sound(&self, _conn: &Connection) -> Result<(), Why> {
        when_holds(&self.when, false)?;
        if self.scope == Scope::Full && self.outcome.level.is_none() {
            return Err(bad("outcome"));
        }
        if self.rule_digest.len() != 64 || !self.rule_digest.is_ascii() {
            return Err(bad("rule_digest"));
        }
        let found = |pattern: &String| {
            self.outcome
                .patterns
                .iter()
                .any(|it| it.pattern == *pattern)
        };
        if self.overruled.iter().all(found) {
            Ok(())
        } else {
            Err(bad("overruled"))
        }
    }
}

impl Brought for Question {
    fn sound(&self, _conn: &Connection) -> Result<(), Why> {
        // A form makes one line of it with single blanks.
        let text = self.text.as_str();
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if line == text {
            Ok(())
        } else {
            Err(bad("text"))
        }
    }
}

impl Brought for Plan {
    fn date(&self) -> Option<NaiveDate> {
        Some(self.looked_from)
    }

    fn sound(&self, _conn: &Connection) -> Result<(), Why> {
        if self.first_day.is_none() != self.start_min.is_none() {
            return Err(bad("start_min"));
        }
        Ok(())
    }
}

impl Brought for Review {
    fn sound(&self, conn: &Connection) -> Result<(), Why> {
        named::<Plan>(conn, &self.plan_id)
    }
}

impl Brought for CheckIn {
    fn settled(mut self) -> Self {
        self.in_the_way = set(self.in_the_way);
        self
    }

    fn sound(&self, conn: &Connection) -> Result<(), Why> {
        named::<Plan>(conn, &self.plan_id)
    }
}

impl Brought for Session {
    fn date(&self) -> Option<NaiveDate> {
        Some(self.when.local_date)
    }

    fn sound(&self, _conn: &Connection) -> Result<(), Why> {
        when_holds(&self.when, false)
    }
}

impl Brought for OwnRoutine {
    fn sound(&self, _conn: &Connection) -> Result<(), Why> {
        let within = |value: Option<u16>, low: u16, high: u16| {
            value.is_none_or(|it| (low..=high).contains(&it))
        };
        let named = |text: &str| {
            !text.is_empty() && text.len() <= 80 && !text.chars().any(char::is_control)
        };
        // Whether the library has an exercise is asked when it is shown: it may be another one then.
        let fits = self.parts.len() <= PARTS_MAX
            && self.parts.iter().all(|part| {
                named(&part.exercise)
                    && named(&part.form)
                    && (1..=SETS_MAX).contains(&part.sets)
                    && within(part.reps, 1, REPS_MAX)
                    && within(part.hold_s, 1, HOLD_MAX_S)
                    && within(part.for_s, FOR_S[0], FOR_S[1])
            });
        if fits { Ok(()) } else { Err(bad("parts")) }
    }
}
