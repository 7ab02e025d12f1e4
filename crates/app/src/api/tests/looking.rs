//! What is asked for only when somebody looks: where values came from, addresses.

use super::*;

/// More documents than come with their origins.
const MANY: usize = 60;

async fn batch(desk: &Desk, many: usize) -> i64 {
    let message = |number: usize| {
        json!({"sender": {"id": "7310"}, "recipient": {"id": "104"}, "timestamp": 1_773_325_661_074_u64,
            "message": {"mid": format!("m_{number}"), "text": format!("number {number}")}})
    };
    let messaging: Vec<Value> = (0..many).map(message).collect();
    let body =
        json!({"object": "page", "entry": [{"id": "104", "time": 1_773_325_661_240_u64, "messaging": messaging}]});
    post(desk, &body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn origins_of_any_document_are_there_when_it_is_looked_at() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let id = batch(&desk, MANY).await;
    let view = call(&desk, "captures.get", json!({"id": id})).await;
    let last = &view["items"][MANY - 1];
    assert_ne!(view["items"][0]["outputs"][0]["origins"], json!([]));
    assert_eq!(last["outputs"][0]["origins"], json!([]), "they would weigh more than all else");
    // What reaches a document is known of every item all the same.
    let text = format!("/entry/0/messaging/{}/message/text", MANY - 1);
    assert!(last["used"].as_array().expect("a list").contains(&json!(text)), "{}", last["used"]);

    let origins = call(&desk, "captures.origins", json!({"id": id, "item": MANY - 1})).await;
    let content =
        origins[0].as_array().expect("a document").iter().find(|leaf| leaf["pointer"] == "/payload/message/content");
    assert_eq!(content.expect("the content")["from"], json!([text]));
    assert_eq!(call(&desk, "captures.origins", json!({"id": id, "item": MANY})).await, json!([]));
    let gone = desk.call(&FakeHost::default(), "captures.origins", json!({"id": 99, "item": 0})).await;
    assert_eq!(gone.expect_err("no such capture").code, "no_capture");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn items_that_one_answer_does_not_hold_come_in_parts() {
    const VERY_MANY: usize = 9_000;
    let folder = folder();
    let desk = desk(folder.path()).await;
    let id = batch(&desk, VERY_MANY).await;
    let view = call(&desk, "captures.get", json!({"id": id})).await;
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let mut items = list(&view["items"]);
    assert_eq!(view["items_left"], json!(VERY_MANY - items.len()));
    assert!(items.len() < VERY_MANY / 2, "{} items at once", items.len());
    while items.len() < VERY_MANY {
        let part = list(&call(&desk, "captures.items", json!({"id": id, "from": items.len()})).await);
        assert!(!part.is_empty(), "nothing after {} items", items.len());
        items.extend(part);
    }
    for (index, item) in items.iter().enumerate() {
        let pointer = format!("/entry/0/messaging/{index}");
        assert_eq!(item["pointer"], json!(pointer));
        assert_eq!(
            item["outputs"][0]["document"].as_str().map(|text| text.contains(&format!("\"m_{index}\""))),
            Some(true)
        );
        assert!(list(&item["used"]).contains(&json!(format!("{pointer}/message/text"))), "{}", item["used"]);
        assert_eq!(item["unread"], json!([]));
    }
    // Of what comes later no origins come with it; they can be asked for.
    let last = call(&desk, "captures.origins", json!({"id": id, "item": VERY_MANY - 1})).await;
    assert!(!list(&last[0]).is_empty());
    assert_eq!(call(&desk, "captures.items", json!({"id": id, "from": VERY_MANY})).await, json!([]));
    let gone = desk.call(&FakeHost::default(), "captures.items", json!({"id": 99, "from": 0})).await;
    assert_eq!(gone.expect_err("no such capture").code, "no_capture");

    // Sent again, each of them leads to where it was first.
    let again = batch(&desk, VERY_MANY).await;
    let part = call(&desk, "captures.items", json!({"id": again, "from": 8_000})).await;
    let link = &part[0]["links"][0];
    assert_eq!(
        (&link["relation"], &link["capture"], &link["item"]),
        (&json!("same_message"), &json!(id), &json!(8_000))
    );
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_addresses_of_the_web_reach_the_browser() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let host = FakeHost::default();
    for url in ["file:///etc/passwd", "javascript:alert(1)", "https://facebook.com@evil.example/", "--help"] {
        let refused = desk.call(&host, "browser.open", json!({"url": url})).await;
        assert_eq!(refused.expect_err(url).code, "no_address");
    }
    desk.call(&host, "browser.open", json!({"url": "https://cdn.example/a.jpg?x=1&y=2"})).await.expect("opened");
    assert_eq!(*host.opened.lock().expect("not poisoned"), ["https://cdn.example/a.jpg?x=1&y=2"]);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_says_which_one_it_is() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    for _ in 0..3 {
        batch(&desk, MANY).await;
    }
    let rows = call(&desk, "captures.list", json!({})).await["rows"].clone();
    let nth: Vec<_> = rows.as_array().expect("rows").iter().map(|row| &row["repeat"]["nth"]).collect();
    assert_eq!(nth, [&json!(2), &json!(1), &Value::Null]);
    desk.close().await;
}
