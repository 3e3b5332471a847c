//! Every command of the border, called with what its types allow, with what they do not, and with plain nonsense: each
//! answer is a value or a typed refusal, nothing panics, and the diary is sound and whole afterwards.

use std::collections::BTreeMap;
use std::time::Instant;

use backstride_core::db::{self, File};
use backstride_core::history;
use backstride_core::record::Kind;
use backstride_core::worded::Worded as _;
use serde_json::{Map, Value, json};

use crate::desktop::{self, Desktop};
use crate::profile;
use crate::window::Window;

/// Calls over all commands; `BACKSTRIDE_IPC_CALLS` asks for another number.
const CALLS: usize = 100_000;

/// Calls that are under way at once.
const TOGETHER: usize = 250;

/// Commands whose work is long or leaves files; they get a smaller share of the calls.
const SLOW: [&str; 21] = [
    "about_save",
    "backups_make",
    "backups_pack",
    "backups_preview",
    "backups_restore",
    "backups_second",
    "backups_verify",
    "lock_code_print",
    "recovery_look",
    "summary_preview",
    "summary_save",
    "print_guide",
    "print_routine",
    "print_booklet",
    "print_check",
    "print_sheet",
    "charts_save",
    "charts_draw",
    "exchange_export",
    "exchange_take",
    "exercises_pictures",
];

/// Commands that close the diary to whoever does not know a secret, take all of it away, or wait for somebody in a window
/// of the desktop's own. They are called with what no type of theirs allows, and their own tests call them with what it
/// does.
const SWEEPING: [&str; 10] = [
    "backups_choose",
    "lock_turn_on",
    "lock_turn_off",
    "lock_change",
    "lock_change_code",
    "lock_rekey",
    "lock_unlock",
    "lock_habits",
    "recovery_accept",
    "storage_erase",
];

/// A type of the generated bindings.
#[derive(Debug, Clone)]
enum Type {
    Text,
    Number,
    Flag,
    Null,
    Word(String),
    List(Box<Type>),
    Object(Vec<(String, Type)>),
    One(Vec<Type>),
    Named(String),
}

/// Reads the types that the bindings are written in.
struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn skip(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            match self.rest.strip_prefix("/*") {
                Some(comment) => self.rest = comment.split_once("*/").map_or("", |it| it.1),
                None => return,
            }
        }
    }

    fn eat(&mut self, sign: char) -> bool {
        self.skip();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn word(&mut self) -> String {
        self.skip();
        let end = self
            .rest
            .find(|it: char| !it.is_alphanumeric() && it != '_')
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }

    fn quoted(&mut self) -> Option<String> {
        self.skip();
        let inside = self.rest.strip_prefix('"')?;
        let (word, rest) = inside.split_once('"')?;
        self.rest = rest;
        Some(word.to_owned())
    }

    fn ty(&mut self) -> Type {
        self.eat('|');
        let mut all = vec![self.both()];
        while self.eat('|') {
            all.push(self.both());
        }
        if all.len() == 1 {
            all.remove(0)
        } else {
            Type::One(all)
        }
    }

    /// Objects that are joined are one object.
    fn both(&mut self) -> Type {
        let first = self.single();
        if !self.eat('&') {
            return first;
        }
        match (first, self.both()) {
            (Type::Object(mut one), Type::Object(two)) => {
                one.extend(two);
                Type::Object(one)
            }
            (first, _) => first,
        }
    }

    fn single(&mut self) -> Type {
        let mut ty = self.bare();
        while self.eat('[') {
            assert!(self.eat(']'), "a list: {}", &self.rest[..60]);
            ty = Type::List(Box::new(ty));
        }
        ty
    }

    fn bare(&mut self) -> Type {
        if let Some(word) = self.quoted() {
            return Type::Word(word);
        }
        if self.eat('(') {
            let ty = self.ty();
            assert!(self.eat(')'), "a bracket");
            return ty;
        }
        if self.eat('[') {
            // A list of so many values.
            let mut all = Vec::new();
            while !self.eat(']') {
                all.push(self.ty());
                self.eat(',');
            }
            return Type::List(Box::new(Type::One(all)));
        }
        if self.eat('{') {
            let mut fields = Vec::new();
            while !self.eat('}') {
                if self.eat('[') {
                    // A map: its keys are no fields, and one made-up key is as good as any.
                    self.rest = self.rest.split_once(']').map_or("", |it| it.1);
                    self.eat('?');
                    assert!(self.eat(':'), "a map");
                    fields.push(("made-up".to_owned(), self.ty()));
                    if !self.eat(',') {
                        self.eat(';');
                    }
                    continue;
                }
                let name = self.quoted().unwrap_or_else(|| self.word());
                self.eat('?');
                assert!(self.eat(':'), "a field {name}");
                fields.push((name, self.ty()));
                if !self.eat(',') {
                    self.eat(';');
                }
            }
            return Type::Object(fields);
        }
        match self.word().as_str() {
            "string" => Type::Text,
            "number" => Type::Number,
            "boolean" => Type::Flag,
            "null" => Type::Null,
            "" => panic!("no type: {}", &self.rest[..self.rest.len().min(80)]),
            name => Type::Named(name.to_owned()),
        }
    }
}

struct Border {
    types: BTreeMap<String, Type>,
    /// The codes that the interface has words for.
    codes: Vec<String>,
    /// Each command with its arguments.
    commands: Vec<(String, Vec<(String, Type)>)>,
}

/// The border as it is generated, held against the one list of commands.
fn border() -> Border {
    let read = |path: &str| std::fs::read_to_string(desktop::project().join(path)).expect(path);
    let bindings = read("ui/src/ipc/bindings.ts");
    let mut types = BTreeMap::new();
    for (at, mark) in bindings.match_indices("\nexport type ") {
        let mut reader = Reader {
            rest: &bindings[at + mark.len()..],
        };
        let name = reader.word();
        if reader.eat('=') {
            types.insert(name, reader.ty());
        }
    }
    let mut commands = Vec::new();
    for line in bindings
        .lines()
        .filter(|line| line.contains("__TAURI_INVOKE") && line.contains("=>"))
    {
        let call = line
            .split_once("(\"")
            .and_then(|it| it.1.split_once('"'))
            .expect("a command")
            .0;
        let given = line.split_once(": (").expect("arguments").1;
        let mut reader = Reader { rest: given };
        let mut arguments = Vec::new();
        while !reader.eat(')') {
            let name = reader.word();
            assert!(reader.eat(':'), "{line}");
            arguments.push((name, reader.ty()));
            reader.eat(',');
        }
        commands.push((call.to_owned(), arguments));
    }
    let wiring = read("src-tauri/src/wiring.rs");
    let list = wiring
        .split_once("collect_commands![")
        .and_then(|it| it.1.split_once(']'))
        .expect("the list")
        .0;
    let wired: Vec<&str> = list
        .split(',')
        .filter_map(|path| path.trim().rsplit("::").next())
        .filter(|name| !name.is_empty())
        .collect();
    let named: Vec<&str> = commands.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(named, wired, "every command of the wiring is called");
    let codes = match &types["ErrorCode"] {
        Type::One(all) => all.iter().filter_map(|it| match it {
            Type::Word(word) => Some(word.clone()),
            _ => None,
        }),
        other => panic!("{other:?}"),
    };
    Border {
        codes: codes.collect(),
        types,
        commands,
    }
}

struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("small")
    }

    fn one<'a>(&mut self, of: &'a [&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// A text that means something somewhere.
    fn text(&mut self, ids: &[String]) -> String {
        const TEXTS: [&str; 28] = [
            "",
            " ",
            "2026-11-20",
            "2026-02-30",
            "1899-12-31",
            "9999-12-31",
            "07:30",
            "25:00",
            "england",
            "scans",
            "hip-flexor-stretch",
            "before-a-walk",
            "Europe/London",
            "Mars/Olympus",
            "800 m",
            "1,2 mi",
            "a note",
            "=1+1",
            "\u{202e}olleh",
            "\u{0}",
            "a\u{0}b",
            "<img src=x onerror=1>",
            "../../etc/passwd",
            "pain.csv",
            "all.jsonl",
            "FB",
            "https://example.org",
            "';DROP TABLE walk;--",
        ];
        match self.below(4) {
            0 | 1 if !ids.is_empty() => ids[self.below(ids.len())].clone(),
            _ => self.one(&TEXTS).to_owned(),
        }
    }

    fn number(&mut self) -> Value {
        const NUMBERS: [f64; 16] = [
            0.0,
            1.0,
            2.0,
            3.0,
            5.0,
            7.0,
            10.0,
            11.0,
            -1.0,
            2.5,
            100.0,
            1440.0,
            4_294_967_296.0,
            -1e18,
            1e300,
            9_007_199_254_740_993.0,
        ];
        let at = self.below(NUMBERS.len() + 8);
        match NUMBERS.get(at) {
            Some(number) if number.fract() == 0.0 && number.abs() < 1e15 => json!(*number as i64),
            Some(number) => json!(number),
            None => json!(self.below(30)),
        }
    }

    /// A value of a type.
    fn value(&mut self, ty: &Type, border: &Border, ids: &[String], depth: usize) -> Value {
        match ty {
            Type::Text => self.text(ids).into(),
            Type::Number => self.number(),
            Type::Flag => (self.below(2) == 0).into(),
            Type::Null => Value::Null,
            Type::Word(word) => word.clone().into(),
            Type::List(of) => (0..self.below(4))
                .map(|_| self.value(of, border, ids, depth + 1))
                .collect(),
            Type::Object(fields) => {
                let mut object = Map::new();
                for (name, ty) in fields {
                    object.insert(name.clone(), self.value(ty, border, ids, depth + 1));
                }
                Value::Object(object)
            }
            Type::One(all) => {
                let ty = &all[self.below(all.len())];
                self.value(ty, border, ids, depth + 1)
            }
            Type::Named(name) => match border.types.get(name) {
                Some(ty) if depth < 12 => self.value(ty, border, ids, depth + 1),
                _ => Value::Null,
            },
        }
    }

    /// Anything at all.
    fn nonsense(&mut self) -> Value {
        match self.below(9) {
            0 => Value::Null,
            1 => json!([]),
            2 => json!({}),
            3 => self.number(),
            4 => self.text(&[]).into(),
            5 => "x".repeat(70_000).into(),
            6 => (0..80).fold(json!(1), |inside, _| json!([inside])),
            7 => (0..80).fold(json!(1), |inside, _| json!({ "a": inside })),
            _ => json!({ "__proto__": { "a": 1 }, "constructor": null }),
        }
    }

    /// Bends a value at one place.
    fn bend(&mut self, value: &mut Value) {
        match value {
            Value::Object(object) if !object.is_empty() && self.below(5) > 0 => {
                let key = object
                    .keys()
                    .nth(self.below(object.len()))
                    .cloned()
                    .expect("there");
                match self.below(6) {
                    0 => drop(object.remove(&key)),
                    1 => drop(object.insert("surprise".to_owned(), json!(1))),
                    _ => {
                        if let Some(inside) = object.get_mut(&key) {
                            self.bend(inside);
                        }
                    }
                }
            }
            Value::Array(all) if !all.is_empty() && self.below(4) > 0 => {
                let at = self.below(all.len());
                self.bend(&mut all[at]);
            }
            value => *value = self.nonsense(),
        }
    }
}

/// Whether a refusal is one the interface has words for, or the border's own, which says which argument does not fit.
fn typed(refused: &Value, codes: &[String]) -> bool {
    match refused {
        Value::Object(object) => {
            object.len() == 2
                && object
                    .get("code")
                    .and_then(Value::as_str)
                    .is_some_and(|code| codes.iter().any(|it| it == code))
                && object
                    .get("field")
                    .is_some_and(|field| field.is_null() || field.is_string())
        }
        Value::String(text) => text.starts_with("invalid args"),
        _ => false,
    }
}

/// Calls commands together and says of each: how it ended, and its refusal.
const CALL: &str = "const [calls, done] = arguments; \
    const late = (call) => new Promise((tell) => setTimeout(() => tell(['hung', call[0]]), 25000)); \
    Promise.all(calls.map((call) => Promise.race([late(call), \
      window.__TAURI_INTERNALS__.invoke(call[0], call[1]).then(() => ['ok', null], (reason) => ['no', reason])]))).then(done);";

async fn call(window: &Window, calls: &[(String, Value)]) -> Vec<(String, Value)> {
    let calls: Vec<Value> = calls
        .iter()
        .map(|(name, given)| json!([name, given]))
        .collect();
    let answers = window
        .driver()
        .execute_async(CALL, vec![json!(calls)])
        .await
        .expect("the page answers");
    let answers = answers.json().as_array().cloned().expect("a list");
    answers
        .into_iter()
        .map(|it| (it[0].as_str().expect("a word").to_owned(), it[1].clone()))
        .collect()
}

#[tokio::test]
async fn every_command_answers_nonsense_with_a_typed_refusal_and_keeps_the_diary_whole() {
    let calls = std::env::var("BACKSTRIDE_IPC_CALLS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(CALLS);
    let border = border();
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    profile::eight_weeks(&desktop);
    profile::tell_a_day(&desktop);
    profile::reminder(&desktop, 900, "20:00");
    // An address that is one of ours is handed to a browser; here it is nobody.
    desktop.script("xdg-open", "exit 0");
    let window = Window::open(&mut desktop).await;
    let ids: Vec<String> = (0..12)
        .chain(700..720)
        .chain([900])
        .map(profile::id)
        .collect();
    let mut it = Chance(8);
    let begun = Instant::now();
    let mut told: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let (mut attempted, mut acknowledged, mut refused, mut failed) = (0, 0, 0, 0);
    while attempted < calls {
        let mut batch = Vec::new();
        while batch.len() < TOGETHER {
            // Each command in turn, so that none is left out.
            let (name, arguments) =
                &border.commands[(attempted + batch.len()) % border.commands.len()];
            let slow = SLOW.contains(&name.as_str());
            let mut given = Map::new();
            for (argument, ty) in arguments {
                let value = if SWEEPING.contains(&name.as_str()) {
                    [json!(null), json!([]), json!(1.5), json!([{}])][it.below(4)].clone()
                } else {
                    it.value(ty, &border, &ids, 0)
                };
                given.insert(argument.clone(), value);
            }
            let mut given = Value::Object(given);
            // What is slow is called with what fits only now and then.
            if it.below(5) < 3 || (slow && it.below(12) > 0) {
                for _ in 0..=it.below(2) {
                    it.bend(&mut given);
                }
                if slow && given.as_object().is_some_and(Map::is_empty) && !arguments.is_empty() {
                    given = json!({ "x": 1 });
                }
            }
            if !given.is_object() {
                given = json!({ "input": given });
            }
            let name = if slow && arguments.is_empty() && it.below(20) > 0 {
                "app_state"
            } else {
                name
            };
            batch.push((name.to_owned(), given));
        }
        for ((name, given), (how, reason)) in batch.iter().zip(call(&window, &batch).await) {
            attempted += 1;
            let counts = told.entry(name.clone()).or_default();
            match how.as_str() {
                "ok" => {
                    acknowledged += 1;
                    counts[0] += 1;
                }
                "no" if typed(&reason, &border.codes) => {
                    refused += 1;
                    counts[1] += 1;
                }
                _ => {
                    failed += 1;
                    counts[2] += 1;
                    let given = given.to_string();
                    println!("{how} {name} {:.300}: {reason}", given);
                }
            }
        }
    }
    let spent = begun.elapsed().as_secs_f64();
    let never: Vec<&String> = border
        .commands
        .iter()
        .map(|it| &it.0)
        .filter(|name| !told.contains_key(*name))
        .collect();
    assert!(never.is_empty(), "never called: {never:?}");
    // The controls: an answer that is no typed refusal is seen as one, and a command nobody made is refused.
    assert!(
        !typed(&json!({ "code": "oops", "field": null }), &border.codes)
            && !typed(&json!("thread panicked"), &border.codes)
            && !typed(&Value::Null, &border.codes)
    );
    let strange = window.invoke("diary_burn", json!({})).await;
    assert!(!typed(&strange["refused"], &border.codes), "{strange}");
    window.close(&desktop).await;
    desktop.assert_nothing_panicked();

    let conn = db::open_diary(&desktop.profile()).expect("opens");
    db::check(&conn, File::Diary).expect("sound");
    let rows: Vec<(String, String)> = conn
        .prepare("SELECT kind, record_id FROM revision GROUP BY kind, record_id")
        .and_then(|mut it| {
            it.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
        .expect("read");
    for (kind, id) in &rows {
        let kind = Kind::from_word(kind).expect("a kind");
        let now = history::find(&conn, kind, id).expect("whole");
        let steps = history::revisions(&conn, kind, id).expect("reads");
        assert_eq!(
            Some(&now),
            steps.last().map(|it| &it.after),
            "a half written record"
        );
    }
    println!(
        "calls of {} commands: {attempted} attempted, {acknowledged} acknowledged, {refused} refused with a type, {failed} failed; {} records whole; {spent:.0} s",
        border.commands.len(),
        rows.len()
    );
    assert_eq!(failed, 0);
    assert!(
        acknowledged > calls / 10 && refused > calls / 4,
        "too little got through to prove anything"
    );
}
