//! The command table, over a real folder and a real socket.

use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::json;

use super::*;
use crate::app::Options;
use crate::desk::{Dialog, Picked};
use crate::replay::{Outgoing, Target, send};

mod conversations;
mod fixtures;
mod keeping;
mod looking;
mod replays;
mod trust;

/// A host that remembers what was copied.
#[derive(Default)]
struct FakeHost {
    copied: Mutex<Vec<String>>,
    opened: Mutex<Vec<String>>,
    shown: std::sync::atomic::AtomicBool,
    zoom: Mutex<Vec<u16>>,
}

impl Host for FakeHost {
    fn copy_text(&self, text: String) -> Result<(), String> {
        self.copied.lock().expect("not poisoned").push(text);
        Ok(())
    }

    fn open_url(&self, url: &str) -> Result<(), String> {
        self.opened.lock().expect("not poisoned").push(url.to_owned());
        Ok(())
    }

    fn pick_path(&self, dialog: Dialog) -> Picked<'_> {
        let folder = dialog.folder.ok_or_else(|| "no portal".to_owned());
        Box::pin(async { folder.map(|folder| Some(folder.join("picked"))) })
    }

    fn show_window(&self) {
        self.shown.store(true, std::sync::atomic::Ordering::SeqCst);
    }

    fn zoom_window(&self, percent: u16) -> Result<(), String> {
        self.zoom.lock().expect("not poisoned").push(percent);
        Ok(())
    }
}

async fn desk(dir: &Path) -> Desk {
    Desk::open(Options {
        data_dir: dir.to_owned(),
        addr: "127.0.0.1:0".parse().expect("an address"),
        token: Some("a-token".into()),
        app_secrets: Vec::new(),
    })
    .await
}

async fn call(desk: &Desk, name: &str, request: Value) -> Value {
    let answer = desk.call(&FakeHost::default(), name, request).await;
    let answer = answer.unwrap_or_else(|error| panic!("{name}: {error:?}"));
    serde_json::from_str(answer.get()).expect("an answer is JSON")
}

/// Waits until the newest capture was converted.
async fn converted(desk: &Desk, id: i64) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while desk.status().await.expect("a status").projected_to < id {
        assert!(Instant::now() < deadline, "capture {id} is not converted");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Delivers a body to the listener, and waits until it was converted; its capture.
async fn post(desk: &Desk, body: &Value) -> i64 {
    let app = desk.app().await.expect("open");
    let target = Target::local(app.addr().await);
    let path = crate::local_endpoint(triptych_core::endpoint::Channel::Facebook).path();
    let request = Outgoing::post(&target, &path, &[("x-api-key", "a-token")], body.to_string().into());
    send(&target, &request, |_| ()).await.expect("an answer");
    let id = call(desk, "captures.list", json!({"limit": 1})).await["rows"][0]["id"].as_i64().expect("an id");
    converted(desk, id).await;
    id
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_becomes_a_capture_with_three_sides() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let sent = call(&desk, "samples.send", json!({"name": "text-and-image"})).await;
    assert_eq!(sent["status"], 200);
    assert_eq!(sent["message"], "EVENT_RECEIVED");
    let id = sent["capture"].as_i64().expect("a capture");
    converted(&desk, id).await;

    let page = call(&desk, "captures.list", json!({})).await;
    let row = &page["rows"][0];
    assert_eq!((&page["total"], &page["more"]), (&json!(1), &json!(false)));
    assert_eq!(row["title"], "Like this one");
    assert_eq!(row["who"], "7310482956120433");
    assert_eq!(row["fields"], json!(["messages"]));
    assert_eq!(row["documents"], 2);
    assert_eq!(row["endpoint"], "local/local");

    let view = call(&desk, "captures.get", json!({"id": id})).await;
    let item = &view["items"][0];
    assert_eq!(item["verdict"], "converted");
    assert_eq!(item["outputs"][1]["content_type"], "Image");
    let document: Value = serde_json::from_str(item["outputs"][0]["document"].as_str().expect("text")).expect("JSON");
    assert_eq!(document["payload"]["message"]["content"], "Like this one");
    let body = desk.body(id).await.expect("a body");
    let (start, end) = (item["range"][0].as_u64().expect("start"), item["range"][1].as_u64().expect("end"));
    let of_item = &body[usize::try_from(start).expect("fits")..usize::try_from(end).expect("fits")];
    assert!(of_item.starts_with(b"{\"sender\"") && of_item.ends_with(b"}"));
    let authorization =
        view["headers"].as_array().expect("headers").iter().find(|header| header["name"] == "Authorization");
    assert_eq!(authorization.expect("the header")["value"], "••••••••");
    assert!(!view.to_string().contains("a-token"));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_is_a_new_capture_with_a_parent() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let first =
        call(&desk, "samples.send", json!({"name": "text-plain"})).await["capture"].as_i64().expect("a capture");
    let second = call(&desk, "captures.replay", json!({"id": first})).await["capture"].as_i64().expect("a capture");
    converted(&desk, second).await;
    assert_eq!(desk.body(first).await, desk.body(second).await);
    let row = &call(&desk, "captures.list", json!({"limit": 1})).await["rows"][0];
    assert_eq!((&row["id"], &row["replay_of"], &row["duplicate"]), (&json!(second), &json!(first), &json!(true)));
    let view = call(&desk, "captures.get", json!({"id": second})).await;
    assert_eq!(view["items"][0]["outputs"][0]["duplicate"], json!({"of": first, "conflict": false}));
    let error =
        desk.call(&FakeHost::default(), "captures.replay", json!({"id": 99})).await.expect_err("no such capture");
    assert_eq!(error.code, "no_capture");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_leads_to_the_pages_of_its_field_and_its_rule() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let id = call(&desk, "samples.send", json!({"name": "receipts"})).await["capture"].as_i64().expect("a capture");
    converted(&desk, id).await;
    let pages = call(&desk, "reference.list", Value::Null).await;
    let ids: Vec<&Value> = pages.as_array().expect("pages").iter().map(|page| &page["id"]).collect();
    let view = call(&desk, "captures.get", json!({"id": id})).await;
    for item in view["items"].as_array().expect("items") {
        assert_eq!(item["help"], item["field"]);
        assert_eq!(item["rule_help"], json!(format!("rule/{}", item["rule"].as_str().expect("a rule"))));
        assert!(ids.contains(&&item["help"]) && ids.contains(&&item["rule_help"]), "{item}");
    }
    let line = |page: &Value| page["properties"].as_array().expect("lines").iter().find(|l| l["unit"] == "ms").cloned();
    let page = pages.as_array().expect("pages").iter().find(|page| page["id"] == "message_reads").expect("the page");
    assert_eq!(line(page).expect("a line")["name"], "read.watermark");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_shown_with_its_reason() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let app = desk.app().await.expect("open");
    let target = Target::local(app.addr().await);
    let path = crate::local_endpoint(triptych_core::endpoint::Channel::Facebook).path();
    for (headers, body, judgement) in
        [(&[][..], "{\"entry\":[]}", "unauthenticated"), (&[("x-api-key", "a-token")], "{\"entry\":[", "invalid")]
    {
        let request = Outgoing::post(&target, &path, headers, body.into());
        send(&target, &request, |_| ()).await.expect("an answer");
        let row = &call(&desk, "captures.list", json!({"limit": 1})).await["rows"][0];
        assert_eq!(row["judgement"], judgement);
        let view = call(&desk, "captures.get", json!({"id": row["id"]})).await;
        assert_eq!(view["row"]["ledger"], Value::Null);
        assert!(!view["reason"].as_str().expect("a reason").is_empty());
        assert_eq!(view["error"]["offset"], if judgement == "invalid" { json!(10) } else { Value::Null });
    }
    drop(app);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_stay_here_until_asked_for() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let host = FakeHost::default();
    let setup = call(&desk, "secrets.add_app_secret", json!({"secret": " s3cr3t-s3cr3t \n"})).await;
    assert_eq!(setup["app_secrets"].as_array().map(Vec::len), Some(1));
    assert!(!setup.to_string().contains("s3cr3t") && !setup.to_string().contains("a-token"));
    assert_eq!(call(&desk, "secrets.reveal_token", json!({})).await["value"], "a-token");
    desk.call(&host, "clipboard.copy", json!({"what": "curl"})).await.expect("copied");
    desk.call(&host, "clipboard.copy", json!({"what": "callback_url", "channel": "instagram"})).await.expect("copied");
    let copied = host.copied.lock().expect("not poisoned").clone();
    assert!(copied[0].contains("Authorization: Bearer a-token"), "{}", copied[0]);
    assert!(copied[1].ends_with("/v3/integrations/instagram/local/instagram/local/webhook"), "{}", copied[1]);
    let id = setup["app_secrets"][0]["id"].clone();
    assert_eq!(call(&desk, "secrets.remove_app_secret", json!({"id": id})).await["app_secrets"], json!([]));
    let empty = desk.call(&host, "secrets.add_app_secret", json!({"secret": " "})).await.expect_err("empty");
    assert_eq!(empty.code, "empty_secret");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_in_use_is_a_state_with_a_way_on() {
    let folder = folder();
    let first = desk(folder.path()).await;
    let second = desk(folder.path()).await;
    let status = call(&second, "app.status", json!({})).await;
    assert_eq!(status["storage_problem"]["code"], "folder_in_use");
    let error = second.call(&FakeHost::default(), "captures.list", json!({})).await.expect_err("blocked");
    assert_eq!(error.code, "folder_in_use");
    first.close().await;
    let status = call(&second, "app.retry", json!({})).await;
    assert_eq!(status["storage_problem"], Value::Null);
    assert_eq!(status["listener"]["listening"], true);
    second.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_in_use_is_a_state_with_a_way_on() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let addr = taken.local_addr().expect("bound").to_string();
    let status = call(&desk, "listener.start", json!({"addr": addr})).await;
    assert_eq!(status["listener"]["listening"], false);
    assert_eq!(status["listener"]["problem"]["code"], "port_in_use");
    let other = status["listener"]["alternative"].as_str().expect("another port").to_owned();
    let status = call(&desk, "listener.start", json!({"addr": other})).await;
    assert_eq!((&status["listener"]["listening"], &status["listener"]["addr"]), (&json!(true), &json!(other)));
    let wrong =
        desk.call(&FakeHost::default(), "listener.start", json!({"addr": "nowhere"})).await.expect_err("no address");
    assert_eq!(wrong.code, "bad_address");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ticks_follow_captures_and_the_window_is_shown_when_ready() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let mut ticks = desk.ticks();
    let before = *ticks.borrow_and_update();
    call(&desk, "samples.send", json!({"name": "receipts"})).await;
    tokio::time::timeout(Duration::from_secs(20), ticks.changed()).await.expect("a tick").expect("open");
    assert!(*ticks.borrow() > before);
    let host = FakeHost::default();
    desk.call(&host, "window.ready", json!({})).await.expect("shown");
    for percent in [125, 1000, 0] {
        desk.call(&host, "window.zoom", json!({"percent": percent})).await.expect("zoomed");
    }
    assert_eq!(*host.zoom.lock().expect("not poisoned"), [125, 200, 80]);
    assert!(host.shown.load(std::sync::atomic::Ordering::SeqCst));
    assert_eq!(desk.call(&host, "no.such", json!({})).await.expect_err("unknown").code, "no_command");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_derived_anew_is_the_same() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    for sample in ["comment-and-reply", "text-and-image", "unknown-key-in-a-batch"] {
        let id = call(&desk, "samples.send", json!({"name": sample})).await["capture"].as_i64().expect("a capture");
        let replay = call(&desk, "captures.replay", json!({"id": id})).await["capture"].as_i64().expect("a capture");
        converted(&desk, replay).await;
    }
    let mut before = Vec::new();
    for id in 1..=6 {
        before.push(call(&desk, "captures.get", json!({"id": id})).await);
    }
    let app = desk.app().await.expect("open");
    assert_eq!(app.rebuild().await.expect("rebuilt"), 6);
    for (id, before) in (1..=6).zip(before) {
        assert_eq!(call(&desk, "captures.get", json!({"id": id})).await, before, "capture {id}");
    }
    drop(app);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_is_chosen_where_the_host_has_a_dialog() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let at = folder.path().join("not/there").display().to_string();
    let picked = call(&desk, "window.pick", json!({"what": "import_file", "at": at})).await;
    assert_eq!(picked, json!(folder.path().join("picked")));
    let asked = json!({"what": "fixture_folder", "at": ""});
    let refused = desk.call(&FakeHost::default(), "window.pick", asked).await.expect_err("no dialog");
    assert_eq!((refused.code.as_str(), refused.message.as_str()), ("no_dialog", "No dialog came: no portal."));
    desk.close().await;
}
