//! A fixture as the window shows captures: raw, decoded, documents with their origins.

use triptych_core::capture::{Authentication, Capture, Judgement};
use triptych_core::convert::Output;
use triptych_core::envelope;
use triptych_core::report::ItemReport;
use triptych_store::{ItemRow, OutputRow, StoredCapture};

use super::{view, wire};
use crate::check;
use crate::evidence::Keys;
use crate::fixtures::Fixture;

/// A fixture as the capture that it would be, converted from nothing by its own settings.
pub(crate) fn fixture_view(fixture: &Fixture) -> wire::CaptureView {
    let settings = &fixture.settings;
    let capture = Capture {
        received_us: settings.received_ms * 1000,
        took_us: 0,
        peer: String::new(),
        head: Vec::new(),
        head_normalised: true,
        method: "POST".to_owned(),
        path: fixture.endpoint().path(),
        query: None,
        http_version: "HTTP/1.1",
        body: fixture.body.clone(),
        body_size: fixture.body.len() as u64,
        truncated: false,
        endpoint: Some(fixture.endpoint().clone()),
        judgement: Judgement::Accepted,
        authentication: Authentication::None,
        reason: String::new(),
        status: 0,
        answer: Vec::new(),
    };
    let items = envelope::parse(&fixture.body).map(|doc| check::convert(fixture, &doc, false).items);
    let stored = StoredCapture {
        id: 0,
        capture,
        replay_of: None,
        endpoint_name: settings.convert.name.clone(),
        pinned: false,
        note: None,
        fault: None,
        summary: None,
    };
    let keys = Keys::converting_by(settings.convert.clone());
    let rows = items.unwrap_or_default().into_iter().map(made_item).collect();
    view(None, &stored, usize::MAX, |_| Ok(rows), &keys).expect("no store can fail")
}

/// An item just converted, as if it had been stored.
fn made_item(item: ItemReport) -> ItemRow {
    let id = |document: &serde_json::Value, place| {
        document.pointer(place).and_then(serde_json::Value::as_i64).unwrap_or_default()
    };
    let output = |output: &Output| {
        let document: serde_json::Value = serde_json::from_str(&output.document).unwrap_or_default();
        OutputRow {
            message_id: output.message_id,
            conversation_id: id(&document, "/payload/message/conversation_id"),
            content_type: output.content_type.to_string(),
            document: output.document.clone(),
            duplicate_of: None,
            conflict: output.duplicate.as_ref().is_some_and(|duplicate| duplicate.conflict),
        }
    };
    ItemRow {
        via: item.via.as_str().to_owned(),
        field: item.field,
        test: item.test,
        verdict: item.verdict.as_str().to_owned(),
        rule: item.verdict.rule().map(str::to_owned),
        reason: item.verdict.reason().map(str::to_owned),
        at: item.verdict.at().map(str::to_owned),
        outputs: item.verdict.outputs().iter().map(output).collect(),
        pointer: item.pointer,
    }
}
