//! What the companion needs of a notification server, whichever system it is.

use crate::nudge::NotifierState;

/// What stands on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Face {
    /// The line on top.
    pub(super) title: String,
    /// The text below; plain, never markup.
    pub(super) body: String,
    /// What stands below instead where buttons cannot be shown.
    pub(super) body_without_buttons: String,
    /// The buttons: key and words.
    pub(super) buttons: Vec<(&'static str, String)>,
}

/// A way to put cards on the screen.
pub(super) trait Notifier {
    /// Shows a card for these occurrences in place of any that holds one of them; whether it could be shown.
    fn show(&mut self, ids: &[String], face: &Face) -> bool;
    /// Takes an occurrence off the screen.
    fn withdraw(&mut self, id: &str);
    /// The occurrences that are on the screen.
    fn on_screen(&self) -> Vec<String>;
    /// The occurrences on a card, which stays.
    fn on_card(&self, card: u32) -> Vec<String>;
    /// The occurrences on a card that was pressed; it is gone from the screen after this.
    fn pressed(&mut self, card: u32) -> Vec<String>;
    /// The occurrences on a card that left the screen.
    fn closed(&mut self, card: u32) -> Vec<String>;
    /// Looks anew at what the server is and can.
    fn renew(&mut self);
    /// Whether cards reach the person.
    fn state(&self) -> NotifierState;
}

/// Where no notification server is known: everything waits in the list in the app.
#[derive(Debug, Default)]
#[cfg_attr(
    any(target_os = "linux", windows),
    expect(dead_code, reason = "these systems have a notifier of their own")
)]
pub(super) struct Nowhere;

impl Notifier for Nowhere {
    fn show(&mut self, _ids: &[String], _face: &Face) -> bool {
        false
    }

    fn withdraw(&mut self, _id: &str) {}

    fn on_screen(&self) -> Vec<String> {
        Vec::new()
    }

    fn on_card(&self, _card: u32) -> Vec<String> {
        Vec::new()
    }

    fn pressed(&mut self, _card: u32) -> Vec<String> {
        Vec::new()
    }

    fn closed(&mut self, _card: u32) -> Vec<String> {
        Vec::new()
    }

    fn renew(&mut self) {}

    fn state(&self) -> NotifierState {
        NotifierState::Missing
    }
}
