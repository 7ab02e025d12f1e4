//! `messages`, `conversations` and `outputs` together: which message of the book is meant, and where it came.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::lineage::{Place, place};

/// A message of the book, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookMessage {
    /// Of its first part.
    pub id: i64,
    pub account: String,
    pub external_id: String,
    /// Who it is with; `None` for a comment.
    pub customer: Option<String>,
    /// Milliseconds since 1970.
    pub date_ms: i64,
}

/// A message; a condition follows.
macro_rules! message {
    ($from:literal) => {
        concat!(
            "SELECT m.id, m.account, m.external_id, m.date_ms,
                 CASE c.thread_kind WHEN 'customer' THEN c.thread_id END AS customer
             FROM ",
            $from,
            " "
        )
    };
}

pub(crate) fn get(conn: &Connection, message_id: i64) -> rusqlite::Result<Option<BookMessage>> {
    conn.prepare_cached(concat!(
        message!("messages m JOIN conversations c ON c.id = m.conversation_id"),
        "WHERE m.id = ?1"
    ))?
    .query_row([message_id], message)
    .optional()
}

/// The messages of an id: one an endpoint that has it.
pub(crate) fn called(conn: &Connection, account: &str, external_id: &str) -> rusqlite::Result<Vec<BookMessage>> {
    conn.prepare_cached(concat!(
        message!("endpoints e CROSS JOIN messages m CROSS JOIN conversations c ON c.id = m.conversation_id"),
        "WHERE m.endpoint_id = e.id AND m.account = ?1 AND m.external_id = ?2 AND m.idx = 0 ORDER BY m.id"
    ))?
    .query_map([account, external_id], message)?
    .collect()
}

/// The conversations of two parties: one an endpoint and partner.
const BETWEEN: &str = "SELECT c.id FROM endpoints e CROSS JOIN conversations c
    WHERE c.endpoint_id = e.id AND c.partner IN ('Facebook', 'Instagram') AND c.account = ?1
        AND c.thread_kind = 'customer' AND c.thread_id = ?2";

fn between(conn: &Connection, account: &str, customer: &str) -> rusqlite::Result<Vec<i64>> {
    conn.prepare_cached(BETWEEN)?.query_map([account, customer], |row| row.get(0))?.collect()
}

/// The newest message between two parties that is dated not after `until_ms`.
pub(crate) fn newest_until(
    conn: &Connection,
    account: &str,
    customer: &str,
    until_ms: i64,
) -> rusqlite::Result<Option<BookMessage>> {
    let mut statement = conn.prepare_cached(
        "SELECT date_ms, id FROM messages WHERE conversation_id = ?1 AND by_user = ?2 AND date_ms <= ?3
         ORDER BY date_ms DESC, id DESC LIMIT 1",
    )?;
    let mut newest: Option<(i64, i64)> = None;
    for conversation in between(conn, account, customer)? {
        for by_user in [false, true] {
            let found =
                statement.query_row(params![conversation, by_user, until_ms], |row| Ok((row.get(0)?, row.get(1)?)));
            newest = newest.max(found.optional()?);
        }
    }
    newest.map_or(Ok(None), |(_, id)| get(conn, id))
}

/// When the first message between two parties after `after_ms` is dated: milliseconds since 1970.
pub(crate) fn next_date(
    conn: &Connection,
    account: &str,
    customer: &str,
    after_ms: i64,
) -> rusqlite::Result<Option<i64>> {
    let mut statement = conn.prepare_cached(
        "SELECT min(date_ms) FROM messages WHERE conversation_id = ?1 AND by_user = ?2 AND date_ms > ?3",
    )?;
    let mut next: Option<i64> = None;
    for conversation in between(conn, account, customer)? {
        for by_user in [false, true] {
            let date =
                statement.query_row(params![conversation, by_user, after_ms], |row| row.get::<_, Option<i64>>(0))?;
            next = next.into_iter().chain(date).min();
        }
    }
    Ok(next)
}

/// An item that has a message; a condition follows.
macro_rules! placed {
    () => {
        "SELECT DISTINCT o.capture_id, o.item_idx, i.via, i.field, o.conflict
         FROM outputs o JOIN items i ON i.capture_id = o.capture_id AND i.idx = o.item_idx
         WHERE NOT EXISTS (SELECT 1 FROM removed r WHERE r.capture_id = o.capture_id) "
    };
}

/// Where a message was made, and where else it stands in that capture.
pub(crate) fn made(conn: &Connection, message_id: i64) -> rusqlite::Result<Vec<Place>> {
    conn.prepare_cached(concat!(
        placed!(),
        "AND o.capture_id = (SELECT made_by FROM messages WHERE id = ?1) AND o.message_id = ?1"
    ))?
    .query_map([message_id], place)?
    .collect()
}

/// The capture that made a message; `None` where there is no such message.
pub(crate) fn made_by(conn: &Connection, message_id: i64) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached("SELECT made_by FROM messages WHERE id = ?1")?
        .query_row([message_id], |row| row.get(0))
        .optional()
}

/// Where the messages stand that a capture brings, whether or not it made them.
pub(crate) fn all_in(conn: &Connection, capture_id: i64) -> rusqlite::Result<Vec<(i64, Place)>> {
    conn.prepare_cached(
        "SELECT DISTINCT o.capture_id, o.item_idx, i.via, i.field, o.conflict, o.message_id
         FROM outputs o JOIN items i ON i.capture_id = o.capture_id AND i.idx = o.item_idx
         WHERE o.capture_id = ?1 AND NOT EXISTS (SELECT 1 FROM removed r WHERE r.capture_id = ?1)",
    )?
    .query_map([capture_id], |row| Ok((row.get("message_id")?, place(row)?)))?
    .collect()
}

/// Where a message came again: from the capture `around` on the first ones, and before it the last ones, at most `limit`
/// each.
pub(crate) fn again(conn: &Connection, message_id: i64, around: i64, limit: u32) -> rusqlite::Result<Vec<Place>> {
    let mut found = Vec::new();
    // Before the first capture there is nothing to ask for.
    for sql in [
        concat!(
            placed!(),
            "AND o.message_id = ?1 AND o.duplicate_of_capture IS NOT NULL AND o.capture_id < ?2
             ORDER BY o.capture_id DESC LIMIT ?3"
        ),
        concat!(
            placed!(),
            "AND o.message_id = ?1 AND o.duplicate_of_capture IS NOT NULL AND o.capture_id >= ?2
             ORDER BY o.capture_id LIMIT ?3"
        ),
    ]
    .into_iter()
    .skip(usize::from(around <= 0))
    {
        let mut statement = conn.prepare_cached(sql)?;
        let rows = statement.query_map(params![message_id, around, limit], place)?;
        found.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// That a capture brings what came before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// How many captures brought its first message before, the first one included whether or not it is still there.
    pub nth: u32,
    /// The capture that made it; `None` where that is gone.
    pub of: Option<i64>,
    /// It is that one's bytes once more, to the same endpoint, and nobody sent them from here. Not looked at beyond
    /// 256 KiB.
    pub is_retry: bool,
    /// One of its messages says something else than the first time.
    pub conflict: bool,
}

/// How often the first message of a capture came before; not counted beyond 1,000.
pub(crate) fn repeat(conn: &Connection, capture_id: i64) -> rusqlite::Result<Option<Repeat>> {
    conn.prepare_cached(
        "WITH first AS (SELECT message_id FROM outputs WHERE capture_id = ?1 ORDER BY item_idx, ordinal LIMIT 1)
         SELECT
             1 + (SELECT count(*) FROM (
                 SELECT DISTINCT o.capture_id FROM outputs o
                 WHERE o.message_id = m.id AND o.duplicate_of_capture IS NOT NULL AND o.capture_id < ?1
                     AND o.capture_id <> m.made_by
                 LIMIT 999)),
             (SELECT c.id FROM captures c
              WHERE c.id = m.made_by AND NOT EXISTS (SELECT 1 FROM removed r WHERE r.capture_id = c.id)),
             EXISTS (
                 SELECT 1 FROM captures c JOIN captures f ON f.id = m.made_by
                 JOIN bodies cb ON cb.capture_id = c.id JOIN bodies fb ON fb.capture_id = f.id
                 WHERE c.id = ?1 AND c.replay_of IS NULL AND c.body_size = f.body_size AND c.body_size <= 262144
                     AND c.channel IS f.channel AND c.workspace_id IS f.workspace_id
                     AND c.credentials_id IS f.credentials_id AND cb.body = fb.body),
             EXISTS (SELECT 1 FROM outputs o WHERE o.capture_id = ?1 AND o.conflict = 1)
         FROM first JOIN messages m ON m.id = first.message_id WHERE m.made_by <> ?1",
    )?
    .query_row([capture_id], |row| {
        Ok(Repeat { nth: row.get(0)?, of: row.get(1)?, is_retry: row.get(2)?, conflict: row.get(3)? })
    })
    .optional()
}

/// The ids of a capture's messages, by item.
pub(crate) fn of_capture(conn: &Connection, capture_id: i64) -> rusqlite::Result<Vec<(u32, BookMessage)>> {
    conn.prepare_cached(
        "SELECT o.item_idx, m.id, m.account, m.external_id, m.date_ms, NULL AS customer
         FROM outputs o JOIN messages m ON m.id = o.message_id
         WHERE o.capture_id = ?1 AND o.ordinal = 0 ORDER BY o.item_idx",
    )?
    .query_map([capture_id], |row| Ok((row.get("item_idx")?, message(row)?)))?
    .collect()
}

fn message(row: &Row<'_>) -> rusqlite::Result<BookMessage> {
    Ok(BookMessage {
        id: row.get("id")?,
        account: row.get("account")?,
        external_id: row.get("external_id")?,
        customer: row.get("customer")?,
        date_ms: row.get("date_ms")?,
    })
}
