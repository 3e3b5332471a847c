//! Cards on a Mac: `UNUserNotificationCenter`, with buttons.
//!
//! Source: developer.apple.com, User Notifications. It wants a program that lies in a bundle with a name; any other has
//! nowhere to show a card, and then everything waits in the list in the app.
#![expect(
    unsafe_code,
    reason = "a class that Objective-C calls, and handlers it calls back, have no safe binding"
)]

use std::ptr::NonNull;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use block2::{DynBlock, RcBlock};
use objc2::rc::{Retained, autoreleasepool};
use objc2::runtime::{Bool, NSObject, NSObjectProtocol, ProtocolObject};
use objc2::{AnyThread, DefinedClass as _, define_class, msg_send};
use objc2_foundation::{NSArray, NSBundle, NSError, NSSet, NSString};
use objc2_user_notifications::{
    UNAuthorizationOptions, UNAuthorizationStatus, UNMutableNotificationContent, UNNotification,
    UNNotificationAction, UNNotificationActionOptions, UNNotificationCategory,
    UNNotificationCategoryOptions, UNNotificationPresentationOptions, UNNotificationRequest,
    UNNotificationResponse, UNNotificationSettings, UNUserNotificationCenter,
    UNUserNotificationCenterDelegate,
};

use super::Message;
use super::cards::Cards;
use super::notify::{Face, Notifier, mac};
use crate::nudge::NotifierState;

/// The one kind of card there is, as the system calls it.
const KIND: &str = "reminder";

/// How long the system may take to accept a card; one that hangs must not stop the reminders behind it.
const WAIT: Duration = Duration::from_secs(5);

/// What the system hands answers to.
struct Ear {
    sender: Sender<Message>,
}

define_class!(
    // SAFETY: the superclass asks nothing of those below it, and there is no `Drop`.
    #[unsafe(super(NSObject))]
    #[name = "BackstrideNotifications"]
    #[ivars = Ear]
    struct Delegate;

    // SAFETY: nothing is asked beyond what the superclass does.
    unsafe impl NSObjectProtocol for Delegate {}

    // SAFETY: the two methods have the names and arguments that Apple gives them.
    unsafe impl UNUserNotificationCenterDelegate for Delegate {
        #[unsafe(method(userNotificationCenter:willPresentNotification:withCompletionHandler:))]
        fn will_present(
            &self,
            _center: &UNUserNotificationCenter,
            _card: &UNNotification,
            answer: &DynBlock<dyn Fn(UNNotificationPresentationOptions)>,
        ) {
            // Without this nothing is shown while our own window is in front.
            answer
                .call((UNNotificationPresentationOptions::Banner
                    | UNNotificationPresentationOptions::List,));
        }

        #[unsafe(method(userNotificationCenter:didReceiveNotificationResponse:withCompletionHandler:))]
        fn did_receive(
            &self,
            _center: &UNUserNotificationCenter,
            response: &UNNotificationResponse,
            answer: &DynBlock<dyn Fn()>,
        ) {
            let name = response.notification().request().identifier().to_string();
            let action = response.actionIdentifier().to_string();
            if let Some(message) = mac::told(&name, &action) {
                // A companion that is ending has nobody left to tell.
                let _ = self.ivars().sender.send(message);
            }
            answer.call(());
        }
    }
);

impl Delegate {
    fn new(sender: &Sender<Message>) -> Retained<Self> {
        let this = Self::alloc().set_ivars(Ear {
            sender: sender.clone(),
        });
        // SAFETY: `init` of the superclass takes nothing and returns the same object.
        unsafe { msg_send![super(this), init] }
    }
}

/// The notification center of this login.
pub(super) struct Center {
    sender: Sender<Message>,
    /// The system holds it weakly.
    _delegate: Retained<Delegate>,
    state: Arc<Mutex<NotifierState>>,
    cards: Cards<()>,
    buttons: Vec<(&'static str, String)>,
}

impl Center {
    /// `None` for a program outside a bundle: asking for its center would end it.
    pub(super) fn new(sender: &Sender<Message>) -> Option<Self> {
        let bundle = NSBundle::mainBundle();
        let identifier = bundle.bundleIdentifier().map(|it| it.to_string());
        if !mac::in_bundle(identifier.as_deref(), &bundle.bundlePath().to_string()) {
            return None;
        }
        let delegate = Delegate::new(sender);
        let center = UNUserNotificationCenter::currentNotificationCenter();
        center.setDelegate(Some(ProtocolObject::from_ref(&*delegate)));
        // What an earlier companion has put up, nobody remembers: its buttons would do nothing.
        center.removeAllDeliveredNotifications();
        let mut own = Self {
            sender: sender.clone(),
            _delegate: delegate,
            state: Arc::default(),
            cards: Cards::default(),
            buttons: Vec::new(),
        };
        own.renew();
        Some(own)
    }

    /// Asks whether cards may be shown; the answer comes on another thread.
    fn ask_state(&self) {
        let (state, sender) = (Arc::clone(&self.state), self.sender.clone());
        let told = RcBlock::new(move |settings: NonNull<UNNotificationSettings>| {
            // SAFETY: the system keeps the object while it calls.
            let status = unsafe { settings.as_ref() }.authorizationStatus();
            let new = mac::state(status.0);
            let before = std::mem::replace(
                &mut *state.lock().unwrap_or_else(PoisonError::into_inner),
                new,
            );
            if before != new {
                let _ = sender.send(Message::Look);
            }
        });
        UNUserNotificationCenter::currentNotificationCenter()
            .getNotificationSettingsWithCompletionHandler(&told);
    }

    /// The buttons belong to a kind of card, which the system has to know before the card.
    fn know_buttons(&mut self, buttons: &[(&'static str, String)]) {
        if self.buttons == buttons {
            return;
        }
        let actions: Vec<_> = buttons
            .iter()
            .map(|(key, words)| {
                UNNotificationAction::actionWithIdentifier_title_options(
                    &NSString::from_str(key),
                    &NSString::from_str(words),
                    UNNotificationActionOptions::empty(),
                )
            })
            .collect();
        let kind = UNNotificationCategory::categoryWithIdentifier_actions_intentIdentifiers_options(
            &NSString::from_str(KIND),
            &NSArray::from_retained_slice(&actions),
            &NSArray::new(),
            // That a card was closed is told only who asks for it.
            UNNotificationCategoryOptions::CustomDismissAction,
        );
        UNUserNotificationCenter::currentNotificationCenter()
            .setNotificationCategories(&NSSet::from_retained_slice(&[kind]));
        self.buttons = buttons.to_vec();
    }

    fn put_up(&self, card: u32, face: &Face) -> bool {
        let content = UNMutableNotificationContent::new();
        content.setTitle(&NSString::from_str(&face.title));
        content.setBody(&NSString::from_str(&face.body));
        content.setCategoryIdentifier(&NSString::from_str(KIND));
        let request = UNNotificationRequest::requestWithIdentifier_content_trigger(
            &NSString::from_str(&mac::name(card)),
            &content,
            None,
        );
        let (sender, accepted) = mpsc::channel();
        let told = RcBlock::new(move |error: *mut NSError| {
            // Whoever asked may have given up waiting.
            let _ = sender.send(error.is_null());
        });
        UNUserNotificationCenter::currentNotificationCenter()
            .addNotificationRequest_withCompletionHandler(&request, Some(&told));
        accepted.recv_timeout(WAIT).unwrap_or(false)
    }
}

fn take_away(card: u32) {
    let names = NSArray::from_retained_slice(&[NSString::from_str(&mac::name(card))]);
    let center = UNUserNotificationCenter::currentNotificationCenter();
    center.removePendingNotificationRequestsWithIdentifiers(&names);
    center.removeDeliveredNotificationsWithIdentifiers(&names);
}

impl Notifier for Center {
    fn show(&mut self, ids: &[String], face: &Face) -> bool {
        autoreleasepool(|_| {
            for (card, ()) in self.cards.make_room(ids) {
                take_away(card);
            }
            self.know_buttons(&face.buttons);
            let card = self.cards.number();
            let shown = self.put_up(card, face);
            if shown {
                self.cards.put(card, (), ids);
            } else {
                // One that came too late to be believed must not stand there unknown.
                take_away(card);
                self.ask_state();
            }
            shown
        })
    }

    fn withdraw(&mut self, id: &str) {
        if let Some((card, ())) = self.cards.withdraw(id) {
            autoreleasepool(|_| take_away(card));
        }
    }

    fn on_screen(&self) -> Vec<String> {
        self.cards.on_screen()
    }

    fn on_card(&self, card: u32) -> Vec<String> {
        self.cards.on_card(card)
    }

    fn pressed(&mut self, card: u32) -> Vec<String> {
        let (stands, ids) = self.cards.pressed(card);
        if stands.is_some() {
            autoreleasepool(|_| take_away(card));
        }
        ids
    }

    fn closed(&mut self, card: u32) -> Vec<String> {
        self.cards.closed(card)
    }

    fn renew(&mut self) {
        // The system asks the person the first time and never again; without sound, as everywhere.
        let told = RcBlock::new(|_: Bool, _: *mut NSError| {});
        autoreleasepool(|_| {
            UNUserNotificationCenter::currentNotificationCenter()
                .requestAuthorizationWithOptions_completionHandler(
                    UNAuthorizationOptions::Alert,
                    &told,
                );
            self.ask_state();
        });
    }

    fn state(&self) -> NotifierState {
        // Somebody may have changed their mind in the system's settings; what is heard now is known at the next look.
        autoreleasepool(|_| self.ask_state());
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

// The numbers are written down a second time where they can be tested.
const _: () = assert!(
    UNAuthorizationStatus::NotDetermined.0 == mac::NOT_ASKED
        && UNAuthorizationStatus::Denied.0 == mac::DENIED
);
