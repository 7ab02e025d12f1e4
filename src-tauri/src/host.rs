//! What only a window can do for the application.

use tauri::{AppHandle, Manager};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;
use triptych_app::{Dialog, Host, Picked, Wanted};

/// The process that shows the window.
pub(crate) struct Window(pub(crate) AppHandle);

impl Host for Window {
    fn copy_text(&self, text: String) -> Result<(), String> {
        self.0.clipboard().write_text(text).map_err(|error| error.to_string())
    }

    fn open_url(&self, url: &str) -> Result<(), String> {
        open::that_detached(url).map_err(|error| error.to_string())
    }

    fn pick_path(&self, dialog: Dialog) -> Picked<'_> {
        let (told, picked) = oneshot::channel();
        let tell = move |path| drop(told.send(path));
        let mut asked = self.0.dialog().file().set_title(dialog.title).set_file_name(dialog.name);
        if let Some(window) = self.0.get_webview_window(crate::window::LABEL) {
            asked = asked.set_parent(&window);
        }
        if let Some(folder) = dialog.folder {
            asked = asked.set_directory(folder);
        }
        match dialog.wants {
            Wanted::Folder => asked.pick_folder(tell),
            Wanted::File => asked.pick_file(tell),
            Wanted::NewFile => asked.save_file(tell),
        }
        Box::pin(async {
            // A dialog that ends without a word was left.
            let picked = picked.await.ok().flatten();
            picked.map(|path| path.into_path().map_err(|error| error.to_string())).transpose()
        })
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
