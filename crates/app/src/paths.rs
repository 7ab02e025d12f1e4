//! Where the data folder is.

use std::path::PathBuf;

/// The environment variable that names another folder.
pub const DATA_DIR_VARIABLE: &str = "TRIPTYCH_DATA_DIR";

/// A path that somebody typed: `~/` stands for their home folder.
///
/// # Errors
/// A sentence, where it is no whole path.
pub fn typed(text: &str) -> Result<PathBuf, String> {
    let text = text.trim();
    let path = match text.strip_prefix("~/").zip(std::env::home_dir()) {
        Some((rest, home)) => home.join(rest),
        None => PathBuf::from(text),
    };
    if path.is_absolute() { Ok(path) } else { Err(format!("{text:?} is no whole path")) }
}

/// The folder named by the caller, else by `TRIPTYCH_DATA_DIR`, else the platform's
/// (`$XDG_DATA_HOME/triptych` on Linux); the same for the window and the command line.
///
/// # Errors
/// A sentence, where the platform names no home folder.
pub fn data_dir(named: Option<PathBuf>) -> Result<PathBuf, String> {
    let set = || std::env::var_os(DATA_DIR_VARIABLE).filter(|dir| !dir.is_empty()).map(PathBuf::from);
    if let Some(dir) = named.or_else(set) {
        return Ok(dir);
    }
    directories::ProjectDirs::from("", "", "triptych").map(|dirs| dirs.data_dir().to_owned()).ok_or_else(|| {
        format!("There is no home folder to keep data in. Name a folder with --data-dir, or set {DATA_DIR_VARIABLE}.")
    })
}
