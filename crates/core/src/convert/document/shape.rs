//! The keys of reference 002, in its order.

use std::borrow::Cow;

use super::Making;
use crate::json::write::{Null, Ready, object};
use crate::time;

/// About how long a document is without its messages and what the user set, in bytes.
const BASE: usize = 960;

impl Making<'_, '_> {
    /// The `message` object: JSON text.
    pub(super) fn message(&self, id: i64, conversation_id: i64) -> String {
        let (draft, content) = (self.draft, self.part.content.as_ref());
        let mut out = String::with_capacity(BASE / 2 + content.len());
        object!(&mut out, {
            "id": id,
            "conversation_id": conversation_id,
            "date": self.date,
            "content_type": self.part.content_type.as_str(),
            "sender_type": if draft.by_user { "User" } else { "Consumer" },
            "sender_label": self.sender_label().as_ref(),
            "status": "Success",
            "is_deleted": false,
            "is_automated": draft.is_automated,
            "content": content,
            "user_id": Null,
            "custom_channel": { "external_message_id": self.external_id },
        });
        out
    }

    /// The whole document: JSON text.
    pub(super) fn document(&self, message: &str, conversation_id: i64, is_expired: bool) -> String {
        let (draft, contact, settings) = (self.draft, self.contact, self.context.settings);
        let (last_message, last_by_user) = match self.before {
            Some(state) if !self.is_last => (state.last.message.as_str(), state.last.by_user),
            _ => (message, draft.by_user),
        };
        let first = match self.before {
            Some(state) if state.first_ms != draft.date_ms => Cow::Owned(time::date(state.first_ms)),
            _ => Cow::Borrowed(self.date),
        };
        let issues: &[&str] = if self.is_other_page() { &["facebook_no_page_linked"] } else { &[] };
        let business = &settings.business;
        let mut out = String::with_capacity(BASE + message.len() + last_message.len());
        object!(&mut out, {
            "type": "message_created",
            "payload": {
                "message": Ready(message),
                "conversation": {
                    "id": conversation_id,
                    "consumer_img": contact.img.as_deref(),
                    "consumer_name": self.consumer_name().as_deref(),
                    "consumer_phone_number": contact.phone_number.as_deref(),
                    "consumer_email": contact.email.as_deref(),
                    "last_message": Ready(last_message),
                    "is_read": last_by_user,
                    "status": "Open",
                    "created_at": first.as_ref(),
                    "has_one_user_message": draft.by_user || self.before.is_some_and(|state| state.has_user),
                    "business": {
                        "id": business.id.as_deref().unwrap_or(&draft.conversation.account),
                        "name": business.name.as_deref(),
                        "city": business.city.as_deref(),
                        "zipcode": business.zipcode.as_deref(),
                        "country": business.country.as_deref(),
                        "formatted_address": business.formatted_address.as_deref(),
                    },
                    "messaging_partner": draft.conversation.partner,
                    "issues": issues,
                    "first_message_date": first.as_ref(),
                    "is_expired": is_expired,
                    "is_solved": false,
                    "is_automated": draft.is_automated,
                    "assigned_user_id": Null,
                    "custom_channel": {
                        "id": settings.credentials_id.as_str(),
                        "name": settings.name.as_deref(),
                        "icon": Null,
                        "is_readonly": false,
                        "external_conversation_id": draft.conversation.thread.id(),
                    },
                },
                "org_id": settings.org_id,
            },
        });
        out
    }
}
