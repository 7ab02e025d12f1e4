//! The origin of every leaf of a document.

use std::borrow::Cow;

use super::Making;
use crate::convert::draft::External;
use crate::convert::origin::{Origin, Origins, Pointers, leaves};
use crate::envelope::Item;
use crate::json::{NodeId, Value};

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

/// The pointers of the values that an item's documents are made of. The leaves of a document share most of them, and so
/// do the parts of a message: each is written out once.
pub(super) struct Sources<'a> {
    item: Value<'a>,
    /// The item's pointer.
    pointer: &'a str,
    known: Vec<(NodeId, Pointers)>,
}

/// So many values are remembered: who, when and what of a message are among the first.
const REMEMBERED: usize = 16;

impl<'a> Sources<'a> {
    pub(super) fn new(item: &Item<'a>, pointer: &'a str) -> Self {
        Self { item: item.value, pointer, known: Vec::with_capacity(REMEMBERED) }
    }

    /// Computed from these values; a constant where there are none.
    fn raw(&mut self, from: &[Value<'_>], rule: &'static str) -> Origin {
        match from {
            [] => Origin::Constant,
            [one] => Origin::Raw { from: self.pointers(*one), rule },
            several => Origin::Raw { from: Pointers::new(several.iter().map(|value| self.pointer(*value))), rule },
        }
    }

    fn pointers(&mut self, value: Value<'_>) -> Pointers {
        if let Some((_, pointers)) = self.known.iter().find(|(id, _)| *id == value.id()) {
            return pointers.clone();
        }
        let pointers = Pointers::new(std::iter::once(self.pointer(value)));
        if self.known.len() < REMEMBERED {
            self.known.push((value.id(), pointers.clone()));
        }
        pointers
    }

    fn pointer(&self, value: Value<'_>) -> String {
        value.pointer_by_way_of(self.item, self.pointer)
    }
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

/// A leaf of the conversation.
macro_rules! conversation {
    ($leaf:literal) => {
        concat!("/payload/conversation/", $leaf)
    };
}

impl Making<'_, '_> {
    pub(super) fn origins(&self, item: &Item<'_>, sources: &mut Sources<'_>) -> Origins {
        let shared = self.shared(item, sources);
        let mut origins = Vec::with_capacity(LEAVES);
        let mut add = |leaf: &'static str, origin| origins.push((Cow::Borrowed(leaf), origin));
        self.conversation(item, &shared, sources, &mut add);
        for (leaf, origin) in message!("/payload/message", shared) {
            add(leaf, origin);
        }
        add("/payload/org_id", setting("org_id"));
        add("/type", Origin::Constant);
        Origins::in_order(origins)
    }

    fn shared(&self, item: &Item<'_>, sources: &mut Sources<'_>) -> Shared {
        let draft = self.draft;
        Shared {
            content: sources.raw(&self.part.from, self.part.rule),
            content_type: sources.raw(self.part.decided_by(), "content_type"),
            date: draft.date_from.map_or_else(|| setting("received_at"), |value| sources.raw(&[value], "date")),
            external_id: self.external_id(item, sources),
            is_automated: sources.raw(draft.app_id.as_slice(), "app_id"),
            sender_label: self.label(sources),
            sender_type: sources.raw(&draft.sender_from, "sender_type"),
        }
    }

    fn conversation(
        &self,
        item: &Item<'_>,
        shared: &Shared,
        sources: &mut Sources<'_>,
        add: &mut impl FnMut(&'static str, Origin),
    ) {
        let draft = self.draft;
        let first = if self.before.is_some() { Origin::History } else { shared.date.clone() };
        let of_last = |origin: &Origin| if self.is_last { origin.clone() } else { Origin::History };
        let issues = if self.is_other_page() { conversation!("issues/0") } else { conversation!("issues") };
        add(conversation!("assigned_user_id"), Origin::Constant);
        add(conversation!("business/city"), setting("business"));
        add(conversation!("business/country"), setting("business"));
        add(conversation!("business/formatted_address"), setting("business"));
        add(conversation!("business/id"), self.business_id(sources));
        add(conversation!("business/name"), setting("business"));
        add(conversation!("business/zipcode"), setting("business"));
        add(conversation!("consumer_email"), setting("contact.email"));
        add(conversation!("consumer_img"), setting("contact.img"));
        add(conversation!("consumer_name"), self.name(sources));
        add(conversation!("consumer_phone_number"), setting("contact.phone_number"));
        add(conversation!("created_at"), first.clone());
        add(conversation!("custom_channel/external_conversation_id"), sources.raw(&[draft.thread_from], "thread"));
        add(conversation!("custom_channel/icon"), Origin::Constant);
        add(conversation!("custom_channel/id"), setting("credentialsId"));
        add(conversation!("custom_channel/is_readonly"), Origin::Constant);
        add(conversation!("custom_channel/name"), setting("name"));
        add(conversation!("first_message_date"), first);
        add(
            conversation!("has_one_user_message"),
            if draft.by_user { shared.sender_type.clone() } else { Origin::History },
        );
        add(conversation!("id"), Origin::Allocated);
        add(conversation!("is_automated"), shared.is_automated.clone());
        add(conversation!("is_expired"), if draft.by_user { Origin::History } else { Origin::Constant });
        add(conversation!("is_read"), of_last(&shared.sender_type));
        add(conversation!("is_solved"), Origin::Constant);
        add(issues, setting("page_id"));
        for (leaf, origin) in message!("/payload/conversation/last_message", shared) {
            add(leaf, of_last(&origin));
        }
        add(
            conversation!("messaging_partner"),
            item.object.map_or_else(|| setting("channel"), |object| sources.raw(&[object], "partner")),
        );
        add(conversation!("status"), Origin::Constant);
    }

    fn business_id(&self, sources: &mut Sources<'_>) -> Origin {
        match self.context.settings.business.id {
            Some(_) => setting("business"),
            None => sources.raw(self.draft.account.as_slice(), "account"),
        }
    }

    fn label(&self, sources: &mut Sources<'_>) -> Origin {
        let draft = self.draft;
        if draft.by_user {
            return match self.context.settings.name {
                Some(_) => setting("name"),
                None => sources.raw(draft.account.as_slice(), "account"),
            };
        }
        match self.contact.name {
            Some(_) => setting("contact.name"),
            None => sources.raw(&[draft.name.unwrap_or(draft.customer)], "sender_label"),
        }
    }

    fn name(&self, sources: &mut Sources<'_>) -> Origin {
        if self.contact.name.is_some() {
            setting("contact.name")
        } else if self.names {
            sources.raw(self.draft.name.as_slice(), "author")
        } else if self.before.is_some_and(|state| state.name.is_some()) {
            Origin::History
        } else {
            setting("contact.name")
        }
    }

    fn external_id(&self, item: &Item<'_>, sources: &mut Sources<'_>) -> Origin {
        match self.draft.external {
            External::Given(value) => sources.raw(&[value], "external_id"),
            External::Computed(_) => {
                let draft = self.draft;
                let mut from: Vec<_> = [draft.customer].into_iter().chain(draft.date_from).collect();
                if draft.parts.len() > MANY_PARTS {
                    from.extend(item.event.body);
                } else {
                    from.extend(draft.parts.iter().flat_map(|part| part.from.iter().copied()));
                }
                sources.raw(&from, "external_id_hash")
            }
        }
    }
}

fn setting(setting: &'static str) -> Origin {
    Origin::Setting { setting }
}
