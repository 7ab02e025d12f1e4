//! Everything that a filter finds: for exports, replays and what else takes its time.

use triptych_core::filter::Filter;
use triptych_store::{PageKey, Reader, StoreError};

/// Captures looked up at once.
const PAGE: u32 = 500;

/// The ids of all captures for which a filter holds, oldest first.
///
/// # Errors
/// Where the store cannot be read.
pub fn all_ids(reader: &Reader, filter: &Filter) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    let mut key = PageKey { before: None, after: None, limit: PAGE };
    loop {
        let found = super::page(reader, filter, &key, None)?;
        ids.extend(found.rows.iter().map(|row| row.id));
        if found.next.is_none() {
            ids.reverse();
            return Ok(ids);
        }
        key.before = found.next;
    }
}
