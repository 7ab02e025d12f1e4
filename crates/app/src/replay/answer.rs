//! Reading an answer: status, and a body by length, in chunks, or until the end.

use std::io::{Error, ErrorKind};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncReadExt};
use triptych_core::capture::header_lines;

/// More of an answer's body is not read.
const BODY_LIMIT: usize = 1024 * 1024;
const HEAD_LIMIT: usize = 64 * 1024;

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// The status line and the header lines.
    pub head: Vec<u8>,
    /// At most 1 MiB.
    pub body: Vec<u8>,
    /// From the connection to the end of the answer.
    pub took: Duration,
}

impl Answer {
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The `message` of a JSON answer, else the body as text; where it leads elsewhere, that.
    #[must_use]
    pub fn message(&self) -> String {
        let lines = header_lines(&self.head);
        let leads = lines.iter().find(|(name, _)| name.eq_ignore_ascii_case(b"location"));
        if let Some((_, to)) = leads.filter(|_| (300..400).contains(&self.status)) {
            return format!("it leads to {}, which a webhook does not follow", String::from_utf8_lossy(to));
        }
        let json = serde_json::from_slice::<serde_json::Value>(&self.body).ok();
        let message = json.as_ref().and_then(|json| json.get("message")).and_then(serde_json::Value::as_str);
        message.map_or_else(|| String::from_utf8_lossy(&self.body).into_owned(), str::to_owned)
    }
}

/// The answer; to HEAD comes none of the body that it tells of.
pub(super) async fn read(
    stream: &mut (impl AsyncRead + Unpin),
    to_head: bool,
    started: Instant,
) -> std::io::Result<Answer> {
    let mut bytes = Vec::new();
    loop {
        let head = loop {
            if let Some(head) = Head::parse(&bytes)? {
                break head;
            }
            if bytes.len() > HEAD_LIMIT {
                return Err(wrong("the answer's head does not end"));
            }
            if stream.read_buf(&mut bytes).await? == 0 {
                return Err(Error::from(ErrorKind::UnexpectedEof));
            }
        };
        let lines: Vec<u8> = bytes.drain(..head.len).collect();
        if head.status < 200 {
            continue;
        }
        let body = match head.body {
            _ if to_head => Vec::new(),
            Framing::Length(length) => {
                until(stream, bytes, |bytes| bytes.len() >= length).await?.into_iter().take(length).collect()
            }
            Framing::Chunked => unchunked(&until(stream, bytes, |bytes| unchunked(bytes).1).await?).0,
            Framing::ToEnd => until(stream, bytes, |_| false).await?,
        };
        return Ok(Answer { status: head.status, head: lines, body, took: started.elapsed() });
    }
}

struct Head {
    len: usize,
    status: u16,
    body: Framing,
}

enum Framing {
    Length(usize),
    Chunked,
    ToEnd,
}

impl Head {
    fn parse(bytes: &[u8]) -> std::io::Result<Option<Self>> {
        let mut headers = [httparse::EMPTY_HEADER; 100];
        let mut response = httparse::Response::new(&mut headers);
        let len = match response.parse(bytes) {
            Ok(httparse::Status::Complete(len)) => len,
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(error) => return Err(wrong(&format!("the answer is not HTTP: {error}"))),
        };
        let status = response.code.unwrap_or_default();
        let header = |name: &str| {
            let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
            found.and_then(|header| std::str::from_utf8(header.value).ok()).map(str::trim)
        };
        let body = if header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
            Framing::Chunked
        } else if matches!(status, 100..=199 | 204 | 304) {
            Framing::Length(0)
        } else {
            let length = header("content-length").and_then(|length| length.parse().ok());
            length.map_or(Framing::ToEnd, Framing::Length)
        };
        Ok(Some(Self { len, status, body }))
    }
}

/// Reads until enough is there, the stream ends, or the limit is reached.
async fn until(
    stream: &mut (impl AsyncRead + Unpin),
    mut bytes: Vec<u8>,
    enough: impl Fn(&[u8]) -> bool,
) -> std::io::Result<Vec<u8>> {
    while !enough(&bytes) && bytes.len() < BODY_LIMIT {
        if stream.read_buf(&mut bytes).await? == 0 {
            break;
        }
    }
    bytes.truncate(BODY_LIMIT);
    Ok(bytes)
}

/// The chunks put together, as far as they came; whether that is all, with the lines that may follow the last one.
fn unchunked(bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some(end) = rest.windows(2).position(|pair| pair == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).unwrap_or_default();
        let size = size.split(';').next().unwrap_or_default().trim();
        match usize::from_str_radix(size, 16) {
            Ok(0) => return (out, rest[end..].windows(4).any(|line| line == b"\r\n\r\n")),
            Ok(size) => {
                let data = &rest[end + 2..];
                out.extend_from_slice(&data[..size.min(data.len())]);
                let Some(next) = data.get(size.saturating_add(2)..) else { break };
                rest = next;
            }
            // No chunk: whatever follows is not to be understood.
            Err(_) => return (out, true),
        }
    }
    (out, false)
}

fn wrong(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, what.to_owned())
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;

    use super::*;

    #[tokio::test]
    async fn answers_are_read_by_their_framing() {
        let cases: &[(&str, u16, &str)] = &[
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", 200, "hi"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n3;x=y\r\n yo\r\n0\r\n\r\n", 200, "hi yo"),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n0\r\n\r\n\r\n0\r\nX: y\r\n\r\n",
                200,
                "0\r\n\r\n",
            ),
            ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 401 No\r\n\r\nto the end", 401, "to the end"),
            ("HTTP/1.1 204 None\r\n\r\n", 204, ""),
        ];
        for (wire, status, body) in cases {
            let answer = read(&mut wire.as_bytes(), false, Instant::now()).await.expect(wire);
            assert_eq!((answer.status, String::from_utf8_lossy(&answer.body).as_ref()), (*status, *body), "{wire}");
        }
        assert!(read(&mut &b"HTTP/1.1 2"[..], false, Instant::now()).await.is_err());
        assert!(read(&mut &b"SSH-2.0\r\n\r\n"[..], false, Instant::now()).await.is_err());
        let (mut stream, mut peer) = tokio::io::duplex(100);
        let trailer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX: y\r\n\r\n";
        peer.write_all(trailer).await.expect("written");
        let answer = read(&mut stream, false, Instant::now()).await.expect("it ends with its last chunk");
        assert_eq!(answer.body, b"hi");
        peer.write_all(b"HTTP/1.1 405 No\r\nContent-Length: 7\r\n\r\n").await.expect("written");
        let moved = "HTTP/1.1 301 Moved\r\nlocation: https://x.example/\r\nContent-Length: 2\r\n\r\nhi";
        let answer = read(&mut moved.as_bytes(), false, Instant::now()).await.expect("an answer");
        assert_eq!(answer.message(), "it leads to https://x.example/, which a webhook does not follow");
        let answer = read(&mut stream, true, Instant::now()).await.expect("it waits for no body");
        assert_eq!((answer.status, answer.body.len()), (405, 0));
    }
}
