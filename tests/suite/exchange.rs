//! Export and import: what goes out comes back equal, what is hostile stays text, and a whole import can be taken back.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::rc::Rc;

use backstride_core::db::{self, File};
use backstride_core::diary::{
    self, DayForm, FlareForm, Frame, Helped, Intensity, LegSymptom, MedicineForm, Method, Name,
    Note, Occasion, PainForm, PartOfDay, Quality, Region, RegionPain, ReliefForm,
};
use backstride_core::exchange::{
    self, Altered, Differing, Form, Order, Out, Place, Report, Source, Stop, Told, Wanted, What,
    Why, Wish,
};
use backstride_core::record::Kind;
use backstride_core::reminders::{Cadence, Days, Plan, Purpose, Rule, Terms};
use backstride_core::settings::{self, Pace, Settings, Theme};
use backstride_core::walks::{self, Distance, EasedBy, Onset, Surface, WalkForm};
use backstride_core::worded::Worded;
use backstride_core::{Error, Moment, history, reading, sessions};
use chrono::NaiveDate;
use rusqlite::{Connection, Transaction};
use serde_json::Value;

use crate::history::kept;
use crate::storage::id;

/// 2026-11-23 08:10 in a place one hour east of UTC.
pub(crate) const NOW: Moment = Moment {
    utc_ms: 1_795_417_800_000,
    offset_min: 60,
};

const LATER: Moment = Moment {
    utc_ms: NOW.utc_ms + 3_600_000,
    ..NOW
};

const PERSON: &str = "0189aaaa-0000-7000-8000-00000000cafe";

/// Steele, Lea and Flood 2014, "SplitMix": small, and the same everywhere.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub(crate) fn index(&mut self, end: usize) -> usize {
        usize::try_from(self.below(end as u64)).unwrap()
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(2) == 0).then(|| make(self))
    }

    fn word<T: Worded>(&mut self) -> T {
        T::ALL[self.index(T::ALL.len())]
    }

    fn words<T: Worded>(&mut self) -> Vec<T> {
        (0..self.below(4)).map(|_| self.word()).collect()
    }

    fn nrs(&mut self) -> Intensity {
        Intensity::new(self.below(11) as f64).unwrap()
    }

    fn id(&mut self) -> String {
        let (a, b) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-7{:03x}-8{:03x}-{:012x}",
            a >> 32,
            (a >> 16) & 0xffff,
            a & 0xfff,
            b >> 52,
            b & 0xffff_ffff_ffff
        )
    }

    /// A text as somebody or something unkind could have typed it, on one line or on several.
    pub(crate) fn text(&mut self, line: bool) -> String {
        const PARTS: [&str; 32] = [
            "=HYPERLINK(\"http://x\")",
            "+1+1",
            "-2-3",
            "@SUM(A1)",
            "'",
            "''=1",
            "\"",
            "\"\"",
            ",",
            ";",
            "a,b",
            "＝1",
            "\u{202e}gnp.exe",
            "\u{200b}",
            "\u{feff}",
            "😖",
            "👩‍👩‍👧‍👦",
            "שלום",
            "كان",
            "e\u{301}",
            "<script>window.__hit=1</script>",
            "</textarea>",
            "{\"type\":\"end\"}",
            "\\",
            "\\n",
            "null",
            "none",
            "yes",
            "0",
            "%00",
            "stairs",
            "walked to the market",
        ];
        const BREAKS: [&str; 5] = ["\n", "\r\n", "\t", "\n=1+1", "\r"];
        let mut text = String::new();
        for _ in 0..=self.below(4) {
            text.push_str(PARTS[self.index(PARTS.len())]);
            if !line && self.below(3) == 0 {
                text.push_str(BREAKS[self.index(BREAKS.len())]);
            }
        }
        text
    }

    fn note(&mut self) -> Option<Note> {
        let text = self.text(false);
        Note::new(&text).expect("no NUL in it")
    }

    fn name(&mut self) -> Name {
        let text: String = self.text(true).chars().take(80).collect();
        Name::new(&text, "name").unwrap_or_else(|_| Name::new("boots", "name").unwrap())
    }

    fn date(&mut self) -> NaiveDate {
        NOW.local_date() - chrono::Days::new(self.below(900))
    }

    fn occasion(&mut self) -> Option<Occasion> {
        self.maybe(|it| {
            let date = (it.date() - chrono::Days::new(2)).to_string();
            let time = format!("{:02}:{:02}", it.below(24), it.below(60));
            let early = format!("{:02}:{:02}", it.below(12), it.below(60));
            match it.below(4) {
                0 => Occasion::new(&date, Some(&time), None, false),
                1 => Occasion::new(&date, Some(&early), None, true),
                2 => Occasion::new(&date, None, Some(it.word::<PartOfDay>()), false),
                _ => Occasion::new(&date, None, None, false),
            }
            .unwrap()
        })
    }
}

fn pain(tx: &Transaction<'_>, it: &mut Chance, now: Moment) -> backstride_core::Result<String> {
    let mut regions: Vec<RegionPain> = (0..it.below(4))
        .map(|_| RegionPain {
            region: it.word::<Region>(),
            nrs: it.maybe(Chance::nrs),
        })
        .collect();
    regions.sort_by_key(|it| it.region);
    regions.dedup_by_key(|it| it.region);
    let form = PainForm {
        occasion: it.occasion(),
        frame: it.word::<Frame>(),
        nrs: Some(it.nrs()),
        regions,
        qualities: it.words::<Quality>(),
        leg_left: it.maybe(Chance::words::<LegSymptom>),
        leg_right: it.maybe(Chance::words::<LegSymptom>),
        note: it.note(),
    };
    Ok(diary::add_full(tx, &it.id(), &form, now)?.id)
}

/// A life of a few weeks: every kind of record, some of it in the trash, choices, marks and flags.
pub(crate) fn profile(conn: &mut Connection, seed: u64) {
    let it = &mut Chance(seed);
    let now = Moment {
        utc_ms: NOW.utc_ms - i64::try_from(it.below(100_000)).unwrap(),
        offset_min: [60, -300, 345, 0][it.index(4)],
    };
    db::write(conn, |tx| {
        let mut ids: Vec<(Kind, String)> = Vec::new();
        let choices = Settings {
            region: it.maybe(|_| "uk".to_owned()),
            theme: Theme::Dark,
            first_run_done: true,
            pace: Pace::Weekly,
            ..Settings::default()
        };
        settings::save(tx, &choices, now)?;
        settings::decline(tx, settings::Offer::Flare, NOW.local_date(), now)?;
        settings::decline(tx, settings::Offer::Monthly, NOW.local_date(), now)?;
        let mut factors = Vec::new();
        for _ in 0..it.below(3) {
            let (factor, name) = (it.id(), it.name());
            if diary::save_factor(tx, &factor, &name, true, now).is_ok() {
                factors.push(factor);
            }
        }
        let shoes = it.id();
        let name = it.name();
        walks::save_footwear(tx, &shoes, &name, now)?;
        for _ in 0..=it.below(3) {
            ids.push((Kind::Pain, pain(tx, it, now)?));
        }
        for _ in 0..it.below(3) {
            let form = WalkForm {
                occasion: it.occasion(),
                distance: it.maybe(|it| Distance::new(1 + it.below(9000) as u32).unwrap()),
                onset: it.maybe(|it| match it.below(2) {
                    0 => Onset::Never,
                    _ => Onset::After(it.below(20) as u16),
                }),
                stopped: it.maybe(|it| it.below(2) == 0),
                eased_by: it
                    .maybe(|_| vec![EasedBy::Lying, EasedBy::Sitting])
                    .unwrap_or_default(),
                surface: it.maybe(Chance::word::<Surface>),
                footwear_id: it.maybe(|_| shoes.clone()),
                pain_peak: it.maybe(Chance::nrs),
                note: it.note(),
                ..WalkForm::of_minutes(20)
            };
            ids.push((Kind::Walk, walks::add(tx, &it.id(), &form, now)?.id));
        }
        for _ in 0..it.below(3) {
            let form = DayForm {
                limited: Some(it.nrs()),
                sleep_min: it.maybe(|_| 450),
                factors: factors
                    .iter()
                    .map(|factor| diary::FactorDay {
                        factor_id: factor.clone(),
                        state: it.word(),
                    })
                    .collect(),
                note: it.note(),
                ..DayForm::default()
            };
            let (day, date) = (it.id(), it.date());
            ids.push((Kind::Day, diary::save_day(tx, &day, date, &form, now)?.id));
        }
        for _ in 0..it.below(3) {
            let form = MedicineForm {
                occasion: it.occasion(),
                name: it.name(),
                amount: it.maybe(Chance::name),
                helped: it.maybe(Chance::word::<Helped>),
                note: it.note(),
            };
            ids.push((
                Kind::Medicine,
                diary::add_medicine(tx, &it.id(), &form, now)?.id,
            ));
            let form = ReliefForm {
                occasion: it.occasion(),
                method: it.word::<Method>(),
                helped: it.maybe(Chance::word::<Helped>),
                note: it.note(),
            };
            ids.push((
                Kind::Relief,
                diary::add_relief(tx, &it.id(), &form, now)?.id,
            ));
        }
        let start = it.date() - chrono::Days::new(9);
        let form = FlareForm {
            start_date: start,
            end_date: it.maybe(|_| start),
            note: it.note(),
        };
        ids.push((Kind::Flare, diary::add_flare(tx, &it.id(), &form, now)?.id));
        let words = it.text(true);
        if let Ok(words) = reading::Wording::new(&words) {
            let question = reading::add_question(tx, &it.id(), &words, None, now)?;
            ids.push((Kind::Question, question.id));
        }
        reading::stand(tx, "scans", Some("what-they-show"), now)?;
        sessions::set_flag(tx, sessions::Flag::Falls, true, now)?;
        for (kind, id) in ids {
            if it.below(5) == 0 {
                history::delete(tx, kind, &id, now)?;
            }
        }
        Ok(())
    })
    .expect("a life");
    // What only the program's own machinery makes comes from the tests of the way back.
    match it.below(5) {
        4 => drop(kept(conn, Kind::Routine, false, NOW)),
        0 => drop(kept(conn, Kind::Check, false, NOW)),
        1 => drop(kept(conn, Kind::Session, false, NOW)),
        2 => drop(kept(conn, Kind::PlanReview, false, NOW)),
        _ => drop(kept(conn, Kind::PlanCheckIn, false, NOW)),
    }
}

/// Files in memory.
#[derive(Default, Clone)]
pub(crate) struct Memory(Rc<RefCell<BTreeMap<String, Vec<u8>>>>);

struct Page(Memory, String);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut files = self.0.0.borrow_mut();
        files
            .entry(self.1.clone())
            .or_default()
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Out for Page {
    fn done(self: Box<Self>) -> io::Result<()> {
        Ok(())
    }
}

impl Place for Memory {
    fn file(&mut self, name: &str) -> io::Result<Box<dyn Out>> {
        let fresh = self.0.borrow_mut().insert(name.to_owned(), Vec::new());
        assert!(fresh.is_none(), "{name} is written twice");
        Ok(Box::new(Page(self.clone(), name.to_owned())))
    }
}

impl Memory {
    pub(crate) fn of(&self, name: &str) -> Vec<u8> {
        self.0.borrow().get(name).cloned().unwrap_or_default()
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.of(name)).expect("text")
    }

    fn names(&self) -> Vec<String> {
        self.0.borrow().keys().cloned().collect()
    }
}

pub(crate) const ALL: Wanted = Wanted {
    lines: true,
    tables: true,
    fhir: true,
    calendar: true,
};

fn ordered(rules: &[Rule], wanted: Wanted) -> Order<'_> {
    Order {
        wanted,
        made: NOW,
        program: "0.0.0",
        person: PERSON,
        rules,
        title: &|rule| rule.name.clone().unwrap_or_default(),
    }
}

pub(crate) fn out(conn: &Connection, wanted: Wanted) -> (Memory, Told) {
    let mut memory = Memory::default();
    let told = exchange::export(conn, &ordered(&[], wanted), &mut memory, &mut |_, _| true);
    (memory, told.expect("exported"))
}

pub(crate) fn empty() -> Connection {
    db::in_memory(File::Diary).expect("migrations hold")
}

pub(crate) fn wish(n: u32, differing: Differing) -> Wish {
    Wish {
        id: id(n),
        source: "backstride.jsonl".to_owned(),
        differing,
    }
}

/// Takes files in, each with what it holds.
pub(crate) fn bring(
    tx: &Transaction<'_>,
    files: &[(Form, Vec<u8>)],
    wish: &Wish,
) -> Result<Report, Stop> {
    let mut readers: Vec<(Form, &[u8])> = files
        .iter()
        .map(|(form, bytes)| (*form, bytes.as_slice()))
        .collect();
    let mut sources: Vec<Source<'_>> = readers
        .iter_mut()
        .map(|(form, bytes)| Source { form: *form, bytes })
        .collect();
    let mut minted = Chance(77);
    exchange::take(
        tx,
        &mut sources,
        wish,
        LATER,
        &mut || minted.id(),
        &mut |_| true,
    )
}

fn import(conn: &mut Connection, files: &[(Form, Vec<u8>)], wish: &Wish) -> Report {
    let tx = conn.transaction().expect("begins");
    let report = bring(&tx, files, wish).expect("taken");
    tx.commit().expect("kept");
    report
}

pub(crate) fn lines(memory: &Memory) -> Vec<(Form, Vec<u8>)> {
    vec![(Form::Lines, memory.of(exchange::LINES))]
}

pub(crate) fn tables(memory: &Memory) -> Vec<(Form, Vec<u8>)> {
    let mut files: Vec<(Form, Vec<u8>)> = memory
        .names()
        .iter()
        .filter_map(|name| {
            let file = name.strip_prefix("csv/")?;
            Some((Form::of_name(file)?, memory.of(name)))
        })
        .collect();
    // Nobody hands files in in the right order.
    files.reverse();
    files
}

/// The tables of records with their parts, of choices, marks and flags.
const HELD: [&str; 20] = [
    "pain_entry",
    "pain_region",
    "walk",
    "day",
    "factor",
    "factor_day",
    "medicine_taken",
    "relief_tried",
    "flare",
    "footwear",
    "symptom_check",
    "question",
    "plan",
    "plan_review",
    "plan_check_in",
    "session",
    "routine",
    "setting",
    "guide_mark",
    "health_flag",
];

/// Every row of them, the trash only if wanted.
pub(crate) fn held(conn: &Connection, all: bool) -> Vec<String> {
    let mut rows = Vec::new();
    for table in HELD {
        let binned = conn
            .prepare(&format!("SELECT deleted_at_ms FROM {table}"))
            .is_ok();
        let sql = match (all, table) {
            (true, _) => format!("SELECT * FROM {table} ORDER BY 1, 2"),
            // What only choices hold is no table of a spreadsheet.
            (false, "setting" | "guide_mark" | "health_flag") => continue,
            (false, "pain_region") => "SELECT * FROM pain_region WHERE entry_id IN (SELECT id FROM pain_entry WHERE deleted_at_ms IS NULL) ORDER BY 1, 2".to_owned(),
            (false, "factor_day") => "SELECT * FROM factor_day WHERE day_id IN (SELECT id FROM day WHERE deleted_at_ms IS NULL) ORDER BY 1, 2".to_owned(),
            (false, _) if binned => format!("SELECT * FROM {table} WHERE deleted_at_ms IS NULL ORDER BY 1"),
            (false, _) => format!("SELECT * FROM {table} ORDER BY 1"),
        };
        let mut statement = conn.prepare(&sql).expect(table);
        let width = statement.column_count();
        let mut found = statement.query([]).expect(table);
        while let Some(row) = found.next().expect(table) {
            let cells: Vec<String> = (0..width)
                .map(|at| format!("{:?}", row.get_ref(at).expect(table)))
                .collect();
            rows.push(format!("{table}: {}", cells.join(" | ")));
        }
    }
    rows
}

fn count(conn: &Connection, sql: &str) -> i64 {
    conn.query_row(sql, [], |row| row.get(0)).expect(sql)
}

#[test]
fn a_thousand_random_profiles_come_back_equal_from_lines_and_from_tables() {
    const PROFILES: u64 = 1000;
    let (mut attempted, mut acknowledged, mut failed) = (0, 0, 0);
    let mut controls = 0;
    for seed in 0..PROFILES {
        attempted += 1;
        let mut from = empty();
        profile(&mut from, seed);
        let (memory, told) = out(&from, ALL);
        let mut whole = empty();
        let report = import(&mut whole, &lines(&memory), &wish(900, Differing::Keep));
        let total = report.total();
        let sound = total.refused == 0
            && total.differs == 0
            && report.altered.is_empty()
            && held(&whole, true) == held(&from, true)
            && told.digest.is_some();
        let mut live = empty();
        let report = import(&mut live, &tables(&memory), &wish(901, Differing::Keep));
        let equal = report.total().refused == 0 && held(&live, false) == held(&from, false);
        if !sound || !equal {
            failed += 1;
            println!("profile {seed}: {:?}", report.refused);
        } else {
            acknowledged += u64::try_from(held(&from, true).len()).unwrap();
        }
        if seed % 100 == 0 {
            db::check(&whole, File::Diary).expect("the sums follow an import");
            db::check(&live, File::Diary).expect("the sums follow an import");
            // The control: a single value changed on the way has to be noticed.
            let text = memory
                .text(exchange::LINES)
                .replacen("\"nrs\":", "\"nrs\":1", 1);
            let mut bent = empty();
            let files = [(Form::Lines, text.into_bytes())];
            let report = import(&mut bent, &files, &wish(902, Differing::Keep));
            let noticed = !report.altered.is_empty() && held(&bent, true) != held(&from, true);
            controls += u64::from(noticed);
        }
    }
    println!(
        "profiles out and in: {attempted} attempted, {acknowledged} rows acknowledged, {failed} failed; control noticed {controls} of 10"
    );
    assert_eq!((failed, controls), (0, 10));
    assert!(acknowledged > 10_000, "too few rows to prove anything");
}

#[test]
fn ten_thousand_hostile_entries_survive_and_are_no_formula() {
    const ENTRIES: u64 = 10_000;
    let mut from = empty();
    let mut it = Chance(5);
    db::write(&mut from, |tx| {
        for _ in 0..ENTRIES {
            pain(tx, &mut it, NOW)?;
        }
        Ok(())
    })
    .expect("written");
    let (memory, _) = out(&from, ALL);
    let mut neutral = 0;
    let table = memory.text("csv/pain.csv");
    // Every cell of a text stands in quotes; what follows them must not begin a formula.
    for cell in cells(&table) {
        assert!(
            !cell.starts_with(['=', '+', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']),
            "a spreadsheet would calculate {cell:?}"
        );
        let number = cell.parse::<i64>().is_ok();
        assert!(number || !cell.starts_with('-'), "{cell:?}");
        neutral += 1;
    }
    let (mut acknowledged, mut failed) = (0, 0);
    let files = [
        lines(&memory),
        tables(&memory)
            .into_iter()
            .filter(|(form, _)| *form == Form::Table(Kind::Pain))
            .collect(),
    ];
    for (n, files) in files.iter().enumerate() {
        let mut to = empty();
        let report = import(&mut to, files, &wish(910 + n as u32, Differing::Keep));
        if report.total().new == ENTRIES && held(&to, false) == held(&from, false) {
            acknowledged += ENTRIES;
        } else {
            failed += ENTRIES;
        }
    }
    // A zero byte is refused where it is typed, and where it is brought in with its line and nothing of its neighbours.
    assert!(Note::new("a\0b").is_err());
    let text = memory.text(exchange::LINES);
    let (mut zeroed, mut file) = (Vec::new(), String::new());
    for (n, line) in text.lines().enumerate() {
        let record = line.contains("\"type\":\"record\"") && line.contains("\"note\":\"");
        if record && n % 10 == 5 {
            file += &line.replacen("\"note\":\"", "\"note\":\"\\u0000", 1);
            zeroed.push(n as u64 + 1);
        } else {
            file += line;
        }
        file.push('\n');
    }
    let mut beside = empty();
    let files = [(Form::Lines, file.into_bytes())];
    let report = import(&mut beside, &files, &wish(918, Differing::Keep));
    assert_eq!(
        report.total().refused,
        zeroed.len() as u64,
        "each is counted"
    );
    assert_eq!(report.total().new, ENTRIES - zeroed.len() as u64);
    for (found, line) in report.refused.iter().zip(&zeroed) {
        assert_eq!(
            (found.line, &found.why),
            (*line, &Why::BadValue("note".to_owned()))
        );
    }
    assert!(
        zeroed.len() > 300,
        "{} lines with a zero byte",
        zeroed.len()
    );
    let line = memory
        .text(exchange::LINES)
        .lines()
        .nth(1)
        .expect("a record")
        .to_owned();
    let mut record: Value = serde_json::from_str(&line).expect("JSON");
    record["record"]["note"] = "a\u{0}b".into();
    let header = memory
        .text(exchange::LINES)
        .lines()
        .next()
        .expect("a header")
        .to_owned();
    let files = [(Form::Lines, format!("{header}\n{record}\n").into_bytes())];
    let report = import(&mut empty(), &files, &wish(919, Differing::Keep));
    let refused: Vec<&Why> = report.refused.iter().map(|it| &it.why).collect();
    assert_eq!(refused, [&Why::BadValue("note".to_owned())]);
    println!(
        "hostile entries: {} attempted, {acknowledged} acknowledged, {failed} failed; {neutral} cells neutral; {} with a zero byte refused by line; control refused",
        ENTRIES * 2,
        zeroed.len()
    );
    assert_eq!((failed, acknowledged), (0, ENTRIES * 2));
}

/// A reader of tables of the test's own: RFC 4180 and nothing else.
fn cells(table: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut letters = table.trim_start_matches('\u{feff}').chars().peekable();
    let mut cell = String::new();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            '\r' if !quoted && letters.peek() == Some(&'\n') => {
                letters.next();
                cells.push(std::mem::take(&mut cell));
            }
            letter => cell.push(letter),
        }
    }
    assert!(!quoted && cell.is_empty(), "the table ends with a line");
    cells
}

#[test]
fn the_second_time_everything_is_the_same_and_nothing_is_written() {
    let mut conn = empty();
    profile(&mut conn, 3);
    let (memory, _) = out(&conn, ALL);
    let steps = history::last_step(&conn).expect("read");
    for files in [lines(&memory), tables(&memory)] {
        let report = import(&mut conn, &files, &wish(920, Differing::Replace));
        let total = report.total();
        assert_eq!((total.new, total.differs, total.refused), (0, 0, 0));
        assert!(total.same > 5 && report.taken == 0);
    }
    assert_eq!(history::last_step(&conn).expect("read"), steps);
    assert!(exchange::batches(&conn).expect("read").is_empty());
    // A table whose ids were lost on the way is known again by what it says.
    let pain = memory.text("csv/pain.csv");
    let head = pain
        .lines()
        .next()
        .expect("a head")
        .replacen("id,", "was,", 1);
    let rest = &pain[pain.find('\n').expect("lines")..];
    let files = [(
        Form::Table(Kind::Pain),
        format!("{head}{rest}").into_bytes(),
    )];
    let report = import(&mut conn, &files, &wish(921, Differing::Keep));
    let live = count(
        &conn,
        "SELECT count(*) FROM pain_entry WHERE deleted_at_ms IS NULL",
    );
    assert_eq!(report.total().same, u64::try_from(live).unwrap());
    assert_eq!(report.columns_left, ["was"]);
}

#[test]
fn a_preview_says_what_the_import_does_and_changes_nothing() {
    let mut from = empty();
    profile(&mut from, 11);
    let (memory, _) = out(&from, ALL);
    let mut to = empty();
    profile(&mut to, 12);
    let before = held(&to, true);
    let seen = db::rehearse(&mut to, |tx| {
        bring(tx, &lines(&memory), &wish(930, Differing::Replace))
    })
    .expect("rehearsed");
    assert_eq!(held(&to, true), before);
    let done = import(&mut to, &lines(&memory), &wish(930, Differing::Replace));
    assert_eq!(seen, done);
    assert!(done.taken > 0);
}

#[test]
fn a_whole_import_is_taken_back_in_one_step() {
    let mut from = empty();
    profile(&mut from, 21);
    let (memory, _) = out(&from, ALL);
    let mut to = empty();
    db::write(&mut to, |tx| {
        settings::save(tx, &Settings::default(), NOW)?;
        Ok(())
    })
    .expect("kept");
    let before = held(&to, false);
    let choices = settings::read(&to).expect("read");
    let report = import(&mut to, &lines(&memory), &wish(940, Differing::Replace));
    assert_ne!(held(&to, false), before);
    assert_ne!(settings::read(&to).expect("read"), choices);
    // What was changed after the import is left as it is.
    let changed: String = to
        .query_row(
            "SELECT id FROM pain_entry WHERE deleted_at_ms IS NULL LIMIT 1",
            [],
            |row| row.get(0),
        )
        .expect("an entry");
    db::write(&mut to, |tx| {
        let form = PainForm {
            nrs: Some(Intensity::new(9.0)?),
            note: Note::new("mine")?,
            ..PainForm::empty()
        };
        diary::edit_full(tx, &changed, &form, LATER)
    })
    .expect("edited");
    let undone = db::write(&mut to, |tx| exchange::undo(tx, &id(940), LATER)).expect("undone");
    assert_eq!((undone.left, undone.back), (1, report.taken - 1));
    assert_eq!(settings::read(&to).expect("read"), choices);
    let left = held(&to, false);
    assert!(
        left.iter()
            .filter(|row| row.starts_with("pain_entry"))
            .count()
            == 1
    );
    db::check(&to, File::Diary).expect("the sums follow");
    let again = db::write(&mut to, |tx| exchange::undo(tx, &id(940), LATER));
    assert!(matches!(again, Err(Error::Conflict)));
    // What was taken back comes in again, out of the trash.
    let report = import(&mut to, &lines(&memory), &wish(941, Differing::Keep));
    assert_eq!(report.total().refused, 0);
    assert!(report.total().new > 3);
}

#[test]
fn what_differs_stays_or_is_replaced_as_asked() {
    let mut conn = empty();
    let first = kept(&mut conn, Kind::Pain, false, NOW);
    let (memory, _) = out(&conn, ALL);
    let second = kept(&mut conn, Kind::Pain, true, LATER);
    let (_, key, _) = first.key();
    let key = key.to_owned();
    let report = import(&mut conn, &lines(&memory), &wish(950, Differing::Keep));
    assert_eq!((report.total().differs, report.taken), (1, 0));
    assert_eq!(
        history::find(&conn, Kind::Pain, &key).expect("there"),
        second
    );
    let report = import(&mut conn, &lines(&memory), &wish(951, Differing::Replace));
    assert_eq!((report.total().differs, report.taken), (1, 1));
    assert_eq!(
        history::find(&conn, Kind::Pain, &key).expect("there"),
        first
    );
    db::write(&mut conn, |tx| exchange::undo(tx, &id(951), LATER)).expect("undone");
    assert_eq!(
        history::find(&conn, Kind::Pain, &key).expect("there"),
        second
    );
}

#[test]
fn a_file_that_was_cut_changed_or_is_something_else_says_so() {
    let mut from = empty();
    profile(&mut from, 31);
    let (memory, _) = out(&from, ALL);
    let text = memory.text(exchange::LINES);
    let altered = |text: &str| {
        let files = [(Form::Lines, text.as_bytes().to_vec())];
        import(&mut empty(), &files, &wish(960, Differing::Keep)).altered
    };
    assert!(altered(&text).is_empty());
    let last = text.trim_end().rfind('\n').expect("lines");
    assert_eq!(altered(&text[..=last]), [(0, Altered::CutOff)]);
    assert_eq!(
        altered(&text.replacen("pain", "pa\\u0069n", 1)),
        [(0, Altered::Changed)]
    );
    assert_eq!(
        altered(&format!("{text}{{}}\n")),
        [(0, Altered::Changed), (0, Altered::CutOff)]
    );
    let refused = |text: &str, form| {
        let mut conn = empty();
        let tx = conn.transaction().expect("begins");
        bring(
            &tx,
            &[(form, text.as_bytes().to_vec())],
            &wish(961, Differing::Keep),
        )
        .expect_err("refused")
    };
    assert!(matches!(refused("", Form::Lines), Stop::Foreign));
    assert!(matches!(
        refused("{\"type\":\"header\"}\n", Form::Lines),
        Stop::Foreign
    ));
    assert!(matches!(
        refused("a,b\r\n1,2\r\n", Form::Table(Kind::Pain)),
        Stop::Foreign
    ));
    let newer = text.replacen("\"version\":1", "\"version\":2", 1);
    assert!(matches!(refused(&newer, Form::Lines), Stop::Newer(2)));
}

#[test]
fn each_line_that_is_refused_is_named_with_its_number_and_its_reason() {
    let head = r#"{"type":"header","format":"backstride-export","version":1}"#;
    let pain = |id: &str, rest: &str| {
        format!(
            r#"{{"type":"record","kind":"pain","record":{{"id":"{id}","local_date":"2026-11-20","offset_min":0,"recorded_at_ms":1,"frame":"now"{rest}}}}}"#
        )
    };
    let good = id(1);
    let file = [
        head.to_owned(),
        pain(&good, r#","nrs":5"#),
        "not JSON".to_owned(),
        pain(&id(2), r#","nrs":11"#),
        pain(&id(3), r#","nrs":5,"mood":1"#),
        pain("no-id", r#","nrs":5"#),
        pain(&id(4), ""),
        pain(&id(5), r#","nrs":5"#).replace("2026-11-20", "2027-11-20"),
        pain(&id(6), r#","nrs":5"#).replace(r#","frame":"now""#, ""),
        pain(&id(7), r#","nrs":5,"note":" blanks ""#),
        format!(r#"{{"type":"record","kind":"walk","record":{{"id":"{}","local_date":"2026-11-20","offset_min":0,"recorded_at_ms":1,"duration_min":20,"footwear_id":"{}"}}}}"#, id(8), id(99)),
        format!(r#"{{"type":"record","kind":"relief","record":{{"id":"{good}","local_date":"2026-11-20","offset_min":0,"recorded_at_ms":1,"method":"heat"}}}}"#),
        r#"{"type":"song"}"#.to_owned(),
        r#"{"type":"setting","key":"day_ends_at","row":{"value_json":"\"23:00:00\"","changed_at_ms":1}}"#.to_owned(),
        r#"{"type":"setting","key":"wings","row":{"value_json":"1","changed_at_ms":1}}"#.to_owned(),
    ]
    .join("\n");
    let mut conn = empty();
    let report = import(
        &mut conn,
        &[(Form::Lines, file.into_bytes())],
        &wish(970, Differing::Keep),
    );
    let seen: Vec<(u64, &str, Option<&str>)> = report
        .refused
        .iter()
        .map(|it| (it.line, it.why.word().0, it.why.word().1))
        .collect();
    assert_eq!(
        seen,
        [
            (3, "unreadable", None),
            (4, "bad_value", Some("nrs")),
            (5, "unknown_field", Some("mood")),
            (6, "bad_value", Some("id")),
            (7, "empty", None),
            (8, "future", None),
            (9, "missing_field", Some("frame")),
            (10, "bad_value", Some("note")),
            (11, "names_missing", None),
            (12, "taken", None),
            (13, "unknown_line", None),
            (14, "bad_value", Some("value_json")),
            (15, "unknown_field", Some("wings")),
        ]
    );
    assert_eq!(report.counts[&What::Record(Kind::Pain)].new, 1);
    assert_eq!(report.total().refused, 13);
    db::check(&conn, File::Diary).expect("sound");
}

#[test]
fn rows_of_a_persons_own_need_no_more_than_a_date_and_what_they_say() {
    let mut conn = empty();
    let table = "local_date,local_time,frame,nrs,regions,note\r\n\
                 2026-11-01,07:30,morning,4,low_back_left=5 calf_left,\"stiff, then better\"\n\
                 \n\
                 2026-11-02,,now,,,'=not a formula\r\n\
                 2026-11-02,,now,,,'=not a formula\r\n";
    let report = import(
        &mut conn,
        &[(Form::Table(Kind::Pain), table.as_bytes().to_vec())],
        &wish(980, Differing::Keep),
    );
    assert_eq!(
        (
            report.total().new,
            report.total().same,
            report.total().refused
        ),
        (2, 1, 0)
    );
    let page = diary::page(&conn, 10, None).expect("read");
    let notes: Vec<Option<&str>> = page
        .entries
        .iter()
        .map(|it| it.note.as_ref().map(Note::as_str))
        .collect();
    assert_eq!(notes, [Some("=not a formula"), Some("stiff, then better")]);
    assert_eq!(page.entries[1].regions.len(), 2);
    assert_eq!(page.entries[1].when.recorded_at_ms, LATER.utc_ms);
    let (first, last) = report.span.expect("dated");
    assert_eq!(
        (first.to_string(), last.to_string()),
        ("2026-11-01".to_owned(), "2026-11-02".to_owned())
    );
}

#[test]
fn stopping_keeps_nothing() {
    let mut from = empty();
    db::write(&mut from, |tx| {
        let mut it = Chance(9);
        for _ in 0..500 {
            pain(tx, &mut it, NOW)?;
        }
        Ok(())
    })
    .expect("written");
    let mut looks = 0;
    let stopped = exchange::export(
        &from,
        &ordered(&[], ALL),
        &mut Memory::default(),
        &mut |_, _| {
            looks += 1;
            looks < 3
        },
    );
    assert!(matches!(stopped, Err(Stop::Stopped)));
    let (memory, _) = out(&from, ALL);
    let bytes = memory.of(exchange::LINES);
    let mut to = empty();
    let tx = to.transaction().expect("begins");
    let mut read = bytes.as_slice();
    let mut sources = [Source {
        form: Form::Lines,
        bytes: &mut read,
    }];
    let stopped = exchange::take(
        &tx,
        &mut sources,
        &wish(990, Differing::Keep),
        NOW,
        &mut String::new,
        &mut |lines| lines < 200,
    );
    assert!(matches!(stopped, Err(Stop::Stopped)));
    drop(tx);
    assert!(held(&to, true).is_empty());
    let tx = to.transaction().expect("begins");
    let past = exchange::undo(&tx, &id(990), NOW);
    assert!(matches!(past, Err(Error::NotFound)));
}

#[test]
fn a_folder_is_there_whole_or_not_at_all() {
    let dir = tempfile::tempdir().expect("a place");
    let mut conn = empty();
    profile(&mut conn, 41);
    let order = ordered(&[], ALL);
    let listed = || -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(dir.path())
            .expect("listed")
            .map(|it| {
                it.expect("listed")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    };
    let begin =
        |n: &str| exchange::Folder::begin(dir.path(), "Backstride export", n).expect("begun");
    let mut folder = begin("a");
    let stopped = exchange::export(&conn, &order, &mut folder, &mut |_, _| false);
    assert!(matches!(stopped, Err(Stop::Stopped)));
    drop(folder);
    assert!(listed().is_empty(), "{:?}", listed());
    for n in ["b", "c"] {
        let mut folder = begin(n);
        exchange::export(&conn, &order, &mut folder, &mut |_, _| true).expect("exported");
        folder.finish().expect("named");
    }
    assert_eq!(listed(), ["Backstride export", "Backstride export (2)"]);
    // The list of the files holds of every one of them.
    let whole = dir.path().join("Backstride export");
    let text = std::fs::read_to_string(whole.join(exchange::CONTENTS)).expect("there");
    let contents: Value = serde_json::from_str(&text).expect("JSON");
    let files = contents["files"].as_array().expect("a list");
    assert!(files.len() > 18, "{}", files.len());
    for file in files {
        let path = whole.join(file["name"].as_str().expect("a name"));
        let bytes = std::fs::read(&path).expect("there");
        assert_eq!(file["bytes"], bytes.len());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &std::path::Path| {
            std::fs::metadata(path).expect("there").permissions().mode() & 0o777
        };
        assert_eq!(mode(&whole), 0o700);
        assert_eq!(mode(&whole.join("csv/pain.csv")), 0o600);
    }
}

#[test]
fn a_disk_without_room_leaves_no_part_of_an_export() {
    /// A place that has room for so many bytes.
    struct Small(usize, usize);
    struct Sheet(usize);
    impl Write for Sheet {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if bytes.len() > self.0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.0 -= bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    impl Out for Sheet {
        fn done(self: Box<Self>) -> io::Result<()> {
            Ok(())
        }
    }
    impl Place for Small {
        fn file(&mut self, _name: &str) -> io::Result<Box<dyn Out>> {
            self.0 = self.0.checked_sub(1).ok_or(io::ErrorKind::StorageFull)?;
            Ok(Box::new(Sheet(self.1)))
        }
    }
    let mut conn = empty();
    profile(&mut conn, 42);
    let (mut attempted, mut failed) = (0, 0);
    for files in 0..21 {
        for room in [0, 100, 2000] {
            attempted += 1;
            let place = &mut Small(files, room);
            let done = exchange::export(&conn, &ordered(&[], ALL), place, &mut |_, _| true);
            failed += u32::from(!matches!(done, Err(Stop::Failed(Error::Full))));
        }
    }
    println!(
        "exports without room: {attempted} attempted, {} told, {failed} failed",
        attempted - failed
    );
    assert_eq!(failed, 0);
}

/// Holds a value against a schema. It knows the words our schema uses and stops at any other.
fn fits(schema: &Value, value: &Value) -> bool {
    let Some(rules) = schema.as_object() else {
        panic!("a schema is an object");
    };
    rules.iter().all(|(rule, want)| match rule.as_str() {
        "$schema" | "title" | "description" => true,
        "const" => value == want,
        "enum" => want.as_array().unwrap().contains(value),
        "oneOf" => {
            want.as_array()
                .unwrap()
                .iter()
                .filter(|it| fits(it, value))
                .count()
                == 1
        }
        "anyOf" => want.as_array().unwrap().iter().any(|it| fits(it, value)),
        "type" => {
            let is = |name: &Value| match name.as_str().unwrap() {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "integer" => value.is_i64() || value.is_u64(),
                "boolean" => value.is_boolean(),
                "null" => value.is_null(),
                other => panic!("no type {other}"),
            };
            want.as_array()
                .map_or_else(|| is(want), |all| all.iter().any(is))
        }
        "required" => want
            .as_array()
            .unwrap()
            .iter()
            .all(|name| value.get(name.as_str().unwrap()).is_some()),
        "properties" => want
            .as_object()
            .unwrap()
            .iter()
            .all(|(name, it)| value.get(name).is_none_or(|value| fits(it, value))),
        "additionalProperties" => {
            let known = rules.get("properties").and_then(Value::as_object);
            let extra = |name: &String| !known.is_some_and(|it| it.contains_key(name));
            value.as_object().is_none_or(|object| {
                object
                    .iter()
                    .filter(|(name, _)| extra(name))
                    .all(|(_, value)| match want {
                        Value::Bool(allowed) => *allowed,
                        want => fits(want, value),
                    })
            })
        }
        "items" => value
            .as_array()
            .is_none_or(|all| all.iter().all(|it| fits(want, it))),
        "uniqueItems" => value
            .as_array()
            .is_none_or(|all| all.iter().enumerate().all(|(n, it)| !all[..n].contains(it))),
        "minimum" => value.as_i64().is_none_or(|it| it >= want.as_i64().unwrap()),
        "maximum" => value.as_i64().is_none_or(|it| it <= want.as_i64().unwrap()),
        "minLength" => value
            .as_str()
            .is_none_or(|it| it.chars().count() as u64 >= want.as_u64().unwrap()),
        "maxLength" => value
            .as_str()
            .is_none_or(|it| it.chars().count() as u64 <= want.as_u64().unwrap()),
        "pattern" => value
            .as_str()
            .is_none_or(|it| matches_simple(want.as_str().unwrap(), it)),
        other => panic!("the schema uses a word the test does not know: {other}"),
    })
}

/// The few patterns of the schema: anchored, made of letters and sets of letters with a count.
fn matches_simple(pattern: &str, text: &str) -> bool {
    let inside = pattern
        .strip_prefix('^')
        .and_then(|it| it.strip_suffix('$'))
        .expect("anchored");
    let mut letters = text.chars();
    let mut rest = inside;
    while let Some(first) = rest.chars().next() {
        let set: String = if first == '[' {
            let end = rest.find(']').expect("closed");
            let set = rest[1..end].to_owned();
            rest = &rest[end + 1..];
            set
        } else {
            rest = &rest[first.len_utf8()..];
            first.to_string()
        };
        let times = match rest.strip_prefix('{') {
            Some(after) => {
                let end = after.find('}').expect("closed");
                let times = after[..end].parse().expect("a number");
                rest = &after[end + 1..];
                times
            }
            None => 1,
        };
        for _ in 0..times {
            let Some(letter) = letters.next() else {
                return false;
            };
            let set: Vec<char> = set.chars().collect();
            let mut inside = false;
            let mut at = 0;
            while at < set.len() {
                if at + 2 < set.len() && set[at + 1] == '-' {
                    inside |= (set[at]..=set[at + 2]).contains(&letter);
                    at += 3;
                } else {
                    inside |= set[at] == letter;
                    at += 1;
                }
            }
            if !inside {
                return false;
            }
        }
    }
    letters.next().is_none()
}

fn rules() -> Vec<Rule> {
    let at = |text: &str| chrono::NaiveTime::parse_from_str(text, "%H:%M").expect("a time");
    let rule = |n: u32, name: &str, plan: Plan, days: u8| Rule {
        id: id(n),
        purpose: Purpose::Own,
        name: Some(name.to_owned()),
        plan,
        days: Days::new(days).expect("days"),
        terms: Terms::of(Purpose::Own),
        enabled: true,
    };
    let wall = |every, zone: Option<&str>| Plan::Wall {
        times: vec![at("07:30"), at("19:00")],
        every,
        zone: zone.map(str::to_owned),
    };
    let mut until = rule(
        704,
        "Until Christmas",
        wall(Cadence::Weekdays, Some("Europe/London")),
        0b100_0001,
    );
    until.terms.until = NaiveDate::from_ymd_opt(2026, 12, 24);
    vec![
        rule(
            700,
            "Pills; two, \"the white ones\"\\ and a very long name with ümläuts that has to be folded 😖",
            wall(Cadence::Weekdays, None),
            0b001_0101,
        ),
        rule(
            701,
            "Every third day",
            wall(
                Cadence::Days {
                    n: 3,
                    first: NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(),
                },
                None,
            ),
            127,
        ),
        rule(
            702,
            "Once",
            Plan::Once {
                date: NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
                time: at("09:00"),
            },
            127,
        ),
        rule(703, "Desk", Plan::working(45, None), 127),
        until,
        rule(
            705,
            "Over",
            Plan::Once {
                date: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
                time: at("09:00"),
            },
            127,
        ),
    ]
}

/// A schema with its lists of names sorted: their order is chosen by whatever else is compiled, and means nothing.
fn in_one_order(schema: &Value) -> Value {
    match schema {
        Value::Object(parts) => parts
            .iter()
            .map(|(name, part)| {
                let mut part = in_one_order(part);
                if let (true, Value::Array(names)) = (name == "required", &mut part) {
                    names.sort_by_key(Value::to_string);
                }
                (name.clone(), part)
            })
            .collect(),
        Value::Array(parts) => parts.iter().map(in_one_order).collect(),
        other => other.clone(),
    }
}

#[test]
fn every_line_fits_the_published_schema_which_is_the_committed_one() {
    let committed = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../assets/exchange/backstride.schema.json"
    );
    let fresh = exchange::schema();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(committed, &fresh).expect("written");
    }
    let schema: Value = serde_json::from_str(&fresh).expect("JSON");
    let known = std::fs::read_to_string(committed).expect("committed");
    let known: Value = serde_json::from_str(&known).expect("JSON");
    assert!(
        in_one_order(&known) == in_one_order(&schema),
        "{committed} is not what the program writes; UPDATE_EXPECT=1 renews it"
    );
    let (mut seen, mut failed, mut controls) = (0, 0, 0);
    for kind in Kind::ALL {
        let mut conn = empty();
        kept(&mut conn, *kind, false, NOW);
        kept(&mut conn, *kind, true, LATER);
        if *kind == Kind::Pain {
            profile(&mut conn, 50);
        }
        let mut memory = Memory::default();
        let rules = rules();
        exchange::export(&conn, &ordered(&rules, ALL), &mut memory, &mut |_, _| true)
            .expect("exported");
        let text = memory.text(exchange::LINES);
        assert!(text.contains(&format!("\"kind\":\"{}\"", kind.word())));
        for line in text.lines() {
            let mut value: Value = serde_json::from_str(line).expect("JSON");
            seen += 1;
            if !fits(&schema, &value) {
                failed += 1;
                println!("{line}");
            }
            // The control: a field nobody knows, and a field that is missing.
            value["surprise"] = 1.into();
            controls += u32::from(!fits(&schema, &value));
            if value["type"] == "record" {
                let object = value["record"].as_object_mut().unwrap();
                object.remove("id");
                value.as_object_mut().unwrap().remove("surprise");
                controls += u32::from(!fits(&schema, &value));
                seen += 1;
            }
        }
        assert_eq!(
            std::str::from_utf8(&memory.of(exchange::SCHEMA)).unwrap(),
            fresh
        );
    }
    println!(
        "lines against the schema: {seen} attempted, {controls} controls refused, {failed} failed"
    );
    assert_eq!((failed, controls), (0, seen));
}

#[test]
fn the_bundle_has_the_shape_of_fhir_r4_and_no_made_up_code() {
    let mut pains = 0;
    let mut kinds = std::collections::BTreeSet::new();
    for seed in 60..100 {
        let mut conn = empty();
        profile(&mut conn, seed);
        let (memory, _) = out(&conn, ALL);
        let text = memory.text(exchange::FHIR);
        if let (Some(place), 61) = (std::env::var_os("BACKSTRIDE_FHIR_OUT"), seed) {
            std::fs::write(place, &text).expect("written");
        }
        let bundle: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(
            (&bundle["resourceType"], &bundle["type"]),
            (&"Bundle".into(), &"collection".into())
        );
        let mut urls = std::collections::BTreeSet::new();
        for entry in bundle["entry"].as_array().expect("entries") {
            assert_eq!(entry.as_object().unwrap().len(), 2);
            let resource = &entry["resource"];
            assert_eq!(
                entry["fullUrl"],
                format!("urn:uuid:{}", resource["id"].as_str().unwrap())
            );
            assert!(
                urls.insert(entry["fullUrl"].as_str().unwrap().to_owned()),
                "named twice"
            );
            kinds.insert(resource["resourceType"].as_str().unwrap().to_owned());
            shape(resource);
            no_empty(resource);
            codes(resource);
            pains += u32::from(resource["code"]["coding"][0]["code"] == "72514-3");
        }
        let live = count(
            &conn,
            "SELECT (SELECT count(*) FROM pain_entry WHERE deleted_at_ms IS NULL) + (SELECT count(*) FROM walk WHERE deleted_at_ms IS NULL) + (SELECT count(*) FROM day WHERE deleted_at_ms IS NULL) + (SELECT count(*) FROM medicine_taken WHERE deleted_at_ms IS NULL) + (SELECT count(*) FROM relief_tried WHERE deleted_at_ms IS NULL) + (SELECT count(*) FROM flare WHERE deleted_at_ms IS NULL) + (SELECT count(*) FROM symptom_check WHERE deleted_at_ms IS NULL) + (SELECT count(*) FROM session WHERE deleted_at_ms IS NULL)",
        );
        assert_eq!(
            urls.len() as i64,
            live + 1,
            "one entry a record, and the person"
        );
    }
    let wanted = [
        "MedicationStatement",
        "Observation",
        "Patient",
        "QuestionnaireResponse",
    ];
    assert!(kinds.iter().eq(wanted), "{kinds:?}");
    assert!(pains > 20, "{pains}");
}

/// A reader that is not ours reads the whole bundle and writes it again, and nothing of it is lost or changed.
#[test]
fn another_reader_of_fhir_takes_the_bundle_and_gives_it_back_equal() {
    let (mut attempted, mut acknowledged, mut failed, mut bent, mut noticed) = (0, 0, 0, 0, 0);
    let mut kinds = std::collections::BTreeSet::new();
    for seed in 60..100 {
        let mut conn = empty();
        profile(&mut conn, seed);
        let text = out(&conn, ALL).0.text(exchange::FHIR);
        let bundle: Value = serde_json::from_str(&text).expect("JSON");
        attempted += 1;
        match given_back(&bundle) {
            Ok(true) => acknowledged += 1,
            other => {
                failed += 1;
                println!("seed {seed}: {other:?}");
            }
        }
        for entry in bundle["entry"].as_array().expect("entries") {
            let resource = &entry["resource"];
            let kind = resource["resourceType"]
                .as_str()
                .expect("a kind")
                .to_owned();
            for (what, wrong) in bends(resource) {
                bent += 1;
                let alone = matches!(given_back(&wrong), Ok(true));
                noticed += u32::from(!alone);
                if alone {
                    println!("{kind}: {what} is not noticed");
                }
            }
            kinds.insert(kind);
        }
    }
    println!(
        "bundles through another reader: {attempted} attempted, {acknowledged} acknowledged, {failed} failed; control: {noticed} of {bent} bent resources noticed"
    );
    assert_eq!((failed, acknowledged), (0, 40));
    assert_eq!((noticed, kinds.len()), (bent, 4));
    assert!(bent > 2_000, "{bent} are too few to prove anything");
}

/// Whether a resource comes back as it was, but for how a number and an offset of zero are written.
fn given_back(resource: &Value) -> Result<bool, String> {
    let back = backstride_fhir::read_and_written(resource)?;
    Ok(alike(&back) == alike(resource))
}

/// The same JSON with one way to write each number and each instant.
fn alike(value: &Value) -> Value {
    match value {
        Value::Number(number) => format!("number {:?}", number.as_f64()).into(),
        Value::String(text) => match chrono::DateTime::parse_from_rfc3339(text) {
            Ok(instant) => instant.to_rfc3339().into(),
            Err(_) => value.clone(),
        },
        Value::Array(all) => all.iter().map(alike).collect(),
        Value::Object(all) => {
            let all = all.iter().map(|(name, value)| (name.clone(), alike(value)));
            Value::Object(all.collect())
        }
        Value::Bool(_) | Value::Null => value.clone(),
    }
}

/// A resource with one thing wrong that the standard does not allow, in each way it can be.
fn bends(resource: &Value) -> Vec<(String, Value)> {
    let must: &[&str] = match resource["resourceType"].as_str() {
        Some("Observation") => &["status", "code"],
        Some("MedicationStatement") => &["status", "medicationCodeableConcept", "subject"],
        Some("QuestionnaireResponse") => &["status"],
        _ => &[],
    };
    let mut all = Vec::new();
    let mut bend = |what: String, change: &dyn Fn(&mut Value)| {
        let mut bent = resource.clone();
        change(&mut bent);
        all.push((what, bent));
    };
    for name in must {
        bend(format!("without {name}"), &|it| {
            it.as_object_mut().expect("an object").remove(*name);
        });
    }
    bend("a field nobody knows".to_owned(), &|it| {
        it["mood"] = "good".into();
    });
    for (name, value) in resource.as_object().expect("an object") {
        let wrong: Value = match value {
            Value::String(_) => serde_json::json!({ "a": 1 }),
            _ => "wrong".into(),
        };
        bend(format!("{name} of another kind"), &|it| {
            it[name.as_str()] = wrong.clone();
        });
    }
    for name in ["effectiveDateTime", "authored", "issued", "dateAsserted"] {
        if resource.get(name).is_some() {
            bend(format!("{name} that is no date"), &|it| {
                it[name] = "the day before".into();
            });
        }
    }
    // What status a medicine may have is left open by that reader; the shape above knows it.
    if resource.get("status").is_some() && resource["resourceType"] != "MedicationStatement" {
        bend("a status nobody knows".to_owned(), &|it| {
            it["status"] = "fine".into();
        });
    }
    all
}

/// The fields a resource must and may have (hl7.org/fhir/R4), as far as they are used.
fn shape(resource: &Value) {
    let may: (&[&str], &[&str]) = match resource["resourceType"].as_str().unwrap() {
        "Patient" => (&["resourceType", "id"], &[]),
        "Observation" => (
            &[
                "resourceType",
                "id",
                "status",
                "category",
                "code",
                "subject",
                "performer",
                "issued",
            ],
            &[
                "effectiveDateTime",
                "effectivePeriod",
                "valueQuantity",
                "valueString",
                "valueBoolean",
                "dataAbsentReason",
                "bodySite",
                "component",
                "note",
            ],
        ),
        "MedicationStatement" => (
            &[
                "resourceType",
                "id",
                "status",
                "medicationCodeableConcept",
                "subject",
                "informationSource",
                "effectiveDateTime",
                "dateAsserted",
            ],
            &["dosage", "note"],
        ),
        "QuestionnaireResponse" => (
            &[
                "resourceType",
                "id",
                "status",
                "subject",
                "author",
                "source",
                "authored",
            ],
            &["item"],
        ),
        other => panic!("{other}"),
    };
    let status = match resource["resourceType"].as_str().unwrap() {
        "Patient" => &Value::Null,
        "MedicationStatement" | "QuestionnaireResponse" => &Value::from("completed"),
        _ => &Value::from("final"),
    };
    assert_eq!(&resource["status"], status);
    let object = resource.as_object().unwrap();
    for name in may.0 {
        assert!(
            object.contains_key(*name),
            "{name} is missing in {resource}"
        );
    }
    for name in object.keys() {
        assert!(
            may.0.contains(&name.as_str()) || may.1.contains(&name.as_str()),
            "{name}"
        );
    }
    let count = |names: &[&str]| {
        names
            .iter()
            .filter(|name| object.contains_key(**name))
            .count()
    };
    if resource["resourceType"] == "Observation" {
        assert_eq!(count(&["effectiveDateTime", "effectivePeriod"]), 1);
        assert!(
            count(&[
                "valueQuantity",
                "valueString",
                "valueBoolean",
                "dataAbsentReason"
            ]) <= 1
        );
        // Rule obs-7 of the standard, and obs-6 through the line above.
        for component in resource["component"].as_array().into_iter().flatten() {
            assert!(
                component["code"].is_object() && component.as_object().unwrap().len() == 2,
                "{component}"
            );
        }
    }
    for name in ["effectiveDateTime", "authored", "issued", "dateAsserted"] {
        if let Some(text) = resource[name].as_str() {
            let whole = text.len() > 10;
            let good = if whole {
                chrono::DateTime::parse_from_rfc3339(text).is_ok()
            } else {
                text.parse::<NaiveDate>().is_ok()
            };
            assert!(good, "{name} {text}");
        }
    }
}

/// FHIR knows no null and nothing empty.
fn no_empty(value: &Value) {
    match value {
        Value::Null => panic!("null"),
        Value::String(text) => assert!(!text.is_empty()),
        Value::Array(all) => {
            assert!(!all.is_empty());
            all.iter().for_each(no_empty);
        }
        Value::Object(all) => {
            assert!(!all.is_empty());
            all.values().for_each(no_empty);
        }
        Value::Bool(_) | Value::Number(_) => {}
    }
}

fn codes(value: &Value) {
    const KNOWN: [(&str, &[&str]); 4] = [
        ("http://loinc.org", &["72514-3", "55411-3", "73985-4"]),
        ("http://unitsofmeasure.org", &["{score}", "min", "m"]),
        (
            "http://terminology.hl7.org/CodeSystem/observation-category",
            &["survey", "activity"],
        ),
        (
            "http://terminology.hl7.org/CodeSystem/data-absent-reason",
            &["unknown"],
        ),
    ];
    match value {
        Value::Object(object) => {
            if let Some(code) = object.get("code").and_then(Value::as_str) {
                let system = object["system"].as_str().expect("a code has a system");
                let list = KNOWN
                    .iter()
                    .find(|it| it.0 == system)
                    .expect("a known system")
                    .1;
                assert!(list.contains(&code), "{system} {code}");
            }
            object.values().for_each(codes);
        }
        Value::Array(all) => all.iter().for_each(codes),
        _ => {}
    }
}

#[test]
fn reminders_that_come_at_a_time_of_day_go_into_a_calendar() {
    let rules = rules();
    let calendar = exchange::calendar(&rules, NOW, &|rule| rule.name.clone().unwrap_or_default());
    if let Some(place) = std::env::var_os("BACKSTRIDE_ICS_OUT") {
        std::fs::write(place, &calendar.text).expect("written");
    }
    assert_eq!(calendar.left_out, 2);
    for line in calendar.text.split("\r\n") {
        assert!(line.len() <= 75, "{line}");
        assert!(!line.contains(['\r', '\n']));
    }
    assert!(calendar.text.ends_with("END:VCALENDAR\r\n"));
    let whole = calendar.text.replace("\r\n ", "");
    let lines: Vec<&str> = whole.split("\r\n").collect();
    let has = |line: &str| assert!(lines.contains(&line), "{line} is not in\n{whole}");
    has(
        "SUMMARY:Pills\\; two\\, \"the white ones\"\\\\ and a very long name with ümläuts that has to be folded 😖",
    );
    // 2026-11-23 is a Monday.
    has("DTSTART:20261123T073000");
    has("RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR");
    has("DTSTART:20261125T190000");
    has("RRULE:FREQ=DAILY;INTERVAL=3");
    has("DTSTART:20261201T090000");
    has("DTSTART;TZID=Europe/London:20261123T073000");
    has("RRULE:FREQ=WEEKLY;BYDAY=MO,SU;UNTIL=20261224T073000Z");
    has("TZID:Europe/London");
    // The clocks of London, from the law and not from our table: last Sundays of March and October, at 01:00 UTC.
    for date in ["20260329T010000", "20271031T020000", "20280326T010000"] {
        assert!(whole.contains(date), "{date}");
    }
    assert_eq!(
        whole.matches("BEGIN:VEVENT").count(),
        whole.matches("END:VEVENT").count()
    );
    assert_eq!(whole.matches("BEGIN:VEVENT").count(), 7);
    let uids: std::collections::BTreeSet<&&str> =
        lines.iter().filter(|it| it.starts_with("UID:")).collect();
    assert_eq!(uids.len(), 7);
}

#[test]
fn a_record_of_every_kind_comes_back_equal_from_lines_and_from_tables() {
    // A kind whose record grew a field that nobody published would lose it on the way; this finds it.
    let mut rows = 0;
    for kind in Kind::ALL {
        for second in [false, true] {
            let mut conn = empty();
            kept(&mut conn, *kind, false, NOW);
            if second {
                kept(&mut conn, *kind, true, LATER);
            }
            let (memory, told) = out(&conn, ALL);
            assert!(told.counts[kind.word()] > 0, "{}", kind.word());
            for (files, all) in [(lines(&memory), true), (tables(&memory), false)] {
                let mut to = empty();
                let report = import(&mut to, &files, &wish(995, Differing::Keep));
                assert_eq!(report.refused, [], "{}", kind.word());
                assert_eq!(held(&to, all), held(&conn, all), "{}", kind.word());
                rows += held(&to, all).len();
            }
        }
    }
    println!("every kind out and in: {rows} rows equal");
    assert!(rows >= Kind::ALL.len() * 4, "{rows}");
}

/// Every choice that the settings keep, as they keep it.
fn choices(conn: &mut Connection, habits: settings::LockHabits) {
    db::write(conn, |tx| {
        let chosen = Settings {
            region: Some("england".to_owned()),
            theme: Theme::Dark,
            first_run_done: true,
            pace: Pace::Monthly,
            paused_until: NOW.local_date().succ_opt(),
            guide_text_percent: 130,
            ..Settings::default()
        };
        settings::save(tx, &chosen, NOW)?;
        for offer in [settings::Offer::Flare, settings::Offer::Monthly] {
            settings::decline(tx, offer, NOW.local_date(), NOW)?;
        }
        settings::save_lock_habits(tx, habits, NOW)?;
        settings::note_unlocked(tx, NOW)?;
        settings::note_passphrase(tx, NOW)?;
        let behind = settings::Behind::Guide("scans".into());
        settings::put_behind(tx, &id(9), Some(&behind), NOW).map(drop)
    })
    .expect("chosen");
}

fn choice_rows(conn: &Connection) -> BTreeMap<String, String> {
    conn.prepare("SELECT key, value_json FROM setting")
        .and_then(|mut it| {
            it.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
        .expect("read")
}

/// Keys that a file never changes: what locks here, and what belongs to reminders.
const NOT_FROM_A_FILE: [&str; 4] = [
    "lock_habits",
    "lock_recall",
    "unlocked_at_ms",
    "guides_behind",
];

#[test]
fn every_choice_comes_back_and_no_file_changes_what_locks() {
    let mut from = empty();
    let lax = settings::LockHabits {
        after_min: 0,
        on_leave: false,
    };
    choices(&mut from, lax);
    let kept = choice_rows(&from);
    // The settings name their keys in one file; one that was added there has to be chosen above.
    let source = include_str!("../../src-tauri/core/src/settings/store.rs");
    let texts = source.split('"').skip(1).step_by(2);
    let named: std::collections::BTreeSet<&str> = texts
        .filter(|it| it.len() > 3 && it.bytes().all(|it| it.is_ascii_lowercase() || it == b'_'))
        // A table, and a field of a refusal.
        .filter(|it| !["setting", "settings"].contains(it))
        .collect();
    for key in &named {
        assert!(kept.contains_key(*key), "{key} is never chosen here");
    }
    assert_eq!(named.len(), kept.len(), "{named:?} beside {kept:?}");

    let (memory, _) = out(&from, ALL);
    let mut to = empty();
    let report = import(&mut to, &lines(&memory), &wish(996, Differing::Keep));
    assert_eq!(report.refused, []);
    assert_eq!((report.of_lock, report.only_to_read), (3, 1));
    let mut wanted = kept.clone();
    wanted.retain(|key, _| !NOT_FROM_A_FILE.contains(&key.as_str()));
    assert_eq!(choice_rows(&to), wanted);

    // Whoever hands over a file that says the diary never locks leaves the lock as it is, even where all else is replaced.
    let strict = settings::LockHabits {
        after_min: 5,
        on_leave: true,
    };
    let mut own = empty();
    choices(&mut own, strict);
    let before = choice_rows(&own);
    let report = import(&mut own, &lines(&memory), &wish(997, Differing::Replace));
    assert_eq!((report.refused.len(), report.of_lock), (0, 3));
    assert_eq!(settings::lock_habits(&own).expect("read"), strict);
    assert_eq!(choice_rows(&own), before);

    // What nobody knows, or what a choice cannot be, is refused by name.
    let text = memory.text(exchange::LINES);
    let head = text.lines().next().expect("a header");
    let line = |key: &str, value: &str| {
        serde_json::json!({ "type": "setting", "key": key,
            "row": { "value_json": value, "changed_at_ms": 1 } })
    };
    let foreign = [
        (
            "second_folder",
            "\"/tmp\"",
            Why::UnknownField("second_folder".to_owned()),
        ),
        ("keyslots", "{}", Why::UnknownField("keyslots".to_owned())),
        ("theme", "\"pink\"", Why::BadValue("value_json".to_owned())),
        ("pace", "7", Why::BadValue("value_json".to_owned())),
        (
            "guide_text_percent",
            "9000",
            Why::BadValue("value_json".to_owned()),
        ),
        (
            "day_ends_at",
            "\"18:00:00\"",
            Why::BadValue("value_json".to_owned()),
        ),
    ];
    let file = foreign
        .iter()
        .fold(format!("{head}\n"), |file, (key, value, _)| {
            format!("{file}{}\n", line(key, value))
        });
    let files = [(Form::Lines, file.into_bytes())];
    let report = import(&mut own, &files, &wish(998, Differing::Replace));
    let why: Vec<&Why> = report.refused.iter().map(|it| &it.why).collect();
    let wanted: Vec<&Why> = foreign.iter().map(|it| &it.2).collect();
    assert_eq!(why, wanted);
    assert_eq!(choice_rows(&own), before);
}
