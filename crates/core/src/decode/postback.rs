//! `messaging_postbacks`: a button was tapped (`decoding.md`, section 3.13).

use super::page::{Page, PageKind, Shows};
use super::property::{Properties, id, object, text, word};
use super::referral::MESSAGE_REFERRAL;

#[rustfmt::skip]
pub(super) const POSTBACK: Properties = &[
    text("title", "Title", "What the button says."),
    word("payload", "Payload", "What the app gave the button. Only the app that sent the button gets it; it is missing in standby."),
    object("referral", "Referral", MESSAGE_REFERRAL, "How the customer came; only where the tap opened the conversation."),
    id("mid", "Message ID", "The id of the message that the tap makes; newer versions only."),
];

pub(super) const PAGES: &[Page] = &[Page {
    id: "messaging_postbacks",
    kind: PageKind::Field,
    title: "Postback",
    means: "A customer tapped a button: Get started, the persistent menu, a button of a template; on Instagram an icebreaker. Meta's newest page prints the dashboard's form (`field` and `value`, the time as a string of seconds) and says that all values are strings; every capture has numbers.",
    does: "It becomes one document of type `Text`: the title, else the payload, else `Unsupported`.",
    why: "A tap stands for words: to the person in the inbox it is what the customer said.",
    shows: &[Shows::all("postback", POSTBACK), Shows::all("postback.referral", MESSAGE_REFERRAL)],
}];
