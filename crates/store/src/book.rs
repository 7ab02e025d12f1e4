//! The book over SQLite: core's [`Book`] for one endpoint and one capture.

use rusqlite::Connection;
use triptych_core::convert::book::{Book, Contact, ConversationKey, ConversationState, Kept, NewMessage};

use crate::error::StoreError;
use crate::queries::{contacts, conversations, messages};

/// What conversion of one capture remembers and looks up, within a write transaction: see [`crate::WriteTx::book`].
///
/// It sees what it wrote itself. If the transaction is rolled back its ids are given out again, so that ids have no
/// gaps.
#[derive(Debug)]
pub struct EndpointBook<'a> {
    conn: &'a Connection,
    endpoint_id: i64,
    capture_id: i64,
    /// The last id given out; `None` before the first.
    last_id: Option<i64>,
}

impl<'a> EndpointBook<'a> {
    pub(crate) fn new(conn: &'a Connection, endpoint_id: i64, capture_id: i64) -> Self {
        Self { conn, endpoint_id, capture_id, last_id: None }
    }
}

impl Book for EndpointBook<'_> {
    type Error = StoreError;

    fn contact(&mut self, customer: &str) -> Result<Option<Contact>, StoreError> {
        Ok(contacts::get(self.conn, self.endpoint_id, customer)?)
    }

    fn kept(&mut self, account: &str, external_id: &str) -> Result<Vec<Kept>, StoreError> {
        Ok(messages::kept(self.conn, self.endpoint_id, account, external_id)?)
    }

    fn conversation(&mut self, key: &ConversationKey) -> Result<Option<ConversationState>, StoreError> {
        Ok(conversations::get(self.conn, self.endpoint_id, key)?)
    }

    fn newest_consumer(&mut self, conversation_id: i64, until_ms: i64) -> Result<Option<i64>, StoreError> {
        Ok(messages::newest_consumer(self.conn, conversation_id, until_ms)?)
    }

    fn open_conversation(&mut self, key: &ConversationKey, first_ms: i64) -> Result<i64, StoreError> {
        Ok(conversations::open(self.conn, self.endpoint_id, key, first_ms)?)
    }

    fn next_message_id(&mut self) -> Result<i64, StoreError> {
        let last = match self.last_id {
            Some(last) => last,
            None => messages::highest_id(self.conn)?,
        };
        self.last_id = Some(last + 1);
        Ok(last + 1)
    }

    fn keep(&mut self, message: &NewMessage<'_>) -> Result<(), StoreError> {
        messages::insert(self.conn, self.endpoint_id, self.capture_id, message)?;
        Ok(conversations::note(self.conn, message)?)
    }
}
