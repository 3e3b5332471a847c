//! Cards on Windows: toasts with buttons.
//!
//! Source: learn.microsoft.com, "App notifications from desktop apps", toast schema. A button reaches this process while
//! the toast is on the screen; what has moved into the notification center is answered in the window.

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
use super::cards::Cards;
use super::notify::{Face, Notifier};
use crate::nudge::NotifierState;

/// The name the system knows these cards by.
const APP: &str = "Backstride.Reminders";

/// The toasts of this login.
pub(super) struct Toasts {
    sender: Sender<Message>,
    notifier: Option<ToastNotifier>,
    cards: Cards<ToastNotification>,
}

impl Toasts {
    pub(super) fn new(sender: &Sender<Message>) -> Self {
        let mut toasts = Self {
            sender: sender.clone(),
            notifier: None,
            cards: Cards::default(),
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
}

impl Notifier for Toasts {
    fn show(&mut self, ids: &[String], face: &Face) -> bool {
        for (_, toast) in self.cards.make_room(ids) {
            self.hide(&toast);
        }
        let card = self.cards.number();
        match self.put_up(card, face) {
            Ok(toast) => {
                self.cards.put(card, toast, ids);
                true
            }
            Err(_) => false,
        }
    }

    fn withdraw(&mut self, id: &str) {
        if let Some((_, toast)) = self.cards.withdraw(id) {
            self.hide(&toast);
        }
    }

    fn on_screen(&self) -> Vec<String> {
        self.cards.on_screen()
    }

    fn on_card(&self, card: u32) -> Vec<String> {
        self.cards.on_card(card)
    }

    fn pressed(&mut self, card: u32) -> Vec<String> {
        let (toast, ids) = self.cards.pressed(card);
        if let Some(toast) = toast {
            self.hide(&toast);
        }
        ids
    }

    fn closed(&mut self, card: u32) -> Vec<String> {
        self.cards.closed(card)
    }

    fn renew(&mut self) {
        // The name has to be known to the system before a program outside its shop may show anything under it. The installer
        // writes it too, with a picture; whoever unpacked the program by hand has only this.
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
            Some(Err(_)) if !self.cards.any() => NotifierState::Ok,
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
