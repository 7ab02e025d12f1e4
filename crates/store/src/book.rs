//! The book over SQLite: core's [`Book`] as conversion uses it, on a thread that only reads.
//!
//! The projector is the only one that adds to the book, so it may convert on a connection of its own, beside the
//! writer: a [`BookDraft`] answers from the file and, before that, from what it was told itself; what is new it keeps as
//! [`BookEntries`], which a write transaction then adds as they are. Ids are given out by the draft, without gaps: a
//! draft that is dropped, or whose entries were never written, gave out none.

mod draft;
mod past;

use std::sync::Arc;

use rusqlite::Connection;
use triptych_core::convert::book::{Book, Contact, ConversationKey, ConversationState, Kept, NewMessage};

use crate::error::StoreError;
use crate::queries::{contacts, conversations, messages};
pub use draft::BookEntries;
use draft::{Draft, Entry, Message, Opened};
pub use past::PastBook;

/// The book of all endpoints, and what was added to it since it was opened.
#[derive(Debug)]
pub struct BookDraft<'a> {
    conn: &'a Connection,
    draft: Draft,
    /// The last ids given out, of messages and of conversations; `None` before the first.
    last_message: Option<i64>,
    last_conversation: Option<i64>,
}

impl<'a> BookDraft<'a> {
    pub(crate) fn new(conn: &'a Connection) -> Self {
        Self { conn, draft: Draft::default(), last_message: None, last_conversation: None }
    }

    /// The book of one endpoint while one capture is converted.
    pub fn of(&mut self, endpoint_id: i64, capture_id: i64) -> EndpointBook<'_, 'a> {
        EndpointBook { book: self, endpoint_id, capture_id }
    }

    /// How much was added so far, for [`BookDraft::back_to`].
    #[must_use]
    pub fn mark(&self) -> usize {
        self.draft.entries().len()
    }

    /// Forgets what was added since the mark, ids too. Not for the usual way: it reads all that stays once more.
    pub fn back_to(&mut self, mark: usize) {
        let entries = std::mem::take(&mut self.draft).into_entries();
        (self.last_message, self.last_conversation) = (None, None);
        for entry in entries.into_iter().take(mark) {
            match &entry {
                Entry::Read(_) => {}
                Entry::Opened(opened) => self.last_conversation = self.last_conversation.max(Some(opened.id)),
                Entry::Kept(message) => self.last_message = Some(message.id),
            }
            self.draft.add(entry);
        }
    }

    /// What was added since the mark, to be written: [`crate::WriteTx::keep_projection`]. The draft still knows it.
    #[must_use]
    pub fn since(&self, mark: usize) -> BookEntries {
        BookEntries::new(&self.draft.entries()[mark..])
    }
}

/// See [`BookDraft::of`].
#[derive(Debug)]
pub struct EndpointBook<'b, 'a> {
    book: &'b mut BookDraft<'a>,
    endpoint_id: i64,
    capture_id: i64,
}

impl Book for EndpointBook<'_, '_> {
    type Error = StoreError;

    fn contact(&mut self, customer: &str) -> Result<Option<Contact>, StoreError> {
        Ok(contacts::get(self.book.conn, self.endpoint_id, customer)?)
    }

    fn kept(&mut self, account: &str, external_id: &str) -> Result<Vec<Kept>, StoreError> {
        let mut kept = messages::kept(self.book.conn, self.endpoint_id, account, external_id)?;
        let before = kept.len();
        kept.extend(self.book.draft.kept(self.endpoint_id, account, external_id));
        if before < kept.len() {
            kept.sort_by_key(|kept| kept.index);
        }
        Ok(kept)
    }

    fn conversation(&mut self, key: &ConversationKey) -> Result<Option<ConversationState>, StoreError> {
        match self.book.draft.conversation(self.endpoint_id, key) {
            Some(state) => Ok(Some(state.clone())),
            None => {
                let stored = conversations::get(self.book.conn, self.endpoint_id, key)?;
                if let Some(state) = &stored {
                    let read = (self.endpoint_id, key.clone(), state.clone());
                    self.book.draft.add(Entry::Read(Arc::new(read)));
                }
                Ok(stored)
            }
        }
    }

    fn newest_consumer(&mut self, conversation_id: i64, until_ms: i64) -> Result<Option<i64>, StoreError> {
        let stored = messages::newest_consumer(self.book.conn, conversation_id, until_ms)?;
        Ok(stored.max(self.book.draft.newest_consumer(conversation_id, until_ms)))
    }

    fn open_conversation(&mut self, key: &ConversationKey, first_ms: i64) -> Result<i64, StoreError> {
        let opened_before = match self.book.draft.opened(self.endpoint_id, key) {
            Some(id) => Some(id),
            None => conversations::id(self.book.conn, self.endpoint_id, key)?,
        };
        let id = match opened_before {
            Some(id) => id,
            None => {
                let last = match self.book.last_conversation {
                    Some(last) => last,
                    None => conversations::highest_id(self.book.conn)?,
                };
                self.book.last_conversation = Some(last + 1);
                last + 1
            }
        };
        let opened = Opened { id, endpoint_id: self.endpoint_id, key: key.clone(), first_ms };
        self.book.draft.add(Entry::Opened(Arc::new(opened)));
        Ok(id)
    }

    fn next_message_id(&mut self) -> Result<i64, StoreError> {
        let last = match self.book.last_message {
            Some(last) => last,
            None => messages::highest_id(self.book.conn)?,
        };
        self.book.last_message = Some(last + 1);
        Ok(last + 1)
    }

    fn keep(&mut self, message: &NewMessage<'_>) -> Result<(), StoreError> {
        let message = Message::of(message, self.endpoint_id, self.capture_id);
        self.book.draft.add(Entry::Kept(Arc::new(message)));
        Ok(())
    }
}
