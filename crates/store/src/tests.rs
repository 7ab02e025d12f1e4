//! The store through its public face, with real files. What only one file can see is tested beside it.

mod append;
mod book;
mod failure;
mod opening;
mod projection;
mod reading;
mod settings;

use triptych_core::capture::{Authentication, Capture, Judgement};
use triptych_core::endpoint::{Channel, EndpointKey};

use crate::{PageKey, Store};

fn key(credentials: &str) -> EndpointKey {
    EndpointKey { channel: Channel::Facebook, workspace_id: "w".into(), credentials_id: credentials.into() }
}

/// An accepted capture of endpoint `w`/`c`.
fn accepted(body: &[u8]) -> Capture {
    Capture {
        received_us: 1_763_700_000_123_456,
        took_us: 789,
        peer: "127.0.0.1:50000".into(),
        head: b"POST /v3/x HTTP/1.1\r\nHost: a\r\nX-Odd:  \xff\r\n".to_vec(),
        head_normalised: false,
        method: "POST".into(),
        path: key("c").path(),
        query: Some("a=1".into()),
        http_version: "HTTP/1.1",
        body: body.to_vec(),
        body_size: body.len() as u64,
        truncated: false,
        endpoint: Some(key("c")),
        judgement: Judgement::Accepted,
        authentication: Authentication::Token,
        reason: "the token is good".into(),
        status: 200,
        answer: br#"{"message":"EVENT_RECEIVED"}"#.to_vec(),
    }
}

/// A capture for the ring.
fn refused(body: &[u8]) -> Capture {
    Capture {
        judgement: Judgement::Unauthenticated,
        authentication: Authentication::Failed,
        reason: "neither a token nor a signature".into(),
        status: 401,
        ..accepted(body)
    }
}

fn ids(store: &Store, before: Option<i64>, after: Option<i64>, limit: u32) -> (Vec<i64>, bool) {
    let page = store.read(|reader| reader.capture_page(&PageKey { before, after, limit })).unwrap();
    (page.rows.iter().map(|row| row.id).collect(), page.more)
}

/// One poll: the answer if it is there.
async fn poll_once<F: Future>(mut future: std::pin::Pin<&mut F>) -> Option<F::Output> {
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        std::task::Poll::Ready(value) => std::task::Poll::Ready(Some(value)),
        std::task::Poll::Pending => std::task::Poll::Ready(None),
    })
    .await
}
