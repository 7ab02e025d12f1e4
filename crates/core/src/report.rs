//! One body, from bytes to verdicts: what `triptych convert` prints and what the projector stores.

use crate::convert::{self, Book, Context, Ledger, Verdict};
use crate::decode;
use crate::envelope;
use crate::json::{Doc, NodeId};

/// What became of a body.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    pub items: Vec<ItemReport>,
    pub ledger: Ledger,
    /// Topmost subtrees outside the items that nothing read: JSON Pointers, in document order.
    pub unread: Vec<String>,
}

/// What became of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemReport {
    pub pointer: String,
    pub via: envelope::Via,
    pub kind: decode::EventKind,
    pub field: Option<String>,
    pub test: bool,
    pub verdict: Verdict,
    /// Topmost subtrees of the item that nothing read: JSON Pointers, in document order.
    pub unread: Vec<String>,
}

/// Converts every item of an envelope, in order.
///
/// # Errors
/// Only where the book fails.
pub fn report<B: Book>(doc: &Doc<'_>, context: &Context<'_>, book: &mut B) -> Result<Report, B::Error> {
    let items = envelope::items(doc);
    let mut verdicts = Vec::with_capacity(items.len());
    let mut ledger = Ledger::default();
    for item in &items {
        decode::mark_known(item);
        let verdict = convert::convert(item, context, book)?;
        ledger.count(&verdict);
        verdicts.push(verdict);
    }
    let unread = Unread::of(doc, &items);
    let reports = items.iter().zip(verdicts).zip(unread.items).map(|((item, verdict), unread)| ItemReport {
        pointer: item.pointer(),
        via: item.via,
        kind: item.event.kind,
        field: item.event.field.as_ref().map(|field| field.clone().into_owned()),
        test: item.event.test,
        verdict,
        unread,
    });
    Ok(Report { items: reports.collect(), ledger, unread: unread.rest })
}

/// What nothing read, by whose territory it is in. Ask after all items were decoded and converted.
#[derive(Debug)]
pub struct Unread {
    /// One list an item, in the items' order.
    pub items: Vec<Vec<String>>,
    /// Of the body outside its items.
    pub rest: Vec<String>,
}

impl Unread {
    #[must_use]
    pub fn of(doc: &Doc<'_>, items: &[envelope::Item<'_>]) -> Self {
        let mut owners: Vec<(NodeId, usize)> = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            owners.extend(item.territory().map(|id| (id, index)));
        }
        owners.sort();
        let territories: Vec<NodeId> = owners.iter().map(|(id, _)| *id).collect();
        let mut lists = doc.unread(&territories);
        let rest = lists.pop().unwrap_or_default();
        let mut of_items = vec![Vec::new(); items.len()];
        for ((_, index), mut list) in owners.into_iter().zip(lists) {
            of_items[index].append(&mut list);
        }
        Self { items: of_items, rest }
    }
}
