//! Verdicts and documents over whole bodies.

use super::*;
use crate::envelope;
use crate::report::{Report, report};

const RECEIVED_MS: i64 = 1_763_700_100_000;

fn run_with(body: &str, settings: &Settings, book: &mut MemoryBook) -> Report {
    let doc = envelope::parse(body.as_bytes()).expect("an envelope");
    let context = Context { settings, received_ms: RECEIVED_MS, capture: None, origins: true };
    let report = match report(&doc, &context, book) {
        Ok(report) => report,
        Err(never) => match never {},
    };
    check_provenance(&doc, &report);
    report
}

fn run(body: &str) -> Report {
    run_with(body, &Settings::default(), &mut MemoryBook::default())
}

/// Every leaf has an origin, and every pointer leads somewhere.
fn check_provenance(doc: &crate::json::Doc<'_>, report: &Report) {
    for item in &report.items {
        assert!(doc.resolve(&item.pointer).is_some(), "{}", item.pointer);
        if let Some(at) = item.verdict.at() {
            assert!(doc.resolve(at).is_some(), "{at}");
        }
        for output in item.verdict.outputs() {
            let document = serde_json::from_str(&output.document).expect("JSON");
            let mut leaves = origin::leaves(&document);
            leaves.sort();
            assert_eq!(leaves, output.origins.iter().map(|(leaf, _)| leaf).collect::<Vec<_>>());
            for (_, origin) in output.origins.iter() {
                if let Origin::Raw { from, .. } = origin {
                    assert!(!from.is_empty() && from.iter().all(|from| doc.resolve(from).is_some()), "{from:?}");
                }
            }
        }
    }
}

fn documents(report: &Report) -> Vec<serde_json::Value> {
    let outputs = report.items.iter().flat_map(|item| item.verdict.outputs());
    outputs.map(|output| serde_json::from_str(&output.document).expect("JSON")).collect()
}

fn at<'v>(document: &'v serde_json::Value, pointer: &str) -> &'v serde_json::Value {
    document.pointer(pointer).unwrap_or_else(|| panic!("{pointer} in {document}"))
}

/// A page's envelope around messaging items.
fn page(items: &str) -> String {
    format!(r#"{{"object":"page","entry":[{{"id":"P1","time":1763700000456,"messaging":[{items}]}}]}}"#)
}

fn from_customer(ms: i64, message: &str) -> String {
    format!(r#"{{"sender":{{"id":"C9"}},"recipient":{{"id":"P1"}},"timestamp":{ms},"message":{message}}}"#)
}

fn echo(ms: i64, message: &str) -> String {
    format!(r#"{{"sender":{{"id":"P1"}},"recipient":{{"id":"C9"}},"timestamp":{ms},"message":{message}}}"#)
}

const T: i64 = 1_763_700_000_123;

#[test]
fn the_example_of_the_specification() {
    let body = page(&from_customer(
        T,
        r#"{"mid":"m_1","text":"Hi","attachments":[{"type":"image","payload":{"url":"https://cdn.example.net/a.jpg"}}]}"#,
    ));
    let report = run(&body);
    let outputs = report.items[0].verdict.outputs();
    let first = r#"{"type":"message_created","payload":{"message":{"id":1,"conversation_id":1,"date":"2025-11-21 04:40:00.123000+00:00","content_type":"Text","sender_type":"Consumer","sender_label":"C9","status":"Success","is_deleted":false,"is_automated":false,"content":"Hi","user_id":null,"custom_channel":{"external_message_id":"m_1"}},"conversation":{"id":1,"consumer_img":null,"consumer_name":null,"consumer_phone_number":null,"consumer_email":null,"last_message":{"id":1,"conversation_id":1,"date":"2025-11-21 04:40:00.123000+00:00","content_type":"Text","sender_type":"Consumer","sender_label":"C9","status":"Success","is_deleted":false,"is_automated":false,"content":"Hi","user_id":null,"custom_channel":{"external_message_id":"m_1"}},"is_read":false,"status":"Open","created_at":"2025-11-21 04:40:00.123000+00:00","has_one_user_message":false,"business":{"id":"P1","name":null,"city":null,"zipcode":null,"country":null,"formatted_address":null},"messaging_partner":"Facebook","issues":[],"first_message_date":"2025-11-21 04:40:00.123000+00:00","is_expired":false,"is_solved":false,"is_automated":false,"assigned_user_id":null,"custom_channel":{"id":"local","name":null,"icon":null,"is_readonly":false,"external_conversation_id":"C9"}},"org_id":1}}"#;
    assert_eq!(outputs[0].document, first);
    let documents = documents(&report);
    assert_eq!(at(&documents[1], "/payload/message/id"), 2);
    assert_eq!(at(&documents[1], "/payload/message/content_type"), "Image");
    assert_eq!(at(&documents[1], "/payload/conversation/last_message"), at(&documents[1], "/payload/message"));
}

#[test]
fn one_verdict_an_item() {
    // Item of `messaging` → field, verdict, rule.
    let cases: &[(&str, &str)] = &[
        (r#"{"sender":{"id":1},"message":{"mid":"m"}}"#, "messages converted"),
        (r#"{"message":{"mid":"m","text":"t"}}"#, "messages failed missing_customer"),
        (r#"{"sender":{"user_ref":"u"},"message":{"text":"t"}}"#, "messages converted"),
        (r#"{"sender":{"id":""},"message":{"text":"t"}}"#, "messages failed missing_customer"),
        (r#"{"sender":{"id":1},"message":{"is_deleted":true}}"#, "messages skipped unsend"),
        (r#"{"message":{"is_echo":true,"is_deleted":true}}"#, "message_echoes skipped unsend"),
        (r#"{"recipient":{"id":1},"message":{"is_echo":true}}"#, "message_echoes converted"),
        (r#"{"sender":{"id":1},"message":{"is_echo":true}}"#, "message_echoes failed missing_customer"),
        (r#"{"sender":{"id":1},"message":{"is_echo":"true"}}"#, "messages converted"),
        (r#"{"sender":{"id":1},"postback":{}}"#, "messaging_postbacks converted"),
        (r#"{"sender":{"id":1},"order":{}}"#, "send_cart converted"),
        (r#"{"message_edit":{}}"#, "message_edits skipped edit"),
        (r#"{"reaction":{}}"#, "message_reactions skipped reaction"),
        (r#"{"read":{}}"#, "message_reads skipped read_receipt"),
        (r#"{"delivery":{}}"#, "message_deliveries skipped delivery_receipt"),
        (r#"{"referral":{}}"#, "messaging_referrals skipped referral"),
        (r#"{"referral":{},"optin":{}}"#, "messaging_optins skipped optin"),
        (r#"{"account_linking":{}}"#, "messaging_account_linking skipped account_linking"),
        (r#"{"app_roles":{}}"#, "messaging_handovers skipped handover"),
        (r#"{"policy-enforcement":{}}"#, "messaging_policy_enforcement skipped policy"),
        (r#"{"game_play":{}}"#, "messaging_game_plays skipped game_play"),
        (r#"{"messaging_feedback":{}}"#, "messaging_feedback skipped feedback"),
        (r#"{"response_feedback":{}}"#, "response_feedback skipped feedback"),
        (r#"{"messaging_customer_information":{}}"#, "messaging_customer_information skipped form"),
        (r#"{"form":{}}"#, "messaging_in_thread_lead_form_submit skipped form"),
        (r#"{"template":{}}"#, "messages skipped coupon_click"),
        (r#"{"message_request":"accept"}"#, "message_requests skipped legacy"),
        (r#"{"payment":{}}"#, "messaging_payments skipped legacy"),
        (r#"{"message":"TEST_MESSAGE"}"#, "- unknown"),
        (r#"{"message":null,"read":7}"#, "- unknown"),
        (r#"{}"#, "- unknown"),
        ("7", "- unknown"),
        ("null", "- unknown"),
    ];
    for (item, expected) in cases {
        assert_eq!(verdicts(&page(item)), [format!("/entry/0/messaging/0 messaging {expected}")], "{item}");
    }
}

#[test]
fn what_is_unknown_is_called_by_its_name() {
    for (item, expected) in
        [(r#"{"sender":{"id":1},"message_nudge":{"x":1}}"#, "message_nudge"), ("{}", "Unknown"), ("7", "Unknown")]
    {
        let body = page(item);
        let doc = envelope::parse(body.as_bytes()).expect("an envelope");
        assert_eq!(envelope::items(&doc)[0].event.title(), expected);
    }
}

#[test]
fn changes() {
    let cases: &[(&str, &str)] = &[
        (
            r#"{"field":"feed","value":{"item":"comment","verb":"add","comment_id":"c","from":{"id":1}}}"#,
            "feed converted",
        ),
        (
            r#"{"field":"feed","value":{"item":"comment","verb":"edited","comment_id":"c","from":{"id":1}}}"#,
            "feed skipped comment_update",
        ),
        (r#"{"field":"feed","value":{"item":"comment"}}"#, "feed skipped comment_update"),
        (r#"{"field":"feed","value":{"item":"post","verb":"add"}}"#, "feed skipped not_a_comment"),
        (r#"{"field":"feed","value":{}}"#, "feed skipped not_a_comment"),
        (r#"{"field":"feed","value":{"id":1,"text":"t","from":{"id":1}}}"#, "feed converted"),
        (r#"{"field":"anything","value":{"comment_id":"1","message":"t","sender_id":5}}"#, "anything converted"),
        (r#"{"field":"anything","value":{"id":"1","text":"t","verb":"add"}}"#, "anything skipped not_messaging"),
        (r#"{"field":"mention","value":{"id":"1","text":"t"}}"#, "mention skipped mention"),
        (r#"{"field":"comments","value":{"from":{"id":1},"text":"t"}}"#, "comments failed missing_id"),
        (r#"{"field":"live_comments","value":{"id":"1","text":"t"}}"#, "live_comments failed missing_customer"),
        (r#"{"field":"messages","value":{"sender":{"id":1},"message":{"mid":"m"}}}"#, "messages test converted"),
        (r#"{"field":"messaging_handover","value":{"app_roles":{}}}"#, "messaging_handovers test skipped handover"),
        (r#"{"field":"standby","value":{"sender":{"id":1},"message":{"mid":"m"}}}"#, "messages test skipped standby"),
        (r#"{"field":"messages","value":{"id":"1","text":"t"}}"#, "messages unknown"),
        (r#"{"field":"messages","value":"x"}"#, "messages unknown"),
        (r#"{"field":"message_template_status_update"}"#, "messenger_template_status_update skipped template_status"),
        (r#"{"field":"ratings"}"#, "ratings unknown"),
        (r#"{"field":"","value":{}}"#, "- unknown"),
        (r#"{"value":{}}"#, "- unknown"),
        (r#""bad-fragment""#, "- unknown"),
    ];
    for (change, expected) in cases {
        let body = format!(r#"{{"object":"page","entry":[{{"changes":[{change}]}}]}}"#);
        assert_eq!(verdicts(&body), [format!("/entry/0/changes/0 changes {expected}")], "{change}");
    }
}

#[test]
fn odd_envelopes() {
    let cases: &[(&str, &[&str])] = &[
        (r#"{"entry":[]}"#, &[]),
        (r#"{"entry":[{"messaging":[],"standby":null}]}"#, &[]),
        (r#"{"entry":[7,{"messaging":{}}]}"#, &["/entry/0 entry - unknown", "/entry/1/messaging messaging - unknown"]),
        (
            r#"{"entry":[{"changed_fields":["feed",3],"value":{"item":"post"},"field":"feed","changes":"x","standby":[{"read":{}},{}]}]}"#,
            &[
                "/entry/0/standby/0 standby message_reads skipped standby",
                "/entry/0/standby/1 standby - unknown",
                "/entry/0/changes changes - unknown",
                "/entry/0 entry feed skipped not_a_comment",
                "/entry/0/changed_fields/0 changed_fields feed skipped not_messaging",
                "/entry/0/changed_fields/1 changed_fields - unknown",
            ],
        ),
        (
            r#"{"object":"instagram","entry":[{"messaging":[{"read":{"mid":"m"}}]}]}"#,
            &["/entry/0/messaging/0 messaging messaging_seen skipped read_receipt"],
        ),
        (
            r#"{"sample":{"field":"messages","value":{"sender":{"id":1},"message":{"text":"t"}}}}"#,
            &["/sample sample messages test converted"],
        ),
        (
            r#"[7,{"entry":[{"messaging":[{}]}]},{"entry":"x"}]"#,
            &["/0 body - unknown", "/1/entry/0/messaging/0 messaging - unknown", "/2 body - unknown"],
        ),
        (
            r#"{"entry":"x","entry":[{"messaging":[{"message":{}}],"messaging":[{"read":{}}]}]}"#,
            &["/entry/0/messaging/0 messaging message_reads skipped read_receipt"],
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(verdicts(body), *expected, "{body}");
    }
}

#[test]
fn what_is_no_envelope_says_what_was_found() {
    let cases: &[(&str, &str)] = &[
        ("{", "The body is not JSON: expected a key in quotes, but the text ends at line 1, column 2."),
        ("{}", "Expected an object with an `entry` array, found an object without `entry`."),
        (r#"{"entry":"blabla"}"#, "Expected an object with an `entry` array, found a string as its `entry`."),
        (r#"{"entry":[],"entry":{}}"#, "Expected an object with an `entry` array, found an object as its `entry`."),
        ("[]", "Expected an object with an `entry` array, or an array of such; found an array without one."),
        ("7", "Expected an object with an `entry` array, found a number."),
    ];
    for (body, expected) in cases {
        assert_eq!(envelope::parse(body.as_bytes()).expect_err(body).to_string(), *expected);
    }
}

#[test]
fn what_decided_a_leaf_is_among_its_origins() {
    let attachment = "/entry/0/messaging/0/message/attachments/0";
    let shared = |rest: &str| format!(r#"{{"attachments":[{{"payload":{{"url":"https://h.example/a.png"}}{rest}}}]}}"#);
    let kind = "/payload/message/content_type";
    let cases = [
        (shared(r#","type":"share""#), kind, vec![format!("{attachment}/type")]),
        (shared(r#","type":"image""#), kind, vec![format!("{attachment}/type")]),
        (shared(r#","type":"zzz""#), kind, vec![format!("{attachment}/type")]),
        (shared(""), kind, vec![format!("{attachment}/payload/url")]),
        (
            r#"{"text":"Hi","reply_to":{"story":{}}}"#.to_owned(),
            kind,
            vec!["/entry/0/messaging/0/message/reply_to/story".to_owned()],
        ),
        (
            shared(r#","type":"share""#),
            "/payload/message/custom_channel/external_message_id",
            ["/entry/0/messaging/0/sender/id", "/entry/0/messaging/0/timestamp"]
                .map(str::to_owned)
                .into_iter()
                .chain(["/payload/url", "/type"].map(|of| format!("{attachment}{of}")))
                .collect(),
        ),
    ];
    for (message, leaf, expected) in cases {
        let report = run(&page(&from_customer(T, &message)));
        let origins = &report.items[0].verdict.outputs()[0].origins;
        let origin = origins.iter().find(|(of, _)| *of == leaf).map(|(_, origin)| origin);
        let Some(Origin::Raw { from, .. }) = origin else { panic!("{leaf} of {message}: {origin:?}") };
        assert_eq!(from, expected, "{leaf} of {message}");
    }
}

fn verdicts(body: &str) -> Vec<String> {
    let report = run(body);
    let ledger = report.ledger;
    assert_eq!(ledger.items, ledger.converted + ledger.skipped + ledger.unknown + ledger.failed);
    report
        .items
        .iter()
        .map(|item| {
            let test = if item.test { " test" } else { "" };
            let rule = item.verdict.rule().map(|rule| format!(" {rule}")).unwrap_or_default();
            let field = item.field.as_deref().unwrap_or("-");
            format!("{} {} {field}{test} {}{rule}", item.pointer, item.via.as_str(), item.verdict.as_str())
        })
        .collect()
}

mod conversations;
