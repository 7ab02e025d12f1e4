//! A message with each type of attachment (`decoding.md`, section 4.1).

use serde_json::{Value, json};

use super::{Group, Kind, On, Wish};

const fn attachment(name: &'static str, title: &'static str, on: On, make: fn(&Wish) -> Value) -> Kind {
    Kind { name, title, group: Group::Attachment, field: Some("messages"), on, takes: &["mid"], make }
}

/// A message with these attachments.
fn with(wish: &Wish, attachments: Value) -> Value {
    wish.incoming("message", json!({"mid": wish.mid, "attachments": attachments}))
}

/// A message with one attachment that has nothing but a URL.
fn media(wish: &Wish, kind: &str, file: &str) -> Value {
    let url = format!("https://scontent.xx.fbcdn.example/v/t1.15752-9/{file}?oh=00_AfD1a9&oe=69E0B3C1");
    with(wish, json!([{"type": kind, "payload": {"url": url}}]))
}

/// A post or a reel: with a title and an id of its own.
fn shared(wish: &Wish, kind: &str, id: &str) -> Value {
    let url = "https://www.instagram.example/p/DIxKq1";
    with(
        wish,
        json!([{"type": kind, "payload": {"url": url, "title": "Café table, white", id: 1_590_283_746_501_u64}}]),
    )
}

pub(super) const KINDS: &[Kind] = &[
    attachment("attachment/image", "Picture", On::Both, |wish| media(wish, "image", "table.jpg")),
    attachment("attachment/video", "Video", On::Both, |wish| media(wish, "video", "clip.mp4")),
    attachment("attachment/audio", "Voice message", On::Both, |wish| media(wish, "audio", "voice.aac")),
    attachment("attachment/file", "File", On::Both, |wish| media(wish, "file", "quote.pdf")),
    attachment("attachment/sticker", "Sticker, as sticker and as picture", On::Facebook, |wish| {
        let payload =
            json!({"url": "https://scontent.xx.fbcdn.example/like.png", "sticker_id": 369_239_263_222_822_u64});
        with(wish, json!([{"type": "sticker", "payload": payload}, {"type": "image", "payload": payload}]))
    }),
    attachment("attachment/fallback", "Preview of a link", On::Facebook, |wish| {
        let payload = json!({"url": "https://shop.example/cafe-table", "title": "Café table, white"});
        with(wish, json!([{"type": "fallback", "payload": payload}]))
    }),
    attachment("attachment/reel", "Reel", On::Facebook, |wish| shared(wish, "reel", "reel_video_id")),
    attachment("attachment/ig_reel", "Instagram reel", On::Both, |wish| shared(wish, "ig_reel", "reel_video_id")),
    attachment("attachment/post", "Post", On::Facebook, |wish| shared(wish, "post", "id")),
    attachment("attachment/ig_post", "Instagram post", On::Both, |wish| shared(wish, "ig_post", "ig_post_media_id")),
    attachment("attachment/ig_story", "Instagram story", On::Instagram, |wish| {
        let url = "https://lookaside.fbsbx.example/ig_messaging_cdn/?asset_id=7";
        let payload = json!({"story_media_id": "17950000000000001", "story_media_url": url});
        with(wish, json!([{"type": "ig_story", "payload": payload}]))
    }),
    attachment("attachment/share", "Shared post", On::Instagram, |wish| media(wish, "share", "shared.jpg")),
    attachment("attachment/story_mention", "Mention in a story", On::Instagram, |wish| {
        media(wish, "story_mention", "story.jpg")
    }),
    attachment("attachment/ephemeral", "Disappearing picture", On::Instagram, |wish| {
        with(wish, json!([{"type": "ephemeral"}]))
    }),
    attachment("attachment/like_heart", "Heart", On::Instagram, |wish| with(wish, json!([{"type": "like_heart"}]))),
    attachment("attachment/unsupported_type", "What Facebook cannot pass on", On::Instagram, |wish| {
        media(wish, "unsupported_type", "unknown")
    }),
    attachment("attachment/location", "Place", On::Facebook, |wish| {
        let payload = json!({"coordinates": {"lat": 45.764_043, "long": 4.835_659}});
        with(wish, json!([{"type": "location", "title": "Our shop", "payload": payload}]))
    }),
    attachment("attachment/template", "Template with a button", On::Both, |wish| {
        let button = json!({"type": "postback", "title": "White", "payload": "WHITE"});
        let payload = json!({"template_type": "button", "text": "Which colour?", "buttons": [button]});
        with(wish, json!([{"type": "template", "payload": payload}]))
    }),
    attachment("attachment/product", "Product of a catalogue", On::Both, |wish| {
        let element = json!({
            "id": "2310044", "retailer_id": "SKU-771", "image_url": "https://shop.example/table.jpg",
            "title": "Café table, white", "subtitle": "149 EUR",
        });
        with(wish, json!([{"type": "template", "payload": {"product": {"elements": [element]}}}]))
    }),
    attachment("attachment/appointment_booking", "Appointment", On::Facebook, |wish| {
        let payload = json!({
            "booking_id": "bk_771", "status": "requested", "start_time": wish.seconds() + 86_400,
            "end_time": wish.seconds() + 90_000, "timezone": "Europe/Paris",
        });
        with(wish, json!([{"type": "appointment_booking", "payload": payload}]))
    }),
];
