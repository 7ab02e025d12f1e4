//! Reading: a read-only connection and every question that may be put to it.

mod lineage;
mod search;
mod threads;

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use rusqlite::Connection;
use triptych_core::convert::book::Contact;
use triptych_core::doctor::Finding;
use triptych_core::endpoint::EndpointKey;
use triptych_core::fault::FaultRule;

use crate::DATABASE_FILE;
use crate::book::{BookDraft, PastBook};
use crate::connection;
use crate::error::{OpenError, StoreError};
use crate::index::lookup;
use crate::queries::captures::{self, CapturePage, CaptureRow, PageKey, PendingCapture, StoredCapture};
use crate::queries::endpoints::{self, EndpointAuth, EndpointRow, EndpointUse};
use crate::queries::items::{self, ItemRow};
use crate::queries::replays::{self, ReplayNote};
use crate::queries::secrets::{self, SecretRow};
use crate::queries::summaries::{self, Summary};
use crate::queries::totals::{self, Totals};
use crate::queries::{audit, bodies, contacts, fault_rules, marks, notes, pins, projector, removed, settings};
use crate::retention::Retention;
use triptych_core::secret::Secret;

type Result<T> = std::result::Result<T, StoreError>;

/// A read-only connection. It sees what is committed, and never keeps the writer waiting.
#[derive(Debug)]
pub struct Reader {
    conn: Connection,
    has_index: bool,
}

impl Reader {
    /// Opens the database in a data folder, whether or not an app has it open.
    ///
    /// # Errors
    ///
    /// Where there is none, where it is not ours, and where its version is not the one this code reads.
    pub fn open(dir: &Path) -> std::result::Result<Self, OpenError> {
        let path = dir.join(DATABASE_FILE);
        connection::open_reader(&path).map(|conn| Self { has_index: lookup::attach(&conn, &path), conn })
    }

    /// For a database that is known to be ours and open.
    pub(crate) fn attach(path: &Path) -> rusqlite::Result<Self> {
        connection::reader(path).map(|conn| Self { has_index: lookup::attach(&conn, path), conn })
    }

    /// The index is not to be read any more.
    pub(crate) fn forgo_index(&mut self) {
        self.has_index = false;
    }

    /// Runs `f` on one state of the database, whatever is committed meanwhile. Be short: the log of writes cannot
    /// shrink as long as it runs.
    ///
    /// # Errors
    ///
    /// That of `f`. [`crate::Store::read`] reads so already, and no such reading begins within another.
    pub fn at_one_moment<T>(&self, f: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        let transaction = self.conn.unchecked_transaction()?;
        let value = f(self)?;
        transaction.finish()?;
        Ok(value)
    }

    #[cfg(test)]
    pub(crate) fn conn(&self) -> &Connection {
        &self.conn
    }

    /// A page of the list, newest first.
    pub fn capture_page(&self, key: &PageKey) -> Result<CapturePage> {
        Ok(captures::page(&self.conn, key)?)
    }

    /// These captures as the list shows them, in this order, without those that are not there.
    pub fn capture_rows(&self, ids: &[i64]) -> Result<Vec<CaptureRow>> {
        Ok(captures::rows(&self.conn, ids)?)
    }

    /// How many captures are stored, but for those that the user removed.
    pub fn captures_total(&self) -> Result<u64> {
        Ok(captures::count(&self.conn)?)
    }

    /// How much is kept outside the ring of refused requests: what [`Reader::retention`] limits. Counts nothing; what
    /// the user removed counts until it is deleted.
    pub fn totals(&self) -> Result<Totals> {
        Ok(totals::get(&self.conn)?)
    }

    /// How much of [`Reader::totals`] the user removed.
    pub fn removed_totals(&self) -> Result<Totals> {
        Ok(removed::totals(&self.conn)?)
    }

    /// How many captures are pinned.
    pub fn pinned(&self) -> Result<u64> {
        Ok(pins::count(&self.conn)?)
    }

    /// All notes with their captures, the newest capture first.
    pub fn notes(&self) -> Result<Vec<(i64, String)>> {
        Ok(notes::all(&self.conn)?)
    }

    /// A capture whole, with its body.
    pub fn capture(&self, id: i64) -> Result<Option<StoredCapture>> {
        Ok(captures::get(&self.conn, id)?)
    }

    /// What a capture that Triptych sent itself was made of; `None` for all others.
    pub fn replay_note(&self, id: i64) -> Result<Option<ReplayNote>> {
        Ok(replays::get(&self.conn, id)?)
    }

    /// The exact bytes of a capture's body.
    pub fn body(&self, id: i64) -> Result<Option<Vec<u8>>> {
        Ok(bodies::get(&self.conn, id)?)
    }

    /// At most `len` bytes of a body from byte `start`; fewer, or none, where it ends before.
    pub fn body_range(&self, id: i64, start: u64, len: u64) -> Result<Option<Vec<u8>>> {
        Ok(bodies::range(&self.conn, id, start, len)?)
    }

    /// The items of a converted capture with their documents, in the order of the body.
    pub fn items(&self, capture_id: i64) -> Result<Vec<ItemRow>> {
        self.items_within(capture_id, 0..usize::MAX)
    }

    /// Those of a part of them (from 0).
    pub fn items_within(&self, capture_id: i64, part: Range<usize>) -> Result<Vec<ItemRow>> {
        Ok(items::of_capture(&self.conn, capture_id, part)?)
    }

    /// What conversion made of the captures with `after < id <= until`, oldest first, at most `limit`; those that the
    /// user removed too.
    pub fn summaries(&self, after: i64, until: i64, limit: u32) -> Result<Vec<(i64, Summary)>> {
        Ok(summaries::between(&self.conn, after, until, limit)?)
    }

    /// The book to convert with; what it adds is to be written by [`crate::WriteTx::keep_projection`].
    #[must_use]
    pub fn book(&self) -> BookDraft<'_> {
        BookDraft::new(&self.conn)
    }

    /// The book as it was just before a capture was converted.
    pub fn past_book(&self, endpoint_id: i64, capture_id: i64) -> Result<PastBook<'_>> {
        PastBook::new(&self.conn, endpoint_id, capture_id)
    }

    /// Accepted captures after `after`, oldest first: at most `limit`, fewer where their bodies are more than 1 MiB
    /// together. An empty answer means that there is none.
    pub fn accepted_after(&self, after: i64, limit: u32) -> Result<Vec<PendingCapture>> {
        Ok(captures::accepted_after(&self.conn, after, limit, 1024 * 1024)?)
    }

    /// Requests refused for want of authentication whose body was kept whole, with head and body, oldest first: those
    /// with a larger id than `after`, at most `limit`, of one endpoint or of all. For judging them again with a secret
    /// that was unknown then.
    pub fn refused_whole_after(
        &self,
        endpoint: Option<&EndpointKey>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<StoredCapture>> {
        Ok(captures::refused_whole_after(&self.conn, endpoint, after, limit)?)
    }

    /// How many requests were refused for want of authentication of which only a part of the body was kept, of one
    /// endpoint or of all.
    pub fn refused_cut(&self, endpoint: Option<&EndpointKey>) -> Result<u64> {
        Ok(captures::refused_cut(&self.conn, endpoint)?)
    }

    /// The last capture that needs no conversion any more; 0 at first, and again once everything derived was forgotten.
    pub fn projected_to(&self) -> Result<i64> {
        Ok(projector::projected_to(&self.conn)?)
    }

    /// All endpoints, in the order they appeared.
    pub fn endpoints(&self) -> Result<Vec<EndpointRow>> {
        Ok(endpoints::all(&self.conn)?)
    }

    pub fn endpoint(&self, id: i64) -> Result<Option<EndpointRow>> {
        Ok(endpoints::get(&self.conn, id)?)
    }

    pub fn endpoint_id(&self, key: &EndpointKey) -> Result<Option<i64>> {
        Ok(endpoints::find(&self.conn, key)?)
    }

    /// What judging requests needs, of all endpoints. The app's token and secrets count besides.
    pub fn endpoint_auth(&self) -> Result<Vec<EndpointAuth>> {
        Ok(endpoints::auth(&self.conn)?)
    }

    /// What came to each endpoint, by its id; nothing for those to which nothing came. Reads all captures but for their
    /// bodies: a tenth of a second for 100,000 of them.
    pub fn endpoint_usage(&self) -> Result<HashMap<i64, EndpointUse>> {
        Ok(endpoints::usage(&self.conn)?)
    }

    /// The fault rules that are set, with the ids of their endpoints.
    pub fn fault_rules(&self) -> Result<Vec<(i64, FaultRule)>> {
        Ok(fault_rules::all(&self.conn)?)
    }

    /// What the doctor found out about a capture when it came.
    pub fn finding(&self, capture_id: i64) -> Result<Option<Finding>> {
        Ok(marks::finding(&self.conn, capture_id)?)
    }

    /// The capture that a refused one was taken in as later.
    pub fn taken_in_as(&self, refused_id: i64) -> Result<Option<i64>> {
        Ok(marks::taken_in_as(&self.conn, refused_id)?)
    }

    /// The app secrets of one endpoint, in the order they were added.
    pub fn endpoint_secrets(&self, endpoint_id: i64) -> Result<Vec<SecretRow>> {
        Ok(secrets::of_endpoint(&self.conn, endpoint_id)?)
    }

    /// The app secrets that count for every endpoint, in the order they were added.
    pub fn app_secrets(&self) -> Result<Vec<SecretRow>> {
        Ok(secrets::of_app(&self.conn)?)
    }

    /// The app's own token: bearer and verify token for every endpoint.
    pub fn app_token(&self) -> Result<Secret> {
        settings::app_token(&self.conn)?.ok_or(StoreError::Unreadable("settings.app_token"))
    }

    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        Ok(settings::get(&self.conn, key)?)
    }

    /// How much is kept; the default as long as nothing was set.
    ///
    /// # Errors
    ///
    /// Where a limit was written that is none; then nothing is pruned.
    pub fn retention(&self) -> Result<Retention> {
        settings::retention(&self.conn)
    }

    /// The columns that hold a text, as `table.column`: to see that secrets are where they belong. Reads everything.
    pub fn columns_holding(&self, text: &str) -> Result<Vec<String>> {
        Ok(audit::columns_holding(&self.conn, text)?)
    }

    /// All settings but secrets, by name.
    pub fn settings(&self) -> Result<Vec<(String, String)>> {
        Ok(settings::all(&self.conn)?)
    }

    /// What the user entered about the customers of an endpoint, by customer.
    pub fn contacts(&self, endpoint_id: i64) -> Result<Vec<(String, Contact)>> {
        Ok(contacts::of_endpoint(&self.conn, endpoint_id)?)
    }

    /// What the user entered about a customer.
    pub fn contact(&self, endpoint_id: i64, customer: &str) -> Result<Option<Contact>> {
        Ok(contacts::get(&self.conn, endpoint_id, customer)?)
    }
}
