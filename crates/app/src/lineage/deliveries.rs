//! The captures that belong together with one: what it replays and its replays, the same bytes again, the same events
//! in other bytes.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use triptych_core::envelope::Item;
use triptych_core::lineage::{Lineage, Trace};
use triptych_store::{DeliveryRow, Reader, StoreError, StoredCapture};

use super::changed::changed;
use super::{Known, Lookup, elsewhere, messages};
use crate::api::lineage::Delivery;

/// Most that are shown.
const MOST: usize = 200;
/// Most that are looked at on either side of the one that is shown.
const EACH_SIDE: u32 = 100;
/// So many bytes are read to be compared; what is beyond is told by its events alone.
const MOST_READ: u64 = 64 * 1024 * 1024;

/// Oldest first, the capture itself among them. `items`: those of its body, whether or not it was accepted.
pub(crate) fn deliveries(
    reader: &Reader,
    stored: &StoredCapture,
    items: &[Item<'_>],
) -> Result<Vec<Delivery>, StoreError> {
    let this = Shown::of(reader, stored, items)?;
    let replays: BTreeSet<i64> = reader.replays(stored.id, EACH_SIDE * 2)?.into_iter().collect();
    let mut candidates = this.candidates(reader)?;
    candidates.extend(&replays);
    let mut read = 0;
    let mut found = Vec::new();
    for id in nearest(&candidates, stored.id) {
        let Some(row) = reader.delivery(id)? else { continue };
        let is_taken_in = is_taken_in(reader, &row)?;
        if id == stored.id {
            found.push(Found { row, relation: "this", changed: None, is_taken_in });
            continue;
        }
        read += row.body_size;
        let is_family = replays.contains(&id);
        let is_replay = is_family && row.replay_of.is_some();
        let family = if is_taken_in { "taken_in" } else { "replay" };
        let (relation, changed) = match this.compare(reader, &row, read <= MOST_READ)? {
            Compared::SameBytes => (if is_replay { family } else { "retry" }, None),
            Compared::SameEvents(words) => (if is_replay { family } else { "same_events" }, Some(words)),
            Compared::Otherwise(words) if is_family => (if is_replay { family } else { "original" }, Some(words)),
            Compared::Otherwise(_) => continue,
        };
        found.push(Found { row, relation, changed, is_taken_in });
    }
    Ok(listed(found))
}

struct Found {
    row: DeliveryRow,
    relation: &'static str,
    changed: Option<String>,
    /// It is the copy of a refused one, with its time of receipt: nobody sent it.
    is_taken_in: bool,
}

fn is_taken_in(reader: &Reader, row: &DeliveryRow) -> Result<bool, StoreError> {
    match row.replay_of {
        Some(refused) => Ok(reader.taken_in_as(refused)? == Some(row.id)),
        None => Ok(false),
    }
}

/// In order, with what lies between them.
fn listed(found: Vec<Found>) -> Vec<Delivery> {
    let mut before: Option<i64> = None;
    let delivery = |Found { row, relation, changed, is_taken_in }: Found| {
        let is_first = before.is_none();
        let spacing_us = match is_taken_in {
            true => None,
            false => before.replace(row.received_us).map(|before| row.received_us - before),
        };
        let relation = if is_first && !is_taken_in && relation != "this" { "original" } else { relation };
        Delivery {
            capture: row.id,
            received_us: row.received_us,
            relation: relation.to_owned(),
            status: row.status,
            judgement: row.judgement.as_str().to_owned(),
            spacing_us,
            changed,
        }
    };
    found.into_iter().map(delivery).collect()
}

/// The oldest, and those next to the one that is shown.
fn nearest(candidates: &BTreeSet<i64>, shown: i64) -> Vec<i64> {
    let all: Vec<i64> = candidates.iter().copied().collect();
    if all.len() <= MOST {
        return all;
    }
    let place = candidates.range(..shown).count();
    let start = place.saturating_sub(MOST / 2).clamp(1, all.len() - (MOST - 1));
    [&all[..1], &all[start..start + MOST - 1]].concat()
}

/// How a capture stands to the one that is shown.
enum Compared {
    /// To the same endpoint, too.
    SameBytes,
    /// With what is other about them.
    SameEvents(String),
    Otherwise(String),
}

/// The capture that is shown.
struct Shown<'a> {
    stored: &'a StoredCapture,
    row: Option<DeliveryRow>,
    /// What its events are told by, sorted: asked for only where there is another to compare it with.
    events: OnceCell<Vec<Trace>>,
    items: &'a [Item<'a>],
    /// Of its first item: the message of the book that it became.
    message: Option<i64>,
}

impl<'a> Shown<'a> {
    fn of(reader: &Reader, stored: &'a StoredCapture, items: &'a [Item<'a>]) -> Result<Self, StoreError> {
        let first = reader.items_within(stored.id, 0..1)?.pop();
        let message = first.and_then(|item| item.outputs.first().map(|output| output.message_id));
        Ok(Self { stored, row: reader.delivery(stored.id)?, events: OnceCell::new(), items, message })
    }

    fn events(&self, reader: &Reader) -> Result<&[Trace], StoreError> {
        if let Some(known) = self.events.get() {
            return Ok(known);
        }
        let mut found = events(reader, self.stored.id)?;
        if found.is_empty() {
            // Refused, or not converted yet.
            found = self.items.iter().flat_map(|item| Lineage::of(item).traces(false).collect::<Vec<_>>()).collect();
            found.sort_unstable();
        }
        Ok(self.events.get_or_init(|| found))
    }

    /// Captures that may have the same bytes or the same events: those that have the first event, and refused ones of
    /// the same length.
    fn candidates(&self, reader: &Reader) -> Result<BTreeSet<i64>, StoreError> {
        let (id, capture) = (self.stored.id, &self.stored.capture);
        let places = match self.items.first() {
            Some(first) => {
                let (known, lineage) = (Known { message: self.message, ..Known::at(id, 0) }, Lineage::of(first));
                let lookup = Lookup::new(reader);
                let messages = messages(&lookup, &known, &lineage)?;
                elsewhere(&lookup, &known, &lineage, &messages, (id, EACH_SIDE))?
            }
            None if capture.body.is_empty() => Vec::new(),
            None => reader.places_told_by(&Trace::of_body(&capture.body), id, EACH_SIDE)?,
        };
        let mut candidates: BTreeSet<i64> = places.into_iter().map(|place| place.capture).collect();
        if !capture.truncated && !capture.body.is_empty() {
            candidates.extend(reader.refused_of_size(capture.body_size, EACH_SIDE)?);
        }
        candidates.insert(id);
        Ok(candidates)
    }

    fn compare(&self, reader: &Reader, row: &DeliveryRow, may_read: bool) -> Result<Compared, StoreError> {
        let capture = &self.stored.capture;
        let is_whole = !row.truncated && !capture.truncated;
        let body = if may_read && is_whole { reader.body(row.id)? } else { None };
        let same_endpoint = self.row.as_ref().is_some_and(|this| this.endpoint == row.endpoint);
        if body.as_ref().is_some_and(|body| *body == capture.body) {
            let elsewhere = || Compared::SameEvents("the same bytes, to another endpoint".to_owned());
            return Ok(if same_endpoint { Compared::SameBytes } else { elsewhere() });
        }
        let mut words = match body {
            Some(body) => changed(&capture.body, &body),
            None => "not compared byte by byte".to_owned(),
        };
        if !same_endpoint {
            words.push_str("; to another endpoint");
        }
        let these = self.events(reader)?;
        let is_same = !these.is_empty() && events(reader, row.id)? == these;
        Ok(if is_same { Compared::SameEvents(words) } else { Compared::Otherwise(words) })
    }
}

/// What the events of a converted capture are told by, sorted; nothing for one that is not converted.
fn events(reader: &Reader, capture: i64) -> Result<Vec<Trace>, StoreError> {
    let messages = reader.messages_of(capture)?;
    let messages = messages.iter().map(|(_, message)| Trace::of_message(&message.account, &message.external_id));
    let mut events: Vec<Trace> = reader.traces(capture)?.into_iter().map(|(_, trace)| trace).chain(messages).collect();
    events.sort_unstable();
    Ok(events)
}
