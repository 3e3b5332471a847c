//! Pain over time: every entry, two means, flares, and where most days lie.

use backstride_content::strings;
use backstride_core::Result;
use backstride_core::insights::{self, DayFigures, Meaning, Summary};
use backstride_core::worded::Worded as _;
use backstride_draw::Mean;
use backstride_draw::trend::{self, Entry, Marker, Sign, Usual};

use super::{ChartTableView, ChartView, Drawn, Paper, RangeView, day, said};

pub(super) fn draw(paper: &Paper<'_>, range: RangeView) -> Result<ChartView> {
    let (from, to) = paper.stretch(range)?;
    let trend = insights::trend(paper.conn, from, to)?;
    let summary = insights::summary(paper.conn, paper.today)?;
    let entries = entries(&trend);
    let markers = markers(&trend);
    let means = |means: &[insights::Mean]| -> Vec<Mean> {
        let mean = |mean: &insights::Mean| {
            Some(Mean {
                date: day(mean.date)?,
                value: mean.value,
            })
        };
        means.iter().filter_map(mean).collect()
    };
    let usual = trend.usual.map(|band| Usual {
        low: band.low,
        high: band.high,
        label: said::plain("chart-usual"),
    });
    let drawn = Drawn {
        from,
        to,
        title: said::plain(match range {
            RangeView::FourWeeks => "chart-trend-four-weeks",
            RangeView::SixWeeks => "chart-trend-six-weeks",
            RangeView::SixMonths => "chart-trend-six-months",
            RangeView::All => "chart-trend-all",
        }),
        summary: sentence(&summary),
        legend: legend(&trend, range, &markers),
        empty: entries.is_empty(),
        table: table(&trend),
    };
    let (Some(first), Some(last)) = (day(from), day(to)) else {
        return Ok(drawn.view(String::new()));
    };
    let picture = trend::Trend {
        first,
        last,
        width_px: paper.width_px,
        entries: &entries,
        week_means: &means(&trend.week),
        month_means: match range {
            // Over four weeks the long mean is one number at the end.
            RangeView::FourWeeks => &[],
            _ => &means(&trend.four_weeks),
        },
        flares: &Paper::bands(&trend.flares),
        usual: match range {
            RangeView::FourWeeks => None,
            _ => usual.as_ref(),
        },
        markers: &markers,
        tick: &said::tick,
        thinned: &|shown, all| {
            strings::text(
                "chart-thinned",
                &[("shown", &shown.to_string()), ("all", &all.to_string())],
            )
        },
    };
    let svg = trend::svg(&drawn.words("trend"), &picture, paper.palette);
    Ok(drawn.view(svg))
}

/// Every entry; where the core gives none because the stretch is long, the lowest and the highest of each day, which
/// are entries too.
fn entries(trend: &insights::Trend) -> Vec<Entry> {
    if trend.dots.is_empty() {
        return trend
            .days
            .iter()
            .flat_map(|it| extremes(it, trend.to))
            .collect();
    }
    let entry = |dot: &insights::Dot| {
        let key = if dot.backfilled {
            "chart-point-later"
        } else {
            "chart-point"
        };
        Some(Entry {
            date: day(dot.date)?,
            minute: Some(dot.sort_min.min(1439)),
            score: dot.nrs,
            label: strings::text(
                key,
                &[
                    ("date", &said::date(dot.date, trend.to)),
                    ("nrs", &dot.nrs.to_string()),
                ],
            ),
        })
    };
    trend.dots.iter().filter_map(entry).collect()
}

fn extremes(figures: &DayFigures, end: chrono::NaiveDate) -> Vec<Entry> {
    let (Some(low), Some(high), Some(date)) =
        (figures.nrs_low, figures.nrs_high, day(figures.date))
    else {
        return Vec::new();
    };
    let label = strings::text(
        "chart-point-day",
        &[
            ("date", &said::date(figures.date, end)),
            ("low", &low.to_string()),
            ("high", &high.to_string()),
        ],
    );
    let entry = |score| Entry {
        date,
        minute: None,
        score,
        label: label.clone(),
    };
    if low == high {
        vec![entry(low)]
    } else {
        vec![entry(low), entry(high)]
    }
}

/// The last four weeks beside the four before, with what the difference means.
fn sentence(summary: &Summary) -> String {
    let Some(mean) = summary.nrs_mean.map(said::mean) else {
        return said::plain("chart-trend-none");
    };
    match (summary.nrs_mean_before, summary.meaning) {
        (None, _) | (_, Meaning::NotEnough) => {
            strings::text("chart-trend-alone", &[("mean", &mean)])
        }
        (Some(before), meaning) => strings::text(
            "chart-trend-compared",
            &[
                ("mean", &mean),
                ("before", &said::mean(before)),
                ("meaning", meaning.word()),
            ],
        ),
    }
}

/// What began: medicines and flares. A flare is a band as well; its sign is what the keyboard comes to.
fn markers(trend: &insights::Trend) -> Vec<Marker> {
    // Where single entries are too many to be drawn, signs would be too.
    if trend.dots.is_empty() {
        return Vec::new();
    }
    let begun = trend.begun.iter().filter_map(|it| {
        Some(Marker {
            date: day(it.date)?,
            sign: Sign::Diamond,
            label: strings::text(
                "chart-marker-medicine",
                &[("date", &said::date(it.date, trend.to)), ("name", &it.name)],
            ),
        })
    });
    let flares = trend.flares.iter().filter_map(|flare| {
        let date = said::date(flare.start_date, trend.to);
        let label = match flare.end_date {
            Some(end) => strings::text(
                "chart-marker-flare",
                &[("date", &date), ("end", &said::date(end, trend.to))],
            ),
            None => strings::text("chart-marker-flare-open", &[("date", &date)]),
        };
        (flare.start_date >= trend.from).then_some(())?;
        Some(Marker {
            date: day(flare.start_date)?,
            sign: Sign::Triangle,
            label,
        })
    });
    let mut all: Vec<Marker> = begun.chain(flares).collect();
    all.sort_by_key(|marker| marker.date);
    all
}

fn legend(trend: &insights::Trend, range: RangeView, markers: &[Marker]) -> String {
    let dots = if trend.dots.is_empty() && !trend.days.is_empty() {
        "chart-trend-legend-days"
    } else {
        "chart-trend-legend-dots"
    };
    let lines = if range == RangeView::FourWeeks {
        "chart-trend-legend-week"
    } else {
        "chart-trend-legend-both"
    };
    let has = |sign| markers.iter().any(|marker| marker.sign == sign);
    let signs = [
        (Sign::Diamond, "chart-trend-legend-medicine"),
        (Sign::Triangle, "chart-trend-legend-flare"),
    ];
    let parts = [dots, lines].into_iter().chain(
        signs
            .into_iter()
            .filter(|(sign, _)| has(*sign))
            .map(|(_, key)| key),
    );
    parts.map(said::plain).collect::<Vec<_>>().join(" ")
}

fn table(trend: &insights::Trend) -> ChartTableView {
    let mut week = trend.week.iter().rev().peekable();
    let rows = trend
        .days
        .iter()
        .rev()
        .filter(|it| it.nrs_low.is_some())
        .map(|figures| {
            while week.next_if(|mean| mean.date > figures.date).is_some() {}
            let mean = week.peek().filter(|mean| mean.date == figures.date);
            vec![
                said::date(figures.date, trend.to),
                figures.entries.to_string(),
                said::maybe(figures.nrs_mean.map(said::mean)),
                said::maybe(figures.nrs_low),
                said::maybe(figures.nrs_high),
                said::maybe(mean.and_then(|mean| mean.value).map(said::mean)),
            ]
        })
        .collect();
    ChartTableView {
        columns: [
            "weeks-day",
            "weeks-entries",
            "weeks-mean",
            "weeks-low",
            "weeks-high",
            "chart-column-week",
        ]
        .map(said::plain)
        .to_vec(),
        rows,
    }
}
