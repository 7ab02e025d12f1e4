//! `totals`: how much is kept, without counting. Triggers keep it true; nothing here writes.

use rusqlite::Connection;

use super::unsigned;

/// How much is kept outside the ring of refused requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Accepted captures and passed handshakes, pinned ones included.
    pub captures: u64,
    /// Bytes of their heads and bodies.
    pub bytes: u64,
}

pub(crate) fn get(conn: &Connection) -> rusqlite::Result<Totals> {
    conn.prepare_cached("SELECT captures, bytes FROM totals")?
        .query_row([], |row| Ok(Totals { captures: unsigned(row, 0)?, bytes: unsigned(row, 1)? }))
}
