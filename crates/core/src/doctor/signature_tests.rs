//! Every cause, made by really doing it to a body and its signature.

use super::*;
use crate::signature::sign_sha256;
use hmac::{Hmac, KeyInit, Mac};

/// As Facebook writes: no white space, `/` and what is not ASCII escaped.
const SENT: &str =
    r#"{"object":"page","entry":[{"id":"1","messaging":[{"message":{"text":"caf\u00e9 https:\/\/x.example\/a"}}]}]}"#;
const SECRET: &str = "51f0c7d2b86c4a1e9f3b2d7a60c8e4f1";

fn candidates() -> Vec<Candidate> {
    let candidate = |secret: &str, owner| Candidate { secret: Secret::new(secret), owner };
    vec![
        candidate(SECRET, Owner::Endpoint),
        candidate("an-older-secret", Owner::App),
        candidate("the-secret-of-the-shop", Owner::Other("Shop".into())),
        candidate("", Owner::App),
    ]
}

fn sign(secret: &str) -> String {
    sign_sha256(secret.as_bytes(), SENT.as_bytes())
}

fn sha1(secret: &str) -> String {
    let mac = Hmac::<sha1::Sha1>::new_from_slice(secret.as_bytes()).expect("any length").chain_update(SENT);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn found(value: &str, body: &str) -> Signature {
    let lines = SignatureLines { sha256: vec![value.as_bytes()], sha1: Vec::new() };
    let found = examine(&lines, &candidates(), body.as_bytes(), BUDGET).expect("signed");
    let text = serde_json::to_string(&found).expect("JSON");
    for candidate in candidates().iter().filter(|candidate| !candidate.secret.expose().is_empty()) {
        assert!(!text.contains(candidate.secret.expose()), "{text}");
    }
    assert!(!text.contains(&value[value.len().min(7)..]) || value.len() < 40, "no digest stands in it: {text}");
    assert_eq!(serde_json::from_str::<Signature>(&text).expect("the same"), found);
    found
}

/// What explains a signature, in the words of the wire.
fn cause(value: &str, body: &str) -> String {
    super::super::words::signature(&found(value, body)).cause
}

#[test]
fn each_cause_is_told_from_the_others() {
    let good = sign(SECRET);
    let bare = &good[7..];
    let plain = SENT.replace("\\/", "/");
    let utf8 = SENT.replace("\\u00e9", "é");
    let both = plain.replace("\\u00e9", "é");
    let spaced = SENT.replace("\":", "\": ").replace(",\"", ", \"");
    let cases: Vec<(&str, String, &str, String)> = vec![
        ("today's secret", good.clone(), SENT, "holds_now".into()),
        ("wrong secret", sign("nobody's"), SENT, "wrong_secret".into()),
        ("other endpoint", sign("the-secret-of-the-shop"), SENT, "other_endpoint".into()),
        ("sha1", format!("sha256={}", sha1(SECRET)), SENT, "sha1_in_sha256".into()),
        ("sha1 under its name", format!("sha1={}", sha1(SECRET)), SENT, "sha1_in_sha256".into()),
        ("upper case", format!("sha256={}", bare.to_uppercase()), SENT, "upper_case".into()),
        ("no prefix", bare.to_owned(), SENT, "no_prefix".into()),
        ("line end after the secret", sign(&format!("{SECRET}\n")), SENT, "secret_white_space".into()),
        ("space before the secret", sign(&format!(" {SECRET}")), SENT, "secret_white_space".into()),
        ("spaces around the secret", sign(&format!(" {SECRET} ")), SENT, "secret_white_space".into()),
        ("two line ends after the secret", sign(&format!("{SECRET}\n\n")), SENT, "secret_white_space".into()),
        ("nothing came", good.clone(), "", "truncated".into()),
        ("keys in order", good.clone(), SORTED, "wrong_secret".into()),
        ("slashes", good.clone(), &plain, "slashes_unescaped".into()),
        ("unicode", good.clone(), &utf8, "unicode_unescaped".into()),
        ("white space", good.clone(), &spaced, "white_space".into()),
        ("printed anew", good.clone(), &both, "reserialised".into()),
        ("cut", good.clone(), &SENT[..SENT.len() - 20], "truncated".into()),
        ("too short", good[..70].to_owned(), SENT, "malformed".into()),
        (
            "upper case, slashes",
            format!("sha256={}", bare.to_uppercase()),
            &plain,
            "upper_case+slashes_unescaped".into(),
        ),
        (
            "no prefix, other endpoint",
            sign("the-secret-of-the-shop")[7..].to_owned(),
            SENT,
            "no_prefix+other_endpoint".into(),
        ),
        ("other endpoint, slashes", sign("the-secret-of-the-shop"), &plain, "other_endpoint+slashes_unescaped".into()),
        ("line end, slashes", sign(&format!("{SECRET}\n")), &plain, "secret_white_space+slashes_unescaped".into()),
    ];
    for (name, value, body, expected) in &cases {
        assert_eq!(cause(value, body), *expected, "{name}");
    }
    assert_eq!(cause(&good, &format!("{SENT}\n")), "trailing_newline");
    assert_eq!(cause(&good, &format!("\u{feff}{SENT}")), "byte_order_mark");
    assert_eq!(cause(&good, &SENT.replace("café", "cafe").replace("\"1\"", "\"2\"")), "wrong_secret");
}

/// What Go makes of [`SENT`].
const SORTED: &str =
    r#"{"entry":[{"id":"1","messaging":[{"message":{"text":"café https://x.example/a"}}]}],"object":"page"}"#;

#[test]
fn an_explanation_says_no_more_than_is_known() {
    let explained = |value: &str, body: &str| super::super::words::signature(&found(value, body));
    let said = |value: &str, body: &str| explained(value, body).said.join(" ");
    let good = sign(SECRET);
    let plain = SENT.replace("\\/", "/");
    assert!(
        said(&good, &plain).contains("With its slashes as before, the signature matches, so the app secret is right")
    );
    let both = plain.replace("\\u00e9", "é");
    assert!(said(&good, &both).contains("With its slashes and its `\\u` escapes as before, the signature matches"));
    // Where the secret is another one, it is not called right.
    assert!(!said(&sign("the-secret-of-the-shop"), &plain).contains("is right"));
    assert!(!said(&sign(&format!("{SECRET}\n")), &plain).contains("is right"));
    assert!(said(&good, "").contains("Nothing of it came") && said(&good, "{").contains("after 1 byte,"));
    // Whether the secret is wrong is not sure where the body was written anew for good.
    let wrong = |body: &str| explained(&sign("x"), body);
    assert!(!wrong(SENT).fix.contains("turn off") && !wrong(SENT).said.join(" ").contains("written"));
    assert!(wrong(&plain).fix.contains("turn off") && wrong(&plain).said.join(" ").contains("not written as Facebook"));
    assert!(wrong(SORTED).said.join(" ").contains("alphabetical order"));
    assert!(!found(&good, "{\"a\":1}").is_given_up);
}

#[test]
fn secrets_that_are_not_set_and_lines_that_are_there_twice_prove_nothing() {
    let with = |candidates: &[Candidate], lines: &SignatureLines<'_>| {
        examine(lines, candidates, SENT.as_bytes(), BUDGET).expect("signed")
    };
    let unset = [Candidate { secret: Secret::new(""), owner: Owner::App }];
    let by_nothing = sign("");
    let lines = SignatureLines { sha256: vec![by_nothing.as_bytes()], sha1: Vec::new() };
    let found = with(&unset, &lines);
    assert_eq!((found.known, &found.holds), (0, &None));
    assert_eq!(super::super::words::signature(&found).cause, "no_secret");
    // Nor is there one to enter less where other endpoints have theirs.
    let others = [Candidate { secret: Secret::new("the-secret-of-the-shop"), owner: Owner::Other("Shop".into()) }];
    assert_eq!(super::super::words::signature(&with(&others, &lines)).cause, "no_secret");

    let good = sign(SECRET);
    let legacy = format!("sha1={}", sha1(SECRET));
    let (good, legacy) = (good.as_bytes(), legacy.as_bytes());
    for (sha256, sha1) in
        [(vec![good, good], vec![]), (vec![good], vec![legacy, legacy]), (vec![], vec![legacy, legacy])]
    {
        let found = with(&candidates(), &SignatureLines { sha256, sha1 });
        assert!(found.is_repeated && found.holds.is_none(), "{found:?}");
        assert!(found.trials.iter().all(|trial| trial.outcome == Outcome::NotTried), "{found:?}");
    }
}

#[test]
fn each_explanation_is_another_and_says_what_to_do() {
    let good = sign(SECRET);
    let bodies = [SENT.to_owned(), SENT.replace("\\/", "/"), format!("{SENT}\n"), SENT[..50].to_owned()];
    let values = [good.clone(), good[7..].to_owned(), good.to_uppercase(), sign("x"), sign("the-secret-of-the-shop")];
    let mut titles = std::collections::HashSet::new();
    for value in &values {
        for body in &bodies {
            let explained = super::super::words::signature(&found(value, body));
            assert!(explained.fix.len() > 10 && explained.title.len() > 10, "{explained:?}");
            titles.insert((explained.cause, explained.title));
        }
    }
    let causes: std::collections::HashSet<_> = titles.iter().map(|(cause, _)| cause).collect();
    assert_eq!(causes.len(), titles.len(), "a title a cause: {titles:#?}");
}

#[test]
fn single_causes_are_tried_whatever_holds() {
    let outcomes = |found: &Signature| -> Vec<Outcome> { found.trials.iter().map(|trial| trial.outcome).collect() };
    use Outcome::{Match, NoMatch, NotTried};
    let rewritten = found(&sign(SECRET), &SENT.replace("\\/", "/"));
    assert_eq!(outcomes(&rewritten), [NoMatch, NoMatch, NoMatch, Match, NoMatch, NoMatch, NoMatch, NoMatch]);
    assert_eq!(rewritten.holds.expect("it holds").longer, 3);
    let wrong = found(&sign("x"), &format!("{SENT} "));
    assert!(!outcomes(&wrong).contains(&NotTried), "{wrong:?}");
}

#[test]
fn long_bodies_do_not_take_long() {
    let lines = SignatureLines { sha256: vec![JUNK.as_bytes()], sha1: Vec::new() };
    let body = format!("{{\"a\":\"{}", "/".repeat(8 * 1024 * 1024));
    let found = examine(&lines, &candidates(), body.as_bytes(), 16 * 1024 * 1024).expect("signed");
    assert_eq!(found.trials.iter().filter(|trial| trial.outcome == Outcome::NotTried).count(), 7);
    assert!(found.ends_early && found.is_given_up);
}

#[test]
fn what_proxies_do_is_found_in_long_bodies_too() {
    // As long for this budget as one and a half MiB are for the whole.
    let budget = BUDGET / 8;
    let long = SENT.replace("caf", &"caf\\u00e9 \\/ ".repeat(17_500));
    assert!(long.len() > budget / 45);
    let good = sign_sha256(SECRET.as_bytes(), long.as_bytes());
    let plain = long.replace("\\/", "/");
    let spaced = plain.replace("\\u00e9", "é").replace("\":", "\": ").replace(",\"", ", \"");
    let cases = [
        (&good, &plain, "slashes_unescaped"),
        (&good, &plain.replace("\\u00e9", "é"), "reserialised"),
        (&good, &spaced, "reserialised"),
        (&good, &format!("{long}\n"), "trailing_newline"),
        (&sign_sha256(format!("{SECRET}\n").as_bytes(), long.as_bytes()), &long, "secret_white_space"),
    ];
    for (value, body, expected) in cases {
        let lines = SignatureLines { sha256: vec![value.as_bytes()], sha1: Vec::new() };
        let own = [Candidate { secret: Secret::new(SECRET), owner: Owner::App }];
        let found = examine(&lines, &own, body.as_bytes(), budget).expect("signed");
        assert_eq!(super::super::words::signature(&found).cause, expected);
    }
    let lines = SignatureLines { sha256: vec![JUNK.as_bytes()], sha1: Vec::new() };
    let found = examine(&lines, &candidates(), plain.as_bytes(), budget).expect("signed");
    let said = super::super::words::signature(&found).said.join(" ");
    assert!(found.is_given_up && said.contains("too long to try everything"), "{said}");
}

const JUNK: &str = "sha256=0000000000000000000000000000000000000000000000000000000000000000";

#[test]
fn what_was_signed_is_restored_where_a_request_with_it_would_hold() {
    let good = sign(SECRET);
    let restored = |value: &str, body: &str| {
        let lines = SignatureLines { sha256: vec![value.as_bytes()], sha1: Vec::new() };
        restored(&lines, &candidates(), body.as_bytes(), BUDGET)
    };
    for body in [
        SENT.replace("\\/", "/"),
        SENT.replace("\\u00e9", "é"),
        SENT.replace("\\/", "/").replace("\\u00e9", "é").replace("\":", "\": "),
        format!("{SENT}\n"),
        format!("\u{feff}{SENT}\n"),
    ] {
        assert_eq!(restored(&good, &body).as_deref(), Some(SENT.as_bytes()), "{body}");
    }
    // Nothing was changed, or more than the body is wrong.
    assert_eq!(restored(&good, SENT), None);
    assert_eq!(restored(&good.to_uppercase().replace("SHA256", "sha256"), &SENT.replace("\\/", "/")), None);
    assert_eq!(restored(&sign("the-secret-of-the-shop"), &SENT.replace("\\/", "/")), None);
    assert_eq!(restored(&good, &SENT[..SENT.len() - 9]), None);
}
