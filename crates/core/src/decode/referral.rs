//! `messaging_referrals`, and the referrals inside messages and postbacks (`decoding.md`, section 3.14).

use super::page::{Page, PageKind, Shows};
use super::property::{Properties, flag, id, object, objects, text, url, word};

#[rustfmt::skip]
pub(super) const REFERRAL: Properties = &[
    word("source", "Source", "`ADS` or `SHORTLINK`; older: `MESSENGER_CODE`, `DISCOVER_TAB`, `CUSTOMER_CHAT_PLUGIN`. Open."),
    word("type", "Type", "`OPEN_THREAD`; of lead ads `LEAD_COMPLETE` or `LEAD_INCOMPLETE`."),
    word("ref", "Ref", "What the link's or the ad's owner put into it; letters, digits, `-`, `_`, `=`."),
    id("ad_id", "Ad", "The ad; a number in the Instagram documentation."),
    url("referer_uri", "Referer", "The page on which the customer clicked."),
    flag("is_guest_user", "Guest", "The customer wrote through the chat plugin without an account."),
    object("ads_context_data", "Ad context", ADS_CONTEXT, "What the ad showed."),
    object("product", "Product", PRODUCT, "The product from whose page in a shop the customer came."),
];

/// The same inside a message or a postback, where labels have to say so.
#[rustfmt::skip]
pub(super) const MESSAGE_REFERRAL: Properties = &[
    object("product", "Product", PRODUCT, "The product from whose page in a shop the customer wrote."),
    word("source", "Referral source", "`ADS`, `SHORTLINK`, … Open."),
    word("type", "Referral type", "`OPEN_THREAD`."),
    word("ref", "Referral ref", "What the link's or the ad's owner put into it; may be `null`."),
    id("ad_id", "Ad", "The ad."),
    url("referer_uri", "Referer", "The page on which the customer clicked."),
    flag("is_guest_user", "Guest", "The customer wrote through the chat plugin without an account."),
    object("ads_context_data", "Ad context", ADS_CONTEXT, "What the ad showed."),
];

#[rustfmt::skip]
const PRODUCT: Properties = &[id("id", "Product", "The product in the catalogue.")];

#[rustfmt::skip]
pub(super) const ADS_CONTEXT: Properties = &[
    text("ad_title", "Ad title", "The ad's title."),
    url("photo_url", "Ad photo", "The ad's picture; not for every ad."),
    url("video_url", "Ad video", "A still of the ad's video; not for every ad."),
    id("post_id", "Ad post", "The post that the ad shows."),
    id("product_id", "Ad product", "The product that the ad shows; not for every ad."),
    id("flow_id", "Ad flow", "The flow of messages behind the ad; not for every ad."),
];

/// Beside a referral of a lead ad: what the customer answered.
#[rustfmt::skip]
pub(super) const LEAD: Properties =
    &[objects("data", "Lead", LEAD_DATA, "The ad's questions with their answers, in order.")];

#[rustfmt::skip]
const LEAD_DATA: Properties = &[
    text("question", "Question", "What the ad asked."),
    text("answer", "Answer", "What the customer answered."),
];

pub(super) const PAGES: &[Page] = &[Page {
    id: "messaging_referrals",
    kind: PageKind::Field,
    title: "Referral",
    means: "A customer came back to an existing conversation by an ad, or by an m.me or ig.me link. In a new conversation the same data stands inside the postback (`postback.referral`), and in a message that was written from an ad or a shop inside the message (`message.referral`). Of a lead ad it says that the form was answered, with `lead` beside it; its `timestamp` is in seconds then. Instagram names the field `messaging_referral`.",
    does: "It is shown with all it says, and skipped by `referral`. It counts as an event only where nothing else in the item does; beside another event it is an attribute of that one.",
    why: "The customer opened the conversation, but has written nothing yet. What they write next comes by `messages`.",
    shows: &[Shows::all("referral", REFERRAL), Shows::all("lead", LEAD)],
}];
