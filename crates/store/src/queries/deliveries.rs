//! Captures that belong together: replays of one another, and what was refused.

use rusqlite::{Connection, OptionalExtension, Row, params};
use triptych_core::capture::Judgement;
use triptych_core::endpoint::EndpointKey;

use super::captures::{endpoint, word};
use super::{signed, unsigned};

/// A capture as a delivery among others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRow {
    pub id: i64,
    /// Microseconds since 1970, UTC.
    pub received_us: i64,
    pub judgement: Judgement,
    /// 0 where no answer could be sent.
    pub status: u16,
    pub endpoint: Option<EndpointKey>,
    /// The capture that this one replays.
    pub replay_of: Option<i64>,
    /// Bytes that arrived.
    pub body_size: u64,
    pub truncated: bool,
}

/// The capture, where it is there and not removed.
pub(crate) fn get(conn: &Connection, id: i64) -> rusqlite::Result<Option<DeliveryRow>> {
    conn.prepare_cached(
        "SELECT id, received_us, judgement, status, channel, workspace_id, credentials_id, replay_of, body_size,
             truncated
         FROM captures WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM removed WHERE capture_id = ?1)",
    )?
    .query_row([id], row)
    .optional()
}

/// What a capture replays, directly or over others, and all that replays one of these; the capture too. At most
/// `limit`, in the order of their ids; whether they are there is not asked.
pub(crate) fn replays(conn: &Connection, id: i64, limit: u32) -> rusqlite::Result<Vec<i64>> {
    conn.prepare_cached(
        "WITH RECURSIVE
             up (id) AS (
                 VALUES (?1) UNION SELECT c.replay_of FROM up JOIN captures c ON c.id = up.id
                 WHERE c.replay_of IS NOT NULL),
             family (id) AS (
                 SELECT id FROM up UNION SELECT c.id FROM family JOIN captures c ON c.replay_of = family.id LIMIT ?2)
         SELECT id FROM family ORDER BY id",
    )?
    .query_map(params![id, limit], |row| row.get(0))?
    .collect()
}

/// Refused captures whose body was kept whole and is as long as this one, newest first, at most `limit`.
pub(crate) fn refused_of_size(conn: &Connection, body_size: u64, limit: u32) -> rusqlite::Result<Vec<i64>> {
    conn.prepare_cached(
        "SELECT id FROM captures WHERE ring = 1 AND body_size = ?1 AND truncated = 0 ORDER BY id DESC LIMIT ?2",
    )?
    .query_map(params![signed(body_size), limit], |row| row.get(0))?
    .collect()
}

fn row(row: &Row<'_>) -> rusqlite::Result<DeliveryRow> {
    Ok(DeliveryRow {
        id: row.get(0)?,
        received_us: row.get(1)?,
        judgement: word(row, 2, Judgement::parse)?,
        status: row.get(3)?,
        endpoint: endpoint(row, 4)?,
        replay_of: row.get(7)?,
        body_size: unsigned(row, 8)?,
        truncated: row.get(9)?,
    })
}
