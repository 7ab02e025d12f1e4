//! Connections: how each is opened and set up.
//!
//! WAL with `synchronous=FULL` syncs the log with every commit, so that what was answered survives a power cut;
//! `fullfsync` makes that true on macOS too, and does nothing elsewhere. `trusted_schema=OFF` and `foreign_keys=ON` are
//! what SQLite recommends for new applications.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use crate::backup;
use crate::checkpoint;
use crate::error::{OpenError, StoreError};
use crate::folder::Folder;
use crate::queries::{projector, settings};
use crate::schema::{self, APPLICATION_ID, Identity, VERSION};

/// How long a statement waits for another process's lock.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Page cache of the writer in KiB: the upper levels of all indexes, and what a batch touches.
const WRITER_CACHE_KIB: i64 = 4 * 1024;

/// Page cache of a reader in KiB. There are several, and the system keeps the file's pages anyway.
const READER_CACHE_KIB: i64 = 1024;

/// More than the statements there are, so that none is ever prepared twice.
const CACHED_STATEMENTS: usize = 128;

/// Opens the folder's database for writing; makes it, or brings it up to date, where needed.
pub(crate) fn found(folder: &Folder) -> Result<Connection, OpenError> {
    let path = folder.database()?;
    let failed = |error: rusqlite::Error| OpenError::from_sqlite(path.clone(), &error);
    // Looked at read-only first, so that a foreign file is left exactly as it is.
    let version = match identify(&path)? {
        Identity::Empty => 0,
        Identity::Ours(version) if version > VERSION => {
            return Err(OpenError::TooNew { path, found: version, known: VERSION });
        }
        Identity::Ours(version) => version,
        Identity::Foreign => return Err(OpenError::NotOurs { path }),
    };
    folder.make_database_private()?;
    let mut conn = open(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(failed)?;
    if version == 0 {
        // Must come before the first page is written.
        conn.pragma_update(None, "auto_vacuum", "INCREMENTAL").map_err(failed)?;
        conn.pragma_update(None, "application_id", APPLICATION_ID).map_err(failed)?;
    }
    set_up_writer(&conn).map_err(failed)?;
    if folder.unclean {
        check(&conn, &path)?;
    }
    // Version 0 has no tables yet.
    if (1..VERSION).contains(&version) {
        backup::before_migration(&conn, folder.dir(), version)?;
    }
    schema::migrate(&mut conn, &path)?;
    projector::end_forgetting(&conn).map_err(failed)?;
    settings::ensure_app_token(&conn).map_err(|reason| OpenError::Other { path: path.clone(), reason })?;
    Ok(conn)
}

/// Opens a database for writing that [`found`] opened before.
pub(crate) fn reopen_writer(path: &Path) -> rusqlite::Result<Connection> {
    let conn = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    set_up_writer(&conn)?;
    Ok(conn)
}

/// Opens a database that its writer has open, to copy its log.
pub(crate) fn beside_writer(path: &Path) -> rusqlite::Result<Connection> {
    let conn = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    set_up_syncs(&conn)?;
    Ok(conn)
}

/// IMMEDIATE: waits for another process's lock now, not in the middle.
pub(crate) fn begin(conn: &Connection) -> rusqlite::Result<Transaction<'_>> {
    Transaction::new_unchecked(conn, TransactionBehavior::Immediate)
}

/// Runs `f`, whose commits reach the disk with the next commit of anybody else: a power cut before may undo them, and
/// nothing but them. On an error the connection is not to be used any more.
pub(crate) fn unsynced<T>(
    conn: &Connection,
    f: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    conn.pragma_update(None, "synchronous", "NORMAL")?;
    let value = f(conn)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    Ok(value)
}

/// Opens a database of ours that is up to date, for reading.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, OpenError> {
    if !path.is_file() {
        return Err(OpenError::NotFound { path: path.to_owned() });
    }
    match identify(path)? {
        Identity::Ours(version) if version > VERSION => {
            Err(OpenError::TooNew { path: path.to_owned(), found: version, known: VERSION })
        }
        Identity::Ours(version) if version < VERSION => Err(OpenError::TooOld { path: path.to_owned() }),
        Identity::Ours(_) => {
            let conn = readable(path).and_then(set_up_reader);
            conn.map_err(|error| OpenError::from_sqlite(path.to_owned(), &error))
        }
        Identity::Empty => Err(OpenError::NotFound { path: path.to_owned() }),
        Identity::Foreign => Err(OpenError::NotOurs { path: path.to_owned() }),
    }
}

/// Opens for reading without looking at what it is.
pub(crate) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    open(path, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(set_up_reader)
}

fn set_up_reader(conn: Connection) -> rusqlite::Result<Connection> {
    conn.pragma_update(None, "query_only", true)?;
    conn.pragma_update(None, "cache_size", -READER_CACHE_KIB)?;
    Ok(conn)
}

fn identify(path: &Path) -> Result<Identity, OpenError> {
    readable(path)
        .and_then(|conn| schema::identity(&conn))
        .map_err(|error| OpenError::from_sqlite(path.to_owned(), &error))
}

/// Opens for reading, a copy that nobody may write to as well: SQLite makes files beside a database that it reads,
/// unless it is told that nobody changes it.
fn readable(path: &Path) -> rusqlite::Result<Connection> {
    let conn = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let read = conn.pragma_query_value(None, "schema_version", |row| row.get::<_, i64>(0));
    let refused = read.err().and_then(|error| error.sqlite_error_code());
    match refused {
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) if is_at_rest(path) => open_at_rest(path),
        _ => Ok(conn),
    }
}

/// Whether all that was committed is in the file itself: there is no log beside it, as after a clean end.
fn is_at_rest(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    Path::new(&log).metadata().map_or(true, |log| log.len() == 0)
}

fn open_at_rest(path: &Path) -> rusqlite::Result<Connection> {
    let mut uri = String::from("file:");
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    open(Path::new(&uri), OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)
}

fn open(path: &Path, mode: OpenFlags) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    // Else whatever has a bound LIMIT is planned anew each time it is bound: SQLite looks at the value.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    Ok(conn)
}

fn set_up_writer(conn: &Connection) -> rusqlite::Result<()> {
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
    set_up_syncs(conn)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    checkpoint::count_pages(conn);
    conn.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    conn.pragma_update_and_check(None, "journal_size_limit", 64 * 1024 * 1024, |row| row.get::<_, i64>(0))?;
    Ok(())
}

fn set_up_syncs(conn: &Connection) -> rusqlite::Result<()> {
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "fullfsync", true)?;
    conn.pragma_update(None, "checkpoint_fullfsync", true)
}

/// After an unclean end: is every page what it should be?
fn check(conn: &Connection, path: &Path) -> Result<(), OpenError> {
    let verdict: rusqlite::Result<String> = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
    match verdict {
        Ok(verdict) if verdict == "ok" => Ok(()),
        Ok(reason) => Err(OpenError::Damaged { path: path.to_owned(), reason }),
        Err(error) => Err(OpenError::from_sqlite(path.to_owned(), &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_at_rest_is_read_whatever_it_is_called() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a ?%#é&mode=rw.db");
        let conn = Connection::open(&path).unwrap();
        set_up_writer(&conn).unwrap();
        conn.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (7)").unwrap();
        assert!(!is_at_rest(&path), "it is in the log");
        conn.close().unwrap();
        assert!(is_at_rest(&path));
        let conn = open_at_rest(&path).unwrap();
        assert_eq!(conn.query_row("SELECT a FROM t", [], |row| row.get::<_, i64>(0)), Ok(7));
        assert!(conn.execute("INSERT INTO t VALUES (8)", []).is_err());
        let names: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 1, "nothing is made beside it: {names:?}");
    }

    #[test]
    fn a_statement_is_planned_once_whatever_is_bound() {
        let dir = tempfile::tempdir().unwrap();
        let mode = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let conn = open(&dir.path().join("a.db"), mode).unwrap();
        conn.execute_batch("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2), (2, 1)").unwrap();
        let mut statement = conn.prepare("SELECT a FROM t WHERE b > ?1 ORDER BY b LIMIT ?2").unwrap();
        for (limit, expected) in [(1, vec![2]), (2, vec![2, 1])] {
            let rows = statement.query_map([0, limit], |row| row.get::<_, i64>(0)).unwrap();
            assert_eq!(rows.collect::<Result<Vec<_>, _>>().unwrap(), expected);
        }
        assert_eq!(statement.get_status(rusqlite::StatementStatus::RePrepare), 0);
    }
}
