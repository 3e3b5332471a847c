//! Hears from the system that the person leaves: the computer goes to sleep, or the session is locked.

#[cfg(any(target_os = "macos", windows, test))]
use std::sync::mpsc::{self, Sender};

#[cfg(any(target_os = "macos", windows, test))]
use backstride_agent::session::{Tell, Told};

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
pub(crate) const TOLD: bool = cfg!(any(target_os = "linux", target_os = "macos", windows));

/// The system this was built for.
pub(crate) struct System;

#[cfg(any(target_os = "macos", windows))]
impl Leaving for System {
    fn watch(&self, left: &dyn Fn()) -> Option<()> {
        let listen = |tell| backstride_agent::session::listen(tell, || ());
        watch_session(listen, left)
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
impl Leaving for System {
    fn watch(&self, _left: &dyn Fn()) -> Option<()> {
        None
    }
}

/// How long Windows may be kept from sleeping so that the diary is locked before; it gives two seconds itself. On a Mac the
/// one who tells is the thread of the window, which locking may need.
#[cfg(any(target_os = "macos", windows, test))]
const HELD: Option<std::time::Duration> = if cfg!(target_os = "macos") {
    None
} else {
    Some(std::time::Duration::from_millis(1500))
};

/// Calls `left` on this thread for each of what is told with which the person leaves, until nobody tells any more.
#[cfg(any(target_os = "macos", windows, test))]
fn watch_session(listen: impl FnOnce(Tell), left: &dyn Fn()) -> Option<()> {
    let (leaves, heard) = mpsc::channel::<Sender<()>>();
    listen(Box::new(move |told: Told| {
        if !told.leaves() {
            return;
        }
        let (done, locked) = mpsc::channel();
        let told_of = leaves.send(done).is_ok();
        if let Some(wait) = HELD.filter(|_| told_of && told == Told::Sleeps) {
            // Where it takes longer, it is locked after the sleep at the latest.
            let _ = locked.recv_timeout(wait);
        }
    }));
    for done in heard {
        left();
        // Whoever waited for it has gone to sleep already, or did not wait.
        let _ = done.send(());
    }
    Some(())
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// A system that tells these and falls silent.
    fn left_with(told: &[Told]) -> u32 {
        let told = told.to_vec();
        let left = Cell::new(0);
        let listen = move |tell: Tell| {
            std::thread::spawn(move || told.into_iter().for_each(tell));
        };
        assert_eq!(
            watch_session(listen, &|| left.set(left.get() + 1)),
            Some(())
        );
        left.get()
    }

    #[test]
    fn the_diary_is_locked_with_the_screen_and_before_a_sleep_and_for_nothing_else() {
        assert_eq!(left_with(&[Told::Locked(true)]), 1);
        assert_eq!(left_with(&[Told::Sleeps]), 1);
        assert_eq!(left_with(&[Told::Locked(false), Told::Look, Told::Ends]), 0);
        assert_eq!(
            left_with(&[Told::Locked(true), Told::Sleeps, Told::Look]),
            2
        );
        assert_eq!(left_with(&[]), 0);
    }

    #[test]
    fn a_sleep_waits_until_the_diary_is_locked() {
        let locked = Arc::new(AtomicU32::new(0));
        let seen = Arc::clone(&locked);
        let before_sleep = Arc::new(AtomicU32::new(0));
        let noted = Arc::clone(&before_sleep);
        let listen = move |tell: Tell| {
            std::thread::spawn(move || {
                tell(Told::Sleeps);
                // The system sleeps as soon as it has been answered.
                noted.store(seen.load(Ordering::SeqCst), Ordering::SeqCst);
            });
        };
        let done = watch_session(listen, &|| {
            std::thread::yield_now();
            locked.store(1, Ordering::SeqCst);
        });
        assert_eq!(done, Some(()));
        // The one who told is gone by now or about to note it: its end is what ended the watching, so it has told already.
        while Arc::strong_count(&before_sleep) > 1 {
            std::thread::yield_now();
        }
        assert_eq!(before_sleep.load(Ordering::SeqCst), 1);
    }
}
