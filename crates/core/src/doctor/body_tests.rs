//! What was written anew is found again, whatever the bytes.

use super::*;
use crate::doctor::rewrite::{ends_early, is_facebooks};

const SENT: &str = r#"{"a":"x\/y \u00e9 \ud83d\ude00 \" \u001f","b":[1,{}],"c":[]}"#;

/// The changes of the first variant that is the body as it was sent.
fn found(received: &str, sent: &str) -> Option<Vec<Change>> {
    variants(received.as_bytes()).find(|variant| variant.bytes == sent.as_bytes()).map(|variant| variant.changes)
}

#[test]
fn what_was_written_anew_is_found_again() {
    use Change::{Mark, Newline, Slashes, Unicode, WhiteSpace};
    let plain = SENT.replace("\\/", "/");
    let utf8 = SENT.replace("\\u00e9", "é").replace("\\ud83d\\ude00", "😀");
    let both = plain.replace("\\u00e9", "é").replace("\\ud83d\\ude00", "😀");
    let spaces = r#"{"a": "x\/y \u00e9 \ud83d\ude00 \" \u001f", "b": [1, {}], "c": []}"#;
    let lines =
        "{\n  \"a\": \"x\\/y \\u00e9 \\ud83d\\ude00 \\\" \\u001f\",\n  \"b\": [\n    1,\n    {}\n  ],\n  \"c\": []\n}";
    let cases: &[(&str, &str, &[Change])] = &[
        (&plain, SENT, &[Slashes]),
        (SENT, &plain, &[Slashes]),
        (&utf8, SENT, &[Unicode]),
        (SENT, &utf8, &[Unicode]),
        (&both, SENT, &[Slashes, Unicode]),
        (SENT, &both, &[Slashes, Unicode]),
        (spaces, SENT, &[WhiteSpace]),
        (SENT, spaces, &[WhiteSpace]),
        (lines, SENT, &[WhiteSpace]),
        (SENT, lines, &[WhiteSpace]),
        (&spaces.replace("\\/", "/"), SENT, &[Slashes, WhiteSpace]),
        (&format!("{SENT}\n"), SENT, &[Newline]),
        (SENT, &format!("{SENT}\r\n"), &[Newline]),
        (&format!("\u{feff}{SENT}"), SENT, &[Mark]),
        (SENT, &format!("\u{feff}{SENT}"), &[Mark]),
        (&format!("\u{feff}{both}\n"), SENT, &[Slashes, Unicode, Mark, Newline]),
    ];
    for (received, sent, changes) in cases {
        assert_eq!(found(received, sent).as_deref(), Some(*changes), "{received} from {sent}");
    }
    assert_eq!(found(&SENT.replace("1", "2"), SENT), None);
}

#[test]
fn whoever_wrote_it_anew_is_seen_through() {
    use Change::{Slashes, Unicode, WhiteSpace};
    let facebooks = r#"{"a":"\u00e9 <b>5%<\/b> me@x.example & 'q' \u000b","b":1}"#;
    let older = facebooks.replace('<', "\\u003C").replace('%', "\\u0025").replace('@', "\\u0040");
    let plain = r#"{"a":"é <b>5%</b> me@x.example & 'q' \u000b","b":1}"#;
    let go = plain.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    let net = go.replace('\'', "\\u0027").replace('é', "\\u00E9").replace("003c", "003C").replace("003e", "003E");
    let net = net.replace("000b", "000B");
    let gson = go.replace('\'', "\\u0027");
    let tabs = "{\n\t\"a\": \"é <b>5%</b> me@x.example & 'q' \\u000b\",\n\t\"b\": 1\n}";
    for sent in [facebooks, &older] {
        for (came, changes) in [
            (plain, &[Slashes, Unicode][..]),
            (&go, &[Slashes, Unicode]),
            (&net, &[Slashes, Unicode]),
            (&gson, &[Slashes, Unicode]),
            (tabs, &[Slashes, Unicode, WhiteSpace]),
        ] {
            assert_eq!(found(came, sent).as_deref(), Some(changes), "{came} from {sent}");
        }
    }
    assert_eq!(found(facebooks, &older).as_deref(), Some(&[Unicode][..]));
    assert_eq!(found(&older, facebooks).as_deref(), Some(&[Unicode][..]));
    assert_eq!(found(plain, tabs).as_deref(), Some(&[WhiteSpace][..]));
    assert_eq!(found(&facebooks.replace("u00e9", "u00E9"), facebooks).as_deref(), Some(&[Unicode][..]));
    // A quote and a backslash stay escaped when their digits go.
    assert_eq!(found(r#"{"a":"\u0022\u005C"}"#, r#"{"a":"\"\\"}"#).as_deref(), Some(&[Unicode][..]));
}

#[test]
fn every_beginning_of_a_body_ends_early() {
    assert!(is_facebooks(SENT.as_bytes()) && !is_facebooks(b"{ }"));
    let whole: [&[u8]; 5] = [SENT.as_bytes(), b"not JSON {", b"\"a", b"\x1f\x8b\x08{", b"\xef\xbb\xbf{}"];
    assert!(whole.iter().all(|body| !ends_early(body)));
    assert!([&b""[..], b"\n", b"\xef\xbb\xbf", b" {"].iter().all(|body| ends_early(body)));
    for end in 1..SENT.len() {
        assert!(ends_early(&SENT.as_bytes()[..end]), "{}", &SENT[..end]);
    }
}

#[test]
fn each_variant_is_another_and_no_bytes_make_it_fail() {
    let hostile: &[&[u8]] =
        &[b"", b"\"", b"\"\\", b"\"\\u", b"\"\\ud83d\\u", b"\"\xff\xc3", b"]]}{[,:", b"\xef\xbb\xbf", b"not JSON /"];
    for body in hostile {
        let all: Vec<Vec<u8>> = variants(body).map(|variant| variant.bytes).collect();
        for (index, one) in all.iter().enumerate() {
            assert!(one != body && !all[..index].contains(one), "{body:?} {one:?}");
        }
    }
    let deep = b"[".repeat(100_000);
    assert!(variants(&deep).all(|variant| variant.bytes.len() < 1_000_000));
}
