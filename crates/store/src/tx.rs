//! A write transaction, as closures given to [`crate::Store::write`] see it.

mod keeping;

use std::cell::Cell;

use rusqlite::Connection;
use triptych_core::convert::book::Contact;
use triptych_core::endpoint::EndpointKey;
use triptych_core::fault::FaultRule;
use triptych_core::lineage::Trace;

use crate::book::BookEntries;
use crate::error::StoreError;
use crate::queries::endpoints::{self, EndpointRow, EndpointSettings};
use crate::queries::items::{self, NewItem};
use crate::queries::summaries::{self, Summary};
use crate::queries::{bodies, contacts, derived, fault_rules, lineage, projector, secrets, settings};
use crate::queue::Queue;
use crate::retention::Retention;
use triptych_core::secret::Secret;

type Result<T> = std::result::Result<T, StoreError>;

/// What conversion made of a capture, to be kept: see [`WriteTx::keep_projection`].
#[derive(Debug, Clone)]
pub struct Projection {
    pub capture_id: i64,
    /// What it adds to the book.
    pub book: BookEntries,
    pub summary: Summary,
    pub items: Vec<NewItem>,
    /// What the items are told by and speak of, each with its item's number, from 0.
    pub traces: Vec<(u32, Trace)>,
}

/// A transaction on the writer thread: committed when the closure returns `Ok`, rolled back when it returns `Err` or
/// panics. Be short: captures wait meanwhile.
pub struct WriteTx<'a> {
    conn: &'a Connection,
    queue: &'a Queue,
    /// Whether a capture may have lost its pin.
    unpinned: &'a Cell<bool>,
}

impl std::fmt::Debug for WriteTx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WriteTx").finish_non_exhaustive()
    }
}

impl<'a> WriteTx<'a> {
    pub(crate) fn new(conn: &'a Connection, queue: &'a Queue, unpinned: &'a Cell<bool>) -> Self {
        Self { conn, queue, unpinned }
    }

    #[cfg(test)]
    pub(crate) fn conn(&self) -> &Connection {
        self.conn
    }

    /// Whether captures wait for this transaction to end.
    #[must_use]
    pub fn captures_waiting(&self) -> bool {
        self.queue.captures_waiting()
    }

    /// Keeps what conversion made of a capture, in place of what was kept of it before, and what it adds to the book. Of
    /// a capture that was pruned meanwhile the book alone is kept.
    pub fn keep_projection(&mut self, projection: &Projection) -> Result<()> {
        let Projection { capture_id, book, summary, items, traces } = projection;
        book.write(self.conn)?;
        if bodies::exists(self.conn, *capture_id)? {
            summaries::replace(self.conn, *capture_id, summary)?;
            items::replace(self.conn, *capture_id, items)?;
            lineage::add(self.conn, *capture_id, traces)?;
        }
        Ok(())
    }

    /// Captures up to this id need no conversion any more. The position never goes back, but for
    /// [`WriteTx::forget_derived`].
    pub fn advance_projected_to(&mut self, capture_id: i64) -> Result<()> {
        Ok(projector::advance(self.conn, capture_id)?)
    }

    /// The last capture that needs no conversion any more; 0 at first.
    pub fn projected_to(&self) -> Result<i64> {
        Ok(projector::projected_to(self.conn)?)
    }

    /// Removes what was derived of the oldest `limit` converted captures: items, outputs, lineage, summary. Once nothing is left
    /// the projector's position is 0 again, so that all captures are converted anew, and the answer is `true`; call it
    /// until then, in a transaction each time. The book stays as it is: what is converted anew gets its ids, and finds
    /// itself there with the capture and the pointer that made it.
    ///
    /// If the store is closed before the end, the position is 0 at its next opening all the same, and what was not
    /// removed is replaced as it is converted.
    pub fn forget_derived(&mut self, limit: u32) -> Result<bool> {
        projector::begin_forgetting(self.conn)?;
        let done = derived::forget(self.conn, limit.max(1))?;
        if done {
            projector::end_forgetting(self.conn)?;
        }
        Ok(done)
    }

    /// How much is kept from now on.
    ///
    /// # Errors
    ///
    /// Where a limit is out of its range.
    pub fn set_retention(&mut self, retention: &Retention) -> Result<()> {
        settings::set_retention(self.conn, retention)
    }

    pub fn endpoint(&self, id: i64) -> Result<Option<EndpointRow>> {
        Ok(endpoints::get(self.conn, id)?)
    }

    /// The endpoint's id; a new endpoint where there was none. Time: microseconds since 1970, UTC.
    pub fn add_endpoint(&mut self, key: &EndpointKey, created_us: i64) -> Result<i64> {
        Ok(endpoints::add(self.conn, key, created_us)?)
    }

    /// `false` where there is no such endpoint.
    pub fn update_endpoint(&mut self, id: i64, settings: &EndpointSettings) -> Result<bool> {
        Ok(endpoints::update(self.conn, id, settings)?)
    }

    /// Removes an endpoint with its settings and secrets. `false` where there is none, and where it is needed: a message
    /// was converted for it, or a capture that was accepted there is stored.
    pub fn remove_unused_endpoint(&mut self, id: i64) -> Result<bool> {
        Ok(endpoints::remove_unused(self.conn, id)?)
    }

    /// In place of the rule that is there; `None` clears it.
    pub fn set_fault_rule(&mut self, endpoint_id: i64, rule: Option<&FaultRule>) -> Result<()> {
        Ok(fault_rules::set(self.conn, endpoint_id, rule)?)
    }

    /// `false` where there is no such endpoint.
    pub fn set_bearer_token(&mut self, endpoint_id: i64, token: Option<&Secret>) -> Result<bool> {
        Ok(endpoints::set_bearer_token(self.conn, endpoint_id, token)?)
    }

    /// `false` where there is no such endpoint.
    pub fn set_verify_token(&mut self, endpoint_id: i64, token: Option<&Secret>) -> Result<bool> {
        Ok(endpoints::set_verify_token(self.conn, endpoint_id, token)?)
    }

    /// The id of the secret; that of the old row where the endpoint has it already.
    pub fn add_endpoint_secret(&mut self, endpoint_id: i64, secret: &Secret, added_us: i64) -> Result<i64> {
        Ok(secrets::add_to_endpoint(self.conn, endpoint_id, secret, added_us)?)
    }

    /// `false` where there is no such secret.
    pub fn remove_endpoint_secret(&mut self, id: i64) -> Result<bool> {
        Ok(secrets::remove_from_endpoint(self.conn, id)?)
    }

    /// The id of the secret; that of the old row where the app has it already.
    pub fn add_app_secret(&mut self, secret: &Secret, added_us: i64) -> Result<i64> {
        Ok(secrets::add_to_app(self.conn, secret, added_us)?)
    }

    /// `false` where there is no such secret.
    pub fn remove_app_secret(&mut self, id: i64) -> Result<bool> {
        Ok(secrets::remove_from_app(self.conn, id)?)
    }

    /// The app's own token: bearer and verify token for every endpoint.
    pub fn set_app_token(&mut self, token: &Secret) -> Result<()> {
        Ok(settings::set_app_token(self.conn, token)?)
    }

    /// Not for secrets: a setting is shown to who asks.
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<()> {
        Ok(settings::set(self.conn, key, value)?)
    }

    /// `false` where it was not set.
    pub fn remove_setting(&mut self, key: &str) -> Result<bool> {
        Ok(settings::remove(self.conn, key)?)
    }

    /// What the user knows of the customers of an endpoint, in place of all that was there.
    pub fn set_contacts(&mut self, endpoint_id: i64, entries: &[(String, Contact)]) -> Result<()> {
        contacts::clear(self.conn, endpoint_id)?;
        entries.iter().try_for_each(|(customer, contact)| self.set_contact(endpoint_id, customer, contact))
    }

    /// What the user knows of a customer, in place of what was there.
    pub fn set_contact(&mut self, endpoint_id: i64, customer: &str, contact: &Contact) -> Result<()> {
        Ok(contacts::set(self.conn, endpoint_id, customer, contact)?)
    }
}
