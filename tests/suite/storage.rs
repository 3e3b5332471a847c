//! The two files: their settings, their versions, and every state a disk can leave them in.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use backstride_core::db::{self, File};
use backstride_core::diary::{self, Intensity, NewPain};
use backstride_core::vault::{self, Vault};
use backstride_core::{Error, Moment};
use rusqlite::Connection;

const NOW: Moment = Moment {
    utc_ms: 1_795_417_800_000,
    offset_min: 0,
};

/// The n-th id of a test, shaped like the real ones.
pub(crate) fn id(n: u32) -> String {
    format!("00000000-0000-7000-8000-{n:012}")
}

fn add(conn: &mut Connection, n: u32) -> backstride_core::Result<diary::PainEntry> {
    let new = NewPain {
        id: id(n),
        nrs: Intensity::new(f64::from(n % 11)).expect("on the scale"),
        note: None,
    };
    db::write(conn, |tx| diary::add(tx, &new, NOW))
}

fn total(conn: &Connection) -> u32 {
    diary::page(conn, 1, None).expect("read").total
}

/// A profile with three entries, closed tidily.
fn profile_with_three() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a place");
    let mut vault = Vault::open(dir.path(), NOW).expect("opens");
    for n in 0..3 {
        add(&mut vault.diary, n).expect("saved");
    }
    vault.close().expect("closes");
    dir
}

fn bytes(dir: &Path) -> Vec<u8> {
    fs::read(dir.join("diary.db")).expect("the file is there")
}

#[test]
fn sqlite_and_sqlcipher_are_the_versions_we_checked() {
    let conn = db::in_memory(File::Diary).expect("opens");
    let (sqlite, cipher) = db::versions(&conn).expect("asked");
    assert_eq!(
        (sqlite.as_str(), cipher.as_str()),
        ("3.51.3", "4.14.0 community")
    );
    assert!(
        rusqlite::version_number() >= 3_051_003,
        "older ones can lose committed pages"
    );
}

#[test]
fn sqlite_is_compiled_as_decided() {
    let conn = db::in_memory(File::Diary).expect("opens");
    let options: Vec<String> = conn
        .prepare("PRAGMA compile_options")
        .expect("asked")
        .query_map([], |row| row.get(0))
        .expect("asked")
        .collect::<Result<_, _>>()
        .expect("read");
    for wanted in [
        "DQS=0",
        "OMIT_LOAD_EXTENSION",
        "SECURE_DELETE",
        "ENABLE_FTS5",
        "HAS_CODEC",
    ] {
        assert!(
            options.iter().any(|option| option == wanted),
            "{wanted} is missing in {options:?}"
        );
    }
    assert!(
        !options.iter().any(|option| option.contains("USE_URI")),
        "a path must never be read as an address"
    );
    // SQLite does not list this one among its options, so a connection nobody configured is asked.
    let bare = Connection::open_in_memory().expect("opens");
    let trusted: i64 = bare
        .query_row("PRAGMA trusted_schema", [], |row| row.get(0))
        .expect("asked");
    assert_eq!(trusted, 0, "a schema must never be trusted by default");
}

#[test]
fn both_files_open_with_the_settings_of_the_architecture() {
    let dir = tempfile::tempdir().expect("a place");
    for conn in [db::open_diary(dir.path()), db::open_schedule(dir.path())] {
        let conn = conn.expect("opens");
        let number = |name: &str| -> i64 {
            conn.pragma_query_value(None, name, |row| row.get(0))
                .expect(name)
        };
        let mode: String = conn
            .pragma_query_value(None, "journal_mode", |row| row.get(0))
            .expect("mode");
        assert_eq!(mode, "wal");
        for (name, value) in [
            ("synchronous", 2),
            ("fullfsync", 1),
            ("checkpoint_fullfsync", 1),
            ("foreign_keys", 1),
            ("recursive_triggers", 1),
            ("trusted_schema", 0),
            ("cell_size_check", 1),
            ("secure_delete", 1),
            ("temp_store", 2),
            ("mmap_size", 0),
            ("wal_autocheckpoint", 1000),
            ("journal_size_limit", 8_388_608),
            ("page_size", 4096),
            ("auto_vacuum", 2),
            ("busy_timeout", 5000),
        ] {
            assert_eq!(number(name), value, "{name}");
        }
    }
}

#[test]
fn the_schema_is_the_committed_picture() {
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/../src-tauri/core/schema.sql");
    let now = db::schema().expect("migrations hold");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(committed, &now).expect("written");
    }
    assert_eq!(
        fs::read_to_string(committed).expect("committed"),
        now,
        "UPDATE_EXPECT=1 renews it"
    );
}

#[cfg(unix)]
#[test]
fn the_profile_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = profile_with_three();
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(dir.path()), 0o700);
    let mut seen = Vec::new();
    for file in fs::read_dir(dir.path()).expect("listed") {
        let path = file.expect("listed").path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        seen.extend(
            path.file_name()
                .map(|name| name.to_string_lossy().into_owned()),
        );
    }
    for file in ["app.lock", "diary.db", "installed.json"] {
        assert!(
            seen.iter().any(|name| name == file),
            "{file} is not among {seen:?}"
        );
    }
}

#[test]
fn a_second_copy_is_kept_out_until_the_first_is_gone() {
    let dir = profile_with_three();
    let first = Vault::open(dir.path(), NOW).expect("opens");
    assert!(matches!(Vault::open(dir.path(), NOW), Err(Error::Busy)));
    drop(first);
    assert_eq!(
        total(&Vault::open(dir.path(), NOW).expect("opens").diary),
        3
    );
}

#[test]
fn a_newer_file_is_refused_and_not_one_byte_changes() {
    let dir = profile_with_three();
    Connection::open(dir.path().join("diary.db"))
        .expect("opens")
        .pragma_update(None, "user_version", 99)
        .expect("set");
    let before = bytes(dir.path());
    let refused = Vault::open(dir.path(), NOW);
    let newest = File::Diary.known_version();
    assert!(matches!(
        refused,
        Err(Error::NewerDatabase { found: 99, known }) if known == newest
    ));
    assert_eq!(bytes(dir.path()), before);
    assert!(!dir.path().join("diary.db-wal").exists());
}

#[test]
fn a_truncated_file_is_damaged_and_not_one_byte_changes() {
    let dir = profile_with_three();
    let whole = bytes(dir.path());
    for keep in [0, 1, 99, 100, 4096, whole.len() - 1] {
        fs::write(dir.path().join("diary.db"), &whole[..keep]).expect("cut");
        assert!(
            matches!(Vault::open(dir.path(), NOW), Err(Error::Damaged)),
            "cut to {keep} bytes"
        );
        assert_eq!(bytes(dir.path()), &whole[..keep], "cut to {keep} bytes");
    }
}

#[test]
fn a_file_that_is_something_else_is_damaged() {
    let dir = profile_with_three();
    fs::write(dir.path().join("diary.db"), vec![b'x'; 8192]).expect("written");
    assert!(matches!(Vault::open(dir.path(), NOW), Err(Error::Damaged)));
    fs::remove_file(dir.path().join("diary.db")).expect("removed");
    let other = Connection::open(dir.path().join("diary.db")).expect("opens");
    other
        .execute_batch("CREATE TABLE t (x); PRAGMA user_version = 1")
        .expect("made");
    drop(other);
    assert!(
        matches!(Vault::open(dir.path(), NOW), Err(Error::Damaged)),
        "another program's file"
    );
}

#[test]
fn a_missing_file_beside_the_marker_is_a_loss_and_never_a_first_run() {
    let dir = profile_with_three();
    fs::remove_file(dir.path().join("diary.db")).expect("removed");
    assert!(matches!(Vault::open(dir.path(), NOW), Err(Error::Missing)));
    assert!(
        !dir.path().join("diary.db").exists(),
        "nothing is made behind the person's back"
    );
}

#[test]
fn starting_empty_keeps_the_old_files_and_refuses_while_the_diary_opens() {
    let dir = profile_with_three();
    assert!(matches!(
        vault::start_empty(dir.path(), NOW),
        Err(Error::Conflict)
    ));
    let broken = b"not a diary any more".repeat(300);
    fs::write(dir.path().join("diary.db"), &broken).expect("written");
    let fresh = vault::start_empty(dir.path(), NOW).expect("starts");
    assert_eq!(total(&fresh.diary), 0);
    let kept = dir
        .path()
        .join("kept")
        .join(format!("{}-0", NOW.local_date()));
    assert_eq!(fs::read(kept.join("diary.db")).expect("kept"), broken);
}

/// Hides writing from this process: root may write anywhere, so the refusal must come from the file system.
#[cfg(target_os = "linux")]
fn in_namespace(script: &str) -> std::process::Output {
    Command::new("unshare")
        .args(["--mount", "--map-root-user", "--user", "sh", "-euc", script])
        .output()
        .expect("unshare runs")
}

/// Runs one storage test of this binary again, in a place the script prepared.
#[cfg(target_os = "linux")]
fn again(test: &str, dir: &Path) -> String {
    format!(
        "BACKSTRIDE_TEST_PLACE={} {} --exact storage::{test} --nocapture",
        dir.display(),
        std::env::current_exe().expect("known").display()
    )
}

fn prepared() -> Option<std::path::PathBuf> {
    std::env::var_os("BACKSTRIDE_TEST_PLACE").map(Into::into)
}

#[cfg(target_os = "linux")]
fn passed(output: &std::process::Output, proof: &str) {
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains(proof),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_place_still_shows_the_diary_and_says_so_on_saving() {
    if let Some(place) = prepared() {
        let mut vault = Vault::open(&place, NOW).expect("opens to read");
        assert!(!vault.writable());
        assert_eq!(total(&vault.diary), 3);
        assert!(matches!(add(&mut vault.diary, 9), Err(Error::ReadOnly)));
        println!("read-only place seen");
        return;
    }
    let dir = profile_with_three();
    let place = dir.path().display();
    let before = bytes(dir.path());
    passed(
        &in_namespace(&format!(
            "mount --bind {place} {place}; mount -o remount,bind,ro {place}; {}",
            again(
                "a_read_only_place_still_shows_the_diary_and_says_so_on_saving",
                dir.path()
            )
        )),
        "read-only place seen",
    );
    assert_eq!(bytes(dir.path()), before);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_refuses_the_save_and_loses_nothing_that_was_acknowledged() {
    if let Some(place) = prepared() {
        let mut vault = Vault::open(&place, NOW).expect("opens");
        let mut acknowledged = 0;
        let refused = loop {
            match add(&mut vault.diary, acknowledged) {
                Ok(_) => acknowledged += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(refused, Error::Full), "{refused:?}");
        drop(vault);
        let vault = match Vault::open(&place, NOW) {
            Ok(vault) => vault,
            // Without a byte left the log cannot be replayed in place; a little room must bring everything back.
            Err(Error::Full) => {
                fs::remove_file(place.join("ballast")).expect("room made");
                Vault::open(&place, NOW).expect("opens with room")
            }
            Err(error) => panic!("{error:?}"),
        };
        assert_eq!(total(&vault.diary), acknowledged);
        assert!(
            acknowledged >= 100,
            "only {acknowledged} were acknowledged, too few to prove anything"
        );
        db::check(&vault.diary, File::Diary).expect("sound");
        println!(
            "full disk seen: {} attempted, {acknowledged} acknowledged, 1 failed",
            acknowledged + 1
        );
        return;
    }
    let dir = tempfile::tempdir().expect("a place");
    let place = dir.path().display();
    let output = in_namespace(&format!(
        "mount -t tmpfs -o size=8m tmpfs {place}; head -c 200000 /dev/zero > {place}/ballast; {}",
        again(
            "a_full_disk_refuses_the_save_and_loses_nothing_that_was_acknowledged",
            dir.path()
        )
    ));
    passed(&output, "full disk seen");
    println!("{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn a_flipped_byte_in_a_value_is_noticed() {
    let dir = profile_with_three();
    let conn = Connection::open(dir.path().join("diary.db")).expect("opens");
    db::check(&conn, File::Diary).expect("sound before");
    conn.execute("UPDATE pain_entry SET nrs = 9 WHERE id = ?1", [id(1)])
        .expect("changed behind our back");
    assert!(matches!(db::check(&conn, File::Diary), Err(Error::Damaged)));
}

#[test]
fn killed_right_after_the_acknowledgement_a_hundred_times_nothing_is_lost() {
    if let Some(place) = prepared() {
        use std::io::Write as _;
        let mut vault = Vault::open(&place, NOW).expect("opens");
        for n in total(&vault.diary).. {
            add(&mut vault.diary, n).expect("saved");
            println!("acknowledged {n}");
            std::io::stdout().flush().expect("told");
        }
    }
    let dir = tempfile::tempdir().expect("a place");
    let (mut acknowledged, mut lost) = (0, 0);
    for round in 0..100 {
        use std::io::BufRead as _;
        let mut child = Command::new(std::env::current_exe().expect("known"))
            .args([
                "--exact",
                "storage::killed_right_after_the_acknowledgement_a_hundred_times_nothing_is_lost",
                "--nocapture",
            ])
            .env("BACKSTRIDE_TEST_PLACE", dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut lines = std::io::BufReader::new(child.stdout.take().expect("piped")).lines();
        // A different number of saves each round moves the kill through the write-ahead log.
        let mut highest = None;
        for _ in 0..=(round % 7) {
            highest = lines.by_ref().map_while(Result::ok).find_map(|line| {
                line.split("acknowledged ")
                    .nth(1)?
                    .trim()
                    .parse::<u32>()
                    .ok()
            });
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        // What was said between the last line read and the kill counts as acknowledged too.
        for line in lines.map_while(Result::ok) {
            if let Some(n) = line
                .split("acknowledged ")
                .nth(1)
                .and_then(|n| n.trim().parse().ok())
            {
                highest = Some(n);
            }
        }
        let highest = highest.expect("each round acknowledges at least one");
        let vault = Vault::open(dir.path(), NOW).expect("opens after a kill");
        for n in acknowledged..=highest {
            lost += u32::from(
                backstride_core::record::find::<diary::PainEntry>(&vault.diary, &id(n)).is_err(),
            );
        }
        acknowledged = highest + 1;
        db::check(&vault.diary, File::Diary).expect("sound after a kill");
    }
    println!("100 kills: {acknowledged} acknowledged, {lost} lost");
    assert_eq!(lost, 0);
    assert!(
        acknowledged >= 200,
        "only {acknowledged} acknowledged, too few to prove anything"
    );
}

#[test]
fn an_older_file_is_copied_before_it_is_migrated() {
    let dir = tempfile::tempdir().expect("a place");
    let old = Connection::open(dir.path().join("diary.db")).expect("opens");
    old.execute_batch(include_str!(
        "../../src-tauri/core/migrations/0001_diary_pain_entry.sql"
    ))
    .expect("made");
    old.execute_batch(&format!(
        "PRAGMA user_version = 1; PRAGMA application_id = {}",
        0x426B_7374
    ))
    .expect("marked");
    old.execute(
        "INSERT INTO pain_entry (id, local_date, local_time, offset_min, recorded_at_ms, nrs) VALUES (?1, '2026-01-02', '03:04', 0, 5, 6)",
        [id(1)],
    )
    .expect("filled");
    drop(old);
    let conn = db::open_diary(dir.path()).expect("migrates");
    assert_eq!(
        backstride_core::record::find::<diary::PainEntry>(&conn, &id(1))
            .expect("kept")
            .nrs
            .map(Intensity::get),
        Some(6)
    );
    let copy =
        Connection::open(dir.path().join("backups/diary.db.before-migration-1")).expect("kept");
    let version: u32 = copy
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("asked");
    assert_eq!(version, 1);
}

#[test]
fn an_encrypted_file_can_be_made_by_the_linked_engine() {
    let dir = tempfile::tempdir().expect("a place");
    let path = dir.path().join("locked.db");
    let conn = Connection::open(&path).expect("opens");
    conn.pragma_update(None, "key", "correct horse")
        .expect("keyed");
    conn.execute_batch("CREATE TABLE t (word TEXT); INSERT INTO t VALUES ('canary-in-the-diary')")
        .expect("filled");
    drop(conn);
    let raw = fs::read(&path).expect("there");
    assert!(!raw.windows(19).any(|part| part == b"canary-in-the-diary"));
    assert!(!raw.starts_with(b"SQLite format 3"));
}
