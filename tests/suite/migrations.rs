//! Migrations: a diary written by an earlier version opens with everything in it, and damage is not carried over.

use std::path::Path;

use backstride_core::db::{self, File};
use backstride_core::diary::{self, Action, Frame, Intensity, Note};
use backstride_core::{Error, Moment, history, settings};
use rusqlite::Connection;

use crate::storage::id;

/// Makes the fixture's `diary.db` as the second version would have left it.
pub(crate) fn second_version(dir: &Path) -> Connection {
    let old = Connection::open(dir.join("diary.db")).expect("opens");
    for sql in [
        include_str!("../../src-tauri/core/migrations/0001_diary_pain_entry.sql"),
        include_str!("../../src-tauri/core/migrations/0002_settings_setting.sql"),
        include_str!("../data/db/diary-0002.sql"),
        "PRAGMA user_version = 2; PRAGMA application_id = 1114338164",
    ] {
        old.execute_batch(sql).expect("made");
    }
    old
}

#[test]
fn a_diary_of_the_second_version_opens_with_every_row() {
    let dir = tempfile::tempdir().expect("a place");
    drop(second_version(dir.path()));
    let mut conn = db::open_diary(dir.path()).expect("migrates");
    db::check(&conn, File::Diary).expect("the sums fit the new columns");

    let page = diary::page(&conn, 100, None).expect("read");
    assert_eq!(
        (page.total, history::trash(&conn).expect("read").len()),
        (11, 1)
    );
    let entry = backstride_core::record::find::<diary::PainEntry>(&conn, &id(3)).expect("kept");
    assert_eq!(entry.when.local_date.to_string(), "2026-11-24");
    assert_eq!(entry.when.offset_min, 60);
    assert_eq!(entry.nrs.map(Intensity::get), Some(6));
    assert_eq!(entry.frame, Frame::Now);
    let written = backstride_core::record::find::<diary::PainEntry>(&conn, &id(5)).expect("kept");
    assert_eq!(
        written.note.as_ref().map(Note::as_str),
        Some("Schmerz 😖 \"quoted\"\nשלום")
    );
    assert_eq!(
        settings::read(&conn).expect("read").region.as_deref(),
        Some("uk")
    );

    let steps = backstride_core::record::revisions::<diary::PainEntry>(&conn, &id(3))
        .expect("the log of the old version reads");
    let actions: Vec<Action> = steps.iter().map(|step| step.action).collect();
    assert_eq!(actions, [Action::Add, Action::Edit]);
    let later = Moment {
        utc_ms: 1_796_000_000_000,
        offset_min: 0,
    };
    let before = steps[1].before.clone().expect("an edit has one");
    let undone = db::write(&mut conn, |tx| history::undo(tx, steps[1].step, later));
    assert_eq!(
        undone.expect("an old step can be undone"),
        history::AnyRecord::Pain(before)
    );
}

#[test]
fn the_migrated_file_has_the_schema_of_a_new_one() {
    let dir = tempfile::tempdir().expect("a place");
    drop(second_version(dir.path()));
    let picture = |conn: &Connection| -> Vec<String> {
        conn.prepare("SELECT name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name")
            .expect("asked")
            .query_map([], |row| row.get(0))
            .expect("asked")
            .collect::<Result<_, _>>()
            .expect("read")
    };
    let migrated = db::open_diary(dir.path()).expect("migrates");
    let fresh = db::in_memory(File::Diary).expect("migrations hold");
    assert_eq!(picture(&migrated), picture(&fresh));
}

#[test]
fn a_row_changed_behind_the_programs_back_is_not_summed_as_if_it_were_right() {
    let dir = tempfile::tempdir().expect("a place");
    let old = second_version(dir.path());
    old.execute("UPDATE pain_entry SET nrs = 9 WHERE id = ?1", [id(3)])
        .expect("changed");
    drop(old);
    let before = std::fs::read(dir.path().join("diary.db")).expect("there");
    assert!(matches!(db::open_diary(dir.path()), Err(Error::Damaged)));
    assert_eq!(
        std::fs::read(dir.path().join("diary.db")).expect("there"),
        before
    );
}
