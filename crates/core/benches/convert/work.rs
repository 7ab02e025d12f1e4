//! What is measured. What each returns is dropped outside the measurement, as divan does it.

use serde_json::Value;
use triptych_core::convert::{self, Context, MemoryBook, Settings, Verdict};
use triptych_core::report::{Report, report};
use triptych_core::{envelope, json};

/// The yardstick: serde_json's own tree of the same bytes.
pub(crate) fn value(body: &[u8]) -> Value {
    serde_json::from_slice(body).expect("a body is JSON")
}

/// Our own tree.
pub(crate) fn tree(body: &[u8]) -> json::Doc<'_> {
    json::Doc::parse(body).expect("a body is JSON")
}

/// Body to documents, as the projector converts.
pub(crate) fn documents(body: &[u8]) -> Vec<Verdict> {
    let doc = envelope::parse(body).expect("a body is an envelope");
    let mut book = MemoryBook::default();
    let convert = |item| {
        let Ok(verdict) = convert::convert(item, &context(&Settings::default(), false), &mut book);
        verdict
    };
    envelope::items(&doc).iter().map(convert).collect()
}

/// The same with the origin of each value and what nothing read, as `triptych convert --json` reports.
pub(crate) fn provenance(body: &[u8]) -> Report {
    let doc = envelope::parse(body).expect("a body is an envelope");
    let Ok(report) = report(&doc, &context(&Settings::default(), true), &mut MemoryBook::default());
    report
}

fn context(settings: &Settings, origins: bool) -> Context<'_> {
    Context { settings, received_ms: 0, capture: None, origins }
}
