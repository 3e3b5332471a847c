//! What the program is made of: the committed lists are those of the lock files.

use xtask::{parts, repo::Repo};

#[test]
fn the_lists_of_parts_and_licences_are_fresh() {
    let repo = Repo::find();
    let files = parts::made(&repo).unwrap_or_else(|why| panic!("{why}"));
    let stale = parts::stale(&repo, &files);
    assert!(
        stale.is_empty(),
        "{stale:?} are stale; `cargo xtask parts --bless` renews them"
    );
    // The control: a list that lacks one line is not taken for fresh.
    let shortened: Vec<_> = files
        .iter()
        .map(|(name, text)| (*name, text.replacen("tauri", "other", 1)))
        .collect();
    assert!(!parts::stale(&repo, &shortened).is_empty());
}
