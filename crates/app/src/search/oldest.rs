//! The oldest of what a filter holds for, or of everything: the end of a list, and the way up from there.
//!
//! The index answers newest first; so the ids are looked through in stretches from the oldest on.

use std::ops::ControlFlow::{Break, Continue};
use std::time::Instant;

use triptych_core::filter::Filter;
use triptych_store::{PageKey, Reader, StoreError};

use super::{Found, Patience, STRETCH, Search};

/// The oldest of the captures with `after < id < before`, newest first. `next` says after which capture the newer ones
/// are to be asked for; `None` where there is none. As with [`super::page`] there may be a next page though this one has
/// few rows, or none.
///
/// # Errors
/// Where the store cannot be read.
pub fn oldest_page(
    reader: &Reader,
    filter: Option<&Filter>,
    key: &PageKey,
    patience: Patience,
) -> Result<Found, StoreError> {
    let start = Instant::now();
    let limit = usize::try_from(key.limit).unwrap_or(usize::MAX);
    let end = key.before.unwrap_or(i64::MAX).min(newest_id(reader)? + 1);
    let mut after = key.after.unwrap_or(0).max(reader.oldest_id()? - 1);
    let mut stretch = STRETCH;
    let mut ids = Vec::new();
    while after < end - 1 && ids.len() <= limit {
        let before = end.min(after.saturating_add(stretch) + 1);
        let mut found = ids_between(reader, filter, after, before)?;
        // Where there is nothing the steps get longer.
        stretch = if found.is_empty() { stretch * 2 } else { STRETCH };
        found.reverse();
        ids.append(&mut found);
        after = before - 1;
        let patience = if ids.is_empty() { patience.none } else { patience.some };
        if start.elapsed() >= patience {
            break;
        }
    }
    let next = if ids.len() > limit {
        ids.truncate(limit);
        ids.last().copied()
    } else {
        Some(after).filter(|after| *after < end - 1)
    };
    ids.reverse();
    Ok(Found { rows: reader.capture_rows(&ids)?, next })
}

/// Newest first; some may be removed.
fn ids_between(reader: &Reader, filter: Option<&Filter>, after: i64, before: i64) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    let mut tell = |id| {
        ids.push(id);
        Ok(Continue(()))
    };
    match filter {
        Some(filter) => {
            Search::new(reader, filter, Some(after), Some(before), None)?.run(&mut tell)?;
        }
        None => {
            let _ = reader.each_id(after, before, tell)?;
        }
    }
    Ok(ids)
}

fn newest_id(reader: &Reader) -> Result<i64, StoreError> {
    let mut newest = 0;
    let _ = reader.each_id(0, i64::MAX, |id| {
        newest = id;
        Ok(Break(()))
    })?;
    Ok(newest)
}
