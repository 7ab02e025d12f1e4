//! Read and delivery receipts (`decoding.md`, sections 3.1, 3.5 and 3.15).

use super::page::{Page, PageKind, Shows};
use super::property::Plain::Id;
use super::property::{Properties, id, many, number, time};

#[rustfmt::skip]
pub(super) const READ: Properties = &[
    time("watermark", "Everything up to", "Messenger: every message sent before this time, or at it, was read.").unit("ms"),
    id("mid", "Message ID", "Instagram: the message that was read."),
    number("seq", "Sequence", "A number in order, of API versions before 2.x; to be ignored.").old(),
];

#[rustfmt::skip]
pub(super) const DELIVERY: Properties = &[
    time("watermark", "Everything up to", "Every message sent before this time arrived. The dashboard's tests have it as a string.").unit("ms"),
    many("mids", "Message ID", Id, "The messages that arrived; may be missing (older apps on the customer's side)."),
    number("seq", "Sequence", "A number in order, of API versions before 2.x; to be ignored.").old(),
];

pub(super) const PAGES: &[Page] = &[
    Page {
        id: "message_reads",
        kind: PageKind::Field,
        title: "Read receipt",
        means: "The customer read what the business sent: everything up to a time, the watermark. Messenger only; Instagram sends `messaging_seen`.",
        does: "The watermark is shown as a time, and the event is skipped by `read_receipt`.",
        why: "It speaks of messages that are known already and brings no content.",
        shows: &[Shows::all("read", READ)],
    },
    Page {
        id: "messaging_seen",
        kind: PageKind::Field,
        title: "Read receipt on Instagram",
        means: "The customer read one message. The field has a name of its own; the key in the item is `read` all the same, with `mid` in place of a watermark.",
        does: "The message's id is shown, and the event is skipped by `read_receipt`.",
        why: "It speaks of a message that is known already and brings no content.",
        shows: &[Shows::only("read", READ, &["mid"])],
    },
    Page {
        id: "message_deliveries",
        kind: PageKind::Field,
        title: "Delivery receipt",
        means: "What the business sent arrived on the customer's device: the messages named, and everything sent before the watermark. Messenger only. Meta's own example has no `timestamp`, and 0 was seen live.",
        does: "The watermark is shown as a time, each message's id by itself, and the event is skipped by `delivery_receipt`.",
        why: "It speaks of messages that are known already and brings no content.",
        shows: &[Shows::all("delivery", DELIVERY)],
    },
];
