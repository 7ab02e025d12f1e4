//! `message_created` documents: ids, history and settings around the parts (reference 002).

mod provenance;
mod shape;

use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use self::shape::{Conversation, Message};
use super::Context;
use super::book::{Book, Contact, ConversationKey, ConversationState, Kept, MadeBy, NewMessage};
use super::draft::{Draft, External};
use super::origin::Origins;
use super::parts::Part;
use crate::envelope::Item;
use crate::json::Value;
use crate::time;

/// After so long without a customer's message a conversation is expired: Facebook's 24-hour window.
const EXPIRY_MS: i64 = 24 * 60 * 60 * 1000;

/// One document, new or repeated.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    pub message_id: i64,
    pub content_type: String,
    /// JSON text, keys in the order of reference 002.
    pub document: String,
    /// Empty unless asked for.
    pub origins: Origins,
    pub duplicate: Option<Duplicate>,
}

/// The part was converted before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    pub of: MadeBy,
    /// The content differs from the stored one, or the part is new under an old id.
    pub conflict: bool,
}

/// What one part's document is made of.
struct Making<'a, 'd> {
    draft: &'a Draft<'d>,
    part: &'a Part<'d>,
    context: &'a Context<'a>,
    account: &'a str,
    contact: &'a Contact,
    before: Option<&'a ConversationState>,
    external_id: &'a str,
    /// The newest message of the conversation is this one.
    is_last: bool,
    /// The comment's author is not the account, and no later comment named somebody.
    names: bool,
}

pub(super) fn documents<B: Book>(
    item: &Item<'_>,
    draft: &Draft<'_>,
    context: &Context<'_>,
    book: &mut B,
) -> Result<Vec<Output>, B::Error> {
    let account = draft.account();
    let external_id = external_id(draft);
    let customer = draft.customer.text();
    let pointer = item.pointer();
    let contact = book.contact(&customer)?.unwrap_or_default();
    let kept = book.kept(&account, &external_id)?;
    let here = MadeBy { capture: context.capture, pointer: pointer.clone() };
    let key = ConversationKey { partner: draft.partner, account: account.clone(), thread: draft.thread.clone() };
    let mut outputs = Vec::with_capacity(draft.parts.len());
    for (index, part) in (0..).zip(&draft.parts) {
        if let Some(one) = kept.iter().find(|kept| kept.index == index) {
            outputs.push(repeated(part, one, &kept, &here, context));
            continue;
        }
        let before = book.conversation(&key)?;
        let conversation_id = match &before {
            Some(state) => state.id,
            None => book.open_conversation(&key, draft.date_ms)?,
        };
        let is_expired = draft.by_user && {
            let newest = book.newest_consumer(conversation_id, draft.date_ms)?;
            newest.is_none_or(|newest| draft.date_ms - newest > EXPIRY_MS)
        };
        let id = book.next_message_id()?;
        let named_before = before.as_ref().and_then(|state| state.name.as_ref());
        let making = Making {
            draft,
            part,
            context,
            account: &account,
            contact: &contact,
            before: before.as_ref(),
            external_id: &external_id,
            is_last: before.as_ref().is_none_or(|state| draft.date_ms >= state.last.date_ms),
            names: draft.name.is_some()
                && !draft.by_user
                && named_before.is_none_or(|(date_ms, _)| draft.date_ms >= *date_ms),
        };
        let message = making.message(id, conversation_id);
        let document = making.document(&message, conversation_id, is_expired);
        let comment_name = draft.name.filter(|_| !draft.by_user).map(Value::text);
        book.keep(&NewMessage {
            id,
            conversation_id,
            account: &account,
            external_id: &external_id,
            index,
            date_ms: draft.date_ms,
            by_user: draft.by_user,
            content_type: part.content_type.as_str(),
            content: &part.content,
            customer: &customer,
            comment_name: comment_name.as_deref(),
            document: &document,
            message: &message,
            pointer: &pointer,
        })?;
        outputs.push(Output {
            message_id: id,
            content_type: part.content_type.as_str().to_owned(),
            origins: if context.origins { making.origins(item) } else { Origins::new() },
            document,
            duplicate: kept.first().map(|first| Duplicate { of: first.made_by.clone(), conflict: true }),
        });
    }
    Ok(outputs)
}

/// The stored document, unchanged.
///
/// Where this very item made it, everything is being derived anew, and it is no duplicate; it is still in conflict with
/// what an earlier item made under its id.
fn repeated(part: &Part<'_>, one: &Kept, all: &[Kept], here: &MadeBy, context: &Context<'_>) -> Output {
    let duplicate = if here.capture.is_some() && one.made_by == *here {
        let earlier = all.iter().filter(|kept| kept.made_by != *here && kept.message_id < one.message_id);
        earlier.min_by_key(|kept| kept.message_id).map(|first| Duplicate { of: first.made_by.clone(), conflict: true })
    } else {
        let conflict = one.content != part.content || one.content_type != part.content_type.as_str();
        Some(Duplicate { of: one.made_by.clone(), conflict })
    };
    Output {
        message_id: one.message_id,
        content_type: one.content_type.clone(),
        document: one.document.clone(),
        origins: if context.origins { provenance::of_repeated(&one.document) } else { Origins::new() },
        duplicate,
    }
}

/// The `mid` or comment id, else `KIND:CUSTOMER:TIMESTAMP:HASH`.
fn external_id(draft: &Draft<'_>) -> String {
    let word = match &draft.external {
        External::Given(value) => return value.text().into_owned(),
        External::Computed(word) => word,
    };
    let mut hash = Sha256::new();
    for part in &draft.parts {
        hash.update(part.content_type.as_str());
        hash.update("\n");
        hash.update(part.content.as_bytes());
        hash.update("\n");
    }
    let digest = hash.finalize();
    let hex: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{word}:{}:{}:{hex}", draft.customer.text(), draft.date_ms)
}

impl Making<'_, '_> {
    /// The `message` object: JSON text.
    fn message(&self, id: i64, conversation_id: i64) -> String {
        let draft = self.draft;
        json(&Message {
            id,
            conversation_id,
            date: &time::date(draft.date_ms),
            content_type: self.part.content_type.as_str(),
            sender_type: if draft.by_user { "User" } else { "Consumer" },
            sender_label: &self.sender_label(),
            status: "Success",
            is_deleted: false,
            is_automated: draft.is_automated,
            content: &self.part.content,
            user_id: (),
            custom_channel: shape::ExternalMessage { external_message_id: self.external_id },
        })
    }

    /// The whole document: JSON text.
    fn document(&self, message: &str, conversation_id: i64, is_expired: bool) -> String {
        let (draft, settings) = (self.draft, self.context.settings);
        let last = match self.before {
            Some(state) if !self.is_last => (state.last.message.as_str(), state.last.by_user),
            _ => (message, draft.by_user),
        };
        let first = time::date(self.before.map_or(draft.date_ms, |state| state.first_ms));
        let name = self.consumer_name();
        let business = &settings.business;
        json(&shape::Document {
            kind: "message_created",
            payload: shape::Payload {
                message: raw(message).as_ref(),
                conversation: Conversation {
                    id: conversation_id,
                    consumer_img: self.contact.img.as_deref(),
                    consumer_name: name.as_deref(),
                    consumer_phone_number: self.contact.phone_number.as_deref(),
                    consumer_email: self.contact.email.as_deref(),
                    last_message: raw(last.0).as_ref(),
                    is_read: last.1,
                    status: "Open",
                    created_at: &first,
                    has_one_user_message: draft.by_user || self.before.is_some_and(|state| state.has_user),
                    business: shape::Business {
                        id: business.id.as_deref().unwrap_or(self.account),
                        name: business.name.as_deref(),
                        city: business.city.as_deref(),
                        zipcode: business.zipcode.as_deref(),
                        country: business.country.as_deref(),
                        formatted_address: business.formatted_address.as_deref(),
                    },
                    messaging_partner: draft.partner,
                    issues: if self.is_other_page() { &["facebook_no_page_linked"] } else { &[] },
                    first_message_date: &first,
                    is_expired,
                    is_solved: false,
                    is_automated: draft.is_automated,
                    assigned_user_id: (),
                    custom_channel: shape::CustomChannel {
                        id: &settings.credentials_id,
                        name: settings.name.as_deref(),
                        icon: (),
                        is_readonly: false,
                        external_conversation_id: draft.thread.id(),
                    },
                },
                org_id: settings.org_id,
            },
        })
    }

    fn sender_label(&self) -> String {
        let draft = self.draft;
        if draft.by_user {
            return self.context.settings.name.clone().unwrap_or_else(|| self.account.to_owned());
        }
        let contact = self.contact.name.clone();
        contact
            .or_else(|| draft.name.map(|name| name.text().into_owned()))
            .unwrap_or_else(|| draft.customer.text().into_owned())
    }

    fn consumer_name(&self) -> Option<String> {
        let named = || {
            if self.names {
                self.draft.name.map(|name| name.text().into_owned())
            } else {
                self.before.and_then(|state| state.name.as_ref()).map(|(_, name)| name.clone())
            }
        };
        self.contact.name.clone().or_else(named)
    }

    fn is_other_page(&self) -> bool {
        self.context.settings.page_id.as_ref().is_some_and(|page| page != self.account)
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("documents have string keys and finite numbers")
}

fn raw(json: &str) -> Box<RawValue> {
    RawValue::from_string(json.to_owned()).expect("the text of a message object is JSON")
}
