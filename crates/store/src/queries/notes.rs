//! `notes`: what the user wrote on captures. A note goes with its capture.

use rusqlite::{Connection, params};

/// In place of what stood there; an empty text removes the note. `false` where there is no such capture. Time:
/// microseconds since 1970, UTC.
pub(crate) fn set(conn: &Connection, capture_id: i64, text: &str, noted_us: i64) -> rusqlite::Result<bool> {
    if !super::bodies::exists(conn, capture_id)? {
        return Ok(false);
    }
    if text.is_empty() {
        conn.prepare_cached("DELETE FROM notes WHERE capture_id = ?1")?.execute([capture_id])?;
    } else {
        conn.prepare_cached("INSERT OR REPLACE INTO notes (capture_id, text, noted_us) VALUES (?1, ?2, ?3)")?
            .execute(params![capture_id, text, noted_us])?;
    }
    Ok(true)
}

/// All notes with their captures, the newest capture first.
pub(crate) fn all(conn: &Connection) -> rusqlite::Result<Vec<(i64, String)>> {
    conn.prepare_cached("SELECT capture_id, text FROM notes ORDER BY capture_id DESC")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}
