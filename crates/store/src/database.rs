//! The writer's database: its connection, and whether the file is still the one that was opened.
//!
//! A file that lost its name can be written to as before, and is gone with the last one who has it open: SQLite would
//! report success for captures that nobody will find. So the writer looks before each transaction, at the cost of a
//! microsecond.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::connection::reopen_writer;
use crate::error::StoreError;

pub(crate) struct Database {
    path: PathBuf,
    file: FileId,
    /// `None` while it could not be opened anew.
    conn: Option<Connection>,
}

impl Database {
    /// The connection must have been opened at the path just now.
    pub(crate) fn new(path: &Path, conn: Connection) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), file: file_id(&fs::metadata(path)?), conn: Some(conn) })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The connection; a new one where it was let go.
    ///
    /// # Errors
    ///
    /// Where the path leads to nothing or to another file, and where the file cannot be opened.
    pub(crate) fn conn(&mut self) -> Result<&Connection, StoreError> {
        self.check()?;
        if self.conn.is_none() {
            self.conn = Some(reopen_writer(&self.path)?);
        }
        Ok(self.conn.as_ref().expect("just opened"))
    }

    /// The connection, where it is open.
    pub(crate) fn opened(&self) -> Option<&Connection> {
        self.conn.as_ref()
    }

    /// The connection is at fault: next time a new one is opened.
    pub(crate) fn let_go(&mut self) {
        self.conn = None;
    }

    /// The connection, to be closed.
    pub(crate) fn take(&mut self) -> Option<Connection> {
        self.conn.take()
    }

    /// Where it cannot be told what is at the path, writing will tell.
    fn check(&self) -> Result<(), StoreError> {
        match fs::metadata(&self.path) {
            Ok(metadata) if file_id(&metadata) == self.file => Ok(()),
            Ok(_) => Err(StoreError::Replaced),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                Err(StoreError::Removed)
            }
            Err(_) => Ok(()),
        }
    }
}

/// Device and number of a file; no other file has both as long as this one is open.
#[cfg(unix)]
type FileId = (u64, u64);

#[cfg(unix)]
fn file_id(metadata: &Metadata) -> FileId {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

/// Elsewhere an open file cannot be replaced.
#[cfg(not(unix))]
type FileId = ();

#[cfg(not(unix))]
fn file_id(_metadata: &Metadata) -> FileId {}
