//! The icon in the notification area of Windows and in the menu bar of macOS, with the menu that the tray of Linux has.
//!
//! Sources: learn.microsoft.com, `Shell_NotifyIconW`; developer.apple.com, `NSStatusItem`; both through the crate
//! `tray-icon`, which also puts the icon up again when the taskbar was started anew. A desktop without a place for it shows
//! nothing, and that is no error: all of it can be done in the window.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
#[cfg(windows)]
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tray_icon::menu::{IsMenuItem, Menu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu};
use tray_icon::{Icon, MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};

use super::Message;
#[cfg(target_os = "macos")]
use super::run_loop;
use super::words::tray as words;
#[cfg(windows)]
use crate::win32::{self, Thread};

/// `tray.svg` at this edge length in pixels, four bytes a pixel: alpha, red, green, blue.
const PICTURE: &[u8] = include_bytes!("../../../icons/tray-32.argb");
const EDGE: u32 = 32;

/// Where the line stands that begins or ends a pause.
const PAUSE_AT: usize = 4;

/// How long the end of the companion waits for the icon to be taken away; Windows takes it away later by itself.
#[cfg(windows)]
const END_WAIT: std::time::Duration = std::time::Duration::from_secs(1);

/// What the menu says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Said {
    next: Option<String>,
    paused_until: Option<String>,
}

/// The icon, or the wish for one.
pub(super) struct Tray {
    sender: Option<Sender<Message>>,
    said: Arc<Mutex<Said>>,
    up: Arc<AtomicBool>,
    place: Option<Place>,
}

impl Tray {
    pub(super) fn new(sender: &Sender<Message>) -> Self {
        Self {
            sender: Some(sender.clone()),
            said: Arc::default(),
            up: Arc::default(),
            place: None,
        }
    }

    /// Puts the icon up, once: the desktop may still be starting, and no reminder waits for it.
    pub(super) fn begin(&mut self) {
        if let Some(sender) = self.sender.take() {
            self.place = Place::begin(sender, &self.said, &self.up);
        }
    }

    /// Shows what comes next and whether there is a pause; whether the icon is up.
    pub(super) fn renew(&mut self, next: Option<&str>, paused_until: Option<&str>) -> bool {
        let fresh = Said {
            next: next.map(str::to_owned),
            paused_until: paused_until.map(str::to_owned),
        };
        let before = std::mem::replace(&mut *held(&self.said), fresh.clone());
        if let Some(place) = &mut self.place {
            place.renew(before != fresh, &self.said);
        }
        self.up.load(Ordering::SeqCst)
    }
}

fn held(said: &Mutex<Said>) -> MutexGuard<'_, Said> {
    said.lock().unwrap_or_else(PoisonError::into_inner)
}

/// On Windows icon and menu live on a thread of their own, because what happens to them is told only there.
#[cfg(windows)]
struct Place {
    told: Receiver<Thread>,
    thread: Option<Thread>,
}

#[cfg(windows)]
impl Place {
    fn begin(
        sender: Sender<Message>,
        said: &Arc<Mutex<Said>>,
        up: &Arc<AtomicBool>,
    ) -> Option<Self> {
        let (said, up) = (Arc::clone(said), Arc::clone(up));
        let (tell, told) = mpsc::channel();
        let begun = std::thread::Builder::new()
            .name("tray".to_owned())
            .spawn(move || {
                let Some(shown) = Shown::new(&sender) else {
                    return;
                };
                shown.say(&held(&said));
                up.store(true, Ordering::SeqCst);
                // Whoever waits for the thread is told its name, and that it has ended by the end of the channel.
                let _ = tell.send(Thread::this());
                let _ = sender.send(Message::Look);
                win32::turn(|| shown.say(&held(&said)));
                drop(shown);
                drop(tell);
            });
        begun.is_ok().then_some(Self { told, thread: None })
    }

    fn renew(&mut self, changed: bool, _said: &Arc<Mutex<Said>>) {
        let begun = self.thread.is_none();
        if begun {
            self.thread = self.told.try_recv().ok();
        }
        if let Some(thread) = self.thread.filter(|_| changed || begun) {
            thread.call();
        }
    }
}

#[cfg(windows)]
impl Drop for Place {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.or_else(|| self.told.try_recv().ok()) {
            thread.end();
            // The icon goes with its thread; an end without it leaves one that vanishes under the pointer.
            let _ = self.told.recv_timeout(END_WAIT);
        }
    }
}

/// On macOS icon and menu belong to the first thread, and go with the program.
#[cfg(target_os = "macos")]
struct Place;

#[cfg(target_os = "macos")]
thread_local! {
    static SHOWN: std::cell::RefCell<Option<Shown>> = const { std::cell::RefCell::new(None) };
}

#[cfg(target_os = "macos")]
impl Place {
    fn begin(
        sender: Sender<Message>,
        said: &Arc<Mutex<Said>>,
        up: &Arc<AtomicBool>,
    ) -> Option<Self> {
        let (said, up) = (Arc::clone(said), Arc::clone(up));
        run_loop::on_first(move || {
            if let Some(shown) = Shown::new(&sender) {
                shown.say(&held(&said));
                SHOWN.set(Some(shown));
                up.store(true, Ordering::SeqCst);
                let _ = sender.send(Message::Look);
            }
        });
        Some(Self)
    }

    fn renew(&mut self, changed: bool, said: &Arc<Mutex<Said>>) {
        if changed {
            let said = Arc::clone(said);
            run_loop::on_first(move || {
                SHOWN.with_borrow(|shown| {
                    if let Some(shown) = shown {
                        shown.say(&held(&said));
                    }
                });
            });
        }
    }
}

/// The icon and the lines of its menu that change.
struct Shown {
    _icon: TrayIcon,
    menu: Menu,
    next: MenuItem,
    pause: Submenu,
    go_on: MenuItem,
}

impl Shown {
    /// `None` where there is no place for it.
    fn new(sender: &Sender<Message>) -> Option<Self> {
        let line = |id: &str, label: String| MenuItem::with_id(id, plain(&label), true, None);
        let next = MenuItem::new(plain(&words::next(None)), false, None);
        let pause = Submenu::new(plain(&words::pause()), true);
        pause
            .append_items(&[
                &line(PAUSE_HOUR, words::pause_hour()),
                &line(PAUSE_HOURS, words::pause_hours()),
                &line(PAUSE_TOMORROW, words::pause_tomorrow()),
            ])
            .ok()?;
        let go_on = line(GO_ON, words::go_on());
        let lines: [&dyn IsMenuItem; 7] = [
            &line(OPEN, words::open()),
            &next,
            &PredefinedMenuItem::separator(),
            &line(LOG, words::log()),
            &pause,
            &PredefinedMenuItem::separator(),
            &line(QUIT, words::quit()),
        ];
        let menu = Menu::new();
        menu.append_items(&lines).ok()?;
        let icon = TrayIconBuilder::new()
            .with_menu(Box::new(menu.clone()))
            .with_menu_on_left_click(false)
            .with_tooltip(words::title())
            .with_icon(Icon::from_rgba(rgba(PICTURE), EDGE, EDGE).ok()?)
            .build()
            .ok()?;
        let told = sender.clone();
        MenuEvent::set_event_handler(Some(move |event: MenuEvent| {
            // A companion that is ending has nothing to open any more.
            let _ = asked(event.id().as_ref()).map(|message| told.send(message));
        }));
        let told = sender.clone();
        TrayIconEvent::set_event_handler(Some(move |event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                let _ = told.send(Message::Open("reminders".to_owned()));
            }
        }));
        Some(Self {
            _icon: icon,
            menu,
            next,
            pause,
            go_on,
        })
    }

    fn say(&self, said: &Said) {
        self.next.set_text(plain(&match &said.paused_until {
            Some(until) => words::paused(until),
            None => words::next(said.next.as_deref()),
        }));
        let (wanted, other): (&dyn IsMenuItem, &dyn IsMenuItem) = match &said.paused_until {
            Some(_) => (&self.go_on, &self.pause),
            None => (&self.pause, &self.go_on),
        };
        // One of the two is there; the other one is refused, and that is all there is to say about it.
        if self.menu.remove(other).is_ok() {
            let _ = self.menu.insert(wanted, PAUSE_AT);
        }
    }
}

const OPEN: &str = "open";
const LOG: &str = "log";
const PAUSE_HOUR: &str = "pause-hour";
const PAUSE_HOURS: &str = "pause-hours";
const PAUSE_TOMORROW: &str = "pause-tomorrow";
const GO_ON: &str = "go-on";
const QUIT: &str = "quit";

/// What a line of the menu asks for.
fn asked(line: &str) -> Option<Message> {
    match line {
        OPEN => Some(Message::Open("today".to_owned())),
        // The empty form of an entry: a slip of the hand in a menu must not be a record.
        LOG => Some(Message::Open("diary/new".to_owned())),
        PAUSE_HOUR => Some(Message::Pause(60)),
        PAUSE_HOURS => Some(Message::Pause(180)),
        PAUSE_TOMORROW => Some(Message::PauseUntilMorning),
        GO_ON => Some(Message::Pause(0)),
        QUIT => Some(Message::Quit),
        _ => None,
    }
}

/// Words as a menu of Windows takes them, where a lone `&` marks a letter.
fn plain(words: &str) -> String {
    words.replace('&', "&&")
}

/// The same picture with the bytes of a pixel in another order.
fn rgba(argb: &[u8]) -> Vec<u8> {
    argb.chunks_exact(4)
        .flat_map(|pixel| [pixel[1], pixel[2], pixel[3], pixel[0]])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_is_whole_and_its_colours_are_in_place() {
        let picture = rgba(PICTURE);
        assert_eq!(picture.len(), (EDGE * EDGE * 4) as usize);
        assert_eq!(rgba(&[1, 2, 3, 4]), [2, 3, 4, 1]);
    }

    #[test]
    fn every_line_of_the_menu_asks_for_something_and_a_strange_one_for_nothing() {
        for line in [
            OPEN,
            LOG,
            PAUSE_HOUR,
            PAUSE_HOURS,
            PAUSE_TOMORROW,
            GO_ON,
            QUIT,
        ] {
            assert!(asked(line).is_some(), "{line}");
        }
        assert_eq!(asked("42"), None);
        assert_eq!(plain("Rest & move"), "Rest && move");
    }

    #[cfg(windows)]
    #[test]
    fn an_icon_goes_up_says_what_is_new_and_goes_away_with_the_companion() {
        let (sender, messages) = mpsc::channel();
        let mut tray = Tray::new(&sender);
        assert!(!tray.renew(Some("Mon 23 Nov 20:00"), None));
        tray.begin();
        // A server without a taskbar is no error, and is told apart from an icon.
        let up = messages.recv_timeout(std::time::Duration::from_secs(10)) == Ok(Message::Look);
        assert_eq!(tray.renew(None, Some("Mon 23 Nov 21:00")), up);
        assert_eq!(tray.renew(Some("Tue 24 Nov 08:00"), None), up);
        drop(tray);
    }
}
