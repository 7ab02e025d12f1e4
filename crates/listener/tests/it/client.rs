//! A client that sends bytes as they are given and reads whole responses.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::memory::PATIENCE;

pub(crate) struct Client {
    stream: TcpStream,
    received: Vec<u8>,
}

#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The text of `{"message": text}`.
    pub(crate) fn message(&self) -> String {
        let body: serde_json::Value = serde_json::from_str(&self.body).expect("JSON");
        assert_eq!(body.as_object().map(serde_json::Map::len), Some(1), "{body}");
        body["message"].as_str().expect("a message").to_owned()
    }
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("the listener accepts");
        Self { stream, received: Vec::new() }
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        timeout(PATIENCE, self.stream.write_all(bytes.as_ref())).await.expect("in time").expect("sent");
    }

    /// Closes the sending half.
    pub(crate) async fn finish(&mut self) {
        self.stream.shutdown().await.expect("closed");
    }

    /// The next response, by its `Content-Length`.
    pub(crate) async fn response(&mut self) -> Response {
        self.response_to("GET").await
    }

    /// The next response to a request with this method: HEAD gets no body.
    pub(crate) async fn response_to(&mut self, method: &str) -> Response {
        let head_end = loop {
            match self.received.windows(4).position(|window| window == b"\r\n\r\n") {
                Some(end) => break end + 4,
                None => {
                    assert!(self.more().await, "closed within a head: {:?}", String::from_utf8_lossy(&self.received));
                }
            }
        };
        let head: Vec<u8> = self.received.drain(..head_end).collect();
        let head = String::from_utf8(head).expect("ASCII");
        let mut lines = head.trim_end().split("\r\n");
        let status = lines.next().and_then(|line| line.get(9..12)?.parse().ok()).expect("a status line");
        let headers: Vec<_> = lines
            .map(|line| line.split_once(": ").expect("a header line"))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        for (name, _) in &headers {
            assert_eq!(headers.iter().filter(|(other, _)| other == name).count(), 1, "{head}");
        }
        let mut response = Response { status, headers, body: String::new() };
        let length = response.header("content-length").map_or(0, |length| length.parse().expect("a length"));
        let length = if method == "HEAD" { 0 } else { length };
        while self.received.len() < length {
            assert!(self.more().await, "closed within a body");
        }
        response.body = String::from_utf8(self.received.drain(..length).collect()).expect("UTF-8");
        response
    }

    /// Asserts that nothing more comes and the listener closes the connection.
    pub(crate) async fn assert_closed(&mut self) {
        while self.more().await {}
        assert_eq!(String::from_utf8_lossy(&self.received), "");
    }

    /// Everything until the listener closes.
    pub(crate) async fn rest(&mut self) -> String {
        while self.more().await {}
        String::from_utf8_lossy(&self.received).into_owned()
    }

    async fn more(&mut self) -> bool {
        let reading = self.stream.read_buf(&mut self.received);
        matches!(timeout(PATIENCE, reading).await.expect("something comes in time"), Ok(read) if read > 0)
    }
}

/// Sends one request on a connection of its own.
pub(crate) async fn request(address: SocketAddr, bytes: impl AsRef<[u8]>) -> Response {
    let method = String::from_utf8_lossy(bytes.as_ref()).split(' ').next().unwrap_or_default().to_owned();
    let mut client = Client::connect(address).await;
    client.send(bytes).await;
    client.response_to(&method).await
}

/// A POST to a webhook with a good token.
pub(crate) fn delivery(body: &str) -> String {
    post(&["Authorization: Bearer app-t0ken"], body)
}

/// A POST to a webhook.
pub(crate) fn post(lines: &[&str], body: &str) -> String {
    format!("{}\r\n{body}", head("POST", PATH, lines, body.len()))
}

/// A head without its empty line.
pub(crate) fn head(method: &str, target: &str, lines: &[&str], length: usize) -> String {
    let lines: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    format!("{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}Content-Length: {length}\r\n")
}

pub(crate) const PATH: &str = "/v3/integrations/facebook/w%201/facebook/c-2/webhook";
