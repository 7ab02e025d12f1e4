//! Asking the index, by a connection that reads the database and has the index attached as `found`.

use std::ops::ControlFlow;
use std::path::Path;

use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

use super::Token;
use super::token::EVERYTHING;
use crate::INDEX_FILE;
use crate::error::StoreError;

/// What candidates hold: of each of `all` one of several sets of tokens, the whole set; and nothing of `none`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Probe {
    pub all: Vec<Vec<Vec<Token>>>,
    pub none: Vec<Token>,
}

impl Probe {
    /// As an FTS5 query.
    fn query(&self) -> String {
        let set = |tokens: &Vec<Token>| {
            let terms: Vec<String> = tokens.iter().map(Token::term).collect();
            format!("({})", terms.join(" AND "))
        };
        let any = |sets: &Vec<Vec<Token>>| format!("({})", sets.iter().map(set).collect::<Vec<_>>().join(" OR "));
        let mut query = self.all.iter().map(any).collect::<Vec<_>>().join(" AND ");
        if query.is_empty() {
            query = Token::tag(EVERYTHING).term();
        }
        if !self.none.is_empty() {
            let none: Vec<String> = self.none.iter().map(Token::term).collect();
            query = format!("({query}) NOT ({})", none.join(" OR "));
        }
        query
    }
}

/// Attaches the index that lies beside the database, if there is one. `false` where there is none to be read.
pub(crate) fn attach(conn: &Connection, database: &Path) -> bool {
    let path = database.with_file_name(INDEX_FILE);
    if !path.is_file() {
        return false;
    }
    match conn.execute("ATTACH DATABASE ?1 AS found", [path.to_string_lossy()]) {
        Ok(_) => true,
        // A copy that nobody may write to is searched without it.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ReadOnly) => false,
        Err(error) => {
            tracing::warn!(%error, "the index cannot be read; searches take longer");
            false
        }
    }
}

/// How far the index goes; `None` where it belongs to another state of the database, or cannot be read.
pub(crate) fn indexed_to(conn: &Connection) -> Option<i64> {
    let position = conn.prepare_cached(
        "SELECT s.indexed_to FROM found.state s JOIN main.projector p USING (generation)
         WHERE s.indexed_to <= coalesce((SELECT seq FROM main.sqlite_sequence WHERE name = 'captures'), 0)
             AND NOT EXISTS (SELECT 1 FROM main.captures c WHERE c.id = s.indexed_to AND c.received_us <> s.indexed_us)",
    );
    let position = position.and_then(|mut statement| statement.query_row([], |row| row.get(0)).optional());
    position.unwrap_or_else(|error| {
        tracing::warn!(%error, "the index cannot be read; searches take longer");
        None
    })
}

/// Calls `f` with each capture with `after < id < before` that the probe finds, newest first, until it breaks.
pub(crate) fn candidates(
    conn: &Connection,
    probe: &Probe,
    after: i64,
    before: i64,
    f: &mut dyn FnMut(i64) -> Result<ControlFlow<()>, StoreError>,
) -> Result<ControlFlow<()>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT rowid FROM found.words WHERE words MATCH ?1 AND rowid > ?2 AND rowid < ?3 ORDER BY rowid DESC",
    )?;
    let mut rows = statement.query(params![probe.query(), after, before])?;
    while let Some(row) = rows.next()? {
        if f(row.get(0)?)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// When a capture came, and the ids of its tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexed {
    /// Microseconds since 1970, UTC.
    pub received_us: i64,
    pub tags: Vec<u32>,
}

pub(crate) fn document(conn: &Connection, capture_id: i64) -> rusqlite::Result<Option<Indexed>> {
    conn.prepare_cached("SELECT received_us, tags FROM found.documents WHERE capture_id = ?1")?
        .query_row([capture_id], |row| {
            let tags = row.get_ref(1)?.as_blob()?;
            let tags = tags.as_chunks::<4>().0.iter().map(|id| u32::from_le_bytes(*id)).collect();
            Ok(Indexed { received_us: row.get(0)?, tags })
        })
        .optional()
}

/// The ids of the tags of a kind that are this value.
pub(crate) fn tags_that_are(conn: &Connection, kind: &str, value: &str) -> rusqlite::Result<Vec<u32>> {
    conn.prepare_cached("SELECT id FROM found.tags WHERE kind = ?1 AND value = ?2")?
        .query_map([kind, value], |row| row.get(0))?
        .collect()
}

/// The ids of the tags of a kind that are this, folded.
pub(crate) fn tags_that_fold_to(conn: &Connection, kind: &str, folded: &str) -> rusqlite::Result<Vec<u32>> {
    conn.prepare_cached("SELECT id FROM found.tags WHERE kind = ?1 AND folded = ?2")?
        .query_map([kind, folded], |row| row.get(0))?
        .collect()
}

/// The ids of the tags of a kind that contain this, folded.
pub(crate) fn tags_that_contain(conn: &Connection, kind: &str, folded: &str) -> rusqlite::Result<Vec<u32>> {
    conn.prepare_cached("SELECT id FROM found.tags WHERE kind = ?1 AND instr(folded, ?2)")?
        .query_map([kind, folded], |row| row.get(0))?
        .collect()
}

/// Values of tags of a kind that contain this, folded: those that begin with it first, then those seen last.
pub(crate) fn values(conn: &Connection, kind: &str, folded: &str, limit: u32) -> rusqlite::Result<Vec<String>> {
    conn.prepare_cached(
        "SELECT value FROM found.tags WHERE kind = ?1 AND (?2 = '' OR instr(folded, ?2))
         ORDER BY instr(folded, ?2) > 1, last_capture DESC LIMIT ?3",
    )?
    .query_map(params![kind, folded, limit], |row| row.get(0))?
    .collect()
}

/// Bounds of ids, both excluded, outside which no indexed capture was received between these times, both included.
pub(crate) fn received_between(conn: &Connection, from_us: i64, to_us: i64) -> rusqlite::Result<(i64, i64)> {
    let spans: (Option<i64>, Option<i64>) = conn
        .prepare_cached("SELECT min(span), max(span) FROM found.spans WHERE last_us >= ?1 AND first_us <= ?2")?
        .query_row([from_us, to_us], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(match spans {
        (Some(first), Some(last)) => ((first << 10) - 1, (last + 1) << 10),
        _ => (0, 0),
    })
}

#[cfg(test)]
mod tests {
    use super::super::span;

    #[test]
    fn a_span_is_bounded_by_the_ids_beside_it() {
        for id in [1, 1023, 1024, 5_000_000] {
            let (after, before) = ((span(id) << 10) - 1, (span(id) + 1) << 10);
            assert!(after < id && id < before && span(after) < span(id) && span(before) > span(id));
        }
    }
}
