//! Cards on Windows: toasts with buttons.
//!
//! Source: learn.microsoft.com, "App notifications from desktop apps", toast schema. A button reaches this process while
//! the toast is on the screen; what has moved into the notification center is answered in the window.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::sync::mpsc::Sender;

use windows::Data::Xml::Dom::XmlDocument;
use windows::Foundation::TypedEventHandler;
use windows::UI::Notifications::{
    NotificationSetting, ToastActivatedEventArgs, ToastDismissalReason, ToastNotification,
    ToastNotificationManager, ToastNotifier,
};
use windows::core::{HSTRING, Interface as _, Result};
use winreg::RegKey;
use winreg::enums::HKEY_CURRENT_USER;

use super::Message;
use super::notify::{Face, Notifier};
use crate::nudge::NotifierState;

/// The name the system knows these cards by.
const APP: &str = "Backstride.Reminders";

/// How many cards that have left the screen are remembered.
const LEFT_MAX: usize = 16;

/// The toasts of this login.
pub(super) struct Toasts {
    sender: Sender<Message>,
    notifier: Option<ToastNotifier>,
    last: u32,
    shown: HashMap<u32, (ToastNotification, Vec<String>)>,
    left: VecDeque<(u32, Vec<String>)>,
}

impl Toasts {
    pub(super) fn new(sender: &Sender<Message>) -> Self {
        let mut toasts = Self {
            sender: sender.clone(),
            notifier: None,
            last: 0,
            shown: HashMap::new(),
            left: VecDeque::new(),
        };
        toasts.renew();
        toasts
    }

    fn put_up(&self, card: u32, face: &Face) -> Result<ToastNotification> {
        let document = XmlDocument::new()?;
        document.LoadXml(&HSTRING::from(xml(face)))?;
        let toast = ToastNotification::CreateToastNotification(&document)?;
        let sender = self.sender.clone();
        toast.Activated(&TypedEventHandler::new(
            move |_, told: windows::core::Ref<'_, windows::core::IInspectable>| {
                let told = told.ok()?.cast::<ToastActivatedEventArgs>()?;
                let button = told.Arguments()?.to_string();
                // A companion that is ending has nobody left to tell.
                let _ = sender.send(Message::Pressed { card, button });
                Ok(())
            },
        ))?;
        let sender = self.sender.clone();
        toast.Dismissed(&TypedEventHandler::new(
            move |_,
                  told: windows::core::Ref<
                '_,
                windows::UI::Notifications::ToastDismissedEventArgs,
            >| {
                // One that only moved into the notification center still stands.
                if told.ok()?.Reason()? == ToastDismissalReason::UserCanceled {
                    let _ = sender.send(Message::Closed {
                        card,
                        by_person: true,
                    });
                }
                Ok(())
            },
        ))?;
        let notifier = self
            .notifier
            .as_ref()
            .ok_or_else(windows::core::Error::empty)?;
        notifier.Show(&toast)?;
        Ok(toast)
    }

    fn hide(&self, toast: &ToastNotification) {
        if let Some(notifier) = &self.notifier {
            // One that is gone already cannot be taken away.
            let _ = notifier.Hide(toast);
        }
    }

    fn card_of(&self, id: &str) -> Option<u32> {
        let mut shown = self.shown.iter();
        shown
            .find(|(_, (_, ids))| ids.iter().any(|held| held == id))
            .map(|(card, _)| *card)
    }
}

impl Notifier for Toasts {
    fn show(&mut self, ids: &[String], face: &Face) -> bool {
        let before = ids.iter().find_map(|id| self.card_of(id));
        if let Some((toast, _)) = before.and_then(|card| self.shown.remove(&card)) {
            self.hide(&toast);
        }
        self.last += 1;
        match self.put_up(self.last, face) {
            Ok(toast) => {
                self.shown.insert(self.last, (toast, ids.to_vec()));
                true
            }
            Err(_) => false,
        }
    }

    fn withdraw(&mut self, id: &str) {
        let Some(card) = self.card_of(id) else { return };
        let Some((toast, mut ids)) = self.shown.remove(&card) else {
            return;
        };
        ids.retain(|held| held != id);
        if ids.is_empty() {
            self.hide(&toast);
        } else {
            self.shown.insert(card, (toast, ids));
        }
    }

    fn on_screen(&self) -> Vec<String> {
        self.shown
            .values()
            .flat_map(|(_, ids)| ids)
            .cloned()
            .collect()
    }

    fn on_card(&self, card: u32) -> Vec<String> {
        let left = self.left.iter().find(|(left, _)| *left == card);
        let shown = self.shown.get(&card).map(|(_, ids)| ids);
        shown
            .or(left.map(|(_, ids)| ids))
            .cloned()
            .unwrap_or_default()
    }

    fn pressed(&mut self, card: u32) -> Vec<String> {
        if let Some((toast, ids)) = self.shown.remove(&card) {
            self.hide(&toast);
            return ids;
        }
        let position = self.left.iter().position(|(left, _)| *left == card);
        position
            .and_then(|position| self.left.remove(position))
            .map(|(_, ids)| ids)
            .unwrap_or_default()
    }

    fn closed(&mut self, card: u32) -> Vec<String> {
        let Some((_, ids)) = self.shown.remove(&card) else {
            return Vec::new();
        };
        self.left.push_back((card, ids.clone()));
        if self.left.len() > LEFT_MAX {
            self.left.pop_front();
        }
        ids
    }

    fn renew(&mut self) {
        // The name has to be known to the system before a program outside its shop may show anything under it.
        let named = RegKey::predef(HKEY_CURRENT_USER)
            .create_subkey(format!(r"Software\Classes\AppUserModelId\{APP}"))
            .and_then(|(key, _)| key.set_value("DisplayName", &"Backstride"));
        self.notifier = named.ok().and_then(|()| {
            ToastNotificationManager::CreateToastNotifierWithId(&HSTRING::from(APP)).ok()
        });
    }

    fn state(&self) -> NotifierState {
        let setting = self.notifier.as_ref().map(ToastNotifier::Setting);
        match setting {
            Some(Ok(NotificationSetting::Enabled)) => NotifierState::Ok,
            // Windows knows nothing of a name that has never shown anything.
            Some(Err(_)) if self.last == 0 => NotifierState::Ok,
            _ => NotifierState::Missing,
        }
    }
}

fn xml(face: &Face) -> String {
    let mut xml = format!(
        "<toast launch=\"{}\"><visual><binding template=\"ToastGeneric\"><text>{}</text><text>{}</text></binding></visual><actions>",
        super::words::OPEN,
        escape(&face.title),
        escape(&face.body)
    );
    for (key, words) in &face.buttons {
        // Writing into a text cannot fail.
        let _ = write!(
            xml,
            "<action content=\"{}\" arguments=\"{key}\"/>",
            escape(words)
        );
    }
    xml.push_str("</actions></toast>");
    xml
}

/// Our own text as XML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
