//! `conversations` and `messages` as people go through them: the ones that moved last first.

use rusqlite::{Connection, Row, params};
use triptych_core::endpoint::{Channel, EndpointKey};

use super::captures::word;

/// Characters of a message's content that a row holds.
const SHOWN: u32 = 500;

/// Where a page goes on: below a date (ms) and, among those of the same, an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Below {
    pub date_ms: i64,
    pub id: i64,
}

impl Below {
    /// Nothing is above it.
    pub const TOP: Self = Self { date_ms: i64::MAX, id: i64::MAX };
}

/// A conversation as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationRow {
    pub id: i64,
    pub endpoint: EndpointKey,
    /// What the user called the endpoint.
    pub endpoint_name: Option<String>,
    /// `Facebook` or `Instagram`.
    pub partner: String,
    pub account: String,
    /// Comments below a root comment, not direct messages.
    pub is_comment: bool,
    /// The customer's id, or the root comment's.
    pub thread_id: String,
    /// The contact's name, else that of the newest comment.
    pub name: Option<String>,
    pub messages: u64,
    pub last: MessageRow,
}

/// A part of a message, as a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    pub id: i64,
    /// Milliseconds since 1970, UTC.
    pub date_ms: i64,
    /// The business said it.
    pub by_user: bool,
    pub content_type: String,
    /// The first 500 characters.
    pub content: String,
    /// The capture that made it; `None` where that is gone.
    pub made_by: Option<i64>,
    /// The item that it was made from.
    pub pointer: String,
}

/// The columns of a [`MessageRow`], from `messages m`.
macro_rules! message {
    () => {
        "m.id, m.date_ms, m.by_user, m.content_type, substr(m.content, 1, ?2), m.pointer,
         (SELECT c.id FROM captures c WHERE c.id = m.made_by
             AND NOT EXISTS (SELECT 1 FROM removed r WHERE r.capture_id = c.id))"
    };
}

/// Conversations with a message that hold the word `?1` (in lower case) in a name or an id; all where it is empty.
const FROM: &str = "
    FROM conversations c JOIN endpoints e ON e.id = c.endpoint_id JOIN messages m ON m.id = c.last_message_id
    LEFT JOIN contacts k ON k.endpoint_id = c.endpoint_id AND k.customer = c.thread_id AND c.thread_kind = 'customer'
    WHERE (?1 = '' OR instr(lower(coalesce(k.name, c.name, '')), ?1) OR instr(lower(c.thread_id), ?1)
        OR instr(lower(c.account), ?1) OR instr(lower(coalesce(e.name, '')), ?1))";

/// Those that hold a word, below a place, at most `limit`.
pub(crate) fn page(conn: &Connection, word: &str, below: Below, limit: u32) -> rusqlite::Result<Vec<ConversationRow>> {
    conn.prepare_cached(&format!(
        concat!(
            "SELECT ",
            message!(),
            ", c.id, e.channel, e.workspace_id, e.credentials_id, e.name, c.partner, c.account,
               c.thread_kind = 'comment', c.thread_id, coalesce(k.name, c.name),
               (SELECT count(*) FROM messages n WHERE n.conversation_id = c.id)
             {} AND (c.last_ms, c.id) < (?3, ?4) ORDER BY c.last_ms DESC, c.id DESC LIMIT ?5"
        ),
        FROM
    ))?
    .query_map(params![word, SHOWN, below.date_ms, below.id, limit], conversation)?
    .collect()
}

/// How many hold a word.
pub(crate) fn count(conn: &Connection, word: &str) -> rusqlite::Result<u64> {
    if word.is_empty() {
        return conn
            .prepare_cached("SELECT count(*) FROM conversations WHERE last_message_id IS NOT NULL")?
            .query_row([], |row| super::unsigned(row, 0));
    }
    conn.prepare_cached(&format!("SELECT count(*) {FROM}"))?.query_row([word], |row| super::unsigned(row, 0))
}

/// Messages of a conversation below a place, the newest by date first, at most `limit`.
pub(crate) fn messages(
    conn: &Connection,
    conversation: i64,
    below: Below,
    limit: u32,
) -> rusqlite::Result<Vec<MessageRow>> {
    conn.prepare_cached(concat!(
        "SELECT ",
        message!(),
        " FROM messages m WHERE m.conversation_id = ?1 AND (m.date_ms, m.id) < (?3, ?4)
          ORDER BY m.date_ms DESC, m.id DESC LIMIT ?5"
    ))?
    .query_map(params![conversation, SHOWN, below.date_ms, below.id, limit], part)?
    .collect()
}

fn part(row: &Row<'_>) -> rusqlite::Result<MessageRow> {
    Ok(MessageRow {
        id: row.get(0)?,
        date_ms: row.get(1)?,
        by_user: row.get(2)?,
        content_type: row.get(3)?,
        content: row.get(4)?,
        pointer: row.get(5)?,
        made_by: row.get(6)?,
    })
}

fn conversation(row: &Row<'_>) -> rusqlite::Result<ConversationRow> {
    Ok(ConversationRow {
        last: part(row)?,
        id: row.get(7)?,
        endpoint: EndpointKey {
            channel: word(row, 8, Channel::parse)?,
            workspace_id: row.get(9)?,
            credentials_id: row.get(10)?,
        },
        endpoint_name: row.get(11)?,
        partner: row.get(12)?,
        account: row.get(13)?,
        is_comment: row.get(14)?,
        thread_id: row.get(15)?,
        name: row.get(16)?,
        messages: super::unsigned(row, 17)?,
    })
}
