//! Whether documents stay the same when deliveries are doubled, mixed up and late.
//!
//! A replay of a capture must bring back the very documents of its parent. What was never captured before is compared
//! with what it becomes where everything arrives once and in order: ids correspond one to one, so that a delivery that
//! came twice made nothing twice, and what depends on the order of messages by definition is left out.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;
use triptych_core::convert::{Contact, Context, Settings};
use triptych_core::endpoint::EndpointKey;
use triptych_core::envelope;
use triptych_core::report::report;
use triptych_store::{Reader, StoreError};

use crate::check::{self, Difference, FixtureBook, Ids, is_history};
use crate::evidence::Keys;

/// More examples say no more.
const MOST_EXAMPLES: usize = 20;

/// A request that became a capture.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// Place of what was sent in its list, and the round: what is the same twice is compared with the same.
    pub order: (u32, usize),
    pub source: String,
    /// The capture that it is a replay of, where nothing of it was changed.
    pub unchanged_of: Option<i64>,
    pub capture: i64,
    pub endpoint: Option<EndpointKey>,
    pub body: Vec<u8>,
}

/// What the comparison found.
#[derive(Debug, Clone, Default)]
pub struct DocumentCheck {
    pub requests: usize,
    pub documents: usize,
    pub same: usize,
    pub changed: usize,
    pub examples: Vec<Example>,
    /// Something to know about it.
    pub note: Option<String>,
}

/// A place where a document is another.
#[derive(Debug, Clone)]
pub struct Example {
    pub source: String,
    pub capture: i64,
    pub difference: Difference,
}

/// Compares. Everything that arrived must be converted.
///
/// # Errors
/// Where the store cannot be read.
pub fn compare(reader: &Reader, arrived: &[Arrived]) -> Result<DocumentCheck, StoreError> {
    let mut check = DocumentCheck { requests: arrived.len(), ..DocumentCheck::default() };
    let expected = in_order(reader, arrived)?;
    // Each endpoint has a book of its own there, which gives out ids from 1.
    let mut ids: HashMap<Option<&EndpointKey>, Ids> = HashMap::new();
    let mut pairs = Vec::with_capacity(arrived.len());
    for one in arrived {
        let actual = documents(reader, one.capture)?;
        let parent = one.unchanged_of.map(|parent| documents(reader, parent)).transpose()?;
        let pair = match parent {
            Some(parent) => (one, parent, actual, true),
            None => {
                let wanted = expected.get(&one.order).cloned().unwrap_or_default();
                let ids = ids.entry(one.endpoint.as_ref()).or_default();
                wanted.iter().zip(&actual).for_each(|(left, right)| ids.add_own(left, right));
                (one, wanted, actual, false)
            }
        };
        pairs.push(pair);
    }
    for (one, wanted, actual, is_exact) in pairs {
        let ids = ids.get(&one.endpoint.as_ref());
        let counts = |difference: &Difference| {
            is_exact || !(is_history(difference.inside()) || ids.is_some_and(|ids| ids.correspond(difference)))
        };
        let found: Vec<Difference> = check::between(&wanted, &actual).into_iter().filter(|one| counts(one)).collect();
        let places: HashSet<usize> = found.iter().map(Difference::document).collect();
        let total = wanted.len().max(actual.len());
        check.documents += total;
        check.changed += places.len();
        check.same += total - places.len();
        let room = MOST_EXAMPLES - check.examples.len();
        check.examples.extend(found.into_iter().take(room).map(|difference| Example {
            source: one.source.clone(),
            capture: one.capture,
            difference,
        }));
    }
    if arrived.iter().any(|one| one.unchanged_of.is_none()) {
        check.note = Some(
            "Ids were compared one to one. What depends on the order of messages (the last message, the first date, \
             whether somebody answered) was left out for what had no capture before."
                .to_owned(),
        );
    }
    Ok(check)
}

/// What each becomes where everything arrives once and in order, by the settings of today.
fn in_order(reader: &Reader, arrived: &[Arrived]) -> Result<HashMap<(u32, usize), Vec<Value>>, StoreError> {
    let mut once: BTreeMap<(u32, usize), &Arrived> = BTreeMap::new();
    for one in arrived.iter().filter(|one| one.unchanged_of.is_none()) {
        // Of what came twice, that which came first.
        let first = once.entry(one.order).or_insert(one);
        if one.capture < first.capture {
            *first = one;
        }
    }
    let mut keys: HashMap<Option<EndpointKey>, (Settings, BTreeMap<String, Contact>)> = HashMap::new();
    for one in once.values() {
        if !keys.contains_key(&one.endpoint) {
            let settings = Keys::of(reader, one.endpoint.as_ref())?.settings;
            keys.insert(one.endpoint.clone(), (settings, BTreeMap::new()));
        }
        let id = one.endpoint.as_ref().map(|key| reader.endpoint_id(key)).transpose()?.flatten();
        for customer in crate::fixtures::draft::customers(&one.body) {
            if let Some(contact) = id.map(|id| reader.contact(id, &customer)).transpose()?.flatten() {
                keys.entry(one.endpoint.clone()).or_default().1.insert(customer, contact);
            }
        }
    }
    let mut books: HashMap<Option<EndpointKey>, FixtureBook<'_>> =
        keys.iter().map(|(endpoint, (_, contacts))| (endpoint.clone(), FixtureBook::new(contacts))).collect();
    let mut made = HashMap::new();
    for (order, one) in once {
        let Ok(doc) = envelope::parse(&one.body) else { continue };
        let (Some((settings, _)), Some(book)) = (keys.get(&one.endpoint), books.get_mut(&one.endpoint)) else {
            continue;
        };
        // Where an item names no time, the time of receipt counts: that of the capture.
        let received = reader.capture(one.capture)?.map_or(0, |stored| stored.capture.received_us / 1000);
        let context = Context { settings, received_ms: received, capture: None, origins: false };
        let Ok(report) = report(&doc, &context, book);
        let outputs = report.items.iter().flat_map(|item| item.verdict.outputs());
        made.insert(order, outputs.map(|output| serde_json::from_str(&output.document).unwrap_or_default()).collect());
    }
    Ok(made)
}

fn documents(reader: &Reader, capture: i64) -> Result<Vec<Value>, StoreError> {
    let outputs = reader.items(capture)?.into_iter().flat_map(|item| item.outputs);
    Ok(outputs.map(|output| serde_json::from_str(&output.document).unwrap_or_default()).collect())
}
