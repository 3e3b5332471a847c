//! Where it hurt: a month, and the first beside the last 30 days.

use backstride_content::strings;
use backstride_core::Result;
use backstride_core::diary::Region;
use backstride_core::insights::{self, BodyShare, RegionShare};
use backstride_core::worded::Worded as _;
use backstride_draw::body::{self, Interactive, Map, Mark, Panel, Sides, Size, Value};
use backstride_draw::{Palette, Words};
use chrono::{Days, NaiveDate};

use super::{ChartTableView, ChartView, Drawn, Paper, PictureView, said};

/// Days at either end of the diary that are compared.
const ENDS: u64 = 30;

/// Below this width the large body would have to shrink.
const NARROW_PX: f64 = 480.0;

pub(super) fn month(paper: &Paper<'_>, date: NaiveDate) -> Result<ChartView> {
    let share = insights::body_month(paper.conn, date)?;
    // In a narrow place, or beside large text, the small body keeps its words readable; the table has the numbers.
    let (size, legend) = if paper.width_px < NARROW_PX {
        (Size::Middle, "chart-body-change-legend")
    } else {
        (Size::Full, "chart-body-legend")
    };
    let drawn = Drawn {
        from: share.from,
        to: share.to,
        title: strings::text("chart-body-month", &[("month", &said::full_month(date))]),
        summary: summary(&share),
        legend: said::plain(legend),
        empty: share.regions.is_empty(),
        table: ChartTableView {
            columns: [
                "chart-column-region",
                "chart-column-days",
                "chart-column-share",
                "chart-column-intensity",
            ]
            .map(said::plain)
            .to_vec(),
            rows: most_first(&share)
                .into_iter()
                .map(|it| {
                    vec![
                        name(it.region),
                        it.days.to_string(),
                        said::percent(it.days, share.entry_days),
                        said::maybe(it.nrs_mean.map(said::mean)),
                    ]
                })
                .collect(),
        },
    };
    let svg = body::svg(&drawn.words("month"), &map(&share, size), paper.palette);
    Ok(drawn.view(svg))
}

pub(super) fn change(paper: &Paper<'_>) -> Result<ChartView> {
    let (first, _) = insights::span(paper.conn)?.unwrap_or((paper.today, paper.today));
    let after = first.checked_add_days(Days::new(ENDS - 1));
    let before = paper.today.checked_sub_days(Days::new(ENDS - 1));
    let (after, before) = (
        after.unwrap_or(first).min(paper.today),
        before.unwrap_or(first).max(first),
    );
    let start = insights::body(paper.conn, first, after)?;
    let end = insights::body(paper.conn, before, paper.today)?;
    let title =
        |key: &str, it: &BodyShare| strings::text(key, &[("span", &said::span(it.from, it.to))]);
    let titles = [
        title("chart-body-first", &start),
        title("chart-body-last", &end),
    ];
    let drawn = Drawn {
        from: first,
        to: paper.today,
        title: said::plain("chart-body-change"),
        summary: changed(&start, &end),
        legend: said::plain("chart-body-change-legend"),
        // A diary younger than both ends would be compared with itself.
        empty: after >= before || (start.regions.is_empty() && end.regions.is_empty()),
        table: both(&start, &end, &titles),
    };
    // In a file both stand side by side; in the window each can be visited, and one stands below the other in a narrow one.
    let views = match paper.palette {
        Palette::Light => {
            let panels = [(&start, &titles[0]), (&end, &titles[1])].map(|(share, title)| Panel {
                title: title.clone(),
                marks: marks(share),
            });
            let words = drawn.words("change");
            vec![PictureView {
                title: None,
                svg: body::multiples(&words, &panels, &sides(), paper.palette),
            }]
        }
        Palette::Classes => vec![
            end_of(paper, "first", &titles[0], &start),
            end_of(paper, "last", &titles[1], &end),
        ],
    };
    Ok(drawn.views(views))
}

/// One end of the diary as a picture of its own.
fn end_of(paper: &Paper<'_>, id: &str, title: &str, share: &BodyShare) -> PictureView {
    let words = Words {
        id: id.to_owned(),
        title: title.to_owned(),
        desc: summary(share),
    };
    PictureView {
        title: Some(title.to_owned()),
        svg: body::svg(&words, &map(share, Size::Middle), paper.palette),
    }
}

fn map(share: &BodyShare, size: Size) -> Map {
    Map {
        marks: marks(share),
        sides: sides(),
        interactive: Interactive::Parts,
        size,
    }
}

fn sides() -> Sides {
    Sides {
        front: said::plain("map-front"),
        back: said::plain("map-back"),
        left: said::plain("map-left"),
        right: said::plain("map-right"),
    }
}

/// The name of a region, the same as in the forms.
fn name(region: Region) -> String {
    said::plain(&format!("region-{}", region.word()))
}

fn marks(share: &BodyShare) -> Vec<Mark> {
    let mark = |it: &RegionShare| {
        Some(Mark {
            region: body::Region::from_code(it.region.word())?,
            value: Value::Share(f64::from(it.days) / f64::from(share.entry_days.max(1))),
            selected: false,
            label: strings::text(
                "chart-body-point",
                &[
                    ("region", &name(it.region)),
                    ("days", &it.days.to_string()),
                    ("of", &share.entry_days.to_string()),
                ],
            ),
        })
    };
    share.regions.iter().filter_map(mark).collect()
}

/// The regions, the most frequent first; those alike stay in the order of the body.
fn most_first(share: &BodyShare) -> Vec<&RegionShare> {
    let mut regions: Vec<&RegionShare> = share.regions.iter().collect();
    regions.sort_by_key(|it| std::cmp::Reverse(it.days));
    regions
}

fn summary(share: &BodyShare) -> String {
    match most_first(share).first() {
        None => strings::text("chart-body-none", &[("of", &share.entry_days.to_string())]),
        Some(most) => strings::text(
            "chart-body-summary",
            &[
                ("region", &name(most.region)),
                ("days", &most.days.to_string()),
                ("of", &share.entry_days.to_string()),
            ],
        ),
    }
}

/// Which region was named most at either end, with its counts.
fn changed(start: &BodyShare, end: &BodyShare) -> String {
    format!(
        "{} {}",
        strings::text("chart-body-first-said", &[("sentence", &summary(start))]),
        strings::text("chart-body-last-said", &[("sentence", &summary(end))]),
    )
}

fn both(start: &BodyShare, end: &BodyShare, titles: &[String; 2]) -> ChartTableView {
    let share = |it: &BodyShare, region: Region| {
        it.regions
            .iter()
            .find(|one| one.region == region)
            .map(|one| said::percent(one.days, it.entry_days))
            .unwrap_or_default()
    };
    let mut columns = vec![said::plain("chart-column-region")];
    columns.extend(titles.iter().cloned());
    ChartTableView {
        columns,
        rows: Region::ALL
            .iter()
            .map(|region| vec![name(*region), share(start, *region), share(end, *region)])
            .filter(|row| row[1..].iter().any(|cell| !cell.is_empty()))
            .collect(),
    }
}
