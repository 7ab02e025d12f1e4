//! `message_edits` (`decoding.md`, section 3.3).

use super::page::{Page, PageKind, Shows};
use super::property::{Properties, id, number, text};

#[rustfmt::skip]
pub(super) const EDIT: Properties = &[
    text("text", "New text", "What the message says now."),
    number("num_edit", "Edit number", "Which edit of the message this is: a number, or a string of digits. Apps allow five."),
    id("mid", "Edits", "The message that was edited."),
];

pub(super) const PAGES: &[Page] = &[Page {
    id: "message_edits",
    kind: PageKind::Field,
    title: "Edit",
    means: "A customer changed the text of a message that they sent before. Documented for Messenger only; Instagram has a field `message_edit` too, and in development mode new messages were seen arriving as an edit number 0 without sender and text.",
    does: "The new text and the message it belongs to are shown, and the event is skipped by `edit`.",
    why: "It changes a message that was announced already; `message_created` announces new ones only.",
    shows: &[Shows::all("message_edit", EDIT)],
}];
