//! Captures out of one folder and into another: bundles, HTTP archives, bodies from files.

use serde_json::{Value, json};

use crate::bodies::text;
use crate::folder::{body, captures, folder, json_lines, list, outputs, show};
use crate::golden::{fixtures, request};
use crate::listening::{BEARER, Listening, TOKEN};
use crate::program::{root, run};

const AT: u64 = 1_763_700_000_123;

#[test]
fn a_bundle_brings_the_same_bytes_and_no_secret() {
    let (one, other) = (folder(), folder());
    let triptych = Listening::start(one.path());
    let odd = [&b"\xef\xbb\xbf "[..], &text("C9", "m_1", r"\u00e9", AT)].concat();
    assert_eq!(triptych.post(&[BEARER, "x-ODD:  y"], &odd).status, 200);
    assert_eq!(triptych.post(&[BEARER], b"\xff\x00").status, 400);
    let data = one.path().to_str().expect("UTF-8");
    assert_eq!(run(["replay", "--data-dir", data, "--capture", "1"]).status, 0);
    triptych.converted(3);
    triptych.term();
    let bundle = captures("export", one.path(), &[]);
    assert!(bundle.status == 0 && !bundle.stdout.contains(TOKEN), "{bundle:?}");
    let line = &json_lines(&bundle.stdout)[0];
    assert_eq!(line["items"][0]["documents"][0]["payload"]["message"]["content"], "é");
    let file = other.path().join("bundle.jsonl");
    std::fs::write(&file, &bundle.stdout).expect("a file");
    let into = other.path().join("data");
    let taken = captures("import", &into, &[file.to_str().expect("UTF-8")]);
    assert_eq!((taken.status, taken.stdout.as_str()), (0, "3 captures taken in\n"), "{taken:?}");
    // The token is masked in it: who listens there puts in his own.
    let there = Listening::start(&into);
    let run = run(["replay", "--data-dir", into.to_str().expect("UTF-8"), "--capture", "1"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    assert!(run.stdout.contains("token in place of a masked one"), "{run:?}");
    there.converted(4);
    there.term();
    for id in 1..=3 {
        let (before, after) = (show(one.path(), id), show(&into, id));
        assert_eq!(body(&before), body(&after));
        for member in ["headers", "replay", "reason", "answer", "peer"] {
            assert_eq!(before[member], after[member], "{member} of {id}");
        }
        assert_eq!(outputs(&before), outputs(&after));
    }
    let wrong = other.path().join("wrong.jsonl");
    std::fs::write(&wrong, bundle.stdout.replacen("\"judgement\":\"invalid\"", "\"judgement\":\"odd\"", 1))
        .expect("a file");
    let refused = captures("import", &into, &[wrong.to_str().expect("UTF-8")]);
    assert_eq!(refused.status, 2, "{refused:?}");
    assert!(refused.stderr.contains("line 2"), "{refused:?}");
    let cut = bundle.stdout.len() - 100;
    for (damaged, line) in [(&bundle.stdout[1..], "line 1"), (&bundle.stdout[..cut], "line 3")] {
        std::fs::write(&wrong, damaged).expect("a file");
        let refused = captures("import", &into, &[wrong.to_str().expect("UTF-8")]);
        assert_eq!(refused.status, 2, "{refused:?}");
        assert!(refused.stderr.contains(line), "it is no body: {refused:?}");
    }
    assert_eq!(list(&into, &[]).len(), 4, "nothing of it was taken in");
}

#[test]
fn an_http_archive_holds_requests_and_answers() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    triptych.deliver(&text("C9", "m_1", "Hi", AT));
    assert_eq!(triptych.post(&[BEARER], b"\xff\x00").status, 400);
    let har = captures("export", dir.path(), &["--har"]);
    assert!(har.status == 0 && !har.stdout.contains(TOKEN), "{har:?}");
    let log: Value = serde_json::from_str(&har.stdout).expect("JSON");
    let entries = log["log"]["entries"].as_array().expect("entries");
    assert_eq!((&log["log"]["version"], entries.len()), (&json!("1.2"), 2));
    let request = &entries[0]["request"];
    assert_eq!(request["postData"]["text"].as_str().map(str::as_bytes), Some(text("C9", "m_1", "Hi", AT).as_slice()));
    assert_eq!((&request["method"], &entries[0]["response"]["status"]), (&json!("POST"), &json!(200)));
    let data = &entries[1]["request"]["postData"];
    assert_eq!((&data["_encoding"], &data["text"]), (&json!("base64"), &json!("/wA=")));
    // The format names three members, and own ones begin with an underscore.
    for (name, _) in entries.iter().flat_map(|entry| entry["request"]["postData"].as_object().expect("an object")) {
        assert!(["mimeType", "text", "_encoding"].contains(&name.as_str()), "{name}");
    }
}

#[test]
fn a_folder_of_bodies_becomes_captures() {
    let dir = folder();
    let taken = captures("import", dir.path(), &[root().join("fixtures").to_str().expect("UTF-8")]);
    assert_eq!((taken.status, taken.stderr.as_str()), (0, ""), "{taken:?}");
    for (index, fixture) in fixtures().iter().enumerate() {
        let shown = show(dir.path(), index + 1);
        assert_eq!(body(&shown), request(fixture));
        assert_eq!(shown["replay"]["changes"], json!(["taken in from a file"]));
        let expected: Value =
            serde_json::from_slice(&std::fs::read(fixture.join("expected.json")).expect("expected")).expect("JSON");
        assert_eq!(outputs(&shown).len(), expected.as_array().expect("documents").len(), "{fixture:?}");
    }
}
