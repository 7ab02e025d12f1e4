//! What must hold for any bytes whatever. The fuzz targets ask the same.

use std::collections::{HashMap, HashSet};

use triptych_core::convert::{Business, Context, MemoryBook, Origin, Output, Settings, origin};
use triptych_core::decode::{Fact, facts, gist, mark_known};
use triptych_core::endpoint::Channel;
use triptych_core::envelope::{self, NoEnvelope};
use triptych_core::json::{Doc, Kind, NodeId, Value};
use triptych_core::reference;
use triptych_core::report::{ItemReport, Report, report};

/// Checks everything. Panics where something does not hold.
pub(crate) fn check(body: &[u8]) {
    let doc = match envelope::parse(body) {
        Ok(doc) => doc,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            if let NoEnvelope::NotJson(place) = error {
                assert!(place.offset <= body.len() && place.line > 0 && place.column > 0, "{place:?}");
            }
            return;
        }
    };
    for settings in [Settings::default(), all_set()] {
        let mut book = MemoryBook::default();
        let first = convert(&doc, &settings, &mut book);
        adds_up(&first);
        covers(body, &doc, &first);
        for item in &first.items {
            let at = item.verdict.at().into_iter().chain([item.pointer.as_str()]);
            at.for_each(|pointer| resolves(&doc, pointer));
            item.verdict.outputs().iter().for_each(|output| is_explained(&doc, output, &first));
        }
        assert_eq!(convert(&doc, &settings, &mut MemoryBook::default()), first, "the same again");
        is_stable(&first, &convert(&doc, &settings, &mut book));
    }
    is_shown(body);
    for item in envelope::items(&doc) {
        facts(&item).iter().for_each(|fact| resolves(&doc, &fact.pointer));
        let _ = (gist::words(&item), gist::brings(&item), gist::who(&item), item.event.title());
    }
}

/// What becomes of an item, as far as neither the order of members nor white space may change it.
#[derive(Debug, PartialEq)]
pub(crate) struct Outcome {
    pointer: String,
    verdict: &'static str,
    rule: Option<&'static str>,
    documents: Vec<String>,
}

/// The outcomes of a body's items, or why it is no envelope.
pub(crate) fn outcome(body: &[u8]) -> Result<Vec<Outcome>, String> {
    let doc = envelope::parse(body).map_err(|error| error.to_string())?;
    let report = convert(&doc, &Settings::default(), &mut MemoryBook::default());
    let of_item = |item: ItemReport| Outcome {
        pointer: item.pointer,
        verdict: item.verdict.as_str(),
        rule: item.verdict.rule(),
        documents: item.verdict.outputs().iter().map(|output| output.document.clone()).collect(),
    };
    Ok(report.items.into_iter().map(of_item).collect())
}

fn convert(doc: &Doc<'_>, settings: &Settings, book: &mut MemoryBook) -> Report {
    let context = Context { settings, received_ms: 1_763_700_000_000, capture: None, origins: true };
    let Ok(report) = report(doc, &context, book);
    report
}

fn all_set() -> Settings {
    let some = |text: &str| Some(text.to_owned());
    Settings {
        channel: Channel::Instagram,
        credentials_id: "c\"1".to_owned(),
        name: some("Caf\u{e9} \u{1f600}\n"),
        org_id: i64::MIN,
        page_id: some("another"),
        business: Business { id: some("b"), city: some("\u{0}"), ..Business::default() },
    }
}

fn adds_up(report: &Report) {
    let ledger = report.ledger;
    assert_eq!(ledger.items as usize, report.items.len());
    assert_eq!(ledger.items, ledger.converted + ledger.skipped + ledger.unknown + ledger.failed);
    let converted = report.items.iter().filter(|item| !item.verdict.outputs().is_empty()).count();
    assert_eq!(ledger.converted as usize, converted, "what is converted has documents, and nothing else has");
}

fn resolves(doc: &Doc<'_>, pointer: &str) {
    let value = doc.resolve(pointer).unwrap_or_else(|| panic!("{pointer} leads nowhere"));
    assert_eq!(value.pointer(), pointer);
    let text = value.raw();
    let inside = Doc::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{pointer} holds {text}: {error}"));
    assert_eq!(inside.root().range(), 0..text.len(), "no more and no less than the value");
}

/// What a card shows counts as read, and what the tables read is shown.
fn is_shown(body: &[u8]) {
    // Looking at a value counts as reading it, so another copy is looked at.
    let (doc, copy) = (Doc::parse(body).expect("JSON"), Doc::parse(body).expect("JSON"));
    let is_read = |leaf: Value<'_>| doc.value(leaf.id()).is_read();
    for item in envelope::items(&doc) {
        mark_known(&item);
        let facts = facts(&item);
        let values: Vec<_> = facts.iter().map(|fact| copy.resolve(&fact.pointer).expect("a value")).collect();
        let is_known = |fact: &Fact| fact.note.as_deref() != Some("nothing in it that is known");
        for (_, value) in facts.iter().zip(&values).filter(|(fact, _)| is_known(fact)) {
            leaves(*value, &mut |leaf| assert!(is_read(leaf), "{} is shown, but not read", leaf.pointer()));
        }
        let shown: HashSet<NodeId> = values.iter().map(|value| value.id()).collect();
        let Some(content) = item.event.content else { continue };
        leaves(copy.value(content.id()), &mut |leaf| {
            let mut around = std::iter::successors(Some(leaf), |value| value.parent());
            let is_something = !leaf.is_blank() && !matches!(leaf.kind(), Kind::Array | Kind::Object);
            let is_fine = !is_read(leaf) || !is_something || around.any(|value| shown.contains(&value.id()));
            assert!(is_fine, "{} is read, but not shown", leaf.pointer());
        });
    }
}

/// The leaves in a value, but for what a later member of the same name hides.
fn leaves<'d>(value: Value<'d>, see: &mut dyn FnMut(Value<'d>)) {
    let mut children: Vec<Value<'d>> = value.elements().collect();
    let visible: HashMap<_, _> = value.members().map(|(name, member)| (name.text(), member)).collect();
    children.extend(visible.into_values());
    if children.is_empty() {
        return see(value);
    }
    children.into_iter().for_each(|child| leaves(child, see));
}

/// Every leaf of the document has an origin, and what that names is there and was read.
fn is_explained(doc: &Doc<'_>, output: &Output, report: &Report) {
    let unread: HashSet<&str> =
        report.items.iter().flat_map(|item| &item.unread).chain(&report.unread).map(String::as_str).collect();
    let is_unread = |pointer: &str| {
        let ends = pointer.match_indices('/').map(|(end, _)| end).chain([pointer.len()]);
        ends.map(|end| &pointer[..end]).any(|around| unread.contains(around))
    };
    let document = serde_json::from_str(&output.document).expect("a document is JSON");
    let mut leaves = origin::leaves(&document);
    leaves.sort();
    assert_eq!(leaves, output.origins.iter().map(|(leaf, _)| leaf).collect::<Vec<_>>());
    for (leaf, origin) in output.origins.iter() {
        if let Origin::Raw { from, rule } = origin {
            assert!(!from.is_empty(), "{leaf} comes from nothing");
            assert!(reference::of_rule(rule).is_some(), "no page explains {rule}");
            for pointer in from {
                resolves(doc, pointer);
                assert!(!is_unread(pointer), "{leaf} comes from {pointer}, which nothing read");
            }
        }
    }
}

/// A body that is converted once more gives the same documents, and says that it did so before.
fn is_stable(first: &Report, again: &Report) {
    assert_eq!((first.ledger, &first.unread), (again.ledger, &again.unread));
    for (first, again) in first.items.iter().zip(&again.items) {
        assert_eq!((&first.pointer, &first.unread), (&again.pointer, &again.unread));
        assert_eq!(first.verdict.outputs().len(), again.verdict.outputs().len());
        for (first, again) in first.verdict.outputs().iter().zip(again.verdict.outputs()) {
            assert_eq!((first.message_id, &first.document), (again.message_id, &again.document));
            assert!(again.duplicate.is_some(), "{}", again.document);
        }
    }
}

/// Every leaf was read, or is below exactly one of the subtrees that nothing read. Only what a later member of the same
/// name hides is neither.
fn covers(body: &[u8], doc: &Doc<'_>, report: &Report) {
    // Looking at a value counts as reading it, so another copy is looked at.
    let copy = Doc::parse(body).expect("JSON");
    let unread: Vec<&String> = report.items.iter().flat_map(|item| &item.unread).chain(&report.unread).collect();
    let tops: HashSet<NodeId> = unread
        .iter()
        .map(|pointer| copy.resolve(pointer).unwrap_or_else(|| panic!("{pointer} leads nowhere")).id())
        .collect();
    assert_eq!(tops.len(), unread.len(), "{unread:?}");
    leaves_are_covered(copy.root(), doc, &tops, false);
}

fn leaves_are_covered(value: Value<'_>, doc: &Doc<'_>, tops: &HashSet<NodeId>, is_below: bool) {
    let is_top = tops.contains(&value.id());
    assert!(!(is_top && is_below), "{} is below another", value.pointer());
    let is_unread = is_top || is_below;
    let mut children: Vec<Value<'_>> = value.elements().collect();
    if value.kind() == Kind::Object {
        let visible: HashMap<_, _> = value.members().map(|(name, member)| (name.text(), member)).collect();
        children.extend(visible.into_values());
    }
    if children.is_empty() {
        assert_ne!(doc.value(value.id()).is_read(), is_unread, "{} is read, or listed as unread", value.pointer());
    }
    for child in children {
        leaves_are_covered(child, doc, tops, is_unread);
    }
}
