//! The icon in the tray, seen from where a desktop shows it: a host of the test's own on the private bus.

use std::sync::mpsc::{Receiver, Sender, channel};

use zbus::blocking::{Connection, Proxy, connection};
use zbus::zvariant::{OwnedValue, Value};

use crate::desktop::Desktop;
use crate::profile;
use crate::window::Window;

const HOST: &str = "org.kde.StatusNotifierWatcher";

/// The part of a desktop that icons register with.
struct Watcher {
    registered: Sender<String>,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(
        &self,
        service: &str,
        #[zbus(header)] header: zbus::message::Header<'_>,
    ) {
        // An item may name itself or only its object; the sender is the name in the second case.
        let name = if service.starts_with('/') {
            header.sender().map(ToString::to_string).unwrap_or_default()
        } else {
            service.to_owned()
        };
        let _ = self.registered.send(name);
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        Vec::new()
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

fn host(desktop: &Desktop) -> (Connection, Receiver<String>) {
    let (registered, items) = channel();
    let bus = connection::Builder::address(desktop.bus_address())
        .and_then(|builder| builder.serve_at("/StatusNotifierWatcher", Watcher { registered }))
        .and_then(|builder| builder.name(HOST))
        .and_then(connection::Builder::build)
        .expect("a host on the private bus");
    (bus, items)
}

/// A line of the icon's menu: its number and what stands on it.
type Line = (i32, String);

/// Reads the menu as a desktop does before it opens it.
fn menu(bus: &Connection, item: &str) -> Vec<Line> {
    type Layout = (
        i32,
        std::collections::HashMap<String, OwnedValue>,
        Vec<OwnedValue>,
    );
    let proxy =
        Proxy::new(bus, item.to_owned(), "/MenuBar", "com.canonical.dbusmenu").expect("the menu");
    let (_, (_, _, children)): (u32, Layout) = proxy
        .call("GetLayout", &(0_i32, -1_i32, vec!["label"]))
        .expect("its lines");
    children
        .into_iter()
        .filter_map(|child| {
            let (number, properties, _) = Layout::try_from(child).ok()?;
            let label = properties.get("label").and_then(|label| {
                let label: &Value<'_> = label;
                label.downcast_ref::<String>().ok()
            });
            Some((number, label.unwrap_or_default()))
        })
        .collect()
}

fn press(bus: &Connection, item: &str, line: &Line) {
    let proxy =
        Proxy::new(bus, item.to_owned(), "/MenuBar", "com.canonical.dbusmenu").expect("the menu");
    proxy
        .call::<_, _, ()>("Event", &(line.0, "clicked", Value::from(0_i32), 0_u32))
        .expect("the line takes the click");
}

#[tokio::test]
async fn the_tray_shows_what_is_next_opens_the_window_and_stops_the_companion() {
    let mut desktop = Desktop::new();
    desktop.set_clock("2026-11-23T12:00:00", 1);
    profile::settled(&desktop).close().expect("closed");
    profile::reminder(&desktop, 900, "20:00");
    let (bus, items) = host(&desktop);
    let window = Window::open(&mut desktop).await;
    let item = items
        .recv_timeout(crate::desktop::PATIENCE)
        .expect("an icon registers");
    desktop.wait_until("the menu names the next reminder", || {
        menu(&bus, &item)
            .iter()
            .any(|(_, label)| label.contains("20:00"))
    });
    window.go("reminders").await;
    window
        .wait_js(
            "the window says that there is a sign in the bar",
            "return document.querySelector('[data-testid=\"companion\"]')?.innerText \
             .includes('system bar') ?? false",
        )
        .await;
    window.go("settings").await;
    let lines = menu(&bus, &item);
    let line = |words: &str| {
        lines
            .iter()
            .find(|(_, label)| label.contains(words))
            .unwrap_or_else(|| panic!("{words} is not in the menu: {lines:?}"))
    };
    press(&bus, &item, line("Open Backstride"));
    window.arrive("#/today").await;
    let agent = desktop.process("backstride-agent");
    press(&bus, &item, line("Stop reminders"));
    desktop.wait_until_gone(agent);
    desktop.assert_nothing_panicked();
}
