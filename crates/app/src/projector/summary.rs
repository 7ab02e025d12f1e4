//! What the list shows of a converted capture.

use std::borrow::Cow;

use triptych_core::convert::{Ledger, Verdict};
use triptych_core::decode::{EventKind, gist};
use triptych_core::envelope::Item;
use triptych_store::Summary;

/// Longest title in characters: more does not fit a row.
const TITLE_CHARACTERS: usize = 200;

pub(super) fn summary(items: &[Item<'_>], verdicts: &[Verdict], capture: i64) -> Summary {
    let outputs = || verdicts.iter().flat_map(Verdict::outputs);
    let earlier = |of: Option<i64>| of.is_some_and(|of| of != capture);
    let mut ledger = Ledger::default();
    verdicts.iter().for_each(|verdict| ledger.count(verdict));
    let mut fields: Vec<String> = Vec::new();
    for item in items {
        let field = item.event.field.as_deref().unwrap_or("unknown");
        if !fields.iter().any(|known| known == field) {
            fields.push(field.to_owned());
        }
    }
    Summary {
        title: title(items),
        who: items.iter().find_map(gist::who).map(Cow::into_owned),
        fields,
        items: ledger.items,
        converted: ledger.converted,
        skipped: ledger.skipped,
        unknown: ledger.unknown,
        failed: ledger.failed,
        documents: u32::try_from(outputs().count()).unwrap_or(u32::MAX),
        duplicate: outputs().next().is_some()
            && outputs().all(|output| output.duplicate.as_ref().is_some_and(|twice| earlier(twice.of.capture))),
        error: None,
    }
}

/// The first text that somebody wrote, else what the first item is.
fn title(items: &[Item<'_>]) -> String {
    let written = items.iter().find_map(gist::words);
    let title = written.or_else(|| items.first().map(what)).unwrap_or(Cow::Borrowed("No items"));
    let line = title.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(TITLE_CHARACTERS).collect()
}

fn what<'d>(item: &Item<'d>) -> Cow<'d, str> {
    // A message without words is called by what it brings: Image, Sticker, …
    if let Some(brought) = item.event.field.as_ref().and_then(|_| gist::brings(item)) {
        return Cow::Owned(brought);
    }
    match (item.event.kind, &item.event.field) {
        (EventKind::Change, Some(field)) => field.clone(),
        _ => item.event.title(),
    }
}
