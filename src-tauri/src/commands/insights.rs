//! The data of every chart, the figures of four weeks, and what is offered, over the wire.

use backstride_agent::clock;
use backstride_core::insights::{
    self, Band, BodyShare, DayFigures, Dot, Mean, Outcome, Reason, Scatter, Suggestion, Summary,
    Tolerances, Trend,
};
use backstride_core::record::{When, date_in};
use backstride_core::settings;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tauri::State;

use super::walks::OnsetView;
use super::words::{MeaningView, OutcomeView, RegionCode};
use crate::ipc_error::IpcError;
use crate::records::Records;

/// A stretch of days, both ends included.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct StretchRequest {
    /// `YYYY-MM-DD`
    from: String,
    /// `YYYY-MM-DD`
    to: String,
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

/// One pain entry as a dot.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DotView {
    id: String,
    date: String,
    /// Minutes from the midnight that begins the date, up to 2880.
    sort_min: u16,
    nrs: u8,
    /// Written down from memory, over 36 hours after the end of its day.
    backfilled: bool,
}

/// A mean at the end of a date; null where the line breaks.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MeanView {
    date: String,
    #[specta(type = Option<specta_typescript::Number>)]
    value: Option<f64>,
}

/// A stretch of bad days, as the person said.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FlareBandView {
    id: String,
    from: String,
    /// Null = not over.
    to: Option<String>,
}

/// Where 80 of 100 days lie.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BandView {
    #[specta(type = specta_typescript::Number)]
    low: f64,
    #[specta(type = specta_typescript::Number)]
    high: f64,
    /// How many days it rests on.
    days: u32,
}

/// Pain over a stretch of days.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrendView {
    from: String,
    to: String,
    /// Empty if the stretch is over 400 days long.
    dots: Vec<DotView>,
    days: Vec<DayFiguresView>,
    /// The 7-day mean of every date; null with fewer than 4 of 7 days.
    week: Vec<MeanView>,
    /// The 28-day mean of every date; null with fewer than 14 of 28 days.
    four_weeks: Vec<MeanView>,
    flares: Vec<FlareBandView>,
    /// The usual range of the 90 days that end the stretch; null with fewer than 14 days.
    usual: Option<BandView>,
}

/// One walk with what is known of when the pain began.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ToleranceView {
    id: String,
    date: String,
    duration_min: u16,
    /// `never` = at least as long as the walk: an open-ended point.
    onset: OnsetView,
    settle_min: Option<u16>,
}

/// Walking tolerance over a stretch of days.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TolerancesView {
    walks: Vec<ToleranceView>,
    /// Walks of which it was not recorded; they are left out.
    not_recorded: u32,
}

/// Which walks, against what.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ScatterRequest {
    /// `YYYY-MM-DD`
    from: String,
    /// `YYYY-MM-DD`
    to: String,
    /// `change` unless the person chooses another.
    outcome: OutcomeView,
}

/// One walk as a point.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WalkPointView {
    id: String,
    date: String,
    duration_min: u16,
    /// 0 to 10, or -10 to 10 for a change.
    #[specta(type = specta_typescript::Number)]
    value: f64,
}

/// Walk minutes against an outcome.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScatterView {
    outcome: OutcomeView,
    walks: Vec<WalkPointView>,
    /// Walks of which the outcome was not recorded; they are left out.
    not_recorded: u32,
}

/// How often one region hurt.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RegionShareView {
    region: RegionCode,
    days: u32,
    #[specta(type = Option<specta_typescript::Number>)]
    nrs_mean: Option<f64>,
}

/// Where it hurt over a stretch of days.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BodyShareView {
    from: String,
    to: String,
    /// Days with a pain entry: what the days of each region are a share of.
    entry_days: u32,
    regions: Vec<RegionShareView>,
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

/// The days of a year that have a record.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn insights_calendar(
    records: State<'_, Records>,
    year: i32,
) -> Result<Vec<DayFiguresView>, IpcError> {
    let days = records.read(|conn| insights::calendar(conn, year))?;
    Ok(days.into_iter().map(Into::into).collect())
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

/// Pain over a stretch of days.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn insights_trend(
    records: State<'_, Records>,
    input: StretchRequest,
) -> Result<TrendView, IpcError> {
    let (from, to) = input.parsed()?;
    Ok(records.read(|conn| insights::trend(conn, from, to))?.into())
}

/// Walking tolerance over a stretch of days.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn insights_tolerance(
    records: State<'_, Records>,
    input: StretchRequest,
) -> Result<TolerancesView, IpcError> {
    let (from, to) = input.parsed()?;
    Ok(records
        .read(|conn| insights::tolerance(conn, from, to))?
        .into())
}

/// Walk minutes against an outcome.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn insights_walks(
    records: State<'_, Records>,
    input: ScatterRequest,
) -> Result<ScatterView, IpcError> {
    let (from, to) = (date_in(&input.from, "from")?, date_in(&input.to, "to")?);
    let outcome = Outcome::from(input.outcome);
    let scatter = records.read(|conn| insights::walks_against(conn, from, to, outcome))?;
    Ok(scatter.into())
}

/// Where it hurt in the month of a date.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn insights_body_month(
    records: State<'_, Records>,
    date: String,
) -> Result<BodyShareView, IpcError> {
    let month = date_in(&date, "date")?;
    Ok(records
        .read(|conn| insights::body_month(conn, month))?
        .into())
}

/// Where it hurt over a stretch of days.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn insights_body(
    records: State<'_, Records>,
    input: StretchRequest,
) -> Result<BodyShareView, IpcError> {
    let (from, to) = input.parsed()?;
    Ok(records.read(|conn| insights::body(conn, from, to))?.into())
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

impl From<Trend> for TrendView {
    fn from(trend: Trend) -> Self {
        let means = |means: Vec<Mean>| {
            let means = means.into_iter();
            means
                .map(|mean| MeanView {
                    date: mean.date.to_string(),
                    value: mean.value,
                })
                .collect()
        };
        let dot = |dot: Dot| DotView {
            id: dot.id,
            date: dot.date.to_string(),
            sort_min: dot.sort_min,
            nrs: dot.nrs,
            backfilled: dot.backfilled,
        };
        Self {
            from: trend.from.to_string(),
            to: trend.to.to_string(),
            dots: trend.dots.into_iter().map(dot).collect(),
            days: trend.days.into_iter().map(Into::into).collect(),
            week: means(trend.week),
            four_weeks: means(trend.four_weeks),
            flares: trend
                .flares
                .into_iter()
                .map(|flare| FlareBandView {
                    id: flare.id,
                    from: flare.start_date.to_string(),
                    to: flare.end_date.map(|date| date.to_string()),
                })
                .collect(),
            usual: trend
                .usual
                .map(|Band { low, high, days }| BandView { low, high, days }),
        }
    }
}

impl From<Tolerances> for TolerancesView {
    fn from(all: Tolerances) -> Self {
        let walks = all.walks.into_iter();
        Self {
            walks: walks
                .map(|walk| ToleranceView {
                    id: walk.id,
                    date: walk.date.to_string(),
                    duration_min: walk.duration_min,
                    onset: walk.onset.into(),
                    settle_min: walk.settle_min,
                })
                .collect(),
            not_recorded: all.not_recorded,
        }
    }
}

impl From<Scatter> for ScatterView {
    fn from(scatter: Scatter) -> Self {
        let walks = scatter.walks.into_iter();
        Self {
            outcome: scatter.outcome.into(),
            walks: walks
                .map(|walk| WalkPointView {
                    id: walk.id,
                    date: walk.date.to_string(),
                    duration_min: walk.duration_min,
                    value: walk.value,
                })
                .collect(),
            not_recorded: scatter.not_recorded,
        }
    }
}

impl From<BodyShare> for BodyShareView {
    fn from(share: BodyShare) -> Self {
        let regions = share.regions.into_iter();
        Self {
            from: share.from.to_string(),
            to: share.to.to_string(),
            entry_days: share.entry_days,
            regions: regions
                .map(|it| RegionShareView {
                    region: it.region.into(),
                    days: it.days,
                    nrs_mean: it.nrs_mean,
                })
                .collect(),
        }
    }
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
            offer_monthly: summary.offer_monthly,
            offer_flare: summary.offer_flare,
        }
    }
}
