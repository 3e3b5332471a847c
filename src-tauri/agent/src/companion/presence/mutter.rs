//! GNOME: the window manager's idle monitor, over the session bus.
//!
//! A watch for idling fires each time; the one for coming back fires once and is set anew.

use std::sync::mpsc::Sender;
use std::time::Duration;

use zbus::blocking::{Connection, Proxy};

use super::{QUIET, Seen, Shared, Source};
use crate::clock;
use crate::companion::{Message, freedesktop};

const NAME: &str = "org.gnome.Mutter.IdleMonitor";
const PATH: &str = "/org/gnome/Mutter/IdleMonitor/Core";

/// How long the window manager may take to answer.
const WAIT: Duration = Duration::from_secs(5);

/// Watches until the window manager is gone; `None` also where there is none of this kind.
pub(super) fn watch(shared: &Shared, sender: &Sender<Message>) -> Option<()> {
    let bus = freedesktop::session_bus(WAIT)?;
    if !has_owner(&bus, NAME) {
        return None;
    }
    let monitor = Proxy::new(&bus, NAME, PATH, NAME).ok()?;
    let signals = monitor.receive_all_signals().ok()?;
    let quiet_ms = u64::try_from(clock::real(QUIET).as_millis()).ok()?;
    let leaves: u32 = monitor.call("AddIdleWatch", &(quiet_ms,)).ok()?;
    let idle_ms: u64 = monitor.call("GetIdletime", &()).ok()?;
    shared.starts(Source::Mutter, Seen::Here);
    let mut returns = None;
    if idle_ms >= quiet_ms {
        shared.leaves(Duration::from_millis(idle_ms));
        returns = Some(active(&monitor)?);
    }
    let _ = sender.send(Message::Look);
    for signal in signals {
        let header = signal.header();
        match header.member().map(|member| member.to_string()).as_deref() {
            Some("WatchFired") => {
                let (fired,) = signal.body().deserialize::<(u32,)>().ok()?;
                if fired == leaves {
                    shared.leaves(Duration::from_millis(quiet_ms));
                    if returns.is_none() {
                        returns = Some(active(&monitor)?);
                    }
                } else if returns == Some(fired) {
                    returns = None;
                    if shared.returns() && sender.send(Message::Look).is_err() {
                        return Some(());
                    }
                }
            }
            // A window manager that was started anew knows nothing of our watches.
            Some("NameOwnerChanged") => return None,
            _ => {}
        }
        if !has_owner(&bus, NAME) {
            return None;
        }
    }
    Some(())
}

fn active(monitor: &Proxy<'_>) -> Option<u32> {
    monitor.call("AddUserActiveWatch", &()).ok()
}

fn has_owner(bus: &Connection, name: &str) -> bool {
    freedesktop::owner_of(bus, name).is_some()
}
