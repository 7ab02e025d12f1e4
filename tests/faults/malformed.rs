//! What is no proper request: the listener lives on, and keeps what there is to keep.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

use crate::bodies::HOOK;
use crate::folder::{folder, list};
use crate::listening::{BEARER, Listening};
use crate::rig::{Chance, Good, assert_kept, delivery, kept};
use crate::table::Row;
use crate::wire::request;

/// What is sent, which statuses come back, and how what is kept was judged.
struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    statuses: &'static [u16],
    judged: &'static [&'static str],
}

fn case(
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    statuses: &'static [u16],
    judged: &'static [&'static str],
) -> Case {
    Case { name, bytes: bytes.into(), statuses, judged }
}

/// A POST with these header lines and this after them.
fn post(lines: &str, rest: &str) -> String {
    format!("POST {HOOK} HTTP/1.1\r\nHost: a.test\r\n{BEARER}\r\n{lines}\r\n{rest}")
}

fn framing() -> Vec<Case> {
    let length = |value: &str| post(&format!("Content-Length: {value}\r\n"), "{}");
    let chunked = |rest: &str| post("Transfer-Encoding: chunked\r\n", rest);
    let smuggled = "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a.test\r\n\r\n";
    vec![
        case(
            "Content-Length and Transfer-Encoding",
            post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", smuggled),
            &[400],
            &["invalid"],
        ),
        case(
            "Transfer-Encoding, then Content-Length",
            post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", smuggled),
            &[400],
            &["invalid"],
        ),
        case("two differing Content-Lengths", post("Content-Length: 2\r\nContent-Length: 3\r\n", "{} "), &[400], &[]),
        case("Content-Length: -5", length("-5"), &[400], &[]),
        case("Content-Length: +2", length("+2"), &[400], &[]),
        case("Content-Length: 0x2", length("0x2"), &[400], &[]),
        case("Content-Length: 2, 2", length("2, 2"), &[400], &[]),
        case("Content-Length of 20 nines", length("99999999999999999999"), &[400], &[]),
        case("Content-Length: 2^64 - 1", length("18446744073709551615"), &[431], &[]),
        case("Content-Length: 2^63, then the end", length("9223372036854775808"), &[], &["incomplete"]),
        case("a body shorter than announced", length("3000"), &[], &["incomplete"]),
        case("Transfer-Encoding: gzip", post("Transfer-Encoding: gzip\r\n", "{}"), &[400], &[]),
        case("Transfer-Encoding: chunked, gzip", post("Transfer-Encoding: chunked, gzip\r\n", "{}"), &[400], &[]),
        case("Transfer-Encoding: xchunked", post("Transfer-Encoding: xchunked\r\n", smuggled), &[400], &[]),
        case("chunk size zz", chunked("zz\r\n{}\r\n0\r\n\r\n"), &[408], &["incomplete"]),
        case("chunk size -1", chunked("-1\r\n{}\r\n0\r\n\r\n"), &[408], &["incomplete"]),
        case("chunk size of 17 digits", chunked("fffffffffffffffff\r\n{}\r\n0\r\n\r\n"), &[408], &["incomplete"]),
        case("a chunk longer than its size", chunked("1\r\n{}\r\n0\r\n\r\n"), &[408], &["incomplete"]),
        case("chunks without an end", chunked("2\r\n{}\r\n"), &[], &["incomplete"]),
        case(
            "chunk extension of 64 KiB",
            chunked(&format!("2;{}\r\n{{}}\r\n0\r\n\r\n", "x".repeat(65536))),
            &[408],
            &["incomplete"],
        ),
        case(
            "trailers of 64 KiB",
            chunked(&format!("2\r\n{{}}\r\n0\r\n{}\r\n", "A: b\r\n".repeat(11000))),
            &[408],
            &["incomplete"],
        ),
    ]
}

fn heads() -> Vec<Case> {
    let line = |line: &str| format!("{line}\r\nHost: a.test\r\nContent-Length: 0\r\n\r\n");
    let long = "a".repeat(60_000);
    vec![
        case("method of 5000 letters", line(&format!("{} / HTTP/1.1", "A".repeat(5000))), &[404], &["unrouted"]),
        case("method G@T", line("G@T / HTTP/1.1"), &[400], &[]),
        case("method post", line(&format!("post {HOOK} HTTP/1.1")), &[405], &["wrong_method"]),
        case("CONNECT a.test:443", line("CONNECT a.test:443 HTTP/1.1"), &[404], &["unrouted"]),
        case("the HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", &[], &[]),
        case("OPTIONS *", line("OPTIONS * HTTP/1.1"), &[404], &["unrouted"]),
        case("path of 60,000 bytes", line(&format!("GET /{long} HTTP/1.1")), &[404], &["unrouted"]),
        case("a path out of the root", line("GET /../../etc/passwd HTTP/1.1"), &[404], &["unrouted"]),
        case("a path without a slash", line("GET nowhere HTTP/1.1"), &[404], &["unrouted"]),
        case(
            "an absolute target",
            line(&format!("DELETE http://other.test{HOOK} HTTP/1.1")),
            &[405],
            &["wrong_method"],
        ),
        case("%00 and broken % in the path", line("GET /%00/%zz/%ff HTTP/1.1"), &[404], &["unrouted"]),
        case("NUL in the path", line("GET /\0 HTTP/1.1"), &[400], &[]),
        case("NUL in a header's name", post("X\0: 1\r\n", ""), &[400], &[]),
        case("NUL in a header's value", post("X: \0\r\n", ""), &[400], &[]),
        case("NUL in the body", post("Content-Length: 3\r\n", "{\0}"), &[400], &["invalid"]),
        case("a bare CR in a header", post("X: 1\rY: 2\r\n", ""), &[400], &[]),
        case("a folded header line", post("X: 1\r\n 2\r\n", ""), &[400], &[]),
        case("a header without a colon", post("nothing\r\n", ""), &[400], &[]),
        case("a head without its end", format!("POST {HOOK} HTTP/1.1\r\nHost:"), &[], &[]),
        case("HTTP/0.9", "GET /\r\n", &[400], &[]),
        case("HTTP/0.9, with an empty line", "GET /\r\n\r\n", &[400], &[]),
        case("HTTP/3.7", line("GET / HTTP/3.7"), &[400], &[]),
        case("only empty lines", "\r\n".repeat(2000), &[], &[]),
        case("only NULs", vec![0; 70_000], &[400], &[]),
        case("a TLS client hello", client_hello(), &[400], &[]),
    ]
}

/// The begin of a TLS 1.3 handshake for `a.test`.
fn client_hello() -> Vec<u8> {
    let name = b"\x00\x00\x00\x0b\x00\x09\x00\x00\x06a.test";
    let mut hello = b"\x03\x03".to_vec();
    hello.extend([0x5a; 32]);
    hello.extend(b"\x00\x00\x04\x13\x01\x13\x02\x01\x00\x00");
    hello.push(name.len() as u8);
    hello.extend(name);
    let length = hello.len() as u8;
    [&[0x16, 3, 1, 0, length + 4, 1, 0, 0, length][..], &hello].concat()
}

/// Sends bytes, ends our half, and reads the statuses of all answers.
fn talk(addr: SocketAddr, bytes: &[u8]) -> Vec<u16> {
    let mut stream = TcpStream::connect(addr).expect("it accepts");
    stream.set_read_timeout(Some(Duration::from_secs(15))).expect("a timeout");
    // It may close before it has read all.
    let _written = stream.write_all(bytes).and_then(|()| stream.shutdown(Shutdown::Write));
    let mut answers = Vec::new();
    if let Err(error) = stream.read_to_end(&mut answers) {
        assert_ne!(error.kind(), std::io::ErrorKind::WouldBlock, "it neither answers nor closes");
    }
    let answers = String::from_utf8_lossy(&answers);
    answers.split("HTTP/1.1 ").skip(1).map(|answer| answer[..3].parse().expect("a status")).collect()
}

/// A listener and what was sent to it so far.
struct Stand {
    triptych: Listening,
    good: Good,
    last: u64,
    requests: usize,
}

impl Stand {
    /// Sends these bytes and then a good request. The statuses, and how what was kept in between was judged.
    fn send(&mut self, bytes: &[u8]) -> (Vec<u16>, Vec<String>) {
        let statuses = talk(self.triptych.addr, bytes);
        self.requests += 1;
        self.good.deliver(self.triptych.addr, &format!("m_good_{}", self.requests));
        let mut rows = list(&self.triptych.dir, &["--after", &self.last.to_string()]);
        rows.reverse();
        let good = rows.pop().expect("the good one");
        assert_eq!(good["judgement"], "accepted");
        self.last = good["id"].as_u64().expect("a number");
        (statuses, rows.iter().map(|row| row["judgement"].as_str().expect("text").to_owned()).collect())
    }
}

pub(crate) fn trial() -> Vec<Row> {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let mut stand = Stand { triptych, good: Good::default(), last: 0, requests: 0 };
    let mut rows = Vec::new();
    for case in framing().into_iter().chain(heads()) {
        let (statuses, judged) = stand.send(&case.bytes);
        let judged: Vec<_> = judged.iter().map(String::as_str).collect();
        assert_eq!((statuses.as_slice(), judged.as_slice()), (case.statuses, case.judged), "{}", case.name);
        let answer = statuses.first().map_or("closed unanswered".to_owned(), u16::to_string);
        let capture = case.judged.first().map_or("not captured".to_owned(), |judged| format!("captured as {judged}"));
        rows.push(Row::new("malformed", case.name, format!("{answer}, {capture}; next good request answered")));
    }
    rows.push(pipelined(&mut stand));
    rows.push(noise(&mut stand));
    let kept = kept(dir.path());
    assert_kept(&kept, &stand.good.acknowledged);
    let smuggled: Vec<Value> = list(dir.path(), &[]).into_iter().filter(|row| row["path"] == "/smuggled").collect();
    assert_eq!(smuggled.len(), 0, "what follows an ambiguous body is no request");
    stand.triptych.term();
    rows
}

/// Many requests in one write; the last but one asks for the connection's end by being broken.
fn pipelined(stand: &mut Stand) -> Row {
    const COUNT: usize = 20;
    let bodies: Vec<_> = (0..COUNT).map(|index| delivery(&format!("m_pipelined_{index}"), 20)).collect();
    let mut bytes: Vec<u8> = bodies.iter().flat_map(|body| request("POST", HOOK, &[BEARER], body)).collect();
    bytes.extend(b"BROKEN\r\n\r\n");
    bytes.extend(request("POST", HOOK, &[BEARER], &delivery("m_never", 20)));
    let (statuses, judged) = stand.send(&bytes);
    assert_eq!(statuses, [vec![200; COUNT], vec![400]].concat());
    assert_eq!(judged, vec!["accepted"; COUNT]);
    stand.good.acknowledged.extend(bodies);
    Row::new(
        "pipelined",
        format!("{COUNT} good, a broken one, a good one in one write"),
        format!("{COUNT} x 200 in order and captured, then 400 and the end; next good request answered"),
    )
}

fn noise(stand: &mut Stand) -> Row {
    const COUNT: usize = 40;
    let (mut chance, seed) = Chance::new();
    let mut refused = 0;
    for index in 0..COUNT {
        let length = 1 + chance.below(100_000);
        let mut bytes: Vec<u8> = (0..length).map(|_| chance.below(256) as u8).collect();
        // Half of them begin well.
        if index % 2 == 0 {
            bytes.splice(0..0, post("", "").into_bytes().into_iter().chain(*b"POST "));
        }
        let statuses = talk(stand.triptych.addr, &bytes);
        assert!(statuses.iter().all(|status| [400, 431].contains(status)), "{statuses:?} (TRIPTYCH_SEED={seed})");
        refused += usize::from(!statuses.is_empty());
    }
    let (_, judged) = stand.send(b"");
    assert!(judged.iter().all(|judged| ["invalid", "head_too_large"].contains(&judged.as_str())), "{judged:?}");
    Row::new(
        "noise",
        format!("{COUNT} x up to 100 kB of random bytes (seed {seed})"),
        format!(
            "{refused} x 400 or 431, {} closed unanswered, {} captured; next good request answered",
            COUNT - refused,
            judged.len()
        ),
    )
}
