//! The figures of days and of four weeks, and what is offered, over the wire.

use backstride_agent::clock;
use backstride_core::insights::{self, DayFigures, Reason, Suggestion, Summary};
use backstride_core::record::{When, date_in};
use backstride_core::settings::{self, Offer};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tauri::State;

use super::words::{MeaningView, OfferView};
use crate::ipc_error::IpcError;
use crate::records::Records;

/// A stretch of days, both ends included.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct StretchRequest {
    /// `YYYY-MM-DD`
    pub(super) from: String,
    /// `YYYY-MM-DD`
    pub(super) to: String,
}

impl StretchRequest {
    fn parsed(&self) -> backstride_core::Result<(NaiveDate, NaiveDate)> {
        Ok((date_in(&self.from, "from")?, date_in(&self.to, "to")?))
    }
}

/// One day that has a record; every figure may be missing, and none is ever a guess.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DayFiguresView {
    /// `YYYY-MM-DD`
    date: String,
    /// Pain entries.
    entries: u32,
    #[specta(type = Option<specta_typescript::Number>)]
    nrs_mean: Option<f64>,
    nrs_low: Option<u8>,
    nrs_high: Option<u8>,
    walks: u32,
    /// Minutes walked; null = no walk recorded.
    walk_min: Option<u32>,
    /// Whether there is a record of the whole day.
    day_recorded: bool,
    limited: Option<u8>,
    comfortable_walk_min: Option<u16>,
    sleep_min: Option<u16>,
    medicines: u32,
    reliefs: u32,
}

impl From<DayFigures> for DayFiguresView {
    fn from(day: DayFigures) -> Self {
        Self {
            date: day.date.to_string(),
            entries: day.entries,
            nrs_mean: day.nrs_mean,
            nrs_low: day.nrs_low,
            nrs_high: day.nrs_high,
            walks: day.walks,
            walk_min: day.walk_min,
            day_recorded: day.day_recorded,
            limited: day.limited,
            comfortable_walk_min: day.comfortable_walk_min,
            sleep_min: day.sleep_min,
            medicines: day.medicines,
            reliefs: day.reliefs,
        }
    }
}

/// The last four weeks in figures.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SummaryView {
    from: String,
    to: String,
    #[specta(type = Option<specta_typescript::Number>)]
    nrs_mean: Option<f64>,
    #[specta(type = Option<specta_typescript::Number>)]
    nrs_mean_before: Option<f64>,
    meaning: MeaningView,
    days_recorded: u32,
    days_pain: u32,
    days_walked: u32,
    /// Days with a record of the whole day.
    days_day: u32,
    walk_min: Option<u32>,
    comfortable_walk_min: Option<u16>,
    flares: u32,
    /// Offer a monthly check instead.
    offer_monthly: bool,
    /// Offer to note a flare.
    offer_flare: bool,
}

/// From when to when there are records.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SpanView {
    first: String,
    last: String,
}

/// The days of a stretch that have a record.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn insights_days(
    records: State<'_, Records>,
    input: StretchRequest,
) -> Result<Vec<DayFiguresView>, IpcError> {
    let (from, to) = input.parsed()?;
    let days = records.read(|conn| insights::days(conn, from, to))?;
    Ok(days.into_iter().map(Into::into).collect())
}

/// From when to when there are records; null in an empty diary.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn insights_span(records: State<'_, Records>) -> Result<Option<SpanView>, IpcError> {
    let span = records.read(insights::span)?;
    Ok(span.map(|(first, last)| SpanView {
        first: first.to_string(),
        last: last.to_string(),
    }))
}

/// Turns an offer down: it comes back only for another reason.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn insights_decline(
    records: State<'_, Records>,
    offer: OfferView,
) -> Result<(), IpcError> {
    let offer = Offer::from(offer);
    records.write(|tx| {
        let now = clock::now();
        let today = When::today(now, settings::day_ends_at(tx)?);
        let summary = insights::summary(tx, today)?;
        let reason = match offer {
            Offer::Monthly => summary.offer_monthly,
            Offer::Flare => summary.offer_flare,
        };
        // An offer that is over has no reason left to be turned down for.
        reason.map_or(Ok(()), |reason| settings::decline(tx, offer, reason, now))
    })
}

/// The last four weeks in figures, and what is offered.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn insights_summary(records: State<'_, Records>) -> Result<SummaryView, IpcError> {
    let summary = records.read(|conn| {
        let today = When::today(clock::now(), settings::day_ends_at(conn)?);
        insights::summary(conn, today)
    })?;
    Ok(summary.into())
}

/// Why a guide is suggested.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SuggestReason {
    StandingEases,
    SittingEases,
    OneLeg,
    Flare,
    MoreWalking,
    WorseAfterWalks,
    BetterAfterWalks,
    BadSleep,
    WarmthHelps,
}

/// A guide that fits what the diary shows.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SuggestionView {
    /// The slug of the guide.
    guide: String,
    reason: SuggestReason,
    /// How often it was so; minutes of the last week for `more_walking`.
    times: u32,
    /// Of how many times; the mean minutes of the weeks before for `more_walking`.
    of: u32,
}

impl From<Suggestion> for SuggestionView {
    fn from(suggestion: Suggestion) -> Self {
        Self {
            guide: suggestion.guide.to_owned(),
            reason: match suggestion.reason {
                Reason::StandingEases => SuggestReason::StandingEases,
                Reason::SittingEases => SuggestReason::SittingEases,
                Reason::OneLeg => SuggestReason::OneLeg,
                Reason::Flare => SuggestReason::Flare,
                Reason::MoreWalking => SuggestReason::MoreWalking,
                Reason::WorseAfterWalks => SuggestReason::WorseAfterWalks,
                Reason::BetterAfterWalks => SuggestReason::BetterAfterWalks,
                Reason::BadSleep => SuggestReason::BadSleep,
                Reason::WarmthHelps => SuggestReason::WarmthHelps,
            },
            times: suggestion.times,
            of: suggestion.of,
        }
    }
}

/// The guides that fit what the diary shows about the four weeks that end with a date, the most telling first.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn insights_suggest(
    records: State<'_, Records>,
    date: String,
) -> Result<Vec<SuggestionView>, IpcError> {
    let today = date_in(&date, "date")?;
    let found = records.read(|conn| insights::suggestions(conn, today))?;
    Ok(found.into_iter().map(SuggestionView::from).collect())
}

impl From<Summary> for SummaryView {
    fn from(summary: Summary) -> Self {
        Self {
            from: summary.from.to_string(),
            to: summary.to.to_string(),
            nrs_mean: summary.nrs_mean,
            nrs_mean_before: summary.nrs_mean_before,
            meaning: summary.meaning.into(),
            days_recorded: summary.days_recorded,
            days_pain: summary.days_pain,
            days_walked: summary.days_walked,
            days_day: summary.days_day,
            walk_min: summary.walk_min,
            comfortable_walk_min: summary.comfortable_walk_min,
            flares: summary.flares,
            offer_monthly: summary.offer_monthly.is_some(),
            offer_flare: summary.offer_flare.is_some(),
        }
    }
}
