//! Item and book → verdict: the table of rules (`conversion.md`).
//!
//! Every item ends in exactly one [`Verdict`]; nothing is dropped in silence, and one item never affects another but
//! through the [`Book`], which holds the ids and what earlier messages left behind.

pub mod book;
mod document;
mod draft;
pub mod origin;
pub mod parts;
pub mod rule;

use crate::decode::{EventKind, Missing};
use crate::endpoint::Channel;
use crate::envelope::Item;

pub use book::{Book, Contact, MemoryBook};
pub use document::Output;
pub(crate) use draft::root_comment;
pub use origin::{Origin, Origins};
pub use rule::{Fail, Skip};

/// What the user set for an endpoint, as far as conversion uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub channel: Channel,
    pub credentials_id: String,
    pub name: Option<String>,
    pub org_id: i64,
    /// The Page that should be linked; another one is an issue.
    pub page_id: Option<String>,
    pub business: Business,
}

/// The endpoint's business (reference 002).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Business {
    pub id: Option<String>,
    pub name: Option<String>,
    pub city: Option<String>,
    pub zipcode: Option<String>,
    pub country: Option<String>,
    pub formatted_address: Option<String>,
}

impl Default for Settings {
    /// As without a store: channel `facebook`, credentialsId `local`, nothing else set.
    fn default() -> Self {
        Self {
            channel: Channel::Facebook,
            credentials_id: "local".to_owned(),
            name: None,
            org_id: 1,
            page_id: None,
            business: Business::default(),
        }
    }
}

/// What conversion needs besides the item and the book.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub settings: &'a Settings,
    /// Time of receipt: milliseconds since 1970.
    pub received_ms: i64,
    /// The capture being converted; `None` without a store.
    pub capture: Option<i64>,
    /// Whether to say where every value came from.
    pub origins: bool,
}

/// How an item ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// One or more documents.
    Converted(Vec<Output>),
    /// Understood, and by a rule it announces no new message.
    Skipped(Skip),
    /// Not a shape we know; the sentence says what was looked for.
    Unknown(String),
    /// A message, but something it needs is missing; the pointer at fault.
    Failed { rule: Fail, at: String },
}

impl Verdict {
    /// `converted`, `skipped`, `unknown` or `failed`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Converted(_) => "converted",
            Self::Skipped(_) => "skipped",
            Self::Unknown(_) => "unknown",
            Self::Failed { .. } => "failed",
        }
    }

    #[must_use]
    pub fn rule(&self) -> Option<&'static str> {
        match self {
            Self::Skipped(rule) => Some(rule.as_str()),
            Self::Failed { rule, .. } => Some(rule.as_str()),
            Self::Converted(_) | Self::Unknown(_) => None,
        }
    }

    /// One sentence for people; `None` where documents speak for themselves.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Converted(_) => None,
            Self::Skipped(rule) => Some(rule.sentence()),
            Self::Unknown(sentence) => Some(sentence),
            Self::Failed { rule, .. } => Some(rule.sentence()),
        }
    }

    /// The pointer at fault of a failed item.
    #[must_use]
    pub fn at(&self) -> Option<&str> {
        match self {
            Self::Failed { at, .. } => Some(at),
            _ => None,
        }
    }

    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        match self {
            Self::Converted(outputs) => outputs,
            _ => &[],
        }
    }
}

/// How many items ended how; items = converted + skipped + unknown + failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ledger {
    pub items: u32,
    pub converted: u32,
    pub skipped: u32,
    pub unknown: u32,
    pub failed: u32,
}

impl Ledger {
    pub fn count(&mut self, verdict: &Verdict) {
        self.items += 1;
        match verdict {
            Verdict::Converted(_) => self.converted += 1,
            Verdict::Skipped(_) => self.skipped += 1,
            Verdict::Unknown(_) => self.unknown += 1,
            Verdict::Failed { .. } => self.failed += 1,
        }
    }
}

/// Converts one item.
///
/// # Errors
/// Only where the book fails; bad input is a verdict.
pub fn convert<B: Book>(item: &Item<'_>, context: &Context<'_>, book: &mut B) -> Result<Verdict, B::Error> {
    if let Some(missing) = item.event.missing {
        return Ok(Verdict::Unknown(looked_for(missing, item)));
    }
    if let Some(skip) = skip(item) {
        return Ok(Verdict::Skipped(skip));
    }
    match draft::draft(item, context) {
        Ok(draft) => Ok(Verdict::Converted(document::documents(item, &draft, context, book)?)),
        Err((rule, at)) => Ok(Verdict::Failed { rule, at: at.pointer() }),
    }
}

/// The table "Which items become messages".
fn skip(item: &Item<'_>) -> Option<Skip> {
    let event = &item.event;
    if item.standby {
        return Some(Skip::Standby);
    }
    Some(match event.kind {
        EventKind::Message | EventKind::Echo => {
            return event.body.filter(|message| message.flag("is_deleted")).map(|_| Skip::Unsend);
        }
        EventKind::Postback | EventKind::Order | EventKind::Comment | EventKind::Unknown => return None,
        EventKind::Edit => Skip::Edit,
        EventKind::Reaction => Skip::Reaction,
        EventKind::Read => Skip::ReadReceipt,
        EventKind::Delivery => Skip::DeliveryReceipt,
        EventKind::Referral => Skip::Referral,
        EventKind::Optin => Skip::Optin,
        EventKind::AccountLinking => Skip::AccountLinking,
        EventKind::Handover => Skip::Handover,
        EventKind::Policy => Skip::Policy,
        EventKind::GamePlay => Skip::GamePlay,
        EventKind::Feedback => Skip::Feedback,
        EventKind::Form => Skip::Form,
        EventKind::Coupon => Skip::CouponClick,
        EventKind::Legacy => Skip::Legacy,
        EventKind::TemplateStatus => Skip::TemplateStatus,
        EventKind::CommentUpdate => Skip::CommentUpdate,
        EventKind::Feed => Skip::NotAComment,
        EventKind::Mention => Skip::Mention,
        EventKind::Change => Skip::NotMessaging,
    })
}

/// What was looked for where an item is unknown.
fn looked_for(missing: Missing, item: &Item<'_>) -> String {
    let keys = || {
        let holder = item.event.content.unwrap_or(item.value);
        let names: Vec<_> = holder.members().map(|(name, _)| format!("`{}`", name.text())).collect();
        match names.len() {
            0 => "it is empty".to_owned(),
            1..=12 => format!("it has {}", names.join(", ")),
            more => format!("it has {} and {} more", names[..12].join(", "), more - 12),
        }
    };
    match missing {
        Missing::Object(kind) => format!("Expected an object here, found {}.", kind.described()),
        Missing::Array(kind) => format!("Expected an array of items here, found {}.", kind.described()),
        Missing::Envelope => "Expected an envelope (an object with an `entry` array) here.".to_owned(),
        Missing::Key => format!(
            "Looked for a key that names an event, such as `message` or `postback`, with an object in it: {}.",
            keys()
        ),
        Missing::Field => "Looked for the name of a field: a change without one cannot be told.".to_owned(),
        Missing::Value(None) => "The change names a field, but brings no value.".to_owned(),
        Missing::Value(Some(kind)) => format!("Expected an object as the change's value, found {}.", kind.described()),
        Missing::KeyInValue => {
            format!(
                "The change names a messaging field, so its value was searched for a key that names an event, such as `message`: {}.",
                keys()
            )
        }
    }
}

#[cfg(test)]
mod tests;
