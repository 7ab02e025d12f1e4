//! `conversations`: the book's half that knows how each conversation stands.

use rusqlite::{Connection, OptionalExtension, params};
use triptych_core::convert::book::{ConversationKey, ConversationState, LastMessage, NewMessage};

/// `None` as long as no message of it was kept.
pub(crate) fn get(
    conn: &Connection,
    endpoint_id: i64,
    key: &ConversationKey,
) -> rusqlite::Result<Option<ConversationState>> {
    conn.prepare_cached(
        "SELECT c.id, c.first_ms, c.last_ms, m.by_user, m.message, c.has_user, c.name_ms, c.name
         FROM conversations c JOIN messages m ON m.id = c.last_message_id
         WHERE c.endpoint_id = ?1 AND c.partner = ?2 AND c.account = ?3 AND c.thread_kind = ?4 AND c.thread_id = ?5",
    )?
    .query_row(params![endpoint_id, key.partner, key.account, key.thread.kind(), key.thread.id()], |row| {
        let (name_ms, name): (Option<i64>, Option<String>) = (row.get(6)?, row.get(7)?);
        Ok(ConversationState {
            id: row.get(0)?,
            first_ms: row.get(1)?,
            last: LastMessage { date_ms: row.get(2)?, by_user: row.get(3)?, message: row.get(4)? },
            has_user: row.get(5)?,
            name: name_ms.zip(name),
        })
    })
    .optional()
}

/// The same as it was when only messages with a smaller id than `before` were kept. A name that a later comment gave is
/// left out: which one was there before is not known.
pub(crate) fn before(
    conn: &Connection,
    endpoint_id: i64,
    key: &ConversationKey,
    before: i64,
) -> rusqlite::Result<Option<ConversationState>> {
    conn.prepare_cached(
        "SELECT c.id, c.first_ms, m.date_ms, m.by_user, m.message,
             EXISTS (SELECT 1 FROM messages u WHERE u.conversation_id = c.id AND u.by_user = 1 AND u.id < ?6),
             c.name_ms, c.name
         FROM conversations c JOIN messages m ON m.conversation_id = c.id AND m.id < ?6
         WHERE c.endpoint_id = ?1 AND c.partner = ?2 AND c.account = ?3 AND c.thread_kind = ?4 AND c.thread_id = ?5
         ORDER BY m.date_ms DESC, m.id DESC LIMIT 1",
    )?
    .query_row(params![endpoint_id, key.partner, key.account, key.thread.kind(), key.thread.id(), before], |row| {
        let (name_ms, name): (Option<i64>, Option<String>) = (row.get(6)?, row.get(7)?);
        let last = LastMessage { date_ms: row.get(2)?, by_user: row.get(3)?, message: row.get(4)? };
        let name = name_ms.zip(name).filter(|(name_ms, _)| *name_ms <= last.date_ms);
        Ok(ConversationState { id: row.get(0)?, first_ms: row.get(1)?, last, has_user: row.get(5)?, name })
    })
    .optional()
}

/// The conversation's id, whether or not a message of it was kept.
pub(crate) fn id(conn: &Connection, endpoint_id: i64, key: &ConversationKey) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached(
        "SELECT id FROM conversations
         WHERE endpoint_id = ?1 AND partner = ?2 AND account = ?3 AND thread_kind = ?4 AND thread_id = ?5",
    )?
    .query_row(params![endpoint_id, key.partner, key.account, key.thread.kind(), key.thread.id()], |row| row.get(0))
    .optional()
}

/// The highest id in use, 0 where there is none.
pub(crate) fn highest_id(conn: &Connection) -> rusqlite::Result<i64> {
    conn.prepare_cached("SELECT coalesce(max(id), 0) FROM conversations")?.query_row([], |row| row.get(0))
}

/// Opening again one that holds no message yet only changes its first date.
pub(crate) fn open(
    conn: &Connection,
    id: i64,
    endpoint_id: i64,
    key: &ConversationKey,
    first_ms: i64,
) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO conversations (id, endpoint_id, partner, account, thread_kind, thread_id, first_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (endpoint_id, partner, account, thread_kind, thread_id)
         DO UPDATE SET first_ms = iif(last_message_id IS NULL, excluded.first_ms, first_ms)",
    )?
    .execute(params![id, endpoint_id, key.partner, key.account, key.thread.kind(), key.thread.id(), first_ms])?;
    Ok(())
}

/// Notes a kept message: `last` and `name` where it is not older than theirs, and `has_user`.
pub(crate) fn note(conn: &Connection, message: &NewMessage<'_>) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "UPDATE conversations SET
             last_message_id = iif(last_ms IS NULL OR ?3 >= last_ms, ?2, last_message_id),
             last_ms = iif(last_ms IS NULL OR ?3 >= last_ms, ?3, last_ms),
             has_user = has_user OR ?4,
             name = iif(?5 IS NOT NULL AND (name_ms IS NULL OR ?3 >= name_ms), ?5, name),
             name_ms = iif(?5 IS NOT NULL AND (name_ms IS NULL OR ?3 >= name_ms), ?3, name_ms)
         WHERE id = ?1",
    )?
    .execute(params![
        message.conversation_id,
        message.id,
        message.date_ms,
        message.by_user,
        message.comment_name,
    ])?;
    Ok(())
}
