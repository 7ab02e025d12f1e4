//! The keys of reference 002, in its order.

use serde::Serialize;
use serde_json::value::RawValue;

#[derive(Serialize)]
pub(super) struct Document<'a> {
    #[serde(rename = "type")]
    pub(super) kind: &'a str,
    pub(super) payload: Payload<'a>,
}

#[derive(Serialize)]
pub(super) struct Payload<'a> {
    pub(super) message: &'a RawValue,
    pub(super) conversation: Conversation<'a>,
    pub(super) org_id: i64,
}

#[derive(Serialize)]
pub(super) struct Message<'a> {
    pub(super) id: i64,
    pub(super) conversation_id: i64,
    pub(super) date: &'a str,
    pub(super) content_type: &'a str,
    pub(super) sender_type: &'a str,
    pub(super) sender_label: &'a str,
    pub(super) status: &'a str,
    pub(super) is_deleted: bool,
    pub(super) is_automated: bool,
    pub(super) content: &'a str,
    /// Always `null`.
    pub(super) user_id: (),
    pub(super) custom_channel: ExternalMessage<'a>,
}

#[derive(Serialize)]
pub(super) struct ExternalMessage<'a> {
    pub(super) external_message_id: &'a str,
}

#[derive(Serialize)]
pub(super) struct Conversation<'a> {
    pub(super) id: i64,
    pub(super) consumer_img: Option<&'a str>,
    pub(super) consumer_name: Option<&'a str>,
    pub(super) consumer_phone_number: Option<&'a str>,
    pub(super) consumer_email: Option<&'a str>,
    pub(super) last_message: &'a RawValue,
    pub(super) is_read: bool,
    pub(super) status: &'a str,
    pub(super) created_at: &'a str,
    pub(super) has_one_user_message: bool,
    pub(super) business: Business<'a>,
    pub(super) messaging_partner: &'a str,
    pub(super) issues: &'a [&'a str],
    pub(super) first_message_date: &'a str,
    pub(super) is_expired: bool,
    pub(super) is_solved: bool,
    pub(super) is_automated: bool,
    /// Always `null`.
    pub(super) assigned_user_id: (),
    pub(super) custom_channel: CustomChannel<'a>,
}

#[derive(Serialize)]
pub(super) struct Business<'a> {
    pub(super) id: &'a str,
    pub(super) name: Option<&'a str>,
    pub(super) city: Option<&'a str>,
    pub(super) zipcode: Option<&'a str>,
    pub(super) country: Option<&'a str>,
    pub(super) formatted_address: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct CustomChannel<'a> {
    pub(super) id: &'a str,
    pub(super) name: Option<&'a str>,
    /// Always `null`.
    pub(super) icon: (),
    pub(super) is_readonly: bool,
    pub(super) external_conversation_id: &'a str,
}
