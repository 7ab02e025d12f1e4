//! `totals`: how much is kept, without counting. What is inserted is added here; a trigger subtracts what is deleted.

use rusqlite::{Connection, Row, params};

use super::{signed, unsigned};

/// How much is kept outside the ring of refused requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Accepted captures and passed handshakes, pinned ones included.
    pub captures: u64,
    /// Bytes of their heads and bodies.
    pub bytes: u64,
}

impl std::ops::Add for Totals {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { captures: self.captures + other.captures, bytes: self.bytes + other.bytes }
    }
}

pub(crate) fn get(conn: &Connection) -> rusqlite::Result<Totals> {
    conn.prepare_cached("SELECT captures, bytes FROM totals")?.query_row([], totals)
}

/// What is kept now that so much came.
pub(crate) fn add(conn: &Connection, brought: Totals) -> rusqlite::Result<Totals> {
    if brought == Totals::default() {
        return get(conn);
    }
    conn.prepare_cached("UPDATE totals SET captures = captures + ?1, bytes = bytes + ?2 RETURNING captures, bytes")?
        .query_row(params![signed(brought.captures), signed(brought.bytes)], totals)
}

fn totals(row: &Row<'_>) -> rusqlite::Result<Totals> {
    Ok(Totals { captures: unsigned(row, 0)?, bytes: unsigned(row, 1)? })
}
