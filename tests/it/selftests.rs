//! `triptych selftest`: green where everything comes through, and red with the right sentence where it does not.

use std::time::Duration;

use serde_json::Value;
use triptych_tests::standin::{Certificate, Manner, StandIn, answer};

use crate::folder::{folder, json_lines, list};
use crate::listening::{Listening, TOKEN};
use crate::program::run;

const SECRET: &str = "51f0c7d2b86c4a1e9f3b2d7a60c8e4f1";

fn signed(dir: &std::path::Path) -> Listening {
    Listening::start_with(dir, TOKEN, |command| {
        command.env("TRIPTYCH_APP_SECRET", SECRET);
    })
}

/// The test as a whole, the last line that is printed; neither a token nor a secret stands in any.
fn selftest(dir: &std::path::Path, args: &[&str]) -> (i32, Value) {
    let dir = dir.to_str().expect("UTF-8");
    let run = run(["selftest", "--json", "--data-dir", dir].iter().chain(args));
    assert_eq!(run.stderr, "", "{run:?}");
    assert!(!run.stdout.contains(TOKEN) && !run.stdout.contains(SECRET), "{}", run.stdout);
    let lines = json_lines(&run.stdout);
    assert_eq!(lines.len(), 6, "five steps and the whole: {}", run.stdout);
    (run.status, lines.last().expect("the whole").clone())
}

fn outcomes(test: &Value) -> Vec<&str> {
    test["steps"].as_array().expect("steps").iter().map(|step| step["outcome"].as_str().expect("a word")).collect()
}

#[test]
fn it_is_green_where_everything_comes_through() {
    let dir = folder();
    let triptych = signed(dir.path());
    let (status, test) = selftest(dir.path(), &[]);
    assert_eq!((status, &test["verdict"]), (0, &"passed".into()), "{test:#}");
    assert_eq!(outcomes(&test), ["passed"; 5]);
    for step in test["steps"].as_array().expect("steps") {
        let shown = [&step["sent"], &step["got"]].map(|text| text.as_str().expect("a text"));
        assert!(shown.iter().all(|text| text.contains("\n\n") && !text.contains('\r')), "{step:#}");
    }
    let tunnel = StandIn::before(triptych.addr, Manner::Honest);
    let (status, test) = selftest(dir.path(), &["--url", &tunnel.url()]);
    assert_eq!((status, outcomes(&test)), (0, vec!["passed"; 5]), "{test:#}");
    assert_eq!(test["steps"][2]["arrived"], format!("#{}, as it was sent", test["steps"][2]["capture"]));
    tunnel.behave(Manner::Slow(Duration::from_millis(300)));
    assert_eq!(selftest(dir.path(), &["--url", &tunnel.url()]).0, 0);

    // They say what they are, and make nothing.
    let rows = list(dir.path(), &[]);
    assert_eq!(rows.len(), 15);
    assert!(rows.iter().all(|row| row["self_test"] == true && row["title"] == "Self-test" && row["documents"] == 0));
    triptych.deliver(&crate::bodies::text("7310", "m1", "hello", 1_763_700_000_000));
    assert_eq!(list(dir.path(), &[])[0]["self_test"], false);
}

#[test]
fn without_a_secret_it_says_what_is_missing() {
    let dir = folder();
    let _triptych = Listening::start(dir.path());
    let (status, test) = selftest(dir.path(), &[]);
    assert_eq!((status, outcomes(&test)), (0, vec!["passed", "passed", "skipped", "passed", "passed"]), "{test:#}");
    assert_eq!(test["code"], "no_secret");
    assert!(test["fix"].as_str().is_some_and(|fix| fix.contains("app secret")), "{test:#}");
}

#[test]
fn each_way_to_fail_has_its_own_sentence() {
    let dir = folder();
    let triptych = signed(dir.path());
    let tunnel = StandIn::before(triptych.addr, Manner::Honest);
    let page = "<!doctype html><html><body>Welcome</body></html>";
    let html = "Content-Type: text/html\r\n";
    let warning = "<html>You are about to visit x.ngrok-free.app ERR_NGROK_6024</html>";
    let ours = "X-Content-Type-Options: nosniff\r\nContent-Type: application/json\r\n";
    let cases = [
        (Manner::Rewriting, "body_rewritten", 2, "(slashes)"),
        (Manner::Printing, "body_rewritten", 2, "(its JSON was parsed and written anew)"),
        (Manner::Packing, "body_rewritten", 2, "(it was compressed)"),
        (Manner::Cutting(40), "body_rewritten", 2, "(it was cut)"),
        (Manner::Cutting(0), "body_rewritten", 2, "(it is empty)"),
        (Manner::Stripping("X-Hub-Signature-256"), "headers_stripped", 2, "X-Hub-Signature-256 was taken out"),
        (Manner::Stripping("Authorization"), "headers_stripped", 4, "Authorization was taken out"),
        (Manner::Prefixing, "path_rewritten", 0, "/app/v3/"),
        (Manner::Queryless, "path_rewritten", 0, "The query was changed"),
        (Manner::Answering(answer("200 OK", html, page)), "answered_by_itself", 0, "with a page of its own"),
        (Manner::Answering(answer("404 Not Found", "", "no")), "answered_by_itself", 0, "404 by itself"),
        (Manner::Answering(answer("200 OK", html, warning)), "interstitial", 0, "warning page"),
        (Manner::Answering(answer("502 Bad Gateway", "", "")), "tunnel_offline", 0, "leads to nothing that listens"),
        (
            Manner::Answering(answer("404 Not Found", "Ngrok-Error-Code: ERR_NGROK_3200\r\n", "")),
            "tunnel_offline",
            0,
            "404",
        ),
        (Manner::Answering(answer("530 X", "", "error code: 1033")), "tunnel_offline", 0, "530"),
        (
            Manner::Answering(answer("301 Moved", "Location: https://x.example/\r\n", "")),
            "redirect",
            0,
            "redirects to https://x.example/",
        ),
        (
            Manner::Answering(answer("403 Forbidden", ours, "{\"message\":\"x\"}")),
            "other_triptych",
            0,
            "never came to this one",
        ),
        (Manner::Masking(answer("500 X", "", "")), "answer_rewritten", 0, "but 500 came back"),
        (Manner::Masking(answer("200 OK", html, page)), "answer_rewritten", 0, "something else came back"),
        (Manner::Answering("no HTTP".into()), "broken", 0, "broke before an answer came"),
    ];
    let mut titles = std::collections::HashSet::new();
    for (manner, code, step, words) in cases {
        tunnel.behave(manner.clone());
        let (status, test) = selftest(dir.path(), &["--url", &tunnel.url()]);
        assert_eq!(
            (status, &test["verdict"], &test["code"]),
            (1, &"failed".into(), &code.into()),
            "{manner:?}: {test:#}"
        );
        let first = outcomes(&test).iter().position(|outcome| *outcome == "failed");
        assert_eq!(first, Some(step), "{manner:?}: {test:#}");
        let title = test["title"].as_str().expect("a sentence");
        assert!(title.contains(words), "{manner:?}: {title}");
        assert!(test["fix"].as_str().is_some_and(|fix| fix.len() > 10), "{manner:?}");
        titles.insert(title.to_owned());
    }
    assert_eq!(titles.len(), 20, "{titles:#?}");
    let elsewhere = [("http://no-such-name.invalid", "dns"), ("http://127.0.0.1:9", "refused")];
    for (url, code) in elsewhere {
        let (status, test) = selftest(dir.path(), &["--url", url]);
        assert_eq!((status, &test["code"]), (1, &code.into()), "{test:#}");
        assert_eq!(outcomes(&test), ["failed", "skipped", "skipped", "skipped", "skipped"]);
    }
}

#[test]
fn each_fault_of_https_has_its_own_sentence() {
    let dir = folder();
    let triptych = signed(dir.path());
    let own = StandIn::secured(triptych.addr, Certificate::SelfSigned);
    let old = StandIn::secured(triptych.addr, Certificate::Expired);
    let none = format!("https://{}", triptych.addr);
    for (url, code, words, way) in [
        (own.url(), "tls_untrusted", "of no public authority", "Get a certificate"),
        (old.url(), "tls_expired", "expired on 2020-03-01", "Renew the certificate"),
        (none, "tls_none", "speaks no TLS", "Check the port"),
    ] {
        let (status, test) = selftest(dir.path(), &["--url", &url]);
        assert_eq!((status, &test["code"]), (1, &code.into()), "{test:#}");
        assert_eq!(outcomes(&test), ["failed", "skipped", "skipped", "skipped", "skipped"]);
        assert!(test["title"].as_str().is_some_and(|title| title.contains(words)), "{test:#}");
        assert!(test["fix"].as_str().is_some_and(|fix| fix.contains(way)), "{test:#}");
    }
    assert!(list(dir.path(), &[]).is_empty(), "nothing was sent over a connection that is not secure");
}

#[test]
fn a_tunnel_that_never_answers_is_told_in_time() {
    let dir = folder();
    let triptych = signed(dir.path());
    let tunnel = StandIn::before(triptych.addr, Manner::Silent);
    let (status, test) = selftest(dir.path(), &["--url", &tunnel.url()]);
    assert_eq!((status, &test["code"]), (1, &"timeout".into()), "{test:#}");
    assert!(test["title"].as_str().is_some_and(|title| title.contains("within 10 s")), "{test:#}");
}

#[test]
fn people_read_it_as_sentences() {
    let dir = folder();
    let _triptych = signed(dir.path());
    let run = run(["selftest", "--data-dir", dir.path().to_str().expect("UTF-8")]);
    assert_eq!(run.status, 0);
    assert!(
        run.stdout.contains("passed  Handshake with the verify token: Answered 200, as it should be."),
        "{}",
        run.stdout
    );
    assert!(run.stdout.ends_with("passed: Everything comes through as it should\n"), "{}", run.stdout);
}

#[test]
fn an_open_endpoint_and_a_fault_rule_are_told() {
    let dir = folder();
    let data = dir.path().to_str().expect("UTF-8");
    let open = run(["endpoints", "set", "--data-dir", data, "facebook:w1/c1", "--policy", "open", "--name", "Shop"]);
    assert_eq!(open.status, 0, "{open:?}");
    let fault = run(["endpoints", "fault", "--data-dir", data, "facebook:w2/c2", "--status", "503"]);
    assert_eq!(fault.status, 0, "{fault:?}");
    let _triptych = signed(dir.path());
    let (status, test) = selftest(dir.path(), &["--endpoint", "facebook:w1/c1"]);
    assert_eq!((status, &test["endpoint"]), (0, &"Shop".into()), "{test:#}");
    assert_eq!((&test["steps"][3]["outcome"], &test["steps"][3]["code"]), (&"passed".into(), &"policy_open".into()));
    let (status, test) = selftest(dir.path(), &["--endpoint", "facebook:w2/c2"]);
    assert_eq!((status, &test["code"]), (1, &"fault_rule".into()), "{test:#}");
    assert_eq!(outcomes(&test), ["passed", "passed", "failed", "passed", "passed"]);
}
