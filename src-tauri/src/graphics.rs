//! What the web view draws with: on a computer without a graphics processor, without pretending to have one.

use std::path::Path;

/// Where Linux shows the processors that can draw, one `renderD…` each.
const DEVICES: &str = "/dev/dri";

/// The variable by which WebKitGTK is asked to draw on the processor and hand pictures over in plain memory.
const PLAIN: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Chooses before the first window; what somebody has set themselves stays.
///
/// Where nothing can draw, WebKitGTK imitates a graphics processor in software. For pages of text that costs some
/// 100 MB and a good part of the start, and gives nothing (`cargo xtask bench` shows both sides on such a machine).
pub(crate) fn choose() {
    if !can_draw(Path::new(DEVICES)) {
        // Refused only for a name that is none; then the window is as it would have been.
        let _ = glib::setenv(PLAIN, "1", false);
    }
}

/// Whether a folder of devices holds one that can draw.
fn can_draw(devices: &Path) -> bool {
    std::fs::read_dir(devices)
        .into_iter()
        .flatten()
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
}

#[cfg(test)]
mod tests {
    use super::can_draw;

    #[test]
    fn only_a_render_node_can_draw() {
        let devices = tempfile::tempdir().expect("a place");
        assert!(!can_draw(devices.path()));
        assert!(!can_draw(&devices.path().join("absent")));
        // A card without a render node shows pictures and draws none.
        std::fs::write(devices.path().join("card0"), "").expect("a card");
        assert!(!can_draw(devices.path()));
        std::fs::write(devices.path().join("renderD128"), "").expect("a node");
        assert!(can_draw(devices.path()));
    }
}
