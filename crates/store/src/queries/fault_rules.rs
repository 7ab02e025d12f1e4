//! `fault_rules`: endpoints that answer wrongly on purpose.

use rusqlite::{Connection, params};
use triptych_core::endpoint::EndpointKey;
use triptych_core::fault::{Fault, FaultRule};

/// All rules with their endpoints' ids.
pub(crate) fn all(conn: &Connection) -> rusqlite::Result<Vec<(i64, FaultRule)>> {
    conn.prepare_cached(
        "SELECT endpoint_id, fault_status, fault_delay_ms, remaining FROM fault_rules ORDER BY endpoint_id",
    )?
    .query_map([], |row| {
        let fault = Fault { status: row.get(1)?, delay_ms: row.get(2)? };
        Ok((row.get(0)?, FaultRule { fault, left: row.get(3)? }))
    })?
    .collect()
}

/// In place of the rule that is there; `None` clears it.
pub(crate) fn set(conn: &Connection, endpoint_id: i64, rule: Option<&FaultRule>) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM fault_rules WHERE endpoint_id = ?1")?.execute([endpoint_id])?;
    if let Some(rule) = rule {
        conn.prepare_cached(
            "INSERT INTO fault_rules (endpoint_id, fault_status, fault_delay_ms, remaining) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![endpoint_id, rule.fault.status, rule.fault.delay_ms, rule.left])?;
    }
    Ok(())
}

/// One request less; the rule goes with the last.
pub(crate) fn count_down(conn: &Connection, endpoint: &EndpointKey) -> rusqlite::Result<()> {
    let Some(id) = super::endpoints::find(conn, endpoint)? else { return Ok(()) };
    conn.prepare_cached("DELETE FROM fault_rules WHERE endpoint_id = ?1 AND remaining = 1")?.execute([id])?;
    conn.prepare_cached("UPDATE fault_rules SET remaining = remaining - 1 WHERE endpoint_id = ?1")?.execute([id])?;
    Ok(())
}
