//! From a delivery to its documents, and the same message twice.

use serde_json::{Value, json};

use crate::bodies::{item, text};
use crate::folder::{converted, folder, list, outputs, show};
use crate::listening::{BEARER, Listening};

const AT: u64 = 1_763_700_000_123;

#[test]
fn a_delivery_becomes_documents() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    triptych.deliver(&item(
        r#"{"sender":{"id":"C9"},"recipient":{"id":"P1"},"timestamp":1763700000123,"message":{"mid":"m_1","text":"Hi","attachments":[{"type":"image","payload":{"url":"https://cdn.test/a.jpg"}}]}},
           {"sender":{"id":"C9"},"recipient":{"id":"P1"},"timestamp":1763700000124,"read":{"watermark":1}},
           {"sender":{"id":"C9"},"recipient":{"id":"P1"},"timestamp":1763700000125,"wave":{}},
           {"recipient":{"id":"P1"},"message":{"mid":"m_2","text":"who?"}}"#,
    ));
    let shown = triptych.converted(1);
    assert_eq!(shown["row"]["ledger"], json!({"items": 4, "converted": 1, "skipped": 1, "unknown": 1, "failed": 1}));
    assert_eq!(shown["row"]["documents"], 2);
    let verdicts: Vec<_> =
        shown["items"].as_array().expect("items").iter().map(|item| (&item["verdict"], &item["rule"])).collect();
    let expected = [
        ("converted", Value::Null),
        ("skipped", "read_receipt".into()),
        ("unknown", Value::Null),
        ("failed", "missing_customer".into()),
    ]
    .map(|(verdict, rule)| (Value::from(verdict), rule));
    assert_eq!(verdicts, expected.iter().map(|(verdict, rule)| (verdict, rule)).collect::<Vec<_>>());
    let outputs = outputs(&shown);
    let parts: Vec<_> = outputs.iter().map(|output| &output["document"]["payload"]["message"]).collect();
    assert_eq!(
        (&parts[0]["id"], &parts[0]["content_type"], &parts[0]["content"]),
        (&json!(1), &json!("Text"), &json!("Hi"))
    );
    assert_eq!((&parts[1]["id"], &parts[1]["content_type"]), (&json!(2), &json!("Image")));
    assert_eq!(parts[1]["content"], "https://cdn.test/a.jpg");
    let conversation = &outputs[0]["document"]["payload"]["conversation"];
    let channel =
        json!({"id": "c1", "name": null, "icon": null, "is_readonly": false, "external_conversation_id": "C9"});
    assert_eq!(conversation["custom_channel"], channel);
    assert_eq!(conversation["last_message"], *parts[0]);
}

#[test]
fn ids_grow_in_order_of_arrival() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    std::thread::scope(|scope| {
        for customer in 0..4 {
            let triptych = &triptych;
            scope.spawn(move || {
                for index in 0..8 {
                    triptych.deliver(&text(
                        &format!("C{customer}"),
                        &format!("m_{customer}_{index}"),
                        "Hi",
                        AT + index,
                    ));
                }
            });
        }
    });
    let rows = converted(dir.path());
    assert_eq!(rows.iter().map(|row| row["id"].as_u64()).collect::<Vec<_>>(), (1..=32).map(Some).collect::<Vec<_>>());
    let received: Vec<_> = rows.iter().map(|row| row["received_us"].as_i64()).collect();
    assert!(received.iter().all(Option::is_some));
    let mut conversations: Vec<(String, u64)> = Vec::new();
    for id in 1..=32 {
        let outputs = outputs(&show(dir.path(), id));
        assert_eq!((outputs.len(), &outputs[0]["message_id"]), (1, &json!(id)));
        let who = outputs[0]["document"]["payload"]["message"]["sender_label"].as_str().expect("a label").to_owned();
        let conversation = outputs[0]["conversation_id"].as_u64().expect("an id");
        if let Some((_, known)) = conversations.iter().find(|(known, _)| *known == who) {
            assert_eq!(*known, conversation, "{who} has one conversation");
        } else {
            conversations.push((who, conversation));
        }
    }
    assert_eq!(conversations.iter().map(|(_, id)| *id).collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn the_same_message_twice_gives_the_same_document() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let first = text("C9", "m_1", "Hi", AT);
    triptych.deliver(&first);
    triptych.deliver(&text("C9", "m_2", "more", AT + 1));
    triptych.deliver(&first);
    let made = outputs(&triptych.converted(1));
    let again = triptych.converted(3);
    let repeated = outputs(&again);
    assert_eq!(made[0]["duplicate"], Value::Null);
    assert_eq!(repeated[0]["duplicate"], json!({"of": 1, "conflict": false}));
    // Unchanged: its last_message is still the one it was when it was made.
    assert_eq!(repeated[0]["document"], made[0]["document"]);
    assert_eq!((&repeated[0]["message_id"], &again["row"]["duplicate"]), (&json!(1), &json!(true)));
    assert_eq!(show(dir.path(), 1)["row"]["duplicate"], false);

    // No number was spent on it, and it is not the newest of its conversation for it.
    triptych.deliver(&text("C9", "m_3", "last", AT + 2));
    let next = outputs(&triptych.converted(4));
    assert_eq!((&next[0]["message_id"], &next[0]["conversation_id"]), (&json!(3), &json!(1)));
}

#[test]
fn another_content_under_an_old_id_is_a_conflict() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    triptych.deliver(&text("C9", "m_1", "Hi", AT));
    triptych.deliver(&text("C9", "m_1", "Something else", AT));
    let made = outputs(&triptych.converted(1));
    let other = outputs(&triptych.converted(2));
    assert_eq!(other[0]["duplicate"], json!({"of": 1, "conflict": true}));
    assert_eq!(other[0]["document"], made[0]["document"], "the stored document, unchanged");
    let row = &list(dir.path(), &[])[0];
    assert_eq!(row["repeat"], json!({"nth": 1, "of": 1, "retry": false, "conflict": true}));

    triptych.deliver(&item(
        r#"{"sender":{"id":"C9"},"recipient":{"id":"P1"},"timestamp":1763700000123,"message":{"mid":"m_1","text":"Hi","attachments":[{"type":"image","payload":{"url":"https://cdn.test/a.jpg"}}]}}"#,
    ));
    let parts = outputs(&triptych.converted(3));
    assert_eq!(parts[0]["duplicate"], json!({"of": 1, "conflict": false}));
    assert_eq!((&parts[1]["message_id"], &parts[1]["duplicate"]["conflict"]), (&json!(2), &json!(true)));
    assert_eq!(parts[1]["document"]["payload"]["message"]["content_type"], "Image");
    // Once made, it is a message like another.
    let last = &parts[1]["document"]["payload"]["conversation"]["last_message"];
    assert_eq!(last["id"], 2);
}

#[test]
fn an_id_is_known_by_its_endpoint_and_account() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let delivery = text("C9", "m_1", "Hi", AT);
    triptych.deliver(&delivery);
    let other = "/v3/integrations/facebook/w1/facebook/c2/webhook";
    assert_eq!(triptych.send(&crate::wire::request("POST", other, &[BEARER], &delivery)).status, 200);
    triptych.deliver(&String::from_utf8(delivery).expect("UTF-8").replace("P1", "P2").into_bytes());
    let made: Vec<_> = (1..=3).flat_map(|id| outputs(&triptych.converted(id))).collect();
    let ids: Vec<_> = made.iter().map(|output| (&output["message_id"], &output["duplicate"])).collect();
    assert_eq!(ids, [(&json!(1), &Value::Null), (&json!(2), &Value::Null), (&json!(3), &Value::Null)]);
    let conversations: Vec<_> = made.iter().map(|output| &output["conversation_id"]).collect();
    assert_eq!(conversations, [&json!(1), &json!(2), &json!(3)]);
}
