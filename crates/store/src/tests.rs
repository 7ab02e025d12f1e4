//! The store through its public face, with real files. What only one file can see is tested beside it.

mod answers;
mod append;
mod book;
mod failure;
mod index;
mod lineage;
mod marks;
mod migrating;
mod moved;
mod opening;
mod pins;
mod projection;
mod queue;
mod reading;
mod rebuild;
mod removal;
mod retention;
mod settings;
mod upkeep;

use std::time::Duration;

use triptych_core::capture::{Authentication, Capture, Judgement};
use triptych_core::convert::book::{Book, ConversationKey, NewMessage, Thread};
use triptych_core::endpoint::{Channel, EndpointKey};

use crate::{
    BookDraft, BookEntries, EndpointBook, NewItem, PageKey, Projection, Store, StoreError, Summary, Totals, WriteTx,
};

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

/// Waits for what the writer does by itself.
async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..6_000 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("not within 30 s: {what}");
}

/// Appends `count` captures with bodies of ten bytes and calls all of them converted.
async fn append_converted(store: &Store, count: usize) {
    let mut last = 0;
    for _ in 0..count {
        last = store.append(accepted(&[b'x'; 10]), None).await.unwrap();
    }
    store.write(move |tx| tx.advance_projected_to(last)).await.unwrap();
}

/// The totals; they must be what counting gives.
fn totals(store: &Store) -> Totals {
    store
        .read(|reader| {
            let counted = reader.conn().query_row(
                "SELECT count(*), coalesce(sum(length(head) + length(body)), 0)
                 FROM captures JOIN bodies ON capture_id = id WHERE ring = 0",
                [],
                |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
            )?;
            let totals = reader.totals()?;
            assert_eq!((totals.captures.cast_signed(), totals.bytes.cast_signed()), counted);
            Ok(totals)
        })
        .unwrap()
}

/// Keeps a message of capture `id` in the book of the endpoint; its id.
fn message(tx: &WriteTx<'_>, endpoint: i64, capture: i64, external_id: &str) -> i64 {
    with_book(tx, endpoint, capture, |book| {
        let conversation_id = book.open_conversation(&conversation(), 1).unwrap();
        let id = book.next_message_id().unwrap();
        book.keep(&NewMessage {
            id,
            conversation_id,
            account: "P",
            external_id,
            index: 0,
            date_ms: 1,
            by_user: false,
            content_type: "Text",
            content: "Hi",
            customer: "C9",
            comment_name: None,
            document: r#"{"type":"message_created"}"#,
            message: "{}",
            pointer: "/entry/0",
        })
        .unwrap();
        id
    })
}

/// Runs `f` with a book, and writes what it adds.
fn with_book<T>(tx: &WriteTx<'_>, endpoint: i64, capture: i64, f: impl FnOnce(&mut EndpointBook<'_, '_>) -> T) -> T {
    let mut draft = BookDraft::new(tx.conn());
    let value = f(&mut draft.of(endpoint, capture));
    draft.since(0).write(tx.conn()).unwrap();
    value
}

/// Keeps a projection that adds nothing to the book.
fn project(tx: &mut WriteTx<'_>, capture_id: i64, summary: Summary, items: Vec<NewItem>) -> Result<(), StoreError> {
    tx.keep_projection(&Projection { capture_id, book: BookEntries::default(), summary, items, traces: Vec::new() })
}

fn conversation() -> ConversationKey {
    ConversationKey { partner: "Facebook", account: "P".into(), thread: Thread::Customer("C9".into()) }
}

/// One poll: the answer if it is there.
async fn poll_once<F: Future>(mut future: std::pin::Pin<&mut F>) -> Option<F::Output> {
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        std::task::Poll::Ready(value) => std::task::Poll::Ready(Some(value)),
        std::task::Poll::Pending => std::task::Poll::Ready(None),
    })
    .await
}
