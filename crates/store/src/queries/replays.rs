//! `replays`: what Triptych itself sent, and what was changed of it. A note goes with its capture.

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, params};

/// What a capture that Triptych sent itself was made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReplayNote {
    /// `#12`, the name of a fixture, a file or a sample.
    pub source: String,
    /// What was changed, a few words each; empty where it was sent as it was.
    pub changes: Vec<String>,
}

/// Nothing where the capture is gone already.
pub(crate) fn note(conn: &Connection, capture_id: i64, note: &ReplayNote) -> rusqlite::Result<()> {
    let changes = serde_json::to_string(&note.changes)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    conn.prepare_cached(
        "INSERT OR REPLACE INTO replays (capture_id, source, changes)
         SELECT id, ?2, ?3 FROM captures WHERE id = ?1",
    )?
    .execute(params![capture_id, note.source, changes])?;
    Ok(())
}

pub(crate) fn get(conn: &Connection, capture_id: i64) -> rusqlite::Result<Option<ReplayNote>> {
    conn.prepare_cached("SELECT source, changes FROM replays WHERE capture_id = ?1")?
        .query_row([capture_id], |row| {
            let changes: String = row.get("changes")?;
            let changes = serde_json::from_str(&changes)
                .map_err(|error| rusqlite::Error::FromSqlConversionFailure(1, Type::Text, Box::new(error)))?;
            Ok(ReplayNote { source: row.get("source")?, changes })
        })
        .optional()
}
