//! The rules by which an item becomes no message, with the sentence that says so.

mod pages;

pub(crate) use pages::PAGES;

/// Why an item was skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Skip {
    Unsend,
    Standby,
    Edit,
    Reaction,
    ReadReceipt,
    DeliveryReceipt,
    Referral,
    Optin,
    AccountLinking,
    Handover,
    Policy,
    GamePlay,
    Feedback,
    Form,
    CouponClick,
    Legacy,
    TemplateStatus,
    CommentUpdate,
    NotAComment,
    Mention,
    NotMessaging,
}

impl Skip {
    pub const ALL: [Self; 21] = [
        Self::Unsend,
        Self::Standby,
        Self::Edit,
        Self::Reaction,
        Self::ReadReceipt,
        Self::DeliveryReceipt,
        Self::Referral,
        Self::Optin,
        Self::AccountLinking,
        Self::Handover,
        Self::Policy,
        Self::GamePlay,
        Self::Feedback,
        Self::Form,
        Self::CouponClick,
        Self::Legacy,
        Self::TemplateStatus,
        Self::CommentUpdate,
        Self::NotAComment,
        Self::Mention,
        Self::NotMessaging,
    ];

    /// The code in the output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unsend => "unsend",
            Self::Standby => "standby",
            Self::Edit => "edit",
            Self::Reaction => "reaction",
            Self::ReadReceipt => "read_receipt",
            Self::DeliveryReceipt => "delivery_receipt",
            Self::Referral => "referral",
            Self::Optin => "optin",
            Self::AccountLinking => "account_linking",
            Self::Handover => "handover",
            Self::Policy => "policy",
            Self::GamePlay => "game_play",
            Self::Feedback => "feedback",
            Self::Form => "form",
            Self::CouponClick => "coupon_click",
            Self::Legacy => "legacy",
            Self::TemplateStatus => "template_status",
            Self::CommentUpdate => "comment_update",
            Self::NotAComment => "not_a_comment",
            Self::Mention => "mention",
            Self::NotMessaging => "not_messaging",
        }
    }

    /// One sentence for people.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Unsend => "The sender took an earlier message back; that announces no new one.",
            Self::Standby => "It came in standby: another app owns the conversation, so this one only listens.",
            Self::Edit => "It changes the text of an earlier message; that announces no new one.",
            Self::Reaction => "A reaction belongs to an earlier message; it is no message of its own.",
            Self::ReadReceipt => "A read receipt reports that messages were seen; it carries no message.",
            Self::DeliveryReceipt => "A delivery receipt reports that messages arrived; it carries no message.",
            Self::Referral => "A referral says by which link or ad somebody came; it carries no message.",
            Self::Optin => "An opt-in gives permission to write; it carries no message.",
            Self::AccountLinking => "An account was linked or unlinked; that carries no message.",
            Self::Handover => "Control of the conversation passed between apps; that carries no message.",
            Self::Policy => "Facebook warned, blocked or unblocked the Page; that carries no message.",
            Self::GamePlay => "Somebody played a round of an Instant Game; that carries no message.",
            Self::Feedback => "Feedback answers a survey or rates a response; it carries no message.",
            Self::Form => "Somebody submitted a form; that carries no message.",
            Self::CouponClick => "Somebody clicked a coupon; that carries no message.",
            Self::Legacy => "A payment or message request of a product that Facebook removed; it carries no message.",
            Self::TemplateStatus => "The review status of a message template changed; that carries no message.",
            Self::CommentUpdate => "It changes a comment that is there already; only a new comment becomes a message.",
            Self::NotAComment => {
                "Of what happens on the feed only new comments become messages; this is something else."
            }
            Self::Mention => "The Page or account was mentioned; a mention names a place, not a message.",
            Self::NotMessaging => "The field that changed has nothing to do with messages.",
        }
    }
}

/// What a message lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fail {
    MissingCustomer,
    MissingId,
}

impl Fail {
    pub const ALL: [Self; 2] = [Self::MissingCustomer, Self::MissingId];

    /// The code in the output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MissingCustomer => "missing_customer",
            Self::MissingId => "missing_id",
        }
    }

    /// One sentence for people.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::MissingCustomer => {
                "It is a message, but names no customer: a conversation needs the sender's id or user_ref (an echo the recipient's, a comment `from.id` or `sender_id`)."
            }
            Self::MissingId => {
                "It is a comment, but has neither `comment_id` nor `id`: without one it cannot be told from others."
            }
        }
    }
}
