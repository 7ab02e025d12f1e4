//! What is too large, too slow or too much.

use std::time::Duration;

use tokio::time::sleep;
use triptych_core::capture::Judgement;
use triptych_listener::Limits;

use crate::client::{Client, PATH, delivery, head, request};
use crate::memory::{Memory, eventually};

const KIB: usize = 1024;
const KEY: &str = "x-api-key: app-t0ken";

#[tokio::test]
async fn a_body_over_the_limit_is_413_and_its_beginning_kept() {
    let limits = Limits { body_bytes: 200 * KIB, ..Limits::default() };
    let body = "0123456789abcdef".repeat(20 * KIB);
    let announced = format!("{}\r\n{body}", head("POST", PATH, &[KEY], body.len()));
    let chunked = format!(
        "POST {PATH} HTTP/1.1\r\nhost: x\r\n{KEY}\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    );
    for sent in [announced, chunked] {
        let gate = Memory::new();
        let listener = gate.listen(limits.clone()).await;
        let response = request(listener.local_addr(), sent).await;
        assert_eq!(response.status, 413, "{response:?}");
        assert!(response.message().contains("204800 bytes"), "{response:?}");
        let capture = gate.only().await;
        assert_eq!((capture.judgement, capture.truncated, capture.status), (Judgement::TooLarge, true, 413));
        assert_eq!(capture.body, &body.as_bytes()[..64 * KIB]);
        assert!(capture.body_size >= 64 * KIB as u64);
    }
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_taken() {
    let gate = Memory::new();
    let listener = gate.listen(Limits { body_bytes: 100, ..Limits::default() }).await;
    let body = format!("{{{}}}", " ".repeat(98));
    assert_eq!(request(listener.local_addr(), delivery(&body)).await.status, 200);
    assert_eq!(request(listener.local_addr(), delivery(&format!("{body} "))).await.status, 413);
}

#[tokio::test]
async fn the_path_is_judged_before_the_size() {
    let gate = Memory::new();
    let listener = gate.listen(Limits { body_bytes: 100, ..Limits::default() }).await;
    let body = "x".repeat(70 * KIB);
    let response = request(listener.local_addr(), format!("{}\r\n{body}", head("POST", "/no", &[], body.len()))).await;
    assert_eq!(response.status, 404);
    let response = request(listener.local_addr(), format!("{}\r\n{body}", head("PUT", PATH, &[], body.len()))).await;
    assert_eq!(response.status, 405);
    for capture in gate.wait_for(2).await {
        assert_eq!((capture.body.len(), capture.truncated), (64 * KIB, true));
    }
}

#[tokio::test]
async fn a_slow_body_is_408() {
    let gate = Memory::new();
    let listener = gate.listen(Limits { body_deadline: Duration::from_millis(300), ..Limits::default() }).await;
    let mut client = Client::connect(listener.local_addr()).await;
    client.send(format!("{}\r\n{{\"a\":", head("POST", PATH, &[KEY], 100))).await;
    let response = client.response().await;
    assert_eq!((response.status, response.header("connection")), (408, Some("close")));
    client.finish().await;
    client.assert_closed().await;
    let capture = gate.only().await;
    assert_eq!((capture.judgement, capture.body.as_slice()), (Judgement::Incomplete, &b"{\"a\":"[..]));
    assert!(capture.truncated);
}

#[tokio::test]
async fn a_slow_body_that_is_announced_as_too_large_is_413() {
    let gate = Memory::new();
    let limits = Limits { body_deadline: Duration::from_millis(300), body_bytes: 100, ..Limits::default() };
    let listener = gate.listen(limits).await;
    let mut client = Client::connect(listener.local_addr()).await;
    client.send(format!("{}\r\n{{\"a\":", head("POST", PATH, &[KEY], 101))).await;
    assert_eq!(client.response().await.status, 413);
    let capture = gate.only().await;
    assert_eq!((capture.judgement, capture.body.as_slice()), (Judgement::TooLarge, &b"{\"a\":"[..]));
}

#[tokio::test]
async fn a_slow_head_ends_the_connection() {
    let gate = Memory::new();
    let listener = gate.listen(Limits { head_deadline: Duration::from_millis(200), ..Limits::default() }).await;
    let mut slow = Client::connect(listener.local_addr()).await;
    slow.send("POST / HTTP/1.1\r\nHost:").await;
    slow.assert_closed().await;
    let mut idle = Client::connect(listener.local_addr()).await;
    idle.assert_closed().await;
    eventually(|| listener.counters().slow_heads == 1).await;
    assert!(gate.captures().is_empty());
}

#[tokio::test]
async fn a_head_over_the_limits_is_431() {
    let long = format!("POST {PATH}?hub.verify_token=v3rify HTTP/1.1\r\nX-Long: {}\r\n\r\n", "y".repeat(64 * KIB));
    let huge = format!("GET /{} HTTP/1.1\r\n\r\n", "y".repeat(2000 * KIB));
    let lines: String = (0..101).map(|line| format!("X-{line}: {line}\r\n")).collect();
    let many = format!("POST {PATH} HTTP/1.1\r\n{lines}\r\n");
    for (sent, method, path) in [(long, "POST", PATH), (many, "POST", PATH), (huge, "GET", "/yyyy")] {
        let gate = Memory::new();
        let listener = gate.listen(Limits::default()).await;
        let response = request(listener.local_addr(), &sent).await;
        assert_eq!(response.status, 431);
        assert!(response.message().contains("65536 bytes and 100 header lines"), "{response:?}");
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
        let capture = gate.only().await;
        assert_eq!((capture.judgement, capture.status), (Judgement::HeadTooLarge, 431));
        assert!(capture.head.len() <= 64 * KIB && capture.head.len() > 1000);
        assert_eq!(capture.method, method);
        assert!(capture.path.starts_with(path) && capture.endpoint.is_some() == (path == PATH));
        assert!(!String::from_utf8_lossy(&capture.head).contains("v3rify"));
        assert_eq!(capture.answer, response.body.as_bytes());
    }
}

#[tokio::test]
async fn a_head_of_exactly_the_limits_is_taken() {
    let gate = Memory::new();
    let listener = gate.listen(Limits::default()).await;
    let lines: String = (0..99).map(|line| format!("X-{line}: {line}\r\n")).collect();
    let start = format!("GET / HTTP/1.1\r\n{lines}X-Fill: ");
    let fill = "y".repeat(64 * KIB - start.len() - 4);
    let response = request(listener.local_addr(), format!("{start}{fill}\r\n\r\n")).await;
    assert_eq!(response.status, 404);
    assert_eq!(gate.only().await.head.len(), 64 * KIB - 2);
}

#[tokio::test]
async fn the_request_before_a_head_over_the_limits_is_answered() {
    let gate = Memory::new();
    let listener = gate.listen(Limits { head_lines: 4, ..Limits::default() }).await;
    let mut client = Client::connect(listener.local_addr()).await;
    client.send(format!("{}GET / HTTP/1.1\r\na:1\r\nb:2\r\nc:3\r\nd:4\r\ne:5\r\n\r\n", delivery("{}"))).await;
    assert_eq!(client.response().await.status, 200);
    assert_eq!(client.response().await.status, 431);
    gate.wait_for(2).await;
}

#[tokio::test]
async fn too_many_bytes_in_flight_are_503() {
    let gate = Memory::new();
    gate.hold();
    let listener = gate.listen(Limits { bodies_in_flight: 1000, ..Limits::default() }).await;
    let address = listener.local_addr();
    let large = delivery(&format!("{{{}}}", " ".repeat(700)));
    let first = tokio::spawn(request(address, large.clone()));
    eventually(|| gate.being_kept() == 1).await;
    let refused = request(address, &large).await;
    assert_eq!((refused.status, refused.header("retry-after")), (503, Some("5")));
    assert_eq!(listener.counters().unavailable, 1);
    gate.release();
    assert_eq!(first.await.unwrap().status, 200);
    assert_eq!(request(address, &large).await.status, 200);
    gate.wait_for(2).await;
}

#[tokio::test]
async fn connections_over_the_limit_wait() {
    let gate = Memory::new();
    let listener = gate.listen(Limits { connections: 1, ..Limits::default() }).await;
    let mut first = Client::connect(listener.local_addr()).await;
    first.send(delivery("{}")).await;
    assert_eq!(first.response().await.status, 200);
    let waiting = tokio::spawn(request(listener.local_addr(), delivery("{}")));
    sleep(Duration::from_millis(200)).await;
    assert!(!waiting.is_finished());
    assert_eq!(listener.counters().connections, 1);
    drop(first);
    assert_eq!(waiting.await.unwrap().status, 200);
}
