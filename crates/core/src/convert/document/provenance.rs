//! The origin of every leaf of a document.
//!
//! A document has some fifty leaves, but few of them come from somewhere else than in any other document: only these are
//! kept, and the whole list is written when it is asked for.

use super::Making;
use crate::convert::draft::External;
use crate::convert::origin::Origin;
use crate::envelope::Item;
use crate::json::{NodeId, Value};

/// With more parts than this an id made from them names the whole message: each part's document would name every part.
const MANY_PARTS: usize = 32;

/// From so few values a document is made as a rule: the body's `object`, and who, when and what.
const VALUES: usize = 8;

/// What a document was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::convert) struct Traced {
    content: Made,
    content_type: Made,
    date: Made,
    external_id: Made,
    is_automated: Made,
    sender_label: Made,
    sender_type: Made,
    business_id: Made,
    consumer_name: Made,
    first_date: Made,
    partner: Made,
    thread: Made,
    by_user: bool,
    is_last: bool,
    is_other_page: bool,
    pointers: Pointers,
}

/// An [`Origin`], its pointers by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    Raw { first: usize, count: usize, rule: &'static str },
    Setting(&'static str),
    Allocated,
    History,
    Constant,
}

/// Pointers into the body, one after another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pointers {
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

use Made::{Allocated, Constant, History, Setting};

impl Traced {
    /// The origin of each leaf, in order of the leaves' pointers.
    pub(in crate::convert) fn origins(&self) -> impl Iterator<Item = (&str, Origin<'_>)> {
        /// The leaves of a message object.
        macro_rules! message {
            ($at:literal, $of:ident) => {
                [
                    (concat!($at, "/content"), $of(self.content)),
                    (concat!($at, "/content_type"), $of(self.content_type)),
                    (concat!($at, "/conversation_id"), $of(Allocated)),
                    (concat!($at, "/custom_channel/external_message_id"), $of(self.external_id)),
                    (concat!($at, "/date"), $of(self.date)),
                    (concat!($at, "/id"), $of(Allocated)),
                    (concat!($at, "/is_automated"), $of(self.is_automated)),
                    (concat!($at, "/is_deleted"), $of(Constant)),
                    (concat!($at, "/sender_label"), $of(self.sender_label)),
                    (concat!($at, "/sender_type"), $of(self.sender_type)),
                    (concat!($at, "/status"), $of(Constant)),
                    (concat!($at, "/user_id"), $of(Constant)),
                ]
            };
        }
        macro_rules! conversation {
            ($($leaf:literal: $made:expr),* $(,)?) => {
                [$((concat!("/payload/conversation/", $leaf), $made)),*]
            };
        }
        let this = |made| made;
        let last = |made| if self.is_last { made } else { History };
        let of_user = |made, other| if self.by_user { made } else { other };
        let mut leaves = Vec::with_capacity(64);
        leaves.extend(conversation! {
            "assigned_user_id": Constant,
            "business/city": Setting("business"),
            "business/country": Setting("business"),
            "business/formatted_address": Setting("business"),
            "business/id": self.business_id,
            "business/name": Setting("business"),
            "business/zipcode": Setting("business"),
            "consumer_email": Setting("contact.email"),
            "consumer_img": Setting("contact.img"),
            "consumer_name": self.consumer_name,
            "consumer_phone_number": Setting("contact.phone_number"),
            "created_at": self.first_date,
            "custom_channel/external_conversation_id": self.thread,
            "custom_channel/icon": Constant,
            "custom_channel/id": Setting("credentialsId"),
            "custom_channel/is_readonly": Constant,
            "custom_channel/name": Setting("name"),
            "first_message_date": self.first_date,
            "has_one_user_message": of_user(self.sender_type, History),
            "id": Allocated,
            "is_automated": self.is_automated,
            "is_expired": of_user(History, Constant),
            "is_read": last(self.sender_type),
            "is_solved": Constant,
        });
        leaves.extend(if self.is_other_page {
            conversation! { "issues/0": Setting("page_id") }
        } else {
            conversation! { "issues": Setting("page_id") }
        });
        leaves.extend(message!("/payload/conversation/last_message", last));
        leaves.extend(conversation! { "messaging_partner": self.partner, "status": Constant });
        leaves.extend(message!("/payload/message", this));
        leaves.extend([("/payload/org_id", Setting("org_id")), ("/type", Constant)]);
        leaves.into_iter().map(|(leaf, made)| (leaf, self.origin(made)))
    }

    fn origin(&self, made: Made) -> Origin<'_> {
        match made {
            Made::Raw { first, count, rule } => {
                Origin::Raw { from: (first..first + count).map(|number| self.pointers.get(number)).collect(), rule }
            }
            Setting(setting) => Origin::Setting { setting },
            Allocated => Origin::Allocated,
            History => Origin::History,
            Constant => Origin::Constant,
        }
    }

    /// What the document is made of that is being made of this item.
    pub(super) fn of(making: &Making<'_, '_>, item: &Item<'_>, pointer: &str) -> Self {
        let Making { draft, part, before, is_last, .. } = *making;
        let mut tracing = Tracing::new(item, pointer);
        let date = draft.date_from.map_or(Setting("received_at"), |value| tracing.raw(&[value], "date"));
        Self {
            content: tracing.raw(&part.from, part.rule),
            content_type: tracing.raw(part.decided_by(), "content_type"),
            date,
            external_id: tracing.external_id(making),
            is_automated: tracing.raw(draft.app_id.as_slice(), "app_id"),
            sender_label: tracing.sender_label(making),
            sender_type: tracing.raw(&draft.sender_from, "sender_type"),
            business_id: tracing.business_id(making),
            consumer_name: tracing.consumer_name(making),
            first_date: if before.is_some() { History } else { date },
            partner: item.object.map_or(Setting("channel"), |object| tracing.raw(&[object], "partner")),
            thread: tracing.raw(&[draft.thread_from], "thread"),
            by_user: draft.by_user,
            is_last,
            is_other_page: making.is_other_page(),
            pointers: tracing.pointers,
        }
    }
}

impl Pointers {
    fn get(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[number]]
    }
}

/// The pointers while they are collected.
struct Tracing<'a, 'd> {
    item: &'a Item<'d>,
    /// The item's own pointer.
    pointer: &'a str,
    pointers: Pointers,
    /// Whose pointers these are: most values are behind several leaves.
    values: Vec<NodeId>,
}

impl<'a, 'd> Tracing<'a, 'd> {
    fn new(item: &'a Item<'d>, pointer: &'a str) -> Self {
        let text = String::with_capacity(VALUES * (pointer.len() + "/message/text".len()));
        let pointers = Pointers { text, ends: Vec::with_capacity(VALUES) };
        Self { item, pointer, pointers, values: Vec::with_capacity(VALUES) }
    }

    /// Computed from these values; a constant where there are none.
    fn raw(&mut self, from: &[Value<'_>], rule: &'static str) -> Made {
        let first = match from {
            [] => return Constant,
            [one] => self.values.iter().position(|id| *id == one.id()),
            _ => None,
        };
        let first = first.unwrap_or_else(|| {
            let next = self.values.len();
            for value in from {
                value.push_pointer(self.item.value, self.pointer, &mut self.pointers.text);
                self.pointers.ends.push(self.pointers.text.len());
                self.values.push(value.id());
            }
            next
        });
        Made::Raw { first, count: from.len(), rule }
    }

    fn business_id(&mut self, making: &Making<'_, '_>) -> Made {
        match making.context.settings.business.id {
            Some(_) => Setting("business"),
            None => self.raw(making.draft.account.as_slice(), "account"),
        }
    }

    fn sender_label(&mut self, making: &Making<'_, '_>) -> Made {
        let Making { draft, context, contact, .. } = *making;
        match (draft.by_user, &context.settings.name, &contact.name) {
            (true, Some(_), _) => Setting("name"),
            (true, None, _) => self.raw(draft.account.as_slice(), "account"),
            (false, _, Some(_)) => Setting("contact.name"),
            (false, _, None) => self.raw(&[draft.name.unwrap_or(draft.customer)], "sender_label"),
        }
    }

    fn consumer_name(&mut self, making: &Making<'_, '_>) -> Made {
        let Making { draft, contact, before, names, .. } = *making;
        if contact.name.is_some() {
            Setting("contact.name")
        } else if names {
            self.raw(draft.name.as_slice(), "author")
        } else if before.is_some_and(|state| state.name.is_some()) {
            History
        } else {
            Setting("contact.name")
        }
    }

    fn external_id(&mut self, making: &Making<'_, '_>) -> Made {
        let draft = making.draft;
        match draft.external {
            External::Given(value) => self.raw(&[value], "external_id"),
            External::Computed(_) => {
                let mut from: Vec<_> = [draft.customer].into_iter().chain(draft.date_from).collect();
                if draft.parts.len() > MANY_PARTS {
                    from.extend(self.item.event.body);
                } else {
                    from.extend(draft.parts.iter().flat_map(|part| part.from.iter().chain(&part.typed_by).copied()));
                }
                self.raw(&from, "external_id_hash")
            }
        }
    }
}
