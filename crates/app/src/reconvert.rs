//! What would change? Stored captures converted again by today's code and settings, beside what was generated then.
//!
//! Each is converted against the book as it was just before it, so that ids and history are those of then and every
//! difference is one of code, settings or contacts. Nothing is written.

mod groups;

use std::collections::HashMap;

use serde_json::Value;
use triptych_core::convert::{Context, Origin};
use triptych_core::endpoint::EndpointKey;
use triptych_core::envelope;
use triptych_core::report::{ItemReport, Report, report};
use triptych_store::{ItemRow, Reader, StoreError};

use crate::check::{Difference, between};
use crate::projector;
use groups::{Change, Groups};
pub use groups::{Example, Group, Kind};

/// Captures read at once.
const PAGE: u32 = 256;

/// Which captures are converted again.
#[derive(Debug, Clone)]
pub enum Scope {
    /// All that are stored.
    All,
    /// These, and of these those that were accepted.
    These(Vec<i64>),
}

/// What would change.
#[derive(Debug, Clone, Default)]
pub struct Reconversion {
    /// So many of them were looked at.
    pub captures: usize,
    /// So many would become something else.
    pub changed: usize,
    /// The kinds of change, that of most captures first.
    pub groups: Vec<Group>,
    /// It was ended early.
    pub cancelled: bool,
}

/// A capture to be converted again.
struct Stored {
    id: i64,
    endpoint_id: i64,
    endpoint: EndpointKey,
    received_us: i64,
    body: Vec<u8>,
}

/// Converts again and compares. `step` hears how many are done and of how many, and ends it by `false`.
///
/// # Errors
/// Where the store cannot be read.
pub fn reconvert(
    reader: &Reader,
    scope: &Scope,
    mut step: impl FnMut(usize, usize) -> bool,
) -> Result<Reconversion, StoreError> {
    let mut done = Reconversion::default();
    let mut groups = Groups::default();
    let mut settings = HashMap::new();
    let total = match scope {
        Scope::All => usize::try_from(reader.totals()?.captures).unwrap_or(usize::MAX),
        Scope::These(ids) => ids.len(),
    };
    let converted_to = reader.projected_to()?;
    let mut seen = 0;
    let mut look = |stored: &Stored, done: &mut Reconversion| -> Result<bool, StoreError> {
        seen += 1;
        // What waits for its first conversion has nothing to be compared with.
        if stored.id <= converted_to {
            let changes = changes(reader, stored, &mut settings)?;
            done.captures += 1;
            done.changed += usize::from(!changes.is_empty());
            groups.add(stored.id, changes);
        }
        Ok(step(seen, total.max(seen)))
    };
    match scope {
        Scope::All => {
            let mut after = 0;
            'all: loop {
                let page = reader.at_one_moment(|reader| reader.accepted_after(after, PAGE))?;
                let Some(last) = page.last() else { break };
                after = last.id;
                for one in page {
                    let pending = Stored {
                        id: one.id,
                        endpoint_id: one.endpoint_id,
                        endpoint: one.endpoint,
                        received_us: one.received_us,
                        body: one.body,
                    };
                    if !look(&pending, &mut done)? {
                        done.cancelled = true;
                        break 'all;
                    }
                }
            }
        }
        Scope::These(ids) => {
            for &id in ids {
                let Some(stored) = stored(reader, id)? else { continue };
                if !look(&stored, &mut done)? {
                    done.cancelled = true;
                    break;
                }
            }
        }
    }
    done.groups = groups.finish();
    Ok(done)
}

/// An accepted capture.
fn stored(reader: &Reader, id: i64) -> Result<Option<Stored>, StoreError> {
    let Some(found) = reader.capture(id)? else { return Ok(None) };
    let capture = found.capture;
    let is_accepted = capture.judgement == triptych_core::capture::Judgement::Accepted;
    let Some(endpoint) = capture.endpoint.filter(|_| is_accepted) else { return Ok(None) };
    let Some(endpoint_id) = reader.endpoint_id(&endpoint)? else { return Ok(None) };
    Ok(Some(Stored { id, endpoint_id, endpoint, received_us: capture.received_us, body: capture.body }))
}

type SettingsOf = HashMap<i64, triptych_core::convert::Settings>;

/// How a capture would be another.
fn changes(reader: &Reader, stored: &Stored, settings: &mut SettingsOf) -> Result<Vec<Change>, StoreError> {
    let then = reader.items(stored.id)?;
    let doc = match envelope::parse(&stored.body) {
        Ok(doc) => doc,
        Err(error) if then.is_empty() => {
            tracing::debug!(capture = stored.id, %error, "still no envelope");
            return Ok(Vec::new());
        }
        Err(error) => return Ok(vec![Change::envelope(&error.to_string())]),
    };
    if let std::collections::hash_map::Entry::Vacant(entry) = settings.entry(stored.endpoint_id) {
        entry.insert(projector::settings(reader.endpoint(stored.endpoint_id)?.as_ref(), &stored.endpoint));
    }
    let convert = |origins: bool| -> Result<Report, StoreError> {
        let settings = &settings[&stored.endpoint_id];
        let context = Context { settings, received_ms: stored.received_us / 1000, capture: Some(stored.id), origins };
        report(&doc, &context, &mut reader.past_book(stored.endpoint_id, stored.id)?)
    };
    let now = convert(false)?;
    let mut found = compare(&then, &now.items);
    if found.iter().any(|change| change.pointer.is_some()) {
        // Only what changed is asked where it comes from.
        let traced = convert(true)?;
        for change in &mut found {
            change.origin = origin(&traced, change);
        }
    }
    Ok(found)
}

fn compare(then: &[ItemRow], now: &[ItemReport]) -> Vec<Change> {
    let mut found = Vec::new();
    for item in now {
        let Some(before) = then.iter().find(|row| row.pointer == item.pointer) else {
            found.push(Change::verdict(&item.pointer, None, Some(&verdict_now(item))));
            continue;
        };
        let verdict_then = verdict(&before.verdict, before.rule.as_deref());
        let verdict_now = verdict_now(item);
        if verdict_then != verdict_now {
            found.push(Change::verdict(&item.pointer, Some(&verdict_then), Some(&verdict_now)));
            continue;
        }
        let outputs = item.verdict.outputs();
        if before.outputs.len() != outputs.len() {
            found.push(Change::documents(&item.pointer, before.outputs.len(), outputs.len()));
        }
        for (index, (old, new)) in before.outputs.iter().zip(outputs).enumerate() {
            if old.document != new.document {
                let differences = between(&[value(&old.document)], &[value(&new.document)]);
                let told = differences.iter().filter(|one| !is_echoed(one, &differences));
                found.extend(told.map(|one| Change::value(&item.pointer, index, one)));
            }
        }
    }
    for row in then {
        if !now.iter().any(|item| item.pointer == row.pointer) {
            let before = verdict(&row.verdict, row.rule.as_deref());
            found.push(Change::verdict(&row.pointer, Some(&before), None));
        }
    }
    found
}

/// A document says its message twice, where it is the newest of its conversation: once is enough.
fn is_echoed(one: &Difference, all: &[Difference]) -> bool {
    let Some(rest) = one.inside().strip_prefix("/payload/conversation/last_message/") else { return false };
    let own = format!("/payload/message/{rest}");
    all.iter().any(|other| other.inside() == own && (&other.expected, &other.actual) == (&one.expected, &one.actual))
}

fn verdict_now(item: &ItemReport) -> String {
    verdict(item.verdict.as_str(), item.verdict.rule())
}

fn verdict(word: &str, rule: Option<&str>) -> String {
    rule.map_or_else(|| word.to_owned(), |rule| format!("{word} {rule}"))
}

fn value(document: &str) -> Value {
    serde_json::from_str(document).unwrap_or_default()
}

/// Where the value that changed comes from.
fn origin(traced: &Report, change: &Change) -> Option<&'static str> {
    let (pointer, document) = (change.pointer.as_deref()?, change.document?);
    let item = traced.items.iter().find(|item| item.pointer == change.item)?;
    let output = item.verdict.outputs().get(document)?;
    let found = output.origins.iter().find(|(leaf, _)| *leaf == pointer || leaf.starts_with(&format!("{pointer}/")))?;
    Some(match found.1 {
        Origin::Raw { .. } => "raw",
        Origin::Setting { .. } => "setting",
        Origin::Allocated => "allocated",
        Origin::History => "history",
        Origin::Constant => "constant",
    })
}

#[cfg(test)]
mod tests;
