//! Comments and what else happens on a Page's feed or below an Instagram post (`decoding.md`, sections 5.1 to 5.3).
//!
//! One table for all of them: reference 000 has both forms in one value, and other fields borrow from them.

use super::keys::PARTY;
use super::page::{Page, PageKind, Shows};
use super::property::Known::SeenLive;
use super::property::Plain::{Id, Url};
use super::property::{Properties, flag, id, many, object, text, time, url, word};

/// What a card calls whoever wrote it.
pub(super) const AUTHOR: &str = "Author";

#[rustfmt::skip]
pub(super) const FEED: Properties = &[
    time("created_time", "Sent", "When it happened.").unit("s"),
    time("timestamp", "Sent", "When it happened, in the form of reference 000."),
    word("item", "Item", "What it is about: `comment`, `post`, `photo`, `video`, `reaction`, `like`, `share`, `status`, … Open."),
    word("verb", "Verb", "What happened to it: `add`, `edit` or `edited` (they say the same), `remove`, `hide`, `unhide`, `block`, … Open."),
    text("message", "Text", "What was written."),
    text("text", "Text", "What was written, on Instagram."),
    object("from", AUTHOR, FROM, "Who did it. May be absent: the user did not allow the app to know."),
    text("sender_name", AUTHOR, "The name of who did it, in an older form.").old(),
    id("sender_id", "Author ID", "Who did it, in an older form.").old(),
    url("photo", "Photo", "The picture in it."),
    url("video", "Video", "The video in it."),
    url("link", "Link", "What it links to; of a photo the picture."),
    word("reaction_type", "Reaction", "`like`, `love`, `wow`, `haha`, `angry`, … Open."),
    id("comment_id", "Comment ID", "The comment, `POST_COMMENT`; may be `null`."),
    id("id", "ID", "Instagram: the comment."),
    id("parent_id", "Parent", "What is answered: the post (or its last part) for a comment at the top, else another comment."),
    id("post_id", "Post", "The post, `PAGE_POST`."),
    object("post", "Post", POST, "The post below which a comment stands."),
    id("media_id", "Media", "Instagram: the post or story."),
    object("media", "Media", MEDIA, "Instagram: the post or story below which a comment stands."),
    flag("published", "Published", "0 or 1: whether others see it."),
    flag("is_hidden", "Hidden", "Whether the Page hid it."),
    many("photos", "Photo", Url, "The pictures in it."),
    id("photo_id", "Photo ID", "The picture."),
    many("photo_ids", "Photo ID", Id, "The pictures."),
    id("video_id", "Video ID", "The video; a number or a string."),
    id("share_id", "Share ID", "The share."),
    id("recipient_id", "Recipient", "On whose feed it happened."),
    object("sender", "From", PARTY, "In values that look like a messaging item."),
    object("recipient", "To", PARTY, "On whose feed it happened, in the dashboard's test of `group_feed`."),
    id("group_id", "Group", "The group, of `group_feed`."),
    id("event_id", "Event ID", "The event, of `item: event`.").known(SeenLive),
    text("story", "Story", "What happened, in Facebook's words.").known(SeenLive),
    id("open_graph_story_id", "Story ID", "The story that it belongs to."),
    id("video_flag_reason", "Flag reason", "Why a video was blocked, as a number.").known(SeenLive),
    word("field", "Field", "The field once more, in the dashboard's test of `group_feed`."),
];

#[rustfmt::skip]
const FROM: Properties = &[
    text("name", AUTHOR, "Facebook: the name."),
    text("username", AUTHOR, "Instagram: the name of the account."),
    id("id", "Author ID", "The id; a string or a number. The Page itself where it is the entry's id."),
    id("self_ig_scoped_id", "Author's own ID", "Instagram: another id of the author."),
];

#[rustfmt::skip]
const POST: Properties = &[
    id("id", "Post", "The post.").known(SeenLive),
    word("status_type", "Post type", "`added_photos`, `mobile_status_update`, …").known(SeenLive),
    flag("is_published", "Post published", "Whether others see it.").known(SeenLive),
    time("updated_time", "Post updated", "When it was last changed: ISO 8601 here.").known(SeenLive),
    url("permalink_url", "Post address", "Where it is.").known(SeenLive),
    word("promotion_status", "Promotion", "Whether it is an ad: `inactive`, …").known(SeenLive),
];

#[rustfmt::skip]
const MEDIA: Properties = &[
    id("id", "Media", "The post or story."),
    word("media_product_type", "Media type", "`FEED`, `REELS`, `STORY`, `AD`; open."),
    id("ad_id", "Ad", "The ad that it is."),
    text("ad_title", "Ad title", "The ad's title."),
    id("original_media_id", "Original media", "The post that the ad was made of."),
];

const INSTAGRAM: &[&str] = &["id", "comment_id", "text", "from", "media", "parent_id"];
const MENTION: &[&str] =
    &["item", "verb", "post_id", "comment_id", "sender_id", "sender_name", "message", "created_time", "media_id"];

pub(super) const PAGES: &[Page] = &[
    Page {
        id: "feed",
        kind: PageKind::Field,
        title: "Feed",
        means: "Something happened on the Page's feed: a post, a comment, a reaction, a share, by others or by the Page itself. Times are in seconds. `edit` and `edited` both occur and say the same. A comment stands at the top where `parent_id` is the post.",
        does: "A new comment (`item: comment`, `verb: add`) becomes one document: its text, else its picture, else its video, else `Unsupported`. A value with an id and a text and neither `item` nor `verb` (reference 000) is a new comment too. A comment by the account itself has `sender_type` `User`. Other verbs are skipped by `comment_update`, other items by `not_a_comment`.",
        why: "A comment is something said to the business that it can answer; its thread is the comment at the root. What else happens on a feed is no conversation.",
        shows: &[Shows::all("", FEED)],
    },
    Page {
        id: "comments",
        kind: PageKind::Field,
        title: "Instagram comment",
        means: "Somebody commented a post, a reel or an ad of the Instagram account. There is no time in it: the entry's counts. With Instagram Login mentions come inside this field as well. The documentation of Facebook Login calls the id `comment_id`.",
        does: "It becomes one document of type `Text`. The thread is the comment at the root.",
        why: "A comment is something said to the business that it can answer.",
        shows: &[Shows::only("", FEED, INSTAGRAM)],
    },
    Page {
        id: "live_comments",
        kind: PageKind::Field,
        title: "Comment on a live video",
        means: "Somebody commented while the Instagram account was live.",
        does: "It becomes one document of type `Text`, like any other comment. Without `from` it fails: nobody is there to be answered.",
        why: "A comment is something said to the business that it can answer.",
        shows: &[Shows::only("", FEED, INSTAGRAM)],
    },
    Page {
        id: "mention",
        kind: PageKind::Field,
        title: "Mention",
        means: "Somebody named the Page in a post or a comment (`mention`), or the Instagram account in a caption or a comment (`mentions`: only `media_id`, and `comment_id` of a comment).",
        does: "It is shown, and skipped by `mention`.",
        why: "It names a place where something was said, and mostly not what.",
        shows: &[Shows::only("", FEED, MENTION)],
    },
    Page {
        id: "group_feed",
        kind: PageKind::Field,
        title: "Group feed",
        means: "Something happened in a group. Known from the dashboard's test only.",
        does: "It is shown, and skipped by `not_messaging`.",
        why: "A group is not the business's inbox.",
        shows: &[Shows::only(
            "",
            FEED,
            &[
                "group_id",
                "item",
                "verb",
                "from",
                "message",
                "post_id",
                "comment_id",
                "parent_id",
                "recipient",
                "created_time",
            ],
        )],
    },
];
