//! Filters, pins, notes, removal, limits and the clipboard, through the command table.

use serde_json::{Value, json};

use super::{FakeHost, call, converted, desk, folder};
use crate::desk::Desk;

/// A desk with three converted samples.
async fn with_samples(dir: &std::path::Path) -> Desk {
    let desk = desk(dir).await;
    for sample in ["text-plain", "text-and-image", "receipts"] {
        let id = call(&desk, "samples.send", json!({"name": sample})).await["capture"].as_i64().expect("a capture");
        converted(&desk, id).await;
    }
    desk
}

async fn refused(desk: &Desk, name: &str, request: Value) -> String {
    desk.call(&FakeHost::default(), name, request).await.expect_err(name).code
}

async fn ids(desk: &Desk, filter: &str) -> Vec<i64> {
    let page = call(desk, "captures.list", json!({"filter": filter})).await;
    page["rows"].as_array().expect("rows").iter().map(|row| row["id"].as_i64().expect("an id")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_can_be_filtered_counted_and_completed() {
    let folder = folder();
    let desk = with_samples(folder.path()).await;
    assert_eq!(ids(&desk, "field:messages").await, [2, 1]);
    assert_eq!(ids(&desk, "\"like this\" type:image").await, [2]);
    assert_eq!(ids(&desk, "").await, [3, 2, 1]);
    let page = call(&desk, "captures.list", json!({"filter": "field:messages", "limit": 1})).await;
    assert_eq!((&page["total"], &page["more"], &page["next"]), (&json!(3), &json!(true), &json!(2)));
    let page = call(&desk, "captures.list", json!({"filter": "field:messages", "before": 2})).await;
    assert_eq!((&page["rows"][0]["id"], &page["more"], page.get("next")), (&json!(1), &json!(false), None));
    let counted = call(&desk, "captures.count", json!({"filter": "field:messages"})).await;
    assert_eq!(counted, json!({"count": 2, "at_least": false}));
    assert_eq!(call(&desk, "captures.count", json!({"filter": ""})).await["count"], 3);
    assert_eq!(refused(&desk, "captures.list", json!({"filter": "dup:perhaps"})).await, "bad_filter");
    assert_eq!(refused(&desk, "captures.count", json!({"filter": "dup:perhaps"})).await, "bad_filter");
    let parsed = call(&desk, "filter.parse", json!({"text": "-a dup:perhaps"})).await;
    assert_eq!(parsed["terms"], json!([{"start": 0, "end": 2, "negated": true, "key": null, "value": "a"}]));
    assert_eq!((&parsed["error"]["start"], &parsed["error"]["end"]), (&json!(3), &json!(14)));
    assert_eq!(call(&desk, "filter.values", json!({"key": "dup", "prefix": ""})).await, json!(["yes", "no"]));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn captures_are_pinned_noted_deleted_and_restored() {
    let folder = folder();
    let desk = with_samples(folder.path()).await;
    let many: Vec<i64> = (1..=600).collect();
    call(&desk, "captures.pin", json!({"ids": many, "pinned": true})).await;
    call(&desk, "captures.pin", json!({"ids": [2], "pinned": false})).await;
    call(&desk, "captures.note", json!({"id": 3, "text": " look, a receipt "})).await;
    let rows = call(&desk, "captures.list", json!({})).await["rows"].clone();
    let shown: Vec<_> = rows.as_array().expect("rows").iter().map(|row| (&row["pinned"], &row["note"])).collect();
    let (yes, no) = (&json!(true), &json!(false));
    assert_eq!(shown, [(yes, &json!("look, a receipt")), (no, &Value::Null), (yes, &Value::Null)]);
    assert_eq!(ids(&desk, "\"a receipt\"").await, [3]);
    assert_eq!(refused(&desk, "captures.note", json!({"id": 99, "text": "x"})).await, "no_capture");

    call(&desk, "captures.delete", json!({"ids": [1, 3, 99]})).await;
    let page = call(&desk, "captures.list", json!({})).await;
    assert_eq!((page["rows"].as_array().map(Vec::len), &page["total"]), (Some(1), &json!(1)));
    assert_eq!(refused(&desk, "captures.get", json!({"id": 3})).await, "no_capture");
    assert_eq!(refused(&desk, "captures.replay", json!({"id": 3})).await, "no_capture");
    assert!(desk.body(3).await.is_err());
    assert_eq!(ids(&desk, "\"a receipt\"").await, [0_i64; 0]);
    call(&desk, "captures.restore", json!({"ids": [3]})).await;
    assert_eq!(ids(&desk, "").await, [3, 2]);
    assert_eq!(call(&desk, "captures.get", json!({"id": 3})).await["row"]["note"], "look, a receipt");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_told_set_and_checked() {
    let folder = folder();
    let desk = with_samples(folder.path()).await;
    let view = call(&desk, "retention.get", json!({})).await;
    assert_eq!(
        (&view["captures"], &view["age_days"], &view["kept_captures"]),
        (&json!(100_000), &Value::Null, &json!(3))
    );
    assert!(view["file_bytes"].as_u64() > view["kept_bytes"].as_u64(), "{view}");
    call(&desk, "captures.pin", json!({"ids": [1], "pinned": true})).await;
    call(&desk, "captures.delete", json!({"ids": [2]})).await;
    let limits = json!({"captures": null, "bytes": 1_000_000, "age_days": 30});
    let view = call(&desk, "retention.set", limits).await;
    assert_eq!((&view["captures"], &view["bytes"], &view["age_days"]), (&Value::Null, &json!(1_000_000), &json!(30)));
    assert_eq!((&view["kept_captures"], &view["pinned"]), (&json!(2), &json!(1)));
    let wrong = json!({"captures": 0, "bytes": null, "age_days": null});
    assert_eq!(refused(&desk, "retention.set", wrong).await, "bad_retention");
    assert_eq!(call(&desk, "retention.get", json!({})).await["bytes"], 1_000_000);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_request_proves_is_told_and_can_be_copied() {
    let folder = folder();
    let desk = with_samples(folder.path()).await;
    let view = call(&desk, "captures.get", json!({"id": 1})).await;
    assert_eq!(view["evidence"]["signature"], Value::Null);
    let token = &view["evidence"]["token"];
    assert_eq!(
        (&token["header"], &token["holds"], &token["length"]),
        (&json!("Authorization"), &json!("app"), &json!(7))
    );
    assert!(!view.to_string().contains("a-token"));

    let host = FakeHost::default();
    let host_of = |host: &FakeHost| host.copied.lock().expect("not poisoned").pop().expect("copied");
    desk.call(&host, "clipboard.copy", json!({"what": "capture_curl", "id": 1, "with_token": false}))
        .await
        .expect("copied");
    let without = host_of(&host);
    assert!(without.contains("$TRIPTYCH_TOKEN") && !without.contains("a-token"), "{without}");
    desk.call(&host, "clipboard.copy", json!({"what": "capture_curl", "id": 1, "with_token": true}))
        .await
        .expect("copied");
    assert!(host_of(&host).contains("Bearer a-token"));
    desk.call(&host, "clipboard.copy", json!({"what": "document", "id": 2, "item": 0, "output": 1}))
        .await
        .expect("copied");
    let document = host_of(&host);
    assert!(document.starts_with("{\n  \"") && document.contains("\"Image\""), "{document}");
    let missing = json!({"what": "document", "id": 2, "item": 9, "output": 0});
    assert_eq!(refused(&desk, "clipboard.copy", missing).await, "no_document");
    desk.close().await;
}
