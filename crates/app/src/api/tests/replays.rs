//! Replays, samples, what would change, and files in and out, through the command table.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{FakeHost, call, converted, desk, folder};
use crate::desk::Desk;

async fn refused(desk: &Desk, name: &str, request: Value) -> String {
    desk.call(&FakeHost::default(), name, request).await.expect_err(name).code
}

/// A run, once it is over.
async fn over(desk: &Desk, command: &str, started: &Value) -> Value {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let run = call(desk, command, json!({"run": started["run"]})).await;
        if run["state"] != "running" {
            return run;
        }
        assert!(Instant::now() < deadline, "{run}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn with_samples(dir: &Path) -> Desk {
    let desk = desk(dir).await;
    for sample in ["text-plain", "text-and-image", "receipts"] {
        let id = call(&desk, "samples.send", json!({"name": sample})).await["capture"].as_i64().expect("a capture");
        converted(&desk, id).await;
    }
    desk
}

#[tokio::test(flavor = "multi_thread")]
async fn captures_are_replayed_in_order_mixed_up_and_edited() {
    let folder = folder();
    let desk = with_samples(folder.path()).await;
    let started = call(&desk, "replay.start", json!({"captures": [2, 1, 3], "check": true})).await;
    assert_eq!((&started["total"], &started["state"]), (&json!(3), &json!("running")));
    let run = over(&desk, "replay.get", &started).await;
    assert_eq!(
        (&run["state"], &run["sent"], &run["ok"], &run["next"]),
        (&json!("done"), &json!(3), &json!(3), &json!(3))
    );
    let parents: Vec<_> = run["rows"].as_array().expect("rows").iter().map(|row| row["parent"].clone()).collect();
    assert_eq!(parents, [2, 1, 3]);
    assert_eq!((&run["documents"]["documents"], &run["documents"]["changed"]), (&json!(3), &json!(0)), "{run}");
    let rest = call(&desk, "replay.get", json!({"run": started["run"], "from": 2})).await;
    assert_eq!((rest["rows"].as_array().map(Vec::len), &rest["rows"][0]["index"]), (Some(1), &json!(2)));
    let id = run["rows"][0]["capture"].as_i64().expect("a capture");
    let view = call(&desk, "captures.get", json!({"id": id})).await;
    assert_eq!((&view["row"]["replay_of"], &view["replay"]), (&json!(2), &json!({"source": "#2", "changes": []})));
    assert_eq!(desk.body(id).await.expect("a body"), desk.body(2).await.expect("a body"));

    let mix = json!({"duplicates": 100, "reorder": 3, "delay_ms": 5, "seed": 1});
    let request = json!({"filter": "replay:no", "times": 2, "concurrency": 4, "mix": mix, "check": true});
    let run = over(&desk, "replay.get", &call(&desk, "replay.start", request).await).await;
    assert_eq!((&run["sent"], &run["documents"]["changed"]), (&json!(12), &json!(0)), "{run}");

    let edited = "{\"object\":\"page\",\"entry\":[]}";
    let run = over(
        &desk,
        "replay.get",
        &call(&desk, "replay.start", json!({"captures": [1], "edited": edited, "sign": "none"})).await,
    )
    .await;
    let row = &run["rows"][0];
    assert_eq!((&row["changes"], &row["status"]), (&json!(["edited body"]), &json!(200)), "{run}");
    let new = row["capture"].as_i64().expect("a capture");
    assert_eq!(desk.body(new).await.expect("a body"), edited.as_bytes());
    let pasted = over(&desk, "replay.get", &call(&desk, "replay.start", json!({"text": "no JSON"})).await).await;
    assert_eq!((&pasted["refused"], &pasted["rows"][0]["status"]), (&json!(1), &json!(400)));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_is_cancelled_and_goes_nowhere_that_is_not_allowed() {
    let folder = folder();
    let desk = with_samples(folder.path()).await;
    let slow = call(&desk, "replay.start", json!({"captures": [1], "times": 1000, "rate": 20})).await;
    call(&desk, "replay.cancel", json!({"run": slow["run"]})).await;
    let run = over(&desk, "replay.get", &slow).await;
    assert_eq!(run["state"], "cancelled");
    assert!(run["sent"].as_u64() < Some(1000));

    let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/elsewhere", server.local_addr().expect("an address"));
    let to = json!({"captures": [1], "to": url});
    assert_eq!(refused(&desk, "replay.start", to.clone()).await, "not_allowed");
    let allowed = call(&desk, "replay.allow", json!({"url": url})).await;
    assert_eq!(allowed, call(&desk, "replay.targets", json!({})).await);
    let started = call(&desk, "replay.start", to).await;
    let (mut stream, _) = server.accept().await.expect("a request");
    let mut got = Vec::new();
    while !got.windows(4).any(|end| end == b"\r\n\r\n") {
        tokio::io::AsyncReadExt::read_buf(&mut stream, &mut got).await.expect("bytes");
    }
    let head = String::from_utf8_lossy(&got).into_owned();
    assert!(head.starts_with("POST /elsewhere HTTP/1.1\r\n") && !head.contains("a-token"), "{head}");
    tokio::io::AsyncWriteExt::write_all(&mut stream, b"HTTP/1.1 204 No\r\n\r\n").await.expect("answered");
    let run = over(&desk, "replay.get", &started).await;
    let row = &run["rows"][0];
    assert_eq!(
        (&row["status"], &row["capture"], &row["changes"]),
        (&json!(204), &Value::Null, &json!(["credentials left out"])),
        "{run}"
    );
    assert_eq!(call(&desk, "replay.disallow", json!({"url": url})).await, json!([]));

    for (request, code) in [
        (json!({}), "nothing"),
        (json!({"captures": [99]}), "no_capture"),
        (json!({"captures": [1, 2], "edited": "{}"}), "bad_body"),
        (json!({"captures": [1], "sign": "again"}), "no_secret"),
        (json!({"captures": [1], "sign": "perhaps"}), "bad_request"),
        (json!({"captures": [1], "times": 0}), "bad_request"),
        (json!({"captures": [1], "headers": ["no line"]}), "bad_request"),
        (json!({"captures": [1], "to": "ftp://x"}), "bad_url"),
        (json!({"fixtures": ["no-such"]}), "no_fixture"),
        (json!({"filter": "dup:perhaps"}), "bad_filter"),
        (json!({"bodies": "/no/such/file"}), "no_body"),
    ] {
        assert_eq!(refused(&desk, "replay.start", request.clone()).await, code, "{request}");
    }
    assert_eq!(refused(&desk, "replay.get", json!({"run": 99})).await, "no_run");
    let check = call(&desk, "replay.validate", json!({"text": "{\"entry\":[{]}"})).await;
    assert_eq!((&check["error"]["line"], &check["error"]["offset"]), (&json!(1), &json!(11)), "{check}");
    let sample = call(&desk, "samples.make", json!({"sample": {"kind": "attachment/sticker"}})).await;
    let check = call(&desk, "replay.validate", json!({"text": sample["body"]})).await;
    assert_eq!((&check["error"], &check["items"], &check["documents"]), (&Value::Null, &json!(1), &json!(1)));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn samples_are_made_signed_and_sent() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let kinds = call(&desk, "samples.kinds", json!({})).await;
    assert!(kinds.as_array().expect("kinds").iter().any(|kind| kind["kind"] == "odd/missing-sender"));
    let made = json!({"kind": "messages", "customer": "88800", "text": "mine", "workspace_id": "w9"});
    assert_eq!(refused(&desk, "samples.send", json!({"made": made, "sign": true})).await, "no_secret");
    call(&desk, "secrets.add_app_secret", json!({"secret": "0123456789abcdef0123456789abcdef"})).await;
    let sent = call(&desk, "samples.send", json!({"made": made, "sign": true})).await;
    let id = sent["capture"].as_i64().expect("a capture");
    converted(&desk, id).await;
    let view = call(&desk, "captures.get", json!({"id": id})).await;
    assert_eq!((&view["authentication"], &view["row"]["who"]), (&json!("both"), &json!("88800")));
    assert_eq!(view["replay"], json!({"source": "messages", "changes": ["signed anew"]}));
    let edited = call(&desk, "samples.send", json!({"made": made, "body": "{}"})).await;
    assert_eq!(edited["status"], 400);
    assert_eq!(refused(&desk, "samples.make", json!({"sample": {"kind": "no"}})).await, "no_sample");
    assert_eq!(
        refused(&desk, "samples.make", json!({"sample": {"kind": "comments", "channel": "facebook"}})).await,
        "bad_sample"
    );
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_change_is_found_and_files_come_and_go() {
    let folder = folder();
    let desk = with_samples(folder.path()).await;
    let run = over(&desk, "reconvert.get", &call(&desk, "reconvert.start", json!({})).await).await;
    assert_eq!((&run["state"], &run["captures"], &run["changed"]), (&json!("done"), &json!(3), &json!(0)), "{run}");
    let app = desk.app().await.expect("open");
    app.store()
        .write(|tx| {
            let mut settings = tx.endpoint(1)?.expect("it appeared").settings;
            settings.org_id = 7;
            tx.update_endpoint(1, &settings)
        })
        .await
        .expect("set");
    drop(app);
    let run =
        over(&desk, "reconvert.get", &call(&desk, "reconvert.start", json!({"filter": "field:messages"})).await).await;
    assert_eq!((&run["captures"], &run["unchanged"], &run["changed"]), (&json!(2), &json!(0), &json!(2)), "{run}");
    let group = &run["groups"][0];
    assert_eq!(
        (&group["pointer"], &group["origin"], &group["changes"]),
        (&json!("/payload/org_id"), &json!("setting"), &json!(3))
    );
    assert_eq!(refused(&desk, "reconvert.start", json!({"filter": "dup:x"})).await, "bad_filter");

    let bundle = call(&desk, "captures.export", json!({"format": "bundle", "filter": "field:messages"})).await;
    let file = bundle["file"].as_str().expect("a file");
    assert_eq!(bundle["captures"], 2);
    let text = std::fs::read_to_string(file).expect("a bundle");
    assert!(!text.contains("a-token"), "secrets are masked");
    let har = folder.path().join("all.har");
    call(&desk, "captures.export", json!({"captures": [1, 3], "format": "har", "file": har})).await;
    let log: Value = serde_json::from_slice(&std::fs::read(&har).expect("a file")).expect("JSON");
    assert_eq!(log["log"]["entries"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        refused(&desk, "captures.export", json!({"captures": [1], "format": "har", "file": har})).await,
        "exists"
    );
    assert_eq!(refused(&desk, "captures.export", json!({"captures": [99], "format": "bundle"})).await, "no_capture");
    let taken = call(&desk, "captures.import", json!({"file": file})).await;
    assert_eq!(taken, json!({"captures": 2, "first": 4, "last": 5}));
    assert_eq!(desk.body(4).await.expect("a body"), desk.body(1).await.expect("a body"));
    let pasted = call(&desk, "captures.import", json!({"text": "{\"object\":\"instagram\",\"entry\":[]}"})).await;
    let id = pasted["first"].as_i64().expect("a capture");
    let view = call(&desk, "captures.get", json!({"id": id})).await;
    assert_eq!((&view["row"]["channel"], &view["row"]["status"]), (&json!("instagram"), &json!(200)));
    assert_eq!(refused(&desk, "captures.import", json!({"text": " "})).await, "not_read");
    assert_eq!(
        refused(&desk, "captures.import", json!({"text": "{\"format\":\"triptych-capture-9\"}"})).await,
        "not_a_bundle"
    );
    desk.close().await;
}
