//! Wayland: the compositor tells when the seat is idle and when it is used again (KDE, wlroots, COSMIC and others).
//!
//! Source: ext-idle-notify-v1. From its second version on there is a way to ask for the input alone: a film that keeps the
//! screen awake is no sign that somebody stands up.

use std::sync::mpsc::Sender;

use wayland_client::globals::{GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_registry::WlRegistry;
use wayland_client::protocol::wl_seat::WlSeat;
use wayland_client::{Connection, Dispatch, QueueHandle, delegate_noop};
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notification_v1::{
    Event, ExtIdleNotificationV1,
};
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notifier_v1::ExtIdleNotifierV1;

use super::{QUIET, Seen, Shared, Source};
use crate::clock;
use crate::companion::Message;

struct Told {
    shared: Shared,
    sender: Sender<Message>,
    over: bool,
}

/// Watches until the compositor is gone; `None` also where it does not tell.
pub(super) fn watch(shared: &Shared, sender: &Sender<Message>) -> Option<()> {
    let bus = Connection::connect_to_env().ok()?;
    let (globals, mut queue) = registry_queue_init::<Told>(&bus).ok()?;
    let handle = queue.handle();
    let seat: WlSeat = globals.bind(&handle, 1..=1, ()).ok()?;
    let notifier: ExtIdleNotifierV1 = globals.bind(&handle, 1..=2, ()).ok()?;
    let quiet_ms = u32::try_from(clock::real(QUIET).as_millis()).ok()?;
    if wayland_client::Proxy::version(&notifier) >= 2 {
        notifier.get_input_idle_notification(quiet_ms, &seat, &handle, ());
    } else {
        notifier.get_idle_notification(quiet_ms, &seat, &handle, ());
    }
    let mut told = Told {
        shared: shared.clone(),
        sender: sender.clone(),
        over: false,
    };
    // Said before the first answer is read, which may be that nobody is there.
    shared.starts(Source::Wayland, Seen::Here);
    queue.roundtrip(&mut told).ok()?;
    let _ = sender.send(Message::Look);
    while !told.over {
        queue.blocking_dispatch(&mut told).ok()?;
    }
    Some(())
}

impl Dispatch<ExtIdleNotificationV1, ()> for Told {
    fn event(
        told: &mut Self,
        _: &ExtIdleNotificationV1,
        event: Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        match event {
            Event::Idled => told.shared.leaves(clock::real(QUIET)),
            Event::Resumed if told.shared.returns() => {
                told.over = told.sender.send(Message::Look).is_err();
            }
            _ => {}
        }
    }
}

impl Dispatch<WlRegistry, GlobalListContents> for Told {
    fn event(
        _: &mut Self,
        _: &WlRegistry,
        _: wayland_client::protocol::wl_registry::Event,
        _: &GlobalListContents,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
    }
}

delegate_noop!(Told: ignore WlSeat);
delegate_noop!(Told: ExtIdleNotifierV1);
