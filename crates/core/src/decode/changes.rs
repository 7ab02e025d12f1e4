//! The other fields of `changes`: ratings, leads, labels, insights (`decoding.md`, sections 3.20, 5.2 and 5.3).

use super::feed::FEED;
use super::page::{Page, PageKind, Shows};
use super::property::Known::{FromDashboard, SeenLive};
use super::property::{Properties, id, number, object, text, word};

/// Beside what [`FEED`] names.
#[rustfmt::skip]
pub(super) const CHANGE: Properties = &[
    number("rating", "Rating", "Stars, 1 to 5; of older reviews."),
    text("review_text", "Review", "What the review says; may be `null`."),
    word("recommendation_type", "Recommendation", "`positive` or `negative`.").known(SeenLive),
    text("reviewer_name", "Author", "Who wrote the review.").known(SeenLive),
    id("reviewer_id", "Author ID", "Who wrote the review.").known(SeenLive),
    id("leadgen_id", "Lead", "The lead; its answers have to be asked for."),
    id("form_id", "Form", "The form that was filled in."),
    id("page_id", "Page", "The Page. The dashboard's old tests have nothing else."),
    id("ad_id", "Ad", "The ad."),
    id("adgroup_id", "Ad group", "The ad, by its former name."),
    word("status", "Status", "What became of it, such as of a live video; open."),
    number("impressions", "Impressions", "How often the story was shown."),
    number("reach", "Reach", "To how many."),
    number("taps_forward", "Taps forward", "How often somebody went on."),
    number("taps_back", "Taps back", "How often somebody went back."),
    number("exits", "Exits", "How often somebody left."),
    number("replies", "Replies", "How many answered."),
    word("action", "Action", "`add`, `remove`; open."),
    object("user", "User", USER, "Whose conversation it is."),
    object("label", "Label", LABEL, "The label."),
    id("page", "Page", "The Page that a user likes.").known(SeenLive),
];

/// Beside `field` and `value`.
#[rustfmt::skip]
pub(super) const PAIR: Properties = &[word("verb", "Verb", "Of `object: user`: what happened, beside the field.").known(SeenLive)];

#[rustfmt::skip]
const USER: Properties = &[id("id", "User", "The customer.")];

#[rustfmt::skip]
const LABEL: Properties = &[
    id("id", "Label ID", "The label."),
    text("page_label_name", "Label", "Its name."),
    text("name", "Label", "Its name.").known(FromDashboard),
];

const SKIPPED: &str = "It is shown, and skipped by `not_messaging`.";

pub(super) const PAGES: &[Page] = &[
    Page {
        id: "ratings",
        kind: PageKind::Field,
        title: "Rating",
        means: "Somebody reviewed the Page, or commented on, reacted to or liked a review.",
        does: SKIPPED,
        why: "A review is public and has its own place; the inbox has conversations.",
        shows: &[
            Shows::only(
                "",
                FEED,
                &[
                    "item",
                    "verb",
                    "created_time",
                    "from",
                    "sender_name",
                    "sender_id",
                    "open_graph_story_id",
                    "post_id",
                    "comment_id",
                    "parent_id",
                    "reaction_type",
                ],
            ),
            Shows::only("", CHANGE, &["rating", "review_text", "recommendation_type", "reviewer_name", "reviewer_id"]),
        ],
    },
    Page {
        id: "leadgen",
        kind: PageKind::Field,
        title: "Lead",
        means: "Somebody filled in the form of a lead ad. Ids are numbers or strings.",
        does: SKIPPED,
        why: "It names a form and a lead; what was answered has to be asked for.",
        shows: &[
            Shows::only("", CHANGE, &["leadgen_id", "form_id", "page_id", "ad_id", "adgroup_id"]),
            Shows::only("", FEED, &["created_time"]),
        ],
    },
    Page {
        id: "live_videos",
        kind: PageKind::Field,
        title: "Live video",
        means: "A live video of the Page began or ended.",
        does: SKIPPED,
        why: "Nobody wrote anything.",
        shows: &[Shows::only("", FEED, &["id"]), Shows::only("", CHANGE, &["status"])],
    },
    Page {
        id: "story_insights",
        kind: PageKind::Field,
        title: "Story insights",
        means: "An Instagram story ended; these are its numbers.",
        does: SKIPPED,
        why: "Numbers are no message.",
        shows: &[
            Shows::only("", FEED, &["media_id"]),
            Shows::only("", CHANGE, &["impressions", "reach", "taps_forward", "taps_back", "exits", "replies"]),
        ],
    },
    Page {
        id: "inbox_labels",
        kind: PageKind::Field,
        title: "Inbox label",
        means: "Somebody in the Page Inbox put a label to a conversation, or took it away.",
        does: SKIPPED,
        why: "It is a note of the business to itself.",
        shows: &[Shows::only("", CHANGE, &["user", "action", "label"])],
    },
    Page {
        id: "other_fields",
        kind: PageKind::Field,
        title: "Other fields",
        means: "Pages, Instagram accounts, users and permissions have many more fields, such as `follow`, `share_to_story`, `story_poll_response`, or `email` and `likes` of `object: user`, which has `verb` beside `field`.",
        does: "What is known of it is shown; the rest is listed as not read. It is skipped by `not_messaging`. A value that is absent or no object is unknown; a value with an id and a text, and neither `item` nor `verb`, is a comment (reference 000).",
        why: "The field has nothing to do with messages. Facebook adds fields without notice; each is kept whole.",
        shows: &[Shows::all("", PAIR), Shows::only("", CHANGE, &["page"])],
    },
    Page {
        id: "changed_fields",
        kind: PageKind::Field,
        title: "Changed fields",
        means: "The subscription leaves values out: `changed_fields` lists names, and nothing says what they changed to.",
        does: "Each name is an item of its own, shown and skipped by `not_messaging`.",
        why: "There is no content that could become one.",
        shows: &[],
    },
];
