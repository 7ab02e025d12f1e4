//! Captures → items, messages and conversations: in order, in batches, off the answer's path.
//!
//! The position is stored in the transaction that stores the result, so a crash costs nothing but the work since. A
//! batch ends after [`YIELD_AFTER`] when captures wait for the writer: an answer never waits for a conversion.

mod summary;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use triptych_core::convert::{self, Context, Output, Settings, Verdict};
use triptych_core::envelope::{self, Item};
use triptych_store::{
    DuplicateOf, EndpointBook, EndpointRow, NewItem, NewOutput, PendingCapture, Store, StoreError, Summary, WriteTx,
};

/// Captures read at once.
const PAGE: u32 = 256;
/// How long a batch may keep waiting captures waiting.
const YIELD_AFTER: Duration = Duration::from_millis(2);
/// How long to wait after a failure of the store.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// What an item says on which our own code failed.
const DEFECT: &str =
    "Triptych failed on this item. That is a defect of Triptych: please report it. The bytes are kept.";

/// Runs until the store closes.
#[derive(Debug)]
pub(crate) struct Projector {
    task: JoinHandle<()>,
}

impl Projector {
    pub(crate) fn start(store: Store) -> Self {
        Self { task: tokio::spawn(run(store)) }
    }

    /// Stops between two batches; the rest is converted at the next start.
    pub(crate) async fn stop(self) {
        self.task.abort();
        let _ = self.task.await;
    }
}

async fn run(store: Store) {
    let mut revision = store.revision();
    loop {
        match project(&store).await {
            Ok(0) => {
                if revision.changed().await.is_err() {
                    return;
                }
            }
            Ok(_) => {}
            Err(StoreError::Closed) => return,
            Err(error) => {
                tracing::warn!(%error, "conversion waits for the store");
                tokio::time::sleep(RETRY_AFTER).await;
            }
        }
    }
}

/// Converts one page; how many captures it was.
async fn project(store: &Store) -> Result<usize, StoreError> {
    let reader = store.clone();
    let page =
        tokio::task::spawn_blocking(move || reader.read(|reader| reader.accepted_after(reader.projected_to()?, PAGE)))
            .await
            .map_err(|_| StoreError::Closed)??;
    let total = page.len();
    let mut rest = page;
    while !rest.is_empty() {
        rest = store.write(move |tx| batch(tx, rest)).await?;
    }
    Ok(total)
}

/// Converts captures until others wait; what is left.
fn batch(tx: &mut WriteTx<'_>, page: Vec<PendingCapture>) -> Result<Vec<PendingCapture>, StoreError> {
    let start = Instant::now();
    let mut rest = page.into_iter();
    for capture in rest.by_ref() {
        one(tx, &capture)?;
        if tx.captures_waiting() && start.elapsed() > YIELD_AFTER {
            break;
        }
    }
    Ok(rest.collect())
}

/// What converts an item. [`convert::convert`], but for tests.
type ConvertItem = fn(&Item<'_>, &Context<'_>, &mut EndpointBook<'_>) -> Result<Verdict, StoreError>;

fn one(tx: &mut WriteTx<'_>, capture: &PendingCapture) -> Result<(), StoreError> {
    one_by(tx, capture, |item, context, book| convert::convert(item, context, book))
}

/// Converts a capture. Where that panics, which would be a defect of ours, once more item by item: only the item at
/// fault is lost, and says so.
fn one_by(tx: &mut WriteTx<'_>, capture: &PendingCapture, convert: ConvertItem) -> Result<(), StoreError> {
    let whole = |tx: &mut WriteTx<'_>, item: &Item<'_>, context: &Context<'_>| {
        convert(item, context, &mut tx.book(capture.endpoint_id, capture.id))
    };
    let converted = catch_unwind(AssertUnwindSafe(|| tx.attempt(|tx| project_capture(tx, capture, whole))));
    if let Ok(result) = converted {
        return result;
    }
    let careful = |tx: &mut WriteTx<'_>, item: &Item<'_>, context: &Context<'_>| {
        let attempt = || tx.attempt(|tx| whole(tx, item, context));
        catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(|_| {
            tracing::error!(capture = capture.id, pointer = item.pointer(), "converting an item panicked");
            Ok(Verdict::Unknown(DEFECT.to_owned()))
        })
    };
    tx.attempt(|tx| project_capture(tx, capture, careful))
}

fn project_capture(
    tx: &mut WriteTx<'_>,
    capture: &PendingCapture,
    convert: impl Fn(&mut WriteTx<'_>, &Item<'_>, &Context<'_>) -> Result<Verdict, StoreError>,
) -> Result<(), StoreError> {
    let doc = match envelope::parse(&capture.body) {
        Ok(doc) => doc,
        Err(error) => {
            let summary = Summary { title: error.to_string(), error: Some(error.to_string()), ..Summary::default() };
            return tx.keep_projection(capture.id, &summary, &[]);
        }
    };
    let settings = settings(tx.endpoint(capture.endpoint_id)?.as_ref(), capture);
    let context = Context {
        settings: &settings,
        received_ms: capture.received_us / 1000,
        capture: Some(capture.id),
        origins: false,
    };
    let items = envelope::items(&doc);
    let mut verdicts = Vec::with_capacity(items.len());
    for item in &items {
        verdicts.push(convert(tx, item, &context)?);
    }
    let summary = summary::summary(&items, &verdicts, capture.id);
    let rows: Vec<_> = items.iter().zip(&verdicts).map(|(item, verdict)| row(item, verdict)).collect();
    tx.keep_projection(capture.id, &summary, &rows)
}

/// What conversion uses of an endpoint's settings.
pub(crate) fn settings(endpoint: Option<&EndpointRow>, capture: &PendingCapture) -> Settings {
    let own = endpoint.map(|endpoint| endpoint.settings.clone());
    let key = &capture.endpoint;
    let base = Settings { channel: key.channel, credentials_id: key.credentials_id.clone(), ..Settings::default() };
    match own {
        None => base,
        Some(own) => {
            Settings { name: own.name, org_id: own.org_id, page_id: own.page_id, business: own.business, ..base }
        }
    }
}

fn row(item: &Item<'_>, verdict: &Verdict) -> NewItem {
    NewItem {
        pointer: item.pointer(),
        via: item.via.as_str().to_owned(),
        field: item.event.field.as_ref().map(|field| field.clone().into_owned()),
        test: item.event.test,
        verdict: verdict.as_str().to_owned(),
        rule: verdict.rule().map(str::to_owned),
        reason: verdict.reason().map(str::to_owned),
        at: verdict.at().map(str::to_owned),
        outputs: verdict.outputs().iter().map(output).collect(),
    }
}

fn output(output: &Output) -> NewOutput {
    let duplicate = output.duplicate.as_ref();
    NewOutput {
        message_id: output.message_id,
        duplicate_of: duplicate.and_then(|duplicate| {
            let capture = duplicate.of.capture?;
            Some(DuplicateOf { capture, pointer: duplicate.of.pointer.clone() })
        }),
        conflict: duplicate.is_some_and(|duplicate| duplicate.conflict),
    }
}

#[cfg(test)]
mod tests;
