//! Who, when, and what a conversation remembers.

use super::*;

#[test]
fn an_answer_is_a_users_and_closes_the_unread_state() {
    let report = run(&page(
        &[
            from_customer(T, r#"{"mid":"a","text":"?"}"#),
            echo(T + 1000, r#"{"is_echo":true,"mid":"b","text":"!","app_id":184719329217930001}"#),
        ]
        .join(","),
    ));
    let answer = &documents(&report)[1];
    assert_eq!(at(answer, "/payload/message/sender_type"), "User");
    assert_eq!(at(answer, "/payload/message/sender_label"), "P1");
    assert_eq!(at(answer, "/payload/message/is_automated"), true);
    assert_eq!(at(answer, "/payload/message/conversation_id"), 1);
    assert_eq!(at(answer, "/payload/conversation/is_read"), true);
    assert_eq!(at(answer, "/payload/conversation/has_one_user_message"), true);
    assert_eq!(at(answer, "/payload/conversation/is_expired"), false);
    assert_eq!(at(answer, "/payload/conversation/custom_channel/external_conversation_id"), "C9");
}

#[test]
fn the_page_inbox_is_nobodys_automation() {
    for (app_id, automated) in [("26390203743090", false), ("\"263902037430900\"", false), ("1", true), ("null", false)]
    {
        let body = page(&echo(T, &format!(r#"{{"is_echo":true,"mid":"b","text":"!","app_id":{app_id}}}"#)));
        assert_eq!(at(&documents(&run(&body))[0], "/payload/message/is_automated"), automated, "{app_id}");
    }
}

#[test]
fn a_conversation_expires_after_a_day_without_its_customer() {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    for (after, expired) in [(0, false), (DAY, false), (DAY + 1, true), (-1, true)] {
        let body =
            page(&[from_customer(T, r#"{"mid":"a"}"#), echo(T + after, r#"{"is_echo":true,"mid":"b"}"#)].join(","));
        assert_eq!(at(&documents(&run(&body))[1], "/payload/conversation/is_expired"), expired, "{after}");
    }
}

#[test]
fn a_late_message_is_not_the_last_one() {
    let body = page(&[from_customer(T, r#"{"mid":"a"}"#), echo(T - 1000, r#"{"is_echo":true,"mid":"b"}"#)].join(","));
    let late = &documents(&run(&body))[1];
    assert_eq!(at(late, "/payload/conversation/last_message/id"), 1);
    assert_eq!(at(late, "/payload/conversation/is_read"), false);
    assert_eq!(at(late, "/payload/conversation/created_at"), "2025-11-21 04:40:00.123000+00:00");
    assert_eq!(at(late, "/payload/message/date"), "2025-11-21 04:39:59.123000+00:00");
}

#[test]
fn the_same_message_twice_is_one_document() {
    let first = from_customer(T, r#"{"mid":"m","text":"Hi"}"#);
    let other = from_customer(T, r#"{"mid":"m","text":"Ho"}"#);
    let longer = from_customer(T, r#"{"mid":"m","text":"Hi","attachments":[{"type":"audio","payload":{"url":"u"}}]}"#);
    let report = run(&page(&[first.clone(), first, other, longer].join(",")));
    let duplicates: Vec<Vec<_>> = report
        .items
        .iter()
        .map(|item| {
            let outputs = item.verdict.outputs().iter();
            outputs
                .map(|output| output.duplicate.as_ref().map(|twice| (twice.of.pointer.clone(), twice.conflict)))
                .collect()
        })
        .collect();
    let of_first = |conflict| Some(("/entry/0/messaging/0".to_owned(), conflict));
    assert_eq!(
        duplicates,
        [vec![None], vec![of_first(false)], vec![of_first(true)], vec![of_first(false), of_first(true)]]
    );
    let ids: Vec<_> = documents(&report).iter().map(|document| at(document, "/payload/message/id").clone()).collect();
    assert_eq!(ids, [1, 1, 1, 1, 2]);
}

#[test]
fn without_a_mid_the_id_is_made_from_what_was_said() {
    let report = run(&page(r#"{"sender":{"id":7},"timestamp":"1763700000","message":{"text":"Hi"}}"#));
    // printf 'Text\nHi\n' | sha256sum
    assert_eq!(
        at(&documents(&report)[0], "/payload/message/custom_channel/external_message_id"),
        "message:7:1763700000000:f7d4c715"
    );
}

#[test]
fn times_fall_back_to_the_entry_and_to_receipt() {
    let cases = [
        (r#""time":1763700000,"#, r#""timestamp":0,"#, "2025-11-21 04:40:00.000000+00:00"),
        (r#""time":"x","#, "", "2025-11-21 04:41:40.000000+00:00"),
        ("", r#""timestamp":"2025-11-21T04:40:00+0000","#, "2025-11-21 04:40:00.000000+00:00"),
    ];
    for (entry, item, expected) in cases {
        let body = format!(r#"{{"entry":[{{{entry}"messaging":[{{{item}"sender":{{"id":1}},"message":{{}}}}]}}]}}"#);
        assert_eq!(at(&documents(&run(&body))[0], "/payload/message/date"), expected, "{body}");
    }
}

fn comments(values: &[&str]) -> String {
    let changes: Vec<_> = values.iter().map(|value| format!(r#"{{"field":"feed","value":{value}}}"#)).collect();
    format!(r#"{{"object":"page","entry":[{{"id":"P1","time":1763700000,"changes":[{}]}}]}}"#, changes.join(","))
}

#[test]
fn comments_gather_below_their_root() {
    let report = run(&comments(&[
        r#"{"item":"comment","verb":"add","comment_id":"P1_1_c","parent_id":"P1_1","post_id":"P1_1","message":"top","from":{"id":"C","name":"Ann"},"created_time":1763700000}"#,
        r#"{"item":"comment","verb":"add","comment_id":"r","parent_id":"P1_1_c","post_id":"P1_1","message":"reply","from":{"id":"P1","name":"Page"},"created_time":1763700001}"#,
        r#"{"item":"comment","verb":"add","comment_id":"s","parent_id":"9","post":{"id":"P_9"},"message":"other","from":{"id":"C"},"created_time":1763700002}"#,
    ]));
    let documents = documents(&report);
    let of = |index: usize, pointer: &str| at(&documents[index], pointer).clone();
    assert_eq!(of(0, "/payload/message/sender_label"), "Ann");
    assert_eq!(of(0, "/payload/conversation/consumer_name"), "Ann");
    assert_eq!(of(1, "/payload/message/sender_type"), "User");
    assert_eq!(of(1, "/payload/message/conversation_id"), 1);
    assert_eq!(of(1, "/payload/conversation/consumer_name"), "Ann");
    assert_eq!(of(1, "/payload/conversation/custom_channel/external_conversation_id"), "P1_1_c");
    assert_eq!(of(2, "/payload/message/conversation_id"), 2);
    assert_eq!(of(2, "/payload/message/sender_label"), "C");
    assert_eq!(of(2, "/payload/conversation/consumer_name"), serde_json::Value::Null);
}

#[test]
fn a_comment_below_a_post_or_a_medium_is_its_own_root() {
    for (parent, below, root) in [
        ("p_1", r#""post_id":"p_1""#, "c"),
        ("1", r#""post_id":"p_1""#, "c"),
        ("1", r#""post":{"id":"p_1"}"#, "c"),
        ("m", r#""media":{"id":"m"}"#, "c"),
        ("7", r#""media":{"id":"m_7"}"#, "c"),
        ("p", r#""post_id":"p_1""#, "p"),
        ("d", r#""media":{"id":"m"}"#, "d"),
    ] {
        let value = format!(
            r#"{{"item":"comment","verb":"add","comment_id":"c","parent_id":"{parent}",{below},"from":{{"id":"C"}}}}"#
        );
        let documents = documents(&run(&comments(&[&value])));
        assert_eq!(at(&documents[0], "/payload/conversation/custom_channel/external_conversation_id"), root, "{value}");
    }
}

#[test]
fn a_comment_is_dated_by_its_creation_and_the_newest_name_counts() {
    let named = |id: &str, name: &str, times: &str| {
        format!(r#"{{"comment_id":"{id}","parent_id":"r","message":"x","from":{{"id":"C","name":"{name}"}},{times}}}"#)
    };
    let documents = documents(&run(&comments(&[
        &named("a", "Ann", r#""created_time":1763700000,"timestamp":1763700005"#),
        &named("b", "Ben", r#""created_time":0,"timestamp":1763700000"#),
        &named("c", "Cid", r#""created_time":1763699999"#),
    ])));
    let of = |pointer: &str| documents.iter().map(|document| at(document, pointer).clone()).collect::<Vec<_>>();
    let dates = ["2025-11-21 04:40:00.000000+00:00"; 2];
    assert_eq!(of("/payload/message/date")[..2], dates);
    assert_eq!(of("/payload/message/sender_label"), ["Ann", "Ben", "Cid"]);
    assert_eq!(of("/payload/conversation/consumer_name"), ["Ann", "Ben", "Ben"], "of those of one date the later one");
}

#[test]
fn what_earlier_messages_left_behind_is_history() {
    let kinds = |report: &Report, index: usize, leaf: &str| {
        let origins = &report.items[index].verdict.outputs()[0].origins;
        let (_, origin) = origins.iter().find(|(of, _)| *of == leaf).expect(leaf);
        serde_json::to_value(origin).expect("JSON")["kind"].clone()
    };
    let answer = r#"{"is_echo":true,"mid":"b"}"#;
    let items = [from_customer(T, r#"{"mid":"a"}"#), echo(T + 1, answer), from_customer(T - 9, r#"{"mid":"c"}"#)];
    let report = run(&page(&items.join(",")));
    for (leaf, expected) in [
        ("/payload/conversation/created_at", ["raw", "history", "history"]),
        ("/payload/conversation/first_message_date", ["raw", "history", "history"]),
        ("/payload/conversation/is_expired", ["constant", "history", "constant"]),
        ("/payload/conversation/has_one_user_message", ["history", "raw", "history"]),
        ("/payload/conversation/last_message/content", ["constant", "constant", "history"]),
        ("/payload/conversation/is_read", ["constant", "raw", "history"]),
        ("/payload/message/date", ["raw", "raw", "raw"]),
    ] {
        assert_eq!([0, 1, 2].map(|index| kinds(&report, index, leaf)), expected, "{leaf}");
    }
}

#[test]
fn settings_show_where_reference_002_has_them() {
    let settings = Settings {
        channel: Channel::Instagram,
        credentials_id: "crd".into(),
        name: Some("Lumen".into()),
        org_id: 5120,
        page_id: Some("P2".into()),
        business: Business { id: Some("b".into()), city: Some("Lyon".into()), ..Business::default() },
    };
    let body =
        r#"{"entry":[{"id":"P1","messaging":[{"recipient":{"id":"C"},"message":{"is_echo":true,"text":"x"}}]}]}"#;
    let document = &documents(&run_with(body, &settings, &mut MemoryBook::default()))[0];
    assert_eq!(at(document, "/payload/org_id"), 5120);
    assert_eq!(at(document, "/payload/message/sender_label"), "Lumen");
    assert_eq!(at(document, "/payload/conversation/messaging_partner"), "Instagram");
    assert_eq!(at(document, "/payload/conversation/issues/0"), "facebook_no_page_linked");
    assert_eq!(at(document, "/payload/conversation/business/id"), "b");
    assert_eq!(at(document, "/payload/conversation/business/city"), "Lyon");
    assert_eq!(at(document, "/payload/conversation/custom_channel/id"), "crd");
    assert_eq!(at(document, "/payload/conversation/is_expired"), true);
}

#[test]
fn what_nothing_read_is_named() {
    let body = r#"{"object":"page","extra":1,"entry":[{"id":"P1","hop":[{"app_id":1}],"messaging":[{"sender":{"id":"C"},"message":{"mid":"m","text":"t","nlp":{"a":1}}}]}]}"#;
    let report = run(body);
    assert_eq!(report.unread, ["/extra", "/entry/0/hop"]);
    assert_eq!(report.items[0].unread, ["/entry/0/messaging/0/message/nlp"]);
}
