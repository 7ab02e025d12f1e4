//! The shape of a document and of its origins.

use serde_json::Value;

use crate::folder::keys;

/// Every key of reference 002 is there, in its order.
pub(crate) fn assert_document(document: &Value) {
    assert_eq!(keys(document), ["type", "payload"]);
    let payload = &document["payload"];
    assert_eq!(keys(payload), ["message", "conversation", "org_id"]);
    let conversation = &payload["conversation"];
    for message in [&payload["message"], &conversation["last_message"]] {
        let expected = [
            "id",
            "conversation_id",
            "date",
            "content_type",
            "sender_type",
            "sender_label",
            "status",
            "is_deleted",
            "is_automated",
            "content",
            "user_id",
            "custom_channel",
        ];
        assert_eq!(keys(message), expected);
        assert_eq!(keys(&message["custom_channel"]), ["external_message_id"]);
    }
    let expected = [
        "id",
        "consumer_img",
        "consumer_name",
        "consumer_phone_number",
        "consumer_email",
        "last_message",
        "is_read",
        "status",
        "created_at",
        "has_one_user_message",
        "business",
        "messaging_partner",
        "issues",
        "first_message_date",
        "is_expired",
        "is_solved",
        "is_automated",
        "assigned_user_id",
        "custom_channel",
    ];
    assert_eq!(keys(conversation), expected);
    assert_eq!(keys(&conversation["business"]), ["id", "name", "city", "zipcode", "country", "formatted_address"]);
    let expected = ["id", "name", "icon", "is_readonly", "external_conversation_id"];
    assert_eq!(keys(&conversation["custom_channel"]), expected);
}

/// Each leaf of the document has an origin, and what that names is in the body.
pub(crate) fn assert_origins(origins: &Value, document: &Value, body: &Value) {
    let mut expected = Vec::new();
    leaves(document, "", &mut expected);
    expected.sort();
    assert_eq!(keys(origins), expected, "an origin for each leaf");
    for (leaf, origin) in origins.as_object().expect("origins") {
        match origin["kind"].as_str().expect("a kind") {
            "raw" => {
                assert_eq!(keys(origin), ["kind", "from", "rule"], "{leaf}");
                for from in origin["from"].as_array().expect("pointers") {
                    let there = body.pointer(from.as_str().expect("a pointer"));
                    assert!(there.is_some(), "{leaf} comes from {from}, which is not in the body");
                }
            }
            "setting" | "allocated" | "history" | "constant" => {}
            other => panic!("{leaf}: {other}"),
        }
    }
}

/// Pointers of all leaves: what is no object and no array, and empty ones of these.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
            members.iter().for_each(|(key, member)| leaves(member, &format!("{at}/{}", escaped(key)), found));
        }
        Value::Array(elements) if !elements.is_empty() => {
            elements.iter().enumerate().for_each(|(index, element)| leaves(element, &format!("{at}/{index}"), found));
        }
        _ => found.push(at.to_owned()),
    }
}
