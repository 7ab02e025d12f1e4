//! Who may deliver: tokens and signatures.

use serde_json::Value;

use crate::bodies::{signature, text};
use crate::folder::{folder, list, show};
use crate::listening::{BEARER, Listening, TOKEN};

const SECRET: &str = "app-s3cret";

fn hi() -> Vec<u8> {
    text("C9", "m_1", "Hi", 1_763_700_000_123)
}

#[test]
fn a_token_delivers() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let signed = signature(SECRET, &hi());
    let cases: &[(&[&str], u16, &str)] = &[
        (&[], 401, "The request has neither a token nor a signature"),
        (&["Authorization: Bearer wrong"], 401, "The token is neither this endpoint's nor the app's"),
        (&["Authorization: Bearer"], 401, "`Authorization` is not of the form `Bearer TOKEN`"),
        (&["Authorization: Basic dDBrZW4tb2YtdGhlLXRlc3Q="], 401, "`Authorization` is not of the form"),
        (&[BEARER, BEARER], 401, "The request has more than one `Authorization` line"),
        (&["x-api-key: wrong"], 401, "The token is neither"),
        (&[&signed], 401, "The request is signed (`X-Hub-Signature-256`), but no app secret is known"),
        (&[BEARER], 200, "EVENT_RECEIVED"),
        (&["X-Api-Key: t0ken-of-the-test"], 200, "EVENT_RECEIVED"),
        (&[BEARER, &signed], 200, "EVENT_RECEIVED"),
    ];
    for (lines, status, message) in cases {
        let answer = triptych.post(lines, &hi());
        assert_eq!(answer.status, *status, "{lines:?}");
        assert!(answer.message().starts_with(message), "{lines:?}: {}", answer.message());
        assert_eq!(answer.header("www-authenticate"), (*status == 401).then_some("Bearer"), "{lines:?}");
    }
    let mut rows = list(dir.path(), &[]);
    rows.reverse();
    let judged: Vec<_> = rows.iter().map(|row| row["judgement"].as_str().expect("a word")).collect();
    let expected = cases.iter().map(|case| if case.1 == 200 { "accepted" } else { "unauthenticated" });
    assert_eq!(judged, expected.collect::<Vec<_>>());
}

/// With the app secret known, however it was given.
fn signatures(triptych: &Listening) {
    let body = hi();
    let good = signature(SECRET, &body);
    let wrong_secret = signature("another", &body);
    let other_body = signature(SECRET, b"{}");
    let upper = good.to_uppercase().replace("X-HUB-SIGNATURE-256: SHA256=", "X-Hub-Signature-256: sha256=");
    let cases: &[(&[&str], u16, &str)] = &[
        (&[&good], 200, "signature"),
        (&[BEARER, &good], 200, "both"),
        (&["Authorization: Bearer wrong", &good], 200, "signature"),
        (&[BEARER], 200, "token"),
        (&[&wrong_secret], 401, "failed"),
        (&[&other_body], 401, "failed"),
        (&[&upper], 401, "failed"),
        (&[&good, &good], 401, "failed"),
        (&[BEARER, &wrong_secret], 401, "failed"),
        (&[BEARER, "X-Hub-Signature-256: sha256="], 401, "failed"),
        (&["Origin: https://page.test", &good], 401, "failed"),
        (&["Origin: https://page.test", BEARER], 200, "token"),
        (&[], 401, "failed"),
    ];
    let before = list(&triptych.dir, &[]).len();
    for (index, (lines, status, authentication)) in cases.iter().enumerate() {
        assert_eq!(triptych.post(lines, &body).status, *status, "{lines:?}");
        let shown = show(&triptych.dir, before + index + 1);
        assert_eq!(shown["authentication"], *authentication, "{lines:?}: {}", shown["reason"]);
    }
}

#[test]
fn a_signature_delivers_under_a_secret_from_a_file() {
    let dir = folder();
    let file = dir.path().join("secret");
    std::fs::write(&file, format!("{SECRET}\n")).expect("a file");
    let data = dir.path().join("data");
    let triptych = Listening::start_with(&data, TOKEN, |listen| {
        listen.arg("--app-secret-file").arg(&file);
    });
    signatures(&triptych);
    triptych.term();
    // It was entered once, so it is known from now on.
    signatures(&Listening::start(&data));
}

#[test]
fn a_signature_delivers_under_a_secret_from_the_environment() {
    let dir = folder();
    signatures(&Listening::start_with(dir.path(), TOKEN, |listen| {
        listen.env("TRIPTYCH_APP_SECRET", SECRET);
    }));
}

#[test]
fn the_token_from_the_command_line_replaces_the_stored_one() {
    let dir = folder();
    Listening::start(dir.path()).term();
    let triptych = Listening::start_with(dir.path(), "another", |_| ());
    assert_eq!(triptych.post(&[BEARER], &hi()).status, 401);
    assert_eq!(triptych.post(&["Authorization: Bearer another"], &hi()).status, 200);
}

#[test]
fn each_delivery_is_told_once_as_it_comes_and_once_as_it_is_converted() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    triptych.post(&[], &hi());
    triptych.deliver(&hi());
    let first = triptych.event();
    assert_eq!(crate::folder::keys(&first), ["event", "capture"]);
    assert_eq!((&first["event"], &first["capture"]["id"]), (&"capture".into(), &1.into()));
    assert_eq!(first["capture"]["status"], 401);
    let mut events = [triptych.event(), triptych.event()];
    // Only the two kinds are in order by themselves: the conversion may be told before the next capture.
    events.sort_by_key(|event| event["event"].as_str().map(str::to_owned));
    assert_eq!((&events[0]["event"], &events[0]["capture"]["id"]), (&"capture".into(), &2.into()));
    assert_eq!(events[0]["capture"]["endpoint"], "w1/c1");
    let ledger = serde_json::json!({"items": 1, "converted": 1, "skipped": 0, "unknown": 0, "failed": 0});
    assert_eq!(events[1], serde_json::json!({"event": "conversion", "capture": 2, "ledger": ledger, "documents": 1}));
    assert_ne!(first["capture"]["received_us"], Value::Null);
}
