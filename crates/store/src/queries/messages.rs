//! `messages`: the book's half that knows every part ever converted. Rows are never removed: ids are for ever.

use rusqlite::{Connection, OptionalExtension, params};
use triptych_core::convert::book::{Kept, MadeBy, NewMessage};

/// The parts kept under an external id, in order of index.
pub(crate) fn kept(
    conn: &Connection,
    endpoint_id: i64,
    account: &str,
    external_id: &str,
) -> rusqlite::Result<Vec<Kept>> {
    conn.prepare_cached(
        "SELECT idx, id, content_type, content, document, made_by, pointer FROM messages
         WHERE endpoint_id = ?1 AND account = ?2 AND external_id = ?3 ORDER BY idx",
    )?
    .query_map(params![endpoint_id, account, external_id], |row| {
        Ok(Kept {
            index: row.get(0)?,
            message_id: row.get(1)?,
            content_type: row.get(2)?,
            content: row.get(3)?,
            document: row.get(4)?,
            made_by: MadeBy { capture: Some(row.get(5)?), pointer: row.get(6)? },
        })
    })?
    .collect()
}

/// Date (ms) of the newest message of a customer that is dated not after `until_ms`.
pub(crate) fn newest_consumer(conn: &Connection, conversation_id: i64, until_ms: i64) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached(
        "SELECT max(date_ms) FROM messages WHERE conversation_id = ?1 AND by_user = 0 AND date_ms <= ?2",
    )?
    .query_row([conversation_id, until_ms], |row| row.get(0))
}

/// The same among those with a smaller id than `before`.
pub(crate) fn newest_consumer_before(
    conn: &Connection,
    conversation_id: i64,
    until_ms: i64,
    before: i64,
) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached(
        "SELECT max(date_ms) FROM messages
         WHERE conversation_id = ?1 AND by_user = 0 AND date_ms <= ?2 AND id < ?3",
    )?
    .query_row([conversation_id, until_ms, before], |row| row.get(0))
}

/// The smallest id that this capture or a later one was given: by what the outputs of captures say.
pub(crate) fn first_made_from(conn: &Connection, capture_id: i64) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached(
        "SELECT m.id FROM outputs o JOIN messages m ON m.id = o.message_id
         WHERE o.capture_id >= ?1 AND m.made_by >= ?1 ORDER BY o.capture_id, o.item_idx, o.ordinal LIMIT 1",
    )?
    .query_row([capture_id], |row| row.get(0))
    .optional()
}

/// The highest id in use, 0 where there is none.
pub(crate) fn highest_id(conn: &Connection) -> rusqlite::Result<i64> {
    conn.prepare_cached("SELECT coalesce(max(id), 0) FROM messages")?.query_row([], |row| row.get(0))
}

pub(crate) fn insert(
    conn: &Connection,
    endpoint_id: i64,
    capture_id: i64,
    message: &NewMessage<'_>,
) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO messages (id, conversation_id, endpoint_id, account, external_id, idx, date_ms, by_user,
             content_type, content, customer, made_by, pointer, document, message)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?
    .execute(params![
        message.id,
        message.conversation_id,
        endpoint_id,
        message.account,
        message.external_id,
        message.index,
        message.date_ms,
        message.by_user,
        message.content_type,
        message.content,
        message.customer,
        capture_id,
        message.pointer,
        message.document,
        message.message,
    ])?;
    Ok(())
}
