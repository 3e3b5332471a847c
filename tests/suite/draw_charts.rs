//! The charts of the diary: what they may never do to a gap, a zero or an open end.

use std::collections::{BTreeMap, BTreeSet};

use backstride_draw::aims::{self, Aims};
use backstride_draw::calendar::{self, Calendar};
use backstride_draw::completeness::{self, Cell, Column, Completeness};
use backstride_draw::scatter::{self, Outcome, Scatter};
use backstride_draw::tolerance::{self, Onset, Tolerance};
use backstride_draw::trend::{self, Entry, Marker, Sign, Trend, Usual};
use backstride_draw::{Date, Flare, Mean, Palette, Step};
use chrono::Datelike as _;
use proptest::prelude::*;
use roxmltree::{Document, Node};

use super::{Words, at, number, of_class, parsed, path_points, visited, well_drawn, words};

fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

fn tick(date: Date, step: Step) -> String {
    let (year, month, day) = date.parts();
    match step {
        Step::Day => format!("{day}.{month}."),
        Step::Month => format!("{month}/{year}"),
        Step::Year => format!("{year}"),
    }
}

/// Every word of a picture with the place of its foot and how it is anchored.
fn texts<'a>(picture: &'a Document<'_>) -> Vec<(&'a str, f64, f64, &'a str)> {
    picture
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .map(|node| {
            (
                node.text().unwrap_or_default(),
                at(node, "x"),
                at(node, "y"),
                node.attribute("text-anchor").unwrap_or("start"),
            )
        })
        .collect()
}

/// From where to where some words reach; digits of our font are wider than its letters.
fn span((text, x, _, anchor): (&str, f64, f64, &str)) -> (f64, f64) {
    let widths = text
        .chars()
        .map(|c| if c.is_ascii_digit() { 0.62 } else { 0.5 });
    let width = widths.sum::<f64>() * 15.0;
    match anchor {
        "end" => (x - width, x),
        "middle" => (x - width / 2.0, x + width / 2.0),
        _ => (x, x + width),
    }
}

fn apart(mut spans: Vec<(f64, f64)>) -> bool {
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    spans.windows(2).all(|two| two[0].1 <= two[1].0)
}

// Dates.

proptest! {
    #[test]
    fn a_date_is_the_day_the_calendar_says(days in -715_000_i32..2_928_000, more in -4000_i32..4000) {
        let start = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date");
        let wanted = start + chrono::Duration::days(i64::from(days));
        let found = Date::parse(&wanted.to_string()).expect("a day of the calendar");
        prop_assert_eq!(found.to_string(), wanted.to_string());
        prop_assert_eq!(found.parts(), (wanted.year(), wanted.month() as i32, wanted.day() as i32));
        prop_assert_eq!(found.weekday(), wanted.weekday().num_days_from_monday() as usize);
        let later = wanted + chrono::Duration::days(i64::from(more));
        prop_assert_eq!(found.plus(more).to_string(), later.to_string());
        prop_assert_eq!(found.until(found.plus(more)), more);
    }
}

#[test]
fn a_day_that_does_not_exist_is_no_date() {
    for text in [
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-04-31",
        "0000-01-01",
        "26-01-01",
        "2026-1-1",
        "2026-11-23 ",
        "+026-01-01",
        "",
        "2026-11",
        "2026-11-23-1",
    ] {
        assert_eq!(Date::parse(text), None, "{text:?}");
    }
    assert_eq!(date("2024-02-29").plus(1), date("2024-03-01"));
}

// The trend.

struct Course {
    first: Date,
    last: Date,
    width_px: f64,
    entries: Vec<Entry>,
    week: Vec<Mean>,
    month: Vec<Mean>,
    flares: Vec<Flare>,
    usual: Option<Usual>,
    markers: Vec<Marker>,
}

impl Default for Course {
    fn default() -> Self {
        Self {
            first: date("2026-10-15"),
            last: date("2026-11-25"),
            width_px: 980.0,
            entries: Vec::new(),
            week: Vec::new(),
            month: Vec::new(),
            flares: Vec::new(),
            usual: None,
            markers: Vec::new(),
        }
    }
}

impl Course {
    fn svg(&self, palette: Palette) -> String {
        self.named(&words(), palette)
    }

    fn named(&self, words: &Words, palette: Palette) -> String {
        let trend = Trend {
            first: self.first,
            last: self.last,
            width_px: self.width_px,
            entries: &self.entries,
            week_means: &self.week,
            month_means: &self.month,
            flares: &self.flares,
            usual: self.usual.as_ref(),
            markers: &self.markers,
            tick: &tick,
            thinned: &|drawn, of| format!("{drawn} of {of} are drawn."),
        };
        trend::svg(words, &trend, palette)
    }

    /// Where the middle of each day is, learned from a chart with an entry at every noon.
    fn noons(&self) -> Vec<f64> {
        let days = self.first.until(self.last) + 1;
        assert!(days <= 700, "more would be thinned");
        let noons = Course {
            entries: (0..days)
                .map(|day| entry(self.first.plus(day), Some(720), 5))
                .collect(),
            first: self.first,
            last: self.last,
            width_px: self.width_px,
            ..Course::default()
        };
        let svg = noons.svg(Palette::Classes);
        let picture = parsed(&svg);
        entries(&picture)
            .iter()
            .map(|node| at(*node, "cx"))
            .collect()
    }
}

/// A chart whose every word is somebody else's.
pub(super) fn one_entry(words: &Words, palette: Palette) -> String {
    let course = Course {
        entries: vec![Entry {
            label: words.desc.clone(),
            ..entry(date("2026-11-01"), None, 3)
        }],
        flares: vec![Flare {
            from: date("2026-11-01"),
            to: None,
            label: words.title.clone(),
        }],
        markers: vec![Marker {
            date: date("2026-11-02"),
            sign: Sign::Diamond,
            label: words.id.clone(),
        }],
        ..Course::default()
    };
    course.named(words, palette)
}

fn entry(date: Date, minute: Option<u16>, score: u8) -> Entry {
    Entry {
        date,
        minute,
        score,
        label: format!("{date}: {score} out of 10"),
    }
}

fn entries<'a, 'input>(picture: &'a Document<'input>) -> Vec<Node<'a, 'input>> {
    picture
        .descendants()
        .filter(|node| node.has_tag_name("circle") && node.attribute("data-index").is_some())
        .collect()
}

/// The strokes of a mean, each from where to where.
fn strokes(picture: &Document<'_>, class: &str) -> Vec<(f64, f64)> {
    of_class(picture, class)
        .iter()
        // Markers hang from lines of the same colour.
        .filter(|node| node.attribute("stroke-dasharray") != Some("2 4"))
        .map(|node| {
            let path = node.attribute("d").expect("a path");
            assert_eq!(path.matches('M').count(), 1, "one stroke: {path}");
            let xs: Vec<f64> = path_points(path).iter().map(|point| point.0).collect();
            assert!(
                xs.windows(2).all(|two| two[0] <= two[1]),
                "time runs on: {path}"
            );
            (xs[0], xs[xs.len() - 1])
        })
        .collect()
}

/// Ten years of several entries a day, as a diligent person would write.
fn ten_years() -> Course {
    let (first, last) = (date("2016-11-26"), date("2026-11-25"));
    let entries = (0..=first.until(last))
        .flat_map(|day| {
            (0..8_i32).map(move |time| {
                let score = (day / 9 + day * 7 + time * 5) % 11;
                let mut entry = entry(
                    first.plus(day),
                    Some((480 + time * 100) as u16),
                    score as u8,
                );
                entry.label =
                    format!("Wednesday 25 November 2026, 08:10, day average: {score} out of 10");
                entry
            })
        })
        .collect();
    let means = |gap: i32| -> Vec<Mean> {
        (0..=first.until(last))
            .map(|day| Mean {
                date: first.plus(day),
                value: (day % gap != 0).then(|| f64::from(day * 13 % 101) / 10.1),
            })
            .collect()
    };
    Course {
        first,
        last,
        entries,
        week: means(29),
        month: means(97),
        ..Course::default()
    }
}

#[test]
fn six_weeks_look_like_this() {
    let first = date("2026-11-02");
    let course = Course {
        first,
        last: first.plus(13),
        width_px: 480.0,
        entries: vec![
            entry(first, Some(490), 6),
            entry(first.plus(3), None, 0),
            entry(first.plus(9), Some(1200), 10),
        ],
        week: (0..14)
            .map(|day| Mean {
                date: first.plus(day),
                value: ([3, 4, 5, 9].contains(&day)).then_some(3.5),
            })
            .collect(),
        flares: vec![Flare {
            from: first.plus(8),
            to: None,
            label: "flare-up".into(),
        }],
        usual: Some(Usual {
            low: 2.0,
            high: 5.0,
            label: "usual".into(),
        }),
        markers: vec![Marker {
            date: first.plus(2),
            sign: Sign::Diamond,
            label: "new plan".into(),
        }],
        ..Course::default()
    };
    let svg = course.svg(Palette::Classes);
    insta::assert_snapshot!("trend", svg.replace("><", ">\n<"));
}

#[test]
fn time_is_real_time_and_not_one_place_for_each_entry() {
    let first = date("2026-10-15");
    let course = Course {
        entries: vec![
            entry(first, Some(0), 5),
            entry(first.plus(1), Some(0), 5),
            entry(first.plus(20), Some(720), 5),
            entry(first.plus(41), Some(1439), 5),
        ],
        ..Course::default()
    };
    let svg = course.svg(Palette::Classes);
    let picture = parsed(&svg);
    let xs: Vec<f64> = entries(&picture)
        .iter()
        .map(|node| at(*node, "cx"))
        .collect();
    let day = xs[1] - xs[0];
    assert!((xs[2] - xs[0] - 20.5 * day).abs() < 2.0, "{xs:?}");
    assert!((xs[3] - xs[0] - 42.0 * day).abs() < 3.0, "{xs:?}");
}

#[test]
fn entries_of_a_day_without_a_time_do_not_hide_each_other() {
    let day = date("2026-11-01");
    let course = Course {
        entries: vec![entry(day, None, 5); 3],
        ..Course::default()
    };
    let svg = course.svg(Palette::Classes);
    let xs: BTreeSet<String> = entries(&parsed(&svg))
        .iter()
        .map(|node| node.attribute("cx").expect("a place").to_owned())
        .collect();
    assert_eq!(xs.len(), 3);
}

#[test]
fn what_is_not_in_the_range_is_not_in_the_picture() {
    let course = Course {
        entries: vec![
            entry(date("2026-10-14"), Some(1439), 5),
            entry(date("2026-10-20"), None, 11),
            entry(date("2026-10-21"), None, 7),
            entry(date("2026-11-26"), Some(0), 5),
        ],
        week: vec![Mean {
            date: date("2026-11-26"),
            value: Some(5.0),
        }],
        flares: vec![Flare {
            from: date("2026-09-01"),
            to: Some(date("2026-10-14")),
            label: "before".into(),
        }],
        ..Course::default()
    };
    let svg = course.svg(Palette::Classes);
    let picture = parsed(&svg);
    let drawn: Vec<_> = entries(&picture)
        .iter()
        .map(|node| (node.attribute("data-index"), node.attribute("data-date")))
        .collect();
    assert_eq!(drawn, [(Some("2"), Some("2026-10-21"))]);
    assert_eq!(strokes(&picture, "c-line"), []);
    assert_eq!(of_class(&picture, "c-flare").len(), 0);
    assert!(!svg.contains("before"));
}

#[test]
fn ten_years_stay_small_and_say_what_they_leave_out() {
    let course = ten_years();
    let svg = course.svg(Palette::Classes);
    assert!(svg.len() < 300_000, "{} bytes", svg.len());
    let picture = parsed(&svg);
    let drawn = entries(&picture).len();
    let desc = picture
        .descendants()
        .find(|node| node.has_tag_name("desc"))
        .and_then(|node| node.text())
        .expect("a description");
    let said = format!(
        "{} {drawn} of {} are drawn.",
        words().desc,
        course.entries.len()
    );
    assert_eq!(desc, said);
    visited(&picture, Palette::Classes);
    // Where all are drawn, nothing is said.
    let few = Course {
        entries: course.entries[..800].to_vec(),
        first: course.first,
        last: course.last,
        ..Course::default()
    };
    let svg = few.svg(Palette::Classes);
    let picture = parsed(&svg);
    assert_eq!(entries(&picture).len(), 800);
    assert!(!svg.contains("are drawn"));
}

#[test]
fn ten_years_of_gaps_are_still_gaps() {
    let course = ten_years();
    let svg = course.svg(Palette::Classes);
    let picture = parsed(&svg);
    for (class, means) in [("c-line", &course.week), ("c-slow", &course.month)] {
        let runs = means
            .split(|mean| mean.value.is_none())
            .filter(|run| !run.is_empty())
            .count();
        assert_eq!(strokes(&picture, class).len(), runs, "{class}");
        // A pixel holds several days; the line still reaches as high and as low as they do.
        let drawn: Vec<(f64, f64)> = of_class(&picture, class)
            .iter()
            .flat_map(|node| path_points(node.attribute("d").expect("a path")))
            .collect();
        let (left, right) = (
            drawn.iter().map(|point| point.0).fold(f64::MAX, f64::min),
            drawn.iter().map(|point| point.0).fold(0.0, f64::max),
        );
        let (head, foot) = (
            drawn.iter().map(|point| point.1).fold(f64::MAX, f64::min),
            drawn.iter().map(|point| point.1).fold(0.0, f64::max),
        );
        let known: Vec<(f64, f64)> = means
            .iter()
            .enumerate()
            .filter_map(|(day, mean)| Some((day as f64, mean.value?)))
            .collect();
        let (first, last) = (known[0].0, known[known.len() - 1].0);
        let highest = known.iter().map(|mean| mean.1).fold(0.0, f64::max);
        let lowest = known.iter().map(|mean| mean.1).fold(f64::MAX, f64::min);
        for (day, value) in known {
            let x = left + (day - first) / (last - first) * (right - left);
            let y = foot - (value - lowest) / (highest - lowest) * (foot - head);
            let near = || drawn.iter().filter(|point| (point.0 - x).abs() <= 1.1);
            assert!(
                near().any(|point| point.1 <= y + 0.2) && near().any(|point| point.1 >= y - 0.2),
                "{class} misses {value} on day {day}"
            );
        }
    }
}

#[test]
fn a_marker_can_be_visited_and_told_apart_by_its_shape() {
    let day = date("2026-11-01");
    let marker = |sign| Marker {
        date: day,
        sign,
        label: "a new shoe".into(),
    };
    let shapes: BTreeSet<String> = [Sign::Diamond, Sign::Square, Sign::Triangle]
        .into_iter()
        .map(|sign| {
            let course = Course {
                markers: vec![marker(sign)],
                ..Course::default()
            };
            let svg = course.svg(Palette::Classes);
            let picture = parsed(&svg);
            let signs = of_class(&picture, "c-sign");
            assert_eq!(signs.len(), 1);
            assert_eq!(signs[0].attribute("data-marker"), Some("0"));
            assert_eq!(signs[0].attribute("aria-label"), Some("a new shoe"));
            signs[0].attribute("d").expect("a shape").to_owned()
        })
        .collect();
    assert_eq!(shapes.len(), 3);
}

#[test]
fn the_usual_range_lies_between_its_scores_or_is_not_drawn() {
    let with = |low: f64, high: f64| Course {
        usual: Some(Usual {
            low,
            high,
            label: "usual".into(),
        }),
        entries: vec![
            entry(date("2026-11-01"), None, 2),
            entry(date("2026-11-01"), None, 6),
        ],
        ..Course::default()
    };
    let svg = with(2.0, 6.0).svg(Palette::Classes);
    let picture = parsed(&svg);
    let band = of_class(&picture, "c-usual")[0];
    let heights: Vec<f64> = entries(&picture)
        .iter()
        .map(|node| at(*node, "cy"))
        .collect();
    assert!((at(band, "y") - heights[1]).abs() < 0.2);
    assert!((at(band, "y") + at(band, "height") - heights[0]).abs() < 0.2);
    for (low, high) in [(f64::NAN, 6.0), (2.0, f64::INFINITY), (6.0, 2.0)] {
        let svg = with(low, high).svg(Palette::Classes);
        assert_eq!(of_class(&parsed(&svg), "c-usual").len(), 0);
        assert!(!svg.contains(">usual<"));
    }
}

prop_compose! {
    fn any_score()(score in prop_oneof![prop::num::f64::ANY, 0.0..10.0]) -> f64 { score }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_mean_line_crosses_a_gap(
        values in prop::collection::vec(prop::option::weighted(0.7, 0.0..10.0), 42),
        left_out in prop::collection::btree_set(0_usize..42, 0..6),
    ) {
        let frame = Course::default();
        let week: Vec<Mean> = values
            .iter()
            .enumerate()
            .filter(|(day, _)| !left_out.contains(day))
            .map(|(day, value)| Mean { date: frame.first.plus(day as i32), value: *value })
            .collect();
        let noons = frame.noons();
        let course = Course { month: week.clone(), week, ..Course::default() };
        let svg = course.svg(Palette::Classes);
        let picture = parsed(&svg);
        for class in ["c-line", "c-slow"] {
            let strokes = strokes(&picture, class);
            for (day, noon) in noons.iter().enumerate() {
                let over = strokes.iter().filter(|(from, to)| from - 0.2 <= *noon && *noon <= to + 0.2).count();
                let known = values[day].is_some() && !left_out.contains(&day);
                prop_assert_eq!(over, usize::from(known), "day {} of {}", day, class);
            }
        }
    }

    #[test]
    fn thinning_keeps_the_lowest_and_the_highest_nearby(
        seed in any::<u64>(), per_day in 3_u64..9, days in 300_i32..1500,
    ) {
        let first = date("2020-01-01");
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 33
        };
        let said = (0..days)
            .flat_map(|day| (0..per_day).map(move |_| day))
            .map(|day| entry(first.plus(day), Some((next() % 1440) as u16), (next() % 11) as u8))
            .collect();
        let course = Course { first, last: first.plus(days - 1), entries: said, ..Course::default() };
        let svg = course.svg(Palette::Classes);
        let picture = parsed(&svg);
        let drawn: Vec<usize> = entries(&picture)
            .iter()
            .map(|node| node.attribute("data-index").expect("an index").parse().expect("a number"))
            .collect();
        prop_assert!(drawn.len() <= 800 && drawn.windows(2).all(|two| two[0] < two[1]));
        let column_days = f64::from(days) / 400.0;
        let time = |index: usize| {
            let entry = &course.entries[index];
            f64::from(first.until(entry.date)) + f64::from(entry.minute.unwrap_or(0)) / 1440.0
        };
        for (index, entry) in course.entries.iter().enumerate() {
            let near = || drawn.iter().filter(|other| (time(**other) - time(index)).abs() <= column_days + 1e-9);
            let score = |other: &usize| course.entries[*other].score;
            prop_assert!(near().any(|other| score(other) <= entry.score), "nothing as low as entry {}", index);
            prop_assert!(near().any(|other| score(other) >= entry.score), "nothing as high as entry {}", index);
        }
    }

    #[test]
    fn dates_under_the_axis_never_touch_and_are_never_missing(days in 1_i32..4000, width_px in 320.0..1600.0) {
        let last = date("2026-11-25");
        let course = Course { first: last.plus(1 - days), last, width_px, ..Course::default() };
        let svg = course.svg(Palette::Classes);
        let picture = parsed(&svg);
        let texts = texts(&picture);
        let foot = texts.iter().map(|text| text.2).fold(0.0, f64::max);
        let labels: Vec<_> = texts.into_iter().filter(|text| (text.2 - foot).abs() < 1.0).collect();
        prop_assert!(!labels.is_empty(), "{} days", days);
        prop_assert!(days < 42 || labels.len() > 1, "{} days: {:?}", days, labels);
        let spans: Vec<_> = labels.iter().map(|label| span(*label)).collect();
        prop_assert!(spans.iter().all(|(from, to)| *from > -6.0 && *to < width_px.max(320.0) + 6.0), "{labels:?}");
        prop_assert!(apart(spans), "{labels:?}");
    }

    #[test]
    fn labels_of_flares_never_touch(starts in prop::collection::vec((0_i32..400, 0_i32..40), 0..12)) {
        let first = date("2025-11-01");
        let mut flares: Vec<Flare> = starts
            .iter()
            .map(|(from, days)| Flare { from: first.plus(*from), to: Some(first.plus(from + days)), label: "flare-up".into() })
            .collect();
        flares.sort_by_key(|flare| flare.from);
        let course = Course { first, last: first.plus(364), flares, ..Course::default() };
        let svg = course.svg(Palette::Classes);
        let picture = parsed(&svg);
        let spans: Vec<_> = texts(&picture).into_iter().filter(|text| text.0 == "flare-up").map(span).collect();
        prop_assert!(apart(spans));
        let shown = course.flares.iter().filter(|flare| flare.from <= course.last).count();
        prop_assert_eq!(of_class(&picture, "c-flare").len(), shown, "a band without room for words is still a band");
    }

    #[test]
    fn no_trend_leaves_its_frame(
        said in prop::collection::vec((-5_i32..60, prop::option::of(any::<u16>()), any::<u8>(), ".*"), 0..40),
        means in prop::collection::vec((-5_i32..60, prop::option::of(any_score())), 0..40),
        (low, high, width_px) in (any_score(), any_score(), prop_oneof![prop::num::f64::ANY, 300.0..1700.0]),
        flares in prop::collection::vec((-50_i32..90, prop::option::of(-50_i32..90), ".{0,20}"), 0..5),
        swapped in any::<bool>(),
    ) {
        let first = date("2026-10-15");
        let means: Vec<Mean> = means.into_iter().map(|(day, value)| Mean { date: first.plus(day), value }).collect();
        let (from, to) = if swapped { (first.plus(41), first) } else { (first, first.plus(41)) };
        let mut week = means.clone();
        week.sort_by_key(|mean| mean.date);
        let course = Course {
            first: from,
            last: to,
            width_px,
            entries: said.into_iter().map(|(day, minute, score, label)| Entry { date: first.plus(day), minute, score, label }).collect(),
            month: week.clone(),
            week,
            flares: flares.into_iter().map(|(from, to, label)| Flare { from: first.plus(from), to: to.map(|to| first.plus(to)), label }).collect(),
            usual: Some(Usual { low, high, label: "usual".into() }),
            markers: means.iter().map(|mean| Marker { date: mean.date, sign: Sign::Square, label: "m".into() }).collect(),
        };
        well_drawn(|palette| course.svg(palette));
    }
}

// The calendar.

fn weekdays() -> [String; 7] {
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(String::from)
}

fn calendar(days: &[calendar::Day], starts_on: u8, width_px: f64, palette: Palette) -> String {
    let calendar = Calendar {
        width_px,
        days,
        weekdays: &weekdays(),
        starts_on,
        month: &|date| tick(date, Step::Month),
    };
    calendar::svg(&words(), &calendar, palette)
}

fn day(date: Date, score: Option<f64>, walked: bool) -> calendar::Day {
    calendar::Day {
        date,
        score,
        walked,
        label: format!("{date}, {score:?}"),
    }
}

/// The cells of a calendar by date.
fn cells<'a, 'input>(picture: &'a Document<'input>) -> BTreeMap<Date, Node<'a, 'input>> {
    picture
        .descendants()
        .filter_map(|node| Some((date(node.attribute("data-date")?), node)))
        .collect()
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|child| child.has_tag_name(name))
}

#[test]
fn a_fortnight_looks_like_this() {
    let first = date("2026-10-28");
    let days: Vec<_> = (0..12)
        .map(|at| {
            let score = (at % 3 > 0).then(|| f64::from(at));
            day(first.plus(at), score, at % 2 == 0)
        })
        .collect();
    let svg = calendar(&days, 0, 320.0, Palette::Classes);
    insta::assert_snapshot!("calendar", svg.replace("><", ">\n<"));
}

#[test]
fn a_year_can_be_read_on_a_page_of_1040_pixels() {
    let first = date("2025-11-26");
    let days: Vec<_> = (0..365)
        .map(|at| day(first.plus(at), Some(10.0), true))
        .collect();
    // The page less the padding of its card.
    let svg = calendar(&days, 0, 990.0, Palette::Classes);
    let picture = parsed(&svg);
    assert_eq!(cells(&picture).len(), 365);
    for cell in cells(&picture).values() {
        assert!(at(child(*cell, "rect").expect("a cell"), "width") >= 26.0);
        assert!(at(child(*cell, "text").expect("a number"), "font-size") >= 13.0);
    }
    let months: Vec<_> = texts(&picture)
        .into_iter()
        .filter(|text| text.0.contains('/'))
        .collect();
    assert!(months.len() >= 12, "{months:?}");
    let mut lines: BTreeMap<i64, Vec<(f64, f64)>> = BTreeMap::new();
    for month in months {
        lines.entry(month.2 as i64).or_default().push(span(month));
    }
    assert!(lines.into_values().all(apart));
}

#[test]
fn an_empty_calendar_is_drawn_too() {
    for width_px in [f64::NAN, 0.0, 980.0] {
        well_drawn(|palette| calendar(&[], 6, width_px, palette));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_day_has_its_own_cell_under_its_weekday(
        said in prop::collection::btree_map(0_i32..400, (prop::option::of(any_score()), any::<bool>()), 1..200),
        starts_on in 0_u8..7, width_px in 300.0..1700.0,
    ) {
        let first = date("2025-11-03");
        let days: Vec<_> = said.iter().map(|(at, (score, walked))| day(first.plus(*at), *score, *walked)).collect();
        well_drawn(|palette| calendar(&days, starts_on, width_px, palette));
        let svg = calendar(&days, starts_on, width_px, Palette::Classes);
        let picture = parsed(&svg);
        let cells = cells(&picture);
        prop_assert_eq!(cells.len(), days.len());
        // Rows of the weekdays, learned from the words beside them.
        let names = weekdays();
        let mut places = BTreeSet::new();
        for day in &days {
            let cell = cells[&day.date];
            let rect = child(cell, "rect").expect("a cell");
            let (x, y, side) = (at(rect, "x"), at(rect, "y"), at(rect, "width"));
            prop_assert!(side >= 25.9);
            prop_assert!(places.insert((x as i64, y as i64)), "two days in one cell");
            let beside = texts(&picture)
                .into_iter()
                .filter(|text| names.iter().any(|name| name == text.0))
                .min_by(|a, b| (a.2 - y - side / 2.0).abs().total_cmp(&(b.2 - y - side / 2.0).abs()))
                .expect("a weekday");
            prop_assert_eq!(beside.0, &names[day.date.weekday()]);
            let number = child(cell, "text").and_then(|text| text.text());
            let class = rect.attribute("class").expect("a class");
            match day.score.filter(|score| score.is_finite()) {
                None => {
                    prop_assert_eq!(class, "c-empty c-hatch", "not recorded is never a colour of pain");
                    prop_assert_eq!(number, None);
                    prop_assert!(child(cell, "path").is_some(), "hatched");
                }
                Some(score) => {
                    let level = score.clamp(0.0, 10.0).round() as u8;
                    prop_assert_eq!(number, Some(&*level.to_string()));
                    let wanted = format!("pain-{level} c-cell");
                    prop_assert_eq!(class, wanted);
                    prop_assert!(child(cell, "path").is_none());
                }
            }
            prop_assert_eq!(child(cell, "circle").is_some(), day.walked);
        }
    }
}

// Walking tolerance.

fn walk(date: Date, length_min: f64, onset: Onset, settle_min: Option<f64>) -> tolerance::Walk {
    tolerance::Walk {
        date,
        minute: Some(600),
        length_min,
        onset,
        settle_min,
        label: "a walk".into(),
    }
}

fn tolerance(walks: &[tolerance::Walk], palette: Palette) -> String {
    let tolerance = Tolerance {
        first: date("2026-10-15"),
        last: date("2026-11-25"),
        width_px: 980.0,
        walks,
        flares: &[],
        onset_words: "until it began",
        settle_words: "until it settled",
        tick: &tick,
    };
    tolerance::svg(&words(), &tolerance, palette)
}

#[test]
fn a_walk_without_pain_is_an_open_end_at_its_full_length() {
    let day = date("2026-11-01");
    let walks = [
        walk(day, 30.0, Onset::AfterMin(20.0), None),
        walk(day.plus(1), 20.0, Onset::Never, None),
        walk(day.plus(2), 30.0, Onset::Unsaid, None),
        walk(day.plus(3), 25.0, Onset::AfterMin(25.0), None),
    ];
    let svg = tolerance(&walks, Palette::Classes);
    let picture = parsed(&svg);
    let (shut, open) = (of_class(&picture, "c-dot"), of_class(&picture, "c-open"));
    assert_eq!((shut.len(), open.len()), (2, 1), "nobody said has no point");
    assert_eq!(
        shut[0].attribute("cy"),
        open[0].attribute("cy"),
        "20 minutes are 20 minutes"
    );
    let arrow = of_class(&picture, "c-ring")
        .into_iter()
        .find(|node| node.has_tag_name("path"))
        .expect("an arrow");
    let tip = path_points(arrow.attribute("d").expect("a path"))
        .iter()
        .map(|point| point.1)
        .fold(f64::MAX, f64::min);
    assert!(
        tip < at(open[0], "cy") - 10.0,
        "it points up: longer than this"
    );
    // Only the walk that went on with pain has a stem, up to its length.
    assert_eq!(of_class(&picture, "c-stem").len(), 1);
    assert!(
        !svg.contains("until it settled"),
        "no bars, no heading for them"
    );
}

#[test]
fn what_settled_at_once_has_a_bar_and_what_took_a_day_fits() {
    let day = date("2026-11-01");
    let walks: Vec<_> = [
        Some(0.0),
        None,
        Some(30.0),
        Some(60.0),
        Some(1440.0),
        Some(f64::NAN),
    ]
    .into_iter()
    .enumerate()
    .map(|(index, settle)| walk(day.plus(index as i32), 20.0, Onset::Unsaid, settle))
    .collect();
    let svg = tolerance(&walks, Palette::Classes);
    let picture = parsed(&svg);
    let heights: Vec<f64> = of_class(&picture, "c-bar")
        .iter()
        .map(|bar| at(*bar, "height"))
        .collect();
    let [at_once, half, hour, day] = heights[..] else {
        panic!("a bar for each walk that says: {heights:?}");
    };
    assert!(at_once > 0.0 && at_once < half && (hour - 2.0 * half).abs() < 0.2);
    assert_eq!(day, hour, "more than an hour is more than an hour");
    assert!(svg.contains("until it settled"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_walk_leaves_the_frame(
        walks in prop::collection::vec(
            (-3_i32..46, prop::option::of(any::<u16>()), any_minutes(), prop::option::of(prop::option::of(any_minutes())), prop::option::of(any_minutes())),
            0..30,
        ),
    ) {
        let first = date("2026-10-15");
        let walks: Vec<_> = walks
            .into_iter()
            .map(|(at, minute, length_min, onset, settle_min)| tolerance::Walk {
                date: first.plus(at),
                minute,
                length_min,
                onset: match onset {
                    None => Onset::Unsaid,
                    Some(None) => Onset::Never,
                    Some(Some(minutes)) => Onset::AfterMin(minutes),
                },
                settle_min,
                label: "a walk".into(),
            })
            .collect();
        well_drawn(|palette| tolerance(&walks, palette));
    }
}

prop_compose! {
    fn any_minutes()(minutes in prop_oneof![prop::num::f64::ANY, 0.0..240.0, Just(0.0)]) -> f64 { minutes }
}

// Walks against what came of them.

fn pair(length_min: f64, value: f64) -> scatter::Walk {
    scatter::Walk {
        date: date("2026-11-01"),
        length_min,
        value,
        label: "a walk".into(),
    }
}

const CHANGE: Outcome<'_> = Outcome::Change {
    worse: "more pain",
    better: "less pain",
    same_below: 2.0,
    same: "about the same",
};
const SCORE: Outcome<'_> = Outcome::Score {
    words: "in the evening",
};

fn scatter(walks: &[scatter::Walk], outcome: Outcome<'_>, palette: Palette) -> String {
    let scatter = Scatter {
        width_px: 720.0,
        outcome,
        walks,
        minutes_words: "minutes",
        count_words: "n = 7",
    };
    scatter::svg(&words(), &scatter, palette)
}

#[test]
fn the_axis_of_change_has_signs_and_more_pain_is_up() {
    let svg = scatter(
        &[pair(10.0, 5.0), pair(10.0, -5.0)],
        CHANGE,
        Palette::Classes,
    );
    let picture = parsed(&svg);
    let words: Vec<&str> = texts(&picture).iter().map(|text| text.0).collect();
    for wanted in [
        "+10",
        "+5",
        "0",
        "\u{2212}5",
        "\u{2212}10",
        "n = 7",
        "minutes",
        "about the same",
    ] {
        assert!(words.contains(&wanted), "{wanted} in {words:?}");
    }
    let height = |wanted: &str| {
        let texts = texts(&picture);
        let found = texts.iter().find(|text| text.0 == wanted);
        found.expect("the words").2
    };
    assert!(height("more pain") < height("+10") && height("less pain") > height("\u{2212}10"));
    let points = of_class(&picture, "c-dot");
    assert!(at(points[0], "cy") < at(points[1], "cy"));
}

#[test]
fn equal_walks_lie_beside_each_other_and_nearest_to_their_own_value() {
    for (outcome, low) in [(CHANGE, -10), (SCORE, 0)] {
        let walks: Vec<_> = (low..=10)
            .flat_map(|value| vec![pair(20.0, f64::from(value)); 5])
            .collect();
        let svg = scatter(&walks, outcome, Palette::Classes);
        let picture = parsed(&svg);
        let level = |score: i32| {
            let one = scatter(&[pair(20.0, 0.0)], outcome, Palette::Classes);
            let grid: Vec<f64> = of_class(&parsed(&one), "c-grid")
                .iter()
                .map(|line| path_points(line.attribute("d").expect("a line")))
                .filter(|points| points[0].1 == points[1].1)
                .map(|points| points[0].1)
                .collect();
            let (foot, head) = (
                grid.iter().copied().fold(0.0, f64::max),
                grid.iter().copied().fold(f64::MAX, f64::min),
            );
            foot - f64::from(score - low) / f64::from(10 - low) * (foot - head)
        };
        let apart = (level(low) - level(low + 1)) / 2.0;
        let mut places = BTreeSet::new();
        for (point, walk) in of_class(&picture, "c-dot").iter().zip(&walks) {
            let off = (at(*point, "cy") - level(walk.value as i32)).abs();
            assert!(off < apart, "{} is off by {off} of {apart}", walk.value);
            places.insert((point.attribute("cx"), point.attribute("cy")));
        }
        assert_eq!(places.len(), walks.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_pair_leaves_the_frame(
        pairs in prop::collection::vec((any_minutes(), prop_oneof![prop::num::f64::ANY, -10.0..10.0]), 0..40),
        change in any::<bool>(),
    ) {
        let walks: Vec<_> = pairs.iter().map(|(minutes, value)| pair(*minutes, *value)).collect();
        let outcome = if change { CHANGE } else { SCORE };
        well_drawn(|palette| scatter(&walks, outcome, palette));
        let svg = scatter(&walks, outcome, Palette::Classes);
        let sound = pairs.iter().filter(|(minutes, value)| minutes.is_finite() && *minutes >= 0.0 && value.is_finite()).count();
        prop_assert_eq!(of_class(&parsed(&svg), "c-dot").len(), sound);
    }
}

// What was recorded.

fn completeness(columns: &[Column], days_each: u16, palette: Palette) -> String {
    let rows = ["Pain", "Walks"].map(String::from);
    let completeness = Completeness {
        width_px: 720.0,
        rows: &rows,
        columns,
        days_each,
        tick: &tick,
    };
    completeness::svg(&words(), &completeness, palette)
}

fn column(date: Date, cells: &[Cell]) -> Column {
    Column {
        date,
        cells: cells.to_vec(),
        label: format!("{date}"),
    }
}

#[test]
fn missing_is_hatched_and_what_nobody_asked_for_is_empty() {
    let first = date("2026-11-02");
    let columns = [
        column(first, &[Cell::Recorded(1.0), Cell::Missing]),
        column(first.plus(7), &[Cell::Recorded(0.5), Cell::Recorded(0.0)]),
        column(first.plus(14), &[Cell::NotAsked]),
        column(
            first.plus(21),
            &[Cell::Recorded(f64::NAN), Cell::Recorded(7.0)],
        ),
    ];
    let svg = completeness(&columns, 7, Palette::Classes);
    let picture = parsed(&svg);
    let groups = cells(&picture);
    let shapes = |index: i32| {
        let group = groups[&first.plus(index)];
        let of = |class: &str| {
            group
                .children()
                .filter(|node| node.attribute("class") == Some(class))
                .map(|node| at(node, "height"))
                .collect::<Vec<f64>>()
        };
        (of("c-dot"), of("c-empty c-hatch").len())
    };
    assert_eq!(shapes(0), (vec![24.0], 1));
    assert_eq!(
        shapes(7),
        (vec![12.0], 2),
        "half is half, and none is missing"
    );
    assert_eq!(shapes(14), (vec![], 0));
    assert_eq!(
        shapes(21),
        (vec![24.0], 1),
        "no number is missing, too much is all"
    );
    // What is there stands on the floor of its cell.
    let half = groups[&first.plus(7)];
    let shape = |class: &str| {
        let mut children = half.children();
        let node = children
            .find(|node| node.attribute("class") == Some(class))
            .expect("a cell");
        at(node, "y") + at(node, "height")
    };
    assert_eq!(shape("c-dot"), shape("c-empty c-hatch"));
    let widths: BTreeSet<&str> = of_class(&picture, "c-dot")
        .iter()
        .map(|node| node.attribute("width").expect("a width"))
        .collect();
    assert!(
        widths
            .iter()
            .all(|width| (number(width) - at(of_class(&picture, "c-dot")[0], "width")).abs() < 0.2)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_record_leaves_the_strip(
        said in prop::collection::vec((0_i32..4000, prop::collection::vec(any_cell(), 0..4)), 0..60),
        days_each in 0_u16..9,
    ) {
        let first = date("2016-01-01");
        let columns: Vec<_> = said.iter().map(|(at, cells)| column(first.plus(*at), cells)).collect();
        well_drawn(|palette| completeness(&columns, days_each, palette));
    }
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        any_score().prop_map(Cell::Recorded),
        (0.0..1.0).prop_map(Cell::Recorded),
        Just(Cell::Missing),
        Just(Cell::NotAsked),
    ]
}

// What was aimed at and reached.

fn aims(weeks: &[aims::Week], width_px: f64, palette: Palette) -> String {
    let aims = Aims {
        width_px,
        weeks,
        amount_words: "Minutes a week",
        week_words: "Week of the plan",
    };
    aims::svg(&words(), &aims, palette)
}

fn week(number: u16, aim: f64, reached: f64) -> aims::Week {
    aims::Week {
        number,
        date: format!("2026-01-{:02}", number.min(28)),
        aim,
        reached,
        label: format!("Week {number}: {reached} of {aim}"),
    }
}

#[test]
fn a_week_without_a_walk_has_its_aim_and_no_column_of_nothing() {
    let weeks = [week(1, 30.0, 42.0), week(2, 36.0, 0.0)];
    let svg = aims(&weeks, 900.0, Palette::Classes);
    let picture = parsed(&svg);
    assert_eq!(of_class(&picture, "c-ring").len(), 2);
    let reached = of_class(&picture, "c-dot");
    assert_eq!(reached.len(), 1);
    // More than was aimed at stands higher than its outline, on the same floor.
    let aimed = of_class(&picture, "c-ring")[0];
    assert!(at(reached[0], "y") < at(aimed, "y"));
    let foot = |node: Node<'_, '_>| at(node, "y") + at(node, "height");
    assert!((foot(reached[0]) - foot(aimed)).abs() < 0.2);
    let said: Vec<_> = picture
        .descendants()
        .filter_map(|node| node.attribute("aria-label"))
        .collect();
    assert_eq!(said, ["Week 1: 42 of 30", "Week 2: 0 of 36"]);
}

proptest! {
    /// Any plan, however long and however odd its numbers, is a well-formed picture whose words are apart.
    #[test]
    fn any_weeks_are_well_drawn(
        amounts in prop::collection::vec((prop::num::f64::ANY, -10.0..4000.0), 0..200),
        width_px in 100.0..3000.0,
    ) {
        let weeks: Vec<aims::Week> = (1..)
            .zip(&amounts)
            .map(|(number, (aim, reached))| week(number, *aim, *reached))
            .collect();
        well_drawn(|palette| aims(&weeks, width_px, palette));
        let svg = aims(&weeks, width_px, Palette::Light);
        let picture = parsed(&svg);
        let numbers: Vec<_> = texts(&picture)
            .into_iter()
            .filter(|(_, _, _, anchor)| *anchor == "middle")
            .map(span)
            .collect();
        prop_assert!(apart(numbers));
    }
}
