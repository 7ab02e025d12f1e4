//! Which file is ours, and of which version.

use std::path::Path;

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::error::OpenError;

/// `TRPT`: in the header of every database of ours (SQLite, `PRAGMA application_id`).
pub(crate) const APPLICATION_ID: i32 = 0x5452_5054;

/// One a version; those of versions that are out never change.
const STEPS: &[M<'_>] = &[
    M::up(include_str!("../migrations/0001_log_book_and_settings.sql")),
    M::up(include_str!("../migrations/0002_pins_and_totals.sql")),
    M::up(include_str!("../migrations/0003_notes_and_removal.sql")),
    M::up(include_str!("../migrations/0004_replays.sql")),
    M::up(include_str!("../migrations/0005_lineage.sql")),
    M::up(include_str!("../migrations/0006_trust.sql")),
    M::up(include_str!("../migrations/0007_refused.sql")),
];

/// The version that this code reads and writes: `user_version` of an up-to-date file.
pub(crate) const VERSION: i64 = STEPS.len() as i64;

/// What a file says of itself.
pub(crate) enum Identity {
    /// A database without a table, not yet anybody's.
    Empty,
    /// Ours, with its `user_version`.
    Ours(i64),
    /// Another program's.
    Foreign,
}

pub(crate) fn identity(conn: &Connection) -> rusqlite::Result<Identity> {
    let number = |pragma: &str| conn.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application == i64::from(APPLICATION_ID) {
        return Ok(Identity::Ours(version));
    }
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(if application == 0 && version == 0 && tables == 0 { Identity::Empty } else { Identity::Foreign })
}

/// Brings the tables up to date.
pub(crate) fn migrate(conn: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let path = || path.to_owned();
    Migrations::from_slice(STEPS).to_latest(conn).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => OpenError::from_sqlite(path(), &err),
        error => OpenError::Other { path: path(), reason: error.to_string() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_are_valid_sql() {
        Migrations::from_slice(STEPS).validate().unwrap();
    }
}
