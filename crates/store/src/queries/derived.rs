//! What is derived of captures as a whole: summaries, items, outputs, lineage. It is made anew from the log and the book.

use rusqlite::Connection;

/// Removes what was derived of the oldest `limit` converted captures. `true` once nothing is left.
pub(crate) fn forget(conn: &Connection, limit: u32) -> rusqlite::Result<bool> {
    // Outputs go with their items. Summaries last: they say which captures are the oldest.
    for sql in [
        "DELETE FROM items WHERE capture_id IN (SELECT capture_id FROM summaries ORDER BY capture_id LIMIT ?1)",
        "DELETE FROM lineage WHERE capture_id IN (SELECT capture_id FROM summaries ORDER BY capture_id LIMIT ?1)",
        "DELETE FROM summaries WHERE capture_id IN (SELECT capture_id FROM summaries ORDER BY capture_id LIMIT ?1)",
    ] {
        conn.prepare_cached(sql)?.execute([limit])?;
    }
    Ok(!conn.prepare_cached("SELECT 1 FROM summaries LIMIT 1")?.exists([])?)
}
