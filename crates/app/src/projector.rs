//! Captures → items, messages and conversations: in order, in batches, off the answer's path.
//!
//! Converting happens beside the writer, on a connection that only reads: nobody else adds to the book, so what the
//! book will say is known without its lock. The writer only adds rows, in transactions that end after [`YIELD_AFTER`]
//! when captures wait: an answer never waits for a conversion. The position is stored in the transaction that stores
//! the result, so a crash costs nothing but the work since.

mod lineage;
mod summary;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use triptych_core::convert::{self, Context, Output, Settings, Verdict};
use triptych_core::endpoint::EndpointKey;
use triptych_core::envelope::{self, Item};
use triptych_core::lineage::Trace;
use triptych_store::{
    BookDraft, DuplicateOf, EndpointBook, EndpointRow, NewItem, NewOutput, PendingCapture, Projection, Reader, Store,
    StoreError, Summary, WriteTx,
};

use crate::background::{Background, Patience};

/// Captures read at once.
const PAGE: u32 = 256;
/// How long a batch may keep waiting captures waiting.
const YIELD_AFTER: Duration = Duration::from_millis(2);
/// How long to wait after a failure of the store.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// What an item says on which our own code failed.
const DEFECT: &str =
    "Triptych failed on this item. That is a defect of Triptych: please report it. The bytes are kept.";

/// Works until it is stopped or the store closes; when stopped the rest is converted at the next start.
pub(crate) fn start(store: Store) -> Background {
    Background::start("projector", Patience::Some, move || async move { run(&store).await })
}

async fn run(store: &Store) {
    let mut revision = store.revision();
    loop {
        match project(store).await {
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
    let mut rest = store.read(|reader| page(reader, reader.projected_to()?))?;
    let total = rest.projections.len();
    while !rest.projections.is_empty() {
        rest = store.write(move |tx| keep(tx, rest)).await?;
    }
    Ok(total)
}

/// Captures converted and not yet kept.
struct Page {
    /// The position that they follow.
    after: i64,
    projections: VecDeque<Projection>,
}

/// Keeps projections until captures wait; what is left. Nothing where the position is not the one they follow any more,
/// as when everything was forgotten since.
fn keep(tx: &mut WriteTx<'_>, mut page: Page) -> Result<Page, StoreError> {
    if tx.projected_to()? != page.after {
        return Ok(Page { after: 0, projections: VecDeque::new() });
    }
    let start = Instant::now();
    while let Some(projection) = page.projections.pop_front() {
        tx.keep_projection(&projection)?;
        page.after = projection.capture_id;
        if tx.captures_waiting() && start.elapsed() > YIELD_AFTER {
            break;
        }
    }
    tx.advance_projected_to(page.after)?;
    Ok(page)
}

/// What converts an item. [`convert::convert`], but for tests.
type ConvertItem = fn(&Item<'_>, &Context<'_>, &mut EndpointBook<'_, '_>) -> Result<Verdict, StoreError>;

fn page(reader: &Reader, after: i64) -> Result<Page, StoreError> {
    page_by(reader, after, |item, context, book| convert::convert(item, context, book))
}

fn page_by(reader: &Reader, after: i64, convert: ConvertItem) -> Result<Page, StoreError> {
    let mut desk = Conversion { reader, book: reader.book(), endpoints: HashMap::new(), convert };
    let captures = reader.accepted_after(after, PAGE)?;
    let projections = captures.iter().map(|capture| desk.one(capture)).collect::<Result<_, _>>()?;
    Ok(Page { after, projections })
}

/// What a capture became, beside what it adds to the book.
struct Converted {
    summary: Summary,
    items: Vec<NewItem>,
    traces: Vec<(u32, Trace)>,
}

/// Converts the captures of a page, one after the other.
struct Conversion<'a> {
    reader: &'a Reader,
    book: BookDraft<'a>,
    endpoints: HashMap<i64, Option<EndpointRow>>,
    convert: ConvertItem,
}

impl Conversion<'_> {
    /// Converts a capture. Where that panics, which would be a defect of ours, once more item by item: only the item at
    /// fault is lost, and says so.
    fn one(&mut self, capture: &PendingCapture) -> Result<Projection, StoreError> {
        let mark = self.book.mark();
        let whole = catch_unwind(AssertUnwindSafe(|| self.project(capture, Self::item)));
        let Converted { summary, items, traces } = match whole {
            Ok(done) => done?,
            Err(_) => {
                self.book.back_to(mark);
                self.project(capture, Self::item_or_defect)?
            }
        };
        Ok(Projection { capture_id: capture.id, book: self.book.since(mark), summary, items, traces })
    }

    fn item(
        &mut self,
        item: &Item<'_>,
        context: &Context<'_>,
        capture: &PendingCapture,
    ) -> Result<Verdict, StoreError> {
        (self.convert)(item, context, &mut self.book.of(capture.endpoint_id, capture.id))
    }

    fn item_or_defect(
        &mut self,
        item: &Item<'_>,
        context: &Context<'_>,
        capture: &PendingCapture,
    ) -> Result<Verdict, StoreError> {
        let mark = self.book.mark();
        catch_unwind(AssertUnwindSafe(|| self.item(item, context, capture))).unwrap_or_else(|_| {
            tracing::error!(capture = capture.id, pointer = item.pointer(), "converting an item panicked");
            self.book.back_to(mark);
            Ok(Verdict::Unknown(DEFECT.to_owned()))
        })
    }

    fn project(
        &mut self,
        capture: &PendingCapture,
        convert: impl Fn(&mut Self, &Item<'_>, &Context<'_>, &PendingCapture) -> Result<Verdict, StoreError>,
    ) -> Result<Converted, StoreError> {
        let doc = match envelope::parse(&capture.body) {
            Ok(doc) => doc,
            Err(error) => {
                let error = error.to_string();
                let summary = Summary { title: error.clone(), error: Some(error), ..Summary::default() };
                return Ok(Converted { summary, items: Vec::new(), traces: Vec::new() });
            }
        };
        let settings = settings(self.endpoint(capture.endpoint_id)?, &capture.endpoint);
        let context = Context {
            settings: &settings,
            received_ms: capture.received_us / 1000,
            capture: Some(capture.id),
            origins: false,
        };
        let items = envelope::items(&doc);
        let mut verdicts = Vec::with_capacity(items.len());
        for item in &items {
            verdicts.push(convert(self, item, &context, capture)?);
        }
        let rows = items.iter().zip(&verdicts).map(|(item, verdict)| row(item, verdict)).collect();
        let traces = lineage::traces(&items, &verdicts, &capture.body);
        Ok(Converted { summary: summary::summary(&items, &verdicts, capture.id), items: rows, traces })
    }

    fn endpoint(&mut self, id: i64) -> Result<Option<&EndpointRow>, StoreError> {
        if let Entry::Vacant(entry) = self.endpoints.entry(id) {
            entry.insert(self.reader.endpoint(id)?);
        }
        Ok(self.endpoints[&id].as_ref())
    }
}

/// What conversion uses of an endpoint's settings.
pub(crate) fn settings(endpoint: Option<&EndpointRow>, key: &EndpointKey) -> Settings {
    let own = endpoint.map(|endpoint| endpoint.settings.clone());
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
