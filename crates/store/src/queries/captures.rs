//! `captures`: the log. Rows are inserted and removed, never changed; [`super::pruning`] removes them.

use rusqlite::types::Type;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, RowIndex, params};
use triptych_core::capture::{Authentication, Capture, Judgement};
use triptych_core::endpoint::{Channel, EndpointKey};
use triptych_core::fault::Fault;

use super::{bodies, kept, marks, signed, summaries, unsigned};
use crate::queries::kept::Repeat;
use crate::queries::summaries::Summary;
use crate::queries::totals::Totals;

/// How many refused captures are kept for diagnosis.
pub const RING_CAPTURES: u64 = 1000;
/// How much of a refused capture's body is kept, in bytes.
pub const RING_BODY_BYTES: usize = 64 * 1024;

/// Which page of the list: captures with `after < id < before`, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageKey {
    pub before: Option<i64>,
    pub after: Option<i64>,
    pub limit: u32,
}

/// A page of the list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapturePage {
    pub rows: Vec<CaptureRow>,
    /// Whether older captures (still after `after`) follow the last row.
    pub more: bool,
}

/// A capture as a list shows it: without head, answer and body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptureRow {
    pub id: i64,
    /// Microseconds since 1970, UTC.
    pub received_us: i64,
    pub judgement: Judgement,
    /// 0 where no answer could be sent.
    pub status: u16,
    pub method: String,
    pub path: String,
    /// What follows `?`, as sent, a verify token masked.
    pub query: Option<String>,
    /// Bytes that arrived.
    pub body_size: u64,
    pub truncated: bool,
    pub endpoint: Option<EndpointKey>,
    /// The name that the user gave the endpoint.
    pub endpoint_name: Option<String>,
    /// Why it was judged so.
    pub reason: String,
    /// The capture that this one replays.
    pub replay_of: Option<i64>,
    /// The user wants to keep it, whatever the retention says.
    pub pinned: bool,
    /// What the user wrote on it.
    pub note: Option<String>,
    /// How a fault rule spoilt the answer.
    pub fault: Option<Fault>,
    /// `None` until it was converted; for what is not accepted too.
    pub summary: Option<Summary>,
    /// Where all its documents were made before.
    pub repeat: Option<Repeat>,
}

/// A capture whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCapture {
    pub id: i64,
    pub capture: Capture,
    pub replay_of: Option<i64>,
    pub endpoint_name: Option<String>,
    /// The user wants to keep it, whatever the retention says.
    pub pinned: bool,
    /// What the user wrote on it.
    pub note: Option<String>,
    /// How a fault rule spoilt the answer.
    pub fault: Option<Fault>,
    pub summary: Option<Summary>,
}

/// An accepted capture that waits for conversion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingCapture {
    pub id: i64,
    pub endpoint_id: i64,
    pub endpoint: EndpointKey,
    /// Microseconds since 1970, UTC.
    pub received_us: i64,
    /// The exact bytes.
    pub body: Vec<u8>,
}

/// What [`stored`] reads; a condition follows.
macro_rules! whole {
    () => {
        "SELECT c.id, c.received_us, c.took_us, c.judgement, c.authentication, c.status, c.method, c.path, c.query,
             c.http_version, c.body_size, c.truncated, c.channel, c.workspace_id, c.credentials_id, c.replay_of,
             c.reason, c.peer, c.head_normalised, c.answer, c.head, b.body, e.name AS endpoint_name,
             p.capture_id IS NOT NULL AS pinned, n.text AS note, f.fault_status, f.fault_delay_ms, s.*
         FROM captures c
         JOIN bodies b ON b.capture_id = c.id
         LEFT JOIN pins p ON p.capture_id = c.id
         LEFT JOIN notes n ON n.capture_id = c.id
         LEFT JOIN faulted f ON f.capture_id = c.id
         LEFT JOIN summaries s ON s.capture_id = c.id
         LEFT JOIN endpoints e USING (channel, workspace_id, credentials_id) "
    };
}

/// A row of the list; a condition follows.
macro_rules! listed {
    () => {
        "SELECT c.id, c.received_us, c.judgement, c.status, c.method, c.path, c.body_size, c.truncated, c.channel,
             c.workspace_id, c.credentials_id, e.name AS endpoint_name, c.reason, c.replay_of,
             p.capture_id IS NOT NULL AS pinned, n.text AS note, c.query, f.fault_status,
             f.fault_delay_ms, s.*
         FROM captures c
         LEFT JOIN pins p ON p.capture_id = c.id
         LEFT JOIN notes n ON n.capture_id = c.id
         LEFT JOIN faulted f ON f.capture_id = c.id
         LEFT JOIN summaries s ON s.capture_id = c.id
         LEFT JOIN endpoints e USING (channel, workspace_id, credentials_id)
         WHERE NOT EXISTS (SELECT 1 FROM removed r WHERE r.capture_id = c.id) "
    };
}

// Below the macros, which it uses.
mod walk;

pub(crate) use walk::{
    accepted_after, converted_after, each_id, is_there, oldest_id, refused_cut, refused_whole_after, settled_to,
};

/// Whether the capture counts as accepted; everything else lives in the ring.
fn is_kept(capture: &Capture) -> bool {
    match capture.judgement {
        Judgement::Accepted => true,
        Judgement::Verification => capture.status == 200,
        _ => false,
    }
}

/// What an insertion did besides.
pub(crate) struct Inserted {
    pub(crate) id: i64,
    /// What [`super::totals`] is to be told; nothing where it went into the ring, which may now be too long.
    pub(crate) kept: Totals,
}

/// Inserts captures, each with its body: statements that are looked up once for all of a batch.
pub(crate) struct Insertion<'a> {
    capture: CachedStatement<'a>,
    body: CachedStatement<'a>,
}

impl<'a> Insertion<'a> {
    pub(crate) fn new(conn: &'a Connection) -> rusqlite::Result<Self> {
        let capture = conn.prepare_cached(
            "INSERT INTO captures (received_us, took_us, judgement, authentication, status, ring, method, path, query,
                 http_version, body_size, truncated, channel, workspace_id, credentials_id, replay_of, reason, peer,
                 head_normalised, answer, head)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
        )?;
        Ok(Self { capture, body: bodies::insertion(conn)? })
    }

    pub(crate) fn insert(&mut self, capture: &Capture, replay_of: Option<i64>) -> rusqlite::Result<Inserted> {
        let kept = is_kept(capture);
        let key = capture.endpoint.as_ref();
        let body = if kept { &capture.body[..] } else { &capture.body[..capture.body.len().min(RING_BODY_BYTES)] };
        let id = self.capture.insert(params![
            capture.received_us,
            capture.took_us,
            capture.judgement.as_str(),
            capture.authentication.as_str(),
            capture.status,
            !kept,
            capture.method,
            capture.path,
            capture.query,
            capture.http_version,
            signed(capture.body_size),
            capture.truncated || body.len() < capture.body.len(),
            key.map(|key| key.channel.as_str()),
            key.map(|key| &key.workspace_id),
            key.map(|key| &key.credentials_id),
            replay_of,
            capture.reason,
            capture.peer,
            capture.head_normalised,
            capture.answer,
            capture.head,
        ])?;
        self.body.execute(params![id, body])?;
        let bytes = (capture.head.len() + capture.body.len()) as u64;
        Ok(Inserted { id, kept: if kept { Totals { captures: 1, bytes } } else { Totals::default() } })
    }
}

/// All but those that the user removed. Counts only the ring, which is small, and what was removed.
pub(crate) fn count(conn: &Connection) -> rusqlite::Result<u64> {
    conn.prepare_cached(
        "SELECT (SELECT captures FROM totals) + (SELECT count(*) FROM captures WHERE ring = 1)
             - (SELECT count(*) FROM removed)",
    )?
    .query_row([], |row| unsigned(row, 0))
}

pub(crate) fn page(conn: &Connection, key: &PageKey) -> rusqlite::Result<CapturePage> {
    let mut statement =
        conn.prepare_cached(concat!(listed!(), "AND c.id < ?1 AND c.id > ?2 ORDER BY c.id DESC LIMIT ?3"))?;
    let (before, after) = (key.before.unwrap_or(i64::MAX), key.after.unwrap_or(0));
    let limit = usize::try_from(key.limit).unwrap_or(usize::MAX);
    let mut rows =
        statement.query_map(params![before, after, i64::from(key.limit) + 1], row)?.collect::<Result<Vec<_>, _>>()?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    rows.iter_mut().try_for_each(|row| with_repeat(conn, row))?;
    Ok(CapturePage { rows, more })
}

/// The rows of these captures in this order, without those that are not there.
pub(crate) fn rows(conn: &Connection, ids: &[i64]) -> rusqlite::Result<Vec<CaptureRow>> {
    let mut statement = conn.prepare_cached(concat!(listed!(), "AND c.id = ?1"))?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.extend(statement.query_row([id], row).optional()?);
    }
    rows.iter_mut().try_for_each(|row| with_repeat(conn, row))?;
    Ok(rows)
}

/// Asked for apart: few captures repeat anything.
fn with_repeat(conn: &Connection, row: &mut CaptureRow) -> rusqlite::Result<()> {
    if row.summary.as_ref().is_some_and(|summary| summary.duplicate) {
        row.repeat = kept::repeat(conn, row.id)?;
    }
    Ok(())
}

pub(crate) fn get(conn: &Connection, id: i64) -> rusqlite::Result<Option<StoredCapture>> {
    conn.prepare_cached(concat!(
        whole!(),
        "WHERE c.id = ?1 AND NOT EXISTS (SELECT 1 FROM removed r WHERE r.capture_id = c.id)"
    ))?
    .query_row([id], stored)
    .optional()
}

/// By the columns' numbers in `listed!`: names are looked for one by one, and lists are long.
fn row(row: &Row<'_>) -> rusqlite::Result<CaptureRow> {
    Ok(CaptureRow {
        id: row.get(0)?,
        received_us: row.get(1)?,
        judgement: word(row, 2, Judgement::parse)?,
        status: row.get(3)?,
        method: row.get(4)?,
        path: row.get(5)?,
        body_size: unsigned(row, 6)?,
        truncated: row.get(7)?,
        endpoint: endpoint(row, 8)?,
        endpoint_name: row.get(11)?,
        reason: row.get(12)?,
        replay_of: row.get(13)?,
        pinned: row.get(14)?,
        note: row.get(15)?,
        query: row.get(16)?,
        fault: marks::joined(row, 17)?,
        summary: summaries::joined(row, 19)?,
        repeat: None,
    })
}

/// By the columns' numbers in `whole!`.
fn stored(row: &Row<'_>) -> rusqlite::Result<StoredCapture> {
    let capture = Capture {
        received_us: row.get(1)?,
        took_us: row.get(2)?,
        judgement: word(row, 3, Judgement::parse)?,
        authentication: word(row, 4, Authentication::parse)?,
        status: row.get(5)?,
        method: row.get(6)?,
        path: row.get(7)?,
        query: row.get(8)?,
        http_version: word(row, 9, http_version)?,
        body_size: unsigned(row, 10)?,
        truncated: row.get(11)?,
        endpoint: endpoint(row, 12)?,
        reason: row.get(16)?,
        peer: row.get(17)?,
        head_normalised: row.get(18)?,
        answer: row.get(19)?,
        head: row.get(20)?,
        body: row.get(21)?,
    };
    Ok(StoredCapture {
        id: row.get(0)?,
        capture,
        replay_of: row.get(15)?,
        endpoint_name: row.get(22)?,
        pinned: row.get(23)?,
        note: row.get(24)?,
        fault: marks::joined(row, 25)?,
        summary: summaries::joined(row, 27)?,
    })
}

/// Its three columns from this one on.
pub(super) fn endpoint(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<EndpointKey>> {
    if row.get_ref(first)?.data_type() == Type::Null {
        return Ok(None);
    }
    Ok(Some(EndpointKey {
        channel: word(row, first, Channel::parse)?,
        workspace_id: row.get(first + 1)?,
        credentials_id: row.get(first + 2)?,
    }))
}

fn http_version(word: &str) -> Option<&'static str> {
    ["HTTP/1.1", "HTTP/1.0", "HTTP/0.9"].into_iter().find(|known| *known == word)
}

/// A column that holds a word of one of our enums.
pub(crate) fn word<T>(
    row: &Row<'_>,
    column: impl RowIndex + Copy,
    parse: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    parse(text).ok_or_else(|| {
        let index = column.idx(row.as_ref()).unwrap_or_default();
        let name = row.as_ref().column_name(index).unwrap_or_default().to_owned();
        rusqlite::Error::InvalidColumnType(index, name, Type::Text)
    })
}
