//! What happens to a connection: kept alive, left, broken, not HTTP at all.

use triptych_core::capture::Judgement;
use triptych_listener::Limits;

use crate::client::{Client, PATH, delivery, head, request};
use crate::memory::{Memory, eventually};

const KEY: &str = "x-api-key: app-t0ken";

#[tokio::test]
async fn a_connection_serves_requests_one_after_the_other() {
    let gate = Memory::new();
    let listener = gate.listen(Limits::default()).await;
    let mut client = Client::connect(listener.local_addr()).await;
    for (sent, status) in [(delivery("{\"a\":1}"), 200), (delivery("nothing"), 400), (delivery("{\"b\":2}"), 200)] {
        client.send(sent).await;
        assert_eq!(client.response().await.status, status);
    }
    let bodies: Vec<_> = gate.wait_for(3).await.into_iter().map(|capture| capture.body).collect();
    assert_eq!(bodies, [&b"{\"a\":1}"[..], b"nothing", b"{\"b\":2}"]);
    assert_eq!((listener.counters().connections, listener.counters().requests), (1, 3));
}

#[tokio::test]
async fn a_sender_that_expects_100_continue_gets_it() {
    let gate = Memory::new();
    let listener = gate.listen(Limits::default()).await;
    let mut client = Client::connect(listener.local_addr()).await;
    client.send(format!("{}\r\n", head("POST", PATH, &[KEY, "Expect: 100-continue"], 2))).await;
    assert_eq!(client.response().await.status, 100);
    client.send("{}").await;
    assert_eq!(client.response().await.status, 200);
    assert_eq!(gate.only().await.body, b"{}");
}

#[tokio::test]
async fn a_sender_that_leaves_within_a_body_is_kept_without_an_answer() {
    let chunked =
        format!("POST {PATH} HTTP/1.1\r\nhost: x\r\n{KEY}\r\ntransfer-encoding: chunked\r\n\r\n64\r\n{{\"a\"");
    let sized = format!("{}\r\n{{\"a\"", head("POST", PATH, &[KEY], 100));
    for sent in [sized, chunked] {
        let gate = Memory::new();
        let listener = gate.listen(Limits::default()).await;
        let mut client = Client::connect(listener.local_addr()).await;
        client.send(&sent).await;
        client.finish().await;
        assert_eq!(client.rest().await, "");
        let capture = gate.only().await;
        assert_eq!((capture.judgement, capture.status), (Judgement::Incomplete, 0));
        assert_eq!((capture.body.as_slice(), capture.truncated), (&b"{\"a\""[..], true));
        assert!(capture.reason.contains("after 4 bytes"), "{}", capture.reason);
        assert!(capture.answer.is_empty());
    }
}

#[tokio::test]
async fn a_sender_that_leaves_before_the_answer_is_kept_all_the_same() {
    let gate = Memory::new();
    gate.hold();
    let listener = gate.listen(Limits::default()).await;
    let mut client = Client::connect(listener.local_addr()).await;
    client.send(delivery("{}")).await;
    eventually(|| listener.counters().requests == 1).await;
    drop(client);
    gate.release();
    assert_eq!(gate.only().await.judgement, Judgement::Accepted);
}

#[tokio::test]
async fn a_sender_that_has_sent_all_and_closed_its_half_is_answered() {
    let gate = Memory::new();
    gate.hold();
    let listener = gate.listen(Limits::default()).await;
    let mut client = Client::connect(listener.local_addr()).await;
    client.send(delivery("{}")).await;
    client.finish().await;
    eventually(|| listener.counters().requests == 1).await;
    gate.release();
    assert_eq!(client.response().await.status, 200);
    client.assert_closed().await;
}

#[tokio::test]
async fn broken_chunks_are_answered_and_kept() {
    let gate = Memory::new();
    let listener = gate.listen(Limits::default()).await;
    let broken =
        format!("POST {PATH} HTTP/1.1\r\nhost: x\r\n{KEY}\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{{}}\r\nZ\r\n");
    let response = request(listener.local_addr(), broken).await;
    assert_eq!((response.status, response.header("connection")), (408, Some("close")));
    assert!(response.message().contains("broken after 2 bytes"), "{response:?}");
    assert_eq!(gate.only().await.judgement, Judgement::Incomplete);
}

#[tokio::test]
async fn what_is_no_http_is_only_counted() {
    let gate = Memory::new();
    let listener = gate.listen(Limits::default()).await;
    let tls = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03];
    let http2 = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    for (count, bytes) in [&tls[..], http2, b"hello\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"].into_iter().enumerate() {
        let mut client = Client::connect(listener.local_addr()).await;
        client.send(bytes).await;
        let answer = client.rest().await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400 "), "{answer}");
        eventually(|| listener.counters().not_http == count as u64 + 1).await;
    }
    assert!(gate.captures().is_empty());
    assert_eq!(listener.counters().requests, 0);
}

#[tokio::test]
async fn what_cannot_be_kept_is_503() {
    let gate = Memory::new();
    gate.fail(true);
    let listener = gate.listen(Limits::default()).await;
    let mut client = Client::connect(listener.local_addr()).await;
    let handshake = format!(
        "GET {PATH}?hub.mode=subscribe&hub.verify_token=app-v3rify&hub.challenge=1 HTTP/1.1\r\nhost: x\r\n\r\n"
    );
    for sent in [delivery("{}"), delivery("nothing"), handshake] {
        client.send(sent).await;
        let response = client.response().await;
        assert_eq!((response.status, response.header("retry-after")), (503, Some("5")));
        assert!(!response.body.contains("disk"), "{response:?}");
    }
    assert_eq!(
        request(listener.local_addr(), format!("GET / HTTP/1.1\r\n{}\r\n", "a:b\r\n".repeat(101))).await.status,
        503
    );
    assert!(gate.captures().is_empty());
    assert_eq!(listener.counters().unavailable, 4);
    gate.fail(false);
    client.send(delivery("{}")).await;
    assert_eq!(client.response().await.status, 200);
}

#[tokio::test]
async fn a_panic_is_500_and_the_next_request_works() {
    let gate = Memory::new();
    gate.panic_once();
    let listener = gate.listen(Limits::default()).await;
    let mut client = Client::connect(listener.local_addr()).await;
    client.send(delivery("{}")).await;
    let response = client.response().await;
    assert_eq!(response.status, 500);
    assert!(response.message().contains("log says why"), "{response:?}");
    assert_eq!(request(listener.local_addr(), delivery("{}")).await.status, 200);
    assert_eq!(listener.counters().panics, 1);
}
