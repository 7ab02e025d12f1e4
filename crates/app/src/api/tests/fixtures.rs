//! From a capture to a fixture, to a change, to its acceptance and back, through the command table.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{FakeHost, call, converted, desk, folder};
use crate::desk::Desk;

async fn refused(desk: &Desk, name: &str, request: Value) -> String {
    desk.call(&FakeHost::default(), name, request).await.expect_err(name).code
}

/// A desk with a converted sample, and a folder of fixtures of its own.
async fn with_fixtures(dir: &Path) -> (Desk, PathBuf) {
    let desk = desk(dir).await;
    let kept = dir.join("kept");
    let chosen = call(&desk, "fixtures.set_folder", json!({"folder": kept})).await;
    assert_eq!((&chosen["chosen"], &chosen["problem"]), (&json!(true), &Value::Null));
    let id =
        call(&desk, "samples.send", json!({"name": "text-and-image"})).await["capture"].as_i64().expect("a capture");
    converted(&desk, id).await;
    (desk, kept)
}

/// The grid, once everything in it is checked.
async fn checked(desk: &Desk) -> Value {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let grid = call(desk, "fixtures.list", json!({})).await;
        let rows = grid["rows"].as_array().expect("rows");
        if grid["running"].is_null() && rows.iter().all(|row| row["outcome"] != "unchecked") {
            return grid;
        }
        assert!(Instant::now() < deadline, "{grid}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn outcomes(grid: &Value) -> Vec<String> {
    let rows = grid["rows"].as_array().expect("rows");
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    rows.iter().map(|row| format!("{} {}", word(&row["name"]), word(&row["outcome"]))).collect()
}

/// Waits until the grid says this: what is edited on disk is seen within a second or two.
async fn until(desk: &Desk, expected: &[&str]) {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let grid = checked(desk).await;
        if outcomes(&grid) == expected {
            return;
        }
        assert!(Instant::now() < deadline, "{grid}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_becomes_a_fixture_changes_and_is_accepted() {
    let folder = folder();
    let (desk, kept) = with_fixtures(folder.path()).await;
    let draft = call(&desk, "fixtures.draft", json!({"capture": 1, "pseudonyms": false})).await;
    assert_eq!((&draft["title"], &draft["name"]), (&json!("Like this one"), &json!("like-this-one")));
    assert_eq!(
        (&draft["tags"], &draft["documents"], &draft["replaced"]),
        (&json!(["messages"]), &json!(2), &json!([]))
    );
    let save = json!({"capture": 1, "title": "Like this", "tags": ["a", " "], "pseudonyms": false, "accept": true});
    let saved = call(&desk, "fixtures.save", save.clone()).await;
    assert_eq!(saved["name"], "like-this");
    let other = call(&desk, "fixtures.save", save).await;
    assert_eq!(other["name"], "like-this-2", "nothing is overwritten");
    let grid = checked(&desk).await;
    assert_eq!(outcomes(&grid), ["like-this passed", "like-this-2 passed"]);
    let row = &grid["rows"][0];
    assert_eq!((&row["tags"], &row["outputs"], &row["items"]), (&json!(["a"]), &json!(["same", "same"]), &json!(1)));
    assert_eq!(
        std::fs::read(kept.join("like-this/request.json")).expect("a body"),
        desk.body(1).await.expect("a body")
    );
    let golden = call(&desk, "fixtures.of_capture", json!({"id": 1})).await;
    assert_eq!((&golden["fixture"], &golden["outcome"]), (&json!("like-this"), &json!("passed")), "{golden}");

    // Somebody edits what is expected of one.
    let expected = kept.join("like-this/expected.json");
    let text = std::fs::read_to_string(&expected).expect("documents");
    std::fs::write(&expected, text.replace("\"Image\"", "\"Video\"")).expect("written");
    until(&desk, &["like-this changed", "like-this-2 passed"]).await;
    let view = call(&desk, "fixtures.get", json!({"name": "like-this"})).await;
    assert_eq!(view["row"]["why"], "2 values: content_type");
    assert_eq!(view["row"]["outputs"], json!(["same", "differs"]));
    let first = &view["differences"][0];
    assert_eq!((&first["document"], &first["pointer"]), (&json!(1), &json!("/payload/message/content_type")));
    assert_eq!(
        (&first["expected"], &first["actual"], &first["ignored"]),
        (&json!("\"Video\""), &json!("\"Image\""), &Value::Null)
    );
    assert_eq!(view["items"][0]["outputs"].as_array().map(Vec::len), Some(2));
    assert!(!view["items"][0]["outputs"][0]["origins"].as_array().expect("origins").is_empty());
    let golden = call(&desk, "fixtures.of_capture", json!({"id": 1})).await;
    assert_eq!(golden["outcome"], "changed");

    // What was not looked at is not accepted.
    let stale = call(&desk, "fixtures.accept", json!({"fixtures": [{"name": "like-this", "version": "old"}]})).await;
    assert_eq!(
        (&stale["accepted"], &stale["undo"], &stale["left"][0]["name"]),
        (&json!([]), &Value::Null, &json!("like-this"))
    );
    let version = view["row"]["version"].clone();
    let accept = json!({"fixtures": [{"name": "like-this", "version": version}, {"name": "gone", "version": null}]});
    let accepted = call(&desk, "fixtures.accept", accept).await;
    assert_eq!((&accepted["accepted"], &accepted["left"][0]["name"]), (&json!(["like-this"]), &json!("gone")));
    assert_eq!(outcomes(&checked(&desk).await), ["like-this passed", "like-this-2 passed"]);
    call(&desk, "fixtures.undo", json!({"undo": accepted["undo"]})).await;
    until(&desk, &["like-this changed", "like-this-2 passed"]).await;
    assert_eq!(refused(&desk, "fixtures.undo", json!({"undo": accepted["undo"]})).await, "no_undo");

    let pointers = json!(["/payload/message/content_type", "/payload/conversation/last_message/content_type"]);
    let ignore = json!({"name": "like-this", "pointers": pointers, "ignore": true});
    let ignored = call(&desk, "fixtures.ignore", ignore).await;
    assert_eq!(outcomes(&checked(&desk).await), ["like-this passed", "like-this-2 passed"]);
    call(&desk, "fixtures.undo", json!({"undo": ignored["undo"]})).await;
    call(&desk, "fixtures.undo", json!({"undo": other["undo"]})).await;
    until(&desk, &["like-this changed"]).await;
    std::fs::write(kept.join("like-this/fixture.toml"), "title = \"mine now\"").expect("written");
    assert_eq!(refused(&desk, "fixtures.undo", json!({"undo": saved["undo"]})).await, "changed_since");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pseudonyms_are_shown_before_they_are_saved() {
    let folder = folder();
    let (desk, kept) = with_fixtures(folder.path()).await;
    let draft = call(&desk, "fixtures.draft", json!({"capture": 1, "pseudonyms": true})).await;
    let body = draft["body"].as_str().expect("a body");
    assert!(!body.contains("7310482956120433") && !body.contains("Like"), "{body}");
    assert!(draft["replaced"].as_array().expect("a list").iter().any(|one| one["kind"] == "url"), "{draft}");
    let save = json!({"capture": 1, "title": "Shown", "tags": [], "pseudonyms": true, "accept": true});
    call(&desk, "fixtures.save", save).await;
    assert_eq!(
        std::fs::read_to_string(kept.join("shown/request.json")).expect("a body"),
        body,
        "the same as was shown"
    );
    assert_eq!(outcomes(&checked(&desk).await), ["shown passed"]);
    let save = |title: &str| json!({"capture": 1, "title": title, "tags": [], "pseudonyms": false, "accept": false});
    assert_eq!(refused(&desk, "fixtures.save", save(" ")).await, "bad_title");
    assert_eq!(
        refused(
            &desk,
            "fixtures.save",
            json!({"capture": 9, "title": "x", "tags": [], "pseudonyms": false, "accept": false})
        )
        .await,
        "no_capture"
    );
    call(&desk, "fixtures.save", save("../../not a path")).await;
    assert_eq!(outcomes(&checked(&desk).await), ["not-a-path new", "shown passed"]);
    assert_eq!(refused(&desk, "fixtures.get", json!({"name": "../kept/shown"})).await, "no_fixture");
    assert_eq!(refused(&desk, "fixtures.set_folder", json!({"folder": "here"})).await, "bad_folder");
    let back = call(&desk, "fixtures.set_folder", json!({"folder": null})).await;
    assert_eq!(back["chosen"], false);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_of_all_is_reported_in_one_file() {
    let folder = folder();
    let (desk, kept) = with_fixtures(folder.path()).await;
    let body = String::from_utf8(desk.body(1).await.expect("a body")).expect("UTF-8");
    for number in 0..30 {
        let own = kept.join(format!("f{number:02}"));
        std::fs::create_dir_all(&own).expect("a folder");
        let text = body.replace("Like this one", "<script>alert(1)</script>");
        std::fs::write(own.join("request.json"), text).expect("a body");
    }
    std::fs::create_dir_all(kept.join("wrong")).expect("a folder");
    std::fs::write(kept.join("wrong/request.json"), "{}").expect("a body");
    std::fs::write(kept.join("wrong/fixture.toml"), "titel = 1").expect("settings");
    let run = call(&desk, "fixtures.run", json!({"names": null})).await;
    // It may be done before it is told of.
    let running = &run["running"];
    assert!(running.is_null() || running["total"] == 31, "{run}");
    let grid = checked(&desk).await;
    assert_eq!((&grid["new"], &grid["failed"], &grid["passed"]), (&json!(30), &json!(1), &json!(0)));
    assert_eq!(refused(&desk, "fixtures.get", json!({"name": "wrong"})).await, "bad_fixture");
    let report = call(&desk, "fixtures.report", json!({})).await;
    let file = report["file"].as_str().expect("a file");
    let html = std::fs::read_to_string(file).expect("a report");
    assert!(html.contains("30 new</span>") && !html.contains("<script"), "{file}");
    assert_eq!(refused(&desk, "fixtures.report", json!({"file": file})).await, "exists");
    let few = folder.path().join("few.html");
    call(&desk, "fixtures.report", json!({"names": ["f00"], "file": few})).await;
    assert!(std::fs::read_to_string(few).expect("a report").contains("1 new</span>"));
    desk.close().await;
}
