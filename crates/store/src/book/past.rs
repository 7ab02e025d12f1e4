//! The book as it was just before a capture was converted: to convert that capture again and compare.
//!
//! Message ids were given out in the order of conversion, so what was known before a message is what has a smaller id.
//! Nothing is written; what today's code would add gets ids that nobody else has.

use std::collections::VecDeque;

use rusqlite::Connection;
use triptych_core::convert::book::{Book, Contact, ConversationKey, ConversationState, Kept, NewMessage};

use crate::error::StoreError;
use crate::queries::{contacts, conversations, messages};

/// See [`crate::Reader::past_book`].
#[derive(Debug)]
pub struct PastBook<'a> {
    conn: &'a Connection,
    endpoint_id: i64,
    capture_id: i64,
    /// Ids that the item being converted was given then, still to be given again.
    own: VecDeque<i64>,
    /// Where nothing of the item is in the book: what has a smaller id was there before.
    before: i64,
    /// The next id that nobody has.
    fresh: i64,
    fresh_conversation: i64,
}

impl<'a> PastBook<'a> {
    pub(crate) fn new(conn: &'a Connection, endpoint_id: i64, capture_id: i64) -> Result<Self, StoreError> {
        Ok(Self {
            conn,
            endpoint_id,
            capture_id,
            own: VecDeque::new(),
            before: messages::first_made_from(conn, capture_id)?.unwrap_or(i64::MAX),
            fresh: messages::highest_id(conn)? + 1,
            fresh_conversation: conversations::highest_id(conn)? + 1,
        })
    }

    fn limit(&self) -> i64 {
        self.own.front().copied().unwrap_or(self.before)
    }
}

impl Book for PastBook<'_> {
    type Error = StoreError;

    fn contact(&mut self, customer: &str) -> Result<Option<Contact>, StoreError> {
        Ok(contacts::get(self.conn, self.endpoint_id, customer)?)
    }

    /// Those that were made elsewhere; those that were made here are made again, with the ids that they have.
    fn kept(&mut self, account: &str, external_id: &str) -> Result<Vec<Kept>, StoreError> {
        let all = messages::kept(self.conn, self.endpoint_id, account, external_id)?;
        let (own, others): (Vec<Kept>, Vec<Kept>) =
            all.into_iter().partition(|kept| kept.made_by.capture == Some(self.capture_id));
        self.own = own.iter().map(|kept| kept.message_id).collect();
        let limit = self.limit();
        Ok(others.into_iter().filter(|kept| kept.message_id < limit).collect())
    }

    fn conversation(&mut self, key: &ConversationKey) -> Result<Option<ConversationState>, StoreError> {
        Ok(conversations::before(self.conn, self.endpoint_id, key, self.limit())?)
    }

    fn newest_consumer(&mut self, conversation_id: i64, until_ms: i64) -> Result<Option<i64>, StoreError> {
        Ok(messages::newest_consumer_before(self.conn, conversation_id, until_ms, self.limit())?)
    }

    fn open_conversation(&mut self, key: &ConversationKey, _first_ms: i64) -> Result<i64, StoreError> {
        match conversations::id(self.conn, self.endpoint_id, key)? {
            Some(id) => Ok(id),
            None => {
                self.fresh_conversation += 1;
                Ok(self.fresh_conversation - 1)
            }
        }
    }

    fn next_message_id(&mut self) -> Result<i64, StoreError> {
        if let Some(own) = self.own.pop_front() {
            self.before = self.before.max(own + 1);
            return Ok(own);
        }
        self.fresh += 1;
        Ok(self.fresh - 1)
    }

    fn keep(&mut self, _message: &NewMessage<'_>) -> Result<(), StoreError> {
        Ok(())
    }
}
