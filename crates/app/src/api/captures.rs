//! The list of captures, and one capture whole.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use triptych_store::{PageKey, Reader, StoreError};
use ts_rs::TS;

use super::evidence::Evidence;
use super::filter::read_filter;
use super::lineage::{Delivery, Link, Repeat};
use super::{ApiError, read};
use crate::desk::Desk;
use crate::search::{self, Found, Patience};
use crate::views;

/// Request of `captures.list`: a page by key, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct ListCaptures {
    /// Only captures with a smaller id.
    pub before: Option<i64>,
    /// Only captures with a larger id.
    pub after: Option<i64>,
    /// At most so many rows, 1 to 500; 100 where absent.
    pub limit: Option<u32>,
    /// Only captures that answer this filter; what is no filter is refused with `bad_filter`.
    #[ts(optional)]
    pub filter: Option<String>,
    /// Of all that are asked for the oldest, where the limit leaves some out; still newest first.
    #[ts(optional)]
    pub oldest: Option<bool>,
}

/// Request of `captures.count`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CountCaptures {
    pub filter: String,
}

/// How many captures answer a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CaptureCount {
    pub count: u64,
    /// Counting ended early: there are so many, and there may be more.
    pub at_least: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CapturePage {
    /// Newest first.
    pub rows: Vec<CaptureRow>,
    /// Whether others that were asked for may follow.
    pub more: bool,
    /// Ask with `before` this, or with `after` this where the oldest were asked for, for what follows; absent at the end.
    /// With a filter a page may end early, with few rows or none, so that it is there soon.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub next: Option<i64>,
    /// How many captures are stored.
    pub total: u64,
}

/// A row of the list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CaptureRow {
    pub id: i64,
    /// Microseconds since 1970, UTC.
    pub received_us: i64,
    /// `accepted`, `unauthenticated`, `invalid`, `too_large`, `unrouted`, `wrong_method`, `head_too_large`, `incomplete`, `verification`.
    pub judgement: String,
    /// 0 where no answer could be sent.
    pub status: u16,
    pub method: String,
    pub path: String,
    /// Length of the body in bytes.
    pub body_size: u64,
    pub channel: Option<String>,
    /// The endpoint's name, else `workspaceId/credentialsId`.
    pub endpoint: Option<String>,
    /// What stands in the first line: the first text, else what it is, else why it was refused.
    pub title: String,
    /// Who sent it: the first customer's name or id.
    pub who: Option<String>,
    /// The webhook fields of the items, each once, in order; `unknown` for an item without one.
    pub fields: Vec<String>,
    /// `null` until the projector has seen it; for what is not accepted too.
    pub ledger: Option<Ledger>,
    /// Documents that it made or repeated.
    pub documents: u32,
    /// The capture that this one replays.
    pub replay_of: Option<i64>,
    /// Every document of it was made by an earlier capture.
    pub duplicate: bool,
    /// A refused capture, taken in once the missing secret was known: `replay_of` names it. Nobody was answered.
    pub taken_in: bool,
    /// The app itself sent it, to see whether it comes through.
    pub self_test: bool,
    /// How a fault rule spoilt the answer, in one sentence.
    pub fault: Option<String>,
    /// Which repetition it is, where it is one.
    pub repeat: Option<Repeat>,
    /// Stays, whatever the limits say.
    pub pinned: bool,
    pub note: Option<String>,
}

/// items = converted + skipped + unknown + failed, always.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Ledger {
    pub items: u32,
    pub converted: u32,
    pub skipped: u32,
    pub unknown: u32,
    pub failed: u32,
}

/// Request of `captures.get`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GetCapture {
    pub id: i64,
}

/// Request of `captures.items`: the items of a capture from one on, as many as one answer holds.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GetItems {
    pub id: i64,
    /// From 0.
    pub from: u32,
}

/// A capture whole, but for its body (command `body`: raw bytes) and for items that one answer does not hold.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CaptureView {
    pub row: CaptureRow,
    pub query: Option<String>,
    pub http_version: String,
    pub peer: String,
    pub took_us: i64,
    /// Header lines in the order they came; secrets masked.
    pub headers: Vec<Header>,
    pub head_normalised: bool,
    /// `none`, `token`, `signature`, `both`, `unverified`, `failed`.
    pub authentication: String,
    /// One sentence: why it was judged so.
    pub reason: String,
    pub answer: String,
    pub truncated: bool,
    /// Why the body is no envelope; `null` where it is one.
    pub error: Option<BodyError>,
    pub items: Vec<ItemView>,
    /// How many items follow these, where one answer does not hold all; they are asked for by `captures.items`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub items_left: Option<u32>,
    /// What belongs together with it, itself among them: what it replays and its replays, the same bytes again, the same
    /// events in other bytes. Oldest first, at most 200.
    pub deliveries: Vec<Delivery>,
    /// Topmost subtrees outside the items that nothing read, as JSON Pointers.
    pub unread: Vec<String>,
    pub evidence: Evidence,
    /// What it was made of, where Triptych sent it itself.
    pub replay: Option<ReplayNote>,
}

/// What a capture that Triptych sent itself was made of. What it replays is `row.replay_of`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReplayNote {
    /// `#12`, or the name of a fixture, a file or a sample.
    pub source: String,
    /// What was changed, a few words each; empty where it was sent as it was.
    pub changes: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Header {
    pub name: String,
    pub value: String,
    /// The value holds a secret and is shown masked.
    pub masked: bool,
}

/// Where and why a body is no envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BodyError {
    pub message: String,
    /// Byte offset of the place at fault.
    pub offset: Option<u64>,
    /// From 1.
    pub line: Option<u32>,
    /// From 1, in characters.
    pub column: Option<u32>,
}

/// One item: its card, its verdict, its documents.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ItemView {
    pub pointer: String,
    /// `messaging`, `standby`, `changes`, `entry`, `changed_fields`, `sample`, `body`.
    pub via: String,
    pub field: Option<String>,
    /// Id of the page of `reference.list` that explains it.
    pub help: String,
    pub test: bool,
    /// `converted`, `skipped`, `unknown`, `failed`; `null` until the projector has seen it.
    pub verdict: Option<String>,
    pub rule: Option<String>,
    /// Id of the page of `reference.list` that explains the rule.
    pub rule_help: Option<String>,
    pub reason: Option<String>,
    /// The pointer at fault of a failed item.
    pub at: Option<String>,
    /// `Message`, `Echo`, `Postback`, `Read receipt`, …
    pub title: String,
    /// Stable name for an icon: `message`, `echo`, `postback`, `order`, `comment`, `edit`, `reaction`, `read`, `delivery`,
    /// `referral`, `optin`, `account`, `handover`, `policy`, `game`, `feedback`, `form`, `coupon`, `legacy`, `template`,
    /// `mention`, `change`, `unknown`.
    pub kind: String,
    /// What the decoder found, in the order the card shows it.
    pub facts: Vec<Fact>,
    /// Byte range of the item in the body as received: start, end (exclusive).
    pub range: (u64, u64),
    pub outputs: Vec<OutputView>,
    /// The values of the body that reach one of its documents, as JSON Pointers.
    pub used: Vec<String>,
    /// What makes it the same event when it comes again, in words and ids: `mid m_1`, `read by 7310 up to 1763…`; `null`
    /// where the capture was not accepted.
    pub identity: Option<String>,
    /// The events that it speaks of, and those that speak of it; of each kind the first 50.
    pub links: Vec<Link>,
    pub unread: Vec<String>,
}

/// A labelled value of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Fact {
    /// `From`, `To`, `Sent`, `Text`, `Image`, `Message ID`, …
    pub label: String,
    /// Hostile text, whole.
    pub value: String,
    /// A word on it: `customer`, `238 ms in transit`, `as 1527459824 s`, `2 of 3`, …
    pub note: Option<String>,
    /// How to set it: `text` (prose), `code` (ids, JSON), `time` (ISO 8601, UTC, milliseconds), `url`.
    pub style: String,
    /// Where it stands in the body.
    pub pointer: Option<String>,
    /// The attachment that it belongs to, from 0; `null` for what belongs to the event as a whole.
    pub group: Option<u32>,
    /// A form or product that Facebook no longer sends.
    pub deprecated: bool,
}

/// One document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OutputView {
    pub message_id: i64,
    pub conversation_id: i64,
    pub content_type: String,
    /// The document as first generated: JSON text without white space.
    pub document: String,
    pub duplicate: Option<Duplicate>,
    /// Where each leaf of the document came from, in order of their pointers. Those of the first documents of a capture
    /// are here, those of further ones are asked for by `captures.origins`.
    pub origins: Vec<OriginView>,
}

/// Where a leaf of a document came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OriginView {
    /// Of the leaf, in the document.
    pub pointer: String,
    /// `raw`, `setting`, `allocated`, `history`, `constant`.
    pub kind: String,
    /// The values of the body that it was computed from, as JSON Pointers; empty unless `raw`.
    pub from: Vec<String>,
    /// What was done; `null` unless `raw`.
    pub rule: Option<String>,
    /// Which setting it is; `null` unless `setting`.
    pub setting: Option<String>,
    /// All of this in one plain sentence.
    pub words: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Duplicate {
    /// The capture that first made it.
    pub of: i64,
    /// The content differs from the stored one, or the part is new under an old message id.
    pub conflict: bool,
}

/// Rows of a page, where the request names no number.
const PAGE: u32 = 100;
/// How long a page with a filter may take until it is sent as far as it is; one without rows may take longer.
const PAGE_PATIENCE: Patience = Patience { some: Duration::from_millis(40), none: Duration::from_millis(500) };
/// How long counting may take.
const COUNT_PATIENCE: Patience = Patience::of(Duration::from_millis(150));
/// Most rows of a page.
const LARGEST_PAGE: u32 = 500;

pub(super) async fn list(desk: &Desk, request: ListCaptures) -> Result<CapturePage, ApiError> {
    let key = PageKey {
        before: request.before,
        after: request.after,
        limit: request.limit.unwrap_or(PAGE).clamp(1, LARGEST_PAGE),
    };
    let filter = request.filter.as_deref().map(read_filter).transpose()?.filter(|filter| !filter.terms.is_empty());
    let is_oldest = request.oldest.unwrap_or_default();
    let app = desk.app().await?;
    let (found, total) = read(&app, move |reader| {
        let found = match &filter {
            filter if is_oldest => search::oldest_page(reader, filter.as_ref(), &key, PAGE_PATIENCE)?,
            Some(filter) => search::page(reader, filter, &key, Some(PAGE_PATIENCE))?,
            None => unfiltered(reader, &key)?,
        };
        Ok((found, reader.captures_total()?))
    })
    .await?;
    let rows = found.rows.iter().map(views::capture_row).collect();
    Ok(CapturePage { rows, more: found.next.is_some(), next: found.next, total })
}

fn unfiltered(reader: &Reader, key: &PageKey) -> Result<Found, StoreError> {
    let page = reader.capture_page(key)?;
    let last = page.rows.last().map(|row| row.id);
    Ok(Found { rows: page.rows, next: last.filter(|_| page.more) })
}

pub(super) async fn count(desk: &Desk, request: CountCaptures) -> Result<CaptureCount, ApiError> {
    let filter = read_filter(&request.filter)?;
    let app = desk.app().await?;
    let (count, is_all) = read(&app, move |reader| match filter.terms.is_empty() {
        true => Ok((reader.captures_total()?, true)),
        false => search::count(reader, &filter, Some(COUNT_PATIENCE)),
    })
    .await?;
    Ok(CaptureCount { count, at_least: !is_all })
}

pub(super) async fn get(desk: &Desk, request: GetCapture) -> Result<CaptureView, ApiError> {
    let app = desk.app().await?;
    let view = read(&app, move |reader| {
        let Some(stored) = reader.capture(request.id)? else { return Ok(None) };
        views::first_part(reader, &stored).map(Some)
    });
    view.await?.ok_or_else(|| ApiError::no_capture(request.id))
}

pub(super) async fn items(desk: &Desk, request: GetItems) -> Result<Vec<ItemView>, ApiError> {
    let app = desk.app().await?;
    let from = usize::try_from(request.from).unwrap_or(usize::MAX);
    let items = read(&app, move |reader| {
        let Some(stored) = reader.capture(request.id)? else { return Ok(None) };
        views::further_part(reader, &stored, from).map(Some)
    });
    items.await?.ok_or_else(|| ApiError::no_capture(request.id))
}
