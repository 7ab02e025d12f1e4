//! The origin of every leaf of a document.

use std::borrow::Cow;

use super::Making;
use crate::convert::draft::External;
use crate::convert::origin::{Origin, Origins, Pointers, leaves};
use crate::envelope::Item;
use crate::json::Value;

/// How many leaves a document has.
const LEAVES: usize = 53;

/// With more parts than this an id made from them names the whole message: each part's document would name every part.
const MANY_PARTS: usize = 32;

/// A repeated document is what it was: history, every leaf of it.
pub(super) fn of_repeated(document: &str) -> Origins {
    let value = serde_json::from_str(document).unwrap_or_default();
    let mut leaves = leaves(&value);
    leaves.sort();
    Origins::in_order(leaves.into_iter().map(|leaf| (Cow::Owned(leaf), Origin::History)).collect())
}

/// Origins of the leaves that a document has twice, in its message and in its conversation.
struct Shared {
    content: Origin,
    content_type: Origin,
    date: Origin,
    external_id: Origin,
    is_automated: Origin,
    sender_label: Origin,
    sender_type: Origin,
}

/// The leaves of a message object, in order.
macro_rules! message {
    ($at:literal, $of:expr) => {
        [
            (concat!($at, "/content"), $of.content.clone()),
            (concat!($at, "/content_type"), $of.content_type.clone()),
            (concat!($at, "/conversation_id"), Origin::Allocated),
            (concat!($at, "/custom_channel/external_message_id"), $of.external_id.clone()),
            (concat!($at, "/date"), $of.date.clone()),
            (concat!($at, "/id"), Origin::Allocated),
            (concat!($at, "/is_automated"), $of.is_automated.clone()),
            (concat!($at, "/is_deleted"), Origin::Constant),
            (concat!($at, "/sender_label"), $of.sender_label.clone()),
            (concat!($at, "/sender_type"), $of.sender_type.clone()),
            (concat!($at, "/status"), Origin::Constant),
            (concat!($at, "/user_id"), Origin::Constant),
        ]
    };
}

impl Making<'_, '_> {
    pub(super) fn origins(&self, item: &Item<'_>) -> Origins {
        let shared = self.shared(item);
        let mut origins = Vec::with_capacity(LEAVES);
        let mut add = |leaf: &'static str, origin| origins.push((Cow::Borrowed(leaf), origin));
        self.conversation(item, &shared, &mut add);
        for (leaf, origin) in message!("/payload/message", shared) {
            add(leaf, origin);
        }
        add("/payload/org_id", setting("org_id"));
        add("/type", Origin::Constant);
        Origins::in_order(origins)
    }

    fn shared(&self, item: &Item<'_>) -> Shared {
        let draft = self.draft;
        Shared {
            content: raw(&self.part.from, self.part.rule),
            content_type: raw(self.part.decided_by(), "content_type"),
            date: draft.date_from.map_or_else(|| setting("received_at"), |value| raw(&[value], "date")),
            external_id: self.external(item),
            is_automated: raw(draft.app_id.as_slice(), "app_id"),
            sender_label: self.label(),
            sender_type: raw(&draft.sender_from, "sender_type"),
        }
    }

    fn conversation(&self, item: &Item<'_>, shared: &Shared, add: &mut impl FnMut(&'static str, Origin)) {
        let (draft, settings) = (self.draft, self.context.settings);
        let account = || raw(draft.account.as_slice(), "account");
        let first = if self.before.is_some() { Origin::History } else { shared.date.clone() };
        let of_last = |origin: &Origin| if self.is_last { origin.clone() } else { Origin::History };
        let of_user = |origin: &Origin| if draft.by_user { origin.clone() } else { Origin::History };
        for (leaf, origin) in [
            ("/payload/conversation/assigned_user_id", Origin::Constant),
            ("/payload/conversation/business/city", setting("business")),
            ("/payload/conversation/business/country", setting("business")),
            ("/payload/conversation/business/formatted_address", setting("business")),
            (
                "/payload/conversation/business/id",
                settings.business.id.as_ref().map_or_else(account, |_| setting("business")),
            ),
            ("/payload/conversation/business/name", setting("business")),
            ("/payload/conversation/business/zipcode", setting("business")),
            ("/payload/conversation/consumer_email", setting("contact.email")),
            ("/payload/conversation/consumer_img", setting("contact.img")),
            ("/payload/conversation/consumer_name", self.name()),
            ("/payload/conversation/consumer_phone_number", setting("contact.phone_number")),
            ("/payload/conversation/created_at", first.clone()),
            ("/payload/conversation/custom_channel/external_conversation_id", raw(&[draft.thread_from], "thread")),
            ("/payload/conversation/custom_channel/icon", Origin::Constant),
            ("/payload/conversation/custom_channel/id", setting("credentialsId")),
            ("/payload/conversation/custom_channel/is_readonly", Origin::Constant),
            ("/payload/conversation/custom_channel/name", setting("name")),
            ("/payload/conversation/first_message_date", first),
            ("/payload/conversation/has_one_user_message", of_user(&shared.sender_type)),
            ("/payload/conversation/id", Origin::Allocated),
            ("/payload/conversation/is_automated", shared.is_automated.clone()),
            ("/payload/conversation/is_expired", if draft.by_user { Origin::History } else { Origin::Constant }),
            ("/payload/conversation/is_read", of_last(&shared.sender_type)),
            ("/payload/conversation/is_solved", Origin::Constant),
            (
                if self.is_other_page() { "/payload/conversation/issues/0" } else { "/payload/conversation/issues" },
                setting("page_id"),
            ),
        ] {
            add(leaf, origin);
        }
        for (leaf, origin) in message!("/payload/conversation/last_message", shared) {
            add(leaf, of_last(&origin));
        }
        let partner = item.object.map_or_else(|| setting("channel"), |object| raw(&[object], "partner"));
        add("/payload/conversation/messaging_partner", partner);
        add("/payload/conversation/status", Origin::Constant);
    }

    fn label(&self) -> Origin {
        let draft = self.draft;
        if draft.by_user {
            return match self.context.settings.name {
                Some(_) => setting("name"),
                None => raw(draft.account.as_slice(), "account"),
            };
        }
        match self.contact.name {
            Some(_) => setting("contact.name"),
            None => raw(&[draft.name.unwrap_or(draft.customer)], "sender_label"),
        }
    }

    fn name(&self) -> Origin {
        if self.contact.name.is_some() {
            setting("contact.name")
        } else if self.names {
            raw(self.draft.name.as_slice(), "author")
        } else if self.before.is_some_and(|state| state.name.is_some()) {
            Origin::History
        } else {
            setting("contact.name")
        }
    }

    fn external(&self, item: &Item<'_>) -> Origin {
        match self.draft.external {
            External::Given(value) => raw(&[value], "external_id"),
            External::Computed(_) => {
                let draft = self.draft;
                let mut from: Vec<_> = [draft.customer].into_iter().chain(draft.date_from).collect();
                if draft.parts.len() > MANY_PARTS {
                    from.extend(item.event.body);
                } else {
                    from.extend(draft.parts.iter().flat_map(|part| part.from.iter().copied()));
                }
                raw(&from, "external_id_hash")
            }
        }
    }
}

fn setting(setting: &'static str) -> Origin {
    Origin::Setting { setting }
}

/// Computed from these values; a constant where there are none.
fn raw(from: &[Value<'_>], rule: &'static str) -> Origin {
    if from.is_empty() { Origin::Constant } else { Origin::Raw { from: Pointers::of(from), rule } }
}
