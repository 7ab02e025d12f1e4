//! The conversations of the book as the window lists them.

use super::*;

fn said(customer: &str, mid: &str, timestamp: i64, text: &str) -> Value {
    json!({"object": "page", "entry": [{"id": "104", "messaging": [{"sender": {"id": customer}, "recipient": {"id": "104"},
        "timestamp": timestamp, "message": {"mid": mid, "text": text}}]}]})
}

fn answered(customer: &str, mid: &str, timestamp: i64, text: &str) -> Value {
    json!({"object": "page", "entry": [{"id": "104", "messaging": [{"sender": {"id": "104"}, "recipient": {"id": customer},
        "timestamp": timestamp, "message": {"mid": mid, "text": text, "is_echo": true}}]}]})
}

const NOON: i64 = 1_773_325_661_000;

#[tokio::test(flavor = "multi_thread")]
async fn the_conversation_that_moved_last_comes_first_and_holds_what_was_said() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let first = post(&desk, &said("7310", "m_1", NOON, "Is it there?")).await;
    let second = post(&desk, &said("7311", "m_2", NOON + 1000, "Hello")).await;
    let third = post(&desk, &answered("7310", "m_3", NOON + 2000, "It is")).await;

    let page = call(&desk, "conversations.list", json!({})).await;
    let rows = page["rows"].as_array().expect("rows");
    assert_eq!((&page["total"], &page["next"]), (&json!(2), &Value::Null));
    assert_eq!(
        (&rows[0]["thread_id"], &rows[0]["messages"], &rows[0]["partner"]),
        (&json!("7310"), &json!(2), &json!("Facebook"))
    );
    assert_eq!((&rows[0]["last"]["content"], &rows[0]["last"]["is_own"]), (&json!("It is"), &json!(true)));
    assert_eq!((&rows[1]["thread_id"], &rows[1]["last"]["capture"]), (&json!("7311"), &json!(second)));

    let top = call(&desk, "conversations.list", json!({"limit": 1})).await;
    assert_eq!(top["rows"][0], rows[0]);
    let rest = call(&desk, "conversations.list", json!({"limit": 1, "before": top["next"]})).await;
    assert_eq!((&rest["rows"][0], &rest["next"]), (&rows[1], &Value::Null));
    let found = call(&desk, "conversations.list", json!({"word": "7311"})).await;
    assert_eq!((&found["total"], &found["rows"][0]["id"]), (&json!(1), &rows[1]["id"]));

    let messages = call(&desk, "conversations.messages", json!({"conversation": rows[0]["id"]})).await;
    let said: Vec<_> =
        messages["rows"].as_array().expect("rows").iter().map(|row| (&row["content"], &row["capture"])).collect();
    assert_eq!(said, [(&json!("It is"), &json!(third)), (&json!("Is it there?"), &json!(first))]);
    assert_eq!(messages["rows"][0]["pointer"], "/entry/0/messaging/0");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_outlive_their_captures_and_names_are_found() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let id = post(&desk, &said("7310", "m_1", NOON, "Is it there?")).await;
    call(&desk, "captures.delete", json!({"ids": [id]})).await;
    let endpoint = call(&desk, "endpoints.list", json!({})).await["endpoints"][0]["id"].clone();
    let mut form = call(&desk, "endpoints.get", json!({"id": endpoint})).await["form"].clone();
    form["contacts"] = json!([{"customer": "7310", "name": "Jane Doe"}]);
    call(&desk, "endpoints.save", json!({"id": endpoint, "form": form, "only_check": false})).await;

    let page = call(&desk, "conversations.list", json!({"word": "JANE"})).await;
    let row = &page["rows"][0];
    assert_eq!(
        (&row["name"], &row["last"]["capture"], &row["last"]["content"]),
        (&json!("Jane Doe"), &Value::Null, &json!("Is it there?"))
    );
    desk.close().await;
}
