//! The table of keys: what names an event in a messaging item, and what stands beside it (`decoding.md`, sections 0
//! to 2).

use super::property::{Holds, Properties, Property, id, object, text, time};
use super::{
    EventKind, account, commerce, edit, feedback, handover, legacy, message, optin, policy, postback, reaction,
    receipt, referral,
};
use crate::json::{Kind, Value};

/// A key that names an event.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    pub name: &'static str,
    pub kind: EventKind,
    /// By reference 004.
    pub field: &'static str,
    /// What stands under it.
    pub(super) property: Property,
}

/// In order of precedence.
#[rustfmt::skip]
pub const KEYS: &[Key] = &[
    key("message", EventKind::Message, "messages", message::MESSAGE),
    key("message_edit", EventKind::Edit, "message_edits", edit::EDIT),
    key("postback", EventKind::Postback, "messaging_postbacks", postback::POSTBACK),
    key("reaction", EventKind::Reaction, "message_reactions", reaction::REACTION),
    key("read", EventKind::Read, "message_reads", receipt::READ),
    key("delivery", EventKind::Delivery, "message_deliveries", receipt::DELIVERY),
    key("optin", EventKind::Optin, "messaging_optins", optin::OPTIN),
    key("account_linking", EventKind::AccountLinking, "messaging_account_linking", account::ACCOUNT_LINKING),
    key("pass_thread_control", EventKind::Handover, "messaging_handovers", handover::CONTROL),
    key("take_thread_control", EventKind::Handover, "messaging_handovers", handover::CONTROL),
    key("request_thread_control", EventKind::Handover, "messaging_handovers", handover::CONTROL),
    key("app_roles", EventKind::Handover, "messaging_handovers", handover::APP_ROLES),
    key("policy_enforcement", EventKind::Policy, "messaging_policy_enforcement", policy::POLICY),
    key("policy-enforcement", EventKind::Policy, "messaging_policy_enforcement", policy::POLICY),
    key("order", EventKind::Order, "send_cart", commerce::ORDER),
    key("messaging_feedback", EventKind::Feedback, "messaging_feedback", feedback::FEEDBACK),
    key("response_feedback", EventKind::Feedback, "response_feedback", feedback::RESPONSE_FEEDBACK),
    key("messaging_customer_information", EventKind::Form, "messaging_customer_information", commerce::CUSTOMER_INFORMATION),
    key("form", EventKind::Form, "messaging_in_thread_lead_form_submit", commerce::FORM),
    key("game_play", EventKind::GamePlay, "messaging_game_plays", commerce::GAME_PLAY),
    key("template", EventKind::Coupon, "messages", commerce::COUPON),
    key("message_request", EventKind::Legacy, "message_requests", &[]),
    key("payment", EventKind::Legacy, "messaging_payments", legacy::PAYMENT),
    key("checkout_update", EventKind::Legacy, "messaging_checkout_updates", legacy::CHECKOUT_UPDATE),
    key("pre_checkout", EventKind::Legacy, "messaging_pre_checkouts", legacy::PRE_CHECKOUT),
    key("referral", EventKind::Referral, "messaging_referrals", referral::REFERRAL),
];

impl Key {
    /// Whether a value that is no object names the event too.
    pub(super) fn may_hold(&self, value: Value<'_>) -> bool {
        matches!(self.property.holds, Holds::One(_)) && value.kind() == Kind::String && !value.is_blank()
    }
}

const fn key(name: &'static str, kind: EventKind, field: &'static str, table: Properties) -> Key {
    let property = match kind {
        // Meta sends a string here alone: "message_request": "accept".
        EventKind::Legacy if table.is_empty() => text(name, "Answer", "`accept`.").old(),
        _ => object(name, name, table, ""),
    };
    Key { name, kind, field, property }
}

/// Fields of reference 004, and Instagram's names of them, that [`KEYS`] does not name.
pub(super) const OTHER_MESSAGING_FIELDS: &[&str] =
    &["message_echoes", "messaging_seen", "messaging_handover", "messaging_referral", "message_edit", "standby"];

/// Beside the key that decides; never an event by themselves.
#[rustfmt::skip]
pub(crate) const CONTEXT: Properties = &[
    object("sender", "From", PARTY, "Who sent it: the customer, on echoes the Page or account. Missing where Facebook itself speaks, and with the checkbox plugin."),
    object("recipient", "To", PARTY, "To whom: the Page or account, on echoes the customer."),
    time("timestamp", "Sent", "When it happened. Lead ads send seconds, the dashboard a string of seconds; 0 was seen.").unit("ms"),
    object("prior_message", "Prior message", message::PRIOR_MESSAGE, "Where the conversation began before Messenger."),
    object("hop_context", "Hop context", message::HOP_CONTEXT, "Which app hands the conversation on; beside the summary of a lead."),
    object("lead", "Lead", referral::LEAD, "What a lead ad asked and what was answered; beside `referral`."),
];

#[rustfmt::skip]
pub(super) const PARTY: Properties = &[
    id("id", "ID", "The PSID or IGSID of a customer, or the id of the Page or account."),
    id("user_ref", "User ref", "The checkbox plugin's name for a customer who has no id yet."),
];
