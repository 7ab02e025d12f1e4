//! `removed`: captures that the user deleted and may still restore. The mark goes with its capture.

use rusqlite::{Connection, params};

use super::totals::Totals;
use super::unsigned;

/// `false` where there is no such capture. One that is marked already keeps its time.
pub(crate) fn mark(conn: &Connection, capture_id: i64, removed_us: i64) -> rusqlite::Result<bool> {
    if !super::bodies::exists(conn, capture_id)? {
        return Ok(false);
    }
    conn.prepare_cached("INSERT OR IGNORE INTO removed (capture_id, removed_us) VALUES (?1, ?2)")?
        .execute(params![capture_id, removed_us])?;
    Ok(true)
}

/// `false` where it was not marked.
pub(crate) fn restore(conn: &Connection, capture_id: i64) -> rusqlite::Result<bool> {
    Ok(conn.prepare_cached("DELETE FROM removed WHERE capture_id = ?1")?.execute([capture_id])? == 1)
}

/// Some that were marked before this time, the first marked first. Microseconds since 1970, UTC.
pub(crate) fn before(conn: &Connection, time_us: i64, limit: u32) -> rusqlite::Result<Vec<i64>> {
    conn.prepare_cached("SELECT capture_id FROM removed WHERE removed_us < ?1 ORDER BY removed_us LIMIT ?2")?
        .query_map(params![time_us, limit], |row| row.get(0))?
        .collect()
}

/// When the first one was marked.
pub(crate) fn first_us(conn: &Connection) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached("SELECT min(removed_us) FROM removed")?.query_row([], |row| row.get(0))
}

pub(crate) fn all(conn: &Connection) -> rusqlite::Result<Vec<i64>> {
    conn.prepare_cached("SELECT capture_id FROM removed")?.query_map([], |row| row.get(0))?.collect()
}

/// How much of what is marked [`super::totals`] still counts.
pub(crate) fn totals(conn: &Connection) -> rusqlite::Result<Totals> {
    conn.prepare_cached(
        "SELECT count(*), coalesce(sum(length(c.head) + length(b.body)), 0)
         FROM removed r JOIN captures c ON c.id = r.capture_id JOIN bodies b USING (capture_id) WHERE c.ring = 0",
    )?
    .query_row([], |row| Ok(Totals { captures: unsigned(row, 0)?, bytes: unsigned(row, 1)? }))
}
