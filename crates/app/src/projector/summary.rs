//! What the list shows of a converted capture.

use triptych_core::convert::{Ledger, Verdict};
use triptych_core::decode::{self, EventKind, Fact, Style};
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
        who: items.iter().find_map(who),
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
    let written = items.iter().find_map(|item| {
        let texts = decode::facts(item).into_iter().filter(|fact| fact.style == Style::Text);
        texts.map(|fact| fact.value).find(|text| !text.trim().is_empty())
    });
    let title = written.or_else(|| items.first().map(what)).unwrap_or_else(|| "No items".to_owned());
    let line = title.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(TITLE_CHARACTERS).collect()
}

fn what(item: &Item<'_>) -> String {
    // A message without words is called by what it brings: Image, Sticker, …
    let brought = |fact: &&Fact| fact.style == Style::Url;
    if let Some(fact) = decode::facts(item).iter().find(brought).filter(|_| item.event.field.is_some()) {
        return fact.label.clone();
    }
    match (item.event.kind, item.event.field.as_deref()) {
        (EventKind::Change, Some(field)) => field.to_owned(),
        _ => item.event.title().into_owned(),
    }
}

/// The author's name, else the customer's id.
fn who(item: &Item<'_>) -> Option<String> {
    let facts = decode::facts(item);
    let customer = |fact: &&Fact| fact.note.as_deref().is_some_and(|note| note.starts_with("customer"));
    let author = facts.iter().find(|fact| fact.label == "Author");
    author.or_else(|| facts.iter().find(customer)).map(|fact| fact.value.clone())
}
