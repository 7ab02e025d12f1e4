//! A sample of each webhook field: those of reference 004, then others that `decoding.md` knows.

use serde_json::{Value, json};

use super::{Group, Kind, On, Wish};

const fn field(
    name: &'static str,
    title: &'static str,
    on: On,
    takes: &'static [&'static str],
    make: fn(&Wish) -> Value,
) -> Kind {
    Kind { name, title, group: Group::Field, field: Some(name), on, takes, make }
}

pub(super) const KINDS: &[Kind] = &[
    field("messages", "Message with a text", On::Both, &["text", "mid"], |wish| {
        wish.incoming("message", json!({"mid": wish.mid, "text": wish.text}))
    }),
    field("message_echoes", "Echo: an answer of the Page", On::Facebook, &["text", "mid"], |wish| {
        let echo = json!({"is_echo": true, "app_id": 184_719_329_217_930_001_u64, "mid": wish.mid, "text": wish.text});
        wish.outgoing("message", echo)
    }),
    field("message_edits", "Edit of a message", On::Facebook, &["text", "mid"], |wish| {
        wish.incoming("message_edit", json!({"mid": wish.mid, "text": wish.text, "num_edit": 1}))
    }),
    field("message_reactions", "Reaction to a message", On::Both, &["mid"], |wish| {
        let reaction = json!({"mid": wish.mid, "action": "react", "reaction": "love", "emoji": "❤️"});
        wish.incoming("reaction", reaction)
    }),
    field("message_reads", "Read receipt", On::Facebook, &[], |wish| {
        wish.incoming("read", json!({"watermark": wish.time_ms - 500}))
    }),
    field("message_deliveries", "Delivery receipt", On::Facebook, &["mid"], |wish| {
        wish.incoming("delivery", json!({"mids": [wish.mid], "watermark": wish.time_ms - 500}))
    }),
    field("messaging_account_linking", "Account linked", On::Facebook, &[], |wish| {
        wish.incoming("account_linking", json!({"status": "linked", "authorization_code": "pass_1234"}))
    }),
    field("messaging_feedback", "Feedback from a form", On::Facebook, &["text"], |wish| {
        let follow_up = json!({"type": "free_form", "payload": wish.text});
        let questions = json!({"hauydmns8": {"type": "csat", "payload": "4", "follow_up": follow_up}});
        wish.incoming("messaging_feedback", json!({"feedback_screens": [{"screen_id": 0, "questions": questions}]}))
    }),
    field("messaging_game_plays", "Round of a game", On::Facebook, &[], |wish| {
        let play = json!({
            "game_id": "2207", "player_id": wish.customer, "context_type": "SOLO", "locale": "fr_FR", "score": 120,
            "payload": "{\"level\":3}",
        });
        wish.incoming("game_play", play)
    }),
    field("messaging_handovers", "Control of the conversation passed", On::Both, &[], |wish| {
        let pass = json!({
            "previous_owner_app_id": "263902037430900", "new_owner_app_id": "184719329217930001",
            "metadata": "opening hours",
        });
        wish.incoming("pass_thread_control", pass)
    }),
    field("messaging_optins", "Opt-in to marketing messages", On::Both, &["text"], |wish| {
        let optin = json!({
            "type": "notification_messages", "payload": "NEWS", "title": wish.text,
            "notification_messages_token": "4519283746501928", "notification_messages_timezone": "Europe/Paris",
            "token_expiry_timestamp": wish.time_ms + 31_536_000_000, "user_token_status": "NOT_REFRESHED",
        });
        wish.incoming("optin", optin)
    }),
    field("messaging_policy_enforcement", "Warning by Facebook", On::Facebook, &["text"], |wish| {
        let item = json!({
            "recipient": {"id": wish.account}, "timestamp": wish.time_ms,
            "policy_enforcement": {"action": "warning", "reason": wish.text},
        });
        wish.envelope(wish.time_ms + 166, "messaging", vec![item])
    }),
    field("messaging_postbacks", "Button pressed", On::Both, &["text", "mid"], |wish| {
        wish.incoming("postback", json!({"title": wish.text, "payload": "GET_STARTED", "mid": wish.mid}))
    }),
    field("messaging_referrals", "Came by a link", On::Both, &[], |wish| {
        let referral = json!({"ref": "spring-sale", "source": "SHORTLINK", "type": "OPEN_THREAD"});
        wish.incoming("referral", referral)
    }),
    field("messaging_seen", "Seen on Instagram", On::Instagram, &["mid"], |wish| {
        wish.incoming("read", json!({"mid": wish.mid}))
    }),
    field("messenger_template_status_update", "Template rejected", On::Facebook, &[], |wish| {
        let status = json!({
            "event": "REJECTED", "message_template_id": 594_425_479_261_596_u64,
            "message_template_name": "order_shipped", "message_template_language": "en-US", "reason": "ABUSIVE_CONTENT",
        });
        let field = "message_template_status_update";
        let nested = json!([{"field": field, "value": status}]);
        wish.change(field, json!({"business_id": wish.account, "timestamp": wish.seconds(), "changes": nested}))
    }),
    field("response_feedback", "Feedback on an answer", On::Facebook, &["mid"], |wish| {
        wish.incoming("response_feedback", json!({"feedback": "Good response", "mid": wish.mid}))
    }),
    field("send_cart", "Order from a shop", On::Facebook, &["text"], |wish| {
        let products = json!([
            {"id": 2_310_044, "retailer_id": "SKU-771", "name": "Café table, white", "unit_price": 149.0, "currency": "EUR",
             "quantity": 2},
            {"id": 2_310_045, "retailer_id": "SKU-9", "name": "Cushion", "unit_price": 12.5, "currency": "EUR",
             "quantity": 4},
        ]);
        wish.incoming("order", json!({"products": products, "note": wish.text}))
    }),
    field("standby", "Message while another app answers", On::Both, &["text", "mid"], |wish| {
        let item = wish.item("message", json!({"mid": wish.mid, "text": wish.text}));
        wish.envelope(wish.time_ms + 166, "standby", vec![item])
    }),
    field("feed", "Comment on a post of the Page", On::Facebook, &["text", "name", "mid"], |wish| {
        let post = format!("{}_4471", wish.account);
        let value = json!({
            "item": "comment", "verb": "add", "comment_id": wish.mid, "parent_id": post, "post_id": post,
            "from": {"id": wish.customer, "name": wish.name}, "message": wish.text, "created_time": wish.seconds(),
            "post": {"id": post, "status_type": "added_photos", "is_published": true},
        });
        wish.change("feed", value)
    }),
    field("comments", "Comment on Instagram", On::Instagram, &["text", "name", "mid"], comment_on_instagram),
    field("live_comments", "Comment on a live video", On::Instagram, &["text", "name", "mid"], |wish| {
        let mut body = comment_on_instagram(wish);
        body["entry"][0]["changes"][0]["field"] = json!("live_comments");
        body
    }),
    field("mention", "Page mentioned in a post", On::Facebook, &["text", "name"], |wish| {
        let value = json!({
            "item": "post", "verb": "add", "post_id": format!("{}_5582", wish.customer), "sender_id": wish.customer,
            "sender_name": wish.name, "message": wish.text, "created_time": wish.seconds(),
        });
        wish.change("mention", value)
    }),
    field("messaging_customer_information", "Address from a form", On::Facebook, &["text"], |wish| {
        let responses = json!([{"key": "street", "value": wish.text}, {"key": "zip", "value": "69002"}]);
        let screens = json!({"screens": [{"screen_id": "shipping", "responses": responses}]});
        wish.incoming("messaging_customer_information", screens)
    }),
    field("messaging_in_thread_lead_form_submit", "Lead form sent", On::Facebook, &[], |wish| {
        wish.incoming("form", json!({"id": "5019283746"}))
    }),
];

fn comment_on_instagram(wish: &Wish) -> Value {
    let value = json!({
        "id": wish.mid, "from": {"id": wish.customer, "username": wish.name}, "text": wish.text,
        "media": {"id": "17900000000000003", "media_product_type": "FEED"},
    });
    wish.change("comments", value)
}
