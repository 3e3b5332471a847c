//! The summary for an appointment: every figure is counted once more from the records, by other means.

use std::collections::{BTreeMap, BTreeSet};

use backstride_content::triage::{Scope, Urgency};
use backstride_core::db::{self, File};
use backstride_core::diary::{
    self, DayForm, FlareForm, Frame, Helped, Intensity, LegSymptom, Level, MedicineForm, Method,
    Name, Note, Occasion, PainForm, Region, RegionPain, ReliefForm,
};
use backstride_core::history;
use backstride_core::insights::Meaning;
use backstride_core::reading::{self, Wording};
use backstride_core::record::Kind as Record;
use backstride_core::summary::{
    self, Choices, Kind, NOTES_MOST, Period, Section, Spread, StepLength, Summary, Times,
};
use backstride_core::walks::{self, Carried, EasedBy, Onset, Slope, WalkForm};
use backstride_core::worded::Worded;
use backstride_core::{Error, Moment, checks};
use chrono::{Datelike as _, NaiveDate, TimeDelta};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::checks::full;
use crate::storage::id;
use crate::triage::shipped;

/// 2026-11-23 08:10 in a place one hour east of UTC.
const MONDAY: Moment = Moment {
    utc_ms: 1_795_417_800_000,
    offset_min: 60,
};

fn fresh() -> Connection {
    db::in_memory(File::Diary).expect("migrations hold")
}

fn today() -> NaiveDate {
    MONDAY.local_date()
}

fn ago(days: i64) -> NaiveDate {
    today() - TimeDelta::days(days)
}

fn nrs(value: u8) -> Option<Intensity> {
    Intensity::new(value.into()).ok()
}

fn summed(conn: &Connection, period: Period) -> Summary {
    summary::summary(conn, &Choices::all(period), today()).expect("read")
}

/// One thing somebody writes down, so many days ago.
#[derive(Debug, Clone)]
enum Deed {
    Pain {
        frame: Frame,
        nrs: Option<u8>,
        regions: Vec<(Region, Option<u8>)>,
        legs: [Option<Vec<LegSymptom>>; 2],
        note: bool,
    },
    Walk {
        minutes: u16,
        onset: Option<Onset>,
        stopped: Option<bool>,
        settle: Option<u16>,
        eased: Vec<EasedBy>,
        slope: Option<Slope>,
        carried: Option<Carried>,
        peak: Option<u8>,
        note: bool,
    },
    Day {
        limited: Option<u8>,
        comfortable: Option<u16>,
        sleep: Option<u16>,
        quality: Option<u8>,
        stress: Option<u8>,
    },
    Medicine {
        name: &'static str,
        amount: Option<&'static str>,
        helped: Option<Helped>,
    },
    Relief {
        method: Method,
        helped: Option<Helped>,
    },
    Flare {
        days: i64,
        over: bool,
    },
}

/// A deed, how many days ago it was, and whether it was put in the trash afterwards.
type Done = (i64, Deed, bool);

fn any_of<T: Worded + std::fmt::Debug>() -> impl Strategy<Value = T> {
    prop::sample::select(T::ALL.to_vec())
}

fn some_of<T: Worded + std::fmt::Debug>(most: usize) -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(any_of::<T>(), 0..=most).prop_map(|mut all| {
        all.sort_unstable();
        all.dedup();
        all
    })
}

fn deed() -> impl Strategy<Value = Deed> {
    let maybe = |most: u8| prop::option::of(0..=most);
    let legs = || prop::option::of(some_of::<LegSymptom>(2));
    let pain = (
        any_of::<Frame>(),
        maybe(10),
        prop::collection::btree_map(any_of::<Region>(), maybe(10), 0..4),
        [legs(), legs()],
        any::<bool>(),
    )
        .prop_map(|(frame, nrs, regions, legs, note)| Deed::Pain {
            frame,
            nrs,
            regions: regions.into_iter().collect(),
            legs,
            note,
        });
    let walk = (
        (
            1_u16..120,
            prop::option::of((any::<bool>(), 0_u16..120)),
            prop::option::of(any::<bool>()),
            prop::option::of(0_u16..90),
        ),
        some_of::<EasedBy>(2),
        prop::option::of(any_of::<Slope>()),
        prop::option::of(any_of::<Carried>()),
        maybe(10),
        any::<bool>(),
    )
        .prop_map(
            |((minutes, onset, stopped, settle), eased, slope, carried, peak, note)| Deed::Walk {
                minutes,
                onset: onset.map(|(never, after)| match never {
                    true => Onset::Never,
                    false => Onset::After(after.min(minutes)),
                }),
                stopped,
                settle,
                // Nothing stands beside nothing else.
                eased: match eased.contains(&EasedBy::Nothing) {
                    true => vec![EasedBy::Nothing],
                    false => eased,
                },
                slope,
                carried,
                peak,
                note,
            },
        );
    let day = (
        maybe(10),
        prop::option::of(0_u16..90),
        prop::option::of(0_u16..700),
        maybe(3),
        maybe(3),
    )
        .prop_map(|(limited, comfortable, sleep, quality, stress)| Deed::Day {
            limited,
            comfortable,
            sleep,
            quality,
            stress,
        });
    let names = [
        "Paracetamol",
        "paracetamol",
        "Ibuprofen gel",
        "The blue ones",
    ];
    let medicine = (
        prop::sample::select(names.to_vec()),
        prop::option::of(prop::sample::select(vec!["1", "500 mg", "two"])),
        prop::option::of(any_of::<Helped>()),
    )
        .prop_map(|(name, amount, helped)| Deed::Medicine {
            name,
            amount,
            helped,
        });
    let relief = (any_of::<Method>(), prop::option::of(any_of::<Helped>()))
        .prop_map(|(method, helped)| Deed::Relief { method, helped });
    let flare = (0_i64..6, any::<bool>()).prop_map(|(days, over)| Deed::Flare { days, over });
    prop_oneof![
        6 => pain,
        4 => walk,
        2 => day,
        2 => medicine,
        2 => relief,
        1 => flare,
    ]
}

fn diary_of(most: usize) -> impl Strategy<Value = Vec<Done>> {
    let days = prop_oneof![3 => 0_i64..40, 2 => 0_i64..130, 1 => 0_i64..2000];
    prop::collection::vec((days, deed(), prop::bool::weighted(0.1)), 0..most)
}

/// Writes it all down through the doors of the rooms. What the rooms refuse (an empty form, a second flare at a time) is
/// nothing anybody could have recorded.
fn written(deeds: &[Done]) -> Connection {
    let mut conn = fresh();
    let note = |wanted: bool, n: u32| wanted.then(|| Note::new(&format!("Note {n}")).unwrap());
    for (n, (days, deed, binned)) in (1_u32..).zip(deeds) {
        let (id, date) = (id(n), ago(*days));
        let when = Some(Occasion::day(date));
        let kept = db::write(&mut conn, |tx| {
            let kind = match deed {
                Deed::Pain {
                    frame,
                    nrs: number,
                    regions,
                    legs: [left, right],
                    note: noted,
                } => {
                    let form = PainForm {
                        occasion: when,
                        frame: *frame,
                        nrs: number.and_then(nrs),
                        regions: regions
                            .iter()
                            .map(|(region, number)| RegionPain {
                                region: *region,
                                nrs: number.and_then(nrs),
                            })
                            .collect(),
                        leg_left: left.clone(),
                        leg_right: right.clone(),
                        note: note(*noted, n).flatten(),
                        ..PainForm::empty()
                    };
                    diary::add_full(tx, &id, &form, MONDAY)?;
                    Record::Pain
                }
                Deed::Walk {
                    minutes,
                    onset,
                    stopped,
                    settle,
                    eased,
                    slope,
                    carried,
                    peak,
                    note: noted,
                } => {
                    let form = WalkForm {
                        occasion: when,
                        onset: *onset,
                        stopped: *stopped,
                        settle_min: *settle,
                        eased_by: eased.clone(),
                        slope: *slope,
                        carried: *carried,
                        pain_peak: peak.and_then(nrs),
                        note: note(*noted, n).flatten(),
                        ..WalkForm::of_minutes(*minutes)
                    };
                    walks::add(tx, &id, &form, MONDAY)?;
                    Record::Walk
                }
                Deed::Day {
                    limited,
                    comfortable,
                    sleep,
                    quality,
                    stress,
                } => {
                    let level =
                        |it: &Option<u8>| it.and_then(|it| Level::new(f64::from(it), "level").ok());
                    let form = DayForm {
                        limited: limited.and_then(nrs),
                        comfortable_walk_min: *comfortable,
                        sitting: None,
                        stress: level(stress),
                        sleep_min: *sleep,
                        sleep_quality: level(quality),
                        lifting: None,
                        factors: Vec::new(),
                        note: None,
                    };
                    // A second record of a day is the first one changed.
                    let saved = diary::save_day(tx, &id, date, &form, MONDAY)?;
                    if *binned {
                        history::delete(tx, Record::Day, &saved.id, MONDAY)?;
                    }
                    return Ok(());
                }
                Deed::Medicine {
                    name,
                    amount,
                    helped,
                } => {
                    let words = |text: &str| Name::new(text, "name").expect("allowed");
                    let form = MedicineForm {
                        occasion: when,
                        name: words(name),
                        amount: amount.map(words),
                        helped: *helped,
                        note: None,
                    };
                    diary::add_medicine(tx, &id, &form, MONDAY)?;
                    Record::Medicine
                }
                Deed::Relief { method, helped } => {
                    let form = ReliefForm {
                        occasion: when,
                        method: *method,
                        helped: *helped,
                        note: None,
                    };
                    diary::add_relief(tx, &id, &form, MONDAY)?;
                    Record::Relief
                }
                Deed::Flare { days: long, over } => {
                    let form = FlareForm {
                        start_date: date,
                        end_date: over.then(|| (date + TimeDelta::days(*long)).min(today())),
                        note: None,
                    };
                    diary::add_flare(tx, &id, &form, MONDAY)?;
                    Record::Flare
                }
            };
            if *binned {
                history::delete(tx, kind, &id, MONDAY)?;
            }
            Ok(())
        });
        match kept {
            Ok(()) | Err(Error::Invalid { .. } | Error::Conflict) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    conn
}

/// Rows of a table as text by column name, those in the trash and those of other days left out.
fn rows(
    conn: &Connection,
    table: &str,
    date_column: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<BTreeMap<String, Option<String>>> {
    let mut statement = conn
        .prepare(&format!("SELECT * FROM {table}"))
        .expect("a table");
    let names: Vec<String> = statement
        .column_names()
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    let mut all = Vec::new();
    let mut rows = statement.query([]).expect("asked");
    while let Some(row) = rows.next().expect("a row") {
        let mut one = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            use rusqlite::types::ValueRef;
            let text = match row.get_ref(at).expect("a value") {
                ValueRef::Null => None,
                ValueRef::Integer(number) => Some(number.to_string()),
                ValueRef::Real(number) => Some(number.to_string()),
                ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
                ValueRef::Blob(_) => None,
            };
            one.insert(name.clone(), text);
        }
        let date: NaiveDate = one[date_column].as_deref().unwrap().parse().unwrap();
        if one["deleted_at_ms"].is_none() && (from..=to).contains(&date) {
            all.push(one);
        }
    }
    all
}

type Row = BTreeMap<String, Option<String>>;

fn number(row: &Row, column: &str) -> Option<f64> {
    row[column].as_deref().map(|text| text.parse().unwrap())
}

fn text<'a>(row: &'a Row, column: &str) -> Option<&'a str> {
    row[column].as_deref()
}

fn on(row: &Row) -> NaiveDate {
    row["local_date"].as_deref().unwrap().parse().unwrap()
}

/// The middle of a list, found by taking away the lowest and the highest in turn.
fn spread(values: impl IntoIterator<Item = f64>) -> Option<(usize, f64, f64, f64)> {
    let mut left: Vec<f64> = values.into_iter().collect();
    let n = left.len();
    if n == 0 {
        return None;
    }
    let lowest = |all: &[f64]| {
        (0..all.len())
            .min_by(|a, b| all[*a].total_cmp(&all[*b]))
            .unwrap()
    };
    let highest = |all: &[f64]| {
        (0..all.len())
            .max_by(|a, b| all[*a].total_cmp(&all[*b]))
            .unwrap()
    };
    let (low, high) = (left[lowest(&left)], left[highest(&left)]);
    while left.len() > 2 {
        left.remove(lowest(&left));
        left.remove(highest(&left));
    }
    Some((n, low, left.iter().sum::<f64>() / left.len() as f64, high))
}

fn same(found: Option<Spread>, counted: Option<(usize, f64, f64, f64)>, what: &str) {
    match (found, counted) {
        (None, None) => {}
        (Some(found), Some((n, low, median, high))) => {
            assert_eq!(found.n as usize, n, "{what}: how many");
            for (one, other, which) in [
                (found.low, low, "lowest"),
                (found.median, median, "median"),
                (found.high, high, "highest"),
            ] {
                assert!(
                    (one - other).abs() < 1e-9,
                    "{what}, {which}: {one}, but {other}"
                );
            }
        }
        (found, counted) => panic!("{what}: {found:?}, but {counted:?}"),
    }
}

fn near(found: Option<f64>, counted: Option<f64>, what: &str) {
    match (found, counted) {
        (None, None) => {}
        (Some(found), Some(counted)) if (found - counted).abs() < 1e-9 => {}
        (found, counted) => panic!("{what}: {found:?}, but {counted:?}"),
    }
}

fn average(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The number of a day: what the person called its average, or else the mean of its moments; the worst is no moment.
fn day_numbers(pain: &[Row]) -> BTreeMap<NaiveDate, f64> {
    let mut days: BTreeMap<NaiveDate, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    for row in pain {
        let Some(value) = number(row, "nrs") else {
            continue;
        };
        let (averages, moments) = days.entry(on(row)).or_default();
        match text(row, "frame").unwrap() {
            "day_average" => averages.push(value),
            "day_worst" => {}
            _ => moments.push(value),
        }
    }
    days.into_iter()
        .filter_map(|(date, (averages, moments))| {
            Some((date, average(&averages).or_else(|| average(&moments))?))
        })
        .collect()
}

fn counted(rows: &[&Row]) -> Times {
    let helped = |word: Option<&str>| {
        rows.iter()
            .filter(|row| text(row, "helped") == word)
            .count() as u32
    };
    Times {
        times: rows.len() as u32,
        days: rows
            .iter()
            .map(|row| on(row))
            .collect::<BTreeSet<_>>()
            .len() as u32,
        worse: helped(Some("worse")),
        no: helped(Some("no")),
        a_little: helped(Some("a_little")),
        a_lot: helped(Some("a_lot")),
        unsure: helped(Some("unsure")),
        unsaid: helped(None),
    }
}

/// Counts every figure once more, from the rows alone.
fn recount(conn: &Connection, found: &Summary) {
    let (from, to) = (found.from, found.to);
    let of = |table: &str| rows(conn, table, "local_date", from, to);
    let (pain, walks, days) = (of("pain_entry"), of("walk"), of("day"));
    let (medicines, reliefs) = (of("medicine_taken"), of("relief_tried"));

    // How complete it is.
    let dates = |rows: &[Row]| rows.iter().map(on).collect::<BTreeSet<NaiveDate>>();
    let mut any = dates(&pain);
    for table in [&walks, &days, &medicines, &reliefs] {
        any.extend(dates(table));
    }
    assert_eq!(found.days.recorded as usize, any.len(), "days recorded");
    assert_eq!(found.days.pain as usize, dates(&pain).len(), "days of pain");
    assert_eq!(
        found.days.walked as usize,
        dates(&walks).len(),
        "days walked"
    );
    assert_eq!(found.days.whole as usize, days.len(), "whole days");
    let mut possible = 0;
    let mut day = from;
    while day <= to {
        possible += 1;
        day += TimeDelta::days(1);
    }
    assert_eq!(found.days.possible, possible, "days possible");
    assert!(found.days.recorded <= found.days.possible);
    assert!(found.days.asked <= found.days.possible);

    // Pain.
    let numbers = day_numbers(&pain);
    let said = found.pain.as_ref().unwrap();
    same(said.days, spread(numbers.values().copied()), "pain");
    let all: Vec<f64> = pain.iter().filter_map(|row| number(row, "nrs")).collect();
    assert_eq!(said.entries as usize, all.len(), "numbers");
    let range = spread(all.iter().copied()).map(|(_, low, _, high)| (low as u8, high as u8));
    assert_eq!(said.range, range, "range of pain");

    // Walks.
    let walking = found.walking.as_ref().unwrap();
    let of_walks =
        |walks: &[&Row], column: &str| spread(walks.iter().filter_map(|row| number(row, column)));
    let each: Vec<&Row> = walks.iter().collect();
    let never = |row: &&&Row| text(row, "onset_never") == Some("1");
    assert_eq!(walking.walks as usize, walks.len(), "walks");
    assert_eq!(
        walking.days as usize,
        dates(&walks).len(),
        "days with walks"
    );
    same(walking.duration, of_walks(&each, "duration_min"), "length");
    same(walking.onset, of_walks(&each, "onset_min"), "onset");
    let unbegun: Vec<&Row> = each.iter().filter(never).copied().collect();
    same(walking.never, of_walks(&unbegun, "duration_min"), "never");
    same(walking.settle, of_walks(&each, "settle_min"), "settling");
    let unknown = each
        .iter()
        .filter(|row| text(row, "onset_never") == Some("0") && number(row, "onset_min").is_none());
    assert_eq!(walking.onset_unknown as usize, unknown.count());
    let stopped = |word: &str| {
        each.iter()
            .filter(|row| text(row, "stopped") == Some(word))
            .count()
    };
    assert_eq!(walking.stopped.of as usize, stopped("1"));
    assert_eq!(walking.stopped.all as usize, stopped("1") + stopped("0"));
    same(
        walking.comfortable,
        spread(
            days.iter()
                .filter_map(|row| number(row, "comfortable_walk_min")),
        ),
        "comfortable walks",
    );
    let has = |row: &Row, word: &str| {
        text(row, "eased_by").is_some_and(|words| words.split(' ').any(|it| it == word))
    };
    for by in EasedBy::ALL {
        let these: Vec<&Row> = each
            .iter()
            .filter(|row| has(row, by.word()))
            .copied()
            .collect();
        let said = walking.eased.iter().find(|it| it.by == *by);
        assert_eq!(
            said.map_or(0, |it| it.walks) as usize,
            these.len(),
            "{by:?}"
        );
        same(
            said.and_then(|it| it.settle),
            of_walks(&these, "settle_min"),
            "settling by what eased",
        );
    }
    let known = each.iter().filter(|row| text(row, "eased_by").is_some());
    assert_eq!(walking.eased_of as usize, known.count());
    let kinds = Slope::ALL
        .iter()
        .map(|it| (Kind::Slope(*it), "slope", it.word()))
        .chain(
            Carried::ALL
                .iter()
                .map(|it| (Kind::Carried(*it), "carried", it.word())),
        );
    for (kind, column, word) in kinds {
        let these: Vec<&Row> = each
            .iter()
            .filter(|row| text(row, column) == Some(word))
            .copied()
            .collect();
        let said = walking.kinds.iter().find(|it| it.kind == kind);
        assert_eq!(
            said.map_or(0, |it| it.walks) as usize,
            these.len(),
            "{kind:?}"
        );
        same(
            said.and_then(|it| it.onset),
            of_walks(&these, "onset_min"),
            "onset by kind",
        );
    }

    // Where it hurt.
    let body = found.body.as_ref().unwrap();
    assert_eq!(body.entry_days as usize, dates(&pain).len());
    let mut regions: BTreeMap<String, BTreeSet<NaiveDate>> = BTreeMap::new();
    for row in &pain {
        let mut places = conn
            .prepare("SELECT region FROM pain_region WHERE entry_id = ?1")
            .unwrap();
        let of_entry = places
            .query_map([text(row, "id")], |it| it.get::<_, String>(0))
            .unwrap();
        for region in of_entry {
            regions.entry(region.unwrap()).or_default().insert(on(row));
        }
    }
    assert_eq!(body.regions.len(), regions.len(), "regions");
    for share in &body.regions {
        assert_eq!(share.days as usize, regions[share.region.word()].len());
    }

    // Legs.
    let legs = found.legs.as_ref().unwrap();
    let spoken: Vec<&Row> = pain
        .iter()
        .filter(|row| text(row, "leg_left").is_some() || text(row, "leg_right").is_some())
        .collect();
    let spoken_days: BTreeSet<NaiveDate> = spoken.iter().map(|row| on(row)).collect();
    assert_eq!(legs.days as usize, spoken_days.len(), "days with legs");
    let days_with = |column: &str, word: &str| -> BTreeSet<NaiveDate> {
        spoken
            .iter()
            .filter(|row| {
                text(row, column).is_some_and(|words| words.split(' ').any(|it| it == word))
            })
            .map(|row| on(row))
            .collect()
    };
    let mut troubled: BTreeSet<NaiveDate> = BTreeSet::new();
    for symptom in LegSymptom::ALL {
        let left = days_with("leg_left", symptom.word());
        let right = days_with("leg_right", symptom.word());
        let both = left.intersection(&right).count();
        let either = left.union(&right).count();
        troubled.extend(left.union(&right));
        let said = legs.symptoms.iter().find(|it| it.symptom == *symptom);
        let said = said.map(|it| [it.left, it.right, it.both, it.days]);
        let counted = [left.len(), right.len(), both, either].map(|it| it as u32);
        assert_eq!(said.unwrap_or_default(), counted, "{symptom:?}");
    }
    assert_eq!(
        legs.clear as usize,
        spoken_days.difference(&troubled).count()
    );

    // Flares.
    let flares: Vec<(String, Option<String>)> = conn
        .prepare("SELECT start_date, end_date FROM flare WHERE deleted_at_ms IS NULL")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    let (first, last) = (from.to_string(), to.to_string());
    let touching = flares
        .iter()
        .filter(|(start, end)| *start <= last && end.as_ref().is_none_or(|end| *end >= first));
    assert_eq!(found.flares.as_ref().unwrap().len(), touching.count());

    // Treatments.
    let treatments = found.treatments.as_ref().unwrap();
    let each: Vec<&Row> = reliefs.iter().collect();
    for method in Method::ALL {
        let these: Vec<&Row> = each
            .iter()
            .filter(|row| text(row, "method") == Some(method.word()))
            .copied()
            .collect();
        let said = treatments.reliefs.iter().find(|it| it.method == *method);
        assert_eq!(
            said.map_or(Times::default(), |it| it.times),
            counted(&these)
        );
    }
    let mut names: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in &medicines {
        let name = text(row, "name").unwrap().to_lowercase();
        names.entry(name).or_default().push(row);
    }
    assert_eq!(treatments.medicines.len(), names.len(), "medicines");
    for said in &treatments.medicines {
        let these = &names[&said.name.to_lowercase()];
        assert_eq!(said.times, counted(these), "{}", said.name);
        let amounts: BTreeSet<&str> = these.iter().filter_map(|row| text(row, "amount")).collect();
        assert!(said.amounts.iter().all(|it| amounts.contains(it.as_str())));
        assert_eq!(said.amounts.len(), amounts.len().min(summary::AMOUNTS_MOST));
    }

    // Whole days.
    let whole = found.whole_days.as_ref().unwrap();
    let of_days = |column: &str| spread(days.iter().filter_map(|row| number(row, column)));
    same(whole.limited, of_days("limited"), "limited");
    same(whole.sleep_min, of_days("sleep_min"), "sleep");
    for (column, counts) in [
        ("sleep_quality", whole.sleep_quality),
        ("stress", whole.stress),
    ] {
        for (level, count) in counts.iter().enumerate() {
            let these = days
                .iter()
                .filter(|row| number(row, column) == Some(level as f64));
            assert_eq!(*count as usize, these.count(), "{column} {level}");
        }
    }

    // Step by step: every day is in exactly one step, and the steps add up to the whole.
    let mut next = from;
    for step in &found.steps {
        assert_eq!(step.from, next, "steps follow each other");
        assert!(step.to >= step.from);
        next = step.to + TimeDelta::days(1);
        let inside = |date: NaiveDate| (step.from..=step.to).contains(&date);
        let values: Vec<f64> = numbers
            .iter()
            .filter(|(date, _)| inside(**date))
            .map(|(_, value)| *value)
            .collect();
        assert_eq!(step.pain_days as usize, values.len());
        near(step.mean, average(&values), "mean of a step");
        let here: Vec<&Row> = pain.iter().filter(|row| inside(on(row))).collect();
        let range = spread(here.iter().filter_map(|row| number(row, "nrs")));
        let range = range.map(|(_, low, _, high)| (low as u8, high as u8));
        assert_eq!(step.low.zip(step.high), range, "range of a step");
        let walked: Vec<&Row> = walks.iter().filter(|row| inside(on(row))).collect();
        assert_eq!(step.walks as usize, walked.len());
        let minutes: f64 = walked
            .iter()
            .filter_map(|row| number(row, "duration_min"))
            .sum();
        near(
            step.walk_min.map(f64::from),
            (!walked.is_empty()).then_some(minutes),
            "minutes of a step",
        );
        same(
            step.onset,
            of_walks(&walked, "onset_min"),
            "onset of a step",
        );
        assert_eq!(
            step.recorded as usize,
            any.iter().filter(|date| inside(**date)).count()
        );
    }
    assert_eq!(
        next,
        to + TimeDelta::days(1),
        "the steps end with the stretch"
    );

    // What a change means: written down a second time.
    if let Some(change) = &said.change {
        let window = |from: NaiveDate, to: NaiveDate| -> Vec<f64> {
            let pain = rows(conn, "pain_entry", "local_date", from, to);
            day_numbers(&pain).into_values().collect()
        };
        let earlier = window(change.earlier.from, change.earlier.to);
        let latest = window(change.latest.from, change.latest.to);
        assert_eq!((change.earlier.to - change.earlier.from).num_days(), 27);
        assert_eq!((change.latest.to - change.latest.from).num_days(), 27);
        assert!(
            change.earlier.to < change.latest.from,
            "no day counts twice"
        );
        assert_eq!(change.earlier.days as usize, earlier.len());
        assert_eq!(change.latest.days as usize, latest.len());
        near(change.earlier.mean, average(&earlier), "the earlier mean");
        near(change.latest.mean, average(&latest), "the later mean");
        let expected = if earlier.len() < 7 || latest.len() < 7 {
            Meaning::NotEnough
        } else {
            let (was, is) = (average(&earlier).unwrap(), average(&latest).unwrap());
            let change = (is - was).abs();
            match change >= 2.0 && change >= 0.3 * was {
                false => Meaning::AboutTheSame,
                true if is < was => Meaning::Better,
                true => Meaning::Worse,
            }
        };
        assert_eq!(change.meaning, expected);
    }
}

fn periods() -> impl Strategy<Value = Period> {
    prop_oneof![
        Just(Period::FourWeeks),
        Just(Period::ThreeMonths),
        (0_i64..2200).prop_map(|days| Period::Since(ago(days))),
        (0_i64..200, 0_i64..200)
            .prop_map(|(one, other)| Period::Between(ago(one.max(other)), ago(one.min(other)))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("SUMMARY_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(60)
    ))]

    #[test]
    fn every_figure_is_the_one_that_counting_the_records_gives(deeds in diary_of(90), period in periods()) {
        let conn = written(&deeds);
        recount(&conn, &summed(&conn, period));
    }
}

/// The recount would be worth nothing if it could not fail: a row that the summary has not seen is noticed.
#[test]
fn a_figure_that_is_off_by_one_record_is_noticed() {
    let walk = Deed::Walk {
        minutes: 20,
        onset: Some(Onset::After(8)),
        stopped: None,
        settle: None,
        eased: Vec::new(),
        slope: None,
        carried: None,
        peak: None,
        note: false,
    };
    let conn = written(&[(3, walk, false)]);
    let found = summed(&conn, Period::FourWeeks);
    recount(&conn, &found);
    conn.execute("UPDATE walk SET onset_min = 9", [])
        .expect("changed behind its back");
    let noticed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        recount(&conn, &found);
    }));
    assert!(noticed.is_err());
}

#[test]
fn an_empty_diary_has_no_figure_and_no_zero() {
    let conn = fresh();
    let found = summed(&conn, Period::FourWeeks);
    assert_eq!((found.days.possible, found.days.recorded), (28, 0));
    assert_eq!(found.days.first, None);
    assert_eq!(found.steps.len(), 4);
    for step in &found.steps {
        assert_eq!((step.mean, step.low, step.walk_min), (None, None, None));
    }
    let pain = found.pain.unwrap();
    assert_eq!((pain.days, pain.range), (None, None));
    assert_eq!(pain.change.unwrap().meaning, Meaning::NotEnough);
    let walking = found.walking.unwrap();
    assert_eq!((walking.onset, walking.duration), (None, None));
    let checks = found.checks.unwrap();
    assert!(checks.made.is_empty() && checks.answers.is_empty() && checks.before.is_none());
}

#[test]
fn what_was_not_chosen_is_not_there() {
    let conn = written(&[
        (
            1,
            Deed::Pain {
                frame: Frame::Now,
                nrs: Some(6),
                regions: vec![(Region::LowBackLeft, None)],
                legs: [None, None],
                note: true,
            },
            false,
        ),
        (
            2,
            Deed::Relief {
                method: Method::Heat,
                helped: None,
            },
            false,
        ),
    ]);
    for left_out in Section::ALL {
        let mut choices = Choices::all(Period::FourWeeks);
        choices.sections.remove(left_out);
        let found = summary::summary(&conn, &choices, today()).expect("read");
        let there = [
            (Section::Checks, found.checks.is_some()),
            (Section::Pain, found.pain.is_some()),
            (Section::Walking, found.walking.is_some()),
            (Section::Body, found.body.is_some()),
            (Section::Legs, found.legs.is_some()),
            (Section::Flares, found.flares.is_some()),
            (Section::Treatments, found.treatments.is_some()),
            (Section::Days, found.whole_days.is_some()),
            (Section::Routines, found.routines.is_some()),
            (Section::Questions, found.questions.is_some()),
        ];
        for (section, is_there) in there {
            assert_eq!(is_there, section != *left_out, "{section:?}");
        }
        if *left_out == Section::Pain {
            assert!(
                found
                    .steps
                    .iter()
                    .all(|step| step.mean.is_none() && step.high.is_none())
            );
        }
        assert_eq!(
            found.notes, None,
            "notes go along only where that was chosen"
        );
    }
}

#[test]
fn notes_go_along_only_where_that_was_chosen_and_only_of_chosen_parts() {
    let mut conn = fresh();
    for (n, days) in (1..).zip([2, 5, 40]) {
        let form = PainForm {
            occasion: Some(Occasion::day(ago(days))),
            nrs: nrs(3),
            note: Note::new(&format!("pain {days}")).unwrap(),
            ..PainForm::empty()
        };
        db::write(&mut conn, |tx| diary::add_full(tx, &id(n), &form, MONDAY)).expect("kept");
    }
    let walk = WalkForm {
        occasion: Some(Occasion::day(ago(1))),
        note: Note::new("by the river").unwrap(),
        ..WalkForm::of_minutes(10)
    };
    db::write(&mut conn, |tx| walks::add(tx, &id(9), &walk, MONDAY)).expect("kept");
    let mut choices = Choices {
        notes: true,
        ..Choices::all(Period::FourWeeks)
    };
    let lines = |choices: &Choices| -> Vec<String> {
        let found = summary::summary(&conn, choices, today()).expect("read");
        let notes = found.notes.expect("chosen");
        assert_eq!(notes.all as usize, notes.lines.len());
        notes.lines.into_iter().map(|it| it.text).collect()
    };
    assert_eq!(lines(&choices), ["pain 5", "pain 2", "by the river"]);
    choices.sections.remove(&Section::Walking);
    assert_eq!(lines(&choices), ["pain 5", "pain 2"]);
}

#[test]
fn more_notes_than_anybody_reads_are_counted_and_the_latest_are_given() {
    let mut conn = fresh();
    db::write(&mut conn, |tx| {
        for n in 0..230_u32 {
            let form = PainForm {
                occasion: Some(Occasion::day(ago(i64::from(n) / 10))),
                nrs: nrs(3),
                note: Note::new(&format!("note {n}")).unwrap(),
                ..PainForm::empty()
            };
            diary::add_full(tx, &id(n), &form, MONDAY)?;
        }
        Ok(())
    })
    .expect("kept");
    let choices = Choices {
        notes: true,
        ..Choices::all(Period::FourWeeks)
    };
    let notes = summary::summary(&conn, &choices, today())
        .expect("read")
        .notes
        .unwrap();
    assert_eq!((notes.all, notes.lines.len()), (230, NOTES_MOST));
    assert_eq!(notes.lines.last().unwrap().date, today());
}

#[test]
fn a_stretch_is_cut_into_as_many_steps_as_a_page_holds() {
    let conn = fresh();
    for (days, length) in [
        (28, StepLength::Week),
        (98, StepLength::Week),
        (99, StepLength::Month),
        (700, StepLength::Month),
        (800, StepLength::Quarter),
        (2100, StepLength::Quarter),
        (3700, StepLength::Year),
    ] {
        let found = summed(&conn, Period::Since(ago(days - 1)));
        assert_eq!(found.step, length, "{days} days");
        assert!(found.steps.len() <= 25, "{} steps", found.steps.len());
        if length == StepLength::Week {
            let last = found.steps.last().unwrap();
            assert_eq!(
                (last.to - last.from).num_days(),
                6,
                "the last week is whole"
            );
        } else {
            assert!(found.steps[1..].iter().all(|it| it.from.day() == 1));
        }
    }
}

#[test]
fn a_stretch_that_has_no_days_or_lies_ahead_is_refused() {
    let conn = fresh();
    for (period, field) in [
        (Period::Since(ago(-1)), "from"),
        (Period::Between(ago(3), ago(5)), "to"),
        (Period::Between(ago(3), ago(-2)), "to"),
        (
            Period::Since(NaiveDate::from_ymd_opt(1850, 1, 1).unwrap()),
            "from",
        ),
    ] {
        let refused = summary::summary(&conn, &Choices::all(period), today());
        match refused {
            Err(Error::Invalid { field: named }) => assert_eq!(named, field),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_check_says_what_was_ticked_when_and_what_was_not_ticked_again() {
    let mut conn = fresh();
    let at = |days: i64| Moment {
        utc_ms: MONDAY.utc_ms - days * 86_400_000,
        ..MONDAY
    };
    let rules = shipped();
    let mut finish = |n: u32, days: i64, ticks: &[&str]| {
        db::write(&mut conn, |tx| {
            checks::finish(tx, &id(n), rules, &full(ticks), at(days))
        })
        .expect("kept")
    };
    let first = finish(1, 20, &["body.pee"]);
    assert_eq!(first.outcome.level, Some(Urgency::Emergency));
    let second = finish(2, 5, &[]);
    let found = summed(&conn, Period::FourWeeks).checks.unwrap();
    assert_eq!(found.made.len(), 2);
    assert_eq!(
        (found.made[0].date, found.made[0].level),
        (ago(5), second.outcome.level)
    );
    assert_eq!(found.made[1].level, Some(Urgency::Emergency));
    let flag = &found.answers[0];
    assert_eq!(flag.text, first.outcome.reasons[0].text);
    assert_eq!(
        (flag.yes_on, flag.unsure_on, flag.not_on),
        (Some(ago(20)), None, Some(ago(5)))
    );
    assert_eq!(
        found.before, None,
        "the stretch has a whole check of its own"
    );

    let later = summary::summary(
        &conn,
        &Choices::all(Period::Between(ago(3), ago(0))),
        today(),
    )
    .expect("read");
    let later = later.checks.unwrap();
    assert!(later.made.is_empty() && later.answers.is_empty());
    let before = later.before.expect("the last one before it");
    assert_eq!((before.date, before.scope), (ago(5), Scope::Full));

    // What was said in the last whole check still counts where the stretch has none of its own.
    let earlier = Choices::all(Period::Between(ago(15), ago(10)));
    let earlier = summary::summary(&conn, &earlier, today()).expect("read");
    let earlier = earlier.checks.unwrap();
    assert!(earlier.made.is_empty());
    assert_eq!(earlier.before.expect("the first").date, ago(20));
    let flag = &earlier.answers[0];
    assert_eq!((flag.yes_on, flag.not_on), (Some(ago(20)), None));
}

#[test]
fn only_questions_that_were_not_asked_yet_go_along_in_their_order() {
    let mut conn = fresh();
    for (n, text) in (1..).zip(["Can I swim?", "Do I need a scan?", "May I lift?"]) {
        let text = Wording::new(text).unwrap();
        db::write(&mut conn, |tx| {
            reading::add_question(tx, &id(n), &text, None, MONDAY)
        })
        .expect("kept");
    }
    db::write(&mut conn, |tx| {
        reading::tick_question(tx, &id(2), true, MONDAY)
    })
    .expect("ticked");
    let found = summed(&conn, Period::FourWeeks);
    assert_eq!(found.questions.unwrap(), ["Can I swim?", "May I lift?"]);
}
