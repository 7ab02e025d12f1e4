//! The book of a fixture: from nothing, but for the contacts that the fixture names.

use std::collections::BTreeMap;
use std::convert::Infallible;

use triptych_core::convert::MemoryBook;
use triptych_core::convert::book::{Book, Contact, ConversationKey, ConversationState, Kept, NewMessage};

pub(crate) struct FixtureBook<'a> {
    book: MemoryBook,
    contacts: &'a BTreeMap<String, Contact>,
}

impl<'a> FixtureBook<'a> {
    pub(crate) fn new(contacts: &'a BTreeMap<String, Contact>) -> Self {
        Self { book: MemoryBook::default(), contacts }
    }
}

impl Book for FixtureBook<'_> {
    type Error = Infallible;

    fn contact(&mut self, customer: &str) -> Result<Option<Contact>, Infallible> {
        Ok(self.contacts.get(customer).cloned())
    }

    fn kept(&mut self, account: &str, external_id: &str) -> Result<Vec<Kept>, Infallible> {
        self.book.kept(account, external_id)
    }

    fn conversation(&mut self, key: &ConversationKey) -> Result<Option<ConversationState>, Infallible> {
        self.book.conversation(key)
    }

    fn newest_consumer(&mut self, conversation_id: i64, until_ms: i64) -> Result<Option<i64>, Infallible> {
        self.book.newest_consumer(conversation_id, until_ms)
    }

    fn open_conversation(&mut self, key: &ConversationKey, first_ms: i64) -> Result<i64, Infallible> {
        self.book.open_conversation(key, first_ms)
    }

    fn next_message_id(&mut self) -> Result<i64, Infallible> {
        self.book.next_message_id()
    }

    fn keep(&mut self, message: &NewMessage<'_>) -> Result<(), Infallible> {
        self.book.keep(message)
    }
}
