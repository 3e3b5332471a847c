//! What all records share on the wire: when they were, how they came to be, and the one union of all kinds.

use backstride_core::Result;
use backstride_core::diary::Intensity;
use backstride_core::history::AnyRecord;
use backstride_core::record::{self, Kind, Name, Note, Occasion, When};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::checks::CheckView;
use super::days::{DayRecordView, FactorView};
use super::diary::PainEntryView;
use super::flares::FlareView;
use super::own::OwnRecordView;
use super::plan::{PlanCheckInView, PlanRecordView, PlanReviewView};
use super::reading::QuestionView;
use super::sessions::SessionView;
use super::treatments::{MedicineView, ReliefView};
use super::walks::{FootwearView, WalkView};
use super::words::PartOfDayView;

/// When something was, as a form says it. Fields at fault are named `localDate`, `localTime` or `partOfDay`.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct OccasionRequest {
    /// `YYYY-MM-DD`
    local_date: String,
    /// `HH:MM`, or null if it is not known that exactly.
    local_time: Option<String>,
    /// Only without a time.
    part_of_day: Option<PartOfDayView>,
    /// The time is one after midnight and the date the day before.
    past_midnight: bool,
}

impl OccasionRequest {
    /// The occasion in a request, if it names one.
    pub(crate) fn parsed(request: Option<&Self>) -> Result<Option<Occasion>> {
        request
            .map(|it| {
                Occasion::new(
                    &it.local_date,
                    it.local_time.as_deref(),
                    it.part_of_day.map(Into::into),
                    it.past_midnight,
                )
            })
            .transpose()
    }
}

/// When something was.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WhenView {
    /// `YYYY-MM-DD`
    local_date: String,
    /// `HH:MM`
    local_time: Option<String>,
    part_of_day: Option<PartOfDayView>,
    /// The time is one after midnight and the date the day before.
    past_midnight: bool,
    /// Unix milliseconds when it was first saved.
    #[specta(type = specta_typescript::Number)]
    recorded_at_ms: f64,
}

impl From<When> for WhenView {
    fn from(when: When) -> Self {
        Self {
            local_date: when.local_date.to_string(),
            local_time: when.local_time.map(|time| time.format("%H:%M").to_string()),
            part_of_day: when.part_of_day.map(Into::into),
            past_midnight: when.past_midnight,
            recorded_at_ms: milliseconds(when.recorded_at_ms),
        }
    }
}

/// How a record came to be as it is.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TraceView {
    /// How often it was changed after it was made.
    edited_times: u32,
    /// Its last step in the log, to take back by number.
    last_step: u32,
    deleted: bool,
}

impl TraceView {
    pub(crate) fn of(
        conn: &Connection,
        kind: Kind,
        id: &str,
        deleted_at_ms: Option<i64>,
    ) -> Result<Self> {
        let traces = record::traces(conn, kind, id)?;
        Ok(Self {
            edited_times: traces.edited_times,
            last_step: step(traces.last_step),
            deleted: deleted_at_ms.is_some(),
        })
    }
}

/// A record of any kind.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(tag = "kind", content = "record", rename_all = "snake_case")]
pub(crate) enum RecordView {
    /// A pain entry.
    Pain(PainEntryView),
    /// A walk.
    Walk(WalkView),
    /// A whole day.
    Day(DayRecordView),
    /// A medicine taken.
    Medicine(MedicineView),
    /// Something tried.
    Relief(ReliefView),
    /// A flare.
    Flare(FlareView),
    /// A watched factor.
    Factor(FactorView),
    /// A pair of shoes.
    Footwear(FootwearView),
    /// A finished symptom check.
    Check(CheckView),
    /// A question for an appointment.
    Question(QuestionView),
    /// A walking plan.
    Plan(PlanRecordView),
    /// What was said about a week of one.
    PlanReview(PlanReviewView),
    /// A check-in of one.
    PlanCheckIn(PlanCheckInView),
    /// A routine that was done.
    Session(SessionView),
    /// A routine of the person's own.
    Routine(OwnRecordView),
}

impl RecordView {
    pub(crate) fn of(conn: &Connection, record: AnyRecord) -> Result<Self> {
        Ok(match record {
            AnyRecord::Pain(it) => Self::Pain(PainEntryView::of(conn, it)?),
            AnyRecord::Walk(it) => Self::Walk(WalkView::of(conn, it)?),
            AnyRecord::Day(it) => Self::Day(DayRecordView::of(conn, it)?),
            AnyRecord::Medicine(it) => Self::Medicine(MedicineView::of(conn, it)?),
            AnyRecord::Relief(it) => Self::Relief(ReliefView::of(conn, it)?),
            AnyRecord::Flare(it) => Self::Flare(FlareView::of(conn, it)?),
            AnyRecord::Factor(it) => Self::Factor(it.into()),
            AnyRecord::Footwear(it) => Self::Footwear(it.into()),
            AnyRecord::Check(it) => Self::Check(CheckView::of(conn, it)?),
            AnyRecord::Question(it) => Self::Question(QuestionView::of(conn, it)?),
            AnyRecord::Plan(it) => Self::Plan(PlanRecordView::of(conn, it)?),
            AnyRecord::PlanReview(it) => Self::PlanReview(PlanReviewView::of(conn, it)?),
            AnyRecord::PlanCheckIn(it) => Self::PlanCheckIn(PlanCheckInView::of(conn, it)?),
            AnyRecord::Session(it) => Self::Session(SessionView::of(conn, it)?),
            AnyRecord::Routine(it) => Self::Routine(OwnRecordView::of(conn, it)?),
        })
    }
}

/// A new record's id: it sorts by the time it was made, and nobody else has it.
pub(crate) fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A point on the pain scale in a request, if there is one.
pub(crate) fn intensity(value: Option<f64>, field: &'static str) -> Result<Option<Intensity>> {
    value
        .map(|value| Intensity::in_field(value, field))
        .transpose()
}

/// A whole number in a request, if there is one.
pub(crate) fn whole<T: TryFrom<u32>>(
    value: Option<f64>,
    high: u32,
    field: &'static str,
) -> Result<Option<T>> {
    value
        .map(|value| record::whole(value, 0, high, field))
        .transpose()
}

/// A note in a request, if there is one.
pub(crate) fn note(text: Option<&str>) -> Result<Option<Note>> {
    Ok(text.map(Note::new).transpose()?.flatten())
}

/// A note in a view.
pub(crate) fn note_text(note: Option<Note>) -> Option<String> {
    note.map(|note| note.as_str().to_owned())
}

/// A short text in a request that may be empty.
pub(crate) fn name(text: Option<&str>, field: &'static str) -> Result<Option<Name>> {
    text.filter(|text| !text.trim().is_empty())
        .map(|text| Name::new(text, field))
        .transpose()
}

/// Milliseconds since 1970 as the wire carries them.
#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 stay exact in a double for 285,000 years"
)]
pub(crate) fn milliseconds(ms: i64) -> f64 {
    ms as f64
}

/// The number of a step as the wire carries it; nobody takes four billion steps.
pub(crate) fn step(step: i64) -> u32 {
    u32::try_from(step).unwrap_or_default()
}
