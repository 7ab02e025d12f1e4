//! `message.attachments[]`: `type`, `payload`, and what older forms have beside them (`decoding.md`, section 4.1).
//!
//! One table for all types, because Facebook puts a property under more types than it documents; each type's page says
//! which of them to expect.

use super::page::{Page, PageKind, Shows};
use super::payload::PAYLOAD;
use super::property::Known::SeenLive;
use super::property::{Properties, object, text, url, word};

/// What `payload.url` and its like are called in a table; a card calls them by the attachment's type.
pub(super) const URL: &str = "URL";

#[rustfmt::skip]
pub(super) const ATTACHMENT: Properties = &[
    word("type", "Type", "What it is; open. Without one, the extension of the URL decides."),
    text("title", "Title", "Of a fallback or a location: what the page or place is called.").old(),
    object("payload", "Payload", PAYLOAD, "What is in it; by type. May be missing, `null`, or in old echoes a string."),
    url("url", URL, "Of a fallback or a location of old: where it leads.").old(),
    url("URL", URL, "The same in another spelling, seen once.").known(SeenLive).old(),
];

/// A page of one type: which properties its payload may have.
const fn page(
    id: &'static str,
    title: &'static str,
    [means, does, why]: [&'static str; 3],
    shows: &'static [Shows],
) -> Page {
    Page { id, kind: PageKind::Attachment, title, means, does, why, shows }
}

const INSIDE: &str = "payload";

const COPIED: &str =
    "The address is the content of the document. It is never loaded here: the host and the name are shown.";
const SHARED: &str = "Title and address, those that are there, a line each. With neither it becomes `Unsupported`.";
const IS_CONTENT: &str = "Each attachment is a document of its own, since a document holds one thing.";
const AS_TEXT: &str = "It has no content type of its own in a document, and as text nothing that it says is lost.";

pub(super) const PAGES: &[Page] = &[
    page(
        "attachment/image",
        "Image",
        [
            "A picture, GIFs included. Before 30 August 2026 a sticker comes as an image too, with `sticker_id`, on Instagram of a carousel only the first picture.",
            COPIED,
            IS_CONTENT,
        ],
        &[Shows::only(INSIDE, PAYLOAD, &["url", "sticker_id"])],
    ),
    page(
        "attachment/sticker",
        "Sticker",
        [
            "A sticker. Until 30 August 2026 Facebook sends each twice, as `sticker` and as `image` with the same `sticker_id`; afterwards only as `sticker`.",
            "It becomes an `Image`; a pair becomes one, in the place of the first. Two of the same type are two stickers.",
            IS_CONTENT,
        ],
        &[Shows::only(INSIDE, PAYLOAD, &["url", "sticker_id"])],
    ),
    page(
        "attachment/audio",
        "Audio",
        ["A voice message, or a file of sound.", COPIED, IS_CONTENT],
        &[Shows::only(INSIDE, PAYLOAD, &["url"])],
    ),
    page("attachment/video", "Video", ["A video.", COPIED, IS_CONTENT], &[Shows::only(INSIDE, PAYLOAD, &["url"])]),
    page(
        "attachment/file",
        "File",
        ["Any other file.", "It becomes a `Document`; the address is its content.", IS_CONTENT],
        &[Shows::only(INSIDE, PAYLOAD, &["url"])],
    ),
    page(
        "attachment/fallback",
        "Fallback",
        [
            "What Facebook has no type for, mostly the preview of a link. Since v6.0 title and address stand in the payload, before beside it; of what cannot be shared there is no payload at all.",
            "Beside a text it is the preview of a link in it, and makes no document. Alone: title and address, a line each; with neither `Unsupported`.",
            "The link stands in the text already; twice would be one too many.",
        ],
        &[Shows::only("", ATTACHMENT, &["title", "url", "URL"]), Shows::only(INSIDE, PAYLOAD, &["url", "title"])],
    ),
    page(
        "attachment/reel",
        "Reel",
        [
            "A reel: `reel` on Messenger, `ig_reel` where it is Instagram's.",
            "It becomes a `Video`; the address is its content.",
            IS_CONTENT,
        ],
        &[Shows::only(INSIDE, PAYLOAD, &["url", "title", "reel_video_id"])],
    ),
    page(
        "attachment/post",
        "Post",
        [
            "A shared post: `post`, or `ig_post` where it is Instagram's. Messenger gives its `id`, Instagram `ig_post_media_id`.",
            SHARED,
            AS_TEXT,
        ],
        &[Shows::only(INSIDE, PAYLOAD, &["url", "title", "id", "ig_post_media_id"])],
    ),
    page(
        "attachment/ig_story",
        "Shared story",
        ["A shared Instagram story. Meta's pages do not name it; four unrelated code bases do.", SHARED, AS_TEXT],
        &[Shows::only(INSIDE, PAYLOAD, &["story_media_id", "story_media_url"])],
    ),
    page(
        "attachment/share",
        "Share",
        ["Instagram: a post or another medium that was shared.", SHARED, AS_TEXT],
        &[Shows::only(INSIDE, PAYLOAD, &["url", "title"])],
    ),
    page(
        "attachment/story_mention",
        "Story mention",
        [
            "Instagram: somebody mentioned the account in their story. The link expires with the story.",
            "It becomes an `IgStoryMention`; the address is its content.",
            "It is addressed to the account, and an inbox can answer it.",
        ],
        &[Shows::only(INSIDE, PAYLOAD, &["url"])],
    ),
    page(
        "attachment/ephemeral",
        "Disappearing message",
        [
            "Instagram: a picture or video that may be seen once. It has no payload.",
            "It becomes `Unsupported`; the content is the type.",
            "Somebody wrote, though nobody may say what.",
        ],
        &[],
    ),
    page(
        "attachment/like_heart",
        "Heart",
        [
            "Instagram: the heart that is sent by a tap. It has no payload; known from public SDKs only.",
            "It becomes `Unsupported`; the content is the type.",
            "There is neither text nor media in it.",
        ],
        &[],
    ),
    page(
        "attachment/unsupported_type",
        "Unsupported type",
        [
            "Instagram: what the API cannot give. Known from public SDKs; it may have an address.",
            "It becomes `Unsupported`; the content is the type.",
            "Facebook itself says that it cannot be told what it is.",
        ],
        &[Shows::only(INSIDE, PAYLOAD, &["url"])],
    ),
    page(
        "attachment/location",
        "Location",
        [
            "A place that the customer shared. Apps no longer offer it.",
            "`lat,long` become a `Text`, with the digits that came. Without both it is `Unsupported`.",
            AS_TEXT,
        ],
        &[
            Shows::only("", ATTACHMENT, &["title", "url"]),
            Shows::all("payload.coordinates", super::payload::COORDINATES),
        ],
    ),
    page(
        "attachment/template",
        "Template",
        [
            "Text, pictures and buttons in one, as the Send API takes it; on echoes, and where a customer shares one. A product template has `product` and no `template_type`, and its details only with the permission `catalog_management`. `attachment_id` is a number here, a string in the Send API.",
            "`payload.text`, else the titles of `elements`, else those of `product.elements`, a line each; with none of them `Unsupported`.",
            AS_TEXT,
        ],
        &[Shows::all(INSIDE, PAYLOAD)],
    ),
    page(
        "attachment/appointment_booking",
        "Appointment",
        [
            "A booking was requested, confirmed, declined or cancelled. Times are in seconds.",
            "It becomes `Unsupported`; the content is the type. The card shows when and where.",
            "No content type holds an appointment, and which words would tell it is not defined.",
        ],
        &[Shows::only(INSIDE, PAYLOAD, &["booking_id", "status", "start_time", "end_time", "timezone"])],
    ),
    page(
        "attachment/other",
        "Any other attachment",
        [
            "The list of types is open: Facebook adds to it without notice (`sticker` and `post` came so).",
            "It becomes `Unsupported`; the content is the type, `attachment` where there is none. Without a type but with an address the extension decides.",
            "A message that is not understood is still a message.",
        ],
        &[Shows::flat("", ATTACHMENT)],
    ),
];
