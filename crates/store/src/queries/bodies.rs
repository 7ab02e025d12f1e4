//! `bodies`: the exact bytes of each capture.

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

use super::signed;

/// Takes the capture's id and the bytes.
pub(crate) fn insertion(conn: &Connection) -> rusqlite::Result<CachedStatement<'_>> {
    conn.prepare_cached("INSERT INTO bodies (capture_id, body) VALUES (?1, ?2)")
}

pub(crate) fn get(conn: &Connection, capture_id: i64) -> rusqlite::Result<Option<Vec<u8>>> {
    conn.prepare_cached("SELECT body FROM bodies b WHERE capture_id = ?1 AND NOT EXISTS (SELECT 1 FROM removed r WHERE r.capture_id = b.capture_id)")?
        .query_row([capture_id], |row| row.get(0))
        .optional()
}

/// At most `len` bytes from `start`; fewer, or none, where the body ends before.
pub(crate) fn range(conn: &Connection, capture_id: i64, start: u64, len: u64) -> rusqlite::Result<Option<Vec<u8>>> {
    conn.prepare_cached("SELECT substr(body, ?2, ?3) FROM bodies WHERE capture_id = ?1")?
        .query_row(params![capture_id, signed(start.saturating_add(1)), signed(len)], |row| row.get(0))
        .optional()
}

/// Whether the capture is still there.
pub(crate) fn exists(conn: &Connection, capture_id: i64) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT 1 FROM bodies WHERE capture_id = ?1")?.exists([capture_id])
}
