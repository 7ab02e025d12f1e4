//! The one window, and that it stays what it is: our own page and nothing else.

use tauri::webview::{Color, NewWindowResponse};
use tauri::{App, Theme, Url, WebviewUrl, WebviewWindowBuilder};

/// The name that `capabilities/main.json` knows it by.
pub(crate) const LABEL: &str = "main";

/// `--bg-pane` of `ui/src/styles/tokens.css`, so that nothing flashes before the page is painted.
const DARK: Color = Color(0x19, 0x1c, 0x20, 0xff);
const LIGHT: Color = Color(0xff, 0xff, 0xff, 0xff);

/// WebKit's own word for it: whoever sets this wants layers also where no graphics card is. Its driver takes pictures of
/// nothing else reliably.
#[cfg(target_os = "linux")]
const WANTS_LAYERS: &str = "WEBKIT_FORCE_COMPOSITING_MODE";

/// Opens it hidden; the page shows it once it has something to show.
pub(crate) fn open(app: &App) -> tauri::Result<()> {
    let dev_url = app.config().build.dev_url.clone();
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Triptych")
        .inner_size(1440.0, 900.0)
        .min_inner_size(1000.0, 640.0)
        .visible(false)
        .background_color(DARK)
        .disable_drag_drop_handler()
        .on_navigation(move |url| is_ours(url, dev_url.as_ref()))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    #[cfg(target_os = "linux")]
    if !has_graphics_card() && std::env::var_os(WANTS_LAYERS).is_none() {
        window.with_webview(|view| draw_directly(&view.inner()))?;
    }
    if window.theme()? == Theme::Light {
        window.set_background_color(Some(LIGHT))?;
    }
    Ok(())
}

/// Whether anything could draw the layers of a page faster than the processor: in a virtual machine or over a remote
/// display there is often no such thing.
#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    let devices = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    devices.into_iter().any(|device| device.file_name().to_string_lossy().starts_with("renderD"))
}

/// Without layers: a processor that imitates a graphics card composes a whole window for each frame, at a quarter of
/// the rate at which it draws what changed.
#[cfg(target_os = "linux")]
fn draw_directly(view: &webkit2gtk::WebView) {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

    if let Some(settings) = view.settings() {
        settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
    }
}

/// The embedded page, or Vite's while developing.
fn is_ours(url: &Url, dev_url: Option<&Url>) -> bool {
    let embedded = url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost");
    embedded || dev_url.is_some_and(|dev| dev.origin() == url.origin())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_on_its_own_page() {
        let url = |text: &str| text.parse::<Url>().expect("a URL");
        let dev = url("http://localhost:1420");
        for ours in ["tauri://localhost/", "http://tauri.localhost/index.html"] {
            assert!(is_ours(&url(ours), None), "{ours}");
        }
        for foreign in
            ["https://example.com/", "http://localhost:1420/", "file:///etc/passwd", "data:text/html,x", "about:blank"]
        {
            assert!(!is_ours(&url(foreign), None), "{foreign}");
        }
        assert!(is_ours(&url("http://localhost:1420/src/main.ts"), Some(&dev)));
        assert!(!is_ours(&url("http://localhost:1421/"), Some(&dev)));
    }
}
