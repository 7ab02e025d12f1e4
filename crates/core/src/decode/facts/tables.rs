//! Which properties each kind of event has: path, label, style. Sources: `decoding.md` sections 3 to 5.

use super::Style::{self, Code, Text, Time, Url};
use crate::decode::{Event, EventKind};

/// Path, label, style.
pub(super) type Row = (&'static str, &'static str, Style);
type Table = &'static [Row];

/// Labels that the code asks for.
pub(super) const AUTHOR: &str = "Author";
pub(super) const URL: &str = "URL";

pub(super) fn of(event: &Event<'_>) -> Table {
    match event.kind {
        EventKind::Message | EventKind::Echo => MESSAGE,
        EventKind::Edit => &[("text", "New text", Text), ("num_edit", "Edit number", Code), ("mid", "Edits", Code)],
        EventKind::Postback => POSTBACK,
        EventKind::Reaction => &[
            ("action", "Action", Code),
            ("reaction", "Reaction", Code),
            ("emoji", "Emoji", Text),
            ("mid", "Reacts to", Code),
        ],
        EventKind::Read => {
            &[("watermark", "Everything up to", Time), ("mid", "Message ID", Code), ("seq", "Sequence", Code)]
        }
        EventKind::Delivery => {
            &[("watermark", "Everything up to", Time), ("mids.*", "Message ID", Code), ("seq", "Sequence", Code)]
        }
        EventKind::Optin => OPTIN,
        EventKind::AccountLinking => &[("status", "Status", Code), ("authorization_code", "Authorization code", Code)],
        EventKind::Handover if event.key == "app_roles" => &[("*", "Roles", Code)],
        EventKind::Handover => &[
            ("previous_owner_app_id", "Previous owner", Code),
            ("new_owner_app_id", "New owner", Code),
            ("requested_owner_app_id", "Requested owner", Code),
            ("metadata", "Metadata", Text),
        ],
        EventKind::Policy => &[("action", "Action", Code), ("reason", "Reason", Text)],
        EventKind::Order => ORDER,
        EventKind::Feedback => &[
            ("feedback_screens.*.screen_id", "Screen", Code),
            ("feedback_screens.*.questions.*.type", "Question type", Code),
            ("feedback_screens.*.questions.*.payload", "Answer", Text),
            ("feedback_screens.*.questions.*.follow_up.type", "Follow-up type", Code),
            ("feedback_screens.*.questions.*.follow_up.payload", "Follow-up", Text),
            ("feedback", "Feedback", Text),
            ("mid", "Message ID", Code),
        ],
        EventKind::Form => &[
            ("screens.*.screen_id", "Screen", Code),
            ("screens.*.responses.*.key", "Question", Code),
            ("screens.*.responses.*.value", "Answer", Text),
            ("id", "Form", Code),
        ],
        EventKind::GamePlay => &[
            ("game_id", "Game", Code),
            ("player_id", "Player", Code),
            ("locale", "Locale", Code),
            ("context_type", "Context", Code),
            ("context_id", "Context ID", Code),
            ("score", "Score", Code),
            ("payload", "Payload", Code),
        ],
        EventKind::Coupon => {
            &[("type", "Type", Code), ("payload", "Payload", Code), ("coupon_code", "Coupon code", Code)]
        }
        EventKind::Legacy => &[("*", "Property", Code)],
        EventKind::Referral => REFERRAL,
        EventKind::Comment | EventKind::CommentUpdate | EventKind::Feed | EventKind::Mention => FEED,
        EventKind::TemplateStatus => TEMPLATE_STATUS,
        EventKind::Change => CHANGE,
        EventKind::Unknown => &[],
    }
}

const MESSAGE: Table = &[
    ("text", "Text", Text),
    ("quick_reply.title", "Quick reply", Text),
    ("quick_reply.payload", "Quick reply payload", Code),
    ("reply_to.mid", "Reply to", Code),
    ("reply_to.is_self_reply", "Reply to itself", Code),
    ("reply_to.story.id", "Story ID", Code),
    ("reply_to.story.url", "Story", Url),
    ("is_deleted", "Unsent", Code),
    ("is_unsupported", "Unsupported", Code),
    ("referral.product.id", "Product", Code),
    ("referral.source", "Referral source", Code),
    ("referral.type", "Referral type", Code),
    ("referral.ref", "Referral ref", Code),
    ("referral.ad_id", "Ad", Code),
    ("referral.ads_context_data.ad_title", "Ad title", Text),
    ("referral.ads_context_data.photo_url", "Ad photo", Url),
    ("referral.ads_context_data.video_url", "Ad video", Url),
    ("referral.ads_context_data.post_id", "Ad post", Code),
    ("referral.ads_context_data.product_id", "Ad product", Code),
    ("referral.ads_context_data.flow_id", "Ad flow", Code),
    ("commands.*.name", "Command", Text),
    ("app_id", "App", Code),
    ("metadata", "Metadata", Text),
    ("sticker_id", "Sticker (before v6.0)", Code),
    ("mid", "Message ID", Code),
];

/// Of an attachment, whatever its type.
pub(super) const ATTACHMENT: Table = &[
    ("title", "Title", Text),
    ("payload.title", "Title", Text),
    ("payload.url", URL, Url),
    ("payload.story_media_url", URL, Url),
    ("url", URL, Url),
    ("URL", URL, Url),
    ("payload.sticker_id", "Sticker", Code),
    ("payload.reel_video_id", "Reel", Code),
    ("payload.ig_post_media_id", "Post", Code),
    ("payload.story_media_id", "Story", Code),
    ("payload.id", "Post", Code),
    ("payload.coordinates.lat", "Latitude", Code),
    ("payload.coordinates.long", "Longitude", Code),
    ("payload.template_type", "Template", Code),
    ("payload.text", "Text", Text),
    ("payload.elements.*.title", "Element", Text),
    ("payload.elements.*.subtitle", "Subtitle", Text),
    ("payload.buttons.*.title", "Button", Text),
    ("payload.product.elements.*.title", "Product", Text),
    ("payload.product.elements.*.subtitle", "Subtitle", Text),
    ("payload.product.elements.*.id", "Product ID", Code),
    ("payload.product.elements.*.retailer_id", "Retailer ID", Code),
    ("payload.product.elements.*.image_url", "Product image", Url),
    ("payload.booking_id", "Booking", Code),
    ("payload.status", "Status", Code),
    ("payload.start_time", "Starts", Time),
    ("payload.end_time", "Ends", Time),
    ("payload.timezone", "Time zone", Code),
];

const POSTBACK: Table = &[
    ("title", "Title", Text),
    ("payload", "Payload", Code),
    ("referral.source", "Referral source", Code),
    ("referral.type", "Referral type", Code),
    ("referral.ref", "Referral ref", Code),
    ("referral.ad_id", "Ad", Code),
    ("referral.referer_uri", "Referer", Url),
    ("referral.is_guest_user", "Guest", Code),
    ("referral.ads_context_data.ad_title", "Ad title", Text),
    ("referral.ads_context_data.photo_url", "Ad photo", Url),
    ("referral.ads_context_data.video_url", "Ad video", Url),
    ("referral.ads_context_data.post_id", "Ad post", Code),
    ("referral.ads_context_data.product_id", "Ad product", Code),
    ("referral.ads_context_data.flow_id", "Ad flow", Code),
    ("mid", "Message ID", Code),
];

const OPTIN: Table = &[
    ("type", "Type", Code),
    ("title", "Title", Text),
    ("payload", "Payload", Code),
    ("ref", "Ref", Code),
    ("user_ref", "User ref", Code),
    ("source", "Source", Code),
    ("one_time_notif_token", "One-time token", Code),
    ("notification_messages_token", "Token", Code),
    ("notification_messages_frequency", "Frequency", Code),
    ("notification_messages_timezone", "Time zone", Code),
    ("notification_messages_topic", "Topic", Text),
    ("notification_messages_status", "Status", Code),
    ("token_expiry_timestamp", "Token expires", Time),
    ("user_token_status", "Token status", Code),
];

const ORDER: Table = &[
    ("products.*.name", "Product", Text),
    ("products.*.quantity", "Quantity", Code),
    ("products.*.unit_price", "Unit price", Code),
    ("products.*.currency", "Currency", Code),
    ("products.*.id", "Product ID", Code),
    ("products.*.retailer_id", "Retailer ID", Code),
    ("note", "Note", Text),
    ("source", "Source", Code),
    ("source_id", "Source ID", Code),
];

const REFERRAL: Table = &[
    ("source", "Source", Code),
    ("type", "Type", Code),
    ("ref", "Ref", Code),
    ("ad_id", "Ad", Code),
    ("referer_uri", "Referer", Url),
    ("ads_context_data.ad_title", "Ad title", Text),
    ("ads_context_data.photo_url", "Ad photo", Url),
    ("ads_context_data.video_url", "Ad video", Url),
    ("ads_context_data.post_id", "Ad post", Code),
    ("ads_context_data.product_id", "Ad product", Code),
    ("ads_context_data.flow_id", "Ad flow", Code),
];

const FEED: Table = &[
    ("item", "Item", Code),
    ("verb", "Verb", Code),
    ("message", "Text", Text),
    ("text", "Text", Text),
    ("from.name", AUTHOR, Text),
    ("from.username", AUTHOR, Text),
    ("sender_name", AUTHOR, Text),
    ("from.id", "Author ID", Code),
    ("sender_id", "Author ID", Code),
    ("photo", "Photo", Url),
    ("video", "Video", Url),
    ("link", "Link", Url),
    ("reaction_type", "Reaction", Code),
    ("comment_id", "Comment ID", Code),
    ("id", "ID", Code),
    ("parent_id", "Parent", Code),
    ("post_id", "Post", Code),
    ("post.id", "Post", Code),
    ("media_id", "Media", Code),
    ("media.id", "Media", Code),
    ("media.media_product_type", "Media type", Code),
    ("published", "Published", Code),
    ("is_hidden", "Hidden", Code),
    ("photos.*", "Photo", Url),
    ("photo_id", "Photo ID", Code),
    ("photo_ids.*", "Photo ID", Code),
    ("video_id", "Video ID", Code),
    ("share_id", "Share ID", Code),
    ("recipient_id", "Recipient", Code),
    ("open_graph_story_id", "Story ID", Code),
    ("post.status_type", "Post type", Code),
    ("post.is_published", "Post published", Code),
    ("post.updated_time", "Post updated", Time),
    ("post.permalink_url", "Post address", Url),
    ("post.promotion_status", "Promotion", Code),
];

const TEMPLATE_STATUS: Table = &[
    ("event", "Event", Code),
    ("message_template_status", "Status", Code),
    ("message_template_name", "Template", Text),
    ("message_template_id", "Template ID", Code),
    ("message_template_language", "Language", Code),
    ("reason", "Reason", Code),
    ("business_id", "Business", Code),
    ("changes.*.value.event", "Event", Code),
    ("changes.*.value.message_template_name", "Template", Text),
    ("changes.*.value.message_template_id", "Template ID", Code),
    ("changes.*.value.message_template_language", "Language", Code),
    ("changes.*.value.reason", "Reason", Code),
];

const CHANGE: Table = &[
    ("item", "Item", Code),
    ("verb", "Verb", Code),
    ("message", "Text", Text),
    ("text", "Text", Text),
    ("id", "ID", Code),
    ("from.name", AUTHOR, Text),
    ("from.id", "Author ID", Code),
    ("post_id", "Post", Code),
    ("comment_id", "Comment ID", Code),
    ("media_id", "Media", Code),
    ("rating", "Rating", Code),
    ("review_text", "Review", Text),
    ("reaction_type", "Reaction", Code),
    ("action", "Action", Code),
    ("status", "Status", Code),
    ("open_graph_story_id", "Story ID", Code),
    ("impressions", "Impressions", Code),
    ("reach", "Reach", Code),
    ("taps_forward", "Taps forward", Code),
    ("taps_back", "Taps back", Code),
    ("exits", "Exits", Code),
    ("replies", "Replies", Code),
    ("user.id", "User", Code),
    ("label.id", "Label ID", Code),
    ("label.name", "Label", Text),
    ("label.page_label_name", "Label", Text),
];

/// Beside the key of a messaging item; never an event by themselves.
pub(super) const SIBLINGS: Table = &[
    ("prior_message.source", "Prior message", Code),
    ("prior_message.identifier", "Prior message ID", Code),
    ("hop_context.app_id", "Hop context app", Code),
    ("hop_context.metadata", "Hop context metadata", Text),
    ("lead.data.*.question", "Question", Text),
    ("lead.data.*.answer", "Answer", Text),
];
