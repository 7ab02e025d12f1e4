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
fn every_beginning_of_a_body_ends_early() {
    assert!(is_facebooks(SENT.as_bytes()) && !is_facebooks(b"{ }"));
    assert!(!ends_early(SENT.as_bytes()) && !ends_early(b"") && !ends_early(b"not JSON") && !ends_early(b"\"a"));
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
