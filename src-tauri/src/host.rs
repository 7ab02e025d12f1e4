//! What only a window can do for the application.

use tauri::{AppHandle, Manager};
use tauri_plugin_clipboard_manager::ClipboardExt;
use triptych_app::Host;

/// The process that shows the window.
pub(crate) struct Window(pub(crate) AppHandle);

impl Host for Window {
    fn copy_text(&self, text: String) -> Result<(), String> {
        self.0.clipboard().write_text(text).map_err(|error| error.to_string())
    }

    fn open_url(&self, url: &str) -> Result<(), String> {
        open::that_detached(url).map_err(|error| error.to_string())
    }

    fn show_window(&self) {
        if let Some(window) = self.0.get_webview_window(crate::window::LABEL)
            && let Err(error) = window.show()
        {
            tracing::error!(%error, "the window could not be shown");
        }
    }

    fn zoom_window(&self, percent: u16) -> Result<(), String> {
        let window = self.0.get_webview_window(crate::window::LABEL).ok_or("it is gone")?;
        window.set_zoom(f64::from(percent) / 100.0).map_err(|error| error.to_string())
    }
}
