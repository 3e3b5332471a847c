//! What was felt, when: pain entries, whole days, what was taken and tried, and flares.
//!
//! Each kind has a file with its types and rules here and its rows in `store`. How a record is added, changed, binned and
//! followed is the same for all of them and lives in [`crate::record`].

mod day;
mod flare;
mod pain;
pub mod region;
pub mod safety;
mod store;
mod treatment;

pub use crate::record::{
    Action, Intensity, NAME_MAX_CHARS, NOTE_MAX_CHARS, Name, Note, Occasion, PartOfDay, Revision,
    When,
};
pub use day::{
    Answer, DayForm, DayRecord, FACTORS_MAX, Factor, FactorDay, Level, Lifting, Sitting, day_on,
    factors, order_factors, save_day, save_factor, sleep_min,
};
pub use flare::{Flare, FlareForm, add_flare, edit_flare, flares};
pub use pain::{
    Frame, LegSymptom, NewPain, PainEntry, PainForm, Quality, RegionPain, add, add_full, edit_full,
};
pub use region::Region;
pub(crate) use store::SUMMED;
pub use store::{on_date, page, since};
pub use treatment::{
    Helped, Medicine, MedicineForm, Method, Relief, ReliefForm, add_medicine, add_relief,
    edit_medicine, edit_relief, medicine_names,
};

use chrono::NaiveDate;

/// One page of the diary, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The entries of this page.
    pub entries: Vec<PainEntry>,
    /// How many entries the diary holds in all, without the trash.
    pub total: u32,
    /// The date of the oldest entry.
    pub first: Option<NaiveDate>,
    /// Whether older entries follow.
    pub more: bool,
}
