//! What the dashboard's tests of old put under `value`, where a messaging item stands today (`decoding.md`, section 5.4).

use super::page::{Page, PageKind, Shows};
use super::property::Known::FromDashboard;
use super::property::{Properties, id, object, text, time, word};
use super::{Event, Missing};

#[rustfmt::skip]
pub(super) const OLD_TEST: Properties = &[
    id("page_id", "Page", "The Page; nothing else is said.").known(FromDashboard).old(),
    word("event_type", "Event type", "Instagram: what happened.").known(FromDashboard).old(),
    time("event_timestamp", "Event time", "Instagram: when; a string.").unit("s").known(FromDashboard).old(),
    object("event_data", "Event", EVENT_DATA, "Instagram: the message and its parties."),
];

#[rustfmt::skip]
const EVENT_DATA: Properties = &[
    id("message_id", "Message ID", "The message, which never existed.").known(FromDashboard).old(),
    object("sender", "From", SENDER, "Who sent it."),
    object("recipient", "To", RECIPIENT, "To whom."),
];

#[rustfmt::skip]
const SENDER: Properties = &[text("username", "From", "The name of the account.").known(FromDashboard).old()];

#[rustfmt::skip]
const RECIPIENT: Properties = &[id("thread_id", "Thread", "The conversation.").known(FromDashboard).old()];

/// Whether it is such a test: a messaging field whose value names no event, but one of these.
pub(crate) fn is_old_test(event: &Event<'_>) -> bool {
    let has = |name: &str| event.content.is_some_and(|value| value.peek(name).is_some());
    event.missing == Some(Missing::KeyInValue) && OLD_TEST.iter().any(|property| has(property.name))
}

pub(super) const PAGES: &[Page] = &[Page {
    id: "old_test",
    kind: PageKind::Field,
    title: "Test of old",
    means: "The dashboard's button `Test` once sent a messaging field with nothing but a `page_id`, or on Instagram with `event_type`, `event_timestamp` and `event_data`.",
    does: "It is unknown: no key names an event. What it says is shown.",
    why: "Such a test has neither a customer nor a text; real messages never came in this form.",
    shows: &[Shows::all("", OLD_TEST)],
}];
