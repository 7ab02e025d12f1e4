//! Deletes what the user removed once its time is over.

use std::time::Duration;

use rusqlite::Connection;

use crate::UNDO_SECONDS;
use crate::queries::{pruning, removed};

/// Captures that are looked up at once.
const CANDIDATES: u32 = 64;

/// Microseconds since 1970, UTC, as in the table.
pub(super) struct Purge {
    /// What was removed before the store was opened is not restored any more.
    opened_us: i64,
    /// When the first one was removed that is still there; `None` where there is none.
    first_us: Option<i64>,
}

/// What a step did.
pub(super) struct Purged {
    pub(super) any: bool,
    /// Nothing is left whose time is over.
    pub(super) done: bool,
}

impl Purge {
    pub(super) fn new(opened_us: i64) -> Self {
        Self { opened_us, first_us: None }
    }

    /// How long until something is to be deleted; `None` where nothing is.
    pub(super) fn due_in(&self, now_us: i64) -> Option<Duration> {
        let left = self.first_us?.saturating_add(UNDO_US).saturating_sub(now_us);
        Some(Duration::from_micros(u64::try_from(left).unwrap_or_default()))
    }

    pub(super) fn step(
        &mut self,
        conn: &Connection,
        now_us: i64,
        go_on: impl Fn() -> bool,
    ) -> rusqlite::Result<Purged> {
        let until_us = now_us.saturating_sub(UNDO_US).max(self.opened_us);
        let mut purged = Purged { any: false, done: false };
        while !purged.done && go_on() {
            let ids = removed::before(conn, until_us, CANDIDATES)?;
            purged.done = ids.is_empty();
            for id in ids {
                purged.any |= pruning::delete(conn, id)?;
            }
        }
        self.first_us = removed::first_us(conn)?;
        Ok(purged)
    }
}

const UNDO_US: i64 = UNDO_SECONDS * 1_000_000;
