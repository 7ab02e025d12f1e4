//! Odd ones: what a listener meets sooner or later, and what it must say something sensible about.

use serde_json::{Value, json};

use super::{Group, Kind, On, Wish};

const fn odd(
    name: &'static str,
    title: &'static str,
    takes: &'static [&'static str],
    make: fn(&Wish) -> Value,
) -> Kind {
    Kind { name, title, group: Group::Odd, field: None, on: On::Both, takes, make }
}

const BROKEN_TEXT: &str = "odd/broken-text";
const BYTE_ORDER_MARK: &str = "odd/byte-order-mark";

pub(super) const KINDS: &[Kind] = &[
    odd("odd/missing-sender", "Message without a sender", &["text", "mid"], |wish| {
        let mut body = wish.incoming("message", json!({"mid": wish.mid, "text": wish.text}));
        if let Some(item) = body["entry"][0]["messaging"][0].as_object_mut() {
            item.shift_remove("sender");
        }
        body
    }),
    odd("odd/unknown-type", "Attachment of a type that nobody knows", &["mid"], |wish| {
        let attachment = json!({"type": "hologram", "payload": {"url": "https://cdn.example/h.holo", "angles": 12}});
        wish.incoming("message", json!({"mid": wish.mid, "attachments": [attachment]}))
    }),
    odd("odd/unknown-key", "Event that nobody knows", &[], |wish| {
        wish.incoming("message_nudge", json!({"kind": "wave"}))
    }),
    odd("odd/batch", "Batch of many messages", &["text", "mid", "count"], |wish| {
        let item = |number: u32| {
            let text = format!("{} ({number})", wish.text);
            let mut item = wish.item("message", json!({"mid": format!("{}_{number}", wish.mid), "text": text}));
            item["timestamp"] = json!(wish.time_ms + i64::from(number));
            item
        };
        let time = wish.time_ms + i64::from(wish.count);
        wish.envelope(time, "messaging", (1..=wish.count).map(item).collect())
    }),
    odd("odd/dashboard", "Test of the App Dashboard", &["text", "mid"], |wish| {
        let value = json!({
            "sender": {"id": wish.customer}, "recipient": {"id": wish.account},
            "timestamp": wish.seconds().to_string(), "message": {"mid": wish.mid, "text": wish.text},
        });
        let mut body = wish.change("messages", value);
        body["entry"][0]["id"] = json!("0");
        body
    }),
    odd("odd/sample", "The Dashboard's form for one field", &["text", "mid"], |wish| {
        let value = json!({
            "sender": {"id": wish.customer}, "recipient": {"id": wish.account},
            "timestamp": wish.seconds().to_string(), "message": {"mid": wish.mid, "text": wish.text},
        });
        json!({"sample": {"field": "messages", "value": value}})
    }),
    odd("odd/root-array", "Array of envelopes", &["text", "mid"], |wish| {
        json!([wish.incoming("message", json!({"mid": wish.mid, "text": wish.text}))])
    }),
    odd("odd/numbers-for-ids", "Ids as numbers, time in seconds", &["text", "mid"], |wish| {
        let number = |id: &str| id.parse::<u64>().map_or_else(|_| json!(id), Value::from);
        let mut body = wish.incoming("message", json!({"mid": wish.mid, "text": wish.text}));
        let entry = &mut body["entry"][0];
        entry["id"] = number(&wish.account);
        entry["messaging"][0]["sender"]["id"] = number(&wish.customer);
        entry["messaging"][0]["timestamp"] = json!(wish.seconds());
        body
    }),
    odd("odd/no-mid", "Message without an id", &["text"], |wish| wish.incoming("message", json!({"text": wish.text}))),
    odd("odd/unsent", "Message taken back", &["mid"], |wish| {
        wish.incoming("message", json!({"mid": wish.mid, "is_deleted": true}))
    }),
    odd("odd/unsupported", "Message whose content is withheld", &["mid"], |wish| {
        wish.incoming("message", json!({"mid": wish.mid, "is_unsupported": true}))
    }),
    odd("odd/hostile-text", "Text that tries everything", &["mid"], |wish| {
        let text =
            "<img src=x onerror=alert(1)> \u{202e}gnp.exe \u{200b}\u{7}\u{1b}[2J {{7*7}} '; DROP TABLE captures; --";
        wish.incoming("message", json!({"mid": wish.mid, "text": text}))
    }),
    odd(BROKEN_TEXT, "Half a surrogate pair in the text", &["mid"], |wish| {
        wish.incoming("message", json!({"mid": wish.mid, "text": "half a pair HALF"}))
    }),
    odd(BYTE_ORDER_MARK, "Byte order mark before the body", &["text", "mid"], |wish| {
        wish.incoming("message", json!({"mid": wish.mid, "text": wish.text}))
    }),
    odd(
        "odd/empty-entry",
        "Envelope without items",
        &[],
        |wish| json!({"object": "page", "entry": [{"id": wish.account, "time": wish.time_ms, "messaging": []}]}),
    ),
    odd("odd/no-envelope", "JSON that is no webhook", &["text"], |wish| json!({"hello": wish.text})),
];

/// What no JSON value can say, put into the text.
pub(super) fn finished(kind: &str, body: String) -> String {
    match kind {
        BROKEN_TEXT => body.replace("half a pair HALF", "half a pair \\ud83d"),
        BYTE_ORDER_MARK => format!("\u{feff}{body}"),
        _ => body,
    }
}
