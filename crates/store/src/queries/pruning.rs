//! Which captures go, and how they go: with their bodies and all that is derived from them, never with a line of the
//! book.

use rusqlite::{Connection, params};

use super::captures::RING_CAPTURES;
use super::signed;

/// How many captures one pruning of the ring removes at most: more than one batch of appends can add, so that pruning
/// keeps up.
const RING_STEP: u64 = 512;

/// An unpinned capture outside the ring.
pub(crate) struct Candidate {
    pub(crate) id: i64,
    pub(crate) received_us: i64,
}

/// The oldest unpinned captures outside the ring with `after < id <= until`, oldest first.
pub(crate) fn oldest(conn: &Connection, after: i64, until: i64, limit: u32) -> rusqlite::Result<Vec<Candidate>> {
    conn.prepare_cached(
        "SELECT id, received_us FROM captures
         WHERE ring = 0 AND id > ?1 AND id <= ?2 AND NOT EXISTS (SELECT 1 FROM pins WHERE capture_id = id)
         ORDER BY id LIMIT ?3",
    )?
    .query_map(params![after, until, limit], |row| Ok(Candidate { id: row.get(0)?, received_us: row.get(1)? }))?
    .collect()
}

/// `false` where there is no such capture.
pub(crate) fn delete(conn: &Connection, id: i64) -> rusqlite::Result<bool> {
    Ok(conn.prepare_cached("DELETE FROM captures WHERE id = ?1")?.execute([id])? == 1)
}

/// Removes the oldest unpinned refused captures beyond [`RING_CAPTURES`]; pinned ones do not count.
pub(crate) fn prune_ring(conn: &Connection) -> rusqlite::Result<()> {
    let held: i64 = conn
        .prepare_cached(
            "SELECT (SELECT count(*) FROM captures WHERE ring = 1)
                 - (SELECT count(*) FROM pins p JOIN captures c ON c.id = p.capture_id WHERE c.ring = 1)",
        )?
        .query_row([], |row| row.get(0))?;
    let excess = held - signed(RING_CAPTURES);
    if excess > 0 {
        conn.prepare_cached(
            "DELETE FROM captures WHERE id IN (
                 SELECT id FROM captures
                 WHERE ring = 1 AND NOT EXISTS (SELECT 1 FROM pins WHERE capture_id = id) ORDER BY id LIMIT ?1)",
        )?
        .execute([excess.min(signed(RING_STEP))])?;
    }
    Ok(())
}
