use triptych_core::convert::origin::leaves;
use triptych_core::convert::{Context, MemoryBook, Settings};
use triptych_core::envelope;
use triptych_core::report::{Report, report};

use super::{escapes, origins};
use crate::api::captures::OriginView;
use crate::fixtures;

fn converted(doc: &triptych_core::json::Doc<'_>) -> Report {
    let settings = Settings::default();
    let context = Context { settings: &settings, received_ms: 0, capture: None, origins: true };
    let Ok(report) = report(doc, &context, &mut MemoryBook::default());
    report
}

fn at<'a>(views: &'a [OriginView], pointer: &str) -> &'a OriginView {
    views.iter().find(|view| view.pointer == pointer).expect(pointer)
}

const BODY: &str = r#"{"object":"page","entry":[{"id":"104","time":1,"messaging":[{"sender":{"id":"731"},
    "recipient":{"id":"104"},"timestamp":1773325661074,"message":{"mid":"m_1","text":"caf\u00e9 \ud83d\ude00"}}]}]}"#;

#[test]
fn every_leaf_of_every_fixture_has_an_origin_that_exists() {
    let mut documents = 0;
    for fixture in fixtures::built_in() {
        let Ok(doc) = envelope::parse(&fixture.body) else { continue };
        let report = converted(&doc);
        for output in report.items.iter().flat_map(|item| item.verdict.outputs()) {
            documents += 1;
            let views = origins(&doc, &output.document, Some(output));
            let mut wanted = leaves(&serde_json::from_str(&output.document).expect("JSON"));
            wanted.sort();
            let named: Vec<&str> = views.iter().map(|view| view.pointer.as_str()).collect();
            assert_eq!(named, wanted, "{}", fixture.name);
            for view in &views {
                assert_eq!(view.kind == "raw", !view.from.is_empty(), "{view:?}");
                assert!(!view.words.contains("by the rule"), "no words for {view:?}");
                for pointer in &view.from {
                    assert!(doc.resolve(pointer).is_some(), "{}: {pointer} is nowhere", fixture.name);
                }
            }
        }
    }
    assert!(documents > 20, "{documents} documents");
}

#[test]
fn a_value_says_in_words_where_it_came_from() {
    let doc = envelope::parse(BODY.as_bytes()).expect("an envelope");
    let report = converted(&doc);
    let output = &report.items[0].verdict.outputs()[0];
    let views = origins(&doc, &output.document, Some(output));
    let content = at(&views, "/payload/message/content");
    assert_eq!(content.from, ["/entry/0/messaging/0/message/text"]);
    for (pointer, words) in [
        ("/payload/message/content", "Copied; 2 escapes decoded"),
        ("/payload/message/date", "Derived: the time that it names, as a date in UTC"),
        ("/payload/message/custom_channel/external_message_id", "Copied"),
        ("/payload/message/id", "Given out by Triptych, once"),
        ("/payload/org_id", "From the endpoint's settings: org id"),
        ("/type", "The same in every document"),
    ] {
        assert_eq!(at(&views, pointer).words, words, "{pointer}");
    }
}

#[test]
fn what_differs_from_the_stored_document_is_history_or_a_setting_of_then() {
    let doc = envelope::parse(BODY.as_bytes()).expect("an envelope");
    let report = converted(&doc);
    let output = &report.items[0].verdict.outputs()[0];
    let mut stored: serde_json::Value = serde_json::from_str(&output.document).expect("JSON");
    stored["payload"]["conversation"]["created_at"] = "2025-01-01 00:00:00.000000+00:00".into();
    stored["payload"]["conversation"]["id"] = 99.into();
    stored["payload"]["org_id"] = 5120.into();
    let views = origins(&doc, &stored.to_string(), Some(output));
    assert_eq!(at(&views, "/payload/conversation/created_at").kind, "history");
    assert_eq!(at(&views, "/payload/conversation/id").kind, "allocated");
    stored["payload"]["message"]["sender_label"] = "Ann".into();
    stored["payload"]["conversation"]["business"]["id"] = "B7".into();
    let views = origins(&doc, &stored.to_string(), Some(output));
    assert_eq!(at(&views, "/payload/message/sender_label").setting.as_deref(), Some("contact.name"));
    assert_eq!(at(&views, "/payload/conversation/business/id").setting.as_deref(), Some("business"));
    assert_eq!(at(&views, "/payload/org_id").kind, "setting");
    assert_eq!(at(&views, "/payload/message/content").kind, "raw");
    // Where it is not made any more, nothing is known but that it was made.
    assert!(origins(&doc, &stored.to_string(), None).iter().all(|view| view.kind == "history"));
}

#[test]
fn escapes_are_counted_as_characters() {
    for (raw, count) in
        [(r#""plain""#, 0), (r#""a\/b\n""#, 2), (r#""\\u0041""#, 1), (r#""\ud83d\ude00\u00e9""#, 2), (r#""\ud83d""#, 1)]
    {
        assert_eq!(escapes(raw), count, "{raw}");
    }
}
