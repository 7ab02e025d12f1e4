//! The index of what captures say: which of them hold a word, an id, a field, a verdict.
//!
//! It is a file of its own beside the database, [`crate::INDEX_FILE`], for three reasons: writing it costs about as much
//! as writing the captures and must not hold them up; it needs no sync of its own, for all of it can be derived anew;
//! and it would double the log and each backup of it. It may be behind the captures or missing: [`crate::Reader::indexed_to`] says
//! how far it goes, and what is newer has to be looked at one by one. What it says of itself tells whether it belongs to
//! the database at all: see `state` in `schema.sql`.
//!
//! It holds folded text (see `triptych_core::fold`) and tags, and knows of neither what they mean.

pub(crate) mod lookup;
mod token;

use std::collections::HashMap;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

pub use token::{SEPARATOR, Token};

use crate::INDEX_FILE;
use crate::connection::BUSY_TIMEOUT;
use crate::folder::open_private;

/// The version of the tables and of the rules by which text and tags are made: an index of another one is made anew.
const VERSION: i64 = 2;
/// `TRPI`, in the header of the file.
const APPLICATION_ID: i32 = 0x5452_5049;

/// Tags whose ids are kept in memory.
const KNOWN_TAGS: usize = 20_000;

/// What the index is to know of a capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub capture_id: i64,
    /// Microseconds since 1970, UTC.
    pub received_us: i64,
    /// Folded; [`SEPARATOR`] between its parts.
    pub text: String,
    pub tags: Vec<Tag>,
}

/// Something that a capture can be asked for as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tag {
    pub kind: &'static str,
    pub value: String,
    /// The value without case and diacritics.
    pub folded: String,
}

/// The index, to be written. One connection; [`crate::Store::index`] lends it.
#[derive(Debug)]
pub struct Index {
    conn: Connection,
    tags: HashMap<(&'static str, String), u32>,
}

impl Index {
    /// Opens the index in a folder that is owned; makes it anew where it is missing, damaged or of another version.
    /// `unclean`: whoever had it open before may not have closed it, so each page is looked at.
    pub(crate) fn open(dir: &Path, unclean: bool) -> rusqlite::Result<Self> {
        let path = dir.join(INDEX_FILE);
        let unwritable = |error: std::io::Error| rusqlite::Error::ToSqlConversionFailure(Box::new(error));
        if path.exists() && !is_current(&path, unclean) {
            remove(dir);
        }
        // SQLite gives files that it makes beside it the mode of this one.
        open_private(&path).map_err(unwritable)?;
        let conn = Connection::open(&path)?;
        conn.busy_timeout(BUSY_TIMEOUT)?;
        conn.pragma_update(None, "trusted_schema", false)?;
        conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
        // A power cut may undo what was written last, and nothing else.
        conn.pragma_update(None, "synchronous", "NORMAL")?;
        conn.pragma_update_and_check(None, "journal_size_limit", 16 * 1024 * 1024, |row| row.get::<_, i64>(0))?;
        if !has_tables(&conn)? {
            let tx = conn.unchecked_transaction()?;
            tx.execute_batch(include_str!("index/schema.sql"))?;
            // Larger and fewer merges than by default: most of the cost is merging.
            tx.execute_batch(
                "INSERT INTO words (words, rank) VALUES ('automerge', 8), ('crisismerge', 32);
                 INSERT INTO state (one, generation, indexed_to, indexed_us) VALUES (1, -1, 0, 0);",
            )?;
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.pragma_update(None, "user_version", VERSION)?;
            tx.commit()?;
        }
        Ok(Self { conn, tags: HashMap::new() })
    }

    /// Forgets everything: captures are to be added from the first one on, as of this generation.
    pub fn begin_anew(&mut self, generation: i64) -> rusqlite::Result<()> {
        self.tags.clear();
        let tx = self.conn.unchecked_transaction()?;
        tx.execute_batch(
            "INSERT INTO words (words) VALUES ('delete-all');
             DELETE FROM tags;
             DELETE FROM documents;
             DELETE FROM spans;",
        )?;
        tx.execute("UPDATE state SET generation = ?1, indexed_to = 0, indexed_us = 0", [generation])?;
        tx.commit()
    }

    /// Adds captures, in place of what is known of them; the last one is the position from now on. Nothing is added
    /// where nothing is given.
    pub fn add(&mut self, documents: &[Document]) -> rusqlite::Result<()> {
        let Some(last) = documents.last() else { return Ok(()) };
        if self.tags.len() > KNOWN_TAGS {
            self.tags.clear();
        }
        let tx = self.conn.unchecked_transaction()?;
        let added = add(&tx, &mut self.tags, documents, last).and_then(|()| tx.commit());
        if added.is_err() {
            // Some of these ids may be of tags that are not there.
            self.tags.clear();
        }
        added
    }

    /// Removes captures.
    pub fn remove(&mut self, capture_ids: &[i64]) -> rusqlite::Result<()> {
        let tx = self.conn.unchecked_transaction()?;
        {
            let mut words = tx.prepare_cached("DELETE FROM words WHERE rowid = ?1")?;
            let mut document = tx.prepare_cached("DELETE FROM documents WHERE capture_id = ?1")?;
            for id in capture_ids {
                if document.execute([id])? == 1 {
                    words.execute([id])?;
                }
            }
        }
        tx.commit()
    }

    /// Removes tags that only captures before this one had.
    pub fn forget_tags_before(&mut self, capture_id: i64) -> rusqlite::Result<()> {
        self.tags.clear();
        self.conn.execute("DELETE FROM tags WHERE last_capture < ?1", [capture_id])?;
        self.conn.execute("DELETE FROM spans WHERE span < ?1", [span(capture_id)])?;
        Ok(())
    }

    /// Gives back the memory that writing took, until there is more to write.
    pub fn rest(&mut self) -> rusqlite::Result<()> {
        self.conn.execute_batch("PRAGMA shrink_memory")
    }

    /// Empties the log of writes into the file.
    pub(crate) fn close(self) {
        let checkpoint = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        if let Err(error) = checkpoint.and_then(|()| self.conn.close().map_err(|(_, error)| error)) {
            tracing::warn!(%error, "the index was not closed cleanly");
        }
    }
}

/// Removes the index from a folder: it is made anew at the next opening.
pub(crate) fn remove(dir: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(dir.join(format!("{INDEX_FILE}{suffix}")));
    }
}

/// Whether it is an index as this code makes it. What cannot be read is none.
fn is_current(path: &Path, unclean: bool) -> bool {
    let identity = Connection::open(path).and_then(|conn| {
        let number = |pragma: &str| conn.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
        let is_whole = || conn.query_row("PRAGMA quick_check(1)", [], |row| Ok(row.get::<_, String>(0)? == "ok"));
        let empty = !has_tables(&conn)?;
        let ours =
            empty || (number("application_id")? == i64::from(APPLICATION_ID) && number("user_version")? == VERSION);
        Ok(ours && (!unclean || is_whole()?))
    });
    identity.unwrap_or(false)
}

fn has_tables(conn: &Connection) -> rusqlite::Result<bool> {
    conn.query_row("SELECT count(*) > 0 FROM sqlite_schema", [], |row| row.get(0))
}

fn add(
    tx: &Transaction<'_>,
    known: &mut HashMap<(&'static str, String), u32>,
    documents: &[Document],
    last: &Document,
) -> rusqlite::Result<()> {
    let mut words = tx.prepare_cached("INSERT OR REPLACE INTO words (rowid, text) VALUES (?1, ?2)")?;
    let mut rows =
        tx.prepare_cached("INSERT OR REPLACE INTO documents (capture_id, received_us, tags) VALUES (?1, ?2, ?3)")?;
    let mut used: HashMap<u32, i64> = HashMap::new();
    let mut spans: HashMap<i64, (i64, i64)> = HashMap::new();
    for document in documents {
        let mut text = document.text.clone();
        text.push_str(&token::short_words(&document.text));
        text.push(SEPARATOR);
        text.extend(token::tag_text(token::EVERYTHING));
        let mut ids = Vec::with_capacity(document.tags.len() * 4);
        for tag in &document.tags {
            let id = tag_id(tx, known, tag)?;
            text.extend(token::tag_text(id));
            ids.extend(id.to_le_bytes());
            used.insert(id, document.capture_id);
        }
        words.execute(params![document.capture_id, text])?;
        rows.execute(params![document.capture_id, document.received_us, ids])?;
        let us = document.received_us;
        let range = spans.entry(span(document.capture_id)).or_insert((us, us));
        *range = (range.0.min(us), range.1.max(us));
    }
    let mut touch = tx.prepare_cached("UPDATE tags SET last_capture = ?2 WHERE id = ?1 AND last_capture < ?2")?;
    used.into_iter().try_for_each(|(id, capture)| touch.execute(params![id, capture]).map(drop))?;
    let mut widen = tx.prepare_cached(
        "INSERT INTO spans (span, first_us, last_us) VALUES (?1, ?2, ?3) ON CONFLICT (span) DO UPDATE
         SET first_us = min(first_us, excluded.first_us), last_us = max(last_us, excluded.last_us)",
    )?;
    spans.into_iter().try_for_each(|(span, (first, last))| widen.execute(params![span, first, last]).map(drop))?;
    tx.prepare_cached("UPDATE state SET indexed_to = ?1, indexed_us = ?2")?
        .execute(params![last.capture_id, last.received_us])?;
    Ok(())
}

fn tag_id(tx: &Transaction<'_>, known: &mut HashMap<(&'static str, String), u32>, tag: &Tag) -> rusqlite::Result<u32> {
    let key = (tag.kind, tag.value.clone());
    if let Some(id) = known.get(&key) {
        return Ok(*id);
    }
    let found = tx
        .prepare_cached("SELECT id FROM tags WHERE kind = ?1 AND value = ?2")?
        .query_row(params![tag.kind, tag.value], |row| row.get(0))
        .optional()?;
    let id = match found {
        Some(id) => id,
        None => tx
            .prepare_cached("INSERT INTO tags (kind, value, folded, last_capture) VALUES (?1, ?2, ?3, 0) RETURNING id")?
            .query_row(params![tag.kind, tag.value, tag.folded], |row| row.get(0))?,
    };
    known.insert(key, id);
    Ok(id)
}

/// The span of ids that a capture is in.
fn span(capture_id: i64) -> i64 {
    capture_id >> 10
}
