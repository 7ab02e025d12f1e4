//! What was added to the book and is not written yet: the entries in their order, and what they answer when asked.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::Connection;
use triptych_core::convert::book::{ConversationKey, ConversationState, Kept, LastMessage, MadeBy, NewMessage};

use crate::queries::{conversations, messages};

/// A conversation that got its id.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) id: i64,
    pub(super) endpoint_id: i64,
    pub(super) key: ConversationKey,
    /// Milliseconds since 1970.
    pub(super) first_ms: i64,
}

/// A message that got its id: core's [`NewMessage`] with texts of its own.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) id: i64,
    conversation_id: i64,
    endpoint_id: i64,
    capture_id: i64,
    account: String,
    external_id: String,
    index: u32,
    date_ms: i64,
    by_user: bool,
    content_type: String,
    content: String,
    customer: String,
    comment_name: Option<String>,
    document: String,
    message: String,
    pointer: String,
}

impl Message {
    pub(super) fn of(message: &NewMessage<'_>, endpoint_id: i64, capture_id: i64) -> Self {
        Self {
            id: message.id,
            conversation_id: message.conversation_id,
            endpoint_id,
            capture_id,
            account: message.account.to_owned(),
            external_id: message.external_id.to_owned(),
            index: message.index,
            date_ms: message.date_ms,
            by_user: message.by_user,
            content_type: message.content_type.to_owned(),
            content: message.content.to_owned(),
            customer: message.customer.to_owned(),
            comment_name: message.comment_name.map(str::to_owned),
            document: message.document.to_owned(),
            message: message.message.to_owned(),
            pointer: message.pointer.to_owned(),
        }
    }

    fn borrowed(&self) -> NewMessage<'_> {
        NewMessage {
            id: self.id,
            conversation_id: self.conversation_id,
            account: &self.account,
            external_id: &self.external_id,
            index: self.index,
            date_ms: self.date_ms,
            by_user: self.by_user,
            content_type: &self.content_type,
            content: &self.content,
            customer: &self.customer,
            comment_name: self.comment_name.as_deref(),
            document: &self.document,
            message: &self.message,
            pointer: &self.pointer,
        }
    }

    fn kept(&self) -> Kept {
        Kept {
            index: self.index,
            message_id: self.id,
            content_type: self.content_type.clone(),
            content: self.content.clone(),
            document: self.document.clone(),
            made_by: MadeBy { capture: Some(self.capture_id), pointer: self.pointer.clone() },
        }
    }
}

#[derive(Debug, Clone)]
pub(super) enum Entry {
    /// A conversation as the file has it: it is brought up to date in memory from here on.
    Read(Arc<(i64, ConversationKey, ConversationState)>),
    Opened(Arc<Opened>),
    Kept(Arc<Message>),
}

/// What one capture adds to the book, in order.
#[derive(Debug, Clone, Default)]
pub struct BookEntries(Vec<Entry>);

impl BookEntries {
    pub(super) fn new(entries: &[Entry]) -> Self {
        Self(entries.to_vec())
    }

    pub(crate) fn write(&self, conn: &Connection) -> rusqlite::Result<()> {
        for entry in &self.0 {
            match entry {
                Entry::Read(_) => {}
                Entry::Opened(opened) => {
                    conversations::open(conn, opened.id, opened.endpoint_id, &opened.key, opened.first_ms)?;
                }
                Entry::Kept(message) => {
                    let new = message.borrowed();
                    messages::insert(conn, message.endpoint_id, message.capture_id, &new)?;
                    conversations::note(conn, &new)?;
                }
            }
        }
        Ok(())
    }
}

/// The entries, and what is asked of them.
#[derive(Debug, Default)]
pub(super) struct Draft {
    entries: Vec<Entry>,
    /// By endpoint and external id; the account is looked at.
    messages: HashMap<(i64, String), Vec<Arc<Message>>>,
    /// By endpoint.
    conversations: HashMap<(i64, ConversationKey), i64>,
    /// By id, once it is read or its first message is kept.
    states: HashMap<i64, ConversationState>,
    first_ms: HashMap<i64, i64>,
    consumer_dates: HashMap<i64, Vec<i64>>,
}

impl Draft {
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    pub(super) fn opened(&self, endpoint_id: i64, key: &ConversationKey) -> Option<i64> {
        self.conversations.get(&(endpoint_id, key.clone())).copied()
    }

    pub(super) fn conversation(&self, endpoint_id: i64, key: &ConversationKey) -> Option<&ConversationState> {
        self.states.get(&self.opened(endpoint_id, key)?)
    }

    pub(super) fn kept(&self, endpoint_id: i64, account: &str, external_id: &str) -> impl Iterator<Item = Kept> {
        let same_id = self.messages.get(&(endpoint_id, external_id.to_owned())).into_iter().flatten();
        same_id.filter(move |message| message.account == account).map(|message| message.kept())
    }

    pub(super) fn newest_consumer(&self, conversation_id: i64, until_ms: i64) -> Option<i64> {
        let dates = self.consumer_dates.get(&conversation_id)?;
        dates.iter().copied().filter(|&date| date <= until_ms).max()
    }

    pub(super) fn add(&mut self, entry: Entry) {
        match &entry {
            Entry::Read(read) => {
                let (endpoint_id, key, state) = read.as_ref();
                self.conversations.insert((*endpoint_id, key.clone()), state.id);
                self.states.insert(state.id, state.clone());
            }
            Entry::Opened(opened) => {
                self.conversations.insert((opened.endpoint_id, opened.key.clone()), opened.id);
                self.first_ms.insert(opened.id, opened.first_ms);
            }
            Entry::Kept(message) => {
                self.note(message);
                let key = (message.endpoint_id, message.external_id.clone());
                self.messages.entry(key).or_default().push(Arc::clone(message));
            }
        }
        self.entries.push(entry);
    }

    /// As `conversations::note` does in the file. Who keeps a message has asked for its conversation, or opened it.
    fn note(&mut self, message: &Message) {
        let last = LastMessage { date_ms: message.date_ms, by_user: message.by_user, message: message.message.clone() };
        let first_ms = self.first_ms.get(&message.conversation_id).copied().unwrap_or(message.date_ms);
        let state = self.states.entry(message.conversation_id).or_insert_with(|| ConversationState {
            id: message.conversation_id,
            first_ms,
            last: last.clone(),
            has_user: false,
            name: None,
        });
        state.has_user |= message.by_user;
        if message.date_ms >= state.last.date_ms {
            state.last = last;
        }
        if let Some(name) = &message.comment_name
            && state.name.as_ref().is_none_or(|(date_ms, _)| message.date_ms >= *date_ms)
        {
            state.name = Some((message.date_ms, name.clone()));
        }
        if !message.by_user {
            self.consumer_dates.entry(message.conversation_id).or_default().push(message.date_ms);
        }
    }
}
