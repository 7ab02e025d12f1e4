//! What came here of a request that was sent, wherever it went in between.

use triptych_store::{PageKey, Reader, Store, StoreError, StoredCapture};

/// Captures looked through at once.
const PAGE: u32 = 200;
/// A body of the self-test is shorter.
const LONGEST_BODY: u64 = 16 * 1024;

/// Who can tell what was captured.
pub trait Witness {
    /// Reads from the store of captures.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn read<T>(&self, f: impl FnOnce(&Reader) -> Result<T, StoreError>) -> Result<T, StoreError>;
}

impl Witness for Store {
    fn read<T>(&self, f: impl FnOnce(&Reader) -> Result<T, StoreError>) -> Result<T, StoreError> {
        Store::read(self, f)
    }
}

impl Witness for Reader {
    fn read<T>(&self, f: impl FnOnce(&Reader) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.at_one_moment(f)
    }
}

/// The newest capture; 0 where there is none.
pub(super) fn newest(witness: &impl Witness) -> i64 {
    let page = witness.read(|reader| reader.capture_page(&PageKey { before: None, after: None, limit: 1 }));
    page.ok().and_then(|page| page.rows.first().map(|row| row.id)).unwrap_or(0)
}

/// The capture after `after` that carries the nonce in its query or, where something cut the query off, in its body; of
/// a handshake, which has no body, one with this path and without any query.
pub(super) fn find(witness: &impl Witness, after: i64, nonce: &str, path: &str) -> Option<StoredCapture> {
    let found = witness.read(|reader| {
        let mut key = PageKey { before: None, after: Some(after), limit: PAGE };
        loop {
            let page = reader.capture_page(&key)?;
            for row in &page.rows {
                let is_bare = row.method == "GET" && row.query.is_none() && row.path == path;
                if is_bare || row.query.as_ref().is_some_and(|query| query.contains(nonce)) {
                    return reader.capture(row.id);
                }
                if (1..LONGEST_BODY).contains(&row.body_size)
                    && let Some(body) = reader.body(row.id)?
                    && body.windows(nonce.len()).any(|window| window == nonce.as_bytes())
                {
                    return reader.capture(row.id);
                }
            }
            match page.rows.last() {
                Some(last) if page.more => key.before = Some(last.id),
                _ => return Ok(None),
            }
        }
    });
    found.ok().flatten()
}
