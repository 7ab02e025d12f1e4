//! All SQL of the project, one file a table; each file holds that table's row types too.
//!
//! The functions take a connection and know nothing of threads: [`crate::Reader`] and [`crate::WriteTx`] lend them
//! theirs. Every statement is cached per connection.

pub(crate) mod audit;
pub(crate) mod bodies;
pub(crate) mod captures;
pub(crate) mod contacts;
pub(crate) mod conversations;
pub(crate) mod deliveries;
pub(crate) mod derived;
pub(crate) mod endpoints;
pub(crate) mod fault_rules;
pub(crate) mod gone;
pub(crate) mod items;
pub(crate) mod kept;
pub(crate) mod lineage;
pub(crate) mod marks;
pub(crate) mod messages;
pub(crate) mod notes;
pub(crate) mod pages;
pub(crate) mod pins;
pub(crate) mod projector;
pub(crate) mod pruning;
pub(crate) mod removed;
pub(crate) mod replays;
pub(crate) mod secrets;
pub(crate) mod settings;
pub(crate) mod summaries;
pub(crate) mod threads;
pub(crate) mod totals;

/// A count or a size as SQLite keeps it. Sizes beyond `i64::MAX` do not occur; they would be kept as that.
fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn unsigned(row: &rusqlite::Row<'_>, column: impl rusqlite::RowIndex) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|value| u64::try_from(value).unwrap_or_default())
}
