//! A copy of the database before its tables are changed: the way back, should the new version disappoint.
//!
//! A copy is `triptych.db.backup-v1` beside the database, named after the version that it is of. To go back, end
//! Triptych, put the copy in the database's place and start the older version.

use std::path::{Path, PathBuf};
use std::{fs, io};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::DATABASE_FILE;
use crate::error::OpenError;
use crate::folder::{make_private, open_private, sync_dir};

/// How many copies are kept: those of the newest versions.
const KEPT: usize = 2;

/// Copies the database of a version into its folder, and removes copies of versions that are long gone. The copy is
/// whole and on the disk before it gets its name.
pub(crate) fn before_migration(conn: &Connection, dir: &Path, version: i64) -> Result<(), OpenError> {
    let path = path(dir, version);
    copy(conn, dir, &path).map_err(|reason| OpenError::Unwritable { path, reason })?;
    if let Err(error) = remove_old(dir) {
        tracing::warn!(%error, "old backups were not removed");
    }
    Ok(())
}

fn path(dir: &Path, version: i64) -> PathBuf {
    dir.join(format!("{DATABASE_FILE}.backup-v{version}"))
}

fn copy(conn: &Connection, dir: &Path, path: &Path) -> Result<(), String> {
    let unfinished = dir.join(format!("{DATABASE_FILE}.backup-unfinished"));
    let copied = copy_pages(conn, &unfinished).and_then(|()| {
        let finished = || {
            fs::File::open(&unfinished)?.sync_all()?;
            fs::rename(&unfinished, path)?;
            sync_dir(dir)
        };
        finished().map_err(|error| error.to_string())
    });
    if copied.is_err() {
        // What is left of it shall not fill the disk.
        let _ = fs::remove_file(&unfinished);
    }
    copied.map_err(|reason| format!("no copy of the database could be made before bringing it up to date ({reason})"))
}

fn copy_pages(conn: &Connection, to: &Path) -> Result<(), String> {
    // Made here, for SQLite would make it with the mode of any file.
    open_private(to).and_then(|file| file.set_len(0)).and_then(|()| make_private(to, 0o600)).map_err(text)?;
    let mut target = Connection::open(to).map_err(text)?;
    // It is synced once, as a whole.
    target.pragma_update(None, "synchronous", "OFF").map_err(text)?;
    let done = Backup::new(conn, &mut target).and_then(|backup| backup.step(-1)).map_err(text)?;
    if done != StepResult::Done {
        return Err(format!("the database is locked: {done:?}"));
    }
    target.close().map_err(|(_, error)| text(error))
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn remove_old(dir: &Path) -> io::Result<()> {
    let mut versions: Vec<i64> = Vec::new();
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name();
        let version = name.to_str().and_then(|name| name.strip_prefix(DATABASE_FILE)?.strip_prefix(".backup-v"));
        versions.extend(version.and_then(|version| version.parse::<i64>().ok()));
    }
    versions.sort_unstable_by(|a, b| b.cmp(a));
    for version in versions.into_iter().skip(KEPT) {
        fs::remove_file(path(dir, version))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_two_copies_are_kept_and_no_other_file_is_touched() {
        let dir = tempfile::tempdir().unwrap();
        let conn = Connection::open_in_memory().unwrap();
        let others = ["triptych.db.backup-v1.old", "triptych.db.backup-mine", "triptych.db", "x.backup-v1"];
        for name in others {
            fs::write(dir.path().join(name), "").unwrap();
        }
        for version in [2, 9, 10, 11] {
            before_migration(&conn, dir.path(), version).unwrap();
        }
        let mut names: Vec<String> =
            fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        let mut expected: Vec<&str> =
            ["triptych.db.backup-v10", "triptych.db.backup-v11"].into_iter().chain(others).collect();
        expected.sort_unstable();
        assert_eq!(names, expected);
    }
}
