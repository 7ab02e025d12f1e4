//! The data folder: private to the user, and owned by one instance at a time.
//!
//! Ownership is a lock on a file, which the system gives up by itself when a process dies. The owner's process id in it
//! serves two ends: a second instance can name the first, and an id that is still there when the lock is free tells
//! that the last owner did not end cleanly.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::error::OpenError;
use crate::{DATABASE_FILE, LOCK_FILE};

/// An owned folder; dropping it gives it up.
#[derive(Debug)]
pub(crate) struct Folder {
    dir: PathBuf,
    lock: File,
    /// The owner before this one did not end cleanly.
    pub(crate) unclean: bool,
}

impl Folder {
    /// Makes the folder (0700) and the database file (0600) where they are missing, and takes the lock.
    pub(crate) fn own(dir: &Path) -> Result<Self, OpenError> {
        let unwritable = |path: &Path| {
            let path = path.to_owned();
            move |error: io::Error| OpenError::Unwritable { path, reason: error.to_string() }
        };
        make_private_dir(dir).map_err(unwritable(dir))?;
        let lock_path = dir.join(LOCK_FILE);
        let mut lock = open_private(&lock_path).map_err(unwritable(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => make_private(&lock_path, 0o600).map_err(unwritable(&lock_path))?,
            Err(TryLockError::WouldBlock) => {
                return Err(OpenError::FolderInUse { dir: dir.to_owned(), pid: read_pid(&mut lock) });
            }
            Err(TryLockError::Error(error)) => return Err(unwritable(&lock_path)(error)),
        }
        let unclean = read_pid(&mut lock).is_some();
        write_pid(&mut lock).map_err(unwritable(&lock_path))?;
        Ok(Self { dir: dir.to_owned(), lock, unclean })
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Makes the database file where it is missing; one that is there is left as it is, for it may not be ours.
    pub(crate) fn database(&self) -> Result<PathBuf, OpenError> {
        let path = self.dir.join(DATABASE_FILE);
        let made = open_private(&path).and_then(|_| sync_dir(&self.dir));
        made.map_err(|error| OpenError::Unwritable { path: path.clone(), reason: error.to_string() })?;
        Ok(path)
    }

    /// Takes from others what they may do with the database and its log. SQLite gives files that it makes beside the
    /// database the mode of the database.
    pub(crate) fn make_database_private(&self) -> Result<(), OpenError> {
        for suffix in ["", "-wal", "-shm"] {
            let path = self.dir.join(format!("{DATABASE_FILE}{suffix}"));
            match make_private(&path, 0o600) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(OpenError::Unwritable { path, reason: error.to_string() });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Notes a clean end. The lock goes when `self` does.
    pub(crate) fn ended_cleanly(&self) {
        if let Err(error) = self.lock.set_len(0) {
            tracing::warn!(%error, "cannot clear the lock file");
        }
    }
}

fn read_pid(lock: &mut File) -> Option<u32> {
    let mut text = String::new();
    lock.rewind().ok()?;
    lock.take(16).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn write_pid(lock: &mut File) -> io::Result<()> {
    lock.set_len(0)?;
    lock.rewind()?;
    writeln!(lock, "{}", std::process::id())
}

/// An existing folder keeps its mode unless it is empty: an empty one was made for us, `/tmp` was not.
fn make_private_dir(dir: &Path) -> io::Result<()> {
    match fs::read_dir(dir) {
        Ok(mut entries) => {
            if entries.next().is_none() {
                make_private(dir, 0o700)?;
            }
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut builder = fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(dir)?;
            dir.parent().map_or(Ok(()), sync_dir)
        }
        Err(error) => Err(error),
    }
}

/// Opens for reading and writing; a new file is the user's alone.
pub(crate) fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
pub(crate) fn make_private(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// Elsewhere a user's application data is private by where it lies.
#[cfg(not(unix))]
pub(crate) fn make_private(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Makes new names in a folder survive a power cut.
#[cfg(unix)]
pub(crate) fn sync_dir(dir: &Path) -> io::Result<()> {
    let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
    File::open(dir)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_dir(_dir: &Path) -> io::Result<()> {
    Ok(())
}
