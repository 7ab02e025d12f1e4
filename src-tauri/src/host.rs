//! What only a window can do for the application.

use tauri::{AppHandle, Manager, WebviewWindow};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;
use triptych_app::{Dialog, Host, Picked};

/// The process that shows the window.
pub(crate) struct Window(pub(crate) AppHandle);

impl Window {
    fn shown(&self) -> Result<WebviewWindow, String> {
        self.0.get_webview_window(crate::window::LABEL).ok_or_else(|| "the window is gone".to_owned())
    }

    /// Shows the dialog, and hears of its end.
    fn ask(&self, dialog: Dialog) -> Result<oneshot::Receiver<Option<FilePath>>, String> {
        let (told, picked) = oneshot::channel();
        // Nobody waits any more where the window was closed meanwhile.
        let tell = move |path| drop(told.send(path));
        let asked = self.0.dialog().file().set_parent(&self.shown()?);
        let (title, folder) = match &dialog {
            Dialog::Folder { title, folder } | Dialog::File { title, folder } => (title, folder),
            Dialog::NewFile { title, folder, .. } => (title, folder),
        };
        let asked = asked.set_title(*title);
        let asked = match folder {
            Some(folder) => asked.set_directory(folder),
            None => asked,
        };
        match dialog {
            Dialog::Folder { .. } => asked.pick_folder(tell),
            Dialog::File { .. } => asked.pick_file(tell),
            Dialog::NewFile { kind, extension, name, .. } => {
                asked.set_file_name(name).add_filter(kind, &[extension]).save_file(tell);
            }
        }
        Ok(picked)
    }
}

impl Host for Window {
    fn copy_text(&self, text: String) -> Result<(), String> {
        self.0.clipboard().write_text(text).map_err(|error| error.to_string())
    }

    fn open_url(&self, url: &str) -> Result<(), String> {
        open::that_detached(url).map_err(|error| error.to_string())
    }

    fn pick_path(&self, dialog: Dialog) -> Picked<'_> {
        Box::pin(async move {
            // A dialog that ends without a word was left.
            let picked = self.ask(dialog)?.await.ok().flatten();
            picked.map(|path| path.into_path().map_err(|error| error.to_string())).transpose()
        })
    }

    fn show_window(&self) {
        let shown = self.shown().and_then(|window| window.show().map_err(|error| error.to_string()));
        if let Err(error) = shown {
            tracing::error!(%error, "the window could not be shown");
        }
    }

    fn zoom_window(&self, percent: u16) -> Result<(), String> {
        self.shown()?.set_zoom(f64::from(percent) / 100.0).map_err(|error| error.to_string())
    }
}
