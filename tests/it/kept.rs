//! What is kept of a request: the exact bytes of its body, its header lines as they came, but no secret.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::bodies::{HOOK, text};
use crate::folder::{body, captures, folder, list, show};
use crate::listening::{BEARER, Listening, TOKEN};
use crate::program::PATIENCE;

const AT: u64 = 1_763_700_000_123;

#[test]
fn bodies_are_kept_byte_for_byte() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let plain = text("C9", "m_1", "Hi", AT);
    let of_text = |content: &[u8]| {
        let body = String::from_utf8(plain.clone()).expect("UTF-8");
        let (before, after) = body.split_once("Hi").expect("a text");
        [before.as_bytes(), content, after.as_bytes()].concat()
    };
    let cases: Vec<(u16, Vec<u8>)> = vec![
        (200, plain.clone()),
        (200, of_text(br"\u00e9 \/ \ud83d\ude00 \ud83d \t \u0000")),
        (200, of_text("é 😀 \u{202e} \u{7f}".as_bytes())),
        (200, of_text("x".repeat(1024 * 1024).as_bytes())),
        (200, [b"\xef\xbb\xbf", plain.as_slice()].concat()),
        (200, [b" \r\n\t", plain.as_slice(), b"\r\n\n"].concat()),
        (200, br#"{"entry":[],"entry":[],"x":1e400,"y":1.10}"#.to_vec()),
        (400, (0..=255).collect()),
        (400, of_text(b"\xff\xfe")),
        (400, of_text(b"\xed\xa0\xbd")),
        (400, plain[..plain.len() - 1].to_vec()),
        (400, Vec::new()),
    ];
    for (index, (status, sent)) in cases.iter().enumerate() {
        let answer = triptych.post(&[BEARER], sent);
        assert_eq!(answer.status, *status, "{index}: {}", answer.message());
        let shown = show(dir.path(), index + 1);
        assert!(body(&shown) == *sent, "body {index} is another: {}", shown["body"]);
        assert_eq!(shown["row"]["body_size"], sent.len(), "{index}");
        assert_eq!(shown["body"].is_string(), std::str::from_utf8(sent).is_ok(), "{index}");
    }
}

#[test]
fn header_lines_keep_order_case_and_repetition() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let first = text("C9", "m_1", "Hi", AT);
    let heads = [
        format!(
            "POST {HOOK}?a=%20b HTTP/1.1\r\nx-B:  two \r\nHOST: a.test\r\nX-b: one\r\n{BEARER}\r\ncontent-TYPE: text/odd\r\nX-B:\r\nContent-Length: {}\r\n\r\n",
            first.len()
        ),
        format!(
            "POST {HOOK} HTTP/1.1\r\nhost: a.test\r\ntransfer-encoding: chunked\r\n{BEARER}\r\nConnection: close\r\n\r\n"
        ),
    ];
    let (one, two) = first.split_at(10);
    let chunks = [b"a\r\n", one, format!("\r\n{:x}\r\n", two.len()).as_bytes(), two, b"\r\n0\r\n\r\n"].concat();
    let mut stream = TcpStream::connect(triptych.addr).expect("it accepts");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.write_all(&[heads[0].as_bytes(), &first, heads[1].as_bytes(), &chunks].concat()).expect("sent");
    let mut answers = String::new();
    stream.read_to_string(&mut answers).expect("answers");
    assert_eq!(answers.matches("HTTP/1.1 200 ").count(), 2, "{answers}");

    let mask = "••••••••";
    let expected: [&[(&str, &str)]; 2] = [
        &[
            ("x-B", "two"),
            ("HOST", "a.test"),
            ("X-b", "one"),
            ("Authorization", mask),
            ("content-TYPE", "text/odd"),
            ("X-B", ""),
            ("Content-Length", &first.len().to_string()),
        ],
        &[("host", "a.test"), ("transfer-encoding", "chunked"), ("Authorization", mask), ("Connection", "close")],
    ];
    for (index, lines) in expected.into_iter().enumerate() {
        let shown = show(dir.path(), index + 1);
        let header = |(name, value): &(&str, &str)| json!({"name": name, "value": value, "masked": *value == mask});
        assert_eq!(shown["headers"], Value::Array(lines.iter().map(header).collect()));
        assert_eq!((&shown["head_normalised"], &shown["http_version"]), (&false.into(), &"HTTP/1.1".into()));
        assert_eq!(body(&shown), first, "{index}");
    }
    assert_eq!(show(dir.path(), 1)["query"], "a=%20b");
}

#[test]
fn secrets_are_masked_wherever_captures_are_shown() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let secrets = [TOKEN, "an-api-key", "a-cookie", "a-wrong-token"];
    let body = text("C9", "m_1", "Hi", AT);
    assert_eq!(triptych.post(&[BEARER, "X-API-Key: an-api-key", "cookie: s=a-cookie"], &body).status, 200);
    assert_eq!(triptych.post(&["AUTHORIZATION: Bearer a-wrong-token"], &body).status, 401);
    triptych.term();
    let shown = show(dir.path(), 1);
    let masked = shown["headers"].as_array().expect("headers").iter().filter(|header| header["masked"] == true).count();
    assert_eq!(masked, 3);
    let calls: [(&str, &[&str]); 6] = [
        ("list", &[]),
        ("list", &["--json"]),
        ("show", &["1"]),
        ("show", &["--json", "1"]),
        ("show", &["2"]),
        ("show", &["--json", "2"]),
    ];
    for (command, args) in calls {
        let run = captures(command, dir.path(), args);
        assert_eq!(run.status, 0, "{run:?}");
        assert!(!run.stdout.is_empty(), "{command} {args:?}");
        for secret in secrets {
            assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{secret} in {command} {args:?}");
        }
    }
    assert_eq!(list(dir.path(), &[]).len(), 2);
}
