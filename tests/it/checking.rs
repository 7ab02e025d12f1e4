//! From a capture to a fixture to a change to its acceptance, on the command line.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use triptych_tests::rule;

use crate::bodies::{echo, item, text, voice};
use crate::folder::{captures, folder, json_lines};
use crate::golden::fixtures;
use crate::listening::Listening;
use crate::program::{Run, finish, root, run};

const AT: u64 = 1_763_700_000_123;

fn check(args: &[&str], dir: &Path) -> Run {
    run(["check"].iter().chain(args).map(Path::new).chain([dir]))
}

fn check_with_another_rule(args: &[&str], dir: &Path) -> Run {
    let mut command = rule::triptych();
    command.arg("check").args(args).arg(dir).stdout(Stdio::piped()).stderr(Stdio::piped());
    finish(&mut command, b"")
}

fn outcomes(dir: &Path) -> Vec<(String, String)> {
    let run = check(&["--json"], dir);
    let lines = json_lines(&run.stdout);
    let outcomes: Vec<(String, String)> = lines
        .iter()
        .map(|line| (line["name"].as_str().expect("a name").into(), line["outcome"].as_str().expect("a word").into()))
        .collect();
    let passed = outcomes.iter().all(|(_, outcome)| outcome == "passed");
    assert_eq!(run.status, i32::from(!passed), "{run:?}");
    outcomes
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, outcome)| ((*name).to_owned(), (*outcome).to_owned())).collect()
}

#[test]
fn a_capture_becomes_a_fixture_and_another_rule_shows_in_exactly_those_that_it_concerns() {
    let dir = folder();
    let (data, kept) = (dir.path().join("data"), dir.path().join("kept"));
    let triptych = Listening::start(&data);
    triptych.deliver(&text("C9", "m_1", "Is it white?", AT));
    triptych.deliver(&echo("C9", "e_1", "It is", AT + 1000));
    triptych.deliver(&item(r#"{"sender":{"id":"C9"},"recipient":{"id":"P1"},"read":{"watermark":1763700000123}}"#));
    triptych.deliver(&voice("C9", "m_2", AT + 2000));
    triptych.converted(4);
    let into = kept.to_str().expect("UTF-8");
    for (id, title) in [("1", "A question"), ("2", "An answer"), ("3", "A receipt"), ("4", "A voice")] {
        let run = captures("fixture", &data, &["--title", title, "--tag", "mine", id, into]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    }
    triptych.term();
    assert_eq!(
        std::fs::read(kept.join("a-question/request.json")).expect("a body"),
        text("C9", "m_1", "Is it white?", AT)
    );
    let settings = std::fs::read_to_string(kept.join("a-question/fixture.toml")).expect("settings");
    for line in ["title = \"A question\"", "tags = [\"mine\"]", "workspace_id = \"w1\"", "credentials_id = \"c1\""] {
        assert!(settings.contains(line), "{line} is not in {settings}");
    }
    assert_eq!(std::fs::read_to_string(kept.join("a-receipt/expected.json")).expect("documents").trim(), "[]");
    let all = ["a-question", "a-receipt", "a-voice", "an-answer"].map(|name| (name, "passed"));
    assert_eq!(outcomes(&kept), pairs(&all));

    // Somebody changes a rule of the converter: exactly what it concerns is another document now.
    let shown = check_with_another_rule(&[], &kept);
    let told = "/0/payload/message/content_type: expected \"Audio\", found \"Document\"";
    assert_eq!(shown.status, 1, "{shown:?}");
    assert!(shown.stdout.starts_with(&format!("changed a-voice\n  {told}\n")), "{shown:?}");
    assert!(shown.stdout.ends_with("3 of 4 as expected\n"), "{shown:?}");
    let lines = json_lines(&check_with_another_rule(&["--json"], &kept).stdout);
    let changed: Vec<_> = lines.iter().filter(|line| line["outcome"] == "changed").collect();
    assert_eq!((changed.len(), &changed[0]["name"]), (1, &json!("a-voice")));
    let differences = changed[0]["differences"].as_array().expect("differences");
    let pointers: Vec<_> = differences.iter().map(|one| one["pointer"].as_str().expect("a pointer")).collect();
    let last = "/0/payload/conversation/last_message/content_type";
    assert_eq!(pointers, ["/0/payload/message/content_type", last]);

    // It is meant, and accepted; for the rule of before it is the change.
    let blessed = check_with_another_rule(&["--bless"], &kept);
    assert_eq!((blessed.status, blessed.stdout.as_str()), (0, "4 of 4 as expected\n"), "{blessed:?}");
    assert_eq!(blessed.stderr, "triptych: accepted what a-voice becomes\n");
    let (mut back, name) = (pairs(&all), "a-voice".to_owned());
    back.iter_mut().filter(|(known, _)| *known == name).for_each(|(_, outcome)| *outcome = "changed".to_owned());
    assert_eq!(outcomes(&kept), back);
    let blessed = check(&["--bless"], &kept.join("a-voice"));
    assert_eq!((blessed.status, blessed.stdout.as_str()), (0, "1 of 1 as expected\n"), "{blessed:?}");
    assert_eq!(outcomes(&kept), pairs(&all));

    // What was kept under the one would be another under the other.
    let shown = finish(
        rule::triptych().args(["reconvert", "--data-dir"]).arg(&data).stdout(Stdio::piped()).stderr(Stdio::piped()),
        b"",
    );
    assert_eq!(shown.status, 1, "{shown:?}");
    assert!(
        shown.stdout.starts_with("1 capture: message.content_type: \"Audio\" \u{2192} \"Document\" (raw)\n  #4 "),
        "{shown:?}"
    );
    assert!(shown.stdout.ends_with("4 captures: 3 unchanged, 1 would change\n"), "{shown:?}");
}

#[test]
fn results_go_to_people_and_to_ci() {
    let dir = folder();
    let copy = dir.path().join("fixtures");
    for fixture in fixtures().iter().take(3) {
        let to = copy.join(fixture.file_name().expect("a name"));
        std::fs::create_dir_all(&to).expect("a folder");
        for file in ["request.json", "fixture.toml", "expected.json"] {
            std::fs::copy(fixture.join(file), to.join(file)).expect("copied");
        }
    }
    let first = fixtures()[0].file_name().expect("a name").to_owned();
    std::fs::remove_file(copy.join(first).join("expected.json")).expect("removed");
    let (junit, report) = (dir.path().join("junit.xml"), dir.path().join("report.html"));
    let args = ["--junit", junit.to_str().expect("UTF-8"), "--report", report.to_str().expect("UTF-8")];
    let run = check(&args, &copy);
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.stdout.ends_with("2 of 3 as expected\n"), "{run:?}");
    let junit = std::fs::read_to_string(junit).expect("JUnit");
    assert!(junit.contains("tests=\"3\" failures=\"1\""), "{junit}");
    let report = std::fs::read_to_string(report).expect("a report");
    assert!(report.starts_with("<!doctype html>") && report.contains("default-src 'none'"), "{report}");
    assert!(report.contains("2 passed</span>") && report.contains("1 new</span>"), "{report}");
    assert_eq!(report.matches("<section>").count(), 9, "three panels a case");
    assert!(!report.contains("<script") && !report.contains("http-equiv=\"refresh"));
    let none = check(&[], dir.path());
    assert_eq!((none.status, none.stdout.as_str()), (2, ""), "no fixture there: {none:?}");
}

/// A fixture that passes, under this name.
fn put(kept: &Path, name: &str) -> PathBuf {
    let to = kept.join(name);
    std::fs::create_dir_all(&to).expect("a folder");
    for file in ["request.json", "fixture.toml", "expected.json"] {
        std::fs::copy(fixtures()[0].join(file), to.join(file)).expect("copied");
    }
    to
}

#[test]
fn what_is_broken_fails_and_the_rest_is_checked_all_the_same() {
    let dir = folder();
    let kept = dir.path().join("kept");
    let write = |name: &str, file: &str, bytes: &[u8]| std::fs::write(put(&kept, name).join(file), bytes).expect(file);
    put(&kept, "good");
    put(&kept, "same-title");
    write("bad-toml", "fixture.toml", b"title = \"x\"\ntags = [\n");
    write("bad-key", "fixture.toml", b"title = \"x\"\n\ntitel = \"y\"\n");
    write("toml-bytes", "fixture.toml", b"title = \"\xff\"\n");
    write("body-bytes", "request.json", b"{\"object\":\"page\",\"entry\":[{\"id\":\"\xff\xfe\"}]}");
    write("expected-text", "expected.json", b"not JSON");
    write("expected-object", "expected.json", b"{}");
    let marked = put(&kept, "marked");
    for file in ["fixture.toml", "expected.json", "request.json"] {
        let text = std::fs::read(marked.join(file)).expect(file);
        std::fs::write(marked.join(file), ["\u{feff}".as_bytes(), &text].concat()).expect(file);
    }
    std::fs::remove_file(put(&kept, "no-body").join("request.json")).expect("removed");
    std::fs::create_dir(kept.join("empty")).expect("a folder");
    std::fs::write(kept.join("stray.txt"), "no fixture").expect("a file");
    for (to, from) in [("good", "linked"), ("nowhere", "dangling")] {
        std::os::unix::fs::symlink(kept.join(to), kept.join(from)).expect("a link");
    }
    // What is no file would be waited for without end.
    let endless = put(&kept, "endless").join("expected.json");
    std::fs::remove_file(&endless).expect("removed");
    std::os::unix::fs::symlink("/dev/zero", &endless).expect("a link");
    let long = std::fs::File::create(put(&kept, "long").join("request.json")).expect("a body");
    long.set_len(64 << 20).expect("it takes no room");
    let pipe = put(&kept, "pipe").join("fixture.toml");
    std::fs::remove_file(&pipe).expect("removed");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());

    let run = check(&["--json"], &kept);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""), "{run:?}");
    let found: Vec<String> = json_lines(&run.stdout)
        .iter()
        .map(|line| format!("{} {} {}", line["name"], line["outcome"], line["reason"].as_str().unwrap_or("")))
        .collect();
    let expected = [
        ("bad-key", "failed", "fixture.toml: line 3: unknown field `titel`"),
        ("bad-toml", "failed", "fixture.toml: line "),
        ("body-bytes", "failed", "UTF-8"),
        ("endless", "failed", "expected.json: it is no file"),
        ("expected-object", "failed", "expected.json is no array of documents"),
        ("expected-text", "failed", "expected.json is no JSON"),
        ("good", "passed", ""),
        ("linked", "passed", ""),
        ("long", "failed", "request.json: it is no webhook: it has 64 MiB or more"),
        ("marked", "passed", ""),
        ("no-body", "failed", "request.json"),
        ("pipe", "failed", "fixture.toml: it is no file"),
        ("same-title", "passed", ""),
        ("toml-bytes", "failed", "no text in UTF-8"),
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (line, (name, outcome, why)) in found.iter().zip(expected) {
        assert!(line.starts_with(&format!("\"{name}\" \"{outcome}\"")) && line.contains(why), "{line}: {why}");
    }

    // Accepting repairs what is expected, and tells what it cannot accept.
    let blessed = check(&["--bless"], &kept);
    assert_eq!(blessed.status, 1, "{blessed:?}");
    for told in ["body-bytes: ", "accepted what endless becomes", "accepted what expected-text becomes"] {
        assert!(blessed.stderr.contains(told), "{told}: {blessed:?}");
    }
    assert!(!blessed.stderr.contains("good"), "{blessed:?}");
    assert!(blessed.stdout.contains("7 of 14 as expected"), "{blessed:?}");
}

#[test]
fn one_that_cannot_be_read_keeps_no_other_from_being_checked() {
    let dir = folder();
    let copy = dir.path().join("fixtures");
    for (name, body, settings) in [("a", "{}", ""), ("b", r#"{"entry":[]}"#, "x = ["), ("c", r#"{"entry":[]}"#, "")] {
        let to = copy.join(name);
        std::fs::create_dir_all(&to).expect("a folder");
        std::fs::write(to.join("request.json"), body).expect("a body");
        std::fs::write(to.join("fixture.toml"), settings).expect("settings");
    }
    let junit = dir.path().join("junit.xml");
    let blessed = check(&["--bless", "--junit", junit.to_str().expect("UTF-8")], &copy);
    assert_eq!(blessed.status, 1, "{blessed:?}");
    assert!(blessed.stdout.starts_with("failed a\n  ") && blessed.stdout.contains("\nfailed b\n  "), "{blessed:?}");
    assert!(blessed.stdout.ends_with("1 of 3 as expected\n"), "{blessed:?}");
    let junit = std::fs::read_to_string(junit).expect("JUnit");
    assert!(junit.contains("tests=\"3\" failures=\"2\""), "{junit}");
    assert!(!copy.join("a/expected.json").exists() && copy.join("c/expected.json").exists());
    assert_eq!(outcomes(&copy), pairs(&[("a", "failed"), ("b", "failed"), ("c", "passed")]));
}

#[test]
fn the_repository_s_own_pass() {
    let run = check(&[], &root().join("fixtures"));
    assert_eq!(run.status, 0, "{run:?}");
}

#[test]
fn with_pseudonyms_nothing_of_the_customer_is_left_and_it_converts_alike() {
    let dir = folder();
    let (data, kept) = (dir.path().join("data"), dir.path().join("kept"));
    let triptych = Listening::start(&data);
    let body = item(
        r#"{ "sender" : {"id":"7310482956120433"},"recipient":{"id":"104882310947213"},"timestamp":1763700000123,
        "message":{"mid":"m_Qx7VfT2mKpO9","text":"Call me at +33 6 12 34 56 78, \u00c9lodie Martin","attachments":[{"type":"image",
        "payload":{"url":"https:\/\/scontent.xx.fbcdn.net\/v\/x.jpg?oh=00_AfSecret&oe=69E0"}}]}}"#,
    );
    triptych.deliver(&body);
    triptych.converted(1);
    let into = kept.to_str().expect("UTF-8");
    let run = captures("fixture", &data, &["--pseudonyms", "--json", "1", into]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    let line = &json_lines(&run.stdout)[0];
    assert_eq!((&line["documents"], &line["title"]), (&json!(2), &json!("Message")));
    let saved = Path::new(line["folder"].as_str().expect("a folder"));
    let made = std::fs::read(saved.join("request.json")).expect("a body");
    assert_eq!(made.len(), body.len());
    let mut all = String::new();
    for file in ["request.json", "fixture.toml", "expected.json"] {
        all += &std::fs::read_to_string(saved.join(file)).expect(file);
    }
    for gone in
        ["7310482956120433", "104882310947213", "Qx7VfT2mKpO9", "lodie", "Martin", "33 6 12", "AfSecret", "Call me"]
    {
        assert!(!all.contains(gone), "{gone} is left in {all}");
    }
    assert_eq!(outcomes(&kept).len(), 1);
    let documents: Vec<Value> =
        serde_json::from_slice(&std::fs::read(saved.join("expected.json")).expect("documents")).expect("JSON");
    let types: Vec<_> = documents.iter().map(|one| one["payload"]["message"]["content_type"].clone()).collect();
    assert_eq!(types, ["Text", "Image"]);

    // The same person is the same one in every fixture of the folder.
    let run = captures("fixture", &data, &["--pseudonyms", "--json", "1", into]);
    let again = Path::new(json_lines(&run.stdout)[0]["folder"].as_str().expect("a folder")).join("request.json");
    assert_ne!(again, saved.join("request.json"));
    assert_eq!(std::fs::read(again).expect("a body"), made);
}
