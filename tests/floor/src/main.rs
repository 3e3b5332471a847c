//! The floor window: the least a Tauri app can be, measured beside Backstride to tell its own cost from the toolkit's.
#![cfg_attr(windows, windows_subsystem = "windows")]

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() {
    tauri::Builder::default()
        .setup(|app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .title("Backstride floor")
                .inner_size(1280.0, 860.0)
                .incognito(true)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
        .expect("the floor window needs a display");
}
