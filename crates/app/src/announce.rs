//! How `triptych replay` tells the Triptych that listens what it sends: by a small file in the data folder, named after
//! the connection, which is there before the first byte of the request and gone after its answer.
//!
//! A header would make it another request, and the port serves nothing but webhooks.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use triptych_store::ReplayNote;

/// In the data folder; there only while something is sent.
const FOLDER: &str = "replays";
/// What is older was left by a sender that was killed: no exchange takes so long, and the port may be another's by now.
const LONGEST: Duration = Duration::from_secs(60);

#[derive(Debug, Serialize, Deserialize)]
struct File {
    parent: Option<i64>,
    source: String,
    changes: Vec<String>,
    /// The listener's answer: the capture that it became.
    capture: Option<i64>,
}

/// Announces what will come from this end of a connection. Where it cannot be, the request comes as any other.
pub(crate) fn announce(dir: &Path, peer: &str, parent: Option<i64>, note: ReplayNote) {
    let path = path(dir, peer);
    let made = std::fs::create_dir_all(dir.join(FOLDER));
    let file = File { parent, source: note.source, changes: note.changes, capture: None };
    if let Err(error) = made.and_then(|()| write(&path, &file)) {
        tracing::warn!(%error, "the listener cannot be told what is sent");
    }
}

/// Forgets the announcement; the capture that came of it.
pub(crate) fn finish(dir: &Path, peer: &str) -> Option<i64> {
    let path = path(dir, peer);
    let capture = read(&path).and_then(|file| file.capture);
    let _ = std::fs::remove_file(&path);
    // The last one takes the folder with it.
    let _ = std::fs::remove_dir(dir.join(FOLDER));
    capture
}

/// What was announced to come from this peer.
pub(crate) fn announced(dir: &Path, peer: &str) -> Option<(Option<i64>, ReplayNote)> {
    let path = path(dir, peer);
    let file = read(&path)?;
    let age = path.metadata().and_then(|file| file.modified()).ok()?.elapsed().unwrap_or_default();
    if age > LONGEST {
        let _ = std::fs::remove_file(&path);
        return None;
    }
    Some((file.parent, ReplayNote { source: file.source, changes: file.changes }))
}

/// Tells who announced it what it became.
pub(crate) fn arrived(dir: &Path, peer: &str, capture: i64) {
    let path = path(dir, peer);
    if let Some(file) = read(&path) {
        let _ = write(&path, &File { capture: Some(capture), ..file });
    }
}

fn path(dir: &Path, peer: &str) -> PathBuf {
    let name: String = peer.chars().map(|one| if one.is_ascii_alphanumeric() { one } else { '-' }).collect();
    dir.join(FOLDER).join(name)
}

fn read(path: &Path) -> Option<File> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

/// Whole or not at all: the other side may read at any moment.
fn write(path: &Path, file: &File) -> std::io::Result<()> {
    let new = path.with_extension("new");
    std::fs::write(&new, serde_json::to_vec(file)?)?;
    std::fs::rename(&new, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_announcement_is_heard_answered_and_gone() {
        let dir = tempfile::tempdir().expect("a folder");
        let note = ReplayNote { source: "#7".into(), changes: vec!["edited body".into()] };
        announce(dir.path(), "[::1]:50", Some(7), note.clone());
        assert_eq!(announced(dir.path(), "[::1]:50"), Some((Some(7), note)));
        assert_eq!(announced(dir.path(), "[::1]:51"), None);
        let before = std::time::SystemTime::now() - LONGEST - Duration::from_secs(1);
        announce(dir.path(), "[::1]:49", Some(7), ReplayNote { source: "#7".into(), changes: Vec::new() });
        let left = std::fs::File::options().write(true).open(path(dir.path(), "[::1]:49")).expect("the file");
        left.set_modified(before).expect("an older file");
        assert_eq!(announced(dir.path(), "[::1]:49"), None, "its sender was killed");
        arrived(dir.path(), "[::1]:50", 9);
        arrived(dir.path(), "[::1]:51", 10);
        assert_eq!(finish(dir.path(), "[::1]:50"), Some(9));
        assert_eq!(announced(dir.path(), "[::1]:50"), None);
        assert!(!dir.path().join(FOLDER).exists());
    }
}
