//! Keeps the index up with the captures: behind the projector, in large batches, on a thread of its own.
//!
//! Nothing waits for it. What it has not come to is looked at by each search itself, so that it may take its time where
//! captures come: one commit for many is what makes it cheap.

use std::time::Duration;

use triptych_store::{Document, Store, StoreError};

use super::subject::Subject;
use crate::background::{Background, Patience};

/// Captures indexed at once, and from how many on the next ones are not waited for.
const PAGE: u32 = 1024;
const FULL: usize = 1024;
/// Bytes of bodies from which the next ones are not waited for.
const LARGE: usize = 1024 * 1024;
/// How long to let captures gather where fewer are there.
const GATHER: Duration = Duration::from_millis(200);
/// How long to wait after a failure.
const RETRY_AFTER: Duration = Duration::from_secs(5);
/// Captures that are taken out at once.
const GONE: u32 = 4096;
/// After how many of them tags are removed that nothing has any more.
const TIDY_AFTER: usize = 4096;

/// Works until it is stopped or the store closes; when stopped the rest is indexed at the next start.
pub(crate) fn start(store: Store) -> Background {
    Background::start("indexer", Patience::Much, move || async move { run(&store).await })
}

async fn run(store: &Store) {
    let mut revision = store.revision();
    let mut taken_out = 0;
    loop {
        let step = match add(store) {
            Ok(true) => Ok(true),
            Ok(false) => take_out(store, &mut taken_out).await,
            Err(error) => Err(error),
        };
        match step {
            // Lets what wants to stop it in.
            Ok(true) => tokio::task::yield_now().await,
            Ok(false) => {
                // What stays is a cache.
                let _ = store.index(|index| Ok(index.rest()?));
                if revision.changed().await.is_err() {
                    return;
                }
                tokio::time::sleep(GATHER).await;
            }
            Err(StoreError::Closed) => return,
            Err(error) => {
                tracing::warn!(%error, "the index waits; searches take longer");
                tokio::time::sleep(RETRY_AFTER).await;
            }
        }
    }
}

/// Adds the next captures. Whether there may be more.
fn add(store: &Store) -> Result<bool, StoreError> {
    let next = |store: &Store| {
        store.read(|reader| {
            let Some(position) = reader.indexed_to() else { return Ok((reader.generation()?, None)) };
            Ok((reader.generation()?, Some(reader.to_index(position, PAGE)?)))
        })
    };
    let (generation, captures) = next(store)?;
    let Some(captures) = captures else {
        store.index(|index| Ok(index.begin_anew(generation)?))?;
        return match next(store)? {
            (_, Some(_)) => Ok(true),
            (_, None) => Err(StoreError::Abandoned("the index is not the one that is read".to_owned())),
        };
    };
    let bytes: usize = captures.iter().map(|(stored, _)| stored.capture.body.len()).sum();
    let documents: Vec<Document> =
        captures.iter().map(|(stored, outcomes)| Subject::new(stored, outcomes).document()).collect();
    store.index(|index| Ok(index.add(&documents)?))?;
    // A page may be short for its bodies are large.
    Ok(!documents.is_empty() && (documents.len() >= FULL || bytes >= LARGE))
}

/// Takes out captures that are gone. Whether there may be more.
async fn take_out(store: &Store, taken_out: &mut usize) -> Result<bool, StoreError> {
    let (gone, oldest) = store.read(|reader| Ok((reader.gone(GONE)?, reader.oldest_id()?)))?;
    if gone.is_empty() {
        return Ok(false);
    }
    *taken_out += gone.len();
    let tidy = *taken_out >= TIDY_AFTER;
    store.index(|index| {
        index.remove(&gone)?;
        if tidy { Ok(index.forget_tags_before(oldest)?) } else { Ok(()) }
    })?;
    if tidy {
        *taken_out = 0;
    }
    let more = u32::try_from(gone.len()).is_ok_and(|gone| gone >= GONE);
    store.write(move |tx| tx.forget_gone(&gone)).await?;
    Ok(more)
}
