//! Payments and message requests of old (`decoding.md`, section 3.20). Their properties are those of Meta's former pages.

use super::page::{Page, PageKind, Shows};
use super::property::{Properties, id, number, object, text, word};

#[rustfmt::skip]
pub(super) const PAYMENT: Properties = &[
    word("payload", "Payload", "What the app gave the buy button.").old(),
    object("requested_user_info", "Customer", USER_INFO, "What the customer gave with the order.").old(),
    object("payment_credential", "Payment", CREDENTIAL, "How it was paid.").old(),
    object("amount", "Amount", AMOUNT, "What was paid.").old(),
    id("shipping_option_id", "Shipping option", "How it is to be sent.").old(),
];

#[rustfmt::skip]
pub(super) const CHECKOUT_UPDATE: Properties = &[
    word("payload", "Payload", "What the app gave the buy button.").old(),
    object("shipping_address", "Shipping address", ADDRESS, "Where it is to be sent.").old(),
];

#[rustfmt::skip]
pub(super) const PRE_CHECKOUT: Properties = &[
    word("payload", "Payload", "What the app gave the buy button.").old(),
    object("requested_user_info", "Customer", USER_INFO, "What the customer gave with the order.").old(),
    object("amount", "Amount", AMOUNT, "What is to be paid.").old(),
];

#[rustfmt::skip]
const USER_INFO: Properties = &[
    text("contact_name", "Contact name", "The customer's name.").old(),
    text("contact_email", "Contact email", "The customer's address for mail.").old(),
    text("contact_phone", "Contact phone", "The customer's telephone number.").old(),
    object("shipping_address", "Shipping address", ADDRESS, "Where it is to be sent.").old(),
];

#[rustfmt::skip]
const ADDRESS: Properties = &[
    id("id", "Address ID", "The address.").old(),
    text("name", "Addressee", "To whom.").old(),
    text("street_1", "Street", "First line.").old(),
    text("street_2", "Street", "Second line.").old(),
    text("street1", "Street", "First line, in another spelling.").old(),
    text("street2", "Street", "Second line, in another spelling.").old(),
    text("city", "City", "The town.").old(),
    text("state", "State", "The state or region.").old(),
    text("postal_code", "Postal code", "The postal code.").old(),
    text("country", "Country", "The country's code.").old(),
];

#[rustfmt::skip]
const CREDENTIAL: Properties = &[
    word("provider_type", "Provider", "`stripe`, `paypal` or `token`.").old(),
    id("charge_id", "Charge", "The payment at the provider.").old(),
    id("fb_payment_id", "Facebook payment", "The payment at Facebook.").old(),
    word("tokenized_card", "Card", "A token, encrypted.").old(),
    word("tokenized_cvv", "Card check", "A token, encrypted.").old(),
    word("token_expiry_month", "Expiry month", "Of the token.").old(),
    word("token_expiry_year", "Expiry year", "Of the token.").old(),
];

#[rustfmt::skip]
const AMOUNT: Properties = &[
    number("amount", "Amount", "The amount, with decimals, as a string.").old(),
    word("currency", "Currency", "ISO 4217 code.").old(),
];

const DOES: &str = "It is shown, marked as deprecated, and skipped by `legacy`.";
const WHY: &str = "Facebook removed the product; what still arrives is a test or a fixture, and no message.";

pub(super) const PAGES: &[Page] = &[
    Page {
        id: "messaging_payments",
        kind: PageKind::Field,
        title: "Payment",
        means: "A customer paid by the buy button, a product that is gone.",
        does: DOES,
        why: WHY,
        shows: &[Shows::all("payment", PAYMENT)],
    },
    Page {
        id: "messaging_checkout_updates",
        kind: PageKind::Field,
        title: "Checkout update",
        means: "A customer chose a shipping address in the checkout of old; the app answered with prices.",
        does: DOES,
        why: WHY,
        shows: &[Shows::all("checkout_update", CHECKOUT_UPDATE)],
    },
    Page {
        id: "messaging_pre_checkouts",
        kind: PageKind::Field,
        title: "Pre-checkout",
        means: "A customer was about to pay in the checkout of old; the app could refuse.",
        does: DOES,
        why: WHY,
        shows: &[Shows::all("pre_checkout", PRE_CHECKOUT)],
    },
    Page {
        id: "message_requests",
        kind: PageKind::Field,
        title: "Message request",
        means: "A customer whom the business had found by telephone number accepted its message. The value is a string, `accept`: the only key in an item that may hold no object.",
        does: DOES,
        why: WHY,
        shows: &[],
    },
];
