//! `summaries`: what the list shows of a converted capture. Derived, may be rebuilt.

use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};

/// What conversion made of a capture. items = converted + skipped + unknown + failed, always.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// The first text, else what it is.
    pub title: String,
    /// The first customer's name or id.
    pub who: Option<String>,
    /// The webhook fields of the items, each once, in order.
    pub fields: Vec<String>,
    pub items: u32,
    pub converted: u32,
    pub skipped: u32,
    pub unknown: u32,
    pub failed: u32,
    /// Documents that it made or repeated.
    pub documents: u32,
    /// Every document of it was made by an earlier capture.
    pub duplicate: bool,
    /// Why the body is no envelope.
    pub error: Option<String>,
}

pub(crate) fn replace(conn: &Connection, capture_id: i64, summary: &Summary) -> rusqlite::Result<()> {
    let fields = serde_json::to_string(&summary.fields).expect("a list of strings is JSON");
    conn.prepare_cached(
        "INSERT OR REPLACE INTO summaries (capture_id, title, who, fields, items, converted, skipped, unknown, failed,
             documents, duplicate, error)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        capture_id,
        summary.title,
        summary.who,
        fields,
        summary.items,
        summary.converted,
        summary.skipped,
        summary.unknown,
        summary.failed,
        summary.documents,
        summary.duplicate,
        summary.error,
    ])?;
    Ok(())
}

/// Of the captures with `after < id <= until`, oldest first, at most `limit`.
pub(crate) fn between(conn: &Connection, after: i64, until: i64, limit: u32) -> rusqlite::Result<Vec<(i64, Summary)>> {
    let mut statement = conn.prepare_cached(
        "SELECT * FROM summaries WHERE capture_id > ?1 AND capture_id <= ?2 ORDER BY capture_id LIMIT ?3",
    )?;
    let mut rows = statement.query(params![after, until, limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(summary) = joined(row, 0)? {
            found.push((row.get(0)?, summary));
        }
    }
    Ok(found)
}

/// The summary's part of a row: all columns of a left-joined `summaries`, from this one on.
pub(crate) fn joined(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Summary>> {
    if row.get_ref(first)?.data_type() == Type::Null {
        return Ok(None);
    }
    let fields = row.get_ref(first + 3)?.as_str()?;
    Ok(Some(Summary {
        title: row.get(first + 1)?,
        who: row.get(first + 2)?,
        fields: serde_json::from_str(fields).unwrap_or_default(),
        items: row.get(first + 4)?,
        converted: row.get(first + 5)?,
        skipped: row.get(first + 6)?,
        unknown: row.get(first + 7)?,
        failed: row.get(first + 8)?,
        documents: row.get(first + 9)?,
        duplicate: row.get(first + 10)?,
        error: row.get(first + 11)?,
    }))
}
