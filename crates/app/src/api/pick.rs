//! Paths that somebody chooses in the system's own dialog, instead of typing them.
//!
//! The window says what a path is for; what the dialog says and offers is ours. It learns the path alone: reading and
//! writing stay commands of their own, which a typed path reaches as well.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ApiError;
use crate::app::now_us;
use crate::desk::{Desk, Dialog, Host, Wanted};
use crate::paths;
use crate::transfer::own_file;

/// Request of `window.pick`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PickPath {
    pub what: PickWhat,
    /// What the field says: the dialog begins there.
    pub at: String,
}

/// What a path is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum PickWhat {
    FixtureFolder,
    ImportFile,
    ImportFolder,
    Bundle,
    Har,
    Report,
}

/// The path; `null` where the dialog was left without one.
pub(super) async fn pick(desk: &Desk, host: &dyn Host, request: PickPath) -> Result<Option<String>, ApiError> {
    let data_dir = desk.app().await?.data_dir().to_owned();
    let picked = host.pick_path(dialog(request.what, &request.at, &data_dir)).await;
    let picked = picked.map_err(|error| {
        ApiError::new("no_dialog", format!("No dialog came: {error}."), Some("Type the path instead."))
    })?;
    match picked.map(|path| path.into_os_string().into_string()) {
        None => Ok(None),
        Some(Ok(path)) => Ok(Some(path)),
        Some(Err(path)) => {
            let message = format!("{} is no text in UTF-8.", Path::new(&path).display());
            Err(ApiError::new("bad_path", message, Some("Choose one whose name is.")))
        }
    }
}

fn dialog(what: PickWhat, at: &str, data_dir: &Path) -> Dialog {
    let typed = paths::typed(at).ok();
    let folder = typed.as_deref().and_then(existing);
    let old = |title, wants| Dialog { title, wants, folder: folder.clone(), name: String::new() };
    let new = |title, name, extension| {
        let file = typed.clone().unwrap_or_else(|| own_file(data_dir, name, now_us() / 1000, extension));
        Dialog { title, wants: Wanted::NewFile, folder: folder.clone(), name: name_of(&file) }
    };
    match what {
        PickWhat::FixtureFolder => old("Folder of the fixtures", Wanted::Folder),
        PickWhat::ImportFile => old("A bundle or a body to take in", Wanted::File),
        PickWhat::ImportFolder => old("A folder of bodies", Wanted::Folder),
        PickWhat::Bundle => new("Export captures as a bundle", "captures", "jsonl"),
        PickWhat::Har => new("Export captures as HAR", "captures", "har"),
        PickWhat::Report => new("Write a report of the fixtures", "report", "html"),
    }
}

/// The nearest folder that is there.
fn existing(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| folder.is_dir()).map(Path::to_owned)
}

fn name_of(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialog_begins_where_the_field_points() {
        let dir = tempfile::tempdir().expect("a folder");
        let text = dir.path().join("not/there.har").display().to_string();
        let named = dialog(PickWhat::Har, &text, dir.path());
        assert_eq!((named.folder.as_deref(), named.name.as_str()), (Some(dir.path()), "there.har"));
        let ours = dialog(PickWhat::Bundle, "", dir.path());
        assert_eq!((&ours.folder, ours.wants), (&None, Wanted::NewFile), "it begins where the system does");
        assert!(ours.name.starts_with("captures-") && ours.name.ends_with(".jsonl"), "{ours:?}");
        let folder = dialog(PickWhat::FixtureFolder, "nowhere", dir.path());
        assert_eq!((folder.folder, folder.wants), (None, Wanted::Folder), "what is no whole path says nothing");
    }
}
