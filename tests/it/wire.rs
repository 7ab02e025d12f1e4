//! HTTP as bytes: what is sent is exactly what the test says, and the answer is read whole.

use std::io::{Error, ErrorKind, Read as _, Result, Write as _};
use std::net::{SocketAddr, TcpStream};

use serde_json::Value;

use crate::program::PATIENCE;

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The text of `{"message": text}`.
    pub(crate) fn message(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/json"));
        let body: Value = serde_json::from_slice(&self.body).expect("JSON");
        let only =
            body.as_object().filter(|members| members.len() == 1).and_then(|members| members["message"].as_str());
        only.unwrap_or_else(|| panic!("only a message: {body}")).to_owned()
    }
}

/// The bytes of a request: its `Host`, these lines, its `Content-Length`.
pub(crate) fn request(method: &str, target: &str, lines: &[&str], body: &[u8]) -> Vec<u8> {
    let lines: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    let head = format!("{method} {target} HTTP/1.1\r\nHost: a.test\r\n{lines}Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// Sends bytes on a connection of their own and reads one answer.
///
/// # Errors
/// No connection, or none that lasts until the answer is there.
pub(crate) fn exchange(addr: SocketAddr, bytes: &[u8]) -> Result<Answer> {
    let mut stream = TcpStream::connect(addr)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    // A listener may answer before it has read all, and close: then the answer counts.
    let written = stream.write_all(bytes);
    read(&mut stream, bytes.starts_with(b"HEAD ")).map_err(|error| written.err().unwrap_or(error))
}

fn read(stream: &mut TcpStream, headless: bool) -> Result<Answer> {
    let mut received = Vec::new();
    let head_end = loop {
        match received.windows(4).position(|window| window == b"\r\n\r\n") {
            Some(end) => break end,
            None => more(stream, &mut received)?,
        }
    };
    let head = String::from_utf8_lossy(&received[..head_end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.get(9..12)?.parse().ok()).ok_or(ErrorKind::InvalidData)?;
    let split = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    let headers: Vec<_> = lines.filter_map(split).collect();
    let mut answer = Answer { status, headers, body: received.split_off(head_end + 4) };
    let length = answer.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    while !headless && answer.body.len() < length {
        more(stream, &mut answer.body)?;
    }
    Ok(answer)
}

fn more(stream: &mut TcpStream, into: &mut Vec<u8>) -> Result<()> {
    let mut piece = [0; 16 * 1024];
    match stream.read(&mut piece)? {
        0 => Err(Error::from(ErrorKind::UnexpectedEof)),
        length => {
            into.extend_from_slice(&piece[..length]);
            Ok(())
        }
    }
}
