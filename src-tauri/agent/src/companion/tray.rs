//! The icon in the tray, where a desktop has one (StatusNotifierItem).
//!
//! Source: freedesktop.org/wiki/Specifications/StatusNotifierItem. A desktop without a host shows nothing, and that is
//! no error: everything the menu offers can be done in the window.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use ksni::blocking::{Handle, TrayMethods as _};
use ksni::menu::{MenuItem, StandardItem, SubMenu};
use ksni::{Icon, OfflineReason};

use super::words::tray as words;
use super::{Message, freedesktop};

/// `tray.svg` at this edge length in pixels, four bytes a pixel: alpha, red, green, blue.
const PICTURE: &[u8] = include_bytes!("../../../icons/tray-32.argb");
const EDGE: i32 = 32;

/// The icon, or the wish for one.
pub(super) struct Tray {
    sender: Option<Sender<Message>>,
    handle: Arc<Mutex<Option<Handle<Item>>>>,
    hosted: Arc<AtomicBool>,
    next: Option<String>,
    paused_until: Option<String>,
}

impl Tray {
    pub(super) fn new(sender: &Sender<Message>) -> Self {
        Self {
            sender: Some(sender.clone()),
            handle: Arc::default(),
            hosted: Arc::default(),
            next: None,
            paused_until: None,
        }
    }

    /// Puts the icon up, once, on a thread of its own: asking for a host can take seconds and no reminder waits for it.
    pub(super) fn begin(&mut self) {
        let Some(sender) = self.sender.take().filter(|_| freedesktop::bus_is_local()) else {
            return;
        };
        let item = Item {
            sender: sender.clone(),
            hosted: Arc::clone(&self.hosted),
            next: self.next.clone(),
            paused_until: self.paused_until.clone(),
        };
        let (handle, hosted) = (Arc::clone(&self.handle), Arc::clone(&self.hosted));
        let _ = std::thread::Builder::new()
            .name("tray".to_owned())
            .stack_size(256 * 1024)
            .spawn(move || {
                hosted.store(true, Ordering::SeqCst);
                // Without a host now there may be one later: the item waits for it without asking again and again.
                match item.assume_sni_available(true).spawn() {
                    Ok(up) => *handle.lock().unwrap_or_else(PoisonError::into_inner) = Some(up),
                    Err(_) => hosted.store(false, Ordering::SeqCst),
                }
                let _ = sender.send(Message::Look);
            });
    }

    /// Shows what comes next and whether there is a pause; whether a tray shows the icon.
    pub(super) fn renew(&mut self, next: Option<&str>, paused_until: Option<&str>) -> bool {
        let handle = self.handle.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(handle) = &*handle
            && (self.next.as_deref() != next || self.paused_until.as_deref() != paused_until)
        {
            handle.update(|item| {
                item.next = next.map(str::to_owned);
                item.paused_until = paused_until.map(str::to_owned);
            });
        }
        if handle.is_some() || self.sender.is_some() {
            self.next = next.map(str::to_owned);
            self.paused_until = paused_until.map(str::to_owned);
        }
        handle.is_some() && self.hosted.load(Ordering::SeqCst)
    }
}

/// What the tray asks of us, on threads of its own.
struct Item {
    sender: Sender<Message>,
    hosted: Arc<AtomicBool>,
    next: Option<String>,
    paused_until: Option<String>,
}

impl Item {
    fn send(&self, message: Message) {
        // A companion that is ending has nothing to open any more.
        let _ = self.sender.send(message);
    }
}

impl Item {
    /// One line that ends a pause, or those that begin one.
    fn pauses(&self) -> MenuItem<Self> {
        let line = |label: String, message: Message| {
            StandardItem {
                label,
                activate: Box::new(move |item: &mut Self| item.send(message.clone())),
                ..StandardItem::default()
            }
            .into()
        };
        if self.paused_until.is_some() {
            return line(words::go_on(), Message::Pause(0));
        }
        SubMenu {
            label: words::pause(),
            submenu: vec![
                line(words::pause_hour(), Message::Pause(60)),
                line(words::pause_hours(), Message::Pause(180)),
                line(words::pause_tomorrow(), Message::PauseUntilMorning),
            ],
            ..SubMenu::default()
        }
        .into()
    }
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "backstride".to_owned()
    }

    fn title(&self) -> String {
        words::title()
    }

    fn icon_name(&self) -> String {
        "backstride".to_owned()
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        vec![Icon {
            width: EDGE,
            height: EDGE,
            data: PICTURE.to_vec(),
        }]
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        self.send(Message::Open("reminders".to_owned()));
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        vec![
            StandardItem {
                label: words::open(),
                activate: Box::new(|item: &mut Self| item.send(Message::Open("today".to_owned()))),
                ..StandardItem::default()
            }
            .into(),
            StandardItem {
                label: match self.paused_until.as_deref() {
                    Some(until) => words::paused(until),
                    None => words::next(self.next.as_deref()),
                },
                enabled: false,
                ..StandardItem::default()
            }
            .into(),
            MenuItem::Separator,
            StandardItem {
                label: words::log(),
                // The empty form of an entry: a slip of the hand in a menu must not be a record.
                activate: Box::new(|item: &mut Self| {
                    item.send(Message::Open("diary/new".to_owned()));
                }),
                ..StandardItem::default()
            }
            .into(),
            self.pauses(),
            MenuItem::Separator,
            StandardItem {
                label: words::quit(),
                activate: Box::new(|item: &mut Self| item.send(Message::Quit)),
                ..StandardItem::default()
            }
            .into(),
        ]
    }

    fn watcher_online(&self) {
        self.hosted.store(true, Ordering::SeqCst);
        self.send(Message::Look);
    }

    fn watcher_offline(&self, _reason: OfflineReason) -> bool {
        self.hosted.store(false, Ordering::SeqCst);
        self.send(Message::Look);
        true
    }
}
