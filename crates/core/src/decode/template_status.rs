//! `messenger_template_status_update` (`decoding.md`, section 3.16).

use super::page::{Page, PageKind, Shows};
use super::property::Known::{FromDashboard, FromSdks, Inferred};
use super::property::{Properties, id, object, objects, text, time, word};

#[rustfmt::skip]
pub(super) const TEMPLATE_STATUS: Properties = &[
    time("timestamp", "Sent", "When the status changed.").unit("s").known(FromDashboard),
    word("event", "Event", "`APPROVED`, `REJECTED`, `PENDING`, `PAUSED`, `DISABLED`, `FLAGGED`, `IN_APPEAL`; open.").known(Inferred),
    word("message_template_status", "Status", "The same by another name.").known(FromSdks),
    text("message_template_name", "Template", "What the template is called.").known(Inferred),
    id("message_template_id", "Template ID", "The template; a number.").known(Inferred),
    word("message_template_language", "Language", "The template's language, such as `en-US`.").known(Inferred),
    word("reason", "Reason", "Why it was rejected, such as `ABUSIVE_CONTENT`.").known(Inferred),
    id("business_id", "Business", "Whose template it is.").known(FromDashboard),
    objects("changes", "Change", CHANGES, "The same, one level deeper: what the dashboard sends.").known(FromDashboard),
];

#[rustfmt::skip]
const CHANGES: Properties = &[
    word("field", "Field", "The field once more.").known(FromDashboard),
    object("value", "Value", STATUS, "What changed.").known(FromDashboard),
];

#[rustfmt::skip]
const STATUS: Properties = &[
    word("event", "Event", "`APPROVED`, `REJECTED`, …; open.").known(FromDashboard),
    word("message_template_status", "Status", "The same by another name.").known(FromSdks),
    text("message_template_name", "Template", "What the template is called.").known(FromDashboard),
    id("message_template_id", "Template ID", "The template; a number.").known(FromDashboard),
    word("message_template_language", "Language", "The template's language, such as `en-US`.").known(FromDashboard),
    word("reason", "Reason", "Why it was rejected, such as `ABUSIVE_CONTENT`.").known(FromDashboard),
];

pub(super) const PAGES: &[Page] = &[Page {
    id: "messenger_template_status_update",
    kind: PageKind::Field,
    title: "Template status",
    means: "The review of a utility message template came to an end, or was taken up again. Meta publishes no page on its form, and names it two ways: `messenger_template_status_update` in the list of fields, `message_template_status_update` in the guide and in the dashboard's test. Code in use takes both, flat or with nested `changes`, and `event` or `message_template_status`; so does this.",
    does: "It comes in `changes`, is shown in either form, and skipped by `template_status`. The field alone decides: a value may be missing.",
    why: "It is about a template that may be sent some day, not about a conversation.",
    shows: &[Shows::all("", TEMPLATE_STATUS)],
}];
