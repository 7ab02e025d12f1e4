//! `gone`: captures that were removed for good since the index was last told. A trigger fills it.

use rusqlite::Connection;

/// The oldest of them.
pub(crate) fn some(conn: &Connection, limit: u32) -> rusqlite::Result<Vec<i64>> {
    conn.prepare_cached("SELECT capture_id FROM gone ORDER BY capture_id LIMIT ?1")?
        .query_map([limit], |row| row.get(0))?
        .collect()
}

pub(crate) fn forget(conn: &Connection, ids: &[i64]) -> rusqlite::Result<()> {
    let mut statement = conn.prepare_cached("DELETE FROM gone WHERE capture_id = ?1")?;
    ids.iter().try_for_each(|id| statement.execute([id]).map(drop))
}
