//! What the reference says of the rules: why an item is skipped or failed. How values are made stands in `made`.

mod made;

use super::{Fail, Skip};
use crate::decode::page::{Page, PageKind};

pub(crate) const PAGES: &[&[Page]] = &[SKIPS, FAILS, made::MADE];

const fn skip(id: &'static str, title: &'static str, rule: Skip, does: &'static str, why: &'static str) -> Page {
    Page { id, kind: PageKind::Rule, title, means: rule.sentence(), does, why, shows: &[] }
}

const fn fail(id: &'static str, title: &'static str, rule: Fail, does: &'static str, why: &'static str) -> Page {
    Page { id, kind: PageKind::Rule, title, means: rule.sentence(), does, why, shows: &[] }
}

const SKIPS: &[Page] = &[
    skip(
        "rule/unsend",
        "Skipped: unsend",
        Skip::Unsend,
        "A message or an echo with `is_deleted: true`. The documents of the message stay as they were made: `message_created` has no way to take one back.",
        "The item has the `mid` of the message that is gone, and no content.",
    ),
    skip(
        "rule/standby",
        "Skipped: standby",
        Skip::Standby,
        "Whatever came in `entry[].standby`, or in the dashboard's test of that field, with a known key. It comes before every other rule.",
        "The app that owns the conversation answers; two inboxes would show the same message.",
    ),
    skip(
        "rule/edit",
        "Skipped: edit",
        Skip::Edit,
        "A `message_edit`. The documents of the message stay as they were made.",
        "`message_created` announces new messages; an edit has the `mid` of an old one.",
    ),
    skip(
        "rule/reaction",
        "Skipped: reaction",
        Skip::Reaction,
        "A `reaction`, put or taken back.",
        "Its `mid` is the message's that it belongs to; it has none of its own.",
    ),
    skip(
        "rule/read_receipt",
        "Skipped: read receipt",
        Skip::ReadReceipt,
        "A `read`, with a watermark (Messenger) or a `mid` (Instagram).",
        "`is_read` in a document says something else: whether the newest message is the business's own.",
    ),
    skip(
        "rule/delivery_receipt",
        "Skipped: delivery receipt",
        Skip::DeliveryReceipt,
        "A `delivery`.",
        "It is about messages that were announced when they were sent.",
    ),
    skip(
        "rule/referral",
        "Skipped: referral",
        Skip::Referral,
        "A `referral` where no other key names an event. Inside a message or a postback it is an attribute, and the message is converted.",
        "Nobody wrote anything yet.",
    ),
    skip("rule/optin", "Skipped: opt-in", Skip::Optin, "An `optin` of any type.", "Nobody wrote anything yet."),
    skip(
        "rule/account_linking",
        "Skipped: account linking",
        Skip::AccountLinking,
        "An `account_linking`.",
        "It says who somebody is, not what somebody says.",
    ),
    skip(
        "rule/handover",
        "Skipped: handover",
        Skip::Handover,
        "`pass_thread_control`, `take_thread_control`, `request_thread_control` or `app_roles`.",
        "Apps talked with each other.",
    ),
    skip(
        "rule/policy",
        "Skipped: policy",
        Skip::Policy,
        "A `policy_enforcement`, in either spelling.",
        "It is for the Page's owner and belongs to no conversation.",
    ),
    skip("rule/game_play", "Skipped: game play", Skip::GamePlay, "A `game_play`.", "Nobody wrote anything."),
    skip(
        "rule/feedback",
        "Skipped: feedback",
        Skip::Feedback,
        "A `messaging_feedback` or a `response_feedback`.",
        "Answers to a survey are no words of the conversation.",
    ),
    skip(
        "rule/form",
        "Skipped: form",
        Skip::Form,
        "A `messaging_customer_information` or a `form`.",
        "Answers to a form are no words of the conversation.",
    ),
    skip(
        "rule/coupon_click",
        "Skipped: coupon click",
        Skip::CouponClick,
        "A `template` where there is no `message`.",
        "It is a tap that says nothing.",
    ),
    skip(
        "rule/legacy",
        "Skipped: legacy",
        Skip::Legacy,
        "`payment`, `checkout_update`, `pre_checkout` or `message_request`.",
        "Facebook removed these products; they have nothing an inbox could show.",
    ),
    skip(
        "rule/template_status",
        "Skipped: template status",
        Skip::TemplateStatus,
        "The fields `messenger_template_status_update` and `message_template_status_update`, whatever their value.",
        "It is about a template, not about a conversation.",
    ),
    skip(
        "rule/comment_update",
        "Skipped: comment update",
        Skip::CommentUpdate,
        "On the feed, `item: comment` with another verb than `add`: `edit`, `edited`, `hide`, `remove`, …",
        "The comment was announced when it was new.",
    ),
    skip(
        "rule/not_a_comment",
        "Skipped: not a comment",
        Skip::NotAComment,
        "On the feed, any other item: post, photo, reaction, share, …",
        "They cannot be answered in a conversation; comments can.",
    ),
    skip(
        "rule/mention",
        "Skipped: mention",
        Skip::Mention,
        "The fields `mention` and `mentions`.",
        "What was said stands elsewhere and has to be asked for.",
    ),
    skip(
        "rule/not_messaging",
        "Skipped: not messaging",
        Skip::NotMessaging,
        "Any other field of `changes`, and each name in `changed_fields`.",
        "Facebook has some hundred fields; those that hold messages have rules of their own.",
    ),
];

const FAILS: &[Page] = &[
    fail(
        "rule/missing_customer",
        "Failed: no customer",
        Fail::MissingCustomer,
        "A message, an echo, a postback, an order or a comment. `null`, an empty text and a value of another type count as missing. The pointer names the place where the id should be.",
        "A conversation is (endpoint, partner, account, customer); without the last one the message would land in the wrong one. Facebook leaves `from` out where the user did not allow the app to know.",
    ),
    fail(
        "rule/missing_id",
        "Failed: no id",
        Fail::MissingId,
        "A comment without `comment_id` and without `id`.",
        "The id names the comment in every later document; made up, it would not be found again when Facebook sends the comment once more.",
    ),
];
