//! What tests begin with: a capture, and the application on a folder. Each test changes of it what it is about.

use std::path::Path;

use triptych_core::capture::{Authentication, Capture, Judgement};
use triptych_core::endpoint::Channel;
use triptych_store::StoredCapture;

use crate::app::{App, Options, local_endpoint};

/// 2025-11-21T04:40:00Z, in microseconds since 1970.
pub(crate) const US: i64 = 1_763_700_000_000_000;

/// An accepted delivery of this body to the local endpoint.
pub(crate) fn capture(body: impl AsRef<[u8]>) -> Capture {
    let endpoint = local_endpoint(Channel::Facebook);
    let body = body.as_ref().to_vec();
    Capture {
        received_us: US,
        took_us: 0,
        peer: "127.0.0.1:1".into(),
        head: b"POST / HTTP/1.1\r\n".to_vec(),
        head_normalised: false,
        method: "POST".into(),
        path: endpoint.path(),
        query: None,
        http_version: "HTTP/1.1",
        body_size: body.len() as u64,
        body,
        truncated: false,
        endpoint: Some(endpoint),
        judgement: Judgement::Accepted,
        authentication: Authentication::Token,
        reason: String::new(),
        status: 200,
        answer: Vec::new(),
    }
}

/// The same as the store gives it out.
pub(crate) fn stored(id: i64, capture: Capture) -> StoredCapture {
    StoredCapture {
        id,
        capture,
        replay_of: None,
        endpoint_name: None,
        pinned: false,
        note: None,
        fault: None,
        summary: None,
    }
}

/// The application on this folder and a port of its own.
pub(crate) async fn open(dir: &Path) -> App {
    let addr = ([127, 0, 0, 1], 0).into();
    App::open(&Options { data_dir: dir.to_owned(), addr, token: None, app_secrets: Vec::new() })
        .await
        .expect("a folder")
}
