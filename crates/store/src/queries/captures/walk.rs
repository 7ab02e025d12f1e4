//! Captures one after the other: for conversion, for the index, for searches, and to be judged again.

use std::ops::ControlFlow;

use rusqlite::{Connection, params};
use triptych_core::capture::Judgement;
use triptych_core::endpoint::EndpointKey;

use super::{PendingCapture, StoredCapture, endpoint, stored};
use crate::error::StoreError;
use crate::queries::{projector, unsigned};

/// Calls `f` with each capture with `after < id < before`, newest first, until it breaks.
pub(crate) fn each_id(
    conn: &Connection,
    after: i64,
    before: i64,
    f: &mut dyn FnMut(i64) -> Result<ControlFlow<()>, StoreError>,
) -> Result<ControlFlow<()>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT id FROM captures WHERE id > ?1 AND id < ?2 ORDER BY id DESC")?;
    let mut rows = statement.query([after, before])?;
    while let Some(row) = rows.next()? {
        if f(row.get(0)?)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Whether the capture is there, and not removed.
pub(crate) fn is_there(conn: &Connection, id: i64) -> rusqlite::Result<bool> {
    conn.prepare_cached(
        "SELECT 1 FROM captures WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM removed WHERE capture_id = ?1)",
    )?
    .exists([id])
}

/// The smallest id; 0 where there is none.
pub(crate) fn oldest_id(conn: &Connection) -> rusqlite::Result<i64> {
    conn.prepare_cached("SELECT coalesce(min(id), 0) FROM captures")?.query_row([], |row| row.get(0))
}

/// The last capture before the first one that waits for conversion.
pub(crate) fn settled_to(conn: &Connection) -> rusqlite::Result<i64> {
    let waiting = accepted_after(conn, projector::projected_to(conn)?, 1, 1)?;
    conn.prepare_cached("SELECT coalesce(max(id), 0) FROM captures WHERE id < ?1")?
        .query_row([waiting.first().map_or(i64::MAX, |first| first.id)], |row| row.get(0))
}

/// The next captures after `after`, oldest first, those that the user removed too, up to the first one that waits for
/// conversion: at most `limit`, and no more than one beyond `max_bytes` of bodies.
pub(crate) fn converted_after(
    conn: &Connection,
    after: i64,
    limit: u32,
    max_bytes: usize,
) -> rusqlite::Result<Vec<StoredCapture>> {
    let until = settled_to(conn)?;
    let mut statement =
        conn.prepare_cached(concat!(whole!(), "WHERE c.id > ?1 AND c.id <= ?2 ORDER BY c.id LIMIT ?3"))?;
    let mut rows = statement.query(params![after, until, limit])?;
    let (mut found, mut bytes) = (Vec::new(), 0_usize);
    while bytes < max_bytes
        && let Some(row) = rows.next()?
    {
        let stored = stored(row)?;
        bytes += stored.capture.body.len();
        found.push(stored);
    }
    Ok(found)
}

/// Requests refused for want of authentication whose body was kept whole, oldest first.
pub(crate) fn refused_whole_after(
    conn: &Connection,
    endpoint: Option<&EndpointKey>,
    after: i64,
    limit: u32,
) -> rusqlite::Result<Vec<StoredCapture>> {
    let mut statement = conn.prepare_cached(concat!(
        whole!(),
        "WHERE c.ring = 1 AND c.id > ?1 AND c.judgement = ?2 AND c.truncated = 0
             AND NOT EXISTS (SELECT 1 FROM removed r WHERE r.capture_id = c.id)
             AND (?3 IS NULL OR (c.channel = ?3 AND c.workspace_id = ?4 AND c.credentials_id = ?5))
         ORDER BY c.id LIMIT ?6",
    ))?;
    let parameters = params![
        after,
        Judgement::Unauthenticated.as_str(),
        endpoint.map(|key| key.channel.as_str()),
        endpoint.map(|key| &key.workspace_id),
        endpoint.map(|key| &key.credentials_id),
        limit,
    ];
    statement.query_map(parameters, stored)?.collect()
}

/// How many requests were refused for want of authentication and kept in part only.
pub(crate) fn refused_cut(conn: &Connection, endpoint: Option<&EndpointKey>) -> rusqlite::Result<u64> {
    conn.prepare_cached(
        "SELECT count(*) FROM captures c
         WHERE c.ring = 1 AND c.judgement = ?1 AND c.truncated = 1
             AND NOT EXISTS (SELECT 1 FROM removed r WHERE r.capture_id = c.id)
             AND (?2 IS NULL OR (c.channel = ?2 AND c.workspace_id = ?3 AND c.credentials_id = ?4))",
    )?
    .query_row(
        params![
            Judgement::Unauthenticated.as_str(),
            endpoint.map(|key| key.channel.as_str()),
            endpoint.map(|key| &key.workspace_id),
            endpoint.map(|key| &key.credentials_id),
        ],
        |row| unsigned(row, 0),
    )
}

/// The next accepted captures after `after`, oldest first: at most `limit`, and no more than one beyond `max_bytes` of
/// bodies.
pub(crate) fn accepted_after(
    conn: &Connection,
    after: i64,
    limit: u32,
    max_bytes: usize,
) -> rusqlite::Result<Vec<PendingCapture>> {
    let mut statement = conn.prepare_cached(
        "SELECT c.id, e.id AS endpoint_id, c.channel, c.workspace_id, c.credentials_id, c.received_us, b.body
         FROM captures c
         JOIN bodies b ON b.capture_id = c.id
         JOIN endpoints e USING (channel, workspace_id, credentials_id)
         WHERE c.id > ?1 AND c.judgement = 'accepted' ORDER BY c.id LIMIT ?2",
    )?;
    let mut rows = statement.query(params![after, limit])?;
    let (mut found, mut bytes) = (Vec::new(), 0_usize);
    while bytes < max_bytes
        && let Some(row) = rows.next()?
    {
        let pending = PendingCapture {
            id: row.get(0)?,
            endpoint_id: row.get(1)?,
            endpoint: endpoint(row, 2)?.expect("it was joined by these columns"),
            received_us: row.get(5)?,
            body: row.get(6)?,
        };
        bytes += pending.body.len();
        found.push(pending);
    }
    Ok(found)
}
