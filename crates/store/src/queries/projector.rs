//! `projector`: how far the log has been converted.

use rusqlite::Connection;

use super::lineage;

/// Captures up to this id need no conversion any more.
pub(crate) fn projected_to(conn: &Connection) -> rusqlite::Result<i64> {
    conn.prepare_cached("SELECT projected_to FROM projector")?.query_row([], |row| row.get(0))
}

/// Never goes back; only [`end_forgetting`] lets it start anew.
pub(crate) fn advance(conn: &Connection, capture_id: i64) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE projector SET projected_to = ?1 WHERE projected_to < ?1")?.execute([capture_id])?;
    Ok(())
}

/// From now on what is derived is being removed, and the position does not stand for it any more.
pub(crate) fn begin_forgetting(conn: &Connection) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE projector SET forgetting = 1, generation = generation + (forgetting = 0)")?
        .execute([])?;
    Ok(())
}

/// Everything is to be converted anew. Nothing where no forgetting was begun.
pub(crate) fn end_forgetting(conn: &Connection) -> rusqlite::Result<()> {
    let sql = "UPDATE projector SET projected_to = 0, forgetting = 0 WHERE forgetting = 1";
    match conn.prepare_cached(sql)?.execute([])? {
        0 => Ok(()),
        _ => lineage::forget_all(conn),
    }
}

/// How often everything derived was forgotten.
pub(crate) fn generation(conn: &Connection) -> rusqlite::Result<i64> {
    conn.prepare_cached("SELECT generation FROM projector")?.query_row([], |row| row.get(0))
}

/// A write that changes nothing, to see whether writing works.
pub(crate) fn touch(conn: &Connection) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE projector SET projected_to = projected_to")?.execute([])?;
    Ok(())
}
