//! Pain entries: how much, where, how it feels, what the legs do, and what the number is about.

use rusqlite::Transaction;
use serde::{Deserialize, Serialize};

use super::region::Region;
use crate::error::{Error, Result};
use crate::moment::Moment;
use crate::record::{self, Intensity, Note, Occasion, When};
use crate::settings;
use crate::worded::{set, worded};

worded! {
    /// What the number is about.
    Frame in "frame" {
        /// This moment.
        Now = "now",
        /// The morning.
        Morning = "morning",
        /// The average of the day.
        DayAverage = "day_average",
        /// The worst of the day.
        DayWorst = "day_worst",
        /// Before a walk.
        WalkBefore = "walk_before",
        /// The peak of a walk.
        WalkPeak = "walk_peak",
        /// After a walk.
        WalkAfter = "walk_after",
        /// The morning after a walk; it stands on the date of that morning.
        NextMorning = "next_morning",
    }
}

worded! {
    /// How it feels.
    Quality in "qualities" {
        /// Dull.
        Ache = "ache",
        /// Stabbing.
        Stabbing = "stabbing",
        /// Burning.
        Burning = "burning",
        /// Like an electric shock, shooting.
        Electric = "electric",
        /// Cramping.
        Cramping = "cramping",
        /// Stiff.
        Stiff = "stiff",
        /// Throbbing.
        Throbbing = "throbbing",
    }
}

worded! {
    /// What a leg does.
    LegSymptom in "legs" {
        /// Pain above the knee.
        PainAboveKnee = "pain_above_knee",
        /// Pain below the knee.
        PainBelowKnee = "pain_below_knee",
        /// Pins and needles.
        Tingling = "tingling",
        /// Numb.
        Numbness = "numbness",
        /// Weak.
        Weakness = "weakness",
    }
}

/// A region that hurts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionPain {
    /// Where.
    pub region: Region,
    /// How much it hurts there; `None` = only that it does.
    pub nrs: Option<Intensity>,
}

/// What a new entry says that holds no more than a number and a note; when it was felt is the moment of saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPain {
    /// UUIDv7 text, minted by the caller so that a doubtful commit can be looked up again.
    pub id: String,
    /// Pain now.
    pub nrs: Intensity,
    /// What the person wrote, if anything.
    pub note: Option<Note>,
}

/// Everything the full form says. Each part may be missing; all of them may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PainForm {
    /// When it was felt; `None` = now, or unchanged when an entry is edited.
    pub occasion: Option<Occasion>,
    /// What the number is about.
    pub frame: Frame,
    /// How much it hurts.
    pub nrs: Option<Intensity>,
    /// Where it hurts, in any order.
    pub regions: Vec<RegionPain>,
    /// How it feels, in any order.
    pub qualities: Vec<Quality>,
    /// What the left leg does: `None` = not recorded, empty = nothing.
    pub leg_left: Option<Vec<LegSymptom>>,
    /// The same for the right leg.
    pub leg_right: Option<Vec<LegSymptom>>,
    /// What the person wrote, if anything.
    pub note: Option<Note>,
}

/// One pain entry as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PainEntry {
    /// UUIDv7 text.
    pub id: String,
    /// When it was felt.
    #[serde(flatten)]
    pub when: When,
    // The log holds entries from before there was more than a number; they read with these defaults.
    /// What the number is about.
    #[serde(default = "now")]
    pub frame: Frame,
    /// How much it hurts, 0 to 10; `None` = not recorded.
    pub nrs: Option<Intensity>,
    /// Where it hurts, in the order of the table of regions, each once.
    #[serde(default)]
    pub regions: Vec<RegionPain>,
    /// How it feels, in the order of the list, each once.
    #[serde(default)]
    pub qualities: Vec<Quality>,
    /// What the left leg does: `None` = not recorded, empty = nothing.
    #[serde(default)]
    pub leg_left: Option<Vec<LegSymptom>>,
    /// The same for the right leg.
    #[serde(default)]
    pub leg_right: Option<Vec<LegSymptom>>,
    /// What the person wrote, if anything.
    pub note: Option<Note>,
    /// Unix milliseconds when it was put in the trash; `None` = in the diary.
    pub deleted_at_ms: Option<i64>,
}

fn now() -> Frame {
    Frame::Now
}

impl PainForm {
    /// A form that says nothing yet.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            occasion: None,
            frame: Frame::Now,
            nrs: None,
            regions: Vec::new(),
            qualities: Vec::new(),
            leg_left: None,
            leg_right: None,
            note: None,
        }
    }

    fn entry(&self, id: &str, when: When) -> Result<PainEntry> {
        let nothing = self.nrs.is_none()
            && self.regions.is_empty()
            && self.qualities.is_empty()
            && self.leg_left.is_none()
            && self.leg_right.is_none()
            && self.note.is_none();
        if nothing {
            return Err(Error::Invalid { field: "nrs" });
        }
        let mut regions = self.regions.clone();
        regions.sort_by_key(|it| it.region);
        if regions
            .windows(2)
            .any(|pair| pair[0].region == pair[1].region)
        {
            // Two intensities for one place cannot both be meant.
            return Err(Error::Invalid { field: "regions" });
        }
        Ok(PainEntry {
            id: id.to_owned(),
            when,
            frame: self.frame,
            nrs: self.nrs,
            regions,
            qualities: set(self.qualities.clone()),
            leg_left: self.leg_left.clone().map(set),
            leg_right: self.leg_right.clone().map(set),
            note: self.note.clone(),
            deleted_at_ms: None,
        })
    }
}

/// Makes an entry that says how it is now.
///
/// # Errors
/// [`Error::Conflict`] if the id is taken; any failure of the storage.
pub fn add(tx: &Transaction<'_>, new: &NewPain, now: Moment) -> Result<PainEntry> {
    let form = PainForm {
        nrs: Some(new.nrs),
        note: new.note.clone(),
        ..PainForm::empty()
    };
    add_full(tx, &new.id, &form, now)
}

/// Makes an entry from the full form.
///
/// # Errors
/// [`Error::Invalid`] on `nrs` if the form says nothing, on `regions` for a region named twice, on `localDate` for a date
/// after today or before 1900; [`Error::Conflict`] if the id is taken; any failure of the storage.
pub fn add_full(tx: &Transaction<'_>, id: &str, form: &PainForm, now: Moment) -> Result<PainEntry> {
    let when = match form.occasion {
        None => When::now(now, settings::day_ends_at(tx)?),
        Some(occasion) => When::of(occasion, now)?,
    };
    record::add(tx, &form.entry(id, when)?, now)
}

/// Makes an entry say what the full form says; without an occasion it stays where it is.
///
/// # Errors
/// As [`add_full`]; [`Error::NotFound`]; [`Error::Conflict`] if it is in the trash.
pub fn edit_full(
    tx: &Transaction<'_>,
    id: &str,
    form: &PainForm,
    now: Moment,
) -> Result<PainEntry> {
    record::change(tx, id, now, |old: PainEntry| {
        let when = match form.occasion {
            None => old.when,
            Some(occasion) => old.when.moved(occasion, now)?,
        };
        form.entry(id, when)
    })
}
