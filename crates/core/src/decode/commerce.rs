//! Carts, coupons, games, forms (`decoding.md`, sections 3.6, 3.9, 3.19 and 3.20).

use super::page::{Page, PageKind, Shows};
use super::property::Known::{FromDashboard, SeenLive};
use super::property::{Properties, id, number, objects, text, word};

#[rustfmt::skip]
pub(super) const ORDER: Properties = &[
    objects("products", "Product", PRODUCTS, "What is in the cart."),
    text("note", "Note", "What the customer wrote to it."),
    word("source", "Source", "Such as `live_shopping`.").known(FromDashboard),
    id("source_id", "Source ID", "What names it there.").known(FromDashboard),
];

#[rustfmt::skip]
const PRODUCTS: Properties = &[
    text("name", "Product", "What it is called."),
    number("quantity", "Quantity", "How many."),
    number("unit_price", "Unit price", "The price of one, with decimals."),
    word("currency", "Currency", "ISO 4217 code of the price."),
    id("id", "Product ID", "The product in the catalogue; a string by the table, a number in the example."),
    id("retailer_id", "Retailer ID", "The business's own number for it, such as a SKU."),
];

#[rustfmt::skip]
pub(super) const COUPON: Properties = &[
    word("type", "Type", "`coupon`."),
    word("payload", "Payload", "What the app gave the coupon."),
    word("coupon_code", "Coupon code", "The code that the customer sees."),
];

#[rustfmt::skip]
pub(super) const CUSTOMER_INFORMATION: Properties = &[objects("screens", "Screen", SCREENS, "The screens of the form, in order.")];

#[rustfmt::skip]
const SCREENS: Properties = &[
    id("screen_id", "Screen", "The screen."),
    objects("responses", "Response", RESPONSES, "What was filled in, in order."),
];

#[rustfmt::skip]
const RESPONSES: Properties = &[
    word("key", "Question", "What was asked for."),
    text("value", "Answer", "What the customer filled in."),
];

#[rustfmt::skip]
pub(super) const FORM: Properties = &[id("id", "Form", "The form that was submitted.").known(FromDashboard)];

#[rustfmt::skip]
pub(super) const GAME_PLAY: Properties = &[
    id("game_id", "Game", "The game's app id."),
    id("player_id", "Player", "The player's id in that game."),
    word("locale", "Locale", "The player's language.").known(SeenLive),
    word("context_type", "Context", "`SOLO`, `THREAD` or `GROUP`."),
    id("context_id", "Context ID", "The conversation or group in which it was played; absent for `SOLO`."),
    number("score", "Score", "Points; classic games only."),
    word("payload", "Payload", "What the game gives, often JSON text; rich games only."),
];

pub(super) const PAGES: &[Page] = &[
    Page {
        id: "send_cart",
        kind: PageKind::Field,
        title: "Order",
        means: "A customer sent a cart to the business. The key in the item is `order`; there is no `message`. Messenger only.",
        does: "It becomes one document of type `Text`: a line `QUANTITY × NAME (UNIT_PRICE CURRENCY)` a product, then the note. What is absent is left out.",
        why: "The customer wants something of the business, in words that an inbox can show.",
        shows: &[Shows::all("order", ORDER)],
    },
    Page {
        id: "coupon_click",
        kind: PageKind::Field,
        title: "Coupon click",
        means: "A customer took a coupon that the business sent as a coupon template. It comes by the field `messages`, with `template` in place of `message`.",
        does: "The coupon is shown, and the event is skipped by `coupon_click`.",
        why: "It is a tap that says nothing.",
        shows: &[Shows::all("template", COUPON)],
    },
    Page {
        id: "messaging_customer_information",
        kind: PageKind::Field,
        title: "Customer information",
        means: "A customer filled in a form about themselves: name, address, and so on. Meta's example prints the item's time as a string.",
        does: "Each answer is shown, and the event is skipped by `form`.",
        why: "Answers to a form are no message of the conversation.",
        shows: &[Shows::all("messaging_customer_information", CUSTOMER_INFORMATION)],
    },
    Page {
        id: "messaging_in_thread_lead_form_submit",
        kind: PageKind::Field,
        title: "Lead form",
        means: "A customer submitted a lead form in the conversation. Known from the dashboard's test only.",
        does: "The form's id is shown, and the event is skipped by `form`.",
        why: "It names a form; what was answered has to be asked for.",
        shows: &[Shows::all("form", FORM)],
    },
    Page {
        id: "messaging_game_plays",
        kind: PageKind::Field,
        title: "Game play",
        means: "Somebody played a round of an Instant Game. Messenger only, and no more than a legacy.",
        does: "Game, player and score are shown, and the event is skipped by `game_play`.",
        why: "Nobody wrote anything.",
        shows: &[Shows::all("game_play", GAME_PLAY)],
    },
];
