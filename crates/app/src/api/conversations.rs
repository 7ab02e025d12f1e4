//! The conversations of the book, and what was said in one.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ApiError, read};
use crate::desk::Desk;

/// Rows of a page where the request does not say.
const PAGE: u32 = 100;
const MOST: u32 = 500;

/// Where a page goes on: below a date and, among the same, an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Below {
    /// Milliseconds since 1970, UTC.
    pub date_ms: i64,
    pub id: i64,
}

/// Request of `conversations.list`: the one that moved last first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct ListConversations {
    pub before: Option<Below>,
    /// At most so many rows, 1 to 500; 100 where absent.
    pub limit: Option<u32>,
    /// Only those with this in a name or an id; ASCII letters in any case.
    pub word: String,
}

/// Request of `conversations.messages`: the newest by date first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListMessages {
    pub conversation: i64,
    pub before: Option<Below>,
    /// At most so many rows, 1 to 500; 100 where absent.
    pub limit: Option<u32>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ConversationPage {
    pub rows: Vec<ConversationRow>,
    /// Ask with `before` this for what follows; `null` at the end.
    pub next: Option<Below>,
    /// How many there are with that word.
    pub total: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MessagePage {
    pub rows: Vec<MessageRow>,
    /// Ask with `before` this for what follows; `null` at the end.
    pub next: Option<Below>,
}

/// A conversation as it stands. Names and ids are hostile text.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ConversationRow {
    /// As in its documents.
    pub id: i64,
    /// The endpoint's name, else `workspaceId/credentialsId`.
    pub endpoint: String,
    /// `Facebook` or `Instagram`.
    pub partner: String,
    pub account: String,
    /// Comments below a root comment, not direct messages.
    pub is_comment: bool,
    /// The customer's id, or the root comment's.
    pub thread_id: String,
    pub name: Option<String>,
    pub messages: u64,
    /// The newest by date.
    pub last: MessageRow,
}

/// A part of a message: one document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MessageRow {
    /// As in its document.
    pub id: i64,
    /// Milliseconds since 1970, UTC.
    pub date_ms: i64,
    /// The business said it.
    pub is_own: bool,
    /// `Text`, `Image`, …
    pub content_type: String,
    /// The first 500 characters.
    pub content: String,
    /// The capture that made it; `null` where that is gone, for messages outlive captures.
    pub capture: Option<i64>,
    /// The item that it was made from.
    pub pointer: String,
}

fn below(before: Option<Below>) -> triptych_store::Below {
    before.map_or(triptych_store::Below::TOP, |Below { date_ms, id }| triptych_store::Below { date_ms, id })
}

/// Rows that were asked for, one more, cut to a page: the page, and where it goes on.
fn cut<T>(mut rows: Vec<T>, limit: u32, place: impl Fn(&T) -> Below) -> (Vec<T>, Option<Below>) {
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = if more { rows.last().map(place) } else { None };
    (rows, next)
}

fn message(row: triptych_store::MessageRow) -> MessageRow {
    MessageRow {
        id: row.id,
        date_ms: row.date_ms,
        is_own: row.by_user,
        content_type: row.content_type,
        content: row.content,
        capture: row.made_by,
        pointer: row.pointer,
    }
}

pub(super) async fn list(desk: &Desk, request: ListConversations) -> Result<ConversationPage, ApiError> {
    let limit = request.limit.unwrap_or(PAGE).clamp(1, MOST);
    let app = desk.app().await?;
    read(&app, move |reader| {
        let rows = reader.conversations(&request.word, below(request.before), limit + 1)?;
        let (rows, next) = cut(rows, limit, |row| Below { date_ms: row.last.date_ms, id: row.id });
        let rows = rows
            .into_iter()
            .map(|row| ConversationRow {
                id: row.id,
                endpoint: row
                    .endpoint_name
                    .unwrap_or_else(|| format!("{}/{}", row.endpoint.workspace_id, row.endpoint.credentials_id)),
                partner: row.partner,
                account: row.account,
                is_comment: row.is_comment,
                thread_id: row.thread_id,
                name: row.name,
                messages: row.messages,
                last: message(row.last),
            })
            .collect();
        Ok(ConversationPage { rows, next, total: reader.conversations_total(&request.word)? })
    })
    .await
}

pub(super) async fn messages(desk: &Desk, request: ListMessages) -> Result<MessagePage, ApiError> {
    let limit = request.limit.unwrap_or(PAGE).clamp(1, MOST);
    let app = desk.app().await?;
    read(&app, move |reader| {
        let rows = reader.conversation_messages(request.conversation, below(request.before), limit + 1)?;
        let (rows, next) = cut(rows, limit, |row| Below { date_ms: row.date_ms, id: row.id });
        Ok(MessagePage { rows: rows.into_iter().map(message).collect(), next })
    })
    .await
}
