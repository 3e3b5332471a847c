//! Systems whose own way to tell of the last input has no safe binding yet: the state stays unknown, and is shown so.
//!
//! Windows has `GetLastInputInfo` and session events, macOS `CGEventSource` and `NSWorkspace`; both need unsafe code.

use std::sync::mpsc::Sender;

use super::Shared;
use crate::companion::Message;

pub(super) fn start_input(_shared: &Shared, _sender: &Sender<Message>) {}

pub(super) fn start_lock(_shared: &Shared, _sender: &Sender<Message>) {}
