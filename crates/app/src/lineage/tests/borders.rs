//! What lies at the border: at a watermark, and what is no message.

use super::*;

#[tokio::test]
async fn what_is_sent_at_a_watermark_was_read_but_not_yet_delivered() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = open(dir.path()).await;
    let receipts = [("read", 99), ("read", 100), ("delivery", 100), ("delivery", 101)];
    let receipts =
        receipts.map(|(what, at)| by_customer(900, &format!(r#""{what}":{{"watermark":1763700000{at:03}}}"#)));
    let [early, read, at, delivered] = &receipts;
    // Before the messages and after them.
    deliver(&app, &[early, read, at, delivered, &echo(100, "m_1"), &echo(200, "m_2"), early, read, at, delivered])
        .await;
    let nothing = |relation: &str, until| format!("{relation} → ? ({until}) no message up to then is in the store");
    let newest = |relation: &str, until| format!("{relation} → 5/0 ({until}) the newest message up to then");
    for before in [0, 6] {
        let last = [1, 2, 3, 4].map(|id| links(&app, before + id, 0).pop().expect("a link"));
        let expected = [
            nothing("read_up_to", 1_763_700_000_099_i64),
            newest("read_up_to", 1_763_700_000_100_i64),
            nothing("delivered_up_to", 1_763_700_000_100),
            newest("delivered_up_to", 1_763_700_000_101),
        ];
        assert_eq!(last, expected);
    }
    let incoming = [("read", 2, 100), ("delivered", 4, 101), ("read", 8, 100), ("delivered", 10, 101)];
    let incoming = incoming.map(|(what, id, until)| format!("{what}_up_to ← {id}/0 (1763700000{until})"));
    assert_eq!(links(&app, 5, 0), incoming);
    assert_eq!(links(&app, 6, 0), [""; 0]);
    app.close().await;
}

#[tokio::test]
async fn what_is_no_message_leads_to_what_brought_it_whichever_came_first() {
    let story = r#""message":{"mid":"m_2","text":"Wow","reply_to":{"story":{"id":"s_1","url":"https://x.example/1"}}}"#;
    let shared = |kind: &str, payload: &str| {
        by_customer(1, &format!(r#""message":{{"mid":"m_1","attachments":[{{"type":"{kind}","payload":{payload}}}]}}"#))
    };
    let first =
        r#""prior_message":{"source":"checkbox_plugin","identifier":"u_1"},"message":{"mid":"m_2","text":"Yes"}"#;
    let optin = entry(r#"{"recipient":{"id":"P"},"timestamp":1763700000001,"optin":{"ref":"r","user_ref":"u_1"}}"#);
    let sent = echo(1, "m_1").replace(r#""id":"C""#, r#""user_ref":"u_1""#);
    for (relation, name, event, brings) in [
        ("story_reply_to", "s_1", story, shared("ig_story", r#"{"story_media_id":"s_1"}"#)),
        ("story_reply_to", "s_1", story, shared("story_mention", r#"{"url":"https://x.example/1"}"#)),
        ("prior_message", "u_1", first, optin),
        ("prior_message", "u_1", first, sent),
    ] {
        let dir = tempfile::tempdir().expect("a folder");
        let app = open(dir.path()).await;
        let event = by_customer(2, event);
        let other = event.replace("m_2", "m_3");
        deliver(&app, &[&event, &brings, &other, &brings.replace("\"P\"", "\"Q\"")]).await;
        for id in [1, 3] {
            assert_eq!(links(&app, id, 0), [format!("{relation} → 2/0 ({name})")], "{brings}");
        }
        assert_eq!(links(&app, 2, 0), [1, 3].map(|id| format!("{relation} ← {id}/0")), "{brings}");
        assert_eq!(links(&app, 4, 0), [""; 0], "of another account");
        app.close().await;
    }
}
