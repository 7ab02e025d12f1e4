//! The book without a store.

use std::collections::HashMap;
use std::convert::Infallible;

use super::{Book, Contact, ConversationKey, ConversationState, Kept, LastMessage, MadeBy, NewMessage};

/// A book without a store: ids from 1, forgotten when dropped.
#[derive(Debug, Default)]
pub struct MemoryBook {
    messages: i64,
    /// Place in `conversations`; the conversation's id is one more.
    places: HashMap<ConversationKey, usize>,
    conversations: Vec<Conversation>,
    /// By external id; each with its account, in order of index.
    kept: HashMap<String, Vec<(String, Kept)>>,
}

#[derive(Debug)]
struct Conversation {
    first_ms: i64,
    /// `None` before its first message is kept.
    state: Option<ConversationState>,
    /// In order.
    consumer_dates: Vec<i64>,
}

impl MemoryBook {
    fn with_id(&mut self, id: i64) -> &mut Conversation {
        let place = usize::try_from(id - 1).ok();
        place
            .and_then(|place| self.conversations.get_mut(place))
            .expect("conversations are opened before they are used")
    }
}

impl Book for MemoryBook {
    type Error = Infallible;

    fn contact(&mut self, _customer: &str) -> Result<Option<Contact>, Infallible> {
        Ok(None)
    }

    fn kept(&mut self, account: &str, external_id: &str) -> Result<Vec<Kept>, Infallible> {
        let all = self.kept.get(external_id).into_iter().flatten();
        Ok(all.filter(|(of, _)| of == account).map(|(_, kept)| kept.clone()).collect())
    }

    fn conversation(&mut self, key: &ConversationKey) -> Result<Option<ConversationState>, Infallible> {
        Ok(self.places.get(key).and_then(|&place| self.conversations[place].state.clone()))
    }

    fn newest_consumer(&mut self, conversation_id: i64, until_ms: i64) -> Result<Option<i64>, Infallible> {
        let dates = &self.with_id(conversation_id).consumer_dates;
        let later = dates.partition_point(|&date| date <= until_ms);
        Ok(dates[..later].last().copied())
    }

    fn open_conversation(&mut self, key: &ConversationKey, first_ms: i64) -> Result<i64, Infallible> {
        self.places.insert(key.clone(), self.conversations.len());
        self.conversations.push(Conversation { first_ms, state: None, consumer_dates: Vec::new() });
        Ok(i64::try_from(self.conversations.len()).expect("fewer conversations than i64::MAX"))
    }

    fn next_message_id(&mut self) -> Result<i64, Infallible> {
        self.messages += 1;
        Ok(self.messages)
    }

    fn keep(&mut self, message: &NewMessage<'_>) -> Result<(), Infallible> {
        let conversation = self.with_id(message.conversation_id);
        let last =
            LastMessage { date_ms: message.date_ms, by_user: message.by_user, message: message.message.to_owned() };
        let name = message.comment_name.map(|name| (message.date_ms, name.to_owned()));
        match &mut conversation.state {
            Some(state) => {
                state.has_user |= message.by_user;
                if message.date_ms >= state.last.date_ms {
                    state.last = last;
                }
                if state.name.as_ref().is_none_or(|(date_ms, _)| message.date_ms >= *date_ms) {
                    state.name = name.or(state.name.take());
                }
            }
            None => {
                conversation.state = Some(ConversationState {
                    id: message.conversation_id,
                    first_ms: conversation.first_ms,
                    last,
                    has_user: message.by_user,
                    name,
                });
            }
        }
        if !message.by_user {
            let dates = &mut conversation.consumer_dates;
            dates.insert(dates.partition_point(|&date| date <= message.date_ms), message.date_ms);
        }
        let kept = Kept {
            index: message.index,
            message_id: message.id,
            content_type: message.content_type.to_owned(),
            content: message.content.to_owned(),
            document: message.document.to_owned(),
            made_by: MadeBy { capture: None, pointer: message.pointer.to_owned() },
        };
        // Most messages have one part.
        let parts = self.kept.entry(message.external_id.to_owned()).or_insert_with(|| Vec::with_capacity(1));
        let place = parts.partition_point(|(_, before)| before.index <= kept.index);
        parts.insert(place, (message.account.to_owned(), kept));
        Ok(())
    }
}
