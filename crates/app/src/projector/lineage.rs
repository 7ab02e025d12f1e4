//! What is kept of the items' lineage, beside their verdicts.

use triptych_core::convert::Verdict;
use triptych_core::envelope::Item;
use triptych_core::lineage::{Lineage, Trace};

/// Each with its item's number. A body without items is told by its bytes.
pub(super) fn traces(items: &[Item<'_>], verdicts: &[Verdict], body: &[u8]) -> Vec<(u32, Trace)> {
    if items.is_empty() {
        return vec![(0, Trace::of_body(body))];
    }
    let mut traces = Vec::new();
    for (index, (item, verdict)) in (0..).zip(items.iter().zip(verdicts)) {
        let has_document = !verdict.outputs().is_empty();
        traces.extend(Lineage::of(item).traces(has_document).map(|trace| (index, trace)));
    }
    traces
}
