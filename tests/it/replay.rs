//! `triptych replay`: what it sends arrives byte for byte.

use std::net::TcpListener;
use std::path::Path;

use serde_json::{Value, json};

use crate::bodies::text;
use crate::folder::{body, folder, json_lines, keys, list, outputs, show};
use crate::golden::{fixtures, request};
use crate::listening::{Listening, TOKEN};
use crate::program::{Run, root, run};

const SECRET: &str = "app-s3cret";

/// `triptych replay --json ARGS FIXTURE`.
fn replay(args: &[&str], fixture: &Path) -> Run {
    run(["replay", "--json"].iter().chain(args).map(Path::new).chain([fixture]))
}

fn plain() -> std::path::PathBuf {
    root().join("fixtures/text-plain")
}

fn statuses(run: &Run) -> Vec<Value> {
    json_lines(&run.stdout).into_iter().map(|line| line["status"].clone()).collect()
}

#[test]
fn address_and_token_are_found_in_the_data_folder() {
    let dir = folder();
    let data = dir.path().to_str().expect("UTF-8");
    // The second start has another port and another token.
    for (index, token) in [TOKEN, "another"].into_iter().enumerate() {
        let triptych = Listening::start_with(dir.path(), token, |_| ());
        let run = replay(&["--data-dir", data], &plain());
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
        let line = &json_lines(&run.stdout)[0];
        assert_eq!(keys(line), ["source", "status", "message", "took_ms", "parent", "capture", "changes"]);
        assert_eq!((&line["source"], &line["status"]), (&json!("text-plain"), &json!(200)));
        assert_eq!(line["message"], "EVENT_RECEIVED");
        assert!(line["took_ms"].as_f64().is_some_and(|took| took > 0.0), "{line}");
        let shown = triptych.converted(index + 1);
        assert_eq!(body(&shown), request(&plain()));
        assert_eq!(shown["row"]["path"], "/v3/integrations/facebook/local/facebook/local/webhook");
        triptych.term();
    }
    let run = run(["replay", "--data-dir", data, plain().to_str().expect("UTF-8")]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""), "nothing listens any more: {run:?}");
    assert!(run.stderr.starts_with("triptych: text-plain: could not connect to 127.0.0.1:"), "{run:?}");
}

#[test]
fn a_folder_of_fixtures_arrives_byte_for_byte_and_in_order() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let run = replay(&["--data-dir", dir.path().to_str().expect("UTF-8")], &root().join("fixtures"));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    let fixtures = fixtures();
    assert_eq!(json_lines(&run.stdout).len(), fixtures.len());
    triptych.converted(fixtures.len());
    for (index, fixture) in fixtures.iter().enumerate() {
        let shown = show(dir.path(), index + 1);
        assert_eq!(body(&shown), request(fixture), "{fixture:?}");
        let settings = std::fs::read_to_string(fixture.join("fixture.toml")).expect("a fixture.toml");
        let channel = shown["row"]["channel"].as_str().expect("a channel");
        assert!(settings.contains(&format!("channel = \"{channel}\"")), "{fixture:?} went to {channel}");
    }
}

#[test]
fn bodies_of_any_bytes_arrive_as_they_are() {
    let dir = folder();
    let data = dir.path().join("data");
    let triptych = Listening::start(&data);
    let file = dir.path().join("odd.json");
    let mut odd =
        [b"\xef\xbb\xbf \r\n", text("C9", "m_1", r"\u00e9 \/", 1_763_700_000_123).as_slice(), b"\n\n"].concat();
    for status in [200, 400] {
        std::fs::write(&file, &odd).expect("a file");
        let run = replay(&["--data-dir", data.to_str().expect("UTF-8")], &file);
        assert_eq!((run.status, statuses(&run)), (i32::from(status != 200), vec![json!(status)]), "{run:?}");
        let count = list(&data, &[]).len();
        assert_eq!(body(&show(&data, count)), odd);
        odd.extend(0..=255);
    }
    drop(triptych);
}

#[test]
fn with_a_url_it_sends_there_with_token_and_signature() {
    let dir = folder();
    let secret = dir.path().join("secret");
    std::fs::write(&secret, SECRET).expect("a file");
    let data = dir.path().join("data");
    let triptych = Listening::start_with(&data, TOKEN, |listen| {
        listen.arg("--app-secret-file").arg(&secret);
    });
    let url = format!("http://{}", triptych.addr);
    let hook = format!("{url}/v3/integrations/facebook/w7/facebook/c7/webhook");
    let secret = secret.to_str().expect("UTF-8");
    let local = "/v3/integrations/facebook/local/facebook/local/webhook";
    let cases: &[(&[&str], u16, &str, &str)] = &[
        (&["--to", &url, "--token", TOKEN], 200, "token", local),
        (&["--to", &url, "--sign", SECRET], 200, "signature", local),
        (&["--to", &url, "--app-secret-file", secret], 200, "signature", local),
        (&["--to", &url, "--token", TOKEN, "--sign", SECRET], 200, "both", local),
        (&["--to", &hook, "--token", TOKEN], 200, "token", "/v3/integrations/facebook/w7/facebook/c7/webhook"),
        (&["--to", &url], 401, "failed", local),
        (&["--to", &url, "--token", "wrong"], 401, "failed", local),
        (&["--to", &url, "--token", TOKEN, "--sign", "wrong"], 401, "failed", local),
    ];
    for (index, (args, status, authentication, path)) in cases.iter().enumerate() {
        let run = replay(args, &plain());
        assert_eq!((run.status, statuses(&run)), (i32::from(*status != 200), vec![json!(status)]), "{args:?}: {run:?}");
        let shown = show(&data, index + 1);
        assert_eq!(
            (&shown["authentication"], &shown["row"]["path"]),
            (&json!(authentication), &json!(path)),
            "{args:?}"
        );
        assert_eq!(body(&shown), request(&plain()));
    }
    // A fresh body is signed as it is sent.
    let run = replay(&["--to", &url, "--sign", SECRET, "--fresh"], &plain());
    assert_eq!((run.status, statuses(&run)), (0, vec![json!(200)]), "{run:?}");
}

#[test]
fn many_times_is_the_same_message_unless_it_is_fresh() {
    let dir = folder();
    let data = dir.path().to_str().expect("UTF-8");
    let triptych = Listening::start(dir.path());
    assert_eq!(statuses(&replay(&["--data-dir", data, "--times", "3"], &plain())), vec![json!(200); 3]);
    let before = std::time::SystemTime::UNIX_EPOCH.elapsed().expect("after 1970").as_secs();
    assert_eq!(statuses(&replay(&["--data-dir", data, "--times", "3", "--fresh"], &plain())), vec![json!(200); 3]);
    triptych.converted(6);
    let made: Vec<_> = (1..=6).flat_map(|id| outputs(&show(dir.path(), id))).collect();
    let ids: Vec<_> = made.iter().map(|output| output["message_id"].as_u64().expect("an id")).collect();
    assert_eq!(ids, [1, 1, 1, 2, 3, 4]);
    let duplicates: Vec<_> = made.iter().map(|output| !output["duplicate"].is_null()).collect();
    assert_eq!(duplicates, [false, true, true, false, false, false]);
    let message = |index: usize| &made[index]["document"]["payload"]["message"];
    assert_eq!(message(5)["content"], message(0)["content"]);
    assert_eq!(message(0)["date"], "2026-03-12 14:27:41.074000+00:00");
    for capture in 4..=6 {
        let body: Value = serde_json::from_slice(&body(&show(dir.path(), capture))).expect("JSON");
        let sent = body["entry"][0]["messaging"][0]["timestamp"].as_u64().expect("a time") / 1000;
        // The item is a moment older than its entry, and that is of now.
        assert!((before - 1..before + 60).contains(&sent), "{sent}, not {before}");
    }
}

#[test]
fn what_cannot_be_sent_is_said() {
    let dir = folder();
    let free = TcpListener::bind("127.0.0.1:0").and_then(|bound| bound.local_addr()).expect("a free port");
    let run = replay(&["--to", &format!("http://{free}")], &plain());
    assert_eq!((run.status, statuses(&run)), (1, vec![Value::Null]), "{run:?}");
    let message = json_lines(&run.stdout)[0]["message"].as_str().expect("a sentence").to_owned();
    assert!(message.contains(&free.to_string()), "{message}");

    let data = dir.path().join("data");
    let data = data.to_str().expect("UTF-8");
    let run = replay(&["--data-dir", data], &plain());
    assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{run:?}");
    assert!(run.stderr.contains(data), "no store there: {run:?}");
    let run = replay(&["--to", "127.0.0.1:3333"], &plain());
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "no URL: {run:?}");
    let run = replay(&["--to", "http://127.0.0.1:9"], dir.path());
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "nothing to send: {run:?}");
    assert!(run.stderr.contains(dir.path().to_str().expect("UTF-8")), "{run:?}");
}
