//! `lineage`: what events are told by and what they speak of, found in both directions. Derived, may be rebuilt.

use rusqlite::{Connection, Row, params};
use triptych_core::lineage::{Key, Relation, Trace};

/// An item somewhere in the store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub capture: i64,
    /// Which item of the capture it is, from 0.
    pub item: u32,
    /// `messaging`, `standby`, …; `None` for a capture without items.
    pub via: Option<String>,
    pub field: Option<String>,
    /// Its content differs from what first came under its id.
    pub conflict: bool,
}

/// What is to be converted has none: [`forget_all`] saw to it. So most captures cost nothing here.
pub(crate) fn add(conn: &Connection, capture_id: i64, traces: &[(u32, Trace)]) -> rusqlite::Result<()> {
    if traces.is_empty() {
        return Ok(());
    }
    let mut insert = conn.prepare_cached(
        "INSERT OR REPLACE INTO lineage (capture_id, item_idx, ordinal, relation, key, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (ordinal, (item, trace)) in (0_i64..).zip(traces) {
        insert.execute(params![capture_id, item, ordinal, trace.relation.code(), trace.key.0, trace.at])?;
    }
    Ok(())
}

/// Everything is to be converted anew.
pub(crate) fn forget_all(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute("DELETE FROM lineage", [])?;
    Ok(())
}

/// In the order of the body.
pub(crate) fn of_capture(conn: &Connection, capture_id: i64) -> rusqlite::Result<Vec<(u32, Trace)>> {
    conn.prepare_cached(
        "SELECT item_idx, relation, key, at FROM lineage WHERE capture_id = ?1 ORDER BY item_idx, ordinal",
    )?
    .query_map([capture_id], |row| Ok((row.get("item_idx")?, trace(row)?)))?
    .collect()
}

/// An item, where it is there and not removed; conditions follow.
macro_rules! placed {
    () => {
        "SELECT l.capture_id, l.item_idx, l.relation, l.key, l.at, i.via, i.field, 0 AS conflict
         FROM lineage l LEFT JOIN items i ON i.capture_id = l.capture_id AND i.idx = l.item_idx
         WHERE NOT EXISTS (SELECT 1 FROM removed r WHERE r.capture_id = l.capture_id) "
    };
}

/// Items told by the same trace: of those from `around` on the first ones, and of those before it the last ones, at
/// most `limit` each.
pub(crate) fn same(conn: &Connection, trace: &Trace, around: i64, limit: u32) -> rusqlite::Result<Vec<Place>> {
    let mut found = Vec::new();
    // Before the first capture there is nothing to ask for.
    for sql in [
        concat!(
            placed!(),
            "AND l.key = ?1 AND l.relation = ?2 AND l.at = ?3 AND l.capture_id < ?4
             ORDER BY l.capture_id DESC LIMIT ?5"
        ),
        concat!(
            placed!(),
            "AND l.key = ?1 AND l.relation = ?2 AND l.at = ?3 AND l.capture_id >= ?4
             ORDER BY l.capture_id LIMIT ?5"
        ),
    ]
    .into_iter()
    .skip(usize::from(around <= 0))
    {
        let mut statement = conn.prepare_cached(sql)?;
        let rows = statement.query_map(params![trace.key.0, trace.relation.code(), trace.at, around, limit], place)?;
        found.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    found.sort();
    Ok(found)
}

/// Items that speak of what has this key, at most `limit`.
pub(crate) fn about(conn: &Connection, key: Key, limit: u32) -> rusqlite::Result<Vec<(Relation, Place)>> {
    conn.prepare_cached(concat!(
        placed!(),
        "AND l.key = ?1 AND l.relation > ?2 ORDER BY l.relation, l.at, l.capture_id LIMIT ?3"
    ))?
    .query_map(params![key.0, Relation::SameMessage.code(), limit], |row| Ok((trace(row)?.relation, place(row)?)))?
    .collect()
}

/// Whether a conversation has a watermark from this one on.
pub(crate) fn has_watermark(conn: &Connection, key: Key, from: i64) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT 1 FROM lineage WHERE key = ?1 AND relation IN (?2, ?3) AND at >= ?4 LIMIT 1")?
        .exists(params![key.0, Relation::ReadUpTo.code(), Relation::DeliveredUpTo.code(), from])
}

/// Items with a watermark `from <= at < before` of a conversation, the lowest first, at most `limit`.
pub(crate) fn watermarks(
    conn: &Connection,
    of: (Relation, Key),
    from: i64,
    before: i64,
    limit: u32,
) -> rusqlite::Result<Vec<(i64, Place)>> {
    conn.prepare_cached(concat!(
        placed!(),
        "AND l.relation = ?1 AND l.key = ?2 AND l.at >= ?3 AND l.at < ?4 ORDER BY l.at LIMIT ?5"
    ))?
    .query_map(params![of.0.code(), of.1.0, from, before, limit], |row| Ok((row.get("at")?, place(row)?)))?
    .collect()
}

fn trace(row: &Row<'_>) -> rusqlite::Result<Trace> {
    let code = row.get("relation")?;
    let relation = Relation::of_code(code).ok_or(rusqlite::Error::IntegralValueOutOfRange(0, i64::from(code)))?;
    Ok(Trace { relation, key: Key(row.get("key")?), at: row.get("at")? })
}

pub(crate) fn place(row: &Row<'_>) -> rusqlite::Result<Place> {
    Ok(Place {
        capture: row.get("capture_id")?,
        item: row.get("item_idx")?,
        via: row.get("via")?,
        field: row.get("field")?,
        conflict: row.get("conflict")?,
    })
}
