//! Links and deliveries, in whichever order things came.

use triptych_core::capture::{Capture, Judgement};

use crate::api::captures::CaptureView;
use crate::captured::{self, US, open};
use crate::{App, capture_view};

/// Received a second after the one before.
fn capture(seconds: i64, judgement: Judgement, body: &str) -> Capture {
    Capture {
        received_us: US + seconds * 1_000_000,
        judgement,
        status: if judgement == Judgement::Accepted { 200 } else { 401 },
        ..captured::capture(body)
    }
}

/// Keeps these bodies one after the other and waits until they are converted.
async fn deliver(app: &App, bodies: &[&str]) {
    let mut last = 0;
    for body in bodies {
        last = app.store().append(capture(last, Judgement::Accepted, body), None).await.expect("kept");
    }
    app.converted_to(last).await.expect("converted");
}

fn shown(app: &App, id: i64) -> CaptureView {
    let view = |reader: &_| {
        let stored = triptych_store::Reader::capture(reader, id)?.expect("kept");
        capture_view(reader, &stored)
    };
    app.store().read(view).expect("read")
}

/// The links of an item: `relation → capture/item (id) note`, an arrow to the left where they come in.
fn links(app: &App, capture: i64, item: usize) -> Vec<String> {
    let view = shown(app, capture);
    let link = |link: &crate::api::lineage::Link| {
        let arrow = if link.incoming { "←" } else { "→" };
        let place = link.capture.zip(link.item).map_or("?".to_owned(), |(capture, item)| format!("{capture}/{item}"));
        let id = link.id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
        let note = link.note.as_ref().map(|note| format!(" {note}")).unwrap_or_default();
        format!("{} {arrow} {place}{id}{note}", link.relation)
    };
    view.items[item].links.iter().map(link).collect()
}

/// The deliveries: `capture relation +seconds changed`.
fn deliveries(app: &App, capture: i64) -> Vec<String> {
    let one = |one: &crate::api::lineage::Delivery| {
        let spacing = one.spacing_us.map(|us| format!(" +{}", us / 1_000_000)).unwrap_or_default();
        let changed = one.changed.as_ref().map(|changed| format!(" {changed}")).unwrap_or_default();
        format!("{} {}{spacing}{changed}", one.capture, one.relation)
    };
    shown(app, capture).deliveries.iter().map(one).collect()
}

fn entry(items: &str) -> String {
    format!(r#"{{"object":"page","entry":[{{"id":"P","time":1763700000456,"messaging":[{items}]}}]}}"#)
}

/// What the customer C does at this millisecond after a round second.
fn by_customer(at: u32, what: &str) -> String {
    entry(&item(at, what))
}

fn item(at: u32, what: &str) -> String {
    format!(r#"{{"sender":{{"id":"C"}},"recipient":{{"id":"P"}},"timestamp":1763700000{at:03},{what}}}"#)
}

fn message(at: u32, mid: &str) -> String {
    by_customer(at, &format!(r#""message":{{"mid":"{mid}","text":"Hi"}}"#))
}

fn echo(at: u32, mid: &str) -> String {
    entry(&format!(
        r#"{{"sender":{{"id":"P"}},"recipient":{{"id":"C"}},"timestamp":1763700000{at:03},"message":{{"mid":"{mid}","is_echo":true,"text":"Yes"}}}}"#
    ))
}

#[tokio::test]
async fn an_event_and_the_message_that_it_speaks_of_find_one_another_whichever_came_first() {
    let cases = [
        ("edit_of", by_customer(2, r#""message_edit":{"mid":"m_1","text":"Ho","num_edit":1}"#)),
        ("unsend_of", by_customer(2, r#""message":{"mid":"m_1","is_deleted":true}"#)),
        ("reaction_to", by_customer(2, r#""reaction":{"mid":"m_1","action":"react","reaction":"love"}"#)),
        ("reply_to", by_customer(2, r#""message":{"mid":"m_2","text":"So","reply_to":{"mid":"m_1"}}"#)),
        ("read_up_to", by_customer(2, r#""read":{"mid":"m_1"}"#)),
        ("delivered_up_to", by_customer(2, r#""delivery":{"mids":["m_1"]}"#)),
        ("feedback_on", by_customer(2, r#""response_feedback":{"feedback":"Good response","mid":"m_1"}"#)),
        ("edit_of", by_customer(2, r#""message_edit":{"mid":"m_1"}"#).replace("messaging", "standby")),
    ];
    for (relation, event) in cases {
        for (subject, is_echo) in [
            (message(1, "m_1"), false),
            (echo(1, "m_1"), true),
            (message(1, "m_1").replace("messaging", "standby"), false),
        ] {
            let dir = tempfile::tempdir().expect("a folder");
            let app = open(dir.path()).await;
            deliver(&app, &[&event]).await;
            let unknown = format!("{relation} → ? (m_1) not in the store, or not yet");
            assert_eq!(links(&app, 1, 0), [unknown], "{event}");
            deliver(&app, &[&subject, &event]).await;
            assert_eq!(links(&app, 1, 0).last().expect("a link"), &format!("{relation} → 2/0 (m_1)"), "{event}");
            assert_eq!(links(&app, 3, 0).last().expect("a link"), &format!("{relation} → 2/0 (m_1)"), "{event}");
            let incoming = [format!("{relation} ← 1/0"), format!("{relation} ← 3/0")];
            assert_eq!(links(&app, 2, 0), incoming, "{event}, echo: {is_echo}");
            app.close().await;
        }
    }
}

#[tokio::test]
async fn a_watermark_speaks_of_the_newest_message_up_to_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = open(dir.path()).await;
    let read = |until: u32| by_customer(900, &format!(r#""read":{{"watermark":1763700000{until:03}}}"#));
    let delivered =
        |until: u32| by_customer(900, &format!(r#""delivery":{{"mids":["m_2"],"watermark":1763700000{until:03}}}"#));
    deliver(&app, &[&read(250)]).await;
    assert_eq!(links(&app, 1, 0), ["read_up_to → ? (1763700000250) no message up to then is in the store"]);
    // Out of order; of another customer; one of the Page's own.
    let other = message(220, "m_x").replace("\"C\"", "\"D\"");
    deliver(
        &app,
        &[&message(300, "m_3"), &message(100, "m_1"), &other, &echo(200, "m_2"), &read(300), &delivered(299)],
    )
    .await;
    let note = "the newest message up to then";
    assert_eq!(links(&app, 1, 0), [format!("read_up_to → 5/0 (1763700000250) {note}")]);
    assert_eq!(links(&app, 6, 0), [format!("read_up_to → 2/0 (1763700000300) {note}")]);
    assert_eq!(links(&app, 7, 0), ["delivered_up_to → 5/0 (m_2)"], "said once, by its id");
    assert_eq!(links(&app, 2, 0), ["read_up_to ← 6/0 (1763700000300)"]);
    assert_eq!(links(&app, 3, 0), [""; 0]);
    assert_eq!(links(&app, 4, 0), [""; 0]);
    assert_eq!(links(&app, 5, 0), ["read_up_to ← 1/0 (1763700000250)", "delivered_up_to ← 7/0"]);
    app.close().await;
}

#[tokio::test]
async fn the_same_message_again_is_linked_and_another_content_is_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = open(dir.path()).await;
    let other = message(1, "m_1").replace("Hi", "Ho");
    let standby = message(1, "m_1").replace("messaging", "standby");
    let two = entry(&[item(1, r#""message":{"mid":"m_1","text":"Hi"}"#), item(9, r#""read":{"mid":"m_9"}"#)].join(","));
    deliver(&app, &[&message(1, "m_1"), &other, &standby, &echo(1, "m_1"), &two]).await;
    assert_eq!(
        links(&app, 1, 0),
        [
            "same_message ← 2/0 (m_1) with other content",
            "same_message ← 3/0 (m_1) by standby",
            "echo_of ← 4/0 (m_1) with other content",
            "same_message ← 5/0 (m_1)",
        ]
    );
    assert_eq!(links(&app, 2, 0)[0], "same_message → 1/0 (m_1) with other content");
    assert_eq!(links(&app, 4, 0)[0], "echo_of → 1/0 (m_1) with other content");
    assert_eq!(links(&app, 5, 1), ["read_up_to → ? (m_9) not in the store, or not yet"]);
    // Another Page's message of the same id is another message.
    deliver(&app, &[&message(1, "m_1").replace("\"P\"", "\"Q\"")]).await;
    assert_eq!(links(&app, 6, 0), [""; 0]);
    app.close().await;
}

#[tokio::test]
async fn stories_and_comments_have_their_links() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = open(dir.path()).await;
    let story = by_customer(
        1,
        r#""message":{"mid":"m_1","text":"Wow","reply_to":{"story":{"id":"s_1","url":"https://x.example"}}}"#,
    );
    let change = |value: &str| {
        format!(
            r#"{{"object":"page","entry":[{{"id":"P","time":1763700000,"changes":[{{"field":"feed","value":{value}}}]}}]}}"#
        )
    };
    let answer = change(
        r#"{"item":"comment","verb":"add","comment_id":"1_3","post_id":"P_1","parent_id":"1_2","message":"b","from":{"id":"D"}}"#,
    );
    let comment = change(
        r#"{"item":"comment","verb":"add","comment_id":"1_2","post_id":"P_1","parent_id":"P_1","message":"a","from":{"id":"C"}}"#,
    );
    let love = change(
        r#"{"item":"reaction","verb":"add","comment_id":"1_2","post_id":"P_1","reaction_type":"love","from":{"id":"D"}}"#,
    );
    deliver(&app, &[&story, &answer, &comment, &love]).await;
    assert_eq!(links(&app, 1, 0), ["story_reply_to → ? (s_1) a story, which is no message"]);
    assert_eq!(links(&app, 2, 0), ["reply_to → 3/0 (1_2)"]);
    assert_eq!(links(&app, 3, 0), ["reply_to ← 2/0", "reaction_to ← 4/0"]);
    assert_eq!(shown(&app, 3).items[0].identity.as_deref(), Some("comment 1_2 add"));
    app.close().await;
}

#[tokio::test]
async fn deliveries_are_told_apart_and_spaced() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = open(dir.path()).await;
    let body = message(1, "m_1");
    let store = app.store();
    let keep = async |seconds, judgement, body: &str, parent| {
        store.append(capture(seconds, judgement, body), parent).await.expect("kept")
    };
    keep(0, Judgement::Unauthenticated, &body, None).await;
    keep(10, Judgement::Accepted, &body, None).await;
    keep(70, Judgement::Accepted, &body, None).await;
    keep(71, Judgement::Accepted, &body.replace(":", ": "), None).await;
    keep(72, Judgement::Accepted, &body.replace("Hi", "Ho"), None).await;
    keep(73, Judgement::Accepted, &message(1, "m_2"), None).await;
    keep(80, Judgement::Accepted, &body, Some(3)).await;
    let last = keep(81, Judgement::Accepted, &message(1, "m_3"), Some(7)).await;
    app.converted_to(last).await.expect("converted");
    let text = "/entry/0/messaging/0/message/text";
    assert_eq!(
        deliveries(&app, 3),
        [
            "1 original",
            "2 retry +10",
            "3 this +60",
            "4 same_events +1 the same values, written differently",
            &format!("5 same_events +1 1 value differs: {text}"),
            "7 replay +8",
            "8 replay +1 1 value differs: /entry/0/messaging/0/message/mid",
        ]
    );
    assert_eq!(deliveries(&app, 1)[..3], ["1 this", "2 retry +10", "3 retry +60"]);
    assert_eq!(deliveries(&app, 6), ["6 this"]);
    // Events without documents, and a body without events.
    let read = by_customer(5, r#""read":{"watermark":1763700000001}"#);
    let empty = r#"{"object":"page","entry":[]}"#;
    for body in [&read, empty, &read, &read.replace('{', "{ "), empty] {
        keep(90, Judgement::Accepted, body, None).await;
    }
    app.converted_to(last + 5).await.expect("converted");
    assert_eq!(
        deliveries(&app, 11),
        ["9 original", "11 this +0", "12 same_events +0 the same values, written differently"]
    );
    assert_eq!(deliveries(&app, 13), ["10 original", "13 this +0"]);
    app.close().await;
}

#[tokio::test]
async fn what_is_gone_leaves_no_link_to_nothing_and_all_is_derived_anew() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = open(dir.path()).await;
    let reply = by_customer(2, r#""message":{"mid":"m_2","text":"So","reply_to":{"mid":"m_1"}}"#);
    let read = by_customer(3, r#""read":{"watermark":1763700000001}"#);
    deliver(&app, &[&message(1, "m_1"), &reply, &read, &message(1, "m_1")]).await;
    let all = || (1..=4).map(|id| links(&app, id, 0)).collect::<Vec<_>>();
    let before = all();
    assert_eq!(before[1], ["reply_to → 1/0 (m_1)"]);
    assert_eq!(app.rebuild().await.expect("rebuilt"), 4);
    assert_eq!(all(), before);

    app.store().write(|tx| tx.remove_capture(1, crate::now_us())).await.expect("removed");
    assert_eq!(links(&app, 2, 0), ["reply_to → 4/0 (m_1)"], "it came again");
    app.store().write(|tx| tx.remove_capture(4, crate::now_us())).await.expect("removed");
    assert_eq!(links(&app, 2, 0), ["reply_to → ? (m_1) not in the store any more"]);
    assert_eq!(links(&app, 3, 0), ["read_up_to → ? (1763700000001) not in the store any more"]);
    app.close().await;

    // Gone for good, as from here on.
    let app = open(dir.path()).await;
    assert_eq!(links(&app, 2, 0), ["reply_to → ? (m_1) not in the store any more"]);
    app.rebuild().await.expect("rebuilt");
    assert_eq!(links(&app, 2, 0), ["reply_to → ? (m_1) not in the store any more"]);
    deliver(&app, &[&message(1, "m_1")]).await;
    assert_eq!(links(&app, 2, 0), ["reply_to → 5/0 (m_1)"]);
    app.close().await;
}

mod borders;
