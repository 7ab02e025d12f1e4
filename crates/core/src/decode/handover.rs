//! `messaging_handovers`: who owns a conversation (`decoding.md`, section 3.10), and standby (3.18).

use super::page::{Page, PageKind, Shows};
use super::property::Plain::Word;
use super::property::{ANY, Properties, id, many, text};

#[rustfmt::skip]
pub(super) const CONTROL: Properties = &[
    id("previous_owner_app_id", "Previous owner", "The app that owned the conversation; `null` where it was idle.").null("nobody: the conversation was idle"),
    id("new_owner_app_id", "New owner", "The app that owns it now; `null` where it is idle.").null("nobody: the conversation is idle"),
    id("requested_owner_app_id", "Requested owner", "`request_thread_control`: the app that asks for it."),
    text("metadata", "Metadata", "What the app that acted gave; may be `null`."),
];

#[rustfmt::skip]
pub(super) const APP_ROLES: Properties =
    &[many(ANY, "Role", Word, "An app's id, with its roles: `primary_receiver`, `secondary_receiver`; open (`automation` was seen).")];

const MOVED: &[&str] = &["previous_owner_app_id", "new_owner_app_id", "metadata"];

pub(super) const PAGES: &[Page] = &[
    Page {
        id: "messaging_handovers",
        kind: PageKind::Field,
        title: "Handover",
        means: "Several apps serve one Page, and one of them owns each conversation. `pass_thread_control`: it was given to this app. `take_thread_control`: it was taken from this app. `request_thread_control`: another app asks for it. `app_roles`: which app is primary receiver; it has no sender. App ids come as strings and as numbers. Older events name no owners. Instagram names the field `messaging_handover`.",
        does: "Owners, roles and metadata are shown, and the event is skipped by `handover`.",
        why: "Apps talked with each other; the customer did not.",
        shows: &[
            Shows::only("pass_thread_control", CONTROL, MOVED),
            Shows::only("take_thread_control", CONTROL, MOVED),
            Shows::only("request_thread_control", CONTROL, &["requested_owner_app_id", "metadata"]),
            Shows::all("app_roles", APP_ROLES),
        ],
    },
    Page {
        id: "standby",
        kind: PageKind::Field,
        title: "Standby",
        means: "Another app owns the conversation, and this one may listen: the same items come in `entry[].standby` in place of `messaging`. Documented are messages, postbacks (without `payload`), reads and deliveries; echoes come too.",
        does: "Each item is decoded like any other and shown, and skipped by `standby`. The dashboard's test of the field is a standby item though it comes in `changes`.",
        why: "The owner answers. Were it announced here as well, two inboxes would hold the same message.",
        shows: &[],
    },
];
