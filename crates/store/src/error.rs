//! What can go wrong: at opening, at appending a capture, and at everything else.

use std::fmt;
use std::path::PathBuf;

use rusqlite::ErrorCode;

use crate::DATABASE_FILE;

/// Why a data folder could not be opened: one sentence that names the path and what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another instance owns the folder; `pid` where it could be read.
    #[error(
        "the data folder {} is in use by another Triptych{}: quit that one, or choose another folder",
        .dir.display(),
        Process(*.pid)
    )]
    FolderInUse { dir: PathBuf, pid: Option<u32> },
    /// The file is no SQLite database, or another program's.
    #[error("{} is no Triptych database: move it away, or choose another folder", .path.display())]
    NotOurs { path: PathBuf },
    /// Written by a newer version of Triptych; schema versions.
    #[error(
        "{} was written by a newer Triptych (its format is {found}, this one knows {known}): update Triptych, or choose \
         another folder",
        .path.display()
    )]
    TooNew { path: PathBuf, found: i64, known: i64 },
    /// A reader cannot migrate a file that an older version wrote.
    #[error("{} was written by an older Triptych: open the folder once with this version to bring it up to date", .path.display())]
    TooOld { path: PathBuf },
    /// A reader finds no database there.
    #[error("there is no Triptych database at {}: start Triptych there once, or name its data folder", .path.display())]
    NotFound { path: PathBuf },
    /// The folder lies on a network file system, or would; `kind` is the system's name for it, such as `nfs4`.
    #[error(
        "{} lies on a network file system ({kind}), where a database can lose what it stored: choose a folder on a disk \
         of this machine",
        .dir.display()
    )]
    OnNetwork { dir: PathBuf, kind: String },
    /// The folder or the file cannot be written to.
    #[error("cannot write to {}: {reason}; make it writable and check the free space, or choose another folder", .path.display())]
    Unwritable { path: PathBuf, reason: String },
    /// `quick_check` after an unclean end found the file corrupt.
    #[error("{} is damaged ({reason}): move it away, or put back a copy of it", .path.display())]
    Damaged { path: PathBuf, reason: String },
    /// Anything else that SQLite or the system said.
    #[error("cannot open {}: {reason}; look at the file and its folder, or choose another folder", .path.display())]
    Other { path: PathBuf, reason: String },
}

impl OpenError {
    /// For machines: `folder_in_use`, `not_ours`, `too_new`, `too_old`, `not_found`, `on_network`, `unwritable`, `damaged`, `other`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FolderInUse { .. } => "folder_in_use",
            Self::NotOurs { .. } => "not_ours",
            Self::TooNew { .. } => "too_new",
            Self::TooOld { .. } => "too_old",
            Self::NotFound { .. } => "not_found",
            Self::OnNetwork { .. } => "on_network",
            Self::Unwritable { .. } => "unwritable",
            Self::Damaged { .. } => "damaged",
            Self::Other { .. } => "other",
        }
    }

    pub(crate) fn from_sqlite(path: PathBuf, error: &rusqlite::Error) -> Self {
        let reason = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotOurs { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, reason },
            Some(
                ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied
                | ErrorCode::DiskFull
                | ErrorCode::SystemIoFailure,
            ) => Self::Unwritable { path, reason },
            _ => Self::Other { path, reason },
        }
    }
}

struct Process(Option<u32>);

impl fmt::Display for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(pid) => write!(f, " (process {pid})"),
            None => Ok(()),
        }
    }
}

/// Why a capture was not kept. The request is to be answered with 503.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// More captures wait than the queue holds.
    #[error("too many captures are waiting to be stored")]
    Busy,
    /// The store is closed or closing.
    #[error("the store is closed")]
    Closed,
    /// SQLite could not commit it; its own words.
    #[error("the capture could not be stored: {0}")]
    Failed(String),
}

/// Why a read or a write other than an append did not happen. Never holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store refused: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A stored value that this version cannot read; names the column.
    #[error("the store holds a value that cannot be read, in {0}")]
    Unreadable(&'static str),
    /// More writes wait than the queue holds.
    #[error("too many writes are waiting")]
    Busy,
    /// The store is closed or closing.
    #[error("the store is closed")]
    Closed,
    /// A value that the store does not take; says which it takes.
    #[error("{0}")]
    Invalid(String),
    /// The database file is not at its path any more. Nothing is written as long as that is so.
    #[error("the file was removed: put {DATABASE_FILE} back, or quit Triptych and start it again")]
    Removed,
    /// Another file is at the database's path. Nothing is written as long as that is so.
    #[error(
        "the file was replaced by another {DATABASE_FILE}: put the first one back, or quit Triptych and start it again"
    )]
    Replaced,
    /// The closure panicked; its transaction was rolled back.
    #[error("a write was given up because its code panicked")]
    Panicked,
    /// The closure itself wants its transaction rolled back, for this reason.
    #[error("{0}")]
    Abandoned(String),
}

impl StoreError {
    /// Whether it is the disk's, the file's or another process's fault: other writes would fail as well.
    pub(crate) fn is_environment(&self) -> bool {
        self.wants_reopening()
            || matches!(self, Self::Removed | Self::Replaced)
            || matches!(self, Self::Sqlite(error)
                if matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)))
    }

    /// Whether a file is not what SQLite wrote.
    pub(crate) fn is_damage(&self) -> bool {
        matches!(self, Self::Sqlite(error)
            if matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)))
    }

    /// Whether the connection, not the statement, is at fault: a new connection may help once the cause is gone.
    pub(crate) fn wants_reopening(&self) -> bool {
        matches!(self, Self::Sqlite(error) if wants_reopening(error))
    }
}

pub(crate) fn wants_reopening(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::SystemIoFailure
                | ErrorCode::DiskFull
                | ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::FileLockingProtocolFailed
        )
    )
}
