//! The companion's round: look at the clocks, write down what is due, then show it, then wait.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use backstride_core::Moment;
use backstride_core::db;
use backstride_core::error::{Error, Result};
use backstride_core::reminders::{
    self, Answer, Card, Clocks, Effect, HEARTBEAT_MS, NextWake, Notebook, Plan, Standing, Tick,
    Until, ZoneView as _,
};
use rusqlite::Connection;

#[cfg(any(target_os = "macos", windows))]
use super::menu_icon::Tray;
use super::notify::Notifier;
use super::presence::{Desk, Watch};
#[cfg(target_os = "linux")]
use super::tray::Tray;
use super::{Message, Shared, words};
use crate::nudge::{self, NextReminder, Nudge, Role, Status};
use crate::profile::Profile;
use crate::{clock, launch};

/// How long the window may take to hear a nudge.
const WINDOW_WAIT: Duration = Duration::from_millis(500);

/// How often in a row the file may fail before the companion gives up; with the waits between them, about an hour.
const FAILURES_MAX: u32 = 64;

/// Why the companion ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// No reminder is switched on, put off or on the screen.
    NothingScheduled,
    /// Somebody asked for it.
    Asked,
    /// Another companion took over.
    Replaced,
    /// The file cannot be used.
    Failed,
}

/// What happened on the screen and the file does not know yet.
#[derive(Debug, Clone)]
enum Said {
    Answered(String, Answer),
    Dismissed(String),
    /// The person asked for a pause until then, or with `None` for its end.
    Paused(Option<Until>),
    /// The person asked for the window, and sees there what the clock says.
    Opened,
    /// Whether a card could be shown, when and in which zone.
    Shown {
        ids: Vec<String>,
        reached: bool,
        now: Moment,
        zone: String,
    },
}

/// The companion at work.
pub(super) struct Rounds {
    profile: Profile,
    conn: Connection,
    holder: String,
    notebook: Notebook,
    started: bool,
    login: bool,
    desk: Box<dyn Watch>,
    notifier: Box<dyn Notifier>,
    tray: Tray,
    status: Shared,
    said: VecDeque<Said>,
    failures: u32,
}

impl Rounds {
    /// Opens the schedule and takes the lease.
    pub(super) fn open(
        profile: &Profile,
        sender: &Sender<Message>,
        status: &Shared,
        login: bool,
    ) -> Result<Self> {
        let mut conn = db::open_schedule(&profile.dir)?;
        let holder = uuid::Uuid::now_v7().to_string();
        db::write(&mut conn, |tx| {
            reminders::take_lease(tx, &holder, clock::now())
        })?;
        Ok(Self {
            profile: profile.clone(),
            conn,
            holder,
            notebook: Notebook::default(),
            started: true,
            login,
            desk: Box::new(Desk::new(sender)),
            notifier: notifier(sender),
            tray: Tray::new(sender),
            status: Arc::clone(status),
            said: VecDeque::new(),
            failures: 0,
        })
    }

    /// Round after round, until there is a reason to end.
    pub(super) fn run(&mut self, messages: &Receiver<Message>) -> End {
        loop {
            let wait = match self.look() {
                Ok(NextWake::Never) => return End::NothingScheduled,
                Ok(NextWake::At(at_ms)) => {
                    let left_ms = at_ms.saturating_sub(clock::now().utc_ms);
                    clock::real(Duration::from_millis(u64::try_from(left_ms).unwrap_or(0)))
                }
                Err(Error::Conflict) => return End::Replaced,
                Err(_) if self.failures >= FAILURES_MAX => return End::Failed,
                // Another writer, a full disk: it passes or somebody puts it right. Nothing that was claimed is lost.
                Err(_) => {
                    self.failures += 1;
                    Duration::from_secs(u64::from(self.failures.min(60)))
                }
            };
            self.tray.begin();
            match messages.recv_timeout(wait) {
                Ok(message) => {
                    if let Some(end) = self.take(message) {
                        return end;
                    }
                    // What has come in meanwhile belongs to the same look.
                    while let Ok(message) = messages.try_recv() {
                        if let Some(end) = self.take(message) {
                            return end;
                        }
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return End::Asked,
            }
        }
    }

    /// One last look, with everything that came in before it.
    pub(super) fn nothing_scheduled(&mut self, messages: &Receiver<Message>) -> bool {
        while let Ok(message) = messages.try_recv() {
            if self.take(message).is_some() {
                return true;
            }
        }
        matches!(self.look(), Ok(NextWake::Never))
    }

    /// Leaves the file in order. Cards stay on the screen: what they ask still stands.
    pub(super) fn close(mut self) {
        // What was pressed just before the end still counts, if it can be written.
        let _ = self.keep_said();
        let notebook = &self.notebook;
        let _ = db::write(&mut self.conn, |tx| reminders::write_up(tx, notebook));
        // The log is merged by whoever opens the file next.
        let _ = db::close(self.conn);
    }

    fn take(&mut self, message: Message) -> Option<End> {
        match message {
            Message::Look => {}
            Message::Quit => return Some(End::Asked),
            Message::Open(room) => self.open_window(&room),
            Message::Pause(minutes) => self.pause(minutes),
            Message::PauseUntilMorning => {
                let now = clock::now();
                let tomorrow = reminders::diary_day_of(now.utc_ms, &clock::zone()).succ_opt();
                let morning = tomorrow.and_then(|date| date.and_hms_opt(words::MORNING_HOUR, 0, 0));
                self.said.push_back(Said::Paused(morning.map(Until::Local)));
            }
            Message::Server => self.notifier.renew(),
            Message::Closed { card, by_person } => {
                let ids = self.notifier.closed(card);
                if by_person {
                    self.said.extend(ids.into_iter().map(Said::Dismissed));
                }
            }
            Message::Pressed { card, button } => self.pressed(card, &button),
        }
        None
    }

    fn pressed(&mut self, card: u32, button: &str) {
        let answer = match button {
            words::DONE => Answer::Done,
            words::SKIP => Answer::Skip,
            words::SNOOZE => Answer::Snooze {
                minutes: words::SNOOZE_MINUTES,
            },
            words::OPEN => {
                // The form that stands behind the newest one on the card.
                let room = self
                    .notifier
                    .on_card(card)
                    .last()
                    .and_then(|id| self.room_of(id));
                return self.open_window(room.as_deref().unwrap_or("reminders"));
            }
            _ => return,
        };
        for id in self.notifier.pressed(card) {
            self.said.push_back(Said::Answered(id, answer));
        }
    }

    /// What stands behind a reminder is known to the window alone: it may be a guide, which says more than a rule does.
    fn room_of(&self, id: &str) -> Option<String> {
        let items = reminders::due(&self.conn, clock::now()).ok()?;
        let item = items.into_iter().find(|item| item.occurrence.id == id)?;
        Some(format!("behind/{}", item.occurrence.rule_id))
    }

    fn pause(&mut self, minutes: u32) {
        let until_ms = clock::now().utc_ms + i64::from(minutes) * 60_000;
        let until = (minutes > 0).then_some(Until::Instant(until_ms));
        self.said.push_back(Said::Paused(until));
    }

    fn open_window(&mut self, room: &str) {
        self.said.push_back(Said::Opened);
        let nudge = Nudge::OpenRoom {
            room: room.to_owned(),
        };
        if nudge::send(&self.profile, Role::Window, &nudge, WINDOW_WAIT).is_err() {
            // Without its window there is nobody to tell that the window cannot be started.
            let _ = launch::open_window(&self.profile, room);
        }
    }

    /// One look: answers first, then what is due, then the screen.
    fn look(&mut self) -> Result<NextWake> {
        let mut changed = self.keep_said()?;
        let reading = clock::read();
        let now = clock::moment(reading.wall_ms);
        let zone = clock::zone();
        let counts = reminders::rules(&self.conn)?
            .iter()
            .any(|rule| rule.enabled && matches!(rule.plan, Plan::Active { .. }));
        let presence = self.desk.presence(counts);
        let tick = Tick {
            clocks: Clocks {
                wall_ms: reading.wall_ms,
                boot_ms: reading.boot_ms,
                mono_ms: reading.mono_ms,
                boot_id: reading.boot_id,
            },
            zone: &zone,
            started: self.started,
            login: self.login,
            presence,
            heartbeat_ms: HEARTBEAT_MS,
        };
        let (holder, notebook) = (&self.holder, &self.notebook);
        let (effects, wake, notebook) = db::write(&mut self.conn, |tx| {
            reminders::round_with(tx, holder, &tick, now, notebook)
        })?;
        self.notebook = notebook;
        (self.started, self.login) = (false, false);
        changed |= !effects.is_empty();
        for effect in effects {
            match effect {
                Effect::Keep { .. } => {}
                Effect::Show(card) => self.show(&card)?,
                Effect::Withdraw(id) => self.notifier.withdraw(&id),
            }
        }
        self.withdraw_answered()?;
        self.failures = 0;
        self.tell(changed)?;
        Ok(wake)
    }

    /// Writes down what happened on the screen; what cannot be written now is tried again at the next look, before the
    /// round: a claim that is still one then counts as not known.
    fn keep_said(&mut self) -> Result<bool> {
        let mut changed = false;
        while let Some(said) = self.said.front().cloned() {
            let now = clock::now();
            let kept = db::write(&mut self.conn, |tx| match &said {
                Said::Answered(id, answer) => reminders::pressed(tx, id, *answer, now).map(drop),
                Said::Dismissed(id) => reminders::dismissed(tx, id, now),
                Said::Paused(until) => reminders::pause(tx, *until, now, &clock::zone()),
                Said::Opened => reminders::confirm_clock(tx, now),
                Said::Shown {
                    ids,
                    reached,
                    now,
                    zone,
                } => reminders::shown(tx, ids, *reached, *now, zone),
            });
            match kept {
                Ok(()) => changed = true,
                // Answered in the app already, or gone: the first answer stands.
                Err(Error::Conflict | Error::NotFound | Error::Invalid { .. }) => {}
                Err(error) => return Err(error),
            }
            self.said.pop_front();
        }
        Ok(changed)
    }

    fn show(&mut self, card: &Card) -> Result<()> {
        let now = clock::now();
        let read = reminders::due(&self.conn, now).map(|mut items| {
            items.retain(|item| card.ids.contains(&item.occurrence.id));
            items.reverse();
            words::face(&items, now.utc_ms)
        });
        let reached = match &read {
            Ok(face) => self.notifier.show(&card.ids, face),
            Err(_) => false,
        };
        // Also a card that could not be made is noted: it waits in the app.
        self.said.push_back(Said::Shown {
            ids: card.ids.clone(),
            reached,
            now: clock::now(),
            zone: clock::zone().name(),
        });
        self.keep_said()?;
        read.map(drop)
    }

    /// An answer given in the app takes its card off the screen.
    fn withdraw_answered(&mut self) -> Result<()> {
        let on_screen = self.notifier.on_screen();
        if on_screen.is_empty() {
            return Ok(());
        }
        let items = reminders::due(&self.conn, clock::now())?;
        for id in on_screen {
            let standing = items
                .iter()
                .find(|item| item.occurrence.id == id)
                .map(|item| item.occurrence.standing);
            if !matches!(standing, Some(Standing::Shown | Standing::Claimed)) {
                self.notifier.withdraw(&id);
            }
        }
        Ok(())
    }

    /// Tells the window and whoever asks how things stand.
    fn tell(&mut self, changed: bool) -> Result<()> {
        let now = clock::now();
        let next = reminders::next(&self.conn, now, &clock::zone())?;
        let enabled = reminders::rules(&self.conn)?
            .iter()
            .filter(|rule| rule.enabled)
            .count();
        let paused = reminders::paused(&self.conn, now, &clock::zone())?;
        let paused_until = paused.map(|pause| words::moment(pause.end_ms(&clock::zone())));
        let next = next.map(|next| NextReminder {
            name: next.name,
            at_ms: next.at_ms,
            local: words::moment(next.at_ms),
        });
        let tray = self.tray.renew(
            next.as_ref().map(|next| next.local.as_str()),
            paused_until.as_deref(),
        );
        let status = Status {
            next,
            notifier: self.notifier.state(),
            tray,
            rules: u32::try_from(enabled).unwrap_or(u32::MAX),
            presence: self.desk.source(),
            paused_until,
        };
        let before = std::mem::replace(
            &mut *self.status.lock().unwrap_or_else(PoisonError::into_inner),
            status.clone(),
        );
        // The window also shows how the companion is, and a companion that has just started is news too.
        if changed || before != status {
            // A window that is closed reads everything when it opens.
            let _ = nudge::send(&self.profile, Role::Window, &Nudge::ReRead, WINDOW_WAIT);
        }
        Ok(())
    }
}

#[cfg(target_os = "linux")]
fn notifier(sender: &Sender<Message>) -> Box<dyn Notifier> {
    Box::new(super::freedesktop::Freedesktop::new(sender))
}

#[cfg(windows)]
fn notifier(sender: &Sender<Message>) -> Box<dyn Notifier> {
    Box::new(super::toasts::Toasts::new(sender))
}

#[cfg(target_os = "macos")]
fn notifier(sender: &Sender<Message>) -> Box<dyn Notifier> {
    match super::center::Center::new(sender) {
        Some(center) => Box::new(center),
        None => Box::new(super::notify::Nowhere(nudge::NotifierState::NotInstalled)),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn notifier(_sender: &Sender<Message>) -> Box<dyn Notifier> {
    Box::new(super::notify::Nowhere(nudge::NotifierState::Missing))
}
