//! Where the data folder is.

use std::path::PathBuf;

/// The environment variable that names another folder.
pub const DATA_DIR_VARIABLE: &str = "TRIPTYCH_DATA_DIR";

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
