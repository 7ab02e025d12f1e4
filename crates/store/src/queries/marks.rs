//! What is known of a capture beside the request itself: what the doctor found, how a fault rule spoilt its answer, and
//! which refused capture it takes in.

use rusqlite::{Connection, OptionalExtension, Row, params};
use triptych_core::capture::{Capture, Marks};
use triptych_core::doctor::Finding;
use triptych_core::fault::Fault;

use super::fault_rules;

/// Keeps the marks of a capture just inserted, and counts its fault.
pub(crate) fn insert(conn: &Connection, id: i64, capture: &Capture, marks: &Marks) -> rusqlite::Result<()> {
    if let Some(finding) = &marks.finding {
        conn.prepare_cached("INSERT INTO findings (capture_id, finding) VALUES (?1, ?2)")?
            .execute(params![id, finding.to_json()])?;
    }
    if let Some(fault) = marks.fault {
        conn.prepare_cached("INSERT INTO faulted (capture_id, fault_status, fault_delay_ms) VALUES (?1, ?2, ?3)")?
            .execute(params![id, fault.status, fault.delay_ms])?;
        if let Some(endpoint) = &capture.endpoint {
            fault_rules::count_down(conn, endpoint)?;
        }
    }
    if let Some(refused) = marks.takes_in {
        // The refused one may have left the ring meanwhile.
        conn.prepare_cached(
            "INSERT OR IGNORE INTO taken_in (refused_id, capture_id)
             SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM captures WHERE id = ?1)",
        )?
        .execute([refused, id])?;
    }
    Ok(())
}

pub(crate) fn finding(conn: &Connection, capture_id: i64) -> rusqlite::Result<Option<Finding>> {
    let text: Option<String> = conn
        .prepare_cached("SELECT finding FROM findings WHERE capture_id = ?1")?
        .query_row([capture_id], |row| row.get(0))
        .optional()?;
    Ok(text.and_then(|text| Finding::from_json(&text)))
}

/// The capture that a refused one was taken in as.
pub(crate) fn taken_in_as(conn: &Connection, refused_id: i64) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached("SELECT capture_id FROM taken_in WHERE refused_id = ?1")?
        .query_row([refused_id], |row| row.get(0))
        .optional()
}

/// The fault's part of a row: `fault_status` of a left-joined `faulted` in this column, `fault_delay_ms` in the next.
pub(crate) fn joined(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Fault>> {
    let delay_ms: Option<u32> = row.get(first + 1)?;
    let status = row.get(first)?;
    Ok(delay_ms.map(|delay_ms| Fault { status, delay_ms }))
}
