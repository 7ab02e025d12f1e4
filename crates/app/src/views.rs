//! Stored captures → what the window and the command line show.

mod fixture;
mod headline;

use std::ops::Range;

use triptych_core::capture::{Capture, Judgement, header_lines};
use triptych_core::convert::{Settings, Verdict};
use triptych_core::decode::{self, EventKind, Fact};
use triptych_core::envelope::{self, Item, NoEnvelope};
use triptych_core::json::Doc;
use triptych_core::lineage::Lineage;
use triptych_core::reference;
use triptych_core::report::Unread;
use triptych_core::time;
use triptych_store::{ItemRow, OutputRow, Reader, StoreError, StoredCapture, Summary};

use crate::api::captures as wire;
use crate::api::lineage::Repeat;
use crate::evidence::{Keys, evidence};
use crate::lineage::{self, Known};
use crate::origins;
use crate::selftest;
pub(crate) use fixture::fixture_view;

/// Headers whose values are secrets.
const SECRET_HEADERS: [&str; 3] = ["authorization", "x-api-key", "cookie"];

/// So many bytes of items come in one answer, which is about twelve times as long: their documents are in it.
const PART: usize = 512 * 1024;

pub(crate) const MASK: &str = "••••••••";

/// A row of the list.
#[must_use]
pub fn capture_row(row: &triptych_store::CaptureRow) -> wire::CaptureRow {
    let summary = row.summary.as_ref();
    let endpoint = row.endpoint.as_ref();
    wire::CaptureRow {
        id: row.id,
        received_us: row.received_us,
        judgement: row.judgement.as_str().to_owned(),
        status: row.status,
        method: row.method.clone(),
        path: row.path.clone(),
        taken_in: row.judgement == Judgement::Accepted && row.status == 0 && row.replay_of.is_some(),
        self_test: is_self_test(row),
        fault: row.fault.map(|fault| fault.to_string()),
        body_size: row.body_size,
        channel: endpoint.map(|key| key.channel.as_str().to_owned()),
        endpoint: row
            .endpoint_name
            .clone()
            .or_else(|| endpoint.map(|key| format!("{}/{}", key.workspace_id, key.credentials_id))),
        title: match summary {
            _ if is_self_test(row) => "Self-test".to_owned(),
            Some(summary) => summary.title.clone(),
            None => title(row),
        },
        who: summary.and_then(|summary| summary.who.clone()),
        fields: summary.map(|summary| summary.fields.clone()).unwrap_or_default(),
        ledger: summary.map(wire::Ledger::from),
        documents: summary.map_or(0, |summary| summary.documents),
        replay_of: row.replay_of,
        duplicate: summary.is_some_and(|summary| summary.duplicate),
        repeat: row.repeat.map(repeat),
        pinned: row.pinned,
        note: row.note.clone(),
    }
}

impl From<&Summary> for wire::Ledger {
    fn from(summary: &Summary) -> Self {
        Self {
            items: summary.items,
            converted: summary.converted,
            skipped: summary.skipped,
            unknown: summary.unknown,
            failed: summary.failed,
        }
    }
}

/// The first line of a capture in the list.
pub(crate) fn shown_title(stored: &StoredCapture) -> String {
    stored.summary.as_ref().map_or_else(|| title(&list_row(stored)), |summary| summary.title.clone())
}

/// What a capture without items is called: what happened, in a few words.
fn title(row: &triptych_store::CaptureRow) -> String {
    match (row.judgement, row.status) {
        (Judgement::Accepted, _) => "Accepted, not converted yet".to_owned(),
        (Judgement::Verification, 200) => "Challenge echoed".to_owned(),
        (Judgement::Unrouted, _) => format!("No webhook path: {}", row.path),
        (Judgement::WrongMethod, _) => format!("{} is not answered here", row.method),
        _ => headline::headline(&row.reason),
    }
}

/// A capture whole, but for its body.
///
/// # Errors
/// Where the store cannot be read.
pub fn capture_view(reader: &Reader, stored: &StoredCapture) -> Result<wire::CaptureView, StoreError> {
    stored_view(reader, stored, usize::MAX)
}

/// A capture with the first of its items: as many as one answer holds.
pub(crate) fn first_part(reader: &Reader, stored: &StoredCapture) -> Result<wire::CaptureView, StoreError> {
    stored_view(reader, stored, PART)
}

/// The items of a capture from this one on (from 0): as many as one answer holds.
pub(crate) fn further_part(
    reader: &Reader,
    stored: &StoredCapture,
    from: usize,
) -> Result<Vec<wire::ItemView>, StoreError> {
    let Ok(doc) = envelope::parse(&stored.capture.body) else { return Ok(Vec::new()) };
    if !has_items(&stored.capture) {
        return Ok(Vec::new());
    }
    let items = envelope::items(&doc);
    let part = part(&items, from, PART);
    let rows = reader.items_within(stored.id, part.clone())?;
    let keys = Keys::of(reader, stored.capture.endpoint.as_ref())?;
    Ok(Body::of(Some(reader), stored, &doc, (&items, part), rows, &keys.settings)?.items)
}

/// The items from this one on whose bytes are no more than `most` together; one at least.
fn part(items: &[Item<'_>], from: usize, most: usize) -> Range<usize> {
    let mut bytes = 0;
    let sizes = items.iter().skip(from).map(|item| item.value.range().len());
    let fitting = sizes.enumerate().take_while(|(index, size)| {
        bytes += size;
        *index == 0 || bytes <= most
    });
    let from = from.min(items.len());
    from..from + fitting.count()
}

fn stored_view(reader: &Reader, stored: &StoredCapture, most: usize) -> Result<wire::CaptureView, StoreError> {
    let keys = Keys::of(reader, stored.capture.endpoint.as_ref())?;
    let view = view(Some(reader), stored, most, |part| reader.items_within(stored.id, part), &keys)?;
    let note = reader.replay_note(stored.id)?;
    let replay = note.map(|note| wire::ReplayNote { source: note.source, changes: note.changes });
    let is_duplicate = stored.summary.as_ref().is_some_and(|summary| summary.duplicate);
    let repeat = if is_duplicate { reader.repeat(stored.id)?.map(repeat) } else { None };
    Ok(wire::CaptureView { replay, row: wire::CaptureRow { repeat, ..view.row }, ..view })
}

/// Whether the items of its body are looked at: what was refused has none.
fn has_items(capture: &Capture) -> bool {
    matches!(capture.judgement, Judgement::Accepted | Judgement::Invalid)
}

/// A capture with its first items, of `most` bytes together; what belongs together with it only where it is in a store.
/// `rows` are what was stored of items.
fn view(
    reader: Option<&Reader>,
    stored: &StoredCapture,
    most: usize,
    rows: impl FnOnce(Range<usize>) -> Result<Vec<ItemRow>, StoreError>,
    keys: &Keys,
) -> Result<wire::CaptureView, StoreError> {
    let capture = &stored.capture;
    let doc = envelope::parse(&capture.body);
    let items = doc.as_ref().map(envelope::items).unwrap_or_default();
    let part = part(&items, 0, most);
    let items_left = if has_items(capture) { items.len() - part.end } else { 0 };
    let body = match &doc {
        _ if !has_items(capture) => Body::default(),
        Err(error) => Body { error: Some(body_error(error)), ..Body::default() },
        Ok(doc) => Body::of(reader, stored, doc, (&items, part.clone()), rows(part)?, &keys.settings)?,
    };
    Ok(wire::CaptureView {
        row: capture_row(&list_row(stored)),
        query: capture.query.clone(),
        http_version: capture.http_version.to_owned(),
        peer: capture.peer.clone(),
        took_us: capture.took_us,
        headers: headers(capture),
        head_normalised: capture.head_normalised,
        authentication: capture.authentication.as_str().to_owned(),
        reason: capture.reason.clone(),
        answer: String::from_utf8_lossy(&capture.answer).into_owned(),
        truncated: capture.truncated,
        error: body.error,
        items: body.items,
        items_left: u32::try_from(items_left).ok().filter(|left| *left > 0),
        deliveries: reader.map_or(Ok(Vec::new()), |reader| lineage::deliveries(reader, stored, &items))?,
        unread: body.unread,
        evidence: evidence(capture, keys),
        replay: None,
    })
}

fn repeat(repeat: triptych_store::Repeat) -> Repeat {
    Repeat { nth: repeat.nth, of: repeat.of, retry: repeat.is_retry, conflict: repeat.conflict }
}

/// Whether the app itself sent it: see [`crate::selftest`].
fn is_self_test(row: &triptych_store::CaptureRow) -> bool {
    row.query.as_ref().is_some_and(|query| query.contains(selftest::MARK))
}

fn list_row(stored: &StoredCapture) -> triptych_store::CaptureRow {
    let capture = &stored.capture;
    triptych_store::CaptureRow {
        id: stored.id,
        received_us: capture.received_us,
        judgement: capture.judgement,
        status: capture.status,
        method: capture.method.clone(),
        path: capture.path.clone(),
        query: capture.query.clone(),
        body_size: capture.body_size,
        truncated: capture.truncated,
        endpoint: capture.endpoint.clone(),
        endpoint_name: stored.endpoint_name.clone(),
        reason: capture.reason.clone(),
        replay_of: stored.replay_of,
        pinned: stored.pinned,
        note: stored.note.clone(),
        fault: stored.fault,
        summary: stored.summary.clone(),
        repeat: None,
    }
}

pub(crate) fn is_secret_header(name: &[u8]) -> bool {
    SECRET_HEADERS.iter().any(|secret| name.eq_ignore_ascii_case(secret.as_bytes()))
}

fn headers(capture: &Capture) -> Vec<wire::Header> {
    let header = |(name, value): (&[u8], &[u8])| {
        let masked = is_secret_header(name);
        let value = if masked { MASK.into() } else { String::from_utf8_lossy(value) };
        wire::Header { name: String::from_utf8_lossy(name).into_owned(), value: value.into_owned(), masked }
    };
    header_lines(&capture.head).into_iter().map(header).collect()
}

/// What the body says, beside what was stored of its items.
#[derive(Default)]
struct Body {
    error: Option<wire::BodyError>,
    items: Vec<wire::ItemView>,
    unread: Vec<String>,
}

impl Body {
    /// A part of its items. What is not read outside all items is known with the first part only.
    fn of(
        reader: Option<&Reader>,
        capture: &StoredCapture,
        doc: &Doc<'_>,
        (items, part): (&[Item<'_>], Range<usize>),
        rows: Vec<ItemRow>,
        settings: &Settings,
    ) -> Result<Self, StoreError> {
        let received_us = capture.capture.received_us;
        let read = if part.start == 0 { items } else { &items[part.clone()] };
        let verdicts: Vec<Verdict> = read.iter().map(|item| origins::made_anew(item, received_us, settings)).collect();
        read.iter().for_each(decode::mark_known);
        let mut unread = Unread::of(doc, read);
        let mut rows: Vec<Option<ItemRow>> = rows.into_iter().map(Some).collect();
        rows.resize(part.len(), None);
        let rows = rows.into_iter().zip(std::mem::take(&mut unread.items));
        let mut room = if part.start == 0 { origins::AT_ONCE } else { 0 };
        let lookup = reader.map(lineage::Lookup::new);
        let mut views = Vec::with_capacity(part.len());
        let first = u32::try_from(part.start).unwrap_or(u32::MAX);
        for ((index, item), ((row, unread), anew)) in (first..).zip(&items[part]).zip(rows.zip(&verdicts)) {
            let mut view = item_view(item, row, unread, received_us);
            view.used = origins::used(anew);
            if view.outputs.len() <= room {
                room -= view.outputs.len();
                for (output, anew) in view.outputs.iter_mut().zip(origins::beside(anew)) {
                    output.origins = origins::origins(doc, &output.document, anew);
                }
            }
            let found = Lineage::of(item);
            if let Some(lookup) = &lookup {
                view.links = lineage::links(lookup, &known(capture.id, index, item, &view.outputs), &found)?;
            }
            view.identity = Some(found.words());
            views.push(view);
        }
        Ok(Self { error: None, items: views, unread: unread.rest })
    }
}

fn known(capture: i64, index: u32, item: &Item<'_>, outputs: &[wire::OutputView]) -> Known {
    let duplicates = || outputs.iter().filter_map(|output| output.duplicate.as_ref());
    Known {
        message: outputs.first().map(|output| output.message_id),
        is_first: duplicates().next().is_none(),
        conflict: duplicates().any(|duplicate| duplicate.conflict),
        is_echo: item.event.kind == EventKind::Echo,
        ..Known::at(capture, index)
    }
}

pub(crate) fn body_error(error: &NoEnvelope) -> wire::BodyError {
    let place = match error {
        NoEnvelope::NotJson(place) => Some(place),
        NoEnvelope::Shape(_) => None,
    };
    wire::BodyError {
        message: error.to_string(),
        offset: place.and_then(|place| u64::try_from(place.offset).ok()),
        line: place.and_then(|place| u32::try_from(place.line).ok()),
        column: place.and_then(|place| u32::try_from(place.column).ok()),
    }
}

fn item_view(item: &Item<'_>, row: Option<ItemRow>, unread: Vec<String>, received_us: i64) -> wire::ItemView {
    let range = item.value.range();
    let offset = |at: usize| u64::try_from(at).unwrap_or(u64::MAX);
    let event = &item.event;
    let view = wire::ItemView {
        pointer: item.pointer(),
        via: item.via.as_str().to_owned(),
        field: event.field.as_ref().map(|field| field.clone().into_owned()),
        help: reference::of_event(event).to_owned(),
        test: event.test,
        verdict: None,
        rule: None,
        rule_help: None,
        reason: None,
        at: None,
        title: event.title().into_owned(),
        kind: event.kind.as_str().to_owned(),
        facts: decode::facts(item).into_iter().map(|found| fact(found, received_us)).collect(),
        range: (offset(range.start), offset(range.end)),
        outputs: Vec::new(),
        used: Vec::new(),
        identity: None,
        links: Vec::new(),
        unread,
    };
    match row {
        None => view,
        Some(row) => wire::ItemView {
            verdict: Some(row.verdict),
            rule_help: row.rule.as_deref().and_then(reference::of_rule).map(str::to_owned),
            rule: row.rule,
            reason: row.reason,
            at: row.at,
            outputs: row.outputs.into_iter().map(output).collect(),
            ..view
        },
    }
}

/// A delay longer than this is no transit, but an old time: milliseconds.
const LONGEST_TRANSIT_MS: i64 = 60 * 60 * 1000;

fn fact(fact: Fact, received_us: i64) -> wire::Fact {
    let sent_ms = if fact.label == "Sent" { time::read_text(&fact.value) } else { None };
    let transit = sent_ms.map(|sent_ms| received_us / 1000 - sent_ms);
    let transit = transit.filter(|ms| (0..=LONGEST_TRANSIT_MS).contains(ms)).map(in_transit);
    let notes: Vec<String> = transit.into_iter().chain(fact.note).collect();
    wire::Fact {
        label: fact.label,
        value: fact.value,
        note: (!notes.is_empty()).then(|| notes.join(", ")),
        style: fact.style.as_str().to_owned(),
        pointer: Some(fact.pointer),
        group: fact.group,
        deprecated: fact.deprecated,
    }
}

fn in_transit(ms: i64) -> String {
    match ms {
        0..10_000 => format!("{ms} ms in transit"),
        _ => format!("{}.{} s in transit", ms / 1000, ms % 1000 / 100),
    }
}

fn output(output: OutputRow) -> wire::OutputView {
    wire::OutputView {
        message_id: output.message_id,
        conversation_id: output.conversation_id,
        content_type: output.content_type,
        document: output.document,
        duplicate: output.duplicate_of.map(|of| wire::Duplicate { of: of.capture, conflict: output.conflict }),
        origins: Vec::new(),
    }
}
