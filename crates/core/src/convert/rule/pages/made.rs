//! How the values of a document are made: a page for each rule that an origin may name.

use crate::decode::page::{Page, PageKind};

/// How a value was made: what it is made of, how, and why so.
const fn made(id: &'static str, title: &'static str, [means, does, why]: [&'static str; 3]) -> Page {
    Page { id, kind: PageKind::Rule, title, means, does, why, shows: &[] }
}

pub(super) const MADE: &[Page] = &[
    made(
        "rule/text",
        "Made: text",
        [
            "`message.text`.",
            "The content is the text, unchanged; escapes are decoded, and half a surrogate pair becomes U+FFFD. With `reply_to.story` the type is `IgStoryReply`, else `Text`.",
            "What was written is what an inbox shows.",
        ],
    ),
    made(
        "rule/quick_reply",
        "Made: quick reply",
        [
            "`quick_reply.title`, else `quick_reply.payload`.",
            "The content, where a message has neither text nor attachments.",
            "Facebook sends the title as `text`; other senders of this form leave it out.",
        ],
    ),
    made(
        "rule/postback",
        "Made: postback",
        [
            "`postback.title`, else `postback.payload`.",
            "The content of a `Text`.",
            "The title is what the customer saw on the button.",
        ],
    ),
    made(
        "rule/order",
        "Made: order",
        [
            "`order.products[]` and `order.note`.",
            "A line `QUANTITY × NAME (UNIT_PRICE CURRENCY)` a product, then the note. What is absent is left out with its sign, space and brackets.",
            "A document has no products, but text.",
        ],
    ),
    made(
        "rule/comment",
        "Made: comment",
        [
            "The comment's `message`, else its `text`.",
            "The content of a `Text`, unchanged.",
            "Facebook names it `message`, Instagram `text`.",
        ],
    ),
    made(
        "rule/comment_photo",
        "Made: comment's picture",
        [
            "`photo`, or a `link` whose path ends like a picture's.",
            "The content of an `Image`, where the comment has no text.",
            "A picture alone is a comment too.",
        ],
    ),
    made(
        "rule/comment_video",
        "Made: comment's video",
        [
            "`video`.",
            "The content of a `Video`, where the comment has neither text nor picture.",
            "A video alone is a comment too.",
        ],
    ),
    made(
        "rule/attachment_url",
        "Made: attachment's address",
        [
            "`payload.url` of an image, a sticker, a video, a reel, a sound, a file, or a mention in a story.",
            "The content is the address, unchanged. Without a `type` the extension of its path decides what it is.",
            "Who receives the document fetches it; here it is never loaded.",
        ],
    ),
    made(
        "rule/shared_link",
        "Made: shared link",
        [
            "Of a fallback, a share, a post or a story: the title (`payload.title`, else `title` beside it) and the address (`payload.url`, `payload.story_media_url`, `url`, `URL`: the first).",
            "A line each, those that are there.",
            "There is no content type for a shared post.",
        ],
    ),
    made(
        "rule/coordinates",
        "Made: coordinates",
        [
            "`payload.coordinates.lat` and `long`.",
            "Joined by a comma, with the digits that came.",
            "There is no content type for a place.",
        ],
    ),
    made(
        "rule/template_text",
        "Made: template's text",
        [
            "`payload.text` of a template.",
            "The content of a `Text`.",
            "Of a template with buttons the text is what the customer reads.",
        ],
    ),
    made(
        "rule/template_titles",
        "Made: template's titles",
        [
            "The titles of `payload.elements`, else of `payload.product.elements`.",
            "A line each.",
            "Cards without a text of their own are told by their titles.",
        ],
    ),
    made(
        "rule/unsupported",
        "Made: unsupported",
        [
            "What has no content that a document could hold.",
            "The content is a word for it: the attachment's type, `attachment`, `message`, `postback`, `order` or `comment`.",
            "Somebody said something; that it cannot be shown is no reason to hide it.",
        ],
    ),
    made(
        "rule/is_unsupported",
        "Made: not given by Facebook",
        [
            "`is_unsupported: true`.",
            "One document of type `Unsupported`, its content empty; nothing else in the message is looked at.",
            "Facebook says that it does not give the content to apps.",
        ],
    ),
    made(
        "rule/content_type",
        "Made: content type",
        [
            "The attachment's `type`, the story that is answered, or what the content was taken from.",
            "One of Text, Image, Video, Audio, Document, IgStoryReply, IgStoryMention, Unsupported.",
            "Reference 002 names the type beside the content.",
        ],
    ),
    made(
        "rule/date",
        "Made: date",
        [
            "The item's `timestamp` (a comment's `created_time`, then `timestamp`), else the entry's `time`.",
            "Seconds or milliseconds to `YYYY-MM-DD HH:MM:SS.ffffff+00:00`, in UTC.",
            "The first that is usable counts; without any it is the time of receipt.",
        ],
    ),
    made(
        "rule/sender_type",
        "Made: sender type",
        [
            "`is_echo`, or a comment's author beside the account.",
            "`User` for an echo and for the account's own comment, else `Consumer`.",
            "It tells the business from the customer.",
        ],
    ),
    made(
        "rule/sender_label",
        "Made: sender label",
        [
            "A comment's `from.name`, `from.username` or `sender_name`; else the customer's id.",
            "What the sender is called, unless the contact has a name.",
            "Messaging items name nobody.",
        ],
    ),
    made(
        "rule/author",
        "Made: author's name",
        [
            "The name in a comment whose author is not the account.",
            "The conversation's `consumer_name`; the newest counts.",
            "Of messages the name has to be asked for, or entered.",
        ],
    ),
    made(
        "rule/app_id",
        "Made: automated",
        [
            "An echo's `app_id`.",
            "`is_automated` is true unless it is the Page Inbox (26390203743090, in some texts 263902037430900).",
            "In the inbox people write; an app sends what it was told to.",
        ],
    ),
    made(
        "rule/external_id",
        "Made: external id",
        [
            "The `mid`, or the comment's id.",
            "`custom_channel.external_message_id`, unchanged.",
            "By it the document is found again, here and at Facebook.",
        ],
    ),
    made(
        "rule/external_id_hash",
        "Made: external id without a mid",
        [
            "Kind, customer, time, and the content of all parts.",
            "`KIND:CUSTOMER:TIMESTAMP:HASH`; the hash is the first 8 hex digits of SHA-256 over type and content of each part.",
            "The same event sent again must give the same name.",
        ],
    ),
    made(
        "rule/partner",
        "Made: partner",
        [
            "The envelope's `object`.",
            "`Instagram` for `instagram`, else `Facebook`; without it the endpoint's channel.",
            "The same customer id means another person there.",
        ],
    ),
    made(
        "rule/account",
        "Made: account",
        [
            "The recipient's id, on an echo the sender's; of a comment, and where it is missing, the entry's.",
            "The business's id where the endpoint names none, and the label of what the account wrote.",
            "Every item belongs to one Page or account.",
        ],
    ),
    made(
        "rule/thread",
        "Made: thread",
        [
            "The customer's id; of a comment its root: `parent_id` where that is another comment, else the comment itself.",
            "`custom_channel.external_conversation_id`.",
            "It tells one conversation from another.",
        ],
    ),
];
