//! The rows of `conversion.md`, "Parts of a message".

use super::*;
use crate::json::Doc;

fn parts(of: for<'d> fn(Value<'d>) -> Vec<Part<'d>>, body: &str) -> Vec<String> {
    let doc = Doc::parse(body.as_bytes()).expect(body);
    of(doc.root()).iter().map(|part| format!("{}:{}", part.content_type.as_str(), part.content)).collect()
}

#[test]
fn messages() {
    let cases: &[(&str, &[&str])] = &[
        (r#"{"text":"Hi"}"#, &["Text:Hi"]),
        (r#"{"text":" "}"#, &["Text: "]),
        (r#"{"text":"","attachments":null}"#, &["Unsupported:message"]),
        (r#"{"is_unsupported":true,"text":"Hi"}"#, &["Unsupported:"]),
        (r#"{"is_unsupported":"true","text":"Hi"}"#, &["Text:Hi"]),
        (r#"{"text":"Hi","reply_to":{"story":{"id":"1"}}}"#, &["IgStoryReply:Hi"]),
        (r#"{"text":"Hi","reply_to":{"mid":"m"}}"#, &["Text:Hi"]),
        (r#"{"text":"Hi","quick_reply":{"title":"T"}}"#, &["Text:Hi"]),
        (r#"{"quick_reply":{"title":"","payload":"P"}}"#, &["Text:P"]),
        (r#"{"quick_reply":{"title":"T","payload":"P"}}"#, &["Text:T"]),
        (r#"{"attachments":[1,null,{}]}"#, &["Unsupported:attachment"; 3]),
    ];
    for (body, expected) in cases {
        assert_eq!(parts(of_message, body), *expected, "{body}");
    }
}

#[test]
fn attachments() {
    let cases: &[(&str, &[&str])] = &[
        (r#"{"type":"image","payload":{"url":"u"}}"#, &["Image:u"]),
        (r#"{"type":"reel","payload":{"url":"u"}}"#, &["Video:u"]),
        (r#"{"type":"ig_reel","payload":{"url":null}}"#, &["Unsupported:ig_reel"]),
        (r#"{"type":"audio","payload":{"url":"u"}}"#, &["Audio:u"]),
        (r#"{"type":"file","payload":{"url":"u.jpg"}}"#, &["Document:u.jpg"]),
        (r#"{"type":"story_mention","payload":{"url":"u"}}"#, &["IgStoryMention:u"]),
        (r#"{"type":"fallback","payload":{"url":"u","title":"t"}}"#, &["Text:t\nu"]),
        (r#"{"type":"fallback","title":"t","URL":"u","payload":"s"}"#, &["Text:t\nu"]),
        (r#"{"type":"ig_story","payload":{"story_media_url":"u"}}"#, &["Text:u"]),
        (r#"{"type":"share","payload":null,"url":"u"}"#, &["Text:u"]),
        (r#"{"type":"ig_post"}"#, &["Unsupported:ig_post"]),
        (r#"{"type":"location","payload":{"coordinates":{"lat":1.50,"long":"-2.0"}}}"#, &["Text:1.50,-2.0"]),
        (r#"{"type":"location","payload":{"coordinates":{"lat":1}}}"#, &["Unsupported:location"]),
        (r#"{"type":"template","payload":{"text":"t","elements":[{"title":"a"}]}}"#, &["Text:t"]),
        (r#"{"type":"template","payload":{"elements":[{"title":"a"},{},{"title":"b"}]}}"#, &["Text:a\nb"]),
        (r#"{"type":"template","payload":{"elements":[],"product":{"elements":[{"title":"a"}]}}}"#, &["Text:a"]),
        (r#"{"type":"template","payload":{"template_type":"media"}}"#, &["Unsupported:template"]),
        (
            r#"{"payload":{"url":"https://h.example/a/b.JPEG?x=1.mp4#y"}}"#,
            &["Image:https://h.example/a/b.JPEG?x=1.mp4#y"],
        ),
        (r#"{"payload":{"url":"https://h.example/v.webm"}}"#, &["Video:https://h.example/v.webm"]),
        (r#"{"payload":{"url":"https://h.example/v.ogg"}}"#, &["Audio:https://h.example/v.ogg"]),
        (r#"{"payload":{"url":"https://h.png"}}"#, &["Document:https://h.png"]),
        (r#"{"payload":{"url":"https://h.example/a.png/b"}}"#, &["Document:https://h.example/a.png/b"]),
        (r#"{"type":"ephemeral"}"#, &["Unsupported:ephemeral"]),
        (r#"{"type":"appointment_booking","payload":{"url":"u"}}"#, &["Unsupported:appointment_booking"]),
        (r#"{"type":7,"payload":{}}"#, &["Unsupported:attachment"]),
    ];
    for (attachment, expected) in cases {
        let body = format!(r#"{{"attachments":[{attachment}]}}"#);
        assert_eq!(parts(of_message, &body), *expected, "{body}");
    }
    let preview = r#"{"text":"see u","attachments":[{"type":"fallback","payload":{"url":"u"}},{"type":"share","payload":{"url":"v"}}]}"#;
    assert_eq!(parts(of_message, preview), ["Text:see u", "Text:v"]);
}

#[test]
fn a_sticker_in_two_forms_is_one_part() {
    let sticker = |kind: &str, id: &str, url: &str| {
        format!(r#"{{"type":"{kind}","payload":{{"sticker_id":{id},"url":"{url}"}}}}"#)
    };
    let cases: &[(Vec<String>, &[&str])] = &[
        (vec![sticker("sticker", "1", "a"), sticker("image", "1", "b")], &["Image:a"]),
        (
            vec![sticker("image", "\"1\"", "a"), sticker("file", "1", "f"), sticker("sticker", "1", "b")],
            &["Image:a", "Document:f"],
        ),
        (vec![sticker("sticker", "1", "a"), sticker("sticker", "1", "b")], &["Image:a", "Image:b"]),
        (vec![sticker("sticker", "1", "a"), sticker("image", "2", "b")], &["Image:a", "Image:b"]),
        (
            vec![
                sticker("sticker", "1", "a"),
                sticker("sticker", "1", "b"),
                sticker("image", "1", "c"),
                sticker("image", "1", "d"),
            ],
            &["Image:a", "Image:b"],
        ),
        (vec![sticker("sticker", "1", ""), sticker("image", "1", "b")], &["Image:b"]),
        // The first goes with the first.
        (
            vec![sticker("sticker", "1", ""), sticker("sticker", "1", "b"), sticker("image", "1", "c")],
            &["Image:c", "Image:b"],
        ),
    ];
    for (attachments, expected) in cases {
        let body = format!(r#"{{"attachments":[{}]}}"#, attachments.join(","));
        assert_eq!(parts(of_message, &body), *expected, "{body}");
    }
}

#[test]
fn postbacks_orders_and_comments() {
    let cases: &[(&str, &str)] = &[
        (r#"{"title":"T","payload":"P"}"#, "Text:T"),
        (r#"{"title":"","payload":"P"}"#, "Text:P"),
        (r#"{"payload":{"a":1}}"#, "Unsupported:postback"),
    ];
    for (body, expected) in cases {
        assert_eq!(parts(|value| vec![of_postback(value)], body), [*expected], "{body}");
    }
    let cases: &[(&str, &str)] = &[
        (
            r#"{"products":[{"quantity":2,"name":"Cup","unit_price":9.90,"currency":"EUR"},{},{"name":"Pot"},7],"note":"soon"}"#,
            "Text:2 × Cup (9.90 EUR)\nPot\nsoon",
        ),
        (r#"{"products":[{"name":"Cup","unit_price":3}]}"#, "Text:Cup (3)"),
        (r#"{"products":[{"name":"Cup","currency":"EUR"}]}"#, "Text:Cup (EUR)"),
        (r#"{"note":"soon"}"#, "Text:soon"),
        (r#"{"products":[{}]}"#, "Unsupported:order"),
        (r#"{}"#, "Unsupported:order"),
    ];
    for (body, expected) in cases {
        assert_eq!(parts(|value| vec![of_order(value)], body), [*expected], "{body}");
    }
    let cases: &[(&str, &str)] = &[
        (r#"{"message":"M","text":"T"}"#, "Text:M"),
        (r#"{"message":"","text":"T"}"#, "Text:T"),
        (r#"{"photo":"p","link":"l.png","video":"v"}"#, "Image:p"),
        (r#"{"link":"https://h.example/l.PNG?x","video":"v"}"#, "Image:https://h.example/l.PNG?x"),
        (r#"{"link":"https://h.example/l.mp4","video":"v"}"#, "Video:v"),
        (r#"{"link":"https://h.example/l"}"#, "Unsupported:comment"),
    ];
    for (body, expected) in cases {
        assert_eq!(parts(|value| vec![of_comment(value)], body), [*expected], "{body}");
    }
}
