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

/// Where no card can be shown, for this reason: everything waits in the list in the app.
#[derive(Debug)]
#[cfg_attr(
    any(target_os = "linux", windows),
    expect(
        dead_code,
        reason = "these systems always have a notifier of their own"
    )
)]
pub(super) struct Nowhere(pub(super) NotifierState);

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
        self.0
    }
}

/// What the notification center of a Mac says, in our own words.
///
/// Source: developer.apple.com, `UNNotificationDefaultActionIdentifier`, `UNNotificationDismissActionIdentifier`,
/// `UNAuthorizationStatus`.
#[cfg(any(target_os = "macos", test))]
pub(super) mod mac {
    use crate::companion::{Message, words};
    use crate::nudge::NotifierState;

    /// The person has not been asked yet, or has not answered.
    pub(in crate::companion) const NOT_ASKED: isize = 0;
    /// The person wants no notifications.
    pub(in crate::companion) const DENIED: isize = 1;

    /// Whether the system knows the program as one of a bundle, by its identifier and the place of what it takes for the
    /// bundle; asking for the notifications of any other ends the program. An identifier alone is not enough: it may be
    /// written into a program that lies anywhere.
    pub(in crate::companion) fn in_bundle(identifier: Option<&str>, bundle: &str) -> bool {
        let folder = bundle.trim_end_matches('/');
        identifier.is_some_and(|identifier| !identifier.is_empty())
            && std::path::Path::new(folder)
                .extension()
                .is_some_and(|it| it.eq_ignore_ascii_case("app"))
    }

    /// The name of a card for the system.
    pub(in crate::companion) fn name(card: u32) -> String {
        format!("card-{card}")
    }

    /// What an answer to a card means; nothing for a card or a button that is not ours.
    pub(in crate::companion) fn told(name: &str, action: &str) -> Option<Message> {
        let card = name.strip_prefix("card-")?.parse().ok()?;
        let button = match action {
            "com.apple.UNNotificationDismissActionIdentifier" => {
                return Some(Message::Closed {
                    card,
                    by_person: true,
                });
            }
            "com.apple.UNNotificationDefaultActionIdentifier" => words::OPEN,
            known @ (words::DONE | words::SNOOZE | words::SKIP) => known,
            _ => return None,
        };
        Some(Message::Pressed {
            card,
            button: button.to_owned(),
        })
    }

    /// Whether cards reach the person, by what they allowed.
    pub(in crate::companion) fn state(status: isize) -> NotifierState {
        match status {
            NOT_ASKED => NotifierState::Unknown,
            DENIED => NotifierState::Missing,
            _ => NotifierState::Ok,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mac;
    use crate::companion::Message;
    use crate::nudge::NotifierState;

    #[test]
    fn an_answer_to_a_card_on_a_mac_is_known_by_its_names() {
        let pressed = |button: &str| {
            Some(Message::Pressed {
                card: 7,
                button: button.to_owned(),
            })
        };
        for (name, action, message) in [
            ("card-7", "done", pressed("done")),
            ("card-7", "snooze", pressed("snooze")),
            ("card-7", "skip", pressed("skip")),
            (
                "card-7",
                "com.apple.UNNotificationDefaultActionIdentifier",
                pressed("default"),
            ),
            (
                "card-7",
                "com.apple.UNNotificationDismissActionIdentifier",
                Some(Message::Closed {
                    card: 7,
                    by_person: true,
                }),
            ),
            ("card-7", "other", None),
            ("card-", "done", None),
            ("7", "done", None),
            ("card-4294967296", "done", None),
        ] {
            assert_eq!(mac::told(name, action), message, "{name} {action}");
        }
        assert_eq!(mac::name(7), "card-7");
    }

    #[test]
    fn a_program_outside_a_bundle_is_known_as_one() {
        let ours = Some("org.backstride.Backstride");
        for (identifier, bundle, inside) in [
            (ours, "/Applications/Backstride.app", true),
            (ours, "/Applications/Backstride.app/", true),
            (ours, "/Volumes/Backstride/Backstride.APP", true),
            (ours, "/Volumes/backstride/target/release", false),
            (
                ours,
                "/Applications/Backstride.app/Contents/Resources",
                false,
            ),
            (ours, "", false),
            (Some(""), "/Applications/Backstride.app", false),
            (None, "/Applications/Backstride.app", false),
        ] {
            assert_eq!(
                mac::in_bundle(identifier, bundle),
                inside,
                "{identifier:?} {bundle}"
            );
        }
    }

    #[test]
    fn what_was_allowed_on_a_mac_says_whether_cards_come() {
        assert_eq!(mac::state(0), NotifierState::Unknown);
        assert_eq!(mac::state(1), NotifierState::Missing);
        assert_eq!(mac::state(2), NotifierState::Ok);
        assert_eq!(mac::state(3), NotifierState::Ok);
    }
}
