//! Lets tauri-build read the configuration of the floor window.
fn main() {
    tauri_build::build();
}
