//! What else comes to the port: refused with a sentence, and kept.

use crate::bodies::{HOOK, text};
use crate::folder::{body, folder, list, show};
use crate::listening::{BEARER, Listening};
use crate::wire::request;

const LIMIT: usize = 8 * 1024 * 1024;

#[test]
fn nothing_but_the_webhook_answers() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let odd = [
        ("GET", "/"),
        ("GET", "/metrics"),
        ("GET", "/favicon.ico"),
        ("GET", "/api/captures"),
        ("OPTIONS", "/"),
        ("POST", "/v3/integrations/facebook/w1/instagram/c1/webhook"),
        ("POST", "/v3/integrations/whatsapp/w1/whatsapp/c1/webhook"),
        ("POST", "/v3/integrations/facebook/w1/facebook/webhook"),
        ("POST", "/v3/integrations/facebook//facebook/c1/webhook"),
        ("POST", "/v3/integrations/facebook/w1/facebook/c1/webhook/"),
        ("POST", "/V3/integrations/facebook/w1/facebook/c1/webhook"),
    ];
    for (method, target) in odd {
        let answer = triptych.send(&request(method, target, &[BEARER, "Origin: https://page.test"], b"{}"));
        assert_eq!(answer.status, 404, "{method} {target}");
        let path = "/v3/integrations/{facebook or instagram}/{workspaceId}/{the same word}/{credentialsId}/webhook";
        assert!(answer.message().contains(path), "{method} {target}: {}", answer.message());
        assert_eq!(answer.header("access-control-allow-origin"), None, "{method} {target}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{method} {target}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{method} {target}");
    }
    for method in ["OPTIONS", "PUT", "DELETE", "PATCH", "HEAD"] {
        let answer = triptych.send(&request(method, HOOK, &[BEARER, "Origin: https://page.test"], b""));
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, POST")), "{method}");
        assert_eq!(answer.header("access-control-allow-methods"), None, "{method}");
        if method != "HEAD" {
            assert!(answer.message().contains("POST for deliveries and GET"), "{method}");
        }
    }
    let rows = list(dir.path(), &[]);
    let judged = |word| rows.iter().filter(|row| row["judgement"] == word).count();
    assert_eq!((judged("unrouted"), judged("wrong_method"), rows.len()), (odd.len(), 5, odd.len() + 5));
}

#[test]
fn what_is_no_envelope_is_refused_with_the_place() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let shape = "Expected an object with an `entry` array";
    let cases: &[(&[u8], &[&str])] = &[
        (b"{\"object\":\"page\",\n \"entry\": [}", &["The body is not JSON", "line 2, column 12"]),
        (b"", &["The body is not JSON", "line 1, column 1"]),
        (b"{\"entry\":[]} x", &["The body is not JSON", "line 1, column 14"]),
        (b"object=page", &["The body is not JSON", "line 1, column 1"]),
        ("{\"é\": \u{1}}".as_bytes(), &["The body is not JSON", "line 1, column 7"]),
        (b"{\"object\":\"page\"}", &[shape, "found an object without `entry`"]),
        (b"{\"entry\":{}}", &[shape, "`entry`"]),
        (b"[]", &[shape, "found an array without one"]),
        (b"\"entry\"", &[shape, "found a string"]),
    ];
    for (index, (sent, words)) in cases.iter().enumerate() {
        let answer = triptych.post(&[BEARER], sent);
        assert_eq!(answer.status, 400, "{words:?}");
        let message = answer.message();
        assert!(words.iter().all(|word| message.contains(word)), "{words:?}: {message}");
        let shown = show(dir.path(), index + 1);
        assert_eq!((&shown["row"]["judgement"], &body(&shown)), (&"invalid".into(), &sent.to_vec()));
        assert_eq!(shown["error"]["message"], message);
    }
}

#[test]
fn a_body_over_the_limit_is_refused_and_its_beginning_kept() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let mut largest = text("C9", "m_1", "Hi", 1_763_700_000_123);
    largest.resize(LIMIT, b' ');
    assert_eq!(triptych.post(&[BEARER], &largest).status, 200);
    assert!(body(&show(dir.path(), 1)) == largest, "the largest body is kept whole");
    largest.push(b' ');
    let answer = triptych.post(&[BEARER], &largest);
    assert_eq!(answer.status, 413);
    assert!(answer.message().contains("8388608 bytes"), "{}", answer.message());
    let shown = show(dir.path(), 2);
    assert_eq!((&shown["row"]["judgement"], &shown["truncated"]), (&"too_large".into(), &true.into()));
    assert!(body(&shown) == largest[..64 * 1024], "64 KiB are kept: {}", body(&shown).len());
}
