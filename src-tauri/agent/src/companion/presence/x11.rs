//! X11: the server's own idle counter, whose alarms come when somebody leaves and when they come back.
//!
//! Source: X Synchronization Extension 3.1, system counter `IDLETIME`.

use std::sync::mpsc::Sender;
use std::time::Duration;

use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::sync::{
    ConnectionExt as _, Counter, CreateAlarmAux, Int64, TESTTYPE, VALUETYPE,
};
use x11rb::reexports::x11rb_protocol::parse_display::{ConnectAddress, parse_display};
use x11rb::reexports::x11rb_protocol::xauth::get_auth;
use x11rb::rust_connection::{DefaultStream, RustConnection};

use super::{QUIET, Seen, Shared, Source};
use crate::clock;
use crate::companion::Message;

/// Watches until the server is gone; `None` also when there is none.
pub(super) fn watch(shared: &Shared, sender: &Sender<Message>) -> Option<()> {
    let server = connect()?;
    server.sync_initialize(3, 1).ok()?.reply().ok()?;
    let counters = server.sync_list_system_counters().ok()?.reply().ok()?;
    let idle = counters
        .counters
        .iter()
        .find(|counter| counter.name == b"IDLETIME")?
        .counter;
    let quiet_ms = i64::try_from(clock::real(QUIET).as_millis()).ok()?;
    let leaves = alarm(&server, idle, quiet_ms, TESTTYPE::POSITIVE_TRANSITION)?;
    let returns = alarm(&server, idle, quiet_ms - 1, TESTTYPE::NEGATIVE_TRANSITION)?;
    let now = server.sync_query_counter(idle).ok()?.reply().ok()?;
    shared.starts(Source::X11, Seen::Here);
    let idle_ms = number(now.counter_value);
    if idle_ms >= quiet_ms {
        shared.leaves(length(idle_ms));
    }
    let _ = sender.send(Message::Look);
    loop {
        let Event::SyncAlarmNotify(event) = server.wait_for_event().ok()? else {
            continue;
        };
        if event.alarm == leaves {
            shared.leaves(length(number(event.counter_value)));
        } else if event.alarm == returns && shared.returns() && sender.send(Message::Look).is_err()
        {
            return Some(());
        }
    }
}

/// The server of this login, over a socket of this machine and never over a network.
fn connect() -> Option<RustConnection> {
    let display = parse_display(None).ok()?;
    for address in display.connect_instruction() {
        let ConnectAddress::Socket(_) = address else {
            continue;
        };
        let Ok((stream, (family, peer))) = DefaultStream::connect(&address) else {
            continue;
        };
        let (name, data) = get_auth(family, &peer, display.display)
            .ok()
            .flatten()
            .unwrap_or_default();
        let screen = display.screen.into();
        if let Ok(server) =
            RustConnection::connect_to_stream_with_auth_info(stream, screen, name, data)
        {
            return Some(server);
        }
    }
    None
}

fn alarm(server: &RustConnection, counter: Counter, at_ms: i64, test: TESTTYPE) -> Option<u32> {
    let alarm = server.generate_id().ok()?;
    let values = CreateAlarmAux::new()
        .counter(counter)
        .value_type(VALUETYPE::ABSOLUTE)
        .value(parts(at_ms))
        .test_type(test)
        .delta(parts(0))
        .events(1);
    server
        .sync_create_alarm(alarm, &values)
        .ok()?
        .check()
        .ok()?;
    Some(alarm)
}

fn parts(number: i64) -> Int64 {
    Int64 {
        hi: i32::try_from(number >> 32).unwrap_or_default(),
        lo: u32::try_from(number & 0xffff_ffff).unwrap_or_default(),
    }
}

fn number(parts: Int64) -> i64 {
    (i64::from(parts.hi) << 32) | i64::from(parts.lo)
}

fn length(ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or_default())
}
