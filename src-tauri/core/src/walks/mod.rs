//! Walks: how long, how far, when the pain began and what eased it; and the person's own list of shoes.

mod distance;
mod store;

use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::moment::Moment;
use crate::record::{self, Intensity, Name, Note, Occasion, When};
use crate::settings;
use crate::worded::{set, worded};

pub use distance::{DISTANCE_MAX_M, Distance};
pub(crate) use store::SUMMED;

/// The longest walk, in minutes: a day.
pub const DURATION_MAX_MIN: u16 = 24 * 60;

/// The longest time until pain has settled that is told apart, in minutes: two days.
pub const SETTLE_MAX_MIN: u16 = 2 * 24 * 60;

worded! {
    /// What was walked on.
    Surface in "surface" {
        /// Pavement or road.
        Pavement = "pavement",
        /// A treadmill.
        Treadmill = "treadmill",
        /// Grass or a trail.
        GrassTrail = "grass_trail",
        /// Sand.
        Sand = "sand",
        /// Some of each.
        Mixed = "mixed",
    }
}

worded! {
    /// How much it went up and down.
    Slope in "slope" {
        /// Flat.
        Flat = "flat",
        /// Some hills.
        SomeHills = "some_hills",
        /// Hilly.
        Hilly = "hilly",
    }
}

worded! {
    /// What was carried.
    Carried in "carried" {
        /// Nothing.
        None = "none",
        /// A bag on one side.
        OneSide = "one_side",
        /// A backpack.
        Backpack = "backpack",
        /// A pram or trolley was pushed, which leans the body forward.
        Pushing = "pushing",
    }
}

worded! {
    /// What the person leaned on.
    Aid in "aid" {
        /// Nothing.
        None = "none",
        /// A stick.
        Stick = "stick",
        /// Poles.
        Poles = "poles",
        /// A frame.
        Frame = "frame",
    }
}

worded! {
    /// What eased the pain.
    EasedBy in "easedBy" {
        /// Sitting down.
        Sitting = "sitting",
        /// Bending forward.
        BendingForward = "bending_forward",
        /// Standing still.
        StandingStill = "standing_still",
        /// Lying down.
        Lying = "lying",
        /// Going slower.
        Slowing = "slowing",
        /// Walking on.
        KeptWalking = "kept_walking",
        /// Nothing did; beside nothing else.
        Nothing = "nothing",
    }
}

/// When the pain began on a walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Onset {
    /// After so many minutes; 0 = it was there from the first step.
    After(u16),
    /// It did not: the tolerance is at least the length of the walk, and not known more exactly.
    Never,
}

/// What the form of a walk says; only the minutes must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkForm {
    /// When it began; `None` = it ended just now, or unchanged when a walk is edited.
    pub occasion: Option<Occasion>,
    /// How long, in minutes, 1 to [`DURATION_MAX_MIN`].
    pub duration_min: u16,
    /// How far.
    pub distance: Option<Distance>,
    /// When the pain began; `None` = not recorded.
    pub onset: Option<Onset>,
    /// Whether the person had to stop for the pain.
    pub stopped: Option<bool>,
    /// What eased it, in any order; empty = not recorded.
    pub eased_by: Vec<EasedBy>,
    /// Minutes until it had settled afterwards, 0 to [`SETTLE_MAX_MIN`].
    pub settle_min: Option<u16>,
    /// What was walked on.
    pub surface: Option<Surface>,
    /// How much it went up and down.
    pub slope: Option<Slope>,
    /// What was carried.
    pub carried: Option<Carried>,
    /// What the person leaned on.
    pub aid: Option<Aid>,
    /// The id of the shoes.
    pub footwear_id: Option<String>,
    /// Pain before it.
    pub pain_before: Option<Intensity>,
    /// The worst during it.
    pub pain_peak: Option<Intensity>,
    /// Pain after it.
    pub pain_after: Option<Intensity>,
    /// What the person wrote, if anything.
    pub note: Option<Note>,
}

/// A walk as it is stored. The fields mean what they mean in [`WalkForm`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the form documents each of them")]
pub struct Walk {
    pub id: String,
    #[serde(flatten)]
    pub when: When,
    pub duration_min: u16,
    pub distance: Option<Distance>,
    pub onset: Option<Onset>,
    pub stopped: Option<bool>,
    pub eased_by: Vec<EasedBy>,
    pub settle_min: Option<u16>,
    pub surface: Option<Surface>,
    pub slope: Option<Slope>,
    pub carried: Option<Carried>,
    pub aid: Option<Aid>,
    pub footwear_id: Option<String>,
    pub pain_before: Option<Intensity>,
    pub pain_peak: Option<Intensity>,
    pub pain_after: Option<Intensity>,
    pub note: Option<Note>,
    /// Unix milliseconds when it was put in the trash; `None` = in the diary.
    pub deleted_at_ms: Option<i64>,
}

/// A pair of shoes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footwear {
    /// UUIDv7 text.
    pub id: String,
    /// In the person's own words.
    pub name: Name,
    /// Unix milliseconds when it was first saved.
    pub recorded_at_ms: i64,
    /// Unix milliseconds when it was put in the trash.
    pub deleted_at_ms: Option<i64>,
}

impl WalkForm {
    /// A walk of so many minutes of which nothing else is known.
    #[must_use]
    pub fn of_minutes(duration_min: u16) -> Self {
        Self {
            occasion: None,
            duration_min,
            distance: None,
            onset: None,
            stopped: None,
            eased_by: Vec::new(),
            settle_min: None,
            surface: None,
            slope: None,
            carried: None,
            aid: None,
            footwear_id: None,
            pain_before: None,
            pain_peak: None,
            pain_after: None,
            note: None,
        }
    }

    fn walk(&self, conn: &Connection, id: &str, when: When) -> Result<Walk> {
        let invalid = |field| Error::Invalid { field };
        if !(1..=DURATION_MAX_MIN).contains(&self.duration_min) {
            return Err(invalid("durationMin"));
        }
        if matches!(self.onset, Some(Onset::After(minutes)) if minutes > self.duration_min) {
            return Err(invalid("onset"));
        }
        if self.settle_min.is_some_and(|it| it > SETTLE_MAX_MIN) {
            return Err(invalid("settleMin"));
        }
        if self.eased_by.contains(&EasedBy::Nothing) && self.eased_by.len() > 1 {
            return Err(invalid("easedBy"));
        }
        if let Some(footwear) = &self.footwear_id {
            record::find::<Footwear>(conn, footwear).map_err(|error| match error {
                Error::NotFound => invalid("footwearId"),
                other => other,
            })?;
        }
        Ok(Walk {
            id: id.to_owned(),
            when,
            duration_min: self.duration_min,
            distance: self.distance,
            onset: self.onset,
            stopped: self.stopped,
            eased_by: set(self.eased_by.clone()),
            settle_min: self.settle_min,
            surface: self.surface,
            slope: self.slope,
            carried: self.carried,
            aid: self.aid,
            footwear_id: self.footwear_id.clone(),
            pain_before: self.pain_before,
            pain_peak: self.pain_peak,
            pain_after: self.pain_after,
            note: self.note.clone(),
            deleted_at_ms: None,
        })
    }
}

/// Keeps a walk.
///
/// # Errors
/// [`Error::Invalid`] on `durationMin`, `onset` (later than the walk is long), `settleMin`, `easedBy` ("nothing" beside
/// something), `footwearId` (no such shoes), or `localDate` for a date after today or before 1900;
/// [`Error::Conflict`] if the id is taken; any failure of the storage.
pub fn add(tx: &Transaction<'_>, id: &str, form: &WalkForm, now: Moment) -> Result<Walk> {
    let when = match form.occasion {
        Some(occasion) => When::of(occasion, now)?,
        None => begun(form.duration_min, now, settings::day_ends_at(tx)?),
    };
    record::add(tx, &form.walk(tx, id, when)?, now)
}

/// Makes a walk say what the form says; without an occasion it stays where it is.
///
/// # Errors
/// As [`add`]; [`Error::NotFound`]; [`Error::Conflict`] if it is in the trash.
pub fn edit(tx: &Transaction<'_>, id: &str, form: &WalkForm, now: Moment) -> Result<Walk> {
    record::change(tx, id, now, |old: Walk| {
        let when = match form.occasion {
            None => old.when,
            Some(occasion) => old.when.moved(occasion, now)?,
        };
        form.walk(tx, id, when)
    })
}

/// The walk that began last, to fill the form with "same as last walk".
///
/// # Errors
/// Any failure of the storage.
pub fn last(conn: &Connection) -> Result<Option<Walk>> {
    store::last_id(conn)?
        .map(|id| record::find(conn, &id))
        .transpose()
}

/// The person's shoes that are not in the trash, by name.
///
/// # Errors
/// Any failure of the storage.
pub fn footwear(conn: &Connection) -> Result<Vec<Footwear>> {
    store::footwear(conn)
}

/// Makes or renames a pair of shoes.
///
/// # Errors
/// [`Error::Invalid`] on `name` if another pair has it; [`Error::Conflict`] if it is in the trash; any failure of the
/// storage.
pub fn save_footwear(tx: &Transaction<'_>, id: &str, name: &Name, now: Moment) -> Result<Footwear> {
    if footwear(tx)?
        .iter()
        .any(|it| it.id != id && it.name == *name)
    {
        return Err(Error::Invalid { field: "name" });
    }
    match record::find::<Footwear>(tx, id) {
        Err(Error::NotFound) => {
            let fresh = Footwear {
                id: id.to_owned(),
                name: name.clone(),
                recorded_at_ms: now.utc_ms,
                deleted_at_ms: None,
            };
            record::add(tx, &fresh, now)
        }
        Err(error) => Err(error),
        Ok(_) => record::change(tx, id, now, |old: Footwear| {
            Ok(Footwear {
                name: name.clone(),
                ..old
            })
        }),
    }
}

/// A walk that is over began its own length ago.
fn begun(duration_min: u16, now: Moment, day_ends_at: chrono::NaiveTime) -> When {
    let start = Moment {
        utc_ms: now.utc_ms - i64::from(duration_min) * 60_000,
        ..now
    };
    When {
        recorded_at_ms: now.utc_ms,
        ..When::now(start, day_ends_at)
    }
}
