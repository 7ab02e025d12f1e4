//! The book without a store.

use std::collections::HashMap;
use std::convert::Infallible;
use std::ops::Range;

use super::{Book, Contact, ConversationKey, ConversationState, Kept, LastMessage, MadeBy, NewMessage};

/// A book without a store: ids from 1, forgotten when dropped.
#[derive(Debug, Default)]
pub struct MemoryBook {
    last_id: i64,
    /// Place in `conversations`; the conversation's id is one more.
    places: HashMap<ConversationKey, usize>,
    conversations: Vec<Conversation>,
    /// Places in `messages`.
    by_external_id: HashMap<String, Vec<usize>>,
    messages: Vec<Message>,
    /// What the messages say, one after another: they have thousands of texts.
    texts: String,
}

#[derive(Debug)]
struct Conversation {
    first_ms: i64,
    /// Place in `messages`; `None` before one is kept.
    last: Option<usize>,
    has_user: bool,
    name: Option<(i64, String)>,
    /// In order.
    consumer_dates: Vec<i64>,
}

/// Place in `texts`.
type Text = Range<usize>;

#[derive(Debug)]
struct Message {
    id: i64,
    index: u32,
    date_ms: i64,
    by_user: bool,
    account: Text,
    content_type: Text,
    content: Text,
    document: Text,
    message: Text,
    pointer: Text,
}

impl MemoryBook {
    fn with_id(&mut self, id: i64) -> &mut Conversation {
        let place = usize::try_from(id - 1).ok();
        place
            .and_then(|place| self.conversations.get_mut(place))
            .expect("conversations are opened before they are used")
    }

    fn add(&mut self, text: &str) -> Text {
        let start = self.texts.len();
        self.texts.push_str(text);
        start..self.texts.len()
    }

    fn text(&self, text: &Text) -> String {
        self.texts[text.clone()].to_owned()
    }
}

impl Book for MemoryBook {
    type Error = Infallible;

    fn contact(&mut self, _customer: &str) -> Result<Option<Contact>, Infallible> {
        Ok(None)
    }

    fn kept(&mut self, account: &str, external_id: &str) -> Result<Vec<Kept>, Infallible> {
        let places = self.by_external_id.get(external_id).into_iter().flatten();
        let messages = places.map(|&place| &self.messages[place]);
        let mut kept: Vec<Kept> = messages
            .filter(|message| self.texts[message.account.clone()] == *account)
            .map(|message| Kept {
                index: message.index,
                message_id: message.id,
                content_type: self.text(&message.content_type),
                content: self.text(&message.content),
                document: self.text(&message.document),
                made_by: MadeBy { capture: None, pointer: self.text(&message.pointer) },
            })
            .collect();
        kept.sort_by_key(|kept| kept.index);
        Ok(kept)
    }

    fn conversation(&mut self, key: &ConversationKey) -> Result<Option<ConversationState>, Infallible> {
        let state = self.places.get(key).and_then(|&place| {
            let conversation = &self.conversations[place];
            let last = &self.messages[conversation.last?];
            Some(ConversationState {
                id: id(place),
                first_ms: conversation.first_ms,
                last: LastMessage { date_ms: last.date_ms, by_user: last.by_user, message: self.text(&last.message) },
                has_user: conversation.has_user,
                name: conversation.name.clone(),
            })
        });
        Ok(state)
    }

    fn newest_consumer(&mut self, conversation_id: i64, until_ms: i64) -> Result<Option<i64>, Infallible> {
        let dates = &self.with_id(conversation_id).consumer_dates;
        let later = dates.partition_point(|&date| date <= until_ms);
        Ok(dates[..later].last().copied())
    }

    fn open_conversation(&mut self, key: &ConversationKey, first_ms: i64) -> Result<i64, Infallible> {
        let place = self.conversations.len();
        self.places.insert(key.clone(), place);
        let empty = Conversation { first_ms, last: None, has_user: false, name: None, consumer_dates: Vec::new() };
        self.conversations.push(empty);
        Ok(id(place))
    }

    fn next_message_id(&mut self) -> Result<i64, Infallible> {
        self.last_id += 1;
        Ok(self.last_id)
    }

    fn keep(&mut self, message: &NewMessage<'_>) -> Result<(), Infallible> {
        let place = self.messages.len();
        let last_ms = self.with_id(message.conversation_id).last.map(|last| self.messages[last].date_ms);
        let conversation = self.with_id(message.conversation_id);
        if last_ms.is_none_or(|last_ms| message.date_ms >= last_ms) {
            conversation.last = Some(place);
        }
        conversation.has_user |= message.by_user;
        if let Some(name) = message.comment_name
            && conversation.name.as_ref().is_none_or(|(date_ms, _)| message.date_ms >= *date_ms)
        {
            conversation.name = Some((message.date_ms, name.to_owned()));
        }
        if !message.by_user {
            let dates = &mut conversation.consumer_dates;
            dates.insert(dates.partition_point(|&date| date <= message.date_ms), message.date_ms);
        }
        let message_of_it = Message {
            id: message.id,
            index: message.index,
            date_ms: message.date_ms,
            by_user: message.by_user,
            account: self.add(message.account),
            content_type: self.add(message.content_type),
            content: self.add(message.content),
            document: self.add(message.document),
            message: self.add(message.message),
            pointer: self.add(message.pointer),
        };
        self.messages.push(message_of_it);
        self.by_external_id.entry(message.external_id.to_owned()).or_default().push(place);
        Ok(())
    }
}

fn id(place: usize) -> i64 {
    i64::try_from(place).expect("fewer conversations than i64::MAX") + 1
}
