//! A compositor of the test's own, which tells only one thing: that the seat is idle, or used again.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use wayland_protocols::ext::idle_notify::v1::server::ext_idle_notification_v1::{
    self, ExtIdleNotificationV1,
};
use wayland_protocols::ext::idle_notify::v1::server::ext_idle_notifier_v1::{
    ExtIdleNotifierV1, Request,
};
use wayland_server::protocol::wl_seat::{self, WlSeat};
use wayland_server::{
    Client, DataInit, Dispatch, Display, DisplayHandle, GlobalDispatch, ListeningSocket, New,
};

/// What the seat does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seat {
    Idle,
    Used,
}

/// A running compositor; it ends with the value.
pub(crate) struct Compositor {
    seat: Sender<Seat>,
    watched: Arc<AtomicUsize>,
    over: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Compositor {
    /// Listens on a socket at this path.
    pub(crate) fn start(path: &Path) -> Self {
        let socket = ListeningSocket::bind_absolute(path.to_owned()).expect("a socket");
        let (seat, does) = channel();
        let (watched, over) = (
            Arc::new(AtomicUsize::new(0)),
            Arc::new(AtomicBool::new(false)),
        );
        let (count, end) = (Arc::clone(&watched), Arc::clone(&over));
        let thread = std::thread::spawn(move || serve(&socket, &does, &count, &end));
        Self {
            seat,
            watched,
            over,
            thread: Some(thread),
        }
    }

    /// Whether somebody asked to be told of input alone.
    pub(crate) fn is_watched(&self) -> bool {
        self.watched.load(Ordering::SeqCst) > 0
    }

    pub(crate) fn tell(&self, seat: Seat) {
        self.seat.send(seat).expect("the compositor runs");
    }
}

impl Drop for Compositor {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(
    socket: &ListeningSocket,
    does: &Receiver<Seat>,
    watched: &AtomicUsize,
    over: &AtomicBool,
) {
    let mut display: Display<State> = Display::new().expect("a display");
    let handle = display.handle();
    handle.create_global::<State, WlSeat, ()>(7, ());
    handle.create_global::<State, ExtIdleNotifierV1, ()>(2, ());
    let mut state = State::default();
    while !over.load(Ordering::SeqCst) {
        while let Ok(Some(stream)) = socket.accept() {
            display
                .handle()
                .insert_client(stream, Arc::new(()))
                .expect("a client");
        }
        display.dispatch_clients(&mut state).expect("requests");
        watched.store(state.of_input.len(), Ordering::SeqCst);
        if let Ok(seat) = does.recv_timeout(Duration::from_millis(10)) {
            for one in &state.of_input {
                match seat {
                    Seat::Idle => one.idled(),
                    Seat::Used => one.resumed(),
                }
            }
        }
        display.flush_clients().expect("events");
    }
}

#[derive(Default)]
struct State {
    of_input: Vec<ExtIdleNotificationV1>,
}

impl GlobalDispatch<WlSeat, ()> for State {
    fn bind(
        _: &mut Self,
        _: &DisplayHandle,
        _: &Client,
        seat: New<WlSeat>,
        (): &(),
        init: &mut DataInit<'_, Self>,
    ) {
        init.init(seat, ());
    }
}

impl Dispatch<WlSeat, ()> for State {
    fn request(
        _: &mut Self,
        _: &Client,
        _: &WlSeat,
        _: wl_seat::Request,
        (): &(),
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
    }
}

impl GlobalDispatch<ExtIdleNotifierV1, ()> for State {
    fn bind(
        _: &mut Self,
        _: &DisplayHandle,
        _: &Client,
        notifier: New<ExtIdleNotifierV1>,
        (): &(),
        init: &mut DataInit<'_, Self>,
    ) {
        init.init(notifier, ());
    }
}

impl Dispatch<ExtIdleNotifierV1, ()> for State {
    fn request(
        state: &mut Self,
        _: &Client,
        _: &ExtIdleNotifierV1,
        request: Request,
        (): &(),
        _: &DisplayHandle,
        init: &mut DataInit<'_, Self>,
    ) {
        match request {
            // A film that keeps the screen awake is no sign of somebody's hand: only this one counts.
            Request::GetInputIdleNotification { id, .. } => {
                let notification = init.init(id, ());
                state.of_input.push(notification);
            }
            Request::GetIdleNotification { id, .. } => {
                init.init(id, ());
            }
            _ => {}
        }
    }
}

impl Dispatch<ExtIdleNotificationV1, ()> for State {
    fn request(
        _: &mut Self,
        _: &Client,
        _: &ExtIdleNotificationV1,
        _: ext_idle_notification_v1::Request,
        (): &(),
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
    }
}
