//! Hears from the system that the person leaves: the computer goes to sleep, or the session is locked.

/// How long a bus may take to answer.
#[cfg(target_os = "linux")]
const WAIT: std::time::Duration = std::time::Duration::from_secs(5);

/// Who tells that the person leaves.
pub(crate) trait Leaving: Send + 'static {
    /// Calls `left` each time, until there is nothing to hear any more. `None` where nobody tells.
    fn watch(&self, left: &dyn Fn()) -> Option<()>;
}

/// Calls `left` whenever the person leaves, on a thread of its own.
pub(crate) fn follow(system: impl Leaving, left: impl Fn() + Send + 'static) {
    std::thread::spawn(move || {
        // Without anybody who tells, the time without a key and the key that locks at once are what there is.
        let _ = system.watch(&left);
    });
}

/// Whether this system tells at all, for the words of the settings.
pub(crate) const TOLD: bool = cfg!(target_os = "linux");

/// The system this was built for.
pub(crate) struct System;

#[cfg(not(target_os = "linux"))]
impl Leaving for System {
    fn watch(&self, _left: &dyn Fn()) -> Option<()> {
        None
    }
}

#[cfg(target_os = "linux")]
impl Leaving for System {
    fn watch(&self, left: &dyn Fn()) -> Option<()> {
        logind::watch(left)
    }
}

/// The part of the desktop that covers the screen, where it is not the session manager that tells.
pub(crate) struct Cover;

#[cfg(not(target_os = "linux"))]
impl Leaving for Cover {
    fn watch(&self, _left: &dyn Fn()) -> Option<()> {
        None
    }
}

#[cfg(target_os = "linux")]
impl Leaving for Cover {
    fn watch(&self, left: &dyn Fn()) -> Option<()> {
        cover::watch(left)
    }
}

/// Whether the bus of this variable is on this computer; another one is never asked.
#[cfg(target_os = "linux")]
fn is_local(variable: &str) -> bool {
    std::env::var(variable).map_or(true, |address| {
        address.split(';').all(|one| one.starts_with("unix:"))
    })
}

/// A bus, and what it tells from now on that one of these rules names.
#[cfg(target_os = "linux")]
fn hear(
    bus: zbus::Result<zbus::blocking::connection::Builder<'_>>,
    rules: impl IntoIterator<Item = zbus::Result<zbus::MatchRule<'static>>>,
) -> Option<(zbus::blocking::Connection, zbus::blocking::MessageIterator)> {
    let bus = bus.ok()?.method_timeout(WAIT).build().ok()?;
    let messages = zbus::blocking::MessageIterator::from(&bus);
    let daemon = zbus::blocking::fdo::DBusProxy::new(&bus).ok()?;
    for rule in rules {
        daemon.add_match_rule(rule.ok()?).ok()?;
    }
    Some((bus, messages))
}

#[cfg(target_os = "linux")]
mod cover {
    use zbus::blocking::connection::Builder;
    use zbus::{MatchRule, message};

    /// Every desktop has its own name for the same signal.
    const NAMES: [&str; 5] = [
        "org.freedesktop.ScreenSaver",
        "org.gnome.ScreenSaver",
        "org.cinnamon.ScreenSaver",
        "org.mate.ScreenSaver",
        "org.xfce.ScreenSaver",
    ];

    pub(super) fn watch(left: &dyn Fn()) -> Option<()> {
        if !super::is_local("DBUS_SESSION_BUS_ADDRESS") {
            return None;
        }
        let rules = NAMES.map(|name| {
            let signal = MatchRule::builder().msg_type(message::Type::Signal);
            Ok(signal.interface(name)?.member("ActiveChanged")?.build())
        });
        let (_bus, messages) = super::hear(Builder::session(), rules)?;
        for message in messages.flatten() {
            let header = message.header();
            let theirs = header
                .interface()
                .is_some_and(|it| NAMES.contains(&it.as_str()));
            if theirs && message.body().deserialize().unwrap_or(false) {
                left();
            }
        }
        Some(())
    }
}

#[cfg(target_os = "linux")]
mod logind {
    use zbus::blocking::Proxy;
    use zbus::blocking::connection::Builder;
    use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue};
    use zbus::{MatchRule, message};

    const NAME: &str = "org.freedesktop.login1";
    const MANAGER: &str = "org.freedesktop.login1.Manager";
    const SESSION: &str = "org.freedesktop.login1.Session";
    const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
    const ROOT: &str = "/org/freedesktop/login1";

    pub(super) fn watch(left: &dyn Fn()) -> Option<()> {
        if !super::is_local("DBUS_SYSTEM_BUS_ADDRESS") {
            return None;
        }
        let rules = [
            (MANAGER, "PrepareForSleep"),
            (SESSION, "Lock"),
            (PROPERTIES, "PropertiesChanged"),
        ]
        .map(|(interface, member)| {
            let signal = MatchRule::builder().msg_type(message::Type::Signal);
            let theirs = signal.sender(NAME)?.interface(interface)?;
            Ok(theirs.member(member)?.build())
        });
        let (bus, messages) = super::hear(Builder::system(), rules)?;
        let manager = Proxy::new(&bus, NAME, ROOT, MANAGER);
        // Held until what has to be closed is closed; without it the computer may fall asleep over an open diary.
        let hold = || -> Option<OwnedFd> {
            let why = backstride_content::strings::text("leaving-hold", &[]);
            let asked = ("sleep", "Backstride", why.as_str(), "delay");
            manager.as_ref().ok()?.call("Inhibit", &asked).ok()
        };
        let mut held = hold();
        // The session of this process, or the one this person has a screen in; sleep concerns every session.
        let session: Option<OwnedObjectPath> = manager
            .as_ref()
            .ok()
            .and_then(|manager| manager.call("GetSession", &("auto",)).ok());
        for message in messages.flatten() {
            let header = message.header();
            if header.message_type() != message::Type::Signal {
                continue;
            }
            let path = header.path().map(|path| path.as_str());
            let mine = path == session.as_ref().map(|path| path.as_str());
            let member = header.member().map(|member| member.as_str());
            // It says so before, with true, and after.
            let sleeps: Option<bool> = (member == Some("PrepareForSleep"))
                .then(|| message.body().deserialize().unwrap_or(true));
            let leaves = match member {
                Some("PrepareForSleep") => sleeps == Some(true),
                Some("Lock") => mine,
                Some("PropertiesChanged") if mine => locked(&message),
                _ => false,
            };
            if leaves {
                left();
            }
            match sleeps {
                Some(true) => drop(held.take()),
                Some(false) if held.is_none() => held = hold(),
                _ => {}
            }
        }
        Some(())
    }

    /// Whether a change of the session says that its screen is locked now.
    fn locked(message: &zbus::Message) -> bool {
        type Change = (
            String,
            std::collections::BTreeMap<String, OwnedValue>,
            Vec<String>,
        );
        let body = message.body();
        let Ok((interface, changed, _)) = body.deserialize::<Change>() else {
            return false;
        };
        interface == SESSION
            && changed
                .get("LockedHint")
                .is_some_and(|hint| bool::try_from(hint).unwrap_or(false))
    }
}
