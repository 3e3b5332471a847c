//! The one window: how it is made, and everything it is denied.

use tauri::utils::config::Color;
use tauri::webview::{NewWindowResponse, PermissionResponse};
use tauri::{AppHandle, Manager as _, Url, WebviewUrl, WebviewWindowBuilder};

/// The label of the window; the capability names it too.
pub(crate) const MAIN: &str = "main";

/// A proxy where nobody listens: port 9, "discard", of this computer. What slips past the content policy ends here.
#[cfg(not(windows))]
const DEAD_PROXY: &str = "http://127.0.0.1:9";

/// WebRTC and its relatives know ways around a proxy, so they are taken away before any page script runs.
const WITHOUT_PEERS: &str = "for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel', 'WebTransport', 'WebSocket', 'EventSource']) { delete globalThis[name]; }";

/// Arguments for the web view of Windows; giving any replaces the defaults of the library, so they are repeated.
#[cfg(windows)]
const BROWSER_ARGUMENTS: &str = "--disable-features=msWebOOUI,msPdfOOUI,msSmartScreenProtection \
    --proxy-server=http://127.0.0.1:9 --host-rules=\"MAP * ~NOTFOUND\" --host-resolver-rules=\"MAP * ~NOTFOUND\" \
    --force-webrtc-ip-handling-policy=disable_non_proxied_udp --disable-background-networking \
    --disable-component-update --no-pings";

/// Opens the window in a room, or brings it to the front if it is open.
pub(crate) fn open(app: &AppHandle, room: Option<&str>) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(MAIN) {
        window.unminimize()?;
        window.show()?;
        return window.set_focus();
    }
    let page = match room {
        Some(room) => format!("index.html#/{room}"),
        None => "index.html".to_owned(),
    };
    let builder = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App(page.into()))
        .title("Backstride")
        .inner_size(1280.0, 860.0)
        .min_inner_size(720.0, 560.0)
        // The page says when there is something to see.
        .visible(false)
        // The paper colour of the light theme, so that a slow start shows no black hole.
        .background_color(Color(0xF6, 0xF3, 0xEC, 0xFF))
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_permission_request(|_, _| PermissionResponse::Deny)
        .initialization_script_for_all_frames(WITHOUT_PEERS)
        .browser_extensions_enabled(false)
        .general_autofill_enabled(false)
        .devtools(false)
        .incognito(!driven())
        .disable_drag_drop_handler();
    #[cfg(windows)]
    let builder = builder.additional_browser_args(BROWSER_ARGUMENTS);
    #[cfg(not(windows))]
    let builder = match DEAD_PROXY.parse() {
        Ok(proxy) => builder.proxy_url(proxy),
        Err(_) => builder,
    };
    builder.build()?;
    Ok(())
}

/// Whether a test's driver holds the window, by the variable through which Tauri lets one in.
///
/// A session that leaves nothing on the disk cannot be driven (wry gives it no automation), so a driven window has an
/// ordinary one. That the other leaves nothing is shown by a test without a driver.
fn driven() -> bool {
    std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true")
}

/// The window shows the bundled pages and nothing else, whatever a link or a script asks for.
fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // Windows serves the same pages under this name; it never leaves the process.
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_the_bundled_pages_may_be_shown() {
        let ours = |text: &str| is_ours(&text.parse().expect("an address"));
        assert!(ours("tauri://localhost/index.html#/today"));
        for other in [
            "https://example.com/",
            "http://localhost:1420/",
            "tauri://evil/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
            "javascript:alert(1)",
        ] {
            assert!(!ours(other), "{other}");
        }
    }
}
