//! `messaging_optins` (`decoding.md`, section 3.11).

use super::page::{Page, PageKind, Shows};
use super::property::{Properties, id, text, time, word};

#[rustfmt::skip]
pub(super) const OPTIN: Properties = &[
    word("type", "Type", "`notification_messages` (marketing messages) or `one_time_notif_req`; none for a plugin."),
    text("title", "Title", "What the customer agreed to."),
    word("payload", "Payload", "What the app gave the request."),
    word("ref", "Ref", "What the plugin's `data-ref` or the m.me link holds."),
    id("user_ref", "User ref", "The checkbox plugin's name for the customer, who has no id yet; the sender then has none either."),
    word("source", "Source", "`SHORTLINK` for an m.me link."),
    word("one_time_notif_token", "One-time token", "Allowed one message; the product is gone.").old(),
    word("notification_messages_token", "Token", "Allows messages to this customer on this topic."),
    word("notification_messages_frequency", "Frequency", "`DAILY`, `WEEKLY` or `MONTHLY`; gone since v16.").old(),
    word("notification_messages_timezone", "Time zone", "The customer's."),
    text("notification_messages_topic", "Topic", "What the messages are about."),
    word("notification_messages_status", "Status", "Only when the customer stops or resumes: `STOP NOTIFICATIONS`, `RESUME NOTIFICATIONS`; code in use knows `STOP` and `RESUME`."),
    time("token_expiry_timestamp", "Token expires", "When the token ends; a number in milliseconds, or a string.").unit("ms"),
    word("user_token_status", "Token status", "`REFRESHED` or `NOT_REFRESHED`."),
];

pub(super) const PAGES: &[Page] = &[Page {
    id: "messaging_optins",
    kind: PageKind::Field,
    title: "Opt-in",
    means: "A customer allowed the business to write: by a plugin on a web page, or by agreeing to marketing messages. `type` tells which; a plugin sends none. With the checkbox plugin the sender has no id, only `user_ref`.",
    does: "All of it is shown, tokens included, and the event is skipped by `optin`.",
    why: "It is a permission, not a message. The customer has written nothing.",
    shows: &[Shows::all("optin", OPTIN)],
}];
