//! The file's own pages: what is free in it, giving that back, and the write-ahead log.

use std::time::Duration;

use rusqlite::Connection;

/// Pages of the file that hold nothing.
pub(crate) fn free(conn: &Connection) -> rusqlite::Result<u64> {
    conn.pragma_query_value(None, "freelist_count", |row| super::unsigned(row, 0))
}

/// Gives free pages back to the system, one by one, as long as `go_on` says so and at most `limit`. The file shrinks
/// with the next complete checkpoint.
pub(crate) fn give_back(conn: &Connection, limit: u64, mut go_on: impl FnMut() -> bool) -> rusqlite::Result<()> {
    // A step of the statement is a page: `execute` and `execute_batch` would end after the first.
    let mut statement = conn.prepare(&format!("PRAGMA incremental_vacuum({limit})"))?;
    let mut pages = statement.query([])?;
    while pages.next()?.is_some() && go_on() {}
    Ok(())
}

/// Moves the write-ahead log into the file and empties it. `false` where somebody reads an older state just now: waits
/// for nobody.
pub(crate) fn empty_log(conn: &Connection, patience: Duration) -> rusqlite::Result<bool> {
    conn.busy_timeout(Duration::ZERO)?;
    let busy = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0));
    conn.busy_timeout(patience)?;
    Ok(!busy?)
}
