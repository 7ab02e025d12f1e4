//! The origin of every leaf of a document.

use super::Making;
use crate::convert::draft::External;
use crate::convert::origin::{Origin, Origins, leaves};
use crate::envelope::Item;
use crate::json::Value;

/// With more parts than this an id made from them names the whole message: each part's document would name every part.
const MANY_PARTS: usize = 32;

/// A repeated document is what it was: history, every leaf of it.
pub(super) fn of_repeated(document: &str) -> Origins {
    let value = serde_json::from_str(document).unwrap_or_default();
    leaves(&value).into_iter().map(|leaf| (leaf, Origin::History)).collect()
}

impl Making<'_, '_> {
    pub(super) fn origins(&self, item: &Item<'_>) -> Origins {
        let mut origins = Origins::new();
        origins.insert("/type".to_owned(), Origin::Constant);
        for (key, origin) in self.message_origins(item) {
            let last = if self.is_last { origin.clone() } else { Origin::History };
            origins.insert(format!("/payload/conversation/last_message{key}"), last);
            origins.insert(format!("/payload/message{key}"), origin);
        }
        for (key, origin) in self.conversation_origins(item) {
            origins.insert(format!("/payload/conversation{key}"), origin);
        }
        origins.insert("/payload/org_id".to_owned(), setting("org_id"));
        origins
    }

    fn message_origins(&self, item: &Item<'_>) -> Vec<(&'static str, Origin)> {
        vec![
            ("/id", Origin::Allocated),
            ("/conversation_id", Origin::Allocated),
            ("/date", self.date()),
            ("/content_type", raw(self.part.decided_by(), "content_type")),
            ("/sender_type", raw(&self.draft.sender_from, "sender_type")),
            ("/sender_label", self.label()),
            ("/status", Origin::Constant),
            ("/is_deleted", Origin::Constant),
            ("/is_automated", self.automated()),
            ("/content", raw(&self.part.from, self.part.rule)),
            ("/user_id", Origin::Constant),
            ("/custom_channel/external_message_id", self.external(item)),
        ]
    }

    fn conversation_origins(&self, item: &Item<'_>) -> Vec<(&'static str, Origin)> {
        let (draft, settings) = (self.draft, self.context.settings);
        let first = if self.before.is_some() { Origin::History } else { self.date() };
        let by_sender = || raw(&draft.sender_from, "sender_type");
        let business = |set: bool, fallback| if set { setting("business") } else { fallback };
        vec![
            ("/id", Origin::Allocated),
            ("/consumer_img", setting("contact.img")),
            ("/consumer_name", self.name()),
            ("/consumer_phone_number", setting("contact.phone_number")),
            ("/consumer_email", setting("contact.email")),
            ("/is_read", if self.is_last { by_sender() } else { Origin::History }),
            ("/status", Origin::Constant),
            ("/created_at", first.clone()),
            ("/has_one_user_message", if draft.by_user { by_sender() } else { Origin::History }),
            ("/business/id", business(settings.business.id.is_some(), raw(draft.account.as_slice(), "account"))),
            ("/business/name", setting("business")),
            ("/business/city", setting("business")),
            ("/business/zipcode", setting("business")),
            ("/business/country", setting("business")),
            ("/business/formatted_address", setting("business")),
            ("/messaging_partner", item.object.map_or_else(|| setting("channel"), |object| raw(&[object], "partner"))),
            (if self.is_other_page() { "/issues/0" } else { "/issues" }, setting("page_id")),
            ("/first_message_date", first),
            ("/is_expired", if draft.by_user { Origin::History } else { Origin::Constant }),
            ("/is_solved", Origin::Constant),
            ("/is_automated", self.automated()),
            ("/assigned_user_id", Origin::Constant),
            ("/custom_channel/id", setting("credentialsId")),
            ("/custom_channel/name", setting("name")),
            ("/custom_channel/icon", Origin::Constant),
            ("/custom_channel/is_readonly", Origin::Constant),
            ("/custom_channel/external_conversation_id", raw(&[draft.thread_from], "thread")),
        ]
    }

    fn date(&self) -> Origin {
        self.draft.date_from.map_or_else(|| setting("received_at"), |value| raw(&[value], "date"))
    }

    fn automated(&self) -> Origin {
        raw(self.draft.app_id.as_slice(), "app_id")
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
    if from.is_empty() {
        return Origin::Constant;
    }
    Origin::Raw { from: from.iter().map(|value| value.pointer()).collect(), rule }
}
