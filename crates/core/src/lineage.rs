//! What makes an event the same one when it comes again, and which other events it speaks of.
//!
//! Facebook delivers more than once, to several apps, and in any order; an edit may come before its message. So
//! nothing here looks anything up: an item is told by what it says itself (the table of identities in `decoding.md`,
//! section 2), and what it speaks of is named, not found. A store keeps both as [`Trace`]s, three numbers each, and
//! finds by them in either direction, whichever came first.

mod feed;
mod key;
mod messaging;
mod thing;

use std::borrow::Cow;

use crate::decode::EventKind;
use crate::envelope::Item;

pub use key::{Key, conversation_key, message_key};

/// What one event has to do with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// It is that event: the same message again.
    SameMessage,
    /// The sender's own copy of it.
    EchoOf,
    EditOf,
    UnsendOf,
    ReactionTo,
    ReplyTo,
    /// A reply to a story, which is no message; it leads to where the story was shared.
    StoryReplyTo,
    /// Everything up to it was read.
    ReadUpTo,
    /// Everything up to it was delivered.
    DeliveredUpTo,
    /// A word on whether it was a good answer.
    FeedbackOn,
    /// It brings what is no message, and what others speak of: see [`Thing`].
    Brings,
    /// The customer answers what was begun before Messenger knew them (`prior_message`).
    PriorMessage,
}

impl Relation {
    const ALL: [Self; 12] = [
        Self::SameMessage,
        Self::EchoOf,
        Self::EditOf,
        Self::UnsendOf,
        Self::ReactionTo,
        Self::ReplyTo,
        Self::StoryReplyTo,
        Self::ReadUpTo,
        Self::DeliveredUpTo,
        Self::FeedbackOn,
        Self::Brings,
        Self::PriorMessage,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SameMessage => "same_message",
            Self::EchoOf => "echo_of",
            Self::EditOf => "edit_of",
            Self::UnsendOf => "unsend_of",
            Self::ReactionTo => "reaction_to",
            Self::ReplyTo => "reply_to",
            Self::StoryReplyTo => "story_reply_to",
            Self::ReadUpTo => "read_up_to",
            Self::DeliveredUpTo => "delivered_up_to",
            Self::FeedbackOn => "feedback_on",
            Self::Brings => "brings",
            Self::PriorMessage => "prior_message",
        }
    }

    /// A small number that stands for it where space counts.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }

    #[must_use]
    pub fn of_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }

    /// Milliseconds that lie at least between a watermark and what it speaks of: messages sent before it, or at it, were
    /// read, but only those sent before it were delivered (`decoding.md`, sections 3.1 and 3.5).
    #[must_use]
    pub fn before_watermark_ms(self) -> i64 {
        i64::from(self == Self::DeliveredUpTo)
    }
}

/// An identity or a reference in three numbers: equal ones mean the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Trace {
    pub relation: Relation,
    /// Of the message or the conversation that is spoken of; of the event itself for [`Relation::SameMessage`].
    pub key: Key,
    /// The watermark in milliseconds since 1970 where a conversation is spoken of; else what tells the event from
    /// others that speak of the same message in the same way.
    pub at: i64,
}

impl Trace {
    /// Of a message, a comment or a post by its id.
    #[must_use]
    pub fn of_message(account: &str, id: &str) -> Self {
        Self::itself(message_key(account, id))
    }

    /// Of whatever brings a thing of this key.
    #[must_use]
    pub fn of_thing(key: Key) -> Self {
        Self { relation: Relation::Brings, key, at: 0 }
    }

    /// Of a body as it came, for one that has no items.
    #[must_use]
    pub fn of_body(body: &[u8]) -> Self {
        Self::itself(Key::of_body(body))
    }

    fn itself(key: Key) -> Self {
        Self { relation: Relation::SameMessage, key, at: 0 }
    }
}

/// What is spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target<'d> {
    /// A message, a comment or a post by its id.
    Message { account: Cow<'d, str>, id: Cow<'d, str> },
    /// The newest message of a conversation up to this watermark (milliseconds since 1970): see
    /// [`Relation::before_watermark_ms`].
    UpTo { account: Cow<'d, str>, customer: Cow<'d, str>, until_ms: i64 },
    /// What is no message.
    Thing(Thing<'d>),
}

/// A story, or a customer whom only the checkbox plugin knows: what several events may name, and none is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing<'d> {
    /// Its id, else its address.
    pub name: Option<Cow<'d, str>>,
    /// By its id and by its address: not every event has both.
    pub keys: Vec<Key>,
}

/// That an event speaks of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference<'d> {
    pub relation: Relation,
    pub target: Target<'d>,
    /// [`Trace::at`], where a message is spoken of.
    told_by: i64,
}

impl Reference<'_> {
    /// One for each key; none where there is nothing to be found.
    fn traces(&self) -> Vec<Trace> {
        let trace = |key, at| Trace { relation: self.relation, key, at };
        match &self.target {
            Target::Message { account, id } => vec![trace(message_key(account, id), self.told_by)],
            Target::UpTo { account, customer, until_ms } => {
                vec![trace(conversation_key(account, customer), *until_ms)]
            }
            Target::Thing(thing) => thing.keys.iter().map(|key| trace(*key, 0)).collect(),
        }
    }
}

/// How an event is told from all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity<'d> {
    /// It is a message, a comment or a post, and has an id.
    Message { account: Cow<'d, str>, id: Cow<'d, str> },
    /// By what it says of another event: its first reference.
    Reference,
    /// By its content.
    Content(Key),
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lineage<'d> {
    pub identity: Identity<'d>,
    /// What it speaks of.
    pub references: Vec<Reference<'d>>,
    /// The things that it brings.
    pub brings: Vec<Key>,
    /// The identity in words of ours, each with an id or a value of the item: hostile text.
    words: Vec<(&'static str, Cow<'d, str>)>,
}

impl<'d> Lineage<'d> {
    /// Looks at an item, and marks what it looks at as read.
    #[must_use]
    pub fn of(item: &Item<'d>) -> Self {
        let event = &item.event;
        let body = event.body.filter(|body| body.is_object());
        let found = body.and_then(|body| match event.kind {
            EventKind::Message | EventKind::Echo => Some(messaging::message(item, body)),
            EventKind::Edit => messaging::edit(item, body),
            EventKind::Postback => messaging::postback(item, body),
            EventKind::Reaction => messaging::reaction(item, body),
            EventKind::Read => messaging::read(item, body),
            EventKind::Delivery => messaging::delivery(item, body),
            EventKind::Optin => Some(messaging::optin(item, body)),
            EventKind::Feedback => Some(messaging::feedback(item, body)),
            EventKind::Comment | EventKind::CommentUpdate | EventKind::Feed => feed::lineage(item, body),
            _ => None,
        });
        found.unwrap_or_else(|| Self::by_content(item, Vec::new()))
    }

    /// The identity for people: `mid m_1`, `edit 2 of mid m_1`, `read by 7310 up to 1763700000123`.
    #[must_use]
    pub fn words(&self) -> String {
        let parts = self.words.iter().flat_map(|(word, value)| [*word, value.as_ref()]);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// What tells the event from all others.
    #[must_use]
    pub fn trace(&self) -> Trace {
        match &self.identity {
            Identity::Message { account, id } => Trace::of_message(account, id),
            Identity::Content(key) => Trace::itself(*key),
            Identity::Reference => self.references[0].traces()[0],
        }
    }

    /// What is to be kept of it. `has_document`: it became a message of the book, which knows it by its id.
    pub fn traces(&self, has_document: bool) -> impl Iterator<Item = Trace> {
        let is_reference = matches!(self.identity, Identity::Reference);
        let own = (!has_document && !is_reference).then(|| self.trace());
        let brings = self.brings.iter().copied().map(Trace::of_thing);
        own.into_iter().chain(self.references.iter().flat_map(Reference::traces)).chain(brings)
    }

    fn new(identity: Identity<'d>, references: Vec<Reference<'d>>, words: Vec<(&'static str, Cow<'d, str>)>) -> Self {
        Self { identity, references, brings: Vec::new(), words }
    }

    fn bringing(self, brings: Vec<Key>) -> Self {
        Self { brings, ..self }
    }

    fn by_content(item: &Item<'d>, references: Vec<Reference<'d>>) -> Self {
        let entry = item.entry.and_then(|entry| entry.id_of("id"));
        let key = Key::of_content(entry, item.value);
        let words = match entry {
            Some(entry) => vec![("entry", entry.text()), ("and content", key.hex().into())],
            None => vec![("content", key.hex().into())],
        };
        Self::new(Identity::Content(key), references, words)
    }
}

#[cfg(test)]
mod tests;
