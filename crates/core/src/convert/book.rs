//! The book: what conversion must remember of earlier messages.
//!
//! Converting is pure but for this: ids are allocated once and kept for ever, and a conversation shows its newest
//! message, its first date and whether somebody answered. The store keeps the book in SQLite; [`MemoryBook`] keeps it
//! for `convert` and `check`, which start each input from nothing.
//!
//! A `Book` is the view of one endpoint while one capture is converted: keys hold neither.

mod memory;

pub use memory::MemoryBook;

/// Who a conversation is with; with the endpoint it identifies the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConversationKey {
    /// `Facebook` or `Instagram`.
    pub partner: &'static str,
    /// The Page's or the Instagram account's id; may be empty.
    pub account: String,
    pub thread: Thread,
}

/// What holds a conversation together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Thread {
    /// Direct messages with this customer.
    Customer(String),
    /// Comments below this root comment.
    Comment(String),
}

impl Thread {
    /// The customer's or the root comment's id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Customer(id) | Self::Comment(id) => id,
        }
    }

    /// `customer` or `comment`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Customer(_) => "customer",
            Self::Comment(_) => "comment",
        }
    }
}

/// What the user entered about a customer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    pub name: Option<String>,
    /// The picture's URL; never fetched.
    pub img: Option<String>,
    pub phone_number: Option<String>,
    pub email: Option<String>,
}

/// Where a part was first converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeBy {
    /// The capture's id; `None` where there is no store.
    pub capture: Option<i64>,
    /// The item's pointer in that capture's body.
    pub pointer: String,
}

/// A part that was converted before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Index of the part within its item, from 0.
    pub index: u32,
    pub message_id: i64,
    pub content_type: String,
    pub content: String,
    /// The whole document as first generated: JSON text.
    pub document: String,
    pub made_by: MadeBy,
}

/// A conversation as the earlier messages left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationState {
    pub id: i64,
    /// Date of the message that was converted first: milliseconds since 1970.
    pub first_ms: i64,
    /// The newest message by date; among equals the one converted last.
    pub last: LastMessage,
    /// Whether a message of a `User` is in it.
    pub has_user: bool,
    /// Name of the newest named comment whose author is not the account, with that comment's date in milliseconds.
    pub name: Option<(i64, String)>,
}

/// The newest message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastMessage {
    /// Milliseconds since 1970.
    pub date_ms: i64,
    /// Whether its sender is a `User`.
    pub by_user: bool,
    /// The `message` object of its document: JSON text.
    pub message: String,
}

/// A part just converted, to be remembered.
#[derive(Debug, Clone, Copy)]
pub struct NewMessage<'a> {
    pub id: i64,
    pub conversation_id: i64,
    pub account: &'a str,
    pub external_id: &'a str,
    pub index: u32,
    /// Milliseconds since 1970.
    pub date_ms: i64,
    pub by_user: bool,
    pub content_type: &'a str,
    pub content: &'a str,
    /// The customer's id.
    pub customer: &'a str,
    /// The name that a comment gives its author, where the author is not the account.
    pub comment_name: Option<&'a str>,
    /// The whole document: JSON text.
    pub document: &'a str,
    /// Its `message` object: JSON text.
    pub message: &'a str,
    /// The item's pointer in the body.
    pub pointer: &'a str,
}

/// Ids and history, for one endpoint and one capture at a time.
pub trait Book {
    type Error;

    /// What the user entered about this customer of the endpoint.
    fn contact(&mut self, customer: &str) -> Result<Option<Contact>, Self::Error>;

    /// The parts converted before under this external id, in order of index.
    fn kept(&mut self, account: &str, external_id: &str) -> Result<Vec<Kept>, Self::Error>;

    /// The conversation, if a message of it was converted before.
    fn conversation(&mut self, key: &ConversationKey) -> Result<Option<ConversationState>, Self::Error>;

    /// Date (ms) of the newest customer message of the conversation that is dated not after `until_ms`.
    fn newest_consumer(&mut self, conversation_id: i64, until_ms: i64) -> Result<Option<i64>, Self::Error>;

    /// Allocates the id of a conversation whose first message has this date (ms).
    fn open_conversation(&mut self, key: &ConversationKey, first_ms: i64) -> Result<i64, Self::Error>;

    /// Allocates the next message id.
    fn next_message_id(&mut self) -> Result<i64, Self::Error>;

    /// Remembers a message, and updates its conversation: `last` where its date is not before the last one's,
    /// `has_user`, `name` likewise by date.
    fn keep(&mut self, message: &NewMessage<'_>) -> Result<(), Self::Error>;
}
