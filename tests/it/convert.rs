//! `triptych convert`: files and stdin → items and documents, without a store.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

use serde_json::{Value, json};

use crate::folder::{folder, json_lines, keys};
use crate::golden::{fixtures, request};
use crate::program::{finish, root, run, triptych};
use crate::shape::{assert_document, assert_origins};

fn convert_json(file: &Path) -> Value {
    let run = run([Path::new("convert"), Path::new("--json"), file]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    let mut lines = json_lines(&run.stdout);
    assert_eq!(lines.len(), 1, "one line an input");
    lines.remove(0)
}

#[test]
fn every_fixture_gives_a_line_of_the_documented_shape() {
    for fixture in fixtures() {
        let file = fixture.join("request.json");
        let line = convert_json(&file);
        let body: Value = serde_json::from_slice(&request(&fixture)).expect("JSON");
        assert_eq!(keys(&line), ["source", "error", "unread", "ledger", "items"]);
        assert_eq!((&line["source"], &line["error"]), (&json!(file.to_str()), &Value::Null));
        let ledger = &line["ledger"];
        assert_eq!(keys(ledger), ["items", "converted", "skipped", "unknown", "failed"]);
        let items = line["items"].as_array().expect("items");
        let count = |verdict: &str| json!(items.iter().filter(|item| item["verdict"] == verdict).count());
        let counted = json!({
            "items": items.len(), "converted": count("converted"), "skipped": count("skipped"),
            "unknown": count("unknown"), "failed": count("failed"),
        });
        assert_eq!(*ledger, counted, "{file:?}");
        let mut documents = Vec::new();
        for item in items {
            let expected = [
                "pointer",
                "via",
                "field",
                "test",
                "verdict",
                "rule",
                "reason",
                "at",
                "outputs",
                "origins",
                "duplicates",
                "unread",
            ];
            assert_eq!(keys(item), expected);
            assert!(body.pointer(item["pointer"].as_str().expect("a pointer")).is_some(), "{item}");
            let outputs = item["outputs"].as_array().expect("outputs");
            let [origins, duplicates] = ["origins", "duplicates"].map(|key| item[key].as_array().expect("an array"));
            assert_eq!((origins.len(), duplicates.len()), (outputs.len(), outputs.len()), "{file:?}");
            assert_eq!(outputs.is_empty(), item["verdict"] != "converted", "{file:?}");
            assert_eq!(item["reason"].is_null(), item["verdict"] == "converted", "{file:?}");
            for (document, origins) in outputs.iter().zip(origins) {
                assert_document(document);
                assert_origins(origins, document, &body);
            }
            documents.extend_from_slice(outputs);
        }
        let unread = items.iter().chain([&line]).flat_map(|of| of["unread"].as_array().expect("pointers"));
        for pointer in unread {
            assert!(body.pointer(pointer.as_str().expect("a pointer")).is_some(), "{pointer} in {file:?}");
        }
        let expected = std::fs::read(fixture.join("expected.json")).expect("an expected.json: run `cargo xtask bless`");
        assert_eq!(Value::Array(documents), serde_json::from_slice::<Value>(&expected).expect("JSON"), "{file:?}");
    }
}

#[test]
fn what_nothing_read_and_who_made_a_duplicate_are_told() {
    let line = convert_json(&root().join("fixtures/unknown-key-in-a-batch/request.json"));
    assert_eq!(line["unread"], json!(["/entry/0/hop"]));
    assert_eq!(line["items"][0]["unread"], json!(["/entry/0/messaging/0/message/nlp"]));

    let dir = folder();
    let file = dir.path().join("twice.json");
    let item =
        r#"{"sender":{"id":"C9"},"recipient":{"id":"P1"},"timestamp":1763700000123,"message":{"mid":"m","text":"Hi"}}"#;
    let other = item.replace("Hi", "Ho");
    std::fs::write(&file, crate::bodies::item(&[item, item, &other].join(","))).expect("a file");
    let line = convert_json(&file);
    let duplicates: Vec<_> =
        line["items"].as_array().expect("items").iter().map(|item| &item["duplicates"][0]).collect();
    let of = |conflict: bool| json!({"of": "/entry/0/messaging/0", "conflict": conflict});
    assert_eq!(duplicates, [&Value::Null, &of(false), &of(true)]);
    assert_eq!(line["items"][1]["outputs"], line["items"][0]["outputs"]);
}

#[test]
fn what_is_no_envelope_or_cannot_be_read_does_not_keep_the_others() {
    let dir = folder();
    let (odd, missing) = (dir.path().join("odd.json"), dir.path().join("missing.json"));
    std::fs::write(&odd, "{\n]").expect("a file");
    let good = root().join("fixtures/text-plain/request.json");
    let [odd, missing, good] = [&odd, &missing, &good].map(|path| path.to_str().expect("UTF-8"));
    for (files, status) in [
        (&[odd, good][..], 1),
        (&[missing, good], 2),
        (&[missing, odd, good], 2),
        (&[odd, missing, good], 2),
        (&[good, good], 0),
    ] {
        let run = run(["convert", "--json"].iter().chain(files));
        assert_eq!(run.status, status, "{files:?}: {run:?}");
        let lines = json_lines(&run.stdout);
        assert_eq!(lines.len(), files.len(), "a line an input: {files:?}: {run:?}");
        assert_eq!(lines.last().expect("a line")["ledger"]["converted"], 1, "each for itself");
        assert_eq!(run.stderr.contains(missing), files.contains(&missing), "{files:?}: {run:?}");
    }
    let run = run(["convert", "--json", odd]);
    let line = &json_lines(&run.stdout)[0];
    assert_eq!(keys(line), ["source", "error", "unread", "ledger", "items"]);
    let error = line["error"].as_str().expect("a sentence");
    assert!(error.starts_with("The body is not JSON") && error.contains("line 2, column 1"), "{error}");
    let empty = json!({"items": 0, "converted": 0, "skipped": 0, "unknown": 0, "failed": 0});
    assert_eq!((&line["ledger"], &line["items"], &line["unread"]), (&empty, &json!([]), &json!([])));
}

#[test]
fn stdin_and_the_time_of_receipt() {
    let untimed = br#"{"object":"page","entry":[{"id":"P1","messaging":[{"sender":{"id":"C9"},"recipient":{"id":"P1"},"message":{"mid":"m_1","text":"Hi"}}]}]}"#;
    let cases = [
        (None, "1970-01-01 00:00:00.000000+00:00"),
        (Some("2025-11-21T04:40:00.123Z"), "2025-11-21 04:40:00.123000+00:00"),
        (Some("2025-11-21T05:40:00+01:00"), "2025-11-21 04:40:00.000000+00:00"),
        (Some("1763700000123"), "2025-11-21 04:40:00.123000+00:00"),
        (Some("1763700000"), "2025-11-21 04:40:00.000000+00:00"),
    ];
    for (received, date) in cases {
        let mut command = triptych();
        command.args(["convert", "--json"]).args(received.map(|at| format!("--received-at={at}"))).arg("-");
        let run = finish(&mut command, untimed);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
        let line = &json_lines(&run.stdout)[0];
        assert_eq!(line["source"], "-");
        assert_eq!(line["items"][0]["outputs"][0]["payload"]["message"]["date"], date, "{received:?}");
    }
}

#[test]
fn text_for_people_has_no_tricks() {
    let file = root().join("fixtures/hostile-text/request.json");
    let run = run([Path::new("convert"), &file]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    assert!(run.stdout.contains("1 item = 1 converted + 0 skipped + 0 unknown + 0 failed"), "{}", run.stdout);
    for shown in ["/entry/0/messaging/0", "<img src=x onerror=alert(1)> \\u{202e}gnp.exe \\u{200b}\\u0007 {{7*7}}"] {
        assert!(run.stdout.contains(shown), "{shown}: {}", run.stdout);
    }
    let hidden =
        |c: &char| (c.is_control() && *c != '\n') || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
    assert_eq!(run.stdout.chars().find(hidden), None);
}

#[test]
fn a_reader_that_has_enough_may_leave() {
    let file = root().join("fixtures/text-plain/request.json");
    for json in [true, false] {
        let mut command = triptych();
        command.arg("convert").args(json.then_some("--json")).args(std::iter::repeat_n(&file, 400));
        let mut process = command.spawn().expect("triptych starts");
        let mut stdout = BufReader::new(process.stdout.take().expect("piped"));
        let mut first = String::new();
        stdout.read_line(&mut first).expect("a line");
        assert!(!first.is_empty());
        drop(stdout);
        let mut said = String::new();
        process.stderr.take().expect("piped").read_to_string(&mut said).expect("UTF-8");
        let status = process.wait().expect("a child");
        assert_eq!((status.code(), said.as_str()), (Some(0), ""));
    }
}
