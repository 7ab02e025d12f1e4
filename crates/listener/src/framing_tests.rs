//! Streams of requests, cut at every place.

use super::*;

const POST: &str = "POST /a HTTP/1.1\r\nHost: x\r\ncontent-LENGTH: 5\r\n";
const GET: &str = "GET /b HTTP/1.1\r\nX-One: 1\r\nx-one:  2\r\n";
const CHUNKED: &str = "POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n";

fn follow(stream: &[u8], cut: usize, limits: &Limits) -> (Tracker, usize, Vec<String>) {
    let mut tracker = Tracker::new(limits);
    let passed = stream.chunks(cut).map(|piece| tracker.follow(piece)).sum();
    let heads = std::iter::from_fn(|| tracker.next_head()).map(|head| String::from_utf8(head.bytes).unwrap()).collect();
    (tracker, passed, heads)
}

#[test]
fn finds_each_head_wherever_the_stream_is_cut() {
    let stream = format!(
        "\r\n\n{POST}\r\n\r\n\r\nx{GET}\r\n{CHUNKED}\r\n\
         3;name=\"v\"\r\na\r\n\r\n00A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n{GET}\r\n"
    );
    for cut in 1..=stream.len() {
        let (tracker, passed, heads) = follow(stream.as_bytes(), cut, &Limits::default());
        assert_eq!(heads, [POST, GET, CHUNKED, GET], "cut at {cut}");
        assert_eq!(passed, stream.len());
        assert!(tracker.between_requests() && !tracker.lost());
    }
}

#[test]
fn bare_line_feeds_end_lines_too() {
    let (_, _, heads) = follow(b"GET / HTTP/1.1\nHost: x\n\nGET /2 HTTP/1.1\n\n", 7, &Limits::default());
    assert_eq!(heads, ["GET / HTTP/1.1\nHost: x\n", "GET /2 HTTP/1.1\n"]);
}

#[test]
fn says_where_the_end_cannot_be_known() {
    let heads = [
        "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: +5\r\n\r\n",
        "CONNECT x:1 HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZ\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
    ];
    for head in heads {
        let (tracker, passed, heads) = follow(head.as_bytes(), 1000, &Limits::default());
        assert!(tracker.lost() && !tracker.between_requests(), "{head}");
        assert_eq!((heads.len(), passed), (1, head.len()), "{head}");
    }
}

#[test]
fn a_head_that_is_too_large_is_held_back() {
    let limits = Limits { head_bytes: 100, head_lines: 3, ..Limits::default() };
    let long = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "y".repeat(100));
    let many = "GET / HTTP/1.1\r\na:1\r\nb:2\r\nc:3\r\nd:4\r\n\r\n";
    for stream in [long.as_str(), many] {
        for cut in 1..=stream.len() {
            let (mut tracker, passed, heads) = follow(stream.as_bytes(), cut, &limits);
            assert!(tracker.too_large() && heads.is_empty(), "{stream} cut at {cut}");
            assert!(passed < stream.len());
            let kept = tracker.take_too_large().expect("it was too large").bytes;
            assert!(stream.as_bytes().starts_with(&kept) && kept.len() <= 100);
        }
    }
    let exact = format!("GET / HTTP/1.1\r\na:1\r\nb:2\r\nX: {}\r\n\r\n", "y".repeat(100 - 16 - 10 - 5 - 2));
    assert_eq!(exact.len(), 100);
    let (tracker, _, heads) = follow(exact.as_bytes(), 9, &limits);
    assert!(!tracker.too_large() && heads.len() == 1);
}

#[test]
fn the_request_before_a_head_that_is_too_large_goes_on() {
    let limits = Limits { head_lines: 1, ..Limits::default() };
    let first = "GET /1 HTTP/1.1\r\n\r\n";
    let stream = format!("{first}GET /2 HTTP/1.1\r\na:1\r\nb:2\r\n\r\n");
    let (tracker, passed, heads) = follow(stream.as_bytes(), 1000, &limits);
    assert_eq!((passed, heads.len(), tracker.too_large()), (first.len(), 1, true));
}
