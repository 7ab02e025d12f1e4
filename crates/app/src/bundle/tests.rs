//! Bundles bring back what was exported, and nothing that no listener would have written.

use super::*;
use crate::captured;

fn stored(body: &[u8]) -> StoredCapture {
    let capture = Capture {
        head: b"POST /x HTTP/1.1\r\nb: 1\r\nAUTHORIZATION:Bearer hush\r\nB: 2\r\n".to_vec(),
        endpoint: EndpointKey::from_path("/v3/integrations/facebook/w/facebook/c/webhook"),
        judgement: Judgement::Invalid,
        reason: "r".into(),
        status: 400,
        answer: b"{}".to_vec(),
        ..captured::capture(body)
    };
    StoredCapture { replay_of: Some(3), ..captured::stored(7, capture) }
}

#[test]
fn a_bundle_brings_back_the_same_bytes_without_secrets() {
    for body in [&b"{\"a\":\"\\u00e9\"}"[..], &[0xff, 0x00, 0x7f]] {
        let stored = stored(body);
        let text = serde_json::to_string(&Line::of(&stored, Vec::new())).expect("JSON");
        assert!(!text.contains("hush"), "{text}");
        let line = Line::parse(&text).expect("our own line");
        let head = "POST /x HTTP/1.1\r\nb: 1\r\nAUTHORIZATION: ••••••••\r\nB: 2\r\n".as_bytes().to_vec();
        let expected = Capture { head, ..stored.capture };
        assert_eq!((line.id, line.replay_of, line.capture().expect("known")), (7, Some(3), expected));
    }
}

#[test]
fn what_is_no_bundle_is_refused() {
    assert!(matches!(Line::parse("{}"), Err(BundleError::NotOurs(_))));
    let text = serde_json::to_string(&Line::of(&stored(b"{}"), Vec::new())).expect("JSON");
    let other = "{\"format\":\"triptych-capture-9\",\"triptych\":\"9.0\",\"number\":1}";
    let told = Line::parse(other).expect_err("another version's").to_string();
    assert!(told.contains("\"triptych-capture-9\", written by Triptych 9.0"), "{told}");
    assert!(matches!(Line::parse(&text[..text.len() - 9]), Err(BundleError::Cut)));
    assert!(matches!(Line::parse(&text.replace("HTTP/1.1\"", "HTTP/1.1\",")), Err(BundleError::NotOurs(_))));
    let nowhere = Line { judgement: "accepted".into(), endpoint: None, ..Line::of(&stored(b""), Vec::new()) };
    assert!(matches!(nowhere.capture(), Err(BundleError::NotOurs(_))));
    // What no listener of ours would have written, and nobody could show.
    for (member, value) in [
        ("received_us", "-1"),
        ("received_us", "9223372036854775807"),
        ("took_us", "-1"),
        ("status", "1000"),
        ("body_size", "1"),
    ] {
        let mut line: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        line[member] = serde_json::from_str(value).expect("a number");
        let told = Line::parse(&line.to_string()).expect("a line").capture().expect_err(member).to_string();
        assert_eq!(told, format!("{member} {value:?} is not known to this Triptych"));
    }
    let odd = text.replace("\"body\":{\"text\":\"{}\"}", "\"body\":{\"hex\":\"+f\"}");
    assert!(odd != text && Line::parse(&odd).expect("a line").capture().is_err(), "no digits: {odd}");
}
