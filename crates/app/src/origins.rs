//! Where every value of a stored document came from.
//!
//! Origins are not stored: the body is converted once more, against a book that is thrown away. The stored document is
//! the truth. A leaf that comes out the same came from where it comes from now; an id was given out; settings stay
//! settings; what else differs was taken from settings of then, or from earlier messages, which the thrown-away book does
//! not know.
//!
//! They weigh several times what their documents do: those of the first documents come with the capture, those of others
//! are made when somebody looks at them.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;
use triptych_core::capture::Capture;
use triptych_core::convert::origin::leaves;
use triptych_core::convert::{Context, MemoryBook, Origin, Output, Settings, Verdict, convert};
use triptych_core::envelope::{self, Item};
use triptych_core::json::Doc;
use triptych_store::OutputRow;

use crate::api::captures::OriginView;

/// Documents of a capture whose origins come with it.
pub(crate) const AT_ONCE: usize = 24;

/// What an item becomes where nothing came before it, with the origins of its documents.
pub(crate) fn made_anew(item: &Item<'_>, received_us: i64, settings: &Settings) -> Verdict {
    let context = Context { settings, received_ms: received_us / 1000, capture: None, origins: true };
    let Ok(verdict) = convert(item, &context, &mut MemoryBook::default());
    verdict
}

/// What is made anew beside each stored document, as far as it goes.
pub(crate) fn beside(anew: &Verdict) -> impl Iterator<Item = Option<&Output>> {
    anew.outputs().iter().map(Some).chain(std::iter::repeat(None))
}

/// The values of the body that reach one of an item's documents: JSON Pointers, each once.
pub(crate) fn used(anew: &Verdict) -> Vec<String> {
    let mut found = BTreeSet::new();
    for (_, origin) in anew.outputs().iter().flat_map(|output| output.origins.iter()) {
        if let Origin::Raw { from, .. } = origin {
            found.extend(from);
        }
    }
    found.into_iter().map(str::to_owned).collect()
}

/// The origins of one item's documents (its number from 0), a list a document; none where there is no such item.
pub(crate) fn of_item(
    capture: &Capture,
    settings: &Settings,
    item: usize,
    stored: &[OutputRow],
) -> Vec<Vec<OriginView>> {
    let Ok(doc) = envelope::parse(&capture.body) else { return Vec::new() };
    let items = envelope::items(&doc);
    let Some(item) = items.get(item) else { return Vec::new() };
    let anew = made_anew(item, capture.received_us, settings);
    let documents = stored.iter().zip(beside(&anew));
    documents.map(|(output, anew)| origins(&doc, &output.document, anew)).collect()
}

/// The leaves of a stored document with their origins, beside the same document made anew; in order of their pointers.
pub(crate) fn origins(doc: &Doc<'_>, stored: &str, anew: Option<&Output>) -> Vec<OriginView> {
    let stored: Value = serde_json::from_str(stored).unwrap_or_default();
    let made: Value = anew.and_then(|output| serde_json::from_str(&output.document).ok()).unwrap_or_default();
    let computed: HashMap<&str, Origin<'_>> = anew.map(|output| output.origins.iter().collect()).unwrap_or_default();
    let mut pointers = leaves(&stored);
    pointers.sort();
    let origin = |pointer: String| {
        let value = stored.pointer(&pointer);
        let origin = computed.get(pointer.as_str()).filter(|origin| match origin {
            Origin::Allocated | Origin::Setting { .. } | Origin::History => true,
            Origin::Raw { .. } | Origin::Constant => value == made.pointer(&pointer),
        });
        let otherwise = otherwise(computed.get(pointer.as_str()), &pointer);
        view(doc, value, origin.unwrap_or(&otherwise), pointer.clone())
    };
    pointers.into_iter().map(origin).collect()
}

/// Where a value came from that is not what the body alone makes of it: names and the business stand in settings first.
fn otherwise(computed: Option<&Origin<'_>>, pointer: &str) -> Origin<'static> {
    let Some(Origin::Raw { rule, .. }) = computed else { return Origin::History };
    let setting = match *rule {
        "sender_label" => "contact.name",
        "account" if pointer.ends_with("/sender_label") => "name",
        "account" if pointer.ends_with("/business/id") => "business",
        _ => return Origin::History,
    };
    Origin::Setting { setting }
}

fn view(doc: &Doc<'_>, value: Option<&Value>, origin: &Origin<'_>, pointer: String) -> OriginView {
    let view = |kind: &str, words: String| OriginView {
        pointer,
        kind: kind.to_owned(),
        from: Vec::new(),
        rule: None,
        setting: None,
        words,
    };
    match origin {
        Origin::Raw { from, rule } => OriginView {
            from: from.iter().map(|&pointer| pointer.to_owned()).collect(),
            rule: Some((*rule).to_owned()),
            ..view("raw", copied(doc, value, from).unwrap_or_else(|| derived(rule)))
        },
        Origin::Setting { setting } => {
            OriginView { setting: Some((*setting).to_owned()), ..view("setting", from_settings(setting)) }
        }
        Origin::Allocated => view("allocated", "Given out by Triptych, once".to_owned()),
        Origin::History => view("history", "From earlier messages of the conversation".to_owned()),
        Origin::Constant => view("constant", "The same in every document".to_owned()),
    }
}

/// `Copied`, where the value says what its one source says.
fn copied(doc: &Doc<'_>, value: Option<&Value>, from: &[&str]) -> Option<String> {
    let &[one] = from else { return None };
    let (source, text) = (doc.resolve(one)?, value?.as_str()?);
    if source.text() != text {
        return None;
    }
    Some(match escapes(source.raw()) {
        0 => "Copied".to_owned(),
        1 => "Copied; 1 escape decoded".to_owned(),
        many => format!("Copied; {many} escapes decoded"),
    })
}

/// How many escapes a JSON string has as it came; a pair of surrogates is one.
fn escapes(raw: &str) -> usize {
    let bytes = raw.as_bytes();
    let (mut at, mut found) = (0, 0);
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == b'\\') {
        at += next;
        let is_high = raw.get(at..at + 4).is_some_and(|unit| {
            let unit = unit.to_ascii_lowercase();
            ["\\ud8", "\\ud9", "\\uda", "\\udb"].contains(&unit.as_str())
        });
        let is_pair = is_high && raw.get(at + 6..at + 8) == Some("\\u");
        at = (at + if is_pair { 12 } else { 2 }).min(bytes.len());
        found += 1;
    }
    found
}

fn derived(rule: &str) -> String {
    let how = match rule {
        "date" => "the time that it names, as a date in UTC",
        "content_type" => "what this part is decides its type",
        "app_id" => "an app's id says that an app sent it",
        "sender_type" => "who sent it decides between customer and user",
        "sender_label" => "the name, else the customer's id",
        "partner" => "the body's object names the partner",
        "thread" => "who talks with whom names the conversation",
        "account" => "the Page or account that it came to",
        "author" => "the name of the comment's author",
        "external_id_hash" => "who, when and what, hashed, as there is no message id",
        "order" => "the products and the note, a line each",
        "coordinates" => "latitude and longitude, joined",
        "shared_link" => "the title and the address of what was shared, a line each",
        "template_titles" => "the titles of the template, a line each",
        "unsupported" => "no document can hold it, so its kind is named",
        other => return format!("Derived by the rule {other}"),
    };
    format!("Derived: {how}")
}

fn from_settings(setting: &str) -> String {
    let what = match setting {
        "received_at" => return "When Triptych received it: the event names no time".to_owned(),
        "channel" => "channel",
        "credentialsId" => "credentials id",
        "org_id" => "org id",
        "page_id" => "linked Page",
        "contact.name" => return "From what is known about the contact: name".to_owned(),
        "contact.email" => return "From what is known about the contact: email".to_owned(),
        "contact.img" => return "From what is known about the contact: picture".to_owned(),
        "contact.phone_number" => return "From what is known about the contact: phone number".to_owned(),
        other => other,
    };
    format!("From the endpoint's settings: {what}")
}

#[cfg(test)]
mod tests;
