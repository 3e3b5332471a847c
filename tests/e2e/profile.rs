//! Profiles as a person would have left them: made through the core, before the window under test starts.

use std::path::Path;

use backstride_content::Bundle;
use backstride_content::triage::rules::Kind;
use backstride_content::triage::{self, Answered, Scope};
use backstride_core::checks::{self, CheckForm};
use backstride_core::diary::{
    self, Answer, DayForm, FactorDay, FlareForm, Frame, Helped, Intensity, LegSymptom,
    MedicineForm, Method, NewPain, Note, PainForm, Quality, Region, RegionPain, ReliefForm,
    Sitting,
};
use backstride_core::record::Name;
use backstride_core::reminders::{self, Days, Plan, Purpose, Rule, Terms};
use backstride_core::settings::{self, Settings};
use backstride_core::vault::Vault;
use backstride_core::walks::{self, Distance, EasedBy, Onset, Slope, Surface, WalkForm};
use backstride_core::{Moment, db};
use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta};
use rusqlite::{Connection, OpenFlags};

use crate::desktop::Desktop;

/// The morning that every picture is taken on, as the clock of a desktop and as an instant in London.
pub(crate) const MORNING: &str = "2026-11-23T09:12:00";

/// Ids in the form that the window mints, without its clock.
pub(crate) fn id(number: u32) -> String {
    format!("019ab000-0000-7000-8000-{number:012x}")
}

/// That morning.
pub(crate) fn morning() -> DateTime<FixedOffset> {
    "2026-11-23T09:12:00Z".parse().expect("an instant")
}

/// A diary of somebody past the first run, with nothing in it.
pub(crate) fn settled(desktop: &Desktop) -> Vault {
    let dir = desktop.profile();
    std::fs::create_dir_all(&dir).expect("a folder for the profile");
    let at = Moment::from(morning() - TimeDelta::days(60));
    let mut vault = Vault::open(&dir, at).expect("a new diary");
    let choices = Settings {
        region: Some("england".to_owned()),
        first_run_done: true,
        ..Settings::default()
    };
    db::write(&mut vault.diary, |tx| settings::save(tx, &choices, at)).expect("the choices");
    vault
}

/// One entry at an instant.
pub(crate) fn add(vault: &mut Vault, number: u32, nrs: u8, note: Option<&str>, at: Moment) {
    let new = NewPain {
        id: id(number),
        nrs: Intensity::new(f64::from(nrs)).expect("0 to 10"),
        note: note.and_then(|text| Note::new(text).expect("a note that may be written")),
    };
    db::write(&mut vault.diary, |tx| diary::add(tx, &new, at)).expect("an entry");
}

/// Eight weeks: a bad spell that eases, some days without an entry, a few notes.
pub(crate) fn eight_weeks(desktop: &Desktop) {
    const NOTES: [&str; 5] = [
        "Walked to the market and back, sat on the bench half way.",
        "Long drive. Stiff on getting out.",
        "Slept badly.",
        "Poles helped on the hill.",
        "Leaned on the trolley, went further than last week.",
    ];
    let mut vault = settled(desktop);
    let mut number = 0;
    for day in 0_u32..56 {
        // Two holes, so that the chart has gaps to show.
        if matches!(day, 9 | 10 | 38 | 39 | 40 | 51) {
            continue;
        }
        let level = 7 - i32::try_from(day / 14).expect("small");
        for (turn, hour) in [8, 20].into_iter().enumerate() {
            if turn == 1 && day % 3 == 0 {
                continue;
            }
            let swing = [0, 1, -1, 0, 2, -2, 1][usize::try_from(day).expect("small") % 7];
            let nrs =
                u8::try_from((level + swing + i32::from(turn == 1)).clamp(0, 10)).expect("0 to 10");
            let at = morning() - TimeDelta::days(i64::from(56 - day)) + TimeDelta::hours(hour - 9);
            let note = (number % 6 == 2).then(|| NOTES[(number / 6) as usize % NOTES.len()]);
            add(&mut vault, number, nrs, note, Moment::from(at));
            number += 1;
        }
    }
    vault.close().expect("closed tidily");
}

/// Two weeks and more of hardly any pain.
pub(crate) fn quiet(desktop: &Desktop) {
    let mut vault = settled(desktop);
    for day in 0_u32..20 {
        let at = morning() - TimeDelta::days(i64::from(20 - day));
        add(
            &mut vault,
            day,
            u8::from(day % 4 == 0),
            None,
            Moment::from(at),
        );
    }
    vault.close().expect("closed tidily");
}

/// So many entries, four a day, each with a note that tells it apart.
pub(crate) fn many(desktop: &Desktop, count: u32) {
    let mut vault = settled(desktop);
    db::write(&mut vault.diary, |tx| {
        for number in 0..count {
            let at = morning() - TimeDelta::hours(6 * i64::from(count - number));
            let new = NewPain {
                id: id(number),
                nrs: Intensity::new(f64::from(number % 11))?,
                note: Note::new(&format!("number {number} of many"))?,
            };
            diary::add(tx, &new, Moment::from(at))?;
        }
        Ok(())
    })
    .expect("many entries");
    vault.close().expect("closed tidily");
}

/// The full entry of the day that is told.
const TOLD_ENTRY: u32 = 701;
/// Its walk.
const TOLD_WALK: u32 = 702;

/// Tells the day before [`MORNING`] with a record of every kind, in a diary that is there already.
pub(crate) fn tell_a_day(desktop: &Desktop) {
    let at = morning() - TimeDelta::hours(13);
    let now = Moment::from(at);
    let mut vault = Vault::open(&desktop.profile(), now).expect("the diary");
    let date = at.date_naive();
    let nrs = |value: u8| Intensity::new(f64::from(value)).expect("0 to 10");
    let name = |text: &str| Name::new(text, "name").expect("a name");
    db::write(&mut vault.diary, |tx| {
        let place = |region, value| RegionPain {
            region,
            nrs: Some(nrs(value)),
        };
        let entry = PainForm {
            frame: Frame::WalkAfter,
            nrs: Some(nrs(6)),
            regions: vec![
                place(Region::LowBackLeft, 6),
                place(Region::LowBackCentre, 5),
                place(Region::ButtockLeft, 3),
                RegionPain {
                    region: Region::CalfLeft,
                    nrs: None,
                },
            ],
            qualities: vec![Quality::Ache, Quality::Stiff],
            leg_left: Some(vec![LegSymptom::PainAboveKnee]),
            leg_right: Some(Vec::new()),
            note: Note::new("After the walk to the market. Better once I sat down.")?,
            ..PainForm::empty()
        };
        diary::add_full(tx, &id(TOLD_ENTRY), &entry, now)?;
        walks::save_footwear(tx, &id(703), &name("Blue trainers"), now)?;
        let walk = WalkForm {
            distance: Distance::parse("1.2 mi")?,
            onset: Some(Onset::After(14)),
            stopped: Some(true),
            eased_by: vec![EasedBy::Sitting],
            settle_min: Some(3),
            surface: Some(Surface::Pavement),
            slope: Some(Slope::SomeHills),
            footwear_id: Some(id(703)),
            pain_before: Some(nrs(3)),
            pain_peak: Some(nrs(6)),
            pain_after: Some(nrs(5)),
            ..WalkForm::of_minutes(22)
        };
        walks::add(tx, &id(TOLD_WALK), &walk, now)?;
        for (number, factor) in [(704, "Garden work"), (705, "Long drive")] {
            diary::save_factor(tx, &id(number), &name(factor), true, now)?;
        }
        let day = DayForm {
            limited: Some(nrs(4)),
            comfortable_walk_min: Some(14),
            sitting: Some(Sitting::From2To4),
            sleep_min: Some(450),
            factors: vec![FactorDay {
                factor_id: id(704),
                state: Answer::Yes,
            }],
            ..DayForm::default()
        };
        diary::save_day(tx, &id(706), date, &day, now)?;
        let medicine = MedicineForm {
            occasion: None,
            name: name("Paracetamol"),
            amount: Some(name("1 tablet")),
            helped: Some(Helped::ALittle),
            note: None,
        };
        diary::add_medicine(tx, &id(707), &medicine, now)?;
        let relief = ReliefForm {
            occasion: None,
            method: Method::Heat,
            helped: Some(Helped::ALot),
            note: Note::new("15 minutes with the warm pad.")?,
        };
        diary::add_relief(tx, &id(708), &relief, now)?;
        let flare = FlareForm {
            start_date: date,
            end_date: None,
            note: None,
        };
        diary::add_flare(tx, &id(709), &flare, now)?;
        Ok(())
    })
    .expect("a day");
    vault.close().expect("closed tidily");
}

/// A reminder at that time on every day, as the window would have saved it.
pub(crate) fn reminder(desktop: &Desktop, number: u32, time: &str) {
    let dir = desktop.profile();
    let mut schedule = db::open_schedule(&dir).expect("the schedule");
    let rule = Rule {
        id: id(number),
        purpose: Purpose::DiaryCheck,
        name: None,
        plan: Plan::at(vec![
            NaiveTime::parse_from_str(time, "%H:%M").expect("a time"),
        ]),
        days: Days::ALL,
        terms: Terms::of(Purpose::DiaryCheck),
        enabled: true,
    };
    let at = Moment::from(morning() - TimeDelta::days(1));
    db::write(&mut schedule, |tx| reminders::save_rule(tx, &rule, at)).expect("the rule");
    db::close(schedule).expect("closed tidily");
}

/// Looks into a file of the profile from outside, without writing anything.
pub(crate) fn look<T>(dir: &Path, file: &str, query: impl FnOnce(&Connection) -> T) -> T {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(dir.join(file), flags).expect("the file opens");
    query(&conn)
}

/// How many entries the diary on the disk holds, the trash left out.
pub(crate) fn entries(dir: &Path) -> u32 {
    look(dir, "diary.db", |conn| {
        conn.query_row(
            "SELECT count(*) FROM pain_entry WHERE deleted_at_ms IS NULL",
            [],
            |row| row.get(0),
        )
        .expect("a count")
    })
}

/// What became of every occurrence, oldest first.
pub(crate) fn occurrences(dir: &Path) -> Vec<String> {
    look(dir, "schedule.db", |conn| {
        let mut statement = conn
            .prepare("SELECT state FROM occurrence ORDER BY due_at_ms, id")
            .expect("a query");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<rusqlite::Result<_>>().expect("words")
    })
}

/// The exercises as they are shipped.
pub(crate) fn library() -> Vec<backstride_content::exercises::Exercise> {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets");
    Bundle::load_dir(&assets, &|poses| backstride_draw::figure::judge(poses))
        .expect("the shipped content")
        .exercises
}

/// A check that somebody finished with an earlier version of the rules, with nothing ticked.
pub(crate) fn check_by_older_rules(vault: &mut Vault, number: u32, at: Moment) {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets");
    let mut rules = Bundle::load_dir(&assets, &|poses| backstride_draw::figure::judge(poses))
        .expect("the shipped content")
        .check;
    rules.version += 1;
    let mut answers = Vec::new();
    while let triage::Step::Ask { question, .. } =
        triage::next(&rules, &answers, Scope::Full).expect("the answers fit")
    {
        let answer = match &question.kind {
            Kind::YesNo {
                reassures: true, ..
            } => triage::Answer::Yes,
            Kind::YesNo { .. } => triage::Answer::No,
            Kind::Some { .. } => triage::Answer::None,
            Kind::Steps { steps } => triage::Answer::Step(steps[0].id.clone()),
            Kind::Number { .. } => triage::Answer::Number(50),
        };
        answers.push(Answered {
            question: question.id.clone(),
            answer,
        });
    }
    let form = CheckForm {
        scope: Scope::Full,
        answers,
        overruled: Vec::new(),
    };
    db::write(&mut vault.diary, |tx| {
        checks::finish(tx, &id(number), &rules, &form, at)
    })
    .expect("kept");
}
