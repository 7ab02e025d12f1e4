//! Refused captures, each made by really doing to a request what the doctor looks for.

use std::collections::HashSet;
use std::path::Path;

use serde_json::Value;

use crate::bodies::{HOOK, signature};
use crate::folder::{converted, folder, list, outputs, show};
use crate::listening::{BEARER, Listening, TOKEN};
use crate::program::{Run, finish, run, triptych};

const SECRET: &str = "51f0c7d2b86c4a1e9f3b2d7a60c8e4f1";
const SHOP: &str = "aa11bb22cc33dd44ee55ff6600778899";

/// As Facebook writes it: `/` and what is not ASCII escaped.
const BODY: &str = r#"{"object":"page","entry":[{"id":"P1","time":1763700000456,"messaging":[{"sender":{"id":"7310"},"recipient":{"id":"P1"},"timestamp":1763700000000,"message":{"mid":"m1","text":"caf\u00e9 https:\/\/x.example\/a"}}]}]}"#;

fn endpoints(dir: &Path, args: &[&str], secret: Option<&str>) -> Run {
    let mut command = triptych();
    command.args(["endpoints", args[0], "--data-dir"]).arg(dir).args(&args[1..]);
    if let Some(secret) = secret {
        command.env("TRIPTYCH_APP_SECRET", secret);
    }
    finish(&mut command, b"")
}

fn listening(dir: &Path) -> Listening {
    Listening::start_with(dir, TOKEN, |command| {
        command.env("TRIPTYCH_APP_SECRET", SECRET);
    })
}

/// The explanation of a capture; the same for people, and no secret in either.
fn doctor(dir: &Path, id: usize) -> Value {
    let (dir, id) = (dir.to_str().expect("UTF-8"), id.to_string());
    let json = run(["doctor", "--json", "--data-dir", dir, &id]);
    let text = run(["doctor", "--data-dir", dir, &id]);
    assert_eq!((json.status, text.status, json.stderr.as_str()), (0, 0, ""), "{json:?}");
    let found: Value = serde_json::from_str(&json.stdout).expect("one JSON object");
    assert!(text.stdout.contains(found["title"].as_str().expect("a title")), "{}", text.stdout);
    for said in [&json.stdout, &text.stdout] {
        assert!(![SECRET, SHOP, TOKEN, &digest()].iter().any(|secret| said.contains(secret)), "{said}");
    }
    found
}

/// The one that would be right.
fn digest() -> String {
    signature(SECRET, BODY.as_bytes()).split_once("sha256=").expect("a digest").1.to_owned()
}

#[test]
fn each_broken_signature_has_an_explanation_of_its_own() {
    let dir = folder();
    let shop = ["set", "facebook:shop/s1", "--name", "Shop"];
    assert_eq!(endpoints(dir.path(), &shop, Some(SHOP)).status, 0);
    let triptych = listening(dir.path());
    let good = signature(SECRET, BODY.as_bytes());
    let digest = digest();
    let header = |value: &str| format!("X-Hub-Signature-256: {value}");
    let sha1 = {
        use hmac::{Hmac, KeyInit as _, Mac as _};
        let mac = Hmac::<sha1::Sha1>::new_from_slice(SECRET.as_bytes()).expect("any length").chain_update(BODY);
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let plain = BODY.replace("\\/", "/");
    let utf8 = BODY.replace("\\u00e9", "é");
    let cases = [
        (signature("nobody-knows-this", BODY.as_bytes()), BODY.to_owned(), "wrong_secret"),
        (signature(SHOP, BODY.as_bytes()), BODY.to_owned(), "other_endpoint"),
        (header(&format!("sha256={sha1}")), BODY.to_owned(), "sha1_in_sha256"),
        (header(&format!("sha256={}", digest.to_uppercase())), BODY.to_owned(), "upper_case"),
        (header(&digest), BODY.to_owned(), "no_prefix"),
        (signature(&format!("{SECRET}\n"), BODY.as_bytes()), BODY.to_owned(), "secret_white_space"),
        (good.clone(), plain.clone(), "slashes_unescaped"),
        (good.clone(), utf8.clone(), "unicode_unescaped"),
        (good.clone(), BODY.replace("\":", "\": "), "white_space"),
        (good.clone(), plain.replace("\\u00e9", "é"), "reserialised"),
        (good.clone(), format!("{BODY}\n"), "trailing_newline"),
        (good.clone(), format!("\u{feff}{BODY}"), "byte_order_mark"),
        (good.clone(), BODY[..BODY.len() - 30].to_owned(), "truncated"),
        (good.clone(), String::new(), "truncated"),
        (header("sha256=nonsense"), BODY.to_owned(), "malformed"),
        (format!("{good}\r\n{good}"), BODY.to_owned(), "repeated_header"),
        (header(&digest.to_uppercase()), plain, "upper_case+no_prefix+slashes_unescaped"),
    ];
    let mut titles = HashSet::new();
    for (index, (line, body, cause)) in cases.iter().enumerate() {
        assert_eq!(triptych.post(&[line], body.as_bytes()).status, 401, "{cause}");
        let found = doctor(dir.path(), index + 1);
        assert_eq!((&found["subject"], &found["cause"]), (&"signature".into(), &(*cause).into()), "{found:#}");
        assert_eq!(found["judged"], "now");
        assert!(found["fix"].as_str().is_some_and(|fix| fix.len() > 20), "{found:#}");
        assert!(found["answered"].as_str().is_some_and(|answered| answered.starts_with("Answered 401 in ")));
        titles.insert(found["title"].as_str().expect("a title").to_owned());
    }
    // A body that was cut and one that was lost have one title.
    assert_eq!(titles.len(), cases.len() - 1, "{titles:#?}");
    let shop = doctor(dir.path(), 2);
    assert!(shop["title"].as_str().is_some_and(|title| title.contains("“Shop”")), "{shop:#}");
    let slashes = doctor(dir.path(), 7);
    let outcome = |name: &str| {
        let checks = slashes["checks"].as_array().expect("checks");
        checks.iter().find(|check| check["name"] == name).unwrap_or_else(|| panic!("{name}"))["outcome"].clone()
    };
    assert_eq!((outcome("as_received"), outcome("slashes_unescaped")), ("no_match".into(), "match".into()));
    assert!(slashes["title"].as_str().is_some_and(|title| title.contains("3 times")), "{slashes:#}");
    assert_eq!(slashes["actions"], serde_json::json!(["replay_restored", "compare_bytes", "check_secret"]));

    // What was signed is written where the doctor knows it, and shown beside what came.
    let restored =
        |id: usize| run(["doctor", "--restored", "--data-dir", dir.path().to_str().expect("UTF-8"), &id.to_string()]);
    for (id, (_, body, cause)) in (1..).zip(&cases) {
        let run = restored(id);
        let is_known = body != BODY && !["truncated", "upper_case+no_prefix+slashes_unescaped"].contains(cause);
        assert_eq!((run.status, run.stdout.as_str()), if is_known { (0, BODY) } else { (1, "") }, "{cause}: {run:?}");
    }
    let people = run(["doctor", "--data-dir", dir.path().to_str().expect("UTF-8"), "7"]);
    assert!(people.stdout.contains("were signed; they differ in"), "{}", people.stdout);
}

#[test]
fn a_body_too_long_to_keep_is_examined_when_it_comes() {
    let dir = folder();
    let triptych = listening(dir.path());
    let long = BODY.replace("caf", &"https:\\/\\/x.example\\/".repeat(5_000));
    let signed = signature(SECRET, long.as_bytes());
    assert_eq!(triptych.post(&[&signed], long.replace("\\/", "/").as_bytes()).status, 401);
    let found = doctor(dir.path(), 1);
    assert_eq!((&found["cause"], &found["judged"]), (&"slashes_unescaped".into(), &"at_receipt".into()), "{found:#}");
    assert_eq!(show(dir.path(), 1)["truncated"], true);
    // What was kept of it is no body that could be restored, or sent again.
    let restored = run(["doctor", "--restored", "--data-dir", dir.path().to_str().expect("UTF-8"), "1"]);
    assert_eq!((restored.status, restored.stdout.as_str()), (1, ""), "{restored:?}");
    assert!(!found["actions"].to_string().contains("replay_restored"), "{found:#}");
}

#[test]
fn a_refused_handshake_is_told_by_what_was_wrong() {
    let dir = folder();
    let triptych = listening(dir.path());
    let good = format!("hub.mode=subscribe&hub.verify_token={TOKEN}&hub.challenge=1158201444");
    let swapped = TOKEN.replace("0k", "k0");
    let cases = [
        (HOOK, good.replace(TOKEN, &swapped), "token_differs", "at character 2"),
        (HOOK, good.replace(TOKEN, &TOKEN.to_uppercase()), "token_case", "upper and lower case"),
        (HOOK, good.replace(TOKEN, &format!("{TOKEN}%0A")), "token_white_space", "white space"),
        (HOOK, good.replace("hub.challenge=", "x="), "parameter_missing", "`hub.challenge` is missing"),
        (HOOK, format!("{good}&hub.mode=subscribe"), "parameter_repeated", "`hub.mode` is there 2 times"),
        (HOOK, good.replace("subscribe", "unsubscribe"), "mode", "`hub.mode`"),
        (HOOK, good.replace("1158201444", ""), "challenge", "`hub.challenge`"),
        (HOOK, String::new(), "parameter_missing", "none of a handshake's parameters"),
        (HOOK, good.replace("hub.", "hub_"), "parameter_misnamed", "`hub_mode`"),
        (HOOK, good.replace("hub.", "Hub."), "parameter_misnamed", "upper and lower case"),
        (HOOK, good.replace('&', "&amp;"), "parameter_misnamed", "`&amp;`"),
        (HOOK, good.replace('&', ";"), "parameter_misnamed", "`;`"),
        (HOOK, good.replace('&', "%26").replace('=', "%3D"), "parameter_misnamed", "once too often"),
        (HOOK, good.replace(TOKEN, &format!("%22{TOKEN}%22")), "token_quotes", "quotation marks"),
        (HOOK, good.replace(TOKEN, ""), "token_differs", "is empty"),
        ("/v3/integrations/facebook/w1/facebook/c1", good.clone(), "missing_webhook", "lacks `/webhook`"),
        ("/app/v3/integrations/facebook/w1/facebook/c1/webhook", good.clone(), "prefix", "stands before"),
        ("/v3/integrations/facebook/w1/facebook/c1/webhook%20", good.clone(), "white_space", "white space at its end"),
        ("/v3/integrations/messenger/w1/messenger/c1/webhook", good.clone(), "unknown_channel", "neither `facebook`"),
        (
            "/v3/integrations/facebook/w1/instagram/c1/webhook",
            good.clone(),
            "channel_mismatch",
            "two different channels",
        ),
        ("/", good.clone(), "unknown_path", "no webhook's"),
    ];
    for (index, (path, query, cause, words)) in cases.iter().enumerate() {
        assert_ne!(triptych.get(&format!("{path}?{query}")).status, 200);
        let found = doctor(dir.path(), index + 1);
        assert_eq!(found["cause"], *cause, "{found:#}");
        assert!(found["title"].as_str().is_some_and(|title| title.contains(words)), "{found:#}");
        let shown = show(dir.path(), index + 1).to_string();
        for text in [found.to_string(), shown] {
            let told = text.to_lowercase();
            assert!(!told.contains(&swapped) && !told.contains(&TOKEN.to_lowercase()), "{text}");
        }
    }
    let differs = doctor(dir.path(), 1);
    let said = differs["said"].to_string();
    assert!(said.contains("17 characters came, 17 are expected"), "{said}");
    triptych.get(&format!("{HOOK}?{good}"));
    assert_eq!(doctor(dir.path(), cases.len() + 1)["cause"], "answered");
}

#[test]
fn tokens_pages_and_bodies_are_explained_too() {
    let dir = folder();
    let triptych = listening(dir.path());
    let envelope = b"{\"entry\":[]}";
    let cases: [(&[&str], &[u8], &str); 9] = [
        (&[], envelope, "no_token"),
        (&["Authorization: bearer nobody"], envelope, "wrong_token"),
        (&["Authorization: Bearer nobody"], envelope, "wrong_token"),
        (&["Authorization: t0ken-of-the-test"], envelope, "not_bearer"),
        (&["Authorization: Bearer \"t0ken-of-the-test\""], envelope, "token_white_space"),
        (&["Origin: https://evil.example"], envelope, "from_page"),
        (&[BEARER], b"a=b", "not_json"),
        (&[BEARER], b"{}", "no_envelope"),
        (&[BEARER], envelope, "fine"),
    ];
    for (index, (lines, body, cause)) in cases.iter().enumerate() {
        triptych.post(lines, body);
        assert_eq!(doctor(dir.path(), index + 1)["cause"], *cause, "{cause}");
    }
    let none = run(["doctor", "--data-dir", dir.path().to_str().expect("UTF-8"), "99"]);
    assert_eq!((none.status, none.stderr.contains("there is no capture 99")), (1, true), "{none:?}");
}

#[test]
fn a_good_signature_does_not_hide_what_else_is_wrong() {
    let dir = folder();
    let triptych = listening(dir.path());
    let good = signature(SECRET, BODY.as_bytes());
    let packed = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xabVJ\xcd+)\xaaT\xb2\x8a\xae\x05\x00";
    let cases: [(&[&str], &[u8], u16, &str); 6] = [
        (&[&good, BEARER, BEARER], BODY.as_bytes(), 401, "token_repeated"),
        (&[&good, "x-api-key: a", "X-API-KEY: b"], BODY.as_bytes(), 401, "token_repeated"),
        (&[&good, "Content-Encoding: gzip"], packed, 401, "compressed"),
        (&[&good, "Content-Encoding: br"], b"\x8b\x02\x80", 401, "compressed"),
        (&[BEARER], packed, 400, "compressed"),
        (&[BEARER], &BODY.as_bytes()[..90], 400, "truncated"),
    ];
    for (index, (lines, body, status, cause)) in cases.iter().enumerate() {
        assert_eq!(triptych.post(lines, body).status, *status, "{cause}");
        let found = doctor(dir.path(), index + 1);
        assert_eq!(found["cause"], *cause, "{found:#}");
        let actions = found["actions"].as_array().expect("actions");
        assert!(!actions.contains(&"rejudge".into()), "{found:#}");
    }
}

#[test]
fn what_common_libraries_make_of_a_body_is_undone() {
    let dir = folder();
    let triptych = listening(dir.path());
    // With signs that some escape; as Facebook writes, and as its older documentation says.
    let sent = BODY.replace("caf", "<b>5%</b> @ & caf").replace("</b>", "<\\/b>");
    let older = sent.replace('<', "\\u003C").replace('%', "\\u0025").replace('@', "\\u0040");
    let plain = sent.replace("\\/", "/").replace("\\u00e9", "é");
    let go = plain.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    let net = go.replace("003c", "003C").replace("003e", "003E").replace('é', "\\u00E9");
    let spaces = |body: &str| body.replace("\":", "\": ").replace(",\"", ", \"");
    let python = spaces(&sent.replace("\\/", "/"));
    let mut id = 0;
    for sent in [&sent, &older] {
        for came in [&plain, &go, &net, &python, &spaces(&plain), &format!("{plain}\n")] {
            assert_eq!(triptych.post(&[&signature(SECRET, sent.as_bytes())], came.as_bytes()).status, 401);
            id += 1;
            let cause = doctor(dir.path(), id)["cause"].clone();
            assert!(
                ["reserialised", "slashes_unescaped", "unicode_unescaped"].contains(&cause.as_str().expect("a cause")),
                "{cause}: {came}"
            );
            let data = dir.path().to_str().expect("UTF-8");
            let restored = run(["doctor", "--restored", "--data-dir", data, &id.to_string()]);
            assert_eq!((restored.status, &restored.stdout), (0, sent), "{came}");
        }
    }
}

#[test]
fn the_missing_secret_takes_in_what_was_refused() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let other = BODY.replace("\"m1\"", "\"m2\"");
    assert_eq!(triptych.post(&[&signature(SECRET, BODY.as_bytes())], BODY.as_bytes()).status, 401);
    assert_eq!(triptych.post(&[&signature("wrong", BODY.as_bytes())], BODY.as_bytes()).status, 401);
    assert_eq!(triptych.post(&[&signature(SECRET, other.as_bytes())], other.as_bytes()).status, 401);
    assert_eq!(triptych.post(&[&signature(SECRET, b"{}")], b"{}").status, 401);
    assert_eq!(doctor(dir.path(), 1)["cause"], "no_secret");
    let before = show(dir.path(), 1);
    triptych.term();

    // Entered once and again: taken in once.
    for _ in 0..2 {
        listening(dir.path()).term();
    }
    let triptych = listening(dir.path());
    let rows = converted(dir.path());
    let taken: Vec<_> = rows.iter().filter(|row| row["taken_in"] == true).collect();
    assert_eq!(taken.len(), 2, "{rows:#?}");
    assert_eq!((&taken[0]["replay_of"], &taken[0]["status"]), (&1.into(), &0.into()));
    assert_eq!((&taken[0]["judgement"], &taken[0]["documents"]), (&"accepted".into(), &1.into()));
    let id = usize::try_from(taken[0]["id"].as_u64().expect("an id")).expect("fits");
    let shown = show(dir.path(), id);
    assert_eq!((&shown["body"], &shown["row"]["received_us"]), (&before["body"], &before["row"]["received_us"]));
    assert_eq!(shown["authentication"], "signature");
    assert!(shown["reason"].as_str().is_some_and(|reason| reason.starts_with("Taken in from #1")), "{shown:#}");
    assert_eq!(outputs(&shown)[0]["document"]["payload"]["message"]["content"], "café https://x.example/a");
    // What was refused stays what it was.
    let after = show(dir.path(), 1);
    assert_eq!((&after["row"]["judgement"], &after["row"]["status"]), (&"unauthenticated".into(), &401.into()));
    let found = doctor(dir.path(), 1);
    assert_eq!(found["cause"], "holds_now");
    assert!(found["said"].to_string().contains(&format!("taken in as #{id}")), "{found:#}");
    assert!(!found["actions"].to_string().contains("rejudge"), "nothing is left to do: {found:#}");
    assert!(found["fix"].as_str().is_some_and(|fix| fix.starts_with("Nothing more is needed")), "{found:#}");
    assert_eq!(doctor(dir.path(), 2)["cause"], "wrong_secret");
    drop(triptych);
    assert_eq!(list(dir.path(), &[]).len(), 6);
}

#[test]
fn an_open_policy_lets_in_what_comes_and_nothing_that_was_refused() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    assert_eq!(triptych.post(&[], BODY.as_bytes()).status, 401);
    assert_eq!(endpoints(dir.path(), &["set", "facebook:w1/c1", "--policy", "open"], None).status, 0);
    let set = endpoints(dir.path(), &["set", "facebook:w1/c1"], Some(SECRET));
    assert_eq!((set.status, set.stdout.as_str()), (0, ""), "{set:?}");
    assert_eq!(list(dir.path(), &[]).len(), 1, "the policy proves nothing of what was refused");
    assert_eq!(triptych.post(&[&signature("wrong", BODY.as_bytes())], BODY.as_bytes()).status, 200);
    assert_eq!(show(dir.path(), 2)["authentication"], "unverified");
    let found = doctor(dir.path(), 2);
    assert_eq!(found["cause"], "wrong_secret");
    assert!(found["said"].to_string().contains("policy of the endpoint is `open`"), "{found:#}");
}

#[test]
fn a_terminal_sees_no_tricks_of_a_stranger() {
    let dir = folder();
    let named = endpoints(dir.path(), &["set", "facebook:w1/c1", "--name", "a\u{202e}b"], None);
    assert_eq!(named.status, 0, "{named:?}");
    let escape = endpoints(dir.path(), &["set", "facebook:w1/c1", "--name", "\u{1b}[2J"], None);
    assert_eq!((escape.status, escape.stderr.contains('\u{1b}')), (2, false), "{escape:?}");
    let triptych = listening(dir.path());
    triptych.post(&["Origin: https://\u{202e}\u{9b}2J.example"], b"{\"entry\":[]}");
    triptych.post(
        &[BEARER],
        "{\"entry\":[{\"messaging\":[{\"message\":{\"text\":\"\u{202e}\\u001b[2J\u{9b}\"}}]}]}".as_bytes(),
    );
    triptych.get("/%1b[2J?\u{9b}");
    converted(dir.path());
    let dir = dir.path().to_str().expect("UTF-8");
    let commands: [&[&str]; 6] = [
        &["doctor", "--data-dir", dir, "1"],
        &["doctor", "--data-dir", dir, "3"],
        &["endpoints", "list", "--data-dir", dir],
        &["captures", "list", "--data-dir", dir],
        &["captures", "show", "--data-dir", dir, "1"],
        &["captures", "show", "--data-dir", dir, "2"],
    ];
    for command in commands {
        let run = run(command);
        assert_eq!(run.status, 0, "{run:?}");
        let tricks =
            |text: &str| text.chars().any(|one| (one.is_control() && one != '\n' && one != '\t') || one == '\u{202e}');
        assert!(!tricks(&run.stdout) && !tricks(&run.stderr), "{command:?}: {:?}", run.stdout);
    }
}
