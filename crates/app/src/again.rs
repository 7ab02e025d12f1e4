//! Converting a stored capture once more, with the settings and contacts of today, to be shown beside what was generated
//! when it came. Nothing is stored.
//!
//! The book is left out of it: it would answer with the documents as first generated. So ids, dates of the conversation
//! and other history of the stored document stand for what the throw-away book does not know, and only what settings,
//! contacts and rules decide may differ.

use std::collections::HashMap;

use serde_json::Value;
use triptych_core::capture::Judgement;
use triptych_core::convert::book::{Book, Contact, ConversationKey, ConversationState, Kept, NewMessage};
use triptych_core::convert::origin::leaves;
use triptych_core::convert::{Context, MemoryBook, Origin, Output};
use triptych_core::envelope;
use triptych_core::report::{ItemReport, report};
use triptych_store::{ItemRow, OutputRow, Reader, StoreError};

use crate::api::again::{AgainItem, AgainOutput, AgainSide, ConvertedAgain};
use crate::evidence::Keys;

/// Converts a capture again. `None` where there is none with this id.
///
/// # Errors
/// Where the store cannot be read.
pub fn convert(reader: &Reader, id: i64) -> Result<Option<ConvertedAgain>, StoreError> {
    let Some(stored) = reader.capture(id)? else { return Ok(None) };
    let capture = &stored.capture;
    let cannot = |why: &str| ConvertedAgain { id, changed: false, why: Some(why.to_owned()), items: Vec::new() };
    let (Judgement::Accepted, Some(endpoint)) = (capture.judgement, &capture.endpoint) else {
        return Ok(Some(cannot("Only what was accepted is converted.")));
    };
    let Ok(doc) = envelope::parse(&capture.body) else { return Ok(Some(cannot("The body is no envelope."))) };
    let keys = Keys::of(reader, Some(endpoint))?;
    let mut book = Today { reader, endpoint: reader.endpoint_id(endpoint)?, memory: MemoryBook::default() };
    let context =
        Context { settings: &keys.settings, received_ms: capture.received_us / 1000, capture: None, origins: true };
    let now = report(&doc, &context, &mut book)?;
    let titles: Vec<String> = envelope::items(&doc).iter().map(|item| item.event.title().into_owned()).collect();
    let mut then: Vec<Option<ItemRow>> = reader.items(id)?.into_iter().map(Some).collect();
    then.resize(now.items.len(), None);
    let rows = then.into_iter().zip(&now.items).zip(titles);
    let items: Vec<AgainItem> = rows.map(|((then, now), title)| item(then, now, title)).collect();
    Ok(Some(ConvertedAgain { id, changed: items.iter().any(|item| item.changed), why: None, items }))
}

fn item(then: Option<ItemRow>, now: &ItemReport, title: String) -> AgainItem {
    let none = || AgainSide { verdict: None, rule: None, reason: None };
    let side_then = then.as_ref().map_or_else(none, |row| AgainSide {
        verdict: Some(row.verdict.clone()),
        rule: row.rule.clone(),
        reason: row.reason.clone(),
    });
    let verdict = &now.verdict;
    let side_now = AgainSide {
        verdict: Some(verdict.as_str().to_owned()),
        rule: verdict.rule().map(str::to_owned),
        reason: verdict.reason().map(str::to_owned),
    };
    let made_then = then.map(|row| row.outputs).unwrap_or_default();
    let made_now = verdict.outputs();
    let outputs: Vec<AgainOutput> = (0..made_then.len().max(made_now.len()))
        .map(|index| output(made_then.get(index), made_now.get(index)))
        .collect();
    let changed = side_then != side_now || outputs.iter().any(|output| !output.changed.is_empty());
    AgainItem { pointer: now.pointer.clone(), title, then: side_then, now: side_now, changed, outputs }
}

fn output(then: Option<&OutputRow>, now: Option<&Output>) -> AgainOutput {
    let then_document = then.map(|output| output.document.clone());
    let (Some(then), Some(now)) = (then, now) else {
        // A document that is there on one side only differs as a whole.
        let now = now.map(|output| output.document.clone());
        return AgainOutput { then: then_document, now, changed: vec![String::new()] };
    };
    let then: Value = serde_json::from_str(&then.document).unwrap_or_default();
    let now = as_it_would_be(&then, now);
    let mut pointers = leaves(&then);
    pointers.extend(leaves(&now));
    pointers.sort();
    pointers.dedup();
    pointers.retain(|pointer| then.pointer(pointer) != now.pointer(pointer));
    AgainOutput { then: then_document, now: Some(now.to_string()), changed: pointers }
}

const CONVERSATION: &str = "/payload/conversation/";
const LAST_MESSAGE: &str = "/payload/conversation/last_message/";

/// The document of today with the ids and the history of then.
fn as_it_would_be(then: &Value, made: &Output) -> Value {
    let mut now: Value = serde_json::from_str(&made.document).unwrap_or_default();
    let origins: HashMap<&str, Origin<'_>> = made.origins.iter().collect();
    let id_of = |message: &str| then.pointer(&format!("{message}id")).cloned();
    let was_last = id_of(LAST_MESSAGE) == id_of("/payload/message/");
    for pointer in leaves(then) {
        let is_history = match origins.get(pointer.as_str()) {
            _ if pointer.starts_with(LAST_MESSAGE) && !was_last => true,
            Some(Origin::Allocated | Origin::History) => true,
            Some(Origin::Raw { .. } | Origin::Constant) => pointer.starts_with(CONVERSATION),
            // Named by an earlier comment, where nothing is known about the contact.
            Some(Origin::Setting { setting: "contact.name" }) => {
                pointer.starts_with(CONVERSATION) && now.pointer(&pointer).is_some_and(Value::is_null)
            }
            Some(Origin::Setting { .. }) | None => false,
        };
        if is_history && let (Some(value), Some(place)) = (then.pointer(&pointer), now.pointer_mut(&pointer)) {
            *place = value.clone();
        }
    }
    now
}

/// The contacts of today, and a book that knows nothing else.
struct Today<'r> {
    reader: &'r Reader,
    endpoint: Option<i64>,
    memory: MemoryBook,
}

impl Book for Today<'_> {
    type Error = StoreError;

    fn contact(&mut self, customer: &str) -> Result<Option<Contact>, StoreError> {
        match self.endpoint {
            Some(endpoint) => self.reader.contact(endpoint, customer),
            None => Ok(None),
        }
    }

    fn kept(&mut self, account: &str, external_id: &str) -> Result<Vec<Kept>, StoreError> {
        let Ok(kept) = self.memory.kept(account, external_id);
        Ok(kept)
    }

    fn conversation(&mut self, key: &ConversationKey) -> Result<Option<ConversationState>, StoreError> {
        let Ok(state) = self.memory.conversation(key);
        Ok(state)
    }

    fn newest_consumer(&mut self, conversation_id: i64, until_ms: i64) -> Result<Option<i64>, StoreError> {
        let Ok(date) = self.memory.newest_consumer(conversation_id, until_ms);
        Ok(date)
    }

    fn open_conversation(&mut self, key: &ConversationKey, first_ms: i64) -> Result<i64, StoreError> {
        let Ok(id) = self.memory.open_conversation(key, first_ms);
        Ok(id)
    }

    fn next_message_id(&mut self) -> Result<i64, StoreError> {
        let Ok(id) = self.memory.next_message_id();
        Ok(id)
    }

    fn keep(&mut self, message: &NewMessage<'_>) -> Result<(), StoreError> {
        let Ok(()) = self.memory.keep(message);
        Ok(())
    }
}
