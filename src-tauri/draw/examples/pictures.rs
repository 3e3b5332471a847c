//! Draws every kind of picture from made-up records into a folder, to be looked at.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use backstride_draw::body::{self, Interactive, Map, Mark, Panel, Region, Sides, Size, Value};
use backstride_draw::calendar::{self, Calendar};
use backstride_draw::completeness::{self, Cell, Column, Completeness};
use backstride_draw::scatter::{self, Outcome, Scatter};
use backstride_draw::tolerance::{self, Onset, Tolerance};
use backstride_draw::trend::{self, Entry, Marker, Sign, Trend, Usual};
use backstride_draw::{Date, Flare, Mean, Palette, Step, Words};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(
        env::args()
            .nth(1)
            .unwrap_or_else(|| "target/pictures".into()),
    );
    fs::create_dir_all(&folder)?;
    for (name, draw) in bodies().into_iter().chain(charts()) {
        write(&folder, name, &draw)?;
    }
    Ok(())
}

fn write(folder: &Path, name: &str, draw: &dyn Fn(Palette) -> String) -> io::Result<()> {
    fs::write(
        folder.join(format!("{name}.light.svg")),
        draw(Palette::Light),
    )?;
    fs::write(
        folder.join(format!("{name}.classes.svg")),
        draw(Palette::Classes),
    )
}

type Picture = Box<dyn Fn(Palette) -> String>;

fn words(id: &str) -> Words {
    Words {
        id: id.into(),
        title: id.into(),
        desc: "What there is to see.".into(),
    }
}

fn sides() -> Sides {
    Sides {
        front: "Front".into(),
        back: "Back".into(),
        left: "your left".into(),
        right: "your right".into(),
    }
}

fn mark(code: &str, value: Value, selected: bool) -> Mark {
    Mark {
        region: Region::from_code(code).expect("a region"),
        value,
        selected,
        label: code.replace('_', " "),
    }
}

fn bodies() -> Vec<(&'static str, Picture)> {
    let entry = vec![
        mark("low_back_left", Value::Intensity(6), false),
        mark("low_back_centre", Value::Intensity(7), false),
        mark("buttock_left", Value::Intensity(4), false),
        mark("back_thigh_left", Value::Intensity(2), false),
        mark("groin_right", Value::Intensity(3), false),
    ];
    let choosing: Vec<Mark> = Region::all()
        .map(|region| {
            let said = entry.iter().find(|mark| mark.region == region);
            Mark {
                region,
                value: said.map_or(Value::Unsaid, |mark| mark.value),
                selected: said.is_some() || region.code() == "si_right",
                label: region.code().replace('_', " "),
            }
        })
        .collect();
    let shares: Vec<Mark> = Region::all()
        .enumerate()
        .map(|(index, region)| {
            mark(
                region.code(),
                Value::Share(((index * 37) % 101) as f64 / 100.0),
                false,
            )
        })
        .collect();
    let map = |marks: &[Mark], interactive, size| Map {
        marks: marks.to_vec(),
        sides: sides(),
        interactive,
        size,
    };
    let still = map(&entry, Interactive::Still, Size::Full);
    let small = map(&entry, Interactive::Still, Size::Small);
    let choose = map(&choosing, Interactive::Checkboxes, Size::Full);
    let months = map(&shares, Interactive::Parts, Size::Full);
    let panels = vec![
        Panel {
            title: "First 30 days".into(),
            marks: entry.clone(),
        },
        Panel {
            title: "Last 30 days".into(),
            marks: entry[..1].to_vec(),
        },
    ];
    vec![
        (
            "body-entry",
            Box::new(move |palette| body::svg(&words("a"), &still, palette)) as Picture,
        ),
        (
            "body-small",
            Box::new(move |palette| body::svg(&words("a"), &small, palette)),
        ),
        (
            "body-choose",
            Box::new(move |palette| body::svg(&words("a"), &choose, palette)),
        ),
        (
            "body-share",
            Box::new(move |palette| body::svg(&words("a"), &months, palette)),
        ),
        (
            "body-pairs",
            Box::new(move |palette| body::multiples(&words("a"), &panels, &sides(), palette)),
        ),
    ]
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

fn tick(date: Date, step: Step) -> String {
    let (year, month, day) = date.parts();
    let name = MONTHS[month as usize - 1];
    match step {
        Step::Day => format!("{day} {name}"),
        Step::Month if month == 1 => format!("{name} {year}"),
        Step::Month => name.into(),
        Step::Year => year.to_string(),
    }
}

/// A number from 0 to 1 that looks random.
fn chance(seed: i32) -> f64 {
    let mut bits = (i64::from(seed) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits ^= bits >> 29;
    bits = bits.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits ^= bits >> 32;
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// Made-up pain: a slow wave, flares, and days without an entry.
fn pain(day: i32) -> Option<f64> {
    if chance(day + 7) < 0.12 || (40..49).contains(&(day % 160)) {
        return None;
    }
    let wave = 4.0 + 2.0 * (f64::from(day) / 23.0).sin() + 1.2 * (f64::from(day) / 190.0).cos();
    let flare = if (12..18).contains(&(day % 60)) {
        2.5
    } else {
        0.0
    };
    Some((wave + flare + 3.0 * (chance(day) - 0.5)).clamp(0.0, 10.0))
}

struct Made {
    first: Date,
    last: Date,
    entries: Vec<Entry>,
    week: Vec<Mean>,
    month: Vec<Mean>,
    flares: Vec<Flare>,
}

fn made(days: i32, per_day: u16) -> Made {
    let last = Date::parse("2026-11-25").expect("a date");
    let first = last.plus(1 - days);
    let entries = (0..days)
        .filter_map(|day| Some((day, pain(day)?)))
        .flat_map(|(day, score)| {
            (0..per_day).map(move |time| {
                let more = 3.0 * (chance(day * 31 + i32::from(time)) - 0.5);
                Entry {
                    date: first.plus(day),
                    minute: Some(440 + time * (900 / per_day)),
                    score: (score + more).round().clamp(0.0, 10.0) as u8,
                    label: "Monday 23 November 2026, 08:10: 6 out of 10".into(),
                }
            })
        })
        .collect();
    let mean = |window: i32, least: usize| -> Vec<Mean> {
        (0..days)
            .map(|day| {
                let said: Vec<f64> = (day - window + 1..=day).filter_map(pain).collect();
                let mean = said.iter().sum::<f64>() / said.len() as f64;
                Mean {
                    date: first.plus(day),
                    value: (said.len() >= least).then_some(mean),
                }
            })
            .collect()
    };
    let flares = (0..days)
        .filter(|day| day % 60 == 12)
        .map(|day| Flare {
            from: first.plus(day),
            to: Some(first.plus(day + 5)),
            label: "flare-up".into(),
        })
        .collect();
    Made {
        first,
        last,
        entries,
        week: mean(7, 4),
        month: mean(28, 14),
        flares,
    }
}

fn trend_of(days: i32, per_day: u16, width_px: f64) -> Picture {
    let made = made(days, per_day);
    let usual = Usual {
        low: 2.0,
        high: 6.0,
        label: "usual range".into(),
    };
    let markers: Vec<Marker> = [(3, Sign::Triangle), (20, Sign::Square), (33, Sign::Diamond)]
        .iter()
        .map(|(day, sign)| Marker {
            date: made.first.plus(days * day / 42),
            sign: *sign,
            label: "Walking plan changed".into(),
        })
        .collect();
    Box::new(move |palette| {
        let trend = Trend {
            first: made.first,
            last: made.last,
            width_px,
            entries: &made.entries,
            week_means: &made.week,
            month_means: &made.month,
            flares: &made.flares,
            usual: Some(&usual),
            markers: if days < 1000 { &markers } else { &[] },
            tick: &tick,
            thinned: &|drawn, of| format!("{drawn} of {of} entries are drawn."),
        };
        trend::svg(&words("trend"), &trend, palette)
    })
}

fn calendar_of(days: i32, width_px: f64) -> Picture {
    let last = Date::parse("2026-11-25").expect("a date");
    let days: Vec<calendar::Day> = (0..days)
        .map(|day| calendar::Day {
            date: last.plus(day + 1 - days),
            score: pain(day),
            walked: chance(day * 3 + 1) < 0.4,
            label: "Monday 23 November: 4, walked".into(),
        })
        .collect();
    let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(String::from);
    Box::new(move |palette| {
        let calendar = Calendar {
            width_px,
            days: &days,
            weekdays: &weekdays,
            starts_on: 0,
            month: &|date| tick(date, Step::Month),
        };
        calendar::svg(&words("calendar"), &calendar, palette)
    })
}

fn charts() -> Vec<(&'static str, Picture)> {
    let last = Date::parse("2026-11-25").expect("a date");
    let tolerated: Vec<tolerance::Walk> = (0..90)
        .filter(|day| chance(day * 5) < 0.6)
        .map(|day| {
            let length = 12.0 + f64::from(day) / 6.0 + 14.0 * chance(day * 11);
            tolerance::Walk {
                date: last.plus(day - 89),
                minute: Some(600),
                length_min: length.round(),
                onset: match chance(day * 13) {
                    chance if chance < 0.25 => Onset::Never,
                    chance if chance < 0.3 => Onset::Unsaid,
                    chance => Onset::AfterMin((length * chance).round()),
                },
                settle_min: (chance(day * 17) < 0.7)
                    .then(|| [0.0, 5.0, 10.0, 30.0, 90.0][(chance(day * 19) * 5.0) as usize]),
                label: "A walk".into(),
            }
        })
        .collect();
    let pairs = |change: bool| -> Vec<scatter::Walk> {
        (0..64)
            .map(|day| scatter::Walk {
                date: last.plus(-day),
                length_min: (5.0 * (1.0 + 9.0 * chance(day * 23)).round()).round(),
                value: if change {
                    (8.0 * (chance(day * 29) - 0.45) * chance(day * 37)).round()
                } else {
                    (8.0 * chance(day * 29)).round()
                },
                label: "A walk".into(),
            })
            .collect()
    };
    let (changed, scored) = (pairs(true), pairs(false));
    let rows = ["Pain", "Walks", "The day", "Medicines"].map(String::from);
    let columns = |days_each: i32, count: i32| -> Vec<Column> {
        (0..count)
            .map(|at| Column {
                date: last.plus((at - count) * days_each + 1),
                cells: (0..4)
                    .map(|row| {
                        let share = chance(at * 41 + row);
                        if (20..26).contains(&at) {
                            Cell::NotAsked
                        } else if days_each > 1 {
                            Cell::Recorded((share * 7.0).round() / 7.0)
                        } else if share < 0.3 {
                            Cell::Missing
                        } else {
                            Cell::Recorded(1.0)
                        }
                    })
                    .collect(),
                label: "A column".into(),
            })
            .collect()
    };
    let (daily, weekly) = (columns(1, 42), columns(7, 52));
    let more_flares = made(90, 1).flares;
    let strip = move |columns: Vec<Column>, days_each| -> Picture {
        let rows = rows.clone();
        Box::new(move |palette| {
            let completeness = Completeness {
                width_px: 980.0,
                rows: &rows,
                columns: &columns,
                days_each,
                tick: &tick,
            };
            completeness::svg(&words("completeness"), &completeness, palette)
        })
    };
    vec![
        ("trend-6-weeks", trend_of(42, 2, 980.0)),
        ("trend-narrow", trend_of(42, 2, 546.0)),
        ("trend-6-months", trend_of(182, 3, 980.0)),
        ("trend-10-years", trend_of(3652, 5, 980.0)),
        ("calendar-year", calendar_of(365, 980.0)),
        ("calendar-half", calendar_of(182, 980.0)),
        ("calendar-narrow", calendar_of(182, 546.0)),
        (
            "tolerance",
            Box::new(move |palette| {
                let tolerance = Tolerance {
                    first: last.plus(-89),
                    last,
                    width_px: 980.0,
                    walks: &tolerated,
                    flares: &more_flares,
                    onset_words: "Minutes until pain began",
                    settle_words: "Minutes until it settled",
                    tick: &tick,
                };
                tolerance::svg(&words("tolerance"), &tolerance, palette)
            }),
        ),
        (
            "scatter-change",
            Box::new(move |palette| {
                let scatter = Scatter {
                    width_px: 720.0,
                    outcome: Outcome::Change {
                        worse: "\u{2191} more pain than before",
                        better: "\u{2193} less pain than before",
                        same_below: 2.0,
                        same: "about the same",
                    },
                    walks: &changed,
                    minutes_words: "Minutes walked",
                    count_words: "64 walks",
                };
                scatter::svg(&words("scatter"), &scatter, palette)
            }),
        ),
        (
            "scatter-score",
            Box::new(move |palette| {
                let scatter = Scatter {
                    width_px: 720.0,
                    outcome: Outcome::Score {
                        words: "Pain in the evening",
                    },
                    walks: &scored,
                    minutes_words: "Minutes walked",
                    count_words: "64 walks",
                };
                scatter::svg(&words("scatter"), &scatter, palette)
            }),
        ),
        ("completeness-days", strip(daily, 1)),
        ("completeness-weeks", strip(weekly, 7)),
    ]
}
