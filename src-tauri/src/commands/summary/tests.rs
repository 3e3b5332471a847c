//! Empty, sparse, full and endless diaries, set for real on both papers: two pages, read out in order, and the same words
//! on the screen.

use std::path::PathBuf;
use std::time::Instant;

use backstride_content::triage::rules::Kind as Asked;
use backstride_content::triage::{self, Answer, Answered, Scope};
use backstride_core::db::{self, File};
use backstride_core::diary::{
    self, DayForm, FlareForm, Frame, Helped, Intensity, LegSymptom, Level, MedicineForm, Method,
    Name, Note, Occasion, PainForm, Region, RegionPain, ReliefForm,
};
use backstride_core::reading::{self, Wording};
use backstride_core::summary::{self, Choices, Period, Summary};
use backstride_core::walks::{self, Aid, Carried, EasedBy, Onset, Slope, WalkForm};
use backstride_core::worded::Worded as _;
use backstride_core::{Moment, checks, sessions};
use backstride_print::{Document, Pages, Paper};
use chrono::{Days, NaiveDate};
use rusqlite::Connection;

use super::{PageBlockView, SummaryPreviewView, preview, set};
use crate::commands::print::pages::Sheet;
use crate::knowledge;

/// 2026-11-23 08:10 in a place one hour east of UTC.
const MONDAY: Moment = Moment {
    utc_ms: 1_795_417_800_000,
    offset_min: 60,
};

fn today() -> NaiveDate {
    MONDAY.local_date()
}

fn ago(days: u64) -> NaiveDate {
    today() - Days::new(days)
}

fn sheet(paper: Paper) -> Sheet {
    Sheet {
        paper,
        today: today(),
        region: knowledge::bundle().region("england"),
    }
}

fn id(number: u32) -> String {
    format!("00000000-0000-7000-8000-{number:012}")
}

fn nrs(value: u32) -> Option<Intensity> {
    Intensity::new(f64::from(value % 11)).ok()
}

/// What it shows, as pages and as the screen has it.
fn made(summary: &Summary, paper: Paper) -> (Document, Pages, SummaryPreviewView) {
    let (document, pages) = set(summary, "Jo Example, born 1 May 1960", &sheet(paper))
        .unwrap_or_else(|why| panic!("{why}"));
    let view = preview(&document, &pages);
    (document, pages, view)
}

/// Keeps a file to be looked at; `target/pages` is where people find it.
fn keep(name: &str, pages: &Pages) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/pages");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(name), &pages.pdf).expect("room");
}

/// What pdftotext reads, in the order in which it stands in the file.
fn read_out(pages: &Pages) -> String {
    let dir = tempfile::tempdir().expect("a place");
    let file = dir.path().join("pages.pdf");
    std::fs::write(&file, &pages.pdf).expect("room");
    let said = std::process::Command::new("pdftotext")
        .arg("-raw")
        .arg(&file)
        .arg("-")
        .output()
        .expect("poppler-utils, which cargo xtask test installs");
    assert!(said.status.success());
    String::from_utf8(said.stdout).expect("UTF-8")
}

/// The letters and digits alone: lines end elsewhere on paper, and a dot of a list is no word.
fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).collect()
}

/// The words of the screen in their order, without those inside pictures.
fn on_screen(blocks: &[PageBlockView], all: &mut Vec<String>) {
    for block in blocks {
        match block {
            PageBlockView::Heading { text, .. } | PageBlockView::Para { text, .. } => {
                all.push(text.clone());
            }
            PageBlockView::List { items, .. } => all.extend(items.iter().cloned()),
            PageBlockView::Figure { caption, .. } => all.extend(caption.clone()),
            PageBlockView::Table { columns, rows, .. } => {
                all.extend(columns.iter().map(|it| it.title.clone()));
                all.extend(rows.iter().flatten().cloned());
            }
            PageBlockView::Beside { left, right } => {
                on_screen(left, all);
                on_screen(right, all);
            }
            PageBlockView::PageBreak => {}
        }
    }
}

/// Every text of the screen is on the pages, and in the same order.
fn same_on_both(view: &SummaryPreviewView, pages: &Pages) {
    let mut texts = vec![view.title.clone()];
    texts.extend(view.lead.iter().cloned());
    on_screen(&view.blocks, &mut texts);
    let read = letters(&read_out(pages));
    let mut from = 0;
    for text in texts
        .iter()
        .map(|it| letters(it))
        .filter(|it| !it.is_empty())
    {
        // A picture's own letters and the foot of a page may stand between two texts, never inside one; a long text may
        // run over to the next page, which only the foot parts.
        let at = read[from..].find(&text);
        let Some(at) = at else {
            panic!(
                "{text} is not on the page behind\n{}\n{read}",
                &read[..from]
            );
        };
        from += at + text.len();
    }
}

fn filled(conn: &mut Connection, days: u64) {
    let places = [
        Region::LowBackLeft,
        Region::LowBackCentre,
        Region::ButtockLeft,
        Region::BackThighLeft,
        Region::CalfLeft,
    ];
    db::write(conn, |tx| {
        let mut n = 0;
        let mut next = || {
            n += 1;
            id(n)
        };
        for day in (0..days).filter(|day| day % 5 != 3) {
            let when = Some(Occasion::day(ago(day)));
            let k = u32::try_from(day).unwrap_or_default();
            let form = PainForm {
                occasion: when,
                frame: Frame::Now,
                nrs: nrs(3 + k % 5),
                regions: places[..1 + day as usize % 5]
                    .iter()
                    .map(|region| RegionPain {
                        region: *region,
                        nrs: None,
                    })
                    .collect(),
                leg_left: Some(if day % 3 == 0 {
                    vec![LegSymptom::PainBelowKnee, LegSymptom::Tingling]
                } else {
                    Vec::new()
                }),
                leg_right: Some(Vec::new()),
                note: Note::new("Stairs at the station were hard.")?,
                ..PainForm::empty()
            };
            diary::add_full(tx, &next(), &form, MONDAY)?;
            if day % 2 == 0 {
                let walk = WalkForm {
                    occasion: when,
                    onset: Some(match day % 6 {
                        0 => Onset::Never,
                        _ => Onset::After(8 + (k % 9) as u16),
                    }),
                    stopped: Some(day % 4 == 0),
                    settle_min: Some(3 + (k % 7) as u16),
                    eased_by: vec![EasedBy::Sitting, EasedBy::BendingForward],
                    slope: Some(match day % 4 {
                        0 => Slope::Flat,
                        _ => Slope::SomeHills,
                    }),
                    pain_peak: nrs(4 + k % 4),
                    ..WalkForm::of_minutes(20 + (k % 20) as u16)
                };
                walks::add(tx, &next(), &walk, MONDAY)?;
            }
            if day % 3 == 0 {
                let name = |text| Name::new(text, "name");
                let form = MedicineForm {
                    occasion: when,
                    name: name("Ibuprofen")?,
                    amount: Some(name("400 mg")?),
                    helped: Some(Helped::ALittle),
                    note: None,
                };
                diary::add_medicine(tx, &next(), &form, MONDAY)?;
                let form = ReliefForm {
                    occasion: when,
                    method: Method::Heat,
                    helped: Some(Helped::ALot),
                    note: None,
                };
                diary::add_relief(tx, &next(), &form, MONDAY)?;
            }
        }
        for text in [
            "Which exercises suit me best?",
            "Is it all right to walk on when it hurts?",
            "Do I need a scan?",
            "Should I see a physiotherapist?",
        ] {
            reading::add_question(tx, &next(), &Wording::new(text)?, None, MONDAY)?;
        }
        checks::finish(tx, &next(), &knowledge::bundle().check, &check(&[]), MONDAY)?;
        Ok(())
    })
    .expect("kept");
}

/// A whole check with these ticks, as `question.option`; all other answers are no.
fn check(ticks: &[&str]) -> checks::CheckForm {
    let rules = &knowledge::bundle().check;
    let mut answers: Vec<Answered> = Vec::new();
    while let triage::Step::Ask { question, .. } =
        triage::next(rules, &answers, Scope::Full).expect("answers that fit")
    {
        let prefix = format!("{}.", question.id);
        let yes: Vec<String> = ticks
            .iter()
            .filter_map(|it| it.strip_prefix(&prefix))
            .map(str::to_owned)
            .collect();
        answers.push(Answered {
            question: question.id.clone(),
            answer: match &question.kind {
                Asked::Some { .. } if yes.is_empty() => Answer::None,
                Asked::Some { .. } => Answer::Some {
                    yes,
                    unsure: Vec::new(),
                },
                Asked::YesNo { .. } => Answer::Yes,
                Asked::Steps { steps } => Answer::Step(steps[0].id.clone()),
                Asked::Number { .. } => Answer::Number(60),
            },
        });
    }
    checks::CheckForm {
        scope: Scope::Full,
        answers,
        overruled: Vec::new(),
    }
}

fn summed(conn: &Connection, choices: &Choices) -> Summary {
    summary::summary(conn, choices, today()).expect("read")
}

fn fresh() -> Connection {
    db::in_memory(File::Diary).expect("migrations hold")
}

#[test]
fn an_empty_diary_is_two_honest_pages() {
    let conn = fresh();
    for (paper, name) in [(Paper::A4, "a4"), (Paper::Letter, "letter")] {
        let (_, pages, view) = made(&summed(&conn, &Choices::all(Period::FourWeeks)), paper);
        keep(&format!("summary-empty-{name}.pdf"), &pages);
        assert_eq!(pages.count, 2);
        same_on_both(&view, &pages);
        let read = read_out(&pages);
        assert!(read.contains("0 of 28 days"), "{read}");
    }
}

#[test]
fn four_weeks_are_two_pages_on_both_papers_and_the_screen_shows_the_same() {
    let mut conn = fresh();
    filled(&mut conn, 60);
    for (paper, name) in [(Paper::A4, "a4"), (Paper::Letter, "letter")] {
        for (period, called) in [
            (Period::FourWeeks, "four-weeks"),
            (Period::ThreeMonths, "three-months"),
        ] {
            let (_, pages, view) = made(&summed(&conn, &Choices::all(period)), paper);
            keep(&format!("summary-{called}-{name}.pdf"), &pages);
            assert_eq!(pages.count, 2, "{called} on {name}");
            same_on_both(&view, &pages);
        }
    }
}

#[test]
fn a_sparse_diary_says_on_how_little_it_rests() {
    let mut conn = fresh();
    db::write(&mut conn, |tx| {
        for (n, days) in (1..).zip([2_u64, 17]) {
            let form = PainForm {
                occasion: Some(Occasion::day(ago(days))),
                nrs: nrs(6),
                ..PainForm::empty()
            };
            diary::add_full(tx, &id(n), &form, MONDAY)?;
        }
        Ok(())
    })
    .expect("kept");
    let (_, pages, view) = made(&summed(&conn, &Choices::all(Period::FourWeeks)), Paper::A4);
    keep("summary-sparse-a4.pdf", &pages);
    same_on_both(&view, &pages);
    let read = read_out(&pages)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for words in [
        "2 of 28 days",
        "over 2 days with a number",
        "Too few days to compare",
    ] {
        assert!(read.contains(words), "{words}: {read}");
    }
}

#[test]
fn notes_are_on_the_pages_only_where_they_were_chosen() {
    let mut conn = fresh();
    filled(&mut conn, 20);
    let mut choices = Choices::all(Period::FourWeeks);
    let read = |choices: &Choices| read_out(&made(&summed(&conn, choices), Paper::A4).1);
    assert!(!read(&choices).contains("Stairs at the station"));
    choices.notes = true;
    assert!(read(&choices).contains("Stairs at the station"));
}

/// Every tick of the check there is.
fn every_tick() -> Vec<String> {
    let options = |question: &triage::rules::Question| match &question.kind {
        Asked::Some { options, .. } => options
            .iter()
            .map(|option| format!("{}.{}", question.id, option.id))
            .collect(),
        _ => Vec::new(),
    };
    let questions = &knowledge::bundle().check.questions;
    questions.iter().flat_map(options).collect()
}

/// The fullest diary anybody could keep, over so many days: every place, sign, answer and kind of walk, names and
/// questions as long as they may be, and more of each than any page holds.
fn fullest(conn: &mut Connection, days: u64) {
    filled(conn, days);
    let long = |n: u32, most: usize| -> String {
        let text = format!("{n} {}", "words that somebody wrote about it ".repeat(12));
        text.chars()
            .take(most)
            .collect::<String>()
            .trim()
            .to_owned()
    };
    let name = |n: u32| Name::new(&long(n, 80), "name");
    let ticks = every_tick();
    let ticks: Vec<&str> = ticks.iter().map(String::as_str).collect();
    db::write(conn, |tx| {
        let mut number = 500_000;
        let mut next = || {
            number += 1;
            id(number)
        };
        for flag in sessions::Flag::ALL {
            sessions::set_flag(tx, *flag, true, MONDAY)?;
        }
        for n in 0..24_u32 {
            let when = Some(Occasion::day(ago(u64::from(n))));
            let pain = PainForm {
                occasion: when,
                nrs: nrs(n),
                regions: Region::ALL
                    .iter()
                    .map(|region| RegionPain {
                        region: *region,
                        nrs: None,
                    })
                    .collect(),
                leg_left: Some(LegSymptom::ALL.to_vec()),
                leg_right: Some(LegSymptom::ALL.to_vec()),
                note: Note::new(&long(n, 400))?,
                ..PainForm::empty()
            };
            diary::add_full(tx, &next(), &pain, MONDAY)?;
            for part in 0..3 {
                let medicine = MedicineForm {
                    occasion: when,
                    name: name(n)?,
                    amount: Some(name(100 + part)?),
                    helped: Some(Helped::Worse),
                    note: None,
                };
                diary::add_medicine(tx, &next(), &medicine, MONDAY)?;
            }
            let relief = ReliefForm {
                occasion: when,
                method: Method::ALL[n as usize % Method::ALL.len()],
                helped: Some(Helped::Worse),
                note: None,
            };
            diary::add_relief(tx, &next(), &relief, MONDAY)?;
            let shoes = next();
            walks::save_footwear(tx, &shoes, &name(n)?, MONDAY)?;
            let walk = WalkForm {
                occasion: when,
                onset: Some(Onset::After(7)),
                stopped: Some(true),
                settle_min: Some(9),
                eased_by: EasedBy::ALL
                    .iter()
                    .copied()
                    .filter(|it| *it != EasedBy::Nothing)
                    .collect(),
                slope: Some(Slope::ALL[n as usize % Slope::ALL.len()]),
                carried: Some(Carried::ALL[n as usize % Carried::ALL.len()]),
                aid: Some(Aid::ALL[n as usize % Aid::ALL.len()]),
                footwear_id: Some(shoes),
                pain_peak: nrs(8),
                ..WalkForm::of_minutes(30)
            };
            walks::add(tx, &next(), &walk, MONDAY)?;
            let date = ago(u64::from(n));
            let day = DayForm {
                limited: nrs(n),
                comfortable_walk_min: Some(20),
                sleep_min: Some(400),
                sleep_quality: Level::new(1.0, "sleepQuality").ok(),
                stress: Level::new(2.0, "stress").ok(),
                ..DayForm::default()
            };
            diary::save_day(tx, &next(), date, &day, MONDAY)?;
            let start = ago(10 + 12 * u64::from(n));
            let flare = FlareForm {
                start_date: start,
                end_date: Some(start),
                note: None,
            };
            diary::add_flare(tx, &next(), &flare, MONDAY)?;
            let done = sessions::SessionForm {
                routine: long(n, 80),
                stage: None,
                active_s: 300,
                finished: true,
                did: vec![sessions::player::Did {
                    exercise: Some("march".to_owned()),
                    form: Some("standing".to_owned()),
                    done: 1,
                    of: 1,
                    hurt: false,
                }],
                pain_before: None,
                pain_after: None,
            };
            sessions::keep(tx, &next(), &done, MONDAY)?;
            let words = Wording::new(&long(n, 300))?;
            reading::add_question(tx, &next(), &words, None, MONDAY)?;
        }
        for days in 0..6 {
            let at = Moment {
                utc_ms: MONDAY.utc_ms - days * 86_400_000,
                ..MONDAY
            };
            let rules = &knowledge::bundle().check;
            checks::finish(tx, &next(), rules, &check(&ticks), at)?;
        }
        Ok(())
    })
    .expect("kept");
}

#[test]
#[expect(clippy::print_stdout, reason = "figures are read by whoever runs it")]
fn the_fullest_diary_of_ten_years_keeps_to_two_pages_and_says_what_has_no_room() {
    for (days, periods) in [
        (28, [Period::FourWeeks, Period::Since(ago(27))]),
        (1_700, [Period::ThreeMonths, Period::Since(ago(1_699))]),
        (3_650, [Period::Since(ago(729)), Period::Since(ago(3_649))]),
    ] {
        let mut conn = fresh();
        fullest(&mut conn, days);
        for period in periods {
            for paper in [Paper::A4, Paper::Letter] {
                let found = summed(&conn, &Choices::all(period));
                let begun = Instant::now();
                let (_, pages, view) = made(&found, paper);
                println!(
                    "fullest of {days} days, {period:?} on {paper:?}: {:?}",
                    begun.elapsed()
                );
                keep(&format!("summary-fullest-{days}-{paper:?}.pdf"), &pages);
                assert_eq!(pages.count, 2, "{period:?} of {days} days on {paper:?}");
                same_on_both(&view, &pages);
                let read = read_out(&pages);
                let read = read.split_whitespace().collect::<Vec<_>>().join(" ");
                for words in [
                    "more in the diary",
                    "more rows did not fit. They are in the diary.",
                    "It is whole in the diary.",
                    "What I would like to ask",
                    "Answered with yes or not sure:",
                    "This page lists what was written down.",
                ] {
                    assert!(read.contains(words), "{words}: {read}");
                }
            }
        }
        // Notes were chosen by the person, so they go along whole, behind the two pages.
        let mut choices = Choices::all(periods[0]);
        choices.notes = true;
        let (_, pages, view) = made(&summed(&conn, &choices), Paper::A4);
        assert!(pages.count > 2);
        same_on_both(&view, &pages);
    }
}

/// Nothing on the pages names an illness or says that all is well.
#[test]
fn the_words_of_the_pages_never_diagnose_and_never_give_the_all_clear() {
    const NEVER: [&str; 22] = [
        "stenosis",
        "sciatica",
        "claudication",
        "herniat",
        "slipped disc",
        "arthritis",
        "facet",
        "diagnos",
        "you have",
        "caused by",
        "because of",
        "likely",
        "probab",
        "all clear",
        "healthy",
        "normal",
        "nothing to worry",
        "no red flags",
        "safe",
        "cure",
        "recovered",
        "streak",
    ];
    let catalogue = include_str!("../../../../assets/strings/en.ftl");
    let (mut seen, mut ours) = (0, false);
    for line in catalogue.lines() {
        // A message goes on in the lines that are indented.
        if !line.starts_with(' ') {
            ours = line.starts_with("summary-") && !line.starts_with("summary-small-not ");
        }
        if !ours {
            continue;
        }
        let words = match line.starts_with(' ') {
            true => line,
            false => line.split_once('=').unwrap_or_default().1,
        };
        let words = words.to_lowercase();
        for never in NEVER {
            assert!(!words.contains(never), "{line}");
        }
        seen += 1;
    }
    assert!(seen > 100, "{seen} messages were looked at");
}

/// The bench runs this test; its figures are printed for it.
#[test]
#[expect(clippy::print_stdout, reason = "figures are read by the bench")]
fn a_summary_of_ten_years_is_made_in_good_time() {
    let mut conn = fresh();
    filled(&mut conn, 3650);
    let choices = Choices::all(Period::Since(ago(3649)));
    let begun = Instant::now();
    let found = summed(&conn, &choices);
    let read_ms = begun.elapsed().as_millis();
    let (_, pages, view) = made(&found, Paper::A4);
    let all_ms = begun.elapsed().as_millis();
    keep("summary-ten-years-a4.pdf", &pages);
    same_on_both(&view, &pages);
    assert_eq!(pages.count, 2);
    println!("summary figures: {{\"read_ms\": {read_ms}, \"all_ms\": {all_ms}}}");
    // The bench holds it against 2 s; here other tests run beside it.
    assert!(all_ms < 10_000, "{all_ms} ms");
}
