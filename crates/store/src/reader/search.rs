//! What searching asks: the index where there is one, and the captures themselves where it does not reach.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::{Reader, Result};
use crate::index::lookup::{self, Indexed, Probe};
use crate::queries::captures::{self, StoredCapture};
use crate::queries::items::{self, Outcomes};
use crate::queries::{contacts, gone, projector, removed};

impl Reader {
    /// Captures up to this one are in the index, as far as they are there. `None` where there is no index of this state
    /// of the database.
    #[must_use]
    pub fn indexed_to(&self) -> Option<i64> {
        if self.has_index { lookup::indexed_to(&self.conn) } else { None }
    }

    /// Calls `f` with each indexed capture with `after < id < before` that the probe finds, newest first, until it
    /// breaks. Among them may be captures that are gone or removed, but none twice.
    pub fn candidates(
        &self,
        probe: &Probe,
        after: i64,
        before: i64,
        mut f: impl FnMut(i64) -> Result<ControlFlow<()>>,
    ) -> Result<ControlFlow<()>> {
        lookup::candidates(&self.conn, probe, after, before, &mut f)
    }

    /// What the index says of a capture as a whole.
    pub fn indexed(&self, capture_id: i64) -> Result<Option<Indexed>> {
        Ok(lookup::document(&self.conn, capture_id)?)
    }

    /// The ids of the tags of a kind that are this value.
    pub fn tags_that_are(&self, kind: &str, value: &str) -> Result<Vec<u32>> {
        Ok(lookup::tags_that_are(&self.conn, kind, value)?)
    }

    /// The ids of the tags of a kind whose folded value is this.
    pub fn tags_that_fold_to(&self, kind: &str, folded: &str) -> Result<Vec<u32>> {
        Ok(lookup::tags_that_fold_to(&self.conn, kind, folded)?)
    }

    /// The ids of the tags of a kind whose folded value contains this.
    pub fn tags_that_contain(&self, kind: &str, folded: &str) -> Result<Vec<u32>> {
        Ok(lookup::tags_that_contain(&self.conn, kind, folded)?)
    }

    /// Values of a kind that contain this, folded: those that begin with it first, then those seen last.
    pub fn tag_values(&self, kind: &str, folded: &str, limit: u32) -> Result<Vec<String>> {
        if self.indexed_to().is_none() {
            return Ok(Vec::new());
        }
        Ok(lookup::values(&self.conn, kind, folded, limit)?)
    }

    /// Bounds of ids, both excluded, outside which no indexed capture was received between these times, both included.
    pub fn ids_received_between(&self, from_us: i64, to_us: i64) -> Result<(i64, i64)> {
        Ok(lookup::received_between(&self.conn, from_us, to_us)?)
    }

    /// Calls `f` with each capture with `after < id < before`, newest first, until it breaks.
    pub fn each_id(
        &self,
        after: i64,
        before: i64,
        mut f: impl FnMut(i64) -> Result<ControlFlow<()>>,
    ) -> Result<ControlFlow<()>> {
        captures::each_id(&self.conn, after, before, &mut f)
    }

    /// How a capture's items ended, and what their documents are.
    pub fn outcomes(&self, capture_id: i64) -> Result<Outcomes> {
        Ok(items::outcomes(&self.conn, capture_id)?)
    }

    /// Captures that the index may still hold though they are gone or removed.
    pub fn absent(&self) -> Result<HashSet<i64>> {
        let mut absent: HashSet<i64> = removed::all(&self.conn)?.into_iter().collect();
        absent.extend(gone::some(&self.conn, u32::MAX)?);
        Ok(absent)
    }

    /// Captures that are gone and may still be in the index, oldest first.
    pub fn gone(&self, limit: u32) -> Result<Vec<i64>> {
        Ok(gone::some(&self.conn, limit)?)
    }

    /// How often everything derived was forgotten: what the index is to say of itself.
    pub fn generation(&self) -> Result<i64> {
        Ok(projector::generation(&self.conn)?)
    }

    /// The next captures after `after` for the index, oldest first, those that the user removed too: at most `limit`,
    /// fewer where their bodies are more than 1 MiB together, and none from the first one on that waits for conversion.
    pub fn to_index(&self, after: i64, limit: u32) -> Result<Vec<(StoredCapture, Outcomes)>> {
        let found = captures::converted_after(&self.conn, after, limit, 1024 * 1024)?;
        let with_outcomes = |stored: StoredCapture| items::outcomes(&self.conn, stored.id).map(|found| (stored, found));
        Ok(found.into_iter().map(with_outcomes).collect::<rusqlite::Result<_>>()?)
    }

    /// Captures up to this one need no conversion any more, or never did: what is told of them is told for good.
    pub fn settled_to(&self) -> Result<i64> {
        Ok(captures::settled_to(&self.conn)?)
    }

    /// The smallest id of a capture; 0 where there is none.
    pub fn oldest_id(&self) -> Result<i64> {
        Ok(captures::oldest_id(&self.conn)?)
    }

    /// Customers and the names that the user entered for them.
    pub fn contact_names(&self) -> Result<Vec<(String, String)>> {
        Ok(contacts::names(&self.conn)?)
    }
}
