//! `items` and their `outputs`: what became of each item of a capture. Derived, may be rebuilt.

use std::ops::Range;

use rusqlite::{Connection, Row, params};

/// One item of a body and its verdict, to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewItem {
    /// JSON Pointer of the item in the body.
    pub pointer: String,
    /// `messaging`, `standby`, `changes`, …
    pub via: String,
    pub field: Option<String>,
    pub test: bool,
    /// `converted`, `skipped`, `unknown`, `failed`.
    pub verdict: String,
    pub rule: Option<String>,
    pub reason: Option<String>,
    /// The pointer at fault of a failed item.
    pub at: Option<String>,
    /// Its documents, in order.
    pub outputs: Vec<NewOutput>,
}

/// A document of an item: a message that is in the book already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutput {
    pub message_id: i64,
    /// Where it was first converted, if not here.
    pub duplicate_of: Option<DuplicateOf>,
    /// The content differs from the stored one, or the part is new under an old message id.
    pub conflict: bool,
}

/// The place that first made a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateOf {
    pub capture: i64,
    /// The item's pointer in that capture's body.
    pub pointer: String,
}

/// One item of a body as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    pub pointer: String,
    pub via: String,
    pub field: Option<String>,
    pub test: bool,
    pub verdict: String,
    pub rule: Option<String>,
    pub reason: Option<String>,
    pub at: Option<String>,
    pub outputs: Vec<OutputRow>,
}

/// A document of an item as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputRow {
    pub message_id: i64,
    pub conversation_id: i64,
    pub content_type: String,
    /// The document as first generated: JSON text.
    pub document: String,
    pub duplicate_of: Option<DuplicateOf>,
    pub conflict: bool,
}

/// How the items of a capture ended, each word once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcomes {
    /// `converted`, `skipped`, `unknown`, `failed`.
    pub verdicts: Vec<String>,
    /// Content types of their documents.
    pub types: Vec<String>,
}

pub(crate) fn outcomes(conn: &Connection, capture_id: i64) -> rusqlite::Result<Outcomes> {
    let words = |sql| -> rusqlite::Result<Vec<String>> {
        conn.prepare_cached(sql)?.query_map([capture_id], |row| row.get(0))?.collect()
    };
    Ok(Outcomes {
        verdicts: words("SELECT DISTINCT verdict FROM items WHERE capture_id = ?1")?,
        types: words(
            "SELECT DISTINCT m.content_type FROM outputs o JOIN messages m ON m.id = o.message_id
             WHERE o.capture_id = ?1",
        )?,
    })
}

pub(crate) fn replace(conn: &Connection, capture_id: i64, items: &[NewItem]) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM items WHERE capture_id = ?1")?.execute([capture_id])?;
    let mut insert_item = conn.prepare_cached(
        "INSERT INTO items (capture_id, idx, pointer, via, field, test, verdict, rule, reason, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let mut insert_output = conn.prepare_cached(
        "INSERT INTO outputs (capture_id, item_idx, ordinal, message_id, duplicate_of_capture, duplicate_of_pointer,
             conflict)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (idx, item) in (0_i64..).zip(items) {
        insert_item.execute(params![
            capture_id,
            idx,
            item.pointer,
            item.via,
            item.field,
            item.test,
            item.verdict,
            item.rule,
            item.reason,
            item.at,
        ])?;
        for (ordinal, output) in (0_i64..).zip(&item.outputs) {
            let of = output.duplicate_of.as_ref();
            insert_output.execute(params![
                capture_id,
                idx,
                ordinal,
                output.message_id,
                of.map(|of| of.capture),
                of.map(|of| &of.pointer),
                output.conflict,
            ])?;
        }
    }
    Ok(())
}

/// In the order of the body: those of a part (from 0) that there are.
pub(crate) fn of_capture(conn: &Connection, capture_id: i64, part: Range<usize>) -> rusqlite::Result<Vec<ItemRow>> {
    let [first, end] = [part.start, part.end].map(|at| i64::try_from(at).unwrap_or(i64::MAX));
    let mut items = conn
        .prepare_cached("SELECT * FROM items WHERE capture_id = ?1 AND idx >= ?2 AND idx < ?3 ORDER BY idx")?
        .query_map([capture_id, first, end], item)?
        .collect::<Result<Vec<_>, _>>()?;
    let mut statement = conn.prepare_cached(
        "SELECT o.*, m.conversation_id, m.content_type, m.document
         FROM outputs o JOIN messages m ON m.id = o.message_id
         WHERE o.capture_id = ?1 AND o.item_idx >= ?2 AND o.item_idx < ?3 ORDER BY o.item_idx, o.ordinal",
    )?;
    let mut rows = statement.query([capture_id, first, end])?;
    while let Some(row) = rows.next()? {
        let idx: i64 = row.get("item_idx")?;
        if let Some(item) = usize::try_from(idx - first).ok().and_then(|at| items.get_mut(at)) {
            item.outputs.push(output(row)?);
        }
    }
    Ok(items)
}

fn item(row: &Row<'_>) -> rusqlite::Result<ItemRow> {
    Ok(ItemRow {
        pointer: row.get("pointer")?,
        via: row.get("via")?,
        field: row.get("field")?,
        test: row.get("test")?,
        verdict: row.get("verdict")?,
        rule: row.get("rule")?,
        reason: row.get("reason")?,
        at: row.get("at")?,
        outputs: Vec::new(),
    })
}

fn output(row: &Row<'_>) -> rusqlite::Result<OutputRow> {
    let capture: Option<i64> = row.get("duplicate_of_capture")?;
    let pointer: Option<String> = row.get("duplicate_of_pointer")?;
    Ok(OutputRow {
        message_id: row.get("message_id")?,
        conversation_id: row.get("conversation_id")?,
        content_type: row.get("content_type")?,
        document: row.get("document")?,
        duplicate_of: capture.zip(pointer).map(|(capture, pointer)| DuplicateOf { capture, pointer }),
        conflict: row.get("conflict")?,
    })
}
