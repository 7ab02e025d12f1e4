//! Item → event: what an element of a webhook is, by Facebook's names.
//!
//! The presence of a key decides; there is no type field. The order of [`KEYS`] is the precedence of
//! `decoding.md` section 2, its columns are the table of section 0. One file a family holds what its events may say, as
//! a table that is read by [`mark_known`], shown by [`facts`] and explained by [`crate::reference`].

mod account;
mod attachment;
mod changes;
mod commerce;
mod edit;
mod facts;
mod feed;
mod feedback;
pub mod gist;
mod handover;
mod keys;
mod legacy;
mod message;
mod old_test;
mod optin;
pub mod page;
mod payload;
mod policy;
mod postback;
pub mod property;
mod reaction;
mod read;
mod receipt;
mod referral;
mod sticker;
mod template;
mod template_status;

pub use facts::{Fact, Style, facts};
pub(crate) use keys::CONTEXT;
pub use keys::{KEYS, Key};
pub(crate) use old_test::is_old_test;
pub use read::mark_known;
pub(crate) use sticker::other_forms;

use std::borrow::Cow;

use self::keys::OTHER_MESSAGING_FIELDS;
use self::page::Page;
use crate::json::{Kind, Value};

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    Message,
    Echo,
    Edit,
    Postback,
    Reaction,
    Read,
    Delivery,
    Optin,
    AccountLinking,
    Handover,
    Policy,
    Order,
    /// `messaging_feedback` and `response_feedback`.
    Feedback,
    /// `messaging_customer_information` and lead forms.
    Form,
    GamePlay,
    /// A click on a coupon: `template` without `message`.
    Coupon,
    /// Payments and message requests of old.
    Legacy,
    Referral,
    /// A comment that was added.
    Comment,
    /// A comment that was edited, hidden, removed, …
    CommentUpdate,
    /// Anything else on the feed.
    Feed,
    Mention,
    TemplateStatus,
    /// A change of another field.
    Change,
    Unknown,
}

impl EventKind {
    /// A stable word, such as for an icon.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Echo => "echo",
            Self::Edit => "edit",
            Self::Postback => "postback",
            Self::Reaction => "reaction",
            Self::Read => "read",
            Self::Delivery => "delivery",
            Self::Optin => "optin",
            Self::AccountLinking => "account",
            Self::Handover => "handover",
            Self::Policy => "policy",
            Self::Order => "order",
            Self::Feedback => "feedback",
            Self::Form => "form",
            Self::GamePlay => "game",
            Self::Coupon => "coupon",
            Self::Legacy => "legacy",
            Self::Referral => "referral",
            Self::Comment | Self::CommentUpdate => "comment",
            Self::Feed | Self::Change => "change",
            Self::Mention => "mention",
            Self::TemplateStatus => "template",
            Self::Unknown => "unknown",
        }
    }

    /// A name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Message => "Message",
            Self::Echo => "Echo",
            Self::Edit => "Edit",
            Self::Postback => "Postback",
            Self::Reaction => "Reaction",
            Self::Read => "Read receipt",
            Self::Delivery => "Delivery receipt",
            Self::Optin => "Opt-in",
            Self::AccountLinking => "Account linking",
            Self::Handover => "Handover",
            Self::Policy => "Policy enforcement",
            Self::Order => "Order",
            Self::Feedback => "Feedback",
            Self::Form => "Form",
            Self::GamePlay => "Game play",
            Self::Coupon => "Coupon click",
            Self::Legacy => "Legacy event",
            Self::Referral => "Referral",
            Self::Comment => "Comment",
            Self::CommentUpdate => "Comment update",
            Self::Feed => "Feed change",
            Self::Mention => "Mention",
            Self::TemplateStatus => "Template status",
            Self::Change => "Change",
            Self::Unknown => "Unknown",
        }
    }
}

/// What the decoder looked for and did not find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// An element, or an entry, is no object.
    Object(Kind),
    /// `messaging`, `standby`, `changes` or `changed_fields` is no array.
    Array(Kind),
    /// An element of a root array is no envelope.
    Envelope,
    /// No key that names an event.
    Key,
    /// A change names no field.
    Field,
    /// A change has no value, or one that is no object.
    Value(Option<Kind>),
    /// A change names a messaging field, but its value holds no key that names an event.
    KeyInValue,
}

/// An item recognised.
#[derive(Debug, Clone)]
pub struct Event<'d> {
    pub kind: EventKind,
    /// The webhook field, by reference 004.
    pub field: Option<Cow<'d, str>>,
    /// The dashboard's test form: a messaging item inside a change.
    pub test: bool,
    /// Where the event's properties are: the messaging item, or the change's `value`.
    pub content: Option<Value<'d>>,
    /// What stands under the key that decided: the message, the postback, …
    pub body: Option<Value<'d>>,
    /// The key that decided.
    pub key: &'static str,
    /// Why it is unknown.
    pub missing: Option<Missing>,
}

impl<'d> Event<'d> {
    /// An event nobody knows.
    #[must_use]
    pub fn unknown(missing: Missing, field: Option<Cow<'d, str>>, content: Option<Value<'d>>) -> Self {
        Self { kind: EventKind::Unknown, field, test: false, content, body: None, key: "", missing: Some(missing) }
    }

    /// A name for people; of an unknown event the name that it came by, where it has one: hostile text.
    #[must_use]
    pub fn title(&self) -> Cow<'d, str> {
        let unknown = || {
            let names = self.content?.members().map(|(name, _)| name.text());
            let mut names = names.filter(|name| CONTEXT.iter().all(|beside| beside.name != name.as_ref()));
            self.field.clone().or_else(|| names.next())
        };
        let name = if self.kind == EventKind::Unknown { unknown() } else { None };
        name.unwrap_or(Cow::Borrowed(self.kind.title()))
    }

    /// Whether a key named it, in `messaging` or in the dashboard's test form.
    #[must_use]
    pub fn is_messaging(&self) -> bool {
        !self.key.is_empty()
    }

    /// Whether it is known, and its properties stand in the value of a change.
    pub(crate) fn is_change(&self) -> bool {
        self.content.is_some() && !self.is_messaging() && self.kind != EventKind::Unknown
    }

    /// Whether something else stands where an item or a list of them should be.
    pub(crate) fn is_no_object(&self) -> bool {
        matches!(self.missing, Some(Missing::Object(_) | Missing::Array(_) | Missing::Envelope))
    }

    fn change(kind: EventKind, field: Cow<'d, str>, content: Option<Value<'d>>) -> Self {
        Self { kind, field: Some(field), test: false, content, body: content, key: "", missing: None }
    }
}

/// An element of `messaging` or `standby`.
#[must_use]
pub fn messaging<'d>(item: Value<'d>, instagram: bool) -> Event<'d> {
    if !item.is_object() {
        return Event::unknown(Missing::Object(item.kind()), None, None);
    }
    by_key(item, instagram).unwrap_or_else(|| Event::unknown(Missing::Key, None, Some(item)))
}

/// A `field` and `value` pair: an element of `changes`, an entry-level pair, a sample.
#[must_use]
pub fn change<'d>(pair: Value<'d>, instagram: bool) -> Event<'d> {
    if !pair.is_object() {
        return Event::unknown(Missing::Object(pair.kind()), None, None);
    }
    let value = pair.get("value");
    let Some(field) = pair.string("field").map(Value::text) else {
        return Event::unknown(Missing::Field, None, value.filter(|value| value.is_object()));
    };
    let field = field_name(field);
    if field == "messenger_template_status_update" {
        return Event::change(EventKind::TemplateStatus, field, value.filter(|value| value.is_object()));
    }
    let Some(value) = value.filter(|value| value.is_object()) else {
        return Event::unknown(Missing::Value(value.map(Value::kind)), Some(field), None);
    };
    if is_messaging_field(&field) {
        return match by_key(value, instagram) {
            Some(event) => Event { test: true, ..event },
            None => Event::unknown(Missing::KeyInValue, Some(field), Some(value)),
        };
    }
    let kind = match field.as_ref() {
        "comments" | "live_comments" => EventKind::Comment,
        "mentions" | "mention" => EventKind::Mention,
        "feed" => feed(value),
        _ if is_plain_comment(value) => EventKind::Comment,
        _ => EventKind::Change,
    };
    Event::change(kind, field, Some(value))
}

/// An element of `changed_fields`: a name without a value.
#[must_use]
pub fn changed_field(name: Value<'_>) -> Event<'_> {
    match name.kind() {
        Kind::String if !name.text().is_empty() => Event::change(EventKind::Change, field_name(name.text()), None),
        _ => Event::unknown(Missing::Field, None, None),
    }
}

fn by_key<'d>(item: Value<'d>, instagram: bool) -> Option<Event<'d>> {
    let (key, body) = KEYS.iter().find_map(|key| {
        // A key with another value is not that event, and nothing has read it.
        let body = item.peek(key.name).filter(|body| body.is_object() || key.may_hold(*body))?;
        Some((key, body))
    })?;
    body.mark();
    let (kind, field) = match key.kind {
        EventKind::Message if body.flag("is_echo") => (EventKind::Echo, "message_echoes"),
        EventKind::Read if instagram => (EventKind::Read, "messaging_seen"),
        kind => (kind, key.field),
    };
    Some(Event {
        kind,
        field: Some(Cow::Borrowed(field)),
        test: false,
        content: Some(item),
        body: Some(body),
        key: key.name,
        missing: None,
    })
}

/// Reference 004 has another name for one field than Meta's guide.
fn field_name(name: Cow<'_, str>) -> Cow<'_, str> {
    if name == "message_template_status_update" { Cow::Borrowed("messenger_template_status_update") } else { name }
}

fn is_messaging_field(field: &str) -> bool {
    KEYS.iter().any(|key| key.field == field) || OTHER_MESSAGING_FIELDS.contains(&field)
}

fn feed(value: Value<'_>) -> EventKind {
    let item = value.string("item").map(Value::text);
    let verb = value.string("verb").map(Value::text);
    match (item.as_deref(), verb.as_deref()) {
        (Some("comment"), Some("add")) => EventKind::Comment,
        (Some("comment"), _) => EventKind::CommentUpdate,
        _ if is_plain_comment(value) => EventKind::Comment,
        _ => EventKind::Feed,
    }
}

/// The form of reference 000: an id and a text, no item, no verb.
fn is_plain_comment(value: Value<'_>) -> bool {
    let id = value.id_of("comment_id").or_else(|| value.id_of("id"));
    let text = value.string("message").or_else(|| value.string("text"));
    id.is_some() && text.is_some() && value.string("item").is_none() && value.string("verb").is_none()
}

/// What the reference says of events and attachments.
pub(crate) const PAGES: &[&[Page]] = &[
    message::PAGES,
    edit::PAGES,
    postback::PAGES,
    reaction::PAGES,
    receipt::PAGES,
    optin::PAGES,
    account::PAGES,
    handover::PAGES,
    policy::PAGES,
    feedback::PAGES,
    commerce::PAGES,
    referral::PAGES,
    template_status::PAGES,
    legacy::PAGES,
    old_test::PAGES,
    feed::PAGES,
    changes::PAGES,
    attachment::PAGES,
];
