//! logind: whether the session is locked, and that the machine goes to sleep or comes back.
//!
//! What it says only makes the next look come sooner or holds a card back; nothing depends on hearing it.

use std::sync::mpsc::Sender;
use std::time::Duration;

use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::{DBusProxy, PropertiesProxy};
use zbus::blocking::{Connection, MessageIterator, Proxy};
use zbus::names::InterfaceName;
use zbus::zvariant::OwnedObjectPath;
use zbus::{MatchRule, message};

use super::Shared;
use crate::companion::Message;

const NAME: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const ROOT: &str = "/org/freedesktop/login1";

/// How long it may take to answer.
const WAIT: Duration = Duration::from_secs(5);

/// Watches until the bus is gone; `None` also where no session is known.
pub(super) fn watch(shared: &Shared, sender: &Sender<Message>) -> Option<()> {
    let local = std::env::var("DBUS_SYSTEM_BUS_ADDRESS").map_or(true, |address| {
        address.split(';').all(|one| one.starts_with("unix:"))
    });
    if !local {
        return None;
    }
    let bus = Builder::system().ok()?.method_timeout(WAIT).build().ok()?;
    let manager = Proxy::new(&bus, NAME, ROOT, MANAGER).ok()?;
    // The session of this process, or the one this person has a screen in.
    let path: OwnedObjectPath = manager.call("GetSession", &("auto",)).ok()?;
    let messages = MessageIterator::from(&bus);
    let daemon = DBusProxy::new(&bus).ok()?;
    for (interface, member) in [
        (MANAGER, "PrepareForSleep"),
        (SESSION, "Lock"),
        (SESSION, "Unlock"),
        ("org.freedesktop.DBus.Properties", "PropertiesChanged"),
    ] {
        let rule = MatchRule::builder()
            .msg_type(message::Type::Signal)
            .sender(NAME)
            .ok()?
            .interface(interface)
            .ok()?
            .member(member)
            .ok()?
            .build();
        daemon.add_match_rule(rule).ok()?;
    }
    shared.locked(Some(is_locked(&bus, &path)?));
    let _ = sender.send(Message::Look);
    for message in messages.flatten() {
        let header = message.header();
        if header.message_type() != message::Type::Signal {
            continue;
        }
        let looks = match header.member().map(|member| member.to_string()).as_deref() {
            // It says so before and after.
            Some("PrepareForSleep") => true,
            Some("PropertiesChanged" | "Lock" | "Unlock") => {
                shared.locked(Some(is_locked(&bus, &path)?))
            }
            _ => false,
        };
        if looks && sender.send(Message::Look).is_err() {
            return Some(());
        }
    }
    Some(())
}

/// The screen locker sets this; that it was asked to lock says little.
fn is_locked(bus: &Connection, session: &OwnedObjectPath) -> Option<bool> {
    let properties = PropertiesProxy::builder(bus)
        .destination(NAME)
        .ok()?
        .path(session)
        .ok()?
        .build()
        .ok()?;
    let session = InterfaceName::try_from(SESSION).ok()?;
    let value = properties.get(session, "LockedHint").ok()?;
    bool::try_from(value).ok()
}
