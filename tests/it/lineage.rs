//! What belongs together, by `triptych captures show`: whichever came first, after a crash and derived anew.

use std::path::Path;

use serde_json::{Value, json};

use crate::bodies::{echo, item, text};
use crate::folder::{captures, converted, folder, keys, list, show};
use crate::listening::Listening;

const AT: u64 = 1_763_700_000_000;

fn by_customer(what: &str) -> Vec<u8> {
    item(&format!(r#"{{"sender":{{"id":"C9"}},"recipient":{{"id":"P1"}},"timestamp":{AT},{what}}}"#))
}

/// Of each capture the links of its first item: relation, whether it comes in, capture, item, id.
fn links(dir: &Path, count: usize) -> Vec<Vec<Value>> {
    let link = |link: &Value| {
        assert_eq!(keys(link), ["relation", "incoming", "capture", "item", "id", "note"]);
        json!([link["relation"], link["incoming"], link["capture"], link["item"], link["id"]])
    };
    let of = |id| show(dir, id)["items"][0]["links"].as_array().expect("links").iter().map(link).collect();
    (1..=count).map(of).collect()
}

#[test]
fn events_find_one_another_whichever_came_first_also_after_a_crash_and_derived_anew() {
    let dir = folder();
    let sent = [
        by_customer(r#""message_edit":{"mid":"m_1","text":"Ho","num_edit":1}"#),
        by_customer(&format!(r#""read":{{"watermark":{}}}"#, AT + 10)),
        text("C9", "m_1", "Hi", AT),
        echo("C9", "m_2", "Yes", AT + 5),
        by_customer(r#""reaction":{"mid":"m_2","action":"react","reaction":"love","emoji":"\u2764\ufe0f"}"#),
        by_customer(r#""message":{"mid":"m_1","is_deleted":true}"#),
        by_customer(r#""delivery":{"mids":["m_2"],"watermark":1}"#),
        by_customer(r#""message":{"mid":"m_3","text":"Wow","reply_to":{"mid":"m_2"}}"#),
        by_customer(
            r#""message":{"mid":"m_4","text":"Wow","reply_to":{"story":{"id":"s_1","url":"https://x.test/1"}}}"#,
        ),
    ];
    let expected = json!([
        [["edit_of", false, 3, 0, "m_1"]],
        [["read_up_to", false, 4, 0, "1763700000010"]],
        [["edit_of", true, 1, 0, null], ["unsend_of", true, 6, 0, null]],
        [
            ["read_up_to", true, 2, 0, "1763700000010"],
            ["reaction_to", true, 5, 0, null],
            ["delivered_up_to", true, 7, 0, null],
            ["reply_to", true, 8, 0, null],
        ],
        [["reaction_to", false, 4, 0, "m_2"]],
        [["unsend_of", false, 3, 0, "m_1"]],
        [["delivered_up_to", false, null, null, "1000"], ["delivered_up_to", false, 4, 0, "m_2"]],
        [["reply_to", false, 4, 0, "m_2"]],
        [["story_reply_to", false, null, null, "s_1"]],
    ]);
    let triptych = Listening::start(dir.path());
    sent.iter().for_each(|body| triptych.deliver(body));
    // Killed at once: what was not converted yet is converted at the next start.
    triptych.kill_9();
    let triptych = Listening::start(dir.path());
    assert_eq!(converted(dir.path()).len(), sent.len());
    assert_eq!(json!(links(dir.path(), sent.len())), expected);
    triptych.term();
    let rebuilt = captures("rebuild", dir.path(), &[]);
    assert_eq!((rebuilt.status, rebuilt.stdout.as_str()), (0, "9 captures derived anew\n"), "{rebuilt:?}");
    assert_eq!(json!(links(dir.path(), sent.len())), expected);
    let identities: Vec<_> = (1..=sent.len()).map(|id| show(dir.path(), id)["items"][0]["identity"].clone()).collect();
    assert_eq!(
        identities[..7],
        [
            "edit 1 of mid m_1",
            "read by C9 up to 1763700000010",
            "mid m_1",
            "mid m_2",
            "reaction to mid m_2 by C9 react love at 1763700000000",
            "unsend of mid m_1",
            "delivered to C9 up to 1",
        ]
    );

    // Gone, it leaves no link to nothing.
    assert_eq!(captures("delete", dir.path(), &["3"]).status, 0);
    let edit = &show(dir.path(), 1)["items"][0]["links"][0];
    assert_eq!((&edit["capture"], &edit["note"]), (&Value::Null, &json!("not in the store any more")));
    let people = captures("show", dir.path(), &["1"]).stdout;
    assert!(people.contains("\n  known as edit 1 of mid m_1\n"), "{people}");
    assert!(people.contains("\n  edits m_1: not in the store any more\n"), "{people}");
    let people = captures("show", dir.path(), &["4"]).stdout;
    assert!(people.contains("\n  #5, item 0 reacts to this\n"), "{people}");
}

#[test]
fn retries_are_shown_with_their_spacing() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let body = text("C9", "m_1", "Hi", AT);
    assert_eq!(triptych.post(&[], &body).status, 401);
    triptych.deliver(&body);
    triptych.deliver(&text("C9", "m_2", "Hi", AT));
    triptych.deliver(&body);
    triptych.deliver(&[&body[..], b"\n"].concat());
    triptych.converted(5);
    let shown = show(dir.path(), 4);
    let deliveries = shown["deliveries"].as_array().expect("deliveries");
    let fields = ["capture", "received_us", "relation", "status", "judgement", "spacing_us", "changed"];
    assert_eq!(keys(&deliveries[0]), fields);
    let told: Vec<_> = deliveries
        .iter()
        .map(|one| json!([one["capture"], one["relation"], one["status"], one["judgement"], one["changed"]]))
        .collect();
    let written = "the same values, written differently";
    assert_eq!(
        json!(told),
        json!([
            [1, "original", 401, "unauthenticated", null],
            [2, "retry", 200, "accepted", null],
            [4, "this", 200, "accepted", null],
            [5, "same_events", 200, "accepted", written],
        ])
    );
    let received: Vec<i64> = deliveries.iter().map(|one| one["received_us"].as_i64().expect("a time")).collect();
    assert_eq!(deliveries[0]["spacing_us"], Value::Null);
    for (pair, one) in received.windows(2).zip(&deliveries[1..]) {
        assert_eq!(one["spacing_us"], pair[1] - pair[0]);
    }
    let repeats: Vec<_> = list(dir.path(), &[]).iter().map(|row| row["repeat"].clone()).collect();
    let repeat = |nth: u32, retry: bool| json!({"nth": nth, "of": 2, "retry": retry, "conflict": false});
    assert_eq!(repeats, [repeat(2, false), repeat(1, true), Value::Null, Value::Null, Value::Null]);
    assert_eq!(shown["row"]["repeat"], repeat(1, true));
    let people = captures("show", dir.path(), &["4"]).stdout;
    assert!(people.contains("\ndeliveries, oldest first:\n  #1 "), "{people}");
    assert!(!captures("show", dir.path(), &["3"]).stdout.contains("deliveries"));
    assert_eq!(show(dir.path(), 1)["deliveries"].as_array().map(Vec::len), Some(4), "seen from the refused one too");
}
