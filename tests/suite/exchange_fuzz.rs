//! Importers against files that somebody bent: no panic, no half written record, no more memory than one line needs.

#[cfg(target_os = "linux")]
use std::io::{BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
#[cfg(target_os = "linux")]
use std::process::Command;
use std::time::Instant;

use backstride_core::db::{self, File};
#[cfg(target_os = "linux")]
use backstride_core::exchange::Source;
use backstride_core::exchange::{self, Differing, Form, Stop, Wish};
use backstride_core::record::Kind;
use backstride_core::worded::Worded as _;

use crate::exchange::{ALL, Chance, NOW, bring, empty, out, profile, tables};
use crate::history::kept;
#[cfg(target_os = "linux")]
use crate::storage::id;

/// Inputs of each run; `BACKSTRIDE_FUZZ_INPUTS` asks for more.
const INPUTS: u64 = 200_000;

/// Pieces that bend a file where a reader could trip.
const PIECES: [&str; 28] = [
    "null",
    "true",
    "-1",
    "1e999",
    "18446744073709551616",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "[]",
    "{}",
    "[[[[[[[[[[[[",
    "{\"a\":{\"a\":{\"a\":",
    "\"",
    "\\",
    "\u{0}",
    "\u{202e}",
    "=1+1",
    ",",
    "\r\n",
    "\n",
    "\t",
    "never",
    "none",
    "2026-02-30",
    "9999-12-31",
    "24:00:00",
    "deleted_at_ms",
    "99999999999999999999",
];

struct Seeds {
    lines: Vec<Vec<u8>>,
    tables: Vec<(Kind, Vec<Vec<u8>>)>,
}

fn seeds() -> Seeds {
    let mut all = Seeds {
        lines: Vec::new(),
        tables: Vec::new(),
    };
    for (n, kind) in Kind::ALL.iter().enumerate() {
        let mut conn = empty();
        if n == 0 {
            profile(&mut conn, 500);
        }
        kept(&mut conn, *kind, false, NOW);
        let (memory, _) = out(&conn, ALL);
        let text = memory.of(exchange::LINES);
        let lines = text
            .split_inclusive(|byte| *byte == b'\n')
            .map(<[u8]>::to_vec);
        all.lines.extend(lines.filter(|line| {
            !line.starts_with(b"{\"action\"") && !line.starts_with(b"{\"type\":\"step\"")
        }));
        for (form, bytes) in tables(&memory) {
            if let Form::Table(of) = form
                && of == *kind
            {
                let rows = bytes
                    .split_inclusive(|byte| *byte == b'\n')
                    .map(<[u8]>::to_vec)
                    .collect();
                all.tables.push((*kind, rows));
            }
        }
    }
    all
}

/// Bends bytes a few times: flips, cuts, doubles, swaps in a piece, or takes a stretch of another line.
fn bend(bytes: &mut Vec<u8>, other: &[u8], it: &mut Chance) {
    for _ in 0..=it.below(3) {
        if bytes.is_empty() {
            return;
        }
        let at = it.index(bytes.len());
        match it.below(7) {
            0 => bytes[at] ^= 1 << it.below(8),
            1 => bytes.truncate(at),
            2 => {
                let end = (at + it.index(20)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                let piece = PIECES[it.index(PIECES.len())].as_bytes();
                bytes.splice(at..at, piece.iter().copied());
            }
            4 => value(bytes, at, it),
            5 if !other.is_empty() => {
                let from = it.index(other.len());
                let to = (from + it.index(60)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            _ => {
                let end = (at + it.index(30)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
        }
    }
}

/// Puts a piece in place of the next value, so that the file stays readable.
fn value(bytes: &mut Vec<u8>, at: usize, it: &mut Chance) {
    let Some(colon) = bytes[at..]
        .iter()
        .position(|byte| matches!(byte, b':' | b','))
    else {
        return;
    };
    let from = at + colon + 1;
    let end = bytes[from..]
        .iter()
        .position(|byte| matches!(byte, b',' | b'}' | b'\n'));
    let to = end.map_or(bytes.len(), |end| from + end);
    let piece = PIECES[it.index(PIECES.len())].as_bytes();
    bytes.splice(from..to, piece.iter().copied());
}

#[test]
fn bent_files_are_taken_or_refused_and_never_half_kept() {
    let inputs = std::env::var("BACKSTRIDE_FUZZ_INPUTS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(INPUTS);
    let begun = Instant::now();
    let seeds = seeds();
    let mut it = Chance(2026);
    let mut conn = empty();
    profile(&mut conn, 7);
    let (mut taken, mut lines, mut refused, mut foreign, mut failed, mut panics) =
        (0_u64, 0_u64, 0_u64, 0_u64, 0_u64, 0_u64);
    for n in 0..inputs {
        let (form, file) = if n % 3 == 0 {
            let (kind, rows) = &seeds.tables[it.index(seeds.tables.len())];
            let mut head = rows[0].clone();
            let other = rows[it.index(rows.len())].clone();
            let mut row = rows[it.index(rows.len())].clone();
            // Every second row stays whole, so that what is bent stands beside what is right.
            if it.below(2) == 0 {
                bend(&mut row, &other, &mut it);
            }
            if it.below(20) == 0 {
                bend(&mut head, &other, &mut it);
            }
            head.extend(row);
            (Form::Table(*kind), head)
        } else {
            let mut head = seeds.lines[0].clone();
            if it.below(50) == 0 {
                bend(&mut head, b"{}", &mut it);
            }
            for _ in 0..=it.below(2) {
                let other = seeds.lines[it.index(seeds.lines.len())].clone();
                let mut line = seeds.lines[it.index(seeds.lines.len())].clone();
                if it.below(2) == 0 {
                    bend(&mut line, &other, &mut it);
                }
                head.extend(line);
            }
            (Form::Lines, head)
        };
        let wish = Wish {
            id: format!("0189bbbb-0000-7000-8000-{n:012x}"),
            source: String::new(),
            differing: if n % 2 == 0 {
                Differing::Keep
            } else {
                Differing::Replace
            },
        };
        let tx = conn.transaction().expect("begins");
        let done = catch_unwind(AssertUnwindSafe(|| {
            bring(&tx, &[(form, file.clone())], &wish)
        }));
        match done {
            Err(_) => {
                panics += 1;
                println!("panic: {}", String::from_utf8_lossy(&file));
            }
            Ok(Err(Stop::Failed(error))) => {
                failed += 1;
                println!("{error:?}: {}", String::from_utf8_lossy(&file));
            }
            Ok(Err(_)) => foreign += 1,
            Ok(Ok(report)) => {
                lines += report.lines;
                taken += report.taken;
                refused += report.total().refused;
            }
        }
        // Most are previews; now and then one stays, and then everything has to be sound.
        if n % 2_000 == 0 {
            tx.commit().expect("kept");
            db::check(&conn, File::Diary).expect("sound after a bent file");
            each_record_reads(&conn);
        } else {
            tx.rollback().expect("taken back");
        }
    }
    let spent = begun.elapsed();
    println!(
        "bent files: {inputs} attempted ({lines} lines), {taken} lines acknowledged, {refused} refused, {foreign} files refused, {failed} failed, {panics} panics, {:.1} s",
        spent.as_secs_f64()
    );
    assert_eq!((failed, panics), (0, 0));
    assert!(
        taken > inputs / 20 && refused > inputs / 20,
        "the files are bent too much or too little"
    );
}

/// Every record reads back and equals its last step in the log.
fn each_record_reads(conn: &rusqlite::Connection) {
    let rows: Vec<(String, String)> = conn
        .prepare("SELECT kind, record_id FROM revision GROUP BY kind, record_id")
        .and_then(|mut it| {
            it.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
        .expect("read");
    for (kind, id) in rows {
        let kind = Kind::from_word(&kind).expect("a kind");
        let now = backstride_core::history::find(conn, kind, &id).expect("reads");
        let steps = backstride_core::history::revisions(conn, kind, &id).expect("reads");
        assert_eq!(Some(&now), steps.last().map(|it| &it.after));
    }
}

/// Bytes without end or reason, made while they are read.
#[cfg(target_os = "linux")]
struct Flood {
    head: Vec<u8>,
    piece: &'static [u8],
    left: u64,
    at: usize,
}

#[cfg(target_os = "linux")]
impl Read for Flood {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if !self.head.is_empty() {
            let n = self.head.len().min(out.len());
            out[..n].copy_from_slice(&self.head[..n]);
            self.head.drain(..n);
            return Ok(n);
        }
        let n = usize::try_from(self.left.min(out.len() as u64)).expect("fits");
        for byte in &mut out[..n] {
            *byte = self.piece[self.at];
            self.at = (self.at + 1) % self.piece.len();
        }
        self.left -= n as u64;
        Ok(n)
    }
}

#[cfg(target_os = "linux")]
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .expect("there");
    line.split_whitespace()
        .nth(1)
        .and_then(|it| it.parse().ok())
        .expect("a number")
}

// Only Linux says from inside how much memory a process ever took.
#[cfg(target_os = "linux")]
#[test]
fn files_made_to_fill_the_memory_do_not() {
    const HOW: &str = "BACKSTRIDE_FLOOD";
    if std::env::var_os(HOW).is_none() {
        // Memory is measured in a process of its own.
        let output = Command::new(std::env::current_exe().expect("known"))
            .args([
                "--exact",
                "exchange_fuzz::files_made_to_fill_the_memory_do_not",
                "--nocapture",
            ])
            .env(HOW, "1")
            .output()
            .expect("runs");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && text.contains("floods:"),
            "{text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        println!("{text}");
        return;
    }
    const HEAD: &[u8] = b"{\"type\":\"header\",\"format\":\"backstride-export\",\"version\":1}\n";
    const TABLE: &[u8] = b"local_date,frame,nrs,note\r\n";
    const MB: u64 = 1 << 20;
    type Case<'a> = (&'a str, Form, &'a [u8], &'static [u8], u64);
    let floods: [Case<'_>; 8] = [
        ("one line without end", Form::Lines, HEAD, b"x", 128 * MB),
        (
            "one text without end",
            Form::Lines,
            b"{\"type\":\"header\",\"format\":\"backstride-export\",\"version\":1}\n{\"type\":\"",
            b"a",
            128 * MB,
        ),
        ("brackets", Form::Lines, HEAD, b"[", 64 * MB),
        ("short bad lines", Form::Lines, HEAD, b"{}\n", 3 * MB),
        (
            "one cell without end",
            Form::Table(Kind::Pain),
            b"local_date,frame,nrs,note\r\n2026-01-01,now,1,\"",
            b"a",
            128 * MB,
        ),
        (
            "cells without end",
            Form::Table(Kind::Pain),
            TABLE,
            b",",
            64 * MB,
        ),
        (
            "empty lines",
            Form::Table(Kind::Pain),
            TABLE,
            b"\r\n",
            64 * MB,
        ),
        (
            "a heading without end",
            Form::Table(Kind::Pain),
            b"",
            b"a,",
            64 * MB,
        ),
    ];
    let mut conn = empty();
    let base = peak_kb();
    let mut slowest = 0.0_f64;
    for (n, (what, form, head, piece, length)) in floods.into_iter().enumerate() {
        let begun = Instant::now();
        let flood = Flood {
            head: head.to_vec(),
            piece,
            left: length,
            at: 0,
        };
        let mut bytes = BufReader::new(flood);
        let mut sources = [Source {
            form,
            bytes: &mut bytes,
        }];
        let wish = Wish {
            id: id(n as u32),
            source: String::new(),
            differing: Differing::Keep,
        };
        let tx = conn.transaction().expect("begins");
        let done = exchange::take(&tx, &mut sources, &wish, NOW, &mut String::new, &mut |_| {
            true
        });
        let taken = done.as_ref().map_or(0, |report| report.taken);
        assert_eq!(taken, 0, "{what}");
        tx.rollback().expect("taken back");
        slowest = slowest.max(begun.elapsed().as_secs_f64());
    }
    let grown = peak_kb() - base;
    // The control: holding the longest line the format allows many times over is seen by the same measure.
    let control: Vec<Vec<u8>> = (0..96).map(|n| vec![n; MB as usize]).collect();
    let seen = peak_kb() - base;
    assert!(
        control.len() == 96 && seen > 64 * 1024,
        "the measure sees nothing: {seen} KB"
    );
    println!(
        "floods: 8 attempted, 8 refused, 0 taken, memory grew by {} MB, slowest {slowest:.1} s",
        grown / 1024
    );
    assert!(grown <= 64 * 1024, "{grown} KB");
}
