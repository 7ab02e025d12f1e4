//! Body bytes → items, tolerant of everything but what is no envelope.
//!
//! Order: entries in order; inside an entry `messaging`, `standby`, `changes`, the entry's own `field` and `value`,
//! `changed_fields` (`decoding.md`, section 0).

use std::fmt;

use crate::decode::{self, Event, Missing};
use crate::json::{Doc, Kind, NodeId, ParseError, Value};

/// How an item came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Via {
    Messaging,
    Standby,
    Changes,
    /// The entry's own `field` and `value`, or an entry that is no object.
    Entry,
    ChangedFields,
    /// The dashboard's whole-body form.
    Sample,
    /// An element of a root array that is no envelope.
    Body,
}

impl Via {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Messaging => "messaging",
            Self::Standby => "standby",
            Self::Changes => "changes",
            Self::Entry => "entry",
            Self::ChangedFields => "changed_fields",
            Self::Sample => "sample",
            Self::Body => "body",
        }
    }
}

/// One element of an envelope.
#[derive(Debug, Clone)]
pub struct Item<'d> {
    /// What the item's pointer names.
    pub value: Value<'d>,
    pub via: Via,
    pub event: Event<'d>,
    /// The envelope's `object`: `page`, `instagram`, …
    pub object: Option<Value<'d>>,
    /// The entry that holds it.
    pub entry: Option<Value<'d>>,
    /// It came by `standby`: another app owns the conversation.
    pub standby: bool,
}

impl Item<'_> {
    /// The JSON Pointer of the item in the body.
    #[must_use]
    pub fn pointer(&self) -> String {
        self.value.pointer()
    }

    /// The subtrees that are the item's own. For an entry's own pair these are its `field` and `value`: the rest of the
    /// entry belongs to other items, or to the body.
    pub fn territory(&self) -> impl Iterator<Item = NodeId> {
        let mut own = if self.via == Via::Entry && self.value.is_object() {
            ["field", "value"].map(|key| self.value.peek(key).map(Value::id))
        } else {
            [Some(self.value.id()), None]
        };
        own.sort();
        own.into_iter().flatten()
    }
}

/// Why a body is no envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoEnvelope {
    NotJson(ParseError),
    /// JSON, but not of the shape; the sentence says what was expected and found.
    Shape(String),
}

impl fmt::Display for NoEnvelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(error) => write!(f, "The body is not JSON: {error}."),
            Self::Shape(sentence) => f.write_str(sentence),
        }
    }
}

impl std::error::Error for NoEnvelope {}

/// Parses a body and checks that it is an envelope; what the listener needs to know.
///
/// # Errors
/// Where it is none.
pub fn parse(body: &[u8]) -> Result<Doc<'_>, NoEnvelope> {
    let doc = Doc::parse(body).map_err(NoEnvelope::NotJson)?;
    check(doc.root()).map_err(NoEnvelope::Shape)?;
    Ok(doc)
}

/// The items of an envelope, in order.
#[must_use]
pub fn items<'d>(doc: &'d Doc<'d>) -> Vec<Item<'d>> {
    let root = doc.root();
    let mut items = Vec::new();
    if root.kind() == Kind::Array {
        for element in root.elements() {
            if is_envelope(element) {
                envelope(element, &mut items);
            } else {
                let event = Event::unknown(Missing::Envelope, None, None);
                items.push(Item { value: element, via: Via::Body, event, object: None, entry: None, standby: false });
            }
        }
    } else {
        envelope(root, &mut items);
    }
    items
}

fn check(root: Value<'_>) -> Result<(), String> {
    let expected = "Expected an object with an `entry` array";
    match root.kind() {
        Kind::Object if is_envelope(root) => Ok(()),
        Kind::Object => match root.peek("entry") {
            None => Err(format!("{expected}, found an object without `entry`.")),
            Some(entry) => Err(format!("{expected}, found {} as its `entry`.", entry.kind().described())),
        },
        Kind::Array if root.elements().any(is_envelope) => Ok(()),
        Kind::Array => Err(format!("{expected}, or an array of such; found an array without one.")),
        other => Err(format!("{expected}, found {}.", other.described())),
    }
}

fn is_envelope(value: Value<'_>) -> bool {
    value.peek("entry").is_some_and(|entry| entry.kind() == Kind::Array)
        || value.peek("sample").is_some_and(Value::is_object)
}

fn envelope<'d>(root: Value<'d>, items: &mut Vec<Item<'d>>) {
    let object = root.string("object");
    let instagram = object.is_some_and(|object| object.text() == "instagram");
    let mut push = |value: Value<'d>, via: Via, event: Event<'d>, entry: Option<Value<'d>>, standby: bool| {
        items.push(Item { value, via, event, object, entry, standby });
    };
    for entry in root.array("entry").into_iter().flat_map(Value::elements) {
        if !entry.is_object() {
            push(entry, Via::Entry, Event::unknown(Missing::Object(entry.kind()), None, None), None, false);
            continue;
        }
        // What the entry is about and when it was sent: every item's, whether or not a document shows it.
        entry.get("id");
        entry.get("time");
        entry.get("uid");
        for (key, via) in [("messaging", Via::Messaging), ("standby", Via::Standby)] {
            each(entry, key, |value, found| {
                let event = found.unwrap_or_else(|| decode::messaging(value, instagram));
                push(value, via, event, Some(entry), via == Via::Standby);
            });
        }
        each(entry, "changes", |value, found| {
            let event = found.unwrap_or_else(|| decode::change(value, instagram));
            push(value, Via::Changes, event, Some(entry), names_standby(value));
        });
        if entry.get("field").is_some() || entry.get("value").is_some() {
            push(entry, Via::Entry, decode::change(entry, instagram), Some(entry), names_standby(entry));
        }
        each(entry, "changed_fields", |value, found| {
            let event = found.unwrap_or_else(|| decode::changed_field(value));
            push(value, Via::ChangedFields, event, Some(entry), false);
        });
    }
    if let Some(sample) = root.object("sample") {
        push(sample, Via::Sample, decode::change(sample, instagram), None, names_standby(sample));
    }
}

/// Calls `item` for each element of the entry's array, or once for what stands there instead of an array.
fn each<'d>(entry: Value<'d>, key: &str, mut item: impl FnMut(Value<'d>, Option<Event<'d>>)) {
    match entry.get(key) {
        None => {}
        Some(array) if array.kind() == Kind::Array => array.elements().for_each(|element| item(element, None)),
        Some(other) => item(other, Some(Event::unknown(Missing::Array(other.kind()), None, None))),
    }
}

/// The dashboard's test of the field `standby` is a standby item, though it comes in `changes`.
fn names_standby(pair: Value<'_>) -> bool {
    pair.string("field").is_some_and(|field| field.text() == "standby")
}
