//! `pins`: captures that the user wants to keep. A pin goes with its capture.

use rusqlite::{Connection, params};

/// `false` where there is no such capture. One that is pinned already keeps its time.
pub(crate) fn add(conn: &Connection, capture_id: i64, pinned_us: i64) -> rusqlite::Result<bool> {
    if !super::bodies::exists(conn, capture_id)? {
        return Ok(false);
    }
    conn.prepare_cached("INSERT OR IGNORE INTO pins (capture_id, pinned_us) VALUES (?1, ?2)")?
        .execute(params![capture_id, pinned_us])?;
    Ok(true)
}

/// Those that the user removed do not count.
pub(crate) fn count(conn: &Connection) -> rusqlite::Result<u64> {
    conn.prepare_cached(
        "SELECT count(*) FROM pins p WHERE NOT EXISTS (SELECT 1 FROM removed r WHERE r.capture_id = p.capture_id)",
    )?
    .query_row([], |row| super::unsigned(row, 0))
}

/// `false` where it was not pinned.
pub(crate) fn remove(conn: &Connection, capture_id: i64) -> rusqlite::Result<bool> {
    Ok(conn.prepare_cached("DELETE FROM pins WHERE capture_id = ?1")?.execute([capture_id])? == 1)
}
