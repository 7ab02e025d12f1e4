//! Heads are kept exactly as they were sent, on every kind of connection.

use triptych_core::capture::Judgement;
use triptych_listener::Limits;

use crate::client::{Client, PATH, request};
use crate::memory::Memory;

/// A chunked request with heads that a parser would tidy up.
fn chunked(body: &str) -> (String, String) {
    let head = format!(
        "POST {PATH}?b=2&a=%31 HTTP/1.1\r\nX-Api-KEY:app-t0ken\r\nhost: x\r\n\
         X-Twice: 1\r\nx-other:   spaced  \r\nx-tWICE: 2\r\nTransfer-Encoding: Chunked\r\n"
    );
    let (one, two) = body.split_at(body.len() / 2);
    let chunks = format!("{:x};a=b\r\n{one}\r\n{:X}\r\n{two}\r\n0\r\nX-Trailer: t\r\n\r\n", one.len(), two.len());
    (head.clone(), format!("{head}\r\n{chunks}"))
}

#[tokio::test]
async fn pipelined_requests_keep_their_own_heads() {
    let gate = Memory::new();
    let listener = gate.listen(Limits::default()).await;
    let body = format!("{{\"text\":\"{}\"}}", "x".repeat(300));
    let (chunked_head, chunked) = chunked(&body);
    let sized_head = format!("POST {PATH} HTTP/1.1\r\nHOST: y\r\nx-api-key: app-t0ken\r\ncontent-length: 4\r\n");
    let get_head = "GET /nowhere HTTP/1.1\r\nHost: z\r\nA: 1\r\na: 2\r\n";
    let stream = format!("{chunked}{sized_head}\r\n{{  }}{get_head}\r\n{chunked}");

    let mut client = Client::connect(listener.local_addr()).await;
    client.send(&stream).await;
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(client.response().await.status);
    }
    assert_eq!(statuses, [200, 200, 404, 200]);
    let captures = gate.wait_for(4).await;
    let kept: Vec<_> = captures
        .iter()
        .map(|capture| (str::from_utf8(&capture.head).unwrap(), str::from_utf8(&capture.body).unwrap()))
        .collect();
    let body = body.as_str();
    assert_eq!(kept, [(&*chunked_head, body), (&*sized_head, "{  }"), (get_head, ""), (&*chunked_head, body)]);
    assert!(captures.iter().all(|capture| !capture.head_normalised && !capture.truncated));
    assert!(captures.is_sorted_by_key(|capture| capture.received_us));
}

#[tokio::test]
async fn a_head_that_comes_byte_by_byte_is_kept_whole() {
    let gate = Memory::new();
    let listener = gate.listen(Limits::default()).await;
    let (head, bytes) = chunked("{\"a\":1}");
    let mut client = Client::connect(listener.local_addr()).await;
    for byte in bytes.as_bytes() {
        client.send([*byte]).await;
        tokio::task::yield_now().await;
    }
    assert_eq!(client.response().await.status, 200);
    let capture = gate.only().await;
    assert_eq!((capture.head.as_slice(), capture.body.as_slice()), (head.as_bytes(), &b"{\"a\":1}"[..]));
    assert_eq!(capture.query.as_deref(), Some("b=2&a=%31"));
}

#[tokio::test]
async fn old_http_and_absolute_targets_are_served() {
    let gate = Memory::new();
    let listener = gate.listen(Limits::default()).await;
    let old = format!("POST {PATH} HTTP/1.0\nX-API-KEY: app-t0ken\nContent-Length: 2\n\n{{}}");
    assert_eq!(request(listener.local_addr(), &old).await.status, 200);
    let absolute = format!(
        "POST http://tunnel.example{PATH}?x HTTP/1.1\r\nhost: a\r\n\
         x-api-key: app-t0ken\r\ncontent-length: 2\r\n\r\n{{}}"
    );
    assert_eq!(request(listener.local_addr(), &absolute).await.status, 200);
    let connect = "CONNECT example.com:443 HTTP/1.1\r\nhost: example.com\r\n\r\n";
    assert_eq!(request(listener.local_addr(), connect).await.status, 404);

    let captures = gate.wait_for(3).await;
    assert_eq!(captures[0].http_version, "HTTP/1.0");
    assert_eq!(captures[0].head, old.strip_suffix("\n{}").unwrap().as_bytes());
    assert_eq!((captures[1].path.as_str(), captures[1].query.as_deref()), (PATH, Some("x")));
    assert!(captures[1].head.starts_with(b"POST http://tunnel.example/"));
    assert_eq!((captures[2].method.as_str(), captures[2].judgement), ("CONNECT", Judgement::Unrouted));
}

#[tokio::test]
async fn a_request_with_an_unclear_end_is_the_last_of_its_connection() {
    let gate = Memory::new();
    let listener = gate.listen(Limits::default()).await;
    let smuggled = format!(
        "POST {PATH} HTTP/1.1\r\nhost: a\r\nx-api-key: app-t0ken\r\ncontent-length: 40\r\n\
         transfer-encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nhost: a\r\n\r\n"
    );
    let mut client = Client::connect(listener.local_addr()).await;
    client.send(smuggled).await;
    let response = client.response().await;
    assert_eq!((response.status, response.header("connection")), (200, Some("close")));
    client.assert_closed().await;
    assert_eq!(gate.only().await.body, b"{}");
}
