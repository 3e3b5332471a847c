//! Asks for a folder or a file in the desktop's own window for that, one at a time.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use tauri::{AppHandle, Manager as _};

use crate::ipc_error::{ErrorCode, IpcError};

/// What is asked for, and the words for it.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// Where to begin.
    pub(crate) begin: Option<PathBuf>,
    /// A file that ends so, or a folder.
    pub(crate) ending: Option<&'static str>,
    /// What the window says it is for.
    pub(crate) title: String,
    /// What such a file is called.
    pub(crate) kind: String,
    /// The button that takes what was chosen.
    pub(crate) take: String,
    /// The button that takes nothing.
    pub(crate) leave: String,
}

/// Whether somebody is being asked.
#[derive(Debug, Default)]
pub(crate) struct Choosing(AtomicBool);

/// Asks, and waits for the answer. `None` = nothing was chosen.
pub(crate) async fn ask(app: &AppHandle, question: Question) -> Result<Option<PathBuf>, IpcError> {
    let choosing = app.state::<Choosing>();
    if choosing.0.swap(true, Ordering::SeqCst) {
        return Err(IpcError::of(ErrorCode::Busy));
    }
    let (tell, mut told) = tauri::async_runtime::channel(1);
    let asked = {
        let app = app.clone();
        move || {
            // Whoever waits sees an end without an answer as nothing chosen.
            show(&app, question, move |chosen| drop(tell.try_send(chosen)));
        }
    };
    let chosen = match app.run_on_main_thread(asked) {
        Ok(()) => Ok(told.recv().await.flatten()),
        Err(_) => Err(IpcError::of(ErrorCode::Unexpected)),
    };
    choosing.0.store(false, Ordering::SeqCst);
    chosen
}

/// GTK's own, which asks the desktop's where one stands ready. It belongs to the window and is closed with it.
#[cfg(target_os = "linux")]
fn show(app: &AppHandle, question: Question, answered: impl Fn(Option<PathBuf>) + 'static) {
    use gtk::prelude::{FileChooserExt as _, NativeDialogExt as _};
    use gtk::{FileChooserAction, FileChooserNative, FileFilter, ResponseType};

    let parent = app
        .get_webview_window(crate::window::MAIN)
        .and_then(|window| window.gtk_window().ok());
    let action = match question.ending {
        None => FileChooserAction::SelectFolder,
        Some(_) => FileChooserAction::Open,
    };
    let native = FileChooserNative::new(
        Some(&question.title),
        parent.as_ref(),
        action,
        Some(&question.take),
        Some(&question.leave),
    );
    native.set_modal(true);
    if let Some(folder) = question.begin {
        native.set_current_folder(folder);
    }
    if let Some(ending) = question.ending {
        let filter = FileFilter::new();
        filter.set_name(Some(&question.kind));
        filter.add_pattern(&format!("*.{ending}"));
        native.add_filter(filter);
    }
    // The answer holds the dialog alive until it comes, and lets it go then.
    let alive = std::cell::RefCell::new(Some(native.clone()));
    native.connect_response(move |native, response| {
        let taken = response == ResponseType::Accept;
        answered(native.filename().filter(|_| taken));
        native.destroy();
        drop(alive.take());
    });
    native.show();
}

#[cfg(not(target_os = "linux"))]
fn show(app: &AppHandle, question: Question, answered: impl Fn(Option<PathBuf>) + Send + 'static) {
    let mut dialog = rfd::AsyncFileDialog::new().set_title(&question.title);
    if let Some(folder) = question.begin {
        dialog = dialog.set_directory(folder);
    }
    if let Some(window) = app.get_webview_window(crate::window::MAIN) {
        dialog = dialog.set_parent(&window);
    }
    // It has to be made on the thread of the window and may be waited for on any.
    if let Some(ending) = question.ending {
        let asked = dialog.add_filter(&question.kind, &[ending]).pick_file();
        tauri::async_runtime::spawn(async move {
            answered(asked.await.map(|file| file.path().to_owned()));
        });
    } else {
        let asked = dialog.pick_folder();
        tauri::async_runtime::spawn(async move {
            answered(asked.await.map(|file| file.path().to_owned()));
        });
    }
}
