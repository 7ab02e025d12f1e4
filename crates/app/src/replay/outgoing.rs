//! A request ready to be written: a head of our own writing, or a captured one with as little changed as must be.

use triptych_core::secret::Secret;

use super::Target;
use crate::views::{MASK, is_secret_header};

/// A request ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Request line and header lines, each with its line end, and the empty line.
    pub head: Vec<u8>,
    /// What follows: the body, as a chunk where the head says that it comes in chunks.
    pub body: Vec<u8>,
}

impl Outgoing {
    /// A POST of a JSON body.
    #[must_use]
    pub fn post(target: &Target, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Self {
        let mut head = Head::new(&format!("POST {path} HTTP/1.1"));
        head.set("Host", &target.authority());
        head.set("Content-Type", "application/json");
        for (name, value) in headers {
            head.push(name, value);
        }
        head.finish(body)
    }

    /// A capture as it came: its own request line and header lines, in their order and spelling. A body that came in
    /// chunks goes out as one; where `Expect` asks for it, nobody waits for the listener's word.
    #[must_use]
    pub fn again(head: &[u8], body: Vec<u8>) -> Self {
        let head = Head::of(head);
        if head.is_chunked() {
            return head.finish_as_it_is(chunked(&body));
        }
        // Where it had no body it needs no length either.
        let is_plain = !head.says("transfer-encoding") && (head.says("content-length") || body.is_empty());
        if is_plain { head.finish_as_it_is(body) } else { head.finish(body) }
    }
}

/// A request's head while it is changed: everything untouched keeps its place, its spelling and its line end.
#[derive(Debug, Clone)]
pub(super) struct Head {
    request_line: Vec<u8>,
    pub(super) lines: Vec<Vec<u8>>,
}

impl Head {
    pub(super) fn new(request_line: &str) -> Self {
        Self { request_line: format!("{request_line}\r\n").into_bytes(), lines: Vec::new() }
    }

    /// Of a captured head.
    pub(super) fn of(head: &[u8]) -> Self {
        let mut lines = head.split_inclusive(|&byte| byte == b'\n');
        let request_line = lines.next().unwrap_or_default().to_vec();
        let lines = lines.filter(|line| !line.trim_ascii().is_empty());
        Self { request_line, lines: lines.map(<[u8]>::to_vec).collect() }
    }

    /// Another path and query.
    pub(super) fn set_path(&mut self, path: &str) {
        let mut words = self.request_line.splitn(3, |&byte| byte == b' ');
        let (method, _, version) = (words.next().unwrap_or_default(), words.next(), words.next().unwrap_or_default());
        self.request_line = [method, b" ", path.as_bytes(), b" ", version].concat();
    }

    pub(super) fn says(&self, name: &str) -> bool {
        self.lines.iter().any(|line| is(line, name))
    }

    /// Whether the last word on how the body is cut into pieces is `chunked`.
    fn is_chunked(&self) -> bool {
        let last = self.lines.iter().rfind(|line| is(line, "transfer-encoding"));
        let coding = last.and_then(|line| value(line).rsplit(|&byte| byte == b',').next());
        coding.is_some_and(|coding| coding.trim_ascii().eq_ignore_ascii_case(b"chunked"))
    }

    /// Takes out all lines of this name; whether there were any.
    pub(super) fn remove(&mut self, name: &str) -> bool {
        let before = self.lines.len();
        self.lines.retain(|line| !is(line, name));
        self.lines.len() < before
    }

    /// Takes out the secrets that another head has too; whether there were any.
    pub(super) fn remove_secrets_of(&mut self, other: &Self) -> bool {
        let before = self.lines.len();
        let is_secret = |line: &[u8]| is_secret_header(line.split(|&byte| byte == b':').next().unwrap_or_default());
        self.lines.retain(|line| !(is_secret(line) && other.lines.contains(line)));
        self.lines.len() < before
    }

    /// Puts a token in the place of one that an export masked; whether there was one.
    pub(super) fn fill_masked(&mut self, token: &Secret) -> bool {
        let masked = |line: &Vec<u8>| is(line, "authorization") && value(line) == MASK.as_bytes();
        let is_masked = self.lines.iter().any(masked);
        if is_masked {
            self.set("Authorization", &format!("Bearer {}", token.expose()));
        }
        is_masked
    }

    pub(super) fn push(&mut self, name: &str, value: &str) {
        self.lines.push(format!("{name}: {value}\r\n").into_bytes());
    }

    /// In place of the first line of this name, whose name keeps its spelling; the others go.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let Some(place) = self.lines.iter().position(|line| is(line, name)) else { return self.push(name, value) };
        let spelled = self.lines[place].split(|&byte| byte == b':').next().unwrap_or_default().to_vec();
        self.lines[place] = [&spelled, &b": "[..], value.as_bytes(), &b"\r\n"[..]].concat();
        let mut index = 0;
        self.lines.retain(|line| {
            index += 1;
            index - 1 <= place || !is(line, name)
        });
    }

    /// With a body, in a chunk where it came in chunks, else with its length. `Expect` is left out: nobody waits for
    /// what it asks for.
    pub(super) fn finish(mut self, body: Vec<u8>) -> Outgoing {
        self.remove("expect");
        if self.is_chunked() {
            self.remove("content-length");
            return self.finish_as_it_is(chunked(&body));
        }
        self.remove("transfer-encoding");
        if body.is_empty() && !self.says("content-length") && !self.request_line.starts_with(b"POST ") {
            return self.finish_as_it_is(body);
        }
        let length = body.len().to_string();
        let is_said = self.lines.iter().filter(|line| is(line, "content-length")).count() == 1
            && self.lines.iter().any(|line| is(line, "content-length") && value(line) == length.as_bytes());
        if !is_said {
            self.set("Content-Length", &length);
        }
        self.finish_as_it_is(body)
    }

    fn finish_as_it_is(self, body: Vec<u8>) -> Outgoing {
        let mut head = self.request_line;
        self.lines.iter().for_each(|line| head.extend_from_slice(line));
        if !head.ends_with(b"\n") {
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(b"\r\n");
        Outgoing { head, body }
    }
}

fn chunked(body: &[u8]) -> Vec<u8> {
    let last = &b"0\r\n\r\n"[..];
    if body.is_empty() {
        return last.to_vec();
    }
    [format!("{:x}\r\n", body.len()).as_bytes(), body, b"\r\n", last].concat()
}

fn is(line: &[u8], name: &str) -> bool {
    let own = line.split(|&byte| byte == b':').next().unwrap_or_default();
    own.trim_ascii_end().eq_ignore_ascii_case(name.as_bytes())
}

fn value(line: &[u8]) -> &[u8] {
    let colon = line.iter().position(|&byte| byte == b':').map_or(line.len(), |colon| colon + 1);
    line[colon..].trim_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capture_goes_out_as_it_came() {
        let again = |head: &str| Outgoing::again(head.as_bytes(), b"{}".to_vec());
        let plain = "POST / HTTP/1.1\r\nb: 1\r\nA: 2\r\nb: 3\r\ncontent-LENGTH: 2\r\n";
        assert_eq!(again(plain).head, format!("{plain}\r\n").into_bytes());
        let chunked = "POST / HTTP/1.1\r\ntransfer-encoding: gzip, Chunked\r\nExpect: 100-continue\r\nX: y\r\n";
        let sent = again(chunked);
        assert_eq!(sent.head, format!("{chunked}\r\n").into_bytes());
        assert_eq!(sent.body, b"2\r\n{}\r\n0\r\n\r\n");
        let odd = "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\nExpect: 100-continue\r\nX: y\r\n";
        let expected = "POST / HTTP/1.1\r\nX: y\r\nContent-Length: 2\r\n\r\n";
        assert_eq!(again(odd).head, expected.as_bytes());
    }

    #[test]
    fn what_is_changed_keeps_its_place_and_spelling() {
        let mut head = Head::of(b"POST /a HTTP/1.1\r\nhost: x\r\nX-HUB-Signature-256: old\r\nb: 1\nCONTENT-length:  2\r\nx-hub-signature-256: two\r\n");
        head.set("X-Hub-Signature-256", "new");
        head.set_path("/b?c");
        assert!(head.remove("HOST") && !head.remove("host"));
        let sent = head.finish(b"12345".to_vec());
        let expected = "POST /b?c HTTP/1.1\r\nX-HUB-Signature-256: new\r\nb: 1\nCONTENT-length: 5\r\n\r\n";
        assert_eq!(String::from_utf8_lossy(&sent.head), expected);
        let mut head = Head::of(b"POST /a HTTP/1.1\r\ncontent-length: 9\r\nTransfer-encoding: chunked\r\nhost: x\r\n");
        head.set("Host", "y");
        let sent = head.finish(b"12345".to_vec());
        let expected = "POST /a HTTP/1.1\r\nTransfer-encoding: chunked\r\nhost: y\r\n\r\n";
        assert_eq!(String::from_utf8_lossy(&sent.head), expected);
        assert_eq!(sent.body, b"5\r\n12345\r\n0\r\n\r\n");
        let sent = Head::of(b"GET /a HTTP/1.1\r\nhost: x\r\n").finish(Vec::new());
        assert_eq!(sent.head, b"GET /a HTTP/1.1\r\nhost: x\r\n\r\n");
    }
}
