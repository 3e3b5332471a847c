//! Cards on a Linux desktop: `org.freedesktop.Notifications` over the session bus.
//!
//! Source: Desktop Notifications Specification 1.2 (specifications.freedesktop.org/notification-spec).

use std::collections::{HashMap, VecDeque};
use std::sync::mpsc::Sender;
use std::time::Duration;

use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator, Proxy};
use zbus::names::BusName;
use zbus::zvariant::Value;
use zbus::{MatchRule, message};

use super::Message;
use super::notify::{Face, Notifier};
use crate::nudge::NotifierState;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// How long the server may take to show a card; one that hangs must not stop the reminders behind it.
const SERVER_WAIT: Duration = Duration::from_secs(5);

/// How many cards that have left the screen are remembered: some servers tell of the button after the closing.
const LEFT_MAX: usize = 16;

/// `NotificationClosed` with this reason: the person closed it.
const CLOSED_BY_PERSON: u32 = 2;

/// The notification server of this login.
pub(super) struct Freedesktop {
    sender: Sender<Message>,
    bus: Option<Connection>,
    /// What the server can, as far as it has answered.
    can: Option<Can>,
    shown: HashMap<u32, Vec<String>>,
    left: VecDeque<(u32, Vec<String>)>,
}

#[derive(Debug, Clone, Copy)]
struct Can {
    buttons: bool,
    markup: bool,
}

impl Freedesktop {
    /// Connects at once, so that the state is known before the first card.
    pub(super) fn new(sender: &Sender<Message>) -> Self {
        let mut server = Self {
            sender: sender.clone(),
            bus: None,
            can: None,
            shown: HashMap::new(),
            left: VecDeque::new(),
        };
        server.renew();
        server
    }

    fn call<R>(
        &self,
        method: &str,
        body: &(impl serde::Serialize + zbus::zvariant::DynamicType),
    ) -> Option<R>
    where
        R: for<'d> zbus::zvariant::DynamicDeserialize<'d>,
    {
        let proxy = Proxy::new(self.bus.as_ref()?, NAME, PATH, NAME).ok()?;
        proxy.call(method, body).ok()
    }

    fn card_of(&self, id: &str) -> Option<u32> {
        self.shown
            .iter()
            .find(|(_, ids)| ids.iter().any(|held| held == id))
            .map(|(card, _)| *card)
    }
}

impl Notifier for Freedesktop {
    fn show(&mut self, ids: &[String], face: &Face) -> bool {
        if self.can.is_none() {
            self.renew();
        }
        let Some(can) = self.can else { return false };
        let before = ids.iter().find_map(|id| self.card_of(id)).unwrap_or(0);
        let body = if can.buttons {
            &face.body
        } else {
            &face.body_without_buttons
        };
        let body = if can.markup {
            escape(body)
        } else {
            body.clone()
        };
        let mut buttons: Vec<&str> = Vec::new();
        if can.buttons {
            let open = (super::words::OPEN, face.title.as_str());
            let rest = face
                .buttons
                .iter()
                .map(|(key, words)| (*key, words.as_str()));
            buttons.extend(
                std::iter::once(open)
                    .chain(rest)
                    .flat_map(|(key, words)| [key, words]),
            );
        }
        let hints = HashMap::from([
            ("desktop-entry", Value::from("backstride")),
            ("urgency", Value::from(1_u8)),
        ]);
        // The last number asks the server never to take the card away by itself.
        let card = self.call::<u32>(
            "Notify",
            &(
                "Backstride",
                before,
                "backstride",
                face.title.as_str(),
                body.as_str(),
                buttons,
                hints,
                0_i32,
            ),
        );
        let Some(card) = card else {
            self.can = None;
            return false;
        };
        self.shown.remove(&before);
        self.shown.insert(card, ids.to_vec());
        true
    }

    fn withdraw(&mut self, id: &str) {
        let Some(card) = self.card_of(id) else { return };
        let ids = self.shown.entry(card).or_default();
        ids.retain(|held| held != id);
        if ids.is_empty() {
            self.shown.remove(&card);
            // A server that is gone has taken its cards along.
            let _: Option<()> = self.call("CloseNotification", &(card,));
        }
    }

    fn on_screen(&self) -> Vec<String> {
        self.shown.values().flatten().cloned().collect()
    }

    fn on_card(&self, card: u32) -> Vec<String> {
        let left = self.left.iter().find(|(left, _)| *left == card);
        let shown = self.shown.get(&card);
        shown
            .or(left.map(|(_, ids)| ids))
            .cloned()
            .unwrap_or_default()
    }

    fn pressed(&mut self, card: u32) -> Vec<String> {
        if let Some(ids) = self.shown.remove(&card) {
            // Servers that leave a card standing after its button are told that it is over.
            let _: Option<()> = self.call("CloseNotification", &(card,));
            return ids;
        }
        let position = self.left.iter().position(|(left, _)| *left == card);
        position
            .and_then(|position| self.left.remove(position))
            .map(|(_, ids)| ids)
            .unwrap_or_default()
    }

    fn closed(&mut self, card: u32) -> Vec<String> {
        let Some(ids) = self.shown.remove(&card) else {
            return Vec::new();
        };
        self.left.push_back((card, ids.clone()));
        if self.left.len() > LEFT_MAX {
            self.left.pop_front();
        }
        ids
    }

    fn renew(&mut self) {
        if self.bus.is_none() {
            self.bus = connect(&self.sender);
        }
        // What another server had on the screen is gone with it.
        let owner = self.bus.as_ref().and_then(owner);
        if owner.is_none() {
            self.shown.clear();
        }
        self.can = self
            .call::<Vec<String>>("GetCapabilities", &())
            .map(|can| Can {
                buttons: can.iter().any(|word| word == "actions"),
                markup: can.iter().any(|word| word == "body-markup"),
            });
        if self.can.is_none()
            && self
                .bus
                .as_ref()
                .is_some_and(|bus| owner_known(bus).is_none())
        {
            // The bus itself is gone; the next card looks for a new one.
            self.bus = None;
        }
    }

    fn state(&self) -> NotifierState {
        match self.can {
            Some(Can { buttons: true, .. }) => NotifierState::Ok,
            Some(_) => NotifierState::NoActions,
            None => NotifierState::Missing,
        }
    }
}

/// Whether the session bus is a socket of this machine: its address may name a network, and nothing here goes there.
pub(super) fn bus_is_local() -> bool {
    std::env::var("DBUS_SESSION_BUS_ADDRESS").map_or(true, |address| {
        address.split(';').all(|one| one.starts_with("unix:"))
    })
}

/// The session bus, if it is one of this machine.
pub(super) fn session_bus(wait: Duration) -> Option<Connection> {
    if !bus_is_local() {
        return None;
    }
    Builder::session().ok()?.method_timeout(wait).build().ok()
}

/// Who has a name on a bus, without starting anybody.
pub(super) fn owner_of(bus: &Connection, name: &str) -> Option<String> {
    let daemon = DBusProxy::new(bus).ok()?;
    let owner = daemon.get_name_owner(BusName::try_from(name).ok()?).ok()?;
    Some(owner.to_string())
}

fn connect(sender: &Sender<Message>) -> Option<Connection> {
    let bus = session_bus(SERVER_WAIT)?;
    let rules = [
        rule()
            .sender(NAME)
            .ok()?
            .path(PATH)
            .ok()?
            .interface(NAME)
            .ok()?
            .build(),
        rule()
            .sender("org.freedesktop.DBus")
            .ok()?
            .interface("org.freedesktop.DBus")
            .ok()?
            .member("NameOwnerChanged")
            .ok()?
            .arg(0, NAME)
            .ok()?
            .build(),
    ];
    let messages = MessageIterator::from(&bus);
    let daemon = DBusProxy::new(&bus).ok()?;
    for rule in rules {
        daemon.add_match_rule(rule).ok()?;
    }
    let sender = sender.clone();
    std::thread::Builder::new()
        .name("cards".to_owned())
        .stack_size(256 * 1024)
        .spawn(move || {
            for message in messages.flatten() {
                if let Some(heard) = heard(&message)
                    && sender.send(heard).is_err()
                {
                    break;
                }
            }
        })
        .ok()?;
    Some(bus)
}

fn rule() -> zbus::match_rule::Builder<'static> {
    MatchRule::builder().msg_type(message::Type::Signal)
}

fn heard(message: &zbus::Message) -> Option<Message> {
    let header = message.header();
    if header.message_type() != message::Type::Signal {
        return None;
    }
    match header.member()?.as_str() {
        "ActionInvoked" => {
            let (card, button) = message.body().deserialize::<(u32, String)>().ok()?;
            Some(Message::Pressed { card, button })
        }
        "NotificationClosed" => {
            let (card, reason) = message.body().deserialize::<(u32, u32)>().ok()?;
            Some(Message::Closed {
                card,
                by_person: reason == CLOSED_BY_PERSON,
            })
        }
        "NameOwnerChanged" => Some(Message::Server),
        _ => None,
    }
}

/// The server that runs now, without starting one.
fn owner(bus: &Connection) -> Option<String> {
    owner_known(bus).flatten()
}

/// `None` when the bus does not answer.
fn owner_known(bus: &Connection) -> Option<Option<String>> {
    let daemon = DBusProxy::new(bus).ok()?;
    match daemon.get_name_owner(BusName::try_from(NAME).ok()?) {
        Ok(owner) => Some(Some(owner.to_string())),
        Err(zbus::fdo::Error::NameHasNoOwner(_)) => Some(None),
        Err(_) => None,
    }
}

/// Our own text in the little markup the specification knows.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
