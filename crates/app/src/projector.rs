//! Captures → items, messages and conversations: in order, in batches, off the answer's path.
//!
//! The position is stored in the transaction that stores the result, so a crash costs nothing but the work since. A
//! batch ends after [`YIELD_AFTER`] when captures wait for the writer: an answer never waits for a conversion.

mod summary;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use triptych_core::convert::{Context, Settings};
use triptych_core::envelope;
use triptych_core::report::{Report, report};
use triptych_store::{
    DuplicateOf, EndpointRow, NewItem, NewOutput, PendingCapture, Store, StoreError, Summary, WriteTx,
};

/// Captures read at once.
const PAGE: u32 = 256;
/// How long a batch may keep waiting captures waiting.
const YIELD_AFTER: Duration = Duration::from_millis(5);
/// How long to wait after a failure of the store.
const RETRY_AFTER: Duration = Duration::from_secs(1);

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

fn one(tx: &mut WriteTx<'_>, capture: &PendingCapture) -> Result<(), StoreError> {
    let converted = catch_unwind(AssertUnwindSafe(|| tx.attempt(|tx| convert(tx, capture))));
    if let Ok(result) = converted {
        return result;
    }
    tracing::error!(capture = capture.id, "converting a capture panicked; it is kept, without items");
    let error = "Triptych failed while converting this capture. This is a defect of Triptych: the bytes are kept.";
    let summary = Summary { title: "Could not be converted".into(), error: Some(error.into()), ..Summary::default() };
    tx.keep_projection(capture.id, &summary, &[])
}

fn convert(tx: &mut WriteTx<'_>, capture: &PendingCapture) -> Result<(), StoreError> {
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
    let report = report(&doc, &context, &mut tx.book(capture.endpoint_id, capture.id))?;
    let summary = summary::summary(&doc, &report, capture.id);
    tx.keep_projection(capture.id, &summary, &items(report))
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

fn items(report: Report) -> Vec<NewItem> {
    let outputs = |outputs: &[triptych_core::convert::Output]| {
        let output = |output: &triptych_core::convert::Output| NewOutput {
            message_id: output.message_id,
            duplicate_of: output.duplicate.as_ref().and_then(|duplicate| {
                let capture = duplicate.of.capture?;
                Some(DuplicateOf { capture, pointer: duplicate.of.pointer.clone() })
            }),
            conflict: output.duplicate.as_ref().is_some_and(|duplicate| duplicate.conflict),
        };
        outputs.iter().map(output).collect()
    };
    report
        .items
        .into_iter()
        .map(|item| NewItem {
            via: item.via.as_str().to_owned(),
            test: item.test,
            verdict: item.verdict.as_str().to_owned(),
            rule: item.verdict.rule().map(str::to_owned),
            reason: item.verdict.reason().map(str::to_owned),
            at: item.verdict.at().map(str::to_owned),
            outputs: outputs(item.verdict.outputs()),
            pointer: item.pointer,
            field: item.field,
        })
        .collect()
}
