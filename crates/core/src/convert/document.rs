//! `message_created` documents: ids, history and settings around the parts (reference 002).

mod provenance;
mod shape;

use std::borrow::Cow;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

pub(super) use self::provenance::Traced;
use super::Context;
use super::book::{Book, Contact, ConversationState, Kept, MadeBy, NewMessage};
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
    pub content_type: Cow<'static, str>,
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
    /// The message's date, written out.
    date: &'a str,
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
    let (key, account) = (&draft.conversation, draft.conversation.account.as_str());
    let external_id = external_id(draft);
    let customer = draft.customer.text();
    let pointer = item.pointer();
    let date = time::date(draft.date_ms);
    let contact = book.contact(&customer)?.unwrap_or_default();
    let kept = book.kept(account, &external_id)?;
    let is_here = |by: &MadeBy| by.capture.is_some() && by.capture == context.capture && by.pointer == pointer;
    let first_elsewhere = kept.iter().filter(|kept| !is_here(&kept.made_by)).min_by_key(|kept| kept.message_id);
    let mut outputs = Vec::with_capacity(draft.parts.len());
    for (index, part) in (0..).zip(&draft.parts) {
        if let Ok(place) = kept.binary_search_by_key(&index, |kept| kept.index) {
            let one = &kept[place];
            let duplicate = if is_here(&one.made_by) {
                made_here(one, first_elsewhere)
            } else {
                let conflict = one.content != part.content || one.content_type != part.content_type.as_str();
                Some(Duplicate { of: one.made_by.clone(), conflict })
            };
            outputs.push(repeated(one, duplicate, context));
            continue;
        }
        let before = book.conversation(key)?;
        let conversation_id = match &before {
            Some(state) => state.id,
            None => book.open_conversation(key, draft.date_ms)?,
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
            date: &date,
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
            account,
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
            content_type: Cow::Borrowed(part.content_type.as_str()),
            origins: if context.origins {
                Origins::made(Traced::of(&making, item, &pointer))
            } else {
                Origins::default()
            },
            document,
            duplicate: kept.first().map(|first| Duplicate { of: first.made_by.clone(), conflict: true }),
        });
    }
    Ok(outputs)
}

/// Where this very item made a document before, everything is being derived anew, and it is no duplicate; it is still in
/// conflict with what an earlier item made under its id.
fn made_here(one: &Kept, first_elsewhere: Option<&Kept>) -> Option<Duplicate> {
    let earlier = first_elsewhere.filter(|first| first.message_id < one.message_id);
    earlier.map(|first| Duplicate { of: first.made_by.clone(), conflict: true })
}

/// The stored document, unchanged.
fn repeated(one: &Kept, duplicate: Option<Duplicate>, context: &Context<'_>) -> Output {
    Output {
        message_id: one.message_id,
        content_type: Cow::Owned(one.content_type.clone()),
        document: one.document.clone(),
        origins: if context.origins { Origins::repeated(&one.document) } else { Origins::default() },
        duplicate,
    }
}

/// The `mid` or comment id, else `KIND:CUSTOMER:TIMESTAMP:HASH`.
fn external_id<'d>(draft: &Draft<'d>) -> Cow<'d, str> {
    let word = match draft.external {
        External::Given(value) => return value.text(),
        External::Computed(word) => word,
    };
    let mut hash = Sha256::new();
    for part in &draft.parts {
        hash.update(part.content_type.as_str());
        hash.update("\n");
        hash.update(part.content.as_bytes());
        hash.update("\n");
    }
    let mut id = format!("{word}:{}:{}:", draft.customer.text(), draft.date_ms);
    for byte in &hash.finalize()[..4] {
        write!(id, "{byte:02x}").expect("a String takes all");
    }
    Cow::Owned(id)
}

impl Making<'_, '_> {
    fn sender_label(&self) -> Cow<'_, str> {
        let (draft, settings) = (self.draft, self.context.settings);
        let set = if draft.by_user { &settings.name } else { &self.contact.name };
        match set {
            Some(name) => Cow::Borrowed(name),
            None if draft.by_user => Cow::Borrowed(&draft.conversation.account),
            None => draft.name.unwrap_or(draft.customer).text(),
        }
    }

    fn consumer_name(&self) -> Option<Cow<'_, str>> {
        if let Some(name) = &self.contact.name {
            Some(Cow::Borrowed(name))
        } else if self.names {
            self.draft.name.map(Value::text)
        } else {
            self.before?.name.as_ref().map(|(_, name)| Cow::Borrowed(name.as_str()))
        }
    }

    fn is_other_page(&self) -> bool {
        self.context.settings.page_id.as_ref().is_some_and(|page| *page != self.draft.conversation.account)
    }
}
